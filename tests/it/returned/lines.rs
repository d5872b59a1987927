//! Lines that are no record, records that share or hold more than their own, texts that are no
//! answer yet, and what is no heading: each kind with what is right.

use huibiao::model::finding::Severity;
use huibiao::model::submission::Submission;
use serde_json::{Value, json};

use super::paper::{cell, column, data, form, outreach, p, row, table, wide};

/// The findings of reading at or below a path: severity, rule, path.
fn said(read: &Submission, path: &str) -> Vec<(Severity, &'static str, String)> {
    let rules = [
        "not-a-record",
        "shared-value",
        "several-records",
        "several-forms",
        "corrected-value",
        "unreadable-value",
        "unreadable-date",
        "not-in-list",
        "unclaimed-text",
        "duplicate-table",
    ];
    (read.findings.iter())
        .map(|f| (f.severity, f.rule().name(), f.path.to_string()))
        .filter(|f| rules.contains(&f.1) && f.2.starts_with(path))
        .collect()
}

const OUTREACH: &str = "/tables/HZ_02_013";

/// 科普甲 and 科普乙 with one more line before, between or behind them.
fn with_line(line: &str, at: usize) -> Submission {
    let mut rows = vec![
        row(&["科普甲", "20", "大数据", "数学"]),
        row(&["科普乙", "30", "大数据", "数学"]),
    ];
    rows.insert(at, line.to_owned());
    form(&outreach(&rows))
}

#[test]
fn lines_without_an_answer_are_counted() {
    for (line, at) in [
        (["（以下空白）", "", "", ""], 2),
        (["续表", "", "", ""], 1),
        (["甲", "01", "乙", "丙"], 0),
        (["1", "2", "3", "4"], 0),
        (["3", "", "", ""], 2),
        (["", "0", "", ""], 2),
        (["合计", "50", "", ""], 2),
        (["共计2项", "", "", ""], 2),
        (["填表人：张三", "", "", ""], 2),
        (["名称", "人数", "合作领域", "细分学科"], 1),
    ] {
        let read = with_line(&row(&line), at);
        let names = column(&read, "HZ_02_013", "name");
        assert_eq!(names, ["科普甲", "科普乙"], "{line:?}");
        let told = said(&read, OUTREACH);
        assert_eq!(
            told,
            [(Severity::Info, "not-a-record", OUTREACH.to_owned())],
            "{line:?}"
        );
    }
}

#[test]
fn lines_that_say_nothing_under_records_are_counted() {
    for line in [
        "无",
        "本表不涉及",
        "本单位不涉及",
        "本单位无科普活动情况",
        "经核实，本年度未开展",
    ] {
        let read = with_line(&row(&[line, "", "", ""]), 2);
        assert_eq!(
            column(&read, "HZ_02_013", "name"),
            ["科普甲", "科普乙"],
            "{line}"
        );
        let told = said(&read, OUTREACH);
        let info = (Severity::Info, "not-a-record", OUTREACH.to_owned());
        assert_eq!(told, [info], "{line}");
        // Alone they say that the table is empty, which needs no word.
        let alone = form(&outreach(&[row(&[line, "", "", ""])]));
        assert_eq!(said(&alone, OUTREACH), [], "{line}");
    }
}

#[test]
fn a_total_is_held_against_the_records() {
    for (total, differs) in [
        (["合计", "50", "", ""], false),
        (["合计", "60", "", ""], true),
        (["小计：", "50人", "", ""], false),
        (["总计（2项）", "49", "", ""], true),
        (["合计", "", "", ""], false),
    ] {
        for at in [0, 2] {
            let read = with_line(&row(&total), at);
            let told = said(&read, OUTREACH);
            let warned = told.iter().any(|t| t.0 == Severity::Warning);
            assert_eq!(warned, differs, "{total:?} {at}: {told:?}");
        }
    }
    // Each total is of the records since the one before, the last of all.
    let groups = form(&outreach(&[
        row(&["科普甲", "20", "大数据", "数学"]),
        row(&["小计", "20", "", ""]),
        row(&["科普乙", "30", "大数据", "数学"]),
        row(&["小计", "30", "", ""]),
        row(&["合计", "50", "", ""]),
    ]));
    let told = said(&groups, OUTREACH);
    assert!(told.iter().all(|t| t.0 == Severity::Info), "{told:?}");
}

#[test]
fn several_names_in_the_one_cell_that_names_a_record_are_told() {
    for (name, several) in [
        ("1.科普甲</w:t><w:br/><w:t>2.科普乙", true),
        ("①科普甲②科普乙", true),
        ("（1）科普甲；（2）科普乙", true),
        ("一、科普甲</w:t><w:br/><w:t>二、科普乙", true),
        ("张伟</w:t><w:br/><w:t>李明", true),
        ("1.科普甲", false),
        ("科普1.0到2.0", false),
        ("2.科普甲</w:t><w:br/><w:t>3.科普乙", false),
        ("大型科普</w:t><w:br/><w:t>活动", false),
    ] {
        let read = form(&outreach(&[row(&[name, "20", "大数据", "数学"])]));
        let told = said(&read, OUTREACH);
        let is = told.iter().any(|t| t.1 == "several-records");
        assert_eq!(is, several, "{name}: {told:?}");
    }
}

#[test]
fn examples_and_remarks_are_left_out_with_a_warning() {
    let lines = [
        row(&["例：科普周", "100", "大数据", "数学"]),
        row(&["（示例）科普周", "100", "大数据", "数学"]),
        row(&["备注：以上人数为估算", "", "", ""]),
        row(&["注：截至2025年12月31日", "", "", ""]),
        wide(4, "说明：以上为不完全统计"),
        row(&["", "50", "", ""]),
        row(&["（续表）", "", "", ""]),
    ];
    for line in lines {
        let read = with_line(&line, 2);
        assert_eq!(
            column(&read, "HZ_02_013", "name"),
            ["科普甲", "科普乙"],
            "{line}"
        );
        let told = said(&read, OUTREACH);
        let warned = told.iter().filter(|t| t.0 == Severity::Warning);
        assert_eq!(warned.count(), 1, "{line}: {told:?}");
        assert!(
            told.iter().all(|t| t.1 == "not-a-record"),
            "{line}: {told:?}"
        );
    }
    // A name is not an example because it begins like one.
    let read = with_line(&row(&["例行科普会", "100", "大数据", "数学"]), 2);
    assert_eq!(
        column(&read, "HZ_02_013", "name"),
        ["科普甲", "科普乙", "例行科普会"]
    );
    assert_eq!(said(&read, OUTREACH), []);
}

#[test]
fn a_number_over_several_records_counts_once() {
    let merged = |text: &str, value: &str| {
        format!(
            r#"<w:tc><w:tcPr><w:vMerge w:val="{value}"/></w:tcPr>{}</w:tc>"#,
            p(text)
        )
    };
    let line = |name: &str, number: String| {
        format!(
            "<w:tr>{}{number}{}{}</w:tr>",
            cell(name),
            cell("大数据"),
            cell("数学")
        )
    };
    let read = form(&outreach(&[
        line("科普甲", merged("75", "restart")),
        line("科普乙", merged("", "continue")),
    ]));
    assert_eq!(
        column(&read, "HZ_02_013", "participants"),
        [json!(75), Value::Null]
    );
    let at = |r: usize| {
        let path = format!("{OUTREACH}/records/{r}/participants");
        (Severity::Warning, "shared-value", path)
    };
    assert_eq!(said(&read, OUTREACH), [at(0), at(1)]);
}

#[test]
fn ditto_is_the_value_above() {
    let read = form(&outreach(&[
        row(&["科普甲", "20", "大数据", "数学"]),
        row(&["科普乙", "同上", "〃", "同上一行"]),
        row(&["科普丙", "30", "同上", "″"]),
    ]));
    assert_eq!(column(&read, "HZ_02_013", "participants"), [20, 20, 30]);
    assert_eq!(
        column(&read, "HZ_02_013", "discipline"),
        ["数学", "数学", "数学"]
    );
    let told = said(&read, OUTREACH);
    assert_eq!(told.len(), 3, "one a column: {told:?}");
    assert!(told.iter().all(|t| t.0 == Severity::Info), "{told:?}");
    // Nothing stands above the first.
    let read = form(&outreach(&[row(&["科普甲", "同上", "大数据", "数学"])]));
    assert_eq!(column(&read, "HZ_02_013", "participants"), [Value::Null]);
    let path = format!("{OUTREACH}/records/0/participants");
    assert_eq!(
        said(&read, OUTREACH),
        [(Severity::Error, "unreadable-value", path)]
    );
}

#[test]
fn a_name_that_goes_on_is_joined_and_said() {
    let read = form(&outreach(&[
        row(&["极端环境下的深海采矿与", "20", "大数据", "数学"]),
        row(&["机器人科普周", "", "", ""]),
    ]));
    let names = column(&read, "HZ_02_013", "name");
    assert_eq!(names, ["极端环境下的深海采矿与机器人科普周"]);
    let path = format!("{OUTREACH}/records/0/name");
    assert_eq!(
        said(&read, OUTREACH),
        [(Severity::Warning, "corrected-value", path)]
    );
    // Where it is only likely, it stays a record and is said.
    let read = form(&outreach(&[
        row(&["深海采矿", "20", "大数据", "数学"]),
        row(&["机器人科普周", "", "", ""]),
    ]));
    let path = format!("{OUTREACH}/records/1/name");
    assert_eq!(
        said(&read, OUTREACH),
        [(Severity::Warning, "not-a-record", path)]
    );
}

#[test]
fn several_records_in_one_line_are_said() {
    let lines = |a: &str, b: &str| format!("<w:tc>{}{}</w:tc>", p(a), p(b));
    let line = format!(
        "<w:tr>{}{}{}{}</w:tr>",
        lines("科普甲", "科普乙"),
        cell("20"),
        cell("大数据"),
        lines("数学", "物理学")
    );
    let read = form(&outreach(&[line]));
    let path = format!("{OUTREACH}/records/0");
    assert_eq!(
        said(&read, OUTREACH),
        [(Severity::Warning, "several-records", path)]
    );
}

const EXPORTS: &str = "HZ_02_018";

/// HZ_02_018 with these lines.
fn exports(rows: &[String]) -> Submission {
    let head = row(&[
        "（技术输出）合同名称",
        "（技术输出）合同类型",
        "技术转移方式",
        "（技术输出）合同成交金额（万元）",
        "（我方）技术输出单位（机构）名称",
        "（外方）技术接受单位（机构）名称",
        "技术接受单位（机构）所在国家（地区）",
        "学科领域（见候选项）",
        "技术交易领域（见候选项）",
    ]);
    let mut all = vec![head];
    all.extend_from_slice(rows);
    form(&(p("HZ_02_018 18.本单位技术交易出口情况") + &table(&all)))
}

#[test]
fn a_line_one_cell_off_is_put_right_and_said() {
    let read = exports(&[row(&[
        "1",
        "低碳技术出口合同",
        "技术服务",
        "",
        "12.5",
        "化学学院",
        "ETH",
        "瑞士",
        "",
    ])]);
    assert_eq!(column(&read, EXPORTS, "contract"), ["低碳技术出口合同"]);
    assert_eq!(column(&read, EXPORTS, "amount"), [12.5]);
    assert_eq!(column(&read, EXPORTS, "foreign_country"), ["瑞士"]);
    let path = "/tables/HZ_02_018/records/0".to_owned();
    assert_eq!(
        said(&read, "/tables/HZ_02_018"),
        [(Severity::Warning, "corrected-value", path)]
    );
}

#[test]
fn texts_that_are_no_answer_yet() {
    for (text, kept, severity) in [
        ("待补充", true, Severity::Warning),
        ("详见附件", true, Severity::Warning),
        ("某某大学", true, Severity::Warning),
        ("«单位名称»", false, Severity::Error),
        ("错误!未找到引用源。", false, Severity::Error),
        ("#N/A", false, Severity::Error),
    ] {
        let line = [
            "低碳技术出口合同",
            "技术服务",
            "",
            "12.5",
            text,
            "ETH",
            "瑞士",
            "",
            "",
        ];
        let read = exports(&[row(&line)]);
        let value = if kept { json!(text) } else { Value::Null };
        assert_eq!(column(&read, EXPORTS, "china_unit"), [value], "{text}");
        let path = "/tables/HZ_02_018/records/0/china_unit".to_owned();
        let told = said(&read, "/tables/HZ_02_018");
        assert_eq!(told, [(severity, "unreadable-value", path)], "{text}");
    }
}

#[test]
fn a_country_with_a_question_mark_is_none() {
    let line = [
        "低碳技术出口合同",
        "技术服务",
        "",
        "12.5",
        "化学学院",
        "ETH",
        "瑞士?",
        "",
        "",
    ];
    let read = exports(&[row(&line)]);
    assert_eq!(column(&read, EXPORTS, "foreign_country"), [Value::Null]);
    let path = "/tables/HZ_02_018/records/0/foreign_country".to_owned();
    assert_eq!(
        said(&read, "/tables/HZ_02_018"),
        [(Severity::Error, "not-in-list", path)]
    );
}

#[test]
fn tables_that_ran_together_are_set_apart() {
    let rows = [
        row(&[
            "奖励名称",
            "授奖组织所在国家（地区）",
            "专业领域",
            "授奖机构",
            "获奖人姓名",
        ]),
        row(&["国际材料奖", "英国", "", "材料学会", "李娜"]),
        row(&[
            "荣誉名称",
            "授誉组织所在国家（地区）",
            "专业领域",
            "授誉机构",
            "获誉人姓名",
        ]),
        row(&["外籍院士", "法国", "", "科学院", "王芳"]),
    ];
    let read = form(&(p("HZ_05_006  6.获得国际科技奖励情况") + &table(&rows)));
    assert_eq!(column(&read, "HZ_05_006", "award"), ["国际材料奖"]);
    assert_eq!(column(&read, "HZ_05_007", "honour"), ["外籍院士"]);
    assert_eq!(column(&read, "HZ_05_007", "recipient"), ["王芳"]);
}

#[test]
fn a_code_in_a_sentence_is_no_heading() {
    for text in [
        "建议简化HZ_05_004的填报要求",
        "HZ_05_004的填报要求过多",
        "HZ_05_004：表格过长，建议精简。",
    ] {
        let read = form(
            &(p("HZ_06_003 对我国开展国际科技合作及年度调研的意见和建议")
                + &p(text)
                + &p("其他无。")),
        );
        let answer = format!("{text}\n其他无。");
        assert_eq!(column(&read, "HZ_06_003", "text"), [answer], "{text}");
    }
}

#[test]
fn a_second_form_is_an_error_and_quoted() {
    let one = |unit: &str, name: &str| {
        p("2025年度")
            + &p("国际科技合作与交流统计调查表")
            + &p(&format!("二级单位名称：{unit}"))
            + &p("填表人：张三")
            + &p("HZ_05_006  6.获得国际科技奖励情况")
            + &p("HZ_05_007  7.获得国外重要学术荣誉情况")
            + &outreach(&[row(&[name, "20", "大数据", "数学"])])
    };
    let read = form(&(one("化学学院", "科普甲") + &one("海洋学院", "科普乙")));
    assert_eq!(data(&read)["unit"]["unit_name"], "化学学院");
    assert_eq!(column(&read, "HZ_02_013", "name"), ["科普甲"]);
    let told = said(&read, "");
    let errors = told
        .iter()
        .filter(|t| t.0 == Severity::Error && t.1 == "several-forms");
    assert_eq!(errors.count(), 1, "{told:?}");
    let quoted = |text: &str| {
        read.findings
            .iter()
            .any(|f| f.raw.as_ref().is_some_and(|r| r.contains(text)))
    };
    assert!(quoted("海洋学院") && quoted("科普乙"));
}

fn warnings(read: &Submission, path: &str) -> Vec<&'static str> {
    let told = said(read, path).into_iter();
    let told = told.filter(|t| t.0 > Severity::Info);
    told.map(|t| t.1).collect()
}

#[test]
fn a_total_by_any_name_is_no_record() {
    for name in [
        "学院合计",
        "以上2项小计",
        "2025年合计",
        "合计金额",
        "汇总",
        "小計",
        "Subtotal",
        "Σ",
    ] {
        let read = with_line(&row(&[name, "50", "", ""]), 2);
        let names = column(&read, "HZ_02_013", "name");
        assert_eq!(names, ["科普甲", "科普乙"], "{name}");
        assert_eq!(warnings(&read, OUTREACH), [""; 0], "{name}");
    }
    // It says nothing of the kind, but its numbers are the sums and all else is empty.
    let read = with_line(&row(&["两项", "50", "", ""]), 2);
    assert_eq!(column(&read, "HZ_02_013", "name"), ["科普甲", "科普乙"]);
    assert_eq!(warnings(&read, OUTREACH), ["not-a-record"]);
    let read = with_line(&row(&["科普丙", "50", "大数据", "数学"]), 2);
    assert_eq!(column(&read, "HZ_02_013", "name").len(), 3);
    assert_eq!(warnings(&read, OUTREACH), [""; 0]);
}

#[test]
fn an_example_is_known_wherever_its_word_stands() {
    for name in [
        "科普丙（示例）",
        "示例 科普丙",
        "*示例*科普丙",
        "e.g. 科普丙",
    ] {
        let read = with_line(&row(&[name, "3", "大数据", "数学"]), 0);
        let names = column(&read, "HZ_02_013", "name");
        assert_eq!(names, ["科普甲", "科普乙"], "{name}");
        assert_eq!(warnings(&read, OUTREACH), ["not-a-record"], "{name}");
    }
}

#[test]
fn a_text_alone_on_a_line_is_looked_at() {
    for (name, at) in [
        ("一、国家级项目", 0),
        ("化学系", 0),
        ("本单位无人任职", 0),
        ("与去年相同", 2),
        ("见科研系统", 0),
    ] {
        let read = with_line(&row(&[name, "", "", ""]), at);
        let told = warnings(&read, OUTREACH);
        let kinds = ["not-a-record", "unreadable-value"];
        assert!(
            told.len() == 1 && kinds.contains(&told[0]),
            "{name}: {told:?}"
        );
    }
    for name in ["本年度没有新签协议", "正在洽谈", "略", "保密"] {
        let read = form(&outreach(&[row(&[name, "", "", ""])]));
        let told = warnings(&read, OUTREACH);
        let none = column(&read, "HZ_02_013", "name").is_empty();
        assert!(none || told.len() == 1, "{name}: {told:?}");
    }
    for name in ["无人机展览", "无线电科普", "同济科普日"] {
        let read = form(&outreach(&[row(&[name, "", "", ""])]));
        assert_eq!(column(&read, "HZ_02_013", "name"), [name]);
        assert_eq!(warnings(&read, OUTREACH), [""; 0], "{name}");
    }
}

#[test]
fn cells_pasted_into_one_are_told() {
    let pasted = "科普丙</w:t><w:tab/><w:t>40</w:t><w:tab/><w:t>大数据";
    let read = form(&outreach(&[row(&[pasted, "", "", ""])]));
    assert_eq!(warnings(&read, OUTREACH), ["several-records"]);
}

#[test]
fn who_signs_under_a_table_is_no_record_and_no_second_form() {
    let read = with_line(
        &row(&["填表人：苏望舒", "审核人：沈知微", "", "2025年12月30日"]),
        2,
    );
    assert_eq!(column(&read, "HZ_02_013", "name"), ["科普甲", "科普乙"]);
    assert_eq!(warnings(&read, OUTREACH), [""; 0]);
}

#[test]
fn what_a_unit_has_none_of_is_said_in_the_data() {
    let nil = |read: &Submission| data(read)["tables"]["HZ_02_013"]["nil"].clone();
    for words in ["无", "本单位不涉及"] {
        let read = form(&outreach(&[row(&[words, "", "", ""])]));
        assert_eq!(nil(&read), json!(true), "{words}");
    }
    let untouched = form(&outreach(&[row(&["", "", "", ""])]));
    assert_eq!(nil(&untouched), Value::Null);
    let stroke = form(&outreach(&[row(&["/", "/", "/", "/"])]));
    assert_eq!(nil(&stroke), Value::Null);
    let filled = with_line(&row(&["无", "", "", ""]), 2);
    assert_eq!(nil(&filled), Value::Null);
}
