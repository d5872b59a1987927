//! The two sides of a relation: do their types go together, and what do they say then.

use std::ops::Range;

use rust_decimal::Decimal;

use super::{Condition, DateOperand, FormulaError, Operand, Relation, Sum, Term};
use crate::mapping::{Table, Type};
use crate::said;
use crate::text::lang::Said;

/// One side of a relation as written, before types are looked at.
pub(super) struct Side {
    pub terms: Vec<(bool, Written, Range<usize>)>,
    pub span: Range<usize>,
}

pub(super) enum Written {
    Field(usize),
    Number(Decimal),
    Text(String),
    Yes(bool),
}

fn kind(table: &Table, written: &Written) -> Kind {
    match written {
        Written::Field(f) => match table.fields[*f].kind {
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

pub(super) fn relate(
    table: &Table,
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
            let kind = kind(table, written);
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
    let kinds = (kind(table, &first.1), kind(table, &second.1));
    let ordered = !matches!(relation, Relation::Equal | Relation::Unequal);
    match (kinds, &first.1, &second.1) {
        ((Kind::Number, Kind::Number), ..) => {
            let condition = Condition::Numbers(sum(left), relation, sum(right));
            Ok(condition)
        }
        ((Kind::Date, Kind::Date | Kind::Text) | (Kind::Text, Kind::Date), a, b) => {
            let a = date(table, a, &first.2)?;
            let b = date(table, b, &second.2)?;
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
            is(*field, relation, text, &second.2)
        }
        ((Kind::Text, Kind::Text), Written::Text(text), Written::Field(field)) => {
            is(*field, relation, text, &first.2)
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
            let help = match kinds.0 == Kind::Yesno || kinds.1 == Kind::Yesno {
                true => said!(
                    "是否项写作 = 是 或 = 否，不加引号",
                    "write = true or = false, without quotes"
                ),
                false => Said::default(),
            };
            wrong(&span, message, help)
        }
    }
}

fn is(
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

fn date(
    table: &Table,
    written: &Written,
    span: &Range<usize>,
) -> Result<DateOperand, FormulaError> {
    match written {
        Written::Field(f) if table.fields[*f].kind == Type::Date => Ok(DateOperand::Field(*f)),
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
