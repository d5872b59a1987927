//! Cases that the office may decide, and the hashes by which they are known.

use super::Receipt;
use super::content::hex;
use crate::survey::decisions::{Case, Kind};

/// The case of whose a file is.
pub(super) fn whose_case(receipt: &Receipt) -> Case {
    let kind = match receipt.is_workbook {
        true => Kind::Workbook,
        false => Kind::Version,
    };
    Case {
        may_all_count: true,
        ..case(kind, "whose", [receipt])
    }
}

/// A case, with the hash by which it is known: of the same files it is the same wherever they lie. A
/// file that another one is put in the place of makes it another case.
pub(super) fn case<'r>(
    kind: Kind,
    about: &str,
    files: impl IntoIterator<Item = &'r Receipt>,
) -> Case {
    use sha2::Digest;
    let files: Vec<&Receipt> = files.into_iter().collect();
    let of = |r: &&Receipt| match r.sha256.is_empty() {
        true => r.file.to_string(),
        false => r.sha256.to_string(),
    };
    let mut hashes: Vec<String> = files.iter().map(of).collect();
    hashes.sort();
    let hash = sha2::Sha256::digest(format!("{about}\n{}", hashes.join("\n")));
    let mut hash = hex(&hash);
    hash.truncate(CASE);
    Case {
        hash,
        kind,
        files: (files.iter())
            .map(|r| (r.file.to_string(), r.sha256.to_string()))
            .collect(),
        units: Vec::new(),
        may_all_count: false,
    }
}

/// So many digits tell the cases of a survey apart, and can be typed.
pub(crate) const CASE: usize = 12;

/// The case of a file that is gone from its folder.
pub(super) fn gone_case(receipt: &Receipt) -> Case {
    let kind = match receipt.is_workbook {
        true => Kind::Workbook,
        false => Kind::Version,
    };
    case(kind, "gone", [receipt])
}
