//! What is said of a mapping that is wrong, as it is drawn: one snapshot a mistake, in Chinese
//! and in English.

use huibiao::mapping::{LoadError, SourceFile, load};
use huibiao::text::Worded as _;
use huibiao::text::lang::Lang;

/// A small edition with nothing wrong.
const GOOD: &str = r#"
[edition]
id = "kit-2025"
year = 2025
name = "设备调查"
titles = ["2025年度设备调查表"]
period = { start = "2025-01-01", end = "2025-12-31" }

[[unit]]
name = "unit_name"
label = "单位名称"
type = "text"

[lists.state]
numbered = "digits"
options = ["在用", "停用", { label = "其他", other = true }]

[[tables]]
code = "KIT_1"
name = "设备"
layout = "records"
filled_in = "form"
limit = 9
fields = [
  { name = "name",  label = "设备名称", code = "甲", type = "text" },
  { name = "state", label = "状态",     code = "乙", type = "choice", list = "state" },
  { name = "price", label = "价格",     code = "01", type = "decimal", unit = "万元" },
]
import = ["state", "name", "price"]
rules = ["price >= 0", { check = "price <= 100", when = "state = '在用'" }]

[[tables]]
code = "KIT_2"
name = "用途"
layout = "choices"
filled_in = "form"
limit_options = 2
fields = [
  { name = "selected", label = "用途", type = "choices", list = "state" },
]
"#;

/// Tables of the layouts whose fields stand in a grid, on a scale or between printed words.
const LAYOUTS: &str = r#"
[lists.scale]
options = ["重要", "一般"]

[[tables]]
code = "KIT_3"
name = "使用"
layout = "grid"
filled_in = "form"
fields = [
  { name = "lab_hours",   label = "实验·机时", type = "integer" },
  { name = "other_hours", label = "其他·机时", type = "integer" },
  { name = "other_name",  label = "其他·名称", type = "text", within = "other_hours" },
]

[[tables]]
code = "KIT_4"
name = "问题"
layout = "rating"
filled_in = "form"
fields = [
  { name = "staff", label = "问题·人手", type = "choice", list = "scale" },
  { name = "more",  label = "问题·其他", type = "choice", list = "scale" },
  { name = "which", label = "问题·其他说明", type = "text", within = "more" },
]

[[tables]]
code = "KIT_5"
name = "数量"
layout = "blanks"
filled_in = "form"
printed = [
  { label = "共有（{total}）台", text = "自制（{made}）台\n购置（{bought}）台" },
]
fields = [
  { name = "total",  label = "合计", type = "integer" },
  { name = "made",   label = "自制", type = "integer" },
  { name = "bought", label = "购置", type = "integer" },
]
"#;

/// What the good edition may derive from its tables.
const DERIVED: &str = r#"
[[derived]]
code = "KIT_9"
name = "设备总值"
fields = [
  { name = "value", label = "总值", code = "01", unit = "万元", sum = "KIT_1.price" },
  { name = "all",   label = "合计", code = "02", unit = "万元", sum = "01" },
]
"#;

fn load_text(text: &str) -> Result<(), LoadError> {
    let file = SourceFile {
        name: "kit.toml".to_owned(),
        text: text.to_owned().into(),
    };
    load([file]).map(|_| ())
}

/// The errors of the good edition with one part replaced, in both languages.
#[track_caller]
fn with(from: &str, to: &str) -> String {
    assert!(GOOD.contains(from), "the good edition has no {from}");
    drawn(&GOOD.replacen(from, to, 1))
}

#[track_caller]
fn drawn(text: &str) -> String {
    let error = load_text(text).expect_err("the mapping is wrong");
    format!(
        "{}\n{}----\n{}",
        error.said().zh,
        error.render(Lang::Zh, false),
        error.render(Lang::En, false)
    )
}

macro_rules! mistakes {
    ($($name:ident: $from:expr => $to:expr;)*) => {$(
        #[test]
        fn $name() {
            insta::assert_snapshot!(with($from, $to));
        }
    )*};
}

mistakes! {
    unknown_key: r#"label = "设备名称""# => r#"lable = "设备名称""#;
    unknown_key_without_a_near_one: "limit = 9" => "colour = 9";
    wrong_type: "limit = 9" => r#"limit = "nine""#;
    wrong_type_of_an_option: r#""停用""# => "7";
    number_out_of_range: "limit = 9" => "limit = -1";
    missing_key: r#", type = "text" },"# => " },";
    missing_key_of_a_table: r#"layout = "records""# => "";
    no_such_word: r#"type = "decimal""# => r#"type = "decimel""#;
    not_toml: r#"name = "设备""# => r#"name = "设备"#;
    key_twice: "limit = 9" => "limit = 9\nlimit = 8";
    unknown_section: "[edition]" => "[editions]";
    bad_id: r#"id = "kit-2025""# => r#"id = "2025 设备""#;
    no_title: r#"titles = ["2025年度设备调查表"]"# => "titles = []";
    bad_day: r#"end = "2025-12-31""# => r#"end = "2025-12-32""#;
    period_backwards: r#"end = "2025-12-31""# => r#"end = "2024-12-31""#;
    blank_elsewhere: "year = 2025" => "year = 2025\nblank = \"../form.docx\"";
    list_without_options: r#"options = ["在用", "停用", { label = "其他", other = true }]"# => "options = []";
    option_twice: r#""停用""# => r#""停用", "停 用""#;
    option_alias_twice: r#"other = true }"# => r#"other = true, aliases = ["在用"] }"#;
    code_twice: r#"code = "KIT_2""# => r#"code = "KIT-1""#;
    bad_code: r#"code = "KIT_2""# => r#"code = "KIT/2""#;
    tables_that_cannot_be_told_apart: r#"name = "用途""# => "name = \"用途\"\naliases = [\"（设 备）\"]";
    unknown_under: r#"name = "用途""# => "name = \"用途\"\nunder = \"KIT_l\"";
    under_itself: r#"name = "用途""# => "name = \"用途\"\nunder = \"KIT_2\"";
    limit_on_the_wrong_layout: "limit_options = 2" => "limit = 2";
    limit_of_none: "limit_options = 2" => "limit_options = 0";
    import_of_an_unknown_field: r#""state", "name", "price"]"# => r#""state", "nome", "price"]"#;
    import_twice: r#""state", "name", "price"]"# => r#""state", "name", "price", "name"]"#;
    import_of_some: r#""state", "name", "price"]"# => r#""state", "name"]"#;
    no_fields: "fields = [\n  { name = \"selected\", label = \"用途\", type = \"choices\", list = \"state\" },\n]" => "fields = []";
    choices_without_choices: r#"type = "choices", list = "state" }"# => r#"type = "text" }"#;
    text_of_several: r#"layout = "records""# => r#"layout = "text""#;
    value_side_in_records: r#"unit = "万元" }"# => r#"unit = "万元", value = "below" }"#;
    bad_field_name: r#"name = "price""# => r#"name = "Price-1""#;
    field_twice: r#"name = "price""# => r#"name = "name""#;
    field_named_as_words_beside_a_choice: r#"name = "price""# => r#"name = "state_other""#;
    item_code_twice: r#"code = "01""# => r#"code = "甲""#;
    label_twice: r#"unit = "万元" }"# => r#"unit = "万元", aliases = ["设备 名称："] }"#;
    label_of_nothing: r#"label = "价格""# => r#"label = "价格·（）""#;
    unknown_list: r#"type = "choice", list = "state""# => r#"type = "choice", list = "stat""#;
    choice_without_a_list: r#"type = "choice", list = "state""# => r#"type = "choice""#;
    list_of_a_number: r#"unit = "万元" }"# => r#"unit = "万元", list = "state" }"#;
    period_of_a_number: r#"unit = "万元" }"# => r#"unit = "万元", period = "within" }"#;
    unique_of_an_unknown_field: "limit = 9" => "limit = 9\nunique = [\"nam\"]";
    rule_of_an_unknown_field: "price >= 0" => "prise >= 0";
    rule_of_an_unknown_code: "price >= 0" => "01 >= 02";
    rule_of_types_that_do_not_go_together: "price >= 0" => "price >= name";
    rule_that_is_no_formula: "price >= 0" => "price ≥ ";
    rule_of_an_unknown_option: "'在用'" => "'在用中'";
    rule_in_escapes: "price >= 0" => "\\u0070rise >= 0";
    rule_twice: r#"["price >= 0""# => r#"["price >= 0", "0 <= 01""#;
    rules_that_contradict: r#"["price >= 0""# => r#"["price >= 0", "price < 0""#;
    rule_that_always_holds: "price >= 0" => "price >= 01";
    rule_under_a_condition_that_never_holds: "state = '在用'" => "state = '在用' and state = '停用'";
    rule_without_words: "price >= 0" => "filled(price)";
    tolerance_below_nothing: "when = \"state" => "tolerance = -1, when = \"state";
    field_that_decides_for_itself: r#"unit = "万元" }"# => r#"unit = "万元", when = "filled(price)" }"#;
    field_of_an_unknown_condition: r#"unit = "万元" }"# => r#"unit = "万元", when = "filled(prise)" }"#;
    identity_of_an_unknown_field: "limit = 9" => "limit = 9\nidentity = [\"nam\"]";
    identity_of_what_is_added_up: "limit = 9" => "sum_by = [\"name\", \"state\"]\nidentity = [\"name\"]";
    sum_of_what_is_no_number: "limit = 9" => "sum_by = [\"name\"]";
    format_of_a_number: r#"unit = "万元" }"# => r#"unit = "万元", format = "email" }"#;
}

macro_rules! mistakes_of_layouts {
    ($($name:ident: $from:expr => $to:expr;)*) => {$(
        #[test]
        fn $name() {
            assert!(LAYOUTS.contains($from), "the tables have no {}", $from);
            insta::assert_snapshot!(drawn(&format!("{GOOD}{}", LAYOUTS.replacen($from, $to, 1))));
        }
    )*};
}

mistakes_of_layouts! {
    grid_without_a_column: "其他·机时" => "其他机时";
    within_an_unknown_field: r#"within = "other_hours""# => r#"within = "other_hour""#;
    within_itself: r#"within = "other_hours""# => r#"within = "other_name""#;
    within_a_number: r#"label = "实验·机时", type = "integer""# => r#"label = "实验·机时", type = "integer", within = "other_hours""#;
    within_where_no_label_is_typed_in: r#"label = "自制", type = "integer""# => r#"label = "自制", type = "text", within = "total""#;
    two_within_one: r#"label = "实验·机时", type = "integer""# => r#"label = "实验·机时", type = "text", within = "other_hours""#;
    rating_of_a_number: r#"label = "问题·人手", type = "choice", list = "scale""# => r#"label = "问题·人手", type = "integer""#;
    rating_on_two_scales: r#"label = "问题·其他", type = "choice", list = "scale""# => r#"label = "问题·其他", type = "choice", list = "state""#;
    printed_in_another_layout: "layout = \"blanks\"" => "layout = \"records\"";
    printed_an_unknown_field: "{bought}" => "{brought}";
    printed_twice: "{bought}" => "{made}";
    printed_nowhere: "\\n购置（{bought}）台" => "";
    printed_brace: "{bought}" => "{bought";
    printed_side_by_side: "）台\\n购置（{bought}" => "{bought}";
    printed_nothing: "printed = [" => "printed = [ { label = \" \" },";
}

macro_rules! mistakes_of_derived_tables {
    ($($name:ident: $from:expr => $to:expr;)*) => {$(
        #[test]
        fn $name() {
            assert!(DERIVED.contains($from), "the derived table has no {}", $from);
            insta::assert_snapshot!(drawn(&format!("{GOOD}{}", DERIVED.replacen($from, $to, 1))));
        }
    )*};
}

mistakes_of_derived_tables! {
    derived_of_an_unknown_table: "KIT_1.price" => "KIT_l.price";
    derived_of_an_unknown_item: "KIT_1.price" => "KIT_1.01 + KIT_1.prise";
    derived_of_what_is_no_number: "KIT_1.price" => "KIT_1.state";
    derived_of_itself: r#"sum = "01""# => r#"sum = "01+02""#;
    derived_of_nothing: r#"sum = "01""# => r#"sum = "01+""#;
    derived_under_a_code_that_is_taken: "KIT_9" => "KIT_1";
    derived_item_twice: r#"code = "02""# => r#"code = "01""#;
}

#[test]
fn nothing_wrong() {
    load_text(GOOD).unwrap();
    load_text(&format!("{GOOD}{DERIVED}")).unwrap();
    load_text(&format!("{GOOD}{LAYOUTS}")).unwrap();
}

#[test]
fn no_edition() {
    let lists = GOOD.find("[[unit]]").unwrap();
    insta::assert_snapshot!(drawn(&GOOD[lists..]));
}

#[test]
fn given_twice_in_two_files() {
    let files = [
        ("a.toml", GOOD),
        (
            "b.toml",
            "[lists.state]\noptions = [\"好\"]\n\n[edition]\nid = \"kit-2026\"\nyear = 2026\nname = \"设备\"\ntitles = [\"设备\"]\nperiod = { start = \"2026-01-01\", end = \"2026-12-31\" }\n",
        ),
    ];
    let error = load(files.map(|(name, text)| SourceFile {
        name: name.to_owned(),
        text: text.into(),
    }))
    .unwrap_err();
    insta::assert_snapshot!(error.render(Lang::Zh, false));
}

#[test]
fn roles_where_there_can_be_none() {
    let cover = r#"[[unit]]
name = "about"
label = "简介"
type = "decimal"
role = "name"

[[unit]]
name = "unit_name"
label = "单位名称"
type = "text"
role = "name"
"#;
    let label = r#"label = "设备名称", "#;
    let (start, end) = (GOOD.find("[[unit]]").unwrap(), GOOD.find("[lists").unwrap());
    let text = format!("{}{cover}\n{}", &GOOD[..start], &GOOD[end..]);
    assert!(text.contains(label));
    let text = text.replacen(label, &format!("{label}role = \"contact\", "), 1);
    insta::assert_snapshot!(drawn(&text));
}

#[test]
fn many_mistakes_are_counted() {
    let keys: String = (0..80).map(|i| format!("k{i} = 1\n")).collect();
    let error = load_text(&keys).unwrap_err();
    assert_eq!(error.problems().len(), 80);
    assert!(error.render(Lang::En, false).ends_with("… and 30 more\n"));
}

/// The good edition with a table of numbers and dates under these rules.
fn ruled(rules: &str) -> String {
    format!(
        r#"{GOOD}
[[tables]]
code = "KIT_7"
name = "经费"
layout = "records"
filled_in = "form"
fields = [
  {{ name = "name",  label = "名称", type = "text" }},
  {{ name = "own",   label = "自筹", code = "01", type = "decimal" }},
  {{ name = "grant", label = "拨款", code = "02", type = "decimal" }},
  {{ name = "total", label = "合计", code = "03", type = "decimal" }},
  {{ name = "begun", label = "开始", type = "date" }},
  {{ name = "ended", label = "结束", type = "date" }},
  {{ name = "paid",  label = "付款", type = "date" }},
]
rules = [{rules}]
"#
    )
}

#[test]
fn rules_that_cannot_hold_together() {
    let drawn = drawn(&ruled(r#""03=01+02", "03 < 01""#));
    insta::assert_snapshot!(drawn);
    for rules in [
        r#""03=01+02", "01 > 03""#,
        r#""01≦02", "02≦03", "03 < 01""#,
        r#""03 >= 01+02", "02 > 03""#,
        r#""03 > 01+02", "01 >= 03""#,
        r#""01 >= 10", "01 < 5""#,
        r#""begun <= ended", "ended < paid", "paid <= begun""#,
        r#""03=01+02", { check = "03 < 01", when = "filled(paid)" }"#,
    ] {
        assert!(load_text(&ruled(rules)).is_err(), "{rules}");
    }
    for rules in [
        r#""03=01+02", "01 < 03""#,
        r#""01≦02", "02≦03", "01 < 03""#,
        r#""03 = 01-02", "01 > 03""#,
        r#""01 >= 5", "01 < 10""#,
        r#""01 = 02", "02 = 03""#,
        r#"{ check = "03=01+02", when = "filled(paid)" }, { check = "03 < 01", when = "filled(name)" }"#,
    ] {
        let loaded = load_text(&ruled(rules));
        assert!(loaded.is_ok(), "{rules} {:?}", loaded.err());
    }
}
