//! Each rule of each edition broken alone: a clean submission in which every table is filled in, what
//! is changed in it, and the one thing that is then said. A rule without such a case fails the test.

use std::sync::LazyLock;

use huibiao::checks::EditRules;
use huibiao::mapping::{Field, Layout, Mapping, Table, Type, bundled, bundled_ids};
use huibiao::model::finding::Severity;
use huibiao::model::submission::Submission;
use serde_json::{Value, json};

use crate::edit_listed::{Named, rules};
use crate::edit_rules::BROKEN;

/// The clean submission of an edition.
fn clean(id: &str) -> Value {
    let text = match id {
        "hz-2020" => include_str!("../edit/clean-2020.json"),
        "hz-2025" => include_str!("../edit/clean.json"),
        _ => panic!("no clean submission of {id}"),
    };
    serde_json::from_str(text).unwrap()
}

/// What is changed in the clean submission, by path; a path that ends in `/-` appends.
type Changes = Vec<(String, Value)>;

/// What breaks a rule, and how what is then said begins.
struct Case {
    changes: Changes,
    said: Said,
}

/// What is said where a rule is broken.
enum Said {
    /// One line, of at least a warning, that begins so.
    Line(String),
    /// An info, beside nothing else.
    Info(String),
    /// Nothing: the rule allows what is changed.
    Nothing,
}

fn line(text: impl Into<String>) -> Said {
    Said::Line(text.into())
}

/// A formula's table, how it begins, what is changed, what is said.
type Formula = (
    &'static str,
    &'static str,
    &'static [(&'static str, &'static str)],
    &'static str,
);

/// Formulas of the 2020 edition, and what holds over several tables of either: table, how the rule begins, what is changed below the table's first
/// record (or, where the path begins with `/`, anywhere below the tables), what is said.
#[rustfmt::skip]
const FORMULAS: &[Formula] = &[
    ("HZ_01_002", "02≦01", &[("foreign_visits_total", "1001")], "warning balance foreign_visits_total"),
    ("HZ_01_002", "04≦03", &[("foreign_visits_year", "301")], "warning balance foreign_visits_year"),
    ("HZ_01_002", "03≦01", &[("visits_year", "1001")], "warning balance visits_year"),
    ("HZ_01_002", "04≦02", &[("visits_year", "500"), ("foreign_visits_year", "401")], "warning balance foreign_visits_year"),
    ("HZ_02_001", "13=", &[("total_projects", "22")], "error balance total_projects"),
    ("HZ_02_001", "14=", &[("training_person_times", "9")], "error balance total_person_times"),
    ("HZ_02_002", "13=", &[("total_projects", "22")], "error balance total_projects"),
    ("HZ_02_002", "14=", &[("other_person_times", "13")], "error balance total_person_times"),
    ("HZ_02_002", "country !=", &[("country", "\"中国澳门\"")], "warning not-applicable country"),
    ("HZ_02_003", "13=", &[("visit_projects", "2")], "error balance total_projects"),
    ("HZ_02_003", "14=", &[("total_person_times", "41")], "error balance total_person_times"),
    ("HZ_02_004", "13=", &[("research_projects", "4")], "error balance total_projects"),
    ("HZ_02_004", "14=", &[("total_person_times", "43")], "error balance total_person_times"),
    ("HZ_02_004", "country !=", &[("country", "\"中国台湾\"")], "warning not-applicable country"),
    ("HZ_02_005", "丁≦丙", &[("china_government_funding", "120.6")], "error balance china_government_funding"),
    ("HZ_02_006", "01≧02", &[("foreign_funding", "80.1")], "error balance foreign_funding"),
    ("HZ_02_011", "01≧02", &[("foreign_attendees", "201")], "error balance foreign_attendees"),
    ("HZ_04_001", "06=", &[("total", "240.5")], "error balance total"),
    ("HZ_04_001", "filled(other_name)", &[("other_name", "null")], "warning required other_name"),
    ("HZ_05_001", "filled(other)", &[("other", "null")], "warning required other"),
    ("HZ_05_002", "filled(other)", &[("selected/-", r#"{"no": 22, "label": "其他"}"#)], "warning required other"),
    ("HZ_05_003", "filled(other)", &[("selected/-", r#"{"no": 16, "label": "其他"}"#)], "warning required other"),
    ("HZ_05_004", "05=", &[("china_total", "312")], "error balance china_total"),
    ("HZ_05_004", "10=", &[("foreign_enterprise", "6")], "error balance foreign_total"),
    ("HZ_05_004_A", "05=", &[("china_other", "12")], "error balance china_total"),
    ("HZ_05_004_A", "10=", &[("foreign_total", "null")], "warning balance foreign_total"),
    ("HJ_01", "01=", &[("people", "16")], "error balance people"),
    ("HJ_02", "01=", &[("people_senior", "2")], "error balance people"),
    ("HJ_03", "01=", &[("people_junior", "null")], "error balance people"),
    ("HJ_04", "01=", &[("people", "null")], "warning balance people"),
    ("HJ_05", "02≦01", &[("mainland_government_funding", "50.1")], "warning balance mainland_government_funding"),
    ("across", "HZ_04_001.01 = ", &[("/HZ_04_001/records/0/projects", "121"), ("/HZ_04_001/records/0/total", "240.5")], "warning balance /HZ_04_001/records/0/projects"),
    ("across", "HZ_04_001.02 = ", &[("/HZ_02_006/records/0/contract_funding", "81")], "warning balance /HZ_04_001/records/0/platforms"),
    ("across", "HZ_04_001.03 = ", &[("/HZ_03_002/records/0/funding", "21")], "warning balance /HZ_04_001/records/0/talent"),
    ("across", "HZ_02_008_A.organisation among ", &[("/HZ_02_008_A/records/0/organisation", "\"国际水协会\"")], "warning balance /HZ_02_008_A/records/0/organisation"),
    ("across", "HZ_05_005 only ", &[("/HZ_01_001/records/0/unit_type", "\"高校\"")], "warning not-applicable /HZ_05_005"),
];

/// The kinds of travel that are counted, by code, and how many countries' records there are.
const KINDS: [&str; 7] = [
    "visit",
    "conference",
    "research",
    "training",
    "exhibition",
    "other",
    "total",
];

/// The path and value of a change, or of what is said, below a table's first record.
fn below(table: &str, path: &str) -> String {
    match (table, path.starts_with('/')) {
        ("unit", _) => format!("/unit/{path}"),
        (_, true) => format!("/tables{path}"),
        (_, false) => format!("/tables/{table}/records/0/{path}"),
    }
}

fn formula(table: &str, rule: &str) -> Option<Case> {
    let mut cases = FORMULAS.iter();
    let (_, _, changes, said) = cases.find(|c| c.0 == table && rule.starts_with(c.1))?;
    let value = |v: &str| serde_json::from_str(v).unwrap();
    let changes = changes.iter().map(|(p, v)| (below(table, p), value(v)));
    let (level, path) = said.rsplit_once(' ').unwrap();
    let said = line(format!("{level} {} ", below(table, path)));
    Some(Case {
        changes: changes.collect(),
        said,
    })
}

/// An overview that counts more than the countries do: `HZ_02_001.05 <= HZ_02_002.05`.
fn overview(rule: &str, clean: &Value) -> Option<Case> {
    let (of, countries) = rule.split_once(" <= ")?;
    let (of, code) = of.split_once('.')?;
    let countries = countries.split_once('.')?.0;
    let code: usize = code.parse().ok()?;
    let (kind, unit) = (
        KINDS[(code - 1) / 2],
        ["projects", "person_times"][(code - 1) % 2],
    );
    let at = |table: &str, record: usize, kind: &str| {
        format!("/tables/{table}/records/{record}/{kind}_{unit}")
    };
    let number = |path: &str| clean.pointer(path).unwrap().as_i64().unwrap();
    let sum = |kind| number(&at(countries, 0, kind)) + number(&at(countries, 1, kind));
    let own = |kind| number(&at(of, 0, kind));
    let mut changes = Vec::new();
    // What is more than the countries' sum stands in this kind alone.
    let more = match kind {
        "total" => {
            for record in [0, 1] {
                let (other, total) = (
                    at(countries, record, "other"),
                    at(countries, record, "total"),
                );
                let rest = number(&total) - number(&other);
                changes.extend([(other, json!(null)), (total, json!(rest))]);
            }
            let more = sum("total") - sum("other") + 1 - own("total");
            let other = own("other") + more;
            changes.push((at(of, 0, "other"), json!(other)));
            more
        }
        _ => {
            let more = sum(kind) + 1;
            changes.push((at(of, 0, kind), json!(more)));
            more - own(kind)
        }
    };
    changes.push((at(of, 0, "total"), json!(own("total") + more)));
    let said = line(format!("warning balance {} ", at(of, 0, kind)));
    Some(Case { changes, said })
}

/// One of the ways of counting comes to another number: `centres_all = centres_all_own + …`.
fn counting(table: &str, rule: &str, clean: &Value) -> Option<Case> {
    let (total, parts) = rule.split_once(" = ")?;
    if !table.starts_with("HJ_1") || !total.starts_with("centres_") {
        return None;
    }
    let part = below(table, parts.split(" + ").next()?);
    let more = clean.pointer(&part)?.as_i64()? + 1;
    Some(Case {
        changes: vec![(part, json!(more))],
        said: line(format!("warning balance {} ", below(table, total))),
    })
}

/// A field's own rules.
fn of_field(table: &str, field: &Field, rule: &str, mapping: &Mapping) -> Option<Case> {
    let at = below(table, &field.name);
    let one = |value: Value, said: &str| Case {
        changes: vec![(at.clone(), value)],
        said: line(format!("{said} {at} ")),
    };
    let period = &mapping.edition.period;
    Some(match rule.split_once(": ")?.1 {
        "required" => one(json!(null), "error required"),
        "withheld" => Case {
            changes: vec![(at.clone(), json!(field.withheld[0]))],
            said: Said::Nothing,
        },
        "when" => return not_applicable(table, field),
        "format = email" => one(json!("zhangsan"), "error invalid-format"),
        "format = phone" => one(json!("李四"), "warning invalid-format"),
        "format = day" => one(
            json!(format!("{}-01", mapping.edition.year)),
            "warning invalid-format",
        ),
        "period = within" => one(json!(before(&period.start)), "warning out-of-period"),
        "period = until" => one(json!(after(&period.end)), "warning out-of-period"),
        _ => return None,
    })
}

fn before(day: &str) -> String {
    let year: i32 = day[..4].parse().unwrap();
    format!("{}-12-31", year - 1)
}

fn after(day: &str) -> String {
    let year: i32 = day[..4].parse().unwrap();
    format!("{}-01-01", year + 1)
}

/// A field filled in where it does not apply.
fn not_applicable(table: &str, field: &Field) -> Option<Case> {
    let (changes, at): (Changes, String) = match table {
        // No site: all that is said of it is taken away, but for this.
        "HZ_01_002" => {
            let all = [
                "website",
                "updated_on",
                "visits_total",
                "foreign_visits_total",
                "visits_year",
                "foreign_visits_year",
            ];
            let others = all.iter().filter(|f| **f != &*field.name);
            let gone = others.map(|f| (below(table, f), json!(null)));
            let no = (below(table, "has_website"), json!(false));
            (gone.chain([no]).collect(), below(table, &field.name))
        }
        // The first record is a facility, the second a programme.
        "HZ_02_012" => {
            let record = usize::from(&*field.name != "funding");
            let at = format!("/tables/{table}/records/{record}/{}", field.name);
            let value = match field.kind {
                Type::Text => json!("有"),
                Type::Choice => json!("运行中"),
                _ => json!(5),
            };
            (vec![(at.clone(), value)], at)
        }
        _ => return None,
    };
    let said = line(format!("warning not-applicable {at} "));
    Some(Case { changes, said })
}

/// The rules of a whole table.
fn of_table(table: &Table, rule: &str, mapping: &Mapping, clean: &Value) -> Option<Case> {
    let base = format!("/tables/{}/records", table.code);
    let first = clean.pointer(&format!("{base}/0"))?;
    let count = clean.pointer(&base)?.as_array()?.len();
    let append = format!("{base}/-");
    let is_number = |f: &&Field| matches!(f.kind, Type::Integer | Type::Decimal);
    Some(match rule {
        "limit" => {
            // Others, with no numbers of their own, so that they come into no sum.
            let another = |n: usize| {
                let mut record = first.clone();
                for field in table.fields.iter().filter(is_number) {
                    record[&*field.name] = json!(null);
                }
                let text = table.fields.iter().find(|f| f.kind == Type::Text);
                match text {
                    Some(text) => record[&*text.name] = json!(format!("另一个{n}")),
                    None => {
                        record = first.clone();
                        let number = table.fields.iter().find(is_number)?;
                        record[&*number.name] = json!(n + 7);
                    }
                }
                Some((append.clone(), record))
            };
            let limit = table.limit? as usize;
            Case {
                changes: (count..=limit).map(another).collect::<Option<_>>()?,
                said: line(format!("error duplicate-table {base}/{limit} ")),
            }
        }
        "limit_options" => {
            let selected = table.fields.iter().find(|f| f.kind == Type::Choices)?;
            let options = &mapping.lists[selected.list.as_ref()?].options;
            let limit = table.limit_options? as usize;
            let options = (1..).zip(options.iter().take(limit + 1));
            let options = options.map(|(no, o)| json!({"no": no, "label": &*o.label}));
            let at = format!("{base}/0/{}", selected.name);
            Case {
                changes: vec![(at.clone(), options.collect())],
                said: line(format!("error too-many-selected {at} ")),
            }
        }
        "unique" => {
            let mut again = first.clone();
            let others = table.fields.iter().filter(is_number);
            for field in others.filter(|f| !table.unique.contains(&f.name)) {
                again[&*field.name] = json!(null);
            }
            Case {
                changes: vec![(append, again)],
                said: line(format!("warning duplicate-record {base}/{count} ")),
            }
        }
        "only_for" => Case {
            changes: Vec::new(),
            said: Said::Info(format!("info not-applicable /tables/{} ", table.code)),
        },
        _ => return None,
    })
}

/// What holds of all tables of an edition.
fn of_edition(rule: &str, id: &str) -> Option<Case> {
    Some(match (id, rule) {
        (_, "least = 0") => {
            let at = below("HZ_02_013", "participants");
            Case {
                changes: vec![(at.clone(), json!(-1))],
                said: line(format!("error invalid-format {at} ")),
            }
        }
        ("hz-2020", "totals_have_parts") => {
            let parts = ["senior", "associate", "intermediate", "assistant", "junior"];
            let gone = parts.map(|p| (below("HJ_01", &format!("people_{p}")), json!(null)));
            Case {
                changes: gone.into(),
                said: line(format!("warning balance {} ", below("HJ_01", "people"))),
            }
        }
        _ => return None,
    })
}

/// What breaks a rule alone.
fn case(mapping: &Mapping, clean: &Value, (table, rule): &Named) -> Option<Case> {
    let id = &*mapping.edition.id;
    if id == "hz-2025"
        && let Some((_, _, changes, said)) = BROKEN.iter().find(|c| c.0 == table && c.1 == rule)
    {
        let changes = changes.iter().map(|(path, value)| {
            let path = match table.as_str() {
                "across" => format!("/tables/{path}"),
                table => format!("/tables/{table}/{path}"),
            };
            (path, serde_json::from_str(value).unwrap())
        });
        return Some(Case {
            changes: changes.collect(),
            said: line(*said),
        });
    }
    let of_2020 = || {
        formula(table, rule)
            .or_else(|| overview(rule, clean))
            .or_else(|| counting(table, rule, clean))
    };
    if (id == "hz-2020" || table == "across")
        && let Some(case) = of_2020()
    {
        return Some(case);
    }
    let field = |fields: &[Field]| {
        let (name, _) = rule.split_once(": ")?;
        let field = fields.iter().find(|f| *f.name == *name)?;
        of_field(table, field, rule, mapping)
    };
    match (table.as_str(), mapping.table(table)) {
        ("unit", _) => field(&mapping.unit),
        ("edition", _) => of_edition(rule, id),
        (_, Some(own)) => field(&own.fields).or_else(|| of_table(own, rule, mapping, clean)),
        _ => None,
    }
}

/// The clean submission, changed.
fn changed(clean: &Value, changes: &Changes) -> Submission {
    let mut json = clean.clone();
    for (path, value) in changes {
        if let Some(array) = path.strip_suffix("/-") {
            let array = json.pointer_mut(array).expect(path).as_array_mut().unwrap();
            array.push(value.clone());
        } else {
            *json.pointer_mut(path).expect(path) = value.clone();
        }
    }
    serde_json::from_value(json).unwrap()
}

/// What is found, a line each: at least warnings, and infos.
fn found(rules: &EditRules, submission: &Submission) -> (Vec<String>, Vec<String>) {
    let findings = rules.check(submission);
    let (grave, info): (Vec<_>, Vec<_>) =
        findings.iter().partition(|f| f.severity > Severity::Info);
    let lines = |all: Vec<&huibiao::Finding>| -> Vec<String> {
        let line = |f: &huibiao::Finding| {
            let (severity, rule) = (f.severity.name(), f.rule().name());
            format!("{severity} {rule} {} {}", f.path, f.message().zh)
        };
        all.into_iter().map(line).collect()
    };
    (lines(grave), lines(info))
}

struct Ready {
    mapping: Mapping,
    rules: EditRules,
    clean: Value,
}

static EDITIONS: LazyLock<Vec<Ready>> = LazyLock::new(|| {
    let ready = |id| {
        let mapping = bundled(id).unwrap().mapping;
        Ready {
            rules: EditRules::new(&mapping).unwrap(),
            clean: clean(id),
            mapping,
        }
    };
    bundled_ids().map(ready).collect()
});

#[test]
fn the_clean_submissions_fill_in_every_table_and_break_nothing() {
    for Ready {
        mapping,
        rules,
        clean,
    } in &*EDITIONS
    {
        let submission = changed(clean, &Vec::new());
        assert_eq!(
            found(rules, &submission).0,
            [""; 0],
            "{}",
            mapping.edition.id
        );
        for table in &mapping.tables {
            let records = &submission
                .tables
                .get(&table.code)
                .expect(&table.code)
                .records;
            assert!(!records.is_empty(), "{}", table.code);
            for record in records {
                let names: Vec<&str> = record.0.iter().map(|(n, _)| &**n).collect();
                let wanted: Vec<&str> = table.fields.iter().map(|f| &*f.name).collect();
                assert_eq!(names, wanted, "{}", table.code);
            }
        }
    }
}

#[test]
fn each_rule_is_broken_alone() {
    for Ready {
        mapping,
        rules: checks,
        clean,
    } in &*EDITIONS
    {
        let id = &mapping.edition.id;
        let mut wrong = Vec::new();
        for named in rules(mapping) {
            let Some(case) = case(mapping, clean, &named) else {
                wrong.push(format!("{id} {named:?}: nothing breaks it here"));
                continue;
            };
            let (grave, info) = found(checks, &changed(clean, &case.changes));
            let right = match &case.said {
                Said::Line(start) => matches!(&grave[..], [one] if one.starts_with(start)),
                Said::Info(start) => grave.is_empty() && info.iter().any(|i| i.starts_with(start)),
                Said::Nothing => grave.is_empty(),
            };
            if !right {
                wrong.push(format!("{id} {named:?}: {grave:#?}"));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}

/// Each total of the edition that asks for parts, in every table that has one.
#[test]
fn a_total_without_its_parts_is_looked_at_in_every_table() {
    let editions = EDITIONS
        .iter()
        .filter(|e| e.mapping.edition.totals_have_parts);
    for Ready {
        mapping,
        rules,
        clean,
    } in editions
    {
        let mut tried = 0;
        for table in &mapping.tables {
            let Some(total) = table.fields.iter().find(|f| {
                let at = |r: &huibiao::mapping::FullRule| {
                    let left = r
                        .check
                        .split('=')
                        .next()
                        .unwrap_or_default()
                        .trim()
                        .to_owned();
                    r.check.contains('+')
                        && (left == f.code && !f.code.is_empty() || left == *f.name)
                };
                table.rules.iter().map(|r| r.full()).any(|r| at(&r))
            }) else {
                continue;
            };
            let number = |f: &&Field| matches!(f.kind, Type::Integer | Type::Decimal);
            let others = table
                .fields
                .iter()
                .filter(number)
                .filter(|f| f.name != total.name);
            let gone = others.map(|f| (below(&table.code, &f.name), json!(null)));
            let (grave, _) = found(rules, &changed(clean, &gone.collect()));
            let start = format!("warning balance {} ", below(&table.code, &total.name));
            // A record's total may now be less than another table counts.
            let own: Vec<_> = grave.iter().filter(|l| l.starts_with(&start)).collect();
            assert_eq!(own.len(), 1, "{} {grave:#?}", table.code);
            tried += 1;
        }
        assert!(tried > 13, "{tried}");
        assert!(mapping.tables.iter().any(|t| t.layout == Layout::Blanks));
    }
}
