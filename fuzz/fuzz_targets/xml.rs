//! Our XML reader against quick-xml: whatever both read, they read alike.
#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../../crates/office/tests/readers/xml/events.rs"]
mod events;

fuzz_target!(|text: &str| {
    if let (Ok(own), Some(theirs)) = (events::ours(text), events::quick(text)) {
        assert_eq!(own, theirs);
    }
});
