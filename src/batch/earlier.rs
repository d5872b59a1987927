//! Outputs of an earlier run that lie among returned files: they are no returned files themselves.
//!
//! A folder is known for a run's by what only a run writes: the line of a submission, or the mark
//! in a workbook's properties. Of such a folder only the files that a run writes are passed over;
//! a returned form beside them is read.

use std::collections::HashMap;
use std::io::Read;
use std::path::{Path, PathBuf};

use crate::given;
use crate::model::submission::{CREATOR, SCHEMA};

/// What a run writes as workbooks and pages.
const FILES: [&str; 3] = ["combined.xlsx", "findings.xlsx", "report.html"];
/// Folders that a run writes.
const FOLDERS: [&str; 2] = ["import", "csv"];

/// What is known of the folders that were looked at.
#[derive(Debug, Default)]
pub(super) struct Earlier {
    runs: HashMap<PathBuf, bool>,
}

impl Earlier {
    /// The folder of the run that wrote this file, if one did.
    pub(super) fn run_of<'p>(&mut self, file: &'p Path) -> Option<&'p Path> {
        let folder = file.parent()?;
        let name = file.file_name()?.to_str()?;
        if FILES.contains(&name) && self.is_run(folder) {
            return Some(folder);
        }
        let above = folder.parent()?;
        let inside = folder.file_name()?.to_str()?;
        (FOLDERS.contains(&inside) && self.is_run(above)).then_some(above)
    }

    fn is_run(&mut self, folder: &Path) -> bool {
        if let Some(known) = self.runs.get(folder) {
            return *known;
        }
        let is = begins_with_submission(&folder.join("submissions.jsonl"))
            || is_marked(&folder.join("combined.xlsx"));
        self.runs.insert(folder.to_owned(), is);
        is
    }
}

/// The first line is a submission's.
fn begins_with_submission(path: &Path) -> bool {
    let mut start = Vec::new();
    let read = given::open(path).and_then(|f| f.take(256).read_to_end(&mut start));
    read.is_ok() && String::from_utf8_lossy(&start).contains(&format!("\"{SCHEMA}\""))
}

/// The workbook names this program as its creator.
fn is_marked(path: &Path) -> bool {
    let Ok(mut archive) = given::open(path).map(zip::ZipArchive::new) else {
        return false;
    };
    let Ok(archive) = &mut archive else {
        return false;
    };
    let mut text = String::new();
    archive
        .by_name("docProps/core.xml")
        .is_ok_and(|part| part.take(1 << 16).read_to_string(&mut text).is_ok())
        && text.contains(&format!(">{CREATOR}</dc:creator>"))
}
