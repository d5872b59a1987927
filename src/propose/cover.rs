//! The cover: title, year, period, and who fills the form in.

use office::paper::{Paper, Paragraph, is_blank};

use super::form::form;
use super::heading::close_up;
use super::outline::{Item, Outline};
use super::slots::Slots;
use super::words::{CoverLabel, begins, words};
use crate::recognise::edition::each_paragraph;
use crate::text::key::key;

/// What a form says of itself.
#[derive(Clone, Debug, Default)]
pub struct Cover {
    /// Its title, without the year.
    pub title: Option<String>,
    /// The survey's year.
    pub year: Option<i32>,
    /// The survey's period, where it is printed.
    pub period: Option<(String, String)>,
    /// What is printed before the first heading.
    pub lines: Vec<String>,
    /// Labels of what is asked of whoever fills it in, with what is known of each.
    pub labels: Vec<(String, Option<&'static CoverLabel>)>,
}

/// Reads the cover.
pub fn cover(paper: &Paper, outline: &Outline<'_>) -> Cover {
    let mut cover = Cover::default();
    let texts: Vec<&Paragraph> = (outline.cover.iter())
        .filter_map(|i| match i {
            Item::Text(p) if !is_blank(&p.text) => Some(*p),
            _ => None,
        })
        .collect();
    cover.title = title(&texts);
    cover.lines = texts.iter().map(|p| p.text.clone()).collect();
    cover.year = texts.iter().find_map(|p| year(&p.text));
    for item in &outline.cover {
        match item {
            Item::Text(p) => cover.labels.extend(labels(p)),
            Item::Table(table) => {
                let Some(slots) = Slots::of(table) else {
                    continue;
                };
                let items = form(&slots).items;
                cover
                    .labels
                    .extend(items.iter().map(|i| (i.last().to_owned(), known(i.last()))));
            }
            Item::Box(_) => {}
        }
    }
    let mut seen = std::collections::HashSet::new();
    cover.labels.retain(|(label, _)| seen.insert(key(label)));
    let mut years: Vec<(i32, usize)> = Vec::new();
    each_paragraph(&paper.blocks, &mut |p| {
        if cover.period.is_none() {
            cover.period = period(&p.text);
        }
        if let Some(y) = year(&p.text) {
            match years.iter_mut().find(|(known, _)| *known == y) {
                Some((_, n)) => *n += 1,
                None => years.push((y, 1)),
            }
        }
    });
    // A form without a year on its cover names it most often in its notes.
    let often = years
        .into_iter()
        .max_by_key(|&(y, n)| (n, y))
        .map(|(y, _)| y);
    cover.year = cover.year.or(often);
    cover
}

/// The line that is a title, else the longest line that has no colon.
fn title(texts: &[&Paragraph]) -> Option<String> {
    let lines = texts.iter().map(|p| close_up(&p.text)).filter(|t| {
        let n = t.chars().count();
        (4..=60).contains(&n)
            && !t.contains(['：', ':', '。', '_'])
            && !begins(&words().note.begins, t)
    });
    let only_year = |t: &str| year(t).is_some() && t.chars().count() <= 7;
    let lines = lines.filter(|t| !only_year(t));
    let lines: Vec<String> = lines.map(|t| without_year(&t)).collect();
    let titled = lines
        .iter()
        .find(|t| words().cover.titles.iter().any(|w| t.ends_with(&**w)));
    let within = || {
        lines
            .iter()
            .find(|t| words().cover.titles.iter().any(|w| t.contains(&**w)))
    };
    titled
        .or_else(within)
        .or(lines.first())
        .cloned()
        .filter(|t| key(t).chars().count() >= 4)
}

fn without_year(title: &str) -> String {
    let rest = title
        .trim_start_matches(|c: char| c.is_ascii_digit() || "〇○零一二三四五六七八九".contains(c));
    match rest
        .strip_prefix("年度")
        .or_else(|| rest.strip_prefix('年'))
    {
        Some(rest) if !rest.is_empty() => rest.trim().to_owned(),
        _ => title.to_owned(),
    }
}

/// The first year that a text names: `2025年`.
pub fn year(text: &str) -> Option<i32> {
    let letters: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).collect();
    letters.windows(5).enumerate().find_map(|(i, w)| {
        let digits: String = w[..4].iter().collect();
        let alone = i == 0 || !letters[i - 1].is_ascii_digit();
        let year = digits
            .parse::<i32>()
            .ok()
            .filter(|y| (1990..2100).contains(y))?;
        (w[4] == '年' && alone).then_some(year)
    })
}

/// The two days that a text names with 至 between: `2025年1月1日至2025年12月31日`.
fn period(text: &str) -> Option<(String, String)> {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let mut at = 0;
    while let Some(to) = text[at..].find(['至', '—', '~', '～']).map(|i| at + i) {
        let sign = text[to..].chars().next().map_or(1, char::len_utf8);
        let before = text[..to]
            .strip_suffix('日')
            .or_else(|| text[..to].strip_suffix('止'));
        if let Some(before) = before
            && let Some(from) =
                before.rfind(|c: char| !c.is_ascii_digit() && c != '年' && c != '月')
            && let Some(start) = day(&before[from..].chars().skip(1).collect::<String>())
            && let Some(end) = text[to + sign..]
                .find('日')
                .and_then(|n| day(&text[to + sign..][..n]))
            && start <= end
        {
            return Some((start, end));
        }
        at = to + sign;
    }
    None
}

/// `2025年1月1` as `2025-01-01`.
fn day(text: &str) -> Option<String> {
    let (year, rest) = text.split_once('年')?;
    let (month, day) = rest.split_once('月')?;
    let number =
        |t: &str, from: u32, to: u32| t.parse::<u32>().ok().filter(|n| (from..=to).contains(n));
    let (year, month, day) = (
        number(year, 1990, 2100)?,
        number(month, 1, 12)?,
        number(day, 1, 31)?,
    );
    Some(format!("{year}-{month:02}-{day:02}"))
}

/// The labels with room to write behind them in one paragraph: `单位名称：____  填表人：____`.
fn labels(p: &Paragraph) -> Vec<(String, Option<&'static CoverLabel>)> {
    let text = &p.text;
    if !text.contains(['：', ':'])
        || text.chars().count() > 300
        || begins(&words().note.begins, text.trim())
    {
        return Vec::new();
    }
    let underlined = p
        .pieces()
        .any(|(t, s)| s.format.emphasis.underline && is_blank(t));
    let room = |t: &str| {
        t.chars()
            .all(|c| c.is_whitespace() || c == '_' || c == '＿')
    };
    let mut found = Vec::new();
    let parts: Vec<&str> = text.split(['：', ':']).collect();
    for (i, pair) in parts.windows(2).enumerate() {
        let (before, behind) = (pair[0], pair[1]);
        // The label is the last word before the colon; the next one's stands behind the room.
        let label = before
            .rsplit(['_', '＿', '\t', '\u{3000}'])
            .next()
            .unwrap_or("");
        let label = close_up(label);
        let last = i + 2 == parts.len();
        let next = close_up(
            behind
                .rsplit(['_', '＿', '\t', '\u{3000}'])
                .next()
                .unwrap_or(""),
        );
        let next_label = behind.trim_end().len() - next.len().min(behind.trim_end().len());
        let blank = if last {
            room(behind)
        } else {
            room(behind.get(..next_label).unwrap_or("?"))
        };
        let known = known(&label);
        let marked =
            underlined || behind.contains(['_', '＿']) || behind.len() >= 3 || known.is_some();
        let n = label.chars().count();
        if blank && marked && (2..=20).contains(&n) && !label.contains(['，', '。', '、', '；'])
        {
            found.push((label, known));
        }
    }
    found
}

/// What is known of a label of the cover.
pub fn known(label: &str) -> Option<&'static CoverLabel> {
    let label: String = label.chars().filter(|c| !c.is_whitespace()).collect();
    let best = words().cover.labels.iter().filter_map(|l| {
        let ends = l.ends.iter().filter(|e| label.ends_with(&***e));
        Some((ends.map(String::len).max()?, l))
    });
    best.max_by_key(|(n, _)| *n).map(|(_, l)| l)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_and_periods() {
        assert_eq!(year("2025年度"), Some(2025));
        assert_eq!(year("12025年"), None);
        let text = "除特殊说明外，时间范围是 2025年1月1日至2025年12月31日内的数据。";
        assert_eq!(
            period(text),
            Some(("2025-01-01".into(), "2025-12-31".into()))
        );
        assert_eq!(
            period("指在2024年07月01日至2025年06月30日内").unwrap().0,
            "2024-07-01"
        );
    }

    #[test]
    fn labels_with_room_behind_them() {
        let p = |text: &str| Paragraph {
            text: text.to_owned(),
            ..Paragraph::default()
        };
        let names = |text: &str| {
            labels(&p(text))
                .into_iter()
                .map(|(l, k)| (l, k.map(|k| k.name.as_str())))
                .collect::<Vec<_>>()
        };
        assert_eq!(
            names("填表人联系电话：          "),
            [("填表人联系电话".to_owned(), Some("contact_phone"))]
        );
        assert_eq!(
            names("填报单位：________　联系人：________"),
            [
                ("填报单位".to_owned(), Some("unit_name")),
                ("联系人".to_owned(), Some("contact"))
            ]
        );
        assert_eq!(names("说明："), []);
        assert_eq!(names("1.指标：指本单位的情况。"), []);
    }
}
