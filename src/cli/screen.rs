//! The terminal that a command's text is read on.

use std::io::{StdoutLock, stdout};

use crate::text::visible::Shown;

/// Standard output for text: what came by mail commands no terminal.
pub(super) fn screen() -> Shown<StdoutLock<'static>> {
    Shown::text(stdout().lock())
}

/// Standard output for JSON.
pub(super) fn json_out() -> Shown<StdoutLock<'static>> {
    Shown::json(stdout().lock())
}

/// Its columns; `COLUMNS` where it is none.
pub(super) fn screen_width() -> usize {
    let asked = || std::env::var("COLUMNS").ok()?.parse().ok();
    terminal_size::terminal_size()
        .map(|(width, _)| width.0.into())
        .or_else(asked)
        .unwrap_or(100)
}
