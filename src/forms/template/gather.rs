//! The templates that a person names: files, and folders of them.

use std::path::{Path, PathBuf};

use super::Template;
use crate::given;
use crate::read::Reader;
use crate::said;
use crate::text::Worded as _;
use crate::text::lang::Said;
use crate::text::of_system;

/// No template is larger, in bytes.
const LARGEST: u64 = 128 << 20;

/// Opens the templates at these paths: workbooks, or folders of them (not what lies below).
///
/// # Errors
/// When one of them cannot be used, or there is none: then nothing should be written at all.
pub fn open_all(paths: &[PathBuf], reader: &Reader) -> Result<Vec<Template>, Said> {
    let mut files: Vec<PathBuf> = Vec::new();
    for path in paths {
        let shown = path.display();
        let trouble = |e: std::io::Error| {
            let Said { zh, en } = of_system(&e);
            said!(
                "无法打开模板 {shown}：{zh}",
                "the template {shown} cannot be opened: {en}"
            )
        };
        if path.is_dir() {
            let mut inside: Vec<PathBuf> = std::fs::read_dir(path)
                .and_then(|entries| entries.map(|e| e.map(|e| e.path())).collect())
                .map_err(trouble)?;
            inside.retain(|file| is_template(file));
            inside.sort();
            if inside.is_empty() {
                return Err(said!(
                    "文件夹 {shown} 里没有 .xlsx 模板",
                    "the folder {shown} holds no .xlsx template"
                ));
            }
            files.extend(inside);
        } else {
            files.push(path.clone());
        }
    }
    let mut templates: Vec<Template> = Vec::new();
    for file in files {
        let name = file
            .file_name()
            .map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        let named = |why: Said| {
            let shown = file.display();
            Said {
                zh: format!("模板 {shown}：{}", why.zh),
                en: format!("template {shown}: {}", why.en),
            }
        };
        if templates.iter().any(|other| other.name == name) {
            return Err(named(said!(
                "有两个模板同名，写出时会互相覆盖",
                "another template has this name, and one would be written over the other"
            )));
        }
        let bytes = given::read(&file, LARGEST).map_err(|e| named(of_system(&e)))?;
        let template = Template::open(&name, bytes, reader);
        templates.push(template.map_err(|e| named(e.said()))?);
    }
    Ok(templates)
}

fn is_template(file: &Path) -> bool {
    let name = file
        .file_name()
        .map_or_else(String::new, |name| name.to_string_lossy().to_lowercase());
    file.is_file()
        && !name.starts_with("~$")
        && !name.starts_with('.')
        && [".xlsx", ".xlsm"].iter().any(|end| name.ends_with(end))
}
