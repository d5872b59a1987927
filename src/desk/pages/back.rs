//! 退回: what goes back to the units.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;

use super::asked::Asked;
use super::error::Wrong;
use super::frame::{Frame, Tab, shown};
use super::out::{attached, blocking};
use crate::desk::send_back::{self, Message};
use crate::said;
use crate::text::lang::Said;

#[derive(Template)]
#[template(path = "back.html")]
struct Page {
    f: Frame,
    sid: String,
    messages: Vec<Message>,
}

pub async fn page(asked: Asked) -> Response {
    let page = Page {
        sid: asked.survey.id.clone(),
        messages: send_back::messages(&asked.state, asked.lang),
        f: asked.frame(Tab::Back, asked.lang.pick("退回", "Send back")),
    };
    shown(&page)
}

/// Everything that goes back, in one archive.
pub async fn archive(asked: Asked) -> Result<Response, Wrong> {
    let lang = asked.lang;
    let name = format!("{}-{}.zip", asked.survey.name(), lang.pick("退回", "back"));
    let made = blocking(move || {
        send_back::archive(&asked.survey, &asked.state, asked.lang).map_err(|e| {
            let Said { zh, en } = crate::text::of_system(&e);
            said!(
                "退回的压缩包没有做成：{zh}",
                "the archive could not be made: {en}"
            )
        })
    });
    let bytes = made
        .await
        .map_err(|why| Wrong(StatusCode::INSUFFICIENT_STORAGE, why, lang))?;
    Ok(attached(&name, "application/zip", bytes))
}
