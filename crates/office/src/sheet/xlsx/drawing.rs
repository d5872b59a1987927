//! Text in the shapes that float over a sheet (DrawingML, §20.5 and §21.1.2).

use super::super::Error;
use super::super::book::Book;
use super::super::reference::At;
use super::super::xml::{Node, Xml};
use crate::paper::DrawingKind;

/// Takes the texts of a drawing part's shapes, each at the cell where it begins, and what is no text:
/// pictures, lines, charts, objects.
pub(super) fn read(content: &[u8], part: &str, book: &mut Book) -> Result<(), Error> {
    let mut xml = Xml::new(content, part);
    let mut open = Open::default();
    loop {
        match xml.next()? {
            Node::Open(tag) => match tag.local() {
                "twoCellAnchor" | "oneCellAnchor" | "absoluteAnchor" => {
                    std::mem::take(&mut open).close(book);
                }
                // Shapes may be grouped: one after the other at one place.
                "sp" => open.shape(DrawingKind::Shape, book),
                "pic" => open.shape(DrawingKind::Picture, book),
                "cxnSp" => open.shape(DrawingKind::Line, book),
                "graphicFrame" => open.shape(DrawingKind::Object, book),
                "contentPart" => open.shape(DrawingKind::Ink, book),
                "graphicData" => open.is_data(tag.attr("uri").as_deref().unwrap_or_default()),
                "prstGeom" => open.is_preset(tag.attr("prst").as_deref().unwrap_or_default()),
                "from" => open.at = anchor(&mut xml)?,
                "t" => open.text.push_str(&xml.text()?),
                "br" => open.text.push('\n'),
                "p" if !open.text.is_empty() => open.text.push('\n'),
                // What an older program would show instead.
                "Fallback" => xml.skip()?,
                _ => {}
            },
            Node::End => {
                open.close(book);
                return Ok(());
            }
            _ => {}
        }
    }
}

/// What is open of an anchor.
struct Open {
    at: At,
    kind: Option<DrawingKind>,
    text: String,
}

impl Default for Open {
    fn default() -> Open {
        Open {
            at: At::new(1, 1),
            kind: None,
            text: String::new(),
        }
    }
}

impl Open {
    /// A shape begins; the one before it is told of.
    fn shape(&mut self, kind: DrawingKind, book: &mut Book) {
        let before = Open {
            at: self.at,
            kind: self.kind.replace(kind),
            text: std::mem::take(&mut self.text),
        };
        before.close(book);
    }

    fn is_data(&mut self, uri: &str) {
        if let Some(kind) = &mut self.kind {
            *kind = match uri {
                _ if uri.ends_with("/chart") || uri.ends_with("/chartex") => DrawingKind::Chart,
                _ if uri.ends_with("/diagram") => DrawingKind::Diagram,
                _ => *kind,
            };
        }
    }

    /// `ST_ShapeType` (§20.1.10.56), as far as kinds are told apart.
    fn is_preset(&mut self, preset: &str) {
        if self.kind == Some(DrawingKind::Shape) {
            self.kind = Some(match preset {
                "ellipse" | "donut" => DrawingKind::Ellipse,
                "rect" | "roundRect" => DrawingKind::Rectangle,
                "line" => DrawingKind::Line,
                _ if preset.ends_with("Arrow") || preset.contains("Connector") => DrawingKind::Line,
                _ => DrawingKind::Shape,
            });
        }
    }

    fn close(self, book: &mut Book) {
        match (self.text.trim().is_empty(), self.kind) {
            (false, _) => book.float(self.at, &self.text),
            (true, Some(kind)) => book.draw(self.at, kind),
            (true, None) => {}
        }
    }
}

/// The cell of a `from` that was just opened: its row and column are counted from 0.
fn anchor(xml: &mut Xml<'_>) -> Result<At, Error> {
    let outside = xml.depth() - 1;
    let mut at = At::new(1, 1);
    while xml.depth() > outside {
        if let Node::Open(tag) = xml.next()? {
            let slot = match tag.local() {
                "row" => &mut at.row,
                "col" => &mut at.column,
                _ => continue,
            };
            *slot = xml
                .text()?
                .trim()
                .parse::<u32>()
                .unwrap_or(0)
                .saturating_add(1);
        }
    }
    Ok(at)
}
