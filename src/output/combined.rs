//! `combined.xlsx`: an overview, a sheet a table, and a last one of what was found.
//!
//! The overview says how many units filled a table in, what each unit has to mend, and leads there; a
//! finding leads to the cell that it is about.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::Error;
use super::columns::{self, Cell, Column};
use super::file::{NewFile, WholeFile};
use super::problems::{self, ITEM, Names, TABLE};
use super::workbook::{Book, SheetId, SheetLook};
use crate::mapping::{COVER, Mapping, Role, Type};
use crate::model::finding::{FieldPath, FileCause, Finding, Severity};
use crate::model::submission::{Status, Submission};
use crate::said;
use crate::text::lang::{Lang, Said};

/// The column of the overview that leads on.
const NAME: u16 = 1;

/// The workbook, being written.
pub(super) struct Combined {
    folder: PathBuf,
    book: Book,
    overview: SheetId,
    tables: HashMap<Arc<str>, OfTable>,
    problems: SheetId,
    names: Names,
    units: Vec<OfUnit>,
    lang: Lang,
}

/// A table's sheet, and what the overview says of it.
struct OfTable {
    sheet: SheetId,
    columns: Vec<Column>,
    units: usize,
    records: usize,
    counts: Counts,
}

/// What the overview says of one submission.
struct OfUnit {
    name: String,
    file: String,
    records: usize,
    counts: Counts,
    /// Its first finding's row.
    first: Option<u32>,
}

/// How many findings of each severity there are.
#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    error: usize,
    warning: usize,
    info: usize,
}

impl Counts {
    fn add(&mut self, severity: Severity) {
        match severity {
            Severity::Error => self.error += 1,
            Severity::Warning => self.warning += 1,
            Severity::Info => self.info += 1,
        }
    }

    /// Nothing is said where there is nothing to do.
    fn cells(self) -> [Cell; 3] {
        let some = |n: usize| match n {
            0 => Cell::Blank,
            n => Cell::count(n),
        };
        [some(self.error), some(self.warning), some(self.info)]
    }
}

impl Combined {
    pub(super) fn create(mapping: &Mapping, folder: &Path, lang: Lang) -> Result<Combined, Error> {
        let mut book = Book::new(NewFile::create(&folder.join("combined.xlsx"))?, lang);
        let header = overview_labels().map(|l| (l.get(lang).to_owned(), Type::Text));
        let title = said!("概览", "Overview");
        let overview = book.sheet(title.get(lang), header, SheetLook::Read)?;
        let mut tables = HashMap::new();
        let cover = mapping.cover_table();
        for table in cover.iter().chain(&mapping.tables) {
            let columns = columns::all(mapping, table);
            let header = columns.iter().map(|c| (c.label.clone(), c.kind));
            let sheet = book.sheet(&table.code, header, SheetLook::Read)?;
            let of_table = OfTable {
                sheet,
                columns,
                units: 0,
                records: 0,
                counts: Counts::default(),
            };
            tables.insert(table.code.clone(), of_table);
        }
        let header = problems::labels(lang).into_iter().map(|l| (l, Type::Text));
        let problems = book.sheet(problems::sheet_name(lang), header, SheetLook::Read)?;
        Ok(Combined {
            folder: folder.to_owned(),
            book,
            overview,
            tables,
            problems,
            names: Names::of(mapping),
            units: Vec::new(),
            lang,
        })
    }

    pub(super) fn submission(&mut self, s: &Submission) -> Result<(), Error> {
        let mut firsts: HashMap<Arc<str>, u32> = HashMap::new();
        let mut cut: Vec<Finding> = Vec::new();
        let mut all = 0;
        if let Some(of) = self.tables.get(COVER) {
            let cells = columns::cells(&of.columns, &s.unit, s, true);
            if !self.book.row(of.sheet, &cells)? {
                cut.push(text_cut(&COVER.into(), 0));
            }
            firsts.insert(COVER.into(), self.book.last_row(of.sheet));
        }
        for (code, data) in &s.tables.0 {
            let Some(of) = self.tables.get_mut(code) else {
                continue;
            };
            of.units += usize::from(data.status == Status::Filled);
            of.records += data.records.len();
            all += data.records.len();
            firsts.insert(Arc::clone(code), self.book.last_row(of.sheet) + 1);
            for (index, record) in data.records.iter().enumerate() {
                let cells = columns::cells(&of.columns, record, s, true);
                if !self.book.row(of.sheet, &cells)? {
                    cut.push(text_cut(code, index));
                }
            }
        }
        let mut counts = Counts::default();
        let mut first = None;
        for finding in cut.iter().chain(&s.findings) {
            self.problem(s, finding, &firsts)?;
            first.get_or_insert(self.book.last_row(self.problems));
            counts.add(finding.severity);
        }
        self.units.push(OfUnit {
            name: s.who(Role::Name).unwrap_or_default().to_owned(),
            file: s.source.file.clone(),
            records: all,
            counts,
            first,
        });
        Ok(())
    }

    /// A finding's row, which leads to the cell that it is about. `firsts` are the rows of the
    /// submission's first records.
    fn problem(
        &mut self,
        s: &Submission,
        finding: &Finding,
        firsts: &HashMap<Arc<str>, u32>,
    ) -> Result<(), Error> {
        let mut row = problems::row(s, finding, &self.names, self.lang);
        let path = &finding.path;
        let code: Option<Arc<str>> = match (path.table_code(), path.field_name()) {
            (Some(code), _) => Some(Arc::clone(code)),
            (None, Some(_)) => Some(COVER.into()),
            (None, None) => None,
        };
        let to = code.and_then(|code| {
            let of = self.tables.get_mut(&code)?;
            of.counts.add(finding.severity);
            let index = path.record_index();
            let record = match &*code == COVER {
                true => 0,
                false => index.unwrap_or(0) as u32,
            };
            let known = index.is_some() || &*code == COVER;
            let first = firsts.get(&code).filter(|_| known);
            // Something that is about the whole table leads to its sheet.
            let at = first.map_or(1, |first| first + record);
            let field = path.field_name();
            let column = field.and_then(|name| of.columns.iter().position(|c| c.is_of(name)));
            let column = u16::try_from(column.unwrap_or(0)).unwrap_or(0);
            let at = at.min(self.book.last_row(of.sheet));
            Some((of.sheet, at, column))
        });
        let from = match row.get(usize::from(ITEM)) {
            Some(Cell::Text(_)) => ITEM,
            _ => TABLE,
        };
        if let Some((sheet, at, column)) = to
            && let Some(cell @ Cell::Text(_)) = row.get_mut(usize::from(from))
        {
            self.book.link(self.problems, from, (sheet, at, column));
            if let Cell::Text(text) = cell {
                *cell = Cell::Link(std::mem::take(text));
            }
        }
        self.book.row(self.problems, &row)?;
        Ok(())
    }

    /// What was found in a submission of no edition.
    pub(super) fn stray(&mut self, row: &[Cell]) -> Result<(), Error> {
        self.book.row(self.problems, row)?;
        Ok(())
    }

    pub(super) fn complete(mut self, name: &str) -> Result<WholeFile, Error> {
        self.write_overview()?;
        let place = self.folder.join(name);
        Ok(self.book.complete()?.moved_to(place))
    }

    /// The tables in the form's order, then the units in the order in which they came.
    fn write_overview(&mut self) -> Result<(), Error> {
        let lang = self.lang;
        let (table, unit) = (said!("表", "table"), said!("单位", "unit"));
        let mut tables: Vec<(&Arc<str>, &OfTable)> = self.tables.iter().collect();
        tables.sort_by_key(|(_, of)| of.sheet);
        for (code, of) in tables {
            let name = match &**code {
                COVER => said!("封面", "cover").get(lang).to_owned(),
                code => self.names.table(code),
            };
            let (units, records) = match &**code {
                COVER => (self.units.len(), self.units.len()),
                _ => (of.units, of.records),
            };
            let [error, warning, info] = of.counts.cells();
            self.book.link(self.overview, NAME, (of.sheet, 1, 0));
            self.book.row(
                self.overview,
                &[
                    Cell::text(table.get(lang)),
                    Cell::Link(name),
                    Cell::Blank,
                    Cell::count(units),
                    Cell::count(records),
                    error,
                    warning,
                    info,
                ],
            )?;
        }
        for of in &self.units {
            let [error, warning, info] = of.counts.cells();
            let name = match &*of.name {
                "" => said!("（没有单位名称）", "(no unit's name)")
                    .get(lang)
                    .to_owned(),
                name => name.to_owned(),
            };
            let name = match of.first {
                Some(row) => {
                    self.book.link(self.overview, NAME, (self.problems, row, 1));
                    Cell::Link(name)
                }
                None => Cell::Text(name),
            };
            self.book.row(
                self.overview,
                &[
                    Cell::text(unit.get(lang)),
                    name,
                    Cell::text(&of.file),
                    Cell::Blank,
                    Cell::count(of.records),
                    error,
                    warning,
                    info,
                ],
            )?;
        }
        Ok(())
    }
}

fn overview_labels() -> [Said; 8] {
    [
        said!("类别", "Kind"),
        said!("名称（点击前往）", "Name (leads there)"),
        said!("来源文件", "File"),
        said!("填报单位", "Units"),
        said!("记录", "Records"),
        said!("必须改正", "To be mended"),
        said!("需核实", "To be checked"),
        said!("提示", "For information"),
    ]
}

/// A record's text was too long for its cell.
fn text_cut(table: &Arc<str>, index: usize) -> Finding {
    Finding::of(FileCause::TextCut {}).at(FieldPath::record(table, index))
}
