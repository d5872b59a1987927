//! What is said to people in two languages.
//!
//! An error says itself in one language, English, as any library's does (`Display`); whoever shows
//! it to people asks for its words in theirs ([`Worded`]). So do the errors of the `office` crate,
//! which knows of no languages.

pub mod glyph;
pub mod key;
pub mod known;
pub mod lang;
mod office;
pub mod visible;
pub mod vocabulary;

use crate::text::lang::{Lang, Said};

/// What can be said in both languages.
pub trait Worded {
    /// It in words of both languages, in a line or a few.
    fn said(&self) -> Said;

    /// It in words of one language: `第6个表格 第3行 第4列`.
    fn in_words(&self, lang: Lang) -> String {
        self.said().get(lang).to_owned()
    }

    /// All there is to see of it, drawn over several lines, where that is more than [`said`]
    /// tells; with ANSI colours where `styled`.
    ///
    /// [`said`]: Worded::said
    fn drawn(&self, lang: Lang, styled: bool) -> Option<String> {
        let _ = (lang, styled);
        None
    }
}

/// What the system says of a file, in words. What has none here is said by its number in Chinese:
/// the system's own words are English.
pub(crate) fn of_system(error: &std::io::Error) -> Said {
    use std::io::ErrorKind::*;
    if let Some(said) = error.get_ref().and_then(own_words) {
        return said;
    }
    match error.kind() {
        NotFound => crate::said!("没有这个文件或文件夹", "there is no such file or folder"),
        PermissionDenied => crate::said!("没有权限", "permission is denied"),
        IsADirectory => crate::said!("是文件夹，不是文件", "it is a folder, not a file"),
        NotADirectory => crate::said!(
            "路径当中有一段是文件，不是文件夹",
            "a part of its path is a file, not a folder"
        ),
        AlreadyExists => crate::said!("已有同名的文件", "a file of this name is there already"),
        StorageFull | QuotaExceeded => crate::said!("磁盘空间不足", "the disk is full"),
        ReadOnlyFilesystem => crate::said!("磁盘是只读的", "the disk is read-only"),
        FileTooLarge => crate::said!("文件太大", "the file is too large"),
        InvalidFilename => crate::said!("文件名太长或不合规定", "the name is too long or invalid"),
        ResourceBusy | ExecutableFileBusy => {
            crate::said!("文件正在使用中", "the file is in use")
        }
        TimedOut | HostUnreachable | NetworkUnreachable | NetworkDown | NotConnected => {
            crate::said!("网络磁盘没有回应", "the network disk does not answer")
        }
        UnexpectedEof => crate::said!("文件不完整", "the file is incomplete"),
        InvalidData if error.get_ref().is_some() => crate::said!(
            "内容损坏或不是所要的格式",
            "its content is damaged or of another format"
        ),
        _ => match error.raw_os_error() {
            Some(number) => Said {
                zh: format!("系统错误 {number}"),
                en: error.to_string(),
            },
            None => Said {
                zh: "读写时出错".to_owned(),
                en: error.to_string(),
            },
        },
    }
}

/// What is wrong with a JSON text, in words, but for its line.
pub(crate) fn of_json(error: &serde_json::Error) -> Said {
    use serde_json::error::Category;
    let column = error.column();
    let zh = match error.classify() {
        Category::Io => "读写时出错".to_owned(),
        Category::Eof => "内容中途结束".to_owned(),
        Category::Syntax => format!("第 {column} 个字节处不合 JSON 的写法"),
        Category::Data => format!("第 {column} 个字节处的内容不是这里所要的"),
    };
    Said {
        zh,
        en: error.to_string(),
    }
}

/// The words of an error of this program's that travels as the system's.
fn own_words(error: &(dyn std::error::Error + Send + Sync + 'static)) -> Option<Said> {
    let no_file = || {
        let is = error.is::<crate::given::NoFile>();
        is.then(|| crate::said!("不是普通文件", "it is no regular file"))
    };
    let too_large = error.downcast_ref::<crate::given::TooLarge>();
    too_large.map(|e| e.said()).or_else(no_file)
}

impl Worded for Said {
    fn said(&self) -> Said {
        self.clone()
    }
}

#[cfg(test)]
mod tests {
    use std::io;

    use super::*;

    #[test]
    fn what_the_system_says_is_said_in_chinese() {
        for (number, zh) in [
            (2, "没有这个文件或文件夹"),
            (13, "没有权限"),
            (20, "路径当中有一段是文件，不是文件夹"),
            (28, "磁盘空间不足"),
            (30, "磁盘是只读的"),
            (36, "文件名太长或不合规定"),
        ] {
            let said = of_system(&io::Error::from_raw_os_error(number)).zh;
            if cfg!(target_os = "linux") {
                assert_eq!(said, zh, "{number}");
            }
            assert!(!said.contains("os error"), "{said}");
        }
        let other = of_system(&io::Error::from_raw_os_error(9999)).zh;
        assert_eq!(other, "系统错误 9999");
    }
}
