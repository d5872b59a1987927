//! The cover: who filled the form in, as underlined blanks, as a table, or in a sheet.

use std::borrow::Cow;
use std::ops::Range;

use office::paper::{Cell, Paragraph, Place, Table, is_blank};

use crate::extract::RawCell;
use crate::extract::claims::Claims;
use crate::extract::typed::on_the_line;
use crate::model::finding::{ExtractCause, FieldPath, Finding, LookCause};
use crate::recognise::edition::Edition;
use crate::recognise::locate::Located;
use crate::text::key::key;
use crate::text::vocabulary::vocabulary;

/// The cover's answers, one for each field of the mapping's `unit`.
pub fn cover<'p>(
    located: &Located<'p>,
    edition: &Edition,
    claims: &mut Claims,
    findings: &mut Vec<Finding>,
) -> Vec<Option<RawCell<'p>>> {
    let mut cover = Cover {
        edition,
        claims,
        findings,
        unit: edition.mapping.unit.iter().map(|_| None).collect(),
        own: vec![false; edition.mapping.unit.len()],
    };
    for (_, table) in located.loose.iter().filter(|l| l.0.is_none()) {
        cover.table(table);
    }
    for fit in located
        .found
        .iter()
        .flat_map(|f| &f.fits)
        .filter(|f| f.grid.table.sheet.is_some() && !f.grid.turned)
    {
        cover.cells(fit.grid.table, |cell| {
            (1..fit.first).contains(&fit.grid.line_of(cell))
        });
    }
    let paragraphs: Vec<_> = located
        .cover
        .iter()
        .filter(|(p, _)| !is_blank(&p.text))
        .collect();
    for (i, (p, place)) in paragraphs.iter().enumerate() {
        if cover.claims.has(p) {
            continue;
        }
        let text = cover.words(p, place);
        let labels = labels_in(&text, edition);
        let Some(last) = labels.last() else { continue };
        cover.take(p, &text, &labels, place, None);
        // The blank was left and the answer typed on the next line.
        let next = paragraphs
            .get(i + 1)
            .filter(|_| last.value.is_empty() && cover.unit[last.field].is_none());
        if let Some((q, at)) = next
            && labels_in(&q.answer(), edition).is_empty()
            && !edition.printed.has(&key(&q.text))
            && !located
                .found
                .iter()
                .any(|f| f.headings.iter().any(|h| h.0.id == q.id))
            && !crate::value::is_nothing(&q.text)
            && p.number > 0
            && q.number == p.number + 1
        {
            let (field, text) = (&edition.mapping.unit[last.field], q.answer());
            let text = text.trim();
            cover.claims.claim(q);
            cover.findings.push(
                Finding::of(ExtractCause::NextLine {
                    label: field.label.to_string(),
                    text: text.to_owned(),
                })
                .at(FieldPath::unit_field(&field.name))
                .quoting(text)
                .from(at.clone()),
            );
            cover.give(last.field, text, at, q, None);
        }
    }
    cover.unit
}

struct Cover<'a, 'p> {
    edition: &'a Edition,
    claims: &'a mut Claims,
    findings: &'a mut Vec<Finding>,
    unit: Vec<Option<RawCell<'p>>>,
    /// Which fields stand under the form's own labels.
    own: Vec<bool>,
}

impl<'p> Cover<'_, 'p> {
    /// Takes the values behind the labels in a paragraph's text.
    fn take(
        &mut self,
        p: &Paragraph,
        text: &str,
        labels: &[Label],
        place: &Place,
        cell: Option<&'p Cell>,
    ) {
        // Where prompts stand between the words, bytes are not those of the paragraph.
        let same = text.len() == p.text.len();
        let cut = |label: &Label| label.cut;
        if !same && !labels.iter().any(cut) {
            self.claims.claim(p);
        }
        for label in labels {
            let taken = self.give(label.field, label.value, place, p, cell);
            let end = if taken {
                label.space.end
            } else {
                label.space.start
            };
            if same {
                self.claims.claim_range(p, label.start..end);
            }
        }
    }

    /// What a paragraph says: the raised number of a note is no part of a name.
    fn words<'q>(&mut self, p: &'q Paragraph, place: &Place) -> Cow<'q, str> {
        let Some((text, raised)) = on_the_line(p) else {
            return p.answer();
        };
        let fields = labels_in(&text, self.edition);
        let path = fields.last().map_or(FieldPath::Submission, |label| {
            FieldPath::unit_field(&self.edition.mapping.unit[label.field].name)
        });
        let quoted = raised.clone();
        let finding = Finding::of(LookCause::RaisedLeftOut { raised });
        let finding = finding.at(path).quoting(quoted).from(place.clone());
        self.findings.push(finding);
        Cow::Owned(text)
    }

    /// Gives a field its value; whether nothing of the text is left. What stands there once more
    /// and differs is no value, and is said.
    fn give(
        &mut self,
        field: usize,
        text: &str,
        place: &Place,
        p: &Paragraph,
        cell: Option<&'p Cell>,
    ) -> bool {
        if text.is_empty() {
            return true;
        }
        if let Some(known) = &self.unit[field] {
            let same = key(&known.text) == key(text);
            let item = &self.edition.mapping.unit[field];
            // Under the form's own label it stands surely, under another it may be somebody else's.
            if !same && !self.own[field] && self.is_own(field, p) {
                let other = std::mem::take(&mut self.unit[field]);
                if let Some(other) = other {
                    self.own[field] = true;
                    self.put(field, text, place, p, cell);
                    let cause = ExtractCause::GivenTwice {
                        label: item.label.to_string(),
                        taken: text.to_owned(),
                        other: other.text.to_string(),
                    };
                    let finding = Finding::of(cause).at(FieldPath::unit_field(&item.name));
                    self.findings
                        .push(finding.quoting(&*other.text).from(other.place));
                }
                return true;
            }
            if !same {
                let cause = ExtractCause::GivenTwice {
                    label: item.label.to_string(),
                    taken: known.text.to_string(),
                    other: text.to_owned(),
                };
                let finding = Finding::of(cause).at(FieldPath::unit_field(&item.name));
                self.findings
                    .push(finding.quoting(text).from(place.clone()));
            }
            return true;
        }
        let text = match repeated(text) {
            Some(once) => {
                let item = &self.edition.mapping.unit[field];
                let cause = ExtractCause::RepeatedWord {
                    label: item.label.to_string(),
                    once: once.to_owned(),
                };
                let finding = Finding::of(cause).at(FieldPath::unit_field(&item.name));
                self.findings
                    .push(finding.quoting(text).from(place.clone()));
                once
            }
            None => text,
        };
        self.own[field] = self.is_own(field, p);
        self.put(field, text, place, p, cell);
        true
    }

    /// The paragraph has the form's own label, not another word for it.
    fn is_own(&self, field: usize, p: &Paragraph) -> bool {
        let label = key(&self.edition.mapping.unit[field].label);
        key(&p.text).contains(&label)
    }

    fn put(
        &mut self,
        field: usize,
        text: &str,
        place: &Place,
        p: &Paragraph,
        cell: Option<&'p Cell>,
    ) {
        self.unit[field] = Some(RawCell {
            text: Cow::Owned(text.to_owned()),
            place: place.clone(),
            cell,
            tracked: p.tracked,
            shared_with: 0,
            marked: None,
        });
    }

    /// A label and its value in one cell, or in the next cell of the row.
    fn table(&mut self, table: &'p Table) {
        self.cells(table, |_| true);
    }

    fn cells(&mut self, table: &'p Table, is_cover: impl Fn(&Cell) -> bool) {
        for (i, cell) in table.cells.iter().enumerate().filter(|(_, c)| is_cover(c)) {
            for p in cell.paragraphs() {
                let place = table.place(cell.row, cell.column);
                let text = self.words(p, &place);
                let labels = labels_in(&text, self.edition);
                let Some(last) = labels.last() else { continue };
                self.take(p, &text, &labels, &place, Some(cell));
                if !last.value.is_empty() {
                    continue;
                }
                let next = table.cells.get(i + 1).filter(|n| n.row == cell.row);
                let below = || {
                    let row = cell.row.saturating_add(cell.row_span);
                    table.cells.iter().find(|c| c.covers(row, cell.column))
                };
                let is_label = |c: &&Cell| !labels_in(trim(&c.answer()), self.edition).is_empty();
                // In a line of labels their values stand below.
                let other = |c: &&Cell| c.row == cell.row && c.id != cell.id;
                let value = match next.filter(|n| !is_label(n)) {
                    Some(next) => Some(next),
                    None if table.cells.iter().filter(other).any(|c| is_label(&c)) => {
                        below().filter(|c| !is_label(c))
                    }
                    None => None,
                };
                if let Some(value) = value {
                    self.value(last.field, value, table, p);
                }
            }
        }
    }
}

impl<'p> Cover<'_, 'p> {
    /// The value of a field in a cell of its own, which another label may stand behind.
    fn value(&mut self, field: usize, value: &'p Cell, table: &Table, p: &Paragraph) {
        let place = table.place(value.row, value.column);
        let lines: Vec<_> = value.paragraphs().map(|q| self.words(q, &place)).collect();
        let answer = lines.join("\n");
        let end = other_label(&answer);
        let text = match end {
            Some(end) => trim(&answer[..end]).trim_end_matches(SEPARATORS),
            None => trim(&answer),
        };
        let text = without_seal(text);
        self.give(field, text, &place, p, Some(value));
        // Of a cell with another label in it the rest is told of.
        match (end, value.paragraphs().next()) {
            (Some(end), Some(only)) if only.text == answer => {
                self.claims.claim_range(only, 0..end);
            }
            (None, _) => self.claims.claim_cell(value),
            _ => {}
        }
    }
}

/// A text that is one word several times over, as a program leaves it that repeats a control on saving.
/// A word of two letters twice is a name of its own: 拉拉, 本本.
fn repeated(text: &str) -> Option<&str> {
    let letters: Vec<(usize, char)> = text.char_indices().collect();
    let n = letters.len();
    // A number may be made of equal parts: 123123.
    if !text.contains(char::is_alphabetic) {
        return None;
    }
    (3..=n / 2)
        .filter(|len| n.is_multiple_of(*len))
        .find_map(|len| {
            let once = &text[..letters[len].0];
            (once.repeat(n / len) == text).then_some(once)
        })
}

struct Label<'t> {
    field: usize,
    value: &'t str,
    /// Another label, of no field, stands behind the value.
    cut: bool,
    /// Where it begins in the text.
    start: usize,
    /// Where the value stands in the text, with the rule that it is written on.
    space: Range<usize>,
}

/// The cover's labels in a text: for each the field, and the bytes behind it, up to the next
/// label, that its value is written on.
pub fn spaces_in(text: &str, edition: &Edition) -> Vec<(usize, Range<usize>)> {
    let labels = labels_in(text, edition).into_iter();
    labels.map(|label| (label.field, label.space)).collect()
}

/// The labels in a text, each with what stands between it and the next.
fn labels_in<'t>(text: &'t str, edition: &Edition) -> Vec<Label<'t>> {
    let mut found: Vec<(usize, usize, usize)> = Vec::new();
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let mut i = 0;
    while i < chars.len() {
        // Inside a word a label needs its colon: 王芳主管领导：… but not 其他联系人员.
        let at_word = i == 0 || !is_word(chars[i - 1].1);
        let found_here = label_at(&chars, i, edition)
            .filter(|(_, end)| at_word || chars.get(end - 1).is_some_and(|c| "：:".contains(c.1)));
        if let Some((field, end)) = found_here {
            let start = chars[i].0;
            let after = chars.get(end).map_or(text.len(), |c| c.0);
            found.push((field, start, after));
            i = end;
        } else {
            i += 1;
        }
    }
    (0..found.len())
        .map(|n| {
            let (start, end) = (found[n].2, found.get(n + 1).map_or(text.len(), |f| f.1));
            let other = other_label(&text[start..end]);
            let end = other.map_or(end, |other| start + other);
            Label {
                field: found[n].0,
                value: without_seal(match other {
                    Some(_) => trim(&text[start..end]).trim_end_matches(SEPARATORS),
                    None => trim(&text[start..end]),
                }),
                cut: other.is_some(),
                start: found[n].1,
                space: start..end,
            }
        })
        .collect()
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric()
}

/// What sets a value and the next label apart.
const SEPARATORS: [char; 6] = ['，', ',', '；', ';', '、', '/'];
/// A longer run of letters before a colon is no label.
const LONGEST_LABEL: usize = 8;

/// Where another label begins behind a value, of no field of the cover: 赵六    审核人：钱七,
/// 赵六日期：2026.1.5. It stands apart, or is one of the words for who signs and when.
fn other_label(text: &str) -> Option<usize> {
    for (colon, _) in text.match_indices(['：', ':']) {
        let before = text[..colon].trim_end();
        let letter = |c: char| c.is_alphabetic() && !c.is_ascii();
        let run = before.trim_end_matches(letter).len();
        let label = &before[run..];
        let behind = !text[..run].trim().is_empty();
        let apart = behind && text[..run].ends_with(|c: char| !c.is_alphanumeric());
        let count = label.chars().count();
        if apart && (2..=LONGEST_LABEL).contains(&count) {
            return Some(run);
        }
        let words = vocabulary().line.signing.iter();
        let known = words.filter(|word| label.ends_with(word));
        let start = known.max_by_key(|word| word.len());
        let start = start.map(|word| before.len() - word.len());
        if let Some(start) = start.filter(|start| !text[..*start].trim().is_empty()) {
            return Some(start);
        }
    }
    None
}

/// A name without the place to sign that is printed behind it: 赵六（签字）.
fn without_seal(text: &str) -> &str {
    let Some(inner) = text.strip_suffix(['）', ')']) else {
        return text;
    };
    let Some(open) = inner.rfind(['（', '(']) else {
        return text;
    };
    let word = inner[open..].trim_start_matches(['（', '(']).trim();
    match vocabulary().paper.signed.has(word) {
        true => trim(&text[..open]),
        false => text,
    }
}

/// The label at a place, and where its text ends behind the colon. A label is followed by a colon,
/// a rule to write on, or the end of the text.
fn label_at(chars: &[(usize, char)], start: usize, edition: &Edition) -> Option<(usize, usize)> {
    for (letters, field) in &edition.signs.cover {
        let mut i = start;
        let mut n = 0;
        while n < letters.len() && i < chars.len() {
            if chars[i].1 == letters[n] {
                n += 1;
            } else if !chars[i].1.is_whitespace() || n == 0 {
                break;
            }
            i += 1;
        }
        if n < letters.len() {
            continue;
        }
        let mut end = i;
        while end < chars.len() && chars[end].1.is_whitespace() {
            end += 1;
        }
        // （签字）, (盖章) behind a label.
        if end < chars.len() && "（(".contains(chars[end].1) {
            match chars[end..].iter().position(|c| "）)".contains(c.1)) {
                Some(close) if close <= 12 => end += close + 1,
                _ => {}
            }
        }
        while end < chars.len() && chars[end].1.is_whitespace() {
            end += 1;
        }
        match chars.get(end).map(|c| c.1) {
            None => return Some((*field, end)),
            Some(c) if "：:_＿﹕".contains(c) => return Some((*field, end + 1)),
            _ if i > start && chars.get(i).is_some_and(|c| c.1 == '\t') => {
                return Some((*field, i));
            }
            _ => {}
        }
    }
    None
}

fn trim(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || "_＿：:﹍\u{200b}".contains(c))
}
