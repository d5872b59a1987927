//! What the pages load, embedded in the program.

use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

/// The files by their names; htmx with its licence.
const ASSETS: [(&str, &str, &[u8]); 5] = [
    (
        "desk.css",
        "text/css; charset=utf-8",
        include_bytes!("assets/desk.css"),
    ),
    (
        "desk.js",
        "text/javascript; charset=utf-8",
        include_bytes!("assets/desk.js"),
    ),
    (
        "htmx.js",
        "text/javascript; charset=utf-8",
        include_bytes!("assets/htmx.min.js"),
    ),
    (
        "htmx-licence.txt",
        "text/plain; charset=utf-8",
        include_bytes!("assets/htmx.LICENSE"),
    ),
    (
        "icon.svg",
        "image/svg+xml",
        include_bytes!("assets/icon.svg"),
    ),
];

/// One of them. They are another program's with another version, and asked for by it.
pub(super) async fn asset(Path(name): Path<String>) -> Response {
    let known = |kind: &'static str| {
        [
            (header::CONTENT_TYPE, kind),
            (header::CACHE_CONTROL, "private, max-age=3600"),
        ]
    };
    if name == "paper.css" {
        return (
            known("text/css; charset=utf-8"),
            crate::report::draw::stylesheet(),
        )
            .into_response();
    }
    match ASSETS.iter().find(|(known, ..)| *known == name) {
        Some((_, kind, bytes)) => (known(kind), *bytes).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}
