//! The READMEs show what really comes out: every console block in them is run.

use assert_cmd::cargo::cargo_bin_cmd;
use tempfile::TempDir;

use super::at;

/// The blocks of a page that show a run of huibiao: its arguments and what it printed.
fn runs(page: &str) -> Vec<(Vec<String>, String)> {
    let blocks = page.split("```console\n$ ").skip(1);
    blocks
        .map(|b| b.split("```").next().unwrap())
        .map(|b| b.split_once('\n').unwrap())
        .filter_map(|(command, printed)| {
            let line = ["cargo run --release -- ", "huibiao "]
                .iter()
                .find_map(|program| command.strip_prefix(program))?;
            // Quotes hold a name with a blank in it together.
            let quoted = line.split('"').enumerate();
            let args = quoted.flat_map(|(i, piece)| match i % 2 {
                1 => vec![piece.to_owned()],
                _ => piece.split_whitespace().map(str::to_owned).collect(),
            });
            Some((args.collect(), printed.to_owned()))
        })
        .collect()
}

fn shows_what_comes_out(page: &str, shown: usize) {
    let runs = runs(&std::fs::read_to_string(at(page)).unwrap());
    assert_eq!(runs.len(), shown, "{page} shows so many runs");
    for (mut args, printed) in runs {
        let folder = TempDir::new().unwrap();
        let out = folder.path().join("huibiao-out").display().to_string();
        if args.iter().any(|a| a == "convert") {
            args.extend(["-o".to_owned(), out.clone()]);
        }
        let ran = cargo_bin_cmd!("huibiao")
            .env("LC_ALL", "C.UTF-8")
            .env_remove("COLUMNS")
            .current_dir(at("."))
            .args(&args)
            .output()
            .unwrap();
        let stdout = String::from_utf8(ran.stdout).unwrap();
        assert_eq!(
            stdout.replace(&out, "huibiao-out"),
            printed,
            "{page}: {args:?}"
        );
    }
}

#[test]
fn the_english_page_shows_what_comes_out() {
    shows_what_comes_out("README.md", 5);
}

#[test]
fn the_chinese_page_shows_what_comes_out() {
    shows_what_comes_out("README.zh-CN.md", 3);
}
