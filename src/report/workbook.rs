//! `findings.xlsx`: the list that is mailed to those who have to mend something.

use std::path::Path;

use super::model::{Problem, Report, UnitReport};
use crate::mapping::Type;
use crate::model::finding::Severity;
use crate::output::{Book, Cell, Error, Heading, MOST_ROWS, NewFile, SheetLook, WholeFile};

/// A column: its label in both languages, its narrowest and widest width in characters.
struct Column {
    label: (&'static str, &'static str),
    widths: (usize, usize),
    is_count: bool,
}

const fn column(zh: &'static str, en: &'static str, least: usize, most: usize) -> Column {
    Column {
        label: (zh, en),
        widths: (least, most),
        is_count: false,
    }
}

const fn count(zh: &'static str, en: &'static str, least: usize, most: usize) -> Column {
    Column {
        is_count: true,
        ..column(zh, en, least, most)
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
    count("记录", "records", 8, 10),
    count("必须改正", "must be mended", 10, 16),
    count("需核实", "to be checked", 8, 16),
    count("提示", "for information", 6, 16),
];

/// Writes the workbook: a sheet with a row a finding, a sheet with a row a unit.
///
/// # Errors
/// When it cannot be written.
pub fn write_workbook(report: &Report, place: &Path) -> Result<WholeFile, Error> {
    let lang = report.lang;
    let mut book = Book::new(NewFile::create(place)?, lang);
    let heads = |columns: &'static [Column]| {
        columns.iter().map(move |c| {
            let kind = match c.is_count {
                true => Type::Integer,
                false => Type::Text,
            };
            let label = lang.pick(c.label.0, c.label.1).to_owned();
            Heading::from((label, kind)).within(c.widths.0, c.widths.1)
        })
    };
    let name = lang.pick("问题清单", "findings");
    let list = book.sheet(name, heads(&FINDINGS), SheetLook::Read)?;
    let problems = report
        .units
        .iter()
        .flat_map(|u| u.findings.iter().map(move |p| (u, p)));
    let all: usize = report.units.iter().map(|u| u.findings.len()).sum();
    // The last row says that the list goes on.
    let room = MOST_ROWS as usize - 1;
    for (unit, problem) in problems.take(room) {
        book.row(list, &finding(report, unit, problem))?;
    }
    if let Some(more @ 1..) = all.checked_sub(room) {
        let said = lang.pick(
            format!("还有 {more} 处，工作表放不下"),
            format!("{more} more do not fit into a sheet"),
        );
        book.row(list, &[Cell::Text(said)])?;
    }
    let name = lang.pick("各单位", "units");
    let units = book.sheet(name, heads(&UNITS), SheetLook::Read)?;
    for unit in &report.units {
        book.row(units, &standing(report, unit))?;
    }
    book.complete()
}

fn standing(report: &Report, unit: &UnitReport) -> [Cell; 9] {
    let lang = report.lang;
    let state = match unit.edition {
        None => lang.pick("无法读取", "not read"),
        Some(_) if unit.counts.error > 0 => Severity::Error.title(lang),
        Some(_) if unit.counts.warning > 0 => Severity::Warning.title(lang),
        Some(_) => lang.pick("没有问题", "nothing wrong"),
    };
    [
        Cell::text(&unit.unit),
        Cell::text(unit.contact.as_deref().unwrap_or("")),
        Cell::text(unit.phone.as_deref().unwrap_or("")),
        Cell::text(&unit.file),
        match unit.edition.is_none() || unit.counts.error > 0 {
            true => Cell::Graded(Severity::Error, state.to_owned()),
            false => Cell::text(state),
        },
        Cell::count(unit.records),
        Cell::count(unit.counts.error),
        Cell::count(unit.counts.warning),
        Cell::count(unit.counts.info),
    ]
}

fn finding(report: &Report, unit: &UnitReport, p: &Problem) -> [Cell; 14] {
    let lang = report.lang;
    let code = p.table.as_deref().unwrap_or("");
    let tables = unit.edition.map_or(&[][..], |e| &report.editions[e].tables);
    let table = tables.iter().find(|t| &*t.code == code);
    let record = match (p.record, &p.record_name) {
        (None, _) => String::new(),
        (Some(n), None) => n.to_string(),
        (Some(n), Some(name)) => format!("{n} {name}"),
    };
    [
        Cell::text(&unit.unit),
        Cell::text(unit.contact.as_deref().unwrap_or("")),
        Cell::text(unit.phone.as_deref().unwrap_or("")),
        Cell::text(p.file.as_deref().unwrap_or(&unit.file)),
        Cell::Graded(p.severity, p.severity.title(lang).to_owned()),
        Cell::text(code),
        Cell::text(table.map_or("", |t| &t.name)),
        Cell::text(&p.place),
        Cell::text(&record),
        Cell::text(p.item.as_deref().unwrap_or("")),
        Cell::text(p.raw.as_deref().unwrap_or("")),
        Cell::text(&p.message),
        Cell::text(&p.hint),
        Cell::text(p.rule.title(lang)),
    ]
}
