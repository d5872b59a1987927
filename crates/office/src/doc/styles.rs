//! Styles ([MS-DOC] §2.4.6.5, §2.9 STSH, STD), and how layers of formatting make the effective one.

use super::bytes::{rest, slice, u16_at};
use super::characters::Characters;
use super::fonts::Fonts;
use super::paragraphs::Paragraphs;
use crate::build::look::{self, ParagraphLayer, RunLayer, RunState, Toggles};

/// How far a style's base is followed: a chain that is longer goes in circles.
const CHAIN: usize = 64;
/// "Default Paragraph Font", the character style that is none.
const DEFAULT_FONT: u16 = 10;
/// Where in the head of the style sheet the font of East Asian letters stands.
const EAST_ASIAN: usize = 14;
/// The most styles a document may have.
const MOST: usize = 4094;

/// The styles of a document, by their index.
#[derive(Debug, Default)]
pub(super) struct Styles {
    styles: Vec<Style>,
    /// What the document's text is set in where nothing else is said.
    defaults: RunLayer,
}

/// A style, with what it is based on put under it.
#[derive(Clone, Copy, Debug, Default)]
struct Style {
    kind: Kind,
    run: RunLayer,
    paragraph: ParagraphLayer,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Kind {
    #[default]
    None,
    Paragraph,
    Character,
    Table,
    List,
}

/// A style as the file has it.
#[derive(Clone, Copy, Debug, Default)]
struct Raw<'a> {
    kind: Kind,
    base: usize,
    paragraph: &'a [u8],
    run: &'a [u8],
}

impl Styles {
    /// Reads the style sheet. What of it cannot be read is taken as empty.
    pub(super) fn read(bytes: &[u8], fonts: &Fonts) -> Styles {
        let raw = read_all(bytes).unwrap_or_default();
        let mut done: Vec<Option<Style>> = vec![None; raw.len()];
        let mut chain = Vec::new();
        for index in 0..raw.len() {
            let mut at = index;
            let mut below = Style::default();
            chain.clear();
            while chain.len() < CHAIN {
                match done.get(at) {
                    Some(Some(style)) => {
                        below = *style;
                        break;
                    }
                    Some(None) => chain.push(at),
                    None => break,
                }
                at = raw[at].base;
            }
            for &at in chain.iter().rev() {
                below = raw[at].over(below, fonts);
                done[at] = Some(below);
            }
        }
        Styles {
            styles: done.into_iter().map(Option::unwrap_or_default).collect(),
            defaults: RunLayer {
                face: u16_at(bytes, 2 + EAST_ASIAN).and_then(|font| fonts.face(font)),
                ..RunLayer::default()
            },
        }
    }

    fn get(&self, index: u16, kind: Kind) -> Style {
        match self.styles.get(usize::from(index)) {
            Some(style) if style.kind == kind => *style,
            _ => Style::default(),
        }
    }

    /// The paragraph style of this index; one that is none reads as the default, 0.
    fn paragraph_style(&self, index: u16) -> Style {
        match self.get(index, Kind::Paragraph) {
            Style {
                kind: Kind::None, ..
            } => self.get(0, Kind::Paragraph),
            style => style,
        }
    }

    /// What a paragraph style says of paragraphs.
    pub(super) fn paragraph(&self, index: u16) -> ParagraphLayer {
        self.paragraph_style(index).paragraph
    }

    /// What text looks like in a paragraph of a table (`None` outside of tables), with direct
    /// formatting.
    pub(super) fn run(&self, table: Option<u16>, paragraph: u16, direct: &Characters) -> RunState {
        let character = direct.style.unwrap_or(0);
        let levels = [
            table.map_or(RunLayer::default(), |t| self.get(t, Kind::Table).run),
            self.paragraph_style(paragraph).run,
            self.get(character, Kind::Character).run,
        ];
        let mut layer = direct.layer;
        layer.toggles = direct.changes.over(|of| look::styled(&levels, of));
        if let Some(twice) = direct.double_strike {
            layer.toggles.strike = Some(twice || layer.toggles.strike == Some(true));
        }
        let identity = if character == DEFAULT_FONT {
            0
        } else {
            character
        };
        look::effective(self.defaults, levels, layer, identity)
    }
}

impl Raw<'_> {
    fn over(&self, below: Style, fonts: &Fonts) -> Style {
        let run = Characters::read(self.run, fonts);
        let mut paragraph = Paragraphs::default();
        paragraph.take(self.paragraph);
        let mut layer = run.layer;
        let base: Toggles = below.run.toggles;
        layer.toggles = run.changes.over(|of| of(&base) == Some(true));
        if let Some(twice) = run.double_strike {
            layer.toggles.strike = Some(twice || layer.toggles.strike == Some(true));
        }
        Style {
            kind: self.kind,
            run: layer.over(below.run),
            paragraph: paragraph.layer.over(below.paragraph),
        }
    }
}

fn read_all(bytes: &[u8]) -> Option<Vec<Raw<'_>>> {
    let head_len = usize::from(u16_at(bytes, 0)?);
    let head = slice(bytes, 2, head_len)?;
    let count = usize::from(u16_at(head, 0)?).min(MOST);
    let base_len = usize::from(u16_at(head, 2)?);
    let mut left = rest(bytes, 2 + head_len);
    let mut styles = Vec::new();
    while styles.len() < count {
        let Some(len) = u16_at(left, 0).map(usize::from) else {
            break;
        };
        let Some(definition) = slice(left, 2, len) else {
            break;
        };
        styles.push(read_one(definition, base_len).unwrap_or_default());
        left = rest(left, 2 + len + len % 2);
    }
    Some(styles)
}

fn read_one(definition: &[u8], base_len: usize) -> Option<Raw<'_>> {
    let kind_and_base = u16_at(definition, 2)?;
    let lists = usize::from(u16_at(definition, 4)? & 0xf);
    let name_len = usize::from(u16_at(definition, base_len)?);
    let mut at = base_len + 2 + 2 * name_len + 2;
    let mut found = [&[][..]; 3];
    for slot in found.iter_mut().take(lists) {
        at += at % 2;
        let Some(len) = u16_at(definition, at).map(usize::from) else {
            break;
        };
        let Some(list) = slice(definition, at + 2, len) else {
            break;
        };
        *slot = list;
        at += 2 + len;
    }
    // A list for paragraphs begins with the index of its own style.
    let (kind, paragraph, run): (_, &[u8], &[u8]) = match kind_and_base & 0xf {
        1 => (Kind::Paragraph, rest(found[0], 2), found[1]),
        2 => (Kind::Character, &[], found[0]),
        3 => (Kind::Table, rest(found[1], 2), found[2]),
        4 => (Kind::List, rest(found[0], 2), &[]),
        _ => return None,
    };
    Some(Raw {
        kind,
        base: usize::from(kind_and_base >> 4),
        paragraph,
        run,
    })
}
