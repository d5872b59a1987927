//! Where in a template the records of a table go, and what its lists make of their values.

use std::collections::HashMap;

use super::validation::{Book, Validation};
use crate::edition::Edition;
use crate::inplace::sheet::{Content, Sheet};
use crate::inplace::style::Styles;
use crate::key::key;
use crate::locate::Fit;
use crate::mapping::{Field, Type};
use crate::paper::Place;
use crate::value::Value;

/// A table of the mapping in a sheet of a template.
#[derive(Debug)]
pub(super) struct Target {
    /// The table of the mapping.
    pub table: usize,
    /// The sheet's name.
    pub sheet: String,
    /// The row of the last labels.
    pub labels: u32,
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
    /// Its first free cell shows days.
    pub shows_days: bool,
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
        for item in items {
            let value = edition.values.read(&item, field).value;
            if !value.is_empty() && !allowed.spelled.iter().any(|(known, _)| *known == value) {
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

impl Target {
    /// Of a table whose labels lie across the top of a sheet that people see.
    pub(super) fn of(fit: &Fit<'_>, edition: &Edition) -> Option<Target> {
        let sheet = fit.grid.table.sheet.as_ref()?;
        if fit.grid.turned || fit.by_position || sheet.hidden {
            return None;
        }
        let cell = |column| match fit.grid.place(fit.last, column) {
            Place::Sheet { cell, .. } => crate::inplace::address::parse_cell(&cell),
            _ => None,
        };
        let table = &edition.mapping.tables[fit.table];
        let mut target = Target {
            table: fit.table,
            sheet: sheet.name.clone(),
            labels: 0,
            columns: Vec::new(),
            only_there: Vec::new(),
            only_here: Vec::new(),
            unresolved: Vec::new(),
            computed: Vec::new(),
        };
        let column = |at: (u32, u32), item| Column {
            column: at.1,
            item,
            allowed: None,
            shows_days: false,
        };
        for (f, field) in table.fields.iter().enumerate() {
            match fit.columns[f].and_then(cell) {
                Some(at) => {
                    target.labels = target.labels.max(at.0);
                    target.columns.push(column(at, Item::Field(f)));
                }
                None => target.only_here.push(field.label.to_string()),
            }
        }
        for stray in fit.strays.iter().filter(|stray| !stray.ignored) {
            let letters: Vec<char> = stray.label.chars().filter(|c| !c.is_whitespace()).collect();
            let unit = edition
                .signs
                .cover
                .iter()
                .find(|(known, _)| *known == letters);
            match (unit, cell(stray.column)) {
                (Some((_, field)), Some(at)) => target.columns.push(column(at, Item::Unit(*field))),
                _ => target.only_there.push(stray.label.clone()),
            }
        }
        let bound = target.columns.len();
        (bound >= 2 && bound >= target.only_there.len()).then_some(target)
    }

    /// The rows below the labels in which nothing stands but formulas, and nothing is merged.
    pub(super) fn free_rows<'s>(&'s self, sheet: &'s Sheet<'_>) -> impl Iterator<Item = u32> + 's {
        let free = |row: &u32| {
            self.columns.iter().all(|column| {
                let at = (*row, column.column);
                (sheet.is_empty(at) || sheet.has_formula(at))
                    && !sheet.merges().iter().any(|merge| merge.has(at))
            })
        };
        (self.labels + 1..=crate::inplace::address::LAST_ROW).filter(free)
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
        let Some(row) = self.free_rows(sheet).next() else {
            return;
        };
        for column in &mut self.columns {
            let at = (row, column.column);
            let style = sheet.style(at);
            column.shows_days = styles
                .zip(style)
                .is_some_and(|(styles, style)| styles.is_date(style));
            let field = field_of(column.item, self.table, edition);
            if sheet.has_formula(at) {
                self.computed.push(field.label.to_string());
            }
            let Some(validation) = validations.iter().find(|v| v.covers(at)) else {
                continue;
            };
            match book.items(validation, &self.sheet) {
                Some(items) => column.allowed = Some(Allowed::of(items, field, edition)),
                None => self.unresolved.push(field.label.to_string()),
            }
        }
    }
}

/// The field behind a column.
pub(super) fn field_of(item: Item, table: usize, edition: &Edition) -> &Field {
    match item {
        Item::Field(f) => &edition.mapping.tables[table].fields[f],
        Item::Unit(f) => &edition.mapping.unit[f],
    }
}

/// What a cell without a list holds for a value: numbers are numbers; days are days where the
/// column shows them so, else text as data has it.
pub(super) fn plain(
    value: &Value,
    other: Option<&str>,
    field: &Field,
    shows_days: bool,
    since_1904: bool,
) -> Content {
    match value {
        Value::Null => Content::Empty,
        Value::Bool(yes) => Content::Text((if *yes { "是" } else { "否" }).to_owned()),
        Value::Number(number) => Content::Number(number.normalize().to_string()),
        Value::Text(date) if field.kind == Type::Date && shows_days => {
            match serial(date, since_1904) {
                Some(days) => Content::Number(days.to_string()),
                None => Content::Text(date.clone()),
            }
        }
        Value::Text(text) => Content::Text(match other {
            Some(other) => format!("{text}（{other}）"),
            None => text.clone(),
        }),
        Value::List(names) if names.is_empty() => Content::Empty,
        Value::List(names) => Content::Text(names.join("；")),
        Value::Selected(options) if options.is_empty() => Content::Empty,
        Value::Selected(options) => {
            let labels: Vec<&str> = options.iter().map(|o| o.label.as_str()).collect();
            Content::Text(labels.join("；"))
        }
    }
}

/// The number of a day (`2025-03-05`) in Excel's calendar (§18.17.4.1); none for a month alone.
fn serial(date: &str, since_1904: bool) -> Option<i64> {
    let day: jiff::civil::Date = date.parse().ok()?;
    let start = match since_1904 {
        true => jiff::civil::date(1904, 1, 1),
        // Right from March 1900 on: Excel believes in a 29 February of that year.
        false => jiff::civil::date(1899, 12, 30),
    };
    let days = i64::from((day - start).get_days());
    (days > 60).then_some(days)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_numbered_as_excel_does() {
        assert_eq!(serial("2025-03-05", false), Some(45_721));
        assert_eq!(serial("2025-03-05", true), Some(44_259));
        assert_eq!(serial("2025-03", false), None);
        assert_eq!(serial("1900-01-05", false), None);
    }
}
