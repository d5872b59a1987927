//! Every rule of an edition's mapping, each named once; `docs/rules.md` has a row for each, and no
//! row for a rule that is none.

use std::collections::BTreeSet;

use huibiao::mapping::{Across, Field, Mapping, PeriodRule, TextFormat, bundled, bundled_ids};

/// A rule: the table that it stands in (`unit` is the cover, `across` over several tables,
/// `edition` of all), and how `docs/rules.md` writes it.
pub type Named = (String, String);

/// The rules of a field.
fn of_field(field: &Field) -> impl Iterator<Item = String> {
    let name = &field.name;
    let period = field.period.map(|p| match p {
        PeriodRule::Within => "within",
        PeriodRule::Until => "until",
        PeriodRule::LastFiveYears => "last_five_years",
    });
    let format = field.format.map(|f| match f {
        TextFormat::Email => "email",
        TextFormat::Orcid => "orcid",
        TextFormat::Phone => "phone",
        TextFormat::Day => "day",
    });
    [
        field.required.then(|| format!("{name}: required")),
        field.when.as_ref().map(|_| format!("{name}: when")),
        period.map(|p| format!("{name}: period = {p}")),
        format.map(|f| format!("{name}: format = {f}")),
        field.least.map(|n| format!("{name}: least = {n}")),
        field.most.map(|n| format!("{name}: most = {n}")),
        field
            .pattern
            .as_ref()
            .map(|p| format!("{name}: pattern = {p}")),
        (!field.withheld.is_empty()).then(|| format!("{name}: withheld")),
    ]
    .into_iter()
    .flatten()
}

/// A rule over several tables.
fn over_tables(rule: &Across) -> String {
    let said = |text: &Option<String>| text.clone().unwrap_or_default();
    match (&rule.check, &rule.names) {
        (Some(check), _) => check.clone(),
        (None, Some(names)) => format!("{names} among {}", said(&rule.among)),
        (None, None) => {
            let only = rule.only.join("、");
            format!("{} only {} = {only}", said(&rule.table), said(&rule.by))
        }
    }
}

/// Every rule of a mapping.
pub fn rules(mapping: &Mapping) -> BTreeSet<Named> {
    let mut all = BTreeSet::new();
    let mut add = |table: &str, rule: String| {
        let named = (table.to_owned(), rule);
        assert!(all.insert(named.clone()), "twice: {named:?}");
    };
    for field in &mapping.unit {
        of_field(field).for_each(|rule| add("unit", rule));
    }
    for table in &mapping.tables {
        let code = &*table.code;
        for rule in &table.rules {
            add(code, rule.full().check);
        }
        if table.limit.is_some() {
            add(code, "limit".into());
        }
        if table.limit_options.is_some() {
            add(code, "limit_options".into());
        }
        if !table.unique.is_empty() {
            add(code, "unique".into());
        }
        if table.only_for.is_some() {
            add(code, "only_for".into());
        }
        for field in &table.fields {
            of_field(field).for_each(|rule| add(code, rule));
        }
    }
    for rule in &mapping.across {
        add("across", over_tables(rule));
    }
    if let Some(least) = mapping.edition.least {
        add("edition", format!("least = {least}"));
    }
    if mapping.edition.totals_have_parts {
        add("edition", "totals_have_parts".into());
    }
    all
}

/// The rules of the last column of `docs/rules.md`, each with the tables of the first, in the
/// section of an edition.
fn documented(mapping: &Mapping) -> BTreeSet<Named> {
    let spans = |cell: &str| -> Vec<String> {
        let spans = cell.split('`').skip(1).step_by(2);
        spans.map(str::to_owned).collect()
    };
    let head = format!("# 编辑规则（{}）", mapping.edition.id);
    let text = include_str!("../../docs/rules.md");
    let section = text.split_once(&head).expect(&head).1;
    let section = section.split("\n# ").next().unwrap();
    let mut all = BTreeSet::new();
    for line in section.lines() {
        let Some(row) = line.strip_prefix("| ").and_then(|l| l.strip_suffix(" |")) else {
            continue;
        };
        let cells: Vec<&str> = row.split(" | ").collect();
        assert_eq!(cells.len(), 5, "{line}");
        let mut tables = spans(cells[0]);
        let whole = [("封面", "unit"), ("跨表", "across"), ("各表", "edition")];
        let whole = whole.iter().find(|(zh, _)| cells[0] == *zh);
        tables.extend(whole.map(|(_, name)| (*name).to_owned()));
        for table in &tables {
            let known = whole.is_some() || mapping.table(table).is_some();
            assert!(known, "docs/rules.md names a table {table}");
            let rules = spans(cells[4]).into_iter();
            all.extend(rules.map(|rule| (table.clone(), rule)));
        }
    }
    all
}

#[test]
fn every_rule_has_its_row_in_the_docs_and_every_row_its_rule() {
    for id in bundled_ids() {
        let mapping = bundled(id).unwrap().mapping;
        let (ours, documented) = (rules(&mapping), documented(&mapping));
        let missing: Vec<_> = ours.difference(&documented).collect();
        assert!(missing.is_empty(), "{id}: no row for {missing:#?}");
        let gone: Vec<_> = documented.difference(&ours).collect();
        assert!(gone.is_empty(), "{id}: rows for no rule: {gone:#?}");
    }
}
