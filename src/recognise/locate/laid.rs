//! Tables of the layouts `grid`, `rating` and `blanks`: which one a table on paper is.

use office::paper::{Paragraph, Place, Table};

use super::choose::SURE_FIT;
use super::heading::title_section;
use super::walk::Walk;
use crate::recognise::edition::{Edition, LabelText, LaidOut, Spelling, fold, is_letter};
use crate::recognise::locate::fit::Fit;
use crate::recognise::locate::grid::Grid;
use crate::recognise::locate::heading::heading;

/// A table on paper that is, or is a part of, a table of these layouts.
#[derive(Clone, Debug)]
pub struct Laid<'p> {
    /// The table, upright.
    pub grid: Grid<'p>,
    /// The paragraphs over it, since the table before: a block's caption is among them.
    pub over: Vec<(&'p Paragraph, Place)>,
}

/// How well a table on paper is one of the mapping's.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Likeness {
    /// The table of the mapping.
    table: usize,
    /// The block of a rating; 0 of others.
    block: usize,
    /// From 0 to 1.
    score: f32,
    /// How like its caption is what stands over the table, from 0 to 1.
    captioned: f32,
}

/// A table with more cells is none of these: every cell's text is compared with every label.
const MOST_CELLS: usize = 5_000;
/// A caption is no further from its table.
const CAPTION_WITHIN: usize = 4;

/// So much of a table's labels tell it where no heading does.
const SURE: f32 = 0.6;
/// So much is enough under its own heading.
const LEAST: f32 = 0.2;

/// How like a table on paper is to each of the mapping's tables of these layouts, the best first.
/// One that shares nothing is left out.
fn likenesses(table: &Table, over: &[&Paragraph], edition: &Edition) -> Vec<Likeness> {
    let texts: Vec<LabelText> = table
        .cells
        .iter()
        .map(|cell| LabelText::new(&cell.text()))
        .collect();
    let over: Vec<LabelText> = over.iter().map(|p| LabelText::new(&p.text)).collect();
    let mut letters = None;
    let mut found = Vec::new();
    for (t, sign) in &edition.signs.laid_out {
        let mut add = |block: usize, score: f32, captioned: f32| {
            if score > 0.0 {
                found.push(Likeness {
                    table: *t,
                    block,
                    score,
                    captioned,
                });
            }
        };
        match sign {
            LaidOut::Grid(sign) => {
                let rows = sign.rows.iter().map(|r| &r.label);
                let (n, of) = share(rows.chain(&sign.columns), &texts);
                add(0, n / of, 0.0);
            }
            LaidOut::Rating(sign) => {
                for (b, block) in sign.blocks.iter().enumerate() {
                    let (n, of) = share(block.rows.iter().map(|r| &r.label), &texts);
                    let scale = edition.values.options(&block.scale);
                    let option = |t: &&LabelText| scale.is_some_and(|s| s.line(t.key()).is_some());
                    // The scale alone says no table: it may be that of many.
                    let scaled = texts.iter().filter(option).count().min(2) as f32 / 2.0;
                    let likenesses = over.iter().map(|o| caption_likeness(o, &block.caption));
                    let captioned = likenesses.fold(0.0, f32::max);
                    add(b, n / of * 0.9 + (scaled * 0.1).min(n), captioned);
                }
            }
            LaidOut::Blanks(sign) => {
                let letters = letters.get_or_insert_with(|| letters_of(table));
                let has = |words: &str| words_in(words, letters);
                let mut n = 0.0;
                for row in &sign.rows {
                    let label = row.label.keys().any(has);
                    let heads = || {
                        let lines = row.lines[row.in_label..].iter();
                        let heads = lines.filter(|l| l.head.letters > 1);
                        let (mut n, mut of) = (0, 0);
                        for line in heads {
                            let head: String =
                                line.head.chars.iter().filter(|c| is_letter(**c)).collect();
                            of += 1;
                            n += usize::from(letters.contains(&head));
                        }
                        n as f32 / of.max(1) as f32
                    };
                    n += if label { 1.0 } else { 0.5 * heads() };
                }
                add(0, n / sign.rows.len().max(1) as f32, 0.0);
            }
        }
    }
    found.sort_by(|a, b| b.score.total_cmp(&a.score));
    found
}

/// How many of the labels stand among the texts, and how many there are.
fn share<'s>(labels: impl Iterator<Item = &'s Spelling>, texts: &[LabelText]) -> (f32, f32) {
    let (mut n, mut of) = (0.0, 0.0f32);
    for label in labels {
        of += 1.0;
        if texts.iter().any(|t| label.agrees(t).is_some()) {
            n += 1.0;
        }
    }
    (n, of.max(1.0))
}

/// How like a block's caption a text is: it has the caption's words, and perhaps what is to be
/// done.
pub fn caption_likeness(text: &LabelText, caption: &Spelling) -> f32 {
    let contains = |k: &str| k.chars().count() >= 4 && text.key().contains(k);
    if text.is_empty() {
        0.0
    } else if caption.agrees(text).is_some() || caption.keys().any(contains) {
        1.0
    } else {
        caption.likeness(text) as f32
    }
}

/// The best of the mapping's tables for a table on paper. `own` is the one whose heading it stands
/// under; `begun` says which blocks have a table on paper already, `lost` that the heading of a
/// table is not there.
fn pick(
    likenesses: &[Likeness],
    own: Option<usize>,
    begun: impl Fn(&Likeness) -> bool,
    lost: impl Fn(usize) -> bool,
) -> Option<Likeness> {
    let best = likenesses.first()?;
    let equals = |score: f32| {
        let near = likenesses
            .iter()
            .filter(move |l| (l.score - score).abs() < 0.02);
        // One whose heading is nowhere on the paper has lost it here.
        let worth = |l: &&Likeness| {
            let rank = 2 * u8::from(lost(l.table)) + u8::from(!begun(l));
            (l.captioned, f32::from(rank))
        };
        near.rev()
            .max_by(|a, b| {
                let (a, b) = (worth(a), worth(b));
                a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1))
            })
            .copied()
    };
    let of_own = likenesses.iter().filter(|l| Some(l.table) == own);
    let of_own = of_own.max_by(|a, b| (a.score + a.captioned).total_cmp(&(b.score + b.captioned)));
    let believed = of_own.filter(|l| {
        let continues = begun(l);
        let other = best.score >= SURE && best.score - l.score > 0.3;
        (l.score >= LEAST || continues) && !other
    });
    match believed {
        // Equal labels under another's caption, or once more: a heading was lost between.
        Some(own) => {
            let other = equals(own.score).filter(|other| other.table != own.table);
            let better = |other: &Likeness| {
                other.captioned > own.captioned + 0.02
                    || begun(own)
                        && !begun(other)
                        && other.captioned + 0.02 > own.captioned
                        && lost(other.table)
            };
            Some(other.filter(better).unwrap_or(*own))
        }
        None => equals(best.score).filter(|l| l.score >= SURE),
    }
}

/// The letters of a table's cells, cell by cell, digits left out.
fn letters_of(table: &Table) -> String {
    let mut letters = String::new();
    for cell in &table.cells {
        for c in cell.text().chars().filter_map(fold) {
            if is_letter(c) && !c.is_ascii_digit() {
                letters.push(c);
            }
        }
        letters.push('\n');
    }
    letters
}

/// The words of a label, digits left out, stand among the letters of a table.
fn words_in(label: &str, letters: &str) -> bool {
    let words: String = label.chars().filter(|c| !c.is_ascii_digit()).collect();
    !words.is_empty() && letters.contains(&words)
}

impl<'p> Walk<'p, '_> {
    /// What a table on paper is: one whose labels stand over or beside a record's values, or one of
    /// the layouts that have a place for each value.
    pub(super) fn known(
        &mut self,
        table: &'p Table,
        mut over: Vec<(&'p Paragraph, Place)>,
    ) -> (Option<Fit<'p>>, Option<(usize, Laid<'p>)>) {
        let signs = &self.edition.signs;
        if signs.laid_out.is_empty() || table.cells.len() > MOST_CELLS {
            return (self.fit(table), None);
        }
        let own = title_section(table, self.edition).or(self.section);
        let own_laid = own.is_some_and(|t| signs.laid_out(t).is_some());
        let mut fit = None;
        if !own_laid {
            fit = self.fit(table);
            if fit
                .as_ref()
                .is_some_and(|f| Some(f.table) == own || f.score >= SURE_FIT)
            {
                return (fit, None);
            }
        }
        over.drain(..over.len().saturating_sub(CAPTION_WITHIN));
        let captions: Vec<&Paragraph> = over.iter().map(|(p, _)| *p).collect();
        let found = likenesses(table, &captions, self.edition);
        let begun = |l: &Likeness| self.begun.contains(&(l.table, l.block));
        // A heading that stands elsewhere on the paper is not lost, and one just above is believed.
        let lost = |t: usize| !self.announced && !self.is_headed(t);
        let picked = pick(&found, own, begun, lost)
            .filter(|l| fit.as_ref().is_none_or(|f| l.score >= f.score));
        let laid = picked.and_then(|l| {
            let grid = Grid::of(table)?;
            self.begun.push((l.table, l.block));
            self.titles(table, l.table);
            Some((l.table, Laid { grid, over }))
        });
        match laid {
            None if own_laid => (self.fit(table), None),
            None => (fit, None),
            laid => (None, laid),
        }
    }

    /// Headings that stand in a table's own first lines.
    fn titles(&mut self, table: &'p Table, t: usize) {
        let Edition { signs, printed, .. } = self.edition;
        let first = table.cells.iter().take_while(|c| c.row <= 3);
        for cell in first.filter(|c| c.column_span == table.columns || table.sheet.is_some()) {
            for p in cell.paragraphs() {
                if let Some(heading) = heading(&p.text, signs, printed).filter(|h| h.table == t) {
                    let at = table.place(cell.row, cell.column);
                    self.out.found[t].headings.push((p, heading, Some(at)));
                }
            }
        }
    }
}
