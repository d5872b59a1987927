//! Any bytes as a Word 97–2003 document, or as the streams of one: what is read keeps the promises
//! of the paper model.
//!
//! An even first byte: the rest is a whole file. An odd one: two lengths of 16 bits, of
//! `WordDocument` and of the table stream; what follows them is the `Data` stream.
#![no_main]

use std::io::{Cursor, Write};

use libfuzzer_sys::fuzz_target;
use office::doc;

#[path = "../promises.rs"]
mod promises;

fuzz_target!(|bytes: &[u8]| {
    let Some((pick, rest)) = bytes.split_first() else {
        return;
    };
    let file = match pick % 2 {
        0 => rest.to_vec(),
        _ => container(rest),
    };
    match doc::read(&file) {
        Ok(paper) => promises::check(&paper),
        Err(error) => assert!(!error.to_string().is_empty()),
    }
});

fn container(bytes: &[u8]) -> Vec<u8> {
    let (document, rest) = part(bytes);
    let (table, data) = part(rest);
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    for (name, content) in [("WordDocument", document), ("1Table", table), ("Data", data)] {
        let mut stream = file.create_stream(name).unwrap();
        stream.write_all(content).unwrap();
        stream.flush().unwrap();
    }
    file.into_inner().into_inner()
}

/// A part with its length of 16 bits in front, and what follows it.
fn part(bytes: &[u8]) -> (&[u8], &[u8]) {
    match bytes {
        [low, high, rest @ ..] => {
            let len = usize::from(u16::from_le_bytes([*low, *high]));
            rest.split_at(len.min(rest.len()))
        }
        _ => (&[], &[]),
    }
}
