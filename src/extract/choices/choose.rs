//! Which options are chosen, by all the marks, numbers and words of a list together.

use office::paper::Place;

use super::around::Around;
use super::typed::{Beside, Typed, typed};
use super::{Line, Lines, PrintedLook};
use crate::extract::marks::{Look, Marked, marked};
use crate::extract::{Chosen, Scope};
use crate::finding::{Finding, Rule};
use crate::key::key;
use crate::lang::Said;
use crate::said;

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
struct Item {
    option: usize,
    look: Look,
    place: Place,
    words: String,
    front: String,
    around: Around,
}

pub(super) fn choose(scope: &mut Scope, lines: Lines, about: &About) -> Chosen {
    let mut lines = lines;
    let (items, copies) = items(std::mem::take(&mut lines.options));
    let mut choosing = Choosing {
        path: format!("{}/records/0/selected", scope.path()),
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
    choosing.by_numbers(lines.numbers, lines.numbers_place);
    choosing.words();
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

struct Choosing<'a> {
    path: String,
    about: &'a About<'a>,
    items: Vec<Item>,
    /// By the list's numbers, with their places.
    chosen: Vec<(usize, Place)>,
    other: Option<String>,
    findings: Vec<Finding>,
}

impl Choosing<'_> {
    fn label(&self, item: usize) -> &str {
        self.about.labels[self.items[item].option]
    }

    fn labels(&self, items: &[usize]) -> String {
        let labels: Vec<&str> = items.iter().map(|i| self.label(*i)).collect();
        labels.join("；")
    }

    fn has(&self, option: usize) -> bool {
        self.chosen.iter().any(|c| c.0 == option)
    }

    fn is_complete(&self) -> bool {
        self.items.len() == self.about.labels.len()
    }

    /// Says that a mark is not certain, at an item or at the list's first.
    fn doubt(&mut self, item: Option<usize>, message: Said) {
        let item = item.and_then(|i| self.items.get(i)).or(self.items.first());
        let place = item.map(|i| i.place.clone());
        self.say(Finding::warning(Rule::AmbiguousMark, message), place);
    }

    fn say(&mut self, finding: Finding, place: Option<Place>) {
        let mut finding = finding.at(self.path.clone()).hinting(said!(
            "请核对该单位实际选择的选项。",
            "Ask which options were meant."
        ));
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
        self.tell_typed(&typed, &found);
        self.tell(&found);
        if differ {
            self.doubt(
                None,
                said!(
                    "选项出现了两遍，标记不同；两处的标记都已读入",
                    "the list stands there twice with different marks; those of both were taken"
                ),
            );
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

    fn tell_typed(&mut self, typed: &Typed, found: &Marked) {
        if typed.unclear {
            let said: Vec<String> = typed
                .understood
                .iter()
                .map(|i| self.items[*i].around.said())
                .collect();
            let said = said.join("、");
            self.doubt(
                typed.understood.first().copied(),
                said!(
                    "多数选项旁写有序号或符号（{said}），看不出选了哪些",
                    "most options have a number or sign beside them ({said}); which are chosen cannot be told"
                ),
            );
        }
        let by_typed = &found.by_typed;
        let Some(&first) = by_typed.first() else {
            return;
        };
        let signs: Vec<String> = by_typed
            .iter()
            .map(|i| self.items[*i].around.said())
            .collect();
        let (signs, list) = (signs.join("、"), self.labels(by_typed));
        let message = match (typed.inverted, typed.doubt) {
            (true, _) => said!(
                "其余选项旁都写有序号或符号，把没有的几项作为选中：{list}",
                "the other options have a number or sign beside them; those without were taken as chosen: {list}"
            ),
            (false, true) => said!(
                "选项旁写的“{signs}”不止一种读法，都按选中读入：{list}",
                "what stands beside these options, “{signs}”, can be read in more than one way; all were taken as chosen: {list}"
            ),
            (false, false) => said!(
                "选项旁写有“{signs}”，按选中读入：{list}",
                "“{signs}” stands beside these options; they were taken as chosen: {list}"
            ),
        };
        self.doubt(Some(first), message);
    }

    /// Tells of what is not certain about the marks.
    fn tell(&mut self, found: &Marked) {
        for &i in &found.doubtful {
            let label = self.label(i);
            let message = said!(
                "选项“{label}”只有一小部分被标记，未作为选中",
                "only a small part of “{label}” is marked; it was not taken as chosen"
            );
            self.doubt(Some(i), message);
        }
        for &i in &found.struck {
            let label = self.label(i);
            let message = said!(
                "选项“{label}”标记后又被划掉，未作为选中",
                "“{label}” is marked and struck through; it was not taken as chosen"
            );
            self.doubt(Some(i), message);
        }
        if let Some(&first) = found.only_struck.first() {
            let list = self.labels(&found.only_struck);
            let message = match found.left_standing {
                true => said!(
                    "其余选项都被划掉，把未划的几项作为选中；划掉的是：{list}",
                    "all other options are struck through; those left standing were taken as chosen; struck: {list}"
                ),
                false => said!(
                    "选项被划掉，未作为选中：{list}",
                    "these options are struck through; they were not taken as chosen: {list}"
                ),
            };
            self.doubt(Some(first), message);
        }
        if let Some(&first) = found.by_letter.first() {
            let list = self.labels(&found.by_letter);
            let message = said!(
                "选项旁的字母或符号读作打勾：{list}",
                "the letters beside these options were read as ticks: {list}"
            );
            self.doubt(Some(first), message);
        }
        if let Some(&first) = found.besides.first() {
            let list = self.labels(&found.besides);
            let message = said!(
                "这些选项的样子与选中的不同，也与其他选项不同，未作为选中：{list}",
                "these options look unlike the chosen ones and unlike the others; they were not taken as chosen: {list}"
            );
            self.doubt(Some(first), message);
        }
        self.tell_of_the_whole(found);
    }

    fn tell_of_the_whole(&mut self, found: &Marked) {
        let first = found.chosen.first().copied();
        if found.inverted {
            let list = self.labels(&found.chosen);
            let message = said!(
                "除少数几项外都标了颜色，把未标的几项作为选中：{list}",
                "all but a few options are coloured; the few were taken as chosen: {list}"
            );
            self.doubt(first, message);
        }
        if found.by_style {
            let message = said!(
                "选项只以字形（加粗、字号、边框、效果等）区别，按选中读入",
                "the options differ only in how they are set (bold, size, border, effects); these were taken as chosen"
            );
            self.doubt(first, message);
        }
        if found.two_ways {
            let message = said!(
                "同一组选项用了两种标记方式，都按选中读入",
                "the options are marked in two ways; those of both were taken as chosen"
            );
            self.doubt(first, message);
        }
        if found.all_alike && found.chosen.is_empty() {
            let message = said!(
                "选项的标记都相同或过多，无法区分选中项",
                "all options, or too many of them, are marked alike; which are chosen cannot be told"
            );
            self.doubt(None, message);
        }
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
        let message = said!(
            "只留下 {present} 个选项，其余已删去，按选中读入",
            "only {present} options were left, the others deleted; they were taken as chosen"
        );
        self.say(Finding::info(Rule::AmbiguousMark, message), place);
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
        let names: Vec<&str> = options.iter().map(|o| self.about.labels[*o]).collect();
        let list = names.join("；");
        let place = copies.first().map(|c| c.place.clone());
        let took = self.chosen.is_empty();
        let message = match took {
            true => said!(
                "这些选项在列表中出现了两遍，按选中读入：{list}",
                "these options stand in the list twice; they were taken as chosen: {list}"
            ),
            false => said!(
                "这些选项在列表中出现了两遍：{list}",
                "these options stand in the list twice: {list}"
            ),
        };
        self.say(Finding::warning(Rule::AmbiguousMark, message), place);
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
            let label = self.about.labels[line.option];
            let message = said!(
                "选项“{label}”另行写出，按选中读入",
                "“{label}” is written out apart from the list; it was taken as chosen"
            );
            let finding = Finding::warning(Rule::AmbiguousMark, message);
            self.say(finding, Some(line.place.clone()));
            self.chosen.push((line.option, line.place));
        }
    }

    fn by_numbers(&mut self, numbers: Vec<u32>, place: Option<Place>) {
        if numbers.is_empty() {
            return;
        }
        let known = |n: &u32| self.has(*n as usize - 1);
        let agreed = !self.chosen.is_empty()
            && numbers.len() == self.chosen.len()
            && numbers.iter().all(known);
        if !agreed {
            let list: Vec<String> = numbers.iter().map(u32::to_string).collect();
            let list = list.join("、");
            let message = said!(
                "按填写的序号读入选项：{list}",
                "the options were read from the numbers typed: {list}"
            );
            let finding = match self.chosen.is_empty() {
                true => Finding::info(Rule::AmbiguousMark, message),
                false => Finding::warning(Rule::AmbiguousMark, message),
            };
            self.say(finding, place.clone());
        }
        let place = place.unwrap_or(Place::Paragraph { paragraph: 0 });
        for n in numbers {
            let option = n as usize - 1;
            if !self.has(option) {
                self.chosen.push((option, place.clone()));
            }
        }
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
            let label = self.about.labels[option];
            if !front.is_empty() {
                let message = said!(
                    "选项“{label}”前面写了“{front}”，未读入",
                    "“{front}” stands before “{label}” and was not read"
                );
                self.unread(message, front, place.clone());
            }
            if key(&words).is_empty() {
                continue;
            }
            if self.about.asks.get(option) != Some(&true) {
                let message = said!(
                    "选项“{label}”后面写了“{words}”，未读入",
                    "“{words}” stands behind “{label}” and was not read"
                );
                self.unread(message, words, place);
                continue;
            }
            if !self.has(option) {
                let message = said!(
                    "“{label}”没有标记，但写了内容“{words}”，按选中读入",
                    "“{label}” is not marked, but “{words}” is written beside it; it was taken as chosen"
                );
                self.doubt(Some(i), message);
                self.chosen.push((option, place));
            }
            self.other.get_or_insert(words);
        }
    }

    fn unread(&mut self, message: Said, words: String, place: Place) {
        let finding = Finding::warning(Rule::UnclaimedText, message);
        let finding = finding.at(self.path.clone()).quoting(words).from(place);
        self.findings.push(finding);
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
