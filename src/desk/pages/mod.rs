//! The pages: one file a page. A handler takes typed input, makes one call into the library, and
//! fills one template.

mod asked;
mod back;
mod decide;
pub(super) mod error;
mod figures;
mod findings;
mod frame;
mod input;
mod out;
mod overview;
mod paper;
mod start;
mod survey_files;
mod tour;
mod unit;
mod unit_acts;

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::HeaderMap;
use axum::routing::{get, post};

use super::{Desk, assets, guard};
use crate::text::lang::Lang;

pub(super) use decide::{open as open_cases, without_case};

/// Under what the browser keeps the language that was chosen.
const LANG: &str = "huibiao-lang";

/// All addresses.
pub(super) fn routes() -> Router<Arc<Desk>> {
    Router::new()
        .route("/", get(start::page))
        .route("/open", post(start::open))
        .route("/drop", post(start::drop_here))
        .route("/tour", post(tour::begin))
        .route("/lang/{lang}", post(start::lang))
        .route("/quit", post(start::quit))
        .route("/a/{name}", get(assets::asset))
        .route("/s/{sid}", get(overview::page))
        .route("/s/{sid}/beat", get(asked::beat))
        .route("/s/{sid}/files", get(survey_files::page))
        .route(
            "/s/{sid}/upload",
            post(survey_files::upload).layer(DefaultBodyLimit::disable()),
        )
        .route(
            "/s/{sid}/set/{name}",
            post(survey_files::set).layer(DefaultBodyLimit::max(super::settings::LARGEST)),
        )
        .route("/s/{sid}/due", post(survey_files::due))
        .route("/s/{sid}/gone", post(survey_files::gone))
        .route("/s/{sid}/read", post(survey_files::read))
        .route("/s/{sid}/u/{uid}", get(unit::page))
        .route("/s/{sid}/u/{uid}/data", get(unit::data))
        .route("/s/{sid}/u/{uid}/paper/{n}", get(paper::page))
        .route("/s/{sid}/u/{uid}/edit", get(unit_acts::edit))
        .route("/s/{sid}/u/{uid}/correct", post(unit_acts::correct))
        .route("/s/{sid}/u/{uid}/explain", post(unit_acts::explain))
        .route("/s/{sid}/u/{uid}/return", post(unit_acts::send_back))
        .route("/s/{sid}/u/{uid}/undo", post(unit_acts::undo))
        .route("/s/{sid}/findings", get(findings::page))
        .route("/s/{sid}/findings/explain", post(findings::explain))
        .route("/s/{sid}/decide", get(decide::page).post(decide::decide))
        .route("/s/{sid}/decide/undo", post(decide::undo))
        .route("/s/{sid}/back", get(back::page))
        .route("/s/{sid}/back/all", get(back::archive))
        .route("/s/{sid}/out", get(out::page))
        .route("/s/{sid}/out/{what}", get(out::download))
        .route("/s/{sid}/figures", get(figures::page))
        .route("/s/{sid}/figures/{what}", get(figures::part))
        .route(
            "/s/{sid}/figures/earlier",
            post(figures::earlier).layer(DefaultBodyLimit::disable()),
        )
        .route("/s/{sid}/tour/{step}", post(tour::step))
        .fallback(error::no_page)
}

/// The language that a browser asks for: the one that was chosen, else the program's.
pub(super) fn lang_of(headers: &HeaderMap, own: Lang) -> Lang {
    match guard::cookie(headers, LANG) {
        Some("en") => Lang::En,
        Some("zh") => Lang::Zh,
        _ => own,
    }
}
