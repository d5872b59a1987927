//! 退回: for each unit that must mend something, its files with what was found written at its
//! place, and a message to send with them.

use std::io::{self, Cursor, Write as _};

use rayon::prelude::*;
use zip::ZipWriter;

use super::acts::{Act, pointer};
use super::exports::{marked, options};
use super::standing::Unit;
use super::survey::{State, Survey};
use crate::batch::own;
use crate::forms::annotate::{Outcome, remark};
use crate::model::finding::{FieldPath, Finding, Rule, Severity};
use crate::output::{Given, safe_path};
use crate::report::Problem;
use crate::text::lang::{Lang, Said};

/// What a unit is to mend.
#[derive(Debug)]
pub(super) struct Message {
    /// Its address.
    pub id: String,
    /// The unit.
    pub unit: String,
    /// Whom to write to.
    pub contact: String,
    /// And how.
    pub phone: String,
    /// How many findings it names.
    pub count: usize,
    /// The words, to be pasted into a mail.
    pub text: String,
}

/// A finding goes back to the unit: an error that nobody has settled, and a warning that the
/// office sends back; with the office's own words.
fn goes_back<'s>(
    unit: &Unit,
    severity: Severity,
    problem: (&str, &str),
    state: &'s State,
) -> Option<&'s str> {
    let (path, rule) = problem;
    if is_the_office_s(rule) {
        return None;
    }
    let name = unit.cover.as_deref().unwrap_or_default();
    let file = &state.standing.receipts[unit.index].file;
    let noted = state
        .acts
        .in_force()
        .into_iter()
        .find_map(|done| match &done.act {
            Act::SendBack {
                spot,
                rule: own,
                note,
            } => {
                let same = match spot.file.is_empty() {
                    true => spot.unit == name,
                    false => spot.file == **file,
                };
                (same && spot.path == path && own.name() == rule).then_some(note.as_str())
            }
            _ => None,
        });
    // What the office's own correction broke is the office's to look at, unless it says otherwise.
    let is_own = |(p, r): &(FieldPath, Rule)| pointer(p) == path && r.name() == rule;
    if noted.is_none() && unit.by_office.iter().any(is_own) {
        return None;
    }
    match severity {
        Severity::Error => Some(noted.unwrap_or_default()),
        Severity::Warning => noted,
        Severity::Info => None,
    }
}

/// The unit has something to mend; what it is only told of when the office sends it back apart.
pub(super) fn has_to_mend(unit: &Unit) -> bool {
    if is_nobody_s(unit) {
        return false;
    }
    let mut findings = unit.submission.findings.iter();
    let by_office = |f: &Finding| {
        let own = |(p, r): &(FieldPath, Rule)| *p == f.path && *r == f.rule();
        unit.by_office.iter().any(own)
    };
    findings.any(|f| {
        f.severity == Severity::Error && !is_the_office_s(f.rule().name()) && !by_office(f)
    })
}

/// It is no form, and nothing says whose: a notice, a scan. Nobody is written to about it.
fn is_nobody_s(unit: &Unit) -> bool {
    let mut findings = unit.submission.findings.iter();
    unit.roster.is_none() && findings.any(|f| f.rule() == Rule::UnknownForm)
}

/// Which file counts, and what became of its own corrections, the office asks itself.
fn is_the_office_s(rule: &str) -> bool {
    [Rule::WhichCounts, Rule::CorrectionRefused]
        .iter()
        .any(|own| own.name() == rule)
}

/// The messages of all units that must mend something.
pub(super) fn messages(state: &State, lang: Lang) -> Vec<Message> {
    let units = state.standing.units.iter();
    units
        .filter_map(|unit| message(unit, state, lang))
        .collect()
}

fn message(unit: &Unit, state: &State, lang: Lang) -> Option<Message> {
    if is_nobody_s(unit) {
        return None;
    }
    let told = unit.told(lang);
    let to_mend: Vec<(&Problem, &str)> = (told.findings.iter())
        .filter_map(|p| {
            let path = pointer(&p.path);
            Some((
                p,
                goes_back(unit, p.severity, (&path, p.rule.name()), state)?,
            ))
        })
        .collect();
    if to_mend.is_empty() {
        return None;
    }
    let roster = unit.roster.zip(state.settings.roster.as_ref());
    let asked = roster.map(|(id, r)| r.unit(id));
    let or = |own: &Option<String>, other: Option<&String>| {
        let own = own.clone().filter(|o| !o.is_empty());
        own.or_else(|| other.cloned()).unwrap_or_default()
    };
    let contact = or(&told.contact, asked.map(|a| &a.contact));
    let due = asked.and_then(|a| a.due).or(state.settings.due);
    let n = to_mend.len();
    let dear = match contact.is_empty() {
        true => unit.name.clone(),
        false => format!("{} {contact}", unit.name),
    };
    let mut text = match lang {
        Lang::Zh => format!(
            "{dear}：\n\n贵单位交来的调查表有 {n} 处需要改正或说明，已在附件中以批注标出：\n"
        ),
        Lang::En => format!(
            "{dear},\n\nThe form that you returned has {n} places to be mended or explained. They are marked in the attached files:\n"
        ),
    };
    for (i, (p, note)) in to_mend.iter().enumerate() {
        let number = i + 1;
        text += &format!("\n{number}. {}", p.place);
        if let Some(name) = &p.record_name {
            text += &format!("（{name}）");
        }
        text += &format!("\n   {}", p.message);
        // How this program is told of another form helps no unit.
        if !p.hint.is_empty() && p.rule != Rule::UnknownForm {
            text += &format!("\n   {}", p.hint);
        }
        if !note.is_empty() {
            text += &format!("\n   {note}");
        }
        text.push('\n');
    }
    let due = due.map(|d| d.to_string()).unwrap_or_default();
    text += &match (lang, due.is_empty()) {
        (Lang::Zh, false) => format!("\n请在原表上改正，于 {due} 前交回。谢谢！\n"),
        (Lang::Zh, true) => "\n请在原表上改正后交回。谢谢！\n".to_owned(),
        (Lang::En, false) => {
            format!("\nPlease mend them in the form itself and return it by {due}. Thank you.\n")
        }
        (Lang::En, true) => {
            "\nPlease mend them in the form itself and return it. Thank you.\n".to_owned()
        }
    };
    Some(Message {
        id: unit.id.clone(),
        unit: unit.name.clone(),
        contact,
        phone: or(&told.phone, asked.map(|a| &a.phone)),
        count: n,
        text,
    })
}

/// A unit's files with what goes back, and why a file could not be written into.
fn files(unit: &Unit, state: &State, survey: &Survey) -> Vec<(String, Result<Vec<u8>, Said>)> {
    let Some(reading) = &state.reading else {
        return Vec::new();
    };
    let goes = |f: &&Finding| {
        let path = pointer(&f.path);
        goes_back(unit, f.severity, (&path, f.rule().name()), state).is_some()
    };
    let mut out = Vec::new();
    for index in unit.files() {
        let Some((name, bytes)) = reading.bytes(index) else {
            continue;
        };
        let own = |f: &&Finding| match &f.file {
            Some(file) => **file == *name,
            None => index == unit.index,
        };
        let findings = unit.submission.findings.iter().filter(own).filter(goes);
        let findings: Vec<Finding> = findings.cloned().collect();
        if findings.is_empty() {
            continue;
        }
        let edition = &unit.submission.mapping.id;
        let made = bytes.and_then(|bytes| {
            let reader = &survey.editions.reader;
            match remark(name, &bytes, reader, edition, &findings) {
                // Unchanged it is no returned form: as such it would stand for the unit's own.
                Outcome::Annotated(annotated) => {
                    let base = safe_path(name);
                    let base = base.file_name().unwrap_or_default().to_string_lossy();
                    marked(&base, &annotated.bytes)
                }
                Outcome::Refused(why) => Err(why),
                // What cannot be read goes back as it came.
                Outcome::Clean | Outcome::Unread => Ok(bytes),
            }
        });
        out.push((name.to_owned(), made));
    }
    out
}

/// Everything that goes back, a folder a unit.
pub(super) fn archive(survey: &Survey, state: &State, lang: Lang) -> io::Result<Vec<u8>> {
    let messages = messages(state, lang);
    let made: Vec<_> = (messages.par_iter())
        .map(|m| {
            state
                .standing
                .unit(&m.id)
                .map(|u| files(u, state, survey))
                .unwrap_or_default()
        })
        .collect();
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let mut names = Given::default();
    let mut put = |name: &str, bytes: &[u8]| -> io::Result<()> {
        // A name from an archive may say anything.
        let path = safe_path(name);
        let (stem, end) = (path.with_extension(""), path.extension());
        let end = end.map_or(String::new(), |e| format!(".{}", e.to_string_lossy()));
        let others = (2..).map(|n| format!("{}-{n}{end}", stem.display()).into());
        let free = names.first_free(std::iter::once(path.clone()).chain(others));
        let steps: Vec<_> = free.iter().map(|s| s.to_string_lossy()).collect();
        zip.start_file(steps.join("/"), options())
            .map_err(io::Error::other)?;
        zip.write_all(bytes)
    };
    for (message, files) in messages.iter().zip(made) {
        // A unit that is called “..” has a folder all the same.
        let folder = match message.unit.trim_matches(['.', ' ', '/', '\\']) {
            "" => message.id.clone(),
            _ => message.unit.replace(['/', '\\'], "_"),
        };
        let mut text = message.text.clone();
        for (name, file) in files {
            let base = name.rsplit('/').next().unwrap_or(&name);
            match file {
                Ok(bytes) => put(&format!("{folder}/{base}"), &own::with_mark(bytes))?,
                Err(why) => text += &format!("\n{base}：{}\n", why.get(lang)),
            }
        }
        let letter = lang.pick("说明.txt", "message.txt");
        // Notepad knows a text in UTF-8 by its mark.
        put(
            &format!("{folder}/{letter}"),
            format!("\u{feff}{text}").replace('\n', "\r\n").as_bytes(),
        )?;
    }
    own::marked(zip)
}
