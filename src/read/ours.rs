//! What huibiao itself wrote into a file that it sent back, told from what a clerk wrote into it.
//!
//! A comment of ours ends with a line that sums up its text. What has no such line, or whose text is
//! no longer the one that was summed up, is a clerk's; so is what stands behind the line.

use office::paper::{Remark, RemarkKind};

use super::AUTHOR;
use crate::model::finding::{Cause, Finding, PaperCause, Severity};
use crate::text::visible::visible;

const OPENS: &str = "〔汇表 ";
const CLOSES: char = '〕';
/// What a finding's paragraph in a comment begins with, by severity.
const KINDS: [&str; 3] = ["【必须改正】", "【需核实】", "【说明】"];
/// What the paragraph that names a line of a text box begins with: it says nothing of its own.
pub(crate) const ABOUT: &str = "（所指为文本框第";

/// The line that ends a comment of ours with this text.
pub(crate) fn seal(text: &str) -> String {
    format!("{OPENS}{:04x}{CLOSES}", sum(text))
}

/// A sum over a text's letters: programs break lines and add blanks of their own.
fn sum(text: &str) -> u16 {
    let letters = text
        .chars()
        .filter(|c| !c.is_whitespace() && !c.is_control());
    let hash = letters.fold(0x811c_9dc5_u32, |hash, c| {
        (hash ^ u32::from(c)).wrapping_mul(0x0100_0193)
    });
    (hash ^ (hash >> 16)) as u16
}

/// What a finding has to say in a comment, a paragraph each.
pub(crate) fn told(finding: &Finding) -> Vec<String> {
    let kind = match finding.severity {
        Severity::Error => KINDS[0],
        Severity::Warning => KINDS[1],
        Severity::Info => KINDS[2],
    };
    let mut text = vec![format!("{kind}{}", visible(&finding.message().zh))];
    let hint = finding.hint().zh;
    if !hint.is_empty() {
        text.push(visible(&hint).into_owned());
    }
    text
}

/// The words of a comment that a clerk wrote: none of what carries our line, all of the rest. A
/// comment without the line under our name is ours where it begins as ours do.
pub(super) fn theirs(text: &str, author: &str) -> String {
    let mut words = String::new();
    let mut add = |part: &str| {
        let part = part.trim();
        if !part.is_empty() && !words.is_empty() {
            words.push('\n');
        }
        words.push_str(part);
    };
    let own = format!("{}：", AUTHOR.name);
    let behind = format!("\n{own}");
    let mut rest = text;
    let mut sealed = false;
    while let Some((before, after)) = rest.split_once(OPENS) {
        let Some((hex, after)) = after.split_once(CLOSES) else {
            break;
        };
        let is_whole = |text: &str| u16::from_str_radix(hex, 16) == Ok(sum(text));
        let mut starts = KINDS.iter().flat_map(|kind| before.match_indices(kind));
        match starts.find(|(at, _)| is_whole(&before[*at..])) {
            // Behind somebody's note at a cell our name stands before our words.
            Some((at, _)) => {
                let theirs = before[..at].trim_end();
                add(theirs.strip_suffix(own.as_str()).unwrap_or(theirs));
            }
            None if is_whole(before) => {}
            None => add(before),
        }
        (rest, sealed) = (after, true);
    }
    if let (false, Some((theirs, _))) = (sealed, rest.split_once(&behind)) {
        rest = theirs;
    }
    if sealed || author != AUTHOR.name || !is_like_ours(rest) {
        add(rest);
    }
    words
}

/// A line of ours stands in the text.
pub(super) fn is_sealed(text: &str) -> bool {
    text.contains(OPENS)
}

/// What a clerk wrote behind the words of comments of ours that have no closing line, as findings
/// at the places of those that they say again.
pub(super) fn added(unsealed: &[Remark], findings: &mut Vec<Finding>) {
    let mut new = Vec::new();
    for remark in unsealed {
        let RemarkKind::Aside { text, .. } = &remark.kind else {
            continue;
        };
        let more = findings.iter().find_map(|finding| {
            let rest = beyond(text, &told(finding).join("\n"))?.trim();
            (!rest.is_empty()).then(|| (finding.path.clone(), rest.to_owned()))
        });
        if let Some((path, text)) = more {
            let quoted = text.clone();
            let finding = Finding::of(PaperCause::Comment { text }).graded(Severity::Warning);
            new.push(finding.at(path).quoting(quoted).from(remark.place.clone()));
        }
    }
    findings.extend(new);
}

/// The text begins as ours do.
fn is_like_ours(text: &str) -> bool {
    KINDS.iter().any(|kind| text.trim_start().starts_with(kind))
}

/// Comments that say what these findings say, under whatever name, say nothing new: they go, but
/// for what a clerk added. `ours` are comments without a line under our name, and where they stand.
pub(super) fn without_echoes(findings: &mut Vec<Finding>) {
    let is_echo = |f: &Finding| matches!(said(f), Some(text) if is_like_ours(text));
    if !findings.iter().any(is_echo) {
        return;
    }
    let known: Vec<String> = (findings.iter().filter(|f| said(f).is_none()))
        .map(|f| told(f).join("\n"))
        .collect();
    findings.retain_mut(|finding| {
        let Some(text) = said(finding).filter(|text| is_like_ours(text)) else {
            return true;
        };
        let rest = known.iter().find_map(|told| beyond(text, told));
        let Some(rest) = rest else { return true };
        let rest = rest.trim().to_owned();
        if rest.is_empty() {
            return false;
        }
        finding.raw = Some(rest.clone());
        if let Cause::PaperCause(
            PaperCause::Comment { text } | PaperCause::CommentOnList { text, .. },
        ) = &mut finding.cause
        {
            *text = rest;
        }
        true
    });
}

/// The words of a comment that a finding is about.
fn said(finding: &Finding) -> Option<&str> {
    match &finding.cause {
        Cause::PaperCause(
            PaperCause::Comment { text } | PaperCause::CommentOnList { text, .. },
        ) => Some(text),
        _ => None,
    }
}

/// What a comment has beyond what a finding says, where it begins with that; letters are compared.
fn beyond<'t>(text: &'t str, told: &str) -> Option<&'t str> {
    let mut wanted = told.chars().filter(|c| !c.is_whitespace());
    let mut at = 0;
    for (i, c) in text.char_indices() {
        if c.is_whitespace() {
            continue;
        }
        match wanted.next() {
            Some(w) if w == c => at = i + c.len_utf8(),
            Some(_) => return None,
            None => break,
        }
    }
    if wanted.next().is_some() {
        return None;
    }
    let rest = text[at..].trim_start();
    match rest
        .strip_prefix(ABOUT)
        .and_then(|about| about.split_once("”）"))
    {
        Some((_, rest)) => Some(rest),
        None => Some(rest),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_clerk_writes_into_our_comment_is_the_clerks() {
        let ours = "【需核实】“800000元”已换算为80万元\n请核对换算结果";
        let sealed = format!("{ours}\n{}", seal(ours));
        let (we, other) = (AUTHOR.name, "作者");
        assert_eq!(theirs(&sealed, we), "");
        assert_eq!(theirs(&sealed, other), "");
        assert_eq!(theirs(&sealed.replace('\n', "\r\n "), we), "");
        let more = format!("{sealed}已核对，应为800万元");
        assert_eq!(theirs(&more, we), "已核对，应为800万元");
        let inside = sealed.replace("已换算", "应为800万元，已换算");
        assert!(theirs(&inside, we).contains("应为800万元"));
        assert_eq!(theirs("应为800万元", we), "应为800万元");
        assert_eq!(theirs(ours, we), "");
        assert_eq!(theirs(ours, other), ours);
        let note = format!("经办人：已核\n{we}：{sealed}\n应为12");
        assert_eq!(theirs(&note, other), "经办人：已核\n应为12");
    }
}
