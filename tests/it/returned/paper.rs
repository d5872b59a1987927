//! Forms as departments really send them back, each kind on a small document of its own: what is
//! read, and what is told.

use std::io::{Cursor, Read, Write};

use huibiao::model::finding::{Rule, Severity};
use huibiao::model::submission::Submission;
use serde_json::{Value, json};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::reader;

/// A form whose body holds `xml`, read.
pub(super) fn form(xml: &str) -> Submission {
    form_with(xml, &[])
}

/// As [`form`], with further parts: the relationship's type, the root element and its content.
fn form_with(xml: &str, parts: &[(&str, &str, &str)]) -> Submission {
    const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    const R: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const M: &str = "http://schemas.openxmlformats.org/officeDocument/2006/math";
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let mut put = |name: &str, content: String| {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content.as_bytes()).unwrap();
    };
    put(
        "_rels/.rels",
        format!(
            r#"<Relationships><Relationship Id="r1" Type="{R}/officeDocument" Target="word/document.xml"/></Relationships>"#
        ),
    );
    put(
        "word/document.xml",
        format!(r#"<w:document xmlns:w="{W}" xmlns:m="{M}"><w:body>{xml}</w:body></w:document>"#),
    );
    let mut relations = String::new();
    for (kind, root, content) in parts {
        relations +=
            &format!(r#"<Relationship Id="{kind}" Type="{R}/{kind}" Target="{kind}.xml"/>"#);
        put(
            &format!("word/{kind}.xml"),
            format!(r#"<w:{root} xmlns:w="{W}">{content}</w:{root}>"#),
        );
    }
    put(
        "word/_rels/document.xml.rels",
        format!("<Relationships>{relations}</Relationships>"),
    );
    let bytes = zip.finish().unwrap().into_inner();
    reader().read("返回.docx", &bytes)
}

pub(super) fn p(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}

/// A run with properties.
pub(super) fn r(properties: &str, text: &str) -> String {
    format!("<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>")
}

/// A cell of plain text, or of a paragraph's content where it begins with a tag.
pub(super) fn cell(content: &str) -> String {
    if content.starts_with('<') {
        format!("<w:tc><w:p>{content}</w:p></w:tc>")
    } else {
        format!("<w:tc>{}</w:tc>", p(content))
    }
}

pub(super) fn row(cells: &[&str]) -> String {
    let cells: String = cells.iter().map(|c| cell(c)).collect();
    format!("<w:tr>{cells}</w:tr>")
}

/// A row of one cell over `columns`.
pub(super) fn wide(columns: u32, text: &str) -> String {
    format!(
        r#"<w:tr><w:tc><w:tcPr><w:gridSpan w:val="{columns}"/></w:tcPr>{}</w:tc></w:tr>"#,
        p(text)
    )
}

pub(super) fn table(rows: &[String]) -> String {
    format!("<w:tbl>{}</w:tbl>", rows.concat())
}

/// HZ_02_013 (活动名称, 参与总人数, 合作领域, 细分学科) with these rows.
pub(super) fn outreach(rows: &[String]) -> String {
    let head = row(&["活动名称", "参与总人数", "合作领域", "细分学科（一级学科）"]);
    let mut all = vec![head];
    all.extend_from_slice(rows);
    p("HZ_02_013 “一带一路”国家合作开展科普活动") + &table(&all)
}

pub(super) fn data(submission: &Submission) -> Value {
    serde_json::to_value(submission).unwrap()
}

/// The values of one field in a table's records.
pub(super) fn column(submission: &Submission, table: &str, field: &str) -> Vec<Value> {
    let records = data(submission)["tables"][table]["records"].clone();
    let records = records.as_array().unwrap();
    records.iter().map(|r| r[field].clone()).collect()
}

/// What is told at or below a path, as severity, rule and quotation; edit rules left out.
pub(super) fn told(submission: &Submission, path: &str) -> Vec<String> {
    let reading = [
        Rule::UnclaimedText,
        Rule::NotARecord,
        Rule::UnknownColumn,
        Rule::UnreadableNumber,
        Rule::UnreadableValue,
        Rule::CorrectedValue,
        Rule::AmbiguousMark,
        Rule::StruckText,
        Rule::WrongEdition,
        Rule::NotInList,
    ];
    let findings = submission.findings.iter();
    findings
        .filter(|f| f.path.to_string().starts_with(path) && reading.contains(&f.rule()))
        .map(|f| {
            let severity = match f.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Info => "info",
            };
            let raw = f.raw.as_deref().unwrap_or("-");
            format!("{severity} {} {raw}", f.rule().name())
        })
        .collect()
}

#[test]
fn raised_digits_are_no_digits_of_a_number() {
    let noted = r("", "12") + &r(r#"<w:vertAlign w:val="superscript"/>"#, "1");
    let power = "<m:oMath><m:sSup><m:e><m:r><m:t>10</m:t></m:r></m:e><m:sup><m:r><m:t>3</m:t></m:r></m:sup></m:sSup></m:oMath>";
    let half = "<m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath>";
    let read = form(&outreach(&[
        row(&["甲", &noted, "大数据", "数学"]),
        row(&["乙", power, "大数据", "数学"]),
        row(&["丙", half, "大数据", "数学"]),
        row(&["丁", "30", "大数据", "CO₂"]),
    ]));
    let people = column(&read, "HZ_02_013", "participants");
    assert_eq!(people, [json!(12), json!(null), json!(null), json!(30)]);
    let noted = told(&read, "/tables/HZ_02_013/records/0/participants");
    assert_eq!(noted, ["warning corrected-value 121"]);
    for i in 1..3 {
        let told = told(
            &read,
            &format!("/tables/HZ_02_013/records/{i}/participants"),
        );
        assert!(told[0].starts_with("error unreadable-number"), "{told:?}");
    }
}

#[test]
fn words_struck_through_are_told() {
    let corrected = r("<w:strike/>", "38") + &r("", "102");
    let whole = r("<w:strike/>", "45");
    let read = form(&outreach(&[
        row(&["甲", &corrected, "大数据", "数学"]),
        row(&["乙", &whole, "大数据", "数学"]),
    ]));
    let people = column(&read, "HZ_02_013", "participants");
    assert_eq!(people, [json!(102), json!(null)]);
    for i in 0..2 {
        let told = told(
            &read,
            &format!("/tables/HZ_02_013/records/{i}/participants"),
        );
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(told[0].starts_with("warning struck-text"), "{told:?}");
    }
}

#[test]
fn a_row_struck_through_is_no_record_and_told_once() {
    let struck = |text: &str| r("<w:strike/>", text);
    let gone = [struck("甲"), struck("12"), struck("大数据"), struck("数学")];
    let gone: Vec<&str> = gone.iter().map(String::as_str).collect();
    let read = form(&outreach(&[
        row(&gone),
        row(&["乙", "3", "大数据", "数学"]),
    ]));
    assert_eq!(column(&read, "HZ_02_013", "name"), ["乙"]);
    assert_eq!(
        told(&read, "/tables/HZ_02_013"),
        ["warning struck-text 甲 | 12 | 大数据 | 数学"]
    );
}

#[test]
fn words_struck_through_on_the_cover_are_told_at_their_item() {
    let name = format!(
        "<w:p>{}{}{}</w:p>",
        r("", "二级单位名称："),
        r("<w:strike/>", "地理学院"),
        r("", "地球科学学院")
    );
    let read = form(&(name + &outreach(&[row(&["甲", "3", "大数据", "数学"])])));
    assert_eq!(data(&read)["unit"]["unit_name"], "地球科学学院");
    assert_eq!(
        told(&read, "/unit/unit_name"),
        ["warning struck-text 地理学院"]
    );
}

#[test]
fn an_automatic_number_is_the_answer_of_a_number_s_cell() {
    let numbering = |start: u32| {
        format!(
            r#"<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="{start}"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>"#
        )
    };
    let label = "<w:pPr><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr></w:pPr>";
    let words = format!("{label}{}", r("", "大数据"));
    let read = form_with(
        &outreach(&[
            row(&["甲", label, "大数据", "数学"]),
            row(&["乙", "3", &words, "数学"]),
        ]),
        &[("numbering", "numbering", &numbering(5))],
    );
    assert_eq!(
        column(&read, "HZ_02_013", "participants"),
        [json!(5), json!(3)]
    );
    let number = told(&read, "/tables/HZ_02_013/records/0/participants");
    assert_eq!(number, ["warning corrected-value 5."]);
}

#[test]
fn white_words_are_told() {
    let hidden = r("", "12") + &r(r#"<w:color w:val="FFFFFF"/>"#, "9");
    let read = form(&outreach(&[row(&["甲", &hidden, "大数据", "数学"])]));
    let told = told(&read, "/tables/HZ_02_013/records/0/participants");
    assert_eq!(told, ["warning corrected-value 129"]);
}

#[test]
fn copies_that_word_joined_to_one_table_are_records_of_their_own() {
    let one = |name: &str, number: &str| {
        [
            row(&["标准名称", name]),
            row(&["标准号", number]),
            row(&["所属机构", "ISO"]),
            row(&["担任角色（牵头/参与）", "牵头"]),
            row(&["是否服务于“一带一路”互联互通", "是"]),
        ]
        .concat()
    };
    let rows = [
        one("甲标准", "ISO 1"),
        row(&["", ""]),
        one("乙标准", "ISO 2"),
    ];
    let read = form(&(p("HZ_02_010 制订或参与起草国际标准") + &table(&rows)));
    assert_eq!(column(&read, "HZ_02_010", "name"), ["甲标准", "乙标准"]);
    assert_eq!(column(&read, "HZ_02_010", "number"), ["ISO 1", "ISO 2"]);
    assert_eq!(told(&read, "/tables/HZ_02_010"), [] as [String; 0]);
}

#[test]
fn sentences_that_say_nothing_are_no_records() {
    for rows in [
        row(&["本单位无此项内容", "", "", ""]),
        row(&["我院2025年未开展此类活动。", "", "", ""]),
        wide(4, "无"),
        wide(4, "本学院无相关情况"),
    ] {
        let read = form(&outreach(&[rows]));
        assert_eq!(column(&read, "HZ_02_013", "name"), [] as [Value; 0]);
        assert_eq!(told(&read, "/tables/HZ_02_013"), [] as [String; 0]);
    }
    let named = form(&outreach(&[row(&["无人机科普", "20", "", ""])]));
    assert_eq!(column(&named, "HZ_02_013", "name"), ["无人机科普"]);
}

#[test]
fn words_across_a_line_and_totals_are_no_records() {
    let total = format!(
        r#"<w:tr><w:tc>{}</w:tc>{}{}{}</w:tr>"#,
        p("合    计（人）"),
        cell("50"),
        cell(""),
        cell("")
    );
    let read = form(&outreach(&[
        wide(4, "数学系"),
        row(&["甲", "20", "大数据", "数学"]),
        row(&["乙", "30", "大数据", "数学"]),
        total,
    ]));
    assert_eq!(column(&read, "HZ_02_013", "name"), ["甲", "乙"]);
    assert_eq!(
        told(&read, "/tables/HZ_02_013"),
        [
            "warning not-a-record 数学系",
            "info not-a-record 合    计（人） | 50"
        ]
    );
}

#[test]
fn a_column_that_counts_the_rows_is_no_answer() {
    for (head, numbers) in [
        ("", ["1", "2"]),
        ("序 号", ["一", "二"]),
        ("项目序号", ["①", "②"]),
    ] {
        let rows = [
            row(&[
                head,
                "活动名称",
                "参与总人数",
                "合作领域",
                "细分学科（一级学科）",
            ]),
            row(&[numbers[0], "甲", "20", "大数据", "数学"]),
            row(&[numbers[1], "乙", "30", "大数据", "数学"]),
        ];
        let heading = p("HZ_02_013 “一带一路”国家合作开展科普活动");
        let read = form(&(heading + &table(&rows)));
        assert_eq!(column(&read, "HZ_02_013", "name"), ["甲", "乙"], "{head}");
        assert_eq!(
            told(&read, "/tables/HZ_02_013"),
            [] as [String; 0],
            "{head}"
        );
    }
}

#[test]
fn several_tables_in_one_are_read_each() {
    let rows = [
        row(&["姓名", "国际组织名称", "担任职务"]),
        row(&["王芳", "IEEE", "执行委员"]),
        wide(3, "HZ_03_004 SCI期刊高端任职情况"),
        row(&["姓 名", "SCI期刊名称", "担任职务（在SCI期刊中）"]),
        row(&["李娜", "Nature", "副主编"]),
    ];
    let read = form(&(p("HZ_03_003 国际组织高端任职情况") + &table(&rows)));
    assert_eq!(column(&read, "HZ_03_003", "person"), ["王芳"]);
    assert_eq!(column(&read, "HZ_03_004", "person"), ["李娜"]);
    assert_eq!(column(&read, "HZ_03_004", "journal"), ["Nature"]);
}

#[test]
fn a_column_whose_label_was_changed_is_read_by_its_place_and_told() {
    let rows = [
        row(&[
            "奖项名称",
            "授奖组织所在国家（地区）",
            "专业领域",
            "授奖单位",
            "获奖人姓名",
        ]),
        row(&["金奖", "英国", "大数据", "皇家学会", "王芳"]),
    ];
    let read = form(&(p("HZ_05_006 获得国际科技奖励情况") + &table(&rows)));
    assert_eq!(column(&read, "HZ_05_006", "body"), ["皇家学会"]);
    assert!(
        told(&read, "/tables/HZ_05_006").contains(&"warning unknown-column 授奖单位".to_owned()),
        "{:?}",
        told(&read, "/tables/HZ_05_006")
    );
}

/// The list of HZ_05_003 in the body, each option written by `write`.
fn contributions(write: impl Fn(usize, &str) -> String) -> String {
    let options = [
        "落实与支撑整体外交战略",
        "构建全球科研合作网络，激励卓越研究",
        "为解决国内重点领域重大、核心、关键科技问题提供支撑",
        "以合作带动科技创新、产业转型发展与民生改善",
        "助力形成全球化科技创新聚集地",
        "为全球重大议题和挑战提供解决方案，助力可持续发展",
        "扩大中国的国际话语权和影响力",
        "培养国际化人才",
        "引进全球智力资源",
        "带动受援国经济、社会、民生、环境改善",
        "推动成熟科技成果“走出去”",
        "助力国际化发展，跻身向全球科研前沿",
        "助力拓展国际市场",
    ];
    let lines: String = (1..).zip(options).map(|(n, o)| write(n, o)).collect();
    p("HZ_05_003 开展国际科技合作对国家开放创新战略的贡献") + &lines
}

fn chosen(read: &Submission) -> Vec<u64> {
    let records = data(read)["tables"]["HZ_05_003"]["records"].clone();
    let Some(selected) = records[0]["selected"].as_array() else {
        return Vec::new();
    };
    selected.iter().map(|s| s["no"].as_u64().unwrap()).collect()
}

#[test]
fn letters_and_stars_beside_options_are_ticks_and_told() {
    for tick in ["V", "v", "Ⅴ", "[x]", "＊", "选 "] {
        for behind in [false, true] {
            let read = form(&contributions(|n, option| match (n, behind) {
                (2 | 8, false) => p(&format!("{tick}{option}")),
                (2 | 8, true) => p(&format!("{option}{tick}")),
                _ => p(option),
            }));
            assert_eq!(chosen(&read), [2, 8], "{tick} {behind}");
            let told = told(&read, "/tables/HZ_05_003");
            assert_eq!(told, ["warning ambiguous-mark -"], "{tick} {behind}");
        }
    }
    for tick in ["∨", "【√】", "（✓）", "✅"] {
        let read = form(&contributions(|n, option| match n {
            2 | 8 => p(&format!("{tick}{option}")),
            _ => p(option),
        }));
        assert_eq!(chosen(&read), [2, 8], "{tick}");
        assert_eq!(
            told(&read, "/tables/HZ_05_003"),
            [] as [String; 0],
            "{tick}"
        );
    }
}

#[test]
fn words_before_an_option_are_not_lost() {
    let read = form(&contributions(|n, option| match n {
        2 => p(&format!("重点：{option}")),
        _ => p(option),
    }));
    assert_eq!(
        told(&read, "/tables/HZ_05_003"),
        ["warning unclaimed-text 重点："]
    );
}

#[test]
fn colours_that_nobody_sees_are_no_marks() {
    let read = form(&contributions(|n, option| match n {
        2 => format!("<w:p>{}</w:p>", r(r#"<w:color w:val="FF0000"/>"#, option)),
        3..=7 => format!("<w:p>{}</w:p>", r(r#"<w:color w:val="1F1F1F"/>"#, option)),
        8 => format!(
            "<w:p>{}</w:p>",
            r(r#"<w:shd w:val="clear" w:fill="FDFDFD"/>"#, option)
        ),
        _ => p(option),
    }));
    assert_eq!(chosen(&read), [2]);
    assert_eq!(told(&read, "/tables/HZ_05_003"), [] as [String; 0]);
}

#[test]
fn an_option_that_is_marked_and_struck_through_is_taken_back() {
    let read = form(&contributions(|n, option| {
        let properties = match n {
            2 | 8 => r#"<w:color w:val="FF0000"/>"#,
            5 => r#"<w:strike/><w:color w:val="FF0000"/>"#,
            _ => "",
        };
        format!("<w:p>{}</w:p>", r(properties, option))
    }));
    assert_eq!(chosen(&read), [2, 8]);
    assert_eq!(
        told(&read, "/tables/HZ_05_003"),
        ["warning ambiguous-mark -"]
    );
}

#[test]
fn numbers_of_options_are_read_in_every_way_of_writing_them() {
    for typed in [
        "答案：2，8。",
        "选择：②⑧",
        "二、八",
        "2+8",
        "第2、8项",
        "２、８",
    ] {
        let read = form(&(contributions(|_, option| p(option)) + &p(typed)));
        assert_eq!(chosen(&read), [2, 8], "{typed}");
        let told = told(&read, "/tables/HZ_05_003");
        assert_eq!(told, ["info ambiguous-mark -"], "{typed}");
    }
}

#[test]
fn an_option_table_with_numbers_and_answers_beside_is_read() {
    let options = contributions(|n, option| {
        let number = n.to_string();
        let answer = if matches!(n, 2 | 8) { "是" } else { "否" };
        row(&[&number, option, answer])
    });
    let (heading, rows) = options.split_at(options.find("<w:tr>").unwrap());
    let read = form(&format!("{heading}<w:tbl>{rows}</w:tbl>"));
    assert_eq!(chosen(&read), [2, 8]);
    assert_eq!(told(&read, "/tables/HZ_05_003"), [] as [String; 0]);
}

#[test]
fn text_beside_the_body_is_told_where_the_body_refers_to_it() {
    let noted = r("", "12") + r#"<w:r><w:footnoteReference w:id="2"/></w:r>"#;
    let read = form_with(
        &outreach(&[row(&["甲", &noted, "大数据", "数学"])]),
        &[
            (
                "footnotes",
                "footnotes",
                r#"<w:footnote w:id="2"><w:p><w:r><w:t>含外方五人</w:t></w:r></w:p></w:footnote>"#,
            ),
            (
                "comments",
                "comments",
                concat!(
                    r#"<w:comment w:id="1" w:author="张三"><w:p><w:r><w:t>此数待核</w:t></w:r></w:p></w:comment>"#,
                    r#"<w:comment w:id="2" w:author="huibiao"><w:p><w:r><w:t>请补填</w:t></w:r></w:p></w:comment>"#
                ),
            ),
            ("header", "hdr", "<w:p><w:r><w:t>内部资料</w:t></w:r></w:p>"),
            (
                "footer",
                "ftr",
                "<w:p><w:r><w:t>第1页 共9页</w:t></w:r></w:p>",
            ),
        ],
    );
    assert_eq!(column(&read, "HZ_02_013", "participants"), [json!(12)]);
    let mut told = told(&read, "");
    told.retain(|t| t.contains("unclaimed-text"));
    told.sort();
    assert_eq!(
        told,
        [
            "info unclaimed-text 内部资料",
            "info unclaimed-text 此数待核",
            "info unclaimed-text 请补填",
            "warning unclaimed-text 含外方五人"
        ]
    );
}

#[test]
fn text_that_a_program_left_in_a_prompt_is_told() {
    let control = |text: &str| {
        format!(
            "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>",
            r("", text)
        )
    };
    let read = form(&outreach(&[row(&[
        &control("珊瑚礁开放日"),
        "30",
        &control("选择一项。"),
        &control("请输入学科"),
    ])]));
    assert_eq!(
        told(&read, "/tables/HZ_02_013"),
        ["warning unclaimed-text 珊瑚礁开放日"]
    );
}

#[test]
fn another_years_notes_under_this_years_cover_are_told() {
    let blank = std::fs::read(super::at("mappings/hz-2025/blank.docx")).unwrap();
    let mut old = zip::ZipArchive::new(Cursor::new(blank)).unwrap();
    let mut new = ZipWriter::new(Cursor::new(Vec::new()));
    for i in 0..old.len() {
        let mut part = old.by_index(i).unwrap();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).unwrap();
        let name = part.name().unwrap().into_owned();
        if name == "word/document.xml" {
            let text = String::from_utf8(bytes).unwrap();
            bytes = text
                .replace("2025", "2023")
                .replacen("2023年度", "2025年度", 1)
                .into_bytes();
        }
        new.start_file(name, SimpleFileOptions::default()).unwrap();
        new.write_all(&bytes).unwrap();
    }
    let read = reader().read("返回.docx", &new.finish().unwrap().into_inner());
    let mut told = told(&read, "");
    told.retain(|t| !t.starts_with("info"));
    assert_eq!(told, ["warning wrong-edition -"]);
}

#[test]
fn a_cover_with_labels_above_its_values_is_read() {
    let cover = table(&[
        row(&["二级单位名称", "填表人", "填表人联系电话"]),
        row(&["化学学院", "王芳", "010-58808888"]),
    ]);
    let read = form(&(cover + &outreach(&[])));
    let unit = &data(&read)["unit"];
    assert_eq!(unit["unit_name"], "化学学院");
    assert_eq!(unit["contact_phone"], "010-58808888");
}

#[test]
fn year_and_title_in_one_line_are_the_forms_own() {
    let read = form(&(p("2025年度国际科技合作与交流统计调查表（基本表）") + &outreach(&[])));
    let told: Vec<String> = told(&read, "");
    assert!(told.iter().all(|t| !t.contains("调查表")), "{told:?}");
}

#[test]
fn words_behind_the_last_option_go_on_in_the_next_line() {
    let other = r(r#"<w:color w:val="FF0000"/>"#, "其他，请说明：组织夏令营")
        + "<w:r><w:br/></w:r>"
        + &r("", "联合办展");
    let read = form(
        &(p("HZ_05_002 开展国际科技合作获得的收益")
            + &p("开拓了视野，了解本行业技术发展的前沿动态")
            + &p("获得了国外的经费资助")
            + &p("解决了关键技术问题")
            + &p("取得了自主知识产权")
            + &p("开拓了国际市场")
            + &format!("<w:p>{other}</w:p>")),
    );
    assert_eq!(
        column(&read, "HZ_05_002", "other"),
        ["组织夏令营\n联合办展"]
    );
}

#[test]
fn an_option_ticked_in_a_form_s_label_is_its_answer_and_told() {
    for label in [
        "机构建设类型（候选项：1.当年新建平台√；2.往年运行维护平台）",
        "机构建设类型（候选项：√1.当年新建平台；2.往年运行维护平台）",
    ] {
        let read = form(
            &(p("HZ_02_006 科技合作平台与机构")
                + &table(&[
                    row(&["机构名称", "甲实验室"]),
                    row(&[label, ""]),
                    row(&["机构类型", ""]),
                    row(&["机构所在国家或地区", "英国"]),
                    row(&["合作领域", "海洋"]),
                ])),
        );
        let values = column(&read, "HZ_02_006", "build_type");
        assert_eq!(values, ["当年新建平台"], "{label}");
        let told = told(&read, "/tables/HZ_02_006/records/0/build_type");
        assert_eq!(told.len(), 1, "{told:?}");
    }
}

#[test]
fn options_that_were_reworded_or_made_white_are_told() {
    let set = |text: &str, properties: &str| {
        format!("<w:p><w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r></w:p>")
    };
    let red = "<w:color w:val=\"FF0000\"/>";
    let read = form(&contributions(|n, option| match n {
        2 => set("破坏全球科研合作网络，激励卓越研究", red),
        _ => p(option),
    }));
    assert_eq!(chosen(&read), [2]);
    assert_eq!(
        told(&read, "/tables/HZ_05_003"),
        ["warning ambiguous-mark 破坏全球科研合作网络，激励卓越研究"]
    );
    let read = form(&contributions(|n, option| match n {
        2 => set(option, "<w:color w:val=\"FFFFFF\"/>"),
        8 => set(option, red),
        _ => p(option),
    }));
    assert_eq!(chosen(&read), [8]);
    assert_eq!(
        told(&read, "/tables/HZ_05_003"),
        ["warning ambiguous-mark -"]
    );
}

#[test]
fn hidden_text_in_a_table_is_told() {
    let hidden = "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>李海</w:t></w:r></w:p>";
    let cell = |content: &str| format!("<w:tc>{content}</w:tc>");
    let row = |cells: [String; 3]| {
        let cells: String = cells.iter().map(|c| cell(c)).collect();
        format!("<w:tr>{cells}</w:tr>")
    };
    let read = form(&format!(
        "{}<w:tbl>{}{}</w:tbl>",
        p("HZ_03_003 国际组织高端任职情况"),
        row([p("姓名"), p("国际组织名称"), p("担任职务")]),
        row([hidden.to_owned(), p("国际水协会"), p("主席")]),
    ));
    let hidden = read
        .findings
        .iter()
        .find(|f| f.rule() == Rule::HiddenContent);
    let hidden = hidden.expect("hidden text is told of");
    assert_eq!(hidden.severity, Severity::Warning);
    assert_eq!(hidden.raw.as_deref(), Some("李海"));
    assert_eq!(hidden.path.to_string(), "/tables/HZ_03_003");
}

#[test]
fn an_option_among_the_texts_of_another_column_is_a_moved_line() {
    let head = row(&[
        "姓名",
        "SCI期刊名称",
        "任职情况（候选项：1.主编；2.副主编；3.编委或相当编委职务）",
    ]);
    let read = form(
        &(p("HZ_03_004 SCI期刊高端任职情况")
            + &table(&[
                head,
                row(&["李娜", "Nature", "2"]),
                row(&["Example Letters in Energy", "编委或相当编委职务", ""]),
            ])),
    );
    let said = read.findings.iter().find(|f| {
        f.severity == Severity::Warning
            && f.path
                .to_string()
                .starts_with("/tables/HZ_03_004/records/1")
    });
    assert!(said.is_some(), "{:#?}", read.findings);
}
