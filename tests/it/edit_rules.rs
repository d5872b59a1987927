//! The edit rules of the 2025 edition: a clean submission that keeps them all, and for each rule
//! one that breaks it.

use std::sync::LazyLock;

use huibiao::checks::EditRules;
use huibiao::mapping::{Layout, Mapping, bundled};
use huibiao::model::finding::{Finding, Severity};
use huibiao::model::submission::Submission;
use serde_json::{Value, json};

const CLEAN: &str = include_str!("../edit/clean.json");

static MAPPING: LazyLock<Mapping> = LazyLock::new(|| bundled("hz-2025").unwrap().mapping);
static RULES: LazyLock<EditRules> = LazyLock::new(|| EditRules::new(&MAPPING).unwrap());

/// The clean submission with some values replaced (a path that ends in `/-` appends).
fn with(changes: &[(&str, Value)]) -> Submission {
    let mut json: Value = serde_json::from_str(CLEAN).unwrap();
    for (path, value) in changes {
        if let Some(array) = path.strip_suffix("/-") {
            let array = json.pointer_mut(array).expect(path).as_array_mut().unwrap();
            array.push(value.clone());
        } else {
            *json.pointer_mut(path).expect(path) = value.clone();
        }
    }
    serde_json::from_value(json).unwrap()
}

fn check(submission: &Submission) -> Vec<Finding> {
    RULES.check(submission)
}

/// Findings that matter, as lines.
fn lines(submission: &Submission) -> Vec<String> {
    let severity = |f: &Finding| match f.severity {
        Severity::Info => "info",
        Severity::Warning => "warning",
        Severity::Error => "error",
    };
    let found = check(submission).into_iter();
    found
        .filter(|f| f.severity > Severity::Info)
        .map(|f| {
            format!(
                "{} {} {} {}",
                severity(&f),
                f.rule().name(),
                f.path,
                f.message().zh
            )
        })
        .collect()
}

#[test]
fn a_clean_submission_gives_no_error_or_warning() {
    assert_eq!(lines(&with(&[])), Vec::<String>::new());
    // What no form can tell is an info.
    let info: Vec<_> = check(&with(&[])).into_iter().map(|f| f.path).collect();
    assert_eq!(info, ["/tables/HZ_02_005", "/tables/HZ_02_011"]);
}

#[test]
fn the_clean_submission_has_every_table_and_field() {
    let clean = with(&[]);
    for table in &MAPPING.tables {
        let data = clean.tables.get(&table.code).expect(&table.code);
        assert!(!data.records.is_empty());
        for record in &data.records {
            let names: Vec<&str> = record.0.iter().map(|(n, _)| &**n).collect();
            let wanted: Vec<&str> = table.fields.iter().map(|f| &*f.name).collect();
            assert_eq!(names, wanted, "{}", table.code);
        }
    }
}

/// A rule, what breaks it, and what is then said. The rule is a formula, or `field: property`.
pub type Case = (
    &'static str,
    &'static str,
    &'static [(&'static str, &'static str)],
    &'static str,
);

/// Values are JSON; paths are below the table.
pub const BROKEN: &[Case] = &[
    (
        "HZ_02_002",
        "13=01+03+05+07+09+11",
        &[("records/0/total_projects", "20")],
        "error balance /tables/HZ_02_002/records/0/total_projects 合计·项目数 20 ≠ 考察访问·项目数 1 + 国际会议·项目数 2 + 合作研究·项目数 3 + 培训·项目数 4 + 科技展览·项目数 5 + 其他·项目数 6（= 21）",
    ),
    (
        "HZ_02_002",
        "14=02+04+06+08+10+12",
        &[("records/1/total_person_times", "null")],
        "warning balance /tables/HZ_02_002/records/1/total_person_times 合计·人次 未填，而 考察访问·人次 2 + 国际会议·人次 4 + 合作研究·人次 6 + 培训·人次 8 + 科技展览·人次 10 + 其他·人次 12（= 42）",
    ),
    (
        "HZ_02_002",
        "unique",
        &[("records/1/country", "\"英国\"")],
        "warning duplicate-record /tables/HZ_02_002/records/1 第 2 条记录与第 1 条的国家（地区）相同",
    ),
    (
        "HZ_02_004",
        "13=01+03+05+07+09+11",
        &[("records/0/visit_projects", "null")],
        "error balance /tables/HZ_02_004/records/0/total_projects 合计·项目数 21 ≠ 国际会议·项目数 2 + 合作研究·项目数 3 + 培训·项目数 4 + 科技展览·项目数 5 + 其他·项目数 6（= 20）",
    ),
    (
        "HZ_02_004",
        "14=02+04+06+08+10+12",
        &[("records/0/visit_person_times", "3")],
        "error balance /tables/HZ_02_004/records/0/total_person_times 合计·人次 42 ≠ 考察访问·人次 3 + 国际会议·人次 4 + 合作研究·人次 6 + 培训·人次 8 + 科技展览·人次 10 + 其他·人次 12（= 43）",
    ),
    (
        "HZ_02_005",
        "丁≦丙",
        &[("records/0/china_government_funding", "120.51")],
        "error balance /tables/HZ_02_005/records/0/china_government_funding 其中:政府投入 120.51 > 中方经费·合计 120.5",
    ),
    (
        "HZ_02_018",
        "foreign_country != \"中国\"",
        &[("records/0/foreign_country", "\"中国\"")],
        "warning not-applicable /tables/HZ_02_018/records/0/foreign_country 技术接受方应在国（境）外",
    ),
    (
        "HZ_02_019",
        "foreign_country != \"中国\"",
        &[("records/0/foreign_country", "\"中国\"")],
        "warning not-applicable /tables/HZ_02_019/records/0/foreign_country 技术输出方应在国（境）外",
    ),
    (
        "HZ_02_005",
        "foreign_country != \"中国台湾\"",
        &[("records/0/foreign_country", "\"中国台湾\"")],
        "warning not-applicable /tables/HZ_02_005/records/0/foreign_country 对台合作不在此表填写",
    ),
    (
        "HZ_02_005",
        "not (contains(programme, \"政府间国际科技创新合作\") or contains(programme, \"战略性国际科技创新合作\") or contains(programme, \"国际（地区）合作研究\"))",
        &[(
            "records/0/programme",
            "\"国家自然科学基金国际(地区)合作研究项目\"",
        )],
        "warning not-applicable /tables/HZ_02_005/records/0/programme 这类项目已单独统计，请勿重复填写",
    ),
    (
        "HZ_02_006",
        "china_government_funding <= china_funding",
        &[("records/0/china_government_funding", "50.5")],
        "error balance /tables/HZ_02_006/records/0/china_government_funding 其中：政府财政投入 50.5 > 投入金额 50",
    ),
    (
        "HZ_02_006",
        "not (contains(name, \"111引智\") or contains(name, \"111计划\") or contains(name, \"111基地\") or contains(name, \"111创新引智\") or contains(name, \"学科创新引智\") or contains(name, \"创新引智基地\") or contains(name, \"国际科技合作基地\"))",
        &[("records/0/name", "\"111 引智基地\"")],
        "warning not-applicable /tables/HZ_02_006/records/0/name 111引智基地、科技部国际科技合作基地请勿填写",
    ),
    (
        "HZ_02_008",
        "joined_on: period = until",
        &[("records/0/joined_on", "\"2026-01-01\"")],
        "warning out-of-period /tables/HZ_02_008/records/0/joined_on 参加日期 2026-01-01 晚于统计截止日 2025-12-31",
    ),
    (
        "HZ_02_008",
        "joined_on: format = day",
        &[("records/0/joined_on", "\"2025-10\"")],
        "warning invalid-format /tables/HZ_02_008/records/0/joined_on 参加日期 2025-10 没有具体到日",
    ),
    (
        "HZ_02_008_A",
        "started_on: period = until",
        &[("records/0/started_on", "\"2026-02-03\"")],
        "warning out-of-period /tables/HZ_02_008_A/records/0/started_on 任职时间 2026-02-03 晚于统计截止日 2025-12-31",
    ),
    (
        "HZ_02_008_A",
        "started_on: format = day",
        &[("records/0/started_on", "\"2023-05\"")],
        "warning invalid-format /tables/HZ_02_008_A/records/0/started_on 任职时间 2023-05 没有具体到日",
    ),
    (
        "HZ_02_008_B",
        "held_on: period = within",
        &[("records/0/held_on", "\"2018-04-13\"")],
        "warning out-of-period /tables/HZ_02_008_B/records/0/held_on 培训班举办时间 2018-04-13 不在统计期内（2025-01-01 至 2025-12-31）",
    ),
    (
        "HZ_02_008_B",
        "held_on: format = day",
        &[("records/0/held_on", "\"2025-04\"")],
        "warning invalid-format /tables/HZ_02_008_B/records/0/held_on 培训班举办时间 2025-04 没有具体到日",
    ),
    (
        "HZ_02_009",
        "foreign_members <= members",
        &[("records/0/foreign_members", "101")],
        "error balance /tables/HZ_02_009/records/0/foreign_members 其中：外籍会员人数 101 > 会员人数 100",
    ),
    (
        "HZ_02_009",
        "established_on: period = until",
        &[("records/0/established_on", "\"2026-09-01\"")],
        "warning out-of-period /tables/HZ_02_009/records/0/established_on 设立时间 2026-09-01 晚于统计截止日 2025-12-31",
    ),
    (
        "HZ_02_009",
        "established_on: format = day",
        &[("records/0/established_on", "\"2019-09\"")],
        "warning invalid-format /tables/HZ_02_009/records/0/established_on 设立时间 2019-09 没有具体到日",
    ),
    (
        "HZ_02_011",
        "01≧02",
        &[("records/0/foreign_attendees", "838")],
        "error balance /tables/HZ_02_011/records/0/foreign_attendees 总参会人数 200 < 外宾人数 838",
    ),
    (
        "HZ_02_012",
        "hours_foreign <= hours_total",
        &[("records/0/hours_foreign", "5000.1")],
        "error balance /tables/HZ_02_012/records/0/hours_foreign 外籍人员或团队使用时长（小时） 5000.1 > 总使用时长（小时） 5000",
    ),
    (
        "HZ_02_020",
        "joint_new <= joint_total",
        &[("records/0/joint_new", "4")],
        "error balance /tables/HZ_02_020/records/0/joint_new 其中，2025年与外方共建技术转移机构数量（个） 4 > 截至2025年年底，与外方共建技术转移机构数量（个） 3",
    ),
    (
        "HZ_02_020",
        "own_new <= own_total",
        &[("records/0/own_new", "3")],
        "error balance /tables/HZ_02_020/records/0/own_new 其中，2025年自建技术转移机构数量（个） 3 > 截至2025年年底，自建技术转移机构数量（个） 2",
    ),
    (
        "HZ_03_003",
        "not ((contains(organisation, \"中国\") or contains(organisation, \"中华\")) and (contains(organisation, \"学会\") or contains(organisation, \"协会\")))",
        &[("records/0/organisation", "\"中国海洋学会\"")],
        "warning not-applicable /tables/HZ_03_003/records/0/organisation 请勿填写我国学会、协会任职情况",
    ),
    (
        "HZ_03_007",
        "email: format = email",
        &[("records/0/email", "\"a.smith\"")],
        "error invalid-format /tables/HZ_03_007/records/0/email 人才邮箱“a.smith”不是电子邮箱",
    ),
    (
        "HZ_03_007",
        "orcid: format = orcid",
        &[("records/0/orcid", "\"0000-0002-1825-0098\"")],
        "error invalid-format /tables/HZ_03_007/records/0/orcid 人才ORCID“0000-0002-1825-0098”的校验位不对，有数字写错",
    ),
    (
        "HZ_03_007",
        "born_on: period = until",
        &[
            ("records/1/born_on", "\"2026-01-01\""),
            ("records/1/introduced_on", "null"),
        ],
        "warning out-of-period /tables/HZ_03_007/records/1/born_on 出生年月日 2026-01-01 晚于统计截止日 2025-12-31",
    ),
    (
        "HZ_03_007",
        "born_on: format = day",
        &[("records/0/born_on", "\"1988-03\"")],
        "warning invalid-format /tables/HZ_03_007/records/0/born_on 出生年月日 1988-03 没有具体到日",
    ),
    (
        "HZ_03_007",
        "introduced_on: period = last_five_years",
        &[("records/0/introduced_on", "\"2019-12-31\"")],
        "warning out-of-period /tables/HZ_03_007/records/0/introduced_on 引进时间（年月日） 2019-12-31 不在统计期内（2020-01-01 至 2025-12-31）",
    ),
    (
        "HZ_03_007",
        "introduced_on: format = day",
        &[("records/0/introduced_on", "\"2021-09\"")],
        "warning invalid-format /tables/HZ_03_007/records/0/introduced_on 引进时间（年月日） 2021-09 没有具体到日",
    ),
    (
        "HZ_03_007",
        "left_on: period = last_five_years",
        &[("records/0/left_on", "\"2026-01-01\"")],
        "warning out-of-period /tables/HZ_03_007/records/0/left_on 离开时间（年月日） 2026-01-01 不在统计期内（2020-01-01 至 2025-12-31）",
    ),
    (
        "HZ_03_007",
        "left_on: format = day",
        &[("records/0/left_on", "\"2024-08\"")],
        "warning invalid-format /tables/HZ_03_007/records/0/left_on 离开时间（年月日） 2024-08 没有具体到日",
    ),
    (
        "HZ_03_007",
        "born_on < introduced_on",
        &[("records/1/born_on", "\"2022-01-01\"")],
        "warning balance /tables/HZ_03_007/records/1/born_on 出生年月日 2022-01-01 不早于 引进时间（年月日） 2022-01-01",
    ),
    (
        "HZ_03_007",
        "introduced_on <= left_on",
        &[("records/0/left_on", "\"2021-08-31\"")],
        "warning balance /tables/HZ_03_007/records/0/introduced_on 引进时间（年月日） 2021-09-01 晚于 离开时间（年月日） 2021-08-31",
    ),
    (
        "HZ_05_001",
        "filled(other)",
        &[("records/0/other", "null")],
        "warning required /tables/HZ_05_001/records/0/other 选了“其他”，没有说明",
    ),
    (
        "HZ_05_002",
        "filled(other)",
        &[("records/0/selected/-", r#"{"no": 22, "label": "其他"}"#)],
        "warning required /tables/HZ_05_002/records/0/other 选了“其他”，没有说明",
    ),
    (
        "HZ_05_003",
        "filled(other)",
        &[("records/0/selected/-", r#"{"no": 16, "label": "其他"}"#)],
        "warning required /tables/HZ_05_003/records/0/other 选了“其他”，没有说明",
    ),
    (
        "HZ_05_004",
        "05=01+02+03+04",
        &[("records/0/china_total", "312")],
        "error balance /tables/HZ_05_004/records/0/china_total 中方经费支持情况·合计经费 312 ≠ 科技部 100 + 部门 200 + 中方经费支持情况·其它 12.5（= 312.5）",
    ),
    (
        "HZ_05_004",
        "10=06+07+08+09",
        &[("records/0/foreign_other", "0.1")],
        "error balance /tables/HZ_05_004/records/0/foreign_total 外方经费支持情况·合计经费 10 ≠ 外国政府 10 + 国际组织 0 + 外方经费支持情况·其它 0.1（= 10.1）",
    ),
    (
        "HZ_05_004_A",
        "05=01+02+03+04",
        &[("records/0/china_most", "99")],
        "error balance /tables/HZ_05_004_A/records/0/china_total 中方经费支持情况·合计经费 312.5 ≠ 科技部 99 + 部门 200 + 中方经费支持情况·其它 12.5（= 311.5）",
    ),
    (
        "HZ_05_004_A",
        "10=06+07+08+09",
        &[("records/0/foreign_total", "null")],
        "warning balance /tables/HZ_05_004_A/records/0/foreign_total 外方经费支持情况·合计经费 未填，而 外国政府 10 + 国际组织 0（= 10）",
    ),
    (
        "HZ_05_008",
        "year: period = until",
        &[("records/0/year", "2026")],
        "warning out-of-period /tables/HZ_05_008/records/0/year 设立年份 2026 晚于统计截止日 2025-12-31",
    ),
];

#[test]
fn each_rule_is_broken_alone_and_said_so() {
    for (table, rule, changes, expected) in BROKEN {
        let changes: Vec<(String, Value)> = changes
            .iter()
            .map(|(path, value)| {
                let path = format!("/tables/{table}/{path}");
                (path, serde_json::from_str(value).unwrap())
            })
            .collect();
        let changes: Vec<(&str, Value)> = changes
            .iter()
            .map(|(p, v)| (p.as_str(), v.clone()))
            .collect();
        assert_eq!(lines(&with(&changes)), [*expected], "{table} {rule}");
    }
}

#[test]
fn what_only_one_kind_fills_does_not_apply_to_the_other() {
    let plan = "/tables/HZ_02_012/records/1";
    for (field, value) in [
        ("builder", json!("某所")),
        ("location", json!("三亚")),
        ("status", json!("运行中")),
        ("hours_total", json!(5)),
        ("hours_foreign", json!(5)),
        ("cooperation", json!("有。")),
        ("industry", json!("有。")),
    ] {
        let path = format!("{plan}/{field}");
        let found = lines(&with(&[(&path, value)]));
        assert_eq!(found.len(), 1);
        assert!(
            found[0].starts_with(&format!("warning not-applicable {path} ")),
            "{found:?}"
        );
        assert!(
            found[0].contains("仅当 类型 为“重大科学基础设施（大科学工程）” 时填写"),
            "{found:?}"
        );
    }
    let found = lines(&with(&[("/tables/HZ_02_012/records/0/funding", json!(80))]));
    assert!(found[0].starts_with("warning not-applicable /tables/HZ_02_012/records/0/funding "));
    // Where the type is not given, nothing can be said.
    let unknown = [
        ("/tables/HZ_02_012/records/0/funding", json!(80)),
        ("/tables/HZ_02_012/records/0/type", json!(null)),
    ];
    assert_eq!(lines(&with(&unknown)), Vec::<String>::new());
}

#[test]
fn what_is_required_is_missed_once_a_record_is_begun() {
    for table in &MAPPING.tables {
        for field in table.fields.iter().filter(|f| f.required) {
            let path = format!("/tables/{}/records/0/{}", table.code, field.name);
            let found = lines(&with(&[(&path, json!(null))]));
            let label = field.label_parts().next_back().unwrap();
            assert_eq!(found, [format!("error required {path} 缺少 {label}")]);
        }
    }
    let unit = lines(&with(&[("/unit/unit_name", json!(null))]));
    assert_eq!(unit, ["error required /unit/unit_name 缺少 二级单位名称"]);
}

#[test]
fn nothing_is_required_of_a_blank_form() {
    let mut blank = with(&[]);
    for (_, table) in &mut blank.tables.0 {
        table.records.clear();
    }
    for (_, value) in &mut blank.unit.0 {
        *value = huibiao::value::Value::Null;
    }
    assert_eq!(check(&blank), []);
}

#[test]
fn telephone_numbers_of_the_cover() {
    let found = lines(&with(&[("/unit/leader_phone", json!("李四"))]));
    assert_eq!(
        found,
        ["warning invalid-format /unit/leader_phone 主管领导联系电话“李四”不像电话号码"]
    );
}

#[test]
fn more_than_the_form_asks() {
    let mapping = &*MAPPING;
    for table in &mapping.tables {
        let base = format!("/tables/{}", table.code);
        if let Some(limit) = table.limit {
            let mut second: Value = serde_json::from_str::<Value>(CLEAN).unwrap()["tables"]
                [&*table.code]["records"][0]
                .clone();
            second["name"] = json!("另一个案例");
            let found = lines(&with(&[(&format!("{base}/records/-"), second)]));
            assert_eq!(found.len(), 1, "{found:?}");
            assert!(
                found[0].starts_with(&format!("error duplicate-table {base}/records/{limit} "))
            );
        }
        if let Some(limit) = table.limit_options {
            let list = &mapping.lists[table.fields[0].list.as_ref().unwrap()];
            let options = |n: u32| -> Value {
                let options = list.options.iter().take(n as usize);
                options
                    .zip(1..)
                    .map(|(o, no)| json!({"no": no, "label": &*o.label}))
                    .collect()
            };
            let path = format!("{base}/records/0/selected");
            assert_eq!(
                lines(&with(&[(&path, options(limit))])),
                Vec::<String>::new()
            );
            let found = lines(&with(&[(&path, options(limit + 1))]));
            assert_eq!(
                found,
                [format!(
                    "error too-many-selected {path} 选了 6 项，限选 5 项"
                )]
            );
        }
    }
}

#[test]
fn the_same_record_twice() {
    for table in &MAPPING.tables {
        if !matches!(table.layout, Layout::Records | Layout::Form) || table.limit.is_some() {
            continue;
        }
        let base = format!("/tables/{}/records", table.code);
        let json: Value = serde_json::from_str(CLEAN).unwrap();
        let records = json.pointer(&base).unwrap().as_array().unwrap();
        let n = records.len();
        let found = lines(&with(&[(&format!("{base}/-"), records[0].clone())]));
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(
            found[0].starts_with(&format!("warning duplicate-record {base}/{n} ")),
            "{found:?}"
        );
        // What makes it another record is what the table says.
        for name in &table.unique {
            let mut other = records[0].clone();
            other[&**name] = json!("另一个");
            assert_eq!(
                lines(&with(&[(&format!("{base}/-"), other)])),
                Vec::<String>::new()
            );
        }
    }
}

#[test]
fn numbers_are_not_negative_and_counts_are_whole() {
    let path = "/tables/HZ_02_016/records/0/participants";
    assert_eq!(
        lines(&with(&[(path, json!(-6))])),
        [format!(
            "error invalid-format {path} 本单位参赛人数 -6 不能是负数"
        )]
    );
    assert_eq!(
        lines(&with(&[(path, json!(6.5))])),
        [format!(
            "error invalid-format {path} 本单位参赛人数 6.5 应是整数"
        )]
    );
    let path = "/tables/HZ_02_018/records/0/amount";
    assert_eq!(lines(&with(&[(path, json!(0.5))])), Vec::<String>::new());
    assert_eq!(lines(&with(&[(path, json!(-0.5))])).len(), 1);
}

#[test]
fn rules_are_silent_where_their_parts_are_not_given() {
    let parts = ["china_most", "china_ministry", "china_local", "china_other"];
    let mut changes: Vec<(String, Value)> = parts
        .map(|p| (format!("/tables/HZ_05_004/records/0/{p}"), json!(null)))
        .into();
    let none = |changes: &[(String, Value)]| {
        let changes: Vec<(&str, Value)> = changes
            .iter()
            .map(|(p, v)| (p.as_str(), v.clone()))
            .collect();
        assert_eq!(lines(&with(&changes)), Vec::<String>::new());
    };
    // A total without parts, and neither.
    none(&changes);
    changes.push((
        "/tables/HZ_05_004/records/0/china_total".into(),
        json!(null),
    ));
    none(&changes);
    // An order with one side only.
    none(&[("/tables/HZ_02_011/records/0/attendees".into(), json!(null))]);
}

#[test]
fn what_could_not_be_read_is_neither_missing_nor_nothing() {
    let unreadable = |path: &str| {
        let mut submission = with(&[(path, json!(null))]);
        let finding = Finding::recorded(
            Severity::Error,
            huibiao::model::finding::Rule::UnreadableValue,
            huibiao::text::lang::Said::same("读不出"),
        );
        submission.findings.push(finding.at(path));
        lines(&submission)
    };
    let nothing = Vec::<String>::new();
    assert_eq!(
        unreadable("/tables/HZ_05_004/records/0/china_total"),
        nothing
    );
    assert_eq!(
        unreadable("/tables/HZ_05_004/records/0/china_most"),
        nothing
    );
    assert_eq!(
        unreadable("/tables/HZ_02_005/records/0/project_name"),
        nothing
    );
    assert_eq!(unreadable("/unit/unit_name"), nothing);
}

#[test]
fn findings_say_it_in_english_too_and_what_to_do() {
    let found = check(&with(&[(
        "/tables/HZ_05_004/records/0/china_total",
        json!(312),
    )]));
    let found = found
        .iter()
        .find(|f| f.severity == Severity::Error)
        .unwrap();
    insta::assert_snapshot!(format!(
        "{}\n{}\n{}\n{}\n{:?}",
        found.message().zh,
        found.message().en,
        found.hint().zh,
        found.hint().en,
        found.raw
    ));
}
