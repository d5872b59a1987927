//! A roll-up for a terminal.

use std::collections::BTreeMap;
use std::io::{self, Write};

use crate::cli::columns::write_columns;
use crate::mapping::{Derived, Mapping};
use crate::said;
use crate::survey::rollup::{
    Decision, DerivedTable, DerivedTerm, Duplicate, DuplicateKind, Flaw, FlawKind, Likeness,
    Rollup, told,
};
use crate::text::lang::{Lang, Said};

/// Lines of one part; the files have all of them.
const MOST_LINES: usize = 100;
/// Units that are named in one line.
const MOST_NAMES: usize = 8;

/// Writes the roll-up: its tables in figures, and everything that is to be looked at.
pub(super) fn rollup(
    rollup: &Rollup,
    mapping: &Mapping,
    lang: Lang,
    out: &mut impl Write,
) -> io::Result<()> {
    let mut telling = Telling {
        rollup,
        mapping,
        lang,
        out,
    };
    telling.tables()?;
    for table in &rollup.derived {
        if let Some(said) = mapping.derived(&table.code) {
            telling.derived(table, said)?;
        }
    }
    telling.duplicates()?;
    telling.crowds()?;
    telling.flaws()?;
    telling.excluded()?;
    telling.not_returned()?;
    telling.left_out()?;
    telling.doubts()
}

struct Telling<'a, W> {
    rollup: &'a Rollup,
    mapping: &'a Mapping,
    lang: Lang,
    out: &'a mut W,
}

impl<W: Write> Telling<'_, W> {
    fn say(&self, said: Said) -> String {
        said.get(self.lang).to_owned()
    }

    fn line(&mut self, said: Said) -> io::Result<()> {
        writeln!(self.out, "{}", said.get(self.lang))
    }

    /// Rows in columns, the first of them where there are many.
    fn rows(&mut self, mut rows: Vec<Vec<String>>) -> io::Result<()> {
        let more = rows.len().saturating_sub(MOST_LINES);
        rows.truncate(MOST_LINES);
        write_columns(&rows, "  ", self.out)?;
        self.more(more)
    }

    /// Rows under their title; nothing where there are none.
    fn under(&mut self, title: Said, rows: Vec<Vec<String>>) -> io::Result<()> {
        if rows.is_empty() {
            return Ok(());
        }
        self.line(title)?;
        self.rows(rows)
    }

    fn more(&mut self, more: usize) -> io::Result<()> {
        match more {
            0 => Ok(()),
            more => self.line(said!(
                "  …… 另有 {more} 条，见 rollup.json",
                "  … and {more} more in rollup.json"
            )),
        }
    }

    fn tables(&mut self) -> io::Result<()> {
        let Rollup { units, account, .. } = self.rollup;
        let returned = units.iter().filter(|u| !u.files.is_empty()).count();
        let (all, id) = (units.len(), &self.rollup.mapping.id);
        let whose = account.clone().unwrap_or_default();
        let head = self.say(said!(
            "{whose}汇总 {id}：{all} 个单位，计入 {returned} 个",
            "Roll-up {whose} {id}: {all} units, {returned} of them counted"
        ));
        writeln!(self.out, "{}", head.replace("  ", " "))?;
        let mut rows = Vec::new();
        for (rolled, table) in self.rollup.tables.iter().zip(&self.mapping.tables) {
            if rolled.records.is_empty() {
                continue;
            }
            let counting = rolled.records.iter().filter(|r| r.counts).count();
            let what = match &rolled.sums {
                Some(sums) => {
                    let n = sums.len();
                    said!("{counting} 条相加为 {n} 条", "{counting} added up to {n}")
                }
                None => said!("{counting} 条", "{counting} records"),
            };
            let out = match rolled.records.len() - counting {
                0 => Said::default(),
                n => said!("未计入 {n}", "{n} left out"),
            };
            rows.push(vec![
                table.code.to_string(),
                table.name.clone(),
                self.say(what),
                self.say(out),
            ]);
        }
        write_columns(&rows, "  ", self.out)
    }

    fn derived(&mut self, table: &DerivedTable, said: &Derived) -> io::Result<()> {
        if table.numbers.iter().all(|n| n.value.is_none()) {
            return Ok(());
        }
        writeln!(self.out, "\n{}  {}", table.code, said.name)?;
        let mapping = self.mapping;
        let part = |t: &DerivedTerm| {
            let sign = if t.minus { "-" } else { "" };
            let (item, value) = (t.called(said, mapping), t.value?.normalize());
            Some(format!("{sign}{item} {value}"))
        };
        let numbers = table.numbers.iter().zip(&said.fields);
        let rows = numbers.map(|(n, field)| {
            let value = n.value.map(|v| v.normalize().to_string());
            let parts: Vec<String> = n.terms.iter().filter_map(part).collect();
            vec![
                field.code.clone(),
                field.label.to_string(),
                value.unwrap_or_else(|| "—".to_owned()),
                field.unit.clone(),
                parts.join("，"),
            ]
        });
        write_columns(&rows.collect::<Vec<_>>(), "  ", self.out)?;
        match said.note_in(self.lang) {
            "" => Ok(()),
            note => writeln!(self.out, "  {note}"),
        }
    }

    fn duplicates(&mut self) -> io::Result<()> {
        let all = &self.rollup.duplicates;
        if all.is_empty() {
            return Ok(());
        }
        let n = all.len();
        self.line(said!("\n可能重复（{n}）", "\nMay be reported twice ({n})"))?;
        for duplicate in all.iter().take(MOST_LINES) {
            self.duplicate(duplicate)?;
        }
        self.more(n.saturating_sub(MOST_LINES))
    }

    /// Names that were not compared record by record.
    fn crowds(&mut self) -> io::Result<()> {
        let all = &self.rollup.crowds;
        if all.is_empty() {
            return Ok(());
        }
        self.line(said!("\n没有逐条比对的", "\nNot compared record by record"))?;
        for crowd in all.iter().take(MOST_LINES) {
            let said = crowd.said();
            writeln!(self.out, "  {}", said.get(self.lang))?;
        }
        self.more(all.len().saturating_sub(MOST_LINES))
    }

    fn duplicate(&mut self, d: &Duplicate) -> io::Result<()> {
        let (what, table) = match (&d.kind, d.likeness) {
            (DuplicateKind::Form, _) => (said!("整份表相同", "the same form"), None),
            (DuplicateKind::Record { table }, Likeness::Same) => (
                said!("{table} 同一条记录", "{table}: the same record"),
                Some(table),
            ),
            (DuplicateKind::Record { table }, Likeness::Alike) => (
                said!("{table} 近似的记录", "{table}: records that are alike"),
                Some(table),
            ),
            (DuplicateKind::Table { table }, _) => (
                said!(
                    "{table} 整张表与下级相同",
                    "{table}: the table repeats those below"
                ),
                None,
            ),
            (DuplicateKind::Copy { table }, _) => (
                said!(
                    "{table} 整张表与另一单位相同",
                    "{table}: the table is another unit's"
                ),
                None,
            ),
        };
        let decided = d.decision.said();
        let differs = match d.differs {
            true => said!("（数字不同）", " (other numbers)"),
            false => Said::default(),
        };
        let case = match d.decision {
            Decision::Open => format!(" [case {}]", d.case),
            _ => String::new(),
        };
        self.line(Said {
            zh: format!("  {}{}：{}{case}", what.zh, differs.zh, decided.zh),
            en: format!("  {}{}: {}{case}", what.en, differs.en, decided.en),
        })?;
        let rolled = table.and_then(|code| self.rollup.tables.iter().find(|t| t.code == *code));
        let rows = d.members.iter().take(MOST_LINES).map(|m| {
            let first = m.records.first();
            let record = first.and_then(|r| Some(told(&rolled?.records[*r].record)));
            vec![
                self.say(match m.counts {
                    true => said!("计入", "counts"),
                    false => said!("不计", "left out"),
                }),
                self.rollup.units[m.unit].name.clone(),
                m.file.to_string(),
                record.unwrap_or_default(),
            ]
        });
        write_columns(&rows.collect::<Vec<_>>(), "    ", self.out)
    }

    /// Values that are in no sum, or in one though they are wrong.
    fn flaws(&mut self) -> io::Result<()> {
        let errors = self.rollup.flaws.iter().filter(|f| f.kind.is_error());
        let rows: Vec<Vec<String>> = errors
            .map(|f| {
                vec![
                    f.table.to_string(),
                    self.rollup.units[f.unit].name.clone(),
                    f.file.to_string(),
                    self.say(f.said(self.mapping)),
                ]
            })
            .collect();
        let n = rows.len();
        let title = said!(
            "\n汇总数里须改正的（{n}）",
            "\nTo be mended in the numbers ({n})"
        );
        self.under(title, rows)
    }

    /// Money that units of their kind leave out.
    fn excluded(&mut self) -> io::Result<()> {
        let excluded = |f: &&Flaw| matches!(f.kind, FlawKind::Excluded { .. });
        let rows: Vec<Vec<String>> = (self.rollup.flaws.iter().filter(excluded))
            .map(|f| {
                vec![
                    f.table.to_string(),
                    self.rollup.units[f.unit].name.clone(),
                    self.say(f.said(self.mapping)),
                ]
            })
            .collect();
        let n = rows.len();
        let title = said!(
            "\n不应计入的经费，请核实（{n}）",
            "\nMoney that should not be counted: check it ({n})"
        );
        self.under(title, rows)
    }

    /// Tables that are added up, and who did not hand them in.
    fn not_returned(&mut self) -> io::Result<()> {
        let mut tables: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for flaw in &self.rollup.flaws {
            if flaw.kind == FlawKind::NotReturned {
                let units = tables.entry(&flaw.table).or_default();
                units.push(&self.rollup.units[flaw.unit].name);
            }
        }
        if tables.is_empty() {
            return Ok(());
        }
        self.line(said!(
            "\n汇总数里缺的（交了表，但没有这张表的单位）",
            "\nMissing in the numbers (units that returned a form without the table)"
        ))?;
        let rows = tables.into_iter().map(|(code, units)| {
            let n = units.len();
            let named = units[..n.min(MOST_NAMES)].join("、");
            let more = if n > MOST_NAMES { "……" } else { "" };
            vec![
                code.to_owned(),
                self.say(said!("{n} 个单位", "{n} units")),
                format!("{named}{more}"),
            ]
        });
        write_columns(&rows.collect::<Vec<_>>(), "  ", self.out)
    }

    fn left_out(&mut self) -> io::Result<()> {
        let all = &self.rollup.left_out;
        if all.is_empty() {
            return Ok(());
        }
        let n = all.len();
        self.line(said!("\n未计入的文件（{n}）", "\nFiles left out ({n})"))?;
        let rows = all.iter().map(|l| {
            vec![
                (if l.lost { "!" } else { "" }).to_owned(),
                l.file.to_string(),
                l.why.get(self.lang).to_owned(),
            ]
        });
        self.rows(rows.collect())
    }

    fn doubts(&mut self) -> io::Result<()> {
        let all = &self.rollup.doubts;
        if all.is_empty() {
            return Ok(());
        }
        self.line(said!("\n请核实", "\nTo be checked"))?;
        for (unit, doubt) in all.iter().take(MOST_LINES) {
            let (name, doubt) = (&self.rollup.units[*unit].name, doubt.get(self.lang));
            writeln!(self.out, "  {name}  {doubt}")?;
        }
        self.more(all.len().saturating_sub(MOST_LINES))
    }
}
