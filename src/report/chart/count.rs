//! The numbers of the charts: submission by submission.

use std::collections::HashMap;
use std::sync::Arc;

use rust_decimal::Decimal;

use super::model::{Bar, ChartUnit, Charts, Part};
use super::plan::{self, From, Plan, is_several, not_given, plans};
use crate::mapping::derive::{DerivedSum, PartOf};
use crate::mapping::{Field, Mapping, Type};
use crate::model::finding::FieldPath;
use crate::model::submission::{Record, Submission};
use crate::said;
use crate::survey::corrections::record_name;
use crate::survey::rollup::CountedElsewhere;
use crate::text::lang::Said;
use crate::value::Value;

/// Charts the submissions of an edition.
#[derive(Debug)]
pub struct Charting<'m> {
    mapping: &'m Mapping,
    work: Vec<Work>,
    units: Vec<ChartUnit>,
    others: usize,
}

/// A chart under work.
#[derive(Debug)]
struct Work {
    plan: Plan,
    /// The bars by what is answered.
    bars: HashMap<Key, usize>,
    /// So many bars stand there whatever is answered, in their list's order.
    listed: usize,
    /// Records whose parts come to more than their total.
    over: usize,
}

/// What a record answers.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Key {
    Given(String),
    /// Several, of which an amount cannot be told apart.
    Several,
    NotGiven,
}

/// A record with what is to be known of it.
struct Of<'a> {
    unit: usize,
    table: &'a Arc<str>,
    place: usize,
    record: &'a Record,
    name: &'a Arc<str>,
}

impl Of<'_> {
    fn part(&self, value: Decimal) -> Part {
        Part {
            unit: self.unit,
            table: Arc::clone(self.table),
            record: self.place,
            name: Arc::clone(self.name),
            value,
        }
    }

    fn number(&self, field: &Field) -> Option<Decimal> {
        self.record.get(&field.name)?.number()
    }
}

impl<'m> Charting<'m> {
    /// The charts of an edition, with nothing on them.
    pub fn new(mapping: &'m Mapping) -> Charting<'m> {
        let work = plans(mapping).into_iter().map(|plan| {
            let bars = plan.chart.bars.iter().enumerate();
            let bars = bars.map(|(i, b)| (Key::Given(b.label.zh.clone()), i));
            Work {
                bars: bars.collect(),
                listed: plan.chart.bars.len(),
                plan,
                over: 0,
            }
        });
        Charting {
            work: work.collect(),
            mapping,
            units: Vec::new(),
            others: 0,
        }
    }

    /// Takes a submission that counts, without what of it is counted elsewhere.
    pub fn add(&mut self, submission: &Submission, elsewhere: &[CountedElsewhere]) {
        if submission.mapping.id != self.mapping.edition.id {
            self.others += usize::from(!submission.mapping.id.is_empty());
            return;
        }
        let name = crate::survey::roster::unit_name(submission);
        self.units.push(ChartUnit {
            name: name.unwrap_or_default().to_owned(),
            file: submission.source.file.clone(),
        });
        for (t, table) in self.mapping.tables.iter().enumerate() {
            let Some(data) = submission.tables.get(&table.code) else {
                continue;
            };
            for (place, record) in data.records.iter().enumerate() {
                let gone = |l: &CountedElsewhere| l.table == table.code && l.record == place;
                if record.is_empty() || elsewhere.iter().any(gone) {
                    continue;
                }
                let path = FieldPath::record(&table.code, place);
                let name = record_name(&path, submission, self.mapping).unwrap_or_default();
                let of = Of {
                    unit: self.units.len() - 1,
                    table: &table.code,
                    place,
                    record,
                    name: &name.into(),
                };
                for work in &mut self.work {
                    work.take(t, &of, self.mapping);
                }
            }
        }
    }

    /// The charts that have something on them.
    pub fn finish(self) -> Charts {
        let work = self.work.into_iter().map(Work::finish);
        let charts = work.filter(super::Chart::says_something).collect();
        let edition = &self.mapping.edition;
        let named = |s: &str| match s {
            "" => edition.name.clone(),
            s => s.to_owned(),
        };
        Charts {
            survey: Said {
                zh: edition.name.clone(),
                en: named(&edition.name_en),
            },
            before: None,
            units: self.units,
            others: self.others,
            charts,
        }
    }
}

impl Work {
    /// Takes a record of a table.
    fn take(&mut self, t: usize, of: &Of<'_>, mapping: &Mapping) {
        let fields = &mapping.tables[t].fields;
        match &self.plan.from {
            From::Answers(places) => {
                let Some(series) = places.iter().position(|(table, _)| *table == t) else {
                    return;
                };
                for key in answers(of.record, &fields[places[series].1]) {
                    let bar = self.bar(key);
                    self.plan.chart.bars[bar].figures[series].add(of.part(Decimal::ONE));
                }
            }
            From::Sums { table, field, .. } if *table == t => {
                let mut keys = answers(of.record, &fields[*field]);
                if keys.len() > 1 {
                    keys = vec![Key::Several];
                }
                let numbers = self.numbers(of, fields);
                for key in keys {
                    for (series, number) in numbers.iter().enumerate() {
                        if let Some(number) = number {
                            let bar = self.bar(key.clone());
                            self.plan.chart.bars[bar].figures[series].add(of.part(*number));
                        }
                    }
                }
            }
            From::Totals { table, .. } if *table == t => {
                let numbers = self.numbers(of, fields);
                for (i, number) in numbers.into_iter().enumerate() {
                    let Some(number) = number else { continue };
                    let bars = &mut self.plan.chart.bars;
                    if i == bars.len() {
                        bars.push(Bar::of(plan::not_broken_down(), 1));
                    }
                    bars[i].figures[0].add(of.part(number));
                }
            }
            From::Scale {
                table,
                fields: rows,
                options,
            } if *table == t => {
                for (bar, f) in rows.iter().enumerate() {
                    let answer = match of.record.get(&fields[*f].name) {
                        Some(Value::Text(text)) => options.iter().position(|o| **o == **text),
                        Some(Value::Bool(yes)) => Some(usize::from(!yes)),
                        _ => None,
                    };
                    let series = answer.unwrap_or(options.len());
                    self.plan.chart.bars[bar].figures[series].add(of.part(Decimal::ONE));
                }
            }
            From::Derived(sums) => {
                for (bar, sum) in sums.iter().enumerate() {
                    for part in parts_of(sum.as_ref(), t, of, fields) {
                        self.plan.chart.bars[bar].figures[0].add(part);
                    }
                }
            }
            From::Sums { .. } | From::Totals { .. } | From::Scale { .. } => {}
        }
    }

    /// The numbers of a group in a record; last, where they have a total, what of it is in none.
    fn numbers(&mut self, of: &Of<'_>, fields: &[Field]) -> Vec<Option<Decimal>> {
        let (From::Sums { of: group, .. } | From::Totals { of: group, .. }) = &self.plan.from
        else {
            return Vec::new();
        };
        let own = group.fields.iter().map(|f| of.number(&fields[*f]));
        let mut numbers: Vec<Option<Decimal>> = own.collect();
        if let Some(total) = group.total {
            let given = numbers.iter().flatten().copied();
            let sum = given.fold(Decimal::ZERO, Decimal::saturating_add);
            let rest = of.number(&fields[total]).map(|total| total - sum);
            self.over += usize::from(rest.is_some_and(|r| r < Decimal::ZERO));
            numbers.push(rest.filter(|r| *r > Decimal::ZERO));
        }
        numbers
    }

    /// The bar of what is answered.
    fn bar(&mut self, key: Key) -> usize {
        let chart = &mut self.plan.chart;
        let bars = &mut chart.bars;
        *self.bars.entry(key).or_insert_with_key(|key| {
            let label = match key {
                Key::Given(label) => Said::same(&**label),
                Key::Several => said!("几项共同", "several together"),
                Key::NotGiven => not_given(),
            };
            bars.push(Bar::of(label, chart.series.len()));
            bars.len() - 1
        })
    }

    /// The chart, its bars in order: options as their list has them, countries by their numbers;
    /// what is no answer last.
    fn finish(mut self) -> super::Chart {
        let place = |key: Key| self.bars.get(&key).copied();
        let (several, none) = (place(Key::Several), place(Key::NotGiven));
        let chart = &mut self.plan.chart;
        if matches!(self.plan.from, From::Answers(_) | From::Sums { .. }) {
            let mut bars: Vec<(usize, Bar)> = chart.bars.drain(..).enumerate().collect();
            bars.sort_by_cached_key(|(i, bar)| {
                let (rank, listed) = match *i {
                    i if none == Some(i) => (3, 0),
                    i if several == Some(i) => (2, 0),
                    i if i < self.listed => (0, i),
                    _ => (1, 0),
                };
                let by = if rank == 1 { -bar.sum() } else { Decimal::ZERO };
                (rank, listed, by, bar.label.zh.clone())
            });
            chart.bars.extend(bars.into_iter().map(|(_, bar)| bar));
        }
        if let n @ 1.. = self.over {
            chart.notes.push(said!(
                "有 {n} 条记录各项之和大于合计，这里照各项计",
                "in {n} records the parts come to more than the total; the parts are shown"
            ));
        }
        tidy(chart);
        self.plan.chart
    }
}

/// Leaves out a series that nothing is in: of tables that say nothing, of a remainder.
fn tidy(chart: &mut super::Chart) {
    if chart.series.len() < 2 {
        return;
    }
    for series in (0..chart.series.len()).rev() {
        let mut all = chart.bars.iter().map(|b| &b.figures[series]);
        let is_needed = all.any(|f| !f.parts.is_empty());
        let is_extra = [plan::not_broken_down(), not_given()].contains(&chart.series[series]);
        if !is_needed && (is_extra || chart.table.is_none()) && chart.series.len() > 1 {
            chart.series.remove(series);
            for bar in &mut chart.bars {
                bar.figures.remove(series);
            }
        }
    }
}

/// What a record answers to a field; one key where it is one answer or none.
fn answers(record: &Record, field: &Field) -> Vec<Key> {
    let keys: Vec<Key> = match record.get(&field.name) {
        Some(Value::Text(text)) => vec![Key::Given(text.clone())],
        Some(Value::List(list)) => list.iter().cloned().map(Key::Given).collect(),
        Some(Value::Selected(chosen)) => {
            let labels = chosen.iter().map(|s| s.label.clone());
            labels.map(Key::Given).collect()
        }
        Some(Value::Null | Value::Bool(_) | Value::Number(_)) | None => Vec::new(),
    };
    debug_assert!(keys.len() < 2 || is_several(field.kind) || field.kind == Type::Text);
    match keys.is_empty() {
        true => vec![Key::NotGiven],
        false => keys,
    }
}

/// What a record adds to a derived number.
fn parts_of(sum: Option<&DerivedSum>, t: usize, of: &Of<'_>, fields: &[Field]) -> Vec<Part> {
    let parts = sum.into_iter().flat_map(|s| &s.0);
    let parts = parts.filter_map(|part| match part.of {
        PartOf::Item { table, field } if table == t => {
            let n = of.number(&fields[field])?;
            Some(of.part(if part.minus { -n } else { n }))
        }
        PartOf::Item { .. } | PartOf::Own(_) => None,
    });
    parts.collect()
}
