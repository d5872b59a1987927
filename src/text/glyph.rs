//! Glyphs that people mark options with.

/// A tick, a cross or a question mark, as people type them behind words that they note something of.
/// Shapes that are bullets as well are none.
pub fn is_note_mark(c: char) -> bool {
    matches!(
        c,
        '√' | '✓' | '✔' | '☑' | '✅' | '×' | '✗' | '✘' | '✕' | '✖' | '☒' | '?' | '？'
    )
}

/// A filled or ticked glyph: it says that its option is chosen.
pub fn is_tick(c: char) -> bool {
    matches!(
        c,
        '√' | '✓'
            | '✔'
            | '☑'
            | '■'
            | '●'
            | '◉'
            | '▣'
            | '★'
            | '☒'
            | '✅'
            | '🗹'
            | '🗸'
            | '◆'
            | '▪'
            | '✕'
            | '✖'
            | '☓'
            | '∨'
            | '⋁'
            | 'ˇ'
    )
}

/// An empty glyph to tick.
pub fn is_box(c: char) -> bool {
    matches!(
        c,
        '□' | '☐'
            | '○'
            | '◯'
            | '〇'
            | '◻'
            | '▢'
            | '❏'
            | '❑'
            | '❒'
            | '◇'
            | '☆'
            | '⬜'
            | '▫'
            | '◦'
    )
}
