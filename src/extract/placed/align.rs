//! Two sequences laid side by side: those of the blank and those of the returned form, where some
//! stretches of the blank may be there several times.

use std::ops::Range;

/// A step along both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// These two are one.
    Pair(usize, usize),
    /// The blank has this one alone.
    Missing(usize),
    /// The returned form has this one alone.
    More(usize),
    /// A stretch of this number begins once more.
    Again(usize),
}

/// What it costs to leave one out.
const SKIP: f32 = 0.01;
/// What it costs to begin a stretch once more: less than any likeness is worth.
const AGAIN: f32 = 0.02;
/// More cells of the table than this are not filled: 3,000 paragraphs on either side.
const MOST: usize = 9_000_000;

/// Lays `n` items of the blank beside `m` returned ones, so that the sum of likenesses is largest.
/// `alike` gives the likeness of two, none where they cannot be one. `repeats` are stretches of the
/// blank that may follow themselves.
pub fn align(
    n: usize,
    m: usize,
    repeats: &[Range<usize>],
    alike: impl Fn(usize, usize) -> Option<f32>,
) -> Vec<Step> {
    if (n + 1).saturating_mul(m + 1) > MOST {
        // Too long for the table: one by one, as they stand.
        let pairs = (0..n.max(m)).map(|i| match (i < n, i < m) {
            (true, true) if alike(i, i).is_some() => Step::Pair(i, i),
            (_, true) => Step::More(i),
            _ => Step::Missing(i),
        });
        return pairs.collect();
    }
    let width = n + 1;
    let mut best = vec![f32::MIN; width * (m + 1)];
    let mut from = vec![From::Start; width * (m + 1)];
    best[0] = 0.0;
    for j in 0..=m {
        let row = j * width;
        if j > 0 {
            let above = row - width;
            for i in 0..=n {
                best[row + i] = best[above + i] - SKIP;
                from[row + i] = From::More;
                if i > 0
                    && let Some(likeness) = alike(i - 1, j - 1)
                    && best[above + i - 1] + likeness > best[row + i]
                {
                    best[row + i] = best[above + i - 1] + likeness;
                    from[row + i] = From::Pair;
                }
            }
        }
        let skip = |best: &mut [f32], from: &mut [From], range: Range<usize>| {
            for i in range {
                if best[row + i] - SKIP > best[row + i + 1] {
                    best[row + i + 1] = best[row + i] - SKIP;
                    from[row + i + 1] = From::Missing;
                }
            }
        };
        skip(&mut best, &mut from, 0..n);
        for (r, repeat) in repeats.iter().enumerate() {
            let (start, end) = (row + repeat.start, row + repeat.end);
            if repeat.end <= n && best[end] - AGAIN > best[start] {
                best[start] = best[end] - AGAIN;
                from[start] = From::Again(r);
                skip(&mut best, &mut from, repeat.start..n);
            }
        }
    }
    let mut steps = Vec::new();
    let (mut i, mut j) = (n, m);
    // Every step but `Again` goes back, and that one comes from further on only once a row.
    let mut left = 4 * (n + m) + 8 + repeats.len() * (m + 1) * 2 * (n + 1);
    while (i > 0 || j > 0) && left > 0 {
        left -= 1;
        match from[j * width + i] {
            From::Pair => {
                (i, j) = (i - 1, j - 1);
                steps.push(Step::Pair(i, j));
            }
            From::Missing => {
                i -= 1;
                steps.push(Step::Missing(i));
            }
            From::More => {
                j -= 1;
                steps.push(Step::More(j));
            }
            From::Again(r) => {
                steps.push(Step::Again(r));
                i = repeats[r].end;
            }
            From::Start => break,
        }
    }
    steps.reverse();
    steps
}

#[derive(Clone, Copy)]
enum From {
    Start,
    Pair,
    Missing,
    More,
    Again(usize),
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(blank: &str, form: &str, repeat: Option<Range<usize>>) -> String {
        let (a, b): (Vec<char>, Vec<char>) = (blank.chars().collect(), form.chars().collect());
        let alike = |i: usize, j: usize| (a[i] == b[j]).then_some(1.0);
        let repeats: Vec<Range<usize>> = repeat.into_iter().collect();
        let steps = align(a.len(), b.len(), &repeats, alike);
        let one = |s: &Step| match s {
            Step::Pair(i, _) => a[*i].to_string(),
            Step::Missing(i) => format!("-{}", a[*i]),
            Step::More(j) => format!("+{}", b[*j]),
            Step::Again(_) => "|".to_owned(),
        };
        steps.iter().map(one).collect()
    }

    #[test]
    fn what_repeats_may_be_there_several_times_or_never() {
        assert_eq!(shown("abc", "axc", None), "a-b+xc");
        assert_eq!(shown("hrf", "hrrrf", Some(1..2)), "hr|r|rf");
        assert_eq!(shown("hrf", "hf", Some(1..2)), "h-rf");
        assert_eq!(shown("habf", "hababxaf", Some(1..3)), "hab|ab|+xa-bf");
    }
}
