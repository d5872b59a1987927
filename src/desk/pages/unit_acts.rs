//! What is done about one unit: 改值, 核实无误, 退回, and undone.

use std::path::Path as File;
use std::sync::Arc;

use askama::Template;
use axum::Form;
use axum::extract::{Path, Query};
use axum::response::Response;

use super::asked::Asked;
use super::error::Wrong;
use super::frame::{go, shown};
use super::input::{Place, Undo};
use super::unit::{Ids, data_of, is_about, unit, value_at, what};
use crate::desk::acts::{Act, Done, Spot, pointer};
use crate::desk::lists;
use crate::desk::standing::{CORRECTIONS, Unit};
use crate::desk::survey::{Refused, State};
use crate::mapping::{Field, Mapping, Type};
use crate::model::finding::{FieldPath, Rule};
use crate::model::submission::Submission;
use crate::said;
use crate::survey::corrections::{Corrections, record_name};
use crate::text::key::key;
use crate::text::lang::{Lang, Said};
use crate::text::visible::is_command;

/// An input fit for a value's type.
#[derive(Template)]
#[template(path = "edit.html")]
struct Edit {
    lang: Lang,
    sid: String,
    uid: String,
    label: String,
    path: String,
    was: String,
    unit: String,
    kind: Input,
    options: Vec<(String, bool)>,
    /// The words beside 其他.
    other: Option<String>,
    hint: &'static str,
}

impl Edit {
    fn t<'a>(&self, zh: &'a str, en: &'a str) -> &'a str {
        self.lang.pick(zh, en)
    }
}

/// What a value is typed into.
#[derive(PartialEq, Eq)]
enum Input {
    Line,
    Number,
    Lines,
    List,
    Several,
}

pub async fn edit(
    asked: Asked,
    Path(ids): Path<Ids>,
    Query(place): Query<Place>,
) -> Result<Response, Wrong> {
    let unit = unit(&asked, &ids)?;
    let path = FieldPath::from(&*place.path);
    let mapping = asked.desk.editions.mapping(&unit.submission.mapping.id);
    let found = mapping.and_then(|m| Some((m, field_of(&path, m)?)));
    let Some((mapping, field)) = found else {
        return Err(Wrong::missing(asked.lang));
    };
    let was = value_at(&unit, &path).unwrap_or_default();
    Ok(shown(&form(&asked, &unit, mapping, field, &path, was)))
}

fn form(
    asked: &Asked,
    unit: &Unit,
    mapping: &Mapping,
    field: &Field,
    path: &FieldPath,
    was: String,
) -> Edit {
    let lang = asked.lang;
    let (own, words) = match was.split_once('（') {
        Some((own, words)) => (own, words.strip_suffix('）')),
        None => (&*was, None),
    };
    let list = field.list.as_ref().and_then(|name| mapping.lists.get(name));
    let chosen: Vec<&str> = match field.kind {
        Type::Choices => was.split('；').collect(),
        _ => vec![own],
    };
    let mut options: Vec<(String, bool)> = (list.iter())
        .flat_map(|l| &l.options)
        .map(|o| (o.label.to_string(), chosen.contains(&&*o.label)))
        .collect();
    if field.kind == Type::Yesno {
        options = ["是", "否"].map(|o| (o.to_owned(), was == o)).into();
    }
    let kind = match field.kind {
        Type::Integer | Type::Decimal | Type::Year => Input::Number,
        Type::Choice | Type::Yesno if !options.is_empty() => Input::List,
        Type::Choices if !options.is_empty() => Input::Several,
        Type::Text => Input::Lines,
        _ => Input::Line,
    };
    let other = list.is_some_and(|l| l.options.iter().any(|o| o.other));
    Edit {
        lang,
        sid: asked.survey.id.clone(),
        uid: unit.id.clone(),
        label: field.label.to_string(),
        path: path.to_string(),
        unit: field.unit.clone(),
        other: (other && kind == Input::List).then(|| words.unwrap_or_default().to_owned()),
        hint: match field.kind {
            Type::Date => lang.pick(
                "如 2025-03-05，或只到月 2025-03",
                "as 2025-03-05, or to the month: 2025-03",
            ),
            Type::Year => lang.pick("如 2025", "as 2025"),
            Type::Term => lang.pick("年数，或 无固定期限", "years, or 无固定期限"),
            Type::Countries => lang.pick("几个国家之间用；隔开", "several are parted by ；"),
            _ => "",
        },
        kind,
        options,
        was,
    }
}

/// The field at a place.
fn field_of<'m>(path: &FieldPath, mapping: &'m Mapping) -> Option<&'m Field> {
    let name = path.field_name()?;
    match path.table_code() {
        None => mapping.unit.iter().find(|f| f.name == *name),
        Some(code) => mapping.table(code)?.field(name),
    }
}

/// 改值.
pub async fn correct(
    asked: Asked,
    Path(ids): Path<Ids>,
    Form(place): Form<Vec<(String, String)>>,
) -> Result<Response, Wrong> {
    let mut given = Place::default();
    let mut values = Vec::new();
    for (name, value) in place {
        match name.as_str() {
            "path" => given.path = value,
            "was" => given.was = value,
            "why" => given.why = value,
            "other" => given.other = value,
            // Several options of a list come as several values.
            "value" => values.push(value),
            _ => {}
        }
    }
    values.retain(|v| !v.trim().is_empty());
    given.value = values.join("；");
    let other = given.other.trim();
    if !other.is_empty() && !given.value.is_empty() {
        given.value = format!("{}（{other}）", given.value);
    }
    let why = match given.why.trim() {
        "" => asked
            .lang
            .pick("核对后更正", "corrected after a check")
            .to_owned(),
        why => plain(why),
    };
    act(
        &asked,
        &ids,
        &given.path,
        Some(&given.was),
        |unit, state, path| {
            let spot = spot_of(unit, state, path, true)?;
            Ok(Act::Correct {
                spot,
                value: plain(&given.value),
                why: why.clone(),
            })
        },
    )
}

/// 核实无误.
pub async fn explain(
    asked: Asked,
    Path(ids): Path<Ids>,
    Form(given): Form<Place>,
) -> Result<Response, Wrong> {
    let rule = rule_of(&given, asked.lang)?;
    let why = &*plain(&given.why);
    if why.is_empty() {
        return Err(Wrong::bad(
            said!("请写明理由：为什么核实无误", "say why it is right"),
            asked.lang,
        ));
    }
    act(
        &asked,
        &ids,
        &given.path,
        Some(&given.was),
        |unit, state, path| explained(unit, state, path, rule, why),
    )
}

/// A warning explained; an error cannot be waved through.
pub fn explained(
    unit: &Unit,
    state: &State,
    path: &FieldPath,
    rule: Rule,
    why: &str,
) -> Result<Act, Refused> {
    use crate::model::finding::Severity;
    let here = unit
        .submission
        .findings
        .iter()
        .filter(|f| f.path == *path && f.rule() == rule);
    let gravest = here.map(|f| f.severity).max();
    match gravest {
        Some(Severity::Warning) => {}
        Some(Severity::Error) => {
            return Err(Refused::Wrong(said!(
                "必须改正的问题不能核实放过：请改值，或退回单位",
                "an error cannot be explained: correct the value, or send it back"
            )));
        }
        _ => return Err(changed()),
    }
    Ok(Act::Explain {
        spot: spot_of(unit, state, path, false)?,
        rule,
        why: why.to_owned(),
    })
}

/// 退回.
pub async fn send_back(
    asked: Asked,
    Path(ids): Path<Ids>,
    Form(given): Form<Place>,
) -> Result<Response, Wrong> {
    let rule = rule_of(&given, asked.lang)?;
    act(&asked, &ids, &given.path, None, |unit, state, path| {
        let mut spot = spot_of(unit, state, path, false)?;
        spot.sha256 = state.standing.receipts[unit.index].sha256.to_string();
        Ok(Act::SendBack {
            spot,
            rule,
            note: plain(&given.why),
        })
    })
}

/// Undoes an act about the unit.
pub async fn undo(
    asked: Asked,
    Path(ids): Path<Ids>,
    Form(given): Form<Undo>,
) -> Result<Response, Wrong> {
    let unit = unit(&asked, &ids)?;
    let undone = std::cell::RefCell::new(String::new());
    let done = asked.survey.act(&asked.who(), |state| {
        let in_force = state.acts.in_force();
        let is_it =
            |d: &&&Done| (given.act == 0 || d.id == given.act) && is_about(d, &unit, &asked);
        match in_force.iter().filter(is_it).max_by_key(|d| d.id) {
            Some(done) => {
                let place = done.spot().map_or("", |s| &s.path);
                *undone.borrow_mut() = format!("{} {place}", what(done, asked.lang));
                Ok((vec![Act::Undo { of: done.id }], None))
            }
            None => Err(Refused::Wrong(said!(
                "没有可撤销的处理",
                "there is nothing to undo"
            ))),
        }
    });
    done.map_err(|e| Wrong::of(e, asked.lang))?;
    let undone = undone.into_inner();
    let told = said!("已撤销：{undone}", "undone: {undone}");
    answer(&asked, &ids, told.get(asked.lang))
}

fn rule_of(given: &Place, lang: Lang) -> Result<Rule, Wrong> {
    let rule = given.rule.parse();
    rule.map_err(|()| Wrong::bad(said!("没有这条规则", "there is no such rule"), lang))
}

/// Does one act, where what it is about still is as it was shown.
fn act(
    asked: &Asked,
    ids: &Ids,
    path: &str,
    was: Option<&str>,
    make: impl Fn(&Unit, &State, &FieldPath) -> Result<Act, Refused>,
) -> Result<Response, Wrong> {
    let known = unit(asked, ids)?;
    let path = FieldPath::from(path);
    let done = asked.survey.act(&asked.who(), |state| {
        let unit = state.standing.unit(&known.id).ok_or_else(changed)?;
        let now = value_at(unit, &path).unwrap_or_default();
        if was.is_some_and(|was| was.replace("\r\n", "\n") != now) {
            return Err(changed());
        }
        let act = make(unit, state, &path)?;
        if let Act::Correct { .. } = act
            && value_at(unit, &path).is_none()
        {
            return Err(changed());
        }
        fits(&act, asked, (unit, state, &path))?;
        Ok((vec![act], None))
    });
    done.map_err(|e| Wrong::of(e, asked.lang))?;
    answer(asked, ids, "")
}

/// The page as it is now, with what was done where that is not in sight.
fn answer(asked: &Asked, ids: &Ids, told: &str) -> Result<Response, Wrong> {
    let asked = asked.again();
    let unit = unit(&asked, ids)?;
    match asked.part {
        true => {
            let mut data = data_of(&asked, &unit);
            told.clone_into(&mut data.told);
            Ok(shown(&data))
        }
        false => Ok(go(&asked.at(&format!("/u/{}", unit.id)))),
    }
}

fn changed() -> Refused {
    Refused::Changed(said!(
        "这里刚刚有了变化（另一个窗口，或文件换了新版），没有做这一步；请看过再定",
        "this has changed meanwhile (another window, or a newer file), and nothing was done: look at it again"
    ))
}

/// Tries the correction as the command line would read it.
fn fits(
    act: &Act,
    asked: &Asked,
    (unit, state, path): (&Unit, &State, &FieldPath),
) -> Result<(), Refused> {
    if !matches!(act, Act::Correct { .. } | Act::Explain { .. }) {
        return Ok(());
    }
    let done = Done {
        id: 0,
        at: String::new(),
        who: asked.who(),
        act: act.clone(),
    };
    let bytes = lists::corrections([&done]);
    let editions = asked.desk.editions;
    match Corrections::parse(File::new(CORRECTIONS), &bytes, &editions.correcting) {
        Ok(corrections) => match act {
            Act::Correct { value, .. } if !value.is_empty() => {
                takes(&corrections, value, asked, (unit, state, path))
            }
            _ => Ok(()),
        },
        Err(e) => {
            let why = e.problems.into_iter().next().map(|(_, why)| why);
            let Said { zh, en } = why.unwrap_or_default();
            Err(Refused::Wrong(said!("没有改：{zh}", "not changed: {en}")))
        }
    }
}

/// The place holds a value once it is corrected: a word that is no option of its list would leave
/// nothing there.
fn takes(
    corrections: &Corrections,
    value: &str,
    asked: &Asked,
    (unit, state, path): (&Unit, &State, &FieldPath),
) -> Result<(), Refused> {
    let chosen = state.standing.chosen.as_ref();
    let Some(mut tried) = chosen.and_then(|c| c.one(unit.index).ok()) else {
        return Ok(());
    };
    corrections.apply(&mut tried, &asked.desk.editions.correcting);
    let record = match path.table_code() {
        None => Some(&tried.unit),
        Some(code) => (tried.tables.get(code)).and_then(|t| t.records.get(path.record_index()?)),
    };
    let held = record.and_then(|r| r.get(path.field_name()?));
    match held.is_some_and(|v| v.is_empty()) {
        true => Err(Refused::Wrong(said!(
            "没有改：“{value}”在这里读不成一个值",
            "not changed: “{value}” is no value that this place takes"
        ))),
        false => Ok(()),
    }
}

/// A text as it was typed, without what would command a terminal or turn the writing around.
fn plain(text: &str) -> String {
    let kept = |c: &char| *c == '\n' || !is_command(*c);
    text.trim().chars().filter(kept).collect()
}

/// Where something is done, so that the command line finds it again.
pub fn spot_of(
    unit: &Unit,
    state: &State,
    path: &FieldPath,
    of_value: bool,
) -> Result<Spot, Refused> {
    let standing = &state.standing;
    let receipt = &standing.receipts[unit.index];
    let as_read = standing
        .chosen
        .as_ref()
        .and_then(|c| c.one(unit.index).ok())
        .map(|mut as_read| {
            if let Some(corrections) = &standing.corrections {
                corrections.give_back_cover(&mut as_read);
            }
            as_read
        });
    // Values are corrected where they stand on the paper; explanations come after them.
    let submission = match (of_value, &as_read) {
        (true, Some(as_read)) => as_read,
        _ => &unit.submission,
    };
    let named = |name: &&str| {
        let same = |u: &&Arc<Unit>| u.cover.as_deref().is_some_and(|c| key(c) == key(name));
        !key(name).is_empty() && standing.units.iter().filter(same).count() == 1
    };
    let by_name = unit.cover.as_deref().filter(named);
    Ok(Spot {
        unit: by_name.unwrap_or_default().to_owned(),
        file: match by_name {
            Some(_) => String::new(),
            None => receipt.file.to_string(),
        },
        path: pointer(path),
        record: name_of(path, submission, unit).unwrap_or_default(),
        was: stands(submission, path),
        // Of a form with workbooks its own hash does not tell which record of these is which.
        sha256: match unit.submission.attachments.is_empty() || path.record_index().is_none() {
            true => receipt.sha256.to_string(),
            false => String::new(),
        },
    })
}

fn name_of(path: &FieldPath, submission: &Submission, unit: &Unit) -> Option<String> {
    let mapping = &unit.mapping?;
    record_name(path, submission, mapping).map(str::to_owned)
}

/// What stands at a place: as typed where a finding quotes it, else as read.
fn stands(submission: &Submission, path: &FieldPath) -> String {
    let mut findings = submission.findings.iter().filter(|f| f.path == *path);
    let typed = findings.find_map(|f| {
        f.raw
            .clone()
            .filter(|_| f.rule() != Rule::CorrectedByOffice)
    });
    let record = match path.table_code() {
        None => Some(&submission.unit),
        Some(code) => {
            (submission.tables.get(code)).and_then(|t| t.records.get(path.record_index()?))
        }
    };
    let value = || Some(record?.get(path.field_name()?)?.shown());
    typed.or_else(value).unwrap_or_default()
}
