//! Whether a value is still what it was when a correction was made.

use rust_decimal::Decimal;

use crate::text::key::key;
use crate::value::{Value, is_nothing};

/// Whether `was` is what stands there: the value as read, or the text as typed.
pub(super) fn still_stands<'a>(
    was: &str,
    value: &Value,
    typed: impl IntoIterator<Item = &'a str>,
) -> bool {
    if was.is_empty() || is_nothing(was) {
        let mut typed = typed.into_iter();
        return value.is_empty() && typed.all(|t| t.trim().is_empty() || is_nothing(t));
    }
    if typed
        .into_iter()
        .any(|t| key(t) == key(was) && same_marks(t, was))
    {
        return true;
    }
    match value {
        Value::Number(n) => was.trim().parse::<Decimal>().is_ok_and(|w| w == *n),
        Value::Bool(yes) => matches!(
            (key(was).as_str(), yes),
            ("是" | "true", true) | ("否" | "false", false)
        ),
        other => {
            let shown = other.shown();
            !shown.is_empty() && key(&shown) == key(was)
        }
    }
}

/// Keys leave out signs; a minus or a point makes another number.
fn same_marks(a: &str, b: &str) -> bool {
    let marks = |t: &str| t.chars().filter(|c| "-−－.．".contains(*c)).count();
    marks(a) == marks(b)
}
