//! Files that no department would send and someone might: each is refused with its reason, or
//! read, and none takes the program down.

use std::io::{Cursor, Read, Write};

use huibiao::model::finding::Rule;
use huibiao::model::submission::Submission;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::{reader, sample};

/// The blank form with its document part in the place of the real one.
fn with_document(document: &[u8]) -> Vec<u8> {
    rewritten(|name, data| {
        if name == "word/document.xml" {
            *data = document.to_vec();
        }
    })
}

/// The blank form with its parts changed.
fn rewritten(mut change: impl FnMut(&str, &mut Vec<u8>)) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(sample("hz-2025-blank.docx"))).unwrap();
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for i in 0..archive.len() {
        let mut file = archive.by_index(i).unwrap();
        let name = file.name().unwrap().into_owned();
        let mut data = Vec::new();
        file.read_to_end(&mut data).unwrap();
        change(&name, &mut data);
        if !data.is_empty() {
            writer.start_file(name, options).unwrap();
            writer.write_all(&data).unwrap();
        }
    }
    writer.finish().unwrap().into_inner()
}

fn document(body: &str) -> Vec<u8> {
    format!(
        r#"<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{body}</w:body></w:document>"#
    )
    .into_bytes()
}

/// The one finding of a file that was not read, with no record beside it.
#[track_caller]
fn refused(name: &str, bytes: &[u8], rule: Rule) -> Submission {
    let submission = reader().read(name, bytes);
    let rules: Vec<Rule> = submission.findings.iter().map(|f| f.rule()).collect();
    assert_eq!(rules, [rule], "{name}: {:?}", submission.findings);
    assert!(!submission.findings[0].message().zh.is_empty());
    assert!(
        submission
            .tables
            .0
            .iter()
            .all(|(_, t)| t.records.is_empty())
    );
    submission
}

#[test]
fn what_is_no_package_is_unreadable() {
    let form = sample("hz-2025-blank.docx");
    refused("空.docx", b"", Rule::UnreadableFile);
    refused(
        "说明.docx",
        "这是一个文本文件".as_bytes(),
        Rule::UnreadableFile,
    );
    refused("图.docx", b"\x89PNG\r\n\x1a\n", Rule::UnreadableFile);
    for keep in [1, 30, form.len() / 2, form.len() - 1] {
        refused("截断.docx", &form[..keep], Rule::UnreadableFile);
    }
}

#[test]
fn a_package_without_its_main_part_is_unreadable() {
    let gone = rewritten(|name, data| {
        if name == "word/document.xml" {
            data.clear();
        }
    });
    refused("无正文.docx", &gone, Rule::UnreadableFile);
    let unnamed = rewritten(|name, data| {
        if name == "_rels/.rels" {
            data.clear();
        }
    });
    refused("无关系.docx", &unnamed, Rule::UnreadableFile);
}

#[test]
fn another_document_is_no_form() {
    let letter = document("<w:p><w:r><w:t>关于召开春季运动会的通知</w:t></w:r></w:p>");
    refused("通知.docx", &with_document(&letter), Rule::UnknownForm);
}

#[test]
fn entities_and_document_types_are_not_followed() {
    let bomb = br#"<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY x SYSTEM "file:///etc/passwd">]><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>&b;&x;</w:t></w:r></w:p></w:body></w:document>"#;
    let submission = reader().read("实体.docx", &with_document(bomb));
    let said = serde_json::to_string(&submission).unwrap();
    assert!(
        !said.contains("aaaaaaaaaaaaaaaaaaaa"),
        "an entity was expanded"
    );
    assert!(!said.contains("root:"), "a file was read");
    assert!(matches!(
        submission.findings[0].rule(),
        Rule::UnreadableFile | Rule::UnknownForm
    ));
}

#[test]
fn nesting_without_end_does_not_end_the_stack() {
    for (open, close) in [
        ("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"),
        ("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>"),
        ("<w:p><w:ins>", "</w:ins></w:p>"),
        ("<x>", "</x>"),
    ] {
        let deep = format!("{}{}", open.repeat(200_000), close.repeat(200_000));
        for body in [deep.as_str(), &open.repeat(200_000)] {
            let submission = reader().read("深.docx", &with_document(&document(body)));
            assert!(matches!(
                submission.findings[0].rule(),
                Rule::UnreadableFile | Rule::UnknownForm
            ));
        }
    }
}

#[test]
fn a_bomb_is_not_inflated() {
    // 1 GB of zeros in a part: more than any document has.
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .large_file(true);
    rewritten(|name, data| {
        writer.start_file(name, options).unwrap();
        if name == "word/document.xml" {
            let zeros = vec![b' '; 1 << 20];
            for _ in 0..1024 {
                writer.write_all(&zeros).unwrap();
            }
        } else {
            writer.write_all(data).unwrap();
        }
    });
    let bomb = writer.finish().unwrap().into_inner();
    assert!(bomb.len() < 4 << 20);
    refused("炸弹.docx", &bomb, Rule::UnreadableFile);
}
