//! What heads the columns of a tidy pack.

use std::str::FromStr;

use super::tidy::Column;

/// What heads a column: its name in data, its label, or both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Headers {
    /// `china_funding`.
    #[default]
    Name,
    /// `中方经费·合计`.
    Label,
    /// `china_funding 中方经费·合计`.
    Both,
}

impl Headers {
    pub(super) fn of(self, column: &Column) -> String {
        let Column { name, label, .. } = column;
        match self {
            Headers::Name => name.clone(),
            Headers::Label => label.clone(),
            Headers::Both => format!("{name} {label}"),
        }
    }
}

impl FromStr for Headers {
    type Err = ();

    fn from_str(word: &str) -> Result<Headers, ()> {
        match word {
            "name" => Ok(Headers::Name),
            "label" => Ok(Headers::Label),
            "both" => Ok(Headers::Both),
            _ => Err(()),
        }
    }
}
