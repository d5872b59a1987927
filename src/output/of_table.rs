//! What a file of one table of an edition is to the writers of many.

use super::Error;
use super::file::{NewFile, WholeFile};
use crate::mapping::{Mapping, Table};
use crate::model::submission::{Record, Submission};

/// A file of one table's records.
pub(super) trait OfTable: Sized {
    fn begin(file: NewFile, mapping: &Mapping, table: &Table) -> Result<Self, Error>;
    fn record(&mut self, record: &Record, s: &Submission) -> Result<(), Error>;
    fn complete(self) -> Result<WholeFile, Error>;
}
