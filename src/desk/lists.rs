//! `corrections.csv` and `decisions.csv` as the command line reads them, made of what is in force.

use super::acts::{Act, Done};
use crate::survey::office_csv::Column;
use crate::survey::{corrections, decisions};

/// Excel takes a text for UTF-8 by this mark.
const MARK: &[u8] = b"\xef\xbb\xbf";

/// The office's corrections.
pub fn corrections<'d>(in_force: impl IntoIterator<Item = &'d Done>) -> Vec<u8> {
    let rows = in_force.into_iter().filter_map(|done| {
        let (spot, value, rule, why) = match &done.act {
            Act::Correct { spot, value, why } => (spot, value.as_str(), "", why),
            Act::Explain { spot, rule, why } => (spot, "", rule.name(), why),
            _ => return None,
        };
        Some([
            &spot.unit,
            &spot.file,
            &spot.path,
            &spot.record,
            &spot.was,
            value,
            rule,
            why,
            &done.who,
            done.day(),
            &spot.sha256,
        ])
    });
    csv(corrections::COLUMNS, rows)
}

/// The office's decisions.
pub fn decisions<'d>(in_force: impl IntoIterator<Item = &'d Done>) -> Vec<u8> {
    let rows = in_force.into_iter().filter_map(|done| {
        let Act::Decide {
            kind,
            case,
            decision,
            unit,
            file,
            sha256,
            why,
        } = &done.act
        else {
            return None;
        };
        Some([
            kind,
            case,
            decision,
            unit,
            file,
            sha256,
            why,
            &done.who,
            done.day(),
        ])
    });
    csv(decisions::COLUMNS, rows)
}

/// A list with the columns that its reader knows, in their order.
fn csv<'r, const N: usize>(
    columns: &[Column],
    rows: impl Iterator<Item = [&'r str; N]>,
) -> Vec<u8> {
    let heads: Vec<&str> = columns.iter().map(|c| c.name).collect();
    csv_of(&heads, rows)
}

/// A list with these heads.
pub(super) fn csv_of<'r, const N: usize>(
    heads: &[&str],
    rows: impl Iterator<Item = [&'r str; N]>,
) -> Vec<u8> {
    let mut out = csv::Writer::from_writer(MARK.to_vec());
    // Memory can always be written to.
    let _ = out.write_record(heads);
    for row in rows {
        let _ = out.write_record(row);
    }
    out.into_inner().unwrap_or_default()
}
