//! Which piece of paper belongs to which table of the form, how sure that is, and what belongs to
//! none.
//!
//! A table is known by the heading over it, by its code, and by its labels; never by its position
//! alone. A text box is known by the options it prints.

mod agree;
mod apart;
mod boxes;
mod code;
mod fit;
mod grid;
mod heading;
mod laid;
mod lists;

pub use agree::is_like;
pub use code::find_code;
pub use fit::Fit;
pub use grid::Grid;
pub use heading::{after_key, read_heading};
pub use laid::{Laid, caption_likeness};

use fit::Labels;
use office::paper::{Block, Cell, Paper, Paragraph, Place, Table, TextBox};

use crate::edition::{Edition, Heading};
use crate::mapping::Layout;

/// A paper taken apart by the form's tables.
#[derive(Debug)]
pub struct Located<'p> {
    /// For each table of the mapping what was found of it.
    pub found: Vec<Found<'p>>,
    /// Paragraphs before the first heading, the cover, and others that stand under none.
    pub cover: Vec<(&'p Paragraph, Place)>,
    /// Tables that fit nothing, with the table in whose section they stand.
    pub loose: Vec<(Option<usize>, &'p Table)>,
    /// Headings by codes that the mapping does not have, with what stands under them.
    pub strangers: Vec<Stranger<'p>>,
    /// Hidden sheets that hold nothing but candidate lists, for a workbook's own validations.
    pub lists: Vec<&'p str>,
    /// The form's title stands on the paper.
    pub titled: bool,
}

/// A heading by a code that the mapping does not have.
#[derive(Debug)]
pub struct Stranger<'p> {
    /// The heading.
    pub heading: &'p Paragraph,
    /// Where it stands.
    pub place: Place,
    /// What stands under it, and is no table of the mapping.
    pub flow: Vec<Flow<'p>>,
}

impl Stranger<'_> {
    /// It has a table that is none of the mapping's.
    pub fn has_table(&self) -> bool {
        self.flow.iter().any(|f| matches!(f, Flow::Table(_)))
    }
}

/// What was found of one table of the mapping.
#[derive(Debug, Default)]
pub struct Found<'p> {
    /// The paragraphs that announce it.
    pub headings: Vec<(&'p Paragraph, Heading, Option<Place>)>,
    /// The tables on paper whose labels are its own, in order.
    pub fits: Vec<Fit<'p>>,
    /// The tables on paper that are a grid, a rating or blanks of it, in order.
    pub laid: Vec<Laid<'p>>,
    /// What else stands in its section.
    pub flow: Vec<Flow<'p>>,
    /// The text boxes that print its options.
    pub boxes: Vec<&'p TextBox>,
}

/// Something in a section besides its table.
#[derive(Clone, Debug)]
pub enum Flow<'p> {
    /// A paragraph of the body or of a text box, with its place.
    Paragraph(&'p Paragraph, Place),
    /// A table whose labels are not the section's.
    Table(&'p Table),
}

impl Found<'_> {
    /// Neither a heading nor a table nor a box of it was found.
    pub fn is_missing(&self) -> bool {
        self.headings.is_empty() && !self.has_table() && self.boxes.is_empty()
    }

    /// A table of it was found.
    pub fn has_table(&self) -> bool {
        !self.fits.is_empty() || !self.laid.is_empty()
    }

    /// The tables on paper that are its own.
    pub fn tables(&self) -> impl Iterator<Item = &'_ Table> {
        let fits = self.fits.iter().map(|fit| fit.grid.table);
        fits.chain(self.laid.iter().map(|laid| laid.grid.table))
    }
}

/// A fit below this is no fit.
const LEAST_FIT: f32 = 0.34;
/// A fit from here on is believed against the heading.
const SURE_FIT: f32 = 0.8;
/// A fit from here on is letter for letter.
const EXACT_FIT: f32 = 0.97;
/// A fit from here on is believed under a code that the mapping does not have.
const STRANGE_FIT: f32 = 0.7;
/// How many of the mapping's tables are tried on a table on paper.
const MOST_CANDIDATES: usize = 5;
/// Tables within tables within tables are looked at this deep.
const DEEPEST: usize = 24;

/// Takes a paper apart.
pub fn locate<'p>(paper: &'p Paper, edition: &Edition) -> Located<'p> {
    let mut walk = Walk {
        edition,
        out: Located {
            found: edition
                .mapping
                .tables
                .iter()
                .map(|_| Found::default())
                .collect(),
            cover: Vec::new(),
            loose: Vec::new(),
            strangers: Vec::new(),
            lists: Vec::new(),
            titled: false,
        },
        section: None,
        strange: false,
        boxes: Vec::new(),
        over: Vec::new(),
        begun: Vec::new(),
    };
    walk.blocks(&paper.blocks, 0, None);
    walk.give_boxes();
    walk.out
}

struct Walk<'p, 'e> {
    edition: &'e Edition,
    out: Located<'p>,
    section: Option<usize>,
    /// The last heading is by a code that the mapping does not have.
    strange: bool,
    boxes: Vec<(Option<usize>, &'p TextBox)>,
    /// The paragraphs since the last table, where a caption can tell what the next one is.
    over: Vec<(&'p Paragraph, Place)>,
    /// The tables and blocks that have a grid, a rating or blanks on paper.
    begun: Vec<(usize, usize)>,
}

impl<'p> Walk<'p, '_> {
    fn blocks(&mut self, blocks: &'p [Block], depth: usize, place: Option<&dyn Fn() -> Place>) {
        for block in blocks {
            match block {
                Block::Paragraph(p) => self.paragraph(p, depth, place),
                Block::Table(t) => self.table(t, depth),
            }
        }
    }

    fn paragraph(&mut self, p: &'p Paragraph, depth: usize, place: Option<&dyn Fn() -> Place>) {
        let edition = self.edition;
        let read = |text: &str| heading::heading(text, &edition.signs, &edition.printed);
        let heading = match p.is_partly_struck() {
            true => read(&p.answer()).or_else(|| read(&p.words())),
            false => read(&p.answer()),
        };
        let at = place.map_or(
            Place::Paragraph {
                paragraph: p.number,
            },
            |f| f(),
        );
        match heading {
            Some(heading) => {
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
                            let k = crate::key::key(&p.text);
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
            let Edition { signs, printed, .. } = self.edition;
            self.section = heading::heading(&sheet.name, signs, printed).map(|h| h.table);
            self.strange = false;
        }
        if !self.strange && self.several(table, depth) {
            self.over.clear();
            return;
        }
        let over = std::mem::take(&mut self.over);
        let sheet_titles = table.sheet.is_some();
        let (fit, laid) = self.known(table, over);
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

    fn nested(&mut self, table: &'p Table, depth: usize) {
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

    /// Takes apart a table that holds several of the form's, one below the other, each under its
    /// heading in a line of its own.
    fn several(&mut self, table: &'p Table, depth: usize) -> bool {
        let headings = self.heading_rows(table);
        if headings.iter().all(|h| h.0.row <= 2) {
            return false;
        }
        let Some(whole) = Grid::of(table) else {
            return false;
        };
        let (outer, mut from) = (self.section, 1);
        let mut pieces: Vec<(Option<usize>, u32, u32)> = Vec::new();
        for (cell, heading) in &headings {
            let line = whole.line_of(cell);
            let before = pieces.last().map_or(outer, |p| p.0);
            match pieces.last_mut() {
                Some(last) => last.2 = line - 1,
                None if line > 1 => pieces.push((before, from, line - 1)),
                None => {}
            }
            from = line + 1;
            pieces.push((Some(heading.table), from, whole.lines()));
        }
        let mut fits = Vec::new();
        for (section, from, to) in pieces.iter().filter(|p| p.1 <= p.2) {
            self.section = *section;
            match self.fit_grid(whole.lines_between(*from, *to), None) {
                Some(fit) => fits.push(fit),
                None if (*from..=*to).all(|l| is_blank_line(&whole, l)) => {}
                None => {
                    self.section = outer;
                    return false;
                }
            }
        }
        self.section = fits.last().map_or(outer, |f| Some(f.table));
        if fits.len() < 2 {
            self.section = outer;
            return false;
        }
        for (cell, heading) in headings {
            let at = table.place(cell.row, cell.column);
            if let Some(p) = cell
                .paragraphs()
                .find(|p| !office::paper::is_blank(&p.text))
            {
                let headings = &mut self.out.found[heading.table].headings;
                headings.push((p, heading, Some(at)));
            }
        }
        self.nested(table, depth);
        for fit in fits {
            for fit in self.copies(fit) {
                self.out.found[fit.table].fits.push(fit);
            }
        }
        true
    }

    /// The rows of a table that hold a heading and nothing else.
    fn heading_rows(&self, table: &'p Table) -> Vec<(&'p Cell, Heading)> {
        let mut found: Vec<(&Cell, Heading)> = Vec::new();
        let mut alone: Option<&Cell> = None;
        let mut cells = table.cells.iter().filter(|c| !c.is_blank()).peekable();
        while let Some(cell) = cells.next() {
            let before = alone.is_some_and(|a| a.row == cell.row);
            alone = Some(cell);
            if before || cells.peek().is_some_and(|next| next.row == cell.row) {
                continue;
            }
            let text = cell.text();
            let Some(h) = heading::heading(&text, &self.edition.signs, &self.edition.printed)
            else {
                continue;
            };
            let last = found.last().map(|f| f.1.table).or(self.section);
            if (h.by_code || h.by_title) && (cell.row <= 2 || last != Some(h.table)) {
                found.push((cell, h));
            }
        }
        found
    }

    /// The table of the mapping that this table is.
    fn fit(&self, table: &'p Table) -> Option<Fit<'p>> {
        let grid = Grid::of(table)?;
        self.fit_grid(grid, title_section(table, self.edition))
    }

    fn fit_grid(&self, grid: Grid<'p>, title_section: Option<usize>) -> Option<Fit<'p>> {
        let Edition { mapping, signs, .. } = self.edition;
        if let Some(t) = self.section
            && let Some(shape) = self.edition.shapes.get(t).and_then(Option::as_ref)
            && let Some(fit) = Fit::as_printed(t, &grid, shape)
        {
            return Some(fit);
        }
        if let Some(t) = self.section
            && let Some(before) = self.out.found[t].fits.last()
            && let Some(fit) = Fit::with_last_labels(grid.clone(), before)
        {
            return Some(fit);
        }
        let section = title_section.or(self.section);
        let labels = Labels::of(grid.clone(), signs);
        let mut tables = labels.candidates(MOST_CANDIDATES);
        if let Some(t) = section.filter(|t| !tables.contains(t)) {
            tables.push(t);
        }
        let strange = self.strange && section.is_none();
        let least = if strange { STRANGE_FIT } else { LEAST_FIT };
        let mut fits: Vec<Fit> = tables
            .into_iter()
            .filter_map(|t| labels.fit(t, mapping, signs))
            .filter(|f| f.score >= least && enough(f))
            .collect();
        fits.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.table.cmp(&b.table)));
        let Some(best) = fits.first().map(|f| f.score) else {
            return self.continued(grid, section);
        };
        if let Some(own) = section.and_then(|t| fits.iter().position(|f| f.table == t)) {
            // The heading is believed unless the labels plainly say another table.
            let (other, rival) = (fits[0].score, fits[0].table);
            let apart = other - fits[own].score;
            // Labels letter for letter another table's, and of the heading only its code is left.
            let contradict = other >= EXACT_FIT && apart > 0.01;
            let titled = self.out.found[fits[own].table]
                .headings
                .last()
                .is_some_and(|h| h.1.by_title);
            if contradict && !titled {
                let own = fits[own].table;
                return Some(Fit {
                    rival: Some(own),
                    ..fits.swap_remove(0)
                });
            }
            if fits[own].score >= LEAST_FIT && !(other >= SURE_FIT && apart > 0.3) {
                return Some(Fit {
                    rival: contradict.then_some(rival),
                    ..fits.swap_remove(own)
                });
            }
        }
        // No heading says which: among equals the one that has no table yet, in the form's order.
        let equal = fits.iter().filter(|f| best - f.score < 0.005);
        let pick = equal
            .clone()
            .find(|f| self.out.found[f.table].fits.is_empty())
            .or(equal.clone().next())?
            .table;
        // A copy without a heading stands under the table that it copies.
        fits.into_iter().find(|f| f.table == pick)
    }

    /// The copies of a form that one table holds.
    fn copies(&self, fit: Fit<'p>) -> Vec<Fit<'p>> {
        let Edition {
            mapping,
            signs,
            shapes,
            ..
        } = self.edition;
        let printed = shapes[fit.table].as_ref().filter(|s| s.turned);
        let is_one = printed.is_some_and(|s| fit.grid.columns() <= s.width);
        if !fit.grid.turned || fit.by_position || is_one {
            return vec![fit];
        }
        Labels::of(fit.grid.turn(), signs).copies(fit, mapping, signs)
    }

    /// A table without labels under a heading: the rest of the table before it, or one whose head
    /// was deleted, where its columns are as many as they should be.
    fn continued(&self, grid: Grid<'p>, section: Option<usize>) -> Option<Fit<'p>> {
        let t = section?;
        if self.edition.mapping.tables[t].layout != Layout::Records || grid.columns() < 3 {
            return None;
        }
        let before = self.out.found[t].fits.last();
        let before = before.filter(|f| !f.grid.turned && f.grid.columns() == grid.columns());
        let shape = self
            .edition
            .shapes
            .get(t)
            .and_then(Option::as_ref)
            .filter(|s| !s.turned && s.width == grid.columns());
        let columns = before
            .map(|f| f.columns.clone())
            .or_else(|| shape.map(|s| s.columns.clone()))?;
        Some(Fit::by_position(t, grid, columns))
    }
}

/// The table announced in the first lines of a table itself.
fn title_section(table: &Table, edition: &Edition) -> Option<usize> {
    let titles = table
        .cells
        .iter()
        .take_while(|c| c.row <= 3)
        .filter(|c| c.column_span == table.columns || table.sheet.is_some());
    titles
        .take(8)
        .find_map(|c| heading::heading(&c.text(), &edition.signs, &edition.printed))
        .map(|h| h.table)
}

fn is_blank_line(grid: &Grid, line: u32) -> bool {
    (1..=grid.columns()).all(|c| grid.cell(line, c).is_none_or(Cell::is_blank))
}

/// Two labels, or all that the table has.
fn enough(fit: &Fit) -> bool {
    let bound = fit.columns.iter().flatten().count() + fit.below.len();
    bound >= 2 || bound == fit.columns.len()
}

/// A table that lays out a page rather than data: few cells, with tables or many paragraphs inside.
fn is_frame(table: &Table) -> bool {
    let holds =
        |c: &Cell| c.blocks.iter().any(|b| matches!(b, Block::Table(_))) || c.blocks.len() > 20;
    table.cells.len() <= 4 && table.cells.iter().any(holds)
}
