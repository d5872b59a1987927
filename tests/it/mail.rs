//! What comes by mail from anybody: one file never harms the others, the machine or the reader.
//!
//! The attacks are made here, from a seed, a few kilobytes each. The program has two gigabytes of
//! addresses and a minute for all of them.
#![cfg(unix)]

use std::fs;
use std::io::{Cursor, Read, Write};
use std::path::Path;
use std::process::Output;
use std::time::Duration;

use assert_cmd::Command;
use serde_json::{Value, json};
use zip::write::{SimpleFileOptions, ZipWriter};

/// A number that differs from run to run of the generator and not from run to run of the test.
struct Seed(u64);

impl Seed {
    /// One of `from..from + span`.
    fn next(&mut self, from: usize, span: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        from + (self.0 >> 33) as usize % span
    }
}

fn zipped(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(name.as_str(), SimpleFileOptions::default())
            .unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn parts(all: &[(&str, &str)]) -> Vec<u8> {
    let all = all
        .iter()
        .map(|(name, content)| ((*name).to_owned(), content.as_bytes().to_vec()));
    zipped(&all.collect::<Vec<_>>())
}

const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/";

fn package(content_type: &str, main: &str, kind: &str, other: &str) -> Vec<u8> {
    let types = format!(
        "<Types xmlns='{PACKAGE}content-types'><Override PartName='/m.xml' ContentType='application/vnd.openxmlformats-officedocument.{content_type}.main+xml'/></Types>"
    );
    let relation = |kind: &str, to: &str| {
        format!(
            "<Relationships xmlns='{PACKAGE}relationships'><Relationship Id='r' Type='{OFFICE}/{kind}' Target='{to}'/></Relationships>"
        )
    };
    parts(&[
        ("[Content_Types].xml", &types),
        ("_rels/.rels", &relation("officeDocument", "m.xml")),
        ("m.xml", main),
        ("_rels/m.xml.rels", &relation(kind, "o.xml")),
        ("o.xml", other),
    ])
}

fn word(body: &str, numbering: &str) -> Vec<u8> {
    let w = "xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'";
    let main = format!("<w:document {w}><w:body>{body}</w:body></w:document>");
    package(
        "wordprocessingml.document",
        &main,
        "numbering",
        &format!("<w:numbering {w}>{numbering}</w:numbering>"),
    )
}

fn sheet(rows: &str) -> Vec<u8> {
    let s = "xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'";
    let main = format!(
        "<workbook {s} xmlns:r='{OFFICE}'><sheets><sheet name='一' sheetId='1' r:id='r'/></sheets></workbook>"
    );
    package(
        "spreadsheetml.sheet",
        &main,
        "worksheet",
        &format!("<worksheet {s}><sheetData>{rows}</sheetData></worksheet>"),
    )
}

/// The files, by name.
fn attacks(seed: &mut Seed) -> Vec<(String, Vec<u8>)> {
    let n = seed.next(50_000, 20_000);
    let begin = "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:t>甲</w:t></w:r>";
    let spaces: String = (0..n).map(|i| format!(" xmlns:n{i}='u'")).collect();
    let item =
        "<w:p><w:pPr><w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/></w:numPr></w:pPr></w:p>";
    let label = format!(
        "<w:abstractNum w:abstractNumId='0'><w:lvl w:ilvl='0'><w:numFmt w:val='bullet'/><w:lvlText w:val='{}'/></w:lvl></w:abstractNum><w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>",
        "●".repeat(seed.next(500_000, 100_000))
    );
    let formula = format!("NOSUCH({})", "A1&amp;".repeat(seed.next(1_000, 300)));
    let shared = format!("<row><c><f t='shared' si='0'>{formula}</f></c></row>")
        + &"<row><c><f t='shared' si='0'/></c></row>".repeat(n);
    let ods = format!(
        "<o:c xmlns:o='o' xmlns:t='t'><t:table t:name='一'><t:table-row t:number-rows-repeated='1000000'><t:table-cell t:number-columns-repeated='9999' t:formula='of:={formula}'/></t:table-row></t:table></o:c>"
    );
    let one_place = "<c r='A1' t='str'><v>甲</v></c><c r='A1' t='str'><v>乙</v></c>".repeat(n);
    let deep = "<w:tbl><w:tr><w:tc>".repeat(seed.next(300, 300));
    vec![
        (
            "fields.docx".into(),
            word(&format!("<w:p>{}</w:p>", begin.repeat(n)), ""),
        ),
        (
            "spaces.docx".into(),
            word(
                &format!("<w:p{spaces}>{}</w:p>", "<n7:a/><n9:b/>".repeat(n)),
                "",
            ),
        ),
        ("labels.docx".into(), word(&item.repeat(n), &label)),
        ("pieces.docx".into(), word(&"<w:p/>".repeat(1_000_000), "")),
        ("deep.docx".into(), word(&deep, "")),
        (
            "entities.docx".into(),
            package(
                "wordprocessingml.document",
                "<!DOCTYPE d [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><d>&a;</d>",
                "x",
                "",
            ),
        ),
        ("bomb.docx".into(), word(&" ".repeat(60 << 20), "")),
        ("shared.xlsx".into(), sheet(&shared)),
        (
            "place.xlsx".into(),
            sheet(&format!("<row>{one_place}</row>")),
        ),
        (
            "corner.xlsx".into(),
            sheet(
                "<row r='1'><c r='A1'><v>1</v></c></row><row r='1048576'><c r='XFD1048576'><v>1</v></c></row>",
            ),
        ),
        (
            "repeated.ods".into(),
            parts(&[
                ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
                ("content.xml", &ods),
            ]),
        ),
        (
            "commas.zip".into(),
            parts(&[("c.csv", &",".repeat(60 << 20))]),
        ),
        (
            "pages.xls".into(),
            format!(
                "<html>{}",
                "<table><tr><td colspan=1000 rowspan=1000>1".repeat(n / 10)
            )
            .into_bytes(),
        ),
        ("overlap.zip".into(), overlapping(seed.next(100, 50))),
        ("twice.zip".into(), twice()),
        (
            "names.zip".into(),
            zipped(&[
                ("/".into(), vec![]),
                ("a\0\u{202e}.docx".into(), vec![1]),
                (format!("{}.docx", "长".repeat(900)), vec![1]),
                ("../../x.docx".into(), vec![1]),
                ("CON.docx".into(), vec![1]),
            ]),
        ),
        ("cut.docx".into(), word("<w:p/>", "")[..300].to_vec()),
    ]
}

/// An archive each of whose entries has the bytes of the first.
fn overlapping(entries: usize) -> Vec<u8> {
    let names: Vec<(String, Vec<u8>)> = (0..entries)
        .map(|i| (format!("{i:03}.csv"), vec![]))
        .collect();
    let names: Vec<(String, Vec<u8>)> = names
        .into_iter()
        .enumerate()
        .map(|(i, (name, _))| (name, if i == 0 { vec![b','; 1 << 20] } else { vec![] }))
        .collect();
    let mut bytes = zipped(&names);
    let first = directory(&bytes);
    // Sizes, checksum and place of the first entry in the records of all others.
    let record: Vec<u8> = bytes[first..first + 46].to_vec();
    let mut at = first;
    for _ in 0..entries {
        bytes[at + 16..at + 28].copy_from_slice(&record[16..28]);
        bytes[at + 42..at + 46].copy_from_slice(&record[42..46]);
        at += 46 + 7;
    }
    bytes
}

/// An archive of two entries of one name.
fn twice() -> Vec<u8> {
    let mut bytes = zipped(&[
        ("a.csv".into(), b"1,2".to_vec()),
        ("b.csv".into(), b"3,4".to_vec()),
    ]);
    while let Some(at) = memchr::memmem::find(&bytes, b"b.csv") {
        bytes[at] = b'a';
    }
    bytes
}

fn directory(zip: &[u8]) -> usize {
    memchr::memmem::find(zip, b"PK\x01\x02").unwrap()
}

/// Runs the program in a folder, bounded.
fn run(folder: &Path, args: &[&str]) -> Output {
    let mut command = Command::new("sh");
    command
        .current_dir(folder)
        .args(["-c", "ulimit -v 2000000; exec \"$0\" \"$@\""]);
    command.arg(env!("CARGO_BIN_EXE_huibiao")).args(args);
    command.timeout(Duration::from_secs(60)).output().unwrap()
}

#[test]
fn one_of_each_attack_among_good_forms_harms_none_of_them() {
    let folder = tempfile::tempdir().unwrap();
    let returned = folder.path().join("in");
    fs::create_dir(&returned).unwrap();
    let bad = attacks(&mut Seed(20_251_231));
    for (name, bytes) in &bad {
        fs::write(returned.join(name), bytes).unwrap();
    }
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/hz-2025-blank.docx");
    for n in 0..5 {
        fs::copy(&samples, returned.join(format!("good-{n}.docx"))).unwrap();
    }
    let pipe = std::process::Command::new("mkfifo")
        .arg(returned.join("pipe.docx"))
        .status();
    assert!(pipe.unwrap().success());
    std::os::unix::fs::symlink("/dev/zero", returned.join("zero.docx")).unwrap();
    let ran = run(folder.path(), &["convert", "in", "-f", "jsonl", "-o", "-"]);
    let told = String::from_utf8_lossy(&ran.stderr);
    assert_eq!(ran.status.code(), Some(2), "{told}");
    assert!(!told.contains("panicked"), "{told}");
    let lines: Vec<Value> = ran
        .stdout
        .split(|b| *b == b'\n')
        .filter(|l| !l.is_empty())
        .map(|l| serde_json::from_slice(l).unwrap())
        .collect();
    let of = |name: &str| {
        lines
            .iter()
            .find(|l| l["source"]["file"].as_str().unwrap().starts_with(name))
    };
    let failed = "程序读取这个文件时出错";
    assert!(
        lines
            .iter()
            .all(|l| !l["findings"].to_string().contains(failed))
    );
    assert!(of("good-0.docx").is_some_and(|l| l["mapping"]["id"] == "hz-2025"));
    for name in bad
        .iter()
        .map(|(name, _)| name.as_str())
        .chain(["pipe.docx", "zero.docx"])
    {
        let line = of(name).unwrap_or_else(|| panic!("nothing said of {name}"));
        assert!(
            !line["findings"][0]["message"].as_str().unwrap().is_empty(),
            "{name}"
        );
    }
}

/// What no output may have: but line ends and tabs no control, and nothing that turns the direction.
fn commands(text: &str) -> Option<char> {
    text.chars().find(|c| {
        !matches!(c, '\n' | '\t' | '\r')
            && (c.is_control()
                || ('\u{202a}'..='\u{202e}').contains(c)
                || ('\u{2066}'..='\u{2069}').contains(c))
    })
}

#[track_caller]
fn harmless(what: &str, bytes: &[u8]) {
    if bytes.starts_with(b"PK") {
        let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        for i in 0..zip.len() {
            let mut text = String::new();
            let mut part = zip.by_index(i).unwrap();
            let name = part.name().unwrap().into_owned();
            // The form itself goes back as it came; what is written into it stands in comments.
            let ours = !what.ends_with(".docx") || name.contains("comments");
            if ours && part.read_to_string(&mut text).is_ok() {
                assert_eq!(commands(&text), None, "{name} of {what}");
            }
        }
        return;
    }
    assert_eq!(commands(&String::from_utf8_lossy(bytes)), None, "{what}");
}

#[test]
fn no_output_of_any_command_commands_a_terminal_or_turns_a_page() {
    const EVIL: &str = "\u{202e}乙\u{9b}31m\u{2066}";
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::create_dir(at("in")).unwrap();
    let submission = json!({
        "schema": "huibiao/submission/1",
        "source": {"file": "a", "sha256": "", "format": "docx", "producer": null},
        "mapping": {"id": "hz-2025", "year": 2025},
        "unit": {"unit_name": format!("化学{EVIL}学院"), "contact_phone": EVIL},
        "tables": {"HZ_02_005": {"status": "filled", "records": [{"project_name": format!("合作{EVIL}"), "foreign_country": EVIL, "china_funding": -1}]}},
        "findings": []
    });
    fs::write(at("s.json"), submission.to_string()).unwrap();
    let form = format!("in/a\u{1b}[2J{EVIL}.docx");
    assert!(
        run(folder.path(), &["fill", "s.json", "-o", &form])
            .status
            .code()
            .is_some()
    );
    // As it was written it is our own output, which is passed over; a unit saved it again.
    let written = fs::read(at(&form)).unwrap();
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(&written)).unwrap();
    let mut again = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for i in 0..zip.len() {
        let mut content = Vec::new();
        let mut part = zip.by_index(i).unwrap();
        let name = part.name().unwrap().into_owned();
        part.read_to_end(&mut content).unwrap();
        if name == "word/document.xml" {
            content.push(b'\n');
        }
        again
            .start_file(name, zip::write::SimpleFileOptions::default())
            .unwrap();
        std::io::Write::write_all(&mut again, &content).unwrap();
    }
    fs::write(at(&form), again.finish().unwrap().into_inner()).unwrap();
    fs::write(at(&format!("in/b{EVIL}.docx")), "no form").unwrap();
    fs::write(
        at("u.csv"),
        format!("级别,单位\n1,甲\u{1b}]0;x\u{7}{EVIL}\n"),
    )
    .unwrap();
    fs::write(at("bad.csv"), "级别,单位\n\u{1b}[2J,甲\n").unwrap();
    let evil = format!("no-such-{EVIL}\u{1b}");
    let all: &[&[&str]] = &[
        &["inspect", &form],
        &["inspect", &form, "-f", "json"],
        &["check", "in"],
        &["check", "in", "-v"],
        &["check", "in", "-f", "json"],
        &[
            "convert",
            "in",
            "-o",
            "out",
            "-f",
            "json,jsonl,xlsx,import,html",
        ],
        &["convert", "in", "-f", "jsonl", "-o", "-"],
        &["annotate", "in", "-o", "sent", "--info"],
        &["merge", "in", "-o", "merged"],
        &["merge", "in", "-f", "json", "-o", "-"],
        &["status", "in", "-u", "u.csv"],
        &["status", "in", "-u", "u.csv", "-f", "json"],
        &["status", "in", "-u", "bad.csv"],
        &["diff", "in", "out/submissions.jsonl"],
        &["explain", &evil],
        &["check", &evil],
        &["mapping", "show", &evil],
        &["check", "in", "--nonsense", &evil],
    ];
    for args in all {
        for lang in ["zh", "en"] {
            let args: Vec<&str> = args.iter().copied().chain(["--lang", lang]).collect();
            let ran = run(folder.path(), &args);
            let what = format!("{args:?}");
            assert!(ran.status.code().is_some_and(|c| c <= 2), "{what}");
            harmless(&what, &ran.stdout);
            harmless(&what, &ran.stderr);
        }
    }
    let mut seen = 0;
    for entry in ["out", "sent", "merged"]
        .iter()
        .flat_map(|dir| walkdir::WalkDir::new(at(dir)))
    {
        let entry = entry.unwrap();
        if entry.file_type().is_file() && entry.path().extension().is_none_or(|e| e != "csv") {
            seen += 1;
            let name = entry.path().display().to_string();
            assert_eq!(commands(&name), None);
            harmless(&name, &fs::read(entry.path()).unwrap());
        }
    }
    assert!(seen >= 8, "{seen} files were written");
}
