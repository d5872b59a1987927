//! Layouts of forms that nobody prepared, each in a small form: what is proposed from the blank reads
//! a filled copy, and what was read is written into the blank again.

use huibiao::forms::fill::fill;
use huibiao::mapping::Bundle;
use huibiao::model::finding::Rule;
use huibiao::read::Reader;

use crate::any_form::{answers, document, proposed, quiet, read};

/// Reads a filled copy without a remark, and writes what was read into the blank again.
fn both_ways(blank: &str, filled: &str, expected: &[&str]) {
    let got = read(blank, filled);
    quiet(&got);
    assert_eq!(answers(&got), expected);
    let bytes = document(blank);
    let mut mapping = proposed(&bytes);
    mapping.edition.blank = Some("blank.docx".to_owned());
    let bundle = Bundle {
        mapping,
        blank_form: Some(bytes.into()),
        blank_sheets: None,
    };
    let reader = Reader::of_bundles(vec![bundle.clone()]).unwrap();
    let written = fill(&got.1, &bundle, &reader, false).unwrap();
    assert_eq!(written.unwritten, []);
    let again = reader.read("form.docx", &written.form);
    assert_eq!(answers(&(bundle.mapping, again)), expected);
}

#[test]
fn brackets_that_are_boxes() {
    both_ways(
        "验收单\n|验收方式|（ ）自行验收 （ ）委托验收|\n|是否破格|是（ ） 否（ ）|\n|性质|[ ]机关 [ ]企业 [ ]其他____|",
        "验收单\n|验收方式|（√）自行验收 （ ）委托验收|\n|是否破格|是（ ） 否（√）|\n|性质|[ ]机关 [x]企业 [ ]其他____|",
        &["验收方式=自行验收", "是否破格=否", "性质=企业"],
    );
    // Brackets before a unit, and for numbers in order, are blanks.
    both_ways(
        "回执\n参加考察（  ）人，住宿（  ）间。\nPlease number in order of preference:\n[   ] Transport    [   ] Housing",
        "回执\n参加考察（ 3 ）人，住宿（ 2 ）间。\nPlease number in order of preference:\n[ 2 ] Transport    [ 1 ] Housing",
        &["参加考察=3", "住宿=2", "Transport=2", "Housing=1"],
    );
}

#[test]
fn numbers_before_their_units() {
    both_ways(
        "申请书\n|申请经费|        万元|\n|合同金额|元|\n应到评委   人，实到   人；同意   票。",
        "申请书\n|申请经费|8.5万元|\n|合同金额|1,280,000元|\n应到评委9人，实到 8 人；同意7票。",
        &[
            "申请经费=8.5",
            "合同金额=1,280,000",
            "应到评委=9",
            "实到=8",
            "同意=7",
        ],
    );
    // The letters of a label that are spread out are no number and its unit.
    let got = read(
        "登记表\n|部　　门||班　　级||",
        "登记表\n|部　　门|人事|班　　级|2班|",
    );
    assert_eq!(answers(&got), ["部门=人事", "班级=2班"]);
}

#[test]
fn words_to_mark_beside_their_label() {
    both_ways(
        "评审表\n|外语水平|优  良  中  差|\n|计算机|A级 B级 C级 （在相应等级上打√）|\nQuarter: Q1  Q2  Q3  Q4 (circle)\nWould you come again?   Yes ÷ No ÷ Maybe".replace('÷', "/").as_str(),
        "评审表\n|外语水平|优  良√  中  差|\n|计算机|A级 B级√ C级 （在相应等级上打√）|\nQuarter: Q1  Q2√  Q3  Q4 (circle)\nWould you come again?   Yes".replace('÷', "/").as_str(),
        &["外语水平=良", "计算机=B级", "Quarter=Q2", "Would you come again=Yes"],
    );
    let got = read(
        "Reply\nI will / will not attend (delete as applicable).",
        "Reply\nI will not attend (delete as applicable).",
    );
    assert!(
        answers(&got)[0].ends_with("=will not"),
        "{:?}",
        answers(&got)
    );
}

#[test]
fn steps_and_boxes_in_cells_of_their_own() {
    both_ways(
        "Evaluation\n|Statement|#3Rating|\n|The pace was right|1|2|3|\n|It was clear|1|2|3|",
        "Evaluation\n|Statement|#3Rating|\n|The pace was right|1|2|3√|\n|It was clear|1√|2|3|",
        &["The pace was right=3", "It was clear=1"],
    );
    both_ways(
        "Checklist\n|Question|Yes|No|N÷A|\n|Paid?|☐|☐|☐|\n|Children?|☐|☐|☐|",
        "Checklist\n|Question|Yes|No|N÷A|\n|Paid?|☐|☒|☐|\n|Children?|☑|☐|☐|",
        &["Paid=No", "Children=Yes"],
    );
    // A cross under 合格 may say that it is not.
    let got = read(
        "检查表\n|项目|合格|不合格|\n|外观|||\n|资料|||",
        "检查表\n|项目|合格|不合格|\n|外观|✗||\n|资料|√||",
    );
    assert_eq!(answers(&got), ["外观=合格", "资料=合格"]);
    let told: Vec<Rule> = got.1.findings.iter().map(|f| f.rule()).collect();
    assert_eq!(told, [Rule::AmbiguousMark]);
}

#[test]
fn a_limit_that_the_form_states_is_a_rule() {
    let blank = "问卷\n您最需要的服务（限选2项）：\n□助餐 □助浴 □助医";
    both_ways(
        blank,
        "问卷\n您最需要的服务（限选2项）：\n☑助餐 □助浴 ☑助医",
        &["您最需要的服务=助餐；助医"],
    );
    let got = read(
        blank,
        "问卷\n您最需要的服务（限选2项）：\n☑助餐 ☑助浴 ☑助医",
    );
    let told: Vec<Rule> = got.1.findings.iter().map(|f| f.rule()).collect();
    assert_eq!(told, [Rule::TooManySelected]);
}

#[test]
fn above_a_label_and_below_it() {
    both_ways(
        "Report\n|Location||\n|#2/Reported by (print name)|",
        "Report\n|Location|Bay 2|\n|#2Sam Wood/Reported by (print name)|",
        &["Location=Bay 2", "Reported by=Sam Wood"],
    );
    both_ways(
        "验收单\n|使用部门|技术专家|供货方|\n|//   年  月  日|//   年  月  日|//   年  月  日|",
        "验收单\n|使用部门|技术专家|供货方|\n|洪波//2025年5月16日|邵鸣//   年  月  日|//   年  月  日|",
        &["使用部门=2025-05-16", "使用部门=洪波", "技术专家=邵鸣"],
    );
    // The words of a date that was not given are no part of the name over it.
    both_ways(
        "意见表\n|单位意见|负责人（签章）：            /年    月    日|",
        "意见表\n|单位意见|负责人（签章）：祝平/年    月    日|",
        &["单位意见·负责人（签章）=祝平"],
    );
}

#[test]
fn options_of_an_option() {
    both_ways(
        "报告表\n7. 事件类别（可多选）：\n□药物事件（□给药错误 □漏用）\n□跌倒坠床    □其他____",
        "报告表\n7. 事件类别（可多选）：\n☑药物事件（□给药错误 ☑漏用）\n□跌倒坠床    □其他____",
        &["事件类别=药物事件", "药物事件=漏用"],
    );
}

#[test]
fn heads_that_stand_twice_side_by_side() {
    both_ways(
        "统计表\n|指标|单位|本年|上年|指标|单位|本年|上年|\n|项目数|项|||专利数|件|||\n|人员|人|||论文|篇|||",
        "统计表\n|指标|单位|本年|上年|指标|单位|本年|上年|\n|项目数|项|12|11|专利数|件|9|7|\n|人员|人|150||论文|篇||2|",
        &[
            "项目数·本年=12",
            "项目数·上年=11",
            "专利数·本年=9",
            "专利数·上年=7",
            "人员·本年=150",
            "论文·上年=2",
        ],
    );
}

#[test]
fn words_before_and_behind_a_colon_and_a_scale_that_goes_down() {
    both_ways(
        "申请表\n|愿意参加|愿意    不愿意    如愿意，请注明：____|\n|申报级别|1.正高  2.副高|",
        "申请表\n|愿意参加|愿意√    不愿意    如愿意，请注明：水工|\n|申报级别|1.正高  2.副高√|",
        &["愿意参加=愿意", "请注明=水工", "申报级别=副高"],
    );
    both_ways(
        "评价表\n|项目|#3分值（打√）|\n||3|2|1|\n|态度||||\n|内容||||",
        "评价表\n|项目|#3分值（打√）|\n||3|2|1|\n|态度|√|||\n|内容||√||",
        &["态度·分值=3", "内容·分值=2"],
    );
}
