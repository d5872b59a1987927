//! Which options are chosen, by all the marks, numbers and words of a list together.

use office::paper::Place;

use super::Lines;
use crate::extract::marks::{Look, marked};
use crate::extract::{Chosen, Scope};
use crate::finding::{Finding, Rule};
use crate::key::key;
use crate::said;

pub(super) fn choose(
    scope: &mut Scope,
    lines: Lines,
    labels: &[&str],
    asks: &[bool],
    limit: usize,
) -> Chosen {
    let mut looks: Vec<Look> = Vec::new();
    // The looks of the list's first print, where it is printed twice.
    let mut first_looks: Vec<Look> = Vec::new();
    let mut seen = vec![false; labels.len()];
    let is_twice = lines
        .options
        .iter()
        .any(|l| std::mem::replace(&mut seen[l.option], true));
    let mut again: Vec<(usize, Look)> = Vec::new();
    let mut at: Vec<(usize, Place)> = Vec::new();
    let mut words: Vec<String> = Vec::new();
    let mut fronts: Vec<(usize, String)> = Vec::new();
    for line in lines.options {
        if !line.front.is_empty() {
            fronts.push((line.option, line.front));
        }
        match at.iter().position(|a| a.0 == line.option) {
            // The same option twice: a mark on either counts.
            Some(i) => {
                again.push((i, line.look.clone()));
                looks[i].join(line.look);
                if words[i].is_empty() {
                    words[i] = line.words;
                }
            }
            None => {
                at.push((line.option, line.place));
                if is_twice {
                    first_looks.push(line.look.clone());
                }
                looks.push(line.look);
                words.push(line.words);
            }
        }
    }
    let present = at.len();
    let complete = present == labels.len();
    let copies_differ = differ(&first_looks, &again, complete, limit);
    let found = marked(&looks, complete, limit);
    let path = format!("{}/records/0/selected", scope.path());
    let name = |i: usize| labels[at[i].0];
    let mut say = |severity_warning: bool, place: Option<Place>, message, hint| {
        let mut f = if severity_warning {
            Finding::warning(Rule::AmbiguousMark, message)
        } else {
            Finding::info(Rule::AmbiguousMark, message)
        };
        f = f.at(path.clone()).hinting(hint);
        f.source = place;
        scope.findings.push(f);
    };
    let confirm = || {
        said!(
            "请核对该单位实际选择的选项。",
            "Ask which options were meant."
        )
    };
    for &i in &found.doubtful {
        let label = name(i);
        say(
            true,
            Some(at[i].1.clone()),
            said!(
                "选项“{label}”只有一小部分被标记，未作为选中",
                "only a small part of “{label}” is marked; it was not taken as chosen"
            ),
            confirm(),
        );
    }
    for &i in &found.struck {
        let label = name(i);
        say(
            true,
            Some(at[i].1.clone()),
            said!(
                "选项“{label}”标记后又被划掉，未作为选中",
                "“{label}” is marked and struck through; it was not taken as chosen"
            ),
            confirm(),
        );
    }
    if !found.by_letter.is_empty() {
        let list = found
            .by_letter
            .iter()
            .map(|&i| name(i))
            .collect::<Vec<_>>()
            .join("；");
        say(
            true,
            Some(at[found.by_letter[0]].1.clone()),
            said!(
                "选项旁的字母或符号读作打勾：{list}",
                "the letters beside these options were read as ticks: {list}"
            ),
            confirm(),
        );
    }
    if copies_differ {
        say(
            true,
            at.first().map(|a| a.1.clone()),
            said!(
                "选项出现了两遍，标记不同；两处的标记都已读入",
                "the list stands there twice with different marks; those of both were taken"
            ),
            confirm(),
        );
    }
    let mut chosen: Vec<(usize, Place)> = found.chosen.iter().map(|&i| at[i].clone()).collect();
    if found.inverted {
        let list = found
            .chosen
            .iter()
            .map(|&i| name(i))
            .collect::<Vec<_>>()
            .join("；");
        say(
            true,
            chosen.first().map(|c| c.1.clone()),
            said!(
                "除少数几项外都标了颜色，把未标的几项作为选中：{list}",
                "all but a few options are coloured; the few were taken as chosen: {list}"
            ),
            confirm(),
        );
    }
    if found.by_style {
        say(
            true,
            chosen.first().map(|c| c.1.clone()),
            said!(
                "选项只以加粗、下划线或样式区别，按选中读入",
                "the options differ only in bold, underline or style; these were taken as chosen"
            ),
            confirm(),
        );
    }
    if found.all_alike && chosen.is_empty() {
        say(
            true,
            at.first().map(|a| a.1.clone()),
            said!(
                "所有选项的标记都相同，无法区分选中项",
                "all options are marked alike; which are chosen cannot be told"
            ),
            confirm(),
        );
    }
    if chosen.is_empty()
        && !found.all_alike
        && found.doubtful.is_empty()
        && present > 0
        && !complete
        && only_chosen_left(&at, labels.len(), limit)
    {
        chosen = at.clone();
        say(
            false,
            chosen.first().map(|c| c.1.clone()),
            said!(
                "只留下 {present} 个选项，其余已删去，按选中读入",
                "only {present} options were left, the others deleted; they were taken as chosen"
            ),
            confirm(),
        );
    }
    let mut other = None;
    for line in lines.retyped {
        if asks.get(line.option).copied().unwrap_or(false) && !key(&line.words).is_empty() {
            other.get_or_insert(line.words);
        }
        if !chosen.iter().any(|c| c.0 == line.option) {
            let label = labels[line.option];
            say(
                true,
                Some(line.place.clone()),
                said!(
                    "选项“{label}”另行写出，按选中读入",
                    "“{label}” is written out apart from the list; it was taken as chosen"
                ),
                confirm(),
            );
            chosen.push((line.option, line.place));
        }
    }
    if !lines.numbers.is_empty() {
        let place = lines.numbers_place.clone();
        let agreed = !chosen.is_empty()
            && lines.numbers.len() == chosen.len()
            && lines
                .numbers
                .iter()
                .all(|n| chosen.iter().any(|c| c.0 + 1 == *n as usize));
        if !agreed {
            let list = lines
                .numbers
                .iter()
                .map(u32::to_string)
                .collect::<Vec<_>>()
                .join("、");
            say(
                !chosen.is_empty(),
                place.clone(),
                said!(
                    "按填写的序号读入选项：{list}",
                    "the options were read from the numbers typed: {list}"
                ),
                confirm(),
            );
        }
        for n in lines.numbers {
            let option = n as usize - 1;
            if !chosen.iter().any(|c| c.0 == option) {
                chosen.push((
                    option,
                    place.clone().unwrap_or(Place::Paragraph { paragraph: 0 }),
                ));
            }
        }
    }
    let mut unread = Vec::new();
    for (option, text) in fronts {
        let label = labels[option];
        unread.push(
            Finding::warning(
                Rule::UnclaimedText,
                said!(
                    "选项“{label}”前面写了“{text}”，未读入",
                    "“{text}” stands before “{label}” and was not read"
                ),
            )
            .at(path.clone())
            .quoting(text),
        );
    }
    for (i, text) in words
        .into_iter()
        .enumerate()
        .filter(|(_, w)| !key(w).is_empty())
    {
        if asks.get(at[i].0).copied().unwrap_or(false) {
            if !chosen.iter().any(|c| c.0 == at[i].0) {
                let label = labels[at[i].0];
                say(
                    true,
                    Some(at[i].1.clone()),
                    said!(
                        "“{label}”没有标记，但写了内容“{text}”，按选中读入",
                        "“{label}” is not marked, but “{text}” is written beside it; it was taken as chosen"
                    ),
                    confirm(),
                );
                chosen.push(at[i].clone());
            }
            other.get_or_insert(text);
        } else {
            let label = labels[at[i].0];
            unread.push(
                Finding::warning(
                    Rule::UnclaimedText,
                    said!(
                        "选项“{label}”后面写了“{text}”，未读入",
                        "“{text}” stands behind “{label}” and was not read"
                    ),
                )
                .at(path.clone())
                .quoting(text)
                .from(at[i].1.clone()),
            );
        }
    }
    scope.findings.extend(unread);
    chosen.sort_by_key(|c| c.0);
    chosen.dedup_by_key(|c| c.0);
    Chosen {
        place: at.first().map(|a| a.1.clone()),
        options: chosen.iter().map(|c| c.0).collect(),
        places: chosen.into_iter().map(|c| c.1).collect(),
        other,
    }
}

/// Few options are left, and not just the half of a list that was printed in two boxes.
fn only_chosen_left(at: &[(usize, Place)], total: usize, limit: usize) -> bool {
    let mut left: Vec<usize> = at.iter().map(|a| a.0).collect();
    left.sort_unstable();
    let run = left.windows(2).all(|w| w[1] == w[0] + 1);
    left.len() <= limit || left.len() * 2 <= total && !run
}

/// A list that is printed twice is marked in both places, and not alike.
fn differ(first: &[Look], again: &[(usize, Look)], complete: bool, limit: usize) -> bool {
    if again.len() < 2 {
        return false;
    }
    let chosen = |looks: &[Look]| marked(looks, complete, limit).chosen;
    let one = chosen(first);
    let looks: Vec<Look> = again.iter().map(|a| a.1.clone()).collect();
    let other: Vec<usize> = chosen(&looks).into_iter().map(|i| again[i].0).collect();
    !one.is_empty() && !other.is_empty() && one != other
}
