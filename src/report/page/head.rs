//! The page's head: what came in, and how it stands.

use std::io::{self, Write};

use crate::text::lang::Lang;

use super::super::model::Report;
use super::super::papers::Papers;
use super::escape::Esc;
use super::plural;

pub(super) fn write(report: &Report, papers: &Papers, out: &mut impl Write) -> io::Result<()> {
    let lang = report.lang;
    let t = &report.totals;
    let brand = lang.pick("汇表 · 核对报告", "huibiao · Check report");
    writeln!(out, "<header>\n<p class=\"brand\">{brand}</p>")?;
    for edition in &report.editions {
        writeln!(out, "<h1>{}</h1>", Esc(&edition.name))?;
    }
    let (units, read, records) = (t.units, t.units - t.unread, t.records);
    let lede = match lang {
        Lang::Zh => format!("收到 {units} 份材料，读出 {read} 份，共 {records} 条记录。"),
        Lang::En => {
            let word = plural(records, "record", "records");
            format!("{units} received, {read} read, {records} {word} in all.")
        }
    };
    writeln!(out, "<p class=\"lede\">{lede}</p>")?;
    bar(report, out)?;
    writeln!(out, "<dl class=\"tiles\">")?;
    let tile = |out: &mut dyn Write, class: &str, n: usize, label: &str, note: String| {
        writeln!(
            out,
            "<div class=\"{class}\"><dt>{label}</dt><dd>{n}</dd><dd class=\"note\">{note}</dd></div>"
        )
    };
    let in_units = |n: usize| {
        lang.pick(
            format!("{n} 个单位"),
            format!("in {n} {}", plural(n, "unit", "units")),
        )
    };
    if t.unread > 0 {
        let note = lang.pick("请重新索取", "ask for them again").to_owned();
        let label = lang.pick("无法读取", "Not read");
        tile(out, "tile e", t.unread, label, note)?;
    }
    let with_warnings = report.units.iter().filter(|u| u.counts.warning > 0).count();
    tile(
        out,
        "tile e",
        t.findings.error,
        lang.pick("必须改正", "Must be mended"),
        in_units(report.units.iter().filter(|u| u.counts.error > 0).count()),
    )?;
    tile(
        out,
        "tile w",
        t.findings.warning,
        lang.pick("需核实", "To be checked"),
        in_units(with_warnings),
    )?;
    tile(
        out,
        "tile i",
        t.findings.info,
        lang.pick("提示", "For information"),
        lang.pick("不必处理", "nothing to do").to_owned(),
    )?;
    tile(
        out,
        "tile f",
        t.clean,
        lang.pick("没有问题的单位", "Units without problems"),
        lang.pick(format!("共 {units} 份"), format!("of {units}")),
    )?;
    writeln!(out, "</dl>")?;
    let links = lang.pick(
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
    );
    let label = lang.pick("目录", "Contents");
    write!(out, "<nav aria-label=\"{label}\">")?;
    let more = (!papers.is_empty()).then(|| ("papers", lang.pick("原表", "Papers")));
    for (id, name) in links.into_iter().chain(more) {
        write!(out, "<a href=\"#{id}\">{name}</a>")?;
    }
    writeln!(out, "</nav>\n</header>")
}

/// How the units stand, as one bar.
fn bar(report: &Report, out: &mut impl Write) -> io::Result<()> {
    let t = &report.totals;
    if t.units == 0 {
        return Ok(());
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
    let said: Vec<String> = parts
        .iter()
        .filter(|p| p.1 > 0)
        .map(|(_, n, label)| format!("{label} {n}"))
        .collect();
    let said = said.join(lang.pick("，", ", "));
    write!(
        out,
        "<div class=\"bar\" role=\"img\" aria-label=\"{said}\" title=\"{said}\">"
    )?;
    for (class, n, _) in parts.iter().filter(|p| p.1 > 0) {
        write!(out, "<i class=\"{class}\" style=\"flex:{n}\"></i>")?;
    }
    writeln!(out, "</div>")
}
