//! 单位: one unit's paper beside its data, and what was found.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use askama::Template;
use axum::extract::Path;
use axum::response::Response;

use super::asked::Asked;
use super::error::Wrong;
use super::frame::{Frame, Tab, shown};
use crate::desk::acts::{Act, Done, Spot, pointer};
use crate::desk::standing::{Unit, id_of};
use crate::mapping::{Field, Mapping};
use crate::model::finding::{FieldPath, Rule, Settled, Severity};
use crate::model::submission::{Record, Status};
use crate::report::Problem;
use crate::said;
use crate::text::lang::Lang;

/// Which survey, and which unit.
pub type Ids = HashMap<String, String>;

#[derive(Template)]
#[template(path = "unit.html")]
struct Page {
    f: Frame,
    sid: String,
    uid: String,
    papers: Vec<String>,
    /// The units before and after it.
    before: String,
    after: String,
    data: Data,
}

/// The right half: findings and data.
#[derive(Template)]
#[template(path = "data.html")]
pub struct Data {
    lang: Lang,
    sid: String,
    uid: String,
    name: String,
    contact: String,
    phone: String,
    label: &'static str,
    class: &'static str,
    errors: usize,
    warnings: usize,
    doubts: Vec<String>,
    groups: Vec<Group>,
    tables: Vec<Table>,
    undo: Option<(i64, String)>,
    /// What is asked before somebody else's act is undone; empty for one's own.
    ask: String,
    /// What was just done, where it is not in sight.
    pub told: String,
    history: Vec<String>,
}

impl Data {
    fn t<'a>(&self, zh: &'a str, en: &'a str) -> &'a str {
        self.lang.pick(zh, en)
    }
}

/// Findings of one kind of urgency.
struct Group {
    title: &'static str,
    class: &'static str,
    open: bool,
    findings: Vec<Found>,
}

/// A finding.
struct Found {
    class: &'static str,
    title: &'static str,
    place: String,
    record: String,
    message: String,
    hint: String,
    raw: String,
    path: String,
    rule: &'static str,
    was: String,
    /// Its number among the findings, by which its paper's signs lead to it.
    number: usize,
    /// The paper that it is drawn on.
    paper: usize,
    can_correct: bool,
    can_explain: bool,
    can_return: bool,
    /// The act that settled it, or sent it back.
    undo: Option<i64>,
    done: String,
}

/// A table with its records.
struct Table {
    code: String,
    name: String,
    status: &'static str,
    class: &'static str,
    records: Vec<Lines>,
}

/// A record: a line a field.
struct Lines {
    number: usize,
    values: Vec<Line>,
}

/// A value.
struct Line {
    label: String,
    unit: String,
    value: String,
    path: String,
    class: &'static str,
}

pub async fn page(asked: Asked, Path(ids): Path<Ids>) -> Result<Response, Wrong> {
    let unit = unit(&asked, &ids)?;
    let at = |step: isize| {
        let units = &asked.state.standing.units;
        let own = units.iter().position(|u| u.id == unit.id)?;
        let other = own.checked_add_signed(step).and_then(|i| units.get(i))?;
        Some(asked.at(&format!("/u/{}", other.id)))
    };
    let page = Page {
        sid: asked.survey.id.clone(),
        uid: unit.id.clone(),
        papers: papers(&unit, &asked),
        before: at(-1).unwrap_or_default(),
        after: at(1).unwrap_or_default(),
        data: data_of(&asked, &unit),
        f: asked.frame(Tab::Unit, &unit.name),
    };
    Ok(shown(&page))
}

/// The right half alone.
pub async fn data(asked: Asked, Path(ids): Path<Ids>) -> Result<Response, Wrong> {
    let unit = unit(&asked, &ids)?;
    Ok(shown(&data_of(&asked, &unit)))
}

/// The unit that an address names; that of a file which another one replaces is the unit's own.
pub fn unit(asked: &Asked, ids: &Ids) -> Result<Arc<Unit>, Wrong> {
    let id = ids.get("uid").map_or("", String::as_str);
    let standing = &asked.state.standing;
    let replaced = || {
        let returns = standing.chosen.iter().flat_map(|c| c.returns());
        let is_it = |i: usize| id_of(&standing.receipts[i].file) == id;
        let own = returns.into_iter().find(|r| r.files().any(is_it))?;
        standing
            .units
            .iter()
            .find(|u| own.counting().any(|i| i == u.index))
    };
    let found = standing.unit(id).or_else(replaced);
    found.cloned().ok_or_else(|| Wrong::missing(asked.lang))
}

/// The files of a unit that count, by name.
fn papers(unit: &Unit, asked: &Asked) -> Vec<String> {
    let receipts = &asked.state.standing.receipts;
    unit.files().map(|i| receipts[i].file.to_string()).collect()
}

/// What the right half shows.
pub fn data_of(asked: &Asked, unit: &Unit) -> Data {
    let lang = asked.lang;
    let told = unit.told(lang);
    let mapping = asked.desk.editions.mapping(&unit.submission.mapping.id);
    let in_force = asked.state.acts.in_force();
    let own: Vec<&Done> = in_force
        .into_iter()
        .filter(|d| is_about(d, unit, asked))
        .collect();
    let names = papers(unit, asked);
    let found: Vec<(&Problem, Found)> = (told.findings.iter())
        .enumerate()
        .map(|(i, p)| (p, finding((i, p), unit, &own, &names, lang)))
        .collect();
    let history = history(asked, unit);
    let last = own.iter().max_by_key(|d| d.id);
    let roster = unit.roster.zip(asked.state.settings.roster.as_ref());
    let asked_unit = roster.map(|(id, r)| r.unit(id));
    let or_roster = |own: &Option<String>, of: fn(&crate::survey::roster::Unit) -> &String| {
        let own = own.clone().filter(|o| !o.is_empty());
        own.or_else(|| asked_unit.map(|u| of(u).clone()))
            .unwrap_or_default()
    };
    let (label, class) = super::overview::state_of(unit, &asked.state.standing, lang);
    Data {
        lang,
        sid: asked.survey.id.clone(),
        uid: unit.id.clone(),
        name: unit.name.clone(),
        contact: or_roster(&told.contact, |u| &u.contact),
        phone: or_roster(&told.phone, |u| &u.phone),
        label,
        class,
        errors: told.counts.error,
        warnings: told.counts.warning,
        doubts: unit
            .doubts
            .iter()
            .map(|d| d.message().get(lang).to_owned())
            .collect(),
        tables: tables(unit, mapping, lang),
        groups: groups(found, lang),
        undo: last.map(|d| (d.id, what(d, lang))),
        ask: (last.filter(|d| d.who != asked.who())).map_or(String::new(), |d| {
            let said = said!("这一步是{}做的，要撤销吗？", "{} did this: undo it?", d.who);
            said.get(lang).to_owned()
        }),
        told: String::new(),
        history,
    }
}

/// An act is about a unit.
pub fn is_about(done: &Done, unit: &Unit, asked: &Asked) -> bool {
    let Some(spot) = done.spot() else {
        return false;
    };
    let file = &asked.state.standing.receipts[unit.index].file;
    match spot.file.is_empty() {
        true => unit.cover.as_deref() == Some(&*spot.unit),
        false => spot.file == **file,
    }
}

fn groups(found: Vec<(&Problem, Found)>, lang: Lang) -> Vec<Group> {
    let titles = [
        (lang.pick("必须改正", "To be mended"), "bad", true),
        (lang.pick("需核实", "To be checked"), "warn", true),
        (lang.pick("已处理", "Settled"), "good", true),
        (lang.pick("提示", "For information"), "soft", false),
    ];
    let mut groups: Vec<Group> = (titles.into_iter())
        .map(|(title, class, open)| Group {
            title,
            class,
            open,
            findings: Vec::new(),
        })
        .collect();
    for (problem, found) in found {
        let settled = problem.settled.is_some() || problem.rule == Rule::CorrectedByOffice;
        let at = match problem.severity {
            Severity::Error => 0,
            Severity::Warning => 1,
            Severity::Info if settled => 2,
            Severity::Info => 3,
        };
        groups[at].findings.push(found);
    }
    groups.retain(|g| !g.findings.is_empty());
    groups
}

fn finding(
    (number, problem): (usize, &Problem),
    unit: &Unit,
    own: &[&Done],
    papers: &[String],
    lang: Lang,
) -> Found {
    let path = pointer(&problem.path);
    // What was done and no longer applies stands at its place, or, where that is gone, at none.
    let refused = problem.rule == Rule::CorrectionRefused;
    let idle = |spot: &Spot| {
        let lost = || path == "/" && value_at(unit, &FieldPath::from(&*spot.path)).is_none();
        refused && (spot.path == path || lost())
    };
    let about = |d: &&&Done| match &d.act {
        Act::Correct { spot, .. } => {
            let settled = matches!(problem.settled, Some(Settled::Corrected));
            let corrected = settled || problem.rule == Rule::CorrectedByOffice;
            (spot.path == path && corrected) || idle(spot)
        }
        Act::Explain { spot, rule, .. } => {
            let explained = matches!(problem.settled, Some(Settled::Explained { .. }));
            (spot.path == path && *rule == problem.rule && explained) || idle(spot)
        }
        Act::SendBack { spot, rule, .. } => {
            spot.path == path && *rule == problem.rule && problem.severity != Severity::Info
        }
        _ => false,
    };
    let act = own.iter().filter(about).max_by_key(|d| d.id);
    let open = problem.severity != Severity::Info;
    let field = problem.path.field_name().is_some();
    let value = value_at(unit, &problem.path);
    let paper = problem
        .file
        .as_deref()
        .and_then(|f| papers.iter().position(|p| p == f));
    Found {
        number,
        class: match problem.severity {
            Severity::Error => "bad",
            Severity::Warning => "warn",
            Severity::Info => "soft",
        },
        title: problem.rule.title(lang),
        place: problem.place.clone(),
        record: problem.record_name.clone().unwrap_or_default(),
        message: problem.message.clone(),
        // The desk's own act is undone here, and stands in no file.
        hint: match refused && act.is_some() {
            true => said!(
                "表上对，就撤销那次处理；表上不对，就照现在的内容再改一次。",
                "If the form is right, undo what was done; if not, correct what stands there now."
            )
            .get(lang)
            .to_owned(),
            false => problem.hint.to_string(),
        },
        raw: problem.raw.clone().unwrap_or_default(),
        was: value.unwrap_or_default(),
        rule: problem.rule.name(),
        paper: paper.unwrap_or(0),
        can_correct: field && open,
        can_explain: problem.severity == Severity::Warning && !refused,
        can_return: open && !refused && !act.is_some_and(|d| matches!(d.act, Act::SendBack { .. })),
        undo: act.map(|d| d.id),
        done: (act.filter(|_| !refused)).map_or(String::new(), |d| what(d, lang)),
        path,
    }
}

/// What an act was, in words.
pub fn what(done: &Done, lang: Lang) -> String {
    let said = match &done.act {
        Act::Correct { value, why, .. } => match value.is_empty() {
            true => format!("{}（{why}）", lang.pick("改为空白", "made blank")),
            false => format!("{} {value}（{why}）", lang.pick("改为", "changed to")),
        },
        Act::Explain { why, .. } => format!("{}：{why}", lang.pick("核实无误", "checked")),
        Act::SendBack { note, .. } => match note.is_empty() {
            true => lang.pick("列入退回", "to be sent back").to_owned(),
            false => format!("{}：{note}", lang.pick("列入退回", "to be sent back")),
        },
        Act::Decide {
            decision,
            file,
            unit,
            ..
        } => {
            format!("{} {decision} {file} {unit}", lang.pick("决定", "decided"))
        }
        Act::Gone { file, unit } => format!("{} {file} {unit}", lang.pick("确认移走", "gone")),
        Act::Set { name, to } => format!("{} {name} {to}", lang.pick("设定", "set")),
        Act::Undo { of } => format!("{} {of}", lang.pick("撤销", "undone")),
    };
    format!("{said} · {} {}", done.who, done.at)
}

/// What the office did about a unit, the last first; what was undone as well.
fn history(asked: &Asked, unit: &Unit) -> Vec<String> {
    let acts = &asked.state.acts;
    let own = acts.done.iter().rev().filter(|d| is_about(d, unit, asked));
    own.map(|d| match acts.is_undone(d.id) {
        true => format!(
            "{}（{}）",
            what(d, asked.lang),
            asked.lang.pick("已撤销", "undone")
        ),
        false => what(d, asked.lang),
    })
    .collect()
}

/// The value at a place, as it is shown.
pub fn value_at(unit: &Unit, path: &FieldPath) -> Option<String> {
    let field = path.field_name()?;
    let record = match path.table_code() {
        None => &unit.submission.unit,
        Some(code) => unit
            .submission
            .tables
            .get(code)?
            .records
            .get(path.record_index()?)?,
    };
    let beside = record.get(&format!("{field}_other")).map(|o| o.shown());
    let own = record.get(field)?.shown();
    Some(match beside {
        Some(words) if !words.is_empty() => format!("{own}（{words}）"),
        _ => own,
    })
}

fn tables(unit: &Unit, mapping: Option<&Mapping>, lang: Lang) -> Vec<Table> {
    let Some(mapping) = mapping.filter(|_| !unit.is_unread()) else {
        return Vec::new();
    };
    let graver = unit.submission.findings.iter().fold(
        HashMap::<&FieldPath, Severity>::new(),
        |mut all, finding| {
            let known = all.entry(&finding.path).or_insert(finding.severity);
            *known = (*known).max(finding.severity);
            all
        },
    );
    let corrected: HashSet<&FieldPath> = (unit.submission.findings.iter())
        .filter(|f| f.rule() == Rule::CorrectedByOffice)
        .map(|f| &f.path)
        .collect();
    let class = |path: &FieldPath| match graver.get(path) {
        Some(Severity::Error) => "bad",
        Some(Severity::Warning) => "warn",
        _ if corrected.contains(path) => "good",
        _ => "",
    };
    let lines = |record: &Record, fields: &[Field], path: &FieldPath| -> Vec<Line> {
        let line = |field: &Field| {
            let path = path.at_field(&field.name);
            let beside = record.get(&format!("{}_other", field.name));
            let beside = beside.map_or(String::new(), |o| format!("（{}）", o.shown()));
            let value = record.get(&field.name).map_or(String::new(), |v| v.shown());
            Line {
                label: field.label.to_string(),
                unit: field.unit.clone(),
                value: value + &beside,
                class: class(&path),
                path: path.to_string(),
            }
        };
        fields.iter().map(line).collect()
    };
    let mut all = vec![Table {
        code: lang.pick("封面", "Cover").to_owned(),
        name: String::new(),
        status: "",
        class: "",
        records: vec![Lines {
            number: 0,
            values: lines(&unit.submission.unit, &mapping.unit, &FieldPath::unit()),
        }],
    }];
    for table in &mapping.tables {
        let Some(data) = unit.submission.tables.get(&table.code) else {
            continue;
        };
        let records = data.records.iter().enumerate().map(|(i, record)| {
            let path = FieldPath::record(&table.code, i);
            Lines {
                number: i + 1,
                values: lines(record, &table.fields, &path),
            }
        });
        let (status, class) = match data.status {
            Status::Filled => ("", ""),
            Status::Empty => (lang.pick("空表", "empty"), "soft"),
            Status::Missing => (lang.pick("缺表", "missing"), "warn"),
            Status::NotCollected => (lang.pick("此处不填", "not asked for"), "soft"),
        };
        all.push(Table {
            code: table.code.to_string(),
            name: table.name.clone(),
            status,
            class,
            records: records.collect(),
        });
    }
    all
}
