//! Which is which: the parts of two editions in pairs, in the new edition's order.

use crate::mapping::Field;
use crate::text::key::{key, without_year};

/// A part of one edition beside its part in the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Pair {
    /// Its place in the old edition.
    pub old: Option<usize>,
    /// Its place in the new edition.
    pub new: Option<usize>,
    /// It stands elsewhere among those that both have.
    pub moved: bool,
}

/// Pairs in the new edition's order. `matches` says for each of the new parts which of the `old`
/// ones it is; those that went stand where they stood before the next that stayed.
pub(super) fn pair(old: usize, matches: &[Option<usize>]) -> Vec<Pair> {
    let stay = in_order(matches);
    let mut pairs = Vec::with_capacity(old.max(matches.len()));
    let mut next = 0;
    let went = |until: usize, next: &mut usize, pairs: &mut Vec<Pair>| {
        for i in *next..until {
            if !matches.contains(&Some(i)) {
                pairs.push(Pair {
                    old: Some(i),
                    new: None,
                    moved: false,
                });
            }
        }
        *next = until.max(*next);
    };
    for (j, found) in matches.iter().enumerate() {
        if let Some(i) = found.filter(|_| stay[j]) {
            went(i, &mut next, &mut pairs);
        }
        pairs.push(Pair {
            old: *found,
            new: Some(j),
            moved: found.is_some() && !stay[j],
        });
    }
    went(old, &mut next, &mut pairs);
    pairs
}

/// Which of the matched parts keep their order: a longest rising run among their old places.
fn in_order(matches: &[Option<usize>]) -> Vec<bool> {
    // best[j]: the length of the longest run that ends at j, and what stands before j in it.
    let mut best: Vec<(usize, Option<usize>)> = vec![(0, None); matches.len()];
    for j in 0..matches.len() {
        let Some(here) = matches[j] else { continue };
        let before = (0..j)
            .filter(|k| matches[*k].is_some_and(|there| there < here))
            .max_by_key(|k| (best[*k].0, std::cmp::Reverse(*k)));
        best[j] = (before.map_or(0, |k| best[k].0) + 1, before);
    }
    let mut stay = vec![false; matches.len()];
    let mut at = (0..matches.len())
        .filter(|j| matches[*j].is_some())
        .max_by_key(|j| (best[*j].0, std::cmp::Reverse(*j)));
    while let Some(j) = at {
        stay[j] = true;
        at = best[j].1;
    }
    stay
}

/// For each of the new fields, which of the old ones it is.
pub(super) fn paired_fields(old: &[Field], new: &[Field]) -> Vec<Option<usize>> {
    let mut matches = vec![None; new.len()];
    // The surest signs first, so that a weaker one takes no field from a surer.
    for same in [same_role, named, coded, labelled] {
        for (j, is) in new.iter().enumerate() {
            if matches[j].is_none() {
                let free = (0..old.len()).filter(|i| !matches.contains(&Some(*i)));
                matches[j] = free.into_iter().find(|i| same(&old[*i], is));
            }
        }
    }
    matches
}

/// One role on the cover, whatever its field is called.
fn same_role(was: &Field, is: &Field) -> bool {
    was.role.is_some() && was.role == is.role
}

/// One name; its item code is another only where at least the label is the same.
fn named(was: &Field, is: &Field) -> bool {
    was.name == is.name && (!codes_clash(was, is) || labels_agree(was, is))
}

/// One item code, and labels that agree.
fn coded(was: &Field, is: &Field) -> bool {
    !was.code.is_empty() && was.code == is.code && labels_agree(was, is)
}

/// One label, letter for letter, and item codes that do not say otherwise.
fn labelled(was: &Field, is: &Field) -> bool {
    !codes_clash(was, is) && label_key(&was.label) == label_key(&is.label)
}

fn codes_clash(was: &Field, is: &Field) -> bool {
    !was.code.is_empty() && !is.code.is_empty() && was.code != is.code
}

/// A label or alias of the one is a label or alias of the other.
fn labels_agree(was: &Field, is: &Field) -> bool {
    let labels = |f: &Field| -> Vec<String> {
        let aliases = f.aliases.iter().map(|a| label_key(a));
        std::iter::once(label_key(&f.label))
            .chain(aliases)
            .collect()
    };
    let theirs = labels(is);
    labels(was).iter().any(|l| theirs.contains(l))
}

fn label_key(label: &str) -> String {
    let parts = label.split('·').map(|p| without_year(key(p)));
    parts.collect::<Vec<_>>().join("·")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(old: usize, matches: &[Option<usize>]) -> String {
        let sign = |p: Pair| match (p.old, p.new, p.moved) {
            (Some(i), None, _) => format!("-{i}"),
            (None, Some(j), _) => format!("+{j}"),
            (Some(i), Some(j), false) => format!("{i}={j}"),
            (Some(i), Some(j), true) => format!("{i}>{j}"),
            (None, None, _) => unreachable!(),
        };
        let all: Vec<String> = pair(old, matches).into_iter().map(sign).collect();
        all.join(" ")
    }

    #[test]
    fn what_went_stands_where_it_stood() {
        assert_eq!(shown(3, &[Some(0), None, Some(2)]), "0=0 +1 -1 2=2");
        assert_eq!(shown(2, &[]), "-0 -1");
        assert_eq!(shown(0, &[None, None]), "+0 +1");
    }

    #[test]
    fn only_what_left_the_order_is_moved() {
        assert_eq!(
            shown(4, &[Some(3), Some(0), Some(1), Some(2)]),
            "3>0 0=1 1=2 2=3"
        );
        assert_eq!(shown(3, &[Some(1), Some(0)]), "1=0 0>1 -2");
    }
}
