//! The layout `page`: a form as it is printed, with places for answers anywhere on it.

mod below;
mod joints;
mod letters;
mod options;
mod retyped;

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use office::paper::{Cell, Paper, Paragraph, Place};

use super::claims::Claims;
use super::{Answers, Extracted, Raw, RawCell, RawRecord, ledger};
use crate::mapping::{PageRecord, PageTarget, Type};
use crate::model::finding::{Cause, ExtractCause, FieldPath, Finding, OptionCause};
use crate::recognise::edition::Edition;
use crate::recognise::locate::Located;
use crate::recognise::page::{Fate, Hole, PageFit, Template, Unit, UnitSign, align, is_soft};
use joints::{own, part_at_date, without_joints};
pub use letters::{Letter, letters};
use options::{Seen, choose};

/// A field of a record: its table (`None` is the cover), the record, the field.
type Key = (Option<usize>, usize, usize);

/// What was typed into one place.
struct Typed<'p> {
    text: String,
    place: Place,
    cell: Option<&'p Cell>,
    tracked: bool,
}

/// The answers while they are taken.
struct Take<'a, 'p> {
    edition: &'a Edition,
    claims: Claims,
    typed: BTreeMap<Key, Vec<Typed<'p>>>,
    given: BTreeMap<Key, (String, Place)>,
    seen: BTreeMap<Key, Vec<Seen>>,
    /// The records that rows have made so far, by table.
    records: Vec<usize>,
    first: Vec<Option<Place>>,
    /// What was typed behind an option: the option's field, its place in the list, the text.
    behind: Vec<(Key, usize, String, Place)>,
    /// Marks that say neither yes nor no.
    doubted: Vec<(Key, usize, String, Place)>,
    findings: Vec<Finding>,
}

/// Takes the answers from a paper that lies beside its page.
pub(super) fn extract<'p>(
    paper: &'p Paper,
    located: &Located<'p>,
    fit: &PageFit<'p>,
    edition: &Edition,
) -> Extracted<'p> {
    let tables = edition.mapping.tables.len();
    let mut take = Take {
        edition,
        claims: Claims::default(),
        typed: BTreeMap::new(),
        given: BTreeMap::new(),
        seen: BTreeMap::new(),
        records: vec![0; tables],
        first: vec![None; tables],
        behind: Vec::new(),
        doubted: Vec::new(),
        findings: Vec::new(),
    };
    let units = edition.signs.page.as_ref().map_or(&[][..], |s| &s.units);
    for (n, unit) in &fit.pairs {
        take.unit(&units[*n], unit);
    }
    take.below_questions(paper, units, fit);
    take.missing(units, fit);
    let (mut extracted, claims) = take.finish();
    ledger::settle(paper, located, edition, &claims, &mut extracted);
    extracted
}

impl<'p> Take<'_, 'p> {
    fn unit(&mut self, sign: &UnitSign, unit: &Unit<'p>) {
        let mut of_row: Vec<usize> = sign
            .templates()
            .iter()
            .flat_map(Template::targets)
            .filter(|t| t.record == PageRecord::Row)
            .filter_map(|t| t.table)
            .collect();
        of_row.sort_unstable();
        of_row.dedup();
        match (sign, unit) {
            (UnitSign::Line(template), Unit::Line(p, place)) => {
                self.text(template, &[*p], place, None);
            }
            (UnitSign::Row(row), Unit::Row(table, cells)) => {
                for (n, cell) in row.cells_of(cells) {
                    let paragraphs: Vec<&Paragraph> = cell.paragraphs().collect();
                    let place = table.place(cell.row, cell.column);
                    self.text(&row.cells[n], &paragraphs, &place, Some(cell));
                }
            }
            _ => {}
        }
        for t in of_row {
            self.records[t] += 1;
        }
    }

    fn key(&self, target: PageTarget) -> Option<Key> {
        let record = match (target.record, target.table) {
            (PageRecord::Row, Some(t)) => self.records[t],
            (PageRecord::At(n), _) => n,
            _ => 0,
        };
        Some((target.table, record, target.field?))
    }

    fn text(
        &mut self,
        template: &Template,
        paragraphs: &[&'p Paragraph],
        place: &Place,
        cell: Option<&'p Cell>,
    ) {
        for table in template.targets().filter_map(|t| t.table) {
            self.first[table].get_or_insert_with(|| place.clone());
        }
        for (target, text) in &template.given {
            if let Some(key) = self.key(*target) {
                self.given.insert(key, (text.clone(), place.clone()));
            }
        }
        let letters = letters(paragraphs);
        let shown: Vec<char> = letters.iter().map(|l| l.c).collect();
        let fates = align(template, &shown);
        if let Some(chosen) = retyped::retyped(template, &letters, &fates, &self.edition.mapping) {
            for (target, option) in chosen {
                if let Some(key) = self.key(target) {
                    let seen = Seen::slot(option, false, false, place.clone());
                    self.seen.entry(key).or_default().push(seen);
                }
            }
            letters.iter().for_each(|l| l.claim(&mut self.claims));
            paragraphs
                .iter()
                .for_each(|p| letters::claim_prompts(p, &mut self.claims));
            return;
        }
        let mut taken: Vec<bool> = fates
            .iter()
            .map(|f| matches!(f, Fate::Printed(_)))
            .collect();
        let mut own: Vec<Vec<usize>> = (0..template.holes.len())
            .map(|h| own(template, h, &fates))
            .collect();
        for h in 1..own.len() {
            let (a, b) = (&template.holes[h - 1], &template.holes[h]);
            if a.room.end == b.room.start && self.is_dated(template, b) {
                part_at_date(&mut own, h, &letters);
            }
        }
        for (hole, mut own) in template.holes.iter().zip(own) {
            own.retain(|i| !letters[*i].is_struck);
            without_joints(&mut own, &letters, &fates, &mut taken);
            if self.behind_option(template, hole, &letters, &own, place) {
                own.iter().for_each(|i| taken[*i] = true);
                continue;
            }
            self.hole(hole, &letters, &own, &fates, &mut taken, (place, cell));
        }
        let seen = options::seen(template, &letters, &fates, &mut taken, place);
        for (target, seen) in seen {
            if let Some(key) = self.key(target) {
                self.seen.entry(key).or_default().push(seen);
            }
        }
        for (letter, taken) in letters.iter().zip(taken) {
            if taken || is_soft(letter.c) {
                letter.claim(&mut self.claims);
            }
        }
        for p in paragraphs {
            letters::claim_prompts(p, &mut self.claims);
        }
    }

    /// The place is for a date.
    fn is_dated(&self, template: &Template, hole: &Hole) -> bool {
        let field = hole.target.field_of(&self.edition.mapping);
        field.is_some_and(|f| f.kind == Type::Date)
            || template.letters[hole.room.clone()].contains(&'年')
    }

    /// Keeps what is typed into the place of an option's own words; a tick there is the option's, and
    /// nothing else.
    fn behind_option(
        &mut self,
        template: &Template,
        hole: &Hole,
        letters: &[Letter<'p>],
        own: &[usize],
        place: &Place,
    ) -> bool {
        let text = letters::shown(own.iter().map(|i| letters[*i].c));
        if hole.option.is_some() || text.is_empty() {
            return false;
        }
        let option = template.option_before(hole);
        let Some((key, option)) = option.and_then(|o| Some((self.key(o.target)?, o.option))) else {
            return false;
        };
        if text.chars().all(crate::text::glyph::is_tick) {
            let seen = Seen::slot(option, false, false, place.clone());
            self.seen.entry(key).or_default().push(seen);
            return true;
        }
        if text.chars().any(char::is_alphanumeric) {
            self.behind.push((key, option, text, place.clone()));
        }
        false
    }

    fn hole(
        &mut self,
        hole: &Hole,
        letters: &[Letter<'p>],
        own: &[usize],
        fates: &[Fate],
        taken: &mut [bool],
        (place, cell): (&Place, Option<&'p Cell>),
    ) {
        let says = |i: &&usize| !is_soft(letters[**i].c) && matches!(fates[**i], Fate::Typed(_));
        let Some(first) = own.iter().find(says) else {
            return;
        };
        let text = letters::shown(own.iter().map(|i| letters[*i].c));
        if text.is_empty() {
            return;
        }
        let Some(key) = self.key(hole.target) else {
            // The number of a row says nothing.
            let numbers = |c: char| c.is_numeric() || ".、．()（）第".contains(c);
            if text.chars().all(numbers) {
                own.iter().for_each(|i| taken[*i] = true);
            }
            return;
        };
        if let Some(option) = hole.option {
            let field = hole.target.field_of(&self.edition.mapping);
            let list = field.and_then(|f| self.edition.mapping.lists.get(f.list.as_ref()?));
            let label = list.and_then(|l| l.options.get(option)).map(|o| &*o.label);
            if let Some(crossed) = options::marks_slot(&text, label) {
                own.iter().for_each(|i| taken[*i] = true);
                let denied = crossed && options::may_deny(&text);
                let seen = Seen::slot(option, crossed, denied, place.clone());
                self.seen.entry(key).or_default().push(seen);
            } else if !text.chars().any(char::is_alphanumeric) {
                own.iter().for_each(|i| taken[*i] = true);
                self.doubted.push((key, option, text, place.clone()));
            }
            return;
        }
        own.iter().for_each(|i| taken[*i] = true);
        let tracked = letters[*first].p.is_some_and(|p| p.tracked);
        self.typed.entry(key).or_default().push(Typed {
            text,
            place: place.clone(),
            cell,
            tracked,
        });
    }

    /// Places of the page that the paper does not have.
    fn missing(&mut self, units: &[UnitSign], fit: &PageFit) {
        let mut there = vec![false; units.len()];
        for (n, _) in &fit.pairs {
            there[*n] = true;
        }
        let mapping = &self.edition.mapping;
        let mut labels = Vec::new();
        let mut path = None;
        for (unit, there) in units.iter().zip(&there) {
            let bare = unit.templates().iter().all(Template::is_bare);
            if *there || bare {
                continue;
            }
            for target in unit.templates().iter().flat_map(Template::targets) {
                let Some(field) = target.field_of(mapping) else {
                    continue;
                };
                path = path.or(target.table);
                let label = field.label.to_string();
                if !labels.contains(&label) {
                    labels.push(label);
                }
            }
        }
        if labels.is_empty() {
            return;
        }
        let path = path.map_or(FieldPath::Submission, |t| {
            FieldPath::table(&mapping.tables[t].code)
        });
        let place = path.table_code().and_then(|code| {
            let t = mapping.tables.iter().position(|t| t.code == *code)?;
            self.first[t].clone()
        });
        let mut finding = Finding::of(ExtractCause::MissingPlaces { labels }).at(path);
        finding.source = place;
        self.findings.push(finding);
    }

    fn finish(mut self) -> (Extracted<'p>, Claims) {
        let mapping = &self.edition.mapping;
        let mut cells: BTreeMap<Key, RawCell<'p>> = BTreeMap::new();
        let mut told: Vec<(Key, Cause, String, Place)> = Vec::new();
        let mut kept: HashMap<(usize, usize), usize> = HashMap::new();
        for (key, typed) in std::mem::take(&mut self.typed) {
            cells.insert(key, joined(typed));
        }
        for (key, ..) in self.behind.iter().chain(&self.doubted) {
            self.seen.entry(*key).or_default();
        }
        for (key, seen) in std::mem::take(&mut self.seen) {
            let fields = key.0.map_or(&mapping.unit, |t| &mapping.tables[t].fields);
            let field = &fields[key.2];
            let list = field.list.as_ref().and_then(|l| mapping.lists.get(l));
            let labels: Vec<&str> = list.map_or(Vec::new(), |l| {
                l.options.iter().map(|o| &*o.label).collect()
            });
            let several = field.kind == Type::Choices;
            let mut chosen = choose(&seen, several, &labels);
            let label = |o: usize| labels.get(o).copied().unwrap_or("").to_owned();
            let of = |b: &&(Key, usize, String, Place)| b.0 == key;
            for (_, option, text, _) in self.behind.iter().filter(of) {
                if !chosen.options.contains(option) {
                    let (label, text) = (label(*option), text.clone());
                    chosen.options.push(*option);
                    let cause = OptionCause::OtherUnmarked {
                        label,
                        text: text.clone(),
                    };
                    chosen.causes.push((cause.into(), text));
                }
            }
            chosen.options.sort_unstable();
            for (_, option, text, _) in self.doubted.iter().filter(of) {
                let labels = vec![label(*option)];
                chosen
                    .causes
                    .push((OptionCause::Undecided { labels }.into(), text.clone()));
            }
            let beside = self.behind.iter().chain(&self.doubted).find(of);
            let place = chosen.place.or(seen.first().map(|s| s.place.clone()));
            let place = place.or(beside.map(|b| b.3.clone()));
            let Some(place) = place else { continue };
            let causes = chosen.causes.into_iter();
            told.extend(causes.map(|(cause, raw)| (key, cause, raw, place.clone())));
            if !chosen.options.is_empty() && !cells.contains_key(&key) {
                cells.insert(key, marked(chosen.options, place));
            }
        }
        let unit = (0..mapping.unit.len())
            .map(|f| cells.remove(&(None, 0, f)))
            .collect();
        let tables = (0..mapping.tables.len())
            .map(|t| self.table(t, &mut cells, &mut kept))
            .collect();
        for ((t, r, f), cause, raw, place) in told {
            let path = match t {
                None => FieldPath::unit_field(&mapping.unit[f].name),
                Some(t) => {
                    let table = &mapping.tables[t];
                    let record = kept.get(&(t, r));
                    record.map_or(FieldPath::table(&table.code), |r| {
                        FieldPath::field(&table.code, *r, &table.fields[f].name)
                    })
                }
            };
            let finding = Finding::of(cause).at(path).quoting(raw);
            self.findings.push(finding.from(place));
        }
        let extracted = Extracted {
            chosen: Vec::new(),
            unit,
            tables,
            findings: self.findings,
            rest: Vec::new(),
        };
        (extracted, self.claims)
    }

    fn table(
        &mut self,
        t: usize,
        cells: &mut BTreeMap<Key, RawCell<'p>>,
        kept: &mut HashMap<(usize, usize), usize>,
    ) -> Raw<'p> {
        let mut rows: BTreeMap<usize, RawRecord<'p>> = BTreeMap::new();
        let width = self.edition.mapping.tables[t].fields.len();
        let keys: Vec<Key> = cells.keys().filter(|k| k.0 == Some(t)).copied().collect();
        for key in keys {
            let record = rows.entry(key.1).or_default();
            record.cells.resize_with(width, || None);
            record.cells[key.2] = cells.remove(&key);
        }
        // What is printed in a row makes no record of it.
        for ((_, r, f), (text, place)) in self.given.iter().filter(|(k, _)| k.0 == Some(t)) {
            if let Some(record) = rows.get_mut(r) {
                let typed = Typed {
                    text: text.clone(),
                    place: place.clone(),
                    cell: None,
                    tracked: false,
                };
                record.cells[*f].get_or_insert_with(|| joined(vec![typed]));
            }
        }
        kept.extend(rows.keys().enumerate().map(|(n, r)| ((t, *r), n)));
        Raw {
            present: self.first[t].is_some(),
            place: self.first[t].clone(),
            nil: false,
            answers: Answers::Records(rows.into_values().collect()),
        }
    }
}

fn joined<'p>(typed: Vec<Typed<'p>>) -> RawCell<'p> {
    let text: Vec<String> = typed.iter().map(|t| t.text.clone()).collect();
    let tracked = typed.iter().any(|t| t.tracked);
    let place = typed
        .first()
        .map_or(Place::Paragraph { paragraph: 1 }, |t| t.place.clone());
    RawCell {
        text: Cow::Owned(text.join("\n")),
        place,
        cell: typed.first().and_then(|t| t.cell),
        tracked,
        shared_with: 0,
        marked: None,
    }
}

fn marked<'p>(options: Vec<usize>, place: Place) -> RawCell<'p> {
    RawCell {
        text: Cow::Borrowed(""),
        place,
        cell: None,
        tracked: false,
        shared_with: 0,
        marked: Some(options),
    }
}
