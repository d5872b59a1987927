//! What came back: submissions of earlier runs, whose they are, and which of a unit's files counts.

mod choose;
mod content;
mod load;
mod receipt;
mod units;
mod version;
mod whose;

pub(crate) use content::hex;
pub use content::{content_hash, is_unread};
pub use load::{Data, LoadError, load};
pub use receipt::Receipt;
pub use units::{Book, Older, Superseded, UnitReturns, by_unit, choose};
pub use version::{Version, version_of};
pub(crate) use whose::CASE;
pub use whose::Whose;
