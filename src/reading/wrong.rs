//! Whether a paper is of the edition that it was read with: its year, its notes' year, tables that
//! are none of the edition's.

use office::paper::Place;

use super::shelf::Shelved;
use crate::edition::Edition;
use crate::finding::{Finding, Rule};
use crate::key::{key, stem};
use crate::locate::{Flow, Located};
use crate::said;

/// What says that the paper is a form of another edition, or is put together of two.
pub fn wrong_edition(located: &Located, edition: &Edition, all: &[Shelved]) -> Vec<Finding> {
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
        let known = |s: &&Shelved| s.signs.codes.keys().any(|c| whole.starts_with(c.as_str()));
        let of = all.iter().find(known).map(|s| &s.mapping.edition.id);
        let message = match of {
            Some(of) => said!(
                "“{heading}”是版本 {of} 的表，本表按 {id} 读入，这张表没有读入",
                "“{heading}” is a table of edition {of}; the form was read as {id}, and this table was not"
            ),
            None => said!(
                "版本 {id} 没有“{heading}”这张表，没有读入；可能是另一年度的表",
                "edition {id} has no table “{heading}”, which was not read; it may be of another year"
            ),
        };
        let finding = Finding::error(Rule::WrongEdition, message)
            .quoting(heading)
            .from(stranger.place.clone())
            .hinting(said!(
                "请核对该单位用的是不是本年度的表。",
                "See whether the unit used this year's form."
            ));
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
                let Some(&t) = other.signs.codes.get(&key(&table.code)) else {
                    return false;
                };
                let has = |label: &&str| {
                    let last = label.rsplit('·').next().unwrap_or("");
                    [key(last), stem(last)].iter().any(|k| {
                        other
                            .signs
                            .parts
                            .get(k)
                            .is_some_and(|ts| ts.contains(&(t as u16)))
                    })
                };
                strays.iter().all(has)
            });
            let Some(of) = of else { continue };
            let (code, of, id) = (
                &table.code,
                &of.mapping.edition.id,
                &edition.mapping.edition.id,
            );
            let list = strays.join("、");
            let finding = Finding::error(
                Rule::WrongEdition,
                said!(
                    "表 {code} 的表头是版本 {of} 的（{list}），按 {id} 读入，不可直接使用",
                    "the heads of table {code} are those of edition {of} ({list}); it was read as {id}'s and must not be used as it is"
                ),
            )
            .at(format!("/tables/{code}"))
            .from(fit.grid.table.place(1, 1))
            .hinting(said!(
                "请让该单位用本年度的表重填这张表。",
                "Have the unit fill in this table in this year's form."
            ));
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
    Some(
        Finding::error(
            Rule::WrongEdition,
            said!(
                "这是{year}年度的调查表，不是{expected}年度的；已按{expected}年度读入，不可直接使用",
                "this is the form of {year}, not of {expected}; it was read as {expected}'s and must not be used as it is"
            ),
        )
        .from(place)
        .hinting(said!("请让该单位改用{expected}年度的表重填。", "Have the unit fill in the form of {expected}.")),
    )
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
    Some(
        Finding::warning(
            Rule::WrongEdition,
            said!(
                "封面是{expected}年度，表内说明却是{year}年的，可能是往年的表改了封面；已按{expected}年度读入",
                "the cover says {expected}, the notes say {year}: the form of another year with a new cover, it seems; it was read as {expected}'s"
            ),
        )
        .from(place)
        .hinting(said!("请核对该单位用的是不是{expected}年度的表。", "See whether the unit used the form of {expected}.")),
    )
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
