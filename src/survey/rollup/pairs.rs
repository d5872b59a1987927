//! Which of many identities mean one thing, without comparing each with each.

use std::collections::{HashMap, HashSet};

use super::alike::{Identity, Likeness, MOST_SLACK, names, slack};

/// Records of like names are compared with each other up to so many of them; of more, those whose
/// parties are the very same are found all the same.
const CROWD: usize = 1000;
/// A record without its party may mean any of those of its name: it is told where these are few.
const FEW: usize = 4;

/// Pairs of identities that mean one thing.
#[derive(Debug, Default)]
pub(super) struct Pairs {
    /// The pairs, the lower place first, in order.
    pub found: Vec<(usize, usize, Likeness)>,
    /// Names that so many identities have that these were not compared one by one: one identity
    /// of each.
    pub crowds: Vec<(usize, usize)>,
}

/// Finds every pair of identities that mean one thing.
pub(super) fn pairs(identities: &[Identity]) -> Pairs {
    // Identities by their name.
    let mut blocks: Vec<Vec<usize>> = Vec::new();
    let mut of_name: HashMap<&str, usize> = HashMap::new();
    for (i, identity) in identities.iter().enumerate() {
        let block = *of_name.entry(&identity.name.key).or_insert_with(|| {
            blocks.push(Vec::new());
            blocks.len() - 1
        });
        blocks[block].push(i);
    }
    let mut pairs = Pairs::default();
    let names: Vec<&Identity> = blocks.iter().map(|b| &identities[b[0]]).collect();
    let mut like: HashMap<usize, Vec<usize>> = HashMap::new();
    for (a, b) in near(&names) {
        like.entry(a).or_default().push(b);
    }
    for (a, block) in blocks.iter().enumerate() {
        let crowd = block.len();
        match crowd {
            0..=CROWD => each(identities, block, block, Likeness::Same, &mut pairs),
            _ => {
                pairs.crowds.push((block[0], crowd));
                very_same(identities, block, &mut pairs);
            }
        }
        for &b in like.get(&a).into_iter().flatten() {
            let other = &blocks[b];
            if crowd.saturating_mul(other.len()) <= CROWD * CROWD {
                each(identities, block, other, Likeness::Alike, &mut pairs);
            } else {
                pairs.crowds.push((block[0], crowd + other.len()));
            }
        }
    }
    pairs.found.sort_unstable();
    pairs.found.dedup();
    pairs
}

/// Compares the parties of identities whose names are like.
fn each(all: &[Identity], some: &[usize], others: &[usize], names: Likeness, pairs: &mut Pairs) {
    let known: HashSet<usize> = some.iter().chain(others).copied().collect();
    let few = known.len() <= FEW;
    for &a in some {
        for &b in others.iter().filter(|b| **b != a) {
            let (a, b) = (a.min(b), a.max(b));
            let told = few || all[a].lacks_party() == all[b].lacks_party();
            if let Some(parties) = told.then(|| all[a].parties_like(&all[b])).flatten() {
                pairs.found.push((a, b, names.min(parties)));
            }
        }
    }
}

/// Finds those of a crowd whose parties are the very same.
fn very_same(all: &[Identity], crowd: &[usize], pairs: &mut Pairs) {
    let mut first: HashMap<Vec<&str>, usize> = HashMap::new();
    for &i in crowd {
        let parties = all[i].parties.iter().map(|p| p.key.as_str()).collect();
        let known = *first.entry(parties).or_insert(i);
        if known != i {
            pairs.found.push((known, i, Likeness::Same));
        }
    }
}

/// Pairs of different names that are like.
///
/// A name that lies `d` letters from a shorter one holds at least one of that one's `2d + 1`
/// parts as it is, no more than `d` letters from its place (letters that changed places spoil two
/// parts). So each name is looked for among the parts of names up to `d` letters shorter; what
/// numbers the things of a series must be the same.
fn near(all: &[&Identity]) -> Vec<(usize, usize)> {
    let letters: Vec<Vec<char>> = all.iter().map(|i| i.name.key.chars().collect()).collect();
    let mut parts: HashMap<(usize, usize, &[char], &str), Vec<usize>> = HashMap::new();
    for (i, name) in letters
        .iter()
        .enumerate()
        .filter(|(_, n)| slack(n.len()) > 0)
    {
        for (n, (start, end)) in partition(name.len()).enumerate() {
            let part = (
                name.len(),
                n,
                &name[start..end],
                all[i].name.serial.as_str(),
            );
            parts.entry(part).or_default().push(i);
        }
    }
    let mut candidates: Vec<(usize, usize)> = Vec::new();
    for (longer, name) in letters.iter().enumerate() {
        for length in name.len().saturating_sub(MOST_SLACK)..=name.len() {
            let slack = slack(length);
            if slack == 0 || name.len() - length > slack {
                continue;
            }
            for (n, (start, end)) in partition(length).enumerate() {
                for from in start.saturating_sub(slack)..=start + slack {
                    let Some(window) = name.get(from..from + end - start) else {
                        break;
                    };
                    let serial = all[longer].name.serial.as_str();
                    let sharing = parts.get(&(length, n, window, serial));
                    let sharing = sharing.into_iter().flatten().filter(|s| **s != longer);
                    candidates.extend(sharing.map(|s| (longer.min(*s), longer.max(*s))));
                }
            }
        }
    }
    candidates.sort_unstable();
    candidates.dedup();
    candidates.retain(|(a, b)| names(&all[*a].name, &all[*b].name).is_some());
    candidates
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

    fn identities(texts: &[[&str; 2]]) -> Vec<Identity> {
        let of = |t: &[&str; 2]| Identity::of(&t.map(str::to_owned)).unwrap();
        texts.iter().map(of).collect()
    }

    #[test]
    fn a_record_without_its_party_is_told_where_few_have_its_name() {
        let name = "国际联合研究中心";
        let two = identities(&[[name, "东京大学"], [name, ""]]);
        assert_eq!(pairs(&two).found, [(0, 1, Likeness::Alike)]);
        let parties = [
            "东京大学",
            "",
            "首尔大学",
            "牛津大学",
            "法兰西学院",
            "慕尼黑工业大学",
        ];
        let many = identities(&parties.map(|party| [name, party]));
        assert_eq!(pairs(&many).found, []);
    }

    #[test]
    fn of_a_crowd_the_very_same_are_found() {
        let party = |n: usize| format!("第{}研究所甲乙丙丁", n % (CROWD + 7));
        let all: Vec<Identity> = (0..CROWD + 9)
            .map(|n| Identity::of(&["IEEE".to_owned(), party(n)]).unwrap())
            .collect();
        let Pairs { found, crowds } = pairs(&all);
        assert_eq!(crowds, [(0, CROWD + 9)]);
        let same = [
            (0, CROWD + 7, Likeness::Same),
            (1, CROWD + 8, Likeness::Same),
        ];
        assert_eq!(found, same);
    }

    proptest! {
        #[test]
        fn no_pair_is_missed(texts in prop::collection::vec("[甲天地人和]{5,22}", 2..40)) {
            let of = |n| Identity::of(std::slice::from_ref(n));
            let all: Vec<Identity> = texts.iter().filter_map(of).collect();
            let mut each = Vec::new();
            for a in 0..all.len() {
                for b in a + 1..all.len() {
                    each.extend(names(&all[a].name, &all[b].name).map(|l| (a, b, l)));
                }
            }
            prop_assert_eq!(pairs(&all).found, each);
        }
    }
}
