//! What can be seen of a paragraph besides its text ([MS-DOC] §2.6.2), said as the `.docx` reader
//! says it.

use super::bytes::{i16_at, u8_at};
use super::sprm::Sprm;
use crate::build::look::ParagraphLayer;
use crate::paper::Print;

/// The borders of a paragraph, by their side: top, left, bottom, right, between, bar.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Borders([u8; 6]);

/// Takes in what a modifier says, if it is of these.
pub(super) fn modify(layer: &mut ParagraphLayer, borders: &mut Borders, sprm: &Sprm<'_>) {
    let number = || i32::from(sprm.word() as i16);
    // A character is 240 twentieths of a point in twelve points; here it is a hundred.
    let chars = || Some(number().saturating_mul(2)).filter(|&n| n != 0);
    match sprm.code {
        0x840f | 0x845e => layer.indent[0] = Some(number()),
        0x840e | 0x845d => layer.indent[1] = Some(number()),
        0x8411 | 0x8460 => layer.indent[2] = Some(number()),
        0x4456 => layer.indent[0] = chars().or(layer.indent[0]),
        0x4455 => layer.indent[1] = chars().or(layer.indent[1]),
        0x4457 => layer.indent[2] = chars().or(layer.indent[2]),
        0xa413 => layer.spacing[0] = Some(i32::from(sprm.word())),
        0xa414 => layer.spacing[1] = Some(i32::from(sprm.word())),
        // A height below zero is an exact one.
        0x6412 => layer.spacing[2] = i16_at(sprm.operand, 0).map(|n| i32::from(n).abs()),
        0x2403 | 0x2461 => {
            layer.alignment = Some(match sprm.byte() {
                1 => Print::of(b"center"),
                2 => Print::of(b"right"),
                // Left and justified: alike on a line that is not full.
                _ => Print::default(),
            });
        }
        0x6424..=0x6428 => borders.set(
            usize::from(sprm.code - 0x6424),
            u8_at(sprm.operand, 1),
            layer,
        ),
        0x6629 => borders.set(5, u8_at(sprm.operand, 1), layer),
        0xc64e..=0xc653 => borders.set(
            usize::from(sprm.code - 0xc64e),
            u8_at(sprm.operand, 5),
            layer,
        ),
        // A frame that stands somewhere of its own.
        0x8418 | 0x8419 if number() != 0 => layer.border = Some(Print::of(b"framePr")),
        _ => {}
    }
}

impl Borders {
    fn set(&mut self, side: usize, kind: Option<u8>, layer: &mut ParagraphLayer) {
        const SIDES: [&str; 6] = ["top", "left", "bottom", "right", "between", "bar"];
        self.0[side] = kind.filter(|&kind| kind != 0xff).unwrap_or(0);
        let all = self.0.iter().zip(SIDES).filter(|(kind, _)| **kind != 0);
        layer.border = Some(all.fold(Print::default(), |print, (&kind, side)| {
            print.and(side.as_bytes()).and(border(kind).as_bytes())
        }));
    }
}

/// A border's type (§2.9 BrcType) as `ST_Border` names it.
fn border(kind: u8) -> &'static str {
    match kind {
        1 | 5 => "single",
        2 => "thick",
        3 => "double",
        6 => "dotted",
        7 => "dashed",
        8 => "dotDash",
        9 => "dotDotDash",
        10 => "triple",
        20 => "wave",
        21 => "doubleWave",
        22 => "dashSmallGap",
        _ => "other",
    }
}
