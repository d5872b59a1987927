//! The survey rolled up: what units report twice, and the one form that all of them come to.

use std::collections::BTreeMap;
use std::path::Path;

use super::editions::Editions;
use super::standing::{DECISIONS, Duplicates, Member, Standing, Twice};
use super::survey::State;
use crate::forms::fill::fill;
use crate::mapping::{Bundle, Mapping};
use crate::model::submission::Submission;
use crate::survey::decisions::Decisions;
use crate::survey::rollup::{Answers, Decision, Duplicate, Returned, Rollup, in_one, roll_up};
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
    let Some(bundle) = edition(&state.standing, editions) else {
        return Duplicates::default();
    };
    let Some(rollup) = rolled_up(state, &bundle.mapping) else {
        return Duplicates::default();
    };
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
    let open = rollup
        .duplicates
        .iter()
        .filter(|d| d.decision == Decision::Open);
    Duplicates {
        open: open.map(twice).collect(),
        cases: rollup.duplicates.iter().map(|d| d.case.clone()).collect(),
    }
}

/// The one submission that all units come to.
fn one(state: &State, editions: &'static Editions) -> Option<(Submission, &'static Bundle)> {
    let bundle = edition(&state.standing, editions)?;
    let rollup = rolled_up(state, &bundle.mapping)?;
    let name = bundle.mapping.edition.id.to_string();
    let covers = rollup.covers(&bundle.mapping);
    let mut one = rollup.into_submission(&bundle.mapping, &name);
    in_one(&mut one, &covers, &bundle.mapping);
    Some((one, bundle))
}

/// It in the edition's form, and what it has no place for.
pub(super) fn form(state: &State, editions: &'static Editions) -> Result<Option<Vec<u8>>, Said> {
    let Some((submission, bundle)) = one(state, editions) else {
        return Ok(None);
    };
    let filled = fill(&submission, bundle, &editions.reader, false).map_err(|e| e.said())?;
    Ok(Some(filled.form))
}
