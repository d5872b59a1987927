//! What the look of the words in a cell says of their value.

use super::{causes, check_it, none};
use crate::finding::Rule::{CorrectedValue, TrackedChange, UnreadableDate, UnreadableNumber};
use crate::finding::Severity::{Error, Info, Warning};
use crate::said;

causes! {
    /// What the look of the words in a cell says of their value.
    LookCause {
        StruckPart "struck-part" { struck: String = "旧名".into() }
        Warning, CorrectedValue;
        means said!("单元格里有一部分文字被划掉。", "Some of the words in the cell are struck through.");
        says said!("划掉的“{struck}”未计入", "“{struck}” is struck through and was left out");
        hint check_it();

        StruckWhole "struck-whole" {}
        Warning, CorrectedValue;
        means said!("单元格里的文字全部被划掉。", "All words in the cell are struck through.");
        says said!(
            "这里的文字被划掉了，仍按所写读入",
            "the words here are struck through; they were read all the same"
        );
        hint check_it();

        White "white-text" {}
        Warning, CorrectedValue;
        means said!("单元格里有白色的文字，纸面上看不见。", "Some of the words are white and cannot be seen on paper.");
        says said!(
            "这里有白色文字，纸面上看不见，已一并读入",
            "some of the words are white and cannot be seen on paper; they were read too"
        );
        hint check_it();

        RaisedNumber "raised-in-number" { raised: String = "2".into() }
        Error, UnreadableNumber;
        means said!("数字里有上标或下标，可能是乘方，也可能是注号。", "A part of the number is raised or lowered: a power, or the number of a note.");
        says said!(
            "“{raised}”是上标或下标，分不清是乘方还是注号，未取值",
            "“{raised}” is raised or lowered: a power or the number of a note; nothing was taken"
        );
        hint said!("请直接写出数字。", "Write the number out.");

        RaisedDate "raised-in-date" { raised: String = "1".into() }
        Error, UnreadableDate;
        means said!("日期里有上标或下标，可能是注号。", "A part of the date is raised or lowered, as the number of a note is.");
        says said!(
            "“{raised}”是上标或下标，分不清是乘方还是注号，未取值",
            "“{raised}” is raised or lowered: a power or the number of a note; nothing was taken"
        );
        hint said!("请直接写出数字。", "Write the number out.");

        MarkedByColour "marked-by-colour" { marked: String = "会议".into() }
        Warning, CorrectedValue;
        means said!("单元格里的选项以颜色标记。", "The option in the cell is marked by its colour.");
        says said!("按颜色标记读作“{marked}”", "read as “{marked}”, which is marked by colour");
        hint check_it();

        Tracked "tracked-change" {}
        Info, TrackedChange;
        means said!("这里有未接受的修订。", "The text was changed with tracking on, and the change is neither accepted nor rejected.");
        says said!(
            "这里有未接受的修订，按修订后的内容读入",
            "tracked changes stand here; the text was read as changed"
        );
        hint none();
    }
}
