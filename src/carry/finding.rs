//! Where the places that findings point at are in the other edition.

use std::collections::HashMap;
use std::sync::Arc;

use crate::finding::Pointer;

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

    /// Turns a JSON Pointer into the old submission into one into the new: to the same place, or
    /// to what is left around it.
    pub(super) fn apply(&self, path: &mut String) {
        let at = Pointer::of(path);
        if at.cover {
            let field = at.field.and_then(|f| self.unit.get(f.as_str()));
            *path = field.map_or_else(|| "/unit".to_owned(), |f| format!("/unit/{f}"));
            return;
        }
        let Some(table) = at.table else { return };
        let moved = self.tables.get(table.as_str());
        let Some((moved, code)) = moved.and_then(|m| Some((m, m.code.as_ref()?))) else {
            return path.clear();
        };
        *path = format!("/tables/{code}");
        if let Some(record) = at.record.and_then(|i| moved.records.get(&i)) {
            path.push_str(&format!("/records/{record}"));
            if let Some(field) = at.field.and_then(|f| moved.field(&f)) {
                path.push('/');
                path.push_str(field);
            }
        }
    }
}

impl Moved {
    /// What a field is called; the words beside a choice count as the choice.
    fn field(&self, old: &str) -> Option<&str> {
        let of_choice = || self.fields.get(old.strip_suffix("_other")?);
        self.fields.get(old).or_else(of_choice).map(|new| &**new)
    }
}
