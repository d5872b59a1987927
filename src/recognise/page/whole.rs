//! What the alignment of letters may not do: keep a part of a printed word as printed while other words
//! are typed over it, or put what is typed behind one label into the place of another.

use std::ops::Range;

use super::align::Fate;
use super::letters::{is_soft, norm};
use super::sign::{Hole, Template};

/// The fates with printed words kept whole, and each typed text in the place of the label that stands
/// before it.
pub(super) fn settle(template: &Template, text: &[char], fates: &mut [Fate]) {
    for word in words(template) {
        whole_word(template, word, text, fates);
    }
    if template.holes.len() + template.options.len() > 1 {
        behind_labels(template, text, fates);
        by_names(template, text, fates);
    }
    closed(text, fates);
}

/// Room and points within what was typed into one place, or right behind it, are part of it.
fn closed(text: &[char], fates: &mut [Fate]) {
    for j in 1..fates.len() {
        let Fate::Typed(h) = fates[j - 1] else {
            continue;
        };
        let soft = text[j].is_whitespace() && text[j] != '\n';
        let next = (j..fates.len())
            .find(|k| !is_soft(text[*k]))
            .map(|k| fates[k]);
        let within = soft && next == Some(Fate::Typed(h));
        let point = !soft && !text[j].is_alphanumeric() && matches!(fates[j], Fate::Beside(_));
        let ends = matches!(
            text[j],
            ')' | '）' | '.' | '。' | '%' | '％' | '"' | '”' | '!' | '！'
        );
        let word = text[j].is_alphanumeric() && text[j - 1].is_alphanumeric();
        if within || matches!(fates[j], Fate::Beside(_)) && (point && ends || word) {
            fates[j] = Fate::Typed(h);
        }
    }
    for j in (1..fates.len()).rev() {
        let Fate::Typed(h) = fates[j] else { continue };
        let word = text[j].is_alphanumeric() && text[j - 1].is_alphanumeric();
        if word && matches!(fates[j - 1], Fate::Beside(_)) {
            fates[j - 1] = Fate::Typed(h);
        }
    }
}

/// The printed words outside of places: letters and digits that stand together.
fn words(template: &Template) -> Vec<Range<usize>> {
    let in_room = |i: usize| template.holes.iter().any(|h| h.room.contains(&i));
    let mut out: Vec<Range<usize>> = Vec::new();
    for (i, c) in template.letters.iter().enumerate() {
        if !c.is_alphanumeric() || in_room(i) {
            continue;
        }
        match out.last_mut() {
            Some(last) if last.end == i => last.end = i + 1,
            _ => out.push(i..i + 1),
        }
    }
    out
}

fn whole_word(template: &Template, word: Range<usize>, text: &[char], fates: &mut [Fate]) {
    let of = |j: &usize| matches!(fates[*j], Fate::Printed(i) if word.contains(&i));
    let there: Vec<usize> = (0..fates.len()).filter(of).collect();
    let (Some(first), Some(last)) = (there.first().copied(), there.last().copied()) else {
        return;
    };
    let latin = template.letters[word.clone()].iter().all(char::is_ascii);
    // What is typed right at the word, and is of the same script, is one word with it.
    let typed = |j: Option<usize>| {
        let c = j.and_then(|j| Some((*text.get(j)?, *fates.get(j)?)));
        c.is_some_and(|(c, fate)| {
            !matches!(fate, Fate::Printed(_))
                && c.is_alphanumeric()
                && c.is_ascii() == latin
                && (!latin
                    || c.is_ascii_alphabetic()
                        == template.letters[word.start].is_ascii_alphabetic())
        })
    };
    let grown = (typed(first.checked_sub(1)), typed(Some(last + 1)));
    // Behind a blank, or before one, a word touches what is typed there.
    let holes = || template.holes.iter().map(|h| &h.room);
    let grown = (
        grown.0 && !holes().any(|r| r.end == word.start),
        grown.1 && !holes().any(|r| r.start == word.end),
    );
    let whole = there.len() == word.len();
    let together = (first..=last).all(|j| of(&j) || !text[j].is_alphanumeric());
    let ends = match latin {
        true => !grown.0 && !grown.1,
        // Chinese words stand without room between them: only a short one may be part of another.
        false => word.len() > 1 || !(grown.0 && grown.1),
    };
    if whole && together && ends {
        return;
    }
    // A label that was shortened, or written a little otherwise, is still the label.
    let mut runs: Vec<Vec<usize>> = Vec::new();
    for j in there.iter().copied() {
        let next = |run: &Vec<usize>| {
            let last = *run.last().unwrap_or(&j);
            let near = (last + 1..j).all(|k| !text[k].is_alphanumeric());
            matches!((fates[last], fates[j]), (Fate::Printed(a), Fate::Printed(b)) if a + 1 == b)
                && near
        };
        match runs.last_mut().filter(|r| next(r)) {
            Some(run) => run.push(j),
            None => runs.push(vec![j]),
        }
    }
    let longest = runs.iter().map(Vec::len).max().unwrap_or(0);
    let most = longest * 5 >= word.len() * 3 && longest >= 2 && word.len() > 2;
    let keeps = |run: &Vec<usize>| {
        let edges = run.first().copied().zip(run.last().copied());
        let grown = edges.is_some_and(|(a, b)| typed(a.checked_sub(1)) || typed(Some(b + 1)));
        most && run.len() >= 2 && !(latin && grown)
    };
    let dropped: Vec<usize> = runs
        .iter()
        .filter(|r| !keeps(r))
        .flatten()
        .copied()
        .collect();
    for j in dropped.iter().copied() {
        let Fate::Printed(i) = fates[j] else { continue };
        let own = |fate: &Fate| match fate {
            Fate::Typed(h) => Some(*h),
            _ => None,
        };
        let before = fates[..j].iter().rev().zip(text[..j].iter().rev());
        let before = before
            .take_while(|(_, c)| !is_soft(**c))
            .find_map(|(f, _)| own(f));
        let behind = || {
            let behind = fates[j + 1..].iter().zip(&text[j + 1..]);
            behind
                .take_while(|(_, c)| !is_soft(**c))
                .find_map(|(f, _)| own(f))
        };
        // Across room, as long as nothing printed lies between.
        let printed = |k: &usize| matches!(fates[*k], Fate::Printed(i) if template.letters[i].is_alphanumeric() && !dropped.contains(k));
        let any = || {
            let before = (0..j)
                .rev()
                .take_while(|k| !printed(k))
                .find_map(|k| own(&fates[k]));
            before.or_else(|| {
                (j + 1..fates.len())
                    .take_while(|k| !printed(k))
                    .find_map(|k| own(&fates[k]))
            })
        };
        let only = || (template.holes.len() == 1 && template.options.is_empty()).then_some(0);
        let hole = before.or_else(behind).or_else(any).or_else(only);
        fates[j] = hole.map_or(Fate::Beside(i), Fate::Typed);
    }
}

/// The words before a place, behind the place or option before it.
fn label(template: &Template, h: usize) -> Vec<usize> {
    let start = template.holes[h].room.start;
    let holes = template.holes.iter().map(|h| h.room.end);
    let options = template.options.iter().map(|o| o.zone().end);
    let from = holes
        .chain(options)
        .filter(|end| *end <= start)
        .max()
        .unwrap_or(0);
    let label = (from..start).filter(|i| template.letters[*i].is_alphanumeric());
    label.collect()
}

/// How many of a place's label's letters are there: none of them, or most.
fn is_gone(label: &[usize], fates: &[Fate]) -> bool {
    let there = |i: &&usize| fates.contains(&Fate::Printed(**i));
    !label.is_empty() && label.iter().filter(there).count() * 2 < label.len()
}

fn is_text(hole: &Hole) -> bool {
    hole.option.is_none()
}

/// Stretches of the text typed into one place.
fn stretches(text: &[char], fates: &[Fate]) -> Vec<(usize, Range<usize>)> {
    let mut out: Vec<(usize, Range<usize>)> = Vec::new();
    for (j, fate) in fates.iter().enumerate() {
        let Fate::Typed(h) = fate else { continue };
        match out.last_mut() {
            Some((last, run))
                if *last == *h
                    && (run.end..j)
                        .all(|k| is_soft(text[k]) || !matches!(fates[k], Fate::Printed(_))) =>
            {
                run.end = j + 1;
            }
            _ => out.push((*h, j..j + 1)),
        }
    }
    out.retain(|(_, run)| text[run.clone()].iter().any(|c| !is_soft(*c)));
    out
}

/// What was typed where a place's label is gone is the place's whose label stands before it; with no
/// label before it, of the first place where that has none either, else of none.
fn behind_labels(template: &Template, text: &[char], fates: &mut [Fate]) {
    let labels: Vec<Vec<usize>> = (0..template.holes.len())
        .map(|h| label(template, h))
        .collect();
    let texts: Vec<usize> = (0..labels.len())
        .filter(|h| is_text(&template.holes[*h]))
        .collect();
    for (h, run) in stretches(text, fates) {
        if !is_text(&template.holes[h]) || !is_gone(&labels[h], fates) {
            continue;
        }
        let printed = |j: &usize| match fates[*j] {
            Fate::Printed(i) if template.letters[i].is_alphanumeric() => Some(i),
            _ => None,
        };
        let before = (0..run.start).rev().find_map(|j| printed(&j));
        let to = match before {
            Some(i) => texts
                .iter()
                .copied()
                .find(|h| template.holes[*h].room.start > i),
            None => texts.first().copied().filter(|first| {
                let alone = texts.len() == 1 && template.options.is_empty();
                alone || labels[*first].is_empty() && template.options.is_empty()
            }),
        };
        let own = to == Some(h) && before.is_some();
        if own {
            continue;
        }
        for j in run {
            if matches!(fates[j], Fate::Typed(_)) {
                fates[j] = to.map_or(Fate::Beside(template.holes[h].room.start), Fate::Typed);
            }
        }
    }
}

/// A label that is gone from its place and stands in what was typed elsewhere (`电话：…  姓名：…`) names
/// what follows it.
fn by_names(template: &Template, text: &[char], fates: &mut [Fate]) {
    let norms: Vec<char> = text.iter().copied().map(norm).collect();
    for h in 0..template.holes.len() {
        let own = label(template, h);
        if !is_text(&template.holes[h]) || own.len() < 2 || !is_gone(&own, fates) {
            continue;
        }
        let name: Vec<char> = own.iter().map(|i| template.letters[*i]).collect();
        let is = |j: usize| {
            norms[j..].starts_with(&name)
                && norms.get(j + name.len()) == Some(&':')
                && matches!(fates[j], Fate::Typed(_) | Fate::Beside(_))
        };
        let Some(at) = (0..norms.len()).find(|j| is(*j)) else {
            continue;
        };
        let from = at + name.len() + 1;
        for (j, i) in (at..).zip(&own) {
            fates[j] = Fate::Printed(*i);
        }
        let end = (from..text.len()).find(
            |j| matches!(fates[*j], Fate::Printed(i) if template.letters[i].is_alphanumeric()),
        );
        let end = end.unwrap_or(text.len());
        fates[from - 1] = Fate::Typed(h);
        for fate in &mut fates[from - 1..end] {
            if matches!(fate, Fate::Typed(_) | Fate::Beside(_)) {
                *fate = Fate::Typed(h);
            }
        }
        // The colon belongs to the label.
        let colon = template
            .letters
            .iter()
            .position(|c| *c == ':')
            .filter(|c| *c > own[own.len() - 1]);
        fates[from - 1] = Fate::Printed(colon.unwrap_or(own[own.len() - 1]));
    }
}
