//! What is open while a document is walked: a drawing, a paragraph, a row, a cell.

use super::styles::StyleNumber;
use crate::build::grid::Merge;
use crate::build::line::Line;
use crate::build::look::ParagraphLayer;
use crate::build::shapes::{self, Shape};
use crate::paper::{
    Bullet, Drawing, DrawingKind, Origin, Print, Revision, Rgb, Table, TextBox, is_blank,
};

/// More of a drawing's name or text is not kept.
pub(super) const LONGEST: usize = 4096;
/// Shapes of one drawing that are told apart.
const SHAPES: usize = 256;

/// A drawing that is being read.
#[derive(Debug, Default)]
pub(super) struct Open {
    pub(super) drawing: Drawing,
    /// What it certainly is, beyond its shapes.
    pub(super) is: Option<DrawingKind>,
    /// Its shapes, the last one still open.
    pub(super) shapes: Vec<Shape>,
    /// The part of the package that holds its content, by relationship.
    pub(super) content: Option<Vec<u8>>,
    pub(super) hidden: bool,
    /// VML's shapes and lines that only rule a page.
    pub(super) rule: bool,
}

impl Open {
    /// The text box just read stands in the shape read last.
    pub(super) fn take_box(&mut self, text_box: &TextBox) {
        let empty = text_box.lines().all(|p| is_blank(&p.text)) && text_box.blocks.len() <= 1;
        match self.shapes.last_mut() {
            Some(shape) => shape.take_box(empty),
            None => self.shapes.push(Shape {
                kind: DrawingKind::Rectangle,
                boxed: true,
            }),
        }
    }

    pub(super) fn shape(&mut self, kind: DrawingKind) {
        if self.shapes.len() < SHAPES {
            self.shapes.push(Shape { kind, boxed: false });
        }
    }

    /// What it certainly is: what says more stays.
    pub(super) fn certainly(&mut self, kind: DrawingKind) {
        let weight = |kind| match kind {
            DrawingKind::Object | DrawingKind::Control => 4,
            DrawingKind::Chart | DrawingKind::Diagram | DrawingKind::Media => 3,
            DrawingKind::Ink | DrawingKind::WordArt => 2,
            _ => 1,
        };
        if self.is.is_none_or(|is| weight(is) < weight(kind)) {
            self.is = Some(kind);
        }
    }

    pub(super) fn text(&mut self, text: &str) {
        let text = text.trim();
        if text.is_empty() || self.drawing.text.len() + text.len() > LONGEST {
            return;
        }
        if !self.drawing.text.is_empty() {
            self.drawing.text.push('\n');
        }
        self.drawing.text.push_str(text);
    }

    /// What it is; `None` where it only frames text boxes, or is not to be seen.
    pub(super) fn finish(self) -> Option<Drawing> {
        let bare = self.shapes.iter().filter(|s| !s.boxed).map(|s| s.kind);
        let shapes = shapes::together(bare);
        // What is not understood is something all the same.
        let unknown = !self.drawing.text.is_empty() || self.shapes.is_empty();
        let unknown = (unknown && self.drawing.size.is_some()).then_some(DrawingKind::Shape);
        let kind = self.is.or(shapes).or(unknown)?;
        (!self.hidden && !self.rule).then_some(Drawing {
            kind,
            ..self.drawing
        })
    }

    /// The shape read last is a text box.
    pub(super) fn frame_text(&mut self) {
        if let Some(shape) = self.shapes.last_mut() {
            shape.take_box(true);
        }
    }

    /// The shape read last is of this kind.
    pub(super) fn become_shape(&mut self, kind: DrawingKind) {
        if let Some(shape) = self.shapes.last_mut()
            && shape.kind == DrawingKind::Shape
        {
            shape.kind = kind;
        }
    }
}

/// What a `w:pPr` says.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct ParagraphProperties {
    pub(super) style: StyleNumber,
    pub(super) layer: ParagraphLayer,
    /// The paragraph's end was deleted with tracking on: the next paragraph goes on in it.
    pub(super) mark_deleted: bool,
    /// The paragraph's end was inserted or deleted with tracking on.
    pub(super) mark_changed: bool,
    /// The colour of the paragraph's mark, which its bullet has too.
    pub(super) mark_color: Option<Rgb>,
}

/// A paragraph that is being read.
#[derive(Default)]
pub(super) struct Builder {
    pub(super) line: Line,
    pub(super) boxes: Vec<TextBox>,
    /// Tables where none may stand; they follow the paragraph.
    pub(super) tables: Vec<Table>,
    pub(super) properties: ParagraphProperties,
    pub(super) bullet: Option<Bullet>,
    pub(super) numbered: bool,
    pub(super) origin: Origin,
    pub(super) revisions: Vec<Revision>,
}

impl Builder {
    /// How many bytes of text were read.
    pub(super) fn text_len(&self) -> u32 {
        self.line.text.len() as u32
    }
}

/// What a `w:trPr` says.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct RowProperties {
    /// Grid columns left free before the first cell.
    pub(super) before: u32,
    /// Grid columns left free after the last cell.
    pub(super) after: u32,
    /// Deleted with tracking on.
    pub(super) deleted: bool,
    /// Inserted or deleted with tracking on.
    pub(super) changed: bool,
    /// It is hidden, or so low that nothing in it can be seen.
    pub(super) unseen: bool,
}

/// What a `w:tcPr` says.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct CellProperties {
    pub(super) span: Option<u32>,
    pub(super) down: Merge,
    pub(super) across: Merge,
    pub(super) shading: Option<Option<Rgb>>,
    pub(super) border: Print,
    /// A border goes from corner to corner.
    pub(super) crossed: bool,
    /// Deleted with tracking on.
    pub(super) deleted: bool,
    /// Inserted or deleted with tracking on.
    pub(super) changed: bool,
}
