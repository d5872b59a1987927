//! What the office decided where the program was in doubt: `decisions.csv`.
//!
//! A line is about a case by the hash that the program prints for it. Of other files the same names
//! make another case: what was decided about one survey's files settles nothing in the next one's.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use crate::said;
use crate::survey::office_csv::{Column, OfficeCsv, OfficeError, Row};
use crate::text::key::key;
use crate::text::lang::Said;

const KIND: usize = 0;
const CASE: usize = 1;
const DECISION: usize = 2;
const UNIT: usize = 3;
const FILE: usize = 4;
const SHA256: usize = 5;

pub(crate) const COLUMNS: &[Column] = &[
    column("kind", &["类别", "种类"], true),
    column("case", &["编号", "案号"], true),
    column("decision", &["决定", "处理"], true),
    column("unit", &["单位"], false),
    column("file", &["文件"], false),
    column("sha256", &[], false),
    column("why", &["理由"], false),
    column("who", &["决定人"], false),
    column("when", &["日期"], false),
];

const fn column(name: &'static str, headings: &'static [&'static str], required: bool) -> Column {
    Column {
        name,
        headings,
        required,
    }
}

/// What was decided.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decisions {
    /// The file that they are kept in.
    pub path: PathBuf,
    entries: Vec<Entry>,
    of_case: HashMap<String, Vec<usize>>,
}

/// What a decision is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Which of a unit's forms counts, or whose a form is.
    Version,
    /// The same of workbooks.
    Workbook,
    /// What two units both report.
    Duplicate,
}

/// What was decided about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It counts.
    Keep,
    /// It does not.
    Drop,
    /// All count.
    Both,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Kind::Version => "version",
            Kind::Workbook => "workbook",
            Kind::Duplicate => "duplicate",
        }
    }
}

/// A case that the office may decide: what it is about, decided or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// The hash by which it is known.
    pub hash: String,
    /// Its kind.
    pub kind: Kind,
    /// Its files, by name and SHA-256.
    pub files: Vec<(String, String)>,
    /// Of duplicates: the units that report the thing.
    pub units: Vec<String>,
    /// All of it may count.
    pub may_all_count: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Entry {
    line: u64,
    kind: Kind,
    verdict: Verdict,
    unit: String,
    file: String,
    sha256: String,
}

/// What was decided about one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settled<'d> {
    /// It counts, as this unit's where one is named.
    Keep(Option<&'d str>),
    /// It does not count.
    Drop,
}

impl Decisions {
    /// Reads decisions.
    ///
    /// # Errors
    /// Everything that is wrong with the file, each at its line.
    pub fn open(path: &Path) -> Result<Decisions, OfficeError> {
        Decisions::of(OfficeCsv::open(path, COLUMNS)?)
    }

    /// As [`Decisions::open`], from a file's bytes.
    ///
    /// # Errors
    /// As [`Decisions::open`].
    pub fn parse(path: &Path, bytes: &[u8]) -> Result<Decisions, OfficeError> {
        Decisions::of(OfficeCsv::parse(path, bytes, COLUMNS)?)
    }

    fn of(file: OfficeCsv) -> Result<Decisions, OfficeError> {
        let mut decisions = Decisions {
            path: file.path.clone(),
            ..Decisions::default()
        };
        let mut problems = Vec::new();
        for row in &file.rows {
            match entry(row) {
                Ok((case, entry)) => {
                    let places = decisions.of_case.entry(case).or_default();
                    places.push(decisions.entries.len());
                    decisions.entries.push(entry);
                }
                Err(why) => problems.push((row.line, why)),
            }
        }
        match problems.is_empty() {
            true => Ok(decisions),
            false => Err(OfficeError::new(&file.path, problems)),
        }
    }

    /// Nothing was decided.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Something was decided about what several units report.
    pub fn are_about_duplicates(&self) -> bool {
        self.entries.iter().any(|e| e.kind == Kind::Duplicate)
    }

    fn about(&self, case: &str) -> impl Iterator<Item = &Entry> {
        let places = self.of_case.get(case).into_iter().flatten();
        places.map(|i| &self.entries[*i])
    }

    /// What was decided about a file of a case; where another file of it is kept, this one is not.
    /// A line that does not fit the case decides nothing.
    pub fn file(&self, case: &Case, file: &str, sha256: &str) -> Option<Settled<'_>> {
        let mut kept_another = false;
        for entry in self.about(&case.hash).filter(|e| misfit(e, case).is_none()) {
            let own = entry.is_about(file, sha256);
            match (own, entry.verdict) {
                (_, Verdict::Both) => return Some(Settled::Keep(None)),
                (true, Verdict::Keep) => {
                    let unit = Some(entry.unit.as_str()).filter(|u| !u.is_empty());
                    return Some(Settled::Keep(unit));
                }
                (true, Verdict::Drop) => return Some(Settled::Drop),
                (false, Verdict::Keep) => kept_another = true,
                (false, Verdict::Drop) => {}
            }
        }
        kept_another.then_some(Settled::Drop)
    }

    /// All files of a case count.
    pub fn both(&self, case: &Case) -> bool {
        let mut about = self.about(&case.hash);
        about.any(|e| e.verdict == Verdict::Both && misfit(e, case).is_none())
    }

    /// Which units' reports of a thing count, in their order; `None` where that is not decided.
    pub fn duplicate(&self, case: &str, units: &[&str]) -> Option<Vec<bool>> {
        let about: Vec<&Entry> = (self.about(case))
            .filter(|e| e.kind == Kind::Duplicate)
            .collect();
        if about.is_empty() {
            return None;
        }
        if about.iter().any(|e| e.verdict == Verdict::Both) {
            return Some(vec![true; units.len()]);
        }
        let said = |unit: &str, verdict| {
            let own = |e: &&&Entry| e.verdict == verdict && key(&e.unit) == key(unit);
            about.iter().any(|e| own(&e))
        };
        let any = |verdict| units.iter().any(|u| said(u, verdict));
        match (any(Verdict::Keep), any(Verdict::Drop)) {
            (true, _) => Some(units.iter().map(|u| said(u, Verdict::Keep)).collect()),
            (false, true) => Some(units.iter().map(|u| !said(u, Verdict::Drop)).collect()),
            (false, false) => None,
        }
    }

    /// The lines that decide nothing: they are about none of these cases, since their files have
    /// changed or nothing is open; or they do not fit the case that they name.
    pub fn nowhere(&self, cases: &[Case], rolled_up: bool) -> Vec<(u64, Said)> {
        let of_hash: HashMap<&str, &Case> = cases.iter().map(|c| (&*c.hash, c)).collect();
        let mut said: BTreeMap<u64, Said> = BTreeMap::new();
        for (hash, places) in &self.of_case {
            for entry in places.iter().map(|i| &self.entries[*i]) {
                let against = places.iter().map(|i| &self.entries[*i]);
                let against = against.filter(|other| other.line < entry.line);
                if let Some(other) = against.into_iter().find(|other| entry.contradicts(other)) {
                    let line = other.line;
                    said.insert(
                        entry.line,
                        said!(
                            "与第 {line} 行矛盾；请只留一行",
                            "it contradicts line {line}; leave one of them"
                        ),
                    );
                    continue;
                }
                let why = match of_hash.get(&**hash) {
                    Some(case) => misfit(entry, case),
                    None if entry.kind == Kind::Duplicate && !rolled_up => Some(said!(
                        "关于几个单位报同一项的决定在写出数据时（convert、export、merge）起作用",
                        "what several units report counts once where data are written (convert, export, merge)"
                    )),
                    None => Some(said!(
                        "没有编号为 {hash} 的疑问：文件已变，或已无疑问",
                        "there is no case {hash}: its files have changed, or nothing is open"
                    )),
                };
                if let Some(why) = why {
                    said.insert(entry.line, why);
                }
            }
        }
        said.into_iter().collect()
    }
}

impl Entry {
    /// Both cannot be followed. Of what units report twice several may be kept.
    fn contradicts(&self, other: &Entry) -> bool {
        let sha = |a: &str, b: &str| a.is_empty() || b.is_empty() || a == b;
        let same = self.file == other.file && sha(&self.sha256, &other.sha256);
        if self.kind == Kind::Duplicate {
            return false;
        }
        match (self.verdict, other.verdict) {
            (Verdict::Keep, Verdict::Keep) => !same || key(&self.unit) != key(&other.unit),
            (Verdict::Keep, Verdict::Drop) | (Verdict::Drop, Verdict::Keep) => same,
            (Verdict::Drop, Verdict::Drop) | (Verdict::Both, Verdict::Both) => false,
            (Verdict::Both, _) | (_, Verdict::Both) => true,
        }
    }

    fn is_about(&self, file: &str, sha256: &str) -> bool {
        (self.file.is_empty() || names(&self.file, file))
            && (self.sha256.is_empty() || self.sha256 == sha256)
    }
}

/// Why a line decides nothing of the case that it names; none where it fits.
fn misfit(entry: &Entry, case: &Case) -> Option<Said> {
    if entry.kind != case.kind {
        let (given, right) = (entry.kind.name(), case.kind.name());
        return Some(said!(
            "kind 写的是 {given}，这个疑问是 {right}；没有照办",
            "the kind is given as {given}, and the case is a {right}; not followed"
        ));
    }
    if case.kind == Kind::Duplicate {
        let unit = &entry.unit;
        let known = case.units.iter().any(|u| key(u) == key(unit));
        return (entry.verdict != Verdict::Both && !known).then(|| {
            let units = case.units.join("、");
            said!(
                "这个疑问里没有单位“{unit}”（有 {units}）；没有照办",
                "the case is not about the unit `{unit}` (but {units}); not followed"
            )
        });
    }
    if entry.verdict == Verdict::Both {
        return (!case.may_all_count).then(|| {
            said!(
                "同一单位的两份调查表不能都计入；没有照办",
                "two forms of one unit cannot both count; not followed"
            )
        });
    }
    let about = case.files.iter().filter(|(f, h)| entry.is_about(f, h));
    let (found, all) = (about.count(), case.files.len());
    let list = || {
        let names: Vec<&str> = case.files.iter().map(|(f, _)| f.as_str()).collect();
        names.join("、")
    };
    match found {
        1 => None,
        0 => {
            let (file, list) = (&entry.file, list());
            Some(said!(
                "“{file}”不是这个疑问里的文件（有 {list}），或文件已变；没有照办",
                "`{file}` is no file of this case (but {list}), or it has changed; not followed"
            ))
        }
        _ => {
            let list = list();
            Some(said!(
                "没有说清是这 {all} 个文件里的哪一个（{list}）；请写明文件或 sha256。没有照办",
                "it does not say which of the {all} files it means ({list}); give the file or its sha256. Not followed"
            ))
        }
    }
}

/// A decision names a file as the program does, or by its name without folders.
fn names(given: &str, file: &str) -> bool {
    let given = given.replace('\\', "/");
    file == given
        || file
            .strip_suffix(&given)
            .is_some_and(|rest| rest.ends_with('/'))
}

fn entry(row: &Row) -> Result<(String, Entry), Said> {
    let cell = |c: usize| row.cells[c].as_str();
    let kind = match key(cell(KIND)).as_str() {
        "version" | "版本" => Kind::Version,
        "workbook" | "子表" => Kind::Workbook,
        "duplicate" | "重复" => Kind::Duplicate,
        _ => {
            let text = cell(KIND);
            return Err(said!(
                "kind“{text}”应为 version、workbook 或 duplicate",
                "the kind `{text}` must be version, workbook or duplicate"
            ));
        }
    };
    let verdict = match key(cell(DECISION)).as_str() {
        "keep" | "保留" | "计入" => Verdict::Keep,
        "drop" | "不计" | "剔除" => Verdict::Drop,
        "both" | "都留" | "都计" => Verdict::Both,
        _ => {
            let text = cell(DECISION);
            return Err(said!(
                "decision“{text}”应为 keep、drop 或 both",
                "the decision `{text}` must be keep, drop or both"
            ));
        }
    };
    let case = cell(CASE).to_ascii_lowercase();
    if case.is_empty() {
        return Err(said!("缺少 case", "the case is missing"));
    }
    let names_something = [UNIT, FILE, SHA256].iter().any(|c| !cell(*c).is_empty());
    if verdict != Verdict::Both && !names_something {
        return Err(said!(
            "没有写明是哪个单位或哪个文件",
            "it names neither a unit nor a file"
        ));
    }
    let entry = Entry {
        line: row.line,
        kind,
        verdict,
        unit: cell(UNIT).to_owned(),
        file: cell(FILE).to_owned(),
        sha256: cell(SHA256).to_ascii_lowercase(),
    };
    Ok((case, entry))
}
