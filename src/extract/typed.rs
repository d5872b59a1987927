//! What a person typed into a cell or paragraph, what the blank prints there left out.

use std::borrow::Cow;

use office::paper::{Cell, Paragraph, Script, is_blank};

use crate::extract::marks::is_tick;
use crate::mapping::{Field, Type};
use crate::recognise::edition::{Spelling, bare};
use crate::recognise::locate::after_key;
use crate::text::key::key;

/// The typed text of a cell: its answer without the lines that the blank prints in it.
pub fn typed_in_cell<'p>(cell: &'p Cell, hints: &[String]) -> Cow<'p, str> {
    let answer = cell.answer();
    if hints.is_empty() || is_blank(&answer) {
        return answer;
    }
    let kept: Vec<_> = cell
        .paragraphs()
        .map(|p| without_prompt(p.answer(), hints))
        .collect();
    let mut out = String::new();
    for text in kept.iter().filter_map(|k| k.as_deref()) {
        if !out.is_empty() {
            out.push('\n');
        }
        out.push_str(text);
    }
    Cow::Owned(out)
}

/// The number that Word made of a number typed alone in a cell: `5.` became the label of a list.
pub fn list_label(cell: &Cell) -> Option<String> {
    let mut labels = cell.paragraphs().filter_map(|p| p.bullet.as_ref()?.ordinal);
    let label = labels.next()?;
    labels.next().is_none().then(|| label.to_string())
}

/// The field's answers are numbers, of things or of options: a list's label can be one.
pub fn takes_label(field: &Field) -> bool {
    matches!(
        field.kind,
        Type::Integer | Type::Decimal | Type::Year | Type::Term | Type::Choice | Type::Choices
    )
}

/// A text without the printed prompt that it begins or ends with; `None` where nothing is left.
pub fn without_prompt<'t>(text: Cow<'t, str>, prompts: &[String]) -> Option<Cow<'t, str>> {
    let whole = key(&text);
    if whole.is_empty() {
        return (!is_blank(&text)).then_some(text);
    }
    for prompt in prompts {
        let prompt_key = key(prompt);
        if prompt_key.is_empty() {
            continue;
        }
        if whole == prompt_key {
            // A tick typed among the printed words is an answer; brackets and blanks are none.
            let ticked = text.chars().any(is_tick) && !prompt.chars().any(is_tick);
            return ticked.then_some(text);
        }
        if whole.starts_with(&prompt_key)
            && let Some(rest) = after_key(&text, &prompt_key)
            && !runs_on(prompt.chars().next_back(), rest.chars().next(), &prompt_key)
        {
            let rest =
                rest.trim_start_matches(|c: char| c.is_whitespace() || "）)】]：:。_".contains(c));
            return (!rest.is_empty()).then(|| Cow::Owned(rest.to_owned()));
        }
        if let Some(rest) = text.trim_end().strip_suffix(prompt.trim())
            && !runs_on(
                rest.chars().next_back(),
                prompt.trim().chars().next(),
                &prompt_key,
            )
        {
            let rest = rest.trim();
            return (!rest.is_empty()).then(|| Cow::Owned(rest.to_owned()));
        }
    }
    Some(text)
}

/// Two characters are of one word, so that what ends or begins between them is no word of its own:
/// the printed 05 is no part of 7005, nor 甲 of 甲醇.
fn runs_on(left: Option<char>, right: Option<char>, prompt_key: &str) -> bool {
    let (Some(left), Some(right)) = (left, right) else {
        return false;
    };
    let latin = |c: char| c.is_ascii_alphanumeric();
    let code = crate::extract::records::code(prompt_key).is_some();
    latin(left) && latin(right) || code && left.is_alphanumeric() && right.is_alphanumeric()
}

/// The words typed within or behind a label, what the blank prints there left out.
pub fn words_within(label: &Spelling, text: &str, hints: &[String]) -> String {
    let line = text.replace('\n', " ");
    let Some(rest) = without_prompt(Cow::Borrowed(&line), hints) else {
        return String::new();
    };
    let words = match rest.len() < line.len() {
        true => bare(&rest),
        false => label.words(text).unwrap_or_default(),
    };
    words.to_owned()
}

/// No tick stands in a label but in the words that were taken from it.
pub fn has_no_other_tick(label: &Cell, words: &str) -> bool {
    let ticks = |text: &str| text.chars().filter(|c| is_tick(*c)).count();
    ticks(&label.text()) == ticks(words)
}

/// The words of a paragraph without the raised number of a note behind one of them, and that number:
/// 物理学院¹, 张伟\[2\], 李明*. What is raised behind a Latin letter or a digit may be of the name: H², m².
pub fn on_the_line(p: &Paragraph) -> Option<(String, String)> {
    if p.spans.iter().all(|s| s.format.script != Script::Super) {
        return None;
    }
    let (mut line, mut raised) = (String::new(), String::new());
    for (text, span) in p.pieces() {
        if !span.is_answer() || span.format.emphasis.strike {
            continue;
        }
        let behind_word = line
            .trim_end()
            .ends_with(|c: char| c.is_alphanumeric() && !c.is_ascii() || "）)》」”".contains(c));
        match span.format.script == Script::Super && behind_word && is_of_a_note(text) {
            true => raised.push_str(text.trim()),
            false => line.push_str(text),
        }
    }
    (!raised.is_empty()).then_some((line, raised))
}

/// What notes are numbered by: 1, ①, [2], *, 注1.
fn is_of_a_note(text: &str) -> bool {
    let sign = |c: char| {
        c.is_numeric() || c.is_whitespace() || "[]【】()（）〔〕*＊#※†‡,，、注".contains(c)
    };
    !is_blank(text) && text.chars().all(sign)
}

/// A paragraph of the cell was changed with tracking on.
pub fn is_tracked(cell: &Cell) -> bool {
    cell.paragraphs().any(|p: &Paragraph| p.tracked)
}
