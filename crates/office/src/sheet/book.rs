//! A workbook as its file has it: sparse cells, before formulas are resolved and tables laid out.

use std::borrow::Cow;
use std::sync::Arc;

use crate::budget::Budget;
use crate::paper::{Aside, DrawingKind, Properties};
use crate::{Cost, Exceeded};

use super::content::Content;
use super::formula::{Code, Formula};
use super::ink::Inks;
use super::number::Format;
use super::reference::{At, Region};
use super::{MAX_CELLS, MAX_TEXT};

/// The most merged regions that are kept of one sheet.
const MAX_MERGES: usize = 65_536;
/// The most runs of hidden rows, or of hidden columns, that are kept of one sheet.
const MAX_HIDDEN: usize = 65_536;

/// The most sheets of one workbook. Each is a table of its own for whoever reads the paper.
const MAX_SHEETS: usize = 2_000;
/// The longest name of a sheet or author, in bytes. Excel allows 31 characters for a sheet.
pub(super) const MAX_NAME: usize = 1_000;
/// The most things of a workbook that are told each at its place: a clerk looks through a few
/// hundred.
const MAX_TOLD: usize = 20_000;
/// How much of a formula is told, in bytes.
const TOLD_FORMULA: usize = 200;

/// The most notes that are kept of one workbook; more are counted.
const MAX_NOTES: usize = 2_000;

/// The words of a header or footer.
fn edge_words(code: &str) -> String {
    let mut words = String::new();
    let mut rest = code;
    while let Some(at) = rest.find('&') {
        words.push_str(&rest[..at]);
        let behind = &rest[at + 1..];
        let code = behind.chars().next();
        let len = match code {
            Some('"') => behind[1..].find('"').map_or(behind.len(), |end| end + 2),
            // A size: the digits.
            Some(c) if c.is_ascii_digit() => behind.bytes().take_while(u8::is_ascii_digit).count(),
            Some('K') => behind.len().min(7),
            Some(c) => c.len_utf8(),
            None => 0,
        };
        match code {
            Some('&') => words.push('&'),
            Some('L' | 'C' | 'R') => words.push(' '),
            _ => {}
        }
        rest = behind.get(len..).unwrap_or_default();
    }
    words.push_str(rest);
    words.trim().to_owned()
}

/// What somebody noted at a cell.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Note {
    pub(super) author: String,
    pub(super) text: String,
}

/// A workbook.
pub(super) struct Book {
    pub(super) sheets: Vec<Sheet>,
    pub(super) properties: Properties,
    /// The stored results are not to be trusted (`fullCalcOnLoad`): who opens the workbook computes
    /// them first.
    pub(super) stale: bool,
    /// Days are counted from 1904 (ECMA-376 part 1 §18.17.4.1).
    pub(super) date1904: bool,
    /// What reading the file may still cost, beside its cells.
    pub(super) budget: Budget,
    cells_left: usize,
    text_left: usize,
    notes_left: usize,
    told_left: usize,
    /// How many notes the bounds left out.
    pub(super) notes_beyond: u32,
}

/// A sheet of cells.
#[derive(Default)]
pub(super) struct Sheet {
    pub(super) name: String,
    pub(super) hidden: bool,
    /// In the file's order, blank ones left out.
    pub(super) cells: Vec<Cell>,
    pub(super) merges: Vec<Region>,
    /// First and last of each run of hidden rows.
    pub(super) hidden_rows: Vec<(u32, u32)>,
    /// First and last of each run of hidden columns.
    pub(super) hidden_columns: Vec<(u32, u32)>,
    /// The first cell that the bounds left out.
    pub(super) beyond: Option<At>,
    /// The texts in shapes over the sheet, with the cells that they are anchored at.
    pub(super) floating: Vec<(At, String)>,
    /// The pictures, shapes without text, charts and objects over the sheet, with the cells that they
    /// are anchored at.
    pub(super) drawn: Vec<(At, DrawingKind)>,
    /// The texts that nobody sees where they stand.
    pub(super) unseen: Vec<(At, String)>,
    /// The words of the pages' headers and footers.
    pub(super) edges: Vec<(Aside, String)>,
    /// The numbers that are shown divided where no word says so, as they are shown.
    pub(super) scaled: Vec<(At, String)>,
    /// The fields of a separated text that begin with a quote which closes nowhere.
    pub(super) open_quotes: Vec<At>,
    /// The notes and comments, with the cells that they are at.
    pub(super) notes: Vec<(At, Note)>,
    /// The formulas that gave no result.
    pub(super) unresolved: Vec<(At, Arc<Code>)>,
    /// The formulas whose stored result was another, with that result.
    pub(super) recomputed: Vec<(At, Arc<Code>, Content)>,
}

/// A cell that holds something.
pub(super) struct Cell {
    pub(super) at: At,
    pub(super) content: Content,
    pub(super) formula: Option<Box<Formula>>,
    pub(super) inks: Inks,
}

impl Book {
    pub(super) fn new() -> Book {
        Book {
            sheets: Vec::new(),
            properties: Properties::default(),
            stale: false,
            date1904: false,
            budget: Budget::default(),
            cells_left: MAX_CELLS,
            text_left: MAX_TEXT,
            notes_left: MAX_NOTES,
            told_left: MAX_TOLD,
            notes_beyond: 0,
        }
    }

    /// Adds a sheet, which the cells that follow are on.
    pub(super) fn add_sheet(&mut self, name: &str, hidden: bool) -> Result<(), Exceeded> {
        if self.sheets.len() >= MAX_SHEETS {
            return Err(self.budget.exceed(Cost::Sheets));
        }
        if name.len() > MAX_NAME {
            return Err(self.budget.exceed(Cost::Names));
        }
        self.sheets.push(Sheet {
            name: name.to_owned(),
            hidden,
            ..Sheet::default()
        });
        Ok(())
    }

    /// One thing more is to be told at its place; false where there are too many.
    pub(super) fn tell(&mut self) -> bool {
        let left = self.told_left.checked_sub(1);
        self.told_left = left.unwrap_or(0);
        if left.is_none() {
            self.budget.exceed(Cost::Remarks);
        }
        left.is_some()
    }

    /// A formula is to be kept, which no cell before has.
    pub(super) fn new_formula(&self, code: Code) -> Result<Arc<Code>, Exceeded> {
        self.budget.take(Cost::Formulas, code.size())?;
        Ok(code.into())
    }

    /// A text of so many bytes can still be put on a sheet.
    pub(super) fn has_room(&self, text: usize) -> bool {
        self.cells_left > 0 && text <= self.text_left
    }

    /// Puts a cell on the sheet that was added last. Blank cells cost nothing; cells beyond the
    /// bounds are left out, and the sheet remembers the first of them. False where it was left out.
    pub(super) fn put(
        &mut self,
        at: At,
        content: Content,
        formula: Option<Box<Formula>>,
        inks: Inks,
    ) -> bool {
        if content.is_blank() && formula.is_none() {
            return true;
        }
        let Some(sheet) = self.sheets.last_mut() else {
            return false;
        };
        let text = content.text().len();
        if self.cells_left == 0 || text > self.text_left || !at.valid() {
            sheet.beyond.get_or_insert(at);
            return false;
        }
        self.cells_left -= 1;
        self.text_left -= text;
        sheet.cells.push(Cell {
            at,
            content,
            formula,
            inks,
        });
        true
    }

    /// Puts a cell as its format shows it ([`put`](Self::put)): what nobody sees of it is remembered.
    pub(super) fn put_shown(
        &mut self,
        at: At,
        content: Content,
        formula: Option<Box<Formula>>,
        inks: Inks,
        format: &Format,
    ) -> bool {
        self.scaled(at, &content, format);
        if inks.cell.is_unseen() && !content.is_blank() || format.hides(&content) {
            self.unseen(at, content.text());
        } else {
            for run in inks.unseen_of(content.text()) {
                self.unseen(at, run);
            }
        }
        self.put(at, content, formula, inks)
    }

    /// Remembers what a person sees of a number that is shown divided where no word says so.
    pub(super) fn scaled(&mut self, at: At, content: &Content, format: &Format) {
        if let Content::Number(value, _) = content
            && let Some(shown) = format.scaled(*value)
            && self.tell()
            && let Some(sheet) = self.sheets.last_mut()
        {
            sheet.scaled.push((at, shown));
        }
    }

    /// Remembers a text that nobody sees.
    pub(super) fn unseen(&mut self, at: At, text: &str) {
        if self.claim_text(text.len())
            && self.tell()
            && let Some(sheet) = self.sheets.last_mut()
        {
            sheet.unseen.push((at, text.to_owned()));
        }
    }

    /// Keeps the words of a header or footer of the sheet that was added last, but for its codes:
    /// `&L`, `&P`, `&"宋体"` ([ECMA-376] part 1 §18.3.1.46).
    pub(super) fn edge(&mut self, aside: Aside, code: &str) {
        let text = edge_words(code);
        if text.chars().any(char::is_alphanumeric)
            && self.claim_text(text.len())
            && self.tell()
            && let Some(sheet) = self.sheets.last_mut()
        {
            sheet.edges.push((aside, text));
        }
    }

    /// Remembers a field that begins with a quote which closes nowhere.
    pub(super) fn open_quote(&mut self, at: At) {
        if self.tell()
            && let Some(sheet) = self.sheets.last_mut()
        {
            sheet.open_quotes.push(at);
        }
    }

    /// Puts a text that floats over the sheet that was added last.
    pub(super) fn draw(&mut self, at: At, kind: DrawingKind) {
        if self.tell()
            && let Some(sheet) = self.sheets.last_mut()
        {
            sheet.drawn.push((at, kind));
        }
    }

    pub(super) fn float(&mut self, at: At, text: &str) {
        let text = text.trim();
        if !text.is_empty()
            && self.claim_text(text.len())
            && self.tell()
            && let Some(sheet) = self.sheets.last_mut()
        {
            sheet.floating.push((at, text.to_owned()));
        }
    }

    /// Puts a note at a cell of the sheet that was added last. Programs begin a note with its
    /// author's name, and some leave nothing but that.
    pub(super) fn note(&mut self, at: At, author: &str, text: &str) {
        let (author, text) = (cut(author.trim(), MAX_NAME), text.trim());
        let author = author.as_ref();
        let said = text.strip_prefix(author).unwrap_or(text);
        let said = said.strip_prefix([':', '：']).unwrap_or(said).trim();
        if said.is_empty() || said == author {
            return;
        }
        if self.notes_left == 0 || !at.valid() || !self.claim_text(text.len()) {
            self.notes_beyond = self.notes_beyond.saturating_add(1);
            return;
        }
        self.notes_left -= 1;
        if let Some(sheet) = self.sheets.last_mut() {
            let (author, text) = (author.to_owned(), text.to_owned());
            sheet.notes.push((at, Note { author, text }));
        }
    }

    /// Takes so many bytes of the bound on text; false where there are not so many.
    pub(super) fn claim_text(&mut self, bytes: usize) -> bool {
        let enough = bytes <= self.text_left;
        if enough {
            self.text_left -= bytes;
        }
        enough
    }
}

impl Code {
    /// How it is told.
    pub(super) fn told(&self) -> String {
        format!("={}", cut(&self.text, TOLD_FORMULA))
    }
}

/// The start of a text, where it is longer than `most` bytes.
pub(super) fn cut(text: &str, most: usize) -> Cow<'_, str> {
    match text.len() <= most {
        true => text.into(),
        false => format!("{}…", &text[..text.floor_char_boundary(most)]).into(),
    }
}

impl Sheet {
    pub(super) fn merge(&mut self, region: Region) {
        if region.is_merge() && self.merges.len() < MAX_MERGES {
            self.merges.push(region);
        }
    }

    pub(super) fn hide_rows(&mut self, first: u32, last: u32) {
        hide(&mut self.hidden_rows, first, last);
    }

    pub(super) fn hide_columns(&mut self, first: u32, last: u32) {
        hide(&mut self.hidden_columns, first, last);
    }
}

/// The first cell of a region at or after `at`, in cells sorted by place. Each row that it looks
/// into takes one of `visits`; with none left it finds nothing.
pub(super) fn next_in(
    cells: &[Cell],
    region: Region,
    mut at: At,
    visits: &mut usize,
) -> Option<usize> {
    while at.row <= region.last.row && *visits > 0 {
        *visits -= 1;
        let next = cells.partition_point(|cell| cell.at < at);
        let there = cells.get(next)?.at;
        if region.contains(there) {
            return Some(next);
        }
        let row = if there.row > at.row && there.column <= region.last.column {
            there.row
        } else {
            there.row.max(at.row) + 1
        };
        at = At::new(row, region.first.column);
    }
    None
}

fn hide(runs: &mut Vec<(u32, u32)>, first: u32, last: u32) {
    let room = runs.len() < MAX_HIDDEN;
    match runs.last_mut() {
        Some(run) if first >= run.0 && first <= run.1.saturating_add(1) => run.1 = run.1.max(last),
        _ if room => runs.push((first, last)),
        _ => {}
    }
}
