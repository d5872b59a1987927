//! Tags that cannot be understood: an error at their place.

use huibiao::tagged::{self, Error};
use huibiao::text::Worded;
use huibiao::text::lang::Lang;

use super::paper::{document, lines, p, table};

/// Everything that is wrong with a blank, in English.
fn wrong(body: &str) -> Vec<String> {
    match tagged::bundle("form.docx", document(body)) {
        Ok(_) => Vec::new(),
        Err(Error::Tags { problems, .. }) => {
            problems.iter().map(|p| p.in_words(Lang::En)).collect()
        }
        Err(e) => vec![e.in_words(Lang::En)],
    }
}

#[test]
fn each_wrong_tag_is_told_at_its_place() {
    let said = wrong(
        &[
            p("Form"),
            table(&[&["Name", "{{na me}}"], &["Born", "{{born:dat}}"]]),
            p("Open {{name"),
        ]
        .concat(),
    );
    assert_eq!(said.len(), 2, "{said:?}");
    assert!(
        said[0].starts_with("table 1, row 2, column 2: {{born:dat}}"),
        "{said:?}"
    );
    assert!(said[1].starts_with("paragraph 2: {{name"), "{said:?}");
}

#[test]
fn what_must_not_be() {
    for (body, part) in [
        (lines(&["{{name}} {{name}}"]), "given twice"),
        (lines(&["□{{sex=男}} □{{sex=男}}"]), "given twice"),
        (lines(&["{{#a}}", "{{name}}"]), "left open"),
        (lines(&["{{name}}", "{{/a}}"]), "no section"),
        (
            lines(&["{{#a}}", "{{#b}}", "{{x}}", "{{/b}}", "{{/a}}"]),
            "still open",
        ),
        (lines(&["{{#a}}", "{{/a}}"]), "no tag"),
        (lines(&["{{姓名}}"]), "cannot be a name"),
        (lines(&["{{born：date}}"]), "ASCII"),
        (lines(&["｛｛name｝｝"]), "ASCII"),
        (lines(&["{{a}} b}}"]), "no {{"),
        (lines(&["{{x:integer=1}} {{x:text=2}}"]), "its type was"),
        (lines(&["{{use:choice}}"]), "no options"),
        (lines(&["no tags here"]), "has no tags"),
    ] {
        let said = wrong(&body);
        assert!(said.iter().any(|s| s.contains(part)), "{part}: {said:?}");
    }
}

/// Bundled editions are read by their labels: nobody looks for tags in their blanks.
#[test]
fn no_bundled_blank_has_tags() {
    for id in huibiao::mapping::bundled_ids() {
        let bundle = huibiao::mapping::bundled(id).unwrap();
        for blank in [bundle.blank_form, bundle.blank_sheets]
            .into_iter()
            .flatten()
        {
            assert!(
                huibiao::tagged::of_bytes("blank.docx", &blank).is_none(),
                "{id}"
            );
        }
    }
}
