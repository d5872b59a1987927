//! Our XML reader against others: it reads what is well-formed, as quick-xml does, and nothing else.
#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../../crates/office/tests/readers/xml/events.rs"]
mod events;

fuzz_target!(|text: &str| {
    events::agree(text);
});
