//! 看数: the charts of the page are those of the command line, and each bar leads to its records.

use std::process::Command;

use axum::body::Body;
use axum::http::StatusCode;

use super::{Open, encoded};

const FILES: &[&str] = &[
    "returned/外国语学院.docx",
    "returned/海洋学院 调查表（终稿）.docx",
];

#[test]
fn drawings_and_tables_are_those_of_the_command_line() {
    let open = Open::of(FILES);
    let out = open.folder.with_file_name("图");
    let run = Command::new(env!("CARGO_BIN_EXE_huibiao"))
        .args(["--lang", "zh", "figures"])
        .arg(&open.folder)
        .arg("-o")
        .arg(&out)
        .output()
        .unwrap();
    assert_eq!(run.status.code(), Some(0), "{run:?}");
    let mut compared = 0;
    for entry in std::fs::read_dir(out.join("svg")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|e| e != "svg") {
            continue;
        }
        let name = path.file_name().unwrap().to_str().unwrap();
        let answer = open.get(&open.at(&format!("/figures/{name}")));
        assert_eq!(answer.status, StatusCode::OK, "{name}");
        assert!(answer.bytes == std::fs::read(&path).unwrap(), "{name}");
        compared += 1;
    }
    assert!(compared > 20, "{compared}");
    let answer = open.get(&open.at("/figures/HZ_03_005-countries.xlsx"));
    let own = std::fs::read(out.join("xlsx/HZ_03_005-countries.xlsx")).unwrap();
    assert_eq!(
        super::exports::rows(&answer.bytes),
        super::exports::rows(&own)
    );
    assert_eq!(
        open.get(&open.at("/figures/none.svg")).status,
        StatusCode::NOT_FOUND
    );
}

#[test]
fn a_bar_leads_to_its_records_and_they_to_their_units() {
    let open = Open::of(FILES);
    let page = open.get(&open.at("/figures?table=HZ_03_005")).text;
    let link = page.split("href=\"").find(|l| l.contains("bar=0"));
    let link = link.unwrap().split('"').next().unwrap();
    let link = link.replace("&#38;", "&").replace("&amp;", "&");
    let records = open.get(&link);
    assert_eq!(records.status, StatusCode::OK, "{link}");
    let unit = open.unit("海洋学院");
    let there = open.unit("外国语学院");
    assert!(records.text.contains(&unit) || records.text.contains(&there));
    assert!(records.text.contains("#at=%2Ftables%2F"));
    // Of one unit alone.
    let id = unit.rsplit('/').next().unwrap();
    let one = open.get(&open.at(&format!("/figures?unit={id}")));
    assert!(one.text.contains("1 份调查表的数"));
}

#[test]
fn an_earlier_survey_is_kept_with_this_one_until_it_is_taken_away() {
    let open = Open::of(FILES);
    let run = Command::new(env!("CARGO_BIN_EXE_huibiao"))
        .args([
            "--lang",
            "zh",
            "convert",
            "samples/returned/外国语学院.docx",
        ])
        .args(["-f", "jsonl", "-o", "-"])
        .output()
        .unwrap();
    let send = |name: &str, bytes: Vec<u8>| {
        let at = open.at(&format!("/figures/earlier?name={}", encoded(name)));
        open.send(open.request("POST", &at).body(Body::from(bytes)).unwrap())
    };
    let answer = send("去年.jsonl", run.stdout);
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    let page = open.get(&open.at("/figures")).text;
    assert!(page.contains("去年.jsonl") && page.contains("浅色的是去年"));
    // A survey's own file will do as well: here this very one.
    let file = huibiao::desk::survey::Survey::file_of(&open.folder);
    let copy = open.folder.with_file_name("前年.huibiao");
    huibiao_copy(&file, &copy);
    let answer = send("前年.huibiao", std::fs::read(&copy).unwrap());
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    assert!(open.get(&open.at("/figures")).text.contains("浅色的是前年"));
    // What is none is refused, and the one before stays.
    for (name, bytes) in [
        ("说明.txt", b"x".to_vec()),
        ("坏.huibiao", b"not a survey".to_vec()),
        ("空.jsonl", Vec::new()),
    ] {
        let answer = send(name, bytes);
        assert!(answer.status.is_client_error(), "{name}: {}", answer.status);
        let said = &answer.text;
        assert!(said.contains(name), "{said}");
    }
    assert!(open.get(&open.at("/figures")).text.contains("浅色的是前年"));
    let answer = open.post(&open.at("/figures/earlier"), &[]);
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert!(!open.get(&open.at("/figures")).text.contains("浅色的是"));
}

/// A copy of a store, with what still stands in its log.
fn huibiao_copy(from: &std::path::Path, to: &std::path::Path) {
    let connection = rusqlite::Connection::open(from).unwrap();
    connection
        .execute("VACUUM INTO ?1", [to.to_str().unwrap()])
        .unwrap();
}
