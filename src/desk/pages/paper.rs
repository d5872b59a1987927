//! The paper beside the data, drawn as it was filled in.

use std::collections::HashMap;

use askama::Template;
use axum::extract::Path;
use axum::response::Response;

use super::asked::Asked;
use super::error::Wrong;
use super::frame::shown;
use super::out::blocking;
use super::unit::{Ids, unit};
use crate::desk::standing::{Reading, Unit};
use crate::model::submission::{Record, Tables};
use crate::report::draw::{Pin, Settings, draw};
use crate::said;
use crate::text::lang::Lang;

#[derive(Template)]
#[template(path = "paper.html")]
struct Drawing {
    html: String,
    /// Findings that the drawing could not be given a place for.
    cut: bool,
    lang: Lang,
}

pub async fn page(asked: Asked, Path(ids): Path<Ids>) -> Result<Response, Wrong> {
    let unit = unit(&asked, &ids)?;
    let lang = asked.lang;
    let n: usize = ids.get("n").and_then(|n| n.parse().ok()).unwrap_or(0);
    let drawn = blocking(move || {
        let drawn = asked
            .state
            .reading
            .as_ref()
            .and_then(|r| drawing(&asked, r, &unit, n));
        drawn.ok_or_else(|| {
            said!(
                "这份文件打不开了：可能已被移走",
                "the file cannot be opened any more: it may have been moved"
            )
        })
    });
    let drawn = drawn.await.map_err(|why| Wrong::bad(why, lang))?;
    Ok(shown(&drawn))
}

/// The `n`th file of a unit, drawn with the findings that are about it.
fn drawing(asked: &Asked, reading: &Reading, unit: &Unit, n: usize) -> Option<Drawing> {
    let files: Vec<usize> = unit.files().collect();
    let (name, bytes) = reading.bytes(*files.get(n)?)?;
    let mut traced = asked.desk.editions.reader.trace(name, &bytes.ok()?);
    let before = before(reading, &files[..n], *files.get(n)?);
    traced = traced.shifted(|table| before.get(table).copied().unwrap_or(0));
    let lang = asked.lang;
    let own = |file: Option<&str>| match file {
        Some(file) => file == name,
        None => n == 0,
    };
    let findings = unit.told(lang).findings.iter().enumerate();
    let pins = findings
        .filter(|(_, p)| own(p.file.as_deref()))
        .map(|(i, p)| Pin {
            place: p.source.as_ref(),
            path: &p.path,
            severity: p.severity,
            words: p.message.clone(),
            anchor: format!("f{i}"),
        });
    let settings = Settings {
        lang,
        prefix: &format!("s{n}-"),
        pins: pins.collect(),
        compact: false,
    };
    let drawn = draw(&traced, &settings);
    Some(Drawing {
        html: drawn.html,
        cut: drawn.cut,
        lang,
    })
}

/// How many records of each table come before those of a workbook that was joined to its form.
/// What form and workbook say alike was handed in once.
fn before(reading: &Reading, earlier: &[usize], own: usize) -> HashMap<String, usize> {
    let mut records: HashMap<String, Vec<Record>> = HashMap::new();
    let mut take = |tables: Tables, last: bool| {
        for (code, table) in tables.0 {
            let known = records.entry(code.to_string()).or_default();
            match (!table.records.is_empty() && *known == table.records, last) {
                (true, true) => known.clear(),
                (false, false) => known.extend(table.records),
                _ => {}
            }
        }
    };
    for index in earlier {
        take(
            reading
                .as_read(*index)
                .map(|s| s.tables)
                .unwrap_or_default(),
            false,
        );
    }
    if !earlier.is_empty() {
        take(
            reading.as_read(own).map(|s| s.tables).unwrap_or_default(),
            true,
        );
    }
    records
        .into_iter()
        .map(|(code, records)| (code, records.len()))
        .collect()
}
