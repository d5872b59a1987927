//! A line of the returned form laid on the line of the blank that it was: what is printed on both,
//! and what is typed between.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

use crate::extract::marks::{is_box, is_tick};
use crate::tagged::is_blank_char;

/// Stands for every box, ticked or not.
const BOX: char = '\u{1}';
/// More cells than this are not filled.
const MOST: usize = 6_000_000;

/// A letter that is compared: as its key, with its bytes in the text.
#[derive(Clone, Copy, Debug)]
pub struct Letter {
    key: char,
    /// Where it begins.
    pub at: usize,
    /// How long it is.
    pub len: usize,
}

/// The letters of a text that are compared: no white space and no rules.
pub fn letters(text: &str) -> Vec<Letter> {
    let of = |(at, c): (usize, char)| {
        let len = c.len_utf8();
        if is_blank_char(c) {
            return None;
        }
        let key = match c {
            c if is_box(c) || is_tick(c) => BOX,
            c if c.is_ascii() => c.to_ascii_lowercase(),
            c => std::iter::once(c)
                .nfkc()
                .next()
                .unwrap_or(c)
                .to_lowercase()
                .next()
                .unwrap_or(c),
        };
        Some(Letter { key, at, len })
    };
    text.char_indices().filter_map(of).collect()
}

/// The letters of a text as they are compared.
pub fn keys(text: &str) -> Vec<char> {
    letters(text).into_iter().map(|l| l.key).collect()
}

/// What the blank prints in a line, and where answers go between.
#[derive(Debug, Default)]
pub struct Pattern {
    /// What is printed.
    pub printed: Vec<Letter>,
    /// The places for answers: how many printed letters stand before each.
    pub slots: Vec<usize>,
}

impl Pattern {
    /// A line of the blank whose bytes in `places`, in order, take answers.
    pub fn new(text: &str, places: &[Range<usize>]) -> Pattern {
        let free = |l: &Letter| !places.iter().any(|p| p.contains(&l.at));
        let printed: Vec<Letter> = letters(text).into_iter().filter(free).collect();
        let before = |p: &Range<usize>| printed.iter().filter(|l| l.at < p.start).count();
        Pattern {
            slots: places.iter().map(before).collect(),
            printed,
        }
    }
}

/// A line laid on the blank's.
#[derive(Debug)]
pub struct Laid {
    /// For each printed letter its bytes on the returned form; none where it is gone.
    pub found: Vec<Option<Range<usize>>>,
    /// For each place what stands there.
    pub slots: Vec<Range<usize>>,
}

impl Laid {
    /// The bytes of the returned line on which a stretch of the blank's is found: from the first
    /// letter that is there to the last.
    pub fn bytes(&self, pattern: &Pattern, of: &Range<usize>) -> Option<Range<usize>> {
        let inside = pattern.printed.iter().zip(&self.found);
        let inside = inside.filter(|(l, _)| of.contains(&l.at));
        let found: Vec<&Range<usize>> = inside.filter_map(|(_, f)| f.as_ref()).collect();
        Some(found.first()?.start..found.last()?.end)
    }

    /// How many of the letters in a stretch of the blank's line there are, and of how many.
    pub fn share(&self, pattern: &Pattern, of: &Range<usize>) -> (usize, usize) {
        let inside = pattern.printed.iter().zip(&self.found);
        let inside = inside.filter(|(l, _)| of.contains(&l.at) && l.key != BOX);
        inside.fold((0, 0), |(n, all), (_, f)| {
            (n + usize::from(f.is_some()), all + 1)
        })
    }
}

/// What a letter that is there is worth, and what more where it follows the one before it.
const MATCH: f32 = 1.0;
const RUN: f32 = 0.3;
/// What a printed letter that is gone costs, a typed one where nothing is to be typed, and one
/// where something is.
const GONE: f32 = 0.5;
const STRAY: f32 = 0.55;
const TYPED: f32 = 0.001;

/// Lays a line on the blank's; none where both are too long.
pub fn lay(pattern: &Pattern, text: &str) -> Option<Laid> {
    let (a, b) = (&pattern.printed, letters(text));
    let (n, m) = (a.len(), b.len());
    if (n + 1).saturating_mul(m + 1) > MOST {
        return None;
    }
    let width = n + 1;
    // For each cell: the best that ends with a pair, and the best that does not.
    let mut best = vec![[f32::MIN, f32::MIN]; width * (m + 1)];
    let mut came = vec![[Came::Start, Came::Start]; width * (m + 1)];
    best[0][1] = 0.0;
    let is_slot: Vec<bool> = (0..=n).map(|i| pattern.slots.contains(&i)).collect();
    for j in 0..=m {
        for i in 0..=n {
            let at = j * width + i;
            if i > 0 && j > 0 && a[i - 1].key == b[j - 1].key {
                let from = best[at - width - 1];
                let (run, fresh) = (from[0] + MATCH + RUN, from[1] + MATCH);
                let (score, was) = if run >= fresh { (run, 0) } else { (fresh, 1) };
                best[at][0] = score;
                came[at][0] = Came::Pair(was);
            }
            let mut other = (best[at][1], came[at][1]);
            if i > 0 {
                let from = best[at - 1];
                let was = usize::from(from[1] > from[0]);
                if from[was] - GONE > other.0 {
                    other = (from[was] - GONE, Came::Gone(was));
                }
            }
            if j > 0 {
                let from = best[at - width];
                let was = usize::from(from[1] > from[0]);
                let cost = if is_slot[i] { TYPED } else { STRAY };
                if from[was] - cost > other.0 {
                    other = (from[was] - cost, Came::Typed(was));
                }
            }
            (best[at][1], came[at][1]) = other;
        }
    }
    let mut found = vec![None; n];
    let (mut i, mut j) = (n, m);
    let mut state = usize::from(best[m * width + n][1] > best[m * width + n][0]);
    loop {
        match came[j * width + i][state] {
            Came::Pair(was) => {
                (i, j) = (i - 1, j - 1);
                found[i] = Some(b[j].at..b[j].at + b[j].len);
                state = was;
            }
            Came::Gone(was) => {
                i -= 1;
                state = was;
            }
            Came::Typed(was) => {
                j -= 1;
                state = was;
            }
            Came::Start => break,
        }
    }
    let end = |i: usize| found[..i].iter().flatten().next_back().map_or(0, |f| f.end);
    let start = |i: usize| {
        found[i..]
            .iter()
            .flatten()
            .next()
            .map_or(text.len(), |f| f.start)
    };
    let slots = pattern
        .slots
        .iter()
        .map(|&i| end(i)..start(i).max(end(i)))
        .collect();
    Some(Laid { found, slots })
}

#[derive(Clone, Copy)]
enum Came {
    Start,
    Pair(usize),
    Gone(usize),
    Typed(usize),
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The blank's line has its places between `<` and `>`.
    fn typed(blank: &str, form: &str) -> Vec<String> {
        let mut text = String::new();
        let mut places = Vec::new();
        for c in blank.chars() {
            match c {
                '<' => places.push(text.len()..text.len()),
                '>' => places.last_mut().unwrap().end = text.len(),
                c => text.push(c),
            }
        }
        let pattern = Pattern::new(&text, &places);
        let laid = lay(&pattern, form).unwrap();
        let cut = |s: &Range<usize>| form[s.clone()].trim().to_owned();
        laid.slots.iter().map(cut).collect()
    }

    #[test]
    fn what_is_typed_stands_between_what_is_printed() {
        assert_eq!(
            typed("姓名：<> 电话：<>", "姓名：张三  电话：0571-1"),
            ["张三", "0571-1"]
        );
        assert_eq!(
            typed("姓名：<____>电话：<____>", "姓名： 张三__电话：0571"),
            ["张三__", "0571"]
        );
        assert_eq!(
            typed("共<>人，其中女<>人", "共12人，其中女3人"),
            ["12", "3"]
        );
        assert_eq!(
            typed("共<>人，其中女<>人", "共12人其中女 3 人"),
            ["12", "3"]
        );
        assert_eq!(
            typed("Name: <> Date: <>", "name：Ann Dated Date: 5 May"),
            ["Ann Dated", "5 May"]
        );
        assert_eq!(typed("（<>）", "（ABC）"), ["ABC"]);
        assert_eq!(
            typed("地址：<>", "地址：杭州市地址路1号"),
            ["杭州市地址路1号"]
        );
    }
}
