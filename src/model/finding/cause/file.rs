//! Files that cannot be read, and outputs that cannot hold all of a value.

use super::causes;
use crate::model::finding::Rule::{CorrectedValue, UnreadableFile};
use crate::model::finding::Severity::{Error, Info};
use crate::said;
use crate::text::lang::Said;

causes! {
    /// Files that cannot be read, and outputs that cannot hold all of a value.
    FileCause {
        Unreadable "file-unreadable" {
            #[serde(with = "crate::text::lang::both")]
            why: Said = said!("文件是PDF，不能作为调查表读取", "the file is a PDF; it cannot be read as a form"),
            #[serde(with = "crate::text::lang::both")]
            advice: Said = said!("请让单位交回 Word 文件。", "Have the unit send the Word file."),
        }
        Error, UnreadableFile;
        means said!("文件读不了：损坏、加密、不是表格文件，或超过了上限。", "The file cannot be read: it is damaged, locked, no form's file, or beyond the bounds.");
        says why.clone();
        hint advice.clone();

        ProgramFailed "program-failed" {}
        Error, UnreadableFile;
        means said!("程序在这个文件上出错。其他文件不受影响。", "The program failed on this file. No other file is affected.");
        says said!(
            "程序读取这个文件时出错，请把文件发给开发者",
            "the program failed on this file; please send it to its developers"
        );
        hint super::none();

        ConvertedUnreadable "converted-unreadable" {
            #[serde(with = "crate::text::lang::both")]
            error: Said = said!("没有权限", "permission is denied"),
        }
        Error, UnreadableFile;
        means said!("LibreOffice 转换了文件，但转换的结果读不了。", "LibreOffice converted the file, but the result cannot be read.");
        says {
            let Said { zh, en } = error;
            said!(
                "LibreOffice转换的结果无法读取：{zh}",
                "what LibreOffice made of it cannot be read: {en}"
            )
        };
        hint super::none();

        TextCut "text-cut-in-workbook" {}
        Info, CorrectedValue;
        means said!("文字比 Excel 的一个单元格能放的长。", "A text is longer than a cell of Excel holds.");
        says said!(
            "文字超过 Excel 单元格的上限（32767 字），本工作簿中只有前面的部分",
            "a text is longer than an Excel cell holds (32,767 characters): this workbook has only its beginning"
        );
        hint said!("全文见 JSON 或 CSV 输出", "the JSON and CSV outputs have all of it");
    }
}
