//! The roll-up on small surveys: what every level repeats, files of one name, numbers that lack
//! something or rest upon what is wrong.

use std::sync::LazyLock;

use crate::forms::{self, add, blank, number, record_of, text};
use huibiao::mapping::{Mapping, bundled};
use huibiao::model::finding::{Finding, Rule, Severity};
use huibiao::model::submission::{Status, Submission};
use huibiao::survey::returns::{Receipt, by_unit};
use huibiao::survey::rollup::{
    Answers, Decision, DuplicateKind, FlawKind, Returned, Rollup, roll_up,
};
use huibiao::survey::roster::Roster;
use huibiao::text::lang::{Lang, Said};
use huibiao::value::Value;

static MAPPING: LazyLock<Mapping> = LazyLock::new(|| bundled("hz-2025").unwrap().mapping);

fn rolled(submissions: &[Submission], units: Option<&str>) -> Rollup {
    let codes: Vec<_> = MAPPING.tables.iter().map(|t| t.code.clone()).collect();
    let roster = units.map(|u| Roster::parse("u.csv".as_ref(), u.as_bytes(), &codes).unwrap());
    let receipts: Vec<Receipt> = submissions.iter().map(Receipt::of).collect();
    let returns = by_unit(&receipts, roster.as_ref());
    let returned = Returned {
        receipts: &receipts,
        returns: &returns,
        roster: roster.as_ref(),
        account: None,
        mapping: &MAPPING,
        decisions: &Default::default(),
    };
    let answers = submissions.iter();
    let answers = answers.map(|s| Answers::of(s.clone(), &MAPPING)).collect();
    roll_up(&returned, answers).unwrap()
}

/// A form with visits to these countries, `n` of each kind.
fn visits(unit: &str, countries: &[(&str, i64)]) -> Submission {
    let mut form = blank(&MAPPING, unit);
    for (country, n) in countries {
        let answers = [
            ("country", text(country)),
            ("visit_projects", number(*n)),
            ("visit_person_times", number(3 * n)),
            ("research_projects", number(n + 1)),
            ("research_person_times", number(2 * n + 1)),
        ];
        add(
            &mut form,
            "HZ_02_002",
            record_of(&MAPPING, "HZ_02_002", &answers),
        );
    }
    form
}

/// A form that repeats what these say together.
fn together(unit: &str, forms: &[&Submission]) -> Submission {
    let mut sum = blank(&MAPPING, unit);
    for form in forms {
        for record in &form.tables.get("HZ_02_002").unwrap().records {
            let own = &mut sum.tables.0.iter_mut();
            let own = own.find(|(c, _)| &**c == "HZ_02_002").unwrap();
            own.1.status = Status::Filled;
            let same = |r: &&mut huibiao::model::submission::Record| {
                r.get("country") == record.get("country")
            };
            match own.1.records.iter_mut().find(same) {
                None => own.1.records.push(record.clone()),
                Some(own) => {
                    for ((_, a), (_, b)) in own.0.iter_mut().zip(&record.0) {
                        if let (Value::Number(a), Value::Number(b)) = (a, b) {
                            *a += b;
                        }
                    }
                }
            }
        }
    }
    sum
}

fn total(rollup: &Rollup) -> Option<String> {
    let table = rollup.derived.iter().find(|t| &*t.code == "HZ_02_001");
    let number = table?.numbers.iter().find(|n| &*n.name == "visit_projects");
    number?.value.map(|n| n.normalize().to_string())
}

const THREE_LEVELS: &str = "name,parent\n大学,\n理学院,大学\n工学院,大学\n光学室,理学院\n力学室,理学院\n材料室,工学院\n土木室,工学院\n";

#[test]
fn where_every_level_repeats_those_below_it_each_number_counts_once() {
    let rooms = [
        visits("光学室", &[("英国", 3), ("日本", 4)]),
        visits("力学室", &[("英国", 5)]),
        visits("材料室", &[("德国", 7), ("英国", 1)]),
        visits("土木室", &[("法国", 9)]),
    ];
    let science = together("理学院", &[&rooms[0], &rooms[1]]);
    let engineering = together("工学院", &[&rooms[2], &rooms[3]]);
    let top = together("大学", &[&science, &engineering]);
    let mut all = rooms.to_vec();
    all.extend([science, engineering, top]);
    let rollup = rolled(&all, Some(THREE_LEVELS));
    assert_eq!(total(&rollup).as_deref(), Some("29"));
    let named: Vec<(String, Vec<&str>, Decision)> = (rollup.duplicates.iter())
        .map(|d| {
            let out = d.members.iter().filter(|m| !m.counts);
            let out: Vec<&str> = out.map(|m| rollup.units[m.unit].name.as_str()).collect();
            let counting = d.members.len() - out.len();
            (format!("{counting} count"), out, d.decision)
        })
        .collect();
    assert_eq!(
        named,
        [
            ("2 count".to_owned(), vec!["理学院"], Decision::Above),
            ("2 count".to_owned(), vec!["工学院"], Decision::Above),
            ("4 count".to_owned(), vec!["大学"], Decision::Above),
        ]
    );
    assert!(!rollup.is_open());
}

#[test]
fn the_roster_may_have_the_unit_above_count() {
    let rooms = [
        visits("光学室", &[("英国", 3), ("日本", 4)]),
        visits("力学室", &[("英国", 5)]),
    ];
    let science = together("理学院", &[&rooms[0], &rooms[1]]);
    let top = together("大学", &[&science]);
    let roster =
        "name,parent,duplicates\n大学,,\n理学院,大学,保留\n光学室,理学院,\n力学室,理学院,\n";
    let all = [&rooms[0], &rooms[1], &science, &top].map(Clone::clone);
    let rollup = rolled(&all, Some(roster));
    assert_eq!(total(&rollup).as_deref(), Some("12"));
    let counting = rollup.tables.iter().find(|t| &*t.code == "HZ_02_002");
    let mut units: Vec<&str> = (counting.unwrap().records.iter())
        .filter(|r| r.counts)
        .map(|r| rollup.units[r.unit].name.as_str())
        .collect();
    units.dedup();
    assert_eq!(units, ["理学院"]);
}

#[test]
fn files_of_one_name_are_not_taken_for_each_other() {
    // Two folders, each with a 调查表.docx: the second repeats a third unit's form.
    let mut a = visits("光学室", &[("英国", 3), ("日本", 4)]);
    let mut b = visits("力学室", &[("法国", 5), ("德国", 8)]);
    let mut c = b.clone();
    a.source.file = "调查表.docx".to_owned();
    b.source.file = "调查表.docx".to_owned();
    c.source.file = "又一份.docx".to_owned();
    forms::set(&mut c.unit, "unit_name", text("材料室"));
    for (form, n) in [(&mut a, 1), (&mut b, 2), (&mut c, 3)] {
        form.source.sha256 = format!("{n:064x}");
    }
    let roster = "name,duplicates\n光学室,\n力学室,让出\n材料室,\n";
    let rollup = rolled(&[a, b, c], Some(roster));
    let [duplicate] = &rollup.duplicates[..] else {
        panic!("{:?}", rollup.duplicates)
    };
    assert_eq!(duplicate.kind, DuplicateKind::Form);
    let members: Vec<(&str, bool)> = (duplicate.members.iter())
        .map(|m| (rollup.units[m.unit].name.as_str(), m.counts))
        .collect();
    assert_eq!(members, [("力学室", false), ("材料室", true)]);
    assert_eq!(total(&rollup).as_deref(), Some("20"));
}

#[test]
fn what_a_number_lacks_is_told() {
    let mut a = visits("光学室", &[("英国", 3)]);
    let unread = "/tables/HZ_02_002/records/0/conference_projects";
    let wrong = "/tables/HZ_02_002/records/0/total_projects";
    let (_, table) = a
        .tables
        .0
        .iter_mut()
        .find(|(c, _)| &**c == "HZ_02_002")
        .unwrap();
    forms::set(&mut table.records[0], "total_projects", number(99));
    a.findings = vec![
        Finding::recorded(Severity::Error, Rule::UnreadableNumber, Said::same("约12"))
            .at(unread)
            .quoting("约12"),
        Finding::recorded(Severity::Error, Rule::Balance, Said::same("≠"))
            .at(wrong)
            .quoting("99"),
        // Not added up by anything, and no error.
        Finding::recorded(Severity::Error, Rule::NotInList, Said::same("?"))
            .at("/tables/HZ_02_007/records/0/foreign_country")
            .quoting("月球"),
        Finding::recorded(Severity::Warning, Rule::OutOfPeriod, Said::same("?"))
            .at("/tables/HZ_02_002/records/0/visit_projects")
            .quoting("3"),
    ];
    let mut b = visits("力学室", &[]);
    let (_, table) = b
        .tables
        .0
        .iter_mut()
        .find(|(c, _)| &**c == "HZ_02_005")
        .unwrap();
    table.status = Status::Missing;
    let rollup = rolled(&[a, b], None);
    let flaws: Vec<(&str, String, &str)> = (rollup.flaws.iter())
        .map(|f| {
            let said = f.said(&MAPPING).en;
            (
                rollup.units[f.unit].name.as_str(),
                format!("{} {said}", f.table),
                f.kind.name(),
            )
        })
        .collect();
    assert_eq!(
        flaws,
        [
            (
                "光学室",
                "HZ_02_002 “约12” in 国际会议·项目数 could not be read and is not counted"
                    .to_owned(),
                "unread"
            ),
            (
                "光学室",
                "HZ_02_002 合计·项目数 must be mended (balance); it is counted as it stands"
                    .to_owned(),
                "wrong"
            ),
            (
                "力学室",
                "HZ_02_005 the table was not handed in".to_owned(),
                "not_returned"
            ),
        ]
    );
    assert!(rollup.is_open());
    let json = serde_json::to_value(rollup.json(&MAPPING, Lang::Zh)).unwrap();
    assert_eq!(json["flaws"][0]["path"], unread);
    assert_eq!(json["flaws"][0]["raw"], "约12");
    assert_eq!(json["flaws"][1]["rule"], "balance");
}

#[test]
fn a_table_that_came_in_a_workbook_apart_is_not_missing() {
    let mut form = visits("光学室", &[]);
    let mut book = visits("光学室", &[("英国", 3)]);
    book.source.file = "子表.xlsx".to_owned();
    book.source.format = "xlsx".to_owned();
    book.source.sha256 = "1".repeat(64);
    let set = |form: &mut Submission, code: &str| {
        let (_, table) = form
            .tables
            .0
            .iter_mut()
            .find(|(c, _)| &**c == code)
            .unwrap();
        table.status = Status::NotCollected;
    };
    set(&mut form, "HZ_02_002");
    set(&mut book, "HZ_02_006");
    let rollup = rolled(&[form, book], None);
    assert_eq!(rollup.flaws, []);
    assert_eq!(total(&rollup).as_deref(), Some("3"));
}

#[test]
fn a_table_that_the_mapping_does_not_have_is_not_lost_without_a_word() {
    let mut form = visits("光学室", &[("英国", 3)]);
    let strange = form.tables.get("HZ_02_002").unwrap().clone();
    form.tables.0.push(("HZ_99_001".into(), strange));
    let rollup = rolled(&[form], None);
    assert_eq!(rollup.flaws.len(), 1);
    assert_eq!(rollup.flaws[0].kind, FlawKind::Unknown);
    assert!(rollup.is_open());
}
