//! What nobody claimed: typed text that belongs to no field, reported where it stands.

use std::borrow::Cow;

use office::paper::{Paper, Paragraph, Place, SpanKind, Table};

use crate::edition::Edition;
use crate::extract::claims::Claims;
use crate::extract::marks::is_tick;
use crate::finding::{Finding, Rule};
use crate::key::key;
use crate::locate::{Flow, Located};
use crate::mapping::Layout;
use crate::said;
use crate::value::says_nothing;

/// More findings of this kind than that are counted, not listed.
const MOST: usize = 60;

/// Reports every typed paragraph that no field, label or heading has taken and the blank does not
/// print.
pub fn leftover(
    _paper: &Paper,
    located: &Located,
    edition: &Edition,
    claims: &Claims,
    cover_is_full: bool,
    findings: &mut Vec<Finding>,
) {
    let mut left = Left {
        edition,
        claims,
        found: Vec::new(),
    };
    for (p, place) in &located.cover {
        left.look(p, || place.clone(), None);
    }
    let of_cover = left.found.len();
    for (t, found) in located.found.iter().enumerate() {
        for (p, heading, place) in &found.headings {
            let layout = edition.mapping.tables[t].layout;
            let nothing =
                !matches!(layout, Layout::Choices | Layout::Text) && says_nothing(&heading.rest);
            let taken = claims.has_rest(p) || nothing || is_continuation(&key(&heading.rest));
            if !heading.rest.is_empty() && !taken {
                let place = place.clone().unwrap_or(Place::Paragraph {
                    paragraph: p.number,
                });
                left.found.push((heading.rest.clone(), place, Some(t)));
            }
        }
        for table in found.tables() {
            left.table(table, Some(t));
        }
        for flow in &found.flow {
            match flow {
                Flow::Paragraph(p, place) => left.look(p, || place.clone(), Some(t)),
                Flow::Table(table) => left.table(table, Some(t)),
            }
        }
        for text_box in &found.boxes {
            for (i, p) in text_box.lines().enumerate() {
                left.look(
                    p,
                    || Place::Line {
                        text_box: text_box.number,
                        line: i as u32 + 1,
                    },
                    Some(t),
                );
            }
        }
    }
    for stranger in &located.strangers {
        if !stranger.has_table() {
            left.look(stranger.heading, || stranger.place.clone(), None);
        }
        for flow in &stranger.flow {
            match flow {
                Flow::Paragraph(p, place) => left.look(p, || place.clone(), None),
                Flow::Table(table) => left.whole_table(table, None),
            }
        }
    }
    for (section, table) in &located.loose {
        left.whole_table(table, *section);
    }
    let count = left.found.len();
    for (i, (text, place, t)) in left.found.into_iter().enumerate().take(MOST) {
        let path = t.map_or_else(String::new, |t| {
            format!("/tables/{}", edition.mapping.tables[t].code)
        });
        let message = said!(
            "这段文字没有归入任何指标：“{text}”",
            "this text belongs to no item: “{text}”"
        );
        // A date or a seal's place beside a cover whose items are all there misses nothing.
        let finding = if i < of_cover && cover_is_full {
            Finding::info(Rule::UnclaimedText, message)
        } else {
            Finding::warning(Rule::UnclaimedText, message)
        };
        findings.push(finding.at(path).quoting(text).from(place).hinting(said!(
            "如是答案，请填入相应表格。",
            "If it is an answer, put it into its table."
        )));
    }
    if count > MOST {
        let more = count - MOST;
        findings.push(Finding::warning(
            Rule::UnclaimedText,
            said!(
                "另有 {more} 段文字没有归入任何指标",
                "{more} more texts belong to no item"
            ),
        ));
    }
}

/// （续）, （续表2）: the table above goes on.
pub(super) fn is_continuation(key: &str) -> bool {
    matches!(
        key.trim_end_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c)),
        "续" | "续表" | "续上表" | "接上表" | "上接" | "下接"
    )
}

/// Words by which the prompt of a control is known.
const PROMPTS: [&str; 14] = [
    "单击", "点击", "选择", "请", "输入", "填写", "此处", "Click", "click", "tap", "Choose",
    "Enter", "Select", "Type",
];

struct Left<'a> {
    edition: &'a Edition,
    claims: &'a Claims,
    found: Vec<(String, Place, Option<usize>)>,
}

impl Left<'_> {
    fn table(&mut self, table: &Table, t: Option<usize>) {
        for cell in &table.cells {
            for p in cell.paragraphs() {
                self.look(p, || table.place(cell.row, cell.column), t);
            }
        }
    }

    /// The form's title with its year: 2025年度 and the title, as one line or as two.
    fn is_title(&self, key: &str) -> bool {
        let edition = &self.edition.mapping.edition;
        let year = edition.year.to_string();
        let Some(behind) = key.strip_prefix(year.as_str()) else {
            return false;
        };
        let behind = behind.trim_start_matches("年度").trim_start_matches('年');
        let titles = &self.edition.signs.form_titles;
        titles.iter().any(|t| {
            let title = t.strip_prefix(year.as_str()).unwrap_or(t);
            let title = title.trim_start_matches("年度").trim_start_matches('年');
            behind == title
                || behind
                    .strip_prefix(title)
                    .is_some_and(|k| self.edition.printed.has(k))
        })
    }

    /// A table that belongs to nothing is told of once, not cell by cell.
    fn whole_table(&mut self, table: &Table, t: Option<usize>) {
        let before = self.found.len();
        self.table(table, t);
        if self.found.len() - before > 3 {
            let texts: Vec<String> = self.found.drain(before..).map(|f| f.0).collect();
            let mut said = texts
                .iter()
                .take(8)
                .map(String::as_str)
                .collect::<Vec<_>>()
                .join(" | ");
            if texts.len() > 8 {
                said.push_str(" | …");
            }
            self.found.push((said, table.place(1, 1), t));
        }
    }

    /// Text that a content control gives out for its prompt, and that asks for nothing: a program
    /// filled it in and left the control as it was.
    fn prompt(&mut self, p: &Paragraph, place: &impl Fn() -> Place, t: Option<usize>) {
        if p.spans.iter().all(|s| s.kind != SpanKind::Placeholder) {
            return;
        }
        let prompt: String = p
            .pieces()
            .filter(|(_, s)| s.kind == SpanKind::Placeholder)
            .map(|(text, _)| text)
            .collect();
        let asks = |word: &&str| prompt.contains(*word);
        if key(&prompt).is_empty() || PROMPTS.iter().any(asks) {
            return;
        }
        if !self.edition.printed.has(&key(&prompt)) {
            self.found.push((prompt.trim().to_owned(), place(), t));
        }
    }

    fn look(&mut self, p: &Paragraph, place: impl Fn() -> Place, t: Option<usize>) {
        let printed = &self.edition.printed;
        self.prompt(p, &place, t);
        if p.text.is_empty() || printed.has_exactly(&p.text) {
            return;
        }
        for left in self.claims.left_of(p) {
            let whole = left.len() == p.text.len();
            let text = match whole {
                true => p.answer(),
                false => Cow::Borrowed(&p.text[left]),
            };
            self.piece(text.trim(), &place, t);
        }
    }

    /// A text that nobody claimed: a paragraph, or what is left of one.
    fn piece(&mut self, text: &str, place: &impl Fn() -> Place, t: Option<usize>) {
        if text.is_empty() {
            return;
        }
        let printed = &self.edition.printed;
        let known = |text: &str| {
            // Rules, dots and empty boxes say nothing; a tick does, among printed words too.
            if text.chars().any(is_tick) {
                return printed.has_exactly(text.trim());
            }
            let k = key(text);
            k.is_empty()
                || printed.has(&k)
                || is_continuation(&k)
                || self.is_title(&k)
                || printed.has_of_any_year(&k)
        };
        if known(text) || text.contains('\n') && text.split('\n').all(known) {
            return;
        }
        let place = place();
        if !self.found.iter().any(|f| f.1 == place && f.0 == text) {
            self.found.push((text.to_owned(), place, t));
        }
    }
}
