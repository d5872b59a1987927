//! 收表 · the files of a survey: dropped, read, recognised or not; the roster, the last day and the
//! system's templates.

use std::collections::{HashMap, HashSet};
use std::io::{self, Write as _};
use std::path::Path;

use askama::Template;
use axum::Form;
use axum::body::{Body, Bytes};
use axum::extract::{Path as Segment, Query};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::asked::Asked;
use super::error::Wrong;
use super::frame::{Frame, Tab, go, shown};
use super::input::{Named, Office};
use crate::batch::{NoReturn, is_wanted};
use crate::desk::acts::Act;
use crate::desk::settings::{self, DUE, ROSTER, TEMPLATE, WHO};
use crate::desk::survey::Refused;
use crate::output::safe_path;
use crate::said;
use crate::store::Setting;
use crate::survey::returns::Older;
use crate::text::Worded as _;
use crate::text::lang::{Lang, Said};

/// No file that is dropped is larger, in bytes: as of those that lie in the folder.
const LARGEST: usize = 128 << 20;
/// No folder of returned files has more.
const MOST: usize = 5000;

#[derive(Template)]
#[template(path = "files.html")]
struct Page {
    f: Frame,
    sid: String,
    folder: String,
    rows: Vec<Row>,
    passed_over: Vec<(String, &'static str)>,
    roster: Option<(String, usize)>,
    due: String,
    who: String,
    templates: Vec<String>,
}

/// A file.
struct Row {
    name: String,
    unit: String,
    /// The unit's page, where it counts.
    href: String,
    edition: String,
    role: String,
    class: &'static str,
    why: String,
    saved: String,
}

pub async fn page(asked: Asked) -> Response {
    let state = &asked.state;
    let settings = &state.settings;
    let passed_over = state.reading.iter().flat_map(|r| {
        let own = r
            .passed_over
            .iter()
            .map(|(name, why)| (name.clone(), reason(*why, asked.lang)));
        let none = asked.lang.pick("不是调查表", "no form");
        own.chain(
            r.gathered
                .passed_over
                .iter()
                .map(move |name| (name.clone(), none)),
        )
    });
    let page = Page {
        sid: asked.survey.id.clone(),
        folder: asked.survey.folder.display().to_string(),
        rows: rows(&asked),
        passed_over: passed_over.collect(),
        roster: (settings.roster.as_ref()).map(|r| (settings.roster_file.clone(), r.units().len())),
        due: settings.due.map_or(String::new(), |d| d.to_string()),
        who: asked.who(),
        templates: settings.templates.clone(),
        f: asked.frame(Tab::Files, asked.lang.pick("收表", "Files")),
    };
    shown(&page)
}

fn reason(why: NoReturn, lang: Lang) -> &'static str {
    match why {
        NoReturn::Own => lang.pick("本程序写出、未改动", "written by this program, unchanged"),
        NoReturn::List => lang.pick("办公室的清单", "a list of the office's"),
    }
}

/// The files that were read, those that cannot be read first.
fn rows(asked: &Asked) -> Vec<Row> {
    let (state, lang) = (&asked.state, asked.lang);
    let standing = &state.standing;
    let older: HashMap<usize, &Older> = (standing.chosen.iter())
        .flat_map(|c| c.returns())
        .flat_map(|r| &r.older)
        .map(|o| (o.index, o))
        .collect();
    let joined: HashSet<usize> = (standing.chosen.iter())
        .flat_map(|c| c.returns())
        .filter(|r| r.form.is_some())
        .flat_map(|r| r.books.iter().map(|b| b.index))
        .collect();
    let units: HashMap<usize, _> = standing.units.iter().map(|u| (u.index, u)).collect();
    let row = |(i, receipt): (usize, &crate::survey::returns::Receipt)| {
        let unit = units.get(&i);
        let edition = asked.desk.editions.mapping(&receipt.edition);
        let edition = edition.filter(|_| !receipt.is_unread).map(|m| {
            lang.pick(
                m.edition.name.clone(),
                match m.edition.name_en.is_empty() {
                    true => m.edition.name.clone(),
                    false => m.edition.name_en.clone(),
                },
            )
        });
        let mut row = Row {
            name: receipt.file.to_string(),
            unit: unit.map_or_else(
                || receipt.unit.as_deref().unwrap_or_default().to_owned(),
                |u| u.name.clone(),
            ),
            href: unit.map_or(String::new(), |u| asked.at(&format!("/u/{}", u.id))),
            edition: edition.unwrap_or_default(),
            role: lang.pick("计入", "counts").to_owned(),
            class: "good",
            why: String::new(),
            saved: receipt.saved().map_or(String::new(), |at| asked.day_of(at)),
        };
        if receipt.is_unread {
            (row.role, row.class) = (lang.pick("读不了", "unreadable").to_owned(), "bad");
            let first = unit.and_then(|u| u.submission.findings.first());
            row.why = first.map_or(String::new(), |f| f.message().get(lang).to_owned());
        } else if let Some(older) = older.get(&i) {
            (row.role, row.class) = (lang.pick("不计入", "does not count").to_owned(), "soft");
            let instead = &standing.receipts[older.instead].file;
            row.why = older.why.said(instead).get(lang).to_owned();
        } else if joined.contains(&i) {
            row.role = lang.pick("并入调查表", "joined to its form").to_owned();
        } else if unit.is_none() || unit.is_some_and(|u| !u.doubts.is_empty()) {
            (row.role, row.class) = (lang.pick("待定", "to decide").to_owned(), "warn");
        }
        row
    };
    let mut rows: Vec<Row> = standing.receipts.iter().enumerate().map(row).collect();
    rows.sort_by_key(|row| match row.class {
        "bad" => 0,
        "warn" => 1,
        _ => 2,
    });
    rows
}

/// Takes a file that was dropped, and puts it into the folder. Its name is a name and no path.
pub async fn upload(
    asked: Asked,
    Query(named): Query<Named>,
    body: Body,
) -> Result<Response, Wrong> {
    let lang = asked.lang;
    let bad = |why| Wrong::bad(why, lang);
    let path = safe_path(&named.name);
    let base = path
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    if !is_wanted(&base) {
        return Err(bad(said!(
            "“{base}”不是 Word、Excel 文件或压缩包，没有收下",
            "“{base}” is neither a Word nor an Excel file nor an archive, and was not taken"
        )));
    }
    let files = asked
        .state
        .reading
        .as_ref()
        .map_or(0, |r| r.gathered.inputs.len());
    if files >= MOST {
        return Err(bad(said!(
            "文件夹里已有 {files} 个文件，不能再收",
            "the folder has {files} files already and takes no more"
        )));
    }
    let bytes = axum::body::to_bytes(body, LARGEST).await.map_err(|_| {
        let why = said!(
            "“{base}”大于 {} MB，没有收下；调查表不会这么大，请看看是不是传错了文件",
            "“{base}” is larger than {} MB and was not taken: no form is as large, so look whether it is the right file",
            LARGEST >> 20
        );
        Wrong(StatusCode::PAYLOAD_TOO_LARGE, why, lang)
    })?;
    let folder = asked.survey.folder.clone();
    // A folder of that name where the disk was taken out would be another one.
    if !folder.is_dir() {
        let folder = folder.display();
        return Err(bad(said!(
            "文件夹 {folder} 不见了，没有收下“{base}”；放回原处后再拖一次",
            "the folder {folder} is gone, and “{base}” was not taken: put it back, and drop the file again"
        )));
    }
    let saved = tokio::task::spawn_blocking(move || save(&folder, &path, &bytes)).await;
    let saved = saved
        .unwrap_or_else(|e| Err(io::Error::other(e)))
        .map_err(|e| {
            let Said { zh, en } = crate::text::of_system(&e);
            let why = said!(
                "“{base}”没有存下：{zh}（磁盘可能已满）",
                "“{base}” was not saved: {en} (the disk may be full)"
            );
            Wrong(StatusCode::INSUFFICIENT_STORAGE, why, lang)
        })?;
    asked.survey.wake();
    let said = match saved {
        Saved::New(name) => said!("已收下：{name}", "taken: {name}"),
        Saved::Known(name) => said!("已有同一个文件：{name}", "it is there already: {name}"),
    };
    Ok(said.get(lang).to_owned().into_response())
}

/// What became of a file.
enum Saved {
    New(String),
    Known(String),
}

/// Saves a file below the folder under a name that is free; it is whole or not there.
fn save(folder: &Path, path: &Path, bytes: &[u8]) -> io::Result<Saved> {
    let target = folder.join(path);
    let parent = target.parent().unwrap_or(folder);
    std::fs::create_dir_all(parent)?;
    // A folder in it may be a link that leads elsewhere.
    if !parent.canonicalize()?.starts_with(folder.canonicalize()?) {
        return Err(io::ErrorKind::PermissionDenied.into());
    }
    let stem = target
        .file_stem()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let end = target
        .extension()
        .map_or(String::new(), |e| format!(".{}", e.to_string_lossy()));
    // What a file that is being written is called is none that is read.
    let mut new = tempfile::Builder::new()
        .prefix(".huibiao-")
        .tempfile_in(parent)?;
    new.write_all(bytes)?;
    new.as_file().sync_all()?;
    let names = std::iter::once(target.clone())
        .chain((2..1000).map(|n| parent.join(format!("{stem} ({n}){end}"))));
    for name in names {
        let shown = shown_name(folder, &name);
        match new.persist_noclobber(&name) {
            Ok(_) => return Ok(Saved::New(shown)),
            Err(e) if e.error.kind() == io::ErrorKind::AlreadyExists => {
                if crate::given::read(&name, LARGEST as u64).is_ok_and(|there| there == bytes) {
                    return Ok(Saved::Known(shown));
                }
                new = e.file;
            }
            Err(e) => return Err(e.error),
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

fn shown_name(folder: &Path, path: &Path) -> String {
    path.strip_prefix(folder)
        .unwrap_or(path)
        .display()
        .to_string()
}

/// Sets the roster, or one of the system's templates; without a file it is taken away.
pub async fn set(
    asked: Asked,
    Segment(ids): Segment<HashMap<String, String>>,
    Query(named): Query<Named>,
    bytes: Bytes,
) -> Result<Response, Wrong> {
    let lang = asked.lang;
    let file = safe_path(&named.name);
    let file = file
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let what = ids.get("name").map_or("", String::as_str);
    let name = match what {
        ROSTER => ROSTER.to_owned(),
        "template" => format!("{TEMPLATE}{file}"),
        _ => return Err(Wrong::missing(lang)),
    };
    let set = Setting {
        name: name.clone(),
        file: file.clone(),
        bytes: bytes.to_vec(),
    };
    if named.remove != set.bytes.is_empty() {
        return Err(Wrong::bad(
            said!(
                "“{file}”是空的（0 字节），没有收下，原来的照旧；网盘里的文件请先下载到本机",
                "“{file}” is empty (0 bytes) and was not taken; what was there before stays. A file of a cloud must be downloaded first"
            ),
            lang,
        ));
    }
    if !set.bytes.is_empty() {
        let checked = match what {
            ROSTER => settings::roster(&set, asked.desk.editions)
                .map(|_| ())
                .map_err(|e| e.said()),
            _ => settings::template(&set, asked.desk.editions).map(|_| ()),
        };
        checked.map_err(|why| Wrong::bad(why, lang))?;
    }
    let to = match set.bytes.is_empty() {
        true => String::new(),
        false => file,
    };
    let act = Act::Set { name, to };
    let done = (asked.survey).act(&asked.who(), |_| Ok((vec![act.clone()], Some(set.clone()))));
    done.map_err(|e| Wrong::of(e, lang))?;
    Ok(go(&asked.at("/files")))
}

/// Sets the last day to return, and who works here.
pub async fn due(asked: Asked, Form(office): Form<Office>) -> Result<Response, Wrong> {
    let lang = asked.lang;
    let due = office.due.trim();
    if !due.is_empty() && due.parse::<jiff::civil::Date>().is_err() {
        return Err(Wrong::bad(
            said!(
                "“{due}”不是日期，应写作 2026-03-31",
                "“{due}” is no date; write it as 2026-03-31"
            ),
            lang,
        ));
    }
    for (name, to, was) in [
        (WHO, office.who.trim(), &asked.state.settings.who),
        (
            DUE,
            due,
            &asked
                .state
                .settings
                .due
                .map_or(String::new(), |d| d.to_string()),
        ),
    ] {
        if to == was {
            continue;
        }
        let set = Setting {
            name: name.to_owned(),
            file: String::new(),
            bytes: to.as_bytes().to_vec(),
        };
        let act = Act::Set {
            name: name.to_owned(),
            to: to.to_owned(),
        };
        let done = (asked.survey).act(&asked.who(), |_| Ok((vec![act.clone()], Some(set.clone()))));
        done.map_err(|e| Wrong::of(e, lang))?;
    }
    Ok(go(&asked.at("/files")))
}

/// What is gone is known to be gone.
pub async fn gone(asked: Asked) -> Result<Response, Wrong> {
    let done = asked
        .survey
        .act(&asked.who(), |state| -> Result<_, Refused> {
            let gone = state.missing.iter().filter(|m| !m.is_known);
            let acts = gone.map(|m| Act::Gone {
                file: m.file.clone(),
                unit: m.unit.clone(),
            });
            Ok((acts.collect(), None))
        });
    done.map_err(|e| Wrong::of(e, asked.lang))?;
    Ok(go(&asked.at("")))
}

/// Reads the folder anew.
pub async fn read(asked: Asked) -> Response {
    asked.survey.wake();
    go(&asked.at("/files"))
}
