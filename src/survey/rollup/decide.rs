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
    /// As the office decided about this very case.
    Decided,
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
            Decision::Decided => said!("按核定处理", "as the office decided"),
            Decision::Open => said!(
                "未定，暂都计入：请核实，在 decisions.csv 里写明，或在名册“重复记录”一列写保留、让出或都留",
                "undecided, all count: check, and decide in decisions.csv, or say keep, yield or both in the roster's column `duplicates`"
            ),
        }
    }

    /// Its name in data.
    pub fn name(self) -> &'static str {
        match self {
            Decision::Roster => "roster",
            Decision::Above => "above",
            Decision::Decided => "decided",
            Decision::Open => "open",
        }
    }
}

/// Which of several different units' reports count, in their order. What is not the very same is
/// settled by nothing but a decision about the case, or where all units' reports are to count.
pub(super) fn decide(
    units: &[usize],
    likeness: Likeness,
    case: &str,
    rollup: &Rollup,
    returned: &Returned<'_>,
) -> (Vec<bool>, Decision) {
    let names: Vec<&str> = units
        .iter()
        .map(|u| rollup.units[*u].name.as_str())
        .collect();
    if let Some(counts) = returned.decisions.duplicate(case, &names) {
        return (counts, Decision::Decided);
    }
    if likeness != Likeness::Same {
        let both = |u: &usize| rule(*u, rollup, returned) == OnDuplicate::Both;
        let decision = match units.iter().all(both) {
            true => Decision::Roster,
            false => Decision::Open,
        };
        return (vec![true; units.len()], decision);
    }
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

/// The hash by which a case is known: what it is, and each unit's report.
pub(super) fn case<'r>(kind: &str, reports: impl IntoIterator<Item = (&'r str, String)>) -> String {
    use sha2::Digest;
    let mut reports: Vec<(&str, String)> = reports.into_iter().collect();
    reports.sort();
    let text = format!("duplicate\n{kind}\n{reports:?}");
    let mut hex = crate::survey::returns::hex(&sha2::Sha256::digest(text));
    hex.truncate(crate::survey::returns::CASE);
    hex
}
