//! The drawn papers, folded, one below another.

use std::io::{self, Write};

use super::super::model::Report;
use super::super::papers::Papers;
use super::escape::Esc;

pub(super) fn write(
    report: &Report,
    papers: &Papers,
    labels: &[String],
    out: &mut impl Write,
) -> io::Result<()> {
    if papers.is_empty() {
        return Ok(());
    }
    let lang = report.lang;
    let title = lang.pick("原表", "Papers");
    let lede = lang.pick(
        "每份收回的表原样画出；有问题的地方有标记，点标记看问题，点问题的位置回到表上。",
        "Each returned paper as it was filled in. A sign leads to its problem, a problem's place back to the paper.",
    );
    writeln!(
        out,
        "<section id=\"papers\">\n<h2>{title}</h2>\n<p class=\"lede\">{lede}</p>"
    )?;
    for (n, label) in labels.iter().enumerate() {
        for sheet in papers.of_unit(n).map_or(&[][..], |of| &of.sheets) {
            let (unit, file) = (Esc(label), Esc(&sheet.file));
            match &sheet.drawn {
                Ok(html) => writeln!(
                    out,
                    "<details class=\"pp\"><summary><h3>{unit}</h3><bdi class=\"file\">{file}</bdi></summary>\n{html}</details>"
                )?,
                Err(why) => writeln!(
                    out,
                    "<p class=\"pp\"><b>{unit}</b> <bdi class=\"file\">{file}</bdi> {}</p>",
                    Esc(why)
                )?,
            }
        }
    }
    writeln!(out, "</section>")
}
