//! What comes of the files and of what the office did: the units with their corrected submissions,
//! and what is open.

use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use super::acts::{Act, Acts, Done};
use super::editions::Editions;
use super::left_out::LeftOut;
use super::lists;
use super::settings::Settings;
use crate::batch::{Chosen, Gathered, Knowing, NoReturn, Stage, Which};
use crate::mapping::{Mapping, Role};
use crate::model::finding::{CountingCause, FieldPath, Rule, Severity};
use crate::model::submission::Submission;
use crate::read::sha256;
use crate::report::{Counts, Gatherer, UnitReport};
use crate::survey::corrections::{About, Corrections, Entry};
use crate::survey::decisions::Decisions;
use crate::survey::returns::{Receipt, UnitReturns, Whose};
use crate::survey::rollup::Elsewhere;
use crate::survey::roster::UnitId;
use crate::text::lang::Lang;

/// What the files that the command line reads are called in messages.
pub(super) const CORRECTIONS: &str = "corrections.csv";
/// As [`CORRECTIONS`].
pub(super) const DECISIONS: &str = "decisions.csv";

/// What was read of a folder.
#[derive(Debug)]
pub struct Reading {
    /// The files that were found.
    pub gathered: Gathered,
    /// Files that are no returned ones, and why.
    pub passed_over: Vec<(String, NoReturn)>,
    /// What is known of each file as it was handed in.
    pub plain: Vec<Receipt>,
    chosen: Chosen,
}

impl Reading {
    pub(super) fn new(gathered: Gathered, stage: Stage, _: &'static Editions) -> Reading {
        let passed_over = stage.passed_over().to_vec();
        let plain = stage.receipts().to_vec();
        let chosen = stage.choose(Knowing {
            roster: None,
            decisions: &Decisions::default(),
        });
        Reading {
            gathered,
            passed_over,
            plain,
            chosen,
        }
    }

    /// The bytes of a file, by its number among the receipts.
    pub(super) fn bytes(
        &self,
        index: usize,
    ) -> Option<(&str, Result<Vec<u8>, crate::text::lang::Said>)> {
        let input = self.gathered.inputs.get(self.chosen.input(index)?)?;
        Some((&input.name, input.bytes()))
    }

    /// A file as it was read, by its number among the receipts.
    pub(super) fn as_read(&self, index: usize) -> Option<Submission> {
        self.chosen.as_read(index).ok()
    }
}

/// What is reported twice, and nobody knows whose counts.
#[derive(Debug, Default)]
pub struct Duplicates {
    /// What is open.
    pub open: Vec<Twice>,
    /// The cases of all, decided or not.
    pub cases: Vec<String>,
    /// Of each file that counts, by its number, what is counted elsewhere.
    pub elsewhere: Elsewhere,
}

/// A thing that several units report.
#[derive(Debug)]
pub struct Twice {
    /// By what it is decided on.
    pub case: String,
    /// The table; empty where whole forms are the same.
    pub table: String,
    /// Who reports it: the unit, its file, and where.
    pub members: Vec<Member>,
}

/// One of those who report a thing.
#[derive(Debug)]
pub struct Member {
    /// The unit, as decisions call it.
    pub unit: String,
    /// Its file.
    pub file: String,
    /// Where in it.
    pub path: crate::model::finding::FieldPath,
}

/// What was read, and what the office did and set: what a survey's standing comes of.
pub(super) struct Settled<'a> {
    pub(super) acts: &'a Acts,
    pub(super) settings: &'a Settings,
    pub(super) reading: Option<&'a Arc<Reading>>,
}

/// The survey as the office has settled it.
#[derive(Debug, Default)]
pub struct Standing {
    /// What counts, in the order of the files.
    pub units: Vec<Arc<Unit>>,
    /// The acts that are corrections in force, in the order of the corrections' lines.
    pub corrections: Option<Corrections>,
    /// The office's corrections and decisions as files.
    pub corrections_csv: Vec<u8>,
    /// As `corrections_csv`.
    pub decisions_csv: Vec<u8>,
    /// What was chosen; none before the first reading.
    pub chosen: Option<Chosen>,
    /// What is known of each file.
    pub receipts: Vec<Receipt>,
    /// Corrections that are about nothing any more: of files that no longer count, of places that no
    /// edition has. By their acts.
    pub idle: Vec<Done>,
    /// What units report twice: worked out when it is first asked for.
    pub(super) duplicates: OnceLock<Duplicates>,
    /// What the exports leave out: likewise.
    pub(super) left_out: OnceLock<LeftOut>,
}

/// A unit's submission, corrected.
#[derive(Debug)]
pub struct Unit {
    /// By what it is known in addresses.
    pub id: String,
    /// Its number among the receipts.
    pub index: usize,
    /// What people call it.
    pub name: String,
    /// The unit of the roster.
    pub roster: Option<UnitId>,
    /// Its answers and findings.
    pub submission: Submission,
    /// Errors that only came with the office's own corrections: the unit has not made them.
    pub by_office: Vec<(FieldPath, Rule)>,
    /// The edition that it is of.
    pub mapping: Option<&'static Mapping>,
    /// What is told of it, in Chinese and in English.
    told: [UnitReport; 2],
    /// The name on its cover, as handed in.
    pub cover: Option<String>,
    /// Open questions about which of its files counts.
    pub doubts: Vec<CountingCause>,
    entries: Vec<Entry>,
    returns: Option<UnitReturns>,
}

impl Unit {
    /// What is told of it.
    pub fn told(&self, lang: Lang) -> &UnitReport {
        let [zh, en] = &self.told;
        lang.pick(zh, en)
    }

    /// How many findings it has.
    pub fn counts(&self) -> Counts {
        self.told[0].counts
    }

    /// Its files that count, by their numbers among the receipts: the form, then workbooks.
    pub fn files(&self) -> impl Iterator<Item = usize> {
        let counting = self.returns.iter().flat_map(UnitReturns::counting);
        let others = counting.filter(|i| *i != self.index);
        std::iter::once(self.index).chain(others)
    }

    /// Nothing could be read of it.
    pub fn counts_nowhere(&self) -> bool {
        use CountingCause::{Stranger, TwiceHandedIn, WhoseFile};
        let open = |d: &CountingCause| {
            matches!(d, WhoseFile { .. } | Stranger { .. } | TwiceHandedIn { .. })
        };
        self.doubts.iter().any(open)
    }

    /// It cannot be read.
    pub fn is_unread(&self) -> bool {
        self.told[0].edition.is_none()
    }

    /// The office settled something in it.
    pub fn is_settled(&self) -> bool {
        !self.entries.is_empty()
    }
}

/// How an address names a file.
pub fn id_of(file: &str) -> String {
    sha256(file.as_bytes())[..10].to_owned()
}

impl Standing {
    /// Works it out; what has not changed since is taken over.
    pub(super) fn of(
        settled: &Settled<'_>,
        old: (Option<&Arc<Reading>>, &Standing),
        editions: &'static Editions,
    ) -> Standing {
        let Some(reading) = settled.reading else {
            return Standing::default();
        };
        let in_force = settled.acts.in_force();
        let decided: Vec<&Done> = (in_force.iter().copied())
            .filter(|d| matches!(d.act, Act::Decide { .. }))
            .collect();
        let corrected: Vec<&Done> = (in_force.iter().copied())
            .filter(|d| matches!(d.act, Act::Correct { .. } | Act::Explain { .. }))
            .collect();
        let decisions_csv = lists::decisions(decided.iter().copied());
        // What the desk wrote it can read.
        let decisions = Decisions::parse(Path::new(DECISIONS), &decisions_csv).unwrap_or_default();
        let roster = settled.settings.roster.as_ref();
        let knowing = Knowing {
            roster,
            decisions: &decisions,
        };
        let all: Vec<Done> = corrected.iter().map(|d| (*d).clone()).collect();
        let (mut live, mut chosen) = choose(reading, corrected, knowing, editions);
        // Corrections of a file that another one replaces are no longer any: without them it is
        // chosen once more.
        let counts = live_of(&live, &chosen, reading, editions);
        if counts.iter().any(|c| !c) {
            let kept = live.0.drain(..).zip(counts);
            let kept = kept.filter_map(|(done, counts)| counts.then_some(done));
            (live, chosen) = choose(reading, kept.collect(), knowing, editions);
        }
        let is_live = |done: &Done| live.0.iter().any(|l| l.id == done.id);
        let idle: Vec<Done> = all.into_iter().filter(|d| !is_live(d)).collect();
        let (earlier, stood) = old;
        let same = earlier.is_some_and(|earlier| Arc::ptr_eq(earlier, reading));
        let known: HashMap<usize, &Arc<Unit>> = match same {
            true => stood.units.iter().map(|u| (u.index, u)).collect(),
            false => HashMap::new(),
        };
        let making = Making {
            chosen: &chosen,
            reading,
            corrections: live.1.as_ref(),
            settings: settled.settings,
            editions,
        };
        let units: Vec<Arc<Unit>> = (chosen.handed_on(Which::Counting).par_iter())
            .filter_map(|index| making.unit(*index, known.get(index).copied()))
            .collect();
        Standing {
            units,
            corrections_csv: lists::corrections(live.0.iter().copied()),
            corrections: live.1,
            decisions_csv,
            receipts: chosen.receipts().to_vec(),
            chosen: Some(chosen),
            idle,
            duplicates: OnceLock::new(),
            left_out: OnceLock::new(),
        }
    }

    /// The unit of this address.
    pub fn unit(&self, id: &str) -> Option<&Arc<Unit>> {
        self.units.iter().find(|u| u.id == id)
    }

    /// What is open about which file counts, each unit's files together.
    pub fn doubts(&self) -> impl Iterator<Item = &UnitReturns> {
        let returns = self.chosen.iter().flat_map(Chosen::returns);
        returns.filter(|r| !r.doubts.is_empty())
    }

    /// What units report twice, where it was worked out already.
    pub(super) fn known_duplicates(&self) -> Option<&Duplicates> {
        self.duplicates.get()
    }

    /// Which of the acts about cases are about one that is there.
    pub fn cases(&self) -> HashSet<&str> {
        let cases = self.chosen.iter().flat_map(Chosen::cases);
        cases.map(|c| c.hash.as_str()).collect()
    }
}

/// Acts that are corrections, with the corrections that they make, line by line.
type Live<'a> = (Vec<&'a Done>, Option<Corrections>);

fn choose<'a>(
    reading: &Reading,
    settled: Vec<&'a Done>,
    knowing: Knowing<'_>,
    editions: &'static Editions,
) -> (Live<'a>, Chosen) {
    let live = parsed(settled, editions);
    let receipts = match &live.1 {
        None => reading.plain.clone(),
        Some(corrections) => corrected(reading, corrections, editions),
    };
    let chosen = reading.chosen.anew(receipts, knowing);
    (live, chosen)
}

/// The corrections that acts make. One that no longer fits any edition is none.
fn parsed<'a>(settled: Vec<&'a Done>, editions: &'static Editions) -> Live<'a> {
    let parse = |acts: &[&Done]| {
        let bytes = lists::corrections(acts.iter().copied());
        Corrections::parse(Path::new(CORRECTIONS), &bytes, &editions.correcting)
    };
    if settled.is_empty() {
        return (settled, None);
    }
    if let Ok(corrections) = parse(&settled) {
        return (settled, Some(corrections));
    }
    let fits = |done: &&Done| parse(&[*done]).is_ok();
    let fitting: Vec<&Done> = settled.into_iter().filter(fits).collect();
    let corrections = parse(&fitting).ok();
    (fitting, corrections)
}

fn corrected(
    reading: &Reading,
    corrections: &Corrections,
    editions: &'static Editions,
) -> Vec<Receipt> {
    let about = |receipt: &Receipt| {
        let mut entries = corrections.entries.iter();
        entries.any(|e| e.about.means(receipt.unit.as_deref(), &receipt.file))
    };
    let receipts = reading.plain.par_iter().enumerate().map(|(i, plain)| {
        if !about(plain) {
            return plain.clone();
        }
        match reading.chosen.as_read(i) {
            Ok(mut submission) => {
                corrections.apply(&mut submission, &editions.correcting);
                plain.with_cover_of(&submission)
            }
            Err(_) => plain.clone(),
        }
    });
    receipts.collect()
}

/// Which corrections are about something that counts. That of a unit's name settles whose a file is,
/// and so whether it counts.
fn live_of(
    live: &Live<'_>,
    chosen: &Chosen,
    reading: &Reading,
    editions: &'static Editions,
) -> Vec<bool> {
    let called: HashMap<usize, &str> = (chosen.returns().iter())
        .filter_map(|r| Some((r, r.unit.as_ref()?)))
        .flat_map(|(r, unit)| r.counting().map(|i| (i, &*unit.name)))
        .collect();
    let counting = chosen.handed_on(Which::Counting);
    let about = |about: &About, i: usize| {
        let plain = &reading.plain[i];
        let called = called.get(&i).copied();
        about.means(plain.unit.as_deref(), &plain.file) || about.means(called, &plain.file)
    };
    let counts = |entry: &Entry| match editions.is_name(&entry.spot) {
        true => (0..reading.plain.len()).any(|i| about(&entry.about, i)),
        false => counting.iter().any(|i| about(&entry.about, *i)),
    };
    let entries = live.1.iter().flat_map(|c| &c.entries);
    entries.map(counts).collect()
}

/// What units are made of.
struct Making<'m> {
    chosen: &'m Chosen,
    reading: &'m Reading,
    corrections: Option<&'m Corrections>,
    settings: &'m Settings,
    editions: &'static Editions,
}

impl Making<'_> {
    /// The corrections of a submission.
    fn about(&self, unit: Option<&str>, file: &str) -> Vec<Entry> {
        let all = self.corrections.iter().flat_map(|c| &c.entries);
        all.filter(|e| e.about.means(unit, file)).cloned().collect()
    }

    fn unit(&self, index: usize, known: Option<&Arc<Unit>>) -> Option<Arc<Unit>> {
        let plain = &self.reading.plain[index];
        let is_own = |r: &&UnitReturns| r.files().any(|f| f == index);
        let returns = self.chosen.returns().iter().find(is_own);
        let roster = match returns.map(|r| &r.whose) {
            Some(Whose::Unit(id, _)) => Some(*id),
            _ => None,
        };
        let known = known.filter(|k| k.returns.as_ref() == returns && k.roster == roster);
        if let Some(known) = known
            && same_entries(
                &known.entries,
                &self.about(known.cover.as_deref(), &plain.file),
            )
            && !refuses(&known.submission)
        {
            return Some(Arc::clone(known));
        }
        let mut submission = self.chosen.one(index).ok()?;
        if let Some(corrections) = self.corrections {
            corrections.give_back_cover(&mut submission);
        }
        let cover = submission.who(Role::Name).map(str::to_owned);
        let entries = self.about(cover.as_deref(), &plain.file);
        let errors = |s: &Submission| {
            let errors = s.findings.iter().filter(|f| f.severity == Severity::Error);
            errors
                .map(|f| (f.path.clone(), f.rule()))
                .collect::<Vec<_>>()
        };
        let mut by_office = Vec::new();
        if let Some(corrections) = self.corrections
            && !entries.is_empty()
        {
            let own = errors(&submission);
            corrections.apply(&mut submission, &self.editions.correcting);
            by_office = errors(&submission);
            by_office.retain(|e| !own.contains(e));
        }
        let told = [Lang::Zh, Lang::En].map(|lang| {
            let mut gatherer = Gatherer::new(lang, self.editions.mappings());
            gatherer.add(&submission);
            gatherer.finish().units.pop()
        });
        let [Some(zh), Some(en)] = told else {
            return None;
        };
        let of_roster = roster.zip(self.settings.roster.as_ref());
        let name = match of_roster {
            Some((id, roster)) => roster.unit(id).name.clone(),
            None => zh.unit.clone(),
        };
        Some(Arc::new(Unit {
            id: id_of(&plain.file),
            index,
            name,
            roster,
            mapping: self.editions.mapping(&submission.mapping.id),
            doubts: returns.map_or_else(Vec::new, |r| r.doubts.clone()),
            submission,
            by_office,
            told: [zh, en],
            cover,
            entries,
            returns: returns.cloned(),
        }))
    }
}

/// The same corrections, wherever in the file they stand.
fn same_entries(a: &[Entry], b: &[Entry]) -> bool {
    let without_line = |e: &Entry| Entry {
        line: 0,
        ..e.clone()
    };
    a.len() == b.len()
        && a.iter()
            .zip(b)
            .all(|(a, b)| without_line(a) == without_line(b))
}

/// A correction was refused in it: what is said of that names the correction's line.
fn refuses(submission: &Submission) -> bool {
    let mut findings = submission.findings.iter();
    findings.any(|f| f.rule() == Rule::CorrectionRefused)
}
