//! What goes back out: blank forms to mail, forms filled in to sign, the reporting system's own
//! template, and a returned form with a comment at each finding.

pub mod annotate;
pub mod blank;
pub mod fill;
pub mod template;
