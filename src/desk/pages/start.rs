//! 收表 · the first page: which survey.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use askama::Template;
use axum::Form;
use axum::extract::{Path as Segment, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::error::Wrong;
use super::frame::{Frame, go, shown};
use super::input::{At, Folder};
use super::{LANG, lang_of};
use crate::desk::Desk;
use crate::said;
use crate::text::lang::Said;

/// No more folders are listed.
const MOST: usize = 500;

#[derive(Template)]
#[template(path = "start.html")]
struct Page {
    f: Frame,
    recent: Vec<Entry>,
    /// The folder that is looked into, where one is.
    at: String,
    above: String,
    inside: Vec<Entry>,
    /// Files of the folder that may be returned ones.
    files: usize,
    trouble: String,
}

/// A folder to choose.
struct Entry {
    name: String,
    path: String,
}

impl Entry {
    fn of(path: &Path) -> Entry {
        let name = path.file_name().unwrap_or(path.as_os_str());
        Entry {
            name: name.to_string_lossy().into_owned(),
            path: path.display().to_string(),
        }
    }
}

pub async fn page(
    State(desk): State<Arc<Desk>>,
    headers: HeaderMap,
    Query(at): Query<At>,
) -> Response {
    let lang = lang_of(&headers, desk.lang);
    let chosen = match at.at.is_empty() {
        true => home(),
        false => PathBuf::from(&at.at),
    };
    let mut page = Page {
        f: Frame::plain(lang, lang.pick("收表", "Start").to_owned()),
        recent: desk.recent.folders().iter().map(|f| Entry::of(f)).collect(),
        at: chosen.display().to_string(),
        above: chosen
            .parent()
            .map_or(String::new(), |p| p.display().to_string()),
        inside: Vec::new(),
        files: 0,
        trouble: String::new(),
    };
    match std::fs::read_dir(&chosen) {
        Ok(entries) => {
            let mut folders = Vec::new();
            for entry in entries.flatten() {
                let name = entry.file_name().to_string_lossy().into_owned();
                let path = entry.path();
                if name.starts_with('.') {
                    continue;
                }
                match path.is_dir() {
                    true => folders.push(path),
                    false => page.files += usize::from(crate::batch::is_wanted(&name)),
                }
            }
            folders.sort();
            folders.truncate(MOST);
            page.inside = folders.iter().map(|f| Entry::of(f)).collect();
        }
        Err(e) => {
            let Said { zh, en } = crate::text::of_system(&e);
            let why = said!(
                "这个文件夹打不开：{zh}",
                "this folder cannot be opened: {en}"
            );
            page.trouble = why.get(lang).to_owned();
        }
    }
    shown(&page)
}

/// The user's own folder.
fn home() -> PathBuf {
    let home = std::env::var_os("USERPROFILE").or_else(|| std::env::var_os("HOME"));
    home.map_or_else(|| PathBuf::from("/"), PathBuf::from)
}

/// A folder that holds all of a person's files, or the system's own: a slip, and not where forms lie.
fn is_everything(folder: &Path) -> bool {
    let Ok(folder) = folder.canonicalize() else {
        return false;
    };
    let home = home().canonicalize().ok();
    let system = ["/proc", "/sys", "/dev", r"C:\Windows"];
    let system = system
        .iter()
        .filter_map(|s| Path::new(s).canonicalize().ok());
    let above_home = home.is_some_and(|home| home.starts_with(&folder));
    above_home || system.into_iter().any(|s| folder.starts_with(s))
}

/// Where new folders are made.
pub(super) fn documents() -> PathBuf {
    let documents = home().join("Documents");
    match documents.is_dir() {
        true => documents,
        false => home(),
    }
}

/// Opens the survey of a folder.
pub async fn open(
    State(desk): State<Arc<Desk>>,
    headers: HeaderMap,
    Form(given): Form<Folder>,
) -> Result<Response, Wrong> {
    let lang = lang_of(&headers, desk.lang);
    // As people copy it from a window's address.
    let folder = given.folder.trim().trim_matches('"');
    if is_everything(Path::new(folder)) {
        let why = said!(
            "{folder} 里什么都有，不只是收回的文件；请选专放收回文件的那个文件夹，或新建一个",
            "{folder} holds everything, not only what was returned: choose the folder of returned files, or make one"
        );
        return Err(Wrong::bad(why, lang));
    }
    let survey = desk
        .open(Path::new(folder))
        .map_err(|why| Wrong::bad(why, lang))?;
    Ok(go(&format!("/s/{}", survey.id)))
}

/// Makes a folder for files that are dropped where no survey is open, and names its survey.
pub async fn drop_here(
    State(desk): State<Arc<Desk>>,
    headers: HeaderMap,
) -> Result<Response, Wrong> {
    let lang = lang_of(&headers, desk.lang);
    let parent = documents();
    let day = jiff::Zoned::now().date();
    let names = std::iter::once(format!("汇表 {day}"))
        .chain((2..1000).map(|n| format!("汇表 {day} ({n})")));
    let mut made = Err(Said::default());
    for name in names {
        let folder = parent.join(name);
        match std::fs::create_dir(&folder) {
            Ok(()) => {
                made = desk.open(&folder);
                break;
            }
            Err(e) if e.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(e) => {
                let (why, shown) = (crate::text::of_system(&e), folder.display());
                let Said { zh, en } = why;
                made = Err(said!(
                    "建不了文件夹 {shown}：{zh}",
                    "the folder {shown} cannot be made: {en}"
                ));
                break;
            }
        }
    }
    let survey = made.map_err(|why| Wrong::bad(why, lang))?;
    Ok(survey.id.clone().into_response())
}

/// Chooses the language.
pub async fn lang(headers: HeaderMap, Segment(lang): Segment<String>) -> Response {
    let lang = if lang == "en" { "en" } else { "zh" };
    let back = headers.get(header::REFERER).and_then(|r| r.to_str().ok());
    // Only the path: a page of this address asked.
    let back = back.and_then(|r| r.split_once("://")?.1.split_once('/'));
    let to = format!("/{}", back.map_or("", |(_, path)| path));
    let cookie = format!("{LANG}={lang}; SameSite=Strict; Path=/; Max-Age=31536000");
    (
        StatusCode::SEE_OTHER,
        [(header::SET_COOKIE, cookie), (header::LOCATION, to)],
    )
        .into_response()
}

#[derive(Template)]
#[template(path = "quit.html")]
struct Over {
    f: Frame,
}

/// Ends the program.
pub async fn quit(State(desk): State<Arc<Desk>>, headers: HeaderMap) -> Response {
    let lang = lang_of(&headers, desk.lang);
    desk.quit();
    let title = lang.pick("已退出", "Ended").to_owned();
    shown(&Over {
        f: Frame::plain(lang, title),
    })
}
