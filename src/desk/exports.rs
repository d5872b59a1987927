//! What goes out: the same files as the command line writes, byte for byte, of the same returned
//! files, corrections and decisions.

use std::collections::BTreeMap;
use std::io::{self, Cursor, Write as _};
use std::path::Path;
use std::sync::Arc;

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::editions::Editions;
use super::rolled_up;
use super::settings::{self, TEMPLATE};
use super::standing::{CORRECTIONS, DECISIONS};
use super::survey::{State, Survey};
use crate::output::{Format, Writer};
use crate::report::{Gatherer, write_page};
use crate::said;
use crate::text::Worded as _;
use crate::text::lang::{Lang, Said};

/// What was written, and what was left out.
#[derive(Debug, Default)]
pub(super) struct Exported {
    /// Records that no template has a place for, by table.
    pub left_out: BTreeMap<Arc<str>, usize>,
}

/// Writes formats into a folder: what `huibiao convert` writes there.
pub(super) fn write(
    survey: &Survey,
    state: &State,
    folder: &Path,
    formats: &[Format],
    into: bool,
    lang: Lang,
) -> Result<Exported, Said> {
    let editions: &'static Editions = survey.editions;
    let mut templates = Vec::new();
    for name in state.settings.templates.iter().filter(|_| into) {
        let set = survey
            .journal
            .setting(&format!("{TEMPLATE}{name}"))
            .map_err(|e| e.said())?;
        if let Some(set) = set {
            templates.push(settings::template(&set, editions)?);
        }
    }
    let known = || editions.reader.mappings();
    let mut writer = Writer::create(folder, formats, known(), lang).map_err(|e| e.said())?;
    let mut gatherer = Gatherer::new(lang, known());
    let mut exported = Exported::default();
    for unit in &state.standing.units {
        let mut submission = unit.submission.clone();
        let edition = &submission.mapping.id;
        for (code, data) in &submission.tables.0 {
            let taken = templates.iter().any(|t| t.takes(edition, code));
            if !templates.is_empty() && !data.records.is_empty() && !taken {
                let left = exported.left_out.entry(Arc::clone(code)).or_default();
                *left += data.records.len();
            }
        }
        for template in &mut templates {
            template.take(&mut submission);
        }
        gatherer.add(&submission);
        writer.submission(&submission).map_err(|e| e.said())?;
    }
    let report = gatherer.finish();
    let mut whole = writer.complete().map_err(|e| e.said())?;
    for template in &templates {
        let bytes = template.fill().map_err(|e| e.said())?;
        let place = folder.join("into").join(template.name());
        whole
            .write(&place, |file| file.write_all(&bytes))
            .map_err(|e| e.said())?;
    }
    if formats.contains(&Format::Html) {
        let place = folder.join("report.html");
        whole
            .write(&place, |file| write_page(&report, file))
            .map_err(|e| e.said())?;
    }
    whole.persist().map_err(|e| e.said())?;
    Ok(exported)
}

/// The office's corrections and decisions, as the command line reads them.
pub(super) fn lists(state: &State) -> [(&'static str, &[u8]); 2] {
    [
        (CORRECTIONS, &state.standing.corrections_csv),
        (DECISIONS, &state.standing.decisions_csv),
    ]
}

/// Files below a folder in one archive, without the list of what was written: that is the folder's.
pub(super) fn archive(folder: &Path, more: &[(&str, &[u8])]) -> io::Result<Vec<u8>> {
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
        zip.start_file(*name, options()).map_err(io::Error::other)?;
        zip.write_all(bytes)?;
    }
    Ok(zip.finish().map_err(io::Error::other)?.into_inner())
}

/// How entries are written; large files can be.
pub(super) fn options() -> SimpleFileOptions {
    SimpleFileOptions::default().large_file(false)
}

/// What stands in the way of handing the survey in.
#[derive(Debug)]
pub(super) struct Gate {
    pub awaited: usize,
    pub errors: usize,
    pub warnings: usize,
    pub open: usize,
    pub unread: usize,
}

impl Gate {
    pub(super) fn of(state: &State, editions: &'static Editions) -> Gate {
        // Working it out makes it known to all pages.
        rolled_up::duplicates(state, editions);
        let units = &state.standing.units;
        let came: Vec<usize> = units.iter().filter_map(|u| u.roster).collect();
        let all = state
            .settings
            .roster
            .as_ref()
            .map_or(0, |r| r.units().len());
        let awaited = (0..all).filter(|id| !came.contains(id)).count();
        Gate {
            awaited,
            errors: units.iter().map(|u| u.counts().error).sum(),
            warnings: units.iter().map(|u| u.counts().warning).sum(),
            // A file that was taken away is asked about, too.
            open: super::pages::open_cases(state) + state.gone.len(),
            unread: units.iter().filter(|u| u.is_unread()).count(),
        }
    }

    /// Nothing must be done before.
    pub(super) fn is_open(&self) -> bool {
        self.awaited + self.errors + self.open + self.unread == 0
    }
}

/// Nothing was read: there is nothing to write.
pub(super) fn nothing() -> Said {
    said!(
        "还没有读到调查表，没有可导出的",
        "no form was read: there is nothing to export"
    )
}
