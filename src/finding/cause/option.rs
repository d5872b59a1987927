//! Which options of a printed list, or which step of a scale, are marked.

use super::{causes, check_it, none};
use crate::finding::Rule::{AmbiguousMark, UnclaimedText};
use crate::finding::Severity::{Info, Warning};
use crate::lang::Said;
use crate::said;

fn confirm() -> Said {
    said!(
        "请核对该单位实际选择的选项。",
        "Ask which options were meant."
    )
}

causes! {
    /// Which options of a printed list, or which step of a scale, are marked.
    OptionCause {
        SmallPart "mark-on-small-part" { label: String = "经费不足".into() }
        Warning, AmbiguousMark;
        means said!("选项只有一小部分带标记。", "Only a small part of the option is marked.");
        says said!(
            "选项“{label}”只有一小部分被标记，未作为选中",
            "only a small part of “{label}” is marked; it was not taken as chosen"
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
        means said!("选项只以加粗、下划线或样式区别。", "The options differ only in bold, underline or style.");
        says said!(
            "选项只以加粗、下划线或样式区别，按选中读入",
            "the options differ only in bold, underline or style; these were taken as chosen"
        );
        hint confirm();

        AllAlike "all-marked-alike" {}
        Warning, AmbiguousMark;
        means said!("所有选项的标记都相同。", "All options are marked alike.");
        says said!(
            "所有选项的标记都相同，无法区分选中项",
            "all options are marked alike; which are chosen cannot be told"
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
        means said!("只以加粗、下划线或样式区别。", "It differs only in bold, underline or style.");
        says said!(
            "只以加粗、下划线或样式区别，按选中读入",
            "it differs only in bold, underline or style; it was taken as chosen"
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
