//! The heat map: a row a unit, a column a table.

use askama::Template;

use crate::model::finding::Severity;
use crate::model::submission::Status;
use crate::text::lang::Lang;
use crate::text::visible::visible;

use super::super::model::{EditionReport, Report, UnitReport, UnitTable};
use super::address::encoded;
use super::plural;

/// The section of the maps.
#[derive(Template)]
#[template(path = "report/page/templates/map.html")]
pub(super) struct Maps<'a> {
    title: &'static str,
    /// What the colours mean: class, sign, name.
    keys: [(&'static str, &'static str, &'static str); 6],
    sort: &'static str,
    /// Where the cell under the pointer is put into words.
    help: &'static str,
    region: &'static str,
    unit: &'static str,
    counted: [&'static str; 3],
    maps: Vec<Map<'a>>,
    nothing: Option<&'static str>,
}

/// One edition's map.
struct Map<'a> {
    /// Where there are several.
    name: Option<&'a str>,
    columns: Vec<Column<'a>>,
    rows: Vec<Row<'a>>,
}

/// A table.
pub(super) struct Column<'a> {
    pub(super) code: &'a str,
    pub(super) name: &'a str,
    /// The code without what all codes begin with.
    short: &'a str,
    /// A section of the form begins here.
    pub(super) starts: bool,
}

/// A unit.
struct Row<'a> {
    n: usize,
    label: &'a str,
    file: &'a str,
    sums: [(&'static str, usize); 3],
    /// Over how many columns it is said that it was not read, and why.
    unread: Option<(usize, &'static str, &'a str)>,
    cells: Vec<Cell>,
}

struct Cell {
    class: String,
    text: String,
    /// What it says in words, and the table as it stands in the address.
    link: Option<(String, String)>,
}

impl<'a> Maps<'a> {
    pub(super) fn of(report: &'a Report, labels: &'a [String], is_large: bool) -> Maps<'a> {
        let lang = report.lang;
        let nothing = report.editions.is_empty() && !report.units.is_empty();
        let maps = report.editions.iter().enumerate();
        Maps {
            title: lang.pick("各单位", "Units"),
            keys: keys(lang),
            sort: lang.pick("问题多的在前", "Most problems first"),
            help: lang.pick(
                "指向格子看说明，点有颜色的格子看问题；方向键可移动。",
                "Point at a cell to see what it says; click a coloured one for its problems. Arrow keys move.",
            ),
            region: lang.pick("单位与表", "units and tables"),
            unit: lang.pick("单位", "Unit"),
            counted: lang.pick(["改正", "核实", "记录"], ["mend", "check", "records"]),
            maps: maps.map(|(e, edition)| Map::of(report, labels, e, edition, is_large)).collect(),
            nothing: nothing.then(|| {
                lang.pick(
                    "没有一份材料能够读取，原因见下。",
                    "Nothing could be read; see below why.",
                )
            }),
        }
    }
}

/// What the colours mean.
fn keys(lang: Lang) -> [(&'static str, &'static str, &'static str); 6] {
    lang.pick(
        [
            ("f", "3", "已填（记录数）"),
            ("o", "", "空白"),
            ("m", "缺", "缺表"),
            ("n", "", "不在此填"),
            ("e", "2", "必须改正（处）"),
            ("w", "1", "需核实（处）"),
        ],
        [
            ("f", "3", "filled (records)"),
            ("o", "", "empty"),
            ("m", "–", "missing"),
            ("n", "", "not asked for here"),
            ("e", "2", "to be mended"),
            ("w", "1", "to be checked"),
        ],
    )
}

impl<'a> Map<'a> {
    fn of(
        report: &'a Report,
        labels: &'a [String],
        e: usize,
        edition: &'a EditionReport,
        is_large: bool,
    ) -> Map<'a> {
        let columns = columns(edition);
        let units = report.units.iter().zip(labels).enumerate();
        // What could not be read stands with the first edition.
        let own = units.filter(|(_, (unit, _))| !is_large && unit.edition.unwrap_or(0) == e);
        let rows = own.map(|(u, (unit, label))| Row::of(u + 1, label, unit, &columns, report.lang));
        Map {
            name: (report.editions.len() > 1).then_some(&*edition.name),
            rows: rows.collect(),
            columns,
        }
    }
}

/// An edition's tables as columns.
pub(super) fn columns(edition: &EditionReport) -> Vec<Column<'_>> {
    let shared = shared_prefix(edition);
    let mut section = "";
    let columns = edition.tables.iter().map(|table| {
        let own = section_of(&table.code);
        Column {
            code: &table.code,
            name: &table.name,
            short: &table.code[shared..],
            starts: std::mem::replace(&mut section, own) != own,
        }
    });
    columns.collect()
}

impl<'a> Row<'a> {
    fn of(
        n: usize,
        label: &'a str,
        unit: &'a UnitReport,
        columns: &[Column],
        lang: Lang,
    ) -> Row<'a> {
        let counts = unit.counts;
        let unread = unit.edition.is_none().then(|| {
            let why = unit.findings.first().map_or("", |p| &*p.message);
            (columns.len().max(1), lang.pick("无法读取", "not read"), why)
        });
        let cells = unit.tables.iter().zip(columns);
        Row {
            n,
            label,
            file: &unit.file,
            sums: [
                ("e", counts.error),
                ("w", counts.warning),
                ("r", unit.records),
            ],
            unread,
            cells: cells
                .map(|(table, column)| Cell::of(table, column.starts, lang))
                .collect(),
        }
    }
}

impl Cell {
    fn of(table: &UnitTable, start: bool, lang: Lang) -> Cell {
        let status = match table.status {
            Status::Filled => "f",
            Status::Empty => "o",
            Status::Missing => "m",
            Status::NotCollected => "n",
        };
        let start = if start { " s" } else { "" };
        let counts = table.findings;
        let text = match (table.status, counts.to_act_on()) {
            (Status::Missing, _) => lang.pick("缺", "–").to_owned(),
            (Status::Filled, 0) => table.records.to_string(),
            (_, 0) => String::new(),
            (_, n) => n.to_string(),
        };
        let class = match counts.worst() {
            Some(Severity::Error) => " e",
            Some(Severity::Warning) => " w",
            _ => "",
        };
        Cell {
            class: format!("{status}{class}{start}"),
            text,
            link: (!class.is_empty()).then(|| (said_of(table, lang), encoded(&table.code))),
        }
    }
}

/// A cell with problems in words.
fn said_of(table: &UnitTable, lang: Lang) -> String {
    let n = table.records;
    let mut parts = Vec::new();
    if n > 0 {
        parts.push(lang.pick(
            format!("{n} 条记录"),
            format!("{n} {}", plural(n, "record", "records")),
        ));
    }
    if table.status == Status::Missing {
        parts.push(lang.pick("缺表", "missing").to_owned());
    }
    for severity in [Severity::Error, Severity::Warning] {
        let n = table.findings.of(severity);
        if n > 0 {
            let title = severity.title(lang);
            parts.push(lang.pick(format!("{title} {n} 处"), format!("{title}: {n}")));
        }
    }
    parts.join(lang.pick("，", ", "))
}

/// How long a beginning all codes share, up to a `_`.
fn shared_prefix(edition: &EditionReport) -> usize {
    let Some(first) = edition.tables.first() else {
        return 0;
    };
    let mut ends = first.code.match_indices('_').map(|(at, _)| at + 1).rev();
    ends.find(|&end| {
        edition
            .tables
            .iter()
            .all(|t| t.code.get(..end) == first.code.get(..end))
    })
    .unwrap_or(0)
}

/// The section of the form that a table belongs to: its code's first two parts.
fn section_of(code: &str) -> &str {
    match code.match_indices('_').nth(1) {
        Some((at, _)) => &code[..at],
        None => code.split('_').next().unwrap_or(code),
    }
}
