//! From a formula's text to a condition whose names are known and whose types go together.

use std::ops::Range;

use rust_decimal::Decimal;

use super::lex::{Token, lex};
use super::{Condition, DateOperand, FormulaError, Operand, Relation, Sum, Term};
use crate::lang::Said;
use crate::mapping::lint::nearest;
use crate::mapping::{Field, Table, Type};
use crate::said;

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

/// One side of a relation as written, before types are looked at.
struct Side {
    terms: Vec<(bool, Written, Range<usize>)>,
    span: Range<usize>,
}

enum Written {
    Field(usize),
    Number(Decimal),
    Text(String),
    Yes(bool),
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
            return Err(self.wrong(message, Said::default()));
        };
        self.next += 1;
        let right = self.side()?;
        self.relate(left, relation, at, right)
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

    fn kind(&self, written: &Written) -> Kind {
        match written {
            Written::Field(f) => match self.of(*f).kind {
                Type::Integer | Type::Decimal | Type::Year | Type::Term => Kind::Number,
                Type::Date => Kind::Date,
                Type::Yesno => Kind::Yesno,
                Type::Text | Type::Choice | Type::Country => Kind::Text,
                Type::Choices | Type::Countries => Kind::Several,
            },
            Written::Number(_) => Kind::Number,
            Written::Text(_) => Kind::Text,
            Written::Yes(_) => Kind::Yesno,
        }
    }

    fn relate(
        &self,
        left: Side,
        relation: Relation,
        at: Range<usize>,
        right: Side,
    ) -> Result<Condition, FormulaError> {
        let wrong = |span: &Range<usize>, message: Said, help: Said| {
            let span = span.clone();
            Err(FormulaError {
                span,
                message,
                help,
            })
        };
        // Only numbers are added.
        for side in [&left, &right] {
            for (minus, written, span) in &side.terms {
                let kind = self.kind(written);
                if kind == Kind::Several {
                    let message = said!(
                        "多项的项目只能用 filled(…) 和 contains(…)",
                        "a field of several values can only be asked filled(…) and contains(…)"
                    );
                    return wrong(span, message, Said::default());
                }
                if let Written::Number(n) = written
                    && side.terms.len() > 1
                    && n.scale() == 0
                {
                    let message = said!("`{n}` 不是项目代码", "`{n}` is no item code");
                    let help = said!("若指这个数，写 {n}.0", "write {n}.0 if the number is meant");
                    return wrong(span, message, help);
                }
                if kind != Kind::Number && (side.terms.len() > 1 || *minus) {
                    let message = said!("只有数能加减", "only numbers can be added");
                    return wrong(span, message, Said::default());
                }
            }
        }
        let span = left.span.start..right.span.end;
        let (Some(first), Some(second)) = (left.terms.first(), right.terms.first()) else {
            return wrong(
                &span,
                said!("公式不完整", "the formula is incomplete"),
                Said::default(),
            );
        };
        let kinds = (self.kind(&first.1), self.kind(&second.1));
        let ordered = !matches!(relation, Relation::Equal | Relation::Unequal);
        match (kinds, &first.1, &second.1) {
            ((Kind::Number, Kind::Number), ..) => {
                let condition = Condition::Numbers(sum(left), relation, sum(right));
                Ok(condition)
            }
            ((Kind::Date, Kind::Date | Kind::Text) | (Kind::Text, Kind::Date), a, b) => {
                let a = self.date(a, &first.2)?;
                let b = self.date(b, &second.2)?;
                Ok(Condition::Dates(a, relation, b))
            }
            ((Kind::Yesno, Kind::Yesno) | (Kind::Text, Kind::Text), ..) if ordered => {
                let message = said!("这里只能用 = 或 ≠", "only = or ≠ can stand here");
                wrong(&at, message, Said::default())
            }
            ((Kind::Yesno, Kind::Yesno), Written::Field(field), Written::Yes(yes))
            | ((Kind::Yesno, Kind::Yesno), Written::Yes(yes), Written::Field(field)) => {
                Ok(Condition::Says {
                    field: *field,
                    yes: *yes == (relation == Relation::Equal),
                })
            }
            ((Kind::Text, Kind::Text), Written::Field(field), Written::Text(text)) => {
                self.is(*field, relation, text, &second.2)
            }
            ((Kind::Text, Kind::Text), Written::Text(text), Written::Field(field)) => {
                self.is(*field, relation, text, &first.2)
            }
            (kinds, ..) if kinds.0 == kinds.1 => {
                let message = said!(
                    "这里要拿一个项目和一个固定的值相比",
                    "one side must be a field and the other a value"
                );
                wrong(&span, message, Said::default())
            }
            ((a, b), ..) => {
                let (a, b) = (a.said(), b.said());
                let (zh, en) = (a.zh, a.en);
                let Said { zh: z, en: e } = b;
                let message = said!("{zh}和{z}不能相比", "{en} cannot be compared with {e}");
                wrong(&span, message, Said::default())
            }
        }
    }

    fn is(
        &self,
        field: usize,
        relation: Relation,
        text: &str,
        span: &Range<usize>,
    ) -> Result<Condition, FormulaError> {
        // Whether a choice has that option is looked at where the lists are known.
        if text.trim().is_empty() {
            return Err(FormulaError {
                span: span.clone(),
                message: said!("空文字", "an empty text"),
                help: said!("没有填写写作 not filled(…)", "write not filled(…)"),
            });
        }
        Ok(Condition::Is {
            field,
            not: relation == Relation::Unequal,
            text: text.to_owned(),
        })
    }

    fn date(&self, written: &Written, span: &Range<usize>) -> Result<DateOperand, FormulaError> {
        match written {
            Written::Field(f) if self.of(*f).kind == Type::Date => Ok(DateOperand::Field(*f)),
            Written::Text(day) if is_day(day) => Ok(DateOperand::Day(day.clone())),
            _ => Err(FormulaError {
                span: span.clone(),
                message: said!("这里要有日期", "a date is expected here"),
                help: said!(
                    "日期写作 \"2025-01-31\" 或 \"2025-01\"",
                    "a date is written \"2025-01-31\" or \"2025-01\""
                ),
            }),
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Number,
    Date,
    Yesno,
    Text,
    Several,
}

impl Kind {
    fn said(self) -> Said {
        match self {
            Kind::Number => said!("数", "a number"),
            Kind::Date => said!("日期", "a date"),
            Kind::Yesno => said!("是否", "a yes or no"),
            Kind::Text => said!("文字", "a text"),
            Kind::Several => said!("多个值", "several values"),
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

fn sum(side: Side) -> Sum {
    let terms = side.terms.into_iter().filter_map(|(minus, written, _)| {
        let operand = match written {
            Written::Field(f) => Operand::Field(f),
            Written::Number(n) => Operand::Number(n),
            Written::Text(_) | Written::Yes(_) => return None,
        };
        Some(Term { minus, operand })
    });
    Sum(terms.collect())
}

fn is_day(text: &str) -> bool {
    let whole = match text.len() {
        7 => format!("{text}-01"),
        _ => text.to_owned(),
    };
    whole.len() == 10 && whole.parse::<jiff::civil::Date>().is_ok()
}
