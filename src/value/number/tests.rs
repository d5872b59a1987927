use super::*;
use crate::model::finding::Severity;
use proptest::prelude::*;

/// What is read, and the most severe note's rule: `12.5`, `12.5 unit-converted`, `null unreadable-number`.
fn summary(reading: &Reading) -> String {
    let value = match &reading.value {
        Value::Null => "null".to_owned(),
        Value::Number(n) => n.to_string(),
        other => panic!("{other:?}"),
    };
    match reading.notes.iter().max_by_key(|n| n.severity()) {
        None => value,
        Some(note) if note.severity() == Severity::Info => value + " info",
        Some(note) => format!("{value} {}", note.rule().name()),
    }
}

fn decimal(text: &str, unit: &str) -> String {
    summary(&read(text, unit, false))
}

fn integer(text: &str, unit: &str) -> String {
    summary(&read(text, unit, true))
}

#[test]
fn a_unit_of_the_surveys_own_is_only_another_form() {
    for (text, unit, expected) in [
        ("3200平方米", "平方米", "3200"),
        ("1,260 ㎡", "平方米", "1260"),
        ("420.5m2", "平方米", "420.5"),
        ("420.5（平方米）", "平方米", "420.5"),
        ("3.2万平方米", "平方米", "32000 unit-converted"),
        ("3.2万平方米", "万平方米", "3.2"),
        ("32000平方米", "万平方米", "3.2 unit-converted"),
        ("360 学时", "学时", "360"),
        ("12.5吨", "吨", "12.5"),
        ("12t", "吨", "12"),
        ("约3200平方米", "平方米", "null unreadable-number"),
        ("3200平方米左右", "平方米", "null unreadable-number"),
        ("3200公顷", "平方米", "null unreadable-number"),
        ("3200平方", "平方米", "null unreadable-number"),
    ] {
        assert_eq!(decimal(text, unit), expected, "{text} {unit}");
    }
}

#[test]
fn money_in_the_fields_own_steps_is_only_another_form() {
    for (text, expected) in [
        ("1226.32", "1226.32"),
        ("2410万元", "2410"),
        ("1494.33万", "1494.33"),
        ("337万", "337"),
        ("12.5 万元", "12.5"),
        ("人民币1489.93万元", "1489.93"),
        ("RMB 12.5万元", "12.5"),
        ("￥12.5万元", "12.5"),
        ("12.5万元人民币", "12.5"),
        ("12.5万人民币", "12.5"),
        ("12.5万元（人民币）", "12.5"),
        ("12.5（万元）", "12.5"),
        ("12.5（万元人民币）", "12.5"),
        ("1,516.2", "1516.2"),
        ("1，275.85", "1275.85"),
        ("1 275.85", "1275.85"),
        ("２３３．６", "233.6"),
        ("三十五", "35"),
        ("三十五万元", "35 unit-converted"),
        ("0", "0"),
        ("0.00", "0"),
        ("0元", "0"),
        ("三千五百", "3500"),
        ("-5", "-5"),
        ("12。", "12"),
        ("12万元。", "12"),
    ] {
        assert_eq!(decimal(text, "万元"), expected, "{text}");
    }
}

#[test]
fn money_in_other_steps_is_converted_with_a_note() {
    for (text, expected) in [
        ("22,651,300元", "2265.13 unit-converted"),
        ("¥29759000元", "2975.9 unit-converted"),
        ("￥760000元", "76 unit-converted"),
        ("500元", "0.05 unit-converted"),
        ("120000（元）", "12 unit-converted"),
        ("120千元", "12 unit-converted"),
        ("5百万元", "500 unit-converted"),
        ("3千万", "3000 unit-converted"),
        ("1.5亿", "15000 unit-converted"),
        ("1.5亿元", "15000 unit-converted"),
        ("1亿2000万元", "12000 unit-converted"),
        ("3万5千元", "3.5 unit-converted"),
        ("一百二十万", "120 unit-converted"),
        ("一百二十万元", "120 unit-converted"),
        ("十二万五千", "12.5 unit-converted"),
        ("十二万五千元", "12.5 unit-converted"),
        ("一亿零三百万", "10300 unit-converted"),
        ("12万5000元", "12.5 unit-converted"),
        ("12w", "12 corrected-value"),
        ("1块", "0.0001 unit-converted"),
    ] {
        assert_eq!(decimal(text, "万元"), expected, "{text}");
    }
    assert_eq!(decimal("12.5万元", "元"), "125000 unit-converted");
    assert_eq!(decimal("12.5元", "元"), "12.5");
    assert_eq!(decimal("12.5万美元", "万美元"), "12.5");
}

#[test]
fn what_is_no_exact_amount_is_null_with_an_error() {
    for text in [
        "约12",
        "12左右",
        "514余",
        "938左右",
        "近百",
        ">100",
        "100+",
        "12-15万",
        "2845-2855",
        "12万美元",
        "$500",
        "€1,200",
        "100 USD",
        "US$12万",
        "500港币",
        "15%",
        "见附件",
        "同上",
        "待定",
        "不详",
        "¥1200",
        "人民币1200",
        "3千",
        "12人",
        "12个月",
        "12,50",
        "1,2",
        "120（其中财政60）",
        "120（暂定）",
        "100万人计划",
        "合计",
        "是",
        "12万元/年",
        "每年12万元",
        "12345678901234567",
        "1,234,567,890,123,456",
        "12万15",
        "十几万",
        "12\n15",
        "3万5",
        "0.1234567890123456",
        "12万元（8万美元）",
        "12.5.3",
        "三五",
        "七八",
        "一一",
        "三五万",
        "abc",
        "①",
    ] {
        assert_eq!(decimal(text, "万元"), "null unreadable-number", "{text}");
    }
}

#[test]
fn words_beside_a_number_are_told() {
    assert_eq!(decimal("120（含税）", "万元"), "120 corrected-value");
    assert_eq!(decimal("120万元，含税", "万元"), "120 corrected-value");
    assert_eq!(decimal("（12）", "万元"), "12 corrected-value");
    assert_eq!(decimal("—12", "万元"), "-12 corrected-value");
    assert_eq!(integer("一", "人"), "1 corrected-value");
    assert_eq!(integer("一人", "人"), "1");
    assert_eq!(integer("○", "人"), "0 corrected-value");
    assert_eq!(decimal("1.2E+07元", "万元"), "1200 corrected-value");
    assert_eq!(integer("共12人", "人"), "12 info");
}

#[test]
fn counts_take_kindred_measure_words() {
    for (text, unit, expected) in [
        ("20,109", "人", "20109"),
        ("８２８", "人", "828"),
        ("39390次", "次", "39390"),
        ("181篇", "篇", "181"),
        ("8人次", "人次", "8"),
        ("8 人次", "人次", "8"),
        ("8人/次", "人次", "8"),
        ("５人", "人次", "5"),
        ("3个", "项", "3"),
        ("12项次", "项次", "12"),
        ("12篇论文", "篇", "12"),
        ("12（人次）", "人次", "12"),
        ("12.0", "人", "12"),
        ("三十五人", "人", "35"),
        ("廿", "人", "20"),
        ("一百二十万", "人次", "1200000"),
        ("1.2万人次", "人次", "12000 unit-converted"),
        ("3千人", "人", "3000 unit-converted"),
        ("12篇", "人", "12 corrected-value"),
        ("12.5", "人", "null unreadable-number"),
        ("12.5人", "人", "null unreadable-number"),
        ("12万元", "人", "null unreadable-number"),
        ("1-11", "项次", "null unreadable-number"),
        ("951余", "人次", "null unreadable-number"),
        ("28658左右", "篇", "null unreadable-number"),
        ("3个月", "人", "null unreadable-number"),
        ("12", "", "12"),
        ("12个", "", "12"),
    ] {
        assert_eq!(integer(text, unit), expected, "{text} in {unit}");
    }
}

#[test]
fn times_are_converted_where_that_is_exact() {
    for (text, unit, expected) in [
        ("1339.35小时", "小时", "1339.35"),
        ("24h", "小时", "24"),
        ("24个小时", "小时", "24"),
        ("90分钟", "小时", "1.5 unit-converted"),
        ("6个月", "月", "6"),
        ("6月", "月", "6"),
        ("７１５", "月", "715"),
        ("半年", "月", "6 unit-converted"),
        ("1年6个月", "月", "18 unit-converted"),
        ("1年半", "月", "18 unit-converted"),
        ("3天", "小时", "null unreadable-number"),
        ("90天", "月", "null unreadable-number"),
    ] {
        assert_eq!(decimal(text, unit), expected, "{text} in {unit}");
    }
}

#[test]
fn nothing_is_null_without_a_word() {
    for text in [
        "",
        " ",
        "　",
        "/",
        "／",
        "—",
        "-",
        "无",
        "没有",
        "N/A",
        "\\",
        "暂无",
        "不适用",
        "none",
    ] {
        assert_eq!(read(text, "万元", false), Reading::null(), "{text:?}");
    }
}

#[test]
fn an_error_quotes_the_text_in_both_languages() {
    let reading = read("约12万元", "万元", false);
    let note = &reading.notes[0];
    assert!(
        note.message().zh.contains("约12万元"),
        "{}",
        note.message().zh
    );
    assert!(
        note.message().en.contains("约12万元"),
        "{}",
        note.message().en
    );
    assert!(note.hint().zh.contains("万元"));
}

/// A whole number with thousands marks.
fn grouped(n: u64, mark: &str) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push_str(mark);
        }
        out.push(c);
    }
    out
}

fn widened(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '!'..='~' => char::from_u32(c as u32 + 0xfee0).unwrap_or(c),
            _ => c,
        })
        .collect()
}

proptest! {
    /// Any amount, written in any of the ways, reads back exactly.
    #[test]
    fn an_amount_reads_back(
        cents in 0u64..100_000_000_000,
        style in 0usize..12,
        wide: bool,
        before in "[ 　\u{a0}]{0,2}",
        after in "[ 　\n]{0,2}",
    ) {
        // In 万元 with four decimals, so that 元 is whole.
        let expected = Decimal::new(cents as i64, 4).normalize();
        let yuan = cents;
        let whole = cents / 10_000;
        let rest = cents % 10_000;
        let written = match style {
            0 => expected.to_string(),
            1 => format!("{expected}万元"),
            2 => format!("{expected}万"),
            3 => format!("人民币{expected}万元"),
            4 => format!("{yuan}元"),
            5 => format!("¥{yuan}元"),
            6 => format!("{}元", grouped(yuan, ",")),
            7 => format!("{}.{rest:04}", grouped(whole, ",")),
            8 => format!("{}.{rest:04} 万元", grouped(whole, "\u{2009}")),
            9 => format!("{}亿元", Decimal::new(cents as i64, 8).normalize()),
            10 => format!("{}千元", Decimal::new(cents as i64, 3).normalize()),
            _ => format!("{}.{rest:04}（万元）", grouped(whole, "’")),
        };
        let written = if wide { widened(&written) } else { written };
        let reading = read(&format!("{before}{written}{after}"), "万元", false);
        prop_assert_eq!(&reading.value, &Value::Number(expected), "{}", written);
        prop_assert!(reading.notes.iter().all(|n| n.rule() == crate::model::finding::Rule::UnitConverted), "{}", written);
    }

    /// Any count, in any of the ways, reads back exactly.
    #[test]
    fn a_count_reads_back(n in 0u64..10_000_000_000, style in 0usize..6, wide: bool) {
        let written = match style {
            0 => n.to_string(),
            1 => format!("{n}人次"),
            2 => format!("{n} 人"),
            3 => grouped(n, ","),
            4 => grouped(n, " "),
            _ => format!("{n}.0"),
        };
        let written = if wide { widened(&written) } else { written };
        prop_assert_eq!(read(&written, "人次", true), Reading::of(Value::Number(Decimal::from(n))), "{}", written);
    }

    /// Whatever is typed, the value is null with an error, null as nothing, or a number that is exact.
    #[test]
    fn nothing_is_guessed_in_silence(text in "[0-9.,，万千元人约余至\\-（）() 半年%¥十一]{0,14}") {
        let reading = read(&text, "万元", false);
        match &reading.value {
            Value::Null => prop_assert!(
                is_nothing(trim(&text)) || reading.notes.iter().any(|n| n.severity() == Severity::Error)
            ),
            Value::Number(n) => {
                prop_assert!(digits::is_exact(*n));
                prop_assert!(!text.contains(['约', '余', '至', '%']));
            }
            other => prop_assert!(false, "{:?}", other),
        }
    }
}
