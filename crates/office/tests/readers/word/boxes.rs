//! Text boxes, wherever Word puts them.

use super::document::{
    box_lines, boxes, drawn_box, grid, lines, p, r, read, tables, tc, tr, vml_box,
};

#[test]
fn drawn_and_vml_boxes_are_read_and_their_text_is_not_the_paragraphs() {
    for text_box in [drawn_box(&(p("a") + &p("b"))), vml_box(&(p("a") + &p("b")))] {
        let paper = read(&format!("<w:p>{}{text_box}{}</w:p>", r("x"), r("y")));
        assert_eq!(lines(&paper), ["xy"]);
        let boxes = boxes(&paper);
        assert_eq!(boxes.len(), 1);
        assert_eq!((boxes[0].number, box_lines(boxes[0])), (1, vec!["a", "b"]));
    }
}

#[test]
fn an_out_of_date_fallback_is_not_read() {
    let paper = read(&format!(
        "<w:p><mc:AlternateContent><mc:Choice Requires='wps'>{}</mc:Choice>\
         <mc:Fallback>{}</mc:Fallback></mc:AlternateContent></w:p>",
        drawn_box(&p("new")),
        vml_box(&p("old"))
    ));
    let boxes = boxes(&paper);
    assert_eq!(boxes.len(), 1);
    assert_eq!(box_lines(boxes[0]), ["new"]);
}

#[test]
fn each_shape_of_a_group_and_of_a_canvas_is_a_box() {
    let shape = |text| {
        format!(
            "<wps:wsp><wps:txbx><w:txbxContent>{}</w:txbxContent></wps:txbx></wps:wsp>",
            p(text)
        )
    };
    let group = format!(
        "<wpg:wgp>{}<wpg:grpSp>{}</wpg:grpSp></wpg:wgp>",
        shape("a"),
        shape("b")
    );
    let canvas = format!("<wpc:wpc><wpc:bg/>{}{group}</wpc:wpc>", shape("c"));
    let paper = read(&format!(
        "<w:p><w:r><w:drawing><a:graphic>{canvas}</a:graphic></w:drawing></w:r></w:p>"
    ));
    let all: Vec<_> = boxes(&paper)
        .iter()
        .map(|b| box_lines(b).concat())
        .collect();
    assert_eq!(all, ["c", "a", "b"]);
}

#[test]
fn boxes_stand_in_cells_and_hold_tables() {
    let inner = format!("<w:tbl>{}</w:tbl>{}", tr(["in the box"]), p("beside"));
    let paper = read(&format!(
        "<w:tbl><w:tr><w:tc><w:p>{}{}</w:p></w:tc></w:tr></w:tbl>{}",
        r("cell"),
        drawn_box(&inner),
        p("")
    ));
    assert_eq!(grid(tables(&paper)[0]), ["1,1 cell"]);
    assert_eq!(grid(tables(&paper)[1]), ["1,1 in the box"]);
    assert_eq!(box_lines(boxes(&paper)[0]), ["beside"]);
}

#[test]
fn a_box_in_a_box_counts_after_it() {
    let inner = format!("<w:p>{}{}</w:p>", r("outer"), vml_box(&p("inner")));
    let paper = read(&format!(
        "<w:p>{}</w:p>{}",
        vml_box(&inner),
        format_args!("<w:p>{}</w:p>", vml_box(&p("next")))
    ));
    let all: Vec<_> = boxes(&paper)
        .iter()
        .map(|b| (b.number, box_lines(b).concat()))
        .collect();
    assert_eq!(
        all,
        [(1, "outer".into()), (2, "inner".into()), (3, "next".into())]
    );
}

#[test]
fn what_comes_after_a_box_goes_on_as_before_it() {
    let red = "<w:rPr><w:color w:val='FF0000'/></w:rPr>";
    let paper = read(&format!(
        "<w:p><w:r>{red}<w:t>a</w:t><w:pict><v:textbox><w:txbxContent>{}</w:txbxContent></v:textbox></w:pict><w:t>b</w:t></w:r></w:p>",
        p("plain")
    ));
    let line = super::document::paragraph(&paper);
    assert_eq!((line.text.as_str(), line.spans.len()), ("ab", 1));
    let inner = boxes(&paper)[0].lines().next().unwrap();
    assert_eq!(inner.spans[0].format.color, None);
}

#[test]
fn a_box_in_deleted_text_is_deleted() {
    let paper = read(&format!(
        "<w:p><w:del>{}</w:del></w:p>",
        drawn_box(&p("gone"))
    ));
    assert!(boxes(&paper).is_empty());
}

#[test]
fn a_box_may_stand_in_a_cell_that_spans() {
    let cell = tc("<w:gridSpan w:val='3'/>", "x")
        .replace("<w:p>", &format!("<w:p>{}", drawn_box(&p("b"))));
    let paper = read(&format!("<w:tbl><w:tr>{cell}</w:tr></w:tbl>"));
    assert_eq!(grid(tables(&paper)[0]), ["1,1 1x3 x"]);
}
