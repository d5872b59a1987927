//! What the edit rules find.

use super::{causes, none};
use crate::model::finding::Rule::{
    self, Balance, DuplicateRecord, DuplicateTable, InvalidFormat, NotApplicable, OutOfPeriod,
    Required, TooManySelected,
};
use crate::model::finding::Severity::{self, Error, Info, Warning};
use crate::said;
use crate::text::lang::Said;

fn check() -> Said {
    said!("请核对", "check it")
}

fn outside_scope() -> Said {
    said!(
        "请核对；不属于统计范围的不填",
        "check it; what is outside the survey's scope is not filled in"
    )
}

/// The rule's own words before what is spelled out.
fn with_words(words: &Said, spelled: Said) -> Said {
    match words.is_empty() {
        true => spelled,
        false => Said {
            zh: format!("{}：{}", words.zh, spelled.zh),
            en: format!("{}: {}", words.en, spelled.en),
        },
    }
}

/// Where a rule of the mapping comes from, behind what is to be done.
fn sourced(hint: Said, source: &Option<String>) -> Said {
    let Some(source) = source else { return hint };
    let Said { zh, en } = hint;
    said!("{zh}（依据：{source}）", "{en} (see {source})")
}

/// How one date stands to another.
fn order_in_words(sign: &str) -> (&'static str, &'static str) {
    match sign {
        "<" => ("早于", "is before"),
        ">" => ("晚于", "is after"),
        "≤" => ("不晚于", "is not after"),
        "≥" => ("不早于", "is not before"),
        "≠" => ("不同于", "is not"),
        _ => ("等于", "is"),
    }
}

causes! {
    /// What the edit rules find.
    CheckCause {
        Missing "required-missing" { label: String = "项目名称".into() }
        Error, Required;
        means said!("必填的项目没有填。", "A field that must be filled in is not.");
        says said!("缺少 {label}", "{label} is missing");
        hint said!("请补填 {label}", "fill in {label}");

        Inapplicable "not-applicable" {
            label: String = "期满年份".into(),
            #[serde(with = "crate::text::lang::both")]
            condition: Said = said!("有固定期限", "there is a fixed term"),
        }
        Warning, NotApplicable;
        means said!("按别的项目所填，这一项不该填。", "By what another field says, this one is not to be filled in.");
        says {
            let Said { zh, en } = condition;
            said!(
                "{label} 在此不适用：仅当 {zh} 时填写",
                "{label} does not apply here: it is filled in only where {en}"
            )
        };
        hint said!("请核对，或删去此项", "check it, or leave it out");

        Negative "number-negative" { label: String = "人次".into(), number: String = "-3".into() }
        Error, InvalidFormat;
        means said!("数不能是负的。", "The number cannot be below zero.");
        says said!("{label} {number} 不能是负数", "{label} {number} cannot be negative");
        hint said!("请核对这个数", "check the number");

        BelowLeast "number-below-least" { label: String = "得分".into(), number: String = "-5".into(), least: String = "0".into() }
        Error, InvalidFormat;
        means said!("数小于这一项所能有的最小值。", "The number is below the least that the field can hold.");
        says said!("{label} {number} 小于最小值 {least}", "{label} {number} is below the least, {least}");
        hint said!("请核对这个数", "check the number");

        AboveMost "number-above-most" { label: String = "得分".into(), number: String = "105".into(), most: String = "100".into() }
        Error, InvalidFormat;
        means said!("数大于这一项所能有的最大值。", "The number is above the most that the field can hold.");
        says said!("{label} {number} 大于最大值 {most}", "{label} {number} is above the most, {most}");
        hint said!("请核对这个数", "check the number");

        OffPattern "off-pattern" {
            label: String = "身份证号".into(), text: String = "1101011990".into(),
            #[serde(with = "crate::text::lang::both")]
            asked: Said = said!("18 位身份证号", "an identity number of 18 characters"),
        }
        Error, InvalidFormat;
        means said!("文字不合这一项要求的写法（映射中的 pattern）。", "The text is not written as the field asks (the mapping's `pattern`).");
        says {
            let Said { zh, en } = asked;
            said!("{label}“{text}”不合要求：{zh}", "{label} `{text}` is not as asked: {en}")
        };
        hint said!("请按要求改写", "write it as asked");

        NotWhole "number-not-whole" { label: String = "人次".into(), number: String = "2.5".into() }
        Error, InvalidFormat;
        means said!("数应是整数。", "The number must be whole.");
        says said!("{label} {number} 应是整数", "{label} {number} must be a whole number");
        hint said!("请核对这个数", "check the number");

        AfterLastDay "after-last-day" { label: String = "签署时间".into(), date: String = "2026-03-05".into(), end: String = "2025-12-31".into() }
        Warning, OutOfPeriod;
        means said!("日期晚于统计截止日。", "The date is after the last day of the survey's period.");
        says said!(
            "{label} {date} 晚于统计截止日 {end}",
            "{label} {date} is after the survey's last day, {end}"
        );
        hint outside_scope();

        OutsidePeriod "outside-period" {
            label: String = "签署时间".into(), date: String = "2023-03-05".into(),
            first: String = "2025-01-01".into(), end: String = "2025-12-31".into()
        }
        Warning, OutOfPeriod;
        means said!("日期不在统计期内。", "The date is outside the survey's period.");
        says said!(
            "{label} {date} 不在统计期内（{first} 至 {end}）",
            "{label} {date} is not in the survey's period ({first} to {end})"
        );
        hint outside_scope();

        NoEmail "no-email" { label: String = "邮箱".into(), text: String = "zhangwei".into() }
        Error, InvalidFormat;
        means said!("不是电子邮箱的写法。", "It is not written as an e-mail address is.");
        says said!("{label}“{text}”不是电子邮箱", "{label} `{text}` is no e-mail address");
        hint said!("写作 name@example.edu.cn", "write name@example.edu.cn");

        NoOrcid "no-orcid" { label: String = "ORCID".into(), text: String = "0000-0002".into() }
        Error, InvalidFormat;
        means said!("不是 ORCID 的写法。", "It is not written as an ORCID iD is.");
        says said!("{label}“{text}”不是 ORCID", "{label} `{text}` is no ORCID iD");
        hint said!(
            "ORCID 共 16 位，如 0000-0002-1825-0097",
            "an ORCID iD has 16 digits, as 0000-0002-1825-0097"
        );

        WrongCheckDigit "orcid-check-digit" { label: String = "ORCID".into(), text: String = "0000-0002-1825-0098".into() }
        Error, InvalidFormat;
        means said!("ORCID 的最后一位校验位不对（ISO 7064 MOD 11-2）。", "The ORCID iD's last character does not check the others (ISO 7064 MOD 11-2).");
        says said!(
            "{label}“{text}”的校验位不对，有数字写错",
            "{label} `{text}` has a wrong check digit: a digit is mistyped"
        );
        hint said!("请与本人核对", "check it with the person");

        NoPhone "no-phone" { label: String = "联系电话".into(), text: String = "1234".into() }
        Warning, InvalidFormat;
        means said!("不像电话号码。", "It does not look like a telephone number.");
        says said!(
            "{label}“{text}”不像电话号码",
            "{label} `{text}` does not look like a telephone number"
        );
        hint said!("请核对号码", "check the number");

        NoDay "no-day" { label: String = "签署时间".into(), text: String = "2025-03".into() }
        Warning, InvalidFormat;
        means said!("日期没有具体到日。", "The date is not given to the day.");
        says said!("{label} {text} 没有具体到日", "{label} {text} is not given to the day");
        hint said!("请补上日", "add the day");

        OnlyFor "only-for-some-units" { name: String = "国际会议".into(), only_for: String = "由外事部门填写".into() }
        Info, NotApplicable;
        means said!("这张表不是每个单位都要填，程序无从知道本单位是否适用。", "The table is not for every unit, and whether it is for this one the program cannot know.");
        says said!(
            "“{name}”{only_for}，请确认本单位适用",
            "`{name}` is not for every unit ({only_for}): make sure that it is for this one"
        );
        hint none();

        TooManyRecords "too-many-records" { name: String = "典型案例".into(), count: usize = 3, limit: u32 = 1 }
        Error, DuplicateTable;
        means said!("填的份数超过限数。", "There are more records than the form allows.");
        says said!(
            "“{name}”填了 {count} 个，限填 {limit} 个",
            "`{name}` is filled in {count} times, at most {limit} is asked"
        );
        hint said!("请只留 {limit} 个", "leave only {limit}");

        TooManyOptions "too-many-options" { count: usize = 6, limit: u32 = 5 }
        Error, TooManySelected;
        means said!("选的项数超过限数。", "More options are marked than the form allows.");
        says said!(
            "选了 {count} 项，限选 {limit} 项",
            "{count} options are marked, at most {limit} are asked"
        );
        hint said!("请只留最主要的 {limit} 项", "leave the {limit} that matter most");

        SameRecord "same-record" { record: usize = 3, first: usize = 1 }
        Warning, DuplicateRecord;
        means said!("两条记录完全相同。", "Two records are the same in every field.");
        says said!(
            "第 {record} 条记录与第 {first} 条相同",
            "record {record} is the same as record {first}"
        );
        hint said!("请核对，重复的只留一条", "check them, and leave one of the two");

        SameIdentity "same-identity" { record: usize = 3, first: usize = 1, labels: Vec<String> = vec!["项目名称".into(), "国别".into()] }
        Warning, DuplicateRecord;
        means said!("两条记录中标识记录的项目相同。", "Two records have the same values in the fields by which a record is known.");
        says {
            let (zh, en) = (labels.join("、"), labels.join(", "));
            said!(
                "第 {record} 条记录与第 {first} 条的{zh}相同",
                "record {record} has the same {en} as record {first}"
            )
        };
        hint said!("请核对，重复的只留一条", "check them, and leave one of the two");

        TablesDisagree "tables-disagree" {
            severity: Severity = Warning,
            #[serde(with = "crate::text::lang::both")]
            words: Said = Said::default(),
            left: String = "KIT_1 外借·次数".into(), left_total: String = "9".into(), sign: String = ">".into(),
            right: String = "KIT_2 外借·次数".into(), right_total: String = "7".into(),
            source: Option<String> = None,
        }
        *severity, Balance;
        means said!("同一份表里，两张表的数对不上。", "Two tables of one form do not agree.");
        says with_words(words, said!(
            "{left}（{left_total}）{sign} {right}（{right_total}）",
            "{left} ({left_total}) {sign} {right} ({right_total})"
        ));
        hint sourced(said!("请核对两张表", "check both tables"), source);

        NotAmong "name-not-in-other-table" {
            severity: Severity = Warning,
            #[serde(with = "crate::text::lang::both")]
            words: Said = Said::default(),
            text: String = "甲厂".into(), among: String = "KIT_2 厂名".into(),
            source: Option<String> = None,
        }
        *severity, Balance;
        means said!("这个名称应当也在另一张表里，那里没有相近的。", "The name should stand in another table too, and nothing near it does.");
        says with_words(words, said!(
            "“{text}”不在“{among}”之中",
            "“{text}” is not among “{among}”"
        ));
        hint sourced(said!("请核对两张表的名称", "check the names in both tables"), source);

        NotForThisUnit "not-for-this-unit" {
            severity: Severity = Warning, name: String = "停用设备".into(), by: String = "KIT_1 单位类型".into(),
            said: String = "高校".into(), only: Vec<String> = vec!["行政机关".into()], source: Option<String> = None,
        }
        *severity, NotApplicable;
        means said!("按别处所选，本单位不填这张表。", "By what is chosen elsewhere, this unit does not fill the table in.");
        says {
            let list = only.join("、");
            said!(
                "“{name}”只由{list}填写，“{by}”为“{said}”",
                "“{name}” is filled in by {list} only, and “{by}” is “{said}”"
            )
        };
        hint sourced(said!("请核对", "check it"), source);

        Unbalanced "unbalanced" {
            severity: Severity = Error, rule: Rule = Balance,
            #[serde(with = "crate::text::lang::both")]
            words: Said = Said::default(),
            left: String = "合计 12".into(), left_total: Option<String> = None,
            sign: String = "≠".into(),
            right: String = "部门 5 + 其他 6".into(), right_total: Option<String> = Some("11".into()),
            formula: String = "合计 = 部门 + 其他".into(),
            source: Option<String> = Some("手册表05".into()),
        }
        *severity, *rule;
        means said!("映射中的平衡关系不成立。", "A balance that the mapping states does not hold.");
        says {
            let comes_to = |total: &Option<String>| match total {
                Some(total) => said!("（= {total}）", " (= {total})"),
                None => Said::default(),
            };
            let (x, y) = (comes_to(left_total), comes_to(right_total));
            with_words(words, Said {
                zh: format!("{left}{} {sign} {right}{}", x.zh, y.zh),
                en: format!("{left}{} {sign} {right}{}", x.en, y.en),
            })
        };
        hint sourced(said!("应为 {formula}", "{formula} must hold"), source);

        TotalMissing "total-missing" {
            label: String = "合计".into(), parts: String = "部门 5 + 其他 6".into(), sum: String = "11".into(),
            source: Option<String> = None,
        }
        Warning, Balance;
        means said!("填了分项，没有填合计。", "The parts are given, their total is not.");
        says said!(
            "{label} 未填，而 {parts}（= {sum}）",
            "{label} is not filled in, but {parts} (= {sum})"
        );
        hint sourced(said!("请补填 {label}", "fill in {label}"), source);

        PartsMissing "parts-missing" {
            label: String = "合计".into(), parts: Vec<String> = vec!["部门".into(), "其他".into()],
            source: Option<String> = None,
        }
        Warning, Balance;
        means said!("填了合计，各分项都没有填。每张表只说一次。", "A total is given and none of its parts. It is said once a table.");
        says {
            let (zh, en) = (parts.join("、"), parts.join(", "));
            said!(
                "填了 {label}，而{zh}都未填",
                "{label} is filled in, and none of {en} is"
            )
        };
        hint sourced(said!("请补填分项", "fill in the parts"), source);

        DateOrder "date-rule" {
            severity: Severity = Error, rule: Rule = Balance,
            #[serde(with = "crate::text::lang::both")]
            words: Said = Said::default(),
            left: String = "开始 2025-05-01".into(), sign: String = ">".into(), right: String = "结束 2025-04-01".into(),
            source: Option<String> = None,
        }
        *severity, *rule;
        means said!("映射中两个日期的先后关系不成立。", "An order of two dates that the mapping states does not hold.");
        says {
            let (zh, en) = order_in_words(sign);
            with_words(words, said!("{left} {zh} {right}", "{left} {en} {right}"))
        };
        hint sourced(said!("请核对这两个日期", "check the two dates"), source);

        RuleBroken "rule-broken" {
            severity: Severity = Error, rule: Rule = NotApplicable,
            #[serde(with = "crate::text::lang::both")]
            words: Said = said!("未签署的协议不填签署时间", "an agreement that is not signed has no date"),
            source: Option<String> = None,
        }
        *severity, *rule;
        means said!("映射中的一条规则不成立。", "A rule that the mapping states is broken.");
        says words.clone();
        hint sourced(
            match rule {
                Required => said!("请补填", "fill it in"),
                _ => check(),
            },
            source,
        );
    }
}
