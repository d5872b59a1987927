//! Which is which: an edition made ready for looking up, and which piece of a paper is which of its
//! tables. What stands in the pieces is taken by `extract`.

pub mod edition;
pub mod locate;
pub mod page;
