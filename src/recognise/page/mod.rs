//! A form as its mapping's `page` prints it: which line or row of a returned paper is which of the
//! page, and which letter of it is printed, typed into a place, or beside both.

mod align;
mod fit;
mod flow;
mod letters;
mod sign;
mod whole;

pub use align::{Fate, align};
pub use fit::{PageFit, fit};
pub use flow::{Unit, units};
pub use letters::{circled, is_joint, is_soft, norm, ticks_box};
pub use sign::{Hole, OptionSign, PageSign, RowSign, Template, UnitSign, room};
