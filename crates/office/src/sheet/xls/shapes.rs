//! What floats over a sheet of a BIFF stream: where each shape lies and what it looks like (the
//! OfficeArt of MSODRAWING, [MS-ODRAW]), what it is (OBJ, [MS-XLS] §2.4.181), and its text (TXO).

use super::super::book::Book;
use super::super::reference::At;
use super::biff::{Data, Version};
use crate::paper::DrawingKind;

/// A shape whose text may come next.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Shape {
    /// None is open.
    #[default]
    None,
    /// A note's, by its number.
    Note(u16),
    /// One that holds no answer whatever it says: an arrow of a list.
    Control,
    /// One over a cell.
    At(At, DrawingKind),
}

/// The shapes of one sheet, one after another.
#[derive(Debug, Default)]
pub(super) struct Shapes {
    /// Where the next shape lies, and its look.
    next: Option<(At, Option<DrawingKind>)>,
    open: Shape,
}

/// Records of OfficeArt: a container, a shape's look, where it is anchored in a sheet.
const CONTAINER: u16 = 0xf;
const LOOK: u16 = 0xf00a;
const ANCHOR: u16 = 0xf010;

impl Shapes {
    /// Reads the drawing that stands before a shape's own record.
    pub(super) fn drawing(&mut self, data: &mut Data<'_>) {
        let (mut at, mut look) = (None, None);
        while let (Some(version), Some(kind), Some(len)) = (data.u16(), data.u16(), data.u32()) {
            if version & 0xf == CONTAINER {
                continue;
            }
            let len = usize::try_from(len).unwrap_or(usize::MAX).min(data.len());
            match kind {
                LOOK => {
                    look = preset(version >> 4);
                    data.skip(len);
                }
                ANCHOR if len >= 8 => {
                    data.skip(2);
                    let column = data.u16().unwrap_or(0);
                    data.skip(2);
                    let row = data.u16().unwrap_or(0);
                    at = Some(At::new(u32::from(row) + 1, u32::from(column) + 1));
                    data.skip(len - 8);
                }
                _ => data.skip(len),
            }
        }
        if let Some(at) = at {
            self.next = Some((at, look));
        }
    }

    /// Reads what a shape is (ftCmo, §2.5.143).
    pub(super) fn object(&mut self, version: Version, data: &mut Data<'_>, book: &mut Book) {
        self.close(book);
        data.skip(4);
        let (kind, id) = (data.u16().unwrap_or(0), data.u16().unwrap_or(0));
        let (at, look) = match version {
            Version::Biff8 => self.next.take().unwrap_or((At::new(1, 1), None)),
            Version::Biff5 => {
                data.skip(2);
                let column = data.u16().unwrap_or(0);
                data.skip(2);
                let row = data.u16().unwrap_or(0);
                (At::new(u32::from(row) + 1, u32::from(column) + 1), None)
            }
        };
        let own = |kind| Shape::At(at, kind);
        self.open = match kind {
            0x19 => Shape::Note(id),
            // Of a group its members are told of.
            0x00 => Shape::None,
            0x01 => own(DrawingKind::Line),
            0x02 => own(DrawingKind::Rectangle),
            0x03 => own(DrawingKind::Ellipse),
            0x05 => own(DrawingKind::Chart),
            0x08 => own(DrawingKind::Picture),
            // Check boxes, option buttons, boxes to type in, lists.
            0x0b..=0x0d | 0x12 => own(DrawingKind::Control),
            0x07 | 0x0e..=0x14 => Shape::Control,
            _ => own(look.unwrap_or(DrawingKind::Shape)),
        };
    }

    /// The text of the open shape. Gives it back where it is a note's, with the note's number.
    pub(super) fn text(&mut self, text: String, book: &mut Book) -> Option<(u16, String)> {
        match self.open {
            Shape::Note(id) => return Some((id, text)),
            _ if text.trim().is_empty() => {}
            open => {
                let at = match open {
                    Shape::At(at, _) => at,
                    _ => At::new(1, 1),
                };
                book.float(at, &text);
                self.open = Shape::None;
            }
        }
        None
    }

    /// The open shape has no text.
    pub(super) fn close(&mut self, book: &mut Book) {
        if let Shape::At(at, kind) = std::mem::take(&mut self.open) {
            book.draw(at, kind);
        }
    }
}

/// The shape's type (MSOSPT, [MS-ODRAW] §2.4.24), as far as kinds are told apart.
fn preset(number: u16) -> Option<DrawingKind> {
    match number {
        1 | 2 => Some(DrawingKind::Rectangle),
        3 | 23 => Some(DrawingKind::Ellipse),
        13 | 20 | 32..=40 => Some(DrawingKind::Line),
        75 => Some(DrawingKind::Picture),
        _ => None,
    }
}
