//! Candidate lists, prepared for finding an option by what people write for it.

use std::collections::HashMap;
use std::sync::Arc;

use super::fold::trim;
use super::nearest;
use super::ordinal::{self, Ordinal};
use super::ticked;
use super::words::own_words;
use crate::key::{key, push_key};
use crate::mapping::{List, Numbering};

/// A candidate list with what is needed to find its options quickly.
#[derive(Clone, Debug)]
pub struct ListIndex {
    options: Vec<Entry>,
    /// Labels and aliases as they are spelled.
    spelled: HashMap<Box<str>, usize>,
    /// Their keys, with 其它 for 其他 and the other way round.
    keys: HashMap<Box<str>, usize>,
    /// Parts of labels that stand for one option; none where two share a part.
    parts: HashMap<Box<str>, Option<usize>>,
    numbered: Option<Numbering>,
}

/// An option of a [`ListIndex`].
#[derive(Clone, Debug)]
struct Entry {
    label: Arc<str>,
    /// The keys of the label and the aliases.
    keys: Vec<Box<str>>,
    code: Option<Box<str>>,
    asks: bool,
}

/// An option that was found, with what a person should know about how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    /// Its index in the list, from 0.
    pub option: usize,
    /// The words of one's own beside an option that asks for them.
    pub words: Option<String>,
    /// Why it isn't certain; none where it is the option's label, alias or printed number.
    pub doubt: Option<Doubt>,
}

/// Why an option that was found is not certain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// By a number that the form doesn't print, counted in the list's order.
    ByOrder,
    /// The label is the option's, the number beside it is of the writer's own.
    OwnNumber,
    /// By a part of its label, or by the label with a little more.
    Shortened,
    /// By the label with a slip of the pen.
    Misspelt,
    /// Words beside the label that have no place in data.
    LeftOut(String),
    /// With a question mark.
    Queried,
}

/// What a text means in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// One option.
    One(Match),
    /// More than one, by their indexes (the same one twice counts as two).
    Several(Vec<usize>),
    /// Number and label belong to different options.
    Mismatch {
        /// What the number means.
        number: usize,
        /// What the label means.
        label: usize,
    },
    /// None.
    None,
}

/// Longer texts than this many bytes are not compared with the options for likeness.
const LONGEST: usize = 600;

impl ListIndex {
    /// Prepares a list.
    pub fn new(list: &List) -> ListIndex {
        let mut index = ListIndex {
            options: Vec::with_capacity(list.options.len()),
            spelled: HashMap::new(),
            keys: HashMap::new(),
            parts: HashMap::new(),
            numbered: list.numbered,
        };
        for (at, choice) in list.options.iter().enumerate() {
            let spellings =
                std::iter::once(&*choice.label).chain(choice.aliases.iter().map(String::as_str));
            let mut keys = Vec::new();
            for spelling in spellings {
                index.spelled.entry(trim(spelling).into()).or_insert(at);
                let key = key(spelling);
                if key.is_empty() {
                    continue;
                }
                for twin in [key.replace("其他", "其它"), key.replace("其它", "其他")] {
                    index.keys.entry(twin.into()).or_insert(at);
                }
                keys.push(key.into_boxed_str());
            }
            let asks = choice.other
                || keys
                    .iter()
                    .any(|k| ["其他", "其它", "other"].iter().any(|o| k.starts_with(o)));
            index.options.push(Entry {
                label: choice.label.clone(),
                keys,
                code: choice.code.as_deref().map(Box::from),
                asks,
            });
        }
        index.add_parts();
        index
    }

    /// How many options there are.
    pub fn len(&self) -> usize {
        self.options.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.options.is_empty()
    }

    /// The label of an option, as data has it.
    ///
    /// # Panics
    ///
    /// If there is no such option.
    pub fn label(&self, option: usize) -> &Arc<str> {
        &self.options[option].label
    }

    /// Whether an option asks for words of one's own.
    pub fn asks_words(&self, option: usize) -> bool {
        self.options.get(option).is_some_and(|o| o.asks)
    }

    /// The option whose label or alias has this [`key`](crate::key::key).
    pub fn exact(&self, key: &str) -> Option<usize> {
        self.keys.get(key).copied()
    }

    /// The option that is spelled exactly so.
    pub(super) fn spelled(&self, text: &str) -> Option<usize> {
        self.spelled.get(text).copied()
    }

    /// The one option that a text means, such as a line of a box: `□ 其他，请说明：人文交流`. Marks,
    /// bullets and numbers before the label don't matter.
    pub fn find(&self, text: &str) -> Option<Match> {
        let bare = ticked::behind_mark(trim(text));
        let bare =
            bare.trim_start_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '(' | '（'));
        match self.resolve(bare) {
            Found::One(found) => Some(found),
            _ => None,
        }
    }

    /// Up to three options that a text may be meant for.
    pub(super) fn suggest(&self, text: &str) -> Vec<usize> {
        if text.len() > LONGEST {
            return Vec::new();
        }
        let key = key(text);
        let labels = self
            .options
            .iter()
            .map(|o| o.keys.first().map_or("", |k| &**k));
        nearest::like(&key, labels)
    }

    /// What a text means.
    pub(super) fn resolve(&self, text: &str) -> Found {
        let text = trim(text);
        if let Some(found) = self.labelled(text) {
            return Found::One(found);
        }
        if text.len() > LONGEST {
            return self.other(text).unwrap_or(Found::None);
        }
        if let Some(numbers) = ordinal::numbers(text)
            && numbers.len() > 1
        {
            let options: Option<Vec<usize>> = numbers.iter().map(|n| self.position(*n)).collect();
            return options.map_or(Found::None, Found::Several);
        }
        if let Some((ordinal, rest)) = ordinal::leading(text) {
            // In 12025年新签协议 only the label tells where the number ends.
            let tight = text.chars().take_while(|c| c.is_numeric()).count() > 2;
            if (!tight || self.labelled(trim(rest)).is_some())
                && let Some(found) = self.numbered(ordinal, trim(rest))
            {
                return found;
            }
        }
        self.described(text)
    }

    /// The option of a label or an alias, whatever punctuation and spaces are in it.
    pub(super) fn labelled(&self, text: &str) -> Option<Match> {
        let option = self
            .spelled(text)
            .or_else(|| self.exact(&key(text)).filter(|_| !text.is_empty()))?;
        let doubt = is_queried(text).then_some(Doubt::Queried);
        Some(Match {
            option,
            words: None,
            doubt,
        })
    }

    /// What a number with the words behind it means; none where it is no number after all.
    fn numbered(&self, ordinal: Ordinal, rest: &str) -> Option<Found> {
        let at = self.of_ordinal(ordinal);
        if !rest.chars().any(char::is_alphanumeric) {
            let queried = is_queried(rest);
            return Some(match at {
                None => Found::None,
                Some((option, printed)) => Found::One(Match {
                    option,
                    words: None,
                    doubt: if queried {
                        Some(Doubt::Queried)
                    } else {
                        (!printed).then_some(Doubt::ByOrder)
                    },
                }),
            });
        }
        let found = match self.labelled(rest) {
            Some(found) => found,
            None => match self.described(rest) {
                Found::One(found) => found,
                Found::None => return None,
                other => return Some(other),
            },
        };
        Some(match at {
            Some((option, printed)) if option == found.option => {
                // Number and label together leave no doubt.
                let doubt = found.doubt.filter(|doubt| {
                    !(printed && matches!(doubt, Doubt::Shortened | Doubt::Misspelt))
                });
                Found::One(Match { doubt, ..found })
            }
            Some((number, _)) if self.numbered.is_some() => Found::Mismatch {
                number,
                label: found.option,
            },
            // In a list that the form doesn't number, the number is the writer's own.
            _ => Found::One(Match {
                doubt: found.doubt.or(Some(Doubt::OwnNumber)),
                ..found
            }),
        })
    }

    /// The option of a number or letter, and whether the form prints it so.
    fn of_ordinal(&self, ordinal: Ordinal) -> Option<(usize, bool)> {
        match ordinal {
            Ordinal::Number(n) => {
                let option = self.position(n)?;
                let printed = matches!(self.numbered, Some(Numbering::Digits | Numbering::Codes))
                    || self.options[option].code.is_some();
                Some((option, printed))
            }
            Ordinal::Letter(c) => {
                let option = (c as usize).checked_sub('a' as usize)?;
                let printed = self.numbered == Some(Numbering::Letters);
                (option < self.len()).then_some((option, printed))
            }
        }
    }

    /// The option with a number: by its code where the list has codes, else by its place.
    pub(super) fn position(&self, number: u32) -> Option<usize> {
        if self.options.iter().any(|o| o.code.is_some()) {
            return self.options.iter().position(|o| {
                o.code.as_deref().and_then(|c| c.parse::<u32>().ok()) == Some(number)
            });
        }
        let at = usize::try_from(number).ok()?.checked_sub(1)?;
        (at < self.len()).then_some(at)
    }

    /// The option that a text which is no label describes.
    fn described(&self, text: &str) -> Found {
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
    fn other(&self, text: &str) -> Option<Found> {
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

    /// The one option that a part of its label, or a little more than it, stands for.
    fn shortened(&self, key: &str) -> Option<usize> {
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
    fn add_parts(&mut self) {
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

/// Whether the writer was in doubt: 参?
fn is_queried(text: &str) -> bool {
    text.contains(['?', '？'])
}
