//! What an item's values are: type, unit, format and period, told by its label and what is printed
//! beside it.

use super::candidates::{Candidates, bare, bracketed, in_boxes, in_brackets, in_text};
use super::draft::Item;
use super::unit::unit_in;
use super::words::{TypeRule, has, words};
use crate::mapping::{PeriodRule, TextFormat, Type};
use crate::said;
use crate::text::key::key;
use crate::text::lang::Said;

/// What an item's values are.
#[derive(Clone, Debug)]
pub struct Inferred {
    /// The type.
    pub kind: Type,
    /// The unit.
    pub unit: String,
    /// The format.
    pub format: Option<TextFormat>,
    /// The period of dates.
    pub period: Option<PeriodRule>,
    /// What stands for what is not to be told.
    pub withheld: Vec<String>,
    /// Only some records have it: the words of the remark.
    pub only: Option<String>,
    /// What is not sure.
    pub doubts: Vec<Said>,
}

/// What the table says of all its items.
#[derive(Clone, Copy, Debug, Default)]
pub struct About {
    /// It asks for all up to the end of the period.
    pub until: bool,
    /// It asks for the last five years.
    pub last_five_years: bool,
    /// It asks for the survey's period.
    pub within: bool,
}

/// A label without its brackets; the label itself where it is all in brackets.
pub fn plain(label: &str) -> String {
    let mut out = String::new();
    let mut rest = label;
    while let Some(at) = rest.find(['（', '(', '【', '[', '〔']) {
        out.push_str(&rest[..at]);
        rest = bracketed(&rest[at..]).map_or("", |(_, after)| after);
    }
    out.push_str(rest);
    let out = out
        .trim()
        .trim_matches(|c: char| c.is_whitespace() || "：:，,".contains(c));
    if key(out).is_empty() {
        label.trim().to_owned()
    } else {
        out.to_owned()
    }
}

/// Everything printed about an item.
fn printed(item: &Item) -> impl Iterator<Item = &str> {
    let label = item.printed.iter().rev().map(String::as_str);
    label.chain(item.hints.iter().map(String::as_str))
}

/// The form says that the item has options, here or elsewhere.
pub fn wants_options(item: &Item) -> bool {
    let words = &words().candidates;
    let last = item.printed.last().map(String::as_str);
    last.into_iter()
        .chain(item.hints.iter().map(String::as_str))
        .any(|t| has(&words.markers, t) || has(&words.single, t))
}

/// The options that stand at the item itself.
pub fn own_options(item: &Item) -> Option<(Candidates, bool)> {
    if let Some(list) = &item.options {
        return Some((list.clone(), true));
    }
    let last = item.printed.last().map(String::as_str).unwrap_or("");
    if let Some(list) = in_text(last) {
        return Some((list, true));
    }
    for hint in &item.hints {
        if let Some(list) = in_text(hint).or_else(|| in_boxes(hint).map(|b| b.1)) {
            return Some((list, true));
        }
    }
    if let Some(list) = in_brackets(last) {
        return Some((list, false));
    }
    let hints = item.hints.iter().filter(|_| wants_options(item));
    hints.filter_map(|h| bare(h)).next().map(|l| (l, true))
}

/// What an item's values are, its options aside.
pub fn infer(item: &Item, about: About) -> Inferred {
    let mut out = Inferred {
        kind: Type::Text,
        unit: String::new(),
        format: None,
        period: None,
        withheld: withheld(item),
        only: item.printed.last().and_then(|t| only(t)),
        doubts: Vec::new(),
    };
    if let Some(kind) = item.kind {
        out.kind = kind;
        return out;
    }
    let mut label = plain(item.last());
    if label.starts_with(['（', '(']) && item.label.len() > 1 {
        label = plain(&item.label[item.label.len() - 2]);
    }
    let unit = printed(item).find_map(unit_in);
    let named = |rule: &&TypeRule| rule.fits(&label);
    let rules = &words().types;
    let certain = |r: &&TypeRule| {
        matches!(
            r.kind,
            Type::Yesno | Type::Country | Type::Text | Type::Term
        ) || r.kind == Type::Year && unit.is_none()
    };
    let measured = |r: &&TypeRule| !certain(r) && r.kind != Type::Year;
    if let Some(rule) = rules.iter().filter(certain).find(named) {
        out.kind = rule.kind;
        out.format = rule.format;
        if rule.kind == Type::Country && printed(item).any(|t| has(&words().candidates.several, t))
        {
            out.kind = Type::Countries;
        }
        if rule.kind == Type::Term && !printed(item).any(|t| has(&words().dates.open, t)) {
            let said = said!(
                "年数；若只有数字，可改为 integer",
                "a number of years; integer if nothing else is typed"
            );
            out.doubts.push(said);
        }
    } else if let Some((unit, kind)) = unit {
        out.kind = kind;
        out.unit = unit;
    } else if let Some(rule) = rules.iter().filter(measured).find(named) {
        out.kind = rule.kind;
        out.unit.clone_from(&rule.unit);
        if rule.kind == Type::Decimal && rule.unit.is_empty() {
            let said = said!("数字？表上没有写单位", "a number? the form prints no unit");
            out.doubts.push(said);
        }
    } else if let Some(kind) = sign(item) {
        out.kind = kind;
    } else if let Some(rule) = of_group(item) {
        out.kind = rule.kind;
        out.unit.clone_from(&rule.unit);
    }
    if out.kind == Type::Date {
        let day = printed(item).any(|t| has(&words().dates.day, t));
        out.format = day.then_some(TextFormat::Day);
    }
    if matches!(out.kind, Type::Date | Type::Year) {
        out.period = period(&label, about);
        if out.period == Some(PeriodRule::Within) {
            let said = said!(
                "统计期内发生的？不是就删去 period",
                "within the survey's period? else delete `period`"
            );
            out.doubts.push(said);
        }
    }
    out
}

/// What the group says that an item stands in: `人数·正高职`.
fn of_group(item: &Item) -> Option<&'static TypeRule> {
    let (_, groups) = item.label.split_last()?;
    let counts = |r: &&TypeRule| r.kind == Type::Integer && !r.unit.is_empty();
    groups.iter().rev().find_map(|group| {
        let group = plain(group);
        words().types.iter().filter(counts).find(|r| r.fits(&group))
    })
}

/// A pattern printed where the value goes: `  年  月  日`.
fn sign(item: &Item) -> Option<Type> {
    let mut hints = item.hints.iter().map(|h| key(h));
    hints.find_map(|h| match &*h {
        "年月日" | "年月" => Some(Type::Date),
        "年" => Some(Type::Year),
        _ => None,
    })
}

fn period(label: &str, about: About) -> Option<PeriodRule> {
    if has(&words().dates.birth, label) || about.until && !about.last_five_years {
        return Some(PeriodRule::Until);
    }
    match about {
        About {
            last_five_years: true,
            ..
        } => Some(PeriodRule::LastFiveYears),
        About { within: true, .. } => Some(PeriodRule::Within),
        _ => None,
    }
}

/// `如敏感，可用无替代`: the text that may be typed for what is not to be told.
fn withheld(item: &Item) -> Vec<String> {
    let words = &words().withheld;
    let found = item.hints.iter().find_map(|hint| {
        let end = words.after.iter().filter_map(|w| hint.find(&**w)).min()?;
        let starts = words.before.iter().filter_map(|w| {
            let at = hint[..end].rfind(&**w)?;
            Some(at + w.len())
        });
        let text = hint[starts.max()?..end].trim_matches(|c: char| "“”\"'‘’「」".contains(c));
        (1..=4)
            .contains(&text.chars().count())
            .then(|| text.to_owned())
    });
    found.into_iter().collect()
}

/// `（此项仅大科学计划填写）`: whom the item is for.
fn only(label: &str) -> Option<String> {
    let mut at = 0;
    while let Some(open) = label[at..].find(['（', '(']).map(|i| at + i) {
        let Some((inside, after)) = bracketed(&label[open..]) else {
            break;
        };
        let words = &words().label;
        let from = (words.only_from.iter()).filter_map(|w| inside.find(&**w).map(|i| i + w.len()));
        if let Some(from) = from.min()
            && let Some(to) = words
                .only_to
                .iter()
                .filter_map(|w| inside[from..].find(&**w))
                .min()
            && to > 0
        {
            return Some(inside[from..from + to].to_owned());
        }
        at = label.len() - after.len();
    }
    None
}
