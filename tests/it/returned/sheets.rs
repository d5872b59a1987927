//! Sub-table workbooks as departments really send them: notes, formats, hidden sheets, quotes.

use std::fmt::Write as _;

use huibiao::model::finding::{Rule, Severity};
use huibiao::model::submission::Submission;
use rust_xlsxwriter::{Format, Note, Workbook, Worksheet};

use super::reader;

const LABELS: [&str; 15] = [
    "姓名",
    "人才邮箱",
    "人才ORCID",
    "出生年月日",
    "人才国籍",
    "引进国别",
    "原所在机构",
    "引进时间（年月日）",
    "人才从事领域方向（单选）",
    "人才类型（单选）",
    "引进渠道（单选)",
    "离开时间（年月日）",
    "人才离开原因",
    "人才流向机构",
    "人才流向国别或地区（国籍）",
];
const PERSON: [&str; 15] = [
    "李海",
    "li@example.edu",
    "0000-0002-1825-0097",
    "1980-05-01",
    "英国",
    "英国",
    "普利茅斯海洋实验室",
    "2023-09-01",
    "海洋",
    "博士后",
    "以会引才",
    "2025-06-30",
    "期满",
    "南安普敦大学",
    "英国",
];

fn people(sheet: &mut Worksheet) {
    sheet.write_string(0, 0, "HZ_03_007").unwrap();
    for (c, (label, text)) in LABELS.iter().zip(PERSON).enumerate() {
        sheet.write_string(1, c as u16, *label).unwrap();
        sheet.write_string(2, c as u16, text).unwrap();
    }
}

fn read(fill: impl FnOnce(&mut Workbook)) -> Submission {
    let mut book = Workbook::new();
    fill(&mut book);
    reader().read("子表.xlsx", &book.save_to_buffer().unwrap())
}

fn records(submission: &Submission) -> usize {
    submission.tables.get("HZ_03_007").unwrap().records.len()
}

/// What is found and is no info: rule, path, quoted text.
fn loud(submission: &Submission) -> String {
    let mut out = String::new();
    let loud = |f: &&huibiao::model::finding::Finding| f.severity != Severity::Info;
    for f in submission.findings.iter().filter(loud) {
        let _ = writeln!(out, "{:?} {} {:?}", f.rule(), f.path, f.raw);
    }
    out
}

#[test]
fn a_note_at_an_answer_is_told_of() {
    let submission = read(|book| {
        let sheet = book.add_worksheet().set_name("HZ_03_007").unwrap();
        people(sheet);
        sheet
            .insert_note(2, 0, &Note::new("此人已于六月离校"))
            .unwrap();
    });
    let said = |f: &&huibiao::model::finding::Finding| {
        f.raw
            .as_deref()
            .is_some_and(|raw| raw.contains("此人已于六月离校"))
    };
    let note = submission.findings.iter().find(said).unwrap();
    assert_eq!(note.path.to_string(), "/tables/HZ_03_007/records/0/name");
}

#[test]
fn a_hidden_sheet_with_answers_does_not_count_and_is_told_of() {
    let submission = read(|book| {
        let sheet = book.add_worksheet().set_name("HZ_03_007").unwrap();
        people(sheet);
        let hidden = book.add_worksheet().set_name("HZ_03_007旧").unwrap();
        people(hidden);
        hidden.write_string(2, 0, "赵旧").unwrap();
        hidden.set_hidden(true);
    });
    assert_eq!(records(&submission), 1);
    let said = loud(&submission);
    assert!(said.contains("HiddenContent /tables/HZ_03_007"), "{said}");
    assert!(said.contains("赵旧"), "{said}");
}

#[test]
fn a_hidden_row_counts_and_is_told_of() {
    let submission = read(|book| {
        let sheet = book.add_worksheet().set_name("HZ_03_007").unwrap();
        people(sheet);
        sheet.set_row_hidden(2).unwrap();
    });
    assert_eq!(records(&submission), 1);
    let hidden = |f: &huibiao::model::finding::Finding| f.rule() == Rule::HiddenContent;
    assert!(submission.findings.iter().any(hidden));
}

#[test]
fn what_a_format_writes_before_a_number_is_read() {
    let submission = read(|book| {
        let sheet = book.add_worksheet().set_name("HZ_03_007").unwrap();
        people(sheet);
        let format = Format::new().set_num_format("\"甲-\"0000");
        sheet
            .write_number_with_format(2, 13, 86.0, &format)
            .unwrap();
    });
    let json = serde_json::to_value(&submission).unwrap();
    let read = &json["tables"]["HZ_03_007"]["records"][0]["destination"];
    assert_eq!(read, "甲-0086");
}

#[test]
fn a_quote_that_is_never_closed_swallows_no_record() {
    let mut text = format!("HZ_03_007\n{}\n", LABELS.join(","));
    for name in ["李\"海", "\"赵杰", "钱"] {
        let _ = writeln!(text, "{name},{}", PERSON[1..].join(","));
    }
    let gbk = encoding_rs::GBK.encode(&text).0.into_owned();
    let submission = reader().read("子表.csv", &gbk);
    assert_eq!(records(&submission), 3);
    let said = loud(&submission);
    assert!(said.contains("/tables/HZ_03_007/records/1/name"), "{said}");
}
