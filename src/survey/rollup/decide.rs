//! What becomes of a thing that several units report.

use super::{Likeness, Returned, Rollup};
use crate::said;
use crate::survey::roster::{OnDuplicate, UnitId};
use crate::text::lang::Said;

/// What became of a duplicate, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Decision {
    /// As the roster says for the units concerned.
    Roster,
    /// A unit above repeats what a unit below reports: the one above gives way, since its own
    /// data must not hold those of the units below it (manual, accounts of three levels).
    Above,
    /// Nobody decided: all count. Somebody should look.
    Open,
}

impl Decision {
    /// The decision in words.
    pub fn said(self) -> Said {
        match self {
            Decision::Roster => said!("按名册规定处理", "as the roster says"),
            Decision::Above => said!(
                "上级单位重复了下级单位的数据，计下级单位的",
                "the unit above repeats the unit below: the one below counts"
            ),
            Decision::Open => said!(
                "未定，暂都计入：请核实，并在名册“重复记录”一列写明保留、让出或都留",
                "undecided, all count: check, and say keep, yield or both in the roster's column `duplicates`"
            ),
        }
    }

    /// Its name in data.
    pub fn name(self) -> &'static str {
        match self {
            Decision::Roster => "roster",
            Decision::Above => "above",
            Decision::Open => "open",
        }
    }
}

/// Which of several different units' reports count, in their order.
pub(super) fn decide(
    units: &[usize],
    likeness: Likeness,
    rollup: &Rollup,
    returned: &Returned<'_>,
) -> (Vec<bool>, Decision) {
    let rules: Vec<OnDuplicate> = units.iter().map(|u| rule(*u, rollup, returned)).collect();
    let says = |rule: OnDuplicate| rules.contains(&rule);
    let mut counts: Vec<bool> = if says(OnDuplicate::Keep) {
        let stays = |r: &OnDuplicate| matches!(r, OnDuplicate::Keep | OnDuplicate::Both);
        rules.iter().map(stays).collect()
    } else {
        rules.iter().map(|r| *r != OnDuplicate::Yield).collect()
    };
    if !counts.contains(&true) {
        // All give way: the first of the roster stays, or the thing would be lost.
        let first = (0..units.len()).min_by_key(|i| units[*i]);
        first.into_iter().for_each(|i| counts[i] = true);
    }
    let by_roster = rules.iter().any(|r| *r != OnDuplicate::Unsaid);
    let unsaid = |i: &usize| rules[*i] == OnDuplicate::Unsaid;
    let mut gave_way = false;
    if likeness == Likeness::Same {
        let standing: Vec<usize> = (0..units.len())
            .filter(|i| counts[*i])
            .filter(unsaid)
            .collect();
        for &i in &standing {
            if standing
                .iter()
                .any(|&j| above(rollup, units[j]).any(|u| u == units[i]))
            {
                counts[i] = false;
                gave_way = true;
            }
        }
    }
    let left = (0..units.len()).filter(|i| counts[*i]).collect::<Vec<_>>();
    let open = left.len() > 1 && left.iter().any(unsaid);
    let decision = match (open, gave_way, by_roster) {
        (true, ..) => Decision::Open,
        (false, true, _) => Decision::Above,
        (false, false, true) => Decision::Roster,
        (false, false, false) => Decision::Open,
    };
    (counts, decision)
}

/// The units above one, the nearest first.
pub(super) fn above(rollup: &Rollup, unit: usize) -> impl Iterator<Item = usize> {
    let above = std::iter::successors(rollup.units[unit].parent, |u| rollup.units[*u].parent);
    // A roster has no circles.
    above.take(rollup.units.len())
}

fn rule(unit: usize, rollup: &Rollup, returned: &Returned<'_>) -> OnDuplicate {
    let of_roster = |roster: &crate::survey::roster::Roster| -> Option<UnitId> {
        roster.named(&rollup.units[unit].name)
    };
    match returned.roster {
        Some(roster) => {
            of_roster(roster).map_or(OnDuplicate::Unsaid, |id| roster.unit(id).duplicates)
        }
        None => OnDuplicate::Unsaid,
    }
}
