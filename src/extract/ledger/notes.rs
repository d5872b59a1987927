//! What stands beside the body: headers, footers, notes and comments.

use office::paper::{Aside, Paper, Place, RemarkKind};

use super::Ledger;
use super::standing::{Standing, Zone};
use crate::mapping::Layout;
use crate::model::finding::{FieldPath, Finding, PaperCause, Severity};
use crate::text::key::key;
use crate::text::vocabulary::vocabulary;

impl Ledger<'_, '_> {
    /// Tells of the texts beside the body that the blank does not print.
    pub(super) fn notes(&mut self, paper: &Paper, standings: &[Standing]) {
        for remark in &paper.remarks {
            let finding = match &remark.kind {
                RemarkKind::Aside { aside, text, .. } if self.is_printed_beside(*aside, text) => {
                    continue;
                }
                RemarkKind::Aside {
                    aside, text, about, ..
                } => self.note(*aside, text, about, &remark.place, standings),
                RemarkKind::AsidesBeyond { count } => {
                    Finding::of(PaperCause::AsidesBeyond { count: *count })
                }
                _ => continue,
            };
            self.findings.push(finding.from(remark.place.clone()));
        }
    }

    fn note(
        &self,
        aside: Aside,
        text: &str,
        about: &str,
        place: &Place,
        standings: &[Standing],
    ) -> Finding {
        let standing = standings.iter().find(|s| s.placed.place == *place);
        // An empty cell of a workbook has no paragraph.
        let of_sheet = || self.located.table_on_sheet(place);
        let zone = match standing {
            Some(standing) => standing.zone,
            None => of_sheet().map_or(Zone::Cover, Zone::Cell),
        };
        let t = zone.table();
        let path = match (zone, standing) {
            (Zone::Cell(t), Some(standing)) => self.path_in_cell(t, &standing.placed),
            (Zone::List(t), _) => self.path_of_answer(t, |_| true),
            _ => t.map_or(FieldPath::Submission, |t| self.path_of_table(t)),
        };
        let layout = t.map(|t| self.edition.mapping.tables[t].layout);
        let is_choosing = matches!(layout, Some(Layout::Choices | Layout::Rating));
        // Where nothing is filled in, the note may be what should be.
        let is_open = matches!(zone, Zone::Cell(_)) && path.record_index().is_none();
        let said = text.to_owned();
        let finding = match aside {
            Aside::Comment if is_choosing && matches!(zone, Zone::Cell(_) | Zone::List(_)) => {
                let about = about.to_owned();
                Finding::of(PaperCause::CommentOnList { text: said, about })
            }
            // What it says may be what should stand there: 应为12.
            Aside::Comment
                if is_open
                    || matches!(zone, Zone::Cell(_)) && corrects(text)
                    || says_otherwise(text) =>
            {
                Finding::of(PaperCause::Comment { text: said }).graded(Severity::Warning)
            }
            Aside::Comment => Finding::of(PaperCause::Comment { text: said }),
            Aside::Header => Finding::of(PaperCause::Header { text: said }),
            Aside::Footer => Finding::of(PaperCause::Footer { text: said }),
            Aside::Footnote => Finding::of(PaperCause::Footnote { text: said }),
            Aside::Endnote => Finding::of(PaperCause::Endnote { text: said }),
        };
        let is_note = matches!(aside, Aside::Footnote | Aside::Endnote);
        let near = matches!(zone, Zone::Cell(_) | Zone::List(_) | Zone::Section(_));
        let finding = match aside {
            _ if is_note && !near => finding.graded(Severity::Info),
            Aside::Header | Aside::Footer if says_otherwise(text) => {
                finding.graded(Severity::Warning)
            }
            _ => finding,
        };
        finding.at(path).quoting(text)
    }

    /// The blank prints it. A page header or footer says what any form's does: its page, its title.
    fn is_printed_beside(&self, aside: Aside, text: &str) -> bool {
        let edition = self.edition;
        if !matches!(aside, Aside::Header | Aside::Footer) {
            return edition.printed.has_note(text);
        }
        let own = key(&edition.mapping.edition.name);
        let known = |line: &str| {
            let k = key(line);
            let words = k.trim_matches(|c: char| c.is_ascii_digit() || "第共总页".contains(c));
            let titles = &edition.signs.form_titles;
            words.is_empty()
                || edition.printed.has(&k)
                || k.contains(&own)
                || titles.iter().any(|t| k.contains(t.as_str()))
        };
        text.lines().all(known)
    }
}

/// A comment gives another value, or says that this one is not right.
fn corrects(text: &str) -> bool {
    text.chars().any(|c| c.is_ascii_digit()) || says_otherwise(text)
}

/// The words say that something written elsewhere is not right.
fn says_otherwise(text: &str) -> bool {
    let words = &vocabulary().paper.corrections;
    words.iter().any(|word| text.contains(word))
}
