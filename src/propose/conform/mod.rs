//! Does a mapping say what its blank form asks? What the form has that the mapping has not, and
//! the other way round.

mod cover;
mod fields;
mod options;
mod page;
mod tables;

use std::sync::Arc;

use office::paper::{Paper, Place};

use crate::mapping::{Field, FilledIn, Mapping, Role, Table};
use crate::propose::{Proposal, ProposedTable, propose};
use crate::read::ready;
use crate::recognise::edition::Edition;
use crate::recognise::locate::locate;
use crate::said;
use crate::text::key::{key, stem, without_year};
use crate::text::lang::Said;

/// Something in which a mapping and its blank form differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The code of the mapping's table; none where it is of no table.
    pub table: Option<Arc<str>>,
    /// What it is.
    pub message: Said,
    /// Where it stands on the form, where it does.
    pub place: Option<Place>,
}

/// Compares a mapping with its blank form, and with the blank workbook of its sub-tables. Gives
/// what differs: first of the cover, then by table in the mapping's order, last what is of none.
pub fn conform(mapping: &Mapping, form: Option<&Paper>, sheets: Option<&Paper>) -> Vec<Difference> {
    if !mapping.page.is_empty() {
        return form.map_or(Vec::new(), |form| page::differences(mapping, form));
    }
    let edition = ready(
        Edition::new(mapping.clone()),
        form.cloned(),
        sheets.cloned(),
    );
    let nothing = Paper::default();
    let proposal = propose(form.unwrap_or(&nothing), sheets);
    let mut check = Check {
        mapping,
        proposal: &proposal,
        owners: vec![None; proposal.tables.len()],
        differences: Vec::new(),
    };
    let located: Vec<_> = [(form, true), (sheets, false)]
        .into_iter()
        .filter_map(|(paper, is_form)| Some((locate(paper?, &edition), is_form)))
        .collect();
    if form.is_some() {
        check.cover();
    }
    check.find_owners(&located);
    for (t, table) in mapping.tables.iter().enumerate() {
        let asked = |is_form: bool| match table.filled_in {
            FilledIn::Form => is_form,
            FilledIn::Sheet => !is_form,
            FilledIn::Both => true,
            FilledIn::None => false,
        };
        let proposed = check.owners.iter().position(|o| *o == Some(t));
        let proposed = proposed.map(|p| &proposal.tables[p]);
        let mut there = false;
        let mut looked = false;
        for (located, is_form) in located.iter().filter(|l| asked(l.1)) {
            let found = &located.found[t];
            looked |= *is_form || table.filled_in == FilledIn::Sheet;
            there |= !found.is_missing();
            check.columns(table, found, proposed);
        }
        if looked && !there {
            check.unreachable(table);
        }
        if let Some(proposed) = proposed {
            check.table(table, proposed);
        }
    }
    check.strangers();
    check.differences
}

/// What a mapping does not say though the program needs it: editions without it are read, but less
/// is done with their forms.
pub fn unsaid(mapping: &Mapping) -> Vec<Said> {
    let mut unsaid = Vec::new();
    if mapping.role(Role::Name).is_none() {
        unsaid.push(said!(
            "封面（[[unit]]）没有写明哪一项是单位名称：请在那一项写上 role = \"name\"；没有它，\
             子表、名册、汇总只能凭文件名认单位",
            "no field of the cover ([[unit]]) is said to be the unit's name: write role = \"name\" at \
             the one that is; without it workbooks, roster and roll-up know a unit by its file's name alone"
        ));
    }
    unsaid
}

struct Check<'a> {
    mapping: &'a Mapping,
    proposal: &'a Proposal,
    /// For each proposed table the mapping's table that it is.
    owners: Vec<Option<usize>>,
    differences: Vec<Difference>,
}

impl Check<'_> {
    fn say(&mut self, table: Option<&Table>, message: Said, place: Option<Place>) {
        let difference = Difference {
            table: table.map(|t| Arc::clone(&t.code)),
            message,
            place,
        };
        if !self.differences.contains(&difference) {
            self.differences.push(difference);
        }
    }
}

/// Two labels that a reader takes for one.
fn same_label(a: &str, b: &str) -> bool {
    let parts = |label: &str, of: fn(&str) -> String| -> String {
        label.split('·').map(|p| without_year(of(p))).collect()
    };
    parts(a, key) == parts(b, key) || parts(a, stem) == parts(b, stem)
}

/// A field's label and aliases.
fn labels(field: &Field) -> impl Iterator<Item = &str> {
    std::iter::once(&*field.label).chain(field.aliases.iter().map(String::as_str))
}

/// The place of a proposed table on the form.
fn place(proposed: &ProposedTable) -> Option<Place> {
    let cell = proposed.papers.first().map(|n| Place::Cell {
        table: *n,
        row: 1,
        column: 1,
    });
    let line = proposed.boxes.first().map(|n| Place::Line {
        text_box: *n,
        line: 1,
    });
    cell.or(line)
}
