//! Which of many identities mean one thing, without comparing each with each.

use std::collections::{HashMap, HashSet};

use super::alike::{Identity, Likeness, MOST_SLACK, Name, names, slack};

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
    let mut like: HashMap<usize, Vec<usize>> = HashMap::new();
    for (a, b) in near(identities, &blocks, &mut pairs) {
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

/// Names with more letters than that are looked for by their beginnings and ends.
const SHORT: usize = 64;
const ENDS: usize = 32;
/// So many names that are all like each other are held against each other one by one; of more,
/// as of agreements by one pattern with a hundred universities, those of the same party.
const MOST_LIKE: usize = 64;

/// Pairs of different names that are like.
///
/// Names that lie `d` letters apart become the same when up to `d` letters are taken out of each.
/// So each name is entered under all that it can become, and only names that meet there are held
/// against each other: what many names have in common brings no two of them together.
fn near(all: &[Identity], blocks: &[Vec<usize>], pairs: &mut Pairs) -> Vec<(usize, usize)> {
    let mut entries: Vec<(u64, u32)> = Vec::new();
    for (block, identities) in blocks.iter().enumerate() {
        let name = &all[identities[0]].name;
        let number = u32::try_from(block).unwrap_or(u32::MAX);
        let mut enter = |hash: u64| entries.push((hash, number));
        enter(hash_of("loose", &name.loose));
        name.others
            .iter()
            .for_each(|other| enter(hash_of("other", other)));
        let seed = hash_of("serial", &name.serial);
        let letters: Vec<u64> = name
            .key
            .chars()
            .map(|c| u64::from(u32::from(c)) + 1)
            .collect();
        match slack(name.letters) {
            0 => {}
            slack if letters.len() <= SHORT => shortened(&letters, slack, seed, &mut enter),
            _ => {
                shortened(&letters[..ENDS], MOST_SLACK, seed ^ 1, &mut enter);
                shortened(
                    &letters[letters.len() - ENDS..],
                    MOST_SLACK,
                    seed ^ 2,
                    &mut enter,
                );
            }
        }
    }
    entries.sort_unstable();
    entries.dedup();
    let mut found: HashSet<(usize, usize)> = HashSet::new();
    let mut crowded: HashSet<usize> = HashSet::new();
    for meeting in entries.chunk_by(|a, b| a.0 == b.0).filter(|m| m.len() > 1) {
        let names: Vec<usize> = meeting.iter().map(|(_, block)| *block as usize).collect();
        if names.len() <= MOST_LIKE {
            meet(all, blocks, &names, &mut found);
            continue;
        }
        // One crowd is told once, however many letters can be taken out of its names.
        if names.iter().all(|n| crowded.insert(*n)) {
            pairs.crowds.push((blocks[names[0]][0], names.len()));
        }
        let mut of_party: HashMap<Vec<&str>, Vec<usize>> = HashMap::new();
        for &name in &names {
            for &identity in blocks[name].iter().take(MOST_LIKE) {
                let parties = all[identity].parties.iter().map(party).collect();
                let there = of_party.entry(parties).or_default();
                if there.last() != Some(&name) {
                    there.push(name);
                }
            }
        }
        for names in of_party.into_values().filter(|n| n.len() <= MOST_LIKE) {
            meet(all, blocks, &names, &mut found);
        }
    }
    let mut found: Vec<(usize, usize)> = found.into_iter().collect();
    found.sort_unstable();
    found
}

/// A party by the institution that it is, else as it is written.
fn party(name: &Name) -> &str {
    let institution = name.others.iter().find(|o| o.starts_with('i'));
    institution.map_or(name.key.as_str(), String::as_str)
}

fn meet(
    all: &[Identity],
    blocks: &[Vec<usize>],
    some: &[usize],
    found: &mut HashSet<(usize, usize)>,
) {
    for (i, &a) in some.iter().enumerate() {
        for &b in &some[i + 1..] {
            let pair = (a.min(b), a.max(b));
            let (one, other) = (&all[blocks[a][0]].name, &all[blocks[b][0]].name);
            if a != b && !found.contains(&pair) && names(one, other).is_some() {
                found.insert(pair);
            }
        }
    }
}

fn hash_of(kind: &str, text: &str) -> u64 {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut hash = DefaultHasher::new();
    (kind, text).hash(&mut hash);
    hash.finish()
}

/// Enters all that letters become when up to so many of them, at most two, are taken out.
fn shortened(letters: &[u64], most: usize, seed: u64, enter: &mut impl FnMut(u64)) {
    const BASE: u64 = 0x9E37_79B9_7F4A_7C15;
    let n = letters.len();
    // What the letters before each place come to, and the powers to go on with.
    let (mut before, mut power) = (vec![seed; n + 1], vec![1u64; n + 1]);
    for i in 0..n {
        before[i + 1] = before[i].wrapping_mul(BASE).wrapping_add(letters[i]);
        power[i + 1] = power[i].wrapping_mul(BASE);
    }
    let between = |hash: u64, from: usize, to: usize| {
        let part = before[to].wrapping_sub(before[from].wrapping_mul(power[to - from]));
        hash.wrapping_mul(power[to - from]).wrapping_add(part)
    };
    let mixed = |hash: u64| (hash ^ (hash >> 29)).wrapping_mul(BASE);
    enter(mixed(before[n]));
    for (i, &start) in before.iter().enumerate().take(n) {
        enter(mixed(between(start, i + 1, n)));
        if most > 1 {
            for j in i + 1..n {
                let middle = between(start, i + 1, j);
                enter(mixed(between(middle, j + 1, n)));
            }
        }
    }
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
