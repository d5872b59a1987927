//! Tables whose every item has a place of its own (grids, ratings, blanks), as departments send
//! them back: read right or told of, nothing lost.

mod annotated;
mod apart;
mod blanks;
#[allow(dead_code)]
#[path = "../../../crates/office/tests/readers/word/document.rs"]
mod document;
mod edition;
mod fill;
mod form;
mod grid;
mod manual;
mod mutated;
mod rating;
