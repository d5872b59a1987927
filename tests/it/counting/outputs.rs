//! Outputs are known again and written over nothing that was given.

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use serde_json::Value as Json;

fn huibiao(folder: &Path, args: &[&str]) -> assert_cmd::assert::Assert {
    let mut command = Command::cargo_bin("huibiao").unwrap();
    command
        .current_dir(folder)
        .args(["--lang", "zh"])
        .args(args)
        .assert()
}

fn returned() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let samples = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("samples/returned");
    for file in ["体育部.docx", "化学工程学院.docx", "化学工程学院-子表.xlsx"] {
        fs::copy(samples.join(file), folder.path().join(file)).unwrap();
    }
    folder
}

fn numbers(folder: &Path) -> Json {
    huibiao(folder, &["merge", "."]);
    let rollup = fs::read(folder.join("huibiao-merged/rollup.json")).unwrap();
    let rollup: Json = serde_json::from_slice(&rollup).unwrap();
    serde_json::json!([rollup["tables"], rollup["derived"], rollup["left_out"]])
}

#[test]
fn a_second_run_in_the_same_folder_counts_the_same() {
    let temporary = returned();
    let folder = temporary.path();
    let first = numbers(folder);
    for _ in 0..2 {
        huibiao(folder, &["convert", "."]);
        huibiao(folder, &["annotate", ".", "-o", "退回"]);
        huibiao(folder, &["check", ".", "-o", "report.html"]);
        huibiao(folder, &["check", ".", "-o", "问题.xlsx"]);
        assert_eq!(numbers(folder), first);
        let lines = fs::read_to_string(folder.join("huibiao-out/submissions.jsonl")).unwrap();
        assert_eq!(lines.lines().count(), 2);
    }
    // Wherever it lies.
    fs::create_dir(folder.join("别处")).unwrap();
    fs::copy(
        folder.join("huibiao-out/combined.xlsx"),
        folder.join("别处/汇总.xlsx"),
    )
    .unwrap();
    assert_eq!(numbers(folder), first);
}

#[test]
fn an_annotated_form_that_was_changed_is_a_returned_one() {
    let temporary = returned();
    let folder = temporary.path();
    huibiao(folder, &["annotate", "体育部.docx", "-o", "退回"]);
    let annotated = folder.join("退回/体育部.docx");
    let changed = folder.join("改过");
    fs::create_dir(&changed).unwrap();
    huibiao(folder, &["convert", "退回", "-o", "a"]).code(2);
    change(&annotated, &changed.join("体育部.docx"));
    huibiao(folder, &["convert", "改过", "-o", "b", "-f", "jsonl"]);
    let lines = fs::read_to_string(folder.join("b/submissions.jsonl")).unwrap();
    assert_eq!(lines.lines().count(), 1);
    // Named, it is read as it is.
    huibiao(
        folder,
        &["convert", "退回/体育部.docx", "-o", "c", "-f", "jsonl"],
    );
    assert!(folder.join("c/submissions.jsonl").exists());
}

/// A document as its program saves it anew: with another part.
fn change(from: &Path, to: &Path) {
    let mut zip = zip::ZipArchive::new(fs::File::open(from).unwrap()).unwrap();
    let mut out = zip::ZipWriter::new(fs::File::create(to).unwrap());
    for i in 0..zip.len() {
        out.raw_copy_file(zip.by_index_raw(i).unwrap()).unwrap();
    }
    out.start_file("word/further.txt", zip::write::SimpleFileOptions::default())
        .unwrap();
    out.finish().unwrap();
}

#[test]
fn nothing_is_written_over_an_input() {
    let temporary = returned();
    let folder = temporary.path();
    huibiao(
        folder,
        &["convert", "体育部.docx", "-o", ".", "-f", "jsonl"],
    );
    let data = fs::read(folder.join("submissions.jsonl")).unwrap();
    huibiao(
        folder,
        &["merge", "submissions.jsonl", "-o", ".", "-f", "jsonl"],
    )
    .code(2);
    assert_eq!(fs::read(folder.join("submissions.jsonl")).unwrap(), data);
    fs::copy(
        folder.join("化学工程学院-子表.xlsx"),
        folder.join("问题.xlsx"),
    )
    .unwrap();
    let before = fs::read(folder.join("问题.xlsx")).unwrap();
    huibiao(folder, &["check", ".", "-o", "问题.xlsx"]).code(2);
    assert_eq!(fs::read(folder.join("问题.xlsx")).unwrap(), before);
}

#[test]
fn a_path_that_is_not_there_ends_the_run_first() {
    let temporary = returned();
    let folder = temporary.path();
    for args in [
        &["convert", "体育部.docx", "没有.docx", "-o", "out"][..],
        &["check", "体育部.docx", "没有.docx"],
        &["merge", "体育部.docx", "没有.jsonl", "-o", "out"],
        &["annotate", "体育部.docx", "没有", "-o", "out"],
    ] {
        let done = huibiao(folder, args).code(2);
        let told = String::from_utf8(done.get_output().stderr.clone()).unwrap();
        assert!(
            told.contains("没有") && !told.contains("os error"),
            "{told}"
        );
        assert!(!folder.join("out").exists());
    }
}

#[test]
fn the_office_s_lists_are_no_returned_forms() {
    let temporary = returned();
    let folder = temporary.path();
    fs::write(
        folder.join("名册.csv"),
        "单位,上级单位\n体育部,\n化学工程学院,\n",
    )
    .unwrap();
    for more in [&["-u", "名册.csv"][..], &[]] {
        let args = [&["merge", ".", "-f", "json", "-o", "-"], more].concat();
        let done = huibiao(folder, &args);
        let rollup: Json = serde_json::from_slice(&done.get_output().stdout).unwrap();
        assert_eq!(rollup["left_out"].as_array().unwrap().len(), 0, "{more:?}");
    }
}

#[test]
fn lists_of_excel_s_are_known_as_the_office_s_and_read() {
    let temporary = returned();
    let folder = temporary.path();
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (row, cells) in (0..).zip([["单位", "上级单位"], ["体育部", ""], ["化学工程学院", ""]])
    {
        for (column, cell) in (0..).zip(cells) {
            sheet.write(row, column, cell).unwrap();
        }
    }
    book.save(folder.join("名册.xlsx")).unwrap();
    for more in [&["-u", "名册.xlsx"][..], &[]] {
        let args = [&["merge", ".", "-f", "json", "-o", "-"], more].concat();
        let done = huibiao(folder, &args);
        let rollup: Json = serde_json::from_slice(&done.get_output().stdout).unwrap();
        assert_eq!(rollup["left_out"].as_array().unwrap().len(), 0, "{more:?}");
    }
    // A Word file is no roster, and is said to be none.
    let done = huibiao(folder, &["merge", ".", "-u", "体育部.docx"]).code(2);
    let told = String::from_utf8(done.get_output().stderr.clone()).unwrap();
    assert!(told.contains("Word") && told.contains("清单"), "{told}");
}

#[test]
fn a_file_that_is_no_output_is_not_replaced() {
    let temporary = returned();
    let folder = temporary.path();
    let form = fs::read(folder.join("体育部.docx")).unwrap();
    huibiao(folder, &["convert", "体育部.docx", "-o", "o", "-f", "json"]);
    let fill = ["fill", "o/体育部.json", "-o", "体育部.docx"];
    let blank = ["blank", "hz-2025", "-o", "体育部.docx"];
    let export = [
        "mapping",
        "export",
        "hz-2025",
        "-f",
        "csv",
        "-o",
        "体育部.docx",
    ];
    for args in [&fill[..], &blank, &export] {
        let done = huibiao(folder, args).code(2);
        let told = String::from_utf8(done.get_output().stderr.clone()).unwrap();
        assert!(told.contains("体育部.docx"), "{told}");
        assert!(
            fs::read(folder.join("体育部.docx")).unwrap() == form,
            "{args:?}"
        );
    }
    // What these wrote themselves they may write again, until somebody changes it.
    let again = ["mapping", "export", "hz-2025", "-f", "csv", "-o", "单.csv"];
    huibiao(folder, &again).code(0);
    huibiao(folder, &again).code(0);
    fs::write(folder.join("单.csv"), "我的\n").unwrap();
    huibiao(folder, &again).code(2);
    let again = ["blank", "hz-2025", "-o", "空.docx"];
    huibiao(folder, &again).code(0);
    huibiao(folder, &again).code(0);
}

#[test]
fn an_archive_beside_the_results_is_no_folder_for_them() {
    let temporary = returned();
    let folder = temporary.path();
    let bytes = fs::read(folder.join("体育部.docx")).unwrap();
    fs::remove_file(folder.join("体育部.docx")).unwrap();
    let mut zip = zip::ZipWriter::new(fs::File::create(folder.join("体育部.zip")).unwrap());
    let options = zip::write::SimpleFileOptions::default();
    zip.start_file("体育部.docx", options).unwrap();
    std::io::Write::write_all(&mut zip, &bytes).unwrap();
    zip.finish().unwrap();
    let done = huibiao(folder, &["convert", ".", "-o", ".", "-f", "json"]);
    let told = String::from_utf8(done.get_output().stderr.clone()).unwrap();
    assert_ne!(done.get_output().status.code(), Some(2), "{told}");
    assert!(folder.join("体育部.zip").is_file());
    assert!(folder.join("体育部.zip-2/体育部.json").is_file());
    assert!(folder.join("化学工程学院.json").is_file());
}

#[test]
fn an_own_page_starts_no_program() {
    let temporary = returned();
    let folder = temporary.path();
    huibiao(folder, &["check", ".", "-o", "report.html"]);
    let mut command = Command::cargo_bin("huibiao").unwrap();
    // A program that would be started leaves a trace.
    let elsewhere = tempfile::tempdir().unwrap();
    let programs = elsewhere.path().join("bin");
    fs::create_dir(&programs).unwrap();
    let trace = elsewhere.path().join("started");
    for name in ["soffice", "libreoffice"] {
        let script = format!("#!/bin/sh\ntouch '{}'\n", trace.display());
        fs::write(programs.join(name), script).unwrap();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = fs::Permissions::from_mode(0o755);
            fs::set_permissions(programs.join(name), mode).unwrap();
        }
    }
    command
        .current_dir(folder)
        .env("PATH", &programs)
        .args(["--lang", "zh", "convert", ".", "-o", "o", "-f", "jsonl"])
        .output()
        .unwrap();
    assert!(!trace.exists());
    let lines = fs::read_to_string(folder.join("o/submissions.jsonl")).unwrap();
    assert_eq!(lines.lines().count(), 2);
}

/// What a command says and writes of materials and records, without the names of what it passed over.
fn told(folder: &Path, args: &[&str]) -> String {
    let done = huibiao(folder, args);
    let output = done.get_output();
    let said = String::from_utf8(output.stdout.clone()).unwrap();
    let lines = said.lines().filter(|line| !line.starts_with("略过"));
    format!("{:?} {:?}", output.status.code(), lines.collect::<Vec<_>>())
}

#[test]
fn every_command_says_the_same_the_second_time_in_the_folder_itself() {
    let temporary = returned();
    let folder = temporary.path();
    fs::write(folder.join("名册.csv"), "单位\n体育部\n化学工程学院\n").unwrap();
    let commands = [
        &["convert", "."][..],
        &["merge", "."],
        &["annotate", ".", "-o", "退回"],
        &["check", ".", "-o", "report.html"],
        &["check", "."],
        &["status", ".", "-u", "名册.csv", "--as-of", "2026-03-01"],
    ];
    let once: Vec<String> = commands.iter().map(|c| told(folder, c)).collect();
    let again: Vec<String> = commands.iter().map(|c| told(folder, c)).collect();
    assert_eq!(again, once);
    // A form that was annotated, mended and put where it lay, and one that was filled in, are read.
    let lines = || {
        huibiao(folder, &["convert", ".", "-f", "jsonl", "-o", "数据"]);
        let text = fs::read_to_string(folder.join("数据/submissions.jsonl")).unwrap();
        text.lines()
            .map(|l| serde_json::from_str(l).unwrap())
            .collect::<Vec<Json>>()
    };
    let before = lines();
    let replaced = |all: &[Json], file: &str| {
        let versions = all.iter().filter_map(|s| s["versions"].as_array());
        let versions = versions.flatten().filter_map(|v| v["file"].as_str());
        versions.filter(|f| *f == file).count()
            + all.iter().filter(|s| s["source"]["file"] == file).count()
    };
    assert_eq!(replaced(&before, "退回/体育部.docx"), 0);
    let annotated = folder.join("退回/体育部.docx");
    change(&annotated, &folder.join("改好"));
    fs::rename(folder.join("改好"), &annotated).unwrap();
    huibiao(
        folder,
        &["convert", "化学工程学院.docx", "-f", "json", "-o", "一份"],
    );
    huibiao(
        folder,
        &["fill", "一份/化学工程学院.json", "-o", "填好.docx"],
    );
    assert_eq!(replaced(&lines(), "填好.docx"), 0);
    change(&folder.join("填好.docx"), &folder.join("填好交回.docx"));
    let after = lines();
    assert_eq!(replaced(&after, "退回/体育部.docx"), 1);
    assert_eq!(replaced(&after, "填好交回.docx"), 1);
    assert_eq!(after.len(), before.len());
}

#[test]
fn what_is_not_this_program_s_is_replaced_by_no_command() {
    let temporary = returned();
    let folder = temporary.path();
    fs::create_dir(folder.join("in")).unwrap();
    fs::rename(folder.join("体育部.docx"), folder.join("in/体育部.docx")).unwrap();
    fs::write(folder.join("名册.csv"), "单位\n体育部\n").unwrap();
    huibiao(folder, &["annotate", "in", "-o", "退回"]);
    // The unit mends the very file that it was sent back.
    let annotated = folder.join("退回/体育部.docx");
    change(&annotated, &folder.join("改好"));
    fs::rename(folder.join("改好"), &annotated).unwrap();
    let mine = [
        "o/combined.xlsx",
        "o/report.html",
        "o/submissions.jsonl",
        "o/import/HZ_02_008.xlsx",
        "m/rollup.xlsx",
        "x.xlsx",
        "p.html",
        "s.xlsx",
        "i.html",
    ];
    for place in mine {
        let place = folder.join(place);
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        fs::write(place, "我的").unwrap();
    }
    let mended = fs::read(&annotated).unwrap();
    for args in [
        &["annotate", "in", "-o", "退回"][..],
        &["convert", "in", "-o", "o"],
        &["merge", "in", "-o", "m"],
        &["check", "in", "-o", "x.xlsx"],
        &["check", "in", "-o", "p.html"],
        &["status", "in", "-u", "名册.csv", "-o", "s.xlsx"],
        &["inspect", "in/体育部.docx", "-o", "i.html"],
    ] {
        let done = huibiao(folder, args).code(2);
        let told = String::from_utf8(done.get_output().stderr.clone()).unwrap();
        assert!(told.contains("不会被覆盖"), "{args:?}: {told}");
    }
    assert!(fs::read(&annotated).unwrap() == mended);
    for place in mine {
        assert_eq!(fs::read(folder.join(place)).unwrap(), "我的".as_bytes());
    }
    // Nothing was put beside them, either.
    assert!(!folder.join("o/import/HZ_06_003.xlsx").exists());
    assert!(!folder.join("m/rollup.json").exists());
}

#[test]
fn a_list_has_its_title_above_it_or_stands_on_another_sheet() {
    let temporary = returned();
    let folder = temporary.path();
    let save = |name: &str, sheets: &[&[&[&str]]]| {
        let mut book = rust_xlsxwriter::Workbook::new();
        for rows in sheets {
            let sheet = book.add_worksheet();
            for (row, cells) in (0..).zip(*rows) {
                for (column, cell) in (0..).zip(*cells) {
                    sheet.write(row, column, *cell).unwrap();
                }
            }
        }
        book.save(folder.join(name)).unwrap();
    };
    let list: &[&[&str]] = &[
        &["2025年调查单位名册"],
        &["国际处制", "", "2026年1月"],
        &["单位", "截止日期", "联系电话"],
        &["体育部", "2026-03-31", "0756-1"],
        &["化学工程学院", "46112", "0756-2"],
    ];
    save("标题.xlsx", &[list]);
    save("第二页.xlsx", &[&[&["说明"], &["请填写"]], list]);
    let csv: Vec<String> = list.iter().map(|cells| cells.join(",")).collect();
    fs::write(folder.join("标题.csv"), csv.join("\n")).unwrap();
    for name in ["标题.xlsx", "第二页.xlsx", "标题.csv"] {
        let args = ["status", ".", "-u", name, "-f", "json"];
        let done = huibiao(folder, &args);
        let status: Json = serde_json::from_slice(&done.get_output().stdout)
            .unwrap_or_else(|_| panic!("{name}: {:?}", done.get_output()));
        let due: Vec<&str> = (status["units"].as_array().unwrap().iter())
            .map(|u| u["due"].as_str().unwrap())
            .collect();
        assert_eq!(due, ["2026-03-31", "2026-03-31"], "{name}");
    }
}
