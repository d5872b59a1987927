//! Lines that look like records and may be none: totals under any name, examples, names alone,
//! sentences, signatures; each with what is right.

use huibiao::model::finding::{Rule, Severity};
use huibiao::model::submission::Submission;

use super::paper::{column, form, outreach, p, row};

/// The names read, and the warnings of a rule below the table.
fn read(lines: &[[&str; 4]], rule: Rule) -> (Vec<String>, usize) {
    let read = of(lines);
    let is = |f: &&huibiao::Finding| f.rule() == rule && f.severity == Severity::Warning;
    let told = read.findings.iter().filter(is).count();
    let names = column(&read, "HZ_02_013", "name");
    (texts(&names), told)
}

fn texts(names: &[serde_json::Value]) -> Vec<String> {
    let text = |v: &serde_json::Value| v.as_str().unwrap_or_default().to_owned();
    names.iter().map(text).collect()
}

fn of(lines: &[[&str; 4]]) -> Submission {
    form(&outreach(&lines.iter().map(|l| row(l)).collect::<Vec<_>>()))
}

const ONE: [&str; 4] = ["科普甲", "20", "大数据", "数学"];
const TWO: [&str; 4] = ["科普乙", "30", "大数据", "数学"];

#[test]
fn a_total_is_no_record_under_any_name() {
    for name in [
        "学院合计",
        "2个项目总计",
        "以上2项人数小计",
        "总金额",
        "人数合计",
        "2025年合计",
        "汇总",
        "统计",
        "Σ",
        "Subtotal",
        "小計",
    ] {
        let (names, _) = read(&[ONE, TWO, [name, "50", "", ""]], Rule::NotARecord);
        assert_eq!(names, ["科普甲", "科普乙"], "{name}");
    }
    // A total that is none is told of.
    let (names, told) = read(&[ONE, TWO, ["学院合计", "60", "", ""]], Rule::NotARecord);
    assert_eq!((names.len(), told), (2, 1));
    // A name that is no total's is a record, whatever its number.
    let (names, _) = read(&[ONE, TWO, ["科普丙", "60", "", ""]], Rule::NotARecord);
    assert_eq!(names.len(), 3);
    let (names, _) = read(&[ONE, TWO, ["统计学讲座", "60", "", ""]], Rule::NotARecord);
    assert_eq!(names.len(), 3);
}

#[test]
fn an_example_is_none_wherever_its_word_stands() {
    for name in [
        "张三（示例）",
        "科普（例）",
        "科普(填写样例)",
        "示例 科普",
        "*示例*科普",
        "eg.科普",
        "e.g. 科普",
    ] {
        let (names, told) = read(&[[name, "20", "大数据", "数学"], TWO], Rule::NotARecord);
        assert_eq!((names, told), (vec!["科普乙".to_owned()], 1), "{name}");
    }
    for name in [
        "案例教学",
        "Sample Catalysis",
        "Example Letters",
        "egg 的科学",
        "科普（实例）",
    ] {
        let (names, told) = read(&[[name, "20", "大数据", "数学"]], Rule::NotARecord);
        assert_eq!((names.len(), told), (1, 0), "{name}");
    }
}

#[test]
fn a_name_alone_is_told() {
    let told = |lines: &[[&str; 4]]| read(lines, Rule::NotARecord).1;
    for name in ["一、国家级项目", "本单位无人任职", "科普讲座", "2025年"] {
        assert_eq!(told(&[[name, "", "", ""], ONE, TWO]), 1, "{name}");
    }
    assert_eq!(told(&[["本单位无人任职", "", "", ""]]), 1);
    // Where names alone are what is given, they are records.
    let lone = |name| [name, "", "", ""];
    let (names, told) = read(
        &[lone("科普甲"), lone("科普乙"), lone("科普丙")],
        Rule::NotARecord,
    );
    assert_eq!((names.len(), told), (3, 0));
}

#[test]
fn sentences_that_there_is_nothing_are_no_record_in_silence() {
    for text in [
        "2025年无新增",
        "无人",
        "本年度没有新增科普活动",
        "尚未有相关人员",
        "未签",
        "本单位无有效科普活动",
    ] {
        let (names, told) = read(&[[text, "", "", ""]], Rule::NotARecord);
        assert!(names.is_empty() || told == 1, "{text}");
    }
}

#[test]
fn words_that_point_elsewhere_are_no_name() {
    for name in [
        "与去年相同",
        "同去年",
        "见科研系统",
        "正在统计",
        "略",
        "保密",
    ] {
        let (_, told) = read(&[[name, "20", "大数据", "数学"]], Rule::UnreadableValue);
        assert_eq!(told, 1, "{name}");
    }
}

#[test]
fn who_signs_and_when_is_no_record() {
    for line in [
        ["填表人：苏望舒", "2025.12.30", "", ""],
        ["填表人：苏望舒", "审核人：沈知微", "2025年12月30日", ""],
        ["单位负责人签字：", "", "填表人：苏望舒", "年  月  日"],
    ] {
        let (names, told) = read(&[ONE, line], Rule::NotARecord);
        assert_eq!((names.len(), told), (1, 0), "{line:?}");
    }
}

#[test]
fn a_number_beside_who_signs_is_no_day() {
    for number in ["50", "12.5", "2025"] {
        let (names, told) = read(&[ONE, ["填表人：苏望舒", number, "", ""]], Rule::NotARecord);
        assert!(names.len() == 2 || told == 1, "{number}");
    }
}

#[test]
fn more_ways_to_say_ditto() {
    for word in ["↑", "同上学院", "同上单位"] {
        let read = of(&[ONE, [word, "30", "大数据", "数学"]]);
        assert_eq!(
            column(&read, "HZ_02_013", "name"),
            ["科普甲", "科普甲"],
            "{word}"
        );
    }
    let read = of(&[ONE, ["同上海交大合办", "30", "大数据", "数学"]]);
    assert_eq!(column(&read, "HZ_02_013", "name")[1], "同上海交大合办");
}

#[test]
fn signs_beside_labels_and_headings_are_told() {
    let rows = [row(&ONE)];
    let heading = "HZ_02_013 “一带一路”国家合作开展科普活动";
    let label = "参与总人数";
    for (from, to) in [
        (heading, format!("{heading} ×")),
        (heading, format!("{heading}√")),
        (label, format!("{label}√")),
        (label, format!("{label}？？")),
    ] {
        let read = form(&outreach(&rows).replace(from, &to));
        let quotes = |f: &&huibiao::Finding| f.raw.as_deref() == Some(to.as_str());
        let told = read.findings.iter().find(quotes);
        assert_eq!(told.map(|f| f.severity), Some(Severity::Warning), "{to}");
    }
    let clean = form(&outreach(&rows));
    assert!(
        clean
            .findings
            .iter()
            .all(|f| f.rule() != Rule::UnclaimedText)
    );
}

#[test]
fn a_label_repeated_before_its_value_is_taken_away() {
    let read = of(&[["活动名称：科普甲", "20", "大数据", "数学"]]);
    assert_eq!(column(&read, "HZ_02_013", "name"), ["科普甲"]);
    assert!(
        read.findings
            .iter()
            .any(|f| f.rule() == Rule::CorrectedValue)
    );
    let read = of(&[["科普：甲", "20", "大数据", "数学"]]);
    assert_eq!(column(&read, "HZ_02_013", "name"), ["科普：甲"]);
}

#[test]
fn who_signs_below_a_table_begins_no_second_form() {
    let cover = [
        "二级单位名称：化学学院",
        "填表人：苏望舒",
        "填表人联系电话：0756-5550101",
    ];
    let cover: String = cover.iter().map(|l| p(l)).collect();
    let part = |codes: &[&str]| -> String { codes.iter().map(|c| p(c)).collect() };
    let before = part(&[
        "HZ_05_006 获得国际科技奖励情况",
        "HZ_05_007 获得国外重要学术荣誉情况",
        "HZ_05_008",
    ]);
    let signed = p("填表人：苏望舒") + &p("填表人联系电话：0756-5550101");
    let read = form(&(cover + &before + &signed + &outreach(&[row(&ONE)])));
    assert_eq!(column(&read, "HZ_02_013", "name"), ["科普甲"]);
    assert!(read.findings.iter().all(|f| f.rule() != Rule::SeveralForms));
    let signed = |f: &&huibiao::Finding| f.raw.as_deref().is_some_and(|r| r.starts_with("填表人"));
    assert!(
        read.findings
            .iter()
            .filter(signed)
            .all(|f| f.severity == Severity::Info)
    );
}
