//! Options that are marked where the form explains them, and not filled in: 候选项 in the notes under a
//! table, or in its column of remarks.

use office::paper::{Format, is_blank};

use super::Ledger;
use super::standing::{Standing, Zone};
use crate::extract::Answers;
use crate::extract::marks::{visible_color, visible_fill};
use crate::mapping::{Layout, Type};
use crate::model::finding::{FieldPath, Finding, PaperCause};
use crate::text::key::key;

/// The words are set apart as people mark an option.
fn is_set_apart(f: &Format) -> bool {
    visible_color(f.color).is_some()
        || visible_fill(f.highlight).is_some()
        || visible_fill(f.shading).is_some()
        || f.emphasis.underline
        || f.emphasis.framed
}

/// A colour that is none of the greys, or a fill.
fn is_bright(f: &Format) -> bool {
    let colored = |c: office::paper::Rgb| c.0.max(c.1).max(c.2) - c.0.min(c.1).min(c.2) > 0x30;
    let fills = [f.highlight, f.shading];
    f.color.is_some_and(colored) || fills.into_iter().any(|fill| visible_fill(fill).is_some())
}

/// The words of a printed line that are set apart, and the others, as keys.
struct Marks {
    words: String,
    rest: String,
    /// Some are set apart by an underline, a frame or a grey alone.
    plain: bool,
}

impl Ledger<'_, '_> {
    /// Tells of options that are marked in printed words, where the item that takes them is open.
    pub(super) fn marked_print(&mut self, standings: &[Standing]) {
        for standing in standings {
            let (Zone::Section(t) | Zone::Cell(t) | Zone::End(Some(t))) = standing.zone else {
                continue;
            };
            let p = standing.placed.paragraph;
            let table = &self.edition.mapping.tables[t];
            let printed = &self.edition.printed;
            if !matches!(table.layout, Layout::Records | Layout::Form)
                || !printed.has_exactly(&p.text)
                || printed.is_set_apart(&p.text)
            {
                continue;
            }
            let (mut words, mut rest, mut plain) = (String::new(), String::new(), false);
            for (text, span) in p.pieces() {
                match is_set_apart(&span.format) {
                    true => {
                        plain |= !is_bright(&span.format);
                        words.push_str(text);
                    }
                    false => rest.push_str(text),
                }
            }
            let marks = Marks {
                words: key(&words),
                rest: key(&rest),
                plain,
            };
            if marks.words.chars().count() < 2 {
                continue;
            }
            if let Some(f) = (0..table.fields.len()).find(|f| self.is_open_for(t, *f, &marks)) {
                let field = &table.fields[f];
                let (label, text) = (field.label.to_string(), words.trim().to_owned());
                let path = match &self.tables[t].answers {
                    Answers::Records(records) if records.len() == 1 => {
                        FieldPath::field(&table.code, 0, &field.name)
                    }
                    _ => FieldPath::table(&table.code),
                };
                let cause = PaperCause::MarkedPrint {
                    label,
                    text: text.clone(),
                };
                let finding = Finding::of(cause).at(path).quoting(text);
                self.findings
                    .push(finding.from(standing.placed.place.clone()));
            }
        }
    }

    /// The field takes one of the options that the words name, and some record has none.
    fn is_open_for(&self, t: usize, f: usize, marks: &Marks) -> bool {
        let field = &self.edition.mapping.tables[t].fields[f];
        let list = field
            .list
            .as_ref()
            .and_then(|l| self.edition.mapping.lists.get(l));
        let Some(list) = list.filter(|_| matches!(field.kind, Type::Choice | Type::Choices)) else {
            return false;
        };
        let count = |within: &str| {
            let labels = list.options.iter().map(|o| key(&o.label));
            labels
                .filter(|l| l.chars().count() > 1 && within.contains(l.as_str()))
                .count()
        };
        let (marked, others) = (count(&marks.words), count(&marks.rest));
        // Some of those that the line prints; or a line that explains one alone, in a colour that no
        // form prints its hints in.
        let named =
            marked > 0 && (others > 0 || marks.rest.is_empty() && marked == 1 && !marks.plain);
        let open = match &self.tables[t].answers {
            Answers::Records(records) => {
                let blank = |raw: &crate::extract::RawRecord| {
                    let raw = raw.cells.get(f).and_then(Option::as_ref);
                    raw.is_none_or(|raw| is_blank(&raw.text))
                };
                records.is_empty() || records.iter().any(blank)
            }
            _ => false,
        };
        named && open
    }
}
