//! What the office has set: who is asked, by when, the system's templates, who works here.

use std::path::Path;

use jiff::civil::Date;

use super::editions::Editions;
use crate::forms::template::Template;
use crate::said;
use crate::store::{Journal, Setting, StoreError};
use crate::survey::office_csv::OfficeError;
use crate::survey::roster::Roster;
use crate::text::Worded as _;
use crate::text::lang::Said;

/// The roster's file.
pub(super) const ROSTER: &str = "roster";
/// The last day to return.
pub(super) use crate::store::DUE;
/// Who works at the desk.
pub(super) const WHO: &str = "who";
/// The system's templates, each under its own name.
pub(super) const TEMPLATE: &str = "template/";

/// The step of the first round, where it is being made.
pub(super) const TOUR: &str = "tour";
/// What an earlier survey said, to compare with: a submission a line.
pub(super) const EARLIER: &str = "earlier";

/// No list or template that is set is larger, in bytes.
pub(super) const LARGEST: usize = 32 << 20;

/// What the office has set.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// The units that are asked.
    pub roster: Option<Roster>,
    /// What the roster's file was called.
    pub roster_file: String,
    /// The last day to return.
    pub due: Option<Date>,
    /// Who works here; empty until it is said.
    pub who: String,
    /// The names of the system's templates.
    pub templates: Vec<String>,
    /// The step of the first round; 0 where it is not being made.
    pub tour: usize,
    /// What the earlier survey's file was called; empty where there is none.
    pub earlier: String,
    /// What was set and can no longer be used.
    pub trouble: Vec<Said>,
}

impl Settings {
    /// What stands in the journal.
    pub(super) fn read(
        journal: &Journal,
        editions: &'static Editions,
    ) -> Result<Settings, StoreError> {
        let mut settings = Settings::default();
        if let Some(set) = journal.setting(ROSTER)? {
            match roster(&set, editions) {
                Ok(roster) => settings.roster = Some(roster),
                Err(e) => settings.trouble.push(e.said()),
            }
            settings.roster_file = set.file;
        }
        let word = |name: &str| -> Result<String, StoreError> {
            let set = journal.setting(name)?.unwrap_or_default();
            Ok(String::from_utf8_lossy(&set.bytes).into_owned())
        };
        settings.due = word(DUE)?.parse().ok();
        settings.who = word(WHO)?;
        settings.tour = word(TOUR)?.parse().unwrap_or_default();
        settings.earlier = journal.setting(EARLIER)?.unwrap_or_default().file;
        let names = journal.settings()?;
        let templates = names.iter().filter_map(|n| n.strip_prefix(TEMPLATE));
        settings.templates = templates.map(str::to_owned).collect();
        Ok(settings)
    }
}

/// A roster as it was given.
pub(super) fn roster(set: &Setting, editions: &'static Editions) -> Result<Roster, OfficeError> {
    Roster::parse(Path::new(&set.file), &set.bytes, &editions.codes)
}

/// A template as it was given.
pub(super) fn template(set: &Setting, editions: &'static Editions) -> Result<Template, Said> {
    Template::open(&set.file, set.bytes.clone(), &editions.reader).map_err(|e| {
        let Said { zh, en } = e.said();
        let name = &set.file;
        said!(
            "模板“{name}”不能用：{zh}",
            "the template “{name}” cannot be used: {en}"
        )
    })
}
