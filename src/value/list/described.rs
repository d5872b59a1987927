//! What a text means in a list when it is no option's label and no number alone.

use super::words::own_words;
use super::{Doubt, Found, LONGEST, ListIndex, Match, is_queried, nearest, ordinal};
use crate::text::key::{key, push_key};
use crate::value::fold::trim;

impl ListIndex {
    /// The option that a text which is no label describes.
    pub(super) fn described(&self, text: &str) -> Found {
        if text.len() > LONGEST {
            return Found::None;
        }
        if is_queried(text) {
            return Found::None;
        }
        if let Some(found) = self.other(text) {
            return found;
        }
        if let Some(found) = self.listed(text) {
            return found;
        }
        if let Some(found) = self.with_aside(text) {
            return found;
        }
        let key = key(text);
        let certain = |option, doubt| {
            Found::One(Match {
                option,
                words: None,
                doubt: Some(doubt),
            })
        };
        if let Some(option) = self.shortened(&key) {
            return certain(option, Doubt::Shortened);
        }
        if let Some(found) = self.other_without_mark(text) {
            return found;
        }
        let labels = self.options.iter().map(|o| o.keys.iter().map(|k| &**k));
        match nearest::slip(&key, labels) {
            Some(option) => certain(option, Doubt::Misspelt),
            None => Found::None,
        }
    }

    /// The only option that asks for words, which then is meant by 其他 alone.
    fn only_other(&self) -> Option<usize> {
        let mut asking = (0..self.len()).filter(|o| self.asks_words(*o));
        let only = asking.next();
        only.filter(|_| asking.next().is_none())
    }

    /// An option that asks for words, with them: `其他：脑科学`.
    pub(super) fn other(&self, text: &str) -> Option<Found> {
        // The longest spelling, so that 其他技术领域 is not 其他 and words.
        let mut best: Option<(usize, &str, bool)> = None;
        for (option, entry) in self.options.iter().enumerate().filter(|(_, e)| e.asks) {
            for key in &entry.keys {
                let twins = [key.replace("其他", "其它"), key.replace("其它", "其他")];
                for rest in twins.iter().filter_map(|twin| behind_key(text, twin)) {
                    if best.is_none_or(|(_, b, _)| rest.len() < b.len()) {
                        best = Some((option, rest, true));
                    }
                }
            }
        }
        if best.is_none()
            && let Some(option) = self.only_other()
        {
            best = ["其他", "其它", "others", "other"]
                .iter()
                .find_map(|word| behind_key(text, word))
                .map(|rest| (option, self.without_rest_of_label(option, rest), false));
        }
        let (option, rest, whole) = best?;
        if rest.starts_with(char::is_alphanumeric) {
            return None;
        }
        if rest.starts_with(['、', '，', ',', ';', '；', '/', '\n'])
            && let Some(second) = self.labelled(rest)
        {
            return Some(Found::Several(vec![option, second.option]));
        }
        Some(Found::One(Match {
            option,
            words: own_words(rest),
            doubt: (!whole).then_some(Doubt::Shortened),
        }))
    }

    /// What stands behind 其他 when more of the option's label follows it: 其他领域 for 其他技术领域.
    fn without_rest_of_label<'a>(&self, option: usize, rest: &'a str) -> &'a str {
        let label: Vec<char> = self.options[option].label.chars().skip(2).collect();
        let starts = 0..label.len();
        for (start, end) in starts.flat_map(|s| (s + 1..=label.len()).rev().map(move |e| (s, e))) {
            let part: String = label[start..end].iter().collect();
            if let Some(behind) = rest.strip_prefix(&part)
                && !behind.starts_with(char::is_alphanumeric)
            {
                return behind;
            }
        }
        rest
    }

    /// 其他 with the words directly behind it, where nothing else fits.
    fn other_without_mark(&self, text: &str) -> Option<Found> {
        let option = self.only_other()?;
        let own = self.options[option].keys.iter().map(|k| &**k);
        let rest = own
            .chain(["其他", "其它"])
            .find_map(|k| behind_key(text, k))?;
        Some(Found::One(Match {
            option,
            words: own_words(rest),
            doubt: Some(Doubt::Shortened),
        }))
    }

    /// Several options in one text, or several names that one option covers (主席/副主席).
    fn listed(&self, text: &str) -> Option<Found> {
        let strong = |c: char| matches!(c, ';' | '；' | '\n' | '|');
        let weak = |c: char| {
            strong(c) || matches!(c, '、' | '，' | ',' | '/' | '／' | '+' | '&' | '＋' | '＆')
        };
        let space = |c: char| weak(c) || c == ' ' || c == '\u{3000}';
        for (parts, by_space) in [
            (text.split(strong).collect::<Vec<_>>(), false),
            (text.split(weak).collect(), false),
            (text.split(space).collect(), true),
        ] {
            let parts: Vec<&str> = parts
                .into_iter()
                .map(trim)
                .filter(|p| !p.is_empty())
                .collect();
            if parts.len() < 2 {
                continue;
            }
            let labels: Vec<usize> = parts.iter().filter_map(|p| self.part_label(p)).collect();
            // A label in a list, be the rest what it may; after a space a remark may follow.
            if labels.len() > usize::from(by_space) {
                return Some(Found::Several(labels));
            }
            let named: Option<Vec<usize>> = parts
                .iter()
                .map(|p| self.parts.get(key(p).as_str()).copied().flatten())
                .collect();
            if let Some(named) = named {
                return Some(if named.iter().all(|n| *n == named[0]) {
                    Found::One(Match {
                        option: named[0],
                        words: None,
                        doubt: Some(Doubt::Shortened),
                    })
                } else {
                    Found::Several(named)
                });
            }
        }
        self.covered(&key(text)).map(Found::Several)
    }

    /// The option of a part that is a label, with or without its number.
    fn part_label(&self, part: &str) -> Option<usize> {
        if let Some(found) = self.labelled(part) {
            return Some(found.option);
        }
        let (_, rest) = ordinal::leading(part)?;
        Some(self.labelled(trim(rest))?.option)
    }

    /// Two or more labels that make up a whole key, one behind the other.
    fn covered(&self, whole: &str) -> Option<Vec<usize>> {
        if whole.len() > LONGEST {
            return None;
        }
        let mut found = Vec::new();
        let mut rest = whole;
        // The longest label each time: labels of one list hardly overlap, and a wrong turn only
        // means that the text is refused under another name.
        while !rest.is_empty() {
            let joined = ["以及", "和", "与", "及", "并"]
                .iter()
                .find_map(|word| rest.strip_prefix(word).filter(|_| !found.is_empty()));
            let unnumbered = rest.trim_start_matches(|c: char| c.is_ascii_digit());
            let next = [Some(rest), Some(unnumbered), joined]
                .into_iter()
                .flatten()
                .find_map(|from| {
                    let longest = self
                        .keys
                        .iter()
                        .filter(|(k, _)| from.starts_with(&***k))
                        .max_by_key(|(k, _)| k.len())?;
                    Some((*longest.1, &from[longest.0.len()..]))
                })?;
            found.push(next.0);
            rest = next.1;
        }
        (found.len() > 1).then_some(found)
    }

    /// A label with words beside it: `线下会议（珠海）`, `会议形式：线下会议`.
    fn with_aside(&self, text: &str) -> Option<Found> {
        let mut best: Option<(usize, &str)> = None;
        for (option, entry) in self.options.iter().enumerate() {
            for key in &entry.keys {
                if let Some(rest) = behind_key(text, key)
                    && !rest.starts_with(char::is_alphanumeric)
                    && best.is_none_or(|(_, b)| rest.len() < b.len())
                {
                    best = Some((option, rest));
                }
            }
        }
        let (option, aside) = match best {
            Some((option, rest)) => {
                let mark = rest.trim_start().chars().next()?;
                if !matches!(mark, '(' | '（' | '[' | '【' | ':' | '：' | '-' | '—' | '–')
                    && !rest.starts_with([' ', '\u{3000}'])
                {
                    return None;
                }
                (option, rest)
            }
            None => {
                let (before, label) = text.rsplit_once([':', '：'])?;
                (self.labelled(trim(label))?.option, before)
            }
        };
        let words = own_words(aside)?;
        if let Some((ordinal, "")) = ordinal::leading(&words)
            && self.of_ordinal(ordinal).is_some_and(|(at, _)| at == option)
        {
            return Some(Found::One(Match {
                option,
                words: None,
                doubt: None,
            }));
        }
        if let Some(second) = self.labelled(&words) {
            return Some(Found::Several(vec![option, second.option]));
        }
        Some(Found::One(Match {
            option,
            words: None,
            doubt: Some(Doubt::LeftOut(words)),
        }))
    }
}

/// What stands behind the beginning of a text that has this key; none where it has another.
fn behind_key<'a>(text: &'a str, key: &str) -> Option<&'a str> {
    let mut left = key;
    let mut one = String::new();
    for (at, c) in text.char_indices() {
        if left.is_empty() {
            return Some(&text[at..]);
        }
        one.clear();
        push_key(c.encode_utf8(&mut [0; 4]), &mut one);
        left = left.strip_prefix(one.as_str())?;
    }
    left.is_empty().then_some("")
}
