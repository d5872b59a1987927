//! Which edition a form is of: chosen among several, told where it is another's or of two, never
//! silently read with the wrong one.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use assert_cmd::Command;
use huibiao::forms::blank;
use huibiao::forms::fill::fill;
use huibiao::mapping::{Bundle, Mapping, bundled};
use huibiao::model::finding::{Finding, Rule, Severity};
use huibiao::model::submission::{
    MappingId, Record, SCHEMA, Source, Status, Submission, TableData, Tables,
};
use huibiao::read::{Evidence, Reader, Verdict, open};
use huibiao::value::Value;

fn reader(bundles: Vec<Bundle>) -> Reader {
    Reader::of_bundles(bundles).unwrap()
}

/// The form that says what a submission says.
fn form_of(submission: &Submission, bundle: &Bundle) -> Vec<u8> {
    let itself = reader(vec![bundle.clone()]);
    fill(submission, bundle, &itself, false).unwrap().form
}

fn both() -> Reader {
    reader(vec![
        bundled("hz-2025").unwrap(),
        bundled("hz-2020").unwrap(),
    ])
}

/// An edition after a change, with the blanks that are written of it.
fn changed(id: &str, change: impl FnOnce(&mut Mapping)) -> Bundle {
    let mut mapping = bundled(id).unwrap().mapping;
    change(&mut mapping);
    mapping.edition.blank = None;
    mapping.edition.blank_sheets = None;
    Bundle {
        mapping,
        blank_form: None,
        blank_sheets: None,
    }
}

/// The 2025 form, called that of the next year.
fn of_2026() -> Bundle {
    changed("hz-2025", |m| {
        m.edition.id = "hz-2026".into();
        m.edition.year = 2026;
        m.edition.name = m.edition.name.replace("2025", "2026");
        m.edition.period.start = "2026-01-01".into();
        m.edition.period.end = "2026-12-31".into();
    })
}

fn form(bundle: &Bundle) -> Vec<u8> {
    blank::form(&bundle.mapping).unwrap()
}

/// The paper without its cover and everything else before the first table's heading, and without
/// what `drop` names.
fn wrong(found: &Submission) -> Vec<(Severity, String)> {
    let wrong = found
        .findings
        .iter()
        .filter(|f: &&Finding| f.rule() == Rule::WrongEdition);
    wrong.map(|f| (f.severity, f.message().zh)).collect()
}

/// A submission of an edition in which one unit says something.
fn said(mapping: &Mapping, unit: &str, table: &str, record: &[(&str, &str)]) -> Submission {
    let name = |n: &str| -> Arc<str> { n.into() };
    let text = |t: &str| Value::Text(t.to_owned());
    let tables = mapping.tables.iter().map(|t| {
        let own = *t.code == *table;
        let record = || Record(record.iter().map(|(n, v)| (name(n), text(v))).collect());
        let data = TableData {
            status: if own { Status::Filled } else { Status::Empty },
            records: if own { vec![record()] } else { Vec::new() },
            nil: false,
        };
        (t.code.clone(), data)
    });
    Submission {
        schema: SCHEMA.into(),
        source: Source::default(),
        attachments: Vec::new(),
        versions: Vec::new(),
        mapping: MappingId::of(mapping),
        unit: Record(vec![(name("unit_name"), text(unit))]),
        tables: Tables(tables.collect()),
        findings: Vec::new(),
    }
}

#[test]
fn each_blank_is_of_its_own_edition() {
    let reader = both();
    for id in ["hz-2025", "hz-2020"] {
        let bundle = bundled(id).unwrap();
        let mut forms = vec![form(&bundle)];
        forms.extend(bundle.blank_form.as_deref().map(<[u8]>::to_vec));
        for bytes in forms {
            let read = reader.read("a.docx", &bytes);
            assert_eq!(&*read.mapping.id, id);
            assert_eq!(wrong(&read), []);
            let paper = open("a.docx", &bytes).unwrap().paper;
            let likely = reader.recognise(&paper).unwrap();
            assert_eq!((&*likely[0].id, likely[0].verdict), (id, Verdict::Chosen));
            assert_eq!(likely[1].verdict, Verdict::PassedOver);
            assert!(likely[0].evidence.score() > 2 * likely[1].evidence.score());
            assert!(likely[0].evidence.titled && likely[0].evidence.own_year);
        }
    }
    let sheets = bundled("hz-2025").unwrap().blank_sheets.unwrap();
    assert_eq!(&*reader.read("a.xlsx", &sheets).mapping.id, "hz-2025");
}

#[test]
fn the_reasons_are_said() {
    let reader = both();
    let bytes = bundled("hz-2025").unwrap().blank_form.unwrap();
    let paper = open("a.docx", &bytes).unwrap().paper;
    let likely = reader.recognise(&paper).unwrap();
    let evidence: Evidence = likely[0].evidence;
    let why: Vec<String> = evidence.said().iter().map(|s| s.zh.clone()).collect();
    assert_eq!(
        why,
        [
            "封面年份 2025",
            "封面标题",
            "表号 34/37",
            "表名 37/37",
            "表头 26/37",
            "选项框 5/37"
        ]
    );
}

#[test]
fn two_editions_of_one_form_are_told_apart_by_the_year() {
    let of_2025 = changed("hz-2025", |_| {});
    let (a, b) = (form(&of_2025), form(&of_2026()));
    for editions in [vec![of_2025.clone(), of_2026()], vec![of_2026(), of_2025]] {
        let reader = reader(editions);
        for (bytes, year) in [(&a, 2025), (&b, 2026)] {
            let read = reader.read("a.docx", bytes);
            assert_eq!(read.mapping.year, year);
            assert_eq!(wrong(&read), []);
        }
    }
}

/// Without its cover the notes under the tables say which year it is.
#[test]
fn a_form_without_its_cover_is_known_by_its_notes() {
    let strip = |b: &Bundle| {
        let mut b = b.clone();
        b.mapping.edition.titles = vec!["表".into()];
        b
    };
    let of_2025 = changed("hz-2025", |_| {});
    let reader = reader(vec![of_2026(), of_2025.clone()]);
    let bytes = without_cover(&form(&strip(&of_2025)));
    let read = reader.read("a.docx", &bytes);
    assert_eq!(&*read.mapping.id, "hz-2025", "{:?}", wrong(&read));
    assert_eq!(wrong(&read), []);
}

/// Where nothing says the year, it is said that nothing does.
#[test]
fn what_cannot_be_told_is_not_told_in_silence() {
    let plain = |b: Bundle| {
        let mut b = b;
        b.mapping
            .tables
            .retain(|t| *t.code == *"HZ_06_003" || *t.code == *"HZ_02_016");
        b
    };
    let (of_2025, of_2026) = (plain(changed("hz-2025", |_| {})), plain(of_2026()));
    let bytes = without_cover(&form(&of_2025));
    let read = reader(vec![of_2025, of_2026]).read("a.docx", &bytes);
    assert_eq!(&*read.mapping.id, "hz-2026");
    assert_eq!(
        wrong(&read),
        [(
            Severity::Warning,
            "看不出是版本 hz-2026 还是 hz-2025 的表（没有年份，表也相同），已按 hz-2026 读入"
                .into()
        )]
    );
}

#[test]
fn a_cover_of_another_year_is_an_error() {
    let bytes = form(&changed("hz-2025", |m| m.edition.year = 2020));
    let read = both().read("a.docx", &bytes);
    assert_eq!(&*read.mapping.id, "hz-2025");
    assert_eq!(
        wrong(&read),
        [(
            Severity::Error,
            "这是2020年度的调查表，不是2025年度的；已按2025年度读入，不可直接使用".into()
        )]
    );
}

#[test]
fn a_table_of_another_edition_is_an_error_and_not_read() {
    let hj = bundled("hz-2020").unwrap().mapping;
    let with = |code: &str| {
        let lists = hj.lists.clone();
        let table = hj.table(code).unwrap().clone();
        let code = code.to_owned();
        form(&changed("hz-2025", move |m| {
            m.lists.extend(lists);
            m.tables.retain(|t| *t.code != *code);
            m.tables.insert(3, table);
        }))
    };
    let read = both().read("a.docx", &with("HZ_05_005"));
    assert_eq!(&*read.mapping.id, "hz-2025");
    let name = &hj.table("HZ_05_005").unwrap().name;
    assert_eq!(
        wrong(&read),
        [(
            Severity::Error,
            format!("“HZ_05_005 {name}”是版本 hz-2020 的表，本表按 hz-2025 读入，这张表没有读入")
        )]
    );
    assert!(read.tables.0.iter().all(|(_, t)| t.records.is_empty()));
    // Under a code that both have, the labels tell.
    let read = both().read("a.docx", &with("HZ_02_006"));
    let found = wrong(&read);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].0, Severity::Error);
    assert!(
        found[0]
            .1
            .starts_with("表 HZ_02_006 的表头是版本 hz-2020 的"),
        "{found:?}"
    );
}

/// A table that no edition has, though like another of the edition's, is not read as that one.
#[test]
fn a_table_of_no_edition_is_an_error_and_not_read() {
    let strange = changed("hz-2025", |m| {
        let t = m
            .tables
            .iter_mut()
            .find(|t| *t.code == *"HZ_02_013")
            .unwrap();
        t.code = "HZ_02_099".into();
        t.name = "没有听说过的活动".into();
    });
    let mapping = &strange.mapping;
    let x = said(
        mapping,
        "化学学院",
        "HZ_02_099",
        &[("name", "科普日"), ("discipline", "化学")],
    );
    let bytes = form_of(&x, &strange);
    let known = reader(vec![changed("hz-2025", |m| {
        m.tables.retain(|t| *t.code != *"HZ_02_013");
    })]);
    let read = known.read("a.docx", &bytes);
    assert_eq!(
        wrong(&read),
        [(
            Severity::Error,
            "版本 hz-2025 没有“HZ_02_099 没有听说过的活动”这张表，没有读入；可能是另一年度的表"
                .into()
        )]
    );
    assert!(read.tables.0.iter().all(|(_, t)| t.records.is_empty()));
    let unclaimed = |f: &&Finding| f.rule() == Rule::UnclaimedText;
    let quoted: Vec<_> = read
        .findings
        .iter()
        .filter(unclaimed)
        .map(|f| f.raw.clone())
        .collect();
    assert!(
        quoted.iter().flatten().any(|r| r.contains("科普日")),
        "{quoted:?}"
    );
}

/// A code that is mistyped, over labels that are plainly a table's, is still that table.
#[test]
fn a_mistyped_code_is_no_other_edition() {
    let mistyped = changed("hz-2025", |m| {
        let t = m
            .tables
            .iter_mut()
            .find(|t| *t.code == *"HZ_02_013")
            .unwrap();
        t.code = "HZ_02_113".into();
        t.name = "科普活动".into();
    });
    let x = said(
        &mistyped.mapping,
        "化学学院",
        "HZ_02_113",
        &[("name", "科普日")],
    );
    let bytes = form_of(&x, &mistyped);
    let read = reader(vec![changed("hz-2025", |_| {})]).read("a.docx", &bytes);
    assert_eq!(wrong(&read), []);
    assert_eq!(read.tables.get("HZ_02_013").unwrap().records.len(), 1);
}

/// One folder with forms of two years: each read by its own edition, the outputs apart.
#[test]
fn a_folder_of_two_years() {
    let folder = tempfile::tempdir().unwrap();
    let returned = folder.path().join("returned");
    fs::create_dir(&returned).unwrap();
    for (id, unit) in [("hz-2025", "化学学院"), ("hz-2020", "物理学院")] {
        let bundle = bundled(id).unwrap();
        let text = [("text", "请延长执行期。")];
        let x = said(&bundle.mapping, unit, "HZ_06_003", &text);
        let filled = form_of(&x, &bundle);
        fs::write(returned.join(format!("{unit}.docx")), filled).unwrap();
    }
    let out = folder.path().join("out");
    let run = |args: &[&str]| {
        let mut command = Command::cargo_bin("huibiao").unwrap();
        command
            .current_dir(folder.path())
            .args(["--lang", "zh"])
            .args(args)
            .assert()
    };
    run(&[
        "convert",
        "returned",
        "-o",
        "out",
        "-f",
        "jsonl,xlsx,import,csv,html",
    ])
    .code(0);
    let there = |name: &str| out.join(name).is_file();
    for name in [
        "combined.xlsx",
        "combined-hz-2020.xlsx",
        "import/HZ_06_003.xlsx",
        "import/hz-2020/HZ_06_003.xlsx",
        "csv/HZ_06_003.csv",
        "csv/hz-2020/HZ_06_003.csv",
        "report.html",
    ] {
        assert!(there(name), "{name}");
    }
    let csv = |name: &str| fs::read_to_string(out.join(name)).unwrap();
    assert!(
        csv("csv/HZ_06_003.csv").contains("化学学院")
            && !csv("csv/HZ_06_003.csv").contains("物理学院")
    );
    assert!(csv("csv/hz-2020/HZ_06_003.csv").contains("物理学院"));
    let lines = csv("submissions.jsonl");
    let ids: Vec<String> = lines
        .lines()
        .map(|l| serde_json::from_str::<serde_json::Value>(l).unwrap())
        .map(|s| {
            format!(
                "{} {}",
                s["unit"]["unit_name"].as_str().unwrap(),
                s["mapping"]["id"].as_str().unwrap()
            )
        })
        .collect();
    assert_eq!(ids, ["化学学院 hz-2025", "物理学院 hz-2020"]);
    let said = run(&["mapping", "recognise", "returned"]).code(0);
    let said = String::from_utf8_lossy(&said.get_output().stdout).into_owned();
    assert!(
        said.contains("化学学院.docx  hz-2025\n  hz-2025  得分 "),
        "{said}"
    );
    assert!(
        said.contains("物理学院.docx  hz-2020\n  hz-2020  得分 "),
        "{said}"
    );
}

#[test]
fn what_is_no_form_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let letter = docx_rs::Docx::new().add_paragraph(
        docx_rs::Paragraph::new().add_run(docx_rs::Run::new().add_text("请各学院于周五前报送。")),
    );
    let file = fs::File::create(folder.path().join("通知.docx")).unwrap();
    letter.build().pack(file).unwrap();
    let run = Command::cargo_bin("huibiao")
        .unwrap()
        .args(["--lang", "zh", "mapping", "recognise"])
        .arg(Path::new(folder.path()).join("通知.docx"))
        .assert()
        .code(2);
    let said = String::from_utf8_lossy(&run.get_output().stdout).into_owned();
    assert_eq!(said, "通知.docx  不是已知的表\n");
}

/// The document without what stands before the first table's heading.
fn without_cover(bytes: &[u8]) -> Vec<u8> {
    use std::io::{Cursor, Read, Write};
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for i in 0..archive.len() {
        let mut part = archive.by_index(i).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut data = Vec::new();
        part.read_to_end(&mut data).unwrap();
        if name == "word/document.xml" {
            let xml = String::from_utf8(data).unwrap();
            let heading = xml.find("HZ_").unwrap();
            let start = xml[..heading]
                .rfind("<w:p>")
                .or(xml[..heading].rfind("<w:p "))
                .unwrap();
            let body = xml.find("<w:body>").unwrap() + "<w:body>".len();
            data = format!("{}{}", &xml[..body], &xml[start..]).into_bytes();
        }
        out.start_file(name, zip::write::SimpleFileOptions::default())
            .unwrap();
        out.write_all(&data).unwrap();
    }
    out.finish().unwrap().into_inner()
}
