//! The first round, from page to page.

use std::collections::HashMap;
use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;

use super::asked::Asked;
use super::error::Wrong;
use super::frame::{Round, go};
use super::lang_of;
use super::start::documents;
use crate::desk::Desk;
use crate::desk::tour;
use crate::said;
use crate::text::lang::Said;

/// Lays out the samples, and begins.
pub async fn begin(State(desk): State<Arc<Desk>>, headers: HeaderMap) -> Result<Response, Wrong> {
    let lang = lang_of(&headers, desk.lang);
    let parent = documents();
    let folder = tour::laid_out(&parent).map_err(|e| {
        let (why, parent) = (crate::text::of_system(&e), parent.display());
        let Said { zh, en } = why;
        let why = said!(
            "示例没有存进 {parent}：{zh}",
            "the samples could not be put into {parent}: {en}"
        );
        Wrong(StatusCode::INSUFFICIENT_STORAGE, why, lang)
    })?;
    let survey = desk.open(&folder).map_err(|why| Wrong::bad(why, lang))?;
    tour::begin(&survey, lang.pick("示例", "sample")).map_err(|e| Wrong::of(e, lang))?;
    Ok(go(&format!("/s/{}/files", survey.id)))
}

/// Goes to a step.
pub async fn step(
    asked: Asked,
    Path(ids): Path<HashMap<String, String>>,
) -> Result<Response, Wrong> {
    let step = ids.get("step").and_then(|s| s.parse().ok());
    let all = tour::steps().len();
    let Some(step) = step.filter(|s: &usize| *s <= all) else {
        return Err(Wrong::missing(asked.lang));
    };
    tour::go_on(&asked.survey, &asked.who(), step).map_err(|e| Wrong::of(e, asked.lang))?;
    let to = place(&asked, step).unwrap_or_default();
    Ok(go(&asked.at(&to)))
}

/// Where a step is, below the survey's address.
fn place(asked: &Asked, step: usize) -> Option<String> {
    let at = tour::steps().get(step.checked_sub(1)?)?.at;
    let units = asked.state.standing.units.iter();
    let most = units.max_by_key(|u| (u.counts().error, u.counts().warning));
    Some(match (at.contains("{unit}"), most) {
        (true, Some(unit)) => at.replace("{unit}", &unit.id),
        (true, None) => String::new(),
        _ => at.to_owned(),
    })
}

/// How far the round has come.
pub fn round(asked: &Asked) -> Option<Round> {
    let steps = tour::steps();
    let step = asked.state.settings.tour;
    let own = steps.get(step.checked_sub(1)?)?;
    Some(Round {
        step,
        of: steps.len(),
        said: own.said.get(asked.lang).to_owned(),
        here: asked.at(&place(asked, step)?),
    })
}
