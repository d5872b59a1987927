//! A table of the form laid on the blank's: rows, those that repeat, columns that are records, cells.

use office::paper::{Block, Cell, Table};

use super::align::{Step, align};
use super::answer::{answer, says};
use super::like::{Words, printed, share, words_of_form, words_of_print};
use super::{Around, Key, Laying, Typed};
use crate::extract::marks::is_tick;
use crate::extract::placed::line;
use crate::mapping::Type;
use crate::tagged::{Flow, Repeat, Shape, Target};
use crate::text::key::key;

/// A row: its cells, in the grid's order, and what it prints.
struct Row<'t> {
    number: u32,
    cells: Vec<&'t Cell>,
    /// What it prints, serial numbers left out.
    words: Words,
    /// Some answer goes into it.
    tagged: bool,
}

fn rows_of<'t>(
    table: &'t Table,
    text: impl Fn(&Cell) -> String,
    words_of: fn(&str) -> Words,
    tagged: impl Fn(&Cell) -> bool,
) -> Vec<Row<'t>> {
    let mut rows: Vec<Row> = (1..=table.rows)
        .map(|number| Row {
            number,
            cells: Vec::new(),
            words: Vec::new(),
            tagged: false,
        })
        .collect();
    for cell in &table.cells {
        if let Some(row) = rows.get_mut(cell.row as usize - 1) {
            row.cells.push(cell);
        }
    }
    for row in &mut rows {
        let mut words: Words = Vec::new();
        for cell in &row.cells {
            let text = text(cell);
            if !is_serial(&text) {
                words.extend(words_of(&text));
            }
            row.tagged |= tagged(cell);
        }
        words.sort_unstable();
        row.words = words;
    }
    rows
}

/// A serial number: it tells no row from another.
fn is_serial(text: &str) -> bool {
    let k = key(text);
    if text.contains(is_tick) {
        return false;
    }
    !k.is_empty() && k.chars().all(|c| c.is_ascii_digit())
}

impl<'p> Laying<'_, 'p> {
    /// Lays a table on the blank's.
    pub(super) fn table(&mut self, blank: &Table, form: &'p Table, around: &Around<'p>) {
        let template = self.template;
        let prints = |c: &Cell| -> String {
            let lines: Vec<String> = c.paragraphs().map(|p| printed(p, template)).collect();
            lines.join("\n")
        };
        let ours = rows_of(blank, prints, words_of_print, |c| {
            template.is_tagged(&c.blocks)
        });
        let theirs = rows_of(form, |c| c.text().into_owned(), words_of_form, |_| false);
        // Rows that only copy the repeating ones are none of the blank's.
        let repeats = template.repeating_rows(blank);
        let keep: Vec<usize> = (0..ours.len())
            .filter(|i| !is_copy(*i, &ours, repeats))
            .collect();
        let at = |row: usize| keep.iter().take_while(|k| **k < row).count();
        let ranges: Vec<_> = repeats
            .iter()
            .map(|r| at(r.range.start)..at(r.range.end))
            .collect();
        let steps = align(keep.len(), theirs.len(), &ranges, |i, j| {
            alike(&ours[keep[i]], &theirs[j])
        });
        let columns = self.columns(blank, form, around);
        let mut open: Vec<Option<(usize, usize)>> = vec![None; repeats.len()];
        let mut named: Option<(u32, (usize, usize))> = None;
        for step in steps {
            match step {
                Step::Pair(i, j) => {
                    let row = &ours[keep[i]];
                    let mut around = around.clone();
                    for (r, repeat) in repeats.iter().enumerate() {
                        match ranges[r].contains(&i) {
                            true => {
                                let record = match open[r] {
                                    Some(record) => record,
                                    None => self.begin(repeat.table),
                                };
                                open[r] = Some(record);
                                around.records.push(record);
                            }
                            false => open[r] = None,
                        }
                    }
                    if let Some(table) = template.named_row(blank, row.number) {
                        let begins = row.cells.iter().any(|c| self.names_row(c));
                        let record = match named {
                            Some((_, record)) if !begins && record.0 == table => record,
                            _ => self.begin(table),
                        };
                        named = Some((row.number, record));
                        around.records.push(record);
                    }
                    self.row(blank, form, row, &theirs[j], &columns, &around);
                }
                Step::Again(r) => open[r] = None,
                Step::More(_) | Step::Missing(_) => {}
            }
        }
    }

    fn names_row(&self, cell: &Cell) -> bool {
        let mut tags = cell.paragraphs().flat_map(|p| self.template.tags_of(p));
        tags.any(|t| matches!(self.template.stand(*t).shape, Shape::Row))
    }

    /// The records that are columns: the mapping's table, the tags' column, and the records, one
    /// for each column from there on.
    fn columns(
        &mut self,
        blank: &Table,
        form: &'p Table,
        _around: &Around<'p>,
    ) -> Vec<(usize, u32, usize)> {
        let all = self.template.record_columns(blank).to_vec();
        let mut out = Vec::new();
        for (table, column) in all {
            let first = self.counts[table];
            let wide = form.columns.max(blank.columns).saturating_sub(column) + 1;
            self.counts[table] += wide as usize;
            out.push((table, column, first));
        }
        out
    }

    fn row(
        &mut self,
        blank: &Table,
        form: &'p Table,
        ours: &Row,
        theirs: &Row<'p>,
        columns: &[(usize, u32, usize)],
        around: &Around<'p>,
    ) {
        let pairs = self.cells(blank, form, ours, theirs);
        let mut last: Option<(Key, bool)> = None;
        let mut down: Option<(&Cell, (usize, u32, usize))> = None;
        for (i, j) in pairs {
            let ours_cell = ours.cells[i];
            let cell = theirs.cells[j];
            let tagged = self.template.is_tagged(&ours_cell.blocks);
            if let Some(column) = columns.iter().find(|c| self.is_of(ours_cell, c.0)) {
                down = Some((ours_cell, *column));
            } else if tagged || says(&ours_cell.text()) {
                down = None;
            }
            if let Some((first, (table, column, record))) = down {
                let record = record + (ours_cell.column - column) as usize;
                let mut around = around.clone();
                around.records.push((table, record));
                self.cell(first, cell, &around);
                continue;
            }
            if !tagged && !says(&ours_cell.text()) {
                // An empty cell behind a tag is a box for one letter more.
                if let Some((key, _)) = last {
                    self.one_letter(key, cell);
                }
                continue;
            }
            // A record's number is counted on.
            if !tagged && is_serial(&ours_cell.text()) && is_serial(&cell.text()) {
                self.claims.claim_cell(cell);
            }
            last = match (tagged, self.only_place(ours_cell)) {
                (true, Some(target)) => Some((self.key(target, around), true)),
                _ => None,
            };
            self.cell(ours_cell, cell, around);
        }
        // Columns that the unit added behind the last.
        if let Some((first, (table, column, record))) = down {
            let known = ours
                .cells
                .iter()
                .map(|c| c.column + c.column_span - 1)
                .max()
                .unwrap_or(0);
            for cell in theirs
                .cells
                .iter()
                .filter(|c| c.column > known && form.columns > blank.columns)
            {
                let mut around = around.clone();
                around
                    .records
                    .push((table, record + (cell.column - column) as usize));
                self.cell(first, cell, &around);
            }
        }
    }

    fn is_of(&self, cell: &Cell, table: usize) -> bool {
        let mut tags = cell.paragraphs().flat_map(|p| self.template.tags_of(p));
        tags.any(|t| {
            let of = self.template.targets[*t].and_then(|t| t.table);
            of == Some(table) && self.template.stand(*t).placed.tag.repeats
        })
    }

    /// The field whose place is all that a cell of the blank has.
    fn only_place(&self, cell: &Cell) -> Option<Target> {
        let mut tags = cell.paragraphs().flat_map(|p| self.template.tags_of(p));
        let (first, more) = (tags.next()?, tags.next());
        let blank = matches!(self.template.stand(*first).shape, Shape::Blank { .. });
        self.template.targets[*first].filter(|_| blank && more.is_none())
    }

    fn one_letter(&mut self, key: Key, cell: &'p Cell) {
        let text = answer(&cell.answer(), "", &[], Type::Text);
        let few = text.chars().filter(|c| !c.is_whitespace()).count() <= 2;
        if !says(&text) || !few {
            return;
        }
        self.claims.claim_cell(cell);
        let Some(first) = cell.paragraphs().next() else {
            return;
        };
        let place = self.place(first);
        self.put(
            key,
            Typed {
                text,
                place,
                tracked: first.tracked,
                glued: true,
                cell: None,
            },
        );
    }

    /// Which cells of two rows are one.
    fn cells(&self, blank: &Table, form: &Table, ours: &Row, theirs: &Row) -> Vec<(usize, usize)> {
        let columns = |row: &Row| -> Vec<u32> { row.cells.iter().map(|c| c.column).collect() };
        if blank.columns == form.columns {
            let (a, b) = (columns(ours), columns(theirs));
            let found: Vec<(usize, usize)> = a
                .iter()
                .enumerate()
                .filter_map(|(i, c)| Some((i, b.iter().position(|d| d == c)?)))
                .collect();
            if found.len() == a.len() || a.len() != b.len() {
                return found;
            }
        }
        if ours.cells.len() == theirs.cells.len() {
            return (0..ours.cells.len()).map(|i| (i, i)).collect();
        }
        let words = |c: &Cell, template: Option<&crate::tagged::Template>| match template {
            Some(t) => {
                let lines: Vec<String> = c.paragraphs().map(|p| printed(p, t)).collect();
                words_of_print(&lines.join("\n"))
            }
            None => words_of_form(&c.text()),
        };
        let a: Vec<Words> = ours
            .cells
            .iter()
            .map(|c| words(c, Some(self.template)))
            .collect();
        let b: Vec<Words> = theirs.cells.iter().map(|c| words(c, None)).collect();
        let steps = align(a.len(), b.len(), &[], |i, j| match a[i].is_empty() {
            true => Some(0.2),
            false => {
                let likeness = share(&a[i], &b[j]);
                (likeness > 0.5).then_some(likeness * 2.0)
            }
        });
        steps
            .into_iter()
            .filter_map(|s| match s {
                Step::Pair(i, j) => Some((i, j)),
                _ => None,
            })
            .collect()
    }

    /// Lays a cell on the blank's.
    pub(super) fn cell(&mut self, blank: &Cell, form: &'p Cell, around: &Around<'p>) {
        let around = Around {
            records: around.records.clone(),
            cell: Some(form),
            blank_shading: blank.shading,
        };
        let only = match blank.blocks.as_slice() {
            [Block::Paragraph(p)] => Some(p),
            _ => None,
        };
        // One line on either side needs no laying of flows.
        if let (Some(ours), [Block::Paragraph(theirs)]) = (only, form.blocks.as_slice()) {
            let mut open = line::Open::default();
            self.paragraph(ours, theirs, &mut open, &around);
            return self.close(&mut open, &around);
        }
        self.flow(&blank.blocks, &form.blocks, Flow::Cell(blank.id), &around);
    }
}

/// The row repeats what a repeating one prints, behind it.
fn is_copy(row: usize, rows: &[Row], repeats: &[Repeat]) -> bool {
    repeats.iter().any(|r| {
        let (start, end) = (r.range.start, r.range.end);
        if row < end {
            return false;
        }
        let unit = end - start;
        (end..=row).all(|i| {
            let model = &rows[start + (i - start) % unit];
            let own = &rows[i];
            !own.tagged && (own.words.is_empty() || own.words == model.words)
        })
    })
}

/// How alike two rows are.
fn alike(blank: &Row, form: &Row) -> Option<f32> {
    if blank.words.is_empty() {
        // A row for answers alone, or an empty one.
        let same = blank.cells.len() == form.cells.len();
        return Some(if same { 0.2 } else { 0.1 });
    }
    let likeness = share(&blank.words, &form.words);
    (likeness > 0.45).then(|| likeness * (0.5 + blank.words.len().min(24) as f32 / 8.0))
}
