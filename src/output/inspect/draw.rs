//! An inspection for a person at a terminal: the document in reading order, its tables drawn.

use std::fmt::Write;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::{BoxView, CellView, Inspection, TableView};
use crate::said;
use crate::text::Worded as _;
use crate::text::lang::Lang;

/// The lines that a row may take up.
const LINES: usize = 3;

/// Draws what the reader sees, in lines of at most `width` terminal columns.
///
/// Tables come where they stand among the lines of the body, each followed by those inside it;
/// rows without text are passed over with their count.
pub fn draw(inspection: &Inspection, lang: Lang, width: usize) -> String {
    let mut out = String::new();
    let width = width.max(40);
    let (tables, boxes) = (inspection.tables.len(), inspection.boxes.len());
    let lines = inspection.paragraphs.len();
    let summary = said!(
        "{tables} 个表格，{boxes} 个文本框，正文 {lines} 段",
        "{tables} tables, {boxes} text boxes, {lines} paragraphs"
    );
    line(&mut out, summary.get(lang));
    if let Some(producer) = &inspection.producer {
        let producer = said!("由 {producer} 生成", "written by {producer}");
        line(&mut out, producer.get(lang));
    }
    for section in &inspection.sections {
        out.push('\n');
        line(&mut out, &cut(&section.heading, width));
        for table in &section.tables {
            draw_with_inner(&mut out, inspection, *table, lang, width);
        }
        for number in &section.boxes {
            if let Some(found) = inspection.boxes.iter().find(|b| b.index == *number) {
                draw_box(&mut out, found, lang, width);
            }
        }
    }
    // What stands in cells and boxes, and was not drawn with a section.
    let is_drawn = |number: &u32| inspection.sections.iter().any(|s| s.boxes.contains(number));
    for found in inspection.boxes.iter().filter(|b| !is_drawn(&b.index)) {
        out.push('\n');
        draw_box(&mut out, found, lang, width);
    }
    for table in inspection.tables.iter().filter(|t| {
        t.inside.is_none()
            && !inspection
                .sections
                .iter()
                .any(|s| s.tables.contains(&t.index))
    }) {
        out.push('\n');
        draw_with_inner(&mut out, inspection, table.index, lang, width);
    }
    for drawing in &inspection.drawings {
        let (place, what) = (drawing.source.in_words(lang), drawing.said.get(lang));
        let words = match drawing.text.is_empty() {
            true => said!("◇ {place}：{what}", "◇ {place}: {what}"),
            false => {
                let text = flat(&drawing.text);
                said!("◇ {place}：{what}“{text}”", "◇ {place}: {what} “{text}”")
            }
        };
        line(&mut out, words.get(lang));
    }
    for remark in &inspection.remarks {
        let (place, what) = (remark.source.in_words(lang), remark.message.get(lang));
        let words = said!("! {place}：{what}", "! {place}: {what}");
        line(&mut out, words.get(lang));
    }
    out
}

fn line(out: &mut String, text: &str) {
    out.push_str(text.trim_end());
    out.push('\n');
}

fn draw_with_inner(
    out: &mut String,
    inspection: &Inspection,
    number: u32,
    lang: Lang,
    width: usize,
) {
    // Inner tables have higher numbers, so this ends; a stack keeps deep nesting off the call stack.
    let mut waiting = vec![number];
    while let Some(number) = waiting.pop() {
        let found = inspection
            .tables
            .binary_search_by_key(&number, |t| t.index)
            .ok()
            .map(|at| &inspection.tables[at]);
        let Some(table) = found else { continue };
        draw_table(out, table, lang, width);
        let inner = inspection
            .tables
            .iter()
            .filter(|t| t.inside == Some(number));
        waiting.extend(inner.map(|t| t.index).rev());
    }
}

fn draw_box(out: &mut String, found: &BoxView, lang: Lang, width: usize) {
    let (index, lines) = (found.index, found.lines.len());
    let title = said!(
        "文本框 {index}（{lines} 行）",
        "text box {index} ({lines} lines)"
    );
    let _ = writeln!(out, "┌ {}", title.get(lang));
    for row in &found.lines {
        let bullet = row.bullet.as_deref().unwrap_or_default();
        let text = flat(&row.text);
        let marks: Vec<&str> = row.marks.iter().map(|m| m.name()).collect();
        let sign = if marks.is_empty() { ' ' } else { '*' };
        let text = cut(format!("{bullet} {text}").trim(), width.saturating_sub(30));
        let _ = match marks.is_empty() {
            true => writeln!(out, "│{sign} {text}"),
            false => writeln!(out, "│{sign} {text}  [{}]", marks.join(" ")),
        };
    }
    line(out, "└");
}

fn draw_table(out: &mut String, table: &TableView, lang: Lang, width: usize) {
    let (index, rows, columns) = (table.index, table.rows, table.columns);
    let mut title = said!(
        "表格 {index}：{rows} 行 × {columns} 列",
        "table {index}: {rows} rows × {columns} columns"
    )
    .get(lang)
    .to_owned();
    if let Some(outer) = table.inside {
        let inside = said!("，在表格 {outer} 内", ", inside table {outer}");
        title.push_str(inside.get(lang));
    }
    if let Some(sheet) = &table.sheet {
        let sheet = said!("，工作表“{sheet}”", ", sheet “{sheet}”");
        title.push_str(sheet.get(lang));
    }
    line(out, &title);
    let widths = column_widths(table, width);
    let mut cells = table.cells.iter().peekable();
    let mut blank_rows = 0;
    for row in 1..=rows {
        let mut own: Vec<&CellView> = Vec::new();
        while let Some(cell) = cells.next_if(|c| c.row == row) {
            own.push(cell);
        }
        if own.iter().all(|c| c.text.trim().is_empty()) {
            blank_rows += 1;
            continue;
        }
        draw_blank_rows(out, &mut blank_rows, lang);
        draw_row(out, &own, &widths);
    }
    draw_blank_rows(out, &mut blank_rows, lang);
}

/// Draws a row in as many lines as its longest text needs, up to [`LINES`]. Lines that go on with
/// the row have other strokes, since no line is drawn between rows.
fn draw_row(out: &mut String, own: &[&CellView], widths: &[usize]) {
    let mut slots: Vec<(usize, Vec<String>)> = Vec::new();
    let mut column = 1;
    for cell in own {
        // Slots that a cell above covers, or that a row leaves free.
        while column < cell.column {
            slots.push((width_of(widths, column, 1), Vec::new()));
            column += 1;
        }
        let span = cell.column_span.max(1);
        let width = width_of(widths, column, span);
        slots.push((width, wrap(&flat(&cell.text), width)));
        column += span;
    }
    while (column as usize) <= widths.len() {
        slots.push((width_of(widths, column, 1), Vec::new()));
        column += 1;
    }
    let height = slots.iter().map(|(_, lines)| lines.len()).max();
    for at in 0..height.unwrap_or(0).max(1) {
        let stroke = if at == 0 { '│' } else { '┊' };
        for (width, lines) in &slots {
            let text = lines.get(at).map_or("", String::as_str);
            let fill = width.saturating_sub(text.width());
            out.extend([stroke, ' ']);
            out.push_str(text);
            out.extend(std::iter::repeat_n(' ', fill));
        }
        out.push(stroke);
        out.push('\n');
    }
}

fn draw_blank_rows(out: &mut String, count: &mut u32, lang: Lang) {
    let n = std::mem::take(count);
    if n > 0 {
        let words = said!("│ …… {n} 个空行", "│ … {n} rows without text");
        line(out, words.get(lang));
    }
}

/// How wide each column is drawn: as wide as its texts where there is room.
fn column_widths(table: &TableView, width: usize) -> Vec<usize> {
    let columns = table.columns as usize;
    let mut widths = vec![2; columns];
    for cell in &table.cells {
        let span = cell.column_span.max(1) as usize;
        let wanted = flat(&cell.text).width().div_ceil(span);
        let from = cell.column as usize - 1;
        for slot in widths.iter_mut().skip(from).take(span) {
            *slot = (*slot).max(wanted);
        }
    }
    // Each column takes two more: the stroke and a space.
    let room = width.saturating_sub(2 * columns + 1).max(2 * columns);
    let fits = |most: usize| widths.iter().map(|w| (*w).min(most)).sum::<usize>() <= room;
    let most = (2..=width).rev().find(|&most| fits(most)).unwrap_or(2);
    widths.iter().map(|w| (*w).min(most)).collect()
}

fn width_of(widths: &[usize], column: u32, span: u32) -> usize {
    let slots = widths.iter().skip(column as usize - 1).take(span as usize);
    slots.sum::<usize>() + 2 * (span as usize - 1)
}

/// A text in lines of at most `width` columns, up to [`LINES`] of them.
fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        if lines.len() + 1 == LINES {
            lines.push(cut(rest, width));
            break;
        }
        let mut used = 0;
        let fits = rest.char_indices().find(|(_, c)| {
            used += c.width().unwrap_or(0);
            used > width
        });
        // At least one character a line, however narrow.
        let first = rest.chars().next().map_or(1, char::len_utf8);
        let end = fits.map_or(rest.len(), |(at, _)| at.max(first));
        lines.push(rest[..end].trim_end().to_owned());
        rest = rest[end..].trim_start();
    }
    lines
}

/// A text in one line.
fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// As much of the text as fits.
fn cut(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut used = 1;
    for c in text.chars() {
        used += c.width().unwrap_or(0);
        if used > width {
            break;
        }
        out.push(c);
    }
    out.push('…');
    out
}
