//! The lists that a workbook's cells are chosen from: in the cell's own validation where they fit,
//! else on a sheet of their own.

use crate::mapping::{Field, Mapping, Type};
use crate::value::country_names;

/// The most characters of a list within a validation.
const MOST: usize = 250;

/// The list of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Given {
    /// The list's name, by which two fields share one.
    pub name: String,
    /// The options as they are to be chosen.
    pub options: Vec<String>,
    /// What is not in it may be written all the same.
    pub open: bool,
}

impl Given {
    /// The list that a field's values are chosen from.
    pub fn of(field: &Field, mapping: &Mapping) -> Option<Given> {
        match field.kind {
            Type::Yesno => Some(Given {
                name: "是否".to_owned(),
                options: vec!["是".to_owned(), "否".to_owned()],
                open: false,
            }),
            // Countries have more names than the list's.
            Type::Country => Some(Given {
                name: "国家（地区）".to_owned(),
                options: country_names().map(str::to_owned).collect(),
                open: true,
            }),
            Type::Choice => {
                let name = field.list.as_ref()?;
                let list = mapping.lists.get(name)?;
                Some(Given {
                    name: name.to_string(),
                    options: list.options.iter().map(|o| o.label.to_string()).collect(),
                    open: list.options.iter().any(|o| o.other),
                })
            }
            _ => None,
        }
    }

    /// It fits into a validation.
    pub fn is_short(&self) -> bool {
        let length: usize = self
            .options
            .iter()
            .map(|o| o.encode_utf16().count() + 1)
            .sum();
        length <= MOST && !self.options.iter().any(|o| o.contains([',', '"']))
    }
}
