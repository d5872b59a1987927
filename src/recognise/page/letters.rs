//! Letters as they are compared, and those that only leave room.

use crate::text::glyph::{is_box, is_tick};

/// A letter as it is compared: width, case and kinds of boxes set aside.
pub fn norm(c: char) -> char {
    let c = match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '\u{3000}' | '\u{a0}' | '\t' => ' ',
        '“' | '”' | '„' => '"',
        '‘' | '’' => '\'',
        '–' | '—' | '―' => '-',
        '〔' | '【' => '[',
        '〕' | '】' => ']',
        c if is_box(c) => '□',
        c => c,
    };
    c.to_lowercase().next().unwrap_or(c)
}

/// What only leaves room: white space, rules, dots.
pub fn is_soft(c: char) -> bool {
    c.is_whitespace() || matches!(c, '_' | '＿' | '…' | '‥' | '﹍' | '\u{200b}' | '\u{feff}')
}

/// Printed between the blanks of one answer: 年 月 日, 至, a dash.
pub fn is_joint(c: char) -> bool {
    matches!(
        c,
        '年' | '月'
            | '日'
            | '时'
            | '分'
            | '至'
            | '到'
            | '-'
            | '—'
            | '–'
            | '~'
            | '～'
            | '/'
            | '.'
    )
}

/// It stands where a box stood, and means that the box is ticked.
pub fn ticks_box(c: char) -> bool {
    is_tick(c)
        || matches!(
            c,
            '×' | '✗'
                | '✘'
                | 'x'
                | 'X'
                | 'v'
                | 'V'
                | '◼'
                | '⬛'
                | '⊠'
                | '◙'
                | '⊙'
                | '◎'
                | '◍'
                | '⦿'
        )
}

/// May the letter of the paper stand for the printed one?
pub fn fits(printed: char, typed: char) -> bool {
    printed == norm(typed) || circled(typed) == Some(printed)
}

/// The digit in a circle.
pub fn circled(c: char) -> Option<char> {
    let of = |first: char, last: char| {
        let n = (first..=last)
            .contains(&c)
            .then(|| c as u32 - first as u32)?;
        char::from_digit(n + 1, 10)
    };
    of('①', '⑨')
        .or_else(|| of('❶', '❾'))
        .or_else(|| of('➀', '➈'))
}
