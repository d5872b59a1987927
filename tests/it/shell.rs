//! What shells and `man` are told of the command line.

use assert_cmd::Command;

const COMMANDS: [&str; 6] = [
    "annotate", "check", "convert", "explain", "mapping", "merge",
];

fn output(args: &[&str]) -> String {
    let mut command = Command::cargo_bin("huibiao").unwrap();
    let done = command.args(args).assert().success();
    String::from_utf8(done.get_output().stdout.clone()).unwrap()
}

#[test]
fn every_shell_completes_every_command() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = output(&["completions", shell]);
        for command in COMMANDS {
            assert!(script.contains(command), "{shell} {command}");
        }
    }
}

#[test]
fn a_manual_page_for_each_command_in_either_language() {
    let folder = tempfile::tempdir().unwrap();
    let to = folder.path().to_str().unwrap();
    for (lang, about) in [
        ("en", "Turn returned Word questionnaires"),
        ("zh", "把收回的 Word 调查表"),
    ] {
        let page = output(&["--lang", lang, "man"]);
        assert!(
            page.contains(".TH huibiao 1") && page.contains(about),
            "{page}"
        );
        output(&["--lang", lang, "man", "-o", to]);
        for command in COMMANDS {
            let page = folder.path().join(format!("huibiao-{command}.1"));
            assert!(
                std::fs::read_to_string(page)
                    .unwrap()
                    .contains(".SH SYNOPSIS")
            );
        }
    }
}
