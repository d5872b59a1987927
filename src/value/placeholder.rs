//! Texts that stand where an answer is still to come: 待补充, 详见附件, #N/A, «姓名».

use super::fold::{quote, trim};
use super::nothing::is_nothing;
use super::{Reading, Value};
use crate::model::finding::PlaceholderCause;
use crate::text::key::key;
use crate::text::vocabulary::vocabulary;

/// What a text stands for that is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Placeholder {
    /// Printed to be replaced: 请选择.
    Prompt,
    /// What a program shows where it cannot work something out: #N/A, 错误!未找到引用源.
    Failed,
    /// A picture that is kept in a cell as a formula: =DISPIMG(…).
    Picture,
    /// A place that a letter's merge or a template should have filled: «姓名».
    Unmerged,
    /// To be written later: 待补充.
    Pending,
    /// Said elsewhere: 详见附件.
    Elsewhere,
    /// A name left open: 某某大学, XXX项目.
    Masked,
    /// The value of another cell: 同上.
    Ditto,
}

/// What a text stands for that is no answer; `None` where it is a text.
pub(super) fn of(text: &str) -> Option<Placeholder> {
    let text = trim(text);
    // None of them is a text of any length.
    if text.is_empty() || text.len() > 150 {
        return None;
    }
    if text.starts_with('#')
        && vocabulary()
            .placeholder
            .failed
            .iter()
            .any(|f| text.eq_ignore_ascii_case(f))
        || vocabulary()
            .placeholder
            .failed_fields
            .iter()
            .any(|f| text.starts_with(f))
    {
        return Some(Placeholder::Failed);
    }
    let formula = text.trim_start_matches('=').trim_start_matches("_xlfn.");
    if formula
        .get(..8)
        .is_some_and(|f| f.eq_ignore_ascii_case("DISPIMG("))
    {
        return Some(Placeholder::Picture);
    }
    let enclosed = [
        ("«", "»"),
        ("{{", "}}"),
        ("<<", ">>"),
        ("${", "}"),
        ("《《", "》》"),
    ];
    if enclosed
        .iter()
        .any(|(open, close)| text.starts_with(open) && text.ends_with(close))
    {
        return Some(Placeholder::Unmerged);
    }
    let k = key(text);
    let short = k.chars().count() <= 16;
    if k.starts_with(['请', '点', '单', '选', 'c']) && is_nothing(text) {
        return Some(Placeholder::Prompt);
    }
    let later = k.trim_end_matches(['的', '中', '，']);
    if short
        && (vocabulary().placeholder.pending.has(later)
            || later
                .strip_prefix('暂')
                .is_some_and(|k| vocabulary().placeholder.pending.has(k)))
    {
        return Some(Placeholder::Pending);
    }
    if short && is_elsewhere(&k) {
        return Some(Placeholder::Elsewhere);
    }
    if ["同上", "同上一行", "同前", "同上行", "同左", "如上"].contains(&&*k)
        || ["〃", "″"].contains(&text)
    {
        return Some(Placeholder::Ditto);
    }
    is_masked(text).then_some(Placeholder::Masked)
}

/// 详见附件, 见附件1《…》, 另附页.
fn is_elsewhere(key: &str) -> bool {
    let asked = ["具体", "详细", "内容", "情况", "名单", "数据"];
    let key = asked
        .iter()
        .fold(key, |k, word| k.strip_prefix(word).unwrap_or(k));
    let led = ["详见", "请见", "参见", "见", "请参见", "请看", "如", "同"]
        .iter()
        .find_map(|w| key.strip_prefix(w));
    let named = |rest: &str| {
        vocabulary()
            .placeholder
            .places
            .iter()
            .any(|p| rest.strip_prefix(p).is_some_and(|r| r.chars().count() <= 6))
    };
    // 详见科研系统, 参见HZ_02_006: who says so points elsewhere, whatever it is.
    let pointed = ["详见", "参见", "请参见", "请见"].iter();
    pointed
        .into_iter()
        .any(|w| key.strip_prefix(w).is_some_and(|rest| !rest.is_empty()))
        || led.is_some_and(named)
        || is_kept_elsewhere(key)
        || ["另附", "另附页", "后附", "附后", "见附", "详见附"].contains(&key)
}

/// 见科研系统, 与去年相同.
fn is_kept_elsewhere(key: &str) -> bool {
    let seen = key.strip_prefix('见').is_some_and(|rest| {
        ["系统", "平台", "官网", "网站"]
            .iter()
            .any(|w| rest.ends_with(w))
    });
    let like = ["与", "跟", "和"].iter().find_map(|w| key.strip_prefix(w));
    let like = like.and_then(|of| {
        ["相同", "一致", "一样"]
            .iter()
            .find_map(|w| of.strip_suffix(w))
    });
    seen || like.is_some_and(|of| vocabulary().placeholder.places.has(of))
}

/// Crosses or 某某 where a name should stand.
fn is_masked(text: &str) -> bool {
    let circles = |c: char| "○〇□◯".contains(c);
    let led = text.trim_start_matches(circles);
    if text.contains("某某")
        || text.chars().take_while(|c| circles(*c)).count() > 1 && !led.is_empty()
        || text.chars().count() < 12 && text.starts_with('某')
    {
        return true;
    }
    let crosses = |c: char| matches!(c, 'X' | 'x' | 'Ｘ' | 'ｘ' | '×' | '*' | '＊');
    if !text.contains(crosses) {
        return false;
    }
    let mut before: Option<char> = None;
    let mut run = 0;
    let ends = |before: Option<char>, run: usize, after: Option<char>| {
        let word = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        // 第XX届 counts in Roman figures.
        let counts = before == Some('第') || after == Some('届');
        let whole = before.is_none() && after.is_none();
        let beside_name = [before, after]
            .into_iter()
            .flatten()
            .any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
        run >= 2 && !word(before) && !word(after) && !counts && (whole || beside_name)
    };
    for c in text.chars() {
        if crosses(c) {
            run += 1;
            continue;
        }
        if ends(before, run, Some(c)) {
            return true;
        }
        run = 0;
        before = Some(c);
    }
    ends(before, run, None)
}

/// What is read of a placeholder in a text: nothing where a program left it, the words themselves
/// where a person did, and what is to be done.
pub(super) fn reading(kind: Placeholder, text: &str) -> Reading {
    let typed = quote(text);
    let kept =
        |cause: PlaceholderCause| Reading::of(Value::Text(trim(text).to_owned())).with(cause);
    match kind {
        Placeholder::Prompt => Reading::null(),
        Placeholder::Failed => Reading::refused(PlaceholderCause::Failed { typed }),
        Placeholder::Unmerged => Reading::refused(PlaceholderCause::Unmerged { typed }),
        Placeholder::Picture => Reading::refused(PlaceholderCause::Picture { typed }),
        Placeholder::Pending => kept(PlaceholderCause::Pending { typed }),
        Placeholder::Elsewhere => kept(PlaceholderCause::Elsewhere { typed }),
        Placeholder::Masked => kept(PlaceholderCause::Masked { typed }),
        Placeholder::Ditto => kept(PlaceholderCause::Ditto { typed }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_what_is_no_answer() {
        use Placeholder::*;
        for (text, kind) in [
            ("待补充", Pending),
            ("（待补充）", Pending),
            ("TBD", Pending),
            ("暂缺", Pending),
            ("详见附件", Elsewhere),
            ("见附件1", Elsewhere),
            ("具体名单见附表2", Elsewhere),
            ("另附", Elsewhere),
            ("«单位名称»", Unmerged),
            ("{{unit_name}}", Unmerged),
            ("错误!未找到引用源。", Failed),
            ("Error! Reference source not found.", Failed),
            ("#N/A", Failed),
            ("#VALUE!", Failed),
            ("=DISPIMG(\"ID_0A\",1)", Picture),
            ("=_xlfn.DISPIMG(\"ID_0A\",1)", Picture),
            ("（请选择）", Prompt),
            ("参见HZ_02_006", Elsewhere),
            ("详见科研系统", Elsewhere),
            ("见系统", Elsewhere),
            ("见科研系统", Elsewhere),
            ("与去年相同", Elsewhere),
            ("保密", Pending),
            ("○○大学", Masked),
            ("XXX大学", Masked),
            ("某某大学", Masked),
            ("某大学", Masked),
            ("XX项目", Masked),
            ("***", Masked),
            ("同上", Ditto),
        ] {
            assert_eq!(of(text), Some(kind), "{text}");
        }
        for text in [
            "某些稀土元素的分离与提纯技术",
            "待业青年创业",
            "附件加工技术",
            "见义勇为基金会",
            "Exxon Mobil",
            "XXI International Congress",
            "第XX届国际会议",
            "XX International Conference",
            "5×5矩阵",
            "未知世界探索",
            "Excel",
            "<a> & b",
            "无",
            "/",
            "#1机组",
            "错误纠正编码",
            "如上海大学",
            "如系统生物学",
            "与去年相同的样地",
            "二〇〇八年奥运",
            "见龙研究所",
            "略阳学院",
            "保密技术研究",
            "A*算法",
        ] {
            assert_eq!(of(text), None, "{text}");
        }
    }
}
