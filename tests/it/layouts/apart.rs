//! Forms whose labels do not all stand in the first column.

use std::sync::LazyLock;

use huibiao::mapping::{Bundle, SourceFile, load};
use huibiao::read::Reader;
use serde_json::json;

use super::document::{Document, p, tc, tr};
use super::edition::Got;

const MAPPING: &str = r#"
[edition]
id = "lab-2020"
year = 2020
name = "实验室调查"
titles = ["2020年度实验室调查表"]
period = { start = "2020-01-01", end = "2020-12-31" }

[[tables]]
code = "LT_01"
name = "实验室"
layout = "form"
filled_in = "form"
fields = [
  { name = "name",    label = "名称",        type = "text" },
  { name = "area",    label = "面积",        type = "decimal", unit = "平方米" },
  { name = "full",    label = "人员·专职",   type = "integer", unit = "人" },
  { name = "part",    label = "人员·兼职",   type = "integer", unit = "人" },
  { name = "leader",  label = "负责人·姓名", type = "text" },
  { name = "phone",   label = "负责人·电话", type = "text" },
  { name = "results", label = "主要成果",    type = "text", value = "below" },
]
"#;

static READER: LazyLock<Reader> = LazyLock::new(|| {
    let file = SourceFile {
        name: "lab.toml".to_owned(),
        text: MAPPING.into(),
    };
    Reader::of_bundles(vec![Bundle {
        mapping: load([file]).unwrap(),
        blank_form: None,
        blank_sheets: None,
    }])
    .unwrap()
});

fn form(rows: &[String]) -> Got {
    let body = format!("{}<w:tbl>{}</w:tbl>", p("LT_01 实验室"), rows.concat());
    let bytes = Document::of(&body).bytes();
    Got {
        submission: READER.read("form.docx", &bytes),
        code: "LT_01",
    }
}

fn over_all(text: &str) -> String {
    let cell = tc("<w:gridSpan w:val=\"4\"/>", text);
    format!("<w:tr>{cell}</w:tr>")
}

#[test]
fn two_labels_and_values_in_a_row() {
    let rows = [
        tr(["名称", "低温实验室", "面积（平方米）", "420"]),
        tr(["负责人姓名", "纪远山", "电话", "5551101"]),
        tr(["专职", "5", "兼职", "2人"]),
        over_all("主要成果"),
        over_all("共享机组"),
    ];
    form(&rows).is(json!({
        "name": "低温实验室", "area": 420, "leader": "纪远山", "phone": "5551101",
        "full": 5, "part": 2, "results": "共享机组",
    }));
}

#[test]
fn a_label_that_is_none_makes_no_record_of_its_value() {
    let rows = [
        tr(["名称", "低温实验室", "面积", "420"]),
        tr(["负责人姓名", "纪远山", "传真", "5551102"]),
        tr(["专职", "5", "兼职", "2"]),
    ];
    form(&rows).is_with(
        json!({"name": "低温实验室", "area": 420, "leader": "纪远山", "full": 5, "part": 2}),
        &[
            "missing-column",
            "unclaimed-text 传真",
            "unclaimed-text 5551102",
        ],
    );
}

#[test]
fn a_label_over_the_whole_width_has_its_value_below() {
    let row = |label, value| {
        let cells = tc("", label) + &tc("<w:gridSpan w:val=\"3\"/>", value);
        format!("<w:tr>{cells}</w:tr>")
    };
    let rows = |results| {
        [
            row("名称", "低温实验室"),
            over_all("主要成果"),
            over_all(results),
            row("面积", "420"),
            row("专职", "5"),
            row("兼职", "2"),
            row("负责人姓名", "纪远山"),
            row("负责人电话", "5551101"),
        ]
    };
    let rest = json!({
        "name": "低温实验室", "area": 420, "leader": "纪远山", "phone": "5551101",
        "full": 5, "part": 2,
    });
    form(&rows("")).is(rest.clone());
    // An answer that reads like a label is an answer.
    for results in ["接待课题组27个。", "面积", "名称"] {
        let mut expected = rest.clone();
        expected["results"] = json!(results);
        form(&rows(results)).is(expected);
    }
}
