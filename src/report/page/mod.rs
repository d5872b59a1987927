//! `report.html`: one page that needs nothing else, to be read on a screen or on paper.
//!
//! Everything is in the page as it is written; the script only filters, groups and sorts what is
//! there. A page of many units holds their problems as data, of which a script makes rows
//! ([`compact`]). Everything that came from a form is escaped, and a content security policy lets no
//! script run but the page's own.

mod address;
mod compact;
mod figures;
mod head;
mod map;
mod papers;
mod problems;

use std::collections::HashMap;
use std::io::{self, Write};

use askama::Template;

use crate::report::draw::{policy, stylesheet};
use crate::text::visible::visible;

use super::model::{Report, UnitReport};
use super::papers::Papers;
use figures::Figures;
use head::Head;
use map::Maps;
use papers::OfPapers;
use problems::Problems;

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = concat!(include_str!("filter.js"), include_str!("page.js"));
const LARGE: &str = concat!(include_str!("filter.js"), include_str!("large.js"));

/// Writes the report as a page.
///
/// # Errors
/// What `out` refuses.
pub fn write_page(report: &Report, out: impl Write) -> io::Result<()> {
    write_page_with(report, &Papers::default(), out)
}

/// Writes the report as a page with the papers that it is about.
///
/// # Errors
/// What `out` refuses.
pub fn write_page_with(report: &Report, papers: &Papers, out: impl Write) -> io::Result<()> {
    let lang = report.lang;
    let labels = labels(report);
    // Papers are asked for by those who have few.
    let is_large = papers.is_empty() && report.units.len() >= compact::MANY;
    let script = if is_large { LARGE } else { SCRIPT };
    let version = env!("CARGO_PKG_VERSION");
    let whole = Whole {
        code: lang.pick("zh-CN", "en"),
        policy: policy(script),
        title: title(report),
        styles: [STYLE, if papers.is_empty() { "" } else { stylesheet() }],
        head: Head::of(report, !papers.is_empty()),
        map: Maps::of(report, &labels, is_large),
        problems: Problems::of(report, papers, &labels, is_large),
        figures: Figures::of(report),
        papers: OfPapers::of(report, papers, &labels),
        foot: lang.pick(
            format!("由 huibiao {version} 生成。本页不联网，可直接转发或打印。"),
            format!(
                "Made by huibiao {version}. This page needs no network; send or print it as it is."
            ),
        ),
        data: is_large.then(|| compact::data(report, &labels)),
        script,
    };
    let mut out = io::BufWriter::new(out);
    whole.write_into(&mut out)?;
    out.flush()
}

/// The page. Each section is a template of its own, which escapes what it says.
#[derive(Template)]
#[template(path = "report/page/templates/page.html")]
struct Whole<'a> {
    code: &'static str,
    policy: String,
    title: String,
    styles: [&'static str; 2],
    head: Head<'a>,
    map: Maps<'a>,
    problems: Problems<'a>,
    figures: Figures<'a>,
    papers: OfPapers<'a>,
    foot: String,
    /// Of many units, what rows are made of.
    data: Option<String>,
    script: &'static str,
}

fn title(report: &Report) -> String {
    let what = report.lang.pick("核对报告", "Check report");
    match report.editions.as_slice() {
        [] => what.to_owned(),
        editions => {
            let names: Vec<&str> = editions.iter().map(|e| &*e.name).collect();
            format!("{what} · {}", names.join(report.lang.pick("、", ", ")))
        }
    }
}

/// The English word for so many.
fn plural<'w>(n: usize, one: &'w str, many: &'w str) -> &'w str {
    if n == 1 { one } else { many }
}

/// What each unit is called where nothing else stands beside its name: with the file's name where
/// several have one name.
fn labels(report: &Report) -> Vec<String> {
    let mut named: HashMap<&str, usize> = HashMap::new();
    for unit in &report.units {
        *named.entry(&unit.unit).or_default() += 1;
    }
    let label = |u: &UnitReport| match named.get(&*u.unit) {
        Some(1) | None => u.unit.clone(),
        Some(_) => format!("{} · {}", u.unit, u.file),
    };
    report.units.iter().map(label).collect()
}
