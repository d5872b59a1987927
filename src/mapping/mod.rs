//! The mapping language: what a form asks for, in files that a person can read and change.

mod bundle;
mod codebook;
mod load;
mod model;

pub use bundle::{Bundle, OpenError, bundled, bundled_ids, load_dir};
pub use codebook::{codebook_csv, codebook_rows};
pub use load::{LoadError, Problem, SourceFile, load};
pub use model::*;
