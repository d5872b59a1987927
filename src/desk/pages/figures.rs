//! 看数: what the survey says, as charts; each bar leads to its records.

use std::collections::HashMap;
use std::io::Write as _;
use std::pin::Pin;

use askama::Template;
use axum::body::{Body, HttpBody as _};
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;

use super::asked::Asked;
use super::error::Wrong;
use super::frame::{Frame, Tab, go, shown};
use super::out::{attached, blocking};
use crate::desk::acts::Act;
use crate::desk::earlier;
use crate::desk::exports::Gate;
use crate::desk::figures::{Figures, figures};
use crate::desk::settings::EARLIER;
use crate::output::{WholeFiles, safe_path};
use crate::report::chart::{self, Chart, Given, OneChart, Records};
use crate::said;
use crate::store::Setting;
use crate::text::Worded as _;
use crate::text::lang::Said;

/// No survey's file that is compared with is larger, in bytes.
const LARGEST: usize = 512 << 20;

/// What is to be seen.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Wanted {
    /// The table; empty for what is over several.
    #[serde(default)]
    table: String,
    /// The unit; empty for all.
    #[serde(default)]
    unit: String,
    /// The bar whose records are asked for, and the series.
    bar: Option<usize>,
    series: Option<usize>,
    /// What a dropped file is called.
    #[serde(default)]
    name: String,
}

#[derive(Template)]
#[template(path = "figures.html")]
struct Page {
    f: Frame,
    sid: String,
    wanted: Wanted,
    /// The tables with charts: address, name, whether it is shown, how many.
    tables: Vec<(String, String, bool, usize)>,
    units: Vec<(String, String)>,
    charts: Vec<OneChart>,
    lede: Vec<String>,
    /// What is to be mended before the numbers hold.
    unsettled: Vec<String>,
    earlier: String,
}

#[derive(Template)]
#[template(path = "records.html")]
struct OfBar {
    f: Frame,
    back: String,
    chart: String,
    records: Records,
    /// Where each record is.
    hrefs: Vec<String>,
}

fn query(wanted: &Wanted) -> String {
    match wanted.unit.is_empty() {
        true => String::new(),
        false => format!("?unit={}", wanted.unit),
    }
}

async fn made(asked: &Asked, wanted: &Wanted) -> Result<Option<Figures>, Wrong> {
    let (survey, state) = (asked.survey.clone(), asked.state.clone());
    let unit = wanted.unit.clone();
    let made = blocking(move || figures(&survey, &state, &unit)).await;
    made.map_err(|why| Wrong(StatusCode::INTERNAL_SERVER_ERROR, why, asked.lang))
}

pub async fn page(asked: Asked, Query(wanted): Query<Wanted>) -> Result<Response, Wrong> {
    let lang = asked.lang;
    let figures = made(&asked, &wanted).await?;
    let all = figures.as_ref().map(|f| &f.charts);
    let own = all.map_or(&[][..], |a| &a.charts);
    let is_shown = |c: &&Chart| match &c.table {
        None => wanted.table.is_empty(),
        Some((code, _)) => **code == *wanted.table,
    };
    // Where nothing is over several tables, the first is shown.
    let mut wanted = wanted.clone();
    if !own.iter().any(|c| is_shown(&c)) {
        let first = own.first().and_then(|c| c.table.as_ref());
        wanted.table = first.map_or(String::new(), |(code, _)| code.to_string());
    }
    let mut tables: Vec<(String, String, bool, usize)> = Vec::new();
    for chart in own {
        let (code, name) = match &chart.table {
            None => (
                String::new(),
                lang.pick("各表合起来", "All tables").to_owned(),
            ),
            Some((code, name)) => (code.to_string(), format!("{code} {name}")),
        };
        let unit = match wanted.unit.is_empty() {
            true => String::new(),
            false => format!("&unit={}", wanted.unit),
        };
        let href = asked.at(&format!("/figures?table={}{unit}", encoded(&code)));
        match tables.iter_mut().find(|(h, ..)| *h == href) {
            Some((.., n)) => *n += 1,
            None => tables.push((href, name, code == wanted.table, 1)),
        }
    }
    let is_shown = |c: &&Chart| match &c.table {
        None => wanted.table.is_empty(),
        Some((code, _)) => **code == *wanted.table,
    };
    let charts = own.iter().filter(is_shown).filter_map(|chart| {
        let at = |rest: &str| asked.at(&format!("/figures/{}{rest}{}", chart.id, query(&wanted)));
        let records = |bar: usize, series: usize| {
            let mut to = at("");
            to.push(if to.contains('?') { '&' } else { '?' });
            format!("{to}bar={bar}&series={series}")
        };
        let given = Given {
            svg: at(".svg"),
            xlsx: at(".xlsx"),
            records: &records,
        };
        Some(OneChart::of(chart, all?, lang, &given))
    });
    let units = asked.state.standing.units.iter().filter(|u| !u.is_unread());
    let page = Page {
        sid: asked.survey.id.clone(),
        charts: charts.collect(),
        tables,
        units: units.map(|u| (u.id.clone(), u.name.clone())).collect(),
        lede: all.map_or(Vec::new(), |all| {
            let said = chart::lede(all);
            said.iter().map(|s| s.get(lang).to_owned()).collect()
        }),
        unsettled: unsettled(&asked),
        earlier: asked.state.settings.earlier.clone(),
        f: asked.frame(Tab::Figures, lang.pick("看数", "Figures")),
        wanted,
    };
    Ok(shown(&page))
}

/// What may still change the numbers.
fn unsettled(asked: &Asked) -> Vec<String> {
    let gate = Gate::of(&asked.survey, &asked.state);
    gate.left(asked.lang)
}

/// A chart's drawing, its workbook, or the records of a bar.
pub async fn part(
    asked: Asked,
    Path(ids): Path<HashMap<String, String>>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Wrong> {
    let lang = asked.lang;
    let what = ids.get("what").cloned().unwrap_or_default();
    let (id, end) = match what.rsplit_once('.') {
        Some((id, end @ ("svg" | "xlsx"))) => (id, end),
        _ => (&*what, ""),
    };
    let Some(figures) = made(&asked, &wanted).await? else {
        return Err(Wrong::missing(lang));
    };
    let all = &figures.charts;
    let Some(chart) = all.chart(id) else {
        return Err(Wrong::missing(lang));
    };
    match end {
        "svg" => {
            let drawing = chart::svg(chart, all.before.as_ref(), lang, None);
            Ok(attached(&what, "image/svg+xml", drawing.into_bytes()))
        }
        "xlsx" => {
            let bytes = workbook(chart, all, &asked)
                .map_err(|why| Wrong(StatusCode::INSUFFICIENT_STORAGE, why, lang))?;
            let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
            Ok(attached(&what, kind, bytes))
        }
        _ => records(&asked, &figures, chart, &wanted),
    }
}

fn workbook(chart: &Chart, all: &chart::Charts, asked: &Asked) -> Result<Vec<u8>, Said> {
    let failed = |e: std::io::Error| crate::text::of_system(&e);
    let folder = tempfile::tempdir().map_err(failed)?;
    let place = folder.path().join("figures.xlsx");
    let mut whole = WholeFiles::default();
    whole.push(chart::write_workbook(chart, all, asked.lang, &place).map_err(|e| e.said())?);
    whole.persist().map_err(|e| e.said())?;
    std::fs::read(&place).map_err(failed)
}

fn records(
    asked: &Asked,
    figures: &Figures,
    chart: &Chart,
    wanted: &Wanted,
) -> Result<Response, Wrong> {
    let lang = asked.lang;
    let bar = wanted.bar.unwrap_or_default();
    let Some(records) = Records::of(chart, &figures.charts, bar, wanted.series, lang) else {
        return Err(Wrong::missing(lang));
    };
    let hrefs = records.lines.iter().map(|line| {
        let unit = figures.units.get(line.unit);
        unit.map_or(String::new(), |u| {
            let place = format!("/tables/{}/records/{}", line.table, line.record);
            asked.at(&format!("/u/{}#at={}", u.id, encoded(&place)))
        })
    });
    let code = chart.table.as_ref().map_or("", |(code, _)| code);
    let unit = match wanted.unit.is_empty() {
        true => String::new(),
        false => format!("&unit={}", wanted.unit),
    };
    let page = OfBar {
        back: asked.at(&format!(
            "/figures?table={}{unit}#{}",
            encoded(code),
            chart.id
        )),
        chart: chart.title.get(lang).to_owned(),
        hrefs: hrefs.collect(),
        records,
        f: asked.frame(Tab::Figures, lang.pick("看数", "Figures")),
    };
    Ok(shown(&page))
}

/// A text as addresses have it.
fn encoded(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => {
                out.push(char::from(byte));
            }
            _ => out += &format!("%{byte:02X}"),
        }
    }
    out
}

/// Takes an earlier survey's file to compare with; without one it is taken away.
pub async fn earlier(
    asked: Asked,
    Query(wanted): Query<Wanted>,
    body: Body,
) -> Result<Response, Wrong> {
    let lang = asked.lang;
    let disk = |e: std::io::Error| {
        let why = crate::text::of_system(&e);
        Wrong(StatusCode::INSUFFICIENT_STORAGE, why, lang)
    };
    let name = safe_path(&wanted.name);
    let name = name.file_name().unwrap_or_default();
    let name = name.to_string_lossy().into_owned();
    let folder = tempfile::tempdir().map_err(disk)?;
    let path = folder.path().join(&name);
    if !wanted.name.is_empty() && !spooled(body, &path).await.map_err(disk)? {
        let why = said!(
            "“{name}”大于 {} MB，没有收下",
            "“{name}” is larger than {} MB and was not taken",
            LARGEST >> 20
        );
        return Err(Wrong(StatusCode::PAYLOAD_TOO_LARGE, why, lang));
    }
    let set = match wanted.name.is_empty() {
        true => Setting {
            name: EARLIER.to_owned(),
            ..Setting::default()
        },
        false => {
            let editions = asked.desk.editions;
            let called = name.clone();
            let taken = blocking(move || earlier::taken(&called, &path, editions)).await;
            Setting {
                name: EARLIER.to_owned(),
                file: name,
                bytes: taken.map_err(|why| Wrong::bad(why, lang))?,
            }
        }
    };
    let act = Act::Set {
        name: EARLIER.to_owned(),
        to: set.file.clone(),
    };
    let done = (asked.survey).act(&asked.who(), |_| Ok((vec![act.clone()], Some(set.clone()))));
    done.map_err(|e| Wrong::of(e, lang))?;
    Ok(go(&asked.at("/figures")))
}

/// Writes what is sent to a file, as it comes: a survey's file may be large. False where it is too
/// large.
async fn spooled(mut body: Body, path: &std::path::Path) -> std::io::Result<bool> {
    let mut file = std::fs::File::create(path)?;
    let mut bytes = 0;
    loop {
        let next = std::future::poll_fn(|cx| Pin::new(&mut body).poll_frame(cx));
        let Some(frame) = next.await else {
            return Ok(true);
        };
        let frame = frame.map_err(std::io::Error::other)?;
        let Ok(data) = frame.into_data() else {
            continue;
        };
        bytes += data.len();
        if bytes > LARGEST {
            return Ok(false);
        }
        file.write_all(&data)?;
    }
}
