//! What nobody sees, what a line goes through, and what lies over the cells, in each kind of workbook.

use office::paper::{DrawingKind, RemarkKind};

use super::*;

/// The texts that nobody sees, the cells that are crossed, what is drawn.
fn marks(paper: &Paper) -> (Vec<String>, Vec<String>, Vec<(String, DrawingKind)>) {
    let unseen = paper.remarks.iter().filter_map(|r| match &r.kind {
        RemarkKind::Unseen { text } => Some(text.clone()),
        _ => None,
    });
    let drawn = paper.remarks.iter().filter_map(|r| match &r.kind {
        RemarkKind::Drawn { kind } => Some((r.place.to_string(), *kind)),
        _ => None,
    });
    let crossed = tables(paper)
        .flat_map(|t| t.cells.iter())
        .filter(|c| c.crossed);
    (
        unseen.collect(),
        crossed.map(|c| c.text().into_owned()).collect(),
        drawn.collect(),
    )
}

#[test]
fn of_excel_97() {
    let paper = sheet::read(include_bytes!("marked.xls"), FileKind::LegacyWorkbook).unwrap();
    let (unseen, crossed, drawn) = marks(&paper);
    assert_eq!(unseen, ["白字", "看不见", "5"]);
    assert_eq!(crossed, ["划去"]);
    assert_eq!(drawn.len(), 1);
    assert_eq!(drawn[0].1, DrawingKind::Picture);
}

#[test]
fn of_open_document() {
    let content = r##"<?xml version="1.0"?><office:document-content
        xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
        xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
        xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
        xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
        xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"
        xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"><office:automatic-styles>
        <style:style style:name="w" style:family="table-cell"><style:text-properties fo:color="#ffffff"/></style:style>
        <style:style style:name="b" style:family="table-cell"><style:table-cell-properties fo:background-color="#000000"/><style:text-properties fo:color="#ffffff"/></style:style>
        <style:style style:name="x" style:family="table-cell"><style:table-cell-properties style:diagonal-bl-tr="0.06pt solid #000000"/></style:style>
        </office:automatic-styles><office:body><office:spreadsheet><table:table table:name="甲">
        <table:table-row><table:table-cell table:style-name="w" office:value-type="string"><text:p>白字</text:p></table:table-cell>
        <table:table-cell table:style-name="b" office:value-type="string"><text:p>黑底</text:p></table:table-cell>
        <table:table-cell table:style-name="x" office:value-type="string"><text:p>划去</text:p></table:table-cell>
        <table:table-cell office:value-type="string"><draw:frame><draw:image/></draw:frame><text:p>有图</text:p></table:table-cell></table:table-row>
        <table:shapes><draw:ellipse/><draw:custom-shape><text:p>另有一项</text:p></draw:custom-shape></table:shapes>
        </table:table></office:spreadsheet></office:body></office:document-content>"##;
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let stored = zip::write::SimpleFileOptions::default();
    for (name, text) in [
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", content),
    ] {
        zip.start_file(name, stored).unwrap();
        std::io::Write::write_all(&mut zip, text.as_bytes()).unwrap();
    }
    let bytes = zip.finish().unwrap().into_inner();
    let paper = sheet::read(&bytes, FileKind::OpenSheet).unwrap();
    let (unseen, crossed, drawn) = marks(&paper);
    assert_eq!(unseen, ["白字"]);
    assert_eq!(crossed, ["划去"]);
    let kinds: Vec<DrawingKind> = drawn.iter().map(|d| d.1).collect();
    assert_eq!(kinds, [DrawingKind::Picture, DrawingKind::Ellipse]);
    assert!(drawn[0].0.contains("D1"), "{drawn:?}");
    let floating = |r: &office::paper::Remark| matches!(&r.kind, RemarkKind::Floating { text } if text == "另有一项");
    assert!(paper.remarks.iter().any(floating));
}

#[test]
fn of_excel_2003_xml() {
    let text = r##"<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
        <Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Styles>
        <Style ss:ID="w"><Font ss:Color="#FFFFFF"/></Style>
        <Style ss:ID="b"><Font ss:Color="#FFFFFF"/><Interior ss:Color="#000000" ss:Pattern="Solid"/></Style>
        <Style ss:ID="x"><Borders><Border ss:Position="DiagonalLeft" ss:LineStyle="Continuous"/></Borders></Style>
        <Style ss:ID="s"><Font ss:StrikeThrough="1"/></Style></Styles>
        <Worksheet ss:Name="甲"><Table><Row><Cell ss:StyleID="w"><Data ss:Type="String">白字</Data></Cell>
        <Cell ss:StyleID="b"><Data ss:Type="String">黑底</Data></Cell><Cell ss:StyleID="x"><Data ss:Type="String">划去</Data></Cell>
        <Cell ss:StyleID="s"><Data ss:Type="String">不算</Data></Cell></Row></Table></Worksheet></Workbook>"##;
    let paper = sheet::read(text.as_bytes(), FileKind::SheetXml).unwrap();
    let (unseen, crossed, _) = marks(&paper);
    assert_eq!(unseen, ["白字"]);
    assert_eq!(crossed, ["划去"]);
    let mut cells = tables(&paper).flat_map(|t| t.cells.iter());
    let struck = cells.find(|c| c.text() == "不算").unwrap();
    assert!(
        struck
            .paragraphs()
            .all(|p| p.is_partly_struck() || p.answer().is_empty())
    );
}
