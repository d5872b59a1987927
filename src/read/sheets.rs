//! What a workbook has that no cell says: hidden sheets with answers, numbers shown otherwise than
//! they are, quotes that are never closed.

use office::paper::{Paper, Place, RemarkKind};

use super::fill::Places;
use crate::model::finding::{FieldPath, Finding, PaperCause};
use crate::recognise::edition::Edition;
use crate::recognise::locate::{Found, Located, answers_on_hidden_sheet};
use crate::text::key::key;
use crate::text::vocabulary::vocabulary;

/// The most letters of a hidden sheet that are quoted.
const LONGEST: usize = 2_000;

/// What is to be said of a workbook, at the fields that it is about.
pub(super) fn told(
    paper: &Paper,
    located: &Located,
    edition: &Edition,
    places: &Places,
) -> Vec<Finding> {
    let mapping = &edition.mapping;
    let table = |t: usize| FieldPath::table(&mapping.tables[t].code);
    let mut out = Vec::new();
    for (t, sheet) in &located.hidden {
        let name = sheet.sheet.as_ref().map(|s| s.name.clone());
        let name = name.unwrap_or_default();
        let place = sheet.place(1, 1);
        let finding = match t {
            Some(t) => {
                let texts: Vec<String> = answers_on_hidden_sheet(sheet, edition).collect();
                let text: String = texts.join("；").chars().take(LONGEST).collect();
                let quoted = text.clone();
                Finding::of(PaperCause::HiddenSheet { sheet: name, text })
                    .at(table(*t))
                    .quoting(quoted)
            }
            None => Finding::of(PaperCause::HiddenOther { sheet: name }),
        };
        out.push(finding.from(place));
    }
    for remark in &paper.remarks {
        let finding = match &remark.kind {
            RemarkKind::Scaled { shown } => Finding::of(PaperCause::Scaled {
                shown: shown.clone(),
            })
            .quoting(shown.clone()),
            // A head in white letters is the blank's.
            RemarkKind::Unseen { text } if edition.printed.has_text(text) => continue,
            RemarkKind::Unseen { text } => {
                let finding = Finding::of(PaperCause::Unseen { text: text.clone() });
                finding.quoting(text.clone())
            }
            RemarkKind::Untouched { text } if asks(text, edition) => continue,
            RemarkKind::Untouched { .. } | RemarkKind::FieldWithoutResult { .. }
                if places.path_at(&remark.place, mapping).is_none() =>
            {
                continue;
            }
            RemarkKind::Untouched { text } => {
                let finding = Finding::of(PaperCause::Untouched { text: text.clone() });
                finding.quoting(text.clone())
            }
            RemarkKind::FieldWithoutResult { code } => {
                let finding = Finding::of(PaperCause::FieldWithoutResult { code: code.clone() });
                finding.quoting(code.clone())
            }
            RemarkKind::OpenQuote => Finding::of(PaperCause::OpenQuote {}),
            RemarkKind::Drawn { kind } => Finding::of(PaperCause::Unread {
                kind: *kind,
                text: String::new(),
                count: 1,
            }),
            _ => continue,
        };
        let own = places.path_at(&remark.place, mapping);
        let on_paper = || {
            let Place::Cell { table: number, .. } = &remark.place else {
                return None;
            };
            let of = |f: &Found| f.tables().any(|table| table.number == *number);
            located.found.iter().position(of)
        };
        let of_table = located.table_on_sheet(&remark.place).or_else(on_paper);
        let path = own.or_else(|| of_table.map(table));
        let path = path.unwrap_or(FieldPath::Submission);
        out.push(finding.at(path).from(remark.place.clone()));
    }
    out
}

/// A drop-down's first entry that asks for one, or says nothing.
fn asks(text: &str, edition: &Edition) -> bool {
    let k = key(text);
    let prompts = &vocabulary().paper.prompts;
    k.is_empty() || prompts.iter().any(|word| text.contains(word)) || edition.printed.has(&k)
}
