//! Visible properties of text that are seldom used ([MS-DOC] §2.6.1), said as the `.docx` reader says
//! them: a blank form of one format is compared with a returned one of the other.

use super::sprm::Sprm;
use crate::build::effects::EffectLayer;
use crate::paper::{Effect, Print, Rgb};

/// Takes in what a modifier says, if it is of these.
pub(super) fn modify(effects: &mut EffectLayer, sprm: &Sprm<'_>) {
    let word = i32::from(sprm.word() as i16);
    let named =
        |name: &str, value: i32| Print::of(name.as_bytes()).and(value.to_string().as_bytes());
    let is_on = matches!(sprm.byte(), 1 | 0x81);
    let on = |name: &str| is_on.then(|| Print::of(name.as_bytes()));
    let (effect, how) = match sprm.code {
        0x0838 => (Effect::Outline, on("outline")),
        0x0839 => (Effect::Shadow, on("shadow")),
        0x0858 => (Effect::Relief, on("emboss")),
        0x0854 => (Effect::Relief, on("imprint")),
        0x083b => (Effect::Capitals, on("caps")),
        0x083a => (Effect::Capitals, on("smallCaps")),
        0x4852 => (Effect::Width, (word != 100).then(|| named("w", word))),
        0x8840 => (Effect::Spacing, (word != 0).then(|| named("spacing", word))),
        0x4845 => (
            Effect::Position,
            (word != 0).then(|| named("position", word)),
        ),
        0x2859 => (Effect::Animation, animation(sprm.byte())),
        0xca76 => {
            let width = sprm.long();
            (Effect::Width, (width != 0).then(|| named("fitText", width)))
        }
        0xca78 => {
            let how = match sprm.byte() {
                0 => None,
                flags if flags & 2 != 0 => Some("combine"),
                _ => Some("vert"),
            };
            (Effect::Layout, how.map(|how| Print::of(how.as_bytes())))
        }
        _ => return,
    };
    effects.set(effect, how);
}

/// Takes in the line under a text: a plain one is no effect.
pub(super) fn underline(effects: &mut EffectLayer, kind: u8, color: Option<Rgb>) {
    let name = match kind {
        0 | 1 | 2 | 5 => "single",
        3 => "double",
        4 => "dotted",
        6 => "thick",
        7 => "dash",
        9 => "dotDash",
        10 => "dotDotDash",
        11 => "wave",
        20 => "dottedHeavy",
        23 => "dashedHeavy",
        25 => "dashDotHeavy",
        26 => "dashDotDotHeavy",
        27 => "wavyHeavy",
        39 => "dashLong",
        43 => "wavyDouble",
        55 => "dashLongHeavy",
        _ => "other",
    };
    let how = match (name, color) {
        ("single", None) => None,
        _ => {
            let color = color.map_or("auto".to_owned(), |Rgb(r, g, b)| {
                format!("{r:02X}{g:02X}{b:02X}")
            });
            Some(Print::of(b"u").and(name.as_bytes()).and(color.as_bytes()))
        }
    };
    effects.set(Effect::Underline, how);
}

fn animation(kind: u8) -> Option<Print> {
    const NAMES: [&str; 6] = [
        "lights",
        "blinkBackground",
        "sparkle",
        "antsBlack",
        "antsRed",
        "shimmer",
    ];
    let name = NAMES.get(usize::from(kind).checked_sub(1)?)?;
    Some(Print::of(b"effect").and(name.as_bytes()))
}
