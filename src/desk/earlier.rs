//! An earlier survey, to compare with: what counted there, taken out of its file and kept with this
//! survey.

use std::io::Write as _;
use std::path::Path;

use super::editions::Editions;
use crate::batch::{Knowing, SpoolError, Stage, Which};
use crate::model::submission::Submission;
use crate::said;
use crate::store::{OfficeFile, Store};
use crate::survey::corrections::{Correcting, Corrections};
use crate::survey::decisions::Decisions;
use crate::survey::returns::{Data, LoadError, Receipt, load};
use crate::survey::roster::Roster;
use crate::text::Worded as _;
use crate::text::lang::Said;

/// What counted in the survey that a file holds: a submission a line.
pub(super) fn taken(name: &str, path: &Path, editions: &'static Editions) -> Result<Vec<u8>, Said> {
    let about = |Said { zh, en }: Said| said!("“{name}”：{zh}", "“{name}”: {en}");
    let counted = counted(path, editions).map_err(about)?;
    if counted.is_empty() {
        return Err(said!(
            "“{name}”里没有调查表",
            "“{name}” holds no submission"
        ));
    }
    let mut lines = Vec::new();
    for submission in &counted {
        // Submissions are plain data: they always serialise.
        let line = serde_json::to_vec(submission).unwrap_or_default();
        let _ = lines.write_all(&line);
        lines.push(b'\n');
    }
    Ok(lines)
}

fn counted(path: &Path, editions: &'static Editions) -> Result<Vec<Submission>, Said> {
    let mut stage = Stage::default();
    let (mut roster, mut decisions, mut corrections) = (None, Decisions::default(), None);
    let correcting = Correcting::new(editions.mappings()).map_err(|e| e.said())?;
    match Data::at(path) {
        Some(Data::Store(path)) => {
            let store = Store::read(&path).map_err(|e| e.said())?;
            let kept = |kind| store.office_file(kind).map_err(|e| e.said());
            if let Some(file) = kept(OfficeFile::Roster)? {
                let parsed = Roster::parse(&file.path, &file.bytes, &editions.codes);
                roster = Some(parsed.map_err(|e| e.said())?);
            }
            if let Some(file) = kept(OfficeFile::Decisions)? {
                decisions = Decisions::parse(&file.path, &file.bytes).map_err(|e| e.said())?;
            }
            corrections = store.corrections(&correcting).map_err(|e| e.said())?;
            let receipt = |s: &Submission| {
                let mut corrected = s.clone();
                correct(&mut corrected, corrections.as_ref(), &correcting);
                Receipt::of(s).with_cover_of(&corrected)
            };
            store
                .hand_on(&mut stage, Some(&receipt))
                .map_err(|e| e.said())?;
        }
        Some(Data::Lines(path)) => add(&path, true, &mut stage)?,
        Some(Data::Json(path)) => add(&path, false, &mut stage)?,
        Some(Data::Folder(_)) | None => {
            return Err(said!(
                "不是调查文件（.huibiao）或以前的结果（submissions.jsonl）",
                "neither a survey's file (.huibiao) nor data of an earlier run (submissions.jsonl)"
            ));
        }
    }
    let knowing = Knowing {
        roster: roster.as_ref(),
        decisions: &decisions,
    };
    let chosen = stage.choose(knowing);
    let corrected = |mut submission: Submission| {
        correct(&mut submission, corrections.as_ref(), &correcting);
        submission
    };
    let weighed = chosen
        .weighed(knowing, editions.mappings(), corrected)
        .map_err(|e| e.said())?;
    let mut counted = Vec::new();
    let each = chosen.each(Which::Counting, |i, submission| -> Result<(), SpoolError> {
        let mut submission = corrected(submission);
        let mut known = editions.mappings();
        if known.any(|m| m.edition.id == submission.mapping.id) {
            weighed.settle(i, &mut submission);
            counted.push(submission);
        }
        Ok(())
    });
    each.map_err(|e| e.said())?;
    Ok(counted)
}

fn correct(
    submission: &mut Submission,
    corrections: Option<&Corrections>,
    correcting: &Correcting<'_>,
) {
    if let Some(corrections) = corrections {
        corrections.apply(submission, correcting);
    }
}

fn add(path: &Path, lines: bool, stage: &mut Stage) -> Result<(), Said> {
    let mut failed = None;
    let read = load(
        path,
        lines,
        |submission: Submission| -> Result<(), LoadError> {
            let receipt = Receipt::of(&submission);
            if let Err(e) = stage.add(submission, receipt) {
                failed = failed.take().or(Some(e.said()));
            }
            Ok(())
        },
    );
    read.map_err(|e| e.said())?;
    failed.map_or(Ok(()), Err)
}

/// The submissions that were taken. Those that a newer version wrote in another way are passed over.
pub(super) fn submissions(lines: &[u8]) -> impl Iterator<Item = Submission> {
    let lines = lines.split(|b| *b == b'\n').filter(|l| !l.is_empty());
    lines.filter_map(|line| serde_json::from_slice(line).ok())
}
