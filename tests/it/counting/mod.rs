//! What counts, counted once: which of a unit's files, with which workbooks, in any order of inputs.

mod alike;
#[cfg(feature = "store")]
mod days;
#[cfg(feature = "store")]
mod documents;
mod given;
mod outputs;
mod pairs;
mod parcels;
mod round;

use std::sync::LazyLock;

use crate::forms::{add, blank, number, record_of, text};
use huibiao::batch::{Knowing, SpoolError, Stage, Which};
use huibiao::mapping::{Mapping, bundled};
use huibiao::model::finding::{Rule, Severity};
use huibiao::model::submission::{Status, Submission};
use huibiao::survey::decisions::Decisions;
use huibiao::survey::returns::Receipt;
use huibiao::survey::rollup::{Answers, Returned, Rollup, roll_up};
use huibiao::survey::roster::Roster;
use huibiao::value::Value;

static MAPPING: LazyLock<Mapping> = LazyLock::new(|| bundled("hz-2025").unwrap().mapping);

/// A form with so many answers, saved at that time.
fn form(path: &str, unit: &str, saved: &str, records: i64) -> Submission {
    let mut form = blank(&MAPPING, unit);
    for n in 0..records {
        let answers = [
            ("project_name", text(&format!("{unit}的第{n}号项目"))),
            ("china_funding", number(10 + n)),
            ("foreign_unit", text(&format!("{unit}的外方{n}"))),
        ];
        add(
            &mut form,
            "HZ_02_005",
            record_of(&MAPPING, "HZ_02_005", &answers),
        );
    }
    lying(
        &mut form,
        path,
        saved,
        &format!("form {unit} {records} {saved}"),
    );
    form
}

/// A workbook with visits to these countries.
fn book(path: &str, unit: Option<&str>, saved: &str, visits: &[(&str, i64)]) -> Submission {
    let mut book = blank(&MAPPING, unit.unwrap_or_default());
    for (country, n) in visits {
        let answers = [
            ("country", text(country)),
            ("visit_projects", number(*n)),
            ("visit_person_times", number(3 * n)),
            ("total_projects", number(*n)),
            ("total_person_times", number(3 * n)),
        ];
        add(
            &mut book,
            "HZ_02_002",
            record_of(&MAPPING, "HZ_02_002", &answers),
        );
    }
    lying(&mut book, path, saved, &format!("book {unit:?} {visits:?}"));
    book.source.format = "xlsx".to_owned();
    book
}

fn lying(submission: &mut Submission, path: &str, saved: &str, content: &str) {
    submission.source.file = path.to_owned();
    submission.source.modified = Some(saved.to_owned()).filter(|s| !s.is_empty());
    submission.source.sha256 = huibiao::read::sha256(content.as_bytes());
}

fn roster(lines: &str) -> Roster {
    Roster::parse("u.csv".as_ref(), lines.as_bytes(), &[]).unwrap()
}

fn decisions(lines: &str) -> Decisions {
    let head = "kind,case,decision,unit,file,sha256,why,who,when\n";
    Decisions::parse("d.csv".as_ref(), format!("{head}{lines}").as_bytes()).unwrap()
}

/// What counts of these files.
fn counted(
    files: &[Submission],
    roster: Option<&Roster>,
    decisions: &Decisions,
) -> Vec<Submission> {
    let mut stage = Stage::default();
    for file in files {
        stage.add(file.clone(), Receipt::of(file)).unwrap();
    }
    let mut all = Vec::new();
    let give = |_, s| {
        all.push(s);
        Ok::<(), SpoolError>(())
    };
    let chosen = stage.choose(Knowing { roster, decisions });
    chosen.each(Which::Counting, give).unwrap();
    all
}

fn count(files: &[Submission], roster: Option<&Roster>) -> Vec<Submission> {
    counted(files, roster, &Decisions::default())
}

/// The roll-up of these files.
fn rolled(files: &[Submission], roster: Option<&Roster>, decisions: &Decisions) -> Rollup {
    let mut stage = Stage::default();
    for file in files {
        stage.add(file.clone(), Receipt::of(file)).unwrap();
    }
    rolled_of(stage, roster, decisions)
}

/// The roll-up of what was put aside.
fn rolled_of(stage: Stage, roster: Option<&Roster>, decisions: &Decisions) -> Rollup {
    let chosen = stage.choose(Knowing { roster, decisions });
    let mut receipts = chosen.receipts().to_vec();
    let mut answers: Vec<Answers> = receipts.iter().map(|_| Answers::default()).collect();
    let give = |i: usize, s: Submission| {
        receipts[i] = receipts[i].as_joined(&s);
        answers[i] = Answers::of(s, &MAPPING);
        Ok::<(), SpoolError>(())
    };
    chosen.each(Which::Counting, give).unwrap();
    let returned = Returned {
        receipts: &receipts,
        returns: chosen.returns(),
        roster,
        account: None,
        mapping: &MAPPING,
        decisions,
    };
    roll_up(&returned, answers).unwrap()
}

/// The visits of what counts, and how many records they stand in.
fn visits(all: &[Submission]) -> (usize, i64) {
    let records = all
        .iter()
        .flat_map(|s| &s.tables.get("HZ_02_002").unwrap().records);
    let numbers = records.map(|r| r.get("visit_person_times").and_then(Value::number).unwrap());
    let numbers: Vec<i64> = numbers.map(|n| n.try_into().unwrap()).collect();
    (numbers.len(), numbers.iter().sum())
}

fn files(all: &[Submission]) -> Vec<&str> {
    all.iter().map(|s| s.source.file.as_str()).collect()
}

fn open(submission: &Submission) -> Vec<String> {
    let errors = submission
        .findings
        .iter()
        .filter(|f| f.rule() == Rule::WhichCounts);
    errors
        .map(|f| {
            assert_eq!(f.severity, Severity::Error);
            f.cause.code().unwrap().to_owned()
        })
        .collect()
}

fn case(submission: &Submission) -> String {
    let message = submission
        .findings
        .iter()
        .find(|f| f.rule() == Rule::WhichCounts);
    let message = message.unwrap().message().en;
    message
        .rsplit_once("(case ")
        .unwrap()
        .1
        .trim_end_matches(')')
        .to_owned()
}

/// Both ways round, since the order of inputs says nothing.
fn both_ways(files: &[Submission], check: impl Fn(&[Submission])) {
    check(files);
    let mut turned = files.to_vec();
    turned.reverse();
    check(&turned);
}

const FIRST: &str = "2026-01-05T01:00:00Z";
const LATER: &str = "2026-01-08T01:00:00Z";
const SAME: &str = "2026-02-01T00:00:00Z";

#[test]
fn a_resent_form_keeps_the_workbook_that_came_once() {
    let given = [
        form("化学学院.docx", "化学学院", FIRST, 3),
        form("化学学院v2.docx", "化学学院", LATER, 4),
        book(
            "化学学院-子表.xlsx",
            Some("化学学院"),
            SAME,
            &[("英国", 10), ("法国", 20)],
        ),
    ];
    both_ways(&given, |given| {
        let all = count(given, Some(&roster("单位\n化学学院\n")));
        assert_eq!(files(&all), ["化学学院v2.docx"]);
        assert_eq!(visits(&all), (2, 90));
        let [version] = &all[0].versions[..] else {
            panic!("{:?}", all[0].versions)
        };
        assert_eq!(
            (version.file.as_str(), version.why.as_str()),
            ("化学学院.docx", "older")
        );
        assert!(all[0].findings.iter().any(|f| f.rule() == Rule::Superseded));
        assert!(open(&all[0]).is_empty());
    });
}

#[test]
fn what_came_together_goes_together() {
    let given = [
        form("第一次/化学学院.docx", "化学学院", FIRST, 3),
        book(
            "第一次/化学学院-子表.xlsx",
            Some("化学学院"),
            SAME,
            &[("英国", 10)],
        ),
        form("第二次/化学学院.docx", "化学学院", LATER, 3),
        book(
            "第二次/化学学院-子表.xlsx",
            Some("化学学院"),
            SAME,
            &[("英国", 30)],
        ),
    ];
    both_ways(&given, |given| {
        let all = count(given, None);
        assert_eq!(files(&all), ["第二次/化学学院.docx"]);
        assert_eq!(visits(&all), (1, 90));
        assert!(open(&all[0]).is_empty());
        // The workbook that does not count is named.
        let named = |f: &&huibiao::Finding| f.message().zh.contains("第一次/化学学院-子表.xlsx");
        assert!(all[0].findings.iter().any(|f| named(&f)));
    });
}

#[test]
fn the_same_workbook_counts_once() {
    let mut again = book(
        "2/化学学院-子表.xlsx",
        Some("化学学院"),
        SAME,
        &[("英国", 10)],
    );
    again.source.file = "2/化学学院-子表.xlsx".into();
    let given = [
        form("1/化学学院.docx", "化学学院", FIRST, 3),
        book(
            "1/化学学院-子表.xlsx",
            Some("化学学院"),
            SAME,
            &[("英国", 10)],
        ),
        again,
    ];
    both_ways(&given, |given| {
        assert_eq!(visits(&count(given, None)), (1, 30))
    });
}

#[test]
fn a_blank_form_does_not_replace_a_full_one_without_a_word() {
    let given = [
        form("化学学院.docx", "化学学院", FIRST, 12),
        form("化学学院 空表.docx", "化学学院", LATER, 0),
    ];
    both_ways(&given, |given| {
        let all = count(given, None);
        assert_eq!(files(&all), ["化学学院.docx"]);
        assert_eq!(open(&all[0]), ["newer-has-less"]);
        // The office may say that the newer one is right.
        let row = format!(
            "version,{},keep,,化学学院 空表.docx,,核实,王五,2026-03-01\n",
            case(&all[0])
        );
        let all = counted(given, None, &decisions(&row));
        assert_eq!(files(&all), ["化学学院 空表.docx"]);
        assert!(open(&all[0]).is_empty());
    });
}

#[test]
fn a_cover_copied_from_a_neighbour_makes_a_file_nobody_s() {
    let units = roster("单位\n统计学院\n力学系\n");
    let given = [
        form("力学系/力学系.docx", "力学系", FIRST, 3),
        book(
            "力学系/力学系子表.xlsx",
            Some("统计学院"),
            SAME,
            &[("英国", 10)],
        ),
        form("统计学院/统计学院.docx", "统计学院", FIRST, 4),
        book(
            "统计学院/统计学院子表.xlsx",
            Some("统计学院"),
            SAME,
            &[("法国", 20)],
        ),
    ];
    both_ways(&given, |given| {
        for units in [Some(&units), None] {
            let all = count(given, units);
            assert_eq!(visits(&all), (1, 60), "{units:?}");
            let stub = all
                .iter()
                .find(|s| s.source.file.contains("力学系子表"))
                .unwrap();
            assert_eq!(open(stub), ["whose-file"]);
        }
        let rollup = rolled(given, Some(&units), &Decisions::default());
        assert!(rollup.is_open());
        let stub = count(given, Some(&units));
        let stub = stub
            .iter()
            .find(|s| s.source.file.contains("力学系子表"))
            .unwrap();
        let row = format!("workbook,{},keep,力学系,力学系子表.xlsx,,,,\n", case(stub));
        let all = counted(given, Some(&units), &decisions(&row));
        assert_eq!(visits(&all), (2, 90));
    });
}

#[test]
fn the_longest_name_wins() {
    let units = roster("单位\n化学学院\n材料化学学院\n");
    let given = [
        form("化学.docx", "化学学院", FIRST, 3),
        book("化学学院子表.xlsx", None, SAME, &[("英国", 10)]),
        form("材化.docx", "材料化学学院", FIRST, 3),
        book("材料化学学院子表.xlsx", None, SAME, &[("法国", 20)]),
    ];
    both_ways(&given, |given| {
        for units in [Some(&units), None] {
            for s in count(given, units) {
                let own = visits(std::slice::from_ref(&s)).1;
                let right = if s.source.file == "化学.docx" {
                    30
                } else {
                    60
                };
                assert_eq!(own, right, "{}", s.source.file);
            }
        }
    });
}

#[test]
fn two_workbooks_that_nothing_orders_are_a_doubt_and_no_sum() {
    let given = [
        form("化学学院.docx", "化学学院", FIRST, 3),
        book(
            "化学学院子表A.xlsx",
            Some("化学学院"),
            SAME,
            &[("英国", 10), ("法国", 1)],
        ),
        book(
            "化学学院子表B.xlsx",
            Some("化学学院"),
            SAME,
            &[("英国", 30)],
        ),
    ];
    both_ways(&given, |given| {
        let all = count(given, None);
        assert_eq!(visits(&all), (2, 33));
        assert_eq!(open(&all[0]), ["nothing-orders-them"]);
        let row =
            |what: &str, file: &str| format!("workbook,{},{what},,{file},,,,\n", case(&all[0]));
        let keep = counted(given, None, &decisions(&row("keep", "化学学院子表B.xlsx")));
        assert_eq!(visits(&keep), (1, 90));
        let sum = counted(given, None, &decisions(&row("both", "")));
        assert_eq!(visits(&sum), (3, 123));
    });
}

#[test]
fn a_newer_workbook_counts_and_parts_stand_together() {
    let mut part = blank(&MAPPING, "化学学院");
    let received = [
        ("country", text("英国")),
        ("visit_projects", number(1)),
        ("visit_person_times", number(3)),
    ];
    add(
        &mut part,
        "HZ_02_004",
        record_of(&MAPPING, "HZ_02_004", &received),
    );
    lying(&mut part, "接待.xlsx", SAME, "part");
    part.source.format = "xlsx".into();
    let given = [
        form("化学学院.docx", "化学学院", FIRST, 3),
        book("出访.xlsx", Some("化学学院"), FIRST, &[("英国", 10)]),
        book("出访 新.xlsx", Some("化学学院"), LATER, &[("英国", 30)]),
        part,
    ];
    both_ways(&given, |given| {
        let all = count(given, None);
        assert_eq!(visits(&all), (1, 90));
        assert_eq!(all[0].tables.get("HZ_02_004").unwrap().records.len(), 1);
        assert_eq!(all[0].attachments.len(), 2);
        assert!(open(&all[0]).is_empty());
    });
}

#[test]
fn one_file_under_two_names() {
    let units = roster("单位\n化学学院\n物理学院\n");
    // Nil forms are each unit's own, whatever their copied cover says.
    let mut nil = [
        form("化学学院/调查表.docx", "化学学院", FIRST, 0),
        form("物理学院/调查表.docx", "化学学院", FIRST, 0),
    ];
    both_ways(&nil, |given| {
        assert_eq!(count(given, Some(&units)).len(), 2)
    });
    // Of filled ones whose cover is silent nobody knows whose they are.
    for nil in &mut nil {
        *nil = form(&nil.source.file.clone(), "", FIRST, 4);
    }
    both_ways(&nil, |given| {
        for units in [Some(&units), None] {
            let all = count(given, units);
            assert!(all.iter().all(|s| open(s) == ["one-file-two-units"]));
            let projects = all
                .iter()
                .map(|s| s.tables.get("HZ_02_005").unwrap().records.len());
            assert_eq!(projects.sum::<usize>(), 0);
        }
    });
    // Saved twice in one folder, it is one file.
    let twice = [
        form("调查表.docx", "", FIRST, 4),
        form("调查表(1).docx", "", FIRST, 4),
    ];
    both_ways(&twice, |given| assert_eq!(count(given, None).len(), 1));
}

#[test]
fn a_folder_that_names_an_ancestor_contradicts_nothing() {
    let units = roster("单位,上级单位\n云岭大学,\n理学部,云岭大学\n数学学院,理学部\n");
    let given = [form(
        "理学部/云岭大学数学学院调查表.docx",
        "数学学院",
        FIRST,
        3,
    )];
    assert!(open(&count(&given, Some(&units))[0]).is_empty());
    let given = [form("理学部/云岭大学.docx", "数学学院", FIRST, 3)];
    assert_eq!(open(&count(&given, Some(&units))[0]), ["whose-file"]);
}

#[test]
fn time_and_name_that_disagree_are_a_doubt() {
    let given = [
        form("化学学院v2.docx", "化学学院", FIRST, 9),
        form("化学学院.docx", "化学学院", LATER, 8),
    ];
    both_ways(&given, |given| {
        let all = count(given, None);
        assert_eq!(files(&all), ["化学学院v2.docx"]);
        assert_eq!(open(&all[0]), ["time-and-name-differ"]);
    });
}

#[test]
fn a_damaged_newest_is_said() {
    let mut damaged = form("化学学院v2.docx", "", "", 0);
    damaged
        .tables
        .0
        .iter_mut()
        .for_each(|(_, t)| t.status = Status::Missing);
    damaged.findings = vec![huibiao::Finding::of(
        huibiao::model::finding::FileCause::ProgramFailed {},
    )];
    let given = [form("化学学院.docx", "化学学院", FIRST, 9), damaged];
    let all = count(&given, Some(&roster("单位\n化学学院\n")));
    assert_eq!(open(&all[0]), ["newest-unreadable"]);
    assert_eq!(all.len(), 2);
}
