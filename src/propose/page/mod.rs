//! A mapping for any form: its lines and tables as they are printed, with a tag at each place that
//! asks for something.

mod ask;
mod beside;
mod brackets;
mod circled;
mod fields;
mod form;
mod gaps;
mod label;
mod named;
mod next;
mod opened;
mod options;
mod table;
mod text;
mod tokens;
mod words;

use std::collections::HashSet;
use std::sync::Arc;

use indexmap::IndexMap;
use office::paper::{Paper, Paragraph, Place, SpanKind};

use super::{Proposal, ProposedTable};
use crate::mapping::{Field, FilledIn, Layout, List, PagePiece, Table, Type};
use crate::recognise::page::{Unit, is_soft, units};
use crate::said;
use crate::text::lang::Said;
use ask::Several;
use next::{boxes_next, is_open_question, lettered};
use words::{PageWords, several, words};

/// The table of all that is asked for once.
const FORM: &str = "FORM";

/// A page while it is put together.
#[derive(Default)]
struct Build {
    /// The tables: the form, and one for each list of records.
    tables: Vec<(String, String, Vec<Field>)>,
    names: HashSet<String>,
    lists: IndexMap<Arc<str>, List>,
    page: Vec<PagePiece>,
    /// Places that ask for something and have no label to be known by.
    unmapped: Vec<Place>,
    /// The heading that stands over what follows.
    heading: String,
    /// A question whose options or answer follow.
    question: Option<Question>,
    /// The label in the cell beside says that several may be chosen.
    several: Several,
    /// The label in the cell beside says that words are circled or struck.
    circles: bool,
    /// The label in the cell beside is a question.
    asks: bool,
}

/// A question whose options or answer stand in the lines below it.
#[derive(Clone, Debug)]
struct Question {
    label: String,
    several: Several,
    /// The field of its options, once there is one.
    field: Option<usize>,
    /// The line of the page that asks.
    line: usize,
}

/// The proposal for a form of any kind; `None` where nothing asks for anything.
pub(super) fn propose(form: &Paper, base: Proposal) -> Option<Proposal> {
    let mut build = Build::default();
    build
        .tables
        .push((FORM.to_owned(), String::new(), Vec::new()));
    let units = units(form);
    let mut i = 0;
    while i < units.len() {
        match &units[i] {
            Unit::Line(p, place) => {
                build.line(p, place, units.get(i + 1));
                i += 1;
            }
            Unit::Row(table, _) => {
                let rows = units[i..]
                    .iter()
                    .take_while(|u| matches!(u, Unit::Row(t, _) if std::ptr::eq(*t, *table)));
                let n = rows.count();
                build.table(table);
                i += n;
            }
        }
    }
    build.finish(base)
}

/// The letters of paragraphs as they are analysed: underlined room is a rule, a control's prompt
/// is a blank.
fn letters(paragraphs: &[&Paragraph]) -> Vec<char> {
    let mut out = Vec::new();
    for (n, p) in paragraphs.iter().enumerate() {
        if n > 0 {
            out.push('\n');
        }
        let glyph = p.bullet.as_ref().and_then(|b| b.glyph.chars().next());
        out.extend(glyph.filter(|c| crate::text::glyph::is_box(*c)));
        for (text, span) in p.pieces() {
            if !span.is_answer() {
                if span.kind == SpanKind::Placeholder && !out.ends_with(&['_']) {
                    out.extend("____".chars());
                }
                continue;
            }
            let room = text.chars().all(char::is_whitespace);
            let width = text.chars().count();
            for c in text.chars() {
                out.push(match span.kind {
                    SpanKind::CheckBox(_) => '□',
                    _ if span.format.emphasis.underline && c == '\t' => '_',
                    _ if span.format.emphasis.underline && c.is_whitespace() && room => '_',
                    _ => c,
                });
            }
            if room && span.format.emphasis.underline && width == 1 {
                out.push('_');
            }
        }
    }
    out
}

/// A text with its tags put in.
fn tagged(text: &[char], mut tags: Vec<(usize, String)>) -> String {
    tags.sort_by_key(|t| t.0);
    let mut out = String::new();
    let mut at = 0;
    for (to, tag) in tags {
        let words: String = text[at..to].iter().collect();
        out.push_str(&PagePiece::escaped(&words));
        out.push_str(&tag);
        at = to;
    }
    let words: String = text[at..].iter().collect();
    out.push_str(&PagePiece::escaped(&words));
    out
}

/// A box, a bracket or a slash: what sets options apart within a line.
fn is_mark(c: char) -> bool {
    crate::text::glyph::is_box(c) || matches!(c, '/' | '／' | '[' | ']') || ('①'..='⑳').contains(&c)
}

impl Build {
    /// A paragraph outside of tables.
    fn line(&mut self, p: &Paragraph, place: &Place, next: Option<&Unit>) {
        let text = letters(&[p]);
        let says = text.iter().any(|c| !is_soft(*c));
        if !says {
            return self.empty_line(&text, next);
        }
        let shown: String = text.iter().collect();
        let before_table = matches!(next, Some(Unit::Row(..)));
        let long = shown.chars().count() > 60;
        let asks_below = PageWords::has(&words().elsewhere, &shown);
        let open = !before_table && !long && !asks_below && !boxes_next(next);
        // A line that asks for one thing asks for what its other colons say too.
        let open = open || !long && before_table && !text::asked(&text, false).asks.is_empty();
        // Numbers in order go into brackets where the question above asks for them.
        let ordered = |q: &Question| match self.page.get(q.line) {
            Some(PagePiece::Line(l)) => PageWords::has(&words().ordered, &PagePiece::printed(l)),
            _ => false,
        };
        let asked = match self.question.as_ref().is_some_and(ordered) {
            true => text::asked_in_order(&text, open),
            false => text::asked(&text, open),
        };
        // Where options follow, what tells how to mark them has none.
        let asked = match boxes_next(next) && !text.iter().any(|c| is_mark(*c)) {
            true => asked.without_words(),
            false => asked,
        };
        let boxed = text.iter().any(|c| crate::text::glyph::is_box(*c));
        if !boxed
            && let Some(question) = self.question.clone()
            && let Some(options) = lettered(&text)
            && (options.len() > 1 || self.goes_on(&text, &question, next))
        {
            return self.lettered(&text, &options, question);
        }
        if asked.asks.is_empty() {
            let line = self.page.len();
            if is_open_question(&shown, next) {
                return self.open_question(&text, &shown);
            }
            self.page.push(PagePiece::Line(tagged(&text, Vec::new())));
            self.ask(&shown, line);
            return;
        }
        // A blank in brackets is for the letter of an option below.
        let label = self.question.take();
        let mut tags = Vec::new();
        let before = self.page.len();
        let groups: Vec<usize> = self.groups(&asked, "", label.as_ref(), 0);
        if asked.groups.len() == 1 && asked.groups[0].label.is_empty() {
            // Options that go on in the next line are the same question's.
            if let Some(mut label) = label.clone() {
                label.field = groups.first().copied();
                self.question = Some(label);
            }
        }
        let context = label.as_ref().map_or(String::new(), |q| q.label.clone());
        for (at, ask) in asked.asks.clone() {
            if let Some(tag) = self.tag(&ask, &groups, &asked, &context, place) {
                tags.push((at, tag));
            }
        }
        self.page.push(PagePiece::Line(tagged(&text, tags)));
        // A blank behind a question may be for the letter of an option in the lines below.
        if asked.groups.is_empty() {
            let f = self.tables[0].2.len().checked_sub(1);
            let label = f.map_or(String::new(), |f| self.tables[0].2[f].label.to_string());
            self.question = Some(Question {
                several: several(&shown),
                label,
                field: f,
                line: before,
            });
        }
    }

    /// An empty line: the answer of a question above goes there, where nothing else follows it.
    fn empty_line(&mut self, text: &[char], next: Option<&Unit>) {
        let ruled = text.iter().any(|c| matches!(c, '_' | '＿'));
        let Some(question) = self.question.clone() else {
            return;
        };
        let asks = |line: &str| {
            let end = line.trim_end().chars().last();
            end.is_some_and(|c| matches!(c, '?' | '？' | '：' | ':')) || ruled
        };
        let line = match self.page.get(question.line) {
            Some(PagePiece::Line(line)) => PagePiece::printed(line),
            _ => return,
        };
        let goes_on = question
            .field
            .filter(|f| self.tables[0].2[*f].kind == Type::Text);
        if let Some(f) = goes_on.filter(|_| asks(&line) && !boxes_next(next)) {
            let tag = self.written(0, f, false);
            let room: String = text.iter().collect();
            self.page.push(PagePiece::Line(format!("{tag}{room}")));
            self.question = None;
            return;
        }
        if question.field.is_some()
            || !asks(&line)
            || boxes_next(next)
            || matches!(next, Some(Unit::Row(..)))
        {
            return;
        }
        let f = self.field(0, &question.label, Type::Text, None);
        let tag = self.written(0, f, false);
        // The answer may stand behind the question too.
        if let Some(PagePiece::Line(line)) = self.page.get_mut(question.line) {
            line.push_str(&tag);
        }
        self.page.push(PagePiece::Line(format!(
            "{tag}{}",
            text.iter().collect::<String>()
        )));
        self.question = None;
    }

    /// A question that leaves no room: the answer goes behind it.
    fn open_question(&mut self, text: &[char], shown: &str) {
        let label = label::clean(shown);
        let f = self.field(0, &label, Type::Text, None);
        let end = text.iter().rposition(|c| !is_soft(*c)).map_or(0, |i| i + 1);
        let tag = self.written(0, f, false);
        let line = self.page.len();
        self.page
            .push(PagePiece::Line(tagged(text, vec![(end, tag)])));
        self.question = Some(Question {
            several: several(shown),
            label,
            field: Some(f),
            line,
        });
    }

    /// A line that asks for nothing itself: a heading, or a question.
    fn ask(&mut self, shown: &str, line: usize) {
        let label = label::clean(shown);
        let asks = shown.trim_end().ends_with(['?', '？']);
        let short = shown.chars().count() <= if asks { 240 } else { 120 };
        self.question = short.then(|| Question {
            several: several(shown),
            label: label.clone(),
            field: None,
            line,
        });
        if shown.chars().count() <= 40 && !shown.trim_end().ends_with(['。', '.', '；']) {
            self.heading = heading(&label);
        }
    }

    /// Options by letters under a question: `A. 男    B. 女`, a line each or several in one.
    fn lettered(&mut self, text: &[char], options: &[(usize, usize)], mut question: Question) {
        let labels: Vec<String> = options
            .iter()
            .map(|(a, b)| label::option_label(&text[*a..*b].iter().collect::<String>()))
            .collect();
        let f = match question.field {
            Some(f) => f,
            None => self.choice(0, &question.label.clone(), question.several),
        };
        question.field = Some(f);
        self.make_choice(f, question.several);
        let mut tags = Vec::new();
        for ((_, b), label) in options.iter().zip(&labels) {
            if label.is_empty() {
                continue;
            }
            let label = self.option(0, f, label);
            tags.push((*b, self.option_tag(0, f, &label)));
            // A rule behind the label is for words of one's own.
            if text
                .get(*b)
                .is_some_and(|c| is_soft(*c) && !c.is_whitespace())
            {
                let outer = self.tables[0].2[f].label.clone();
                let own = self.field(0, &format!("{outer}·{label}"), Type::Text, None);
                tags.push((*b, self.written(0, own, false)));
            }
        }
        self.page.push(PagePiece::Line(tagged(text, tags)));
        self.question = Some(question);
    }

    /// A line with one letter is an option where the one before or behind is one too; else it is a
    /// heading.
    fn goes_on(&self, text: &[char], question: &Question, next: Option<&Unit>) -> bool {
        let begun = question.field.is_some_and(|f| self.options_of(0, f) > 0);
        let letter = text.iter().find(|c| !c.is_whitespace()).copied();
        let first = matches!(letter, Some('A' | 'a' | 'Ａ'));
        let more = match next {
            Some(Unit::Line(p, _)) => lettered(&letters(&[p])).is_some(),
            _ => false,
        };
        begun && !first || first && more
    }

    /// A field that was a text is a choice once its options follow.
    fn make_choice(&mut self, f: usize, several: Several) {
        if self.tables[0].2[f].list.is_some() {
            return;
        }
        self.choose(0, f, several);
        let field = &mut self.tables[0].2[f];
        let name = field.name.clone();
        field.list = Some(name.clone());
        let list = List {
            numbered: Some(crate::mapping::Numbering::Letters),
            ..List::default()
        };
        self.lists.insert(name, list);
    }

    fn finish(self, mut base: Proposal) -> Option<Proposal> {
        let fields: usize = self.tables.iter().map(|t| t.2.len()).sum();
        if fields == 0 {
            return None;
        }
        base.unit.clear();
        let title = {
            let texts = self.page.iter().flat_map(PagePiece::texts);
            let mut lines = texts.map(PagePiece::printed);
            lines.find(|l| l.chars().filter(|c| c.is_alphanumeric()).count() > 1)
        };
        if base.edition.titles.iter().all(|t| t.trim().is_empty()) {
            base.edition.titles = title.iter().map(|t| label::clean(t)).collect();
        }
        if base.edition.name.trim().is_empty() {
            base.edition.name = base.edition.titles.first().cloned().unwrap_or_default();
        }
        base.lists = self.lists;
        base.page = self.page;
        base.tables = Vec::new();
        for (code, name, fields) in self.tables.into_iter().filter(|t| !t.2.is_empty()) {
            let name = match name.is_empty() {
                true if code == FORM => base.edition.name.clone(),
                true => code.clone(),
                false => name,
            };
            base.tables.push(proposed(&code, &name, fields));
        }
        if !base.dated {
            if let Some(title) = base.edition.titles.first() {
                base.edition.name.clone_from(title);
            }
            base.edition.year = 0;
            base.edition.id = "form".into();
        }
        if !base.timed {
            base.edition.period = crate::mapping::Period::default();
        }
        base.doubts.clear();
        if !self.unmapped.is_empty() {
            let n = self.unmapped.len();
            let places: Vec<String> = self
                .unmapped
                .iter()
                .take(8)
                .map(ToString::to_string)
                .collect();
            let places = places.join("; ");
            base.doubts.push(said!(
                "有 {n} 处空白没有标签，未列入：{places}",
                "{n} places have no label and are in no field: {places}"
            ));
        }
        Some(base)
    }
}

fn proposed(code: &str, name: &str, fields: Vec<Field>) -> ProposedTable {
    let n = fields.len();
    ProposedTable {
        table: Table {
            code: code.into(),
            name: name.to_owned(),
            aliases: Vec::new(),
            part: None,
            under: None,
            layout: Layout::Page,
            filled_in: FilledIn::Form,
            limit: None,
            limit_options: None,
            unique: Vec::new(),
            ignore: Vec::new(),
            printed: Vec::new(),
            notes: Vec::new(),
            fields,
            import: Vec::new(),
            rules: Vec::new(),
            only_for: None,
            identity: Vec::new(),
            sum_by: None,
            in_one: None,
        },
        group: None,
        coded: false,
        papers: Vec::new(),
        boxes: Vec::new(),
        rules: Vec::new(),
        doubts: Vec::<Said>::new(),
        printed_options: vec![true; n],
        field_doubts: vec![Vec::new(); n],
    }
}

/// A section's heading without what it is called: `Section B – Children` is `Children`.
fn heading(label: &str) -> String {
    let cut = label.find(['–', '—', ':', '：']).map(|i| &label[i..]);
    let rest = cut.map(|r| r.trim_start_matches(|c: char| !c.is_alphanumeric()));
    let sectioned =
        label.to_lowercase().starts_with("section") || label.to_lowercase().starts_with("part");
    match rest.filter(|r| sectioned && !r.is_empty()) {
        Some(rest) => rest.trim().to_owned(),
        None => label.to_owned(),
    }
}
