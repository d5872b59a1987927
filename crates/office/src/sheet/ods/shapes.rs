//! What floats over a sheet, or is anchored in a cell of it (§9.2.8, §10.3).

use super::Reader;
use crate::paper::DrawingKind;
use crate::sheet::Error;
use crate::sheet::reference::At;
use crate::sheet::xml::Node;

impl Reader<'_> {
    /// The shapes over the sheet, which was just opened: of no cell in particular.
    pub(super) fn shapes(&mut self, at: At) -> Result<(), Error> {
        let outside = self.xml.depth() - 1;
        while self.xml.depth() > outside {
            if let Node::Open(tag) = self.xml.next()? {
                let kind = drawn(tag.local());
                self.shape(kind, at)?;
            }
        }
        Ok(())
    }

    /// The shape that was just opened: its text, or else what it is.
    pub(super) fn shape(&mut self, kind: Option<DrawingKind>, at: At) -> Result<(), Error> {
        let outside = self.xml.depth() - 1;
        let mut kind = kind;
        let mut text = String::new();
        while self.xml.depth() > outside {
            match self.xml.next()? {
                Node::Open(tag) => match tag.local() {
                    "annotation" => self.xml.skip()?,
                    // An object has a picture of itself beside it.
                    "object" | "object-ole" | "plugin" => {
                        kind = Some(DrawingKind::Object);
                        self.xml.skip()?;
                    }
                    "image" => {
                        kind = kind.filter(|k| *k == DrawingKind::Object);
                        kind = kind.or(Some(DrawingKind::Picture));
                        self.xml.skip()?;
                    }
                    "p" | "h" | "line-break" if !text.is_empty() => text.push('\n'),
                    // Members of a group.
                    inner => kind = drawn(inner).or(kind),
                },
                Node::Text(piece) => self.xml.push(&piece, &mut text)?,
                _ => {}
            }
        }
        match kind {
            Some(kind) if text.trim().is_empty() => self.book.draw(at, kind),
            _ => self.book.float(at, &text),
        }
        Ok(())
    }
}

/// What a shape is by its element's name (§10.3); `None` where it holds others.
pub(super) fn drawn(name: &str) -> Option<DrawingKind> {
    match name {
        "rect" => Some(DrawingKind::Rectangle),
        "ellipse" | "circle" => Some(DrawingKind::Ellipse),
        "line" | "connector" | "measure" | "polyline" => Some(DrawingKind::Line),
        "custom-shape" | "path" | "polygon" | "regular-polygon" | "caption" => {
            Some(DrawingKind::Shape)
        }
        _ => None,
    }
}
