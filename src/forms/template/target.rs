//! Where in a template the records of a table go, and what its lists make of their values.

use std::collections::{BTreeSet, HashMap};

use office::inplace::address::{LAST_ROW, parse_cell};
use office::inplace::sheet::Sheet;
use office::inplace::style::Styles;
use office::paper::{Place, Table};

use super::bare::bare_key;
use super::limit::Limit;
use super::measure::{Measure, named_above};
use super::validation::{Book, Validation};
use crate::mapping::{Field, Numbering, Type};
use crate::recognise::edition::Edition;
use crate::recognise::locate::Fit;
use crate::text::key::key;
use crate::value::{Value, country_of_code};

/// Rows under the labels that may say in what a column counts.
const MOST_UNDER_LABELS: usize = 3;

/// A table of the mapping in a sheet of a template.
#[derive(Debug)]
pub(super) struct Target {
    /// The table of the mapping.
    pub table: usize,
    /// The sheet's name.
    pub sheet: String,
    /// The row of the first labels.
    pub head: u32,
    /// The row of the last labels.
    pub labels: u32,
    /// The row on which the next table of the sheet begins, or the one past the last.
    pub end: u32,
    /// The columns that are filled.
    pub columns: Vec<Column>,
    /// Labels of the template that are no item of the table.
    pub only_there: Vec<String>,
    /// Items of the table that the template has no column for.
    pub only_here: Vec<String>,
    /// Lists that cannot be told, by their column's label.
    pub unresolved: Vec<String>,
    /// Columns that the template computes itself, by label: nothing is written into formulas.
    pub computed: Vec<String>,
    /// Rows with words of their own in a column that is not filled: 合计, a note.
    worded: BTreeSet<u32>,
    /// It has looked at its first free row.
    looked: bool,
    /// Rows between the labels and the first free one.
    pub filled: u32,
}

/// A column of a target.
#[derive(Debug)]
pub(super) struct Column {
    /// Its column on the sheet.
    pub column: u32,
    /// What goes into it.
    pub item: Item,
    /// The list that its cells are held to.
    pub allowed: Option<Allowed>,
    /// What else they may hold.
    pub limit: Option<Limit>,
    /// In what it counts.
    pub measure: Measure,
    /// Its first free cell shows days.
    pub shows_days: bool,
    /// Its first free cell holds a formula.
    computed: bool,
}

/// What goes into a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Item {
    /// A field of the table.
    Field(usize),
    /// A field of the cover.
    Unit(usize),
}

/// A template's list for a field: its own spelling of each value.
#[derive(Debug, Default)]
pub(super) struct Allowed {
    spelled: Vec<(Value, String)>,
    /// By the text's key, for values that are text.
    keys: HashMap<String, String>,
}

impl Allowed {
    /// The list's items as values of the field.
    pub(super) fn of(items: Vec<String>, field: &Field, edition: &Edition) -> Allowed {
        let mut allowed = Allowed::default();
        let numbered = of_its_numbers(&items, field, edition);
        let of_a_list = matches!(field.kind, Type::Choice | Type::Choices);
        for item in items {
            let value = match meant(&item, field, edition) {
                Value::Null => continue,
                _ if !numbered && of_a_list && is_code(&item) => continue,
                value => value,
            };
            if !allowed.spelled.iter().any(|(known, _)| *known == value) {
                allowed.spelled.push((value, item.clone()));
            }
            allowed.keys.entry(key(&item)).or_insert(item);
        }
        allowed
    }

    /// The list's own spelling of a value.
    pub(super) fn spelling(&self, value: &Value) -> Option<&str> {
        let known = self.spelled.iter().find(|(known, _)| known == value);
        let by_text = || self.keys.get(&key(value.text()?));
        known
            .map(|(_, item)| item)
            .or_else(by_text)
            .map(String::as_str)
    }

    /// The list's items, in its order.
    pub(super) fn items(&self) -> impl Iterator<Item = &str> {
        self.spelled.iter().map(|(_, item)| item.as_str())
    }
}

/// What an item of a template's list is as a value of the field.
fn meant(item: &str, field: &Field, edition: &Edition) -> Value {
    // A list of codes means codes: NO is Norway there.
    if field.kind == Type::Country
        && let Some(name) = country_of_code(item.trim())
    {
        return Value::Text(name.to_owned());
    }
    let value = edition.values.read(item, field).value;
    match value.is_empty() {
        true => Value::Null,
        false => value,
    }
}

/// Codes alone in a template's list (1, 2, 3; a, b, c) are the options of the field's own list only
/// where they are the numbers that the form prints, all of them in its order: 0, 1, 2 may be anything.
fn of_its_numbers(items: &[String], field: &Field, edition: &Edition) -> bool {
    let own = field.list.as_ref();
    let Some(own) = own.and_then(|name| edition.mapping.lists.get(name)) else {
        return true;
    };
    let printed = |(i, item): (usize, &String)| {
        let item = item.trim();
        match own.numbered {
            Some(Numbering::Letters) => {
                let letter = u32::try_from(i)
                    .ok()
                    .and_then(|i| char::from_u32(u32::from('a') + i));
                let mut letters = item.chars().map(|c| c.to_ascii_lowercase());
                letters.next() == letter && letters.next().is_none()
            }
            _ => item.parse() == Ok(i + 1),
        }
    };
    own.options.len() == items.len() && items.iter().enumerate().all(printed)
}

/// A code and no words: 1, 02, A.
fn is_code(item: &str) -> bool {
    let item = item.trim();
    item.len() <= 3 && item.chars().all(|c| c.is_ascii_alphanumeric())
}

/// The column of each field. What was told by its place and a part of its label is left out: a
/// template's column that another field's values go into is worse than one that stays empty. Where
/// a label stands twice (外方经费（万欧元）, 外方经费（万元）), the column that the data can be counted
/// in is taken.
fn columns_of(fit: &Fit<'_>, above: &[String], edition: &Edition) -> Vec<Option<u32>> {
    let table = &edition.mapping.tables[fit.table];
    let label = |column: u32| {
        let cell = fit.grid.cell(fit.last, column);
        cell.map_or_else(String::new, |cell| cell.text().into_owned())
    };
    let unbound = |f: &usize| fit.guessed.contains(f);
    let strays = fit.strays.iter().map(|stray| stray.column);
    let free = strays.chain(fit.guessed.iter().filter_map(|f| fit.columns[*f]));
    let free: Vec<u32> = free.collect();
    let columns = (0..table.fields.len()).map(|f| {
        let own = fit.columns[f].filter(|_| !unbound(&f))?;
        let field = &table.fields[f];
        let counts = |column: u32| {
            !matches!(
                Measure::of(fit, column, above, field, edition),
                Measure::Other(_)
            )
        };
        if counts(own) {
            return Some(own);
        }
        let same =
            |column: &u32| bare_key(&label(*column)) == bare_key(&label(own)) && counts(*column);
        Some(free.iter().copied().find(same).unwrap_or(own))
    });
    columns.collect()
}

impl Target {
    /// Of a table whose labels lie across the top of a sheet that people see; `whole` is all that
    /// stands on the sheet.
    pub(super) fn of(fit: &Fit<'_>, whole: &Table, edition: &Edition) -> Option<Target> {
        let sheet = fit.grid.table.sheet.as_ref()?;
        if fit.grid.turned || fit.by_position || sheet.hidden {
            return None;
        }
        let cell = |column| match fit.grid.place(fit.last, column) {
            Place::Sheet { cell, .. } => parse_cell(&cell),
            _ => None,
        };
        let table = &edition.mapping.tables[fit.table];
        let mut target = Target {
            table: fit.table,
            sheet: sheet.name.clone(),
            head: 0,
            labels: 0,
            end: LAST_ROW + 1,
            columns: Vec::new(),
            only_there: Vec::new(),
            only_here: Vec::new(),
            unresolved: Vec::new(),
            computed: Vec::new(),
            worded: BTreeSet::new(),
            looked: false,
            filled: 0,
        };
        let column = |at: (u32, u32), item| Column {
            column: at.1,
            item,
            allowed: None,
            limit: None,
            measure: Measure::Same,
            shows_days: false,
            computed: false,
        };
        let anchor = fit.columns.iter().flatten().next().copied()?;
        let head = match fit.grid.place(fit.first, anchor) {
            Place::Sheet { cell, .. } => parse_cell(&cell)?.0,
            _ => return None,
        };
        target.head = head;
        let above = named_above(whole, head);
        let columns = columns_of(fit, &above, edition);
        for (f, field) in table.fields.iter().enumerate() {
            match columns[f].and_then(|own| Some((own, cell(own)?))) {
                Some((own, at)) => {
                    target.labels = target.labels.max(at.0);
                    target.columns.push(Column {
                        measure: Measure::of(fit, own, &above, field, edition),
                        ..column(at, Item::Field(f))
                    });
                }
                None => target.only_here.push(field.label.to_string()),
            }
        }
        // What was only guessed, and what another column was taken for.
        for own in fit
            .columns
            .iter()
            .flatten()
            .filter(|own| !columns.contains(&Some(**own)))
        {
            let label = fit.grid.cell(fit.last, *own);
            target
                .only_there
                .extend(label.map(|cell| cell.text().into_owned()));
        }
        let strays = fit
            .strays
            .iter()
            .filter(|stray| !columns.contains(&Some(stray.column)));
        for stray in strays {
            let letters: Vec<char> = stray.label.chars().filter(|c| !c.is_whitespace()).collect();
            let mut cover = edition.signs.cover.iter();
            let unit = cover.find(|(known, _)| *known == letters);
            match (unit, cell(stray.column)) {
                _ if stray.ignored => {}
                (Some((_, field)), Some(at)) => target.columns.push(column(at, Item::Unit(*field))),
                _ => target.only_there.push(stray.label.clone()),
            }
        }
        let bound = target.columns.len();
        if bound < 2 || bound < target.only_there.len() {
            return None;
        }
        let labelled = fit.strays.iter().filter_map(|stray| cell(stray.column));
        let filled: Vec<u32> = target.columns.iter().map(|c| c.column).collect();
        let labelled: Vec<u32> = labelled.map(|at| at.1).chain(filled.clone()).collect();
        let (first, last) = (labelled.iter().min()?, labelled.iter().max()?);
        let others = (*first..=*last).filter(|column| !filled.contains(column));
        target.worded = worded(whole, target.labels, &others.collect::<Vec<_>>());
        Some(target)
    }

    /// The columns that it lies in, from the first to the last.
    fn width(&self) -> (u32, u32) {
        let columns = self.columns.iter().map(|c| c.column);
        (
            columns.clone().min().unwrap_or(0),
            columns.max().unwrap_or(0),
        )
    }

    /// Ends it where another table begins below it.
    pub(super) fn end_above(&mut self, other: &Target) {
        let (own, theirs) = (self.width(), other.width());
        let side_by_side = own.1 < theirs.0 || theirs.1 < own.0;
        if self.sheet == other.sheet && other.head > self.labels && !side_by_side {
            self.end = self.end.min(other.head);
        }
    }

    /// The rows that records are written to: the first block below the labels of rows in which
    /// nothing stands but numbers of rows and the template's formulas, and nothing is merged.
    pub(super) fn free_rows<'s>(&'s self, sheet: &'s Sheet<'_>) -> impl Iterator<Item = u32> + 's {
        let free = |row: &u32| {
            !self.worded.contains(row)
                && self.columns.iter().all(|column| {
                    let at = (*row, column.column);
                    let open = match sheet.has_formula(at) {
                        true => column.computed || !self.looked,
                        false => sheet.is_empty(at),
                    };
                    open && !sheet.merges().iter().any(|merge| merge.has(at))
                })
        };
        let below = self.labels + 1..self.end;
        below.skip_while(move |row| !free(row)).take_while(free)
    }

    /// Looks at the lists and the formats of the first free row.
    pub(super) fn look(
        &mut self,
        sheet: &Sheet<'_>,
        validations: &[Validation],
        book: &Book<'_>,
        styles: Option<&Styles<'_>>,
        edition: &Edition,
    ) {
        let first = self.free_rows(sheet).next();
        self.looked = true;
        let Some(row) = first else { return };
        self.filled = row - self.labels - 1;
        for column in &mut self.columns {
            let at = (row, column.column);
            let style = sheet.style(at);
            column.shows_days = styles
                .zip(style)
                .is_some_and(|(styles, style)| styles.is_date(style));
            let field = field_of(column.item, self.table, edition);
            column.computed = sheet.has_formula(at);
            if column.computed {
                self.computed.push(field.label.to_string());
            }
            if column.measure == Measure::Same {
                // 元 in a row of its own under the labels, or in the format of the cells.
                let below = (self.labels + 1..row).take(MOST_UNDER_LABELS);
                let below = below.filter_map(|row| book.cell(&self.sheet, (row, column.column)));
                let words = styles.zip(style).map(|(styles, style)| styles.words(style));
                let words = below.chain(words.into_iter().flatten());
                column.measure = Measure::of_words(words, field, edition);
            }
            for validation in validations.iter().filter(|v| v.covers(at)) {
                if validation.is_list() {
                    let items = book.items(validation, &self.sheet);
                    column.allowed = items.map(|items| Allowed::of(items, field, edition));
                } else {
                    column.limit = Limit::of(validation, book, &self.sheet);
                }
                if column.allowed.is_none() && column.limit.is_none() {
                    self.unresolved.push(field.label.to_string());
                }
            }
        }
    }
}

/// The rows of a sheet below `labels` in which one of these columns has words that stand in it
/// only once. What stands there again and again is what the template has filled in beforehand.
fn worded(sheet: &Table, labels: u32, columns: &[u32]) -> BTreeSet<u32> {
    let Some(origin) = &sheet.sheet else {
        return BTreeSet::new();
    };
    let mut stands: HashMap<(u32, String), Vec<u32>> = HashMap::new();
    for cell in &sheet.cells {
        let row = cell.row + origin.first_row - 1;
        let column = cell.column + origin.first_column - 1;
        let text = cell.text();
        if row > labels && columns.contains(&column) && !is_number(&text) {
            let same = stands.entry((column, text.trim().to_owned()));
            same.or_default().push(row);
        }
    }
    let once = stands.into_values().filter(|rows| rows.len() == 1);
    once.flatten().collect()
}

/// The field behind a column.
pub(super) fn field_of(item: Item, table: usize, edition: &Edition) -> &Field {
    match item {
        Item::Field(f) => &edition.mapping.tables[table].fields[f],
        Item::Unit(f) => &edition.mapping.unit[f],
    }
}

/// The text is blank or a number.
pub(super) fn is_number(text: &str) -> bool {
    let text = text.trim();
    text.is_empty() || text.parse::<f64>().is_ok()
}
