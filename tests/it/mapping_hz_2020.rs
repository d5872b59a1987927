//! The 2020 edition beside the manual's own list of tables, items, codes, units, lists and
//! balances, which was written down from the manual and not from the mapping.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use huibiao::mapping::formula::Condition;
use huibiao::mapping::{
    Field, Layout, Mapping, Numbering, PeriodRule, Piece, PrintedRow, Table, bundled,
};
use huibiao::text::key::key;

static MAPPING: LazyLock<Mapping> = LazyLock::new(|| bundled("hz-2020").unwrap().mapping);

/// A line of the list: its kind and its parts.
struct Line {
    kind: &'static str,
    parts: Vec<&'static str>,
}

/// The manual's list, line by line.
fn lines() -> Vec<Line> {
    include_str!("../codebook/manual-2020.txt")
        .lines()
        .filter(|l| !l.is_empty() && !l.starts_with('#'))
        .map(|l| {
            let mut parts = l.split('\t');
            Line {
                kind: parts.next().unwrap(),
                parts: parts.collect(),
            }
        })
        .collect()
}

/// The manual's tables, each with the lines that belong to it.
fn tables() -> Vec<(Vec<&'static str>, Vec<Line>)> {
    let mut tables: Vec<(Vec<&str>, Vec<Line>)> = Vec::new();
    for line in lines() {
        match line.kind {
            "table" => tables.push((line.parts, Vec::new())),
            "list" | "uses" | "period" | "limit" => {}
            _ => tables.last_mut().unwrap().1.push(line),
        }
    }
    tables
}

fn of<'l>(lines: &'l [Line], kind: &str) -> Vec<&'l [&'static str]> {
    let lines = lines.iter().filter(|l| l.kind == kind);
    lines.map(|l| &l.parts[..]).collect()
}

fn table(code: &str) -> &'static Table {
    let found = MAPPING.table(code);
    found.unwrap_or_else(|| panic!("no table {code}"))
}

/// The field that `HZ_02_007.丁` names.
fn item(name: &str) -> &'static Field {
    let (code, item) = name.split_once('.').unwrap();
    let found = table(code).fields.iter().find(|f| f.code == item);
    found.unwrap_or_else(|| panic!("no item {name}"))
}

#[test]
fn every_table_in_the_manuals_order() {
    let theirs: Vec<&str> = tables().iter().map(|(head, _)| head[0]).collect();
    let ours: Vec<&str> = MAPPING.tables.iter().map(|t| &*t.code).collect();
    assert_eq!(ours, theirs);
    // The directory counts 49; HZ_05_004 prints a second one under its code.
    let coded = MAPPING.tables.iter().filter(|t| t.under.is_none());
    assert_eq!(coded.count(), 49);
    for (head, _) in tables() {
        assert_eq!(table(head[0]).name, head[1]);
    }
}

#[test]
fn every_item_has_its_code_label_and_unit() {
    for (head, lines) in tables() {
        let items = of(&lines, "item");
        if items.is_empty() {
            continue;
        }
        // A place for words in another's label is an item only where the manual gives it a code.
        let ours: Vec<(&str, String, &str)> = table(head[0])
            .fields
            .iter()
            .filter(|f| f.within.is_none() || !f.code.is_empty())
            .map(|f| (f.code.as_str(), key(&f.label), f.unit.as_str()))
            .collect();
        let theirs: Vec<(&str, String, &str)> = items
            .iter()
            .map(|i| {
                let code = if i[0] == "-" { "" } else { i[0] };
                (code, key(i[1]), i.get(2).copied().unwrap_or(""))
            })
            .collect();
        assert_eq!(ours, theirs, "{}", head[0]);
    }
}

#[test]
fn every_balance_is_a_rule_and_no_other_is_called_one() {
    let mut count = 0;
    for (head, lines) in tables() {
        let table = table(head[0]);
        let mut theirs: BTreeSet<String> =
            of(&lines, "rule").iter().map(|r| r[0].to_owned()).collect();
        // The second printed row has codes of its own; its balances are the first row's.
        if let [also] = &of(&lines, "also")[..] {
            let second: BTreeMap<&str, &str> = also[0]
                .split(' ')
                .zip(table.fields.iter().map(|f| f.code.as_str()))
                .collect();
            assert_eq!(second.len(), table.fields.len());
            theirs = theirs
                .iter()
                .map(|rule| in_first_row(rule, &second))
                .collect();
        }
        let ours: BTreeSet<String> = table
            .rules
            .iter()
            .map(|r| r.full())
            .filter(|r| r.source.as_deref().unwrap_or("").ends_with("平衡关系"))
            .inspect(|r| assert!(r.tolerance.is_none() && r.when.is_none()))
            .map(|r| r.check)
            .collect();
        assert_eq!(ours, theirs, "{}", head[0]);
        count += ours.len();
        for rule in &table.rules {
            assert!(rule.full().source.is_some(), "{}: whence?", head[0]);
            Condition::parse(&rule.full().check, table).unwrap();
        }
    }
    assert_eq!(count, 18);
}

fn in_first_row(rule: &str, second: &BTreeMap<&str, &str>) -> String {
    let mut out = String::new();
    let mut code = String::new();
    for c in rule.chars().chain(['\n']) {
        if c.is_ascii_digit() {
            code.push(c);
            continue;
        }
        out.push_str(second.get(code.as_str()).copied().unwrap_or(&code));
        code.clear();
        if c != '\n' {
            out.push(c);
        }
    }
    out
}

#[test]
fn one_record_where_one_sheet_may_be_filled_in() {
    for (head, _) in tables() {
        let table = table(head[0]);
        let single = match table.layout {
            Layout::Records | Layout::Form => table.limit == Some(1),
            _ => true,
        };
        match head[2] {
            "one" => assert!(single, "{}", head[0]),
            "many" => assert!(!single, "{}", head[0]),
            _ => {}
        }
    }
}

#[test]
fn every_option_to_mark() {
    for (head, lines) in tables() {
        let theirs: Vec<String> = of(&lines, "option").iter().map(|o| key(o[0])).collect();
        if theirs.is_empty() {
            continue;
        }
        let table = table(head[0]);
        assert_eq!(table.layout, Layout::Choices);
        let list = table.field("selected").unwrap().list.as_ref().unwrap();
        let options = &MAPPING.lists[list].options;
        assert_eq!(options.len(), theirs.len(), "{}", head[0]);
        for (ours, theirs) in options.iter().zip(&theirs) {
            let mut spellings =
                std::iter::once(&*ours.label).chain(ours.aliases.iter().map(|a| &**a));
            assert!(
                spellings.any(|s| key(s) == *theirs),
                "{}: {theirs}",
                head[0]
            );
        }
    }
}

#[test]
fn every_list_and_who_uses_it() {
    let lines = lines();
    let mut seen = 0;
    for pair in lines.windows(2) {
        let [list, uses] = pair else { unreachable!() };
        if list.kind != "list" {
            continue;
        }
        assert_eq!(uses.kind, "uses");
        let theirs: Vec<&str> = list.parts[2].split(' ').collect();
        for name in uses.parts[0].split(' ') {
            let used = item(name).list.as_ref();
            let ours = &MAPPING.lists[used.unwrap_or_else(|| panic!("{name} has no list"))];
            let labels: Vec<&str> = ours.options.iter().map(|o| &*o.label).collect();
            assert_eq!(labels, theirs, "{name}");
            let numbered = match list.parts[1] {
                "01" => Some(Numbering::Codes),
                "①" => Some(Numbering::Digits),
                _ => None,
            };
            assert_eq!(ours.numbered, numbered, "{name}");
            seen += 1;
        }
    }
    // 合作地区 and the provinces are lists of items that the manual does not spell out.
    let chosen = MAPPING.tables.iter().flat_map(|t| {
        let coded = t.fields.iter().filter(|f| !f.code.is_empty());
        coded.filter(|f| {
            f.list
                .as_deref()
                .is_some_and(|l| !["region", "province"].contains(&l))
        })
    });
    assert_eq!(chosen.count(), seen);
}

#[test]
fn every_period_and_limit() {
    for line in lines() {
        match line.kind {
            "period" => {
                let theirs = match line.parts[1] {
                    "within" => PeriodRule::Within,
                    "until" => PeriodRule::Until,
                    other => panic!("{other}"),
                };
                assert_eq!(
                    item(line.parts[0]).period,
                    Some(theirs),
                    "{}",
                    line.parts[0]
                );
            }
            "limit" => {
                let limit = table(line.parts[0]).limit_options.unwrap();
                assert_eq!(limit.to_string(), line.parts[1]);
            }
            _ => {}
        }
    }
    let period = &MAPPING.edition.period;
    assert_eq!((&*period.start, &*period.end), ("2020-01-01", "2020-12-31"));
}

/// What a `blanks` table prints, with nothing where values go.
fn bare(text: &str) -> String {
    let pieces = PrintedRow::pieces(text).unwrap().into_iter();
    let words = pieces.filter_map(|p| match p {
        Piece::Words(words) => Some(words),
        Piece::Field(_) => None,
    });
    plain(&words.collect::<String>())
}

/// A text without white space, its brackets of one width.
fn plain(text: &str) -> String {
    let text = text.replace(char::is_whitespace, "");
    text.replace('(', "（").replace(')', "）")
}

#[test]
fn every_printed_blank() {
    // Lines that the manual prints without the brackets into which a number goes.
    let forgotten = ["双方委托开发", "双方合作开发", "双方技术转让", "基础研究"];
    let mut mended = 0;
    for code in ["HJ_11", "HJ_12", "HJ_13"] {
        let (_, lines) = tables().into_iter().find(|(h, _)| h[0] == code).unwrap();
        let mut theirs = Vec::new();
        for line in &lines {
            let text = plain(line.parts[0]);
            if code == "HJ_11" && forgotten.contains(&text.as_str()) {
                mended += 1;
                theirs.push((line.kind, format!("{text}（）个")));
            } else {
                theirs.push((line.kind, text));
            }
        }
        let mut ours = Vec::new();
        for row in &table(code).printed {
            ours.push(("left", bare(&row.label)));
            let lines = row.text.lines().filter(|l| !l.trim().is_empty());
            let lines = lines.map(bare).filter(|l| !l.is_empty());
            ours.extend(lines.map(|l| ("line", l)));
        }
        assert_eq!(ours, theirs, "{code}");
    }
    assert_eq!(mended, 4);
}

#[test]
fn every_row_of_a_rating() {
    for code in ["HJ_14", "HJ_15", "HJ_16"] {
        let (_, lines) = tables().into_iter().find(|(h, _)| h[0] == code).unwrap();
        let mut theirs: Vec<(String, String)> = Vec::new();
        let mut block = String::new();
        for line in &lines {
            match line.kind {
                "block" => block = key(line.parts[0]),
                "row" => theirs.push((block.clone(), key(line.parts[0]))),
                "scale" => {
                    let scale: Vec<&str> = line.parts[0].split(' ').collect();
                    let ours = &MAPPING.lists["importance"].options;
                    assert!(ours.iter().map(|o| &*o.label).eq(scale));
                }
                other => panic!("{other}"),
            }
        }
        let rows = table(code).fields.iter().filter(|f| f.within.is_none());
        let rows: Vec<_> = rows.map(|f| f.label_split()).collect();
        assert_eq!(rows.len(), theirs.len(), "{code}");
        for ((caption, row), (block, theirs)) in rows.into_iter().zip(theirs) {
            // The manual numbers its captions and says below how to mark.
            assert!(block[1..].starts_with(&key(caption)), "{block}");
            assert_eq!(key(row), theirs, "{code}");
        }
    }
}
