//! How one submission was put together from several files.

use super::{causes, none};
use crate::model::finding::Rule::{DuplicateTable, Joined};
use crate::model::finding::Severity::{Info, Warning};
use crate::said;
use crate::text::lang::Said;

causes! {
    /// How one submission was put together from several files.
    JoiningCause {
        Joined "workbook-joined" {
            file: String = "化学学院 子表.xlsx".into(),
            #[serde(with = "crate::text::lang::both")]
            why: Said = said!("单位名称相同", "same unit name"),
        }
        Info, Joined;
        means said!("子表工作簿并入了同一单位的调查表。", "A workbook of sub-tables was joined to the form of the same unit.");
        says {
            let Said { zh, en } = why;
            said!("子表“{file}”并入本单位：{zh}", "the workbook “{file}” was joined to this form: {en}")
        };
        hint none();

        FilledTwice "table-in-two-files" { code: String = "KIT_7".into(), file: String = "化学学院 子表.xlsx".into() }
        Warning, DuplicateTable;
        means said!("同一张表在表格和工作簿里都填了。", "The same table is filled in both in the form and in a workbook.");
        says said!(
            "表 {code} 在两个文件里都填了，记录已合在一起（后者来自“{file}”）",
            "table {code} is filled in in two files; the records stand together (the later ones are from “{file}”)"
        );
        hint said!("请核对是否重复。", "See whether they are the same records.");
    }
}
