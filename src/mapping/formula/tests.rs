use super::*;
use crate::mapping::{FilledIn, Layout, MappingFile};

fn table() -> Table {
    let file: MappingFile = toml::from_str(
        r#"
        [[tables]]
        code = "T"
        name = "表"
        layout = "form"
        filled_in = "form"
        fields = [
          { name = "name",    label = "名称", code = "甲", type = "text" },
          { name = "kind",    label = "类型", code = "乙", type = "choice", list = "kind" },
          { name = "a",       label = "子",   code = "01", type = "integer" },
          { name = "b",       label = "丑",   code = "02", type = "decimal" },
          { name = "total",   label = "合计", code = "13", type = "decimal" },
          { name = "start",   label = "开始", type = "date" },
          { name = "end",     label = "结束", type = "date" },
          { name = "open",    label = "是否", type = "yesno" },
          { name = "of",      label = "国别", type = "countries" },
        ]
        "#,
    )
    .unwrap();
    let table = file.tables.into_iter().next().unwrap();
    assert_eq!(
        (table.layout, table.filled_in),
        (Layout::Form, FilledIn::Form)
    );
    table
}

fn parse(text: &str) -> Condition {
    Condition::parse(text, &table()).unwrap_or_else(|e| panic!("{text}: {}", e.message.en))
}

/// The message, and the part of the formula that it points at.
fn refused(text: &str) -> String {
    let error = Condition::parse(text, &table()).expect_err(text);
    format!("{} [{}]", error.message.en, &text[error.span.clone()])
}

#[test]
fn the_manual_s_notation_and_ours_are_one() {
    for text in [
        "13=01+02",
        "total = a + b",
        "１３".len().to_string().as_str(),
    ] {
        if text.len() > 1 {
            assert_eq!(parse(text), parse("13 = 01 + 02"));
        }
    }
    for text in ["01≧02", "01≥02", "01>=02", "a >= b", "01＞＝02"] {
        assert_eq!(parse(text), parse("a >= b"), "{text}");
    }
    for text in ["01≦02", "01 ≤ 02", "01<=02"] {
        assert_eq!(parse(text), parse("a <= b"), "{text}");
    }
    assert_eq!(parse("a != b"), parse("a ≠ b"));
    assert_eq!(parse("a <> b"), parse("a ≠ b"));
    assert_eq!(parse("甲 = “x”"), parse("name = \"x\""));
}

#[test]
fn digits_are_a_code_where_there_is_one() {
    let Condition::Numbers(left, _, right) = parse("a = 13") else {
        panic!()
    };
    assert_eq!((left.single(), right.single()), (Some(2), Some(4)));
    let Condition::Numbers(_, _, right) = parse("a = 13.0") else {
        panic!()
    };
    assert_eq!(right.single(), None);
    let Condition::Numbers(_, _, right) = parse("a >= 5") else {
        panic!()
    };
    assert_eq!(right.single(), None);
}

#[test]
fn conditions_nest_and_bind_as_usual() {
    let a = || Condition::Filled(2);
    let b = || Condition::Filled(3);
    let c = || Condition::Filled(4);
    assert_eq!(
        parse("filled(a) or filled(b) and not filled(total)"),
        Condition::Any(vec![
            a(),
            Condition::All(vec![b(), Condition::Not(Box::new(c()))])
        ])
    );
    assert_eq!(
        parse("(filled(a) or filled(b)) and filled(total)"),
        Condition::All(vec![Condition::Any(vec![a(), b()]), c()])
    );
    assert_eq!(parse("open = 是"), parse("open != false"));
    assert_eq!(
        parse("end >= start").fields(),
        vec![6, 5],
        "dates compare with dates"
    );
    parse("start >= \"2020-01-01\"");
    parse("contains(甲, '基地')");
}

#[test]
fn what_cannot_be_is_refused_at_its_place() {
    insta::assert_snapshot!(
        [
            "",
            "13=01+03",
            "13=01+2",
            "totl = a",
            "a = b = total",
            "a + b",
            "a = \"x\"",
            "name > \"x\"",
            "name = kind",
            "a + start = b",
            "-name = \"x\"",
            "start > 5",
            "start > \"2025-13-01\"",
            "of = \"英国\"",
            "open = 1",
            "contains(a, \"x\")",
            "contains(name, x)",
            "filled a",
            "filled(a",
            "name = \"x",
            "name = \"\"",
            "a = b total",
            "a ? b",
            "a = 1.2.3",
        ]
        .map(|text| format!("{text:<24} {}", refused(text)))
        .join("\n")
    );
}

#[test]
fn nesting_and_length_are_bounded() {
    let deep = format!("{}filled(a)", "not ".repeat(1000));
    assert!(
        refused(&deep).starts_with("the formula is too long")
            || refused(&deep).starts_with("nested")
    );
    let deep = format!("{}filled(a){}", "(".repeat(500), ")".repeat(500));
    assert!(refused(&deep).starts_with("nested"));
}

#[test]
fn clashes_are_seen_through_the_way_of_writing() {
    let verdict =
        |a: &str, b: &str| clash(&parse(a), &parse(b)).map_or("none".to_owned(), |said| said.en);
    assert_eq!(
        verdict("13=01+02", "a + b = total"),
        "the two rules are the same"
    );
    assert_eq!(verdict("01≧02", "b <= a"), "the two rules are the same");
    assert_eq!(
        verdict("a < b", "a > b"),
        "the two rules contradict each other"
    );
    assert_eq!(
        verdict("a = b", "a <= b"),
        "one of the two rules says all that the other says"
    );
    assert_eq!(
        verdict("a <= b", "a >= b"),
        "together the two rules mean =: make them one"
    );
    assert_eq!(
        verdict("start < end", "end < start"),
        "the two rules contradict each other"
    );
    assert_eq!(
        verdict("filled(a)", "not filled(a)"),
        "the two rules contradict each other"
    );
    assert_eq!(verdict("13=01+02", "a <= total"), "none");
}

#[test]
fn what_never_or_always_holds_is_seen() {
    let verdict = |a: &str| impossible(&parse(a)).map(|said| said.en);
    assert!(verdict("a + b = b + a").is_some());
    assert!(verdict("start >= start").is_some());
    assert!(verdict("kind = \"甲\" and kind = \"乙\"").is_some());
    assert!(verdict("kind = \"甲\" and kind != \"甲\"").is_some());
    assert!(verdict("filled(a) and not filled(a)").is_some());
    assert_eq!(verdict("kind = \"甲\" or kind = \"乙\""), None);
    assert_eq!(verdict("kind != \"甲\" and kind != \"乙\""), None);
}
