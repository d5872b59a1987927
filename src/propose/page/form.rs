//! A table of a form to the page's rows.

use office::paper::Table;

use super::ask::{Ask, Asked, Several};
use super::brackets::is_unit;
use super::circled;
use super::label;
use super::opened::is_prompt;
use super::table::{Class, Heads, Row, Sheet, words_of_picture};
use super::text;
use super::words::{PageWords, several, words};
use super::{Build, tagged};
use crate::mapping::{PagePiece, Type};
use crate::recognise::page::is_soft;

/// What is known while the rows of a table are walked.
#[derive(Default)]
pub(super) struct Walk {
    /// The heading over the rows that follow: a row over the whole width.
    pub(super) group: String,
    /// The table of records whose rows are under way, by the row of its heads.
    pub(super) records: Option<(Heads, usize)>,
    /// Its columns: column to field; `None` numbers the rows.
    pub(super) columns: Vec<(u32, Option<usize>)>,
    /// The fields of a row's ticked columns: row and the head over them, to the field.
    pub(super) ticked: Vec<(u32, String, usize)>,
}

impl Build {
    pub(super) fn table(&mut self, table: &Table) {
        let question = self.question.take().filter(|q| q.field.is_none());
        let sheet = Sheet::new(table);
        let whole = table.cells.len() == 1;
        let kinds = sheet.rows();
        let mut walk = Walk::default();
        if let Some(question) = question.filter(|_| whole) {
            walk.group = question.label;
        }
        let mut rows: Vec<Vec<String>> = Vec::new();
        for r in 1..=table.rows {
            let own = sheet.row(r);
            if own.is_empty() {
                continue;
            }
            let (kind, heads) = kinds[r as usize].clone();
            let cells = match kind {
                Row::Plain => self.plain(&sheet, r, &kinds, &mut walk),
                Row::Head => own
                    .iter()
                    .map(|n| tagged(&sheet.cells[*n].text, Vec::new()))
                    .collect(),
                Row::Record => {
                    let again = r > 1 && kinds[r as usize - 1] == (Row::Record, heads);
                    let alike = again && rows.last().is_some_and(|l| l.len() == own.len());
                    if alike {
                        continue;
                    }
                    self.record(&sheet, r, heads, &mut walk)
                }
                Row::Named => self.named(&sheet, r, heads, &mut walk),
                Row::Turned => self.turned(&sheet, r, heads, &mut walk),
            };
            rows.push(cells);
        }
        self.page.push(PagePiece::Table(rows));
    }

    /// The name over a table of records: the side heading, the row above, the line above.
    pub(super) fn name_of(&self, sheet: &Sheet, row: u32, heads: Heads, walk: &Walk) -> String {
        let side = sheet.sides(row, sheet.table.columns + 1);
        if let Some(side) = side.last() {
            return side.clone();
        }
        if !walk.group.is_empty() {
            return walk.group.clone();
        }
        // A corner that numbers no rows names them all.
        let corner = sheet.over(heads.from, 1).filter(|n| {
            let first = sheet.over(row, 1);
            first.is_some_and(|m| {
                sheet.cells[m].class == Class::Label && sheet.cells[m].cell.row == row
            }) && !PageWords::is(&words().numbers, &sheet.cells[*n].label())
        });
        if let Some(n) = corner {
            return sheet.cells[n].label();
        }
        match heads.from {
            1 => self.heading.clone(),
            _ => String::new(),
        }
    }

    pub(super) fn new_table(&mut self, name: &str) -> usize {
        let n = self.tables.len();
        let taken = self.tables.iter().any(|t| t.1 == name);
        let name = match name.is_empty() || taken {
            true => format!("{name}{}", n),
            false => name.to_owned(),
        };
        self.tables.push((format!("LIST_{n}"), name, Vec::new()));
        n
    }

    /// A row of places under heads, that is filled in as often as there are records.
    fn record(&mut self, sheet: &Sheet, r: u32, heads: Heads, walk: &mut Walk) -> Vec<String> {
        if walk.records.is_none_or(|(of, _)| of != heads) {
            let name = self.name_of(sheet, r, heads, walk);
            let t = self.new_table(&name);
            walk.records = Some((heads, t));
            walk.columns.clear();
        }
        let t = walk.records.map_or(0, |r| r.1);
        let mut out = Vec::new();
        for n in sheet.row(r) {
            let slot = &sheet.cells[n];
            if sheet.is_side(n) {
                out.push(tagged(&slot.text, Vec::new()));
                continue;
            }
            let column = slot.cell.column;
            let head = sheet.head(column, heads).join("·");
            let number = PageWords::is(&words().numbers, &head);
            // A number printed where a name is asked for: the name goes behind it.
            let lists = slot.class == Class::Label && sheet.is_number(n) && !head.is_empty();
            if number || slot.class == Class::Label && !lists {
                let code = &self.tables[t].0;
                out.push(format!("{{{code}[]}}"));
                continue;
            }
            if lists {
                let f = self.field(t, &head, Type::Text, None);
                out.push(format!(
                    "{}{}",
                    slot.text.iter().collect::<String>(),
                    self.written(t, f, true)
                ));
                continue;
            }
            let parts = sheet.head(column, heads);
            if slot.is_box() && self.several_boxes(sheet, r, &parts, heads) {
                let outer = parts[..parts.len() - 1].join("·");
                let known = walk.ticked.iter().find(|k| k.0 == r && k.1 == outer);
                let f = known.map(|k| k.2).unwrap_or_else(|| {
                    let label = if outer.is_empty() {
                        head.clone()
                    } else {
                        outer.clone()
                    };
                    let f = self.choice(t, &label, Several::No);
                    walk.ticked.push((r, outer, f));
                    f
                });
                let option = parts.last().cloned().unwrap_or_default();
                let option = self.option(t, f, &option);
                out.push(slot.ticked(&self.option_tag(t, f, &option)));
                continue;
            }
            if slot.class == Class::Fill {
                out.push(self.fill(sheet, n, &head, t));
                continue;
            }
            let known = walk.columns.iter().find(|c| c.0 == column);
            let f = match known {
                Some((_, Some(f))) => *f,
                _ => {
                    let label = if head.is_empty() {
                        format!("第{column}列")
                    } else {
                        head
                    };
                    let f = self.field(t, &label, Type::Text, None);
                    walk.columns.push((column, Some(f)));
                    f
                }
            };
            out.push(self.written(t, f, true));
        }
        out
    }

    /// Boxes under one head, each in a cell and column of its own.
    fn several_boxes(&self, sheet: &Sheet, r: u32, parts: &[String], heads: Heads) -> bool {
        let outer = parts.split_last().map_or(&[][..], |p| p.1);
        let same = sheet.row(r).into_iter().filter(|n| {
            let slot = &sheet.cells[*n];
            let own = sheet.head(slot.cell.column, heads);
            slot.is_box() && own.split_last().map_or(&[][..], |p| p.1) == outer
        });
        let known = |l: &String| words().is_ticked(l);
        same.count() >= 2 && (!outer.is_empty() || parts.last().is_some_and(known))
    }

    /// A row of labels and places.
    fn plain(
        &mut self,
        sheet: &Sheet,
        r: u32,
        kinds: &[(Row, Heads)],
        walk: &mut Walk,
    ) -> Vec<String> {
        let own = sheet.row(r);
        if let Some(n) = sheet.is_whole(r)
            && sheet.cells[n].class == Class::Label
            && !self.opens(sheet, n)
        {
            let label = sheet.cells[n].label();
            if label.chars().count() <= 40 {
                walk.group = label;
            }
        }
        if let Some(cells) = self.steps(sheet, &own, walk) {
            return cells;
        }
        let mut out = Vec::new();
        let mut label = String::new();
        let mut used = 0;
        self.several = Several::No;
        self.circles = false;
        self.asks = false;
        for &n in &own {
            let slot = &sheet.cells[n];
            let column = slot.cell.column;
            let prefix = self.prefix(sheet, r, column, walk);
            let join = |label: &str| match prefix.is_empty() {
                true => label.to_owned(),
                false => format!("{prefix}·{label}"),
            };
            match slot.class {
                Class::Label => {
                    let lines = match label.is_empty() {
                        true => None,
                        false => {
                            circled::option_lines(&slot.text, self.option_length()).or_else(|| {
                                self.circles.then(|| circled::slashes(&slot.text)).flatten()
                            })
                        }
                    };
                    let shown: String = slot.text.iter().collect();
                    // A unit alone is printed behind its number.
                    if !label.is_empty() && used == 0 && is_unit(&shown) {
                        let f = self.field(0, &join(&label), Type::Text, None);
                        out.push(format!("{}{shown}", self.written(0, f, false)));
                        used += 1;
                        continue;
                    }
                    let asked = match self.circles && !label.is_empty() && lines.is_none() {
                        true => text::asked_beside(&slot.text, false, true),
                        false => Asked::default(),
                    };
                    if !asked.asks.is_empty() && used == 0 {
                        let lead = join(&label);
                        out.push(self.put(&slot.text, &asked, &lead, 0, sheet, n));
                        used += 1;
                        continue;
                    }
                    let right = own
                        .iter()
                        .find(|m| sheet.cells[**m].cell.column == column + slot.cell.column_span);
                    let labels_right = right.is_some_and(|m| sheet.cells[*m].class != Class::Label);
                    if let Some(lines) = lines.filter(|_| !labels_right && used == 0) {
                        let lead = join(&label);
                        out.push(self.lines(&slot.text, &lines, &lead));
                        used += 1;
                        continue;
                    }
                    // What tells how to fill in the cell is typed over.
                    if !label.is_empty() && used == 0 && is_prompt(&shown) {
                        let f = self.field(0, &join(&label), Type::Text, None);
                        out.push(format!(
                            "{}{}",
                            self.written(0, f, false),
                            tagged(&slot.text, Vec::new())
                        ));
                        used += 1;
                        continue;
                    }
                    if self.opens(sheet, n) || used > 0 && sheet.is_left_over(n, &own) {
                        out.push(self.opened(sheet, n, &prefix));
                        label = String::new();
                        continue;
                    }
                    if !sheet.is_side(n) || self.is_label_of_row(sheet, n, r) {
                        label = sheet.cells[n].label();
                        let shown: String = slot.text.iter().collect();
                        self.several = several(&shown);
                        self.circles = PageWords::has(&words().circle, &shown);
                        self.asks = shown.trim_end().ends_with(['?', '？']);
                        used = 0;
                    }
                    out.push(tagged(&slot.text, Vec::new()));
                }
                Class::Fill => {
                    // Places that say themselves what they are for have no label above.
                    let asked = text::asked(&slot.text, true);
                    let own = asked.asks.iter().any(|(_, ask)| match ask {
                        Ask::Text { label, .. } => !label.is_empty(),
                        _ => false,
                    });
                    let above = self.above(sheet, r, column, kinds).filter(|_| !own);
                    let lead = match (label.is_empty(), above) {
                        (true, Some(above)) => join(&above),
                        (true, None) => prefix.clone(),
                        (false, _) => join(&label),
                    };
                    out.push(self.fill(sheet, n, &lead, 0));
                    used += 1;
                }
                Class::Empty => {
                    let above = self.above(sheet, r, column, kinds);
                    let own = match (label.is_empty(), used, above) {
                        (false, 0, _) => Some(join(&label)),
                        (_, _, Some(above)) => Some(join(&above)),
                        (false, n, None) => Some(join(&format!("{label}{}", n + 1))),
                        (true, _, None) if own.len() == 1 && !walk.group.is_empty() => {
                            Some(walk.group.clone())
                        }
                        (true, _, None) => sheet.sides(r, column).last().cloned(),
                    };
                    used += 1;
                    let Some(own) = own.filter(|l| !words_of_picture(l)) else {
                        if slot.cell.column_span < sheet.table.columns {
                            self.unmapped.push(sheet.table.place(r, column));
                        }
                        out.push(tagged(&slot.text, Vec::new()));
                        continue;
                    };
                    let f = self.field(0, &own, Type::Text, None);
                    out.push(format!(
                        "{}{}",
                        self.written(0, f, false),
                        slot.text.iter().collect::<String>()
                    ));
                }
            }
        }
        out
    }

    /// A cell beside several rows that is itself the label of the place beside it.
    fn is_label_of_row(&self, sheet: &Sheet, n: usize, r: u32) -> bool {
        let slot = &sheet.cells[n];
        let next = sheet.over(r, slot.cell.column + slot.cell.column_span);
        next.is_some_and(|m| {
            let next = &sheet.cells[m];
            next.class != Class::Label
                && next.cell.row == slot.cell.row
                && next.cell.row_span == slot.cell.row_span
        })
    }

    /// Groups and side headings over a place.
    fn prefix(&self, sheet: &Sheet, r: u32, column: u32, walk: &Walk) -> String {
        let mut sides = sheet.sides(r, column);
        // The label beside a place over the same rows is its own.
        if let Some(n) = column.checked_sub(1).and_then(|c| sheet.over(r, c))
            && sheet.is_side(n)
            && self.is_label_of_row(sheet, n, r)
        {
            sides.pop();
        }
        match sides.is_empty() {
            true => walk.group.clone(),
            false => sides.join("·"),
        }
    }

    /// The label over an empty cell, where its row has none beside it.
    fn above(&self, sheet: &Sheet, r: u32, column: u32, kinds: &[(Row, Heads)]) -> Option<String> {
        let up = r.checked_sub(1).filter(|u| *u > 0)?;
        let n = sheet.over(up, column)?;
        let slot = &sheet.cells[n];
        let same = slot.cell.column == column;
        let head = kinds.get(up as usize).is_some_and(|k| k.0 == Row::Head);
        (same && slot.class == Class::Label && !head && !sheet.is_side(n)).then(|| slot.label())
    }

    /// A cell with places among its words.
    pub(super) fn fill(&mut self, sheet: &Sheet, n: usize, lead: &str, t: usize) -> String {
        let slot = &sheet.cells[n];
        let words = slot.circles.then(|| circled::slashes(&slot.text)).flatten();
        if let Some(words) = words {
            return self.lines_in(t, &slot.text, &words, lead);
        }
        let asked = text::asked(&slot.text, true);
        // Room for a long text above what else is asked.
        let first = slot.text.iter().position(|c| !is_soft(*c)).unwrap_or(0);
        let room = slot.text[..first].iter().filter(|c| **c == '\n').count();
        if let Some(lines) = self
            .lines_above(&slot.text, &asked)
            .filter(|_| t == 0 && !lead.is_empty())
        {
            let out = self.lines(&slot.text[..lines.1], &lines.0, lead);
            let rest = &slot.text[lines.1..];
            let asked = text::asked(rest, true);
            return out + &self.put(rest, &asked, lead, t, sheet, n);
        }
        let mut out = self.put(&slot.text, &asked, lead, t, sheet, n);
        if room >= 2 && !lead.is_empty() && t == 0 {
            let f = self.field(0, lead, Type::Text, None);
            out = format!("{}{out}", self.written(0, f, false));
        }
        out
    }

    /// The letters that an option's line may have: beside a question a sentence.
    fn option_length(&self) -> usize {
        if self.asks { 60 } else { 24 }
    }

    /// Lines of options above the first blank of a cell, and where they end: `Yes⏎No⏎If yes, which: ____`.
    fn lines_above(&self, text: &[char], asked: &Asked) -> Option<(Vec<(usize, usize)>, usize)> {
        let options = asked
            .asks
            .iter()
            .any(|(_, a)| matches!(a, Ask::Option { .. }));
        let first = asked.asks.first().filter(|_| !options)?.0;
        let line = text[..first].iter().rposition(|c| *c == '\n')?;
        let lines = circled::option_lines(&text[..line], self.option_length())?;
        let label =
            |(a, b): &(usize, usize)| text[*a..*b].iter().collect::<String>().to_lowercase();
        let labels: Vec<String> = lines.iter().map(label).collect();
        let pair = words()
            .pairs
            .iter()
            .any(|p| labels.iter().all(|l| p.contains(l)));
        (pair || self.asks).then_some((lines, line))
    }

    pub(super) fn put(
        &mut self,
        text: &[char],
        asked: &Asked,
        lead: &str,
        t: usize,
        sheet: &Sheet,
        n: usize,
    ) -> String {
        let c = sheet.cells[n].cell;
        let place = sheet.table.place(c.row, c.column);
        let groups = self.groups(asked, lead, None, t);
        let mut tags = Vec::new();
        for (at, ask) in &asked.asks {
            if let Some(tag) = self.tag_in(t, ask, &groups, asked, lead, &place) {
                tags.push((*at, tag));
            }
        }
        tagged(text, tags)
    }

    /// Lines of a cell that are options to mark.
    fn lines(&mut self, text: &[char], lines: &[(usize, usize)], lead: &str) -> String {
        self.lines_in(0, text, lines, lead)
    }

    fn lines_in(
        &mut self,
        t: usize,
        text: &[char],
        lines: &[(usize, usize)],
        lead: &str,
    ) -> String {
        let several = if t == 0 { self.several } else { Several::No };
        let f = self.choice(t, lead, several);
        let mut tags = Vec::new();
        for (from, to) in lines {
            let label: String = text[*from..*to].iter().collect();
            let label = self.option(t, f, &label::option_label(&label));
            tags.push((*to, self.option_tag(t, f, &label)));
        }
        tagged(text, tags)
    }
}
