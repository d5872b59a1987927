//! Which of a unit's submissions count.

use std::collections::BTreeSet;

use rusqlite::{Connection, params};

use super::memory::Written;
use crate::survey::returns::{Receipt, by_unit};

/// Marks which of a unit's submissions count: the newest form, and a workbook that came apart.
pub(super) fn count_newest(connection: &Connection, unit: &str) -> rusqlite::Result<()> {
    let sql = "SELECT id, edition, coalesce(corrected, json), coalesce(corrected_english, english)
               FROM submission WHERE unit_key = ?1 ORDER BY run, id";
    let mut of_unit = connection.prepare_cached(sql)?;
    let rows = of_unit.query_map([unit], |row| {
        let written = Written {
            json: row.get(2)?,
            english: row.get(3)?,
        };
        Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?, written))
    })?;
    let rows: Vec<(i64, String, Written)> = rows.collect::<Result<_, _>>()?;
    let editions: BTreeSet<&String> = rows.iter().map(|(_, edition, _)| edition).collect();
    // A unit returns one form for each edition.
    for edition in editions {
        let mut ids = Vec::new();
        let mut receipts = Vec::new();
        for (id, _, written) in rows.iter().filter(|(_, e, _)| e == edition) {
            if let Ok(submission) = written.read() {
                ids.push(*id);
                receipts.push(Receipt::of(&submission));
            }
        }
        let mut counting = BTreeSet::new();
        for returns in by_unit(&receipts, None) {
            counting.extend(returns.counting().map(|i| ids[i]));
        }
        let mark = "UPDATE submission SET counts = ?2 WHERE id = ?1 AND counts <> ?2";
        for id in ids {
            connection
                .prepare_cached(mark)?
                .execute(params![id, counting.contains(&id)])?;
        }
    }
    Ok(())
}
