//! What reading a filled form costs, beside the floor: to inflate its main part and to pull every
//! event of it out of a bare quick-xml reader.
#![allow(missing_docs)]

mod form;

use std::hint::black_box;
use std::io::{Cursor, Read};
use std::time::{Duration, Instant};

use criterion::Criterion;
use office::package::Package;
use office::{word, xml};
use zip::ZipArchive;

/// Inflates the main part and pulls every event out of it, doing nothing with them.
fn floor(file: &[u8]) -> usize {
    let part = inflate(file);
    let text = std::str::from_utf8(&part).expect("UTF-8");
    let mut reader = quick_xml::Reader::from_str(text);
    let mut events = 0;
    loop {
        match reader.read_event().expect("well-formed") {
            quick_xml::events::Event::Eof => return events,
            event => {
                black_box(&event);
                events += 1;
            }
        }
    }
}

fn inflate(file: &[u8]) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(file)).expect("a package");
    let mut part = archive.by_name("word/document.xml").expect("the main part");
    let mut bytes = Vec::with_capacity(part.size() as usize);
    part.read_to_end(&mut bytes).expect("its bytes");
    bytes
}

/// Our own tokenizer over the same part.
fn tokens(part: &[u8]) -> usize {
    let mut reader = xml::Reader::new(part);
    let mut tokens = 0;
    while !matches!(
        black_box(reader.token().expect("well-formed")),
        xml::Token::Eof
    ) {
        tokens += 1;
    }
    tokens
}

fn read(file: &[u8]) -> office::paper::Paper {
    word::read(&Package::open(file).expect("a package")).expect("a document")
}

/// The median time of each of `works`, taken in turns so that whatever else the machine does
/// falls on all of them alike.
fn medians<const N: usize>(works: [&dyn Fn(); N]) -> [Duration; N] {
    let mut times: [Vec<Duration>; N] = std::array::from_fn(|_| Vec::new());
    for _ in 0..301 {
        for (work, times) in works.iter().zip(&mut times) {
            let start = Instant::now();
            work();
            times.push(start.elapsed());
        }
    }
    times.map(|mut times| {
        times.sort();
        times[times.len() / 2]
    })
}

fn main() {
    let file = form::filled();
    let part = inflate(&file);
    let mut criterion = Criterion::default().configure_from_args();
    let mut group = criterion.benchmark_group("reading");
    group.bench_function("inflate", |b| b.iter(|| inflate(&file)));
    group.bench_function("floor", |b| b.iter(|| floor(&file)));
    group.bench_function("tokens", |b| b.iter(|| tokens(&part)));
    group.bench_function("paper", |b| b.iter(|| read(&file)));
    group.finish();
    criterion.final_summary();

    let [floor, paper] = medians([
        &|| {
            black_box(floor(&file));
        },
        &|| drop(black_box(read(&file))),
    ]);
    println!(
        "document.xml {} kB: floor {} µs, bytes to paper {} µs, ratio {:.2}",
        part.len() / 1000,
        floor.as_micros(),
        paper.as_micros(),
        paper.as_secs_f64() / floor.as_secs_f64()
    );
}
