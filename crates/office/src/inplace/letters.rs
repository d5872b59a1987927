//! The letters that are typed in a paragraph, each with where it stands in the file, and the lists
//! of its drop-down controls.

use std::ops::Range;

use super::Outline;
use super::words::{TagAt, runs, tags};
use crate::xml::attribute_value;

/// A letter of a paragraph's own runs, as the file has it: an entity is one letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// The letter.
    pub letter: char,
    /// Its bytes in the part.
    pub bytes: Range<usize>,
}

/// The letters of a paragraph's texts (`w:t`), those of text boxes anchored in it left out.
/// Something that is no letter between two of them, a tab or a break, is a `\0` without bytes.
pub fn letters(outline: &Outline<'_>, paragraph: usize) -> Vec<Letter> {
    let mut out = Vec::new();
    for run in runs(outline, paragraph) {
        let element = outline.get(run);
        let Ok(source) = std::str::from_utf8(outline.source(run)) else {
            continue;
        };
        let all = tags(source);
        for (i, tag) in all.iter().enumerate() {
            if tag.closes || tag.depth != 1 {
                continue;
            }
            match tag.local {
                "t" => {
                    let end = all.get(i + 1).map_or(tag.end, |next| next.start);
                    if !source[tag.start..tag.end].ends_with("/>") {
                        decode(&source[tag.end..end], element.start + tag.end, &mut out);
                    }
                }
                "tab" | "br" | "cr" | "ptab" | "noBreakHyphen" | "sym" => {
                    let at = element.start + tag.start;
                    out.push(Letter {
                        letter: '\0',
                        bytes: at..at,
                    });
                }
                _ => {}
            }
        }
    }
    out
}

fn decode(text: &str, start: usize, out: &mut Vec<Letter>) {
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let entity = (c == '&').then(|| text[at..].find(';')).flatten();
        let (letter, len) = match entity {
            Some(end) => (
                entity_of(&text[at + 1..at + end]).unwrap_or('\u{fffd}'),
                end + 1,
            ),
            None => (c, c.len_utf8()),
        };
        out.push(Letter {
            letter,
            bytes: start + at..start + at + len,
        });
        at += len;
    }
}

fn entity_of(name: &str) -> Option<char> {
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)?
        }
    })
}

/// A drop-down: a content control's (§17.5.2.15, §17.5.2.5) or a form field's (§17.16.12).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DropDown {
    /// From its first byte to its last.
    pub bytes: Range<usize>,
    /// What it offers.
    pub options: Vec<String>,
}

/// More entries than any real list has.
const MOST_OPTIONS: usize = 2000;

/// The drop-downs of a main part, in document order.
pub fn drop_downs(part: &str) -> Vec<DropDown> {
    let mut found: Vec<DropDown> = Vec::new();
    // The controls that are open: where each begins, at which depth, and its list.
    let mut open: Vec<(usize, usize, Option<Vec<String>>)> = Vec::new();
    let mut field: Option<(usize, Vec<String>)> = None;
    for tag in tags(part) {
        match (tag.local, tag.closes) {
            ("sdt", false) => open.push((tag.start, tag.depth, None)),
            ("sdt", true) => {
                if let Some((start, _, Some(options))) = open.pop() {
                    let bytes = start..tag.end;
                    found.push(DropDown { bytes, options });
                }
            }
            ("dropDownList" | "comboBox", false) => {
                if let Some(control) = open.last_mut() {
                    control.2 = Some(Vec::new());
                }
            }
            ("listItem", false) => {
                let options = open.last_mut().and_then(|c| c.2.as_mut());
                let value = attribute(part, &tag, "value").unwrap_or_default();
                let shown = attribute(part, &tag, "displayText").unwrap_or(value.clone());
                // The first entry of a fresh list is its prompt, without a value.
                if let Some(options) = options.filter(|o| o.len() < MOST_OPTIONS)
                    && !value.is_empty()
                    && !shown.is_empty()
                {
                    options.push(shown);
                }
            }
            ("ddList", false) => field = Some((tag.start, Vec::new())),
            ("listEntry", false) => {
                if let Some((_, options)) = &mut field
                    && let Some(entry) = attribute(part, &tag, "val")
                    && options.len() < MOST_OPTIONS
                {
                    options.push(entry);
                }
            }
            ("ddList", true) => {
                if let Some((start, options)) = field.take() {
                    let bytes = start..tag.end;
                    found.push(DropDown { bytes, options });
                }
            }
            _ => {}
        }
    }
    found.sort_by_key(|d| d.bytes.start);
    found
}

fn attribute(part: &str, tag: &TagAt<'_>, local: &str) -> Option<String> {
    let source = &part[tag.start..tag.end];
    for (at, _) in source.match_indices(local) {
        let before = source[..at].chars().next_back()?;
        let rest = source[at + local.len()..].trim_start();
        let Some(rest) = rest
            .strip_prefix('=')
            .filter(|_| before == ':' || before == ' ')
        else {
            continue;
        };
        let rest = rest.trim_start();
        let quote = rest.chars().next()?;
        let value = rest[1..].split(quote).next()?;
        return attribute_value(value.as_bytes())
            .ok()
            .map(|v| v.into_owned());
    }
    None
}
