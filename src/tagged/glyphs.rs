//! Blanks, joints and boxes: what a form prints where something is to be written or ticked.

use std::ops::Range;

/// Something to write on: a rule, white space, dots.
pub fn is_blank_char(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '_' | '＿' | '﹍' | '﹎' | '﹏' | '…' | '‗' | '\u{a0}' | '\u{200b}'
        )
}

/// An empty box to write a letter in, or to tick.
pub fn is_empty_box(c: char) -> bool {
    "□☐○◯◻▢❏❑❒⬜▫".contains(c)
}

/// Words that are printed behind the blanks of a date or a time, and are read with it.
const PARTS: [&str; 9] = ["年", "月", "日", "号", "时", "分", "秒", "点", "年度"];
/// Words and signs that are printed between two blanks of one answer.
const BETWEEN: [&str; 25] = [
    "至", "到", "起", "止", "~", "～", "∼", "〜", "-", "－", "–", "—", "/", "／", ".", "．", ":",
    "：", "第", "to", "from", "(", ")", "（", "）",
];

/// The word belongs to a date or a time.
pub fn is_part(word: &str) -> bool {
    PARTS.contains(&word)
}

/// A printed word taken apart into joints; none where it has anything else in it that is read.
fn joints_of(word: &str) -> Option<(Vec<&str>, usize)> {
    let mut joints = Vec::new();
    let mut at = 0;
    while at < word.len() {
        let rest = &word[at..];
        let known = PARTS
            .iter()
            .chain(&BETWEEN)
            .filter(|j| rest.starts_with(**j));
        let Some(joint) = known.max_by_key(|j| j.len()) else {
            let reads_on = rest.starts_with(char::is_alphanumeric);
            return (!reads_on && !joints.is_empty()).then_some((joints, at));
        };
        joints.push(&rest[..joint.len()]);
        at += joint.len();
    }
    Some((joints, at))
}

/// The place of an answer in a printed text: what stands around `at` that is blank, with the
/// joints between the blanks, up to `end`, the next tag. The second are the joints, in order.
pub fn place(text: &str, at: usize, least: usize, end: usize) -> (Range<usize>, Vec<String>) {
    let start = least + text[least..at].trim_end_matches(is_blank_char).len();
    let mut to = at;
    let mut joints: Vec<(String, usize)> = Vec::new();
    let is_place = |c: char| is_blank_char(c) || is_empty_box(c);
    loop {
        let rest = &text[to..end];
        to += rest.len() - rest.trim_start_matches(is_place).len();
        let rest = &text[to..end];
        let word = &rest[..rest.find(is_place).unwrap_or(rest.len())];
        // The century of a year is printed before its blank.
        if matches!(word, "20" | "19") && text[to + 2..end].starts_with(is_blank_char) {
            to += 2;
            continue;
        }
        let Some((found, len)) = joints_of(word).filter(|(f, _)| !f.is_empty()) else {
            break;
        };
        let mut from = to;
        for joint in found {
            joints.push((joint.to_owned(), from));
            from += joint.len();
        }
        to += len;
        if len < word.len() {
            break;
        }
    }
    // What joins two blanks has nothing to join where no blank follows.
    while let Some((joint, from)) = joints.last() {
        let is_last = text[from + joint.len()..to].is_empty();
        if !is_last || is_part(joint) {
            break;
        }
        to = *from;
        joints.pop();
    }
    // One box is to be ticked: it is the next option's.
    let mut boxes = text[start..to]
        .char_indices()
        .filter(|(_, c)| is_empty_box(*c));
    if let (Some((one, _)), None) = (boxes.next(), boxes.next())
        && start + one >= at
        && text[start + one..to].trim_end().chars().count() == 1
        && to == end
        && joints.is_empty()
    {
        to = start + one;
    }
    (start..to, joints.into_iter().map(|j| j.0).collect())
}

/// The bracket that closes one.
pub fn closing(open: char) -> Option<char> {
    Some(match open {
        '(' => ')',
        '（' => '）',
        '[' => ']',
        '［' => '］',
        '【' => '】',
        _ => return None,
    })
}

/// A printed box before `at` (white space between), or a bracket with nothing in it: its range.
pub fn box_before(text: &str, at: usize, least: usize) -> Option<Range<usize>> {
    let before = text[least..at].trim_end();
    let end = least + before.len();
    let last = before.chars().next_back()?;
    if is_empty_box(last) {
        return Some(end - last.len_utf8()..end);
    }
    // The tag stands between the brackets.
    if let Some(close) = closing(last) {
        let rest = &text[at..];
        let room = rest.len() - rest.trim_start_matches(is_blank_char).len();
        return rest[room..]
            .starts_with(close)
            .then_some(end - last.len_utf8()..at + room + close.len_utf8());
    }
    let open = match last {
        ')' => '(',
        '）' => '（',
        ']' => '[',
        '］' => '［',
        '】' => '【',
        _ => return None,
    };
    let start = before.rfind(open)?;
    let held = &before[start + open.len_utf8()..before.len() - last.len_utf8()];
    held.chars()
        .all(is_blank_char)
        .then_some(least + start..end)
}

/// A printed box behind `at`: its range.
pub fn box_behind(text: &str, at: usize, end: usize) -> Option<Range<usize>> {
    let rest = &text[at..end];
    let start = at + rest.len() - rest.trim_start().len();
    let first = text[start..end].chars().next()?;
    if is_empty_box(first) {
        return Some(start..start + first.len_utf8());
    }
    let close = closing(first)?;
    let from = start + first.len_utf8();
    let len = text[from..end].find(close)?;
    let held = &text[from..from + len];
    let blank = held.chars().all(is_blank_char);
    blank.then_some(start..from + len + close.len_utf8())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken(text: &str) -> (String, Vec<String>) {
        let at = text.find('|').unwrap();
        let end = text[at + 1..].find('|').map_or(text.len() - 1, |i| at + i);
        let text = text.replace('|', "");
        let (range, joints) = place(&text, at, 0, end);
        (text[range].to_owned(), joints)
    }

    #[test]
    fn an_answer_has_all_blanks_and_joints_up_to_the_next_label() {
        let t = |text: &str| taken(text).0;
        assert_eq!(t("日期：|____年__月__日"), "____年__月__日");
        assert_eq!(
            t("时间：|____年__月至____年__月 电话：___"),
            "____年__月至____年__月 "
        );
        assert_eq!(
            t("时间：|____年__月__日至|____年__月__日"),
            "____年__月__日"
        );
        assert_eq!(t("金额：|____万元，其中"), "____");
        assert_eq!(t("地点：__|__ 日期：____"), "____ ");
        assert_eq!(t("（|   ）"), "   ");
        assert_eq!(t("证号：|□□□□"), "□□□□");
        assert_eq!(t("姓名：|"), "");
        assert_eq!(taken("|__月__日").1, ["月", "日"]);
    }
}
