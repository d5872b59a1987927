//! A text that is one date: what leads up to it, the date, what stands behind it.

use super::calendar::{Day, Dropped, Trouble, date};
use super::tail::{explain, tail};
use crate::value::scan::Scan;

/// Reads a folded text as one date, and says what was left out.
pub(super) fn read(folded: &str) -> Result<(Day, Vec<Dropped>), Trouble> {
    let text = dots(folded);
    let text = text.trim_end_matches(['.', ';', ',', '、', ' ', '\n']);
    let mut dropped = Vec::new();
    let mut scan = Scan::new(text);
    if let Some(word) = scan.eat_any(&["始于", "自", "从", "于"]) {
        dropped.push(Dropped::Words(word.to_owned()));
        scan.spaces();
    }
    scan.eat_word("公元");
    let day = date(&mut scan, &mut dropped).map_err(|t| explain(t, text))?;
    tail(&mut scan, day, &mut dropped).map_err(|t| explain(t, text))?;
    Ok((day, dropped))
}

/// Chinese full stops between digits are points: 2025。3。5.
fn dots(folded: &str) -> String {
    folded.replace('。', ".")
}
