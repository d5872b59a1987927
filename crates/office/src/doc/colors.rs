//! Colours: by index, literal, and as shading patterns ([MS-DOC] §2.9 Ico, COLORREF, Shd80, Shd,
//! Ipat).

use super::bytes::{u8_at, u16_at};
use crate::build::shade;
use crate::paper::Rgb;

/// The colour of an index; `None` is automatic.
pub(super) fn indexed(ico: u8) -> Option<Rgb> {
    const COLORS: [Rgb; 16] = [
        Rgb(0, 0, 0),
        Rgb(0, 0, 0xff),
        Rgb(0, 0xff, 0xff),
        Rgb(0, 0xff, 0),
        Rgb(0xff, 0, 0xff),
        Rgb(0xff, 0, 0),
        Rgb(0xff, 0xff, 0),
        Rgb(0xff, 0xff, 0xff),
        Rgb(0, 0, 0x80),
        Rgb(0, 0x80, 0x80),
        Rgb(0, 0x80, 0),
        Rgb(0x80, 0, 0x80),
        Rgb(0x80, 0, 0),
        Rgb(0x80, 0x80, 0),
        Rgb(0x80, 0x80, 0x80),
        Rgb(0xc0, 0xc0, 0xc0),
    ];
    COLORS.get(usize::from(ico).checked_sub(1)?).copied()
}

/// A COLORREF; `None` is automatic.
pub(super) fn literal(bytes: &[u8]) -> Option<Rgb> {
    let byte = |i| u8_at(bytes, i);
    (byte(3)? != 0xff).then_some(Rgb(byte(0)?, byte(1)?, byte(2)?))
}

/// The colour that an Shd80 gives; `None` where nothing is behind the text.
pub(super) fn shading_80(shd: u16) -> Option<Rgb> {
    if shd == 0xffff {
        return None;
    }
    let ink = indexed((shd & 0x1f) as u8);
    let fill = indexed((shd >> 5 & 0x1f) as u8);
    pattern(shd >> 10, ink, fill)
}

/// The colour that an Shd of 10 bytes gives.
pub(super) fn shading(shd: &[u8]) -> Option<Rgb> {
    let ink = literal(shd);
    let fill = literal(shd.get(4..)?);
    pattern(u16_at(shd, 8)?, ink, fill)
}

fn pattern(ipat: u16, ink: Option<Rgb>, fill: Option<Rgb>) -> Option<Rgb> {
    const PERCENT: [u8; 12] = [5, 10, 20, 25, 30, 40, 50, 60, 70, 75, 80, 90];
    /// The steps of 2.5 % from index 35 on, rounded as `w:shd` names them.
    const FINE: [u8; 24] = [
        2, 7, 12, 15, 17, 22, 27, 32, 35, 37, 42, 45, 47, 52, 55, 57, 62, 65, 67, 72, 77, 82, 85,
        87,
    ];
    let percent = match ipat {
        0xffff => return None,
        0 => 0,
        1 => 100,
        2..=13 => PERCENT[usize::from(ipat) - 2],
        35..=58 => FINE[usize::from(ipat) - 35],
        59.. => 95,
        // Stripes and crosses: about half.
        _ => 50,
    };
    shade::mixed(u32::from(percent), ink, fill)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shading_is_what_the_pattern_gives() {
        assert_eq!(shading_80(0xffff), None);
        assert_eq!(shading_80(0), None);
        // Clear over yellow, solid red, 20 % of black over white.
        assert_eq!(shading_80(7 << 5), Some(Rgb(255, 255, 0)));
        assert_eq!(shading_80(6 | 1 << 10), Some(Rgb(255, 0, 0)));
        assert_eq!(shading_80(4 << 10), Some(Rgb(204, 204, 204)));
        let clear = [0, 0, 0, 0xff, 0xff, 0xc0, 0, 0, 0, 0];
        assert_eq!(shading(&clear), Some(Rgb(255, 0xc0, 0)));
        let automatic = [0, 0, 0, 0xff, 0, 0, 0, 0xff, 0, 0];
        assert_eq!(shading(&automatic), None);
        let nil = [0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff];
        assert_eq!(shading(&nil), None);
    }
}
