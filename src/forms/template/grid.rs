//! A table of one record that a template prints as a grid: an item a cell, under one label and beside
//! another (考察访问 × 项目数), or beside its label alone.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use office::inplace::sheet::{Content, Sheet};
use office::paper::Table;
use rust_decimal::Decimal;

use super::bare::bare_key;
use super::content::not_counted;
use super::measure::{Measure, named_above};
use crate::mapping::{Field, Table as Asked};
use crate::model::finding::Finding;
use crate::model::submission::Record;
use crate::recognise::edition::Edition;
use crate::text::key::key;
use crate::value::Value;

/// Fewer items than that are no table: any sheet has a 合计 somewhere.
const TELLING: usize = 3;
/// Cells of a sheet that are looked at for labels. A grid is small.
const MOST_CELLS: usize = 5_000;

/// A table of one record whose items stand in cells of their own.
#[derive(Debug)]
pub(super) struct Grid {
    /// The table of the mapping.
    pub table: usize,
    /// The sheet's name.
    pub sheet: String,
    /// The items that have a cell.
    pub cells: Vec<GridCell>,
    /// Labels of the items that have none.
    pub only_here: Vec<String>,
    /// Labels of the items that the template computes itself.
    pub computed: Vec<String>,
    /// By item, what was given so far.
    sums: BTreeMap<usize, Decimal>,
    /// How many records it has taken.
    pub records: usize,
}

/// An item's cell.
#[derive(Debug)]
pub(super) struct GridCell {
    /// The field.
    pub field: usize,
    /// Its row and column on the sheet.
    at: (u32, u32),
    /// In what it counts.
    pub measure: Measure,
    /// The template computes it.
    computed: bool,
}

/// A label on the sheet: its rows and columns there.
#[derive(Clone, Debug)]
struct Label {
    text: String,
    rows: (u32, u32),
    columns: (u32, u32),
}

/// Where an item's cell may stand, seen from its labels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    /// The outer label to the left, the inner one above.
    OuterLeft,
    /// The outer label above, the inner one to the left.
    OuterAbove,
    /// Both to the left, or the only one.
    Beside,
}

/// The grid that a sheet holds, if it holds one.
pub(super) fn grid(sheet: &Table, edition: &Edition) -> Option<Grid> {
    let at = sheet.sheet.as_ref().filter(|at| !at.hidden)?;
    if sheet.cells.len() > MOST_CELLS {
        return None;
    }
    let mut labels: HashMap<String, Vec<Label>> = HashMap::new();
    let mut texts: Vec<Label> = Vec::new();
    for cell in &sheet.cells {
        let text = cell.text();
        if text.trim().is_empty() {
            continue;
        }
        let (row, column) = (
            cell.row + at.first_row - 1,
            cell.column + at.first_column - 1,
        );
        let label = Label {
            rows: (row, row + cell.row_span.max(1) - 1),
            columns: (column, column + cell.column_span.max(1) - 1),
            text: text.into_owned(),
        };
        labels
            .entry(bare_key(&label.text))
            .or_default()
            .push(label.clone());
        texts.push(label);
    }
    let looking = Looking {
        labels,
        texts,
        sheet,
        name: &at.name,
        edition,
    };
    let asked = edition.mapping.tables.iter().enumerate();
    let asked = asked.filter(|(_, table)| is_one_record(table, edition));
    let mut found: Vec<(bool, Grid)> = Vec::new();
    for (t, table) in asked {
        let ways = [Way::OuterLeft, Way::OuterAbove, Way::Beside];
        let grids = ways.iter().filter_map(|way| looking.grid(t, table, *way));
        let best = grids.max_by_key(|grid| grid.cells.len());
        found.extend(best.map(|grid| (looking.is_named(table), grid)));
    }
    let named = found.iter().filter(|(named, _)| *named).count();
    // Two tables with the same labels (出访、接待) are told apart by the sheet's title alone.
    let mut found = found
        .into_iter()
        .filter(|(is_named, _)| *is_named || named == 0);
    match (found.next(), found.next()) {
        (Some((_, grid)), None) => Some(grid),
        _ => None,
    }
}

/// A table that comes to one record: derived, or with all records added up into one.
fn is_one_record(table: &Asked, edition: &Edition) -> bool {
    let adds_up = table.sum_by.as_ref().is_some_and(Vec::is_empty);
    adds_up || edition.mapping.derived(&table.code).is_some()
}

struct Looking<'a> {
    labels: HashMap<String, Vec<Label>>,
    texts: Vec<Label>,
    sheet: &'a Table,
    name: &'a str,
    edition: &'a Edition,
}

impl Looking<'_> {
    /// The sheet's name, or a text on it, names the table.
    fn is_named(&self, table: &Asked) -> bool {
        let (code, name) = (key(&table.code), key(&table.name));
        let texts = self.texts.iter().map(|label| label.text.as_str());
        texts.chain([self.name]).any(|text| {
            let text = key(text);
            text.contains(&code) || text.contains(&name)
        })
    }

    fn labelled(&self, label: &str) -> &[Label] {
        self.labels.get(&bare_key(label)).map_or(&[], Vec::as_slice)
    }

    fn grid(&self, t: usize, table: &Asked, way: Way) -> Option<Grid> {
        let beside = match way {
            Way::Beside => self.column_beside(table),
            _ => None,
        };
        let mut grid = Grid {
            table: t,
            sheet: self.name.to_owned(),
            cells: Vec::new(),
            only_here: Vec::new(),
            computed: Vec::new(),
            sums: BTreeMap::new(),
            records: 0,
        };
        for (f, field) in table.fields.iter().enumerate() {
            let at = match way {
                _ if !field.kind.is_number() => None,
                Way::Beside => beside.and_then(|column| Some((self.row_of(field)?, column))),
                way => self.crossing(field, way),
            };
            match at {
                Some(at) if !grid.cells.iter().any(|cell| cell.at == at) => {
                    grid.cells.push(GridCell {
                        field: f,
                        at,
                        measure: self.measure(field, at),
                        computed: false,
                    });
                }
                _ => grid.only_here.push(field.label.to_string()),
            }
        }
        let enough = grid.cells.len() >= TELLING && grid.cells.len() * 2 > table.fields.len();
        enough.then_some(grid)
    }

    /// Where the row of one of a field's labels and the column of the other cross; none where that
    /// is not one place.
    fn crossing(&self, field: &Field, way: Way) -> Option<(u32, u32)> {
        let (outer, inner) = field.label_split();
        let (left, above) = match way {
            Way::OuterAbove => (inner, outer),
            _ => (outer, inner),
        };
        let mut places = self.labelled(left).iter().flat_map(|left| {
            let above = self.labelled(above).iter();
            let above = above
                .filter(|above| above.rows.1 < left.rows.0 && above.columns.0 > left.columns.1);
            above.map(move |above| (left.rows.0, above.columns.0))
        });
        match (places.next(), places.next()) {
            (Some(place), None) => Some(place),
            _ => None,
        }
    }

    /// The row that a field's labels stand on, to the left.
    fn row_of(&self, field: &Field) -> Option<u32> {
        let (outer, inner) = field.label_split();
        let mut rows = self.labelled(inner).iter().filter(|inner| {
            let holds = |outer: &Label| {
                outer.rows.0 <= inner.rows.0
                    && inner.rows.1 <= outer.rows.1
                    && outer.columns.1 < inner.columns.0
            };
            outer.is_empty() || self.labelled(outer).iter().any(holds)
        });
        match (rows.next(), rows.next()) {
            (Some(label), None) => Some(label.rows.0),
            _ => None,
        }
    }

    /// The column, right of the labels of all fields, in which nothing stands on any of their rows.
    fn column_beside(&self, table: &Asked) -> Option<u32> {
        let rows: Vec<u32> = table.fields.iter().filter_map(|f| self.row_of(f)).collect();
        let taken = |row: &u32| {
            let on = self.texts.iter();
            let on = on.filter(move |text| (text.rows.0..=text.rows.1).contains(row));
            on.map(|text| text.columns.1).max()
        };
        rows.iter().filter_map(taken).max().map(|last| last + 1)
    }

    /// In what a cell counts: the labels above it and beside it say so, or a line above.
    fn measure(&self, field: &Field, at: (u32, u32)) -> Measure {
        let mut above: Vec<&Label> = (self.texts.iter())
            .filter(|text| text.rows.1 < at.0 && (text.columns.0..=text.columns.1).contains(&at.1))
            .collect();
        above.sort_by_key(|text| std::cmp::Reverse(text.rows.0));
        let mut beside: Vec<&Label> = (self.texts.iter())
            .filter(|text| text.columns.1 < at.1 && (text.rows.0..=text.rows.1).contains(&at.0))
            .collect();
        beside.sort_by_key(|text| std::cmp::Reverse(text.columns.0));
        let labels = beside.iter().chain(&above).map(|label| label.text.as_str());
        // 计量单位 in a column of its own.
        let plain = beside.iter().map(|label| label.text.trim().to_owned());
        let head = above.iter().map(|label| label.rows.0).min();
        let lines = named_above(self.sheet, head.unwrap_or(at.0));
        let plain: Vec<String> = plain.chain(lines).collect();
        Measure::of_labels(labels, &plain, field, self.edition)
    }
}

impl Grid {
    /// Looks at its cells: those that hold something are not the template's to be filled.
    pub(super) fn look(&mut self, sheet: &Sheet<'_>, edition: &Edition) {
        let fields = &edition.mapping.tables[self.table].fields;
        for cell in std::mem::take(&mut self.cells) {
            let computed = sheet.has_formula(cell.at);
            let label = || fields[cell.field].label.to_string();
            match (computed, sheet.is_empty(cell.at)) {
                (true, _) => self.computed.push(label()),
                (false, false) => {
                    self.only_here.push(label());
                    continue;
                }
                (false, true) => {}
            }
            self.cells.push(GridCell { computed, ..cell });
        }
    }

    /// Takes a record: its numbers are added to what was given before. What the template counts in
    /// another currency is told of.
    pub(super) fn take(
        &mut self,
        record: &Record,
        edition: &Edition,
        template: &str,
    ) -> Vec<(Arc<str>, Finding)> {
        let fields = &edition.mapping.tables[self.table].fields;
        self.records += 1;
        let mut told = Vec::new();
        for cell in self.cells.iter().filter(|cell| !cell.computed) {
            let field = &fields[cell.field];
            if let Some(left) = not_counted(record, field, &cell.measure, template) {
                told.push((Arc::clone(&field.name), left));
            } else if let Some(number) = record.get(&field.name).and_then(Value::number) {
                let sum = self.sums.entry(cell.field).or_default();
                *sum = sum.saturating_add(number);
            }
        }
        told
    }

    /// What is written where.
    pub(super) fn contents(&self) -> impl Iterator<Item = ((u32, u32), Content)> {
        self.cells
            .iter()
            .filter(|cell| !cell.computed)
            .filter_map(|cell| {
                let number = cell.measure.number(*self.sums.get(&cell.field)?)?;
                Some((cell.at, Content::Number(number.normalize().to_string())))
            })
    }
}
