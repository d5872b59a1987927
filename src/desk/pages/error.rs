//! What cannot be done, said to the clerk.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Html, IntoResponse, Response};

use super::frame::Frame;
use super::lang_of;
use crate::desk::Desk;
use crate::desk::survey::Refused;
use crate::said;
use crate::text::lang::{Lang, Said};

#[derive(Template)]
#[template(path = "error.html")]
struct Page<'a> {
    f: Frame,
    why: &'a str,
}

/// A page that says what is wrong.
pub fn page(status: StatusCode, why: &Said, lang: Lang) -> Response {
    let title = lang.pick("没有做成", "Not done").to_owned();
    let page = Page {
        f: Frame::plain(lang, title),
        why: why.get(lang),
    };
    let html = page.render().unwrap_or_default();
    (status, Html(html)).into_response()
}

/// Why a request comes to nothing.
pub struct Wrong(pub StatusCode, pub Said, pub Lang);

impl Wrong {
    /// Something was asked for that is not there.
    pub fn missing(lang: Lang) -> Wrong {
        let why = said!(
            "找不到这一页：文件可能已被移走或由新版替换",
            "there is no such page: the file may have been moved, or a newer version counts"
        );
        Wrong(StatusCode::NOT_FOUND, why, lang)
    }

    /// The request cannot be.
    pub fn bad(why: Said, lang: Lang) -> Wrong {
        Wrong(StatusCode::UNPROCESSABLE_ENTITY, why, lang)
    }

    /// Something was not done.
    pub fn of(refused: Refused, lang: Lang) -> Wrong {
        match refused {
            Refused::Changed(why) => Wrong(StatusCode::CONFLICT, why, lang),
            Refused::Wrong(why) => Wrong(StatusCode::UNPROCESSABLE_ENTITY, why, lang),
            Refused::Store(why) => Wrong(StatusCode::INSUFFICIENT_STORAGE, why, lang),
        }
    }
}

impl IntoResponse for Wrong {
    fn into_response(self) -> Response {
        page(self.0, &self.1, self.2)
    }
}

/// An address that means nothing.
pub async fn no_page(State(desk): State<Arc<Desk>>, headers: HeaderMap) -> Response {
    Wrong::missing(lang_of(&headers, desk.lang)).into_response()
}
