//! Shapes: what several of them come to, by what a reader is told of each.

use crate::paper::DrawingKind;

/// A shape of a drawing.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shape {
    pub kind: DrawingKind,
    /// It has a text box, which the paper has as such.
    pub boxed: bool,
}

impl Shape {
    /// The shape has a text box, with or without text in it.
    pub(crate) fn take_box(&mut self, empty: bool) {
        // An ellipse that could be written in, and was not, is drawn around something.
        self.boxed |= !empty || self.kind == DrawingKind::Rectangle;
    }
}

/// What shapes are together.
pub(crate) fn together(mut kinds: impl Iterator<Item = DrawingKind>) -> Option<DrawingKind> {
    let first = kinds.next()?;
    Some(match kinds.all(|kind| kind == first) {
        true => first,
        false => DrawingKind::Shape,
    })
}

/// The kind of a shape of this type ([MS-ODRAW] §2.4.24, `MSOSPT`).
pub(crate) fn of_type(number: u32) -> DrawingKind {
    match number {
        1 | 2 | 202 | 75 => DrawingKind::Rectangle,
        3 => DrawingKind::Ellipse,
        13 | 20 | 32..=40 | 66..=70 => DrawingKind::Line,
        136..=175 => DrawingKind::WordArt,
        _ => DrawingKind::Shape,
    }
}
