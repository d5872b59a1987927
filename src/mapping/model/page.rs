//! The form as it is printed: its lines and tables in order, with tags where answers go.
//!
//! What is left when the tags are taken out is what the blank prints. `{name}` is a place for the
//! value of a field; it takes the blank behind it (`____`, `年 月 日`) up to the next printed word.
//! `{sex=男}` behind a box, behind a word or alone in a cell is an option that is chosen by a mark
//! there. `{members[].name}` stands in the row that repeats, `{trials[2].date}` in a place of the
//! second record, `{members[]}` where its rows are numbered. A brace that is printed is doubled.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Layout, Mapping, Type};

/// A piece of the form as it is printed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum PagePiece {
    /// A paragraph.
    Line(String),
    /// A table: rows of the cells that begin in them.
    Table(Vec<Vec<String>>),
}

/// A part of a printed text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PagePart {
    /// Printed words.
    Words(String),
    /// A place for an answer.
    Tag(PageTag),
}

/// A tag as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageTag {
    /// The code of its table, where it is named.
    pub table: Option<String>,
    /// Which record of the table.
    pub record: PageRecord,
    /// The field; empty where the rows are numbered.
    pub field: String,
    /// The option that is chosen by a mark here, or what the field holds in this row.
    pub option: Option<String>,
}

/// Which record of its table a tag is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PageRecord {
    /// The only one.
    Only,
    /// The one of the row in which it stands.
    Row,
    /// The n-th, from 0.
    At(usize),
}

/// What a tag stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PageTarget {
    /// The table; `None` is the cover.
    pub table: Option<usize>,
    /// Which record.
    pub record: PageRecord,
    /// The field; `None` where rows are numbered.
    pub field: Option<usize>,
}

impl PageTag {
    /// Reads what stands between the braces.
    fn read(text: &str) -> Option<PageTag> {
        let (path, option) = match text.split_once('=') {
            Some((path, option)) => (path.trim(), Some(option.trim().to_owned())),
            None => (text.trim(), None),
        };
        let plain = |name: &str| {
            let mut chars = name.chars();
            chars.next().is_some_and(|c| c.is_ascii_alphabetic())
                && chars.all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-')
        };
        let (table, record, field) = match path.split_once('[') {
            Some((table, rest)) => {
                let (number, rest) = rest.split_once(']')?;
                let record = match number.trim() {
                    "" => PageRecord::Row,
                    n => PageRecord::At(n.parse::<usize>().ok()?.checked_sub(1)?),
                };
                let field = rest.strip_prefix('.').unwrap_or(rest);
                (Some(table), record, field)
            }
            None => match path.rsplit_once('.') {
                Some((table, field)) => (Some(table), PageRecord::Only, field),
                None => (None, PageRecord::Only, path),
            },
        };
        let named = plain(field) || field.is_empty() && record == PageRecord::Row;
        (named && table.is_none_or(plain)).then(|| PageTag {
            table: table.map(str::to_owned),
            record,
            field: field.to_owned(),
            option,
        })
    }

    /// What it stands for; `None` where the mapping has no such field.
    pub fn target(&self, mapping: &Mapping) -> Option<PageTarget> {
        let of_unit = mapping.unit.iter().position(|f| *f.name == *self.field);
        let target = |table: Option<usize>, field: Option<usize>| PageTarget {
            table,
            record: self.record,
            field,
        };
        match &self.table {
            Some(code) if code == "unit" => Some(target(None, Some(of_unit?))),
            Some(code) => {
                let t = mapping.tables.iter().position(|t| *t.code == **code)?;
                let fields = &mapping.tables[t].fields;
                let f = fields.iter().position(|f| *f.name == *self.field);
                (f.is_some() || self.field.is_empty()).then(|| target(Some(t), f))
            }
            None if of_unit.is_some() => Some(target(None, of_unit)),
            None => {
                let of_page = mapping.tables.iter().enumerate();
                let mut of_page = of_page.filter(|(_, t)| t.layout == Layout::Page);
                of_page.find_map(|(t, table)| {
                    let f = table.fields.iter().position(|f| *f.name == *self.field)?;
                    Some(target(Some(t), Some(f)))
                })
            }
        }
    }
}

impl PageTarget {
    /// The field of the mapping.
    pub fn field_of<'m>(&self, mapping: &'m Mapping) -> Option<&'m super::Field> {
        match self.table {
            None => mapping.unit.get(self.field?),
            Some(t) => mapping.tables.get(t)?.fields.get(self.field?),
        }
    }
}

impl PagePiece {
    /// Its texts, in order.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        let (line, rows) = match self {
            PagePiece::Line(line) => (Some(line), None),
            PagePiece::Table(rows) => (None, Some(rows)),
        };
        let cells = rows.into_iter().flatten().flatten();
        line.into_iter().chain(cells).map(String::as_str)
    }

    /// The parts of a text, or the byte at which a brace has no fellow or holds no tag.
    pub fn parts(text: &str) -> Result<Vec<PagePart>, usize> {
        let mut parts = Vec::new();
        let mut words = String::new();
        let mut chars = text.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            if matches!(c, '{' | '}') && chars.peek().is_some_and(|(_, next)| *next == c) {
                chars.next();
                words.push(c);
                continue;
            }
            match c {
                '{' => {
                    let inside = &text[at + 1..];
                    let end = inside.find('}').ok_or(at)?;
                    let tag = PageTag::read(&inside[..end]).ok_or(at)?;
                    if !words.is_empty() {
                        parts.push(PagePart::Words(std::mem::take(&mut words)));
                    }
                    parts.push(PagePart::Tag(tag));
                    while chars.next_if(|(i, _)| *i <= at + 1 + end).is_some() {}
                }
                '}' => return Err(at),
                c => words.push(c),
            }
        }
        if !words.is_empty() {
            parts.push(PagePart::Words(words));
        }
        Ok(parts)
    }

    /// A text as it is printed, its tags left out.
    pub fn printed(text: &str) -> String {
        let parts = PagePiece::parts(text).unwrap_or_default();
        let words = parts.into_iter().filter_map(|p| match p {
            PagePart::Words(words) => Some(words),
            PagePart::Tag(_) => None,
        });
        words.collect()
    }

    /// A printed text as a page has it: its braces doubled.
    pub fn escaped(text: &str) -> String {
        text.replace('{', "{{").replace('}', "}}")
    }
}

impl Mapping {
    /// Whether a tag with an option says what the field holds in its row, and marks nothing.
    pub fn is_given(&self, target: &PageTarget) -> bool {
        let field = target.field_of(self);
        field.is_some_and(|f| !matches!(f.kind, Type::Choice | Type::Choices | Type::Yesno))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_stand_between_printed_words() {
        let parts = PagePiece::parts("姓名：{name} {{a}} □{F[].sex=男}男").unwrap();
        let tags: Vec<&PageTag> = parts
            .iter()
            .filter_map(|p| match p {
                PagePart::Tag(t) => Some(t),
                PagePart::Words(_) => None,
            })
            .collect();
        assert_eq!(tags[0].field, "name");
        assert_eq!(
            (tags[1].record, tags[1].option.as_deref()),
            (PageRecord::Row, Some("男"))
        );
        assert_eq!(PagePiece::printed("姓名：{name} {{a}}"), "姓名： {a}");
        assert_eq!(PagePiece::parts("{姓名}"), Err(0));
        assert_eq!(PagePiece::parts("a}"), Err(1));
    }
}
