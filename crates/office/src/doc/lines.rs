//! From the edges of cells to the columns of a grid. A row gives its own edges in twips; a grid line
//! is where edges of rows meet.

use std::collections::{BTreeMap, HashMap, HashSet};

/// Edges this near to each other are one line, unless a row has both. Held against LibreOffice over
/// public files: exact edges make columns that nobody sees, wider allowances take away columns of
/// 5 twips that Word itself keeps in a .docx; 3 is what the Word 97 description allows.
const NEAR: i32 = 3;
/// Between cells whose widths are not known.
const UNKNOWN: i32 = 100;

/// The lines of a table's grid, by edge.
#[derive(Debug, Default)]
pub(super) struct Lines {
    by_edge: HashMap<i32, u32>,
    /// The first edge of each.
    firsts: Vec<i32>,
    count: u32,
}

impl Lines {
    /// The lines of a table whose rows have these edges.
    pub(super) fn of<'r>(rows: impl Iterator<Item = &'r [i32]>) -> Lines {
        let mut rows_of: BTreeMap<i32, Vec<usize>> = BTreeMap::new();
        for (row, edges) in rows.enumerate() {
            for &edge in edges {
                let rows = rows_of.entry(edge).or_default();
                if rows.last() != Some(&row) {
                    rows.push(row);
                }
            }
        }
        let mut lines = Lines::default();
        let mut first = i32::MIN;
        let mut there: HashSet<usize> = HashSet::new();
        for (edge, rows) in rows_of {
            let is_near = lines.count > 0
                && edge.saturating_sub(first) <= NEAR
                && !rows.iter().any(|row| there.contains(row));
            if !is_near {
                lines.count += 1;
                lines.firsts.push(edge);
                first = edge;
                there.clear();
            }
            there.extend(rows);
            lines.by_edge.insert(edge, lines.count - 1);
        }
        lines
    }

    /// The columns between the lines.
    pub(super) fn columns(&self) -> u32 {
        self.count.saturating_sub(1)
    }

    /// How wide they are.
    pub(super) fn widths(&self) -> Vec<u32> {
        let widths = self.firsts.windows(2).map(|pair| pair[0].abs_diff(pair[1]));
        widths.collect()
    }

    /// The first column, from 1, of a cell between two edges, and how many it covers.
    pub(super) fn cell(&self, left: i32, right: i32) -> (u32, u32) {
        let line = |edge| self.by_edge.get(&edge).copied().unwrap_or(0);
        (line(left) + 1, line(right).saturating_sub(line(left)))
    }
}

/// The edges of a row of as many cells as are given, each of which says whether it must have a
/// width: ascending, from the row's own definition as far as that goes.
pub(super) fn edges(defined: &[i32], before: &[i32], cells: &[bool]) -> Vec<i32> {
    let source = if defined.is_empty() { before } else { defined };
    let mut edges = Vec::with_capacity(cells.len() + 1);
    let mut last = source.first().copied().unwrap_or(0);
    edges.push(last);
    for (i, &is_wide) in cells.iter().enumerate() {
        let next = match source.get(i + 1) {
            Some(&edge) => edge.max(last),
            None => last.saturating_add(UNKNOWN),
        };
        last = if is_wide && next == last {
            last + 1
        } else {
            next
        };
        edges.push(last);
    }
    edges
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(rows: &[&[i32]]) -> Lines {
        Lines::of(rows.iter().copied())
    }

    #[test]
    fn edges_that_nearly_meet_are_one_line() {
        let lines = lines(&[&[0, 1000, 2000], &[1, 1003, 2000]]);
        assert_eq!(lines.columns(), 2);
        assert_eq!(lines.cell(1, 1003), (1, 1));
        assert_eq!(lines.cell(1003, 2000), (2, 1));
    }

    #[test]
    fn edges_five_twips_apart_are_two_lines() {
        let lines = lines(&[&[0, 1000, 2000], &[0, 1005, 2000]]);
        assert_eq!(lines.columns(), 3);
        assert_eq!(lines.cell(0, 1005), (1, 2));
    }

    #[test]
    fn a_row_keeps_its_own_narrow_cell() {
        let lines = lines(&[&[0, 1000, 1002, 2000], &[0, 1001, 2000]]);
        assert_eq!(lines.columns(), 3);
        assert_eq!(lines.cell(1000, 1002), (2, 1));
        assert_eq!(lines.cell(0, 1001), (1, 1));
    }

    #[test]
    fn a_row_begins_where_its_first_edge_is() {
        let lines = lines(&[&[0, 500, 1000], &[500, 1000]]);
        assert_eq!(lines.cell(500, 1000), (2, 1));
    }

    #[test]
    fn edges_are_made_to_ascend_and_to_suffice() {
        assert_eq!(
            edges(&[0, 100, 50, 200], &[], &[true; 3]),
            [0, 100, 101, 200]
        );
        assert_eq!(
            edges(&[0, 100, 50, 200], &[], &[true, false, true]),
            [0, 100, 100, 200]
        );
        assert_eq!(edges(&[0, 100], &[], &[true; 2]), [0, 100, 200]);
        assert_eq!(edges(&[], &[10, 20, 30], &[true; 2]), [10, 20, 30]);
        assert_eq!(edges(&[], &[], &[true]), [0, 100]);
    }
}
