//! The drawn papers, folded, one below another.

use askama::Template;

use crate::text::visible::visible;

use super::super::model::Report;
use super::super::papers::{Papers, Sheet};

/// The section of the papers.
#[derive(Template)]
#[template(path = "report/page/templates/papers.html")]
pub(super) struct OfPapers<'a> {
    title: &'static str,
    lede: &'static str,
    /// Each with its unit's label.
    units: Vec<(&'a str, &'a Sheet)>,
}

impl<'a> OfPapers<'a> {
    pub(super) fn of(report: &Report, papers: &'a Papers, labels: &'a [String]) -> OfPapers<'a> {
        let lang = report.lang;
        let sheets = |(n, label): (usize, &'a String)| {
            let sheets = papers.of_unit(n).map_or(&[][..], |of| &of.sheets);
            sheets.iter().map(|sheet| (label.as_str(), sheet))
        };
        OfPapers {
            title: lang.pick("原表", "Papers"),
            lede: lang.pick(
                "每份收回的表原样画出；有问题的地方有标记，点标记看问题，点问题的位置回到表上。",
                "Each returned paper as it was filled in. A sign leads to its problem, a problem's place back to the paper.",
            ),
            units: labels.iter().enumerate().flat_map(sheets).collect(),
        }
    }
}
