//! Rows in columns, as wide as a terminal shows them.

use std::io::{self, Write};

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Writes rows in columns as wide as a terminal shows them; a column without text takes no room.
pub(super) fn write_columns(
    rows: &[Vec<String>],
    indent: &str,
    out: &mut impl Write,
) -> io::Result<()> {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |c: usize| {
        rows.iter()
            .filter_map(|r| r.get(c))
            .map(|t| t.width())
            .max()
    };
    let widths: Vec<usize> = (0..columns).map(|c| width(c).unwrap_or(0)).collect();
    for row in rows {
        let mut line = indent.to_owned();
        for (text, width) in row.iter().zip(&widths).filter(|(_, w)| **w > 0) {
            line.push_str(text);
            line.extend(std::iter::repeat_n(' ', width - text.width() + 2));
        }
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

/// The least that a column of long texts is given.
const LEAST: usize = 16;

/// As [`write_columns`], no wider than the screen: the widest columns are made narrower, and what they
/// hold goes on in lines below.
pub(super) fn write_within(
    rows: &[Vec<String>],
    indent: &str,
    screen: usize,
    out: &mut impl Write,
) -> io::Result<()> {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |c: usize| {
        rows.iter()
            .filter_map(|r| r.get(c))
            .map(|t| t.width())
            .max()
    };
    let mut widths: Vec<usize> = (0..columns).map(|c| width(c).unwrap_or(0)).collect();
    let taken = |widths: &[usize]| -> usize {
        let used = widths.iter().filter(|w| **w > 0);
        indent.width() + used.map(|w| w + 2).sum::<usize>()
    };
    // The gap behind the last column is not written.
    while taken(&widths) > screen + 2 {
        let Some(widest) = widths.iter_mut().max().filter(|w| **w > LEAST) else {
            break;
        };
        *widest -= 1;
    }
    for row in rows {
        let cells: Vec<Vec<String>> = (row.iter().zip(&widths))
            .map(|(text, width)| wrapped(text, (*width).max(1)))
            .collect();
        let lines = cells.iter().map(Vec::len).max().unwrap_or(0);
        for n in 0..lines {
            let mut line = indent.to_owned();
            for (cell, width) in cells.iter().zip(&widths).filter(|(_, w)| **w > 0) {
                let text = cell.get(n).map_or("", String::as_str);
                line.push_str(text);
                line.extend(std::iter::repeat_n(
                    ' ',
                    width.saturating_sub(text.width()) + 2,
                ));
            }
            writeln!(out, "{}", line.trim_end())?;
        }
    }
    Ok(())
}

/// A text in lines of at most so many columns, broken after a space where there is one.
pub(super) fn wrapped(text: &str, most: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for part in text.lines() {
        let mut line = String::new();
        for c in part.chars() {
            if line.width() + c.width().unwrap_or(0) > most && !line.is_empty() {
                let rest = match line.rfind(' ').filter(|at| *at > 0) {
                    Some(at) => line.split_off(at + 1),
                    None => String::new(),
                };
                lines.push(std::mem::replace(&mut line, rest).trim_end().to_owned());
            }
            line.push(c);
        }
        lines.push(line.trim_end().to_owned());
    }
    if lines.is_empty() {
        lines.push(String::new());
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_go_on_below_within_the_screen() {
        let rows = vec![
            vec!["~".to_owned(), "HZ_02_005".to_owned(), "项目".repeat(60)],
            vec!["+".to_owned(), "短".to_owned(), "word ".repeat(30)],
        ];
        let mut out = Vec::new();
        write_within(&rows, "  ", 80, &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(text.lines().all(|l| l.width() <= 80), "{text}");
        let letters = |s: &str| s.chars().filter(|c| !c.is_whitespace()).count();
        assert_eq!(letters(&text), letters(&rows.concat().concat()));
        assert_eq!(wrapped("", 5), [""]);
        assert_eq!(wrapped("one two three", 8), ["one two", "three"]);
    }
}
