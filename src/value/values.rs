//! Reading a text as its field's type.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use super::fold::quote;
use super::list::ListIndex;
use super::placeholder::{self, Placeholder};
use super::{Reading, choice, choices, country, date, number, term, text, year, yesno};
use crate::mapping::{Field, List, Mapping, Type};
use crate::model::finding::PlaceholderCause;

/// What reading an edition's values needs, prepared once: its candidate lists.
///
/// ```
/// use huibiao::mapping::{Field, Mapping};
/// use huibiao::value::{Value, Values};
///
/// let field: Field = toml::from_str(
///     r#"name = "funding"
///        label = "总经费"
///        type = "decimal"
///        unit = "万元""#,
/// )?;
/// let values = Values::new(&Mapping::default());
/// let reading = values.read("25,623,000元", &field);
/// assert_eq!(reading.value.number(), Some("2562.3".parse()?));
/// assert_eq!(reading.notes[0].rule().name(), "unit-converted");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Values {
    lists: HashMap<Arc<str>, Indexed>,
    /// For a field whose list the mapping doesn't have: nothing is in it.
    empty: ListIndex,
}

/// A list, prepared when the first text is looked up in it: most forms use few.
#[derive(Clone, Debug)]
struct Indexed {
    list: List,
    index: OnceLock<ListIndex>,
}

impl Indexed {
    fn get(&self) -> &ListIndex {
        self.index.get_or_init(|| ListIndex::new(&self.list))
    }
}

impl Values {
    /// Prepares the lists of an edition.
    pub fn new(mapping: &Mapping) -> Values {
        let indexed = |list: &List| Indexed {
            list: list.clone(),
            index: OnceLock::new(),
        };
        Values {
            lists: mapping
                .lists
                .iter()
                .map(|(name, list)| (name.clone(), indexed(list)))
                .collect(),
            empty: ListIndex::new(&List::default()),
        }
    }

    /// A candidate list by its name.
    pub fn options(&self, list: &str) -> Option<&ListIndex> {
        self.lists.get(list).map(Indexed::get)
    }

    /// Reads what was typed for `field`: a value of its type, or null with a note that says why.
    pub fn read(&self, typed: &str, field: &Field) -> Reading {
        if typed.is_empty() {
            return Reading::null();
        }
        if field.kind != Type::Text
            && let Some(refused) = self.refused(typed, field)
        {
            return refused;
        }
        match field.kind {
            Type::Text => text::read(typed),
            Type::Integer => number::read(typed, &field.unit, true),
            Type::Decimal => number::read(typed, &field.unit, false),
            Type::Year => year::read(typed),
            Type::Date => date::read(typed),
            Type::Term => term::read(typed),
            Type::Yesno => yesno::read(typed),
            Type::Choice => choice::read(typed, self.list_of(field)),
            Type::Choices => choices::read(typed, self.list_of(field)),
            Type::Country => country::read(typed),
            Type::Countries => country::read_several(typed),
        }
    }

    /// What is no value of any type but text: a picture, a prompt, a country with a question mark.
    fn refused(&self, typed: &str, field: &Field) -> Option<Reading> {
        if let Some(kind @ (Placeholder::Picture | Placeholder::Prompt)) = placeholder::of(typed) {
            return Some(placeholder::reading(kind, typed));
        }
        // Whoever puts a question mark behind a country does not know it.
        let country = matches!(field.kind, Type::Country | Type::Countries);
        if !country || !typed.contains(['?', '？', '﹖']) {
            return None;
        }
        Some(Reading::refused(PlaceholderCause::CountryAsked {
            typed: quote(typed),
        }))
    }

    fn list_of(&self, field: &Field) -> &ListIndex {
        field
            .list
            .as_deref()
            .and_then(|name| self.options(name))
            .unwrap_or(&self.empty)
    }
}
