//! A mapping and its blanks to an edition: the blank form is read as if it were filled in, and
//! whatever it holds is what it prints.

use crate::blank;
use crate::edition::{Edition, Printed};
use crate::extract::hints;
use crate::locate::read_heading;
use crate::mapping::Mapping;
use crate::paper::Paper;

/// Makes a mapping ready for reading. `form` and `sheets` are the blank form and the blank
/// workbook as sent out, read; where there is none, the one that the mapping alone gives stands
/// for it. What that prints is no answer in any case: it may be what was mailed.
pub fn ready(mapping: Mapping, form: Option<Paper>, sheets: Option<Paper>) -> Edition {
    let written = blank::form_paper(&mapping);
    let mut edition = Edition::new(mapping);
    let sent = [form.as_ref().or(Some(&written)), sheets.as_ref()];
    let found = sent.into_iter().flatten();
    let found = found.map(|blank| hints(blank, &edition)).collect();
    let all = [form.as_ref(), sheets.as_ref(), Some(&written)];
    let printed = Printed::of(all.into_iter().flatten(), &edition.mapping);
    edition.learn(printed, found);
    let signs = &edition.signs;
    edition
        .printed
        .learn_headings(|text, printed| read_heading(text, signs, printed));
    edition
}
