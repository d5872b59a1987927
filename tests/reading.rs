//! Reading the forms that lie in the repository.
#![allow(clippy::unwrap_used)]

use huibiao::package::Package;
use huibiao::paper::{Block, Paper, Table, TextBox};
use huibiao::word;

fn read(path: &str) -> Paper {
    let bytes = std::fs::read(path).unwrap();
    word::read(&Package::open(&bytes).unwrap()).unwrap()
}

fn walk<'a>(blocks: &'a [Block], tables: &mut Vec<&'a Table>, boxes: &mut Vec<&'a TextBox>) {
    for block in blocks {
        match block {
            Block::Paragraph(p) => {
                for b in &p.boxes {
                    boxes.push(b);
                    walk(&b.blocks, tables, boxes);
                }
            }
            Block::Table(t) => {
                tables.push(t);
                for cell in &t.cells {
                    walk(&cell.blocks, tables, boxes);
                }
            }
        }
    }
}

#[test]
fn the_blank_form_has_30_tables_and_6_boxes() {
    let paper = read("samples/hz-2025-blank.docx");
    let (mut tables, mut boxes) = (Vec::new(), Vec::new());
    walk(&paper.blocks, &mut tables, &mut boxes);
    assert_eq!((tables.len(), boxes.len()), (30, 6));
    assert_eq!(paper.remarks, []);
    assert_eq!(
        paper.properties.producer.as_deref(),
        Some("Microsoft Office Word")
    );
    let funds = &tables[1];
    let cell = funds
        .cells
        .iter()
        .find(|c| (c.row, c.column) == (1, 6))
        .unwrap();
    assert_eq!(cell.text(), "中方经费(万元人民币)");
    assert_eq!((funds.columns, cell.column_span), (11, 2));
}
