//! Formulas of a BIFF stream: tokens in the order of computing ([MS-XLS] §2.5.198).

use std::sync::Arc;

use super::super::formula::{Code, Corner, Reference, Step};
use super::biff::Version;

/// The cell (row and column from 0) with which a formula shares its tokens, where it does: PtgExp.
pub(super) fn shared_with(tokens: &[u8]) -> Option<(u16, u16)> {
    match tokens {
        [0x01, a, b, c, d] => Some((u16::from_le_bytes([*a, *b]), u16::from_le_bytes([*c, *d]))),
        _ => None,
    }
}

/// What the tokens say. `others` are the names of other sheets by their number.
pub(super) fn code(tokens: &[u8], version: Version, others: &[Option<Arc<str>>]) -> Code {
    let mut reader = Tokens {
        rest: tokens,
        others,
        code: Code::default(),
        steps: Some(Vec::new()),
    };
    // Of BIFF5 the tokens are laid out in another way; the stored results are good enough.
    let known = version == Version::Biff8 && reader.read().is_some();
    reader.code.opaque |= !known;
    reader.code.steps = reader.steps.filter(|_| known);
    reader.code
}

struct Tokens<'a> {
    rest: &'a [u8],
    others: &'a [Option<Arc<str>>],
    code: Code,
    /// `None` once a token is not understood.
    steps: Option<Vec<Step>>,
}

impl Tokens<'_> {
    fn read(&mut self) -> Option<()> {
        while let Some((&token, rest)) = self.rest.split_first() {
            self.rest = rest;
            // Operands come in three classes, 0x20, 0x40 and 0x60.
            let token = if token >= 0x20 {
                token & 0x1f | 0x20
            } else {
                token
            };
            match token {
                0x03 => self.step(Step::Add),
                0x04 => self.step(Step::Subtract),
                0x05 => self.step(Step::Multiply),
                0x06 => self.step(Step::Divide),
                0x07 => self.step(Step::Power),
                0x12 | 0x15 => {}
                0x13 => self.step(Step::Negate),
                0x14 => self.step(Step::Percent),
                0x16 => self.step(Step::Nothing),
                // Concatenation, comparisons, intersection, union, range.
                0x08..=0x11 => self.steps = None,
                0x17 => {
                    let (len, flags) = (self.u8()?, self.u8()?);
                    self.skip(usize::from(len) << (flags & 1))?;
                    self.steps = None;
                }
                0x19 => self.attribute()?,
                0x1c | 0x1d => {
                    self.skip(1)?;
                    self.steps = None;
                }
                0x1e => {
                    let n = self.u16()?;
                    self.step(Step::Number(f64::from(n)));
                }
                0x1f => {
                    let bytes = self.take()?;
                    self.step(Step::Number(f64::from_le_bytes(bytes)));
                }
                0x21 => {
                    self.skip(2)?;
                    self.steps = None;
                }
                0x22 => self.function()?,
                0x24 => self.cell(None, false)?,
                0x25 => self.area(None, false)?,
                0x26..=0x28 => self.skip(6)?,
                0x29 => self.skip(2)?,
                0x2c => self.cell(None, true)?,
                0x2d => self.area(None, true)?,
                0x3a => {
                    let sheet = self.other()?;
                    self.cell(Some(sheet), false)?;
                }
                0x3b => {
                    let sheet = self.other()?;
                    self.area(Some(sheet), false)?;
                }
                // Names, lost references, arrays, tables: their meaning lies elsewhere.
                _ => return None,
            }
        }
        Some(())
    }

    fn step(&mut self, step: Step) {
        if let Some(steps) = &mut self.steps {
            steps.push(step);
        }
    }

    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (taken, rest) = self.rest.split_first_chunk()?;
        self.rest = rest;
        Some(*taken)
    }

    fn u8(&mut self) -> Option<u8> {
        self.take::<1>().map(|[byte]| byte)
    }

    fn u16(&mut self) -> Option<u16> {
        self.take().map(u16::from_le_bytes)
    }

    fn skip(&mut self, bytes: usize) -> Option<()> {
        self.rest = self.rest.get(bytes..)?;
        Some(())
    }

    /// Spaces, jumps, and the short way to write a sum of one argument.
    fn attribute(&mut self) -> Option<()> {
        let (kind, data) = (self.u8()?, self.u16()?);
        if kind & 0x04 != 0 {
            self.steps = None;
            return self.skip((usize::from(data) + 1) * 2);
        }
        if kind & 0x10 != 0 {
            self.step(Step::Sum(1));
        } else if kind & 0x0a != 0 {
            self.steps = None;
        }
        Some(())
    }

    /// A function with its number of arguments: SUM is number 4, INDIRECT 148, OFFSET 78.
    fn function(&mut self) -> Option<()> {
        let (arguments, number) = (self.u8()?, self.u16()? & 0x7fff);
        match number {
            4 => self.step(Step::Sum(usize::from(arguments & 0x7f))),
            78 | 148 | 255 => return None,
            _ => self.steps = None,
        }
        Some(())
    }

    fn other(&mut self) -> Option<Arc<str>> {
        let index = self.u16()?;
        self.others.get(usize::from(index))?.clone()
    }

    fn cell(&mut self, sheet: Option<Arc<str>>, offset: bool) -> Option<()> {
        let (row, column) = (self.u16()?, self.u16()?);
        let corner = corner(row, column, offset);
        self.reference(sheet, corner, corner);
        Some(())
    }

    fn area(&mut self, sheet: Option<Arc<str>>, offset: bool) -> Option<()> {
        let (top, bottom, left, right) = (self.u16()?, self.u16()?, self.u16()?, self.u16()?);
        self.reference(
            sheet,
            corner(top, left, offset),
            corner(bottom, right, offset),
        );
        Some(())
    }

    fn reference(&mut self, sheet: Option<Arc<str>>, first: Corner, last: Corner) {
        self.step(Step::Cells(self.code.references.len()));
        self.code.references.push(Reference { sheet, first, last });
    }
}

/// A corner; in a shared formula its relative parts are offsets from the cell that has it, the
/// row's in 16 bits, the column's in 8.
fn corner(row: u16, column: u16, offset: bool) -> Corner {
    let (row_moves, column_moves) = (column & 0x8000 != 0, column & 0x4000 != 0);
    let column = column & 0x00ff;
    Corner {
        row: if offset && row_moves {
            i32::from(row as i16)
        } else {
            i32::from(row) + 1
        },
        column: if offset && column_moves {
            i32::from(column as u8 as i8)
        } else {
            i32::from(column) + 1
        },
        row_fixed: !row_moves || !offset,
        column_fixed: !column_moves || !offset,
    }
}
