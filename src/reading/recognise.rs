//! Which edition a paper is a form of, and whether it is of that edition's year.

use super::ReadyError;
use super::shelf::{Ready, Shelved};
use crate::edition::Edition;
use crate::finding::{Finding, Rule};
use crate::key::key;
use crate::locate::{Flow, Located, find_code, locate};
use crate::paper::{Block, Paper, Place};
use crate::said;

/// How much more an edition must promise at first sight for another not to be tried at all: as
/// much as six tables' headings.
const FAR_BEHIND: usize = 24;

/// The edition that a paper is a form of, with the paper taken apart by it. `None` where it is of
/// none.
///
/// # Errors
/// An edition that comes into question cannot be made ready.
pub fn recognise<'p, 'e>(
    paper: &'p Paper,
    editions: &'e [Shelved],
) -> Result<Option<(&'e Ready, Located<'p>)>, &'e ReadyError> {
    let promises = promises(paper, editions);
    let most = promises.iter().copied().max().unwrap_or(0);
    let mut best: Option<(usize, &Ready, Located)> = None;
    for (shelved, promise) in editions.iter().zip(promises) {
        if promise + FAR_BEHIND <= most {
            continue;
        }
        let ready = shelved.ready()?;
        let located = locate(paper, &ready.edition);
        let score = score(&located, &ready.edition);
        if score > 0 && best.as_ref().is_none_or(|b| score > b.0) {
            best = Some((score, ready, located));
        }
    }
    Ok(best.map(|(_, ready, located)| (ready, located)))
}

/// What a paper promises at first sight to be of each edition, in the measure of [`score`]: by the
/// codes and titles that its lines begin with, and the year. Taking a paper apart costs far more.
fn promises(paper: &Paper, editions: &[Shelved]) -> Vec<usize> {
    if editions.len() < 2 {
        return vec![0; editions.len()];
    }
    let lines: Vec<String> = paper
        .blocks
        .iter()
        .filter_map(|b| match b {
            Block::Paragraph(p) if p.text.len() < 300 => Some(key(&p.text)),
            _ => None,
        })
        .filter(|line| !line.is_empty())
        .collect();
    let promise = |edition: &Shelved| {
        let signs = &edition.signs;
        let mut announced = vec![false; edition.mapping.tables.len()];
        let (mut titled, mut dated) = (false, false);
        let year = format!("{}年度", edition.mapping.edition.year);
        for line in &lines {
            let title = line.trim_start_matches(|c: char| c.is_ascii_digit());
            let by_title = || signs.titles.get(title).and_then(|t| t.first().copied());
            if let Some(table) = find_code(line, signs).map(|(t, _)| t).or_else(by_title) {
                announced[table] = true;
            }
            titled |= signs.form_titles.iter().any(|t| line.contains(t.as_str()));
            dated |= line.contains(&year);
        }
        let announced = announced.iter().filter(|a| **a).count();
        announced * 4 + usize::from(titled) * 8 + usize::from(dated) * 40
    };
    editions.iter().map(promise).collect()
}

fn score(located: &Located, edition: &Edition) -> usize {
    let fits: usize = located.found.iter().filter(|f| f.has_table()).count();
    let boxes: usize = located.found.iter().filter(|f| !f.boxes.is_empty()).count();
    let coded = located
        .found
        .iter()
        .filter(|f| f.headings.iter().any(|h| h.1.by_code))
        .count();
    let titled = located
        .found
        .iter()
        .filter(|f| f.headings.iter().any(|h| h.1.by_title))
        .count();
    let found = fits + boxes + coded + titled;
    if found == 0 {
        return 0;
    }
    // The year on the cover decides between editions that share their tables.
    let year = years(located)
        .first()
        .is_some_and(|(y, _)| *y == edition.mapping.edition.year);
    found * 4 + usize::from(located.titled) * 8 + usize::from(year) * 40
}

/// A finding where the paper says that it is another year's form.
pub fn wrong_edition(located: &Located, edition: &Edition) -> Option<Finding> {
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

/// The years that the cover names: 2025年度.
fn years(located: &Located) -> Vec<(i32, Place)> {
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
        let k = crate::key::key(&p.text);
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
