//! Folding: a typed text in the narrow characters that the grammars of numbers, dates and yes/no
//! know. Only for reading; what a person typed is quoted and stored as typed.

/// The longest text, in bytes, that is read as a number, a date, a term or yes/no.
pub(super) const LONGEST: usize = 240;

/// The text with full-width and look-alike characters folded to ASCII, zero-width ones dropped,
/// every kind of space made a plain one, and outer white space trimmed.
pub(super) fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    out.extend(text.chars().filter_map(narrow));
    let trimmed = out.trim();
    if trimmed.len() == out.len() {
        return out;
    }
    trimmed.to_owned()
}

/// The narrow form of a character; none for one that is not seen.
fn narrow(c: char) -> Option<char> {
    Some(match c {
        '\n' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => '\n',
        ' '..='~' => c,
        '\t' | '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => ' ',
        _ if is_unseen(c) => return None,
        '\u{2010}'..='\u{2015}'
        | '\u{2212}'
        | '\u{2500}'
        | '\u{2501}'
        | '\u{fe58}'
        | '\u{fe63}'
        | '\u{ff0d}' => '-',
        '\u{301c}' | '\u{ff5e}' | '\u{223c}' | '\u{2053}' => '~',
        '‘' | '’' | 'ʼ' | '′' => '\'',
        '【' | '〔' | '［' | '〖' => '(',
        '】' | '〕' | '］' | '〗' => ')',
        '￥' => '¥',
        '￡' => '£',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        _ => c,
    })
}

/// A control or formatting character that shows nothing.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{fe0e}' | '\u{fe0f}')
        || c.is_control()
}

/// The text without white space and unseen characters at its ends.
pub(super) fn trim(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || is_unseen(c))
}

/// A text as a message quotes it: on one line, cut where it is long.
pub(super) fn quote(text: &str) -> String {
    const LONG: usize = 40;
    let text = trim(text);
    let cut = text.char_indices().nth(LONG).map(|(i, _)| i);
    if cut.is_none() && !text.contains(['\n', '\r']) {
        return text.to_owned();
    }
    let mut out = text[..cut.unwrap_or(text.len())].replace(['\n', '\r'], " ");
    if cut.is_some() {
        out.push('…');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds_what_looks_alike() {
        assert_eq!(fold("　１２，５００．５\u{2009}万元 "), "12,500.5 万元");
        assert_eq!(fold("2018—11－01"), "2018-11-01");
        assert_eq!(fold("\u{feff}【￥３】\u{200b}"), "(¥3)");
        assert_eq!(fold("12\r\n34"), "12\n34");
    }

    #[test]
    fn trims_what_is_not_seen() {
        assert_eq!(trim("\u{3000}\u{200b} 甲 乙\u{a0}\u{feff}\n"), "甲 乙");
        assert_eq!(trim("　"), "");
    }

    #[test]
    fn quotes_on_one_line() {
        assert_eq!(quote(" 约12\n万元 "), "约12 万元");
        let long = "长".repeat(50);
        assert_eq!(quote(&long).chars().count(), 41);
    }
}
