//! What comes out: printers of papers and submissions.

pub mod inspect;
