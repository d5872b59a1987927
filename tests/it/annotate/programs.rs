//! Other programs open what is sent back.

use std::fs;
use std::path::Path;

use huibiao::forms::annotate::annotate_workbook;
use office::paper::Place;

use super::returned::{reader, sent_back};
use super::{numbered_form, packed, part, remark, with_part};
use crate::programs::libreoffice;

#[test]
#[ignore = "needs LibreOffice"]
fn other_programs_open_what_is_sent_back() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let form = sent_back(&reader(), &numbered_form());
    let comments = part(&form, "word/comments.xml");
    let comments = comments.matches("<w:comment ").count();
    fs::write(at("form.docx"), form).unwrap();
    let bytes = fs::read("samples/hz-2025-subtables-blank.xlsx").unwrap();
    let place = Place::Sheet {
        sheet: "HZ_02_002".into(),
        cell: "B4".into(),
    };
    let out = annotate_workbook(&bytes, &[remark(place, "请核对")]).unwrap();
    fs::write(at("sheets.xlsx"), out.bytes).unwrap();

    libreoffice("fodt", folder.path(), &[&at("form.docx")]);
    libreoffice("fods", folder.path(), &[&at("sheets.xlsx")]);
    let notes = |name: &str| {
        let text = fs::read_to_string(at(name)).unwrap();
        text.matches("<office:annotation ").count()
    };
    assert!(comments > 100, "{comments}");
    assert_eq!(notes("form.fodt"), comments);
    assert_eq!(notes("sheets.fods"), 1);
}

/// A form as .doc and a workbook as .ods, both with something to be said.
#[test]
#[ignore = "needs LibreOffice"]
fn old_formats_come_back_in_new_ones() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let old = at("old");
    fs::create_dir(&old).unwrap();
    fs::write(at("甲.docx"), numbered_form()).unwrap();
    fs::write(at("乙.xlsx"), with_an_unknown_country()).unwrap();
    libreoffice("doc", &old, &[&at("甲.docx")]);
    libreoffice("ods", &old, &[&at("乙.xlsx")]);
    let done = assert_cmd::cargo::cargo_bin_cmd!("huibiao")
        .args(["annotate", "--lang", "zh", "-o"])
        .args([&at("back"), &old])
        .output()
        .unwrap();
    assert_eq!(done.status.code(), Some(1), "{done:?}");
    let told = String::from_utf8(done.stdout).unwrap();
    assert_eq!(
        told.matches("由 LibreOffice 从旧格式转换而来").count(),
        2,
        "{told}"
    );
    let form = fs::read(at("back/甲.docx")).unwrap();
    assert!(part(&form, "word/comments.xml").contains("huibiao"));
    let sheets = fs::read(at("back/乙.xlsx")).unwrap();
    let notes = packed(&sheets);
    let mut notes = notes.keys().filter(|n| n.contains("comments"));
    assert!(notes.any(|name| part(&sheets, name).contains("没有的国家")));
}

/// The blank workbook with a country that there is not.
fn with_an_unknown_country() -> Vec<u8> {
    let bytes = fs::read(Path::new("samples/hz-2025-subtables-blank.xlsx")).unwrap();
    with_part(&bytes, "xl/worksheets/sheet2.xml", |xml| {
        let at = xml.find("<c r=\"A4\"").unwrap();
        let end = at + xml[at..].find("/>").unwrap() + 2;
        let cell = "<c r=\"A4\" t=\"inlineStr\"><is><t>没有的国家</t></is></c>";
        format!("{}{cell}{}", &xml[..at], &xml[end..])
    })
}
