//! `huibiao desk`: the office's own window.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::Command;

use super::{Context, Failure, Outcome};
use crate::desk::{Options, run as serve};
use crate::said;
use crate::text::lang::Lang;

/// Open the desk: the office's own window, in this machine's browser
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The folder of returned files; the first page asks for it where none is given
    #[arg(value_name = "FOLDER")]
    folder: Option<PathBuf>,
    /// The port to listen on, on this machine alone [default: any free one]
    #[arg(long, value_name = "N")]
    port: Option<u16>,
    /// Print the address and open no browser
    #[arg(long)]
    no_browser: bool,
}

pub(super) fn in_chinese(command: Command) -> Command {
    command
        .about("打开汇表的窗口：在本机的浏览器里收表、核实、退回、上报")
        .mut_arg("folder", |a| {
            a.help("收回的文件所在的文件夹；不写则在首页选择")
        })
        .mut_arg("port", |a| {
            a.help("监听的端口，只对本机开放 [默认：任一空闲端口]")
        })
        .mut_arg("no_browser", |a| a.help("只给出地址，不打开浏览器"))
}

pub(super) fn with_examples(command: Command, lang: Lang) -> Command {
    let help = said!(
        "处理过的一切存在文件夹旁边的“<文件夹>.huibiao”里；Ctrl-C 或页面上的“退出”结束。\n在桌面上不带参数运行 huibiao，就是打开这个窗口。\n\n示例：\n  huibiao desk 收回/\n  huibiao desk 收回/ --port 8080 --no-browser",
        "All that is done is kept beside the folder, in <FOLDER>.huibiao; Ctrl-C or Quit on the page ends it.\nOn a desktop, huibiao without arguments opens it.\n\nExamples:\n  huibiao desk returned/\n  huibiao desk returned/ --port 8080 --no-browser"
    );
    command.after_help(help.get(lang).to_owned())
}

/// The arguments; without any on a desktop, those that open the desk.
pub(super) fn or_desk(args: impl Iterator<Item = OsString>) -> Vec<OsString> {
    let mut args: Vec<OsString> = args.collect();
    if args.len() <= 1 && is_desktop() {
        args.push("desk".into());
    }
    args
}

/// Somebody sits in front of a screen with windows.
fn is_desktop() -> bool {
    let set = |name: &str| std::env::var_os(name).is_some_and(|v| !v.is_empty());
    cfg!(any(windows, target_os = "macos")) || set("DISPLAY") || set("WAYLAND_DISPLAY")
}

pub(super) fn run(args: &Args, context: &Context) -> Result<Outcome, Failure> {
    let options = Options {
        folder: args.folder.clone(),
        port: args.port,
        browser: !args.no_browser,
        lang: context.lang,
        bundles: context.editions()?,
    };
    serve(&options)?;
    Ok(Outcome::Fine)
}
