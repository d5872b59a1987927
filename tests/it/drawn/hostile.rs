//! Forms that mean harm to who looks at them.

use huibiao::report::draw::paper;
use huibiao::text::lang::Lang;

use super::{lost, of_bytes, text_of};
use crate::tagged::document;

const MARKUP: &str = "</p><script>alert(1)</script><img src=x onerror=alert(1)>&\"'";

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

#[test]
fn markup_in_a_form_stays_text() {
    let typed = escaped(MARKUP);
    let run = format!("<w:r><w:t>{typed}</w:t></w:r>");
    let body = format!(
        "<w:p>{run}</w:p>\
         <w:p><w:r><w:rPr><w:color w:val=\"FF0000\"/><w:highlight w:val=\"yellow\"/></w:rPr><w:t>{typed}</w:t></w:r></w:p>\
         <w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>{typed}</w:t></w:r></w:p>\
         <w:tbl><w:tr><w:tc><w:p>{run}</w:p></w:tc><w:tc><w:p>{run}{run}</w:p><w:p>{run}</w:p></w:tc></w:tr></w:tbl>"
    );
    let traced = of_bytes(&document(&body));
    for lang in [Lang::Zh, Lang::En] {
        let html = paper(&traced, lang);
        assert_eq!(lost(&traced, &html), Vec::<String>::new());
        assert!(
            !html.contains("<script") && !html.contains("<img"),
            "{html}"
        );
        let page = roxmltree::Document::parse(&html).unwrap();
        assert_eq!(
            text_of(page.root_element()).matches(MARKUP).count(),
            7,
            "{html}"
        );
        let known = [
            "div", "p", "span", "table", "tr", "td", "i", "a", "section", "h3", "ul", "li", "q",
            "sup",
        ];
        for node in page.descendants().filter(|n| n.is_element()) {
            assert!(known.contains(&node.tag_name().name()), "{node:?}");
            for attribute in node.attributes() {
                let name = attribute.name();
                let known = [
                    "id",
                    "class",
                    "title",
                    "href",
                    "role",
                    "aria-label",
                    "data-path",
                    "data-made",
                    "rowspan",
                    "colspan",
                    "tabindex",
                ];
                assert!(known.contains(&name), "{name}");
            }
        }
    }
}

#[test]
fn characters_that_are_commands_are_shown_and_not_carried_out() {
    let body = "<w:p><w:r><w:t>exe.\u{202e}xcod</w:t></w:r></w:p>";
    let html = paper(&of_bytes(&document(body)), Lang::Zh);
    assert!(
        !html.contains('\u{202e}') && html.contains("\\u{202e}"),
        "{html}"
    );
}

#[test]
fn a_workbook_of_many_cells_gives_a_page_that_says_where_it_ends() {
    let rows = 30_000;
    let mut text = String::new();
    for row in 0..rows {
        for column in 0..8 {
            text.push_str(&format!("{row}-{column},"));
        }
        text.push('\n');
    }
    let traced = crate::returned::reader().trace("大表.csv", text.as_bytes());
    let cells: usize = traced.paper.placed().len();
    assert!(cells >= rows * 8, "{cells}");
    let html = paper(&traced, Lang::Zh);
    assert!(html.len() < 12 << 20, "{}", html.len());
    assert!(html.contains("页面到此为止"));
    roxmltree::Document::parse(&html).unwrap();
}

#[test]
fn one_cell_far_away_is_no_page_of_empty_cells() {
    let mut text = "甲,乙\n".to_owned();
    text.push_str(&"\n".repeat(150));
    text.push_str("远,处\n");
    let traced = crate::returned::reader().trace("远.csv", text.as_bytes());
    let html = paper(&traced, Lang::Zh);
    assert!(html.len() < 3000, "{}: {html}", html.len());
    assert!(html.contains("150 个空行"), "{html}");
}
