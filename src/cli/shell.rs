//! `huibiao completions` and `huibiao man`: what a shell and `man` know of the command line.

use std::io::Write;
use std::path::PathBuf;

use clap::{Command, CommandFactory};
use clap_complete::Shell;
use clap_mangen::Man;

use super::screen::screen;
use super::{Cli, Context, Failure, Outcome, speech};
use crate::said;
use crate::text::lang::Lang;

/// Write the completions of a shell to standard output
#[derive(Debug, clap::Args)]
pub(super) struct Completions {
    /// The shell: bash, elvish, fish, powershell or zsh
    #[arg(value_name = "SHELL", hide_possible_values = true)]
    shell: Shell,
}

/// Write the manual page to standard output, or a page for each command to a folder
#[derive(Debug, clap::Args)]
pub(super) struct Manual {
    /// The folder for huibiao.1, huibiao-convert.1 and so on; without it, huibiao(1) is written to standard output
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
}

pub(super) fn completions_in_chinese(command: Command) -> Command {
    command
        .about("输出某种命令行外壳的补全脚本")
        .mut_arg("shell", |a| {
            a.help("外壳：bash、elvish、fish、powershell 或 zsh")
        })
}

pub(super) fn manual_in_chinese(command: Command) -> Command {
    command
        .about("输出手册页，或在文件夹中为每条命令写一页")
        .mut_arg("output", |a| {
            a.help("写 huibiao.1、huibiao-convert.1 等的文件夹；不写则把 huibiao(1) 输出到标准输出")
        })
}

pub(super) fn completions_with_examples(command: Command, lang: Lang) -> Command {
    let help = said!(
        "示例：\n  huibiao completions bash > ~/.local/share/bash-completion/completions/huibiao",
        "Examples:\n  huibiao completions bash > ~/.local/share/bash-completion/completions/huibiao"
    );
    command.after_help(help.get(lang).to_owned())
}

pub(super) fn manual_with_examples(command: Command, lang: Lang) -> Command {
    let help = said!(
        "示例：\n  huibiao man | man -l -\n  huibiao man -o ~/.local/share/man/man1",
        "Examples:\n  huibiao man | man -l -\n  huibiao man -o ~/.local/share/man/man1"
    );
    command.after_help(help.get(lang).to_owned())
}

pub(super) fn completions(args: &Completions, context: &Context) -> Result<Outcome, Failure> {
    let mut script = Vec::new();
    let mut command = speech::in_lang(Cli::command(), context.lang);
    clap_complete::generate(args.shell, &mut command, "huibiao", &mut script);
    screen().write_all(&script)?;
    Ok(Outcome::Fine)
}

pub(super) fn manual(args: &Manual, context: &Context) -> Result<Outcome, Failure> {
    let command = speech::in_lang(Cli::command(), context.lang);
    match &args.output {
        Some(folder) => {
            std::fs::create_dir_all(folder)?;
            clap_mangen::generate_to(command, folder)?;
        }
        None => {
            let mut page = Vec::new();
            Man::new(command).render(&mut page)?;
            screen().write_all(&page)?;
        }
    }
    Ok(Outcome::Fine)
}
