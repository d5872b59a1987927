//! Small Word packages, written part by part.

use std::io::{Cursor, Write};

use office::package::Package;
use office::paper::{Block, Paper, Paragraph, Table, TextBox};
use office::word;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// The namespace declarations of a document's root.
pub const NAMESPACES: &str = concat!(
    r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" "#,
    r#"xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" "#,
    r#"xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" "#,
    r#"xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" "#,
    r#"xmlns:wpg="http://schemas.microsoft.com/office/word/2010/wordprocessingGroup" "#,
    r#"xmlns:wpc="http://schemas.microsoft.com/office/word/2010/wordprocessingCanvas" "#,
    r#"xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" "#,
    r#"xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" "#,
    r#"xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" "#,
    r#"xmlns:o="urn:schemas-microsoft-com:office:office" "#,
    r#"xmlns:v="urn:schemas-microsoft-com:vml""#,
);

const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// A package under construction.
pub struct Document {
    main: String,
    parts: Vec<(String, Vec<u8>)>,
    related: Vec<(&'static str, String)>,
}

impl Document {
    /// A document whose body holds `xml`.
    pub fn of(xml: &str) -> Document {
        Document::with_main(
            "word/document.xml",
            format!("<w:document {NAMESPACES}><w:body>{xml}</w:body></w:document>"),
        )
    }

    /// A package with this main part.
    pub fn with_main(name: &str, content: impl Into<Vec<u8>>) -> Document {
        Document {
            main: name.to_owned(),
            parts: vec![(name.to_owned(), content.into())],
            related: Vec::new(),
        }
    }

    /// Adds a style part that holds `xml`.
    pub fn styles(self, xml: &str) -> Document {
        self.related(
            "styles",
            &format!("<w:styles {NAMESPACES}>{xml}</w:styles>"),
        )
    }

    /// Adds a numbering part that holds `xml`.
    pub fn numbering(self, xml: &str) -> Document {
        self.related(
            "numbering",
            &format!("<w:numbering {NAMESPACES}>{xml}</w:numbering>"),
        )
    }

    /// Adds a theme part whose colour scheme holds `xml`.
    pub fn theme(self, xml: &str) -> Document {
        self.related(
            "theme",
            &format!(
                "<a:theme {NAMESPACES}><a:themeElements><a:clrScheme name=\"t\">{xml}\
                 </a:clrScheme></a:themeElements></a:theme>"
            ),
        )
    }

    /// Adds a part beside the body: `footnotes`, `comments`, a `header`.
    pub fn beside(self, kind: &'static str, part: &str) -> Document {
        self.related(kind, part)
    }

    fn related(mut self, kind: &'static str, content: &str) -> Document {
        let name = format!("{kind}.xml");
        self.parts.push((format!("word/{name}"), content.into()));
        self.related.push((kind, name));
        self
    }

    /// Adds any part.
    pub fn part(mut self, name: &str, content: impl Into<Vec<u8>>) -> Document {
        self.parts.push((name.to_owned(), content.into()));
        self
    }

    /// The package's bytes.
    pub fn bytes(self) -> Vec<u8> {
        let mut parts = vec![(
            "_rels/.rels".to_owned(),
            relationships([("officeDocument", self.main.as_str())]).into_bytes(),
        )];
        let related = self
            .related
            .iter()
            .map(|(kind, target)| (*kind, target.as_str()));
        let folder = self.main.rsplit_once('/').map_or("", |(folder, _)| folder);
        let file = self.main.rsplit('/').next().unwrap_or_default();
        parts.push((
            format!("{folder}/_rels/{file}.rels")
                .trim_start_matches('/')
                .to_owned(),
            relationships(related).into_bytes(),
        ));
        // A test may bring its own.
        parts.retain(|(name, _)| !self.parts.iter().any(|(own, _)| own == name));
        parts.extend(self.parts);
        zip(parts
            .iter()
            .map(|(name, content)| (name.as_str(), content.as_slice())))
    }

    /// What the reader makes of it.
    pub fn read(self) -> Paper {
        self.try_read().unwrap()
    }

    /// What the reader makes of it, or why not.
    pub fn try_read(self) -> Result<Paper, word::Error> {
        let bytes = self.bytes();
        word::read(&Package::open(&bytes)?)
    }
}

/// A relationship part.
pub fn relationships<'a>(all: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let lines: String = all
        .into_iter()
        .enumerate()
        .map(|(i, (kind, target))| {
            format!(r#"<Relationship Id="r{i}" Type="{OFFICE}/{kind}" Target="{target}"/>"#)
        })
        .collect();
    format!(
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{lines}</Relationships>"#
    )
}

/// A zip file of these entries.
pub fn zip<'a>(entries: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in entries {
        writer
            .start_file(name, SimpleFileOptions::default())
            .unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// What the reader makes of a body.
pub fn read(body: &str) -> Paper {
    Document::of(body).read()
}

/// A paragraph of one run.
pub fn p(text: &str) -> String {
    format!("<w:p>{}</w:p>", r(text))
}

/// A run.
pub fn r(text: &str) -> String {
    format!("<w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r>")
}

/// A cell with properties and a paragraph.
pub fn tc(properties: &str, text: &str) -> String {
    format!("<w:tc><w:tcPr>{properties}</w:tcPr>{}</w:tc>", p(text))
}

/// A row of plain cells.
pub fn tr<'a>(texts: impl IntoIterator<Item = &'a str>) -> String {
    let cells: String = texts.into_iter().map(|text| tc("", text)).collect();
    format!("<w:tr>{cells}</w:tr>")
}

/// A DrawingML text box in a run.
pub fn drawn_box(content: &str) -> String {
    format!(
        "<w:r><w:drawing><wp:inline><a:graphic><a:graphicData><wps:wsp><wps:txbx>\
         <w:txbxContent>{content}</w:txbxContent>\
         </wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )
}

/// A VML text box in a run.
pub fn vml_box(content: &str) -> String {
    format!(
        "<w:r><w:pict><v:shape><v:textbox><w:txbxContent>{content}</w:txbxContent></v:textbox>\
         </v:shape></w:pict></w:r>"
    )
}

/// The paragraphs of the body.
pub fn paragraphs(paper: &Paper) -> Vec<&Paragraph> {
    office::paper::paragraphs(&paper.blocks).collect()
}

/// The only paragraph of the body.
pub fn paragraph(paper: &Paper) -> &Paragraph {
    let [paragraph] = paragraphs(paper)[..] else {
        panic!("not one paragraph: {:?}", lines(paper))
    };
    paragraph
}

/// The texts of the paragraphs of the body.
pub fn lines(paper: &Paper) -> Vec<&str> {
    paragraphs(paper).iter().map(|p| p.text.as_str()).collect()
}

/// Every table and text box, in document order.
pub fn tables_and_boxes(blocks: &[Block]) -> (Vec<&Table>, Vec<&TextBox>) {
    fn walk<'a>(blocks: &'a [Block], tables: &mut Vec<&'a Table>, boxes: &mut Vec<&'a TextBox>) {
        for block in blocks {
            match block {
                Block::Paragraph(p) => {
                    for b in &p.boxes {
                        boxes.push(b);
                        walk(&b.blocks, tables, boxes);
                    }
                }
                Block::Table(t) => {
                    tables.push(t);
                    for cell in &t.cells {
                        walk(&cell.blocks, tables, boxes);
                    }
                }
            }
        }
    }
    let (mut tables, mut boxes) = (Vec::new(), Vec::new());
    walk(blocks, &mut tables, &mut boxes);
    tables.sort_by_key(|t| t.number);
    boxes.sort_by_key(|b| b.number);
    (tables, boxes)
}

/// The tables of a paper, in document order.
pub fn tables(paper: &Paper) -> Vec<&Table> {
    tables_and_boxes(&paper.blocks).0
}

/// The text boxes of a paper, in document order.
pub fn boxes(paper: &Paper) -> Vec<&TextBox> {
    tables_and_boxes(&paper.blocks).1
}

/// The texts of a box's lines.
pub fn box_lines(text_box: &TextBox) -> Vec<&str> {
    text_box.lines().map(|p| p.text.as_str()).collect()
}

/// A table's cells in short: `1,2 3x4 text` is row 1, column 2, 3 rows by 4 columns. A span of
/// one by one is left out.
pub fn grid(table: &Table) -> Vec<String> {
    let cell = |c: &office::paper::Cell| {
        let spans = match (c.row_span, c.column_span) {
            (1, 1) => String::new(),
            (rows, columns) => format!(" {rows}x{columns}"),
        };
        format!("{},{}{spans} {}", c.row, c.column, c.text())
    };
    table.cells.iter().map(cell).collect()
}

/// Asserts that no two cells of a table cover one slot and that none leaves the grid; gives how
/// many slots are free.
#[track_caller]
pub fn free_slots(table: &Table) -> usize {
    let (rows, columns) = (table.rows as usize, table.columns as usize);
    let mut covered = vec![false; rows * columns];
    for cell in &table.cells {
        for row in cell.row..cell.row + cell.row_span {
            for column in cell.column..cell.column + cell.column_span {
                assert!(
                    row as usize <= rows && column as usize <= columns,
                    "cell at {},{} of table {} leaves the grid",
                    cell.row,
                    cell.column,
                    table.number
                );
                let slot = &mut covered[(row as usize - 1) * columns + column as usize - 1];
                assert!(
                    !*slot,
                    "slot {row},{column} of table {} covered twice",
                    table.number
                );
                *slot = true;
            }
        }
    }
    covered.iter().filter(|covered| !**covered).count()
}
