//! `inspect`: its JSON as the contract has it, and its drawing.

use huibiao::output::inspect::{draw, inspect};
use huibiao::read::open;
use huibiao::text::lang::Lang;
use office::paper::Paper;
use serde_json::{Value, json};

fn read(path: &str) -> Paper {
    open(path, &std::fs::read(path).unwrap()).unwrap().paper
}

fn as_json(paper: &Paper) -> Value {
    serde_json::to_value(inspect(paper)).unwrap()
}

#[test]
fn the_blank_form_as_json() {
    let seen = as_json(&read("samples/hz-2025-blank.docx"));
    assert_eq!(seen["tables"].as_array().unwrap().len(), 30);
    assert_eq!(seen["boxes"].as_array().unwrap().len(), 6);
    let table = &seen["tables"][1];
    assert_eq!(
        (&table["index"], &table["inside"], &table["columns"]),
        (&json!(2), &Value::Null, &json!(11))
    );
    assert_eq!(
        table["cells"][1],
        json!({"row": 1, "column": 6, "row_span": 1, "column_span": 2, "text": "中方经费(万元人民币)"})
    );
    assert_eq!(
        seen["paragraphs"][0],
        json!({"index": 1, "text": "2025年度"})
    );
    for text_box in seen["boxes"].as_array().unwrap() {
        for line in text_box["lines"].as_array().unwrap() {
            assert_eq!(line["marks"], json!([]), "{line}");
        }
    }
}

#[test]
fn the_marks_of_a_returned_form() {
    let seen = as_json(&read("samples/returned/海洋学院 调查表（终稿）.docx"));
    let marked: Vec<_> = seen["boxes"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|b| b["lines"].as_array().unwrap())
        .filter(|line| line["marks"] != json!([]))
        .map(|line| (line["text"].as_str().unwrap(), line["marks"].clone()))
        .collect();
    insta::assert_debug_snapshot!(marked);
}

#[test]
fn the_blank_form_drawn() {
    let seen = inspect(&read("samples/hz-2025-blank.docx"));
    let drawn = draw(&seen, Lang::Zh, 100);
    for line in drawn.lines() {
        let width = unicode_width::UnicodeWidthStr::width(line);
        assert!(width <= 100, "{width} columns: {line}");
    }
    insta::assert_snapshot!(drawn);
}

#[test]
fn a_workbook_drawn() {
    let seen = inspect(&read("samples/hz-2025-subtables-blank.xlsx"));
    insta::assert_snapshot!(draw(&seen, Lang::En, 80));
}
