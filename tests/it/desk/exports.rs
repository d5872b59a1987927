//! What goes out and what does not: decisions and corrections hold in every export, and whatever is
//! left out is said before it is handed in, on the page and beside the files.

use std::fs;
use std::io::{Cursor, Read as _, Write as _};
use std::path::Path;
use std::process::{Command, Output};
use std::time::{Duration, Instant};

use axum::http::StatusCode;
use calamine::{Reader as _, Xlsx};
use huibiao::model::finding::{Rule, Severity};

use super::Open;
use super::round::unpacked;

const CHEMISTRY: &str = "samples/returned/化学工程学院.docx";
const MARINE: &str = "samples/returned/海洋学院 调查表（终稿）.docx";
/// A number that the sample says as “约12”.
const ABOUT: &str = "/tables/HZ_03_006/records/0/person_times";

/// A sample with other words in it.
fn edited(sample: &str, words: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipArchive::new(Cursor::new(fs::read(sample).unwrap())).unwrap();
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for i in 0..zip.len() {
        let mut entry = zip.by_index(i).unwrap();
        let name = entry.name().unwrap().into_owned();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        if name == "word/document.xml" {
            let mut text = String::from_utf8(bytes).unwrap();
            for (old, new) in words {
                assert!(text.contains(old), "{old}");
                text = text.replace(old, new);
            }
            bytes = text.into_bytes();
        }
        let options = zip::write::SimpleFileOptions::default();
        out.start_file(name, options).unwrap();
        out.write_all(&bytes).unwrap();
    }
    out.finish().unwrap().into_inner()
}

fn unit_of(name: &str, more: &[(&str, &str)]) -> Vec<u8> {
    let named = [&[("化学工程学院", name)], more].concat();
    edited(CHEMISTRY, &named)
}

fn open_with(files: &[(&str, Vec<u8>)]) -> Open {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("收回");
    fs::create_dir(&folder).unwrap();
    for (name, bytes) in files {
        fs::write(folder.join(name), bytes).unwrap();
    }
    let folder = folder.canonicalize().unwrap();
    let open = Open::again(dir, folder);
    open.wait();
    open
}

#[track_caller]
fn until(what: impl Fn() -> bool) {
    let begun = Instant::now();
    while !what() {
        assert!(begun.elapsed() < Duration::from_secs(60), "it did not come");
        std::thread::sleep(Duration::from_millis(30));
    }
}

/// The hashes of the cases on the page.
fn cases(open: &Open) -> Vec<String> {
    let page = open.get(&open.at("/decide")).text;
    let mut all: Vec<String> = page
        .split("name=\"case\" value=\"")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap().to_owned())
        .collect();
    all.dedup();
    all
}

fn is_green(open: &Open) -> bool {
    open.get(&open.at("/out")).text.contains("✓")
}

/// What the command line makes of the desk's lists, which are put beside the folder.
fn converted(open: &Open, lists: &[&str]) -> (Output, std::path::PathBuf) {
    let beside = open.folder.parent().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_huibiao"));
    command
        .current_dir(beside)
        .args(["--lang", "zh", "convert", "收回", "-o", "结果"]);
    command.args(["-f", "jsonl,import"]);
    for list in lists {
        let bytes = open.get(&open.at(&format!("/out/{list}.csv"))).bytes;
        fs::write(beside.join(format!("{list}.csv")), bytes).unwrap();
        command.args([&format!("--{list}"), &format!("{list}.csv")]);
    }
    let run = command.output().unwrap();
    (run, beside.join("结果"))
}

pub(super) fn rows(book: &[u8]) -> usize {
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(book)).unwrap();
    let sheet = book.worksheet_range_at(0).unwrap().unwrap();
    sheet.rows().count() - 1
}

#[test]
fn what_is_decided_to_count_once_is_once_in_every_export_and_the_other_is_told_of() {
    let open = open_with(&[
        ("化学学院.docx", unit_of("化学学院", &[])),
        ("物理学院.docx", unit_of("物理学院", &[("120.5", "777")])),
    ]);
    let found = cases(&open);
    assert!(found.len() > 3, "{found:?}");
    assert!(!is_green(&open));
    for case in &found {
        let fields = [
            ("case", &**case),
            ("kind", "duplicate"),
            ("unit", "化学学院"),
            ("decision", "keep"),
        ];
        let answer = open.post(&open.at("/decide"), &fields);
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    }
    // Another window that still shows it as open decides nothing.
    let late = [
        ("case", &*found[0]),
        ("kind", "duplicate"),
        ("unit", "物理学院"),
        ("decision", "keep"),
    ];
    assert_eq!(
        open.post(&open.at("/decide"), &late).status,
        StatusCode::CONFLICT
    );
    assert!(cases(&open).is_empty());
    let page = open.get(&open.at("/out")).text;
    assert!(page.contains("✓"), "{page}");
    assert!(
        page.contains("不计入的记录") && page.contains("物理学院 HZ_02_006"),
        "{page}"
    );
    let all = unpacked(open.get(&open.at("/out/all")).bytes);
    assert_eq!(rows(&all["import/HZ_02_006.xlsx"]), 1);
    let csv = String::from_utf8(all["csv/HZ_02_006.csv"].clone()).unwrap();
    assert!(csv.contains("120.5") && !csv.contains("777"), "{csv}");
    let left = String::from_utf8(all["left-out.csv"].clone()).unwrap();
    assert!(
        left.contains("物理学院 HZ_02_006") && left.contains("777"),
        "{left}"
    );
    let lines = String::from_utf8(all["submissions.jsonl"].clone()).unwrap();
    assert_eq!(lines.matches("counted-elsewhere").count(), found.len());
    let letter = open.get(&open.at("/out/letter")).text;
    assert!(letter.contains("HZ_02_006"), "{letter}");

    // The command line makes the same of the same decisions.
    let (run, out) = converted(&open, &["decisions"]);
    let said = String::from_utf8_lossy(&run.stderr).into_owned();
    assert!(
        !said.contains("没有编号为") && !said.contains("照写"),
        "{said}"
    );
    assert_eq!(
        fs::read(out.join("submissions.jsonl")).unwrap(),
        all["submissions.jsonl"]
    );
    let book = "import/HZ_02_006.xlsx";
    assert_eq!(fs::read(out.join(book)).unwrap(), all[book]);
}

#[test]
fn nothing_can_be_handed_in_while_a_file_is_missed_until_that_is_known() {
    let open = open_with(&[
        ("化学学院.docx", unit_of("化学学院", &[])),
        (
            "物理学院.docx",
            unit_of("物理学院", &[("120.5", "777"), ("中挪绿色甲醇", "甲乙")]),
        ),
    ]);
    let survey = open.desk.open(&open.folder).unwrap();
    for case in cases(&open) {
        let fields = [
            ("case", &*case),
            ("kind", "duplicate"),
            ("decision", "both"),
        ];
        open.post(&open.at("/decide"), &fields);
    }
    assert!(is_green(&open));
    let bytes = fs::read(open.folder.join("物理学院.docx")).unwrap();
    for _ in 0..2 {
        fs::remove_file(open.folder.join("物理学院.docx")).unwrap();
        until(|| survey.now().standing.units.len() == 1);
        let page = open.get(&open.at("/out")).text;
        assert!(!page.contains("✓") && page.contains("1 件待定"), "{page}");
        let page = open.get(&open.at("/decide")).text;
        assert!(page.contains("物理学院.docx"), "{page}");
        open.post(&open.at("/gone"), &[]);
        let page = open.get(&open.at("/out")).text;
        assert!(
            page.contains("✓") && page.contains("物理学院.docx"),
            "{page}"
        );
        let import = unpacked(open.get(&open.at("/out/import")).bytes);
        let left = String::from_utf8(import["left-out.csv"].clone()).unwrap();
        assert!(left.contains("物理学院"), "{left}");
        // It comes back; what was known of then says nothing of the next time.
        fs::write(open.folder.join("物理学院.docx"), &bytes).unwrap();
        until(|| survey.now().standing.units.len() == 2);
        assert!(survey.now().missing.is_empty());
    }
}

#[test]
fn nothing_can_be_handed_in_where_nothing_was_read() {
    let open = open_with(&[]);
    assert!(!is_green(&open));
}

fn correct(open: &Open, unit: &str, path: &str, was: &str, value: &str) {
    let fields = [("path", path), ("was", was), ("value", value)];
    let answer = open.post(&format!("{unit}/correct"), &fields);
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
}

#[test]
fn a_form_that_comes_mended_agrees_with_the_correction_and_one_that_differs_asks() {
    let open = open_with(&[("海洋学院.docx", fs::read(MARINE).unwrap())]);
    let survey = open.desk.open(&open.folder).unwrap();
    let unit = open.unit("海洋学院");
    correct(&open, &unit, ABOUT, "", "12");
    let found = |rule: Rule| {
        let state = survey.now();
        let findings = &state.standing.units[0].submission.findings;
        let own = findings.iter().filter(|f| f.rule() == rule);
        own.map(|f| (f.severity, f.message().zh))
            .collect::<Vec<_>>()
    };
    let errors = || survey.now().standing.units[0].counts().error;
    let before = errors();
    for (says, agrees) in [("12", true), ("15", false)] {
        let revision = survey.now().revision;
        let form = edited(MARINE, &[("约12", says)]);
        fs::write(open.folder.join("海洋学院.docx"), form).unwrap();
        until(|| {
            let now = survey.now();
            let units = &now.standing.units;
            let value = units[0].submission.tables.get("HZ_03_006").unwrap();
            let value = value.records[0].get("person_times").unwrap().shown();
            now.revision > revision && value == says
        });
        assert_eq!(errors(), before);
        let refused = found(Rule::CorrectionRefused);
        if agrees {
            assert!(refused.is_empty(), "{refused:?}");
            let told = found(Rule::CorrectedByOffice);
            assert!(told[0].1.contains("表上现在就是“12”"), "{told:?}");
            continue;
        }
        assert_eq!(refused.len(), 1);
        assert_eq!(refused[0].0, Severity::Warning);
        assert!(refused[0].1.contains("改为“12”"), "{refused:?}");
        let page = open.get(&unit).text;
        assert!(!page.contains("corrections.csv"), "{page}");
    }
    // The unit is not told of what the office asks itself.
    let back = open.get(&open.at("/back")).text;
    assert!(
        !back.contains("改为“12”") && !back.contains("corrections.csv"),
        "{back}"
    );
    assert_eq!(
        open.post(&format!("{unit}/undo"), &[("act", "0")]).status,
        StatusCode::SEE_OTHER
    );
    assert!(found(Rule::CorrectionRefused).is_empty());
}

#[test]
fn a_unit_whose_name_is_corrected_keeps_its_other_corrections() {
    let open = open_with(&[("表.docx", fs::read(MARINE).unwrap())]);
    let survey = open.desk.open(&open.folder).unwrap();
    let unit = open.unit("海洋学院");
    correct(&open, &unit, ABOUT, "", "12");
    let value = || {
        let state = survey.now();
        let table = state.standing.units[0].submission.tables.get("HZ_03_006");
        table.unwrap().records[0]
            .get("person_times")
            .unwrap()
            .shown()
    };
    correct(&open, &unit, "/unit/unit_name", "海洋学院", "海洋科学学院");
    assert_eq!(open.unit("海洋科学学院"), unit);
    assert_eq!(value(), "12");
    correct(
        &open,
        &unit,
        "/unit/unit_name",
        "海洋科学学院",
        "海洋工程学院",
    );
    assert_eq!(open.unit("海洋工程学院"), unit);
    assert_eq!(value(), "12");
    let (run, out) = converted(&open, &["corrections"]);
    let said = String::from_utf8_lossy(&run.stderr).into_owned();
    assert!(!said.contains("没有用上"), "{said}");
    let lines = fs::read_to_string(out.join("submissions.jsonl")).unwrap();
    assert!(lines.contains("\"unit_name\":\"海洋工程学院\""), "{lines}");
    assert!(!lines.contains("correction-refused"), "{lines}");
    let all = unpacked(open.get(&open.at("/out/all")).bytes);
    assert_eq!(lines.as_bytes(), all["submissions.jsonl"]);
    // It settles whose the form is, and is undone where that is settled.
    let page = open.get(&open.at("/decide")).text;
    assert!(page.contains("海洋工程学院"), "{page}");
}

#[test]
fn with_a_roster_a_file_is_given_to_its_units_alone() {
    let open = open_with(&[
        ("化学学院.docx", unit_of("化学学院", &[])),
        ("力学系.docx", unit_of("统计学院", &[("120.5", "777")])),
    ]);
    let at = open.at(&format!("/set/roster?name={}", super::encoded("名册.csv")));
    let roster = "单位\n化学学院\n力学系\n统计学院\n";
    open.send(open.request("POST", &at).body(roster.into()).unwrap());
    let page = open.get(&open.at("/decide")).text;
    let form = page
        .split("<form method=\"post\"")
        .find(|f| f.contains("value=\"version\""));
    let field = |name: &str| {
        let from = format!("name=\"{name}\" value=\"");
        let rest = form.unwrap().split(&from).nth(1).unwrap();
        rest.split('"').next().unwrap().to_owned()
    };
    let (case, file, sha256) = (field("case"), field("file"), field("sha256"));
    let decide = |unit: &str| {
        let fields = [
            ("case", &*case),
            ("kind", "version"),
            ("file", &*file),
            ("sha256", &*sha256),
            ("unit", unit),
            ("decision", "keep"),
        ];
        open.post(&open.at("/decide"), &fields)
    };
    let slip = decide("力学糸");
    assert_eq!(slip.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(slip.text.contains("力学系"), "{}", slip.text);
    assert_eq!(decide("力学系").status, StatusCode::SEE_OTHER);
    assert!(open.unit("力学系").contains("/u/"));
    // The roster is among the lists that the command line needs.
    let all = unpacked(open.get(&open.at("/out/all")).bytes);
    assert_eq!(all["units.csv"], roster.as_bytes());
    assert!(open.get(&open.at("/out")).text.contains("-u units.csv"));
}

#[test]
fn what_a_template_has_no_place_for_is_on_the_page_and_beside_it() {
    let open = Open::of(&["returned/化学工程学院.docx"]);
    let at = open.at(&format!(
        "/set/template?name={}",
        super::encoded("系统模板.xlsx")
    ));
    let template = fs::read("samples/office/系统模板.xlsx").unwrap();
    let set = open.send(open.request("POST", &at).body(template.into()).unwrap());
    assert_eq!(set.status, StatusCode::SEE_OTHER, "{}", set.text);
    let page = open.get(&open.at("/out")).text;
    assert!(page.contains("没有模板可填"), "{page}");
    let archive = unpacked(open.get(&open.at("/out/template")).bytes);
    assert!(archive.contains_key("into/系统模板.xlsx"));
    let left = String::from_utf8(archive["left-out.csv"].clone()).unwrap();
    assert!(left.contains("没有模板可填"), "{left}");
    let list = open.get(&open.at("/out/left-out.csv")).text;
    assert_eq!(list, left);
}

#[test]
fn the_form_with_all_units_is_no_returned_form() {
    let open = Open::of(&["returned/化学工程学院.docx", "returned/医学院_调查表.docx"]);
    let survey = open.desk.open(&open.folder).unwrap();
    let form = open.get(&open.at("/out/form.docx")).bytes;
    fs::write(open.folder.join("收回-汇总表.docx"), form).unwrap();
    until(|| {
        let now = survey.now();
        now.reading
            .as_ref()
            .is_some_and(|r| r.passed_over.len() == 1)
    });
    assert_eq!(survey.now().standing.units.len(), 2);
}

#[test]
fn which_version_counts_is_not_asked_of_the_unit() {
    let open = Open::of(&["returned/外国语学院.docx"]);
    let survey = open.desk.open(&open.folder).unwrap();
    let blank = Path::new("samples/hz-2025-blank.docx");
    fs::copy(blank, open.folder.join("外国语学院 v2.docx")).unwrap();
    until(|| survey.now().standing.receipts.len() == 2);
    assert!(!cases(&open).is_empty());
    let back = open.get(&open.at("/back")).text;
    assert!(!back.contains("decisions.csv"), "{back}");
}
