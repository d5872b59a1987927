//! Which printed line of a row stands where, and what is typed between its words.

use std::ops::Range;

use super::stream::{Hit, Stream};
use crate::recognise::edition::{BlanksRow, Line, is_letter};

/// What is typed in one blank.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    /// The field.
    pub field: usize,
    /// Where it stands, by the characters that count.
    pub at: Range<usize>,
    /// The printed signs stand around it as they are printed.
    pub framed: bool,
    /// Nothing is printed behind it: it takes lines of its own.
    pub free: bool,
    /// How it was found.
    pub how: How,
}

/// How a blank was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// Between the words that are printed around it.
    Between,
    /// Behind the words that should stand behind it: `港资自行设立（）个 12`.
    Behind,
    /// Before the words that should stand before it: `12 港资自行设立（）个`.
    Before,
    /// Behind words that are not quite the printed ones.
    Doubtful,
    /// The words between it and the blank before are gone: what was typed in it cannot be told.
    Joined,
}

/// A row read.
#[derive(Debug, Default)]
pub struct Read {
    /// The blanks whose line was found.
    pub slots: Vec<Slot>,
    /// Typed text that stands in no blank, with the last blank before it.
    pub rest: Vec<(Option<usize>, Range<usize>)>,
    /// The words of the left cell were found.
    pub labelled: bool,
}

/// A printed line on paper.
struct Placed {
    line: usize,
    hit: Hit,
    weight: usize,
    /// The words next to the first blank are not the printed ones.
    doubt: bool,
}

impl Placed {
    fn at(line: usize, hit: Hit, weight: usize) -> Placed {
        Placed {
            line,
            hit,
            weight,
            doubt: false,
        }
    }
}

/// No line stands more often than this.
const MOST_HITS: usize = 50;
/// So many letters of a label's end are still enough to know it by.
const LABEL_END: usize = 6;

/// Reads what is typed between a row's printed words.
pub fn read(stream: &Stream, row: &BlanksRow, is_number: &dyn Fn(usize) -> bool) -> Read {
    let mut read = Read::default();
    let placed = place(stream, row);
    read.labelled = placed.iter().any(|p| p.line < row.in_label);
    let leads: Vec<Range<usize>> = (0..placed.len())
        .map(|i| lead(stream, row, &placed, i))
        .collect();
    for cell in stream.cells() {
        let first = (0..placed.len()).find(|i| cell.contains(&placed[*i].hit.start));
        let before = cell.start..first.map_or(cell.end, |i| leads[i].start.max(cell.start));
        if stream.has_letters(before.clone()) {
            read.rest.push((None, before));
        }
    }
    for (i, p) in placed.iter().enumerate() {
        let next = leads.get(i + 1).map_or(stream.len(), |lead| lead.start);
        let own = stream.cell_end(p.hit.end.saturating_sub(1));
        let region = p.hit.end..next.min(own).max(p.hit.end);
        let first = read.slots.len();
        line(
            stream,
            &row.lines[p.line],
            p.hit,
            region,
            is_number,
            &mut read,
        );
        if let Some(slot) = read.slots.get_mut(first).filter(|_| p.doubt) {
            slot.how = How::Doubtful;
        }
        take_lead(stream, leads[i].clone(), first, is_number, &mut read);
    }
    read
}

/// A number that stands before a line's own words, in that line; empty where there is none.
fn lead(stream: &Stream, row: &BlanksRow, placed: &[Placed], i: usize) -> Range<usize> {
    let start = placed[i].hit.start;
    let none = start..start;
    let before = i.checked_sub(1).map_or(0, |i| placed[i].hit.end);
    let from = stream.line_start_of(start).min(start);
    let line = &row.lines[placed[i].line];
    let [blank] = &line.blanks[..] else {
        return none;
    };
    let unit: String = blank.tail.chars.iter().filter(|c| is_letter(**c)).collect();
    // A line that begins with a bracket has its number within.
    let free =
        line.head.letters > 0 && from >= before && !(from..start).any(|at| stream.is_open(at));
    match free && is_amount(&stream.letters(from..start), &unit) {
        true => from..start,
        false => none,
    }
}

/// Gives the number before a line's words to its blank, where nothing is typed in that.
fn take_lead(
    stream: &Stream,
    lead: Range<usize>,
    first: usize,
    is_number: &dyn Fn(usize) -> bool,
    read: &mut Read,
) {
    if lead.is_empty() {
        return;
    }
    match &mut read.slots[first..] {
        [slot] if is_number(slot.field) && !stream.has_letters(slot.at.clone()) => {
            slot.at = lead;
            slot.how = How::Before;
            slot.framed = false;
        }
        _ => read.rest.push((None, lead)),
    }
}

/// The lines on paper, from the top.
fn place(stream: &Stream, row: &BlanksRow) -> Vec<Placed> {
    let mut hits: Vec<Placed> = Vec::new();
    for (n, line) in row.lines.iter().enumerate() {
        hits.extend(heads(stream, line, n, n < row.in_label));
    }
    hits.sort_by_key(|h| (h.hit.start, h.line));
    // The heaviest run of lines in the printed order.
    let mut best: Vec<(usize, Option<usize>)> = Vec::with_capacity(hits.len());
    for i in 0..hits.len() {
        let goes_before =
            |j: &usize| hits[*j].line < hits[i].line && hits[*j].hit.end <= hits[i].hit.start;
        let before = (0..i)
            .filter(goes_before)
            .max_by_key(|j| (best[*j].0, i - *j));
        let sum = before.map_or(0, |j| best[j].0) + hits[i].weight;
        best.push((sum, before));
    }
    let mut chosen = vec![false; hits.len()];
    let mut at = (0..hits.len()).max_by_key(|i| (best[*i].0, hits.len() - *i));
    while let Some(i) = at {
        chosen[i] = true;
        at = best[i].1;
    }
    // Lines that were moved: wherever they begin a line of their own.
    for i in 0..hits.len() {
        let overlaps = |j: usize| {
            chosen[j] && hits[j].hit.start < hits[i].hit.end && hits[i].hit.start < hits[j].hit.end
        };
        let there = (0..hits.len()).any(|j| chosen[j] && hits[j].line == hits[i].line);
        if !there && stream.begins_line(hits[i].hit.start) && !(0..hits.len()).any(overlaps) {
            chosen[i] = true;
        }
    }
    let mut chosen = chosen.into_iter();
    hits.retain(|_| chosen.next().unwrap_or(false));
    hits
}

/// Where a line's first words stand.
fn heads(stream: &Stream, line: &Line, n: usize, in_label: bool) -> Vec<Placed> {
    let whole = 0..stream.len();
    let placed = |hit: Hit, weight: usize| Placed::at(n, hit, weight);
    if line.head.letters == 0 {
        // A row that begins with a blank.
        let start = Hit {
            start: 0,
            end: 0,
            opens: true,
            closes: true,
        };
        return match n {
            0 => vec![placed(start, 1)],
            _ => Vec::new(),
        };
    }
    let bonus = |hit: &Hit| {
        2 * usize::from(stream.begins_line(hit.start)) + usize::from(hit.opens && hit.closes)
    };
    let full = stream.find(&line.head.chars, whole.clone());
    let full: Vec<Placed> = full
        .into_iter()
        .filter(|hit| is_free(stream, hit))
        .take(MOST_HITS)
        .map(|hit| placed(hit, line.head.letters * 4 + bonus(&hit)))
        .collect();
    match full.is_empty() {
        true => changed_heads(stream, line, n, in_label),
        false => full,
    }
}

/// Words in brackets are somebody's answer.
fn is_free(stream: &Stream, hit: &Hit) -> bool {
    stream.begins_line(hit.start) || !hit.start.checked_sub(1).is_some_and(|b| stream.is_open(b))
}

/// Where a line's first words stand, part of which was changed: the first clause at the beginning
/// of a line, and what comes of the others in that line.
fn changed_heads(stream: &Stream, line: &Line, n: usize, in_label: bool) -> Vec<Placed> {
    let whole = 0..stream.len();
    let placed = |hit: Hit, weight: usize| Placed::at(n, hit, weight);
    let clauses: Vec<&[char]> = line.head.clauses().collect();
    let signs = line.head.chars.len() - 1;
    let last_sign = signs
        - line
            .head
            .chars
            .iter()
            .rev()
            .position(|c| is_letter(*c))
            .unwrap_or(0);
    let behind = &line.head.chars[last_sign + 1..];
    let mut found = Vec::new();
    let mut from = |clause: &[char], rest: &[&[char]], anywhere: bool| {
        for mut hit in stream
            .find(clause, whole.clone())
            .into_iter()
            .take(MOST_HITS)
        {
            if !(anywhere || stream.begins_line(hit.start)) || !is_free(stream, &hit) {
                continue;
            }
            let end = stream.line_end(hit.start);
            let mut whole = rest.is_empty() && anywhere;
            for (i, clause) in rest.iter().enumerate() {
                let words: Vec<char> = match i + 1 == rest.len() {
                    true => clause.iter().chain(behind).copied().collect(),
                    false => clause.to_vec(),
                };
                let hits = stream.find(&words, hit.end..end);
                let last = i + 1 == rest.len();
                let framed = hits.iter().find(|h| h.closes && last);
                if let Some(next) = framed.or(hits.first()) {
                    hit.end = next.end;
                    whole |= framed.is_some();
                }
            }
            hit.opens = false;
            hit.closes = false;
            found.push(Placed {
                doubt: !whole,
                ..placed(hit, clause.len() * 2)
            });
        }
    };
    let [first, rest @ ..] = &clauses[..] else {
        return Vec::new();
    };
    if first.len() >= 2 {
        from(first, rest, false);
    }
    if let [.., last] = rest
        && last.len() >= 4
        && in_label
    {
        from(last, &[], true);
    }
    if found.is_empty() && in_label && line.head.letters > LABEL_END {
        let letters: Vec<char> = line
            .head
            .chars
            .iter()
            .copied()
            .filter(|c| is_letter(*c))
            .collect();
        let end = &letters[letters.len() - LABEL_END..];
        found.extend(
            stream
                .find(end, whole)
                .first()
                .map(|hit| placed(*hit, LABEL_END)),
        );
    }
    found
}

/// Reads the blanks of a line. `region` is what stands behind its first words, up to the next
/// line.
fn line(
    stream: &Stream,
    line: &Line,
    head: Hit,
    region: Range<usize>,
    is_number: &dyn Fn(usize) -> bool,
    read: &mut Read,
) {
    let mut at = region.start;
    let mut opened = head.closes;
    let mut n = 0;
    let first_slot = read.slots.len();
    while n < line.blanks.len() {
        let number = is_number(line.blanks[n].field);
        let found = (n..line.blanks.len()).find_map(|m| {
            let tail = &line.blanks[m].tail;
            let last = m + 1 == line.blanks.len();
            let hit = tail_hit(stream, &tail.chars, at..region.end, number && m == n, last);
            hit.map(|hit| (m, hit))
        });
        let (last, hit, end) = match found {
            Some((m, hit)) => (m, Some(hit), hit.start),
            // Nothing behind it is found: the rest of the line is the answer.
            None => {
                let own = match number {
                    true => stream.line_end(at.max(1) - 1).clamp(at, region.end),
                    false => region.end,
                };
                let typed = stream.has_letters(at..own);
                (
                    line.blanks.len() - 1,
                    None,
                    if typed { own } else { region.end },
                )
            }
        };
        let closed = hit.is_none_or(|h| h.opens);
        read.slots.push(Slot {
            field: line.blanks[n].field,
            at: at..end,
            framed: opened && closed && (hit.is_some() || line.blanks[n].tail.chars.is_empty()),
            free: line.blanks[n].tail.chars.is_empty(),
            how: How::Between,
        });
        for blank in &line.blanks[n + 1..=last] {
            read.slots.push(Slot {
                field: blank.field,
                at: end..end,
                framed: false,
                free: false,
                how: match stream.has_letters(at..end) {
                    true => How::Joined,
                    false => How::Between,
                },
            });
        }
        at = hit.map_or(end, |h| h.end);
        opened = hit.is_none_or(|h| h.closes);
        n = last + 1;
    }
    let rest = at..region.end;
    if !stream.has_letters(rest.clone()) {
        return;
    }
    let last = line.blanks.last();
    // 12个）个: the unit once more.
    let unit: String = last.map_or_else(String::new, |b| {
        b.tail.chars.iter().filter(|c| is_letter(**c)).collect()
    });
    if !unit.is_empty() && stream.letters(rest.clone()) == unit {
        return;
    }
    let empty = read.slots[first_slot..]
        .iter()
        .all(|s| !stream.has_letters(s.at.clone()));
    let own_line = rest.start
        ..stream
            .line_end(rest.start.max(1) - 1)
            .clamp(rest.start, rest.end);
    if let ([slot], true) = (&mut read.slots[first_slot..], empty)
        && is_number(slot.field)
        && is_amount(&stream.letters(own_line.clone()), &unit)
    {
        slot.at = own_line.clone();
        slot.how = How::Behind;
        slot.framed = false;
        let more = own_line.end..rest.end;
        if stream.has_letters(more.clone()) {
            read.rest.push((Some(slot.field), more));
        }
        return;
    }
    read.rest.push((last.map(|b| b.field), rest));
}

/// Where a blank's printed words begin behind it. A number ends with its line where nothing else
/// ends it; words that end the line with signs alone end with it.
fn tail_hit(
    stream: &Stream,
    tail: &[char],
    range: Range<usize>,
    number: bool,
    last: bool,
) -> Option<Hit> {
    if range.is_empty() {
        return None;
    }
    let best = |range: Range<usize>| {
        let hits = stream.find(tail, range.clone());
        let framed = |h: &&Hit| h.opens && stream.balanced(range.start..h.start);
        let hit = hits.iter().find(framed);
        hit.or(hits.iter().find(|h| h.opens))
            .or(hits.first())
            .copied()
    };
    let own = range.start
        ..stream
            .line_end(range.start.max(1) - 1)
            .clamp(range.start, range.end);
    let near = best(own.clone());
    if near.is_some() {
        return near;
    }
    let typed = stream.has_letters(own);
    if number && typed && last {
        return None;
    }
    best(range)
}

/// A number, perhaps with its unit, and nothing else.
fn is_amount(letters: &str, unit: &str) -> bool {
    let number = letters.strip_suffix(unit).unwrap_or(letters);
    let numeral = |c: char| c.is_numeric() || "〇零一二三四五六七八九十百千万两".contains(c);
    !number.is_empty() && number.chars().all(numeral)
}
