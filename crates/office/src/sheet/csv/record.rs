//! Records of separated text (RFC 4180). A quote that is never closed, or that would swallow whole
//! lines of the table, is a letter of its line, and the field says so.

/// A record.
pub(super) struct Record {
    /// Its row, from 0.
    pub(super) row: u32,
    pub(super) fields: Vec<Field>,
}

/// A field of a record.
pub(super) struct Field {
    pub(super) text: String,
    /// It begins with a quote that closes nowhere, or too late.
    pub(super) open: bool,
}

/// The records of a text.
pub(super) struct Records<'t> {
    rest: &'t str,
    delimiter: u8,
    /// How many fields most records have; 0 where that is not known yet.
    width: usize,
    row: u32,
    /// So many bytes may still be looked at for where quotes close: text that is nothing but
    /// quotes must not take the square of its length.
    looks: usize,
}

impl<'t> Records<'t> {
    pub(super) fn new(text: &'t str, delimiter: u8, width: usize) -> Records<'t> {
        Records {
            rest: text,
            delimiter,
            width,
            row: 0,
            looks: 8 * text.len() + 1024,
        }
    }

    /// The field at the start of the rest, which is the record's `number`th from 0.
    fn field(&mut self, number: usize) -> Field {
        let quoted = self.rest.starts_with('"');
        if quoted && let Some((text, rest)) = self.quoted(number) {
            self.rest = rest;
            return Field { text, open: false };
        }
        let delimiter = self.delimiter;
        let end = self
            .rest
            .bytes()
            .position(|b| b == delimiter || b == b'\n')
            .unwrap_or(self.rest.len());
        let (text, rest) = self.rest.split_at(end);
        self.rest = rest;
        let at_line_end = rest.is_empty() || rest.starts_with('\n');
        let text = match at_line_end {
            true => text.strip_suffix('\r').unwrap_or(text),
            false => text,
        };
        Field {
            text: text.to_owned(),
            open: quoted && text.matches('"').count() % 2 == 1,
        }
    }

    /// The text in the quotes that the rest begins with, and what follows them.
    fn quoted(&mut self, number: usize) -> Option<(String, &'t str)> {
        let bytes = self.rest.as_bytes();
        let mut at = 1;
        let end = loop {
            let next = memchr::memchr(b'"', bytes.get(at..)?)?;
            self.looks = self.looks.checked_sub(next + 1)?;
            at += next;
            if bytes.get(at + 1) != Some(&b'"') {
                break at;
            }
            at += 2;
        };
        let after = self.rest[end + 1..].trim_start_matches(' ');
        let closes = after.is_empty()
            || after.as_bytes()[0] == self.delimiter
            || after.starts_with('\n')
            || after.starts_with("\r\n");
        let text = &self.rest[1..end];
        if !closes || self.swallows(text, number) {
            return None;
        }
        let after = after.strip_prefix('\r').unwrap_or(after);
        Some((text.replace("\"\"", "\""), after))
    }

    /// The quoted text has the rest of its own record in its first line, to the last delimiter.
    fn swallows(&self, text: &str, number: usize) -> bool {
        let left = self.width.saturating_sub(number + 1);
        let delimiter = char::from(self.delimiter);
        left >= 2
            && text
                .split_once('\n')
                .is_some_and(|(line, _)| line.matches(delimiter).count() == left)
    }
}

impl Iterator for Records<'_> {
    type Item = Record;

    fn next(&mut self) -> Option<Record> {
        // Blank lines hold a row each.
        loop {
            let blank = ["\r\n", "\n"]
                .iter()
                .find_map(|end| self.rest.strip_prefix(end));
            match blank {
                Some(rest) => (self.rest, self.row) = (rest, self.row.saturating_add(1)),
                None => break,
            }
        }
        if self.rest.is_empty() {
            return None;
        }
        let row = self.row;
        let mut fields = Vec::new();
        loop {
            fields.push(self.field(fields.len()));
            // One more than there may be says enough.
            if fields.len() > super::MAX_FIELDS {
                break;
            }
            let Some(&next) = self.rest.as_bytes().first() else {
                break;
            };
            self.rest = &self.rest[1..];
            if next == b'\n' {
                self.row = self.row.saturating_add(1);
                break;
            }
        }
        Some(Record { row, fields })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, width: usize) -> Vec<Vec<(String, bool)>> {
        let fields = |r: Record| r.fields.into_iter().map(|f| (f.text, f.open)).collect();
        Records::new(text, b',', width).map(fields).collect()
    }

    fn texts(text: &str, width: usize) -> Vec<Vec<String>> {
        let all = read(text, width).into_iter();
        all.map(|r| r.into_iter().map(|f| f.0).collect()).collect()
    }

    #[test]
    fn quotes_as_they_should_be() {
        let text = "a,\"b,\"\"c\"\"\",\"\"\r\n\"d\r\ne\" ,f,";
        assert_eq!(texts(text, 3), [["a", "b,\"c\"", ""], ["d\r\ne", "f", ""]]);
        // Prose with a comma in its lines is one field.
        assert_eq!(texts("\"一,二\n三\",b,c,d\n", 4).len(), 1);
        assert_eq!(texts("李\"海,b", 2), [["李\"海", "b"]]);
        assert_eq!(read("\"李\"海,b", 2)[0][0], ("\"李\"海".to_owned(), false));
    }

    #[test]
    fn a_quote_that_never_closes_swallows_no_line() {
        for text in [
            "甲,1,2\n\"乙,3,4\n丙,5,6\n",
            // The next quote opens another field.
            "甲,1,2\n\"乙,3,4\n\"丙\",5,6\n",
            // It would close, two records later.
            "甲,1,2\n\"乙,3,4\n丙,5,\"6\"\n",
            "甲,1,2\n\"乙,3,4\n丙,5,6\"\n",
        ] {
            let read = read(text, 3);
            assert_eq!(read.len(), 3, "{text}");
            assert_eq!(read[1][0], ("\"乙".to_owned(), true), "{text}");
            assert!(read[2][0].0.contains('丙'));
            assert_eq!(read.iter().flatten().filter(|f| f.1).count(), 1);
        }
    }

    #[test]
    fn text_of_nothing_but_quotes_ends() {
        let text = "\"\"\"a,".repeat(200_000);
        assert!(!read(&text, 0).is_empty());
    }
}
