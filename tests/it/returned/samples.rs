//! Every returned sample against its golden submission, and the blank form against nothing at all.

use serde_json::{Value, json};

use huibiao::model::finding::Severity;
use huibiao::model::submission::{Status, Submission};
use huibiao::text::lang::Lang;

use super::{reader, returned, sample};

/// The submission without what is said the same of every table that is not filled in, and without
/// the findings' wording, which is held where the findings are made.
fn essence(submission: &Submission) -> Value {
    let mut json = serde_json::to_value(submission.said_in(Lang::Zh)).unwrap();
    let tables = json["tables"].as_object_mut().unwrap();
    for table in tables.values_mut() {
        if table["records"] == json!([]) {
            *table = table["status"].take();
        }
    }
    for finding in json["findings"].as_array_mut().unwrap() {
        let finding = finding.as_object_mut().unwrap();
        finding.remove("message");
        finding.remove("hint");
    }
    json
}

#[test]
fn every_returned_sample_reads_as_its_golden_submission() {
    for submission in returned() {
        let name = submission.source.file.split(['.', '/', ' ', '_']).next();
        insta::assert_json_snapshot!(name.unwrap(), essence(submission));
    }
}

#[test]
fn forms_and_workbooks_of_a_department_are_one_submission() {
    let joined: Vec<(&str, usize)> = returned()
        .iter()
        .map(|s| (s.source.file.as_str(), s.attachments.len()))
        .collect();
    assert_eq!(
        joined,
        [
            ("体育部.docx", 0),
            ("信息工程学院.zip/信息工程学院/调查表.docx", 1),
            ("化学工程学院.docx", 1),
            ("医学院_调查表.docx", 0),
            ("外国语学院.docx", 0),
            ("材料学院.docx", 1),
            ("海洋学院 调查表（终稿）.docx", 0),
        ]
    );
}

#[test]
fn the_careful_department_hears_nothing_but_that_its_files_were_joined() {
    let careful = &returned()[2];
    assert_eq!(careful.source.file, "化学工程学院.docx");
    let heard: Vec<&str> = careful.findings.iter().map(|f| f.rule().name()).collect();
    assert_eq!(heard, ["joined"]);
    let filled = careful
        .tables
        .0
        .iter()
        .filter(|(_, t)| t.status == Status::Filled);
    assert_eq!(filled.count(), 24);
}

#[test]
fn the_blanks_give_no_record_and_nothing_to_look_at() {
    for blank in ["hz-2025-blank.docx", "hz-2025-subtables-blank.xlsx"] {
        let submission = reader().read(blank, &sample(blank));
        assert!(
            submission
                .tables
                .0
                .iter()
                .all(|(_, t)| t.records.is_empty()),
            "{blank}"
        );
        let loud = submission
            .findings
            .iter()
            .filter(|f| f.severity > Severity::Info);
        assert_eq!(loud.count(), 0, "{blank}: {:#?}", submission.findings);
    }
}
