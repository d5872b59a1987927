//! What nobody sees on the paper and is read all the same, and what is seen and not read: each is
//! told of at its answer.

use huibiao::model::finding::Severity;
use huibiao::model::submission::Submission;
use rust_xlsxwriter::{
    Color, Format, FormatBorder, FormatDiagonalBorder, FormatPattern, Workbook, Worksheet,
};
use serde_json::{Value, json};

use super::paper::{cell, column, data, form, outreach, p, r, row, table};
use super::reader;
use super::slips::loud;

const NAME: &str = "/tables/HZ_02_013/records/0/name";

/// 科普甲 with this content of its name's cell.
fn named(content: &str) -> Submission {
    let cells = cell(content) + &["20", "大数据", "数学"].map(cell).concat();
    form(&outreach(&[format!("<w:tr>{cells}</w:tr>")]))
}

#[test]
fn words_that_nobody_sees_are_told_of() {
    let words = |properties: &str| r("", "科普") + &r(properties, "甲");
    for properties in [
        r#"<w:sz w:val="2"/>"#,
        r#"<w:highlight w:val="black"/>"#,
        r#"<w:shd w:val="clear" w:fill="000000"/>"#,
        r#"<w:color w:val="FFFF00"/><w:highlight w:val="yellow"/>"#,
        r#"<w:color w:val="FFFFFF"/>"#,
    ] {
        let read = named(&words(properties));
        assert_eq!(
            column(&read, "HZ_02_013", "name"),
            ["科普甲"],
            "{properties}"
        );
        assert_eq!(loud(&read, NAME).len(), 1, "{properties}");
    }
    for properties in [
        r#"<w:sz w:val="12"/>"#,
        r#"<w:highlight w:val="yellow"/>"#,
        r#"<w:shd w:val="clear" w:fill="FFFFFF"/>"#,
        r#"<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="C00000"/>"#,
    ] {
        assert_eq!(
            loud(&named(&words(properties)), NAME),
            [""; 0],
            "{properties}"
        );
    }
}

/// A row of 科普甲 whose row, or each cell, has these properties.
fn propertied(of_row: &str, of_cell: &str) -> Submission {
    let texts = ["科普甲", "20", "大数据", "数学"];
    let cells = texts.map(|t| format!("<w:tc><w:tcPr>{of_cell}</w:tcPr>{}</w:tc>", p(t)));
    let row = format!("<w:tr><w:trPr>{of_row}</w:trPr>{}</w:tr>", cells.concat());
    form(&outreach(&[row]))
}

#[test]
fn a_row_crossed_out_or_without_height_is_told_of_once() {
    let line = |side: &str| format!(r#"<w:tcBorders><w:{side} w:val="single"/></w:tcBorders>"#);
    for (of_row, of_cell, told) in [
        ("", line("tl2br"), 1),
        ("", line("tr2bl"), 1),
        ("", line("bottom"), 0),
        (
            r#"<w:trHeight w:val="10" w:hRule="exact"/>"#,
            String::new(),
            1,
        ),
        (
            r#"<w:trHeight w:val="10" w:hRule="atLeast"/>"#,
            String::new(),
            0,
        ),
        ("<w:hidden/>", String::new(), 1),
    ] {
        let read = propertied(of_row, &of_cell);
        assert_eq!(column(&read, "HZ_02_013", "name"), ["科普甲"]);
        let said = loud(&read, "/tables/HZ_02_013");
        assert_eq!(said.len(), told, "{of_row}{of_cell}: {said:?}");
    }
    // An empty cell that is crossed out says that there is nothing.
    let empty = r#"<w:tc><w:tcPr><w:tcBorders><w:tl2br w:val="single"/></w:tcBorders></w:tcPr><w:p/></w:tc>"#;
    let cells = ["科普甲", "20", "大数据"].map(cell).concat() + empty;
    let read = form(&outreach(&[format!("<w:tr>{cells}</w:tr>")]));
    assert_eq!(loud(&read, "/tables/HZ_02_013"), [""; 0]);
}

/// A field with this code and, where there is one, its result.
fn field(code: &str, data: &str, result: Option<&str>) -> String {
    let mark = |kind: &str| format!(r#"<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>"#);
    let begin = format!(r#"<w:r><w:fldChar w:fldCharType="begin">{data}</w:fldChar></w:r>"#);
    let code = format!("<w:r><w:instrText>{code}</w:instrText></w:r>");
    let result = result.map_or_else(String::new, |text| mark("separate") + &r("", text));
    begin + &code + &result + &mark("end")
}

#[test]
fn fields_without_a_result_show_their_words_or_are_told_of() {
    let name = |content: &str| column(&named(content), "HZ_02_013", "name");
    assert_eq!(name(&field("=1+1", "", Some("科普乙"))), ["科普乙"]);
    assert_eq!(name(&field("QUOTE \"科普乙\"", "", None)), ["科普乙"]);
    let read = named(&field("=SUM(ABOVE)", "", None));
    assert_eq!(
        data(&read)["tables"]["HZ_02_013"]["records"][0]["name"],
        Value::Null
    );
    assert_eq!(loud(&read, NAME), ["unreadable-value =SUM(ABOVE)"]);
    // A drop-down that nobody touched shows its first entry, which may be meant or not.
    let list = |entries: [&str; 2], result: &str| {
        let entries = entries
            .map(|e| format!(r#"<w:listEntry w:val="{e}"/>"#))
            .concat();
        let data = format!("<w:ffData><w:ddList>{result}{entries}</w:ddList></w:ffData>");
        let cells = ["科普甲", "20"].map(cell).concat();
        let choice = cell(&field("FORMDROPDOWN", &data, None));
        form(&outreach(&[format!(
            "<w:tr>{cells}{choice}{}</w:tr>",
            cell("数学")
        )]))
    };
    let chosen = list(["人工智能", "大数据"], r#"<w:result w:val="1"/>"#);
    assert_eq!(column(&chosen, "HZ_02_013", "field"), ["大数据"]);
    assert_eq!(loud(&chosen, "/tables/HZ_02_013"), [""; 0]);
    let untouched = list(["人工智能协会", "大数据"], "");
    assert_eq!(column(&untouched, "HZ_02_013", "field"), [Value::Null]);
    let at = loud(&untouched, "/tables/HZ_02_013/records/0/field");
    assert_eq!(at, ["unreadable-value 人工智能协会"]);
    let prompt = list(["请选择", "大数据"], "");
    assert_eq!(loud(&prompt, "/tables/HZ_02_013"), [""; 0]);
}

#[test]
fn a_check_box_that_shows_the_contrary_of_its_state_is_told_of() {
    let boxed = |checked: u8, glyph: &str| {
        let control = format!(
            r#"<w:sdt><w:sdtPr><w14:checkbox xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"><w14:checked w14:val="{checked}"/></w14:checkbox></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"#,
            r("", glyph)
        );
        let answer = control + &r("", "是 ☐否");
        let rows = [
            row(&["标准名称", "标准甲"]),
            format!(
                "<w:tr>{}{}</w:tr>",
                cell("是否服务于“一带一路”互联互通"),
                cell(&answer)
            ),
        ];
        form(&(p("HZ_02_010 参与制订国际标准情况") + &table(&rows)))
    };
    let at = "/tables/HZ_02_010/records/0/belt_and_road";
    assert_eq!(loud(&boxed(1, "☑"), at), [""; 0]);
    assert_eq!(loud(&boxed(1, "☐"), at), ["ambiguous-mark ☐"]);
}

/// The people's table on a sheet whose name is set in this format.
fn person(format: &Format, more: impl FnOnce(&mut Worksheet)) -> Submission {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("HZ_03_007").unwrap();
    sheet.write_string(0, 0, "HZ_03_007").unwrap();
    for (c, label) in (0u16..).zip(["姓名", "人才邮箱", "人才ORCID", "出生年月日", "人才国籍"])
    {
        sheet.write_string(1, c, label).unwrap();
    }
    sheet
        .write_string_with_format(2, 0, "李海", format)
        .unwrap();
    sheet.write_string(2, 4, "英国").unwrap();
    more(sheet);
    reader().read("子表.xlsx", &book.save_to_buffer().unwrap())
}

#[test]
fn what_a_sheet_does_not_show_is_told_of() {
    let white = Format::new().set_font_color(Color::White);
    let on_blue = white
        .clone()
        .set_background_color(Color::Blue)
        .set_pattern(FormatPattern::Solid);
    let crossed = Format::new()
        .set_border_diagonal(FormatBorder::Thin)
        .set_border_diagonal_type(FormatDiagonalBorder::BorderUp);
    for (format, told) in [
        (Format::new(), 0),
        (white, 1),
        (on_blue, 0),
        (crossed, 1),
        (Format::new().set_num_format(";;;"), 1),
        (Format::new().set_num_format("0;;"), 0),
    ] {
        let read = person(&format, |_| ());
        let name = &data(&read)["tables"]["HZ_03_007"]["records"][0]["name"];
        assert_eq!(*name, json!("李海"));
        let said = loud(&read, "/tables/HZ_03_007/records/0/name");
        assert_eq!(said.len(), told, "{format:?}: {said:?}");
    }
}

#[test]
fn the_header_of_a_sheet_s_page_is_told_of() {
    let read = person(&Format::new(), |sheet| {
        sheet.set_header("&L&\"宋体\"&12本表数据未审&R&P");
    });
    let said = read
        .findings
        .iter()
        .find(|f| f.raw.as_deref() == Some("本表数据未审"));
    assert_eq!(said.map(|f| f.severity), Some(Severity::Info));
    let pages = person(&Format::new(), |sheet| {
        sheet.set_header("&C第&P页 共&N页");
    });
    let raw = |f: &huibiao::model::finding::Finding| f.raw.clone().unwrap_or_default();
    assert!(!pages.findings.iter().any(|f| raw(f).contains('页')));
}

#[test]
fn rows_deleted_with_tracking_on_are_told_of() {
    let deleted = row(&["科普乙", "30", "大数据", "数学"]).replacen(
        "<w:tr>",
        r#"<w:tr><w:trPr><w:del w:id="1"/></w:trPr>"#,
        1,
    );
    let read = form(&outreach(&[
        row(&["科普甲", "20", "大数据", "数学"]),
        deleted,
    ]));
    assert_eq!(column(&read, "HZ_02_013", "name"), ["科普甲"]);
    let said = read
        .findings
        .iter()
        .filter(|f| f.rule().name() == "tracked-change");
    assert_eq!(said.count(), 1);
}
