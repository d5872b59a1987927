//! A mapping and its blanks to an edition: the blank form is read as if it were filled in, and
//! whatever it holds is what it prints.

use office::paper::Paper;

use crate::extract::hints;
use crate::forms::blank;
use crate::recognise::edition::{Edition, Printed};

/// Makes an edition ready for reading. `form` and `sheets` are the blank form and the blank
/// workbook as sent out, read; where there is none, the one that the mapping alone gives stands
/// for it. What that prints is no answer in any case: it may be what was mailed.
pub fn ready(mut edition: Edition, form: Option<Paper>, sheets: Option<Paper>) -> Edition {
    // A blank with tags is what was mailed, and says all there is to say of it.
    let placed = edition.template.is_some();
    let written = (!placed).then(|| blank::form_paper(&edition.mapping));
    let written_sheets = match placed {
        true => None,
        false => blank::sheets_paper(&edition.mapping),
    };
    let sent = [
        form.as_ref().or(written.as_ref()),
        sheets.as_ref().or(written_sheets.as_ref()),
    ];
    let found = sent.into_iter().flatten();
    let found = found.map(|blank| hints(blank, &edition)).collect();
    let all = [&form, &sheets, &written, &written_sheets];
    let all = all.into_iter().filter_map(Option::as_ref);
    let printed = Printed::of(all, &edition.mapping);
    edition.learn(printed, found);
    edition
}
