//! The report as a terminal and a program see it.

use huibiao::model::finding::FieldPath;
use huibiao::model::submission::Submission;
use huibiao::report::{Report, TextStyle, write_json, write_summary, write_text};
use huibiao::text::lang::{Lang, Said};
use unicode_width::UnicodeWidthStr;

use super::sample::{edition, report, sample, units};

fn style(width: usize) -> TextStyle {
    TextStyle {
        width,
        color: false,
        verbose: false,
        rest: Said::same("report.html"),
    }
}

fn printed(report: &Report, style: &TextStyle) -> String {
    let mut out = Vec::new();
    write_text(report, style, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn summary(report: &Report, style: &TextStyle) -> String {
    let mut out = Vec::new();
    write_summary(report, style, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn a_terminal_tells_units_then_problems_by_cause() {
    insta::assert_snapshot!(printed(&sample(Lang::Zh), &style(90)));
}

#[test]
fn the_summary_is_short() {
    insta::assert_snapshot!(summary(&sample(Lang::Zh), &style(80)));
}

#[test]
fn the_report_speaks_english() {
    let verbose = TextStyle {
        verbose: true,
        ..style(100)
    };
    insta::assert_snapshot!(printed(&sample(Lang::En), &verbose));
}

#[test]
fn the_data_say_the_same() {
    let mut out = Vec::new();
    write_json(&sample(Lang::Zh), &mut out).unwrap();
    let mut json: serde_json::Value = serde_json::from_slice(&out).unwrap();
    // All 37 tables are there; these show what one says.
    let tables = json["editions"][0]["tables"].as_array_mut().unwrap();
    assert_eq!(tables.len(), 37);
    tables.retain(|t| ["HZ_02_005", "HZ_02_013"].contains(&t["code"].as_str().unwrap()));
    for unit in json["units"].as_array_mut().unwrap() {
        let tables = unit["tables"].as_array_mut().unwrap();
        tables.retain(|t| t["status"] != "empty");
    }
    insta::assert_json_snapshot!(json);
}

#[test]
fn sums_are_written_exactly() {
    let mut out = Vec::new();
    write_json(&sample(Lang::Zh), &mut out).unwrap();
    let text = String::from_utf8(out).unwrap();
    // 120.5 + 0.1
    assert!(text.contains(r#""sum": 120.6"#), "{text}");
}

#[test]
fn every_line_fits_and_colours_take_no_room() {
    for lang in [Lang::Zh, Lang::En] {
        let report = sample(lang);
        for width in [72, 80, 100, 120] {
            let plain = printed(&report, &style(width)) + &summary(&report, &style(width));
            for line in plain.lines() {
                assert!(line.width() <= width, "{width}: {line}");
            }
            let coloured = TextStyle {
                color: true,
                ..style(width)
            };
            let coloured = printed(&report, &coloured) + &summary(&report, &coloured);
            assert!(coloured.contains("\u{1b}[1;31m"));
            let mut bare = String::new();
            let mut rest = &*coloured;
            while let Some((before, after)) = rest.split_once('\u{1b}') {
                bare += before;
                rest = after.split_once('m').unwrap().1;
            }
            assert_eq!(bare + rest, plain);
        }
    }
}

#[test]
fn long_lists_are_cut_and_say_where_the_rest_is() {
    let mapping = edition().mapping;
    let one = &units(&mapping)[0];
    let many: Vec<Submission> = (0..50).map(|_| one.clone()).collect();
    let report = report(&many, &mapping, Lang::Zh);
    let text = printed(&report, &style(100));
    assert!(text.contains("其余 20 个单位见 report.html"), "{text}");
    assert!(text.contains("其余 44 处见 report.html"), "{text}");
    let verbose = TextStyle {
        verbose: true,
        ..style(100)
    };
    let all = printed(&report, &verbose);
    assert!(!all.contains("其余"));
    assert_eq!(all.matches("“约12万”不是确切的数").count(), 50);
}

#[test]
fn an_edition_nobody_knows_is_still_reported() {
    let mapping = edition().mapping;
    let mut gatherer = huibiao::report::Gatherer::new(Lang::Zh, []);
    gatherer.add(&units(&mapping)[0]);
    let report = gatherer.finish();
    assert_eq!(report.editions[0].tables.len(), 37);
    assert_eq!(report.totals.findings.error, 3);
    assert_eq!(
        report.units[0].findings[0].place,
        "第6表 HZ_02_005 第4行 china_funding"
    );
}

#[test]
fn many_missing_tables_of_a_unit_are_told_in_one() {
    let mapping = edition().mapping;
    let mut one = units(&mapping).swap_remove(0);
    let missing = one.findings[3].clone();
    for table in &mapping.tables[..20] {
        let mut finding = missing.clone();
        finding.path = FieldPath::table(&table.code);
        one.findings.push(finding);
    }
    let text = printed(&report(&[one], &mapping, Lang::Zh), &style(90));
    assert!(text.contains("缺少表  21 处"), "{text}");
    assert_eq!(text.matches("如被删去").count(), 1, "{text}");
    assert!(text.contains("HZ_02_002、HZ_02_004、"), "{text}");
    assert!(!text.contains("其余"), "{text}");
}
