//! The sub-table workbook: records written below the labels of its sheets.

use office::FileKind;
use office::inplace::address::{LAST_ROW, parse_cell};
use office::inplace::book;
use office::inplace::sheet::{Content, Sheet};
use office::package::{Package, Rewrite};
use office::paper::{Paragraph, Place, is_blank};
use office::sheet;

use super::{Error, Unwritten};
use crate::extract::spaces_in;
use crate::mapping::Field;
use crate::model::finding::FieldPath;
use crate::model::submission::Submission;
use crate::read::Reader;
use crate::recognise::edition::Edition;
use crate::recognise::locate::{Fit, locate};
use crate::said;
use crate::value::Value;

/// A cell to be written, and what it is of the submission.
struct Change {
    sheet: String,
    at: (u32, u32),
    content: Content,
    /// Table, record and field.
    of: Option<(usize, usize, usize)>,
}

/// Fills in the blank workbook in `bytes` with the records of these tables, and the cover where
/// the workbook has one.
pub(super) fn sheets(
    bytes: &[u8],
    submission: &Submission,
    tables: &[usize],
    reader: &Reader,
    edition: &Edition,
    unwritten: &mut Vec<Unwritten>,
) -> Result<Vec<u8>, Error> {
    let paper = sheet::read(bytes, FileKind::Workbook).map_err(Error::Sheet)?;
    let located = locate(&paper, edition);
    let mut changes = Vec::new();
    let package = Package::open(bytes)?;
    let parts = book::sheets(&package)?;
    let mut texts = Vec::new();
    for part in &parts {
        let text = package.xml(&part.part)?.unwrap_or_default();
        texts.push((part, text));
    }
    let mut blanks = Vec::new();
    for (part, text) in &texts {
        blanks.push((part.name.as_str(), Sheet::read(&part.part, text)?));
    }
    let sheet_of = |name: &str| {
        let found = blanks.iter().find(|(other, _)| *other == name);
        found.map(|(_, sheet)| sheet)
    };
    for (p, place) in &located.cover {
        changes.extend(on_cover(p, place, submission, edition, &sheet_of));
    }
    for &t in tables {
        let table = &edition.mapping.tables[t];
        let data = submission.tables.get(&table.code);
        let records = data.map_or(&[][..], |data| &data.records);
        let Some(fit) = located.found[t].fits.first().filter(|fit| !fit.grid.turned) else {
            unwritten.push(Unwritten {
                path: FieldPath::table(&table.code),
                message: said!(
                    "空白子表里没有表 {code}，未写入",
                    "the blank workbook has no table {code}; it was not written",
                    code = table.code
                ),
            });
            continue;
        };
        let Some(columns) = SheetColumns::of(fit) else {
            continue;
        };
        let mut rows = sheet_of(&columns.sheet).map(|sheet| columns.free_rows(sheet));
        for (r, record) in records.iter().enumerate() {
            let Some(row) = rows.as_mut().and_then(Iterator::next) else {
                break;
            };
            for (f, field) in table.fields.iter().enumerate() {
                let Some(column) = columns.of_fields[f] else {
                    continue;
                };
                let value = record.get(&field.name).unwrap_or(&Value::Null);
                let other = record.get(&format!("{}_other", field.name));
                let other = other.and_then(Value::text);
                changes.push(Change {
                    sheet: columns.sheet.clone(),
                    at: (row, column),
                    content: content(value, other, field, edition),
                    of: Some((t, r, f)),
                });
            }
        }
    }

    // First with the workbook's own formulas: where they come to what the submission says, they
    // stay.
    let kept = written(bytes, &changes, &|_| false)?;
    let name = "sheets.xlsx";
    let read = reader.read(name, &kept);
    let differs = |change: &Change| {
        let Some((t, r, f)) = change.of else {
            return false;
        };
        let table = &edition.mapping.tables[t];
        let value = |s: &Submission| {
            let record = s.tables.get(&table.code)?.records.get(r)?;
            record.get(&table.fields[f].name).cloned()
        };
        value(&read).unwrap_or_default() != value(submission).unwrap_or_default()
    };
    written(bytes, &changes, &differs)
}

/// The change that writes the cover's answers behind their labels; beside a label where an empty
/// cell is drawn there for it.
fn on_cover<'s>(
    p: &Paragraph,
    place: &Place,
    submission: &Submission,
    edition: &Edition,
    sheet_of: &dyn Fn(&str) -> Option<&'s Sheet<'s>>,
) -> Option<Change> {
    let spaces = spaces_in(&p.text, edition);
    let answer = |field: usize| {
        let name = &edition.mapping.unit[field].name;
        submission.unit.get(name).and_then(Value::text)
    };
    if let ([(field, space)], Place::Sheet { sheet, cell }) = (&spaces[..], place)
        && is_blank(&p.text[space.clone()])
        && let Some((row, column)) = parse_cell(cell)
        && let Some(drawn) = sheet_of(sheet)
        && drawn.style((row, column + 1)).is_some()
        && drawn.is_empty((row, column + 1))
    {
        return Some(Change {
            sheet: sheet.clone(),
            at: (row, column + 1),
            content: Content::Text(answer(*field)?.to_owned()),
            of: None,
        });
    }
    let mut text = p.text.clone();
    // From the back, so that the offsets before it hold.
    for (field, space) in spaces.into_iter().rev() {
        if let Some(value) = answer(field) {
            text.replace_range(space, value);
        }
    }
    match text == p.text {
        true => None,
        false => change(place, Content::Text(text), None),
    }
}

fn change(place: &Place, content: Content, of: Option<(usize, usize, usize)>) -> Option<Change> {
    let Place::Sheet { sheet, cell } = place else {
        return None;
    };
    Some(Change {
        sheet: sheet.clone(),
        at: parse_cell(cell)?,
        content,
        of,
    })
}

/// Where a table's fields stand on a sheet.
pub(super) struct SheetColumns {
    /// The sheet's name.
    pub sheet: String,
    /// The row of the last labels.
    pub labels: u32,
    /// For each field its column.
    pub of_fields: Vec<Option<u32>>,
}

impl SheetColumns {
    /// Of a table whose labels lie across the top.
    pub(super) fn of(fit: &Fit<'_>) -> Option<SheetColumns> {
        let cell = |column| match fit.grid.place(fit.last, column) {
            Place::Sheet { cell, .. } => parse_cell(&cell),
            _ => None,
        };
        let at: Vec<Option<(u32, u32)>> = fit
            .columns
            .iter()
            .map(|column| column.and_then(cell))
            .collect();
        Some(SheetColumns {
            sheet: fit.grid.table.sheet.as_ref()?.name.clone(),
            labels: at.iter().flatten().map(|at| at.0).max()?,
            of_fields: at.into_iter().map(|at| Some(at?.1)).collect(),
        })
    }

    /// The rows below the labels in which nothing stands but formulas.
    pub(super) fn free_rows<'s>(&'s self, sheet: &'s Sheet<'_>) -> impl Iterator<Item = u32> + 's {
        let free = |row: &u32| {
            let mut columns = self.of_fields.iter().flatten();
            columns
                .all(|&column| sheet.is_empty((*row, column)) || sheet.has_formula((*row, column)))
        };
        (self.labels + 1..=LAST_ROW).filter(free)
    }
}

/// What a cell of a workbook holds for a value: numbers are numbers, anything else is text.
pub(super) fn content(
    value: &Value,
    other: Option<&str>,
    field: &Field,
    edition: &Edition,
) -> Content {
    match value {
        Value::Number(number) => Content::Number(number.normalize().to_string()),
        // A day is written as data has it, which Excel understands in any language.
        Value::Text(date) if field.kind == crate::mapping::Type::Date => {
            Content::Text(date.clone())
        }
        value => match super::wording::wording(value, other, field, edition) {
            Some(text) => Content::Text(text),
            None => Content::Empty,
        },
    }
}

/// Writes the changes. Formulas stay, but for those that `over` says to write over.
fn written(
    bytes: &[u8],
    changes: &[Change],
    over: &dyn Fn(&Change) -> bool,
) -> Result<Vec<u8>, Error> {
    let package = Package::open(bytes)?;
    let mut rewrite = Rewrite::new(&package);
    for part in book::sheets(&package)? {
        let Some(coded) = rewrite.xml(&part.part)? else {
            continue;
        };
        let mut sheet = Sheet::read(&part.part, coded.text())?;
        let mut touched = false;
        for change in changes.iter().filter(|change| change.sheet == part.name) {
            let formula = sheet.has_formula(change.at);
            let skip = match formula {
                true => !over(change),
                false => change.content == Content::Empty,
            };
            if skip {
                continue;
            }
            touched = true;
            if sheet.style(change.at).is_none()
                && let Some(above) = change.at.0.checked_sub(1).filter(|row| *row > 0)
                && let Some(style) = sheet.style((above, change.at.1))
            {
                sheet.set_style(change.at, style);
            }
            sheet.set(change.at, change.content.clone());
        }
        if touched {
            let bytes = coded.write(&sheet.finish());
            let broken = |e| office::inplace::Error::xml(&part.part, e);
            rewrite.set(&part.part, bytes.map_err(broken)?);
        }
    }
    Ok(rewrite.finish()?)
}
