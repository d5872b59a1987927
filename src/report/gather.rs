//! From submissions, one after another, to a report: findings and counts stay, records go.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crate::mapping::{Mapping, Role};
use crate::model::finding::{Finding, Rule};
use crate::model::submission::{Status, Submission, TableData};
use crate::text::lang::{Lang, Said};

use super::figures::Figures;
use super::model::{
    Cause, Counts, EditionReport, Problem, Report, StatusCounts, TableReport, Totals, UnitReport,
    UnitTable,
};
use super::place::{About, in_words};
use super::target::Target;

/// Takes submissions and makes a [`Report`] of them.
///
/// What it keeps grows with the findings and with units × tables, not with the records.
#[derive(Debug)]
pub struct Gatherer<'m> {
    lang: Lang,
    mappings: Vec<&'m Mapping>,
    editions: Vec<Gathered<'m>>,
    units: Vec<UnitReport>,
    causes: HashMap<Rule, (Counts, usize)>,
    hints: HashSet<Arc<str>>,
    /// Units that a summary does not list are counted and not kept.
    for_summary: bool,
    counted: Totals,
}

/// A summary lists so many units; twice as many are kept until the gravest of them are chosen.
const LISTED: usize = 30;

/// An edition that was met.
#[derive(Debug)]
struct Gathered<'m> {
    mapping: Option<&'m Mapping>,
    report: EditionReport,
    figures: Vec<Figures<'m>>,
}

impl<'m> Gatherer<'m> {
    /// A gatherer that knows these editions, for a report in `lang`. A submission of another
    /// edition is reported without the names of its tables and items.
    pub fn new(lang: Lang, mappings: impl IntoIterator<Item = &'m Mapping>) -> Gatherer<'m> {
        Gatherer {
            lang,
            mappings: mappings.into_iter().collect(),
            editions: Vec::new(),
            units: Vec::new(),
            causes: HashMap::new(),
            hints: HashSet::new(),
            for_summary: false,
            counted: Totals::default(),
        }
    }

    /// As [`new`](Self::new), for nothing but a summary: what is kept does not grow with the number
    /// of submissions.
    pub fn for_summary(
        lang: Lang,
        mappings: impl IntoIterator<Item = &'m Mapping>,
    ) -> Gatherer<'m> {
        Gatherer {
            for_summary: true,
            ..Gatherer::new(lang, mappings)
        }
    }

    /// Takes the next submission.
    pub fn add(&mut self, submission: &Submission) {
        let edition = (!is_unread(submission)).then(|| self.edition(submission));
        let mapping = match edition {
            Some(e) => self.editions[e].mapping,
            None => self.known(&submission.mapping.id),
        };
        let mut unit = unit_of(submission, edition);
        if let Some(e) = edition {
            let tables = &self.editions[e].report.tables;
            unit.tables = tables
                .iter()
                .map(|t| unit_table(&t.code, submission.tables.get(&t.code)))
                .collect();
            unit.records = unit.tables.iter().map(|t| t.records).sum();
        }
        for finding in &submission.findings {
            unit.counts.add(finding.severity);
            let problem = self.problem(finding, submission, mapping);
            if let Some(code) = &problem.table
                && let Some(table) = unit.tables.iter_mut().find(|t| t.code == *code)
            {
                table.findings.add(finding.severity);
            }
            unit.findings.push(problem);
        }
        self.count_causes(&submission.findings);
        let order = |code: &Option<Arc<str>>| {
            let found = |c: &Arc<str>| unit.tables.iter().position(|t| t.code == *c);
            code.as_ref().and_then(found)
        };
        let mut keyed: Vec<_> = std::mem::take(&mut unit.findings)
            .into_iter()
            .map(|p| ((Reverse(p.severity), order(&p.table), p.record), p))
            .collect();
        keyed.sort_by_key(|(key, _)| *key);
        unit.findings = keyed.into_iter().map(|(_, p)| p).collect();
        if let Some(e) = edition {
            self.editions[e].add(submission, &unit.tables);
        }
        if self.for_summary && unit.edition.is_some() {
            unit.findings = Vec::new();
        }
        self.units.push(unit);
        if self.for_summary {
            self.forget();
        }
    }

    /// Keeps those units that a summary lists: the gravest, and those that nothing was read of.
    fn forget(&mut self) {
        let read = self.units.iter().filter(|u| u.edition.is_some()).count();
        if read < 2 * LISTED {
            return;
        }
        let mut order: Vec<usize> = (0..self.units.len()).collect();
        order.sort_by_key(|i| Reverse((self.units[*i].edition.is_none(), self.units[*i].counts)));
        let unread = self.units.len() - read;
        let kept: HashSet<usize> = order.into_iter().take(unread + LISTED).collect();
        for (i, unit) in std::mem::take(&mut self.units).into_iter().enumerate() {
            match kept.contains(&i) {
                true => self.units.push(unit),
                false => self.counted.add(&unit),
            }
        }
    }

    /// What was gathered.
    pub fn finish(self) -> Report {
        let lang = self.lang;
        let mut totals = self.counted;
        self.units.iter().for_each(|unit| totals.add(unit));
        let mut causes: Vec<Cause> = self
            .causes
            .into_iter()
            .map(|(rule, (findings, units))| Cause {
                rule,
                title: rule.title(lang).to_owned(),
                findings,
                units,
            })
            .collect();
        causes.sort_by(|a, b| {
            let grave = |c: &Cause| (c.findings.worst(), c.findings);
            grave(b).cmp(&grave(a)).then(a.rule.cmp(&b.rule))
        });
        Report {
            lang,
            totals,
            editions: self.editions.into_iter().map(Gathered::finish).collect(),
            causes,
            units: self.units,
            awaited: Vec::new(),
            made_on: None,
        }
    }

    fn known(&self, id: &str) -> Option<&'m Mapping> {
        self.mappings.iter().copied().find(|m| &*m.edition.id == id)
    }

    /// The index of a submission's edition, entered where it is new.
    fn edition(&mut self, submission: &Submission) -> usize {
        let id = &submission.mapping.id;
        if let Some(i) = self.editions.iter().position(|e| e.report.id == *id) {
            return i;
        }
        let gathered = Gathered::new(self.known(id), submission, self.lang);
        self.editions.push(gathered);
        self.editions.len() - 1
    }

    fn count_causes(&mut self, findings: &[Finding]) {
        let mut seen = HashSet::new();
        for finding in findings {
            let (counts, units) = self.causes.entry(finding.rule()).or_default();
            counts.add(finding.severity);
            *units += usize::from(seen.insert(finding.rule()));
        }
    }

    fn problem(
        &mut self,
        finding: &Finding,
        submission: &Submission,
        mapping: Option<&'m Mapping>,
    ) -> Problem {
        let target = Target::of(&finding.path, submission, mapping);
        let about = About {
            table: target.table.as_deref(),
            name: target
                .table
                .as_deref()
                .and_then(|code| mapping?.table(code))
                .map(|t| &*t.name),
            record: target.record,
            item: target.item.as_deref(),
            cover: target.cover,
        };
        Problem {
            severity: finding.severity,
            rule: finding.rule(),
            place: in_words(finding.source.as_ref(), about, self.lang),
            message: finding.message().get(self.lang).to_owned(),
            hint: self.hint(&finding.hint()),
            raw: finding.raw.clone(),
            file: finding.file.clone(),
            table: target.table,
            record: target.record,
            record_name: target.record_name,
            item: target.item,
            settled: finding.settled.clone(),
            path: finding.path.clone(),
            source: finding.source.clone(),
        }
    }

    /// A hint is kept once: most are said many times.
    fn hint(&mut self, said: &Said) -> Arc<str> {
        let text = said.get(self.lang);
        if let Some(known) = self.hints.get(text) {
            return known.clone();
        }
        let new: Arc<str> = text.into();
        self.hints.insert(new.clone());
        new
    }
}

impl Totals {
    fn add(&mut self, unit: &UnitReport) {
        self.units += 1;
        self.records += unit.records;
        self.findings.merge(unit.counts);
        match unit {
            UnitReport { edition: None, .. } => self.unread += 1,
            u if u.counts.error > 0 => self.with_errors += 1,
            u if u.counts.warning > 0 => self.with_warnings += 1,
            _ => self.clean += 1,
        }
    }
}

impl<'m> Gathered<'m> {
    fn new(mapping: Option<&'m Mapping>, submission: &Submission, lang: Lang) -> Gathered<'m> {
        let table = |code: &Arc<str>, name: &str| TableReport {
            code: code.clone(),
            name: name.to_owned(),
            units: StatusCounts::default(),
            records: 0,
            findings: Counts::default(),
            sums: Vec::new(),
            options: Vec::new(),
        };
        let (name, tables, figures) = match mapping {
            Some(m) => {
                let english = lang == Lang::En && !m.edition.name_en.is_empty();
                let name = match english {
                    true => m.edition.name_en.clone(),
                    false => m.edition.name.clone(),
                };
                let tables = m.tables.iter().map(|t| table(&t.code, &t.name)).collect();
                let figures = m.tables.iter().map(|t| Figures::new(t, m)).collect();
                (name, tables, figures)
            }
            None => {
                let codes = submission.tables.0.iter();
                let tables = codes.map(|(code, _)| table(code, "")).collect();
                (submission.mapping.id.to_string(), tables, Vec::new())
            }
        };
        Gathered {
            mapping,
            report: EditionReport {
                id: submission.mapping.id.clone(),
                year: submission.mapping.year,
                name,
                units: 0,
                tables,
            },
            figures,
        }
    }

    fn add(&mut self, submission: &Submission, states: &[UnitTable]) {
        self.report.units += 1;
        for (i, (table, state)) in self.report.tables.iter_mut().zip(states).enumerate() {
            table.units.add(state.status);
            table.records += state.records;
            table.findings.merge(state.findings);
            if let (Some(figures), Some(data)) =
                (self.figures.get_mut(i), submission.tables.get(&table.code))
            {
                data.records.iter().for_each(|r| figures.add(r));
            }
        }
    }

    fn finish(self) -> EditionReport {
        let mut report = self.report;
        for (table, figures) in report.tables.iter_mut().zip(self.figures) {
            (table.sums, table.options) = figures.finish();
        }
        report
    }
}

/// Nothing was read from its file.
fn is_unread(submission: &Submission) -> bool {
    let filled = |(_, t): &(Arc<str>, TableData)| t.status == Status::Filled;
    submission
        .findings
        .iter()
        .any(|f| matches!(f.rule(), Rule::UnreadableFile | Rule::UnknownForm))
        && !submission.tables.0.iter().any(filled)
}

fn unit_of(submission: &Submission, edition: Option<usize>) -> UnitReport {
    let cover = |role| submission.who(role).map(str::to_owned);
    let file = &submission.source.file;
    UnitReport {
        unit: cover(Role::Name).unwrap_or_else(|| file_stem(file).to_owned()),
        file: file.clone(),
        attachments: submission
            .attachments
            .iter()
            .map(|a| a.file.clone())
            .collect(),
        contact: cover(Role::Contact),
        phone: cover(Role::ContactPhone),
        edition,
        records: 0,
        counts: Counts::default(),
        tables: Vec::new(),
        findings: Vec::new(),
    }
}

/// A file's name without folders and extension.
fn file_stem(file: &str) -> &str {
    let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
    match name.rsplit_once('.') {
        Some((stem, _)) if !stem.is_empty() => stem,
        _ => name,
    }
}

fn unit_table(code: &Arc<str>, data: Option<&TableData>) -> UnitTable {
    UnitTable {
        code: code.clone(),
        status: data.map_or(Status::Missing, |d| d.status),
        records: data.map_or(0, |d| d.records.len()),
        findings: Counts::default(),
    }
}
