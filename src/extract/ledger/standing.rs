//! Where each paragraph of a paper stands on the form.

use std::collections::HashMap;

use office::paper::{Cell, Paper, ParagraphId, Place, Placed, Table, TextBox};

use crate::extract::claims::Claims;
use crate::recognise::locate::{Flow, Located};

/// A paragraph with where it stands.
pub(super) struct Standing<'p> {
    pub placed: Placed<'p>,
    pub zone: Zone,
}

/// A part of the form. Tables are of the mapping.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Zone {
    /// Before the first table, or under none.
    Cover,
    /// In a cell of a table's own table on paper.
    Cell(usize),
    /// In a text box of its options.
    List(usize),
    /// Under its heading, beside its table.
    Section(usize),
    /// Behind all that is to be filled in: where people sign.
    End(Option<usize>),
    /// In a table that the mapping does not have; the table in whose section it stands.
    Strange(Option<usize>),
}

impl Zone {
    /// The table of the mapping.
    pub(super) fn table(self) -> Option<usize> {
        match self {
            Zone::Cover => None,
            Zone::Cell(t) | Zone::List(t) | Zone::Section(t) => Some(t),
            Zone::End(t) | Zone::Strange(t) => t,
        }
    }
}

/// Every paragraph of the paper in document order.
pub(super) fn standings<'p>(
    paper: &'p Paper,
    located: &Located<'p>,
    claims: &Claims,
) -> Vec<Standing<'p>> {
    let zones = Zones::of(located);
    let all = paper.placed().into_iter();
    let mut all: Vec<Standing> = all
        .map(|placed| Standing {
            zone: zones.of_paragraph(&placed),
            placed,
        })
        .collect();
    let heads = located.found.iter().flat_map(|f| &f.headings);
    let heads: Vec<ParagraphId> = heads.map(|(p, _, _)| p.id).collect();
    let is_head = |s: &Standing| heads.contains(&s.placed.paragraph.id);
    let is_filled_in = |s: &Standing| match s.zone {
        Zone::Cell(_) | Zone::List(_) => true,
        Zone::Section(_) => claims.has(s.placed.paragraph) && !is_head(s),
        _ => false,
    };
    let last = all.iter().rposition(is_filled_in);
    let head = all.iter().rposition(is_head);
    // A heading behind the last table has its place still to come.
    if let Some(last) = last.filter(|last| head < Some(*last)) {
        for standing in &mut all[last + 1..] {
            if let Zone::Section(t) = standing.zone {
                standing.zone = Zone::End(Some(t));
            }
        }
    }
    all
}

struct Zones {
    tables: HashMap<u32, Zone>,
    paragraphs: HashMap<ParagraphId, Zone>,
    boxes: HashMap<u32, Zone>,
}

impl Zones {
    fn of(located: &Located) -> Zones {
        let mut zones = Zones {
            tables: HashMap::new(),
            paragraphs: HashMap::new(),
            boxes: HashMap::new(),
        };
        for (section, table) in &located.loose {
            zones.tables.insert(table.number, Zone::Strange(*section));
        }
        for stranger in &located.strangers {
            zones
                .paragraphs
                .insert(stranger.heading.id, Zone::Strange(None));
            zones.flow(&stranger.flow, Zone::Strange(None), Zone::Strange(None));
        }
        for (t, found) in located.found.iter().enumerate() {
            for (p, _, _) in &found.headings {
                zones.paragraphs.insert(p.id, Zone::Section(t));
            }
            // A table under a heading that takes text, or a list drawn as a table, is its own.
            zones.flow(&found.flow, Zone::Section(t), Zone::Cell(t));
            for table in found.tables() {
                zones.tables.insert(table.number, Zone::Cell(t));
            }
            for text_box in &found.boxes {
                zones.boxes.insert(text_box.number, Zone::List(t));
            }
        }
        zones
    }

    fn flow(&mut self, flow: &[Flow], paragraphs: Zone, tables: Zone) {
        for piece in flow {
            match piece {
                Flow::Paragraph(p, _) => self.paragraphs.insert(p.id, paragraphs),
                Flow::Table(table) => self.tables.insert(table.number, tables),
            };
        }
    }

    fn of_paragraph(&self, placed: &Placed) -> Zone {
        let of_cell = |cell: &Option<(&Table, &Cell)>| {
            let (table, _) = cell.as_ref()?;
            self.tables.get(&table.number).copied()
        };
        let of_box = |b: &TextBox| self.boxes.get(&b.number).copied();
        of_cell(&placed.cell)
            .or_else(|| placed.text_box.and_then(of_box))
            .or_else(|| of_cell(&placed.outer))
            .or_else(|| self.paragraphs.get(&placed.paragraph.id).copied())
            .unwrap_or(Zone::Cover)
    }
}

/// The place lies in the slots of this cell.
pub(super) fn lies_in(place: &Place, table: &Table, cell: &Cell) -> bool {
    match place {
        Place::Cell {
            table: number,
            row,
            column,
        } => *number == table.number && cell.covers(*row, *column),
        Place::Sheet { .. } => *place == table.place(cell.row, cell.column),
        _ => false,
    }
}
