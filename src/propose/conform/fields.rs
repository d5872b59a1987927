//! Items: columns and rows of the form that the mapping does not know, fields that no label on the
//! form is, and units that differ.

use office::paper::Place;

use super::{Check, labels, place, same_label};
use crate::mapping::{Field, Layout, Piece, PrintedRow, Table, Type};
use crate::propose::ProposedTable;
use crate::recognise::locate::{Fit, Found};
use crate::said;
use crate::text::key::key;

impl Check<'_> {
    /// The columns (or rows) of a table that was found by its labels.
    pub(super) fn columns(
        &mut self,
        table: &Table,
        found: &Found<'_>,
        proposed: Option<&ProposedTable>,
    ) {
        // A table of the form's own may look like another of the mapping's.
        let own = |fit: &&Fit| !self.is_stranger(fit.grid.table.number);
        let fits: Vec<&Fit> = found.fits.iter().filter(own).collect();
        for fit in &fits {
            for stray in fit.strays.iter().filter(|s| !s.ignored) {
                let label = &stray.label;
                // On its side a table has heads of its own (`来源`), which take no value.
                let asked = |p: &ProposedTable| {
                    let mut fields = p.table.fields.iter();
                    fields.any(|f| same_label(&f.label, label))
                };
                if fit.grid.turned && !proposed.is_some_and(asked) {
                    continue;
                }
                let message = said!(
                    "表单有“{label}”，映射没有",
                    "the form has “{label}”, the mapping has not"
                );
                let at = fit.grid.place(fit.last.max(1), stray.column);
                self.say(Some(table), message, Some(at));
            }
        }
        if fits.is_empty() {
            return;
        }
        let bound = |f: usize| {
            fits.iter().any(|fit| {
                fit.columns.get(f).is_some_and(Option::is_some)
                    || fit.below.iter().any(|b| b.0 == f)
            })
        };
        let at = fits.first().map(|fit| fit.grid.table.place(1, 1));
        for (f, field) in table.fields.iter().enumerate() {
            if !bound(f) && field.within.is_none() {
                self.no_label(table, field, at.clone());
            }
        }
    }

    fn no_label(&mut self, table: &Table, field: &Field, at: Option<Place>) {
        let (name, label) = (&field.name, &field.label);
        let message = said!(
            "`{name}`“{label}”在表单上没有对应的标签",
            "no label on the form is that of `{name}` “{label}”"
        );
        self.say(Some(table), message, at);
    }

    /// The items of a table as the form's own labels have them.
    pub(super) fn fields(&mut self, table: &Table, proposed: &ProposedTable) {
        let own = &proposed.table;
        let same = |a: &Field, b: &Field| labels(a).any(|l| labels(b).any(|m| same_label(l, m)));
        if matches!(table.layout, Layout::Grid | Layout::Rating) && own.layout == table.layout {
            let plain = |f: &&Field| f.within.is_none();
            for field in own.fields.iter().filter(plain) {
                if !table.fields.iter().any(|f| same(f, field)) {
                    let label = &field.label;
                    let message = said!(
                        "表单有“{label}”，映射没有",
                        "the form has “{label}”, the mapping has not"
                    );
                    self.say(Some(table), message, place(proposed));
                }
            }
            for field in table.fields.iter().filter(plain) {
                if !own.fields.iter().any(|f| same(f, field)) {
                    self.no_label(table, field, place(proposed));
                }
            }
        }
        if table.layout == Layout::Blanks && own.layout == Layout::Blanks {
            self.printed(table, proposed);
        }
        let alone = table.fields.len() == 1 && own.fields.len() == 1;
        for (n, field) in table.fields.iter().enumerate() {
            // A choices table has its list first, whatever that is labelled.
            let chosen = table.layout == Layout::Choices && field.kind == Type::Choices;
            let alike = |f: &Field| same(field, f) && field.within.is_some() == f.within.is_some();
            let fellow =
                own.fields.iter().enumerate().find(|(m, f)| {
                    alike(f) || alone && n == *m || chosen && f.kind == Type::Choices
                });
            let Some((m, fellow)) = fellow else { continue };
            self.unit(table, field, fellow, proposed);
            // What is only guessed says nothing against the mapping.
            if proposed.printed_options[m] {
                self.options(table, field, fellow, proposed);
            }
        }
    }

    fn unit(&mut self, table: &Table, field: &Field, fellow: &Field, proposed: &ProposedTable) {
        let number = |f: &Field| matches!(f.kind, Type::Integer | Type::Decimal);
        if fellow.unit.is_empty() || fellow.unit == field.unit || !number(fellow) {
            return;
        }
        let (name, label) = (&field.name, &field.label);
        let (form, mapping) = (&fellow.unit, &field.unit);
        let kind = field.kind.name();
        let message = if !number(field) {
            // Years are no unit of a term; other types bear none.
            if field.kind == Type::Term {
                return;
            }
            said!(
                "`{name}`“{label}”在表单上是数（{form}），映射的类型是 {kind}",
                "`{name}` “{label}” is a number on the form ({form}), in the mapping {kind}"
            )
        } else if mapping.is_empty() {
            said!(
                "`{name}`“{label}”在表单上的单位是“{form}”，映射没有写",
                "the form gives `{name}` “{label}” in {form}, the mapping names no unit"
            )
        } else {
            said!(
                "`{name}`“{label}”在表单上的单位是“{form}”，映射写的是“{mapping}”",
                "the form gives `{name}` “{label}” in {form}, the mapping in {mapping}"
            )
        };
        self.say(Some(table), message, place(proposed));
    }

    /// The printed words of a `blanks` table, line by line.
    fn printed(&mut self, table: &Table, proposed: &ProposedTable) {
        let form = words(&proposed.table.printed);
        let mapping = words(&table.printed);
        let missing = |lines: &[(String, String)], all: &[(String, String)]| -> Vec<String> {
            let all: String = all.iter().map(|l| l.0.as_str()).collect();
            let absent = lines
                .iter()
                .filter(|(k, _)| !k.is_empty() && !all.contains(k.as_str()));
            absent.map(|(_, text)| text.clone()).collect()
        };
        for line in missing(&form, &mapping) {
            let message = said!(
                "表单印有“{line}”，`printed` 里没有",
                "the form prints “{line}”, which `printed` has not"
            );
            self.say(Some(table), message, place(proposed));
        }
        for line in missing(&mapping, &form) {
            let message = said!(
                "`printed` 里的“{line}”，表单没有印",
                "`printed` has “{line}”, which the form does not print"
            );
            self.say(Some(table), message, place(proposed));
        }
    }
}

/// The lines of a `blanks` table with a place in them: the key of their words, and the words.
fn words(rows: &[PrintedRow]) -> Vec<(String, String)> {
    let mut lines = Vec::new();
    for text in rows.iter().flat_map(|r| [&r.label, &r.text]) {
        for line in text.lines() {
            let pieces = PrintedRow::pieces(line).unwrap_or_default();
            let words: String = pieces
                .iter()
                .map(|p| match p {
                    Piece::Words(words) => *words,
                    Piece::Field(_) => "",
                })
                .collect();
            if pieces.iter().any(|p| matches!(p, Piece::Field(_))) {
                lines.push((key(&words), words.trim().to_owned()));
            }
        }
    }
    lines
}
