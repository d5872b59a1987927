//! The roster: which units are asked, under whom, by when and for which tables.
//!
//! Kept by the office as `units.csv`. Units stand on three levels, as the reporting system's
//! accounts do: a unit's roll-up is its own data and that of the units below it.

mod find;
mod names;
mod read;
mod tree;

use std::collections::HashMap;
use std::sync::Arc;

use jiff::civil::Date;
use jiff::tz::TimeZone;

pub use find::{How, unit_name};
pub(crate) use names::{Names, unit_like};
pub(crate) use read::{COLUMNS, day};

/// A unit of the roster, by its place in it.
pub type UnitId = usize;

/// The units that are asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Roster {
    units: Vec<Unit>,
    /// Names and aliases, as [`crate::text::key::key`].
    names: HashMap<String, UnitId>,
}

/// A unit that is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// Its name.
    pub name: String,
    /// Other names that it goes by.
    pub aliases: Vec<String>,
    /// Its account's level, 1 to 3.
    pub level: u8,
    /// The unit above it; none on level 1 (or where the one above is not of this roster).
    pub parent: Option<UnitId>,
    /// Whom to ask.
    pub contact: String,
    /// And how.
    pub phone: String,
    /// The tables that it is expected to fill in; empty where nothing is said.
    pub tables: Vec<Arc<str>>,
    /// The last day to return.
    pub due: Option<Date>,
    /// What kind of unit it is, as the mapping has kinds; empty where nothing is said.
    pub kind: String,
    /// By what clock its days end; where nothing is said by that of the unit above it.
    pub zone: Option<TimeZone>,
    /// What becomes of what it and another unit both report.
    pub duplicates: OnDuplicate,
    /// Its line in the file.
    pub line: u64,
}

/// What becomes of a record that this unit and another one report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum OnDuplicate {
    /// Nothing is said: what a unit above repeats of a unit below gives way; else both are kept
    /// and pointed at.
    #[default]
    Unsaid,
    /// This unit's counts; another's gives way (保留).
    Keep,
    /// This unit's gives way (让出).
    Yield,
    /// Both count: it is no duplicate (都留).
    Both,
}

impl Roster {
    /// The units, in the file's order.
    pub fn units(&self) -> &[Unit] {
        &self.units
    }

    /// A unit.
    ///
    /// # Panics
    /// Where the id is of another roster.
    pub fn unit(&self, id: UnitId) -> &Unit {
        &self.units[id]
    }

    /// The unit of this name or alias.
    pub fn named(&self, name: &str) -> Option<UnitId> {
        self.names.get(&crate::text::key::key(name)).copied()
    }

    /// The unit whose name stands behind that of a unit above it: 某某大学化学学院.
    pub fn named_in_full(&self, name: &str) -> Option<UnitId> {
        let whole = crate::text::key::key(name);
        let mut above = self.names.iter();
        above.find_map(|(first, unit)| {
            let rest = whole
                .strip_prefix(first.as_str())
                .filter(|r| !r.is_empty())?;
            let named = self.named(rest).or_else(|| self.named_in_full(rest))?;
            self.is_above(*unit, named).then_some(named)
        })
    }

    /// By what clock a unit's days end: its own, that of the unit above it, else Beijing's, wherever
    /// this program runs.
    pub fn zone_of(&self, unit: UnitId) -> TimeZone {
        let own = std::iter::once(unit).chain(self.above(unit));
        let mut known = own.filter_map(|u| self.units[u].zone.clone());
        known.next().unwrap_or_else(beijing)
    }

    /// By what clock the office's days end: that of the first unit, which stands above all.
    pub fn zone(&self) -> TimeZone {
        match self.units.is_empty() {
            true => beijing(),
            false => self.zone_of(0),
        }
    }

    /// Whether `above` is above `below`, at any distance.
    pub fn is_above(&self, above: UnitId, below: UnitId) -> bool {
        self.above(below).any(|u| u == above)
    }

    /// The units above one, the nearest first.
    pub fn above(&self, unit: UnitId) -> impl Iterator<Item = UnitId> {
        // A roster that was read has no cycle; at most one unit of each level is above another.
        std::iter::successors(self.units[unit].parent, |u| self.units[*u].parent)
    }

    /// The units directly below one.
    pub fn below(&self, unit: UnitId) -> impl Iterator<Item = UnitId> {
        let is_child = move |(_, u): &(usize, &Unit)| u.parent == Some(unit);
        self.units
            .iter()
            .enumerate()
            .filter(is_child)
            .map(|(id, _)| id)
    }
}

/// The clock by which days end where nothing else is said.
pub(crate) fn beijing() -> TimeZone {
    TimeZone::get("Asia/Shanghai").unwrap_or_else(|_| TimeZone::fixed(jiff::tz::offset(8)))
}
