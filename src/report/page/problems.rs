//! The problems: their causes, the filter, and all of them under their units, the gravest first.

use std::cmp::Reverse;
use std::collections::HashSet;
use std::io::{self, Write};

use crate::model::finding::Severity;
use crate::text::lang::Lang;

use super::super::model::{Counts, Problem, Report, UnitReport};
use super::super::papers::{Papers, anchor};
use super::escape::Esc;
use super::plural;

/// How much of what was typed is quoted, in characters.
const QUOTED: usize = 500;

const SEVERITIES: [Severity; 3] = [Severity::Error, Severity::Warning, Severity::Info];

pub(super) fn write(
    report: &Report,
    papers: &Papers,
    labels: &[String],
    out: &mut impl Write,
) -> io::Result<()> {
    let lang = report.lang;
    let title = lang.pick("问题", "Problems");
    writeln!(out, "<section id=\"problems\">\n<h2>{title}</h2>")?;
    if report.causes.is_empty() {
        let said = lang.pick("没有发现问题。", "Nothing was found.");
        return writeln!(out, "<p>{said}</p>\n</section>");
    }
    causes(report, out)?;
    filter(report, labels, out)?;
    let none = lang.pick("没有符合条件的问题。", "Nothing matches.");
    writeln!(
        out,
        "<p id=\"none\" hidden>{none}</p>\n<div id=\"list\" class=\"by-unit\">"
    )?;
    let mut units: Vec<(usize, &UnitReport)> = report.units.iter().enumerate().collect();
    units.sort_by_key(|(_, u)| Reverse((u.edition.is_none(), u.counts)));
    for (u, unit) in units {
        if !unit.findings.is_empty() {
            group(u + 1, unit, papers, lang, out)?;
        }
    }
    writeln!(out, "</div>\n</section>")
}

fn sign(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "e",
        Severity::Warning => "w",
        Severity::Info => "i",
    }
}

fn name(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "info",
    }
}

/// A row for each cause, with a bar.
fn causes(report: &Report, out: &mut impl Write) -> io::Result<()> {
    let lang = report.lang;
    let all = |c: Counts| c.error + c.warning + c.info;
    let most = report.causes.iter().map(|c| all(c.findings)).max();
    let most = most.unwrap_or(1).max(1);
    writeln!(out, "<ol class=\"causes\">")?;
    for cause in &report.causes {
        let severity = cause.findings.worst().unwrap_or(Severity::Info);
        let (n, units) = (all(cause.findings), cause.units);
        let wide = (n * 100).div_ceil(most);
        let said = match lang {
            Lang::Zh => format!("{units} 个单位"),
            Lang::En => format!("{units} {}", plural(units, "unit", "units")),
        };
        let asked: Vec<&str> = SEVERITIES
            .into_iter()
            .filter(|s| cause.findings.of(*s) > 0)
            .map(name)
            .collect();
        writeln!(
            out,
            "<li class=\"{}\"><a href=\"#rule={}&amp;severity={}\">{}</a>\
             <span class=\"meter\"><i style=\"width:{wide}%\"></i></span>\
             <b>{n}</b><span class=\"in\">{said}</span></li>",
            sign(severity),
            cause.rule.name(),
            asked.join(","),
            Esc(&cause.title),
        )?;
    }
    writeln!(out, "</ol>")
}

/// The filter; without a script it would do nothing, so it is shown by the script.
fn filter(report: &Report, labels: &[String], out: &mut impl Write) -> io::Result<()> {
    let lang = report.lang;
    let words = lang.pick("搜索单位、文字、原因…", "Search units, words, causes …");
    let search = lang.pick("搜索", "Search");
    writeln!(
        out,
        "<form id=\"filter\" hidden>\n<input type=\"search\" id=\"q\" placeholder=\"{words}\" aria-label=\"{search}\">"
    )?;
    let level = lang.pick("级别", "Severity");
    write!(out, "<fieldset class=\"chips\"><legend>{level}</legend>")?;
    let act = report.totals.findings.to_act_on() > 0;
    for severity in SEVERITIES {
        let n = report.totals.findings.of(severity);
        let checked = match severity == Severity::Info && act {
            true => "",
            false => " checked",
        };
        write!(
            out,
            "<label class=\"{}\"><input type=\"checkbox\" name=\"severity\" value=\"{}\"{checked}>\
             <span>{} <b>{n}</b></span></label>",
            sign(severity),
            name(severity),
            severity.title(lang)
        )?;
    }
    writeln!(out, "</fieldset>")?;
    selects(report, labels, out)?;
    let group = lang.pick("分组", "Group");
    write!(out, "<fieldset class=\"group\"><legend>{group}</legend>")?;
    let by = lang.pick(
        [("unit", "按单位"), ("rule", "按原因"), ("table", "按表")],
        [
            ("unit", "By unit"),
            ("rule", "By cause"),
            ("table", "By table"),
        ],
    );
    for (value, label) in by {
        let checked = if value == "unit" { " checked" } else { "" };
        write!(
            out,
            "<label><input type=\"radio\" name=\"group\" value=\"{value}\"{checked}><span>{label}</span></label>"
        )?;
    }
    let (shown, reset) = lang.pick(
        ("显示 {n} 处，共 {all} 处", "全部显示"),
        ("{n} of {all} shown", "Show all"),
    );
    writeln!(
        out,
        "</fieldset>\n<output id=\"shown\" data-said=\"{shown}\"></output>\
         <button type=\"reset\">{reset}</button>\n</form>"
    )
}

fn selects(report: &Report, labels: &[String], out: &mut impl Write) -> io::Result<()> {
    let lang = report.lang;
    let any = lang.pick("所有原因", "All causes");
    let label = lang.pick("原因", "Cause");
    write!(
        out,
        "<select id=\"rule\" aria-label=\"{label}\"><option value=\"\">{any}</option>"
    )?;
    for cause in &report.causes {
        let title = Esc(&cause.title);
        write!(
            out,
            "<option value=\"{}\">{title}</option>",
            cause.rule.name()
        )?;
    }
    let any = lang.pick("所有单位", "All units");
    let label = lang.pick("单位", "Unit");
    write!(
        out,
        "</select><select id=\"unit\" aria-label=\"{label}\"><option value=\"\">{any}</option>"
    )?;
    for (u, (unit, label)) in report.units.iter().zip(labels).enumerate() {
        if !unit.findings.is_empty() {
            write!(out, "<option value=\"{}\">{}</option>", u + 1, Esc(label))?;
        }
    }
    let any = lang.pick("所有表", "All tables");
    let label = lang.pick("表", "Table");
    let outside = lang.pick("不属于任何表", "In no table");
    write!(
        out,
        "</select><select id=\"table\" aria-label=\"{label}\" data-none=\"{outside}\"><option value=\"\">{any}</option>"
    )?;
    let mut listed: HashSet<&str> = HashSet::new();
    for table in report.editions.iter().flat_map(|e| &e.tables) {
        if table.findings != Counts::default() && listed.insert(&table.code) {
            let code = Esc(&table.code);
            write!(
                out,
                "<option value=\"{code}\">{code} {}</option>",
                Esc(&table.name)
            )?;
        }
    }
    writeln!(out, "</select>")
}

/// A unit's problems.
fn group(
    n: usize,
    unit: &UnitReport,
    papers: &Papers,
    lang: Lang,
    out: &mut impl Write,
) -> io::Result<()> {
    write!(
        out,
        "<details class=\"g\" open data-u=\"{n}\"><summary><h3>{}</h3><span class=\"n\">",
        Esc(&unit.unit)
    )?;
    for severity in SEVERITIES {
        match unit.counts.of(severity) {
            0 => {}
            n => write!(
                out,
                "<b class=\"{}\" title=\"{}\">{n}</b>",
                sign(severity),
                severity.title(lang)
            )?,
        }
    }
    write!(out, "</span><span class=\"who\">")?;
    for part in [&unit.contact, &unit.phone].into_iter().flatten() {
        write!(out, "<bdi>{}</bdi>", Esc(part))?;
    }
    write!(out, "<bdi class=\"file\">{}</bdi>", Esc(&unit.file))?;
    for file in &unit.attachments {
        write!(out, "<bdi class=\"file\">{}</bdi>", Esc(file))?;
    }
    writeln!(out, "</span></summary><ol>")?;
    for (i, problem) in unit.findings.iter().enumerate() {
        let id = match papers.is_empty() {
            true => String::new(),
            false => format!(" id=\"{}\"", anchor(n, i + 1)),
        };
        let place = papers.place(n - 1, i);
        item(problem, unit, (&id, place), lang, out)?;
    }
    writeln!(out, "</ol></details>")
}

fn item(
    p: &Problem,
    unit: &UnitReport,
    (id, place): (&str, Option<&str>),
    lang: Lang,
    out: &mut impl Write,
) -> io::Result<()> {
    let (from, to) = match place {
        Some(place) => (format!("<a class=\"pl\" href=\"#{}\">", Esc(place)), "</a>"),
        None => ("<span class=\"pl\">".to_owned(), "</span>"),
    };
    write!(
        out,
        "<li{id} class=\"p {}\" data-r=\"{}\" data-t=\"{}\"><div class=\"at\">\
         <b class=\"sev\">{}</b><span class=\"un\">{}</span>{from}{}{to}",
        sign(p.severity),
        p.rule.name(),
        Esc(p.table.as_deref().unwrap_or("")),
        p.severity.title(lang),
        Esc(&unit.unit),
        Esc(&p.place)
    )?;
    if let Some(name) = &p.record_name {
        write!(out, "<bdi class=\"rec\">{}</bdi>", Esc(name))?;
    }
    if let Some(file) = &p.file {
        write!(out, "<bdi class=\"file\">{}</bdi>", Esc(file))?;
    }
    write!(out, "</div><div class=\"what\">{}", Esc(&p.message))?;
    if let Some(raw) = p.raw.as_deref().map(str::trim).filter(|r| !r.is_empty()) {
        quote(raw, &p.message, lang, out)?;
    }
    writeln!(out, "</div><div class=\"todo\">{}</div></li>", Esc(&p.hint))
}

/// What was typed, where the message does not quote it already.
fn quote(raw: &str, message: &str, lang: Lang, out: &mut impl Write) -> io::Result<()> {
    if message.contains(raw) {
        return Ok(());
    }
    let (text, cut) = match raw.char_indices().nth(QUOTED) {
        Some((at, _)) => (&raw[..at], true),
        None => (raw, false),
    };
    write!(out, "<q>{}", Esc(text))?;
    if cut {
        let all = raw.chars().count();
        let said = lang.pick(format!("…（共 {all} 字）"), format!("… ({all} characters)"));
        write!(out, "<i>{said}</i>")?;
    }
    write!(out, "</q>")
}
