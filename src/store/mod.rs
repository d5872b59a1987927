//! The store: submissions, findings, corrections and runs in one SQLite file.
//!
//! A run is one transaction: killed at any moment, the store is as before or as after. Plain
//! tables and views are there for an analyst (`docs/store.md`).

mod corrections;
mod error;
mod keep;
mod load;
mod memory;
mod newest;
mod rows;
mod schema;
mod views;

use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

use crate::mapping::Bundle;
use crate::survey::returns::hex;

pub use error::StoreError;
pub use keep::{CorrectionsError, Kept, Run};
pub use load::Which;
pub use schema::VERSION;

/// How long to wait for another process that writes.
const PATIENCE: Duration = Duration::from_secs(10);

/// A store, open.
#[derive(Debug)]
pub struct Store {
    path: PathBuf,
    /// Readers of several files share the connection.
    connection: Mutex<Connection>,
}

impl Store {
    /// Opens a store for writing, and makes it where there is none.
    ///
    /// # Errors
    /// Where the file is no store, or a newer version's, or cannot be written.
    pub fn open(path: &Path) -> Result<Store, StoreError> {
        let wrong = |e| StoreError::of(path, e);
        make_private(path);
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
            | OpenFlags::SQLITE_OPEN_CREATE
            | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut connection = Connection::open_with_flags(path, flags).map_err(wrong)?;
        connection.busy_timeout(PATIENCE).map_err(wrong)?;
        schema::prepare(&mut connection, path)?;
        Ok(Store {
            path: path.to_owned(),
            connection: Mutex::new(connection),
        })
    }

    /// As [`Store::open`], of at most so many pages more than it has: as on a disk that is nearly
    /// full.
    ///
    /// # Errors
    /// As [`Store::open`].
    #[doc(hidden)]
    pub fn open_with_at_most(path: &Path, further: i64) -> Result<Store, StoreError> {
        let store = Store::open(path)?;
        let connection = store.connection();
        let pages: i64 = connection
            .pragma_query_value(None, "page_count", |row| row.get(0))
            .map_err(|e| store.wrong(e))?;
        connection
            .pragma_update(None, "max_page_count", pages + further)
            .map_err(|e| store.wrong(e))?;
        drop(connection);
        Ok(store)
    }

    /// Opens a store for reading.
    ///
    /// # Errors
    /// Where there is none, or a newer version's.
    pub fn read(path: &Path) -> Result<Store, StoreError> {
        let wrong = |e| StoreError::of(path, e);
        // Not read-only: a reader of a store in WAL mode must be able to make its shared memory.
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags)
            .or_else(|_| {
                let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
                Connection::open_with_flags(path, flags)
            })
            .map_err(wrong)?;
        connection.busy_timeout(PATIENCE).map_err(wrong)?;
        schema::check(&connection, path)?;
        Ok(Store {
            path: path.to_owned(),
            connection: Mutex::new(connection),
        })
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    fn connection(&self) -> std::sync::MutexGuard<'_, Connection> {
        // A thread that panicked while it held the connection has rolled back what it began.
        self.connection.lock().unwrap_or_else(|e| e.into_inner())
    }

    fn wrong(&self, error: rusqlite::Error) -> StoreError {
        StoreError::of(&self.path, error)
    }
}

/// Makes the store's file where there is none, for its owner alone: it has what everybody answered,
/// with names and telephone numbers. SQLite's own files beside it are as it is.
fn make_private(path: &Path) {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    // Where it cannot be made, opening it says why.
    let _ = options.open(path);
}

/// What a file is read with: this program's version, and all that the editions say. Where it is
/// another, files are read anew.
pub fn reader_fingerprint(bundles: &[Bundle]) -> String {
    use sha2::Digest;
    let mut hash = sha2::Sha256::new();
    hash.update(env!("CARGO_PKG_VERSION"));
    for bundle in bundles {
        hash.update(edition_fingerprint(bundle));
    }
    hex(&hash.finalize())
}

/// All that an edition says, its blanks included, as one hash.
fn edition_fingerprint(bundle: &Bundle) -> String {
    use sha2::Digest;
    let mut hash = sha2::Sha256::new();
    hash.update(serde_json::to_vec(&bundle.mapping).unwrap_or_default());
    for blank in [&bundle.blank_form, &bundle.blank_sheets] {
        hash.update([u8::from(blank.is_some())]);
        hash.update(blank.as_deref().unwrap_or_default());
    }
    hex(&hash.finalize())
}
