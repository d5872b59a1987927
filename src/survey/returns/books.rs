//! Which of a unit's workbooks count with its form.

use std::collections::{BTreeMap, HashSet};

use super::Receipt;
use super::choose::{Choosing, Nearness};
use super::counted::{Book, Older, Superseded, UnitReturns};
use crate::said;
use crate::survey::decisions::{Case, Decisions};
use crate::text::lang::Said;

/// Which workbooks count. Those that fill in different tables belong together; of those that fill
/// in the same one, one counts.
pub(super) fn choose_books(
    receipts: &[Receipt],
    decisions: &Decisions,
    forms: &[usize],
    books: Vec<usize>,
    how: &BTreeMap<usize, Said>,
    returns: &mut UnitReturns,
) {
    let form = returns.form;
    // What a form of an earlier run came with is in it already.
    let attached = form.map_or(&[][..], |f| &receipts[f].attachments);
    let (within, books): (Vec<_>, Vec<_>) = books.into_iter().partition(|b| {
        attached
            .iter()
            .any(|(_, hash)| *hash == receipts[*b].sha256)
    });
    returns.older.extend(within.into_iter().filter_map(|index| {
        let why = Superseded::SameFile;
        form.map(|instead| Older {
            index,
            instead,
            why,
        })
    }));
    let nearness = |book: usize| {
        let folder = &receipts[book].folder;
        let same = |f: &usize| receipts[*f].folder == *folder;
        match form {
            Some(form) if same(&form) => Nearness::Together,
            _ if forms.iter().any(same) => Nearness::WithAnother,
            _ => Nearness::Apart,
        }
    };
    let choosing = Choosing {
        receipts,
        decisions,
        books: true,
        nearness: &nearness,
    };
    let mut counting = Vec::new();
    for family in families(receipts, &books) {
        let choice = choosing.choose(&family);
        let both = |case: &Case| decisions.both(case);
        if choice.cases.iter().any(both) {
            counting.extend(family);
            returns.cases.extend(choice.cases);
            continue;
        }
        counting.extend(choice.best);
        returns.older.extend(choice.older);
        returns.doubts.extend(choice.doubts);
        returns.cases.extend(choice.cases);
    }
    counting.sort_by(|a, b| receipts[*a].file.cmp(&receipts[*b].file).then(a.cmp(b)));
    let why = |index: usize| match (how.get(&index), nearness(index)) {
        (Some(how), _) => how.clone(),
        (None, near) => by_name(receipts[index].unit.is_some(), near == Nearness::Together),
    };
    returns.books = counting
        .into_iter()
        .map(|index| Book {
            index,
            how: why(index),
        })
        .collect();
}

fn by_name(on_the_sheet: bool, together: bool) -> Said {
    match (on_the_sheet, together) {
        (true, true) => said!(
            "单位名称相同，且在同一文件夹",
            "same unit name, same folder"
        ),
        (true, false) => said!("单位名称相同", "same unit name"),
        (false, _) => said!(
            "文件名或文件夹里有单位名称",
            "the unit's name is in the name of the file or its folder"
        ),
    }
}

/// Workbooks that fill in a table of each other's, at one remove or several. One that fills in
/// nothing is held against all of them.
fn families(receipts: &[Receipt], books: &[usize]) -> Vec<Vec<usize>> {
    let mut families: Vec<(HashSet<&str>, Vec<usize>)> = Vec::new();
    let (blank, filled): (Vec<usize>, Vec<usize>) =
        books.iter().partition(|b| receipts[**b].is_blank());
    for book in filled {
        let mut tables: HashSet<&str> = receipts[book].filled().collect();
        let mut members = vec![book];
        families.retain_mut(|(theirs, files)| {
            let apart = theirs.is_disjoint(&tables);
            if !apart {
                tables.extend(theirs.drain());
                members.append(files);
            }
            apart
        });
        families.push((tables, members));
    }
    let mut families: Vec<Vec<usize>> = families.into_iter().map(|(_, files)| files).collect();
    match families.first_mut() {
        Some(family) => family.extend(blank),
        None if !blank.is_empty() => families.push(blank),
        None => {}
    }
    families
}
