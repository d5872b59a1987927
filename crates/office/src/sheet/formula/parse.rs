//! Reads formulas as text, of Excel and of OpenDocument.

use super::super::reference::{LAST_COLUMN, LAST_ROW, take_column, take_row};
use super::{Code, Corner, Reference, Step};

/// The longest formula that is looked into (§18.17.2: 8192 characters).
const MAX_LENGTH: usize = 8192;

/// How a formula is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Dialect {
    /// `SUM(B4,Sheet2!C4:C9)`
    Excel,
    /// `SUM([.B4];[$Sheet2.C4:.C9])`
    OpenDocument,
}

impl Code {
    /// Reads a formula, without its `=`.
    pub(in super::super) fn parse(text: &str, dialect: Dialect) -> Code {
        if text.len() > MAX_LENGTH {
            let end = text.floor_char_boundary(80);
            return Code::closed(&format!("{}…", &text[..end]));
        }
        let mut parser = Parser {
            rest: text,
            dialect,
            code: Code {
                text: text.into(),
                ..Code::default()
            },
            understood: true,
            steps: Vec::new(),
            pending: Vec::new(),
            operand: false,
        };
        parser.run();
        parser.code
    }
}

/// An operator or bracket that waits for its right side.
enum Pending {
    Operator(u8, Step),
    Bracket,
    /// `SUM(` with the arguments before the current one.
    Sum(usize),
}

/// Turns a formula into steps by Dijkstra's shunting yard: no recursion, whatever is nested.
struct Parser<'a> {
    rest: &'a str,
    dialect: Dialect,
    code: Code,
    understood: bool,
    steps: Vec<Step>,
    pending: Vec<Pending>,
    /// An operand stands just before.
    operand: bool,
}

impl Parser<'_> {
    fn run(&mut self) {
        loop {
            self.rest = self.rest.trim_start();
            let Some(c) = self.rest.chars().next() else {
                break;
            };
            self.token(c);
        }
        while let Some(pending) = self.pending.pop() {
            match pending {
                Pending::Operator(_, step) => self.steps.push(step),
                Pending::Bracket | Pending::Sum(_) => self.understood = false,
            }
        }
        if self.understood && self.operand {
            self.code.steps = Some(std::mem::take(&mut self.steps));
        }
    }

    fn token(&mut self, c: char) {
        match c {
            '+' | '-' if !self.operand => {
                if c == '-' {
                    self.pending.push(Pending::Operator(5, Step::Negate));
                }
                self.advance(1);
            }
            '+' => self.operator(1, Step::Add),
            '-' => self.operator(1, Step::Subtract),
            '*' => self.operator(2, Step::Multiply),
            '/' => self.operator(2, Step::Divide),
            '^' => self.operator(3, Step::Power),
            '%' => {
                self.understood &= self.operand;
                self.steps.push(Step::Percent);
                self.advance(1);
            }
            '(' => {
                self.understood &= !self.operand;
                self.pending.push(Pending::Bracket);
                self.advance(1);
            }
            ')' => self.close(),
            ',' | ';' => self.separator(),
            '"' => {
                self.quoted('"');
                self.understood = false;
                self.operand = true;
            }
            '0'..='9' | '.' => self.number(),
            '[' if self.dialect == Dialect::OpenDocument => self.bracketed(),
            '\'' if self.dialect == Dialect::Excel => {
                let sheet = self.quoted('\'');
                self.other_sheet(&sheet);
            }
            '$' => self.cells(None),
            c if c.is_alphabetic() || c == '_' || c == '\\' => self.name(),
            _ => {
                // Comparisons, `&`, arrays, error values: only the references matter.
                self.understood = false;
                if c == '[' || c == '#' {
                    self.code.opaque = true;
                }
                self.operand = matches!(c, '}' | ']');
                self.advance(c.len_utf8());
            }
        }
    }

    fn advance(&mut self, bytes: usize) {
        self.rest = &self.rest[bytes..];
    }

    fn operator(&mut self, rank: u8, step: Step) {
        self.understood &= self.operand;
        // A sign binds closer than a power in spreadsheets: -2^2 is 4.
        while let Some(Pending::Operator(before, _)) = self.pending.last()
            && *before >= rank
            && let Some(Pending::Operator(_, step)) = self.pending.pop()
        {
            self.steps.push(step);
        }
        self.pending.push(Pending::Operator(rank, step));
        self.operand = false;
        self.advance(1);
    }

    /// Takes the operators off down to the bracket.
    fn unwind(&mut self) {
        while let Some(Pending::Operator(..)) = self.pending.last()
            && let Some(Pending::Operator(_, step)) = self.pending.pop()
        {
            self.steps.push(step);
        }
    }

    fn close(&mut self) {
        self.advance(1);
        self.unwind();
        match self.pending.pop() {
            Some(Pending::Bracket) => self.understood &= self.operand,
            Some(Pending::Sum(before)) => {
                if !self.operand {
                    self.steps.push(Step::Nothing);
                }
                self.steps.push(Step::Sum(before + 1));
            }
            _ => self.understood = false,
        }
        self.operand = true;
    }

    fn separator(&mut self) {
        self.advance(1);
        self.unwind();
        if !self.operand {
            self.steps.push(Step::Nothing);
        }
        match self.pending.last_mut() {
            Some(Pending::Sum(before)) => *before += 1,
            _ => self.understood = false,
        }
        self.operand = false;
    }

    fn number(&mut self) {
        let bytes = self.rest.as_bytes();
        let digits = |from: usize| {
            from + bytes[from..]
                .iter()
                .take_while(|b| b.is_ascii_digit())
                .count()
        };
        let mut end = digits(0);
        if bytes.get(end) == Some(&b'.') {
            end = digits(end + 1);
        }
        if matches!(bytes.get(end), Some(b'e' | b'E')) {
            let sign = usize::from(matches!(bytes.get(end + 1), Some(b'+' | b'-')));
            let exponent = digits(end + 1 + sign);
            if exponent > end + 1 + sign {
                end = exponent;
            }
        }
        if bytes.get(end) == Some(&b':') {
            return self.cells(None);
        }
        match self.rest[..end].parse() {
            Ok(n) => self.push(Step::Number(n)),
            Err(_) => self.understood = false,
        }
        self.operand = true;
        self.advance(end.max(1));
    }

    fn push(&mut self, step: Step) {
        self.understood &= !self.operand;
        self.steps.push(step);
        self.operand = true;
    }

    /// Takes a quoted text, its quotes doubled where it holds them.
    fn quoted(&mut self, quote: char) -> String {
        let mut out = String::new();
        let mut chars = self.rest.char_indices().skip(1).peekable();
        let mut end = self.rest.len();
        while let Some((i, c)) = chars.next() {
            if c != quote {
                out.push(c);
            } else if chars.peek().is_some_and(|(_, next)| *next == quote) {
                out.push(c);
                chars.next();
            } else {
                end = i + c.len_utf8();
                break;
            }
        }
        self.advance(end);
        out
    }

    /// A function's, sheet's or cell's name.
    fn name(&mut self) {
        let end = self
            .rest
            .find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '.' | '$' | '\\' | '?')))
            .unwrap_or(self.rest.len());
        let name = &self.rest[..end];
        let after = self.rest[end..].trim_start();
        if let Some(rest) = after.strip_prefix('(') {
            self.understood &= !self.operand;
            self.operand = false;
            if name.eq_ignore_ascii_case("SUM") {
                self.pending.push(Pending::Sum(0));
            } else {
                self.understood = false;
                self.code.opaque |= matches!(
                    name.to_ascii_uppercase().as_str(),
                    "INDIRECT" | "OFFSET" | "GETPIVOTDATA"
                );
                self.pending.push(Pending::Bracket);
            }
            self.rest = rest;
        } else if let Some(rest) = after.strip_prefix('!') {
            let sheet = name.to_owned();
            self.rest = rest;
            self.cells(Some(&sheet));
        } else {
            self.cells(None);
        }
    }

    fn other_sheet(&mut self, sheet: &str) {
        if let Some(rest) = self.rest.strip_prefix('!')
            && !sheet.contains(['[', ':'])
        {
            self.rest = rest;
            self.cells(Some(sheet));
        } else {
            self.understood = false;
            self.code.opaque = true;
            self.operand = true;
        }
    }

    /// `B4`, `B4:C7`, `B:C`, `4:7`; anything else is a name that says nothing here.
    fn cells(&mut self, sheet: Option<&str>) {
        let Some((first, rest)) = take_corner(self.rest) else {
            return self.unknown();
        };
        let mut last = first;
        let mut after = rest;
        if let Some(rest) = rest.strip_prefix(':')
            && let Some((corner, rest)) = take_corner(rest)
        {
            (last, after) = (corner, rest);
        }
        if after
            .starts_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '(' | '!' | ':'))
        {
            return self.unknown();
        }
        self.rest = after;
        self.reference(sheet, first, last);
    }

    fn reference(&mut self, sheet: Option<&str>, first: Half, last: Half) {
        let (Some(first), Some(last)) = (first.corner(1, 1), last.corner(LAST_ROW, LAST_COLUMN))
        else {
            self.understood = false;
            self.operand = true;
            return;
        };
        self.push(Step::Cells(self.code.references.len()));
        self.code.references.push(Reference {
            sheet: sheet.map(Into::into),
            first,
            last,
        });
    }

    fn unknown(&mut self) {
        let end = self
            .rest
            .find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '.' | '$' | '\\' | '?')))
            .unwrap_or(self.rest.len());
        let end = end.max(self.rest.chars().next().map_or(0, char::len_utf8));
        let constant = matches!(
            self.rest[..end].to_ascii_uppercase().as_str(),
            "TRUE" | "FALSE"
        );
        self.code.opaque |= !constant;
        self.understood = false;
        self.operand = true;
        self.advance(end);
    }

    /// `[.B4]`, `[$Sheet2.B4:.C7]`, `[$'Sheet 2'.B4]`.
    fn bracketed(&mut self) {
        let end = self.rest.find(']').unwrap_or(self.rest.len());
        let inner = &self.rest[1..end.max(1)];
        self.rest = self.rest.get(end + 1..).unwrap_or("");
        let (sheet, cells) = odf_sheet(inner);
        let (a, b) = cells.split_once(':').unwrap_or((cells, cells));
        let b = odf_sheet(b).1;
        match (whole_corner(a), whole_corner(b)) {
            (Some(first), Some(last)) => self.reference(sheet.as_deref(), first, last),
            _ => {
                self.understood = false;
                self.code.opaque = true;
                self.operand = true;
            }
        }
    }
}

/// The sheet's name and what follows the dot.
fn odf_sheet(text: &str) -> (Option<String>, &str) {
    if let Some(cells) = text.strip_prefix('.') {
        return (None, cells);
    }
    let name = text.strip_prefix('$').unwrap_or(text);
    if let Some(rest) = name.strip_prefix('\'') {
        if let Some((name, cells)) = rest.split_once("'.") {
            return (Some(name.replace("''", "'")), cells);
        }
    } else if let Some((name, cells)) = name.split_once('.') {
        return (Some(name.to_owned()), cells);
    }
    (None, text)
}

/// A corner of a reference, of which a whole row or column has only one part.
#[derive(Clone, Copy)]
struct Half {
    row: Option<(u32, bool)>,
    column: Option<(u32, bool)>,
}

impl Half {
    /// The corner, with `row` or `column` for the part that is not said.
    fn corner(self, row: u32, column: u32) -> Option<Corner> {
        let (row, row_fixed) = self.row.unwrap_or((row, true));
        let (column, column_fixed) = self.column.unwrap_or((column, true));
        Some(Corner {
            row: row.try_into().ok()?,
            column: column.try_into().ok()?,
            row_fixed,
            column_fixed,
        })
    }
}

fn whole_corner(text: &str) -> Option<Half> {
    take_corner(text).and_then(|(half, rest)| rest.is_empty().then_some(half))
}

fn take_corner(text: &str) -> Option<(Half, &str)> {
    let fixed = |text: &'_ str| text.starts_with('$');
    let open = text.strip_prefix('$').unwrap_or(text);
    let (column, rest) = match take_column(open) {
        Some((column, rest)) => (Some((column, fixed(text))), rest),
        None => (None, text),
    };
    let open = rest.strip_prefix('$').unwrap_or(rest);
    let (row, rest) = match take_row(open) {
        Some((row, after)) => (Some((row, fixed(rest))), after),
        None => (None, rest),
    };
    (row.is_some() || column.is_some()).then_some((Half { row, column }, rest))
}

#[cfg(test)]
mod tests;
