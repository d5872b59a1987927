//! A table of a form to the page's rows.

use office::paper::Table;

use super::table::{Class, Row, Sheet, words_of_picture};
use super::text::{self, Asked, clean};
use super::words::{PageWords, words};
use super::{Build, tagged};
use crate::mapping::{PagePiece, Type};
use crate::recognise::page::is_soft;

/// What is known while the rows of a table are walked.
#[derive(Default)]
struct Walk {
    /// The heading over the rows that follow: a row over the whole width.
    group: String,
    /// The table of records whose rows are under way, by the row of its heads.
    records: Option<(u32, usize)>,
    /// Its columns: column to field; `None` numbers the rows.
    columns: Vec<(u32, Option<usize>)>,
    /// The fields of a row's ticked columns: row and the head over them, to the field.
    ticked: Vec<(u32, String, usize)>,
}

impl Build {
    pub(super) fn table(&mut self, table: &Table) {
        self.question = None;
        let sheet = Sheet::new(table);
        let kinds = sheet.rows();
        let mut walk = Walk::default();
        let mut rows: Vec<Vec<String>> = Vec::new();
        for r in 1..=table.rows {
            let own = sheet.row(r);
            if own.is_empty() {
                continue;
            }
            let (kind, from) = kinds[r as usize].clone();
            let cells = match kind {
                Row::Plain => self.plain(&sheet, r, &kinds, &mut walk),
                Row::Head => own.iter().map(|n| tagged(&sheet.cells[*n].text, Vec::new())).collect(),
                Row::Record => {
                    let again = r > 1 && kinds[r as usize - 1] == (Row::Record, from);
                    let alike = again && rows.last().is_some_and(|l| l.len() == own.len());
                    if alike {
                        continue;
                    }
                    self.record(&sheet, r, from, &mut walk)
                }
                Row::Named => self.named(&sheet, r, from, &mut walk),
                Row::Turned => self.turned(&sheet, r, from, &mut walk),
            };
            rows.push(cells);
        }
        self.page.push(PagePiece::Table(rows));
    }

    /// The name over a table of records: the side heading, the row above, the line above.
    fn name_of(&self, sheet: &Sheet, row: u32, from: u32, walk: &Walk) -> String {
        let side = sheet.sides(row, sheet.table.columns + 1);
        if let Some(side) = side.last() {
            return side.clone();
        }
        if !walk.group.is_empty() {
            return walk.group.clone();
        }
        match from {
            1 => self.heading.clone(),
            _ => String::new(),
        }
    }

    fn new_table(&mut self, name: &str) -> usize {
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
    fn record(&mut self, sheet: &Sheet, r: u32, from: u32, walk: &mut Walk) -> Vec<String> {
        if walk.records.is_none_or(|(of, _)| of != from) {
            let name = self.name_of(sheet, r, from, walk);
            let t = self.new_table(&name);
            walk.records = Some((from, t));
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
            let head = sheet.head(r, column, from).join("·");
            let number = PageWords::is(&words().numbers, &head);
            if number || slot.class == Class::Label {
                let code = &self.tables[t].0;
                out.push(format!("{{{code}[]}}"));
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
                    let label = if head.is_empty() { format!("第{column}列") } else { head };
                    let f = self.field(t, &label, Type::Text, None);
                    walk.columns.push((column, Some(f)));
                    f
                }
            };
            out.push(self.written(t, f, true));
        }
        out
    }

    /// What names a row under heads: its labels, without numbers and codes.
    fn row_name(sheet: &Sheet, r: u32, from: u32, first: u32) -> String {
        let mut parts: Vec<(usize, String, bool)> = Vec::new();
        for c in 1..first {
            let Some(n) = sheet.over(r, c) else { continue };
            if sheet.cells[n].class != Class::Label || parts.iter().any(|p| p.0 == n) {
                continue;
            }
            let head = sheet.head(r.min(sheet.cells[n].cell.row), c, from).join("·");
            let beside = PageWords::is(&words().numbers, &head) || PageWords::is(&words().beside, &head);
            parts.push((n, sheet.cells[n].label(), beside));
        }
        let named: Vec<String> = parts
            .iter()
            .filter(|p| !p.2 && !p.1.is_empty())
            .map(|p| p.1.clone())
            .collect();
        match named.is_empty() {
            true => parts.first().map_or(String::new(), |p| p.1.clone()),
            false => named.join("·"),
        }
    }

    /// A row with a name under heads: each place is a field of its own, ticked columns are one.
    fn named(&mut self, sheet: &Sheet, r: u32, from: u32, walk: &mut Walk) -> Vec<String> {
        let own = sheet.row(r);
        let places: Vec<usize> = own
            .iter()
            .copied()
            .filter(|n| sheet.cells[*n].class != Class::Label)
            .collect();
        let first = places.first().map_or(u32::MAX, |n| sheet.cells[*n].cell.column);
        let mut name = Build::row_name(sheet, r, from, first);
        if let Some(side) = sheet.sides(r, first).first().filter(|s| !name.starts_with(s.as_str())) {
            name = format!("{side}·{name}");
        }
        let heads: Vec<Vec<String>> = places
            .iter()
            .map(|n| sheet.head(r, sheet.cells[*n].cell.column, from))
            .collect();
        let is_ticked = |h: &Vec<String>| h.last().is_some_and(|l| words().is_ticked(l));
        let mut ticked: Vec<bool> = heads.iter().map(is_ticked).collect();
        // Steps between known steps are steps too.
        if let (Some(a), Some(b)) = (ticked.iter().position(|t| *t), ticked.iter().rposition(|t| *t))
            && b - a >= 2
        {
            ticked[a..=b].iter_mut().for_each(|t| *t = true);
        }
        let several = ticked.iter().filter(|t| **t).count() >= 2;
        let values = ticked.iter().filter(|t| !(several && **t)).count();
        let mut out = Vec::new();
        for n in own {
            let slot = &sheet.cells[n];
            let Some(at) = places.iter().position(|p| *p == n) else {
                out.push(tagged(&slot.text, Vec::new()));
                continue;
            };
            let head = heads[at].join("·");
            let plain = sheet.table.place(r, slot.cell.column);
            if several && ticked[at] && slot.class == Class::Empty {
                let outer = heads[at][..heads[at].len() - 1].join("·");
                let option = heads[at].last().cloned().unwrap_or_default();
                let label = if outer.is_empty() { name.clone() } else { format!("{name}·{outer}") };
                let known = walk.ticked.iter().find(|t| t.0 == r && t.1 == outer).map(|t| t.2);
                let f = known.unwrap_or_else(|| {
                    let f = self.choice(0, &label, false);
                    walk.ticked.push((r, outer, f));
                    f
                });
                let option = self.option(0, f, &option);
                out.push(self.option_tag(0, f, &option));
                continue;
            }
            let label = match (values == 1 && !several, name.is_empty(), head.is_empty()) {
                (true, false, _) | (_, false, true) => name.clone(),
                (_, true, false) => head,
                (_, false, false) => format!("{name}·{head}"),
                (_, true, true) => {
                    self.unmapped.push(plain);
                    out.push(tagged(&slot.text, Vec::new()));
                    continue;
                }
            };
            out.push(match slot.class {
                Class::Fill => self.fill(sheet, n, &label, 0),
                _ => {
                    let f = self.field(0, &label, Type::Text, None);
                    format!("{}{}", self.written(0, f, false), slot.text.iter().collect::<String>())
                }
            });
        }
        out
    }

    /// A row of a table whose columns are records.
    fn turned(&mut self, sheet: &Sheet, r: u32, from: u32, walk: &mut Walk) -> Vec<String> {
        if walk.records.is_none_or(|(of, _)| of != from) {
            let name = self.name_of(sheet, r, from, walk);
            let t = self.new_table(&name);
            walk.records = Some((from, t));
        }
        let t = walk.records.map_or(0, |r| r.1);
        let own = sheet.row(r);
        let places = own.iter().filter(|n| sheet.cells[**n].class != Class::Label);
        let first = places.map(|n| sheet.cells[*n].cell.column).min().unwrap_or(u32::MAX);
        let name = Build::row_name(sheet, r, from, first);
        let mut f = None;
        let mut record = 0;
        let mut out = Vec::new();
        for n in own {
            let slot = &sheet.cells[n];
            if slot.class == Class::Label {
                out.push(tagged(&slot.text, Vec::new()));
                continue;
            }
            record += 1;
            let f = *f.get_or_insert_with(|| self.field(t, &name, Type::Text, None));
            let (code, _, fields) = &self.tables[t];
            let tag = format!("{{{code}[{record}].{}}}", fields[f].name);
            out.push(match slot.class {
                Class::Empty => format!("{tag}{}", slot.text.iter().collect::<String>()),
                _ => tagged(&slot.text, Vec::new()),
            });
        }
        out
    }

    /// A row of labels and places.
    fn plain(&mut self, sheet: &Sheet, r: u32, kinds: &[(Row, u32)], walk: &mut Walk) -> Vec<String> {
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
        let mut out = Vec::new();
        let mut label = String::new();
        let mut used = 0;
        self.several = false;
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
                    let lines = if label.is_empty() { None } else { text::option_lines(&slot.text) };
                    let right = own.iter().find(|m| sheet.cells[**m].cell.column == column + slot.cell.column_span);
                    let labels_right = right.is_some_and(|m| sheet.cells[*m].class != Class::Label);
                    if let Some(lines) = lines.filter(|_| !labels_right && used == 0) {
                        let lead = join(&label);
                        out.push(self.lines(&slot.text, &lines, &lead));
                        used += 1;
                        continue;
                    }
                    if self.opens(sheet, n) {
                        out.push(self.opened(sheet, n, &prefix));
                        label = String::new();
                        continue;
                    }
                    if !sheet.is_side(n) || self.is_label_of_row(sheet, n, r) {
                        label = sheet.cells[n].label();
                        let shown: String = slot.text.iter().collect();
                        self.several = PageWords::has(&words().several, &shown);
                        used = 0;
                    }
                    out.push(tagged(&slot.text, Vec::new()));
                }
                Class::Fill => {
                    let lead = match label.is_empty() {
                        true => prefix.clone(),
                        false => join(&label),
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
                        (true, _, None) if own.len() == 1 && !walk.group.is_empty() => Some(walk.group.clone()),
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
                    out.push(format!("{}{}", self.written(0, f, false), slot.text.iter().collect::<String>()));
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
            next.class != Class::Label && next.cell.row == slot.cell.row && next.cell.row_span == slot.cell.row_span
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
    fn above(&self, sheet: &Sheet, r: u32, column: u32, kinds: &[(Row, u32)]) -> Option<String> {
        let up = r.checked_sub(1).filter(|u| *u > 0)?;
        let n = sheet.over(up, column)?;
        let slot = &sheet.cells[n];
        let same = slot.cell.column == column;
        let head = kinds.get(up as usize).is_some_and(|k| k.0 == Row::Head);
        (same && slot.class == Class::Label && !head && !sheet.is_side(n)).then(|| slot.label())
    }

    /// The cell's own words ask for what goes behind them: they end with a colon, or have room
    /// below them, and no place stands beside them.
    fn opens(&self, sheet: &Sheet, n: usize) -> bool {
        let slot = &sheet.cells[n];
        let c = slot.cell;
        let free = |m: usize| sheet.cells[m].class == Class::Empty;
        let beside = sheet.over(c.row, c.column + c.column_span).is_some_and(|m| sheet.cells[m].class != Class::Label);
        let below = sheet.over(c.row + c.row_span, c.column).is_some_and(|m| {
            free(m) && sheet.cells[m].cell.column_span == c.column_span
        });
        if beside || below {
            return false;
        }
        let words = slot.text.iter().rposition(|c| !is_soft(*c)).map_or(0, |i| i + 1);
        let ends = words.checked_sub(1).is_some_and(|i| matches!(slot.text[i], '：' | ':'));
        let room = slot.text[words..].iter().filter(|c| **c == '\n').count();
        let shown: String = slot.text[..words].iter().collect();
        let label = clean(&shown);
        let short = label.chars().count() <= 60 && !words_of_picture(&label);
        let many = text::asked(&slot.text, true).asks.len();
        short && (ends || room >= 2 || many > 0 && slot.text.contains(&'\n'))
    }

    /// A cell whose own words ask.
    fn opened(&mut self, sheet: &Sheet, n: usize, prefix: &str) -> String {
        let slot = &sheet.cells[n];
        let asked = text::asked(&slot.text, true);
        if !asked.asks.is_empty() {
            return self.put(&slot.text, &asked, prefix, 0, sheet, n);
        }
        let words = slot.text.iter().rposition(|c| !is_soft(*c)).map_or(0, |i| i + 1);
        let label = slot.label();
        let label = if prefix.is_empty() { label } else { format!("{prefix}·{label}") };
        let f = self.field(0, &label, Type::Text, None);
        tagged(&slot.text, vec![(words, self.written(0, f, false))])
    }

    /// A cell with places among its words.
    fn fill(&mut self, sheet: &Sheet, n: usize, lead: &str, t: usize) -> String {
        let slot = &sheet.cells[n];
        let asked = text::asked(&slot.text, true);
        // Room for a long text above what else is asked.
        let first = slot.text.iter().position(|c| !is_soft(*c)).unwrap_or(0);
        let room = slot.text[..first].iter().filter(|c| **c == '\n').count();
        let mut out = self.put(&slot.text, &asked, lead, t, sheet, n);
        if room >= 2 && !lead.is_empty() && t == 0 {
            let f = self.field(0, lead, Type::Text, None);
            out = format!("{}{out}", self.written(0, f, false));
        }
        out
    }

    fn put(&mut self, text: &[char], asked: &Asked, lead: &str, t: usize, sheet: &Sheet, n: usize) -> String {
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
        let f = self.choice(0, lead, false);
        let mut tags = Vec::new();
        for (from, to) in lines {
            let label: String = text[*from..*to].iter().collect();
            let label = self.option(0, f, &text::option_label(&label));
            tags.push((*to, self.option_tag(0, f, &label)));
        }
        tagged(text, tags)
    }
}
