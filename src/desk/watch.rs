//! The folder is watched: what is saved into it appears by itself.

use std::path::Path;
use std::sync::mpsc::Sender;

use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

/// A watch over a folder, which lasts as long as this.
#[derive(Debug)]
pub(super) struct Watch(#[allow(dead_code)] RecommendedWatcher);

impl Watch {
    /// Watches a folder to its bottom; none where the system cannot: then it is looked at every
    /// few seconds.
    pub(super) fn over(folder: &Path, wake: Sender<()>) -> Option<Watch> {
        let told = move |event: notify::Result<Event>| {
            let reads_only = matches!(&event, Ok(e) if matches!(e.kind, EventKind::Access(_)));
            if !reads_only {
                let _ = wake.send(());
            }
        };
        let mut watcher = notify::recommended_watcher(told).ok()?;
        watcher.watch(folder, RecursiveMode::Recursive).ok()?;
        Some(Watch(watcher))
    }
}
