//! The editions that the desk reads with. They live as long as the program.

use std::sync::Arc;

use crate::mapping::{Bundle, Mapping, Role};
use crate::read::Reader;
use crate::said;
use crate::survey::corrections::{Correcting, Spot};
use crate::text::Worded as _;
use crate::text::lang::Said;

/// The editions, ready to read and to correct.
#[derive(Debug)]
pub struct Editions {
    pub(super) bundles: Vec<Bundle>,
    pub(super) reader: Reader,
    pub(super) correcting: Correcting<'static>,
    /// The codes of all tables, which a roster may expect.
    pub(super) codes: Vec<Arc<str>>,
}

impl Editions {
    /// Makes editions ready, once for the whole program.
    ///
    /// # Errors
    /// Says which edition cannot be used.
    pub fn ready(bundles: Vec<Bundle>) -> Result<&'static Editions, Said> {
        let reader = Reader::of_bundles(bundles.clone()).map_err(|e| e.said())?;
        let mappings: Vec<Mapping> = bundles.iter().map(|b| b.mapping.clone()).collect();
        // There is one desk to a program: what it reads with is never given up.
        let mappings: &'static [Mapping] = Vec::leak(mappings);
        let correcting = Correcting::new(mappings)
            .map_err(|e| said!("规则读不懂：{e}", "a rule cannot be read: {e}"))?;
        let tables = mappings.iter().flat_map(|m| &m.tables);
        Ok(Box::leak(Box::new(Editions {
            codes: tables.map(|t| Arc::clone(&t.code)).collect(),
            bundles,
            reader,
            correcting,
        })))
    }

    /// What the editions ask for.
    pub fn mappings(&'static self) -> impl Iterator<Item = &'static Mapping> + Clone {
        self.bundles.iter().map(|b| &b.mapping)
    }

    /// It is where an edition's cover says whose it is.
    pub(super) fn is_name(&'static self, spot: &Spot) -> bool {
        match spot {
            Spot::Unit { field } => self.is_name_field(field),
            _ => false,
        }
    }

    /// A field of the cover of this name says whose it is, in some edition.
    pub(super) fn is_name_field(&'static self, field: &str) -> bool {
        let mut fields = self.mappings().flat_map(|m| &m.unit);
        fields.any(|f| f.role == Some(Role::Name) && &*f.name == field)
    }

    /// The edition of this identity.
    pub fn mapping(&'static self, id: &str) -> Option<&'static Mapping> {
        self.mappings().find(|m| &*m.edition.id == id)
    }
}
