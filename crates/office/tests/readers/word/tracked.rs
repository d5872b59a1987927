//! Tracked changes, in their final view.

use super::document::{free_slots, grid, lines, p, paragraph, r, read, tables, tc, tr};

#[test]
fn insertions_count_and_deletions_do_not() {
    let paper = read(&format!(
        "<w:p>{}<w:ins w:id='1'>{}</w:ins><w:del w:id='2'><w:r><w:delText>c</w:delText></w:r></w:del>\
         <w:moveFrom w:id='3'>{}</w:moveFrom><w:moveTo w:id='4'>{}</w:moveTo></w:p>",
        r("a"),
        r("b"),
        r("d"),
        r("e")
    ));
    assert_eq!(lines(&paper), ["abe"]);
    assert!(paragraph(&paper).tracked);
    assert!(!paragraph(&read(&p("a"))).tracked);
}

#[test]
fn a_deletion_within_an_insertion_is_a_deletion() {
    let paper = read(&format!(
        "<w:p><w:ins>{}<w:del>{}</w:del></w:ins></w:p>",
        r("a"),
        r("b")
    ));
    assert_eq!(lines(&paper), ["a"]);
}

#[test]
fn changes_may_stand_around_paragraphs() {
    let paper = read(&format!(
        "<w:ins>{}</w:ins><w:moveFrom>{}</w:moveFrom>{}",
        p("a"),
        p("b"),
        p("c")
    ));
    assert_eq!(lines(&paper), ["a", "c"]);
    let tracked: Vec<_> = super::document::paragraphs(&paper)
        .iter()
        .map(|p| p.tracked)
        .collect();
    assert_eq!(tracked, [true, false]);
}

#[test]
fn a_paragraph_whose_end_is_deleted_goes_on_in_the_next() {
    let deleted = "<w:pPr><w:pStyle w:val='X'/><w:rPr><w:del w:id='1'/></w:rPr></w:pPr>";
    let paper = read(&format!(
        "<w:p>{deleted}{}</w:p><w:p>{deleted}{}</w:p>{}{}",
        r("a"),
        r("b"),
        p("c"),
        p("d")
    ));
    assert_eq!(lines(&paper), ["abc", "d"]);
    let numbers: Vec<_> = super::document::paragraphs(&paper)
        .iter()
        .map(|p| (p.number, p.tracked))
        .collect();
    assert_eq!(numbers, [(1, true), (2, false)]);
    // Before a table there is nothing to go on with.
    let paper = read(&format!(
        "<w:p>{deleted}{}</w:p><w:tbl>{}</w:tbl>{}",
        r("a"),
        tr(["x"]),
        p("b")
    ));
    assert_eq!(lines(&paper), ["a", "b"]);
}

#[test]
fn rows_and_cells_may_be_inserted_and_deleted() {
    let deleted_row = format!(
        "<w:tr><w:trPr><w:del w:id='1'/></w:trPr><w:tc><w:tbl>{}</w:tbl><w:p/></w:tc></w:tr>",
        tr(["gone"])
    );
    let inserted_row = format!(
        "<w:tr><w:trPr><w:ins w:id='2'/></w:trPr>{}{}</w:tr>",
        tc("", "c"),
        tc("", "d")
    );
    let changed_cells = format!(
        "<w:tr>{}{}{}</w:tr>",
        tc("<w:cellDel w:id='3'/>", "gone"),
        tc("<w:cellIns w:id='4'/>", "e"),
        tc("", "f")
    );
    let paper = read(&format!(
        "<w:tbl>{}{deleted_row}{inserted_row}{changed_cells}</w:tbl>",
        tr(["a", "b"])
    ));
    let all = tables(&paper);
    assert_eq!(all.len(), 1);
    assert_eq!(
        grid(all[0]),
        ["1,1 a", "1,2 b", "2,1 c", "2,2 d", "3,1 e", "3,2 f"]
    );
    assert_eq!((free_slots(all[0]), all[0].tracked), (0, true));
    assert_eq!(paper.remarks, []);
}

#[test]
fn old_properties_in_a_tracked_format_change_do_not_count() {
    let paper = read(
        "<w:tbl><w:tr><w:trPr><w:trPrChange><w:trPr><w:del/><w:gridBefore w:val='3'/></w:trPr></w:trPrChange></w:trPr>\
         <w:tc><w:tcPr><w:tcPrChange><w:tcPr><w:gridSpan w:val='4'/></w:tcPr></w:tcPrChange></w:tcPr>\
         <w:p><w:pPr><w:pPrChange><w:pPr><w:shd w:fill='FF0000'/></w:pPr></w:pPrChange></w:pPr>\
         <w:r><w:rPr><w:rPrChange><w:rPr><w:vanish/><w:color w:val='FF0000'/></w:rPr></w:rPrChange></w:rPr>\
         <w:t>x</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
    );
    let table = tables(&paper)[0];
    assert_eq!(grid(table), ["1,1 x"]);
    let line = table.cells[0].paragraphs().next().unwrap();
    assert_eq!((line.shading, line.spans[0].format.color), (None, None));
}

#[test]
fn a_table_whose_rows_are_all_deleted_is_empty() {
    let paper = read(&format!(
        "<w:tbl><w:tr><w:trPr><w:del/></w:trPr>{}</w:tr></w:tbl>",
        tc("", "gone")
    ));
    let table = tables(&paper)[0];
    assert_eq!((table.rows, table.columns, table.cells.len()), (0, 0, 0));
}

#[test]
fn text_that_is_marked_deleted_alone_is_deleted() {
    assert_eq!(
        lines(&read("<w:p><w:r><w:delText>gone</w:delText></w:r></w:p>")),
        [""]
    );
}
