//! Which piece of paper belongs to which table of the form, how sure that is, and what belongs to
//! none.
//!
//! A table is known by the heading over it, by its code, and by its labels; never by its position
//! alone. A text box is known by the options it prints.

mod agree;
mod apart;
mod boxes;
mod choose;
mod code;
mod fit;
mod grid;
mod heading;
mod labels;
mod laid;
mod lists;
mod separate;
mod several;
mod walk;

pub use agree::is_like;
pub use code::find_code;
pub use fit::Fit;
pub use grid::Grid;
pub use heading::after_key;
pub use laid::{Laid, caption_likeness};
pub use lists::answers as answers_on_hidden_sheet;
pub use separate::separate;

use office::paper::{Paper, Paragraph, Place, Table, TextBox};
use walk::Walk;

use crate::recognise::edition::{Edition, Heading};
use crate::recognise::page::{self, PageFit};

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
    /// Hidden sheets with something that no blank prints, each with the table that it would be of.
    pub hidden: Vec<(Option<usize>, &'p Table)>,
    /// Headings, or sheets, whose code or name is one table's and whose title is another's.
    pub contradictions: Vec<Contradiction>,
    /// The form's title stands on the paper.
    pub titled: bool,
    /// The paper laid beside the edition's page, where it has one.
    pub page: Option<PageFit<'p>>,
}

impl Located<'_> {
    /// A paper of which nothing was looked for, for so many tables.
    fn nothing(tables: usize) -> Self {
        Located {
            found: (0..tables).map(|_| Found::default()).collect(),
            cover: Vec::new(),
            loose: Vec::new(),
            strangers: Vec::new(),
            lists: Vec::new(),
            hidden: Vec::new(),
            contradictions: Vec::new(),
            titled: false,
            page: None,
        }
    }
}

/// A heading that speaks for two tables.
#[derive(Debug)]
pub struct Contradiction {
    /// The table that it was taken for.
    pub taken: usize,
    /// The table that it names besides.
    pub other: usize,
    /// Where it stands.
    pub place: Place,
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

/// Takes a paper apart.
pub fn locate<'p>(paper: &'p Paper, edition: &Edition) -> Located<'p> {
    if edition.template.is_some() {
        // Its places are known: nothing is to be found by labels.
        return Located::nothing(edition.mapping.tables.len());
    }
    if let Some(sign) = &edition.signs.page {
        return Located::of_page(page::fit(paper, sign), edition);
    }
    let mut walk = Walk::new(paper, edition);
    walk.blocks(&paper.blocks, 0, None);
    walk.give_boxes();
    walk.out
}

/// A paper has so much of what a page prints where it is its form: a form that was filled in by
/// deleting what does not apply keeps more.
const OF_PAGE: f32 = 0.5;

impl<'p> Located<'p> {
    fn of_page(fit: Option<PageFit<'p>>, edition: &Edition) -> Located<'p> {
        let page = fit.filter(|fit| fit.share >= OF_PAGE);
        Located {
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
            hidden: Vec::new(),
            contradictions: Vec::new(),
            titled: false,
            page,
        }
    }
}
