//! Notes in a department's own workbook: each at its cell, which is filled red where something must be
//! mended, and yellow where something is to be looked at.

use std::collections::{BTreeMap, BTreeSet};

use office::inplace::address::parse_cell;
use office::inplace::book::{SheetPart, sheets};
use office::inplace::note::{self, Note};
use office::inplace::sheet::Sheet;
use office::inplace::style::{self, Fill, Styles};
use office::inplace::thread;
use office::package::{Package, Rewrite};
use office::paper::Place;

use super::{Annotated, Error, Remark};
use crate::model::finding::Severity;
use crate::read::{AUTHOR, seal};

/// The most characters of a note. Excel keeps 32 767.
const LONGEST: usize = 8_000;

/// Writes the remarks into the workbook in `bytes`, an .xlsx. What has no place stands at the first
/// cell of the first sheet.
///
/// # Errors
/// When the workbook cannot be read.
pub fn annotate(bytes: &[u8], remarks: &[Remark]) -> Result<Annotated, Error> {
    let package = Package::open(bytes)?;
    let sheets = sheets(&package)?;
    if sheets.is_empty() {
        return Err(Error::NoPlace {
            part: package.main_part().to_owned(),
        });
    }
    let mut annotated = Annotated {
        remarks: remarks.len(),
        ..Annotated::default()
    };
    // By sheet and cell, what is to be said.
    let mut said: BTreeMap<usize, BTreeMap<(u32, u32), Vec<&Remark>>> = BTreeMap::new();
    for remark in remarks {
        let at = remark.place.as_ref().and_then(|p| cell_of(p, &sheets));
        if at.is_none() {
            annotated.unplaced += 1;
        }
        let (sheet, cell) = at.unwrap_or((0, (1, 1)));
        let cells = said.entry(sheet).or_default();
        cells.entry(cell).or_default().push(remark);
    }

    let mut rewrite = Rewrite::new(&package);
    let styles_part = styles_part(&package, &mut rewrite)?;
    let styles_text = rewrite.xml(&styles_part)?.ok_or_else(|| Error::NoPlace {
        part: styles_part.clone(),
    })?;
    let mut styles = Styles::read(&styles_part, styles_text.text())?;
    for (number, cells) in said {
        let part = &sheets[number].part;
        let Some(coded) = rewrite.xml(part)? else {
            return Err(Error::NoPlace { part: part.clone() });
        };
        let mut sheet = Sheet::read(part, coded.text())?;
        let mut notes: BTreeMap<(u32, u32), String> = BTreeMap::new();
        let mut wrong: BTreeSet<(u32, u32)> = BTreeSet::new();
        for (cell, remarks) in cells {
            let at = sheet.shown_at(cell);
            if remarks.iter().any(|r| r.severity == Severity::Error) {
                wrong.insert(at);
            }
            let text = notes.entry(at).or_default();
            for remark in remarks {
                if !text.is_empty() {
                    text.push('\n');
                }
                text.push_str(&remark.text.join("\n"));
            }
        }
        let notes: Vec<Note> = notes
            .into_iter()
            .map(|(at, text)| {
                let mut text: String = text.chars().take(LONGEST).collect();
                let seal = seal(&text);
                text.push('\n');
                text.push_str(&seal);
                Note { at, text }
            })
            .collect();
        for note in &notes {
            let fill = match wrong.contains(&note.at) {
                true => Fill::Red,
                false => Fill::Yellow,
            };
            let filled = styles.filled(sheet.style(note.at).unwrap_or(0), fill);
            sheet.set_style(note.at, filled);
        }
        note::write(
            &mut rewrite,
            part,
            &mut sheet,
            number,
            (&notes, AUTHOR.name),
        )?;
        let said = (notes.as_slice(), AUTHOR.name);
        thread::reply(&mut rewrite, package.main_part(), part, number, said)?;
        let bytes = coded.write(&sheet.finish());
        rewrite.set(part, bytes.map_err(|e| Error::xml(part, e))?);
    }
    if !styles.is_unchanged() {
        let bytes = styles_text.write(&styles.finish());
        let bytes = bytes.map_err(|e| Error::xml(&styles_part, e))?;
        rewrite.set(&styles_part, bytes);
    }
    annotated.bytes = rewrite.finish()?;
    Ok(annotated)
}

/// The sheet and the cell that a place names.
fn cell_of(place: &Place, sheets: &[SheetPart]) -> Option<(usize, (u32, u32))> {
    let Place::Sheet { sheet, cell } = place else {
        return None;
    };
    let number = sheets.iter().position(|s| s.name == *sheet)?;
    Some((number, parse_cell(cell)?))
}

/// The part that holds the cell formats; a new one where the workbook has none.
fn styles_part(package: &Package<'_>, rewrite: &mut Rewrite<'_, '_>) -> Result<String, Error> {
    let main = package.main_part();
    let related = package.relationships(main)?;
    let known = related.into_iter().find(|r| r.is("styles"));
    if let Some(part) = known.filter(|r| rewrite.has(&r.target)) {
        return Ok(part.target);
    }
    let folder = main.rsplit_once('/').map_or("", |(folder, _)| folder);
    let name = rewrite.free_name(&format!("{folder}/styles"), ".xml");
    let name = name.trim_start_matches('/').to_owned();
    rewrite.add(
        &name,
        "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml",
        style::EMPTY.into(),
    )?;
    rewrite.relate(
        main,
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles",
        &format!("/{name}"),
    )?;
    Ok(name)
}
