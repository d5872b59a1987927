//! What room texts take, and what a cell and a sheet's name can hold.

use unicode_width::UnicodeWidthStr;

use crate::output::columns::Cell;
use crate::text::lang::Lang;

/// The most UTF-16 units that a cell may hold.
const MAX_TEXT: usize = 32_767;
/// A line's height in points.
pub(super) const LINE: f64 = 15.0;
/// The most lines that a row shows; the cell has more.
pub(super) const MOST_LINES: usize = 20;

/// A cell's width in characters of half width: its longest line.
pub(super) fn cell_width(cell: &Cell) -> usize {
    match cell {
        Cell::Blank => 0,
        Cell::Text(text) | Cell::Graded(_, text) | Cell::Link(text) => {
            text.lines().map(UnicodeWidthStr::width).max().unwrap_or(0)
        }
        // With thousands marks.
        Cell::Number(n) => n.to_string().len() * 4 / 3 + 1,
    }
}

/// How many lines a text takes in a column that is as wide as it gets for the text's sake.
pub(super) fn lines(text: &str, widest: usize) -> usize {
    // A line ends before the character that does not fit any more.
    let line = |line: &str| line.width().div_ceil(widest.max(1)).max(1);
    text.split('\n').map(line).sum()
}

/// The height of a row whose text wraps at its columns' `widest`, in points. Not every program finds
/// it by itself.
pub(super) fn height(cells: &[Cell], widest: impl Iterator<Item = usize>) -> Option<f64> {
    let lines = cells.iter().zip(widest).map(|(cell, widest)| match cell {
        Cell::Text(text) | Cell::Graded(_, text) | Cell::Link(text) => lines(text, widest),
        Cell::Blank | Cell::Number(_) => 1,
    });
    let lines = lines.max().unwrap_or(1).min(MOST_LINES);
    (lines > 1).then_some(LINE * lines as f64)
}

/// As much of a text as a cell holds, where that is not all.
pub(super) fn fitting(text: &str, lang: Lang) -> Option<String> {
    if text.len() <= MAX_TEXT || text.encode_utf16().count() <= MAX_TEXT {
        return None;
    }
    let cut = lang.pick(
        "…（超出单元格上限，全文见 JSON）",
        "… (more than a cell holds; all of it is in the JSON)",
    );
    let kept = beginning(text, MAX_TEXT - cut.encode_utf16().count());
    Some(kept + cut)
}

/// The beginning of a text, of so many UTF-16 units at most.
pub(super) fn beginning(text: &str, most: usize) -> String {
    let mut used = 0;
    let kept = text.chars().take_while(|c| {
        used += c.len_utf16();
        used <= most
    });
    kept.collect()
}

/// A name that a sheet may have: at most 31 characters, none of them in `[]:*?/\`.
pub(super) fn sheet_name(name: &str) -> String {
    let allowed = |c: char| if "[]:*?/\\".contains(c) { '_' } else { c };
    let name: String = name.chars().take(31).map(allowed).collect();
    match name.trim_matches('\'') {
        "" => "_".to_owned(),
        name => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_as_high_as_its_wrapped_text() {
        let height = |text: &str| {
            let cells = [Cell::Blank, Cell::Text(text.to_owned())];
            height(&cells, [48, 48].into_iter())
        };
        assert_eq!(height("短"), None);
        assert_eq!(height(&"汉".repeat(24)), None);
        assert_eq!(height(&"汉".repeat(25)), Some(2.0 * LINE));
        assert_eq!(height("一\n\n三"), Some(3.0 * LINE));
        assert_eq!(height(&"行\n".repeat(99)), Some(MOST_LINES as f64 * LINE));
    }

    #[test]
    fn a_text_is_cut_where_a_cell_ends() {
        assert_eq!(fitting(&"汉".repeat(MAX_TEXT), Lang::Zh), None);
        let cut = fitting(&"𠮷".repeat(MAX_TEXT), Lang::En).unwrap();
        assert!(cut.ends_with("in the JSON)") && cut.encode_utf16().count() <= MAX_TEXT);
    }

    #[test]
    fn names_of_sheets() {
        assert_eq!(sheet_name("HZ_02_005"), "HZ_02_005");
        assert_eq!(sheet_name("a/b:[c]"), "a_b__c_");
        assert_eq!(sheet_name("''"), "_");
        assert_eq!(sheet_name(&"表".repeat(40)).chars().count(), 31);
    }
}
