//! A form as its page prints it: what is typed at its places, what is ticked, and a row for each
//! record.

use std::collections::HashMap;
use std::ops::Range;

use office::inplace::Kind;
use office::paper::{Cell, Paper, Paragraph, is_blank};

use super::form::{Edit, Form};
use super::pieces::put;
use super::wording::wording;
use crate::extract::{Letter, letters};
use crate::mapping::{Field, PageRecord, PageTarget, Type};
use crate::model::finding::FieldPath;
use crate::model::submission::{Record, Submission};
use crate::recognise::page::{Fate, PageSign, Template, Unit, UnitSign, align, fit, is_soft};
use crate::said;
use crate::value::Value;

/// The mark put into a box, and beside a word.
const TICKED: &str = "☑";
const TICK: &str = "√";

/// A field's place: its table (none is the cover), the record, the field.
type Key = (Option<usize>, usize, usize);

/// What is written, and what of it has been.
struct Ink<'s> {
    submission: &'s Submission,
    /// The records that rows have taken so far, by table.
    rows: Vec<usize>,
    written: HashMap<Key, bool>,
}

/// Writes a submission's tables of the layout `page`.
pub(super) fn page(
    form: &mut Form<'_, '_, '_>,
    paper: &Paper,
    sign: &PageSign,
    submission: &Submission,
) {
    let edition = form.edition;
    let Some(fit) = fit(paper, sign) else { return };
    let mut ink = Ink {
        submission,
        rows: vec![0; edition.mapping.tables.len()],
        written: HashMap::new(),
    };
    // The last row of each list, which is copied for more records.
    let mut last: HashMap<usize, (usize, Unit)> = HashMap::new();
    for (n, unit) in &fit.pairs {
        let sign = &sign.units[*n];
        let edits = ink.unit(form, sign, unit);
        edits.into_iter().for_each(|edit| form.make(edit));
        for t in of_row(sign) {
            ink.rows[t] += 1;
            if let UnitSign::Row(row) = sign
                && row.repeats == Some(t)
            {
                last.insert(t, (*n, unit.clone()));
            }
        }
    }
    for (t, (n, unit)) in last {
        let code = &edition.mapping.tables[t].code;
        let records = submission.tables.get(code).map_or(0, |d| d.records.len());
        let Unit::Row(_, cells) = &unit else { continue };
        let row = cells.iter().find_map(|c| form.around(c, Kind::Row));
        while let Some(row) = row.filter(|_| ink.rows[t] < records) {
            let edits = ink.unit(form, &sign.units[n], &unit);
            let end = form.outline.get(row).end;
            let copy = form.copy(row, edits);
            form.make((end..end, copy));
            ink.rows[t] += 1;
        }
    }
    ink.left(form);
}

fn of_row(sign: &UnitSign) -> Vec<usize> {
    let targets = sign.templates().iter().flat_map(Template::targets);
    let rows = targets.filter(|t| t.record == PageRecord::Row);
    let mut tables: Vec<usize> = rows.filter_map(|t| t.table).collect();
    tables.sort_unstable();
    tables.dedup();
    tables
}

impl Ink<'_> {
    fn unit(&mut self, form: &Form<'_, '_, '_>, sign: &UnitSign, unit: &Unit<'_>) -> Vec<Edit> {
        let mut edits = Vec::new();
        match (sign, unit) {
            (UnitSign::Line(template), Unit::Line(p, _)) => {
                edits.extend(self.text(form, template, &[*p], None));
            }
            (UnitSign::Row(row), Unit::Row(_, cells)) => {
                for (n, cell) in row.cells_of(cells) {
                    let paragraphs: Vec<&Paragraph> = cell.paragraphs().collect();
                    edits.extend(self.text(form, &row.cells[n], &paragraphs, Some(cell)));
                }
            }
            _ => {}
        }
        edits
    }

    fn key(&self, target: PageTarget) -> Option<Key> {
        let record = match (target.record, target.table) {
            (PageRecord::Row, Some(t)) => self.rows[t],
            (PageRecord::At(n), _) => n,
            _ => 0,
        };
        Some((target.table, record, target.field?))
    }

    fn record(&self, form: &Form<'_, '_, '_>, key: Key) -> Option<&Record> {
        match key.0 {
            None => Some(&self.submission.unit),
            Some(t) => {
                let code = &form.edition.mapping.tables[t].code;
                self.submission.tables.get(code)?.records.get(key.1)
            }
        }
    }

    fn value(&self, form: &Form<'_, '_, '_>, key: Key) -> Option<(&Value, Option<&str>)> {
        let field = field(form, key);
        let record = self.record(form, key)?;
        let other = record.get(&format!("{}_other", field.name));
        let value = record.get(&field.name).filter(|v| !v.is_empty())?;
        Some((value, other.and_then(Value::text)))
    }

    /// The edits that write into one text of the page.
    fn text(
        &mut self,
        form: &Form<'_, '_, '_>,
        template: &Template,
        paragraphs: &[&Paragraph],
        cell: Option<&Cell>,
    ) -> Vec<Edit> {
        let letters = letters(paragraphs);
        let shown: Vec<char> = letters.iter().map(|l| l.c).collect();
        let fates = align(template, &shown);
        let laid = Laid {
            paragraphs,
            letters: &letters,
            fates: &fates,
        };
        let mut edits = Vec::new();
        let mut wanted: Vec<(usize, (Range<usize>, String))> = Vec::new();
        for (h, hole) in template.holes.iter().enumerate() {
            let Some(key) = self.key(hole.target) else {
                continue;
            };
            if self.written.get(&key) == Some(&true) && hole.option.is_none() {
                continue;
            }
            let Some((value, other)) = self.value(form, key) else {
                continue;
            };
            let text = match hole.option {
                Some(option) => chosen(form, key, value, option).then(|| TICK.to_owned()),
                None => wording(value, other, field(form, key), form.edition),
            };
            let Some(mut text) = text else { continue };
            // What else is printed stays apart from it.
            let more = template.letters[hole.room.end..]
                .iter()
                .any(|c| !is_soft(*c));
            let next = template.holes.get(h + 1);
            let joined = next.is_some_and(|n| n.room.start == hole.room.end);
            let spaces = template.letters[hole.room.clone()]
                .iter()
                .all(|c| c.is_whitespace());
            let option_next = template
                .letters
                .get(hole.room.end)
                .is_some_and(|c| *c == '□');
            if joined || more && spaces && hole.option.is_none() || option_next {
                text.push_str("  ");
            }
            self.written.insert(key, true);
            match laid.room(&hole.room) {
                Where::In(p, bytes) => wanted.push((p, (bytes, text))),
                Where::Below(p, blank) => {
                    let outline = form.outline;
                    let origin = |p: &usize| outline.paragraph(paragraphs[*p].origin);
                    let blank: Vec<usize> = blank.iter().filter_map(origin).collect();
                    let look = cell.and_then(|c| form.around(c, Kind::Cell));
                    let look = look.map_or(String::new(), |c| form.look_of(c));
                    edits.extend(form.on_lines(origin(&p), &blank, &text, &look));
                }
            }
        }
        for option in &template.options {
            let Some(key) = self.key(option.target) else {
                continue;
            };
            let Some((value, _)) = self.value(form, key) else {
                continue;
            };
            if !chosen(form, key, value, option.option) {
                continue;
            }
            let place = match option.glyph {
                Some(glyph) => laid
                    .of(glyph)
                    .map(|(p, bytes)| (p, (bytes, TICKED.to_owned()))),
                None => laid
                    .of(option.label.end.saturating_sub(1))
                    .map(|(p, bytes)| (p, (bytes.end..bytes.end, TICK.to_owned()))),
            };
            if let Some(place) = place {
                self.written.insert(key, true);
                wanted.push(place);
            }
        }
        edits.extend(self.put(form, paragraphs, wanted, cell));
        edits
    }

    fn put(
        &mut self,
        form: &Form<'_, '_, '_>,
        paragraphs: &[&Paragraph],
        wanted: Vec<(usize, (Range<usize>, String))>,
        cell: Option<&Cell>,
    ) -> Vec<Edit> {
        let mut edits = Vec::new();
        for (n, p) in paragraphs.iter().enumerate() {
            let own: Vec<_> = wanted
                .iter()
                .filter(|w| w.0 == n)
                .map(|w| w.1.clone())
                .collect();
            if own.is_empty() {
                continue;
            }
            // Into an empty cell as anything is typed there.
            if let ([(_, text)], Some(cell), true) = (own.as_slice(), cell, is_blank(&p.text)) {
                let look = form.around(cell, Kind::Table);
                let look = look.map_or(String::new(), |table| form.look_of(table));
                // Beside printed lines, on the line that is left for it.
                match form.outline.paragraph(p.origin) {
                    Some(line) if !paragraphs.iter().all(|p| is_blank(&p.text)) => {
                        edits.push(form.in_paragraph(line, text, &look));
                    }
                    _ => edits.extend(form.in_cell(cell, text, &look)),
                }
                continue;
            }
            // A paragraph that is not made of plain runs is read back as it was: that is told of.
            edits.extend(put(form, p, own).unwrap_or_default());
        }
        edits
    }

    /// Values for which the form has no place.
    fn left(&self, form: &mut Form<'_, '_, '_>) {
        let mapping = &form.edition.mapping;
        let mut told = Vec::new();
        for (t, table) in mapping.tables.iter().enumerate() {
            let Some(data) = self.submission.tables.get(&table.code) else {
                continue;
            };
            for (r, record) in data.records.iter().enumerate() {
                for (f, field) in table.fields.iter().enumerate() {
                    let given = record.get(&field.name).is_some_and(|v| !v.is_empty());
                    if given && !self.written.contains_key(&(Some(t), r, f)) {
                        let path = FieldPath::field(&table.code, r, &field.name);
                        told.push((path, field.label.to_string()));
                    }
                }
            }
        }
        // Names that the rows print are there already.
        let given = |path: &FieldPath| {
            let units = form.edition.signs.page.iter().flat_map(|s| &s.units);
            let mut all = units.flat_map(UnitSign::templates).flat_map(|t| &t.given);
            all.any(|(target, _)| {
                let field = target.field_of(mapping);
                field.is_some_and(|f| path.field_name().is_some_and(|n| **n == *f.name))
            })
        };
        told.retain(|(path, _)| !given(path));
        for (path, label) in told {
            form.refuse(
                path,
                said!(
                    "空白表里没有“{label}”的位置，未写入",
                    "the blank form has no place for “{label}”; it was not written"
                ),
            );
        }
    }
}

fn field<'e>(form: &Form<'_, '_, 'e>, key: Key) -> &'e Field {
    let mapping = &form.edition.mapping;
    match key.0 {
        None => &mapping.unit[key.2],
        Some(t) => &mapping.tables[t].fields[key.2],
    }
}

/// The value chooses this option of the field's list.
fn chosen(form: &Form<'_, '_, '_>, key: Key, value: &Value, option: usize) -> bool {
    let field = field(form, key);
    let list = field
        .list
        .as_ref()
        .and_then(|l| form.edition.mapping.lists.get(l));
    let label = list.and_then(|l| l.options.get(option)).map(|o| &*o.label);
    match value {
        Value::Text(text) => label == Some(text.as_str()),
        Value::Selected(all) => all.iter().any(|s| Some(s.label.as_str()) == label),
        Value::Bool(yes) => field.kind == Type::Yesno && *yes == (option == 0),
        _ => false,
    }
}

/// A text of the blank beside its template.
struct Laid<'l, 'p> {
    paragraphs: &'l [&'p Paragraph],
    letters: &'l [Letter<'p>],
    fates: &'l [Fate],
}

/// Where a place lies in the paragraphs of a text.
enum Where {
    /// In one of them, at these bytes.
    In(usize, Range<usize>),
    /// On the blank lines below one.
    Below(usize, Vec<usize>),
}

impl Laid<'_, '_> {
    fn line(&self, letter: usize) -> usize {
        let before = self.letters.iter().take(letter);
        before.filter(|l| l.p.is_none() && l.c == '\n').count()
    }

    /// Where a printed letter stands: its paragraph, and its bytes there.
    fn of(&self, printed: usize) -> Option<(usize, Range<usize>)> {
        let n = self
            .fates
            .iter()
            .position(|f| *f == Fate::Printed(printed))?;
        let letter = &self.letters[n];
        let p = letter.p?;
        let len = p.text[letter.byte..]
            .chars()
            .next()
            .map_or(0, char::len_utf8);
        Some((self.line(n), letter.byte..letter.byte + len))
    }

    /// Where a place's room lies.
    fn room(&self, room: &Range<usize>) -> Where {
        let within: Vec<(usize, Range<usize>)> = room.clone().filter_map(|i| self.of(i)).collect();
        let n = (0..self.fates.len())
            .find(|n| matches!(self.fates[*n], Fate::Printed(i) if i >= room.start))
            .unwrap_or(self.fates.len());
        let line = self.line(n);
        if let Some((first, bytes)) = within.first().filter(|(first, _)| *first == line) {
            let own = within.iter().filter(|(p, _)| p == first);
            let end = own.map(|(_, b)| b.end).max().unwrap_or(bytes.end);
            return Where::In(*first, bytes.start..end);
        }
        let blank: Vec<usize> = (line + 1..self.paragraphs.len())
            .take_while(|p| is_blank(&self.paragraphs[*p].text))
            .collect();
        // At a line's end, with room below it.
        let ends = self.letters.get(n).is_none_or(|l| l.p.is_none());
        if ends && !blank.is_empty() && !is_blank(&self.paragraphs[line].text) {
            return Where::Below(line, blank);
        }
        let at = match self.letters.get(n) {
            Some(letter) if letter.p.is_some() => letter.byte,
            _ => self.paragraphs.get(line).map_or(0, |p| p.text.len()),
        };
        Where::In(line, at..at)
    }
}
