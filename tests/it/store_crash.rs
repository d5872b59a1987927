//! `convert --store`, killed at moments of all kinds, loses nothing: the store and every output
//! are as before the run or as after it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use rusqlite::Connection;

fn samples() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/returned");
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .map(|all| all.filter_map(|e| Some(e.ok()?.path())).collect())
        .unwrap_or_default();
    files.retain(|f| f.extension().is_some_and(|e| e == "docx"));
    files.sort();
    files
}

/// A run over `in` into a store and a folder.
fn convert(folder: &Path, store: &str, out: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_huibiao"));
    command
        .current_dir(folder)
        .args(["convert", "in", "--store", store, "-o", out])
        .args(["-f", "json,jsonl,csv"])
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command
}

/// The submissions of the store, by file; checked that the store is whole.
fn stored(folder: &Path) -> BTreeSet<String> {
    let path = folder.join("s.sqlite");
    if !path.is_file() {
        return BTreeSet::new();
    }
    let sql = Connection::open(path).unwrap();
    let whole: String = sql
        .query_row("PRAGMA integrity_check", [], |r| r.get(0))
        .unwrap();
    assert_eq!(whole, "ok");
    let tables: i64 = sql
        .query_row(
            "SELECT COUNT(*) FROM sqlite_schema WHERE name = 'submission'",
            [],
            |r| r.get(0),
        )
        .unwrap();
    if tables == 0 {
        return BTreeSet::new();
    }
    let unfinished: i64 = sql
        .query_row("SELECT COUNT(*) FROM run WHERE finished = ''", [], |r| {
            r.get(0)
        })
        .unwrap();
    assert_eq!(unfinished, 0);
    let mut all = sql.prepare("SELECT file FROM submission").unwrap();
    let files = all.query_map([], |r| r.get(0)).unwrap();
    files.map(Result::unwrap).collect()
}

/// The files of a folder and what is in them. What a killed run left beside them is hidden.
fn outputs(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut all = BTreeMap::new();
    for inner in ["", "csv"] {
        let Ok(entries) = fs::read_dir(folder.join(inner)) else {
            continue;
        };
        for entry in entries.map(Result::unwrap) {
            let name = entry.file_name().into_string().unwrap();
            if entry.path().is_file() && !name.starts_with(".huibiao-") {
                all.insert(format!("{inner}/{name}"), fs::read(entry.path()).unwrap());
            }
        }
    }
    all
}

/// Begins `rounds` runs, each with a file more than the last, and kills most of them, each at
/// another moment of the time that a run takes. Says how many were killed on the way.
fn kill_and_look(rounds: u32) -> u32 {
    let samples = samples();
    assert!(!samples.is_empty());
    let temporary = tempfile::tempdir().unwrap();
    let folder = temporary.path();
    fs::create_dir(folder.join("in")).unwrap();
    let mut before: BTreeSet<String> = BTreeSet::new();
    let mut placed: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    let mut inputs: BTreeSet<String> = BTreeSet::new();
    // How long a run takes is measured on one that is not killed.
    let mut usual = Duration::from_millis(300);
    let (mut killed, mut finished) = (0, 0);
    for round in 0..rounds {
        let sample = &samples[round as usize % samples.len()];
        let name = format!("{round:03}.docx");
        fs::copy(sample, folder.join("in").join(&name)).unwrap();
        inputs.insert(name);
        // The same run where nobody kills it.
        convert(folder, "whole.sqlite", "whole").status().unwrap();
        let whole = outputs(&folder.join("whole"));
        let begun = Instant::now();
        let mut run = convert(folder, "s.sqlite", "out").spawn().unwrap();
        if round % 10 == 9 {
            run.wait().unwrap();
            usual = begun.elapsed();
            finished += 1;
        } else {
            // From the very beginning to past the end, in steps that meet every phase.
            let share = f64::from((round * 37) % 100) / 90.0;
            sleep(usual.mul_f64(share));
            let over = run.try_wait().unwrap().is_some();
            let _ = run.kill();
            run.wait().unwrap();
            killed += u32::from(!over);
        }
        let (now, out) = (stored(folder), outputs(&folder.join("out")));
        assert!(now == before || now == inputs, "round {round}: {now:?}");
        for (file, data) in &out {
            let as_before = placed.get(file) == Some(data);
            let as_after = whole.get(file) == Some(data);
            assert!(as_before || as_after, "round {round}: {file}");
            // What is placed is in the store.
            assert!(as_before || now == inputs, "round {round}: {file}");
        }
        assert!(placed.keys().all(|file| out.contains_key(file)));
        before = now;
        placed = out;
    }
    convert(folder, "s.sqlite", "out").status().unwrap();
    assert_eq!(stored(folder), inputs);
    assert!(outputs(&folder.join("out")) == outputs(&folder.join("whole")));
    eprintln!("{killed} runs killed, {finished} let through");
    killed
}

#[test]
fn a_killed_run_loses_nothing() {
    let killed = kill_and_look(20);
    assert!(killed >= 8, "{killed}");
}

/// The same a hundred times over.
#[test]
#[ignore = "takes minutes"]
fn a_hundred_killed_runs_lose_nothing() {
    let (mut killed, mut rounds) = (0, 0);
    while killed < 100 && rounds < 8 {
        killed += kill_and_look(40);
        rounds += 1;
    }
    assert!(killed >= 100, "{killed} of {} runs", 40 * rounds);
}
