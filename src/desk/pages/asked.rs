//! Who asks something of an open survey, and whether it has changed since.

use std::sync::Arc;

use axum::extract::{FromRequestParts, Path, Query};
use axum::http::request::Parts;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use super::error::{self, Wrong};
use super::frame::{Frame, InSurvey, Tab};
use super::lang_of;
use crate::desk::Desk;
use crate::desk::survey::{State, Survey};
use crate::said;
use crate::text::Worded as _;
use crate::text::lang::Lang;

/// Whoever asks something of an open survey.
pub struct Asked {
    pub desk: Arc<Desk>,
    pub survey: Arc<Survey>,
    pub state: Arc<State>,
    pub lang: Lang,
    /// A part of a page is asked for, to be put into one that is open.
    pub part: bool,
}

impl Asked {
    /// The frame of a page.
    pub fn frame(&self, tab: Tab, title: &str) -> Frame {
        let (state, lang) = (&self.state, self.lang);
        let units = &state.standing.units;
        let said = state.trouble.iter().chain(&state.settings.trouble);
        Frame {
            lang,
            title: title.to_owned(),
            tab,
            survey: Some(InSurvey {
                id: self.survey.id.clone(),
                name: self.survey.name(),
                revision: state.revision,
                to_act_on: units.iter().map(|u| u.counts().to_act_on()).sum(),
                open: crate::desk::pages::decide::open(state),
                to_return: (units.iter())
                    .filter(|u| crate::desk::send_back::has_to_mend(u))
                    .count(),
                reading: self.survey.progress.now(),
                trouble: said.map(|s| s.get(lang).to_owned()).collect(),
                gone: (state.missing.iter())
                    .filter(|m| !m.is_known)
                    .map(|m| m.said().get(lang).to_owned())
                    .collect(),
                tour: super::tour::round(self),
            }),
        }
    }

    /// Who works here: as was said, else as the system calls them.
    pub fn who(&self) -> String {
        let set = self.state.settings.who.trim();
        if !set.is_empty() {
            return set.to_owned();
        }
        let name = std::env::var("USERNAME").or_else(|_| std::env::var("USER"));
        let name = name.unwrap_or_default();
        match name.trim() {
            "" => self.lang.pick("办公室", "office").to_owned(),
            name => name.to_owned(),
        }
    }

    /// The same, of the survey as it stands now.
    pub fn again(&self) -> Asked {
        Asked {
            desk: Arc::clone(&self.desk),
            survey: Arc::clone(&self.survey),
            state: self.survey.now(),
            lang: self.lang,
            part: self.part,
        }
    }

    /// The day and minute of a time, where the survey is made: by the roster's clock, else this
    /// machine's.
    pub fn day_of(&self, at: jiff::Timestamp) -> String {
        let roster = self.state.settings.roster.as_ref();
        let zone = roster.map_or_else(jiff::tz::TimeZone::system, |r| r.zone());
        at.to_zoned(zone).strftime("%Y-%m-%d %H:%M").to_string()
    }

    /// An address of the survey.
    pub fn at(&self, rest: &str) -> String {
        format!("/s/{}{rest}", self.survey.id)
    }
}

impl FromRequestParts<Arc<Desk>> for Asked {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, desk: &Arc<Desk>) -> Result<Asked, Response> {
        let lang = lang_of(&parts.headers, desk.lang);
        let ids =
            Path::<std::collections::HashMap<String, String>>::from_request_parts(parts, desk);
        let ids = ids.await.map_err(IntoResponse::into_response)?;
        let survey = ids.get("sid").and_then(|id| desk.survey(id));
        let Some(survey) = survey else {
            let why = said!(
                "这项调查没有打开；请从首页选择",
                "this survey is not open: choose it on the first page"
            );
            return Err(error::page(StatusCode::NOT_FOUND, &why, lang));
        };
        let state = survey
            .state()
            .map_err(|e| error::page(StatusCode::INTERNAL_SERVER_ERROR, &e.said(), lang))?;
        Ok(Asked {
            desk: Arc::clone(desk),
            survey,
            state,
            lang,
            part: parts.headers.contains_key("hx-request"),
        })
    }
}

/// What a page knows of the survey.
#[derive(Deserialize)]
pub struct Known {
    #[serde(default)]
    rev: u64,
}

/// Whether something has changed since a page was made, and how far the reading has come. Asked
/// every few seconds.
pub async fn beat(asked: Asked, Query(known): Query<Known>) -> Result<Response, Wrong> {
    let (read, files) = asked.survey.progress.now().unwrap_or_default();
    let changed = asked.state.revision != known.rev;
    let body = format!(
        r#"{{"changed":{changed},"revision":{},"read":{read},"files":{files}}}"#,
        asked.state.revision
    );
    Ok(([(header::CONTENT_TYPE, "application/json")], body).into_response())
}
