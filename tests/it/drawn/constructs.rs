//! One thing a test: how it looks in a drawing.

use huibiao::report::draw::paper;
use huibiao::text::lang::Lang;

use super::{lost, of_bytes};
use crate::tagged::document;

/// A document of this body, drawn; none of its text is lost.
fn drawn(body: &str) -> String {
    let traced = of_bytes(&document(body));
    let html = paper(&traced, Lang::En);
    assert_eq!(lost(&traced, &html), Vec::<String>::new());
    html
}

fn run(properties: &str, text: &str) -> String {
    format!("<w:r><w:rPr>{properties}</w:rPr><w:t xml:space=\"preserve\">{text}</w:t></w:r>")
}

#[test]
fn marks_of_letters() {
    let looks = [
        ("<w:b/>", "bold"),
        ("<w:i/><w:u w:val=\"single\"/>", "slanted"),
        ("<w:strike/>", "struck"),
        ("<w:color w:val=\"C00000\"/>", "red"),
        ("<w:color w:val=\"FFFFFF\"/>", "white"),
        ("<w:highlight w:val=\"yellow\"/>", "marked"),
        ("<w:shd w:val=\"clear\" w:fill=\"000080\"/>", "shaded"),
        ("<w:vertAlign w:val=\"superscript\"/>", "raised"),
        ("<w:sz w:val=\"44\"/>", "large"),
        ("<w:bdr w:val=\"single\" w:sz=\"4\"/>", "framed"),
    ];
    let body: String = looks.iter().map(|(look, text)| run(look, text)).collect();
    insta::assert_snapshot!(drawn(&format!(
        "<w:p>{body}<w:r><w:t>plain plain plain plain plain plain</w:t></w:r></w:p>"
    )));
}

#[test]
fn merged_and_nested_cells() {
    let cell = |properties: &str, blocks: &str| {
        format!("<w:tc><w:tcPr>{properties}</w:tcPr>{blocks}</w:tc>")
    };
    let p = |text: &str| format!("<w:p>{}</w:p>", run("", text));
    let inner = format!("<w:tbl><w:tr>{}</w:tr></w:tbl>", cell("", &p("inner")));
    let body = format!(
        "<w:tbl><w:tr>{}{}</w:tr><w:tr>{}{}{}</w:tr></w:tbl>",
        cell("<w:vMerge w:val=\"restart\"/>", &p("down")),
        cell(
            "<w:gridSpan w:val=\"2\"/><w:shd w:val=\"clear\" w:fill=\"FFFF00\"/>",
            &p("across")
        ),
        cell("<w:vMerge/>", "<w:p/>"),
        cell("", &format!("{}{inner}<w:p/>", p("around"))),
        cell("", "<w:p><w:pPr><w:jc w:val=\"center\"/></w:pPr></w:p>"),
    );
    insta::assert_snapshot!(drawn(&body));
}

#[test]
fn rows_that_begin_and_end_off_the_grid() {
    let tc = "<w:tc><w:p><w:r><w:t>x</w:t></w:r></w:p></w:tc>";
    let body = format!(
        "<w:tbl><w:tr>{tc}{tc}{tc}</w:tr><w:tr><w:trPr><w:gridBefore w:val=\"1\"/><w:gridAfter w:val=\"1\"/></w:trPr>{tc}</w:tr></w:tbl>"
    );
    insta::assert_snapshot!(drawn(&body));
}

#[test]
fn hidden_rows_of_a_sheet_and_what_the_reader_noticed() {
    let traced = super::traced("samples/returned/材料学院（子表）.xlsx");
    let html = paper(&traced, Lang::En);
    assert!(html.contains("<h3 class=\"wd\">Sheet “"), "{html}");
    assert!(html.contains("tabindex=\"0\""));
}

#[test]
fn tracked_changes_show_what_was_put_in_and_what_was_taken_out() {
    let t = |text: &str| run("", text);
    let gone = |text: &str| {
        format!(
            "<w:del w:id=\"1\" w:author=\"a\"><w:r><w:delText xml:space=\"preserve\">{text}</w:delText></w:r></w:del>"
        )
    };
    let put = |text: &str| format!("<w:ins w:id=\"2\" w:author=\"a\">{}</w:ins>", t(text));
    let tc = |text: &str| format!("<w:tc><w:p>{}</w:p></w:tc>", t(text));
    let tr = |changed: &str, cells: &str| format!("<w:tr><w:trPr>{changed}</w:trPr>{cells}</w:tr>");
    let body = format!(
        "<w:p>{}{}{}{}{}</w:p><w:tbl>{}{}{}</w:tbl><w:p>{}</w:p>",
        t("before "),
        gone("12"),
        put("21"),
        put(" and"),
        t(" after"),
        tr("", &(tc("a") + &tc("b"))),
        tr("<w:del w:id=\"3\" w:author=\"a\"/>", &(tc("c") + &tc("d"))),
        tr("", &(tc("e") + &tc("f"))),
        gone("all of it"),
    );
    insta::assert_snapshot!(drawn(&body));
}

#[test]
fn columns_are_as_wide_as_the_form_has_them() {
    let tc = |text: &str| format!("<w:tc><w:p>{}</w:p></w:tc>", run("", text));
    let grid = "<w:tblGrid><w:gridCol w:w=\"1000\"/><w:gridCol w:w=\"3000\"/></w:tblGrid>";
    insta::assert_snapshot!(drawn(&format!(
        "<w:tbl>{grid}<w:tr>{}{}</w:tr></w:tbl>",
        tc("a"),
        tc("b")
    )));
}

#[test]
fn boxes_labels_notes_and_hidden_text() {
    let body = format!(
        "<w:p>{}{}<w:r><w:pict><v:textbox xmlns:v=\"urn:schemas-microsoft-com:vml\"><w:txbxContent>\
         <w:p>{}</w:p><w:p>{}</w:p></w:txbxContent></v:textbox></w:pict></w:r></w:p>",
        run("", "choose"),
        run("<w:vanish/>", "not to be seen"),
        run("", "□ one"),
        run("<w:shd w:val=\"clear\" w:fill=\"92D050\"/>", "☑ two"),
    );
    insta::assert_snapshot!(drawn(&body));
}

#[test]
fn white_letters_in_a_dark_cell_stay_white() {
    let tc = format!(
        "<w:tc><w:tcPr><w:shd w:val=\"clear\" w:fill=\"1F4E79\"/></w:tcPr><w:p>{}</w:p></w:tc>",
        run("<w:color w:val=\"FFFFFF\"/>", "white on blue")
    );
    let html = drawn(&format!("<w:tbl><w:tr>{tc}</w:tr></w:tbl>"));
    assert!(
        html.contains("<span class=\"cfff\">white on blue</span>"),
        "{html}"
    );
}

#[test]
fn a_binary_form_is_drawn_as_well() {
    let traced = super::traced("tests/it/returned/legacy/化学工程学院.doc");
    let html = paper(&traced, Lang::Zh);
    assert_eq!(lost(&traced, &html), Vec::<String>::new());
}
