//! Why something cannot be written, in words.

use std::io;
use std::path::{Path, PathBuf};

use crate::said;
use crate::text::Worded;
use crate::text::lang::Said;
use crate::text::of_system;

/// Why something cannot be written. What was there before is still there.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.said().en)]
#[non_exhaustive]
pub enum Error {
    /// A file or folder cannot be made, written or put in its place.
    File {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A file that was handed in stands there.
    OverInput {
        /// The file.
        path: PathBuf,
    },
    /// A file stands there that is none of this program's outputs.
    OverAnother {
        /// The file.
        path: PathBuf,
    },
    /// Standard output cannot be written.
    Stream {
        /// Why.
        source: io::Error,
    },
    /// A sheet has more records than a sheet can hold.
    TooManyRows {
        /// The sheet.
        sheet: String,
    },
    /// The workbook cannot be put together.
    Workbook {
        /// The workbook.
        path: PathBuf,
        /// Why, as its writer says it.
        why: String,
    },
}

impl Error {
    pub(super) fn file(path: &Path, source: io::Error) -> Error {
        Error::File {
            path: path.to_owned(),
            source,
        }
    }
}

impl Worded for Error {
    fn said(&self) -> Said {
        match self {
            Error::File { path, source } => {
                let path = path.display();
                match source.kind() {
                    _ if is_open_elsewhere(source) => said!(
                        "无法写入 {path}：文件正在另一个程序中打开，请关闭后再试",
                        "{path} cannot be written: it is open in another program; close it there and try again"
                    ),
                    io::ErrorKind::StorageFull => said!(
                        "磁盘空间不足，无法写入 {path}；原有文件未改动",
                        "the disk is full: {path} cannot be written; what was there before is unchanged"
                    ),
                    io::ErrorKind::PermissionDenied => said!(
                        "无法写入 {path}：没有权限，或文件正在 Excel 中打开",
                        "{path} cannot be written: no permission, or the file is open in Excel"
                    ),
                    _ => {
                        let Said { zh, en } = of_system(source);
                        said!("无法写入 {path}：{zh}", "{path} cannot be written: {en}")
                    }
                }
            }
            Error::OverInput { path } => {
                let path = path.display();
                said!(
                    "{path} 是收回的文件，不会被覆盖；请另给一个输出文件夹（-o）",
                    "{path} is a returned file, which is never written over; give another folder for the results (-o)"
                )
            }
            Error::OverAnother { path } => {
                let path = path.display();
                said!(
                    "{path} 已经存在，不是本程序写出的，或写出后改动过，不会被覆盖；请另给一个文件名，或先把它移走",
                    "{path} is there already, and is not this program's, or was changed since: it is not written over; give another name, or move it away first"
                )
            }
            Error::Stream { source } => {
                let Said { zh, en } = of_system(source);
                said!(
                    "无法写到标准输出：{zh}",
                    "standard output cannot be written: {en}"
                )
            }
            Error::TooManyRows { sheet } => said!(
                "工作表 {sheet} 的记录超过 1,048,575 行，Excel 容纳不下；请分批转换，或用 -f csv,jsonl",
                "sheet {sheet} would have more than 1,048,575 records, which no workbook holds; convert in parts, or use -f csv,jsonl"
            ),
            Error::Workbook { path, why } => {
                let path = path.display();
                said!(
                    "无法生成 {path}：程序内部出错",
                    "{path} cannot be put together: {why}"
                )
            }
        }
    }
}

/// On Windows a file that another program has open cannot be replaced (`ERROR_SHARING_VIOLATION`,
/// `ERROR_LOCK_VIOLATION`); elsewhere it can.
fn is_open_elsewhere(source: &io::Error) -> bool {
    cfg!(windows) && matches!(source.raw_os_error(), Some(32 | 33))
}
