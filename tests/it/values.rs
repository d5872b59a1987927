//! The examples of `docs/values.md`, each as the reader gives it.

#![allow(clippy::field_reassign_with_default)]

use huibiao::mapping::{Field, Mapping};
use huibiao::value::{Reading, Value, Values};

const DOCS: &str = include_str!("../../docs/values.md");

const LIST: &str = r#"
[lists.examples]
numbered = "digits"
options = ["主席、副主席", "政府间组织", "非政府间组织", "线上会议", "线下会议", { label = "其他技术领域", other = true }]
"#;

fn values() -> Values {
    let file: huibiao::mapping::MappingFile = toml::from_str(LIST).unwrap();
    let mut mapping = Mapping::default();
    mapping.lists = file.lists;
    Values::new(&mapping)
}

fn field(kind: &str, unit: &str) -> Field {
    let list = if kind.starts_with("choice") {
        "list = 'examples'"
    } else {
        ""
    };
    toml::from_str(&format!(
        "name = 'x'\nlabel = 'x'\ntype = '{kind}'\nunit = '{unit}'\n{list}"
    ))
    .unwrap()
}

fn shown(reading: &Reading) -> String {
    let value = match &reading.value {
        Value::Null => "null".to_owned(),
        Value::Bool(b) => b.to_string(),
        Value::Number(n) => n.to_string(),
        Value::Text(t) => t.clone(),
        Value::List(l) => l.join("、"),
        Value::Selected(s) => s.iter().map(|s| &*s.label).collect::<Vec<_>>().join("、"),
    };
    match &reading.other {
        Some(words) => format!("{value} + {words}"),
        None => value,
    }
}

#[test]
fn every_example_is_read_as_the_page_says() {
    let values = values();
    let mut wrong = Vec::new();
    let mut rows = 0;
    for line in DOCS.lines().filter(|l| l.starts_with("| ")) {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let [kind, unit, typed, value, finding] = cells[..] else {
            panic!("not five cells: {line}");
        };
        if kind == "type" {
            continue;
        }
        rows += 1;
        let text = typed.replace('·', " ").replace('↵', "\n");
        let reading = values.read(&text, &field(kind, unit));
        let rules: Vec<&str> = reading.notes.iter().map(|n| n.rule().name()).collect();
        if shown(&reading) != value || rules.join(" ") != finding {
            wrong.push(format!("{kind} {typed}: {} {rules:?}", shown(&reading)));
        }
    }
    assert!(rows > 80, "{rows} examples");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn an_error_says_what_was_typed_and_what_to_do_in_both_languages() {
    let values = values();
    for (kind, unit, typed) in [
        ("decimal", "万元", "约12"),
        ("integer", "人", "12.5"),
        ("date", "", "去年"),
        ("year", "", "去年"),
        ("term", "", "3-5年"),
        ("yesno", "", "办理中"),
        ("choice", "", "不清楚"),
        ("country", "", "火星"),
    ] {
        let reading = values.read(typed, &field(kind, unit));
        let note = &reading.notes[0];
        assert_eq!(
            note.severity(),
            huibiao::model::finding::Severity::Error,
            "{typed}"
        );
        for words in [&note.message().zh, &note.message().en] {
            assert!(words.contains(typed), "{words}");
        }
        assert!(!note.hint().zh.is_empty() && !note.hint().en.is_empty());
    }
}
