//! Values: what a typed text means as its field's type, with what was found on the way.
//!
//! One file a type. Nothing here knows where a text came from.

mod model;
mod reading;

pub use model::{Selected, Value};
pub use reading::{Note, Reading};
