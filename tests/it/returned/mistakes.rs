//! The mistakes of `samples/returned/材料学院`: every one is named, at its place, and nothing else.

use huibiao::model::finding::Finding;
use office::paper::Place;

use super::returned;

/// What is wrong, as `examples/make-samples/mistakes.rs` typed it: severity and rule, the place in
/// the data, the place on the paper, the words that are quoted. Reviewed by hand.
const PLANTED: [[&str; 4]; 22] = [
    // The sub-tables were put beside the form.
    ["info joined", "", "-", "-"],
    // The total typed over the formula: 2 + 1 is 3.
    [
        "error balance",
        "/tables/HZ_02_002/records/0/total_person_times",
        "HZ_02_002!O4",
        "4",
    ],
    // Japan stands in two rows.
    [
        "warning duplicate-record",
        "/tables/HZ_02_002/records/2",
        "HZ_02_002!A6",
        "-",
    ],
    // The amount in 元 instead of 万元.
    [
        "warning unit-converted",
        "/tables/HZ_02_006/records/0/china_funding",
        "table 3 row 8 column 3",
        "800000元",
    ],
    // The government's part is more than the whole.
    [
        "error balance",
        "/tables/HZ_02_006/records/0/china_government_funding",
        "table 3 row 9 column 3",
        "95",
    ],
    // A slip of the pen in 机构间协议.
    [
        "warning corrected-value",
        "/tables/HZ_02_007/records/0/type",
        "table 4 row 2 column 3",
        "机构间协意",
    ],
    // No country has that name.
    [
        "error not-in-list",
        "/tables/HZ_02_007/records/0/foreign_country",
        "table 4 row 8 column 3",
        "加拿太国",
    ],
    // A thirteenth month.
    [
        "error unreadable-date",
        "/tables/HZ_02_008_A/records/0/started_on",
        "table 6 row 2 column 4",
        "2025年13月1日",
    ],
    // A day of the year before the survey's.
    [
        "warning out-of-period",
        "/tables/HZ_02_008_B/records/0/held_on",
        "table 7 row 2 column 2",
        "2024-05-06",
    ],
    // 210 foreigners among 120 members.
    [
        "error balance",
        "/tables/HZ_02_009/records/0/foreign_members",
        "table 8 row 9 column 3",
        "210",
    ],
    // An answer typed under a heading that asks for a table.
    [
        "warning unclaimed-text",
        "/tables/HZ_02_013",
        "paragraph 102",
        "本院计划2026年举办科普周。",
    ],
    // Five new ones in 2025, where there are two in all.
    [
        "error balance",
        "/tables/HZ_02_020/records/0/joint_new",
        "table 17 row 2 column 3",
        "5",
    ],
    // No position of the list.
    [
        "error not-in-list",
        "/tables/HZ_03_004/records/0/position",
        "table 19 row 2 column 3",
        "荣誉顾问",
    ],
    // "See the appendix" in the place of a number.
    [
        "error unreadable-number",
        "/tables/HZ_03_005/records/0/person_times",
        "table 20 row 4 column 3",
        "见附件",
    ],
    // An address without an end.
    [
        "error invalid-format",
        "/tables/HZ_03_007/records/0/email",
        "HZ_03_007!B4",
        "p.lesnik@example",
    ],
    // The check digit would be 7.
    [
        "error invalid-format",
        "/tables/HZ_03_007/records/0/orcid",
        "HZ_03_007!C4",
        "0000-0002-1825-0098",
    ],
    // Before the five years that are asked for.
    [
        "warning out-of-period",
        "/tables/HZ_03_007/records/0/introduced_on",
        "HZ_03_007!H4",
        "2018-09-01",
    ],
    // 其他 without a word.
    [
        "warning required",
        "/tables/HZ_05_002/records/0/other",
        "box 2 line 22",
        "-",
    ],
    // 40 + 30 + 10 is 80.
    [
        "error balance",
        "/tables/HZ_05_004/records/0/china_total",
        "table 23 row 6 column 4",
        "90",
    ],
    // The same prize in both rows.
    [
        "warning duplicate-record",
        "/tables/HZ_05_006/records/1",
        "table 25 row 3 column 1",
        "-",
    ],
    // A year that has not come yet.
    [
        "warning out-of-period",
        "/tables/HZ_05_008/records/0/year",
        "table 27 row 2 column 3",
        "2035",
    ],
    // Six options where five are allowed.
    [
        "error too-many-selected",
        "/tables/HZ_06_001/records/0/selected",
        "box 5 line 1",
        "两国外交局势变动；外方限制我方技术引进；国际合作经费不足；中方配套经费不落实；外方经费投入不足；缺乏国际化人才",
    ],
];

fn named(finding: &Finding) -> [String; 4] {
    let severity = serde_json::to_value(finding.severity).unwrap();
    [
        format!("{} {}", severity.as_str().unwrap(), finding.rule().name()),
        finding.path.to_string(),
        finding.source.as_ref().map_or("-".to_owned(), place),
        finding.raw.clone().unwrap_or("-".to_owned()),
    ]
}

fn place(place: &Place) -> String {
    let json = serde_json::to_value(place).unwrap();
    match (json.get("sheet"), json.get("cell")) {
        (Some(sheet), Some(cell)) => {
            format!("{}!{}", sheet.as_str().unwrap(), cell.as_str().unwrap())
        }
        _ => json
            .as_object()
            .unwrap()
            .iter()
            .map(|(what, number)| format!("{what} {number}"))
            .collect::<Vec<_>>()
            .join(" "),
    }
}

#[test]
fn every_known_mistake_is_named_at_its_place_and_nothing_else() {
    let materials = &returned()[5];
    assert_eq!(materials.source.file, "材料学院.docx");
    let sorted = |mut all: Vec<[String; 4]>| {
        all.sort();
        all
    };
    let found = sorted(materials.findings.iter().map(named).collect());
    let planted = sorted(PLANTED.iter().map(|p| p.map(str::to_owned)).collect());
    assert_eq!(found, planted);
}
