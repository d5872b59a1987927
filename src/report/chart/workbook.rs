//! A chart's table as a workbook: its numbers, and the records behind them.

use std::path::Path;

use super::model::{Chart, Charts};
use super::page::Records;
use crate::mapping::Type;
use crate::output::{Book, Cell, Error, Heading, MOST_ROWS, NewFile, SheetLook, WholeFile};
use crate::text::lang::Lang;

/// Writes a chart's table: a row a bar; on a second sheet the records.
///
/// # Errors
/// When it cannot be written.
pub fn write_workbook(
    chart: &Chart,
    charts: &Charts,
    lang: Lang,
    place: &Path,
) -> Result<WholeFile, Error> {
    let mut book = Book::new(NewFile::create(place)?, lang);
    let number = |label: String| Heading::from((label, Type::Decimal)).within(10, 30);
    let text = |label: &str, most| Heading::from((label.to_owned(), Type::Text)).within(8, most);
    let mut heads = vec![text(chart.title.get(lang), 40)];
    let before = charts.before.as_ref().map(|b| b.get(lang));
    for series in &chart.series {
        let measure = chart.measure.get(lang);
        let name = match series.get(lang) {
            "" => measure.to_owned(),
            name => lang.pick(
                format!("{name}（{measure}）"),
                format!("{name} ({measure})"),
            ),
        };
        heads.push(number(name));
        heads.extend(before.map(|b| number(b.to_owned())));
    }
    let summed = chart.stacked && chart.series.len() > 1;
    if summed {
        heads.push(number(lang.pick("合计", "total").to_owned()));
    }
    let sheet = book.sheet(lang.pick("图中的数", "figures"), heads, SheetLook::Read)?;
    let given = |n: Option<rust_decimal::Decimal>| n.map_or(Cell::Blank, Cell::Number);
    for bar in &chart.bars {
        let mut cells = vec![Cell::text(bar.label.get(lang))];
        for figure in &bar.figures {
            cells.push(given(figure.value));
            cells.extend(before.map(|_| given(figure.before)));
        }
        if summed {
            cells.push(Cell::Number(bar.sum()));
        }
        book.row(sheet, &cells)?;
    }
    let heads = [
        text(lang.pick("项", "bar"), 40),
        text(lang.pick("系列", "series"), 30),
        text(lang.pick("单位", "unit"), 30),
        text(lang.pick("来源文件", "file"), 40),
        text(lang.pick("表", "table"), 16),
        Heading::from((lang.pick("第几条", "record").to_owned(), Type::Integer)).within(6, 8),
        text(lang.pick("名称", "name"), 40),
        number(chart.measure.get(lang).to_owned()),
    ];
    let sheet = book.sheet(lang.pick("记录", "records"), heads, SheetLook::Read)?;
    let mut room = MOST_ROWS as usize;
    for (b, bar) in chart.bars.iter().enumerate() {
        for (s, figure) in bar.figures.iter().enumerate() {
            let Some(records) = Records::of(chart, charts, b, Some(s), lang) else {
                continue;
            };
            for (line, part) in records.lines.iter().zip(&figure.parts).take(room) {
                let cells = [
                    Cell::text(bar.label.get(lang)),
                    Cell::text(chart.series[s].get(lang)),
                    Cell::text(&line.whose),
                    Cell::text(&line.file),
                    Cell::text(&line.table),
                    Cell::count(line.record + 1),
                    Cell::text(&line.name),
                    Cell::Number(part.value),
                ];
                book.row(sheet, &cells)?;
            }
            room = room.saturating_sub(records.lines.len());
        }
    }
    book.complete()
}
