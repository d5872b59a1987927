//! Which options are chosen, by all the marks, numbers and words of a list together.

use office::paper::Place;

use super::around::Around;
use super::typed::{Beside, Typed, typed};
use super::{Line, Lines, PrintedLook};
use std::sync::Arc;

use crate::extract::marks::{Look, marked};
use crate::extract::{Chosen, Scope};
use crate::model::finding::{FieldPath, Finding, OptionCause, Rule};
use crate::text::key::key;
use crate::value::says_nothing;

/// What is known of a list.
pub(super) struct About<'a> {
    /// The options' labels.
    pub labels: &'a [&'a str],
    /// Which options ask for words.
    pub asks: &'a [bool],
    /// How many may be chosen.
    pub limit: usize,
    /// How the blank prints each option, where that is known.
    pub printed: &'a [PrintedLook],
}

/// An option on paper, its lines put together.
pub(super) struct Item {
    option: usize,
    look: Look,
    place: Place,
    words: String,
    front: String,
    pub(super) around: Around,
}

pub(super) fn choose(scope: &mut Scope, lines: Lines, about: &About) -> Chosen {
    let mut lines = lines;
    let (items, copies) = items(std::mem::take(&mut lines.options));
    let mut choosing = Choosing {
        path: scope.field_path(0, &Arc::from("selected")),
        about,
        items,
        chosen: Vec::new(),
        other: None,
        findings: Vec::new(),
    };
    choosing.by_marks(&copies);
    choosing.only_left();
    choosing.by_copies(copies);
    choosing.retyped(lines.retyped);
    if let Some((place, numbers)) = lines.numbers {
        choosing.by_numbers(numbers, place);
    }
    choosing.words();
    choosing.moved();
    choosing.chosen.sort_by_key(|c| c.0);
    choosing.chosen.dedup_by_key(|c| c.0);
    let place = choosing.items.first().map(|i| i.place.clone());
    scope.findings.extend(choosing.findings);
    Chosen {
        place,
        options: choosing.chosen.iter().map(|c| c.0).collect(),
        places: choosing.chosen.into_iter().map(|c| c.1).collect(),
        other: choosing.other,
    }
}

/// The options in the order of the paper, and those that stand there once more.
fn items(lines: Vec<Line>) -> (Vec<Item>, Vec<Line>) {
    let mut items: Vec<Item> = Vec::new();
    let mut copies = Vec::new();
    for line in lines {
        match items.iter_mut().find(|i| i.option == line.option) {
            Some(item) => {
                if item.words.is_empty() {
                    item.words.clone_from(&line.words);
                }
                copies.push(line);
            }
            None => items.push(Item {
                option: line.option,
                look: line.look,
                place: line.place,
                words: line.words,
                front: line.front,
                around: line.around,
            }),
        }
    }
    (items, copies)
}

pub(super) struct Choosing<'a> {
    path: FieldPath,
    about: &'a About<'a>,
    pub(super) items: Vec<Item>,
    /// By the list's numbers, with their places.
    chosen: Vec<(usize, Place)>,
    other: Option<String>,
    findings: Vec<Finding>,
}

impl Choosing<'_> {
    pub(super) fn label(&self, item: usize) -> &str {
        self.about.labels[self.items[item].option]
    }

    pub(super) fn labels(&self, items: &[usize]) -> Vec<String> {
        items.iter().map(|i| self.label(*i).to_owned()).collect()
    }

    fn has(&self, option: usize) -> bool {
        self.chosen.iter().any(|c| c.0 == option)
    }

    fn is_complete(&self) -> bool {
        self.items.len() == self.about.labels.len()
    }

    /// Says that a mark is not certain, at an item or at the list's first.
    pub(super) fn doubt(&mut self, item: Option<usize>, cause: OptionCause) {
        let item = item.and_then(|i| self.items.get(i)).or(self.items.first());
        let place = item.map(|i| i.place.clone());
        self.say(cause, place);
    }

    fn say(&mut self, cause: OptionCause, place: Option<Place>) {
        let mut finding = Finding::of(cause).at(self.path.clone());
        finding.source = place;
        self.findings.push(finding);
    }

    fn by_marks(&mut self, copies: &[Line]) {
        let typed = self.typed();
        for &i in &typed.marked {
            self.items[i].look.type_beside();
        }
        let printed = self.about.printed;
        let blank: Vec<Option<&Look>> = self
            .items
            .iter()
            .map(|i| {
                printed
                    .iter()
                    .find(|p| p.option == i.option)
                    .map(|p| &p.look)
            })
            .collect();
        let differ = differ(
            &self.items,
            copies,
            &blank,
            self.is_complete(),
            self.about.limit,
        );
        let mut looks: Vec<Look> = self.items.iter().map(|i| i.look.clone()).collect();
        for copy in copies {
            if let Some(i) = self.items.iter().position(|i| i.option == copy.option) {
                looks[i].join(copy.look.clone());
            }
        }
        let found = marked(&looks, &blank, self.is_complete(), self.about.limit);
        drop(blank);
        self.tell(&typed, &found);
        if differ {
            self.doubt(None, OptionCause::CopiesDiffer {});
        }
        self.chosen = found
            .chosen
            .iter()
            .map(|&i| (self.items[i].option, self.items[i].place.clone()))
            .collect();
    }

    /// What is typed beside the options. What was understood of it is no text that is left over.
    fn typed(&mut self) -> Typed {
        let printed = self.about.printed;
        let beside: Vec<Beside> = self
            .items
            .iter()
            .map(|item| Beside {
                around: &item.around,
                printed: printed
                    .iter()
                    .find(|p| p.option == item.option)
                    .map(|p| &p.around),
                ticked: item.look.is_ticked(),
                asks: self.about.asks.get(item.option) == Some(&true),
                number: item.option as u32 + 1,
            })
            .collect();
        let typed = typed(&beside, self.about.limit);
        for &i in &typed.understood {
            let asks = self.about.asks.get(self.items[i].option) == Some(&true);
            let item = &mut self.items[i];
            item.front.clear();
            if !asks || !item.words.contains(char::is_alphanumeric) {
                item.words.clear();
            }
        }
        typed
    }

    /// Nothing is marked, but all options except a few were deleted.
    fn only_left(&mut self) {
        let present = self.items.len();
        let said_already = self
            .findings
            .iter()
            .any(|f| f.rule() == Rule::AmbiguousMark);
        if !self.chosen.is_empty() || said_already || present == 0 || self.is_complete() {
            return;
        }
        if !only_chosen_left(&self.items, self.about.labels.len(), self.about.limit) {
            return;
        }
        self.chosen = self
            .items
            .iter()
            .map(|i| (i.option, i.place.clone()))
            .collect();
        let place = self.items.first().map(|i| i.place.clone());
        self.say(OptionCause::OnlyLeft { count: present }, place);
    }

    /// A few options that stand in the list twice were put there again.
    fn by_copies(&mut self, copies: Vec<Line>) {
        let mut options: Vec<usize> = copies.iter().map(|c| c.option).collect();
        options.sort_unstable();
        options.dedup();
        // A list that is printed twice says nothing by that.
        if options.is_empty() || options.len() * 2 > self.items.len() {
            return;
        }
        let names = options.iter().map(|o| self.about.labels[*o].to_owned());
        let labels: Vec<String> = names.collect();
        let place = copies.first().map(|c| c.place.clone());
        let took = self.chosen.is_empty();
        let cause = match took {
            true => OptionCause::Twice { labels },
            false => OptionCause::TwiceBesides { labels },
        };
        self.say(cause, place);
        if took {
            for copy in copies {
                if !self.has(copy.option) {
                    self.chosen.push((copy.option, copy.place));
                }
            }
        }
    }

    fn retyped(&mut self, lines: Vec<Line>) {
        for line in lines {
            let asks = self.about.asks.get(line.option) == Some(&true);
            if asks && !key(&line.words).is_empty() {
                self.other.get_or_insert(line.words);
            }
            if self.has(line.option) {
                continue;
            }
            let label = self.about.labels[line.option].to_owned();
            let cause = OptionCause::WrittenApart { label };
            self.say(cause, Some(line.place.clone()));
            self.chosen.push((line.option, line.place));
        }
    }

    fn by_numbers(&mut self, numbers: Vec<u32>, place: Place) {
        let known = |n: &u32| self.has(*n as usize - 1);
        let agreed = !self.chosen.is_empty()
            && numbers.len() == self.chosen.len()
            && numbers.iter().all(known);
        if !agreed {
            let numbers = numbers.clone();
            let cause = match self.chosen.is_empty() {
                true => OptionCause::ByNumbers { numbers },
                false => OptionCause::NumbersAndMarks { numbers },
            };
            self.say(cause, Some(place.clone()));
        }
        for n in numbers {
            let option = n as usize - 1;
            if !self.has(option) {
                self.chosen.push((option, place.clone()));
            }
        }
    }

    /// Nothing is marked, and the options stand in another order than the blank prints them: who put
    /// some of them first may have chosen so.
    fn moved(&mut self) {
        let printed = self.about.printed;
        let order = |item: &Item| printed.iter().position(|p| p.option == item.option);
        let places: Vec<usize> = self.items.iter().filter_map(order).collect();
        let back = places.windows(2).position(|w| w[0] > w[1]);
        let Some(last) = back.filter(|_| self.chosen.is_empty() && self.other.is_none()) else {
            return;
        };
        let moved: Vec<usize> = (0..=last.min(self.items.len().saturating_sub(1))).collect();
        let labels = self.labels(&moved);
        self.doubt(Some(0), OptionCause::Moved { labels });
    }

    /// Words beside options: those of 其他 are its answer, others are told of.
    fn words(&mut self) {
        for i in 0..self.items.len() {
            let item = &mut self.items[i];
            let (front, words) = (
                std::mem::take(&mut item.front),
                std::mem::take(&mut item.words),
            );
            let (option, place) = (item.option, item.place.clone());
            let label = self.about.labels[option].to_owned();
            if !front.is_empty() {
                let (label, text) = (label.clone(), front.clone());
                self.unread(
                    OptionCause::TextBefore { label, text },
                    front,
                    place.clone(),
                );
            }
            let asks = self.about.asks.get(option) == Some(&true);
            if key(&words).is_empty() || asks && says_nothing(&words) {
                continue;
            }
            if !asks {
                let text = words.clone();
                self.unread(OptionCause::TextBehind { label, text }, words, place);
                continue;
            }
            if !self.has(option) {
                let text = words.clone();
                self.doubt(Some(i), OptionCause::OtherUnmarked { label, text });
                self.chosen.push((option, place));
            }
            self.other.get_or_insert(words);
        }
    }

    fn unread(&mut self, cause: OptionCause, words: String, place: Place) {
        let finding = Finding::of(cause).at(self.path.clone());
        self.findings.push(finding.quoting(words).from(place));
    }
}

/// Few options are left, and not just the half of a list that was printed in two boxes.
fn only_chosen_left(items: &[Item], total: usize, limit: usize) -> bool {
    let mut left: Vec<usize> = items.iter().map(|i| i.option).collect();
    left.sort_unstable();
    let run = left.windows(2).all(|w| w[1] == w[0] + 1);
    left.len() <= limit || left.len() * 2 <= total && !run
}

/// A list that is printed twice is marked in both places, and not alike.
fn differ(
    items: &[Item],
    copies: &[Line],
    blank: &[Option<&Look>],
    complete: bool,
    limit: usize,
) -> bool {
    if copies.len() < 2 {
        return false;
    }
    let first: Vec<Look> = items.iter().map(|i| i.look.clone()).collect();
    let one = marked(&first, blank, complete, limit).chosen;
    let again: Vec<Look> = copies.iter().map(|c| c.look.clone()).collect();
    let of = |copy: usize| items.iter().position(|i| i.option == copies[copy].option);
    let blank: Vec<Option<&Look>> = (0..copies.len())
        .map(|c| of(c).and_then(|i| blank.get(i).copied().flatten()))
        .collect();
    let found = marked(&again, &blank, complete, limit).chosen;
    let other: Vec<usize> = found.into_iter().filter_map(of).collect();
    !one.is_empty() && !other.is_empty() && one != other
}
