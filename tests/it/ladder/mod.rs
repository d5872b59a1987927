//! 300 units on three levels, with duplicates, late units, resubmissions and strangers planted:
//! the roll-up and the standing name each of them and nothing else, and the sums are right.

pub mod generate;

use std::collections::{BTreeMap, BTreeSet};

use generate::{AS_OF, DUE, Survey, survey};
use huibiao::survey::returns::{Receipt, by_unit};
use huibiao::survey::rollup::{Answers, DuplicateKind, Likeness, Returned, Rollup, roll_up};
use huibiao::survey::status::{Role, State, standing};
use huibiao::value::Value;

fn rolled(survey: &Survey, account: Option<&str>) -> Rollup {
    let roster = survey.roster_units(&survey.mapping);
    let receipts = receipts(survey);
    let returns = by_unit(&receipts, Some(&roster));
    let returned = Returned {
        receipts: &receipts,
        returns: &returns,
        roster: Some(&roster),
        account: account.map(|name| roster.named(name).unwrap()),
        mapping: &survey.mapping,
        decisions: &Default::default(),
    };
    let answers = survey.submissions.iter();
    let answers = answers.map(|s| Answers::of(s.clone(), &survey.mapping));
    roll_up(&returned, answers.collect()).unwrap()
}

fn receipts(survey: &Survey) -> Vec<Receipt> {
    survey.submissions.iter().map(Receipt::of).collect()
}

#[test]
fn the_survey_is_as_large_as_it_should_be() {
    let survey = survey();
    assert_eq!(survey.units.len(), 300);
    assert!(
        survey.submissions.len() >= 300,
        "{}",
        survey.submissions.len()
    );
}

#[test]
fn merge_names_what_was_planted_and_nothing_else() {
    let survey = survey();
    let rollup = rolled(&survey, None);
    let mut named = BTreeSet::new();
    for d in &rollup.duplicates {
        let kind = match &d.kind {
            DuplicateKind::Form => "form".to_owned(),
            DuplicateKind::Record { table } => format!("record {table}"),
            DuplicateKind::Table { table } => format!("table {table}"),
            DuplicateKind::Copy { table } => format!("copy {table}"),
        };
        let likeness = match d.likeness {
            Likeness::Same => "same",
            Likeness::Alike => "alike",
        };
        let mut line = format!("{kind} {likeness} {}", d.decision.name());
        for m in &d.members {
            let sign = if m.counts { "+" } else { "-" };
            line.push_str(&format!(" {sign}{}", rollup.units[m.unit].name));
        }
        assert!(named.insert(line));
    }
    for l in &rollup.left_out {
        let why = match l.why.en.as_str() {
            w if w.contains("same file") => "same_file",
            w if w.contains("answers are the same") => "same_content",
            w if w.contains("open") => "open",
            w if w.contains("newer") => "older",
            w if w.contains("not in the roster") => "nobody",
            _ => "unread",
        };
        assert!(named.insert(format!("left {} {why}", l.file)));
    }
    named.extend(
        rollup
            .doubts
            .iter()
            .map(|(u, _)| format!("doubt {}", rollup.units[*u].name)),
    );
    assert_eq!(named, survey.planted);
}

#[test]
fn sums_are_those_of_the_records_that_count() {
    let survey = survey();
    let rollup = rolled(&survey, None);
    for code in ["HZ_02_002", "HZ_02_004"] {
        let table = rollup.tables.iter().find(|t| &*t.code == code).unwrap();
        let mut sums = BTreeMap::new();
        for sum in table.sums.as_ref().unwrap() {
            let country = sum.record.get("country").unwrap().text().unwrap();
            for (field, value) in &sum.record.0 {
                if let Value::Number(n) = value {
                    sums.insert((country.to_owned(), field.to_string()), *n);
                    let parts = sum.parts.iter().map(|p| &table.records[*p]);
                    let of_parts = parts
                        .filter_map(|p| p.record.get(field)?.number())
                        .sum::<rust_decimal::Decimal>();
                    assert_eq!(of_parts, *n);
                }
            }
        }
        assert_eq!(sums, survey.reference(code), "{code}");
    }
}

#[test]
fn derived_numbers_are_those_of_their_parts() {
    let survey = survey();
    let rollup = rolled(&survey, None);
    let value = |code: &str, name: &str| {
        let table = rollup.derived.iter().find(|t| &*t.code == code).unwrap();
        let number = table.numbers.iter().find(|n| &*n.name == name).unwrap();
        for term in &number.terms {
            if !term.units.is_empty() {
                let of_units = term.units.iter().map(|(_, n, _)| *n).sum();
                assert_eq!(term.value, Some(of_units));
            }
        }
        number.value
    };
    for (derived, of) in [("HZ_02_001", "HZ_02_002"), ("HZ_02_003", "HZ_02_004")] {
        for field in [
            "visit_projects",
            "research_person_times",
            "total_projects",
            "total_person_times",
        ] {
            assert_eq!(
                value(derived, field),
                Some(survey.total(of, field)),
                "{derived} {field}"
            );
        }
    }
    let both =
        |code: &str| survey.total(code, "china_funding") + survey.total(code, "foreign_funding");
    let (projects, platforms) = (both("HZ_02_005"), both("HZ_02_006"));
    let talent = survey.total("HZ_03_006", "funding");
    assert_eq!(value("HZ_04_001", "projects"), Some(projects));
    assert_eq!(value("HZ_04_001", "platforms"), Some(platforms));
    assert_eq!(value("HZ_04_001", "talent"), Some(talent));
    assert_eq!(value("HZ_04_001", "conferences"), None);
    assert_eq!(
        value("HZ_04_001", "total"),
        Some(projects + platforms + talent)
    );
}

#[test]
fn an_account_below_rolls_up_its_own_alone() {
    let survey = survey();
    let roster = survey.roster_units(&survey.mapping);
    let account = roster.named("海洋学院").unwrap();
    let rollup = rolled(&survey, Some("海洋学院"));
    let own: Vec<&str> = rollup.units.iter().map(|u| u.name.as_str()).collect();
    assert_eq!(own.len(), 1 + roster.below(account).count());
    assert!(own.iter().all(|n| n.starts_with("海洋学院")), "{own:?}");
    assert_eq!(rollup.account.as_deref(), Some("海洋学院"));
}

#[test]
fn status_names_what_was_planted_and_nothing_else() {
    let survey = survey();
    let roster = survey.roster_units(&survey.mapping);
    let receipts = receipts(&survey);
    let returns = by_unit(&receipts, Some(&roster));
    let standing = standing(
        &receipts,
        &returns,
        &roster,
        Some(DUE.parse().unwrap()),
        AS_OF.parse().unwrap(),
    );
    let mut named = BTreeSet::new();
    for unit in &standing.units {
        let name = &roster.unit(unit.unit).name;
        if unit.state != State::Returned {
            named.insert(format!("{} {name}", unit.state.name()));
        }
        named.extend(
            unit.missing
                .iter()
                .map(|(code, _)| format!("missing {name} {code}")),
        );
        if !unit.doubts.is_empty() {
            named.insert(format!("doubt {name}"));
        }
        let not_counting = unit.files.iter().filter(|f| f.role != Role::Counts);
        named.extend(not_counting.map(|f| format!("file {} {}", f.file, f.role.name())));
    }
    for s in &standing.strangers {
        let near = s
            .nearest
            .first()
            .map_or("", |(id, _)| &roster.unit(*id).name);
        named.insert(format!(
            "stranger {} {near}",
            s.name.as_deref().unwrap_or("")
        ));
    }
    assert_eq!(named, survey.standing);
    assert_eq!(standing.units[0].below.1, 299);
    let (returned, asked) = standing.units[0].below;
    assert_eq!(
        asked - returned,
        9,
        "7 that never came, the misspelt one, the unreadable one"
    );
}
