//! What came back: submissions of earlier runs, whose they are, and which of a unit's files counts.

mod books;
mod case;
mod choose;
mod claims;
mod content;
mod counted;
mod file_name;
mod load;
mod parties;
mod receipt;
mod small;
mod states;
mod unit_name;
mod units;
mod version;
mod whose;

pub(crate) use case::CASE;
pub(crate) use content::hex;
pub use content::{content_hash, is_unread};
pub use counted::{Book, Older, Superseded, UnitReturns};
pub use load::{Data, LoadError, load};
pub use receipt::{Presence, Receipt};
pub use small::{FileHash, SavedText};
pub use states::TableStates;
pub use units::{by_unit, choose};
pub use version::{Version, version_of};
pub use whose::Whose;
