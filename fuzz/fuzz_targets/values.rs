//! Any text for a field of any type: what is given is of the type, reads back as itself, and no
//! digit is lost without a word.
//!
//! The first byte of the input picks the field.
#![no_main]

use std::sync::LazyLock;

use huibiao::model::finding::Severity;
use huibiao::mapping::{Choice, Field, List, Mapping, Numbering, Type};
use huibiao::value::{Value, Values, is_nothing, numbers};
use libfuzzer_sys::fuzz_target;

/// Types with the unit or the list of their fields.
const FIELDS: [(Type, &str, &str); 15] = [
    (Type::Text, "", ""),
    (Type::Integer, "人次", ""),
    (Type::Integer, "", ""),
    (Type::Decimal, "万元", ""),
    (Type::Decimal, "小时", ""),
    (Type::Decimal, "月", ""),
    (Type::Year, "", ""),
    (Type::Date, "", ""),
    (Type::Term, "", ""),
    (Type::Yesno, "", ""),
    (Type::Choice, "", "digits"),
    (Type::Choice, "", "plain"),
    (Type::Choices, "", "digits"),
    (Type::Country, "", ""),
    (Type::Countries, "", ""),
];

static SETUP: LazyLock<(Values, Vec<Field>)> = LazyLock::new(|| {
    let mut mapping = Mapping::default();
    let labels = [
        "主席、副主席",
        "2025年新签协议",
        "教师/科研人员",
        "材料",
        "新材料",
        "引智类平台（非111引智基地）",
        "其他",
    ];
    for (name, numbered) in [("digits", Some(Numbering::Digits)), ("plain", None)] {
        let options = labels.iter().map(|label| Choice {
            label: (*label).into(),
            aliases: Vec::new(),
            other: *label == "其他",
            code: None,
        });
        let list = List {
            options: options.collect(),
            numbered,
            source: None,
        };
        mapping.lists.insert(name.into(), list);
    }
    let fields = FIELDS.iter().map(|(kind, unit, list)| Field {
        name: "field".into(),
        label: "项".into(),
        kind: *kind,
        unit: (*unit).to_owned(),
        list: (!list.is_empty()).then(|| (*list).into()),
        ..Field::default()
    });
    (Values::new(&mapping), fields.collect())
});

fuzz_target!(|input: (u8, &str)| {
    let (pick, text) = input;
    let (values, fields) = &*SETUP;
    let field = &fields[usize::from(pick) % fields.len()];
    let reading = values.read(text, field);
    let written = match (&reading.value, field.kind) {
        (Value::Null, kind) => {
            let told = reading.notes.iter().any(|n| n.severity() != Severity::Info);
            let digit = text.bytes().any(|b| b.is_ascii_digit());
            let listed = matches!(kind, Type::Choice | Type::Choices | Type::Yesno);
            assert!(
                told || !digit || listed || is_nothing(text),
                "{text:?} is lost in silence"
            );
            None
        }
        (Value::Bool(yes), Type::Yesno) => Some(if *yes { "是" } else { "否" }.to_owned()),
        (Value::Number(n), Type::Integer | Type::Year) => {
            assert!(n.is_integer());
            Some(n.to_string())
        }
        (Value::Number(n), Type::Decimal | Type::Term) => Some(n.to_string()),
        (Value::Text(t), Type::Text) => Some(t.clone()),
        (Value::Text(t), Type::Date | Type::Term | Type::Choice | Type::Country) => Some(t.clone()),
        (Value::List(l), Type::Countries) => Some(l.join("；")),
        (Value::Selected(s), Type::Choices) => {
            let list = values.options("digits").unwrap();
            assert!(s.windows(2).all(|w| w[0].no < w[1].no));
            assert!(s.iter().all(|s| s.no >= 1 && s.no as usize <= list.len()));
            Some(
                s.iter()
                    .map(|s| s.label.as_str())
                    .collect::<Vec<_>>()
                    .join("；"),
            )
        }
        (value, kind) => panic!("{value:?} is no {kind:?}"),
    };
    if let Some(written) = written {
        let again = values.read(&written, field);
        assert_eq!(again.value, reading.value, "{written:?} from {text:?}");
        assert!(
            again.notes.is_empty(),
            "{written:?} from {text:?}: {:?}",
            again.notes
        );
    }
    for note in &reading.notes {
        assert!(!note.message().zh.is_empty() && !note.message().en.is_empty());
    }
    let list = values.options("plain").unwrap();
    if let Some(found) = list.find(text) {
        assert!(found.option < list.len());
    }
    assert!(numbers(text).is_none_or(|n| !n.is_empty() && !n.contains(&0)));
});
