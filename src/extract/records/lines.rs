//! What a line of a table is: a record, or one of the lines that are none.

use std::borrow::Cow;

use rust_decimal::Decimal;

use super::words::{self, Code, Lead};
use super::{is_below, strays};
use crate::extract::typed::typed_in_cell;
use crate::extract::{RawRecord, Scope};
use crate::mapping::Type;
use crate::recognise::edition::Printed;
use crate::recognise::locate::{Fit, is_like};
use crate::text::key::{key, stem};
use crate::text::vocabulary::vocabulary;
use crate::value::{nothing_of, says_nothing};
use office::paper::{Cell, is_blank};

/// Why a line is no record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// The labels once more.
    Labels,
    /// The labels, in other words.
    Retyped,
    /// It is the sum of those above, though it does not say so.
    Sum,
    /// It says that there is nothing.
    Nothing,
    /// Words over the whole line that the blank prints.
    Printed,
    /// It sums the others up, or counts them.
    Total,
    /// 以下空白, 续表.
    Closing,
    /// 甲 乙 丙 01, 1 2 3: the codes of the columns.
    Codes,
    /// The number of the line, and nothing else.
    Serial,
    /// Zeros, and nothing else.
    Zeros,
    /// Who signs.
    Signing,
    /// An example.
    Example,
    /// A remark on the table.
    Remark,
    /// Words over the whole line.
    Across,
}

/// A text in a line.
#[derive(Debug)]
pub(super) struct Piece<'p> {
    pub(super) cell: &'p Cell,
    /// The field whose column it stands in.
    pub(super) field: Option<usize>,
    /// What is typed.
    pub(super) text: Cow<'p, str>,
}

/// What stands on a line of a table.
#[derive(Debug, Default)]
pub(super) struct Line<'p> {
    /// The texts, from the left; the line's own number is none of them.
    pub(super) pieces: Vec<Piece<'p>>,
    /// The line's number.
    pub(super) serial: Option<&'p Cell>,
}

impl<'p> Line<'p> {
    /// What begins on a line. A cell that begins higher up belongs to the line that it begins on.
    pub(super) fn of(fit: &Fit<'p>, line: u32, scope: &Scope) -> Line<'p> {
        let mut out = Line::default();
        let mut seen: Vec<&Cell> = Vec::new();
        for column in 1..=fit.grid.columns() {
            let Some(cell) = fit.grid.cell(line, column) else {
                continue;
            };
            if fit.grid.line_of(cell) != line
                || is_below(fit, cell)
                || seen.iter().any(|s| s.id == cell.id)
            {
                continue;
            }
            seen.push(cell);
            let field = fit.columns.iter().position(|c| *c == Some(column));
            let text = match field {
                Some(f) => typed_in_cell(cell, scope.edition.printed.hints(scope.t, f)),
                None => cell.answer(),
            };
            if is_blank(&text) {
                continue;
            }
            if field.is_none() && strays::counts(fit, column) && strays::row_number(&text).is_some()
            {
                out.serial = Some(cell);
                continue;
            }
            out.pieces.push(Piece { cell, field, text });
        }
        out
    }

    /// All that is typed, as one text.
    pub(super) fn quoted(&self) -> String {
        let texts: Vec<String> = self
            .pieces
            .iter()
            .map(|p| p.text.trim().replace('\n', " "))
            .collect();
        texts.join(" | ")
    }

    /// The cells, that of the line's number too.
    pub(super) fn cells(&self) -> impl Iterator<Item = &'p Cell> {
        self.pieces.iter().map(|p| p.cell).chain(self.serial)
    }

    /// Why the line is no record; `None` where it is one, or holds nothing at all.
    pub(super) fn kind(
        &self,
        fit: &Fit,
        line: u32,
        after_labels: bool,
        scope: &Scope,
    ) -> Option<Kind> {
        let first = self.pieces.first()?;
        if self
            .pieces
            .iter()
            .any(|p| words::example(&p.text) == Some(Lead::Alone))
            || self
                .pieces
                .iter()
                .take(2)
                .any(|p| words::example(&p.text) == Some(Lead::Before))
        {
            return Some(match self.is_printed(&scope.edition.printed) {
                true => Kind::Printed,
                false => Kind::Example,
            });
        }
        if self.zeros(fit, scope) {
            return Some(Kind::Zeros);
        }
        if fit.grid.turned {
            return None;
        }
        if let Some(kind) = self.labels(scope) {
            return Some(kind);
        }
        if self.codes(fit, after_labels, scope) {
            return Some(Kind::Codes);
        }
        if words::sums_up(&first.text)
            && self.pieces[1..]
                .iter()
                .all(|p| is_figure(&p.text) || words::sums_up(&p.text))
        {
            return Some(Kind::Total);
        }
        if self
            .pieces
            .iter()
            .all(|p| words::closes(&p.text) || words::counted(&p.text).is_some())
        {
            return Some(Kind::Closing);
        }
        if self.is_remark() {
            return Some(match self.is_printed(&scope.edition.printed) {
                true => Kind::Printed,
                false => Kind::Remark,
            });
        }
        if self.signs() {
            return Some(Kind::Signing);
        }
        if let [only] = &self.pieces[..] {
            return self.alone(only, fit, line, scope);
        }
        None
    }

    /// The only text of a line.
    fn alone(&self, only: &Piece, fit: &Fit, line: u32, scope: &Scope) -> Option<Kind> {
        if says_nothing(&only.text) || declares_nothing(&only.text, scope) {
            return Some(Kind::Nothing);
        }
        let bound = || fit.columns.iter().copied().flatten();
        let wide = bound().count() > 1 && bound().all(|c| fit.grid.covers(only.cell, line, c));
        if wide {
            return Some(match self.is_printed(&scope.edition.printed) {
                true => Kind::Printed,
                false => Kind::Across,
            });
        }
        let kind = only
            .field
            .map(|f| scope.edition.mapping.tables[scope.t].fields[f].kind);
        let number = strays::row_number(&only.text).is_some_and(|n| n < 1000);
        (kind == Some(Type::Text) && number && self.pieces.len() == 1).then_some(Kind::Serial)
    }

    /// The blank prints all of it.
    fn is_printed(&self, printed: &Printed) -> bool {
        self.pieces.iter().all(|p| printed.has(&key(p.text.trim())))
    }

    /// Zeros, and words for nothing: a table's formulas over empty lines, pasted as values.
    fn zeros(&self, fit: &Fit, scope: &Scope) -> bool {
        let fields = &scope.edition.mapping.tables[scope.t].fields;
        // Where all items are numbers, a line of zeros is an answer.
        let text = |f: usize| !matches!(fields[f].kind, Type::Integer | Type::Decimal);
        let any_text = (0..fields.len()).any(|f| fit.columns[f].is_some() && text(f));
        let zero = |p: &Piece| is_zero(&p.text);
        any_text
            && self.pieces.iter().any(zero)
            && self.pieces.iter().all(|p| zero(p) || says_nothing(&p.text))
    }

    /// The labels once more: a table that was split and its head repeated, or its head retyped.
    fn labels(&self, scope: &Scope) -> Option<Kind> {
        let t = scope.t as u16;
        let signs = &scope.edition.signs;
        let is_label = |p: &Piece| {
            let text = p.text.as_ref();
            let has = |k: &str| signs.parts.get(k).is_some_and(|tables| tables.contains(&t));
            has(&key(text)) || has(&stem(text)) || signs.is_ignored(scope.t, &key(text))
        };
        if self.pieces.len() < 2 {
            return None;
        }
        if self.pieces.iter().all(is_label) {
            return Some(Kind::Labels);
        }
        if self.pieces.iter().any(|p| is_figure(&p.text)) {
            return None;
        }
        // Retyped: each is like the label of its own column, or of some column.
        let fields = &signs.fields[scope.t];
        let like = |p: &Piece| {
            let own = p.field.map(|f| std::slice::from_ref(&fields[f]));
            let mut own = own.unwrap_or(&fields[..]).iter();
            own.any(|f| is_like(&p.text, &f.labels))
        };
        // Three of four are.
        let mut others = self.pieces.iter().filter(|p| !is_label(p) && !like(p));
        let retyped = others.nth(self.pieces.len() / 4).is_none();
        (retyped && self.reads_as_none(scope)).then_some(Kind::Retyped)
    }

    /// The line holds numbers alone, or a name and numbers where those above hold more, and each is
    /// the sum of those above it.
    pub(super) fn sums_up(&self, above: &[RawRecord], scope: &Scope) -> bool {
        let fields = &scope.edition.mapping.tables[scope.t].fields;
        let is_number = |f: usize| matches!(fields[f].kind, Type::Integer | Type::Decimal);
        let (numbers, others): (Vec<_>, Vec<_>) =
            (self.pieces.iter()).partition(|p| p.field.is_some_and(is_number));
        let fuller = |name: usize| {
            let holds = |f: usize| {
                let typed = |r: &RawRecord| r.cells[f].as_ref().is_some_and(|c| !is_blank(&c.text));
                f != name && !is_number(f) && above.iter().all(typed)
            };
            fields[name].kind == Type::Text && (0..fields.len()).any(holds)
        };
        let named = match &others[..] {
            [] => true,
            [one] => one.field.is_some_and(fuller),
            _ => false,
        };
        let number =
            |f: usize, text: &str| scope.edition.values.read(text, &fields[f]).value.number();
        let is_sum = |p: &&Piece| {
            let Some(f) = p.field else {
                return false;
            };
            let of = |r: &RawRecord| number(f, &r.cells[f].as_ref()?.text);
            let sum: Decimal = above.iter().filter_map(of).sum();
            let own = number(f, &p.text);
            own.is_some_and(|own| own == sum && !own.is_zero())
        };
        above.len() > 1 && named && !numbers.is_empty() && numbers.iter().all(is_sum)
    }

    /// No text of the line can be read in a column of numbers, dates or choices.
    fn reads_as_none(&self, scope: &Scope) -> bool {
        let fields = &scope.edition.mapping.tables[scope.t].fields;
        let reads = |p: &Piece| {
            let Some(f) = p.field.filter(|f| fields[*f].kind != Type::Text) else {
                return false;
            };
            !scope
                .edition
                .values
                .read(&p.text, &fields[f])
                .value
                .is_empty()
        };
        !self.pieces.iter().any(reads)
    }

    /// The codes or the numbers of the columns: 甲 乙 丙 01, 1 2 3.
    fn codes(&self, fit: &Fit, after_labels: bool, scope: &Scope) -> bool {
        let head = |p: &Piece| vocabulary().line.code_heads.has(&key(&p.text));
        let own = match &self.pieces[..] {
            [first, rest @ ..] if rest.len() > 1 && head(first) => rest,
            all => all,
        };
        let codes: Option<Vec<Code>> = own.iter().map(|p| words::code(&p.text)).collect();
        let Some(codes) = codes.filter(|c| c.len() > 1) else {
            return false;
        };
        let ascending = |of: fn(&Code) -> Option<u32>| {
            let numbers: Vec<u32> = codes.iter().filter_map(of).collect();
            (
                numbers.windows(2).all(|w| w[0] < w[1]),
                numbers.len(),
                numbers.windows(2).all(|w| w[0] + 1 == w[1]),
                numbers.first().copied(),
            )
        };
        let stems = ascending(|c| {
            if let Code::Stem(n) = c {
                Some(*n)
            } else {
                None
            }
        });
        let padded = ascending(|c| {
            if let Code::Padded(n) = c {
                Some(*n)
            } else {
                None
            }
        });
        let numbers = ascending(|c| {
            if let Code::Number(n) | Code::Padded(n) = c {
                Some(*n)
            } else {
                None
            }
        });
        let letters = ascending(|c| {
            if let Code::Letter(n) = c {
                Some(*n)
            } else {
                None
            }
        });
        let fields = &scope.edition.mapping.tables[scope.t].fields;
        // 栏次 1 2 3.
        if own.len() < self.pieces.len() && numbers.0 && numbers.1 == own.len() {
            return true;
        }
        let own = self.pieces.iter().filter(|p| {
            p.field
                .is_some_and(|f| !fields[f].code.is_empty() && p.text.trim() == fields[f].code)
        });
        if own.count() == self.pieces.len() {
            return true;
        }
        // Items beyond the last stem begin with 甲 again.
        if stems.1 + padded.1 == codes.len() && codes.len() > 3 {
            return true;
        }
        if !(stems.0 && numbers.0 && letters.0) {
            return false;
        }
        if stems.1 > 1 || padded.1 > 1 || stems.1 + padded.1 > 1 || letters.1 > 2 {
            return true;
        }
        // 1 2 3 and 甲 1 2: nobody's name is a number.
        let texts = |p: &Piece| {
            let kind = p.field.map(|f| fields[f].kind);
            kind.is_some_and(|k| {
                matches!(k, Type::Text | Type::Country | Type::Countries | Type::Date)
            })
        };
        let counts = numbers.2 && numbers.3 == Some(1) && numbers.1 > 1;
        let full = self.pieces.len() >= fit.columns.iter().flatten().count();
        counts
            && (stems.1 == 1 && after_labels
                || self.pieces.iter().any(texts)
                    && stems.1 == 0
                    && letters.1 == 0
                    && (full || self.pieces.len() > 2))
    }

    /// 注：… with nothing beside it, or 备注 with its words in the next cell.
    fn is_remark(&self) -> bool {
        let Some(lead) = words::remark(&self.pieces[0].text) else {
            return false;
        };
        match (lead, &self.pieces[1..]) {
            (Lead::Before, rest) => rest.iter().all(|p| words::remark(&p.text).is_some()),
            (Lead::Alone, []) => true,
            (Lead::Alone, [words]) => !is_figure(&words.text),
            (Lead::Alone, _) => false,
        }
    }

    /// Names of those who sign, each behind its word.
    fn signs(&self) -> bool {
        if words::signing(&self.pieces[0].text).is_none() {
            return false;
        }
        let mut behind = false;
        self.pieces.iter().all(|p| {
            let lead = words::signing(&p.text);
            let is = lead.is_some() || behind || is_day(&p.text);
            behind = lead == Some(Lead::Alone);
            is
        })
    }
}

/// A form in which nothing but zeros is typed: its formulas, pasted as values.
pub(super) fn all_zeros(record: &RawRecord, scope: &Scope) -> bool {
    let fields = &scope.edition.mapping.tables[scope.t].fields;
    let any_text = fields
        .iter()
        .any(|f| !matches!(f.kind, Type::Integer | Type::Decimal));
    let typed = || {
        record
            .cells
            .iter()
            .flatten()
            .filter(|raw| !is_blank(&raw.text))
    };
    any_text
        && typed().all(|raw| is_zero(&raw.text) || says_nothing(&raw.text))
        && typed().any(|raw| is_zero(&raw.text))
}

/// A day, and nothing else: 2025年12月30日, 2025.12.30, or the places for one. A number is none: it may
/// be an answer.
fn is_day(text: &str) -> bool {
    let of_day = |c: char| c.is_ascii_digit() || c.is_whitespace() || "年月日.-/_—".contains(c);
    let parts = text.split(['.', '-', '/']);
    let parts = parts.filter(|part| part.contains(|c: char| c.is_ascii_digit()));
    text.chars().all(of_day) && (text.contains('年') || parts.count() == 3)
}

/// A number as it is typed, with its unit perhaps.
pub(super) fn is_figure(text: &str) -> bool {
    let text = text.trim();
    !text.is_empty()
        && text
            .chars()
            .all(|c| c.is_numeric() || c.is_whitespace() || ".,，-－/—%￥¥万元人次项个".contains(c))
        && !"万元人次项个".contains(text)
}

fn is_zero(text: &str) -> bool {
    let digits = |c: char| {
        c.to_digit(10)
            .or((c as u32).checked_sub(0xff10).filter(|d| *d < 10))
    };
    let mut any = false;
    for c in text.trim().chars() {
        match digits(c) {
            Some(0) => any = true,
            Some(_) => return false,
            None if c.is_whitespace() || ".．,，%-—￥¥".contains(c) => {}
            None => return false,
        }
    }
    any
}

/// A sentence that there is nothing of what the table asks: 本单位无技术交易出口情况.
fn declares_nothing(text: &str, scope: &Scope) -> bool {
    let Some(what) = nothing_of(text) else {
        return false;
    };
    let table = &scope.edition.mapping.tables[scope.t];
    let what = what.to_lowercase();
    let known = |title: &str| key(title).contains(&*what);
    what.chars().count() >= 2
        && (known(&table.name)
            || table.aliases.iter().any(|a| known(a))
            || scope
                .edition
                .printed
                .headings(scope.t)
                .iter()
                .any(|h| h.contains(&*what)))
}
