//! What tables of the layouts `grid`, `rating` and `blanks` print, in keys, made once.

use std::sync::Arc;

use super::blanks::BlanksSign;
use super::spelling::{Spelling, label_key};
use crate::mapping::{Field, Layout, Mapping, Piece, PrintedRow, Table, Type};

/// By what a table of one of these layouts is known.
#[derive(Debug)]
pub enum LaidOut {
    /// Rows × columns.
    Grid(GridSign),
    /// Rows × a scale.
    Rating(RatingSign),
    /// Words with blanks between them.
    Blanks(BlanksSign),
}

/// The rows and columns of a grid.
#[derive(Debug, Default)]
pub struct GridSign {
    /// The rows, in the mapping's order.
    pub rows: Vec<GridRow>,
    /// The columns, in the mapping's order.
    pub columns: Vec<Spelling>,
    /// The items: row, column, field.
    pub items: Vec<(usize, usize, usize)>,
}

/// A row of a grid.
#[derive(Debug, Default)]
pub struct GridRow {
    /// The labels of the groups that it stands in, outermost first, each by its key.
    pub groups: Vec<Spelling>,
    /// Its own label.
    pub label: Spelling,
    /// The field of the words typed within its label.
    pub words: Option<usize>,
}

/// The blocks of a rating.
#[derive(Debug, Default)]
pub struct RatingSign {
    /// The blocks, each a table on paper under a caption.
    pub blocks: Vec<RatingBlock>,
}

/// A block of a rating.
#[derive(Debug)]
pub struct RatingBlock {
    /// What stands over it; empty where the table has one block.
    pub caption: Spelling,
    /// The list that is its scale.
    pub scale: Arc<str>,
    /// Its rows.
    pub rows: Vec<RatingRow>,
}

/// A row of a rating.
#[derive(Debug)]
pub struct RatingRow {
    /// The field.
    pub field: usize,
    /// Its label.
    pub label: Spelling,
    /// The field of the words typed within its label.
    pub words: Option<usize>,
}

impl LaidOut {
    /// What a table prints, where it is of one of these layouts.
    pub fn new(table: &Table) -> Option<LaidOut> {
        Some(match table.layout {
            Layout::Grid => LaidOut::Grid(GridSign::new(table)),
            Layout::Rating => LaidOut::Rating(RatingSign::new(table)),
            Layout::Blanks => LaidOut::Blanks(BlanksSign::new(table)),
            Layout::Records | Layout::Form | Layout::Choices | Layout::Text | Layout::Page => {
                return None;
            }
        })
    }
}

/// The field whose words are typed within the label of `field`.
fn words_of(table: &Table, field: &Field) -> Option<usize> {
    let within = |f: &Field| f.within.as_ref() == Some(&field.name);
    table.fields.iter().position(within)
}

/// A field's label and its aliases.
fn labels(field: &Field) -> impl Iterator<Item = &str> {
    std::iter::once(&*field.label).chain(field.aliases.iter().map(String::as_str))
}

/// The place of a name among others; a new one comes last.
fn place<'n>(names: &mut Vec<&'n str>, name: &'n str) -> usize {
    names.iter().position(|n| *n == name).unwrap_or_else(|| {
        names.push(name);
        names.len() - 1
    })
}

impl GridSign {
    fn new(table: &Table) -> GridSign {
        let mut sign = GridSign::default();
        let mut names: (Vec<&str>, Vec<&str>) = Default::default();
        let fields = table.fields.iter().enumerate();
        for (f, field) in fields.filter(|(_, f)| f.within.is_none()) {
            let split =
                |label: &'_ str| label.rfind('·').map_or((0, 0), |i| (i, i + '·'.len_utf8()));
            let (end, start) = split(&field.label);
            let (row_name, column_name) = (&field.label[..end], &field.label[start..]);
            let row = place(&mut names.0, row_name);
            let column = place(&mut names.1, column_name);
            sign.rows.resize_with(names.0.len(), GridRow::default);
            sign.columns.resize_with(names.1.len(), Spelling::default);
            for label in labels(field) {
                let (end, start) = split(label);
                sign.columns[column].add(&label[start..]);
                sign.rows[row].add(&label[..end]);
            }
            if let Some(words) = words_of(table, field) {
                sign.rows[row].words = Some(words);
                sign.rows[row].label.open = true;
            }
            sign.items.push((row, column, f));
        }
        sign
    }

    /// The field of a row and a column.
    pub fn field(&self, row: usize, column: usize) -> Option<usize> {
        let item = self.items.iter().find(|i| i.0 == row && i.1 == column);
        item.map(|i| i.2)
    }
}

impl GridRow {
    fn add(&mut self, label: &str) {
        let mut parts: Vec<&str> = label.split('·').collect();
        self.label.add(parts.pop().unwrap_or_default());
        for (i, part) in parts.iter().enumerate() {
            match self.groups.get_mut(i) {
                Some(group) => group.add(part),
                None => self.groups.push(Spelling::new([*part])),
            }
        }
    }
}

impl RatingSign {
    fn new(table: &Table) -> RatingSign {
        let mut sign = RatingSign::default();
        let mut names = Vec::new();
        for (f, field) in table.fields.iter().enumerate() {
            let (Type::Choice, Some(list), None) = (field.kind, &field.list, &field.within) else {
                continue;
            };
            let block = place(&mut names, field.label_split().0);
            if block == sign.blocks.len() {
                sign.blocks.push(RatingBlock {
                    caption: Spelling::default(),
                    scale: Arc::clone(list),
                    rows: Vec::new(),
                });
            }
            let words = words_of(table, field);
            let mut label = Spelling::default();
            label.open = words.is_some();
            for text in labels(field) {
                let (caption, row) = text.split_once('·').unwrap_or(("", text));
                sign.blocks[block].caption.add(caption);
                label.add(row);
            }
            sign.blocks[block].rows.push(RatingRow {
                field: f,
                label,
                words,
            });
        }
        sign
    }
}

/// The keys of what the tables of these layouts print, known without a blank.
pub fn printed_keys(mapping: &Mapping) -> Vec<String> {
    let mut keys = Vec::new();
    let mut add = |text: &str| {
        for text in text.split('\n') {
            keys.push(crate::text::key::key(text));
            keys.push(label_key(text));
        }
    };
    for table in &mapping.tables {
        match table.layout {
            Layout::Grid | Layout::Rating => {
                for field in table.fields.iter().filter(|f| f.within.is_none()) {
                    labels(field).for_each(|l| l.split('·').for_each(&mut add));
                    let list = field.list.as_ref().and_then(|l| mapping.lists.get(l));
                    for option in list.iter().flat_map(|l| &l.options) {
                        add(&option.label);
                        option.aliases.iter().for_each(|a| add(a));
                    }
                }
            }
            Layout::Blanks => {
                for row in &table.printed {
                    for text in [&row.label, &row.text] {
                        let pieces = PrintedRow::pieces(text).unwrap_or_default();
                        let words = pieces.into_iter().map(|p| match p {
                            Piece::Words(words) => words,
                            Piece::Field(_) => "",
                        });
                        add(&words.collect::<String>());
                    }
                }
            }
            Layout::Records | Layout::Form | Layout::Choices | Layout::Text | Layout::Page => {}
        }
    }
    keys.retain(|k| !k.is_empty());
    keys
}
