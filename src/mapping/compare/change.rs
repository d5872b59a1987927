//! What changed of a table or an item that both editions have.

use std::sync::Arc;

use crate::mapping::{Field, List, Mapping, Numbering, Table};
use crate::said;
use crate::text::key::key;
use crate::text::lang::Said;

/// One thing that changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The key in the mapping: `label`, `type`, `limit` …
    pub what: &'static str,
    /// What it was; empty where there was none.
    pub old: String,
    /// What it is; empty where there is none.
    pub new: String,
    /// Of a `list`: its options.
    pub options: Option<ListChange>,
}

/// What changed of a candidate list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListChange {
    /// Options that only the new list has.
    pub came: Vec<Arc<str>>,
    /// Options that only the old list has.
    pub went: Vec<Arc<str>>,
    /// The options that both have stand in another order, or are numbered in another way.
    pub renumbered: bool,
}

impl Change {
    /// What the key is called.
    pub fn called(&self) -> Said {
        match self.what {
            "code" => said!("代码", "code"),
            "name" => said!("名称", "name"),
            "label" => said!("标签", "label"),
            "type" => said!("类型", "type"),
            "unit" => said!("单位", "unit"),
            "list" => said!("候选项", "options"),
            "layout" => said!("版式", "layout"),
            "filled_in" => said!("填在", "filled in"),
            "limit" => said!("限填", "records at most"),
            "limit_options" => said!("限选", "options at most"),
            "under" => said!("印在其下", "printed under"),
            "only_for" => said!("填写单位", "only for"),
            other => Said::same(other),
        }
    }
}

fn differs(what: &'static str, old: impl ToString, new: impl ToString) -> Option<Change> {
    let (old, new) = (old.to_string(), new.to_string());
    (old != new).then_some(Change {
        what,
        old,
        new,
        options: None,
    })
}

fn number(n: Option<u32>) -> String {
    n.map_or_else(String::new, |n| n.to_string())
}

/// What changed of a table itself.
pub(super) fn of_tables(was: &Table, is: &Table) -> Vec<Change> {
    let text = |t: &Option<Arc<str>>| t.as_deref().unwrap_or("").to_owned();
    let only = |t: &Table| t.only_for.clone().unwrap_or_default();
    [
        differs("code", &was.code, &is.code),
        differs("name", &was.name, &is.name),
        differs("layout", was.layout.name(), is.layout.name()),
        differs("filled_in", was.filled_in.name(), is.filled_in.name()),
        differs("limit", number(was.limit), number(is.limit)),
        differs(
            "limit_options",
            number(was.limit_options),
            number(is.limit_options),
        ),
        differs("under", text(&was.under), text(&is.under)),
        differs("only_for", only(was), only(is)),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// What changed of an item. Labels that differ in punctuation alone are the same.
pub(super) fn of_fields(old: &Mapping, was: &Field, new: &Mapping, is: &Field) -> Vec<Change> {
    let mut changes: Vec<Change> = [
        differs("code", &was.code, &is.code),
        differs("name", &was.name, &is.name),
        differs("label", &was.label, &is.label).filter(|_| !is_same(&was.label, &is.label)),
        differs("type", was.kind.name(), is.kind.name()),
        differs("unit", &was.unit, &is.unit),
    ]
    .into_iter()
    .flatten()
    .collect();
    changes.extend(of_lists(old, was, new, is));
    changes
}

fn is_same(was: &str, is: &str) -> bool {
    was.split('·').map(key).eq(is.split('·').map(key))
}

/// The list of a field.
pub(super) fn list_of<'m>(mapping: &'m Mapping, field: &Field) -> Option<&'m List> {
    mapping.lists.get(field.list.as_ref()?)
}

/// The keys of a list's labels.
pub(super) fn labels(list: &List) -> Vec<String> {
    list.options.iter().map(|o| key(&o.label)).collect()
}

/// Lists that offer the same are the same, whatever they are called.
fn of_lists(old: &Mapping, was: &Field, new: &Mapping, is: &Field) -> Option<Change> {
    let (before, after) = (list_of(old, was), list_of(new, is));
    let name = |f: &Field| f.list.as_deref().unwrap_or("").to_owned();
    let (Some(before), Some(after)) = (before, after) else {
        return differs("list", name(was), name(is));
    };
    let (had, has) = (labels(before), labels(after));
    let only = |list: &List, other: &[String]| -> Vec<Arc<str>> {
        let lost = list
            .options
            .iter()
            .filter(|o| !other.contains(&key(&o.label)));
        lost.map(|o| Arc::clone(&o.label)).collect()
    };
    let kept = |of: &[String], other: &[String]| -> Vec<String> {
        of.iter().filter(|l| other.contains(l)).cloned().collect()
    };
    let options = ListChange {
        came: only(after, &had),
        went: only(before, &has),
        renumbered: kept(&had, &has) != kept(&has, &had)
            || !same_numbers(before.numbered, after.numbered),
    };
    (options != ListChange::default()).then(|| Change {
        what: "list",
        old: name(was),
        new: name(is),
        options: Some(options),
    })
}

/// `01.` and `1.` are one number.
fn same_numbers(was: Option<Numbering>, is: Option<Numbering>) -> bool {
    let kind = |n: Option<Numbering>| n.map(|n| n == Numbering::Letters);
    kind(was) == kind(is)
}
