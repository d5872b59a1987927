//! A CSV file that the office keeps by hand: columns found by any of their names, rows with their
//! lines, everything that is wrong with it said at once.

use std::fmt;
use std::path::{Path, PathBuf};

use office::paper::Block;

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

    /// Reads a file's bytes: UTF-8 with or without a mark, else GB18030, as Chinese Excel saves; of
    /// a workbook its first sheet.
    pub fn parse(path: &Path, bytes: &[u8], columns: &[Column]) -> Result<OfficeCsv, OfficeError> {
        let of_book = first_sheet(path, bytes)?;
        let bytes = of_book.as_deref().unwrap_or(bytes);
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let text = match std::str::from_utf8(bytes) {
            Ok(text) => text.into(),
            Err(_) => encoding_rs::GB18030.decode(bytes).0,
        };
        let first = text.lines().next().unwrap_or("");
        let delimiter = match first.contains('\t') && !first.contains(',') {
            true => b'\t',
            false => b',',
        };
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .flexible(true)
            .has_headers(false)
            .from_reader(text.as_bytes());
        let mut problems = Vec::new();
        let mut places: Option<(Vec<Option<usize>>, usize)> = None;
        let mut rows = Vec::new();
        for record in reader.records() {
            let record = match record {
                Ok(record) => record,
                Err(e) => {
                    let line = e.position().map_or(0, csv::Position::line);
                    problems.push((line, said!("不是合格的 CSV：{e}", "not valid CSV: {e}")));
                    break;
                }
            };
            let line = record.position().map_or(0, csv::Position::line);
            if record.iter().all(|cell| cell.trim().is_empty()) {
                continue;
            }
            let Some((places, width)) = &places else {
                let found = headings(&record, columns, line, &mut problems);
                places = Some((found, record.len()));
                continue;
            };
            let beyond = record.iter().skip(*width).any(|c| !c.trim().is_empty());
            if beyond {
                let (n, width) = (record.len(), *width);
                problems.push((
                    line,
                    said!(
                        "这一行有 {n} 格，表头只有 {width} 格；含逗号的内容要加引号",
                        "this row has {n} cells, the header {width}; a cell with a comma needs quotes"
                    ),
                ));
                continue;
            }
            let cells = places.iter().map(|place| {
                let cell = place.and_then(|p| record.get(p)).unwrap_or("");
                cell.trim().to_owned()
            });
            rows.push(Row {
                line,
                cells: cells.collect(),
            });
        }
        if places.is_none() && problems.is_empty() {
            problems.push((0, said!("文件是空的", "the file is empty")));
        }
        if !problems.is_empty() {
            return Err(OfficeError::new(path, problems));
        }
        Ok(OfficeCsv {
            path: path.to_owned(),
            rows,
            present: places
                .map(|(p, _)| p.iter().map(Option::is_some).collect())
                .unwrap_or_default(),
        })
    }
}

/// The first sheet of a workbook as the text table that it would be saved as, line by line; none
/// of a file that is no workbook.
fn first_sheet(path: &Path, bytes: &[u8]) -> Result<Option<Vec<u8>>, OfficeError> {
    let is_book = bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"\xd0\xcf\x11\xe0");
    if !is_book {
        return Ok(None);
    }
    let wrong = |said| OfficeError::new(path, vec![(0, said)]);
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let book = office::read(&name, bytes).map_err(|e| wrong(e.said()))?;
    let sheet = book.paper.blocks.iter().find_map(|block| match block {
        Block::Table(table) if table.sheet.as_ref().is_some_and(|s| !s.hidden) => Some(table),
        _ => None,
    });
    let Some(sheet) = sheet else {
        return Err(wrong(said!("里面没有工作表", "it has no sheet")));
    };
    let before = sheet
        .sheet
        .as_ref()
        .map_or(0, |s| s.first_row.saturating_sub(1));
    let mut out = csv::Writer::from_writer(vec![b'\n'; before as usize]);
    let mut cells = sheet.cells.iter().peekable();
    for row in 1..=sheet.rows {
        let mut line = vec![String::new(); sheet.columns as usize];
        while let Some(cell) = cells.next_if(|cell| cell.row <= row) {
            // A line of the sheet is one of the text.
            let text = cell.text().replace(['\r', '\n'], " ");
            if let Some(place) = line.get_mut(cell.column as usize - 1) {
                *place = text;
            }
        }
        // Memory can always be written to.
        let _ = out.write_record(&line);
    }
    Ok(out.into_inner().ok())
}

/// Whether a file is a list of these columns, by its first line that says anything.
pub(crate) fn is_list(bytes: &[u8], columns: &[Column]) -> bool {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let head = &bytes[..bytes.len().min(4096)];
    let text = match std::str::from_utf8(head) {
        Ok(text) => text.into(),
        Err(e) if e.error_len().is_none() => String::from_utf8_lossy(&head[..e.valid_up_to()]),
        Err(_) => encoding_rs::GB18030.decode(head).0,
    };
    let Some(first) = text.lines().find(|l| !l.trim().is_empty()) else {
        return false;
    };
    let cells: Vec<String> = first.split([',', '\t']).map(key).collect();
    let names = |c: &Column, cell: &String| {
        key(c.name) == *cell || c.headings.iter().any(|h| key(h) == *cell)
    };
    let known = |cell: &String| cell.is_empty() || columns.iter().any(|c| names(c, cell));
    let there = |c: &&Column| cells.iter().any(|cell| names(c, cell));
    cells.iter().all(known) && columns.iter().filter(|c| c.required).all(|c| there(&c))
}

/// Where each column stands. A heading that means nothing is an error: it is likely misspelt.
fn headings(
    record: &csv::StringRecord,
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
            None => {
                let names = || {
                    columns
                        .iter()
                        .flat_map(|c| std::iter::once(c.name).chain(c.headings.iter().copied()))
                };
                let near = nearest(heading, names());
                let all = columns.iter().map(|c| c.name).collect::<Vec<_>>().join(" ");
                let said = match near {
                    Some(near) => said!(
                        "没有“{heading}”这一列；是不是“{near}”？",
                        "there is no column `{heading}`; did you mean `{near}`?"
                    ),
                    None => said!(
                        "没有“{heading}”这一列；可用的有：{all}",
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
