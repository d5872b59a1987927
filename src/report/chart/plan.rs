//! What is charted: it comes of a mapping alone.

use std::collections::HashSet;
use std::sync::Arc;

use super::groups::{Group, apart};
use super::model::{Bar, Chart};
use crate::mapping::derive::{DerivedSum, PartOf};
use crate::mapping::{FilledIn, Layout, Mapping, Table, Type};
use crate::said;
use crate::text::lang::Said;

/// A chart that is to be, and where its numbers come from.
#[derive(Debug)]
pub(super) struct Plan {
    pub chart: Chart,
    pub from: From,
}

/// Where the numbers of a chart come from. Tables and fields are places in the mapping.
#[derive(Debug)]
pub(super) enum From {
    /// The records by what they answer, table by table: so many records a bar, a series a table.
    Answers(Vec<(usize, usize)>),
    /// Amounts by what the records answer.
    Sums {
        table: usize,
        field: usize,
        of: Group,
    },
    /// Amounts, a bar each.
    Totals { table: usize, of: Group },
    /// What several fields answer that have the same options: a bar a field, a series an option.
    Scale {
        table: usize,
        fields: Vec<usize>,
        options: Vec<Arc<str>>,
    },
    /// The numbers of a derived table, a bar each.
    Derived(Vec<Option<DerivedSum>>),
}

/// What no option stands for.
pub(super) fn not_given() -> Said {
    said!("未填或读不出", "not given or not readable")
}

/// What of a total is in none of its parts.
pub(super) fn not_broken_down() -> Said {
    said!("未分项", "not broken down")
}

/// How records are counted: of a table with room for one by forms.
fn records(table: Option<&Table>) -> Said {
    match table {
        Some(t) if t.limit == Some(1) || matches!(t.layout, Layout::Choices | Layout::Rating) => {
            said!("份", "forms")
        }
        _ => said!("条", "records"),
    }
}

/// The charts of a mapping: those over several tables, the derived ones, then table by table.
pub(super) fn plans(mapping: &Mapping) -> Vec<Plan> {
    let mut plans = over_tables(mapping);
    let mut told = HashSet::new();
    plans.extend(derived(mapping, &mut told));
    for (t, table) in mapping.tables.iter().enumerate() {
        if table.filled_in == FilledIn::None {
            continue;
        }
        of_table(t, table, mapping, &told, &mut plans);
    }
    let mut taken = HashSet::new();
    for plan in &mut plans {
        let plain = plan.chart.id.clone();
        let mut n = 2;
        while !taken.insert(plan.chart.id.clone()) {
            plan.chart.id = format!("{plain}-{n}");
            n += 1;
        }
    }
    plans
}

/// A chart's name, of letters that addresses and files can have.
fn id(parts: &[&str]) -> String {
    let plain = |c: char| match c {
        c if c.is_ascii_alphanumeric() || c == '_' => c,
        _ => '-',
    };
    let parts = parts.iter().map(|p| p.chars().map(plain).collect());
    parts.collect::<Vec<String>>().join("-")
}

/// Its answers are names of countries, or options.
fn tells(kind: Type) -> bool {
    is_country(kind) || matches!(kind, Type::Choice | Type::Choices)
}

fn is_country(kind: Type) -> bool {
    matches!(kind, Type::Country | Type::Countries)
}

/// A record may have several answers.
pub(super) fn is_several(kind: Type) -> bool {
    matches!(kind, Type::Choices | Type::Countries)
}

/// The records are the units' own, and no counts by something.
fn is_counted(table: &Table) -> bool {
    table.filled_in != FilledIn::None && table.sum_by.is_none() && table.layout != Layout::Rating
}

/// A bar for each option of a list, in its order.
fn bars(field: &crate::mapping::Field, mapping: &Mapping, series: usize) -> Vec<Bar> {
    let list = field.list.as_ref().and_then(|name| mapping.lists.get(name));
    let options = list.map_or(&[][..], |l| &l.options);
    let bar = |c: &crate::mapping::Choice| Bar::of(Said::same(&*c.label), series);
    options.iter().map(bar).collect()
}

fn once_each(kind: &str) -> Said {
    match kind {
        "" => said!(
            "一条记录选了几项的，每项各计一次，因此各项之和可能大于记录数",
            "a record with several answers counts once for each of them, so the bars may come to more than the records"
        ),
        _ => said!(
            "一条记录涉及几个国家（地区）的，各计一次，因此各项之和可能大于记录数",
            "a record with several countries counts once for each of them, so the bars may come to more than the records"
        ),
    }
}

/// Countries, and each list that several tables choose from: a series a table.
fn over_tables(mapping: &Mapping) -> Vec<Plan> {
    let all = mapping.tables.iter().enumerate();
    let all = all.filter(|(_, t)| is_counted(t));
    let places: Vec<(usize, usize)> = all
        .flat_map(|(t, table)| (0..table.fields.len()).map(move |f| (t, f)))
        .collect();
    let field = |&(t, f): &(usize, usize)| &mapping.tables[t].fields[f];
    // Of a table the first such item: what the record is about.
    let firsts = |of: &dyn Fn(&crate::mapping::Field) -> bool| {
        let mut found: Vec<(usize, usize)> = Vec::new();
        for place in places.iter().filter(|p| of(field(p))) {
            if found.iter().all(|(t, _)| t != &place.0) {
                found.push(*place);
            }
        }
        found
    };
    let mut plans = Vec::new();
    let mut add = |id: String, title: Said, notes: Vec<Said>, from: Vec<(usize, usize)>| {
        if from.len() < 2 {
            return;
        }
        let series = from.iter().map(|(t, _)| mapping.tables[*t].name.as_str());
        plans.push(Plan {
            chart: Chart {
                id,
                title,
                counts: true,
                measure: records(None),
                notes,
                series: series.map(Said::same).collect(),
                stacked: true,
                bars: bars(field(&from[0]), mapping, from.len()),
                ..Chart::default()
            },
            from: From::Answers(from),
        });
    };
    let countries = firsts(&|f| is_country(f.kind));
    let title = said!(
        "各表记录，按国家（地区）",
        "Records of all tables, by country"
    );
    add(
        "countries".to_owned(),
        title,
        vec![once_each("country")],
        countries,
    );
    for name in mapping.lists.keys() {
        let of_it = |f: &crate::mapping::Field| {
            f.kind == Type::Choice && f.list.as_deref() == Some(&**name)
        };
        let from = firsts(&of_it);
        let Some(label) = from.first().map(|p| field(p).label.replace('·', " ")) else {
            continue;
        };
        let title = said!("各表记录，按{label}", "Records of all tables, by {label}");
        add(id(&["list", name]), title, Vec::new(), from);
    }
    plans
}

/// The derived tables. `told` becomes the items that are in them.
fn derived(mapping: &Mapping, told: &mut HashSet<(usize, usize)>) -> Vec<Plan> {
    let mut plans = Vec::new();
    for table in &mapping.derived {
        let sum = |(i, f): (usize, &crate::mapping::DerivedField)| {
            let text = f.sum.as_deref()?;
            DerivedSum::parse(text, table, i, mapping).ok()
        };
        let sums: Vec<Option<DerivedSum>> = table.fields.iter().enumerate().map(sum).collect();
        let own = |s: &Option<DerivedSum>| {
            let mut parts = s.iter().flat_map(|s| &s.0);
            parts.any(|p| matches!(p.of, PartOf::Own(_)))
        };
        let mut units: Vec<&str> = table.fields.iter().map(|f| f.unit.as_str()).collect();
        units.dedup();
        let mut seen = HashSet::new();
        units.retain(|u| seen.insert(*u));
        for unit in units {
            let of_it = |i: &usize| table.fields[*i].unit == unit && !own(&sums[*i]);
            let shown: Vec<usize> = (0..sums.len()).filter(of_it).collect();
            if shown.len() < 2 {
                continue;
            }
            for part in shown
                .iter()
                .filter_map(|i| sums[*i].as_ref())
                .flat_map(|s| &s.0)
            {
                if let PartOf::Item { table, field } = part.of {
                    told.insert((table, field));
                }
            }
            let labels: Vec<&str> = shown.iter().map(|i| &*table.fields[*i].label).collect();
            let (names, common) = apart(&labels);
            let note = Said {
                zh: table.note.clone(),
                en: table.note_en.clone(),
            };
            plans.push(Plan {
                chart: Chart {
                    id: id(&[&table.code, &table.fields[shown[0]].name]),
                    table: Some((Arc::clone(&table.code), table.name.clone())),
                    title: titled(&table.name, &common),
                    measure: Said::same(unit),
                    notes: Some(note).filter(|n| !n.is_empty()).into_iter().collect(),
                    series: vec![Said::default()],
                    bars: names.into_iter().map(|n| Bar::of(n, 1)).collect(),
                    ..Chart::default()
                },
                from: From::Derived(shown.iter().map(|i| sums[*i].clone()).collect()),
            });
        }
    }
    plans
}

fn titled(table: &str, what: &str) -> Said {
    match what {
        "" => Said::same(table),
        what => said!("{table}：{what}", "{table}: {what}"),
    }
}

/// What one table says.
fn of_table(
    t: usize,
    table: &Table,
    mapping: &Mapping,
    told: &HashSet<(usize, usize)>,
    plans: &mut Vec<Plan>,
) {
    let groups = Group::all(table);
    of_totals(t, table, &groups, told, plans);
    of_scales(t, table, mapping, plans);
    of_answers(t, table, mapping, &groups, plans);
}

/// A chart of a table, without its bars.
fn begun(table: &Table, parts: &[&str], title: Said) -> Chart {
    Chart {
        id: id(&[&[&*table.code], parts].concat()),
        table: Some((Arc::clone(&table.code), table.name.clone())),
        title,
        ..Chart::default()
    }
}

/// The sums of the numbers that stand beside one another, but those that a derived table tells.
fn of_totals(
    t: usize,
    table: &Table,
    groups: &[Group],
    told: &HashSet<(usize, usize)>,
    plans: &mut Vec<Plan>,
) {
    for of in groups {
        let known = of.fields.iter().all(|f| told.contains(&(t, *f)));
        if of.fields.len() > 1 && !known {
            let (names, common) = of.names(&table.fields);
            let mut chart = begun(
                table,
                &[&table.fields[of.fields[0]].name],
                titled(&table.name, &common),
            );
            chart.measure = Said::same(&*of.unit);
            chart.series = vec![Said::default()];
            chart.bars = names.into_iter().map(|n| Bar::of(n, 1)).collect();
            plans.push(Plan {
                chart,
                from: From::Totals {
                    table: t,
                    of: of.clone(),
                },
            });
        }
    }
}

/// The rows of a scale, and the questions for yes or no.
fn of_scales(t: usize, table: &Table, mapping: &Mapping, plans: &mut Vec<Plan>) {
    for fields in scales(table) {
        let (names, common) =
            apart(&(fields.iter().map(|f| &*table.fields[*f].label)).collect::<Vec<_>>());
        let first = &table.fields[fields[0]];
        let options: Vec<Arc<str>> = match first.kind {
            Type::Yesno => vec!["是".into(), "否".into()],
            _ => (bars(first, mapping, 0)
                .into_iter()
                .map(|b| b.label.zh.into()))
            .collect(),
        };
        let mut chart = begun(table, &[&first.name], titled(&table.name, &common));
        (chart.counts, chart.measure) = (true, records(Some(table)));
        chart.stacked = true;
        chart.series = match first.kind {
            Type::Yesno => vec![said!("是", "yes"), said!("否", "no")],
            _ => options.iter().map(|o| Said::same(&**o)).collect(),
        };
        chart.series.push(not_given());
        let series = chart.series.len();
        chart.bars = names.into_iter().map(|n| Bar::of(n, series)).collect();
        plans.push(Plan {
            chart,
            from: From::Scale {
                table: t,
                fields,
                options,
            },
        });
    }
}

/// The records by each answer that tells something, and the table's numbers by it.
fn of_answers(t: usize, table: &Table, mapping: &Mapping, groups: &[Group], plans: &mut Vec<Plan>) {
    for (f, field) in table.fields.iter().enumerate() {
        let is_key = table
            .sum_by
            .as_ref()
            .is_some_and(|by| by.contains(&field.name));
        if !tells(field.kind) || table.layout == Layout::Rating {
            continue;
        }
        if table.sum_by.is_some() && !is_key {
            continue;
        }
        let label = field.label.replace('·', " ");
        let name = &table.name;
        if table.sum_by.is_none() {
            // A table that is nothing but this one question.
            let title = match label == *name || table.layout == Layout::Choices {
                true => Said::same(&**name),
                false => said!("{name}：按{label}", "{name}: by {label}"),
            };
            let mut chart = begun(table, &[&field.name], title);
            (chart.counts, chart.measure) = (true, records(Some(table)));
            chart.series = vec![Said::default()];
            chart.bars = bars(field, mapping, 1);
            if is_several(field.kind) {
                let kind = if is_country(field.kind) {
                    "country"
                } else {
                    ""
                };
                chart.notes.push(once_each(kind));
            }
            plans.push(Plan {
                chart,
                from: From::Answers(vec![(t, f)]),
            });
        }
        for of in groups.iter().cloned().flat_map(Group::apart) {
            let (names, common) = of.names(&table.fields);
            let what = match &*common {
                "" => of.unit.clone(),
                common => common.to_owned(),
            };
            let title = said!("{name}：{what}，按{label}", "{name}: {what}, by {label}");
            let first = &table.fields[of.fields[0]].name;
            let mut chart = begun(table, &[&field.name, first], title);
            chart.measure = Said::same(&*of.unit);
            chart.series = names;
            if of.total.is_some() {
                chart.series.push(not_broken_down());
            }
            chart.stacked = of.total.is_some();
            chart.bars = bars(field, mapping, chart.series.len());
            plans.push(Plan {
                chart,
                from: From::Sums {
                    table: t,
                    field: f,
                    of,
                },
            });
        }
    }
}

/// The fields of a table that have the same options, two or more of them: rows of a scale, and
/// questions for yes or no.
fn scales(table: &Table) -> Vec<Vec<usize>> {
    let mut found: Vec<(Type, Option<&str>, Vec<usize>)> = Vec::new();
    for (f, field) in table.fields.iter().enumerate() {
        let is_one = field.kind == Type::Yesno
            || (field.kind == Type::Choice && table.layout == Layout::Rating);
        if !is_one {
            continue;
        }
        let list = field.list.as_deref();
        match found
            .iter_mut()
            .find(|(k, l, _)| (*k, *l) == (field.kind, list))
        {
            Some((.., fields)) => fields.push(f),
            None => found.push((field.kind, list, vec![f])),
        }
    }
    found.into_iter().map(|(.., fields)| fields).collect()
}
