//! What the reader of a file itself noticed, and what was changed with tracking on, as findings.

use office::paper::{Paper, Place, RemarkKind};

use crate::model::finding::{FieldPath, Finding, LookCause, PaperCause, Severity};
use crate::recognise::edition::Edition;
use crate::recognise::locate::{Flow, Located};
use crate::text::key::key;

/// The place is on a sheet of lists.
fn is_list(place: &Place, located: &Located) -> bool {
    matches!(place, Place::Sheet { sheet, .. } if located.lists.iter().any(|name| name == sheet))
}

/// The place is on a hidden sheet that does not count.
fn is_hidden_sheet(place: &Place, located: &Located) -> bool {
    let named = |table: &office::paper::Table, name: &str| {
        table.sheet.as_ref().is_some_and(|s| s.name == name)
    };
    matches!(place, Place::Sheet { sheet, .. } if located.hidden.iter().any(|(_, t)| named(t, sheet)))
}

/// What the reader itself noticed, as findings.
pub fn remarks(paper: &Paper, located: &Located, edition: &Edition) -> Vec<Finding> {
    let table_of = |place: &Place| {
        let number = match place {
            Place::Cell { table, .. } => Some(*table),
            _ => None,
        };
        located.found.iter().position(|f| {
            let flow = f.flow.iter().filter_map(|flow| match flow {
                Flow::Table(table) => Some(*table),
                Flow::Paragraph(..) => None,
            });
            f.tables().chain(flow).any(|table| match place {
                Place::Sheet { sheet, .. } => {
                    table.sheet.as_ref().is_some_and(|s| s.name == *sheet)
                }
                _ => Some(table.number) == number,
            })
        })
    };
    let mut out = Vec::new();
    for remark in &paper.remarks {
        let t = table_of(&remark.place);
        let path = t.map_or(FieldPath::Submission, |t| {
            FieldPath::table(&edition.mapping.tables[t].code)
        });
        let finding = match &remark.kind {
            RemarkKind::UnevenRow if t.is_some() => Finding::of(PaperCause::UnevenRow {}),
            RemarkKind::UnevenRow => continue,
            // Nobody typed what a workbook's lists are chosen from.
            RemarkKind::Hidden if is_list(&remark.place, located) => continue,
            RemarkKind::Hidden if is_hidden_sheet(&remark.place, located) => continue,
            RemarkKind::Hidden => Finding::of(PaperCause::Hidden {}),
            // A hidden figure may be a code that the form prints elsewhere: 0.5 and 05.
            RemarkKind::HiddenText { text }
                if edition.printed.has(&key(text)) && text.contains(char::is_alphabetic) =>
            {
                continue;
            }
            RemarkKind::HiddenText { text } => {
                let finding = Finding::of(PaperCause::HiddenText { text: text.clone() });
                // Programs hide marks of their own between tables.
                let finding = match t {
                    Some(_) => finding,
                    None => finding.graded(Severity::Info),
                };
                finding.quoting(text.clone())
            }
            RemarkKind::FormulaWithoutResult { formula } => {
                Finding::of(PaperCause::FormulaWithoutResult {
                    formula: formula.clone(),
                })
                .quoting(formula.clone())
            }
            RemarkKind::FormulaRecomputed { formula, stored } => {
                Finding::of(PaperCause::FormulaRecomputed {
                    formula: formula.clone(),
                    stored: stored.clone(),
                })
                .quoting(stored.clone())
            }
            RemarkKind::Covered { text } => {
                Finding::of(PaperCause::Covered { text: text.clone() }).quoting(text.clone())
            }
            RemarkKind::Floating { text } => {
                Finding::of(PaperCause::Floating { text: text.clone() }).quoting(text.clone())
            }
            // `sheets` tells of them, at their fields.
            RemarkKind::Scaled { .. }
            | RemarkKind::OpenQuote
            | RemarkKind::Drawn { .. }
            | RemarkKind::Unseen { .. }
            | RemarkKind::Untouched { .. }
            | RemarkKind::FieldWithoutResult { .. } => continue,
            RemarkKind::Elsewhere => Finding::of(PaperCause::Elsewhere {}),
            RemarkKind::BrokenPart { part } => {
                Finding::of(PaperCause::BrokenPart { part: part.clone() })
            }
            RemarkKind::BeyondBounds => Finding::of(PaperCause::BeyondBounds {}),
            RemarkKind::Damaged => Finding::of(PaperCause::Damaged {}),
            // The ledger tells of them.
            RemarkKind::Aside { .. } | RemarkKind::AsidesBeyond { .. } => continue,
        };
        out.push(finding.at(path).from(remark.place.clone()));
    }
    out.extend(tracked(located, edition));
    out
}

/// Rows and options that were inserted, deleted or marked with tracking on, once a table. What a
/// value was made from says so itself.
fn tracked(located: &Located, edition: &Edition) -> Vec<Finding> {
    let mut out = Vec::new();
    for (t, found) in located.found.iter().enumerate() {
        let rows = found.tables().find(|table| table.tracked);
        let rows = rows.map(|table| table.place(1, 1));
        let of_box = |text_box: &&office::paper::TextBox| text_box.lines().any(|p| p.tracked);
        let options = found.boxes.iter().find(|b| of_box(b)).map(|b| Place::Line {
            text_box: b.number,
            line: 1,
        });
        if let Some(place) = rows.or(options) {
            let path = FieldPath::table(&edition.mapping.tables[t].code);
            let finding = Finding::of(LookCause::TrackedInTable {});
            out.push(finding.at(path).from(place));
        }
    }
    out
}
