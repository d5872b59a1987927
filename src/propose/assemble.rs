//! Drafts to a mapping: names, types, lists, limits.

use std::collections::{HashMap, HashSet};

use office::paper::Paper;

use super::Proposal;
use super::cover::{Cover, cover};
use super::draft::{Draft, Item};
use super::finish::{Told, field, finish, told};
use super::heading::Heading;
use super::lists::Pool;
use super::name::Names;
use super::outline::outline;
use super::read::{self, Read};
use crate::mapping::{EditionInfo, FilledIn, Layout, Period, Role, Type, ValueSide};
use crate::said;
use crate::text::key::{key, stem};
use crate::text::lang::Said;

/// Puts a proposal together.
pub fn assemble(form: &Paper, sheets: Option<&Paper>) -> Proposal {
    let parted = outline(form);
    let cover = cover(form, &parted);
    let mut tables = read::tables(&parted);
    if let Some(book) = sheets {
        join_sheets(&mut tables, read::sheets(book));
    }
    let unread = |t: &Read| t.draft.items.is_empty();
    let mut out = Proposal::default();
    for table in tables.iter().filter(|t| unread(t)) {
        let code = table.heading.code.clone().unwrap_or_default();
        let name = &table.heading.name;
        out.doubts.push(said!(
            "{code}“{name}”在子表中填写，没有给出子表工作簿，未列入",
            "{code} “{name}” is filled in in a workbook that was not given: left out"
        ));
    }
    tables.retain(|t| !unread(t));
    let codes = codes(&tables);
    edition(&cover, &codes, &mut out);
    unit(&cover, &mut out);
    let mut pool = Pool::default();
    let inferred: Vec<Vec<Told>> = tables
        .iter()
        .zip(&codes)
        .map(|(t, c)| told(t, c, &mut pool))
        .collect();
    let mut titles: HashSet<String> = codes.iter().map(|c| key(c)).collect();
    for ((table, code), told) in tables.into_iter().zip(codes).zip(inferred) {
        out.tables
            .push(finish(table, code, told, &pool, &mut titles));
    }
    out.lists = pool.lists;
    let mut part = None;
    for table in &mut out.tables {
        if table.group != part {
            part.clone_from(&table.group);
            table.table.part.clone_from(&table.group);
        }
    }
    out
}

/// Each table's code: its own, one under another's, or a made one.
fn codes(tables: &[Read]) -> Vec<String> {
    let mut taken: HashSet<String> = (tables.iter())
        .filter_map(|t| t.heading.code.clone())
        .collect();
    let mut made = 0;
    let mut seen: HashSet<String> = HashSet::new();
    tables
        .iter()
        .map(|table| {
            if let Some(code) = &table.heading.code
                && seen.insert(code.clone())
            {
                return code.clone();
            }
            let of = table.under.clone().or(table.heading.code.clone());
            let mut letters = ('A'..='Z').map(|l| of.as_ref().map(|o| format!("{o}_{l}")));
            let free = letters.find_map(|c| c.filter(|c| !taken.contains(c)));
            let code = free.unwrap_or_else(|| {
                loop {
                    made += 1;
                    let code = format!("T{made:02}");
                    if !taken.contains(&code) {
                        break code;
                    }
                }
            });
            taken.insert(code.clone());
            code
        })
        .collect()
}

fn edition(cover: &Cover, codes: &[String], out: &mut Proposal) {
    out.cover.clone_from(&cover.lines);
    out.dated = cover.year.is_some();
    out.timed = cover.period.is_some();
    let year = cover.year.unwrap_or(2000);
    let mut prefixes: HashMap<String, usize> = HashMap::new();
    for code in codes.iter().filter(|c| !c.starts_with('T')) {
        let letters = code.chars().take_while(char::is_ascii_alphabetic);
        *prefixes
            .entry(letters.collect::<String>().to_lowercase())
            .or_default() += 1;
    }
    let prefix = prefixes
        .into_iter()
        .max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(&a.0)));
    let prefix = prefix.map_or("form".to_owned(), |p| p.0);
    if cover.year.is_none() {
        out.doubts.push(said!(
            "表上没有写年份，请改 year、period 和 id",
            "the form names no year: set `year`, `period` and `id`"
        ));
    }
    let title = cover.title.clone().unwrap_or_else(|| {
        out.doubts.push(said!(
            "没有找到封面标题，请改 titles：返回的表靠它识别",
            "no title was found on the cover: set `titles`, by which forms are recognised"
        ));
        "调查表".to_owned()
    });
    let (start, end) = cover.period.clone().unwrap_or_else(|| {
        out.doubts.push(said!(
            "表上没有写统计期，先写作全年",
            "the form names no period: taken for the whole year"
        ));
        (format!("{year}-01-01"), format!("{year}-12-31"))
    });
    out.edition = EditionInfo {
        id: format!("{prefix}-{year}").into(),
        year,
        name: format!("{year}年度{title}"),
        name_en: String::new(),
        titles: vec![title],
        period: Period { start, end },
        ..EditionInfo::default()
    };
}

fn unit(cover: &Cover, out: &mut Proposal) {
    let mut names = Names::default();
    let mut labels: HashSet<String> = HashSet::new();
    for (n, (label, known)) in (1..).zip(&cover.labels) {
        if key(label).is_empty() || !labels.insert(key(label)) {
            continue;
        }
        let mut field = field(label);
        if let Some(known) = known.filter(|k| names.take(&k.name, false)) {
            field.name = known.name.as_str().into();
            field.role = known.role;
            field.kind = known.kind.unwrap_or(Type::Text);
            field.format = known.format;
            field.required = known.required;
        } else {
            let path = [label.clone()];
            field.name = names.give(&path, true, &format!("u{n:02}"), false).into();
        }
        out.unit.push(field);
    }
    if !out.unit.iter().any(|f| f.role == Some(Role::Name)) {
        out.doubts.push(said!(
            "封面上没有认出填报单位：哪一项是单位名称，请在那一项写上 role = \"name\"",
            "no item of the cover was known for the unit's name: write role = \"name\" at the one that is"
        ));
    }
}

/// The sheets of the workbook at the tables that they are.
fn join_sheets(tables: &mut Vec<Read>, sheets: Vec<(Heading, Draft)>) {
    for (heading, mut draft) in sheets {
        let code = |t: &Read| heading.code.is_some() && t.heading.code == heading.code;
        let name = |t: &Read| stem(&t.heading.name) == stem(&heading.name);
        let Some(table) = tables
            .iter_mut()
            .position(|t| code(t))
            .or_else(|| tables.iter().position(name))
        else {
            draft
                .doubts
                .push(said!("只在子表工作簿中", "in the workbook only"));
            let remarks = heading.remarks.clone();
            tables.push(Read {
                heading,
                group: None,
                under: None,
                filled_in: FilledIn::Sheet,
                draft,
                remarks,
                notes: Vec::new(),
                papers: Vec::new(),
                boxes: Vec::new(),
            });
            continue;
        };
        let table = &mut tables[table];
        // What the form prints beside an item is said of the sheet's column too.
        let printed = std::mem::replace(&mut table.draft, draft);
        let known: Vec<String> = table.draft.items.iter().map(Item::key).collect();
        for mut item in printed.items {
            let at = known.iter().position(|k| *k == item.key());
            match at {
                Some(at) => {
                    let own = &mut table.draft.items[at];
                    own.hints.append(&mut item.hints);
                    own.options = own.options.take().or(item.options);
                    own.printed.append(&mut item.printed);
                    own.printed.rotate_right(1);
                }
                None if !table.papers.is_empty() => {
                    item.value = ValueSide::Right;
                    let said: Said = said!("子表中没有此列", "the workbook has no such column");
                    item.doubts.push(said);
                    if table.draft.layout != Layout::Text {
                        table.draft.items.push(item);
                    }
                }
                None => {}
            }
        }
        table.draft.ignore.extend(printed.ignore);
        table.filled_in = match table.papers.is_empty() {
            true => FilledIn::Sheet,
            false => FilledIn::Both,
        };
    }
}
