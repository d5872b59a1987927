//! Where something stands on a paper.

use std::fmt;

/// A place on a paper, counted from 1.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(untagged)
)]
pub enum Place {
    /// A slot of a table: its number in the document, its row and grid column.
    Cell {
        /// The table in the document.
        table: u32,
        /// The row.
        row: u32,
        /// The grid column.
        column: u32,
    },
    /// A line of a text box.
    Line {
        /// The box in the document.
        #[cfg_attr(feature = "serde", serde(rename = "box"))]
        text_box: u32,
        /// The line.
        line: u32,
    },
    /// A body paragraph.
    Paragraph {
        /// The paragraph in the body.
        paragraph: u32,
    },
    /// A cell of a workbook.
    Sheet {
        /// The sheet's name.
        sheet: String,
        /// The cell as a spreadsheet names it: `C7`.
        cell: String,
    },
}

impl Place {
    /// The sheet cell at `row`, `column`, counted from 1.
    pub fn sheet(sheet: &str, row: u32, column: u32) -> Place {
        Place::Sheet {
            sheet: sheet.to_owned(),
            cell: format!("{}{row}", column_name(column)),
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::Cell { table, row, column } => {
                write!(f, "table {table}, row {row}, column {column}")
            }
            Place::Line { text_box, line } => write!(f, "text box {text_box}, line {line}"),
            Place::Paragraph { paragraph } => write!(f, "paragraph {paragraph}"),
            Place::Sheet { sheet, cell } => write!(f, "sheet “{sheet}”, {cell}"),
        }
    }
}

/// A column's letters: 1 is `A`, 27 is `AA`.
pub fn column_name(column: u32) -> String {
    let mut letters = Vec::new();
    let mut n = column;
    while n > 0 {
        n -= 1;
        letters.push(b'A' + (n % 26) as u8);
        n /= 26;
    }
    letters.iter().rev().map(|&b| b as char).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_named_as_spreadsheets_do() {
        let names: Vec<_> = [1, 26, 27, 52, 702, 703, 16384].map(column_name).into();
        assert_eq!(names, ["A", "Z", "AA", "AZ", "ZZ", "AAA", "XFD"]);
    }
}
