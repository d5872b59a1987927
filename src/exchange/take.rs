//! What an XLSForm says of the fields that a blank form has: names, types, lists, what is required
//! and when. Its questions find their places by label.

use std::sync::Arc;

use super::survey::{Question, Survey};
use crate::mapping::{Choice, Field, Layout, List, PagePiece, RuleEntry, Type};
use crate::propose::{Proposal, loads};
use crate::said;
use crate::text::key::key;
use crate::text::lang::Said;

/// What came of it.
#[derive(Clone, Debug, Default)]
pub struct Taken {
    /// Questions that found their place on the form.
    pub found: usize,
    /// What one side has and the other has not, or cannot say.
    pub unsaid: Vec<Said>,
}

/// Labels that agree so well are one: 联系电话 and 电话 are not, 联系人电话 and 联系人的电话 are.
const ALIKE: f64 = 0.75;

/// A field of a proposal: its table, none for the cover, and its place there.
type At = (Option<usize>, usize);

/// Takes what a survey says into a proposal; with `keep_names` the fields keep their names.
pub fn take(survey: &Survey, proposal: &mut Proposal, keep_names: bool) -> Taken {
    let mut taken = Taken::default();
    let mut used: Vec<At> = Vec::new();
    let mut places: Vec<(usize, At)> = Vec::new();
    for least in [1.0, ALIKE] {
        for (q, question) in survey.questions.iter().enumerate() {
            if places.iter().any(|p| p.0 == q) {
                continue;
            }
            if let Some(at) = place(question, proposal, &used, least) {
                used.push(at);
                places.push((q, at));
            }
        }
    }
    let whole = proposal.clone();
    for (q, at) in &places {
        let question = &survey.questions[*q];
        if !keep_names {
            named(question, *at, proposal);
        }
        say(question, *at, survey, proposal, &mut taken);
    }
    taken.found = places.len();
    conditions(survey, &places, proposal, &mut taken);
    if !loads(proposal) {
        // A rule that the mapping cannot hold is listed and left out.
        for table in &mut proposal.tables {
            let own = whole
                .tables
                .iter()
                .find(|t| t.table.code == table.table.code);
            let known = own.map_or(0, |t| t.table.rules.len());
            for rule in table
                .table
                .rules
                .drain(known.min(table.table.rules.len())..)
            {
                let check = rule.full().check;
                taken.unsaid.push(said!(
                    "规则不能照写：{check}",
                    "the rule cannot be kept: {check}"
                ));
            }
        }
    }
    for (q, question) in survey.questions.iter().enumerate() {
        if !places.iter().any(|p| p.0 == q) {
            let (name, label) = (&question.name, &question.label);
            taken.unsaid.push(said!(
                "表上没有找到问题 {name}“{label}”",
                "the form has no place for the question {name} “{label}”"
            ));
        }
    }
    for (kind, name) in &survey.passed_over {
        taken.unsaid.push(said!(
            "{kind} {name}：纸面表单没有",
            "{kind} {name}: nothing that a paper form takes"
        ));
    }
    for (at, field) in all(proposal) {
        if !used.contains(&at) {
            let label = &field.label;
            taken.unsaid.push(said!(
                "问卷没有表上的“{label}”",
                "the survey has no “{label}”, which the form asks for"
            ));
        }
    }
    taken
}

fn all(proposal: &Proposal) -> Vec<(At, &Field)> {
    let unit = proposal
        .unit
        .iter()
        .enumerate()
        .map(|(f, field)| ((None, f), field));
    let tables = proposal.tables.iter().enumerate().flat_map(|(t, table)| {
        table
            .table
            .fields
            .iter()
            .enumerate()
            .map(move |(f, field)| ((Some(t), f), field))
    });
    unit.chain(tables).collect()
}

fn field_mut(proposal: &mut Proposal, (t, f): At) -> &mut Field {
    match t {
        None => &mut proposal.unit[f],
        Some(t) => &mut proposal.tables[t].table.fields[f],
    }
}

/// The field that a question is, among those that no other question is.
fn place(question: &Question, proposal: &Proposal, used: &[At], least: f64) -> Option<At> {
    let asked = key(&question.label);
    let mut best: Option<(f64, At)> = None;
    for (at, field) in all(proposal) {
        if used.contains(&at) {
            continue;
        }
        let named = *field.name == *question.name;
        let whole = key(&field.label);
        let last = key(field.label.rsplit('·').next().unwrap_or_default());
        let likeness = match () {
            () if named => 2.0,
            () if asked.is_empty() => 0.0,
            () if whole == asked => 1.5,
            () if last == asked => 1.0,
            () => strsim::normalized_damerau_levenshtein(&whole, &asked)
                .max(strsim::normalized_damerau_levenshtein(&last, &asked)),
        };
        if likeness >= least && best.is_none_or(|b| likeness > b.0) {
            best = Some((likeness, at));
        }
    }
    best.map(|b| b.1)
}

/// Gives a field its question's name.
fn named(question: &Question, at: At, proposal: &mut Proposal) {
    let old = field_mut(proposal, at).name.clone();
    if let Some(name) = free_name(question, at, proposal) {
        rename(proposal, at, &old, &name);
    }
}

/// Gives a field what its question says.
fn say(question: &Question, at: At, survey: &Survey, proposal: &mut Proposal, taken: &mut Taken) {
    let labels = question.list.as_ref().and_then(|l| survey.lists.get(l));
    let list = labels.map(|labels| List {
        options: labels.iter().map(|(_, label)| option(label)).collect(),
        ..List::default()
    });
    let printed = field_mut(proposal, at).list.clone();
    let kind = question.kind.unwrap_or(Type::Text);
    let name = &question.name;
    match (printed, list) {
        (Some(printed), Some(list)) => {
            let own = proposal.lists.get(&printed);
            let keys =
                |l: &List| -> Vec<String> { l.options.iter().map(|o| key(&o.label)).collect() };
            let differ = own.is_some_and(|own| keys(own) != keys(&list));
            if differ {
                taken.unsaid.push(said!(
                    "{name} 的选项与表上印的不同，照表上的写",
                    "the choices of {name} are not those that the form prints; the form's were kept"
                ));
            }
        }
        (None, Some(list)) => {
            let own: Arc<str> = question.list.clone().unwrap_or_default().into();
            let free = proposal.lists.get(&own).is_none_or(|known| *known == list);
            let own = if free {
                own
            } else {
                format!("{own}_{name}").into()
            };
            proposal.lists.insert(Arc::clone(&own), list);
            let field = field_mut(proposal, at);
            field.list = Some(own);
            field.kind = kind;
        }
        (Some(_), None) => {}
        (None, None) if kind != Type::Text => field_mut(proposal, at).kind = kind,
        (None, None) => {}
    }
    let field = field_mut(proposal, at);
    field.required |= question.required;
    if field.unit.is_empty()
        && let Some(unit) = question.hint.strip_prefix("单位：")
    {
        field.unit = unit.to_owned();
    }
    if !matches!(field.kind, Type::Integer | Type::Decimal) {
        field.unit.clear();
    }
}

fn option(label: &str) -> Choice {
    Choice {
        label: label.into(),
        aliases: Vec::new(),
        other: ["其他", "其它", "Other", "other"]
            .iter()
            .any(|o| label.starts_with(o)),
        code: None,
    }
}

/// The question's name, where a field of that table may have it.
fn free_name(question: &Question, (t, f): At, proposal: &Proposal) -> Option<String> {
    let name = &question.name;
    let mut letters = name.chars();
    let plain = letters.next().is_some_and(|c| c.is_ascii_alphabetic())
        && letters.all(|c| c.is_ascii_alphanumeric() || c == '_');
    let fields = match t {
        None => &proposal.unit,
        Some(t) => {
            // Lists, long texts and ratings have names of their own.
            let fixed = [Layout::Choices, Layout::Text, Layout::Rating];
            let table = &proposal.tables[t].table;
            if fixed.contains(&table.layout) {
                return None;
            }
            &table.fields
        }
    };
    let taken = fields
        .iter()
        .enumerate()
        .any(|(i, o)| i != f && *o.name == **name);
    (plain && !taken && *fields[f].name != **name).then(|| name.clone())
}

/// Gives a field another name wherever it is named.
fn rename(proposal: &mut Proposal, at: At, old: &str, new: &str) {
    field_mut(proposal, at).name = new.into();
    let code = at.0.map(|t| proposal.tables[t].table.code.clone());
    for piece in &mut proposal.page {
        match piece {
            PagePiece::Line(line) => *line = renamed(line, code.as_deref(), old, new),
            PagePiece::Table(rows) => {
                for cell in rows.iter_mut().flatten() {
                    *cell = renamed(cell, code.as_deref(), old, new);
                }
            }
        }
    }
    let Some(t) = at.0 else { return };
    let table = &mut proposal.tables[t].table;
    for rule in &mut table.rules {
        if let RuleEntry::Formula(formula) = rule {
            *formula = in_formula(formula, old, new);
        }
    }
    for row in &mut table.printed {
        row.text = row
            .text
            .replace(&format!("{{{old}}}"), &format!("{{{new}}}"));
    }
    for field in &mut table.fields {
        if let Some(when) = &mut field.when {
            *when = in_formula(when, old, new);
        }
    }
    let names = [&mut table.unique, &mut table.identity, &mut table.import];
    for name in names.into_iter().flatten().filter(|n| &***n == old) {
        *name = new.into();
    }
}

/// A name within a formula, as a whole word.
fn in_formula(formula: &str, old: &str, new: &str) -> String {
    let mut out = String::new();
    let mut rest = formula;
    while let Some(at) = rest.find(old) {
        let word = |c: char| c.is_alphanumeric() || c == '_';
        let before = rest[..at].chars().next_back().or(out.chars().next_back());
        let behind = rest[at + old.len()..].chars().next();
        out.push_str(&rest[..at]);
        out.push_str(if before.is_some_and(word) || behind.is_some_and(word) {
            old
        } else {
            new
        });
        rest = &rest[at + old.len()..];
    }
    out + rest
}

/// A name within the tags of a printed text.
fn renamed(text: &str, code: Option<&str>, old: &str, new: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(open) = rest.find('{') {
        let Some(close) = rest[open..].find('}').map(|c| open + c) else {
            break;
        };
        let inner = &rest[open + 1..close];
        let (path, option) = match inner.split_once('=') {
            Some((path, option)) => (path, format!("={option}")),
            None => (inner, String::new()),
        };
        let (table, name) = match path.rsplit_once('.') {
            Some((table, name)) => (Some(table), name),
            None => (None, path),
        };
        let of = table.map(|t| t.split('[').next().unwrap_or(t));
        out.push_str(&rest[..=open]);
        match name == old && (of.is_none() || of == code) {
            true => {
                out.push_str(&table.map(|t| format!("{t}.")).unwrap_or_default());
                out.push_str(new);
                out.push_str(&option);
            }
            false => out.push_str(inner),
        }
        out.push('}');
        rest = &rest[close + 1..];
    }
    out + rest
}

/// When a question is asked, and what holds for its answer.
fn conditions(survey: &Survey, places: &[(usize, At)], proposal: &mut Proposal, taken: &mut Taken) {
    for (q, at) in places {
        let question = &survey.questions[*q];
        let name = &question.name;
        if !question.relevant.is_empty() {
            match when(&question.relevant, survey, places, *at, proposal) {
                Some(when) => field_mut(proposal, *at).when = Some(when),
                None => {
                    let relevant = &question.relevant;
                    taken.unsaid.push(said!(
                        "{name} 的条件：{relevant}",
                        "the condition of {name}: {relevant}"
                    ));
                }
            }
        }
        if question.constraint.is_empty() {
            continue;
        }
        let own = field_mut(proposal, *at).name.clone();
        let rules = bounds(&question.constraint, &own);
        match (rules, at.0) {
            (Some(rules), Some(t)) => {
                let table = &mut proposal.tables[t].table;
                table
                    .rules
                    .extend(rules.into_iter().map(RuleEntry::Formula));
            }
            _ => {
                let constraint = &question.constraint;
                taken.unsaid.push(said!(
                    "{name} 的约束：{constraint}",
                    "the constraint of {name}: {constraint}"
                ));
            }
        }
    }
}

/// `${state} = '2'` as `state = "停用"`.
fn when(
    relevant: &str,
    survey: &Survey,
    places: &[(usize, At)],
    at: At,
    proposal: &Proposal,
) -> Option<String> {
    let (sign, said) = match relevant.contains("!=") {
        true => ("!=", "≠"),
        false => ("=", "="),
    };
    let (left, right) = relevant.split_once(sign)?;
    let asked = left.trim().strip_prefix("${")?.strip_suffix('}')?;
    let value = right.trim();
    let value = value.trim_matches(['\'', '"']);
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
    if value.is_empty() || !value.chars().all(plain) {
        return None;
    }
    let (q, place) = places
        .iter()
        .find(|(q, _)| survey.questions[*q].name == asked)?;
    if place.0 != at.0 {
        return None;
    }
    let question = &survey.questions[*q];
    if question.kind != Some(Type::Choice) {
        return None;
    }
    let labels = survey.lists.get(question.list.as_ref()?)?;
    let label = labels
        .iter()
        .find(|(code, _)| code == value)
        .map(|(_, label)| label)?;
    let fields = match at.0 {
        None => &proposal.unit,
        Some(t) => &proposal.tables[t].table.fields,
    };
    let name = &fields[place.1].name;
    Some(format!("{name} {said} \"{label}\""))
}

/// `. >= 0 and . <= 100` as rules over the field.
fn bounds(constraint: &str, name: &str) -> Option<Vec<String>> {
    let mut rules = Vec::new();
    for part in constraint.split(" and ") {
        let rest = part.trim().strip_prefix('.')?.trim_start();
        let sign = [">=", "<=", ">", "<"]
            .into_iter()
            .find(|s| rest.starts_with(s))?;
        let number = rest[sign.len()..].trim();
        number.parse::<rust_decimal::Decimal>().ok()?;
        // A whole number alone would be an item's code.
        let number = if number.contains('.') {
            number.to_owned()
        } else {
            format!("{number}.0")
        };
        rules.push(format!("{name} {sign} {number}"));
    }
    Some(rules)
}
