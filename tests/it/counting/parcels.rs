//! Returned files as mail brings them: in archives of other kinds, attached to mails, one in another.

use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;

use assert_cmd::Command;
use serde_json::Value as Json;

const FORM: &str = "体育部.docx";

fn sample(name: &str) -> Vec<u8> {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/returned");
    fs::read(samples.join(name)).unwrap()
}

fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for (n, three) in bytes.chunks(3).enumerate() {
        if n > 0 && n % 19 == 0 {
            out.push_str("\r\n");
        }
        let at = |i: usize| u32::from(three.get(i).copied().unwrap_or(0));
        let bits = at(0) << 16 | at(1) << 8 | at(2);
        for i in 0..4 {
            match i <= three.len() {
                true => out.push(char::from(LETTERS[(bits >> (18 - 6 * i)) as usize & 63])),
                false => out.push('='),
            }
        }
    }
    out
}

/// A mail with these files attached; one without a name says nothing of what it is called.
pub(super) fn mail(files: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut text = "From: a@b.cn\r\nTo: c@d.cn\r\nSubject: =?UTF-8?B?6LCD5p+l6KGo?=\r\n\
        MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"x\"\r\n\r\n\
        --x\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nhello\r\n"
        .to_owned();
    for (name, bytes) in files {
        let name = match name.is_empty() {
            true => String::new(),
            false => format!("; filename=\"=?UTF-8?B?{}?=\"", base64(name.as_bytes())),
        };
        text.push_str(&format!(
            "--x\r\nContent-Type: application/octet-stream\r\n\
             Content-Disposition: attachment{name}\r\n\
             Content-Transfer-Encoding: base64\r\n\r\n{}\r\n",
            base64(bytes)
        ));
    }
    text.push_str("--x--\r\n");
    text.into_bytes()
}

/// A mail as Outlook keeps it.
fn outlook(files: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut compound = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    for (n, (name, bytes)) in files.iter().enumerate() {
        let storage = format!("/__attach_version1.0_#{n:08X}");
        compound.create_storage(&storage).unwrap();
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        for (stream, bytes) in [("3707001F", &wide), ("37010102", bytes)] {
            let path = format!("{storage}/__substg1.0_{stream}");
            let mut stream = compound.create_stream(path).unwrap();
            stream.write_all(bytes).unwrap();
        }
    }
    compound.flush().unwrap();
    compound.into_inner().into_inner()
}

fn seven_zip(files: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut writer = sevenz_rust2::ArchiveWriter::new(Cursor::new(Vec::new())).unwrap();
    for (name, bytes) in files {
        let entry = sevenz_rust2::ArchiveEntry::new_file(name);
        writer
            .push_archive_entry(entry, Some(Cursor::new(bytes.clone())))
            .unwrap();
    }
    writer.finish().unwrap().into_inner()
}

pub(super) fn zip(files: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        let options = zip::write::SimpleFileOptions::default();
        writer.start_file(*name, options).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// What is read of a folder with this file in it, and the exit status.
fn read(name: &str, bytes: &[u8]) -> (Vec<Json>, i32) {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("in")).unwrap();
    fs::write(folder.path().join("in").join(name), bytes).unwrap();
    let mut command = Command::cargo_bin("huibiao").unwrap();
    let done = command
        .current_dir(folder.path())
        .args(["--lang", "zh", "convert", "in", "-o", "-", "-f", "jsonl"])
        .assert();
    let output = done.get_output();
    let text = String::from_utf8(output.stdout.clone()).unwrap();
    let lines = text.lines().map(|l| serde_json::from_str(l).unwrap());
    (lines.collect(), output.status.code().unwrap())
}

fn files(all: &[Json]) -> Vec<&str> {
    all.iter()
        .map(|s| s["source"]["file"].as_str().unwrap())
        .collect()
}

#[test]
fn what_mail_brings_is_opened() {
    let form = || vec![(FORM, sample(FORM))];
    let alone = read(FORM, &sample(FORM)).0;
    for (name, bytes) in [
        ("回收.7z", seven_zip(&form())),
        ("回收.eml", mail(&form())),
        ("回收.msg", outlook(&form())),
        ("回收.zip", zip(&form())),
    ] {
        let (all, _) = read(name, &bytes);
        assert_eq!(files(&all), [format!("{name}/{FORM}")]);
        assert!(all[0]["tables"] == alone[0]["tables"], "{name}");
    }
}

#[test]
fn one_in_another_is_opened_too() {
    let inner = seven_zip(&[(FORM, sample(FORM))]);
    let bytes = mail(&[("表.7z", inner)]);
    let (all, _) = read("邮件.zip", &zip(&[("转发.eml", bytes)]));
    assert_eq!(files(&all), [format!("邮件.zip/转发.eml/表.7z/{FORM}")]);
}

#[test]
fn an_attachment_without_a_name_is_not_lost() {
    let (all, _) = read("a.eml", &mail(&[("", sample(FORM))]));
    assert_eq!(files(&all), ["a.eml/附件.docx"]);
}

#[test]
fn what_cannot_be_opened_is_named_with_what_to_do() {
    for (name, bytes, part) in [
        ("a.rar", b"Rar!\x1a\x07\x01\x00".to_vec(), "解压"),
        ("a.7z", b"7z\xbc\xaf\x27\x1c\x00\x04broken".to_vec(), "7z"),
        ("a.msg", b"no mail".to_vec(), ""),
        ("a.eml", mail(&[]), "附件"),
    ] {
        let (all, code) = read(name, &bytes);
        assert_eq!((files(&all), code), (vec![name], 2));
        let message = all[0]["findings"][0]["message"].as_str().unwrap();
        assert!(message.contains(part), "{name}: {message}");
        assert!(!message.contains("os error"), "{message}");
    }
}

#[test]
fn what_is_damaged_is_said_in_the_language_that_was_asked_for() {
    let whole = zip(&[(FORM, sample(FORM))]);
    let cut = whole[..whole.len() / 2].to_vec();
    let mut bits = whole.clone();
    let middle = bits.len() / 2;
    bits[middle..middle + 64].fill(0);
    let seven = seven_zip(&[(FORM, sample(FORM))]);
    let mut mail = outlook(&[(FORM, sample(FORM))]);
    mail.truncate(1500);
    for (name, bytes) in [
        ("a.zip", cut.clone()),
        ("b.zip", bits),
        ("c.7z", seven[..seven.len() - 40].to_vec()),
        ("d.msg", mail),
        ("e.zip", zip(&[("内.zip", cut)])),
    ] {
        let (all, code) = read(name, &bytes);
        assert_eq!(code, 2, "{name}");
        let findings = all.iter().flat_map(|s| s["findings"].as_array().unwrap());
        for finding in findings.filter(|f| f["rule"] == "unreadable-file") {
            let message = finding["message"].as_str().unwrap();
            let english = message.split(|c: char| !c.is_ascii_alphabetic());
            let english = english.filter(|w| w.len() > 3 && !matches!(*w, "docx" | "WinRAR"));
            assert_eq!(english.collect::<Vec<_>>(), [""; 0], "{name}: {message}");
        }
    }
}

/// An archive of files that are packed already, as mail programs make them.
fn stored(files: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, bytes) in files {
        writer.start_file(*name, options).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn an_archive_that_is_cut_off_is_not_taken_for_a_form_in_it() {
    let whole = stored(&[
        ("a.docx", sample(FORM)),
        ("b.docx", sample("外国语学院.docx")),
    ]);
    assert_eq!(read("回收.zip", &whole).0.len(), 2);
    for cut in [30, 200] {
        let (all, code) = read("回收.zip", &whole[..whole.len() - cut]);
        assert_eq!((files(&all), code), (vec!["回收.zip"], 2), "{cut}");
    }
}
