//! One option of a list: by label, by number, by both, with words of one's own.

use super::fold::{quote, trim};
use super::list::{Doubt, Found, ListIndex, Match};
use super::nothing::is_nothing;
use super::ticked::{self, Ticked};
use super::{Note, Reading, Value};
use crate::finding::Rule;
use crate::lang::Said;
use crate::said;

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
            let (by_number, by_label) = (list.label(number), list.label(label));
            Reading::error(
                Rule::NotInList,
                said!(
                    "“{typed}”的编号是“{by_number}”，文字是“{by_label}”，两者不一致，未取值",
                    "In “{typed}” the number means “{by_number}”, the words “{by_label}”; nothing was taken"
                ),
                said!("请只保留正确的一项", "Keep the right one only"),
            )
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
                reading = reading.with(Note::warning(
                    Rule::AmbiguousMark,
                    said!(
                        "“{typed}”前的方框没有打勾，因只留下这一项，按选中读取",
                        "The box of “{typed}” is not ticked; taken as chosen because it is the only one left"
                    ),
                    said!("请核对是否选中", "Check whether it is chosen"),
                ));
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

/// The note about an option that was not certain.
pub(super) fn doubtful(text: &str, doubt: &Doubt, label: &str) -> Note {
    let typed = quote(text);
    let message = match doubt {
        Doubt::ByOrder => said!(
            "“{typed}”按选项的顺序读作“{label}”，表上没有这样的编号",
            "“{typed}” was read as “{label}” by the order of the options; the form does not number them so"
        ),
        Doubt::OwnNumber => said!(
            "“{typed}”读作“{label}”，编号未采用",
            "“{typed}” was read as “{label}”; its number was left out"
        ),
        Doubt::Shortened | Doubt::Misspelt => said!(
            "“{typed}”与选项不完全相同，读作“{label}”",
            "“{typed}” is not quite an option; read as “{label}”"
        ),
        Doubt::LeftOut(words) => said!(
            "“{typed}”读作“{label}”，“{words}”未采用",
            "“{typed}” was read as “{label}”; “{words}” was left out"
        ),
        Doubt::Queried => said!(
            "“{typed}”带有问号，读作“{label}”",
            "“{typed}” has a question mark; read as “{label}”"
        ),
    };
    Note::warning(
        Rule::CorrectedValue,
        message,
        said!(
            "请核对，并照抄选项的文字",
            "Check it, and copy the option's words"
        ),
    )
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
    let message = match names.as_slice() {
        [] => said!(
            "“{typed}”选了不止一项，未取值",
            "“{typed}” chooses more than one option; nothing was taken"
        ),
        [name] if options.len() == 1 => said!(
            "“{typed}”除选项“{name}”外还有别的内容，未取值",
            "“{typed}” holds more than the option “{name}”; nothing was taken"
        ),
        [name] => said!(
            "“{typed}”把“{name}”写了不止一次，未取值",
            "“{typed}” names “{name}” more than once; nothing was taken"
        ),
        names => {
            let list = names.join("”“");
            said!(
                "“{typed}”选了“{list}”，本项只能选一个，未取值",
                "“{typed}” chooses “{list}” where one is asked; nothing was taken"
            )
        }
    };
    Reading::error(
        Rule::SeveralChoices,
        message,
        said!("请只保留一项", "Keep one option only"),
    )
}

/// Null: no option of the list.
pub(super) fn not_in_list(text: &str, list: &ListIndex) -> Reading {
    let typed = quote(text);
    Reading::error(
        Rule::NotInList,
        said!(
            "“{typed}”不在候选项中，未取值",
            "“{typed}” is no option of the list; nothing was taken"
        ),
        did_you_mean(&list.suggest(text), list),
    )
}

/// The hint that names what may have been meant.
fn did_you_mean(options: &[usize], list: &ListIndex) -> Said {
    let names: Vec<&str> = options.iter().map(|o| &**list.label(*o)).collect();
    if names.is_empty() {
        return said!("请从候选项中选一项", "Choose one of the options");
    }
    let (zh, en) = (names.join("”还是“"), names.join("” or “"));
    said!(
        "是不是“{zh}”？请从候选项中选一项",
        "Did you mean “{en}”? Choose one of the options"
    )
}

/// Null: ticks that can't be told apart.
fn unclear(text: &str) -> Reading {
    let typed = quote(text);
    Reading::error(
        Rule::UnreadableValue,
        said!(
            "看不出“{typed}”中选的是哪一项，未取值",
            "Which option is chosen in “{typed}” cannot be told; nothing was taken"
        ),
        said!("请只写选中的一项", "Write the chosen option only"),
    )
}

#[cfg(test)]
mod tests;
