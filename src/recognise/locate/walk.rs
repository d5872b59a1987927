//! The walk through a paper, heading by heading: what stands in which table's section.

use std::cell::OnceCell;

use office::paper::{Block, Cell, Paper, Paragraph, Place, Table, TextBox};

use super::fit::Fit;
use super::heading::title_section;
use super::{Contradiction, Flow, Found, Located, Stranger, heading, lists};
use crate::mapping::Layout;
use crate::recognise::edition::{Edition, Heading};
use crate::text::key::key;

/// Tables within tables within tables are looked at this deep.
const DEEPEST: usize = 24;

pub(super) struct Walk<'p, 'e> {
    pub(super) edition: &'e Edition,
    pub(super) out: Located<'p>,
    pub(super) section: Option<usize>,
    paper: &'p Paper,
    /// The tables that a heading on the paper announces, once somebody asks.
    headed: OnceCell<Vec<bool>>,
    /// A heading stood since the last table.
    pub(super) announced: bool,
    /// The last heading is by a code that the mapping does not have.
    pub(super) strange: bool,
    pub(super) boxes: Vec<(Option<usize>, &'p TextBox)>,
    /// A table follows the paragraph that is looked at.
    over_table: bool,
    /// The tables whose headings stand on the paper as the blank prints them, once somebody asks.
    printed_heads: OnceCell<Vec<bool>>,
    /// The paragraphs since the last table, where a caption can tell what the next one is.
    over: Vec<(&'p Paragraph, Place)>,
    /// The tables and blocks that have a grid, a rating or blanks on paper.
    pub(super) begun: Vec<(usize, usize)>,
}

impl<'p, 'e> Walk<'p, 'e> {
    pub(super) fn new(paper: &'p Paper, edition: &'e Edition) -> Walk<'p, 'e> {
        let tables = edition.mapping.tables.iter();
        Walk {
            edition,
            paper,
            headed: OnceCell::new(),
            announced: false,
            out: Located {
                found: tables.map(|_| Found::default()).collect(),
                cover: Vec::new(),
                loose: Vec::new(),
                strangers: Vec::new(),
                lists: Vec::new(),
                hidden: Vec::new(),
                contradictions: Vec::new(),
                page: None,
                titled: false,
            },
            section: None,
            strange: false,
            boxes: Vec::new(),
            over_table: false,
            printed_heads: OnceCell::new(),
            over: Vec::new(),
            begun: Vec::new(),
        }
    }

    /// A heading anywhere on the paper announces the table: its own is not lost.
    pub(super) fn is_headed(&self, table: usize) -> bool {
        let Edition {
            signs,
            printed,
            mapping,
            ..
        } = self.edition;
        let headed = self.headed.get_or_init(|| {
            let mut headed = vec![false; mapping.tables.len()];
            let mut see = |text: &str| {
                let heading = heading::heading(text, signs, printed);
                if let Some(h) = heading.filter(|h| h.by_code || h.by_title) {
                    headed[h.table] = true;
                }
            };
            for block in &self.paper.blocks {
                match block {
                    Block::Paragraph(p) => see(&p.answer()),
                    Block::Table(t) => {
                        if let Some(sheet) = &t.sheet {
                            see(&sheet.name);
                        }
                    }
                }
            }
            headed
        });
        headed[table]
    }

    pub(super) fn blocks(
        &mut self,
        blocks: &'p [Block],
        depth: usize,
        place: Option<&dyn Fn() -> Place>,
    ) {
        for (i, block) in blocks.iter().enumerate() {
            match block {
                Block::Paragraph(p) => {
                    let mut behind = blocks[i + 1..].iter();
                    let next = behind.find(|b| !matches!(b, Block::Paragraph(p) if office::paper::is_blank(&p.text) && p.boxes.is_empty()));
                    self.over_table = matches!(next, Some(Block::Table(_)));
                    self.paragraph(p, depth, place);
                }
                Block::Table(t) => self.table(t, depth),
            }
        }
    }

    /// A line of a text answer that reads like the heading of another table, whose own heading
    /// stands elsewhere as the blank prints it.
    fn is_of_an_answer(&self, p: &Paragraph, heading: &Heading) -> bool {
        let Edition {
            mapping, printed, ..
        } = self.edition;
        let in_text = self
            .section
            .is_some_and(|t| t != heading.table && mapping.tables[t].layout == Layout::Text);
        if !in_text || self.over_table || !p.boxes.is_empty() {
            return false;
        }
        let as_printed = |text: &str| printed.headed(&key(text));
        let heads = self.printed_heads.get_or_init(|| {
            let mut heads = vec![false; mapping.tables.len()];
            for block in &self.paper.blocks {
                if let Block::Paragraph(p) = block {
                    as_printed(&p.answer())
                        .iter()
                        .for_each(|t| heads[*t] = true);
                }
            }
            heads
        });
        heads[heading.table] && !as_printed(&p.answer()).contains(&heading.table)
    }

    fn paragraph(&mut self, p: &'p Paragraph, depth: usize, place: Option<&dyn Fn() -> Place>) {
        let edition = self.edition;
        let read = |text: &str| heading::heading(text, &edition.signs, &edition.printed);
        let heading = match p.is_partly_struck() {
            true => read(&p.answer()).or_else(|| read(&p.words())),
            false => read(&p.answer()),
        };
        let heading = heading.filter(|h| !self.is_of_an_answer(p, h));
        let at = place.map_or(
            Place::Paragraph {
                paragraph: p.number,
            },
            |f| f(),
        );
        match heading {
            Some(heading) => {
                // Under its own heading once more stands a copy.
                self.announced = heading.by_code || heading.by_title;
                if self.announced {
                    self.begun.retain(|b| b.0 != heading.table);
                }
                if let Some(other) = heading.coded {
                    self.out.contradictions.push(Contradiction {
                        taken: heading.table,
                        other,
                        place: at.clone(),
                    });
                }
                self.section = Some(heading.table);
                self.strange = false;
                self.over.clear();
                self.out.found[heading.table]
                    .headings
                    .push((p, heading, Some(at)));
            }
            None => {
                if !edition.signs.laid_out.is_empty() && !office::paper::is_blank(&p.text) {
                    self.over.push((p, at.clone()));
                }
                if heading::is_strange(&p.text, &edition.signs, &edition.printed) {
                    self.section = None;
                    self.strange = true;
                    let flow = Vec::new();
                    self.out.strangers.push(Stranger {
                        heading: p,
                        place: at,
                        flow,
                    });
                    return self.anchored(p, depth);
                }
                match self.section {
                    Some(t) => self.out.found[t].flow.push(Flow::Paragraph(p, at)),
                    None if self.strange => self.put_strange(Flow::Paragraph(p, at)),
                    None => {
                        if !self.out.titled && p.text.len() >= 12 {
                            let k = crate::text::key::key(&p.text);
                            let titles = &edition.signs.form_titles;
                            self.out.titled = titles.iter().any(|t| k.contains(t.as_str()));
                        }
                        self.out.cover.push((p, at));
                    }
                }
            }
        }
        self.anchored(p, depth);
    }

    /// Something under a code that the mapping does not have.
    fn put_strange(&mut self, what: Flow<'p>) {
        if let Some(stranger) = self.out.strangers.last_mut() {
            stranger.flow.push(what);
        }
    }

    fn anchored(&mut self, p: &'p Paragraph, depth: usize) {
        for text_box in &p.boxes {
            self.boxes.push((self.section, text_box));
            if depth < DEEPEST {
                for block in &text_box.blocks {
                    match block {
                        Block::Table(t) => self.table(t, depth + 1),
                        Block::Paragraph(p) => self.anchored(p, depth + 1),
                    }
                }
            }
        }
    }

    fn table(&mut self, table: &'p Table, depth: usize) {
        if let Some(sheet) = &table.sheet {
            if sheet.hidden && lists::only_options(table, self.edition) {
                self.out.lists.push(&sheet.name);
                return;
            }
            if sheet.hidden && lists::has_answers(table, self.edition) {
                let Edition { signs, printed, .. } = self.edition;
                let named = heading::heading(&sheet.name, signs, printed).map(|h| h.table);
                self.section = named.or_else(|| title_section(table, self.edition));
                let fit = self.fit(table).map(|fit| fit.table);
                let of = fit.or(self.section.take());
                self.out.hidden.push((of, table));
                return;
            }
            let Edition { signs, printed, .. } = self.edition;
            self.section = heading::heading(&sheet.name, signs, printed).map(|h| h.table);
            self.announced = self.section.is_some();
            self.strange = false;
        }
        if !self.strange && self.several(table, depth) {
            self.over.clear();
            self.announced = false;
            return;
        }
        let named = self.section.filter(|_| table.sheet.is_some());
        let over = std::mem::take(&mut self.over);
        let sheet_titles = table.sheet.is_some();
        let (fit, laid) = self.known(table, over);
        self.announced = false;
        if let Some((t, laid)) = laid {
            self.nested(table, depth);
            if table.sheet.is_some() {
                self.section = Some(t);
            }
            self.out.found[t].laid.push(laid);
            return;
        }
        match fit {
            Some(fit) => {
                self.title_lines(table, &fit);
                self.nested(table, depth);
                if table.sheet.is_some() {
                    self.section = Some(fit.table);
                }
                self.named_otherwise(named, table, fit.table);
                for fit in self.copies(fit) {
                    self.out.found[fit.table].fits.push(fit);
                }
            }
            None if depth < DEEPEST && (sheet_titles || is_frame(table)) => {
                // A table that only frames the page, or a sheet of free text: read its cells as a
                // flow, for headings may stand in them.
                for cell in &table.cells {
                    let place = || table.place(cell.row, cell.column);
                    self.blocks(&cell.blocks, depth + 1, Some(&place));
                }
                self.out.loose.push((self.section, table));
            }
            None => {
                self.nested(table, depth);
                match self.section {
                    Some(t) => self.out.found[t].flow.push(Flow::Table(table)),
                    None if self.strange => self.put_strange(Flow::Table(table)),
                    None => self.out.loose.push((None, table)),
                }
            }
        }
    }

    /// A sheet whose name is one table's and whose title is another's.
    fn named_otherwise(&mut self, named: Option<usize>, table: &Table, taken: usize) {
        let tables = &self.edition.mapping.tables;
        let titled = title_section(table, self.edition);
        // A table that stands under another's code may be on its sheet.
        let root = |t: usize| {
            let code = tables[t].under.as_ref().unwrap_or(&tables[t].code);
            tables.iter().position(|table| table.code == *code)
        };
        let both = [named, titled].into_iter().flatten();
        if let (Some(_), Some(_)) = (named, titled)
            && let Some(other) = both.clone().find(|t| root(*t) != root(taken))
        {
            self.out.contradictions.push(Contradiction {
                taken,
                other,
                place: table.place(1, 1),
            });
        }
    }

    /// Headings that stand inside a fitting table, above its labels.
    fn title_lines(&mut self, table: &'p Table, fit: &Fit<'p>) {
        if fit.grid.turned {
            return;
        }
        for cell in table
            .cells
            .iter()
            .take_while(|c| (1..fit.first).contains(&fit.grid.line_of(c)))
        {
            for p in cell.paragraphs() {
                if let Some(h) =
                    heading::heading(&p.text, &self.edition.signs, &self.edition.printed)
                {
                    let at = table.place(cell.row, cell.column);
                    self.out.found[fit.table].headings.push((
                        p,
                        Heading {
                            table: fit.table,
                            ..h
                        },
                        Some(at),
                    ));
                }
            }
        }
    }

    pub(super) fn nested(&mut self, table: &'p Table, depth: usize) {
        if depth >= DEEPEST {
            return;
        }
        for cell in &table.cells {
            for block in &cell.blocks {
                match block {
                    Block::Table(t) => self.table(t, depth + 1),
                    Block::Paragraph(p) => self.anchored(p, depth + 1),
                }
            }
        }
    }
}

/// A table that lays out a page rather than data: few cells, with tables or many paragraphs inside.
fn is_frame(table: &Table) -> bool {
    let holds =
        |c: &Cell| c.blocks.iter().any(|b| matches!(b, Block::Table(_))) || c.blocks.len() > 20;
    table.cells.len() <= 4 && table.cells.iter().any(holds)
}
