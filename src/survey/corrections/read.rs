//! `corrections.csv`: its columns, and what cannot be.

use std::collections::HashMap;
use std::path::Path;

use super::{About, Correcting, Corrections, Entry, Settles, Spot};
use crate::mapping::Mapping;
use crate::model::finding::{Rule, Severity};
use crate::said;
use crate::survey::office_csv::{Column, OfficeCsv, OfficeError, Row};
use crate::text::lang::Said;
use crate::value::{Values, is_nothing};

const UNIT: usize = 0;
const FILE: usize = 1;
const PATH: usize = 2;
const RECORD: usize = 3;
const WAS: usize = 4;
const VALUE: usize = 5;
const RULE: usize = 6;
const WHY: usize = 7;
const WHO: usize = 8;
const WHEN: usize = 9;
const SHA: usize = 10;

pub(crate) const COLUMNS: &[Column] = &[
    column("unit", &["单位", "单位名称"], false),
    column("file", &["文件", "来源文件", "文件名"], false),
    column("path", &["位置", "路径"], true),
    column("record", &["记录", "记录名称"], false),
    column("was", &["原值", "原为", "原文"], false),
    column("value", &["更正值", "更正为", "改为"], false),
    column("rule", &["说明的规则", "规则"], false),
    column("why", &["理由", "说明", "原因"], true),
    column("who", &["更正人", "经办人"], true),
    column("when", &["时间", "日期", "更正日期"], false),
    column("sha256", &["文件校验"], false),
];

const fn column(name: &'static str, headings: &'static [&'static str], required: bool) -> Column {
    Column {
        name,
        headings,
        required,
    }
}

impl Corrections {
    /// Reads corrections, and tries each against the editions.
    ///
    /// # Errors
    /// Everything that is wrong with them, each at its line: a place that no edition has, a value
    /// that its field cannot hold, the same place twice, nothing that says what stood there.
    pub fn open(path: &Path, correcting: &Correcting<'_>) -> Result<Corrections, OfficeError> {
        of_csv(OfficeCsv::open(path, COLUMNS)?, correcting)
    }

    /// As [`Corrections::open`], from a file's bytes; `path` names it in errors.
    ///
    /// # Errors
    /// As [`Corrections::open`].
    pub fn parse(
        path: &Path,
        bytes: &[u8],
        correcting: &Correcting<'_>,
    ) -> Result<Corrections, OfficeError> {
        of_csv(OfficeCsv::parse(path, bytes, COLUMNS)?, correcting)
    }
}

fn of_csv(file: OfficeCsv, correcting: &Correcting<'_>) -> Result<Corrections, OfficeError> {
    let mut problems = Vec::new();
    let mut entries: Vec<Entry> = Vec::new();
    let mut seen: HashMap<String, u64> = HashMap::new();
    for row in &file.rows {
        match entry(row, &file, correcting) {
            Ok(entry) => {
                let what = format!(
                    "{:?}{}{:?}",
                    entry.about,
                    entry.spot.path(),
                    kind(&entry.settles)
                );
                if let Some(first) = seen.insert(what, entry.line) {
                    problems.push((
                        entry.line,
                        said!(
                            "同一处在第 {first} 行已有更正",
                            "line {first} corrects the same place"
                        ),
                    ));
                }
                entries.push(entry);
            }
            Err(said) => problems.push((row.line, said)),
        }
    }
    match problems.is_empty() {
        true => Ok(Corrections {
            path: file.path,
            entries,
        }),
        false => Err(OfficeError::new(&file.path, problems)),
    }
}

fn kind(settles: &Settles) -> Option<Rule> {
    match settles {
        Settles::Value(_) => None,
        Settles::Explains(rule) => Some(*rule),
    }
}

fn entry(row: &Row, file: &OfficeCsv, correcting: &Correcting<'_>) -> Result<Entry, Said> {
    let cell = |c: usize| row.cells[c].as_str();
    let given = |c: usize| Some(cell(c).to_owned()).filter(|text| !text.is_empty());
    let about = match (given(UNIT), given(FILE)) {
        // With both, the file is the narrower.
        (_, Some(file)) => About::File(file),
        (Some(unit), None) => About::Unit(unit),
        (None, None) => {
            return Err(said!(
                "要写明单位或文件",
                "the unit or the file must be given"
            ));
        }
    };
    for (c, zh, en) in [(WHY, "理由", "why"), (WHO, "更正人", "who")] {
        if cell(c).is_empty() {
            return Err(said!("要写明{zh}", "`{en}` must be given"));
        }
    }
    let settles = match given(RULE) {
        None => Settles::Value(cell(VALUE).to_owned()),
        Some(_) if !cell(VALUE).is_empty() => {
            return Err(said!(
                "一行或更正值，或说明一条规则，不能两样都写",
                "a line corrects a value or explains a rule, not both"
            ));
        }
        Some(name) => Settles::Explains(rule(&name)?),
    };
    let sha256 = given(SHA).map(|s| s.to_ascii_lowercase());
    let was = file.present[WAS].then(|| cell(WAS).to_owned());
    if was.is_none() && sha256.is_none() {
        return Err(said!(
            "要写明原值（空白表示原来没有填）或文件的 SHA-256，以便发现原文改动",
            "`was` (blank for nothing) or the file's `sha256` must be given, so that a change of the paper is seen"
        ));
    }
    let spot = spot(cell(PATH), &settles, correcting)?;
    Ok(Entry {
        line: row.line,
        about,
        spot,
        record: given(RECORD),
        settles,
        was,
        sha256,
        why: cell(WHY).to_owned(),
        who: cell(WHO).to_owned(),
        when: cell(WHEN).to_owned(),
    })
}

/// The place, and whether the value fits there, in one of the editions at least.
fn spot(text: &str, settles: &Settles, correcting: &Correcting<'_>) -> Result<Spot, Said> {
    let mut refused = None;
    for (mapping, values, _) in &correcting.editions {
        let fits = Spot::read(text, mapping).and_then(|spot| {
            fit(&spot, settles, mapping, values)?;
            Ok(spot)
        });
        match fits {
            Ok(spot) => return Ok(spot),
            Err(said) => refused = refused.or(Some(said)),
        }
    }
    Err(refused.unwrap_or_else(|| said!("没有版本", "there is no edition")))
}

fn fit(spot: &Spot, settles: &Settles, mapping: &Mapping, values: &Values) -> Result<(), Said> {
    let Settles::Value(text) = settles else {
        return Ok(());
    };
    let Some(field) = spot.field(mapping) else {
        return Err(said!(
            "要写明更正哪一项",
            "which field is corrected must be given"
        ));
    };
    let reading = values.read(text, field);
    let unreadable = reading
        .notes
        .iter()
        .find(|n| n.severity() == Severity::Error);
    let is_lost = reading.value.is_empty() && !is_nothing(text);
    match unreadable {
        Some(note) => Err(note.message()),
        // A slip of the pen deletes no answer.
        None if is_lost => {
            let label = &field.label;
            Err(said!(
                "“{text}”不能作“{label}”的值；要改为空白，值写“/”",
                "`{text}` is no value of `{label}`; to make it blank write `/`"
            ))
        }
        None => Ok(()),
    }
}

/// A rule by its name.
fn rule(name: &str) -> Result<Rule, Said> {
    name.trim()
        .parse()
        .map_err(|()| said!("没有规则“{name}”", "there is no rule `{name}`"))
}
