//! From an edition's files to a [`Mapping`], or to everything that is wrong with them.

use std::sync::Arc;

use toml::de::DeTable;

use super::atlas::{At, Atlas};
use super::lint::{Origins, lint};
use super::model::role::give_usual;
use super::model::{Mapping, MappingFile};
use super::problem::{LoadError, Mark, Problem, SourceFile};
use super::shape;
use crate::said;
use crate::text::lang::Said;

/// Puts an edition's files together, in the order given, and checks them.
pub fn load(files: impl IntoIterator<Item = SourceFile>) -> Result<Mapping, LoadError> {
    put_together(files.into_iter().collect(), lint)
}

/// As [`load`], of files that the program comes with: a test holds that they pass every check, which
/// costs as much as reading them.
pub(super) fn load_bundled(
    files: impl IntoIterator<Item = SourceFile>,
) -> Result<Mapping, LoadError> {
    put_together(files.into_iter().collect(), |_, _, _| Vec::new())
}

fn put_together(
    files: Vec<SourceFile>,
    check: fn(&Mapping, &Origins, &Atlas) -> Vec<Problem>,
) -> Result<Mapping, LoadError> {
    let mut mapping = Mapping::default();
    let mut origins = Origins::default();
    let mut problems = Vec::new();
    for (i, file) in files.iter().enumerate() {
        match parse(i, &file.text) {
            Ok(part) => join(&mut mapping, &mut origins, part, i),
            Err(wrong) => problems.extend(wrong),
        }
    }
    // What a broken file was to bring would only be missed everywhere else.
    if problems.is_empty() {
        problems = check(&mapping, &origins, &Atlas::new(&files));
    }
    if !problems.is_empty() {
        return Err(LoadError::new(files, problems));
    }
    give_usual(&mut mapping.unit);
    Ok(mapping)
}

fn join(mapping: &mut Mapping, origins: &mut Origins, part: MappingFile, file: usize) {
    let at = At::file(file);
    if let Some(edition) = part.edition {
        mapping.edition = edition;
        origins.edition.push(at.key("edition"));
    }
    let items = |key: &str, n: usize| {
        let array = at.key(key);
        (0..n).map(move |i| array.item(i)).collect::<Vec<_>>()
    };
    origins.unit.extend(items("unit", part.unit.len()));
    origins.tables.extend(items("tables", part.tables.len()));
    origins.derived.extend(items("derived", part.derived.len()));
    origins.across.extend(items("across", part.across.len()));
    origins.page.extend(items("page", part.page.len()));
    (origins.unit_kinds).extend(items("unit_kinds", part.unit_kinds.len()));
    origins.money.extend(items("money", part.money.len()));
    for name in part.lists.keys() {
        let places = origins.lists.entry(Arc::clone(name)).or_default();
        places.push(at.key("lists").key(name));
    }
    mapping.unit.extend(part.unit);
    mapping.tables.extend(part.tables);
    mapping.derived.extend(part.derived);
    mapping.across.extend(part.across);
    mapping.lists.extend(part.lists);
    mapping.page.extend(part.page);
    mapping.unit_kinds.extend(part.unit_kinds);
    mapping.money.extend(part.money);
}

/// One file as TOML of the language's shape.
fn parse(file: usize, text: &str) -> Result<MappingFile, Vec<Problem>> {
    let refused = match toml::from_str::<MappingFile>(text) {
        Ok(part) => return Ok(part),
        Err(refused) => refused,
    };
    let syntax = |e: &toml::de::Error| {
        let what = e.message().trim().replace('\n', "; ");
        Problem {
            message: said!("TOML 写法有误：{what}", "not valid TOML: {what}"),
            marks: vec![Mark {
                file,
                span: e.span().unwrap_or(0..0),
                label: Said::default(),
            }],
            help: Said::default(),
        }
    };
    match DeTable::parse(text) {
        Err(e) => Err(vec![syntax(&e)]),
        Ok(table) => {
            let problems = shape::explain(file, &table);
            // The walk knows everything that serde refuses; were it not so, serde's word counts.
            Err(match problems.is_empty() {
                true => vec![syntax(&refused)],
                false => problems,
            })
        }
    }
}
