//! The page's head: what came in, and how it stands.

use askama::Template;

use crate::text::lang::Lang;
use crate::text::visible::visible;

use super::super::model::Report;
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
            contents: lang.pick("目录", "Contents"),
            links,
        }
    }
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
