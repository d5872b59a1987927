//! Roles: what an item of the cover is to the program, whatever the form calls it.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What an item of the cover is to the program: by the name a form is joined with its workbooks and
/// found in the roster, the contact is named in reports.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// The unit's name.
    Name,
    /// Who filled the form in, or whom to ask.
    Contact,
    /// The telephone of who filled the form in.
    ContactPhone,
    /// The e-mail address of who filled the form in.
    ContactEmail,
    /// Who answers for the unit.
    Leader,
    /// The telephone of who answers for the unit.
    LeaderPhone,
    /// The day on which the form was filled in.
    FilledOn,
}

impl Role {
    /// All roles.
    pub const ALL: [Role; 7] = [
        Role::Name,
        Role::Contact,
        Role::ContactPhone,
        Role::ContactEmail,
        Role::Leader,
        Role::LeaderPhone,
        Role::FilledOn,
    ];

    /// Its name in a mapping.
    pub fn name(self) -> &'static str {
        match self {
            Role::Name => "name",
            Role::Contact => "contact",
            Role::ContactPhone => "contact_phone",
            Role::ContactEmail => "contact_email",
            Role::Leader => "leader",
            Role::LeaderPhone => "leader_phone",
            Role::FilledOn => "filled_on",
        }
    }

    /// The field that has this role where neither the mapping nor the data says which does.
    pub fn usual_field(self) -> &'static str {
        USUAL.get(&self).map_or("", |name| name)
    }
}

/// `roles.toml`: a mistake in it would leave every role without a name, which a test shows.
static USUAL: LazyLock<BTreeMap<Role, String>> =
    LazyLock::new(|| toml::from_str(include_str!("roles.toml")).unwrap_or_default());

/// Which fields of a cover have which role, as a submission says it. Empty where they are called
/// as usual ([`Role::usual_field`]), as in all data written before there were roles.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Roles(BTreeMap<Role, Arc<str>>);

impl Roles {
    /// The roles of a cover's fields.
    pub fn of(unit: &[super::Field]) -> Roles {
        let said = unit.iter().filter_map(|f| Some((f.role?, &f.name)));
        let said: BTreeMap<Role, &Arc<str>> = said.collect();
        let usual = unit
            .iter()
            .filter_map(|f| Some((usual_role(&f.name)?, &f.name)));
        match said == usual.collect() {
            true => Roles::default(),
            false => Roles(said.into_iter().map(|(r, n)| (r, Arc::clone(n))).collect()),
        }
    }

    /// Every role is with the field that usually has it.
    pub fn are_usual(&self) -> bool {
        self.0.is_empty()
    }

    /// The field that has a role; the cover may be without it.
    pub fn field(&self, role: Role) -> Option<&str> {
        match self.0.is_empty() {
            true => Some(role.usual_field()),
            false => self.0.get(&role).map(|name| &**name),
        }
    }
}

/// The role that a field of this name usually has.
fn usual_role(field: &str) -> Option<Role> {
    (Role::ALL.into_iter()).find(|role| role.usual_field() == field)
}

/// Gives each role that no field was given to the field of its usual name, where that has none:
/// mappings written before there were roles, and blanks with tags, say no more than the name.
pub fn give_usual(unit: &mut [super::Field]) {
    for role in Role::ALL {
        if unit.iter().any(|f| f.role == Some(role)) {
            continue;
        }
        let usual = |f: &&mut super::Field| f.role.is_none() && *f.name == *role.usual_field();
        if let Some(field) = unit.iter_mut().find(usual) {
            field.role = Some(role);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_has_a_usual_field_of_its_own() {
        let names: std::collections::BTreeSet<&str> =
            Role::ALL.into_iter().map(Role::usual_field).collect();
        assert_eq!(names.len(), Role::ALL.len());
        assert!(names.iter().all(|n| !n.is_empty()));
        for role in Role::ALL {
            let written = serde_json::to_value(role).unwrap();
            assert_eq!(written, role.name());
        }
    }
}
