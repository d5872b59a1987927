//! Cells and areas of a sheet by the names that Excel gives them (`C7`, `B2:C3`).

use crate::paper::column_name;

/// The last row of a sheet in Excel.
pub const LAST_ROW: u32 = 1_048_576;

/// The last row and column of a sheet in Excel.
const LAST: (u32, u32) = (LAST_ROW, 16_384);

/// Cells from one corner to the other, both counted in: rows, then columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Area {
    /// The first row and column.
    pub first: (u32, u32),
    /// The last row and column.
    pub last: (u32, u32),
}

impl Area {
    /// Reads `B2:C3`, or `B2` alone.
    pub fn parse(text: &str) -> Option<Area> {
        let (first, last) = text.split_once(':').unwrap_or((text, text));
        Some(Area {
            first: parse_cell(first)?,
            last: parse_cell(last)?,
        })
    }

    /// The area holds the cell.
    pub fn has(&self, (row, column): (u32, u32)) -> bool {
        (self.first.0..=self.last.0).contains(&row)
            && (self.first.1..=self.last.1).contains(&column)
    }
}

/// The row and column of a cell's name (`C7`, `$C$7`).
pub fn parse_cell(name: &str) -> Option<(u32, u32)> {
    let mut column: u32 = 0;
    let mut rest = name.trim().trim_start_matches('$');
    while let Some(letter) = rest.chars().next().filter(char::is_ascii_alphabetic) {
        let digit = u32::from(letter.to_ascii_uppercase() as u8 - b'A') + 1;
        column = column.checked_mul(26)?.checked_add(digit)?;
        rest = &rest[1..];
    }
    let row = rest.trim_start_matches('$');
    let digits = !row.is_empty() && row.bytes().all(|b| b.is_ascii_digit());
    let row: u32 = digits.then(|| row.parse().ok()).flatten()?;
    let inside = (1..=LAST.0).contains(&row) && (1..=LAST.1).contains(&column);
    inside.then_some((row, column))
}

/// A cell's name.
pub fn cell_name((row, column): (u32, u32)) -> String {
    format!("{}{row}", column_name(column))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_named_as_excel_names_them() {
        for (name, at) in [("A1", (1, 1)), ("$C$7", (7, 3)), ("xfd1048576", LAST)] {
            assert_eq!(parse_cell(name), Some(at));
        }
        assert_eq!(cell_name((7, 28)), "AB7");
        for name in ["", "A", "7", "A0", "XFE1", "A1048577", "A-1", "AAAAAAAAAA1"] {
            assert_eq!(parse_cell(name), None, "{name}");
        }
        let area = Area::parse("B2:C3").unwrap();
        assert!(area.has((3, 2)) && !area.has((4, 2)) && !area.has((2, 1)));
    }
}
