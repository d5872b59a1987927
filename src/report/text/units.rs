//! The table of units: how many records, and how much is wrong.

use std::io::{self, Write};

use unicode_width::UnicodeWidthStr;

use super::{Page, Paint};
use crate::model::submission::Status;
use crate::report::lines::{cut, pad, pad_left, printable};
use crate::report::model::{Counts, UnitReport};
use crate::text::lang::Said;

/// How many units are listed unless everything is.
const UNITS: usize = 30;

impl<W: Write> Page<'_, W> {
    /// The table of units: the gravest first where not all are listed.
    pub(super) fn units(&mut self) -> io::Result<()> {
        let all: Vec<&UnitReport> = self.report.units.iter().collect();
        let mut shown = all.clone();
        if !self.style.verbose && all.len() > UNITS {
            shown.sort_by_key(|u| std::cmp::Reverse((u.edition.is_none(), u.counts)));
            shown.truncate(UNITS);
        }
        if shown.is_empty() {
            return Ok(());
        }
        let lang = self.lang;
        let heads: Vec<&str> = lang.pick(
            vec!["记录", "已填表", "缺表", "必须改正", "需核实", "提示"],
            vec![
                "records", "filled", "missing", "errors", "warnings", "infos",
            ],
        );
        let numbers: usize = heads.iter().map(|h| h.width() + 2).sum();
        let room = self.width.saturating_sub(numbers);
        let files = shown.iter().any(|u| !u.file.starts_with(&u.unit));
        let widest = |texts: &mut dyn Iterator<Item = &str>| {
            texts.map(|t| printable(t).width()).max().unwrap_or(0)
        };
        let name_width = widest(&mut shown.iter().map(|u| &*u.unit))
            .max(4)
            .min(if files { room / 2 } else { room });
        let file_width = match files {
            true => widest(&mut shown.iter().map(|u| &*u.file))
                .max(4)
                .min(room.saturating_sub(name_width + 2)),
            false => 0,
        };
        let mut line = pad(lang.pick("单位", "unit"), name_width);
        if files {
            line += "  ";
            line += &pad(lang.pick("文件", "file"), file_width);
        }
        for head in &heads {
            line += "  ";
            line += head;
        }
        let rule = "─".repeat(line.width());
        let head = self.paint(Paint::Dim, &line);
        let rule = self.paint(Paint::Dim, &rule);
        writeln!(self.out, "\n{head}\n{rule}")?;
        for unit in &shown {
            let mut line = pad(&cut(&printable(&unit.unit), name_width), name_width);
            if files {
                let file = pad(&cut(&printable(&unit.file), file_width), file_width);
                line += "  ";
                line += &self.paint(Paint::Dim, &file);
            }
            let cells = self.unit_cells(unit, &heads);
            writeln!(self.out, "{}", format!("{line}{cells}").trim_end())?;
        }
        let more = all.len() - shown.len();
        if more > 0 {
            self.rest(
                "",
                Said {
                    zh: format!("其余 {more} 个单位"),
                    en: format!("{more} more units"),
                },
            )?;
        }
        Ok(())
    }

    fn unit_cells(&self, unit: &UnitReport, heads: &[&str]) -> String {
        if unit.edition.is_none() {
            let said = self.lang.pick("无法读取", "could not be read");
            return format!("  {}", self.paint(Paint::Error, said));
        }
        let count = |status| unit.tables.iter().filter(|t| t.status == status).count();
        let filled = count(Status::Filled);
        let missing = count(Status::Missing);
        let Counts {
            error,
            warning,
            info,
        } = unit.counts;
        let numbers = [
            (unit.records, Paint::Plain),
            (filled, Paint::Plain),
            (missing, Paint::Plain),
            (error, Paint::Error),
            (warning, Paint::Warning),
            (info, Paint::Dim),
        ];
        let mut cells = String::new();
        for ((number, paint), head) in numbers.into_iter().zip(heads) {
            let text = match number {
                0 => "-".to_owned(),
                n => n.to_string(),
            };
            let paint = if number == 0 { Paint::Dim } else { paint };
            cells += "  ";
            cells += &self.paint(paint, &pad_left(&text, head.width()));
        }
        cells
    }
}
