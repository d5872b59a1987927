use super::*;

#[test]
fn a_day_and_a_seal_close_a_form() {
    for text in [
        "2026年1月5日",
        "（盖章） 2026年1月5日",
        "二〇二六年一月五日",
        "（公章）2026.1.5",
    ] {
        assert!(is_date(text), "{text}");
    }
    for text in ["共12项 2026年1月5日", "（盖章）另有3项", ""] {
        assert!(!is_date(text), "{text}");
    }
}
