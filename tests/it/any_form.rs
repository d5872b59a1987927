//! Forms of any kind: a mapping proposed from the blank, and filled copies read with it as it was
//! proposed. A form is written as its lines and rows; `|` parts cells.

use docx_rs::*;
use huibiao::mapping::{Bundle, Mapping, load};
use huibiao::model::finding::{Rule, Severity};
use huibiao::model::submission::Submission;
use huibiao::propose::{files, propose};
use huibiao::read::{Reader, open};
use huibiao::text::lang::Lang;
use huibiao::value::Value;

fn paragraph(text: &str) -> Paragraph {
    let mut p = Paragraph::new();
    for (n, part) in text.split('\t').enumerate() {
        if n > 0 {
            p = p.add_run(Run::new().add_tab());
        }
        p = p.add_run(Run::new().add_text(part));
    }
    p
}

/// A document: lines with `|` are rows of one table, a line `---` ends it.
pub fn document(lines: &str) -> Vec<u8> {
    let mut docx = Docx::new();
    let mut rows: Vec<TableRow> = Vec::new();
    for line in lines.lines().chain(["---"]) {
        if line.contains('|') {
            let cells = line[1..line.len() - 1].split('|').map(|text| {
                let (span, text) = match text.strip_prefix('#') {
                    Some(rest) => (rest[..1].parse().unwrap_or(1), &rest[1..]),
                    None => (1, text),
                };
                let cell = text.split('/').fold(TableCell::new(), |c, t| {
                    c.add_paragraph(paragraph(&t.replace('÷', "/")))
                });
                if span > 1 { cell.grid_span(span) } else { cell }
            });
            rows.push(TableRow::new(cells.collect()));
            continue;
        }
        if !rows.is_empty() {
            docx = docx.add_table(Table::new(std::mem::take(&mut rows)));
        }
        if line != "---" {
            docx = docx.add_paragraph(paragraph(line));
        }
    }
    let mut bytes = std::io::Cursor::new(Vec::new());
    docx.build().pack(&mut bytes).unwrap();
    bytes.into_inner()
}

pub fn proposed(blank: &[u8]) -> Mapping {
    let form = open("blank.docx", blank).unwrap().paper;
    load(files(&propose(&form, None), Lang::Zh).unwrap()).unwrap()
}

pub fn read(blank: &str, filled: &str) -> (Mapping, Submission) {
    let blank = document(blank);
    let mut mapping = proposed(&blank);
    mapping.edition.blank = Some("blank.docx".to_owned());
    let bundle = Bundle {
        mapping: mapping.clone(),
        blank_form: Some(blank.clone().into()),
        blank_sheets: None,
    };
    let reader = Reader::of_bundles(vec![bundle]).unwrap();
    let empty = reader.read("blank.docx", &blank);
    let loud = |f: &&huibiao::model::finding::Finding| f.severity != Severity::Info;
    assert_eq!(empty.findings.iter().find(loud), None);
    assert!(empty.tables.0.iter().all(|(_, t)| t.records.is_empty()));
    (mapping, reader.read("filled.docx", &document(filled)))
}

/// What was read, as `label=value`, in the mapping's order.
pub fn answers(of: &(Mapping, Submission)) -> Vec<String> {
    let (mapping, submission) = of;
    let mut out = Vec::new();
    for table in &mapping.tables {
        let records = submission
            .tables
            .get(&table.code)
            .map_or(&[][..], |t| &t.records);
        for record in records {
            for field in &table.fields {
                let value = record.get(&field.name).cloned().unwrap_or_default();
                if value != Value::Null {
                    out.push(format!("{}={}", field.label, value.shown()));
                }
            }
        }
    }
    out
}

pub fn quiet(of: &(Mapping, Submission)) {
    let loud: Vec<_> =
        of.1.findings
            .iter()
            .filter(|f| f.severity != Severity::Info)
            .collect();
    assert!(loud.is_empty(), "{loud:#?}");
}

#[test]
fn labels_with_their_values_in_the_same_cell_and_beside_it() {
    let blank = "登记表\n|姓名：|电话：|\n|#2预期期限：____个月|\n|住址||";
    let filled = "登记表\n|姓名：张一|电话：123456|\n|#2预期期限：24个月|\n|住址|甲路1号|";
    let got = read(blank, filled);
    quiet(&got);
    assert_eq!(
        answers(&got),
        ["姓名=张一", "电话=123456", "预期期限=24", "住址=甲路1号"]
    );
}

#[test]
fn options_before_and_behind_their_boxes_several_groups_in_a_cell() {
    let blank = "体检表\n|性别|男□  女□|\n|报道情况|国内：□有 □无   国外：□有 □无|\n|来源（可多选）|□工资 □务农 □其他______|";
    let filled = "体检表\n|性别|男□√  女□|\n|报道情况|国内：□有 ☑无   国外：√有 □无|\n|来源（可多选）|☑工资 □务农 ☑其他亲友|";
    let got = read(blank, filled);
    quiet(&got);
    assert_eq!(
        answers(&got),
        [
            "性别=男",
            "报道情况·国内=无",
            "报道情况·国外=有",
            "来源=工资；其他",
            "来源·其他=亲友"
        ]
    );
    // Two of one choice are no answer, and are said.
    let got = read(blank, &blank.replace("男□  女□", "男☑  女☑"));
    assert!(answers(&got).is_empty());
    let finding = got
        .1
        .findings
        .iter()
        .find(|f| f.rule() == Rule::SeveralChoices)
        .unwrap();
    assert_eq!(finding.severity, Severity::Error);
}

#[test]
fn blanks_option_lines_and_letters_in_paragraphs() {
    let blank = "问卷\n1. 您的年龄是____岁，工作____年\n2. 您的职业（  ）\nA. 教师  B. 医生\n3. 环境打分  1  2  3\n签名：            年   月   日";
    let filled = "问卷\n1. 您的年龄是32岁，工作__5__年\n2. 您的职业（ B ）\nA. 教师  B. 医生\n3. 环境打分  1  2√  3\n签名：钱二 2025年9月12日";
    let got = read(blank, filled);
    quiet(&got);
    assert_eq!(
        answers(&got),
        [
            "您的年龄是=32",
            "工作=5",
            "您的职业=医生",
            "环境打分=2",
            "签名=钱二",
            "签名·日期=2025-09-12"
        ]
    );
}

#[test]
fn a_matrix_to_tick_records_and_more_form_below_them() {
    let blank = "审查表\n|序号|文件|有|无|备注|\n|1|申请书||||\n|2|承诺书||||\n---\n|姓名|#3|\n|称谓|姓名|单位|电话|\n|||||\n|||||\n|护照||备注||";
    let filled = "审查表\n|序号|文件|有|无|备注|\n|1|申请书|√|||\n|2|承诺书||√|缺章|\n---\n|姓名|#3张一|\n|称谓|姓名|单位|电话|\n|父|张父|乙厂|1|\n|母|李母|丙厂|2|\n|弟|张弟|丁校|3|\n|护照|有|备注|无|";
    let got = read(blank, filled);
    quiet(&got);
    assert_eq!(
        answers(&got),
        [
            "申请书=有",
            "承诺书=无",
            "承诺书·备注=缺章",
            "姓名=张一",
            "护照=有",
            "备注=无",
            "称谓=父",
            "姓名=张父",
            "单位=乙厂",
            "电话=1",
            "称谓=母",
            "姓名=李母",
            "单位=丙厂",
            "电话=2",
            "称谓=弟",
            "姓名=张弟",
            "单位=丁校",
            "电话=3",
        ]
    );
}

#[test]
fn rows_by_columns_and_records_as_columns() {
    let blank = "报表\n|指标|代码|本年|上年|\n|收入|01|||\n|利润|02|||\n---\n|项目|1|2|3|\n|日期||||\n|清点||||";
    let filled = "报表\n|指标|代码|本年|上年|\n|收入|01|7005|-3|\n|利润|02|12||\n---\n|项目|1|2|3|\n|日期|3月1日|3月2日||\n|清点|√|×||";
    let got = read(blank, filled);
    quiet(&got);
    assert_eq!(
        answers(&got),
        [
            "收入·本年=7005",
            "收入·上年=-3",
            "利润·本年=12",
            "日期=3月1日",
            "清点=√",
            "日期=3月2日",
            "清点=×",
        ]
    );
}

#[test]
fn what_stands_in_no_place_is_said() {
    let blank = "登记表\n注：电话 010-12345678。\n|姓名|  |照片|\n|是否党员|□是 □否||";
    let filled =
        "登记表\n注：电话 010-12345678。\n另附说明一份\n|姓名|张一√|照片已寄|\n|是否党员|□是 ☑否||";
    let got = read(blank, filled);
    assert_eq!(answers(&got), ["姓名=张一√", "是否党员=否"]);
    let told: Vec<&str> = (got.1.findings.iter())
        .filter(|f| f.rule() == Rule::UnclaimedText && f.source.is_some())
        .filter_map(|f| f.raw.as_deref())
        .collect();
    assert_eq!(told, ["另附说明一份", "已寄"]);
}

#[test]
fn words_left_standing_and_an_answer_over_several_lines() {
    let blank = "Membership form\nName:\t\nBoat (delete as applicable): single / double / four\nComments:\n\nSigned:\t";
    let filled = "Membership form\nName: Ann Lee\nBoat (delete as applicable): double\nComments:\nNone so far.\nThank you.\nSigned: A Lee";
    let got = read(blank, filled);
    quiet(&got);
    assert_eq!(
        answers(&got),
        [
            "Name=Ann Lee",
            "Boat=double",
            "Comments=None so far.\nThank you.",
            "Signed=A Lee"
        ]
    );
}
