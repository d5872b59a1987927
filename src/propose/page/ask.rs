//! What a text asks for: blanks and options, each at its place.

/// What is asked for at one place of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ask {
    /// A text behind its label.
    Text {
        /// The words before it; empty where there are none.
        label: String,
        /// It is a date.
        dated: bool,
    },
    /// An option of a group of this text.
    Option {
        /// The group.
        group: usize,
        /// Its label.
        label: String,
    },
    /// The letter of an option, in a bracket beside the options.
    Letter {
        /// The options' group.
        group: usize,
    },
    /// Words of one's own behind an option.
    Own {
        /// The option's group.
        group: usize,
        /// The words before the blank, the option's label where there are none of its own.
        label: String,
    },
}

/// Options that stand together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Group {
    /// The words before the first of them, in this text.
    pub label: String,
    /// How many may be chosen.
    pub several: Several,
}

/// How many options may be chosen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Several {
    /// One.
    #[default]
    No,
    /// Any number.
    Any,
    /// So many at most.
    UpTo(u32),
}

impl Several {
    /// More than one.
    pub fn is_several(self) -> bool {
        self != Several::No
    }

    /// What is said here, or else what was said before.
    pub fn or(self, other: Several) -> Several {
        match (self, other) {
            (Several::No, other) | (Several::Any, other @ Several::UpTo(_)) => other,
            (own, _) => own,
        }
    }
}

impl Asked {
    /// Without options, and what belongs to them.
    pub fn without_words(mut self) -> Asked {
        self.asks.retain(|(_, a)| matches!(a, Ask::Text { .. }));
        self.groups.clear();
        self
    }
}

/// What a text asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// Where each tag stands, ascending.
    pub asks: Vec<(usize, Ask)>,
    /// The groups of options.
    pub groups: Vec<Group>,
}
