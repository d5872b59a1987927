//! One returned file: read, and sent back with what was found in it.

use office::FileKind;
use office::paper::Place;

use super::{Annotated, Error, Remark, annotate_form, annotate_workbook};
use crate::model::finding::{Finding, Rule, Severity};
use crate::model::submission::Submission;
use crate::read::{Reader, open};
use crate::recognise::locate::{Located, locate};
use crate::said;
use crate::text::Worded as _;
use crate::text::lang::Said;

/// What became of a returned file.
#[derive(Clone, Debug)]
pub struct SentBack {
    /// The file as it was read.
    pub submission: Submission,
    /// The file with its remarks, or why there is none.
    pub outcome: Outcome,
}

/// Whether a returned file is to be sent back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// With remarks.
    Annotated(Annotated),
    /// Nothing was found in it.
    Clean,
    /// It could not be read.
    Unread,
    /// Something was found, but remarks cannot be written into it.
    Refused(Said),
}

impl SentBack {
    /// Something was found, but remarks cannot be written into the file.
    pub fn is_refused(&self) -> bool {
        matches!(self.outcome, Outcome::Refused(_))
    }
}

/// Reads a file, and writes at its places what was found there that is at least as grave as
/// `least`.
pub fn send_back(name: &str, bytes: &[u8], reader: &Reader, least: Severity) -> SentBack {
    send_back_settled(name, bytes, reader, least, &|_| {})
}

/// As [`send_back`], what was read having been settled by the office first: what it has settled or
/// had explained is no longer asked of the unit.
pub fn send_back_settled(
    name: &str,
    bytes: &[u8],
    reader: &Reader,
    least: Severity,
    settle: &dyn Fn(&mut Submission),
) -> SentBack {
    let mut submission = reader.read(name, bytes);
    let unread = |rule| matches!(rule, Rule::UnreadableFile | Rule::UnknownForm);
    if submission.findings.iter().any(|f| unread(f.rule())) {
        return SentBack {
            submission,
            outcome: Outcome::Unread,
        };
    }
    settle(&mut submission);
    let outcome = match write(name, bytes, reader, &submission, least) {
        Ok(outcome) => outcome,
        Err(error) => Outcome::Refused(error.said()),
    };
    SentBack {
        submission,
        outcome,
    }
}

/// Writes these findings at their places into a file that was read as a submission of this
/// edition.
pub fn remark(
    name: &str,
    bytes: &[u8],
    reader: &Reader,
    edition: &str,
    findings: &[Finding],
) -> Outcome {
    match write_these(name, bytes, reader, edition, findings.iter()) {
        Ok(outcome) => outcome,
        Err(error) => Outcome::Refused(error.said()),
    }
}

fn write(
    name: &str,
    bytes: &[u8],
    reader: &Reader,
    submission: &Submission,
    least: Severity,
) -> Result<Outcome, Error> {
    let findings = submission.findings.iter();
    let findings = findings.filter(|f| f.severity >= least);
    write_these(name, bytes, reader, &submission.mapping.id, findings)
}

fn write_these<'f>(
    name: &str,
    bytes: &[u8],
    reader: &Reader,
    edition: &str,
    findings: impl Iterator<Item = &'f Finding> + Clone,
) -> Result<Outcome, Error> {
    let findings = findings.filter(|f| !is_for_the_office(f.rule()));
    if findings.clone().next().is_none() {
        return Ok(Outcome::Clean);
    }
    let Ok(opened) = open(name, bytes) else {
        return Ok(Outcome::Unread);
    };
    let edition = reader.edition(edition);
    let located = edition.map(|edition| locate(&opened.paper, edition));
    let heading = |code: &str| {
        let tables = &edition?.mapping.tables;
        let table = tables.iter().position(|table| &*table.code == code)?;
        heading(located.as_ref()?, table)
    };
    let remarks = Remark::all(findings, heading);
    Ok(match opened.format {
        FileKind::Word => Outcome::Annotated(annotate_form(bytes, &opened.paper, &remarks)?),
        FileKind::Workbook => Outcome::Annotated(annotate_workbook(bytes, &remarks)?),
        FileKind::LegacyWord => Outcome::Refused(listed(&remarks)),
        format => Outcome::Refused(said!(
            "有 {n} 处问题，但批注不能写入 .{format}；请用 Excel 或 WPS 另存为 .xlsx 后再试",
            "{n} findings, but no notes can be written into .{format}; save it as .xlsx in Excel or WPS and try again",
            n = remarks.len(),
            format = format.extension()
        )),
    })
}

/// What the office has to settle itself is no unit's business.
fn is_for_the_office(rule: Rule) -> bool {
    matches!(rule, Rule::WhichCounts | Rule::CorrectionRefused)
}

/// What would be written into a document that takes no comments, place by place.
fn listed(remarks: &[Remark]) -> Said {
    let n = remarks.len();
    let mut list = said!(
        "有 {n} 处问题，但批注不能写入 .doc，也没有 LibreOffice 把它转换成 .docx；问题列在下面",
        "{n} findings, but no comments can be written into .doc, and there is no LibreOffice to make a .docx of it; they are listed here"
    );
    for remark in remarks {
        let place = remark.place.as_ref().map(|place| place.said());
        let text = remark.text.join(" ");
        let Said { zh, en } = place.unwrap_or_else(|| said!("全文", "the whole form"));
        list.zh.push_str(&format!("\n  {zh}：{text}"));
        list.en.push_str(&format!("\n  {en}: {text}"));
    }
    list
}

/// Where a table of the form begins: at its heading, else at its first cell.
fn heading(located: &Located<'_>, table: usize) -> Option<Place> {
    let found = located.found.get(table)?;
    let heading = found
        .headings
        .iter()
        .find_map(|(_, _, place)| place.clone());
    heading.or_else(|| found.tables().next().map(|table| table.place(1, 1)))
}
