//! The way back: what is written into a blank of these layouts reads back as it was.

use std::sync::{Arc, LazyLock};

use huibiao::forms::fill::fill;
use huibiao::mapping::{Bundle, Field, SourceFile, Type, load};
use huibiao::model::submission::{
    MappingId, Record, SCHEMA, Source, Status, Submission, TableData, Tables,
};
use huibiao::read::Reader;
use huibiao::value::Value;
use proptest::prelude::*;
use proptest::sample::select;

use super::document::{Document, p, r, tc, tr};
use super::edition::MAPPING;

/// A run on a rule.
fn ruled(text: &str) -> String {
    format!(
        "<w:r><w:rPr><w:u w:val=\"single\"/></w:rPr><w:t xml:space=\"preserve\">{text}</w:t></w:r>"
    )
}

fn lines(text: &str) -> String {
    let lines: String = text.split('\n').map(p).collect();
    format!("<w:tc>{lines}</w:tc>")
}

/// The blank form, with its blanks printed in several ways.
fn blank() -> Vec<u8> {
    let circles = |label: &str| tr([label, "○", "○", "○", "○", "○"]);
    let empty = |label: &str| tr([label, "", "", "", "", ""]);
    let head = tr([
        "表现程度",
        "非常重要",
        "很重要",
        "一般",
        "不重要",
        "不存在的问题",
    ]);
    let runs = |pieces: &[String]| format!("<w:p>{}</w:p>", pieces.concat());
    let first_text = [
        p("请按照以下分类方式分别给出数量"),
        p("（1）按照组建方式分类："),
        runs(&[r("港资自行设立（"), r("）个")]),
        runs(&[
            r("港资与内地企业联合设立"),
            r("（"),
            ruled("    "),
            r("）"),
            r("个"),
        ]),
        p("其它组建方式（请列出方式并给出数量）：方式（　　），数量（ ）个"),
        p("（2）按照研究方式分类："),
        p("基础研究____个 产品设计 （）个"),
    ]
    .concat();
    let body = [
        p("2020年度科技合作调查表"),
        p("KT_01 出访活动概况"),
        format!(
            "<w:tbl>{}{}{}{}{}</w:tbl>",
            tr(["活动类别", "项目数", "人次"]),
            tr(["考察访问", "", ""]),
            tr(["国际会议", "", ""]),
            tr(["其他（　　）", "", ""]),
            tr(["合计", "", ""]),
        ),
        p("KT_02 经费"),
        format!(
            "<w:tbl>{}{}{}</w:tbl>",
            tr(["", "国内", "国内", "国外", "国外"]),
            tr(["", "财政", "企业", "财政", "企业"]),
            tr(["经费（万元）", "", "", "", ""]),
        ),
        p("KT_03 科技合作问题与对策"),
        p("1.合作的主要问题有哪些？请在相应重要程度处打√"),
        format!(
            "<w:tbl>{head}{}{}{}{}</w:tbl>",
            circles("双方缺少直接的交流合作渠道"),
            circles("本地区缺少科研机构参与"),
            circles("法律环境尚不完备"),
            circles("其他（）"),
        ),
        p("2.合作的对策有哪些？"),
        format!(
            "<w:tbl>{head}{}{}{}</w:tbl>",
            empty("签署科技合作框架协议"),
            empty("提供专项资金支持"),
            empty("其他______"),
        ),
        p("KT_04 成果转化情况统计"),
        format!(
            "<w:tbl><w:tr>{}<w:tc>{first_text}</w:tc></w:tr><w:tr>{}{}</w:tr><w:tr>{}{}</w:tr><w:tr>{}{}</w:tr></w:tbl>",
            lines("截至2020年，双方\n合作研究中心累计有（）个"),
            tc("", "2020年度，双方合作研究中心新增（ ）个"),
            lines("请按照以下分类方式分别给出数量\n（1）按照组建方式分类：\n港资自行设立（）个\n港资与内地企业联合设立（）个"),
            tc("", "截至2020年，入驻的众创空间（）家"),
            lines("请根据本地实际情况写出具体类型（如微型孵化器，创业园等）\n"),
            tc("", "截至2020年，青年创业人数累计（）人"),
            lines("按行业划分，请填写相应人数\n机械制造（人）\n新能源（ 人）\n新能源汽车（人）\n其他（）（请列出领域），（）人"),
        ),
        p("KT_05 典型案例"),
        format!(
            "<w:tbl>{}{}{}</w:tbl>",
            tr(["案例名称", "案例名称", ""]),
            tr(["经费支持情况", "科技部", ""]),
            tr(["", "其它______", ""]),
        ),
    ]
    .concat();
    Document::of(&body).bytes()
}

fn bundle(blank: Option<Vec<u8>>) -> Bundle {
    let file = SourceFile {
        name: "kit.toml".to_owned(),
        text: MAPPING.into(),
    };
    let mut mapping = load([file]).unwrap();
    mapping.edition.blank = blank.as_ref().map(|_| "blank.docx".to_owned());
    Bundle {
        mapping,
        blank_form: blank.map(Into::into),
        blank_sheets: None,
    }
}

/// With the blank that was sent out.
static BUNDLE: LazyLock<Bundle> = LazyLock::new(|| bundle(Some(blank())));
/// With the blank that the mapping gives.
static BARE: LazyLock<Bundle> = LazyLock::new(|| bundle(None));

static READERS: LazyLock<[Reader; 2]> = LazyLock::new(|| {
    [&*BUNDLE, &*BARE].map(|bundle| Reader::of_bundles(vec![bundle.clone()]).unwrap())
});

#[test]
fn the_blank_is_all_printed() {
    let given = huibiao::forms::blank::form(&BARE.mapping).unwrap();
    let printed: [&[u8]; 2] = [BUNDLE.blank_form.as_ref().unwrap(), &given];
    for (reader, blank) in READERS.iter().zip(printed) {
        let read = reader.read("blank.docx", blank);
        assert_eq!(read.findings, []);
        for (code, table) in &read.tables.0 {
            assert_eq!(table.status, Status::Empty, "{code}");
        }
    }
}

fn words() -> impl Strategy<Value = String> {
    let word = select(vec![
        "低碳",
        "联合研究",
        "A<b>&\"c\"",
        "（第二期）",
        "know-how",
        "3个",
        "5人",
        "𠮷",
        "“一带一路”",
        "，",
        "、",
        "：",
        "机械制造",
        "√",
    ]);
    (proptest::collection::vec(word, 0..4), 0u32..1000)
        .prop_map(|(words, n)| format!("项目{}{n}号", words.concat()))
}

fn value(field: &Field, mapping: &huibiao::mapping::Mapping) -> BoxedStrategy<Value> {
    let number = |text: String| Value::Number(text.parse().unwrap());
    match field.kind {
        Type::Integer => (0u32..100_000)
            .prop_map(move |n| number(n.to_string()))
            .boxed(),
        Type::Decimal => (0u32..100_000, 1u32..10)
            .prop_map(move |(a, b)| number(format!("{a}.{b}")))
            .boxed(),
        Type::Text if &*field.name == "space_kinds" => prop_oneof![
            words().prop_map(Value::Text),
            (words(), words()).prop_map(|(a, b)| Value::Text(format!("{a}\n{b}"))),
            (words(), words()).prop_map(|(a, b)| Value::Text(format!("{a}\n\n{b}"))),
        ]
        .boxed(),
        Type::Choice => {
            let list = &mapping.lists[field.list.as_ref().unwrap()];
            let labels: Vec<String> = list.options.iter().map(|o| o.label.to_string()).collect();
            select(labels).prop_map(Value::Text).boxed()
        }
        _ => words().prop_map(Value::Text).boxed(),
    }
}

fn record(t: usize) -> BoxedStrategy<Vec<(Arc<str>, Value)>> {
    let mapping = &BUNDLE.mapping;
    let fields = &mapping.tables[t].fields;
    let values: Vec<_> = fields
        .iter()
        .map(|f| {
            let name = f.name.clone();
            proptest::option::weighted(0.7, value(f, mapping)).prop_map(move |v| (name.clone(), v))
        })
        .collect();
    values
        .prop_map(|values| {
            let given = values.into_iter().filter_map(|(n, v)| Some((n, v?)));
            given.collect()
        })
        .boxed()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_reads_back(records in (record(0), record(1), record(2), record(3), record(4))) {
        let mapping = &BUNDLE.mapping;
        let given = [records.0, records.1, records.2, records.3, records.4];
        let tables = mapping.tables.iter().zip(&given).map(|(table, record)| {
            let records = match record.is_empty() {
                true => Vec::new(),
                false => vec![Record(record.clone())],
            };
            (table.code.clone(), TableData { status: Status::Filled, records, nil: false })
        });
        let submission = Submission {
            schema: SCHEMA.into(),
            source: Source::default(),
            attachments: Vec::new(),
            versions: Vec::new(),
            mapping: MappingId::of(mapping),
            unit: Record(Vec::new()),
            tables: Tables(tables.collect()),
            findings: Vec::new(),
        };
        for (bundle, reader) in [&*BUNDLE, &*BARE].into_iter().zip(READERS.iter()) {
            let filled = fill(&submission, bundle, reader, false).unwrap();
            prop_assert_eq!(&filled.unwritten, &[]);
            let read = reader.read("form.docx", &filled.form);
            for (table, given) in mapping.tables.iter().zip(&given) {
                let records = &read.tables.get(&table.code).unwrap().records;
                let mut values = records.first().map_or(Vec::new(), |r| r.0.clone());
                values.retain(|(_, v)| !v.is_empty());
                prop_assert_eq!(&values, given);
            }
            let told: Vec<_> = read
                .findings
                .iter()
                .filter(|f| f.rule().name() != "balance")
                .collect();
            prop_assert!(told.is_empty(), "{:#?}", told);
        }
    }
}
