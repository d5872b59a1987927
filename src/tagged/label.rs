//! What the form calls an answer: the printed text before it, else the label cell to its left, else
//! the one above.

use std::collections::HashMap;

use office::paper::{Block, Cell, Paper, ParagraphId, Placed as Standing, Table};

use super::form::{Form, Shape, Stand};
use super::glyphs::{is_blank_char, is_empty_box};

/// The labels of a form's answers.
pub struct Labels<'f> {
    form: &'f Form,
    paragraphs: HashMap<ParagraphId, Standing<'f>>,
    order: Vec<ParagraphId>,
}

/// A label longer than this is a sentence.
const LONGEST: usize = 40;

impl<'f> Labels<'f> {
    /// Of a form.
    pub fn of(form: &'f Form) -> Labels<'f> {
        let all = form.paper.placed();
        Labels {
            order: all.iter().map(|s| s.paragraph.id).collect(),
            paragraphs: all.into_iter().map(|s| (s.paragraph.id, s)).collect(),
            form,
        }
    }

    /// Where a tag stands.
    pub fn standing(&self, stand: &Stand) -> Option<&Standing<'f>> {
        self.paragraphs.get(&stand.placed.paragraph)
    }

    /// The label of the answer that a tag takes; none where nothing is printed for it.
    pub fn label(&self, stand: &Stand) -> Option<String> {
        let standing = self.standing(stand)?;
        let text = &standing.paragraph.text;
        let start = start_of(stand);
        let least = self
            .form
            .stands
            .iter()
            .filter(|s| s.placed.paragraph == stand.placed.paragraph && s.at < stand.at);
        let least = least.map(end_of).max().unwrap_or(0).min(start);
        let before = text.get(least..start).unwrap_or_default();
        if let Some(label) = last_words(before) {
            return Some(label);
        }
        match standing.cell {
            Some((table, cell)) => self.in_cell(stand, standing, table, cell),
            None => self.before(standing.paragraph.id, |s| {
                s.cell.is_none()
                    && s.text_box.map(|b| b.number) == standing.text_box.map(|b| b.number)
            }),
        }
    }

    /// The last printed paragraph before one, among those that fit.
    fn before(&self, id: ParagraphId, fits: impl Fn(&Standing) -> bool) -> Option<String> {
        let earlier = self.order.iter().rev().filter(|o| **o < id);
        let mut printed = earlier
            .filter_map(|o| self.paragraphs.get(o))
            .filter(|s| fits(s));
        printed.find_map(|s| {
            let tagged = self
                .form
                .stands
                .iter()
                .any(|t| t.placed.paragraph == s.paragraph.id);
            if tagged {
                None
            } else {
                words(&s.paragraph.text)
            }
        })
    }

    fn in_cell(
        &self,
        stand: &Stand,
        standing: &Standing<'f>,
        table: &'f Table,
        cell: &'f Cell,
    ) -> Option<String> {
        let own = self.before(standing.paragraph.id, |s| {
            s.cell.is_some_and(|(_, c)| c.id == cell.id)
        });
        let left = || {
            let row = table
                .cells
                .iter()
                .filter(|c| c.row <= cell.row && cell.row < c.row + c.row_span);
            let mut row: Vec<&Cell> = row.filter(|c| c.column < cell.column).collect();
            row.sort_by_key(|c| std::cmp::Reverse(c.column));
            row.into_iter().find_map(|c| self.printed(c))
        };
        let above = || {
            let over = |c: &&Cell| {
                c.row < cell.row
                    && c.column <= cell.column
                    && cell.column < c.column + c.column_span
            };
            let mut column: Vec<&Cell> = table.cells.iter().filter(over).collect();
            column.sort_by_key(|c| std::cmp::Reverse(c.row));
            let printed: Vec<String> = column.iter().filter_map(|c| self.printed(c)).collect();
            printed.into_iter().next()
        };
        let records = stand.placed.tag.repeats && !self.runs_down(stand, table);
        let matrix = matches!(stand.shape, Shape::Cell);
        own.or_else(|| match records && !matrix {
            true => above().or_else(left),
            false => left().or_else(above),
        })
        .or_else(|| {
            // A table inside a cell is called what that cell says.
            let (outer, around) = standing.outer.filter(|(_, c)| c.id != cell.id)?;
            let _ = outer;
            self.printed(around)
        })
    }

    /// The fields of the tag's table stand one under the other: the columns are records.
    fn runs_down(&self, stand: &Stand, table: &Table) -> bool {
        let name = &stand.placed.tag.path[0];
        let slots: Vec<(u32, u32)> = (self.form.stands.iter())
            .filter(|s| s.placed.tag.repeats && s.placed.tag.path[0] == *name)
            .filter_map(|s| self.standing(s)?.cell)
            .filter(|(t, _)| t.number == table.number)
            .map(|(_, c)| (c.row, c.column))
            .collect();
        is_column(&slots)
    }

    /// What a cell prints, where no answer stands in it.
    fn printed(&self, cell: &Cell) -> Option<String> {
        let tagged = |p: &ParagraphId| self.form.stands.iter().any(|s| s.placed.paragraph == *p);
        if cell.paragraphs().any(|p| tagged(&p.id)) {
            return None;
        }
        let text = cell.text().replace('\n', "");
        words(&text).filter(|w| w.contains(char::is_alphabetic))
    }
}

/// Tags that stand in one column, each in a row of its own: the columns are records.
pub fn is_column(slots: &[(u32, u32)]) -> bool {
    let mut rows: Vec<u32> = slots.iter().map(|s| s.0).collect();
    rows.sort_unstable();
    rows.dedup();
    rows.len() > 1 && rows.len() == slots.len() && slots.iter().all(|s| s.1 == slots[0].1)
}

/// Where what takes an answer begins.
fn start_of(stand: &Stand) -> usize {
    match &stand.shape {
        Shape::Blank { bytes, .. } | Shape::Lines { bytes, .. } => bytes.start,
        Shape::Option(o) => o.whole.start,
        Shape::Cell | Shape::Row => stand.at,
    }
}

/// Where it ends.
fn end_of(stand: &Stand) -> usize {
    match &stand.shape {
        Shape::Blank { bytes, .. } | Shape::Lines { bytes, .. } => bytes.end,
        Shape::Option(o) => o.own.as_ref().map_or(o.whole.end, |own| own.end),
        Shape::Cell | Shape::Row => stand.at,
    }
}

/// The last of the printed words before a blank: behind a full stop or a wide gap.
fn last_words(text: &str) -> Option<String> {
    let text = text.trim_end_matches(|c: char| is_blank_char(c) || is_empty_box(c));
    let clause = |c: char| matches!(c, '。' | '；' | ';' | '\n' | '\t' | '，' | ',');
    let text = text
        .rsplit(clause)
        .find(|t| t.contains(char::is_alphanumeric))?;
    let text = text.rsplit("  ").next().unwrap_or(text);
    let text = text
        .rsplit('\u{3000}')
        .find(|t| t.contains(char::is_alphanumeric))?;
    words(text)
}

/// Printed words as a label: on one line, without number, colon and brackets that are open.
pub fn words(text: &str) -> Option<String> {
    let mut text = text.trim_matches(|c: char| is_blank_char(c) || is_empty_box(c));
    text = text.trim_end_matches([
        ':', '：', '（', '(', '—', '-', '，', '、', '=', '＝', '￥', '¥', '$',
    ]);
    let number = text.trim_start_matches(|c: char| c.is_ascii_digit());
    if number.len() < text.len()
        && let Some(rest) = number.strip_prefix(['.', '．', '、', ')', '）'])
        && !rest.starts_with(|c: char| c.is_ascii_digit())
    {
        text = rest.trim_start();
    }
    let text = text.trim();
    let spaced = text.chars().all(|c| c.is_whitespace() || !c.is_ascii());
    let mut label: String = match spaced {
        // 姓　名 is 姓名.
        true => text.split_whitespace().collect(),
        false => text.split_whitespace().collect::<Vec<_>>().join(" "),
    };
    if label.chars().count() > LONGEST {
        label = label.chars().take(LONGEST).collect();
    }
    label.contains(char::is_alphanumeric).then_some(label)
}

/// What a form calls itself: of its first lines the one in the largest letters.
pub fn title(paper: &Paper, is_tagged: impl Fn(ParagraphId) -> bool) -> Option<String> {
    let lines = paper.blocks.iter().filter_map(|b| match b {
        Block::Paragraph(p) => Some(p),
        Block::Table(_) => None,
    });
    let lines = lines
        .filter(|p| p.text.contains(char::is_alphabetic) && !is_tagged(p.id))
        .take(4);
    let size = |p: &&office::paper::Paragraph| {
        let largest = p.spans.iter().map(|s| s.format.size).max();
        largest.unwrap_or(0)
    };
    let lines: Vec<_> = lines.filter(|p| p.text.chars().count() <= 60).collect();
    let largest = lines.iter().map(size).max()?;
    let line = lines.iter().find(|p| size(p) == largest)?;
    Some(line.text.split_whitespace().collect::<Vec<_>>().join(" "))
}
