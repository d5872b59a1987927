//! What says that a paper is a form of an edition, counted and in words.

use office::paper::{Block, Paper};

use super::shelf::Shelved;
use super::wrong::years;
use crate::recognise::edition::Edition;
use crate::recognise::locate::{Located, find_code};
use crate::said;
use crate::text::key::key;
use crate::text::lang::Said;

/// What of an edition was seen on a paper.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Evidence {
    /// The edition's tables.
    pub of: usize,
    /// How many of them were announced by their code.
    pub codes: usize,
    /// A line is nothing but a code, letter for letter as the edition writes it: no sentence that
    /// names a standard is.
    pub alone: bool,
    /// How many by their title.
    pub titles: usize,
    /// How many were known by their labels.
    pub tables: usize,
    /// A table's labels leave no doubt, whatever stands over it.
    pub sure: bool,
    /// How many by the options in their boxes.
    pub boxes: usize,
    /// The form's title stands on the paper.
    pub titled: bool,
    /// The year that the cover names.
    pub year: Option<i32>,
    /// That is the edition's.
    pub own_year: bool,
    /// The edition is known by the lines that its blank prints, and `tables` counts these.
    pub lines: bool,
}

impl Evidence {
    /// What a paper that was taken apart shows.
    pub fn of(located: &Located, edition: &Edition) -> Evidence {
        let count = |seen: &dyn Fn(&crate::recognise::locate::Found) -> bool| {
            located.found.iter().filter(|f| seen(f)).count()
        };
        if let Some(page) = &located.page {
            // Two pages that share a title are told apart by the rest.
            return Evidence {
                of: edition.mapping.page.len(),
                tables: 1 + (page.share * 8.0) as usize,
                sure: true,
                ..Evidence::default()
            };
        }
        let year = years(located).first().map(|y| y.0);
        Evidence {
            of: edition.mapping.tables.len(),
            codes: count(&|f| f.headings.iter().any(|h| h.1.by_code)),
            alone: (located.found.iter().flat_map(|f| &f.headings)).any(|(line, heading, _)| {
                let code = &edition.mapping.tables[heading.table].code;
                code.len() >= LEAST_CODE && line.text.trim() == &**code
            }),
            titles: count(&|f| f.headings.iter().any(|h| h.1.by_title)),
            tables: count(&|f| f.has_table()),
            sure: located
                .found
                .iter()
                .any(|f| !f.laid.is_empty() || f.fits.iter().any(|fit| fit.score >= SURE)),
            boxes: count(&|f| !f.boxes.is_empty()),
            titled: located.titled,
            year,
            own_year: year == Some(edition.mapping.edition.year),
            lines: false,
        }
    }

    /// What a paper shows of a blank whose places are known: so many of its printed lines.
    pub fn of_lines((found, all): (usize, usize), edition: &Edition) -> Evidence {
        Evidence {
            of: edition.mapping.tables.len(),
            tables: found.max(usize::from(all == 0)),
            sure: found as f32 >= LINES * all as f32,
            lines: true,
            ..Evidence::default()
        }
    }

    /// How much speaks for the edition; 0 where no table of it was seen.
    pub fn score(&self) -> usize {
        let found = self.codes + self.titles + self.tables + self.boxes;
        if found == 0 || !self.is_enough() {
            return 0;
        }
        // The year on the cover decides between editions that share their tables.
        found * 4 + usize::from(self.titled) * 8 + usize::from(self.own_year) * 40
    }

    /// More than a word that any document may have: a title in a line, a table with a name and a
    /// number.
    fn is_enough(&self) -> bool {
        if self.lines {
            return self.sure;
        }
        let headings = self.codes.max(self.titles);
        self.titled
            || self.sure
            || self.alone
            || self.boxes > 0
            || headings + self.tables > 1
            || self.codes > 0 && self.titles > 0
    }

    /// The same at first sight, where a table's code and title count once.
    fn promise(&self) -> usize {
        self.codes * 4 + usize::from(self.titled) * 8 + usize::from(self.own_year) * 40
    }

    /// What was seen, a reason each.
    pub fn said(&self) -> Vec<Said> {
        let mut said = Vec::new();
        match (self.year, self.own_year) {
            (Some(year), true) => said.push(said!("封面年份 {year}", "the cover's year {year}")),
            (Some(year), false) => said.push(said!(
                "封面年份 {year}，不是本版本的",
                "the cover's year is {year}, not the edition's"
            )),
            (None, _) => {}
        }
        if self.titled {
            said.push(said!("封面标题", "the cover's title"));
        }
        let of = self.of;
        for (n, zh, en) in [
            (self.codes, "表号", "codes"),
            (self.titles, "表名", "titles"),
            (
                self.tables,
                if self.lines { "印字" } else { "表头" },
                if self.lines {
                    "printed lines"
                } else {
                    "tables by their labels"
                },
            ),
            (self.boxes, "选项框", "boxes by their options"),
        ] {
            if n > 0 {
                said.push(said!("{zh} {n}/{of}", "{n}/{of} {en}"));
            }
        }
        said
    }
}

/// A form has so many of the lines that its blank prints: people delete notes, hardly more.
const LINES: f32 = 0.4;
/// A table's labels that fit so well are the form's without a heading over them.
const SURE: f32 = 0.6;

/// A shorter code may be a word.
const LEAST_CODE: usize = 6;

/// How much more an edition must promise at first sight for another not to be tried at all: as
/// much as six tables' headings.
const FAR_BEHIND: usize = 24;
/// Rows of a sheet in which its title stands.
const TITLE_ROWS: u32 = 2;

/// What a paper shows of an edition at first sight, and whether it is worth while to take the paper
/// apart by it.
pub type Sight = (Evidence, bool);

/// What a paper shows of each edition at first sight: the codes and titles that its lines begin
/// with, and the year. Taking a paper apart costs far more. The second says whether that is worth
/// while: another edition does not promise far more.
pub fn first_sight(paper: &Paper, editions: &[Shelved]) -> Vec<Sight> {
    let evident = |edition: &Shelved| Evidence {
        of: edition.mapping.tables.len(),
        ..Evidence::default()
    };
    if editions.len() < 2 {
        return editions.iter().map(|e| (evident(e), true)).collect();
    }
    let lines = lines(paper);
    let seen: Vec<Evidence> = editions
        .iter()
        .map(|edition| {
            let signs = &edition.headings;
            let mut evidence = evident(edition);
            let mut announced = vec![false; evidence.of];
            let year = edition.mapping.edition.year;
            let dated = format!("{year}年度");
            for (text, line) in &lines {
                let title = line.trim_start_matches(|c: char| c.is_ascii_digit());
                let by_title = || signs.titles.get(title).and_then(|t| t.first().copied());
                let by_code = find_code(text, signs).map(|c| c.table);
                if let Some(table) = by_code.or_else(by_title) {
                    announced[table] = true;
                }
                evidence.titled |= signs.form_titles.iter().any(|t| line.contains(t.as_str()));
                evidence.own_year |= line.contains(&dated);
            }
            evidence.codes = announced.iter().filter(|a| **a).count();
            evidence.year = evidence.own_year.then_some(year);
            evidence
        })
        .collect();
    let most = seen.iter().map(Evidence::promise).max().unwrap_or(0);
    (seen.into_iter())
        .map(|e| (e, e.promise() + FAR_BEHIND > most))
        .collect()
}

/// The lines that can announce something, with their keys: short paragraphs, and the names and titles
/// of sheets.
fn lines(paper: &Paper) -> Vec<(String, String)> {
    let mut lines = Vec::new();
    let mut add = |text: &str| {
        if text.len() < 300 {
            let key = key(text);
            if !key.is_empty() {
                lines.push((text.to_owned(), key));
            }
        }
    };
    for block in &paper.blocks {
        match block {
            Block::Paragraph(p) => add(&p.text),
            Block::Table(t) => {
                let Some(sheet) = &t.sheet else { continue };
                add(&sheet.name);
                let titles = t.cells.iter().take_while(|c| c.row <= TITLE_ROWS);
                titles.take(4).for_each(|c| add(&c.text()));
            }
        }
    }
    lines
}
