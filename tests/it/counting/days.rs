//! Files that come on several days are kept in a store, and come to the same as all at once.

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use serde_json::Value as Json;

use super::round::{Round, round, shuffle, sums_of};
use super::{FIRST, LATER, SAME, book, decisions, form, open, rolled_of, roster, visits};
use huibiao::batch::{Gathered, Knowing, Memory as _, SpoolError, Stage, Which};
use huibiao::mapping::bundled;
use huibiao::model::submission::Submission;
use huibiao::store::{FileState, Store};
use huibiao::survey::corrections::Correcting;
use huibiao::survey::decisions::Decisions;
use huibiao::survey::returns::Receipt;
use huibiao::survey::roster::Roster;

/// Keeps a day's files.
fn day(store: &Store, files: &[Submission], roster: Option<&Roster>) {
    let bundle = bundled("hz-2025").unwrap();
    let correcting = Correcting::new([&bundle.mapping]).unwrap();
    let run = store.begin(std::slice::from_ref(&bundle)).unwrap();
    let mut stage = Stage::default();
    for file in files {
        run.keep(file);
        stage.add(file.clone(), Receipt::of(file)).unwrap();
    }
    run.take(&mut stage, &Gathered::default(), None).unwrap();
    let decisions = Decisions::default();
    let knowing = Knowing {
        roster,
        decisions: &decisions,
    };
    run.settle(&stage.choose(knowing), &correcting).unwrap();
    run.commit().unwrap();
}

fn stage(store: &Store) -> Stage {
    let mut stage = Stage::default();
    store.hand_on(&mut stage, None).unwrap();
    stage
}

fn counting(store: &Store, decided: &str) -> Vec<Submission> {
    let decided = decisions(decided);
    let chosen = stage(store).choose(Knowing {
        roster: None,
        decisions: &decided,
    });
    let mut all = Vec::new();
    let give = |_, s| {
        all.push(s);
        Ok::<(), SpoolError>(())
    };
    chosen.each(Which::Counting, give).unwrap();
    all
}

fn store(folder: &Path) -> Store {
    Store::open(&folder.join("s.sqlite")).unwrap()
}

#[test]
fn a_round_of_several_days_comes_to_the_same_as_at_once() {
    let Round {
        roster: units,
        mut files,
        right,
    } = round();
    let units = roster(&units);
    let mut seed = 11u64;
    for days in [1, 4] {
        let folder = tempfile::tempdir().unwrap();
        let store = store(folder.path());
        shuffle(&mut files, &mut seed);
        for part in files.chunks(files.len().div_ceil(days)) {
            day(&store, part, Some(&units));
        }
        let rollup = rolled_of(stage(&store), Some(&units), &Decisions::default());
        assert_eq!(sums_of(&rollup), right, "{days} days");
        // What an analyst is shown is the same.
        let sql = rusqlite::Connection::open(folder.path().join("s.sqlite")).unwrap();
        let sum: i64 = sql
            .query_row(
                "SELECT SUM(visit_person_times) FROM hz_2025_HZ_02_002",
                [],
                |row| row.get(0),
            )
            .unwrap();
        assert_eq!(sum, right.values().sum::<i64>());
    }
}

#[test]
fn what_comes_later_is_joined_and_replaces() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(folder.path());
    let own = Some("化学学院");
    day(&store, &[form("化学学院.docx", "化学学院", FIRST, 3)], None);
    // A workbook that arrives after its form.
    let first = book("化学学院子表.xlsx", own, FIRST, &[("英国", 10)]);
    day(&store, &[first], None);
    assert_eq!(visits(&counting(&store, "")), (1, 30));
    // A newer one, and later an older one.
    let newer = book("化学学院子表v2.xlsx", own, LATER, &[("英国", 20)]);
    day(&store, &[newer], None);
    let older = book("化学学院子表v1.xlsx", own, FIRST, &[("法国", 9)]);
    day(&store, &[older], None);
    let all = counting(&store, "");
    assert_eq!((all.len(), visits(&all)), (1, (1, 60)));
    assert!(open(&all[0]).is_empty());
    // Another file in the place of one is the newer one, whatever its time says.
    let mended = book("化学学院子表v2.xlsx", own, SAME, &[("英国", 21)]);
    day(&store, &[mended], None);
    assert_eq!(visits(&counting(&store, "")), (1, 63));
    let states = store.files().unwrap();
    let replaced = states.iter().filter(|f| f.state == FileState::Replaced);
    assert_eq!(replaced.count(), 1);
}

#[test]
fn a_file_is_withdrawn_and_given_to_a_unit() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(folder.path());
    let own = Some("化学学院");
    let files = [
        form("化学学院.docx", "化学学院", FIRST, 3),
        form("物理学院.docx", "物理学院", FIRST, 3),
        book("化学学院子表.xlsx", own, FIRST, &[("英国", 10)]),
        book("化学学院子表v2.xlsx", own, LATER, &[("英国", 20)]),
    ];
    day(&store, &files, None);
    let id = |name: &str| {
        let files = store.files().unwrap();
        let file = files.iter().find(|f| &*f.receipt.file == name);
        file.unwrap().id
    };
    let bundle = bundled("hz-2025").unwrap();
    let correcting = Correcting::new([&bundle.mapping]).unwrap();
    let nothing = Decisions::default();
    let knowing = Knowing {
        roster: None,
        decisions: &nothing,
    };
    let v2 = id("化学学院子表v2.xlsx");
    let run = store.begin(std::slice::from_ref(&bundle)).unwrap();
    assert!(run.withdraw(v2, "撤回", "王五").unwrap());
    run.settle_all(knowing, &correcting).unwrap();
    run.commit().unwrap();
    assert_eq!(visits(&counting(&store, "")), (1, 30));
    let run = store.begin(std::slice::from_ref(&bundle)).unwrap();
    run.restore(v2, "", "").unwrap();
    run.assign(v2, Some("物理学院"), "封面抄错", "王五")
        .unwrap();
    run.settle_all(knowing, &correcting).unwrap();
    run.commit().unwrap();
    let all = counting(&store, "");
    let of = |unit: &str| {
        let own = all.iter().filter(|s| s.source.file.contains(unit));
        visits(&own.cloned().collect::<Vec<_>>())
    };
    assert_eq!((of("化学"), of("物理")), ((1, 30), (1, 60)));
}

fn huibiao(folder: &Path, args: &[&str]) -> assert_cmd::assert::Assert {
    let mut command = Command::cargo_bin("huibiao").unwrap();
    command
        .current_dir(folder)
        .args(["--lang", "zh"])
        .args(args)
        .assert()
}

fn lines(folder: &Path, args: &[&str]) -> Vec<Json> {
    huibiao(folder, &[&["export", "s.sqlite", "-o", "e"], args].concat());
    let text = fs::read_to_string(folder.join("e/submissions.jsonl")).unwrap();
    text.lines()
        .map(|l| serde_json::from_str(l).unwrap())
        .collect()
}

fn said(done: &assert_cmd::assert::Assert) -> String {
    let output = done.get_output();
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A folder of returned files, read into a store.
fn kept() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/returned");
    let at = folder.path().join("in");
    fs::create_dir(&at).unwrap();
    for file in ["体育部.docx", "化学工程学院.docx"] {
        fs::copy(samples.join(file), at.join(file)).unwrap();
    }
    convert(folder.path());
    fs::copy(
        samples.join("化学工程学院-子表.xlsx"),
        at.join("化学工程学院-子表.xlsx"),
    )
    .unwrap();
    convert(folder.path());
    folder
}

fn convert(folder: &Path) -> assert_cmd::assert::Assert {
    let args = [
        "convert", "in", "--store", "s.sqlite", "-o", "o", "-f", "jsonl",
    ];
    huibiao(folder, &args)
}

#[test]
fn from_the_store_and_from_files_the_same_is_said() {
    let temporary = kept();
    let folder = temporary.path();
    huibiao(folder, &["convert", "in", "-o", "files", "-f", "jsonl"]);
    let files = fs::read_to_string(folder.join("files/submissions.jsonl")).unwrap();
    lines(folder, &[]);
    let mut store = fs::read_to_string(folder.join("e/submissions.jsonl")).unwrap();
    let sorted = |text: &str| {
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        lines.sort();
        lines
    };
    assert_eq!(sorted(&store), sorted(&files));
    store = fs::read_to_string(folder.join("o/submissions.jsonl")).unwrap();
    assert_eq!(sorted(&store), sorted(&files));
    // Nothing is read again, and nothing is written where nothing has changed.
    let sql = rusqlite::Connection::open(folder.join("s.sqlite")).unwrap();
    let number = |query: &str| -> i64 { sql.query_row(query, [], |row| row.get(0)).unwrap() };
    let last = "SELECT MAX(run) FROM submission";
    let before = number(last);
    convert(folder);
    assert_eq!(number(last), before);
    assert_eq!(
        number("SELECT files_known - files_read FROM run ORDER BY id DESC LIMIT 1"),
        3
    );
}

#[test]
fn a_file_that_is_gone_is_asked_about() {
    let temporary = kept();
    let folder = temporary.path();
    fs::rename(
        folder.join("in/化学工程学院-子表.xlsx"),
        folder.join("子表.xlsx"),
    )
    .unwrap();
    let done = convert(folder).code(1);
    assert!(said(&done).contains("子表.xlsx"), "{}", said(&done));
    let open = |all: &[Json]| -> Vec<String> {
        let findings = all.iter().flat_map(|s| s["findings"].as_array().unwrap());
        let gone = findings.filter(|f| f["code"] == "file-gone");
        gone.map(|f| f["args"]["case"].as_str().unwrap().to_owned())
            .collect()
    };
    let all = lines(folder, &[]);
    let cases = open(&all);
    assert_eq!(cases.len(), 1);
    let joined = |all: &[Json]| all.iter().filter(|s| s["attachments"].is_array()).count();
    assert_eq!((all.len(), joined(&all)), (2, 1));
    // The office decides: by a line, which the store keeps …
    for (verdict, left) in [("keep", 1), ("drop", 0)] {
        let line = format!(
            "workbook,{},{verdict},,化学工程学院-子表.xlsx,,,,\n",
            cases[0]
        );
        let head = "kind,case,decision,unit,file,sha256,why,who,when\n";
        fs::write(folder.join("d.csv"), format!("{head}{line}")).unwrap();
        let done = huibiao(
            folder,
            &[
                "convert",
                "in",
                "--store",
                "s.sqlite",
                "-o",
                "o",
                "--decisions",
                "d.csv",
            ],
        );
        assert!(!said(&done).contains("没有编号"), "{}", said(&done));
        let all = lines(folder, &[]);
        assert_eq!((open(&all).len(), joined(&all)), (0, left), "{verdict}");
    }
    // … or by putting it back. Moved within the folder it is not gone.
    fs::create_dir(folder.join("in/子表")).unwrap();
    fs::rename(
        folder.join("子表.xlsx"),
        folder.join("in/子表/化学工程学院-子表.xlsx"),
    )
    .unwrap();
    convert(folder);
    let all = lines(folder, &[]);
    assert_eq!((open(&all).len(), joined(&all)), (0, 1));
}

#[test]
fn files_are_listed_and_withdrawn_by_command() {
    let temporary = kept();
    let folder = temporary.path();
    let list = |unit: &str| -> Json {
        let done = huibiao(folder, &["store", "list", "s.sqlite", unit, "-f", "json"]);
        serde_json::from_slice(&done.get_output().stdout).unwrap()
    };
    let unit = "化学工程学院";
    let files = |json: &Json| json["units"][0]["files"].as_array().unwrap().clone();
    let counts = |json: &Json| files(json).iter().filter(|f| f["counts"] == true).count();
    let before = list(unit);
    assert_eq!((files(&before).len(), counts(&before)), (2, 2), "{before}");
    let book = "化学工程学院-子表.xlsx";
    huibiao(
        folder,
        &["store", "withdraw", "s.sqlite", book, "--why", "电话撤回"],
    )
    .code(0);
    let after = list(unit);
    assert_eq!((files(&after).len(), counts(&after)), (2, 1), "{after}");
    assert!(
        lines(folder, &[])
            .iter()
            .all(|s| s["attachments"].is_null())
    );
    // Read again it stays withdrawn, and that is said.
    assert!(said(&convert(folder)).contains("撤回"));
    assert!(
        lines(folder, &[])
            .iter()
            .all(|s| s["attachments"].is_null())
    );
    huibiao(folder, &["store", "restore", "s.sqlite", book]).code(0);
    assert_eq!(counts(&list(unit)), 2);
    huibiao(folder, &["store", "withdraw", "s.sqlite", "没有.xlsx"]).code(2);
}

#[test]
fn a_unit_whose_file_is_gone_is_still_written() {
    let temporary = kept();
    let folder = temporary.path();
    fs::remove_file(folder.join("in/体育部.docx")).unwrap();
    let done = convert(folder).code(1);
    assert!(said(&done).contains("体育部.docx"), "{}", said(&done));
    let text = fs::read_to_string(folder.join("o/submissions.jsonl")).unwrap();
    let gone = text.lines().filter(|l| l.contains("file-gone"));
    assert_eq!((text.lines().count(), gone.count()), (2, 1));
}

#[cfg(unix)]
#[test]
fn a_store_that_nobody_may_write_is_exported() {
    use std::os::unix::fs::PermissionsExt as _;
    let temporary = kept();
    let folder = temporary.path();
    let only = folder.join("只读");
    fs::create_dir(&only).unwrap();
    fs::copy(folder.join("s.sqlite"), only.join("s.sqlite")).unwrap();
    fs::set_permissions(only.join("s.sqlite"), fs::Permissions::from_mode(0o444)).unwrap();
    fs::set_permissions(&only, fs::Permissions::from_mode(0o555)).unwrap();
    let done = huibiao(folder, &["export", "只读/s.sqlite", "-o", "x"]);
    fs::set_permissions(&only, fs::Permissions::from_mode(0o755)).unwrap();
    assert_eq!(said(&done), "");
    let text = fs::read_to_string(folder.join("x/submissions.jsonl")).unwrap();
    assert_eq!(text.lines().count(), 2);
}

#[test]
fn what_was_given_to_a_unit_stays_its_when_it_is_mended() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(folder.path());
    let units = roster("单位\n力学系\n统计学院\n");
    day(
        &store,
        &[form("力学系.docx", "统计学院", FIRST, 3)],
        Some(&units),
    );
    let bundle = bundled("hz-2025").unwrap();
    let run = store.begin(std::slice::from_ref(&bundle)).unwrap();
    let id = store.files().unwrap()[0].id;
    run.assign(id, Some("力学系"), "封面抄错", "王五").unwrap();
    run.commit().unwrap();
    day(
        &store,
        &[form("力学系.docx", "统计学院", LATER, 4)],
        Some(&units),
    );
    let here = |unit: &str| {
        let files = store.files().unwrap();
        let here = files.into_iter().filter(|f| f.state == FileState::Here);
        here.filter(|f| f.assigned.as_deref() == Some(unit)).count()
    };
    assert_eq!(here("力学系"), 1);
    // One with another cover is another's.
    day(
        &store,
        &[form("力学系.docx", "力学系", "2026-03-01T00:00:00Z", 5)],
        Some(&units),
    );
    assert_eq!(here("力学系"), 0);
}
