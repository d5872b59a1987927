//! The problems: their causes, the filter, and all of them under their units, the gravest first.

use std::cmp::Reverse;
use std::collections::HashSet;

use askama::Template;

use crate::model::finding::Severity;
use crate::text::lang::Lang;
use crate::text::visible::visible;

use super::super::model::{Counts, Problem, Report, UnitReport};
use super::super::papers::{Papers, anchor};
use super::plural;

/// How much of what was typed is quoted, in characters.
const QUOTED: usize = 500;

const SEVERITIES: [Severity; 3] = [Severity::Error, Severity::Warning, Severity::Info];

/// The section of the problems.
#[derive(Template)]
#[template(path = "report/page/templates/problems.html")]
pub(super) struct Problems<'a> {
    title: &'static str,
    nothing: &'static str,
    causes: Vec<OfCause<'a>>,
    words: &'static Words,
    chips: Vec<Chip>,
    /// The units with problems: number and label.
    units: Vec<(usize, &'a str)>,
    /// The tables with problems: code and name.
    tables: Vec<(&'a str, &'a str)>,
    groupings: [(&'static str, &'static str); 3],
    groups: Vec<Group<'a>>,
}

/// A cause, with a bar.
struct OfCause<'a> {
    class: &'static str,
    rule: &'static str,
    /// The severities that it has, as they stand in the address.
    asked: String,
    title: &'a str,
    wide: usize,
    n: usize,
    said: String,
}

/// A severity in the filter.
struct Chip {
    class: &'static str,
    name: &'static str,
    title: &'static str,
    n: usize,
    checked: bool,
}

/// A unit's problems.
struct Group<'a> {
    n: usize,
    unit: &'a UnitReport,
    counts: Vec<(&'static str, &'static str, usize)>,
    who: Vec<&'a str>,
    items: Vec<Item<'a>>,
}

/// A problem.
struct Item<'a> {
    id: Option<String>,
    class: &'static str,
    rule: &'static str,
    table: &'a str,
    severity: &'static str,
    /// Its place on a drawn paper.
    target: Option<&'a str>,
    problem: &'a Problem,
    /// What was typed, where the message does not quote it already; what is said of the rest.
    quote: Option<(&'a str, Option<String>)>,
}

/// The words of the filter. Without a script it would do nothing, so it is shown by the script.
struct Words {
    search_for: &'static str,
    search: &'static str,
    level: &'static str,
    cause: &'static str,
    all_causes: &'static str,
    unit: &'static str,
    all_units: &'static str,
    table: &'static str,
    all_tables: &'static str,
    in_no_table: &'static str,
    group: &'static str,
    shown: &'static str,
    reset: &'static str,
    none: &'static str,
}

const CHINESE: Words = Words {
    search_for: "搜索单位、文字、原因…",
    search: "搜索",
    level: "级别",
    cause: "原因",
    all_causes: "所有原因",
    unit: "单位",
    all_units: "所有单位",
    table: "表",
    all_tables: "所有表",
    in_no_table: "不属于任何表",
    group: "分组",
    shown: "显示 {n} 处，共 {all} 处",
    reset: "全部显示",
    none: "没有符合条件的问题。",
};

const ENGLISH: Words = Words {
    search_for: "Search units, words, causes …",
    search: "Search",
    level: "Severity",
    cause: "Cause",
    all_causes: "All causes",
    unit: "Unit",
    all_units: "All units",
    table: "Table",
    all_tables: "All tables",
    in_no_table: "In no table",
    group: "Group",
    shown: "{n} of {all} shown",
    reset: "Show all",
    none: "Nothing matches.",
};

impl<'a> Problems<'a> {
    pub(super) fn of(
        report: &'a Report,
        papers: &'a Papers,
        labels: &'a [String],
        is_large: bool,
    ) -> Problems<'a> {
        let lang = report.lang;
        let mut units: Vec<(usize, &UnitReport)> = report.units.iter().enumerate().collect();
        units.retain(|(_, unit)| !unit.findings.is_empty());
        let listed = units
            .iter()
            .map(|(u, _)| (u + 1, labels[*u].as_str()))
            .collect();
        units.sort_by_key(|(_, u)| Reverse((u.edition.is_none(), u.counts)));
        if is_large {
            units.clear();
        }
        let groups = units
            .into_iter()
            .map(|(u, unit)| Group::of(u, unit, papers, lang));
        Problems {
            title: lang.pick("问题", "Problems"),
            nothing: lang.pick("没有发现问题。", "Nothing was found."),
            causes: causes(report),
            words: lang.pick(&CHINESE, &ENGLISH),
            chips: chips(report),
            units: listed,
            tables: tables(report),
            groupings: lang.pick(
                [("unit", "按单位"), ("rule", "按原因"), ("table", "按表")],
                [
                    ("unit", "By unit"),
                    ("rule", "By cause"),
                    ("table", "By table"),
                ],
            ),
            groups: groups.collect(),
        }
    }
}

pub(super) fn sign(severity: Severity) -> &'static str {
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
fn causes(report: &Report) -> Vec<OfCause<'_>> {
    let all = |c: Counts| c.error + c.warning + c.info;
    let most = report.causes.iter().map(|c| all(c.findings)).max();
    let most = most.unwrap_or(1).max(1);
    let of_cause = |cause: &'_ super::super::model::Cause| {
        let (n, units) = (all(cause.findings), cause.units);
        let found = SEVERITIES.into_iter().filter(|s| cause.findings.of(*s) > 0);
        let asked: Vec<&str> = found.map(name).collect();
        (n, units, asked.join(","))
    };
    let causes = report.causes.iter().map(|cause| {
        let (n, units, asked) = of_cause(cause);
        OfCause {
            class: sign(cause.findings.worst().unwrap_or(Severity::Info)),
            rule: cause.rule.name(),
            asked,
            title: &cause.title,
            wide: (n * 100).div_ceil(most),
            n,
            said: match report.lang {
                Lang::Zh => format!("{units} 个单位"),
                Lang::En => format!("{units} {}", plural(units, "unit", "units")),
            },
        }
    });
    causes.collect()
}

fn chips(report: &Report) -> Vec<Chip> {
    let act = report.totals.findings.to_act_on() > 0;
    let chip = |severity: Severity| Chip {
        class: sign(severity),
        name: name(severity),
        title: severity.title(report.lang),
        n: report.totals.findings.of(severity),
        checked: !(severity == Severity::Info && act),
    };
    SEVERITIES.into_iter().map(chip).collect()
}

fn tables(report: &Report) -> Vec<(&str, &str)> {
    let mut listed: HashSet<&str> = HashSet::new();
    let tables = report.editions.iter().flat_map(|e| &e.tables);
    let found = tables.filter(|t| t.findings != Counts::default() && listed.insert(&t.code));
    found.map(|t| (&*t.code, &*t.name)).collect()
}

impl<'a> Group<'a> {
    /// Those of the `u`th unit, from 0.
    fn of(u: usize, unit: &'a UnitReport, papers: &'a Papers, lang: Lang) -> Group<'a> {
        let counts = SEVERITIES
            .into_iter()
            .map(|s| (sign(s), s.title(lang), unit.counts.of(s)));
        let item = |(i, problem): (usize, &'a Problem)| Item {
            id: (!papers.is_empty()).then(|| anchor(u + 1, i + 1)),
            class: sign(problem.severity),
            rule: problem.rule.name(),
            table: problem.table.as_deref().unwrap_or(""),
            severity: problem.severity.title(lang),
            target: papers.place(u, i),
            problem,
            quote: quote(problem, lang),
        };
        Group {
            n: u + 1,
            unit,
            counts: counts.filter(|(_, _, n)| *n > 0).collect(),
            who: [&unit.contact, &unit.phone]
                .into_iter()
                .flatten()
                .map(String::as_str)
                .collect(),
            items: unit.findings.iter().enumerate().map(item).collect(),
        }
    }
}

/// What was typed, where the message does not quote it already.
pub(super) fn quote(problem: &Problem, lang: Lang) -> Option<(&str, Option<String>)> {
    let raw = problem.raw.as_deref().map(str::trim)?;
    if raw.is_empty() || problem.message.contains(raw) {
        return None;
    }
    Some(match raw.char_indices().nth(QUOTED) {
        Some((at, _)) => {
            let all = raw.chars().count();
            let said = lang.pick(format!("…（共 {all} 字）"), format!("… ({all} characters)"));
            (&raw[..at], Some(said))
        }
        None => (raw, None),
    })
}
