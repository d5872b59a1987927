//! The mapping language: what a form asks for, in files that a person can read and change.

mod model;

pub use model::*;
