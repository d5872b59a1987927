//! Where results go, and in which formats: one set of arguments for all commands.
//!
//! Some commands write data into a folder ([`IntoFolder`]), some one thing into a file or onto
//! standard output ([`IntoFile`]), some only show something ([`Shown`]). What each of them takes, it
//! says in one constant, from which its help is made too.

use std::fmt;
use std::path::{Path, PathBuf};

use clap::Command;
use office::FileKind;

use super::Failure;
use super::usage::Refused;
use crate::output::{Format, Headers};
use crate::said;
use crate::text::lang::{Lang, Said};

/// `-o DIR -f FORMAT,…`.
#[derive(Debug, clap::Args)]
pub(super) struct IntoFolder {
    /// Folder for the results
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// What to write
    #[arg(short, long, value_name = "FORMAT", value_delimiter = ',', value_parser = format)]
    format: Vec<Format>,
    /// What heads the columns of -f tidy: name, label or both
    #[arg(long, value_name = "WHAT", value_parser = headers, default_value = "name", hide_default_value = true)]
    headers: Headers,
}

/// What a command writes into a folder.
pub(super) struct FolderOf {
    /// The folder where none is named.
    pub(super) folder: &'static str,
    /// The formats that it writes.
    pub(super) takes: &'static [Format],
    /// Those that it writes where none is asked for.
    pub(super) usual: &'static [Format],
    /// Those that it writes to standard output; the first where none is asked for.
    pub(super) streamed: &'static [Format],
}

/// Where a command's results go.
pub(super) enum Target {
    /// To standard output, in this format.
    Stdout(Format),
    /// Into this folder, in these formats.
    Folder(PathBuf, Vec<Format>),
}

fn format(name: &str) -> Result<Format, Refused> {
    Ok(name.parse::<Format>()?)
}

fn headers(word: &str) -> Result<Headers, Refused> {
    word.parse().map_err(|()| {
        said!(
            "列名可以是 name（字段名）、label（标签）或 both（两样）",
            "columns are headed by name, label or both"
        )
        .into()
    })
}

impl IntoFolder {
    /// What heads the columns of a tidy pack.
    pub(super) fn headers(&self) -> Headers {
        self.headers
    }

    /// Where the results of a command go, and in which formats.
    pub(super) fn target(&self, of: &FolderOf) -> Result<Target, Failure> {
        if let Some(format) = self.format.iter().find(|f| !of.takes.contains(f)) {
            let known = listed(of.takes, " ");
            return Err(Failure::told(said!(
                "这个命令不写 {format}；可用的格式：{known}",
                "this command does not write {format}; choose among: {known}"
            )));
        }
        let folder = match &self.output {
            Some(path) if is_stdout(path) => return self.stdout(of),
            Some(path) => path.clone(),
            None => PathBuf::from(of.folder),
        };
        not_a_file(&folder, of)?;
        let formats = match self.format.is_empty() {
            true => of.usual.to_vec(),
            false => self.format.clone(),
        };
        Ok(Target::Folder(folder, formats))
    }

    fn stdout(&self, of: &FolderOf) -> Result<Target, Failure> {
        let asked = match (&self.format[..], of.streamed) {
            ([], [first, ..]) => Some(*first),
            ([one], streamed) => Some(*one).filter(|f| streamed.contains(f)),
            _ => None,
        };
        if let Some(format) = asked {
            return Ok(Target::Stdout(format));
        }
        let Some(first) = of.streamed.first() else {
            return Err(Failure::told(said!(
                "这个命令不写到标准输出；请用 -o 给出文件夹",
                "this command writes nothing to standard output; give a folder with -o"
            )));
        };
        let (zh, en) = (listed(of.streamed, " 或 "), listed(of.streamed, " or "));
        Err(Failure::told(match of.streamed.len() {
            1 => said!(
                "标准输出只能写 {zh}：-o - -f {first}",
                "standard output takes {en}: -o - -f {first}"
            ),
            _ => said!(
                "标准输出只能写 {zh} 中的一种：-o - -f {first}",
                "standard output takes {en}, one of them: -o - -f {first}"
            ),
        }))
    }
}

impl FolderOf {
    /// The command with its help in `lang`.
    pub(super) fn help(&self, command: Command, lang: Lang) -> Command {
        let folder = self.folder;
        let mut output = said!(
            "结果文件夹 [默认：{folder}]",
            "Folder for the results [default: {folder}]"
        );
        if !self.streamed.is_empty() {
            let (zh, en) = (listed(self.streamed, " 或 "), listed(self.streamed, " or "));
            output.zh += &format!("；- 把 {zh} 写到标准输出");
            output.en += &format!("; - writes {en} to standard output");
        }
        let (zh, en) = (listed(self.takes, "、"), listed(self.takes, ", "));
        let usual = listed(self.usual, ",");
        let format = said!(
            "输出格式：{zh} [默认：{usual}]",
            "What to write: {en} [default: {usual}]"
        );
        let heads = said!(
            "-f tidy 各列的列名：name（字段名）、label（标签）、both（两样）",
            "What heads the columns of -f tidy: name, label or both"
        );
        let is_tidy = self.takes.contains(&Format::Tidy);
        let command = command.mut_arg("headers", |a| {
            a.help(heads.get(lang).to_owned()).hide(!is_tidy)
        });
        let command = command.mut_arg("output", |a| a.help(output.get(lang).to_owned()));
        format_help(command, &format, lang)
    }
}

/// A folder that is called like a file was meant as one.
fn not_a_file(folder: &Path, of: &FolderOf) -> Result<(), Failure> {
    let format = match FileKind::of_path(folder) {
        Some(FileKind::Workbook) => Format::Xlsx,
        Some(FileKind::Json) => Format::Json,
        Some(FileKind::JsonLines) => Format::Jsonl,
        Some(FileKind::TextTable) => Format::Csv,
        Some(FileKind::Html) => Format::Html,
        _ if !has_an_ending(folder) => return Ok(()),
        _ => of.usual.first().copied().unwrap_or(Format::Jsonl),
    };
    if folder.is_dir() {
        return Ok(());
    }
    let name = folder.display();
    Err(Failure::told(said!(
        "-o 是结果文件夹，{name} 像是文件名；请给出文件夹，格式用 -f {format}",
        "-o is the folder for the results, and {name} looks like a file; name a folder, and the format with -f {format}"
    )))
}

/// Endings of files that some program opens, and no command here writes under this option.
const ENDINGS: &[&str] = &[
    "docx", "docm", "doc", "wps", "pdf", "zip", "7z", "rar", "xls", "xlsm", "ods", "pptx",
    "sqlite", "db", "parquet", "png", "jpg",
];

/// The name ends as a file's does.
fn has_an_ending(path: &Path) -> bool {
    let ending = path.extension().and_then(|e| e.to_str());
    ending.is_some_and(|e| ENDINGS.iter().any(|known| known.eq_ignore_ascii_case(e)))
}

/// `-f FORMAT -o FILE`.
#[derive(Debug, clap::Args)]
pub(super) struct IntoFile {
    /// What to write
    #[arg(short, long, value_name = "FORMAT", value_parser = view)]
    format: Option<View>,
    /// File for the result; - is standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// `-f FORMAT`, to standard output.
#[derive(Debug, clap::Args)]
pub(super) struct Shown {
    /// What to show
    #[arg(short, long, value_name = "FORMAT", value_parser = view)]
    format: Option<View>,
}

/// How one thing is shown or written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum View {
    /// For reading.
    Text,
    /// For programs.
    Json,
    /// For spreadsheets and programs.
    Csv,
    /// A page.
    Html,
    /// A workbook.
    Xlsx,
}

/// What a command shows or writes: the usual way first, and the file that each goes to where none
/// is named, below the folder that it stands in; none for standard output.
pub(super) struct ViewsOf(pub(super) &'static [(View, Option<&'static str>)]);

impl View {
    const ALL: [View; 5] = [View::Text, View::Json, View::Csv, View::Html, View::Xlsx];

    fn name(self) -> &'static str {
        match self {
            View::Text => "text",
            View::Json => "json",
            View::Csv => "csv",
            View::Html => "html",
            View::Xlsx => "xlsx",
        }
    }

    /// The view that a file's name asks for.
    fn of_path(path: &Path) -> Option<View> {
        match FileKind::of_path(path)? {
            FileKind::Text => Some(View::Text),
            FileKind::Json => Some(View::Json),
            FileKind::TextTable => Some(View::Csv),
            FileKind::Html => Some(View::Html),
            FileKind::Workbook => Some(View::Xlsx),
            _ => None,
        }
    }
}

impl fmt::Display for View {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

fn view(name: &str) -> Result<View, Refused> {
    let found = View::ALL.into_iter().find(|v| v.name() == name);
    let known = listed(&View::ALL, " ");
    found.ok_or_else(|| {
        said!(
            "没有“{name}”这种格式；可用的格式：{known}",
            "there is no format “{name}”; choose among: {known}"
        )
        .into()
    })
}

impl ViewsOf {
    fn usual(&self) -> View {
        self.0.first().map_or(View::Text, |(view, _)| *view)
    }

    /// The view, where the command has it.
    fn has(&self, view: View) -> Result<View, Failure> {
        let views: Vec<View> = self.0.iter().map(|(v, _)| *v).collect();
        if views.contains(&view) {
            return Ok(view);
        }
        let known = listed(&views, " ");
        Err(Failure::told(said!(
            "这个命令不写 {view}；可用的格式：{known}",
            "this command does not write {view}; choose among: {known}"
        )))
    }
}

/// The command with what is said of its formats.
pub(super) fn format_help(command: Command, formats: &Said, lang: Lang) -> Command {
    command.mut_arg("format", |a| a.help(formats.get(lang).to_owned()))
}

impl Shown {
    /// How it is to be shown.
    pub(super) fn view(&self, of: &ViewsOf) -> Result<View, Failure> {
        of.has(self.format.unwrap_or(of.usual()))
    }
}

impl IntoFile {
    /// How it is to be written, and into which file; none is standard output.
    pub(super) fn target(&self, of: &ViewsOf) -> Result<(View, Option<PathBuf>), Failure> {
        let named = self.output.as_deref().filter(|p| !is_stdout(p));
        let by_name = named.and_then(View::of_path);
        if let (Some(asked), Some(other), Some(path)) = (self.format, by_name, named)
            && asked != other
        {
            let path = path.display();
            return Err(Failure::told(said!(
                "-f {asked} 与文件名 {path} 不一致；请改一个",
                "-f {asked} is not what the name {path} says; change one of them"
            )));
        }
        let is_other = |p: &&Path| FileKind::of_path(p).is_some() || has_an_ending(p);
        if let Some(path) = named.filter(|p| by_name.is_none() && is_other(p)) {
            let known = of.0.iter().map(|(v, _)| *v).collect::<Vec<_>>();
            let (path, known) = (path.display(), listed(&known, " "));
            return Err(Failure::told(said!(
                "这个命令写不出 {path} 这种文件；可用的格式：{known}",
                "this command writes no file like {path}; choose among: {known}"
            )));
        }
        let view = of.has(self.format.or(by_name).unwrap_or(of.usual()))?;
        let usual = of.0.iter().find(|(v, _)| *v == view);
        let usual = usual.and_then(|(_, name)| *name);
        let place = match (&self.output, usual) {
            (Some(path), _) if is_stdout(path) => None,
            (Some(path), Some(usual)) if path.is_dir() => {
                Path::new(usual).file_name().map(|name| path.join(name))
            }
            (Some(path), _) => Some(path.clone()),
            (None, usual) => usual.map(PathBuf::from),
        };
        Ok((view, place))
    }
}

fn is_stdout(path: &Path) -> bool {
    path.as_os_str() == "-"
}

fn listed(all: &[impl fmt::Display], between: &str) -> String {
    let names: Vec<String> = all.iter().map(ToString::to_string).collect();
    names.join(between)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(failure: Failure) -> Said {
        match failure {
            Failure::Told(why) => why.said(),
            Failure::Closed => Said::default(),
        }
    }

    const DATA: FolderOf = FolderOf {
        folder: "out",
        takes: &[Format::Json, Format::Csv],
        usual: &[Format::Csv],
        streamed: &[Format::Json],
    };

    fn folder(output: Option<&str>, format: &[Format]) -> Result<Target, Said> {
        let output = output.map(PathBuf::from);
        let format = format.to_vec();
        let headers = Headers::Name;
        IntoFolder {
            output,
            format,
            headers,
        }
        .target(&DATA)
        .map_err(said)
    }

    #[test]
    fn a_folder_has_its_usual_name_and_formats() {
        let Ok(Target::Folder(path, formats)) = folder(None, &[]) else {
            panic!("no folder");
        };
        assert_eq!(
            (path.as_path(), &formats[..]),
            (Path::new("out"), DATA.usual)
        );
        assert!(matches!(
            folder(Some("-"), &[]),
            Ok(Target::Stdout(Format::Json))
        ));
        for (output, format) in [
            (Some("-"), &[Format::Csv][..]),
            (Some("-"), &[Format::Json, Format::Csv]),
            (None, &[Format::Html]),
            (Some("x.xlsx"), &[]),
            (Some("a/x.CSV"), &[]),
            (Some("x.docx"), &[]),
            (Some("x.PDF"), &[]),
        ] {
            assert!(folder(output, format).is_err(), "{output:?} {format:?}");
        }
        assert!(folder(Some("结果.2026"), &[]).is_ok());
    }

    #[test]
    fn a_file_is_what_its_name_says() {
        let views = ViewsOf(&[
            (View::Text, None),
            (View::Json, None),
            (View::Xlsx, Some("list.xlsx")),
        ]);
        let target = |format: Option<View>, output: Option<&str>| {
            let output = output.map(PathBuf::from);
            IntoFile { format, output }.target(&views).map_err(said)
        };
        let file = |name: &str| Some(PathBuf::from(name));
        assert_eq!(target(None, None), Ok((View::Text, None)));
        assert_eq!(
            target(Some(View::Xlsx), None),
            Ok((View::Xlsx, file("list.xlsx")))
        );
        assert_eq!(
            target(None, Some("a.XLSX")),
            Ok((View::Xlsx, file("a.XLSX")))
        );
        assert_eq!(target(None, Some("催报")), Ok((View::Text, file("催报"))));
        assert_eq!(target(Some(View::Json), Some("-")), Ok((View::Json, None)));
        assert!(target(Some(View::Json), Some("a.xlsx")).is_err());
        assert!(target(None, Some("a.csv")).is_err());
        assert!(target(None, Some("a.docx")).is_err());
        assert!(target(None, Some("a.jsonl")).is_err());
        assert!(target(Some(View::Json), Some("a.pdf")).is_err());
        assert!(target(Some(View::Html), None).is_err());
    }
}
