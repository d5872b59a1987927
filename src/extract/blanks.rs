//! Blanks: values typed between printed words, in cells that print many of them.

mod lines;
mod stream;

use std::borrow::Cow;

use office::paper::{Cell, is_blank};

use crate::extract::single::OneRecord;
use crate::extract::{RawRecord, Scope};
use crate::mapping::Type;
use crate::model::finding::{ExtractCause, Finding, LookCause};
use crate::recognise::edition::{BlanksRow, BlanksSign, Edition, LabelText, LaidOut, bare};
use crate::recognise::locate::{Grid, Laid};

use lines::How;
pub use lines::Read;
pub use stream::Stream;

/// A printed row on paper.
pub struct Bound<'p> {
    /// The row of the mapping.
    pub row: usize,
    /// Its text.
    pub stream: Stream<'p>,
    /// What stands where.
    pub read: Read,
    /// Its cells, the left one first.
    cells: Vec<&'p Cell>,
    grid: Grid<'p>,
    /// The left cell's words are not quite the printed ones.
    changed: bool,
}

/// The cells of a row on paper: the left one, and all that stand beside it.
struct Group<'p> {
    cells: Vec<&'p Cell>,
}

/// A table with more rows is none of a form's.
const MOST_ROWS: usize = 400;
/// A left cell so like the printed words is theirs.
const SAME: f32 = 0.85;
/// Below it, and without the row's own lines, a row is another.
const LEAST: f32 = 0.5;

/// The record of a table of blanks.
pub fn blanks<'p>(scope: &mut Scope<'_, 'p, '_>) -> Vec<RawRecord<'p>> {
    let table = &scope.edition.mapping.tables[scope.t];
    let Some(LaidOut::Blanks(sign)) = scope.edition.signs.laid_out(scope.t) else {
        return Vec::new();
    };
    let mut record = OneRecord::new(table.fields.len());
    for bound in &bind(&scope.found.laid, scope.t, sign, scope.edition) {
        take(bound, &sign.rows[bound.row], &mut record, scope);
    }
    let lines = sign.rows.iter().flat_map(|r| &r.lines);
    record.finish(lines.flat_map(|l| l.blanks.iter().map(|b| b.field)), scope)
}

/// Finds the printed rows on paper, and what is typed between their words.
pub fn bind<'p>(
    laid: &[Laid<'p>],
    t: usize,
    sign: &BlanksSign,
    edition: &Edition,
) -> Vec<Bound<'p>> {
    let fields = &edition.mapping.tables[t].fields;
    let is_number = |f: usize| matches!(fields[f].kind, Type::Integer | Type::Decimal);
    let mut all = Vec::new();
    for piece in laid {
        let groups = groups(&piece.grid);
        if groups.len() > MOST_ROWS {
            continue;
        }
        for (row, group, like) in assign(&groups, sign) {
            let own = &groups[group].cells;
            let Some(stream) = Stream::of(own) else {
                continue;
            };
            let read = lines::read(&stream, &sign.rows[row], &is_number);
            all.push(Bound {
                row,
                stream,
                read,
                cells: own.clone(),
                grid: piece.grid.clone(),
                changed: like < SAME,
            });
        }
    }
    all
}

/// The rows of a table: a row whose left cell is empty, or merged with the one over it, goes on
/// with that.
fn groups<'p>(grid: &Grid<'p>) -> Vec<Group<'p>> {
    let mut groups: Vec<Group<'p>> = Vec::new();
    for line in 1..=grid.lines() {
        let mut cells: Vec<&'p Cell> = Vec::new();
        for column in 1..=grid.columns() {
            if let Some(cell) = grid.cell(line, column)
                && !cells.iter().any(|c| c.id == cell.id)
            {
                cells.push(cell);
            }
        }
        let Some(&first) = cells.first() else {
            continue;
        };
        let own = |c: &&'p Cell| grid.line_of(c) == line;
        match groups.last_mut() {
            Some(last) if cells.len() > 1 && (first.is_blank() || !own(&first)) => {
                last.cells.extend(cells.into_iter().filter(own));
            }
            _ => groups.push(Group { cells }),
        }
    }
    groups
}

/// Which printed row each row on paper is, and how like its left cell is; every one at most once.
fn assign(groups: &[Group], sign: &BlanksSign) -> Vec<(usize, usize, f32)> {
    let mut pairs: Vec<(f32, f32, usize, usize)> = Vec::new();
    for (g, group) in groups.iter().enumerate() {
        let label = group.cells.first().map(|c| c.text()).unwrap_or_default();
        let label = LabelText::new(&label);
        let mut letters = None;
        for (r, row) in sign.rows.iter().enumerate() {
            let like = match row.label.agrees(&label) {
                Some(_) => 1.0,
                None => row.label.likeness(&label) as f32,
            };
            let mut worth = like;
            if like < SAME {
                let letters = letters.get_or_insert_with(|| {
                    let stream = Stream::of(&group.cells);
                    stream.map_or_else(String::new, |s| s.letters(0..s.len()))
                });
                let share = share_of_lines(row, letters);
                worth = match row.label.keys().next() {
                    Some(_) => 0.4 * like + 0.6 * share,
                    None => share,
                };
            }
            if worth >= LEAST {
                pairs.push((worth, like, r, g));
            }
        }
    }
    pairs.sort_by(|a, b| {
        let by_place = || a.2.abs_diff(a.3).cmp(&b.2.abs_diff(b.3));
        b.0.total_cmp(&a.0).then_with(by_place).then(a.2.cmp(&b.2))
    });
    let mut found: Vec<(usize, usize, f32)> = Vec::new();
    for (_, like, r, g) in pairs {
        if !found.iter().any(|f| f.0 == r || f.1 == g) {
            found.push((r, g, like));
        }
    }
    found.sort_by_key(|f| f.1);
    found
}

/// How many of a row's lines stand in a text, of 1.
fn share_of_lines(row: &BlanksRow, letters: &str) -> f32 {
    let lines = row.lines.iter().filter(|l| l.head.letters > 0);
    let (mut n, mut of) = (0, 0);
    for line in lines {
        let chars = line.head.chars.iter();
        let head: String = chars
            .filter(|c| crate::recognise::edition::is_letter(**c))
            .collect();
        of += head.len();
        if letters.contains(&head) {
            n += head.len();
        }
    }
    n as f32 / of.max(1) as f32
}

/// Says what is odd about a row as a whole: its first words were changed, digits stand raised.
/// Whether they were changed.
fn say_of_row<'p>(
    bound: &Bound<'p>,
    row: &BlanksRow,
    record: &mut OneRecord<'p>,
    scope: &Scope<'_, 'p, '_>,
) -> bool {
    let first = bound.cells[0];
    let first_place = bound.grid.table.place(first.row, first.column);
    let printed = first
        .paragraphs()
        .all(|p| scope.edition.printed.has_text(&p.text));
    let changed = bound.changed && !printed && !row.label.keys().all(str::is_empty);
    if changed && !first.is_blank() {
        let said = first.answer().trim().replace('\n', "");
        let text = said.clone();
        let finding = Finding::of(ExtractCause::RowByOtherWords { text });
        record.tell(None, finding.quoting(said).from(first_place));
    }
    for (cell, raised) in &bound.stream.raised {
        let place = bound.grid.table.place(cell.row, cell.column);
        let raised = raised.clone();
        let finding = Finding::of(LookCause::RaisedLeftOut { raised });
        record.tell(None, finding.from(place));
    }
    changed
}

fn take<'p>(
    bound: &Bound<'p>,
    row: &BlanksRow,
    record: &mut OneRecord<'p>,
    scope: &mut Scope<'_, 'p, '_>,
) {
    let fields = &scope.edition.mapping.tables[scope.t].fields;
    let stream = &bound.stream;
    for cell in &bound.cells {
        scope.claims.claim_cell(cell);
    }
    let first = bound.cells[0];
    let first_place = bound.grid.table.place(first.row, first.column);
    let changed = say_of_row(bound, row, record, scope);
    let place_of = |byte: usize| match stream.part(byte) {
        Some(part) => (
            part.cell,
            bound.grid.table.place(part.cell.row, part.cell.column),
        ),
        None => (first, first_place.clone()),
    };
    for slot in &bound.read.slots {
        let field = &fields[slot.field];
        let bytes = stream.bytes(slot.at.clone());
        let (cell, place) = place_of(bytes.start);
        let typed = &stream.text[bytes];
        let number = field.kind != Type::Text;
        let whole = slot.framed && stream.balanced(slot.at.clone());
        let text = match whole && !number {
            true => {
                let rule = |c: char| c.is_whitespace() || "_＿﹍﹎".contains(c);
                typed.trim_start_matches([':', '：']).trim_matches(rule)
            }
            false => loose(typed),
        };
        let text = match slot.how {
            How::Joined => "",
            How::Between | How::Behind | How::Before | How::Doubtful => text,
        };
        let raw = OneRecord::typed(Cow::Owned(text.to_owned()), cell, place.clone());
        record.put(slot.field, raw);
        // A printed bracket in what was typed: something stands beside the blank, too.
        let how = match slot.how {
            How::Between if !number && !closes(text) => How::Doubtful,
            how => how,
        };
        match how {
            How::Between => {}
            How::Behind => {
                let quoted = text.to_owned();
                let finding = Finding::of(ExtractCause::OutsideBlank { text: quoted });
                record.tell(Some(slot.field), finding.quoting(text).from(place));
            }
            How::Before => {
                let (text, label) = (text.to_owned(), field.label.to_string());
                let finding = Finding::of(ExtractCause::BeforeItsBlank {
                    text: text.clone(),
                    label,
                });
                record.tell(Some(slot.field), finding.quoting(text).from(place));
            }
            How::Doubtful if text.is_empty() => {}
            How::Doubtful => {
                let (text, label) = (text.to_owned(), field.label.to_string());
                let finding = Finding::of(ExtractCause::BlankDoubtful {
                    label,
                    text: text.clone(),
                });
                record.tell(Some(slot.field), finding.quoting(text).from(place));
            }
            How::Joined => {
                let label = field.label.to_string();
                let finding = Finding::of(ExtractCause::BlanksJoined { label });
                record.tell(Some(slot.field), finding.from(place));
            }
        }
    }
    for (field, rest) in &bound.read.rest {
        let letters = stream.letters(rest.clone());
        let bytes = stream.bytes(rest.clone());
        let (cell, place) = place_of(bytes.start.max(stream.bytes(rest.clone()).start));
        let label = cell.id == first.id && bound.cells.len() > 1;
        if is_printed(&letters, row) || changed && label {
            continue;
        }
        for line in stream.text[bytes].split('\n').filter(|l| !is_blank(l)) {
            let line = line.trim_matches(|c: char| c.is_whitespace() || "）)；;，,。".contains(c));
            let shown = scope.edition.printed.has(&crate::text::key::key(line));
            if !shown && line.chars().any(char::is_alphanumeric) {
                record.unclaimed(*field, line, place.clone());
            }
        }
    }
}

/// The words are the row's own, moved or doubled; a number alone never is.
fn is_printed(letters: &str, row: &BlanksRow) -> bool {
    let words = letters.chars().any(|c| !c.is_numeric());
    words && !letters.chars().any(char::is_numeric) && row.key.contains(letters)
}

/// Every bracket in a text has its fellow.
fn closes(text: &str) -> bool {
    let count = |signs: &str| text.chars().filter(|c| signs.contains(*c)).count();
    count("（(【") == count("）)】")
}

/// What is typed, without the brackets, rules and signs around it.
fn loose(typed: &str) -> &str {
    let mut text = typed;
    loop {
        let before = text.len();
        text = bare(text).trim_matches(|c: char| c.is_whitespace() || "，,；;。、".contains(c));
        if text.len() == before {
            return text;
        }
    }
}
