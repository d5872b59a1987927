//! What is wrong with a command line, in Chinese; in English clap says it itself.

use std::fmt::Write as _;

use clap::error::{ContextKind, ContextValue, Error, ErrorKind};

use crate::text::Worded;
use crate::text::lang::Said;

/// Why a value cannot be an argument's. In English clap says it; [`in_chinese`] finds the other.
#[derive(Debug, thiserror::Error)]
#[error("{}", .0.en)]
pub(super) struct Refused(Said);

impl<E: Worded> From<E> for Refused {
    fn from(why: E) -> Refused {
        Refused(why.said())
    }
}

/// The complaint in Chinese; `None` where clap does not complain (help, version) or complains of
/// something that has no words here.
pub(super) fn in_chinese(error: &Error) -> Option<String> {
    let arg = of(error, ContextKind::InvalidArg);
    let value = of(error, ContextKind::InvalidValue);
    let what = match error.kind() {
        ErrorKind::InvalidValue if value.is_empty() => format!("{arg} 后面要写值"),
        ErrorKind::InvalidValue => format!("{arg} 不能是“{value}”"),
        ErrorKind::UnknownArgument => format!("没有 {arg} 这个参数"),
        ErrorKind::InvalidSubcommand => {
            format!(
                "没有“{}”这个命令",
                of(error, ContextKind::InvalidSubcommand)
            )
        }
        ErrorKind::NoEquals => format!("{arg} 与值之间要写等号"),
        ErrorKind::ValueValidation => match std::error::Error::source(error) {
            Some(why) => {
                let why = match why.downcast_ref::<Refused>() {
                    Some(Refused(said)) => said.zh.clone(),
                    None => why.to_string(),
                };
                format!("{arg} 不能是“{value}”：{why}")
            }
            None => format!("{arg} 不能是“{value}”"),
        },
        ErrorKind::TooManyValues | ErrorKind::WrongNumberOfValues | ErrorKind::TooFewValues => {
            format!("{arg} 的值的个数不对")
        }
        ErrorKind::ArgumentConflict => {
            let prior = of(error, ContextKind::PriorArg);
            match prior.is_empty() || prior == arg {
                true => format!("{arg} 只能给一次"),
                false => format!("{arg} 不能与 {prior} 一起用"),
            }
        }
        ErrorKind::MissingRequiredArgument => format!("还要给出：{arg}"),
        ErrorKind::MissingSubcommand => "还要写命令".to_owned(),
        ErrorKind::InvalidUtf8 => "命令行里有不是 UTF-8 的字".to_owned(),
        _ => return None,
    };
    let mut said = format!("huibiao: {what}\n");
    for (kind, lead) in [
        (ContextKind::ValidValue, "可用的值："),
        (ContextKind::SuggestedSubcommand, "是不是："),
        (ContextKind::SuggestedArg, "是不是："),
        (ContextKind::SuggestedValue, "是不是："),
    ] {
        let words = of(error, kind);
        if !words.is_empty() {
            let _ = writeln!(said, "{lead}{words}");
        }
    }
    if let Some(ContextValue::StyledStr(usage)) = error.get(ContextKind::Usage) {
        let usage = usage.to_string();
        let usage = usage.trim_start_matches("Usage:").trim();
        let _ = writeln!(said, "\n用法：{usage}");
    }
    said.push_str("\n用 --help 查看说明。\n");
    Some(said)
}

fn of(error: &Error, kind: ContextKind) -> String {
    match error.get(kind) {
        Some(ContextValue::String(s)) => s.clone(),
        Some(ContextValue::Strings(s)) => s.join(" "),
        Some(ContextValue::Number(n)) => n.to_string(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;
    use crate::text::lang::Lang;

    fn said(args: &[&str]) -> String {
        let command = super::super::speech::in_lang(super::super::Cli::command(), Lang::Zh);
        let error = command.try_get_matches_from(args).unwrap_err();
        in_chinese(&error).unwrap()
    }

    #[test]
    fn what_is_wrong_with_a_command_line_is_said_in_chinese() {
        let cases: [(&[&str], &str); 6] = [
            (&["huibiao", "convert"], "还要给出：<INPUT>..."),
            (&["huibiao", "convert", "--foo", "x"], "没有 --foo 这个参数"),
            (&["huibiao", "convrt"], "没有“convrt”这个命令"),
            (&["huibiao", "convrt"], "是不是：convert"),
            (
                &["huibiao", "--lang", "fr", "check", "x"],
                "可用的值：zh en",
            ),
            (
                &["huibiao", "convert", "x", "-f", "foo"],
                "没有“foo”这种格式",
            ),
        ];
        for (args, expected) in cases {
            let said = said(args);
            assert!(said.contains(expected), "{args:?}: {said}");
            assert!(!said.contains("Usage"), "{said}");
        }
    }

    #[test]
    fn help_is_no_complaint() {
        let command = super::super::speech::in_lang(super::super::Cli::command(), Lang::Zh);
        let error = command
            .try_get_matches_from(["huibiao", "--help"])
            .unwrap_err();
        assert_eq!(in_chinese(&error), None);
    }
}
