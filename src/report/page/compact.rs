//! A page of many units: its problems and its map as compact data, of which the script makes rows
//! when they come into sight. Texts that many problems share are held once.

use std::cmp::Reverse;
use std::collections::HashMap;

use serde_json::{Map, Value as Json, json};

use crate::model::finding::Severity;
use crate::model::submission::Status;
use crate::text::visible::visible;

use super::super::model::{Problem, Report, UnitReport};
use super::map::columns;
use super::problems::{quote, sign};

/// From so many units on a page holds data instead of rows: 3,000 units as rows were 28 MB and eight
/// seconds in Chromium, 300 open at once (`a_large_report_stays_one_page`).
pub(super) const MANY: usize = 500;

/// The data, as they stand in a script element.
pub(super) fn data(report: &Report, labels: &[String]) -> String {
    let lang = report.lang;
    let mut strings = Strings::default();
    let mut order: Vec<usize> = (0..report.units.len()).collect();
    order.retain(|u| !report.units[*u].findings.is_empty());
    order.sort_by_key(|u| {
        let unit = &report.units[*u];
        Reverse((unit.edition.is_none(), unit.counts))
    });
    let units = report.units.iter().zip(labels);
    let units: Vec<Json> = units
        .map(|(unit, label)| of_unit(unit, label, report, &mut strings))
        .collect();
    let columns = report.editions.iter().map(|edition| {
        let columns = columns(edition);
        columns
            .iter()
            .map(|c| json!([c.code, visible(c.name), c.starts]))
            .collect::<Json>()
    });
    let severities: Map<String, Json> = [Severity::Error, Severity::Warning, Severity::Info]
        .into_iter()
        .map(|s| (sign(s).to_owned(), s.title(lang).into()))
        .collect();
    let data = json!({
        "severities": severities,
        "missing": lang.pick("缺", "–"),
        "unread": lang.pick("无法读取", "not read"),
        "columns": columns.collect::<Json>(),
        "order": order,
        "units": units,
        "strings": strings.all,
    });
    // Nothing in it ends the element that holds it.
    data.to_string().replace('<', "\\u003c")
}

/// Texts, each once.
#[derive(Default)]
struct Strings {
    all: Vec<String>,
    known: HashMap<String, usize>,
}

impl Strings {
    fn of(&mut self, text: &str) -> usize {
        let text = visible(text);
        if let Some(n) = self.known.get(&*text) {
            return *n;
        }
        self.all.push(text.clone().into_owned());
        self.known.insert(text.into_owned(), self.all.len() - 1);
        self.all.len() - 1
    }
}

fn of_unit(unit: &UnitReport, label: &str, report: &Report, strings: &mut Strings) -> Json {
    let tables = unit.tables.iter().map(|t| {
        let status = match t.status {
            Status::Filled => "f",
            Status::Empty => "o",
            Status::Missing => "m",
            Status::NotCollected => "n",
        };
        json!([status, t.records, t.findings.error, t.findings.warning])
    });
    let who = [&unit.contact, &unit.phone].into_iter().flatten();
    let problems = unit.findings.iter();
    let mut out = json!({
        "l": visible(label),
        "n": visible(&unit.unit),
        "f": visible(&unit.file),
        "a": unit.attachments.iter().map(|a| visible(a)).collect::<Vec<_>>(),
        "w": who.map(|w| visible(w)).collect::<Vec<_>>(),
        // What could not be read stands with the first edition.
        "d": unit.edition.unwrap_or(0),
        "c": [unit.counts.error, unit.counts.warning, unit.counts.info],
        "r": unit.records,
        "t": tables.collect::<Json>(),
        "p": problems.map(|p| of_problem(p, report, strings)).collect::<Json>(),
    });
    if let (None, Some(out)) = (unit.edition, out.as_object_mut()) {
        let why = unit.findings.first().map_or("", |p| &*p.message);
        out.insert("x".to_owned(), visible(why).into());
    }
    out
}

fn of_problem(p: &Problem, report: &Report, strings: &mut Strings) -> Json {
    let (quoted, more) = quote(p, report.lang).unwrap_or(("", None));
    json!([
        sign(p.severity),
        strings.of(p.rule.name()),
        strings.of(p.table.as_deref().unwrap_or("")),
        visible(&p.place),
        visible(p.record_name.as_deref().unwrap_or("")),
        visible(p.file.as_deref().unwrap_or("")),
        strings.of(&p.message),
        visible(quoted),
        more.unwrap_or_default(),
        strings.of(&p.hint),
    ])
}
