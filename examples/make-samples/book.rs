//! The sub-table workbook: the blank one being filled in as Excel does it, and one that a
//! department drew up itself.

use std::io::{Cursor, Read};

use rust_xlsxwriter::{Color, ExcelDateTime, Format, Formula, Workbook};
use zip::ZipArchive;

use crate::form::{escape, zip};

/// The blank workbook being filled in.
pub struct Book {
    parts: Vec<(String, Vec<u8>)>,
}

impl Book {
    /// The edition's blank workbook.
    pub fn blank(bytes: &[u8]) -> Book {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("the blank book is a zip");
        let parts = (0..archive.len())
            .map(|i| {
                let mut file = archive.by_index(i).expect("a part");
                let mut data = Vec::new();
                file.read_to_end(&mut data).expect("a part");
                let name = file.name().expect("a name").into_owned();
                (name, data)
            })
            .collect();
        Book { parts }
    }

    /// Types a text into a cell of the sheet that stands at this place in the workbook.
    pub fn text(&mut self, sheet: usize, cell: &str, text: &str) {
        let content = format!(r#" t="inlineStr"><is><t>{}</t></is></c>"#, escape(text));
        self.put(sheet, cell, &content);
    }

    /// Types a number.
    pub fn number(&mut self, sheet: usize, cell: &str, number: f64) {
        self.put(sheet, cell, &format!("><v>{number}</v></c>"));
    }

    /// Types a row of counts by country into the row of a sheet, and has Excel work out its
    /// totals: the formulas keep their values beside them.
    pub fn country(&mut self, sheet: usize, row: usize, country: &str, counts: [u32; 12]) {
        self.text(sheet, &format!("A{row}"), country);
        for (i, count) in counts.into_iter().enumerate() {
            if count > 0 {
                let column = char::from(b'B' + u8::try_from(i).expect("twelve"));
                self.number(sheet, &format!("{column}{row}"), f64::from(count));
            }
        }
        for (column, first) in [('N', 0), ('O', 1)] {
            let total: u32 = counts.iter().skip(first).step_by(2).sum();
            let from = if first == 0 { "BDFHJL" } else { "CEGIKM" };
            let terms: Vec<String> = from.chars().map(|c| format!("{c}{row}")).collect();
            let content = format!("><f>{}</f><v>{total}</v></c>", terms.join("+"));
            self.put(sheet, &format!("{column}{row}"), &content);
        }
    }

    /// The workbook as an .xlsx.
    pub fn save(self) -> Vec<u8> {
        zip(&self.parts)
    }

    fn put(&mut self, sheet: usize, cell: &str, content: &str) {
        let name = format!("xl/worksheets/sheet{sheet}.xml");
        let (_, data) = self
            .parts
            .iter_mut()
            .find(|(part, _)| *part == name)
            .expect("the sheet");
        let xml = String::from_utf8(std::mem::take(data)).expect("UTF-8");
        *data = put(&xml, cell, content).into_bytes();
    }
}

/// The sheet with a cell's content in the place of what it held; its style stays.
fn put(xml: &str, cell: &str, content: &str) -> String {
    let open = format!(r#"<c r="{cell}""#);
    let Some(start) = xml.find(&open) else {
        return insert(xml, cell, content);
    };
    let tag_end = start + xml[start..].find('>').expect("a tag");
    let end = if xml.as_bytes()[tag_end - 1] == b'/' {
        tag_end + 1
    } else {
        start + xml[start..].find("</c>").expect("it ends") + "</c>".len()
    };
    let style = xml[start..tag_end]
        .split_once(" s=\"")
        .and_then(|(_, rest)| rest.split('"').next())
        .map_or(String::new(), |s| format!(r#" s="{s}""#));
    format!("{}{open}{style}{content}{}", &xml[..start], &xml[end..])
}

/// A cell that the sheet does not print yet, at the end of its row.
fn insert(xml: &str, cell: &str, content: &str) -> String {
    let row: String = cell.chars().filter(char::is_ascii_digit).collect();
    let new = format!(r#"<c r="{cell}"{content}"#);
    match xml.find(&format!(r#"<row r="{row}""#)) {
        Some(at) => {
            let end = at + xml[at..].find("</row>").expect("it ends");
            format!("{}{new}{}", &xml[..end], &xml[end..])
        }
        None => xml.replacen(
            "</sheetData>",
            &format!(r#"<row r="{row}">{new}</row></sheetData>"#),
            1,
        ),
    }
}

/// A workbook that a department drew up itself: sheets under its own names, a title line, counts
/// as numbers, totals as formulas (one of them overwritten by hand, and wrong), two people whose
/// dates are date cells.
pub fn drawn_up() -> Vec<u8> {
    let mut book = Workbook::new();
    let at = ExcelDateTime::from_ymd(2026, 1, 9).expect("a day");
    book.set_properties(&rust_xlsxwriter::DocProperties::new().set_creation_datetime(&at));
    let head = Format::new()
        .set_bold()
        .set_background_color(Color::RGB(0x00DD_EBF7));
    let day = Format::new().set_num_format("yyyy/m/d");

    let sheet = book.add_worksheet();
    sheet.set_name("单位信息").expect("a name");
    sheet.write(0, 0, "二级单位名称").expect("a cell");
    sheet.write(0, 1, "信息工程学院").expect("a cell");
    sheet.write(1, 0, "填表人").expect("a cell");
    sheet.write(1, 1, "顾星澜").expect("a cell");

    let counts: [(&str, [u32; 12]); 3] = [
        ("德国", [2, 5, 3, 7, 1, 2, 0, 0, 0, 0, 0, 0]),
        ("新加坡", [1, 2, 4, 9, 0, 0, 1, 3, 0, 0, 0, 0]),
        ("Korea, Republic of", [0, 0, 2, 4, 1, 1, 0, 0, 0, 0, 0, 0]),
    ];
    let sheet = book.add_worksheet();
    sheet.set_name("出访").expect("a name");
    sheet
        .merge_range(0, 0, 0, 14, "HZ_02_002 出访活动按国家（地区）分类", &head)
        .expect("a title");
    let activities = [
        "考察访问",
        "国际会议",
        "合作研究",
        "培训",
        "科技展览",
        "其他",
        "合计",
    ];
    sheet
        .merge_range(1, 0, 2, 0, "国家（地区）", &head)
        .expect("a head");
    for (i, activity) in activities.iter().enumerate() {
        let column = u16::try_from(1 + 2 * i).expect("few");
        sheet
            .merge_range(1, column, 1, column + 1, activity, &head)
            .expect("a head");
        sheet
            .write_with_format(2, column, "项目数", &head)
            .expect("a head");
        sheet
            .write_with_format(2, column + 1, "人次", &head)
            .expect("a head");
    }
    for (i, (country, numbers)) in counts.iter().enumerate() {
        let row = u32::try_from(3 + i).expect("few");
        sheet.write(row, 0, *country).expect("a cell");
        for (j, number) in numbers.iter().enumerate() {
            let column = u16::try_from(1 + j).expect("few");
            sheet.write(row, column, *number).expect("a cell");
        }
        for (column, first) in [(13_u16, 0), (14, 1)] {
            let total: u32 = numbers.iter().skip(first).step_by(2).sum();
            let letters = if first == 0 { "BDFHJL" } else { "CEGIKM" };
            let terms: Vec<String> = letters.chars().map(|c| format!("{c}{}", row + 1)).collect();
            let formula =
                Formula::new(format!("={}", terms.join("+"))).set_result(total.to_string());
            sheet.write(row, column, formula).expect("a cell");
        }
    }
    // Typed over the formula, and wrong: 2+4+0+3 would be 14.
    sheet.write(4, 14, 15).expect("a cell");

    let sheet = book.add_worksheet();
    sheet.set_name("引进人才").expect("a name");
    let labels = [
        "姓名",
        "人才邮箱",
        "人才ORCID",
        "出生年月日",
        "人才国籍",
        "引进国家",
        "原所在机构",
        "引进时间（年月日）",
        "人才从事技术领域（单选）",
        "人才类型（单选）",
        "引进渠道（单选)",
        "离开时间（年月日）",
        "人才离开原因",
        "人才流向机构",
        "人才流向机构所属国家（地区）",
    ];
    sheet
        .merge_range(
            0,
            0,
            0,
            14,
            "HZ_03_007 近5年（2020年起）引进海外科技人才流动情况",
            &head,
        )
        .expect("a title");
    for (i, label) in labels.iter().enumerate() {
        let column = u16::try_from(i).expect("few");
        sheet
            .write_with_format(1, column, *label, &head)
            .expect("a head");
        sheet.set_column_width(column, 16).expect("a width");
    }
    let people = [
        (
            [
                "Anders Holm",
                "a.holm@example.org",
                "无",
                "瑞典",
                "瑞典",
                "Lindby Institute of Computing",
            ],
            (1988, 4, 12),
            (2023, 9, 1),
            ["人工智能", "教师/科研人员", "以才引才"],
        ),
        (
            ["无", "无", "无", "意大利", "法国", "Université de Valbrume"],
            (1992, 11, 3),
            (2024, 3, 15),
            ["信息通信", "博士后", "以项目引才"],
        ),
    ];
    for (i, (texts, born, came, choices)) in people.iter().enumerate() {
        let row = u32::try_from(2 + i).expect("few");
        let places = [0_u16, 1, 2, 4, 5, 6];
        for (column, text) in places.iter().zip(texts) {
            sheet.write(row, *column, *text).expect("a cell");
        }
        for (column, (y, m, d)) in [(3_u16, *born), (7, *came)] {
            let date = ExcelDateTime::from_ymd(y, m, d).expect("a day");
            sheet
                .write_with_format(row, column, &date, &day)
                .expect("a cell");
        }
        for (column, text) in [8_u16, 9, 10].iter().zip(choices) {
            sheet.write(row, *column, *text).expect("a cell");
        }
    }
    book.save_to_buffer().expect("in memory")
}
