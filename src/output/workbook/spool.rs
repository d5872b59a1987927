//! The rows of a sheet as SpreadsheetML, spooled to a temporary file (ECMA-376 part 1 §18.3.1.73).

use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, BufWriter, Seek, Write};
use std::path::Path;

use office::paper::column_name;
use rust_decimal::Decimal;

use crate::output::columns::binary;
use crate::text::visible::is_command;

/// A cell as SpreadsheetML has it.
pub(super) enum Data<'a> {
    /// Nothing.
    Blank,
    /// Text, as an inline string.
    Text(&'a str),
    /// A number.
    Number(Decimal),
}

/// Rows that are kept in a temporary file until the sheet around them is written.
pub(super) struct Spool {
    file: BufWriter<File>,
    xml: String,
    /// The names of the columns.
    columns: Vec<String>,
}

impl Spool {
    /// An empty spool on the disk of `folder`, for rows of so many columns.
    pub(super) fn create(folder: &Path, columns: usize) -> io::Result<Spool> {
        Ok(Spool {
            file: BufWriter::new(tempfile::tempfile_in(folder)?),
            xml: String::new(),
            columns: (1..=columns as u32).map(column_name).collect(),
        })
    }

    /// Adds a row: its number from 1, its height in points where it is not the usual one, and its
    /// cells with their styles (indices into the workbook's cell formats; 0 is none).
    pub(super) fn row<'a>(
        &mut self,
        number: u32,
        height: Option<f64>,
        cells: impl Iterator<Item = (Data<'a>, u32)>,
    ) -> io::Result<()> {
        let xml = &mut self.xml;
        xml.clear();
        // Writing to a string cannot fail.
        let _ = write!(xml, "<row r=\"{number}\"");
        if let Some(height) = height {
            let _ = write!(xml, " ht=\"{height}\" customHeight=\"1\"");
        }
        xml.push('>');
        for (column, (data, style)) in self.columns.iter().zip(cells) {
            if matches!(data, Data::Blank) && style == 0 {
                continue;
            }
            let _ = write!(xml, "<c r=\"{column}{number}\"");
            if style > 0 {
                let _ = write!(xml, " s=\"{style}\"");
            }
            match data {
                Data::Blank => xml.push_str("/>"),
                Data::Number(n) => {
                    let _ = write!(xml, "><v>{}</v></c>", binary(n));
                }
                Data::Text(text) => {
                    xml.push_str(" t=\"inlineStr\"><is><t xml:space=\"preserve\">");
                    escape(text, xml);
                    xml.push_str("</t></is></c>");
                }
            }
        }
        xml.push_str("</row>");
        self.file.write_all(xml.as_bytes())
    }

    /// The rows, to be read from the first.
    pub(super) fn into_rows(self) -> io::Result<File> {
        let mut file = self.file.into_inner().map_err(|e| e.into_error())?;
        file.rewind()?;
        Ok(file)
    }
}

/// Text as XML, with what XML cannot have, and what looks like it, as `_xHHHH_` (ST_Xstring,
/// §22.9.2.19), and what turns the direction of writing as it is shown everywhere.
fn escape(text: &str, out: &mut String) {
    for (at, c) in text.char_indices() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\t' | '\n' => out.push(c),
            '\0'..='\x1f' | '\u{fffe}' | '\u{ffff}' => {
                let _ = write!(out, "_x{:04X}_", c as u32);
            }
            c if is_command(c) => out.extend(c.escape_unicode()),
            '_' if looks_escaped(&text.as_bytes()[at..]) => out.push_str("_x005F_"),
            c => out.push(c),
        }
    }
}

/// Begins as `_x0041_` does.
fn looks_escaped(text: &[u8]) -> bool {
    matches!(text, [b'_', b'x', code @ .., ] if code.len() > 4
        && code[4] == b'_'
        && code[..4].iter().all(u8::is_ascii_hexdigit))
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    #[test]
    fn rows_are_written_as_they_come() {
        let mut spool = Spool::create(&std::env::temp_dir(), 4).unwrap();
        let cells = [
            (Data::Text(" <a> & _x0041_\u{b}"), 2),
            (Data::Blank, 0),
            (Data::Number(Decimal::new(-1205, 1)), 3),
            (Data::Blank, 2),
        ];
        spool.row(2, Some(30.0), cells.into_iter()).unwrap();
        spool
            .row(3, None, [(Data::Text("乙"), 0)].into_iter())
            .unwrap();
        let mut xml = String::new();
        spool.into_rows().unwrap().read_to_string(&mut xml).unwrap();
        let expected = concat!(
            "<row r=\"2\" ht=\"30\" customHeight=\"1\">",
            "<c r=\"A2\" s=\"2\" t=\"inlineStr\"><is><t xml:space=\"preserve\">",
            " &lt;a&gt; &amp; _x005F_x0041__x000B_</t></is></c>",
            "<c r=\"C2\" s=\"3\"><v>-120.5</v></c><c r=\"D2\" s=\"2\"/></row>",
            "<row r=\"3\"><c r=\"A3\" t=\"inlineStr\"><is><t xml:space=\"preserve\">乙",
            "</t></is></c></row>",
        );
        assert_eq!(xml, expected);
    }
}
