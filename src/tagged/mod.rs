//! A blank form with tags: who owns the form types `{{name}}` where an answer goes, and the document
//! is a mapping by itself.
//!
//! The grammar is in [`grammar`]; [`form`] says what of the form takes each answer.

mod bundle;
mod clean;
mod edition;
pub mod form;
mod glyphs;
pub mod grammar;
mod label;
mod leftover;
mod lines;
mod mapping;
mod option;
mod problem;
mod scan;
mod template;
mod untagged;

pub use bundle::{bundle, open};
pub use edition::{EditionError, edition, is_document};
pub use form::{Form, Section, Shape, Stand, read};
pub use glyphs::{is_blank_char, is_empty_box, is_part};
pub use label::is_column;
pub use lines::{InLine, Sign};
pub use mapping::{Name, mapping, name_of};
pub use option::Printed;
pub use problem::{Error, Problem};
pub use template::{Flow, ListOption, Repeat, Target, Template};
pub use untagged::untagged;

/// A document understood by its tags; none where it has none, or is no Word document.
pub fn of_bytes(name: &str, bytes: &[u8]) -> Option<Result<Form, Error>> {
    let package = office::package::Package::open(bytes).ok()?;
    let paper = office::word::read(&package).ok()?;
    let has_tag = |p: &office::paper::Paragraph| !scan::tags_in(&p.text).is_empty();
    let tagged = paper.placed().iter().any(|s| has_tag(s.paragraph));
    tagged.then(|| read(name, bytes))
}

/// Takes the tags of these blanks out of a paper: those that are still in a returned form are no
/// answers.
pub fn without_tags<'t>(
    paper: &mut office::paper::Paper,
    templates: impl Iterator<Item = &'t Template>,
) {
    let mut names: Vec<String> = Vec::new();
    for template in templates {
        names.extend(template.form.stands.iter().map(|s| s.placed.tag.name()));
        names.extend(template.form.sections.iter().map(|s| s.name.clone()));
    }
    if !names.is_empty() {
        leftover::take_out(&mut paper.blocks, &names);
    }
}
