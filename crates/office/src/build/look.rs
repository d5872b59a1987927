//! Layers of formatting, each property said or left open, and what they make together (ECMA-376
//! part 1 §17.7.2): document defaults, table style, paragraph style, character style, direct
//! formatting.

use super::effects::EffectLayer;
use super::symbol::SymbolFont;
use crate::paper::{Emphasis, Format, ParagraphFormat, Print, Rgb, Script};

/// The size of text, in half-points, where nothing says another (§17.3.2.38).
const SIZE: u16 = 20;

/// Text that is raised or lowered by less, in half-points, stands on its line: writers move a word
/// by a point so that it stands well.
const RAISED: i32 = 4;
const LOWERED: i32 = -RAISED;

/// Text that `w:position` moves stands where an exponent or an index does.
fn raised(by: i32) -> Script {
    match by {
        RAISED.. => Script::Super,
        ..=LOWERED => Script::Sub,
        _ => Script::Line,
    }
}

/// A layer of run properties: what one style or one run says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct RunLayer {
    pub color: Option<Option<Rgb>>,
    /// The colour of `w14:textFill`, which goes over `w:color`.
    pub fill: Option<Option<Rgb>>,
    pub highlight: Option<Option<Rgb>>,
    pub shading: Option<Option<Rgb>>,
    pub font: Option<Option<SymbolFont>>,
    pub underline: Option<bool>,
    pub framed: Option<bool>,
    pub script: Option<Script>,
    /// Raised by so many half-points.
    pub raised: Option<i32>,
    /// The size, in half-points.
    pub size: Option<u16>,
    /// The face of East Asian letters.
    pub face: Option<Print>,
    pub effects: EffectLayer,
    pub toggles: Toggles,
    /// Changed with tracking on.
    pub changed: bool,
}

/// The toggle properties (§17.7.3), which are added over styles by exclusive or.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Toggles {
    pub bold: Option<bool>,
    pub italic: Option<bool>,
    pub strike: Option<bool>,
    pub hidden: Option<bool>,
}

impl RunLayer {
    /// This layer where it speaks, else the one below.
    pub(crate) fn over(self, below: RunLayer) -> RunLayer {
        RunLayer {
            color: self.color.or(below.color),
            fill: self.fill.or(below.fill),
            highlight: self.highlight.or(below.highlight),
            shading: self.shading.or(below.shading),
            font: self.font.or(below.font),
            underline: self.underline.or(below.underline),
            framed: self.framed.or(below.framed),
            script: self.script.or(below.script),
            raised: self.raised.or(below.raised),
            size: self.size.or(below.size),
            face: self.face.or(below.face),
            effects: self.effects.over(below.effects),
            changed: self.changed,
            toggles: Toggles {
                bold: self.toggles.bold.or(below.toggles.bold),
                italic: self.toggles.italic.or(below.toggles.italic),
                strike: self.toggles.strike.or(below.toggles.strike),
                hidden: self.toggles.hidden.or(below.toggles.hidden),
            },
        }
    }
}

/// A layer of paragraph properties.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct ParagraphLayer {
    pub shading: Option<Option<Rgb>>,
    /// The list: 0 takes a style's numbering away.
    pub list: Option<i32>,
    /// The level in it, from 0.
    pub level: Option<u8>,
    pub border: Option<Print>,
    pub indent: [Option<i32>; 3],
    pub alignment: Option<Print>,
    pub spacing: [Option<i32>; 3],
}

impl ParagraphLayer {
    /// This layer where it speaks, else the one below.
    pub(crate) fn over(self, below: ParagraphLayer) -> ParagraphLayer {
        ParagraphLayer {
            shading: self.shading.or(below.shading),
            list: self.list.or(below.list),
            level: self.level.or(below.level),
            border: self.border.or(below.border),
            indent: each_over(self.indent, below.indent),
            alignment: self.alignment.or(below.alignment),
            spacing: each_over(self.spacing, below.spacing),
        }
    }

    /// What can be seen of the paragraph.
    pub(crate) fn format(self) -> ParagraphFormat {
        let print = |numbers: &[Option<i32>]| {
            let said = numbers.iter().map(|n| n.unwrap_or(0));
            if said.clone().all(|n| n == 0) {
                return Print::default();
            }
            said.fold(Print::default(), |p, n| p.and(&n.to_le_bytes()))
        };
        let [left, right, first] = self.indent;
        let level = self.level.map(i32::from);
        ParagraphFormat {
            border: self.border.unwrap_or_default(),
            indent: print(&[left, right, first, level]),
            alignment: self.alignment.unwrap_or_default(),
            spacing: print(&self.spacing),
        }
    }
    /// The list and level of a paragraph with this layer in a style with that one.
    pub(crate) fn list_over(&self, style: &ParagraphLayer) -> Option<(i32, u8)> {
        let list = self.list.or(style.list).filter(|&list| list != 0)?;
        let level = match self.list {
            Some(_) => self.level,
            None => self.level.or(style.level),
        };
        Some((list, level.unwrap_or(0)))
    }
}

pub(crate) fn each_over(own: [Option<i32>; 3], below: [Option<i32>; 3]) -> [Option<i32>; 3] {
    std::array::from_fn(|i| own[i].or(below[i]))
}

/// What a run's text effectively looks like, and how to read it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct RunState {
    pub format: Format,
    pub hidden: bool,
    pub font: Option<SymbolFont>,
    /// Its look was changed with tracking on.
    pub changed: bool,
}

/// What the styles of a run, from the table's to the character's, make of a toggle together.
pub(crate) fn styled(levels: &[RunLayer; 3], of: fn(&Toggles) -> Option<bool>) -> bool {
    levels
        .iter()
        .fold(false, |on, level| on ^ (of(&level.toggles) == Some(true)))
}

/// What a run looks like: the document's defaults, the styles of its table, paragraph and
/// characters, and direct formatting. `style` is the character style's identity.
pub(crate) fn effective(
    defaults: RunLayer,
    levels: [RunLayer; 3],
    direct: RunLayer,
    style: u16,
) -> RunState {
    let [table, paragraph, character] = levels;
    let all = direct
        .over(character)
        .over(paragraph)
        .over(table)
        .over(defaults);
    let toggle = |of: fn(&Toggles) -> Option<bool>| {
        of(&direct.toggles)
            .unwrap_or_else(|| of(&defaults.toggles) == Some(true) || styled(&levels, of))
    };
    RunState {
        format: Format {
            color: all.fill.or(all.color).flatten(),
            highlight: all.highlight.flatten(),
            shading: all.shading.flatten(),
            style,
            emphasis: Emphasis {
                bold: toggle(|t| t.bold),
                italic: toggle(|t| t.italic),
                underline: all.underline == Some(true),
                strike: toggle(|t| t.strike),
                framed: all.framed == Some(true),
            },
            script: match all.script.unwrap_or_default() {
                Script::Line => raised(all.raised.unwrap_or(0)),
                script => script,
            },
            size: all.size.unwrap_or(SIZE),
            face: all.face.unwrap_or_default(),
            effects: all.effects.effects(),
        },
        hidden: toggle(|t| t.hidden),
        font: all.font.flatten(),
        changed: direct.changed,
    }
}
