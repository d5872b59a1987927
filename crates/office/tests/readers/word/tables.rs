//! Tables: spans, merges, rows off the edge, tables in tables.

use office::paper::{Place, RemarkKind, Rgb};

use super::document::{Document, boxes, drawn_box, free_slots, grid, p, read, tables, tc, tr};

#[test]
fn cells_span_columns_and_merge_down() {
    let paper = read(&format!(
        "<w:tbl><w:tblGrid/><w:tr>{}{}{}</w:tr><w:tr>{}{}{}</w:tr><w:tr>{}{}{}</w:tr></w:tbl>",
        tc("<w:gridSpan w:val='2'/>", "a"),
        tc("<w:vMerge w:val='restart'/>", "b"),
        tc("", "c"),
        tc("<w:gridSpan w:val='2'/>", "d"),
        tc("<w:vMerge/>", ""),
        tc("", "e"),
        tc("<w:gridSpan w:val='2'/>", "f"),
        // Spelled out, as some writers do.
        tc("<w:vMerge w:val='continue'/>", ""),
        tc("", "g"),
    ));
    let table = tables(&paper)[0];
    assert_eq!(
        grid(table),
        [
            "1,1 1x2 a",
            "1,3 3x1 b",
            "1,4 c",
            "2,1 1x2 d",
            "2,4 e",
            "3,1 1x2 f",
            "3,4 g"
        ]
    );
    assert_eq!((table.rows, table.columns, free_slots(table)), (3, 4, 0));
    assert_eq!(paper.remarks, []);
}

#[test]
fn a_cell_that_has_nothing_to_go_on_with_stands_alone() {
    let paper = read(&format!(
        "<w:tbl><w:tr>{}{}</w:tr><w:tr>{}{}</w:tr><w:tr>{}{}</w:tr></w:tbl>",
        tc("<w:vMerge/>", "first row"),
        tc("", "x"),
        tc("<w:vMerge/>", ""),
        tc("<w:vMerge/>", "above is plain"),
        tc("<w:gridSpan w:val='2'/><w:vMerge/>", "other width"),
        "",
    ));
    assert_eq!(
        grid(tables(&paper)[0]),
        [
            "1,1 2x1 first row",
            "1,2 x",
            "2,2 above is plain",
            "3,1 1x2 other width"
        ]
    );
}

#[test]
fn text_under_a_merge_is_remarked() {
    let paper = read(&format!(
        "<w:tbl><w:tr>{}</w:tr><w:tr>{}</w:tr></w:tbl>",
        tc("<w:vMerge w:val='restart'/>", "shown"),
        tc("<w:vMerge/>", "not shown"),
    ));
    assert_eq!(grid(tables(&paper)[0]), ["1,1 2x1 shown"]);
    assert_eq!(paper.remarks.len(), 1);
    assert_eq!(
        paper.remarks[0].kind,
        RemarkKind::Covered {
            text: "not shown".into()
        }
    );
    let place = Place::Cell {
        table: 1,
        row: 2,
        column: 1,
    };
    assert_eq!(paper.remarks[0].place, place);
}

#[test]
fn what_a_merge_covers_keeps_its_tables_and_boxes() {
    let inner = format!(
        "<w:tc><w:tcPr><w:vMerge/></w:tcPr><w:tbl>{}</w:tbl><w:p>{}</w:p></w:tc>",
        tr(["inner"]),
        drawn_box(&p("boxed"))
    );
    let paper = read(&format!(
        "<w:tbl><w:tr>{}</w:tr><w:tr>{inner}</w:tr></w:tbl>",
        tc("<w:vMerge w:val='restart'/>", "outer"),
    ));
    let all = tables(&paper);
    assert_eq!(grid(all[1]), ["1,1 inner"]);
    assert_eq!(all[1].inside, Some(1));
    assert_eq!(boxes(&paper).len(), 1);
}

#[test]
fn h_merge_joins_cells_across() {
    let paper = read(&format!(
        "<w:tbl><w:tr>{}{}{}</w:tr><w:tr>{}{}{}</w:tr></w:tbl>",
        tc(
            "<w:hMerge w:val='restart'/><w:vMerge w:val='restart'/>",
            "a"
        ),
        tc("<w:hMerge/><w:vMerge w:val='restart'/>", ""),
        tc("", "b"),
        tc("<w:hMerge w:val='restart'/><w:vMerge/>", ""),
        tc("<w:hMerge w:val='continue'/><w:vMerge/>", ""),
        tc("", "c"),
    ));
    assert_eq!(grid(tables(&paper)[0]), ["1,1 2x2 a", "1,3 b", "2,3 c"]);
}

#[test]
fn h_merge_loses_no_text() {
    let paper = read(&format!(
        "<w:tbl><w:tr>{}{}</w:tr></w:tbl>",
        tc("<w:hMerge w:val='restart'/>", "a"),
        tc("<w:hMerge/>", "b"),
    ));
    assert_eq!(grid(tables(&paper)[0]), ["1,1 1x2 a\nb"]);
}

#[test]
fn rows_may_begin_and_end_off_the_edge() {
    let paper = read(&format!(
        "<w:tbl>{}<w:tr><w:trPr><w:gridBefore w:val='1'/><w:gridAfter w:val='1'/></w:trPr>{}</w:tr></w:tbl>",
        tr(["a", "b", "c"]),
        tc("", "d"),
    ));
    let table = tables(&paper)[0];
    assert_eq!(grid(table), ["1,1 a", "1,2 b", "1,3 c", "2,2 d"]);
    assert_eq!((table.columns, free_slots(table)), (3, 2));
    assert_eq!(paper.remarks, []);
}

#[test]
fn uneven_rows_are_remarked() {
    let paper = read(&format!("<w:tbl>{}{}</w:tbl>", tr(["a", "b"]), tr(["c"])));
    assert_eq!(paper.remarks.len(), 1);
    assert_eq!(paper.remarks[0].kind, RemarkKind::UnevenRow);
    let place = Place::Cell {
        table: 1,
        row: 2,
        column: 1,
    };
    assert_eq!(paper.remarks[0].place, place);
}

#[test]
fn tables_nest_and_count_in_document_order() {
    let inner = |text| format!("<w:tbl>{}</w:tbl>", tr([text]));
    let paper = read(&format!(
        "<w:tbl><w:tr><w:tc>{}{}{}</w:tc><w:tc>{}</w:tc></w:tr></w:tbl>{}{}",
        p("outer"),
        inner("first"),
        p("after"),
        inner("second"),
        p(""),
        inner("third")
    ));
    let all = tables(&paper);
    let short: Vec<_> = all.iter().map(|t| (t.number, t.inside)).collect();
    assert_eq!(short, [(1, None), (2, Some(1)), (3, Some(1)), (4, None)]);
    assert_eq!(grid(all[0]), ["1,1 outer\nafter", "1,2 "]);
    assert_eq!(grid(all[3]), ["1,1 third"]);
}

#[test]
fn the_properties_of_a_cell_are_not_those_of_a_table_in_it() {
    let inner = format!(
        "<w:tbl><w:tr>{}</w:tr></w:tbl>",
        tc("<w:gridSpan w:val='5'/>", "x")
    );
    let paper = read(&format!(
        "<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val='2'/></w:tcPr>{inner}{}</w:tc>{}</w:tr></w:tbl>",
        p(""),
        tc("", "b"),
    ));
    assert_eq!(grid(tables(&paper)[0]), ["1,1 1x2 ", "1,3 b"]);
}

#[test]
fn absurd_spans_are_cut() {
    let paper = read(&format!(
        "<w:tbl><w:tr><w:trPr><w:gridBefore w:val='-7'/></w:trPr>{}{}</w:tr></w:tbl>",
        tc("<w:gridSpan w:val='4294967296'/>", "wide"),
        tc("", "beyond"),
    ));
    let table = tables(&paper)[0];
    assert_eq!(grid(table), ["1,1 1x1000 wide"]);
    assert_eq!(table.columns, 1000);
    assert_eq!(paper.remarks[0].kind, RemarkKind::BeyondBounds);
}

#[test]
fn cells_are_shaded_directly_or_by_the_tables_style() {
    let cell = tc("<w:shd w:val='clear' w:fill='FF0000'/>", "");
    let auto = tc("<w:shd w:val='clear' w:color='auto' w:fill='auto'/>", "");
    let paper = Document::of(&format!(
        "<w:tbl><w:tblPr><w:tblStyle w:val='T'/></w:tblPr><w:tr>{cell}{auto}{}</w:tr></w:tbl>",
        tc("", "")
    ))
    .styles(
        "<w:style w:type='table' w:styleId='T'><w:tcPr>\
         <w:shd w:val='clear' w:fill='00FF00'/></w:tcPr></w:style>",
    )
    .read();
    let shades: Vec<_> = tables(&paper)[0].cells.iter().map(|c| c.shading).collect();
    assert_eq!(shades, [Some(Rgb(255, 0, 0)), None, Some(Rgb(0, 255, 0))]);
}

#[test]
fn a_table_in_a_paragraph_follows_it() {
    let paper = read(&format!(
        "<w:p>{}<w:tbl>{}</w:tbl>{}</w:p>",
        super::document::r("a"),
        tr(["x"]),
        super::document::r("b")
    ));
    assert_eq!(super::document::lines(&paper), ["ab"]);
    assert_eq!(grid(tables(&paper)[0]), ["1,1 x"]);
}
