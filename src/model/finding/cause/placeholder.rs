//! What is said of a text that stands where an answer is still to come.

use super::causes;
use crate::model::finding::Rule::{NotInList, UnreadContent, UnreadableValue};
use crate::model::finding::Severity::{Error, Warning};
use crate::said;
use crate::text::lang::Said;

fn write_it() -> Said {
    said!("请填写实际内容。", "Write what it stands for.")
}

causes! {
    /// What is said of a text that stands where an answer is still to come.
    PlaceholderCause {
        Failed "error-value" { typed: String = "#N/A".into() }
        Error, UnreadableValue;
        means said!("格里是程序算不出来时显示的错误值。", "The cell shows a program's error.");
        says said!(
            "“{typed}”是错误值，不是填写的内容，未取值",
            "“{typed}” is a program's error and nobody's answer; nothing was taken"
        );
        hint write_it();

        Unmerged "place-not-filled" { typed: String = "«姓名»".into() }
        Error, UnreadableValue;
        means said!("邮件合并域或模板的标签没有填入内容。", "A merge field or a template's tag was not filled.");
        says said!(
            "“{typed}”是没有填入内容的占位符，未取值",
            "“{typed}” is a place that was not filled; nothing was taken"
        );
        hint write_it();

        Picture "picture-in-cell" { typed: String = "=DISPIMG(…)".into() }
        Warning, UnreadContent;
        means said!("格里是图片，不是文字。", "The cell holds a picture and no text.");
        says said!(
            "单元格里是图片，无法读取",
            "the cell holds a picture, which cannot be read"
        );
        hint said!("请把内容直接填在单元格里。", "Type the text into the cell itself.");

        Pending "still-to-come" { typed: String = "待补充".into() }
        Warning, UnreadableValue;
        means said!("写的是“待补充”一类的话，还不是答案。", "The text says that the answer is still to come.");
        says said!(
            "“{typed}”表示还没有填写",
            "“{typed}” says that the answer is still to come"
        );
        hint write_it();

        Elsewhere "stands-elsewhere" { typed: String = "详见附件".into() }
        Warning, UnreadableValue;
        means said!("写的是“详见附件”一类的话，内容不在这里。", "The text says that the answer stands elsewhere.");
        says said!("“{typed}”，内容不在这里", "“{typed}”: the answer stands elsewhere");
        hint write_it();

        Masked "name-left-open" { typed: String = "XXX大学".into() }
        Warning, UnreadableValue;
        means said!("名称里有“某某”或叉号，像是没有填实。", "A name has crosses or 某某 in it, as if it was left open.");
        says said!(
            "“{typed}”像是没有填实的名称",
            "“{typed}” looks like a name left open"
        );
        hint write_it();

        Ditto "refers-to-another-cell" { typed: String = "同上".into() }
        Warning, UnreadableValue;
        means said!("写的是“同上”，指的是别处的内容。", "Ditto was written where no line stands above.");
        says said!(
            "“{typed}”指的是别处的内容",
            "“{typed}” refers to another cell"
        );
        hint write_it();

        CountryAsked "country-with-question-mark" { typed: String = "英国?".into() }
        Error, NotInList;
        means said!("国家带有问号，填表人自己也不能确定。", "The country has a question mark: who wrote it is not certain.");
        says said!(
            "“{typed}”带有问号，不能确定，未取值",
            "“{typed}” has a question mark and is not certain; nothing was taken"
        );
        hint said!("请核实后填写。", "Find out which it is.");
    }
}
