//! Words struck through that no item told of: on the cover, in rows that were crossed out, between
//! printed words, behind options. They are not read, and said once where they stand.

use std::collections::HashSet;

use office::paper::{Cell, Paper, Paragraph, Place, Table};

use crate::extract::spaces_in;
use crate::model::finding::{FieldPath, Finding, LookCause, Rule};
use crate::recognise::edition::{Edition, each_paragraph};
use crate::recognise::locate::{Flow, Located};
use crate::text::key::key;

/// More findings than that are counted, not listed.
const MOST: usize = 60;

/// Tells of what is struck through on a paper and not told of among `findings` yet.
pub(super) fn struck_through(
    paper: &Paper,
    located: &Located,
    edition: &Edition,
    findings: &[Finding],
) -> Vec<Finding> {
    let mut any = false;
    each_paragraph(&paper.blocks, &mut |p| any |= p.is_partly_struck());
    if !any {
        return Vec::new();
    }
    let told = findings.iter().filter(|f| f.rule() == Rule::StruckText);
    let mut pass = Pass {
        edition,
        told: told.filter_map(|f| f.source.clone()).collect(),
        out: Vec::new(),
    };
    for (p, place) in &located.cover {
        let labels = spaces_in(&p.words(), edition);
        let path = labels.last().map_or(FieldPath::Submission, |(field, _)| {
            FieldPath::unit_field(&edition.mapping.unit[*field].name)
        });
        pass.paragraph(p, place.clone(), &path);
    }
    for (t, found) in located.found.iter().enumerate() {
        let path = FieldPath::table(&edition.mapping.tables[t].code);
        for (p, _, place) in &found.headings {
            let place = place.clone().unwrap_or(Place::Paragraph {
                paragraph: p.number,
            });
            pass.paragraph(p, place, &path);
        }
        found.tables().for_each(|table| pass.table(table, &path));
        pass.flow(&found.flow, &path);
        for text_box in &found.boxes {
            for (p, line) in text_box.lines().zip(1..) {
                let place = Place::Line {
                    text_box: text_box.number,
                    line,
                };
                pass.paragraph(p, place, &path);
            }
        }
    }
    for stranger in &located.strangers {
        pass.flow(&stranger.flow, &FieldPath::Submission);
    }
    for (section, table) in &located.loose {
        let path = section.map_or(FieldPath::Submission, |t| {
            FieldPath::table(&edition.mapping.tables[t].code)
        });
        pass.table(table, &path);
    }
    pass.finish()
}

struct Pass<'a> {
    edition: &'a Edition,
    told: HashSet<Place>,
    out: Vec<Finding>,
}

impl Pass<'_> {
    fn flow(&mut self, flow: &[Flow], path: &FieldPath) {
        for piece in flow {
            match piece {
                Flow::Paragraph(p, place) => self.paragraph(p, place.clone(), path),
                Flow::Table(table) => self.table(table, path),
            }
        }
    }

    /// One finding a row: a record that was taken back is one thing.
    fn table(&mut self, table: &Table, path: &FieldPath) {
        let mut at = 0;
        while at < table.cells.len() {
            let row = table.cells[at].row;
            let of_row = table.cells[at..].iter().take_while(|c| c.row == row);
            let cells: Vec<&Cell> = of_row.collect();
            at += cells.len();
            let mut words = Vec::new();
            let mut first = None;
            for cell in cells {
                let place = table.place(cell.row, cell.column);
                let gone: Vec<String> = cell.paragraphs().filter_map(|p| self.gone(p)).collect();
                if gone.is_empty() || self.told.contains(&place) {
                    continue;
                }
                first.get_or_insert(place);
                words.push(gone.join(" "));
            }
            if let Some(place) = first {
                self.tell(&words.join(" | "), place, path);
            }
        }
    }

    fn paragraph(&mut self, p: &Paragraph, place: Place, path: &FieldPath) {
        if let Some(gone) = self.gone(p)
            && !self.told.contains(&place)
        {
            self.tell(&gone, place, path);
        }
    }

    /// What of a paragraph is struck through and not printed: what the blank prints was never an
    /// answer, and of options the marks tell.
    fn gone(&self, p: &Paragraph) -> Option<String> {
        if !p.is_partly_struck() {
            return None;
        }
        let struck = p
            .pieces()
            .filter(|(_, s)| s.is_answer() && s.format.emphasis.strike);
        let gone: String = struck.map(|(text, _)| text).collect();
        let k = key(&gone);
        let printed = &self.edition.printed;
        // A number or a letter is printed somewhere too.
        let is_printed = || printed.has(&k) || printed.has_text(&p.text);
        let known = k.is_empty() || k.chars().count() > 2 && is_printed();
        (!known).then(|| gone.trim().to_owned())
    }

    fn tell(&mut self, gone: &str, place: Place, path: &FieldPath) {
        self.told.insert(place.clone());
        let struck = gone.to_owned();
        let finding = Finding::of(LookCause::StruckElsewhere { struck })
            .at(path.clone())
            .quoting(gone)
            .from(place);
        self.out.push(finding);
    }

    fn finish(mut self) -> Vec<Finding> {
        let more = self.out.len().saturating_sub(MOST);
        if more > 0 {
            self.out.truncate(MOST);
            self.out
                .push(Finding::of(LookCause::MoreStruck { count: more }));
        }
        self.out
    }
}
