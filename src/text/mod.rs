//! What is said to people in two languages of what other crates know in one or none.

mod office;

pub use office::Worded;
