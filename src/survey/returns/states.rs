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
    states: Box<[Status]>,
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
            .zip(&self.states)
            .map(|(code, state)| (&**code, *state))
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

impl From<Vec<(Arc<str>, Status)>> for TableStates {
    fn from(tables: Vec<(Arc<str>, Status)>) -> TableStates {
        let (codes, states): (Vec<_>, Vec<_>) = tables.into_iter().unzip();
        TableStates {
            codes: codes.into(),
            states: states.into(),
        }
    }
}

impl From<TableStates> for Vec<(Arc<str>, Status)> {
    fn from(tables: TableStates) -> Vec<(Arc<str>, Status)> {
        let codes = tables.codes.iter().cloned();
        codes.zip(tables.states).collect()
    }
}
