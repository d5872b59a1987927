//! What a file and a folder are called.

use crate::text::key::key;

/// A file's name without folders and extension.
pub(super) fn stem(file: &str) -> &str {
    let name = file.rsplit('/').next().unwrap_or(file);
    name.rsplit_once('.').map_or(name, |n| n.0)
}

/// The key of a file's name without the number that a file manager gives a copy.
pub(super) fn plain_stem(file: &str) -> String {
    let stem = stem(file).trim_end();
    let copy = |s: &str| -> Option<usize> {
        let open = s.rfind(['(', '（'])?;
        let inner = s[open..].trim_matches(['(', ')', '（', '）']);
        (!inner.is_empty() && inner.chars().all(|c| c.is_ascii_digit())).then_some(open)
    };
    let plain = match stem.ends_with([')', '）']) {
        true => copy(stem).map_or(stem, |at| &stem[..at]),
        false => stem,
    };
    let plain = plain
        .trim_end()
        .trim_end_matches("副本")
        .trim_end_matches([' ', '-']);
    key(plain)
}

/// A folder's name; an archive's without its extension.
pub(super) fn without_archive(step: &str) -> &str {
    match office::FileKind::of_name(step) {
        Some(_) => stem(step),
        None => step,
    }
}
