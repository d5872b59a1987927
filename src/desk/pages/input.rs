//! What forms bring, in the types that actions take.

use serde::Deserialize;

/// A folder on this machine.
#[derive(Deserialize)]
pub struct Folder {
    #[serde(default)]
    pub folder: String,
}

/// The folder that is looked into.
#[derive(Default, Deserialize)]
pub struct At {
    #[serde(default)]
    pub at: String,
}

/// The name of a file that is sent.
#[derive(Deserialize)]
pub struct Named {
    #[serde(default)]
    pub name: String,
    /// What was set is to be taken away.
    #[serde(default)]
    pub remove: bool,
}

/// The last day to return, and who works here.
#[derive(Deserialize)]
pub struct Office {
    #[serde(default)]
    pub due: String,
    #[serde(default)]
    pub who: String,
}

/// Where in a submission, and what stood there when the page was made.
#[derive(Clone, Default, Deserialize)]
pub struct Place {
    #[serde(default)]
    pub path: String,
    #[serde(default)]
    pub was: String,
    #[serde(default)]
    pub rule: String,
    #[serde(default)]
    pub why: String,
    #[serde(default)]
    pub value: String,
    #[serde(default)]
    pub other: String,
}

/// An act that is undone; none is the last one here.
#[derive(Deserialize)]
pub struct Undo {
    #[serde(default)]
    pub act: i64,
}
