//! Any bytes as a file: what it is, and if it is a package, what it says.
#![no_main]

use huibiao::text::lang::Lang;
use office::FileKind;
use office::package::Package;
use office::word;
use huibiao::text::Worded as _;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let kind = FileKind::of_bytes(bytes);
    assert!(!kind.said().get(Lang::Zh).is_empty());
    match Package::open(bytes) {
        Ok(package) => {
            if let Err(error) = word::read(&package) {
                assert!(!error.said().get(Lang::Zh).is_empty());
            }
        }
        Err(error) => assert!(!error.said().get(Lang::En).is_empty()),
    }
});
