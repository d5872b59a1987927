//! Records of drawings ([MS-ODRAW] §2.2): what a shape is.

use super::bytes::{rest, slice, u16_at, u32_at};
use crate::build::shapes;
use crate::paper::DrawingKind;

/// A group, or all that a drawing holds; a shape; what a shape is; what is set of it.
pub(super) const GROUP: u16 = 0xf003;
pub(super) const SHAPE: u16 = 0xf004;
const FSP: u16 = 0xf00a;
const OPTIONS: u16 = 0xf00b;

/// More bytes of a name or a text are not kept.
const LONGEST: usize = 4096;

/// A record of a drawing.
pub(super) struct Record<'a> {
    pub kind: u16,
    pub instance: u16,
    pub content: &'a [u8],
    /// Its length with its head.
    pub whole: usize,
}

impl<'a> Record<'a> {
    pub(super) fn read(bytes: &'a [u8]) -> Option<Record<'a>> {
        let len = u32_at(bytes, 4)? as usize;
        // A length that lies still leaves what is there.
        let content = slice(bytes, 8, len).unwrap_or(rest(bytes, 8));
        Some(Record {
            kind: u16_at(bytes, 2)?,
            instance: u16_at(bytes, 0)? >> 4,
            content,
            whole: 8 + content.len(),
        })
    }
}

/// Records one behind the other.
pub(super) struct Records<'a>(pub &'a [u8]);

impl<'a> Iterator for Records<'a> {
    type Item = Record<'a>;

    fn next(&mut self) -> Option<Record<'a>> {
        let record = Record::read(self.0)?;
        self.0 = rest(self.0, record.whole);
        Some(record)
    }
}

/// A shape.
#[derive(Clone, Debug, Default)]
pub(super) struct Art {
    pub id: u32,
    /// Its type (`MSOSPT`).
    pub kind: u16,
    pub is_group: bool,
    /// It has a picture in it, or an object of another program.
    pub is_picture: bool,
    pub is_object: bool,
    /// It is not to be seen.
    pub is_hidden: bool,
    /// It only rules the page.
    pub is_rule: bool,
    /// The words of WordArt.
    pub text: String,
    /// What its author calls it.
    pub name: String,
}

impl Art {
    /// The shape whose records these are.
    pub(super) fn read(content: &[u8]) -> Option<Art> {
        let fsp = Records(content).find(|r| r.kind == FSP)?;
        let flags = u32_at(fsp.content, 4)?;
        let mut art = Art {
            id: u32_at(fsp.content, 0)?,
            kind: fsp.instance,
            is_group: flags & 0x1 != 0,
            is_object: flags & 0x10 != 0,
            is_hidden: flags & 0x8 != 0,
            ..Art::default()
        };
        for options in Records(content).filter(|r| r.kind == OPTIONS) {
            art.options(&options);
        }
        Some(art)
    }

    fn options(&mut self, options: &Record<'_>) -> Option<()> {
        const EACH: usize = 6;
        let count = usize::from(options.instance);
        // What does not fit into a value follows behind all of them.
        let mut more = rest(options.content, EACH * count);
        for i in 0..count {
            let id = u16_at(options.content, EACH * i)?;
            let value = u32_at(options.content, EACH * i + 2)?;
            let mut complex: &[u8] = &[];
            if id & 0x8000 != 0 {
                let len = (value as usize).min(more.len());
                (complex, more) = more.split_at(len);
            }
            match id & 0x3fff {
                // The picture of the shape, or of its fill.
                0x0104 | 0x0186 => self.is_picture |= value != 0,
                0x00c0 => self.text = text(complex),
                0x0380 | 0x0381 if self.name.is_empty() => self.name = text(complex),
                0x0381 => {
                    self.name.push(' ');
                    self.name.push_str(&text(complex));
                }
                0x03bf => {
                    // Each bit counts where the one 16 above says that it is set.
                    let is_set = |bit: u32| value & bit != 0 && value & bit << 16 != 0;
                    self.is_hidden |= is_set(0x2);
                    self.is_rule |= is_set(0x800);
                }
                _ => {}
            }
        }
        Some(())
    }

    /// What the shape is, beyond a mere shape: `None` for one that is nothing else.
    pub(super) fn certainly(&self) -> Option<DrawingKind> {
        if self.is_object {
            Some(DrawingKind::Object)
        } else if self.shape() == DrawingKind::WordArt && !self.text.is_empty() {
            Some(DrawingKind::WordArt)
        } else if self.is_picture || self.kind == 75 {
            Some(DrawingKind::Picture)
        } else {
            None
        }
    }

    /// The kind of its shape.
    pub(super) fn shape(&self) -> DrawingKind {
        shapes::of_type(u32::from(self.kind))
    }
}

fn text(bytes: &[u8]) -> String {
    let units = bytes
        .chunks_exact(2)
        .map(|u| u16::from_le_bytes([u[0], u[1]]))
        .take_while(|&u| u != 0)
        .take(LONGEST / 2);
    let text: String = char::decode_utf16(units)
        .map(|c| c.unwrap_or('\u{fffd}'))
        .collect();
    text.trim().to_owned()
}
