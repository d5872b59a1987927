//! What the rules' notation means, over a small table of its own: which records break a rule, and
//! what is said of them.

use huibiao::checks::EditRules;
use huibiao::mapping::{Mapping, SourceFile, load};
use huibiao::model::submission::Submission;
use proptest::prelude::*;
use serde_json::{Value, json};

fn mapping(rules: &str) -> Mapping {
    let text = format!(
        r#"
[edition]
id = "t-2025"
year = 2025
name = "表"
titles = ["表"]
period = {{ start = "2025-01-01", end = "2025-12-31" }}

[lists.kind]
options = ["甲类", "乙类"]

[[tables]]
code = "T"
name = "表"
layout = "form"
filled_in = "form"
fields = [
  {{ name = "name",  label = "名称", type = "text" }},
  {{ name = "kind",  label = "类型", type = "choice", list = "kind" }},
  {{ name = "open",  label = "开放", type = "yesno" }},
  {{ name = "of",    label = "国别", type = "countries" }},
  {{ name = "a",     label = "子项", code = "01", type = "decimal" }},
  {{ name = "b",     label = "丑项", code = "02", type = "decimal" }},
  {{ name = "total", label = "合计", code = "03", type = "decimal" }},
  {{ name = "term",  label = "期限", type = "term" }},
  {{ name = "start", label = "开始", type = "date" }},
  {{ name = "end",   label = "结束", type = "date" }},
]
rules = [{rules}]
"#
    );
    let name = "t.toml".to_owned();
    let text = text.into();
    load([SourceFile { name, text }]).unwrap()
}

/// A record with these values; all others null.
fn record(values: Value) -> Submission {
    let mut record = serde_json::Map::new();
    for field in mapping("").tables[0].fields.iter() {
        let value = values.get(&*field.name).cloned().unwrap_or(Value::Null);
        record.insert(field.name.to_string(), value);
    }
    serde_json::from_value(json!({
        "schema": "huibiao/submission/1",
        "source": {"file": "t.docx", "sha256": "", "format": "docx"},
        "mapping": {"id": "t-2025", "year": 2025},
        "unit": {},
        "tables": {"T": {"status": "filled", "records": [record]}},
        "findings": [],
    }))
    .unwrap()
}

/// What a rule says of a record.
fn said(rule: &str, values: Value) -> Vec<String> {
    let rules = EditRules::new(&mapping(rule)).unwrap();
    let found = rules.check(&record(values)).into_iter();
    found
        .map(|f| {
            let at = f.path.field_name().unwrap().to_string();
            format!("{at}: {}", f.message().zh)
        })
        .collect()
}

/// Whether a rule (without words of its own) is kept by a record.
fn kept(check: &str, values: Value) -> bool {
    let rule = format!("{{ check = '''{check}''', message = '不符' }}");
    said(&rule, values).is_empty()
}

#[test]
fn sums_with_signs_and_numbers() {
    assert!(kept("a - b = 1.5", json!({"a": 3, "b": 1.5})));
    assert_eq!(
        said("'a - b >= 2'", json!({"a": 3, "b": 1.5})),
        ["a: 子项 3 − 丑项 1.5（= 1.5） < 2"]
    );
    assert_eq!(
        said("'-a + total > b'", json!({"a": 3, "b": 1, "total": 4})),
        ["b: −子项 3 + 合计 4（= 1） ≤ 丑项 1"]
    );
    assert_eq!(
        said("'a ≠ b'", json!({"a": 2, "b": 2.0})),
        ["a: 子项 2 = 丑项 2"]
    );
}

#[test]
fn a_tolerance_lets_the_sides_lie_apart() {
    let rule = "{ check = '03=01+02', tolerance = 0.05 }";
    assert_eq!(
        said(rule, json!({"a": 1, "b": 2, "total": 3.05})),
        Vec::<String>::new()
    );
    assert_eq!(
        said(rule, json!({"a": 1, "b": 2, "total": 3.06})),
        ["total: 合计 3.06 ≠ 子项 1 + 丑项 2（= 3）"]
    );
    let rule = "{ check = '01 <= 02', tolerance = 1 }";
    assert_eq!(said(rule, json!({"a": 3, "b": 2})), Vec::<String>::new());
    assert_eq!(said(rule, json!({"a": 3.1, "b": 2})).len(), 1);
}

#[test]
fn a_rule_s_own_words_come_first() {
    let rule = "{ check = '01 <= 02', message = '子项过大', message_en = 'too much' }";
    let rules = EditRules::new(&mapping(rule)).unwrap();
    let found = rules.check(&record(json!({"a": 3, "b": 2})));
    assert_eq!(found[0].message().zh, "子项过大：子项 3 > 丑项 2");
    assert_eq!(found[0].message().en, "too much: 子项 3 > 丑项 2");
}

#[test]
fn a_rule_under_a_condition_waits_for_it() {
    let rule = "{ check = 'a <= 1', when = 'kind = \"甲类\" and open = 是' }";
    let broken =
        |kind: Value, open: Value| said(rule, json!({"a": 2, "kind": kind, "open": open})).len();
    assert_eq!(broken(json!("甲类"), json!(true)), 1);
    assert_eq!(broken(json!("乙类"), json!(true)), 0);
    assert_eq!(broken(json!("甲类"), json!(false)), 0);
    // Where the condition cannot be said to hold, the rule is silent.
    assert_eq!(broken(json!(null), json!(true)), 0);
}

#[test]
fn conditions_in_three_values() {
    let both = |a: Value, b: Value| json!({"kind": a, "open": b});
    // One side is enough where it decides.
    assert!(!kept(
        "kind = '甲类' and open = 是",
        both(json!("乙类"), json!(null))
    ));
    assert!(kept(
        "kind = '甲类' or open = 是",
        both(json!("甲类"), json!(null))
    ));
    assert!(!kept(
        "kind = '甲类' or open = 是",
        both(json!("乙类"), json!(false))
    ));
    // Where it does not, nothing is said.
    assert!(kept(
        "kind = '甲类' and open = 是",
        both(json!("甲类"), json!(null))
    ));
    assert!(kept("not (kind = '甲类')", both(json!(null), json!(null))));
    assert!(!kept(
        "not (kind = '甲类')",
        both(json!("甲类"), json!(null))
    ));
    assert!(!kept("open = 否", both(json!(null), json!(true))));
}

#[test]
fn texts_are_compared_as_labels_are() {
    assert!(kept(
        "name = '中英（联合）实验室'",
        json!({"name": "中英联合 实验室"})
    ));
    assert!(!kept(
        "not contains(name, '联合')",
        json!({"name": "中英联合实验室"})
    ));
    assert!(kept("not contains(name, '联合')", json!({"name": null})));
    assert!(kept(
        "contains(of, '英国')",
        json!({"of": ["法国", "英国"]})
    ));
    assert!(!kept("contains(of, '英')", json!({"of": ["法国", "英国"]})));
}

#[test]
fn dates_to_the_day_and_to_the_month() {
    let order =
        |start: &str, end: &str| said("'start <= end'", json!({"start": start, "end": end}));
    assert_eq!(order("2025-03-05", "2025-03-05"), Vec::<String>::new());
    assert_eq!(
        order("2025-03-06", "2025-03-05"),
        ["start: 开始 2025-03-06 晚于 结束 2025-03-05"]
    );
    // A month cannot tell which of its days is meant.
    assert_eq!(order("2025-03-06", "2025-03"), Vec::<String>::new());
    assert_eq!(order("2025-04-01", "2025-03").len(), 1);
    assert_eq!(
        said("'start >= \"2020-01-01\"'", json!({"start": "2019-12"})),
        ["start: 开始 2019-12 早于 2020-01-01"]
    );
}

#[test]
fn a_word_in_place_of_a_number_cannot_be_added() {
    assert!(kept("term <= 5", json!({"term": 5})));
    assert!(!kept("term <= 5", json!({"term": 6})));
    assert!(kept("term <= 5", json!({"term": "无固定期限"})));
}

proptest! {
    /// Amounts in 万元 have at most a few decimals: sums of them are exact, so that one unit of
    /// the last decimal is seen and nothing else is.
    #[test]
    fn balances_are_exact(a in 0..10_000_000i64, b in 0..10_000_000i64, scale in 0..6u32, off in -1..2i64) {
        let amount = |n: i64| rust_decimal::Decimal::new(n, scale).to_string().parse::<f64>().unwrap();
        let values = json!({"a": amount(a), "b": amount(b), "total": amount(a + b + off)});
        prop_assert_eq!(said("'03=01+02'", values).is_empty(), off == 0);
    }
}

/// What is said of a record of a table with these fields.
fn said_of(edition: &str, fields: &str, record: Value) -> Vec<String> {
    said_by(edition, fields, "", record)
}

fn said_by(edition: &str, fields: &str, rules: &str, record: Value) -> Vec<String> {
    let text = format!(
        "[edition]\nid = \"t\"\nname = \"表\"\ntitles = [\"表\"]\n{edition}\n[[tables]]\ncode = \"T\"\nname = \"表\"\n\
         layout = \"form\"\nfilled_in = \"form\"\nfields = [{fields}]\nrules = [{rules}]\n"
    );
    let name = "t.toml".to_owned();
    let text = text.into();
    let mapping = load([SourceFile { name, text }]).unwrap();
    let submission = serde_json::from_value(json!({
        "schema": "huibiao/submission/1",
        "source": {"file": "t.docx", "sha256": "", "format": "docx"},
        "mapping": {"id": "t", "year": null},
        "unit": {},
        "tables": {"T": {"status": "filled", "records": [record]}},
        "findings": [],
    }));
    let found = EditRules::new(&mapping)
        .unwrap()
        .check(&submission.unwrap());
    found.iter().map(|f| f.message().zh).collect()
}

#[test]
fn a_number_has_bounds_where_the_mapping_gives_them() {
    let fields = r#"{ name = "t", label = "气温", type = "decimal" },
        { name = "n", label = "得分", type = "integer", least = -5, most = 100 }"#;
    assert!(said_of("", fields, json!({"t": -3.5, "n": -5})).is_empty());
    assert!(said_of("", fields, json!({"t": -3.5, "n": 100})).is_empty());
    assert_eq!(
        said_of("", fields, json!({"t": null, "n": -6})),
        ["得分 -6 小于最小值 -5"]
    );
    assert_eq!(
        said_of("", fields, json!({"t": null, "n": 101})),
        ["得分 101 大于最大值 100"]
    );
    // The edition's holds where a field has none of its own.
    assert_eq!(
        said_of("least = 0", fields, json!({"t": -3.5, "n": -5})),
        ["气温 -3.5 不能是负数"]
    );
}

#[test]
fn a_text_matches_its_pattern_as_a_whole() {
    let fields = r#"{ name = "id", label = "证件号", type = "text", pattern = '\d{17}[\dX]', pattern_says = "18 位身份证号", withheld = ["无"] }"#;
    for text in ["11010119900307123X", "无"] {
        assert!(
            said_of("", fields, json!({"id": text})).is_empty(),
            "{text}"
        );
    }
    let off = ["证件号“110101199003071234X”不合要求：18 位身份证号"];
    assert_eq!(
        said_of("", fields, json!({"id": "110101199003071234X"})),
        off
    );
}

#[test]
fn a_total_of_two_parts_or_more_has_them_where_the_edition_asks() {
    let fields = r#"{ name = "a", label = "子项", type = "integer" }, { name = "b", label = "丑项", type = "integer" },
        { name = "c", label = "寅项", type = "integer" }, { name = "t", label = "合计", type = "integer" }"#;
    let asks = "totals_have_parts = true";
    let alone = || json!({"a": null, "b": null, "c": null, "t": 5});
    for (rule, told) in [("'t = a'", 0), ("'t = a + b'", 1), ("'t = a + b + c'", 1)] {
        assert_eq!(said_by(asks, fields, rule, alone()).len(), told, "{rule}");
        assert!(said_by("", fields, rule, alone()).is_empty(), "{rule}");
    }
}
