//! How far a reading has come, for whoever asks.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use crate::batch::Progress;

/// Counts files.
#[derive(Debug, Default)]
pub struct Count {
    files: AtomicUsize,
    read: AtomicUsize,
    busy: AtomicBool,
}

impl Count {
    /// How many files were read, and how many there are; none where nothing is being read.
    pub fn now(&self) -> Option<(usize, usize)> {
        let busy = self.busy.load(Ordering::Relaxed);
        busy.then(|| {
            let files = self.files.load(Ordering::Relaxed);
            (self.read.load(Ordering::Relaxed).min(files), files)
        })
    }

    /// The reading is over.
    pub(super) fn over(&self) {
        self.busy.store(false, Ordering::Relaxed);
    }
}

impl Progress for Count {
    fn begin(&self, files: usize) {
        self.read.store(0, Ordering::Relaxed);
        self.files.store(files, Ordering::Relaxed);
        self.busy.store(true, Ordering::Relaxed);
    }

    fn read(&self, _: &str) {
        self.read.fetch_add(1, Ordering::Relaxed);
    }

    fn converting(&self, _: usize) {}
}
