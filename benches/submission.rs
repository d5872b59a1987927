//! A filled form from bytes to a submission, beside the floor: inflating its document part and
//! pulling bare XML events out of it. `cargo bench` prints both, and at the end the ratio.

#![allow(missing_docs, clippy::unwrap_used)]

use std::hint::black_box;
use std::io::{Cursor, Read};
use std::time::{Duration, Instant};

use criterion::{Criterion, Throughput, criterion_group};
use huibiao::mapping::bundled;
use huibiao::read::Reader;
use quick_xml::events::Event;
use zip::ZipArchive;

const FORMS: [(&str, &[u8]); 2] = [
    (
        "word",
        include_bytes!("../samples/returned/化学工程学院.docx"),
    ),
    (
        "libreoffice",
        include_bytes!("../samples/returned/外国语学院.docx"),
    ),
];

/// The document part, inflated.
fn inflate(form: &[u8]) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(form)).unwrap();
    let mut part = Vec::new();
    let mut file = archive.by_name("word/document.xml").unwrap();
    file.read_to_end(&mut part).unwrap();
    part
}

/// What no reader of the form can do without.
fn floor(form: &[u8]) -> usize {
    let part = inflate(form);
    let mut xml = quick_xml::Reader::from_reader(part.as_slice());
    let mut events = 0;
    while !matches!(xml.read_event().unwrap(), Event::Eof) {
        events += 1;
    }
    events
}

fn reader() -> Reader {
    Reader::of_bundles(vec![bundled("hz-2025").unwrap()]).unwrap()
}

fn forms(criterion: &mut Criterion) {
    let reader = reader();
    for (name, form) in FORMS {
        let mut group = criterion.benchmark_group(name);
        group.throughput(Throughput::Bytes(inflate(form).len() as u64));
        group.bench_function("submission", |b| {
            b.iter(|| reader.read("form.docx", black_box(form)))
        });
        group.bench_function("floor", |b| b.iter(|| floor(black_box(form))));
        group.finish();
    }
}

fn timed<T>(work: impl FnOnce() -> T) -> Duration {
    let start = Instant::now();
    black_box(work());
    start.elapsed()
}

/// The least time of many turns each, taken in turn, so that a busy machine weighs on both alike.
fn ratio(reader: &Reader, form: &[u8]) -> (Duration, Duration) {
    let (mut whole, mut least) = (Duration::MAX, Duration::MAX);
    for _ in 0..300 {
        whole = whole.min(timed(|| reader.read("form.docx", black_box(form))));
        least = least.min(timed(|| floor(black_box(form))));
    }
    (whole, least)
}

criterion_group!(benches, forms);

fn main() {
    // `cargo test --benches` runs this too, to see that it runs.
    if !std::env::args().any(|a| a == "--bench") {
        for (_, form) in FORMS {
            assert!(floor(form) > 0);
        }
        return;
    }
    benches();
    Criterion::default().configure_from_args().final_summary();
    let reader = reader();
    for (name, form) in FORMS {
        let (whole, least) = ratio(&reader, form);
        println!(
            "{name}: {} kB document.xml, submission {whole:.2?}, floor {least:.2?}, ratio {:.2}",
            inflate(form).len() / 1000,
            whole.as_secs_f64() / least.as_secs_f64()
        );
    }
}
