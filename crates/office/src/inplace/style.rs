//! A workbook's cell formats: one more like another, but filled (ECMA-376 part 1 §18.8).

use std::collections::HashMap;
use std::ops::Range;

use super::Error;
use super::attribute::{attribute_range, without_attribute};
use crate::xml::{Ns, Reader, Splice, Token, root_name};

/// A workbook without any formats has at least these, once one is added.
pub const EMPTY: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
    <styleSheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">\
    <fonts count=\"1\"><font><sz val=\"11\"/></font></fonts>\
    <fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill>\
    <fill><patternFill patternType=\"gray125\"/></fill></fills>\
    <borders count=\"1\"><border/></borders>\
    <cellStyleXfs count=\"1\"><xf/></cellStyleXfs>\
    <cellXfs count=\"1\"><xf xfId=\"0\"/></cellXfs></styleSheet>";

/// The formats of a workbook, and those to be added.
#[derive(Debug)]
pub struct Styles<'a> {
    bytes: &'a [u8],
    fills: List,
    formats: List,
    /// The number formats of the workbook's own, by id.
    codes: HashMap<u32, String>,
    prefix: String,
    /// The new formats, each like an old one, by the old one's number, with its fill.
    filled: Vec<(u32, Fill)>,
}

/// What a cell is filled with to be seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fill {
    /// Something is wrong.
    Red,
    /// Something is to be looked at.
    Yellow,
}

impl Fill {
    const ALL: [Fill; 2] = [Fill::Red, Fill::Yellow];

    fn rgb(self) -> &'static str {
        match self {
            Fill::Red => "FFFF7C80",
            Fill::Yellow => "FFFFEB9C",
        }
    }
}

/// A list of things in the part.
#[derive(Debug, Default)]
struct List {
    tag: Range<usize>,
    items: Vec<Range<usize>>,
    /// Where its end tag begins, if it has one.
    end: usize,
}

impl<'a> Styles<'a> {
    /// Reads the part (UTF-8).
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn read(part: &str, bytes: &'a [u8]) -> Result<Styles<'a>, Error> {
        let broken = |source| Error::xml(part, source);
        let mut styles = Styles {
            bytes,
            fills: List::default(),
            formats: List::default(),
            codes: HashMap::new(),
            prefix: String::new(),
            filled: Vec::new(),
        };
        let mut reader = Reader::new(bytes);
        loop {
            let tag = match reader.token().map_err(broken)? {
                Token::Start(tag) => tag,
                Token::Eof => break,
                _ => continue,
            };
            match (reader.depth(), tag.name) {
                (1, local) => {
                    let name = root_name(&bytes[reader.tag_position()..]);
                    let prefix = &name[..name.len() - local.len()];
                    styles.prefix = String::from_utf8_lossy(prefix).into_owned();
                }
                (2, b"fills") => styles.fills = list(&mut reader).map_err(broken)?,
                (2, b"cellXfs") => styles.formats = list(&mut reader).map_err(broken)?,
                (3, b"numFmt") => {
                    let value = |name| {
                        let raw = reader.attribute(&tag, Ns::None, name)?;
                        crate::xml::attribute_value(raw).ok()
                    };
                    let id = value(b"numFmtId").and_then(|id| id.parse().ok());
                    if let (Some(id), Some(code)) = (id, value(b"formatCode")) {
                        styles.codes.insert(id, code.into_owned());
                    }
                }
                _ => {}
            }
        }
        let complete = !styles.fills.tag.is_empty() && !styles.formats.tag.is_empty();
        match complete {
            true => Ok(styles),
            false => Err(Error::NoPlace {
                part: part.to_owned(),
            }),
        }
    }

    /// The number of the format that is like `format`, but filled.
    pub fn filled(&mut self, format: u32, fill: Fill) -> u32 {
        let known = self.filled.iter().position(|&old| old == (format, fill));
        let at = known.unwrap_or_else(|| {
            self.filled.push((format, fill));
            self.filled.len() - 1
        });
        (self.formats.items.len() + at) as u32
    }

    /// The number format's id.
    fn number_format(&self, format: u32) -> Option<u32> {
        let source = self.formats.items.get(format as usize);
        let source = source.map(|item| &self.bytes[item.clone()]);
        source
            .and_then(|xf| attribute_range(xf, "numFmtId").map(|value| &xf[value]))
            .and_then(|id| std::str::from_utf8(id).ok())
            .and_then(|id| id.parse::<u32>().ok())
    }

    /// The words and signs that the format shows beside a positive number: `万元`, `$`.
    pub fn words(&self, format: u32) -> Vec<String> {
        let code = self
            .number_format(format)
            .and_then(|id| self.codes.get(&id));
        code.map_or_else(Vec::new, |code| words_of(code))
    }

    /// The format shows a day or a time.
    pub fn is_date(&self, format: u32) -> bool {
        let Some(id) = self.number_format(format) else {
            return false;
        };
        match self.codes.get(&id) {
            Some(code) => is_date_code(code),
            // The built-in ones (§18.8.30), those of Chinese Excel too.
            None => matches!(id, 14..=22 | 27..=36 | 45..=47 | 50..=58),
        }
    }

    /// Nothing was added.
    pub fn is_unchanged(&self) -> bool {
        self.filled.is_empty()
    }

    /// The changed part.
    pub fn finish(self) -> Vec<u8> {
        let mut splice = Splice::default();
        if self.filled.is_empty() {
            return self.bytes.to_vec();
        }
        let p = &self.prefix;
        let used = Fill::ALL.into_iter();
        let used: Vec<Fill> =
            (used.filter(|fill| self.filled.iter().any(|(_, f)| f == fill))).collect();
        let fills = used.iter().map(|fill| {
            let rgb = fill.rgb();
            format!(
                "<{p}fill><{p}patternFill patternType=\"solid\"><{p}fgColor rgb=\"{rgb}\"/>\
                 <{p}bgColor indexed=\"64\"/></{p}patternFill></{p}fill>"
            )
        });
        let fills: String = fills.collect();
        let first = self.fills.items.len();
        self.fills
            .append(self.bytes, used.len(), &fills, &mut splice);
        let mut formats = String::new();
        for &(old, fill) in &self.filled {
            let number = first + used.iter().position(|f| *f == fill).unwrap_or(0);
            let source = self.formats.items.get(old as usize);
            let source = source.map(|item| String::from_utf8_lossy(&self.bytes[item.clone()]));
            match source {
                Some(source) => formats.push_str(&with_fill(&source, number)),
                None => formats.push_str(&format!(
                    "<{p}xf fillId=\"{number}\" applyFill=\"1\" xfId=\"0\"/>"
                )),
            }
        }
        let more = self.filled.len();
        self.formats.append(self.bytes, more, &formats, &mut splice);
        splice.apply(self.bytes)
    }
}

/// A cell format with another fill.
fn with_fill(xf: &str, fill: usize) -> String {
    let xf = without_attribute(xf, "fillId");
    let xf = without_attribute(&xf, "applyFill");
    let name = root_name(xf.as_bytes()).len() + 1;
    let (name, rest) = xf.split_at(name);
    format!("{name} fillId=\"{fill}\" applyFill=\"1\"{rest}")
}

fn list(reader: &mut Reader<'_>) -> Result<List, crate::xml::Error> {
    let start = reader.tag_position();
    let mut found = List {
        tag: start..reader.position(),
        ..List::default()
    };
    let empty = reader.at_empty_element();
    let depth = reader.depth();
    loop {
        match reader.token()? {
            Token::Start(_) => {
                let start = reader.tag_position();
                reader.skip()?;
                found.items.push(start..reader.position());
            }
            Token::End if reader.depth() < depth => break,
            Token::Eof => return Err(crate::xml::Error::Truncated),
            _ => {}
        }
    }
    found.end = match empty {
        true => found.tag.end,
        false => reader.tag_position(),
    };
    Ok(found)
}

impl List {
    /// Puts items at the end of the list, and counts them.
    fn append(&self, bytes: &[u8], more: usize, xml: &str, splice: &mut Splice) {
        let tag = &bytes[self.tag.clone()];
        let count = attribute_range(tag, "count");
        let mut tag = String::from_utf8_lossy(tag).into_owned();
        if let Some(value) = count {
            tag.replace_range(value, &(self.items.len() + more).to_string());
        }
        if self.end == self.tag.end {
            let name = String::from_utf8_lossy(root_name(tag.as_bytes())).into_owned();
            let open = tag.trim_end_matches("/>");
            splice.replace(self.tag.clone(), format!("{open}>{xml}</{name}>"));
        } else {
            splice.replace(self.tag.clone(), tag);
            splice.insert(self.end, xml);
        }
    }
}

/// What a format's code shows for a positive number beside its digits (§18.8.31).
fn words_of(code: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    let mut chars = code.chars();
    while let Some(c) = chars.next() {
        let word = words.len() - 1;
        match c {
            '"' => {
                quoted = !quoted;
                words.push(String::new());
            }
            c if quoted => words[word].push(c),
            ';' => break,
            '\\' => words[word].extend(chars.next()),
            '_' | '*' => {
                chars.next();
            }
            // [$€-407] is a currency, [Red] and [>100] are none.
            '[' => {
                let inside: String = chars.by_ref().take_while(|c| *c != ']').collect();
                let currency = inside.strip_prefix('$').unwrap_or_default();
                words.push(currency.split('-').next().unwrap_or_default().to_owned());
                words.push(String::new());
            }
            '$' | '€' | '£' | '¥' | '￥' => words.push(c.to_string()),
            _ => words.push(String::new()),
        }
    }
    words.retain(|word| !word.trim().is_empty());
    words
}

/// A number format that shows a date: day, month or year letters outside of quotes and brackets.
fn is_date_code(code: &str) -> bool {
    let mut quoted = false;
    let mut depth = 0;
    let mut skip = false;
    for c in code.chars() {
        if std::mem::take(&mut skip) {
            continue;
        }
        match c {
            '\\' | '_' | '*' => skip = true,
            '"' => quoted = !quoted,
            '[' if !quoted => depth += 1,
            ']' if !quoted => depth -= 1,
            'y' | 'Y' | 'd' | 'D' | 'm' | 'M' if !quoted && depth == 0 => return true,
            ';' if !quoted => return false,
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_format_shows_beside_a_number() {
        assert_eq!(words_of("0.00\"万元\";\"负\"0"), ["万元"]);
        assert_eq!(words_of("[$$-409]#,##0.00"), ["$"]);
        assert_eq!(words_of("[Red][$USD] #,##0_);[Red]0"), ["USD"]);
        assert_eq!(words_of("#,##0.00\\元"), ["元"]);
        assert_eq!(words_of("$#,##0"), ["$"]);
        assert_eq!(words_of("0.00%"), Vec::<String>::new());
    }

    #[test]
    fn a_format_is_like_the_old_one_but_red() {
        let part = "<styleSheet><fills count=\"1\"><fill/></fills><cellXfs count=\"2\"><xf/>\
                    <xf numFmtId=\"14\" fillId=\"0\" applyFill=\"0\"><alignment/></xf></cellXfs></styleSheet>";
        let mut styles = Styles::read("styles.xml", part.as_bytes()).unwrap();
        assert_eq!([styles.is_date(0), styles.is_date(1)], [false, true]);
        assert_eq!(
            [
                styles.filled(1, Fill::Red),
                styles.filled(0, Fill::Red),
                styles.filled(1, Fill::Red)
            ],
            [2, 3, 2]
        );
        let text = String::from_utf8(styles.finish()).unwrap();
        assert!(
            text.contains("<fills count=\"2\"><fill/><fill><patternFill"),
            "{text}"
        );
        assert!(
            text.contains(
                "<cellXfs count=\"4\"><xf/><xf numFmtId=\"14\" fillId=\"0\" applyFill=\"0\"><alignment/></xf>\
                 <xf fillId=\"1\" applyFill=\"1\" numFmtId=\"14\"><alignment/></xf>\
                 <xf fillId=\"1\" applyFill=\"1\"/></cellXfs>"
            ),
            "{text}"
        );
    }

    #[test]
    fn date_formats_are_known_by_their_letters() {
        for code in ["yyyy\"年\"m\"月\"", "[$-804]d/m/yy;@", "m\\d"] {
            assert!(is_date_code(code), "{code}");
        }
        for code in ["0.00", "General", "\"day\"0", "[Red]0", "0_d", "#,##0;d"] {
            assert!(!is_date_code(code), "{code}");
        }
    }
}
