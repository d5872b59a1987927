//! A blank form being filled in, as a department does it in Word: the document part is edited as
//! text, the other parts are kept.

use std::io::{Cursor, Read, Write};
use std::ops::Range;

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

const DOCUMENT: &str = "word/document.xml";
const CORE: &str = "docProps/core.xml";
/// What stands before the time at which the form was last saved.
const MODIFIED: &str = "<dcterms:modified xsi:type=\"dcterms:W3CDTF\">";

/// The run properties that the form's own text has.
const PLAIN: &str =
    r#"<w:rFonts w:ascii="宋体" w:hAnsi="宋体" w:cs="宋体" w:hint="eastAsia"/><w:sz w:val="21"/>"#;

/// How an option is marked.
#[derive(Clone, Copy)]
pub enum Mark {
    /// Its font in this colour.
    Color(&'static str),
    /// Highlighted in this colour.
    Highlight(&'static str),
    /// Shaded in this colour.
    Shade(&'static str),
    /// This text put before it.
    Before(&'static str),
}

/// A form in the making. Tables count from 1 as the document prints them; where a table is copied
/// or deleted the later ones count on from there, so fill a form from its end to its beginning.
pub struct Form {
    parts: Vec<(String, Vec<u8>)>,
    /// The document part.
    pub body: String,
}

impl Form {
    /// The edition's blank form.
    pub fn blank(bytes: &[u8]) -> Form {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("the blank form is a zip");
        let mut parts = Vec::new();
        let mut body = String::new();
        for i in 0..archive.len() {
            let mut file = archive.by_index(i).expect("a part");
            let mut data = Vec::new();
            file.read_to_end(&mut data).expect("a part");
            let name = file.name().expect("a name").into_owned();
            if name == DOCUMENT {
                body = String::from_utf8(data.clone()).expect("UTF-8");
            }
            parts.push((name, data));
        }
        Form { parts, body }
    }

    /// Says when the form was last saved.
    pub fn saved(&mut self, time: &str) {
        let core = self.parts.iter_mut().find(|(name, _)| name == CORE);
        let (_, data) = core.expect("core properties");
        let text = String::from_utf8(data.clone()).expect("UTF-8");
        let (before, rest) = text.split_once(MODIFIED).expect("a time");
        let (_, after) = rest.split_once('<').expect("an end");
        *data = format!("{before}{MODIFIED}{time}<{after}").into_bytes();
    }

    /// The form as a .docx.
    pub fn save(mut self) -> Vec<u8> {
        for (name, data) in &mut self.parts {
            if name == DOCUMENT {
                *data = std::mem::take(&mut self.body).into_bytes();
            }
        }
        zip(&self.parts)
    }

    /// Fills a blank of the cover.
    pub fn cover(&mut self, label: &str, value: &str) {
        let at = self.find(0, &format!(">{label}</w:t>"));
        let open = self.find(at + label.len() + 8, "<w:t xml:space=\"preserve\">");
        let start = open + "<w:t xml:space=\"preserve\">".len();
        let end = self.find(start, "</w:t>");
        self.body
            .replace_range(start..end, &format!(" {} ", escape(value)));
    }

    /// All five blanks of the cover.
    pub fn covers(&mut self, values: [&str; 5]) {
        let labels = [
            "二级单位名称：",
            "填表人：",
            "填表人联系电话：",
            "主管领导：",
            "主管领导联系电话：",
        ];
        for (label, value) in labels.iter().zip(values) {
            self.cover(label, value);
        }
    }

    /// Types a text into a cell in the place of what it holds; `cell` counts the row's own cells.
    pub fn cell(&mut self, table: usize, row: usize, cell: usize, text: &str) {
        let paragraphs: String = text
            .split('\n')
            .map(|line| paragraph(line, PLAIN))
            .collect();
        self.cell_xml(table, row, cell, &paragraphs);
    }

    /// Types into the nth gap that a cell prints between its words.
    pub fn type_in(&mut self, table: usize, row: usize, cell: usize, nth: usize, text: &str) {
        let at = self.cell_at(table, row, cell);
        let gaps = gaps(&self.body[at.clone()]);
        let gap = shifted(gaps[nth - 1].clone(), at.start);
        self.body.replace_range(gap, &escape(text));
    }

    /// Puts paragraphs into a cell in the place of what it holds.
    pub fn cell_xml(&mut self, table: usize, row: usize, cell: usize, paragraphs: &str) {
        let at = self.cell_at(table, row, cell);
        let content = self.body[at.clone()]
            .find("</w:tcPr>")
            .map_or(at.start + "<w:tc>".len(), |i| {
                at.start + i + "</w:tcPr>".len()
            });
        self.body
            .replace_range(content..at.end - "</w:tc>".len(), paragraphs);
    }

    /// Types the values of a form table into the last cell of each row, from `first` on; an empty
    /// value leaves the cell as it is.
    pub fn column(&mut self, table: usize, first: usize, values: &[&str]) {
        for (i, value) in values.iter().enumerate() {
            if !value.is_empty() {
                let row = self.row_at(table, first + i);
                let last = pieces(&self.body[row], "w:tc").len();
                self.cell(table, first + i, last, value);
            }
        }
    }

    /// Types rows into a table from row `first` on, adding rows below where they run out.
    pub fn rows(&mut self, table: usize, first: usize, rows: &[&[&str]]) {
        while self.row_count(table) < first + rows.len() - 1 {
            let last = self.row_at(table, self.row_count(table));
            let copy = self.body[last.clone()].to_owned();
            self.body.insert_str(last.end, &copy);
        }
        for (i, row) in rows.iter().enumerate() {
            for (j, text) in row.iter().enumerate() {
                if !text.is_empty() {
                    self.cell(table, first + i, j + 1, text);
                }
            }
        }
    }

    /// Deletes the rows from `first` to `last`.
    pub fn delete_rows(&mut self, table: usize, first: usize, last: usize) {
        let range = self.row_at(table, first).start..self.row_at(table, last).end;
        self.body.replace_range(range, "");
    }

    /// Copies a table below itself, an empty line between the two.
    pub fn copy_table(&mut self, table: usize) {
        let at = self.table_at(table);
        let copy = format!("<w:p/>{}", &self.body[at.clone()]);
        self.body.insert_str(at.end, &copy);
    }

    /// Deletes everything from the heading of one section up to that of another.
    pub fn delete_section(&mut self, from: &str, to: &str) {
        let from = self.paragraph_of(from).start;
        let to = self.paragraph_of(to).start;
        self.body.replace_range(from..to, "");
    }

    /// Types a line below the paragraph that holds `after`.
    pub fn line_after(&mut self, after: &str, text: &str) {
        let end = self.paragraph_of(after).end;
        self.body.insert_str(end, &paragraph(text, PLAIN));
    }

    /// Marks the options of a list that hold the given words.
    pub fn mark(&mut self, list: List, options: &[&str], how: Mark) {
        for words in options {
            let (from, to) = (self.find(0, list.0), self.find(0, list.1));
            let mut marked = 0;
            let mut at = to;
            // From the end, so that what is written moves nothing that is still to be marked.
            while let Some(i) = self.body[from..at].rfind("<w:p ") {
                at = from + i;
                let end = self.find(at, "</w:p>") + "</w:p>".len();
                if text(&self.body[at..end]).contains(words) {
                    let paragraph = mark(&self.body[at..end], how);
                    self.body.replace_range(at..end, &paragraph);
                    marked += 1;
                }
            }
            assert!(marked > 0, "{} has the option {words}", list.1);
        }
    }

    /// Types words behind an option of a list, as one does behind 其他.
    pub fn behind(&mut self, list: List, option: &str, words: &str) {
        let (from, to) = (self.find(0, list.0), self.find(0, list.1));
        let end = format!("{option}</w:t>");
        let typed = format!("{option}{}</w:t>", escape(words));
        // Word keeps a box twice, in DrawingML and in VML: both are written.
        let section = self.body[from..to].replace(&end, &typed);
        self.body.replace_range(from..to, &section);
    }

    fn find(&self, from: usize, what: &str) -> usize {
        from + self.body[from..]
            .find(what)
            .unwrap_or_else(|| panic!("{what} stands in the form"))
    }

    fn paragraph_of(&self, words: &str) -> Range<usize> {
        let at = self.find(0, words);
        let opens = ["<w:p ", "<w:p>"].map(|tag| self.body[..at].rfind(tag));
        let start = opens.into_iter().max().flatten().expect("a paragraph");
        start..self.find(at, "</w:p>") + "</w:p>".len()
    }

    fn table_at(&self, table: usize) -> Range<usize> {
        let all = pieces(&self.body, "w:tbl");
        all.get(table - 1)
            .unwrap_or_else(|| panic!("table {table} of {}", all.len()))
            .clone()
    }

    fn row_count(&self, table: usize) -> usize {
        pieces(&self.body[self.table_at(table)], "w:tr").len()
    }

    /// Where a row stands in the document part.
    pub fn row_at(&self, table: usize, row: usize) -> Range<usize> {
        let table_at = self.table_at(table);
        let rows = pieces(&self.body[table_at.clone()], "w:tr");
        shifted(rows[row - 1].clone(), table_at.start)
    }

    fn cell_at(&self, table: usize, row: usize, cell: usize) -> Range<usize> {
        let row_at = self.row_at(table, row);
        let cells = pieces(&self.body[row_at.clone()], "w:tc");
        let found = cells
            .get(cell - 1)
            .unwrap_or_else(|| panic!("table {table} row {row} cell {cell}"));
        shifted(found.clone(), row_at.start)
    }
}

/// An option list, by words before it and words behind it in the blank form.
#[derive(Clone, Copy)]
pub struct List(&'static str, &'static str);

/// The form's option lists.
pub const FORMS: List = List("（五）国际科技合作的形式", "_05_002 ");
/// HZ_05_002.
pub const BENEFITS: List = List("_05_002 ", "_05_003 ");
/// HZ_05_003.
pub const CONTRIBUTIONS: List = List("_05_003 ", "_05_004 ");
/// HZ_06_001.
pub const OBSTACLES: List = List("_06_001 ", "_06_002 ");
/// HZ_06_002.
pub const BELT_OBSTACLES: List = List("_06_002 ", "_06_003 ");

/// A paragraph of one run.
pub fn paragraph(text: &str, properties: &str) -> String {
    format!("<w:p>{}</w:p>", run(text, properties))
}

/// A run.
pub fn run(text: &str, properties: &str) -> String {
    format!(
        r#"<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{}</w:t></w:r>"#,
        escape(text)
    )
}

/// A run as the form's own text looks.
pub fn plain_run(text: &str) -> String {
    run(text, PLAIN)
}

/// Text for XML.
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

/// Parts as a zip, the same bytes each time.
pub fn zip(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(9));
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, data) in parts {
        writer
            .start_file(name.as_str(), options)
            .expect("in memory");
        writer.write_all(data).expect("in memory");
    }
    writer.finish().expect("in memory").into_inner()
}

/// Where ideographic spaces leave room for an answer.
fn gaps(xml: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for (at, space) in xml.match_indices('\u{3000}') {
        match found.last_mut() {
            Some(gap) if gap.end == at => gap.end += space.len(),
            _ => found.push(at..at + space.len()),
        }
    }
    found
}

fn shifted(range: Range<usize>, by: usize) -> Range<usize> {
    range.start + by..range.end + by
}

/// Where the elements of a name stand; the form nests none of these in its like.
fn pieces(xml: &str, name: &str) -> Vec<Range<usize>> {
    let (open, close) = (format!("<{name}"), format!("</{name}>"));
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(i) = xml[at..].find(&open) {
        let start = at + i;
        let after = start + open.len();
        at = after;
        if !matches!(xml.as_bytes()[after], b'>' | b' ') {
            continue;
        }
        let end = after + xml[after..].find(&close).expect("it ends") + close.len();
        found.push(start..end);
        at = end;
    }
    found
}

fn text(paragraph: &str) -> String {
    pieces(paragraph, "w:t")
        .into_iter()
        .map(|at| {
            let piece = &paragraph[at];
            let start = piece.find('>').expect("a tag") + 1;
            piece[start..].trim_end_matches("</w:t>").to_owned()
        })
        .collect()
}

fn mark(paragraph: &str, how: Mark) -> String {
    match how {
        Mark::Color(color) => {
            paragraph.replace("<w:sz ", &format!(r#"<w:color w:val="{color}"/><w:sz "#))
        }
        Mark::Highlight(color) => paragraph.replace(
            "</w:rPr><w:t",
            &format!(r#"<w:highlight w:val="{color}"/></w:rPr><w:t"#),
        ),
        Mark::Shade(color) => paragraph.replace(
            "</w:rPr><w:t",
            &format!(r#"<w:shd w:val="clear" w:color="auto" w:fill="{color}"/></w:rPr><w:t"#),
        ),
        Mark::Before(sign) => {
            let at = paragraph.find("<w:r ").expect("a run");
            format!(
                "{}{}{}",
                &paragraph[..at],
                plain_run(sign),
                &paragraph[at..]
            )
        }
    }
}
