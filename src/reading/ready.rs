//! A mapping and its blanks to an edition: the blank form is read as if it were filled in, and
//! whatever it holds is what it prints.

use crate::edition::{Edition, Printed};
use crate::extract::hints;
use crate::locate::read_heading;
use crate::mapping::Mapping;
use crate::paper::Paper;

/// Makes a mapping ready for reading. `blanks` are the blank form and the blank workbook as sent
/// out, read.
pub fn ready(mapping: Mapping, blanks: &[Paper]) -> Edition {
    let mut edition = Edition::new(mapping);
    let found = blanks.iter().map(|blank| hints(blank, &edition)).collect();
    edition.learn(Printed::of(blanks, &edition.mapping), found);
    let signs = &edition.signs;
    edition
        .printed
        .learn_headings(|text, printed| read_heading(text, signs, printed));
    edition
}
