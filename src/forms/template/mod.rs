//! Workbooks that the reporting system handed out, filled in place: records written below the
//! labels of each table, values as the template's own lists spell them, nothing else changed.
//!
//! The sheet and the labels are found as in a returned workbook. What the template and the mapping
//! have apart from each other is known once a template is open, before anything is written.

mod bare;
mod content;
mod edition;
mod error;
mod gather;
mod grid;
mod layout;
mod limit;
mod measure;
mod parts;
mod row;
mod target;
mod validation;

pub use error::Error;
pub use gather::open_all;
pub use layout::Layout;

use std::cmp::Reverse;
use std::sync::Arc;

use office::FileKind;
use office::inplace::book::{self, SheetPart};
use office::inplace::grown;
use office::inplace::sheet::{Content, Sheet};
use office::inplace::style::Styles;
use office::package::{Package, Rewrite};
use office::paper::{Block, Paper};
use office::sheet;

use crate::batch::own;
use crate::model::finding::{FieldPath, Finding};
use crate::model::submission::{Record, Submission};
use crate::read::Reader;
use crate::recognise::edition::Edition;
use crate::survey::rollup::derived_records;

use edition::Found;
use grid::Grid;
use row::Placing;
use target::{Target, field_of};
use validation::{Book, Names, validations};

/// A template, open, with the records that go into it so far.
#[derive(Debug)]
pub struct Template {
    name: String,
    bytes: Vec<u8>,
    /// With its derived tables.
    edition: Arc<Edition>,
    /// Editions that it may be for as well.
    also: Vec<String>,
    sheets: Vec<SheetPart>,
    targets: Vec<Target>,
    grids: Vec<Grid>,
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
        let editions = edition::with_derived(reader.editions().map(|e| &*e.mapping));
        let found = editions.iter().map(|edition| Found::of(&paper, edition));
        let best = edition::recognise(name, &paper, found.collect());
        let Some((found, also)) = best else {
            return Err(Error::NoTable {
                sheets: sheet_names(&paper),
            });
        };
        let mut template = Template {
            name: name.to_owned(),
            edition: Arc::clone(&found.edition),
            also,
            sheets: Vec::new(),
            rows: Vec::new(),
            targets: found.targets,
            grids: found.grids,
            since_1904: false,
            formulas: false,
            unknown: Vec::new(),
            again: Vec::new(),
            others: 0,
            bytes: Vec::new(),
        };
        template.look(&bytes, &paper)?;
        // Filled in once more, it would hold every record twice.
        if template.targets.iter().any(|t| t.filled > 0) && own::bears_mark(&bytes) {
            return Err(Error::FilledBefore);
        }
        template.bytes = bytes;
        Ok(template)
    }

    fn code(&self, table: usize) -> &Arc<str> {
        &self.edition.mapping.tables[table].code
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
            let code = self.code(lost.table).to_string();
            self.again.push((lost.sheet, code));
        }
        self.rows = targets.iter().map(|_| Vec::new()).collect();
        self.targets = targets;
    }

    /// Looks at the parts behind the targets.
    fn look(&mut self, bytes: &[u8], paper: &Paper) -> Result<(), Error> {
        let edition = &*Arc::clone(&self.edition);
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
        for grid in &mut self.grids {
            let Some(part) = self.sheets.iter().find(|s| s.name == grid.sheet) else {
                continue;
            };
            let text = package.xml(&part.part)?.unwrap_or_default();
            let sheet = Sheet::read(&part.part, &text)?;
            self.formulas |= sheet.has_formulas();
            grid.look(&sheet, edition);
        }
        self.one_place_a_table();
        for block in &paper.blocks {
            let Block::Table(table) = block else { continue };
            let Some(sheet) = table.sheet.as_ref().filter(|s| !s.hidden) else {
                continue;
            };
            let filled = self.targets.iter().map(|t| &t.sheet);
            let filled = filled.chain(self.grids.iter().map(|g| &g.sheet));
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

    /// The edition that it is for.
    pub fn edition(&self) -> &str {
        &self.edition.mapping.edition.id
    }

    /// Editions whose tables fit it as well: nothing in it says which it is for.
    pub fn other_editions(&self) -> &[String] {
        &self.also
    }

    /// The tables that it takes, with what it and the mapping have apart from each other.
    pub fn layouts(&self) -> Vec<Layout> {
        let tables = &self.edition.mapping.tables;
        let of_grids = self.grids.iter().map(|grid| {
            let cells = grid.cells.iter().map(|cell| {
                let field = &tables[grid.table].fields[cell.field];
                (field.label.as_ref(), &cell.measure)
            });
            Layout {
                sheet: grid.sheet.clone(),
                table: tables[grid.table].code.to_string(),
                items: grid.cells.len(),
                is_grid: true,
                only_here: grid.only_here.clone(),
                computed: grid.computed.clone(),
                ..Layout::counting(cells)
            }
        });
        let of_targets = self.targets.iter().map(|target| {
            let columns = target.columns.iter().map(|column| {
                let field = field_of(column.item, target.table, &self.edition);
                (field.label.as_ref(), &column.measure)
            });
            Layout {
                sheet: target.sheet.clone(),
                table: tables[target.table].code.to_string(),
                items: target.columns.len(),
                rows_there: target.filled,
                only_there: target.only_there.clone(),
                only_here: target.only_here.clone(),
                unresolved: target.unresolved.clone(),
                computed: target.computed.clone(),
                ..Layout::counting(columns)
            }
        });
        of_targets.chain(of_grids).collect()
    }

    /// Records that were added up into one grid, by table, where there were several.
    pub fn added_up(&self) -> impl Iterator<Item = (&str, usize)> {
        let several = self.grids.iter().filter(|grid| grid.records > 1);
        several.map(|grid| (self.code(grid.table).as_ref(), grid.records))
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
        let targets = self.targets.iter().map(|t| t.table);
        let mut all = targets.chain(self.grids.iter().map(|g| g.table));
        *self.edition() == *edition && all.any(|t| **self.code(t) == *table)
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
        let of_grids = self.grids.iter().map(|grid| grid.records);
        self.rows.iter().map(Vec::len).chain(of_grids).sum()
    }

    /// Takes the records of a submission. What the template's lists do not have is left out, and
    /// becomes a finding of the submission.
    pub fn take(&mut self, submission: &mut Submission) {
        self.take_each(submission, &|_, _| None);
    }

    /// As [`take`](Self::take), of a submission whose records are of many units: `unit` gives the
    /// cover of the unit that a table's record is of; without one it is the submission's own.
    pub fn take_each<'u>(
        &mut self,
        submission: &mut Submission,
        unit: &dyn Fn(&str, usize) -> Option<&'u Record>,
    ) {
        if submission.mapping.id != self.edition.mapping.edition.id {
            let filled = submission
                .tables
                .0
                .iter()
                .any(|(_, t)| !t.records.is_empty());
            self.others += usize::from(filled);
            return;
        }
        let edition = Arc::clone(&self.edition);
        // A mapping whose sums cannot be read is not loaded.
        let derived = derived_records(submission, &edition.mapping).unwrap_or_default();
        let records = |table: usize| -> Vec<&Record> {
            let code = &edition.mapping.tables[table].code;
            match submission.tables.get(code) {
                Some(data) => data.records.iter().collect(),
                None => {
                    let own = derived.iter().filter(|(of, _)| of == code);
                    own.filter_map(|(_, record)| record.as_ref()).collect()
                }
            }
        };
        let mut findings = Vec::new();
        for (target, rows) in self.targets.iter().zip(&mut self.rows) {
            for (r, record) in records(target.table).into_iter().enumerate() {
                let placing = Placing {
                    target,
                    edition: &edition,
                    template: &self.name,
                    since_1904: self.since_1904,
                };
                let code = &edition.mapping.tables[target.table].code;
                let unit = unit(code, r).unwrap_or(&submission.unit);
                rows.push(placing.row(record, r, unit, &mut findings));
            }
        }
        for grid in &mut self.grids {
            let code = &edition.mapping.tables[grid.table].code;
            for (r, record) in records(grid.table).into_iter().enumerate() {
                for (name, left) in grid.take(record, &edition, &self.name) {
                    findings.push(left.at(FieldPath::field(code, r, &name)));
                }
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
            let targets: Vec<_> = targets
                .filter(|(target, rows)| target.sheet == part.name && !rows.is_empty())
                .collect();
            let of_sheet = self.grids.iter().filter(|grid| grid.sheet == part.name);
            let cells: Vec<_> = of_sheet.flat_map(Grid::contents).collect();
            if targets.is_empty() && cells.is_empty() {
                continue;
            }
            let Some(coded) = rewrite.xml(&part.part)? else {
                continue;
            };
            let blank = Sheet::read(&part.part, coded.text())?;
            let mut sheet = Sheet::read(&part.part, coded.text())?;
            let own_tables = grown::tables(&package, &part.part)?;
            for (target, rows) in targets {
                let last = self.write_rows(target, rows, &blank, &mut sheet)?;
                let columns = target.columns.iter().map(|c| (target.labels, c.column));
                let mut columns = columns.filter(|at| own_tables.iter().any(|t| t.area.has(*at)));
                if let Some(at) = columns.next() {
                    for table in own_tables.iter().filter(|t| t.area.has(at)) {
                        grown::reach(&mut rewrite, table, last)?;
                    }
                }
            }
            for (at, content) in cells {
                sheet.set(at, content);
            }
            let bytes = coded.write(&sheet.finish());
            let broken = |e| office::inplace::Error::xml(&part.part, e);
            rewrite.set(&part.part, bytes.map_err(broken)?);
        }
        Ok(rewrite.finish()?)
    }

    /// Writes the rows of a target, and gives the last row that it wrote.
    fn write_rows(
        &self,
        target: &Target,
        rows: &[Vec<Content>],
        blank: &Sheet<'_>,
        sheet: &mut Sheet<'_>,
    ) -> Result<u32, Error> {
        let free: Vec<u32> = target.free_rows(blank).take(rows.len()).collect();
        if free.len() < rows.len() {
            return Err(self.full(target, rows.len(), &free));
        }
        for (cells, row) in rows.iter().zip(&free) {
            for (column, content) in target.columns.iter().zip(cells) {
                let at = (*row, column.column);
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
        Ok(free.last().copied().unwrap_or(target.labels))
    }

    fn full(&self, target: &Target, records: usize, free: &[u32]) -> Error {
        Error::Full {
            sheet: target.sheet.clone(),
            table: self.code(target.table).to_string(),
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
