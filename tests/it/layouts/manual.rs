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
