//! How far a batch is, on a terminal and only there.

use std::io::IsTerminal;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::batch::Progress;
use crate::report::printable;
use crate::said;
use crate::text::lang::Lang;

/// A progress bar on standard error; nothing where that is no terminal.
pub(super) struct Bar {
    bar: ProgressBar,
    lang: Lang,
}

impl Bar {
    pub(super) fn new(lang: Lang) -> Bar {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
        if !std::io::stderr().is_terminal() {
            bar.set_draw_target(ProgressDrawTarget::hidden());
        }
        // The template is a constant; should it ever be wrong, the plain bar serves.
        if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} {wide_msg}") {
            bar.set_style(style);
        }
        Bar { bar, lang }
    }

    /// Takes the bar off the screen.
    pub(super) fn clear(&self) {
        self.bar.finish_and_clear();
    }
}

impl Progress for Bar {
    fn begin(&self, files: usize) {
        self.bar.set_length(files as u64);
    }

    fn read(&self, name: &str) {
        self.bar.set_message(printable(name));
        self.bar.inc(1);
    }

    fn converting(&self, files: usize) {
        let said = said!(
            "正在用LibreOffice转换{files}个旧版文档……",
            "LibreOffice is converting {files} old documents …"
        );
        self.bar.set_message(said.get(self.lang).to_owned());
        self.bar.tick();
    }
}
