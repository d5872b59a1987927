//! What is said while answers are taken from tables: labels, lines, cells.

use super::{causes, check_it, none};
use crate::model::finding::Rule::{
    CorrectedValue, DuplicateTable, MissingColumn, NotARecord, UnclaimedText, UnitConverted,
    UnknownColumn, UnreadableValue,
};
use crate::model::finding::Severity::{Error, Info, Warning};
use crate::said;

causes! {
    /// What is said while answers are taken from tables: labels, lines, cells.
    ExtractCause {
        TwoTables "heading-and-labels-differ" {
            code: String = "KIT_5".into(), name: String = "国际合作项目".into(),
            rival_code: String = "KIT_6".into(), rival: String = "合作平台".into(),
        }
        Warning, UnknownColumn;
        means said!("标题是一张表的，表头是另一张表的。", "The heading is one table's, the labels are another's.");
        says said!(
            "表的标题和表头不一致：一个是 {code}“{name}”，一个是 {rival_code}“{rival}”；已读作前者",
            "heading and labels are of two tables, {code} “{name}” and {rival_code} “{rival}”; it was read as the former"
        );
        hint said!("请核对是哪张表。", "See which table it is.");

        TwoHeadings "code-and-title-differ" {
            code: String = "KIT_5".into(), name: String = "国际合作项目".into(),
            rival_code: String = "KIT_6".into(), rival: String = "合作平台".into(),
        }
        Warning, UnknownColumn;
        means said!("表号（或工作表名）是一张表的，表名是另一张表的。", "The code, or the sheet's name, is one table's, the title is another's.");
        says said!(
            "表号（工作表名）与表名不一致：一个是 {code}“{name}”，一个是 {rival_code}“{rival}”；已读作前者",
            "the code (or the sheet's name) and the title are of two tables, {code} “{name}” and {rival_code} “{rival}”; it was read as the former"
        );
        hint said!("请核对是哪张表。", "See which table it is.");

        AlikeTables "table-without-heading" {
            code: String = "KIT_5".into(), name: String = "国际合作项目".into(),
            rival_code: String = "KIT_6".into(), rival: String = "合作平台".into(),
        }
        Warning, UnknownColumn;
        means said!("表没有标题，表头又与另一张表相同。", "The table has no heading, and another table has the same labels.");
        says said!(
            "这张表没有标题，表头与两张表都相符：{code}“{name}”、{rival_code}“{rival}”；已读作前者",
            "this table has no heading, and its labels are those of two tables, {code} “{name}” and {rival_code} “{rival}”; it was read as the former"
        );
        hint said!("请核对是哪张表。", "See which table it is.");

        BehindLabel "text-behind-label" { label: String = "经费".into(), text: String = "含配套".into() }
        Warning, UnclaimedText;
        means said!("标题后面还写了字。", "Words were typed behind a label.");
        says said!(
            "“{label}”的标题后面还写了“{text}”，未读入",
            "“{text}” stands behind the label “{label}” and was not read"
        );
        hint none();

        AcrossLine "text-across-line" { text: String = "以下为在研项目".into() }
        Warning, NotARecord;
        means said!("文字横跨整行，不是一条记录。", "Words lie across the whole line and are no record.");
        says said!("横跨整行的文字不作为记录：“{text}”", "words across the whole line are no record: “{text}”");
        hint said!(
            "如适用于下面各行，请填入各行相应的格。",
            "If it holds for the lines below, write it into each."
        );

        NestedTable "nested-table" { text: String = "甲 | 乙".into() }
        Warning, UnclaimedText;
        means said!("单元格里还套着表格。", "A table stands inside the cell.");
        says said!("单元格中嵌套的表格未读入：“{text}”", "the table inside the cell was not read: “{text}”");
        hint said!("请把内容直接填在单元格里。", "Type the text into the cell itself.");

        CellOverTwo "cell-over-two-fields" { first: String = "开始".into(), label: String = "结束".into(), text: String = "2025-03-05".into() }
        Error, UnreadableValue;
        means said!("一个单元格横跨两项，分不清是哪一项的。", "One cell lies over two fields.");
        says said!(
            "单元格横跨“{first}”和“{label}”，“{text}”只记入前者",
            "the cell lies over “{first}” and “{label}”; “{text}” was taken for the first only"
        );
        hint said!("请拆分单元格，分别填写。", "Split the cell and fill in both.");

        UnlabelledColumn "column-without-label" { text: String = "甲 | 乙".into() }
        Warning, UnknownColumn;
        means said!("没有标题的一栏里填了内容。", "A column without a label holds text.");
        says said!(
            "没有标题的一栏里填了内容，未读入：{text}",
            "a column without a label holds text that was not read: {text}"
        );
        hint said!(
            "请核对该栏是否应填入表内其他指标。",
            "See whether it belongs under another item of the table."
        );

        StrangeColumn "column-of-no-field" { label: String = "备注".into(), text: String = "甲 | 乙".into() }
        Warning, UnknownColumn;
        means said!("一栏的标题不是本表的项目，里面填了内容。", "The column's label is no field of the table, and text stands under it.");
        says said!(
            "“{label}”不是本表的指标，其内容未读入：{text}",
            "“{label}” is no item of this table; its text was not read: {text}"
        );
        hint said!(
            "请核对该栏是否应填入表内其他指标。",
            "See whether it belongs under another item of the table."
        );

        EmptyStrangeColumn "empty-column-of-no-field" { label: String = "备注".into() }
        Info, UnknownColumn;
        means said!("多了一栏，里面没有内容。", "There is a column that is no field; nothing stands in it.");
        says said!(
            "“{label}”不是本表的指标，其下没有内容",
            "“{label}” is no item of this table; nothing stands under it"
        );
        hint none();

        NoLabels "columns-by-position" {}
        Warning, UnknownColumn;
        means said!("表头没有了，各栏只能按空白表的顺序认。", "The table's labels are gone; its columns are known by their order in the blank only.");
        says said!(
            "表头缺失，各栏按空白表的顺序读入",
            "the table has no labels; its columns were read in the blank form's order"
        );
        hint said!("请逐栏核对。", "Look at each column.");

        MissingColumns "missing-columns" { labels: Vec<String> = vec!["国别".into()] }
        Warning, MissingColumn;
        means said!("表里少了几栏。", "Columns of the table are not on the paper.");
        says {
            let list = labels.join("、");
            said!("表中没有找到这些指标：{list}", "these items were not found in the table: {list}")
        };
        hint said!("请核对表头是否被删改。", "See whether the table's head was changed.");

        MissingPlaces "missing-places" { labels: Vec<String> = vec!["国别".into()] }
        Warning, MissingColumn;
        means said!("表里少了几项的位置。", "Places of the table are not on the paper.");
        says {
            let list = labels.join("、");
            said!("表中没有找到这些指标：{list}", "these items were not found in the table: {list}")
        };
        hint said!(
            "请核对表中的印字是否被删改。",
            "See whether the table's printed words were changed."
        );

        OtherUnit "label-of-another-unit" { text: String = "经费（元）".into(), unit: String = "元".into(), own: String = "万元".into() }
        Warning, UnitConverted;
        means said!("表头写的货币单位与映射不同。", "The label names another unit of money than the mapping.");
        says said!(
            "表头“{text}”的单位是“{unit}”，本表应填“{own}”；没有写单位的数字按“{unit}”换算",
            "the label “{text}” asks for {unit}, the form for {own}; numbers without a unit were read as {unit}"
        );
        hint said!("请向填表人核实单位。", "Ask the unit which it is.");

        LabelGuessed "label-guessed" { text: String = "单位名".into(), label: String = "单位名称".into() }
        Warning, UnknownColumn;
        means said!("一栏的标题被改动较多，按最接近的项目读。", "A column's label was changed a good deal; the nearest field was taken.");
        says said!(
            "标题“{text}”与空白表不同，读作“{label}”",
            "the label “{text}” is not the blank's; it was read as “{label}”"
        );
        hint said!("请核对这一栏。", "Look at this column.");

        LabelChanged "label-changed" { text: String = "单位名".into(), label: String = "单位名称".into() }
        Info, UnclaimedText;
        means said!("一栏的标题与空白表略有不同。", "A column's label is not quite the blank's.");
        says said!(
            "标题“{text}”与空白表不同，读作“{label}”",
            "the label “{text}” is not the blank's; it was read as “{label}”"
        );
        hint none();

        LabelBeyond "label-with-more" { text: String = "金额（万元）120".into(), label: String = "金额".into(), more: String = "120".into() }
        Warning, UnclaimedText;
        means said!("标题里多出一些文字，可能是写在标题格里的答案。", "A label has more words in it than the blank prints: perhaps an answer.");
        says said!(
            "标题“{text}”比空白表多出“{more}”，未作为答案；读作“{label}”",
            "the label “{text}” has “{more}” beyond what the blank prints, which was taken for no answer; it was read as “{label}”"
        );
        hint said!("如是答案，请填入相应位置。", "If it is an answer, put it where it belongs.");

        RepeatedWord "word-repeated" { label: String = "单位名称".into(), once: String = "医学院".into() }
        Warning, CorrectedValue;
        means said!("封面的一项是同一个词重复了几遍，像是软件保存时重复的，按一遍读入。", "An item of the cover is one word several times over, as a program leaves it that repeats a control on saving; it was read once.");
        says said!(
            "“{label}”是“{once}”重复了几遍，按一遍读入",
            "“{label}” is “{once}” several times over; it was read once"
        );
        hint check_it();

        GivenTwice "given-twice" { label: String = "联系电话".into(), taken: String = "0756-1".into(), other: String = "0756-2".into() }
        Warning, UnclaimedText;
        means said!("封面的一项写了两次，且不相同。", "An item of the cover is given twice, and differs.");
        says said!(
            "“{label}”写了两次，且不同：读入“{taken}”，另有“{other}”",
            "“{label}” is given twice, and differs: “{taken}” was taken, there is “{other}” too"
        );
        hint said!("请核对应以哪个为准。", "See which of them it is.");

        RowLabelChanged "row-label-changed" { text: String = "中央经费".into(), label: String = "中央财政".into() }
        Warning, CorrectedValue;
        means said!("行的印字与空白表不同，按最接近的读。", "A row's printed words are not the blank's; the nearest row was taken.");
        says said!(
            "“{text}”与空白表不同，读作“{label}”",
            "the label “{text}” is not the blank's; it was read as “{label}”"
        );
        hint check_it();

        RowByOtherWords "row-by-other-words" { text: String = "中央经费".into() }
        Warning, CorrectedValue;
        means said!("行首的印字被改动，按本行其余的印字认出。", "The row's first words were changed; it was known by its other printed words.");
        says said!(
            "“{text}”与空白表不同，按本行其余文字读入",
            "“{text}” is not what the blank prints; the row was known by its other words"
        );
        hint check_it();

        BeforeItsBlank "before-its-blank" { text: String = "12".into(), label: String = "港资自行设立".into() }
        Warning, CorrectedValue;
        means said!("数字写在印字之前。", "The number stands before the printed words of its blank.");
        says said!(
            "“{text}”写在“{label}”的印字之前，已读入",
            "“{text}” stands before the words of “{label}”; it was read"
        );
        hint check_it();

        OutsideBlank "outside-its-blank" { text: String = "12".into() }
        Info, CorrectedValue;
        means said!("内容没有写在空格里，而在旁边。", "The text stands beside its blank.");
        says said!(
            "“{text}”写在空格之外，已读入",
            "“{text}” stands outside its blank; it was read"
        );
        hint none();

        BlankDoubtful "words-before-blank-changed" { label: String = "人次".into(), text: String = "12".into() }
        Warning, CorrectedValue;
        means said!("空格前的印字被改动。", "The words printed before the blank were changed.");
        says said!(
            "“{label}”前的印字与空白表不同，读作“{text}”",
            "the words before “{label}” are not the blank's; it was read as “{text}”"
        );
        hint check_it();

        BlanksJoined "blanks-ran-together" { label: String = "人次".into() }
        Error, UnreadableValue;
        means said!("两个空格之间的印字没有了，内容分不开。", "The words between two blanks are gone; what was typed cannot be told apart.");
        says said!(
            "“{label}”前的印字已被改动，填写的内容与前一项分不开，未取值",
            "the words printed before “{label}” were changed: what was typed for it cannot be told from the item before, nothing was taken"
        );
        hint said!("请核对原表。", "Look at the form.");

        FilledInTwice "field-filled-in-twice" { read: String = "12".into(), text: String = "15".into() }
        Error, DuplicateTable;
        means said!("同一项在两处填了不同的内容。", "One field is filled in in two places, and not alike.");
        says said!(
            "这一项填了两处，读作“{read}”，另一处的“{text}”未读入",
            "this item is filled in twice: “{read}” was taken, “{text}” was not"
        );
        hint said!("请只保留一处。", "Keep one of them.");

        NextLine "filled-in-on-next-line" { label: String = "单位名称".into(), text: String = "化学学院".into() }
        Warning, CorrectedValue;
        means said!("答案写在标签的下一行。", "The answer stands on the line below its label.");
        says said!("“{label}”填在下一行：“{text}”", "“{label}” is filled in on the next line: “{text}”");
        hint none();
    }
}
