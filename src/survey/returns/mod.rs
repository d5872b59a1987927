//! What came back: submissions of earlier runs, whose they are, and which of a unit's files counts.

mod content;
mod load;
mod newest;
mod receipt;
mod version;

#[cfg(feature = "store")]
pub(crate) use content::hex;
pub use content::{content_hash, is_unread};
pub use load::{Data, LoadError, load};
pub use newest::{Older, Superseded, UnitReturns, Whose, by_unit};
pub use receipt::Receipt;
pub use version::{Version, version_of};
