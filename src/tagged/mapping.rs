//! A document with tags as a mapping: its fields, tables and lists, and what cannot be.

use std::collections::HashMap;
use std::sync::Arc;

use indexmap::IndexMap;

use super::form::{Form, Shape, Stand};
use super::label::{Labels, title, words};
use super::lines::{self, Sign};
use super::option::is_other;
use super::problem::Problem;
use super::scan::written;
use crate::mapping::{Choice, EditionInfo, Field, Layout, List, Mapping, Table, Type, give_usual};
use crate::said;

/// Where a field is: on the cover, or in a table.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Name {
    /// The table's code; none for the cover.
    pub table: Option<String>,
    /// The field's name.
    pub field: String,
}

/// The field that a tag names.
pub fn name_of(form: &Form, stand: &Stand) -> Name {
    let path = &stand.placed.tag.path;
    let section = stand.section.map(|s| form.sections[s].name.clone());
    match path.as_slice() {
        [table, field] => Name {
            table: Some(table.clone()),
            field: field.clone(),
        },
        _ => Name {
            table: section,
            field: path[0].clone(),
        },
    }
}

/// The mapping that a document with tags is. `file` is its name.
///
/// # Errors
/// Names that are given twice, lists without options.
pub fn mapping(file: &str, form: &Form) -> Result<Mapping, Vec<Problem>> {
    let labels = Labels::of(form);
    let mut making = Making {
        form,
        labels,
        problems: Vec::new(),
        mapping: Mapping::default(),
    };
    let mut named: IndexMap<Name, Vec<&Stand>> = IndexMap::new();
    for stand in &form.stands {
        named.entry(name_of(form, stand)).or_default().push(stand);
    }
    for section in &form.sections {
        if !named
            .keys()
            .any(|n| n.table.as_deref() == Some(&section.name))
        {
            making.problems.push(Problem::at(
                &section.place,
                &format!("{{{{#{}}}}}", section.name),
                said!("这一节里没有标记", "the section has no tag in it"),
            ));
        }
    }
    for (name, stands) in &named {
        making.twice(stands);
        let field = making.field(name, stands);
        match &name.table {
            None => making.mapping.unit.push(field),
            Some(code) => making.table(code, stands).fields.push(field),
        }
    }
    if !making.problems.is_empty() {
        return Err(making.problems);
    }
    let mut mapping = making.mapping;
    told_apart(&mut mapping.unit);
    for table in &mut mapping.tables {
        told_apart(&mut table.fields);
    }
    let is_tagged = |id| form.stands.iter().any(|s| s.placed.paragraph == id);
    give_usual(&mut mapping.unit);
    mapping.edition = edition(file, title(&form.paper, is_tagged));
    Ok(mapping)
}

fn edition(file: &str, title: Option<String>) -> EditionInfo {
    let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let plain = |c: char| {
        if c.is_ascii_alphanumeric() || c == '-' || c == '_' {
            c
        } else {
            '-'
        }
    };
    let id: String = stem.chars().map(plain).collect();
    let id = id.trim_matches(['-', '_']);
    let id = if id.is_empty() { "form" } else { id };
    let title = title.unwrap_or_else(|| stem.to_owned());
    EditionInfo {
        id: id.into(),
        name: title.clone(),
        titles: vec![title],
        blank: Some("blank.docx".to_owned()),
        ..EditionInfo::default()
    }
}

/// Two fields of one table that the form calls alike are told apart by their names.
fn told_apart(fields: &mut [Field]) {
    let mut seen: Vec<String> = Vec::new();
    for field in fields {
        let key = crate::text::key::key(&field.label);
        if seen.contains(&key) {
            field.label = format!("{}·{}", field.label, field.name).into();
        }
        seen.push(crate::text::key::key(&field.label));
    }
}

struct Making<'f> {
    form: &'f Form,
    labels: Labels<'f>,
    problems: Vec<Problem>,
    mapping: Mapping,
}

impl<'f> Making<'f> {
    fn wrong(&mut self, stand: &Stand, message: crate::text::lang::Said) {
        let placed = &stand.placed;
        self.problems
            .push(Problem::at(&placed.place, &written(placed), message));
    }

    /// The row that a tag stands in, where one of the row's tags makes it a record.
    fn named_row(&self, stand: &Stand) -> Option<(u32, u32)> {
        let row = |s: &Stand| {
            let (table, cell) = self.labels.standing(s)?.cell?;
            Some((table.number, cell.row, cell.row + cell.row_span))
        };
        let own = row(stand)?;
        let table = &stand.placed.tag.path[0];
        self.form
            .stands
            .iter()
            .filter(|s| matches!(s.shape, Shape::Row) && s.placed.tag.path[0] == *table)
            .filter_map(row)
            .find(|r| r.0 == own.0 && r.1 <= own.1 && own.1 < r.2)
            .map(|r| (r.0, r.1))
    }

    fn twice(&mut self, stands: &[&'f Stand]) {
        let place = |stand: &&'f Stand| {
            let option = stand.placed.tag.option.as_deref();
            (self.named_row(stand), option)
        };
        let places: Vec<_> = stands.iter().map(place).collect();
        for (n, stand) in stands.iter().enumerate() {
            if places[..n].contains(&places[n]) {
                let option = places[n].1;
                let name = stand.placed.tag.name();
                let message = match option {
                    None => said!("名称“{name}”写了两次", "the name “{name}” is given twice"),
                    Some(option) => said!(
                        "“{name}”的选项“{option}”写了两次",
                        "the option “{option}” of “{name}” is given twice"
                    ),
                };
                self.wrong(stand, message);
            }
        }
    }

    fn kind(&mut self, stands: &[&'f Stand]) -> Type {
        let mut said: Option<(Type, &Stand)> = None;
        for stand in stands {
            let Some(kind) = stand.placed.tag.kind else {
                continue;
            };
            match said {
                Some((first, _)) if first != kind => {
                    let (a, b) = (first.name(), kind.name());
                    self.wrong(
                        stand,
                        said!(
                            "类型前面写的是 {a}，这里是 {b}",
                            "its type was {a} before, here it is {b}"
                        ),
                    );
                }
                _ => said = Some((kind, stand)),
            }
        }
        let option = stands.iter().any(|s| s.placed.tag.option.is_some());
        let unit = stands.iter().any(|s| s.placed.tag.unit.is_some());
        match said {
            Some((kind, _)) => kind,
            None if option => Type::Choice,
            None if unit => Type::Decimal,
            None => Type::Text,
        }
    }

    fn field(&mut self, name: &Name, stands: &[&'f Stand]) -> Field {
        let kind = self.kind(stands);
        let label = self
            .labels
            .label(stands[0])
            .unwrap_or_else(|| name.field.clone());
        let unit = stands.iter().find_map(|s| s.placed.tag.unit.clone());
        Field {
            name: name.field.as_str().into(),
            label: label.into(),
            kind,
            unit: unit.unwrap_or_default(),
            list: self.list(name, kind, stands),
            required: stands.iter().any(|s| s.placed.tag.required),
            ..Field::default()
        }
    }

    /// The list of a choice, by its name.
    fn list(&mut self, name: &Name, kind: Type, stands: &[&'f Stand]) -> Option<Arc<str>> {
        if !matches!(kind, Type::Choice | Type::Choices) {
            return None;
        }
        let mut list = List::default();
        for stand in stands {
            self.options(stand, &mut list);
        }
        if list.options.is_empty() {
            self.wrong(
                stands[0],
                said!(
                    "没有找到选项：选项写在标记之后（同一行、同一框，或下面各行），或用 {{{{名称=选项}}}}",
                    "no options were found: they stand behind the tag (in its line, its box, or the lines below), or as {{{{name=option}}}}"
                ),
            );
        }
        let known = &self.mapping.lists;
        if let Some((same, _)) = known.iter().find(|(_, l)| **l == list) {
            return Some(Arc::clone(same));
        }
        let mut own = name.field.clone();
        if known.contains_key(own.as_str()) {
            own = format!("{}_{}", name.table.as_deref().unwrap_or("form"), name.field);
        }
        let own: Arc<str> = own.into();
        self.mapping.lists.insert(Arc::clone(&own), list);
        Some(own)
    }

    fn options(&self, stand: &Stand, list: &mut List) {
        let mut add =
            |label: &str, other: bool| match list.options.iter_mut().find(|o| &*o.label == label) {
                Some(known) => known.other |= other,
                None => list.options.push(Choice {
                    label: label.into(),
                    code: None,
                    aliases: Vec::new(),
                    other,
                }),
            };
        if let Some(option) = &stand.placed.tag.option {
            let own = matches!(&stand.shape, Shape::Option(o) if o.own.is_some());
            add(option, own || is_other(option));
        }
        let Shape::Lines {
            options, offered, ..
        } = &stand.shape
        else {
            return;
        };
        for offered in offered {
            add(offered, is_other(offered));
        }
        let texts: HashMap<_, _> = self
            .form
            .paper
            .placed()
            .into_iter()
            .map(|s| (s.paragraph.id, s.paragraph))
            .collect();
        let mut sign: Option<Sign> = None;
        for (paragraph, option) in options {
            if let Some(label) = texts
                .get(paragraph)
                .and_then(|p| p.text.get(option.label.clone()))
            {
                add(label, option.other);
                sign.get_or_insert(option.sign);
            }
        }
        if let Some(sign) = sign {
            list.numbered = lines::numbering(sign);
        }
    }

    fn table(&mut self, code: &str, stands: &[&'f Stand]) -> &mut Table {
        let known = self.mapping.tables.iter().position(|t| &*t.code == code);
        let at = known.unwrap_or_else(|| {
            let tag = &stands[0].placed.tag;
            let section = self.form.sections.iter().any(|s| s.name == code);
            let repeats = section || tag.repeats;
            let name = self.heading(stands[0]).unwrap_or_else(|| code.to_owned());
            let layout = if repeats {
                Layout::Records
            } else {
                Layout::Form
            };
            let mut table = Table::of_fields(code, layout, Vec::new());
            table.name = name;
            table.limit = (!repeats).then_some(1);
            self.mapping.tables.push(table);
            self.mapping.tables.len() - 1
        });
        &mut self.mapping.tables[at]
    }

    /// The printed line before the table, or the section, that a tag stands in.
    fn heading(&self, stand: &Stand) -> Option<String> {
        let standing = self.labels.standing(stand)?;
        let blocks = self.form.paper.blocks.get(..standing.block)?;
        let is_tagged = |id| self.form.stands.iter().any(|s| s.placed.paragraph == id);
        blocks.iter().rev().find_map(|b| match b {
            office::paper::Block::Paragraph(p) if !is_tagged(p.id) => words(&p.text),
            _ => None,
        })
    }
}
