//! 问题: all findings by rule, with one reason for many.

use std::collections::BTreeMap;

use askama::Template;
use axum::Form;
use axum::extract::Query;
use axum::response::Response;
use serde::Deserialize;

use super::asked::Asked;
use super::error::Wrong;
use super::frame::{Frame, Tab, go, shown};
use super::unit_acts::explained;
use crate::desk::acts::{Act, pointer};
use crate::model::finding::{FieldPath, Rule, Severity};
use crate::report::Counts;
use crate::said;

/// No more findings are listed at once.
const MOST: usize = 300;

/// What is shown, as it stands in the address.
#[derive(Clone, Default, Deserialize)]
pub struct Filter {
    #[serde(default)]
    rule: String,
    /// `error`, `warning`, `info`; else the first two.
    #[serde(default)]
    severity: String,
    #[serde(default)]
    table: String,
}

#[derive(Template)]
#[template(path = "findings.html")]
struct Page {
    f: Frame,
    sid: String,
    filter: Filter,
    severities: Vec<Facet>,
    rules: Vec<Facet>,
    tables: Vec<Facet>,
    meaning: String,
    todo: String,
    found: Vec<Found>,
    all: usize,
    /// Warnings that one reason may explain.
    explainable: usize,
}

/// A way to narrow what is shown.
struct Facet {
    value: String,
    name: String,
    count: usize,
    class: &'static str,
    href: String,
    on: bool,
}

struct Found {
    href: String,
    unit: String,
    uid: String,
    class: &'static str,
    title: &'static str,
    place: String,
    message: String,
    path: String,
    explainable: bool,
}

pub async fn page(asked: Asked, Query(filter): Query<Filter>) -> Response {
    let lang = asked.lang;
    let is_wanted = |severity: Severity| match filter.severity.as_str() {
        "" => severity != Severity::Info,
        name => severity.name() == name,
    };
    let mut rules: BTreeMap<Rule, Counts> = BTreeMap::new();
    let mut tables: BTreeMap<String, usize> = BTreeMap::new();
    let mut of_severity = Counts::default();
    let mut found = Vec::new();
    let mut all = 0;
    let mut explainable = 0;
    for unit in &asked.state.standing.units {
        for (i, p) in unit.told(lang).findings.iter().enumerate() {
            of_severity.add(p.severity);
            let own_rule = filter.rule.is_empty() || filter.rule == p.rule.name();
            let table = p.table.as_deref().unwrap_or("");
            let own_table = filter.table.is_empty() || filter.table == table;
            if !is_wanted(p.severity) {
                continue;
            }
            if own_table {
                rules.entry(p.rule).or_default().add(p.severity);
            }
            if own_rule && !table.is_empty() {
                *tables.entry(table.to_owned()).or_default() += 1;
            }
            if !(own_rule && own_table) {
                continue;
            }
            all += 1;
            let can = p.severity == Severity::Warning;
            explainable += usize::from(can);
            if found.len() < MOST {
                found.push(Found {
                    href: asked.at(&format!("/u/{}#f{i}", unit.id)),
                    unit: unit.name.clone(),
                    uid: unit.id.clone(),
                    class: class(p.severity),
                    title: p.rule.title(lang),
                    place: p.place.clone(),
                    message: p.message.clone(),
                    path: pointer(&p.path),
                    explainable: can,
                });
            }
        }
    }
    let text = filter.rule.parse::<Rule>().ok().map(Rule::text);
    let page = Page {
        sid: asked.survey.id.clone(),
        severities: severities(&asked, &filter, of_severity),
        rules: rules_of(&asked, &filter, rules),
        tables: tables_of(&asked, &filter, tables),
        meaning: text
            .as_ref()
            .map_or(String::new(), |t| t.meaning.get(lang).to_owned()),
        todo: text
            .as_ref()
            .map_or(String::new(), |t| t.todo.get(lang).to_owned()),
        found,
        all,
        explainable: match filter.rule.is_empty() {
            true => 0,
            false => explainable,
        },
        filter,
        f: asked.frame(Tab::Findings, lang.pick("问题", "Findings")),
    };
    shown(&page)
}

fn class(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "bad",
        Severity::Warning => "warn",
        Severity::Info => "soft",
    }
}

/// The page's address with something else in it.
fn address(asked: &Asked, rule: &str, severity: &str, table: &str) -> String {
    let pairs = [("rule", rule), ("severity", severity), ("table", table)];
    let pairs = pairs.into_iter().filter(|(_, value)| !value.is_empty());
    let pairs: Vec<String> = pairs
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    match pairs.is_empty() {
        true => asked.at("/findings"),
        false => asked.at(&format!("/findings?{}", pairs.join("&"))),
    }
}

fn severities(asked: &Asked, filter: &Filter, counts: Counts) -> Vec<Facet> {
    let all = [Severity::Error, Severity::Warning, Severity::Info];
    let facet = |severity: Severity| {
        let on = filter.severity == severity.name();
        Facet {
            value: severity.name().to_owned(),
            name: severity.title(asked.lang).to_owned(),
            count: counts.of(severity),
            class: class(severity),
            href: address(
                asked,
                &filter.rule,
                if on { "" } else { severity.name() },
                &filter.table,
            ),
            on,
        }
    };
    all.into_iter().map(facet).collect()
}

fn rules_of(asked: &Asked, filter: &Filter, rules: BTreeMap<Rule, Counts>) -> Vec<Facet> {
    let mut rules: Vec<(Rule, Counts)> = rules.into_iter().collect();
    rules.sort_by_key(|(_, counts)| std::cmp::Reverse((counts.worst(), *counts)));
    let facet = |(rule, counts): (Rule, Counts)| {
        let on = filter.rule == rule.name();
        Facet {
            value: rule.name().to_owned(),
            name: rule.title(asked.lang).to_owned(),
            count: counts.error + counts.warning + counts.info,
            class: counts.worst().map_or("soft", class),
            href: address(
                asked,
                if on { "" } else { rule.name() },
                &filter.severity,
                &filter.table,
            ),
            on,
        }
    };
    rules.into_iter().map(facet).collect()
}

fn tables_of(asked: &Asked, filter: &Filter, tables: BTreeMap<String, usize>) -> Vec<Facet> {
    let facet = |(table, count): (String, usize)| {
        let on = filter.table == table;
        Facet {
            name: table.clone(),
            count,
            class: "soft",
            href: address(
                asked,
                &filter.rule,
                &filter.severity,
                if on { "" } else { &table },
            ),
            on,
            value: table,
        }
    };
    tables.into_iter().map(facet).collect()
}

/// 核实 many warnings of one rule with one reason.
pub async fn explain(
    asked: Asked,
    Form(given): Form<Vec<(String, String)>>,
) -> Result<Response, Wrong> {
    let one = |name: &str| {
        let found = given.iter().find(|(n, _)| n == name);
        found.map_or("", |(_, value)| value.trim())
    };
    let (lang, why) = (asked.lang, one("why"));
    let Ok(rule) = one("rule").parse::<Rule>() else {
        return Err(Wrong::bad(
            said!("没有这条规则", "there is no such rule"),
            lang,
        ));
    };
    if why.is_empty() {
        let said = said!("请写明理由：为什么核实无误", "say why they are right");
        return Err(Wrong::bad(said, lang));
    }
    let chosen: Vec<(&str, FieldPath)> = (given.iter())
        .filter(|(name, _)| name == "one")
        .filter_map(|(_, value)| value.split_once(' '))
        .map(|(unit, path)| (unit, FieldPath::from(path)))
        .collect();
    if chosen.is_empty() {
        return Err(Wrong::bad(
            said!("没有选中任何一处", "nothing is chosen"),
            lang,
        ));
    }
    let done = asked.survey.act(&asked.who(), |state| {
        let mut acts: Vec<Act> = Vec::new();
        for (id, path) in &chosen {
            // One that was settled meanwhile is no longer a warning: it is left as it is.
            let Some(unit) = state.standing.unit(id) else {
                continue;
            };
            let act = explained(unit, state, path, rule, why);
            acts.extend(act.ok().filter(|a| !acts.contains(a)));
        }
        Ok((acts, None))
    });
    done.map_err(|e| Wrong::of(e, lang))?;
    Ok(go(&address(&asked, "", one("severity"), one("table"))))
}
