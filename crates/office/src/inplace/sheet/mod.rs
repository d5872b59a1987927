//! A worksheet's cells by byte offset, and changes to them (ECMA-376 part 1 §18.3.1).

mod read;
mod write;

pub(super) use write::push_text;

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use super::address::Area;
use crate::xml::Splice;

/// A worksheet part, and what is to be changed in it.
#[derive(Debug)]
pub struct Sheet<'a> {
    bytes: &'a [u8],
    rows: Vec<Row>,
    /// A row's place among them by its number.
    index: HashMap<u32, usize>,
    merges: Vec<Area>,
    /// The whole `sheetData` element, and the inside of it.
    data: Range<usize>,
    data_inner: Range<usize>,
    dimension: Option<(Range<usize>, Area)>,
    /// Where a `legacyDrawing` is to be put, and the relationship of the one that is there.
    drawing_at: usize,
    drawing: Option<String>,
    /// The prefix of the sheet's own elements, with its colon.
    prefix: String,
    strict: bool,
    formulas: bool,
    /// By row and column, what is to be written.
    cells: BTreeMap<(u32, u32), New>,
    after: Splice,
}

#[derive(Debug)]
struct Row {
    number: u32,
    /// The start tag, the inside, and the whole element.
    tag: Range<usize>,
    inner: Range<usize>,
    end: usize,
    style: Option<u32>,
    cells: Vec<Cell>,
}

#[derive(Debug)]
struct Cell {
    column: u32,
    whole: Range<usize>,
    style: Option<u32>,
    formula: bool,
    /// It holds neither a value nor a formula.
    empty: bool,
}

/// What a cell is to hold.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// Nothing.
    Empty,
    /// A number, as it is written.
    Number(String),
    /// A text.
    Text(String),
    /// Yes or no.
    Bool(bool),
}

#[derive(Debug, Default)]
struct New {
    content: Option<Content>,
    style: Option<u32>,
}

impl Sheet<'_> {
    fn row(&self, number: u32) -> Option<&Row> {
        self.index.get(&number).map(|&i| &self.rows[i])
    }

    fn cell(&self, (row, column): (u32, u32)) -> Option<&Cell> {
        self.row(row)?.cells.iter().find(|c| c.column == column)
    }

    /// The cell that shows what stands at `at`: the first of a merge.
    pub fn shown_at(&self, at: (u32, u32)) -> (u32, u32) {
        let merge = self.merges.iter().find(|merge| merge.has(at));
        merge.map_or(at, |merge| merge.first)
    }

    /// The merged areas.
    pub fn merges(&self) -> &[Area] {
        &self.merges
    }

    /// The cell holds a formula.
    pub fn has_formula(&self, at: (u32, u32)) -> bool {
        self.cell(at).is_some_and(|cell| cell.formula)
    }

    /// The cell holds neither a value nor a formula.
    pub fn is_empty(&self, at: (u32, u32)) -> bool {
        self.cell(at).is_none_or(|cell| cell.empty)
    }

    /// Some cell of the sheet holds a formula.
    pub fn has_formulas(&self) -> bool {
        self.formulas
    }

    /// The format of a cell: its own, else its row's.
    pub fn style(&self, at: (u32, u32)) -> Option<u32> {
        if let Some(style) = self.cells.get(&at).and_then(|new| new.style) {
            return Some(style);
        }
        match self.cell(at) {
            Some(cell) => Some(cell.style.unwrap_or(0)),
            None => self.row(at.0)?.style,
        }
    }

    /// Gives a cell another content; its format stays.
    pub fn set(&mut self, at: (u32, u32), content: Content) {
        self.cells.entry(at).or_default().content = Some(content);
    }

    /// Gives a cell another format; its content stays.
    pub fn set_style(&mut self, at: (u32, u32), style: u32) {
        self.cells.entry(at).or_default().style = Some(style);
    }

    /// The id of the relationship to the drawing that holds the notes' boxes.
    pub fn legacy_drawing(&self) -> Option<&str> {
        self.drawing.as_deref()
    }

    /// Relates the sheet to a drawing that holds the notes' boxes. It must have none.
    pub fn set_legacy_drawing(&mut self, id: &str) {
        let prefix = &self.prefix;
        let uri = match self.strict {
            true => "http://purl.oclc.org/ooxml/officeDocument/relationships",
            false => "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        };
        let element = format!("<{prefix}legacyDrawing xmlns:r=\"{uri}\" r:id=\"{id}\"/>");
        self.after.insert(self.drawing_at, element);
    }

    /// The sheet is Strict.
    pub fn is_strict(&self) -> bool {
        self.strict
    }
}
