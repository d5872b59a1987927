//! A cursor over a folded text, for the small grammars of numbers and dates.

use crate::text::vocabulary::Words;

/// What is left to read of a text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scan<'a> {
    rest: &'a str,
}

impl<'a> Scan<'a> {
    /// A cursor at the text's beginning.
    pub fn new(text: &'a str) -> Scan<'a> {
        Scan { rest: text }
    }

    /// What is left.
    pub fn rest(&self) -> &'a str {
        self.rest
    }

    /// Whether nothing is left.
    pub fn is_done(&self) -> bool {
        self.rest.is_empty()
    }

    /// The next character.
    pub fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    /// Passes over the next character if it is `c`.
    pub fn eat(&mut self, c: char) -> bool {
        match self.rest.strip_prefix(c) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    /// Passes over one character, whichever it is.
    pub fn eat_one(&mut self) {
        let mut chars = self.rest.chars();
        chars.next();
        self.rest = chars.as_str();
    }

    /// Passes over `word` if it comes next.
    pub fn eat_word(&mut self, word: &str) -> bool {
        match self.rest.strip_prefix(word) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    /// Passes over the first of `words` that comes next; put longer ones first.
    pub fn eat_any<'w>(&mut self, words: &[&'w str]) -> Option<&'w str> {
        words.iter().find(|w| self.eat_word(w)).copied()
    }

    /// Passes over the first of `words` that comes next.
    pub fn eat_word_of<'w>(&mut self, words: &'w Words) -> Option<&'w str> {
        words.iter().find(|w| self.eat_word(w))
    }

    /// Passes over an ASCII `word`, in any case, if it comes next.
    pub fn eat_ignoring_case(&mut self, word: &str) -> bool {
        match self.rest.get(..word.len()) {
            Some(start) if start.eq_ignore_ascii_case(word) => {
                self.rest = &self.rest[word.len()..];
                true
            }
            _ => false,
        }
    }

    /// Passes over characters while `wanted` holds, and gives them.
    pub fn take_while(&mut self, wanted: impl Fn(char) -> bool) -> &'a str {
        let end = self.rest.find(|c| !wanted(c)).unwrap_or(self.rest.len());
        let (taken, rest) = self.rest.split_at(end);
        self.rest = rest;
        taken
    }

    /// Passes over ASCII digits, and gives them.
    pub fn digits(&mut self) -> &'a str {
        self.take_while(|c| c.is_ascii_digit())
    }

    /// Passes over spaces and line breaks.
    pub fn spaces(&mut self) {
        self.rest = self.rest.trim_start_matches([' ', '\n']);
    }

    /// Takes all that is left.
    pub fn take_all(&mut self) -> &'a str {
        std::mem::take(&mut self.rest)
    }
}
