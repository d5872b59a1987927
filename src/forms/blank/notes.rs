//! What stands under a table: candidate lists that are too long for a label, periods, balances,
//! what may be withheld.

use super::sketch::{Line, Role};
use super::wording::{Wording, in_chinese, joined, options};
use crate::mapping::formula::{Condition, Operand, Relation, Sum};
use crate::mapping::{Field, Layout, PeriodRule, RuleSeverity, Table, Type};

/// The notes under a table, where labels have `room` characters for a candidate list.
pub(super) fn notes(wording: &Wording<'_>, room: usize) -> Vec<Line> {
    let mut notes = Vec::new();
    if wording.table.layout != Layout::Choices {
        lists(wording, room, &mut notes);
    }
    notes.extend(without_lists(wording));
    match &notes[..] {
        [] => Vec::new(),
        [one] => vec![Line::new(Role::Note, format!("说明：{one}"))],
        several => {
            let mut lines = vec![Line::new(Role::Note, "填表说明：")];
            for (i, note) in several.iter().enumerate() {
                lines.push(Line::new(Role::Note, format!("{}. {note}", i + 1)));
            }
            lines
        }
    }
}

/// The notes on a table whose lists are to be had in another way.
pub(super) fn without_lists(wording: &Wording<'_>) -> Vec<String> {
    let mut notes = wording.table.notes.clone();
    periods(wording, &mut notes);
    withheld(wording.table, &mut notes);
    balances(wording.table, &mut notes);
    notes
}

/// The names of items in a sentence.
fn names<'f>(fields: impl Iterator<Item = &'f Field>) -> String {
    joined(fields.map(|f| format!("“{}”", f.label)), "、")
}

/// Each list once, with the items that it is for.
fn lists(wording: &Wording<'_>, room: usize, notes: &mut Vec<String>) {
    let fields = &wording.table.fields;
    let below = |f: &&Field| wording.list_below(f, room);
    let mut seen: Vec<&str> = Vec::new();
    for field in fields.iter().filter(below) {
        let Some(name) = field.list.as_deref().filter(|name| !seen.contains(name)) else {
            continue;
        };
        seen.push(name);
        let Some(list) = wording.list(field) else {
            continue;
        };
        let own = |f: &&Field| f.list.as_deref() == Some(name) && below(f);
        let many = field.kind == Type::Choices;
        notes.push(format!(
            "{}候选项（{}）：{}。",
            names(fields.iter().filter(own)),
            if many { "可多选" } else { "单选" },
            options(list)
        ));
    }
}

fn periods(wording: &Wording<'_>, notes: &mut Vec<String>) {
    let info = &wording.mapping.edition;
    let end = in_chinese(&info.period.end);
    let said = [
        (
            PeriodRule::Within,
            format!("须在{}至{end}之间", in_chinese(&info.period.start)),
        ),
        (PeriodRule::Until, format!("不晚于{end}")),
        (
            PeriodRule::LastFiveYears,
            format!("须在{}年1月1日至{end}之间", info.year - 5),
        ),
    ];
    for (period, words) in said {
        let mut own = wording.table.fields.iter();
        if own.any(|f| f.period == Some(period)) {
            let own = wording.table.fields.iter();
            let own = names(own.filter(|f| f.period == Some(period)));
            notes.push(format!("{own}{words}。"));
        }
    }
}

fn withheld(table: &Table, notes: &mut Vec<String>) {
    let mut seen: Vec<&String> = Vec::new();
    for field in &table.fields {
        let Some(word) = field.withheld.first().filter(|w| !seen.contains(w)) else {
            continue;
        };
        seen.push(word);
        let own = table.fields.iter();
        let own = names(own.filter(|f| f.withheld.first() == Some(word)));
        notes.push(format!("{own}如不便填写，可填“{word}”。"));
    }
}

/// The relations between numbers that every record must keep, in the manual's notation.
fn balances(table: &Table, notes: &mut Vec<String>) {
    let mut said = Vec::new();
    for rule in table.rules.iter().map(|rule| rule.full()) {
        if rule.severity != RuleSeverity::Error || rule.when.is_some() {
            continue;
        }
        if let Ok(Condition::Numbers(left, relation, right)) = Condition::parse(&rule.check, table)
        {
            said.push(balance(&left, relation, &right, table));
        }
    }
    if !said.is_empty() {
        notes.push(format!("平衡关系：{}。", said.join("；")));
    }
}

fn balance(left: &Sum, relation: Relation, right: &Sum, table: &Table) -> String {
    let coded = |sum: &Sum| sum.fields().all(|f| !table.fields[f].code.is_empty());
    let by_code = coded(left) && coded(right);
    let side = |sum: &Sum| {
        let mut words = String::new();
        for (i, term) in sum.0.iter().enumerate() {
            match (i, term.minus) {
                (0, false) => {}
                (_, false) => words.push('+'),
                (_, true) => words.push('−'),
            }
            match &term.operand {
                Operand::Number(n) => words.push_str(&n.normalize().to_string()),
                Operand::Field(f) if by_code => words.push_str(&table.fields[*f].code),
                Operand::Field(f) => words.push_str(&format!("“{}”", table.fields[*f].label)),
            }
        }
        words
    };
    format!("{}{}{}", side(left), relation.sign(), side(right))
}
