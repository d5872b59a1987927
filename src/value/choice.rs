//! One option of a list: by label, by number, by both, with words of one's own.

use super::fold::{quote, trim};
use super::list::{Doubt, Found, ListIndex, Match};
use super::nothing::is_nothing;
use super::ticked::{self, Ticked};
use super::{Reading, Value};
use crate::model::finding::ValueCause;

/// Reads one option of a list.
pub(super) fn read(text: &str, list: &ListIndex) -> Reading {
    let text = trim(text);
    if text.is_empty() {
        return Reading::null();
    }
    if let Some(option) = list.spelled(text) {
        return Reading::of(label(list, option));
    }
    if is_nothing(text) {
        return Reading::null();
    }
    if let Some(option) = list.labelled(text)
        && ticked::has_only_ticks(text)
    {
        return given(text, option, list);
    }
    if ticked::may_hold(text) {
        match ticked::read(text) {
            Ticked::No => {}
            Ticked::Unclear => return unclear(text),
            Ticked::Options(options) => return ticks(text, &options, list),
        }
    }
    read_found(text, list.resolve(text), list)
}

/// The reading of what was found for `text`.
fn read_found(text: &str, found: Found, list: &ListIndex) -> Reading {
    match found {
        Found::One(found) => given(text, found, list),
        Found::Several(options) => several(text, &options, list),
        Found::Mismatch { number, label } => {
            let typed = quote(text);
            let (by_number, by_label) = (
                list.label(number).to_string(),
                list.label(label).to_string(),
            );
            Reading::refused(ValueCause::OptionMismatch {
                typed,
                by_number,
                by_label,
            })
        }
        Found::None => not_in_list(text, list),
    }
}

/// Options left in the cell with one of them ticked.
fn ticks(text: &str, options: &[(&str, bool)], list: &ListIndex) -> Reading {
    let chosen: Vec<&str> = options
        .iter()
        .filter(|(_, on)| *on)
        .map(|(o, _)| *o)
        .collect();
    match chosen.as_slice() {
        [one] => read_found(text, list.resolve(one), list),
        [] if options.len() > 1 => Reading::null(),
        [] => {
            let mut reading = read_found(text, list.resolve(options[0].0), list);
            if !reading.value.is_empty() {
                let typed = quote(text);
                reading = reading.with(ValueCause::OptionOnlyOneLeft { typed });
            }
            reading
        }
        many => {
            let found: Vec<usize> = many
                .iter()
                .filter_map(|one| match list.resolve(one) {
                    Found::One(found) => Some(found.option),
                    _ => None,
                })
                .collect();
            several(text, &found, list)
        }
    }
}

fn label(list: &ListIndex, option: usize) -> Value {
    Value::Text(list.label(option).to_string())
}

/// The option with its words and what is to be said about it.
fn given(text: &str, found: Match, list: &ListIndex) -> Reading {
    let mut reading = Reading::of(label(list, found.option));
    if let Some(doubt) = &found.doubt {
        reading = reading.with(doubtful(text, doubt, list.label(found.option)));
    }
    reading.other = found.words;
    reading
}

/// What is said about an option that was not certain.
pub(super) fn doubtful(text: &str, doubt: &Doubt, label: &str) -> ValueCause {
    let (typed, label) = (quote(text), label.to_owned());
    match doubt {
        Doubt::ByOrder => ValueCause::OptionByOrder { typed, label },
        Doubt::OwnNumber => ValueCause::OptionOwnNumber { typed, label },
        Doubt::Shortened | Doubt::Misspelt => ValueCause::OptionInexact { typed, label },
        Doubt::LeftOut(words) => ValueCause::OptionWordsLeftOut {
            typed,
            label,
            words: words.to_string(),
        },
        Doubt::Queried => ValueCause::OptionQueried { typed, label },
    }
}

/// Null: several options where one is asked.
fn several(text: &str, options: &[usize], list: &ListIndex) -> Reading {
    let typed = quote(text);
    let mut names: Vec<&str> = Vec::new();
    for option in options {
        let name: &str = list.label(*option);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let owned = |name: &str| name.to_owned();
    Reading::refused(match names.as_slice() {
        [name] if options.len() == 1 => ValueCause::OptionAndMore {
            typed,
            label: owned(name),
        },
        [name] => ValueCause::OptionTwice {
            typed,
            label: owned(name),
        },
        names => ValueCause::OptionsSeveral {
            typed,
            labels: names.iter().map(|n| owned(n)).collect(),
        },
    })
}

/// Null: no option of the list.
pub(super) fn not_in_list(text: &str, list: &ListIndex) -> Reading {
    let suggestions = list.suggest(text);
    Reading::refused(ValueCause::OptionUnknown {
        typed: quote(text),
        suggestions: suggestions
            .iter()
            .map(|o| list.label(*o).to_string())
            .collect(),
    })
}

/// Null: ticks that can't be told apart.
fn unclear(text: &str) -> Reading {
    let typed = quote(text);
    Reading::refused(ValueCause::OptionUnclear { typed })
}

#[cfg(test)]
mod tests;
