//! Lists: what a paragraph of a list shows before its text, and how its numbers count on.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::symbol::{SymbolFont, look};
use crate::paper::Bullet;

/// Levels of a list.
pub(crate) const LEVELS: usize = 9;

/// The levels of a list's definition.
pub(crate) type Levels = [Option<Level>; LEVELS];

/// One level of a list.
#[derive(Clone, Debug)]
pub(crate) struct Level {
    start: u32,
    kind: LevelKind,
    glyph: Arc<str>,
    /// After how many of the levels above it, from the first, it begins anew; `None` is all.
    restart: Option<u8>,
}

/// What a level shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LevelKind {
    /// A bullet.
    Bullet,
    /// A number.
    Number,
    /// Only the level's text.
    Plain,
}

impl Level {
    /// A level whose text, in `font` if that is a font of symbols, is `text`. It begins anew after
    /// the first `restart` of the levels above it; `None` is all of them.
    pub(crate) fn new(
        start: u32,
        kind: LevelKind,
        text: String,
        restart: Option<u8>,
        font: Option<SymbolFont>,
    ) -> Level {
        let glyph: String = match kind {
            LevelKind::Number => text,
            _ => text.chars().map(|c| look(font, c)).collect(),
        };
        Level {
            start,
            kind,
            glyph: glyph.into(),
            restart,
        }
    }
}

/// A list: a definition, with levels and starts of its own.
#[derive(Debug, Default)]
pub(crate) struct List {
    pub definition: i32,
    pub levels: Levels,
    pub starts: [Option<u32>; LEVELS],
}

/// How far each list has counted, in reading order.
#[derive(Debug, Default)]
pub(crate) struct Counters {
    /// By definition: lists that share one go on counting.
    counts: HashMap<i32, [Option<u32>; LEVELS]>,
    /// The lists and levels whose own start has been used up.
    started: HashSet<(i32, u8)>,
}

impl Counters {
    /// What the next paragraph of this list and level shows, and counts it. `definition` and
    /// `levels` are those that count for the list in the end.
    pub(crate) fn next(
        &mut self,
        id: i32,
        list: &List,
        definition: i32,
        levels: &Levels,
        level: u8,
    ) -> Option<Bullet> {
        let index = usize::from(level).min(LEVELS - 1);
        let level_of = |i: usize| list.levels[i].as_ref().or(levels[i].as_ref());
        let level = level_of(index)?;
        if level.kind != LevelKind::Number {
            return (!level.glyph.is_empty()).then(|| Bullet {
                glyph: level.glyph.clone(),
                ordinal: None,
                color: None,
            });
        }
        let counts = self.counts.entry(definition).or_default();
        let own_start = list.starts[index].filter(|_| self.started.insert((id, index as u8)));
        let ordinal = match (own_start, counts[index]) {
            (Some(start), _) => start,
            (None, Some(last)) => last.saturating_add(1),
            (None, None) => list.starts[index].unwrap_or(level.start),
        };
        counts[index] = Some(ordinal);
        for (i, below) in counts.iter_mut().enumerate().skip(index + 1) {
            let restart = level_of(i).and_then(|l| l.restart);
            if restart.is_none_or(|limit| index < usize::from(limit)) {
                *below = None;
            }
        }
        Some(Bullet {
            glyph: level.glyph.clone(),
            ordinal: Some(ordinal),
            color: None,
        })
    }
}
