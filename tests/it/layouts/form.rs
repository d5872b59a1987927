//! Words typed within the labels of a form table.

use serde_json::json;

use super::document::{p, tc, tr};
use super::edition::{Got, read};

fn form(label: &str, value: &str) -> Got {
    let group = |first: bool| match first {
        true => tc(r#"<w:vMerge w:val="restart"/>"#, "经费支持情况"),
        false => tc("<w:vMerge/>", ""),
    };
    let span = r#"<w:gridSpan w:val="2"/>"#;
    let rows = [
        format!("<w:tr>{}{}</w:tr>", tc(span, "案例名称"), tc("", "低碳")),
        format!(
            "<w:tr>{}{}{}</w:tr>",
            group(true),
            tc("", "科技部"),
            tc("", "12")
        ),
        format!(
            "<w:tr>{}{}{}</w:tr>",
            group(false),
            tc("", label),
            tc("", value)
        ),
    ];
    let body = format!("{}<w:tbl>{}</w:tbl>", p("KT_05 典型案例"), rows.concat());
    read("KT_05", &body)
}

#[test]
fn nothing_typed() {
    for label in ["其它", "其它______", "其它（　）", "其他："] {
        form(label, "").is(json!({"case_name": "低碳", "ministry": 12}));
    }
}

#[test]
fn words_and_a_number() {
    for label in [
        "其它（基金会）",
        "其它__基金会__",
        "其他：基金会",
        "其它基金会",
        "其它（ 基金会 ）",
    ] {
        form(label, "3").is(json!({
            "case_name": "低碳", "ministry": 12, "others": 3, "others_who": "基金会",
        }));
    }
}

#[test]
fn words_alone_begin_a_record() {
    let body = format!(
        "{}<w:tbl>{}{}{}</w:tbl>",
        p("KT_05 典型案例"),
        tr(["案例名称", ""]),
        tr(["科技部", ""]),
        tr(["其它（基金会）", ""]),
    );
    read("KT_05", &body).is(json!({"others_who": "基金会"}));
}
