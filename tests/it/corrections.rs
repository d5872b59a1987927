//! Corrections: applied after reading, shown, refused where the paper changed under them.

use std::path::Path;

use crate::forms::{add, blank, number, record_of, set, text};
use huibiao::mapping::{Mapping, bundled};
use huibiao::model::finding::{Finding, Rule, Severity};
use huibiao::model::submission::Submission;
use huibiao::survey::corrections::{Correcting, Corrections};
use huibiao::text::Worded as _;
use huibiao::text::lang::{Lang, Said};
use huibiao::value::Value;

const HEADER: &str = "单位,位置,记录,原值,更正值,说明的规则,理由,更正人,时间\n";

fn mapping() -> Mapping {
    bundled("hz-2025").unwrap().mapping
}

/// A form whose case says 312 in all, and 300 in its parts.
fn form(mapping: &Mapping) -> Submission {
    let mut form = blank(mapping, "化学学院");
    let case = record_of(
        mapping,
        "HZ_05_004",
        &[
            ("name", text("联合实验室")),
            ("china_most", number(300)),
            ("china_total", number(312)),
        ],
    );
    add(&mut form, "HZ_05_004", case);
    for name in ["甲项目", "乙项目"] {
        let project = record_of(
            mapping,
            "HZ_02_005",
            &[
                ("project_name", text(name)),
                ("foreign_country", text("英国")),
            ],
        );
        add(&mut form, "HZ_02_005", project);
    }
    form.findings.push(
        Finding::recorded(
            Severity::Error,
            Rule::UnreadableNumber,
            Said::same("读不出"),
        )
        .at("/tables/HZ_02_005/records/1/china_funding")
        .quoting("约12，待定"),
    );
    form.findings.push(
        Finding::recorded(
            Severity::Warning,
            Rule::OutOfPeriod,
            Said::same("在统计期外"),
        )
        .at("/tables/HZ_02_005/records/0/programme"),
    );
    let rules = huibiao::checks::EditRules::new(mapping).unwrap();
    let found = rules.check(&form);
    assert!(found.iter().any(|f| f.rule() == Rule::Balance), "{found:?}");
    form.findings.extend(found);
    form
}

fn read(lines: &str, mapping: &Mapping) -> Result<Corrections, String> {
    let correcting = Correcting::new([mapping]).unwrap();
    Corrections::parse(
        Path::new("corrections.csv"),
        format!("{HEADER}{lines}").as_bytes(),
        &correcting,
    )
    .map_err(|e| e.said().get(Lang::En).to_owned())
}

/// The form with the corrections applied, and the lines applied and refused.
fn applied(lines: &str, form: &Submission, mapping: &Mapping) -> (Submission, Vec<u64>, Vec<u64>) {
    let corrections = read(lines, mapping).unwrap();
    let mut form = form.clone();
    let done = corrections.apply(&mut form, &Correcting::new([mapping]).unwrap());
    let lines = |of: std::collections::BTreeSet<u64>| of.into_iter().collect();
    (form, lines(done.applied), lines(done.refused))
}

fn at<'s>(form: &'s Submission, path: &str, rule: Rule) -> Vec<&'s Finding> {
    form.findings
        .iter()
        .filter(|f| f.path == path && f.rule() == rule)
        .collect()
}

#[test]
fn a_value_is_settled_and_shown() {
    let mapping = mapping();
    let (form, applied, refused) = applied(
        "化学学院,HZ_02_005/2/中方经费·合计,,约12，待定,12.5万元,,电话核实,王五,2026-04-02\n",
        &form(&mapping),
        &mapping,
    );
    assert_eq!((applied, refused), (vec![2], vec![]));
    let path = "/tables/HZ_02_005/records/1/china_funding";
    let record = &form.tables.get("HZ_02_005").unwrap().records[1];
    assert_eq!(
        record.get("china_funding"),
        Some(&Value::Number("12.5".parse().unwrap()))
    );
    let told = at(&form, path, Rule::CorrectedByOffice);
    assert_eq!(
        told[0].message().zh,
        "办公室更正：原为“约12，待定”，改为“12.5”（电话核实；王五，2026-04-02）"
    );
    assert_eq!(told[0].raw.as_deref(), Some("约12，待定"));
    assert_eq!(
        at(&form, path, Rule::UnreadableNumber)[0].severity,
        Severity::Info
    );
}

#[test]
fn rules_are_checked_on_what_was_settled() {
    let mapping = mapping();
    let before = form(&mapping);
    let (form, ..) = applied(
        "化学学院,/tables/HZ_05_004/records/0/china_total,,312,300,,笔误,王五,\n",
        &before,
        &mapping,
    );
    let balance = |f: &Submission| {
        f.findings
            .iter()
            .filter(|f| f.rule() == Rule::Balance)
            .count()
    };
    assert_eq!((balance(&before), balance(&form)), (1, 0));
    // The other way round a correction breaks a rule, and is told.
    let (form, ..) = applied(
        "化学学院,HZ_02_005/1/china_funding,,,1,,漏填,王五,\n\
         化学学院,HZ_02_005/1/china_government_funding,,,2,,漏填,王五,\n",
        &form,
        &mapping,
    );
    assert_eq!(balance(&form), 1, "{:?}", form.findings);
}

#[test]
fn records_are_found_again_by_name() {
    let mapping = mapping();
    let mut newer = form(&mapping);
    let (_, table) = newer
        .tables
        .0
        .iter_mut()
        .find(|(c, _)| &**c == "HZ_02_005")
        .unwrap();
    let inserted = record_of(
        &mapping,
        "HZ_02_005",
        &[
            ("project_name", text("丙项目")),
            ("foreign_country", text("英国")),
        ],
    );
    table.records.insert(0, inserted);
    let (form, applied, _) = applied(
        "化学学院,HZ_02_005/1/foreign_country,甲项目,英国,法国,,电话核实,王五,\n",
        &newer,
        &mapping,
    );
    let countries: Vec<_> = (form.tables.get("HZ_02_005").unwrap().records.iter())
        .map(|r| r.get("foreign_country").unwrap().text().unwrap().to_owned())
        .collect();
    assert_eq!(countries, ["英国", "法国", "英国"]);
    assert_eq!(applied, [2]);
}

#[test]
fn a_correction_is_refused_where_the_paper_changed() {
    let mapping = mapping();
    for (line, why) in [
        (
            "化学学院,HZ_02_005/1/foreign_country,,德国,法国,,核实,王五,\n",
            "it was `德国`, now it is `英国`",
        ),
        (
            "化学学院,HZ_02_005/1/foreign_country,丁项目,英国,法国,,核实,王五,\n",
            "it was `英国` in the record `丁项目`, now it is `英国`",
        ),
        (
            "化学学院,HZ_02_005/9/foreign_country,,英国,法国,,核实,王五,\n",
            "it was `英国`, there is no such record now",
        ),
        (
            "化学学院,HZ_02_005/1/foreign_country,,,法国,,核实,王五,\n",
            "it was ``, now it is `英国`",
        ),
        (
            "化学学院,HZ_05_004/1/china_total,,-312,300,,核实,王五,\n",
            "it was `-312`, now it is `312`",
        ),
    ] {
        let before = form(&mapping);
        let (form, applied, refused) = applied(line, &before, &mapping);
        assert_eq!((applied, refused), (vec![], vec![2]), "{line}");
        assert_eq!(form.tables, before.tables);
        let told = form
            .findings
            .iter()
            .find(|f| f.rule() == Rule::CorrectionRefused)
            .unwrap();
        assert_eq!(told.severity, Severity::Warning);
        assert!(told.message().en.contains(why), "{}", told.message().en);
    }
}

#[test]
fn a_warning_may_be_explained_and_an_error_not() {
    let mapping = mapping();
    let (form, applied, refused) = applied(
        "化学学院,HZ_02_005/1/programme,,,,out-of-period,跨年度项目,王五,\n\
         化学学院,HZ_05_004/1/china_total,,312,,balance,四舍五入,王五,\n",
        &form(&mapping),
        &mapping,
    );
    assert_eq!((applied, refused), (vec![2], vec![3]));
    let explained = at(
        &form,
        "/tables/HZ_02_005/records/0/programme",
        Rule::OutOfPeriod,
    )[0];
    assert_eq!(explained.severity, Severity::Info);
    assert!(
        explained
            .message()
            .zh
            .ends_with("（已说明：跨年度项目；王五）")
    );
    let refused = at(
        &form,
        "/tables/HZ_05_004/records/0/china_total",
        Rule::CorrectionRefused,
    );
    assert!(refused[0].message().zh.contains("不能用说明代替"));
}

#[test]
fn an_explanation_does_not_outlive_what_it_explains() {
    let mapping = mapping();
    let mut changed = form(&mapping);
    let (_, table) = changed
        .tables
        .0
        .iter_mut()
        .find(|(c, _)| &**c == "HZ_02_005")
        .unwrap();
    set(&mut table.records[0], "programme", text("另一个计划"));
    let (form, _, refused) = applied(
        "化学学院,HZ_02_005/1/programme,,,,out-of-period,跨年度项目,王五,\n",
        &changed,
        &mapping,
    );
    assert_eq!(refused, [2]);
    let finding = at(
        &form,
        "/tables/HZ_02_005/records/0/programme",
        Rule::OutOfPeriod,
    )[0];
    assert_eq!(finding.severity, Severity::Warning);
}

#[test]
fn what_cannot_be_is_said_at_its_line() {
    let mapping = mapping();
    let wrong = |line: &str| read(line, &mapping).unwrap_err();
    for (line, said) in [
        (
            ",HZ_02_005/1/programme,,,x,,a,b,\n",
            "the unit or the file must be given",
        ),
        (
            "化学学院,HZ_02_999/1/programme,,,x,,a,b,\n",
            "there is no table HZ_02_999",
        ),
        (
            "化学学院,HZ_02_005/1/nix,,,x,,a,b,\n",
            "the table HZ_02_005 has no field `nix`",
        ),
        (
            "化学学院,HZ_02_005/0/programme,,,x,,a,b,\n",
            "`0` is no record's number",
        ),
        ("化学学院,封面,,,x,,a,b,\n", "the path `封面` must be like"),
        (
            "化学学院,HZ_02_005/1,,,x,,a,b,\n",
            "which field is corrected must be given",
        ),
        (
            "化学学院,HZ_02_005/1/programme,,,x,,,b,\n",
            "`why` must be given",
        ),
        (
            "化学学院,HZ_02_005/1/programme,,,x,,a,,\n",
            "`who` must be given",
        ),
        (
            "化学学院,HZ_02_005/1/programme,,,,balanse,a,b,\n",
            "there is no rule `balanse`",
        ),
        (
            "化学学院,HZ_02_005/1/programme,,,x,balance,a,b,\n",
            "not both",
        ),
    ] {
        let got = wrong(line);
        assert!(
            got.starts_with("corrections.csv:2: ") && got.contains(said),
            "{got}"
        );
    }
    assert!(
        wrong("化学学院,HZ_02_005/1/foreign_country,,,火星,,a,b,\n")
            .starts_with("corrections.csv:2: ")
    );
    let twice = "化学学院,HZ_02_005/1/programme,,,x,,a,b,\n".repeat(2);
    assert!(wrong(&twice).contains("line 2 corrects the same place"));
    let correcting = Correcting::new([&mapping]).unwrap();
    let without = "unit,path,value,why,who\n化学学院,HZ_02_005/1/programme,x,a,b\n";
    let error =
        Corrections::parse(Path::new("c.csv"), without.as_bytes(), &correcting).unwrap_err();
    assert!(
        error
            .said()
            .en
            .contains("so that a change of the paper is seen")
    );
}

#[test]
fn what_points_nowhere_is_named() {
    let mapping = mapping();
    let corrections = read("物理学院,/unit/contact,,,李四,,漏填,王五,\n", &mapping).unwrap();
    let mut form = form(&mapping);
    let done = corrections.apply(&mut form, &Correcting::new([&mapping]).unwrap());
    let nowhere = corrections.nowhere(&done);
    assert_eq!(nowhere[0].0, 2);
    assert!(nowhere[0].1.zh.contains("物理学院"));
}

#[test]
fn a_form_that_says_by_now_what_was_set_is_not_asked_about() {
    let mapping = mapping();
    let mut form = form(&mapping);
    let line =
        "化学学院,/tables/HZ_02_005/records/1/china_funding,乙项目,约12，待定,12,,电话,王五,\n";
    form.findings.retain(|f| f.rule() != Rule::UnreadableNumber);
    let (_, table) = (form.tables.0.iter_mut())
        .find(|(code, _)| &**code == "HZ_02_005")
        .unwrap();
    set(&mut table.records[1], "china_funding", number(12));
    let line = line.replace("约12，待定", "\"约12，待定\"");
    let (after, done, refused) = applied(&line, &form, &mapping);
    assert_eq!((done.len(), refused.len()), (1, 0));
    assert!(
        after
            .findings
            .iter()
            .all(|f| f.rule() != Rule::CorrectionRefused)
    );
}

#[test]
fn a_slip_of_the_pen_deletes_no_answer() {
    let mapping = mapping();
    for (value, right) in [("能源", true), ("/", true), ("火星", false)] {
        let line =
            format!("化学学院,/tables/HZ_02_006/records/0/field,甲,能源,{value},,电话,王五,\n");
        let found = read(&line, &mapping);
        assert_eq!(found.is_ok(), right, "{value}: {found:?}");
    }
}
