//! Values: what a typed text means as its field's type, with what was found on the way.
//!
//! One file a type. Nothing here knows where a text came from.
//!
//! Reading never guesses in silence: a text that is only another form of the value (full-width
//! digits, `3.5万元` where 万元 is asked, a country's English name) gives the value alone; anything
//! more is given with a note; what cannot be read is null with an error that quotes it.

mod choice;
mod choices;
mod country;
mod date;
mod fold;
mod list;
mod model;
mod nothing;
mod number;
mod placeholder;
mod reading;
mod scan;
mod term;
mod text;
mod ticked;
mod values;
mod year;
mod yesno;

pub use country::{country_names, country_of_code};
pub use list::ordinal::numbers;
pub use list::{Doubt, ListIndex, Match};
pub use model::{Selected, Value};
pub use nothing::{instead_of_a_name, is_nothing, nothing_of, says_nothing};
pub use number::{bare_unit, money_named};
pub use reading::Reading;
pub use values::Values;
