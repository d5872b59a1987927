//! When two names mean one thing, spelling aside.

use std::collections::HashMap;

use crate::key::key;

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
const MOST_SLACK: usize = 2;

/// How many letters two names of this length may lie apart.
fn slack(letters: usize) -> usize {
    match letters {
        0..=7 => 0,
        8..=15 => 1,
        16..=LONGEST => MOST_SLACK,
        _ => 0,
    }
}

/// A name or a party in [`key`] form, with what it is compared by.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Name {
    key: String,
    letters: usize,
    /// What tells things of one series apart must agree: digits, Chinese numerals and 甲乙丙,
    /// 上下, 东西南北, single Latin letters (一期 and 二期 are two things).
    serial: String,
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
fn names(a: &Name, b: &Name) -> Option<Likeness> {
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
    name: Name,
    parties: Vec<Name>,
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

    /// Whether two identities mean one thing.
    pub fn like(&self, other: &Identity) -> Option<Likeness> {
        let mut least = names(&self.name, &other.name)?;
        for (a, b) in self.parties.iter().zip(&other.parties) {
            least = least.min(parties(a, b)?);
        }
        Some(least)
    }
}

/// Every pair of identities that mean one thing, without comparing each with each.
///
/// A name that lies `d` letters from a shorter one holds at least one of that one's `2d + 1`
/// parts as it is, no more than `d` letters from its place (letters that changed places spoil two
/// parts). So each name is looked for among the parts of names up to `d` letters shorter.
pub(super) fn pairs(identities: &[Identity]) -> Vec<(usize, usize, Likeness)> {
    let letters: Vec<Vec<char>> = (identities.iter())
        .map(|i| i.name.key.chars().collect())
        .collect();
    let mut parts: HashMap<(usize, usize, &[char]), Vec<usize>> = HashMap::new();
    for (i, name) in letters.iter().enumerate() {
        for (n, (start, end)) in partition(name.len()).enumerate() {
            let part = (name.len(), n, &name[start..end]);
            parts.entry(part).or_default().push(i);
        }
    }
    let mut candidates: Vec<(usize, usize)> = Vec::new();
    for (longer, name) in letters.iter().enumerate() {
        for length in name.len().saturating_sub(MOST_SLACK)..=name.len() {
            let slack = slack(length);
            if name.len() - length > slack {
                continue;
            }
            for (n, (start, end)) in partition(length).enumerate() {
                for from in start.saturating_sub(slack)..=start + slack {
                    let Some(window) = name.get(from..from + end - start) else {
                        break;
                    };
                    let sharing = parts.get(&(length, n, window));
                    for &shorter in sharing.into_iter().flatten() {
                        // The series is compared first: it is cheap, and tells most apart.
                        if shorter != longer
                            && identities[shorter].name.serial == identities[longer].name.serial
                        {
                            candidates.push((shorter.min(longer), shorter.max(longer)));
                        }
                    }
                }
            }
        }
    }
    candidates.sort_unstable();
    candidates.dedup();
    let like = |(a, b): (usize, usize)| Some((a, b, identities[a].like(&identities[b])?));
    candidates.into_iter().filter_map(like).collect()
}

/// The parts that a name of so many letters is cut into.
fn partition(letters: usize) -> impl Iterator<Item = (usize, usize)> {
    let parts = 2 * slack(letters) + 1;
    (0..parts).map(move |n| (letters * n / parts, letters * (n + 1) / parts))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn like(a: &[&str], b: &[&str]) -> Option<Likeness> {
        let of = |texts: &[&str]| {
            Identity::of(&texts.iter().map(|t| (*t).to_owned()).collect::<Vec<_>>()).unwrap()
        };
        of(a).like(&of(b))
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

    proptest! {
        #[test]
        fn no_pair_is_missed(names in prop::collection::vec("[甲天地人和]{5,22}", 2..40)) {
            let all: Vec<Identity> = names.iter().filter_map(|n| Identity::of(std::slice::from_ref(n))).collect();
            let mut each = Vec::new();
            for a in 0..all.len() {
                for b in a + 1..all.len() {
                    each.extend(all[a].like(&all[b]).map(|l| (a, b, l)));
                }
            }
            prop_assert_eq!(pairs(&all), each);
        }
    }
}
