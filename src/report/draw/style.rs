//! The style sheet of all drawings.

use std::fmt::Write;
use std::sync::LazyLock;

use super::ink;
use super::line::SIZES;

static SHEET: LazyLock<String> = LazyLock::new(|| {
    let mut sheet = include_str!("paper.css").to_owned();
    for size in SIZES.0..=SIZES.1 {
        let (points, half) = (size / 2, if size % 2 == 0 { "" } else { ".5" });
        let _ = write!(
            sheet,
            ".paper.z{size},.paper .z{size}{{font-size:{points}{half}pt}}"
        );
    }
    sheet.push('\n');
    for width in 1..=100 {
        let _ = write!(sheet, ".paper .w{width}{{width:{width}%}}");
    }
    sheet.push('\n');
    ink::rules(&mut sheet);
    sheet
});

/// The style sheet that drawings are seen with: the same for all. Its rules are all of `.paper`.
pub fn stylesheet() -> &'static str {
    &SHEET
}
