//! The ledger: whatever is typed, drawn, pasted or noted on a form is in a value, or a finding
//! points at it.

use std::io::{Cursor, Read, Write};

use huibiao::model::finding::{Rule, Severity};
use huibiao::model::submission::Submission;
use huibiao::read::Reader;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::{reader, sample};

const BLANK: &str = "hz-2025-blank.docx";
const FILLED: &str = "returned/化学工程学院.docx";

/// A form's package taken apart, with the places in its main part behind each paragraph's
/// properties and before each paragraph's end; fallbacks, which are not read, left out.
pub(super) struct Form {
    reader: &'static Reader,
    parts: Vec<(String, Vec<u8>)>,
    pub(super) xml: String,
    pub(super) starts: Vec<usize>,
    pub(super) ends: Vec<usize>,
}

impl Form {
    fn of(name: &str) -> Form {
        Form::of_bytes(sample(name), reader())
    }

    /// A form that this reader reads.
    pub(super) fn of_bytes(bytes: Vec<u8>, reader: &'static Reader) -> Form {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
        let (mut parts, mut xml) = (Vec::new(), String::new());
        for i in 0..archive.len() {
            let mut file = archive.by_index(i).unwrap();
            let part = file.name().unwrap().into_owned();
            let mut data = Vec::new();
            file.read_to_end(&mut data).unwrap();
            match part.as_str() {
                "word/document.xml" => xml = String::from_utf8(data).unwrap(),
                _ => parts.push((part, data)),
            }
        }
        let (mut starts, mut ends) = (Vec::new(), Vec::new());
        let (mut at, mut fallback) = (0, 0);
        while let Some(open) = xml[at..].find('<').map(|i| at + i) {
            let tag = &xml[open..open + xml[open..].find('>').unwrap() + 1];
            at = open + tag.len();
            let name = tag[1..].split([' ', '>']).next().unwrap_or_default();
            match name {
                "mc:Fallback" => fallback += 1,
                "/mc:Fallback" => fallback -= 1,
                "w:p" if fallback == 0 && !tag.ends_with("/>") => {
                    let properties = xml[at..].starts_with("<w:pPr>");
                    let end = xml[at..].find("</w:pPr>").filter(|_| properties);
                    starts.push(end.map_or(at, |i| at + i + "</w:pPr>".len()));
                }
                "/w:p" if fallback == 0 => ends.push(open),
                _ => {}
            }
        }
        Form {
            reader,
            parts,
            xml,
            starts,
            ends,
        }
    }

    /// The form read with these pieces put in, each at its byte.
    pub(super) fn with(&self, pieces: &[(usize, String)]) -> Submission {
        let mut xml = self.xml.clone();
        let mut pieces: Vec<_> = pieces.iter().collect();
        pieces.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
        for (at, piece) in pieces {
            xml.insert_str(*at, piece);
        }
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        let parts = self.parts.iter().map(|(n, d)| (n.as_str(), d.as_slice()));
        for (name, data) in parts.chain([("word/document.xml", xml.as_bytes())]) {
            writer
                .start_file(name, SimpleFileOptions::default())
                .unwrap();
            writer.write_all(data).unwrap();
        }
        self.reader
            .read("返回.docx", &writer.finish().unwrap().into_inner())
    }

    /// The byte behind the first such words.
    fn behind(&self, words: &str) -> usize {
        let at = self.xml.find(words).unwrap_or_else(|| panic!("no {words}"));
        at + self.xml[at..].find("</w:r>").unwrap() + "</w:r>".len()
    }
}

/// A word that stands nowhere else, the `n`th of many.
pub(super) fn token(n: usize) -> String {
    let c = char::from_u32(0x4e00 + 400 + n as u32).unwrap();
    format!("戊{c}戊")
}

pub(super) fn is_quoted(submission: &Submission, word: &str, least: Severity) -> bool {
    submission
        .findings
        .iter()
        .filter(|f| f.severity >= least)
        .any(|f| {
            f.raw.as_ref().is_some_and(|raw| raw.contains(word)) || f.message().zh.contains(word)
        })
}

pub(super) fn is_in_a_value(submission: &Submission, word: &str) -> bool {
    let data = serde_json::to_value(submission).unwrap();
    data["tables"].to_string().contains(word) || data["unit"].to_string().contains(word)
}

/// How many forms the places of one are spread over: two words far from each other do not meet.
const FORMS: usize = 37;

#[test]
fn whatever_is_typed_anywhere_is_in_a_value_or_quoted() {
    let mut lost = Vec::new();
    for name in [BLANK, FILLED] {
        let form = Form::of(name);
        for places in [&form.starts, &form.ends] {
            for first in 0..FORMS {
                let own: Vec<usize> = (first..places.len()).step_by(FORMS).collect();
                let run = |n: usize| format!("<w:r><w:t>{}</w:t></w:r>", token(n));
                let pieces: Vec<_> = own.iter().map(|&n| (places[n], run(n))).collect();
                let read = form.with(&pieces);
                let is_lost = |n: &&usize| {
                    let word = token(**n);
                    !is_in_a_value(&read, &word) && !is_quoted(&read, &word, Severity::Info)
                };
                lost.extend(own.iter().filter(is_lost).map(|n| {
                    let at = places[*n];
                    let near: String = form.xml[..at].chars().rev().take(120).collect();
                    (name, near.chars().rev().collect::<String>())
                }));
            }
        }
    }
    assert!(lost.is_empty(), "{} lost: {lost:#?}", lost.len());
}

#[test]
fn whatever_is_drawn_near_a_place_to_fill_in_is_a_warning() {
    let form = Form::of(BLANK);
    // Behind the cover, from the first table's heading on.
    let first = form.xml.find("_02_005   5.").unwrap();
    let art = |n: usize| {
        format!(
            "<w:r><w:pict><v:shape xmlns:v=\"urn:schemas-microsoft-com:vml\" type=\"#_x0000_t136\"><v:textpath string=\"{}\"/></v:shape></w:pict></w:r>",
            token(n)
        )
    };
    let places: Vec<usize> = form.ends.iter().copied().filter(|at| *at > first).collect();
    assert!(places.len() > 500);
    for start in 0..FORMS {
        let own: Vec<usize> = (start..places.len()).step_by(FORMS).collect();
        let pieces: Vec<_> = own.iter().map(|&n| (places[n], art(n))).collect();
        let read = form.with(&pieces);
        for n in own {
            let word = token(n);
            assert!(is_quoted(&read, &word, Severity::Warning), "{n} of {start}");
        }
    }
}

/// The rules of the warnings at or below a place.
fn warned(submission: &Submission, at: &str) -> Vec<Rule> {
    let findings = submission.findings.iter();
    let here =
        findings.filter(|f| f.severity != Severity::Info && f.path.to_string().starts_with(at));
    here.map(|f| f.rule()).collect()
}

fn picture(width: u32, height: u32) -> String {
    format!(
        r#"<w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"><wp:extent cx="{}" cy="{}"/><a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData><pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"#,
        width * 360_000,
        height * 360_000
    )
}

const OVAL: &str = r#"<w:r><w:pict><v:oval xmlns:v="urn:schemas-microsoft-com:vml" style="position:absolute;width:100pt;height:16pt"/></w:pict></w:r>"#;

#[test]
fn a_mark_drawn_at_an_option_leaves_a_doubt_at_its_list() {
    let form = Form::of(BLANK);
    let option = form.behind("国际汇率变化较大");
    for (drawing, rule) in [
        (OVAL.to_owned(), Rule::AmbiguousMark),
        (OVAL.replace("v:oval", "v:line"), Rule::AmbiguousMark),
        (OVAL.replace("v:oval", "v:rect"), Rule::AmbiguousMark),
        (picture(1, 1), Rule::UnreadContent),
    ] {
        let read = form.with(&[(option, drawing)]);
        assert_eq!(warned(&read, "/tables/HZ_06_001"), [rule]);
    }
}

#[test]
fn a_picture_under_a_heading_is_a_warning_and_a_seal_on_the_cover_is_none() {
    let form = Form::of(BLANK);
    let heading = form.behind("_05_006\u{a0} 6.");
    let read = form.with(&[(heading, picture(8, 3))]);
    assert_eq!(warned(&read, "/tables/HZ_05_006"), [Rule::UnreadContent]);
    let cover = form.starts[0];
    let warnings = |read: &Submission| warned(read, "").len();
    assert_eq!(warnings(&form.with(&[(cover, picture(4, 4))])), 0);
    assert_eq!(warnings(&form.with(&[(cover, picture(15, 20))])), 1);
    let end = *form.ends.last().unwrap();
    assert_eq!(
        warnings(&form.with(&[(cover, OVAL.to_owned()), (cover, picture(3, 1))])),
        0
    );
    assert_eq!(warnings(&form.with(&[(end, picture(15, 20))])), 1);
}

#[test]
fn a_list_whose_box_was_deleted_is_a_missing_table() {
    let mut form = Form::of(BLANK);
    let option = form.xml.find("国际汇率变化较大").unwrap();
    let from = form.xml[..option].rfind("<mc:AlternateContent>").unwrap();
    let to = from + form.xml[from..].find("</mc:AlternateContent>").unwrap();
    let to = to + "</mc:AlternateContent>".len();
    form.xml.replace_range(from..to, "");
    assert_eq!(
        warned(&form.with(&[]), "/tables/HZ_06_001"),
        [Rule::MissingTable]
    );
    let instead = form.with(&[(
        from,
        picture(8, 3).replace("<w:r>", "").replace("</w:r>", ""),
    )]);
    let rules = warned(&instead, "/tables/HZ_06_001");
    assert_eq!(rules, [Rule::MissingTable, Rule::UnreadContent]);
}

/// Something drawn or pasted, of each kind that a person may put beside an answer.
fn things() -> Vec<(&'static str, String)> {
    let object = r#"<w:r><w:object><v:shape xmlns:v="urn:schemas-microsoft-com:vml" style="width:60pt;height:20pt"/><o:OLEObject xmlns:o="urn:schemas-microsoft-com:office:office" ProgID="Excel.Sheet.12"/></w:object></w:r>"#;
    vec![
        ("picture", picture(3, 1)),
        ("oval", OVAL.to_owned()),
        ("line", OVAL.replace("v:oval", "v:line")),
        ("object", object.to_owned()),
    ]
}

#[test]
fn anything_drawn_or_pasted_near_a_place_to_fill_in_is_a_warning() {
    let bundle = huibiao::mapping::bundled("hz-2020").unwrap();
    let blank = huibiao::forms::blank::form(&bundle.mapping).unwrap();
    let reader: &'static Reader = Box::leak(Box::new(Reader::of_bundles(vec![bundle]).unwrap()));
    let older = Form::of_bytes(blank, reader);
    for (form, first, last) in [
        (Form::of(BLANK), "_02_005   5.", "_06_004"),
        (older, "HZ_02_001", "HJ_16"),
    ] {
        let (first, last) = (form.xml.find(first).unwrap(), form.xml.rfind(last).unwrap());
        let places: Vec<usize> = (form.ends.iter().copied())
            .filter(|at| (first..last).contains(at))
            .collect();
        for (k, (what, thing)) in things().into_iter().enumerate() {
            for n in (k * 7..places.len()).step_by(places.len() / 12) {
                let read = form.with(&[(places[n], thing.clone())]);
                let near = &form.xml[form.xml.floor_char_boundary(places[n] - 200)..places[n]];
                assert!(!warned(&read, "").is_empty(), "{what} behind {near}");
            }
        }
    }
}
