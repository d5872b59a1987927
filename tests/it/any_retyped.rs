//! Forms whose printed words were typed over: what is typed is read whole, goes behind the label that
//! stands before it, or is said.

use crate::any_form::{answers, quiet, read};
use huibiao::mapping::Mapping;
use huibiao::model::finding::Severity;
use huibiao::model::submission::Submission;

fn said(of: &(Mapping, Submission)) -> Vec<String> {
    let loud =
        of.1.findings
            .iter()
            .filter(|f| f.severity != Severity::Info);
    loud.filter_map(|f| f.raw.clone()).collect()
}

#[test]
fn options_typed_over_with_the_words_of_those_that_are_chosen() {
    let blank = "登记表\n|经费（可多选）|□科研经费 □学院经费 □其他____|\n|是否|是（　）否（　）|\n|满意度|□非常满意 □满意 □不满意 □非常不满意|";
    let filled = "登记表\n|经费（可多选）|科研经费、学院经费|\n|是否|否|\n|满意度|不满意|";
    let got = read(blank, filled);
    quiet(&got);
    assert_eq!(
        answers(&got),
        ["经费=科研经费；学院经费", "是否=否", "满意度=不满意"]
    );
    // 满意 stands in each of the labels, and is one of them.
    let got = read(
        blank,
        "登记表\n|经费（可多选）|□科研经费 □学院经费 □其他____|\n|是否|是（　）否（　）|\n|满意度|满意|",
    );
    assert_eq!(answers(&got), ["满意度=满意"]);
    // Words that are no option choose none that they hold a part of.
    let got = read(
        blank,
        "登记表\n|经费（可多选）|外方经费|\n|是否|是（　）否（　）|\n|满意度|□非常满意 □满意 □不满意 □非常不满意|",
    );
    assert!(answers(&got).is_empty(), "{:?}", answers(&got));
    assert_eq!(said(&got), ["外方经费"]);
}

#[test]
fn several_blanks_typed_over_go_by_the_labels_that_are_there() {
    let blank = "登记表\n|联系人|姓名：        关系：        电话：            |";
    let with = |text: &str| read(blank, &format!("登记表\n|联系人|{text}|"));
    let got = with("姓名：李四（父亲）电话：13800001111");
    quiet(&got);
    assert_eq!(
        answers(&got),
        ["联系人·姓名=李四（父亲）", "联系人·电话=13800001111"]
    );
    let got = with("电话：13800001111  姓名：李四");
    quiet(&got);
    assert_eq!(
        answers(&got),
        ["联系人·姓名=李四", "联系人·电话=13800001111"]
    );
    // Without labels it is nobody's, and quoted whole.
    let got = with("李四 父亲 13800001111");
    assert!(answers(&got).is_empty());
    assert_eq!(said(&got), ["李四 父亲 13800001111"]);
}

#[test]
fn letters_of_an_answer_that_are_printed_too_are_the_answers() {
    let blank = "Form\n|Nights|_____ nights|\n|经费|        万元|";
    let got = read(
        blank,
        "Form\n|Nights|4 nights (2 persons)|\n|经费|125000元|",
    );
    quiet(&got);
    assert_eq!(
        answers(&got),
        ["Nights=4 nights (2 persons)", "经费=125000元"]
    );
}

#[test]
fn a_group_of_options_that_is_gone_leaves_its_answer_to_nobody() {
    let blank = "登记表\n|外语|英语：□一般 □熟练；日语：□一般 □熟练|";
    let got = read(blank, "登记表\n|外语|英语：□一般 ☑熟练|");
    assert_eq!(answers(&got), ["外语·英语=熟练"]);
    let got = read(blank, "登记表\n|外语|日语：☑一般 □熟练；英语：□一般 ☑熟练|");
    assert!(answers(&got).is_empty());
    assert!(!said(&got).is_empty());
}

#[test]
fn what_stands_behind_an_option_without_a_mark_is_said() {
    let blank = "登记表\n|健康|□良好 □有病史（请说明：______）|";
    let got = read(blank, "登记表\n|健康|□良好 □有病史（请说明：哮喘）|");
    assert_eq!(answers(&got)[0], "健康=有病史");
    assert_eq!(said(&got), ["哮喘"]);
}

#[test]
fn brackets_round_an_option_mark_it() {
    let blank = "登记表\n|性别|男/女|\n|等级|A.优  B.良  C.中|";
    let got = read(
        blank,
        "登记表\n|性别|男/（女）|\n|等级|A.优  （B）.良  C.中|",
    );
    quiet(&got);
    assert_eq!(answers(&got), ["性别=女", "等级=良"]);
}

#[test]
fn a_question_without_room_is_answered_behind_it_or_below_it() {
    let blank = "问卷\nWhat is your role?\nWhere do you work?\nThank you.";
    let got = read(
        blank,
        "问卷\nWhat is your role? nurse\nWhere do you work?\nIn Leeds,\nat the hospital.\nThank you.",
    );
    quiet(&got);
    assert_eq!(
        answers(&got),
        [
            "What is your role=nurse",
            "Where do you work=In Leeds,\nat the hospital."
        ]
    );
}

#[test]
fn prompts_days_printed_years_and_letters_in_brackets() {
    let blank = "回执\n日期：2025年____月____日\n|昵称|（必填，无需真实姓名）|\n|住宿|  月  日入住   月  日离店|\n---\n您愿付：A. 0元  B. 50元  C. 100元    （    ）";
    let filled = "回执\n日期：2025年3月9日\n|昵称|小满|\n|住宿|5月8日入住 5月10日离店|\n---\n您愿付：A. 0元  B. 50元  C. 100元    （ B ）";
    let got = read(blank, filled);
    quiet(&got);
    assert_eq!(
        answers(&got),
        [
            "日期=2025-03-09",
            "昵称=小满",
            "住宿·入住=5月8日",
            "住宿·离店=5月10日",
            "您愿付=50元"
        ]
    );
}
