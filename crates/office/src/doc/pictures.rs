//! Pictures, objects and shapes that stand in the line ([MS-DOC] §2.9 PICF): their data lies in the
//! `Data` stream.

use super::art::{Art, Record, SHAPE};
use super::bytes::{i16_at, rest, slice, u16_at, u32_at};
use super::drawings::EMU_PER_TWIP;
use crate::paper::{Drawing, DrawingKind};

/// What is drawn in the line with its data at `at`; `None` where that is nothing to be seen.
pub(super) fn picture(data: &[u8], at: Option<u32>) -> Option<Drawing> {
    let mut drawing = Drawing {
        kind: DrawingKind::Picture,
        ..Drawing::default()
    };
    let Some(read) = at.and_then(|at| Inline::read(data, at as usize)) else {
        return Some(drawing);
    };
    drawing.size = Some(read.size);
    if let Some(art) = read.art {
        if art.is_hidden || art.is_rule {
            return None;
        }
        drawing.kind = art.certainly().unwrap_or(art.shape());
        drawing.name = art.name;
        drawing.text = art.text;
    }
    Some(drawing)
}

struct Inline {
    size: (i64, i64),
    art: Option<Art>,
}

impl Inline {
    fn read(data: &[u8], at: usize) -> Option<Inline> {
        let len = u32_at(data, at)? as usize;
        let picf = slice(data, at, len)?;
        let head = usize::from(u16_at(picf, 4)?);
        let side = |goal: usize, scale: usize| {
            let goal = i64::from(i16_at(picf, goal)?);
            let scale = i64::from(u16_at(picf, scale)?);
            Some(goal * scale * EMU_PER_TWIP / 1000)
        };
        let size = (side(28, 32)?, side(30, 34)?);
        // The picture's name may stand before the shape.
        let mut content = rest(picf, head);
        if u16_at(picf, 6)? == 0x66 {
            let name = usize::from(*content.first()?);
            content = rest(content, 1 + name);
        }
        let art = Record::read(content)
            .filter(|r| r.kind == SHAPE)
            .and_then(|r| Art::read(r.content));
        Some(Inline { size, art })
    }
}
