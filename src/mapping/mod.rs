//! The mapping language: what a form asks for, in files that a person can read and change.

pub mod across;
mod atlas;
mod bundle;
mod codebook;
pub mod compare;
pub mod derive;
pub mod formula;
mod lint;
mod load;
mod model;
mod pattern;
mod problem;
mod schema;
mod shape;

pub use bundle::{Bundle, OpenError, bundled, bundled_ids, load_dir};
pub use codebook::{codebook_csv, codebook_rows};
pub use load::load;
pub use model::role::give_usual;
pub use model::*;
pub use pattern::whole_match;
pub use problem::{LoadError, Mark, Problem, SourceFile};
pub use schema::schema_json;
