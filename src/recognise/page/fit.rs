//! Which line or row of a paper is which of the page.

use super::flow::{Unit, units};
use super::letters::{is_soft, norm};
use super::sign::{PageSign, RowSign, UnitSign, grams};
use office::paper::{Cell, Paper, is_blank};

/// A paper laid beside its page.
#[derive(Debug)]
pub struct PageFit<'p> {
    /// Pairs of the page's unit and the paper's, in order; a row that repeats has several.
    pub pairs: Vec<(usize, Unit<'p>)>,
    /// The share of the page's printed letters that the paper has, of 1.
    pub share: f32,
}

/// A page of more pairs than this is not laid beside a paper.
const MOST_PAIRS: usize = 8_000_000;
/// What leaving out a line of the page, or of the paper, costs; a pair that is unlike in all costs
/// [`UNLIKE`].
const LEFT_OUT: f32 = 0.7;
const LEFT_OUT_BARE: f32 = 0.3;
const LEFT_OUT_BLANK: f32 = 0.01;
const UNLIKE: f32 = 1.5;
/// A pair needs so much of the page's letters.
const LEAST_LIKE: f32 = 0.3;
/// What a pair costs of which the page prints nothing.
const BARE: f32 = 0.25;
/// What a record's row costs of whose printed words nothing is there.
const BARE_RECORD: f32 = 0.6;
const NEVER: f32 = 1e9;

struct Seen<'p> {
    unit: Unit<'p>,
    grams: Vec<(char, char)>,
    blank: bool,
}

/// Lays a paper beside the page.
pub fn fit<'p>(paper: &'p Paper, sign: &PageSign) -> Option<PageFit<'p>> {
    let seen: Vec<Seen> = units(paper).into_iter().map(Seen::new).collect();
    let (n, m) = (sign.units.len(), seen.len());
    if (n + 1) * (m + 1) > MOST_PAIRS {
        return None;
    }
    let own: Vec<Vec<(char, char)>> = sign.units.iter().map(unit_grams).collect();
    let width = m + 1;
    let mut best = vec![NEVER; (n + 1) * width];
    let mut paired = vec![NEVER; (n + 1) * width];
    let mut stayed = vec![false; (n + 1) * width];
    best[0] = 0.0;
    for j in 1..=m {
        best[j] = best[j - 1] + seen[j - 1].left_out();
    }
    for i in 1..=n {
        let unit = &sign.units[i - 1];
        let drop = left_out(unit, &own[i - 1]);
        let repeats = goes_on(unit);
        best[i * width] = best[(i - 1) * width] + drop;
        for j in 1..=m {
            let at = i * width + j;
            let cost = pairing(unit, &own[i - 1], &seen[j - 1]);
            if cost < NEVER {
                let fresh = best[at - width - 1] + cost;
                let again = paired[at - 1] + cost;
                stayed[at] = repeats && again < fresh;
                paired[at] = if stayed[at] { again } else { fresh };
            }
            let left = (best[at - 1] + seen[j - 1].left_out()).min(best[at - width] + drop);
            best[at] = paired[at].min(left);
        }
    }
    let mut pairs = Vec::new();
    let (mut i, mut j) = (n, m);
    let mut staying = false;
    while i > 0 && j > 0 {
        let at = i * width + j;
        if staying || paired[at] <= best[at] {
            pairs.push((i - 1, j - 1));
            staying = stayed[at];
            if !staying {
                i -= 1;
            }
            j -= 1;
        } else if best[at - 1] + seen[j - 1].left_out() <= best[at] + 1e-4 {
            j -= 1;
        } else {
            i -= 1;
        }
    }
    pairs.reverse();
    let total: usize = own.iter().map(Vec::len).sum();
    let mut found = 0.0;
    let mut last = usize::MAX;
    for (i, j) in &pairs {
        if *i != last {
            found += like(&own[*i], &seen[*j].grams) * own[*i].len() as f32;
        }
        last = *i;
    }
    let share = if total == 0 {
        0.0
    } else {
        found / total as f32
    };
    let pairs = pairs.into_iter().map(|(i, j)| (i, seen[j].unit.clone()));
    Some(PageFit {
        pairs: pairs.collect(),
        share,
    })
}

/// A row that repeats, and a place over lines of its own.
fn goes_on(unit: &UnitSign) -> bool {
    match unit {
        UnitSign::Line(line) => line.letters.iter().all(|c| is_soft(*c)),
        UnitSign::Row(row) => row.repeats.is_some(),
    }
}

fn unit_grams(unit: &UnitSign) -> Vec<(char, char)> {
    let mut all: Vec<_> = unit
        .templates()
        .iter()
        .flat_map(|t| t.grams.clone())
        .collect();
    all.sort_unstable();
    all
}

fn left_out(unit: &UnitSign, grams: &[(char, char)]) -> f32 {
    match unit {
        UnitSign::Line(_) if grams.is_empty() => 0.05,
        _ if grams.is_empty() => LEFT_OUT_BARE,
        _ => LEFT_OUT,
    }
}

fn pairing(unit: &UnitSign, own: &[(char, char)], seen: &Seen) -> f32 {
    match (unit, &seen.unit) {
        (UnitSign::Line(_), Unit::Line(..)) => match own.is_empty() {
            true if seen.blank => 0.0,
            true => BARE,
            false => letters(own, &seen.grams),
        },
        (UnitSign::Row(row), Unit::Row(_, cells)) => {
            let apart = row.cells.len().abs_diff(cells.len());
            let shape = (apart as f32 * 0.1).min(0.3);
            match own.is_empty() {
                true => BARE + shape,
                // Of a record's row all that is printed may be words to delete.
                false if row.repeats.is_some() && apart == 0 => {
                    letters(own, &seen.grams).min(BARE_RECORD) + shape
                }
                false => letters(own, &seen.grams) + shape,
            }
        }
        _ => NEVER,
    }
}

fn letters(own: &[(char, char)], theirs: &[(char, char)]) -> f32 {
    let like = like(own, theirs);
    match like < LEAST_LIKE {
        true => NEVER,
        false => (1.0 - like) * UNLIKE,
    }
}

/// The share of the page's pairs of letters that the paper's have; both ordered.
fn like(own: &[(char, char)], theirs: &[(char, char)]) -> f32 {
    if own.is_empty() {
        return 1.0;
    }
    let (mut i, mut j, mut both) = (0, 0, 0usize);
    while i < own.len() && j < theirs.len() {
        match own[i].cmp(&theirs[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                both += 1;
                i += 1;
                j += 1;
            }
        }
    }
    both as f32 / own.len() as f32
}

/// The pairs of letters of a returned text, and each letter alone.
fn seen_grams(letters: &[char]) -> Vec<(char, char)> {
    let mut all = grams(letters);
    let alone = letters.iter().filter(|c| c.is_alphanumeric());
    all.extend(alone.map(|c| (*c, ' ')));
    all.sort_unstable();
    all.dedup_by(|a, b| a == b && a.1 == ' ');
    all
}

impl<'p> Seen<'p> {
    fn new(unit: Unit<'p>) -> Seen<'p> {
        let of = |text: &str| {
            let letters: Vec<char> = text.chars().map(norm).collect();
            seen_grams(&letters)
        };
        let (mut grams, blank) = match &unit {
            Unit::Line(p, _) => (of(&p.text), is_blank(&p.text)),
            Unit::Row(_, cells) => {
                let grams = cells.iter().flat_map(|c| of(&c.text())).collect();
                (grams, cells.iter().all(|c| c.is_blank()))
            }
        };
        grams.sort_unstable();
        Seen { unit, grams, blank }
    }

    fn left_out(&self) -> f32 {
        match self.blank {
            true => LEFT_OUT_BLANK,
            false => LEFT_OUT,
        }
    }
}

impl RowSign {
    /// Which cell of a returned row is which of this one: in order, where there are as many.
    pub fn cells_of<'p>(&self, cells: &[&'p Cell]) -> Vec<(usize, &'p Cell)> {
        if self.cells.len() == cells.len() {
            return cells.iter().copied().enumerate().collect();
        }
        let theirs: Vec<Vec<(char, char)>> = cells
            .iter()
            .map(|c| {
                let mut all = seen_grams(&c.text().chars().map(norm).collect::<Vec<_>>());
                all.sort_unstable();
                all
            })
            .collect();
        let (n, m) = (self.cells.len(), cells.len());
        let width = m + 1;
        let cost = |i: usize, j: usize| match self.cells[i].is_bare() {
            true => BARE,
            false => letters(&self.cells[i].grams, &theirs[j]),
        };
        let mut best = vec![NEVER; (n + 1) * width];
        for i in 0..=n {
            for j in 0..=m {
                let at = i * width + j;
                if i == 0 || j == 0 {
                    best[at] = (i + j) as f32 * LEFT_OUT;
                    continue;
                }
                let pair = best[at - width - 1] + cost(i - 1, j - 1);
                best[at] = pair
                    .min(best[at - 1] + LEFT_OUT)
                    .min(best[at - width] + LEFT_OUT);
            }
        }
        let (mut i, mut j) = (n, m);
        let mut pairs = Vec::new();
        while i > 0 && j > 0 {
            let at = i * width + j;
            if best[at - width - 1] + cost(i - 1, j - 1) <= best[at] + 1e-4 {
                pairs.push((i - 1, cells[j - 1]));
                i -= 1;
                j -= 1;
            } else if best[at - 1] + LEFT_OUT <= best[at] + 1e-4 {
                j -= 1;
            } else {
                i -= 1;
            }
        }
        pairs.reverse();
        pairs
    }
}
