use super::*;
use proptest::prelude::*;

fn show(code: &str, value: f64) -> String {
    Format::parse(code).show(value, false)
}

#[test]
fn numbers_have_fifteen_digits_at_most() {
    let cases = [
        (0.1 + 0.2, "0.3"),
        (12.500000000000002, "12.5"),
        (1e15, "1000000000000000"),
        (110101199001011234.0, "110101199001011000"),
        (-0.000012, "-0.000012"),
        (-0.0, "0"),
        (1.0 / 3.0, "0.333333333333333"),
        (2025.0, "2025"),
        (1e300, "1e300"),
    ];
    for (value, text) in cases {
        assert_eq!(plain(value, 0), text);
    }
}

#[test]
fn dates_are_shown_to_the_precision_of_their_format() {
    // Typed as 2025年3月5日, 2025年3月 and 2025/3/5 8:30.
    assert_eq!(show("yyyy\"年\"m\"月\"d\"日\";@", 45721.0), "2025-03-05");
    assert_eq!(show("yyyy\"年\"m\"月\";@", 45717.0), "2025-03");
    assert_eq!(
        show("yyyy/m/d h:mm", 45721.0 + 8.5 / 24.0),
        "2025-03-05 08:30"
    );
    assert_eq!(show("yyyy/m/d h:mm", 45721.0), "2025-03-05");
    // A full date whose format hides the day is still a full date.
    assert_eq!(show("yyyy-mm", 45721.0), "2025-03-05");
    assert_eq!(show("[$-804]yyyy\\年m\\月d\\日", 45721.0), "2025-03-05");
    assert_eq!(show("[DBNum1][$-804]yyyy\"年\"m\"月\"", 45717.0), "2025-03");
    assert_eq!(show("m\"月\"d\"日\"", 45721.0), "2025-03-05");
    assert_eq!(show("yyyy", 45658.0), "2025");
    assert_eq!(show("h:mm AM/PM", 0.5), "12:00");
    assert_eq!(show("mm:ss", 0.5 / 24.0), "00:30");
    assert_eq!(Format::built_in(14).show(45721.0, false), "2025-03-05");
    assert_eq!(Format::built_in(57).show(45717.0, false), "2025-03");
    assert_eq!(Format::built_in(14).show(44259.0, true), "2025-03-05");
    // Before and after the day that Lotus invented.
    assert_eq!(Format::built_in(14).show(59.0, false), "1900-02-28");
    assert_eq!(Format::built_in(14).show(61.0, false), "1900-03-01");
    // No day of any calendar here.
    assert_eq!(Format::built_in(14).show(-5.0, false), "-5");
    assert_eq!(Format::built_in(14).show(1e10, false), "10000000000");
}

#[test]
fn a_format_that_changes_the_magnitude_is_seen() {
    assert_eq!(show("0%", 0.5), "50%");
    assert_eq!(show("0.00%", 0.1234), "12.34%");
    assert_eq!(show("0!.0,\"万元\"", 125_000.0), "12.5万元");
    assert_eq!(show("[>=10000]0!.0,\"万\";0", 125_000.0), "12.5万");
    assert_eq!(show("[>=10000]0!.0,\"万\";0", 125.0), "125");
    assert_eq!(show("General\"万元\"", 12.5), "12.5万元");
    assert_eq!(show("[$$-409]#,##0.00", 12.5), "$12.5");
}

#[test]
fn a_scale_that_no_word_speaks_of_is_not_read() {
    for (code, shown) in [("0\\.0,", "12.5"), ("#,##0,", "125"), ("0.0,,", "0.125")] {
        let format = Format::parse(code);
        assert_eq!(format.show(125_000.0, false), "125000", "{code}");
        assert_eq!(format.scaled(125_000.0).as_deref(), Some(shown), "{code}");
    }
    assert_eq!(Format::parse("#,##0.00").scaled(125_000.0), None);
    assert_eq!(Format::parse("0!.0,\"万元\"").scaled(125_000.0), None);
}

#[test]
fn what_a_format_adds_is_read() {
    let cases = [
        ("00000000000", 7_563_668_000.0, "07563668000"),
        ("000000", 12.5, "000012.5"),
        ("000", -5.0, "-005"),
        ("\"甲-\"0000", 86.0, "甲-0086"),
        ("\"约\"0", 12.6, "约12.6"),
        ("0\"（预计）\"", 12.0, "12（预计）"),
        ("0\"人以上\"", 12.0, "12人以上"),
        ("\"共\"0\"人\"", 12.0, "共12人"),
        ("000\\-0000\\-0000", 13_800_001_234.0, "138-0000-1234"),
        ("0000\"-\"00000000", 75_636_680_001.0, "0756-36680001"),
        ("0;\"负\"0;\"无\"", 0.0, "无"),
        ("\"约\"yyyy\"年\"m\"月\"", 45717.0, "约2025-03"),
        ("yyyy\"年\"m\"月（暂定）\"", 45717.0, "2025-03（暂定）"),
        ("0.0,\"K\"", 12_500.0, "12.5K"),
        ("# ##0", 12_500.0, "12500"),
        ("(0000) 0000", 12.0, "(0000) 0012"),
    ];
    for (code, value, text) in cases {
        assert_eq!(show(code, value), text, "{code}");
    }
    let text = |code: &str, text: &str| Format::parse(code).show_text(text.into()).to_string();
    assert_eq!(text("\"甲-\"@", "0086"), "甲-0086");
    assert_eq!(text("0;0;0;@\"（暂定）\"", "张"), "张（暂定）");
    assert_eq!(text("0.00_ ;@_ ", "张"), "张");
}

#[test]
fn what_is_shown_as_text_keeps_its_words() {
    let cases = [
        (12.6, "约13", "约12.6"),
        (86.0, "甲-0086", "甲-0086"),
        (7_563_668_000.0, "07563668000", "07563668000"),
        (125_432.0, "12.5万元", "12.5432万元"),
        (12_345.678, "12,345.68", "12345.678"),
        (125_000.0, "125", "125000"),
        (12.0, "12人", "12"),
        (-3.0, "(3)", "-3"),
        (13_800_001_234.0, "138-0000-1234", "138-0000-1234"),
        (0.0, "-", "0"),
        (0.0, "无", "无"),
    ];
    for (value, shown, text) in cases {
        assert_eq!(number_as_shown(value, shown), text, "{shown}");
    }
}

#[test]
fn decoration_is_left_out() {
    let codes = [
        "General",
        "#,##0.00",
        "0_ ",
        "_ ¥* #,##0.00_ ;_ ¥* -#,##0.00_ ;_ ¥* \"-\"??_ ;_ @_ ",
        "0\"人\"",
        "0;-0;\"—\"",
        "0.00E+00",
        "@",
        "# ?/?",
        "[Red]0",
    ];
    for code in codes {
        assert_eq!(show(code, 12.5), "12.5", "{code}");
    }
    assert_eq!(show("0;-0;\"—\"", 0.0), "0");
}

proptest! {
    #[test]
    fn any_format_code_is_read(code in ".{0,40}", value: f64) {
        show(&code, value);
    }

    #[test]
    fn what_was_typed_in_fifteen_digits_comes_back(n in -99_999_999_999i64..99_999_999_999, d in 0u32..4) {
        let typed = rust_decimal::Decimal::new(n, d).normalize();
        let stored: f64 = typed.to_string().parse().unwrap();
        prop_assert_eq!(plain(stored, 0), typed.to_string());
    }
}
