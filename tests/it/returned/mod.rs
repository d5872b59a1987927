//! Returned files read as a user has them read: the samples, their mistakes, the command line,
//! files that mean harm.

mod cli;
mod company;
mod hostile;
mod ledger;
mod legacy;
mod lines;
mod marks;
mod mistakes;
mod mutated;
mod no_record;
mod other_edition;
mod paper;
mod readme;
mod samples;
mod sheets;
mod slips;
mod unseen;

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use huibiao::batch::{Silent, gather, read_all};
use huibiao::mapping::bundled;
use huibiao::model::finding::Finding;
use huibiao::model::submission::Submission;
use huibiao::read::Reader;

/// A path below the crate's root.
pub fn at(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// A sample's bytes.
fn sample(name: &str) -> Vec<u8> {
    std::fs::read(at("samples").join(name)).unwrap()
}

/// Whether the finding's place is one that a person can go to: all that it counts begins at 1.
pub fn counts_from_one(finding: &Finding) -> bool {
    let place = serde_json::to_value(&finding.source).unwrap();
    let numbers = place.as_object().into_iter().flat_map(|p| p.values());
    numbers.filter_map(|n| n.as_u64()).all(|n| n > 0)
}

/// A reader for the 2025 edition, made once.
pub fn reader() -> &'static Reader {
    static READER: OnceLock<Reader> = OnceLock::new();
    READER.get_or_init(|| Reader::of_bundles(vec![bundled("hz-2025").unwrap()]).unwrap())
}

/// The submissions of a folder, as `convert` gives them.
fn submissions(folder: &Path) -> Vec<Submission> {
    let gathered = gather(&[folder.to_owned()]);
    let mut all = Vec::new();
    read_all(&gathered.inputs, reader(), &Silent, |submission| {
        all.push(submission);
        Ok::<(), huibiao::batch::SpoolError>(())
    })
    .unwrap();
    all
}

/// The samples' submissions, read once.
fn returned() -> &'static [Submission] {
    static RETURNED: OnceLock<Vec<Submission>> = OnceLock::new();
    RETURNED.get_or_init(|| submissions(&at("samples/returned")))
}
