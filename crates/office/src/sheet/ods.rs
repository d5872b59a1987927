//! Reads `.ods` (OpenDocument 1.2 part 1, §9 Tables).

mod shapes;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use memchr::memmem;

use super::book::Book;
use super::content::Content;
use super::formula::{Code, Dialect, Formula};
use super::ink::{Ink, Inks, Rich};
use super::number::{self, Format};
use super::reference::{At, LAST_ROW, Region};
use super::xml::{Node, Tag, Xml};
use super::{Error, properties};
use crate::Cost;
use crate::package::Archive;
use crate::paper::Script;

/// The part that holds the sheets.
const CONTENT: &str = "content.xml";

/// The most runs of columns whose cells' style is kept of one sheet.
const MAX_COLUMN_RUNS: usize = 65_536;

/// Reads a workbook.
pub(super) fn read(bytes: &[u8]) -> Result<Book, Error> {
    let archive = Archive::open(bytes)?;
    if let Some(manifest) = archive.part("META-INF/manifest.xml")?
        && memmem::find(&manifest, b"encryption-data").is_some()
    {
        return Err(Error::Encrypted);
    }
    let Some(content) = archive.xml(CONTENT)? else {
        return Err(Error::MissingPart {
            part: CONTENT.to_owned(),
        });
    };
    let mut book = Book::new();
    book.properties = properties::of_open_document(&archive);
    let mut reader = Reader {
        xml: Xml::new(&content, CONTENT),
        book,
        hidden_styles: HashSet::new(),
        inks: HashMap::new(),
        column_inks: Vec::new(),
    };
    reader.read()?;
    Ok(reader.book)
}

struct Reader<'a> {
    xml: Xml<'a>,
    book: Book,
    /// The table styles that hide their sheet.
    hidden_styles: HashSet<String>,
    /// The styles that say how text is set, of cells and of words.
    inks: HashMap<String, Ink>,
    /// The last column of each run of columns, and the style of its cells without their own.
    column_inks: Vec<(u32, Ink)>,
}

/// A cell of the row that is being read.
struct RowCell {
    column: u32,
    repeated: u32,
    content: Content,
    formula: Option<Box<Formula>>,
    inks: Inks,
    rows: u32,
    columns: u32,
}

/// What a cell's tag says.
#[derive(Default)]
struct CellTag {
    style: Option<String>,
    kind: String,
    value: Option<String>,
    formula: Option<String>,
    error: bool,
    repeated: u32,
    rows: u32,
    columns: u32,
}

impl Reader<'_> {
    fn read(&mut self) -> Result<(), Error> {
        let mut style = String::new();
        loop {
            match self.xml.next()? {
                Node::Open(tag) => match tag.local() {
                    "style" => {
                        style = tag.attr("name").unwrap_or_default().into_owned();
                        // What it is based on stands before it.
                        let parent = tag.attr("parent-style-name");
                        if let Some(ink) = parent.and_then(|p| self.inks.get(&*p).copied()) {
                            self.inks.insert(style.clone(), ink);
                        }
                    }
                    "text-properties" | "table-cell-properties" => self.looks(&tag, &style),
                    "table-properties" if tag.attr("display").as_deref() == Some("false") => {
                        self.hidden_styles.insert(std::mem::take(&mut style));
                    }
                    "tracked-changes" => self.xml.skip()?,
                    "table" => {
                        let hidden = tag
                            .attr("style-name")
                            .is_some_and(|name| self.hidden_styles.contains(&*name));
                        let name = tag.attr("name").unwrap_or_default();
                        self.book.add_sheet(&name, hidden)?;
                        self.table()?;
                    }
                    _ => {}
                },
                Node::End => return Ok(()),
                _ => {}
            }
        }
    }

    /// What a style says of how text is set (§20.336, §20.391), and of its cell (§17.18).
    fn looks(&mut self, tag: &Tag<'_>, style: &str) {
        let mut ink = self.inks.get(style).copied().unwrap_or_default();
        let white = |value: &str| value.eq_ignore_ascii_case("#ffffff");
        for (name, value) in tag.attrs() {
            match name {
                "color" => ink.white = white(&value),
                // Hidden text is as good as white.
                "display" if value == "none" => ink.white = true,
                "background-color" => ink.filled = value != "transparent" && !white(&value),
                "diagonal-bl-tr" | "diagonal-tl-br" => ink.crossed |= value != "none",
                "text-line-through-style" | "text-line-through-type" => {
                    ink.strike = value != "none";
                }
                "text-position" => ink.script = script(&value),
                _ => {}
            }
        }
        if ink != Ink::default() || self.inks.contains_key(style) {
            self.inks.insert(style.to_owned(), ink);
        }
    }

    fn ink(&self, style: Option<&str>) -> Option<Ink> {
        Some(self.inks.get(style?).copied().unwrap_or_default())
    }

    /// How a cell is set: by its own style, else by its row's, else by its column's.
    fn cell_ink(&self, own: Option<&str>, row: Option<Ink>, column: u32) -> Ink {
        let of_column = || {
            let at = self.column_inks.partition_point(|run| run.0 < column);
            self.column_inks.get(at).map(|run| run.1)
        };
        self.ink(own).or(row).or_else(of_column).unwrap_or_default()
    }

    /// Reads the table that was just opened: its rows, also those in groups.
    fn table(&mut self) -> Result<(), Error> {
        self.column_inks.clear();
        let outside = self.xml.depth() - 1;
        let (mut row, mut column) = (1u32, 1u32);
        while self.xml.depth() > outside {
            let Node::Open(tag) = self.xml.next()? else {
                continue;
            };
            match tag.local() {
                "table-column" => {
                    let repeated = count(&tag, "number-columns-repeated");
                    let next = column.saturating_add(repeated);
                    if is_hidden(&tag)
                        && let Some(sheet) = self.book.sheets.last_mut()
                    {
                        sheet.hide_columns(column, next - 1);
                    }
                    let style = tag.attr("default-cell-style-name");
                    let ink = self.ink(style.as_deref()).unwrap_or_default();
                    if self.column_inks.len() < MAX_COLUMN_RUNS {
                        self.column_inks.push((next - 1, ink));
                    }
                    column = next;
                }
                "table-row" => {
                    let repeated = count(&tag, "number-rows-repeated");
                    let next = row.saturating_add(repeated);
                    if is_hidden(&tag)
                        && let Some(sheet) = self.book.sheets.last_mut()
                    {
                        sheet.hide_rows(row, (next - 1).min(LAST_ROW));
                    }
                    let style = tag.attr("default-cell-style-name");
                    let ink = self.ink(style.as_deref());
                    let cells = self.row(row, ink)?;
                    self.put(row, repeated, cells);
                    row = next;
                }
                "shapes" => self.shapes(At::new(1, 1))?,
                "forms" | "dde-source" | "scenario" => self.xml.skip()?,
                _ => {}
            }
        }
        Ok(())
    }

    /// Puts a row's cells as often as it is repeated.
    fn put(&mut self, first: u32, repeated: u32, cells: Vec<RowCell>) {
        if cells.is_empty() {
            return;
        }
        for cell in &cells {
            if let (true, Some(sheet)) = (
                cell.rows > 1 || cell.columns > 1,
                self.book.sheets.last_mut(),
            ) {
                let from = At::new(first, cell.column);
                let to = At::new(
                    first.saturating_add(cell.rows - 1),
                    cell.column.saturating_add(cell.columns - 1),
                );
                sheet.merge(Region::of(from, to));
            }
        }
        for down in 0..repeated {
            let row = first.saturating_add(down);
            for cell in &cells {
                for right in 0..cell.repeated {
                    let at = At::new(row, cell.column.saturating_add(right));
                    let kept = self.book.put_shown(
                        at,
                        cell.content.clone(),
                        cell.formula.clone(),
                        cell.inks.clone(),
                        &Format::default(),
                    );
                    if !kept {
                        return;
                    }
                }
            }
        }
    }

    /// Reads the row that was just opened: its cells that hold something.
    fn row(&mut self, row: u32, row_ink: Option<Ink>) -> Result<Vec<RowCell>, Error> {
        let outside = self.xml.depth() - 1;
        let mut cells = Vec::new();
        let mut column = 1u32;
        while self.xml.depth() > outside {
            let Node::Open(tag) = self.xml.next()? else {
                continue;
            };
            if !matches!(tag.local(), "table-cell" | "covered-table-cell") {
                self.xml.skip()?;
                continue;
            }
            let tag = cell_tag(&tag);
            let rich = self.shown(At::new(row, column))?;
            let inks = Inks {
                cell: self.cell_ink(tag.style.as_deref(), row_ink, column),
                runs: rich.shared_runs(),
            };
            let content = content(&tag, &rich.text);
            let formula = match tag.formula.as_deref() {
                Some(text) => Some(Box::new(Formula {
                    code: self.book.new_formula(code(text))?,
                    shift: (0, 0),
                    format: Arc::default(),
                    stored: !tag.kind.is_empty(),
                    empty: false,
                })),
                None => None,
            };
            if !content.is_blank() || formula.is_some() {
                cells.push(RowCell {
                    column,
                    repeated: tag.repeated,
                    content,
                    formula,
                    inks,
                    rows: tag.rows,
                    columns: tag.columns,
                });
            }
            column = column.saturating_add(tag.repeated);
        }
        Ok(cells)
    }

    /// Puts aside the note at a cell (§14.1) that was just opened.
    fn annotation(&mut self, at: At) -> Result<(), Error> {
        let outside = self.xml.depth() - 1;
        let (mut author, mut text) = (String::new(), String::new());
        while self.xml.depth() > outside {
            match self.xml.next()? {
                Node::Open(tag) => match tag.local() {
                    "creator" => author = self.xml.text()?,
                    "date" | "date-string" | "creator-initials" => self.xml.skip()?,
                    "p" | "h" | "line-break" if !text.is_empty() => text.push('\n'),
                    "s" => text.push(' '),
                    _ => {}
                },
                Node::Text(piece) => self.xml.push(&piece, &mut text)?,
                _ => {}
            }
        }
        self.book.note(at, &author, &text);
        Ok(())
    }

    /// The text that the cell at `at`, just opened, shows, without notes. That of shapes anchored
    /// in it is put aside.
    fn shown(&mut self, at: At) -> Result<Rich, Error> {
        let outside = self.xml.depth() - 1;
        let mut out = Rich::default();
        let mut paragraphs = 0;
        let mut in_text = 0;
        // The spans that are open, with how each sets its words.
        let mut spans: Vec<(usize, Option<Ink>)> = Vec::new();
        while self.xml.depth() > outside {
            match self.xml.next()? {
                Node::Open(tag) => {
                    let ink = spans.last().and_then(|s| s.1);
                    match tag.local() {
                        "p" | "h" if in_text == 0 => {
                            in_text = self.xml.depth();
                            if paragraphs > 0 {
                                out.push("\n", None);
                            }
                            paragraphs += 1;
                        }
                        "s" if in_text > 0 => {
                            let n = count(&tag, "c").min(1024) as usize;
                            self.book.budget.take(Cost::Text, n)?;
                            out.push(&" ".repeat(n), ink);
                        }
                        "tab" if in_text > 0 => out.push("\t", ink),
                        "line-break" if in_text > 0 => out.push("\n", ink),
                        "span" if in_text > 0 => {
                            let own = self.ink(tag.attr("style-name").as_deref());
                            spans.push((self.xml.depth(), own.or(ink)));
                        }
                        "a" if in_text > 0 => {}
                        "ruby" | "ruby-base" | "sheet-name" | "title" | "date" | "time" => {}
                        "annotation" => self.annotation(at)?,
                        "ruby-text" => self.xml.skip()?,
                        name => {
                            let kind = shapes::drawn(name);
                            self.shape(kind, at)?;
                        }
                    }
                }
                Node::Text(text) if in_text > 0 => {
                    let mut piece = String::new();
                    self.xml.push(&text, &mut piece)?;
                    out.push(&piece, spans.last().and_then(|s| s.1));
                }
                Node::Close => {
                    let depth = self.xml.depth();
                    spans.retain(|span| span.0 <= depth);
                    if depth < in_text {
                        in_text = 0;
                    }
                }
                _ => {}
            }
        }
        Ok(out)
    }
}

/// `super 58%`, `-33% 58%`: above its line or below it.
fn script(position: &str) -> Script {
    match position.split_whitespace().next() {
        Some("super") => Script::Super,
        Some("sub") => Script::Sub,
        Some(by) => match by.trim_end_matches('%').parse::<f32>() {
            Ok(by) if by > 0.0 => Script::Super,
            Ok(by) if by < 0.0 => Script::Sub,
            _ => Script::Line,
        },
        None => Script::Line,
    }
}

/// A count that is 1 where it is not said.
fn count(tag: &Tag<'_>, name: &str) -> u32 {
    tag.attr(name)
        .and_then(|value| value.parse().ok())
        .unwrap_or(1)
        .max(1)
}

/// A hidden or filtered row or column.
fn is_hidden(tag: &Tag<'_>) -> bool {
    matches!(
        tag.attr("visibility").as_deref(),
        Some("collapse" | "filter")
    )
}

fn cell_tag(tag: &Tag<'_>) -> CellTag {
    let mut out = CellTag {
        repeated: count(tag, "number-columns-repeated"),
        rows: count(tag, "number-rows-spanned"),
        columns: count(tag, "number-columns-spanned"),
        ..CellTag::default()
    };
    for (name, value) in tag.attrs() {
        match name {
            // `office:value-type` and LibreOffice's own `calcext:value-type`.
            "value-type" if value == "error" => out.error = true,
            "value-type" => out.kind = value.into_owned(),
            "value" | "date-value" | "time-value" | "boolean-value" | "string-value" => {
                out.value = Some(value.into_owned());
            }
            "style-name" => out.style = Some(value.into_owned()),
            "formula" => out.formula = Some(value.into_owned()),
            _ => {}
        }
    }
    out
}

fn content(tag: &CellTag, shown: &str) -> Content {
    if tag.error {
        return Content::Error(shown.into());
    }
    let text = || match &tag.value {
        Some(value) if shown.is_empty() => Content::Text(value.as_str().into()),
        _ => Content::Text(shown.into()),
    };
    match (tag.kind.as_str(), &tag.value) {
        // LibreOffice keeps a yes or no that came from elsewhere as `=TRUE()` with the value 1.
        ("float", _) if matches!(shown, "TRUE" | "FALSE") => Content::Bool(shown == "TRUE"),
        ("float" | "currency" | "percentage", Some(value)) => match value.trim().parse::<f64>() {
            Ok(n) if n.is_finite() => {
                let shown = match tag.kind.as_str() {
                    "percentage" => format!("{}%", number::plain(n, -2)),
                    _ => number::number_as_shown(n, shown),
                };
                Content::Number(n, shown.into())
            }
            _ => text(),
        },
        ("date", Some(value)) => Content::Text(number::date_as_shown(value, shown).into()),
        ("boolean", Some(value)) => Content::Bool(value == "true"),
        _ => text(),
    }
}

/// A formula with its namespace prefix (ODF 1.2 part 1 §19.642): `of:=SUM([.B4])`.
fn code(text: &str) -> Code {
    let (prefix, formula) = text.split_once('=').unwrap_or(("", text));
    let dialect = match prefix {
        "msoxl:" => Dialect::Excel,
        _ => Dialect::OpenDocument,
    };
    Code::parse(formula, dialect)
}
