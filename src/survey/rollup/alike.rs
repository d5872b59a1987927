//! When two names mean one thing, spelling aside.

use super::institutions::{parts, simplified};
use crate::text::key::key;

/// How sure it is that two records tell of one thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Likeness {
    /// All but the same: a letter or two apart, or the other party is not given.
    Alike,
    /// The same, but for punctuation, spaces, widths and case.
    Same,
}

/// Names longer than this are compared as they are.
const LONGEST: usize = 400;
/// No two names lie further apart, in letters.
pub(super) const MOST_SLACK: usize = 2;

/// How many letters two names of this length may lie apart.
pub(super) fn slack(letters: usize) -> usize {
    match letters {
        0..=7 => 0,
        8..=15 => 1,
        16..=LONGEST => MOST_SLACK,
        _ => 0,
    }
}

/// A name or a party in [`key`] form, with what it is compared by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Name {
    pub key: String,
    pub letters: usize,
    /// What tells things of one series apart must agree: digits, Chinese numerals and 甲乙丙,
    /// 上下, 东西南北, single Latin letters (一期 and 二期 are two things).
    pub serial: String,
    /// Numerals and suffixes aside.
    pub loose: String,
    /// What it may be known by besides: its Chinese or its English part, an institution.
    pub others: Vec<String>,
}

impl Name {
    fn of(text: &str) -> Name {
        let key = key(&simplified(text));
        Name {
            letters: key.chars().count(),
            serial: serial(&key),
            loose: loose(text),
            others: others(text, &key),
            key,
        }
    }

    /// The institution that it names.
    fn institution(&self) -> Option<&String> {
        self.others.iter().find(|o| o.starts_with('i'))
    }
}

/// What a name may be known by besides the whole of it.
fn others(text: &str, key: &str) -> Vec<String> {
    let mut others = parts(text);
    // A name in one language is the part that a name in two has of that language.
    let latin = others.iter().any(|o| o.starts_with('l'));
    if !latin {
        others.retain(|o| !o.starts_with('z'));
        if key.chars().count() >= 4 {
            others.push(format!("z{key}"));
        }
    }
    others
}

/// How an event is held, behind its name.
const HELD: &[&str] = &[
    "线上", "线下", "在线", "视频", "网络", "online", "virtual", "hybrid", "onsite",
];

/// The key of a name with its ordinals in digits, and without a bracket that says how it was held.
fn loose(text: &str) -> String {
    let text = simplified(text.trim());
    let mut plain = text.as_str();
    if let Some(open) = plain.rfind(['(', '（'])
        && plain.ends_with([')', '）'])
        && HELD.iter().any(|w| key(&plain[open..]).starts_with(*w))
    {
        plain = &plain[..open];
    }
    let letters: Vec<char> = key(plain).chars().collect();
    let mut out = String::new();
    let mut at = 0;
    while at < letters.len() {
        out.push(letters[at]);
        at += 1;
        if letters[at - 1] != '第' {
            continue;
        }
        let numeral = letters[at..]
            .iter()
            .take_while(|c| "零一二三四五六七八九十百".contains(**c));
        let numeral: String = numeral.collect();
        if let Some(n) = numeral_of(&numeral) {
            out.push_str(&n.to_string());
            at += numeral.chars().count();
        }
    }
    out
}

/// A Chinese numeral below a thousand.
fn numeral_of(text: &str) -> Option<u32> {
    let (mut sum, mut digit) = (0u32, None);
    for c in text.chars() {
        match c {
            '百' => sum += digit.take().unwrap_or(1) * 100,
            '十' => sum += digit.take().unwrap_or(1) * 10,
            c => {
                digit = "零一二三四五六七八九"
                    .chars()
                    .position(|d| d == c)
                    .and_then(|n| u32::try_from(n).ok())
            }
        }
    }
    (!text.is_empty()).then(|| sum + digit.unwrap_or(0))
}

/// Two telling names.
pub(super) fn names(a: &Name, b: &Name) -> Option<Likeness> {
    if a.letters == 0 || b.letters == 0 {
        return None;
    }
    if a.key == b.key {
        return Some(Likeness::Same);
    }
    if a.loose == b.loose && !a.loose.is_empty() {
        return Some(Likeness::Alike);
    }
    if a.serial == b.serial && a.others.iter().any(|o| b.others.contains(o)) {
        return Some(Likeness::Alike);
    }
    let slack = slack(a.letters.min(b.letters));
    if a.letters.abs_diff(b.letters) > slack || slack == 0 || a.serial != b.serial {
        return None;
    }
    (strsim::osa_distance(&a.key, &b.key) <= slack).then_some(Likeness::Alike)
}

/// The letters of a name that number the things of a series.
fn serial(name: &str) -> String {
    let mut out = String::new();
    let mut latin = String::new();
    for c in name.chars().chain(std::iter::once('\0')) {
        if c.is_ascii_alphabetic() {
            latin.push(c);
            continue;
        }
        if latin.len() == 1 {
            out.push_str(&latin);
        }
        latin.clear();
        if c.is_ascii_digit()
            || "零一二三四五六七八九十百甲乙丙丁戊上中下东西南北春夏秋冬".contains(c)
        {
            out.push(c);
        }
    }
    out
}

/// Two parties: institutions are written in more ways than titles.
fn parties(a: &Name, b: &Name) -> Option<Likeness> {
    match (a.letters, b.letters) {
        (0, 0) => return Some(Likeness::Same),
        (0, _) | (_, 0) => return Some(Likeness::Alike),
        _ => {}
    }
    if a.key == b.key {
        return Some(Likeness::Same);
    }
    // By the list of institutions alone: somebody should look.
    if let (Some(a), Some(b)) = (a.institution(), b.institution()) {
        return (a == b).then_some(Likeness::Alike);
    }
    if a.others.iter().any(|o| b.others.contains(o)) {
        return Some(Likeness::Alike);
    }
    if a.serial != b.serial {
        return None;
    }
    let (x, y) = (a.key.as_str(), b.key.as_str());
    let enough = a.letters.min(b.letters) >= 4;
    let within = enough && (x.contains(y) || y.contains(x));
    let near = || enough && strsim::normalized_damerau_levenshtein(x, y) >= 0.8;
    (within || abbreviates(x, y) || abbreviates(y, x) || near()).then_some(Likeness::Alike)
}

/// `univofoxford` abbreviates `universityofoxford`: its letters come in the same order in it.
fn abbreviates(short: &str, long: &str) -> bool {
    let latin = short.is_ascii() && long.is_ascii();
    let enough = short.len() >= 6 && short.len() * 2 >= long.len();
    let mut letters = long.chars();
    latin
        && enough
        && short.chars().next() == long.chars().next()
        && short.chars().all(|c| letters.any(|l| l == c))
}

/// What records are known by: the telling name first, then the other parties.
#[derive(Clone, Debug)]
pub(super) struct Identity {
    pub name: Name,
    pub parties: Vec<Name>,
    /// What its record says besides, where that is enough to tell it by.
    pub rest: Option<String>,
}

impl Identity {
    /// The identity of a record, from the texts of its identifying fields; none where the telling
    /// name says nothing.
    pub fn of(texts: &[String]) -> Option<Identity> {
        let (name, parties) = texts.split_first()?;
        let name = Name::of(name);
        (name.letters > 0).then(|| Identity {
            name,
            parties: parties.iter().map(|p| Name::of(p)).collect(),
            rest: None,
        })
    }

    /// How sure the parties of two identities are the same.
    pub fn parties_like(&self, other: &Identity) -> Option<Likeness> {
        let nobody = |i: &Identity| i.parties.iter().all(|p| p.letters == 0);
        if !self.parties.is_empty() && nobody(self) && nobody(other) {
            // Two that name no party are one where they agree in all else; else a name that says
            // enough is a reason to look, and 国际合作项目 is none.
            return match self.rest.is_some() && self.rest == other.rest {
                true => Some(Likeness::Same),
                false => (slack(self.name.letters) > 0).then_some(Likeness::Alike),
            };
        }
        let mut least = Likeness::Same;
        for (a, b) in self.parties.iter().zip(&other.parties) {
            least = least.min(parties(a, b)?);
        }
        Some(least)
    }

    /// Some party is not given.
    pub fn lacks_party(&self) -> bool {
        self.parties.iter().any(|p| p.letters == 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn like(a: &[&str], b: &[&str]) -> Option<Likeness> {
        let of = |texts: &[&str]| {
            Identity::of(&texts.iter().map(|t| (*t).to_owned()).collect::<Vec<_>>()).unwrap()
        };
        let (a, b) = (of(a), of(b));
        Some(names(&a.name, &b.name)?.min(a.parties_like(&b)?))
    }

    #[test]
    fn spelling_is_allowed_for() {
        use Likeness::{Alike, Same};
        let name = "多尺度城市内涝预警机理与应用";
        assert_eq!(
            like(
                &[name, "东京大学"],
                &["多尺度 城市内涝预警机理与应用。", "东京大学"]
            ),
            Some(Same)
        );
        assert_eq!(
            like(
                &[name, "东京大学"],
                &["多尺度城市内劳预警机理与应用", "东京大学"]
            ),
            Some(Alike)
        );
        assert_eq!(
            like(&[name, "University of Oxford"], &[name, "Univ. of Oxford"]),
            Some(Alike)
        );
        assert_eq!(
            like(&[name, "东京大学"], &[name, "东京大学工学部"]),
            Some(Alike)
        );
        assert_eq!(like(&[name, "东京大学"], &[name, ""]), Some(Alike));
    }

    #[test]
    fn things_of_one_series_are_two() {
        for (a, b) in [
            (
                "锂硫电池隔膜关键技术联合研究一期",
                "锂硫电池隔膜关键技术联合研究二期",
            ),
            (
                "锂硫电池隔膜关键技术联合研究68",
                "锂硫电池隔膜关键技术联合研究69",
            ),
            (
                "低碳量子密钥分发关键技术A研究",
                "低碳量子密钥分发关键技术B研究",
            ),
            ("科技合作协议", "科研合作协议"),
        ] {
            assert_eq!(like(&[a], &[b]), None, "{a} {b}");
        }
        let same = "科技合作协议书";
        assert_eq!(like(&[same, "东京大学"], &[same, "京都大学"]), None);
    }
}
