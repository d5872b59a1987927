//! Parquet: a file a table, with typed columns and exact decimals.

use std::fs::File;
use std::path::Path;

use crate::forms::{add, blank, number, record_of, text};
use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Decimal128Type, Int64Type};
use arrow_array::{Array, RecordBatch};
use arrow_schema::DataType;
use huibiao::mapping::{Mapping, bundled};
use huibiao::output::{Format, write_all};
use huibiao::text::lang::Lang;
use huibiao::value::Value;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

fn read(place: &Path) -> RecordBatch {
    let builder = ParquetRecordBatchReaderBuilder::try_new(File::open(place).unwrap()).unwrap();
    let mut batches = builder.build().unwrap();
    let batch = batches.next().unwrap().unwrap();
    assert!(batches.next().is_none());
    batch
}

fn kind(batch: &RecordBatch, column: &str) -> DataType {
    let schema = batch.schema();
    schema.field_with_name(column).unwrap().data_type().clone()
}

fn texts(batch: &RecordBatch, column: &str) -> Vec<Option<String>> {
    let column = batch.column_by_name(column).unwrap().as_string::<i64>();
    column.iter().map(|t| t.map(str::to_owned)).collect()
}

fn some(texts: &[&str]) -> Vec<Option<String>> {
    let given = |t: &&str| (!t.is_empty()).then(|| (*t).to_owned());
    texts.iter().map(given).collect()
}

fn decimal(text: &str) -> Value {
    Value::Number(text.parse().unwrap())
}

fn written(mapping: &Mapping, folder: &Path) {
    let mut form = blank(mapping, "化学学院");
    let project = |name: &str, kind: &str, money: Value| {
        let answers = [
            ("project_name", text(name)),
            ("project_type", text(kind)),
            ("china_funding", money),
        ];
        record_of(mapping, "HZ_02_005", &answers)
    };
    let mut first = project("甲", "研究类项目", decimal("12.5"));
    first.0.push(("field_other".into(), text("核聚变")));
    add(&mut form, "HZ_02_005", first);
    add(
        &mut form,
        "HZ_02_005",
        project("乙", "交流类项目", decimal("100000.0625")),
    );
    add(
        &mut form,
        "HZ_02_005",
        project("丙", "交流类项目", Value::Null),
    );
    let member = |joined: &str| {
        let answers = [
            ("organisation", text("国际标准化组织")),
            ("joined_on", text(joined)),
        ];
        record_of(mapping, "HZ_02_008", &answers)
    };
    add(&mut form, "HZ_02_008", member("2019-05-01"));
    add(&mut form, "HZ_02_008", member("2019-05"));
    let visits = [("country", text("英国")), ("visit_projects", number(3))];
    add(
        &mut form,
        "HZ_02_002",
        record_of(mapping, "HZ_02_002", &visits),
    );
    let agreement = |term: Value| {
        record_of(
            mapping,
            "HZ_02_007",
            &[("name", text("协议")), ("term_years", term)],
        )
    };
    add(&mut form, "HZ_02_007", agreement(number(5)));
    add(&mut form, "HZ_02_007", agreement(text("无固定期限")));
    let partners = Value::List(vec!["英国".to_owned(), "日本".to_owned()]);
    let case = record_of(mapping, "HZ_03_006", &[("countries", partners)]);
    add(&mut form, "HZ_03_006", case);
    write_all(folder, &[Format::Parquet], [mapping], Lang::Zh, [form]).unwrap();
}

#[test]
fn columns_are_typed_and_decimals_exact() {
    let mapping = bundled("hz-2025").unwrap().mapping;
    let folder = tempfile::tempdir().unwrap();
    written(&mapping, folder.path());
    let read = |table: &str| read(&folder.path().join(format!("parquet/{table}.parquet")));

    let projects = read("HZ_02_005");
    assert_eq!(projects.num_rows(), 3);
    assert_eq!(texts(&projects, "unit"), some(&["化学学院"; 3]));
    assert_eq!(texts(&projects, "project_name"), some(&["甲", "乙", "丙"]));
    assert_eq!(texts(&projects, "field_other"), some(&["核聚变", "", ""]));
    assert_eq!(
        kind(&projects, "china_funding"),
        DataType::Decimal128(38, 4)
    );
    let money = projects.column_by_name("china_funding").unwrap();
    let money = money.as_primitive::<Decimal128Type>();
    assert_eq!((money.value(0), money.value(1)), (125_000, 1_000_000_625));
    assert!(money.is_null(2));
    let schema = projects.schema();
    let field = schema.field_with_name("china_funding").unwrap();
    assert_eq!(field.metadata()["label"], "中方经费·合计");
    assert_eq!(field.metadata()["unit"], "万元");

    let members = read("HZ_02_008");
    assert_eq!(
        texts(&members, "joined_on"),
        some(&["2019-05-01", "2019-05"])
    );
    let days = members.column_by_name("joined_on_day").unwrap();
    let days = days.as_primitive::<Date32Type>();
    assert_eq!((days.value(0), days.is_null(1)), (18_017, true));

    let visits = read("HZ_02_002");
    let projects = visits.column_by_name("visit_projects").unwrap();
    assert_eq!(projects.as_primitive::<Int64Type>().value(0), 3);

    let agreements = read("HZ_02_007");
    assert_eq!(texts(&agreements, "term_years"), some(&["5", "无固定期限"]));
    assert_eq!(
        kind(&agreements, "term_years_years"),
        DataType::Decimal128(38, 0)
    );

    let cases = read("HZ_03_006");
    let partners = cases.column_by_name("countries").unwrap();
    let partners = partners.as_list::<i32>().value(0);
    assert_eq!(partners.as_string::<i64>().value(1), "日本");
}

#[test]
fn an_old_file_is_replaced_by_one_without_records() {
    let mapping = bundled("hz-2025").unwrap().mapping;
    let folder = tempfile::tempdir().unwrap();
    written(&mapping, folder.path());
    let form = blank(&mapping, "化学学院");
    let formats = [Format::Parquet];
    write_all(folder.path(), &formats, [&mapping], Lang::Zh, [form]).unwrap();
    let file = File::open(folder.path().join("parquet/HZ_02_005.parquet")).unwrap();
    let file = ParquetRecordBatchReaderBuilder::try_new(file).unwrap();
    assert_eq!(file.metadata().file_metadata().num_rows(), 0);
}
