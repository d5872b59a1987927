//! A disk that fills: a clear error, exit status 2, and everything as it was before.
//!
//! The limit on the size of a file stands for the disk: the shell sets it, and has its signal
//! ignored, so that writing fails as it does on a disk that is full.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use crate::forms::{add, blank, number, record_of, text};
use huibiao::mapping::bundled;
use huibiao::text::lang::Lang;

/// Runs huibiao in a folder where no file may grow past so many blocks of 512 bytes.
fn huibiao(folder: &Path, blocks: u32, args: &[&str]) -> Output {
    let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" \"$@\"");
    Command::new("sh")
        .current_dir(folder)
        .args(["-c", &script, env!("CARGO_BIN_EXE_huibiao")])
        .args(args)
        .env("TMPDIR", folder)
        .output()
        .unwrap()
}

/// All files of a folder, hidden ones too, but for what SQLite keeps beside a store.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut all = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let name = entry.file_name().into_string().unwrap();
        if entry.path().is_dir() {
            for (inner, data) in files(&entry.path()) {
                all.insert(format!("{name}/{inner}"), data);
            }
        } else if !name.ends_with("-wal") && !name.ends_with("-shm") {
            all.insert(name, fs::read(entry.path()).unwrap());
        }
    }
    all
}

/// Submissions of many units as an earlier run wrote them, and a roster.
fn laid_out() -> tempfile::TempDir {
    let mapping = bundled("hz-2025").unwrap().mapping;
    let folder = tempfile::tempdir().unwrap();
    let (mut lines, mut roster) = (String::new(), String::from("name\n"));
    for n in 0..200 {
        let unit = format!("第{n}研究所");
        let mut form = blank(&mapping, &unit);
        let answers = [
            ("project_name", text(&format!("第{n}号联合研究项目"))),
            ("china_funding", number(n)),
        ];
        let record = record_of(&mapping, "HZ_02_005", &answers);
        add(&mut form, "HZ_02_005", record);
        let json = serde_json::to_string(&form.said_in(Lang::Zh)).unwrap();
        if n == 0 {
            fs::write(folder.path().join("one.json"), &json).unwrap();
        }
        lines.push_str(&json);
        lines.push('\n');
        roster.push_str(&format!("{unit}\n"));
    }
    fs::write(folder.path().join("all.jsonl"), lines).unwrap();
    fs::write(folder.path().join("units.csv"), roster).unwrap();
    folder
}

fn fails(folder: &Path, blocks: u32, args: &[&str]) {
    let before = files(folder);
    for (lang, words) in [("zh", "无法写入"), ("en", "cannot be written")] {
        let done = huibiao(folder, blocks, &[&["--lang", lang], args].concat());
        let told = String::from_utf8(done.stderr.clone()).unwrap();
        assert_eq!(done.status.code(), Some(2), "{args:?} {told}");
        assert!(told.contains(words), "{args:?} {told}");
        let after = files(folder);
        let changed: Vec<&String> = after
            .keys()
            .chain(before.keys())
            .filter(|name| after.get(*name) != before.get(*name))
            .collect();
        assert!(changed.is_empty(), "{args:?} {changed:?}");
    }
}

#[test]
fn every_command_leaves_what_was_there() {
    let temporary = laid_out();
    let folder = temporary.path();
    fs::write(folder.join("status.xlsx"), "old").unwrap();
    for out in ["merged", "exported"] {
        fs::create_dir(folder.join(out)).unwrap();
        fs::write(folder.join(out).join("submissions.jsonl"), "old").unwrap();
        fs::write(folder.join(out).join("rollup.json"), "old").unwrap();
    }
    fails(
        folder,
        32,
        &["fill", "one.json", "-o", "new.docx", "--sheets", "new.xlsx"],
    );
    fails(
        folder,
        16,
        &[
            "status",
            "all.jsonl",
            "-u",
            "units.csv",
            "-o",
            "status.xlsx",
        ],
    );
    fails(
        folder,
        64,
        &[
            "merge",
            "all.jsonl",
            "-o",
            "merged",
            "-f",
            "json,xlsx,jsonl,import,csv",
        ],
    );
    fails(
        folder,
        64,
        &[
            "export",
            "all.jsonl",
            "-o",
            "exported",
            "-f",
            "csv,jsonl,json,xlsx",
        ],
    );
}

#[test]
#[cfg(feature = "store")]
fn convert_leaves_store_and_outputs_as_they_were() {
    let temporary = laid_out();
    let folder = temporary.path();
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/returned");
    fs::create_dir(folder.join("in")).unwrap();
    fs::copy(samples.join("体育部.docx"), folder.join("in/a.docx")).unwrap();
    let run = [
        "convert",
        "in",
        "--store",
        "s.sqlite",
        "-o",
        "out",
        "-f",
        "json,jsonl,csv,xlsx,html",
    ];
    let done = huibiao(folder, 100_000, &run);
    assert!(done.status.code().is_some_and(|c| c < 2), "{done:?}");
    fs::copy(samples.join("化学工程学院.docx"), folder.join("in/b.docx")).unwrap();
    // The report's page, then also the store, are larger than that.
    for blocks in [8, 100] {
        fails(folder, blocks, &run);
    }
    let done = huibiao(folder, 100_000, &run);
    assert!(done.status.code().is_some_and(|c| c < 2), "{done:?}");
    let out = files(&folder.join("out"));
    assert_eq!(out["submissions.jsonl"].split(|b| *b == b'\n').count(), 3);
}

#[test]
#[cfg(target_os = "linux")]
fn standard_output_that_is_full_is_an_error() {
    let temporary = laid_out();
    let full = || {
        fs::OpenOptions::new()
            .write(true)
            .open("/dev/full")
            .unwrap()
    };
    for args in [
        &["merge", "all.jsonl", "-o", "-"][..],
        &["status", "all.jsonl", "-u", "units.csv", "-f", "json"],
        &["fill", "one.json", "-o", "-"],
        &["diff", "all.jsonl", "all.jsonl", "-f", "json"],
    ] {
        let done = Command::new(env!("CARGO_BIN_EXE_huibiao"))
            .current_dir(temporary.path())
            .args(args)
            .stdout(full())
            .output()
            .unwrap();
        assert_eq!(done.status.code(), Some(2), "{args:?}");
        assert!(!done.stderr.is_empty(), "{args:?}");
    }
}
