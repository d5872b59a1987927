//! An XLSForm as somebody has it: its questions, in order, and its lists.

use indexmap::IndexMap;
use office::paper::{Paper, Table};

use crate::mapping::Type;
use crate::said;
use crate::text::lang::Said;

/// An XLSForm.
#[derive(Clone, Debug, Default)]
pub struct Survey {
    /// The questions that ask for an answer.
    pub questions: Vec<Question>,
    /// The lists, by name: each choice's name and label.
    pub lists: IndexMap<String, Vec<(String, String)>>,
    /// What the form is called.
    pub title: Option<String>,
    /// Its identity.
    pub id: Option<String>,
    /// Rows that ask for nothing that a paper form takes: their types and names.
    pub passed_over: Vec<(String, String)>,
}

/// A question.
#[derive(Clone, Debug, Default)]
pub struct Question {
    /// What its answers are.
    pub kind: Option<Type>,
    /// Its name.
    pub name: String,
    /// Its label.
    pub label: String,
    /// Its hint.
    pub hint: String,
    /// It must be answered.
    pub required: bool,
    /// When it is asked.
    pub relevant: String,
    /// What holds for its answer.
    pub constraint: String,
    /// Its list.
    pub list: Option<String>,
    /// The repeat that it stands in.
    pub repeat: Option<String>,
}

/// More rows than any survey has.
const MOST: u32 = 20_000;

/// Reads an XLSForm.
///
/// # Errors
/// When the workbook has no sheet `survey`, or that has no columns `type` and `name`.
pub fn read(book: &Paper) -> Result<Survey, Said> {
    let survey = Sheet::find(book, "survey").ok_or_else(|| {
        said!(
            "工作簿里没有 survey 表：不是 XLSForm",
            "the workbook has no sheet `survey`: it is no XLSForm"
        )
    })?;
    if survey.column("type").is_none() || survey.column("name").is_none() {
        return Err(said!(
            "survey 表没有 type、name 两列",
            "the sheet `survey` has no columns `type` and `name`"
        ));
    }
    let mut out = Survey::default();
    let mut open: Vec<(bool, String)> = Vec::new();
    for row in survey.rows() {
        let kind = survey.text(row, "type");
        let words: Vec<&str> = kind.split_whitespace().collect();
        let head = words.join(" ").replace(' ', "_").to_lowercase();
        let name = survey.text(row, "name");
        match head.as_str() {
            "" => continue,
            "begin_group" | "begin_repeat" => {
                open.push((head == "begin_repeat", name));
                continue;
            }
            "end_group" | "end_repeat" => {
                open.pop();
                continue;
            }
            _ => {}
        }
        let Some(kind) = type_of(words[0]) else {
            out.passed_over.push((kind, name));
            continue;
        };
        let yes = |text: String| {
            matches!(
                text.to_lowercase().as_str(),
                "yes" | "true" | "true()" | "1"
            )
        };
        out.questions.push(Question {
            kind: Some(kind),
            label: survey.worded(row, "label"),
            hint: survey.worded(row, "hint"),
            required: yes(survey.text(row, "required")),
            relevant: survey.text(row, "relevant"),
            constraint: survey.text(row, "constraint"),
            list: words
                .get(1)
                .filter(|_| matches!(kind, Type::Choice | Type::Choices))
                .map(|l| (*l).to_owned()),
            repeat: open.iter().rev().find(|o| o.0).map(|o| o.1.clone()),
            name,
        });
    }
    if let Some(choices) = Sheet::find(book, "choices") {
        let list_name = ["list_name", "list name"]
            .into_iter()
            .find(|c| choices.column(c).is_some());
        for row in choices.rows() {
            let list = choices.text(row, list_name.unwrap_or("list_name"));
            let (name, label) = (choices.text(row, "name"), choices.worded(row, "label"));
            if !list.is_empty() && !name.is_empty() {
                let label = if label.is_empty() {
                    name.clone()
                } else {
                    label
                };
                out.lists.entry(list).or_default().push((name, label));
            }
        }
    }
    if let Some(settings) = Sheet::find(book, "settings") {
        let given = |column: &str| Some(settings.text(2, column)).filter(|t| !t.is_empty());
        out.title = given("form_title");
        out.id = given("form_id");
    }
    Ok(out)
}

fn type_of(word: &str) -> Option<Type> {
    Some(match word {
        "text" | "string" | "barcode" | "time" | "datetime" | "dateTime" => Type::Text,
        "integer" | "int" | "range" => Type::Integer,
        "decimal" => Type::Decimal,
        "date" => Type::Date,
        "select_one" => Type::Choice,
        "select_multiple" | "rank" => Type::Choices,
        "acknowledge" | "trigger" => Type::Yesno,
        _ => return None,
    })
}

/// A sheet with a row of headers.
struct Sheet<'p> {
    table: &'p Table,
    columns: Vec<(String, u32)>,
}

impl<'p> Sheet<'p> {
    fn find(book: &'p Paper, name: &str) -> Option<Sheet<'p>> {
        let mut tables = book.blocks.iter().filter_map(|b| match b {
            office::paper::Block::Table(t) => Some(t),
            office::paper::Block::Paragraph(_) => None,
        });
        let table = tables.find(|t| {
            t.sheet
                .as_ref()
                .is_some_and(|s| s.name.eq_ignore_ascii_case(name))
        })?;
        let heads = table.cells.iter().filter(|c| c.row == 1);
        let columns = heads
            .map(|c| (c.text().trim().to_lowercase(), c.column))
            .collect();
        Some(Sheet { table, columns })
    }

    fn column(&self, name: &str) -> Option<u32> {
        self.columns.iter().find(|c| c.0 == name).map(|c| c.1)
    }

    fn rows(&self) -> impl Iterator<Item = u32> {
        2..=self.table.rows.min(MOST)
    }

    fn at(&self, row: u32, column: u32) -> String {
        let cell = self
            .table
            .cells
            .partition_point(|c| (c.row, c.column) < (row, column));
        let cell = self
            .table
            .cells
            .get(cell)
            .filter(|c| (c.row, c.column) == (row, column));
        cell.map_or_else(String::new, |c| c.text().trim().to_owned())
    }

    fn text(&self, row: u32, name: &str) -> String {
        self.column(name)
            .map_or_else(String::new, |c| self.at(row, c))
    }

    /// What stands in a column that may be there in several languages: the Chinese one first.
    fn worded(&self, row: u32, name: &str) -> String {
        let plain = self.text(row, name);
        if !plain.is_empty() {
            return plain;
        }
        let begins = format!("{name}::");
        let mut all: Vec<&(String, u32)> = self
            .columns
            .iter()
            .filter(|c| c.0.starts_with(&begins))
            .collect();
        all.sort_by_key(|c| {
            !(c.0.contains("zh") || c.0.contains("中文") || c.0.contains("chinese"))
        });
        let texts = all.into_iter().map(|c| self.at(row, c.1));
        texts
            .into_iter()
            .find(|t| !t.is_empty())
            .unwrap_or_default()
    }
}
