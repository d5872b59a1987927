use super::*;
use crate::model::finding::Severity;
use proptest::prelude::*;

fn summary(text: &str) -> String {
    let reading = read(text);
    let value = match reading.value {
        Value::Null => "null".to_owned(),
        Value::Text(t) => t,
        other => panic!("{other:?}"),
    };
    match reading.notes.iter().max_by_key(|n| n.severity()) {
        None => value,
        Some(note) if note.severity() == Severity::Info => value + " info",
        Some(note) => format!("{value} {}", note.rule().name()),
    }
}

#[test]
fn reads_days_and_months() {
    for (text, expected) in [
        ("2025-03-05", "2025-03-05"),
        ("2025年3月5日", "2025-03-05"),
        ("2025年03月05号", "2025-03-05"),
        ("2025.3.5", "2025-03-05"),
        ("2025/3/5", "2025-03-05"),
        ("20250305", "2025-03-05"),
        ("2018 年 7 月 18 日", "2018-07-18"),
        ("2018—11—01", "2018-11-01"),
        ("2018——11——01", "2018-11-01"),
        ("２０２５．３．５", "2025-03-05"),
        ("2025。3。5", "2025-03-05"),
        ("2025 - 3 - 5", "2025-03-05"),
        ("2025年3月5", "2025-03-05"),
        ("2025-3月5日", "2025-03-05"),
        ("2025.3月5日", "2025-03-05"),
        ("二〇二五年三月五日", "2025-03-05"),
        ("二○二五年十二月廿五日", "2025-12-25"),
        ("二零二五年十月", "2025-10"),
        ("2025年7月", "2025-07"),
        ("2025年7月份", "2025-07"),
        ("2025年7月  日", "2025-07"),
        ("2025-07", "2025-07"),
        ("2025.07", "2025-07"),
        ("2025.10", "2025-10"),
        ("2025/7", "2025-07"),
        ("202507", "2025-07"),
        ("07/2025", "2025-07"),
        ("2025-03-05 00:00:00", "2025-03-05"),
        ("2025-03-05T00:00:00Z", "2025-03-05"),
        ("2025-03-05T00:00:00+08:00", "2025-03-05"),
        ("2025-03-05T08:00+0800", "2025-03-05 info"),
        ("2025/3/5 0:00", "2025-03-05"),
        ("2025-03-05T08:00", "2025-03-05 info"),
        ("2025年3月5日上午9:30", "2025-03-05 info"),
        ("2025年3月5日（星期三）", "2025-03-05"),
        ("2025年3月5日。", "2025-03-05"),
        ("March 5, 2025", "2025-03-05"),
        ("Mar. 5th, 2025", "2025-03-05"),
        ("5 Mar 2025", "2025-03-05"),
        ("05-Mar-2025", "2025-03-05"),
        ("Sept 2025", "2025-09"),
        ("2025 March 5", "2025-03-05"),
        ("2025-Mar-05", "2025-03-05"),
        ("25/03/2025", "2025-03-25"),
        ("03/25/2025", "2025-03-25"),
        ("05/05/2025", "2025-05-05"),
        ("1898-12-17", "1898-12-17"),
        ("2024-02-29", "2024-02-29"),
    ] {
        assert_eq!(summary(text), expected, "{text}");
    }
}

#[test]
fn of_a_span_the_beginning_is_taken_with_a_note() {
    for (text, expected) in [
        ("2025年3月1日-5日", "2025-03-01"),
        ("2025年3月1-5日", "2025-03-01"),
        ("2025年3月1日—4月2日", "2025-03-01"),
        ("2025.3.1-2025.3.5", "2025-03-01"),
        ("2025.3.1-3.5", "2025-03-01"),
        ("2025.3.1~5", "2025-03-01"),
        ("2025/3/1-2025/3/5", "2025-03-01"),
        ("2025-03-01至2025-03-05", "2025-03-01"),
        ("2025-03-01 ~ 2025-03-05", "2025-03-01"),
        ("2025年3月至5月", "2025-03"),
        ("2025年3-5月", "2025-03"),
        ("2025.03-2025.05", "2025-03"),
        ("2025-03—2025-05", "2025-03"),
        ("2025年3月至今", "2025-03"),
        ("20250301-20250305", "2025-03-01"),
        ("2025年3月5日起", "2025-03-05"),
        ("自2025年3月5日", "2025-03-05"),
        ("2025年3月上旬", "2025-03"),
        ("2025年3月底", "2025-03"),
        ("1985年6月生", "1985-06"),
        ("2025年3月5日（首次）", "2025-03-05"),
        ("2025年3", "2025-03"),
        ("2025、3、5", "2025-03-05"),
        ("2025 3 5", "2025-03-05"),
        ("45721", "2025-03-05"),
        ("45721.5", "2025-03-05"),
    ] {
        assert_eq!(
            summary(text),
            format!("{expected} corrected-value"),
            "{text}"
        );
    }
}

#[test]
fn what_is_no_date_is_null_with_an_error() {
    for text in [
        "2025年1月48日",
        "2025-13-01",
        "2025-02-30",
        "2023-02-29",
        "2025-00-10",
        "2025-01-00",
        "20251301",
        "2025",
        "2025年",
        "二〇二五年",
        "25-03-05",
        "25.3.5",
        "25年3月5日",
        "Mar-25",
        "'25年3月",
        "250305",
        "3月5日",
        "3-5",
        "05/03/2025",
        "2025年3-5",
        "2025.3-5",
        "2025年3.5",
        "2025年上半年",
        "2025年第一季度",
        "2025Q1",
        "去年",
        "今年3月",
        "待定",
        "至今",
        "长期",
        "见附件",
        "约2025年3月",
        "2025年3月左右",
        "预计2025年3月",
        "2025-03-05、2025-04-01",
        "2025-03-05\n2025-04-01",
        "2025-03-05；2025-04-01",
        "0",
        "12",
        "99991231",
        "0999-01-01",
        "民国114年3月5日",
        "2025-064",
        "2025-W10",
        "abc",
        "2025-03-05-2025-04-01-",
        "2025年3月5日（原定2024年）",
        "1234567890",
        "30000",
        "无固定期限",
        "2025/03/05/07",
        "12:30",
    ] {
        assert_eq!(summary(text), "null unreadable-date", "{text}");
    }
}

#[test]
fn nothing_and_untouched_prompts_are_null() {
    for text in [
        "",
        "/",
        "—",
        "无",
        "N/A",
        "  年  月  日",
        "____年__月__日",
        "YYYY-MM-DD",
        "X年X月X日",
        "（XXX年XX月XX日）",
    ] {
        assert_eq!(read(text), Reading::null(), "{text}");
    }
}

fn chinese(n: u32) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let (tens, ones) = ((n / 10) as usize, DIGITS[(n % 10) as usize]);
    match tens {
        0 => ones.to_owned(),
        1 => format!("十{ones}"),
        _ => format!("{}十{ones}", DIGITS[tens]),
    }
}

proptest! {
    /// Any day, written in any of the ways, reads back.
    #[test]
    fn a_day_reads_back(y in 1900i16..2100, m in 1i8..=12, d in 1i8..=28, style in 0usize..14, wide: bool) {
        let months = ["January", "February", "March", "April", "May", "June", "July", "August",
            "September", "October", "November", "December"];
        let name = months[m as usize - 1];
        let years: String = y.to_string().bytes()
            .map(|b| ["〇", "一", "二", "三", "四", "五", "六", "七", "八", "九"][(b - b'0') as usize]).collect();
        let written = match style {
            0 => format!("{y}-{m:02}-{d:02}"),
            1 => format!("{y}-{m}-{d}"),
            2 => format!("{y}.{m}.{d}"),
            3 => format!("{y}.{m:02}.{d:02}"),
            4 => format!("{y}/{m}/{d}"),
            5 => format!("{y}{m:02}{d:02}"),
            6 => format!("{y}年{m}月{d}日"),
            7 => format!("{y} 年 {m:02} 月 {d:02} 日"),
            8 => format!("{y}—{m:02}—{d:02}"),
            9 => format!("{years}年{}月{}日", chinese(m as u32), chinese(d as u32)),
            10 => format!("{name} {d}, {y}"),
            11 => format!("{d} {} {y}", &name[..3]),
            12 => format!("{y}-{m:02}-{d:02} 00:00:00"),
            _ => format!("{y}年{m}月{d}号"),
        };
        let written = if wide {
            written.chars().map(|c| if c.is_ascii_digit() { char::from_u32(c as u32 + 0xfee0).unwrap_or(c) } else { c }).collect()
        } else { written };
        prop_assert_eq!(read(&written), Reading::of(Value::Text(format!("{y:04}-{m:02}-{d:02}"))), "{}", written);
    }

    /// Any month, written in any of the ways, reads back.
    #[test]
    fn a_month_reads_back(y in 1900i16..2100, m in 1i8..=12, style in 0usize..7) {
        let written = match style {
            0 => format!("{y}-{m:02}"),
            1 => format!("{y}.{m:02}"),
            2 => format!("{y}/{m}"),
            3 => format!("{y}年{m}月"),
            4 => format!("{y}{m:02}"),
            5 => format!("{y} 年 {m} 月份"),
            _ => format!("{y}－{m:02}"),
        };
        prop_assert_eq!(read(&written), Reading::of(Value::Text(format!("{y:04}-{m:02}"))), "{}", written);
    }

    /// A span gives its beginning, and says so.
    #[test]
    fn a_span_gives_its_beginning(y in 1950i16..2090, m in 1i8..=11, d in 1i8..=20, n in 1i8..8, style in 0usize..7) {
        let (e, n) = (d + n, m + 1);
        let written = match style {
            0 => format!("{y}年{m}月{d}日-{e}日"),
            1 => format!("{y}年{m}月{d}-{e}日"),
            2 => format!("{y}.{m}.{d}-{y}.{n}.{e}"),
            3 => format!("{y}-{m:02}-{d:02}至{y}-{n:02}-{e:02}"),
            4 => format!("{y}年{m}月{d}日—{n}月{e}日"),
            5 => format!("{y}/{m}/{d}~{n}/{e}"),
            _ => format!("{y}{m:02}{d:02}－{y}{n:02}{e:02}"),
        };
        let reading = read(&written);
        prop_assert_eq!(reading.value, Value::Text(format!("{y:04}-{m:02}-{d:02}")), "{}", written);
        prop_assert!(reading.notes.iter().any(|n| n.severity() == Severity::Warning), "{}", written);
    }

    /// Whatever is typed: a day of the calendar, nothing, or an error.
    #[test]
    fn nothing_is_guessed_in_silence(text in "[0-9\\-./年月日 至约一二十（）T:]{0,16}") {
        let reading = read(&text);
        match &reading.value {
            Value::Null => prop_assert!(
                is_nothing(trim(&text)) || is_prompt(&fold(&text)) || reading.notes.iter().any(|n| n.severity() == Severity::Error)
            ),
            Value::Text(t) => prop_assert!(calendar::iso(t).is_some(), "{}", t),
            other => prop_assert!(false, "{:?}", other),
        }
    }
}
