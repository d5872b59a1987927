//! Which options of a printed list, or which step of a scale, are marked.

use super::{causes, check_it, none};
use crate::model::finding::Rule::{AmbiguousMark, SeveralChoices, UnclaimedText};
use crate::model::finding::Severity::{Error, Info, Warning};
use crate::said;
use crate::text::lang::Said;

fn confirm() -> Said {
    said!(
        "请核对该单位实际选择的选项。",
        "Ask which options were meant."
    )
}

causes! {
    /// Which options of a printed list, or which step of a scale, are marked.
    OptionCause {
        SeveralOfOne "several-options-of-one" { labels: Vec<String> = vec!["男".into(), "女".into()] }
        Error, SeveralChoices;
        means said!("只能选一项的题目选了几项。", "Several options are marked where one is asked for.");
        says {
            let list = labels.join("；");
            said!(
                "只能选一项，却选了“{list}”",
                "one option is asked for, these are marked: “{list}”"
            )
        };
        hint confirm();

        Undecided "options-marked-alike" { labels: Vec<String> = vec!["是".into(), "否".into()] }
        Warning, AmbiguousMark;
        means said!("看不出标记属于哪个选项。", "It cannot be seen which option a mark belongs to.");
        says {
            let list = labels.join("；");
            said!(
                "看不出这里选的是哪一项：“{list}”",
                "it cannot be seen which of these is chosen: “{list}”"
            )
        };
        hint confirm();

        Reworded "option-reworded" { label: String = "出口产品".into(), text: String = "进口产品".into() }
        Warning, AmbiguousMark;
        means said!("选项的文字被改动，按最接近的选项读。", "An option's own words were changed; the nearest option was taken.");
        says said!(
            "选项“{text}”与空白表不同，读作“{label}”",
            "the option “{text}” is not what the blank prints; it was read as “{label}”"
        );
        hint confirm();

        Erased "option-in-white" { label: String = "出口产品".into() }
        Warning, AmbiguousMark;
        means said!("选项的文字是白色，在纸上看不见。", "The option is in white letters, which nobody sees on paper.");
        says said!(
            "选项“{label}”的文字是白色，未作为选中",
            "the letters of “{label}” are white; it was not taken as chosen"
        );
        hint confirm();

        SmallPart "mark-on-small-part" { label: String = "经费不足".into() }
        Warning, AmbiguousMark;
        means said!("选项只有一小部分带标记。", "Only a small part of the option is marked.");
        says said!(
            "选项“{label}”只有一小部分被标记，未作为选中",
            "only a small part of “{label}” is marked; it was not taken as chosen"
        );
        hint confirm();

        PartlyStruck "option-partly-struck" { label: String = "参加国际会议".into() }
        Warning, AmbiguousMark;
        means said!("选中的选项有一部分文字被划掉。", "Some of the words of a chosen option are struck through.");
        says said!(
            "选中的“{label}”有一部分被划掉，按选中读入",
            "some words of “{label}” are struck through; it was taken as chosen"
        );
        hint confirm();

        Grey "option-in-grey" { label: String = "参加国际会议".into() }
        Warning, AmbiguousMark;
        means said!("有的选项标成灰色，别的标成彩色：灰色的可能是不选。", "One option is grey where others are coloured: it may be put back rather than marked.");
        says said!(
            "“{label}”是灰色，别的选项是彩色，未按选中读入",
            "“{label}” is grey where others are coloured; it was not taken as chosen"
        );
        hint confirm();

        MarkedAndStruck "marked-and-struck" { label: String = "经费不足".into() }
        Warning, AmbiguousMark;
        means said!("选项先标记后划掉。", "The option is marked and struck through.");
        says said!(
            "选项“{label}”标记后又被划掉，未作为选中",
            "“{label}” is marked and struck through; it was not taken as chosen"
        );
        hint confirm();

        ByLetter "letters-as-ticks" { labels: Vec<String> = vec!["经费不足".into()] }
        Warning, AmbiguousMark;
        means said!("选项旁写了字母或符号，当作打勾。", "Letters beside the options were taken for ticks.");
        says {
            let list = labels.join("；");
            said!(
                "选项旁的字母或符号读作打勾：{list}",
                "the letters beside these options were read as ticks: {list}"
            )
        };
        hint confirm();

        CopiesDiffer "list-twice-marked-differently" {}
        Warning, AmbiguousMark;
        means said!("同一组选项出现两遍，标记不同。", "The list stands there twice, and is not marked alike.");
        says said!(
            "选项出现了两遍，标记不同；两处的标记都已读入",
            "the list stands there twice with different marks; those of both were taken"
        );
        hint confirm();

        Inverted "all-but-few-marked" { labels: Vec<String> = vec!["经费不足".into()] }
        Warning, AmbiguousMark;
        means said!("多数选项标了颜色，少数没标。", "Most options are coloured, a few are not.");
        says {
            let list = labels.join("；");
            said!(
                "除少数几项外都标了颜色，把未标的几项作为选中：{list}",
                "all but a few options are coloured; the few were taken as chosen: {list}"
            )
        };
        hint confirm();

        ByStyle "marked-by-style-only" {}
        Warning, AmbiguousMark;
        means said!("选项只以字形（加粗、字号、字体、边框、缩进、效果等）区别。", "The options differ only in how they are set: bold, size, face, border, indentation, effects.");
        says said!(
            "选项只以字形（加粗、字号、边框、效果等）区别，按选中读入",
            "the options differ only in how they are set (bold, size, border, effects); these were taken as chosen"
        );
        hint confirm();

        Besides "marked-otherwise-besides" { labels: Vec<String> = vec!["经费不足".into()] }
        Warning, AmbiguousMark;
        means said!("除选中的以外，还有选项的样子与其他不同。", "Besides the chosen options others look unlike the rest.");
        says {
            let list = labels.join("；");
            said!(
                "这些选项的样子与选中的不同，也与其他选项不同，未作为选中：{list}",
                "these options look unlike the chosen ones and unlike the others; they were not taken as chosen: {list}"
            )
        };
        hint confirm();

        TwoWays "marked-in-two-ways" {}
        Warning, AmbiguousMark;
        means said!("同一组选项用了两种标记方式。", "The options of one list are marked in two ways.");
        says said!(
            "同一组选项用了两种标记方式，都按选中读入",
            "the options are marked in two ways; those of both were taken as chosen"
        );
        hint confirm();

        OnlyStruck "options-struck" { labels: Vec<String> = vec!["经费不足".into()] }
        Warning, AmbiguousMark;
        means said!("选项被划掉。", "Options are struck through.");
        says {
            let list = labels.join("；");
            said!(
                "选项被划掉，未作为选中：{list}",
                "these options are struck through; they were not taken as chosen: {list}"
            )
        };
        hint confirm();

        LeftStanding "other-options-struck" { labels: Vec<String> = vec!["经费不足".into()] }
        Warning, AmbiguousMark;
        means said!("不选的选项都被划掉了。", "All options that were not chosen are struck through.");
        says {
            let list = labels.join("；");
            said!(
                "其余选项都被划掉，把未划的几项作为选中；划掉的是：{list}",
                "all other options are struck through; those left standing were taken as chosen; struck: {list}"
            )
        };
        hint confirm();

        TypedBeside "signs-beside-options" { signs: String = "1、2".into(), labels: Vec<String> = vec!["经费不足".into()] }
        Warning, AmbiguousMark;
        means said!("选项旁写有序号、括号或符号。", "Numbers, brackets or signs stand beside some options.");
        says {
            let list = labels.join("；");
            said!(
                "选项旁写有“{signs}”，按选中读入：{list}",
                "“{signs}” stands beside these options; they were taken as chosen: {list}"
            )
        };
        hint confirm();

        TypedInTwoWays "signs-of-two-readings" { signs: String = "7、3".into(), labels: Vec<String> = vec!["经费不足".into()] }
        Warning, AmbiguousMark;
        means said!("选项旁写的序号或符号不止一种读法。", "What stands beside the options can be read in more than one way.");
        says {
            let list = labels.join("；");
            said!(
                "选项旁写的“{signs}”不止一种读法，都按选中读入：{list}",
                "what stands beside these options, “{signs}”, can be read in more than one way; all were taken as chosen: {list}"
            )
        };
        hint confirm();

        TypedInverted "signs-beside-all-but-few" { labels: Vec<String> = vec!["经费不足".into()] }
        Warning, AmbiguousMark;
        means said!("多数选项旁写有序号或符号，少数没有。", "Most options have a number or sign beside them, a few have not.");
        says {
            let list = labels.join("；");
            said!(
                "其余选项旁都写有序号或符号，把没有的几项作为选中：{list}",
                "the other options have a number or sign beside them; those without were taken as chosen: {list}"
            )
        };
        hint confirm();

        TypedUnclear "signs-beside-too-many" { signs: String = "3、1、2".into() }
        Warning, AmbiguousMark;
        means said!("多数选项旁写有序号或符号。", "Most options have a number or sign beside them.");
        says said!(
            "多数选项旁写有序号或符号（{signs}），看不出选了哪些",
            "most options have a number or sign beside them ({signs}); which are chosen cannot be told"
        );
        hint confirm();

        Twice "options-twice-in-list" { labels: Vec<String> = vec!["经费不足".into()] }
        Warning, AmbiguousMark;
        means said!("几个选项在列表中又写了一遍。", "A few options stand in the list once more.");
        says {
            let list = labels.join("；");
            said!(
                "这些选项在列表中出现了两遍，按选中读入：{list}",
                "these options stand in the list twice; they were taken as chosen: {list}"
            )
        };
        hint confirm();

        TwiceBesides "options-twice-besides-marks" { labels: Vec<String> = vec!["经费不足".into()] }
        Warning, AmbiguousMark;
        means said!("除标记外，还有选项在列表中又写了一遍。", "Besides the marked ones a few options stand in the list once more.");
        says {
            let list = labels.join("；");
            said!(
                "这些选项在列表中出现了两遍，未因此作为选中：{list}",
                "these options stand in the list twice; they were not taken as chosen for that: {list}"
            )
        };
        hint confirm();

        InLabel "option-marked-in-label" { label: String = "机构建设类型".into(), option: String = "当年新建".into() }
        Warning, AmbiguousMark;
        means said!("在标题的候选项里打了勾。", "An option is ticked where the label lists them.");
        says said!(
            "“{label}”在标题里标出了“{option}”，按此读入",
            "“{option}” is marked in the label “{label}”; it was read so"
        );
        hint check_it();

        InLabelUnread "option-marked-in-label-unread" { label: String = "机构建设类型".into(), option: String = "当年新建".into() }
        Warning, AmbiguousMark;
        means said!("在标题的候选项里打了勾，但不知是哪条记录的。", "An option is ticked where the label lists them, and it cannot be said for which record.");
        says said!(
            "“{label}”的标题里标出了“{option}”，未读入",
            "“{option}” is marked in the label “{label}”; it was not read"
        );
        hint check_it();

        AllAlike "all-marked-alike" {}
        Warning, AmbiguousMark;
        means said!("选项的标记都相同或过多。", "All options, or too many of them, are marked alike.");
        says said!(
            "选项的标记都相同或过多，无法区分选中项",
            "all options, or too many of them, are marked alike; which are chosen cannot be told"
        );
        hint confirm();

        OnlyLeft "only-some-options-left" { count: usize = 2 }
        Info, AmbiguousMark;
        means said!("没选的选项被删去了。", "The options that were not chosen have been deleted.");
        says said!(
            "只留下 {count} 个选项，其余已删去，按选中读入",
            "only {count} options were left, the others deleted; they were taken as chosen"
        );
        hint confirm();

        WrittenApart "option-written-apart" { label: String = "经费不足".into() }
        Warning, AmbiguousMark;
        means said!("选项在列表之外又写了一遍。", "The option is written out apart from the list.");
        says said!(
            "选项“{label}”另行写出，按选中读入",
            "“{label}” is written out apart from the list; it was taken as chosen"
        );
        hint confirm();

        ByNumbers "options-by-numbers" { numbers: Vec<u32> = vec![1, 3] }
        Info, AmbiguousMark;
        means said!("写的是选项的序号。", "The numbers of the options were typed.");
        says {
            let list = numbers.iter().map(u32::to_string).collect::<Vec<_>>().join("、");
            said!(
                "按填写的序号读入选项：{list}",
                "the options were read from the numbers typed: {list}"
            )
        };
        hint confirm();

        NumbersAndMarks "numbers-and-marks-differ" { numbers: Vec<u32> = vec![1, 3] }
        Warning, AmbiguousMark;
        means said!("写的序号与标记的选项不同。", "The numbers that were typed are not those of the marked options.");
        says {
            let list = numbers.iter().map(u32::to_string).collect::<Vec<_>>().join("、");
            said!(
                "按填写的序号读入选项：{list}",
                "the options were read from the numbers typed: {list}"
            )
        };
        hint confirm();

        TextBefore "text-before-option" { label: String = "经费不足".into(), text: String = "首要".into() }
        Warning, UnclaimedText;
        means said!("选项前面写了字。", "Words were typed before the option.");
        says said!(
            "选项“{label}”前面写了“{text}”，未读入",
            "“{text}” stands before “{label}” and was not read"
        );
        hint none();

        TextBehind "text-behind-option" { label: String = "经费不足".into(), text: String = "尤其".into() }
        Warning, UnclaimedText;
        means said!("选项后面写了字。", "Words were typed behind the option.");
        says said!(
            "选项“{label}”后面写了“{text}”，未读入",
            "“{text}” stands behind “{label}” and was not read"
        );
        hint none();

        Moved "options-moved" { labels: Vec<String> = vec!["经费不足".into()] }
        Warning, AmbiguousMark;
        means said!("没有标记，而选项的次序与空白表不同，可能是把所选的移到了前面。", "Nothing is marked, and the options stand in another order than in the blank: perhaps those chosen were put first.");
        says {
            let list = labels.join("；");
            said!(
                "没有标记，而“{list}”的次序与空白表不同，可能是把所选的移到了前面",
                "nothing is marked, and “{list}” stand in another order than in the blank: perhaps they were chosen so"
            )
        };
        hint confirm();

        OtherUnmarked "other-filled-but-unmarked" { label: String = "其他".into(), text: String = "签证".into() }
        Warning, AmbiguousMark;
        means said!("“其他”没有标记，但写了内容。", "Other, please specify is not marked, but something is written beside it.");
        says said!(
            "“{label}”没有标记，但写了内容“{text}”，按选中读入",
            "“{label}” is not marked, but “{text}” is written beside it; it was taken as chosen"
        );
        hint confirm();

        ScaleCrossed "scale-crossed" {}
        Warning, AmbiguousMark;
        means said!("用叉作标记。", "A cross was used for a mark.");
        says said!("用“×”作标记，按选中读入", "a cross was taken for a mark");
        hint check_it();

        ScaleOnlyOneLeft "scale-only-one-left" {}
        Warning, AmbiguousMark;
        means said!("其余圆圈都删去了。", "All other circles have been deleted.");
        says said!(
            "其余圆圈都已删去，把留下的一个作为选中",
            "all other circles are gone; the one that is left was taken as chosen"
        );
        hint check_it();

        ScaleOneGone "scale-one-gone" {}
        Warning, AmbiguousMark;
        means said!("只有一个圆圈不见了。", "One circle alone is gone.");
        says said!(
            "有一个圆圈被删去，看不出是否选中，未取值",
            "one circle is gone; whether it was chosen cannot be told, nothing was taken"
        );
        hint check_it();

        ScaleInverted "scale-all-but-one-marked" {}
        Warning, AmbiguousMark;
        means said!("除一项外都作了标记。", "All steps but one are marked.");
        says said!(
            "除一项外都作了标记，把未标的一项作为选中",
            "all but one are marked; the one was taken as chosen"
        );
        hint check_it();

        ScaleByStyle "scale-marked-by-style-only" {}
        Warning, AmbiguousMark;
        means said!("只以字形（加粗、字号、效果等）区别。", "It differs only in how it is set: bold, size, effects.");
        says said!(
            "只以字形（加粗、字号、效果等）区别，按选中读入",
            "it differs only in how it is set (bold, size, effects); it was taken as chosen"
        );
        hint check_it();

        ScaleBesides "scale-marked-otherwise-besides" {}
        Warning, AmbiguousMark;
        means said!("除选中的一项外，另有一项与众不同。", "Besides the one that is chosen another is unlike the rest.");
        says said!(
            "除选中的一项外，另有一项的样子与其他不同",
            "besides the one that is chosen another looks unlike the rest"
        );
        hint check_it();

        ScaleStruck "scale-struck" {}
        Warning, AmbiguousMark;
        means said!("有圆圈或标记被划掉。", "A circle or a mark is struck through.");
        says said!(
            "有圆圈或标记被划掉，请核对选了哪一项",
            "a circle or a mark is struck through; see which is meant"
        );
        hint check_it();

        ScaleGlyph "scale-one-glyph-unlike" {}
        Warning, AmbiguousMark;
        means said!("一个圆圈与别的不同。", "One circle is unlike the others.");
        says said!(
            "只有一个圆圈与众不同，按选中读入",
            "one circle is unlike the others; it was taken as chosen"
        );
        hint check_it();

        ScaleAllAlike "scale-all-marked-alike" {}
        Warning, AmbiguousMark;
        means said!("整行标记相同。", "The whole row is marked alike.");
        says said!(
            "整行标记相同，看不出选了哪一项，未取值",
            "the whole row is marked alike; which is chosen cannot be told, nothing was taken"
        );
        hint check_it();

        ScaleMisplaced "scale-word-misplaced" {}
        Warning, AmbiguousMark;
        means said!("写的文字是另一栏的。", "The word typed is another column's.");
        says said!(
            "填写的文字与所在的栏不符，按文字读入",
            "the word typed is not that of its column; the word was taken"
        );
        hint check_it();

        ScaleSpread "scale-mark-spread" {}
        Warning, AmbiguousMark;
        means said!("标记所在的单元格跨几栏或几行。", "The mark's cell lies over several columns or rows.");
        says said!(
            "标记所在的单元格跨几栏或几行，看不出选了哪一项，未取值",
            "the mark's cell lies over several columns or rows; which is chosen cannot be told, nothing was taken"
        );
        hint check_it();
    }
}
