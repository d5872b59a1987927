//! Names of files that any system can have, made of names that came from outside.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use unicode_normalization::UnicodeNormalization;

use crate::text::visible::is_command;

/// The longest name of a file or folder, in bytes: most systems allow 255, some fewer for names in
/// other letters, and what is written beside it first has a longer one.
const LONGEST: usize = 150;
/// The most folders below one another that are made of a name.
const DEEPEST: usize = 16;

/// A relative path without what leads elsewhere (`..`, a root, a drive) and without the names and
/// characters that a file cannot have on some system: what is written here is often sent to or
/// kept on Windows. Names that are too long are cut, and of too many folders the last are kept.
pub(crate) fn safe_path(name: &str) -> PathBuf {
    let steps = name.split(['/', '\\']).map(str::trim);
    let steps = steps.filter(|step| !step.chars().all(|c| c == '.'));
    let steps: Vec<String> = steps.map(safe_name).collect();
    match steps.is_empty() {
        true => "_".into(),
        false => steps[steps.len().saturating_sub(DEEPEST)..]
            .iter()
            .collect(),
    }
}

fn safe_name(step: &str) -> String {
    // Windows drops dots and spaces at a name's end.
    let step = step.trim_end_matches(['.', ' ']);
    let mut name: String = step
        .chars()
        .map(|c| match c {
            '<' | '>' | ':' | '"' | '|' | '?' | '*' | '\n' | '\t' => '_',
            c if is_command(c) => '_',
            c => c,
        })
        .collect();
    if name.len() > LONGEST {
        let end = name.rfind('.').filter(|at| name.len() - at <= 16);
        let end = end.map_or(String::new(), |at| name[at..].to_owned());
        name.truncate(name.floor_char_boundary(LONGEST - end.len()));
        name = format!("{}{end}", name.trim_end_matches(['.', ' ']));
    }
    let stem = name.split('.').next().unwrap_or_default();
    if is_device(stem) {
        let at = stem.len();
        name.insert(at, '_');
    }
    name
}

/// The names that were given to files below a folder. No two of them are one file on a disk of
/// another system, and none is the folder of another.
#[derive(Debug, Default)]
pub(crate) struct Given {
    /// The folder that they are for: what stands in it counts too.
    root: Option<PathBuf>,
    /// What each is on the disk that tells the fewest apart.
    files: HashSet<String>,
    folders: HashSet<String>,
}

impl Given {
    /// Names below this folder. An archive that lies there is no folder that can be written to.
    pub(crate) fn within(root: &Path) -> Given {
        Given {
            root: Some(root.to_owned()),
            ..Given::default()
        }
    }

    fn is_folder(&self, path: &Path) -> bool {
        self.root
            .as_ref()
            .is_some_and(|root| root.join(path).is_dir())
    }

    fn is_file(&self, path: &Path) -> bool {
        self.files.contains(&folded(path))
            || self
                .root
                .as_ref()
                .is_some_and(|root| root.join(path).is_file())
    }

    /// The first of some paths that is free, and takes it. Folders that are called like a file get
    /// a number.
    pub(crate) fn first_free(&mut self, candidates: impl Iterator<Item = PathBuf>) -> PathBuf {
        for path in candidates {
            let path = self.below_free_folders(&path);
            let folded = folded(&path);
            let is_folder = self.folders.contains(&folded) || self.is_folder(&path);
            if !is_folder && self.files.insert(folded) {
                for folder in path.ancestors().skip(1) {
                    self.folders.insert(self::folded(folder));
                }
                return path;
            }
        }
        PathBuf::new()
    }

    fn below_free_folders(&self, path: &Path) -> PathBuf {
        let mut out = PathBuf::new();
        let steps: Vec<_> = path.iter().collect();
        for (i, step) in steps.iter().enumerate() {
            let plain = out.join(step);
            if i + 1 == steps.len() || !self.is_file(&plain) {
                out = plain;
                continue;
            }
            let step = step.to_string_lossy();
            let numbered = (2..).map(|n| out.join(format!("{step}-{n}")));
            let mut numbered = numbered.filter(|folder| !self.is_file(folder));
            out = numbered.next().unwrap_or(plain);
        }
        out
    }
}

/// A path as a disk takes it that tells neither cases nor forms of a letter apart (macOS, Windows).
fn folded(path: &Path) -> String {
    let composed: String = path.to_string_lossy().nfkc().collect();
    // By way of capitals: ß is SS.
    composed.to_uppercase().to_lowercase()
}

/// The names that Windows keeps for devices, whatever their extension.
fn is_device(stem: &str) -> bool {
    let stem = stem.trim_end().to_ascii_uppercase();
    let numbered = |kind: &str| {
        stem.strip_prefix(kind)
            .is_some_and(|n| matches!(n.as_bytes(), [b'1'..=b'9']))
    };
    matches!(stem.as_str(), "CON" | "PRN" | "AUX" | "NUL") || numbered("COM") || numbered("LPT")
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn a_name_from_outside_becomes_one_that_any_system_has() {
        for (name, safe) in [
            ("化学学院.docx", "化学学院.docx"),
            ("回收.zip/物理/表.v2.docx", "回收.zip/物理/表.v2.docx"),
            ("../../etc/x:y.docx", "etc/x_y.docx"),
            ("C:\\Users\\a.docx", "C_/Users/a.docx"),
            ("物理. /con.docx", "物理/con_.docx"),
            ("com1", "com1_"),
            ("community.docx", "community.docx"),
            ("/", "_"),
            ("a\0b\u{202e}c\n.docx", "a_b_c_.docx"),
        ] {
            assert_eq!(safe_path(name), Path::new(safe), "{name}");
        }
        let long = safe_path(&format!("{}.docx", "长".repeat(1_000)));
        assert!(long.as_os_str().len() <= LONGEST && long.extension().is_some_and(|e| e == "docx"));
        let deep = safe_path(&"a/".repeat(3_000));
        assert_eq!(deep.iter().count(), DEEPEST);
    }

    #[test]
    fn no_two_names_are_one_file_on_any_disk() {
        let mut given = Given::default();
        let mut name = |path: &str| {
            let path = PathBuf::from(path);
            let numbered = (2..).map(|n| PathBuf::from(format!("{}-{n}", path.display())));
            let given = given.first_free([path.clone()].into_iter().chain(numbered));
            given.display().to_string()
        };
        assert_eq!(name("é"), "é");
        assert_eq!(name("e\u{301}"), "e\u{301}-2");
        assert_eq!(name("É"), "É-3");
        assert_eq!(name("straße"), "straße");
        assert_eq!(name("STRASSE"), "STRASSE-2");
        // A file where a folder is, and a folder where a file is.
        assert_eq!(name("乙/丙"), "乙/丙");
        assert_eq!(name("乙"), "乙-2");
        assert_eq!(name("é/丁"), "é-4/丁");
    }
}
