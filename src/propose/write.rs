//! A proposal as an edition's files, in the style that people write them in.

use std::fmt::Write;

use unicode_width::UnicodeWidthStr;

use super::{Proposal, ProposedTable};
use crate::mapping::{
    Choice, Field, List, Numbering, PagePiece, PeriodRule, RuleEntry, SourceFile, TextFormat,
    ValueSide,
};
use crate::said;
use crate::text::lang::{Lang, Said};

/// The width of a line of options.
const LINE: usize = 100;

/// The files of a proposal: `edition.toml`, `lists.toml`, and the tables, a file for each heading
/// over several.
pub fn files(proposal: &Proposal, lang: Lang) -> Vec<SourceFile> {
    let mut files = vec![file("edition.toml", edition(proposal, lang))];
    let mut groups: Vec<(Option<&str>, Vec<&ProposedTable>)> = Vec::new();
    for table in &proposal.tables {
        let group = table.group.as_deref();
        match groups.last_mut() {
            Some((last, tables)) if *last == group => tables.push(table),
            _ => groups.push((group, vec![table])),
        }
    }
    let several = groups.len() > 1;
    for (n, (group, tables)) in (1..).zip(groups) {
        let name = match several {
            true => format!("{n:02}-tables.toml"),
            false => "01-tables.toml".to_owned(),
        };
        let mut text = group.map_or(String::new(), |g| format!("# {g}\n\n"));
        let tables: Vec<String> = tables.iter().map(|t| table(t, lang)).collect();
        text.push_str(&tables.join("\n"));
        files.push(file(&name, text));
    }
    if !proposal.page.is_empty() {
        files.push(file("page.toml", page(&proposal.page)));
    }
    if !proposal.lists.is_empty() {
        let mut text = String::new();
        for (name, list) in &proposal.lists {
            if !text.is_empty() {
                text.push('\n');
            }
            text.push_str(&list_text(name, list));
        }
        files.push(file("lists.toml", text));
    }
    files
}

fn file(name: &str, text: String) -> SourceFile {
    SourceFile {
        name: name.to_owned(),
        text: text.into(),
    }
}

/// A doubt on a line of its own.
fn doubt(out: &mut String, indent: &str, doubt: &Said, lang: Lang) {
    for line in doubt.get(lang).lines() {
        let _ = writeln!(out, "{indent}# ? {line}");
    }
}

fn edition(proposal: &Proposal, lang: Lang) -> String {
    let e = &proposal.edition;
    let mut out = String::new();
    for d in &proposal.doubts {
        doubt(&mut out, "", d, lang);
    }
    let _ = writeln!(out, "[edition]");
    let _ = writeln!(out, "id = {}", quoted(&e.id));
    if e.year != 0 {
        let _ = writeln!(out, "year = {}", e.year);
    }
    let _ = writeln!(out, "name = {}", quoted(&e.name));
    let _ = writeln!(out, "titles = {}", array(&e.titles));
    let (start, end) = (quoted(&e.period.start), quoted(&e.period.end));
    if !e.period.is_open() {
        let _ = writeln!(out, "period = {{ start = {start}, end = {end} }}");
    }
    for (key, blank) in [("blank", &e.blank), ("blank_sheets", &e.blank_sheets)] {
        if let Some(name) = blank {
            let _ = writeln!(out, "{key} = {}", quoted(name));
        }
    }
    for field in &proposal.unit {
        let _ = writeln!(out, "\n[[unit]]");
        for (key, value) in keys(field) {
            let _ = writeln!(out, "{key} = {value}");
        }
    }
    out
}

/// The form as it is printed.
fn page(pieces: &[PagePiece]) -> String {
    let mut out = String::from("page = [\n");
    for piece in pieces {
        match piece {
            PagePiece::Line(line) => {
                let _ = writeln!(out, "  {},", quoted(line));
            }
            PagePiece::Table(rows) => {
                out.push_str("  [\n");
                for row in rows {
                    let cells: Vec<String> = row.iter().map(|c| quoted(c)).collect();
                    let _ = writeln!(out, "    [{}],", cells.join(", "));
                }
                out.push_str("  ],\n");
            }
        }
    }
    out.push_str("]\n");
    out
}

fn table(proposed: &ProposedTable, lang: Lang) -> String {
    let t = &proposed.table;
    let mut out = String::new();
    for d in &proposed.doubts {
        doubt(&mut out, "", d, lang);
    }
    let _ = writeln!(out, "[[tables]]");
    let _ = writeln!(out, "code = {}", quoted(&t.code));
    let _ = writeln!(out, "name = {}", quoted(&t.name));
    if !t.aliases.is_empty() {
        let _ = writeln!(out, "aliases = {}", array(&t.aliases));
    }
    if let Some(part) = &t.part {
        let _ = writeln!(out, "part = {}", quoted(part));
    }
    if let Some(under) = &t.under {
        let _ = writeln!(out, "under = {}", quoted(under));
    }
    let _ = writeln!(out, "layout = {}", quoted(t.layout.name()));
    let _ = writeln!(out, "filled_in = {}", quoted(t.filled_in.name()));
    for (key, n) in [("limit", t.limit), ("limit_options", t.limit_options)] {
        if let Some(n) = n {
            let _ = writeln!(out, "{key} = {n}");
        }
    }
    if let Some(whom) = &t.only_for {
        let _ = writeln!(out, "only_for = {}", quoted(whom));
    }
    if !t.ignore.is_empty() {
        let _ = writeln!(out, "ignore = {}", array(&t.ignore));
    }
    if !t.printed.is_empty() {
        let _ = writeln!(out, "printed = [");
        for row in &t.printed {
            let mut parts = Vec::new();
            if !row.label.is_empty() {
                parts.push(format!("label = {}", quoted(&row.label)));
            }
            if !row.text.is_empty() {
                parts.push(format!("text = {}", lines(&row.text)));
            }
            let _ = writeln!(out, "  {{ {} }},", parts.join(", "));
        }
        let _ = writeln!(out, "]");
    }
    let rows: Vec<Vec<(&str, String)>> = t.fields.iter().map(keys).collect();
    // Names and labels stand in columns.
    let width = |n: usize| {
        rows.iter()
            .filter_map(|r| r.get(n))
            .map(|(_, v)| v.width())
            .max()
            .unwrap_or(0)
    };
    let widths = [width(0).min(32), width(1).min(44)];
    let _ = writeln!(out, "fields = [");
    for (row, doubts) in rows.iter().zip(&proposed.field_doubts) {
        for d in doubts {
            doubt(&mut out, "  ", d, lang);
        }
        let mut line = String::new();
        for (n, (key, value)) in row.iter().enumerate() {
            if n > 0 {
                line.push_str(", ");
                let missing = widths
                    .get(n - 1)
                    .map_or(0, |w| w.saturating_sub(row[n - 1].1.width()));
                line.extend(std::iter::repeat_n(' ', missing));
            }
            let _ = write!(line, "{key} = {value}");
        }
        let _ = writeln!(out, "  {{ {line} }},");
    }
    let _ = writeln!(out, "]");
    let stated: Vec<&str> = (t.rules.iter())
        .filter_map(|r| match r {
            RuleEntry::Formula(formula) => Some(formula.as_str()),
            RuleEntry::Full(_) => None,
        })
        .collect();
    if !stated.is_empty() {
        let _ = writeln!(out, "rules = {}", array(&stated));
    }
    if !proposed.rules.is_empty() {
        let said = said!(
            "由“其中”“合计”推断的规则，核对后去掉行首的 #",
            "rules that 其中 and 合计 suggest: take the # away once you have seen to them"
        );
        doubt(&mut out, "", &said, lang);
        let _ = writeln!(out, "# rules = {}", array(&proposed.rules));
    }
    out
}

/// A field's keys in the order that people write them.
fn keys(field: &Field) -> Vec<(&'static str, String)> {
    let mut keys = vec![
        ("name", quoted(&field.name)),
        ("label", quoted(&field.label)),
    ];
    if !field.code.is_empty() {
        keys.push(("code", quoted(&field.code)));
    }
    keys.push(("type", quoted(field.kind.name())));
    if !field.unit.is_empty() {
        keys.push(("unit", quoted(&field.unit)));
    }
    if let Some(list) = &field.list {
        keys.push(("list", quoted(list)));
    }
    if field.value == ValueSide::Below {
        keys.push(("value", quoted("below")));
    }
    if let Some(within) = &field.within {
        keys.push(("within", quoted(within)));
    }
    if let Some(role) = field.role {
        keys.push(("role", quoted(role.name())));
    }
    if field.required {
        keys.push(("required", "true".to_owned()));
    }
    if let Some(when) = &field.when {
        keys.push(("when", quoted(when)));
    }
    if let Some(period) = field.period {
        let name = match period {
            PeriodRule::Within => "within",
            PeriodRule::Until => "until",
            PeriodRule::LastFiveYears => "last_five_years",
        };
        keys.push(("period", quoted(name)));
    }
    if let Some(format) = field.format {
        let name = match format {
            TextFormat::Email => "email",
            TextFormat::Orcid => "orcid",
            TextFormat::Phone => "phone",
            TextFormat::Day => "day",
        };
        keys.push(("format", quoted(name)));
    }
    if !field.withheld.is_empty() {
        keys.push(("withheld", array(&field.withheld)));
    }
    if !field.aliases.is_empty() {
        keys.push(("aliases", array(&field.aliases)));
    }
    keys
}

fn list_text(name: &str, list: &List) -> String {
    let mut out = format!("[lists.{name}]\n");
    if let Some(source) = &list.source {
        let _ = writeln!(out, "source = {}", quoted(source));
    }
    if let Some(numbered) = list.numbered {
        let name = match numbered {
            Numbering::Digits => "digits",
            Numbering::Letters => "letters",
            Numbering::Codes => "codes",
        };
        let _ = writeln!(out, "numbered = {}", quoted(name));
    }
    let options: Vec<String> = list.options.iter().map(option).collect();
    let short = options.iter().map(|o| o.width() + 2).sum::<usize>() < LINE - 14;
    if short {
        let _ = writeln!(out, "options = [{}]", options.join(", "));
        return out;
    }
    let _ = writeln!(out, "options = [");
    let mut line = String::new();
    for text in options {
        let full = line.width() + text.width() + 4 > LINE;
        if !line.is_empty() && (full || text.starts_with('{')) {
            let _ = writeln!(out, "  {}", line.trim_end());
            line.clear();
        }
        let _ = write!(line, "{text}, ");
    }
    let _ = writeln!(out, "  {}", line.trim_end());
    let _ = writeln!(out, "]");
    out
}

fn option(option: &Choice) -> String {
    if option.aliases.is_empty() && !option.other {
        return quoted(&option.label);
    }
    let mut keys = format!("{{ label = {}", quoted(&option.label));
    if option.other {
        keys.push_str(", other = true");
    }
    if !option.aliases.is_empty() {
        let _ = write!(keys, ", aliases = {}", array(&option.aliases));
    }
    keys + " }"
}

fn array<T: AsRef<str>>(items: &[T]) -> String {
    let items: Vec<String> = items.iter().map(|i| quoted(i.as_ref())).collect();
    format!("[{}]", items.join(", "))
}

/// A string in quotes; in single ones where that spares escapes.
fn quoted(text: &str) -> String {
    let plain = !text.chars().any(char::is_control);
    if plain && text.contains(['"', '\\']) && !text.contains('\'') {
        return format!("'{text}'");
    }
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04X}", c as u32);
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// A string of several lines.
fn lines(text: &str) -> String {
    if !text.contains('\n') {
        return quoted(text);
    }
    let sound = !text.chars().any(|c| c.is_control() && c != '\n') && !text.contains(['"', '\\']);
    match sound {
        true => format!("\"\"\"\n{text}\"\"\""),
        false => quoted(text),
    }
}
