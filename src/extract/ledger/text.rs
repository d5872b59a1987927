//! Text that nobody claimed: it belongs to no field, and is told of where it stands.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use office::paper::{Paragraph, ParagraphId, Place, SpanKind};

use super::Ledger;
use super::standing::{Standing, Zone};
use crate::extract::marks::is_tick;
use crate::extract::records::{goes_on, is_signing};
use crate::extract::{Answers, Rest};
use crate::mapping::Layout;
use crate::model::finding::{FieldPath, Finding, PaperCause, Severity};
use crate::recognise::edition::{Edition, Heading};
use crate::recognise::locate::find_code;
use crate::text::glyph::is_note_mark;
use crate::text::key::key;
use crate::text::vocabulary::vocabulary;
use crate::value::says_nothing;

/// More findings of this kind than that are told of together.
const MOST: usize = 60;
/// More texts than that in one table on paper are told of once, with their count: the mapping does
/// not cover the place.
const MOST_OF_TABLE: usize = 3;
/// So many of them stand in the message; all are quoted.
const SHOWN: usize = 8;

/// （续）, （续表2）: the table above goes on.
fn is_continuation(key: &str) -> bool {
    matches!(
        key.trim_end_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c)),
        "续" | "续表" | "续上表" | "接上表" | "上接" | "下接"
    )
}

/// A line of thanks at the end.
fn is_courtesy(text: &str) -> bool {
    let k = key(text);
    let words = &vocabulary().paper.courtesies;
    k.chars().count() <= 8 && words.iter().any(|word| k.starts_with(word))
}

/// A day, and the place for a seal: （盖章） 2026年1月5日.
fn is_date(text: &str) -> bool {
    let seals = &vocabulary().paper.signed;
    let parts = text.split(|c: char| c.is_whitespace() || "（）()：:".contains(c));
    let mut any = false;
    parts.filter(|part| !part.is_empty()).all(|part| {
        let of_date =
            |c: char| c.is_ascii_digit() || "年月日.-/〇零一二三四五六七八九十".contains(c);
        any = true;
        seals.has(part) || part.chars().all(of_date)
    }) && any
}

/// A place to sign or to put a seal at, with what stands behind it: 负责人签字：, 单位（盖章）：某学院.
fn is_sealed(text: &str) -> bool {
    let label = text.split(['：', ':']).next().unwrap_or(text);
    let label = key(label);
    let mut seals = vocabulary().paper.signed.iter();
    text.chars().count() <= 40
        && label.chars().count() <= 12
        && seals.any(|word| label.ends_with(word))
}

/// An item that the form does not ask for, behind a label of its own: 传真：0756-1.
fn is_labelled(text: &str) -> bool {
    let Some((label, value)) = text.split_once(['：', ':']) else {
        return false;
    };
    let label = key(label);
    (2..=8).contains(&label.chars().count())
        && label.chars().all(char::is_alphabetic)
        && !value.trim().is_empty()
        && !value.contains(['。', '，', '；'])
}

/// A text that is left over.
struct Left {
    paragraph: ParagraphId,
    text: String,
    place: Place,
    /// The table of the mapping.
    t: Option<usize>,
    /// The table on paper.
    table: Option<u32>,
    /// It stands on the cover, in no table.
    cover: bool,
    /// It stands behind all that is to be filled in.
    end: bool,
}

impl Ledger<'_, '_> {
    /// Tells of every typed text that no field, label or heading has taken and the blank does not
    /// print.
    pub(super) fn texts(&mut self, standings: &[Standing]) {
        if self.located.page.is_some() {
            return self.page_texts(standings);
        }
        let headings = self.headings();
        let passed_over = self.strange_headings();
        let mut all = Vec::new();
        for standing in standings {
            let p = standing.placed.paragraph;
            if p.text.is_empty() || passed_over.contains(&p.id) || self.is_of_lists(standing) {
                continue;
            }
            if let Some(heads) = headings.get(&p.id) {
                for (t, heading) in heads {
                    let behind = self.is_left_behind(p, *t, heading);
                    let behind = behind.then(|| heading.rest.clone());
                    let signs = self.signs_beside_title(p, heading);
                    let before = self.before_title(p, *t);
                    for text in before.into_iter().chain(behind).chain(signs) {
                        all.push(Left::of(text, standing, Some(*t)));
                    }
                }
            }
            if let Some(text) = self.ticked_print(standing) {
                all.push(Left::of(text, standing, standing.zone.table()));
            }
            if let Some(text) = self.more_than_label(standing) {
                all.push(Left::of(text, standing, standing.zone.table()));
            }
            for text in self.left_of(p) {
                if standing
                    .zone
                    .table()
                    .is_some_and(|t| self.is_its_unit(t, &text))
                {
                    continue;
                }
                all.push(Left::of(text, standing, standing.zone.table()));
            }
        }
        // A cell that is written in two ways is told of once.
        let mut known = HashSet::new();
        all.retain(|left| known.insert((left.place.clone(), left.text.clone())));
        self.tell(all);
    }

    /// Beside a page everything that is printed has been claimed: what is left was typed, whatever
    /// else the form prints.
    fn page_texts(&mut self, standings: &[Standing]) {
        let mut all = Vec::new();
        for standing in standings {
            let p = standing.placed.paragraph;
            let mut texts: Vec<&str> = Vec::new();
            for range in self.claims.left_of(p) {
                let text = p.text[range].trim();
                // Punctuation beside what is printed says nothing; a tick does.
                if text.chars().any(|c| c.is_alphanumeric() || is_tick(c)) {
                    texts.push(text);
                }
            }
            if !texts.is_empty() {
                all.push(Left::of(texts.join(" "), standing, standing.zone.table()));
            }
        }
        self.tell(all);
    }

    fn headings(&self) -> HashMap<ParagraphId, Vec<(usize, &Heading)>> {
        let mut headings: HashMap<_, Vec<_>> = HashMap::new();
        for (t, found) in self.located.found.iter().enumerate() {
            for (p, heading, _) in &found.headings {
                headings.entry(p.id).or_default().push((t, heading));
            }
        }
        headings
    }

    /// Headings by codes that the mapping does not have, over tables that are told of elsewhere.
    fn strange_headings(&self) -> Vec<ParagraphId> {
        let strange = self.located.strangers.iter().filter(|s| s.has_table());
        strange.map(|s| s.heading.id).collect()
    }

    /// A workbook's own candidate lists are no answers.
    fn is_of_lists(&self, standing: &Standing) -> bool {
        let sheet = standing
            .placed
            .cell
            .and_then(|(table, _)| table.sheet.as_ref());
        sheet.is_some_and(|s| self.located.lists.contains(&s.name.as_str()))
    }

    /// What is typed behind a heading's title is no answer of its table.
    fn is_left_behind(&self, p: &Paragraph, t: usize, heading: &Heading) -> bool {
        let layout = self.edition.mapping.tables[t].layout;
        // Over a table that is filled in it says something else.
        let filled =
            matches!(&self.tables[t].answers, Answers::Records(records) if !records.is_empty());
        let nothing = !filled
            && !matches!(layout, Layout::Choices | Layout::Text)
            && says_nothing(&heading.rest);
        let taken = self.claims.has_rest(p) || nothing || is_continuation(&key(&heading.rest));
        !heading.rest.is_empty() && !taken
    }

    /// A tick, a cross or a question mark beside a heading that says nothing else.
    fn signs_beside_title(&self, p: &Paragraph, heading: &Heading) -> Option<String> {
        let text = p.answer();
        let told = self.claims.has_rest(p) || !key(&heading.rest).is_empty();
        let more = text.contains(is_note_mark) && !self.edition.printed.has_exactly(&p.text);
        (more && !told).then(|| text.trim().to_owned())
    }

    /// What is typed before a heading's code or title, but for a number of its own.
    fn before_title(&self, p: &Paragraph, t: usize) -> Option<String> {
        let Edition { printed, signs, .. } = self.edition;
        let text = p.answer();
        if printed.has_exactly(&p.text) || printed.has(&key(&text)) {
            return None;
        }
        let code = key(&self.edition.mapping.tables[t].code);
        let titles = signs.title_list.iter().filter(|(_, of)| *of == t);
        let known = printed.headings(t).iter().map(String::as_str);
        let known = known
            .chain([code.as_str()])
            .chain(titles.map(|(title, _)| title.as_str()));
        let starts = known
            .filter(|k| !k.is_empty())
            .filter_map(|k| start_of(&text, k));
        let front = text[..starts.min()?].trim();
        let number =
            |c: char| c.is_ascii_digit() || "一二三四五六七八九十附表件第续章节部分".contains(c);
        let k = key(front);
        let coded = find_code(front, signs).is_some();
        let says = !coded && !k.trim_matches(number).is_empty() && !is_known(self.edition, front);
        says.then(|| front.to_owned())
    }

    /// Printed words with a tick, a cross or a question mark behind them that the blank has not:
    /// beside no option they may answer what is asked, or doubt it.
    fn ticked_print(&self, standing: &Standing) -> Option<String> {
        let p = standing.placed.paragraph;
        let text = p.text.trim();
        let marks = |c: char| is_tick(c) || "×✕✗？?*＊".contains(c);
        let bare = text.trim_end_matches(|c: char| marks(c) || c.is_whitespace());
        let layout = standing
            .zone
            .table()
            .map(|t| self.edition.mapping.tables[t].layout);
        let options = matches!(layout, Some(Layout::Choices | Layout::Rating));
        let printed = &self.edition.printed;
        let of_print = !bare.is_empty() && bare.len() < text.len() && printed.has_exactly(bare);
        let left = self.claims.left_of(p).is_empty() || self.claims.has(p);
        (of_print && left && !options && !printed.has_exactly(text)).then(|| text.to_owned())
    }

    /// A label with more in it than the blank prints, where no finding quotes it yet.
    fn more_than_label(&self, standing: &Standing) -> Option<String> {
        let p = standing.placed.paragraph;
        let text = p.text.trim();
        if !self.claims.is_label(p) || text.is_empty() || is_known(self.edition, text) {
            return None;
        }
        let cell = standing.placed.cell.map(|(_, cell)| cell.text());
        if cell.is_some_and(|whole| is_known(self.edition, &whole)) {
            return None;
        }
        let quoted = |f: &Finding| f.raw.as_ref().is_some_and(|raw| raw.contains(text));
        let beyond = self.edition.printed.beyond(text)?;
        let says = beyond.contains(char::is_alphanumeric) && !self.told.iter().any(quoted);
        let taken = |t| self.is_taken(t, &key(text), &key(&beyond));
        let taken = standing.zone.table().is_some_and(taken);
        (says && !taken).then(|| text.to_owned())
    }

    /// Some field of the table has been given the words within a label: `beyond` what is printed, or
    /// what leaves a printed label of the `whole`.
    fn is_taken(&self, t: usize, whole: &str, beyond: &str) -> bool {
        let Answers::Records(records) = &self.tables[t].answers else {
            return false;
        };
        let printed = &self.edition.printed;
        let leaves_label = |words: &str| {
            let rest = whole.replacen(words, "", 1);
            !words.is_empty() && whole.contains(words) && printed.has(&rest)
        };
        let cells = records.iter().flat_map(|r| r.cells.iter().flatten());
        cells
            .map(|cell| key(&cell.text))
            .any(|words| words.contains(beyond) || leaves_label(&words))
    }

    /// The line says in which unit the table is, and it is: 单位：万元.
    fn is_its_unit(&self, t: usize, text: &str) -> bool {
        let text = text.trim_matches(|c: char| c.is_whitespace() || "（）()【】[]".contains(c));
        let Some((word, units)) = text.split_once(['：', ':']) else {
            return false;
        };
        let fields = &self.edition.mapping.tables[t].fields;
        let own = |unit: &str| {
            let unit = key(unit);
            let unit = unit.trim_start_matches("人民币").trim_end_matches("人民币");
            !unit.is_empty() && fields.iter().any(|f| key(&f.unit) == unit)
        };
        vocabulary().paper.units.has(&key(word))
            && units.split(['、', '，', ',', '/', '；', ';']).all(own)
    }

    fn left_of(&self, p: &Paragraph) -> Vec<String> {
        let mut left: Vec<String> = self.prompt(p).into_iter().collect();
        if self.edition.printed.has_exactly(&p.text) {
            return left;
        }
        for range in self.claims.left_of(p) {
            let text = match range.len() == p.text.len() {
                true => p.answer(),
                false => Cow::Borrowed(&p.text[range]),
            };
            let text = text.trim();
            let known = |text| is_known(self.edition, text);
            if !(text.is_empty()
                || known(text)
                || text.contains('\n') && text.split('\n').all(known))
            {
                left.push(text.to_owned());
            }
        }
        left
    }

    /// Text that a content control gives out for its prompt, and that asks for nothing: a program
    /// filled it in and left the control as it was.
    fn prompt(&self, p: &Paragraph) -> Option<String> {
        if p.spans.iter().all(|s| s.kind != SpanKind::Placeholder) {
            return None;
        }
        let prompt: String = p
            .pieces()
            .filter(|(_, s)| s.kind == SpanKind::Placeholder)
            .map(|(text, _)| text)
            .collect();
        let k = key(&prompt);
        let asks = vocabulary()
            .paper
            .prompts
            .iter()
            .any(|word| prompt.contains(word));
        (!k.is_empty() && !asks && !self.edition.printed.has(&k)).then(|| prompt.trim().to_owned())
    }

    fn tell(&mut self, all: Vec<Left>) {
        self.rest.extend(all.iter().map(|left| Rest {
            paragraph: left.paragraph,
            text: left.text.clone(),
        }));
        let mut of_table: HashMap<u32, usize> = HashMap::new();
        for left in &all {
            if let Some(table) = left.table {
                *of_table.entry(table).or_default() += 1;
            }
        }
        let is_many = |left: &Left| left.table.is_some_and(|t| of_table[&t] > MOST_OF_TABLE);
        let (many, few): (Vec<Left>, Vec<Left>) = all.into_iter().partition(is_many);
        // Places that are known one by one are all there is: what stands elsewhere may be an answer.
        let by_labels = self.located.page.is_none() && self.edition.template.is_none();
        let cover_is_full = by_labels && self.unit.iter().all(Option::is_some);
        let (listed, more) = few.split_at(few.len().min(MOST));
        for left in listed {
            let text = left.text.clone();
            let finding = Finding::of(PaperCause::Unclaimed { text });
            // A date or a seal's place beside a cover whose items are all there misses nothing.
            // Who signs, and when, behind all that is to be filled in.
            let signs = is_signing(&left.text) || is_date(&left.text) || is_sealed(&left.text);
            let closing = left.end && (signs || is_courtesy(&left.text));
            let beside_cover = left.cover && cover_is_full && (signs || is_labelled(&left.text));
            let again = left.table.is_none() && self.repeats_cover(&left.text);
            let finding = match beside_cover || closing || again {
                true => finding.graded(Severity::Info),
                false => finding,
            };
            let finding = finding.at(self.path_of(left)).quoting(left.text.clone());
            self.findings.push(finding.from(left.place.clone()));
        }
        if let Some(first) = more.first() {
            let count = more.len();
            let finding = Finding::of(PaperCause::UnclaimedMore { count });
            let finding = finding.quoting(quoted(more)).from(first.place.clone());
            self.findings.push(finding);
        }
        for of_one in many.chunk_by(|a, b| a.table == b.table) {
            let first = &of_one[0];
            let shown = of_one.iter().take(SHOWN).map(|l| l.text.clone()).collect();
            let count = of_one.len();
            let finding = Finding::of(PaperCause::UnclaimedOfTable {
                count,
                texts: shown,
            });
            let finding = finding.at(self.path_of(first)).quoting(quoted(of_one));
            self.findings.push(finding.from(first.place.clone()));
        }
    }

    /// What the cover says, said once more: 填表人：张三    联系电话：0756-1.
    fn repeats_cover(&self, text: &str) -> bool {
        let cover = &self.edition.signs.cover;
        let said = |value: &str| {
            let value = key(value);
            let mut unit = self.unit.iter().flatten();
            value.is_empty() || unit.any(|raw| key(&raw.text) == value)
        };
        let parts = text
            .split("  ")
            .flat_map(|part| part.split(['\t', '\u{3000}', '\n']));
        let mut parts = parts
            .map(str::trim)
            .filter(|part| !part.is_empty())
            .peekable();
        parts.peek().is_some()
            && parts.all(|part| {
                let Some((label, value)) = part.split_once(['：', ':']) else {
                    return false;
                };
                let letters: Vec<char> = label.chars().filter(|c| !c.is_whitespace()).collect();
                cover.iter().any(|(item, _)| *item == letters) && said(value)
            })
    }

    fn path_of(&self, left: &Left) -> FieldPath {
        (left.t).map_or(FieldPath::Submission, |t| self.path_of_table(t))
    }
}

impl Left {
    fn of(text: String, standing: &Standing, t: Option<usize>) -> Left {
        let placed = &standing.placed;
        Left {
            paragraph: placed.paragraph.id,
            text,
            place: placed.place.clone(),
            t,
            table: placed.cell.map(|(table, _)| table.number),
            cover: standing.zone == Zone::Cover && placed.cell.is_none(),
            end: matches!(standing.zone, Zone::End(_)) && placed.cell.is_none(),
        }
    }
}

/// Where the first text begins whose key begins with `known`.
fn start_of(text: &str, known: &str) -> Option<usize> {
    let mut starts = text.char_indices().filter(|(_, c)| c.is_alphanumeric());
    starts
        .find(|(i, _)| key(&text[*i..]).starts_with(known))
        .map(|(i, _)| i)
}

fn quoted(left: &[Left]) -> String {
    let texts: Vec<&str> = left.iter().map(|l| l.text.as_str()).collect();
    texts.join(" | ")
}

/// Printed words, or nothing that says anything.
fn is_known(edition: &Edition, text: &str) -> bool {
    let printed = &edition.printed;
    // Rules, dots and empty boxes say nothing; a tick does, among printed words too.
    if text.chars().any(is_tick) {
        return printed.has_exactly(text.trim());
    }
    let k = key(text);
    k.is_empty()
        || printed.has(&k)
        || is_continuation(&k)
        || goes_on(text)
        || is_title(edition, &k)
        || printed.has_of_any_year(&k)
        || printed.has_note_by_itself(text)
}

/// The form's title with its year: 2025年度 and the title, as one line or as two.
fn is_title(edition: &Edition, key: &str) -> bool {
    let year = edition.mapping.edition.year.to_string();
    let Some(behind) = key.strip_prefix(year.as_str()) else {
        return false;
    };
    let behind = behind.trim_start_matches("年度").trim_start_matches('年');
    let titles = &edition.signs.form_titles;
    titles.iter().any(|t| {
        let title = t.strip_prefix(year.as_str()).unwrap_or(t);
        let title = title.trim_start_matches("年度").trim_start_matches('年');
        let rest = behind.strip_prefix(title);
        behind == title || rest.is_some_and(|k| edition.printed.has(k))
    })
}

#[cfg(test)]
mod tests;
