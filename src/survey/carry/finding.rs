//! Where the places that findings point at are in the other edition.

use std::collections::HashMap;
use std::sync::Arc;

use crate::model::finding::FieldPath;

/// What moved where, by the old edition's tables.
#[derive(Debug, Default)]
pub(super) struct Moves {
    tables: HashMap<Arc<str>, Moved>,
    /// What each item of the cover is called.
    unit: HashMap<Arc<str>, Arc<str>>,
}

#[derive(Debug, Default)]
struct Moved {
    /// The new code; none where the table is gone.
    code: Option<Arc<str>>,
    /// Where each record is; none where it is gone.
    records: HashMap<usize, usize>,
    /// What each field is called; none where it is gone.
    fields: HashMap<Arc<str>, Arc<str>>,
}

impl Moves {
    /// A table is under this code.
    pub(super) fn table(&mut self, old: &Arc<str>, new: &Arc<str>) {
        self.of(old).code = Some(Arc::clone(new));
    }

    /// An item of the cover is called so.
    pub(super) fn unit(&mut self, old: &Arc<str>, new: Option<&Arc<str>>) {
        if let Some(new) = new {
            self.unit.insert(Arc::clone(old), Arc::clone(new));
        }
    }

    /// A table is gone.
    pub(super) fn gone(&mut self, old: &Arc<str>) {
        self.of(old).code = None;
    }

    /// A record of a table is at this place.
    pub(super) fn record(&mut self, table: &Arc<str>, old: usize, new: Option<usize>) {
        if let Some(new) = new {
            self.of(table).records.insert(old, new);
        }
    }

    /// A field of a table is called so.
    pub(super) fn field(&mut self, table: &Arc<str>, old: &Arc<str>, new: Option<&Arc<str>>) {
        if let Some(new) = new {
            self.of(table)
                .fields
                .insert(Arc::clone(old), Arc::clone(new));
        }
    }

    fn of(&mut self, table: &Arc<str>) -> &mut Moved {
        self.tables.entry(Arc::clone(table)).or_default()
    }

    /// Turns a place in the old submission into one in the new: the same place, or what is left
    /// around it.
    pub(super) fn apply(&self, path: &mut FieldPath) {
        if path.is_unit() {
            let field = path.field_name().and_then(|f| self.unit.get(f));
            *path = field.map_or_else(FieldPath::unit, FieldPath::unit_field);
            return;
        }
        let Some(table) = path.table_code() else {
            return;
        };
        let moved = self.tables.get(table);
        let Some((moved, code)) = moved.and_then(|m| Some((m, m.code.as_ref()?))) else {
            *path = FieldPath::Submission;
            return;
        };
        let record = path.record_index().and_then(|i| moved.records.get(&i));
        let field = path.field_name().and_then(|f| moved.field(f));
        *path = match (record, field) {
            (Some(record), Some(field)) => FieldPath::field(code, *record, field),
            (Some(record), None) => FieldPath::record(code, *record),
            (None, _) => FieldPath::table(code),
        };
    }
}

impl Moved {
    /// What a field is called; the words beside a choice count as the choice.
    fn field(&self, old: &str) -> Option<&Arc<str>> {
        let of_choice = || self.fields.get(old.strip_suffix("_other")?);
        self.fields.get(old).or_else(of_choice)
    }
}
