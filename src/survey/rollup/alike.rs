//! When two names mean one thing, spelling aside.

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
}

impl Name {
    fn of(text: &str) -> Name {
        let key = key(text);
        Name {
            letters: key.chars().count(),
            serial: serial(&key),
            key,
        }
    }
}

/// Two telling names.
pub(super) fn names(a: &Name, b: &Name) -> Option<Likeness> {
    if a.letters == 0 || b.letters == 0 {
        return None;
    }
    if a.key == b.key {
        return Some(Likeness::Same);
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
        if c.is_ascii_digit() || "零一二三四五六七八九十百甲乙丙丁戊上中下东西南北".contains(c)
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
        })
    }

    /// How sure the parties of two identities are the same.
    pub fn parties_like(&self, other: &Identity) -> Option<Likeness> {
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
