//! Which edition a template is for, and that edition as templates have it: with the tables that are
//! derived from others, which the reporting system takes too.

use std::sync::Arc;

use office::paper::{Block, Paper};

use super::grid::Grid;
use super::target::Target;
use super::{grid, parts};
use crate::mapping::{Derived, Mapping};
use crate::recognise::edition::Edition;

/// What a template has of an edition.
pub(super) struct Found {
    pub edition: Arc<Edition>,
    pub targets: Vec<Target>,
    pub grids: Vec<Grid>,
}

/// The editions as templates have them.
pub(super) fn with_derived<'m>(mappings: impl Iterator<Item = &'m Mapping>) -> Vec<Arc<Edition>> {
    let extended = mappings.map(|mapping| {
        let mut mapping = mapping.clone();
        let derived: Vec<_> = mapping.derived.iter().map(Derived::as_table).collect();
        mapping.tables.extend(derived);
        Arc::new(Edition::new(mapping))
    });
    extended.collect()
}

impl Found {
    /// What a workbook has of an edition.
    pub(super) fn of(paper: &Paper, edition: &Arc<Edition>) -> Found {
        let mut found = Found {
            edition: Arc::clone(edition),
            targets: Vec::new(),
            grids: Vec::new(),
        };
        for block in &paper.blocks {
            let Block::Table(table) = block else { continue };
            let targets = parts::targets(table, edition);
            if targets.is_empty() {
                found.grids.extend(grid::grid(table, edition));
            }
            found.targets.extend(targets);
        }
        found
    }

    /// How many items have a place.
    fn known(&self) -> usize {
        let targets = self.targets.iter().map(|t| t.columns.len());
        targets
            .chain(self.grids.iter().map(|g| g.cells.len()))
            .sum()
    }
}

/// The edition that a template is for: of those that know as much of it, the one whose year it
/// names, else the first; and those that it may be for as well.
pub(super) fn recognise(
    name: &str,
    paper: &Paper,
    found: Vec<Found>,
) -> Option<(Found, Vec<String>)> {
    let most = found
        .iter()
        .map(Found::known)
        .max()
        .filter(|most| *most > 0)?;
    let named = |found: &Found| {
        let year = found.edition.mapping.edition.year;
        year > 0 && names_year(name, paper, year)
    };
    // A year in its title tells more than an item or two.
    let (mut likely, rest): (Vec<Found>, Vec<Found>) = found
        .into_iter()
        .partition(|f| named(f) && f.known() * 4 >= most * 3);
    if likely.len() != 1 {
        likely.extend(rest);
        likely.retain(|f| f.known() == most);
    }
    let mut likely = likely.into_iter();
    let best = likely.next()?;
    let others = likely.map(|f| f.edition.mapping.edition.id.to_string());
    Some((best, others.collect()))
}

/// The file's name, a sheet's or a text on it speaks of this year's survey: `2025年度`.
fn names_year(name: &str, paper: &Paper, year: i32) -> bool {
    let year = year.to_string();
    let stands = |text: &str, behind: &dyn Fn(&str) -> bool| {
        text.match_indices(&year).any(|(at, _)| {
            let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
            let (before, after) = (&text[..at], &text[at + year.len()..]);
            !digit(before.chars().next_back()) && !digit(after.chars().next()) && behind(after)
        })
    };
    if stands(name, &|_| true) {
        return true;
    }
    paper.blocks.iter().any(|block| {
        let Block::Table(table) = block else {
            return false;
        };
        let of_tab = table
            .sheet
            .as_ref()
            .is_some_and(|s| stands(&s.name, &|_| true));
        let survey = |after: &str| after.trim_start().starts_with("年度");
        of_tab || table.cells.iter().any(|cell| stands(&cell.text(), &survey))
    })
}
