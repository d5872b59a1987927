//! Shading patterns (ECMA-376 part 1 §17.18.78).

use crate::paper::Rgb;

/// The colour that a pattern gives on the whole, where its ink covers `percent`; `None` where
/// nothing is behind the text.
pub(crate) fn mixed(percent: u32, ink: Option<Rgb>, fill: Option<Rgb>) -> Option<Rgb> {
    if percent == 0 {
        return fill;
    }
    let ink = ink.unwrap_or(Rgb(0, 0, 0));
    let paper = fill.unwrap_or(Rgb(0xff, 0xff, 0xff));
    let mix = |ink: u8, paper: u8| {
        ((u32::from(ink) * percent + u32::from(paper) * (100 - percent)) / 100) as u8
    };
    Some(Rgb(
        mix(ink.0, paper.0),
        mix(ink.1, paper.1),
        mix(ink.2, paper.2),
    ))
}
