//! Whole forms with tags, as offices have them, filled in and read back.

use serde_json::json;

use super::data;
use super::paper::{lines, p, table};

#[test]
fn an_application_for_aid() {
    let blank = [
        p("家庭经济困难学生认定申请表"),
        table(&[
            &[
                "姓名",
                "{{name required}}",
                "性别",
                "{{sex=男}}□男 {{sex=女}}□女",
            ],
            &["出生年月", "{{born:date}}　　年　月", "民族", "{{people}}"],
            &[
                "家庭人口",
                "{{family:integer 人}}　　人",
                "年收入",
                "{{income:decimal 元}}　　元",
            ],
        ]),
        p("家庭成员情况"),
        table(&[
            &["姓名", "与本人关系", "年龄", "健康状况"],
            &[
                "{{family_members[].name}}",
                "{{family_members[].relation}}",
                "{{family_members[].age:integer}}",
                "□{{family_members[].health=良好}} □{{family_members[].health=患病}}",
            ],
            &["", "", "", "□良好 □患病"],
        ]),
        p("申请理由（可另附页）："),
        p("{{reason}}"),
        p("本人承诺以上情况属实。  签名：{{signed}}________  {{signed_on:date}}____年__月__日"),
    ]
    .concat();
    let form = [
        p("家庭经济困难学生认定申请表"),
        table(&[
            &["姓名", "李雷", "性别", "■男 □女"],
            &["出生年月", "2004年6月", "民族", "汉"],
            &["家庭人口", "4人", "年收入", "36000元"],
        ]),
        p("家庭成员情况"),
        table(&[
            &["姓名", "与本人关系", "年龄", "健康状况"],
            &["李强", "父亲", "48", "□良好 ☑患病"],
            &["王芳", "母亲", "46", "☑良好 □患病"],
            &["李梅", "妹妹", "12", "√良好 □患病"],
        ]),
        p("申请理由（可另附页）："),
        p("父亲患病，无法工作。"),
        p(""),
        p("母亲收入不高。"),
        p("本人承诺以上情况属实。  签名：李雷  2024年9月10日"),
    ]
    .concat();
    let read = data(&blank, &form);
    assert_eq!(
        read["unit"],
        json!({
            "name": "李雷", "sex": "男", "born": "2004-06", "people": "汉", "family": 4,
            "income": 36000, "reason": "父亲患病，无法工作。\n母亲收入不高。", "signed": "李雷",
            "signed_on": "2024-09-10",
        })
    );
    assert_eq!(
        read["tables"]["family_members"]["records"],
        json!([
            {"name": "李强", "relation": "父亲", "age": 48, "health": "患病"},
            {"name": "王芳", "relation": "母亲", "age": 46, "health": "良好"},
            {"name": "李梅", "relation": "妹妹", "age": 12, "health": "良好"},
        ])
    );
}

#[test]
fn an_incident_report_in_english() {
    let blank = [
        p("Incident Report"),
        p("Name: {{name}}    Department: {{department}}"),
        p("Date of incident: {{on:date}}\t Time: {{time}}"),
        table(&[
            &["Question", "Yes", "No", "N/A"],
            &[
                "Was anyone injured?",
                "{{injured=Yes}}",
                "{{injured=No}}",
                "{{injured=N/A}}",
            ],
            &[
                "Was the area secured?",
                "{{secured=Yes}}",
                "{{secured=No}}",
                "{{secured=N/A}}",
            ],
        ]),
        p("How severe was it? {{severity:choice}}"),
        lines(&["☐ Minor", "☐ Moderate", "☐ Other (please specify): ______"]),
        p("What happened?"),
        p("{{story}}"),
    ]
    .concat();
    let form = [
        p("Incident Report"),
        p("Name: Ann Lee    Department: Physics"),
        p("Date of incident: 2024-05-03\t Time: 10:30"),
        table(&[
            &["Question", "Yes", "No", "N/A"],
            &["Was anyone injured?", "", "X", ""],
            &["Was the area secured?", "✓", "", ""],
        ]),
        p("How severe was it?"),
        lines(&["☐ Minor", "☒ Moderate", "☐ Other (please specify): ______"]),
        p("What happened?"),
        lines(&["A flask broke.", "Nobody was near."]),
    ]
    .concat();
    assert_eq!(
        data(&blank, &form)["unit"],
        json!({
            "name": "Ann Lee", "department": "Physics", "on": "2024-05-03", "time": "10:30",
            "injured": "No", "secured": "Yes", "severity": "Moderate",
            "story": "A flask broke.\nNobody was near.",
        })
    );
}
