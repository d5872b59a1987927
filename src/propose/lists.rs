//! The candidate lists of a form: which item each belongs to, and one list for all that have the
//! same options.

use std::sync::Arc;

use indexmap::IndexMap;

use super::candidates::{Candidate, Candidates};
use super::draft::Item;
use super::field::{plain, wants_options};
use super::name::english;
use super::words::{is, words};
use crate::mapping::{Choice, List};
use crate::text::key::key;

/// Gives the lists of a table's notes to its items: for each item the index of its list.
pub fn bind(lists: &[Candidates], items: &[Item], has_options: &[bool]) -> Vec<Option<usize>> {
    let mut pairs: Vec<(u32, usize, usize)> = Vec::new();
    for (l, list) in lists.iter().enumerate() {
        for (i, item) in items.iter().enumerate() {
            if has_options[i] || item.kind.is_some() {
                continue;
            }
            let score = likeness(&list.subject, item.last()) + u32::from(wants_options(item));
            if score >= 2 {
                pairs.push((score, i, l));
            }
        }
    }
    pairs.sort_by_key(|&(score, i, l)| (std::cmp::Reverse(score), i, l));
    let mut bound = vec![None; items.len()];
    let mut used = vec![false; lists.len()];
    for (_, i, l) in pairs {
        if bound[i].is_none() && !used[l] {
            bound[i] = Some(l);
            used[l] = true;
        }
    }
    bound
}

/// How well a list's subject names an item.
pub fn likeness(subject: &str, label: &str) -> u32 {
    let (a, b) = (key(&plain(subject)), key(&plain(label)));
    if a.is_empty() || b.is_empty() {
        return 0;
    }
    let common = (a.chars().rev().zip(b.chars().rev())).take_while(|(x, y)| x == y);
    match common.count() {
        _ if a == b => 5,
        _ if a.ends_with(&b) || b.ends_with(&a) => 3,
        n if n >= 2 => 1,
        _ => 0,
    }
}

/// The lists of a form by name.
#[derive(Debug, Default)]
pub struct Pool {
    /// The lists.
    pub lists: IndexMap<Arc<str>, List>,
    keys: Vec<Vec<String>>,
    /// For each list the labels that it was given to.
    labels: Vec<Vec<String>>,
}

impl Pool {
    /// The name of the list with these options, which is added where it is new.
    pub fn give(
        &mut self,
        list: &Candidates,
        label: &str,
        wish: Option<&str>,
        source: String,
    ) -> Arc<str> {
        let keys = list.keys();
        if let Some(at) = self.keys.iter().position(|k| *k == keys) {
            self.labels[at].push(label.to_owned());
            if let Some((name, known)) = self.lists.get_index_mut(at) {
                known.numbered = known.numbered.or(list.numbered);
                return Arc::clone(name);
            }
        }
        let wish = wish.map(str::to_owned).or_else(|| english(label));
        let stem = wish.unwrap_or_else(|| format!("list_{:02}", self.lists.len() + 1));
        let numbered = (2..).map(|n| format!("{stem}_{n}"));
        let name = std::iter::once(stem.clone())
            .chain(numbered)
            .find(|n| !self.lists.contains_key(&**n))
            .unwrap_or(stem);
        let name: Arc<str> = name.into();
        let options: Vec<Choice> = list
            .options
            .iter()
            .map(|o| choice(o, &list.options))
            .collect();
        let made = List {
            options,
            numbered: list.numbered,
            source: Some(source),
        };
        self.keys.push(keys);
        self.labels.push(vec![label.to_owned()]);
        self.lists.insert(Arc::clone(&name), made);
        name
    }

    /// The list that was given most often to items labelled like this one.
    pub fn like(&self, label: &str) -> Option<Arc<str>> {
        let votes = self.labels.iter().enumerate().map(|(at, labels)| {
            let votes = labels.iter().filter(|l| likeness(l, label) > 0).count();
            (votes, at)
        });
        let (votes, at) = votes.max_by_key(|&(votes, at)| (votes, std::cmp::Reverse(at)))?;
        let (name, _) = self.lists.get_index(at).filter(|_| votes > 0)?;
        Some(Arc::clone(name))
    }
}

/// An option, with the other ways to write 其他.
fn choice(option: &Candidate, all: &[Candidate]) -> Choice {
    let others = &words().candidates.other;
    let mut aliases = Vec::new();
    let is_other = |o: &&Candidate| others.iter().any(|w| o.label.starts_with(&**w));
    if all.iter().filter(is_other).count() == 1
        && let Some(begins) = others.iter().find(|o| option.label.starts_with(&***o))
    {
        let rest = &option.label[begins.len()..];
        let spelled = others
            .iter()
            .filter(|o| *o != begins)
            .map(|o| format!("{o}{rest}"));
        aliases.extend(spelled);
        if !rest.is_empty() {
            aliases.extend(others.iter().cloned());
        }
        let known = |a: &String| all.iter().any(|o| key(&o.label) == key(a));
        aliases.retain(|a| !known(a) && !is(std::slice::from_ref(&option.label), a));
    }
    Choice {
        label: option.label.as_str().into(),
        aliases,
        other: option.other,
        code: None,
    }
}
