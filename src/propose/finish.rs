//! A draft as the mapping has it: types, lists, names, limits.

use std::collections::HashSet;
use std::sync::Arc;

use super::ProposedTable;
use super::candidates::{Candidates, in_boxes};
use super::cover::year;
use super::draft::{Draft, Item};
use super::field::{About, Inferred, infer, own_options, wants_options};
use super::lists::{Pool, bind};
use super::name::{Names, english};
use super::notes::in_notes;
use super::read::Read;
use super::remarks::{limit_options, limit_records, only_for};
use super::rules::{rules, stated};
use super::words::{has, words};
use crate::mapping::formula::Condition;
use crate::mapping::{Field, Layout, PrintedRow, RuleEntry, Table, Type};
use crate::said;
use crate::text::key::{key, stem};
use crate::text::lang::Said;

/// What is known of an item's values.
pub struct Told {
    inferred: Inferred,
    list: Option<Arc<str>>,
}

/// What is known of the items of a table.
pub fn told(table: &Read, code: &str, pool: &mut Pool) -> Vec<Told> {
    let items = &table.draft.items;
    let notes: Vec<&str> = table.notes.iter().map(String::as_str).collect();
    let notes = in_notes(&notes);
    let own: Vec<Option<(Candidates, bool)>> = items.iter().map(own_options).collect();
    let has_own: Vec<bool> = own.iter().map(Option::is_some).collect();
    let bound = bind(&notes, items, &has_own);
    let mut out = Vec::new();
    for ((item, own), bound) in items.iter().zip(own).zip(bound) {
        let mut inferred = infer(item, about(table, item.last()));
        let list = own.or_else(|| bound.map(|l| (notes[l].clone(), true)));
        let list = list.filter(|_| !matches!(item.kind, Some(Type::Text)));
        let mut name = None;
        if let Some((list, sure)) = list {
            if list.is_yesno() {
                inferred.kind = Type::Yesno;
            } else {
                let several = list.several || item.kind == Some(Type::Choices);
                inferred.kind = if several { Type::Choices } else { Type::Choice };
                let wish = list_wish(table, code, item);
                let place = source(code, &list, bound.is_some());
                let label = if item.last().is_empty() {
                    &table.heading.name
                } else {
                    item.last()
                };
                name = Some(pool.give(&list, label, wish.as_deref(), place));
                let ticked = item.hints.iter().any(|h| in_boxes(h).is_some());
                if ticked && !several && !wants_options(item) {
                    inferred.doubts.push(said!(
                        "可多选？则改为 choices",
                        "may several be ticked? then it is choices"
                    ));
                }
                if !sure {
                    inferred.doubts.push(said!(
                        "括号里的是候选项？",
                        "are these in brackets the options?"
                    ));
                }
            }
            inferred.unit = String::new();
            inferred.format = None;
            inferred.period = None;
        }
        out.push(Told {
            inferred,
            list: name,
        });
    }
    if matches!(table.draft.layout, Layout::Form | Layout::Grid) {
        as_siblings(items, &mut out);
    }
    out
}

/// An item of which nothing is said is what all the others of its group are: 其它 among amounts.
fn as_siblings(items: &[Item], told: &mut [Told]) {
    let group = |i: &Item| (i.label.len() > 1).then(|| i.label[0].clone());
    let number = |t: &Told| matches!(t.inferred.kind, Type::Integer | Type::Decimal);
    for at in 0..items.len() {
        let free = told[at].inferred.kind == Type::Text && told[at].list.is_none();
        let Some(own) = group(&items[at]).filter(|_| free && items[at].kind.is_none()) else {
            continue;
        };
        let others = (0..items.len()).filter(|i| {
            *i != at && items[*i].kind.is_none() && group(&items[*i]).as_ref() == Some(&own)
        });
        let others: Vec<usize> = others.collect();
        let Some(&first) = others.first().filter(|_| others.len() >= 2) else {
            continue;
        };
        let (kind, unit) = (told[first].inferred.kind, told[first].inferred.unit.clone());
        let alike = |i: &usize| {
            let other = &told[*i];
            number(other) && other.inferred.kind == kind && other.inferred.unit == unit
        };
        if others.iter().all(alike) {
            let inferred = &mut told[at].inferred;
            inferred.kind = kind;
            inferred.unit = unit;
            inferred
                .doubts
                .push(said!("与同组各项一样？", "as the others of its group?"));
        }
    }
}

/// What the table's notes say of the dates of an item: those that quote its label, else all.
fn about(table: &Read, label: &str) -> About {
    let quoted = format!("“{label}”");
    let own = table.notes.iter().any(|n| n.contains(&quoted));
    let notes = || table.notes.iter().filter(|n| !own || n.contains(&quoted));
    About {
        until: notes().any(|n| has(&words().note.until, n)),
        last_five_years: has(&words().heading.last_five_years, &table.heading.name),
        within: notes().any(|n| n.contains(['至', '~']) && year(n).is_some()),
    }
}

/// What a list is called.
fn list_wish(table: &Read, code: &str, item: &Item) -> Option<String> {
    let of_table = || format!("{}_options", code.to_lowercase());
    match table.draft.layout {
        Layout::Choices => Some(english(&table.heading.name).unwrap_or_else(of_table)),
        Layout::Rating => {
            Some(english(&table.heading.name).map_or("scale".to_owned(), |n| format!("{n}_scale")))
        }
        _ => english(item.last()).filter(|n| n.len() > 3),
    }
}

/// Where a list stands on the form.
fn source(code: &str, list: &Candidates, note: bool) -> String {
    match (note, list.subject.is_empty()) {
        (true, _) => format!("{code} 注“{}”", list.subject),
        (false, _) => format!("{code} 表内"),
    }
}

/// A read table as the mapping has it.
pub fn finish(
    read: Read,
    code: String,
    told: Vec<Told>,
    pool: &Pool,
    titles: &mut HashSet<String>,
) -> ProposedTable {
    let mut doubts = read.draft.doubts.clone();
    let title = match read.heading.name.is_empty() {
        true => code.clone(),
        false => read.heading.name.clone(),
    };
    let printed_options = told.iter().map(|t| t.list.is_some()).collect();
    let (mut fields, field_doubts) = fields(&read.draft.items, told, &title, pool);
    let records = matches!(read.draft.layout, Layout::Records | Layout::Form);
    let naming = |f: &&mut Field| {
        let label = stem(&f.label);
        let names = &words().label.names;
        f.kind == Type::Text && names.iter().any(|n| label.ends_with(&**n))
    };
    if let Some(first) = fields.iter_mut().take(3).find(naming).filter(|_| records) {
        first.required = true;
    }
    let mut name = title.clone();
    // Two tables of one title are told apart by a number.
    for n in 2.. {
        if titles.insert(key(&name)) {
            break;
        }
        name = format!("{title}（{n}）");
    }
    if name != title {
        doubts.push(said!(
            "与别的表同名，请改",
            "another table has the same name: change it"
        ));
    }
    if read.heading.code.is_none() && read.under.is_none() {
        doubts.push(said!("表上没有表号", "the form prints no code"));
    }
    let printed = printed(&read.draft, &fields);
    let suggested = rules(&fields);
    let mut out = ProposedTable {
        table: Table {
            code: code.into(),
            name,
            aliases: Vec::new(),
            under: read
                .under
                .clone()
                .filter(|_| read.heading.code.is_none())
                .map(Into::into),
            layout: read.draft.layout,
            filled_in: read.filled_in,
            limit: limit_records(&read.remarks).filter(|_| records),
            limit_options: limit_options(&read.remarks)
                .filter(|_| read.draft.layout == Layout::Choices),
            unique: Vec::new(),
            ignore: distinct(read.draft.ignore),
            printed,
            fields,
            import: Vec::new(),
            rules: Vec::new(),
            only_for: only_for(&read.remarks),
            identity: Vec::new(),
            sum_by: None,
            in_one: None,
            notes: Vec::new(),
            part: None,
        },
        group: read.group.map(|g| g.printed),
        coded: read.heading.code.is_some(),
        papers: read.papers,
        boxes: read.boxes,
        rules: Vec::new(),
        doubts,
        printed_options,
        field_doubts,
    };
    let stated = stated(&read.notes, &out.table);
    let known: Vec<Option<Condition>> = (stated.iter())
        .map(|r| Condition::parse(r, &out.table).ok())
        .collect();
    let new = |r: &String| !known.contains(&Condition::parse(r, &out.table).ok());
    out.rules = suggested.into_iter().filter(new).collect();
    out.table.rules = stated.into_iter().map(RuleEntry::Formula).collect();
    out
}

/// The items of a table as fields, with what is not sure of each.
fn fields(
    items: &[Item],
    told: Vec<Told>,
    title: &str,
    pool: &Pool,
) -> (Vec<Field>, Vec<Vec<Said>>) {
    let mut names = Names::default();
    let mut fields: Vec<Field> = Vec::new();
    let mut doubts: Vec<Vec<Said>> = Vec::new();
    let leaves: Vec<Option<String>> = items.iter().map(|i| english(i.last())).collect();
    for (n, (item, told)) in (1..).zip(items.iter().zip(told)) {
        let Told {
            mut inferred,
            mut list,
        } = told;
        let mut own = item.doubts.clone();
        let asked = inferred.kind == Type::Text && item.kind.is_none() && wants_options(item);
        if asked && list.is_none() {
            list = pool.like(item.last());
            own.push(elsewhere(list.as_deref()));
            if list.is_some() {
                inferred.kind = Type::Choice;
            }
        }
        own.append(&mut inferred.doubts);
        let label = item.full_label();
        let label = if key(&label).is_empty() {
            title.to_owned()
        } else {
            label
        };
        let mut field = field(&label);
        let choice = inferred.kind == Type::Choice;
        field.name = match item.name {
            Some(name) if names.take(name, choice) => name.into(),
            _ => {
                let leaf = &leaves[n - 1];
                let alone = leaves.iter().filter(|l| *l == leaf).count() == 1;
                names
                    .give(&item.label, alone, &format!("c{n:02}"), choice)
                    .into()
            }
        };
        if *field.name == *format!("c{n:02}") {
            own.push(said!("请取英文名", "give it an English name"));
        }
        field
            .aliases
            .extend(item.alias.clone().filter(|a| *a != label));
        field.code = code(&item.code, &fields);
        field.kind = inferred.kind;
        field.unit = inferred.unit;
        field.list = list;
        field.value = item.value;
        field.format = inferred.format;
        field.period = inferred.period;
        field.withheld = if field.kind == Type::Text {
            inferred.withheld
        } else {
            Vec::new()
        };
        field.within = item
            .within
            .and_then(|w| fields.get(w))
            .map(|f| f.name.clone());
        if let Some(whom) = inferred.only {
            match condition(&whom, &fields, pool) {
                Some(when) => field.when = Some(when),
                None => own.push(said!(
                    "仅{whom}填写：写成 when 条件？",
                    "only for {whom}: a condition `when`?"
                )),
            }
        }
        fields.push(field);
        doubts.push(own);
    }
    (fields, doubts)
}

/// An item's code, where no item before it has the same.
fn code(code: &str, before: &[Field]) -> String {
    match before.iter().any(|f| f.code == code) {
        true => String::new(),
        false => code.to_owned(),
    }
}

/// What is said of an item whose options the form only speaks of.
fn elsewhere(list: Option<&str>) -> Said {
    match list {
        Some(list) => said!(
            "表上说有候选项，此处没有印；用的是 `{list}`",
            "the form speaks of options and prints none here; these are of `{list}`"
        ),
        None => said!(
            "表上说有候选项，没有找到",
            "the form speaks of options; none were found"
        ),
    }
}

fn distinct(labels: Vec<String>) -> Vec<String> {
    let mut seen = HashSet::new();
    labels
        .into_iter()
        .filter(|l| seen.insert(l.clone()))
        .collect()
}

/// What a `blanks` table prints, with the fields' names in their places.
fn printed(draft: &Draft, fields: &[Field]) -> Vec<PrintedRow> {
    let named = |text: &str| {
        let mut text = text.to_owned();
        for (n, field) in fields.iter().enumerate().rev() {
            text = text.replace(&format!("{{{n}}}"), &format!("{{{}}}", field.name));
        }
        text
    };
    let rows = draft.printed.iter();
    rows.map(|(label, text)| PrintedRow {
        label: named(label),
        text: named(text),
    })
    .collect()
}

/// The condition under which a field applies that is for some only: the option of a choice before
/// it that names them.
fn condition(whom: &str, fields: &[Field], pool: &Pool) -> Option<String> {
    let whom = key(whom);
    for field in fields.iter().filter(|f| f.kind == Type::Choice) {
        let list = field.list.as_ref().and_then(|l| pool.lists.get(l))?;
        let fits = |label: &str| {
            let label = key(label);
            label.contains(&whom) || whom.contains(&label)
        };
        let mut options = list.options.iter().filter(|o| fits(&o.label));
        if let (Some(option), None) = (options.next(), options.next()) {
            return Some(format!("{} = \"{}\"", field.name, option.label));
        }
    }
    None
}

/// A field of this label with nothing else said of it.
pub fn field(label: &str) -> Field {
    Field {
        label: label.into(),
        ..Field::default()
    }
}
