//! How far the survey has come, as data (`huibiao/status/1`).

use serde_json::{Value as Json, json};

use super::{Standing, State};
use crate::survey::roster::{Roster, UnitId};
use crate::text::lang::Lang;

/// The schema of a standing's JSON.
pub const STATUS_SCHEMA: &str = "huibiao/status/1";

impl Standing {
    /// The standing for writing, its words in `lang`.
    pub fn json(&self, roster: &Roster, lang: Lang) -> Json {
        let states = [
            State::Returned,
            State::ReturnedLate,
            State::Unreadable,
            State::Overdue,
            State::Awaited,
        ];
        let counts: serde_json::Map<String, Json> = (states.iter())
            .map(|s| (s.name().to_owned(), json!(self.count(*s))))
            .collect();
        let name = |id: UnitId| roster.unit(id).name.as_str();
        let units = self.units.iter().map(|u| {
            let unit = roster.unit(u.unit);
            let missing = u
                .missing
                .iter()
                .map(|(code, status)| json!({ "table": code, "status": status }));
            json!({
                "name": unit.name,
                "level": unit.level,
                "parent": unit.parent.map(name),
                "contact": unit.contact,
                "phone": unit.phone,
                "state": u.state.name(),
                "due": u.due.map(|d| d.to_string()),
                "returned_on": u.returned_on.map(|d| d.to_string()),
                "files": u.files.iter().map(|f| json!({
                    "file": f.file,
                    "modified": f.modified,
                    "role": f.role.name(),
                })).collect::<Vec<_>>(),
                "errors": u.errors,
                "warnings": u.warnings,
                "missing": missing.collect::<Vec<_>>(),
                "nil": u.nil,
                "doubts": u.doubts.iter().map(|d| d.get(lang)).collect::<Vec<_>>(),
                "below": { "returned": u.below.0, "asked": u.below.1 },
            })
        });
        let strangers = self.strangers.iter().map(|s| {
            let near = s.nearest.iter().map(|(id, likeness)| {
                json!({ "name": name(*id), "likeness": (likeness * 100.0).round() / 100.0 })
            });
            json!({ "name": s.name, "files": s.files, "nearest": near.collect::<Vec<_>>() })
        });
        json!({
            "schema": STATUS_SCHEMA,
            "as_of": self.as_of.to_string(),
            "counts": counts,
            "units": units.collect::<Vec<_>>(),
            "strangers": strangers.collect::<Vec<_>>(),
        })
    }
}
