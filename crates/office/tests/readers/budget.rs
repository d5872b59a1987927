//! Files of a few kilobytes that ask for more than a machine has, or for a time that grows with the
//! square of their size. Each is refused with what it has too much of, or read; a reader that copies
//! what is repeated, or looks through everything for each thing, does not come to the end of these.

use std::io::{Cursor, Write};

use office::{Cost, Document, Error, Exceeded, doc, read, sheet, word};
use zip::write::{SimpleFileOptions, ZipWriter};

const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/";
const SHEETS: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

fn zipped(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A package whose main part, in `folder`, refers to `others` beside it by their kinds.
fn package(content_type: &str, folder: &str, main: &str, others: &[(&str, &str)]) -> Vec<u8> {
    let types = format!(
        "<Types xmlns='{PACKAGE}content-types'><Override PartName='/{folder}/main.xml' ContentType='application/vnd.openxmlformats-officedocument.{content_type}.main+xml'/></Types>"
    );
    let relation = |id: usize, kind: &str, target: &str| {
        format!("<Relationship Id='r{id}' Type='{OFFICE}/{kind}' Target='{target}'/>")
    };
    let relations = |all: String| {
        format!("<Relationships xmlns='{PACKAGE}relationships'>{all}</Relationships>")
    };
    let root = relations(relation(0, "officeDocument", &format!("{folder}/main.xml")));
    let beside = others.iter().enumerate();
    let beside = relations(
        beside
            .map(|(i, (kind, _))| relation(i, kind, &format!("{kind}.xml")))
            .collect(),
    );
    let mut parts = vec![
        ("[Content_Types].xml".to_owned(), types.as_str()),
        ("_rels/.rels".to_owned(), root.as_str()),
        (format!("{folder}/main.xml"), main),
        (format!("{folder}/_rels/main.xml.rels"), beside.as_str()),
    ];
    for (kind, content) in others {
        parts.push((format!("{folder}/{kind}.xml"), content));
    }
    let parts: Vec<(&str, &str)> = parts
        .iter()
        .map(|(name, content)| (name.as_str(), *content))
        .collect();
    zipped(&parts)
}

fn document(body: &str, others: &[(&str, &str)]) -> Vec<u8> {
    let main = format!("<w:document xmlns:w='{WORD}'><w:body>{body}</w:body></w:document>");
    package("wordprocessingml.document", "word", &main, others)
}

fn workbook(cells: &str, strings: &str) -> Vec<u8> {
    let main = format!(
        "<workbook xmlns='{SHEETS}' xmlns:r='{OFFICE}'><sheets><sheet name='一' sheetId='1' r:id='r0'/></sheets></workbook>"
    );
    let sheet = format!("<worksheet xmlns='{SHEETS}'><sheetData>{cells}</sheetData></worksheet>");
    let strings = format!("<sst xmlns='{SHEETS}'>{strings}</sst>");
    package(
        "spreadsheetml.sheet",
        "xl",
        &main,
        &[("worksheet", &sheet), ("sharedStrings", &strings)],
    )
}

fn open_sheet(rows: &str) -> Vec<u8> {
    let content = format!(
        "<o:document-content xmlns:o='o' xmlns:t='t' xmlns:x='x'><o:body><o:spreadsheet><t:table t:name='一'>{rows}</t:table></o:spreadsheet></o:body></o:document-content>"
    );
    zipped(&[
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", &content),
    ])
}

#[track_caller]
fn beyond(name: &str, bytes: &[u8]) -> Cost {
    match read(name, bytes) {
        Err(Error::Sheet(sheet::Error::Beyond(Exceeded { cost })))
        | Err(Error::Word(word::Error::Beyond(Exceeded { cost })))
        | Err(Error::Doc(doc::Error::Beyond(Exceeded { cost }))) => cost,
        Err(other) => panic!("{name}: {other}"),
        Ok(Document { paper, .. }) => panic!("{name} was read: {} blocks", paper.blocks.len()),
    }
}

#[track_caller]
fn text_of_first(name: &str, bytes: &[u8]) -> String {
    let paper = read(name, bytes).unwrap().paper;
    let blocks = match &paper.blocks[0] {
        office::paper::Block::Table(table) => &table.cells[0].blocks,
        office::paper::Block::Paragraph(_) => &paper.blocks,
    };
    let text = office::paper::paragraphs(blocks).next().unwrap();
    text.text.clone()
}

#[test]
fn strings_that_say_nothing_cost_too() {
    assert_eq!(
        beyond("s.xlsx", &workbook("", &"<si/>".repeat(4_000_000))),
        Cost::Strings
    );
}

#[test]
fn a_formula_in_many_cells_is_kept_once_and_told_in_part() {
    let formula = format!("NOSUCH({})", "\"甲\"&amp;".repeat(1_000));
    let one = format!("<row><c r='A1'><f>{formula}</f></c></row>");
    let paper = read("f.xlsx", &workbook(&one, "")).unwrap().paper;
    assert!(paper.remarks[0].kind.to_string().len() < 400);
    let shared = format!("<row><c><f t='shared' si='0'>{formula}</f></c></row>");
    let cells = "<row><c><f t='shared' si='0'/></c></row>".repeat(100_000);
    assert_eq!(
        beyond("f.xlsx", &workbook(&(shared + &cells), "")),
        Cost::Remarks
    );
    let repeated = format!(
        "<t:table-row t:number-rows-repeated='100000'><t:table-cell t:formula='of:={formula}' t:number-columns-repeated='10'/></t:table-row>"
    );
    assert_eq!(beyond("f.ods", &open_sheet(&repeated)), Cost::Remarks);
}

#[test]
fn formulas_of_their_own_are_charged_by_what_they_are_read_to() {
    // Two bytes of a formula are two steps of 16 bytes.
    let formula = "1+".repeat(4_000) + "1";
    let cells = format!("<row><c><f>{formula}</f></c></row>").repeat(2_000);
    assert_eq!(beyond("f.xlsx", &workbook(&cells, "")), Cost::Formulas);
}

#[test]
fn cells_at_one_place_are_joined_in_one_go() {
    let cells: String = (0..200_000)
        .map(|n| format!("<c r='A1' t='str'><v>甲{n}</v></c>"))
        .collect();
    let text = text_of_first("o.xlsx", &workbook(&format!("<row>{cells}</row>"), ""));
    assert!(text.starts_with("甲0\n甲1\n") && text.ends_with("\n甲199999"));
}

#[test]
fn islands_under_hidden_rows_are_not_looked_for_over_and_over() {
    let row = |n: u32| {
        format!(
            "<row r='{}' hidden='{}'><c><v>1</v></c></row>",
            n * 202,
            n % 2
        )
    };
    let rows: String = (1..5_000).map(row).collect();
    assert_eq!(
        read("h.xlsx", &workbook(&rows, ""))
            .unwrap()
            .paper
            .blocks
            .len(),
        4_999
    );
    let rows: String = (1..100_000)
        .map(|n| format!("<row r='{}' hidden='1'><c><v>1</v></c></row><row/>", n * 10))
        .collect();
    assert_eq!(beyond("h.xlsx", &workbook(&rows, "")), Cost::Remarks);
}

#[test]
fn a_line_of_nothing_but_commas_is_no_table() {
    assert_eq!(
        beyond("c.csv", ",".repeat(30 << 20).as_bytes()),
        Cost::Fields
    );
}

#[test]
fn sheets_by_the_thousand_are_no_workbook() {
    let tables = "<table><tr><td>1</td></tr></table>".repeat(10_000);
    assert_eq!(
        beyond("t.xls", format!("<html>{tables}</html>").as_bytes()),
        Cost::Sheets
    );
}

#[test]
fn fields_within_fields_take_no_square() {
    let begin = "<w:r><w:fldChar w:fldCharType='begin'/></w:r>";
    let middle = "<w:r><w:fldChar w:fldCharType='separate'/></w:r><w:r><w:t>甲</w:t></w:r>";
    let end = "<w:r><w:fldChar w:fldCharType='end'/></w:r>";
    let n = 100_000;
    let nested = format!(
        "<w:p>{}{}</w:p>",
        begin.repeat(n),
        format!("{middle}{end}").repeat(n)
    );
    // Only what stands in the result of all of them shows.
    assert_eq!(text_of_first("f.docx", &document(&nested, &[])), "甲");
    let open = format!(
        "<w:p>{}{}</w:p>",
        format!("{begin}{middle}").repeat(n),
        end.repeat(n)
    );
    assert_eq!(
        text_of_first("f.docx", &document(&open, &[]))
            .chars()
            .count(),
        n
    );
}

#[test]
fn a_label_before_every_paragraph_is_shared_and_charged() {
    let numbering = |glyph: &str| {
        format!(
            "<w:numbering xmlns:w='{WORD}'><w:abstractNum w:abstractNumId='0'><w:lvl w:ilvl='0'><w:numFmt w:val='bullet'/><w:lvlText w:val='{glyph}'/></w:lvl></w:abstractNum><w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num></w:numbering>"
        )
    };
    let body =
        "<w:p><w:pPr><w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/></w:numPr></w:pPr></w:p>"
            .repeat(20_000);
    let long = numbering(&"甲".repeat(1_000_000));
    assert_eq!(
        beyond("n.docx", &document(&body, &[("numbering", &long)])),
        Cost::Labels
    );
    let short = numbering("●");
    assert!(read("n.docx", &document(&body, &[("numbering", &short)])).is_ok());
}

#[test]
fn parts_by_the_thousand_are_found_by_their_names() {
    let body = "<w:p><w:r><w:t>甲</w:t></w:r></w:p>";
    let names: Vec<String> = (0..9_000).map(|n| format!("header{n}")).collect();
    let others: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "<h/>")).collect();
    assert_eq!(text_of_first("p.docx", &document(body, &others)), "甲");
}
