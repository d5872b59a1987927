//! Figures: every number on a chart equals one that the test works out by itself of the same data.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Output};
use std::sync::LazyLock;

use calamine::{Data, Reader as _, Xlsx};
use serde_json::Value as Json;

use crate::forms::{add, blank, number, record_of, text};
use huibiao::mapping::{Mapping, bundled};
use huibiao::model::submission::Submission;
use huibiao::report::chart::{Chart, Charting, Charts, svg};
use huibiao::text::lang::{Lang, Said};
use huibiao::value::Value;

static MAPPING: LazyLock<Mapping> = LazyLock::new(|| bundled("hz-2025").unwrap().mapping);

/// A chart's table, bar by bar, as its workbook has it: empty cells are 0.
type Table = BTreeMap<String, Vec<f64>>;

fn huibiao(args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_huibiao"));
    command.args(["--lang", "zh"]).args(args).output().unwrap()
}

fn table(folder: &Path, chart: &str) -> Table {
    let place = folder.join("xlsx").join(format!("{chart}.xlsx"));
    let mut book: Xlsx<_> = calamine::open_workbook(&place).unwrap();
    let sheet = book.worksheet_range_at(0).unwrap().unwrap();
    let number = |cell: &Data| match cell {
        Data::Float(n) => *n,
        Data::Int(n) => *n as f64,
        _ => 0.0,
    };
    let rows = sheet.rows().skip(1);
    let row = |r: &[Data]| (r[0].to_string(), r[1..].iter().map(number).collect());
    rows.map(row).collect()
}

/// The records of a table in what `convert` writes.
fn records(inputs: &[&str], table: &str) -> Vec<Json> {
    let run = huibiao(&[inputs, &["-f", "jsonl", "-o", "-"]].concat());
    let lines = String::from_utf8(run.stdout).unwrap();
    let mut all = Vec::new();
    for line in lines.lines() {
        let submission: Json = serde_json::from_str(line).unwrap();
        all.extend(
            submission["tables"][table]["records"]
                .as_array()
                .unwrap()
                .clone(),
        );
    }
    all
}

/// What is added up of records, by what they answer: 1 a record, or an amount.
fn reference(records: &[Json], by: &str, amount: Option<&str>) -> BTreeMap<String, f64> {
    let mut sums = BTreeMap::new();
    for record in records {
        let answers: Vec<String> = match &record[by] {
            Json::String(one) => vec![one.clone()],
            Json::Array(all) => (all.iter())
                .map(|a| a.as_str().or(a["label"].as_str()).unwrap().to_owned())
                .collect(),
            _ => Vec::new(),
        };
        let n = match amount {
            None => Some(1.0),
            Some(amount) => record[amount].as_f64(),
        };
        let answers = match (answers.len(), amount) {
            (0, _) => vec!["未填或读不出".to_owned()],
            (2.., Some(_)) => vec!["几项共同".to_owned()],
            _ => answers,
        };
        for answer in answers {
            if let Some(n) = n {
                *sums.entry(answer).or_insert(0.0) += n;
            }
        }
    }
    sums.retain(|_, n| *n != 0.0);
    sums
}

fn first(table: &Table) -> BTreeMap<String, f64> {
    let firsts = table.iter().map(|(bar, n)| (bar.clone(), n[0]));
    firsts.filter(|(_, n)| *n != 0.0).collect()
}

fn same(left: &BTreeMap<String, f64>, right: &BTreeMap<String, f64>, what: &str) {
    assert_eq!(
        left.keys().collect::<Vec<_>>(),
        right.keys().collect::<Vec<_>>(),
        "{what}"
    );
    for (key, n) in left {
        assert!(
            (n - right[key]).abs() < 1e-9,
            "{what} {key}: {n}, {}",
            right[key]
        );
    }
}

#[test]
fn the_figures_of_the_samples_equal_a_reference() {
    let dir = tempfile::tempdir().unwrap();
    let run = huibiao(&[
        "figures",
        "samples/returned",
        "-o",
        dir.path().to_str().unwrap(),
    ]);
    let said = String::from_utf8_lossy(&run.stderr);
    assert_eq!(run.status.code(), Some(0), "{said}");
    for (code, by, amount) in [
        ("HZ_03_005", "countries", None),
        ("HZ_03_005", "countries", Some("funding")),
        ("HZ_03_005", "field", Some("person_times")),
        ("HZ_02_006", "country", None),
        ("HZ_02_006", "field", Some("china_funding")),
        ("HZ_02_007", "type", None),
        ("HZ_05_001", "selected", None),
        ("HZ_05_002", "selected", None),
        ("HZ_06_001", "selected", None),
    ] {
        let known = reference(&records(&["convert", "samples/returned"], code), by, amount);
        let chart = match amount {
            None => format!("{code}-{by}"),
            Some(amount) => format!("{code}-{by}-{amount}"),
        };
        assert!(!known.is_empty(), "{chart}");
        same(&first(&table(dir.path(), &chart)), &known, &chart);
    }
    // A derived table: money by what it is for.
    let money = table(dir.path(), "HZ_04_001-projects");
    let own = records(&["convert", "samples/returned"], "HZ_02_006");
    let paid = |f: &str| own.iter().filter_map(|r| r[f].as_f64()).sum::<f64>();
    let platforms = paid("china_funding") + paid("foreign_funding");
    assert!(
        (money["合办科技机构经费"][0] - platforms).abs() < 1e-9,
        "{money:?}"
    );
    // The page and the drawings lie there too, and each drawing is whole.
    let page = std::fs::read_to_string(dir.path().join("figures.html")).unwrap();
    assert!(page.contains("<svg") && !page.contains("&lt;svg"));
    for entry in std::fs::read_dir(dir.path().join("svg")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|e| e == "svg") {
            let drawing = std::fs::read_to_string(&path).unwrap();
            roxmltree::Document::parse(&drawing).unwrap_or_else(|e| panic!("{path:?}: {e}"));
            assert!(!drawing.contains("href"), "{path:?}");
        }
    }
}

#[test]
fn another_form_has_its_figures_too() {
    let dir = tempfile::tempdir().unwrap();
    let (out, form) = (dir.path().to_str().unwrap(), "samples/other-form/mapping");
    let returned = "samples/other-form/returned";
    let run = huibiao(&["--mapping", form, "figures", returned, "-o", out]);
    assert_eq!(run.status.code(), Some(0), "{run:?}");
    let own = records(&["--mapping", form, "convert", returned], "LAB_01");
    let known = reference(&own, "state", None);
    same(&first(&table(dir.path(), "LAB_01-state")), &known, "state");
    // What adds up to a total is stacked, and comes to the total.
    let money = table(dir.path(), "LAB_01-state-own");
    let total: f64 = own.iter().filter_map(|r| r["total"].as_f64()).sum();
    let shown: f64 = money.values().map(|n| n.last().copied().unwrap()).sum();
    assert!((total - shown).abs() < 1e-9, "{money:?} {total}");
    // Rows of a scale: a bar each, an option a series.
    let scale = table(dir.path(), "LAB_06-repair");
    let rows = records(&["--mapping", form, "convert", returned], "LAB_06");
    let said = |field: &str| rows.iter().filter(|r| r[field] == "非常突出").count();
    assert_eq!(scale["维修经费不足"][0], said("repair") as f64, "{scale:?}");
}

#[test]
fn one_unit_s_figures_are_its_own_and_one_that_is_not_there_is_said() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().to_str().unwrap();
    let run = huibiao(&[
        "figures",
        "samples/returned",
        "--unit",
        "海洋学院",
        "-o",
        out,
    ]);
    assert_eq!(run.status.code(), Some(0), "{run:?}");
    let known = records(
        &["convert", "samples/returned/海洋学院 调查表（终稿）.docx"],
        "HZ_03_005",
    );
    let known = reference(&known, "countries", None);
    same(
        &first(&table(dir.path(), "HZ_03_005-countries")),
        &known,
        "one unit",
    );
    let run = huibiao(&["figures", "samples/returned", "--unit", "法学院", "-o", out]);
    assert_eq!(run.status.code(), Some(2));
    let said = String::from_utf8_lossy(&run.stderr);
    assert!(
        said.contains("法学院") && said.contains("海洋学院"),
        "{said}"
    );
}

#[test]
fn an_earlier_survey_stands_beside_this_one() {
    let dir = tempfile::tempdir().unwrap();
    let (old, out) = (dir.path().join("去年.jsonl"), dir.path().join("图"));
    let one = "samples/returned/外国语学院.docx";
    let run = huibiao(&["convert", one, "-f", "jsonl", "-o", "-"]);
    std::fs::write(&old, &run.stdout).unwrap();
    let run = huibiao(&[
        "figures",
        "samples/returned",
        "--against",
        old.to_str().unwrap(),
        "-o",
        out.to_str().unwrap(),
    ]);
    assert_eq!(run.status.code(), Some(0), "{run:?}");
    let chart = table(&out, "HZ_03_005-countries");
    let before = chart.iter().map(|(bar, n)| (bar.clone(), n[1]));
    let before: BTreeMap<String, f64> = before.filter(|(_, n)| *n != 0.0).collect();
    let known = reference(&records(&["convert", one], "HZ_03_005"), "countries", None);
    assert!(!known.is_empty());
    same(&before, &known, "before");
    let page = std::fs::read_to_string(out.join("figures.html")).unwrap();
    assert!(page.contains("浅色的是去年"));
}

fn charts(forms: &[Submission]) -> Charts {
    let mut charting = Charting::new(&MAPPING);
    forms.iter().for_each(|f| charting.add(f, &[]));
    charting.finish()
}

fn numbers(chart: &Chart, bar: &str) -> Vec<Option<String>> {
    let bar = chart.bars.iter().find(|b| b.label.zh == bar).unwrap();
    let shown = |f: &huibiao::report::chart::Figure| f.value.map(|v| v.normalize().to_string());
    bar.figures.iter().map(shown).collect()
}

#[test]
fn what_of_a_total_is_in_none_of_its_parts_is_shown() {
    let mut form = blank(&MAPPING, "化学学院");
    let answers = [
        ("country", text("英国")),
        ("visit_person_times", number(6)),
        ("total_person_times", number(10)),
    ];
    add(
        &mut form,
        "HZ_02_002",
        record_of(&MAPPING, "HZ_02_002", &answers),
    );
    let charts = charts(&[form]);
    let chart = charts
        .chart("HZ_02_002-country-visit_person_times")
        .unwrap();
    assert!(chart.stacked);
    assert_eq!(chart.series.last().unwrap().zh, "未分项");
    let shown = numbers(chart, "英国");
    assert_eq!(shown.first().unwrap().as_deref(), Some("6"));
    assert_eq!(shown.last().unwrap().as_deref(), Some("4"));
    let part = &chart.bars[0].figures[0].parts[0];
    assert_eq!((part.unit, &*part.table, part.record), (0, "HZ_02_002", 0));
    assert_eq!(charts.units[0].name, "化学学院");
}

#[test]
fn money_for_several_countries_is_given_to_none_of_them() {
    let mut form = blank(&MAPPING, "化学学院");
    let countries = |all: &[&str]| Value::List(all.iter().map(|c| (*c).to_owned()).collect());
    for (whose, money) in [
        (countries(&["越南", "泰国"]), 30),
        (countries(&["越南"]), 5),
    ] {
        let answers = [
            ("name", text("培训班")),
            ("countries", whose),
            ("funding", number(money)),
        ];
        let record = record_of(&MAPPING, "HZ_03_005", &answers);
        add(&mut form, "HZ_03_005", record);
    }
    let answers = [("name", text("讲座")), ("funding", number(7))];
    add(
        &mut form,
        "HZ_03_005",
        record_of(&MAPPING, "HZ_03_005", &answers),
    );
    let charts = charts(&[form]);
    let money = charts.chart("HZ_03_005-countries-funding").unwrap();
    let shown = |bar: &str| numbers(money, bar)[0].clone().unwrap();
    assert_eq!(
        (
            &*shown("越南"),
            &*shown("几项共同"),
            &*shown("未填或读不出")
        ),
        ("5", "30", "7")
    );
    let trips = charts.chart("HZ_03_005-countries").unwrap();
    assert_eq!(numbers(trips, "越南")[0].as_deref(), Some("2"));
    assert_eq!(numbers(trips, "泰国")[0].as_deref(), Some("1"));
}

#[test]
fn what_only_the_earlier_survey_has_stays_in_sight() {
    let form = |country: &str| {
        let mut form = blank(&MAPPING, "化学学院");
        let answers = [("country", text(country)), ("name", text("实验室"))];
        add(
            &mut form,
            "HZ_02_006",
            record_of(&MAPPING, "HZ_02_006", &answers),
        );
        form
    };
    let mut now = charts(&[form("英国")]);
    now.against(&charts(&[form("法国")]), Said::same("去年"));
    let chart = now.chart("HZ_02_006-country").unwrap();
    assert_eq!(numbers(chart, "法国"), [None]);
    let gone = chart.bars.iter().find(|b| b.label.zh == "法国").unwrap();
    assert_eq!(gone.figures[0].before, Some(1.into()));
    let drawing = svg(chart, now.before.as_ref(), Lang::Zh, None);
    assert!(drawing.contains("法国") && drawing.contains("去年"));
}

#[test]
fn nothing_of_a_form_becomes_markup_in_a_drawing() {
    let mut form = blank(&MAPPING, "化学学院");
    let evil = "<script>alert(1)</script>\u{202e}";
    let answers = [("country", text(evil)), ("name", text(evil))];
    add(
        &mut form,
        "HZ_02_006",
        record_of(&MAPPING, "HZ_02_006", &answers),
    );
    let charts = charts(&[form]);
    let chart = charts.chart("HZ_02_006-country").unwrap();
    let drawing = svg(chart, None, Lang::Zh, None);
    let parsed = roxmltree::Document::parse(&drawing).unwrap();
    assert!(
        parsed
            .descendants()
            .all(|n| n.tag_name().name() != "script")
    );
    assert!(drawing.contains("&lt;script") || drawing.contains("&#60;script"));
    assert!(!drawing.contains('\u{202e}'));
    let mut page = Vec::new();
    huibiao::report::chart::write_page(&charts, Lang::Zh, &mut page).unwrap();
    assert!(!String::from_utf8(page).unwrap().contains("<script>alert"));
}
