//! Records of two units that are one thing or two, and what becomes of them.

use super::{MAPPING, decisions, rolled, roster};
use crate::forms::{add, blank, number, record_of, set, text};
use huibiao::model::submission::Submission;
use huibiao::survey::decisions::Decisions;
use huibiao::survey::rollup::{Decision, Rollup};
use huibiao::value::Value;

const UNITS: &str = "单位,上级单位,重复记录\n云岭大学,,\n理学部,云岭大学,\n数学学院,理学部,\n物理学院,理学部,让出\n";

fn reports(unit: &str, code: &str, fields: &[(&str, Value)]) -> Submission {
    let mut form = blank(&MAPPING, unit);
    add(&mut form, code, record_of(&MAPPING, code, fields));
    form.source.sha256 = huibiao::read::sha256(format!("{unit}{fields:?}").as_bytes());
    form
}

fn decided(rollup: &Rollup) -> Vec<Decision> {
    rollup.duplicates.iter().map(|d| d.decision).collect()
}

fn funding(rollup: &Rollup, code: &str, field: &str) -> i64 {
    let table = rollup.tables.iter().find(|t| &*t.code == code).unwrap();
    let numbers = rollup.rows(table).filter_map(|r| r.get(field)?.number());
    numbers.map(|n| i64::try_from(n).unwrap()).sum()
}

#[test]
fn what_is_one_thing_is_found_and_what_is_two_is_not() {
    let list = include_str!("../../counting/pairs.csv");
    let mut right = 0;
    let mut total = 0;
    for row in csv_rows(list) {
        let [code, one, other, same, why] = &row[..] else {
            panic!("{row:?}")
        };
        let identity = &MAPPING.table(code).unwrap().identity;
        let form = |unit: &str, parts: &str| {
            let parts = parts.split('｜').zip(identity);
            let fields: Vec<(&str, Value)> = parts
                .filter(|(part, _)| !part.is_empty())
                .map(|(part, name)| (&**name, text(part)))
                .collect();
            reports(unit, code, &fields)
        };
        let given = [form("数学学院", one), form("物理学院", other)];
        let rollup = rolled(&given, None, &Decisions::default());
        let found = !rollup.duplicates.is_empty();
        total += 1;
        right += usize::from(found == (same == "yes"));
        assert!(found == (same == "yes"), "{code} {one} {other}: {why}");
        // Nothing is left out by itself, neither of two things nor where a list alone tells.
        let table = rollup.tables.iter().find(|t| *t.code == **code).unwrap();
        assert!(table.records.iter().all(|r| r.counts), "{one} {other}");
    }
    assert_eq!((right, total), (14, 14));
}

/// Rows of a file without quotes in it.
fn csv_rows(list: &str) -> Vec<Vec<String>> {
    let rows = list.lines().skip(1);
    rows.map(|row| row.splitn(5, ',').map(str::to_owned).collect())
        .collect()
}

fn project(unit: &str, name: &str, money: i64) -> Submission {
    let fields = [
        ("project_name", text(name)),
        ("foreign_unit", text("东京大学")),
        ("china_funding", number(money)),
    ];
    reports(unit, "HZ_02_005", &fields)
}

#[test]
fn the_same_record_with_another_amount_stays_open() {
    let given = [
        project("理学部", "深海采矿装备联合研究", 500),
        project("数学学院", "深海采矿装备联合研究", 100),
    ];
    let units = roster(UNITS);
    let rollup = rolled(&given, Some(&units), &Decisions::default());
    assert_eq!(decided(&rollup), [Decision::Open]);
    assert!(rollup.duplicates[0].differs && rollup.is_open());
    let row = format!(
        "duplicate,{},keep,数学学院,,,核实,,\n",
        rollup.duplicates[0].case
    );
    let rollup = rolled(&given, Some(&units), &decisions(&row));
    assert_eq!(decided(&rollup), [Decision::Decided]);
    assert_eq!(funding(&rollup, "HZ_02_005", "china_funding"), 100);
}

#[test]
fn a_unit_that_gives_way_gives_way_in_what_is_the_same_alone() {
    let units = roster(UNITS);
    let alike = [
        project("数学学院", "中英可信软件合作研究项目", 100),
        project("物理学院", "中美可信软件合作研究项目", 900),
    ];
    let rollup = rolled(&alike, Some(&units), &Decisions::default());
    assert_eq!(decided(&rollup), [Decision::Open]);
    assert_eq!(funding(&rollup, "HZ_02_005", "china_funding"), 1000);
    let same = [
        project("数学学院", "中英可信软件合作研究项目", 100),
        project("物理学院", "中英可信软件合作研究项目", 100),
    ];
    let rollup = rolled(&same, Some(&units), &Decisions::default());
    assert_eq!(decided(&rollup), [Decision::Roster]);
    assert_eq!(funding(&rollup, "HZ_02_005", "china_funding"), 100);
}

#[test]
fn visits_of_scientists_have_an_identity() {
    let scientists = |unit: &str| {
        let fields = [
            ("programme", text("国际杰出青年科学家交流计划")),
            ("countries", Value::List(vec!["泰国".to_owned()])),
            ("person_times", number(2)),
            ("funding", number(200)),
            ("months", number(6)),
        ];
        reports(unit, "HZ_03_006", &fields)
    };
    let given = [scientists("理学部"), scientists("数学学院")];
    let rollup = rolled(&given, Some(&roster(UNITS)), &Decisions::default());
    assert_eq!(decided(&rollup), [Decision::Above]);
    assert_eq!(funding(&rollup, "HZ_03_006", "funding"), 200);
}

/// Count tables of a unit.
fn visits(unit: &str, totals: bool, countries: &[(&str, i64)]) -> Submission {
    let mut form = blank(&MAPPING, unit);
    for (country, n) in countries {
        let answers = [
            ("country", text(country)),
            ("visit_projects", number(*n)),
            ("visit_person_times", number(3 * n)),
            ("research_projects", number(n + 1)),
            ("research_person_times", number(2 * n + 1)),
        ];
        let mut record = record_of(&MAPPING, "HZ_02_002", &answers);
        if totals {
            set(&mut record, "total_projects", number(2 * n + 1));
            set(&mut record, "total_person_times", number(5 * n + 1));
        }
        add(&mut form, "HZ_02_002", record);
    }
    form.source.sha256 = huibiao::read::sha256(format!("{unit}{totals}{countries:?}").as_bytes());
    form
}

#[test]
fn totals_left_blank_do_not_hide_a_copy() {
    let given = [
        visits("理学部", false, &[("英国", 5), ("法国", 7)]),
        visits("数学学院", true, &[("英国", 5)]),
        visits("物理学院", true, &[("法国", 7)]),
    ];
    let units = roster(&UNITS.replace("让出", ""));
    let rollup = rolled(&given, Some(&units), &Decisions::default());
    assert_eq!(decided(&rollup), [Decision::Above]);
    assert_eq!(funding(&rollup, "HZ_02_002", "visit_projects"), 12);
}

#[test]
fn a_workbook_copied_from_a_sister_is_named() {
    let mut given = [
        visits("数学学院", true, &[("英国", 5), ("法国", 7)]),
        visits("物理学院", true, &[("英国", 5), ("法国", 7)]),
    ];
    // Their forms are not the same.
    let own = [
        ("project_name", text("自己的项目")),
        ("china_funding", number(3)),
    ];
    add(
        &mut given[0],
        "HZ_02_005",
        record_of(&MAPPING, "HZ_02_005", &own),
    );
    let units = roster(&UNITS.replace("让出", ""));
    let rollup = rolled(&given, Some(&units), &Decisions::default());
    assert_eq!(decided(&rollup), [Decision::Open]);
}
