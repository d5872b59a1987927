//! Printed options left in a cell with ticks among them: `□线上 ☑线下`, `是（√） 否（ ）`.

/// What ticks a text holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Ticked<'a> {
    /// None.
    No,
    /// Some, but which option they belong to cannot be told.
    Unclear,
    /// Options, each with whether it is ticked.
    Options(Vec<(&'a str, bool)>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    Tick,
    Box,
    /// An empty bracket: a box only among other marks.
    Bracket,
    /// A cross says no beside a tick, and nothing clear alone.
    Cross,
}

enum Token<'a> {
    Mark(Mark),
    Text(&'a str),
}

fn mark(c: char) -> Option<Mark> {
    Some(match c {
        '√' | '✓' | '✔' | '☑' | '☒' | '■' | '●' | '◉' | '✅' | '▣' | '🗹' | '🗸' => {
            Mark::Tick
        }
        '□' | '☐' | '○' | '◯' | '▢' | '◻' | '⬜' => Mark::Box,
        '×' | '✗' | '✘' | '✕' | '✖' => Mark::Cross,
        _ => return None,
    })
}

/// The text behind a mark that it begins with: `（√）甲` gives `甲`.
pub(super) fn behind_mark(text: &str) -> &str {
    let length = bracket(text).map(|(_, length)| length);
    &text[length.unwrap_or(0)..]
}

/// Whether all marks of a text are ticks: then a label among them is a chosen one.
pub(super) fn has_only_ticks(text: &str) -> bool {
    text.chars().filter_map(mark).all(|m| m == Mark::Tick)
}

/// Whether a text may hold ticks at all: a quick look before [`read`].
pub(super) fn may_hold(text: &str) -> bool {
    text.chars()
        .any(|c| mark(c).is_some() || matches!(c, '(' | '（' | '[' | '【'))
}

/// A bracket that holds only a tick or nothing: `（√）`, `[ ]`. Gives its mark and its length.
fn bracket(text: &str) -> Option<(Mark, usize)> {
    let inner = text.strip_prefix(['(', '（', '[', '【', '［'])?;
    let end = inner.find([')', '）', ']', '】', '］'])?;
    let held = inner[..end].trim_matches(|c: char| c.is_whitespace() || c == '_');
    let mut chars = held.chars();
    let found = match (chars.next(), chars.next()) {
        (None, _) => Mark::Bracket,
        (Some('x' | 'X' | 'v' | 'V'), None) => Mark::Tick,
        (Some(c), None) => mark(c)?,
        _ => return None,
    };
    let close = inner[end..].chars().next().map_or(0, char::len_utf8);
    Some((found, text.len() - inner.len() + end + close))
}

fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let (mut start, mut at) = (0, 0);
    while let Some(c) = text[at..].chars().next() {
        let found = bracket(&text[at..]).or_else(|| mark(c).map(|m| (m, c.len_utf8())));
        match found {
            Some((mark, length)) => {
                if start < at {
                    tokens.push(Token::Text(&text[start..at]));
                }
                tokens.push(Token::Mark(mark));
                at += length;
                start = at;
            }
            None => at += c.len_utf8(),
        }
    }
    if start < text.len() {
        tokens.push(Token::Text(&text[start..]));
    }
    tokens
}

fn is_gap(c: char) -> bool {
    c.is_whitespace() || matches!(c, '、' | '，' | ',' | ';' | '；' | '/' | '／' | '|' | '。')
}

/// Reads the options and ticks of a text.
pub(super) fn read(text: &str) -> Ticked<'_> {
    let tokens = tokens(text);
    let marks: Vec<Mark> = tokens
        .iter()
        .filter_map(|t| match t {
            Token::Mark(m) => Some(*m),
            Token::Text(_) => None,
        })
        .collect();
    let clear = marks.iter().any(|m| matches!(m, Mark::Tick | Mark::Box));
    if marks.is_empty() || !clear && marks.iter().filter(|m| **m == Mark::Bracket).count() < 2 {
        return if marks.contains(&Mark::Cross) {
            Ticked::Unclear
        } else {
            Ticked::No
        };
    }
    let texts: Vec<&str> = tokens
        .iter()
        .filter_map(|t| match t {
            Token::Text(text) => Some(text.trim_matches(is_gap)).filter(|t| !t.is_empty()),
            Token::Mark(_) => None,
        })
        .collect();
    if texts.is_empty() {
        return Ticked::Unclear;
    }
    // A mark for each option: all stand before their options, or all behind.
    let visible =
        |t: &&Token| !matches!(t, Token::Text(text) if text.trim_matches(is_gap).is_empty());
    let alternate = tokens
        .iter()
        .filter(visible)
        .zip(tokens.iter().filter(visible).skip(1))
        .all(|(a, b)| matches!(a, Token::Mark(_)) != matches!(b, Token::Mark(_)));
    // One mark beside several words: √是 否.
    if let ([text], [_]) = (texts.as_slice(), marks.as_slice())
        && text.contains(is_gap)
        && let Ticked::Options(options) = by_touch(&tokens)
    {
        return Ticked::Options(options);
    }
    if alternate && texts.len() == marks.len() {
        return Ticked::Options(
            texts
                .into_iter()
                .zip(marks)
                .map(|(text, m)| (text, m == Mark::Tick))
                .collect(),
        );
    }
    by_touch(&tokens)
}

/// Fewer marks than options: each belongs to the one option that it touches.
fn by_touch<'a>(tokens: &[Token<'a>]) -> Ticked<'a> {
    let mut options: Vec<(&str, bool)> = Vec::new();
    let mut waiting = None; // a mark that touches what comes next
    let mut touched = false; // the last option touches what comes next
    for (i, token) in tokens.iter().enumerate() {
        match token {
            Token::Text(text) => {
                for (n, part) in text.split(is_gap).enumerate() {
                    if part.is_empty() {
                        continue;
                    }
                    let ticked = n == 0 && waiting == Some(Mark::Tick);
                    options.push((part, ticked));
                }
                waiting = None;
                touched = !text.ends_with(is_gap) && !text.is_empty();
            }
            Token::Mark(mark) => {
                let next =
                    matches!(tokens.get(i + 1), Some(Token::Text(t)) if !t.starts_with(is_gap));
                match (touched, next) {
                    (true, false) => {
                        if let Some(last) = options.last_mut() {
                            last.1 |= *mark == Mark::Tick;
                        }
                    }
                    (false, true) => waiting = Some(*mark),
                    _ => return Ticked::Unclear,
                }
                touched = false;
            }
        }
    }
    Ticked::Options(options)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options(text: &str) -> String {
        match read(text) {
            Ticked::No => "no".into(),
            Ticked::Unclear => "unclear".into(),
            Ticked::Options(o) => o
                .iter()
                .map(|(t, on)| format!("{}{t}", if *on { "+" } else { "-" }))
                .collect::<Vec<_>>()
                .join(" "),
        }
    }

    #[test]
    fn pairs_marks_with_options() {
        for (text, expected) in [
            ("□是 ☑否", "-是 +否"),
            ("是☑ 否□", "+是 -否"),
            ("是□否☑", "-是 +否"),
            ("（√）是 （ ）否", "+是 -否"),
            ("是（√）否（ ）", "+是 -否"),
            ("是 [ ] 否 [x]", "-是 +否"),
            ("■是 □否", "+是 -否"),
            ("√是 否", "+是 -否"),
            ("是√ 否", "+是 -否"),
            ("是 √否", "-是 +否"),
            ("是√/否", "+是 -否"),
            ("是√ 否×", "+是 -否"),
            ("是√否", "unclear"),
            ("是 √ 否", "unclear"),
            ("是× 否", "unclear"),
            ("□线上会议\n☑线下会议", "-线上会议 +线下会议"),
            ("□ 是  □ 否", "-是 -否"),
            ("( )是 ( )否", "-是 -否"),
            ("√线下会议", "+线下会议"),
            ("线下会议√", "+线下会议"),
            ("其他（   ）", "no"),
            ("线下会议", "no"),
            ("√", "unclear"),
        ] {
            assert_eq!(options(text), expected, "{text}");
        }
    }
}
