//! Workbooks as other systems export them: separated text, HTML tables, Excel 2003 XML, each under
//! any name.

use office::paper::RemarkKind;

use super::*;

/// The texts of a paper, by table and row.
fn rows(paper: &Paper) -> Vec<Vec<String>> {
    let mut out: Vec<Vec<String>> = Vec::new();
    for table in tables(paper) {
        for row in 1..=table.rows {
            let cells = table.cells.iter().filter(|c| c.row == row);
            out.push(cells.map(|c| c.text().into_owned()).collect());
        }
    }
    out
}

/// The text in each encoding that it may come in.
fn encoded(text: &str) -> [Vec<u8>; 4] {
    let utf16 = |mark: &[u8]| {
        let units = text.encode_utf16().flat_map(u16::to_le_bytes);
        mark.iter().copied().chain(units).collect()
    };
    let gbk = encoding_rs::GBK.encode(text).0.into_owned();
    [
        text.as_bytes().to_vec(),
        gbk,
        utf16(b"\xff\xfe"),
        utf16(b""),
    ]
}

#[test]
fn text_and_html_are_read_under_any_workbook_s_name() {
    let text = "市\t人次\n北京市\t3\n";
    let html = "<html><head><title>导出</title></head><body><h1>表一</h1>\
        <TABLE border=1><tr><th>市<th>人次</tr><tr><td>北京<br>市&nbsp;<td x:num=\"3.25\">3.3</table></body></html>";
    for promised in [
        FileKind::Workbook,
        FileKind::LegacyWorkbook,
        FileKind::TextTable,
    ] {
        for bytes in encoded(text) {
            let paper = sheet::read(&bytes, promised).unwrap();
            assert_eq!(rows(&paper), [["市", "人次"], ["北京市", "3"]]);
        }
        for bytes in encoded(html) {
            let paper = sheet::read(&bytes, promised).unwrap();
            let rows = rows(&paper);
            assert_eq!(rows[0], ["表一"]);
            assert_eq!(rows[1..], [["市", "人次"], ["北京\n市", "3.25"]]);
        }
    }
    let page = sheet::read(b"<html><body><p>nothing</body></html>", FileKind::Workbook);
    assert!(matches!(page, Err(Error::Markup)));
}

#[test]
fn cells_of_html_tables_keep_their_columns() {
    let html = "<table><tr><td rowspan=2>甲<td colspan=2>乙<tr><td>丙<td>丁</table>";
    let paper = sheet::read(html.as_bytes(), FileKind::LegacyWorkbook).unwrap();
    let table = tables(&paper).next().unwrap();
    let places: Vec<_> = table
        .cells
        .iter()
        .map(|c| (c.row, c.column, c.row_span, c.column_span))
        .collect();
    assert_eq!(
        places,
        [(1, 1, 2, 1), (1, 2, 1, 2), (2, 2, 1, 1), (2, 3, 1, 1)]
    );
}

#[test]
fn a_workbook_as_one_xml_file() {
    let xml = r#"<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
<Styles><Style ss:ID="s1"><NumberFormat ss:Format="00000000000"/></Style><Style ss:ID="s2"><NumberFormat ss:Format="yyyy/mm"/></Style></Styles>
<Worksheet ss:Name="人员"><Table><Column ss:Index="2" ss:Hidden="1"/>
<Row><Cell ss:MergeAcross="1"><Data ss:Type="String">名单</Data></Cell><Cell><Data ss:Type="String">月</Data></Cell></Row>
<Row ss:Index="3"><Cell><Data ss:Type="String">李海</Data><Comment ss:Author="张"><ss:Data>已离校</ss:Data></Comment></Cell><Cell ss:StyleID="s1"><Data ss:Type="Number">7563668000</Data></Cell><Cell ss:StyleID="s2"><Data ss:Type="DateTime">2025-03-01T00:00:00.000</Data></Cell></Row>
</Table></Worksheet>
<Worksheet ss:Name="旧"><Table><Row><Cell><Data ss:Type="String">藏</Data></Cell></Row></Table><WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel"><Visible>SheetHidden</Visible></WorksheetOptions></Worksheet></Workbook>"#;
    let paper = sheet::read(xml.as_bytes(), FileKind::LegacyWorkbook).unwrap();
    assert_eq!(at(&paper, "人员", 1, 3).as_deref(), Some("月"));
    assert_eq!(at(&paper, "人员", 3, 2).as_deref(), Some("07563668000"));
    assert_eq!(at(&paper, "人员", 3, 3).as_deref(), Some("2025-03"));
    let hidden = |t: &Table| t.sheet.as_ref().unwrap().hidden;
    assert_eq!(
        tables(&paper).map(hidden).collect::<Vec<_>>(),
        [false, true]
    );
    let said = told(&paper);
    assert!(said.contains("已离校") && said.contains("Hidden"), "{said}");
}

#[test]
fn a_quote_that_is_never_closed_is_told_of() {
    let text = "姓名,国家,人次\n李,英国,1\n\"赵,法国,2\n钱,德国,3\n";
    let paper = sheet::read(text.as_bytes(), FileKind::TextTable).unwrap();
    assert_eq!(rows(&paper)[2], ["\"赵", "法国", "2"]);
    assert_eq!(rows(&paper)[3], ["钱", "德国", "3"]);
    let told: Vec<_> = paper
        .remarks
        .iter()
        .map(|r| (&r.kind, r.place.to_string()))
        .collect();
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].0, &RemarkKind::OpenQuote);
    assert!(told[0].1.contains("A3"), "{told:?}");
}
