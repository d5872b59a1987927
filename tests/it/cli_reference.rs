//! docs/cli.md is what the program says of itself.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use assert_cmd::Command;

fn help(path: &[String]) -> String {
    let done = Command::cargo_bin("huibiao")
        .unwrap()
        .env("COLUMNS", "100")
        .args(["--lang", "en"])
        .args(path)
        .arg("--help")
        .output()
        .unwrap();
    assert!(done.status.success(), "{path:?}");
    String::from_utf8(done.stdout).unwrap()
}

/// The commands that a help lists.
fn commands(help: &str) -> Vec<String> {
    let listed = help.lines().skip_while(|line| line.trim() != "Commands:");
    let listed = listed.skip(1).take_while(|line| !line.trim().is_empty());
    // What a line goes on with stands further in.
    let named = listed.filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    let names = named.filter_map(|line| line.split_whitespace().next());
    names
        .filter(|name| *name != "help")
        .map(str::to_owned)
        .collect()
}

fn describe(path: &[String], out: &mut String) -> usize {
    let text = help(path);
    let title = [&["huibiao".to_owned()], path].concat().join(" ");
    let shown: Vec<&str> = text.lines().map(str::trim_end).collect();
    let _ = write!(
        out,
        "\n## {title}\n\n```text\n{}\n```\n",
        shown.join("\n").trim_end()
    );
    let inner = commands(&text);
    let below: usize = inner
        .into_iter()
        .map(|name| describe(&[path, &[name]].concat(), out))
        .sum();
    below + 1
}

/// `HUIBIAO_DOCS=write cargo test --test it cli_reference` writes it anew.
#[test]
fn the_reference_is_what_the_program_says() {
    let mut said = String::from(
        "# Commands\n\nWhat `huibiao COMMAND --help` says; made from the program. `--lang zh` says it in Chinese.\n",
    );
    let described = describe(&[], &mut said);
    assert!(described > 20, "{described}");
    let place = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/cli.md");
    if std::env::var_os("HUIBIAO_DOCS").is_some_and(|v| v == "write") {
        fs::write(&place, &said).unwrap();
    }
    let written = fs::read_to_string(&place).unwrap();
    assert!(
        written == said,
        "docs/cli.md is out of date: run it with HUIBIAO_DOCS=write"
    );
}
