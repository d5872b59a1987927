//! Whether a paper is a form, of which edition, and which of its tables are there.

use super::causes;
use crate::model::finding::Rule::{MissingTable, SeveralForms, UnknownForm, WrongEdition};
use crate::model::finding::Severity::{Error, Warning};
use crate::said;
use crate::text::lang::Said;

fn this_years_form() -> Said {
    said!(
        "请核对该单位用的是不是本年度的表。",
        "See whether the unit used this year's form."
    )
}

causes! {
    /// Whether a paper is a form, of which edition, and which of its tables are there.
    RecognitionCause {
        UnknownForm "unknown-form" {}
        Error, UnknownForm;
        means said!("文件里没有任何已知表的标题、表头或选项。", "Nothing in the file is the heading, the labels or the options of a table that is known.");
        says said!(
            "不是已知的调查表：没有找到任何表的标题、表头或选项",
            "not a form that is known: no table's heading, labels or options were found in it"
        );
        hint said!(
            "请确认交来的是本次调查表；别的表需要相应的映射（--mapping）。",
            "Check that this is the survey's form; another form needs its mapping (--mapping)."
        );

        TableOfEdition "table-of-another-edition" { heading: String = "KIT_9 表名".into(), of: String = "kit-2020".into(), id: String = "kit-2025".into() }
        Error, WrongEdition;
        means said!("表里有另一版本的表，没有读入。", "The form holds a table of another edition, which was not read.");
        says said!(
            "“{heading}”是版本 {of} 的表，本表按 {id} 读入，这张表没有读入",
            "“{heading}” is a table of edition {of}; the form was read as {id}, and this table was not"
        );
        hint this_years_form();

        StrangeTable "table-of-no-edition" { heading: String = "KIT_99 表名".into(), id: String = "kit-2025".into() }
        Error, WrongEdition;
        means said!("表里有本版本没有的表，没有读入。", "The form holds a table that the edition does not have, which was not read.");
        says said!(
            "版本 {id} 没有“{heading}”这张表，没有读入；可能是另一年度的表",
            "edition {id} has no table “{heading}”, which was not read; it may be of another year"
        );
        hint this_years_form();

        HeadsOfEdition "head-of-another-edition" { code: String = "KIT_5".into(), of: String = "kit-2020".into(), labels: Vec<String> = vec!["合作方式".into()], id: String = "kit-2025".into() }
        Error, WrongEdition;
        means said!("表号是本版本的，表头却是另一版本的。", "The table has this edition's code and another edition's labels.");
        says {
            let list = labels.join("、");
            said!(
                "表 {code} 的表头是版本 {of} 的（{list}），按 {id} 读入，不可直接使用",
                "the heads of table {code} are those of edition {of} ({list}); it was read as {id}'s and must not be used as it is"
            )
        };
        hint said!(
            "请让该单位用本年度的表重填这张表。",
            "Have the unit fill in this table in this year's form."
        );

        OtherYear "other-year" { year: i32 = 2024, expected: i32 = 2025 }
        Error, WrongEdition;
        means said!("封面写的是另一年度。", "The cover names another year.");
        says said!(
            "这是{year}年度的调查表，不是{expected}年度的；已按{expected}年度读入，不可直接使用",
            "this is the form of {year}, not of {expected}; it was read as {expected}'s and must not be used as it is"
        );
        hint said!("请让该单位改用{expected}年度的表重填。", "Have the unit fill in the form of {expected}.");

        OldNotes "notes-of-another-year" { year: i32 = 2024, expected: i32 = 2025 }
        Warning, WrongEdition;
        means said!("封面是本年度的，表内说明却是另一年的。", "The cover names this year, the printed notes another.");
        says said!(
            "封面是{expected}年度，表内说明却是{year}年的，可能是往年的表改了封面；已按{expected}年度读入",
            "the cover says {expected}, the notes say {year}: the form of another year with a new cover, it seems; it was read as {expected}'s"
        );
        hint said!("请核对该单位用的是不是{expected}年度的表。", "See whether the unit used the form of {expected}.");

        Undecided "edition-undecided" { id: String = "kit-2025".into(), other: String = "kit-2024".into() }
        Warning, WrongEdition;
        means said!("表上没有年份，两个版本都说得通。", "The form names no year, and it may be of either of two editions.");
        says said!(
            "看不出是版本 {id} 还是 {other} 的表（没有年份，表也相同），已按 {id} 读入",
            "nothing says whether this is of edition {id} or {other} (no year, and the tables are the same); it was read as {id}'s"
        );
        hint said!(
            "请核对是哪一年度的表；只读一个版本时用 --mapping 指定。",
            "See which year's form it is; --mapping reads with one edition alone."
        );

        MissingTable "missing-table" { code: String = "KIT_5".into(), name: String = "国际合作项目".into() }
        Warning, MissingTable;
        means said!("表里应有的一张表没有找到；可缺的表只作提示。", "A table that the form should have was not found; where it may be left out this is for information only.");
        says said!("没有找到表 {code}“{name}”", "table {code} “{name}” was not found");
        hint said!(
            "如被删去，请确认没有内容可填。",
            "If it was deleted, make sure that there was nothing to fill in."
        );

        SeveralForms "several-forms" { unit: String = "海洋科学与工程学院".into() }
        Error, SeveralForms;
        means said!("一个文件里有不止一份调查表，只读入了第一份。", "The file holds more than one form; only the first was read.");
        says said!(
            "一个文件里有不止一份调查表，只读入了第一份；后面的一份是：{unit}",
            "the file holds more than one form; only the first was read; the other is of: {unit}"
        );
        hint said!(
            "请把每份表存成单独的文件再交。",
            "Have each form saved as a file of its own."
        );

        OfOtherForm "table-of-the-other-form" { code: String = "KIT_18".into(), name: String = "技术交易".into(), text: String = "某合同 | 12.5".into() }
        Warning, SeveralForms;
        means said!("文件里另一份表填写的内容，没有读入。", "What is filled in on the file's other form was not read.");
        says said!(
            "另一份表的 {code}“{name}”没有读入：{text}",
            "{code} “{name}” of the other form was not read: {text}"
        );
        hint said!(
            "请把每份表存成单独的文件再交。",
            "Have each form saved as a file of its own."
        );
    }
}
