//! The readers as somebody would use them: each construct on a small file of its own.
#![allow(clippy::unwrap_used)]

mod budget;
mod doc;
mod sheet;
mod word;
mod xml;
