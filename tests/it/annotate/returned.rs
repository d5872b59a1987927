//! What was found on a returned form, sent back with it.

use huibiao::forms::annotate::{self, Remark, send_back};
use huibiao::mapping::bundled;
use huibiao::model::finding::{Finding, Rule, Severity};
use huibiao::model::submission::Submission;
use huibiao::read::Reader;
use huibiao::said;
use office::paper::Place;

use super::{cell, numbered_form, part, ranges};
use crate::cases::cases;

pub(super) fn reader() -> Reader {
    let editions = huibiao::mapping::bundled_ids().map(|id| bundled(id).unwrap());
    Reader::of_bundles(editions.collect()).unwrap()
}

/// What `convert` gives of a file, but for the file itself.
pub(super) fn converted(reader: &Reader, bytes: &[u8]) -> Submission {
    let mut submission = reader.read("a.docx", bytes);
    submission.source.sha256 = String::new();
    submission
}

/// Annotates a form and holds the outcome against what was found in it.
pub(super) fn sent_back(reader: &Reader, bytes: &[u8]) -> Vec<u8> {
    let sent = send_back("a.docx", bytes, reader, Severity::Warning);
    let annotate::Outcome::Annotated(out) = sent.outcome else {
        panic!("{:?}", sent.outcome);
    };
    let grave = |f: &&Finding| f.severity != Severity::Info;
    let findings: Vec<&Finding> = sent.submission.findings.iter().filter(grave).collect();
    assert_eq!(out.remarks, findings.len());
    let comments = part(&out.bytes, "word/comments.xml");
    assert_eq!(comments.matches("<w:comment ").count(), findings.len());
    for finding in findings {
        let said = office::xml::escaped(&finding.message().zh);
        assert!(comments.contains(&said), "{said}");
    }
    // The comments say nothing to the next reading.
    assert_eq!(converted(reader, &out.bytes), converted(reader, bytes));
    out.bytes
}

#[test]
fn every_finding_becomes_a_comment_that_the_next_reading_ignores() {
    let reader = reader();
    let out = sent_back(&reader, &numbered_form());
    let document = part(&out, "word/document.xml");
    assert!(ranges(&document).len() > 100);
}

#[test]
fn filled_forms_are_read_the_same_with_their_comments() {
    let reader = reader();
    let mut sent = 0;
    for case in cases() {
        let grave = |f: &Finding| f.severity != Severity::Info;
        if converted(&reader, &case.form).findings.iter().any(grave) {
            sent_back(&reader, &case.form);
            sent += 1;
        }
    }
    assert!(sent > 4, "{sent}");
}

#[test]
fn the_samples_are_sent_back_with_a_comment_a_finding() {
    let reader = reader();
    let mut sent = 0;
    for file in std::fs::read_dir("samples/returned").unwrap() {
        let file = file.unwrap().path();
        let bytes = std::fs::read(&file).unwrap();
        let name = file.file_name().unwrap().to_str().unwrap();
        let done = send_back(name, &bytes, &reader, Severity::Warning);
        let grave = |f: &&Finding| f.severity != Severity::Info;
        let findings = done.submission.findings.iter().filter(grave).count();
        // Tables that are not there are named in one comment.
        let missing =
            |f: &&Finding| grave(f) && f.rule() == Rule::MissingTable && f.source.is_none();
        let missing = done.submission.findings.iter().filter(missing).count();
        let findings = findings - missing.saturating_sub(1);
        let annotate::Outcome::Annotated(out) = done.outcome else {
            continue;
        };
        sent += 1;
        assert_eq!(out.remarks, findings, "{name}");
        let again = reader.read(name, &out.bytes);
        assert_eq!(again.unit, done.submission.unit, "{name}");
        assert_eq!(again.tables, done.submission.tables, "{name}");
        assert_eq!(again.findings, done.submission.findings, "{name}");
    }
    assert!(sent > 0);
}

#[test]
fn what_is_missing_is_said_at_its_heading() {
    let message = said!("没有找到", "not found");
    let finding = Finding::recorded(Severity::Warning, Rule::MissingTable, message)
        .at("/tables/HZ_02_005/records/0/a");
    let remark = Remark::of(&finding, |code| {
        assert_eq!(code, "HZ_02_005");
        Some(Place::Paragraph { paragraph: 7 })
    });
    assert_eq!(remark.place, Some(Place::Paragraph { paragraph: 7 }));
    assert_eq!(remark.text, ["【需核实】没有找到"]);
    // A place of its own comes before the heading.
    let finding = finding
        .from(cell(1, 2, 3))
        .hinting(said!("请补。", "Add it."));
    let remark = Remark::of(&finding, |_| None);
    assert_eq!(remark.place, Some(cell(1, 2, 3)));
    assert_eq!(remark.text, ["【需核实】没有找到", "请补。"]);
}

#[test]
fn the_command_writes_what_has_findings_and_lists_the_rest() {
    let folder = tempfile::tempdir().unwrap();
    let returned = folder.path().join("returned");
    let back = folder.path().join("back");
    std::fs::create_dir_all(returned.join("理学院")).unwrap();
    let blank = std::fs::read("samples/hz-2025-blank.docx").unwrap();
    std::fs::write(returned.join("化学.docx"), &blank).unwrap();
    std::fs::write(returned.join("理学院/物理.docx"), numbered_form()).unwrap();
    std::fs::write(returned.join("残缺.docx"), &blank[..2000]).unwrap();
    let run = |output: &std::path::Path| {
        assert_cmd::cargo::cargo_bin_cmd!("huibiao")
            .args(["annotate", "--lang", "zh", "-o"])
            .args([output, &returned])
            .output()
            .unwrap()
    };
    let done = run(&back);
    assert_eq!(done.status.code(), Some(2));
    let told = String::from_utf8(done.stdout).unwrap();
    assert!(told.contains("化学.docx：没有问题，不写出"), "{told}");
    assert!(told.contains("残缺.docx：无法读取"), "{told}");
    assert!(told.contains("写出 1 个"), "{told}");
    let written: Vec<String> = std::fs::read_dir(&back)
        .unwrap()
        .map(|e| e.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(written, ["理学院"]);
    let file = std::fs::read(back.join("理学院/物理.docx")).unwrap();
    assert!(part(&file, "word/comments.xml").contains("huibiao"));

    // Never over the files that came in.
    let refused = run(&returned);
    assert_eq!(refused.status.code(), Some(2));
    assert!(
        String::from_utf8(refused.stderr)
            .unwrap()
            .contains("会覆盖")
    );
    assert_eq!(std::fs::read(returned.join("化学.docx")).unwrap(), blank);
}
