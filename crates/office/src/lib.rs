//! Reads Word documents and workbooks into one neutral [`Paper`](paper::Paper) with effective
//! formats, and changes them in place.
//!
//! ```text
//! file ─ package ─ word | doc | sheet ─▶ paper
//! ```

mod budget;
mod build;
mod compound;
pub mod doc;
mod document;
mod encoding;
pub mod inplace;
mod kind;
pub mod package;
pub mod paper;
pub mod sheet;
pub mod word;
pub mod xml;

pub use budget::{Cost, Exceeded};
pub use document::{Document, Error, read};
pub use kind::{FileKind, extension};
