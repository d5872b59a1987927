//! Visible properties that are seldom used. A format has to be small and cheap to copy, and two of
//! different documents have to be compared, so what such a property says is kept as a [`Print`].

/// The fingerprint of what a property says: equal where it says the same, in any document. The
/// default is that nothing is said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Print(u32);

impl Print {
    /// The fingerprint of some bytes (FNV-1a), which is never the default.
    pub fn of(bytes: &[u8]) -> Print {
        Print::default().and(bytes)
    }

    /// This fingerprint with more bytes taken in.
    #[must_use]
    pub fn and(self, bytes: &[u8]) -> Print {
        let mut hash = match self.0 {
            0 => 0x811c_9dc5,
            begun => begun,
        };
        for byte in bytes {
            hash = (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193);
        }
        Print(hash.max(1))
    }

    /// Nothing is said.
    pub fn is_none(self) -> bool {
        self.0 == 0
    }

    /// As a number.
    pub fn number(self) -> u32 {
        self.0
    }
}

/// A property of text that is seldom used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Effect {
    /// `w:outline`, `w14:textOutline`.
    Outline,
    /// `w:shadow`, `w14:shadow`.
    Shadow,
    /// `w:emboss`, `w:imprint`.
    Relief,
    /// `w:caps`, `w:smallCaps`.
    Capitals,
    /// `w14:glow`.
    Glow,
    /// `w14:reflection`.
    Reflection,
    /// `w14:scene3d`, `w14:props3d`.
    Depth,
    /// `w14:textFill` with no colour, or with several.
    Fill,
    /// `w:w`, `w:fitText`.
    Width,
    /// `w:spacing`.
    Spacing,
    /// `w:position`.
    Position,
    /// A line under it other than a single one, or a coloured one.
    Underline,
    /// `w:effect`.
    Animation,
    /// `w:eastAsianLayout`.
    Layout,
}

impl Effect {
    /// How many there are.
    pub const COUNT: usize = Effect::Layout as usize + 1;
}

/// Which of the seldom used properties a text has, and how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Effects {
    kinds: u16,
    print: Print,
}

impl Effects {
    /// Adds a property that is set as `how` says.
    pub fn add(&mut self, effect: Effect, how: Print) {
        self.kinds |= 1 << effect as u8;
        let how = how.number().to_le_bytes();
        self.print = self.print.and(&[effect as u8]).and(&how);
    }

    /// The text has it.
    pub fn has(self, effect: Effect) -> bool {
        self.kinds & 1 << effect as u8 != 0
    }

    /// The text has none.
    pub fn is_none(self) -> bool {
        self.kinds == 0
    }

    /// All of them as one fingerprint.
    pub fn print(self) -> Print {
        self.print
    }
}

/// What can be seen of a paragraph besides its text, its bullet and the colour behind it: direct
/// formatting over its style.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct ParagraphFormat {
    /// Its borders (`w:pBdr`), or the frame that it stands in (`w:framePr`).
    pub border: Print,
    /// How far it is indented (`w:ind`), with the level of its list.
    pub indent: Print,
    /// How it is aligned (`w:jc`); left and justified look alike on a line.
    pub alignment: Print,
    /// The space around it and between its lines (`w:spacing`).
    pub spacing: Print,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn effects_are_equal_where_they_are_set_alike() {
        let set = |all: &[(Effect, &[u8])]| {
            let mut effects = Effects::default();
            for (effect, how) in all {
                effects.add(*effect, Print::of(how));
            }
            effects
        };
        assert!(set(&[]).is_none());
        assert_eq!(
            set(&[(Effect::Glow, b"red")]),
            set(&[(Effect::Glow, b"red")])
        );
        assert_ne!(
            set(&[(Effect::Glow, b"red")]),
            set(&[(Effect::Glow, b"blue")])
        );
        assert_ne!(set(&[(Effect::Glow, b"1")]), set(&[(Effect::Shadow, b"1")]));
        assert!(set(&[(Effect::Width, b"150")]).has(Effect::Width));
    }
}
