//! Whether a paper is of the edition that it was read with: its year, its notes' year, tables that
//! are none of the edition's.

use office::paper::Place;

use super::shelf::Shelved;
use crate::model::finding::{FieldPath, Finding, RecognitionCause};
use crate::recognise::edition::Edition;
use crate::recognise::locate::{Flow, Located};
use crate::text::key::{key, stem};

/// What says that the paper is a form of another edition, or is put together of two.
pub fn wrong_edition(located: &Located, edition: &Edition, all: &[Shelved]) -> Vec<Finding> {
    if edition.mapping.edition.year == 0 {
        return Vec::new();
    }
    let mut findings: Vec<Finding> = other_year(located, edition).into_iter().collect();
    findings.extend(strangers(located, edition, all));
    findings.extend(foreign_heads(located, edition, all));
    findings
}

/// Tables by codes that the edition does not have.
fn strangers(located: &Located, edition: &Edition, all: &[Shelved]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for stranger in located.strangers.iter().filter(|s| s.has_table()) {
        let heading = stranger.heading.text.trim();
        let id = &edition.mapping.edition.id;
        let whole = key(heading);
        let known = |s: &&Shelved| (s.headings.codes.keys()).any(|c| whole.starts_with(c.as_str()));
        let of = all.iter().find(known).map(|s| &s.mapping.edition.id);
        let (heading, id) = (heading.to_owned(), id.to_string());
        let raw = heading.clone();
        let cause = match of {
            Some(of) => RecognitionCause::TableOfEdition {
                heading,
                of: of.to_string(),
                id,
            },
            None => RecognitionCause::StrangeTable { heading, id },
        };
        let finding = Finding::of(cause).quoting(raw).from(stranger.place.clone());
        findings.push(finding);
    }
    findings
}

/// Tables whose heads are those of another edition's table of the same code.
fn foreign_heads(located: &Located, edition: &Edition, all: &[Shelved]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (t, found) in located.found.iter().enumerate() {
        let table = &edition.mapping.tables[t];
        for fit in found.fits.iter().filter(|f| !f.by_position) {
            let strays: Vec<&str> = (fit.strays.iter().filter(|s| !s.ignored))
                .map(|s| s.label.as_str())
                .collect();
            let missing =
                |f: usize| fit.columns[f].is_none() && !fit.below.iter().any(|b| b.0 == f);
            if strays.len() < 2 || !(0..fit.columns.len()).any(missing) {
                continue;
            }
            let others = all
                .iter()
                .filter(|s| s.mapping.edition.id != edition.mapping.edition.id);
            let of = others.into_iter().find(|other| {
                let Some(&t) = other.headings.codes.get(&key(&table.code)) else {
                    return false;
                };
                let has = |label: &&str| {
                    let last = label.rsplit('·').next().unwrap_or("");
                    [key(last), stem(last)].iter().any(|k| {
                        other
                            .signs()
                            .parts
                            .get(k)
                            .is_some_and(|ts| ts.contains(&(t as u16)))
                    })
                };
                strays.iter().all(has)
            });
            let Some(of) = of else { continue };
            let finding = Finding::of(RecognitionCause::HeadsOfEdition {
                code: table.code.to_string(),
                of: of.mapping.edition.id.to_string(),
                labels: strays.iter().map(|label| (*label).to_owned()).collect(),
                id: edition.mapping.edition.id.to_string(),
            })
            .at(FieldPath::table(&table.code))
            .from(fit.grid.table.place(1, 1));
            findings.push(finding);
        }
    }
    findings
}

/// A finding where the paper says that it is another year's form.
fn other_year(located: &Located, edition: &Edition) -> Option<Finding> {
    let expected = edition.mapping.edition.year;
    let (year, place) = match years(located).into_iter().next() {
        Some(cover) if cover.0 != expected => cover,
        Some(_) => return old_notes(located, edition),
        None => other_years_notes(located, edition)?,
    };
    Some(Finding::of(RecognitionCause::OtherYear { year, expected }).from(place))
}

/// The years that the cover names: 2025年度.
pub fn years(located: &Located) -> Vec<(i32, Place)> {
    let mut years = Vec::new();
    for (p, place) in located.cover.iter().filter(|(p, _)| p.text.len() < 300) {
        let text: Vec<char> = p.text.chars().filter(|c| !c.is_whitespace()).collect();
        for (i, w) in text.windows(2).enumerate() {
            if w == ['年', '度'] && i >= 4 {
                let digits: Option<Vec<u32>> = text[i - 4..i].iter().map(|c| digit(*c)).collect();
                if let Some(d) = digits {
                    let year = d.iter().fold(0, |y, d| y * 10 + d);
                    if (1990..2100).contains(&year) {
                        years.push((year as i32, place.clone()));
                    }
                }
            }
        }
    }
    years
}

fn digit(c: char) -> Option<u32> {
    match c {
        '0'..='9' => c.to_digit(10),
        '０'..='９' => Some(c as u32 - '０' as u32),
        '〇' | '○' | '零' => Some(0),
        _ => "一二三四五六七八九"
            .chars()
            .position(|d| d == c)
            .map(|n| n as u32 + 1),
    }
}

/// The cover names the edition's year, but the notes are another year's: its file, it seems, with
/// a new cover.
fn old_notes(located: &Located, edition: &Edition) -> Option<Finding> {
    let (year, place) = other_years_notes(located, edition)?;
    let expected = edition.mapping.edition.year;
    Some(Finding::of(RecognitionCause::OldNotes { year, expected }).from(place))
}

/// The year that most of the form's printed notes name, where that is another than the edition's:
/// the cover may be gone.
fn other_years_notes(located: &Located, edition: &Edition) -> Option<(i32, Place)> {
    let mut counts: Vec<(i32, usize, Place)> = Vec::new();
    let mut own = 0;
    for flow in located.found.iter().flat_map(|f| &f.flow) {
        let Flow::Paragraph(p, place) = flow else {
            continue;
        };
        if p.text.len() < 30 {
            continue;
        }
        let k = key(&p.text);
        if edition.printed.has(&k) {
            own += usize::from(k.contains(&edition.mapping.edition.year.to_string()));
            continue;
        }
        for year in (edition.mapping.edition.year - 6)..=(edition.mapping.edition.year + 3) {
            if year != edition.mapping.edition.year && edition.printed.has_of_year(&k, year) {
                match counts.iter_mut().find(|c| c.0 == year) {
                    Some(c) => c.1 += 1,
                    None => counts.push((year, 1, place.clone())),
                }
            }
        }
    }
    let (year, n, place) = counts.into_iter().max_by_key(|c| c.1)?;
    (n >= 3 && n > own).then_some((year, place))
}
