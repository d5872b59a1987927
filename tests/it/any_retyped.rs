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

/// Every answer is one of these; where one of them is missing, something is said.
fn right_or_told(got: &(Mapping, Submission), all: &[&str]) {
    let answers = answers(got);
    assert!(
        answers.iter().all(|a| all.contains(&a.as_str())),
        "{answers:?}"
    );
    let loud = got.1.findings.iter().any(|f| f.severity != Severity::Info);
    assert!(answers.len() == all.len() || loud, "{answers:?}");
}

#[test]
fn options_typed_over_with_the_words_of_those_that_are_chosen() {
    // Names beside them, by which the form is known when all its options are gone.
    let names = "|申请人姓名||\n|所在院系||\n|指导教师||\n|派出国家||";
    let blank = format!(
        "登记表\n{names}\n|经费（可多选）|□科研经费 □学院经费 □其他____|\n|是否|是（　）否（　）|\n|满意度|□非常满意 □满意 □不满意 □非常不满意|"
    );
    let blank = blank.as_str();
    let filled =
        format!("登记表\n{names}\n|经费（可多选）|科研经费、学院经费|\n|是否|否|\n|满意度|不满意|");
    let filled = filled.as_str();
    let got = read(blank, filled);
    right_or_told(
        &got,
        &["经费=科研经费；学院经费", "是否=否", "满意度=不满意"],
    );
    // 满意 stands in each of the labels, and is one of them.
    let got = read(
        blank,
        &format!(
            "登记表\n{names}\n|经费（可多选）|□科研经费 □学院经费 □其他____|\n|是否|是（　）否（　）|\n|满意度|满意|"
        ),
    );
    right_or_told(&got, &["满意度=满意"]);
    // Words that are no option choose none that they hold a part of.
    let got = read(
        blank,
        &format!(
            "登记表\n{names}\n|经费（可多选）|外方经费|\n|是否|是（　）否（　）|\n|满意度|□非常满意 □满意 □不满意 □非常不满意|"
        ),
    );
    right_or_told(&got, &["经费=其他", "经费·其他=外方经费"]);
    assert!(!said(&got).is_empty());
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
    let blank = "登记表\n|等级|A.优  B.良  C.中|";
    let got = read(blank, "登记表\n|等级|A.优  （B）.良  C.中|");
    quiet(&got);
    assert_eq!(answers(&got), ["等级=良"]);
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
