//! 总览: what is still to do, and every unit with its tables.

use std::cmp::Reverse;
use std::collections::HashSet;

use askama::Template;
use axum::extract::Query;
use axum::response::Response;
use serde::Deserialize;

use super::asked::Asked;
use super::frame::{Frame, Tab, shown};
use crate::desk::rolled_up;
use crate::desk::standing::{Standing, Unit};
use crate::model::submission::Status;
use crate::text::key::key;
use crate::text::lang::Lang;

/// What is shown, as it stands in the address.
#[derive(Clone, Default, Deserialize)]
pub struct Filter {
    /// `awaited`, `error`, `warning`, `open`, `unread`, `ready`; else all.
    #[serde(default)]
    show: String,
    #[serde(default)]
    q: String,
    /// `name`, `errors`, `warnings`, `saved`; else what is to do first.
    #[serde(default)]
    sort: String,
}

#[derive(Template)]
#[template(path = "overview.html")]
struct Page {
    f: Frame,
    sid: String,
    filter: Filter,
    tiles: Vec<Tile>,
    columns: Vec<(String, String)>,
    rows: Vec<Row>,
    all: usize,
}

/// A number that leads to what it counts.
struct Tile {
    show: &'static str,
    name: &'static str,
    note: &'static str,
    count: usize,
    class: &'static str,
}

/// A unit.
struct Row {
    href: String,
    name: String,
    state: State,
    label: &'static str,
    errors: usize,
    warnings: usize,
    contact: String,
    phone: String,
    saved: String,
    cells: Vec<Cell>,
}

/// A unit's table.
struct Cell {
    class: &'static str,
    text: String,
    title: String,
}

/// How far a unit has come.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum State {
    Unread,
    Open,
    Error,
    Warning,
    Awaited,
    Settled,
    Ready,
}

impl State {
    fn of(unit: &Unit, standing: &Standing) -> State {
        match unit {
            u if u.is_unread() => State::Unread,
            u if is_open(u, standing) => State::Open,
            u if u.counts().error > 0 => State::Error,
            u if u.counts().warning > 0 => State::Warning,
            u if u.is_settled() => State::Settled,
            _ => State::Ready,
        }
    }

    fn label(self, lang: Lang) -> &'static str {
        match self {
            State::Unread => lang.pick("读不了", "unreadable"),
            State::Open => lang.pick("待定", "to decide"),
            State::Error => lang.pick("有问题", "has errors"),
            State::Warning => lang.pick("需核实", "to be checked"),
            State::Awaited => lang.pick("未交", "not returned"),
            State::Settled => lang.pick("已核实", "checked"),
            State::Ready => lang.pick("可上报", "ready"),
        }
    }

    fn class(self) -> &'static str {
        match self {
            State::Unread | State::Open | State::Error => "bad",
            State::Warning => "warn",
            State::Awaited => "soft",
            State::Settled | State::Ready => "good",
        }
    }

    fn is_shown(self, unit: Option<&Unit>, show: &str, standing: &Standing) -> bool {
        let count = |error: bool| {
            unit.is_some_and(|u| match error {
                true => u.counts().error > 0,
                false => u.counts().warning > 0,
            })
        };
        match show {
            "awaited" => self == State::Awaited,
            "unread" => self == State::Unread,
            "open" => unit.is_some_and(|u| is_open(u, standing)),
            "error" => count(true),
            "warning" => count(false),
            "ready" => matches!(self, State::Settled | State::Ready),
            _ => true,
        }
    }
}

/// Something of the unit is to be decided: which of its files counts, or whose report of a thing.
fn is_open(unit: &Unit, standing: &Standing) -> bool {
    let twice = standing.known_duplicates().into_iter();
    let mut twice = twice.flat_map(|d| &d.open).flat_map(|t| &t.members);
    !unit.doubts.is_empty() || twice.any(|m| m.unit == unit.name)
}

/// How far a unit has come, in a word and a colour.
pub(super) fn state_of(
    unit: &Unit,
    standing: &Standing,
    lang: Lang,
) -> (&'static str, &'static str) {
    let state = State::of(unit, standing);
    (state.label(lang), state.class())
}

pub async fn page(asked: Asked, Query(filter): Query<Filter>) -> Response {
    let lang = asked.lang;
    // Working it out makes it known to all pages.
    rolled_up::duplicates(&asked.state, asked.desk.editions);
    let standing = &*asked.state.standing;
    let units = &standing.units;
    let mut rows: Vec<(State, Option<&Unit>, Row)> = Vec::new();
    for unit in units {
        let state = State::of(unit, standing);
        rows.push((state, Some(unit), row(&asked, unit, state)));
    }
    let came: HashSet<usize> = units.iter().filter_map(|u| u.roster).collect();
    if let Some(roster) = &asked.state.settings.roster {
        for (id, unit) in roster.units().iter().enumerate() {
            if !came.contains(&id) {
                rows.push((State::Awaited, None, awaited(unit, lang)));
            }
        }
    }
    let count = |show: &str| {
        rows.iter()
            .filter(|(s, u, _)| s.is_shown(*u, show, standing))
            .count()
    };
    let tiles = tiles(lang, asked.state.settings.roster.is_some(), count);
    let wanted = key(&filter.q);
    let all = rows.len();
    let mut rows: Vec<(State, Row)> = (rows.into_iter())
        .filter(|(state, unit, row)| {
            state.is_shown(*unit, &filter.show, standing) && key(&row.name).contains(&wanted)
        })
        .map(|(state, _, row)| (state, row))
        .collect();
    match filter.sort.as_str() {
        "name" => rows.sort_by(|a, b| a.1.name.cmp(&b.1.name)),
        "errors" => rows.sort_by_key(|(_, r)| Reverse((r.errors, r.warnings))),
        "warnings" => rows.sort_by_key(|(_, r)| Reverse((r.warnings, r.errors))),
        "saved" => rows.sort_by(|a, b| b.1.saved.cmp(&a.1.saved)),
        _ => rows.sort_by_key(|(state, r)| (*state, Reverse((r.errors, r.warnings)))),
    }
    let page = Page {
        sid: asked.survey.id.clone(),
        tiles,
        columns: columns(&asked),
        rows: rows.into_iter().map(|(_, row)| row).collect(),
        all,
        filter,
        f: asked.frame(Tab::Overview, lang.pick("总览", "Overview")),
    };
    shown(&page)
}

fn tiles(lang: Lang, roster: bool, count: impl Fn(&str) -> usize) -> Vec<Tile> {
    let tile = |show, name, note, class| Tile {
        show,
        name,
        note,
        count: count(show),
        class,
    };
    let mut tiles = vec![
        tile(
            "awaited",
            lang.pick("未交", "Not returned"),
            match roster {
                true => lang.pick("个单位", "units"),
                false => lang.pick("没有名册", "no roster"),
            },
            "soft",
        ),
        tile(
            "error",
            lang.pick("必须改正", "To be mended"),
            lang.pick("个单位", "units"),
            "bad",
        ),
        tile(
            "warning",
            lang.pick("需核实", "To be checked"),
            lang.pick("个单位", "units"),
            "warn",
        ),
        tile(
            "open",
            lang.pick("待定", "To decide"),
            lang.pick("个单位", "units"),
            "warn",
        ),
        tile(
            "unread",
            lang.pick("读不了", "Unreadable"),
            lang.pick("个文件", "files"),
            "bad",
        ),
        tile(
            "ready",
            lang.pick("可上报", "Ready"),
            lang.pick("个单位", "units"),
            "good",
        ),
    ];
    tiles.retain(|t| t.show != "unread" || t.count > 0);
    tiles
}

/// The tables of the edition that most units returned.
fn columns(asked: &Asked) -> Vec<(String, String)> {
    let Some(id) = edition(asked) else {
        return Vec::new();
    };
    let mapping = asked.desk.editions.mapping(id);
    let tables = mapping.iter().flat_map(|m| &m.tables);
    tables
        .map(|t| (t.code.to_string(), t.name.clone()))
        .collect()
}

fn edition(asked: &Asked) -> Option<&str> {
    let mut counts: std::collections::BTreeMap<&str, usize> = Default::default();
    for unit in asked.state.standing.units.iter().filter(|u| !u.is_unread()) {
        *counts.entry(&unit.submission.mapping.id).or_default() += 1;
    }
    counts.into_iter().max_by_key(|(_, n)| *n).map(|(id, _)| id)
}

fn row(asked: &Asked, unit: &Unit, state: State) -> Row {
    let lang = asked.lang;
    let told = unit.told(lang);
    let own = edition(asked) == Some(&*unit.submission.mapping.id);
    let tables = told.tables.iter().filter(|_| own);
    let cells = tables.map(|table| {
        let counts = table.findings;
        let (class, text) = match (counts.error, counts.warning, table.status) {
            (n @ 1.., ..) => ("e", n.to_string()),
            (_, n @ 1.., _) => ("w", n.to_string()),
            (.., Status::Filled) => ("f", String::new()),
            (.., Status::Empty) => ("o", String::new()),
            (.., Status::Missing) => ("m", String::new()),
            (.., Status::NotCollected) => ("n", String::new()),
        };
        let status = match table.status {
            Status::Filled => lang.pick("已填", "filled in"),
            Status::Empty => lang.pick("空", "empty"),
            Status::Missing => lang.pick("缺表", "missing"),
            Status::NotCollected => lang.pick("不填", "not asked for"),
        };
        Cell {
            class,
            text,
            title: format!("{} · {status}", table.code),
        }
    });
    let phone = told.phone.clone().unwrap_or_default();
    Row {
        href: asked.at(&format!("/u/{}", unit.id)),
        name: unit.name.clone(),
        state,
        label: state.label(lang),
        errors: told.counts.error,
        warnings: told.counts.warning,
        contact: told.contact.clone().unwrap_or_default(),
        phone,
        saved: asked.state.standing.receipts[unit.index]
            .saved()
            .map_or(String::new(), |at| asked.day_of(at)),
        cells: cells.collect(),
    }
}

fn awaited(unit: &crate::survey::roster::Unit, lang: Lang) -> Row {
    Row {
        href: String::new(),
        name: unit.name.clone(),
        state: State::Awaited,
        label: State::Awaited.label(lang),
        errors: 0,
        warnings: 0,
        contact: unit.contact.clone(),
        phone: unit.phone.clone(),
        saved: String::new(),
        cells: Vec::new(),
    }
}
