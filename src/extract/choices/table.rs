//! A list that somebody drew as a table.

use office::paper::{Cell, Place, Table};

use super::line::is_letter_tick;
use super::{Line, read_line};
use crate::extract::Scope;
use crate::extract::marks::{is_box, is_tick};
use crate::value::ListIndex;

/// A list drawn as a table: an option a cell, its number or a tick perhaps in a cell beside it.
pub(super) fn read_table(
    table: &Table,
    index: &ListIndex,
    asks: &[bool],
    scope: &mut Scope,
    out: &mut Vec<Line>,
) {
    let mut after_other = false;
    let mut beside: Vec<(&Cell, Beside)> = Vec::new();
    for cell in &table.cells {
        if let Some(what) = Beside::of(&cell.text()) {
            beside.push((cell, what));
            continue;
        }
        for p in cell.paragraphs() {
            let place = table.place(cell.row, cell.column);
            read_line(
                p,
                place,
                cell.shading,
                index,
                asks,
                scope,
                out,
                &mut after_other,
            );
        }
    }
    for (cell, what) in beside {
        let of_row = |l: &&mut Line| matches!(l.place, Place::Cell { table: t, row, .. } if t == table.number && row == cell.row);
        let Some(line) = out.iter_mut().rev().find(of_row) else {
            continue;
        };
        if what == Beside::Yes {
            line.look.tick();
        }
        scope.claims.claim_cell(cell);
    }
}

/// What stands beside an option in a cell of its own.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Beside {
    /// It is chosen.
    Yes,
    /// It is not.
    No,
    /// Its number.
    Number,
}

impl Beside {
    fn of(text: &str) -> Option<Beside> {
        let text = text.trim();
        if text.is_empty() || text.len() > 12 {
            return None;
        }
        if !text.contains(char::is_alphanumeric) {
            return if text.chars().any(is_tick) {
                Some(Beside::Yes)
            } else {
                let is_no = |c: char| is_box(c) || "×✗✘".contains(c);
                text.chars().all(is_no).then_some(Beside::No)
            };
        }
        if is_letter_tick(text) {
            return Some(Beside::Yes);
        }
        match text {
            "是" | "有" => Some(Beside::Yes),
            "否" | "N" | "n" => Some(Beside::No),
            _ => {
                let number = |c: char| c.is_numeric() || ".．、)）(（".contains(c);
                text.chars().all(number).then_some(Beside::Number)
            }
        }
    }
}
