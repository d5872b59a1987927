//! Text from anywhere shown to people: what is a command to a terminal, or turns the direction of
//! writing, is shown as an escape and not carried out.
//!
//! File names, units, quotes, rosters and error texts come by mail. A terminal obeys an escape
//! sequence, and a mark that turns the direction makes `docx.exe` look like `exe.docx`, on a page and
//! in a cell too. Everything that prints for people goes through here.

use std::borrow::Cow;
use std::io::{self, Write};

/// A character that is a command: a control but a line end or tab (C0, C1), a mark that turns the
/// direction of writing (Unicode Standard Annex 9), or a separator that some take for a line end.
pub fn is_command(c: char) -> bool {
    match c {
        '\n' | '\t' => false,
        '\u{61c}' | '\u{200e}' | '\u{200f}' => true,
        '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => true,
        c => c.is_control(),
    }
}

/// Whether one of the commands that JSON's own escapes let through may stand in a text, by the
/// bytes that they begin with in UTF-8.
fn may_hold_command(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr3(0x7f, 0xc2, 0xd8, bytes).is_some()
        || memchr::memchr_iter(0xe2, bytes).any(|at| match bytes.get(at + 1) {
            Some(0x80) => !matches!(bytes.get(at + 2), Some(0x90..=0xa7)),
            Some(0x81) => true,
            _ => false,
        })
}

/// The text with every command as an escape that can be seen: `\u{1b}`.
pub fn visible(text: &str) -> Cow<'_, str> {
    let Some(first) = text.find(is_command) else {
        return Cow::Borrowed(text);
    };
    let mut out = String::with_capacity(text.len() + 16);
    out.push_str(&text[..first]);
    for c in text[first..].chars() {
        match is_command(c) {
            // Half of a line end.
            true if c == '\r' => {}
            true => out.extend(c.escape_unicode()),
            false => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// Shows what is written as [`visible`] does, or as JSON writes it in its strings, where a command
/// stands nowhere else.
#[derive(Debug)]
pub struct Shown<W> {
    out: W,
    json: bool,
    /// The beginning of a character whose end is still to come.
    partial: Vec<u8>,
}

impl<W: Write> Shown<W> {
    /// Text for people.
    pub fn text(out: W) -> Shown<W> {
        Shown {
            out,
            json: false,
            partial: Vec::new(),
        }
    }

    /// JSON.
    pub fn json(out: W) -> Shown<W> {
        Shown {
            json: true,
            ..Shown::text(out)
        }
    }

    fn show(&mut self, text: &str) -> io::Result<()> {
        if !self.json {
            return self.out.write_all(visible(text).as_bytes());
        }
        let mut rest = text;
        if !may_hold_command(text) {
            return self.out.write_all(text.as_bytes());
        }
        while let Some(at) = rest.find(|c: char| is_command(c) && c >= '\u{7f}') {
            self.out.write_all(&rest.as_bytes()[..at])?;
            rest = &rest[at..];
            // All of them have four digits.
            let c = rest.chars().next().unwrap_or_default();
            write!(self.out, "\\u{:04x}", u32::from(c))?;
            rest = &rest[c.len_utf8()..];
        }
        self.out.write_all(rest.as_bytes())
    }
}

impl<W: Write> Write for Shown<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let joined;
        let mut rest = match self.partial.is_empty() {
            true => bytes,
            false => {
                self.partial.extend_from_slice(bytes);
                joined = std::mem::take(&mut self.partial);
                &joined
            }
        };
        loop {
            match std::str::from_utf8(rest) {
                Ok(text) => {
                    self.show(text)?;
                    return Ok(bytes.len());
                }
                Err(e) => {
                    let (text, after) = rest.split_at(e.valid_up_to());
                    // Valid up to there.
                    self.show(&String::from_utf8_lossy(text))?;
                    let Some(wrong) = e.error_len() else {
                        self.partial = after.to_vec();
                        return Ok(bytes.len());
                    };
                    self.out.write_all("\u{fffd}".as_bytes())?;
                    rest = &after[wrong..];
                }
            }
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_seen_and_not_obeyed() {
        assert_eq!(visible("化学学院\n甲\t乙"), "化学学院\n甲\t乙");
        assert_eq!(
            visible("a\u{1b}[31mb\r\nc\u{202e}d"),
            "a\\u{1b}[31mb\nc\\u{202e}d"
        );
        assert_eq!(
            visible("\u{9b}2J\u{7f}\u{2066}"),
            "\\u{9b}2J\\u{7f}\\u{2066}"
        );
    }

    #[test]
    fn no_command_is_passed_by() {
        for c in ('\u{7f}'..='\u{ffff}').filter(|c| is_command(*c)) {
            assert!(may_hold_command(&format!("甲{c}乙")), "{c:?}");
        }
        assert!(!may_hold_command("“甲”…①—‘x’"));
    }

    #[test]
    fn what_is_written_in_pieces_is_seen_too() {
        let text = "一\u{202e}二\u{1b}]0;x\u{7}三";
        let mut out = Vec::new();
        let mut shown = Shown::text(&mut out);
        for byte in text.as_bytes().chunks(1) {
            shown.write_all(byte).unwrap();
        }
        assert_eq!(String::from_utf8(out).unwrap(), visible(text));
        let mut out = Vec::new();
        Shown::text(&mut out).write_all(b"a\xff\x1bb").unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "a\u{fffd}\\u{1b}b");
    }

    #[test]
    fn json_stays_what_it_says() {
        let text = "一\u{202e}二\u{9b}\u{7f}三";
        let mut out = Vec::new();
        serde_json::to_writer_pretty(Shown::json(&mut out), &[text]).unwrap();
        assert!(!String::from_utf8_lossy(&out).contains(is_command));
        assert_eq!(
            serde_json::from_slice::<[String; 1]>(&out).unwrap()[0],
            text
        );
    }
}
