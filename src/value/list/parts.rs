//! Parts of labels by which people name an option.

use super::{ListIndex, nearest};
use crate::text::key::key;

impl ListIndex {
    /// The one option that a part of its label, or a little more than it, stands for.
    pub(super) fn shortened(&self, key: &str) -> Option<usize> {
        let length = key.chars().count();
        if length < 2 {
            return None;
        }
        if let Some(option) = self.parts.get(key) {
            return *option;
        }
        let only = |fits: &dyn Fn(&str) -> bool| {
            let mut options =
                (0..self.len()).filter(|o| self.options[*o].keys.iter().any(|k| fits(k)));
            match (options.next(), options.next()) {
                (Some(only), None) => Ok(Some(only)),
                (None, _) => Ok(None),
                (Some(_), Some(_)) => Err(()),
            }
        };
        match only(&|k| k.starts_with(key)) {
            Ok(Some(option)) => return Some(option),
            Err(()) => return None,
            Ok(None) => {}
        }
        // 人工智能领域 for 人工智能.
        let longest = self
            .keys
            .iter()
            .filter(|(k, _)| key.starts_with(&***k) && k.chars().count() >= 2)
            .max_by_key(|(k, _)| k.len());
        if let Some((label, option)) = longest {
            let more = length - label.chars().count();
            let rest = &key[label.len()..];
            if more <= 4 && more <= label.chars().count() && !nearest::negates(rest) {
                return Some(*option);
            }
        }
        if length < 3 {
            return None;
        }
        only(&|k| {
            k.match_indices(key)
                .any(|(at, _)| !nearest::negates_before(&k[..at]))
        })
        .ok()
        .flatten()
    }

    /// Notes the parts of labels by which people name an option: the names of 主席、副主席, what is
    /// in brackets, and what is left without the words that all labels share (线上 of 线上会议).
    pub(super) fn add_parts(&mut self) {
        let mut parts: Vec<(String, usize)> = Vec::new();
        let plain: Vec<(usize, Box<str>)> = self
            .options
            .iter()
            .enumerate()
            .filter(|(_, o)| !o.asks)
            .filter_map(|(at, o)| Some((at, o.keys.first()?.clone())))
            .collect();
        for (at, entry) in self.options.iter().enumerate() {
            let mut names = entry
                .label
                .split(['、', '/', '／', '或', '（', '）', '(', ')', '，']);
            for name in names.by_ref() {
                let name = key(name);
                if name.chars().count() >= 2 && !nearest::negates_start(&name) {
                    parts.push((name, at));
                }
            }
        }
        if plain.len() > 1 {
            let keys: Vec<&str> = plain.iter().map(|(_, k)| &**k).collect();
            let (before, after) = nearest::shared_ends(&keys);
            for (at, key) in &plain {
                for short in [
                    &key[before..],
                    &key[..key.len() - after],
                    key.get(before..key.len() - after).unwrap_or(""),
                ] {
                    if short.len() < key.len() && short.chars().count() >= 2 {
                        parts.push((short.to_owned(), *at));
                    }
                }
            }
        }
        for (part, option) in parts {
            if self.keys.contains_key(part.as_str()) {
                continue;
            }
            let entry = self.parts.entry(part.into()).or_insert(Some(option));
            if *entry != Some(option) {
                *entry = None;
            }
        }
    }
}
