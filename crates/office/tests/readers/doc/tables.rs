//! Tables: rows by their marks, columns by the edges of their cells.

use office::paper::{Block, RemarkKind};

use super::builder::{Doc, Para, row_end, sprm};
use super::{cells, lines, read, tables};

/// In a table.
fn inside() -> Vec<u8> {
    sprm(0x2416, &[1])
}

fn cell(text: &str) -> Para<'_> {
    Para::with(text, &inside())
}

fn end<'t>(edges: &[i16], flags: &[u16]) -> Para<'t> {
    Para::with("\u{7}", &row_end(edges, flags))
}

#[test]
fn columns_are_where_edges_of_rows_meet() {
    let paper = read(&Doc::of(vec![
        cell("项目\u{7}"),
        cell("金额\u{7}"),
        end(&[-108, 2000, 4000], &[]),
        cell("一\u{7}"),
        cell("1\u{7}"),
        cell("2\u{7}"),
        // A twip off, and a line of its own.
        end(&[-107, 2001, 3000, 4000], &[]),
        cell("合计\r二\u{7}"),
        end(&[-108, 4000], &[]),
        Para::of("后\r"),
    ]));
    let table = tables(&paper.blocks)[0];
    assert_eq!((table.rows, table.columns), (3, 3));
    let own = |row, column, span, text: &str| (row, column, 1, span, text.to_owned());
    assert_eq!(
        cells(table),
        [
            own(1, 1, 1, "项目"),
            own(1, 2, 2, "金额"),
            own(2, 1, 1, "一"),
            own(2, 2, 1, "1"),
            own(2, 3, 1, "2"),
            own(3, 1, 3, "合计\n二"),
        ]
    );
    assert_eq!(lines(&paper), ["后"]);
    assert!(paper.remarks.is_empty());
}

#[test]
fn merges_go_down_and_across() {
    let paper = read(&Doc::of(vec![
        cell("类\u{7}"),
        cell("甲\u{7}"),
        cell("乙\u{7}"),
        end(&[0, 100, 200, 300], &[0x60, 1, 2]),
        cell("遮\u{7}"),
        cell("丙\u{7}"),
        cell("丁\u{7}"),
        end(&[0, 100, 200, 300], &[0x20, 0, 0]),
    ]));
    let table = tables(&paper.blocks)[0];
    let texts: Vec<_> = cells(table);
    assert_eq!(texts[0], (1, 1, 2, 1, "类".to_owned()));
    assert_eq!(texts[1], (1, 2, 1, 2, "甲\n乙".to_owned()));
    assert_eq!(texts[2], (2, 2, 1, 1, "丙".to_owned()));
    let covered = RemarkKind::Covered {
        text: "遮".to_owned(),
    };
    assert!(paper.remarks.iter().any(|r| r.kind == covered));
}

#[test]
fn rows_may_be_defined_in_the_data() {
    let list = row_end(&[0, 500, 1000], &[]);
    let mut data = vec![9; 5];
    data.extend((list.len() as u16).to_le_bytes());
    data.extend(&list);
    let mut document = Doc::of(vec![
        cell("a\u{7}"),
        cell("b\u{7}"),
        Para::with("\u{7}", &sprm(0x6646, &5u32.to_le_bytes())),
    ]);
    document.data = data;
    let paper = read(&document);
    assert_eq!(tables(&paper.blocks)[0].columns, 2);
}

#[test]
fn a_table_stands_in_a_cell() {
    let inner = |last: u16| {
        [
            inside(),
            sprm(0x6649, &2u32.to_le_bytes()),
            sprm(last, &[1]),
        ]
        .concat()
    };
    let mut end_inner = inner(0x244c);
    let mut definition = row_end(&[0, 100], &[]);
    end_inner.append(&mut definition.split_off(6));
    let paper = read(&Doc::of(vec![
        Para::with("里\r", &inner(0x244b)),
        Para::with("\r", &end_inner),
        cell("外\u{7}"),
        end(&[0, 1000], &[]),
    ]));
    let outer = tables(&paper.blocks)[0];
    assert_eq!(outer.cells[0].text(), "外");
    let [Block::Table(inner), Block::Paragraph(_)] = outer.cells[0].blocks.as_slice() else {
        panic!("{:?}", outer.cells[0].blocks)
    };
    assert_eq!((inner.number, inner.inside), (2, Some(1)));
    assert_eq!(inner.cells[0].text(), "里");
}

#[test]
fn a_row_without_an_end_is_read_and_said() {
    let paper = read(&Doc::of(vec![
        cell("a\u{7}"),
        cell("b\u{7}"),
        end(&[0, 100, 200], &[]),
        cell("c\u{7}"),
        cell("d\u{7}"),
    ]));
    let table = tables(&paper.blocks)[0];
    assert_eq!(cells(table)[3], (2, 2, 1, 1, "d".to_owned()));
    assert!(paper.remarks.iter().any(|r| r.kind == RemarkKind::Damaged));
}

#[test]
fn a_deleted_row_is_no_row() {
    let mut gone = end(&[0, 100], &[]);
    gone.runs[0].sprms = sprm(0x0800, &[1]);
    let paper = read(&Doc::of(vec![
        cell("a\u{7}"),
        gone,
        cell("b\u{7}"),
        end(&[0, 100], &[]),
    ]));
    let table = tables(&paper.blocks)[0];
    assert_eq!(cells(table), [(1, 1, 1, 1, "b".to_owned())]);
    assert!(table.tracked);
}
