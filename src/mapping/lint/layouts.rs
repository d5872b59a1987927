//! Grids, ratings and blanks: what their layout needs of each field.

use std::collections::HashMap;
use std::sync::Arc;

use super::{Lint, did_you_mean};
use crate::mapping::atlas::At;
use crate::mapping::{Field, Layout, Piece, PrintedRow, Table, Type};
use crate::said;
use crate::text::lang::Said;

impl Lint<'_, '_> {
    pub(super) fn within(&mut self, table: &Table, fields: &[At]) {
        let bears = matches!(table.layout, Layout::Form | Layout::Grid | Layout::Rating);
        for (field, at) in table.fields.iter().zip(fields) {
            let Some(name) = &field.within else { continue };
            let outer = table.field(name);
            let message = match outer {
                _ if !bears => said!(
                    "`within` 只用于版式 `form`、`grid`、`rating`",
                    "`within` is for the layouts `form`, `grid` and `rating`"
                ),
                _ if field.kind != Type::Text => said!(
                    "`within` 只用于 text 项目",
                    "`within` is for fields of type text"
                ),
                None => said!("表中没有项目 `{name}`", "the table has no field `{name}`"),
                Some(outer) if outer.name == field.name => said!(
                    "一个项目不能在自己的标签里",
                    "a field cannot stand in its own label"
                ),
                Some(outer) if outer.within.is_some() => said!(
                    "`{name}` 自己也在另一个项目的标签里",
                    "`{name}` stands in another field's label itself"
                ),
                Some(_) => {
                    let mut fellows = table.fields.iter().zip(fields);
                    let first = fellows.find(|(f, _)| f.within.as_ref() == Some(name));
                    let Some((first, there)) = first.filter(|(f, _)| f.name != field.name) else {
                        continue;
                    };
                    let first = &first.name;
                    let message = said!(
                        "`{name}` 的标签里已有 `{first}`",
                        "`{first}` stands in the label of `{name}` already"
                    );
                    self.twice(
                        &at.key("within"),
                        &there.key("within"),
                        message,
                        Said::default(),
                    );
                    continue;
                }
            };
            let help = match outer {
                None if bears => did_you_mean(name, table.fields.iter().map(|f| &*f.name)),
                _ => Said::default(),
            };
            self.wrong(&at.key("within"), message, Said::default(), help);
        }
    }

    pub(super) fn grid(&mut self, table: &Table, fields: &[At]) {
        for (field, at) in table.fields.iter().zip(fields) {
            let aliases = field.aliases.iter().enumerate();
            let aliases = aliases.map(|(i, a)| (&**a, at.key("aliases").item(i)));
            let own = (&*field.label, at.key("label"));
            for (label, here) in std::iter::once(own).chain(aliases) {
                if field.within.is_none() && !label.contains('·') {
                    let message = said!(
                        "`grid` 的标签是“行·列”，“{label}”没有列",
                        "a label of a `grid` is row·column; `{label}` names no column"
                    );
                    self.wrong(&here, message, Said::default(), Said::default());
                }
            }
        }
    }

    pub(super) fn rating(&mut self, table: &Table, fields: &[At]) {
        let mut scales: HashMap<&str, (&Arc<str>, &At)> = HashMap::new();
        for (field, at) in table.fields.iter().zip(fields) {
            if field.within.is_some() {
                continue;
            }
            if field.kind != Type::Choice {
                let message = said!(
                    "`rating` 的项目是 choice，或带 `within` 的 text",
                    "a field of a `rating` is a choice, or a text with `within`"
                );
                self.wrong(&at.key("type"), message, Said::default(), Said::default());
                continue;
            }
            let Some(list) = &field.list else { continue };
            let (caption, _) = field.label_split();
            let (scale, first) = *scales.entry(caption).or_insert((list, at));
            if scale != list {
                let message = said!(
                    "同一块的各行要用同一个列表：`{scale}` 还是 `{list}`？",
                    "the rows of a block share one list: `{scale}` or `{list}`?"
                );
                let (second, first) = (at.key("list"), first.key("list"));
                self.twice(&second, &first, message, Said::default());
            }
        }
    }

    /// Every field stands in `printed` once, and what stands there is a field.
    pub(super) fn printed(&mut self, table: &Table, at: &At, fields: &[At]) {
        if table.layout != Layout::Blanks {
            if !table.printed.is_empty() {
                let message = said!(
                    "`printed` 只用于版式 `blanks`",
                    "`printed` is for the layout `blanks` only"
                );
                self.wrong(
                    &at.key("printed"),
                    message,
                    Said::default(),
                    Said::default(),
                );
            }
            return;
        }
        let mut places: HashMap<&str, At> = HashMap::new();
        let mut sound = true;
        for (i, row) in table.printed.iter().enumerate() {
            let row_at = at.key("printed").item(i);
            if row.label.trim().is_empty() && row.text.trim().is_empty() {
                let message = said!("这一行什么也没印", "this row prints nothing");
                self.wrong(&row_at, message, Said::default(), Said::default());
            }
            for (key, text) in [("label", &row.label), ("text", &row.text)] {
                let here = row_at.key(key);
                let pieces = match PrintedRow::pieces(text) {
                    Ok(pieces) => pieces,
                    Err(byte) => {
                        sound = false;
                        let near: String = text[byte..].chars().take(12).collect();
                        let near = near.trim_end();
                        let message = said!(
                            "“{near}”处的花括号不成对",
                            "the brace at `{near}` has no fellow"
                        );
                        let help = said!("应为 {{项目名}}", "write {{name of a field}}");
                        self.wrong(&here, message, Said::default(), help);
                        continue;
                    }
                };
                for name in pieces.into_iter().filter_map(|p| match p {
                    Piece::Field(name) => Some(name),
                    Piece::Words(_) => None,
                }) {
                    if table.field(name).is_none() {
                        sound = false;
                        let message =
                            said!("表中没有项目 `{name}`", "the table has no field `{name}`");
                        let names = table.fields.iter().map(|f| &*f.name);
                        let help = did_you_mean(name, names);
                        self.wrong(&here, message, Said::default(), help);
                    } else if let Some(first) = places.get(name).cloned() {
                        let message = said!("`{name}` 印了两次", "`{name}` is printed twice");
                        self.twice(&here, &first, message, Said::default());
                    } else {
                        places.insert(name, here.clone());
                    }
                }
                self.beside(text, &here);
            }
        }
        let missing = |f: &Field| !places.contains_key(&*f.name);
        for (field, at) in table.fields.iter().zip(fields).filter(|(f, _)| missing(f)) {
            if !sound {
                break;
            }
            let name = &field.name;
            let message = said!("`printed` 里没有 {{{name}}}", "`printed` has no {{{name}}}");
            self.wrong(&at.key("name"), message, Said::default(), Said::default());
        }
    }

    /// Two values with nothing printed between them cannot be told apart.
    fn beside(&mut self, text: &str, at: &At) {
        let mut last = None;
        for piece in PrintedRow::pieces(text).unwrap_or_default() {
            match (piece, last) {
                (Piece::Words(words), _) if words.trim().is_empty() => {}
                (Piece::Words(_), _) => last = None,
                (Piece::Field(b), Some(a)) => {
                    let message = said!(
                        "{{{a}}} 和 {{{b}}} 之间没有印字，分不开",
                        "nothing is printed between {{{a}}} and {{{b}}}: they cannot be told apart"
                    );
                    self.wrong(at, message, Said::default(), Said::default());
                }
                (Piece::Field(a), None) => last = Some(a),
            }
        }
    }
}
