//! Rules over several tables of one form, and the 2020 edition's own rules: each broken alone.

use huibiao::checks::EditRules;
use huibiao::mapping::{SourceFile, bundled, load};
use huibiao::model::submission::Submission;
use huibiao::text::Worded as _;
use huibiao::text::lang::Lang;
use serde_json::{Value, json};

/// What an edition's rules find in tables of these records.
fn found(edition: &str, tables: Value) -> Vec<String> {
    let mapping = bundled(edition).unwrap().mapping;
    let mut whole = serde_json::Map::new();
    for table in &mapping.tables {
        let records = tables.get(&*table.code).cloned().unwrap_or(json!([]));
        let all = records.as_array().unwrap().iter().map(|record| {
            let value = |name: &str| record.get(name).cloned().unwrap_or(Value::Null);
            let fields = table
                .fields
                .iter()
                .map(|f| (f.name.to_string(), value(&f.name)));
            Value::Object(fields.collect())
        });
        let all: Vec<Value> = all.collect();
        let status = if all.is_empty() { "empty" } else { "filled" };
        whole.insert(
            table.code.to_string(),
            json!({"status": status, "records": all}),
        );
    }
    let submission: Submission = serde_json::from_value(json!({
        "schema": "huibiao/submission/1",
        "source": {"file": "甲.docx", "sha256": "", "format": "docx"},
        "mapping": {"id": edition, "year": 2020},
        "unit": {"unit_name": "甲学院"},
        "tables": whole, "findings": [],
    }))
    .unwrap();
    let findings = EditRules::new(&mapping).unwrap().check(&submission);
    let line = |f: &huibiao::model::finding::Finding| {
        let (severity, rule) = (f.severity.name(), f.rule().name());
        format!("{severity} {rule} {} {}", f.path, f.message().get(Lang::Zh))
    };
    findings.iter().map(line).collect()
}

#[test]
fn what_an_overview_counts_stands_in_its_countries() {
    let tables = |overview: u32| {
        json!({
            "HZ_02_001": [{"visit_projects": overview, "total_projects": overview}],
            "HZ_02_002": [
                {"country": "英国", "visit_projects": 3, "total_projects": 3},
                {"country": "法国", "visit_projects": 2, "total_projects": 2},
            ],
        })
    };
    assert_eq!(found("hz-2020", tables(5)), [""; 0]);
    // A group that visits two countries counts in both.
    assert_eq!(found("hz-2020", tables(4)), [""; 0]);
    assert_eq!(
        found("hz-2020", tables(6)),
        [
            "warning balance /tables/HZ_02_001/records/0/visit_projects HZ_02_001 考察访问·项目数（6）> HZ_02_002 考察访问·项目数（5）",
            "warning balance /tables/HZ_02_001/records/0/total_projects HZ_02_001 合计·项目数（6）> HZ_02_002 合计·项目数（5）",
        ]
    );
    // A table that is not filled in says nothing.
    let alone = json!({"HZ_02_001": [{"visit_projects": 6, "total_projects": 6}]});
    assert_eq!(found("hz-2020", alone), [""; 0]);
}

#[test]
fn money_is_what_the_tables_before_it_come_to() {
    let tables = json!({
        "HZ_02_005": [{"project_name": "甲", "china_funding": 10}, {"project_name": "乙", "china_funding": 2.5}],
        "HZ_04_001": [{"projects": 12, "total": 12}],
    });
    assert_eq!(
        found("hz-2020", tables),
        [
            "warning balance /tables/HZ_04_001/records/0/projects HZ_04_001 国际科技合作研究项目经费·经费（万元人民币）（12）≠ HZ_02_005 中方经费（万元人民币）（12.5）"
        ]
    );
}

#[test]
fn a_total_without_parts_is_looked_at_once_a_table() {
    let tables = json!({
        "HZ_02_002": [
            {"country": "英国", "total_projects": 3, "total_person_times": 9},
            {"country": "法国", "total_projects": 2, "total_person_times": 4},
        ],
    });
    let told = found("hz-2020", tables.clone());
    let start = "warning balance /tables/HZ_02_002/records/0/total_projects 填了 合计·项目数，而考察访问·项目数、";
    assert!(told.len() == 1 && told[0].starts_with(start), "{told:?}");
    assert_eq!(found("hz-2025", tables), [""; 0]);
}

#[test]
fn money_of_another_kind_names_its_kind() {
    let tables = json!({"HZ_04_001": [{"other": 3, "total": 3}]});
    assert_eq!(
        found("hz-2020", tables),
        [
            "warning required /tables/HZ_04_001/records/0/other_name 填了其他类别的经费，没有写是哪一类"
        ]
    );
}

#[test]
fn regions_are_reported_in_tables_of_their_own() {
    for code in ["HZ_02_002", "HZ_02_004"] {
        for region in ["中国香港", "中国澳门", "中国台湾"] {
            let tables =
                json!({code: [{"country": region, "visit_projects": 1, "total_projects": 1}]});
            let told = found("hz-2020", tables);
            assert!(
                told.len() == 1 && told[0].contains("港澳台不在此表填报"),
                "{told:?}"
            );
        }
    }
}

#[test]
fn only_administrations_report_their_prizes() {
    let tables = |kind: &str| {
        json!({
            "HZ_01_001": [{"unit_name": "甲", "unit_type": kind}],
            "HZ_05_005": [{"award": "友谊奖"}],
        })
    };
    let warnings = |kind| -> Vec<String> {
        let all = found("hz-2020", tables(kind)).into_iter();
        all.filter(|line| line.starts_with("warning")).collect()
    };
    assert_eq!(warnings("行政机关"), [""; 0]);
    assert_eq!(
        warnings("高校"),
        [
            "warning not-applicable /tables/HZ_05_005 “本省设立的国际合作和人才友谊奖项情况”只由行政机关填写，“HZ_01_001 机构信息·机构类型”为“高校”"
        ]
    );
}

#[test]
fn three_ways_of_counting_come_to_one_number() {
    for code in ["HJ_11", "HJ_12", "HJ_13"] {
        for (part, other) in [
            ("centres_all_own", "centres_all"),
            ("centres_all_joint", "centres_all"),
            ("centres_all_basic", "centres_all"),
            ("centres_new_own", "centres_new"),
            ("centres_new_joint", "centres_new"),
            ("centres_new_basic", "centres_new"),
        ] {
            let of = |way: &str| format!("{other}_{way}");
            let mut record = json!({other: 2, of("own"): 2, of("joint"): 2, of("basic"): 2});
            assert_eq!(found("hz-2020", json!({code: [record]})), [""; 0]);
            record[part] = json!(1);
            let told = found("hz-2020", json!({code: [record]}));
            assert!(
                told.len() == 1 && told[0].starts_with("warning balance"),
                "{told:?}"
            );
        }
    }
}

#[test]
fn whoever_has_a_post_is_in_an_organisation_that_is_taken_part_in() {
    let tables = |organisation: &str| {
        json!({
            "HZ_02_008": [{"organisation": "国际水协会（IWA）"}],
            "HZ_02_008_A": [{"person": "李海", "organisation": organisation}],
        })
    };
    for near in ["国际水协会", "IWA", "国际水学会"] {
        assert_eq!(found("hz-2025", tables(near)), [""; 0], "{near}");
    }
    assert_eq!(
        found("hz-2025", tables("国际数学联盟")),
        [
            "warning balance /tables/HZ_02_008_A/records/0/organisation 任职的国际组织应在所参加的国际组织之中：“国际数学联盟”不在“HZ_02_008 国际组织名称(中/英文)”之中"
        ]
    );
    let alone = json!({"HZ_02_008_A": [{"person": "李海", "organisation": "国际数学联盟"}]});
    assert_eq!(found("hz-2025", alone), [""; 0]);
}

#[test]
fn a_rule_over_tables_that_cannot_be_is_refused_where_it_stands() {
    let text = |rule: &str| {
        format!(
            "[edition]\nid = \"x\"\nyear = 2025\nname = \"设备表\"\ntitles = [\"设备表\"]\nperiod = {{ start = \"2025-01-01\", end = \"2025-12-31\" }}\n\n\
             [[unit]]\nname = \"unit_name\"\nlabel = \"单位名称\"\ntype = \"text\"\nrole = \"name\"\n\n\
             [[tables]]\ncode = \"KIT_1\"\nname = \"设备\"\nlayout = \"records\"\nfilled_in = \"form\"\n\
             fields = [ {{ name = \"name\", label = \"名称\", type = \"text\" }}, {{ name = \"cost\", label = \"经费\", type = \"decimal\", unit = \"万元\" }} ]\n\n\
             [[across]]\n{rule}\n"
        )
    };
    for (rule, said) in [
        ("check = \"KIT_1.cost <= KIT_2.cost\"", "没有表 `KIT_2`"),
        ("check = \"KIT_1.price <= KIT_1.cost\"", "没有项目 `price`"),
        ("check = \"KIT_1.cost\"", "这里缺关系"),
        ("names = \"KIT_1\"\namong = \"KIT_1.name\"", "表号.项目"),
        (
            "table = \"KIT_1\"\nby = \"KIT_1.name\"\nonly = [\"甲\"]",
            "`by` 须是单选项",
        ),
        ("source = \"说明\"", "跨表的规则写"),
    ] {
        let file = SourceFile {
            name: "edition.toml".into(),
            text: text(rule).into(),
        };
        let error = load([file]).unwrap_err();
        let told = error.in_words(Lang::Zh);
        assert!(told.contains(said), "{rule}: {told}");
    }
}

/// Nothing on the survey's forms can be negative, and the editions say so.
#[test]
fn a_negative_number_is_an_error_in_both_editions() {
    for edition in ["hz-2020", "hz-2025"] {
        let told = found(
            edition,
            json!({"HZ_02_002": [{"country": "英国", "visit_projects": -3}]}),
        );
        let negative =
            |t: &String| t.starts_with("error invalid-format") && t.ends_with("-3 不能是负数");
        assert!(told.iter().any(negative), "{edition}: {told:?}");
    }
}
