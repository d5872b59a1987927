//! The report for a terminal: a table of units, then the problems by their causes.

mod units;

use std::io::{self, Write};

use unicode_width::UnicodeWidthStr;

use crate::model::finding::{Rule, Severity};
use crate::text::lang::{Lang, Said};

use super::lines::{cut, printable, wrap};
use super::model::{Cause, Problem, Report};

/// How the text is laid out.
#[derive(Clone, Debug)]
pub struct TextStyle {
    /// Columns of the terminal; lines are kept within 72 to 120.
    pub width: usize,
    /// Colours, as ANSI escapes.
    pub color: bool,
    /// Everything, infos too; without it long lists are cut.
    pub verbose: bool,
    /// Where the rest of a list that is cut can be seen: `report.html`.
    pub rest: Said,
}

/// How many problems of one cause are listed unless everything is.
const PROBLEMS: usize = 6;
/// How many missing tables of one unit are told by name.
const NAMED: usize = 4;
/// How much of what was typed is quoted, in columns.
const QUOTED: usize = 60;

/// Writes the whole report.
///
/// # Errors
/// What `out` refuses.
pub fn write_text(report: &Report, style: &TextStyle, out: impl Write) -> io::Result<()> {
    let mut page = Page::new(report, style, out);
    page.head()?;
    page.units()?;
    page.nothing()?;
    for severity in [Severity::Error, Severity::Warning, Severity::Info] {
        if severity == Severity::Info && !style.verbose {
            continue;
        }
        for cause in &report.causes {
            if cause.findings.of(severity) > 0 {
                page.cause(cause, severity)?;
            }
        }
    }
    page.infos()
}

/// Writes the short form: the units, and a line for each cause.
///
/// # Errors
/// What `out` refuses.
pub fn write_summary(report: &Report, style: &TextStyle, out: impl Write) -> io::Result<()> {
    let mut page = Page::new(report, style, out);
    page.head()?;
    page.units()?;
    page.nothing()?;
    page.unread()?;
    page.causes()?;
    page.infos()
}

struct Page<'a, W> {
    report: &'a Report,
    style: &'a TextStyle,
    lang: Lang,
    width: usize,
    out: W,
}

impl<'a, W: Write> Page<'a, W> {
    fn new(report: &'a Report, style: &'a TextStyle, out: W) -> Page<'a, W> {
        Page {
            report,
            style,
            lang: report.lang,
            width: style.width.clamp(72, 120),
            out,
        }
    }

    fn paint(&self, paint: Paint, text: &str) -> String {
        match self.style.color {
            true => format!("\u{1b}[{}m{text}\u{1b}[0m", paint.code()),
            false => text.to_owned(),
        }
    }

    fn head(&mut self) -> io::Result<()> {
        let t = &self.report.totals;
        let (units, read, records) = (t.units, t.units - t.unread, t.records);
        let mut line = match self.lang {
            Lang::Zh => format!("收到 {units} 份材料，读出 {read} 份，共 {records} 条记录"),
            Lang::En => format!("{units} received, {read} read, {records} records"),
        };
        if t.unread > 0 {
            let n = t.unread;
            line += &self.lang.pick(
                format!("；{n} 份无法读取"),
                format!("; {n} could not be read"),
            );
        }
        let bold = self.paint(Paint::Bold, &line);
        writeln!(self.out, "{bold}")
    }

    /// Says so where there is nothing to act on.
    fn nothing(&mut self) -> io::Result<()> {
        let totals = &self.report.totals;
        if totals.units == 0 || totals.findings.to_act_on() > 0 {
            return Ok(());
        }
        let said = self.lang.pick(
            "没有必须改正或需核实的问题。",
            "Nothing to be mended or checked.",
        );
        let said = self.paint(Paint::Hint, said);
        writeln!(self.out, "\n{said}")
    }

    /// A cause's problems of one severity.
    fn cause(&mut self, cause: &Cause, severity: Severity) -> io::Result<()> {
        let n = cause.findings.of(severity);
        let mark = self.paint(Paint::of(severity), severity.title(self.lang));
        let title = self.paint(Paint::Bold, &cause.title);
        let count = self.lang.pick(format!("{n} 处"), format!("{n}"));
        let rule = self.paint(Paint::Dim, cause.rule.name());
        writeln!(self.out, "\n{mark}  {title}  {count}  {rule}")?;
        let limit = match self.style.verbose {
            true => usize::MAX,
            false => PROBLEMS,
        };
        let (mut left, mut told) = (limit, 0);
        let report = self.report;
        for unit in &report.units {
            let fits = |p: &&Problem| p.rule == cause.rule && p.severity == severity;
            let problems: Vec<&Problem> = unit.findings.iter().filter(fits).collect();
            if left == 0 || problems.is_empty() {
                continue;
            }
            let name = cut(&printable(&unit.unit), self.width / 2);
            let room = self.width.saturating_sub(name.width() + 4);
            let file = self.paint(Paint::Dim, &cut(&printable(&unit.file), room));
            let name = self.paint(Paint::Unit, &name);
            writeln!(self.out, "  {name}  {file}")?;
            if cause.rule == Rule::MissingTable && problems.len() > 1 {
                self.together(&problems)?;
                told += problems.len();
                left -= 1;
                continue;
            }
            for problem in problems.into_iter().take(left) {
                self.problem(problem)?;
                told += 1;
                left -= 1;
            }
        }
        if n > told {
            let more = n - told;
            self.rest(
                "    ",
                Said {
                    zh: format!("其余 {more} 处"),
                    en: format!("{more} more"),
                },
            )?;
        }
        Ok(())
    }

    /// Problems that differ in their places only: the places in a row, what to do once.
    fn together(&mut self, problems: &[&Problem]) -> io::Result<()> {
        // A few by name, many by their codes.
        let told = |p: &&Problem| match &p.table {
            Some(code) if problems.len() > NAMED => printable(code),
            _ => printable(&p.place),
        };
        let places: Vec<String> = problems.iter().map(told).collect();
        let comma = self.lang.pick("、", ", ");
        self.lines("    ", &places.join(comma), Paint::Plain)?;
        let mut hints: Vec<&str> = problems.iter().map(|p| &*p.hint).collect();
        hints.dedup();
        for hint in hints.into_iter().filter(|h| !h.is_empty()) {
            let hint = format!("→ {}", printable(hint));
            self.lines("      ", &hint, Paint::Hint)?;
        }
        Ok(())
    }

    fn problem(&mut self, problem: &Problem) -> io::Result<()> {
        let mut place = printable(&problem.place);
        if let Some(name) = &problem.record_name {
            place += &self.lang.pick(
                format!("（{}）", printable(name)),
                format!(" ({})", printable(name)),
            );
        }
        if let Some(file) = &problem.file {
            place += &format!("  {}", printable(file));
        }
        self.lines("    ", &place, Paint::Plain)?;
        let message = printable(&problem.message);
        self.lines("      ", &message, Paint::Plain)?;
        if let Some(raw) = &problem.raw {
            let raw = printable(raw);
            // Most messages quote what was typed.
            if !raw.is_empty() && !message.contains(&raw) {
                let quote = cut(&raw, QUOTED);
                let said = self
                    .lang
                    .pick(format!("原文“{quote}”"), format!("typed: “{quote}”"));
                self.lines("      ", &said, Paint::Dim)?;
            }
        }
        if !problem.hint.is_empty() {
            let hint = format!("→ {}", printable(&problem.hint));
            self.lines("      ", &hint, Paint::Hint)?;
        }
        Ok(())
    }

    fn lines(&mut self, indent: &str, text: &str, paint: Paint) -> io::Result<()> {
        for line in wrap(text, self.width - indent.len()) {
            let line = self.paint(paint, &line);
            writeln!(self.out, "{indent}{line}")?;
        }
        Ok(())
    }

    /// What could not be read, and why: nobody else will say it.
    fn unread(&mut self) -> io::Result<()> {
        let report = self.report;
        for unit in report.units.iter().filter(|u| u.edition.is_none()) {
            let name = printable(&unit.file);
            let mark = self.paint(Paint::Error, self.lang.pick("无法读取", "not read"));
            writeln!(self.out, "\n{mark}  {name}")?;
            for problem in &unit.findings {
                self.lines("  ", &printable(&problem.message), Paint::Plain)?;
                if !problem.hint.is_empty() {
                    let hint = format!("→ {}", printable(&problem.hint));
                    self.lines("  ", &hint, Paint::Hint)?;
                }
            }
        }
        Ok(())
    }

    /// A line for each cause.
    fn causes(&mut self) -> io::Result<()> {
        let mut first = true;
        for severity in [Severity::Error, Severity::Warning] {
            let n = self.report.totals.findings.of(severity);
            if n == 0 {
                continue;
            }
            if std::mem::take(&mut first) {
                writeln!(self.out)?;
            }
            let report = self.report;
            let parts: Vec<String> = report
                .causes
                .iter()
                .filter(|c| c.findings.of(severity) > 0)
                .map(|c| format!("{} {}", c.title, c.findings.of(severity)))
                .collect();
            let title = severity.title(self.lang);
            let head = self
                .lang
                .pick(format!("{title} {n} 处："), format!("{title} {n}:"));
            self.parts(&head, Paint::of(severity), &parts)?;
        }
        Ok(())
    }

    /// The infos in a line, where they are not listed.
    fn infos(&mut self) -> io::Result<()> {
        let n = self.report.totals.findings.info;
        if n == 0 || self.style.verbose {
            return Ok(());
        }
        let parts: Vec<String> = self
            .report
            .causes
            .iter()
            .filter(|c| c.findings.info > 0)
            .map(|c| format!("{} {}", c.rule.title(self.lang), c.findings.info))
            .collect();
        let head = match self.lang {
            Lang::Zh => format!("提示 {n} 处，不必处理："),
            Lang::En => format!("{n} for information, nothing to do:"),
        };
        writeln!(self.out)?;
        self.parts(&head, Paint::Dim, &parts)
    }

    /// A heading and what it counts, broken between the parts.
    fn parts(&mut self, head: &str, paint: Paint, parts: &[String]) -> io::Result<()> {
        let (comma, space) = self.lang.pick(("，", ""), (", ", " "));
        let mut line = self.paint(paint, head) + space;
        let mut used = head.width() + space.len();
        for (i, part) in parts.iter().enumerate() {
            let comma = if i + 1 < parts.len() { comma } else { "" };
            if used + part.width() + comma.trim_end().width() > self.width {
                writeln!(self.out, "{}", line.trim_end())?;
                line = "  ".to_owned();
                used = 2;
            }
            line += part;
            line += comma;
            used += part.width() + comma.width();
        }
        writeln!(self.out, "{}", line.trim_end())
    }

    /// Says that a list goes on, and where.
    fn rest(&mut self, indent: &str, said: Said) -> io::Result<()> {
        let (what, place) = (said.get(self.lang), self.style.rest.get(self.lang));
        let text = match (place.is_empty(), self.lang) {
            (true, _) => what.to_owned(),
            (_, Lang::Zh) => format!("{what}见 {place}"),
            (_, Lang::En) => format!("{what}, see {place}"),
        };
        let text = self.paint(Paint::Dim, &text);
        writeln!(self.out, "{indent}{text}")
    }
}

/// How a text is coloured.
#[derive(Clone, Copy)]
enum Paint {
    Plain,
    Bold,
    Dim,
    Unit,
    Hint,
    Error,
    Warning,
}

impl Paint {
    fn of(severity: Severity) -> Paint {
        match severity {
            Severity::Error => Paint::Error,
            Severity::Warning => Paint::Warning,
            Severity::Info => Paint::Dim,
        }
    }

    /// The SGR parameters of ECMA-48.
    fn code(self) -> &'static str {
        match self {
            Paint::Plain => "0",
            Paint::Bold => "1",
            Paint::Dim => "2",
            Paint::Unit => "36",
            Paint::Hint => "32",
            Paint::Error => "1;31",
            Paint::Warning => "1;33",
        }
    }
}
