//! The surveys that were open last, on this machine, for this user.

use std::path::{Path, PathBuf};
use std::sync::Mutex;

/// So many are listed.
const MOST: usize = 8;

/// The list, kept in the user's own folder for settings.
#[derive(Debug)]
pub struct Recent {
    file: Option<PathBuf>,
    one: Mutex<()>,
}

impl Recent {
    /// Where this system keeps a user's settings.
    pub(super) fn of_this_user() -> Recent {
        let set = |name: &str| {
            let path = std::env::var_os(name).map(PathBuf::from);
            path.filter(|p| p.is_absolute())
        };
        let folder = match cfg!(windows) {
            true => set("APPDATA"),
            false => set("XDG_CONFIG_HOME").or_else(|| set("HOME").map(|h| h.join(".config"))),
        };
        Recent {
            file: folder.map(|f| f.join("huibiao").join("recent.txt")),
            one: Mutex::default(),
        }
    }

    /// The folders, the last one first; those that are gone are left out.
    pub fn folders(&self) -> Vec<PathBuf> {
        let text = self
            .file
            .as_ref()
            .and_then(|f| std::fs::read_to_string(f).ok());
        let text = text.unwrap_or_default();
        let folders = text.lines().map(PathBuf::from);
        folders.filter(|f| f.is_dir()).take(MOST).collect()
    }

    /// Puts a folder first. Where the list cannot be kept, there is none.
    pub(super) fn note(&self, folder: &Path) {
        let Some(file) = &self.file else { return };
        let _one = self.one.lock();
        let mut all = self.folders();
        all.retain(|f| f != folder);
        all.insert(0, folder.to_owned());
        let lines: Vec<String> = all.iter().map(|f| f.display().to_string()).collect();
        if let Some(parent) = file.parent() {
            let _ = std::fs::create_dir_all(parent);
        }
        let _ = std::fs::write(file, lines.join("\n"));
    }
}
