//! Colours: a form's own, as classes of the style sheet.
//!
//! Nothing of a form gets into CSS. A colour is shown as the nearest of 216, each of which has a
//! class, and letters are made darker or lighter until they can be read on what is behind them.

use std::fmt::Write;

use office::paper::Rgb;

/// Letters are told from what is behind them from here on (WCAG 2, level AA).
const LEAST_CONTRAST: f32 = 4.5;
/// Letters fainter than that against what is behind them are said to be pale: yellow on white is
/// 1.1, light grey (`BFBFBF`) 1.8; red is 4.0 and is not.
const PALE: f32 = 2.0;
/// The digits of a channel's six steps.
const DIGITS: [char; 6] = ['0', '3', '6', '9', 'c', 'f'];

/// One of the colours that have a class: six steps a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Ink([u8; 3]);

/// White, as paper is.
pub(super) const WHITE: Ink = Ink([5, 5, 5]);
/// What is behind text that was put in with tracking on: a pale green.
pub(super) const INSERTED: Ink = Ink([4, 5, 4]);
const BLACK: Ink = Ink([0, 0, 0]);

impl Ink {
    /// The nearest to a colour.
    pub(super) fn of(Rgb(r, g, b): Rgb) -> Ink {
        // A step is 51 wide.
        Ink([r, g, b].map(|c| ((u16::from(c) + 25) / 51) as u8))
    }

    /// Its three digits.
    fn digits(self) -> String {
        self.0
            .iter()
            .map(|&step| DIGITS[usize::from(step.min(5))])
            .collect()
    }

    /// How light it is (WCAG 2).
    fn luminance(self) -> f32 {
        let linear = self.0.map(|step| {
            let c = f32::from(step) / 5.0;
            match c <= 0.039_28 {
                true => c / 12.92,
                false => ((c + 0.055) / 1.055).powf(2.4),
            }
        });
        0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    }

    fn contrast(self, other: Ink) -> f32 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// The class that puts it behind.
    pub(super) fn behind(self) -> String {
        format!("g{}", self.digits())
    }
}

/// The class of letters in a colour (none is automatic) on what is behind them; none where they
/// look as letters do. Letters that could hardly be read are shown in a stronger colour, and said
/// to be pale.
pub(super) fn letters(color: Option<Rgb>, ground: Ink) -> (Option<String>, bool) {
    let automatic = match BLACK.contrast(ground) >= LEAST_CONTRAST {
        true => BLACK,
        false => WHITE,
    };
    let wanted = color.map_or(automatic, Ink::of);
    let mut ink = wanted;
    let darker = automatic == BLACK;
    while ink.contrast(ground) < LEAST_CONTRAST && ink != automatic {
        let step = |c: u8| match darker {
            true => c.saturating_sub(1),
            false => (c + 1).min(5),
        };
        ink = Ink(ink.0.map(step));
    }
    let plain = ink == BLACK && color.is_none_or(|c| Ink::of(c) == BLACK);
    (
        (!plain).then(|| format!("c{}", ink.digits())),
        wanted.contrast(ground) < PALE,
    )
}

/// The rules for all colours.
pub(super) fn rules(out: &mut String) {
    let steps = || 0..6_u8;
    for ink in steps().flat_map(|r| steps().flat_map(move |g| steps().map(move |b| Ink([r, g, b]))))
    {
        let digits = ink.digits();
        let _ = write!(
            out,
            ".paper .c{digits}{{color:#{digits}}}.paper .g{digits}{{background:#{digits}}}"
        );
    }
    out.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_be_read_keeps_its_colour_and_what_cannot_is_made_stronger() {
        assert_eq!(
            letters(Some(Rgb(255, 0, 0)), WHITE).0.as_deref(),
            Some("cc00")
        );
        assert_eq!(
            letters(Some(Rgb(0xc0, 0, 0)), WHITE),
            (Some("cc00".to_owned()), false)
        );
        assert_eq!(letters(None, WHITE), (None, false));
        assert_eq!(letters(Some(Rgb(0, 0, 0)), WHITE), (None, false));
        let (white, pale) = letters(Some(Rgb(255, 255, 255)), WHITE);
        assert!(pale && white.is_some_and(|class| class != "cfff"));
        assert_eq!(letters(None, Ink([5, 5, 0])), (None, false));
        let on_black = letters(None, BLACK);
        assert_eq!(on_black, (Some("cfff".to_owned()), false));
    }

    #[test]
    fn every_colour_on_every_other_can_be_read() {
        let steps = || 0..6_u8;
        let all =
            || steps().flat_map(|r| steps().flat_map(move |g| steps().map(move |b| [r, g, b])));
        for ground in all() {
            for ink in all() {
                let color = ink.map(|c| c * 51);
                let shown = letters(Some(Rgb(color[0], color[1], color[2])), Ink(ground)).0;
                let digits = shown.map_or_else(|| "000".to_owned(), |class| class[1..].to_owned());
                let at = |c: char| DIGITS.iter().position(|d| *d == c).unwrap_or(0) as u8;
                let steps: Vec<u8> = digits.chars().map(at).collect();
                let shown = Ink([steps[0], steps[1], steps[2]]);
                assert!(
                    shown.contrast(Ink(ground)) >= LEAST_CONTRAST,
                    "{ink:?} on {ground:?}"
                );
            }
        }
    }
}
