//! A workbook of sub-tables written with all that helps to fill it in: lists to choose from, checks
//! on numbers, totals, a head that stays in sight.

use rust_xlsxwriter::{
    Color, DataValidation, DataValidationErrorStyle, DataValidationRule, Format, FormatAlign,
    FormatBorder, Formula, Workbook, Worksheet, XlsxError,
};
use unicode_width::UnicodeWidthStr;

use super::book::{Book, COVER, CoverLine, Sheet};
use super::lists::Given;
use crate::mapping::{Field, Mapping, Type};

/// The sheet of lists, which is not shown.
const LISTS: &str = "候选项";
/// How many rows are drawn for records, with their totals.
const ROWS: u32 = 60;
/// How many rows are checked.
const CHECKED: u32 = 2000;
const FONT: &str = "宋体";
/// Behind labels, and around cells.
const SHADE: u32 = 0xF2_F2_F2;
const RULE: u32 = 0x80_80_80;
const FAINT: u32 = 0x6B_6B_6B;
/// A line's height in points.
const LINE: f64 = 15.0;
/// The most characters of an input message (Excel's limit), and of its title.
const MESSAGE: usize = 255;
const TITLE: usize = 32;

/// Writes a workbook.
pub(super) fn workbook(book: &Book<'_>, mapping: &Mapping) -> Result<Vec<u8>, XlsxError> {
    let mut out = Workbook::new();
    let lists = long_lists(book, mapping);
    cover(out.add_worksheet().set_name(COVER)?, &book.cover)?;
    for sheet in &book.sheets {
        let written = out.add_worksheet().set_name(&*sheet.table.code)?;
        head(written, sheet)?;
        records(written, sheet)?;
        checks(written, sheet, mapping, &lists)?;
    }
    if !lists.is_empty() {
        let hidden = out.add_worksheet().set_name(LISTS)?;
        for (list, column) in lists.iter().zip(0u16..) {
            for (option, row) in list.options.iter().zip(0u32..) {
                hidden.write_string(row, column, option)?;
            }
        }
        hidden.set_hidden(true);
    }
    out.save_to_buffer()
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

fn font() -> Format {
    Format::new().set_font_name(FONT).set_font_size(11)
}

fn ruled() -> Format {
    let format = font().set_align(FormatAlign::VerticalCenter);
    let format = format.set_border(FormatBorder::Thin);
    format.set_border_color(Color::RGB(RULE))
}

fn cover(sheet: &mut Worksheet, lines: &[CoverLine]) -> Result<(), XlsxError> {
    let labels = lines.iter().filter_map(|line| match line {
        CoverLine::Asks(label) => Some(label.width()),
        _ => None,
    });
    let width = labels.max().unwrap_or(0).max(18);
    sheet.set_column_width(0, width as f64 + 2.0)?;
    sheet.set_column_width(1, 48)?;
    for (line, row) in lines.iter().zip(0u32..) {
        match line {
            CoverLine::Title(text) => {
                let format = font().set_bold().set_font_size(16);
                sheet.write_string_with_format(row, 0, text, &format)?;
                sheet.set_row_height(row, 32)?;
            }
            CoverLine::Asks(label) => {
                sheet.write_string_with_format(row, 0, label, &ruled())?;
                sheet.write_blank(row, 1, &ruled().set_num_format("@"))?;
                sheet.set_row_height(row, 24)?;
            }
            CoverLine::Note(text) => {
                sheet.write_string_with_format(row, 0, text, &font())?;
            }
        }
    }
    Ok(())
}

fn head(out: &mut Worksheet, sheet: &Sheet<'_>) -> Result<(), XlsxError> {
    let last = sheet.columns().saturating_sub(1) as u16;
    let widths: Vec<usize> = sheet.table.fields.iter().map(width).collect();
    let total: usize = widths.iter().sum();
    for (column, width) in widths.iter().enumerate() {
        out.set_column_width(column as u16, *width as f64 + 1.0)?;
    }
    for (text, row) in sheet.over.iter().zip(0u32..) {
        let format = match row {
            0 => font().set_bold().set_font_size(14),
            _ => font().set_font_size(10).set_font_color(Color::RGB(FAINT)),
        };
        let format = format
            .set_text_wrap()
            .set_align(FormatAlign::VerticalCenter);
        let lines = text.width().div_ceil(total.max(1));
        out.set_row_height(
            row,
            LINE * (lines.max(1) as f64) + if row == 0 { 12.0 } else { 3.0 },
        )?;
        span(out, (row, 0), (row, last), text, &format)?;
    }
    let label = ruled().set_text_wrap().set_align(FormatAlign::Center);
    let label = label.set_bold().set_background_color(Color::RGB(SHADE));
    let mut heights = vec![1usize; sheet.levels as usize];
    for (branch, text) in &sheet.labels {
        let row = sheet.first_label() + branch.level;
        let columns = branch.item as usize..(branch.item + branch.items) as usize;
        let room: usize = widths[columns].iter().sum();
        let lines: usize = text
            .split('\n')
            .map(|l| l.width().div_ceil(room).max(1))
            .sum();
        // What a label over several rows needs is left to its last.
        let own = lines.saturating_sub(branch.levels as usize - 1);
        let height = &mut heights[(branch.level + branch.levels - 1) as usize];
        *height = (*height).max(own);
        let end = (
            row + branch.levels - 1,
            (branch.item + branch.items - 1) as u16,
        );
        span(out, (row, branch.item as u16), end, text, &label)?;
    }
    for (height, row) in heights.iter().zip(sheet.first_label()..) {
        out.set_row_height(row, LINE * *height as f64 + 4.0)?;
    }
    out.set_freeze_panes(sheet.first_record(), 1)?;
    out.set_repeat_rows(0, sheet.first_record() - 1)?;
    out.set_landscape()
        .set_paper_size(9)
        .set_print_fit_to_pages(1, 0);
    Ok(())
}

/// A text over these cells.
fn span(
    out: &mut Worksheet,
    from: (u32, u16),
    to: (u32, u16),
    text: &str,
    format: &Format,
) -> Result<(), XlsxError> {
    match from == to {
        true => out.write_string_with_format(from.0, from.1, text, format)?,
        false => out.merge_range(from.0, from.1, to.0, to.1, text, format)?,
    };
    Ok(())
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
fn records(out: &mut Worksheet, sheet: &Sheet<'_>) -> Result<(), XlsxError> {
    let first = sheet.first_record();
    for (f, field) in sheet.table.fields.iter().enumerate() {
        let column = f as u16;
        let total = sheet.totals[f].as_ref();
        let format = cell_format(field, total.is_some());
        for row in first..first + ROWS {
            match total {
                None => out.write_blank(row, column, &format)?,
                Some(parts) => {
                    let formula = Formula::new(sum(parts, row));
                    out.write_formula_with_format(row, column, formula, &format)?
                }
            };
        }
    }
    Ok(())
}

fn cell_format(field: &Field, is_total: bool) -> Format {
    let format = ruled();
    // A total of nothing is not shown.
    let format = match field.kind {
        Type::Integer if is_total => format.set_num_format("0;-0;;@"),
        Type::Decimal if is_total => format.set_num_format("0.00;-0.00;;@"),
        Type::Date => format.set_num_format("yyyy-mm-dd"),
        Type::Text | Type::Countries => format.set_text_wrap().set_num_format("@"),
        _ => format,
    };
    match is_total {
        true => format.set_background_color(Color::RGB(SHADE)),
        false => format,
    }
}

/// `=B4+D4-F4`.
fn sum(parts: &[(bool, usize)], row: u32) -> String {
    let mut formula = String::from("=");
    for (i, (minus, field)) in parts.iter().enumerate() {
        match (minus, i) {
            (true, _) => formula.push('-'),
            (false, 0) => {}
            (false, _) => formula.push('+'),
        }
        formula.push_str(&rust_xlsxwriter::utility::row_col_to_cell(
            row,
            *field as u16,
        ));
    }
    formula
}

/// What each column takes.
fn checks(
    out: &mut Worksheet,
    sheet: &Sheet<'_>,
    mapping: &Mapping,
    lists: &[Given],
) -> Result<(), XlsxError> {
    let first = sheet.first_record();
    for (f, field) in sheet.table.fields.iter().enumerate() {
        let is_total = sheet.totals[f].is_some();
        let Some(check) = check(field, is_total, mapping, lists)? else {
            continue;
        };
        let column = f as u16;
        out.add_data_validation(first, column, first + CHECKED - 1, column, &check)?;
    }
    Ok(())
}

fn check(
    field: &Field,
    is_total: bool,
    mapping: &Mapping,
    lists: &[Given],
) -> Result<Option<DataValidation>, XlsxError> {
    let check = DataValidation::new();
    let mut words: Vec<String> = Vec::new();
    let mut open = false;
    let check = match field.kind {
        Type::Yesno | Type::Choice | Type::Country => {
            let Some(given) = Given::of(field, mapping) else {
                return Ok(None);
            };
            open = given.open;
            words.push("从下拉列表中选".to_owned());
            match field.kind {
                Type::Country => words.push("也可直接填写国家（地区）名".to_owned()),
                _ if open => words.push("选“其他”类的，请写成“其他（名称：……）”".to_owned()),
                _ => {}
            }
            match lists.iter().position(|list| *list == given) {
                None => check.allow_list_strings(&given.options)?,
                Some(column) => {
                    let end = given.options.len() as u32 - 1;
                    let column = column as u16;
                    let range = rust_xlsxwriter::utility::row_col_to_cell_absolute;
                    let (from, to) = (range(0, column), range(end, column));
                    check.allow_list_formula(Formula::new(format!("='{LISTS}'!{from}:{to}")))
                }
            }
        }
        Type::Integer | Type::Decimal if is_total => {
            words.push("由公式算出，不必填写".to_owned());
            check.allow_any_value()
        }
        Type::Integer => {
            words.push("填整数".to_owned());
            check.allow_whole_number(DataValidationRule::GreaterThanOrEqualTo(0))
        }
        Type::Decimal => {
            words.push("填数字".to_owned());
            check.allow_decimal_number(DataValidationRule::GreaterThanOrEqualTo(0.0))
        }
        Type::Year => {
            words.push("填四位年份".to_owned());
            let until = mapping.edition.year + 1;
            check.allow_whole_number(DataValidationRule::Between(1800, until))
        }
        Type::Date => {
            words.push("填到日，如2025-03-05".replace("2025", &mapping.edition.year.to_string()));
            check.allow_any_value()
        }
        Type::Term => {
            words.push("填年数，或“无固定期限”".to_owned());
            check.allow_any_value()
        }
        Type::Countries | Type::Choices => {
            words.push("可填多项，用“、”隔开".to_owned());
            check.allow_any_value()
        }
        Type::Text => check.allow_any_value(),
    };
    if !field.unit.is_empty() && matches!(field.kind, Type::Integer | Type::Decimal) {
        words.push(format!("单位：{}", field.unit));
    }
    if let Some(withheld) = field.withheld.first() {
        words.push(format!("如不便填写，可填“{withheld}”"));
    }
    if words.is_empty() {
        return Ok(None);
    }
    let label = field.label_parts().next_back().unwrap_or_default();
    let words = format!("{}。", words.join("；"));
    let check = check
        .set_input_title(cut(label, TITLE))?
        .set_input_message(cut(&words, MESSAGE))?
        .set_error_message(cut(&words, MESSAGE))?;
    Ok(Some(match open {
        true => check.set_error_style(DataValidationErrorStyle::Warning),
        false => check,
    }))
}

/// The beginning of a text, in UTF-16 units.
fn cut(text: &str, most: usize) -> String {
    let mut length = 0;
    text.chars()
        .take_while(|c| {
            length += c.len_utf16();
            length <= most
        })
        .collect()
}
