//! Which table of the mapping a table on paper is: by the heading over it and by its labels.

use office::paper::Table;

use super::fit::Fit;
use super::grid::Grid;
use super::heading::title_section;
use super::labels::Labels;
use super::walk::Walk;
use crate::mapping::Layout;
use crate::recognise::edition::Edition;

/// A fit below this is no fit.
const LEAST_FIT: f32 = 0.34;
/// A fit from here on is believed against the heading.
pub(super) const SURE_FIT: f32 = 0.8;
/// A fit from here on is letter for letter.
const EXACT_FIT: f32 = 0.97;
/// A fit from here on is believed under a code that the mapping does not have.
const STRANGE_FIT: f32 = 0.7;
/// How many of the mapping's tables are tried on a table on paper.
const MOST_CANDIDATES: usize = 5;
impl<'p> Walk<'p, '_> {
    /// The table of the mapping that this table is.
    pub(super) fn fit(&self, table: &'p Table) -> Option<Fit<'p>> {
        let grid = Grid::of(table)?;
        self.fit_grid(grid, title_section(table, self.edition))
    }

    pub(super) fn fit_grid(&self, grid: Grid<'p>, title_section: Option<usize>) -> Option<Fit<'p>> {
        let Edition { mapping, signs, .. } = self.edition;
        if let Some(twin) = self.twin(&grid) {
            return Some(twin);
        }
        if let Some(t) = self.section
            && let Some(shape) = self.edition.shapes.get(t).and_then(Option::as_ref)
            && let Some(fit) = Fit::as_printed(t, &grid, shape)
        {
            return Some(fit);
        }
        if let Some(t) = self.section
            && let Some(before) = self.out.found[t].fits.last()
            && let Some(fit) = Fit::with_last_labels(grid.clone(), before)
        {
            return Some(fit);
        }
        let section = title_section.or(self.section);
        let labels = Labels::of(grid.clone(), signs);
        let mut tables = labels.candidates(MOST_CANDIDATES);
        if let Some(t) = section.filter(|t| !tables.contains(t)) {
            tables.push(t);
        }
        let strange = self.strange && section.is_none();
        let least = if strange { STRANGE_FIT } else { LEAST_FIT };
        let mut fits: Vec<Fit> = tables
            .into_iter()
            .filter_map(|t| labels.fit(t, mapping, signs))
            .filter(|f| f.score >= least && enough(f))
            .collect();
        fits.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.table.cmp(&b.table)));
        let Some(best) = fits.first().map(|f| f.score) else {
            return self.continued(grid, section);
        };
        if let Some(own) = section.and_then(|t| fits.iter().position(|f| f.table == t)) {
            // The heading is believed unless the labels plainly say another table.
            let (other, rival) = (fits[0].score, fits[0].table);
            let apart = other - fits[own].score;
            // Labels letter for letter another table's, and of the heading only its code is left.
            let contradict = other >= EXACT_FIT && apart > 0.01;
            let titled = self.out.found[fits[own].table]
                .headings
                .last()
                .is_some_and(|h| h.1.by_title);
            if contradict && !titled {
                let own = fits[own].table;
                return Some(Fit {
                    rival: Some(own),
                    ..fits.swap_remove(0)
                });
            }
            if fits[own].score >= LEAST_FIT && !(other >= SURE_FIT && apart > 0.3) {
                return Some(Fit {
                    rival: contradict.then_some(rival),
                    ..fits.swap_remove(own)
                });
            }
        }
        // No heading says which: among equals the one that has no table yet, in the form's order.
        let equal = fits.iter().filter(|f| best - f.score < 0.005);
        let pick = equal
            .clone()
            .find(|f| self.out.found[f.table].fits.is_empty() && !self.is_headed(f.table))
            .or_else(|| {
                equal
                    .clone()
                    .find(|f| self.out.found[f.table].fits.is_empty())
            })
            .or(equal.clone().next())?
            .table;
        // Nothing but its labels says which, and they are those of others too.
        let other = equal.clone().find(|f| f.table != pick).map(|f| f.table);
        // A copy without a heading stands under the table that it copies.
        let fit = fits.into_iter().find(|f| f.table == pick)?;
        Some(Fit {
            rival: other.or(fit.rival),
            ..fit
        })
    }

    /// A second table under a heading, where another table has these labels as well or better, and
    /// neither a heading nor a table of its own on the paper: its heading was lost.
    fn twin(&self, grid: &Grid<'p>) -> Option<Fit<'p>> {
        let Edition { mapping, signs, .. } = self.edition;
        let own = self.section.filter(|_| !self.announced)?;
        if self.out.found[own].fits.is_empty() || mapping.tables[own].under.is_some() {
            return None;
        }
        let labels = Labels::of(grid.clone(), signs);
        let tables = labels.candidates(MOST_CANDIDATES);
        let fits: Vec<Fit> = tables
            .into_iter()
            .filter_map(|t| labels.fit(t, mapping, signs))
            .collect();
        let score = fits.iter().find(|f| f.table == own)?.score;
        let lost = |f: &Fit| {
            f.table != own
                && f.score >= EXACT_FIT
                && f.score > score - 0.005
                && self.out.found[f.table].is_missing()
                && mapping.tables[f.table].under.is_none()
                && !self.is_headed(f.table)
        };
        let twin = fits.into_iter().filter(lost);
        let twin = twin.max_by(|a, b| a.score.total_cmp(&b.score).then(b.table.cmp(&a.table)))?;
        Some(Fit {
            rival: Some(own),
            ..twin
        })
    }

    /// The copies of a form that one table holds.
    pub(super) fn copies(&self, fit: Fit<'p>) -> Vec<Fit<'p>> {
        let Edition {
            mapping,
            signs,
            shapes,
            ..
        } = self.edition;
        let printed = shapes[fit.table].as_ref().filter(|s| s.turned);
        let is_one = printed.is_some_and(|s| fit.grid.columns() <= s.width);
        if !fit.grid.turned || fit.by_position || is_one {
            return vec![fit];
        }
        Labels::of(fit.grid.turn(), signs).copies(fit, mapping, signs)
    }

    /// A table without labels under a heading: the rest of the table before it, or one whose head
    /// was deleted, where its columns are as many as they should be.
    fn continued(&self, grid: Grid<'p>, section: Option<usize>) -> Option<Fit<'p>> {
        let t = section?;
        if self.edition.mapping.tables[t].layout != Layout::Records || grid.columns() < 3 {
            return None;
        }
        let before = self.out.found[t].fits.last();
        let before = before.filter(|f| !f.grid.turned && f.grid.columns() == grid.columns());
        let shape = self
            .edition
            .shapes
            .get(t)
            .and_then(Option::as_ref)
            .filter(|s| !s.turned && s.width == grid.columns());
        let columns = before
            .map(|f| f.columns.clone())
            .or_else(|| shape.map(|s| s.columns.clone()))?;
        Some(Fit::by_position(t, grid, columns))
    }
}

/// Two labels, or all that the table has.
fn enough(fit: &Fit) -> bool {
    let bound = fit.columns.iter().flatten().count() + fit.below.len();
    bound >= 2 || bound == fit.columns.len()
}
