//! A form with tags as a page: its lines and rows with the places of its tags, to be written into as any
//! page is.

use office::paper::Paragraph;

use crate::mapping::{Mapping, PagePiece};
use crate::recognise::edition::Edition;
use crate::recognise::page::{PageSign, Unit, units};
use crate::tagged::Template;

/// The page that a form with tags is.
pub(super) fn sign(edition: &Edition) -> Option<PageSign> {
    let template = edition.template.as_ref()?;
    let mapping = &edition.mapping;
    let text = |p: &Paragraph| tagged(template, mapping, p);
    let page = units(&template.form.paper)
        .into_iter()
        .map(|unit| match unit {
            Unit::Line(p, _) => PagePiece::Line(text(p)),
            Unit::Row(_, cells) => {
                let cells = cells.iter().map(|c| {
                    let lines: Vec<String> = c.paragraphs().map(text).collect();
                    lines.join("\n")
                });
                PagePiece::Table(vec![cells.collect()])
            }
        });
    let page: Vec<PagePiece> = page.collect();
    PageSign::new(&Mapping {
        page,
        ..Mapping::clone(mapping)
    })
}

/// A paragraph's text with its tags.
fn tagged(template: &Template, mapping: &Mapping, p: &Paragraph) -> String {
    let mut out = String::new();
    let mut from = 0;
    for n in template.tags_of(p) {
        let stand = template.stand(*n);
        let Some(tag) = template.targets[*n].as_ref().and_then(|target| {
            let tag = &stand.placed.tag;
            let option = tag
                .option
                .as_ref()
                .map_or(String::new(), |o| format!("={o}"));
            let path = match target.table {
                None => mapping.unit.get(target.field)?.name.to_string(),
                Some(t) => {
                    let table = mapping.tables.get(t)?;
                    let which = if tag.repeats { "[]" } else { "[1]" };
                    format!(
                        "{}{which}.{}",
                        table.code,
                        table.fields.get(target.field)?.name
                    )
                }
            };
            Some(format!("{{{path}{option}}}"))
        }) else {
            continue;
        };
        let at = stand.at.max(from);
        out.push_str(&PagePiece::escaped(
            p.text.get(from..at).unwrap_or_default(),
        ));
        out.push_str(&tag);
        from = at;
    }
    out.push_str(&PagePiece::escaped(p.text.get(from..).unwrap_or_default()));
    out
}
