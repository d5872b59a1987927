//! Rows with a name under heads, and columns that are records.

use super::ask::Several;
use super::form::Walk;
use super::table::{Class, Heads, Sheet};
use super::words::{PageWords, words};
use super::{Build, tagged};
use crate::mapping::Type;
use crate::recognise::page::is_soft;

impl Build {
    /// What names a row under heads: its labels, without numbers and codes.
    fn row_name(sheet: &Sheet, r: u32, heads: Heads, columns: std::ops::Range<u32>) -> String {
        let mut parts: Vec<(usize, String, bool)> = Vec::new();
        for c in columns {
            let Some(n) = sheet.over(r, c) else { continue };
            if sheet.cells[n].class != Class::Label || parts.iter().any(|p| p.0 == n) {
                continue;
            }
            let beside = sheet.head(c, heads).iter().any(|head| {
                PageWords::is(&words().numbers, head) || PageWords::is(&words().beside, head)
            });
            parts.push((n, sheet.cells[n].label(), beside));
            // What is printed beside the name (a standard, a target) is no part of it.
            if !beside && sheet.cells[n].cell.row_span == 1 {
                break;
            }
        }
        let named: Vec<String> = parts
            .iter()
            .filter(|p| !p.2 && !p.1.is_empty())
            .map(|p| p.1.clone())
            .collect();
        match named.is_empty() {
            true => parts.first().map_or(String::new(), |p| p.1.clone()),
            false => named.join("·"),
        }
    }

    /// A row with a name under heads: each place is a field of its own, ticked columns are one.
    pub(super) fn named(
        &mut self,
        sheet: &Sheet,
        r: u32,
        heads: Heads,
        walk: &mut Walk,
    ) -> Vec<String> {
        let mut out = Vec::new();
        for own in sheet.parted(r, heads) {
            out.extend(self.named_in(sheet, (r, own), heads, walk));
        }
        out
    }

    fn named_in(
        &mut self,
        sheet: &Sheet,
        (r, own): (u32, Vec<usize>),
        heads: Heads,
        walk: &mut Walk,
    ) -> Vec<String> {
        let places: Vec<usize> = own
            .iter()
            .copied()
            .filter(|n| sheet.cells[*n].class != Class::Label)
            .collect();
        let first = places
            .first()
            .map_or(u32::MAX, |n| sheet.cells[*n].cell.column);
        // What stands beside several rows begins further up.
        let halves = sheet.halves(heads);
        let begin = match halves.iter().rev().find(|h| **h <= first) {
            Some(half) if halves.len() > 1 => *half,
            _ => 1,
        };
        let mut name = Build::row_name(sheet, r, heads, begin..first);
        if let Some(side) = sheet
            .sides(r, first)
            .first()
            .filter(|s| !name.starts_with(s.as_str()))
        {
            name = format!("{side}·{name}");
        }
        let heads: Vec<Vec<String>> = places
            .iter()
            .map(|n| sheet.head(sheet.cells[*n].cell.column, heads))
            .collect();
        let is_ticked = |h: &Vec<String>| h.last().is_some_and(|l| words().is_ticked(l));
        let mut ticked: Vec<bool> = heads.iter().map(is_ticked).collect();
        // So are numbers in order, where the head over them says so.
        let number = |h: &Vec<String>| {
            h.last()
                .and_then(|l| l.trim_end_matches('分').parse::<i64>().ok())
        };
        let numbers: Vec<Option<i64>> = heads.iter().map(number).collect();
        let says = |h: &Vec<String>| {
            let outer = h[..h.len().saturating_sub(1)].join(" ");
            PageWords::has(&words().circle, &outer) || PageWords::has(&words().scores, &outer)
        };
        let steps = |n: usize| {
            let near = |m: usize| {
                let pair = numbers
                    .get(n)
                    .copied()
                    .flatten()
                    .zip(numbers.get(m).copied().flatten());
                pair.is_some_and(|(a, b)| (a - b).abs() == 1)
            };
            near(n + 1) || n > 0 && near(n - 1)
        };
        for n in 0..heads.len() {
            ticked[n] |= steps(n) && says(&heads[n]);
        }
        // A box in a cell of its own is to be ticked, whatever the head says.
        let boxes: Vec<bool> = places.iter().map(|n| sheet.cells[*n].is_box()).collect();
        if boxes.iter().filter(|b| **b).count() >= 2 {
            ticked.iter_mut().zip(&boxes).for_each(|(t, b)| *t |= *b);
        }
        // Steps between known steps are steps too.
        if let (Some(a), Some(b)) = (
            ticked.iter().position(|t| *t),
            ticked.iter().rposition(|t| *t),
        ) && b - a >= 2
        {
            ticked[a..=b].iter_mut().for_each(|t| *t = true);
        }
        let several = ticked.iter().filter(|t| **t).count() >= 2;
        let values = ticked.iter().filter(|t| !(several && **t)).count();
        let mut out = Vec::new();
        for n in own {
            let slot = &sheet.cells[n];
            let Some(at) = places.iter().position(|p| *p == n) else {
                out.push(tagged(&slot.text, Vec::new()));
                continue;
            };
            let head = heads[at].join("·");
            let plain = sheet.table.place(r, slot.cell.column);
            if several && ticked[at] && slot.is_to_tick() {
                let outer = heads[at][..heads[at].len() - 1].join("·");
                let option = heads[at].last().cloned().unwrap_or_default();
                let label = if outer.is_empty() {
                    name.clone()
                } else {
                    format!("{name}·{outer}")
                };
                let known = walk
                    .ticked
                    .iter()
                    .find(|t| t.0 == r && t.1 == outer)
                    .map(|t| t.2);
                let f = known.unwrap_or_else(|| {
                    let f = self.choice(0, &label, Several::No);
                    walk.ticked.push((r, outer, f));
                    f
                });
                let option = self.option(0, f, &option);
                out.push(slot.ticked(&self.option_tag(0, f, &option)));
                continue;
            }
            let label = match (values == 1 && !several, name.is_empty(), head.is_empty()) {
                (true, false, _) | (_, false, true) => name.clone(),
                (_, true, false) => head,
                (_, false, false) => format!("{name}·{head}"),
                (_, true, true) => {
                    self.unmapped.push(plain);
                    out.push(tagged(&slot.text, Vec::new()));
                    continue;
                }
            };
            out.push(match slot.class {
                Class::Fill => self.fill(sheet, n, &label, 0),
                _ => {
                    let f = self.field(0, &label, Type::Text, None);
                    format!(
                        "{}{}",
                        self.written(0, f, false),
                        slot.text.iter().collect::<String>()
                    )
                }
            });
        }
        out
    }

    /// A row of a table whose columns are records.
    pub(super) fn turned(
        &mut self,
        sheet: &Sheet,
        r: u32,
        heads: Heads,
        walk: &mut Walk,
    ) -> Vec<String> {
        if walk.records.is_none_or(|(of, _)| of != heads) {
            let name = self.name_of(sheet, r, heads, walk);
            let t = self.new_table(&name);
            walk.records = Some((heads, t));
        }
        let t = walk.records.map_or(0, |r| r.1);
        let own = sheet.row(r);
        let places = own
            .iter()
            .filter(|n| sheet.cells[**n].class != Class::Label);
        let first = places
            .map(|n| sheet.cells[*n].cell.column)
            .min()
            .unwrap_or(u32::MAX);
        let name = Build::row_name(sheet, r, heads, 1..first);
        let mut f = None;
        let mut record = 0;
        let mut out = Vec::new();
        for n in own {
            let slot = &sheet.cells[n];
            if slot.class == Class::Label {
                out.push(tagged(&slot.text, Vec::new()));
                continue;
            }
            record += 1;
            let f = *f.get_or_insert_with(|| self.field(t, &name, Type::Text, None));
            let (code, _, fields) = &self.tables[t];
            let tag = format!("{{{code}[{record}].{}}}", fields[f].name);
            out.push(match slot.class {
                Class::Empty => format!("{tag}{}", slot.text.iter().collect::<String>()),
                _ => tagged(&slot.text, Vec::new()),
            });
        }
        out
    }

    /// A row with a name and the steps of a scale behind it, each in a cell of its own: `1 2 3 4 5`.
    pub(super) fn steps(
        &mut self,
        sheet: &Sheet,
        own: &[usize],
        walk: &Walk,
    ) -> Option<Vec<String>> {
        let (first, rest) = own.split_first()?;
        let named = sheet.cells[*first].class == Class::Label && !sheet.is_side(*first);
        let shown = |n: &usize| {
            sheet.cells[*n]
                .text
                .iter()
                .collect::<String>()
                .trim()
                .to_owned()
        };
        let numbers: Option<Vec<u32>> = rest.iter().map(|n| shown(n).parse().ok()).collect();
        let numbers = numbers.filter(|n| n.len() >= 3)?;
        let up = numbers[0] <= 1 && numbers.windows(2).all(|w| w[0] + 1 == w[1]);
        let label = sheet.cells[*first].label();
        if !named || !up || label.chars().all(|c| !c.is_alphabetic()) {
            return None;
        }
        let label = match walk.group.is_empty() {
            true => label,
            false => format!("{}·{label}", walk.group),
        };
        let f = self.choice(0, &label, Several::No);
        let mut out = vec![tagged(&sheet.cells[*first].text, Vec::new())];
        for n in rest {
            let option = self.option(0, f, &shown(n));
            let text = &sheet.cells[*n].text;
            let end = text.iter().rposition(|c| !is_soft(*c)).map_or(0, |i| i + 1);
            out.push(tagged(text, vec![(end, self.option_tag(0, f, &option))]));
        }
        Some(out)
    }
}
