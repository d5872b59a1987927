//! The survey rolled up: what units report twice, and the one form that all of them come to.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use super::editions::Editions;
use super::standing::{DECISIONS, Duplicates, Member, Standing, Twice, Unit};
use super::survey::State;
use crate::forms::fill::{Filled, fill};
use crate::mapping::{Bundle, FilledIn, Mapping, Table};
use crate::model::finding::Finding;
use crate::model::submission::Submission;
use crate::survey::decisions::Decisions;
use crate::survey::rollup::{
    Answers, Decision, Duplicate, Returned, Rollup, in_one, leave_out, roll_up,
};
use crate::text::Worded as _;
use crate::text::lang::Said;

/// The edition that most units returned.
pub(super) fn edition(standing: &Standing, editions: &'static Editions) -> Option<&'static Bundle> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for unit in standing.units.iter().filter(|u| !u.is_unread()) {
        *counts.entry(&unit.submission.mapping.id).or_default() += 1;
    }
    let (id, _) = counts.into_iter().max_by_key(|(_, n)| *n)?;
    editions
        .bundles
        .iter()
        .find(|b| &*b.mapping.edition.id == id)
}

fn rolled_up(state: &State, mapping: &Mapping) -> Option<Rollup> {
    let standing = &state.standing;
    let chosen = standing.chosen.as_ref()?;
    let mut receipts = chosen.receipts().to_vec();
    let mut answers: Vec<Answers> = Vec::new();
    answers.resize_with(receipts.len(), Answers::default);
    for unit in &standing.units {
        receipts[unit.index] = receipts[unit.index].as_joined(&unit.submission);
        answers[unit.index] = match unit.mapping {
            Some(mapping) => Answers::of(unit.submission.clone(), mapping),
            None => Answers::default(),
        };
    }
    // What the desk wrote it can read.
    let decisions = Decisions::parse(Path::new(DECISIONS), &standing.decisions_csv);
    let returned = Returned {
        receipts: &receipts,
        returns: chosen.returns(),
        roster: state.settings.roster.as_ref(),
        account: None,
        mapping,
        decisions: &decisions.unwrap_or_default(),
    };
    roll_up(&returned, answers).ok()
}

/// What units report twice: worked out when it is first asked for.
pub(super) fn duplicates<'s>(state: &'s State, editions: &'static Editions) -> &'s Duplicates {
    let known = &state.standing.duplicates;
    known.get_or_init(|| reported_twice(state, editions))
}

fn reported_twice(state: &State, editions: &'static Editions) -> Duplicates {
    let mut duplicates = Duplicates::default();
    let units = &state.standing.units;
    for mapping in editions.mappings() {
        let of_it =
            |u: &&Arc<Unit>| !u.is_unread() && u.submission.mapping.id == mapping.edition.id;
        if units.iter().filter(of_it).count() < 2 {
            continue;
        }
        if let Some(rollup) = rolled_up(state, mapping) {
            take(&mut duplicates, &rollup);
        }
    }
    duplicates
}

fn take(duplicates: &mut Duplicates, rollup: &Rollup) {
    let twice = |d: &Duplicate| {
        use crate::survey::rollup::DuplicateKind::*;
        let members = d.members.iter().map(|m| Member {
            unit: rollup.units[m.unit].name.clone(),
            file: m.file.to_string(),
            path: m.path.clone(),
        });
        Twice {
            case: d.case.clone(),
            table: match &d.kind {
                Form => String::new(),
                Record { table } | Table { table } | Copy { table } => table.to_string(),
            },
            members: members.collect(),
        }
    };
    let all = &rollup.duplicates;
    let open = all.iter().filter(|d| d.decision == Decision::Open);
    duplicates.open.extend(open.map(twice));
    duplicates.cases.extend(all.iter().map(|d| d.case.clone()));
    duplicates.elsewhere.extend(rollup.elsewhere());
}

/// A unit's submission as it is counted: without what is counted elsewhere.
pub(super) fn counted(unit: &Unit, state: &State, editions: &'static Editions) -> Submission {
    let mut submission = unit.submission.clone();
    if let Some(left) = duplicates(state, editions).elsewhere.get(&unit.index) {
        leave_out(&mut submission, left);
    }
    submission
}

/// The one submission that all units come to.
fn one(state: &State, editions: &'static Editions) -> Option<(Submission, &'static Bundle)> {
    let bundle = edition(&state.standing, editions)?;
    let rollup = rolled_up(state, &bundle.mapping)?;
    let name = bundle.mapping.edition.id.to_string();
    let covers = rollup.covers(&bundle.mapping);
    let mut one = rollup.into_submission(&bundle.mapping, &name);
    // A form has room for one where each unit has given one.
    in_one(&mut one, &covers, &bundle.mapping);
    Some((one, bundle))
}

/// It in the edition's form and its workbook of sub-tables, with what has no place there.
pub(super) fn form(
    state: &State,
    editions: &'static Editions,
) -> Result<Option<(Filled, Vec<Finding>)>, Said> {
    let Some((submission, bundle)) = one(state, editions) else {
        return Ok(None);
    };
    let in_sheets = |t: &Table| matches!(t.filled_in, FilledIn::Sheet | FilledIn::Both);
    let with_sheets = bundle.mapping.tables.iter().any(in_sheets);
    fill(&submission, bundle, &editions.reader, with_sheets)
        .map(|filled| Some((filled, submission.findings)))
        .map_err(|e| e.said())
}
