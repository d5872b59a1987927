//! A CSV file that the office keeps by hand: columns found by any of their names, rows with their
//! lines, everything that is wrong with it said at once.

use std::cmp::Reverse;
use std::fmt;
use std::path::{Path, PathBuf};

use super::office_lines::{Line, beginnings, lines};
use crate::given;
use crate::said;
use crate::text::Worded;
use crate::text::key::key;
use crate::text::lang::{Lang, Said};

/// No list that people keep is larger, in bytes.
const LARGEST: u64 = 64 << 20;
/// No more problems than that are listed.
const MOST_SHOWN: usize = 30;

/// A column that a file may have: its name in data, and the headings that mean it.
pub(crate) struct Column {
    pub name: &'static str,
    pub headings: &'static [&'static str],
    pub required: bool,
}

/// The rows of a file, by the columns asked for.
#[derive(Debug)]
pub(crate) struct OfficeCsv {
    pub path: PathBuf,
    pub rows: Vec<Row>,
    /// Which of the columns asked for are there.
    pub present: Vec<bool>,
}

/// A row: its line in the file and its cells, trimmed, empty where the column is not there.
#[derive(Debug)]
pub(crate) struct Row {
    pub line: u64,
    pub cells: Vec<String>,
}

/// What is wrong with a file that the office keeps, each at its line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfficeError {
    /// The file.
    pub path: PathBuf,
    /// What is wrong, in the order of lines; 0 is the file as a whole.
    pub problems: Vec<(u64, Said)>,
}

impl OfficeError {
    pub(crate) fn new(path: &Path, mut problems: Vec<(u64, Said)>) -> OfficeError {
        problems.sort_by_key(|(line, _)| *line);
        OfficeError {
            path: path.to_owned(),
            problems,
        }
    }
}

impl Worded for OfficeError {
    /// All of it, a line each, in both languages.
    fn said(&self) -> Said {
        let mut out = Said::default();
        let path = self.path.display();
        for (i, (line, said)) in self.problems.iter().take(MOST_SHOWN).enumerate() {
            let place = match line {
                0 => format!("{path}: "),
                line => format!("{path}:{line}: "),
            };
            for (text, said) in [(&mut out.zh, &said.zh), (&mut out.en, &said.en)] {
                if i > 0 {
                    text.push('\n');
                }
                text.push_str(&place);
                text.push_str(said);
            }
        }
        if let Some(more @ 1..) = self.problems.len().checked_sub(MOST_SHOWN) {
            out.zh.push_str(&format!("\n……还有 {more} 处"));
            out.en.push_str(&format!("\n… and {more} more"));
        }
        out
    }
}

impl fmt::Display for OfficeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.said().get(Lang::Zh))
    }
}

impl std::error::Error for OfficeError {}

/// The bytes of a file that the office keeps.
pub(crate) fn read(path: &Path) -> Result<Vec<u8>, OfficeError> {
    use std::io::Read;
    let mut bytes = Vec::new();
    let read = given::open(path).and_then(|f| f.take(LARGEST + 1).read_to_end(&mut bytes));
    let wrong = |said| Err(OfficeError::new(path, vec![(0, said)]));
    match read {
        Err(e) => {
            let Said { zh, en } = crate::text::of_system(&e);
            wrong(said!("无法读取文件：{zh}", "the file cannot be read: {en}"))
        }
        Ok(_) if bytes.len() as u64 > LARGEST => wrong(said!("文件太大", "the file is too large")),
        Ok(_) => Ok(bytes),
    }
}

impl OfficeCsv {
    /// Reads a file from disk.
    pub fn open(path: &Path, columns: &[Column]) -> Result<OfficeCsv, OfficeError> {
        OfficeCsv::parse(path, &read(path)?, columns)
    }

    /// Reads a file's bytes: a workbook's first sheet, or a table as text in any encoding that Excel
    /// saves.
    pub fn parse(path: &Path, bytes: &[u8], columns: &[Column]) -> Result<OfficeCsv, OfficeError> {
        let file = lines(bytes).map_err(|problem| OfficeError::new(path, vec![problem]))?;
        let is_text = file.is_text;
        let mut problems = Vec::new();
        let mut rows = Vec::new();
        let mut present = vec![false; columns.len()];
        let mut any = false;
        // A list may go on on further sheets, one a campus; each has its own heading.
        for lines in under_headings(file.sheets, columns) {
            let mut places: Option<(Vec<Option<usize>>, usize)> = None;
            for Line { line, cells } in lines {
                let Some((places, width)) = &places else {
                    let found = headings(&cells, columns, line, &mut problems);
                    for (there, place) in present.iter_mut().zip(&found) {
                        *there |= place.is_some();
                    }
                    any = true;
                    places = Some((found, cells.len()));
                    continue;
                };
                // A heading of two rows, or printed again on each page.
                if has_required(&cells, columns) {
                    continue;
                }
                let beyond = cells.iter().skip(*width).any(|c| !c.is_empty());
                if beyond {
                    let (n, width) = (cells.len(), *width);
                    let mut why = said!(
                        "这一行有 {n} 格，表头只有 {width} 格",
                        "this row has {n} cells, the header {width}"
                    );
                    if is_text {
                        why.zh.push_str("；含逗号的内容要加引号");
                        why.en.push_str("; a cell with a comma needs quotes");
                    }
                    problems.push((line, why));
                    continue;
                }
                let own = places.iter().map(|place| {
                    let cell = place.and_then(|p| cells.get(p));
                    cell.cloned().unwrap_or_default()
                });
                rows.push(Row {
                    line,
                    cells: own.collect(),
                });
            }
        }
        if !any && problems.is_empty() {
            problems.push((0, said!("文件是空的", "the file is empty")));
        }
        if !problems.is_empty() {
            return Err(OfficeError::new(path, problems));
        }
        Ok(OfficeCsv {
            path: path.to_owned(),
            rows,
            present,
        })
    }
}

/// The heading is looked for in so many lines: a list that people keep has its title above it, who
/// made it, and when.
const TITLES: usize = 8;

/// The lines of the sheets that have a heading of these columns, each from it on. Where none has one,
/// those of the first sheet.
fn under_headings(sheets: Vec<Vec<Line>>, columns: &[Column]) -> Vec<Vec<Line>> {
    let known = |line: &Line| {
        let named = |cell: &&String| columns.iter().any(|c| names(c, cell));
        line.cells.iter().filter(named).count()
    };
    // Of a heading of two rows the one that names more columns.
    let place = |lines: &Vec<Line>| {
        let first = lines.iter().take(TITLES).enumerate();
        let headings = first.filter(|(_, l)| has_required(&l.cells, columns));
        let best = headings.max_by_key(|(i, l)| (known(l), Reverse(*i)))?;
        Some(best.0)
    };
    let mut found = Vec::new();
    let mut first = None;
    for mut lines in sheets {
        match place(&lines) {
            Some(line) => found.push(lines.split_off(line)),
            None if first.is_none() && !lines.is_empty() => first = Some(lines),
            None => {}
        }
    }
    match found.is_empty() {
        true => first.into_iter().collect(),
        false => found,
    }
}

/// Columns that lists have for people alone: they are passed over.
const FOR_PEOPLE: &[&str] = &[
    "序号",
    "编号",
    "排序",
    "行号",
    "no",
    "#",
    "备注",
    "说明",
    "附注",
    "remark",
    "remarks",
    "note",
    "notes",
    "邮箱",
    "电子邮箱",
    "电子邮件",
    "email",
    "e-mail",
    "地址",
    "职务",
    "传真",
    "办公室",
    "qq",
    "微信",
];

fn names(column: &Column, cell: &str) -> bool {
    let cell = key(cell);
    key(column.name) == cell || column.headings.iter().any(|h| key(h) == cell)
}

fn has_required(cells: &[String], columns: &[Column]) -> bool {
    let there = |c: &Column| cells.iter().any(|cell| names(c, cell));
    columns.iter().filter(|c| c.required).all(there)
}

/// Whether a file is a list of these columns, by a line at its beginning.
pub(crate) fn is_list(bytes: &[u8], columns: &[Column]) -> bool {
    let known = |cell: &String| cell.is_empty() || columns.iter().any(|c| names(c, cell));
    let is_heading =
        |line: &Line| line.cells.iter().all(known) && has_required(&line.cells, columns);
    let sheets = beginnings(bytes).unwrap_or_default();
    sheets
        .iter()
        .any(|lines| lines.iter().take(TITLES).any(is_heading))
}

/// Where each column stands. A heading that means nothing is an error: it is likely misspelt.
fn headings(
    record: &[String],
    columns: &[Column],
    line: u64,
    problems: &mut Vec<(u64, Said)>,
) -> Vec<Option<usize>> {
    let mut places = vec![None; columns.len()];
    for (place, heading) in record.iter().enumerate() {
        let wanted = key(heading);
        if wanted.is_empty() {
            continue;
        }
        let means =
            |c: &Column| key(c.name) == wanted || c.headings.iter().any(|h| key(h) == wanted);
        match columns.iter().position(means) {
            Some(c) if places[c].is_some() => problems.push((
                line,
                said!("列“{heading}”有两个", "there are two columns `{heading}`"),
            )),
            Some(c) => places[c] = Some(place),
            None if FOR_PEOPLE.iter().any(|word| key(word) == wanted) => {}
            None => {
                let names = || {
                    columns
                        .iter()
                        .flat_map(|c| std::iter::once(c.name).chain(c.headings.iter().copied()))
                };
                let near = nearest(heading, names());
                let all = columns.iter().map(|c| c.name).collect::<Vec<_>>().join(" ");
                let in_chinese = |c: &Column| *c.headings.first().unwrap_or(&c.name);
                let all_zh: Vec<&str> = columns.iter().map(in_chinese).collect();
                let all_zh = all_zh.join("、");
                let said = match near {
                    Some(near) => said!(
                        "没有“{heading}”这一列；是不是“{near}”？",
                        "there is no column `{heading}`; did you mean `{near}`?"
                    ),
                    None => said!(
                        "没有“{heading}”这一列；可用的有：{all_zh}",
                        "there is no column `{heading}`; there are: {all}"
                    ),
                };
                problems.push((line, said));
            }
        }
    }
    for (column, place) in columns.iter().zip(&places) {
        if column.required && place.is_none() {
            let name = column.headings.first().unwrap_or(&column.name);
            let data = column.name;
            problems.push((
                line,
                said!(
                    "缺少“{name}”一列（{data}）",
                    "the column `{data}` is missing"
                ),
            ));
        }
    }
    places
}

/// The word that was probably meant.
fn nearest<'a>(word: &str, among: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    among
        .map(|c| (strsim::normalized_damerau_levenshtein(word, c), c))
        .filter(|(likeness, _)| *likeness >= 0.5)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, c)| c)
}

/// The parts of a cell that lists several: between `；`, `;`, `、` or `|`.
pub(crate) fn several(cell: &str) -> impl Iterator<Item = &str> {
    cell.split(['；', ';', '、', '|'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
}
