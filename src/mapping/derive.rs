//! The notation of derived numbers: sums over items of tables.
//!
//! ```text
//! HZ_02_002.01                                        an item by its code, or by its field's name
//! HZ_02_005.china_funding + HZ_02_005.foreign_funding
//! 01+03+05+07+09+11                                   numbers of the same table, before this one
//! ```

use std::ops::Range;

use super::model::{Derived, Mapping, Table, Type};
use crate::said;
use crate::text::Worded;
use crate::text::lang::Said;

/// What a derived number is the sum of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DerivedSum(pub Vec<Part>);

/// A part of a [`DerivedSum`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// It is taken away.
    pub minus: bool,
    /// What it is.
    pub of: PartOf,
}

/// What a part of a derived number is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartOf {
    /// An item of a table, over all its records: places in the mapping.
    Item {
        /// The table among the mapping's.
        table: usize,
        /// The field among the table's.
        field: usize,
    },
    /// A number of the same derived table: its place there.
    Own(usize),
}

/// What is wrong with a sum, and where in it (bytes).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", .message.en)]
pub struct DerivedError {
    /// Where.
    pub span: Range<usize>,
    /// What.
    pub message: Said,
    /// The word that is not known, and what it may have been meant among; empty otherwise.
    pub unknown: Option<(String, Vec<String>)>,
}

impl Worded for DerivedError {
    fn said(&self) -> Said {
        self.message.clone()
    }
}

impl DerivedSum {
    /// Reads a sum of items of tables.
    ///
    /// # Errors
    /// Says what cannot be, and where in the text.
    pub fn of_items(text: &str, mapping: &Mapping) -> Result<DerivedSum, DerivedError> {
        let none = Derived {
            code: "".into(),
            name: String::new(),
            fields: Vec::new(),
            note: String::new(),
            note_en: String::new(),
        };
        DerivedSum::parse(text, &none, 0, mapping)
    }

    /// Reads the sum of the number at place `own` of a derived table.
    ///
    /// # Errors
    /// Says what cannot be, and where in the text.
    pub fn parse(
        text: &str,
        derived: &Derived,
        own: usize,
        mapping: &Mapping,
    ) -> Result<DerivedSum, DerivedError> {
        let mut parts = Vec::new();
        let mut minus = false;
        let mut start = 0;
        let ends = text
            .char_indices()
            .filter(|(_, c)| matches!(c, '+' | '＋' | '-' | '－' | '−'))
            .chain(std::iter::once((text.len(), '\0')));
        for (end, sign) in ends {
            let word = text[start..end].trim();
            let lead = text[start..end].len() - text[start..end].trim_start().len();
            let span = start + lead..start + lead + word.len();
            let of =
                part(word, derived, own, mapping).map_err(|(message, unknown)| DerivedError {
                    span: span.clone(),
                    message,
                    unknown,
                })?;
            parts.push(Part { minus, of });
            minus = matches!(sign, '-' | '－' | '−');
            start = end + sign.len_utf8();
        }
        Ok(DerivedSum(parts))
    }
}

type Refused = (Said, Option<(String, Vec<String>)>);

fn part(word: &str, derived: &Derived, own: usize, mapping: &Mapping) -> Result<PartOf, Refused> {
    if word.is_empty() {
        return Err((said!("这里缺一项", "an item is missing here"), None));
    }
    let Some((code, item)) = word.split_once('.') else {
        let place = (derived.fields.iter()).position(|f| &*f.name == word || f.code == word);
        return match place {
            Some(place) if place < own => Ok(PartOf::Own(place)),
            Some(_) => Err((
                said!(
                    "`{word}` 不在本项之前，不能用来算本项",
                    "`{word}` does not stand before this number"
                ),
                None,
            )),
            None => {
                let known = derived.fields[..own].iter();
                let known = known.map(|f| f.name.to_string()).collect();
                Err((
                    said!(
                        "本表没有 `{word}`；别的表的项目写作 `表号.项目`",
                        "this table has no `{word}`; an item of another table is `CODE.item`"
                    ),
                    Some((word.to_owned(), known)),
                ))
            }
        };
    };
    let (place, field) = place_of(code, item, mapping)?;
    if !is_summable(mapping.tables[place].fields[field].kind) {
        return Err((
            said!("`{item}` 不是可以相加的数", "`{item}` is no number to add"),
            None,
        ));
    }
    Ok(PartOf::Item {
        table: place,
        field,
    })
}

/// The place of a table, by its code.
fn table_of(code: &str, mapping: &Mapping) -> Result<usize, Refused> {
    let place = mapping.tables.iter().position(|t| &*t.code == code);
    place.ok_or_else(|| {
        let known = mapping.tables.iter().map(|t| t.code.to_string()).collect();
        (
            said!("没有表 `{code}`", "there is no table `{code}`"),
            Some((code.to_owned(), known)),
        )
    })
}

/// The places of a table and of an item of it.
fn place_of(code: &str, item: &str, mapping: &Mapping) -> Result<(usize, usize), Refused> {
    let place = table_of(code, mapping)?;
    let table = &mapping.tables[place];
    let field = item_of(table, item).ok_or_else(|| {
        let known = table.fields.iter().map(|f| f.name.to_string()).collect();
        let message = said!(
            "表 {code} 没有项目 `{item}`",
            "the table {code} has no item `{item}`"
        );
        (message, Some((item.to_owned(), known)))
    })?;
    Ok((place, field))
}

/// The place of a table that is written as its code.
///
/// # Errors
/// Says that there is none.
pub fn table(text: &str, mapping: &Mapping) -> Result<usize, DerivedError> {
    table_of(text.trim(), mapping).map_err(|refused| DerivedError::of(text, refused))
}

/// The places of a table and of an item of it, which are written `CODE.item`.
///
/// # Errors
/// Says what there is not.
pub fn item(text: &str, mapping: &Mapping) -> Result<(usize, usize), DerivedError> {
    let places = match text.trim().split_once('.') {
        Some((code, item)) => place_of(code, item, mapping),
        None => Err((
            said!(
                "项目写作 `表号.项目`",
                "an item of a table is written `CODE.item`"
            ),
            None,
        )),
    };
    places.map_err(|refused| DerivedError::of(text, refused))
}

impl DerivedError {
    fn of(text: &str, (message, unknown): Refused) -> DerivedError {
        DerivedError {
            span: 0..text.len(),
            message,
            unknown,
        }
    }
}

/// A field by its name, else by its item code.
fn item_of(table: &Table, item: &str) -> Option<usize> {
    let named = table.fields.iter().position(|f| &*f.name == item);
    named.or_else(|| (table.fields.iter()).position(|f| !f.code.is_empty() && f.code == item))
}

/// Numbers of this type can be added. (Years and terms cannot.)
pub fn is_summable(kind: Type) -> bool {
    matches!(kind, Type::Integer | Type::Decimal)
}
