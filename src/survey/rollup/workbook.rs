//! `rollup.xlsx`: the roll-up with where everything came from.

use std::collections::HashSet;
use std::path::Path;

use super::{Decision, DuplicateKind, FlawKind, Likeness, RolledTable, Rollup};
use crate::mapping::{Mapping, Table, Type};
use crate::model::submission::Record;
use crate::output::{Book, Cell, Error, NewFile, SheetLook, WholeFile, shown};
use crate::said;
use crate::text::lang::{Lang, Said};

/// Writes the roll-up: the units, each table, the derived tables with their parts, what may have
/// been reported twice, and the files that do not count.
///
/// # Errors
/// When it cannot be written.
pub fn write_workbook(
    rollup: &Rollup,
    mapping: &Mapping,
    lang: Lang,
    place: &Path,
) -> Result<WholeFile, Error> {
    let mut writing = Writing {
        book: Book::new(NewFile::create(place)?, lang),
        rollup,
        lang,
    };
    writing.units()?;
    for (rolled, table) in rollup.tables.iter().zip(&mapping.tables) {
        if !rolled.records.is_empty() {
            writing.table(rolled, table)?;
        }
    }
    writing.derived(mapping)?;
    writing.duplicates()?;
    writing.flaws(mapping)?;
    writing.left_out()?;
    writing.book.complete()
}

struct Writing<'a> {
    book: Book,
    rollup: &'a Rollup,
    lang: Lang,
}

fn text(text: &str) -> Cell {
    Cell::text(text)
}

fn number(n: Option<rust_decimal::Decimal>) -> Cell {
    n.map_or(Cell::Blank, |n| Cell::Number(n.normalize()))
}

impl Writing<'_> {
    fn say(&self, said: Said) -> String {
        said.get(self.lang).to_owned()
    }

    fn columns<const N: usize>(&self, columns: [(Said, Type); N]) -> [(String, Type); N] {
        columns.map(|(label, kind)| (self.say(label), kind))
    }

    fn yes(&self, yes: bool) -> Cell {
        text(&self.say(match yes {
            true => said!("是", "yes"),
            false => said!("否", "no"),
        }))
    }

    fn unit(&self, unit: usize) -> Cell {
        text(&self.rollup.units[unit].name)
    }

    fn units(&mut self) -> Result<(), Error> {
        let columns = self.columns([
            (said!("单位", "unit"), Type::Text),
            (said!("级别", "level"), Type::Integer),
            (said!("上级单位", "parent"), Type::Text),
            (said!("计入的文件", "files that count"), Type::Text),
            (said!("记录", "records"), Type::Integer),
            (said!("备注", "remarks"), Type::Text),
        ]);
        let sheet = self
            .book
            .sheet(&self.say(said!("单位", "units")), columns, SheetLook::Read)?;
        let mut records = vec![0usize; self.rollup.units.len()];
        let all = self.rollup.tables.iter().flat_map(|t| &t.records);
        all.filter(|r| r.counts).for_each(|r| records[r.unit] += 1);
        let mut doubts: Vec<Vec<&str>> = vec![Vec::new(); self.rollup.units.len()];
        for (unit, said) in &self.rollup.doubts {
            doubts[*unit].push(said.get(self.lang));
        }
        for (u, unit) in self.rollup.units.iter().enumerate() {
            let parent = unit.parent.map_or(Cell::Blank, |p| self.unit(p));
            let row = [
                text(&unit.name),
                unit.level.map_or(Cell::Blank, |l| Cell::Number(l.into())),
                parent,
                text(&unit.files.join("\n")),
                Cell::Number(records[u].into()),
                text(&doubts[u].join("\n")),
            ];
            self.book.row(sheet, &row)?;
        }
        Ok(())
    }

    fn table(&mut self, rolled: &RolledTable, table: &Table) -> Result<(), Error> {
        let fields = || table.fields.iter().map(|f| (f.label.to_string(), f.kind));
        let cells = |record: &Record| -> Vec<Cell> {
            let of = |f: &crate::mapping::Field| record.get(&f.name).map_or(Cell::Blank, shown);
            table.fields.iter().map(of).collect()
        };
        let mut name = table.code.to_string();
        if let Some(sums) = &rolled.sums {
            let columns = fields().chain([(self.say(said!("单位数", "units")), Type::Integer)]);
            let sheet = self.book.sheet(&name, columns, SheetLook::Read)?;
            for sum in sums {
                let mut row = cells(&sum.record);
                let units = sum.parts.iter().map(|p| rolled.records[*p].unit);
                let units: HashSet<usize> = units.collect();
                row.push(Cell::Number(units.len().into()));
                self.book.row(sheet, &row)?;
            }
            name.push_str(&self.say(said!("分单位", " by unit")));
        }
        let origin = self.columns([
            (said!("单位", "unit"), Type::Text),
            (said!("来源文件", "file"), Type::Text),
            (said!("计入", "counts"), Type::Text),
        ]);
        let sheet = self
            .book
            .sheet(&name, origin.into_iter().chain(fields()), SheetLook::Read)?;
        for r in &rolled.records {
            let mut row = vec![self.unit(r.unit), text(&r.file), self.yes(r.counts)];
            row.extend(cells(&r.record));
            self.book.row(sheet, &row)?;
        }
        Ok(())
    }

    /// A derived number in one row, its parts by item and unit below it.
    fn derived(&mut self, mapping: &Mapping) -> Result<(), Error> {
        let columns = self.columns([
            (said!("表", "table"), Type::Text),
            (said!("表名", "name"), Type::Text),
            (said!("代码", "code"), Type::Text),
            (said!("项目", "item"), Type::Text),
            (said!("数", "number"), Type::Decimal),
            (said!("计量单位", "in"), Type::Text),
            (said!("其中：来自", "of which from"), Type::Text),
            (said!("单位", "unit"), Type::Text),
            (said!("其中", "of which"), Type::Decimal),
            (said!("记录", "records"), Type::Integer),
        ]);
        let sheet = self.book.sheet(
            &self.say(said!("汇总表", "derived")),
            columns,
            SheetLook::Read,
        )?;
        for table in &self.rollup.derived {
            let Some(said) = mapping.derived(&table.code) else {
                continue;
            };
            for (n, field) in table.numbers.iter().zip(&said.fields) {
                let mut head = vec![
                    text(&table.code),
                    text(&said.name),
                    text(&field.code),
                    text(&field.label),
                    number(n.value),
                    text(&field.unit),
                ];
                head.resize(10, Cell::Blank);
                self.book.row(sheet, &head)?;
                for term in &n.terms {
                    let sign = if term.minus { "-" } else { "" };
                    let item = format!("{sign}{}", term.called(said, mapping));
                    let mut row = vec![text(&table.code), text(&said.name), text(&field.code)];
                    row.resize(6, Cell::Blank);
                    row.extend([text(&item), Cell::Blank, number(term.value), Cell::Blank]);
                    self.book.row(sheet, &row)?;
                    for (unit, value, records) in &term.units {
                        row[7] = self.unit(*unit);
                        row[8] = number(Some(*value));
                        row[9] = Cell::Number((*records).into());
                        self.book.row(sheet, &row)?;
                    }
                }
            }
        }
        Ok(())
    }

    fn duplicates(&mut self) -> Result<(), Error> {
        let columns = self.columns([
            (said!("序号", "number"), Type::Integer),
            (said!("什么重复", "what"), Type::Text),
            (said!("表", "table"), Type::Text),
            (said!("相同程度", "likeness"), Type::Text),
            (said!("单位", "unit"), Type::Text),
            (said!("文件", "file"), Type::Text),
            (said!("位置", "path"), Type::Text),
            (said!("计入", "counts"), Type::Text),
            (said!("处理", "decision"), Type::Text),
            (said!("内容", "content"), Type::Text),
            (said!("编号", "case"), Type::Text),
        ]);
        let sheet = self.book.sheet(
            &self.say(said!("重复", "duplicates")),
            columns,
            SheetLook::Read,
        )?;
        for (d, n) in self.rollup.duplicates.iter().zip(1usize..) {
            let (kind, table) = match &d.kind {
                DuplicateKind::Form => (said!("整份表", "form"), None),
                DuplicateKind::Record { table } => (said!("记录", "record"), Some(table)),
                DuplicateKind::Table { table } | DuplicateKind::Copy { table } => {
                    (said!("整张表", "table"), Some(table))
                }
            };
            let likeness = match d.likeness {
                Likeness::Same => said!("相同", "same"),
                Likeness::Alike => said!("近似", "alike"),
            };
            let rolled = table.and_then(|code| self.rollup.tables.iter().find(|t| t.code == *code));
            for m in &d.members {
                let records = m
                    .records
                    .iter()
                    .filter_map(|r| Some(&rolled?.records[*r].record));
                let content: Vec<String> = records.map(told).collect();
                let row = [
                    Cell::Number(n.into()),
                    text(&self.say(kind.clone())),
                    text(table.map_or("", |t| t)),
                    text(&self.say(likeness.clone())),
                    self.unit(m.unit),
                    text(&m.file),
                    text(&m.path.to_string()),
                    self.yes(m.counts),
                    text(&self.say(d.decision.said())),
                    text(&content.join("\n")),
                    text(&d.case),
                ];
                self.book.row(sheet, &row)?;
            }
        }
        Ok(())
    }

    fn flaws(&mut self, mapping: &Mapping) -> Result<(), Error> {
        let columns = self.columns([
            (said!("表", "table"), Type::Text),
            (said!("单位", "unit"), Type::Text),
            (said!("文件", "file"), Type::Text),
            (said!("位置", "path"), Type::Text),
            (said!("问题", "what"), Type::Text),
            (said!("须改正", "to be mended"), Type::Text),
        ]);
        let sheet = self.book.sheet(
            &self.say(said!("缺数和错数", "missing and wrong")),
            columns,
            SheetLook::Read,
        )?;
        for flaw in &self.rollup.flaws {
            let path = match &flaw.kind {
                FlawKind::Unread { path, .. }
                | FlawKind::Wrong { path, .. }
                | FlawKind::Excluded { path, .. } => path.to_string(),
                FlawKind::NotReturned | FlawKind::Unknown => String::new(),
            };
            let row = [
                text(&flaw.table),
                self.unit(flaw.unit),
                text(&flaw.file),
                text(&path),
                text(&self.say(flaw.said(mapping))),
                self.yes(flaw.kind.is_error()),
            ];
            self.book.row(sheet, &row)?;
        }
        Ok(())
    }

    fn left_out(&mut self) -> Result<(), Error> {
        let columns = self.columns([
            (said!("文件", "file"), Type::Text),
            (said!("单位", "unit"), Type::Text),
            (said!("原因", "why"), Type::Text),
            (said!("须处理", "to be looked at"), Type::Text),
        ]);
        let sheet = self.book.sheet(
            &self.say(said!("未计入", "left out")),
            columns,
            SheetLook::Read,
        )?;
        for l in &self.rollup.left_out {
            let unit = l.unit.map_or(Cell::Blank, |u| self.unit(u));
            let row = [
                text(&l.file),
                unit,
                text(l.why.get(self.lang)),
                self.yes(l.lost),
            ];
            self.book.row(sheet, &row)?;
        }
        Ok(())
    }
}

/// A record in one line, its given values between `；`.
pub(crate) fn told(record: &Record) -> String {
    let values: Vec<String> = (record.0.iter())
        .filter(|(_, v)| !v.is_empty())
        .map(|(_, v)| v.shown())
        .collect();
    values.join("；")
}

impl Decision {
    /// Somebody should look.
    pub fn is_open(self) -> bool {
        self == Decision::Open
    }
}
