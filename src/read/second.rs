//! A second form in the same document: where it begins, and what is typed in it.

use office::paper::{Block, Paper, is_blank};

use super::shelf::Ready;
use crate::extract::{Answers, RawCell, RawRecord, extract};
use crate::mapping::Type;
use crate::model::finding::{FieldPath, Finding, RecognitionCause};
use crate::recognise::edition::Signs;
use crate::recognise::locate::{find_code, locate};
use crate::text::key::key;

/// So many of the form's tables are announced before a second cover can come.
const LEAST_BETWEEN: usize = 3;
/// So many tables announced once more, from the first on, are a second form without its cover.
const LEAST_AGAIN: usize = 4;
/// So many of them come again behind a cover without a title.
const LEAST_AFTER: usize = 2;
/// A cover's items stand no further from its title, in blocks.
const COVER_WITHIN: usize = 14;
/// A title with its year and the like is no longer than the title alone, in characters.
const TITLE_MORE: usize = 12;
/// What stands over a title on a cover, in blocks.
const OVER_TITLE: usize = 3;

/// Takes a second form off a paper: its blocks, where there is one.
pub(super) fn split_off<'s>(
    paper: &mut Paper,
    mut editions: impl Iterator<Item = &'s Signs>,
) -> Option<Paper> {
    let at = editions.find_map(|signs| begins(&paper.blocks, signs))?;
    let blocks = paper.blocks.split_off(at);
    Some(Paper {
        blocks,
        ..Paper::default()
    })
}

/// The block at which a second form begins.
fn begins(blocks: &[Block], signs: &Signs) -> Option<usize> {
    let mut announced: Vec<(usize, usize)> = Vec::new();
    let mut second = None;
    let mut labelled = false;
    // Where a cover may begin that has no title: who signs at the end is named so too.
    let mut untitled: Vec<usize> = Vec::new();
    for (i, block) in blocks.iter().enumerate() {
        let Block::Paragraph(p) = block else { continue };
        if is_blank(&p.text) {
            continue;
        }
        if let Some(coded) = find_code(&p.text, signs) {
            announced.push((i, coded.table));
            continue;
        }
        let between = distinct(&announced) >= LEAST_BETWEEN;
        let item = begins_with_item(&p.text, signs);
        if between && is_title(&p.text, signs) && has_items(&blocks[i..], signs) {
            second.get_or_insert(top_of_cover(blocks, i));
        } else if between && labelled && item && has_items(&blocks[i..], signs) {
            untitled.push(i);
        }
        labelled |= item && !between;
    }
    let untitled = untitled.into_iter().find(|i| begins_again(*i, &announced));
    let second = [second, untitled].into_iter().flatten().min();
    second.or_else(|| announced_again(&announced))
}

/// Tables that stand before a block are announced once more behind it.
fn begins_again(block: usize, announced: &[(usize, usize)]) -> bool {
    let (before, after) = announced.split_at(announced.partition_point(|a| a.0 < block));
    let again = after.iter().filter(|a| before.iter().any(|b| b.1 == a.1));
    distinct(&again.copied().collect::<Vec<_>>()) >= LEAST_AFTER
}

fn distinct(announced: &[(usize, usize)]) -> usize {
    let mut tables: Vec<usize> = announced.iter().map(|a| a.1).collect();
    tables.sort_unstable();
    tables.dedup();
    tables.len()
}

fn is_title(text: &str, signs: &Signs) -> bool {
    if text.len() < 12 || text.len() > 400 {
        return false;
    }
    let k = key(text);
    let n = k.chars().count();
    let is = |title: &String| k.contains(title.as_str()) && n <= title.chars().count() + TITLE_MORE;
    signs.form_titles.iter().any(is)
}

/// The text begins with the label of one of the cover's items, and a colon.
fn begins_with_item(text: &str, signs: &Signs) -> bool {
    let Some((label, _)) = text.split_once(['：', ':']) else {
        return false;
    };
    let letters: Vec<char> = label.chars().filter(|c| !c.is_whitespace()).collect();
    signs.cover.iter().any(|(item, _)| *item == letters)
}

/// Items of a cover follow, two or more.
fn has_items(blocks: &[Block], signs: &Signs) -> bool {
    let texts = blocks
        .iter()
        .take(COVER_WITHIN)
        .flat_map(|block| match block {
            Block::Paragraph(p) => vec![p.text.as_str()],
            Block::Table(t) => t
                .cells
                .iter()
                .flat_map(|c| c.paragraphs())
                .map(|p| p.text.as_str())
                .collect(),
        });
    let mut items = texts.filter(|text| begins_with_item(text, signs) || is_item(text, signs));
    items.nth(1).is_some()
}

/// The text is the label of an item, its value perhaps in a cell of its own.
fn is_item(text: &str, signs: &Signs) -> bool {
    let letters: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).collect();
    signs.cover.iter().any(|(item, _)| *item == letters)
}

/// What stands over a title on the first cover, its year say, stands over it on the second.
fn top_of_cover(blocks: &[Block], title: usize) -> usize {
    let text = |block: &Block| match block {
        Block::Paragraph(p) => key(&p.text),
        Block::Table(t) => t.cells.iter().map(|c| key(&c.text())).collect(),
    };
    let first: Vec<String> = blocks.iter().take(OVER_TITLE + 1).map(text).collect();
    let mut top = title;
    while top > 0 && title - top < OVER_TITLE {
        let over = text(&blocks[top - 1]);
        let table = matches!(blocks[top - 1], Block::Table(_));
        // An empty table before the title is the cover's only where the first cover has one.
        let known = first.contains(&over) && (!table || matches!(blocks[0], Block::Table(_)));
        if !known {
            break;
        }
        top -= 1;
    }
    top
}

/// The block from which on tables are announced once more, in the form's order.
fn announced_again(announced: &[(usize, usize)]) -> Option<usize> {
    for (n, pair) in announced.windows(2).enumerate() {
        let (before, after) = announced.split_at(n + 1);
        if pair[1].1 >= pair[0].1 || distinct(before) < LEAST_AGAIN {
            continue;
        }
        let again: Vec<(usize, usize)> = (after.iter().copied())
            .filter(|a| before.iter().any(|b| b.1 == a.1))
            .collect();
        if distinct(&again) >= LEAST_AGAIN && after[0].1 == before[0].1 {
            return Some(after[0].0);
        }
    }
    None
}

/// Says that there is a second form, and quotes all that is typed in it, a table each.
pub(super) fn findings(paper: &Paper, ready: &Ready) -> Vec<Finding> {
    let edition = &ready.edition;
    let located = locate(paper, edition);
    let raw = extract(paper, &located, edition);
    let unit: Vec<&str> = raw
        .unit
        .iter()
        .flatten()
        .map(|r| r.text.trim())
        .filter(|t| !t.is_empty())
        .collect();
    let unit = unit.join("；");
    let place = first_place(paper);
    let first = Finding::of(RecognitionCause::SeveralForms { unit: unit.clone() }).quoting(unit);
    let mut out = vec![match place {
        Some(place) => first.from(place),
        None => first,
    }];
    for (t, table) in raw.tables.into_iter().enumerate() {
        let own = &edition.mapping.tables[t];
        let quoted = match table.answers {
            Answers::Records(records) => records.iter().map(quoted).collect::<Vec<_>>().join("；"),
            Answers::Chosen(chosen) => {
                let list = own.fields.iter().find(|f| f.kind == Type::Choices);
                let list = list.and_then(|f| edition.mapping.lists.get(f.list.as_ref()?));
                let label =
                    |i: &usize| list.and_then(|l| Some(l.options.get(*i)?.label.to_string()));
                let mut words: Vec<String> = chosen.options.iter().filter_map(label).collect();
                words.extend(chosen.other);
                words.join("；")
            }
            Answers::Text(text) => text.map_or_else(String::new, |raw| raw.text.trim().to_owned()),
        };
        if quoted.is_empty() {
            continue;
        }
        let cause = RecognitionCause::OfOtherForm {
            code: own.code.to_string(),
            name: own.name.to_string(),
            text: quoted.clone(),
        };
        let finding = Finding::of(cause).quoting(quoted);
        out.push(match table.place {
            Some(place) => finding.from(place),
            None => finding,
        });
    }
    // What belongs to no item there is said as it would be here.
    out.extend(
        raw.findings
            .into_iter()
            .filter(|f| f.raw.is_some())
            .map(|mut f| {
                f.path = FieldPath::Submission;
                f
            }),
    );
    out
}

fn quoted(record: &RawRecord) -> String {
    let texts = record
        .cells
        .iter()
        .flatten()
        .map(|raw: &RawCell| raw.text.trim());
    texts
        .filter(|t| !t.is_empty())
        .collect::<Vec<_>>()
        .join(" | ")
}

fn first_place(paper: &Paper) -> Option<office::paper::Place> {
    paper.blocks.iter().find_map(|block| match block {
        Block::Paragraph(p) if !is_blank(&p.text) => Some(office::paper::Place::Paragraph {
            paragraph: p.number,
        }),
        _ => None,
    })
}
