//! Many units' submissions held against one another: who was asked and who returned, what they come
//! to together, what changed between two versions, what the office settled, and one edition's answers
//! in another's tables.

pub mod carry;
pub mod corrections;
pub mod diff;
pub(crate) mod office_csv;
pub mod returns;
pub mod rollup;
pub mod roster;
pub mod status;

pub use office_csv::OfficeError;
