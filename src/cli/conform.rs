//! `huibiao mapping check --form`: a mapping beside its blank form.

use std::io::Write;
use std::path::PathBuf;

use office::paper::Paper;

use super::init::document;
use super::{Context, Failure, Outcome};
use crate::mapping::Bundle;
use crate::propose::conform::{Difference, conform};
use crate::read::{Kind, open};
use crate::report::printable;
use crate::said;
use crate::tagged::{self, Form};
use crate::text::Worded as _;
use crate::text::lang::{Lang, Said};

/// The blanks that a mapping is compared with.
#[derive(Default)]
struct Blanks {
    form: Option<Paper>,
    sheets: Option<Paper>,
    names: Vec<String>,
}

impl Blanks {
    fn put(&mut self, paper: Paper, kind: Kind, name: String) {
        match kind {
            Kind::Form => self.form = Some(paper),
            Kind::Sheets => self.sheets = Some(paper),
        }
        self.names.push(name);
    }
}

/// Compares an edition with the blanks that were named, else with its own, and writes what
/// differs.
pub(super) fn check(
    bundle: &Bundle,
    named: &[PathBuf],
    context: &Context,
    out: &mut impl Write,
) -> Result<Outcome, Failure> {
    let own = bundle.blank_form.as_deref().filter(|_| named.is_empty());
    let tagged = own.and_then(|bytes| tagged::of_bytes(&bundle.mapping.edition.id, bytes));
    if let Some(form) = tagged {
        return untagged(&form?, context, out);
    }
    let mut blanks = Blanks::default();
    for path in named {
        let document = document(path)?;
        blanks.put(document.paper, document.kind, path.display().to_string());
    }
    if named.is_empty() {
        let info = &bundle.mapping.edition;
        let own = [
            (&bundle.blank_form, &info.blank),
            (&bundle.blank_sheets, &info.blank_sheets),
        ];
        for (bytes, name) in own {
            let (Some(bytes), Some(name)) = (bytes, name) else {
                continue;
            };
            let opened = open(name, bytes).map_err(|e| {
                let why = e.said();
                Failure::told(Said {
                    zh: format!("{name}：{}", why.zh),
                    en: format!("{name}: {}", why.en),
                })
            })?;
            blanks.put(opened.paper, opened.kind, name.clone());
        }
    }
    if blanks.names.is_empty() {
        return Ok(Outcome::Fine);
    }
    let differences = conform(
        &bundle.mapping,
        blanks.form.as_ref(),
        blanks.sheets.as_ref(),
    );
    let names = printable(&blanks.names.join("、"));
    let n = differences.len();
    let said = match n {
        0 => said!(
            "  与空白表一致（{names}）",
            "  as the blank has it ({names})"
        ),
        _ => said!(
            "  与空白表（{names}）有 {n} 处不同：",
            "  differs from the blank ({names}) in {n} places:"
        ),
    };
    writeln!(out, "{}", said.get(context.lang))?;
    for difference in &differences {
        writeln!(out, "  {}", printable(&line(difference, context.lang)))?;
    }
    Ok(if n == 0 {
        Outcome::Fine
    } else {
        Outcome::Wrong
    })
}

/// Says which places of a tagged blank no tag takes.
fn untagged(form: &Form, context: &Context, out: &mut impl Write) -> Result<Outcome, Failure> {
    let left = tagged::untagged(form);
    let (tags, n) = (form.stands.len(), left.len());
    let said = match n {
        0 => said!(
            "  {tags} 个标记；表上的空都有标记",
            "  {tags} tags; every blank of the form has one"
        ),
        _ => said!(
            "  {tags} 个标记；还有 {n} 处空没有标记：",
            "  {tags} tags; {n} blanks of the form have none:"
        ),
    };
    writeln!(out, "{}", said.get(context.lang))?;
    for (place, text) in left {
        let place = place.in_words(context.lang);
        writeln!(out, "  {}", printable(&format!("{place}  {text}")))?;
    }
    Ok(Outcome::Fine)
}

fn line(difference: &Difference, lang: Lang) -> String {
    let mut line = String::new();
    if let Some(code) = &difference.table {
        line.push_str(code);
        line.push_str("  ");
    }
    line.push_str(difference.message.get(lang));
    if let Some(place) = &difference.place {
        let place = place.in_words(lang);
        let said = said!("（{place}）", " ({place})");
        line.push_str(said.get(lang));
    }
    line
}
