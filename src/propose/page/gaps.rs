//! Where wide white space parts a line.

use crate::recognise::page::is_soft;

/// White space so wide that it parts two things, as a range of text; a line's end always does.
pub(super) fn gaps(text: &[char], from: usize, to: usize) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    let mut start = from;
    let mut i = from;
    while i < to {
        let n = (i..to).take_while(|j| text[*j].is_whitespace()).count();
        let wide = n >= 2 || n == 1 && matches!(text[i], '\n' | '\t' | '\u{3000}');
        if wide {
            out.push((start, i));
            start = i + n;
        }
        i += n.max(1);
    }
    out.push((start, to));
    out.retain(|(a, b)| text[*a..*b].iter().any(|c| !is_soft(*c)));
    out
}
