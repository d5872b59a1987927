//! `report.html`: one page that needs nothing else, to be read on a screen or on paper.
//!
//! Everything is in the page as it is written; the script only filters, groups and sorts what is
//! there. Everything that came from a form is escaped, and a content security policy lets no
//! script run but the page's own.

mod escape;
mod figures;
mod head;
mod map;
mod papers;
mod problems;

use std::collections::HashMap;
use std::io::{self, Write};

use sha2::{Digest, Sha256};

use crate::text::lang::Lang;

use super::model::{Report, UnitReport};
use super::papers::Papers;
use crate::draw::stylesheet;
use escape::{Esc, base64};

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

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
    let mut out = io::BufWriter::new(out);
    let code = lang.pick("zh-CN", "en");
    let script_hash = base64(&Sha256::digest(SCRIPT));
    let title = title(report);
    write!(
        out,
        "<!doctype html>\n<html lang=\"{code}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; \
         style-src 'unsafe-inline'; script-src 'sha256-{script_hash}'; base-uri 'none'; \
         form-action 'none'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{}</title>\n<style>\n{STYLE}{}</style>\n</head>\n<body>\n",
        Esc(&title),
        if papers.is_empty() { "" } else { stylesheet() },
    )?;
    head::write(report, papers, &mut out)?;
    writeln!(out, "<main>")?;
    let labels = labels(report);
    map::write(report, &labels, &mut out)?;
    problems::write(report, papers, &labels, &mut out)?;
    figures::write(report, &mut out)?;
    papers::write(report, papers, &labels, &mut out)?;
    writeln!(out, "</main>")?;
    let version = env!("CARGO_PKG_VERSION");
    let foot = match lang {
        Lang::Zh => format!("由 huibiao {version} 生成。本页不联网，可直接转发或打印。"),
        Lang::En => format!(
            "Made by huibiao {version}. This page needs no network; send or print it as it is."
        ),
    };
    write!(
        out,
        "<footer>{foot}</footer>\n<script>{SCRIPT}</script>\n</body>\n</html>\n"
    )?;
    out.flush()
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
