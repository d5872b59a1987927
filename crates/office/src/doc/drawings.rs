//! Drawings of the body: from the anchor in the text over the shapes to the texts in the story of
//! boxes ([MS-DOC] §2.9 Spa, FTXBXS, OfficeArtContent).

use std::collections::HashMap;

use super::art::{Art, GROUP, Record, Records, SHAPE};
use super::bytes::{Plc, i16_at, i32_at, rest, u8_at, u16_at, u32_at};
use super::fib::{Fib, Part};
use crate::build::shapes::{Shape, together};
use crate::paper::{Anchor, Drawing};

/// Groups within groups.
const DEPTH: usize = 64;
/// The type of a shape that is a text box.
const TEXT_BOX: u16 = 202;
/// English Metric Units in a twip.
pub(super) const EMU_PER_TWIP: i64 = 635;

/// What is anchored where.
#[derive(Debug, Default)]
pub(super) struct Drawings {
    anchored: HashMap<u32, Anchored>,
    /// Texts that no anchor leads to.
    pub loose: Vec<BoxText>,
}

/// What one anchor holds.
#[derive(Debug, Default)]
pub(super) struct Anchored {
    /// The texts of its boxes, in the order of the drawing.
    pub texts: Vec<BoxText>,
    /// Its shapes, each with the number that the text in it refers to it by.
    shapes: Vec<Art>,
    size: (i64, i64),
    /// How far below its paragraph's top it begins, where that is known.
    below: Option<i64>,
}

/// Where in the story of boxes the text of one box lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct BoxText {
    pub from: u32,
    pub to: u32,
    /// The number of its shape.
    shape: u32,
    /// The shape is a text box, not another shape that may hold text.
    is_text_box: bool,
}

impl BoxText {
    /// There is nothing in it: a paragraph without text, and the mark behind every text.
    fn is_empty(&self) -> bool {
        self.to - self.from <= 2
    }

    /// There is no text at all, not even an empty paragraph: LibreOffice writes such a shape beside
    /// each box.
    pub(super) fn is_none(&self) -> bool {
        !self.is_text_box && self.to - self.from <= 1
    }
}

impl Anchored {
    /// What is anchored and is no text box; `None` where there is nothing else.
    pub(super) fn drawing(&self) -> Option<Drawing> {
        let seen = || self.shapes.iter().filter(|s| !s.is_hidden && !s.is_rule);
        let bare = seen().filter(|s| !s.is_group).map(|art| {
            let mut shape = Shape {
                kind: art.shape(),
                boxed: false,
            };
            for text in self.texts.iter().filter(|t| t.shape == art.id) {
                shape.take_box(text.is_empty());
            }
            shape
        });
        let certain = seen().find_map(Art::certainly);
        let bare = bare.filter(|s| !s.boxed).map(|s| s.kind);
        let kind = certain.or_else(|| together(bare))?;
        let text: Vec<&str> = seen()
            .map(|s| s.text.as_str())
            .filter(|t| !t.is_empty())
            .collect();
        Some(Drawing {
            number: 0,
            kind,
            size: Some(self.size),
            anchor: Anchor::Floating { below: self.below },
            offset: 0,
            name: seen()
                .map(|s| &s.name)
                .find(|n| !n.is_empty())
                .cloned()
                .unwrap_or_default(),
            text: text.join("\n"),
        })
    }
}

impl Drawings {
    /// Reads the anchors, the shapes and the texts of the body.
    pub(super) fn read(fib: &Fib<'_>) -> Drawings {
        let mut drawings = Drawings::default();
        let texts = Plc::read(fib.part(Part::BoxTexts), 22);
        let anchors = Plc::read(fib.part(Part::Anchors), 26);
        if texts.len() == 0 && anchors.len() == 0 {
            return drawings;
        }
        let found = body_shapes(fib.part(Part::Drawings));
        let mut positions = HashMap::new();
        for i in 0..anchors.len() {
            let data = anchors.data(i);
            if let Some(id) = u32_at(data, 0) {
                positions.entry(id).or_insert(anchors.position(i));
                drawings
                    .anchored
                    .insert(anchors.position(i), anchored(data));
            }
        }
        let mut placed: Vec<(usize, Option<u32>, BoxText)> = Vec::new();
        // The last one stands over the story's last mark.
        for i in 0..texts.len().saturating_sub(1) {
            let data = texts.data(i);
            // A place that may be used again has no text on paper.
            if i16_at(data, 8).unwrap_or(0) != 0 {
                continue;
            }
            let id = i32_at(data, 14).unwrap_or(0) as u32;
            let shape = found.get(&id);
            let anchor = positions
                .get(&id)
                .or_else(|| positions.get(&shape?.outermost))
                .copied();
            let text = BoxText {
                from: texts.position(i),
                to: texts.position(i + 1),
                shape: id,
                is_text_box: shape.is_none_or(|s| s.art.kind == TEXT_BOX),
            };
            placed.push((shape.map_or(usize::MAX, |s| s.order), anchor, text));
        }
        placed.sort_by_key(|&(order, ..)| order);
        for (_, anchor, text) in placed {
            match anchor {
                Some(at) => drawings.anchored.entry(at).or_default().texts.push(text),
                None => drawings.loose.push(text),
            }
        }
        let mut shapes: Vec<Placed> = found.into_values().collect();
        shapes.sort_by_key(|s| s.order);
        for shape in shapes {
            if let Some(at) = positions.get(&shape.outermost)
                && let Some(anchored) = drawings.anchored.get_mut(at)
            {
                anchored.shapes.push(shape.art);
            }
        }
        drawings
    }

    /// What is anchored at a position of the body.
    pub(super) fn at(&self, position: u32) -> Option<&Anchored> {
        self.anchored.get(&position)
    }
}

/// An anchor as its Spa has it: a rectangle in twips, and what it is measured from.
fn anchored(spa: &[u8]) -> Anchored {
    let edge = |i: usize| i64::from(i32_at(spa, 4 + 4 * i).unwrap_or(0));
    let [left, top, right, bottom] = [0, 1, 2, 3].map(edge);
    let from_text = u16_at(spa, 20).is_some_and(|flags| flags >> 3 & 3 == 2);
    Anchored {
        size: ((right - left) * EMU_PER_TWIP, (bottom - top) * EMU_PER_TWIP),
        below: from_text.then_some(top * EMU_PER_TWIP),
        ..Anchored::default()
    }
}

/// A shape with where it stands in the drawing.
#[derive(Debug)]
struct Placed {
    art: Art,
    /// The outermost group that it is in, or itself.
    outermost: u32,
    order: usize,
}

/// The shapes of the body's drawing by their number: the one behind the drawing group that says 0.
fn body_shapes(bytes: &[u8]) -> HashMap<u32, Placed> {
    let mut shapes = HashMap::new();
    let Some(group) = Record::read(bytes) else {
        return shapes;
    };
    let mut left = rest(bytes, group.whole);
    while let (Some(story @ (0 | 1)), Some(drawing)) = (u8_at(left, 0), Record::read(rest(left, 1)))
    {
        if story == 0 {
            let mut reader = Reader {
                shapes: &mut shapes,
                order: 0,
            };
            for record in Records(drawing.content).filter(|r| r.kind == GROUP) {
                reader.group(record.content, None, 0);
            }
        }
        left = rest(left, 1 + drawing.whole);
    }
    shapes
}

struct Reader<'s> {
    shapes: &'s mut HashMap<u32, Placed>,
    order: usize,
}

impl Reader<'_> {
    /// The shapes of a group, or of the whole drawing, which is the group at depth 0.
    fn group(&mut self, content: &[u8], outermost: Option<u32>, depth: usize) {
        if depth > DEPTH {
            return;
        }
        let mut outermost = outermost;
        let mut is_first = true;
        for record in Records(content) {
            match record.kind {
                GROUP => self.group(record.content, outermost, depth + 1),
                SHAPE => {
                    let id = self.shape(record.content, outermost);
                    // A group's first shape is the group itself; the drawing is anchored nowhere.
                    if is_first && depth > 0 && outermost.is_none() {
                        outermost = id;
                    }
                    is_first = false;
                }
                _ => {}
            }
        }
    }

    fn shape(&mut self, content: &[u8], outermost: Option<u32>) -> Option<u32> {
        let art = Art::read(content)?;
        let id = art.id;
        self.order += 1;
        self.shapes.entry(id).or_insert(Placed {
            art,
            outermost: outermost.unwrap_or(id),
            order: self.order,
        });
        Some(id)
    }
}
