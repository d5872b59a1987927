//! Content controls: prompts, check boxes, choices.

use office::paper::SpanKind;

use super::document::{lines, p, paragraph, r, read, tables, tc};

fn control(properties: &str, content: &str) -> String {
    format!("<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>")
}

#[test]
fn a_prompt_is_no_answer() {
    let prompt = control("<w:text/><w:showingPlcHdr/>", &r("单击此处输入文字"));
    let paper = read(&format!("<w:p>{}{prompt}{}</w:p>", r("姓名："), r("。")));
    let line = paragraph(&paper);
    assert_eq!(line.text, "姓名：单击此处输入文字。");
    assert_eq!(line.answer(), "姓名：。");
    let off = control("<w:showingPlcHdr w:val='false'/>", &r("张三"));
    assert_eq!(
        paragraph(&read(&format!("<w:p>{off}</w:p>"))).answer(),
        "张三"
    );
}

#[test]
fn a_prompt_may_be_a_paragraph_or_a_whole_cell() {
    let prompt = "<w:showingPlcHdr/>";
    let paper = read(&control(prompt, &p("选择一项")));
    assert_eq!(paragraph(&paper).answer(), "");
    let row = format!(
        "<w:tr>{}{}</w:tr>",
        control(prompt, &tc("", "选择日期")),
        tc("", "x")
    );
    let paper = read(&format!("<w:tbl>{row}</w:tbl>"));
    let cells = &tables(&paper)[0].cells;
    assert_eq!((&*cells[0].text(), &*cells[0].answer()), ("选择日期", ""));
    assert!(cells[0].is_blank());
    assert_eq!(cells[1].answer(), "x");
}

#[test]
fn a_control_within_a_prompt_speaks_for_itself() {
    let inner = control("<w:text/>", &r("答"));
    let outer = control(
        "<w:showingPlcHdr/>",
        &format!("{}{inner}{}", r("问"), r("问")),
    );
    assert_eq!(
        paragraph(&read(&format!("<w:p>{outer}</w:p>"))).answer(),
        "答"
    );
}

#[test]
fn choices_and_dates_give_what_they_show() {
    let list = "<w:dropDownList w:lastValue='2'><w:listItem w:displayText='甲' w:value='1'/>\
                <w:listItem w:displayText='乙' w:value='2'/></w:dropDownList>";
    let date =
        "<w:date w:fullDate='2025-03-05T00:00:00Z'><w:dateFormat w:val='yyyy年M月d日'/></w:date>";
    let paper = read(&format!(
        "<w:p>{}{}</w:p>",
        control(list, &r("乙")),
        control(date, &r("2025年3月5日"))
    ));
    assert_eq!(lines(&paper), ["乙2025年3月5日"]);
}

#[test]
fn check_boxes_carry_their_state() {
    let check = |state: &str, glyph| {
        let properties = format!("<w14:checkbox><w14:checked w14:val='{state}'/></w14:checkbox>");
        control(&properties, &r(glyph))
    };
    let paper = read(&format!(
        "<w:p>{}{}{}{}</w:p>",
        check("1", "☒"),
        r("是"),
        check("0", "☐"),
        r("否")
    ));
    let line = paragraph(&paper);
    assert_eq!(line.text, "☒是☐否");
    let kinds: Vec<_> = line.pieces().map(|(t, s)| (t, s.kind)).collect();
    assert_eq!(
        kinds,
        [
            ("☒", SpanKind::CheckBox(true)),
            ("是", SpanKind::Text),
            ("☐", SpanKind::CheckBox(false)),
            ("否", SpanKind::Text),
        ]
    );
}
