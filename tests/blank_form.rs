//! A blank form written from a mapping.

#![allow(clippy::unwrap_used)]

use std::borrow::Cow;
use std::sync::LazyLock;

use huibiao::blank;
use huibiao::fill::{Unwritten, fill};
use huibiao::finding::Rule;
use huibiao::mapping::{Bundle, FilledIn, bundled, bundled_ids};
use huibiao::reading::Reader;
use huibiao::submission::{Status, Submission};
use proptest::prelude::*;

use submissions::{any_submission, records};

mod submissions;

/// The editions with the blanks that are written from their mappings.
static EDITIONS: LazyLock<Vec<(Bundle, Reader)>> = LazyLock::new(|| {
    let written = |id| {
        let sent: Bundle = bundled(id).unwrap();
        let mut bundle = sent.clone();
        bundle.blank_form = Some(Cow::Owned(blank::form(&bundle.mapping).unwrap()));
        (bundle, Reader::of_bundles(vec![sent]).unwrap())
    };
    bundled_ids().map(written).collect()
});

#[test]
fn nothing_is_read_from_a_blank_form() {
    for id in bundled_ids() {
        let bundle = bundled(id).unwrap();
        let form = blank::form(&bundle.mapping).unwrap();
        let reader = Reader::of_bundles(vec![bundle.clone()]).unwrap();
        let read = reader.read("form.docx", &form);
        assert_eq!(read.findings, [], "{id}");
        for table in &bundle.mapping.tables {
            let status = read.tables.get(&table.code).unwrap().status;
            let expected = match table.filled_in {
                FilledIn::Form | FilledIn::Both => Status::Empty,
                FilledIn::Sheet | FilledIn::None => Status::NotCollected,
            };
            assert_eq!(status, expected, "{id} {}", table.code);
        }
        assert!(read.unit.is_empty());
    }
}

fn round_trip((bundle, reader): &(Bundle, Reader), x: &Submission) {
    let filled = fill(x, bundle, reader, false).unwrap();
    let elsewhere = |u: &Unwritten| u.message.zh.contains("--sheets");
    let unwritten: Vec<_> = filled.unwritten.iter().filter(|u| !elsewhere(u)).collect();
    assert_eq!(unwritten, [] as [&Unwritten; 0]);
    let of = |s: &Submission| {
        let in_form = |f| matches!(f, FilledIn::Form | FilledIn::Both);
        records(&bundle.mapping, s, in_form)
    };
    let form = reader.read("form.docx", &filled.form);
    for (a, b) in of(&form).into_iter().zip(of(x)) {
        assert_eq!(a, b);
    }
    assert_eq!(form.unit, x.unit);
    // What the values themselves break is told; nothing is of how they stand on the paper.
    let of_reading = [
        Rule::UnclaimedText,
        Rule::UnknownColumn,
        Rule::MissingColumn,
        Rule::AmbiguousMark,
        Rule::CorrectedValue,
        Rule::MissingTable,
        Rule::WrongEdition,
    ];
    let told = form.findings.iter();
    let told: Vec<_> = told.filter(|f| of_reading.contains(&f.rule)).collect();
    assert_eq!(told, [] as [&huibiao::finding::Finding; 0]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_filled_into_a_written_form_reads_back(x in any_submission(&EDITIONS[0].0.mapping)) {
        round_trip(&EDITIONS[0], &x);
    }
}

#[test]
fn the_command_writes_a_form() {
    let folder = tempfile::tempdir().unwrap();
    let form = folder.path().join("out/form.docx");
    let run = |id: &str| {
        assert_cmd::cargo::cargo_bin_cmd!("huibiao")
            .args(["--lang", "zh", "blank", id, "-o"])
            .arg(&form)
            .output()
            .unwrap()
    };
    let done = run("hz-1999");
    assert_eq!(done.status.code(), Some(2));
    assert!(!form.exists());
    for _ in 0..2 {
        let done = run("hz-2025");
        assert_eq!(done.status.code(), Some(0), "{done:?}");
        assert!(done.stderr.is_empty(), "{done:?}");
        let bundle = bundled("hz-2025").unwrap();
        let written = std::fs::read(&form).unwrap();
        assert!(written == blank::form(&bundle.mapping).unwrap());
    }
}
