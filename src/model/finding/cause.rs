//! What was found: a variant with what it is about, from which everything that people and programs
//! are shown is made.

mod carrying;
mod checks;
mod counting;
mod extract;
mod file;
mod joining;
mod line;
mod look;
mod number;
mod office;
mod option;
mod paper;
mod placeholder;
mod recognition;
mod value;

pub use carrying::CarryingCause;
pub use checks::CheckCause;
pub use counting::CountingCause;
pub use extract::ExtractCause;
pub use file::FileCause;
pub use joining::JoiningCause;
pub use line::LineCause;
pub use look::LookCause;
pub use number::NumberCause;
pub use office::OfficeCause;
pub use option::OptionCause;
pub use paper::PaperCause;
pub use placeholder::PlaceholderCause;
pub use recognition::RecognitionCause;
pub use value::ValueCause;

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::{Rule, Severity};
use crate::text::lang::Said;

/// Declares the causes of one group. For each: its code (stable, in JSON and in stores), its
/// fields with an example each, how grave it is and which rule it comes under, what it means, the
/// message, and the hint (empty where there is nothing to do).
macro_rules! causes {
    (
        $(#[$group_doc:meta])*
        $group:ident {
            $(
                $variant:ident $code:literal {
                    $( $(#[$field_attr:meta])* $field:ident : $ty:ty = $example:expr ),* $(,)?
                } $severity:expr, $rule:expr;
                means $means:expr;
                says $says:expr;
                hint $hint:expr;
            )*
        }
    ) => {
        $(#[$group_doc])*
        #[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        #[serde(tag = "code", content = "args")]
        #[allow(missing_docs, reason = "what each means stands in `means`, for people to read")]
        pub enum $group {
            $(
                #[serde(rename = $code)]
                $variant { $( $(#[$field_attr])* $field: $ty ),* },
            )*
        }

        #[allow(unused_variables, reason = "not every text names every field")]
        impl $group {
            /// The codes of the group, in the order in which they are documented.
            pub(in crate::model::finding) const CODES: &'static [&'static str] = &[$($code),*];

            /// The code by which programs know it.
            pub fn code(&self) -> &'static str {
                match self {
                    $( $group::$variant { .. } => $code, )*
                }
            }

            /// How grave it is by itself; the place where it stands may make it less so.
            pub fn severity(&self) -> $crate::model::finding::Severity {
                match self {
                    $( $group::$variant { $($field),* } => $severity, )*
                }
            }

            /// The rule that it comes under.
            pub fn rule(&self) -> $crate::model::finding::Rule {
                match self {
                    $( $group::$variant { $($field),* } => $rule, )*
                }
            }

            /// What was found, in the reader's words.
            pub fn message(&self) -> $crate::text::lang::Said {
                match self {
                    $( $group::$variant { $($field),* } => $says, )*
                }
            }

            /// What to do about it; empty where there is nothing to do.
            pub fn hint(&self) -> $crate::text::lang::Said {
                match self {
                    $( $group::$variant { $($field),* } => $hint, )*
                }
            }

            /// One of each, with what it means.
            pub(in crate::model::finding) fn examples() -> Vec<($group, $crate::text::lang::Said)> {
                vec![ $( ($group::$variant { $($field: $example),* }, $means), )* ]
            }
        }

        impl From<$group> for $crate::model::finding::Cause {
            fn from(cause: $group) -> $crate::model::finding::Cause {
                $crate::model::finding::Cause::$group(cause)
            }
        }
    };
}
use causes;

/// Nothing is to be done.
fn none() -> Said {
    Said::default()
}

/// 请核对。
fn check_it() -> Said {
    crate::said!("请核对。", "Please check.")
}

/// Declares what holds for all groups alike.
macro_rules! groups {
    ($($group:ident),* $(,)?) => {
        /// What was found, grouped by where it arises.
        #[derive(Clone, Debug, PartialEq, Eq)]
        #[allow(missing_docs, reason = "each group is documented where it is declared")]
        pub enum Cause {
            $( $group($group), )*
            /// What an earlier version of the program wrote, which knew rules and messages only.
            Recorded(Box<Recorded>),
        }

        impl Cause {
            /// The code by which programs know it; `None` where it was recorded without one.
            pub fn code(&self) -> Option<&'static str> {
                match self {
                    $( Cause::$group(cause) => Some(cause.code()), )*
                    Cause::Recorded(_) => None,
                }
            }

            /// The rule that it comes under.
            pub fn rule(&self) -> Rule {
                match self {
                    $( Cause::$group(cause) => cause.rule(), )*
                    Cause::Recorded(recorded) => recorded.rule,
                }
            }

            /// How grave it is by itself.
            pub fn severity(&self) -> Severity {
                match self {
                    $( Cause::$group(cause) => cause.severity(), )*
                    Cause::Recorded(recorded) => recorded.severity,
                }
            }

            /// What was found, in the reader's words.
            pub fn message(&self) -> Said {
                match self {
                    $( Cause::$group(cause) => cause.message(), )*
                    Cause::Recorded(recorded) => recorded.message.clone(),
                }
            }

            /// What to do about it; empty where there is nothing to do.
            pub fn hint(&self) -> Said {
                match self {
                    $( Cause::$group(cause) => cause.hint(), )*
                    Cause::Recorded(recorded) => recorded.hint.clone(),
                }
            }

            /// The cause of a code with its fields as JSON; `None` where this version knows no
            /// such code, or its fields are others.
            pub fn parse(code: &str, args: serde_json::Value) -> Option<Cause> {
                $(
                    if $group::CODES.contains(&code) {
                        let tagged = serde_json::json!({ "code": code, "args": args });
                        return serde_json::from_value::<$group>(tagged).ok().map(Cause::from);
                    }
                )*
                None
            }

            /// One of each kind, with what it means.
            pub fn examples() -> Vec<(Cause, Said)> {
                let mut all = Vec::new();
                $( all.extend($group::examples().into_iter().map(|(c, m)| (Cause::from(c), m))); )*
                all
            }
        }

        /// As `code` and `args`; nothing where it was recorded without.
        impl Serialize for Cause {
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                match self {
                    $( Cause::$group(cause) => cause.serialize(to), )*
                    Cause::Recorded(_) => to.serialize_map(Some(0))?.end(),
                }
            }
        }
    };
}

groups!(
    FileCause,
    RecognitionCause,
    PaperCause,
    ExtractCause,
    LineCause,
    OptionCause,
    LookCause,
    NumberCause,
    ValueCause,
    PlaceholderCause,
    CheckCause,
    JoiningCause,
    CountingCause,
    OfficeCause,
    CarryingCause,
);

/// A finding as an earlier version of the program wrote it: its message is all there is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// The rule.
    pub rule: Rule,
    /// How grave it was.
    pub severity: Severity,
    /// What was found.
    pub message: Said,
    /// What to do.
    pub hint: Said,
}
