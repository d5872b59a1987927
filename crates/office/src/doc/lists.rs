//! Lists ([MS-DOC] §2.4.6.3; §2.9 PlfLst, LVL, PlfLfo): the bullet or number that a paragraph shows.

use std::collections::HashMap;

use super::bytes::{i32_at, rest, slice, u8_at, u16_at, u32_at};
use super::characters::Characters;
use super::fib::{Fib, Part};
use super::fonts::Fonts;
use crate::build::list::{Counters, LEVELS, Level, LevelKind, Levels, List};
use crate::paper::Bullet;

/// The length of an LSTF, and of an LFO.
const DEFINITION: usize = 28;
const OVERRIDE: usize = 16;

/// The lists of a document.
#[derive(Debug, Default)]
pub(super) struct Lists {
    definitions: HashMap<i32, Levels>,
    /// By their index, from 1.
    lists: Vec<List>,
}

impl Lists {
    /// Reads the lists. What of them cannot be read is taken as not there.
    pub(super) fn read(fib: &Fib<'_>, fonts: &Fonts) -> Lists {
        let mut lists = Lists::default();
        // The levels follow behind what the FIB counts.
        let all = fib.part_and_beyond(Part::Lists);
        lists.definitions(all, fib.part_len(Part::Lists), fonts);
        lists.overrides(fib.part(Part::ListOverrides), fonts);
        lists
    }

    fn definitions(&mut self, bytes: &[u8], len: usize, fonts: &Fonts) -> Option<()> {
        let count = usize::from(u16_at(bytes, 0)?);
        let mut levels = rest(bytes, len.max(2 + DEFINITION * count));
        for i in 0..count {
            let definition = slice(bytes, 2 + DEFINITION * i, DEFINITION)?;
            let is_simple = u8_at(definition, 26)? & 1 != 0;
            let mut read = Levels::default();
            for slot in read.iter_mut().take(if is_simple { 1 } else { LEVELS }) {
                let (level, after) = read_level(levels, fonts)?;
                *slot = Some(level);
                levels = after;
            }
            self.definitions
                .entry(i32_at(definition, 0)?)
                .or_insert(read);
        }
        Some(())
    }

    fn overrides(&mut self, bytes: &[u8], fonts: &Fonts) -> Option<()> {
        let count = u32_at(bytes, 0)? as usize;
        let mut data = rest(bytes, count.checked_mul(OVERRIDE)?.checked_add(4)?);
        for i in 0..count {
            let head = slice(bytes, 4 + OVERRIDE * i, OVERRIDE)?;
            let mut list = List {
                definition: i32_at(head, 0)?,
                ..List::default()
            };
            let levels = usize::from(u8_at(head, 12)?);
            // The lists are there even where what they override is not.
            data = overridden(rest(data, 4), levels, &mut list, fonts).unwrap_or_default();
            self.lists.push(list);
        }
        Some(())
    }

    /// What the next paragraph of this list and level shows, and counts it.
    pub(super) fn next(&self, list: i32, level: u8, counters: &mut Counters) -> Option<Bullet> {
        let index = usize::try_from(list).ok()?.checked_sub(1)?;
        let found = self.lists.get(index)?;
        let levels = self.definitions.get(&found.definition)?;
        counters.next(list, found, found.definition, levels, level)
    }
}

/// Reads what a list overrides: starts and whole levels.
fn overridden<'a>(
    mut data: &'a [u8],
    levels: usize,
    list: &mut List,
    fonts: &Fonts,
) -> Option<&'a [u8]> {
    for _ in 0..levels {
        let start = i32_at(data, 0)?;
        let flags = u32_at(data, 4)?;
        data = rest(data, 8);
        let index = (flags as usize & 0xf).min(LEVELS - 1);
        if flags & 0x10 != 0 {
            list.starts[index] = Some(start.max(0) as u32);
        }
        if flags & 0x20 != 0 {
            let (level, after) = read_level(data, fonts)?;
            list.levels[index] = Some(level);
            data = after;
        }
    }
    Some(data)
}

/// Reads one level, and gives what stands behind it.
fn read_level<'a>(bytes: &'a [u8], fonts: &Fonts) -> Option<(Level, &'a [u8])> {
    let head = slice(bytes, 0, 28)?;
    let run_len = usize::from(u8_at(head, 24)?);
    let paragraph_len = usize::from(u8_at(head, 25)?);
    let run = slice(bytes, 28 + paragraph_len, run_len)?;
    let text_at = 28 + paragraph_len + run_len;
    let text_len = usize::from(u16_at(bytes, text_at)?);
    let units = slice(bytes, text_at + 2, 2 * text_len)?;
    let kind = match u8_at(head, 4)? {
        23 => LevelKind::Bullet,
        255 => LevelKind::Plain,
        _ => LevelKind::Number,
    };
    let units = units
        .chunks_exact(2)
        .map(|u| u16::from_le_bytes([u[0], u[1]]));
    let mut glyph = String::new();
    for c in char::decode_utf16(units).map(|c| c.unwrap_or('\u{fffd}')) {
        match c as u32 {
            // The place of a level's number.
            level @ 0..=8 if kind != LevelKind::Bullet => {
                glyph.push('%');
                glyph.push(char::from(b'1' + level as u8));
            }
            0..=0x1f => {}
            _ => glyph.push(c),
        }
    }
    let font = Characters::read(run, fonts).layer.font.flatten();
    let level = Level::new(
        i32_at(head, 0)?.max(0) as u32,
        kind,
        glyph,
        (u8_at(head, 5)? & 0x08 != 0).then_some(u8_at(head, 26)?),
        font,
    );
    Some((level, rest(bytes, text_at + 2 + 2 * text_len)))
}
