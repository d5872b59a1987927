//! `findings.xlsx`: the list that is mailed to those who have to mend something.

use std::io::Write;

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError};
use unicode_width::UnicodeWidthStr;

use crate::finding::Severity;

use super::model::{Problem, Report, UnitReport};

/// The longest text of a cell (ECMA-376 part 1, 18.18.22; Excel's limit).
const CELL_CHARS: usize = 32_767;
/// The last row that a sheet can hold, less the one that says that the list goes on.
const LAST_ROW: u32 = 1_048_574;

/// The height of a line and the greatest of a row, in points.
const LINE: f64 = 15.0;
const HIGHEST: f64 = 409.0;

/// A column: its label in both languages, its narrowest and widest width in characters.
struct Column {
    label: (&'static str, &'static str),
    widths: (usize, usize),
}

const fn column(zh: &'static str, en: &'static str, least: usize, most: usize) -> Column {
    Column {
        label: (zh, en),
        widths: (least, most),
    }
}

const FINDINGS: [Column; 14] = [
    column("单位", "unit", 12, 28),
    column("联系人", "contact", 8, 14),
    column("电话", "phone", 10, 18),
    column("文件", "file", 12, 30),
    column("级别", "severity", 10, 16),
    column("表代码", "table", 10, 16),
    column("表名", "table name", 12, 30),
    column("位置", "place", 16, 34),
    column("记录", "record", 6, 26),
    column("项目", "item", 10, 26),
    column("填写内容", "written", 12, 36),
    column("问题", "what is wrong", 20, 50),
    column("处理办法", "what to do", 20, 50),
    column("原因", "cause", 12, 24),
];

const UNITS: [Column; 9] = [
    column("单位", "unit", 12, 36),
    column("联系人", "contact", 8, 16),
    column("电话", "phone", 10, 20),
    column("文件", "file", 12, 44),
    column("状态", "state", 8, 16),
    column("记录", "records", 8, 10),
    column("必须改正", "must be mended", 10, 16),
    column("需核实", "to be checked", 8, 16),
    column("提示", "for information", 6, 16),
];

/// A cell: text or a number, and the severity that colours it.
enum Cell<'a> {
    Text(&'a str),
    Number(usize),
    Severity(Severity, &'a str),
}

/// Writes the workbook: a sheet with a row a finding, a sheet with a row a unit.
///
/// # Errors
/// What the workbook or `out` refuses.
pub fn write_workbook(
    report: &Report,
    out: impl Write + std::io::Seek + Send,
) -> Result<(), XlsxError> {
    let mut workbook = Workbook::new();
    let lang = report.lang;
    let mut list = Sheet::new(
        workbook.add_worksheet(),
        lang.pick("问题清单", "findings"),
        &FINDINGS,
        report,
    )?;
    let problems = report
        .units
        .iter()
        .flat_map(|u| u.findings.iter().map(move |p| (u, p)));
    for (n, (unit, problem)) in problems.enumerate() {
        if list.row > LAST_ROW {
            let all: usize = report.units.iter().map(|u| u.findings.len()).sum();
            let more = all - n;
            let said = lang.pick(
                format!("还有 {more} 处，工作表放不下"),
                format!("{more} more do not fit into a sheet"),
            );
            list.write(&[Cell::Text(&said)])?;
            break;
        }
        finding(&mut list, report, unit, problem)?;
    }
    list.finish()?;
    let name = lang.pick("各单位", "units");
    let mut units = Sheet::new(workbook.add_worksheet(), name, &UNITS, report)?;
    for unit in &report.units {
        let state = match unit.edition {
            None => lang.pick("无法读取", "not read"),
            Some(_) if unit.counts.error > 0 => Severity::Error.title(lang),
            Some(_) if unit.counts.warning > 0 => Severity::Warning.title(lang),
            Some(_) => lang.pick("没有问题", "nothing wrong"),
        };
        units.write(&[
            Cell::Text(&unit.unit),
            Cell::Text(unit.contact.as_deref().unwrap_or("")),
            Cell::Text(unit.phone.as_deref().unwrap_or("")),
            Cell::Text(&unit.file),
            match unit.edition.is_none() || unit.counts.error > 0 {
                true => Cell::Severity(Severity::Error, state),
                false => Cell::Text(state),
            },
            Cell::Number(unit.records),
            Cell::Number(unit.counts.error),
            Cell::Number(unit.counts.warning),
            Cell::Number(unit.counts.info),
        ])?;
    }
    units.finish()?;
    workbook.save_to_writer(out)
}

fn finding(
    list: &mut Sheet<'_>,
    report: &Report,
    unit: &UnitReport,
    p: &Problem,
) -> Result<(), XlsxError> {
    let lang = report.lang;
    let code = p.table.as_deref().unwrap_or("");
    let tables = unit.edition.map_or(&[][..], |e| &report.editions[e].tables);
    let table = tables.iter().find(|t| &*t.code == code);
    let record = match (p.record, &p.record_name) {
        (None, _) => String::new(),
        (Some(n), None) => n.to_string(),
        (Some(n), Some(name)) => format!("{n} {name}"),
    };
    list.write(&[
        Cell::Text(&unit.unit),
        Cell::Text(unit.contact.as_deref().unwrap_or("")),
        Cell::Text(unit.phone.as_deref().unwrap_or("")),
        Cell::Text(p.file.as_deref().unwrap_or(&unit.file)),
        Cell::Severity(p.severity, p.severity.title(lang)),
        Cell::Text(code),
        Cell::Text(table.map_or("", |t| &t.name)),
        Cell::Text(&p.place),
        Cell::Text(&record),
        Cell::Text(p.item.as_deref().unwrap_or("")),
        Cell::Text(p.raw.as_deref().unwrap_or("")),
        Cell::Text(&p.message),
        Cell::Text(&p.hint),
        Cell::Text(p.rule.title(lang)),
    ])
}

/// A sheet that is being written, with the widths that its texts ask for.
struct Sheet<'w> {
    sheet: &'w mut Worksheet,
    columns: &'static [Column],
    widths: Vec<usize>,
    row: u32,
    body: Format,
    severities: [Format; 3],
}

impl<'w> Sheet<'w> {
    fn new(
        sheet: &'w mut Worksheet,
        name: &str,
        columns: &'static [Column],
        report: &Report,
    ) -> Result<Sheet<'w>, XlsxError> {
        let head = Format::new()
            .set_bold()
            .set_background_color(Color::RGB(0xE4F0F1))
            .set_font_color(Color::RGB(0x145C66))
            .set_border_bottom(FormatBorder::Thin)
            .set_border_bottom_color(Color::RGB(0xB8D0D3))
            .set_align(FormatAlign::VerticalCenter);
        let body = Format::new()
            .set_text_wrap()
            .set_align(FormatAlign::Top)
            .set_border_bottom(FormatBorder::Hair)
            .set_border_bottom_color(Color::RGB(0xD5DCE0));
        let coloured = |paper, ink| {
            let format = body.clone().set_background_color(Color::RGB(paper));
            format.set_font_color(Color::RGB(ink))
        };
        let severities = [
            coloured(0xFBE7E4, 0xA8261C),
            coloured(0xFCF1D6, 0x7D5200),
            coloured(0xE9F0F7, 0x3C5C84),
        ];
        sheet.set_name(name)?;
        sheet.set_freeze_panes(1, 1)?;
        sheet.set_row_height(0, 22)?;
        sheet.set_landscape();
        sheet.set_paper_size(9); // A4
        sheet.set_print_fit_to_pages(1, 0);
        sheet.set_repeat_rows(0, 0)?;
        for (c, column) in columns.iter().enumerate() {
            let label = report.lang.pick(column.label.0, column.label.1);
            sheet.write_string_with_format(0, at(c), label, &head)?;
        }
        let widths = columns
            .iter()
            .map(|c| report.lang.pick(c.label.0, c.label.1).width() + 3)
            .collect();
        Ok(Sheet {
            sheet,
            columns,
            widths,
            row: 1,
            body,
            severities,
        })
    }

    fn write(&mut self, cells: &[Cell<'_>]) -> Result<(), XlsxError> {
        let mut lines = 1;
        for (c, cell) in cells.iter().enumerate() {
            let (text, format) = match cell {
                Cell::Number(n) => {
                    let n = u32::try_from(*n).unwrap_or(u32::MAX);
                    self.sheet
                        .write_number_with_format(self.row, at(c), n, &self.body)?;
                    continue;
                }
                Cell::Text(text) => (*text, &self.body),
                Cell::Severity(severity, text) => {
                    let format = match severity {
                        Severity::Error => &self.severities[0],
                        Severity::Warning => &self.severities[1],
                        Severity::Info => &self.severities[2],
                    };
                    (*text, format)
                }
            };
            let text = fitting(text);
            let widest = text.lines().map(UnicodeWidthStr::width).max().unwrap_or(0);
            lines = lines.max(lines_of(&text, self.columns[c].widths.1));
            self.widths[c] = self.widths[c].max(widest + 2);
            self.sheet
                .write_string_with_format(self.row, at(c), &text, format)?;
        }
        // Not every program finds the height of wrapped text by itself.
        let height = (LINE * lines as f64 + 3.0).min(HIGHEST);
        self.sheet.set_row_height(self.row, height)?;
        self.row += 1;
        Ok(())
    }

    fn finish(self) -> Result<(), XlsxError> {
        for (c, (column, width)) in self.columns.iter().zip(self.widths).enumerate() {
            let (least, most) = column.widths;
            let width = u32::try_from(width.clamp(least, most.max(least))).unwrap_or(u32::MAX);
            self.sheet.set_column_width(at(c), width)?;
        }
        let last = at(self.columns.len() - 1);
        self.sheet.autofilter(0, 0, self.row.max(2) - 1, last)?;
        Ok(())
    }
}

/// How many lines a text takes in a column of this width: a shorter text widens its column, a
/// longer one is wrapped at the widest.
fn lines_of(text: &str, width: usize) -> usize {
    let room = width.saturating_sub(2).max(1);
    text.lines().map(|l| l.width().div_ceil(room).max(1)).sum()
}

fn at(column: usize) -> u16 {
    u16::try_from(column).unwrap_or(u16::MAX)
}

/// The text as a cell can hold it: cut with `…` where it is too long, controls as `�`.
fn fitting(text: &str) -> String {
    let cut = text.chars().count() > CELL_CHARS;
    let mut out: String = text
        .chars()
        .filter(|c| *c != '\r')
        .take(CELL_CHARS - 1)
        .map(|c| match c {
            '\n' | '\t' => c,
            c if c.is_control() => '\u{fffd}',
            c => c,
        })
        .collect();
    if cut {
        out.push('…');
    }
    out
}
