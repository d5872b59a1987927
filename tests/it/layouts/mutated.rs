//! Forms whose printed words were changed at random: every number typed into them is where it
//! belongs, or a finding says that something is wrong; none is lost without a word.

use proptest::prelude::*;
use serde_json::Value as Json;

use super::blanks::{LABELS, TEXTS};
use super::document::{p, tr};
use super::edition::{Got, read};

/// A change to one text of the form.
#[derive(Clone, Debug)]
enum Change {
    /// Letters are deleted, but none that was typed.
    Delete {
        text: usize,
        at: usize,
        letters: usize,
    },
    /// Something is put in.
    Insert {
        text: usize,
        at: usize,
        what: &'static str,
    },
    /// A whole text is deleted.
    Empty { text: usize },
    /// Two texts change places.
    Swap { a: usize, b: usize },
}

fn change() -> impl Strategy<Value = Change> {
    let n = any::<prop::sample::Index>;
    let what = proptest::sample::select(vec![
        " ",
        "\n",
        "（",
        "）",
        "个",
        "等",
        "：",
        "______",
        "见附件",
        "合计",
    ]);
    prop_oneof![
        5 => (n(), n(), 1..6usize).prop_map(|(a, b, letters)| Change::Delete {
            text: a.index(1 << 16), at: b.index(1 << 16), letters,
        }),
        4 => (n(), n(), what).prop_map(|(a, b, what)| Change::Insert {
            text: a.index(1 << 16), at: b.index(1 << 16), what,
        }),
        1 => n().prop_map(|a| Change::Empty { text: a.index(1 << 16) }),
        2 => (n(), n()).prop_map(|(a, b)| Change::Swap {
            a: a.index(1 << 16), b: b.index(1 << 16),
        }),
    ]
}

/// The texts after the changes, and whether any but white space changed.
fn changed(mut texts: Vec<String>, changes: &[Change]) -> Vec<String> {
    let typed = |c: char| c.is_ascii_digit() || "√".contains(c);
    for change in changes {
        let n = texts.len();
        match change {
            Change::Delete { text, at, letters } => {
                let text = &mut texts[text % n];
                for _ in 0..*letters {
                    let count = text.chars().count();
                    let Some((i, c)) = text.char_indices().nth(at % count.max(1)) else {
                        break;
                    };
                    if typed(c) {
                        break;
                    }
                    text.remove(i);
                }
            }
            Change::Insert { text, at, what } => {
                let text = &mut texts[text % n];
                let count = text.chars().count() + 1;
                let places: Vec<usize> = text
                    .char_indices()
                    .map(|(i, _)| i)
                    .chain([text.len()])
                    .collect();
                let i = places[at % count];
                // Not into a number: that would be another one.
                let inside = text[..i].ends_with(typed) && text[i..].starts_with(typed);
                if !inside {
                    text.insert_str(i, what);
                }
            }
            Change::Empty { text } => {
                let text = &mut texts[text % n];
                if !text.chars().any(typed) {
                    text.clear();
                }
            }
            Change::Swap { a, b } => texts.swap(a % n, b % n),
        }
    }
    texts
}

/// Each number is among the values, or is told of; and values that are not what was typed come
/// with a word.
fn nothing_lost(got: &Got, typed: Option<&Json>, numbers: &[String]) -> Result<(), TestCaseError> {
    let values = got.values();
    let told: Vec<String> = got
        .findings()
        .iter()
        .filter(|f| f.rule().name() != "balance")
        .map(|f| format!("{} {}", f.message().zh, f.raw.as_deref().unwrap_or("")))
        .collect();
    let shown = values.to_string();
    for number in numbers {
        let there = shown.contains(number) || told.iter().any(|t| t.contains(number.as_str()));
        prop_assert!(there, "{} is lost: {} {:#?}", number, shown, told);
    }
    // Words put in where words are asked for are an answer.
    let answers = |json: &Json| {
        let mut json = json.clone();
        for (_, value) in json.as_object_mut().into_iter().flatten() {
            if let Some(text) = value.as_str() {
                let put_in = |c: &char| "等个：（）_见附件合计 \n".contains(*c);
                *value = text
                    .chars()
                    .filter(|c| !put_in(c))
                    .collect::<String>()
                    .into();
            }
        }
        if let Some(fields) = json.as_object_mut() {
            fields.retain(|_, v| v != "");
        }
        json
    };
    if let Some(typed) = typed
        && answers(&values) != answers(typed)
    {
        prop_assert!(!told.is_empty(), "wrong in silence: {}", shown);
    }
    got.paths_resolve();
    Ok(())
}

fn blanks() -> (Vec<String>, Json, Vec<String>) {
    let mut n = 1000;
    let mut numbers = Vec::new();
    let mut next = || {
        n += 137;
        numbers.push(n.to_string());
        n.to_string()
    };
    let mut texts = Vec::new();
    for (label, text) in LABELS.iter().zip(TEXTS) {
        for text in [label, text] {
            let mut out = String::new();
            let mut rest = text;
            while let Some(i) = ["（）", "（人）"].iter().filter_map(|b| rest.find(b)).min() {
                out.push_str(&rest[..i]);
                let number = next();
                let unit = rest[i..].starts_with("（人");
                out.push_str(&format!("（{number}{}）", if unit { "人" } else { "" }));
                rest = &rest[i + if unit {
                    "（人）".len()
                } else {
                    "（）".len()
                }..];
            }
            out.push_str(rest);
            texts.push(out);
        }
    }
    let got = form_of_blanks(&texts);
    assert_eq!(got.told(), [""; 0]);
    (texts, got.values(), numbers)
}

fn form_of_blanks(texts: &[String]) -> Got {
    let cell = |text: &str| {
        let lines: String = text.split('\n').map(p).collect();
        format!("<w:tc>{lines}</w:tc>")
    };
    let rows: String = texts
        .chunks(2)
        .map(|row| format!("<w:tr>{}{}</w:tr>", cell(&row[0]), cell(&row[1])))
        .collect();
    let heading = p("KT_04 成果转化情况统计");
    read("KT_04", &format!("{heading}<w:tbl>{rows}</w:tbl>"))
}

const GRID: [&str; 15] = [
    "项目",
    "项目数",
    "人次",
    "考察访问",
    "1137",
    "1274",
    "国际会议",
    "1411",
    "1548",
    "其他（）",
    "1685",
    "1822",
    "合计",
    "1959",
    "2096",
];

const RATING: [&str; 24] = [
    "表现程度",
    "非常重要",
    "很重要",
    "一般",
    "不重要",
    "不存在的问题",
    "双方缺少直接的交流合作渠道",
    "○",
    "√",
    "○",
    "○",
    "○",
    "本地区缺少科研机构参与",
    "○",
    "○",
    "○",
    "√",
    "○",
    "法律环境尚不完备",
    "√",
    "○",
    "○",
    "○",
    "○",
];

fn table(code: &'static str, heading: &str, texts: &[String], width: usize) -> Got {
    let rows: String = texts
        .chunks(width)
        .map(|row| tr(row.iter().map(String::as_str)))
        .collect();
    read(code, &format!("{}<w:tbl>{rows}</w:tbl>", p(heading)))
}

/// No label changes places with another: that moves its values.
fn in_place(changes: &[Change]) -> bool {
    !changes.iter().any(|c| matches!(c, Change::Swap { .. }))
}

fn owned(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|t| (*t).to_owned()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 256,
        max_global_rejects: 100_000,
        ..ProptestConfig::default()
    })]

    #[test]
    fn blanks_lose_nothing(changes in proptest::collection::vec(change(), 1..6)) {
        let (texts, typed, numbers) = blanks();
        let got = form_of_blanks(&changed(texts, &changes));
        nothing_lost(&got, Some(&typed), &numbers)?;
    }

    #[test]
    fn grids_lose_nothing(changes in proptest::collection::vec(change(), 1..5)) {
        let heading = "KT_01 出访活动概况";
        let typed = in_place(&changes).then(|| table("KT_01", heading, &owned(&GRID), 3).values());
        let numbers: Vec<String> =
            GRID.iter().filter(|t| t.starts_with(['1', '2'])).map(|t| (*t).to_owned()).collect();
        let texts = changed(owned(&GRID), &changes);
        // Numbers that change places are typed so.
        prop_assume!(texts.iter().zip(GRID).all(|(a, b)| !b.starts_with(['1', '2']) || a.contains(b)));
        nothing_lost(&table("KT_01", heading, &texts, 3), typed.as_ref(), &numbers)?;
    }

    #[test]
    fn ratings_lose_nothing(changes in proptest::collection::vec(change(), 1..5)) {
        let heading = "KT_03 科技合作问题与对策";
        let typed = in_place(&changes).then(|| table("KT_03", heading, &owned(&RATING), 6).values());
        let texts = changed(owned(&RATING), &changes);
        let marks = |t: &str| t.contains(['√', '○']);
        prop_assume!(texts.iter().zip(RATING).all(|(a, b)| marks(a) == marks(b) && a.contains('√') == b.contains('√')));
        nothing_lost(&table("KT_03", heading, &texts, 6), typed.as_ref(), &[])?;
    }
}
