//! The sub-table workbook of a mapping before it is written: its cover, a sheet for each table, and
//! the lists that do not fit into a cell's validation.

use office::paper::{self, Block, Cell, CellId, Paper, Paragraph, Span};

use super::cover::title;
use super::head::{Branch, depth, head};
use super::notes::without_lists;
use super::sketch::Role;
use super::wording::{ROOM_OVER, Wording, joined};
use crate::mapping::formula::{Condition, Operand, Relation, Sum};
use crate::mapping::{FilledIn, Mapping, Table};

/// The cover's sheet.
pub(super) const COVER: &str = "填报说明";

/// A workbook. Rows and columns count from 0.
#[derive(Debug)]
pub(super) struct Book<'m> {
    /// The lines of the cover.
    pub cover: Vec<CoverLine>,
    /// The sheets of tables.
    pub sheets: Vec<Sheet<'m>>,
}

/// A line of the cover.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum CoverLine {
    /// The title.
    Title(String),
    /// A label with room for its answer beside it.
    Asks(String),
    /// A note.
    Note(String),
}

/// The sheet of a table.
#[derive(Debug)]
pub(super) struct Sheet<'m> {
    /// The table.
    pub table: &'m Table,
    /// Rows over the labels, each over all columns: the title, and what to know before.
    pub over: Vec<String>,
    /// The labels and what stands in them; levels count from the first row of labels.
    pub labels: Vec<(Branch<'m>, String)>,
    /// How many rows of labels there are.
    pub levels: u32,
    /// For each field that is a sum: what is added, and what is taken away (`true`).
    pub totals: Vec<Option<Vec<(bool, usize)>>>,
}

/// The workbook of a mapping; `None` where no table is filled in in one.
pub(super) fn book(mapping: &Mapping) -> Option<Book<'_>> {
    let tables = mapping.tables.iter();
    let own = tables.filter(|t| matches!(t.filled_in, FilledIn::Sheet | FilledIn::Both));
    let sheets: Vec<Sheet> = own.map(|table| sheet(mapping, table)).collect();
    if sheets.is_empty() {
        return None;
    }
    let mut cover = vec![CoverLine::Title(format!(
        "{}（子表）",
        title(mapping).concat()
    ))];
    for field in &mapping.unit {
        cover.push(CoverLine::Asks(format!("{}：", field.label)));
    }
    cover.push(CoverLine::Note("填表说明：".to_owned()));
    let mut notes = vec![
        "每页填一种表，每行填一条记录，从表头下的第一行填起。",
        "请勿改动表头和各页的名称；数字不写单位。",
        "有下拉列表的，请从列表中选。",
    ];
    if sheets.iter().any(|s| s.totals.iter().any(Option::is_some)) {
        notes.push("合计由公式算出，不必填写。");
    }
    for (i, note) in notes.into_iter().enumerate() {
        cover.push(CoverLine::Note(format!("{}. {note}", i + 1)));
    }
    Some(Book { cover, sheets })
}

fn sheet<'m>(mapping: &'m Mapping, table: &'m Table) -> Sheet<'m> {
    let mut wording = Wording::of(mapping, table);
    wording.elsewhere = "从下拉列表中选";
    let labels: Vec<&str> = table.fields.iter().map(|f| &*f.label).collect();
    let text = |branch: &Branch<'_>| match branch.is_item {
        false => branch.text.to_owned(),
        true => {
            let field = &table.fields[branch.item as usize];
            let lines = wording.label(field, branch.text, Role::HeadLabel, ROOM_OVER);
            joined(lines.iter().map(|line| line.text()), "\n")
        }
    };
    let mut over = vec![match table.under {
        Some(_) => table.name.clone(),
        None => format!("{} {}", table.code, table.name),
    }];
    let notes: Vec<String> = table
        .only_for
        .iter()
        .cloned()
        .chain(without_lists(&wording))
        .collect();
    if !notes.is_empty() {
        over.push(format!("说明：{}", notes.join(" ")));
    }
    Sheet {
        table,
        over,
        levels: depth(&labels),
        labels: head(&labels)
            .into_iter()
            .map(|branch| {
                let text = text(&branch);
                (branch, text)
            })
            .collect(),
        totals: totals(table),
    }
}

/// The fields that a balance says to be the sum of others: `13=01+03+…`.
fn totals(table: &Table) -> Vec<Option<Vec<(bool, usize)>>> {
    let mut totals = vec![None; table.fields.len()];
    for rule in table.rules.iter().map(|rule| rule.full()) {
        let plain = rule.when.is_none() && rule.tolerance.is_none();
        let condition = Condition::parse(&rule.check, table);
        let Ok(Condition::Numbers(left, Relation::Equal, right)) = condition else {
            continue;
        };
        let (whole, parts) = match (left.single(), right.single()) {
            (Some(whole), _) => (whole, &right),
            (None, Some(whole)) => (whole, &left),
            (None, None) => continue,
        };
        if let Some(parts) = terms(parts).filter(|parts| plain && parts.len() > 1) {
            totals[whole].get_or_insert(parts);
        }
    }
    totals
}

fn terms(sum: &Sum) -> Option<Vec<(bool, usize)>> {
    let fields = sum.0.iter().map(|term| match term.operand {
        Operand::Field(field) => Some((term.minus, field)),
        Operand::Number(_) => None,
    });
    fields.collect()
}

impl Sheet<'_> {
    /// The row of the first labels.
    pub fn first_label(&self) -> u32 {
        self.over.len() as u32
    }

    /// The first row for records.
    pub fn first_record(&self) -> u32 {
        self.first_label() + self.levels
    }

    /// How many columns there are.
    pub fn columns(&self) -> u32 {
        self.table.fields.len() as u32
    }
}

/// What a workbook prints, as reading it would give it. (Its lists are no text of the form.)
pub(super) fn paper(book: &Book<'_>) -> Paper {
    let mut paper = Paper::default();
    let lines = book.cover.iter().map(|line| match line {
        CoverLine::Title(text) | CoverLine::Asks(text) | CoverLine::Note(text) => text.as_str(),
    });
    let cover = lines
        .zip(1u32..)
        .map(|(text, row)| cell(row, 1, 1, 1, text));
    let mut tables = vec![(COVER, cover.collect::<Vec<_>>())];
    for sheet in &book.sheets {
        let columns = sheet.columns();
        let mut cells: Vec<Cell> = sheet
            .over
            .iter()
            .zip(1u32..)
            .map(|(text, row)| cell(row, 1, 1, columns, text))
            .collect();
        let top = sheet.first_label() + 1;
        cells.extend(sheet.labels.iter().map(|(branch, text)| {
            let (row, column) = (top + branch.level, branch.item + 1);
            cell(row, column, branch.levels, branch.items, text)
        }));
        cells.sort_by_key(|cell| (cell.row, cell.column));
        tables.push((&sheet.table.code, cells));
    }
    for ((name, cells), number) in tables.into_iter().zip(1u32..) {
        let end = |of: fn(&Cell) -> u32| cells.iter().map(of).max().unwrap_or(1);
        paper.blocks.push(Block::Table(paper::Table {
            number,
            rows: end(|c| c.row + c.row_span - 1),
            columns: end(|c| c.column + c.column_span - 1),
            sheet: Some(paper::Sheet {
                name: name.to_owned(),
                first_row: 1,
                first_column: 1,
                ..paper::Sheet::default()
            }),
            cells,
            ..paper::Table::default()
        }));
    }
    paper.complete()
}

fn cell(row: u32, column: u32, row_span: u32, column_span: u32, text: &str) -> Cell {
    let span = Span {
        len: text.len() as u32,
        ..Span::default()
    };
    Cell {
        id: CellId::default(),
        row,
        column,
        row_span,
        column_span,
        shading: None,
        border: Default::default(),
        crossed: false,
        blocks: vec![Block::Paragraph(Paragraph {
            text: text.to_owned(),
            spans: vec![span],
            ..Paragraph::default()
        })],
    }
}
