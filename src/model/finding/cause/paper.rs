//! What the paper has that is no answer: left over, hidden, beside the body, or not to be read.

use office::paper::DrawingKind;

use super::{causes, check_it, none};
use crate::model::finding::Rule::{
    AmbiguousMark, CorrectedValue, HiddenContent, UnclaimedText, UnreadContent, UnreadableValue,
};
use crate::model::finding::Severity::{Error, Info, Warning};
use crate::said;
use crate::text::Worded as _;

causes! {
    /// What the paper has that is no answer: left over, hidden, beside the body, or not to be read.
    PaperCause {
        Unclaimed "unclaimed-text" { text: String = "另附材料一份".into() }
        Warning, UnclaimedText;
        means said!("表上有一段写上去的文字，没有归入任何项目。", "A text that was typed into the form belongs to no field.");
        says said!("这段文字没有归入任何指标：“{text}”", "this text belongs to no item: “{text}”");
        hint said!("如是答案，请填入相应表格。", "If it is an answer, put it into its table.");

        UnclaimedMore "unclaimed-text-more" { count: usize = 12 }
        Warning, UnclaimedText;
        means said!("没有归入任何项目的文字太多，只列出前面的。", "There are more texts that belong to no field than are listed.");
        says said!("另有 {count} 段文字没有归入任何指标", "{count} more texts belong to no item");
        hint none();

        UnclaimedOfTable "unclaimed-texts-of-table" { count: usize = 4, texts: Vec<String> = vec!["甲".into(), "乙".into()] }
        Warning, UnclaimedText;
        means said!(
            "一张表里有好几处填写的内容没有对应的项目。",
            "Several texts of one table belong to no field."
        );
        says {
            let list = texts.join(" | ");
            let more = if texts.len() < *count { " | …" } else { "" };
            said!(
                "这张表有 {count} 处内容没有归入任何指标：{list}{more}",
                "{count} texts of this table belong to no item: {list}{more}"
            )
        };
        hint said!("如是答案，请填入相应表格。", "If it is an answer, put it into its table.");

        UnclaimedInPlace "unclaimed-in-table" { text: String = "另附材料一份".into() }
        Warning, UnclaimedText;
        means said!("表格里有一段文字，没有归入任何项目。", "A text inside the table belongs to no field.");
        says said!("这段文字没有归入任何指标：“{text}”", "this text belongs to no item: “{text}”");
        hint said!("如是答案，请填入相应位置。", "If it is an answer, put it where it belongs.");

        UnevenRow "uneven-row" {}
        Info, CorrectedValue;
        means said!("一行的单元格加起来与表格的列数不一致。", "The cells of a row do not add up to the table's grid.");
        says said!(
            "这一行的单元格与表格的列数不一致",
            "the cells of this row do not add up to the table's columns"
        );
        hint none();

        Hidden "hidden-text" {}
        Info, HiddenContent;
        means said!("隐藏的行或工作表里有内容。", "A hidden row or sheet holds text.");
        says said!(
            "隐藏的行或工作表里有内容，已一并读入",
            "a hidden row or sheet holds text; it was read too"
        );
        hint none();

        HiddenText "hidden-words" { text: String = "120".into() }
        Warning, HiddenContent;
        means said!("Word 文件里有隐藏的文字。隐藏的文字不计入。", "The document holds hidden text, which does not count.");
        says said!("隐藏的文字未计入：“{text}”", "hidden text does not count: “{text}”");
        hint said!("如应计入，请取消隐藏后重新提交。", "If it should count, unhide it and send the form again.");

        HiddenSheet "hidden-sheet" { sheet: String = "Sheet2".into(), text: String = "12".into() }
        Warning, HiddenContent;
        means said!("隐藏的工作表里填了某张表的内容。隐藏的工作表不计入，与Word里隐藏的文字一样。", "A hidden sheet holds answers for a table. It does not count, as hidden text in Word does not.");
        says said!("隐藏的工作表“{sheet}”里填有内容，未计入：“{text}”", "the hidden sheet “{sheet}” holds answers, which do not count: “{text}”");
        hint said!("如应计入，请取消隐藏后重新提交。", "If they should count, unhide the sheet and send it again.");

        HiddenOther "hidden-sheet-other" { sheet: String = "Sheet2".into() }
        Info, HiddenContent;
        means said!("隐藏的工作表里有内容，但不是调查表里的表。", "A hidden sheet holds something that is no table of the form.");
        says said!("隐藏的工作表“{sheet}”不是调查表里的表，未读入", "the hidden sheet “{sheet}” is no table of the form and was not read");
        hint none();

        Scaled "scaled-number" { shown: String = "12.5".into() }
        Warning, CorrectedValue;
        means said!("单元格的数字格式把数缩小显示，但没有写明单位；读入的是实际存的数。", "The cell's number format shows the number divided, without saying so; the stored number was read.");
        says said!("单元格里显示的是{shown}，实际存的是另一个数，读入的是后者", "the cell shows {shown}, but holds another number, which was read");
        hint said!("请核对是哪个数、什么单位。", "Check which number is meant, and in which unit.");

        OpenQuote "open-quote" {}
        Warning, CorrectedValue;
        means said!("文本表格里的引号没有配对，按普通字符读入；否则会吞掉后面的行。", "A quote in a text table is never closed. It was read as a letter, or it would swallow the lines after it.");
        says said!("这里的引号没有配对，已按普通字符读入", "the quote here is never closed; it was read as a letter");
        hint said!("请核对这一行。", "Check this line.");

        Unseen "unseen-text" { text: String = "56".into() }
        Warning, HiddenContent;
        means said!("有文字看不见：与底色相同，数字格式不显示，或行高为零。已一并读入。", "Text cannot be seen where it stands: it has the colour of what is behind it, its number format shows nothing, or its row has no height. It was read.");
        says said!("这里的文字看不见，已一并读入：“{text}”", "the text here cannot be seen; it was read: “{text}”");
        hint said!("请核对是否应计入。", "See whether it should count.");

        Untouched "drop-down-untouched" { text: String = "甲类".into() }
        Warning, UnreadableValue;
        means said!("下拉框显示的是初始的一项，没有人选过，未读入。", "A drop-down shows the entry that it began with; nobody chose it, and it was not read.");
        says said!("下拉框显示“{text}”，是初始的一项，没有选过，未读入", "the drop-down shows “{text}”, which it began with and nobody chose; it was not read");
        hint said!("请确认是否选这一项。", "Ask whether this entry is meant.");

        FieldWithoutResult "field-without-result" { code: String = "=SUM(ABOVE)".into() }
        Warning, UnreadableValue;
        means said!("域没有保存结果，不知道它显示什么。", "A field has no stored result, so what it shows is not known.");
        says said!("域“{code}”没有保存结果，未读入", "the field “{code}” has no stored result and was not read");
        hint said!("请用Word打开，更新域后保存再交。", "Open the form in Word, update its fields and save it.");

        FormulaWithoutResult "formula-without-result" { formula: String = "=SUM(B2:B9)".into() }
        Error, UnreadableValue;
        means said!("公式没有保存结果，程序也算不出来。", "The workbook holds no result of the formula, and it could not be computed.");
        says said!("公式没有保存结果：{formula}", "the workbook holds no result of the formula {formula}");
        hint said!(
            "请用Excel或WPS打开并保存后再交。",
            "Open the workbook in Excel or WPS and save it."
        );

        FormulaRecomputed "formula-recomputed" { formula: String = "=SUM(B2:B9)".into(), stored: String = "12".into() }
        Warning, CorrectedValue;
        means said!("保存的结果与公式所用的数不符。", "The stored result is not what the formula gives.");
        says said!(
            "公式{formula}保存的结果是“{stored}”，与现有数字不符，已重新计算",
            "the stored result “{stored}” of the formula {formula} does not fit its numbers; it was computed anew"
        );
        hint none();

        BeyondBounds "beyond-bounds" {}
        Warning, UnclaimedText;
        means said!("内容在离表格很远的单元格里。", "A cell far from the table holds text.");
        says said!(
            "离表格很远的单元格里有内容，未读入",
            "a cell far from the table holds text that was not read"
        );
        hint none();

        Damaged "damaged-part" {}
        Warning, UnclaimedText;
        means said!("文件有一处损坏，只读入了能读的部分。", "A part of the file is damaged; what could be read was read.");
        says said!(
            "文件在这里有损坏，只读入了能读的部分",
            "the file is damaged here; what could be read was read"
        );
        hint said!(
            "请与原文件核对；最好请对方用Word或WPS打开，另存为.docx后重新提交。",
            "Compare it with the file; best have it opened in Word or WPS, saved as .docx and sent again."
        );

        Covered "covered-text" { text: String = "12".into() }
        Warning, UnclaimedText;
        means said!("合并单元格遮住了文字，程序里看不见。", "A merged cell covers text that no program shows.");
        says said!("被合并单元格遮住的文字未读入：“{text}”", "text hidden under a merged cell was not read: “{text}”");
        hint none();

        Floating "floating-text" { text: String = "见备注".into() }
        Warning, UnclaimedText;
        means said!("工作表上浮着文本框。", "A text box floats over the sheet.");
        says said!(
            "工作表上的文本框里的文字未读入：“{text}”",
            "text in a text box over the sheet was not read: “{text}”"
        );
        hint none();

        Elsewhere "content-elsewhere" {}
        Warning, UnclaimedText;
        means said!("文档的一部分在包内的另一个文件里（altChunk、subDoc）。", "A part of the document stands in another file of its package (altChunk, subDoc).");
        says said!(
            "文档嵌入了另一个文件的内容，未读入",
            "a part of the document is embedded from another file and was not read"
        );
        hint said!("请用Word打开并另存后重新提交。", "Open it in Word, save it and send it again.");

        BrokenPart "broken-part" { part: String = "word/footnotes.xml".into() }
        Warning, UnclaimedText;
        means said!("正文之外的一个部件（页眉、脚注、批注）已损坏。", "A part beside the body (a header, the notes, the comments) is damaged.");
        says said!(
            "文档的部件 {part} 已损坏，其中的内容未读入或未全部读入",
            "the document's part {part} is damaged; what it holds was not read, or not all"
        );
        hint said!("请用Word打开并另存后重新提交。", "Open it in Word, save it and send it again.");

        Header "header-text" { text: String = "第二稿".into() }
        Info, UnclaimedText;
        means said!("页眉里有空白表没有的文字。", "The page header holds text that the blank does not print.");
        says said!("页眉里的文字未读入：“{text}”", "text in a page header was not read: “{text}”");
        hint none();

        Footer "footer-text" { text: String = "第二稿".into() }
        Info, UnclaimedText;
        means said!("页脚里有空白表没有的文字。", "The page footer holds text that the blank does not print.");
        says said!("页脚里的文字未读入：“{text}”", "text in a page footer was not read: “{text}”");
        hint none();

        Footnote "footnote-text" { text: String = "含外聘".into() }
        Warning, UnclaimedText;
        means said!("脚注里有文字；在表格里的脚注可能补充了答案。", "A footnote holds text; in a table it may add to an answer.");
        says said!("脚注里的文字未读入：“{text}”", "text in a footnote was not read: “{text}”");
        hint none();

        Endnote "endnote-text" { text: String = "含外聘".into() }
        Warning, UnclaimedText;
        means said!("尾注里有文字；在表格里的尾注可能补充了答案。", "An endnote holds text; in a table it may add to an answer.");
        says said!("尾注里的文字未读入：“{text}”", "text in a endnote was not read: “{text}”");
        hint none();

        Comment "comment-text" { text: String = "请核对".into() }
        Info, UnclaimedText;
        means said!("批注里有文字。", "A comment holds text.");
        says said!("批注里的文字未读入：“{text}”", "text in a comment was not read: “{text}”");
        hint none();

        AsidesBeyond "notes-not-read" { count: u32 = 12 }
        Warning, UnreadContent;
        means said!("批注和脚注太多，后面的没有读。", "There are more notes and comments than are read.");
        says said!("另有 {count} 条批注或脚注未读入", "{count} more notes and comments were not read");
        hint check_it();

        CommentOnList "comment-on-list" { text: String = "选这个".into(), about: String = "经费不足".into() }
        Warning, UnreadContent;
        means said!("候选项旁有一条批注，可能是在作选择。", "A comment stands at a list; it may choose.");
        says match about.is_empty() {
            true => said!("候选项旁的批注未读入：“{text}”", "a comment at the list was not read: “{text}”"),
            false => said!(
                "“{about}”旁的批注未读入：“{text}”",
                "a comment on “{about}” was not read: “{text}”"
            ),
        };
        hint said!("请核对该单位实际选择的选项。", "Ask which options were meant.");

        Unread "content-not-read" { kind: DrawingKind = DrawingKind::Picture, text: String = "".into(), count: usize = 1 }
        Warning, UnreadContent;
        means said!(
            "填写处有图片、图形、墨迹、图表、艺术字或嵌入的文件，其中的内容不能当作答案读入。",
            "Where answers go there is a picture, a shape, ink, a chart, WordArt or an embedded file, and what it holds cannot be read as an answer."
        );
        says {
            let what = kind.said();
            let (zh, en) = (counted_zh(&what.zh, *count), counted_en(&what.en, *count));
            match text.is_empty() {
                true => said!("这里有{zh}，其中的内容未读入", "{en} stands here; what it holds was not read"),
                false => said!("这里有{zh}，其中的“{text}”未读入", "{en} stands here; “{text}” in it was not read"),
            }
        };
        hint said!("请把内容直接填在表格里。", "Type the text into the form itself.");

        MarkedPrint "option-marked-in-print" { label: String = "协议类型".into(), text: String = "机构间协议".into() }
        Warning, AmbiguousMark;
        means said!("候选项在表下说明或备注里做了标记，而该填的格空着。", "An option is marked where the form explains it, and the cell that it belongs in is empty.");
        says said!(
            "“{label}”没有填，而说明里的“{text}”做了标记，像是选了它",
            "“{label}” is empty, and “{text}” is marked in the notes, as if it were chosen"
        );
        hint said!("如是所选，请填入格中。", "If it is the choice, fill it in.");

        DrawnMark "drawn-mark" { kind: DrawingKind = DrawingKind::Ellipse, beside: Vec<String> = vec!["经费不足".into()], count: usize = 1 }
        Warning, AmbiguousMark;
        means said!(
            "在选项、评分或表格旁画了圈、线或别的图形，程序看不出它指的是哪一处。",
            "An ellipse, a line or another shape is drawn over or beside options, ratings or cells; which it means cannot be told."
        );
        says {
            let what = kind.said();
            let (zh, en) = (counted_zh(&what.zh, *count), counted_en(&what.en, *count));
            let at = beside.join("、");
            match at.is_empty() {
                true => said!("这里有{zh}，看不出指的是什么", "{en} stands here; what it means cannot be told"),
                false => said!(
                    "“{at}”处有{zh}，看不出指的是什么",
                    "{en} stands at “{at}”; what it means cannot be told"
                ),
            }
        };
        hint said!("请核对该单位的本意。", "Ask what was meant.");

        Ornament "picture-without-answer" { kind: DrawingKind = DrawingKind::Picture, count: usize = 1 }
        Info, UnreadContent;
        means said!("封面、签字处或文末有图片，如公章、签名、徽标。", "A picture stands on the cover, where people sign, or at the end: a seal, a signature, a logo.");
        says {
            let what = kind.said();
            let (zh, en) = (counted_zh(&what.zh, *count), counted_en(&what.en, *count));
            said!("这里有{zh}（公章、签名或徽标），未读入", "{en} stands here (a seal, a signature, a logo) and was not read")
        };
        hint none();
    }
}

fn counted_zh(what: &str, count: usize) -> String {
    match count {
        1 => what.to_owned(),
        _ => format!("{what}（{count}处）"),
    }
}

fn counted_en(what: &str, count: usize) -> String {
    match count {
        1 if what.starts_with(['a', 'e', 'i', 'o', 'u']) => format!("an {what}"),
        1 => format!("a {what}"),
        _ => format!("{what} ({count} times)"),
    }
}
