//! Workbooks that the reporting system handed out, filled in place: records written below the
//! labels of each table, values as the template's own lists spell them, nothing else changed.
//!
//! The sheet and the labels are found as in a returned workbook. What the template and the mapping
//! have apart from each other is known once a template is open, before anything is written.

mod content;
mod error;
mod gather;
mod measure;
mod parts;
mod target;
mod validation;

pub use error::Error;
pub use gather::open_all;

use std::cmp::Reverse;
use std::sync::Arc;

use office::FileKind;
use office::inplace::book::{self, SheetPart};
use office::inplace::sheet::{Content, Sheet};
use office::inplace::style::Styles;
use office::package::{Package, Rewrite};
use office::paper::{Block, Paper};
use office::sheet;

use crate::model::finding::{FieldPath, Finding};
use crate::model::submission::Submission;
use crate::read::Reader;
use crate::recognise::edition::Edition;

use content::{content, not_allowed, not_counted, words_left_out};
use measure::Measure;
use target::{Item, Target, field_of};
use validation::{Book, Names, validations};

/// A template, open, with the records that go into it so far.
#[derive(Debug)]
pub struct Template {
    name: String,
    bytes: Vec<u8>,
    edition: Arc<str>,
    /// The codes of the edition's tables.
    codes: Vec<Arc<str>>,
    sheets: Vec<SheetPart>,
    targets: Vec<Target>,
    /// For each target its rows: a cell for each of its columns.
    rows: Vec<Vec<Vec<Content>>>,
    /// The workbook counts its days from 1904.
    since_1904: bool,
    /// Some sheet that is written to holds formulas.
    formulas: bool,
    /// Sheets that people see and that are no table of the edition.
    unknown: Vec<String>,
    /// Sheets with the labels of a table that is filled in elsewhere, and the table's code.
    again: Vec<(String, String)>,
    /// Submissions of another edition that had something to write.
    others: usize,
}

/// What stands where in a template, and what does not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    /// The sheet.
    pub sheet: String,
    /// The table's code.
    pub table: String,
    /// How many of its items have a column.
    pub items: usize,
    /// Labels of the template that are no item of the table.
    pub only_there: Vec<String>,
    /// Items of the table that the template has no column for.
    pub only_here: Vec<String>,
    /// Items whose list is computed by the workbook, so that it is not known.
    pub unresolved: Vec<String>,
    /// Items that the workbook computes itself: nothing is written into formulas.
    pub computed: Vec<String>,
    /// Items that the template counts in units that data cannot be converted to, with these units:
    /// nothing is written there.
    pub other_units: Vec<(String, String)>,
    /// Items that are converted on the way, and how many times as large they become.
    pub converted: Vec<(String, String)>,
}

impl Template {
    /// Opens a template: finds its tables, its labels and its lists.
    ///
    /// # Errors
    /// When the file is no .xlsx, cannot be read, or holds no table of any edition.
    pub fn open(name: &str, bytes: Vec<u8>, reader: &Reader) -> Result<Template, Error> {
        match FileKind::of_bytes(&bytes) {
            FileKind::Workbook => {}
            kind => return Err(Error::NotWorkbook { kind }),
        }
        let paper = sheet::read(&bytes, FileKind::Workbook).map_err(Error::Sheet)?;
        let found = reader.editions().map(|edition| {
            let sheets = paper.blocks.iter().filter_map(|block| match block {
                Block::Table(table) => Some(table),
                Block::Paragraph(_) => None,
            });
            let targets: Vec<Target> = sheets.flat_map(|t| parts::targets(t, edition)).collect();
            (edition, targets)
        });
        let known = |targets: &[Target]| targets.iter().map(|t| t.columns.len()).sum::<usize>();
        // Of editions that know as much of it, the one that is asked for first.
        let best = found.reduce(|best, next| match known(&next.1) > known(&best.1) {
            true => next,
            false => best,
        });
        let Some((edition, targets)) = best.filter(|(_, targets)| !targets.is_empty()) else {
            return Err(Error::NoTable {
                sheets: sheet_names(&paper),
            });
        };
        let mut template = Template {
            name: name.to_owned(),
            edition: Arc::clone(&edition.mapping.edition.id),
            codes: edition
                .mapping
                .tables
                .iter()
                .map(|t| Arc::clone(&t.code))
                .collect(),
            sheets: Vec::new(),
            rows: Vec::new(),
            targets,
            since_1904: false,
            formulas: false,
            unknown: Vec::new(),
            again: Vec::new(),
            others: 0,
            bytes: Vec::new(),
        };
        template.look(&bytes, &paper, edition)?;
        template.bytes = bytes;
        Ok(template)
    }

    /// A table is filled in once: where most of its labels stand, of several such places where
    /// nothing is filled in yet (no example), of several such in the last.
    fn one_place_a_table(&mut self) {
        let mut targets: Vec<Target> = Vec::new();
        for target in std::mem::take(&mut self.targets) {
            let known = targets.iter().position(|t| t.table == target.table);
            let worth = |t: &Target| (t.columns.len(), Reverse(t.filled));
            let lost = match known {
                Some(known) if worth(&targets[known]) > worth(&target) => target,
                Some(known) => std::mem::replace(&mut targets[known], target),
                None => {
                    targets.push(target);
                    continue;
                }
            };
            let code = self.codes[lost.table].to_string();
            self.again.push((lost.sheet, code));
        }
        self.rows = targets.iter().map(|_| Vec::new()).collect();
        self.targets = targets;
    }

    /// Looks at the parts behind the targets.
    fn look(&mut self, bytes: &[u8], paper: &Paper, edition: &Edition) -> Result<(), Error> {
        let package = Package::open(bytes)?;
        self.sheets = book::sheets(&package)?;
        let main = package.main_part();
        let xml = |e| office::inplace::Error::xml(main, e);
        let workbook = package.xml(main)?.unwrap_or_default();
        let names = Names::read(&workbook).map_err(xml)?;
        self.since_1904 = book::since_1904(&workbook).map_err(xml)?;
        let related = package.relationships(main)?;
        let styles_part = related.iter().find(|r| r.is("styles"));
        let styles_part = styles_part.map_or("", |r| r.target.as_str());
        let styles = package.xml(styles_part)?;
        // A workbook may do without; then nothing in it shows a day.
        let styles = styles
            .as_deref()
            .and_then(|bytes| Styles::read(styles_part, bytes).ok());
        let book = Book {
            paper,
            names: &names,
        };
        for target in &mut self.targets {
            let Some(part) = self.sheets.iter().find(|s| s.name == target.sheet) else {
                continue;
            };
            let text = package.xml(&part.part)?.unwrap_or_default();
            let sheet = Sheet::read(&part.part, &text)?;
            self.formulas |= sheet.has_formulas();
            let broken = |e| office::inplace::Error::xml(&part.part, e);
            let lists = validations(&text).map_err(broken)?;
            target.look(&sheet, &lists, &book, styles.as_ref(), edition);
        }
        self.one_place_a_table();
        for block in &paper.blocks {
            let Block::Table(table) = block else { continue };
            let Some(sheet) = table.sheet.as_ref().filter(|s| !s.hidden) else {
                continue;
            };
            let filled = self.targets.iter().map(|t| &t.sheet);
            let mut known = filled.chain(self.again.iter().map(|(sheet, _)| sheet));
            let is_known = known.any(|name| *name == sheet.name);
            if !is_known && !self.unknown.contains(&sheet.name) {
                self.unknown.push(sheet.name.clone());
            }
        }
        Ok(())
    }

    /// Its file's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The tables that it takes, with what it and the mapping have apart from each other.
    pub fn layouts(&self, reader: &Reader) -> Vec<Layout> {
        let Some(edition) = reader.edition(&self.edition) else {
            return Vec::new();
        };
        let labelled = |target: &Target, of: &dyn Fn(&Measure) -> Option<String>| {
            let columns = target.columns.iter();
            let named = columns.filter_map(|column| {
                let field = field_of(column.item, target.table, edition);
                Some((field.label.to_string(), of(&column.measure)?))
            });
            named.collect::<Vec<_>>()
        };
        let layout = |target: &Target| Layout {
            other_units: labelled(target, &|m| match m {
                Measure::Other(unit) => Some(unit.clone()),
                _ => None,
            }),
            converted: labelled(target, &|m| match m {
                Measure::Times(times) => Some(times.to_string()),
                _ => None,
            }),
            sheet: target.sheet.clone(),
            table: edition.mapping.tables[target.table].code.to_string(),
            items: target.columns.len(),
            only_there: target.only_there.clone(),
            only_here: target.only_here.clone(),
            unresolved: target.unresolved.clone(),
            computed: target.computed.clone(),
        };
        self.targets.iter().map(layout).collect()
    }

    /// Sheets that people see and that are no table of the edition: nothing is written there.
    pub fn unknown_sheets(&self) -> &[String] {
        &self.unknown
    }

    /// Sheets with the labels of a table that is filled in on another sheet, and the table's code:
    /// nothing is written there.
    pub fn other_places(&self) -> &[(String, String)] {
        &self.again
    }

    /// The template has a place for this table of this edition.
    pub fn takes(&self, edition: &str, table: &str) -> bool {
        let mut codes = self.targets.iter().map(|t| &*self.codes[t.table]);
        *self.edition == *edition && codes.any(|code| code == table)
    }

    /// How many submissions of another edition have not been written.
    pub fn of_other_editions(&self) -> usize {
        self.others
    }

    /// A sheet that is written to holds formulas: a program that computes must open the workbook
    /// before their results are right.
    pub fn has_formulas(&self) -> bool {
        self.formulas
    }

    /// How many records it has taken.
    pub fn records(&self) -> usize {
        self.rows.iter().map(Vec::len).sum()
    }

    /// Takes the records of a submission. What the template's lists do not have is left out, and
    /// becomes a finding of the submission.
    pub fn take(&mut self, submission: &mut Submission, reader: &Reader) {
        if submission.mapping.id != self.edition {
            let filled = submission
                .tables
                .0
                .iter()
                .any(|(_, t)| !t.records.is_empty());
            self.others += usize::from(filled);
            return;
        }
        let Some(edition) = reader.edition(&self.edition) else {
            return;
        };
        let mut findings = Vec::new();
        for (target, rows) in self.targets.iter().zip(&mut self.rows) {
            let table = &edition.mapping.tables[target.table];
            let Some(data) = submission.tables.get(&table.code) else {
                continue;
            };
            for (r, record) in data.records.iter().enumerate() {
                let cells = target.columns.iter().map(|column| {
                    let field = field_of(column.item, target.table, edition);
                    let (of, path) = match column.item {
                        Item::Field(_) => (record, FieldPath::record(&table.code, r)),
                        Item::Unit(_) => (&submission.unit, FieldPath::unit()),
                    };
                    let path = path.at_field(&field.name);
                    if let Some(left) = words_left_out(of, field, column, &self.name) {
                        findings.push(left.at(path.beside()));
                    }
                    if let Some(left) = not_counted(of, field, column, &self.name) {
                        findings.push(left.at(path));
                        return Content::Empty;
                    }
                    let written = content(of, field, column, self.since_1904);
                    written.unwrap_or_else(|allowed| {
                        findings.push(not_allowed(of, field, allowed, &self.name).at(path));
                        Content::Empty
                    })
                });
                rows.push(cells.collect());
            }
        }
        for mut finding in findings {
            let said = |f: &Finding| f.path == finding.path && f.cause == finding.cause;
            if submission.findings.iter().any(said) {
                continue;
            }
            // Where the value stands on the paper, if something else was found there.
            let known = submission.findings.iter().find(|f| f.path == finding.path);
            finding.source = known.and_then(|f| f.source.clone());
            submission.findings.push(finding);
        }
    }

    /// The workbook with all records that it has taken.
    ///
    /// # Errors
    /// When a sheet has not rows enough, or the workbook cannot be written.
    pub fn fill(&self) -> Result<Vec<u8>, Error> {
        let package = Package::open(&self.bytes)?;
        let mut rewrite = Rewrite::new(&package);
        for part in &self.sheets {
            let targets = self.targets.iter().zip(&self.rows);
            let mut targets = targets
                .filter(|(target, rows)| target.sheet == part.name && !rows.is_empty())
                .peekable();
            if targets.peek().is_none() {
                continue;
            }
            let Some(coded) = rewrite.xml(&part.part)? else {
                continue;
            };
            let blank = Sheet::read(&part.part, coded.text())?;
            let mut sheet = Sheet::read(&part.part, coded.text())?;
            for (target, rows) in targets {
                let free: Vec<u32> = target.free_rows(&blank).take(rows.len()).collect();
                if free.len() < rows.len() {
                    return Err(self.full(target, rows.len(), &free));
                }
                for (cells, row) in rows.iter().zip(free) {
                    for (column, content) in target.columns.iter().zip(cells) {
                        let at = (row, column.column);
                        if *content == Content::Empty || blank.has_formula(at) {
                            continue;
                        }
                        if blank.style(at).is_none()
                            && let Some(style) = sheet.style((row - 1, column.column))
                        {
                            sheet.set_style(at, style);
                        }
                        sheet.set(at, content.clone());
                    }
                }
            }
            let bytes = coded.write(&sheet.finish());
            let broken = |e| office::inplace::Error::xml(&part.part, e);
            rewrite.set(&part.part, bytes.map_err(broken)?);
        }
        Ok(rewrite.finish()?)
    }

    fn full(&self, target: &Target, records: usize, free: &[u32]) -> Error {
        Error::Full {
            sheet: target.sheet.clone(),
            table: self.codes[target.table].to_string(),
            records,
            rows: free.len(),
            first: free.first().copied(),
        }
    }
}

/// The names of the sheets that hold anything.
fn sheet_names(paper: &Paper) -> Vec<String> {
    let mut names = Vec::new();
    for block in &paper.blocks {
        if let Block::Table(table) = block
            && let Some(sheet) = &table.sheet
            && !names.contains(&sheet.name)
        {
            names.push(sheet.name.clone());
        }
    }
    names
}
