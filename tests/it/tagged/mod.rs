//! Blanks with tags: each line of the grammar on a small form, filled in and read back; the clean
//! form; and what is wrong with a tag, at its place.

mod cli;
mod docs;
mod forms;
mod paper;
mod wrong;

use huibiao::model::finding::{Finding, Rule, Severity};
use huibiao::model::submission::Submission;
use huibiao::read::Reader;
use huibiao::tagged;
use huibiao::text::lang::Lang;
pub use paper::document;
use paper::{drop_down, lines, p, run, table, text_box};
use serde_json::{Value, json};

/// What comes back of a blank with tags: the body of the one, the body of the other.
fn read(blank: &str, form: &str) -> Submission {
    let (bundle, _) = tagged::bundle("登记表.docx", document(blank)).unwrap();
    let reader = Reader::of_bundles(vec![bundle]).unwrap();
    reader.read("返回.docx", &document(form))
}

/// As [`read`], of a form that nothing is wrong with: its data.
fn data(blank: &str, form: &str) -> Value {
    let submission = read(blank, form);
    let loud: Vec<&Finding> = loud(&submission);
    assert!(loud.is_empty(), "{loud:#?}");
    let empty = read(blank, &clean(blank));
    let required = |f: &&Finding| f.rule() == Rule::Required;
    let told: Vec<&Finding> = empty.findings.iter().filter(|f| !required(f)).collect();
    assert!(told.is_empty(), "of the clean form: {told:#?}");
    let json = serde_json::to_value(submission.said_in(Lang::Zh)).unwrap();
    let empty = serde_json::to_value(empty.said_in(Lang::Zh)).unwrap();
    for (code, table) in empty["tables"].as_object().unwrap() {
        assert_eq!(table["records"], json!([]), "{code} of the clean form");
    }
    for (name, value) in empty["unit"].as_object().unwrap() {
        assert_eq!(*value, Value::Null, "{name} of the clean form");
    }
    json
}

fn loud(submission: &Submission) -> Vec<&Finding> {
    let all = submission.findings.iter();
    all.filter(|f| f.severity != Severity::Info).collect()
}

/// The body of the form to mail.
fn clean(blank: &str) -> String {
    use std::io::Read;
    let (_, form) = tagged::bundle("登记表.docx", document(blank)).unwrap();
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(form.bytes)).unwrap();
    let mut main = String::new();
    let mut part = zip.by_name("word/document.xml").unwrap();
    part.read_to_string(&mut main).unwrap();
    let start = main.find("<w:body>").unwrap() + "<w:body>".len();
    main[start..main.find("</w:body>").unwrap()].to_owned()
}

/// The fields of the one record of the cover.
fn unit(blank: &str, form: &str) -> Value {
    data(blank, form)["unit"].clone()
}

fn records(blank: &str, form: &str, table: &str) -> Value {
    data(blank, form)["tables"][table]["records"].clone()
}

#[test]
fn an_answer_stands_in_a_cell_a_blank_a_box_or_behind_a_label() {
    let blank = [
        p("人员登记表"),
        table(&[
            &["姓名", "{{name}}", "出生日期：{{born:date}}"],
            &["简介", "{{about}}", ""],
        ]),
        p("联系电话：{{phone}}____ 邮编：{{post}}"),
        text_box(&["备注：{{note}}"]),
        p("意见"),
        p("{{opinion}}"),
        p("盖章"),
    ]
    .concat();
    let form = [
        p("人员登记表"),
        table(&[
            &["姓名", "张三", "出生日期：1990-3-5"],
            &["简介", "第一段\n第二段", ""],
        ]),
        p("联系电话：_0571-88_ 邮编：310000"),
        text_box(&["备注：暂无不同意见"]),
        p("意见"),
        p("同意。"),
        p("另请补充材料。"),
        p("盖章"),
    ]
    .concat();
    assert_eq!(
        unit(&blank, &form),
        json!({
            "name": "张三", "born": "1990-03-05", "about": "第一段\n第二段", "phone": "0571-88",
            "post": "310000", "note": "暂无不同意见", "opinion": "同意。\n另请补充材料。",
        })
    );
}

#[test]
fn a_tag_takes_every_blank_and_joint_up_to_the_next_label() {
    let blank = lines(&[
        "申请书",
        "期限：{{term_of}}____年__月至____年__月 签字日期：{{on:date}}____年__月__日",
        "证件号码：{{id}}□□□□□□",
        "金额（{{amount:decimal 万元}}　　　）万元，共{{copies:integer}}____份",
        "地址：{{city}}____省____市",
    ]);
    let form = lines(&[
        "申请书",
        "期限：2024年3月至2025年2月 签字日期：2024年3月5日",
        "证件号码：3□3□0□1□0□6□",
        "金额（12.5）万元，共_3_份",
        "地址：浙江省____市",
    ]);
    let read = data(&blank, &form);
    assert_eq!(read["unit"]["term_of"], "2024年3月至2025年2月");
    assert_eq!(read["unit"]["on"], "2024-03-05");
    assert_eq!(read["unit"]["id"], "330106");
    assert_eq!(read["unit"]["amount"], 12.5);
    assert_eq!(read["unit"]["copies"], 3);
}

#[test]
fn rows_repeat_up_to_the_next_printed_one() {
    let blank = [
        p("成员表"),
        table(&[
            &["序号", "姓名", "经费（万元）"],
            &[
                "1",
                "{{members[].name required}}",
                "{{members[].fund:decimal 万元}}",
            ],
            &["2", "", ""],
            &["合计", "", "{{total:decimal 万元}}"],
        ]),
    ]
    .concat();
    let form = [
        p("成员表"),
        table(&[
            &["序号", "姓名", "经费（万元）"],
            &["1", "张三", "3"],
            &["2", "李四", ""],
            &["", "", ""],
            &["3", "王五", "4.5"],
            &["合计", "", "7.5"],
        ]),
    ]
    .concat();
    let read = data(&blank, &form);
    assert_eq!(
        read["tables"]["members"]["records"],
        json!([
            {"name": "张三", "fund": 3}, {"name": "李四", "fund": null}, {"name": "王五", "fund": 4.5},
        ])
    );
    assert_eq!(read["unit"]["total"], 7.5);
}

#[test]
fn fields_down_one_column_make_the_columns_records() {
    let blank = table(&[
        &["项目", "2022年", "2023年", "2024年"],
        &["人数", "{{years[].people:integer 人}}", "", ""],
        &["经费", "{{years[].fund:decimal 万元}}", "", ""],
    ]);
    let form = table(&[
        &["项目", "2022年", "2023年", "2024年"],
        &["人数", "3", "4", ""],
        &["经费", "1.5", "", "7"],
    ]);
    assert_eq!(
        records(&blank, &form, "years"),
        json!([{"people": 3, "fund": 1.5}, {"people": 4, "fund": null}, {"people": null, "fund": 7}])
    );
}

#[test]
fn a_printed_row_is_a_record_by_its_name() {
    let blank = table(&[
        &["科目", "金额", "说明"],
        &[
            "设备费{{budget[].item=设备费}}",
            "{{budget[].amount:decimal}}",
            "{{budget[].note}}",
        ],
        &[
            "差旅费{{budget[].item=差旅费}}",
            "{{budget[].amount:decimal}}",
            "{{budget[].note}}",
        ],
        &[
            "其他{{budget[].item=其他}}",
            "{{budget[].amount:decimal}}",
            "{{budget[].note}}",
        ],
    ]);
    let form = table(&[
        &["科目", "金额", "说明"],
        &["设备费", "3", "两台"],
        &["差旅费", "", ""],
        &["其他", "1.5", ""],
    ]);
    assert_eq!(
        records(&blank, &form, "budget"),
        json!([{"item": "设备费", "amount": 3, "note": "两台"}, {"item": "其他", "amount": 1.5, "note": null}])
    );
}

#[test]
fn options_stand_before_or_behind_their_labels() {
    let blank = lines(&[
        "Survey",
        "性别：□{{sex=男}} □{{sex=女}}",
        "职称：教授□{{title=教授}} 副教授□{{title=副教授}}",
        "用途：□教学{{use:choices=教学}} □科研{{use=科研}} □{{use=其他}}____",
        "Member: ☐ Yes{{member:yesno=Yes}} ☐ No{{member=No}}",
    ]);
    assert!(clean(&blank).contains("性别：□男 □女"));
    assert!(clean(&blank).contains("□教学 □科研 □其他____"));
    let form = lines(&[
        "Survey",
        "性别：□男 ☑女",
        "职称：教授√ 副教授□",
        "用途：☑教学 □科研 ☑其他会展",
        "Member: ☒ Yes ☐ No",
    ]);
    assert_eq!(
        unit(&blank, &form),
        json!({
            "sex": "女", "title": "教授",
            "use": [{"no": 1, "label": "教学"}, {"no": 3, "label": "其他"}], "use_other": "会展",
            "member": true,
        })
    );
}

#[test]
fn an_option_is_marked_in_its_cell_or_is_what_was_left_standing() {
    let blank = [
        table(&[
            &["项目", "有", "无", "说明"],
            &["灭火器", "{{fire=有}}", "{{fire=无}}", "{{fire_note}}"],
            &["应急灯", "{{lamp=有}}", "{{lamp=无}}", "{{lamp_note}}"],
        ]),
        p("评分：1{{score=很差}} 2{{score=一般}} 3{{score=很好}}"),
        p("同意{{agreed=同意}}/不同意{{agreed=不同意}}"),
        p("合格{{passed=合格}}/不合格{{passed=不合格}}"),
    ]
    .concat();
    let struck = format!("{}{}", run("", "合格/"), run("<w:strike/>", "不合格"));
    let form = [
        table(&[
            &["项目", "有", "无", "说明"],
            &["灭火器", "√", "", "过期一个"],
            &["应急灯", "", "√", ""],
        ]),
        p("评分：1 ② 3"),
        p("不同意"),
        p(&struck),
    ]
    .concat();
    assert_eq!(
        unit(&blank, &form),
        json!({
            "fire": "有", "fire_note": "过期一个", "lamp": "无", "lamp_note": null,
            "score": "一般", "agreed": "不同意", "passed": "合格",
        })
    );
}

#[test]
fn lines_are_options_and_a_letter_in_the_blank_chooses() {
    let blank = [
        text_box(&["{{reasons:choices}}", "经费不足", "人手不够", "其他____"]),
        p("1. 您的学历是（{{degree:choice}}　　）"),
        lines(&["A. 本科", "B. 硕士", "C. 博士"]),
        p("2. 使用目的：{{use:choices}}"),
        lines(&["□教学", "□科研", "□其他____"]),
        p("谢谢！"),
    ]
    .concat();
    let marked = run(r#"<w:color w:val="FF0000"/>"#, "人手不够");
    let form = [
        text_box(&["", "经费不足", &marked, "其他____"]),
        p("1. 您的学历是（B）"),
        lines(&["A. 本科", "B. 硕士", "C. 博士"]),
        p("2. 使用目的："),
        lines(&["☑教学", "□科研", "☑其他 会展"]),
        p("谢谢！"),
    ]
    .concat();
    assert_eq!(
        unit(&blank, &form),
        json!({
            "reasons": [{"no": 2, "label": "人手不够"}], "degree": "硕士",
            "use": [{"no": 1, "label": "教学"}, {"no": 3, "label": "其他"}], "use_other": "会展",
        })
    );
}

#[test]
fn a_section_is_copied_for_each_record() {
    let blank = [
        p("项目汇总"),
        p("{{#HZ_02_006}}"),
        p("项目名称：{{title}}"),
        table(&[
            &["经费", "{{fund:decimal 万元}}"],
            &["国别", "{{from:country}}"],
        ]),
        p("{{about}}"),
        p("{{/HZ_02_006}}"),
        p("填表人：{{contact}}"),
    ]
    .concat();
    let one = |title: &str, fund: &str, from: &str, about: &str| {
        [
            p(&format!("项目名称：{title}")),
            table(&[&["经费", fund], &["国别", from]]),
            p(about),
        ]
        .concat()
    };
    let form = [
        p("项目汇总"),
        p(""),
        one("甲项目", "3", "英国", "简介一"),
        one("乙项目", "", "法国", "简介二"),
        one("丙项目", "5", "德国", ""),
        p(""),
        p("填表人：张三"),
    ]
    .concat();
    let read = data(&blank, &form);
    assert_eq!(
        read["tables"]["HZ_02_006"]["records"],
        json!([
            {"title": "甲项目", "fund": 3, "from": "英国", "about": "简介一"},
            {"title": "乙项目", "fund": null, "from": "法国", "about": "简介二"},
            {"title": "丙项目", "fund": 5, "from": "德国", "about": null},
        ])
    );
    assert_eq!(read["unit"]["contact"], "张三");
    assert_eq!(read["mapping"]["year"], Value::Null);
}

#[test]
fn a_tag_may_be_cut_into_runs_and_stand_at_a_control() {
    let cut = format!(
        "{}{}{}{}",
        run("", "姓名：{"),
        run("<w:b/>", "{na"),
        run("", "me"),
        run("<w:b/>", "}}（签字）")
    );
    let control = drop_down(&["本科", "硕士", "博士"], "选择一项。");
    let before = format!("{}{control}", run("", "学历：{{degree:choice}}"));
    let within = drop_down(&["男", "女"], "{{sex:choice}}");
    let within = format!("{}{within}", run("", "性别："));
    let blank = [p("申请表"), p(&cut), p(&before), p(&within)].concat();
    assert!(clean(&blank).contains("<w:b/></w:rPr><w:t xml:space=\"preserve\">（签字）</w:t>"));
    let form = lines(&["申请表", "姓名：张三（签字）", "学历：硕士", "性别：女"]);
    assert_eq!(
        unit(&blank, &form),
        json!({"name": "张三", "degree": "硕士", "sex": "女"})
    );
}

#[test]
fn tags_that_came_back_are_no_answers() {
    let blank = [
        p("登记表"),
        table(&[&["姓名", "{{name}}"], &["电话", "{{phone}}"]]),
    ]
    .concat();
    let form = [
        p("登记表"),
        table(&[&["姓名", "{{name}}张三"], &["电话", "{{phone}}"]]),
    ]
    .concat();
    assert_eq!(unit(&blank, &form), json!({"name": "张三", "phone": null}));
}

#[test]
fn what_stands_at_no_tag_is_told() {
    let blank = [p("登记表"), table(&[&["姓名", "{{name}}"], &["电话", ""]])].concat();
    let form = [
        p("登记表"),
        table(&[&["姓名", "张三"], &["电话", "0571-88"]]),
        p("另附材料"),
    ]
    .concat();
    let read = read(&blank, &form);
    let told: Vec<&str> = loud(&read)
        .iter()
        .filter_map(|f| f.raw.as_deref())
        .collect();
    assert_eq!(told, ["0571-88", "另附材料"]);
}

#[test]
fn what_cannot_be_read_is_told_at_its_field() {
    let blank = lines(&[
        "登记表",
        "人数：{{people:integer 人 required}}____",
        "性别：□{{sex=男}} □{{sex=女}}",
    ]);
    let form = lines(&["登记表", "人数：若干", "性别：☑男 ☑女"]);
    let read = read(&blank, &form);
    let told: Vec<String> = loud(&read).iter().map(|f| f.path.to_string()).collect();
    assert!(told.contains(&"/unit/people".to_owned()), "{told:?}");
    assert!(told.contains(&"/unit/sex".to_owned()), "{told:?}");
}

#[test]
fn a_paper_of_another_kind_is_no_form_of_it() {
    let blank = [
        p("登记表"),
        table(&[&["姓名", "{{name}}"], &["电话", "{{phone}}"]]),
    ]
    .concat();
    let form = lines(&["会议通知", "各单位：请于周五参加会议。"]);
    let told = read(&blank, &form);
    assert_eq!(told.findings[0].rule().name(), "unknown-form");
}

#[test]
fn lines_are_known_by_what_they_print_whatever_is_typed_between() {
    let blank = lines(&[
        "回执",
        "邮箱：{{mail}} 网址：{{url}}",
        "日期：{{from:date}}至{{to:date}}",
        "1、{{one}}",
        "2、{{two}}",
        "3、{{three}}",
        "Name: {{first}} {{last}}",
        "Join: [ ] Yes{{join=Yes}} [ ] No{{join=No}}",
        "可多选（{{multi:choices}}）",
        "A. 甲",
        "B. 乙",
        "C. 丙",
    ]);
    let form = lines(&[
        "回执",
        "邮箱：a_b@c.cn 网址：http://x.cn/a_b",
        "日期：2024.1.2至2024.3.4",
        "1、甲",
        "2、",
        "3、丙",
        "Name: Ann Lee",
        "Join: [x] Yes [ ] No",
        "可多选（AC）",
        "A. 甲",
        "B. 乙",
        "C. 丙",
    ]);
    assert_eq!(
        unit(&blank, &form),
        json!({
            "mail": "a_b@c.cn", "url": "http://x.cn/a_b", "from": "2024-01-02", "to": "2024-03-04",
            "one": "甲", "two": null, "three": "丙", "first": "Ann", "last": "Lee", "join": "Yes",
            "multi": [{"no": 1, "label": "甲"}, {"no": 3, "label": "丙"}],
        })
    );
}
