//! What stands beside a sheet's cells: notes, comments, and what number formats add to numbers.

use office::paper::{Aside, RemarkKind};

use super::*;

/// The notes of a paper: where, what about, what they say.
fn notes(paper: &Paper) -> Vec<(String, String, String)> {
    let note = |remark: &office::paper::Remark| match &remark.kind {
        RemarkKind::Aside {
            aside: Aside::Comment,
            text,
            about,
            ..
        } => Some((remark.place.to_string(), about.clone(), text.clone())),
        _ => None,
    };
    paper.remarks.iter().filter_map(note).collect()
}

#[test]
fn notes_at_cells_are_read() {
    let paper = one_sheet(|sheet| {
        sheet.write_string(1, 0, "李海").unwrap();
        let note = Note::new("已离校").set_author("张三");
        sheet.insert_note(1, 0, &note).unwrap();
        let note = Note::new("应为12").set_author("张三");
        sheet.insert_note(4, 2, &note).unwrap();
        // Excel begins a note with its author's name.
        let empty = Note::new("张三:")
            .set_author("张三")
            .add_author_prefix(false);
        sheet.insert_note(6, 0, &empty).unwrap();
    });
    let notes = notes(&paper);
    assert_eq!(notes.len(), 2, "{notes:?}");
    assert!(
        notes[0].2.contains("已离校") && notes[0].1 == "李海",
        "{notes:?}"
    );
    assert!(
        notes[1].2.contains("应为12") && notes[1].0.contains("C5"),
        "{notes:?}"
    );
}

#[test]
fn a_thread_is_read_once() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_string(0, 0, "李海").unwrap();
    let older = Note::new("[线程批注] 此版本不能显示").set_author("tc={1}");
    sheet
        .insert_note(0, 0, &older.add_author_prefix(false))
        .unwrap();
    let bytes = book.save_to_buffer().unwrap();
    let bytes = rezip(&bytes, |name, content| match name {
        "xl/worksheets/_rels/sheet1.xml.rels" => {
            let text = String::from_utf8(content).unwrap();
            let thread = "<Relationship Id=\"t1\" Type=\"http://schemas.microsoft.com/office/2017/10/relationships/threadedComment\" Target=\"../media/thread.xml\"/></Relationships>";
            text.replace("</Relationships>", thread).into_bytes()
        }
        _ => content,
    });
    let mut zip = zip::ZipWriter::new_append(Cursor::new(bytes)).unwrap();
    zip.start_file(
        "xl/media/thread.xml",
        zip::write::SimpleFileOptions::default(),
    )
    .unwrap();
    zip.write_all("<ThreadedComments><threadedComment ref=\"A1\" id=\"{1}\"><text>已离校</text></threadedComment><threadedComment ref=\"A1\" id=\"{2}\" parentId=\"{1}\"><text>是的</text></threadedComment></ThreadedComments>".as_bytes()).unwrap();
    let bytes = zip.finish().unwrap().into_inner();
    let paper = sheet::read(&bytes, FileKind::Workbook).unwrap();
    let said: Vec<String> = notes(&paper).into_iter().map(|n| n.2).collect();
    assert_eq!(said, ["已离校", "是的"]);
}

#[test]
fn what_number_formats_add_is_read_as_shown() {
    let paper = one_sheet(|sheet| {
        for (row, (value, code)) in [
            (7_563_668_000.0, "00000000000"),
            (86.0, "\"甲-\"0000"),
            (12.6, "\"约\"0"),
            (12.0, "0\"人\""),
            (125_000.0, "0\\.0,"),
        ]
        .into_iter()
        .enumerate()
        {
            let format = Format::new().set_num_format(code);
            sheet
                .write_number_with_format(row as u32, 0, value, &format)
                .unwrap();
        }
        let format = Format::new().set_num_format("\"甲-\"@");
        sheet
            .write_string_with_format(5, 0, "0086", &format)
            .unwrap();
    });
    let texts: Vec<String> = tables(&paper)
        .flat_map(|t| &t.cells)
        .map(|cell| cell.text().into_owned())
        .collect();
    let expected = [
        "07563668000",
        "甲-0086",
        "约12.6",
        "12",
        "125000",
        "甲-0086",
    ];
    assert_eq!(texts, expected);
    let shown = "12.5".to_owned();
    assert_eq!(paper.remarks.len(), 1);
    assert_eq!(paper.remarks[0].kind, RemarkKind::Scaled { shown });
}

#[test]
fn what_is_drawn_over_a_sheet_is_told_of_where_it_lies() {
    use rust_xlsxwriter::{Chart, ChartType, Shape};
    let paper = one_sheet(|sheet| {
        sheet.write_string(0, 0, "姓名").unwrap();
        sheet.write_number(1, 0, 12).unwrap();
        sheet.insert_shape(1, 0, &Shape::textbox()).unwrap();
        let mut chart = Chart::new(ChartType::Bar);
        chart.add_series().set_values("表!$A$2:$A$2");
        sheet.insert_chart(4, 2, &chart).unwrap();
    });
    let drawn = paper.remarks.iter().filter_map(|r| match &r.kind {
        RemarkKind::Drawn { kind } => Some((kind.name(), r.place.to_string())),
        _ => None,
    });
    let drawn: Vec<_> = drawn.collect();
    assert_eq!(drawn.len(), 2, "{drawn:?}");
    assert!(
        drawn
            .iter()
            .any(|(kind, place)| *kind == "chart" && place.contains("C5")),
        "{drawn:?}"
    );
}

#[test]
fn signs_in_a_number_format_are_read_as_shown() {
    let paper = one_sheet(|sheet| {
        for (row, format) in ["\"≥\"0", "0\"+\"", "\"~\"0", "0\"人\"", "0"]
            .iter()
            .enumerate()
        {
            let look = rust_xlsxwriter::Format::new().set_num_format(*format);
            sheet
                .write_number_with_format(row as u32, 0, 10, &look)
                .unwrap();
        }
    });
    let texts: Vec<Option<String>> = (1..=5).map(|row| at(&paper, "表", row, 1)).collect();
    let shown = ["≥10", "10+", "~10", "10", "10"].map(|t| Some(t.to_owned()));
    assert_eq!(texts, shown);
}
