//! Several options of a list in one text: numbers, lines of labels, ticked options.

use super::choice::{doubtful, not_in_list};
use super::fold::{quote, trim};
use super::list::ordinal::numbers;
use super::list::{Found, ListIndex};
use super::nothing::is_nothing;
use super::ticked::{self, Ticked};
use super::{Reading, Selected, Value};
use crate::model::finding::{Cause, ValueCause};

/// Reads options of a list: `1、3、5`, labels a line or with marks between, or printed options
/// with ticks. What is no option is told; the others are given, in the list's order.
pub(super) fn read(text: &str, list: &ListIndex) -> Reading {
    let text = trim(text);
    if text.is_empty() || is_nothing(text) {
        return Reading::null();
    }
    let mut picked = Picked::default();
    if let Some(numbers) = numbers(text) {
        for number in numbers {
            match list.position(number) {
                Some(option) => picked.options.push(option),
                None => picked.unknown(&number.to_string(), list),
            }
        }
        return picked.reading(list);
    }
    let ticked = if ticked::may_hold(text) {
        ticked::read(text)
    } else {
        Ticked::No
    };
    match ticked {
        Ticked::Options(options) if options.iter().any(|(_, on)| *on) => {
            for (option, _) in options.iter().filter(|(_, on)| *on) {
                picked.pick(option, list);
            }
        }
        Ticked::Options(options) if options.len() > 1 => {}
        Ticked::Unclear => {
            let typed = quote(text);
            return Reading::refused(ValueCause::OptionsUnclear { typed });
        }
        _ => {
            for part in text
                .split(['\n', ';', '；', '|'])
                .map(trim)
                .filter(|p| !p.is_empty())
            {
                picked.pick(part, list);
            }
        }
    }
    picked.reading(list)
}

/// What has been found so far.
#[derive(Default)]
struct Picked {
    options: Vec<usize>,
    words: Option<String>,
    notes: Vec<Cause>,
}

impl Picked {
    /// Adds what a part of the text means: an option, or several with marks between them that
    /// labels have too.
    fn pick(&mut self, part: &str, list: &ListIndex) {
        let found = list.resolve(part);
        if let Found::One(found) = found {
            return self.take(part, found, list);
        }
        let bounds = bounds(part);
        if bounds.len() < 2 {
            return match found {
                Found::Several(options) => self.options.extend(options),
                _ => self.unknown(part, list),
            };
        }
        let mut from = 0;
        while from < bounds.len() {
            // The longest label that begins here, marks and all.
            let start = bounds[from].0;
            let label = (from..bounds.len())
                .rev()
                .find_map(|to| Some((to, list.labelled(trim(&part[start..bounds[to].1]))?)));
            let to = match label {
                Some((to, found)) => {
                    self.take(part, found, list);
                    to
                }
                None => {
                    let one = trim(&part[start..bounds[from].1]);
                    match list.resolve(one) {
                        Found::One(found) => self.take(one, found, list),
                        Found::Several(options) => self.options.extend(options),
                        _ => self.unknown(one, list),
                    }
                    from
                }
            };
            from = to + 1;
        }
    }

    fn take(&mut self, part: &str, found: super::list::Match, list: &ListIndex) {
        if let Some(doubt) = &found.doubt {
            self.notes
                .push(doubtful(part, doubt, list.label(found.option)).into());
        }
        if let Some(words) = found.words {
            match &mut self.words {
                Some(before) => {
                    before.push('；');
                    before.push_str(&words);
                }
                None => self.words = Some(words),
            }
        }
        self.options.push(found.option);
    }

    fn unknown(&mut self, part: &str, list: &ListIndex) {
        self.notes.extend(not_in_list(part, list).notes);
    }

    fn reading(mut self, list: &ListIndex) -> Reading {
        self.options.sort_unstable();
        self.options.dedup();
        let selected: Vec<Selected> = self
            .options
            .iter()
            .map(|option| Selected {
                no: *option as u32 + 1,
                label: list.label(*option).to_string(),
            })
            .collect();
        Reading {
            value: if selected.is_empty() {
                Value::Null
            } else {
                Value::Selected(selected)
            },
            other: self.words,
            notes: self.notes,
        }
    }
}

/// Where the parts of a text begin and end, parted by marks that labels have too. At most 64.
fn bounds(text: &str) -> Vec<(usize, usize)> {
    let mark = |c: char| matches!(c, '、' | '，' | ',' | '/' | '／');
    let mut found = Vec::new();
    let mut start = 0;
    for part in text.splitn(64, mark) {
        let end = start + part.len();
        if !trim(part).is_empty() {
            found.push((start, end));
        }
        start = end + text[end..].chars().next().map_or(0, char::len_utf8);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mapping::{Choice, List};

    fn summary(text: &str) -> String {
        let labels = [
            "出口产品",
            "缺乏国际化人才",
            "开拓了视野，了解前沿动态",
            "主办会议、承办研讨会",
            "其他",
        ];
        let list = ListIndex::new(&List {
            options: labels
                .iter()
                .map(|label| Choice {
                    label: (*label).into(),
                    aliases: Vec::new(),
                    other: *label == "其他",
                    code: None,
                })
                .collect(),
            numbered: None,
            source: None,
        });
        let reading = read(text, &list);
        let mut out = match reading.value {
            Value::Null => "null".to_owned(),
            Value::Selected(s) => s
                .iter()
                .map(|s| s.no.to_string())
                .collect::<Vec<_>>()
                .join(","),
            other => panic!("{other:?}"),
        };
        if let Some(words) = reading.other {
            out += &format!(" +{words}");
        }
        for note in reading.notes {
            out += &format!(" {}", note.rule().name());
        }
        out
    }

    #[test]
    fn reads_numbers_labels_and_ticks() {
        for (text, expected) in [
            ("1、3、5", "1,3,5"),
            ("⑤①", "1,5"),
            ("2", "2"),
            ("出口产品", "1"),
            ("出口产品；缺乏国际化人才", "1,2"),
            ("出口产品、缺乏国际化人才", "1,2"),
            (
                "出口产品\n开拓了视野，了解前沿动态\n其他：甲、乙",
                "1,3,5 +甲、乙",
            ),
            ("主办会议、承办研讨会，出口产品", "1,4"),
            ("出口产品；出口产品", "1"),
            ("☑出口产品 □缺乏国际化人才 ☑其他", "1,5"),
            ("□出口产品 □其他", "null"),
            ("1.出口产品；2.缺乏国际化人才", "1,2"),
            ("1、9", "1 not-in-list"),
            ("出口产品；做梦", "1 not-in-list"),
            ("做梦", "null not-in-list"),
            ("出口", "1 corrected-value"),
            ("无", "null"),
            ("", "null"),
        ] {
            assert_eq!(summary(text), expected, "{text}");
        }
    }
}
