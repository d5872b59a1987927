//! Names of files that any system can have, made of names that came from outside.

use std::path::PathBuf;

/// A relative path without what leads elsewhere (`..`, a root, a drive) and without the names and
/// characters that a file cannot have on some system: what is written here is often sent to or
/// kept on Windows.
pub(crate) fn safe_path(name: &str) -> PathBuf {
    let steps = name.split(['/', '\\']).map(str::trim);
    let steps = steps.filter(|step| !step.chars().all(|c| c == '.'));
    let path: PathBuf = steps.map(safe_name).collect();
    if path.as_os_str().is_empty() {
        "_".into()
    } else {
        path
    }
}

fn safe_name(step: &str) -> String {
    // Windows drops dots and spaces at a name's end.
    let step = step.trim_end_matches(['.', ' ']);
    let mut name: String = step
        .chars()
        .map(|c| match c {
            '<' | '>' | ':' | '"' | '|' | '?' | '*' | '\0'..='\x1f' => '_',
            c => c,
        })
        .collect();
    let stem = name.split('.').next().unwrap_or_default();
    if is_device(stem) {
        let at = stem.len();
        name.insert(at, '_');
    }
    name
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
        ] {
            assert_eq!(safe_path(name), Path::new(safe), "{name}");
        }
    }
}
