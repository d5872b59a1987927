//! What the look of a cell's words says of its value: raised digits are no digits of a number, words
//! struck through were taken back, white ones cannot be seen, and a list's label can be a number
//! that somebody typed.

use office::paper::{Cell, Format, Paragraph, Rgb, Script, SpanKind, Struck, is_blank, struck};

use crate::extract::{RawCell, list_label, on_the_line, takes_label};
use crate::mapping::{Field, Type};
use crate::model::finding::{Cause, LookCause};
use crate::recognise::edition::Edition;
use crate::text::key::key;

/// Text of a point or less, in half-points, cannot be seen.
const TINY: u16 = 2;

/// What a cell's look says.
#[derive(Default)]
pub(super) struct Seen {
    /// The text to read in place of the typed one.
    pub text: Option<String>,
    /// A digit is raised so that it may be an exponent: no number can be taken.
    pub is_power: bool,
    /// What to tell, each with the words that it is about.
    pub notes: Vec<(Cause, String)>,
}

impl Seen {
    fn note(&mut self, cause: LookCause, quoted: &str) {
        self.notes.push((cause.into(), quoted.trim().to_owned()));
    }
}

/// Looks at the cell that a raw answer was typed in.
pub(super) fn seen(raw: &RawCell, field: &Field, edition: &Edition) -> Seen {
    let mut seen = Seen::default();
    if is_odd(&raw.text) {
        let text = raw.text.trim().to_owned();
        seen.note(LookCause::OddCharacters { text }, &raw.text);
    }
    own_label(raw, field, &mut seen);
    let Some(cell) = raw.cell else { return seen };
    let shaded = cell.shading.is_some();
    let plain = |p: &Paragraph| {
        let shaded = shaded || p.shading.is_some();
        !shaded
            && p.spans
                .iter()
                .all(|s| is_plain(&s.format) && s.kind == SpanKind::Text)
    };
    if !cell.paragraphs().all(plain) {
        struck_words(cell, raw, edition, &mut seen);
        white(cell, raw, &mut seen);
        unseen(cell, raw, &mut seen);
        check_boxes(cell, &mut seen);
        raised(cell, raw, field, &mut seen);
    }
    if cell.paragraphs().any(|p| p.bullet.is_some()) {
        label(cell, raw, field, &mut seen);
    }
    seen
}

/// Characters that stand for others, that no two fonts show alike, or that turn the direction of
/// writing, so that 321 is seen as 123.
fn is_odd(text: &str) -> bool {
    if text.is_ascii() {
        return text.contains("??");
    }
    let odd = |c: char| {
        matches!(c, '\u{fffd}' | '\u{e000}'..='\u{f8ff}' | '\u{202a}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}' | '\u{f0000}'..='\u{10fffd}')
    };
    text.contains(odd) || text.contains("??")
}

/// The label written once more before a text: 机构名称：甲实验室.
fn own_label(raw: &RawCell, field: &Field, seen: &mut Seen) {
    let text = raw.text.trim();
    let Some((before, rest)) = text.split_once(['：', ':']) else {
        return;
    };
    let own = field.label_parts().next_back().unwrap_or_default();
    if field.kind != Type::Text
        || rest.trim().is_empty()
        || key(before).is_empty()
        || key(before) != key(own)
    {
        return;
    }
    let label = before.trim().to_owned();
    let said = text.to_owned();
    seen.note(LookCause::OwnLabel { label, text: said }, text);
    seen.text = Some(rest.trim().to_owned());
}

fn is_plain(f: &Format) -> bool {
    let behind = f.highlight.is_some() || f.shading.is_some();
    let sized = f.size == 0 || f.size > TINY;
    f.color.is_none() && f.script == Script::Line && !f.emphasis.strike && !behind && sized
}

/// Words struck through are not read.
fn struck_words(cell: &Cell, raw: &RawCell, edition: &Edition, seen: &mut Seen) {
    match struck(cell.paragraphs()) {
        None => {}
        Some(Struck::Part(gone)) => {
            let struck = gone.trim().to_owned();
            seen.note(LookCause::StruckPart { struck }, &gone);
        }
        Some(Struck::Whole) => {
            let gone: String = cell.paragraphs().map(Paragraph::words).collect();
            // The printed words of a cell are struck through where there is nothing to say.
            if edition.printed.has_text(&gone) && is_blank(&raw.text) {
                return;
            }
            let struck = gone.trim().to_owned();
            seen.note(LookCause::StruckWhole { struck }, &gone);
        }
    }
}

/// White words on white.
fn white(cell: &Cell, raw: &RawCell, seen: &mut Seen) {
    let behind = |p: &Paragraph, f: &Format| {
        [f.highlight, f.shading, p.shading, cell.shading]
            .into_iter()
            .flatten()
            .any(|fill| !is_white(fill))
    };
    let hidden = cell.paragraphs().any(|p| {
        p.pieces().any(|(text, s)| {
            s.is_answer()
                && text.contains(char::is_alphanumeric)
                && s.format.color.is_some_and(is_white)
                && !behind(p, &s.format)
        })
    });
    if hidden && !is_blank(&raw.text) {
        seen.note(LookCause::White {}, &raw.text);
    }
}

/// Words too small to be seen, or of the colour that is behind them.
fn unseen(cell: &Cell, raw: &RawCell, seen: &mut Seen) {
    if is_blank(&raw.text) {
        return;
    }
    let (mut tiny, mut covered) = (String::new(), String::new());
    for p in cell.paragraphs() {
        for (text, span) in p.pieces() {
            if !span.is_answer() || !text.contains(char::is_alphanumeric) {
                continue;
            }
            let f = &span.format;
            let ground = [f.highlight, f.shading, p.shading, cell.shading];
            let ground = ground.into_iter().flatten().next();
            let ink = f.color.unwrap_or(Rgb(0, 0, 0));
            if (1..=TINY).contains(&f.size) {
                tiny.push_str(text);
            } else if ground.is_some_and(|ground| !is_white(ground) && alike(ground, ink)) {
                covered.push_str(text);
            }
        }
    }
    if !tiny.is_empty() {
        let text = tiny.clone();
        seen.note(LookCause::Tiny { text }, &tiny);
    }
    if !covered.is_empty() {
        let text = covered.clone();
        seen.note(LookCause::BlackedOut { text }, &covered);
    }
}

/// Two colours that nobody tells apart.
fn alike(a: Rgb, b: Rgb) -> bool {
    let near = |a: u8, b: u8| a.abs_diff(b) <= 24;
    near(a.0, b.0) && near(a.1, b.1) && near(a.2, b.2)
}

/// A check box control whose state is not what its sign shows.
fn check_boxes(cell: &Cell, seen: &mut Seen) {
    for p in cell.paragraphs() {
        for (text, span) in p.pieces() {
            let SpanKind::CheckBox(checked) = span.kind else {
                continue;
            };
            let shown = match text.trim() {
                "☐" | "□" => false,
                "☑" | "☒" | "✓" | "✔" | "√" | "■" => true,
                _ => continue,
            };
            if shown != checked {
                let glyph = text.trim().to_owned();
                seen.note(LookCause::BoxContradicts { glyph }, text);
            }
        }
    }
}

/// So light that nobody sees it on white.
fn is_white(color: Rgb) -> bool {
    color.0.min(color.1).min(color.2) >= 0xf8
}

/// Raised digits behind a number are the number of a note; behind a ten they may be its exponent.
fn raised(cell: &Cell, raw: &RawCell, field: &Field, seen: &mut Seen) {
    let counts = matches!(
        field.kind,
        Type::Integer | Type::Decimal | Type::Year | Type::Date | Type::Term
    );
    if is_blank(&raw.text) {
        return;
    }
    if !counts {
        return note_of_name(cell, raw, field, seen);
    }
    let (mut line, mut raised, mut before) = (String::new(), String::new(), None);
    for p in cell.paragraphs() {
        for (text, span) in p.pieces() {
            if !span.is_answer() || span.format.emphasis.strike {
                continue;
            }
            match span.format.script {
                Script::Line => line.push_str(text),
                _ => {
                    before.get_or_insert_with(|| line.trim().to_owned());
                    raised.push_str(text);
                }
            }
        }
    }
    let has_letters = |text: &str| text.contains(char::is_alphanumeric);
    let Some(before) = before.filter(|_| has_letters(&raised)) else {
        return;
    };
    let said = raised.trim();
    // m² is a unit; and where all is raised, nothing is.
    if !has_letters(&line) || before.ends_with(char::is_alphabetic) {
        return;
    }
    let base = before.strip_suffix("10");
    let is_power = base.is_some_and(|rest| rest.is_empty() || rest.ends_with(is_times));
    let raised = said.to_owned();
    if is_power || raw.text.trim() != cell.answer().trim() {
        seen.is_power = true;
        let cause = match field.kind {
            Type::Date | Type::Year => LookCause::RaisedDate { raised },
            _ => LookCause::RaisedNumber { raised },
        };
        return seen.note(cause, &raw.text);
    }
    seen.note(LookCause::RaisedLeftOut { raised }, &raw.text);
    seen.text = Some(line);
}

/// The raised number of a note behind a name is no part of it.
fn note_of_name(cell: &Cell, raw: &RawCell, field: &Field, seen: &mut Seen) {
    if field.kind != Type::Text || raw.text.trim() != cell.answer().trim() {
        return;
    }
    let (mut lines, mut raised) = (Vec::new(), Vec::new());
    for p in cell.paragraphs() {
        match on_the_line(p) {
            Some((line, sign)) => {
                lines.push(line);
                raised.push(sign);
            }
            None => lines.push(p.answer().into_owned()),
        }
    }
    if raised.is_empty() {
        return;
    }
    let raised = raised.join(" ");
    let quoted = raised.clone();
    seen.note(LookCause::RaisedLeftOut { raised }, &quoted);
    seen.text = Some(lines.join("\n"));
}

fn is_times(c: char) -> bool {
    "×✕✖*·xX".contains(c) || c.is_whitespace()
}

/// A number that Word made the label of a list.
fn label(cell: &Cell, raw: &RawCell, field: &Field, seen: &mut Seen) {
    let bullets = cell.paragraphs().filter_map(|p| p.bullet.as_ref());
    let shown: Vec<String> = bullets
        .filter(|b| b.ordinal.is_some())
        .map(|b| b.shown())
        .collect();
    if shown.is_empty() {
        return;
    }
    let said = shown.join(" ");
    let typed = raw.text.trim();
    let label = list_label(cell).filter(|_| takes_label(field));
    if let Some(label) = &label {
        let behind_words = typed.starts_with(|c: char| !c.is_numeric() && c.is_alphabetic());
        if typed.is_empty() || typed == label || behind_words {
            if typed != label {
                seen.text = Some(format!("{label}{typed}"));
            }
            let label = said.clone();
            return seen.note(LookCause::ListLabelRead { label }, &said);
        }
    }
    let label = said.clone();
    let cause = match takes_label(field) || typed.is_empty() {
        true => LookCause::ListLabelUnread { label },
        false => LookCause::ListLabelOfText { label },
    };
    seen.note(cause, &said);
}
