//! A blank form as its headings part it: the cover, and sections with their tables, boxes and
//! notes.

use std::collections::HashMap;

use office::paper::{Block, Cell, Paper, Paragraph, Table, TextBox, is_blank};

use super::heading::{Heading, Rank, remark, title_like};
use super::words::{begins, has, words};

/// A form parted by its headings.
#[derive(Debug, Default)]
pub struct Outline<'p> {
    /// What stands before the first heading.
    pub cover: Vec<Item<'p>>,
    /// The sections in order; some have nothing to fill in.
    pub sections: Vec<Section<'p>>,
}

/// A heading with what stands under it.
#[derive(Debug, Default)]
pub struct Section<'p> {
    /// The heading; none where a table stands under none.
    pub heading: Option<Heading>,
    /// The heading over several sections.
    pub group: Option<Heading>,
    /// The code of the section whose further table this is.
    pub under: Option<String>,
    /// What stands in it.
    pub items: Vec<Item<'p>>,
}

/// Something in a section.
#[derive(Clone, Copy, Debug)]
pub enum Item<'p> {
    /// A paragraph.
    Text(&'p Paragraph),
    /// A table.
    Table(&'p Table),
    /// A text box.
    Box(&'p TextBox),
}

impl<'p> Section<'p> {
    /// Its tables.
    pub fn tables(&self) -> impl Iterator<Item = &'p Table> {
        self.items.iter().filter_map(|i| match i {
            Item::Table(t) => Some(*t),
            _ => None,
        })
    }

    /// Its text boxes.
    pub fn boxes(&self) -> impl Iterator<Item = &'p TextBox> {
        self.items.iter().filter_map(|i| match i {
            Item::Box(b) => Some(*b),
            _ => None,
        })
    }

    /// Its paragraphs that say something.
    pub fn notes(&self) -> impl Iterator<Item = &'p Paragraph> {
        self.items.iter().filter_map(|i| match i {
            Item::Text(p) if !is_blank(&p.text) => Some(*p),
            _ => None,
        })
    }

    /// The remarks on it: those behind its title, and paragraphs in brackets before its table.
    pub fn remarks(&self) -> Vec<String> {
        let own = self.heading.iter().flat_map(|h| h.remarks.iter().cloned());
        let above = self.items.iter().take_while(|i| matches!(i, Item::Text(_)));
        let more = above.filter_map(|i| match i {
            Item::Text(p) => remark(&p.text).map(str::to_owned),
            _ => None,
        });
        own.chain(more).collect()
    }

    /// Paragraphs that are options with a box before each.
    pub fn boxed(&self) -> Vec<&'p Paragraph> {
        let boxes = &words().candidates.boxes;
        let all = self.notes().filter(|p| begins(boxes, p.text.trim_start()));
        all.collect()
    }

    /// Something can be filled in here.
    pub fn has_answers(&self) -> bool {
        self.tables().next().is_some() || self.boxes().next().is_some() || self.boxed().len() >= 2
    }

    /// A long text is asked for, though no table takes it.
    pub fn asks_for_text(&self) -> bool {
        let prompts = &words().text.prompts;
        let named = self
            .heading
            .as_ref()
            .is_some_and(|h| has(prompts, &h.name) || h.says(prompts));
        let blanks = self
            .items
            .iter()
            .filter(|i| matches!(i, Item::Text(p) if is_blank(&p.text)));
        let coded = self.heading.as_ref().is_some_and(|h| h.code.is_some());
        let room = blanks.count();
        let prompt = self
            .notes()
            .any(|p| has(prompts, &p.text) && p.text.chars().count() < 120);
        prompt && (coded || room >= 1) || named && room >= 2
    }
}

/// Parts a form.
pub fn outline(paper: &Paper) -> Outline<'_> {
    let mut items = Vec::new();
    flatten(&paper.blocks, &mut items);
    let coded = code_prefixes(&items);
    let mut out = Outline::default();
    let mut begun = false;
    let mut group: Option<Heading> = None;
    for i in 0..items.len() {
        let section = out.sections.last();
        let new = heading_at(&items, i, section, &coded);
        if let Some((heading, under)) = new {
            begun = true;
            let section = Section {
                heading: Some(heading),
                under,
                ..Section::default()
            };
            out.sections.push(section);
            continue;
        }
        // A table that stands under no heading at all, and is not the cover's.
        if let Item::Table(table) = items[i]
            && !begun
            && !blank_table(table)
            && !is_cover(table)
        {
            begun = true;
            out.sections.push(Section::default());
        }
        match out.sections.last_mut().filter(|_| begun) {
            Some(section) => section.items.push(items[i]),
            None => out.cover.push(items[i]),
        }
    }
    for section in &mut out.sections {
        let chapter = section
            .heading
            .as_ref()
            .is_some_and(|h| matches!(h.rank, Rank::Chapter | Rank::Plain));
        if chapter && !section.has_answers() && !section.asks_for_text() {
            group.clone_from(&section.heading);
        } else {
            let level = section.heading.as_ref().map_or(u8::MAX, Heading::level);
            group = group.filter(|g| g.level() < level);
            section.group.clone_from(&group);
        }
    }
    drop_directories(&mut out);
    out
}

/// The items of a flow in order; a table that only frames the page is its content.
fn flatten<'p>(blocks: &'p [Block], out: &mut Vec<Item<'p>>) {
    let mut todo: Vec<&'p Block> = blocks.iter().rev().collect();
    while let Some(block) = todo.pop() {
        match block {
            Block::Paragraph(p) => {
                out.push(Item::Text(p));
                for text_box in &p.boxes {
                    let inner = text_box.blocks.iter().any(|b| matches!(b, Block::Table(_)));
                    match inner {
                        true => todo.extend(text_box.blocks.iter().rev()),
                        false => out.push(Item::Box(text_box)),
                    }
                }
            }
            Block::Table(t) if is_frame(t) => {
                for cell in t.cells.iter().rev() {
                    todo.extend(cell.blocks.iter().rev());
                }
            }
            Block::Table(t) => out.push(Item::Table(t)),
        }
    }
}

fn is_frame(table: &Table) -> bool {
    let nested = |c: &Cell| c.blocks.iter().any(|b| matches!(b, Block::Table(_)));
    table.cells.len() <= 4 && table.cells.iter().any(nested)
}

fn blank_table(table: &Table) -> bool {
    table.cells.iter().all(Cell::is_blank)
}

/// Its labels are those of a cover.
fn is_cover(table: &Table) -> bool {
    let labelled = table.cells.iter().filter(|c| !c.is_blank());
    let (mut all, mut known) = (0, 0);
    for cell in labelled {
        let text = cell.text();
        let label = text.trim().trim_end_matches(['：', ':', '_', '＿', ' ']);
        all += 1;
        let fits = words()
            .cover
            .labels
            .iter()
            .any(|l| l.ends.iter().any(|e| label.ends_with(&**e)));
        known += usize::from(fits);
    }
    all > 0 && known * 2 >= all
}

/// The letters that codes begin with, where there are several or they are plainly codes.
fn code_prefixes(items: &[Item]) -> HashMap<String, usize> {
    let mut prefixes: HashMap<String, usize> = HashMap::new();
    for item in items {
        let Item::Text(p) = item else { continue };
        if let Some((code, _)) = super::heading::code(&p.text) {
            *prefixes.entry(prefix(&code)).or_default() += 1 + usize::from(code.contains('_'));
        }
    }
    prefixes.retain(|_, n| *n >= 2);
    prefixes
}

fn prefix(code: &str) -> String {
    code.chars().take_while(char::is_ascii_alphabetic).collect()
}

/// The heading that an item is, with the code that it stands under.
fn heading_at(
    items: &[Item],
    i: usize,
    section: Option<&Section>,
    coded: &HashMap<String, usize>,
) -> Option<(Heading, Option<String>)> {
    let Item::Text(p) = items[i] else { return None };
    if is_blank(&p.text) || p.bullet.as_ref().is_some_and(|b| b.ordinal.is_none()) {
        return None;
    }
    let mut heading = Heading::read(&p.text)?;
    if let Some(code) = &heading.code
        && !coded.contains_key(&prefix(code))
    {
        // Letters and a digit that only look like a code.
        heading.name = p.text.trim().to_owned();
        heading.code = None;
        heading.rank = Rank::Plain;
        if !title_like(&heading.name) {
            return None;
        }
    }
    match heading.rank {
        Rank::Code | Rank::Table | Rank::Chapter => Some((heading, None)),
        // Notes are numbered so too.
        Rank::Digit if coded.is_empty() && leads_to_answers(items, i) => Some((heading, None)),
        Rank::Digit => None,
        Rank::Plain => {
            // Straight over a table, in a section that has one already or has no heading.
            let filled = section.is_none_or(|s| s.has_answers());
            let under = section.and_then(|s| {
                let own = s.heading.as_ref().and_then(|h| h.code.clone());
                own.or_else(|| s.under.clone())
            });
            (filled && over_a_table(items, i) && !is_cover_title(section, &heading))
                .then_some((heading, under))
        }
    }
}

/// The form's own title stands over its first table too.
fn is_cover_title(section: Option<&Section>, heading: &Heading) -> bool {
    section.is_none()
        && words()
            .cover
            .titles
            .iter()
            .any(|t| heading.name.ends_with(&**t))
}

/// Nothing but remarks stands between the paragraph and a table.
fn over_a_table(items: &[Item], i: usize) -> bool {
    for item in &items[i + 1..] {
        match item {
            Item::Table(t) => return !blank_table(t) || t.cells.len() > 1,
            Item::Box(_) => return false,
            Item::Text(p) => {
                let text = p.text.trim();
                let aside =
                    is_blank(text) || remark(text).is_some() || begins(&words().note.begins, text);
                if !aside {
                    return false;
                }
            }
        }
    }
    false
}

/// A table, a box or options follow before another heading does.
fn leads_to_answers(items: &[Item], i: usize) -> bool {
    let boxes = &words().candidates.boxes;
    for item in items[i + 1..].iter().take(8) {
        match item {
            Item::Table(_) | Item::Box(_) => return true,
            Item::Text(p) if begins(boxes, p.text.trim_start()) => return true,
            Item::Text(p) if has(&words().text.prompts, &p.text) => return true,
            Item::Text(p) => {
                let heading = Heading::read(&p.text);
                if heading.is_some_and(|h| h.rank != Rank::Plain) {
                    return false;
                }
            }
        }
    }
    false
}

/// Of sections with one code only those that have something in them: a directory lists the codes
/// before the tables come.
fn drop_directories(out: &mut Outline) {
    let mut filled: HashMap<String, bool> = HashMap::new();
    for section in &out.sections {
        if let Some(code) = section.heading.as_ref().and_then(|h| h.code.clone()) {
            let has = section.has_answers() || section.asks_for_text();
            let known = filled.entry(code).or_default();
            *known |= has;
        }
    }
    let mut seen: HashMap<String, usize> = HashMap::new();
    out.sections.retain(|section| {
        let Some(code) = section.heading.as_ref().and_then(|h| h.code.clone()) else {
            return true;
        };
        let has = section.has_answers() || section.asks_for_text();
        let n = seen.entry(code.clone()).or_default();
        *n += 1;
        has || (!filled[&code] && *n == 1)
    });
}
