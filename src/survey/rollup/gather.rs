//! Whose records there are: the units of the account, the files that count, and those that don't.

use std::collections::HashMap;
use std::sync::Arc;

use super::answers::{Answers, Wrong};
use super::{GatheredRecord, LeftOut, Returned, RolledTable, RolledUnit, Rollup};
use crate::model::submission::MappingId;
use crate::said;
use crate::survey::returns::{Receipt, UnitReturns, Whose};
use crate::survey::roster::{How, Roster, UnitId};
use crate::text::lang::Said;

/// A file that counts.
pub(super) struct Counted {
    /// Its receipt.
    pub source: usize,
    /// Whose it is: a place in [`Rollup::units`].
    pub unit: usize,
    /// Its values with an error.
    pub wrong: Vec<Wrong>,
    /// Its tables that the mapping does not have.
    pub strange: Vec<Arc<str>>,
}

/// Gathers the records of the files that count. `answers` are those of the receipts.
pub(super) fn gather(returned: &Returned<'_>, answers: Vec<Answers>) -> (Rollup, Vec<Counted>) {
    let mut gathering = Gathering {
        returned,
        answers,
        counted: Vec::new(),
        units: Vec::new(),
        of_roster: HashMap::new(),
        tables: (returned.mapping.tables.iter())
            .map(|t| RolledTable {
                code: Arc::clone(&t.code),
                records: Vec::new(),
                sums: None,
            })
            .collect(),
        left_out: Vec::new(),
        doubts: Vec::new(),
    };
    gathering.roster();
    for returns in returned.returns {
        gathering.returns(returns);
    }
    let rollup = Rollup {
        mapping: MappingId::of(returned.mapping),
        account: returned
            .roster
            .zip(returned.account)
            .map(|(r, id)| r.unit(id).name.clone()),
        units: gathering.units,
        tables: gathering.tables,
        derived: Vec::new(),
        duplicates: Vec::new(),
        flaws: Vec::new(),
        crowds: Vec::new(),
        left_out: gathering.left_out,
        doubts: gathering.doubts,
        parts: Vec::new(),
    };
    (rollup, gathering.counted)
}

struct Gathering<'a> {
    returned: &'a Returned<'a>,
    answers: Vec<Answers>,
    counted: Vec<Counted>,
    units: Vec<RolledUnit>,
    /// The roll-up's unit of a unit of the roster.
    of_roster: HashMap<UnitId, usize>,
    tables: Vec<RolledTable>,
    left_out: Vec<LeftOut>,
    doubts: Vec<(usize, Said)>,
}

impl Gathering<'_> {
    /// The units of the account, returned or not, in the roster's order.
    fn roster(&mut self) {
        let Some(roster) = self.returned.roster else {
            return;
        };
        let ids = (0..roster.units().len()).filter(|id| self.belongs(roster, *id));
        for id in ids.collect::<Vec<_>>() {
            self.of_roster.insert(id, self.units.len());
            let unit = roster.unit(id);
            self.units.push(RolledUnit {
                name: unit.name.clone(),
                level: Some(unit.level),
                parent: None,
                files: Vec::new(),
            });
        }
        for (id, place) in &self.of_roster {
            let parent = roster.unit(*id).parent;
            self.units[*place].parent = parent.and_then(|p| self.of_roster.get(&p).copied());
        }
    }

    fn belongs(&self, roster: &Roster, id: UnitId) -> bool {
        self.returned
            .account
            .is_none_or(|a| a == id || roster.is_above(a, id))
    }

    fn returns(&mut self, returns: &UnitReturns) {
        let receipts = self.returned.receipts;
        let unit = match self.unit(returns) {
            Ok(unit) => unit,
            Err(why) => {
                let lost = why.1;
                for index in returns.files() {
                    self.leave_out(&receipts[index], None, why.0.clone(), lost);
                }
                return;
            }
        };
        for &index in &returns.unread {
            let why = said!("无法读取", "it cannot be read");
            self.leave_out(&receipts[index], Some(unit), why, true);
        }
        for older in &returns.older {
            let instead = &receipts[older.instead].file;
            let why = older.why.said(instead);
            self.leave_out(&receipts[older.index], Some(unit), why, false);
        }
        self.doubts
            .extend(returns.doubts.iter().map(|d| (unit, d.message())));
        for index in returns.counting() {
            let receipt = &receipts[index];
            if receipt.edition != self.returned.mapping.edition.id {
                let (theirs, ours) = (&receipt.edition, &self.returned.mapping.edition.id);
                let why = said!(
                    "是版本 {theirs} 的表，汇总的是 {ours}",
                    "it is a form of the edition {theirs}; {ours} is rolled up"
                );
                self.leave_out(receipt, Some(unit), why, true);
                continue;
            }
            self.count(index, unit);
        }
    }

    /// The roll-up's unit of some files; or why they do not count, and whether that loses them.
    fn unit(&mut self, returns: &UnitReturns) -> Result<usize, (Said, bool)> {
        let roster = self.returned.roster;
        match (&returns.whose, roster) {
            (Whose::Unit(id, how), Some(roster)) => {
                let Some(&unit) = self.of_roster.get(id) else {
                    let name = &roster.unit(*id).name;
                    let why = said!(
                        "属于“{name}”，不在本账号之下",
                        "it is `{name}`'s, not below this account"
                    );
                    return Err((why, false));
                };
                if matches!(how, How::FileName | How::Folder) && returns.counting().next().is_some()
                {
                    let name = &roster.unit(*id).name;
                    self.doubts.push((
                        unit,
                        said!(
                            "封面没有单位名称，按文件名或文件夹认作“{name}”",
                            "the cover names no unit; by the name of the file or its folder it is `{name}`"
                        ),
                    ));
                }
                Ok(unit)
            }
            (Whose::InDoubt(doubt), _) => Err((doubt.message(), true)),
            (Whose::Dropped, _) => {
                let why = said!("经核定不计入", "the office decided that it does not count");
                Err((why, false))
            }
            (Whose::Named(name, near), Some(roster)) => Err((nobody(name, near, roster), true)),
            (Whose::Nameless(near), Some(roster)) => {
                let unnamed = said!("没有单位名称", "it names no unit");
                Err((proposing(unnamed, near, roster), true))
            }
            (whose, _) => {
                let first = (returns.counting())
                    .chain(returns.unread.iter().copied())
                    .next();
                let file = first.map(|i| &*self.returned.receipts[i].file);
                self.units.push(RolledUnit {
                    name: match whose {
                        Whose::Named(name, _) => name.clone(),
                        _ => file.unwrap_or_default().to_owned(),
                    },
                    level: None,
                    parent: None,
                    files: Vec::new(),
                });
                Ok(self.units.len() - 1)
            }
        }
    }

    fn leave_out(&mut self, receipt: &Receipt, unit: Option<usize>, why: Said, lost: bool) {
        self.left_out.push(LeftOut {
            file: Arc::clone(&receipt.file),
            unit,
            why,
            lost,
        });
    }

    fn count(&mut self, source: usize, unit: usize) {
        let file = &self.returned.receipts[source].file;
        self.units[unit].files.push(Arc::clone(file));
        let answers = std::mem::take(&mut self.answers[source]);
        for (table, records) in self.tables.iter_mut().zip(answers.tables) {
            let gathered = records.into_iter().enumerate();
            let gathered = gathered.map(|(place, record)| GatheredRecord {
                unit,
                file: Arc::clone(file),
                source,
                place,
                record,
                counts: true,
            });
            table.records.extend(gathered);
        }
        self.counted.push(Counted {
            source,
            unit,
            wrong: answers.wrong,
            strange: answers.strange,
        });
    }
}

fn nobody(name: &str, near: &[(UnitId, f64)], roster: &Roster) -> Said {
    let said = said!("名册里没有“{name}”", "`{name}` is not in the roster");
    proposing(said, near, roster)
}

/// With the nearest names.
fn proposing(said: Said, near: &[(UnitId, f64)], roster: &Roster) -> Said {
    if near.is_empty() {
        return said;
    }
    let names: Vec<&str> = near
        .iter()
        .map(|(id, _)| roster.unit(*id).name.as_str())
        .collect();
    let Said { zh, en } = said;
    let (near, near_en) = (names.join("”“"), names.join("`, `"));
    said!("{zh}；最接近的是“{near}”", "{en}; the nearest: `{near_en}`")
}
