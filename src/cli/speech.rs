//! The language of the command line: which one, and help in it.
//!
//! Help is written in English at each argument (clap derives it from there); the Chinese stands
//! beside it in each command's `in_chinese`. A test holds that nothing is left unsaid.

use std::ffi::OsString;

use clap::Command;

use crate::text::lang::Lang;

impl clap::ValueEnum for Lang {
    fn value_variants<'a>() -> &'a [Lang] {
        &[Lang::Zh, Lang::En]
    }

    fn to_possible_value(&self) -> Option<clap::builder::PossibleValue> {
        Some(clap::builder::PossibleValue::new(match self {
            Lang::Zh => "zh",
            Lang::En => "en",
        }))
    }
}

/// The language asked for: `--lang`, else the locale's. Needed before the arguments are parsed,
/// since the help is in it.
pub(super) fn lang_of(args: &[OsString]) -> Lang {
    let mut words = args.iter().skip(1).map_while(|a| a.to_str());
    while let Some(word) = words.next() {
        let value = match word.split_once('=') {
            Some(("--lang", value)) => Some(value),
            _ if word == "--lang" => words.next(),
            _ if word == "--" => break,
            _ => None,
        };
        match value {
            Some("zh") => return Lang::Zh,
            Some("en") => return Lang::En,
            _ => {}
        }
    }
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|value| !value.is_empty());
    Lang::of_locale(locale.as_deref())
}

/// The command with its help in `lang`.
pub(super) fn in_lang(command: Command, lang: Lang) -> Command {
    let command = match lang {
        Lang::En => command,
        Lang::Zh => in_chinese(command),
    };
    with_examples(command, lang)
}

/// Commands that have commands of their own.
const GROUPS: &[&str] = &["mapping", "store"];

/// `huibiao help convert` is `huibiao convert --help`, in any language; `huibiao store help list` is
/// `huibiao store list --help`.
pub(super) fn help_as_option(mut args: Vec<OsString>) -> Vec<OsString> {
    let mut at = 1;
    while let Some(word) = args.get(at).and_then(|a| a.to_str()) {
        match word {
            "--lang" | "--mapping" => at += 2,
            "help" => {
                args.remove(at);
                args.push("--help".into());
                return args;
            }
            word if word.starts_with("--lang=") || word.starts_with("--mapping=") => at += 1,
            word if GROUPS.contains(&word) => at += 1,
            _ => break,
        }
    }
    args
}

fn with_examples(command: Command, lang: Lang) -> Command {
    let command = command
        .mut_subcommand("convert", |c| super::convert::with_examples(c, lang))
        .mut_subcommand("annotate", |c| super::annotate::with_examples(c, lang))
        .mut_subcommand("fill", |c| super::fill::with_examples(c, lang))
        .mut_subcommand("blank", |c| super::blank::with_examples(c, lang))
        .mut_subcommand("inspect", |c| super::inspect::with_examples(c, lang))
        .mut_subcommand("check", |c| super::check::with_examples(c, lang))
        .mut_subcommand("merge", |c| super::merge::with_examples(c, lang))
        .mut_subcommand("status", |c| super::status::with_examples(c, lang))
        .mut_subcommand("diff", |c| super::diff::with_examples(c, lang))
        .mut_subcommand("export", |c| super::export::with_examples(c, lang))
        .mut_subcommand("figures", |c| super::figures::with_examples(c, lang))
        .mut_subcommand("explain", |c| super::explain::with_examples(c, lang))
        .mut_subcommand("mapping", |c| super::mapping::with_examples(c, lang))
        .mut_subcommand("completions", |c| {
            super::shell::completions_with_examples(c, lang)
        })
        .mut_subcommand("man", |c| super::shell::manual_with_examples(c, lang));
    #[cfg(feature = "store")]
    let command = command.mut_subcommand("store", |c| super::store::with_examples(c, lang));
    #[cfg(feature = "desk")]
    let command = command.mut_subcommand("desk", |c| super::desk::with_examples(c, lang));
    command
}

fn in_chinese(command: Command) -> Command {
    #[cfg(feature = "store")]
    let command = command.mut_subcommand("store", super::store::in_chinese);
    let command = command
        .about("把收回的 Word 调查表变成核对过、可上报的数据")
        .mut_arg("lang", |a| {
            a.help("帮助、提示和报告所用的语言：zh 或 en [默认：随系统语言]")
        })
        .mut_arg("mapping", |a| {
            a.help("只用此文件夹中的版本，或此代号的内置版本（可给多次）")
        })
        .mut_subcommand("inspect", super::inspect::in_chinese)
        .mut_subcommand("annotate", super::annotate::in_chinese)
        .mut_subcommand("convert", super::convert::in_chinese)
        .mut_subcommand("check", super::check::in_chinese)
        .mut_subcommand("fill", super::fill::in_chinese)
        .mut_subcommand("blank", super::blank::in_chinese)
        .mut_subcommand("merge", super::merge::in_chinese)
        .mut_subcommand("status", super::status::in_chinese)
        .mut_subcommand("diff", super::diff::in_chinese)
        .mut_subcommand("export", super::export::in_chinese)
        .mut_subcommand("figures", super::figures::in_chinese)
        .mut_subcommand("explain", super::explain::in_chinese)
        .mut_subcommand("mapping", super::mapping::in_chinese)
        .mut_subcommand("completions", super::shell::completions_in_chinese)
        .mut_subcommand("man", super::shell::manual_in_chinese);
    #[cfg(feature = "desk")]
    let command = command.mut_subcommand("desk", super::desk::in_chinese);
    chinese_frame(command)
}

/// What clap itself says in every command's help.
fn chinese_frame(command: Command) -> Command {
    let template = match command.has_subcommands() {
        true => {
            "{about-with-newline}\n用法：{usage}\n\n命令：\n{subcommands}\n\n选项：\n{options}{after-help}"
        }
        false => "{about-with-newline}\n用法：{usage}\n\n{all-args}{after-help}",
    };
    let options = "选项";
    let names: Vec<String> = command
        .get_subcommands()
        .map(|c| c.get_name().to_owned())
        .collect();
    let mut command = command
        .help_template(template)
        .next_help_heading(options)
        .subcommand_help_heading("命令")
        .disable_help_subcommand(true)
        .disable_help_flag(true)
        .arg(help_arg());
    if command.get_version().is_some() {
        command = command.disable_version_flag(true).arg(version_arg());
    }
    for name in names {
        command = command.mut_subcommand(name, chinese_frame);
    }
    command.mut_args(|a| {
        let heading = match a.is_positional() {
            true => "参数",
            false => options,
        };
        a.help_heading(heading)
    })
}

fn help_arg() -> clap::Arg {
    clap::Arg::new("help")
        .short('h')
        .long("help")
        .action(clap::ArgAction::Help)
        .help("显示帮助")
}

fn version_arg() -> clap::Arg {
    clap::Arg::new("version")
        .short('V')
        .long("version")
        .action(clap::ArgAction::Version)
        .help("显示版本号")
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    fn is_chinese(text: Option<impl ToString>) -> bool {
        text.is_some_and(|t| t.to_string().contains(|c: char| ('一'..='龥').contains(&c)))
    }

    #[track_caller]
    fn all_chinese(command: &Command) {
        let name = command.get_name();
        assert!(is_chinese(command.get_about()), "about of {name}");
        for arg in command.get_arguments() {
            let id = arg.get_id();
            assert!(is_chinese(arg.get_help()), "help of {id} in {name}");
        }
        for sub in command.get_subcommands() {
            all_chinese(sub);
        }
    }

    #[test]
    fn every_command_and_argument_is_explained_in_chinese() {
        let mut command = in_lang(super::super::Cli::command(), Lang::Zh);
        command.build();
        all_chinese(&command);
    }

    #[test]
    fn the_arguments_are_consistent() {
        in_lang(super::super::Cli::command(), Lang::Zh).debug_assert();
        in_lang(super::super::Cli::command(), Lang::En).debug_assert();
    }

    #[test]
    fn help_is_there_as_a_command_too() {
        let args = |words: &[&str]| words.iter().map(|w| w.into()).collect::<Vec<OsString>>();
        for (given, meant) in [
            (&["x", "help"][..], &["x", "--help"][..]),
            (&["x", "help", "convert"], &["x", "convert", "--help"]),
            (
                &["x", "--lang", "zh", "help", "mapping", "init"],
                &["x", "--lang", "zh", "mapping", "init", "--help"],
            ),
            (&["x", "convert", "help"], &["x", "convert", "help"]),
            (&["x", "mapping", "help"], &["x", "mapping", "--help"]),
            (
                &["x", "mapping", "check", "help"],
                &["x", "mapping", "check", "help"],
            ),
        ] {
            assert_eq!(help_as_option(args(given)), args(meant));
        }
        let command = super::super::Cli::command();
        let groups = command.get_subcommands().filter(|c| c.has_subcommands());
        let mut groups: Vec<&str> = groups.map(Command::get_name).collect();
        groups.sort_unstable();
        let known = GROUPS
            .iter()
            .filter(|g| cfg!(feature = "store") || **g != "store");
        assert!(known.eq(groups.iter()));
    }

    #[test]
    fn the_language_is_found_before_parsing() {
        let args = |words: &[&str]| words.iter().map(|w| w.into()).collect::<Vec<OsString>>();
        assert_eq!(lang_of(&args(&["huibiao", "--lang", "en", "x"])), Lang::En);
        assert_eq!(lang_of(&args(&["huibiao", "x", "--lang=zh"])), Lang::Zh);
    }
}
