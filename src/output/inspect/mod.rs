//! What the reader sees of a document: the model behind `inspect`, for any document.

mod draw;
mod marks;

pub use draw::draw;
pub use marks::Mark;

use office::paper::{Anchor, Block, Paper, Paragraph, Properties, Table, TextBox};
use serde::Serialize;

use crate::text::Worded as _;
use crate::text::lang::Said;

/// A document as the reader sees it; its JSON is part of the contract.
#[derive(Debug, Default, Serialize)]
pub struct Inspection {
    /// Every table, nested ones and those in text boxes too, in document order.
    pub tables: Vec<TableView>,
    /// Every text box, in document order.
    pub boxes: Vec<BoxView>,
    /// The paragraphs of the body.
    pub paragraphs: Vec<ParagraphView>,
    /// What stands above what.
    pub sections: Vec<Section>,
    /// Pictures, shapes, objects: what is no text, in document order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub drawings: Vec<DrawingView>,
    /// The program that wrote the file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub producer: Option<String>,
    /// Where the reader noticed something.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub remarks: Vec<RemarkView>,
}

/// A table.
#[derive(Debug, Serialize)]
pub struct TableView {
    /// Its number in the document.
    pub index: u32,
    /// The number of the table around it.
    pub inside: Option<u32>,
    /// The name of the sheet that it is, in a workbook.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// Its rows.
    pub rows: u32,
    /// Its grid columns.
    pub columns: u32,
    /// Every cell once, at its top left slot.
    pub cells: Vec<CellView>,
}

/// A cell, at its top left slot, counted from 1.
#[derive(Debug, Serialize)]
pub struct CellView {
    /// Its first row.
    pub row: u32,
    /// Its first grid column.
    pub column: u32,
    /// How many rows it covers.
    pub row_span: u32,
    /// How many grid columns it covers.
    pub column_span: u32,
    /// Its own paragraphs, joined by line ends.
    pub text: String,
}

/// A text box.
#[derive(Debug, Serialize)]
pub struct BoxView {
    /// Its number in the document.
    pub index: u32,
    /// Its paragraphs.
    pub lines: Vec<Line>,
}

/// A line of a text box.
#[derive(Debug, Serialize)]
pub struct Line {
    /// Its text.
    pub text: String,
    /// What sets it apart from the other lines of its box.
    pub marks: Vec<Mark>,
    /// The bullet or number before it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bullet: Option<String>,
}

/// A paragraph of the body.
#[derive(Debug, Serialize)]
pub struct ParagraphView {
    /// Its number in the body.
    pub index: u32,
    /// Its text.
    pub text: String,
}

/// The tables and boxes under one line of text.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Section {
    /// The last line of text above them.
    pub heading: String,
    /// That line's number in the body; none if nothing stands above them.
    pub paragraph: Option<u32>,
    /// The tables under it.
    pub tables: Vec<u32>,
    /// The boxes under it.
    pub boxes: Vec<u32>,
}

/// Something that is no text.
#[derive(Debug, Serialize)]
pub struct DrawingView {
    /// Its number in the document.
    pub index: u32,
    /// What it is, by a name.
    pub kind: &'static str,
    /// Its width and height in EMU.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub size: Option<(i64, i64)>,
    /// It floats over or beside the text.
    pub floating: bool,
    /// What it is called.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// The text in it, as far as it can be read.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// Where it is anchored.
    pub source: office::paper::Place,
    /// What it is, in words.
    #[serde(skip)]
    pub said: Said,
}

/// Something that the reader noticed.
#[derive(Debug, Serialize)]
pub struct RemarkView {
    /// What, by a name.
    pub kind: &'static str,
    /// What, in words.
    pub message: Said,
    /// Where.
    pub source: office::paper::Place,
}

/// What the reader sees of a paper.
pub fn inspect(paper: &Paper) -> Inspection {
    let Properties { producer, .. } = &paper.properties;
    let mut found = Inspection {
        producer: producer.clone(),
        ..Inspection::default()
    };
    found.flow(&paper.blocks);
    // A cell that a merge covers keeps its tables in the cell above: numbers tell the order.
    found.tables.sort_by_key(|t| t.index);
    found.boxes.sort_by_key(|b| b.index);
    found.paragraphs = office::paper::paragraphs(&paper.blocks)
        .map(|p| ParagraphView {
            index: p.number,
            text: p.text.clone(),
        })
        .collect();
    found.sections = sections(&paper.blocks);
    found.drawings = drawings(paper);
    found.remarks = paper
        .remarks
        .iter()
        .map(|remark| RemarkView {
            kind: remark.kind.name(),
            message: remark.kind.said(),
            source: remark.place.clone(),
        })
        .collect();
    found
}

impl Inspection {
    fn flow(&mut self, blocks: &[Block]) {
        for block in blocks {
            match block {
                Block::Paragraph(paragraph) => {
                    for text_box in &paragraph.boxes {
                        self.boxes.push(BoxView::of(text_box));
                        self.flow(&text_box.blocks);
                    }
                }
                Block::Table(table) => {
                    self.tables.push(TableView::of(table));
                    for cell in &table.cells {
                        self.flow(&cell.blocks);
                    }
                }
            }
        }
    }
}

impl TableView {
    fn of(table: &Table) -> TableView {
        let cells = table.cells.iter().map(|cell| CellView {
            row: cell.row,
            column: cell.column,
            row_span: cell.row_span,
            column_span: cell.column_span,
            text: cell.text().into_owned(),
        });
        TableView {
            index: table.number,
            inside: table.inside,
            sheet: table.sheet.as_ref().map(|sheet| sheet.name.clone()),
            rows: table.rows,
            columns: table.columns,
            cells: cells.collect(),
        }
    }
}

impl BoxView {
    fn of(text_box: &TextBox) -> BoxView {
        let lines: Vec<&Paragraph> = text_box.lines().collect();
        let marks = marks::of_lines(&lines);
        BoxView {
            index: text_box.number,
            lines: lines
                .into_iter()
                .zip(marks)
                .map(|(line, marks)| Line {
                    text: line.text.clone(),
                    marks,
                    bullet: line.bullet.as_ref().map(|b| b.shown()),
                })
                .collect(),
        }
    }
}

fn drawings(paper: &Paper) -> Vec<DrawingView> {
    let mut drawings = Vec::new();
    for placed in paper.placed() {
        for drawing in &placed.paragraph.drawings {
            drawings.push(DrawingView {
                index: drawing.number,
                kind: drawing.kind.name(),
                size: drawing.size,
                floating: drawing.anchor != Anchor::Inline,
                name: drawing.name.clone(),
                text: drawing.text.clone(),
                source: placed.place.clone(),
                said: drawing.kind.said(),
            });
        }
    }
    drawings
}

/// Groups the tables and boxes of the body under the lines above them.
fn sections(blocks: &[Block]) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    let mut heading: (Option<u32>, &str) = (None, "");
    let mut under = |heading: (Option<u32>, &str), table: Option<u32>, text_box: Option<u32>| {
        if sections.last().is_none_or(|s| s.paragraph != heading.0) {
            sections.push(Section {
                heading: heading.1.to_owned(),
                paragraph: heading.0,
                tables: Vec::new(),
                boxes: Vec::new(),
            });
        }
        if let Some(section) = sections.last_mut() {
            section.tables.extend(table);
            section.boxes.extend(text_box);
        }
    };
    for block in blocks {
        match block {
            Block::Table(table) => under(heading, Some(table.number), None),
            Block::Paragraph(paragraph) => {
                let text = paragraph.text.trim();
                if !text.is_empty() {
                    heading = (Some(paragraph.number), text);
                }
                for text_box in &paragraph.boxes {
                    under(heading, None, Some(text_box.number));
                }
            }
        }
    }
    sections
}
