//! Samples with something changed at random: reading may refuse them, but it always ends with a
//! submission that has every table and points nowhere outside itself.

use std::io::{Cursor, Read, Write};

use huibiao::model::finding::Severity;
use proptest::prelude::*;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::{counts_from_one, reader, sample};

/// What is done to a document part.
#[derive(Clone, Debug)]
enum Change {
    /// So many bytes are cut out.
    Cut(f64, usize),
    /// A stretch stands a second time somewhere else.
    Copy(f64, f64, usize),
    /// A byte is another one.
    Byte(f64, u8),
    /// An element of this name is renamed everywhere.
    Rename(&'static str, &'static str),
}

fn change() -> impl Strategy<Value = Change> {
    const NAMES: [&str; 9] = [
        "w:tc>",
        "w:tr>",
        "w:tr ",
        "w:tbl>",
        "w:p>",
        "w:t>",
        "w:r>",
        "w:gridSpan",
        "w:vMerge",
    ];
    prop_oneof![
        (0.0..1.0, 1usize..4000).prop_map(|(at, n)| Change::Cut(at, n)),
        (0.0..1.0, 0.0..1.0, 1usize..4000).prop_map(|(a, b, n)| Change::Copy(a, b, n)),
        (0.0..1.0, any::<u8>()).prop_map(|(at, b)| Change::Byte(at, b)),
        (
            prop::sample::select(&NAMES[..]),
            prop::sample::select(&NAMES[..])
        )
            .prop_map(|(a, b)| Change::Rename(a, b)),
    ]
}

fn apply(bytes: &mut Vec<u8>, change: &Change) {
    let at = |share: f64, len: usize| ((len as f64 * share) as usize).min(len.saturating_sub(1));
    let len = bytes.len();
    match change {
        Change::Cut(share, n) => {
            let from = at(*share, len);
            bytes.drain(from..(from + n).min(len));
        }
        Change::Copy(a, b, n) => {
            let from = at(*a, len);
            let piece = bytes[from..(from + n).min(len)].to_vec();
            let to = at(*b, len);
            bytes.splice(to..to, piece);
        }
        Change::Byte(share, byte) => {
            let i = at(*share, len);
            bytes[i] = *byte;
        }
        Change::Rename(a, b) => {
            *bytes = String::from_utf8_lossy(bytes).replace(a, b).into_bytes();
        }
    }
}

/// The sample with its document part changed, or with the package itself changed.
fn changed(name: &str, changes: &[Change], inside: bool) -> Vec<u8> {
    let bytes = sample(name);
    if !inside {
        let mut bytes = bytes;
        for change in changes {
            apply(&mut bytes, change);
        }
        return bytes;
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for i in 0..archive.len() {
        let mut file = archive.by_index(i).unwrap();
        let part = file.name().unwrap().into_owned();
        let mut data = Vec::new();
        file.read_to_end(&mut data).unwrap();
        if part == "word/document.xml" || part == "xl/worksheets/sheet2.xml" {
            for change in changes {
                apply(&mut data, change);
            }
        }
        writer
            .start_file(part, SimpleFileOptions::default())
            .unwrap();
        writer.write_all(&data).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn reading_always_ends_with_a_whole_submission(
        name in prop::sample::select(vec![
            "returned/海洋学院 调查表（终稿）.docx",
            "returned/外国语学院.docx",
            "returned/材料学院（子表）.xlsx",
        ]),
        changes in prop::collection::vec(change(), 1..4),
        inside in prop::bool::weighted(0.8),
    ) {
        let submission = reader().read(name, &changed(name, &changes, inside));
        // So little may be left of it that it is no form any more: that is said.
        let is_said = submission.findings.iter().any(|f| f.severity == Severity::Error);
        let tables = submission.tables.0.len();
        prop_assert!(tables == 37 || tables == 0 && is_said, "{tables}");
        let json = serde_json::to_value(&submission).unwrap();
        for finding in &submission.findings {
            prop_assert!(json.pointer(&finding.path.to_string()).is_some(), "{:?}", finding);
            prop_assert!(counts_from_one(finding), "{:?}", finding);
        }
    }
}
