//! What is said of a table's lines: those that are no record, and records that share or hold more
//! than their own.

use super::{causes, check_it, none};
use crate::model::finding::Rule::{
    CorrectedValue, NotARecord, SeveralRecords, SharedValue, UnreadableValue,
};
use crate::model::finding::Severity::{Error, Info, Warning};
use crate::said;

causes! {
    /// What is said of a table's lines: those that are no record, and records that share or hold
    /// more than their own.
    LineCause {
        Example "example-line" { text: String = "例：某合同 | 100".into() }
        Warning, NotARecord;
        means said!("一行是示例，里面有内容，没有作为记录。", "A line is an example with content; it was taken for no record.");
        says said!("示例行不作为记录：{text}", "an example is no record: {text}");
        hint said!(
            "如是本单位的内容，请去掉“例”字样后重新提交。",
            "If it is the unit's own, have the word for an example taken out."
        );

        Remark "remark-line" { text: String = "注：以上经费为估算".into() }
        Warning, NotARecord;
        means said!("一行是说明文字，没有作为记录。", "A line is a remark and was taken for no record.");
        says said!("说明性的行不作为记录：{text}", "a remark is no record: {text}");
        hint said!("请看它是否影响上面的数据。", "See whether it bears on the data above.");

        SumLine "sum-line" { text: String = "26".into() }
        Warning, NotARecord;
        means said!("一行没有写“合计”，数却恰是以上各行之和，没有作为记录。", "A line holds the sums of those above without saying so; it was taken for no record.");
        says said!(
            "这一行是以上各行之和，不作为记录：{text}",
            "the line is the sum of those above and no record: {text}"
        );
        hint check_it();

        LeftOut "lines-left-out" { count: usize = 2, text: String = "合计 | 35；（续表）".into() }
        Info, NotARecord;
        means said!("表里有些行没有答案：重复的表头、合计、序号、项目代码、以下空白、签字等，没有作为记录。", "Some of the table's lines hold no answer: labels once more, totals, numbers, codes, closing words, signatures. They were taken for no record.");
        says said!(
            "有{count}行不作为记录（表头、合计、序号、续表等）：{text}",
            "{count} lines are no records (labels, totals, numbers, closing words): “{text}”"
        );
        hint none();

        TotalDiffers "total-differs" { label: String = "人数".into(), total: String = "60".into(), sum: String = "50".into() }
        Warning, NotARecord;
        means said!("合计行的数与各行之和不一致。", "A total is not the sum of the records.");
        says said!(
            "“{label}”的合计写的是{total}，各行之和是{sum}",
            "the total of “{label}” is given as {total}; the records add up to {sum}"
        );
        hint said!("请核对是否漏行，或某行的数有误。", "See whether a line is missing or a number wrong.");

        GoesOn "table-goes-on" { text: String = "（续表）".into() }
        Warning, NotARecord;
        means said!("表里写着还有续表，其后却没有记录。", "The table says that it goes on, and no record follows.");
        says said!(
            "“{text}”表示表格未完，其后没有读到记录",
            "“{text}” says that the table goes on; no record was found after it"
        );
        hint said!("请核对续表是否遗漏。", "See whether its other part is missing.");

        CountedOtherwise "counted-otherwise" { counted: u32 = 5, records: usize = 3 }
        Warning, NotARecord;
        means said!("表里写的条数与读到的不同。", "The table counts other than so many records.");
        says said!(
            "表中写有{counted}项，读到{records}条记录",
            "the table says that it has {counted} records; {records} were read"
        );
        hint said!("请核对是否有缺漏。", "See whether one is missing.");

        NameGoesOn "name-goes-on" { before: String = "深海采矿装备与".into(), rest: String = "机器人系统".into() }
        Warning, CorrectedValue;
        means said!("上一行的名称没有写完，与下一行连成一个。", "A name goes on in the next line; the two were joined.");
        says said!(
            "“{before}”和下一行的“{rest}”像是一个名称，已连成一个",
            "“{before}” seems to go on in the next line, “{rest}”; they were joined"
        );
        hint check_it();

        LoneText "lone-text" { text: String = "机器人系统出口合同".into() }
        Warning, NotARecord;
        means said!("一行只有一格有文字，可能是上一行的内容没有写完。", "A line holds one text alone, under fuller ones; it may be the rest of the one above.");
        says said!(
            "这一行只有“{text}”，可能是上一行的内容没有写完；暂作为一条记录",
            "the line holds “{text}” alone and may be the rest of the one above; it was taken for a record"
        );
        hint check_it();

        LoneHead "lone-text-first" { text: String = "一、国家级项目".into() }
        Warning, NotARecord;
        means said!("第一行只有一格有文字，下面的行都填得多，像是分组的标题或说明。", "The first line holds one text alone, over fuller ones: the heading of a group, or words on the table.");
        says said!(
            "这一行只有“{text}”，像是分组的标题或说明；暂作为一条记录",
            "the line holds “{text}” alone, as if it were the heading of a group; it was taken for a record"
        );
        hint check_it();

        InsteadOfName "says-there-is-none" { text: String = "本单位无人任职".into() }
        Warning, NotARecord;
        means said!("一条记录只有名称，而名称像是在说没有，或在别处。", "A record has a name alone, which sounds as if it said that there is none, or that it stands elsewhere.");
        says said!(
            "只填了“{text}”，像是说没有或在别处；暂作为一条记录",
            "“{text}” alone sounds as if there were none, or as if it stood elsewhere; it was taken for a record"
        );
        hint check_it();

        CellsInOne "cells-in-one" { text: String = "沈知微⇥某刊⇥副主编".into() }
        Warning, SeveralRecords;
        means said!("一格里像是贴入了几格的内容（有制表符），同一行的其他格空着。", "One cell holds what belongs to several, set apart by tabs, and the others of its line are empty.");
        says said!(
            "一格里像是贴入了几格的内容：{text}",
            "one cell seems to hold what belongs to several: {text}"
        );
        hint said!("请每条记录填一行，每项填一格。", "Give each record a line, and each item a cell of its own.");

        Shifted "line-shifted" { text: String = "1 | 某合同 | 技术服务".into() }
        Warning, CorrectedValue;
        means said!("一行的内容整体错开了一格，已按各栏对正。", "A line stood one cell off its columns and was put right.");
        says said!(
            "这一行的内容错开了一格，已按各栏的标题对正：{text}",
            "the line stands one cell off its columns and was put right by their labels: {text}"
        );
        hint said!("请逐格核对这一行。", "Look at each cell of the line.");

        LooksShifted "line-looks-shifted" { text: String = "1 | 某合同 | 技术服务".into() }
        Warning, CorrectedValue;
        means said!("一行的内容像是错开了一格，但拿不准，仍按所在的栏读。", "A line seems to stand one cell off its columns, but how cannot be told; it was read as it stands.");
        says said!(
            "这一行的内容像是错开了一格，仍按所在的栏读入：{text}",
            "the line seems to stand one cell off its columns; it was read as it stands: {text}"
        );
        hint said!("请逐格核对这一行。", "Look at each cell of the line.");

        SeveralRecords "several-records-in-line" { count: usize = 2, text: String = "李娜⏎王芳 | 甲⏎乙".into() }
        Warning, SeveralRecords;
        means said!("一行的几个格里各有同样多的几行字，像是几条记录。", "Several cells of a line hold equally many lines each, as if they were several records.");
        says said!(
            "一行里像是填了{count}条记录：{text}",
            "the line seems to hold {count} records: {text}"
        );
        hint said!("请每条记录填一行。", "Give each record a line of its own.");

        RowsOfOneForm "rows-of-one-form" { count: usize = 3, text: String = "香港大学".into() }
        Info, SeveralRecords;
        means said!("表中可以填几行的地方填了几行：第二行起各成一条记录，带上这张表的名称，其余的数只在第一条。", "A place in a form that takes several rows holds several: each further row is a record of its own, with the form's name and none of its other numbers.");
        says said!(
            "“{text}”填了{count}行，第二行起各成一条记录",
            "“{text}” has {count} rows; each from the second on is a record of its own"
        );
        hint none();

        SharedNumber "number-over-records" { text: String = "60".into(), records: usize = 3 }
        Warning, SharedValue;
        means said!("一个数写在跨几条记录的合并单元格里，只记入第一条。", "One number stands in a cell over several records; the first has it.");
        says said!(
            "“{text}”是合并单元格，为{records}条记录共有，只记入第一条",
            "“{text}” stands in a cell over {records} records; it was given to the first only"
        );
        hint said!(
            "如能分开，请拆分单元格，各条分别填写。",
            "If it can be told apart, split the cell and fill in each."
        );

        SharedAbove "number-shared-with-above" { text: String = "60".into() }
        Warning, SharedValue;
        means said!("这个数与上面的记录共有，已记入上面的第一条。", "The number is shared with the records above, and given to the first of them.");
        says said!(
            "“{text}”是与上面的记录共有的数，已记入第一条，这里不再计",
            "“{text}” is shared with the records above and given to the first of them; it is not counted here"
        );
        hint said!(
            "如能分开，请拆分单元格，各条分别填写。",
            "If it can be told apart, split the cell and fill in each."
        );

        Ditto "ditto" { label: String = "单位名称".into(), count: usize = 2 }
        Info, CorrectedValue;
        means said!("一栏里写了“同上”，按上一行的内容读入。", "Ditto was written in a column and read as the line above.");
        says said!(
            "“{label}”一栏有{count}处写“同上”，按上一行的内容读入",
            "“{label}”: ditto was written {count} times and read as the line above"
        );
        hint none();

        DittoBeside "ditto-beside" { typed: String = "同左".into(), text: String = "化学学院".into() }
        Warning, CorrectedValue;
        means said!("写了“同上”“同左”，按前一项的内容读入。", "Ditto was written and read as the item before.");
        says said!(
            "“{typed}”按前一项的“{text}”读入",
            "“{typed}” was read as “{text}”, the item before"
        );
        hint check_it();

        DittoOfNothing "ditto-of-nothing" { typed: String = "同上".into() }
        Error, UnreadableValue;
        means said!("写了“同上”，所指的地方没有内容。", "Ditto was written, and refers to nothing.");
        says said!(
            "“{typed}”所指的一格没有内容，未取值",
            "“{typed}” refers to a cell that holds nothing; nothing was taken"
        );
        hint said!("请直接填写内容。", "Write the value itself.");

        CodeOrAnswer "code-or-answer" { text: String = "12".into() }
        Warning, UnreadableValue;
        means said!("格里的数恰是表上印的项目代码，分不清是不是填写的。", "The number in a cell is the item's printed code; whether somebody typed it cannot be told.");
        says said!(
            "“{text}”是表上印的项目代码，还是填写的数，分不清；未取值",
            "“{text}” may be the item's printed code or an answer; nothing was taken"
        );
        hint check_it();
    }
}
