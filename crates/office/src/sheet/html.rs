//! Reads the tables of a web page, which many systems export under a workbook's name.
//!
//! Pages are written as they come: tags that are never closed, names in any case. Only what makes
//! a table is looked at; the text between two tables stands in rows over the second.

mod tokens;

use self::tokens::{Tag, Token, Tokens};
use super::Error;
use super::book::Book;
use super::content::Content;
use super::ink::Inks;
use super::number::plain;
use super::reference::{At, Region};

/// The part that the messages speak of.
const PART: &str = "HTML";
/// The largest file that is read.
const MAX_BYTES: usize = 64 << 20;
/// The most rows or columns that one cell spans.
const MAX_SPAN: u32 = 1_000;

/// Reads a page as a workbook: a sheet a table.
pub(super) fn read(bytes: &[u8]) -> Result<Book, Error> {
    let text = super::decoded(bytes, PART, MAX_BYTES)?;
    let mut page = Page {
        book: Book::new(),
        names: names(&text).into_iter(),
        depth: 0,
        tables: 0,
        at: At::new(0, 0),
        covered: Vec::new(),
        cell: None,
        between: String::new(),
    };
    for token in Tokens::new(&text) {
        page.book.budget.held()?;
        match token {
            Token::Text(text) => page.text(text),
            Token::Open(tag) => page.open(&tag),
            Token::Close(name) => page.close(&name),
        }
    }
    page.end_cell();
    page.put_between();
    let is_empty = page.book.sheets.iter().all(|sheet| sheet.cells.is_empty());
    if page.tables == 0 || is_empty {
        return Err(Error::Markup);
    }
    Ok(page.book)
}

/// The sheets' names, which Excel keeps in a comment.
fn names(text: &str) -> Vec<String> {
    let pieces = text.split("<x:Name>").skip(1);
    let names = pieces.filter_map(|rest| rest.split_once("</x:Name>"));
    names
        .map(|(name, _)| tokens::resolve(name))
        .take(256)
        .collect()
}

struct Page {
    book: Book,
    names: std::vec::IntoIter<String>,
    /// How many tables are open.
    depth: usize,
    tables: usize,
    /// The cell before; its row is the one that is being read.
    at: At,
    /// Down to which row each column is covered by a cell that spans several.
    covered: Vec<u32>,
    cell: Option<Open>,
    /// The text since the last table.
    between: String,
}

/// The cell that is being read.
struct Open {
    at: At,
    text: String,
    /// The number behind the text, which may be rounded.
    number: Option<f64>,
}

impl Page {
    fn text(&mut self, text: &str) {
        let text = tokens::resolve(text);
        let out = match (&mut self.cell, self.depth) {
            (Some(cell), _) => &mut cell.text,
            (None, 0) => &mut self.between,
            (None, _) => return,
        };
        // Line ends in the source are spaces; those that are meant have tags.
        for (i, word) in text.split(['\n', '\r', '\t', ' ']).enumerate() {
            if i > 0 && !out.is_empty() && !out.ends_with([' ', '\n']) {
                out.push(' ');
            }
            out.push_str(word);
        }
    }

    fn line_break(&mut self) {
        let out = match (&mut self.cell, self.depth) {
            (Some(cell), _) => &mut cell.text,
            (None, 0) => &mut self.between,
            (None, _) => return,
        };
        if !out.is_empty() && !out.ends_with('\n') {
            out.push('\n');
        }
    }

    fn open(&mut self, tag: &Tag<'_>) {
        match tag.name.as_str() {
            "table" => {
                self.depth += 1;
                match self.depth {
                    1 => self.begin_table(),
                    _ => self.line_break(),
                }
            }
            // Tables within a cell are text in it.
            "tr" if self.depth == 1 => {
                self.end_cell();
                self.at = At::new(self.at.row.saturating_add(1), 0);
                if tag.is_hidden()
                    && let Some(sheet) = self.book.sheets.last_mut()
                {
                    sheet.hide_rows(self.at.row, self.at.row);
                }
            }
            "td" | "th" if self.depth == 1 => self.begin_cell(tag),
            "br" => match &mut self.cell {
                Some(cell) => cell.text.push('\n'),
                None => self.line_break(),
            },
            "p" | "div" | "tr" | "li" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.line_break();
            }
            "td" | "th" => self.text(" "),
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "table" => {
                if self.depth == 1 {
                    self.end_cell();
                }
                self.depth = self.depth.saturating_sub(1);
            }
            "td" | "th" | "tr" if self.depth == 1 => self.end_cell(),
            "p" | "div" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.line_break(),
            _ => {}
        }
    }

    fn begin_sheet(&mut self) {
        let number = self.book.sheets.len() + 1;
        let name = self.names.next().unwrap_or_else(|| match number {
            1 => PART.to_owned(),
            n => format!("{PART} {n}"),
        });
        // Where there are too many, the budget says so in the end.
        let _ = self.book.add_sheet(&name, false);
        self.at = At::new(0, 0);
        self.covered.clear();
    }

    fn begin_table(&mut self) {
        self.tables += 1;
        self.begin_sheet();
        self.put_between();
    }

    /// Puts the text since the last table in rows of its own.
    fn put_between(&mut self) {
        let between = std::mem::take(&mut self.between);
        if between.trim().is_empty() {
            return;
        }
        if self.book.sheets.is_empty() {
            self.begin_sheet();
        }
        for line in between.lines().map(str::trim).filter(|l| !l.is_empty()) {
            self.at = At::new(self.at.row.saturating_add(1), 0);
            let at = At::new(self.at.row, 1);
            self.book
                .put(at, Content::Text(line.into()), None, Inks::default());
        }
    }

    fn begin_cell(&mut self, tag: &Tag<'_>) {
        self.end_cell();
        let row = self.at.row.max(1);
        let mut column = self.at.column.saturating_add(1);
        while self
            .covered
            .get(column as usize)
            .is_some_and(|last| *last >= row)
        {
            column += 1;
            if self.book.budget.step(1).is_err() {
                return;
            }
        }
        let span = |name: &str| {
            let said = tag.attr(name).and_then(|v| v.trim().parse::<u32>().ok());
            said.unwrap_or(1).clamp(1, MAX_SPAN)
        };
        let at = At::new(row, column);
        let to = At::new(
            row.saturating_add(span("rowspan") - 1),
            column.saturating_add(span("colspan") - 1),
        );
        self.at = At::new(row, to.column);
        if at.valid() && to.valid() {
            let wide = (to.column - at.column) as usize;
            if to.row > at.row && self.book.budget.step(wide).is_ok() {
                let columns = to.column as usize + 1;
                self.covered.resize(self.covered.len().max(columns), 0);
                self.covered[at.column as usize..columns].fill(to.row);
            }
            if let Some(sheet) = self.book.sheets.last_mut() {
                sheet.merge(Region::of(at, to));
            }
        }
        self.cell = Some(Open {
            at,
            text: String::new(),
            // What Excel shows may be rounded; the number itself stands beside it.
            number: tag.attr("x:num").and_then(|v| v.trim().parse().ok()),
        });
    }

    fn end_cell(&mut self) {
        let Some(cell) = self.cell.take() else {
            return;
        };
        let text = cell.text.trim();
        let rounded = |n: &f64| n.is_finite() && text.parse::<f64>().is_ok_and(|t| t != *n);
        let content = match cell.number.filter(rounded) {
            Some(n) => Content::Number(n, plain(n, 0).into()),
            None => Content::Text(text.into()),
        };
        self.book.put(cell.at, content, None, Inks::default());
    }
}
