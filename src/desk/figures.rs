//! What the survey says, as charts: of all units or of one, beside an earlier survey where one was
//! given.

use std::sync::Arc;

use super::earlier;
use super::editions::Editions;
use super::rolled_up::{duplicates, edition};
use super::settings::EARLIER;
use super::standing::Unit;
use super::survey::{State, Survey};
use crate::report::chart::{Charting, Charts};
use crate::survey::carry::Carrier;
use crate::survey::roster::unit_name;
use crate::text::Worded as _;
use crate::text::key::key;
use crate::text::lang::Said;

/// The charts, and the units that are in them, in their order.
pub(super) struct Figures {
    pub charts: Charts,
    pub units: Vec<Arc<Unit>>,
}

/// The figures of the units, or of the one whose identity is `only`; none before anything was read.
pub(super) fn figures(survey: &Survey, state: &State, only: &str) -> Result<Option<Figures>, Said> {
    let editions: &'static Editions = survey.editions;
    let Some(bundle) = edition(&state.standing, editions) else {
        return Ok(None);
    };
    let mapping = &bundle.mapping;
    let elsewhere = &duplicates(state, editions).elsewhere;
    let mut charting = Charting::new(mapping);
    let mut units = Vec::new();
    let wanted = |u: &&Arc<Unit>| !u.is_unread() && (only.is_empty() || u.id == only);
    for unit in state.standing.units.iter().filter(wanted) {
        let left = elsewhere.get(&unit.index).map_or(&[][..], |l| l);
        charting.add(&unit.submission, left);
        if unit.submission.mapping.id == mapping.edition.id {
            units.push(Arc::clone(unit));
        }
    }
    let mut charts = charting.finish();
    for (shown, unit) in charts.units.iter_mut().zip(&units) {
        shown.name.clone_from(&unit.name);
    }
    if !state.settings.earlier.is_empty() {
        let set = survey.journal.setting(EARLIER).map_err(|e| e.said())?;
        let set = set.unwrap_or_default();
        let carrier = Carrier::new(editions.mappings(), mapping);
        let mut charting = Charting::new(mapping);
        let names: Vec<String> = units.iter().map(|u| key(&u.name)).collect();
        for submission in earlier::submissions(&set.bytes) {
            let own = key(unit_name(&submission).unwrap_or_default());
            if only.is_empty() || names.contains(&own) {
                charting.add(&carrier.carry(submission), &[]);
            }
        }
        let name = set
            .file
            .rsplit_once('.')
            .map_or(&*set.file, |(name, _)| name);
        charts.against(&charting.finish(), Said::same(name));
    }
    Ok(Some(Figures { charts, units }))
}
