//! Writes a worksheet with its changes.

use std::collections::BTreeMap;

use super::{Cell, Content, New, Row, Sheet};
use crate::inplace::address::{Area, cell_name};
use crate::inplace::attribute::without_attribute;
use crate::xml::{Splice, escape_into, root_name};

/// A cell's place and what it is to hold.
type Written<'n> = ((u32, u32), &'n New);

impl Sheet<'_> {
    /// The changed part.
    pub fn finish(self) -> Vec<u8> {
        let mut splice = self.after.clone();
        let mut written: Option<Area> = None;
        let mut new_rows: BTreeMap<u32, Vec<Written<'_>>> = BTreeMap::new();
        for (at, new) in &self.cells {
            let area = written.get_or_insert(Area {
                first: *at,
                last: *at,
            });
            area.first = (area.first.0.min(at.0), area.first.1.min(at.1));
            area.last = (area.last.0.max(at.0), area.last.1.max(at.1));
            new_rows.entry(at.0).or_default().push((*at, new));
        }
        let mut appended = String::new();
        for (number, cells) in new_rows {
            match self.row(number) {
                Some(row) => self.change_row(row, &cells, &mut splice),
                None => {
                    let prefix = &self.prefix;
                    let mut xml = format!("<{prefix}row r=\"{number}\">");
                    for (at, new) in cells {
                        self.push_cell(at, new, None, &mut xml);
                    }
                    xml.push_str(&format!("</{prefix}row>"));
                    let next = self.rows.partition_point(|row| row.number < number);
                    match self.rows.get(next) {
                        Some(next) => splice.insert(next.tag.start, xml),
                        None => appended.push_str(&xml),
                    }
                }
            }
        }
        if !appended.is_empty() {
            let start = self.data.start;
            if self.data_inner.end == self.data.end {
                let tag = &self.bytes[self.data.clone()];
                let name = String::from_utf8_lossy(root_name(tag)).into_owned();
                let end = self.data.end;
                splice.replace(end - 2..end, format!(">{appended}</{name}>"));
                debug_assert!(start < end);
            } else {
                splice.insert(self.data_inner.end, appended);
            }
        }
        if let (Some((range, old)), Some(new)) = (&self.dimension, written)
            && !(old.has(new.first) && old.has(new.last))
        {
            let first = (old.first.0.min(new.first.0), old.first.1.min(new.first.1));
            let last = (old.last.0.max(new.last.0), old.last.1.max(new.last.1));
            let area = format!("{}:{}", cell_name(first), cell_name(last));
            splice.replace(range.clone(), area);
        }
        splice.apply(self.bytes)
    }

    fn change_row(&self, row: &Row, cells: &[Written<'_>], splice: &mut Splice) {
        let mut inside = String::new();
        let mut widened = false;
        for &(at, new) in cells {
            let old = row.cells.iter().find(|c| c.column == at.1);
            match old {
                Some(cell) => {
                    let mut xml = String::new();
                    self.push_cell(at, new, Some(cell), &mut xml);
                    splice.replace(cell.whole.clone(), xml);
                }
                None => {
                    widened = true;
                    let mut xml = String::new();
                    self.push_cell(at, new, None, &mut xml);
                    match row.cells.iter().find(|c| c.column > at.1) {
                        Some(next) => splice.insert(next.whole.start, xml),
                        None => inside.push_str(&xml),
                    }
                }
            }
        }
        let tag = String::from_utf8_lossy(&self.bytes[row.tag.clone()]).into_owned();
        // `spans` promises where the row's cells lie; it may be left out (§18.3.1.73).
        let tag = match widened {
            true => without_attribute(&tag, "spans"),
            false => tag,
        };
        if row.tag.end == row.end {
            let name = String::from_utf8_lossy(root_name(tag.as_bytes())).into_owned();
            let open = tag.trim_end_matches("/>");
            splice.replace(row.tag.clone(), format!("{open}>{inside}</{name}>"));
        } else {
            if widened {
                splice.replace(row.tag.clone(), tag);
            }
            splice.insert(row.inner.end, inside);
        }
    }

    /// Writes a cell: its new content, or else its old one under the new format.
    fn push_cell(&self, at: (u32, u32), new: &New, old: Option<&Cell>, out: &mut String) {
        let prefix = &self.prefix;
        let style = match new.style {
            Some(style) => Some(style),
            None => self.style(at),
        };
        let style = style.map_or(String::new(), |s| format!(" s=\"{s}\""));
        let name = cell_name(at);
        match (&new.content, old) {
            (None, Some(old)) => {
                // Only the format changes: the start tag is written anew, its other attributes
                // and what it holds stay.
                let source = String::from_utf8_lossy(&self.bytes[old.whole.clone()]);
                let source = without_attribute(&source, "s");
                let tag = root_name(source.as_bytes()).len() + 1;
                out.push_str(&source[..tag]);
                out.push_str(&style);
                out.push_str(&source[tag..]);
            }
            (None | Some(Content::Empty), _) => {
                out.push_str(&format!("<{prefix}c r=\"{name}\"{style}/>"));
            }
            (Some(Content::Number(number)), _) => {
                out.push_str(&format!(
                    "<{prefix}c r=\"{name}\"{style}><{prefix}v>{number}</{prefix}v></{prefix}c>"
                ));
            }
            (Some(Content::Bool(yes)), _) => {
                let value = u8::from(*yes);
                out.push_str(&format!(
                    "<{prefix}c r=\"{name}\"{style} t=\"b\"><{prefix}v>{value}</{prefix}v></{prefix}c>"
                ));
            }
            (Some(Content::Text(text)), _) => {
                out.push_str(&format!(
                    "<{prefix}c r=\"{name}\"{style} t=\"inlineStr\"><{prefix}is>\
                     <{prefix}t xml:space=\"preserve\">"
                ));
                push_text(text, out);
                out.push_str(&format!("</{prefix}t></{prefix}is></{prefix}c>"));
            }
        }
    }
}

/// A text as SpreadsheetML has it: what would read as one of its own escapes (`_x000D_`,
/// §22.9.2.19) is escaped, line ends are kept as they are.
pub(in crate::inplace) fn push_text(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        let (before, code) = rest.split_at(at);
        escape_lines(before, out);
        let is_code = code
            .get(2..7)
            .is_some_and(|c| c.ends_with('_') && c[..4].bytes().all(|b| b.is_ascii_hexdigit()));
        out.push_str(if is_code { "_x005F_x" } else { "_x" });
        rest = &code[2..];
    }
    escape_lines(rest, out);
}

fn escape_lines(text: &str, out: &mut String) {
    for (i, line) in text.split('\n').enumerate() {
        if i > 0 {
            out.push('\n');
        }
        escape_into(line, out);
    }
}
