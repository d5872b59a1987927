//! What stands beside the tables of a tidy pack: the codebook, the data package, the import scripts.

use std::fmt::Write as _;

use serde_json::{Map, Value as Json, json};

use super::column::{Column, Kind};
use crate::mapping::Mapping;
use crate::output::Headers;

/// A table of the pack: the stem of its file, its name, its columns.
pub(super) struct Described {
    pub(super) code: String,
    pub(super) name: String,
    pub(super) columns: Vec<Column>,
}

/// `datapackage.json` (Frictionless Data).
pub(super) fn package(mapping: &Mapping, tables: &[Described], headers: Headers) -> String {
    let resources: Vec<Json> = tables.iter().map(|t| resource(t, headers)).collect();
    let package = json!({
        "profile": "tabular-data-package",
        "name": mapping.edition.id.to_lowercase(),
        "title": mapping.edition.name,
        "resources": resources,
    });
    let mut text = serde_json::to_string_pretty(&package).unwrap_or_default();
    text.push('\n');
    text
}

fn resource(table: &Described, headers: Headers) -> Json {
    let fields: Vec<Json> = table.columns.iter().map(|c| field(c, headers)).collect();
    json!({
        "profile": "tabular-data-resource",
        "name": table.code.to_lowercase().replace('_', "-"),
        "title": table.name,
        "path": format!("{}.csv", table.code),
        "scheme": "file",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {"fields": fields, "missingValues": [""]},
    })
}

fn field(column: &Column, headers: Headers) -> Json {
    let mut out = Map::new();
    out.insert("name".to_owned(), headers.of(column).into());
    out.insert("type".to_owned(), column.kind.name().into());
    out.insert("title".to_owned(), column.label.clone().into());
    let unit = Some(&column.unit).filter(|unit| !unit.is_empty());
    if let Some(unit) = unit {
        out.insert("description".to_owned(), format!("单位：{unit}").into());
    }
    if column.kind == Kind::Truth {
        out.insert("trueValues".to_owned(), json!(["true"]));
        out.insert("falseValues".to_owned(), json!(["false"]));
    }
    if !column.options.is_empty() {
        let constraints = json!({ "enum": column.options });
        out.insert("constraints".to_owned(), constraints);
    }
    Json::Object(out)
}

/// The heads of the codebook.
pub(super) const CODEBOOK: [&str; 7] = [
    "table", "column", "label", "type", "unit", "required", "options",
];

/// The codebook's rows.
pub(super) fn codebook(tables: &[Described], headers: Headers) -> Vec<[String; 7]> {
    let rows = tables.iter().flat_map(|table| {
        table.columns.iter().map(|column| {
            [
                table.code.clone(),
                headers.of(column),
                column.label.clone(),
                column.kind.name().to_owned(),
                column.unit.clone(),
                column.required.to_string(),
                column.options.join("；"),
            ]
        })
    });
    rows.collect()
}

/// A script by which SPSS reads the tables, with their labels.
pub(super) fn spss(tables: &[Described]) -> String {
    let mut out = String::from(
        "* 在本文件夹中运行；以 UTF-8 打开。 Run in this folder, as Unicode.\nSET UNICODE=ON.\n",
    );
    for Described { code, columns, .. } in tables {
        let _ = write!(
            out,
            "\nGET DATA /TYPE=TXT /FILE='{code}.csv' /ENCODING='UTF8' /DELIMITERS=',' /QUALIFIER='\"'\n  /ARRANGEMENT=DELIMITED /FIRSTCASE=2 /VARIABLES="
        );
        for column in columns {
            let format = match column.kind {
                Kind::Text | Kind::Truth => "A2000",
                Kind::Whole => "F12.0",
                Kind::Number => "F16.4",
                Kind::Day => "SDATE10",
            };
            let _ = write!(out, "\n  {} {format}", column.name);
        }
        out.push_str(".\nVARIABLE LABELS");
        for column in columns {
            let _ = write!(
                out,
                "\n  {} '{}'",
                column.name,
                label(column).replace('\'', "''")
            );
        }
        let _ = write!(out, ".\nSAVE OUTFILE='{code}.sav'.\n");
    }
    out
}

/// A script by which Stata reads the tables, with their labels.
pub(super) fn stata(tables: &[Described]) -> String {
    let mut out = String::from("* 在本文件夹中运行。 Run in this folder.\nversion 14\n");
    for Described { code, columns, .. } in tables {
        let _ = write!(
            out,
            "\nimport delimited using \"{code}.csv\", encoding(\"utf-8\") varnames(nonames) rowrange(2) stringcols(_all) bindquote(strict) clear\n"
        );
        for (n, column) in columns.iter().enumerate() {
            // Stata's names have 32 characters at most.
            let name: String = column.name.chars().take(32).collect();
            let said = label(column).replace('"', "'");
            let _ = writeln!(out, "rename v{} {name}", n + 1);
            match column.kind {
                Kind::Whole | Kind::Number => {
                    let _ = writeln!(out, "destring {name}, replace");
                }
                Kind::Day => {
                    let _ = writeln!(
                        out,
                        "gen _day = date({name}, \"YMD\")\ndrop {name}\nrename _day {name}\nformat {name} %tdCCYY-NN-DD"
                    );
                }
                Kind::Text | Kind::Truth => {}
            }
            let _ = writeln!(out, "label variable {name} \"{said}\"");
        }
        let _ = writeln!(out, "save \"{code}.dta\", replace");
    }
    out
}

fn label(column: &Column) -> String {
    match column.unit.as_str() {
        "" => column.label.clone(),
        unit => format!("{}（{unit}）", column.label),
    }
}

/// `README.txt`.
pub(super) fn readme(mapping: &Mapping) -> String {
    let name = &mapping.edition.name;
    format!(
        "{name}\n\n\
每张表一个 csv（UTF-8，无 BOM），一行一条记录；submissions.csv 是各单位的封面，findings.csv 是发现的问题。\n\
record_id 是记录的编号，submission_id 与 submissions.csv 相连；同一批文件每次输出的编号相同。\n\
多选题另有每个选项一列（1 选，0 未选）；期限、日期另有数值列（_years、_day）。空单元格是没有填。\n\
各列的含义、类型、单位、选项见 codebook.csv 或 codebook.xlsx；datapackage.json 是 Frictionless 数据包。\n\
import.sps 供 SPSS、import.do 供 Stata 读入，带变量标签。\n\n\
A csv a table (UTF-8, no byte order mark), a record a row; submissions.csv holds the units' covers, findings.csv what\n\
was found. record_id names a record, submission_id joins it to submissions.csv; the same files give the same ids.\n\
A multiple choice also has a column an option (1 chosen, 0 not); terms and dates a typed column (_years, _day). An\n\
empty cell is nothing given. codebook.csv and codebook.xlsx say what each column is; datapackage.json is a Frictionless\n\
data package; import.sps reads the tables into SPSS, import.do into Stata, with labels.\n"
    )
}
