//! The paper beside the data: what stands on it, place by place.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;

use super::error::Wrong;
use super::frame::{Asked, shown};
use super::unit::{Ids, spot_of, unit};
use crate::read::open;
use crate::text::Worded as _;
use crate::text::lang::Said;

/// No more places are listed.
const MOST: usize = 5000;

#[derive(Template)]
#[template(path = "places.html")]
struct Places {
    file: String,
    places: Vec<Place>,
    trouble: String,
}

/// A place and what stands there.
struct Place {
    spot: String,
    name: String,
    text: String,
}

pub async fn page(asked: Asked, Path(ids): Path<Ids>) -> Result<Response, Wrong> {
    let unit = unit(&asked, &ids)?;
    let n: usize = ids.get("n").and_then(|n| n.parse().ok()).unwrap_or(0);
    let index = unit
        .files()
        .nth(n)
        .ok_or_else(|| Wrong::missing(asked.lang))?;
    let reading = asked.state.reading.clone();
    let read = tokio::task::spawn_blocking(move || {
        let (name, bytes) = reading.as_ref()?.bytes(index)?;
        let paper = bytes.and_then(|bytes| open(name, &bytes).map_err(|e| e.said()));
        Some((name.to_owned(), paper.map(|opened| opened.paper)))
    });
    let read = read.await.ok().flatten();
    let (file, paper) = read.ok_or_else(|| Wrong::missing(asked.lang))?;
    let mut places = Vec::new();
    let mut trouble = Said::default();
    match paper {
        Ok(paper) => {
            for placed in paper.placed().into_iter().take(MOST) {
                let text = placed.paragraph.words();
                if !text.trim().is_empty() {
                    places.push(Place {
                        spot: spot_of(&placed.place),
                        name: placed.place.in_words(asked.lang),
                        text: text.into_owned(),
                    });
                }
            }
        }
        Err(why) => trouble = why,
    }
    Ok(shown(&Places {
        file,
        places,
        trouble: trouble.get(asked.lang).to_owned(),
    }))
}
