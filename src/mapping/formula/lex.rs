//! A formula's words and signs.

use std::ops::Range;

use super::{FormulaError, Relation};
use crate::said;
use crate::text::lang::Said;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// A name, an item code, or a word of the notation.
    Word(String),
    /// Digits, with a point where `point`.
    Digits {
        text: String,
        point: bool,
    },
    /// A text in quotes.
    Text(String),
    Relation(Relation),
    Plus,
    Minus,
    Open,
    Close,
    Comma,
}

/// Formulas longer than this are none.
const MAX_LENGTH: usize = 4000;

pub(super) fn lex(text: &str) -> Result<Vec<(Token, Range<usize>)>, FormulaError> {
    if text.len() > MAX_LENGTH {
        return Err(FormulaError {
            span: 0..text.len(),
            message: said!("公式太长", "the formula is too long"),
            help: Said::default(),
        });
    }
    let mut tokens = Vec::new();
    let mut chars = text.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        let mut next_is = |wanted: &[char]| chars.next_if(|(_, c)| wanted.contains(c)).is_some();
        let token = match c {
            c if c.is_whitespace() => continue,
            '+' | '＋' => Token::Plus,
            '-' | '－' | '−' => Token::Minus,
            '(' | '（' => Token::Open,
            ')' | '）' => Token::Close,
            ',' | '，' => Token::Comma,
            '=' | '＝' => {
                next_is(&['=', '＝']);
                Token::Relation(Relation::Equal)
            }
            '≠' => Token::Relation(Relation::Unequal),
            '!' | '！' if next_is(&['=', '＝']) => Token::Relation(Relation::Unequal),
            '≤' | '≦' | '⩽' => Token::Relation(Relation::AtMost),
            '≥' | '≧' | '⩾' => Token::Relation(Relation::AtLeast),
            '<' | '＜' => Token::Relation(match () {
                () if next_is(&['=', '＝']) => Relation::AtMost,
                () if next_is(&['>', '＞']) => Relation::Unequal,
                () => Relation::Less,
            }),
            '>' | '＞' => Token::Relation(match next_is(&['=', '＝']) {
                true => Relation::AtLeast,
                false => Relation::More,
            }),
            '"' | '\'' | '“' | '‘' => {
                let close = match c {
                    '“' => '”',
                    '‘' => '’',
                    same => same,
                };
                let mut quoted = String::new();
                let mut closed = false;
                for (_, c) in chars.by_ref() {
                    if c == close {
                        closed = true;
                        break;
                    }
                    quoted.push(c);
                }
                if !closed {
                    return Err(FormulaError {
                        span: start..text.len(),
                        message: said!("引号没有关上", "the quotation is not closed"),
                        help: Said::default(),
                    });
                }
                Token::Text(quoted)
            }
            c if digit(c).is_some() => {
                let mut digits = String::new();
                digits.extend(digit(c));
                let mut point = false;
                while let Some((_, c)) =
                    chars.next_if(|(_, c)| digit(*c).is_some() || (*c == '.' && !point))
                {
                    point |= c == '.';
                    digits.extend(digit(c).or(Some('.')));
                }
                Token::Digits {
                    text: digits,
                    point,
                }
            }
            c if c.is_alphabetic() || c == '_' => {
                let mut word = String::from(c);
                while let Some((_, c)) = chars.next_if(|(_, c)| c.is_alphanumeric() || *c == '_') {
                    word.push(c);
                }
                Token::Word(word)
            }
            c => {
                return Err(FormulaError {
                    span: start..start + c.len_utf8(),
                    message: said!("公式里用不了“{c}”", "`{c}` means nothing in a formula"),
                    help: Said::default(),
                });
            }
        };
        let end = chars.peek().map_or(text.len(), |(i, _)| *i);
        tokens.push((token, start..end));
    }
    Ok(tokens)
}

/// A digit of either width, as ASCII.
fn digit(c: char) -> Option<char> {
    match c {
        '0'..='9' => Some(c),
        '０'..='９' => char::from_digit(u32::from(c) - u32::from('０'), 10),
        _ => None,
    }
}
