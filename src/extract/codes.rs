//! The item codes that a manual prints where answers go: none of them is an answer.

use std::borrow::Cow;

use crate::extract::records::{Code, code};
use crate::extract::{RawCell, Scope};
use crate::mapping::Field;
use crate::model::finding::{Finding, LineCause};
use office::paper::is_blank;

/// Where a code stands in a text.
enum Stands<'t> {
    /// It is all of it.
    Alone,
    /// An answer stands beside it.
    Beside(&'t str),
}

/// Takes the printed codes out of the texts of one record. A code is taken as a whole word only,
/// and where it could be an answer only beside others; where answers were typed too, that is said.
pub(super) fn take_away(cells: &mut [Option<RawCell<'_>>], record: usize, scope: &mut Scope) {
    let fields = &scope.edition.mapping.tables[scope.t].fields;
    let found: Vec<usize> = (0..cells.len())
        .filter(|f| {
            let raw = cells[*f].as_ref().filter(|raw| !is_blank(&raw.text));
            raw.is_some_and(|raw| stands(&raw.text, &fields[*f]).is_some())
        })
        .collect();
    if found.is_empty() {
        return;
    }
    let filled = cells
        .iter()
        .flatten()
        .filter(|raw| !is_blank(&raw.text))
        .count();
    for &f in &found {
        let kind = code(&fields[f].code);
        // 甲 and 01 are nobody's answer to the item 甲 or 01, but one 01 alone may be.
        let sure = match kind {
            Some(Code::Stem(_)) => true,
            Some(Code::Padded(_)) => found.len() > 1,
            _ => found.len() > 2,
        };
        let Some(raw) = cells[f].as_mut().filter(|_| sure) else {
            continue;
        };
        let rest = match stands(&raw.text, &fields[f]) {
            Some(Stands::Alone) => String::new(),
            Some(Stands::Beside(rest)) => rest.to_owned(),
            None => continue,
        };
        let doubt = rest.is_empty()
            && !matches!(kind, Some(Code::Stem(_) | Code::Padded(_)))
            && found.len() * 2 < filled;
        if doubt {
            tell(&raw.text, raw, &fields[f], record, scope);
        }
        raw.text = Cow::Owned(rest);
    }
}

/// The item's own code stands in a text as a word of its own.
fn stands<'t>(text: &'t str, field: &Field) -> Option<Stands<'t>> {
    let own = code(&field.code)?;
    let text = text.trim();
    if code(text) == Some(own) && spelled(text, field) {
        return Some(Stands::Alone);
    }
    let first_ends = text.find(|c: char| c.is_whitespace() || "：:".contains(c));
    let (first, behind) = text.split_at(first_ends?);
    if spelled(first, field) {
        return Some(Stands::Beside(behind.trim_start_matches(|c: char| {
            c.is_whitespace() || "：:".contains(c)
        })));
    }
    let (before, last) = text.rsplit_once(char::is_whitespace)?;
    spelled(last, field).then(|| Stands::Beside(before.trim_end()))
}

/// A word is the code as the mapping spells it, in brackets perhaps.
fn spelled(word: &str, field: &Field) -> bool {
    let bare = word.trim_matches(|c: char| "（）()【】[]".contains(c));
    bare == field.code || crate::text::key::key(bare) == crate::text::key::key(&field.code)
}

fn tell(text: &str, raw: &RawCell, field: &Field, record: usize, scope: &mut Scope) {
    let text = text.trim().to_owned();
    let path = scope.field_path(record, &field.name);
    let finding = Finding::of(LineCause::CodeOrAnswer { text: text.clone() });
    let finding = finding.at(path).quoting(text);
    scope.findings.push(finding.from(raw.place.clone()));
}
