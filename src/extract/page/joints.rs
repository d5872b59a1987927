//! What joins the parts of one answer: 年 月 日, and where one place ends and the next begins.

use super::letters::Letter;
use crate::recognise::page::{Fate, Template, is_joint, is_soft, ticks_box};
use crate::text::glyph::is_box;

/// The letters of a place: what is typed there, and the joints that are printed there. What stands
/// between two places that touch is the second's from its first date on.
pub(super) fn own(template: &Template, h: usize, fates: &[Fate]) -> Vec<usize> {
    let hole = &template.holes[h];
    let of = |fate: &Fate| match fate {
        Fate::Typed(of) => *of == h,
        Fate::Printed(i) => hole.room.contains(i),
        Fate::Beside(_) => false,
    };
    (0..fates.len()).filter(|i| of(&fates[*i])).collect()
}

/// What is printed to join what was not typed is no part of the answer: `2024年3月__日`.
pub(super) fn without_joints(
    own: &mut Vec<usize>,
    letters: &[Letter],
    fates: &[Fate],
    taken: &mut [bool],
) {
    // Of boxes for one letter each an x may be typed over one.
    let typed = |i: &usize| {
        let c = letters[*i].c;
        let over = ticks_box(c) && c.is_alphanumeric();
        !is_soft(c) && (over || matches!(fates[*i], Fate::Typed(_)))
    };
    if !own.iter().any(typed) {
        return;
    }
    let mut keep = vec![true; own.len()];
    let mut begun = false;
    for (n, i) in own.iter().enumerate() {
        if typed(i) {
            begun = true;
            continue;
        }
        let c = letters[*i].c;
        if is_soft(c) {
            continue;
        }
        let before = own[..n].iter().rev().find(|j| !is_soft(letters[**j].c));
        let digits = before.is_some_and(|j| letters[*j].c.is_numeric());
        let more = own[n + 1..].iter().any(typed);
        keep[n] = match c {
            '年' if digits && more => true,
            '年' | '月' | '日' | '时' | '分' => before.is_some_and(typed) || digits && begun,
            c if is_box(c) => false,
            c if is_joint(c) => begun && more,
            // The century of a year.
            _ => more,
        };
        if !keep[n] {
            taken[*i] = true;
        }
    }
    let mut n = 0;
    own.retain(|_| {
        n += 1;
        keep[n - 1]
    });
}

/// What stands in two places that touch is the second's from its date on.
pub(super) fn part_at_date(own: &mut [Vec<usize>], h: usize, letters: &[Letter]) {
    let mut all: Vec<usize> = own[h - 1].iter().chain(&own[h]).copied().collect();
    all.sort_unstable();
    let c = |n: usize| all.get(n).map_or(' ', |i| letters[*i].c);
    let digits = |from: usize| {
        (from..all.len())
            .take_while(|n| c(*n).is_ascii_digit())
            .count()
    };
    let dated = |from: usize| {
        let n = digits(from);
        let before = from.checked_sub(1).map_or(' ', c);
        let mut next = from + n;
        while next < all.len() && is_soft(c(next)) {
            next += 1;
        }
        !before.is_ascii_digit() && matches!(n, 2 | 4) && matches!(c(next), '年' | '.' | '-' | '/')
    };
    let first_joint = (0..all.len()).find(|n| c(*n) == '年').unwrap_or(all.len());
    let at = (0..all.len()).find(|n| dated(*n)).unwrap_or(first_joint);
    own[h] = all.split_off(at);
    own[h - 1] = all;
}
