//! A mapping proposed from a blank form: what a form prints, told as an edition's files, with a
//! word wherever it could be otherwise.
//!
//! Nothing of one form stands here; the words that forms are written in are in `words.toml`.

mod assemble;
mod blanks;
mod candidates;
mod choices;
pub mod conform;
mod cover;
mod draft;
mod field;
mod finish;
mod form;
mod heading;
mod layout;
mod lists;
mod name;
mod notes;
mod options;
mod outline;
mod page;
mod rating;
mod read;
mod records;
mod remarks;
mod rules;
mod slots;
mod unit;
mod words;
mod write;

use std::sync::Arc;

use indexmap::IndexMap;
use office::paper::Paper;

use crate::mapping::{EditionInfo, Field, List, Mapping, PagePiece, Table, load};
use crate::text::lang::{Lang, Said};

/// A mapping that a form's blank suggests.
#[derive(Clone, Debug, Default)]
pub struct Proposal {
    /// How the edition is named and recognised.
    pub edition: EditionInfo,
    /// What is not sure of it.
    pub doubts: Vec<Said>,
    /// What is printed on the cover.
    pub cover: Vec<String>,
    /// The form names its year.
    pub dated: bool,
    /// The form names its period.
    pub timed: bool,
    /// The cover.
    pub unit: Vec<Field>,
    /// The candidate lists.
    pub lists: IndexMap<Arc<str>, List>,
    /// The tables, in the form's order.
    pub tables: Vec<ProposedTable>,
    /// The form as it is printed, where its tables are of the layout `page`.
    pub page: Vec<PagePiece>,
}

/// A table that a blank suggests.
#[derive(Clone, Debug)]
pub struct ProposedTable {
    /// The table.
    pub table: Table,
    /// The heading over it and others.
    pub group: Option<String>,
    /// Its code is printed.
    pub coded: bool,
    /// The tables on paper that it was read off, by their numbers.
    pub papers: Vec<u32>,
    /// The text boxes.
    pub boxes: Vec<u32>,
    /// Rules that the words 其中 and 合计 suggest; none of them is in force.
    pub rules: Vec<String>,
    /// What is not sure of the table.
    pub doubts: Vec<Said>,
    /// For each field whether its options stand on the form, not only a word that there are some.
    pub printed_options: Vec<bool>,
    /// What is not sure of each field.
    pub field_doubts: Vec<Vec<Said>>,
}

impl Proposal {
    /// A mapping that somebody has said, for writing out as files.
    pub fn of(mapping: Mapping) -> Proposal {
        let table = |table: Table| ProposedTable {
            group: None,
            coded: true,
            papers: Vec::new(),
            boxes: Vec::new(),
            rules: Vec::new(),
            doubts: Vec::new(),
            printed_options: vec![true; table.fields.len()],
            field_doubts: vec![Vec::new(); table.fields.len()],
            table,
        };
        Proposal {
            edition: mapping.edition,
            unit: mapping.unit,
            lists: mapping.lists,
            tables: mapping.tables.into_iter().map(table).collect(),
            ..Proposal::default()
        }
    }

    /// The mapping, its doubts left out.
    pub fn mapping(&self) -> Mapping {
        Mapping {
            edition: self.edition.clone(),
            unit: self.unit.clone(),
            lists: self.lists.clone(),
            tables: self.tables.iter().map(|t| t.table.clone()).collect(),
            derived: Vec::new(),
            unit_kinds: Vec::new(),
            money: Vec::new(),
            across: Vec::new(),
            page: self.page.clone(),
        }
    }
}

/// So many tables under a year and a period are a survey's; the one of `mapping_init_survey` has
/// eight.
const SURVEY: usize = 4;

/// Proposes a mapping from the blank form, and the blank workbook of its sub-tables.
pub fn propose(form: &Paper, sheets: Option<&Paper>) -> Proposal {
    let mut proposal = assemble::assemble(form, sheets);
    // Tables with codes, those that a workbook has too, and several under a year and a period are a
    // survey's. Any other form is taken as it is printed.
    let surveys = sheets.is_some()
        || is_coded(&proposal)
        || proposal.dated && proposal.timed && proposal.tables.len() >= SURVEY;
    if !surveys && let Some(page) = page::propose(form, proposal.clone()) {
        return page;
    }
    // Balances that the form states may clash in ways that only the whole mapping shows.
    if !loads(&proposal) {
        for table in &mut proposal.tables {
            for rule in table.table.rules.drain(..) {
                table.rules.push(rule.full().check);
            }
        }
    }
    proposal
}

/// Words that number the parts and questions of any form.
const NUMBERED: [&str; 12] = [
    "part", "section", "step", "question", "item", "annex", "appendix", "schedule", "form", "box",
    "page", "no",
];

/// The tables have codes as a survey's have: several of one kind, or one in several parts. `Q3`,
/// `Part 2` and the name of an event with its year are none.
fn is_coded(proposal: &Proposal) -> bool {
    let codes = proposal
        .tables
        .iter()
        .filter(|t| t.coded)
        .map(|t| &*t.table.code);
    let mut kinds: Vec<(String, &str)> = Vec::new();
    for code in codes {
        let stem = code.trim_end_matches(|c: char| c.is_ascii_digit());
        let stem = stem.trim_end_matches(['_', '-', '.', ' ']).to_lowercase();
        let letters = stem.chars().filter(|c| c.is_alphabetic()).count();
        let parted = code.contains(['_', '-']) || !code.is_ascii();
        if NUMBERED.contains(&stem.as_str()) || letters < 2 && !parted {
            continue;
        }
        kinds.push((stem, code));
    }
    let parted = |c: &str| c.matches(['_', '-']).count() > 1 || !c.is_ascii();
    kinds.iter().any(|(stem, code)| {
        let more = kinds.iter().any(|(other, c)| other == stem && c != code);
        more || parted(code)
    })
}

/// The mapping that a proposal spells can be loaded.
pub(crate) fn loads(proposal: &Proposal) -> bool {
    write::files(proposal, Lang::Zh).is_ok_and(|files| load(files).is_ok())
}

pub use write::files;
