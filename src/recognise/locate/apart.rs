//! Labels that stand apart from the others of a form, among its values: over a value of their own
//! (`合计` over a cell beside several lines), or as the second label of a row (`姓名 _ 职务 _`).

use office::paper::Cell;

use super::agree::label_keys;
use super::grid::Grid;
use super::labels::Labels;
use crate::recognise::edition::{FieldSign, LabelSign};

/// A label among the values, and its value's cell.
pub(super) type Apart<'p> = (&'p Cell, Option<&'p Cell>);

impl<'p> Labels<'p, '_> {
    /// A label inside the area of values, and the cell below it on paper.
    pub(super) fn find_below(
        &self,
        grid: &Grid<'p>,
        labels: &[LabelSign],
        last: u32,
    ) -> Option<Apart<'p>> {
        for cell in &grid.table.cells {
            let inside = (1..=grid.columns()).contains(&grid.column_of(cell));
            // A label over the whole width begins among the labels.
            if grid.end_of(cell) <= last || !inside {
                continue;
            }
            let (key, stem, _) = label_keys(&cell.text());
            if !key.is_empty() && self.is_label(grid, cell, &key, &stem, labels, last) {
                return Some((cell, grid.below(cell)));
            }
        }
        None
    }

    /// The second and further labels of the rows of a form, each with the cell to its right: of
    /// fields that have no label in the first column.
    pub(super) fn find_beside(
        &self,
        grid: &Grid<'p>,
        fields: &[FieldSign],
        bound: &[Option<u32>],
        last: u32,
    ) -> Vec<(usize, &'p Cell, Option<&'p Cell>)> {
        let mut found: Vec<(usize, &Cell, Option<&Cell>)> = Vec::new();
        // Labels whose group is not printed, by the cell and the field.
        let mut alone: Vec<(&Cell, usize)> = Vec::new();
        for cell in &grid.table.cells {
            // The first column of values is the one beside the first labels.
            if grid.line_of(cell) <= last + 1 || grid.line_of(cell) >= grid.lines() {
                continue;
            }
            let text = cell.text();
            if text.len() > 600 {
                continue;
            }
            let (key, stem, _) = label_keys(&text);
            if key.is_empty() {
                continue;
            }
            let free = |f: &usize| bound[*f].is_none() && !found.iter().any(|b| b.0 == *f);
            let is = |f: &usize| self.is_label(grid, cell, &key, &stem, &fields[*f].labels, last);
            if let Some(f) = (0..fields.len()).filter(free).find(is)
                && let Some(value) = grid.right(cell)
            {
                found.push((f, cell, Some(value)));
                continue;
            }
            let ends = |f: &usize| {
                let mut labels = fields[*f].labels.iter();
                labels.any(|l| l.last().0 == key || l.last().1 == stem)
            };
            alone.extend(
                (0..fields.len())
                    .filter(free)
                    .filter(ends)
                    .map(|f| (cell, f)),
            );
        }
        for &(cell, f) in &alone {
            let sole = |a: &&(&Cell, usize)| a.0.id == cell.id || a.1 == f;
            let free = !found.iter().any(|b| b.0 == f);
            if free
                && alone.iter().filter(sole).count() == 1
                && let Some(value) = grid.right(cell)
            {
                found.push((f, cell, Some(value)));
            }
        }
        // A value is no label: where a row has labels only, none of them has its value beside it.
        let labels: Vec<&Cell> = found.iter().map(|b| b.1).collect();
        found.retain(|b| !b.2.is_some_and(|v| labels.iter().any(|l| l.id == v.id)));
        found
    }

    /// The words of a cell, and of the group beside it, are a field's.
    fn is_label(
        &self,
        grid: &Grid<'p>,
        cell: &Cell,
        key: &str,
        stem: &str,
        labels: &[LabelSign],
        last: u32,
    ) -> bool {
        // The groups stand among the labels, in the lines 1..=last.
        let in_group = |label: &LabelSign| {
            label.parts.len() < 2
                || (1..=last).any(|line| {
                    grid.cell_index(line, grid.column_of(cell))
                        .and_then(|i| self.keys[i].as_ref())
                        .is_some_and(|g| g.key == label.parts[0].0 || g.stem == label.parts[0].1)
                })
        };
        let is = |l: &LabelSign| {
            (l.last().0 == key || l.last().1 == stem) && in_group(l)
                || l.full == key
                || l.full_stem == stem
        };
        labels.iter().any(is)
    }
}
