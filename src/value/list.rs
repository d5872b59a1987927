//! Candidate lists, prepared for finding an option by what people write for it.

mod described;
pub(super) mod nearest;
pub(super) mod ordinal;
mod parts;
mod words;

use std::sync::Arc;

use self::ordinal::Ordinal;
use super::fold::trim;
use super::ticked;
use crate::mapping::{List, Numbering};
use crate::text::key::key;
use crate::text::known::Known;

/// A candidate list with what is needed to find its options quickly.
#[derive(Clone, Debug)]
pub struct ListIndex {
    options: Vec<Entry>,
    /// Labels and aliases as they are spelled.
    spelled: Known<Box<str>, usize>,
    /// Their keys, with 其它 for 其他 and the other way round.
    keys: Known<Box<str>, usize>,
    /// Parts of labels that stand for one option; none where two share a part.
    parts: Known<Box<str>, Option<usize>>,
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
            spelled: Known::default(),
            keys: Known::default(),
            parts: Known::default(),
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
                for (one, twin) in [("其他", "其它"), ("其它", "其他")] {
                    if key.contains(one) {
                        index
                            .keys
                            .entry(key.replace(one, twin).into())
                            .or_insert(at);
                    }
                }
                index.keys.entry(key.as_str().into()).or_insert(at);
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

    /// The option whose label or alias has this [`key`].
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

    /// The option that a printed line is, marks and bullets before it aside: letter for letter but
    /// for punctuation. Much cheaper than [`find`](Self::find), which also understands what people
    /// write.
    pub fn line(&self, text: &str) -> Option<usize> {
        let bare = trim(text)
            .trim_start_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '(' | '（' | '“'));
        self.spelled(bare)
            .or_else(|| self.exact(&key(bare)).filter(|_| !bare.is_empty()))
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
        nearest::like(&key, labels, 0.5)
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
                // Number and label together leave no doubt, but for what is typed beyond the label.
                let letters = |text: &str| key(text).chars().count();
                let more = letters(rest) > letters(self.label(option));
                let doubt = found.doubt.filter(|doubt| {
                    more || !(printed && matches!(doubt, Doubt::Shortened | Doubt::Misspelt))
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
}

/// Whether the writer was in doubt: 参?
fn is_queried(text: &str) -> bool {
    text.contains(['?', '？'])
}
