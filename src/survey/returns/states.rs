//! How the tables of one file came back, kept small.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::model::submission::{Status, Submission};

/// How each table of a submission came back. All files of an edition have the same tables, so their
/// codes are held once for many of them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(from = "Vec<(Arc<str>, Status)>", into = "Vec<(Arc<str>, Status)>")]
pub struct TableStates {
    codes: Arc<[Arc<str>]>,
    /// Four in a byte.
    states: Box<[u8]>,
}

impl TableStates {
    pub(super) fn of(submission: &Submission) -> TableStates {
        let tables = submission.tables.0.iter();
        tables
            .map(|(code, table)| (Arc::clone(code), table.status))
            .collect::<Vec<_>>()
            .into()
    }

    /// Each table's code, and how it came back.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Status)> {
        self.codes
            .iter()
            .enumerate()
            .map(|(i, code)| (&**code, self.state(i)))
    }

    fn state(&self, table: usize) -> Status {
        let four = self.states.get(table / 4).copied().unwrap_or_default();
        STATES[usize::from(four >> (2 * (table % 4)) & 3)]
    }

    /// The same, with the codes of another one where they are the same.
    pub(super) fn sharing(&self, other: &TableStates) -> TableStates {
        let codes = match self.codes == other.codes {
            true => &other.codes,
            false => &self.codes,
        };
        TableStates {
            codes: Arc::clone(codes),
            states: self.states.clone(),
        }
    }
}

const STATES: [Status; 4] = [
    Status::Filled,
    Status::Empty,
    Status::Missing,
    Status::NotCollected,
];

fn packed(states: &[Status]) -> Box<[u8]> {
    let bits = |state: &Status| STATES.iter().position(|s| s == state).unwrap_or(0);
    let four = |four: &[Status]| {
        let each = four.iter().enumerate();
        each.fold(0, |byte, (i, state)| byte | (bits(state) as u8) << (2 * i))
    };
    states.chunks(4).map(four).collect()
}

impl From<Vec<(Arc<str>, Status)>> for TableStates {
    fn from(tables: Vec<(Arc<str>, Status)>) -> TableStates {
        let (codes, states): (Vec<_>, Vec<_>) = tables.into_iter().unzip();
        TableStates {
            codes: codes.into(),
            states: packed(&states),
        }
    }
}

impl From<TableStates> for Vec<(Arc<str>, Status)> {
    fn from(tables: TableStates) -> Vec<(Arc<str>, Status)> {
        let codes = tables.codes.iter().cloned().enumerate();
        codes.map(|(i, code)| (code, tables.state(i))).collect()
    }
}
