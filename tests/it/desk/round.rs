//! The whole round as a clerk does it, in a real browser; then what came of it is compared with
//! what the command line makes of the same corrections and decisions.
//!
//! These tests need Chromium and its driver (see `crate::programs`).

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Read as _};
use std::path::{Path, PathBuf};
use std::process::Command;

use super::browser::{Browser, Program};

fn run(test: impl Future<Output = ()>) {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build();
    runtime.unwrap().block_on(test);
}

/// The files of an archive by their names.
pub(super) fn unpacked(bytes: Vec<u8>) -> BTreeMap<String, Vec<u8>> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut files = BTreeMap::new();
    for i in 0..zip.len() {
        let mut entry = zip.by_index(i).unwrap();
        let name = entry.name().unwrap().into_owned();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        files.insert(name, bytes);
    }
    files
}

/// The files below a folder by their names.
fn below(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = walkdir::WalkDir::new(folder)
        .into_iter()
        .map(Result::unwrap);
    let files = files.filter(|e| e.file_type().is_file());
    files
        .map(|e| {
            let name = e.path().strip_prefix(folder).unwrap().display().to_string();
            (name, fs::read(e.path()).unwrap())
        })
        .collect()
}

/// A survey's folder and a home beside it.
struct Place {
    _dir: tempfile::TempDir,
    home: PathBuf,
    folder: PathBuf,
}

impl Place {
    fn new() -> Place {
        let dir = tempfile::tempdir().unwrap();
        let (home, folder) = (dir.path().join("home"), dir.path().join("收回"));
        fs::create_dir(&home).unwrap();
        fs::create_dir(&folder).unwrap();
        Place {
            folder: folder.canonicalize().unwrap(),
            home,
            _dir: dir,
        }
    }
}

/// The unit's page, from the overview.
async fn open_unit(browser: &Browser, program: &Program, id: &str, name: &str) {
    browser.go(&program.at(&format!("/s/{id}"))).await;
    let script = format!(
        "const a = [...document.querySelectorAll('.map tbody th a')].find(a => a.textContent === '{name}'); a.click()"
    );
    browser.js(&script, Vec::new()).await;
    browser
        .until("document.querySelector('.found.on') && document.querySelector('#papers .paper')")
        .await;
}

#[test]
#[ignore = "opens a browser"]
fn the_whole_round_and_then_the_command_line_makes_the_same() {
    run(round());
}

async fn round() {
    let place = Place::new();
    let program = Program::open(&place.folder, &place.home);
    let browser = Browser::start().await;

    // 收表: the samples are dropped, and a newer file of a unit that is blank.
    browser.go(&program.address).await;
    browser.until("document.body.dataset.survey").await;
    let id = browser
        .js("return document.body.dataset.survey", Vec::new())
        .await;
    let id = id.as_str().unwrap().to_owned();
    browser.go(&program.at(&format!("/s/{id}/files"))).await;
    let later = place.home.join("外国语学院 v2.docx");
    fs::copy("samples/hz-2025-blank.docx", &later).unwrap();
    let samples = fs::read_dir("samples/returned").unwrap();
    let mut samples: Vec<PathBuf> = samples
        .map(|e| e.unwrap().path().canonicalize().unwrap())
        .collect();
    samples.sort();
    samples.push(later);
    let count = samples.len();
    let files: Vec<&Path> = samples.iter().map(PathBuf::as_path).collect();
    browser.choose("#pick", &files).await;
    browser
        .until(&format!(
            "document.querySelectorAll('table.list tbody tr').length >= {count}"
        ))
        .await;

    // 总览: what is to do.
    browser.go(&program.at(&format!("/s/{id}"))).await;
    browser
        .until("document.querySelectorAll('.map tbody tr').length === 7")
        .await;
    let open = browser
        .js(
            "return document.querySelector('.tile[href$=\"show=open\"] b').textContent",
            Vec::new(),
        )
        .await;
    assert_eq!(open, "1");

    // 单位: an error and a warning are settled by keyboard.
    open_unit(&browser, &program, &id, "信息工程学院").await;
    browser
        .until("document.querySelector('.found.on.bad') && document.querySelector('#papers .lit')")
        .await;
    browser.keys("e").await;
    browser
        .until("document.activeElement.name === 'value'")
        .await;
    browser
        .js("document.activeElement.value = ''", Vec::new())
        .await;
    browser.keys("14").await;
    browser.enter().await;
    browser
        .until("!document.querySelector('.found.bad') && document.querySelector('.found.on.warn')")
        .await;
    browser.keys("a").await;
    browser.until("document.activeElement.name === 'why'").await;
    browser.keys("已电话核实，登记过").await;
    browser.enter().await;
    browser
        .until("!document.querySelector('[data-todo]')")
        .await;
    // Undone, and done again.
    browser.keys("u").await;
    browser
        .until("document.querySelector('.found.on.warn')")
        .await;
    browser.keys("a").await;
    browser.until("document.activeElement.name === 'why'").await;
    browser.keys("已电话核实").await;
    browser.enter().await;
    browser
        .until("!document.querySelector('[data-todo]')")
        .await;

    // 待定: the fuller version counts.
    browser.go(&program.at(&format!("/s/{id}/decide"))).await;
    browser
        .until("document.querySelectorAll('.version').length === 2")
        .await;
    browser.click(".version.counts button[value=keep]").await;
    browser
        .until("!document.querySelector('.version') && document.querySelector('h1')")
        .await;

    // 退回: a unit's form.
    open_unit(&browser, &program, &id, "材料学院").await;
    browser.keys("r").await;
    browser.until("document.activeElement.name === 'why'").await;
    browser.keys("请附上协议").await;
    browser.enter().await;
    browser.until("document.querySelector('.done')").await;
    browser.go(&program.at(&format!("/s/{id}/back"))).await;
    browser
        .until("document.body.innerText.includes('请附上协议')")
        .await;
    let back = unpacked(program.download(&format!("/s/{id}/back/all")));
    let names: Vec<&str> = back.keys().map(String::as_str).collect();
    assert!(
        names.contains(&"材料学院/材料学院.docx") && names.contains(&"材料学院/说明.txt"),
        "{names:?}"
    );
    assert!(back["材料学院/材料学院.docx"] != fs::read("samples/returned/材料学院.docx").unwrap());
    assert!(
        !names.iter().any(|n| n.starts_with("信息工程学院")),
        "{names:?}"
    );

    // 上报: the gate, then the files.
    browser.go(&program.at(&format!("/s/{id}/out"))).await;
    browser.until("document.querySelector('.gate.bad')").await;
    let all = unpacked(program.download(&format!("/s/{id}/out/all")));

    // The command line, of the same files.
    let lists = place.home.join("lists");
    fs::create_dir(&lists).unwrap();
    for name in ["corrections.csv", "decisions.csv"] {
        fs::write(lists.join(name), &all[name]).unwrap();
    }
    let out = place.home.join("out");
    let run = Command::new(env!("CARGO_BIN_EXE_huibiao"))
        .args(["--lang", "zh", "convert"])
        .arg(&place.folder)
        .arg("-o")
        .arg(&out)
        .args(["-f", "jsonl,xlsx,import,csv,html", "--corrections"])
        .arg(lists.join("corrections.csv"))
        .arg("--decisions")
        .arg(lists.join("decisions.csv"))
        .output()
        .unwrap();
    assert_eq!(
        run.status.code(),
        Some(1),
        "{}",
        String::from_utf8_lossy(&run.stderr)
    );
    let told = String::from_utf8_lossy(&run.stderr);
    assert!(!told.contains("没有编号为"), "{told}");
    let mut written = below(&out);
    // The folders' own lists of what was written to them.
    written.retain(|name, _| !name.ends_with(".huibiao-manifest"));
    assert!(written.len() > 20, "{:?}", written.keys());
    let others = written
        .iter()
        .filter(|(name, bytes)| all.get(*name) != Some(*bytes));
    let others: Vec<&String> = others.map(|(name, _)| name).collect();
    assert!(others.is_empty(), "not the same bytes: {others:?}");
    let more: Vec<&String> = all
        .keys()
        .filter(|name| !written.contains_key(*name))
        .collect();
    assert_eq!(more, ["corrections.csv", "decisions.csv", "left-out.csv"]);
    let lines = String::from_utf8(written["submissions.jsonl"].clone()).unwrap();
    assert!(lines.contains("已电话核实") && lines.contains("corrected-by-office"));
    let _ = browser.client.close().await;
}

#[test]
#[ignore = "opens a browser"]
fn a_desk_that_is_killed_in_the_middle_has_lost_nothing() {
    run(killed());
}

async fn killed() {
    let place = Place::new();
    fs::copy(
        "samples/returned/医学院_调查表.docx",
        place.folder.join("医学院_调查表.docx"),
    )
    .unwrap();
    let program = Program::open(&place.folder, &place.home);
    let browser = Browser::start().await;
    browser.go(&program.address).await;
    browser
        .until("document.querySelector('.map tbody th a')")
        .await;
    let id = browser
        .js("return document.body.dataset.survey", Vec::new())
        .await;
    let id = id.as_str().unwrap().to_owned();
    open_unit(&browser, &program, &id, "医学院").await;
    let before = browser
        .js(
            "return document.querySelectorAll('[data-todo]').length",
            Vec::new(),
        )
        .await;
    browser.keys("a").await;
    browser.until("document.activeElement.name === 'why'").await;
    browser.keys("核对过合同").await;
    browser.enter().await;
    // The moment it is shown as done.
    browser
        .until(&format!(
            "document.querySelectorAll('[data-todo]').length === {} - 1",
            before
        ))
        .await;
    program.kill();
    // The page says so when it is used.
    browser.keys("a").await;
    browser.until("document.activeElement.name === 'why'").await;
    browser.keys("再来").await;
    browser.enter().await;
    browser
        .until("document.querySelector('#say').textContent.includes('没有回应')")
        .await;

    let program = Program::open(&place.folder, &place.home);
    browser.go(&program.address).await;
    browser
        .until("document.querySelector('.map tbody th a')")
        .await;
    open_unit(&browser, &program, &id, "医学院").await;
    browser
        .until(&format!(
            "document.querySelectorAll('[data-todo]').length === {} - 1",
            before
        ))
        .await;
    browser
        .until("document.body.textContent.includes('核对过合同 · 王芳')")
        .await;
    let _ = browser.client.close().await;
}

#[test]
#[ignore = "opens a browser"]
fn a_bar_leads_to_its_records_and_a_record_to_the_paper() {
    run(led());
}

async fn led() {
    let place = Place::new();
    for entry in fs::read_dir("samples/returned").unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), place.folder.join(entry.file_name())).unwrap();
    }
    let program = Program::open(&place.folder, &place.home);
    let browser = Browser::start().await;
    browser.go(&program.address).await;
    browser
        .until("document.querySelectorAll('.map tbody tr').length === 7")
        .await;
    browser.click("nav a[href$='/figures']").await;
    browser
        .until("document.querySelector('#countries svg')")
        .await;
    // By keyboard: a bar is a link.
    browser
        .js(
            "document.querySelector('#countries svg a').focus()",
            Vec::new(),
        )
        .await;
    browser.enter().await;
    browser
        .until("document.querySelector('main table.list tbody a')")
        .await;
    let shown = browser
        .js("return document.querySelector('h1').innerText", Vec::new())
        .await;
    let rows = browser
        .js(
            "return document.querySelectorAll('main tbody tr').length",
            Vec::new(),
        )
        .await;
    let shown = shown.as_str().unwrap();
    assert!(
        shown.contains(&format!(" {} ", rows.as_u64().unwrap())),
        "{shown}: {rows}"
    );
    browser.click("main tbody a").await;
    browser
        .until("document.querySelector('#data .v.on') && document.querySelector('#papers .lit')")
        .await;
    let _ = browser.client.close().await;
}

#[test]
#[ignore = "opens a browser"]
fn the_first_round_goes_from_the_samples_to_the_upload() {
    run(toured());
}

async fn toured() {
    let place = Place::new();
    let program = Program::open(&place.folder, &place.home);
    let browser = Browser::start().await;
    browser.go(&program.address).await;
    browser.go(&program.at("/")).await;
    browser.click("form[action='/tour'] button").await;
    for step in 1..=8 {
        browser
            .until(&format!(
                "document.querySelector('.tour b')?.textContent.includes('{step} / 8')"
            ))
            .await;
        if step == 1 {
            // All that came is read before the round goes on.
            browser
                .until("document.querySelectorAll('main tbody tr').length >= 10")
                .await;
        }
        browser.accessible(&format!("step {step}")).await;
        if step < 8 {
            browser.click(".tour button.main").await;
        }
    }
    let id = browser
        .js("return document.body.dataset.survey", Vec::new())
        .await;
    let id = id.as_str().unwrap();
    let files = unpacked(program.download(&format!("/s/{id}/out/import")));
    assert!(
        files.keys().any(|name| name.ends_with(".xlsx")),
        "{:?}",
        files.keys()
    );
    browser.click(".tour button[formaction]").await;
    browser.until("!document.querySelector('.tour')").await;
    let _ = browser.client.close().await;
}

#[test]
#[ignore = "opens a browser"]
fn every_page_is_accessible_in_both_languages_light_and_dark() {
    run(accessible());
}

async fn accessible() {
    let place = Place::new();
    for entry in fs::read_dir("samples/returned").unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), place.folder.join(entry.file_name())).unwrap();
    }
    fs::copy(
        "samples/hz-2025-blank.docx",
        place.folder.join("外国语学院 v2.docx"),
    )
    .unwrap();
    let program = Program::open(&place.folder, &place.home);
    let browser = Browser::start().await;
    browser.go(&program.address).await;
    browser
        .until("document.querySelectorAll('.map tbody tr').length === 7")
        .await;
    let id = browser
        .js("return document.body.dataset.survey", Vec::new())
        .await;
    let id = id.as_str().unwrap().to_owned();
    for lang in ["zh", "en"] {
        browser.go(&program.at(&format!("/s/{id}"))).await;
        browser.js(&format!("document.querySelector('.lang').action = '/lang/{lang}'; document.querySelector('.lang button').click()"), Vec::new()).await;
        browser
            .until(&format!(
                "document.documentElement.lang.startsWith('{lang}')"
            ))
            .await;
        for dark in [false, true] {
            browser.scheme(dark).await;
            for page in [
                "",
                "/files",
                "/findings",
                "/findings?rule=missing-table&severity=warning",
                "/decide",
                "/back",
                "/out",
                "/out/letter",
                "/figures",
                "/figures?table=HZ_02_002",
                "/figures/countries?bar=0&series=1",
            ] {
                browser.go(&program.at(&format!("/s/{id}{page}"))).await;
                browser
                    .accessible(&format!("{page} {lang} dark {dark}"))
                    .await;
            }
            browser.go(&program.at("/")).await;
            browser.accessible(&format!("/ {lang} dark {dark}")).await;
            open_unit(&browser, &program, &id, "材料学院").await;
            browser.keys("e").await;
            browser.until("document.querySelector('.slot form')").await;
            browser
                .accessible(&format!("unit {lang} dark {dark}"))
                .await;
        }
    }
    let _ = browser.client.close().await;
}
