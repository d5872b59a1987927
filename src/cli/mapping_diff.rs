//! `huibiao mapping diff`: two editions side by side, for reading.

use std::io::{self, Write};

use super::columns::write_columns;
use crate::mapping::compare::{Change, Comparison, Fate, ItemPair, ListChange, Passage, TablePair};
use crate::said;
use crate::text::lang::{Lang, Said};

/// How many options of a list are named.
const NAMED: usize = 4;

/// Writes the comparison: what became of each table, and of the items of those that changed.
pub(super) fn write_comparison(
    found: &Comparison<'_>,
    lang: Lang,
    out: &mut impl Write,
) -> io::Result<()> {
    let (old, new) = (&found.old.edition.id, &found.new.edition.id);
    writeln!(out, "{old} → {new}")?;
    let n = |fate| found.count(fate);
    let (came, went, same) = (n(Fate::Came), n(Fate::Went), n(Fate::Same));
    let changed = n(Fate::Changed) + n(Fate::Moved);
    let sum = said!(
        "新增 {came} 张表，去掉 {went} 张，变化 {changed} 张，不变 {same} 张",
        "{came} tables came, {went} went, {changed} changed, {same} are as they were"
    );
    writeln!(out, "{}", sum.get(lang))?;
    let cover: Vec<_> = changed_items(&found.unit);
    if !cover.is_empty() {
        writeln!(out, "\n~ {}", said!("封面", "Cover").get(lang))?;
        write_items(found, &cover, lang, out)?;
    }
    // Tables of which there is nothing to tell stand in one block.
    let mut told = true;
    for table in &found.tables {
        let tells = !table.changes.is_empty() || !changed_items(&table.items).is_empty();
        if tells || told {
            writeln!(out)?;
        }
        write_table(found, table, lang, out)?;
        told = tells;
    }
    Ok(())
}

fn sign(fate: Fate) -> &'static str {
    match fate {
        Fate::Came => "+",
        Fate::Went => "-",
        Fate::Changed => "~",
        Fate::Moved => ">",
        Fate::Same => "=",
    }
}

fn write_table(
    found: &Comparison<'_>,
    pair: &TablePair<'_>,
    lang: Lang,
    out: &mut impl Write,
) -> io::Result<()> {
    let Some(table) = pair.new.or(pair.old) else {
        return Ok(());
    };
    let (fate, code, name) = (pair.fate(), &table.code, &table.name);
    let note = match (pair.derived, fate) {
        (true, Fate::Went) => said!("  （改由汇总得出）", "  (worked out by merge now)"),
        (true, _) => said!("  （原由汇总得出）", "  (was worked out by merge)"),
        (false, _) if pair.moved => said!("  （移位）", "  (moved)"),
        (false, _) => Said::default(),
    };
    writeln!(out, "{} {code}  {name}{}", sign(fate), note.get(lang))?;
    for change in &pair.changes {
        writeln!(out, "    {}", in_words(change).get(lang))?;
    }
    write_items(found, &changed_items(&pair.items), lang, out)
}

fn changed_items<'a, 'm>(items: &'a [ItemPair<'m>]) -> Vec<&'a ItemPair<'m>> {
    items.iter().filter(|i| i.fate() != Fate::Same).collect()
}

fn write_items(
    found: &Comparison<'_>,
    items: &[&ItemPair<'_>],
    lang: Lang,
    out: &mut impl Write,
) -> io::Result<()> {
    let rows: Vec<Vec<String>> = items
        .iter()
        .filter_map(|item| {
            let field = item.new.or(item.old)?;
            Some(vec![
                sign(item.fate()).to_owned(),
                field.code.clone(),
                field.name.to_string(),
                field.label.to_string(),
                about(found, item, lang),
            ])
        })
        .collect();
    write_columns(&rows, "    ", out)
}

/// What changed of an item, and whether its values pass.
fn about(found: &Comparison<'_>, item: &ItemPair<'_>, lang: Lang) -> String {
    let mut parts: Vec<Said> = item.changes.iter().map(in_words).collect();
    if item.moved && item.changes.is_empty() {
        parts.push(said!("移位", "moved"));
    }
    match item.old.zip(item.new).map(|(a, b)| found.passage(a, b)) {
        Some(Passage::ByValue) => {
            parts.push(said!("部分值可带过去", "some values can be carried over"))
        }
        Some(Passage::Closed(why)) => parts.push(Said {
            zh: format!("值不能带过去：{}", why.zh),
            en: format!("values cannot be carried over: {}", why.en),
        }),
        _ => {}
    }
    let parts: Vec<&str> = parts.iter().map(|p| p.get(lang)).collect();
    parts.join(lang.pick("；", "; "))
}

fn in_words(change: &Change) -> Said {
    let called = change.called();
    let shown = |text: &str| match text {
        "" => "—".to_owned(),
        text => text.to_owned(),
    };
    match &change.options {
        Some(options) => {
            let said = options_in_words(options);
            Said {
                zh: format!("{} {}", called.zh, said.zh),
                en: format!("{} {}", called.en, said.en),
            }
        }
        None => {
            let (old, new) = (shown(&change.old), shown(&change.new));
            Said {
                zh: format!("{} {old} → {new}", called.zh),
                en: format!("{} {old} → {new}", called.en),
            }
        }
    }
}

fn options_in_words(options: &ListChange) -> Said {
    let named = |sign: &str, of: &[std::sync::Arc<str>]| -> Vec<String> {
        let mut all: Vec<String> = of
            .iter()
            .take(NAMED)
            .map(|o| format!("{sign}{o}"))
            .collect();
        if let Some(more @ 1..) = of.len().checked_sub(NAMED) {
            all.push(format!("{sign}… ({more})"));
        }
        all
    };
    let mut parts = named("+", &options.came);
    parts.extend(named("-", &options.went));
    let list = parts.join(" ");
    match (list.is_empty(), options.renumbered) {
        (true, _) => said!("次序或编号不同", "in another order or numbering"),
        (false, false) => Said::same(list),
        (false, true) => said!(
            "{list}，其余次序或编号不同",
            "{list}, the others in another order or numbering"
        ),
    }
}
