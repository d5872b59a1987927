//! The forms that lie in the repository.

use office::package::Package;
use office::paper::Paper;
use office::word;

use super::document::{boxes, free_slots, tables};

fn read(path: &str) -> Paper {
    let bytes = std::fs::read(path).unwrap();
    word::read(&Package::open(&bytes).unwrap()).unwrap()
}

#[test]
fn the_blank_form_has_30_tables_and_6_boxes() {
    let paper = read("../../samples/hz-2025-blank.docx");
    let tables = tables(&paper);
    assert_eq!((tables.len(), boxes(&paper).len()), (30, 6));
    assert_eq!(paper.remarks, []);
    assert_eq!(
        paper.properties.producer.as_deref(),
        Some("Microsoft Office Word")
    );
    let funds = tables[1];
    let cell = funds.cells.iter().find(|c| c.covers(1, 7)).unwrap();
    assert_eq!(cell.text(), "中方经费(万元人民币)");
    assert_eq!((funds.columns, cell.column, cell.column_span), (11, 6, 2));
}

#[test]
fn the_cells_of_each_table_of_the_blank_form_tile_its_grid() {
    for table in tables(&read("../../samples/hz-2025-blank.docx")) {
        assert_eq!(free_slots(table), 0, "table {}", table.number);
    }
}
