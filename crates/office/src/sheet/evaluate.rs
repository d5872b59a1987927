//! Results of formulas: those not stored are computed, and those of blank cells are blank.
//!
//! A stored result is believed, unless the formula is one that can be computed here and gives
//! another: a program that did not calculate (they store 0) has saved the workbook. The computed
//! result is given then, with a remark.
//!
//! A blank template has totals down to its last row, whose stored result is 0 where a program has
//! saved it and nothing where none has. Neither is an answer: a formula that looks at blank cells
//! alone is blank.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use unicode_normalization::UnicodeNormalization;

use super::book::{Book, Cell, next_in};
use super::content::Content;
use super::formula::{Formula, Reference, Step};
use super::reference::{At, Region};

/// The most cells that are looked at for all formulas of a workbook.
const MAX_VISITS: usize = 20_000_000;
/// The most cells that wait for their turn: formulas that look at the same cells name them over and
/// over.
const MAX_WAITING: usize = 2_000_000;

/// Resolves every formula of a workbook. Those that give no result are noted on their sheets.
///
/// Afterwards the cells of each sheet are in reading order, one a place.
pub(super) fn resolve(book: &mut Book) {
    for sheet in &mut book.sheets {
        sheet.cells.sort_by_key(|cell| cell.at);
        if sheet.cells.windows(2).any(|two| two[0].at == two[1].at) {
            sheet.cells = one_a_place(std::mem::take(&mut sheet.cells));
        }
    }
    let formulas = |book: &Book| -> Vec<Id> {
        let found = book.sheets.iter().enumerate().flat_map(|(s, sheet)| {
            let cells = sheet.cells.iter().enumerate();
            cells.filter_map(move |(c, cell)| cell.formula.is_some().then_some((s, c)))
        });
        found.collect()
    };
    let todo = formulas(book);
    if todo.is_empty() {
        return;
    }
    let mut resolver = Resolver {
        names: book
            .sheets
            .iter()
            .enumerate()
            .map(|(i, sheet)| (sheet.name.to_lowercase(), i))
            .collect(),
        state: book
            .sheets
            .iter()
            .map(|sheet| {
                let open = |c: &Cell| match c.formula {
                    Some(_) => State::Open,
                    None => State::Known,
                };
                sheet.cells.iter().map(open).collect()
            })
            .collect(),
        visits: MAX_VISITS,
        book,
    };
    for id in todo {
        resolver.resolve(id);
    }
}

/// Two cells at one place are no workbook's; neither text is lost. What one of them says again is
/// kept once.
fn one_a_place(cells: Vec<Cell>) -> Vec<Cell> {
    let mut out: Vec<Cell> = Vec::new();
    let mut cells = cells.into_iter().peekable();
    while let Some(mut cell) = cells.next() {
        let at = cell.at;
        let mut seen: HashSet<Arc<str>> = HashSet::new();
        let mut joined = String::new();
        while let Some(again) = cells.next_if(|next| next.at == at) {
            if again.content.is_blank() || again.content == cell.content {
                continue;
            }
            if seen.is_empty() && !cell.content.text().is_empty() {
                joined.push_str(cell.content.text());
                seen.insert(cell.content.text().into());
            }
            let text: Arc<str> = again.content.text().into();
            if seen.insert(text.clone()) {
                if !joined.is_empty() {
                    joined.push('\n');
                }
                joined.push_str(&text);
            }
        }
        if !seen.is_empty() {
            cell.content = Content::Text(joined.into());
        }
        out.push(cell);
    }
    out
}

/// The number that a text is to the operators of a Chinese spreadsheet: `12,500`, `１２`.
fn typed_number(text: &str) -> Option<f64> {
    let plain: String = text.trim().nfkc().filter(|c| *c != ',').collect();
    plain.parse().ok().filter(|n: &f64| n.is_finite())
}

/// Two results that no person tells apart: floating-point sums differ with their order.
fn same(stored: &Content, computed: &Content) -> bool {
    match (stored, computed) {
        (Content::Number(a, _), Content::Number(b, _)) => {
            (a - b).abs() <= 1e-9 * a.abs().max(b.abs()).max(1e-3)
        }
        (a, b) => a.text() == b.text(),
    }
}

/// A cell: the sheet's index and its own among the sheet's cells.
type Id = (usize, usize);

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// Not looked at.
    Open,
    /// Its inputs are being resolved.
    Waiting,
    /// Its content is its result.
    Known,
    /// It has no result.
    Unknown,
}

struct Resolver<'a> {
    book: &'a mut Book,
    names: HashMap<String, usize>,
    state: Vec<Vec<State>>,
    visits: usize,
}

/// A value on the stack.
enum Operand {
    Nothing,
    Number(f64),
    Text(Arc<str>),
    Region(usize, Region),
}

impl Resolver<'_> {
    /// Resolves a formula and, before it, the formulas that it looks at. Formulas that look at
    /// each other in a circle are left with what is stored.
    fn resolve(&mut self, id: Id) {
        let mut stack = vec![id];
        while let Some(&id @ (s, c)) = stack.last() {
            let state = &mut self.state[s][c];
            match *state {
                State::Known | State::Unknown => {
                    stack.pop();
                }
                State::Open => {
                    *state = State::Waiting;
                    self.push_inputs(id, &mut stack);
                }
                State::Waiting => {
                    stack.pop();
                    self.state[s][c] = if self.settle(id) {
                        State::Known
                    } else {
                        State::Unknown
                    };
                }
            }
        }
    }

    /// It has no result, or one that blank cells may have given.
    fn may_be_blank(&self, (s, c): Id) -> bool {
        let cell = &self.book.sheets[s].cells[c];
        let Some(formula) = &cell.formula else {
            return false;
        };
        !formula.stored
            || match &cell.content {
                Content::Blank | Content::Error(_) => true,
                Content::Number(n, _) => *n == 0.0,
                Content::Text(t) => t.trim().is_empty(),
                Content::Bool(_) => false,
            }
    }

    fn push_inputs(&mut self, (s, c): Id, stack: &mut Vec<Id>) {
        let Some(formula) = self.book.sheets[s].cells[c].formula.clone() else {
            return;
        };
        for reference in &formula.code.references {
            if !self.spend(1) {
                return;
            }
            let Some((sheet, region)) = self.region(s, &formula, reference) else {
                continue;
            };
            for cell in self.cells(sheet, region) {
                if stack.len() > MAX_WAITING {
                    self.visits = 0;
                    return;
                }
                if self.state[sheet][cell] == State::Open {
                    stack.push((sheet, cell));
                }
            }
        }
    }

    /// Takes so many of the visits; false where none is left.
    fn spend(&mut self, visits: usize) -> bool {
        self.visits = self.visits.saturating_sub(visits);
        self.visits > 0
    }

    fn region(&self, sheet: usize, formula: &Formula, to: &Reference) -> Option<(usize, Region)> {
        let sheet = match &to.sheet {
            None => sheet,
            Some(name) => *self.names.get(&name.to_lowercase())?,
        };
        Some((sheet, to.region(formula.shift)?))
    }

    /// The cells with content in a region, row by row; none once the bound is reached.
    fn cells(&mut self, sheet: usize, region: Region) -> Vec<usize> {
        let cells = &self.book.sheets[sheet].cells;
        let mut found = Vec::new();
        let mut at = region.first;
        while let Some(next) = next_in(cells, region, at, &mut self.visits) {
            found.push(next);
            at = At::new(cells[next].at.row, cells[next].at.column + 1);
        }
        found
    }

    /// Gives a formula its result, its inputs being resolved; false where it has none.
    fn settle(&mut self, id @ (s, c): Id) -> bool {
        let Some(formula) = self.book.sheets[s].cells[c].formula.clone() else {
            return true;
        };
        if self.may_be_blank(id) && self.looks_at_blanks(s, &formula) {
            self.book.sheets[s].cells[c].content = Content::Blank;
            return true;
        }
        if let Some(content) = self.compute(s, &formula) {
            let sheet = &mut self.book.sheets[s];
            let cell = &mut sheet.cells[c];
            if formula.stored && same(&cell.content, &content) {
                return true;
            }
            let stored = std::mem::replace(&mut cell.content, content);
            let at = cell.at;
            if formula.stored && !self.book.stale && self.book.tell() {
                let sheet = &mut self.book.sheets[s];
                sheet.recomputed.push((at, formula.code.clone(), stored));
            }
            return true;
        }
        // In a workbook that was never calculated a stored 0 or nothing may be anything.
        let nothing = match &self.book.sheets[s].cells[c].content {
            Content::Number(n, _) => *n == 0.0,
            content => content.is_blank() && !formula.empty,
        };
        let stored = formula.stored && !(self.book.stale && nothing);
        if !stored {
            let sheet = &mut self.book.sheets[s];
            let cell = &mut sheet.cells[c];
            cell.content = Content::Blank;
            let at = cell.at;
            if self.book.tell() {
                let sheet = &mut self.book.sheets[s];
                sheet.unresolved.push((at, formula.code.clone()));
            }
        }
        stored
    }

    /// It looks at cells, and every one of them is blank.
    fn looks_at_blanks(&mut self, s: usize, formula: &Formula) -> bool {
        if formula.code.opaque || formula.code.references.is_empty() {
            return false;
        }
        for reference in &formula.code.references {
            if !self.spend(1) {
                return false;
            }
            let Some((sheet, region)) = self.region(s, formula, reference) else {
                return false;
            };
            for cell in self.cells(sheet, region) {
                let unknown = self.state[sheet][cell] != State::Known;
                if unknown || !self.book.sheets[sheet].cells[cell].content.is_blank() {
                    return false;
                }
            }
        }
        self.visits > 0
    }

    fn compute(&mut self, s: usize, formula: &Formula) -> Option<Content> {
        let mut stack: Vec<Operand> = Vec::new();
        let steps = formula.code.steps.as_ref()?;
        if !self.spend(steps.len()) {
            return None;
        }
        for step in steps {
            let result = match step {
                Step::Number(n) => Operand::Number(*n),
                Step::Nothing => Operand::Nothing,
                Step::Cells(i) => {
                    let reference = formula.code.references.get(*i)?;
                    let (sheet, region) = self.region(s, formula, reference)?;
                    Operand::Region(sheet, region)
                }
                Step::Negate => Operand::Number(-self.number(stack.pop()?)?),
                Step::Percent => Operand::Number(self.number(stack.pop()?)? / 100.0),
                Step::Sum(n) => {
                    let from = stack.len().checked_sub(*n)?;
                    let mut sum = 0.0;
                    for operand in stack.split_off(from) {
                        sum += match operand {
                            Operand::Region(sheet, region) => self.sum(sheet, region)?,
                            operand => self.number(operand)?,
                        };
                    }
                    Operand::Number(sum)
                }
                Step::Add | Step::Subtract | Step::Multiply | Step::Divide | Step::Power => {
                    let right = self.number(stack.pop()?)?;
                    let left = self.number(stack.pop()?)?;
                    Operand::Number(match step {
                        Step::Add => left + right,
                        Step::Subtract => left - right,
                        Step::Multiply => left * right,
                        Step::Divide => left / right,
                        _ => left.powf(right),
                    })
                }
            };
            stack.push(result);
        }
        let result = match stack.pop()? {
            Operand::Region(sheet, region) => self.single(sheet, region)?,
            other => other,
        };
        (stack.is_empty() && self.visits > 0).then_some(())?;
        match result {
            Operand::Text(text) => {
                let enough = self.book.claim_text(text.len());
                enough.then_some(Content::Text(text))
            }
            Operand::Number(n) if n.is_finite() => {
                let shown = formula.format.show(n, self.book.date1904);
                Some(Content::Number(n, shown.into()))
            }
            _ => None,
        }
    }

    /// The value of the one cell of a region.
    fn single(&mut self, sheet: usize, region: Region) -> Option<Operand> {
        if region.is_merge() {
            return None;
        }
        let Some(&cell) = self.cells(sheet, region).first() else {
            return Some(Operand::Nothing);
        };
        self.value(sheet, cell)
    }

    fn value(&self, sheet: usize, cell: usize) -> Option<Operand> {
        if self.state[sheet][cell] != State::Known {
            return None;
        }
        match &self.book.sheets[sheet].cells[cell].content {
            Content::Blank => Some(Operand::Nothing),
            Content::Number(n, _) => Some(Operand::Number(*n)),
            Content::Bool(b) => Some(Operand::Number(f64::from(u8::from(*b)))),
            Content::Text(t) => Some(Operand::Text(t.clone())),
            Content::Error(_) => None,
        }
    }

    /// An operand of `+` and the like: blank is 0, a text counts where it is a number.
    fn number(&mut self, operand: Operand) -> Option<f64> {
        match operand {
            Operand::Nothing => Some(0.0),
            Operand::Number(n) => Some(n),
            Operand::Text(t) => typed_number(&t),
            Operand::Region(sheet, region) => match self.single(sheet, region)? {
                Operand::Region(..) => None,
                value => self.number(value),
            },
        }
    }

    /// The numbers of a region together. As in every spreadsheet, text is passed over.
    fn sum(&mut self, sheet: usize, region: Region) -> Option<f64> {
        let mut sum = 0.0;
        for cell in self.cells(sheet, region) {
            let content = &self.book.sheets[sheet].cells[cell].content;
            if let (Operand::Number(n), false) = (
                self.value(sheet, cell)?,
                matches!(content, Content::Bool(_)),
            ) {
                sum += n;
            }
        }
        Some(sum)
    }
}
