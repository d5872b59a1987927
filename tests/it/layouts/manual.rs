//! The 2020 form as the manual prints it, with its own slips: read by the bundled edition.

use std::sync::LazyLock;

use huibiao::mapping::bundled;
use huibiao::model::finding::Severity;
use huibiao::read::Reader;
use serde_json::{Value as Json, json};

use super::document::{Document, p, tr};

static READER: LazyLock<Reader> =
    LazyLock::new(|| Reader::of_bundles(vec![bundled("hz-2020").unwrap()]).unwrap());

/// What is given in a table, and what is told of it.
fn read(code: &str, body: &str) -> (Json, Vec<String>) {
    let cover = p(&READER.edition("hz-2020").unwrap().mapping.edition.titles[0]);
    let bytes = Document::of(&format!("{cover}{body}")).bytes();
    let submission = READER.read("form.docx", &bytes);
    let json = serde_json::to_value(&submission).unwrap();
    let mut record = json["tables"][code]["records"][0].clone();
    if let Some(fields) = record.as_object_mut() {
        fields.retain(|_, v| !v.is_null());
    }
    let told = submission
        .findings
        .iter()
        .filter(|f| f.severity > Severity::Info && !f.path.is_unit())
        .filter(|f| f.rule().name() != "missing-table")
        .map(|f| format!("{} {}", f.rule().name(), f.raw.as_deref().unwrap_or("")))
        .collect();
    (record, told)
}

fn cell(text: &str) -> String {
    let lines: String = text.split('\n').map(p).collect();
    format!("<w:tc>{lines}</w:tc>")
}

#[test]
fn counts_between_words() {
    let label = "截至 2020 年，内\n地与香港合作技术\n研究与创新中心累\n计有（31）个";
    let text = "请按照以下三种分类方式分别给出数量\n（1）按照组建方式分类：\n港资自行设立（12）个\n\
        港资与内地企业联合设立（7）个\n港资与内地高校联合设立（）个\n港资与内地科研机构联合设立（）个\n\
        内地与香港科研机构联合设立 （）个\n内地与香港高校联合设立数量 （ 5 ）个\n\
        内地科研机构与香港高校联合设立（）个\n\
        其它组建方式（请列出方式并给出数量）：方式（基金），数量（7）个\n（2）按照合作方式分类：\n\
        双方委托开发\n双方合作开发 4个\n双方技术转让\n\
        其它（请列出方式并给出数量）：方式 （），数量（）个\n（3）按照研究及开发方式分类：\n\
        基础研究（）个\n产品设计 （）个\n工程设计 （）个\n产业推广（2）个\n\
        其它（请列出方式并给出数量）：方式（中试），数量（1）个";
    let body = format!(
        "{}<w:tbl><w:tr>{}{}</w:tr></w:tbl>",
        p("HJ_11 香港科技合作创新与成果转化情况统计"),
        cell(label),
        cell(text)
    );
    let (record, told) = read("HJ_11", &body);
    assert_eq!(
        record,
        json!({
            "centres_all": 31, "centres_all_own": 12, "centres_all_with_enterprise": 7,
            "centres_all_universities": 5, "centres_all_other_way": "基金",
            "centres_all_other_way_number": 7, "centres_all_joint": 4,
            "centres_all_promotion": 2, "centres_all_other_stage": "中试",
            "centres_all_other_stage_number": 1,
        })
    );
    // Two of the three ways of counting do not come to 31.
    assert_eq!(told, ["missing-column ", "balance 31", "balance 31"]);
}

const PROBLEMS: [&str; 9] = [
    "双方缺少直接的交流合\n作渠道",
    "双方科技创新能力不匹\n配",
    "双方合作缺少政策配套\n支持",
    "本地区公共科技平台不\n完善",
    "本地区缺少科研机构与\n高校参与",
    "本地区的企业缺乏合作\n动力",
    "本地区法律环境尚不完\n备",
    "本地区“双创”环境不完\n善",
    "其他（）",
];

/// The block of problems with a mark on its first row.
fn problems(region: &str, option: usize) -> String {
    let head = tr([
        "表现程度",
        "非常重要",
        "很重要",
        "一般",
        "不重要",
        "不存在的问题",
    ]);
    let rows: String = PROBLEMS
        .iter()
        .enumerate()
        .map(|(i, label)| {
            let marks: String = (0..5)
                .map(|o| cell(if i == 0 && o == option { "√" } else { "○" }))
                .collect();
            format!("<w:tr>{}{marks}</w:tr>", cell(label))
        })
        .collect();
    let caption = format!("1.本地区与{region}科技合作的主要问题有哪些？请在相应重要程度处打√");
    format!("{}<w:tbl>{head}{rows}</w:tbl>", p(&caption))
}

#[test]
fn problems_of_regions_are_told_apart() {
    let values = |bodies: &str| {
        let (hongkong, mut told) = read("HJ_14", bodies);
        let (macao, _) = read("HJ_15", bodies);
        told.retain(|t| !t.starts_with("missing-column"));
        assert_eq!(told, [""; 0]);
        (hongkong, macao)
    };
    let marked = |label: &str| json!({ "problem_contact": label });
    let both = (marked("很重要"), marked("不重要"));
    let (a, b) = (problems("香港", 1), problems("澳门", 3));
    let (first, second) = (
        p("HJ_14 香港科技合作问题与对策"),
        p("HJ_15 澳门科技合作问题与对策"),
    );
    assert_eq!(values(&format!("{first}{a}{second}{b}")), both);
    // A heading is lost, or both: the captions tell.
    assert_eq!(values(&format!("{first}{a}{b}")), both);
    assert_eq!(values(&format!("{a}{second}{b}")), both);
    assert_eq!(values(&format!("{b}{a}")), both);
}

#[test]
fn item_codes_in_the_cells_are_no_answers() {
    let rows = |cells: [&str; 14]| -> String {
        let labels = [
            "考察访问",
            "国际会议",
            "合作研究",
            "培训",
            "科技展览",
            "其他",
            "合计",
        ];
        let rows = labels.iter().zip(cells.chunks(2));
        let rows: String = rows.map(|(l, c)| tr([l, c[0], c[1]])).collect();
        let head = tr(["", "项目数", "人次"]);
        format!("{}<w:tbl>{head}{rows}</w:tbl>", p("HZ_02_001 出访活动概况"))
    };
    let codes = [
        "01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11", "12", "13", "14",
    ];
    assert_eq!(read("HZ_02_001", &rows(codes)), (json!(null), vec![]));
    let mut typed = codes;
    (typed[0], typed[12]) = ("3", "3");
    let (record, told) = read("HZ_02_001", &rows(typed));
    assert_eq!(record, json!({"visit_projects": 3, "total_projects": 3}));
    assert_eq!(told, [""; 0]);
    let mut beside = codes;
    beside[0] = "01 3";
    let (record, told) = read("HZ_02_001", &rows(beside));
    assert_eq!(record, json!({"visit_projects": 3}));
    // The total is not there; nothing is said of the code.
    assert!(told.iter().all(|t| t.starts_with("balance")), "{told:?}");
    // A code is a whole word: the fifth row's 7005 is a number that ends in its code.
    let mut within = codes;
    (within[4], within[5]) = ("7005", "0612");
    let record = read("HZ_02_001", &rows(within)).0;
    assert_eq!(
        record,
        json!({"research_projects": 7005, "research_person_times": 612})
    );
}

/// The place of a small table in HJ_07, with as many rows as are given.
fn homes(rows: &[(&str, &str)]) -> String {
    let group = |how: &str, text: &str| {
        let merge = format!("<w:tcPr><w:gridSpan w:val=\"2\"/><w:vMerge{how}/></w:tcPr>");
        format!("<w:tc>{merge}{}</w:tc>", p(text))
    };
    let mut out = format!(
        "<w:tr>{}{}{}</w:tr>",
        group(" w:val=\"restart\"", "户籍所在地（人数）"),
        cell("户籍所在地"),
        cell("人数")
    );
    for (home, people) in rows {
        let (group, home, people) = (group("", ""), cell(home), cell(people));
        out.push_str(&format!("<w:tr>{group}{home}{people}</w:tr>"));
    }
    out
}

fn students(rows: &[(&str, &str)]) -> String {
    let wide = |text: &str| {
        let span = "<w:tcPr><w:gridSpan w:val=\"2\"/></w:tcPr>";
        format!("<w:tc>{span}{}</w:tc>", p(text))
    };
    let items = [
        ("合作地区", "香港"),
        ("学校名称", "香港大学"),
        ("办学性质", "公立"),
        ("学位类别", "本科"),
        ("交流性质", "自费"),
        ("交流人数（人）", "6"),
        ("交流时间", "3个月"),
    ];
    let items = items.map(|(l, v)| format!("<w:tr>{}{}</w:tr>", wide(l), wide(v)));
    let ages = homes(&[("18—22岁", "6")]);
    let ages = ages
        .replace("户籍所在地（人数）", "年龄区间（人数）")
        .replace("户籍所在地", "年龄区间");
    format!(
        "{}<w:tbl>{}{}{ages}</w:tbl>",
        p("HJ_07 内地/大陆学生赴港澳台交流情况"),
        items.concat(),
        homes(rows)
    )
}

#[test]
fn a_small_table_of_a_form_holds_as_many_rows_as_there_are() {
    let title = p(&READER.edition("hz-2020").unwrap().mapping.edition.titles[0]);
    let all = |body: &str| {
        let bytes = Document::of(&format!("{title}{body}")).bytes();
        let read = READER.read("form.docx", &bytes);
        let warned = read.findings.iter().filter(|f| {
            f.severity > Severity::Info && f.path.to_string().starts_with("/tables/HJ_07/")
        });
        let warned: Vec<String> = warned.map(|f| f.message().zh).collect();
        let json = serde_json::to_value(&read).unwrap();
        (json["tables"]["HJ_07"]["records"].clone(), warned)
    };
    let (records, warned) = all(&students(&[
        ("广东", "2"),
        ("北京", "3"),
        ("", ""),
        ("海南", "1"),
    ]));
    assert_eq!(warned, [""; 0]);
    let records = records.as_array().unwrap();
    assert_eq!(records.len(), 3);
    for (record, home, people) in [
        (&records[0], "广东", 2),
        (&records[1], "北京", 3),
        (&records[2], "海南", 1),
    ] {
        assert_eq!(record["home"], json!(home));
        assert_eq!(record["home_people"], json!(people));
        assert_eq!(record["school"], json!("香港大学"));
    }
    // Nothing counts twice.
    assert_eq!(records[0]["people"], json!(6));
    assert_eq!(records[1]["people"], Json::Null);
    assert_eq!(records[0]["age_people"], json!(6));
    assert_eq!(records[1]["age"], Json::Null);
    // By Enter in the one row that is printed.
    let (records, warned) = all(&students(&[("广东\n北京", "2\n4")]));
    assert_eq!(warned, [""; 0]);
    assert_eq!(records[0]["home_people"], json!(2));
    assert_eq!(records[1]["home"], json!("北京"));
    assert_eq!(records[1]["home_people"], json!(4));
}

/// The blank of the edition, taken apart.
struct Printed {
    parts: Vec<(String, Vec<u8>)>,
    xml: String,
    rows: Vec<Vec<PrintedCell>>,
}

/// A cell of the blank: its text, the column that it begins in, the byte at which its last paragraph
/// ends; it goes on with the one above.
struct PrintedCell {
    text: String,
    column: usize,
    end: usize,
    goes_on: bool,
}

impl Printed {
    fn new() -> Printed {
        let bundle = bundled("hz-2020").unwrap();
        let blank = huibiao::forms::blank::form(&bundle.mapping).unwrap();
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(blank)).unwrap();
        let (mut parts, mut xml) = (Vec::new(), String::new());
        for i in 0..archive.len() {
            let mut file = archive.by_index(i).unwrap();
            let mut content = Vec::new();
            std::io::Read::read_to_end(&mut file, &mut content).unwrap();
            match file.name().unwrap().into_owned() {
                name if name == "word/document.xml" => xml = String::from_utf8(content).unwrap(),
                name => parts.push((name, content)),
            }
        }
        let mut rows = Vec::new();
        let mut at = 0;
        while let Some(start) = xml[at..].find("<w:tr>").map(|i| at + i) {
            let end = start + xml[start..].find("</w:tr>").unwrap();
            rows.push(cells_of(&xml, start..end));
            at = end;
        }
        Printed { parts, xml, rows }
    }

    /// Read with these texts put in, each at its byte.
    fn with(&self, mut put: Vec<(usize, String)>) -> huibiao::Submission {
        put.sort_by_key(|p| std::cmp::Reverse(p.0));
        let mut xml = self.xml.clone();
        for (at, text) in put {
            xml.insert_str(at, &format!("<w:r><w:t>{text}</w:t></w:r>"));
        }
        let mut out = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        let options = zip::write::SimpleFileOptions::default();
        let parts = self.parts.iter().map(|(n, c)| (n.as_str(), c.as_slice()));
        for (name, content) in parts.chain([("word/document.xml", xml.as_bytes())]) {
            out.start_file(name, options).unwrap();
            std::io::Write::write_all(&mut out, content).unwrap();
        }
        READER.read("form.docx", &out.finish().unwrap().into_inner())
    }

    /// Where the value of a label goes: beside it, or below.
    fn place_of(&self, row: usize, cell: usize) -> Option<usize> {
        let label = &self.rows[row][cell];
        let beside = self.rows[row].get(cell + 1);
        if let Some(beside) = beside.filter(|c| c.text.is_empty() && !c.goes_on) {
            return Some(beside.end);
        }
        let mut below = self.rows[row + 1..].iter();
        let below = below.find_map(|row| {
            let own = row.iter().find(|c| c.column == label.column);
            own.is_none_or(|c| !c.goes_on).then_some(own)
        })??;
        below.text.is_empty().then_some(below.end)
    }
}

/// The cells of a row of XML.
fn cells_of(xml: &str, row: std::ops::Range<usize>) -> Vec<PrintedCell> {
    let mut cells = Vec::new();
    let (mut at, mut column) = (row.start, 0);
    while let Some(start) = xml[at..row.end].find("<w:tc>").map(|i| at + i) {
        let end = start + xml[start..row.end].find("</w:tc>").unwrap();
        let own = &xml[start..end];
        let mut text = String::new();
        for piece in own.split("<w:t").skip(1) {
            if let Some((tag, rest)) = piece.split_once('>')
                && (tag.is_empty() || tag.starts_with(' '))
            {
                text.push_str(rest.split('<').next().unwrap_or_default());
            }
        }
        let span = own.split_once("<w:gridSpan w:val=\"").map(|s| s.1);
        let span = span.and_then(|s| s.split('"').next()?.parse().ok());
        cells.push(PrintedCell {
            text,
            column,
            end: start + own.rfind("</w:p>").unwrap(),
            goes_on: own.contains("<w:vMerge") && !own.contains("\"restart\""),
        });
        column += span.unwrap_or(1usize);
        at = end;
    }
    cells
}

#[test]
fn the_units_name_comes_from_its_table_where_the_cover_has_none() {
    let printed = Printed::new();
    let mut rows = printed.rows.iter().enumerate();
    let (row, cell) = rows
        .find_map(|(r, row)| {
            Some((
                r,
                row.iter().position(|c| c.text.starts_with("全称（甲）"))?,
            ))
        })
        .unwrap();
    let name = printed.place_of(row, cell).unwrap();
    let read = printed.with(vec![(name, "海洋科学学院".to_owned())]);
    let json = serde_json::to_value(&read).unwrap();
    assert_eq!(json["unit"]["unit_name"], json!("海洋科学学院"));
    let required = |f: &&huibiao::Finding| f.rule().name() == "required";
    assert_eq!(read.findings.iter().filter(required).count(), 0);
    // What the cover says counts.
    let cover = printed.xml.find("填报单位：").unwrap();
    let cover = cover + printed.xml[cover..].find("</w:p>").unwrap();
    let both = vec![
        (name, "海洋科学学院".to_owned()),
        (cover, "大气科学学院".to_owned()),
    ];
    let json = serde_json::to_value(printed.with(both)).unwrap();
    assert_eq!(json["unit"]["unit_name"], json!("大气科学学院"));
}

#[test]
fn the_form_as_the_manual_prints_it_is_empty() {
    let printed = Printed::new();
    let codes: Vec<String> = "甲乙丙丁戊己庚辛壬癸子丑寅卯"
        .chars()
        .map(String::from)
        .chain((1..31).map(|n| format!("{n:02}")))
        .collect();
    let code_of = |text: &str| codes.iter().find(|c| text.contains(&format!("（{c}）")));
    // The item's code stands in the cell beside its label, or below it.
    let mut put: Vec<(usize, String)> = Vec::new();
    for (r, row) in printed.rows.iter().enumerate() {
        for (c, cell) in row.iter().enumerate().filter(|(_, c)| !c.goes_on) {
            if let (Some(code), Some(at)) = (code_of(&cell.text), printed.place_of(r, c))
                && !put.iter().any(|p| p.0 == at)
            {
                put.push((at, code.clone()));
            }
        }
    }
    assert!(put.len() > 200, "{}", put.len());
    let read = printed.with(put);
    let mapping = &READER.edition("hz-2020").unwrap().mapping;
    for table in &mapping.tables {
        let records = &read.tables.get(&table.code).unwrap().records;
        assert!(records.is_empty(), "{}: {records:?}", table.code);
    }
    let told = read.findings.iter().filter(|f| f.severity > Severity::Info);
    let told: Vec<String> = told
        .map(|f| format!("{} {}", f.path, f.message().zh))
        .collect();
    assert_eq!(told, [""; 0]);
}

#[test]
fn a_note_is_printed_whatever_its_number_is() {
    let printed = Printed::new();
    let warned = |from: &str, to: &str| {
        assert!(printed.xml.contains(from), "{from}");
        let xml = printed.xml.replacen(from, to, 1);
        let parts = printed.parts.clone();
        let read = Printed {
            xml,
            parts,
            rows: Vec::new(),
        }
        .with(Vec::new());
        read.findings
            .iter()
            .filter(|f| f.severity > Severity::Info)
            .count()
    };
    // As the form was printed before it had further notes.
    let note = "平衡关系：13=01+03+05+07+09+11";
    let numbered = (1..20).map(|n| format!("{n}. {note}"));
    let numbered = numbered
        .into_iter()
        .find(|n| printed.xml.contains(n.as_str()))
        .unwrap();
    assert_eq!(warned(&numbered, &format!("说明：{note}")), 0);
}
