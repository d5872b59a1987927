//! The ledger of the 2020 edition, which has no blank but what its mapping prints: what is typed,
//! marked or drawn anywhere on it is in a value or told of, as on the form of 2025.

use std::sync::LazyLock;

use huibiao::forms::blank;
use huibiao::mapping::bundled;
use huibiao::model::finding::Severity;
use huibiao::read::Reader;

use super::ledger::{Form, is_in_a_value, is_quoted, token};

static READER: LazyLock<Reader> =
    LazyLock::new(|| Reader::of_bundles(vec![bundled("hz-2020").unwrap()]).unwrap());

static FORM: LazyLock<Form> = LazyLock::new(|| {
    let bytes = blank::form(&bundled("hz-2020").unwrap().mapping).unwrap();
    Form::of_bytes(bytes, &READER)
});

/// The places of a form are spread over so many: two words far from each other do not meet.
const FORMS: usize = 41;
/// Of these only every so many is read: a prime, so that all kinds of places come up.
const STEP: usize = 7;

#[test]
fn the_blank_itself_is_without_a_word() {
    let read = FORM.with(&[]);
    let loud: Vec<_> = (read.findings.iter())
        .filter(|f| f.severity != Severity::Info)
        .map(|f| (f.rule(), f.path.to_string()))
        .collect();
    assert_eq!(loud, []);
    let filled = read.tables.0.iter().filter(|t| !t.1.records.is_empty());
    assert_eq!(filled.count(), 0);
}

#[test]
fn whatever_is_typed_anywhere_is_in_a_value_or_quoted() {
    let mut lost = Vec::new();
    for places in [&FORM.starts, &FORM.ends] {
        assert!(places.len() > 500);
        for first in (0..FORMS).step_by(STEP) {
            let own: Vec<usize> = (first..places.len()).step_by(FORMS).collect();
            let run = |n: usize| format!("<w:r><w:t>{}</w:t></w:r>", token(n));
            let pieces: Vec<_> = own.iter().map(|&n| (places[n], run(n))).collect();
            let read = FORM.with(&pieces);
            let is_lost = |n: &&usize| {
                let word = token(**n);
                !is_in_a_value(&read, &word) && !is_quoted(&read, &word, Severity::Info)
            };
            lost.extend(own.iter().filter(is_lost).map(|n| {
                let near: String = FORM.xml[..places[*n]].chars().rev().take(120).collect();
                near.chars().rev().collect::<String>()
            }));
        }
    }
    assert!(lost.is_empty(), "{} lost: {lost:#?}", lost.len());
}

#[test]
fn whatever_is_drawn_near_a_place_to_fill_in_is_a_warning() {
    // From the first table's heading on.
    let first = FORM.xml.find("HZ_02_001").unwrap();
    let places: Vec<usize> = FORM.ends.iter().copied().filter(|at| *at > first).collect();
    let art = |n: usize| {
        format!(
            "<w:r><w:pict><v:shape xmlns:v=\"urn:schemas-microsoft-com:vml\" type=\"#_x0000_t136\"><v:textpath string=\"{}\"/></v:shape></w:pict></w:r>",
            token(n)
        )
    };
    for start in (0..FORMS).step_by(STEP) {
        let own: Vec<usize> = (start..places.len()).step_by(FORMS).collect();
        let pieces: Vec<_> = own.iter().map(|&n| (places[n], art(n))).collect();
        let read = FORM.with(&pieces);
        for n in own {
            let near: String = FORM.xml[..places[n]].chars().rev().take(160).collect();
            let near: String = near.chars().rev().collect();
            assert!(
                is_quoted(&read, &token(n), Severity::Warning),
                "{n}: {near}"
            );
        }
    }
}
