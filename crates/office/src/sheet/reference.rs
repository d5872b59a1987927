//! Where a cell stands on its sheet: `B4`, `$B$4:C7`.

/// The last row of a sheet of any format (ECMA-376 part 1 §18.3.1.73).
pub(super) const LAST_ROW: u32 = 1_048_576;
/// The last column, `XFD`. OpenDocument sheets can be as wide, and then are.
pub(super) const LAST_COLUMN: u32 = 16_384;

/// A cell's row and column, from 1. Ordered as one reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct At {
    pub(super) row: u32,
    pub(super) column: u32,
}

/// A rectangle of cells, both corners included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Region {
    pub(super) first: At,
    pub(super) last: At,
}

impl At {
    pub(super) fn new(row: u32, column: u32) -> At {
        At { row, column }
    }

    /// Reads `B4` or `$B$4`.
    pub(super) fn parse(text: &str) -> Option<At> {
        let (at, rest) = take(text)?;
        rest.is_empty().then_some(at)
    }

    /// On a sheet at all.
    pub(super) fn valid(self) -> bool {
        (1..=LAST_ROW).contains(&self.row) && (1..=LAST_COLUMN).contains(&self.column)
    }
}

impl Region {
    /// The rectangle that has these two corners.
    pub(super) fn of(a: At, b: At) -> Region {
        Region {
            first: At::new(a.row.min(b.row), a.column.min(b.column)),
            last: At::new(a.row.max(b.row), a.column.max(b.column)),
        }
    }

    /// Reads `B4:C7` or `B4`.
    pub(super) fn parse(text: &str) -> Option<Region> {
        match text.split_once(':') {
            None => At::parse(text).map(|at| Region::of(at, at)),
            Some((a, b)) => Some(Region::of(At::parse(a)?, At::parse(b)?)),
        }
    }

    pub(super) fn contains(&self, at: At) -> bool {
        (self.first.row..=self.last.row).contains(&at.row)
            && (self.first.column..=self.last.column).contains(&at.column)
    }

    pub(super) fn overlaps(&self, other: &Region) -> bool {
        self.first.row <= other.last.row
            && other.first.row <= self.last.row
            && self.first.column <= other.last.column
            && other.first.column <= self.last.column
    }

    /// More than one cell.
    pub(super) fn is_merge(&self) -> bool {
        self.first != self.last
    }
}

/// Takes a cell's name from the start of a text.
fn take(text: &str) -> Option<(At, &str)> {
    let rest = text.strip_prefix('$').unwrap_or(text);
    let (column, rest) = take_column(rest)?;
    let rest = rest.strip_prefix('$').unwrap_or(rest);
    let (row, rest) = take_row(rest)?;
    let at = At::new(row, column);
    at.valid().then_some((at, rest))
}

/// Takes one to three letters.
pub(super) fn take_column(text: &str) -> Option<(u32, &str)> {
    let len = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    if !(1..=3).contains(&len) {
        return None;
    }
    let column = text[..len].bytes().fold(0, |n, b| {
        n * 26 + u32::from(b.to_ascii_uppercase() - b'A') + 1
    });
    (column <= LAST_COLUMN).then_some((column, &text[len..]))
}

/// Takes one to seven digits.
pub(super) fn take_row(text: &str) -> Option<(u32, &str)> {
    let len = text.bytes().take_while(u8::is_ascii_digit).count();
    if !(1..=7).contains(&len) {
        return None;
    }
    let row: u32 = text[..len].parse().ok()?;
    (1..=LAST_ROW).contains(&row).then_some((row, &text[len..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_read_by_their_names() {
        assert_eq!(At::parse("B4"), Some(At::new(4, 2)));
        assert_eq!(At::parse("$xfd$1048576"), Some(At::new(1_048_576, 16_384)));
        for wrong in ["", "B", "4", "B0", "XFE1", "A1048577", "B4C", "AAAA1"] {
            assert_eq!(At::parse(wrong), None, "{wrong}");
        }
        assert_eq!(
            Region::parse("C7:B4"),
            Some(Region::of(At::new(4, 2), At::new(7, 3)))
        );
    }
}
