//! Workbooks that the reporting system handed out, filled in place: records written below the
//! labels of each table, values as the template's own lists spell them, nothing else changed.
//!
//! The sheet and the labels are found as in a returned workbook. What the template and the mapping
//! have apart from each other is known once a template is open, before anything is written.

mod error;
mod gather;
mod target;
mod validation;

pub use error::Error;
pub use gather::open_all;

use std::collections::HashMap;

use crate::edition::Edition;
use crate::finding::{Finding, Rule};
use crate::inplace::book::{self, SheetPart};
use crate::inplace::sheet::{Content, Sheet};
use crate::inplace::style::Styles;
use crate::locate::locate;
use crate::mapping::Field;
use crate::package::{Kind, Package, Rewrite, sniff};
use crate::paper::{Block, Paper};
use crate::reading::Reader;
use crate::said;
use crate::sheet;
use crate::submission::{Record, Submission};
use crate::value::Value;

use target::{Item, Target, field_of, plain};
use validation::{Book, defined_names, validations};

/// Items of a list that a finding names.
const NAMED: usize = 8;

/// A template, open, with the records that go into it so far.
#[derive(Debug)]
pub struct Template {
    name: String,
    bytes: Vec<u8>,
    edition: std::sync::Arc<str>,
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
}

impl Template {
    /// Opens a template: finds its tables, its labels and its lists.
    ///
    /// # Errors
    /// When the file is no .xlsx, cannot be read, or holds no table of any edition.
    pub fn open(name: &str, bytes: Vec<u8>, reader: &Reader) -> Result<Template, Error> {
        match sniff(&bytes) {
            Kind::Workbook => {}
            kind => return Err(Error::NotWorkbook { kind }),
        }
        let paper = sheet::read(&bytes, sheet::Kind::Xlsx).map_err(Error::Sheet)?;
        let found = reader.editions().iter().map(|edition| {
            let located = locate(&paper, edition);
            let fits = located.found.iter().flat_map(|found| &found.fits);
            let targets: Vec<Target> = fits.filter_map(|fit| Target::of(fit, edition)).collect();
            (edition, targets)
        });
        let known = |targets: &[Target]| targets.iter().map(|t| t.columns.len()).sum::<usize>();
        let best = found.max_by_key(|(_, targets)| known(targets));
        let Some((edition, targets)) = best.filter(|(_, targets)| !targets.is_empty()) else {
            return Err(Error::NoTable {
                sheets: sheet_names(&paper),
            });
        };
        let mut template = Template {
            name: name.to_owned(),
            edition: edition.mapping.edition.id.clone(),
            sheets: Vec::new(),
            rows: targets.iter().map(|_| Vec::new()).collect(),
            targets,
            since_1904: false,
            formulas: false,
            unknown: Vec::new(),
            bytes: Vec::new(),
        };
        template.look(&bytes, &paper, edition)?;
        template.bytes = bytes;
        Ok(template)
    }

    /// Looks at the parts behind the targets.
    fn look(&mut self, bytes: &[u8], paper: &Paper, edition: &Edition) -> Result<(), Error> {
        let package = Package::open(bytes)?;
        self.sheets = book::sheets(&package)?;
        let main = package.main_part();
        let xml = |e| crate::inplace::Error::xml(main, e);
        let workbook = package.xml(main)?.unwrap_or_default();
        let names: HashMap<String, String> = defined_names(&workbook).map_err(xml)?;
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
            let broken = |e| crate::inplace::Error::xml(&part.part, e);
            let lists = validations(&text).map_err(broken)?;
            target.look(&sheet, &lists, &book, styles.as_ref(), edition);
            self.formulas |= sheet.has_formulas();
        }
        for block in &paper.blocks {
            let Block::Table(table) = block else { continue };
            let Some(sheet) = table.sheet.as_ref().filter(|s| !s.hidden) else {
                continue;
            };
            let is_known = self.targets.iter().any(|t| t.sheet == sheet.name);
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
        let layout = |target: &Target| Layout {
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
                        Item::Field(_) => (record, format!("/tables/{}/records/{r}", table.code)),
                        Item::Unit(_) => (&submission.unit, "/unit".to_owned()),
                    };
                    let path = format!("{path}/{}", field.name);
                    if let Some(left) = words_left_out(of, field, column, &self.name) {
                        findings.push(left.at(format!("{path}_other")));
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
            let said = |f: &Finding| f.path == finding.path && f.message == finding.message;
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
                let mut free = target.free_rows(&blank);
                for cells in rows {
                    let row = free.next().ok_or_else(|| Error::Full {
                        sheet: part.name.clone(),
                    })?;
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
            let broken = |e| crate::inplace::Error::xml(&part.part, e);
            rewrite.set(&part.part, bytes.map_err(broken)?);
        }
        Ok(rewrite.finish()?)
    }
}

/// What a record's value is in a column; the column's list where it does not have it.
fn content<'c>(
    record: &Record,
    field: &Field,
    column: &'c target::Column,
    since_1904: bool,
) -> Result<Content, &'c target::Allowed> {
    let value = record.get(&field.name).unwrap_or(&Value::Null);
    let other = record.get(&format!("{}_other", field.name));
    let other = other.and_then(Value::text);
    match &column.allowed {
        Some(_) if value.is_empty() => Ok(Content::Empty),
        Some(allowed) => match (allowed.spelling(value), value) {
            (Some(item), Value::Number(number)) if item.parse() == Ok(*number) => {
                Ok(Content::Number(item.to_owned()))
            }
            (Some(item), _) => Ok(Content::Text(item.to_owned())),
            (None, _) => Err(allowed),
        },
        None => Ok(plain(value, other, field, column.shows_days, since_1904)),
    }
}

/// Words of one's own beside an option, which a cell that takes a list's items has no room for.
fn words_left_out(
    record: &Record,
    field: &Field,
    column: &target::Column,
    template: &str,
) -> Option<Finding> {
    column.allowed.as_ref()?;
    let words = record.get(&format!("{}_other", field.name))?.text()?;
    let label = &field.label;
    Some(
        Finding::info(
            Rule::NotInList,
            said!(
                "导入模板 {template} 的“{label}”只收列表中的选项，“{words}”未写入模板",
                "“{label}” of the template {template} takes the list's options only; “{words}” was not written there"
            ),
        )
        .quoting(words),
    )
}

fn not_allowed(
    record: &Record,
    field: &Field,
    allowed: &target::Allowed,
    template: &str,
) -> Finding {
    let value = record.get(&field.name).unwrap_or(&Value::Null);
    let shown = match value {
        Value::Text(text) => text.clone(),
        Value::Bool(yes) => (if *yes { "是" } else { "否" }).to_owned(),
        Value::List(names) => names.join("；"),
        Value::Number(number) => number.normalize().to_string(),
        Value::Null | Value::Selected(_) => String::new(),
    };
    let label = &field.label;
    let items: Vec<&str> = allowed.items().take(NAMED).collect();
    let more = if allowed.items().count() > NAMED {
        "……"
    } else {
        ""
    };
    let items = items.join("、");
    Finding::error(
        Rule::NotInList,
        said!(
            "“{shown}”不在导入模板 {template} 的“{label}”列表中，未写入模板",
            "“{shown}” is not in the list for “{label}” of the template {template}; it was not written there"
        ),
    )
    .quoting(shown)
    .hinting(said!("列表有：{items}{more}", "The list has: {items}{more}"))
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
