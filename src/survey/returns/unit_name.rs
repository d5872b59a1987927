//! What a unit is called, and its name written where a cover does not say it.

use std::sync::Arc;

use crate::mapping::Role;
use crate::model::finding::{CountingCause, FieldPath, Finding};
use crate::model::submission::Submission;
use crate::text::key::key;
use crate::value::Value;

/// What a unit is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitName {
    /// Its name.
    pub name: Arc<str>,
    /// Other names that it goes by.
    pub aliases: Vec<String>,
}

impl UnitName {
    /// Writes the name on a cover that does not say it: whose the file is was told by its name, its
    /// folder or a decision, and it is added up under this name.
    pub(crate) fn write_on(&self, submission: &mut Submission) {
        let cover = submission.who(Role::Name).unwrap_or_default().to_owned();
        let aliases = self.aliases.iter().map(String::as_str);
        let mut names = std::iter::once(&*self.name).chain(aliases);
        if names.any(|name| key(name) == key(&cover)) {
            return;
        }
        let Some(field) = submission.mapping.roles.field(Role::Name) else {
            return;
        };
        let Some((field, value)) = (submission.unit.0.iter_mut()).find(|(n, _)| **n == *field)
        else {
            return;
        };
        *value = Value::Text(self.name.to_string());
        let path = FieldPath::unit_field(field);
        let cause = CountingCause::WrittenAs {
            unit: self.name.to_string(),
            cover,
        };
        submission.findings.push(Finding::of(cause).at(path));
    }
}
