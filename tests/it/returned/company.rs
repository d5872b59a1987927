//! What a form says does not depend on the forms that were read before it.

use std::sync::LazyLock;

use huibiao::mapping::{bundled, bundled_ids};
use huibiao::model::submission::Submission;
use huibiao::read::Reader;
use proptest::prelude::*;

use super::at;

fn fresh() -> Reader {
    let bundles = bundled_ids().map(|id| bundled(id).unwrap());
    Reader::of_bundles(bundles.collect()).unwrap()
}

/// Different forms, each with its submission as a reader gives it that has read nothing else.
static ALONE: LazyLock<Vec<(Vec<u8>, Submission)>> = LazyLock::new(|| {
    let files = [
        "tests/cases/d02-highlight-more-rows.docx",
        "tests/cases/d03-messy-values.docx",
        "tests/cases/d05-headings-sparse.docx",
        "tests/cases/d07-hostile-values.docx",
        "mappings/hz-2025/blank.xlsx",
    ];
    let read = |file: &str| {
        let bytes = std::fs::read(at(file)).unwrap();
        let submission = fresh().read(file.rsplit('/').next().unwrap(), &bytes);
        (bytes, submission)
    };
    files.into_iter().map(read).collect()
});

proptest! {
    #![proptest_config(ProptestConfig { cases: 3, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_form_says_the_same_alone_and_in_any_company(
        order in proptest::collection::vec(0..5usize, 4..8)
    ) {
        let reader = fresh();
        for which in order {
            let (bytes, alone) = &ALONE[which];
            let in_company = reader.read(&alone.source.file, bytes);
            prop_assert_eq!(
                serde_json::to_string(&in_company).unwrap(),
                serde_json::to_string(alone).unwrap()
            );
        }
    }
}
