//! The sections of a form as drafts of tables.

use office::paper::{Block, Paper, Table};

use super::blanks::blanks;
use super::choices::{choices, options};
use super::draft::{Draft, Item};
use super::form::form;
use super::heading::{Heading, remark, title_like};
use super::layout::{Shape, shape};
use super::outline::{self, Outline, Section};
use super::rating::rating;
use super::records::{grid, records};
use super::slots::Slots;
use super::words::{begins, has, words};
use crate::mapping::{FilledIn, Layout, Type};
use crate::said;
use crate::text::key::key;
use crate::text::lang::Said;

/// A table of the form before names are given.
#[derive(Debug)]
pub struct Read {
    /// What announces it.
    pub heading: Heading,
    /// The heading over it and others.
    pub group: Option<Heading>,
    /// The code that it is printed under.
    pub under: Option<String>,
    /// Where it is filled in.
    pub filled_in: FilledIn,
    /// What was read off.
    pub draft: Draft,
    /// The remarks on it.
    pub remarks: Vec<String>,
    /// The notes around it.
    pub notes: Vec<String>,
    /// The tables on paper.
    pub papers: Vec<u32>,
    /// The text boxes on paper.
    pub boxes: Vec<u32>,
}

/// The tables of a form in its order.
pub fn tables(outline: &Outline<'_>) -> Vec<Read> {
    let mut out: Vec<Read> = Vec::new();
    for section in &outline.sections {
        section_tables(section, &mut out);
    }
    join_ratings(out)
}

/// Ratings on one scale that are all that stands under a heading are one table, each a block.
fn join_ratings(tables: Vec<Read>) -> Vec<Read> {
    let mut out: Vec<Read> = Vec::new();
    let mut runs: Vec<Vec<Read>> = Vec::new();
    for table in tables {
        let same = |run: &Vec<Read>| run.last().is_some_and(|l| l.group == table.group);
        match runs.last_mut() {
            Some(run) if table.group.is_some() && same(run) => run.push(table),
            _ => runs.push(vec![table]),
        }
    }
    for mut run in runs {
        let first = &run[0];
        let ratings = run.len() > 1
            && run
                .iter()
                .all(|t| t.heading.code.is_none() && same_scale(&t.draft, &first.draft));
        let Some(group) = first.group.clone().filter(|_| ratings) else {
            out.append(&mut run);
            continue;
        };
        let mut blocks = run.into_iter();
        let Some(mut whole) = blocks.next() else {
            continue;
        };
        let caption = whole.heading.name.clone();
        let items = std::mem::take(&mut whole.draft.items);
        whole.draft.items = under_caption(items, &caption);
        for block in blocks {
            let items = under_caption(block.draft.items, &block.heading.name);
            let by = whole.draft.items.len();
            whole.draft.items.extend(offset(items, by));
            whole.papers.extend(block.papers);
            whole.notes.extend(block.notes);
        }
        whole.remarks.extend(group.remarks.iter().cloned());
        whole.heading = group;
        whole.group = None;
        out.push(whole);
    }
    out
}

fn section_tables(section: &Section<'_>, out: &mut Vec<Read>) {
    let mut read = announced(section);
    let sheet = read.filled_in == FilledIn::Sheet;
    let mut drafts = of_tables(section);
    if drafts.is_empty() {
        let taken = listed(section, &mut read) || written(section, &mut read);
        if taken {
            out.push(read);
        }
        return;
    }
    if sheet {
        read.filled_in = FilledIn::Both;
    }
    let (first, papers) = drafts.remove(0);
    // A rating goes on in the next section's table where that is one on the same scale.
    if first.layout == Layout::Rating
        && let Some(before) = out.last_mut()
        && section.under.is_some()
        && same_scale(&before.draft, &first)
    {
        let by = before.draft.items.len();
        let items = under_caption(first.items, &read.heading.name);
        before.draft.items.extend(offset(items, by));
        before.papers.extend(papers);
        return;
    }
    read.draft = first;
    read.papers = papers;
    let more = further(&read, drafts);
    out.push(read);
    out.extend(more);
}

/// What a section's heading and remarks announce.
fn announced(section: &Section<'_>) -> Read {
    let remarks = section.remarks();
    let sheet = remarks.iter().any(|r| has(&words().heading.sheet, r));
    Read {
        group: section.group.clone(),
        under: section.under.clone(),
        filled_in: if sheet {
            FilledIn::Sheet
        } else {
            FilledIn::Form
        },
        draft: Draft::new(Layout::Text),
        notes: section
            .notes()
            .map(|p| p.text.clone())
            .chain(inside(section))
            .collect(),
        remarks,
        papers: Vec::new(),
        boxes: Vec::new(),
        heading: section.heading.clone().unwrap_or_default(),
    }
}

/// A section without a table that lists options, in text boxes or in boxed lines.
fn listed(section: &Section<'_>, read: &mut Read) -> bool {
    let title = read.heading.name.clone();
    let boxes: Vec<_> = section.boxes().collect();
    if !boxes.is_empty() {
        let lines = boxes.iter().flat_map(|b| b.lines());
        let found = options(&title, lines);
        if found.len() >= 2 {
            read.boxes = boxes.iter().map(|b| b.number).collect();
            read.draft = choices(&title, found);
            return true;
        }
    }
    let boxed = section.boxed();
    if boxed.len() >= 2 {
        read.draft = choices(&title, options(&title, boxed));
        return true;
    }
    false
}

/// A section without a table or options: a long text, or a table that only a workbook has.
fn written(section: &Section<'_>, read: &mut Read) -> bool {
    let sheet = read.filled_in == FilledIn::Sheet;
    let coded = read.heading.code.is_some();
    let empty = sheet || read.heading.omitted();
    if !(coded && sheet || !empty && (section.asks_for_text() || coded)) {
        return false;
    }
    if !sheet {
        read.draft = text(section, &read.heading.name);
        if !section.asks_for_text() {
            let said: Said = said!(
                "没有看到表格，先当作长文",
                "no table was seen: taken for a long text"
            );
            read.draft.doubts.push(said);
        }
    }
    true
}

/// The second and further tables under one heading.
fn further(first: &Read, drafts: Vec<(Draft, Vec<u32>)>) -> Vec<Read> {
    let title = &first.heading.name;
    let under = first.under.clone().or(first.heading.code.clone());
    let of = |(n, (mut draft, papers)): (usize, (Draft, Vec<u32>))| {
        let said: Said = said!(
            "同一标题下的第{n}个表格，请核对名称",
            "table {n} under one heading: see to its name"
        );
        draft.doubts.push(said);
        Read {
            heading: Heading {
                name: format!("{title}（{n}）"),
                ..Heading::default()
            },
            group: first.group.clone(),
            under: under.clone(),
            filled_in: FilledIn::Form,
            draft,
            remarks: Vec::new(),
            notes: first.notes.clone(),
            papers,
            boxes: Vec::new(),
        }
    };
    (2..).zip(drafts).map(of).collect()
}

/// Notes that stand inside the section's tables.
fn inside(section: &Section) -> Vec<String> {
    let slots = section.tables().filter_map(Slots::of);
    slots
        .flat_map(|s| s.notes().map(str::to_owned).collect::<Vec<_>>())
        .collect()
}

/// The section's tables, those put together that are one.
fn of_tables(section: &Section) -> Vec<(Draft, Vec<u32>)> {
    let mut drafts: Vec<(Draft, Vec<u32>)> = Vec::new();
    let mut caption: Option<&str> = None;
    for item in &section.items {
        match item {
            outline::Item::Text(p) => {
                let text = p.text.trim();
                if title_like(text) && remark(text).is_none() && !begins(&words().note.begins, text)
                {
                    caption = Some(text);
                }
            }
            outline::Item::Box(_) => {}
            outline::Item::Table(table) => {
                let Some(draft) = of_table(table, caption) else {
                    continue;
                };
                caption = None;
                let keys = |d: &Draft| d.items.iter().map(Item::key).collect::<Vec<_>>();
                match drafts.last_mut() {
                    // A copy for a further record.
                    Some((last, papers)) if keys(last) == keys(&draft) => papers.push(table.number),
                    Some((last, papers)) if same_scale(last, &draft) => {
                        last.items.extend(offset(draft.items, last.items.len()));
                        papers.push(table.number);
                    }
                    _ => drafts.push((draft, vec![table.number])),
                }
            }
        }
    }
    drafts
}

/// The draft of one table on paper.
fn of_table(table: &Table, caption: Option<&str>) -> Option<Draft> {
    let slots = Slots::of(table)?;
    let draft = match shape(&slots) {
        Shape::Text => {
            let texts: Vec<String> = table
                .cells
                .iter()
                .map(|c| c.text().trim().to_owned())
                .collect();
            text_of(&texts.join("\n"))
        }
        Shape::Choices => {
            let lines = table.cells.iter().flat_map(|c| c.paragraphs());
            choices("", options("", lines))
        }
        Shape::Records { first, last } => records(&slots, first, last),
        Shape::Grid { head, left } => grid(&slots, head, left),
        Shape::Rating { head, from } => rating(&slots, head, from, caption),
        Shape::Blanks => blanks(&slots),
        Shape::Form => form(&slots),
    };
    let empty = draft.items.is_empty();
    (!empty).then_some(draft)
}

/// A long text under a heading.
fn text(section: &Section, title: &str) -> Draft {
    let prompts = &words().text.prompts;
    let prompt = section.notes().find(|p| has(prompts, &p.text));
    text_of(prompt.map_or(title, |p| p.text.trim()))
}

fn text_of(prompt: &str) -> Draft {
    let mut draft = Draft::new(Layout::Text);
    let prompts = &words().text.prompts;
    let line = prompt
        .lines()
        .find(|l| has(prompts, l))
        .or(prompt.lines().next())
        .unwrap_or("");
    // The words in brackets are what every form has in common.
    let label = line
        .rfind(['（', '('])
        .map(|at| &line[at..])
        .filter(|l| has(prompts, l));
    let label = match line.chars().count() {
        0..=40 => line,
        _ => label.unwrap_or(line),
    };
    let label = label.trim().trim_end_matches(['：', ':']);
    let label = if key(label).is_empty() {
        "内容"
    } else {
        label
    };
    draft.items.push(Item {
        label: vec![label.to_owned()],
        printed: vec![prompt.to_owned()],
        kind: Some(Type::Text),
        name: Some("text"),
        ..Item::default()
    });
    draft
}

fn same_scale(a: &Draft, b: &Draft) -> bool {
    let scale = |d: &Draft| {
        d.items
            .first()
            .and_then(|i| i.options.as_ref())
            .map(|o| o.keys())
    };
    a.layout == Layout::Rating && b.layout == Layout::Rating && scale(a) == scale(b)
}

/// Items behind others: those that point at one point further.
fn offset(items: Vec<Item>, by: usize) -> impl Iterator<Item = Item> {
    items.into_iter().map(move |mut item| {
        item.within = item.within.map(|w| w + by);
        item
    })
}

/// The rows of a block under the caption that its section's heading is.
fn under_caption(mut items: Vec<Item>, caption: &str) -> Vec<Item> {
    for item in &mut items {
        if item.label.len() == 1 {
            item.label.insert(0, caption.to_owned());
            item.printed.insert(0, caption.to_owned());
        }
    }
    items
}

/// A workbook's sheets: what announces each, and its draft.
pub fn sheets(book: &Paper) -> Vec<(Heading, Draft)> {
    let mut out = Vec::new();
    for block in &book.blocks {
        let Block::Table(table) = block else { continue };
        let Some(sheet) = &table.sheet else { continue };
        let Some(slots) = Slots::of(table) else {
            continue;
        };
        let titles = (1..=slots.titles()).flat_map(|l| slots.line(l));
        let title = titles.map(|c| slots.text_of(c)).find_map(Heading::read);
        let named = Heading::read(&sheet.name);
        let mut heading = title.or_else(|| named.clone()).unwrap_or_else(|| Heading {
            name: sheet.name.clone(),
            ..Heading::default()
        });
        if heading.code.is_none() {
            heading.code = named.and_then(|n| n.code);
        }
        let draft = match shape(&slots) {
            Shape::Records { first, last } => records(&slots, first, last),
            Shape::Grid { head, left } => grid(&slots, head, left),
            Shape::Form => form(&slots),
            _ => continue,
        };
        if !draft.items.is_empty() {
            out.push((heading, draft));
        }
    }
    out
}
