//! Why a store cannot be used, in words.

use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

use crate::said;
use crate::text::Worded;
use crate::text::lang::Said;

/// Why a store cannot be used. What was in it before is still in it.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.said().en)]
#[non_exhaustive]
pub enum StoreError {
    /// A newer huibiao made it.
    Newer {
        /// The store.
        path: PathBuf,
        /// Its schema's version.
        version: i64,
    },
    /// It is another program's database, or no database.
    NoStore {
        /// The file.
        path: PathBuf,
    },
    /// It is a survey's file that its program must look at first: what the office did last is not in
    /// the lists that a store keeps.
    Unsettled {
        /// The survey's file.
        path: PathBuf,
    },
    /// There is no such file.
    Missing {
        /// The file.
        path: PathBuf,
    },
    /// Another process writes to it.
    Busy {
        /// The store.
        path: PathBuf,
    },
    /// The disk is full.
    Full {
        /// The store.
        path: PathBuf,
    },
    /// The system does not let it be read or written.
    Io {
        /// The store.
        path: PathBuf,
        /// What SQLite says.
        source: rusqlite::Error,
    },
    /// A submission in it cannot be read.
    Damaged {
        /// The store.
        path: PathBuf,
        /// The submission's file.
        file: String,
        /// Why.
        why: String,
    },
    /// Submissions cannot be put aside while they are chosen among.
    Aside(crate::batch::SpoolError),
    /// Anything else that SQLite says.
    Sqlite {
        /// The store.
        path: PathBuf,
        /// What it says.
        source: rusqlite::Error,
    },
}

impl StoreError {
    pub(super) fn of(path: &Path, source: rusqlite::Error) -> StoreError {
        let path = path.to_owned();
        match source.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => StoreError::Busy { path },
            Some(ErrorCode::DiskFull) => StoreError::Full { path },
            Some(ErrorCode::NotADatabase) => StoreError::NoStore { path },
            Some(
                ErrorCode::SystemIoFailure | ErrorCode::ReadOnly | ErrorCode::PermissionDenied,
            ) => StoreError::Io { path, source },
            Some(ErrorCode::CannotOpen) if !path.exists() => StoreError::Missing { path },
            _ => StoreError::Sqlite { path, source },
        }
    }
}

/// What SQLite says, whose own words are English.
fn in_chinese(source: &rusqlite::Error) -> String {
    match source.sqlite_error_code() {
        Some(ErrorCode::DatabaseCorrupt) => "内容已损坏；请换回备份".to_owned(),
        Some(ErrorCode::CannotOpen) => "无法打开".to_owned(),
        Some(ErrorCode::OutOfMemory) => "内存不足".to_owned(),
        _ => match source.sqlite_error() {
            Some(error) => format!("SQLite 错误 {}", error.extended_code),
            None => "内容与本程序所要的不符，可能已损坏".to_owned(),
        },
    }
}

impl StoreError {
    /// The file may be one that can be read and not written.
    pub(super) fn may_be_read_only(&self) -> bool {
        match self {
            StoreError::Io { .. } | StoreError::Sqlite { .. } => true,
            StoreError::Missing { path } => path.exists(),
            _ => false,
        }
    }
}

impl Worded for StoreError {
    fn said(&self) -> Said {
        match self {
            StoreError::Newer { path, version } => said!(
                "{} 是较新版本的 huibiao 建立的（格式 {version}，本程序到 {}）；请升级 huibiao",
                "{} was made by a newer huibiao (schema {version}; this one knows up to {}): update huibiao",
                path.display(),
                super::VERSION
            ),
            StoreError::NoStore { path } => said!(
                "{} 不是 huibiao 的数据库；请另给一个文件名",
                "{} is no store of huibiao's; name another file",
                path.display()
            ),
            StoreError::Unsettled { path } => said!(
                "{} 是 huibiao desk 的调查文件，最近做的处理还没有整理进去（由旧版建立，或正在写入）；请用 huibiao desk 打开这项调查，读完后再试",
                "{} is a survey file of huibiao desk, and what was done last is not settled in it (an earlier version made it, or it is being written to): open the survey with huibiao desk, and try again when it is read",
                path.display()
            ),
            StoreError::Missing { path } => said!(
                "无法打开 {}：没有这个文件，或其文件夹不存在",
                "{} cannot be opened: there is no such file, or no such folder",
                path.display()
            ),
            StoreError::Busy { path } => said!(
                "另一个程序正在写 {}；请稍后再试",
                "another process is writing to {}; try again later",
                path.display()
            ),
            StoreError::Full { path } => said!(
                "磁盘空间不足，没有写入 {}；原有数据未改动",
                "the disk is full: nothing was written to {}; what was in it before is unchanged",
                path.display()
            ),
            StoreError::Io { path, source } => said!(
                "无法写入 {}：没有权限、磁盘已满或磁盘出错；原有数据未改动",
                "{} cannot be written: no permission, or the disk is full or fails ({source}); what was in it before is unchanged",
                path.display()
            ),
            StoreError::Damaged { path, file, why } => said!(
                "{} 中“{file}”的数据已损坏，无法读取",
                "the submission of “{file}” in {} cannot be read: {why}",
                path.display()
            ),
            StoreError::Aside(e) => e.said(),
            StoreError::Sqlite { path, source } => {
                let zh = in_chinese(source);
                said!(
                    "数据库 {} 出错：{zh}",
                    "the store {} fails: {source}",
                    path.display()
                )
            }
        }
    }
}
