//! Reading Word documents: each construct on a small document of its own.

mod boxes;
mod characters;
mod controls;
mod document;
mod drawings;
mod fields;
mod formats;
mod hostile;
mod lists;
mod packages;
mod samples;
mod tables;
mod tracked;
mod wrappers;
