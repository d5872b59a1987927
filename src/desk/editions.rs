//! The editions that the desk reads with. They live as long as the program.

use std::sync::Arc;

use crate::mapping::{Bundle, Mapping};
use crate::read::Reader;
use crate::said;
use crate::survey::corrections::Correcting;
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
    pub fn mappings(&'static self) -> impl Iterator<Item = &'static Mapping> {
        self.bundles.iter().map(|b| &b.mapping)
    }

    /// The edition of this identity.
    pub fn mapping(&'static self, id: &str) -> Option<&'static Mapping> {
        self.mappings().find(|m| &*m.edition.id == id)
    }
}
