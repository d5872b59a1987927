//! Several records in the cells of one line, set apart by Enter or numbered.

use crate::extract::{RawCell, RawRecord, Scope};
use crate::mapping::{Field, Type};
use crate::model::finding::{Finding, LineCause};
use crate::recognise::locate::Fit;
use crate::text::vocabulary::vocabulary;
use office::paper::{Paragraph, is_blank};

/// A longer line is a text, no name.
const LONGEST: usize = 40;

/// Says where two or more cells of a line hold the same number of short lines.
pub(super) fn several(fit: &Fit, record: &RawRecord, index: usize, scope: &mut Scope) {
    let fields = &scope.edition.mapping.tables[scope.t].fields;
    if let Some((raw, text)) = cells_in_one(record, fields.len()) {
        let cause = LineCause::CellsInOne { text: text.clone() };
        let finding = Finding::of(cause).at(scope.record_path(index));
        let finding = finding.quoting(text).from(raw.place.clone());
        return scope.findings.push(finding);
    }
    let mut typed = 0;
    let mut cells: Vec<(usize, usize)> = Vec::new();
    for (f, raw) in record.cells.iter().enumerate() {
        let Some(raw) = raw.as_ref().filter(|r| r.cell.is_some()) else {
            continue;
        };
        let lines = lines(&raw.text);
        typed += usize::from(!lines.is_empty());
        let names = lines.iter().enumerate().all(|(i, l)| is_name(l, i));
        if lines.len() > 1 && names && !is_translated(&lines) {
            cells.push((f, lines.len()));
        }
    }
    if let Some((count, raw)) = numbered_names(fields, record, fit) {
        let text = raw.text.trim().replace('\n', "⏎");
        let cause = LineCause::SeveralRecords {
            count,
            text: text.clone(),
        };
        let finding = Finding::of(cause).at(scope.record_path(index));
        let finding = finding.quoting(text).from(raw.place.clone());
        return scope.findings.push(finding);
    }
    let Some(&(first, n)) = cells.first() else {
        return;
    };
    let equal = cells.iter().filter(|c| c.1 == n).count();
    let counts = |f: usize| !matches!(fields[f].kind, Type::Text | Type::Countries | Type::Choices);
    let counted = cells.iter().any(|c| c.1 == n && counts(c.0));
    // A form's items are longer texts: more than two of them must agree.
    let enough = match fit.grid.turned {
        false => equal > 1,
        true => equal > 1 && (counted || equal * 2 > typed),
    };
    if !enough {
        return;
    }
    let said: Vec<String> = cells
        .iter()
        .filter_map(|c| record.cells[c.0].as_ref())
        .map(|raw| raw.text.trim().replace('\n', "⏎"))
        .collect();
    let said = said.join(" | ");
    let path = scope.record_path(index);
    let cause = LineCause::SeveralRecords {
        count: n,
        text: said.clone(),
    };
    let finding = Finding::of(cause).at(path).quoting(said);
    let place = record.cells[first].as_ref().map(|raw| raw.place.clone());
    scope.findings.push(match place {
        Some(place) => finding.from(place),
        None => finding,
    });
}

/// What belongs to several cells in the only one that is filled in, set apart by tabs.
fn cells_in_one<'r, 'p>(
    record: &'r RawRecord<'p>,
    fields: usize,
) -> Option<(&'r RawCell<'p>, String)> {
    let mut typed = record
        .cells
        .iter()
        .flatten()
        .filter(|raw| !is_blank(&raw.text));
    let (Some(raw), None) = (typed.next(), typed.next()) else {
        return None;
    };
    let set_apart = |line: &str| {
        let mut pieces = line
            .split('\t')
            .map(str::trim)
            .filter(|piece| !piece.is_empty());
        pieces.next().is_some() && pieces.next().is_some()
    };
    let quoted = || raw.text.trim().replace('\n', "⏎").replace('\t', "⇥");
    (fields > 2 && raw.text.split('\n').any(set_apart)).then(|| (raw, quoted()))
}

/// The names of several records in the one cell that names a record: numbered from one, by hand or
/// by the program, or a person's name on each line.
fn numbered_names<'r, 'p>(
    fields: &[Field],
    record: &'r RawRecord<'p>,
    fit: &Fit,
) -> Option<(usize, &'r RawCell<'p>)> {
    // Of a form the item that names it; its other texts may be lists.
    let names = |f: &Field| f.kind == Type::Text && (f.required || !fit.grid.turned);
    let first = fields.iter().position(names)?;
    let raw = record.cells.get(first)?.as_ref()?;
    let count = numbered(&raw.text)
        .or_else(|| labelled(raw))
        .or_else(|| persons(&raw.text))
        .or_else(|| abroad(&raw.text, &fields[first]))?;
    Some((count, raw))
}

/// How many names a text numbers, from 1 on: 1.甲 2.乙, ①甲②乙, （一）甲（二）乙.
fn numbered(text: &str) -> Option<usize> {
    let mut count = 0;
    let mut rest = text.trim_start();
    while let Some((number, behind)) = leading_number(rest)
        && number == count + 1
    {
        count += 1;
        // The next name begins on its own line, or behind what closes this one.
        let next = |(at, _): &(usize, char)| {
            let begins = leading_number(&behind[*at..]).is_some_and(|n| n.0 == count + 1);
            let apart = behind[..*at].ends_with(|c: char| !c.is_ascii_alphanumeric() && c != '.');
            begins && apart && behind[..*at].chars().any(char::is_alphabetic)
        };
        let Some((at, _)) = behind.char_indices().find(next) else {
            break;
        };
        rest = &behind[at..];
    }
    (count > 1).then_some(count)
}

/// The number that a text begins with, as lists are numbered, and what follows it.
fn leading_number(text: &str) -> Option<(usize, &str)> {
    let mut chars = text.chars();
    let first = chars.next()?;
    if ('①'..='⑳').contains(&first) {
        return Some((first as usize - '①' as usize + 1, chars.as_str()));
    }
    let bracketed = "（(".contains(first);
    let body = if bracketed { chars.as_str() } else { text };
    let digits = body.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = match digits {
        0 => {
            let c = body.chars().next()?;
            let at = "一二三四五六七八九".chars().position(|n| n == c)?;
            (at + 1, &body[c.len_utf8()..])
        }
        1 | 2 => (body[..digits].parse().ok()?, &body[digits..]),
        _ => return None,
    };
    let closes = if bracketed { "）)" } else { ".．、）)" };
    let rest = rest.strip_prefix(|c| closes.contains(c))?;
    // 1.5 is no number of a list.
    (!rest.starts_with(|c: char| c.is_ascii_digit())).then_some((number, rest))
}

/// How many paragraphs of the cell the program itself numbers.
fn labelled(raw: &RawCell) -> Option<usize> {
    let has_number = |p: &&Paragraph| {
        let ordinal = p.bullet.as_ref().and_then(|b| b.ordinal);
        ordinal.is_some() && !is_blank(&p.text)
    };
    let count = raw.cell?.paragraphs().filter(has_number).count();
    (count > 1).then_some(count)
}

/// Two to four Chinese characters on each line, behind a family name: persons.
fn persons(text: &str) -> Option<usize> {
    let lines = lines(text);
    let person = |line: &&str| {
        let letters = line.chars().filter(|c| !c.is_whitespace()).count();
        (2..=4).contains(&letters)
            && vocabulary()
                .line
                .surnames
                .iter()
                .any(|name| line.starts_with(name))
            && line
                .chars()
                .all(|c| c.is_whitespace() || ('\u{4e00}'..='\u{9fff}').contains(&c))
    };
    (lines.len() > 1 && lines.iter().all(person)).then_some(lines.len())
}

/// A name in Latin letters on each line, under a label for persons' names: `Ingrid Solvang⏎Ola Nordmann`.
fn abroad(text: &str, field: &Field) -> Option<usize> {
    let mut labels = vocabulary().line.persons.iter();
    if !labels.any(|label| field.label.ends_with(label)) {
        return None;
    }
    let lines = lines(text);
    let capital = |word: &str| word.starts_with(|c: char| c.is_uppercase());
    let letters = |c: char| c.is_alphabetic() && !('\u{4e00}'..='\u{9fff}').contains(&c);
    let name = |line: &&str| {
        let words: Vec<&str> = line.split_whitespace().collect();
        (2..=4).contains(&words.len())
            && words.iter().all(|w| capital(w))
            && line.chars().all(|c| letters(c) || " .-'’·".contains(c))
    };
    (lines.len() > 1 && lines.iter().all(name)).then_some(lines.len())
}

fn lines(text: &str) -> Vec<&str> {
    text.split('\n')
        .map(str::trim)
        .filter(|l| !l.is_empty())
        .collect()
}

/// One name in two languages: 丹麦技术大学⏎Technical University of Denmark.
fn is_translated(lines: &[&str]) -> bool {
    let chinese = |line: &str| line.contains(|c: char| ('\u{4e00}'..='\u{9fff}').contains(&c));
    let latin = |line: &str| line.contains(|c: char| c.is_ascii_alphabetic());
    match lines {
        [one, other] => {
            let pair = |a: &str, b: &str| chinese(a) && latin(b) && !chinese(b);
            pair(one, other) || pair(other, one)
        }
        _ => false,
    }
}

/// A line that can be one record's: short, no sentence, and not the rest of the line above.
fn is_name(line: &str, at: usize) -> bool {
    let rest = at > 0
        && line
            .chars()
            .next()
            .is_some_and(|c| c.is_ascii_lowercase() || "）)】》”、，,。；;".contains(c));
    line.chars().count() <= LONGEST && !line.ends_with(['。', '；', ';']) && !rest
}
