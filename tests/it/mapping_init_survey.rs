//! A mapping proposed from a form of another kind: an equipment survey without codes, with
//! records, a form, a rating in two blocks, tick boxes, a grid, blanks and a text.

use docx_rs::*;
use huibiao::mapping::{Bundle, FilledIn, Layout, Mapping, Type, load};
use huibiao::model::finding::Severity;
use huibiao::model::submission::Status;
use huibiao::propose::{files, propose};
use huibiao::read::{Reader, open};
use huibiao::text::lang::Lang;
use office::paper::Paper;

fn line(text: &str) -> Paragraph {
    Paragraph::new().add_run(Run::new().add_text(text))
}

fn asked(label: &str) -> Paragraph {
    let room = Run::new().add_text("                ").underline("single");
    Paragraph::new()
        .add_run(Run::new().add_text(label))
        .add_run(room)
}

fn cell(text: &str) -> TableCell {
    let mut cell = TableCell::new();
    for text in text.split('\n') {
        cell = cell.add_paragraph(line(text));
    }
    cell
}

fn table(rows: &[&[&str]]) -> Table {
    let rows = rows
        .iter()
        .map(|row| TableRow::new(row.iter().map(|t| cell(t)).collect()));
    Table::new(rows.collect())
}

/// The survey, blank or filled in.
fn survey(filled: bool) -> Docx {
    let or = |blank: &'static str, answer: &'static str| if filled { answer } else { blank };
    let unit = match filled {
        true => line("填报单位：物理学院"),
        false => asked("填报单位："),
    };

    let records = Table::new(vec![
        TableRow::new(vec![
            cell("序号").vertical_merge(VMergeType::Restart),
            cell("设备名称").vertical_merge(VMergeType::Restart),
            cell("购置日期").vertical_merge(VMergeType::Restart),
            cell("经费（万元）").grid_span(3),
            cell("设备状态").vertical_merge(VMergeType::Restart),
            cell("备注").vertical_merge(VMergeType::Restart),
        ]),
        TableRow::new(vec![
            cell("").vertical_merge(VMergeType::Continue),
            cell("").vertical_merge(VMergeType::Continue),
            cell("").vertical_merge(VMergeType::Continue),
            cell("自筹"),
            cell("拨款"),
            cell("合计"),
            cell("").vertical_merge(VMergeType::Continue),
            cell("").vertical_merge(VMergeType::Continue),
        ]),
        TableRow::new(
            [
                "1",
                or("", "质谱仪"),
                or("", "2026年3月5日"),
                or("", "12"),
                or("", "30.5"),
                or("", "42.5"),
                or("", "2"),
                "",
            ]
            .map(cell)
            .to_vec(),
        ),
        TableRow::new(["2", "", "", "", "", "", "", ""].map(cell).to_vec()),
    ]);
    let scale = ["评价内容", "非常满意", "满意", "一般", "不满意"];
    Docx::new()
        .add_paragraph(line("2026年度大型仪器设备使用情况调查表"))
        .add_paragraph(unit)
        .add_paragraph(asked("填表人："))
        .add_paragraph(asked("电子邮箱："))
        .add_paragraph(asked("实验室编号："))
        .add_paragraph(line("说明：统计时间为2026年1月1日至2026年12月31日。"))
        .add_paragraph(line("一、仪器设备清单"))
        .add_table(records)
        .add_paragraph(line(
            "注：1. 设备状态选项：1.在用；2.停用；3.其他（请注明）",
        ))
        .add_paragraph(line("二、使用情况（限填1个）"))
        .add_table(table(&[
            &[
                "负责人姓名",
                or("", "顾星澜"),
                "联系电话",
                or("", "010-62345678"),
            ],
            &[
                "是否对外共享",
                or("", "是"),
                "全年机时（小时）",
                or("", "1,800"),
            ],
            &[
                "其中：对外共享机时（小时）",
                "",
                "服务单位数（家）",
                or("", "12"),
            ],
            &[
                "主要用途",
                or(
                    "□教学 □科研 □社会服务 □其他（请注明）______",
                    "□教学 ☑科研 □社会服务 □其他（请注明）______",
                ),
                "安放地点所在国家",
                or("", "中国"),
            ],
        ]))
        .add_paragraph(line("三、满意度评价（请在相应的○内打√）"))
        .add_paragraph(line("（1）设备性能"))
        .add_table(table(&[
            &scale,
            &["稳定性", "○", or("○", "●"), "○", "○"],
            &["精度", "○", "○", "○", "○"],
        ]))
        .add_paragraph(line("（2）管理服务"))
        .add_table(table(&[
            &scale,
            &["预约便利", or("○", "√"), "○", "○", "○"],
            &[
                or("其他（    ）", "其他（停车）"),
                "○",
                "○",
                "○",
                or("○", "√"),
            ],
        ]))
        .add_paragraph(line("四、购置计划的依据（限选3个）"))
        .add_paragraph(line("□ 教学需要"))
        .add_paragraph(line(or("□ 科研需要", "☑ 科研需要")))
        .add_paragraph(line("□ 设备老化"))
        .add_paragraph(line("□ 其他，请说明："))
        .add_paragraph(line("五、人员与培训"))
        .add_table(table(&[
            &["人员", "在编（人）", "外聘（人）"],
            &["实验员", or("", "3"), or("", "1")],
            &["工程师", "", ""],
            &["合计", "", ""],
        ]))
        .add_paragraph(line("六、设备来源"))
        .add_table(table(&[&[
            or(
                "截至2026年底，设备共（  ）台",
                "截至2026年底，设备共（ 9 ）台",
            ),
            or(
                "其中进口（  ）台，国产（  ）台\n其他来源：来源（  ），数量（  ）台",
                "其中进口（ 4 ）台，国产（  ）台\n其他来源：来源（捐赠），数量（ 1 ）台",
            ),
        ]]))
        .add_paragraph(line("七、意见和建议"))
        .add_table(table(&[&[or(
            "请结合实际简要描述（字数不限）\n\n\n",
            "请结合实际简要描述（字数不限）\n希望延长开放时间。",
        )]]))
}

fn bytes(docx: Docx) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    docx.build().pack(&mut bytes).unwrap();
    bytes.into_inner()
}

fn paper(docx: Docx) -> Paper {
    open("survey.docx", &bytes(docx)).unwrap().paper
}

fn proposed() -> Mapping {
    let proposal = propose(&paper(survey(false)), None);
    let written = files(&proposal, Lang::Zh).unwrap();
    load(written).unwrap_or_else(|e| panic!("{}", e.render(Lang::En, false)))
}

#[test]
fn every_table_has_its_layout() {
    let mapping = proposed();
    let layouts: Vec<(&str, Layout)> = mapping
        .tables
        .iter()
        .map(|t| (&*t.name, t.layout))
        .collect();
    assert_eq!(
        layouts,
        [
            ("仪器设备清单", Layout::Records),
            ("使用情况", Layout::Form),
            ("满意度评价", Layout::Rating),
            ("购置计划的依据", Layout::Choices),
            ("人员与培训", Layout::Grid),
            ("设备来源", Layout::Blanks),
            ("意见和建议", Layout::Text),
        ]
    );
    assert!(mapping.tables.iter().all(|t| t.filled_in == FilledIn::Form));
    assert_eq!(mapping.tables[1].limit, Some(1));
    assert_eq!(mapping.tables[3].limit_options, Some(3));
    assert_eq!(mapping.edition.year, 2026);
    assert_eq!(mapping.edition.titles, ["大型仪器设备使用情况调查表"]);
}

#[test]
fn every_item_has_its_type() {
    let mapping = proposed();
    let fields = |at: usize| -> Vec<(&str, &str, &str)> {
        let fields = mapping.tables[at].fields.iter();
        fields
            .map(|f| (&*f.label, f.kind.name(), &*f.unit))
            .collect()
    };
    assert_eq!(
        fields(0),
        [
            ("设备名称", "text", ""),
            ("购置日期", "date", ""),
            ("经费·自筹", "decimal", "万元"),
            ("经费·拨款", "decimal", "万元"),
            ("经费·合计", "decimal", "万元"),
            ("设备状态", "choice", ""),
        ]
    );
    assert_eq!(mapping.tables[0].ignore, ["备注"]);
    assert_eq!(
        fields(1),
        [
            ("负责人姓名", "text", ""),
            ("联系电话", "text", ""),
            ("是否对外共享", "yesno", ""),
            ("全年机时（小时）", "decimal", "小时"),
            ("其中：对外共享机时（小时）", "decimal", "小时"),
            ("服务单位数（家）", "integer", "家"),
            ("主要用途", "choice", ""),
            ("安放地点所在国家", "country", ""),
        ]
    );
    assert_eq!(
        fields(2),
        [
            ("设备性能·稳定性", "choice", ""),
            ("设备性能·精度", "choice", ""),
            ("管理服务·预约便利", "choice", ""),
            ("管理服务·其他", "choice", ""),
            ("管理服务·其他（请说明）", "text", ""),
        ]
    );
    assert_eq!(
        fields(4),
        [
            ("实验员·在编（人）", "integer", "人"),
            ("实验员·外聘（人）", "integer", "人"),
            ("工程师·在编（人）", "integer", "人"),
            ("工程师·外聘（人）", "integer", "人"),
            ("合计·在编（人）", "integer", "人"),
            ("合计·外聘（人）", "integer", "人"),
        ]
    );
    let kinds: Vec<Type> = mapping.tables[5].fields.iter().map(|f| f.kind).collect();
    assert_eq!(
        kinds,
        [
            Type::Integer,
            Type::Integer,
            Type::Integer,
            Type::Text,
            Type::Integer
        ]
    );
    assert_eq!(mapping.tables[5].printed.len(), 1);
    let unit: Vec<&str> = mapping.unit.iter().map(|f| &*f.name).collect();
    assert_eq!(&unit[..3], ["unit_name", "contact", "contact_email"]);
    assert_eq!(unit.len(), 4);
}

#[test]
fn every_list_has_its_options() {
    let mapping = proposed();
    let lists: Vec<Vec<&str>> = (mapping.lists.values())
        .map(|l| l.options.iter().map(|o| &*o.label).collect())
        .collect();
    assert_eq!(
        lists,
        [
            vec!["在用", "停用", "其他"],
            vec!["教学", "科研", "社会服务", "其他"],
            vec!["教学需要", "科研需要", "设备老化", "其他"],
            vec!["非常满意", "满意", "一般", "不满意"],
        ]
    );
}

/// A reader with the proposed mapping as it is.
fn reader() -> Reader {
    let mut mapping = proposed();
    mapping.edition.blank = Some("blank.docx".to_owned());
    let bundle = Bundle {
        mapping,
        blank_form: Some(bytes(survey(false)).into()),
        blank_sheets: None,
    };
    Reader::of_bundles(vec![bundle]).unwrap()
}

#[test]
fn the_blank_is_empty_and_complete() {
    let read = reader().read("a.docx", &bytes(survey(false)));
    let bad: Vec<_> = read
        .findings
        .iter()
        .filter(|f| f.severity != Severity::Info)
        .collect();
    assert!(bad.is_empty(), "{bad:#?}");
    assert!(read.tables.0.iter().all(|(_, t)| t.status == Status::Empty));
}

#[test]
fn a_filled_survey_is_read_with_the_proposed_mapping() {
    let read = reader().read("a.docx", &bytes(survey(true)));
    let bad: Vec<_> = read
        .findings
        .iter()
        .filter(|f| f.severity != Severity::Info)
        .collect();
    assert!(bad.is_empty(), "{bad:#?}");
    let json = serde_json::to_value(&read).unwrap();
    assert_eq!(json["unit"]["unit_name"], "物理学院");
    let records: Vec<_> = (1..=7)
        .map(|n| json["tables"][format!("T{n:02}")]["records"].clone())
        .collect();
    insta::assert_json_snapshot!(records);
}
