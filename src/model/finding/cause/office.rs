//! What the office settled by hand, and what a system's template has no place for.

use super::{causes, none};
use crate::model::finding::Rule::{CorrectedByOffice, CorrectionRefused, NotInList, NotPlaced};
use crate::model::finding::Severity::{Error, Info, Warning};
use crate::said;
use crate::text::lang::Said;

/// Why, who and when, as a correction is signed.
fn signed(why: &str, who: &str, when: &str) -> Said {
    match when.is_empty() {
        true => said!("{why}；{who}", "{why}; {who}"),
        false => said!("{why}；{who}，{when}", "{why}; {who}, {when}"),
    }
}

/// Who and when.
fn by(who: &str, when: &str) -> Said {
    match when.is_empty() {
        true => said!("{who}", "{who}"),
        false => said!("{who}，{when}", "{who}, {when}"),
    }
}

fn or_nothing(text: &str) -> Said {
    match text.is_empty() {
        true => said!("空白", "nothing"),
        false => said!("“{text}”", "“{text}”"),
    }
}

causes! {
    /// What the office settled by hand, and what a system's template has no place for.
    OfficeCause {
        Corrected "corrected-by-office" {
            was: String = "约12".into(), now: String = "12".into(), why: String = "电话核实".into(),
            who: String = "王".into(), when: String = "2026-01-10".into(),
        }
        Info, CorrectedByOffice;
        means said!("办公室按更正表改了这个值。", "The office corrected the value in its list of corrections.");
        says {
            let (before, after, by) = (or_nothing(was), or_nothing(now), signed(why, who, when));
            Said {
                zh: format!("办公室更正：原为{}，改为{}（{}）", before.zh, after.zh, by.zh),
                en: format!("corrected by the office: was {}, is now {} ({})", before.en, after.en, by.en),
            }
        };
        hint none();

        ExplainedError "error-cannot-be-explained" { file: String = "corrections.csv".into(), line: u64 = 4, rule: String = "balance".into() }
        Error, CorrectionRefused;
        means said!("必须改正的错误不能用说明代替。", "What must be mended cannot be explained away.");
        says said!(
            "{file} 第 {line} 行：{rule} 在这里是必须改正的错误，不能用说明代替",
            "{file}, line {line}: {rule} is an error here, which must be mended and cannot be explained"
        );
        hint none();

        Agrees "form-agrees-with-correction" {
            now: String = "12".into(), who: String = "王".into(), when: String = "2026-01-10".into(),
        }
        Info, CorrectedByOffice;
        means said!("单位交来的新表上，这个值已经和办公室更正的一样，没有要改的了。", "In its newer form the unit says what the office had set: nothing is left to correct.");
        says {
            let (now, by) = (or_nothing(now), by(who, when));
            Said {
                zh: format!("表上现在就是{}，与办公室的更正（{}）一致", now.zh, by.zh),
                en: format!("the form now says {}, as the office had set it ({})", now.en, by.en),
            }
        };
        hint none();

        Refused "correction-refused" {
            file: String = "corrections.csv".into(), line: u64 = 4, explains: bool = false,
            was: Option<String> = Some("12".into()), record: Option<String> = None,
            now: Option<String> = Some("15".into()),
            #[serde(default)]
            set: Option<String> = Some("13".into()),
            #[serde(default)]
            who: String = "王".into(),
            #[serde(default)]
            when: String = "2026-01-10".into(),
        }
        Warning, CorrectionRefused;
        means said!("更正之后，表改动过，所以更正没有采用，以表上的为准。", "The form has changed since the office corrected it, so the correction was not applied: what the form says stands.");
        says {
            let wanted = match (was, record) {
                (Some(was), Some(record)) => said!(
                    "“{record}”一条的这一项当时是“{was}”",
                    "it was `{was}` in the record `{record}`"
                ),
                (Some(was), None) => said!("这一项当时是“{was}”", "it was `{was}`"),
                (None, _) => said!("当时的文件不是这一份", "it was made on another file"),
            };
            let stands = match now {
                Some(now) if now.is_empty() => said!("现在是空白", "nothing stands there now"),
                Some(now) => said!("现在是“{now}”", "now it is `{now}`"),
                None => said!("现在没有这一条", "there is no such record now"),
            };
            let by = by(who, when);
            let what = match (explains, set) {
                (false, Some(set)) => {
                    let set = or_nothing(set);
                    Said {
                        zh: format!("改为{}的更正（{}）", set.zh, by.zh),
                        en: format!("the correction to {} ({})", set.en, by.en),
                    }
                }
                (false, None) => said!("更正", "the correction"),
                (true, _) => Said {
                    zh: format!("核实无误的说明（{}）", by.zh),
                    en: format!("the explanation ({})", by.en),
                },
            };
            Said {
                zh: format!("{}没有采用：{}，{}", what.zh, wanted.zh, stands.zh),
                en: format!("{} was not applied: {}, {}", what.en, wanted.en, stands.en),
            }
        };
        hint said!(
            "表上对，就撤销那次更正（{file} 第 {line} 行）；表上不对，就照现在的内容再改一次。",
            "If the form is right, take the correction back ({file}, line {line}); if not, correct what stands there now."
        );

        Tallied "tallied" {
            label: String = "合作领域".into(), units: usize = 6, counts: String = "新材料 4、能源 3、海洋 1".into(),
            left: Vec<String> = vec!["海洋".into()], most: usize = 2,
        }
        Info, NotPlaced;
        means said!("许多单位的选择在一份表上只能写成一个选择：选中的是最多单位选的，其余的没有位置。", "Of many units' choices one form takes one: those options are chosen that most units chose; the others have no place.");
        says {
            let left = left.join("、");
            match left.is_empty() {
                true => said!(
                    "{units} 个单位的“{label}”合为一份：{counts}",
                    "“{label}” of {units} units became one: {counts}"
                ),
                false => said!(
                    "{units} 个单位的“{label}”合为一份：{counts}；限选 {most} 项，未列入：{left}",
                    "“{label}” of {units} units became one: {counts}; at most {most} are asked, left out: {left}"
                ),
            }
        };
        hint said!("请核对盖章的表上选的是不是这几项。", "Check that these are what the form to be sealed should say.");

        NotOnOneForm "not-on-one-form" { label: String = "其他".into(), value: String = "化学学院：签证".into() }
        Warning, NotPlaced;
        means said!("合并后的表只有一份的位置，这个值没有位置，没有写入。", "The merged form has room for one; the value has no place there and was left out.");
        says said!(
            "“{label}”在合并后的表上没有位置，未列入：“{value}”",
            "“{label}” has no place on the merged form; left out: “{value}”"
        );
        hint said!("请决定合并后的表怎样写。", "Decide what the merged form is to say.");

        TemplateWithoutWords "template-without-other" { template: String = "系统模板.xlsx".into(), label: String = "形式".into(), words: String = "沙龙".into() }
        Info, NotInList;
        means said!("导入模板的列表没有地方放“其他”后面写的内容。", "The template's list has no place for what was written beside 其他 (other, please specify).");
        says said!(
            "导入模板 {template} 的“{label}”只收列表中的选项，“{words}”未写入模板",
            "“{label}” of the template {template} takes the list's options only; “{words}” was not written there"
        );
        hint none();

        TemplateInOtherUnit "template-in-other-unit" {
            template: String = "系统模板.xlsx".into(), label: String = "外方经费".into(), value: String = "12.5万元".into(), unit: String = "万美元".into(),
        }
        Warning, NotPlaced;
        means said!("导入模板的这一栏用别的货币或单位计，没有汇率可换算，没有写入。", "The template counts this column in another currency or unit, and nothing says how to convert; nothing was written there.");
        says said!(
            "导入模板 {template} 的“{label}”以{unit}计，{value} 未写入模板",
            "“{label}” of the template {template} counts in {unit}; {value} was not written there"
        );
        hint said!("请按汇率换算后手工填入模板。", "Convert it at the rate that applies, and type it into the template.");

        TemplateBeyondLimit "beyond-template-limit" {
            template: String = "系统模板.xlsx".into(), label: String = "项目名称".into(), value: String = "绿色甲醇联合研究".into(),
            kind: String = "length".into(), limit: String = "≤ 6".into(), written: bool = false,
        }
        Error, NotPlaced;
        means said!("导入模板的数据验证不允许这个值：数太大或太小、不是整数、日期不在范围内，或文字太长。", "The template's validation does not allow the value: a number or a day beyond its bounds, no whole number, a text too long.");
        says {
            let Said { zh, en } = match kind.as_str() {
                "length" => said!("字数 {limit}", "no. of characters {limit}"),
                "whole" => said!("整数，{limit}", "a whole number {limit}"),
                "day" => said!("日期，{limit}", "a day {limit}"),
                _ => said!("数 {limit}", "a number {limit}"),
            };
            match written {
                true => said!(
                    "“{value}”不合导入模板 {template} 的“{label}”的要求（{zh}），已写入",
                    "“{value}” is not as “{label}” of the template {template} asks ({en}); it was written all the same"
                ),
                false => said!(
                    "“{value}”不合导入模板 {template} 的“{label}”的要求（{zh}），未写入模板",
                    "“{value}” is not as “{label}” of the template {template} asks ({en}); it was not written there"
                ),
            }
        };
        hint said!("请核对这个值，按模板的要求改写后填入。", "Check the value, and type it into the template as that asks.");

        TemplateWithoutValue "not-in-template-list" {
            template: String = "系统模板.xlsx".into(), label: String = "形式".into(), value: String = "会议".into(),
            options: Vec<String> = vec!["访问".into()], more: bool = false,
        }
        Error, NotInList;
        means said!("导入模板的列表里没有这个值。", "The template's list does not have the value.");
        says said!(
            "“{value}”不在导入模板 {template} 的“{label}”列表中，未写入模板",
            "“{value}” is not in the list for “{label}” of the template {template}; it was not written there"
        );
        hint {
            let items = options.join("、");
            let more = match more { true => "……", false => "" };
            said!("列表有：{items}{more}", "The list has: {items}{more}")
        };
    }
}
