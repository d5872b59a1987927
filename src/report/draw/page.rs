//! A page of its own for one paper: the paper on the left, what was found and made of it on the
//! right. It needs nothing else and no network.

use askama::Template;

use super::{Pin, Settings, draw, pins, pointer, stylesheet};
use crate::mapping::Mapping;
use crate::model::finding::{FieldPath, Severity};
use crate::read::Traced;
use crate::said;
use crate::text::Worded as _;
use crate::text::lang::Lang;
use crate::text::visible::visible;

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

#[derive(Template)]
#[template(path = "report/draw/templates/page.html")]
struct Whole<'a> {
    code: &'static str,
    policy: String,
    title: String,
    lede: String,
    found_title: String,
    found: Vec<Found>,
    given_title: &'static str,
    tables: Vec<Given>,
    paper: Paper,
    styles: [&'static str; 2],
    script: &'a str,
}

/// The fragment, which is HTML already.
struct Paper(String);

impl std::fmt::Display for Paper {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl askama::filters::HtmlSafe for Paper {}

/// A finding.
struct Found {
    id: String,
    class: &'static str,
    severity: &'static str,
    /// Where it stands: an element, and words.
    place: Option<(Option<String>, String)>,
    path: String,
    message: String,
    hint: String,
}

/// What was given in one table.
struct Given {
    code: String,
    name: String,
    values: Vec<Value>,
}

/// A value.
struct Value {
    path: String,
    record: Option<usize>,
    label: String,
    shown: String,
}

/// The page of a paper; `mapping` is the edition that it was read with, where it is of one.
pub fn page(traced: &Traced, mapping: Option<&Mapping>, lang: Lang) -> String {
    let findings = &traced.submission.findings;
    let settings = Settings {
        lang,
        pins: pins(findings, lang, ""),
        ..Settings::default()
    };
    let drawn = draw(traced, &settings);
    let targets = settings.pins.iter().zip(&drawn.pinned);
    let found = findings
        .iter()
        .zip(targets)
        .map(|(finding, (pin, target))| Found {
            id: pin.anchor.clone(),
            class: class(pin),
            severity: pin.severity.title(lang),
            place: place(pin, target.as_deref(), lang),
            path: pointer(&finding.path),
            message: visible(&pin.words).into_owned(),
            hint: visible(finding.hint().get(lang)).into_owned(),
        });
    let count = findings.len();
    let source = &traced.submission.source;
    let edition = mapping.map_or_else(
        || {
            lang.pick("不是已知的调查表", "of no form that is known")
                .to_owned()
        },
        |m| m.edition.name.clone(),
    );
    let whole = Whole {
        code: lang.pick("zh-CN", "en"),
        policy: policy(SCRIPT),
        title: visible(&source.file).into_owned(),
        lede: visible(&edition).into_owned(),
        found_title: said!("发现的问题和提示（{count}）", "What was found ({count})")
            .get(lang)
            .to_owned(),
        found: found.collect(),
        given_title: lang.pick("读出的数据", "What was read"),
        tables: tables(traced, mapping, lang),
        paper: Paper(drawn.html),
        styles: [STYLE, stylesheet()],
        script: SCRIPT,
    };
    whole.render().unwrap_or_default()
}

/// A content security policy under which nothing runs but this script, and nothing is loaded.
pub fn policy(script: &str) -> String {
    use sha2::Digest;
    let hash = base64(&sha2::Sha256::digest(script));
    format!(
        "default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{hash}'; \
         base-uri 'none'; form-action 'none'"
    )
}

fn class(pin: &Pin) -> &'static str {
    match pin.severity {
        Severity::Error => "e",
        Severity::Warning => "w",
        Severity::Info => "i",
    }
}

fn place(pin: &Pin, target: Option<&str>, lang: Lang) -> Option<(Option<String>, String)> {
    let words = match pin.place {
        Some(place) => visible(&place.in_words(lang)).into_owned(),
        None => target.map(|_| lang.pick("原表上", "on the paper").to_owned())?,
    };
    Some((target.map(str::to_owned), words))
}

/// The values by table, in the order in which they stand on the paper.
fn tables(traced: &Traced, mapping: Option<&Mapping>, lang: Lang) -> Vec<Given> {
    let mut all: Vec<Given> = Vec::new();
    let mut last: Option<&FieldPath> = None;
    for given in &traced.given {
        // An answer in several places is told of once.
        if last.replace(&given.path) == Some(&given.path) {
            continue;
        }
        let Some(value) = value(traced, &given.path) else {
            continue;
        };
        let code = given.path.table_code().map_or("", |code| code);
        if all.last().is_none_or(|table| table.code != code) {
            let table = mapping.and_then(|m| m.tables.iter().find(|t| *t.code == *code));
            let cover = || lang.pick("封面", "Cover").to_owned();
            all.push(Given {
                code: code.to_owned(),
                name: table.map_or_else(cover, |t| t.name.clone()),
                values: Vec::new(),
            });
        }
        if let Some(table) = all.last_mut() {
            table.values.push(Value {
                path: pointer(&given.path),
                record: given.path.record_index().map(|n| n + 1),
                label: visible(&given.label).into_owned(),
                shown: visible(&value).into_owned(),
            });
        }
    }
    all
}

fn value(traced: &Traced, path: &FieldPath) -> Option<String> {
    let field = path.field_name()?;
    let submission = &traced.submission;
    let value = match path.is_unit() {
        true => submission.unit.get(field)?,
        false => {
            let table = submission.tables.get(path.table_code()?)?;
            table.records.get(path.record_index()?)?.get(field)?
        }
    };
    (!value.is_empty()).then(|| value.shown())
}

/// Bytes as base64 (RFC 4648).
fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for group in bytes.chunks(3) {
        let at = |i: usize| u32::from(group.get(i).copied().unwrap_or(0));
        let bits = at(0) << 16 | at(1) << 8 | at(2);
        for i in 0..4 {
            match i <= group.len() {
                true => out.push(DIGITS[(bits >> (18 - 6 * i)) as usize & 63] as char),
                false => out.push('='),
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_vectors_of_rfc_4648() {
        let vectors = [
            "", "Zg==", "Zm8=", "Zm9v", "Zm9vYg==", "Zm9vYmE=", "Zm9vYmFy",
        ];
        for (n, expected) in vectors.iter().enumerate() {
            assert_eq!(base64(&b"foobar"[..n]), *expected);
        }
    }
}
