//! A workbook of sub-tables written with all that helps to fill it in: lists to choose from, checks
//! on numbers, totals, a head that stays in sight.

use unicode_width::UnicodeWidthStr;

use super::book::{Book, COVER, CoverLine, Sheet};
use super::lists::Given;
use crate::mapping::{Field, Mapping, Type};
use crate::output::{Answer, Check, FormBook, FormSheet, Takes, XlsxError};

/// The sheet of lists, which is not shown.
const LISTS: &str = "候选项";
/// How many rows are drawn for records, with their totals.
const ROWS: u32 = 60;
/// How many rows are checked.
const CHECKED: u32 = 2000;

/// Writes a workbook.
pub(super) fn workbook(book: &Book<'_>, mapping: &Mapping) -> Result<Vec<u8>, XlsxError> {
    let mut out = FormBook::new();
    let lists = long_lists(book, mapping);
    cover(out.sheet(COVER)?, &book.cover)?;
    for sheet in &book.sheets {
        let mut written = out.sheet(&sheet.table.code)?;
        head(&mut written, sheet)?;
        records(&mut written, sheet)?;
        checks(&mut written, sheet, mapping, &lists)?;
    }
    if !lists.is_empty() {
        out.lists(LISTS, lists.iter().map(|list| &list.options[..]))?;
    }
    out.finish()
}

/// The lists that need the sheet of lists, each once.
fn long_lists(book: &Book<'_>, mapping: &Mapping) -> Vec<Given> {
    let mut lists: Vec<Given> = Vec::new();
    for field in book.sheets.iter().flat_map(|sheet| &sheet.table.fields) {
        let given = Given::of(field, mapping);
        let Some(given) = given.filter(|g| !g.is_short() && !lists.contains(g)) else {
            continue;
        };
        lists.push(given);
    }
    lists
}

fn cover(mut sheet: FormSheet<'_>, lines: &[CoverLine]) -> Result<(), XlsxError> {
    let labels = lines.iter().filter_map(|line| match line {
        CoverLine::Asks(label) => Some(label.width()),
        _ => None,
    });
    sheet.width(0, labels.max().unwrap_or(0).max(18) + 2)?;
    sheet.width(1, 48)?;
    for (line, row) in lines.iter().zip(0u32..) {
        match line {
            CoverLine::Title(text) => sheet.title(row, text)?,
            CoverLine::Asks(label) => sheet.asks(row, label)?,
            CoverLine::Note(text) => sheet.note(row, text)?,
        }
    }
    Ok(())
}

fn head(out: &mut FormSheet<'_>, sheet: &Sheet<'_>) -> Result<(), XlsxError> {
    let last = sheet.columns().saturating_sub(1) as u16;
    let widths: Vec<usize> = sheet.table.fields.iter().map(width).collect();
    let total: usize = widths.iter().sum();
    for (column, width) in widths.iter().enumerate() {
        out.width(column as u16, width + 1)?;
    }
    for (text, row) in sheet.over.iter().zip(0u32..) {
        out.over(row, last, total, text, row == 0)?;
    }
    let mut heights = vec![1usize; sheet.levels as usize];
    for (branch, text) in &sheet.labels {
        let row = sheet.first_label() + branch.level;
        let columns = branch.item as usize..(branch.item + branch.items) as usize;
        let lines = FormSheet::lines(text, widths[columns].iter().sum());
        // What a label over several rows needs is left to its last.
        let own = lines.saturating_sub(branch.levels as usize - 1);
        let height = &mut heights[(branch.level + branch.levels - 1) as usize];
        *height = (*height).max(own);
        let end = (
            row + branch.levels - 1,
            (branch.item + branch.items - 1) as u16,
        );
        out.label((row, branch.item as u16), end, text)?;
    }
    for (height, row) in heights.iter().zip(sheet.first_label()..) {
        out.label_height(row, *height)?;
    }
    out.head_ends(sheet.first_record())
}

/// How wide a field's column is, in characters of half width.
fn width(field: &Field) -> usize {
    let least = match field.kind {
        Type::Text | Type::Choice | Type::Choices | Type::Countries => 16,
        Type::Country | Type::Date => 13,
        _ => 9,
    };
    let label = field.label_parts().next_back().unwrap_or_default();
    least.max(label.width().div_ceil(2) + 2).min(26)
}

/// Ruled rows for records, with the totals worked out.
fn records(out: &mut FormSheet<'_>, sheet: &Sheet<'_>) -> Result<(), XlsxError> {
    let first = sheet.first_record();
    let rows = || first..first + ROWS;
    for (f, field) in sheet.table.fields.iter().enumerate() {
        let column = f as u16;
        match &sheet.totals[f] {
            None => out.answers(rows(), column, answer(field, false))?,
            Some(parts) => {
                let parts: Vec<(bool, u16)> = parts.iter().map(|(m, f)| (*m, *f as u16)).collect();
                out.totals(rows(), column, answer(field, true), &parts)?;
            }
        }
    }
    Ok(())
}

fn answer(field: &Field, is_total: bool) -> Answer {
    match field.kind {
        Type::Integer if is_total => Answer::WholeTotal,
        Type::Decimal if is_total => Answer::Total,
        Type::Date => Answer::Day,
        Type::Text | Type::Countries => Answer::Text,
        _ => Answer::Any,
    }
}

/// What each column takes.
fn checks(
    out: &mut FormSheet<'_>,
    sheet: &Sheet<'_>,
    mapping: &Mapping,
    lists: &[Given],
) -> Result<(), XlsxError> {
    let first = sheet.first_record();
    for (f, field) in sheet.table.fields.iter().enumerate() {
        let given = Given::of(field, mapping);
        let (takes, open, mut words) = match &given {
            Some(given) => (chosen(given, lists), given.open, of_list(field, given.open)),
            None => typed(field, sheet.totals[f].is_some(), mapping),
        };
        if !field.unit.is_empty() && matches!(field.kind, Type::Integer | Type::Decimal) {
            words.push(format!("单位：{}", field.unit));
        }
        if let Some(withheld) = field.withheld.first() {
            words.push(format!("如不便填写，可填“{withheld}”"));
        }
        if words.is_empty() {
            continue;
        }
        let check = Check {
            takes,
            open,
            title: field.label_parts().next_back().unwrap_or_default(),
            message: &format!("{}。", words.join("；")),
        };
        out.check(first..first + CHECKED, f as u16, &check)?;
    }
    Ok(())
}

/// A list in the cells themselves, or on the sheet of lists.
fn chosen<'g>(given: &'g Given, lists: &[Given]) -> Takes<'g> {
    match lists.iter().position(|list| list == given) {
        None => Takes::OneOf(&given.options),
        Some(column) => Takes::Listed {
            sheet: LISTS,
            column: column as u16,
            options: given.options.len(),
        },
    }
}

fn of_list(field: &Field, open: bool) -> Vec<String> {
    let mut words = vec!["从下拉列表中选".to_owned()];
    match field.kind {
        Type::Country => words.push("也可直接填写国家（地区）名".to_owned()),
        _ if open => words.push("选“其他”类的，请写成“其他（名称：……）”".to_owned()),
        _ => {}
    }
    words
}

/// What is not chosen from a list.
fn typed(field: &Field, is_total: bool, mapping: &Mapping) -> (Takes<'static>, bool, Vec<String>) {
    let year = mapping.edition.year;
    let (takes, words) = match field.kind {
        Type::Integer | Type::Decimal if is_total => {
            (Takes::Any, "由公式算出，不必填写".to_owned())
        }
        Type::Integer => (Takes::Whole, "填整数".to_owned()),
        Type::Decimal => (Takes::Decimal, "填数字".to_owned()),
        Type::Year => (Takes::Between(1800, year + 1), "填四位年份".to_owned()),
        Type::Date => (Takes::Any, format!("填到日，如{year}-03-05")),
        Type::Term => (Takes::Any, "填年数，或“无固定期限”".to_owned()),
        Type::Countries | Type::Choices => (Takes::Any, "可填多项，用“、”隔开".to_owned()),
        _ => return (Takes::Any, false, Vec::new()),
    };
    (takes, false, vec![words])
}
