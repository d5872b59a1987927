//! From a formula's text to a condition whose names are known and whose types go together.

use std::ops::Range;

use super::lex::{Token, lex};
use super::relate::{Side, Written, relate};
use super::{Condition, FormulaError};
use crate::mapping::lint::nearest;
use crate::mapping::{Field, Table, Type};
use crate::said;
use crate::text::lang::Said;

/// Conditions nested deeper than this are none.
const MAX_DEPTH: usize = 32;

pub(super) fn parse(text: &str, table: &Table) -> Result<Condition, FormulaError> {
    let mut parser = Parser {
        table,
        tokens: lex(text)?,
        next: 0,
        end: text.len(),
    };
    let condition = parser.any(0)?;
    match parser.peek() {
        None => Ok(condition),
        Some(Token::Relation(_)) => Err(parser.wrong(
            said!("一次只写一个关系", "one relation at a time"),
            said!("分成两条规则", "make two rules of it"),
        )),
        Some(_) => Err(parser.wrong(
            said!("这里多出了东西", "nothing more can follow here"),
            Said::default(),
        )),
    }
}

struct Parser<'t> {
    table: &'t Table,
    tokens: Vec<(Token, Range<usize>)>,
    next: usize,
    end: usize,
}
impl Parser<'_> {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.next).map(|(t, _)| t)
    }

    /// Where the next token stands, or the end of the formula.
    fn here(&self) -> Range<usize> {
        match self.tokens.get(self.next) {
            Some((_, span)) => span.clone(),
            None => self.end.saturating_sub(1)..self.end,
        }
    }

    fn wrong(&self, message: Said, help: Said) -> FormulaError {
        let span = self.here();
        FormulaError {
            span,
            message,
            help,
        }
    }

    fn take(&mut self, token: &Token) -> bool {
        let found = self.peek() == Some(token);
        self.next += usize::from(found);
        found
    }

    fn take_word(&mut self, word: &str) -> bool {
        let found = matches!(self.peek(), Some(Token::Word(w)) if w == word);
        self.next += usize::from(found);
        found
    }

    fn expect(&mut self, token: &Token, sign: &str) -> Result<(), FormulaError> {
        match self.take(token) {
            true => Ok(()),
            false => {
                let message = said!("这里要有“{sign}”", "`{sign}` is expected here");
                Err(self.wrong(message, Said::default()))
            }
        }
    }

    fn any(&mut self, depth: usize) -> Result<Condition, FormulaError> {
        let mut parts = vec![self.all(depth)?];
        while self.take_word("or") {
            parts.push(self.all(depth)?);
        }
        Ok(one_or(parts, Condition::Any))
    }

    fn all(&mut self, depth: usize) -> Result<Condition, FormulaError> {
        let mut parts = vec![self.one(depth)?];
        while self.take_word("and") {
            parts.push(self.one(depth)?);
        }
        Ok(one_or(parts, Condition::All))
    }

    fn one(&mut self, depth: usize) -> Result<Condition, FormulaError> {
        if depth >= MAX_DEPTH {
            let message = said!("括号套得太深", "nested too deeply");
            return Err(self.wrong(message, Said::default()));
        }
        if self.take_word("not") {
            return Ok(Condition::Not(Box::new(self.one(depth + 1)?)));
        }
        if self.take(&Token::Open) {
            let inner = self.any(depth + 1)?;
            self.expect(&Token::Close, ")")?;
            return Ok(inner);
        }
        if self.take_word("filled") {
            self.expect(&Token::Open, "(")?;
            let (field, _) = self.field()?;
            self.expect(&Token::Close, ")")?;
            return Ok(Condition::Filled(field));
        }
        if self.take_word("contains") {
            return self.contains();
        }
        let left = self.side()?;
        let at = self.here();
        let Some(Token::Relation(relation)) = self.peek().cloned() else {
            let message = said!(
                "这里要有 = ≠ < ≤ > ≥ 之一",
                "one of = ≠ < ≤ > ≥ is expected here"
            );
            let help = said!(
                "是否项写作 项目 = 是；只问填没填，写 filled(项目)",
                "a yes or no is asked with `= true`, whether something is given with filled(…)"
            );
            return Err(self.wrong(message, help));
        };
        self.next += 1;
        let right = self.side()?;
        relate(self.table, left, relation, at, right)
    }

    fn contains(&mut self) -> Result<Condition, FormulaError> {
        self.expect(&Token::Open, "(")?;
        let (field, span) = self.field()?;
        let kind = self.of(field).kind;
        if !matches!(kind, Type::Text | Type::Choices | Type::Countries) {
            return Err(FormulaError {
                span,
                message: said!(
                    "contains 只用于 text、choices、countries 项目",
                    "contains is for text, choices and countries"
                ),
                help: Said::default(),
            });
        }
        self.expect(&Token::Comma, ",")?;
        let Some(Token::Text(words)) = self.peek().cloned() else {
            let message = said!("这里要有加引号的文字", "a text in quotes is expected here");
            return Err(self.wrong(message, Said::default()));
        };
        self.next += 1;
        self.expect(&Token::Close, ")")?;
        Ok(Condition::Contains { field, words })
    }

    fn of(&self, field: usize) -> &Field {
        &self.table.fields[field]
    }

    /// A field by its name or its item code.
    fn field(&mut self) -> Result<(usize, Range<usize>), FormulaError> {
        let span = self.here();
        let word = match self.peek() {
            Some(Token::Word(word)) => word.clone(),
            Some(Token::Digits { text, .. }) => text.clone(),
            _ => {
                let message = said!(
                    "这里要有项目名或项目代码",
                    "a field or item code is expected here"
                );
                return Err(self.wrong(message, Said::default()));
            }
        };
        let Some(field) = self.look_up(&word) else {
            return Err(self.unknown(&word));
        };
        self.next += 1;
        Ok((field, span))
    }

    fn look_up(&self, word: &str) -> Option<usize> {
        let fields = &self.table.fields;
        let named = fields.iter().position(|f| &*f.name == word);
        named.or_else(|| fields.iter().position(|f| f.code == word))
    }

    fn unknown(&self, word: &str) -> FormulaError {
        let names = self.table.fields.iter().flat_map(|f| [&*f.name, &*f.code]);
        let help = match nearest(word, names) {
            Some(near) => said!("是不是 `{near}`？", "did you mean `{near}`?"),
            None => Said::default(),
        };
        let code = &self.table.code;
        let message = said!(
            "表 {code} 没有项目 `{word}`",
            "the table {code} has no field or item code `{word}`"
        );
        self.wrong(message, help)
    }

    fn side(&mut self) -> Result<Side, FormulaError> {
        let start = self.here().start;
        let mut terms = Vec::new();
        let mut minus = self.take(&Token::Minus);
        loop {
            let span = self.here();
            let written = match self.peek().cloned() {
                Some(Token::Text(text)) => Written::Text(text),
                Some(Token::Digits { text, point }) => match self.look_up(&text) {
                    Some(field) if !point => Written::Field(field),
                    // `03` is meant as an item code.
                    None if !point && text.len() > 1 && text.starts_with('0') => {
                        return Err(self.unknown(&text));
                    }
                    _ => match text.parse() {
                        Ok(number) => Written::Number(number),
                        Err(_) => {
                            let message = said!("“{text}”不是数", "`{text}` is no number");
                            return Err(self.wrong(message, Said::default()));
                        }
                    },
                },
                Some(Token::Word(word)) => match (self.look_up(&word), &*word) {
                    (Some(field), _) => Written::Field(field),
                    (None, "true" | "是") => Written::Yes(true),
                    (None, "false" | "否") => Written::Yes(false),
                    _ => return Err(self.unknown(&word)),
                },
                _ => {
                    let message = said!(
                        "这里要有项目、数或加引号的文字",
                        "a field, a number or a text in quotes is expected here"
                    );
                    return Err(self.wrong(message, Said::default()));
                }
            };
            self.next += 1;
            terms.push((minus, written, span.clone()));
            minus = match () {
                () if self.take(&Token::Plus) => false,
                () if self.take(&Token::Minus) => true,
                () => {
                    let span = start..span.end;
                    return Ok(Side { terms, span });
                }
            };
        }
    }
}

fn one_or(
    mut parts: Vec<Condition>,
    several: impl FnOnce(Vec<Condition>) -> Condition,
) -> Condition {
    match parts.len() {
        1 => parts.remove(0),
        _ => several(parts),
    }
}
