//! The store: one survey's files, what was read of each, what the office did, in one SQLite file.
//!
//! It keeps single files as they were read (`content`: what a file says, by its hash; `file`: where it
//! lay, when it came, how it stands, which unit it was given to). Nothing is joined in it: what counts is
//! chosen by the same stage as everywhere ([`crate::batch::Stage`]), among all files that ever came, so
//! that files of several days, given in any order, come to one answer. What that answer is, is written
//! beside them in plain tables and views for an analyst (`docs/store.md`), and made anew where it
//! changes.
//!
//! A run is one transaction: killed at any moment, the store is as before or as after.
//!
//! # What one can ask of it
//!
//! | to | call |
//! |---|---|
//! | open it for reading (a store that nobody may write, too), for writing | [`Store::read`], [`Store::open`] |
//! | list all files, how each stands, its receipt, its unit | [`Store::files`] |
//! | get all submissions that count, or all | [`Store::hand_on`] into a `Stage`, then `choose`, then `each` |
//! | the office's roster, decisions, corrections as last given | [`Store::office_file`], [`Store::corrections`] |
//! | begin to change it | [`Store::begin`] gives a [`Run`]; [`Run::commit`] ends it, dropping it undoes it |
//! | read files: what is known is not read again | the run is the `Memory` of `Stage::read`; then [`Run::take`], `choose`, [`Run::settle`] |
//! | learn what is gone or was replaced in a folder | the [`Changes`] that [`Run::take`] gives; a file that is gone and counts has the finding `file-gone` |
//! | withdraw a file, take it in again, give it to a unit | [`Run::withdraw`], [`Run::restore`], [`Run::assign`], then [`Run::settle_all`] |
//! | keep another roster, decisions, corrections | [`Run::office_file`], [`Run::corrections`] |

mod content;
mod error;
mod files;
mod journal;
mod keep;
mod load;
mod office;
mod older;
mod rows;
mod schema;
mod settle;
mod views;

use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

use crate::mapping::Bundle;
use crate::survey::returns::hex;

pub use error::StoreError;
pub use files::{Changes, FileId, FileState, KeptFile};
pub use journal::{DUE, Journal, List, Noted, Setting};
pub use keep::{CorrectionsError, Run, Stayed};
pub use load::ReceiptOf;
pub use office::{OfficeFile, Stored};
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
        let connection = Connection::open_with_flags(path, flags).map_err(wrong);
        let checked = connection.and_then(|connection| {
            connection.busy_timeout(PATIENCE).map_err(wrong)?;
            schema::check(&connection, path)?;
            Ok(connection)
        });
        let connection = match checked {
            Err(e) if e.may_be_read_only() => read_only(path)?,
            checked => checked?,
        };
        if journal::is_unsettled(&connection).map_err(wrong)? {
            let path = path.to_owned();
            return Err(StoreError::Unsettled { path });
        }
        Ok(Store {
            path: path.to_owned(),
            connection: Mutex::new(connection),
        })
    }

    /// What a survey's file has set under a name: the last day to return, say. Nothing in any other
    /// store.
    ///
    /// # Errors
    /// What the store says.
    pub fn set(&self, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
        journal::set(&self.connection(), name).map_err(|e| self.wrong(e))
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

/// A store that nobody may write, or in a folder where nobody may: as it stands in its file, since
/// there can be no writer.
fn read_only(path: &Path) -> Result<Connection, StoreError> {
    let wrong = |e| StoreError::of(path, e);
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let whole = whole.display().to_string().replace('\\', "/");
    let escaped = whole
        .replace('%', "%25")
        .replace('?', "%3f")
        .replace('#', "%23");
    let slash = if escaped.starts_with('/') { "" } else { "/" };
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_URI;
    let uri = format!("file:{slash}{escaped}?immutable=1");
    let connection = Connection::open_with_flags(uri, flags).map_err(wrong)?;
    schema::check(&connection, path)?;
    Ok(connection)
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
