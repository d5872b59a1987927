//! A proposal as an edition's files, in the style that people write them in. What is written is
//! what the model serialises, so that no key is forgotten; only what a reader of the file takes for
//! granted (nothing, and `false`) is left out.

use serde::Serialize;
use toml_edit::ser::{Error, ValueSerializer};
use toml_edit::{Array, ArrayOfTables, DocumentMut, InlineTable, Item, Table, Value, value};
use unicode_width::UnicodeWidthStr;

use super::{Proposal, ProposedTable};
use crate::mapping::{Field, List, PagePiece, SourceFile};
use crate::said;
use crate::text::lang::{Lang, Said};

/// The width of a line of options.
const LINE: usize = 100;
/// Names and labels stand in columns up to these widths: the longest of the bundled editions'.
const COLUMNS: [usize; 2] = [32, 44];

/// The files of a proposal: `edition.toml`, `lists.toml`, and the tables, a file for each heading
/// over several.
///
/// # Errors
/// Where a value of the model has no spelling in TOML.
pub fn files(proposal: &Proposal, lang: Lang) -> Result<Vec<SourceFile>, Error> {
    let mut files = vec![file("edition.toml", edition(proposal, lang)?)];
    let mut groups: Vec<(Option<&str>, Vec<&ProposedTable>)> = Vec::new();
    for table in &proposal.tables {
        let group = table.group.as_deref();
        match groups.last_mut() {
            Some((last, tables)) if *last == group => tables.push(table),
            _ => groups.push((group, vec![table])),
        }
    }
    let several = groups.len() > 1;
    for (n, (group, tables)) in (1..).zip(groups) {
        let name = match several {
            true => format!("{n:02}-tables.toml"),
            false => "01-tables.toml".to_owned(),
        };
        let tables: Vec<String> =
            (tables.iter().map(|t| table(t, lang))).collect::<Result<_, _>>()?;
        let head = group.map_or(String::new(), |g| format!("# {g}\n\n"));
        files.push(file(&name, head + &tables.join("\n")));
    }
    if !proposal.page.is_empty() {
        files.push(file("page.toml", page(&proposal.page)));
    }
    if !proposal.lists.is_empty() {
        let lists = (proposal.lists.iter()).map(|(name, list)| list_text(name, list));
        let lists: Vec<String> = lists.collect::<Result<_, _>>()?;
        files.push(file("lists.toml", lists.join("\n")));
    }
    Ok(files)
}

fn file(name: &str, text: String) -> SourceFile {
    SourceFile {
        name: name.to_owned(),
        text: text.into(),
    }
}

/// Doubts, each on lines of its own.
fn doubts<'a>(doubts: impl IntoIterator<Item = &'a Said>, indent: &str, lang: Lang) -> String {
    (doubts.into_iter().flat_map(|d| d.get(lang).lines()))
        .map(|line| format!("{indent}# ? {line}\n"))
        .collect()
}

/// What is said of a thing of the model: its keys in the model's order.
fn said_of(thing: &impl Serialize) -> Result<InlineTable, Error> {
    let mut said = match thing.serialize(ValueSerializer::new())? {
        Value::InlineTable(table) => table,
        other => InlineTable::from_iter([("", other)]),
    };
    said.retain(|_, value| !is_granted(value));
    for (_, value) in said.iter_mut() {
        tidy(value);
    }
    Ok(said)
}

/// A reader takes it for granted where the key is left out.
fn is_granted(value: &Value) -> bool {
    match value {
        Value::String(text) => text.value().is_empty(),
        Value::Boolean(on) => !on.value(),
        Value::Array(items) => items.is_empty(),
        _ => false,
    }
}

/// Leaves out what is taken for granted inside of it too.
fn tidy(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(tidy),
        Value::InlineTable(table) => {
            table.retain(|_, value| !is_granted(value));
            table.iter_mut().for_each(|(_, value)| tidy(value));
        }
        _ => {}
    }
}

/// An array that is longer than a line on several, filled up; a table is a line of its own.
fn folded(mut items: Array) -> Array {
    let widths: Vec<usize> = items.iter().map(|i| i.to_string().width() + 2).collect();
    // What stands before the array: a key, and a bracket at either end.
    if widths.iter().sum::<usize>() < LINE - 14 {
        return items;
    }
    let mut line = LINE;
    for (item, width) in items.iter_mut().zip(widths) {
        let new = line + width > LINE || item.is_inline_table();
        line = if new { 2 + width } else { line + width };
        item.decor_mut().set_prefix(if new { "\n  " } else { " " });
        item.decor_mut().set_suffix("");
    }
    close(&mut items);
    items
}

/// Each item on a line of its own, below what `before` says of it.
fn in_lines(mut items: Array, before: impl Fn(usize) -> String) -> Array {
    for (n, item) in items.iter_mut().enumerate() {
        item.decor_mut().set_prefix(format!("\n{}  ", before(n)));
        item.decor_mut().set_suffix("");
    }
    close(&mut items);
    items
}

fn close(items: &mut Array) {
    items.set_trailing_comma(true);
    items.set_trailing("\n");
}

/// Keys and values on lines of their own.
fn keyed(said: InlineTable) -> Table {
    let mut table = Table::new();
    for (key, said) in said {
        table.insert(
            &key,
            match said {
                Value::Array(items) => value(folded(items)),
                Value::InlineTable(mut said) => {
                    said.fmt();
                    value(said)
                }
                other => value(other),
            },
        );
    }
    table
}

/// A document that is one table of this name, a single one or one of several.
fn document(name: &str, several: bool, mut table: Table, before: String) -> String {
    table.decor_mut().set_prefix(before);
    let mut document = DocumentMut::new();
    let item = match several {
        true => Item::ArrayOfTables(ArrayOfTables::from_iter([table])),
        false => Item::Table(table),
    };
    document.insert(name, item);
    document.to_string()
}

fn edition(proposal: &Proposal, lang: Lang) -> Result<String, Error> {
    let said = keyed(said_of(&proposal.edition)?);
    let mut out = document("edition", false, said, doubts(&proposal.doubts, "", lang));
    for field in &proposal.unit {
        out += &document("unit", true, keyed(said_of(field)?), "\n".to_owned());
    }
    Ok(out)
}

/// The form as it is printed.
fn page(pieces: &[PagePiece]) -> String {
    let pieces = pieces.iter().map(|piece| match piece {
        PagePiece::Line(line) => Value::from(line),
        PagePiece::Table(rows) => {
            let rows = (rows.iter()).map(|row| Value::Array(Array::from_iter(row)));
            let mut rows = in_lines(Array::from_iter(rows), |_| "  ".to_owned());
            rows.set_trailing("\n  ");
            Value::Array(rows)
        }
    });
    let pieces = in_lines(Array::from_iter(pieces), |_| String::new());
    let mut document = DocumentMut::new();
    document.insert("page", value(pieces));
    document.to_string()
}

fn table(proposed: &ProposedTable, lang: Lang) -> Result<String, Error> {
    let mut said = said_of(&proposed.table)?;
    let printed = said.get_mut("printed").and_then(Value::as_array_mut);
    if let Some(items) = printed {
        *items = in_lines(std::mem::take(items), |_| String::new());
    }
    said.remove("fields");
    let rules = said.remove("rules");
    let mut out = keyed(said);
    let mut fields = fields(&proposed.table.fields, |n| {
        doubts(
            proposed.field_doubts.get(n).into_iter().flatten(),
            "  ",
            lang,
        )
    })?;
    if !proposed.rules.is_empty() {
        let suggested = said!(
            "由“其中”“合计”推断的规则，核对后去掉行首的 #",
            "rules that 其中 and 合计 suggest: take the # away once you have seen to them"
        );
        let suggested = doubts([&suggested], "", lang);
        let rules = Value::Array(Array::from_iter(&proposed.rules));
        let suffix = format!("\n{suggested}# rules = {rules}");
        fields.decor_mut().set_suffix(suffix);
    }
    out.insert("fields", value(fields));
    if let Some(Value::Array(rules)) = rules {
        out.insert("rules", value(folded(rules)));
    }
    Ok(document(
        "tables",
        true,
        out,
        doubts(&proposed.doubts, "", lang),
    ))
}

/// A table's fields, a line each, in columns.
fn fields(fields: &[Field], before: impl Fn(usize) -> String) -> Result<Array, Error> {
    let mut rows: Vec<InlineTable> = fields.iter().map(said_of).collect::<Result<_, _>>()?;
    for (n, most) in COLUMNS.into_iter().enumerate() {
        let width = |row: &InlineTable| row.iter().nth(n).map_or(0, |(_, v)| v.to_string().width());
        let column = rows.iter().map(width).max().unwrap_or(0).min(most);
        for row in &mut rows {
            let missing = column.saturating_sub(width(row));
            let next = row.iter().nth(n + 1).map(|(key, _)| key.to_owned());
            if let Some(mut key) = next.and_then(|key| row.key_mut(&key)) {
                let space = " ".repeat(missing + 1);
                key.leaf_decor_mut().set_prefix(space);
            }
        }
    }
    Ok(in_lines(Array::from_iter(rows), before))
}

fn list_text(name: &str, list: &List) -> Result<String, Error> {
    let mut lists = Table::new();
    lists.set_implicit(true);
    lists.insert(name, Item::Table(keyed(said_of(list)?)));
    Ok(document("lists", false, lists, String::new()))
}
