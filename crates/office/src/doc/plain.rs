//! The plain text of a part of a story, for what stands beside the body.

use super::characters::Characters;
use super::fib::Story;
use super::story::Document;
use crate::build::aside::is_page;
use crate::build::symbol::look;

impl Document<'_> {
    /// The text between two positions of a story, its paragraphs parted by line ends, as it counts
    /// beside the body: of fields the results count, but for the numbers of pages; deleted text is
    /// left out. About the first `longest` bytes.
    pub(super) fn plain(&self, story: Story, from: u32, to: u32, longest: usize) -> String {
        let (mut position, end) = self.part(story, from, to);
        let mut plain = Plain::default();
        while position < end && plain.text.len() < longest {
            let stretch = self.stretch(position, end);
            let mut said = Characters::read(stretch.list, &self.fonts);
            said.take(self.text.prm(stretch.prm), &self.fonts);
            if !said.deleted {
                let units = &self.text.units[position..stretch.to];
                for c in char::decode_utf16(units.iter().copied()) {
                    match (c.unwrap_or('\u{fffd}'), said.symbol) {
                        ('(', Some((font, code))) => {
                            let c = char::from_u32(u32::from(code)).unwrap_or(' ');
                            plain.add(look(self.fonts.symbol(font), c));
                        }
                        (c, _) => plain.add(c),
                    }
                }
            }
            position = stretch.to;
        }
        plain.text
    }

    /// The file says that a story has more text than there is.
    pub(super) fn is_short(&self, story: Story) -> bool {
        let (_, to) = self.fib.story(story);
        to > self.text.units.len() as u64
    }
}

/// Fields within one another.
const FIELDS: usize = 64;
/// How much of a field's code is kept.
const CODE: usize = 64;

/// A text beside the body that is being read.
#[derive(Default)]
struct Plain {
    text: String,
    fields: Vec<Field>,
}

/// A field that has begun.
#[derive(Default)]
struct Field {
    in_result: bool,
    code: String,
}

impl Plain {
    fn add(&mut self, c: char) {
        match c {
            '\u{13}' if self.fields.len() < FIELDS => self.fields.push(Field::default()),
            '\u{14}' => {
                if let Some(field) = self.fields.last_mut() {
                    field.in_result = true;
                }
            }
            '\u{15}' => {
                self.fields.pop();
            }
            _ => self.character(c),
        }
    }

    fn character(&mut self, c: char) {
        if let Some(field) = self.fields.last_mut()
            && !field.in_result
        {
            if field.code.len() < CODE {
                field.code.push(c);
            }
            return;
        }
        let is_hidden = |f: &Field| !f.in_result || is_page(f.code.as_bytes());
        if self.fields.iter().any(is_hidden) {
            return;
        }
        match c {
            '\r' | '\u{7}' => {
                if !self.text.is_empty() && !self.text.ends_with('\n') {
                    self.text.push('\n');
                }
            }
            '\t' | '\u{b}' | '\u{c}' | '\u{e}' => self.text.push(' '),
            '\u{1e}' => self.text.push('-'),
            c if c < ' ' => {}
            c => self.text.push(c),
        }
    }
}
