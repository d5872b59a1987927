//! Grids as they come back.

use serde_json::json;

use super::document::{p, tc, tr};
use super::edition::read;

const HEADING: &str = "KT_01 出访活动概况";

fn grid(rows: &[&[&str]]) -> String {
    let rows: String = rows.iter().map(|r| tr(r.iter().copied())).collect();
    format!("{}<w:tbl>{rows}</w:tbl>", p(HEADING))
}

const HEAD: &[&str] = &["", "项目数", "人次"];

#[test]
fn as_printed() {
    read(
        "KT_01",
        &grid(&[
            HEAD,
            &["考察访问", "2", "12"],
            &["国际会议", "１", ""],
            &["其他（）", "", ""],
            &["合计", "3", "12人次"],
        ]),
    )
    .is(json!({
        "visit_projects": 2, "visit_people": 12, "meeting_projects": 1,
        "total_projects": 3, "total_people": 12,
    }));
}

#[test]
fn empty() {
    let got = read(
        "KT_01",
        &grid(&[
            HEAD,
            &["考察访问", "", "/"],
            &["国际会议", "", ""],
            &["其他", "", ""],
            &["合计", "", ""],
        ]),
    );
    got.is(json!(null));
    assert_eq!(
        serde_json::to_value(&got.submission).unwrap()["tables"]["KT_01"]["status"],
        "empty"
    );
}

#[test]
fn rows_and_columns_in_another_order_with_numbers_and_the_head_repeated() {
    read(
        "KT_01",
        &grid(&[
            &["序号", "人次", "活动类别", "项目数"],
            &["1", "34", "国际会议", "5"],
            &["2", "12", "考察访问", "2"],
            &["序号", "人次", "活动类别", "项目数"],
            &["3", "", "其它：夏令营", "1"],
            &["4", "46", "合计", "8"],
        ]),
    )
    .is(json!({
        "meeting_projects": 5, "meeting_people": 34, "visit_projects": 2, "visit_people": 12,
        "other_projects": 1, "other_which": "夏令营", "total_projects": 8, "total_people": 46,
    }));
}

#[test]
fn turned() {
    read(
        "KT_01",
        &grid(&[
            &["", "考察访问", "国际会议", "其他（夏令营）", "合计"],
            &["项目数", "2", "5", "1", "8"],
            &["人次", "12", "34", "", "46"],
        ]),
    )
    .is(json!({
        "meeting_projects": 5, "meeting_people": 34, "visit_projects": 2, "visit_people": 12,
        "other_projects": 1, "other_which": "夏令营", "total_projects": 8, "total_people": 46,
    }));
}

#[test]
fn without_a_heading() {
    let rows: String = [
        HEAD,
        &["考察访问", "2", "12"],
        &["国际会议", "5", ""],
        &["其他", "", ""],
        &["合计", "7", "12"],
    ]
    .iter()
    .map(|r| tr(r.iter().copied()))
    .collect();
    read("KT_01", &format!("<w:tbl>{rows}</w:tbl>")).is(json!({
        "visit_projects": 2, "visit_people": 12, "meeting_projects": 5,
        "total_projects": 7, "total_people": 12,
    }));
}

#[test]
fn a_row_that_is_gone_is_told() {
    read(
        "KT_01",
        &grid(&[
            HEAD,
            &["考察访问", "2", "12"],
            &["国际会议", "1", ""],
            &["其他", "", ""],
        ]),
    )
    .is_with(
        json!({"visit_projects": 2, "visit_people": 12, "meeting_projects": 1}),
        &["missing-column", "balance"],
    );
}

#[test]
fn a_row_of_somebody_s_own_is_told() {
    read(
        "KT_01",
        &grid(&[
            HEAD,
            &["考察访问", "2", "12"],
            &["科技夏令营", "1", "80"],
            &["国际会议", "1", ""],
            &["其他", "", ""],
            &["合计", "3", "12"],
        ]),
    )
    .is_with(
        json!({
            "visit_projects": 2, "visit_people": 12, "meeting_projects": 1,
            "total_projects": 3, "total_people": 12,
        }),
        &["unclaimed-text 科技夏令营 | 1 | 80"],
    );
}

#[test]
fn a_column_of_somebody_s_own_is_told() {
    let got = read(
        "KT_01",
        &grid(&[
            &["", "项目数", "备注", "人次"],
            &["考察访问", "2", "见附件", "12"],
            &["国际会议", "1", "", ""],
            &["其他", "", "", ""],
            &["合计", "3", "", "12"],
        ]),
    );
    got.is_with(
        json!({
            "visit_projects": 2, "visit_people": 12, "meeting_projects": 1,
            "total_projects": 3, "total_people": 12,
        }),
        &["unclaimed-text 见附件"],
    );
}

#[test]
fn cells_merged_over_items_are_told() {
    let merged = |properties: &str, text: &str| tc(properties, text);
    let body = format!(
        "{}<w:tbl>{}<w:tr>{}{}</w:tr><w:tr>{}{}{}</w:tr><w:tr>{}{}{}</w:tr>{}</w:tbl>",
        p(HEADING),
        tr(HEAD.iter().copied()),
        tc("", "考察访问"),
        merged(r#"<w:gridSpan w:val="2"/>"#, "7"),
        tc("", "国际会议"),
        tc("", "5"),
        merged(r#"<w:vMerge w:val="restart"/>"#, "34"),
        tc("", "其他"),
        tc("", "1"),
        merged("<w:vMerge/>", ""),
        tr(["合计", "13", "34"]),
    );
    read("KT_01", &body).is_with(
        json!({
            "visit_projects": 7, "meeting_projects": 5, "meeting_people": 34, "other_projects": 1,
            "total_projects": 13, "total_people": 34,
        }),
        &["unreadable-value 7", "unreadable-value 34"],
    );
}

#[test]
fn numbers_are_read_like_any_other() {
    let got = read(
        "KT_01",
        &grid(&[
            HEAD,
            &["考察访问", "约12", "三十五"],
            &["国际会议", "见附件", "1,200"],
            &["其他", "", ""],
            &["合计", "", ""],
        ]),
    );
    assert_eq!(
        got.values(),
        json!({"visit_people": 35, "meeting_people": 1200})
    );
    let told = got.told();
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(
        told.contains(&"unreadable-number 见附件".to_owned()),
        "{told:?}"
    );
    got.paths_resolve();
}

#[test]
fn a_slip_in_a_label_is_told() {
    read(
        "KT_01",
        &grid(&[
            HEAD,
            &["考查访问", "2", "12"],
            &["国际会议", "1", ""],
            &["其他", "", ""],
            &["合计", "3", "12"],
        ]),
    )
    .is_with(
        json!({
            "visit_projects": 2, "visit_people": 12, "meeting_projects": 1,
            "total_projects": 3, "total_people": 12,
        }),
        &["corrected-value 考查访问"],
    );
}

#[test]
fn the_head_is_gone() {
    read(
        "KT_01",
        &grid(&[
            &["考察访问", "2", "12"],
            &["国际会议", "1", ""],
            &["其他", "", ""],
            &["合计", "3", "12"],
        ]),
    )
    .is_with(
        json!({
            "visit_projects": 2, "visit_people": 12, "meeting_projects": 1,
            "total_projects": 3, "total_people": 12,
        }),
        &["unknown-column"],
    );
}

#[test]
fn split_in_two_tables() {
    let first = grid(&[HEAD, &["考察访问", "2", "12"], &["国际会议", "1", ""]]);
    let rest = tr(["其他（展览）", "4", ""]) + &tr(["合计", "7", "12"]);
    let body = format!("{first}{}<w:tbl>{rest}</w:tbl>", p(""));
    read("KT_01", &body).is(json!({
        "visit_projects": 2, "visit_people": 12, "meeting_projects": 1, "other_projects": 4,
        "other_which": "展览", "total_projects": 7, "total_people": 12,
    }));
}

#[test]
fn twice_and_not_alike_is_told() {
    let rows: &[&[&str]] = &[
        HEAD,
        &["考察访问", "2", "12"],
        &["国际会议", "1", ""],
        &["其他", "", ""],
        &["合计", "3", "12"],
    ];
    let again: &[&[&str]] = &[HEAD, &["考察访问", "2", "15"], &["合计", "3", "12"]];
    let body = format!("{}{}", grid(rows), grid(again));
    read("KT_01", &body).is_with(
        json!({
            "visit_projects": 2, "visit_people": 12, "meeting_projects": 1,
            "total_projects": 3, "total_people": 12,
        }),
        &["duplicate-table 15"],
    );
}

#[test]
fn the_heading_in_the_table_and_nothing_under_it() {
    let title = |text: &str| format!("<w:tr>{}</w:tr>", tc(r#"<w:gridSpan w:val="3"/>"#, text));
    let rows = [
        title(HEADING),
        tr(HEAD.iter().copied()),
        tr(["考察访问", "2", ""]),
        tr(["国际会议", "", ""]),
        tr(["其他", "", ""]),
        tr(["合计", "2", ""]),
    ];
    let body = format!("<w:tbl>{}</w:tbl>", rows.concat());
    read("KT_01", &body).is(json!({"visit_projects": 2, "total_projects": 2}));
    let empty: &[&[&str]] = &[
        HEAD,
        &["考察访问", "", ""],
        &["国际会议", "", ""],
        &["其他", "", ""],
        &["合计", "", ""],
    ];
    read("KT_01", &format!("{}{}", grid(empty), p("无"))).is(json!(null));
}

#[test]
fn rows_in_groups() {
    let body = |rows: String| format!("{}<w:tbl>{rows}</w:tbl>", p("KT_02 经费"));
    let merged = body(
        [
            tr(["来源", "", "经费（万元）"]),
            format!(
                "<w:tr>{}{}{}</w:tr>",
                tc(r#"<w:vMerge w:val="restart"/>"#, "国内"),
                tc("", "财政"),
                tc("", "1.5")
            ),
            format!(
                "<w:tr>{}{}{}</w:tr>",
                tc("<w:vMerge/>", ""),
                tc("", "企业"),
                tc("", "2万元")
            ),
            format!(
                "<w:tr>{}{}{}</w:tr>",
                tc(r#"<w:vMerge w:val="restart"/>"#, "国外"),
                tc("", "财政"),
                tc("", "3")
            ),
            format!(
                "<w:tr>{}{}{}</w:tr>",
                tc("<w:vMerge/>", ""),
                tc("", "企业"),
                tc("", "")
            ),
        ]
        .concat(),
    );
    let values = json!({"home_state": 1.5, "home_firms": 2, "foreign_state": 3});
    read("KT_02", &merged).is(values.clone());
    let plain = body(
        [
            tr(["来源", "", "经费（万元）"]),
            tr(["国内", "财政", "1.5"]),
            tr(["", "企业", "2"]),
            tr(["国外", "财政", "3"]),
            tr(["", "企业", ""]),
        ]
        .concat(),
    );
    read("KT_02", &plain).is(values);
}

#[test]
fn rows_in_groups_laid_across() {
    let rows = [
        tr(["项目", "财政", "企业"]),
        tr(["", "经费（万元）", "经费（万元）"]),
        tr(["国内", "1.5", "2"]),
        tr(["国外", "3", ""]),
    ];
    let body = format!("{}<w:tbl>{}</w:tbl>", p("KT_02 经费"), rows.concat());
    let got = read("KT_02", &body);
    assert_eq!(
        got.values(),
        json!({"home_state": 1.5, "home_firms": 2, "foreign_state": 3})
    );
}

#[test]
fn another_unit_in_the_head_is_told() {
    let rows = [
        tr(["", "", "经费（元）"]),
        tr(["国内", "财政", "15000"]),
        tr(["国内", "企业", ""]),
        tr(["国外", "财政", ""]),
        tr(["国外", "企业", ""]),
    ];
    let body = format!("{}<w:tbl>{}</w:tbl>", p("KT_02 经费"), rows.concat());
    let got = read("KT_02", &body);
    assert_eq!(got.values(), json!({"home_state": 1.5}));
    assert!(
        got.told().contains(&"unit-converted 经费（元）".to_owned()),
        "{:?}",
        got.told()
    );
}

#[test]
fn an_answer_in_a_label_is_told() {
    let got = read(
        "KT_01",
        &grid(&[
            HEAD,
            &["考察访问（另有3个未结题）", "2", "12"],
            &["国际会议", "1", ""],
            &["其他", "", ""],
            &["合计", "3", "12"],
        ]),
    );
    got.is_with(
        json!({
            "visit_projects": 2, "visit_people": 12, "meeting_projects": 1,
            "total_projects": 3, "total_people": 12,
        }),
        &["unclaimed-text 考察访问（另有3个未结题）"],
    );
}
