//! Stretches of text with one origin and their effective formats.

use super::{Effects, Print};

/// A stretch of one paragraph's text in one format.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span {
    /// Length in bytes.
    pub len: u32,
    /// How it looks.
    pub format: Format,
    /// What it is.
    pub kind: SpanKind,
}

/// What a stretch of text is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SpanKind {
    /// Typed or printed text.
    #[default]
    Text,
    /// The prompt that an empty content control or form field shows ("单击此处输入文字"): no answer.
    Placeholder,
    /// The phonetic guide over a word (`w:rt`): no part of the answer.
    Ruby,
    /// A check box control's glyph, with its state.
    CheckBox(bool),
}

/// How a stretch of text effectively looks: document defaults, table, paragraph and character
/// styles and direct formatting resolved (ECMA-376 part 1 §17.7.2). Plain text is `default()`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Format {
    /// Font colour; `None` is automatic.
    pub color: Option<Rgb>,
    /// Highlighter colour.
    pub highlight: Option<Rgb>,
    /// Run shading; `None` also for `auto` and for a clear pattern without fill.
    pub shading: Option<Rgb>,
    /// The character style's identity; 0 is none.
    pub style: u16,
    /// Bold, italic, underlined, struck.
    pub emphasis: Emphasis,
    /// On the line, above it or below it.
    pub script: Script,
    /// The size in half-points; 0 where the file does not say it.
    pub size: u16,
    /// The face of its East Asian letters. What Latin letters and punctuation are set in says
    /// nothing: programs give them another face of their own accord.
    pub face: Print,
    /// What forms seldom use: glow, outline, shadow, width, spacing …
    pub effects: Effects,
}

/// Where a text stands against its line (`w:vertAlign`, `w:position`, the exponents of a formula).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Script {
    /// On the line.
    #[default]
    Line,
    /// Raised: an exponent, or the number of a note.
    Super,
    /// Lowered.
    Sub,
}

/// Bold, italic, underline and strike, which say little alone but tell two texts apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Emphasis {
    /// Bold (`w:b`).
    pub bold: bool,
    /// Italic (`w:i`).
    pub italic: bool,
    /// Any underline (`w:u` other than `none`).
    pub underline: bool,
    /// Single or double strike-through (`w:strike`, `w:dstrike`).
    pub strike: bool,
    /// A border around it (`w:bdr`) or emphasis marks over it (`w:em`).
    pub framed: bool,
}

/// A colour, 8 bits a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Rgb(pub u8, pub u8, pub u8);

impl Span {
    /// The text counts as an answer: it is neither a prompt nor a phonetic guide.
    pub fn is_answer(&self) -> bool {
        !matches!(self.kind, SpanKind::Placeholder | SpanKind::Ruby)
    }
}
