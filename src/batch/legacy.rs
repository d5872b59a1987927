//! Old documents (.doc, RTF, HTML, OpenDocument) turned into .docx by LibreOffice, where it is
//! installed: one call for a whole batch, a profile of its own, a time limit, nothing left behind.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use rayon::prelude::*;
use tempfile::TempDir;

use crate::batch::{Input, Memory, Progress};
use crate::lang::Said;
use crate::package::{Kind, sniff};
use crate::reading::{extension, needs_office, sha256};
use crate::said;

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
    /// The .docx made of an input, or why there is none; `None` where it needed no conversion.
    pub fn get(&self, input: usize) -> Option<&Result<PathBuf, Said>> {
        self.files.get(&input)
    }
}

/// Converts those inputs that need it and are not known from earlier runs.
pub fn convert(inputs: &[Input], progress: &dyn Progress, memory: &dyn Memory) -> Converted {
    let old: Vec<(usize, Kind)> = inputs
        .par_iter()
        .enumerate()
        .filter(|(_, input)| maybe_old(&input.name))
        .filter_map(|(i, input)| {
            let bytes = input.bytes().ok()?;
            let kind = sniff(&bytes);
            let known = || memory.knows(&input.name, &sha256(&bytes));
            (needs_office(kind) && !known()).then_some((i, kind))
        })
        .collect();
    if old.is_empty() {
        return Converted::default();
    }
    progress.converting(old.len());
    match convert_all(inputs, &old) {
        Ok(converted) => converted,
        Err(why) => Converted {
            files: old
                .into_iter()
                .map(|(i, _)| (i, Err(why.clone())))
                .collect(),
            _folder: None,
        },
    }
}

/// Files whose name does not already say that they are something newer.
fn maybe_old(name: &str) -> bool {
    !matches!(
        extension(name).as_str(),
        "xlsx"
            | "xlsm"
            | "xls"
            | "ods"
            | "csv"
            | "docx"
            | "docm"
            | "dotx"
            | "dotm"
            | "pdf"
            | "png"
            | "jpg"
            | "jpeg"
    ) || matches!(extension(name).as_str(), "docx")
}

fn convert_all(inputs: &[Input], old: &[(usize, Kind)]) -> Result<Converted, Said> {
    let office = find_office().ok_or_else(|| {
        said!(
            "没有找到LibreOffice（soffice），无法读取旧版文档；请安装LibreOffice后重试，或另存为.docx",
            "LibreOffice (soffice) was not found, so old documents cannot be read; install it and try again, or save them as .docx"
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
    let mut files: Vec<(usize, PathBuf, PathBuf, bool)> = Vec::new();
    for &(i, kind) in old {
        let Ok(bytes) = inputs[i].bytes() else {
            continue;
        };
        let html = kind == Kind::Html;
        let end = match kind {
            Kind::Rtf => "rtf",
            Kind::Html => "html",
            Kind::OpenText => "odt",
            Kind::WordXml => "xml",
            _ => "doc",
        };
        let path = from.join(format!("f{i}.{end}"));
        fs::write(&path, bytes).map_err(trouble)?;
        files.push((i, path, to.join(format!("f{i}.docx")), html));
    }
    let profile = folder.path().join("profile");
    for html in [false, true] {
        let part: Vec<&Path> = files
            .iter()
            .filter(|f| f.3 == html)
            .map(|f| f.1.as_path())
            .collect();
        if !part.is_empty() {
            run(&office, &profile, &to, &part, html)?;
        }
    }
    let files = files
        .into_iter()
        .map(|(i, _, made, _)| {
            let came = if made.is_file() {
                Ok(made)
            } else {
                Err(said!(
                    "LibreOffice没能转换这个文件；请用Word打开后另存为.docx",
                    "LibreOffice could not convert this file; open it in Word and save it as .docx"
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

fn find_office() -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let names = ["soffice", "libreoffice", "soffice.exe", "soffice.com"];
    std::env::split_paths(&path)
        .flat_map(|dir| names.map(|n| dir.join(n)))
        .find(|p| p.is_file())
}

fn run(office: &Path, profile: &Path, to: &Path, files: &[&Path], html: bool) -> Result<(), Said> {
    let trouble = |e: std::io::Error| {
        said!(
            "LibreOffice无法启动：{e}",
            "LibreOffice cannot be started: {e}"
        )
    };
    let mut command = Command::new(office);
    command
        .arg(format!(
            "-env:UserInstallation=file://{}",
            profile.display()
        ))
        .args([
            "--headless",
            "--norestore",
            "--nolockcheck",
            "--nodefault",
            "--nofirststartwizard",
        ]);
    if html {
        command.arg("--infilter=HTML (StarWriter)");
    }
    command
        .args(["--convert-to", "docx:MS Word 2007 XML", "--outdir"])
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
    let _ = child.kill();
    let _ = child.wait();
}
