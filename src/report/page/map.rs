//! The heat map: a row a unit, a column a table.

use std::io::{self, Write};

use crate::model::finding::Severity;
use crate::model::submission::Status;
use crate::text::lang::Lang;

use super::super::model::{EditionReport, Report, UnitReport, UnitTable};
use super::escape::{Esc, encoded};
use super::plural;

pub(super) fn write(report: &Report, labels: &[String], out: &mut impl Write) -> io::Result<()> {
    let lang = report.lang;
    let title = lang.pick("各单位", "Units");
    writeln!(
        out,
        "<section id=\"units\" class=\"maps\">\n<h2>{title}</h2>"
    )?;
    legend(lang, out)?;
    for (e, edition) in report.editions.iter().enumerate() {
        if report.editions.len() > 1 {
            writeln!(out, "<h3>{}</h3>", Esc(&edition.name))?;
        }
        edition_map(report, labels, e, edition, out)?;
    }
    if report.editions.is_empty() && !report.units.is_empty() {
        let said = lang.pick(
            "没有一份材料能够读取，原因见下。",
            "Nothing could be read; see below why.",
        );
        writeln!(out, "<p>{said}</p>")?;
    }
    writeln!(out, "</section>")
}

/// What the colours mean, and where the cell under the pointer is put into words.
fn legend(lang: Lang, out: &mut impl Write) -> io::Result<()> {
    let keys = lang.pick(
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
    );
    write!(out, "<div class=\"legend\"><ul>")?;
    for (class, sign, name) in keys {
        write!(out, "<li><b class=\"{class}\">{sign}</b>{name}</li>")?;
    }
    let sort = lang.pick("问题多的在前", "Most problems first");
    writeln!(
        out,
        "</ul><label class=\"sort\" hidden><input type=\"checkbox\" id=\"sort\"> {sort}</label></div>"
    )?;
    let help = lang.pick(
        "指向格子看说明，点有颜色的格子看问题；方向键可移动。",
        "Point at a cell to see what it says; click a coloured one for its problems. Arrow keys move.",
    );
    writeln!(
        out,
        "<p id=\"readout\" class=\"readout\" aria-live=\"polite\" hidden>{help}</p>"
    )
}

fn edition_map(
    report: &Report,
    labels: &[String],
    e: usize,
    edition: &EditionReport,
    out: &mut impl Write,
) -> io::Result<()> {
    let lang = report.lang;
    let label = lang.pick("单位与表", "units and tables");
    write!(
        out,
        "<div class=\"map-box\" tabindex=\"0\" role=\"region\" aria-label=\"{label}\">\
         <table class=\"map\"><thead><tr><th scope=\"col\" class=\"unit\">{}</th>",
        lang.pick("单位", "Unit")
    )?;
    let counted = lang.pick(["改正", "核实", "记录"], ["mend", "check", "records"]);
    for head in counted {
        write!(
            out,
            "<th scope=\"col\" class=\"sum\"><span>{head}</span></th>"
        )?;
    }
    let shared = shared_prefix(edition);
    let mut section = "";
    for table in &edition.tables {
        let class = match section_of(&table.code) {
            s if s == section => "",
            s => {
                section = s;
                " class=\"s\""
            }
        };
        write!(
            out,
            "<th scope=\"col\"{class} title=\"{0} {1}\"><a href=\"#table={2}\">{3}</a></th>",
            Esc(&table.code),
            Esc(&table.name),
            encoded(&table.code),
            Esc(&table.code[shared..])
        )?;
    }
    writeln!(out, "</tr></thead>\n<tbody>")?;
    let starts = starts_of_sections(edition);
    for (u, (unit, label)) in report.units.iter().zip(labels).enumerate() {
        // What could not be read stands with the first edition.
        if unit.edition.unwrap_or(0) == e {
            row(report, (u + 1, label), unit, &starts, out)?;
        }
    }
    writeln!(out, "</tbody></table></div>")?;
    // On paper nothing tells a column's name when one points at it.
    write!(out, "<ul class=\"codes\">")?;
    for table in &edition.tables {
        write!(
            out,
            "<li><b>{}</b> {}</li>",
            Esc(&table.code[shared..]),
            Esc(&table.name)
        )?;
    }
    writeln!(out, "</ul>")
}

fn row(
    report: &Report,
    (n, label): (usize, &str),
    unit: &UnitReport,
    starts: &[bool],
    out: &mut impl Write,
) -> io::Result<()> {
    let lang = report.lang;
    write!(
        out,
        "<tr><th scope=\"row\" title=\"{}\"><a href=\"#unit={n}\">{}</a></th>",
        Esc(&unit.file),
        Esc(label)
    )?;
    let counts = unit.counts;
    let sums = [
        ("e", counts.error),
        ("w", counts.warning),
        ("r", unit.records),
    ];
    for (class, n) in sums {
        match n {
            0 => write!(out, "<td class=\"sum\"></td>")?,
            n => write!(out, "<td class=\"sum {class}\">{n}</td>")?,
        }
    }
    if unit.edition.is_none() {
        let why = unit.findings.first().map_or("", |p| &p.message);
        let span = starts.len().max(1);
        let said = lang.pick("无法读取", "not read");
        write!(
            out,
            "<td class=\"u\" colspan=\"{span}\"><b>{said}</b> {}</td>",
            Esc(why)
        )?;
    }
    for (table, start) in unit.tables.iter().zip(starts) {
        cell(n, table, *start, lang, out)?;
    }
    writeln!(out, "</tr>")
}

fn cell(
    unit: usize,
    table: &UnitTable,
    start: bool,
    lang: Lang,
    out: &mut impl Write,
) -> io::Result<()> {
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
    if class.is_empty() {
        return write!(out, "<td class=\"{status}{start}\">{text}</td>");
    }
    let said = said_of(table, lang);
    let code = encoded(&table.code);
    write!(
        out,
        "<td class=\"{status}{class}{start}\" title=\"{said}\">\
         <a href=\"#unit={unit}&amp;table={code}\">{text}</a></td>"
    )
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

fn starts_of_sections(edition: &EditionReport) -> Vec<bool> {
    let mut last = "";
    edition
        .tables
        .iter()
        .map(|t| std::mem::replace(&mut last, section_of(&t.code)) != section_of(&t.code))
        .collect()
}
