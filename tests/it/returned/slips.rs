//! What slips through where nobody looks: labels typed behind answers, headings that contradict
//! themselves, answers typed into labels, lines between tables. Each kind with what is right.

use huibiao::model::finding::{Rule, Severity};
use huibiao::model::submission::Submission;
use rust_xlsxwriter::Workbook;
use serde_json::json;

use super::paper::{cell, column, data, form, outreach, p, r, row, table};
use super::reader;

/// What is told at or below a path and is no info: its rule and what it quotes.
pub(super) fn loud(read: &Submission, path: &str) -> Vec<String> {
    (read.findings.iter())
        .filter(|f| f.severity != Severity::Info && f.path.to_string().starts_with(path))
        .filter(|f| !matches!(f.rule(), Rule::MissingTable | Rule::Required))
        .map(|f| format!("{} {}", f.rule().name(), f.raw.as_deref().unwrap_or("-")))
        .collect()
}

/// A whole cover with these two lines for who fills the form in, and one table.
fn covered(contact: &str, phone: &str) -> Submission {
    let lines = [
        "二级单位名称：化学学院",
        contact,
        phone,
        "主管领导：李四",
        "主管领导联系电话：010-58800002",
    ];
    let cover: String = lines.iter().map(|l| p(l)).collect();
    form(&(cover + &outreach(&[row(&["科普甲", "20", "大数据", "数学"])])))
}

#[test]
fn a_label_behind_a_value_of_the_cover_is_no_part_of_it() {
    let phone = "填表人联系电话：010-58800001";
    for (line, left) in [
        ("填表人：赵六    审核人：钱七", "审核人：钱七"),
        ("填表人：赵六日期：2026.1.5", "日期：2026.1.5"),
        ("填表人：赵六，复核：孙八", "复核：孙八"),
        ("填表人：赵六（签字）", ""),
    ] {
        let read = covered(line, phone);
        assert_eq!(data(&read)["unit"]["contact"], "赵六", "{line}");
        let said = read.findings.iter().filter_map(|f| f.raw.as_deref());
        assert!(left.is_empty() || said.clone().any(|s| s == left), "{line}");
        assert_eq!(loud(&read, ""), [""; 0], "{line}");
    }
    // A colon within the answer is none.
    let read = covered("填表人：办公室：赵六", phone);
    assert_eq!(data(&read)["unit"]["contact"], "办公室：赵六");
    // In a table the label stands behind the value in its cell.
    let cover = table(&[row(&["二级单位名称", "化学学院 填报日期：2026.1.5"])]);
    let read = form(&(cover + &outreach(&[])));
    assert_eq!(data(&read)["unit"]["unit_name"], "化学学院");
    let said = read.findings.iter().filter_map(|f| f.raw.as_deref());
    assert!(said.clone().any(|s| s.contains("2026.1.5")));
}

#[test]
fn an_item_of_the_cover_given_twice_is_a_warning_where_it_differs() {
    let read = covered(
        "填表人：赵六 填表人联系电话：010-58800003",
        "填表人联系电话：010-58800001",
    );
    let at = loud(&read, "/unit/contact_phone");
    assert_eq!(at, ["unclaimed-text 010-58800001"]);
    let same = covered(
        "填表人：赵六 填表人联系电话：010-58800001",
        "填表人联系电话：010-58800001",
    );
    assert_eq!(loud(&same, "/unit"), [""; 0]);
}

#[test]
fn a_sentence_on_a_full_cover_is_a_warning_and_an_item_of_its_own_is_not() {
    let with = |line: &str| {
        covered(
            "填表人：赵六",
            &format!("填表人联系电话：010-58800001</w:t></w:r></w:p><w:p><w:r><w:t>{line}"),
        )
    };
    assert_eq!(loud(&with("传真：010-58800009"), ""), [""; 0]);
    assert_eq!(loud(&with("2026年1月5日"), ""), [""; 0]);
    assert_eq!(
        loud(&with("我单位今年无国际合作"), ""),
        ["unclaimed-text 我单位今年无国际合作"]
    );
}

#[test]
fn the_raised_number_of_a_note_is_no_part_of_a_name() {
    let raised = |sign: &str| r(r#"<w:vertAlign w:val="superscript"/>"#, sign);
    for sign in ["1", "①", "[2]", "*"] {
        let line = format!(
            "<w:p>{}{}</w:p>",
            r("", "二级单位名称：化学学院"),
            raised(sign)
        );
        let read = form(&(line + &outreach(&[])));
        assert_eq!(data(&read)["unit"]["unit_name"], "化学学院", "{sign}");
        let at = loud(&read, "/unit/unit_name");
        assert_eq!(at, [format!("corrected-value {sign}")]);
        let name = r("", "科普甲") + &raised(sign);
        let line = cell(&name) + &["20", "大数据", "数学"].map(cell).concat();
        let read = form(&outreach(&[format!("<w:tr>{line}</w:tr>")]));
        assert_eq!(column(&read, "HZ_02_013", "name"), ["科普甲"], "{sign}");
        assert_eq!(loud(&read, "/tables/HZ_02_013/records/0/name").len(), 1);
    }
    // What is raised behind a Latin letter may be of the name.
    let name = r("", "基于H") + &raised("2") + &r("", "的科普");
    let line = cell(&name) + &["20", "大数据", "数学"].map(cell).concat();
    let read = form(&outreach(&[format!("<w:tr>{line}</w:tr>")]));
    assert_eq!(column(&read, "HZ_02_013", "name"), ["基于H2的科普"]);
}

#[test]
fn the_unit_of_a_table_is_said_only_where_it_is_another() {
    let projects = |unit: &str| {
        let head = row(&["活动名称", "参与总人数", "合作领域", "细分学科（一级学科）"]);
        let rows = [head, row(&["科普甲", "20", "大数据", "数学"])];
        form(&(p("HZ_02_013 “一带一路”国家合作开展科普活动") + &p(unit) + &table(&rows)))
    };
    assert_eq!(loud(&projects("单位：人"), "/tables/HZ_02_013"), [""; 0]);
    assert_eq!(
        loud(&projects("单位：百人"), "/tables/HZ_02_013"),
        ["unclaimed-text 单位：百人"]
    );
}

#[test]
fn words_behind_a_label_are_a_warning_and_a_unit_is_not() {
    for (label, more) in [
        ("参与总人数（人）", false),
        ("参与总人数（含线上）", true),
        ("参与总人数20", true),
    ] {
        let head = row(&["活动名称", label, "合作领域", "细分学科（一级学科）"]);
        let rows = [head, row(&["科普甲", "20", "大数据", "数学"])];
        let read = form(&(p("HZ_02_013 “一带一路”国家合作开展科普活动") + &table(&rows)));
        assert_eq!(
            column(&read, "HZ_02_013", "participants"),
            [json!(20)],
            "{label}"
        );
        assert_eq!(
            !loud(&read, "/tables/HZ_02_013").is_empty(),
            more,
            "{label}"
        );
    }
}

#[test]
fn a_heading_of_two_tables_is_told() {
    let rows = [row(&["科普甲", "20", "大数据", "数学"])];
    let own = outreach(&rows);
    let swapped = own.replacen("HZ_02_013", "HZ_02_012", 1);
    assert_eq!(loud(&form(&own), "/tables/HZ_02_013"), [""; 0]);
    assert_eq!(
        loud(&form(&swapped), "/tables/HZ_02_013"),
        ["unknown-column -"]
    );
}

/// A workbook with the sheets of the two country tables, by name and title.
fn countries(sheets: [(&str, &str); 2]) -> Submission {
    let mut book = Workbook::new();
    let heads = [
        "考察访问",
        "国际会议",
        "合作研究",
        "培训",
        "科技展览",
        "其他",
        "合计",
    ];
    for (i, (name, title)) in sheets.into_iter().enumerate() {
        let sheet = book.add_worksheet().set_name(name).unwrap();
        sheet.write_string(0, 0, title).unwrap();
        sheet.write_string(1, 0, "国家（地区）").unwrap();
        sheet.write_string(3, 0, ["美国", "日本"][i]).unwrap();
        for (c, head) in (0u16..).zip(heads) {
            sheet.write_string(1, 1 + 2 * c, head).unwrap();
            for (k, label) in (0u16..).zip(["项目数", "人次"]) {
                sheet.write_string(2, 1 + 2 * c + k, label).unwrap();
                let number = if c == 0 || c == 6 { 2.0 } else { 0.0 };
                sheet.write_number(3, 1 + 2 * c + k, number).unwrap();
            }
        }
    }
    reader().read("子表.xlsx", &book.save_to_buffer().unwrap())
}

#[test]
fn a_sheet_whose_name_and_title_are_of_two_tables_is_told() {
    const OUT: &str = "HZ_02_002 出访活动按国家（地区）分类";
    const IN: &str = "HZ_02_004 接待活动按国家（地区）分类";
    let told = |sheets| {
        let read = countries(sheets);
        let at = |code: &str| !loud(&read, &format!("/tables/{code}")).is_empty();
        (at("HZ_02_002"), at("HZ_02_004"))
    };
    assert_eq!(
        told([("HZ_02_002", OUT), ("HZ_02_004", IN)]),
        (false, false)
    );
    assert_eq!(told([("HZ_02_002", IN), ("HZ_02_004", OUT)]), (true, true));
    assert_eq!(told([("HZ_02_002", IN), ("HZ_02_004", IN)]), (true, true));
    // Neither says which.
    assert_eq!(told([("Sheet1", ""), ("Sheet2", "")]), (true, true));
    assert_eq!(told([("HZ_02_002", ""), ("HZ_02_004", "")]), (false, false));
}

#[test]
fn an_item_of_the_cover_under_the_forms_own_label_counts_before_another() {
    let notice = p("联系人：李老师");
    let cover = p("填表人：赵六");
    let read = form(&(notice + &cover + &outreach(&[])));
    assert_eq!(data(&read)["unit"]["contact"], "赵六");
    assert_eq!(loud(&read, "/unit/contact"), ["unclaimed-text 李老师"]);
}

#[test]
fn a_name_that_a_program_repeats_is_read_once_and_said() {
    let read = |name: &str| {
        let cover = p(&format!("二级单位名称：{name}"));
        form(&(cover + &outreach(&[])))
    };
    let repeated = read("医学院医学院医学院医学院");
    assert_eq!(data(&repeated)["unit"]["unit_name"], "医学院");
    assert_eq!(
        loud(&repeated, "/unit"),
        ["corrected-value 医学院医学院医学院医学院"]
    );
    let once = read("拉拉学院");
    assert_eq!(data(&once)["unit"]["unit_name"], "拉拉学院");
    assert_eq!(loud(&once, "/unit"), [""; 0]);
}

#[test]
fn who_signs_at_the_end_begins_no_second_form() {
    let lines = [
        "填表人：王五",
        "联系电话：13800001111",
        "负责人签字：",
        "日期：2025年12月30日",
    ];
    let signed: String = lines.iter().map(|l| p(l)).collect();
    let records = outreach(&[row(&["科普甲", "20", "大数据", "数学"])]);
    let more: String = (2..6)
        .map(|n| p(&format!("HZ_02_01{n}")) + &p("无"))
        .collect();
    let read = form(&(records + &more + &signed));
    let several = read
        .findings
        .iter()
        .filter(|f| f.rule() == Rule::SeveralForms);
    assert_eq!(several.count(), 0);
}

#[test]
fn what_is_seen_and_what_is_stored_may_differ() {
    let read =
        |name: &str, people: &str| form(&outreach(&[row(&[name, people, "大数据", "数学"])]));
    for name in [
        "中挪\u{fffd}科普",
        "中挪\u{e000}科普",
        "????科普",
        "科普\u{202e}甲",
    ] {
        let told = loud(&read(name, "20"), "/tables/HZ_02_013/records/0/name");
        assert_eq!(told.len(), 1, "{name}: {told:?}");
        assert!(told[0].starts_with("unclaimed-text"), "{name}: {told:?}");
    }
    // Turned round 12 is seen as 21.
    let turned = read("科普甲", "\u{202e}12");
    let told = loud(&turned, "/tables/HZ_02_013/records/0/participants");
    assert_eq!(told.len(), 1, "{told:?}");
    // What has no width at all is no part of a name or a number.
    let unseen = read("科普\u{200b}甲\u{feff}", "1\u{200b}2");
    assert_eq!(column(&unseen, "HZ_02_013", "name"), ["科普甲"]);
    assert_eq!(column(&unseen, "HZ_02_013", "participants"), [12]);
    assert_eq!(loud(&unseen, "/tables/HZ_02_013"), [""; 0]);
}

#[test]
fn the_label_before_an_answer_is_no_part_of_it() {
    let read = form(&outreach(&[row(&[
        "活动名称：科普甲",
        "20",
        "大数据",
        "数学",
    ])]));
    assert_eq!(column(&read, "HZ_02_013", "name"), ["科普甲"]);
    assert_eq!(loud(&read, "/tables/HZ_02_013"), [""; 0]);
}
