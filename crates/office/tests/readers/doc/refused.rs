//! What is not read is said, and what a file is goes by the streams of its root.

use office::FileKind;
use office::doc::{self, Error};

use super::builder::{Doc, Para, container};
use super::lines;

fn plain() -> Doc<'static> {
    Doc::of(vec![Para::of("甲\r")])
}

#[test]
fn locked_older_and_other_files_are_named() {
    let locked = Doc {
        flags: 0x0100,
        ..plain()
    };
    assert_eq!(doc::read(&locked.bytes()), Err(Error::Locked));
    assert_eq!(FileKind::of_bytes(&locked.bytes()), FileKind::LegacyWord);
    let older = Doc {
        version: 0x68,
        ..plain()
    };
    assert_eq!(doc::read(&older.bytes()), Err(Error::Older));
    assert_eq!(FileKind::of_bytes(&older.bytes()), FileKind::OlderWord);
    let other = container(&[("Contents", b"x")]);
    assert_eq!(doc::read(&other), Err(Error::NotWord));
    for name in ["EncryptedPackage", "ENCRYPTEDPACKAGE", "\u{9}DRMContent"] {
        let package = container(&[(name, b"x"), ("WordDocument", b"y")]);
        assert_eq!(FileKind::of_bytes(&package), FileKind::Encrypted, "{name}");
        assert_eq!(doc::read(&package), Err(Error::Locked), "{name}");
    }
}

#[test]
fn only_the_root_s_streams_count() {
    let book = container(&[
        ("ObjectPool/_1/WordDocument", b"x"),
        ("ObjectPool/_1/1Table", b"x"),
        ("Workbook", b"x"),
    ]);
    assert_eq!(FileKind::of_bytes(&book), FileKind::LegacyWorkbook);
    let [document, table] = plain().streams();
    let with_book = container(&[
        ("ObjectPool/_1/Workbook", b"x"),
        ("ObjectPool/_1/EncryptedPackage", b"x"),
        ("WordDocument", &document),
        ("1Table", &table),
    ]);
    assert_eq!(FileKind::of_bytes(&with_book), FileKind::LegacyWord);
    assert_eq!(lines(&doc::read(&with_book).unwrap()), ["甲"]);
}

#[test]
fn names_of_streams_have_no_case() {
    for names in [
        ["WORDDOCUMENT", "1TABLE", "DATA"],
        ["worddocument", "1table", "data"],
    ] {
        let document = Doc {
            names: Some(names),
            ..plain()
        };
        let bytes = document.bytes();
        assert_eq!(FileKind::of_bytes(&bytes), FileKind::LegacyWord);
        assert_eq!(lines(&doc::read(&bytes).unwrap()), ["甲"]);
    }
}

#[test]
fn a_last_sector_that_is_cut_short_is_filled_up() {
    let mut bytes = plain().bytes();
    let end = bytes.iter().rposition(|&b| b != 0).unwrap() + 1;
    assert!(end % 512 != 0);
    bytes.truncate(end);
    assert_eq!(FileKind::of_bytes(&bytes), FileKind::LegacyWord);
    assert_eq!(lines(&doc::read(&bytes).unwrap()), ["甲"]);
}

#[test]
fn the_other_table_stream_will_do() {
    let [document, table] = plain().streams();
    let bytes = container(&[("WordDocument", &document), ("0Table", &table)]);
    assert_eq!(lines(&doc::read(&bytes).unwrap()), ["甲"]);
    let none = container(&[("WordDocument", &document)]);
    assert!(matches!(doc::read(&none), Err(Error::Damaged { .. })));
}
