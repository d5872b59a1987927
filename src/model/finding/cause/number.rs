//! What comes of reading a text as a number.

use super::{causes, none};
use crate::model::finding::Rule::{CorrectedValue, UnitConverted, UnreadableNumber};
use crate::model::finding::Severity::{Error, Info, Warning};
use crate::said;
use crate::text::lang::Said;

/// One exact number is asked, in this unit.
fn exact_number(unit: &str) -> Said {
    match unit.is_empty() {
        true => said!("请只填写一个确切的数字", "Write one exact number in digits"),
        false => said!(
            "请只填写一个确切的数字，单位为“{unit}”；没有则留空",
            "Write one exact number in {unit}, in digits; leave it empty if there is none"
        ),
    }
}

fn digits_only() -> Said {
    said!("请核对，并只填写数字", "Check it, and write digits only")
}

causes! {
    /// What comes of reading a text as a number.
    NumberCause {
        Approximate "number-approximate" { typed: String = "约12".into(), unit: String = "人次".into() }
        Error, UnreadableNumber;
        means said!("写的是估计数，要的是确切的数。", "An estimate was typed where an exact number is asked.");
        says said!("“{typed}”不是确切的数，未取值", "“{typed}” is not an exact number; nothing was taken");
        hint exact_number(unit);

        Range "number-range" { typed: String = "12-15".into(), unit: String = "人次".into() }
        Error, UnreadableNumber;
        means said!("写的是一个范围，要的是一个数。", "A range was typed where one number is asked.");
        says said!("“{typed}”是一个范围，未取值", "“{typed}” is a range; nothing was taken");
        hint exact_number(unit);

        Currency "number-currency" { typed: String = "3万美元".into(), unit: String = "万元".into() }
        Error, UnreadableNumber;
        means said!("金额是外币的，没有汇率可换算。", "The amount is in another currency, and no exchange rate is known.");
        says said!("“{typed}”不是以人民币计的金额，未取值", "“{typed}” is in another currency; nothing was taken");
        hint said!("请折合成人民币，按“{unit}”填写", "Convert it to renminbi and write it in {unit}");

        Percent "number-percent" { typed: String = "15%".into(), unit: String = "人次".into() }
        Error, UnreadableNumber;
        means said!("写的是比例，要的是数量。", "A share was typed where a number is asked.");
        says said!("“{typed}”是比例，不是数量，未取值", "“{typed}” is a share, not a number; nothing was taken");
        hint exact_number(unit);

        Reference "number-reference" { typed: String = "见附件".into(), unit: String = "人次".into() }
        Error, UnreadableNumber;
        means said!("写的是别处，表里没有数。", "The text points elsewhere; the number is not on the form.");
        says said!("“{typed}”指向别处，表中没有数，未取值", "“{typed}” points elsewhere; nothing was taken");
        hint exact_number(unit);

        Pending "number-pending" { typed: String = "待定".into(), unit: String = "人次".into() }
        Error, UnreadableNumber;
        means said!("填表时还没有确数。", "The number was not known when the form was filled in.");
        says said!("“{typed}”表示尚无确数，未取值", "“{typed}” says that the number is not known yet; nothing was taken");
        hint exact_number(unit);

        Several "number-several" { typed: String = "12 15".into(), unit: String = "人次".into() }
        Error, UnreadableNumber;
        means said!("一格里写了不止一个数。", "More than one number stands in the cell.");
        says said!("“{typed}”含有不止一个数，未取值", "“{typed}” holds more than one number; nothing was taken");
        hint exact_number(unit);

        Grouping "number-grouping" { typed: String = "12,50".into(), unit: String = "万元".into() }
        Error, UnreadableNumber;
        means said!("逗号不在千位上，可能是千位分隔，也可能是小数点。", "The comma does not stand at the thousands: it may part thousands or be a decimal point.");
        says said!(
            "“{typed}”中的分隔号不是千位分隔，无法确定是多少，未取值",
            "The marks in “{typed}” do not part thousands; nothing was taken"
        );
        hint exact_number(unit);

        TooLong "number-too-long" { typed: String = "12345678901234567".into(), unit: String = "人次".into() }
        Error, UnreadableNumber;
        means said!("位数超过能精确保存的十五位。", "There are more digits than the fifteen that are kept exactly.");
        says said!("“{typed}”位数太多，未取值", "“{typed}” has too many digits; nothing was taken");
        hint exact_number(unit);

        Fraction "number-fraction" { typed: String = "2.5".into() }
        Error, UnreadableNumber;
        means said!("要的是整数，写的是小数。", "A fraction was typed where whole ones are counted.");
        says said!("“{typed}”不是整数，未取值", "“{typed}” is not a whole number; nothing was taken");
        hint said!("请填写整数", "Write a whole number");

        Unit "number-unit" { typed: String = "12箱".into(), unit: String = "万元".into() }
        Error, UnreadableNumber;
        means said!("写的单位不能换算成本项的单位。", "The unit that was typed cannot be converted to the field's.");
        says match unit.is_empty() {
            true => said!(
                "“{typed}”的单位无法换算，未取值",
                "The unit of “{typed}” cannot be converted; nothing was taken"
            ),
            false => said!(
                "“{typed}”的单位无法换算为“{unit}”，未取值",
                "The unit of “{typed}” cannot be converted to “{unit}”; nothing was taken"
            ),
        };
        hint exact_number(unit);

        Steps "number-steps" { typed: String = "¥1200".into(), unit: String = "万元".into() }
        Error, UnreadableNumber;
        means said!("没有写明是元还是万元。", "Nothing says whether the amount counts in 元 or in 万元.");
        says said!(
            "“{typed}”没有写明是元还是万元，未取值",
            "“{typed}” does not say in what steps it counts (元 or 万元); nothing was taken"
        );
        hint exact_number(unit);

        CalendarYear "number-calendar-year" { typed: String = "2025年".into(), unit: String = "年".into() }
        Error, UnreadableNumber;
        means said!("要的是年数，写的像是哪一年。", "A number of years is asked; what was typed looks like a calendar year.");
        says said!(
            "“{typed}”像是年份，不是年数，未取值",
            "“{typed}” looks like a calendar year, not a number of years; nothing was taken"
        );
        hint exact_number(unit);

        Words "number-words" { typed: String = "若干批".into(), unit: String = "人次".into() }
        Error, UnreadableNumber;
        means said!("文字里读不出一个数。", "No number can be read from the text.");
        says said!("“{typed}”不能读作数，未取值", "“{typed}” cannot be read as a number; nothing was taken");
        hint exact_number(unit);

        Converted "unit-converted" { typed: String = "125000元".into(), number: String = "12.5".into(), unit: String = "万元".into() }
        Warning, UnitConverted;
        means said!("写的单位与本项不同，已换算。", "The amount was typed in another unit and converted to the field's.");
        says said!("“{typed}”已换算为{number}{unit}", "“{typed}” was converted to {number} {unit}");
        hint said!("请核对换算结果", "Check the converted number");

        OtherKind "number-counts-something-else" { typed: String = "12篇".into(), unit: String = "人次".into(), number: String = "12".into() }
        Warning, CorrectedValue;
        means said!("写的量词与本项不同，可能填错了栏。", "The measure word is not the field's: it may stand in the wrong place.");
        says said!(
            "“{typed}”的单位与本项的“{unit}”不同，按{number}读取",
            "“{typed}” counts something else than “{unit}”; read as {number}"
        );
        hint said!("请核对是否填错了栏", "Check that it stands in the right place");

        Unusual "number-unusual" { typed: String = "十二又二分之一".into(), number: String = "12.5".into() }
        Warning, CorrectedValue;
        means said!("数的写法少见，已按最可能的意思读取。", "The number is written in an unusual way; the likeliest reading was taken.");
        says said!("“{typed}”按{number}读取", "“{typed}” was read as {number}");
        hint digits_only();

        WordsLeftOut "number-words-left-out" { typed: String = "12（含外聘）".into(), number: String = "12".into(), words: String = "（含外聘）".into() }
        Warning, CorrectedValue;
        means said!("数字旁边有文字，只取了数字。", "Words stand beside the number; the number alone was taken.");
        says said!(
            "“{typed}”按{number}读取，“{words}”未采用",
            "“{typed}” was read as {number}; “{words}” was left out"
        );
        hint digits_only();

        TotalWordLeftOut "number-total-word-left-out" { typed: String = "共12".into(), number: String = "12".into(), words: String = "共".into() }
        Info, CorrectedValue;
        means said!("数字前有“共”“合计”一类的字，只取了数字。", "A word for a total stands before the number; the number alone was taken.");
        says said!(
            "“{typed}”按{number}读取，“{words}”未采用",
            "“{typed}” was read as {number}; “{words}” was left out"
        );
        hint none();
    }
}
