//! Lookups of what an edition says, by a fast hash. For keys that come from a mapping and its blanks
//! alone: what is typed on a form is looked up in them, and never put in.

use foldhash::fast::FixedState;

/// What is known by a key.
pub type Known<K, V> = std::collections::HashMap<K, V, FixedState>;
/// What is known to be there.
pub type KnownSet<K> = std::collections::HashSet<K, FixedState>;
