//! Comparisons as data (`huibiao/mapping-diff/1`).

use serde_json::{Value as Json, json};

use super::{Change, Comparison, Fate, ItemPair, Passage, TablePair};
use crate::mapping::{EditionInfo, Field};
use crate::text::lang::Lang;

/// The schema of comparisons as JSON.
pub const COMPARISON_SCHEMA: &str = "huibiao/mapping-diff/1";

impl Comparison<'_> {
    /// The comparison for writing, its words in `lang`: all tables, of each only the items that
    /// are not the same.
    pub fn json(&self, lang: Lang) -> Json {
        let edition = |e: &EditionInfo| json!({"id": e.id, "year": e.year});
        let items = |items: &[ItemPair<'_>]| -> Vec<Json> {
            let told = items.iter().filter(|i| i.fate() != Fate::Same);
            told.map(|i| self.item(i, lang)).collect()
        };
        let table = |t: &TablePair<'_>| {
            json!({
                "code": t.new.or(t.old).map(|t| &t.code),
                "name": t.new.or(t.old).map(|t| &t.name),
                "fate": t.fate().name(),
                "moved": t.moved,
                "derived": t.derived,
                "changes": t.changes.iter().map(change).collect::<Vec<_>>(),
                "fields": items(&t.items),
            })
        };
        json!({
            "schema": COMPARISON_SCHEMA,
            "old": edition(&self.old.edition),
            "new": edition(&self.new.edition),
            "unit": items(&self.unit),
            "tables": self.tables.iter().map(table).collect::<Vec<_>>(),
        })
    }

    fn item(&self, item: &ItemPair<'_>, lang: Lang) -> Json {
        let side = |f: Option<&Field>| f.map(|f| json!({"name": f.name, "label": f.label}));
        let passage = item.old.zip(item.new).map(|(a, b)| self.passage(a, b));
        let (carries, why) = match &passage {
            None => (None, None),
            Some(Passage::Whole) => (Some("whole"), None),
            Some(Passage::ByValue) => (Some("by_value"), None),
            Some(Passage::Closed(why)) => (Some("no"), Some(why.get(lang))),
        };
        json!({
            "code": item.new.or(item.old).map(|f| &f.code),
            "old": side(item.old),
            "new": side(item.new),
            "fate": item.fate().name(),
            "moved": item.moved,
            "changes": item.changes.iter().map(change).collect::<Vec<_>>(),
            "carries": carries,
            "why": why,
        })
    }
}

fn change(change: &Change) -> Json {
    let mut out = json!({"what": change.what, "old": change.old, "new": change.new});
    if let (Some(options), Some(out)) = (&change.options, out.as_object_mut()) {
        out.insert("came".to_owned(), json!(options.came));
        out.insert("went".to_owned(), json!(options.went));
        out.insert("renumbered".to_owned(), json!(options.renumbered));
    }
    out
}
