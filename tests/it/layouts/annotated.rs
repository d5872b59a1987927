//! What was found in these layouts comes back as comments at its cells.

use huibiao::forms::annotate::{Outcome, send_back};
use huibiao::model::finding::Severity;

use super::document::{Document, p, tr};
use super::edition::READER;

#[test]
fn every_finding_has_its_place() {
    let circles = |label: &str, mark: &str| tr([label, mark, "√", "○", "○", "○"]);
    let body = [
        p("KT_01 出访活动概况"),
        format!(
            "<w:tbl>{}{}{}</w:tbl>",
            tr(["", "项目数", "人次"]),
            tr(["考察访问", "见附件", "12"]),
            tr(["科技夏令营", "1", "80"])
        ),
        p("KT_03 科技合作问题与对策"),
        format!(
            "<w:tbl>{}{}{}</w:tbl>",
            tr([
                "表现程度",
                "非常重要",
                "很重要",
                "一般",
                "不重要",
                "不存在的问题"
            ]),
            circles("双方缺少直接的交流合作渠道", "√"),
            circles("法律环境尚不完备", "○")
        ),
        p("KT_04 成果转化情况统计"),
        format!(
            "<w:tbl>{}</w:tbl>",
            tr([
                "截至2020年，入驻的众创空间（约3）家",
                "请根据本地实际情况写出具体类型"
            ])
        ),
        p("KT_02 经费"),
        p("KT_05 典型案例"),
    ]
    .concat();
    let types = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
        <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
        <Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/>\
        </Types>";
    let document = Document::of(&body).part("[Content_Types].xml", types);
    let bytes = document.bytes();
    let back = send_back("form.docx", &bytes, &READER, Severity::Info);
    let Outcome::Annotated(annotated) = back.outcome else {
        panic!("{:?}", back.outcome);
    };
    assert!(annotated.remarks >= 8, "{}", annotated.remarks);
    assert_eq!(annotated.unplaced, 0, "{:#?}", back.submission.findings);
}
