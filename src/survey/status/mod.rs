//! Who has returned, who is late, what is missing: the list to chase with.

mod json;
mod workbook;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::model::finding::CountingCause;
use crate::model::submission::Status;
use crate::said;
use crate::survey::returns::{Book, Receipt, Superseded, UnitReturns, Whose};
use crate::survey::roster::{How, Roster, UnitId};
use crate::text::lang::Said;

pub use json::STATUS_SCHEMA;
pub use workbook::write_workbook;

/// How far the survey has come.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    /// The day it stands for.
    pub as_of: Date,
    /// Every unit of the roster, in its order.
    pub units: Vec<UnitStanding>,
    /// Files that belong to no unit of the roster.
    pub strangers: Vec<Stranger>,
}

/// How far one unit has come.
#[derive(Clone, Debug, PartialEq)]
pub struct UnitStanding {
    /// The unit.
    pub unit: UnitId,
    /// Whether it has returned.
    pub state: State,
    /// The last day to return.
    pub due: Option<Date>,
    /// The day of its first readable file. A file tells when it was last saved, which stands for
    /// the day it came.
    pub returned_on: Option<Date>,
    /// Its files, those that count first.
    pub files: Vec<FileStanding>,
    /// Error findings in what counts.
    pub errors: usize,
    /// Warning findings in what counts.
    pub warnings: usize,
    /// Expected tables that nothing was filled in to, and how they came back.
    pub missing: Vec<(Arc<str>, Status)>,
    /// Tables that it declared empty: it has answered, and nothing is missing.
    pub nil: Vec<Arc<str>>,
    /// What should be looked at.
    pub doubts: Vec<Said>,
    /// Which of its files counts is open.
    pub is_open: bool,
    /// Of the units below it, at any distance: how many have returned, and how many there are.
    pub below: (usize, usize),
}

/// Whether a unit has returned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum State {
    /// In time, or no day was set.
    Returned,
    /// After the last day.
    ReturnedLate,
    /// Something came that cannot be read.
    Unreadable,
    /// Nothing came, and the last day is over.
    Overdue,
    /// Nothing came yet.
    Awaited,
}

/// One of a unit's files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileStanding {
    /// Its name.
    pub file: Arc<str>,
    /// When it was last saved, as it says.
    pub modified: Option<String>,
    /// What became of it.
    pub role: Role,
}

/// What became of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// It counts.
    Counts,
    /// Another one counts.
    Superseded(Superseded),
    /// It cannot be read.
    Unread,
}

/// A file that belongs to no unit of the roster.
#[derive(Clone, Debug, PartialEq)]
pub struct Stranger {
    /// The files.
    pub files: Vec<Arc<str>>,
    /// The name on the cover, where there is one.
    pub name: Option<String>,
    /// The units with the nearest names, and how near (0 to 1).
    pub nearest: Vec<(UnitId, f64)>,
    /// What of it is in doubt, where it names several units.
    pub doubt: Option<Said>,
}

impl State {
    /// Its name in data.
    pub fn name(self) -> &'static str {
        match self {
            State::Returned => "returned",
            State::ReturnedLate => "returned_late",
            State::Unreadable => "unreadable",
            State::Overdue => "overdue",
            State::Awaited => "awaited",
        }
    }

    /// Its name in words.
    pub fn said(self) -> Said {
        match self {
            State::Returned => said!("已交", "returned"),
            State::ReturnedLate => said!("迟交", "returned late"),
            State::Unreadable => said!("无法读取", "unreadable"),
            State::Overdue => said!("逾期未交", "overdue"),
            State::Awaited => said!("未交", "awaited"),
        }
    }

    /// Something that can be read has come.
    pub fn has_returned(self) -> bool {
        matches!(self, State::Returned | State::ReturnedLate)
    }
}

impl Role {
    /// Its name in data.
    pub fn name(self) -> &'static str {
        match self {
            Role::Counts => "counts",
            Role::Superseded(why) => why.name(),
            Role::Unread => "unreadable",
        }
    }

    /// In words.
    pub fn said(self) -> Said {
        match self {
            Role::Counts => said!("计入", "counts"),
            Role::Superseded(Superseded::SameFile) => said!("同一文件", "same file"),
            Role::Superseded(Superseded::SameContent) => said!("内容相同", "same content"),
            Role::Superseded(Superseded::Older) => said!("旧版", "older"),
            Role::Superseded(Superseded::Open) => {
                said!("待定，暂不计入", "open, does not count yet")
            }
            Role::Superseded(Superseded::Decided) => {
                said!("经核定不计入", "decided, does not count")
            }
            Role::Unread => said!("无法读取", "unreadable"),
        }
    }
}

/// How far the survey has come on a day. `due` is the last day for units whose roster sets none;
/// days are those of the roster's time zones.
pub fn standing(
    receipts: &[Receipt],
    returns: &[UnitReturns],
    roster: &Roster,
    due: Option<Date>,
    as_of: Date,
) -> Standing {
    let mut of_unit: BTreeMap<UnitId, UnitReturns> = BTreeMap::new();
    let mut strangers = Vec::new();
    for one in returns {
        let (name, nearest) = match &one.whose {
            Whose::Unit(id, _) => {
                of_unit
                    .entry(*id)
                    .and_modify(|known| both_editions(known, one))
                    .or_insert_with(|| one.clone());
                continue;
            }
            Whose::Dropped => continue,
            Whose::InDoubt(_) => (None, Vec::new()),
            Whose::Named(name, near) => (Some(name.to_string()), near.clone()),
            Whose::Nameless(near) => (None, near.clone()),
        };
        let files = one.files().map(|i| Arc::clone(&receipts[i].file));
        strangers.push(Stranger {
            files: files.collect(),
            name,
            nearest,
            // That its name is not in the roster is said by standing here, with the nearest names.
            doubt: (one.doubts.iter())
                .find(|d| !matches!(d, CountingCause::Stranger { .. }))
                .map(CountingCause::message),
        });
    }
    let mut units: Vec<UnitStanding> = (0..roster.units().len())
        .map(|id| {
            let due = roster.unit(id).due.or(due);
            let returns = of_unit.get(&id);
            let zone = roster.zone_of(id);
            let today = Today { as_of, zone };
            unit_standing(id, returns, receipts, roster, due, &today)
        })
        .collect();
    for id in 0..units.len() {
        let returned = usize::from(units[id].state.has_returned());
        for above in roster.above(id).collect::<Vec<_>>() {
            units[above].below.0 += returned;
            units[above].below.1 += 1;
        }
    }
    Standing {
        as_of,
        units,
        strangers,
    }
}

/// A unit that returned forms of two editions has returned both.
fn both_editions(known: &mut UnitReturns, other: &UnitReturns) {
    let more = other.counting().map(|index| Book {
        index,
        how: Said::default(),
    });
    known.books.extend(more);
    known.older.extend(&other.older);
    known.unread.extend(&other.unread);
    known.doubts.extend(other.doubts.iter().cloned());
}

/// The day for which it is said, and where its midnight is.
struct Today {
    as_of: Date,
    zone: TimeZone,
}

fn unit_standing(
    unit: UnitId,
    returns: Option<&UnitReturns>,
    receipts: &[Receipt],
    roster: &Roster,
    due: Option<Date>,
    today: &Today,
) -> UnitStanding {
    let mut standing = UnitStanding {
        unit,
        state: match due {
            Some(due) if today.as_of > due => State::Overdue,
            _ => State::Awaited,
        },
        due,
        returned_on: None,
        files: Vec::new(),
        errors: 0,
        warnings: 0,
        missing: Vec::new(),
        nil: Vec::new(),
        doubts: Vec::new(),
        is_open: false,
        below: (0, 0),
    };
    let Some(returns) = returns else {
        return standing;
    };
    let counting: Vec<usize> = returns.counting().collect();
    let day = |i: usize| {
        let saved = receipts[i].saved()?;
        Some(today.zone.to_datetime(saved).date())
    };
    let readable = counting
        .iter()
        .copied()
        .chain(returns.older.iter().map(|o| o.index));
    standing.returned_on = readable.filter_map(day).min();
    standing.state = match (standing.returned_on, due) {
        _ if counting.is_empty() => State::Unreadable,
        (Some(came), Some(due)) if came > due => State::ReturnedLate,
        _ => State::Returned,
    };
    standing.doubts = doubts(returns, standing.returned_on.is_none() && due.is_some());
    standing.is_open = !returns.doubts.is_empty();
    standing.errors = counting.iter().map(|i| receipts[*i].errors as usize).sum();
    standing.warnings = counting
        .iter()
        .map(|i| receipts[*i].warnings as usize)
        .sum();
    if !counting.is_empty() {
        standing.nil = declared_empty(&counting, receipts);
        let asked = &roster.unit(unit).tables;
        standing.missing = missing(asked, &standing.nil, &counting, receipts);
    }
    let file = |i: usize, role: Role| FileStanding {
        file: Arc::clone(&receipts[i].file),
        modified: receipts[i].modified.text().map(Cow::into_owned),
        role,
    };
    standing
        .files
        .extend(counting.iter().map(|i| file(*i, Role::Counts)));
    let older = returns.older.iter();
    standing
        .files
        .extend(older.map(|o| file(o.index, Role::Superseded(o.why))));
    standing
        .files
        .extend(returns.unread.iter().map(|i| file(*i, Role::Unread)));
    standing
}

/// What is open about a unit's files, and what is known of them by a guess. `is_undated`: there is a
/// day to keep, and no file says when it was saved.
fn doubts(returns: &UnitReturns, is_undated: bool) -> Vec<Said> {
    let mut doubts: Vec<Said> = returns.doubts.iter().map(CountingCause::message).collect();
    if returns.counting().next().is_none() {
        return doubts;
    }
    if let Whose::Unit(_, How::FileName | How::Folder) = returns.whose {
        doubts.push(said!(
            "封面没有单位名称，按文件名或文件夹认出",
            "the cover names no unit; it is known by the name of the file or its folder"
        ));
    }
    if is_undated {
        doubts.push(said!(
            "文件没有可信的保存时间，是否按期看不出来",
            "the file does not say when it was saved, so that nothing tells whether it is late"
        ));
    }
    if returns.form.is_none() {
        doubts.push(said!(
            "只有子表，没有调查表",
            "a workbook came, but no form"
        ));
    }
    doubts
}

/// The tables that a unit is asked for and gave nowhere, with how they stand at best.
fn missing(
    asked: &[Arc<str>],
    nil: &[Arc<str>],
    counting: &[usize],
    receipts: &[Receipt],
) -> Vec<(Arc<str>, Status)> {
    let standing = |code: &Arc<str>| {
        let came = |i: &usize| receipts[*i].status(code);
        let best = counting.iter().filter_map(came).min_by_key(|s| match s {
            Status::Filled => 0,
            Status::Empty => 1,
            Status::Missing => 2,
            Status::NotCollected => 3,
        });
        let is_missed = best != Some(Status::Filled) && !nil.contains(code);
        is_missed.then(|| (Arc::clone(code), best.unwrap_or(Status::Missing)))
    };
    asked.iter().filter_map(standing).collect()
}

/// The tables that a unit declared empty, and filled in nowhere.
fn declared_empty(counting: &[usize], receipts: &[Receipt]) -> Vec<Arc<str>> {
    let filled = |code: &str| {
        let came = counting.iter().filter_map(|i| receipts[*i].status(code));
        came.into_iter().any(|status| status == Status::Filled)
    };
    let mut nil: Vec<Arc<str>> = Vec::new();
    for code in counting.iter().flat_map(|i| receipts[*i].nil.iter()) {
        if !nil.contains(code) && !filled(code) {
            nil.push(Arc::clone(code));
        }
    }
    nil
}

impl Standing {
    /// Nothing is left to chase: all have returned, and every file belongs to a unit.
    pub fn is_complete(&self) -> bool {
        let done = |u: &UnitStanding| u.state.has_returned() && u.missing.is_empty() && !u.is_open;
        self.units.iter().all(done) && self.strangers.is_empty()
    }

    /// How many units stand so.
    pub fn count(&self, state: State) -> usize {
        self.units.iter().filter(|u| u.state == state).count()
    }
}
