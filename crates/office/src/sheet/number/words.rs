//! Words that a number format writes around a number: which of them say something.

/// Literal text that changes what a number means; any other measure (`人`, a dash, `¥`, which
/// Chinese programs put before any amount) is decoration.
pub(super) const MAGNITUDES: &[char] = &[
    '%', '‰', '百', '千', '万', '萬', '亿', '億', '元', '美', '欧', '镑', '$', '€', '£',
];

/// Letters that make a measure behind a number into more or less than it: 12余人, 12人以上.
const ABOUT: &[char] = &[
    '约', '余', '多', '以', '左', '右', '上', '下', '起', '强', '弱', '不', '足', '近', '估', '计',
    '预', '拟', '待', '无', '非', '每', '同',
];

/// The text without the signs that a format writes around any number.
pub(super) fn written(text: &str) -> &str {
    let decoration = |c: char| c.is_whitespace() || matches!(c, '¥' | '￥');
    let text = text.trim_matches(decoration);
    match text.trim_matches(|c: char| decoration(c) || matches!(c, '-' | '(' | ')' | '—' | '－'))
    {
        "" => "",
        _ => text,
    }
}

/// Signs that make a number into more, less or about it, or into a doubtful one: `<10`, `10+`, `10?`.
const SIGNS: &[char] = &[
    '<', '>', '＜', '＞', '≤', '≥', '≦', '≧', '≈', '~', '～', '±', '+', '＋', '?', '？', '*', '＊',
    '/',
];

/// A text before a number that a person reads with it: 约, 甲-, ≥.
pub(super) fn is_shown_before(text: &str) -> bool {
    text.contains(char::is_alphanumeric) || text.contains(MAGNITUDES) || text.contains(SIGNS)
}

/// A text behind a number that a person reads with it: 万元, （预计）. A plain measure (人, 项, km)
/// says what the column says. Behind a `scaled` number any letters may name the scale.
pub(super) fn is_shown_after(text: &str, scaled: bool) -> bool {
    if text.contains(MAGNITUDES) || scaled && text.contains(char::is_alphabetic) {
        return true;
    }
    if !is_shown_before(text) {
        return false;
    }
    let letters = text.chars().count();
    let han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    let measure = letters <= 3 && text.chars().all(han) && !text.contains(ABOUT);
    let metric = letters <= 4
        && text
            .chars()
            .all(|c| c.is_ascii_lowercase() || matches!(c, '²' | '³'));
    !measure && !metric
}

/// A number's text as a program shows it, around its digits: `（约12.5万元）` is `（约`, `12.5`, `万元）`.
pub(super) fn around(shown: &str) -> Option<(&str, &str, &str)> {
    let from = shown.find(|c: char| c.is_ascii_digit())?;
    let to = shown.rfind(|c: char| c.is_ascii_digit())? + 1;
    Some((&shown[..from], &shown[from..to], &shown[to..]))
}
