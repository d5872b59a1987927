//! What changed between two versions: cell by cell, finding by finding.

use crate::forms::{add, blank, number, record_of, set, text};
use huibiao::mapping::{Mapping, bundled};
use huibiao::model::finding::{Finding, Rule, Severity};
use huibiao::model::submission::Submission;
use huibiao::survey::diff::{Change, difference};
use huibiao::text::lang::Said;

fn form(mapping: &Mapping) -> Submission {
    let mut form = blank(mapping, "化学学院");
    for (name, money) in [("甲项目", 10), ("乙项目", 20), ("丙项目", 30)] {
        let answers = [
            ("project_name", text(name)),
            ("foreign_unit", text("东京大学")),
            ("china_funding", number(money)),
        ];
        add(
            &mut form,
            "HZ_02_005",
            record_of(mapping, "HZ_02_005", &answers),
        );
    }
    form
}

fn changes(old: &Submission, new: &Submission, mapping: &Mapping) -> Vec<String> {
    let show = |c: &Change| match c {
        Change::Cell {
            path,
            old_path,
            record,
            old,
            new,
            ..
        } => {
            format!("{old_path} {path} {record:?} {old:?} {new:?}")
        }
        Change::Added { path, .. } => format!("+ {path}"),
        Change::Removed { path, .. } => format!("- {path}"),
        Change::Status { table, old, new } => format!("{table} {old:?} {new:?}"),
    };
    difference(old, new, Some(mapping))
        .changes
        .iter()
        .map(show)
        .collect()
}

#[test]
fn the_same_form_has_no_changes_wherever_its_records_stand() {
    let mapping = bundled("hz-2025").unwrap().mapping;
    let old = form(&mapping);
    let mut new = old.clone();
    let (_, table) = new
        .tables
        .0
        .iter_mut()
        .find(|(c, _)| &**c == "HZ_02_005")
        .unwrap();
    table.records.reverse();
    assert!(difference(&old, &new, Some(&mapping)).is_empty());
}

#[test]
fn changes_are_told_cell_by_cell() {
    let mapping = bundled("hz-2025").unwrap().mapping;
    let old = form(&mapping);
    let mut new = old.clone();
    set(&mut new.unit, "contact", text("李四"));
    let (_, table) = new
        .tables
        .0
        .iter_mut()
        .find(|(c, _)| &**c == "HZ_02_005")
        .unwrap();
    table.records.remove(0);
    set(&mut table.records[0], "china_funding", number(21));
    // Renamed, but alike in the rest.
    set(&mut table.records[1], "project_name", text("丁项目"));
    let added = [
        ("project_name", text("戊项目")),
        ("foreign_unit", text("牛津大学")),
        ("china_funding", number(1)),
    ];
    table
        .records
        .insert(0, record_of(&mapping, "HZ_02_005", &added));
    new.tables
        .0
        .iter_mut()
        .find(|(c, _)| &**c == "HZ_02_016")
        .unwrap()
        .1
        .status = huibiao::model::submission::Status::Missing;
    assert_eq!(
        changes(&old, &new, &mapping),
        [
            "/unit/contact /unit/contact None Null Text(\"李四\")",
            "+ /tables/HZ_02_005/records/0",
            "/tables/HZ_02_005/records/1/china_funding /tables/HZ_02_005/records/1/china_funding Some(\"乙项目\") Number(20) Number(21)",
            "/tables/HZ_02_005/records/2/project_name /tables/HZ_02_005/records/2/project_name Some(\"丁项目\") Text(\"丙项目\") Text(\"丁项目\")",
            "- /tables/HZ_02_005/records/0",
            "HZ_02_016 Empty Missing",
        ]
    );
}

#[test]
fn findings_are_mended_new_or_unchanged() {
    let mapping = bundled("hz-2025").unwrap().mapping;
    let mut old = form(&mapping);
    let at = |rule: Rule, path: &str| {
        Finding::recorded(Severity::Warning, rule, Said::same("x")).at(path)
    };
    old.findings = vec![
        at(Rule::Balance, "/tables/HZ_02_005/records/0/china_funding"),
        at(Rule::Balance, "/tables/HZ_02_005/records/1/china_funding"),
        at(Rule::UnclaimedText, "").quoting("无"),
        at(Rule::UnclaimedText, "").quoting("见附件"),
    ];
    let mut new = old.clone();
    let (_, table) = new
        .tables
        .0
        .iter_mut()
        .find(|(c, _)| &**c == "HZ_02_005")
        .unwrap();
    table.records.remove(0);
    new.findings = vec![
        at(Rule::Balance, "/tables/HZ_02_005/records/0/china_funding"),
        at(Rule::Required, "/tables/HZ_02_005/records/1/project_name"),
        at(Rule::UnclaimedText, "").quoting("见附件"),
    ];
    let difference = difference(&old, &new, Some(&mapping));
    let show = |f: &Finding| {
        format!(
            "{} {} {}",
            f.rule().name(),
            f.path,
            f.raw.as_deref().unwrap_or("")
        )
    };
    let all = |of: &[Finding]| of.iter().map(show).collect::<Vec<_>>();
    assert_eq!(
        all(&difference.mended),
        [
            "balance /tables/HZ_02_005/records/0/china_funding ",
            "unclaimed-text  无"
        ]
    );
    assert_eq!(
        all(&difference.new_findings),
        ["required /tables/HZ_02_005/records/1/project_name "]
    );
    assert_eq!(
        all(&difference.unchanged),
        [
            "balance /tables/HZ_02_005/records/0/china_funding ",
            "unclaimed-text  见附件"
        ]
    );
}
