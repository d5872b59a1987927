//! Submissions drawn at random for an edition, and what is compared of them.

use std::sync::Arc;

use huibiao::mapping::{Field, FilledIn, Layout, Mapping, Table, Type};
use huibiao::model::submission::{
    MappingId, Record, SCHEMA, Source, Status, Submission, TableData, Tables,
};
use huibiao::value::{Selected, Value};
use proptest::prelude::*;
use proptest::sample::select;

/// A submission with these records, nothing else.
pub fn submission(mapping: &Mapping, unit: Record, records: Vec<Vec<Record>>) -> Submission {
    let tables = mapping.tables.iter().zip(records).map(|(table, records)| {
        let status = match records.is_empty() {
            true => Status::Empty,
            false => Status::Filled,
        };
        (
            table.code.clone(),
            TableData {
                status,
                records,
                nil: false,
            },
        )
    });
    Submission {
        schema: SCHEMA.into(),
        source: Source::default(),
        attachments: Vec::new(),
        versions: Vec::new(),
        mapping: MappingId::of(mapping),
        unit,
        tables: Tables(tables.collect()),
        findings: Vec::new(),
    }
}

/// The records of the tables that `of` names, without what is null.
pub fn records(
    mapping: &Mapping,
    s: &Submission,
    of: impl Fn(FilledIn) -> bool,
) -> Vec<(Arc<str>, Vec<Record>)> {
    let mut found = Vec::new();
    for table in mapping.tables.iter().filter(|t| of(t.filled_in)) {
        let data = s.tables.get(&table.code).unwrap();
        let given = |r: &Record| {
            let mut given = r.0.clone();
            given.retain(|(_, v)| !v.is_empty());
            Record(given)
        };
        found.push((table.code.clone(), data.records.iter().map(given).collect()));
    }
    found
}

fn words() -> impl Strategy<Value = String> {
    let word = select(vec![
        "低碳",
        "材料",
        "联合研究",
        "Ω",
        "A<b>&\"c\"",
        "（第二期）",
        "know-how",
        "2025",
        "ß",
        "𠮷",
        "“一带一路”",
        "a\u{a0}b",
        "é",
        "x_x0041_y",
        "，",
        "·",
    ]);
    (proptest::collection::vec(word, 1..5), 0u32..1000)
        .prop_map(|(words, n)| format!("项目{}{n}号", words.concat()))
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => words(),
        1 => (words(), words()).prop_map(|(a, b)| format!("{a}\n{b}")),
        1 => (words(), words()).prop_map(|(a, b)| format!("{a}\n\n{b}\t{a}")),
    ]
}

pub fn number(text: String) -> Value {
    Value::Number(text.parse().unwrap())
}

/// A field of a record.
type Entry = (Arc<str>, Value);

/// A field's value, and what stands under its `_other`.
type Given = (Value, Option<String>);

fn value(field: &Field, mapping: &Mapping) -> BoxedStrategy<Given> {
    let plain = |value: BoxedStrategy<Value>| value.prop_map(|value| (value, None)).boxed();
    let country = || {
        select(vec![
            "英国",
            "美国",
            "日本",
            "中国香港",
            "南非",
            "沙特阿拉伯",
        ])
    };
    match field.kind {
        Type::Text => plain(text().prop_map(Value::Text).boxed()),
        Type::Integer => plain(
            (0u32..5_000_000)
                .prop_map(|n| number(n.to_string()))
                .boxed(),
        ),
        Type::Decimal => plain(
            (0u32..1_000_000, 0u32..100)
                .prop_map(|(a, b)| {
                    Value::Number(
                        format!("{a}.{b:02}")
                            .parse::<rust_decimal::Decimal>()
                            .unwrap()
                            .normalize(),
                    )
                })
                .boxed(),
        ),
        Type::Year => plain((1950u32..2026).prop_map(|n| number(n.to_string())).boxed()),
        Type::Date => plain(
            (2000u32..2026, 1u32..13, 0u32..29)
                .prop_map(|(y, m, d)| {
                    Value::Text(match d {
                        0 => format!("{y}-{m:02}"),
                        d => format!("{y}-{m:02}-{d:02}"),
                    })
                })
                .boxed(),
        ),
        Type::Term => plain(
            prop_oneof![
                (1u32..50).prop_map(|n| number(n.to_string())),
                Just(Value::Text("无固定期限".into())),
            ]
            .boxed(),
        ),
        Type::Yesno => plain(any::<bool>().prop_map(Value::Bool).boxed()),
        Type::Country => plain(country().prop_map(|c| Value::Text(c.into())).boxed()),
        Type::Countries => plain(
            proptest::sample::subsequence(vec!["英国", "美国", "日本", "老挝"], 1..4)
                .prop_map(|c| Value::List(c.into_iter().map(String::from).collect()))
                .boxed(),
        ),
        Type::Choice => {
            let list = &mapping.lists[field.list.as_ref().unwrap()];
            let options: Vec<(String, bool)> = list
                .options
                .iter()
                .map(|o| (o.label.to_string(), o.other))
                .collect();
            (select(options), proptest::option::of(words()))
                .prop_map(|((label, asks), other)| (Value::Text(label), other.filter(|_| asks)))
                .boxed()
        }
        Type::Choices => {
            let list = &mapping.lists[field.list.as_ref().unwrap()];
            let all: Vec<Selected> = list
                .options
                .iter()
                .enumerate()
                .map(|(i, o)| Selected {
                    no: i as u32 + 1,
                    label: o.label.to_string(),
                })
                .collect();
            let most = all.len().min(5);
            plain(
                proptest::sample::subsequence(all, 1..=most)
                    .prop_map(Value::Selected)
                    .boxed(),
            )
        }
    }
}

/// A text that stands among printed words, in one line.
fn is_one_line(field: &Field, table: &Table) -> bool {
    let alone = || {
        let place = format!("{{{}}}", field.name);
        let mut lines = table.printed.iter().flat_map(|row| row.text.lines());
        lines.any(|line| line == place)
    };
    match table.layout {
        Layout::Grid | Layout::Rating => true,
        Layout::Blanks => !alone(),
        _ => field.within.is_some(),
    }
}

/// The values of a table's record.
fn record_of(table: &Table, mapping: &Mapping) -> BoxedStrategy<Record> {
    record(&table.fields, mapping, |field| is_one_line(field, table))
}

/// Fields with their values: the first always, the others mostly.
fn record(
    fields: &[Field],
    mapping: &Mapping,
    one_line: impl Fn(&Field) -> bool,
) -> BoxedStrategy<Record> {
    let mut all: Vec<BoxedStrategy<Vec<Entry>>> = Vec::new();
    for (i, field) in fields.iter().enumerate() {
        let name = field.name.clone();
        let value = match field.kind == Type::Text && one_line(field) {
            true => words().prop_map(|text| (Value::Text(text), None)).boxed(),
            false => value(field, mapping),
        };
        let one = (value, 0u32..10).prop_map(move |((value, other), chance)| {
            if i > 0 && chance < 3 {
                return vec![(name.clone(), Value::Null)];
            }
            let mut given = vec![(name.clone(), value)];
            given.extend(other.map(|o| (format!("{name}_other").into(), Value::Text(o))));
            given
        });
        all.push(one.boxed());
    }
    all.prop_map(|parts| Record(parts.concat())).boxed()
}

/// The record of a `choices` table: words beside 其他 only where that is chosen.
fn chosen(table: &Table, mapping: &Mapping) -> BoxedStrategy<Record> {
    let list = table.fields.iter().find(|f| f.kind == Type::Choices);
    let list = mapping.lists[list.unwrap().list.as_ref().unwrap()].clone();
    let asks = move |value: &Value| match value {
        Value::Selected(all) => all.iter().any(|s| list.options[s.no as usize - 1].other),
        _ => false,
    };
    let fields = table.fields.clone();
    (record_of(table, mapping), words())
        .prop_map(move |(mut record, words)| {
            let given = record.0.iter().any(|(_, v)| asks(v));
            for (name, value) in &mut record.0 {
                let field = fields.iter().find(|f| f.name == *name).unwrap();
                if field.kind != Type::Choices {
                    *value = match given {
                        true => Value::Text(words.clone()),
                        false => Value::Null,
                    };
                }
            }
            record
        })
        .boxed()
}

/// A submission of this edition.
pub fn any_submission(mapping: &'static Mapping) -> impl Strategy<Value = Submission> {
    // The cover's answers are of one line each.
    let unit = record(&mapping.unit, mapping, |_| true);
    let tables: Vec<_> = mapping
        .tables
        .iter()
        .map(|table| match table.layout {
            Layout::Choices => proptest::collection::vec(chosen(table, mapping), 0..2).boxed(),
            Layout::Text | Layout::Grid | Layout::Rating | Layout::Blanks => {
                proptest::collection::vec(record_of(table, mapping), 0..2).boxed()
            }
            // More than the blank has rows for, now and then.
            _ => prop_oneof![
                4 => proptest::collection::vec(record_of(table, mapping), 0..4),
                1 => proptest::collection::vec(record_of(table, mapping), 12..16),
            ]
            .boxed(),
        })
        .collect();
    (unit, tables).prop_map(|(unit, tables)| submission(mapping, unit, tables))
}
