//! `huibiao explain`: what a rule or a finding means, an example, what to do.

use std::io::Write;

use clap::Command;

use super::screen::screen;
use super::{Context, Failure, Outcome};
use crate::model::finding::{Rule, catalogue, explain};
use crate::said;
use crate::text::key::key;
use crate::text::lang::Lang;

/// Say what a rule or a finding means, with an example and what to do
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A rule (balance) or the code of a finding (unbalanced), as reports and JSON name it; none lists the rules
    #[arg(value_name = "RULE|CODE")]
    name: Option<String>,
}

pub(super) fn in_chinese(command: Command) -> Command {
    command
        .about("说明一条规则或一种问题是什么意思、举例、怎么办")
        .mut_arg("name", |a| {
            a.help("规则（balance）或问题的代码（unbalanced），报告和 JSON 里都有；不写则列出规则")
        })
}

pub(super) fn with_examples(command: Command, lang: Lang) -> Command {
    let help = said!(
        "示例：\n  huibiao explain balance\n  huibiao explain number-approximate",
        "Examples:\n  huibiao explain balance\n  huibiao explain number-approximate"
    );
    command.after_help(help.get(lang).to_owned())
}

pub(super) fn run(args: &Args, context: &Context) -> Result<Outcome, Failure> {
    let mut out = screen();
    let Some(name) = &args.name else {
        for rule in Rule::ALL {
            writeln!(out, "{:<20}  {}", rule.name(), rule.title(context.lang))?;
        }
        return Ok(Outcome::Fine);
    };
    match explain(name) {
        Some(explained) => {
            out.write_all(explained.in_words(context.lang).as_bytes())?;
            Ok(Outcome::Fine)
        }
        None => Err(Failure::told(unknown(name))),
    }
}

/// There is none of the name; the nearest ones are named.
fn unknown(name: &str) -> crate::text::lang::Said {
    /// So alike must two names be (Jaro–Winkler) that one may be a typo of the other: `ballance`
    /// is 0.97 like `balance`, `total` 0.6 like `total-line`.
    const LIKE: f64 = 0.85;
    let wanted = name.to_lowercase();
    let rules = Rule::ALL.iter().map(|rule| rule.name());
    let codes: Vec<&str> = catalogue().iter().map(|c| c.code).collect();
    let titled = Rule::ALL
        .iter()
        .filter(|rule| key(rule.title(Lang::Zh)) == key(name))
        .map(|rule| rule.name());
    let mut near: Vec<&str> = rules
        .chain(codes)
        .filter(|known| strsim::jaro_winkler(known, &wanted) > LIKE)
        .chain(titled)
        .collect();
    near.truncate(5);
    let near = near.join(", ");
    match near.is_empty() {
        true => said!(
            "没有“{name}”这条规则或代码；不带名称的 huibiao explain 列出规则",
            "there is no rule or code `{name}`; huibiao explain without a name lists the rules"
        ),
        false => said!(
            "没有“{name}”这条规则或代码；是不是 {near}？",
            "there is no rule or code `{name}`; did you mean {near}?"
        ),
    }
}
