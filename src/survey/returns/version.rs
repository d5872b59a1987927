//! The version that a file's name gives: `v2`, `(2)`, 修改版, 终稿, 第三稿, `20260311` …

use jiff::civil::Date;
use unicode_normalization::UnicodeNormalization;

/// What a file's name says of its version. Later versions are greater.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version {
    /// 草稿 −1, nothing said 0, 终稿 1.
    stage: i8,
    /// How often it was revised, in halves: the n-th version is 2n, its 修改版 2n+1; 0 where
    /// nothing is said.
    revision: u32,
    /// The day in the name.
    day: Option<Date>,
    /// The number that a file manager gives a copy: `(2)`, 副本. It tells that there is another
    /// file of this name, little more.
    copy: u32,
}

impl Version {
    /// The version without the number of a copy.
    pub fn without_copy(self) -> Version {
        Version { copy: 0, ..self }
    }
}

const DRAFT: &[&str] = &["草稿", "初稿", "草案", "draft"];
const FINAL: &[&str] = &["终稿", "定稿", "最终", "终版", "final"];
const REVISED: &[&str] = &[
    "修改",
    "修订",
    "修正",
    "更正",
    "更新",
    "改正",
    "补正",
    "新版",
    "重报",
    "重新报送",
    "再报",
    "revised",
    "rev",
    "updated",
    "corrected",
];
const COPY: &[&str] = &["副本", "拷贝", "copy"];

/// The version in a file's name (folders and extension are left aside).
///
/// ```
/// use huibiao::survey::returns::version_of;
/// assert!(version_of("化学学院v2.docx") > version_of("化学学院.docx"));
/// assert!(version_of("化学学院（终稿）.docx") > version_of("化学学院v3.docx"));
/// ```
pub fn version_of(file: &str) -> Version {
    let name = file.rsplit('/').next().unwrap_or(file);
    let stem = name.rsplit_once('.').map_or(name, |n| n.0);
    let text: String = stem.nfkc().flat_map(char::to_lowercase).collect();
    let has = |words: &[&str]| words.iter().any(|w| after(&text, w).is_some());
    let revised = (REVISED.iter())
        .filter_map(|w| after(&text, w))
        .map(|number| number.unwrap_or(1))
        .max();
    let revision = match (numbered(&text), revised) {
        (Some(n), Some(_)) => 2 * n + 1,
        (Some(n), None) => 2 * n,
        // The n-th revision comes after the first version.
        (None, Some(n)) => 2 * (n + 1),
        (None, None) => 0,
    };
    let again = (FINAL.iter())
        .filter_map(|w| after(&text, w).flatten())
        .max();
    Version {
        stage: match (has(FINAL), has(DRAFT)) {
            (true, _) => 1,
            (false, true) => -1,
            (false, false) => 0,
        },
        revision: revision.max(again.map_or(0, |n| 2 * n)),
        day: day_in(&text),
        copy: copy(&text).unwrap_or_else(|| u32::from(has(COPY))),
    }
}

/// Where a word stands in a text, a Latin word by itself: `Some` with the number after it.
fn after(text: &str, word: &str) -> Option<Option<u32>> {
    let latin = word.is_ascii();
    text.match_indices(word).find_map(|(at, _)| {
        let rest = &text[at + word.len()..];
        let touches = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
        if latin && (touches(text[..at].chars().next_back()) || touches(rest.chars().next())) {
            return None;
        }
        let joints = ['版', '稿', '件', '后', '本', ' ', '_', '-', '(', 'v'];
        Some(number(rest.trim_start_matches(joints)))
    })
}

/// The small number that a text begins with. A day or a year is none.
fn number(text: &str) -> Option<u32> {
    let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
    if !digits.is_empty() {
        return digits.parse().ok().filter(|n| *n < 100);
    }
    let place = "一二三四五六七八九十"
        .chars()
        .position(|c| text.starts_with(c))?;
    u32::try_from(place + 1).ok()
}

/// `v2`, `版本2`, `第2版`, `第三稿`, `二稿`.
fn numbered(text: &str) -> Option<u32> {
    let mut found = None;
    let mut see = |n: Option<u32>| found = found.max(n);
    for (at, _) in text.match_indices('v') {
        let touches = text[..at].chars().next_back();
        if !touches.is_some_and(|c| c.is_ascii_alphabetic()) {
            see(number(text[at + 1..].trim_start_matches(['.', '_', ' '])));
        }
    }
    for (at, word) in text.match_indices("版本") {
        see(number(&text[at + word.len()..]));
    }
    for sign in ["版", "稿"] {
        for (at, _) in text.match_indices(sign) {
            let before = &text[..at];
            let words = before.trim_end_matches(|c: char| c.is_ascii_digit());
            if words.len() < before.len() {
                see(number(&before[words.len()..]));
            } else if let Some((i, _)) = before.char_indices().next_back() {
                see(number(&before[i..]));
            }
        }
    }
    found
}

/// `(2)` at the end.
fn copy(text: &str) -> Option<u32> {
    let inner = text.trim_end().strip_suffix(')')?;
    let (_, number) = inner.rsplit_once('(')?;
    number.trim().parse().ok().filter(|n| *n < 100)
}

/// The last day of this century in a name: `20260311`, `2026-03-11`, `2026.3.11`, `2026年3月11日`.
fn day_in(text: &str) -> Option<Date> {
    let mut latest = None;
    for (at, _) in text.match_indices("20") {
        if text[..at].ends_with(|c: char| c.is_ascii_digit()) {
            continue;
        }
        let rest = &text[at..];
        let end = rest
            .find(|c: char| !(c.is_ascii_digit() || "-_./年月".contains(c)))
            .unwrap_or(rest.len());
        let word = rest[..end].trim_end_matches(['-', '_', '.', '/']);
        let mut parts = word.split(['-', '_', '.', '/', '年', '月']);
        let day = match (parts.next(), parts.next(), parts.next()) {
            (Some(y), Some(m), Some(d)) => date(y, m, d),
            (Some(all), ..) if all.len() >= 8 => date(&all[..4], &all[4..6], &all[6..8]),
            _ => None,
        };
        latest = latest.max(day);
    }
    latest
}

fn date(y: &str, m: &str, d: &str) -> Option<Date> {
    Date::new(y.parse().ok()?, m.parse().ok()?, d.parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn later_names_are_greater() {
        for (older, newer) in [
            ("化学学院.docx", "化学学院v2.docx"),
            ("化学学院V1.docx", "化学学院V2.docx"),
            ("化学学院v9.docx", "化学学院v10.docx"),
            ("化学学院.docx", "化学学院（修改版）.docx"),
            ("化学学院修改版.docx", "化学学院修改版2.docx"),
            ("化学学院第二稿.docx", "化学学院第三稿.docx"),
            ("化学学院-2稿.docx", "化学学院-终稿.docx"),
            ("化学学院终稿.docx", "化学学院终稿2.docx"),
            ("化学学院初稿.docx", "化学学院.docx"),
            ("化学学院.docx", "化学学院(2).docx"),
            ("化学学院 - 副本.docx", "化学学院 - 副本 (2).docx"),
            ("化学学院20260301.docx", "化学学院2026年3月11日.docx"),
            ("化学学院.docx", "ＣＨＥＭ＿Ｖ２.docx"),
            ("v2/化学学院.docx", "v1/化学学院-v2.docx"),
            ("form final.docx", "form final 2.docx"),
        ] {
            assert!(version_of(older) < version_of(newer), "{older} {newer}");
        }
    }

    #[test]
    fn words_within_words_and_years_are_no_version() {
        for name in [
            "化学学院.docx",
            "2025年度国际科技合作与交流统计调查表.docx",
            "第三附属医院.docx",
            "review of forms.docx",
            "5G出版社.docx",
            "MV8研究所.docx",
        ] {
            assert_eq!(version_of(name), Version::default(), "{name}");
        }
    }
}
