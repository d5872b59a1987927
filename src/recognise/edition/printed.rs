//! What a blank form prints: none of it is an answer.

use std::ops::Range;
use std::sync::OnceLock;

use office::paper::{Block, Cell, Drawing, Format, Paper, Paragraph, RemarkKind, Rgb};

use crate::mapping::Mapping;
use crate::recognise::edition::Shape;
use crate::recognise::edition::laid_out::printed_keys;
use crate::text::key::key;
use crate::text::known::{Known, KnownSet};
use crate::text::vocabulary::vocabulary;

/// A paragraph that announces a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Heading {
    /// The table of the mapping.
    pub table: usize,
    /// It was known by its code.
    pub by_code: bool,
    /// It was known by its title, letter for letter.
    pub by_title: bool,
    /// Its code is that of another table than its title.
    pub coded: Option<usize>,
    /// What is typed behind the title, beyond what the blank prints there.
    pub rest: String,
}

/// The printed texts of an edition's blanks.
#[derive(Debug, Default)]
pub struct Printed {
    /// The printed paragraphs, letter for letter: most of a form is found here, without a key. What
    /// each announces is worked out when the first form asks, and not for each form.
    texts: Known<String, OnceLock<Option<Heading>>>,
    /// The printed paragraphs in which the blank itself sets words apart by a look.
    set_apart: KnownSet<String>,
    /// The keys of the notes and comments that the blank has.
    notes: KnownSet<String>,
    /// The kinds, sizes and texts of what the blank has that is no text.
    drawings: Vec<Drawing>,
    /// The keys of all printed paragraphs.
    keys: KnownSet<String>,
    /// The keys of printed notes without the number that they have there: which note is the third is
    /// not the same in each version of a form.
    unnumbered: KnownSet<String>,
    /// As `keys`, without the survey's year, to know another year's note for what it is.
    yearless: KnownSet<String>,
    /// The paragraphs printed in a field's value cell, by table and field, as printed.
    hints: Known<(usize, usize), Vec<String>>,
    /// The paragraphs printed in a table's section, by table, for texts typed behind a prompt.
    prompts: Known<usize, Vec<String>>,
    /// The keys of the headings of a table, as printed.
    headings: Known<usize, Vec<String>>,
    /// The tables by the keys of their headings, as printed.
    headed: Known<String, Vec<usize>>,
    /// The options of each table's list, as printed.
    options: Known<usize, Vec<PrintedOption>>,
    /// The cells of a rating's rows, by table, block and row.
    scales: Known<(usize, usize, usize), Vec<(usize, Cell)>>,
}

/// A row of a rating: its table, block and row.
pub type ScaleRow = (usize, usize, usize);

/// What a blank prints where answers go: by table and field, and by table alone.
#[derive(Debug, Default)]
pub struct Hints {
    /// The text in a field's value cell.
    pub fields: Vec<(usize, usize, String)>,
    /// The paragraphs of a section that takes text.
    pub sections: Vec<(usize, String)>,
    /// The keys of the headings.
    pub headings: Vec<(usize, String)>,
    /// Where the columns of a table stand.
    pub shapes: Vec<(usize, Shape)>,
    /// The options of a table's list.
    pub options: Vec<(usize, PrintedOption)>,
    /// The cells of a rating: by table, block and row, each under its option.
    pub scales: Vec<(ScaleRow, (usize, Cell))>,
}

/// An option as a blank prints it: how it looks there is no mark.
#[derive(Clone, Debug)]
pub struct PrintedOption {
    /// Its index in the list.
    pub option: usize,
    /// The paragraph that it stands in.
    pub paragraph: Paragraph,
    /// Where in the paragraph's text, in bytes.
    pub piece: Range<usize>,
    /// The colour behind its cell.
    pub shading: Option<Rgb>,
}

/// The key of a note without its number: `2. 平衡关系：…`. `None` where it has none.
fn unnumbered(text: &str) -> Option<String> {
    let text = text.trim_start();
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let rest = rest
        .strip_prefix(['.', '．', '、'])
        .filter(|_| rest.len() < text.len())?;
    let k = key(rest);
    // A note has a colon or a formula, 平衡关系：丁≤丙, or is longer than an option's name.
    let least = match rest.contains(['：', ':', '=', '＝', '≤', '≥']) {
        true => 4,
        false => 7,
    };
    (k.chars().count() >= least).then_some(k)
}

/// Words are set apart by a colour, a fill, an underline or a frame.
fn is_set_apart(f: &Format) -> bool {
    f.color.is_some()
        || f.highlight.is_some()
        || f.shading.is_some()
        || f.emphasis.underline
        || f.emphasis.framed
}

impl Printed {
    /// Everything that the blanks print.
    pub fn of<'p>(blanks: impl IntoIterator<Item = &'p Paper>, mapping: &Mapping) -> Printed {
        let mut printed = Printed::default();
        let year = mapping.edition.year.to_string();
        for blank in blanks {
            each_paragraph(&blank.blocks, &mut |p| {
                printed.add(&p.text, &year);
                if p.spans.iter().any(|s| is_set_apart(&s.format)) {
                    printed.set_apart.insert(p.text.clone());
                }
                printed.drawings.extend(p.drawings.iter().cloned());
            });
            for remark in &blank.remarks {
                if let RemarkKind::Aside { text, .. } = &remark.kind {
                    printed.add(text, &year);
                    printed.notes.insert(key(text));
                }
            }
        }
        let edition = &mapping.edition;
        for text in edition.printed.iter().chain(&edition.titles) {
            printed.add(text, &year);
        }
        printed.keys.extend(printed_keys(mapping));
        printed
    }

    /// A note that the blank prints under another number, or behind another lead: 说明：…
    pub fn has_note_by_itself(&self, text: &str) -> bool {
        let bare = unnumbered(text).unwrap_or_else(|| key(text));
        let mut leads = vocabulary().line.remarks.iter();
        self.unnumbered.contains(&bare)
            || leads.any(|lead| {
                let rest = bare.strip_prefix(lead);
                rest.is_some_and(|rest| self.unnumbered.contains(rest))
            })
    }

    /// The blank itself sets words of this paragraph apart, by a colour or an underline.
    pub fn is_set_apart(&self, text: &str) -> bool {
        self.set_apart.contains(text)
    }

    fn add(&mut self, text: &str, year: &str) {
        if self.texts.contains_key(text) {
            return;
        }
        let k = key(text);
        if k.is_empty() {
            return;
        }
        self.texts.insert(text.to_owned(), OnceLock::new());
        if k.contains(year) {
            self.yearless.insert(k.replace(year, ""));
        }
        if let Some(note) = unnumbered(text) {
            self.unnumbered.insert(note);
        }
        self.keys.insert(k);
        if text.contains('\n') {
            let lines = text.split('\n').map(key);
            self.keys.extend(lines.filter(|k| !k.is_empty()));
        }
    }

    /// Adds what the blanks print where answers go.
    pub fn add_hints(&mut self, hints: Hints) {
        for (table, field, text) in hints.fields {
            let known = self.hints.entry((table, field)).or_default();
            for line in text.lines().map(str::trim).filter(|l| !l.is_empty()) {
                if !known.iter().any(|k| k == line) {
                    known.push(line.to_owned());
                }
            }
        }
        for (table, text) in hints.sections {
            let known = self.prompts.entry(table).or_default();
            if !text.trim().is_empty() && !known.contains(&text) {
                known.push(text.trim().to_owned());
            }
        }
        for (table, heading) in hints.headings {
            self.headed.entry(heading.clone()).or_default().push(table);
            self.headings.entry(table).or_default().push(heading);
        }
        for (table, option) in hints.options {
            self.options.entry(table).or_default().push(option);
        }
        for (row, cell) in hints.scales {
            self.scales.entry(row).or_default().push(cell);
        }
        for known in self.prompts.values_mut().chain(self.hints.values_mut()) {
            known.sort_by_key(|k| std::cmp::Reverse(k.len()));
        }
    }

    /// The blank prints this paragraph, letter for letter.
    pub fn has_exactly(&self, text: &str) -> bool {
        self.texts.contains_key(text)
    }

    /// The blank prints this paragraph, whatever its spaces and punctuation.
    pub fn has_text(&self, text: &str) -> bool {
        self.texts.contains_key(text) || self.keys.contains(&key(text))
    }

    /// The blank has this note or comment.
    pub fn has_note(&self, text: &str) -> bool {
        self.notes.contains(&key(text))
    }

    /// The blank has such a drawing: of this kind and text, and of this size but for what programs
    /// make of it.
    pub fn has_drawing(&self, drawing: &Drawing) -> bool {
        let near = |a: i64, b: i64| (a - b).abs() * 10 <= a.abs().max(b.abs());
        self.drawings.iter().any(|own| {
            let sized = match (own.size, drawing.size) {
                (Some(a), Some(b)) => near(a.0, b.0) && near(a.1, b.1),
                (None, None) => true,
                _ => false,
            };
            sized && own.kind == drawing.kind && own.text == drawing.text
        })
    }

    /// The blank prints a paragraph with this key.
    pub fn has(&self, key: &str) -> bool {
        self.keys.contains(key)
    }

    /// What a text has beyond the longest printed paragraph in it, as a key; `None` where it has
    /// none of two letters or more in it.
    pub fn beyond(&self, text: &str) -> Option<String> {
        let whole = key(text);
        let within = |k: &&String| k.chars().nth(1).is_some() && whole.contains(k.as_str());
        // Of equally long ones always the same: keys come in any order.
        let longest = self
            .keys
            .iter()
            .filter(within)
            .max_by_key(|k| (k.len(), *k))?;
        Some(whole.replacen(longest.as_str(), "", 1))
    }

    /// The longest printed paragraph that a key begins with.
    pub fn start_of(&self, key: &str) -> Option<&str> {
        let ends = key.char_indices().map(|(i, c)| i + c.len_utf8()).rev();
        let mut starts = ends.filter_map(|end| self.keys.get(&key[..end]));
        starts.next().map(String::as_str)
    }

    /// The blank prints this paragraph but for the year.
    pub fn has_of_year(&self, key: &str, year: i32) -> bool {
        let year = year.to_string();
        key.contains(&year) && self.yearless.contains(&key.replace(&year, ""))
    }

    /// The blank prints this paragraph but for the year, whichever it is.
    pub fn has_of_any_year(&self, key: &str) -> bool {
        let digits = |at: usize| key.get(at..at + 4).and_then(|y| y.parse::<i32>().ok());
        key.match_indices("20")
            .filter_map(|(at, _)| digits(at))
            .any(|year| self.has_of_year(key, year))
    }

    /// The lines printed in a field's value cell.
    pub fn hints(&self, table: usize, field: usize) -> &[String] {
        self.hints.get(&(table, field)).map_or(&[], Vec::as_slice)
    }

    /// The options of a table's list, as printed.
    pub fn options(&self, table: usize) -> &[PrintedOption] {
        self.options.get(&table).map_or(&[], Vec::as_slice)
    }

    /// The cells of a rating's row, as printed, each with the option over it.
    pub fn scale(&self, table: usize, block: usize, row: usize) -> &[(usize, Cell)] {
        self.scales
            .get(&(table, block, row))
            .map_or(&[], Vec::as_slice)
    }

    /// The paragraphs printed in a table's section, longest first.
    pub fn prompts(&self, table: usize) -> &[String] {
        self.prompts.get(&table).map_or(&[], Vec::as_slice)
    }

    /// What a printed paragraph announces, worked out by `read` once; `None` where the blank does not
    /// print it.
    pub fn known_heading(
        &self,
        text: &str,
        read: impl FnOnce() -> Option<Heading>,
    ) -> Option<&Option<Heading>> {
        Some(self.texts.get(text)?.get_or_init(read))
    }

    /// The keys of a table's headings in the blanks.
    pub fn headings(&self, table: usize) -> &[String] {
        self.headings.get(&table).map_or(&[], Vec::as_slice)
    }

    /// The tables of which a heading in the blanks has this key.
    pub fn headed(&self, key: &str) -> &[usize] {
        self.headed.get(key).map_or(&[], Vec::as_slice)
    }

    /// There is no blank: nothing is known to be printed.
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }
}

/// Visits every paragraph of a flow: in tables, boxes and boxes in boxes too.
pub fn each_paragraph<'p>(blocks: &'p [Block], visit: &mut impl FnMut(&'p Paragraph)) {
    // A worklist, so that nesting costs no stack.
    let mut todo: Vec<&'p Block> = blocks.iter().rev().collect();
    while let Some(block) = todo.pop() {
        match block {
            Block::Paragraph(p) => {
                visit(p);
                for b in p.boxes.iter().rev() {
                    todo.extend(b.blocks.iter().rev());
                }
            }
            Block::Table(t) => {
                for cell in t.cells.iter().rev() {
                    todo.extend(cell.blocks.iter().rev());
                }
            }
        }
    }
}
