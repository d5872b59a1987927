//! Submissions with every kind of trouble, for the tests of the report. All names are invented.

use std::sync::Arc;

use huibiao::mapping::{Bundle, Mapping, bundled};
use huibiao::model::finding::{FieldPath, Finding, Rule, Severity};
use huibiao::model::submission::{
    MappingId, Record, SCHEMA, Source, Status, Submission, TableData, Tables,
};
use huibiao::report::{Gatherer, Report};
use huibiao::said;
use huibiao::text::lang::Lang;
use huibiao::value::{Selected, Value};
use office::paper::Place;

/// The edition that the samples were filled in for.
pub fn edition() -> Bundle {
    bundled("hz-2025").unwrap()
}

/// A submission with every table empty.
pub fn empty(mapping: &Mapping, file: &str, unit: &str) -> Submission {
    let fields = mapping.unit.iter().map(|f| (f.name.clone(), Value::Null));
    let mut unit_record = Record(fields.collect());
    let cover = [
        ("unit_name", unit),
        ("contact", "林知夏"),
        ("contact_phone", "010-5550 0137"),
    ];
    for (name, text) in cover {
        set(&mut unit_record, name, Value::Text(text.into()));
    }
    let table = |code: &Arc<str>| {
        let data = TableData {
            status: Status::Empty,
            records: Vec::new(),
            nil: false,
        };
        (code.clone(), data)
    };
    Submission {
        schema: SCHEMA.into(),
        source: Source {
            file: file.into(),
            sha256: "0".repeat(64),
            format: "docx".into(),
            producer: None,
            modified: None,
            parts: Vec::new(),
        },
        attachments: Vec::new(),
        versions: Vec::new(),
        mapping: MappingId::of(mapping),
        unit: unit_record,
        tables: Tables(mapping.tables.iter().map(|t| table(&t.code)).collect()),
        findings: Vec::new(),
    }
}

fn set(record: &mut Record, field: &str, value: Value) {
    let slot = record.0.iter_mut().find(|(name, _)| &**name == field);
    slot.unwrap_or_else(|| panic!("no field {field}")).1 = value;
}

/// Adds a record with these values.
pub fn record(s: &mut Submission, mapping: &Mapping, code: &str, values: &[(&str, Value)]) {
    let table = mapping.table(code).unwrap();
    let fields = table.fields.iter().map(|f| (f.name.clone(), Value::Null));
    let mut record = Record(fields.collect());
    for (field, value) in values {
        set(&mut record, field, value.clone());
    }
    let data = data(s, code);
    data.status = Status::Filled;
    data.records.push(record);
}

/// A table's data.
pub fn data<'s>(s: &'s mut Submission, code: &str) -> &'s mut TableData {
    let found = s.tables.0.iter_mut().find(|(c, _)| &**c == code);
    &mut found.unwrap().1
}

pub fn text(t: &str) -> Value {
    Value::Text(t.into())
}

pub fn number(n: &str) -> Value {
    Value::Number(n.parse().unwrap())
}

fn cell(table: u32, row: u32, column: u32) -> Place {
    Place::Cell { table, row, column }
}

/// Four units: one with errors, one with a joined workbook and warnings, one clean, one unread.
pub fn units(mapping: &Mapping) -> Vec<Submission> {
    let mut a = empty(mapping, "云帆学院.docx", "云帆学院");
    record(
        &mut a,
        mapping,
        "HZ_02_005",
        &[
            ("project_name", text("深海传感网络联合研究")),
            ("china_funding", number("120.5")),
            ("foreign_country", text("英国")),
        ],
    );
    record(
        &mut a,
        mapping,
        "HZ_02_005",
        &[
            ("project_name", text("<script>alert('项目')</script>")),
            ("china_government_funding", number("80")),
        ],
    );
    record(
        &mut a,
        mapping,
        "HZ_05_001",
        &[(
            "selected",
            Value::Selected(vec![
                Selected {
                    no: 1,
                    label: "一".into(),
                },
                Selected {
                    no: 3,
                    label: "三".into(),
                },
            ]),
        )],
    );
    data(&mut a, "HZ_02_013").status = Status::Missing;
    a.findings = vec![
        Finding::recorded(
            Severity::Info,
            Rule::UnitConverted,
            said!(
                "“1205000元”已换算为120.5万元",
                "“1205000元” was converted to 120.5 万元"
            ),
        )
        .at("/tables/HZ_02_005/records/0/china_funding")
        .quoting("1205000元")
        .from(cell(6, 3, 6)),
        Finding::recorded(
            Severity::Error,
            Rule::UnreadableNumber,
            said!(
                "“约12万”不是确切的数，未取值",
                "“约12万” is not an exact number; nothing was taken"
            ),
        )
        .hinting(said!(
            "请只填写一个确切的数字，单位为“万元”；没有则留空",
            "Write one exact number in 万元, in digits; leave it empty if there is none"
        ))
        .at("/tables/HZ_02_005/records/1/china_funding")
        .quoting("约12万")
        .from(cell(6, 4, 6)),
        Finding::recorded(
            Severity::Error,
            Rule::Required,
            said!(
                "“外方所在国家（地区）”未填",
                "“外方所在国家（地区）” is not filled in"
            ),
        )
        .hinting(said!("请补填", "Fill it in"))
        .at("/tables/HZ_02_005/records/1/foreign_country")
        .from(cell(6, 4, 11)),
        Finding::recorded(
            Severity::Warning,
            Rule::MissingTable,
            said!("没有找到表 HZ_02_013", "table HZ_02_013 was not found"),
        )
        .hinting(said!(
            "如被删去，请确认没有内容可填。",
            "If it was deleted, make sure that there was nothing to fill in."
        ))
        .at("/tables/HZ_02_013"),
        Finding::recorded(
            Severity::Error,
            Rule::TooManySelected,
            said!(
                "选了 6 项，限选 5 项",
                "6 options are chosen, at most 5 may be"
            ),
        )
        .hinting(said!("请只保留 5 项", "Keep five of them"))
        .at("/tables/HZ_05_001/records/0/selected")
        .from(Place::Line {
            text_box: 1,
            line: 4,
        }),
    ];

    let mut b = empty(mapping, "返回/<b>星河</b> & 研究院.docx", "星河研究院");
    b.attachments = vec![Source {
        file: "返回/星河研究院-子表.xlsx".into(),
        format: "xlsx".into(),
        ..Source::default()
    }];
    let country = [
        ("country", text("德国")),
        ("visit_projects", number("2")),
        ("total_projects", number("3")),
    ];
    record(&mut b, mapping, "HZ_02_002", &country);
    data(&mut b, "HZ_02_012").status = Status::NotCollected;
    b.findings = vec![
        Finding::recorded(
            Severity::Info,
            Rule::Joined,
            said!(
                "子表“星河研究院-子表.xlsx”并入本单位",
                "the workbook was joined to this form"
            ),
        ),
        Finding::recorded(
            Severity::Warning,
            Rule::Balance,
            said!("合计·项目数 3 ≠ 2", "合计·项目数 3 ≠ 2"),
        )
        .hinting(said!(
            "应为 13=01+03+05+07+09+11",
            "13=01+03+05+07+09+11 must hold"
        ))
        .at("/tables/HZ_02_002/records/0/total_projects")
        .quoting("3")
        .from(Place::sheet("HZ_02_002", 7, 14)),
        Finding::recorded(
            Severity::Warning,
            Rule::UnclaimedText,
            said!(
                "这段文字没有归入任何指标：“另附说明”",
                "this text belongs to no item: “另附说明”"
            ),
        )
        .hinting(said!(
            "如是答案，请填入相应表格。",
            "If it is an answer, put it into its table."
        ))
        .quoting("另附说明\n<img src=x onerror=alert(1)>")
        .from(Place::Paragraph { paragraph: 12 }),
        Finding::recorded(
            Severity::Error,
            Rule::InvalidFormat,
            said!("电话“12-34”格式不对", "the phone number “12-34” is not one"),
        )
        .at("/unit/contact_phone")
        .quoting("12-34"),
    ];

    for finding in &mut b.findings[1..2] {
        finding.file = Some("返回/星河研究院-子表.xlsx".into());
    }

    let mut c = empty(mapping, "远山书院.docx", "远山书院");
    record(
        &mut c,
        mapping,
        "HZ_02_005",
        &[
            ("project_name", text("高原湖泊观测")),
            ("china_funding", number("0.1")),
            ("china_government_funding", number("0.05")),
        ],
    );
    let words = [("text", text("希望提前发放表格。"))];
    record(&mut c, mapping, "HZ_06_003", &words);

    let mut d = empty(mapping, "损坏的文件.docx", "");
    d.unit = Record(
        mapping
            .unit
            .iter()
            .map(|f| (f.name.clone(), Value::Null))
            .collect(),
    );
    for (_, table) in &mut d.tables.0 {
        table.status = Status::Missing;
    }
    d.findings = vec![
        Finding::recorded(
            Severity::Error,
            Rule::UnreadableFile,
            said!(
                "文件不完整：不是完整的 zip",
                "the file is cut off: not a whole zip"
            ),
        )
        .hinting(said!("请该单位重新发送", "Have the unit send it again")),
    ];
    vec![a, b, c, d]
}

/// The report of some submissions.
pub fn report(submissions: &[Submission], mapping: &Mapping, lang: Lang) -> Report {
    let mut gatherer = Gatherer::new(lang, [mapping]);
    submissions.iter().for_each(|s| gatherer.add(s));
    gatherer.finish()
}

/// The report of [`units`].
pub fn sample(lang: Lang) -> Report {
    let mapping = edition().mapping;
    report(&units(&mapping), &mapping, lang)
}

/// Many units with much found in them, the same on every run.
pub fn crowd(mapping: &Mapping, units_wanted: usize, findings_each: usize) -> Vec<Submission> {
    let tables: Vec<_> = mapping
        .tables
        .iter()
        .filter(|t| t.fields.len() > 1)
        .collect();
    let templates = units(mapping);
    let kinds: Vec<&Finding> = templates[..2].iter().flat_map(|s| &s.findings).collect();
    let places = [
        "青松", "远帆", "晨曦", "北辰", "南屏", "揽月", "听涛", "问渠",
    ];
    let sorts = ["学院", "研究院", "实验中心", "书院"];
    let mut state = 7u32;
    let mut next = move |below: usize| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) as usize % below
    };
    (0..units_wanted)
        .map(|n| {
            let name = format!("{}{}{}", places[n % 8], sorts[n / 8 % 4], n / 32 + 1);
            let mut s = empty(mapping, &format!("{name}.docx"), &name);
            for (_, data) in &mut s.tables.0 {
                data.status = match next(10) {
                    0 => Status::Missing,
                    1 => Status::NotCollected,
                    _ => Status::Empty,
                };
            }
            for _ in 0..12 {
                let code = tables[next(tables.len())].code.clone();
                let title = format!("第{}号合作", next(900));
                let name = tables.iter().find(|t| t.code == code).unwrap();
                let field = name
                    .fields
                    .iter()
                    .find(|f| f.kind == huibiao::mapping::Type::Text);
                let values: Vec<_> = field
                    .map(|f| (&*f.name, text(&title)))
                    .into_iter()
                    .collect();
                for _ in 0..=next(4) {
                    record(&mut s, mapping, &code, &values);
                }
            }
            // Some have nothing wrong, some a little, some much.
            let much = [0, 1, findings_each, findings_each * 3][next(4)];
            for _ in 0..next(much + 1) {
                let mut finding = kinds[next(kinds.len())].clone();
                let table = tables[next(tables.len())];
                let field = &table.fields[next(table.fields.len())].name;
                let row = next(6);
                finding.path = FieldPath::field(&table.code, row, field);
                finding.source = Some(cell(6, row as u32 + 3, 4));
                s.findings.push(finding);
            }
            s
        })
        .collect()
}
