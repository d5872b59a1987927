//! Properties of characters ([MS-DOC] §2.6.1): what a list of modifiers says of a stretch of text.

use super::colors;
use super::effects;
use super::fonts::Fonts;
use super::sprm::{Sprm, Sprms};
use crate::build::look::{RunLayer, Toggles};
use crate::paper::{Rgb, Script};

/// A property that may be told against what the style says (§2.9 ToggleOperand).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Toggle {
    /// As the style has it.
    #[default]
    Style,
    /// Off.
    Off,
    /// On.
    On,
    /// The opposite of what the style has: most of what Word writes.
    Opposite,
}

impl Toggle {
    fn of(operand: u8) -> Toggle {
        match operand {
            0 => Toggle::Off,
            0x80 => Toggle::Style,
            0x81 => Toggle::Opposite,
            _ => Toggle::On,
        }
    }

    /// Its value over a style's; `None` where it leaves it.
    pub(super) fn over(self, style: bool) -> Option<bool> {
        match self {
            Toggle::Style => None,
            Toggle::Off => Some(false),
            Toggle::On => Some(true),
            Toggle::Opposite => Some(!style),
        }
    }
}

/// The toggles of a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Changes {
    pub bold: Toggle,
    pub italic: Toggle,
    pub strike: Toggle,
    pub hidden: Toggle,
}

impl Changes {
    /// What the toggles are over those of the styles.
    pub(super) fn over(self, style: impl Fn(fn(&Toggles) -> Option<bool>) -> bool) -> Toggles {
        Toggles {
            bold: self.bold.over(style(|t| t.bold)),
            italic: self.italic.over(style(|t| t.italic)),
            strike: self.strike.over(style(|t| t.strike)),
            hidden: self.hidden.over(style(|t| t.hidden)),
        }
    }
}

/// What a list of modifiers says of characters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Characters {
    /// All but the toggles.
    pub layer: RunLayer,
    pub changes: Changes,
    /// Struck twice, which is no toggle.
    pub double_strike: Option<bool>,
    /// The kind and colour of the line under it.
    line: u8,
    line_color: Option<Rgb>,
    /// The character style.
    pub style: Option<u16>,
    /// Deleted, or inserted, with tracking on.
    pub deleted: bool,
    pub inserted: bool,
    /// The character stands for something else.
    pub special: bool,
    /// The something is a form field's data, or an object.
    pub form: bool,
    pub object: bool,
    /// Where in the `Data` stream it is.
    pub location: Option<u32>,
    /// The character is this one of this font.
    pub symbol: Option<(u16, u16)>,
}

impl Characters {
    /// What `list` says.
    pub(super) fn read(list: &[u8], fonts: &Fonts) -> Characters {
        let mut found = Characters::default();
        found.take(list, fonts);
        found
    }

    /// Takes in what `list` says.
    pub(super) fn take(&mut self, list: &[u8], fonts: &Fonts) {
        for sprm in Sprms::of(list) {
            self.modify(&sprm, fonts);
        }
    }

    fn modify(&mut self, sprm: &Sprm<'_>, fonts: &Fonts) {
        let layer = &mut self.layer;
        let toggle = || Toggle::of(sprm.byte());
        let is_on = || matches!(toggle(), Toggle::On | Toggle::Opposite);
        match sprm.code {
            0x0800 => self.deleted = is_on(),
            0x0801 => self.inserted = is_on(),
            0x0806 => self.form = is_on(),
            0x080a | 0x0856 => self.object = is_on(),
            0x0835 => self.changes.bold = toggle(),
            0x0836 => self.changes.italic = toggle(),
            0x0837 => self.changes.strike = toggle(),
            0x083c => self.changes.hidden = toggle(),
            0x0855 => self.special = sprm.byte() != 0,
            0x2a53 => self.double_strike = Some(sprm.byte() != 0),
            // 5 is an underline that nobody sees.
            0x2a3e => {
                layer.underline = Some(!matches!(sprm.byte(), 0 | 5));
                self.line = sprm.byte();
                effects::underline(&mut layer.effects, self.line, self.line_color);
            }
            0x6877 => {
                self.line_color = colors::literal(sprm.operand);
                effects::underline(&mut layer.effects, self.line, self.line_color);
            }
            0x2a42 => layer.color = Some(colors::indexed(sprm.byte())),
            0x6870 => layer.color = Some(colors::literal(sprm.operand)),
            0x2a0c => layer.highlight = Some(colors::indexed(sprm.byte())),
            0x4866 => layer.shading = Some(colors::shading_80(sprm.word())),
            0xca71 => layer.shading = Some(colors::shading(sprm.operand)),
            0x2a48 => {
                layer.script = Some(match sprm.byte() {
                    1 => Script::Super,
                    2 => Script::Sub,
                    _ => Script::Line,
                });
            }
            // A border's type is its third byte in the old form, its sixth in the new.
            0x6865 => self.frame(border(sprm.operand, 1)),
            0xca72 => self.frame(border(sprm.operand, 5)),
            0x2a34 => self.frame(sprm.byte() != 0),
            0x4a4f => layer.font = Some(fonts.symbol(sprm.word())),
            0x4a51 if layer.font.flatten().is_none() => {
                layer.font = Some(fonts.symbol(sprm.word()));
            }
            0x4a50 => layer.face = fonts.face(sprm.word()),
            0x4a43 => layer.size = Some(sprm.word().clamp(1, 3276)),
            0x4845 => {
                layer.raised = Some(i32::from(sprm.word() as i16));
                effects::modify(&mut layer.effects, sprm);
            }
            0x4a30 => self.style = Some(sprm.word()),
            0x6a03 => self.location = u32::try_from(sprm.long()).ok(),
            0x6a09 => {
                let font = sprm.word();
                let character = super::bytes::u16_at(sprm.operand, 2).unwrap_or(0);
                self.symbol = Some((font, character));
                self.special = true;
            }
            // Back to the paragraph style's looks.
            0x2a33 => {
                self.layer = RunLayer::default();
                self.changes = Changes::default();
                self.double_strike = None;
                self.style = None;
            }
            _ => effects::modify(&mut layer.effects, sprm),
        }
    }

    fn frame(&mut self, on: bool) {
        self.layer.framed = Some(on || self.layer.framed == Some(true));
    }
}

/// Whether a border is there: one has a type and a width.
fn border(operand: &[u8], kind: usize) -> bool {
    !matches!(operand.get(kind), None | Some(0 | 0xff))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn toggles_may_be_told_against_the_style() {
        let values = [0, 1, 0x80, 0x81].map(|operand| {
            let toggle = Toggle::of(operand);
            (toggle.over(false), toggle.over(true))
        });
        assert_eq!(
            values,
            [
                (Some(false), Some(false)),
                (Some(true), Some(true)),
                (None, None),
                (Some(true), Some(false))
            ]
        );
    }

    #[test]
    fn plain_takes_looks_away_but_not_what_a_character_is() {
        let list = [0x55, 0x08, 1, 0x35, 0x08, 1, 0x42, 0x2a, 6, 0x33, 0x2a, 0];
        let read = Characters::read(&list, &Fonts::default());
        assert!(read.special);
        assert_eq!(read.changes.bold, Toggle::Style);
        assert_eq!(read.layer.color, None);
    }
}
