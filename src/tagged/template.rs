//! A document with tags, tied to its mapping: what a returned form is held against.

use std::collections::HashMap;
use std::ops::Range;

use office::paper::{Block, CellId, Paper, Paragraph, ParagraphId, Table};

use super::form::{Form, Section, Shape, Stand};
use super::label::is_column;
use super::lines::InLine;
use super::mapping::name_of;
use crate::mapping::Mapping;

/// A field of a mapping.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Target {
    /// Its table; none for the cover.
    pub table: Option<usize>,
    /// The field, by its place in the table or on the cover.
    pub field: usize,
}

/// A flow of blocks on a paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Flow {
    /// The body.
    Body,
    /// A cell's.
    Cell(CellId),
    /// A text box's, by its number.
    Box(u32),
}

/// What repeats: a stretch of blocks of a flow, or of rows of a table, once for each record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repeat {
    /// The table of the mapping whose records they are.
    pub table: usize,
    /// The blocks, or the rows, from 0.
    pub range: Range<usize>,
}

/// An option of a list, in a paragraph of the blank.
#[derive(Clone, Debug)]
pub struct ListOption {
    /// The tags whose list it is of.
    pub stands: Vec<usize>,
    /// Its label.
    pub label: String,
    /// Where it stands.
    pub line: InLine,
}

/// A document with tags, tied to its mapping.
#[derive(Debug)]
pub struct Template {
    /// The document.
    pub form: Form,
    /// The field of each tag; none for one that the mapping does not have.
    pub targets: Vec<Option<Target>>,
    /// The tags of each paragraph.
    by_paragraph: HashMap<ParagraphId, Vec<usize>>,
    /// The options that stand in each paragraph.
    options: HashMap<ParagraphId, Vec<ListOption>>,
    /// What repeats in each flow.
    flows: HashMap<Flow, Vec<Repeat>>,
    /// What rows repeat in each table, by its number.
    rows: HashMap<u32, Vec<Repeat>>,
    /// The rows that are records of their own, by table and row from 1, with the mapping's table.
    named_rows: HashMap<(u32, u32), usize>,
    /// The columns of a table that are records: the mapping's table, and the tags' column.
    columns: HashMap<u32, Vec<(usize, u32)>>,
}

impl Template {
    /// Ties a document to its mapping.
    pub fn new(form: Form, mapping: &Mapping) -> Template {
        let targets: Vec<Option<Target>> = form
            .stands
            .iter()
            .map(|stand| target(&form, stand, mapping))
            .collect();
        let mut template = Template {
            targets,
            by_paragraph: HashMap::new(),
            options: HashMap::new(),
            flows: HashMap::new(),
            rows: HashMap::new(),
            named_rows: HashMap::new(),
            columns: HashMap::new(),
            form: Form {
                bytes: form.bytes,
                paper: Paper::default(),
                stands: form.stands,
                sections: form.sections,
            },
        };
        template.lists(&form.paper);
        template.repeats(&form.paper);
        template.sections(&form.paper, mapping);
        template.form.paper = form.paper;
        template
    }

    /// The tags of a paragraph of the blank, in order.
    pub fn tags_of(&self, p: &Paragraph) -> &[usize] {
        self.by_paragraph.get(&p.id).map_or(&[], Vec::as_slice)
    }

    /// The options of lists in a paragraph of the blank, in order.
    pub fn options_of(&self, p: &Paragraph) -> &[ListOption] {
        self.options.get(&p.id).map_or(&[], Vec::as_slice)
    }

    /// A tag by its number.
    pub fn stand(&self, tag: usize) -> &Stand {
        &self.form.stands[tag]
    }

    /// What repeats in a flow.
    pub fn repeats_in(&self, flow: Flow) -> &[Repeat] {
        self.flows.get(&flow).map_or(&[], Vec::as_slice)
    }

    /// What rows repeat in a table.
    pub fn repeating_rows(&self, table: &Table) -> &[Repeat] {
        self.rows.get(&table.number).map_or(&[], Vec::as_slice)
    }

    /// The mapping's table of which a row is a record of its own.
    pub fn named_row(&self, table: &Table, row: u32) -> Option<usize> {
        self.named_rows.get(&(table.number, row)).copied()
    }

    /// The mapping's tables whose records are columns of a table, with the column of their tags.
    pub fn record_columns(&self, table: &Table) -> &[(usize, u32)] {
        self.columns.get(&table.number).map_or(&[], Vec::as_slice)
    }

    /// A tag, or an option of a list, stands in one of the cell's paragraphs.
    pub fn is_tagged(&self, blocks: &[Block]) -> bool {
        blocks.iter().any(|b| match b {
            Block::Paragraph(p) => {
                !self.tags_of(p).is_empty() || p.boxes.iter().any(|b| self.is_tagged(&b.blocks))
            }
            Block::Table(t) => t.cells.iter().any(|c| self.is_tagged(&c.blocks)),
        })
    }

    fn lists(&mut self, paper: &Paper) {
        let placed = paper.placed();
        let texts: HashMap<ParagraphId, &Paragraph> = placed
            .iter()
            .map(|s| (s.paragraph.id, s.paragraph))
            .collect();
        for (i, stand) in self.form.stands.iter().enumerate() {
            self.by_paragraph
                .entry(stand.placed.paragraph)
                .or_default()
                .push(i);
            let Shape::Lines { options, .. } = &stand.shape else {
                continue;
            };
            for (paragraph, line) in options {
                let known = self.options.entry(*paragraph).or_default();
                match known.iter_mut().find(|o| o.line == *line) {
                    Some(shared) => shared.stands.push(i),
                    None => known.push(ListOption {
                        stands: vec![i],
                        label: texts
                            .get(paragraph)
                            .and_then(|p| p.text.get(line.label.clone()))
                            .unwrap_or_default()
                            .to_owned(),
                        line: line.clone(),
                    }),
                }
            }
        }
        for options in self.options.values_mut() {
            options.sort_by_key(|o| o.line.whole.start);
        }
    }

    /// Rows, columns and lines that repeat.
    fn repeats(&mut self, paper: &Paper) {
        let placed = paper.placed();
        // By table on paper and table of the mapping: the slots and the spans of the tags.
        let mut slots: HashMap<(u32, usize), Vec<Slot>> = HashMap::new();
        let mut lines: HashMap<(usize, usize), Range<usize>> = HashMap::new();
        for (i, stand) in self.form.stands.iter().enumerate() {
            let (true, Some(Some(Target { table: Some(t), .. }))) =
                (stand.placed.tag.repeats, self.targets.get(i))
            else {
                continue;
            };
            let Some(standing) = placed
                .iter()
                .find(|s| s.paragraph.id == stand.placed.paragraph)
            else {
                continue;
            };
            let named = matches!(stand.shape, Shape::Row);
            match standing.cell {
                Some((table, cell)) => {
                    let key = (table.number, *t);
                    let span = if named { cell.row_span } else { 1 };
                    slots.entry(key).or_default().push(Slot {
                        row: cell.row,
                        column: cell.column,
                        span,
                        named,
                    });
                }
                None if standing.text_box.is_none() => {
                    let block = standing.block;
                    let range = lines.entry((0, *t)).or_insert(block..block + 1);
                    *range = range.start.min(block)..range.end.max(block + 1);
                }
                None => {}
            }
        }
        for ((_, table), range) in lines {
            self.flows
                .entry(Flow::Body)
                .or_default()
                .push(Repeat { table, range });
        }
        for ((number, t), slots) in slots {
            for slot in slots.iter().filter(|s| s.named) {
                for row in slot.row..slot.row + slot.span {
                    self.named_rows.insert((number, row), t);
                }
            }
            let named = |row: &u32| self.named_rows.get(&(number, *row)) == Some(&t);
            let free: Vec<(u32, u32)> = slots
                .iter()
                .map(|s| (s.row, s.column))
                .filter(|s| !named(&s.0))
                .collect();
            if free.is_empty() {
                continue;
            }
            if is_column(&free) {
                self.columns.entry(number).or_default().push((t, free[0].1));
                continue;
            }
            let first = free.iter().map(|s| s.0).min().unwrap_or(1);
            let last = free.iter().map(|s| s.0).max().unwrap_or(1);
            self.rows.entry(number).or_default().push(Repeat {
                table: t,
                range: first as usize - 1..last as usize,
            });
        }
        for repeats in self.rows.values_mut() {
            repeats.sort_by_key(|r| r.range.start);
        }
    }

    fn sections(&mut self, paper: &Paper, mapping: &Mapping) {
        for section in &self.form.sections {
            let Some(table) = mapping.tables.iter().position(|t| *t.code == *section.name) else {
                continue;
            };
            let Some((steps, from, to)) = ends(paper, section) else {
                continue;
            };
            match steps {
                Ends::Blocks(flow) => {
                    let range = from..to + 1;
                    self.flows
                        .entry(flow)
                        .or_default()
                        .push(Repeat { table, range });
                }
                Ends::Rows(number, around) => {
                    let range = from..to + 1;
                    let rows = self.rows.entry(number).or_default();
                    rows.push(Repeat { table, range });
                    rows.sort_by_key(|r| r.range.start);
                    // The whole table may be copied as well.
                    if let Some((flow, block)) = around {
                        let range = block..block + 1;
                        self.flows
                            .entry(flow)
                            .or_default()
                            .push(Repeat { table, range });
                    }
                }
            }
        }
        for repeats in self.flows.values_mut() {
            repeats.sort_by_key(|r| r.range.start);
        }
    }
}

/// A tag's slot in a table.
struct Slot {
    row: u32,
    column: u32,
    /// The rows that it names.
    span: u32,
    named: bool,
}

fn target(form: &Form, stand: &Stand, mapping: &Mapping) -> Option<Target> {
    let name = name_of(form, stand);
    let Some(code) = name.table else {
        let field = mapping.unit.iter().position(|f| *f.name == *name.field)?;
        return Some(Target { table: None, field });
    };
    let table = mapping.tables.iter().position(|t| *t.code == *code)?;
    let fields = &mapping.tables[table].fields;
    let field = fields.iter().position(|f| *f.name == *name.field)?;
    Some(Target {
        table: Some(table),
        field,
    })
}

/// In what the two ends of a section lie.
enum Ends {
    /// In one flow.
    Blocks(Flow),
    /// In two rows of one table, by its number; where they are all its rows, the block that it is.
    Rows(u32, Option<(Flow, usize)>),
}

/// A step on the way to a paragraph: a block of a flow, or a row of a table with what it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Block(Flow, usize),
    Row(u32, u32, u32),
}

fn ends(paper: &Paper, section: &Section) -> Option<(Ends, usize, usize)> {
    let from = way(&paper.blocks, Flow::Body, section.ends.0)?;
    let to = way(&paper.blocks, Flow::Body, section.ends.1)?;
    let same = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let before = same.checked_sub(1).map(|i| from[i]);
    match (
        from.get(same).or(before.as_ref()),
        to.get(same).or(before.as_ref()),
    ) {
        (Some(Step::Block(flow, a)), Some(Step::Block(_, b))) => {
            Some((Ends::Blocks(*flow), *a, *b))
        }
        (Some(Step::Row(table, a, rows)), Some(Step::Row(_, b, _))) => {
            let whole = *a == 1 && *b == *rows;
            let block = before.and_then(|step| match step {
                Step::Block(flow, block) if whole => Some((flow, block)),
                _ => None,
            });
            let (a, b) = (*a as usize - 1, *b as usize - 1);
            Some((Ends::Rows(*table, block), a, b))
        }
        _ => None,
    }
}

fn way(blocks: &[Block], flow: Flow, to: ParagraphId) -> Option<Vec<Step>> {
    for (i, block) in blocks.iter().enumerate() {
        let found = match block {
            Block::Paragraph(p) if p.id == to => Some(Vec::new()),
            Block::Paragraph(p) => p
                .boxes
                .iter()
                .find_map(|b| way(&b.blocks, Flow::Box(b.number), to)),
            Block::Table(t) => t.cells.iter().find_map(|c| {
                let mut way = way(&c.blocks, Flow::Cell(c.id), to)?;
                way.insert(0, Step::Row(t.number, c.row, t.rows));
                Some(way)
            }),
        };
        if let Some(mut way) = found {
            way.insert(0, Step::Block(flow, i));
            return Some(way);
        }
    }
    None
}
