//! Glyphs that people mark options with.

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
