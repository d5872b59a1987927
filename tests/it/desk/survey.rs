//! A survey over its days: acts that last, files that come and go, what stands in the way.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use axum::http::StatusCode;
use huibiao::desk::survey::Survey;
use huibiao::store::Journal;

use super::{Open, options};

/// Waits for something.
#[track_caller]
fn until(what: impl Fn() -> bool) {
    let begun = Instant::now();
    while !what() {
        assert!(begun.elapsed() < Duration::from_secs(60), "it did not come");
        std::thread::sleep(Duration::from_millis(30));
    }
}

/// A roster as Excel saves it.
fn roster() -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    let rows = [
        ["单位", "联系人", "电话"],
        ["医学院", "白芷", "0756-1"],
        ["体育部", "丁一苇", "0756-2"],
    ];
    for (r, row) in rows.iter().enumerate() {
        for (c, text) in row.iter().enumerate() {
            let (r, c) = (u32::try_from(r).unwrap() + 1, u16::try_from(c).unwrap());
            sheet.write_string(r, c, *text).unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

#[test]
fn a_roster_as_a_workbook_tells_who_has_not_returned() {
    let open = Open::of(&["returned/医学院_调查表.docx"]);
    let at = open.at(&format!("/set/roster?name={}", super::encoded("名册.xlsx")));
    let send = |bytes: Vec<u8>| open.send(open.request("POST", &at).body(bytes.into()).unwrap());
    let bad = send("没有,这些,列\n1,2,3\n".into());
    assert_eq!(bad.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(bad.text.contains("单位"), "{}", bad.text);
    assert_eq!(send(roster()).status, StatusCode::SEE_OTHER);
    let page = open.get(&open.at("?show=awaited")).text;
    assert!(page.contains("体育部") && page.contains("丁一苇"), "{page}");
    assert!(!page.contains("白芷"), "{page}");
    let due = open.post(&open.at("/due"), &[("due", "2026-03-31"), ("who", "王芳")]);
    assert_eq!(due.status, StatusCode::SEE_OTHER);
    let bad = open.post(&open.at("/due"), &[("due", "三月底"), ("who", "王芳")]);
    assert_eq!(bad.status, StatusCode::UNPROCESSABLE_ENTITY);
    let gate = open.get(&open.at("/out")).text;
    assert!(gate.contains("1 个单位未交"), "{gate}");
}

/// The first finding of a unit that can be explained, as its page's form sends it.
fn warning(page: &str) -> [(&'static str, String); 3] {
    let form = page
        .split("<form class=\"explain\"")
        .nth(1)
        .expect("a warning");
    let field = |name: &'static str| {
        let from = form
            .split(&format!("name=\"{name}\" value=\""))
            .nth(1)
            .unwrap();
        (name, from.split('"').next().unwrap().replace("&#38;", "&"))
    };
    [field("path"), field("rule"), field("was")]
}

fn explain(open: &Open, unit: &str, why: &str) -> super::Answer {
    let [path, rule, was] = warning(&open.get(unit).text);
    let fields = [
        (path.0, &*path.1),
        (rule.0, &*rule.1),
        (was.0, &*was.1),
        ("why", why),
    ];
    open.post(&format!("{unit}/explain"), &fields)
}

#[test]
fn what_was_done_is_there_after_the_desk_was_closed_and_can_be_undone() {
    let mut open = Open::of(&["returned/医学院_调查表.docx"]);
    let unit = open.unit("医学院");
    let before = open.get(&unit).text.matches("data-todo").count();
    assert!(before > 0);
    assert_eq!(
        explain(&open, &unit, "已电话核实").status,
        StatusCode::SEE_OTHER
    );
    let after = open.get(&unit).text;
    assert_eq!(after.matches("data-todo").count(), before - 1);
    assert!(after.contains("已电话核实"), "{after}");
    // Nothing is closed in order: the desk is gone.
    let (dir, folder) = (
        std::mem::replace(&mut open._dir, tempfile::tempdir().unwrap()),
        open.folder.clone(),
    );
    drop(open);
    let open = Open::again(dir, folder);
    open.wait();
    let again = open.get(&unit).text;
    assert_eq!(again.matches("data-todo").count(), before - 1);
    assert_eq!(
        open.post(&format!("{unit}/undo"), &[("act", "0")]).status,
        StatusCode::SEE_OTHER
    );
    let undone = open.get(&unit).text;
    assert_eq!(undone.matches("data-todo").count(), before);
    // What was undone is still told of.
    assert!(undone.contains("已撤销"), "{undone}");
}

#[test]
fn an_error_cannot_be_waved_through_and_a_reason_must_be_given() {
    let open = Open::of(&["returned/材料学院.docx"]);
    let unit = open.unit("材料学院");
    let survey = open.desk.open(&open.folder).unwrap();
    let state = survey.now();
    let submission = &state.standing.units[0].submission;
    let error = submission
        .findings
        .iter()
        .find(|f| f.severity == huibiao::Severity::Error)
        .unwrap();
    let (path, rule) = (error.path.to_string(), error.rule().name());
    let was = {
        let page = open
            .get(&format!("{unit}/edit?path={}", super::encoded(&path)))
            .text;
        let from = page.split("name=\"was\" value=\"").nth(1).unwrap_or("\"");
        from.split('"').next().unwrap().to_owned()
    };
    let fields = [
        ("path", &*path),
        ("rule", rule),
        ("was", &*was),
        ("why", "没关系"),
    ];
    let answer = open.post(&format!("{unit}/explain"), &fields);
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text.contains("不能核实放过"), "{}", answer.text);
    let none = [
        ("path", &*path),
        ("rule", rule),
        ("was", &*was),
        ("why", " "),
    ];
    let answer = open.post(&format!("{unit}/explain"), &none);
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(survey.now().acts.done.is_empty());
}

#[test]
fn a_value_that_its_field_cannot_hold_is_refused_with_why() {
    let open = Open::of(&["returned/化学工程学院.docx"]);
    let unit = open.unit("化学工程学院");
    let survey = open.desk.open(&open.folder).unwrap();
    let state = survey.now();
    let tables = &state.standing.units[0].submission.tables;
    let (path, was) = (tables.0.iter())
        .find_map(|(code, table)| {
            let record = table.records.first()?;
            let (field, value) = record.0.iter().find(|(_, v)| v.number().is_some())?;
            Some((format!("/tables/{code}/records/0/{field}"), value.shown()))
        })
        .unwrap();
    let correct = |value: &str, was: &str| {
        let fields = [
            ("path", &*path),
            ("was", was),
            ("value", value),
            ("why", "核对"),
        ];
        open.post(&format!("{unit}/correct"), &fields)
    };
    let answer = correct("许多", &was);
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text.contains("没有改"), "{}", answer.text);
    // Another window has changed it meanwhile.
    assert_eq!(correct("7", "99999").status, StatusCode::CONFLICT);
    assert!(survey.now().acts.done.is_empty());
    assert_eq!(correct("7", &was).status, StatusCode::SEE_OTHER);
    let lists = open.get(&open.at("/out/corrections.csv")).text;
    assert!(lists.contains(&path) && lists.contains(",7,"), "{lists}");
}

#[test]
fn two_programs_on_one_survey_agree() {
    let open = Open::of(&["returned/医学院_调查表.docx"]);
    let unit = open.unit("医学院");
    let other = Open::again(tempfile::tempdir().unwrap(), open.folder.clone());
    other.wait();
    assert_eq!(
        explain(&open, &unit, "第一个窗口").status,
        StatusCode::SEE_OTHER
    );
    assert!(other.get(&unit).text.contains("第一个窗口"));
    assert_eq!(
        explain(&other, &unit, "第二个窗口").status,
        StatusCode::SEE_OTHER
    );
    let both = open.get(&unit).text;
    assert!(both.contains("第一个窗口") && both.contains("第二个窗口"));
    let beat = open.get(&open.at("/beat?rev=0")).text;
    assert!(beat.contains("\"changed\":true"), "{beat}");
}

#[test]
fn files_that_come_and_go_are_seen() {
    let open = Open::of(&["returned/医学院_调查表.docx"]);
    let survey = open.desk.open(&open.folder).unwrap();
    fs::copy(
        "samples/returned/外国语学院.docx",
        open.folder.join("外国语学院.docx"),
    )
    .unwrap();
    until(|| survey.now().standing.units.len() == 2);
    // Saved over: what it says now is another.
    let before = survey.now().revision;
    fs::copy(
        "samples/returned/体育部.docx",
        open.folder.join("外国语学院.docx"),
    )
    .unwrap();
    until(|| {
        survey.now().revision > before
            && survey
                .now()
                .standing
                .units
                .iter()
                .any(|u| u.name == "体育部")
    });
    fs::remove_file(open.folder.join("医学院_调查表.docx")).unwrap();
    until(|| survey.now().standing.units.len() == 1);
    let missing: Vec<String> = survey.now().missing.iter().map(|m| m.said().zh).collect();
    assert_eq!(
        missing,
        [
            "医学院_调查表.docx（医学院）",
            "外国语学院（原在 外国语学院.docx，那里现在是别的单位的表）"
        ]
    );
    let page = open.get(&open.at("")).text;
    assert!(page.contains("医学院_调查表.docx"), "{page}");
    assert_eq!(
        open.post(&open.at("/gone"), &[]).status,
        StatusCode::SEE_OTHER
    );
    assert!(survey.now().missing.iter().all(|m| m.is_known));
}

#[test]
fn a_folder_that_vanishes_is_said_and_comes_back() {
    let open = Open::of(&["returned/医学院_调查表.docx"]);
    let survey = open.desk.open(&open.folder).unwrap();
    let away = open.folder.with_file_name("别处");
    fs::rename(&open.folder, &away).unwrap();
    survey.wake();
    until(|| survey.now().trouble.is_some());
    let page = open.get(&open.at(""));
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text.contains("不见了"), "{}", page.text);
    // What was read is still shown.
    assert!(page.text.contains("医学院"));
    fs::rename(&away, &open.folder).unwrap();
    until(|| survey.now().trouble.is_none());
}

#[test]
fn a_file_of_another_program_or_a_newer_version_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("收回");
    fs::create_dir(&folder).unwrap();
    let file = Survey::file_of(&folder);
    fs::write(&file, "这不是数据库，是别的什么".repeat(100)).unwrap();
    let error = huibiao::desk::Desk::new(&options(&folder), 1).unwrap_err();
    assert!(
        error.0.zh.contains("不是 huibiao 的数据库"),
        "{}",
        error.0.zh
    );
    fs::remove_file(&file).unwrap();
    drop(Journal::open(&file, &[]).unwrap());
    let connection = rusqlite::Connection::open(&file).unwrap();
    connection.pragma_update(None, "user_version", 999).unwrap();
    drop(connection);
    let error = huibiao::desk::Desk::new(&options(&folder), 1).unwrap_err();
    assert!(error.0.zh.contains("较新版本"), "{}", error.0.zh);
}

#[test]
fn a_full_disk_loses_nothing_and_is_said() {
    let open = Open::of(&["returned/医学院_调查表.docx"]);
    let unit = open.unit("医学院");
    let survey = open.desk.open(&open.folder).unwrap();
    survey.allow_pages(0);
    let long = "因为".repeat(4000);
    let answer = explain(&open, &unit, &long);
    assert_eq!(answer.status, StatusCode::INSUFFICIENT_STORAGE);
    assert!(answer.text.contains("磁盘空间不足"), "{}", answer.text);
    // It is not shown as done.
    assert!(!open.get(&unit).text.contains("因为因为"));
    survey.allow_pages(1000);
    assert_eq!(
        explain(&open, &unit, "有空间了").status,
        StatusCode::SEE_OTHER
    );
}

#[test]
fn a_port_in_use_is_said() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let run = Command::new(env!("CARGO_BIN_EXE_huibiao"))
        .args(["--lang", "zh", "desk", "--no-browser", "--port", &port])
        .output()
        .unwrap();
    assert_eq!(run.status.code(), Some(2));
    let said = String::from_utf8_lossy(&run.stderr);
    assert!(said.contains("已被占用"), "{said}");
    assert!(run.stdout.is_empty());
}

#[cfg(unix)]
#[test]
fn only_its_owner_can_read_the_survey_file() {
    use std::os::unix::fs::PermissionsExt as _;
    let open = Open::of(&["returned/体育部.docx"]);
    let mode = Survey::file_of(&open.folder)
        .metadata()
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode & 0o077, 0, "{mode:o}");
}

/// What a command prints to standard output of the survey's file, from beside it.
fn printed(beside: &Path, args: &[&str]) -> (Option<i32>, String, String) {
    let run = Command::new(env!("CARGO_BIN_EXE_huibiao"))
        .current_dir(beside)
        .args(["--lang", "zh"])
        .args(args)
        .output()
        .unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (run.status.code(), text(&run.stdout), text(&run.stderr))
}

#[test]
fn the_survey_s_file_is_a_store_that_every_command_reads() {
    let open = Open::of(&["returned/医学院_调查表.docx", "returned/体育部.docx"]);
    let file = Survey::file_of(&open.folder);
    let name = file.file_name().unwrap().to_str().unwrap().to_owned();
    let at = open.at(&format!("/set/roster?name={}", super::encoded("名册.xlsx")));
    open.send(open.request("POST", &at).body(roster().into()).unwrap());
    open.post(&open.at("/due"), &[("due", "2026-03-31"), ("who", "王芳")]);
    let unit = open.unit("医学院");
    assert_eq!(
        explain(&open, &unit, "已电话核实").status,
        StatusCode::SEE_OTHER
    );
    let beside = open.folder.parent().unwrap();
    let (_, rollup, said) = printed(beside, &["merge", &name, "-f", "json", "-o", "-"]);
    let rollup: serde_json::Value =
        serde_json::from_str(&rollup).unwrap_or_else(|_| panic!("{said}"));
    assert_eq!(rollup["units"].as_array().unwrap().len(), 2);
    // The roster and the last day that were set there are known.
    let (_, status, said) = printed(beside, &["status", &name, "-f", "json"]);
    let status: serde_json::Value =
        serde_json::from_str(&status).unwrap_or_else(|_| panic!("{said}"));
    assert_eq!(status["units"][0]["due"], "2026-03-31");
    assert_eq!(status["units"][0]["phone"], "0756-1");
    // What the office did is in what comes out.
    printed(beside, &["export", &name, "-f", "jsonl", "-o", "e"]);
    let lines = fs::read_to_string(beside.join("e/submissions.jsonl")).unwrap();
    assert_eq!(lines.lines().count(), 2);
    assert!(lines.contains("已电话核实"));
    // What is no longer in the folder is no longer in it.
    let survey = open.desk.open(&open.folder).unwrap();
    fs::remove_file(open.folder.join("体育部.docx")).unwrap();
    until(|| survey.now().standing.units.len() == 1);
    let (_, list, _) = printed(beside, &["store", "list", &name, "-f", "json"]);
    assert!(!list.contains("体育部.docx"), "{list}");
    // It lies beside the folder, and is no returned file.
    let (_, said, told) = printed(beside, &["check", "."]);
    assert!(
        !said.contains(&name) && !told.contains(&name),
        "{said}{told}"
    );
}

#[test]
fn a_survey_s_file_of_before_is_brought_up_and_not_read_until_then() {
    let mut open = Open::of(&["returned/医学院_调查表.docx"]);
    let file = Survey::file_of(&open.folder);
    let name = file.file_name().unwrap().to_str().unwrap().to_owned();
    let unit = open.unit("医学院");
    assert_eq!(
        explain(&open, &unit, "早就核实").status,
        StatusCode::SEE_OTHER
    );
    let (dir, folder) = (
        std::mem::replace(&mut open._dir, tempfile::tempdir().unwrap()),
        open.folder.clone(),
    );
    drop(open);
    // What was read stood in a table of its own, and nothing was listed.
    let sql = rusqlite::Connection::open(&file).unwrap();
    sql.execute_batch(
        "CREATE TABLE known (name TEXT NOT NULL, sha256 TEXT NOT NULL, reader TEXT NOT NULL,
                             json BLOB NOT NULL, english BLOB NOT NULL,
                             PRIMARY KEY (name, sha256)) WITHOUT ROWID;
         INSERT INTO known SELECT f.name, c.sha256, c.reader, c.json, c.english
             FROM file f JOIN content c ON c.id = f.content;
         DELETE FROM file;
         DELETE FROM content;
         DELETE FROM office_file;
         DELETE FROM setting WHERE name = 'handed-over';",
    )
    .unwrap();
    drop(sql);
    let beside = folder.parent().unwrap().to_owned();
    let (code, _, said) = printed(&beside, &["merge", &name, "-f", "json", "-o", "-"]);
    assert!(code == Some(2) && said.contains("huibiao desk"), "{said}");
    let open = Open::again(dir, folder);
    open.wait();
    let (_, rollup, said) = printed(&beside, &["merge", &name, "-f", "json", "-o", "-"]);
    let rollup: serde_json::Value =
        serde_json::from_str(&rollup).unwrap_or_else(|_| panic!("{said}"));
    assert_eq!(rollup["units"].as_array().unwrap().len(), 1);
    let again = open.get(&unit).text;
    assert!(again.contains("早就核实"), "{again}");
}
