//! What the remarks on a table limit: records, options, who fills it in.

use super::words::{begins, has, words};

/// At most so many records: `限填1个`.
pub fn limit_records(remarks: &[String]) -> Option<u32> {
    number_after(remarks, &words().heading.limit_records)
}

/// At most so many options: `限选5个`.
pub fn limit_options(remarks: &[String]) -> Option<u32> {
    number_after(remarks, &words().heading.limit_options)
}

/// Who fills it in, or who does not, where not everybody does.
pub fn only_for(remarks: &[String]) -> Option<String> {
    let heading = &words().heading;
    let mut parts = remarks
        .iter()
        .flat_map(|r| r.split(['；', ';']))
        .map(str::trim);
    let only = parts.find(|r| begins(&heading.only_for, r) || has(&heading.not_for, r));
    only.map(str::to_owned)
}

/// The number behind some words in the remarks: `限选5个`, `限选 5 个`, `限填一项`.
fn number_after(remarks: &[String], words: &[String]) -> Option<u32> {
    remarks.iter().find_map(|remark| {
        let text: String = remark.chars().filter(|c| !c.is_whitespace()).collect();
        let at = words
            .iter()
            .filter_map(|w| text.find(&**w).map(|i| i + w.len()))
            .min()?;
        let digits: String = text[at..].chars().take_while(|c| c.is_numeric()).collect();
        let narrow: String = digits
            .chars()
            .filter_map(|c| c.to_digit(10))
            .map(|d| d.to_string())
            .collect();
        match narrow.parse() {
            Ok(n) => Some(n),
            Err(_) => {
                let c = text[at..].chars().next()?;
                let n = "一二三四五六七八九十".chars().position(|d| d == c);
                let n = n.or(("两" == c.to_string()).then_some(1))?;
                u32::try_from(n + 1).ok()
            }
        }
        .filter(|n| *n > 0)
    })
}
