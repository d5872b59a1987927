//! Slips that a desk must not take in silence: empty files, a wrong folder, words that are no option.

use axum::body::Body;
use axum::http::StatusCode;
use huibiao::desk::Desk;
use huibiao::desk::survey::Survey;

use super::{Open, PORT, encoded, options};

fn set(open: &Open, what: &str, bytes: &[u8]) -> super::Answer {
    let at = open.at(&format!("/set/roster{what}"));
    let body = Body::from(bytes.to_vec());
    open.send(open.request("POST", &at).body(body).unwrap())
}

#[test]
fn an_empty_file_takes_no_roster_away() {
    let open = Open::of(&["returned/体育部.docx"]);
    let name = format!("?name={}", encoded("名册.csv"));
    let roster = "单位\n体育部\n法学院\n";
    let answer = set(&open, &name, roster.as_bytes());
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    let answer = set(&open, &name, b"");
    assert!(answer.status.is_client_error(), "{}", answer.status);
    assert!(answer.text.contains("是空的"), "{}", answer.text);
    assert!(open.get(&open.at("/out")).text.contains("1 个单位未交"));
    // Taking it away is an act of its own; then the page says that nobody knows who is missing.
    let answer = set(&open, "?remove=true", b"");
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    let page = open.get(&open.at("/out")).text;
    assert!(page.contains("没有名册，看不出谁没有交"));
    let letter = open.get(&open.at("/out/letter")).text;
    assert!(
        !letter.contains("应交") && letter.contains("本次调查已交 1"),
        "{letter}"
    );
}

#[test]
fn an_empty_survey_file_is_refused_and_not_begun_anew() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("收回");
    std::fs::create_dir(&folder).unwrap();
    let file = Survey::file_of(&folder);
    std::fs::write(&file, b"").unwrap();
    let said = Desk::new(&options(&folder), PORT).unwrap_err().0;
    assert!(said.zh.contains("0 字节"), "{}", said.zh);
    assert_eq!(std::fs::read(&file).unwrap(), b"");
}

#[test]
fn a_word_that_is_no_option_and_a_record_that_is_not_there_are_refused() {
    let open = Open::of(&["returned/海洋学院 调查表（终稿）.docx"]);
    let unit = open.unit("海洋学院");
    let page = open.get(&unit).text;
    assert!(page.contains("/tables/HZ_02_006/records/0/field"));
    let correct = |path: &str, was: &str, value: &str| {
        let fields = [("path", path), ("was", was), ("value", value)];
        open.post(&format!("{unit}/correct"), &fields)
    };
    let survey = open.desk.open(&open.folder).unwrap();
    let state = survey.state().unwrap();
    let own = &state.standing.units[0].submission;
    let record = &own.tables.get("HZ_02_006").unwrap().records[0];
    let was = record.get("field").unwrap().text().unwrap();
    let answer = correct("/tables/HZ_02_006/records/0/field", was, "火星");
    assert!(answer.status.is_client_error(), "{}", answer.text);
    let answer = correct("/tables/HZ_02_006/records/9/name", "", "新的");
    assert!(answer.status.is_client_error(), "{}", answer.text);
    let lists = open.get(&open.at("/out/corrections.csv")).text;
    assert!(
        !lists.contains("火星") && !lists.contains("新的"),
        "{lists}"
    );
}

#[test]
fn what_was_undone_is_told() {
    let open = Open::of(&["returned/海洋学院 调查表（终稿）.docx"]);
    let unit = open.unit("海洋学院");
    let path = "/tables/HZ_03_006/records/0/person_times";
    let fields = [("path", path), ("was", ""), ("value", "12")];
    let answer = open.post(&format!("{unit}/correct"), &fields);
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    let at = format!("{unit}/undo");
    let request = open
        .request("POST", &at)
        .header("hx-request", "true")
        .header("content-type", "application/x-www-form-urlencoded");
    let answer = open.send(request.body(Body::from("act=0")).unwrap());
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    assert!(answer.text.contains("已撤销：改为 12"), "{}", answer.text);
}

#[test]
fn the_command_that_is_shown_is_quoted_and_names_what_is_downloaded() {
    let open = Open::of(&["returned/体育部.docx"]);
    let page = open.get(&open.at("/out")).text;
    let folder = open.folder.display().to_string();
    assert!(page.contains(&format!(
        "huibiao convert {folder} --corrections 收回-corrections.csv"
    )));
}
