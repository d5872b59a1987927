//! 上报: what stands in the way, and the files to hand in.

use std::collections::HashMap;

use askama::Template;
use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::asked::Asked;
use super::error::Wrong;
use super::frame::{Frame, Tab, shown};
use crate::desk::exports::{self, Gate};
use crate::desk::leave_out;
use crate::desk::left_out::{self, Of};
use crate::desk::rolled_up;
use crate::mapping::{FilledIn, Table, codebook_csv};
use crate::output::Format;
use crate::said;
use crate::text::lang::Said;

#[derive(Template)]
#[template(path = "out.html")]
struct Page {
    f: Frame,
    sid: String,
    gate: Gate,
    units: usize,
    templates: usize,
    template_names: Vec<String>,
    /// The corrections and the decisions, as their downloads are called.
    lists: [String; 2],
    /// Its folder, as a command line takes it.
    folder: String,
    not_counting: usize,
    /// What the exports leave out.
    left_out: Vec<Left>,
    /// What the roster is called among the office's lists.
    roster: Option<String>,
    /// The edition has tables in a workbook of their own.
    sheets: bool,
}

/// What exports leave out, of one kind.
struct Left {
    title: &'static str,
    lines: Vec<(String, String)>,
    more: usize,
}

/// So many lines of a kind are shown; the file has all.
const SHOWN: usize = 100;

#[derive(Template)]
#[template(path = "letter.html")]
struct Letter {
    f: Frame,
    survey: String,
    day: String,
    units: Vec<String>,
    /// How many units were asked, where a roster says so.
    asked: Option<usize>,
    tables: Vec<(String, String, usize, usize)>,
    /// What is not settled.
    left: Vec<String>,
    settled: usize,
}

pub async fn page(asked: Asked) -> Response {
    let state = &asked.state;
    let counting: usize = state.standing.units.iter().map(|u| u.files().count()).sum();
    let page = Page {
        sid: asked.survey.id.clone(),
        gate: Gate::of(&asked.survey, state),
        left_out: left_out_of(&asked),
        roster: (state.settings.roster.is_some()).then(|| exports::roster_name(state)),
        sheets: sheets(&asked),
        units: state
            .standing
            .units
            .iter()
            .filter(|u| !u.is_unread())
            .count(),
        templates: state.settings.templates.len(),
        template_names: state.settings.templates.iter().map(|t| quoted(t)).collect(),
        lists: ["corrections.csv", "decisions.csv"]
            .map(|list| quoted(&format!("{}-{list}", asked.survey.name()))),
        folder: quoted(&asked.survey.folder.display().to_string()),
        not_counting: state.standing.receipts.len().saturating_sub(counting),
        f: asked.frame(Tab::Out, asked.lang.pick("上报", "Upload")),
    };
    shown(&page)
}

/// A word of a command line: as it is where no shell finds anything in it, else quoted.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '/' | '.' | '_' | '-' | ':' | '\\');
    let is_plain = word.chars().all(plain) && !word.starts_with('-');
    match (is_plain, cfg!(windows)) {
        (true, _) => word.to_owned(),
        // A name on Windows has no quote in it.
        (false, true) => format!("\"{word}\""),
        (false, false) => format!("'{}'", word.replace('\'', r"'\''")),
    }
}

fn left_out_of(asked: &Asked) -> Vec<Left> {
    let lang = asked.lang;
    let left_out = leave_out::of(&asked.survey, &asked.state);
    let kinds = Of::ALL.into_iter().map(|of| {
        let own = left_out.lines.iter().filter(|l| l.of == of);
        let own = own.map(|l| (l.place.clone(), l.why.get(lang).to_owned()));
        let mut lines: Vec<(String, String)> = own.collect();
        if of == Of::Templates {
            let failed = left_out.not_filled.iter();
            let failed = failed.map(|why| (String::new(), why.get(lang).to_owned()));
            lines.splice(0..0, failed);
        }
        let more = lines.len().saturating_sub(SHOWN);
        lines.truncate(SHOWN);
        Left {
            title: of.title(lang),
            lines,
            more,
        }
    });
    kinds.filter(|left| !left.lines.is_empty()).collect()
}

/// The edition that is rolled up has tables that are filled in in a workbook.
fn sheets(asked: &Asked) -> bool {
    let edition = rolled_up::edition(&asked.state.standing, asked.desk.editions);
    let of_sheet = |t: &Table| matches!(t.filled_in, FilledIn::Sheet | FilledIn::Both);
    edition.is_some_and(|b| b.mapping.tables.iter().any(of_sheet))
}

/// One of the files.
pub async fn download(
    asked: Asked,
    Path(ids): Path<HashMap<String, String>>,
) -> Result<Response, Wrong> {
    let lang = asked.lang;
    let what = ids.get("what").cloned().unwrap_or_default();
    if what == "letter" {
        return Ok(letter(&asked));
    }
    let name = asked.survey.name();
    let made = blocking(move || make(&asked, &what).map(|made| made.map(|m| (m, what))));
    let made = made
        .await
        .map_err(|why| Wrong(StatusCode::UNPROCESSABLE_ENTITY, why, lang))?;
    let Some((bytes, what)) = made else {
        return Err(Wrong::missing(lang));
    };
    let (file, kind) = match what.as_str() {
        "corrections.csv" | "decisions.csv" | "codebook.csv" | left_out::FILE => {
            (format!("{name}-{what}"), "text/csv; charset=utf-8")
        }
        list if list.starts_with("units.") => (list.to_owned(), "application/octet-stream"),
        "sheets.xlsx" => (
            format!("{name}-{}.xlsx", lang.pick("汇总子表", "sheets")),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        "form.docx" => (
            format!("{name}-{}.docx", lang.pick("汇总表", "form")),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        "combined.xlsx" => (
            format!("{name}-{what}"),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        "report.html" => (format!("{name}-{what}"), "application/octet-stream"),
        _ => (format!("{name}-{what}.zip"), "application/zip"),
    };
    Ok(attached(&file, kind, bytes))
}

/// Makes a download; none where there is no such file.
fn make(asked: &Asked, what: &str) -> Result<Option<Vec<u8>>, Said> {
    let (survey, state) = (&asked.survey, &asked.state);
    if what == "codebook.csv" {
        return Ok(codebook(asked));
    }
    if what == "form.docx" || what == "sheets.xlsx" {
        let filled = rolled_up::form(state, asked.desk.editions)?;
        let bytes = filled.and_then(|(filled, _)| match what {
            "form.docx" => Some(filled.form),
            _ => filled.sheets,
        });
        return bytes.map(|bytes| exports::marked(what, &bytes)).transpose();
    }
    let lists = exports::lists(survey, state)?;
    if let Some((_, bytes)) = lists.iter().find(|(name, _)| *name == what) {
        return Ok(Some(bytes.clone()));
    }
    let left_out = leave_out::of(survey, state);
    if what == left_out::FILE {
        return Ok(Some(left_out::csv(left_out, asked.lang)));
    }
    let mut beside = Vec::new();
    if !left_out.lines.is_empty() || !left_out.not_filled.is_empty() {
        let bytes = left_out::csv(left_out, asked.lang);
        beside.push((left_out::FILE.to_owned(), bytes));
    }
    let (formats, into, one): (&[Format], bool, Option<&str>) = match what {
        "import" => (&[Format::Import], false, None),
        "csv" => (&[Format::Csv], false, None),
        "template" => (&[], true, None),
        "combined.xlsx" => (&[Format::Xlsx], false, Some("combined.xlsx")),
        "report.html" => (&[Format::Html], false, Some("report.html")),
        "all" => (
            &[
                Format::Jsonl,
                Format::Xlsx,
                Format::Import,
                Format::Csv,
                Format::Html,
            ],
            true,
            None,
        ),
        _ => return Ok(None),
    };
    if state.standing.units.is_empty() {
        return Err(exports::nothing());
    }
    let failed = |e: std::io::Error| {
        let Said { zh, en } = crate::text::of_system(&e);
        said!("没有写成：{zh}", "it could not be written: {en}")
    };
    let folder = tempfile::tempdir().map_err(failed)?;
    exports::write(survey, state, folder.path(), formats, into, asked.lang)?;
    let bytes = match (one, what) {
        (Some(name), _) => std::fs::read(folder.path().join(name)),
        (None, "all") => {
            beside.splice(0..0, lists);
            exports::archive(folder.path(), &beside)
        }
        (None, _) => exports::archive(folder.path(), &beside),
    };
    bytes.map(Some).map_err(failed)
}

/// The codebook of the edition, as `huibiao mapping show -f csv` prints it.
fn codebook(asked: &Asked) -> Option<Vec<u8>> {
    let units = asked.state.standing.units.iter();
    let mapping = units.filter_map(|u| u.mapping).next()?;
    Some(codebook_csv(mapping).into_bytes())
}

/// The letter that says what was handed in, for printing and sealing.
fn letter(asked: &Asked) -> Response {
    let state = &asked.state;
    let lang = asked.lang;
    let gate = Gate::of(&asked.survey, state);
    let units: Vec<_> = state
        .standing
        .units
        .iter()
        .filter(|u| !u.is_unread() && !u.counts_nowhere())
        .collect();
    let mapping = units.iter().filter_map(|u| u.mapping).next();
    let elsewhere = &rolled_up::duplicates(state, asked.desk.editions).elsewhere;
    let tables = mapping.iter().flat_map(|m| &m.tables).map(|table| {
        let records = units.iter().map(|u| {
            let data = u.submission.tables.get(&table.code);
            let left = elsewhere.get(&u.index).into_iter().flatten();
            let left = left.filter(|l| l.table == table.code).count();
            data.map_or(0, |t| t.records.len().saturating_sub(left))
        });
        let records: Vec<usize> = records.filter(|n| *n > 0).collect();
        (
            table.code.to_string(),
            table.name.clone(),
            records.len(),
            records.iter().sum(),
        )
    });
    let day = jiff::Zoned::now().date();
    let page = Letter {
        survey: mapping.map_or(String::new(), |m| m.edition.name.clone()),
        day: lang.pick(
            format!("{}年{}月{}日", day.year(), day.month(), day.day()),
            day.to_string(),
        ),
        units: units.iter().map(|u| u.name.clone()).collect(),
        asked: state.settings.roster.as_ref().map(|r| r.units().len()),
        tables: tables.filter(|(.., records)| *records > 0).collect(),
        left: gate.left(lang),
        settled: state
            .standing
            .corrections
            .as_ref()
            .map_or(0, |c| c.entries.len()),
        f: asked.frame(Tab::Out, lang.pick("完成情况说明", "Letter of completion")),
    };
    shown(&page)
}

/// Work that would keep other pages waiting.
pub async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Said> + Send + 'static,
) -> Result<T, Said> {
    match tokio::task::spawn_blocking(work).await {
        Ok(made) => made,
        Err(_) => Err(said!(
            "程序出错，没有做成",
            "the program failed, and nothing was made"
        )),
    }
}

/// A file to save.
pub fn attached(name: &str, kind: &'static str, bytes: Vec<u8>) -> Response {
    // RFC 6266: the name in UTF-8, percent-encoded.
    let mut encoded = String::new();
    for byte in name.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'-' | b'_' => {
                encoded.push(char::from(byte));
            }
            _ => encoded += &format!("%{byte:02X}"),
        }
    }
    let shown = format!("attachment; filename*=UTF-8''{encoded}");
    let headers = [
        (header::CONTENT_TYPE, kind.to_owned()),
        (header::CONTENT_DISPOSITION, shown),
    ];
    (headers, bytes).into_response()
}
