//! The way back: a submission written into its edition's blank form and workbook, for signing and
//! sealing.
//!
//! Places are found in the blank by the same [`locate`] that finds them in a returned form, and
//! what was written is read back: whatever does not come out as it went in is told.

mod choices;
mod cover;
mod form;
mod items;
mod page;
mod pieces;
mod records;
mod sheets;
mod tagged;
mod text;
mod wording;

use office::inplace::{self, Outline};
use office::package::{self, Package, Rewrite};
use office::xml::Splice;
use thiserror::Error;

use crate::forms::blank;
use crate::mapping::{Bundle, FilledIn, Layout};
use crate::model::finding::FieldPath;
use crate::model::submission::{Record, Submission};
use crate::read::Reader;
use crate::recognise::edition::Edition;
use crate::recognise::locate::locate;
use crate::said;
use crate::text::Worded;
use crate::text::lang::Said;
use crate::value::Value;
use office::{sheet, word};

/// A submission in its form.
#[derive(Clone, Debug, Default)]
pub struct Filled {
    /// The form (.docx).
    pub form: Vec<u8>,
    /// The workbook of sub-tables (.xlsx), where one was asked for.
    pub sheets: Option<Vec<u8>>,
    /// What is not in them as the submission has it.
    pub unwritten: Vec<Unwritten>,
}

/// Something of a submission that was not written, or does not read back as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unwritten {
    /// JSON Pointer into the submission.
    pub path: FieldPath,
    /// Why.
    pub message: Said,
}

/// Why a submission cannot be written.
#[derive(Debug, Error)]
#[error("{}", self.said().en)]
pub enum Error {
    /// The reader has no such edition.
    NoEdition {
        /// Which edition.
        edition: String,
    },
    /// The edition has no table that is filled in in a workbook.
    NoSheets {
        /// Which edition.
        edition: String,
    },
    /// The blank cannot be read.
    Word(#[from] word::Error),
    /// The blank workbook cannot be read.
    Sheet(sheet::Error),
    /// No blank can be written from the mapping.
    Blank(#[from] blank::Error),
    /// The blank cannot be changed.
    InPlace(#[from] inplace::Error),
}

impl From<package::Error> for Error {
    fn from(error: package::Error) -> Error {
        Error::InPlace(error.into())
    }
}

impl Worded for Error {
    fn said(&self) -> Said {
        match self {
            Error::NoEdition { edition } => {
                said!("没有版本 {edition}", "there is no edition {edition}")
            }
            Error::NoSheets { edition } => said!(
                "版本 {edition} 没有在子表填写的表，不用 --sheets",
                "edition {edition} has no table that is filled in in a workbook; leave out --sheets"
            ),
            Error::Word(e) => e.said(),
            Error::Sheet(e) => e.said(),
            Error::Blank(e) => e.said(),
            Error::InPlace(e) => e.said(),
        }
    }
}

/// Writes a submission into the blank form of its edition; with `with_sheets`, tables that are
/// filled in in the sub-table workbook are written into that. `reader` reads the edition of
/// `bundle`.
///
/// # Errors
/// When the edition has no blank, or the blank cannot be read.
pub fn fill(
    submission: &Submission,
    bundle: &Bundle,
    reader: &Reader,
    with_sheets: bool,
) -> Result<Filled, Error> {
    let id = bundle.mapping.edition.id.to_string();
    let blank = match &bundle.blank_form {
        Some(blank) => blank.clone(),
        None => blank::form(&bundle.mapping)?.into(),
    };
    let no_edition = || Error::NoEdition {
        edition: id.clone(),
    };
    let edition = reader.edition(&id).ok_or_else(no_edition)?;
    // What is filled in has no tags.
    let blank = match &edition.template {
        Some(template) => template.form.bytes.clone().into(),
        None => blank,
    };
    let mut filled = Filled::default();
    unknown(submission, edition, &mut filled.unwritten);
    let (mut in_form, mut in_sheets, mut left) = (Vec::new(), Vec::new(), Vec::new());
    for (t, table) in edition.mapping.tables.iter().enumerate() {
        match (table.filled_in, with_sheets) {
            (FilledIn::Sheet | FilledIn::Both, true) => in_sheets.push(t),
            (FilledIn::Form | FilledIn::Both, _) => in_form.push(t),
            (FilledIn::Sheet | FilledIn::None, _) => left.push(t),
        }
    }
    for t in left {
        let table = &edition.mapping.tables[t];
        let data = submission.tables.get(&table.code);
        if data.is_none_or(|data| data.records.is_empty()) {
            continue;
        }
        let code = &table.code;
        let message = match table.filled_in {
            FilledIn::None => said!(
                "本表不收 {code}，未写入",
                "the form does not ask for {code}; it was not written"
            ),
            _ => said!(
                "{code} 在子表填写，未写入；要写出子表，请加 --sheets",
                "{code} is filled in in the workbook and was not written; give --sheets to have it written"
            ),
        };
        let path = FieldPath::table(code);
        filled.unwritten.push(Unwritten { path, message });
    }
    filled.form = write_form(submission, &blank, &in_form, edition, &mut filled.unwritten)?;
    let read = reader.read("form.docx", &filled.form);
    compare_unit(submission, &read, &mut filled.unwritten);
    compare(submission, &read, &in_form, edition, &mut filled.unwritten);
    if with_sheets {
        let blank = match &bundle.blank_sheets {
            Some(blank) => blank.clone(),
            None => {
                let written = blank::sheets(&bundle.mapping)?;
                let none = || Error::NoSheets {
                    edition: id.clone(),
                };
                written.ok_or_else(none)?.into()
            }
        };
        let unwritten = &mut filled.unwritten;
        let bytes = sheets::sheets(&blank, submission, &in_sheets, reader, edition, unwritten)?;
        let read = reader.read("sheets.xlsx", &bytes);
        compare(submission, &read, &in_sheets, edition, unwritten);
        filled.sheets = Some(bytes);
    }
    Ok(filled)
}

/// Tables and fields that the edition does not have.
fn unknown(submission: &Submission, edition: &Edition, out: &mut Vec<Unwritten>) {
    let mapping = &edition.mapping;
    let mut strange = |path: FieldPath, name: &str| {
        let id = &mapping.edition.id;
        let message = said!(
            "版本 {id} 没有“{name}”，未写入",
            "edition {id} has no “{name}”; it was not written"
        );
        out.push(Unwritten { path, message });
    };
    for (name, value) in &submission.unit.0 {
        if !value.is_empty() && !mapping.unit.iter().any(|field| field.name == *name) {
            strange(FieldPath::unit_field(name), name);
        }
    }
    for (code, data) in &submission.tables.0 {
        let Some(table) = mapping.tables.iter().find(|table| table.code == *code) else {
            if !data.records.is_empty() {
                strange(FieldPath::table(code), code);
            }
            continue;
        };
        for (r, record) in data.records.iter().enumerate() {
            for (name, value) in &record.0 {
                let own = |field: &crate::mapping::Field| {
                    field.name == *name || name.strip_suffix("_other") == Some(&*field.name)
                };
                if !value.is_empty() && !table.fields.iter().any(own) {
                    strange(FieldPath::field(code, r, name), name);
                }
            }
        }
    }
}

fn write_form(
    submission: &Submission,
    blank: &[u8],
    tables: &[usize],
    edition: &Edition,
    unwritten: &mut Vec<Unwritten>,
) -> Result<Vec<u8>, Error> {
    let package = Package::open(blank)?;
    let paper = word::read(&package)?;
    let located = locate(&paper, edition);
    let mut rewrite = Rewrite::new(&package);
    let main = package.main_part();
    let missing = || package::Error::MissingPart { part: main.into() };
    let coded = rewrite.xml(main)?.ok_or_else(missing)?;
    let outline = Outline::read(main, coded.text())?;
    let mut form = form::Form {
        outline: &outline,
        edition,
        splice: Splice::default(),
        unwritten: std::mem::take(unwritten),
    };
    let tagged = tagged::sign(edition);
    if let Some(sign) = edition.signs.page.as_ref().or(tagged.as_ref()) {
        page::page(&mut form, &paper, sign, submission);
    } else {
        cover::cover(&mut form, &located, &submission.unit);
    }
    for &t in tables {
        let table = &edition.mapping.tables[t];
        let data = submission.tables.get(&table.code);
        let records = data.map_or(&[][..], |data| &data.records);
        if records.is_empty() || tagged.is_some() {
            continue;
        }
        let found = &located.found[t];
        match table.layout {
            Layout::Records | Layout::Form => records::records(&mut form, t, found, records),
            Layout::Choices => choices::choices(&mut form, t, found, records),
            Layout::Text => text::text(&mut form, t, found, records),
            // Written above, all at once.
            Layout::Page => {}
            Layout::Grid | Layout::Rating | Layout::Blanks => {
                items::items(&mut form, t, found, records);
            }
        }
    }
    let text = form.splice.apply(coded.text());
    *unwritten = form.unwritten;
    let bytes = coded.write(&text);
    let bytes = bytes.map_err(|e| inplace::Error::xml(main, e))?;
    rewrite.set(main, bytes);
    Ok(rewrite.finish()?)
}

fn compare_unit(written: &Submission, read: &Submission, out: &mut Vec<Unwritten>) {
    for (name, value) in &written.unit.0 {
        let path = FieldPath::unit_field(name);
        let got = read.unit.get(name).unwrap_or(&Value::Null);
        if got != value && !out.iter().any(|told| told.path == path) {
            out.push(differs(path, value, got));
        }
    }
}

/// Says what does not read back as it was.
fn compare(
    written: &Submission,
    read: &Submission,
    tables: &[usize],
    edition: &Edition,
    out: &mut Vec<Unwritten>,
) {
    let none = Record::default();
    for &t in tables {
        let table = &edition.mapping.tables[t];
        let records = |s: &Submission| {
            let data = s.tables.get(&table.code);
            data.map_or(Vec::new(), |data| data.records.clone())
        };
        let (ours, theirs) = (records(written), records(read));
        let path = FieldPath::table(&table.code);
        if ours.len() != theirs.len() && !out.iter().any(|told| told.path == path) {
            let (a, b) = (ours.len(), theirs.len());
            out.push(Unwritten {
                path: path.clone(),
                message: said!(
                    "写入 {a} 条记录，读回 {b} 条",
                    "{a} records were written, {b} read back"
                ),
            });
        }
        for (r, ours) in ours.iter().enumerate() {
            let theirs = theirs.get(r).unwrap_or(&none);
            for field in &table.fields {
                let own = FieldPath::field(&table.code, r, &field.name);
                for path in [own.clone(), own.beside()] {
                    let name = path.field_name().map_or("", |name| name);
                    let value = |record: &Record| record.get(name).cloned().unwrap_or_default();
                    let (value, got) = (value(ours), value(theirs));
                    if value != got && !out.iter().any(|told| told.path.holds(&path)) {
                        out.push(differs(path, &value, &got));
                    }
                }
            }
        }
    }
}

fn differs(path: FieldPath, value: &Value, got: &Value) -> Unwritten {
    let shown = |value: &Value| serde_json::to_string(value).unwrap_or_default();
    let (value, got) = (shown(value), shown(got));
    Unwritten {
        path,
        message: said!(
            "写入的是 {value}，从表中读回 {got}",
            "{value} was written; the form reads back as {got}"
        ),
    }
}
