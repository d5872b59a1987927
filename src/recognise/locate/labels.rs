//! The labels of a table on paper, and how well they fit each of the mapping's tables: which label
//! stands over (or beside) which column of values.

use office::paper::Cell;

use super::fit::Fit;
use crate::mapping::{Field, Layout, Mapping, ValueSide};
use crate::recognise::edition::{FieldSign, LabelSign, Signs, Stray};
use crate::recognise::locate::agree::{
    CellKeys, Path, agrees, begins, label_keys, likeness, resembles, shares_words,
};
use crate::recognise::locate::grid::Grid;

/// How far from the top (or left) labels are looked for.
const LABEL_LINES: u32 = 8;
/// How many lines of labels there can be.
const MOST_LABEL_LINES: u32 = 4;
/// What a label counts that only shares a word with the field's, and stands where it should.
const GUESS: u32 = 30;
/// The least likeness (of 100) at which a label is taken for a field's.
const LIKE: u32 = 45;

/// A table's label area, keyed once for all the mapping's tables.
pub struct Labels<'p, 's> {
    grid: Grid<'p>,
    pub(super) keys: Vec<Option<CellKeys>>,
    hits: Vec<&'s [u16]>,
}

impl<'p, 's> Labels<'p, 's> {
    /// Keys the cells where labels can stand.
    pub fn of(grid: Grid<'p>, signs: &'s Signs) -> Labels<'p, 's> {
        let table = grid.table;
        let mut keys = Vec::with_capacity(table.cells.len());
        let mut hits: Vec<&[u16]> = Vec::with_capacity(table.cells.len());
        for cell in &table.cells {
            if grid.line_of(cell) > LABEL_LINES && grid.column_of(cell) > MOST_LABEL_LINES {
                keys.push(None);
                hits.push(&[]);
                continue;
            }
            let text = cell.text();
            let (k, s, head) = if text.len() > 600 {
                Default::default()
            } else {
                label_keys(&text)
            };
            let known = |k: &String| signs.parts.get(k);
            let hit = known(&k)
                .or_else(|| known(&s))
                .or_else(|| head.as_ref().and_then(known))
                .filter(|_| !k.is_empty());
            hits.push(hit.map_or(&[], Vec::as_slice));
            keys.push(Some(CellKeys {
                key: k,
                stem: s,
                head,
            }));
        }
        Labels { grid, keys, hits }
    }

    /// The mapping's tables that share the most labels with this one, most first.
    pub fn candidates(&self, most: usize) -> Vec<usize> {
        let mut votes: Vec<(u32, u16)> = Vec::new();
        for hit in &self.hits {
            for &t in *hit {
                match votes.iter_mut().find(|v| v.1 == t) {
                    Some(v) => v.0 += 1,
                    None => votes.push((1, t)),
                }
            }
        }
        votes.sort_by_key(|&(n, t)| (std::cmp::Reverse(n), t));
        votes.iter().take(most).map(|&(_, t)| t as usize).collect()
    }

    /// The best fit to one table of the mapping, upright or turned.
    pub fn fit(&self, table: usize, mapping: &Mapping, signs: &Signs) -> Option<Fit<'p>> {
        if !matches!(mapping.tables[table].layout, Layout::Records | Layout::Form) {
            return None;
        }
        let upright = self.fit_turned(&self.grid, table, mapping, signs);
        let turned = self.fit_turned(&self.grid.turn(), table, mapping, signs);
        match (upright, turned) {
            (Some(a), Some(b)) => Some(if b.score > a.score { b } else { a }),
            (a, b) => a.or(b),
        }
    }

    /// The pieces of a table in which copies of one form follow each other without a break, as the
    /// program joins them when they are pasted: the first label comes again. The fit alone where
    /// it is one form.
    pub fn copies(&self, fit: Fit<'p>, mapping: &Mapping, signs: &Signs) -> Vec<Fit<'p>> {
        let grid = &fit.grid;
        if !grid.turned {
            return vec![fit];
        }
        let path = |c| self.path(grid, fit.first, fit.last, c, None);
        let labels: Vec<(u32, Path)> = (1..=grid.columns())
            .filter_map(|c| Some((c, path(c)?)))
            .collect();
        let Some((_, first)) = labels.first() else {
            return vec![fit];
        };
        let mut seen = None;
        let mut starts: Vec<u32> = Vec::new();
        for (c, path) in &labels {
            let at = grid.cell_index(fit.last, *c);
            if path.full == first.full && at != seen {
                starts.push(*c);
            }
            seen = at;
        }
        if starts.len() < 2 {
            return vec![fit];
        }
        starts[0] = 1;
        let ends = starts[1..].iter().map(|c| c - 1).chain([grid.columns()]);
        let parts: Vec<_> = starts.iter().copied().zip(ends).collect();
        let fits: Vec<_> = parts
            .into_iter()
            .filter_map(|(from, to)| {
                let part = grid.part(from, to);
                self.bind(&part, fit.table, mapping, signs, fit.first, fit.last)
            })
            .collect();
        if fits.len() < 2 { vec![fit] } else { fits }
    }

    fn fit_turned(
        &self,
        grid: &Grid<'p>,
        table: usize,
        mapping: &Mapping,
        signs: &Signs,
    ) -> Option<Fit<'p>> {
        let (first, lines) = self.label_lines(grid, table as u16)?;
        (0..lines)
            .filter_map(|n| self.bind(grid, table, mapping, signs, first, first + n))
            .max_by(|a, b| a.score.total_cmp(&b.score).then(b.last.cmp(&a.last)))
    }

    /// The lines on which this table's labels stand: the first, and how many follow at most.
    fn label_lines(&self, grid: &Grid<'p>, table: u16) -> Option<(u32, u32)> {
        let mut first = None;
        let mut lines = 0;
        let deepest = if grid.turned {
            MOST_LABEL_LINES
        } else {
            LABEL_LINES
        };
        for line in 1..=grid.lines().min(deepest) {
            let (mut hits, mut filled) = (0, 0);
            let mut last = None;
            for column in 1..=grid.columns() {
                let Some(i) = grid.cell_index(line, column) else {
                    continue;
                };
                if last == Some(i) || grid.line_of(&grid.table.cells[i]) != line {
                    continue;
                }
                last = Some(i);
                filled += u32::from(self.keys[i].as_ref().is_some_and(|k| !k.key.is_empty()));
                hits += u32::from(self.hits[i].contains(&table));
            }
            match first {
                None if hits >= 2 && hits * 3 >= filled => (first, lines) = (Some(line), 1),
                None if hits == 1 && filled <= 2 => (first, lines) = (Some(line), 1),
                None => {}
                Some(_) if hits > 0 && hits * 3 >= filled && lines < MOST_LABEL_LINES => lines += 1,
                Some(_) => break,
            }
        }
        first.map(|f| (f, lines))
    }

    /// Binds the fields to columns, taking the lines `first..=last` for labels.
    fn bind(
        &self,
        grid: &Grid<'p>,
        table: usize,
        mapping: &Mapping,
        signs: &Signs,
        first: u32,
        last: u32,
    ) -> Option<Fit<'p>> {
        let fields = &mapping.tables[table].fields;
        let columns = grid.columns() as usize;
        let mut below = Vec::new();
        for (f, field) in fields.iter().enumerate() {
            if field.value.is_below()
                && grid.turned
                && let Some(found) = self.find_below(grid, &signs.fields[table][f].labels, last)
            {
                below.push((f, found.0, found.1));
            }
        }
        // What stands over the whole width, a label or the value below it, labels no column.
        let is_below = |column: u32| {
            grid.cell(last, column).is_some_and(|at| {
                let is = |c: &Cell| c.id == at.id;
                (below.iter()).any(|(_, label, value)| is(label) || value.is_some_and(is))
            })
        };
        let before = self.before(grid, first, last);
        let mut paths = Vec::with_capacity(columns);
        for column in 1..=grid.columns() {
            paths.push(match is_below(column) {
                true => (None, None),
                false => (
                    self.path(grid, first, last, column, None),
                    self.path(grid, first, last, column, Some(&before)),
                ),
            });
        }
        let mut binding = Binding {
            bound: vec![None; fields.len()],
            taken: vec![false; columns],
            sum: 0,
        };
        binding.pair(&paths, fields, &signs.fields[table], grid.turned);
        if grid.turned && grid.lines() > last + 1 && binding.bound.contains(&None) {
            let beside = self.find_beside(grid, &signs.fields[table], &binding.bound, last);
            below.extend(
                beside
                    .into_iter()
                    .filter(|b| fields[b.0].value == ValueSide::Right),
            );
        }
        binding.sum += 100 * below.len() as u32;
        if binding.sum == 0 {
            return None;
        }
        let guessed = match grid.turned {
            true => Vec::new(),
            false => binding.guess(&paths, table, signs),
        };
        let Binding { bound, taken, sum } = binding;
        let mut strays = Vec::new();
        let mut labelled = below.len();
        let mut seen = None;
        for (c, (path, _)) in paths.iter().enumerate() {
            let Some(path) = path else { continue };
            let at = grid.cell_index(last, c as u32 + 1);
            if taken[c] {
                labelled += 1;
            } else if at.is_none() || at != seen {
                let ignored = path.parts.last().is_some_and(|p| {
                    signs.is_ignored(table, &p.0) || signs.is_ignored(table, &p.1)
                });
                labelled += usize::from(!ignored && !grid.turned);
                strays.push(Stray {
                    column: c as u32 + 1,
                    label: path.text.clone(),
                    ignored,
                });
            }
            seen = at;
        }
        let fields = signs.fields[table].iter().filter(|f| !f.within).count();
        let score = 2.0 * sum as f32 / 100.0 / (fields + labelled) as f32;
        Some(Fit {
            table,
            grid: grid.clone(),
            first,
            last,
            columns: bound,
            below,
            strays,
            score,
            by_position: false,
            guessed,
            rival: None,
        })
    }

    /// The texts over a column. With `carry` ([`Labels::before`]), an empty outer cell takes its left
    /// neighbour's text: a header over several columns whose cells were not merged.
    fn path(
        &self,
        grid: &Grid<'p>,
        first: u32,
        last: u32,
        column: u32,
        carry: Option<&[Vec<Option<usize>>]>,
    ) -> Option<Path> {
        let mut cells: Vec<(&Cell, &CellKeys)> = Vec::new();
        let mut seen = None;
        let (mut carried, mut own) = (false, false);
        for line in first..=last {
            let mut at = grid.cell_index(line, column);
            own |= at.is_some_and(|i| !self.is_empty(i));
            if let Some(before) = carry
                && line < last
                && at.is_none_or(|i| self.is_empty(i))
            {
                at = Some(before[(line - first) as usize][column as usize - 1]?);
                carried = true;
            }
            let Some(i) = at else { continue };
            if seen == Some(i) || self.is_empty(i) {
                continue;
            }
            seen = Some(i);
            if let Some(keys) = &self.keys[i] {
                cells.push((&grid.table.cells[i], keys));
            }
        }
        // A column without a text of its own has no label to carry.
        if cells.is_empty() || !own || (carry.is_some() && !carried) {
            return None;
        }
        Some(Path::new(&cells))
    }

    /// By line before the last and by column: the nearest cell before it that says something.
    fn before(&self, grid: &Grid<'p>, first: u32, last: u32) -> Vec<Vec<Option<usize>>> {
        let of_line = |line| {
            let mut nearest = None;
            let columns = (1..=grid.columns()).map(|column| {
                let own = grid.cell_index(line, column).filter(|i| !self.is_empty(*i));
                let before = nearest;
                nearest = own.or(before);
                before
            });
            columns.collect()
        };
        (first..last).map(of_line).collect()
    }

    fn is_empty(&self, cell: usize) -> bool {
        self.keys[cell].as_ref().is_none_or(|k| k.key.is_empty())
    }
}

/// Which field stands in which column, as far as it is known.
struct Binding {
    /// By field, the column, from 1.
    bound: Vec<Option<u32>>,
    /// By column.
    taken: Vec<bool>,
    /// How much the labels are alike, in hundredths.
    sum: u32,
}

/// The texts over a column, and those with the outer label carried from the left.
type ColumnPaths = (Option<Path>, Option<Path>);

impl Binding {
    /// Binds fields to the columns whose labels are like theirs, the likest first.
    fn pair(&mut self, paths: &[ColumnPaths], fields: &[Field], signs: &[FieldSign], turned: bool) {
        let mut pairs: Vec<(u32, usize, usize)> = Vec::new();
        // First the labels that agree; only what is left is compared letter by letter.
        for like in [agrees as fn(&Path, &LabelSign) -> u32, resembles] {
            for (f, field) in fields.iter().enumerate() {
                let sign = &signs[f];
                if self.bound[f].is_some() || sign.within || field.value.is_below() && turned {
                    continue;
                }
                for (c, (path, carried)) in
                    paths.iter().enumerate().filter(|(c, _)| !self.taken[*c])
                {
                    let of = |p: &Option<Path>| {
                        let Some(p) = p else { return 0 };
                        let open = if sign.words.is_some() {
                            begins(p, &sign.labels)
                        } else {
                            0
                        };
                        likeness(p, &sign.labels, like).max(open)
                    };
                    let score = of(path).max(of(carried));
                    if score >= LIKE {
                        pairs.push((score, f, c));
                    }
                }
            }
            pairs.sort_by_key(|&(score, f, c)| (std::cmp::Reverse(score), f, c));
            for (score, f, c) in pairs.drain(..) {
                if self.bound[f].is_none() && !self.taken[c] {
                    self.bound[f] = Some(c as u32 + 1);
                    self.taken[c] = true;
                    self.sum += score;
                }
            }
        }
    }

    /// Binds a field between two bound ones to the only column between theirs that shares words
    /// with it. Which were guessed.
    fn guess(&mut self, paths: &[ColumnPaths], table: usize, signs: &Signs) -> Vec<usize> {
        let mut guessed = Vec::new();
        for f in 0..self.bound.len() {
            if self.bound[f].is_some() {
                continue;
            }
            let after = self.bound[..f].iter().rev().find_map(|c| *c).unwrap_or(0);
            let before = self.bound[f + 1..]
                .iter()
                .find_map(|c| *c)
                .unwrap_or(u32::MAX);
            let mut likely = paths.iter().enumerate().filter(|(c, (path, _))| {
                let column = *c as u32 + 1;
                !self.taken[*c]
                    && (after + 1..before).contains(&column)
                    && path.as_ref().is_some_and(|p| {
                        !signs.is_ignored(table, &p.full)
                            && shares_words(&p.full_stem, &signs.fields[table][f].labels)
                    })
            });
            if let (Some((c, _)), None) = (likely.next(), likely.next()) {
                self.bound[f] = Some(c as u32 + 1);
                self.taken[c] = true;
                self.sum += GUESS;
                guessed.push(f);
            }
        }
        guessed
    }
}
