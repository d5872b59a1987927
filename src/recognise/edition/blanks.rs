//! The printed words of a `blanks` table, ready to be found again on paper.

use unicode_normalization::UnicodeNormalization;

use super::spelling::Spelling;
use crate::mapping::{Piece, PrintedRow, Table};

/// The rows of a `blanks` table.
#[derive(Debug, Default)]
pub struct BlanksSign {
    /// The rows, in the mapping's order.
    pub rows: Vec<BlanksRow>,
}

/// A row: what its left and its right cell print.
#[derive(Debug, Default)]
pub struct BlanksRow {
    /// The left cell's words without its blanks.
    pub label: Spelling,
    /// How many of the lines stand in the left cell.
    pub in_label: usize,
    /// The lines, of the left cell first.
    pub lines: Vec<Line>,
    /// The key of all that the row prints.
    pub key: String,
}

/// A line: words to know it by, then blanks with the words behind each.
#[derive(Debug, Default)]
pub struct Line {
    /// The words before the first blank.
    pub head: Words,
    /// The blanks.
    pub blanks: Vec<Blank>,
}

/// A blank and the words behind it.
#[derive(Debug)]
pub struct Blank {
    /// The field.
    pub field: usize,
    /// The words between it and the next blank, or the line's end.
    pub tail: Words,
}

/// Printed words: letters by which they are known, and the punctuation between, which may differ.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// The characters, folded, without white space and rules.
    pub chars: Vec<char>,
    /// How many of them are letters and digits.
    pub letters: usize,
}

/// A character as words are compared: widths and cases folded, 它 as 他; `None` for white space
/// and for the rules that are printed to write on.
pub fn fold(c: char) -> Option<char> {
    match c {
        'a'..='z' | '0'..='9' | '\u{4e00}'..='\u{9fff}' if c != '它' => Some(c),
        '它' => Some('他'),
        '_' | '＿' | '﹍' | '﹎' => None,
        '【' | '〔' | '［' => Some('('),
        '】' | '〕' | '］' => Some(')'),
        c if c.is_whitespace() || c.is_control() => None,
        '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}' => None,
        c => {
            let c = std::iter::once(c).nfkc().next().unwrap_or(c);
            Some(c.to_lowercase().next().unwrap_or(c))
        }
    }
}

/// A character by which words are known.
pub fn is_letter(c: char) -> bool {
    c.is_alphanumeric()
}

impl Words {
    /// The words of a printed text.
    pub fn new(text: &str) -> Words {
        let chars: Vec<char> = text.chars().filter_map(fold).collect();
        let letters = chars.iter().filter(|c| is_letter(**c)).count();
        Words { chars, letters }
    }

    /// The clauses between its punctuation.
    pub fn clauses(&self) -> impl Iterator<Item = &[char]> {
        self.chars
            .split(|c| !is_letter(*c))
            .filter(|clause| !clause.is_empty())
    }

    fn add(&mut self, more: Words) {
        self.chars.extend(more.chars);
        self.letters += more.letters;
    }
}

impl BlanksSign {
    pub(super) fn new(table: &Table) -> BlanksSign {
        let rows = table.printed.iter().map(|row| BlanksRow::new(row, table));
        BlanksSign {
            rows: rows.collect(),
        }
    }
}

impl BlanksRow {
    fn new(printed: &PrintedRow, table: &Table) -> BlanksRow {
        let mut row = BlanksRow::default();
        // The left cell is one line, however it was broken.
        row.read(&printed.label.replace('\n', " "), table);
        row.in_label = row.lines.len();
        let words = |text: &str| -> String {
            let pieces = PrintedRow::pieces(text).unwrap_or_default();
            let words = pieces.into_iter().filter_map(|piece| match piece {
                Piece::Words(words) => Some(words),
                Piece::Field(_) => None,
            });
            words.collect()
        };
        let label = words(&printed.label);
        row.label.add(&label);
        row.key = super::spelling::label_key(&format!("{label}\n{}", words(&printed.text)));
        row.read(&printed.text, table);
        row
    }

    /// Adds the lines of a text. A line that begins with a blank belongs to the words over it.
    fn read(&mut self, text: &str, table: &Table) {
        let first = self.lines.len();
        let mut at_line_start = true;
        for piece in PrintedRow::pieces(text).unwrap_or_default() {
            match piece {
                Piece::Field(name) => {
                    at_line_start = false;
                    let Some(field) = table.fields.iter().position(|f| &*f.name == name) else {
                        continue;
                    };
                    if self.lines.len() == first {
                        self.lines.push(Line::default());
                    }
                    if let Some(line) = self.lines.last_mut() {
                        line.blanks.push(Blank {
                            field,
                            tail: Words::default(),
                        });
                    }
                }
                Piece::Words(words) => {
                    for (i, words) in words.split('\n').enumerate() {
                        at_line_start |= i > 0;
                        let words = Words::new(words);
                        if words.chars.is_empty() {
                            continue;
                        }
                        if at_line_start && (words.letters > 0 || self.lines.len() == first) {
                            self.lines.push(Line {
                                head: words,
                                blanks: Vec::new(),
                            });
                        } else if let Some(line) = self.lines.last_mut() {
                            match line.blanks.last_mut() {
                                Some(blank) => blank.tail.add(words),
                                None => line.head.add(words),
                            }
                        }
                        at_line_start = false;
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_begin_with_words() {
        let table: Table = toml::from_str(
            r#"
            code = "T"
            name = "t"
            layout = "blanks"
            filled_in = "form"
            printed = [{ label = "截至2020年，\n累计（{a}）个", text = """
            （1）按方式：
            自行设立 （{b}）个
              {c}
            其它：方式（{d}），数量（{e}）个""" }]
            fields = [
              { name = "a", label = "a", type = "integer" },
              { name = "b", label = "b", type = "integer" },
              { name = "c", label = "c", type = "text" },
              { name = "d", label = "d", type = "text" },
              { name = "e", label = "e", type = "integer" },
            ]
            "#,
        )
        .unwrap();
        let sign = BlanksSign::new(&table);
        let row = &sign.rows[0];
        let text = |w: &Words| w.chars.iter().collect::<String>();
        let shown: Vec<String> = row
            .lines
            .iter()
            .map(|l| {
                let blanks = l
                    .blanks
                    .iter()
                    .map(|b| format!("[{}]{}", b.field, text(&b.tail)));
                format!("{}{}", text(&l.head), blanks.collect::<String>())
            })
            .collect();
        assert_eq!(
            shown,
            [
                "截至2020年,累计([0])个",
                "(1)按方式:",
                "自行设立([1])个[2]",
                "其他:方式([3]),数量([4])个",
            ]
        );
        assert_eq!(row.in_label, 1);
    }
}
