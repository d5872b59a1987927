//! The terminal that a command's text is read on.

/// Its columns; `COLUMNS` where it is none.
pub(super) fn screen_width() -> usize {
    let asked = || std::env::var("COLUMNS").ok()?.parse().ok();
    terminal_size::terminal_size()
        .map(|(width, _)| width.0.into())
        .or_else(asked)
        .unwrap_or(100)
}
