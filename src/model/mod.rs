//! What a reading comes to: a submission, and the findings about it, each at its place.

pub mod finding;
mod schema;
pub mod submission;

pub use schema::submission_schema;
