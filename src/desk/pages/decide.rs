//! 待定: which version counts, whose a file is, which workbook belongs to which form.

use askama::Template;
use axum::Form;
use axum::response::Response;
use serde::Deserialize;

use super::asked::Asked;
use super::error::Wrong;
use super::frame::{Frame, Tab, go, shown};
use super::input::Undo;
use super::unit::what;
use crate::desk::acts::{Act, Done};
use crate::desk::rolled_up;
use crate::desk::standing::{Unit, id_of};
use crate::desk::survey::{Refused, State};
use crate::model::finding::{CountingCause, FieldPath};
use crate::model::submission::{Record, Submission};
use crate::said;
use crate::survey::diff::{Change, difference};
use crate::survey::returns::UnitReturns;
use crate::text::lang::{Lang, Said};

/// No more differences of two versions are shown.
const MOST: usize = 60;

#[derive(Template)]
#[template(path = "decide.html")]
struct Page {
    f: Frame,
    sid: String,
    cases: Vec<Case>,
    twice: Vec<Twice>,
    decided: Vec<(i64, String)>,
    /// What was in the folder and is no longer.
    gone: Vec<String>,
    /// Names that a file's unit may be.
    units: Vec<String>,
}

/// Something to decide.
struct Case {
    case: String,
    kind: &'static str,
    message: String,
    /// It is asked whose the file is.
    whose: bool,
    files: Vec<File>,
    /// What the second file says otherwise than the first.
    differs: Vec<Differs>,
    more: usize,
}

/// A thing that several units report.
struct Twice {
    case: String,
    table: String,
    members: Vec<(String, String)>,
    /// What each of them says of it, field by field.
    lines: Vec<(String, Vec<String>, bool)>,
}

struct File {
    name: String,
    unit: String,
    saved: String,
    answers: usize,
    counts: bool,
    sha256: String,
}

struct Differs {
    place: String,
    one: String,
    other: String,
}

/// How many cases are open.
pub fn open(state: &State) -> usize {
    let twice = state
        .standing
        .known_duplicates()
        .map_or(0, |d| d.open.len());
    let gone = state.missing.iter().filter(|m| !m.is_known).count();
    twice + open_versions(state) + gone
}

fn open_versions(state: &State) -> usize {
    state
        .standing
        .doubts()
        .flat_map(|r| &r.doubts)
        .filter(|d| case_of(d).is_some())
        .count()
}

pub async fn page(asked: Asked) -> Response {
    let lang = asked.lang;
    let standing = &asked.state.standing;
    let mut cases: Vec<Case> = Vec::new();
    for returns in standing.doubts() {
        for doubt in &returns.doubts {
            let known = |c: &Case| cases.iter().any(|k| k.case == c.case);
            cases.extend(case(&asked, returns, doubt).filter(|c| !known(c)));
        }
    }
    let twice = twice(&asked);
    let in_force = asked.state.acts.in_force();
    let decided = (in_force.iter()).filter(|d| is_decision(&d.act, &asked));
    let mut units: Vec<String> = match &asked.state.settings.roster {
        Some(roster) => roster.units().iter().map(|u| u.name.clone()).collect(),
        None => standing
            .receipts
            .iter()
            .filter_map(|r| Some(r.unit.as_ref()?.to_string()))
            .collect(),
    };
    units.sort();
    units.dedup();
    let page = Page {
        sid: asked.survey.id.clone(),
        cases,
        twice,
        decided: decided.rev().map(|d| (d.id, decision(d, lang))).collect(),
        gone: (asked.state.missing.iter())
            .filter(|m| !m.is_known)
            .map(|m| m.said().get(lang).to_owned())
            .collect(),
        units,
        f: asked.frame(Tab::Decide, lang.pick("待定", "To decide")),
    };
    shown(&page)
}

/// It settles whose a file is, or which counts: so does a correction of the unit's name, which may
/// make it another unit's.
fn is_decision(act: &Act, asked: &Asked) -> bool {
    match act {
        Act::Decide { .. } => true,
        Act::Correct { spot, .. } => {
            let editions = asked.desk.editions;
            FieldPath::from(&*spot.path)
                .field_name()
                .filter(|_| spot.path.starts_with("/unit/"))
                .is_some_and(|field| editions.is_name_field(field))
        }
        _ => false,
    }
}

fn decision(done: &Done, lang: Lang) -> String {
    match done.spot() {
        Some(spot) => format!("{}{} {}", spot.unit, spot.file, what(done, lang)),
        None => what(done, lang),
    }
}

/// What units report twice, side by side.
fn twice(asked: &Asked) -> Vec<Twice> {
    let standing = &asked.state.standing;
    let all = rolled_up::duplicates(&asked.state, asked.desk.editions);
    let one = |twice: &crate::desk::standing::Twice| {
        let units: Vec<Option<&Unit>> = (twice.members.iter())
            .map(|m| standing.unit(&id_of(&m.file)).map(|u| &**u))
            .collect();
        let members = twice.members.iter().zip(&units).map(|(m, unit)| {
            let href = unit.map_or(String::new(), |u| asked.at(&format!("/u/{}", u.id)));
            (m.unit.clone(), href)
        });
        let records = twice.members.iter().zip(&units).map(|(m, unit)| {
            let tables = &unit.as_ref()?.submission.tables;
            tables
                .get(m.path.table_code()?)?
                .records
                .get(m.path.record_index()?)
        });
        let records: Vec<_> = records.collect();
        let mapping = units.iter().flatten().find_map(|u| u.mapping);
        let fields = mapping
            .and_then(|m| m.table(&twice.table))
            .map_or(&[][..], |t| &t.fields);
        let lines = fields.iter().map(|field| {
            let value = |r: &Option<&Record>| {
                r.and_then(|r| r.get(&field.name))
                    .map_or(String::new(), |v| v.shown())
            };
            let values: Vec<String> = records.iter().map(value).collect();
            let differs = values.iter().any(|v| *v != values[0]);
            (field.label.to_string(), values, differs)
        });
        let name = mapping
            .and_then(|m| m.table(&twice.table))
            .map_or("", |t| &t.name);
        Twice {
            case: twice.case.clone(),
            table: format!("{} {name}", twice.table).trim().to_owned(),
            members: members.collect(),
            lines: {
                let mut lines: Vec<_> = lines
                    .filter(|(_, values, _)| values.iter().any(|v| !v.is_empty()))
                    .collect();
                lines.sort_by_key(|(.., differs)| !differs);
                lines
            },
        }
    };
    all.open.iter().map(one).collect()
}

/// The case of a doubt; none where nothing can be decided.
fn case_of(doubt: &CountingCause) -> Option<&str> {
    match doubt {
        CountingCause::Emptier { case, .. }
        | CountingCause::Contradicting { case, .. }
        | CountingCause::Unordered { case, .. }
        | CountingCause::PartOnly { case, .. }
        | CountingCause::WithoutWorkbook { case, .. }
        | CountingCause::NewerElsewhere { case, .. }
        | CountingCause::WhoseFile { case, .. }
        | CountingCause::Stranger { case, .. }
        | CountingCause::TwiceHandedIn { case, .. } => Some(case),
        _ => None,
    }
}

/// The files that a doubt names; none where it is about whose a file is.
fn files_of(doubt: &CountingCause) -> Option<[&str; 2]> {
    match doubt {
        CountingCause::Emptier { file, newer, .. }
        | CountingCause::PartOnly { file, newer, .. }
        | CountingCause::WithoutWorkbook { file, newer, .. } => Some([file, newer]),
        CountingCause::NewerElsewhere {
            file, with_form, ..
        } => Some([file, with_form]),
        CountingCause::Contradicting { file, other, .. } => Some([file, other]),
        CountingCause::Unordered { counts, other, .. } => Some([counts, other]),
        _ => None,
    }
}

fn case(asked: &Asked, returns: &UnitReturns, doubt: &CountingCause) -> Option<Case> {
    let lang = asked.lang;
    let standing = &asked.state.standing;
    let two = files_of(doubt);
    let all: Vec<usize> = returns.files().collect();
    let indexes: Vec<usize> = match two {
        Some(names) => (names.into_iter())
            .filter_map(|n| {
                all.iter()
                    .copied()
                    .find(|i| *standing.receipts[*i].file == *n)
            })
            .collect(),
        None => all,
    };
    let counting: Vec<usize> = returns.counting().collect();
    let files = indexes.iter().map(|i| {
        let receipt = &standing.receipts[*i];
        File {
            name: receipt.file.to_string(),
            unit: receipt.unit.as_deref().unwrap_or_default().to_owned(),
            saved: receipt.saved().map_or(String::new(), |at| asked.day_of(at)),
            answers: receipt.answers as usize,
            counts: counting.contains(i),
            sha256: receipt.sha256.to_string(),
        }
    });
    let books = indexes.iter().all(|i| standing.receipts[*i].is_workbook);
    let (differs, more) = match indexes[..] {
        [one, other] if two.is_some() => differences(asked, one, other),
        _ => (Vec::new(), 0),
    };
    Some(Case {
        case: case_of(doubt)?.to_owned(),
        kind: if books { "workbook" } else { "version" },
        message: without_case(&doubt.message()).get(lang).to_owned(),
        whose: two.is_none(),
        files: files.collect(),
        differs,
        more,
    })
}

/// The message without the case's hash: the page knows it.
pub fn without_case(said: &Said) -> Said {
    let cut = |text: &str, open: &str| match text.rfind(open) {
        Some(at) => text[..at].to_owned(),
        None => text.to_owned(),
    };
    Said {
        zh: cut(&said.zh, "（case "),
        en: cut(&said.en, " (case "),
    }
}

/// What two versions say otherwise.
fn differences(asked: &Asked, one: usize, other: usize) -> (Vec<Differs>, usize) {
    let read = |i| asked.state.reading.as_ref()?.as_read(i);
    let (Some(one), Some(other)): (Option<Submission>, Option<Submission>) =
        (read(one), read(other))
    else {
        return (Vec::new(), 0);
    };
    let Some(mapping) = asked.desk.editions.mapping(&one.mapping.id) else {
        return (Vec::new(), 0);
    };
    let lang = asked.lang;
    let found = difference(&one, &other, Some(mapping));
    let mut all: Vec<Differs> = Vec::new();
    for change in &found.changes {
        all.push(match change {
            Change::Cell {
                table,
                record,
                field,
                old,
                new,
                ..
            } => {
                let code = table.as_deref().unwrap_or("");
                let label = match table {
                    Some(t) => mapping
                        .table(t)
                        .and_then(|t| t.field(field))
                        .map(|f| &f.label),
                    None => mapping
                        .unit
                        .iter()
                        .find(|f| f.name == *field)
                        .map(|f| &f.label),
                };
                let record = record.as_deref().unwrap_or("");
                let label = label.unwrap_or(field);
                Differs {
                    place: format!("{code} {record} {label}").trim().to_owned(),
                    one: old.shown(),
                    other: new.shown(),
                }
            }
            Change::Added { table, record, .. } => Differs {
                place: table.to_string(),
                one: "—".to_owned(),
                other: first_words(record),
            },
            Change::Removed { table, record, .. } => Differs {
                place: table.to_string(),
                one: first_words(record),
                other: "—".to_owned(),
            },
            Change::Status { table, .. } => Differs {
                place: table.to_string(),
                one: lang.pick("有此表", "as before").to_owned(),
                other: lang.pick("不同", "otherwise").to_owned(),
            },
        });
    }
    let more = all.len().saturating_sub(MOST);
    all.truncate(MOST);
    (all, more)
}

fn first_words(record: &Record) -> String {
    let values = record.0.iter().filter(|(_, v)| !v.is_empty()).take(3);
    let values: Vec<String> = values.map(|(_, v)| v.shown()).collect();
    values.join(" · ")
}

/// What was decided.
#[derive(Deserialize)]
pub struct Given {
    case: String,
    kind: String,
    decision: String,
    #[serde(default)]
    file: String,
    #[serde(default)]
    sha256: String,
    #[serde(default)]
    unit: String,
    #[serde(default)]
    why: String,
}

pub async fn decide(asked: Asked, Form(given): Form<Given>) -> Result<Response, Wrong> {
    let known = ["keep", "drop", "both"].contains(&&*given.decision)
        && ["version", "workbook", "duplicate"].contains(&&*given.kind);
    if !known {
        return Err(Wrong::bad(
            said!("没有这种决定", "there is no such decision"),
            asked.lang,
        ));
    }
    if given.decision != "both" && given.unit.is_empty() && given.file.is_empty() {
        let why = said!("请写明是哪个单位", "name the unit");
        return Err(Wrong::bad(why, asked.lang));
    }
    let done = asked.survey.act(&asked.who(), |state| {
        let unit = whose(&given, state, asked.lang)?;
        let twice = rolled_up::duplicates(state, asked.desk.editions);
        let known = state.standing.cases().contains(&*given.case);
        if !known && !twice.cases.contains(&given.case) {
            return Err(Refused::Changed(said!(
                "这个疑问已经不在了：文件有了变化",
                "this case is no more: the files have changed"
            )));
        }
        let mut doubts = state.standing.doubts().flat_map(|r| &r.doubts);
        let open = doubts.any(|d| case_of(d) == Some(&*given.case));
        if !open && !twice.open.iter().any(|t| t.case == given.case) {
            return Err(Refused::Changed(said!(
                "这件事刚刚已经定了（另一个窗口），没有再定；请看过再说",
                "this has been decided meanwhile (in another window), and nothing was done: look at it again"
            )));
        }
        Ok((
            vec![Act::Decide {
                kind: given.kind.clone(),
                case: given.case.clone(),
                decision: given.decision.clone(),
                unit,
                file: given.file.clone(),
                sha256: given.sha256.clone(),
                why: given.why.trim().to_owned(),
            }],
            None,
        ))
    });
    done.map_err(|e| Wrong::of(e, asked.lang))?;
    Ok(go(&asked.at("/decide")))
}

/// The unit that a decision names. Whose a file is: with a roster, one of its units and no other.
fn whose(given: &Given, state: &State, lang: Lang) -> Result<String, Refused> {
    let name = given.unit.trim();
    let roster = state.settings.roster.as_ref();
    let Some(roster) = roster.filter(|_| given.kind != "duplicate" && given.decision == "keep")
    else {
        return Ok(name.to_owned());
    };
    if name.is_empty() {
        return Ok(String::new());
    }
    if let Some(id) = roster.named(name) {
        return Ok(roster.unit(id).name.clone());
    }
    let near: Vec<&str> = (roster.nearest(name, 3).iter())
        .map(|(id, _)| roster.unit(*id).name.as_str())
        .collect();
    let near = match near.is_empty() {
        true => Said::default(),
        false => {
            let near = near.join(lang.pick("、", ", "));
            said!("；最接近的：{near}", "; the nearest: {near}")
        }
    };
    let Said { zh, en } = near;
    Err(Refused::Wrong(said!(
        "名册里没有“{name}”，没有定{zh}",
        "“{name}” is not in the roster, and nothing was decided{en}"
    )))
}

pub async fn undo(asked: Asked, Form(given): Form<Undo>) -> Result<Response, Wrong> {
    let done = asked.survey.act(&asked.who(), |state| {
        let in_force = state.acts.in_force();
        let is_it = |d: &&&Done| d.id == given.act && is_decision(&d.act, &asked);
        let found = in_force.iter().find(is_it);
        match found {
            Some(done) => Ok((vec![Act::Undo { of: done.id }], None)),
            None => Err(Refused::Wrong(said!(
                "没有可撤销的处理",
                "there is nothing to undo"
            ))),
        }
    });
    done.map_err(|e| Wrong::of(e, asked.lang))?;
    Ok(go(&asked.at("/decide")))
}
