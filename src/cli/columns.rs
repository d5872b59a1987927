//! Rows in columns, as wide as a terminal shows them.

use std::io::{self, Write};

use unicode_width::UnicodeWidthStr;

/// Writes rows in columns as wide as a terminal shows them; a column without text takes no room.
pub(super) fn write_columns(
    rows: &[Vec<String>],
    indent: &str,
    out: &mut impl Write,
) -> io::Result<()> {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |c: usize| {
        rows.iter()
            .filter_map(|r| r.get(c))
            .map(|t| t.width())
            .max()
    };
    let widths: Vec<usize> = (0..columns).map(|c| width(c).unwrap_or(0)).collect();
    for row in rows {
        let mut line = indent.to_owned();
        for (text, width) in row.iter().zip(&widths).filter(|(_, w)| **w > 0) {
            line.push_str(text);
            line.extend(std::iter::repeat_n(' ', width - text.width() + 2));
        }
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}
