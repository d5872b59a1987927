//! A filled form drawn: reading it with the places of its values kept, beside reading it alone, and
//! then the drawing. `cargo bench --bench drawing` prints each.

#![allow(missing_docs, clippy::unwrap_used)]

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use huibiao::Lang;
use huibiao::mapping::bundled;
use huibiao::read::Reader;
use huibiao::report::draw::{Settings, draw, paper, pins};

const FORMS: [(&str, &[u8]); 2] = [
    (
        "form.docx",
        include_bytes!("../samples/returned/化学工程学院.docx"),
    ),
    (
        "sheets.xlsx",
        include_bytes!("../samples/returned/材料学院（子表）.xlsx"),
    ),
];

fn drawing(criterion: &mut Criterion) {
    let reader = Reader::of_bundles(vec![bundled("hz-2025").unwrap()]).unwrap();
    for (name, form) in FORMS {
        let mut group = criterion.benchmark_group(name);
        group.bench_function("read", |b| b.iter(|| reader.read(name, black_box(form))));
        group.bench_function("trace", |b| b.iter(|| reader.trace(name, black_box(form))));
        let traced = reader.trace(name, form);
        group.bench_function("draw", |b| b.iter(|| paper(black_box(&traced), Lang::Zh)));
        group.bench_function("compact", |b| {
            b.iter(|| {
                let settings = Settings {
                    pins: pins(&traced.submission.findings, Lang::Zh, ""),
                    compact: true,
                    ..Settings::default()
                };
                draw(black_box(&traced), &settings)
            })
        });
        group.finish();
    }
}

criterion_group!(benches, drawing);
criterion_main!(benches);
