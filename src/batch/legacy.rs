//! Documents that are not read natively (RTF, HTML, OpenDocument, Word 6/95) turned into .docx by
//! LibreOffice, where it is installed; .doc into .docx and old workbooks into .xlsx for whoever must
//! write into them: one call for a whole batch, a profile of its own, a time limit, nothing left behind.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use office::FileKind;
use rayon::prelude::*;
use tempfile::TempDir;

use crate::batch::{Input, Memory, Progress};
use crate::read::{needs_office, sha256};
use crate::said;
use crate::text::lang::Said;

/// How long LibreOffice may take to start.
const START: Duration = Duration::from_secs(90);
/// How long it may take for each file.
const EACH: Duration = Duration::from_secs(20);

/// What LibreOffice made of old documents; what it wrote goes when this does.
#[derive(Debug, Default)]
pub struct Converted {
    files: HashMap<usize, Result<PathBuf, Said>>,
    _folder: Option<TempDir>,
}

impl Converted {
    /// The .docx (or .xlsx) made of an input, or why there is none; `None` where it needed no conversion.
    pub fn get(&self, input: usize) -> Option<&Result<PathBuf, Said>> {
        self.files.get(&input)
    }
}

/// Converts those inputs that need it and are not known from earlier runs.
pub fn convert(inputs: &[Input], progress: &dyn Progress, memory: &dyn Memory) -> Converted {
    let old: Vec<(usize, FileKind)> = inputs
        .par_iter()
        .enumerate()
        .filter(|(_, input)| maybe_old(&input.name))
        .filter_map(|(i, input)| {
            let bytes = input.bytes().ok()?;
            let kind = FileKind::of_bytes(&bytes);
            let known = || memory.knows(&input.name, &sha256(&bytes));
            (needs_office(kind) && !known()).then_some((i, kind))
        })
        .collect();
    convert_old(inputs, &old, progress)
}

fn convert_old(inputs: &[Input], old: &[(usize, FileKind)], progress: &dyn Progress) -> Converted {
    if old.is_empty() {
        return Converted::default();
    }
    progress.converting(old.len());
    match convert_all(inputs, old) {
        Ok(converted) => converted,
        Err(why) => Converted {
            files: old.iter().map(|(i, _)| (*i, Err(why.clone()))).collect(),
            _folder: None,
        },
    }
}

/// Converts those of these inputs that are documents or workbooks in another format than .docx and
/// .xlsx. To read them that is not needed; to write into them it is.
pub fn convert_to_write(inputs: &[Input], which: &[usize], progress: &dyn Progress) -> Converted {
    let old: Vec<(usize, FileKind)> = which
        .iter()
        .filter_map(|&i| Some((i, FileKind::of_bytes(&inputs[i].bytes().ok()?))))
        .filter(|(_, kind)| {
            use FileKind::{LegacyWord, LegacyWorkbook, OpenSheet};
            matches!(kind, LegacyWord | LegacyWorkbook | OpenSheet)
        })
        .collect();
    convert_old(inputs, &old, progress)
}

/// How LibreOffice is asked to convert a kind of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Recipe {
    /// The extension that the file is given, by which LibreOffice knows it.
    from: &'static str,
    /// The extension of what it makes.
    to: &'static str,
    /// The filter that makes it.
    filter: &'static str,
    /// The filter that reads the file, where the extension does not say.
    reader: Option<&'static str>,
}

impl Recipe {
    fn of(kind: FileKind) -> Recipe {
        let document = |from: FileKind| Recipe {
            from: from.extension(),
            to: "docx",
            filter: "MS Word 2007 XML",
            reader: None,
        };
        let workbook = |from: FileKind| Recipe {
            from: from.extension(),
            to: "xlsx",
            filter: "Calc MS Excel 2007 XML",
            reader: None,
        };
        match kind {
            FileKind::Html => Recipe {
                reader: Some("HTML (StarWriter)"),
                ..document(kind)
            },
            FileKind::WordXml => document(FileKind::Xml),
            FileKind::Rtf | FileKind::OpenText => document(kind),
            FileKind::LegacyWorkbook | FileKind::OpenSheet => workbook(kind),
            _ => document(FileKind::LegacyWord),
        }
    }
}

/// Files whose name does not already say that they are something newer. Old documents come under
/// the names of new ones, too.
fn maybe_old(name: &str) -> bool {
    let kind = FileKind::of_name(name);
    !kind.is_some_and(|k| k.is_workbook() || matches!(k, FileKind::Pdf | FileKind::Picture))
}

fn convert_all(inputs: &[Input], old: &[(usize, FileKind)]) -> Result<Converted, Said> {
    let office = find_office().ok_or_else(|| {
        said!(
            "没有找到LibreOffice（soffice），无法转换旧格式；请安装LibreOffice后重试，或另存为.docx或.xlsx",
            "LibreOffice (soffice) was not found, so old formats cannot be converted; install it and try again, or save them as .docx or .xlsx"
        )
    })?;
    let trouble = |e: std::io::Error| {
        said!(
            "临时文件夹无法使用：{e}",
            "the temporary folder cannot be used: {e}"
        )
    };
    let folder = tempfile::Builder::new()
        .prefix("huibiao-")
        .tempdir()
        .map_err(trouble)?;
    let (from, to) = (folder.path().join("in"), folder.path().join("out"));
    fs::create_dir(&from)
        .and_then(|()| fs::create_dir(&to))
        .map_err(trouble)?;
    let mut files: Vec<(usize, PathBuf, PathBuf, Recipe)> = Vec::new();
    for &(i, kind) in old {
        let Ok(bytes) = inputs[i].bytes() else {
            continue;
        };
        let recipe = Recipe::of(kind);
        let path = from.join(format!("f{i}.{}", recipe.from));
        fs::write(&path, bytes).map_err(trouble)?;
        files.push((i, path, to.join(format!("f{i}.{}", recipe.to)), recipe));
    }
    let profile = folder.path().join("profile");
    // One call for all that are converted alike.
    let alike = |recipe: &Recipe| (recipe.to, recipe.reader);
    let mut done = Vec::new();
    for (.., recipe) in &files {
        if done.contains(&alike(recipe)) {
            continue;
        }
        done.push(alike(recipe));
        let part: Vec<&Path> = files
            .iter()
            .filter(|f| alike(&f.3) == alike(recipe))
            .map(|f| f.1.as_path())
            .collect();
        run(&office, &profile, &to, &part, recipe)?;
    }
    let files = files
        .into_iter()
        .map(|(i, _, made, recipe)| {
            let end = recipe.to;
            let came = if made.is_file() {
                Ok(made)
            } else {
                Err(said!(
                    "LibreOffice没能转换这个文件；请用Office或WPS打开后另存为.{end}",
                    "LibreOffice could not convert this file; open it in Office and save it as .{end}"
                ))
            };
            (i, came)
        })
        .collect();
    Ok(Converted {
        files,
        _folder: Some(folder),
    })
}

/// LibreOffice: on the path, or where its installer puts it, which is on no path on Windows and
/// macOS.
fn find_office() -> Option<PathBuf> {
    let names = match cfg!(windows) {
        true => ["soffice.com", "soffice.exe"],
        false => ["soffice", "libreoffice"],
    };
    let path = std::env::var_os("PATH").unwrap_or_default();
    let programs = ["ProgramFiles", "ProgramFiles(x86)"]
        .into_iter()
        .filter_map(std::env::var_os)
        .map(|folder| Path::new(&folder).join("LibreOffice").join("program"));
    std::env::split_paths(&path)
        .chain(programs)
        .chain([PathBuf::from(
            "/Applications/LibreOffice.app/Contents/MacOS",
        )])
        .flat_map(|folder| names.map(|name| folder.join(name)))
        .find(|program| program.is_file())
}

/// A folder as LibreOffice wants it named: `file:///C:/Users/%E5%BC%A0`.
fn file_url(folder: &Path) -> String {
    let name = folder.to_string_lossy();
    let name = match cfg!(windows) {
        true => format!("/{}", name.replace('\\', "/")),
        false => name.into_owned(),
    };
    let mut url = String::from("file://");
    for byte in name.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b':' | b'-' | b'_' | b'.' | b'~' => {
                url.push(char::from(byte));
            }
            _ => url.push_str(&format!("%{byte:02X}")),
        }
    }
    url
}

fn run(
    office: &Path,
    profile: &Path,
    to: &Path,
    files: &[&Path],
    recipe: &Recipe,
) -> Result<(), Said> {
    let trouble = |e: std::io::Error| {
        said!(
            "LibreOffice无法启动：{e}",
            "LibreOffice cannot be started: {e}"
        )
    };
    let mut command = Command::new(office);
    command
        .arg(format!("-env:UserInstallation={}", file_url(profile)))
        .args([
            "--headless",
            "--norestore",
            "--nolockcheck",
            "--nodefault",
            "--nofirststartwizard",
        ]);
    if let Some(reader) = recipe.reader {
        command.arg(format!("--infilter={reader}"));
    }
    command
        .arg("--convert-to")
        .arg(format!("{}:{}", recipe.to, recipe.filter))
        .arg("--outdir")
        .arg(to)
        .args(files);
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    let mut child = command.spawn().map_err(trouble)?;
    let end = Instant::now() + START + EACH * files.len() as u32;
    loop {
        match child.try_wait() {
            Ok(Some(_)) => return Ok(()),
            Ok(None) if Instant::now() < end => std::thread::sleep(Duration::from_millis(50)),
            Ok(None) => {
                stop(&mut child);
                return Err(said!(
                    "LibreOffice超过时限，没能完成转换",
                    "LibreOffice took too long to convert the documents"
                ));
            }
            Err(e) => {
                stop(&mut child);
                return Err(trouble(e));
            }
        }
    }
}

/// Ends LibreOffice with the processes that it started.
fn stop(child: &mut Child) {
    #[cfg(unix)]
    if let Some(group) = i32::try_from(child.id())
        .ok()
        .and_then(rustix::process::Pid::from_raw)
    {
        let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
    }
    // There LibreOffice is a starter and the office itself, which has no group.
    #[cfg(windows)]
    {
        let id = child.id().to_string();
        let _ = Command::new("taskkill")
            .args(["/T", "/F", "/PID", &id])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
    }
    let _ = child.kill();
    let _ = child.wait();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn a_folder_of_any_name_is_named_as_a_url() {
        let folder = Path::new("/tmp/张 三#1");
        assert_eq!(file_url(folder), "file:///tmp/%E5%BC%A0%20%E4%B8%89%231");
    }

    #[cfg(windows)]
    #[test]
    fn a_folder_of_any_name_is_named_as_a_url() {
        let folder = Path::new("C:\\Users\\张 三");
        assert_eq!(file_url(folder), "file:///C:/Users/%E5%BC%A0%20%E4%B8%89");
    }
}
