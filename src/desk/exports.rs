//! What goes out: the same files as the command line writes, byte for byte, of the same returned
//! files, corrections and decisions.

use std::io::{self, Cursor, Write as _};
use std::path::Path;

use jiff::Zoned;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::editions::Editions;
use super::in_templates::{InTemplates, not_filled};
use super::settings::ROSTER;
use super::standing::{CORRECTIONS, DECISIONS};
use super::survey::{State, Survey};
use super::{leave_out, rolled_up};
use crate::batch::own;
use crate::output::{Format, WholeFiles, Writer};
use crate::report::{Awaited, Gatherer, Report, write_page};
use crate::said;
use crate::text::Worded as _;
use crate::text::lang::{Lang, Said};

/// Writes formats into a folder: what `huibiao convert` writes there. A template that cannot be filled
/// in stops no other file: that is among what the exports leave out.
pub(super) fn write(
    survey: &Survey,
    state: &State,
    folder: &Path,
    formats: &[Format],
    into: bool,
    lang: Lang,
) -> Result<(), Said> {
    let editions: &'static Editions = survey.editions;
    let mut templates = match into {
        true => InTemplates::open(survey, state)?,
        false => InTemplates::default(),
    };
    let known = || editions.reader.mappings();
    let mut writer = Writer::create(folder, formats, known(), lang).map_err(|e| e.said())?;
    let mut gatherer = Gatherer::new(lang, known());
    for unit in &state.standing.units {
        let mut submission = rolled_up::counted(unit, state, editions);
        templates.take(unit, &mut submission);
        gatherer.add(&submission);
        writer.submission(&submission).map_err(|e| e.said())?;
    }
    let came = state.standing.units.iter().filter_map(|u| u.roster);
    let came = came.collect();
    let roster = state.settings.roster.as_ref();
    let report = Report {
        awaited: roster.map_or_else(Vec::new, |roster| Awaited::all(roster, &came)),
        made_on: Some(Zoned::now().date()),
        ..gatherer.finish()
    };
    let mut whole = writer.complete().map_err(|e| e.said())?;
    let mut failed = None;
    let mut written = 0;
    for template in &templates.templates {
        let bytes = match template.fill() {
            Ok(bytes) => bytes,
            Err(e) => {
                failed = failed.or(Some(not_filled(template.name(), &e.said())));
                continue;
            }
        };
        let place = folder.join("into").join(template.name());
        whole
            .write(&place, |file| file.write_all(&bytes))
            .map_err(|e| e.said())?;
        written += 1;
    }
    if let (Some(why), true, 0) = (failed, formats.is_empty(), written) {
        return Err(why);
    }
    if formats.contains(&Format::Html) {
        let place = folder.join("report.html");
        whole
            .write(&place, |file| write_page(&report, file))
            .map_err(|e| e.said())?;
    }
    whole.persist().map_err(|e| e.said())?;
    Ok(())
}

/// A file as this program writes it: it is known again where it comes back unchanged.
pub(super) fn marked(name: &str, bytes: &[u8]) -> Result<Vec<u8>, Said> {
    let failed = |e: io::Error| {
        let Said { zh, en } = crate::text::of_system(&e);
        said!("没有写成：{zh}", "it could not be written: {en}")
    };
    let folder = tempfile::tempdir().map_err(failed)?;
    let place = folder.path().join(name);
    let mut whole = WholeFiles::default();
    whole
        .write(&place, |file| file.write_all(bytes))
        .map_err(|e| e.said())?;
    whole.persist().map_err(|e| e.said())?;
    std::fs::read(&place).map_err(failed)
}

/// The office's lists, as the command line reads them: its corrections and decisions, and its roster
/// as it was given.
pub(super) fn lists(survey: &Survey, state: &State) -> Result<Vec<(String, Vec<u8>)>, Said> {
    let standing = &state.standing;
    let mut lists = vec![
        (CORRECTIONS.to_owned(), standing.corrections_csv.clone()),
        (DECISIONS.to_owned(), standing.decisions_csv.clone()),
    ];
    let roster = survey.journal.setting(ROSTER).map_err(|e| e.said())?;
    if let Some(roster) = roster.filter(|_| state.settings.roster.is_some()) {
        lists.push((roster_name(state), roster.bytes));
    }
    Ok(lists)
}

/// What the roster is called among the lists.
pub(super) fn roster_name(state: &State) -> String {
    let file = Path::new(&state.settings.roster_file);
    let end = file.extension().map(|e| e.to_string_lossy().to_lowercase());
    format!("units.{}", end.as_deref().unwrap_or("csv"))
}

/// Files below a folder in one archive, without the list of what was written: that is the folder's.
pub(super) fn archive(folder: &Path, more: &[(String, Vec<u8>)]) -> io::Result<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for entry in walkdir::WalkDir::new(folder).sort_by_file_name() {
        let entry = entry.map_err(io::Error::other)?;
        let hidden = entry.file_name().to_string_lossy().starts_with('.');
        if hidden || !entry.file_type().is_file() {
            continue;
        }
        let below = entry.path().strip_prefix(folder).unwrap_or(entry.path());
        let steps: Vec<_> = below.iter().map(|s| s.to_string_lossy()).collect();
        zip.start_file(steps.join("/"), options())
            .map_err(io::Error::other)?;
        zip.write_all(&std::fs::read(entry.path())?)?;
    }
    for (name, bytes) in more {
        zip.start_file(name.as_str(), options())
            .map_err(io::Error::other)?;
        zip.write_all(bytes)?;
    }
    own::marked(zip)
}

/// How entries are written; large files can be.
pub(super) fn options() -> SimpleFileOptions {
    SimpleFileOptions::default().large_file(false)
}

/// What stands in the way of handing the survey in.
#[derive(Debug)]
pub(super) struct Gate {
    /// Nothing was read, or not everything yet, or the folder cannot be read.
    pub unfinished: bool,
    /// Nobody knows who has not returned.
    pub no_roster: bool,
    pub awaited: usize,
    pub errors: usize,
    pub warnings: usize,
    /// Cases to decide, what is gone from the folder among them.
    pub open: usize,
    pub unread: usize,
    /// Templates that cannot be filled in.
    pub not_filled: Vec<Said>,
}

impl Gate {
    pub(super) fn of(survey: &Survey, state: &State) -> Gate {
        // Working it out makes it known to all pages.
        rolled_up::duplicates(state, survey.editions);
        let units = &state.standing.units;
        let came: Vec<usize> = units.iter().filter_map(|u| u.roster).collect();
        let all = state
            .settings
            .roster
            .as_ref()
            .map_or(0, |r| r.units().len());
        let awaited = (0..all).filter(|id| !came.contains(id)).count();
        Gate {
            unfinished: units.is_empty()
                || state.trouble.is_some()
                || survey.progress.now().is_some(),
            no_roster: state.settings.roster.is_none(),
            awaited,
            errors: units.iter().map(|u| u.counts().error).sum(),
            warnings: units.iter().map(|u| u.counts().warning).sum(),
            open: super::pages::open_cases(state),
            unread: units.iter().filter(|u| u.is_unread()).count(),
            not_filled: leave_out::of(survey, state).not_filled.clone(),
        }
    }

    /// Nothing must be done before.
    /// What is not settled, in words.
    pub(super) fn left(&self, lang: Lang) -> Vec<String> {
        let said = [
            (
                self.awaited,
                said!("{} 个单位未交", "{} units have not returned", self.awaited),
            ),
            (
                self.unread,
                said!("{} 个文件读不了", "{} files cannot be read", self.unread),
            ),
            (
                self.open,
                said!("{} 件待定", "{} cases to be decided", self.open),
            ),
            (
                self.errors,
                said!("{} 处必须改正", "{} places to be mended", self.errors),
            ),
        ];
        let said = said.into_iter().filter(|(n, _)| *n > 0);
        said.map(|(_, s)| s.get(lang).to_owned()).collect()
    }

    pub(super) fn is_open(&self) -> bool {
        !self.unfinished
            && self.not_filled.is_empty()
            && self.awaited + self.errors + self.open + self.unread == 0
    }
}

/// Nothing was read: there is nothing to write.
pub(super) fn nothing() -> Said {
    said!(
        "还没有读到调查表，没有可导出的",
        "no form was read: there is nothing to export"
    )
}
