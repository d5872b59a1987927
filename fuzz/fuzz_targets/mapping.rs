//! Any text as a file of an edition: it loads and can be read with, or is told what is wrong, at a
//! place that is in the text.
#![no_main]

use huibiao::text::lang::Lang;
use huibiao::mapping::{SourceFile, codebook_csv, load};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let file = SourceFile {
        name: "edition.toml".to_owned(),
        text: text.to_owned().into(),
    };
    match load([file]) {
        Ok(mapping) => {
            assert!(codebook_csv(&mapping).starts_with("table,"));
        }
        Err(error) => {
            assert!(!error.problems().is_empty());
            for lang in [Lang::Zh, Lang::En] {
                assert!(!error.render(lang, false).is_empty());
            }
        }
    }
});
