//! The papers of a report's units, drawn, each finding with its place on one.

use std::collections::HashMap;

use super::model::{Problem, Report, UnitReport};
use crate::read::{Reader, needs_office};
use crate::report::draw::{Pin, Settings, draw};
use crate::said;
use crate::text::lang::{Lang, Said};

/// More bytes of papers are in no page: what many mail servers take at once is less, and browsers
/// become slow with more.
const MOST: usize = 48 << 20;

/// The drawn papers of a report's units.
#[derive(Debug, Default)]
pub struct Papers {
    units: Vec<OfUnit>,
}

/// The papers of one unit.
#[derive(Debug, Default)]
pub(super) struct OfUnit {
    /// Its form and its further files.
    pub(super) sheets: Vec<Sheet>,
    /// For each of its findings the element that it points at.
    pub(super) pinned: Vec<Option<String>>,
}

/// A file's paper.
#[derive(Debug)]
pub(super) struct Sheet {
    /// The file.
    pub(super) file: String,
    /// The drawing, or why there is none.
    pub(super) drawn: Result<String, String>,
}

impl Papers {
    /// Draws the papers of all units; `bytes` gives the content of a file by its name, or says why
    /// it cannot be had.
    pub fn of(
        report: &Report,
        reader: &Reader,
        bytes: impl Fn(&str) -> Result<Vec<u8>, Said>,
    ) -> Papers {
        let mut left = MOST;
        let units = report.units.iter().enumerate();
        let units = units.map(|(n, unit)| {
            let mut of_unit = OfUnit {
                sheets: Vec::new(),
                pinned: vec![None; unit.findings.len()],
            };
            let files = std::iter::once(&unit.file).chain(&unit.attachments);
            for (k, file) in files.enumerate() {
                let prefix = match k {
                    0 => format!("u{}-", n + 1),
                    k => format!("u{}a{k}-", n + 1),
                };
                let drawn = match left {
                    0 => Err(too_much()),
                    _ => bytes(file).and_then(|bytes| {
                        let at = (n + 1, k, prefix.as_str());
                        sheet(
                            unit,
                            file,
                            &bytes,
                            reader,
                            report.lang,
                            at,
                            &mut of_unit.pinned,
                        )
                    }),
                };
                left = left.saturating_sub(drawn.as_ref().map_or(0, String::len));
                of_unit.sheets.push(Sheet {
                    file: file.clone(),
                    drawn: drawn.map_err(|why| why.get(report.lang).to_owned()),
                });
            }
            of_unit
        });
        Papers {
            units: units.collect(),
        }
    }

    /// There are none.
    pub(super) fn is_empty(&self) -> bool {
        self.units.is_empty()
    }

    /// Those of the `n`th unit, from 0.
    pub(super) fn of_unit(&self, n: usize) -> Option<&OfUnit> {
        self.units.get(n)
    }

    /// The place of a finding: of the `i`th of the `n`th unit, both from 0.
    pub(super) fn place(&self, n: usize, i: usize) -> Option<&str> {
        self.units.get(n)?.pinned.get(i)?.as_deref()
    }
}

/// The contents of files by their names, for [`Papers::of`]. Of two files of one name nobody can
/// tell which is meant.
pub fn by_name<T>(files: impl Iterator<Item = (String, T)>) -> HashMap<String, Option<T>> {
    let mut all = HashMap::new();
    for (name, file) in files {
        all.entry(name)
            .and_modify(|known| *known = None)
            .or_insert(Some(file));
    }
    all
}

/// The id of the element that tells of the `i`th finding of the `n`th unit, both from 1.
pub(super) fn anchor(n: usize, i: usize) -> String {
    format!("u{n}f{i}")
}

/// One file of a unit, and where on it the findings are that stand in it.
fn sheet(
    unit: &UnitReport,
    file: &str,
    bytes: &[u8],
    reader: &Reader,
    lang: Lang,
    (n, k, prefix): (usize, usize, &str),
    pinned: &mut [Option<String>],
) -> Result<String, Said> {
    if needs_office(office::FileKind::of_bytes(bytes)) {
        return Err(said!(
            "这种格式要先转换，页面里不画",
            "this format has to be converted first and is not drawn"
        ));
    }
    let traced = reader.trace(file, bytes);
    if traced.paper.blocks.is_empty() {
        return Err(said!(
            "无法打开，或里面没有内容",
            "it cannot be opened, or is empty"
        ));
    }
    let is_own = |p: &Problem| match p.file.as_deref() {
        None => k == 0,
        Some(other) => other == file,
    };
    let own: Vec<usize> = (0..unit.findings.len())
        .filter(|i| is_own(&unit.findings[*i]))
        .collect();
    let pin = |i: &usize| {
        let problem = &unit.findings[*i];
        Pin {
            place: problem.source.as_ref(),
            path: &problem.path,
            severity: problem.severity,
            words: problem.message.clone(),
            anchor: anchor(n, i + 1),
        }
    };
    let settings = Settings {
        lang,
        prefix,
        pins: own.iter().map(pin).collect(),
        compact: true,
    };
    let drawn = draw(&traced, &settings);
    for (i, target) in own.into_iter().zip(drawn.pinned) {
        pinned[i] = target;
    }
    Ok(drawn.html)
}

fn too_much() -> Said {
    said!(
        "页面已经够大，这份没有画出；请分批生成",
        "the page is large enough without it; make one page for fewer units"
    )
}
