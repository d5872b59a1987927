//! What the look of the words in a cell says of their value.

use super::{causes, check_it, none};
use crate::model::finding::Rule::{
    AmbiguousMark, CorrectedValue, StruckText, TrackedChange, UnclaimedText, UnreadableDate,
    UnreadableNumber,
};
use crate::model::finding::Severity::{Error, Info, Warning};
use crate::said;

causes! {
    /// What the look of the words in a cell says of their value.
    LookCause {
        StruckPart "struck-part" { struck: String = "旧名".into() }
        Warning, StruckText;
        means said!("单元格里有一部分文字被划掉。", "Some of the words in the cell are struck through.");
        says said!("划掉的“{struck}”未计入", "“{struck}” is struck through and was left out");
        hint check_it();

        StruckWhole "struck-whole" { struck: String = "45".into() }
        Warning, StruckText;
        means said!("单元格里的文字全部被划掉。", "All words in the cell are struck through.");
        says said!(
            "“{struck}”被划掉了，未读入",
            "“{struck}” is struck through and was not read"
        );
        hint check_it();

        StruckElsewhere "struck-elsewhere" { struck: String = "旧文".into() }
        Warning, StruckText;
        means said!("填写的文字被划掉。", "Words that were typed are struck through.");
        says said!(
            "“{struck}”被划掉了，未读入",
            "“{struck}” is struck through and was not read"
        );
        hint check_it();

        MoreStruck "more-struck" { count: usize = 12 }
        Warning, StruckText;
        means said!("划掉的地方很多，未一一列出。", "More words are struck through than are listed.");
        says said!(
            "另有 {count} 处划掉的文字未读入",
            "{count} more words are struck through and were not read"
        );
        hint none();

        OddCharacters "odd-characters" { text: String = "中挪\u{fffd}甲醇实验室".into() }
        Warning, UnclaimedText;
        means said!("文字里有损坏的、只有个别字体才有的、或改变书写方向的字符，看到的与存着的可能不同。", "The text has characters that are damaged, that only some fonts have, or that turn the direction of writing: what is seen may not be what is stored.");
        says said!(
            "“{text}”里有损坏的或看不见的特殊字符，看到的可能与读入的不同",
            "“{text}” has damaged or unseen special characters; what is seen may differ from what was read"
        );
        hint check_it();

        OwnLabel "label-before-answer" { label: String = "机构名称".into(), text: String = "机构名称：甲实验室".into() }
        Info, CorrectedValue;
        means said!("答案前重写了标签，标签未作为答案。", "The label was written once more before the answer, and is no part of it.");
        says said!(
            "“{text}”前的“{label}”是标签，未作为答案",
            "“{label}” before “{text}” is the label and no part of the answer"
        );
        hint none();

        RaisedLeftOut "raised-left-out" { raised: String = "1".into() }
        Warning, CorrectedValue;
        means said!("数字或名称后面有上标或下标，不是它的一部分。", "Behind the number or name stands something raised or lowered, which is no part of it.");
        says said!(
            "“{raised}”是上标或下标，不是答案的一部分，未计入",
            "“{raised}” is raised or lowered and no part of the answer; it was left out"
        );
        hint check_it();

        ListLabelRead "list-label-read" { label: String = "5.".into() }
        Warning, CorrectedValue;
        means said!("填写的数字被软件变成了自动编号。", "The number typed became an automatic number.");
        says said!(
            "“{label}”被软件变成了自动编号，按所填的数字读入",
            "“{label}” became an automatic number; it was read as the number typed"
        );
        hint check_it();

        ListLabelUnread "list-label-unread" { label: String = "5.".into() }
        Warning, UnclaimedText;
        means said!("单元格里有自动编号，可能是填写的数字。", "An automatic number stands in the cell; it may have been typed.");
        says said!(
            "这里有自动编号“{label}”，未读入",
            "the automatic number “{label}” stands here; it was not read"
        );
        hint check_it();

        ListLabelOfText "list-label-of-text" { label: String = "1.".into() }
        Info, UnclaimedText;
        means said!("文字前有自动编号。", "Automatic numbers stand before the text.");
        says said!(
            "这里有自动编号“{label}”，未读入",
            "the automatic number “{label}” stands here; it was not read"
        );
        hint none();

        White "white-text" {}
        Warning, CorrectedValue;
        means said!("单元格里有白色的文字，纸面上看不见。", "Some of the words are white and cannot be seen on paper.");
        says said!(
            "这里有白色文字，纸面上看不见，已一并读入",
            "some of the words are white and cannot be seen on paper; they were read too"
        );
        hint check_it();

        Tiny "tiny-text" { text: String = "56".into() }
        Warning, CorrectedValue;
        means said!("有文字小到看不见。", "Some of the words are too small to be seen.");
        says said!(
            "“{text}”的字号小到看不见，已一并读入",
            "“{text}” is too small to be seen; it was read too"
        );
        hint check_it();

        BlackedOut "blacked-out" { text: String = "56".into() }
        Warning, CorrectedValue;
        means said!("文字与底色相同，看不见，可能是涂掉的。", "Words have the colour of what is behind them; they may be blacked out.");
        says said!(
            "“{text}”与底色相同，像是涂掉的，已一并读入",
            "“{text}” has the colour of what is behind it and may be blacked out; it was read too"
        );
        hint check_it();

        CrossedOut "crossed-out" { text: String = "某项目 | 12".into() }
        Warning, StruckText;
        means said!("单元格画了对角线，可能是划掉的，也可能只是表示无内容。", "A line goes through the cell from corner to corner; it may be crossed out.");
        says said!(
            "“{text}”上画有对角线，像是划掉的，已读入",
            "a line goes through “{text}” from corner to corner; it may be crossed out, and was read"
        );
        hint check_it();

        BoxContradicts "check-box-contradicts" { glyph: String = "☐".into() }
        Warning, AmbiguousMark;
        means said!("复选框控件的状态与显示的符号不一致。", "A check box control's state is not what its sign shows.");
        says said!(
            "复选框显示的是“{glyph}”，控件记录的状态却相反",
            "the check box shows “{glyph}”, while its control says the contrary"
        );
        hint check_it();

        TrackedInTable "tracked-in-table" {}
        Info, TrackedChange;
        means said!("表里有未接受的修订（行、选项或格式）。", "Rows, options or their look were changed with tracking on, and the changes are neither accepted nor rejected.");
        says said!(
            "这里有未接受的修订，按修订后的内容读入",
            "tracked changes stand here; it was read as changed"
        );
        hint none();

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
