//! The lines of a list that the office keeps, as Excel saves it: a workbook, or a table as text with
//! commas, tabs or semicolons, in UTF-8, UTF-16 or the Chinese code page.

use std::borrow::Cow;
use std::collections::HashSet;

use office::FileKind;
use office::paper::{Block, Place, Remark, RemarkKind, Table};

use crate::said;
use crate::text::Worded as _;
use crate::text::lang::Said;

/// A line that says something: its number in the file and its cells, trimmed.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) line: u64,
    pub(super) cells: Vec<String>,
}

/// What is wrong with a list, at its line; 0 is the list as a whole.
type Problem = (u64, Said);

/// So much of a text is looked at for its first line.
const BEGINNING: usize = 4096;

/// What a list's file holds: the lines of each sheet that people see, or those of a text.
#[derive(Debug)]
pub(super) struct Sheets {
    pub(super) sheets: Vec<Vec<Line>>,
    /// It is a text, in which something must stand between cells.
    pub(super) is_text: bool,
}

/// The lines of a list.
pub(super) fn lines(bytes: &[u8]) -> Result<Sheets, Problem> {
    let text = |lines| Sheets {
        sheets: vec![lines],
        is_text: true,
    };
    match FileKind::of_bytes(bytes) {
        kind if kind.is_workbook() && kind != FileKind::TextTable => Ok(Sheets {
            sheets: of_workbook(bytes, kind)?,
            is_text: false,
        }),
        FileKind::Text
        | FileKind::TextTable
        | FileKind::Empty
        | FileKind::Json
        | FileKind::Unknown => of_text(&decoded(bytes)).map(text),
        kind => {
            let Said { zh, en } = kind.said();
            Err((
                0,
                said!(
                    "是{zh}，不是清单；清单用 .xlsx 或 .csv",
                    "it is {en}, and no list; a list is an .xlsx or a .csv"
                ),
            ))
        }
    }
}

/// The lines at the beginning of each sheet; of a text they are found without reading all of it.
pub(super) fn beginnings(bytes: &[u8]) -> Option<Vec<Vec<Line>>> {
    let kind = FileKind::of_bytes(bytes);
    if kind.is_workbook() && kind != FileKind::TextTable {
        return of_workbook(bytes, kind).ok();
    }
    let head = decoded(&bytes[..bytes.len().min(BEGINNING)]);
    let whole = head.len() < BEGINNING;
    // The last line may be cut off.
    let head = match head.rfind('\n') {
        Some(end) if !whole => &head[..end],
        _ => &head,
    };
    Some(vec![of_text(head).ok()?])
}

/// A text of Excel's: with a mark it says how it is encoded; else it is UTF-8 where it is that, and
/// GB18030 as Chinese Windows writes.
fn decoded(bytes: &[u8]) -> Cow<'_, str> {
    if let Some((encoding, mark)) = encoding_rs::Encoding::for_bom(bytes) {
        return encoding.decode_without_bom_handling(&bytes[mark..]).0;
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => text.into(),
        // What was looked at may end within a letter.
        Err(e) if e.error_len().is_none() => String::from_utf8_lossy(&bytes[..e.valid_up_to()])
            .into_owned()
            .into(),
        Err(_) => encoding_rs::GB18030.decode_without_bom_handling(bytes).0,
    }
}

fn of_text(text: &str) -> Result<Vec<Line>, Problem> {
    // So that lines are counted as an editor counts them.
    let text = text.replace("\r\n", "\n");
    let text = text.as_str();
    // Excel writes and takes a first line that says what stands between cells.
    let (declared, text, skipped) = match text.split_once('\n') {
        Some((first, rest)) if first.trim_end().len() == 5 && first.starts_with("sep=") => {
            (first.as_bytes().get(4).copied(), rest, 1)
        }
        _ => (None, text, 0),
    };
    // A title above the heading has nothing between its cells.
    let parted = |l: &&str| l.contains([',', '\t', ';']);
    let first = text.lines().find(parted).unwrap_or("");
    let delimiter = declared.unwrap_or_else(|| {
        let count = |c: u8| first.bytes().filter(|b| *b == c).count();
        // Of as many the comma: `；` parts what stands in a cell.
        let most = [b',', b'\t', b';']
            .into_iter()
            .rev()
            .max_by_key(|c| count(*c));
        most.unwrap_or(b',')
    });
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .has_headers(false)
        .from_reader(text.as_bytes());
    let mut lines = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|e| {
            let line = e.position().map_or(0, csv::Position::line) + skipped;
            (line, said!("不是合格的 CSV", "not valid CSV: {e}"))
        })?;
        let line = record.position().map_or(0, csv::Position::line) + skipped;
        let cells: Vec<String> = record.iter().map(|c| c.trim().to_owned()).collect();
        if cells.iter().any(|c| !c.is_empty()) {
            lines.push(Line { line, cells });
        }
    }
    Ok(lines)
}

/// The lines of the sheets that people see.
fn of_workbook(bytes: &[u8], kind: FileKind) -> Result<Vec<Vec<Line>>, Problem> {
    let paper = office::sheet::read(bytes, kind).map_err(|e| {
        let Said { zh, en } = e.said();
        (
            0,
            said!("工作簿无法读取：{zh}", "the workbook cannot be read: {en}"),
        )
    })?;
    let sheets = paper.blocks.iter().filter_map(|block| match block {
        Block::Table(table) if table.sheet.as_ref().is_some_and(|s| !s.hidden) => Some(table),
        _ => None,
    });
    let of_sheet = |table: &Table| {
        // The program that made the workbook did not say what the formula gives.
        let blank = |r: &&Remark| matches!(r.kind, RemarkKind::FormulaWithoutResult { .. });
        let own = |r: &Remark| match r.place {
            Place::Cell { table: of, row, .. } if of == table.number => Some(row),
            _ => None,
        };
        if let Some(row) = paper.remarks.iter().filter(blank).find_map(own) {
            let first_row = table.sheet.as_ref().map_or(1, |s| s.first_row);
            return Err((
                u64::from(row + first_row - 1),
                said!(
                    "有公式没有存下结果，读不出内容；请在 Excel 里打开、保存后再用",
                    "a formula stands here without its result; open the workbook in Excel and save it"
                ),
            ));
        }
        Ok(of_sheet(table))
    };
    sheets.map(of_sheet).collect()
}

/// A merged cell says the same in so many rows at most.
const TALLEST: u32 = 10_000;

fn of_sheet(table: &Table) -> Vec<Line> {
    let first_row = table.sheet.as_ref().map_or(1, |s| s.first_row);
    let mut lines: Vec<Line> = Vec::new();
    let mut cells: Vec<(u32, u32, String)> = Vec::new();
    for cell in &table.cells {
        let text = cell.text().replace(['\r', '\n'], " ").trim().to_owned();
        if text.is_empty() {
            continue;
        }
        // What is merged over several rows is said of each: a faculty over its departments.
        let rows = cell.row..cell.row + cell.row_span.clamp(1, TALLEST);
        cells.extend(rows.map(|row| (row, cell.column, text.clone())));
    }
    cells.sort();
    // A row in which nothing but that stands has nothing of its own.
    let own: HashSet<u32> = (table.cells.iter())
        .filter(|c| !c.is_blank())
        .map(|c| c.row)
        .collect();
    cells.retain(|(row, ..)| own.contains(row));
    for (row, column, text) in cells {
        let line = u64::from(row + first_row - 1);
        if lines.last().is_none_or(|l| l.line != line) {
            lines.push(Line {
                line,
                cells: Vec::new(),
            });
        }
        if let Some(last) = lines.last_mut() {
            let place = column.saturating_sub(1) as usize;
            last.cells.resize(place, String::new());
            last.cells.push(text);
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "单位,上级\n化学学院,某大学\n";

    fn same(bytes: &[u8]) {
        let lines = &lines(bytes).unwrap().sheets[0];
        let said: Vec<_> = lines.iter().map(|l| (l.line, l.cells.join("|"))).collect();
        assert_eq!(
            said,
            [(1, "单位|上级".into()), (2, "化学学院|某大学".into())]
        );
    }

    #[test]
    fn whatever_excel_saves_is_read() {
        same(TEXT.as_bytes());
        same(format!("\u{feff}{TEXT}").as_bytes());
        same(&encoding_rs::GBK.encode(TEXT).0);
        same(TEXT.replace(',', "\t").as_bytes());
        same(TEXT.replace(',', ";").as_bytes());
        let wide = |big: bool| {
            let unit = |u: u16| {
                if big {
                    u.to_be_bytes()
                } else {
                    u.to_le_bytes()
                }
            };
            let text = format!("\u{feff}{}", TEXT.replace(',', "\t").replace('\n', "\r\n"));
            text.encode_utf16().flat_map(unit).collect::<Vec<u8>>()
        };
        same(&wide(true));
        same(&wide(false));
        let declared = lines(format!("sep=;\n{}", TEXT.replace(',', ";")).as_bytes()).unwrap();
        let first = &declared.sheets[0][0];
        assert_eq!((first.line, first.cells.len()), (2, 2));
    }

    #[test]
    fn a_workbook_is_read_by_its_rows() {
        let mut book = rust_xlsxwriter::Workbook::new();
        let sheet = book.add_worksheet();
        for (row, cells) in [(0, ["单位", "上级"]), (2, ["化学学院", "某大学"])] {
            for (column, cell) in (0..).zip(cells) {
                sheet.write(row, column, cell).unwrap();
            }
        }
        let lines = &lines(&book.save_to_buffer().unwrap()).unwrap().sheets[0];
        let said: Vec<_> = lines.iter().map(|l| (l.line, l.cells.join("|"))).collect();
        assert_eq!(
            said,
            [(1, "单位|上级".into()), (3, "化学学院|某大学".into())]
        );
    }

    #[test]
    fn what_is_no_list_is_said_as_such() {
        let (_, why) = lines(b"%PDF-1.7\n").unwrap_err();
        assert!(why.zh.contains("PDF"), "{}", why.zh);
    }
}
