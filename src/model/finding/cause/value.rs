//! What comes of reading a text as a date, a year, a term, yes or no, an option or a country.

use super::{causes, none};
use crate::model::finding::Rule::{
    AmbiguousMark, CorrectedValue, NotInList, SeveralChoices, UnreadableDate, UnreadableValue,
};
use crate::model::finding::Severity::{Error, Info, Warning};
use crate::said;
use crate::text::lang::Said;

fn date_like() -> Said {
    said!(
        "请按“2025-03-05”的样式填写，不知道日子时写到月：“2025-03”",
        "Write it like 2025-03-05, or like 2025-03 where the day is not known"
    )
}

fn check_date() -> Said {
    said!("请核对日期", "Check the date")
}

fn copy_option() -> Said {
    said!(
        "请核对，并照抄选项的文字",
        "Check it, and copy the option's words"
    )
}

fn keep_one() -> Said {
    said!("请只保留一项", "Keep one option only")
}

/// Which of the options may have been meant.
fn did_you_mean(options: &[String]) -> Said {
    if options.is_empty() {
        return said!("请从候选项中选一项", "Choose one of the options");
    }
    let (zh, en) = (options.join("”还是“"), options.join("” or “"));
    said!(
        "是不是“{zh}”？请从候选项中选一项",
        "Did you mean “{en}”? Choose one of the options"
    )
}

/// How a country is to be written, and which may have been meant.
fn short_name(countries: &[String]) -> Said {
    if countries.is_empty() {
        return said!(
            "请写具体国家（地区）的中文简称，如“英国”“中国香港”",
            "Write the country's short Chinese name, such as 英国 or 中国香港"
        );
    }
    let (zh, en) = (countries.join("”还是“"), countries.join("” or “"));
    said!(
        "是不是“{zh}”？请写国家（地区）的中文简称",
        "Did you mean “{en}”? Write the country's short Chinese name"
    )
}

/// 是 or 否, and its English.
fn yes_or_no(yes: bool) -> (&'static str, &'static str) {
    match yes {
        true => ("是", "yes"),
        false => ("否", "no"),
    }
}

causes! {
    /// What comes of reading a text as a date, a year, a term, yes or no, an option or a country.
    ValueCause {
        DateYearOnly "date-year-only" { typed: String = "2025年".into() }
        Error, UnreadableDate;
        means said!("要的是日期，只写了年份。", "A date is asked; only a year was typed.");
        says said!("“{typed}”只有年份，未取值", "“{typed}” names a year only; nothing was taken");
        hint date_like();

        DateShortYear "date-short-year" { typed: String = "25.3.5".into() }
        Error, UnreadableDate;
        means said!("年份不是四位数，可能指不同的年代。", "The year is not in four digits and can mean different centuries.");
        says said!(
            "“{typed}”的年份不是四位数，未取值",
            "The year of “{typed}” is not in four digits; nothing was taken"
        );
        hint date_like();

        DateNoYear "date-no-year" { typed: String = "3月5日".into() }
        Error, UnreadableDate;
        means said!("日期没有写年份。", "The date has no year.");
        says said!("“{typed}”没有年份，未取值", "“{typed}” has no year; nothing was taken");
        hint date_like();

        DateOrder "date-order" { typed: String = "03/05/2025".into() }
        Error, UnreadableDate;
        means said!("月和日分不清先后。", "Which part is the month and which the day cannot be told.");
        says said!(
            "“{typed}”分不清哪个是月、哪个是日，未取值",
            "Which part of “{typed}” is the month cannot be told; nothing was taken"
        );
        hint date_like();

        DateImpossible "date-impossible" { typed: String = "2025-02-30".into() }
        Error, UnreadableDate;
        means said!("日历上没有这一天。", "The calendar has no such day.");
        says said!(
            "“{typed}”不是日历上有的日期，未取值",
            "“{typed}” is no day of the calendar; nothing was taken"
        );
        hint date_like();

        DateSeveral "date-several" { typed: String = "2025-03-05、2025-04-01".into() }
        Error, UnreadableDate;
        means said!("一格里写了不止一个日期。", "More than one date stands in the cell.");
        says said!(
            "“{typed}”含有不止一个日期，未取值",
            "“{typed}” holds more than one date; nothing was taken"
        );
        hint date_like();

        DateApproximate "date-approximate" { typed: String = "2025年3月上旬".into() }
        Error, UnreadableDate;
        means said!("写的不是确切的日期。", "The date is not exact.");
        says said!(
            "“{typed}”不是确切的日期，未取值",
            "“{typed}” is not an exact date; nothing was taken"
        );
        hint date_like();

        DateWords "date-words" { typed: String = "会后".into() }
        Error, UnreadableDate;
        means said!("文字里读不出日期。", "No date can be read from the text.");
        says said!(
            "“{typed}”不能读作日期，未取值",
            "“{typed}” cannot be read as a date; nothing was taken"
        );
        hint date_like();

        DateTimeLeftOut "date-time-left-out" { typed: String = "2025-03-05 14:00".into(), day: String = "2025-03-05".into() }
        Info, CorrectedValue;
        means said!("日期后面有时刻，只取了日期。", "A time of day stands behind the date; the date alone was taken.");
        says said!(
            "“{typed}”按{day}读取，时刻未采用",
            "“{typed}” was read as {day}; the time of day was left out"
        );
        hint none();

        DateSpan "date-span" { typed: String = "2025年3月5日至8日".into(), day: String = "2025-03-05".into() }
        Warning, CorrectedValue;
        means said!("写的是一段时间，取了开始的日期。", "A span was typed; its first day was taken.");
        says said!(
            "“{typed}”是一段时间，取开始的{day}",
            "“{typed}” is a span; its beginning {day} was taken"
        );
        hint check_date();

        DateWordsLeftOut "date-words-left-out" { typed: String = "2025-03-05（暂定）".into(), day: String = "2025-03-05".into(), words: String = "（暂定）".into() }
        Warning, CorrectedValue;
        means said!("日期旁边有文字，只取了日期。", "Words stand beside the date; the date alone was taken.");
        says said!(
            "“{typed}”按{day}读取，“{words}”未采用",
            "“{typed}” was read as {day}; “{words}” was left out"
        );
        hint check_date();

        DateSerial "date-serial" { typed: String = "45721".into(), day: String = "2025-03-05".into() }
        Warning, CorrectedValue;
        means said!("写的像是电子表格里日期的序号。", "The number looks like the one under which a spreadsheet keeps a date.");
        says said!(
            "“{typed}”像是电子表格的日期序号，按{day}读取",
            "“{typed}” looks like a spreadsheet's day number; read as {day}"
        );
        hint check_date();

        DateMarks "date-marks" { typed: String = "2025,3,5".into(), day: String = "2025-03-05".into() }
        Warning, CorrectedValue;
        means said!("日期的分隔号少见，已按最可能的意思读取。", "The marks of the date are unusual; the likeliest reading was taken.");
        says said!("“{typed}”按{day}读取", "“{typed}” was read as {day}");
        hint check_date();

        YearWordsLeftOut "year-words-left-out" { typed: String = "2025年底".into(), year: i16 = 2025, words: String = "底".into() }
        Warning, CorrectedValue;
        means said!("年份旁边有文字，只取了年份。", "Words stand beside the year; the year alone was taken.");
        says said!(
            "“{typed}”按{year}年读取，“{words}”未采用",
            "“{typed}” was read as {year}; “{words}” was left out"
        );
        hint said!("请只填写年份", "Write the year only");

        YearOfDate "year-of-date" { typed: String = "2025-03-05".into(), year: i16 = 2025 }
        Info, CorrectedValue;
        means said!("写的是日期，取了其中的年份。", "A date was typed; its year was taken.");
        says said!(
            "“{typed}”是日期，取其年份{year}",
            "“{typed}” is a date; its year {year} was taken"
        );
        hint none();

        YearWords "year-words" { typed: String = "去年".into() }
        Error, UnreadableDate;
        means said!("文字里读不出年份。", "No year can be read from the text.");
        says said!(
            "“{typed}”不能读作年份，未取值",
            "“{typed}” cannot be read as a year; nothing was taken"
        );
        hint said!("请填写四位数的年份，如2025", "Write the year in four digits, such as 2025");

        TermOpenEnded "term-open-ended" { typed: String = "长期".into(), term: String = "无固定期限".into() }
        Warning, CorrectedValue;
        means said!("写法多半指没有固定期限。", "What was typed most likely means that there is no fixed term.");
        says said!("“{typed}”按“{term}”读取", "“{typed}” was read as “{term}” (no fixed term)");
        hint said!(
            "如有固定期限，请填写年数",
            "If there is a fixed term, write the number of years"
        );

        TermNothing "term-nothing" { typed: String = "无".into(), term: String = "无固定期限".into() }
        Info, UnreadableValue;
        means said!("“无”在这里可能是没有填，也可能是无固定期限。", "无 may say here that nothing is given, or that there is no fixed term.");
        says said!(
            "“{typed}”按没有填写处理；如指无固定期限，请写明“{term}”",
            "“{typed}” was taken as nothing given; write “{term}” if there is no fixed term"
        );
        hint none();

        YesnoWordsLeftOut "yesno-words-left-out" { typed: String = "是（部分）".into(), yes: bool = true, words: String = "（部分）".into() }
        Warning, CorrectedValue;
        means said!("“是”或“否”旁边有文字，未采用。", "Words stand beside yes or no; they were left out.");
        says {
            let (zh, en) = yes_or_no(*yes);
            said!(
                "“{typed}”按“{zh}”读取，“{words}”未采用",
                "“{typed}” was read as {en}; “{words}” was left out"
            )
        };
        hint said!(
            "请核对，并只填写“是”或“否”",
            "Check it, and write 是 (yes) or 否 (no) only"
        );

        YesnoUnusual "yesno-unusual" { typed: String = "已签".into(), yes: bool = true }
        Warning, CorrectedValue;
        means said!("写法少见，多半指是或否。", "The words are unusual for yes or no; the likeliest reading was taken.");
        says {
            let (zh, en) = yes_or_no(*yes);
            said!("“{typed}”按“{zh}”读取", "“{typed}” was read as {en}")
        };
        hint said!(
            "请核对，并只填写“是”或“否”",
            "Check it, and write 是 (yes) or 否 (no) only"
        );

        YesnoBoth "yesno-both" { typed: String = "☑是 ☑否".into() }
        Error, SeveralChoices;
        means said!("是和否都选了。", "Both yes and no were chosen.");
        says said!(
            "“{typed}”既选了是又选了否，未取值",
            "“{typed}” says both yes and no; nothing was taken"
        );
        hint said!("请只保留“是”或“否”", "Keep only 是 (yes) or 否 (no)");

        YesnoWords "yesno-words" { typed: String = "视情况".into() }
        Error, UnreadableValue;
        means said!("看不出是还是否。", "Whether yes or no is meant cannot be told.");
        says said!(
            "“{typed}”看不出是“是”还是“否”，未取值",
            "Whether “{typed}” means yes or no cannot be told; nothing was taken"
        );
        hint said!("请填写“是”或“否”", "Write 是 (yes) or 否 (no)");

        OptionMismatch "option-mismatch" { typed: String = "2.会议".into(), by_number: String = "访问".into(), by_label: String = "会议".into() }
        Error, NotInList;
        means said!("编号和文字指不同的选项。", "The number means one option, the words another.");
        says said!(
            "“{typed}”的编号是“{by_number}”，文字是“{by_label}”，两者不一致，未取值",
            "In “{typed}” the number means “{by_number}”, the words “{by_label}”; nothing was taken"
        );
        hint said!("请只保留正确的一项", "Keep the right one only");

        OptionOnlyOneLeft "option-only-one-left" { typed: String = "□会议".into() }
        Warning, AmbiguousMark;
        means said!("方框没有打勾，但只留下这一项。", "The box is not ticked, but it is the only option left.");
        says said!(
            "“{typed}”前的方框没有打勾，因只留下这一项，按选中读取",
            "The box of “{typed}” is not ticked; taken as chosen because it is the only one left"
        );
        hint said!("请核对是否选中", "Check whether it is chosen");

        OptionByOrder "option-by-order" { typed: String = "3".into(), label: String = "会议".into() }
        Warning, CorrectedValue;
        means said!("表上的选项没有编号，按顺序理解所填的编号。", "The form does not number its options; the number typed was taken for their order.");
        says said!(
            "“{typed}”按选项的顺序读作“{label}”，表上没有这样的编号",
            "“{typed}” was read as “{label}” by the order of the options; the form does not number them so"
        );
        hint copy_option();

        OptionOwnNumber "option-own-number" { typed: String = "1、会议".into(), label: String = "会议".into() }
        Warning, CorrectedValue;
        means said!("选项前有自编的序号，未采用。", "A number of the unit's own stands before the option; it was left out.");
        says said!("“{typed}”读作“{label}”，编号未采用", "“{typed}” was read as “{label}”; its number was left out");
        hint copy_option();

        OptionInexact "option-inexact" { typed: String = "国际会仪".into(), label: String = "国际会议".into() }
        Warning, CorrectedValue;
        means said!("文字与选项不完全相同，按最接近的一项读取。", "The words are not quite an option's; the nearest one was taken.");
        says said!("“{typed}”与选项不完全相同，读作“{label}”", "“{typed}” is not quite an option; read as “{label}”");
        hint copy_option();

        OptionWordsLeftOut "option-words-left-out" { typed: String = "会议（线上）".into(), label: String = "会议".into(), words: String = "（线上）".into() }
        Warning, CorrectedValue;
        means said!("选项旁边有文字，未采用。", "Words stand beside the option; they were left out.");
        says said!("“{typed}”读作“{label}”，“{words}”未采用", "“{typed}” was read as “{label}”; “{words}” was left out");
        hint copy_option();

        OptionQueried "option-queried" { typed: String = "会议？".into(), label: String = "会议".into() }
        Warning, CorrectedValue;
        means said!("选项带有问号，填表人自己也不确定。", "A question mark stands behind the option.");
        says said!("“{typed}”带有问号，读作“{label}”", "“{typed}” has a question mark; read as “{label}”");
        hint copy_option();

        OptionsSeveral "options-several" { typed: String = "会议、访问".into(), labels: Vec<String> = vec!["会议".into(), "访问".into()] }
        Error, SeveralChoices;
        means said!("只能选一项，选了不止一项。", "More than one option was chosen where one is asked.");
        says match labels.is_empty() {
            true => said!("“{typed}”选了不止一项，未取值", "“{typed}” chooses more than one option; nothing was taken"),
            false => {
                let list = labels.join("”“");
                said!(
                    "“{typed}”选了“{list}”，本项只能选一个，未取值",
                    "“{typed}” chooses “{list}” where one is asked; nothing was taken"
                )
            }
        };
        hint keep_one();

        OptionAndMore "option-and-more" { typed: String = "会议、论坛等".into(), label: String = "会议".into() }
        Error, SeveralChoices;
        means said!("除一个选项外还有别的内容。", "More than the option stands there.");
        says said!(
            "“{typed}”除选项“{label}”外还有别的内容，未取值",
            "“{typed}” holds more than the option “{label}”; nothing was taken"
        );
        hint keep_one();

        OptionTwice "option-twice" { typed: String = "会议；会议".into(), label: String = "会议".into() }
        Error, SeveralChoices;
        means said!("同一选项写了不止一次。", "The same option was named more than once.");
        says said!(
            "“{typed}”把“{label}”写了不止一次，未取值",
            "“{typed}” names “{label}” more than once; nothing was taken"
        );
        hint keep_one();

        OptionUnknown "option-unknown" { typed: String = "团拜".into(), suggestions: Vec<String> = vec!["团访".into()] }
        Error, NotInList;
        means said!("所填的不是列表中的选项。", "What was typed is no option of the list.");
        says said!("“{typed}”不在候选项中，未取值", "“{typed}” is no option of the list; nothing was taken");
        hint did_you_mean(suggestions);

        OptionUnclear "option-unclear" { typed: String = "□会议√□访问√".into() }
        Error, UnreadableValue;
        means said!("看不出勾的是哪一项。", "Which option the tick belongs to cannot be told.");
        says said!(
            "看不出“{typed}”中选的是哪一项，未取值",
            "Which option is chosen in “{typed}” cannot be told; nothing was taken"
        );
        hint said!("请只写选中的一项", "Write the chosen option only");

        OptionsUnclear "options-unclear" { typed: String = "□会议√□访问√".into() }
        Error, UnreadableValue;
        means said!("看不出勾的是哪些项。", "Which options the ticks belong to cannot be told.");
        says said!(
            "看不出“{typed}”中选的是哪些项，未取值",
            "Which options are chosen in “{typed}” cannot be told; nothing was taken"
        );
        hint said!("请只写选中的各项", "Write the chosen options only");

        CountrySeveral "country-several" { typed: String = "英国、法国".into(), countries: Vec<String> = vec!["英国".into(), "法国".into()] }
        Error, SeveralChoices;
        means said!("只能填一个国家（地区），填了不止一个。", "More than one country was named where one is asked.");
        says {
            let names = countries.join("、");
            said!(
                "“{typed}”写了不止一个国家（地区）：{names}，未取值",
                "“{typed}” names more than one country: {names}; nothing was taken"
            )
        };
        hint said!("请只填写一个国家（地区）", "Name one country or region only");

        CountryRepeated "country-repeated" { countries: Vec<String> = vec!["英国".into()] }
        Info, CorrectedValue;
        means said!("同一国家写了不止一次，只计一次。", "A country was named more than once; it is given once.");
        says {
            let names = countries.join("、");
            said!("重复的“{names}”只计一次", "“{names}” is named more than once and given once")
        };
        hint none();

        CountryInexact "country-inexact" { typed: String = "大英".into(), country: String = "英国".into() }
        Warning, CorrectedValue;
        means said!("写法不是国家（地区）的简称、全称或英文名，按最接近的读取。", "The words are no short, long or English name of a country; the nearest was taken.");
        says said!("“{typed}”读作“{country}”", "“{typed}” was read as “{country}”");
        hint said!(
            "请核对，并写国家（地区）的中文简称",
            "Check it, and write the country's short Chinese name"
        );

        CountryWordsLeftOut "country-words-left-out" { typed: String = "英国（剑桥）".into(), country: String = "英国".into(), words: Vec<String> = vec!["剑桥".into()] }
        Warning, CorrectedValue;
        means said!("国家名旁边有文字，未采用。", "Words stand beside the country's name; they were left out.");
        says {
            let words = words.join("”“");
            said!("“{typed}”读作“{country}”，“{words}”未采用", "“{typed}” was read as “{country}”; “{words}” was left out")
        };
        hint said!(
            "请核对，并只写国家（地区）的名称",
            "Check it, and write the country's name only"
        );

        CountryOrganisation "country-organisation" { typed: String = "联合国".into() }
        Error, NotInList;
        means said!("写的是国际组织，不是国家。", "An international organisation was named, not a country.");
        says said!(
            "“{typed}”是国际组织，不是国家（地区），未取值",
            "“{typed}” is an organisation, not a country; nothing was taken"
        );
        hint said!(
            "请填写该组织总部或合作单位所在的国家（地区）",
            "Name the country in which its seat or the partner is"
        );

        CountryArea "country-area" { typed: String = "欧洲".into() }
        Error, NotInList;
        means said!("写的是一片地区，不是一个国家。", "A part of the world was named, not one country.");
        says said!(
            "“{typed}”不是一个国家（地区）的名称，未取值",
            "“{typed}” is not the name of one country or region; nothing was taken"
        );
        hint short_name(&[]);

        CountryFormer "country-former" { typed: String = "苏联".into() }
        Error, NotInList;
        means said!("写的国家已不存在。", "The country that was named is no more.");
        says said!(
            "“{typed}”已不是现有的国家，未取值",
            "“{typed}” is no longer a country; nothing was taken"
        );
        hint short_name(&[]);

        CountryAmbiguous "country-ambiguous" { typed: String = "刚果".into() }
        Error, NotInList;
        means said!("写的名称可以指不止一个国家。", "The name can mean more than one country.");
        says said!(
            "“{typed}”可以指不止一处，未取值",
            "“{typed}” can mean more than one; nothing was taken"
        );
        hint short_name(&[]);

        CountryUnknown "country-unknown" { typed: String = "英伦国".into(), suggestions: Vec<String> = vec!["英国".into()] }
        Error, NotInList;
        means said!("不是已知的国家（地区）名称。", "It is no known name of a country or region.");
        says said!(
            "“{typed}”不是已知的国家（地区），未取值",
            "“{typed}” is no known country or region; nothing was taken"
        );
        hint short_name(suggestions);
    }
}
