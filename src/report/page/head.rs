//! The page's head: what came in, and how it stands.

use std::cmp::Reverse;

use askama::Template;

use crate::text::lang::Lang;
use crate::text::visible::visible;

use super::super::model::{Awaited, Report, UnitReport};
use super::plural;

/// The head.
#[derive(Template)]
#[template(path = "report/page/templates/head.html")]
pub(super) struct Head<'a> {
    brand: &'static str,
    names: Vec<&'a str>,
    lede: String,
    /// How the units stand, as one bar, and in words.
    bar: Option<(String, Vec<(&'static str, usize)>)>,
    tiles: Vec<Tile>,
    /// What to do first, and whom to ask.
    first: Vec<Step>,
    first_title: &'static str,
    /// Units of the roster that nothing has come from.
    awaited: Option<(String, Vec<&'a Awaited>)>,
    contents: &'static str,
    links: Vec<(&'static str, &'static str)>,
}

struct Tile {
    class: &'static str,
    n: usize,
    label: &'static str,
    note: String,
}

impl<'a> Head<'a> {
    pub(super) fn of(report: &'a Report, has_papers: bool) -> Head<'a> {
        let lang = report.lang;
        let t = &report.totals;
        let (units, read, records) = (t.units, t.units - t.unread, t.records);
        let lede = match lang {
            Lang::Zh => format!("收到 {units} 份材料，读出 {read} 份，共 {records} 条记录。"),
            Lang::En => {
                let word = plural(records, "record", "records");
                format!("{units} received, {read} read, {records} {word} in all.")
            }
        };
        let lede = match report.made_on {
            Some(day) => lang.pick(
                format!("截至 {day}，{lede}"),
                format!("As of {day}: {lede}"),
            ),
            None => lede,
        };
        let mut links = lang
            .pick(
                [
                    ("units", "各单位"),
                    ("problems", "问题"),
                    ("figures", "各表统计"),
                ],
                [
                    ("units", "Units"),
                    ("problems", "Problems"),
                    ("figures", "Figures"),
                ],
            )
            .to_vec();
        if has_papers {
            links.push(("papers", lang.pick("原表", "Papers")));
        }
        Head {
            brand: lang.pick("汇表 · 核对报告", "huibiao · Check report"),
            names: report.editions.iter().map(|e| &*e.name).collect(),
            lede,
            bar: bar(report),
            tiles: tiles(report),
            first: first(report),
            first_title: lang.pick("先做这些", "What to do first"),
            awaited: (!report.awaited.is_empty()).then(|| {
                let n = report.awaited.len();
                let said = lang.pick(
                    format!("未交 {n} 个单位，请催交"),
                    format!(
                        "{n} {} not returned; ask them",
                        plural(n, "unit has", "units have")
                    ),
                );
                (said, report.awaited.iter().collect())
            }),
            contents: lang.pick("目录", "Contents"),
            links,
        }
    }
}

/// A unit to ask something of.
struct Step {
    class: &'static str,
    /// Its problems' place on the page.
    link: String,
    unit: String,
    said: String,
    who: String,
}

/// So many units are named at the top; all are below.
const FIRST: usize = 5;

/// The units that most must be asked of: what could not be read, then what must be mended.
fn first(report: &Report) -> Vec<Step> {
    let lang = report.lang;
    let mut units: Vec<(usize, &UnitReport)> = report.units.iter().enumerate().collect();
    units.retain(|(_, u)| u.edition.is_none() || u.counts.error > 0);
    units.sort_by_key(|(_, u)| Reverse((u.edition.is_none(), u.counts)));
    let step = |(u, unit): (usize, &UnitReport)| {
        let n = unit.counts.error;
        Step {
            class: if unit.edition.is_none() { "u" } else { "e" },
            link: format!("#unit={}&severity=error", u + 1),
            unit: unit.unit.clone(),
            said: match unit.edition {
                None => lang
                    .pick("无法读取，请重新索取", "not read: ask for it again")
                    .to_owned(),
                Some(_) => lang.pick(
                    format!("{n} 处必须改正，请退回"),
                    format!("{n} to be mended: send it back"),
                ),
            },
            who: [&unit.contact, &unit.phone]
                .into_iter()
                .flatten()
                .cloned()
                .collect::<Vec<_>>()
                .join(" "),
        }
    };
    units.into_iter().take(FIRST).map(step).collect()
}

fn tiles(report: &Report) -> Vec<Tile> {
    let lang = report.lang;
    let t = &report.totals;
    let tile = |class, n, label, note| Tile {
        class,
        n,
        label,
        note,
    };
    let in_units = |n: usize| {
        lang.pick(
            format!("{n} 个单位"),
            format!("in {n} {}", plural(n, "unit", "units")),
        )
    };
    let mut tiles = Vec::new();
    if t.unread > 0 {
        let note = lang.pick("请重新索取", "ask for them again").to_owned();
        let label = lang.pick("无法读取", "Not read");
        tiles.push(tile("tile e", t.unread, label, note));
    }
    let with_errors = report.units.iter().filter(|u| u.counts.error > 0).count();
    let with_warnings = report.units.iter().filter(|u| u.counts.warning > 0).count();
    let units = t.units;
    tiles.extend([
        tile(
            "tile e",
            t.findings.error,
            lang.pick("必须改正", "Must be mended"),
            in_units(with_errors),
        ),
        tile(
            "tile w",
            t.findings.warning,
            lang.pick("需核实", "To be checked"),
            in_units(with_warnings),
        ),
        tile(
            "tile i",
            t.findings.info,
            lang.pick("提示", "For information"),
            lang.pick("不必处理", "nothing to do").to_owned(),
        ),
        tile(
            "tile f",
            t.clean,
            lang.pick("没有问题的单位", "Units without problems"),
            lang.pick(format!("共 {units} 份"), format!("of {units}")),
        ),
    ]);
    tiles
}

fn bar(report: &Report) -> Option<(String, Vec<(&'static str, usize)>)> {
    let t = &report.totals;
    if t.units == 0 {
        return None;
    }
    let lang = report.lang;
    let parts = [
        ("u", t.unread, lang.pick("无法读取", "not read")),
        (
            "e",
            t.with_errors,
            lang.pick("有必须改正的", "to be mended"),
        ),
        (
            "w",
            t.with_warnings,
            lang.pick("只有需核实的", "to be checked only"),
        ),
        ("f", t.clean, lang.pick("没有问题", "without problems")),
    ];
    let parts = parts.iter().filter(|p| p.1 > 0);
    let said: Vec<String> = parts
        .clone()
        .map(|(_, n, label)| format!("{label} {n}"))
        .collect();
    let said = said.join(lang.pick("，", ", "));
    Some((said, parts.map(|(class, n, _)| (*class, *n)).collect()))
}
