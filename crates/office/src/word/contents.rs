//! What stands in other parts for a drawing of the document: the words of SmartArt and charts, the
//! cells or paragraphs of an embedded workbook or document.

use std::cell::Cell;

use crate::FileKind;
use crate::package::{Package, Relationship};
use crate::paper::{Block, DrawingKind, Paper, Paragraph};
use crate::sheet;
use crate::xml::{self, Ns, Reader, Token};

/// More of one content is not kept.
const LONGEST: usize = 4096;
/// More contents of one document are not read.
const MOST: usize = 50;
/// A larger embedded file is not read.
const LARGEST: usize = 8 << 20;

/// The parts that drawings refer to.
pub(super) struct Contents<'p, 'a> {
    package: &'p Package<'a>,
    relationships: Vec<Relationship>,
    /// How many more are read.
    left: Cell<usize>,
}

impl<'p, 'a> Contents<'p, 'a> {
    pub(super) fn new(package: &'p Package<'a>, relationships: Vec<Relationship>) -> Self {
        Contents {
            package,
            relationships,
            left: Cell::new(MOST),
        }
    }

    /// The text of the part behind a relationship, as far as it can be read; lines are parted by
    /// line ends, cells by tabs. A part that is missing or broken has none.
    pub(super) fn text(&self, id: &[u8], kind: Option<DrawingKind>) -> String {
        let is = |r: &&Relationship| r.id.as_bytes() == id;
        let Some(relationship) = self.relationships.iter().find(is) else {
            return String::new();
        };
        if self.left.get() == 0 {
            return String::new();
        }
        self.left.set(self.left.get() - 1);
        let target = relationship.target.as_str();
        match kind {
            Some(DrawingKind::Object) => self.embedded(target).unwrap_or_default(),
            _ => match self.package.xml(target) {
                Ok(Some(bytes)) => words(&bytes).unwrap_or_default(),
                _ => String::new(),
            },
        }
    }

    /// The text of a file in the package.
    fn embedded(&self, target: &str) -> Option<String> {
        let bytes = self.package.part(target).ok()??;
        if bytes.len() > LARGEST {
            return None;
        }
        let paper = match FileKind::of_bytes(&bytes) {
            FileKind::Word => {
                let package = Package::open(&bytes).ok()?;
                // What is embedded in the embedded is not looked into.
                let nothing = Contents::new(&package, Vec::new());
                nothing.left.set(0);
                super::read_with(&package, &nothing).ok()?
            }
            kind @ (FileKind::Workbook | FileKind::OpenSheet | FileKind::LegacyWorkbook) => {
                sheet::read(&bytes, kind).ok()?
            }
            _ => return None,
        };
        Some(text_of(&paper))
    }
}

/// The text of a paper, a line for each paragraph and row.
fn text_of(paper: &Paper) -> String {
    let mut out = String::new();
    let mut add = |text: &str, before: char| {
        let text = text.trim();
        if !text.is_empty() && out.len() + text.len() < LONGEST {
            if !out.is_empty() {
                out.push(before);
            }
            out.push_str(text);
        }
    };
    for block in &paper.blocks {
        match block {
            Block::Paragraph(p) => {
                add(&p.text, '\n');
                let boxed = p.boxes.iter().flat_map(|b| b.lines());
                boxed.for_each(|line: &Paragraph| add(&line.text, '\n'));
            }
            Block::Table(table) => {
                let mut row = 0;
                for cell in &table.cells {
                    let before = if cell.row == row { '\t' } else { '\n' };
                    row = cell.row;
                    add(&cell.text().replace('\n', " "), before);
                }
            }
        }
    }
    out
}

/// The texts (`a:t`) and cached values (`c:v`) of a diagram's or chart's part, a line each.
fn words(bytes: &[u8]) -> Result<String, xml::Error> {
    let mut reader = Reader::new(bytes);
    let mut out = String::new();
    let mut paragraph = false;
    loop {
        let tag = match reader.token()? {
            Token::Start(tag) => tag,
            Token::Eof => return Ok(out),
            _ => continue,
        };
        match (tag.ns, tag.name) {
            (Ns::DrawingMain, b"p") => paragraph = true,
            (Ns::DrawingMain, b"t") | (Ns::Chart, b"v") => {
                let mut text = String::new();
                loop {
                    match reader.token()? {
                        Token::Text(piece) => piece.push_to(&mut text)?,
                        Token::Start(_) => reader.skip()?,
                        _ => break,
                    }
                }
                if out.len() + text.len() >= LONGEST || text.trim().is_empty() {
                    continue;
                }
                if !out.is_empty() && (paragraph || tag.ns == Ns::Chart) {
                    out.push('\n');
                }
                paragraph = false;
                out.push_str(&text);
            }
            _ => {}
        }
    }
}
