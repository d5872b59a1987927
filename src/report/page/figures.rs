//! The figures of each table: who filled it in, records, sums, options.

use askama::Template;
use rust_decimal::Decimal;

use crate::text::lang::Lang;
use crate::text::visible::visible;

use super::super::model::{EditionReport, Report, Sum, TableReport};
use super::address::encoded;

/// The section of the figures.
#[derive(Template)]
#[template(path = "report/page/templates/figures.html")]
pub(super) struct Figures<'a> {
    title: &'static str,
    note: &'static str,
    heads: [&'static str; 5],
    unfilled: &'static str,
    editions: Vec<OfEdition<'a>>,
}

/// One edition's.
struct OfEdition<'a> {
    /// Where there are several.
    name: Option<&'a str>,
    rows: Vec<Row<'a>>,
    /// The tables that nobody filled in.
    silent: Vec<(&'a str, &'a str)>,
}

/// One table's.
struct Row<'a> {
    class: &'static str,
    code: &'a str,
    name: &'a str,
    /// How many of a hundred units filled it in.
    wide: usize,
    filled: usize,
    units: usize,
    records: String,
    sums: Vec<OfSum<'a>>,
    problems: Vec<(&'static str, usize)>,
    options: Option<(String, Vec<Choice<'a>>)>,
}

struct OfSum<'a> {
    said: String,
    label: &'a str,
    n: String,
    unit: &'a str,
}

/// How often an option was chosen.
struct Choice<'a> {
    label: &'a str,
    count: usize,
    wide: usize,
}

impl<'a> Figures<'a> {
    pub(super) fn of(report: &'a Report) -> Figures<'a> {
        let lang = report.lang;
        let several = report.editions.len() > 1;
        let editions = report.editions.iter();
        Figures {
            title: lang.pick("各表统计", "Figures"),
            note: lang.pick(
                "按读出的记录计，含有问题的记录；未能取值的项不计入合计。",
                "Over all records read, those with problems too; what could not be read as a number is in no sum.",
            ),
            heads: lang.pick(
                ["表", "填报单位", "记录", "合计", "问题"],
                ["Table", "Units", "Records", "Sums", "Problems"],
            ),
            unfilled: lang.pick("没有单位填报的表：", "Filled in by nobody:"),
            editions: editions.map(|e| OfEdition::of(e, several, lang)).collect(),
        }
    }
}

impl<'a> OfEdition<'a> {
    fn of(edition: &'a EditionReport, several: bool, lang: Lang) -> OfEdition<'a> {
        let (told, silent): (Vec<_>, Vec<_>) = edition
            .tables
            .iter()
            .partition(|t| t.units.filled > 0 || t.findings.to_act_on() > 0);
        let rows = told
            .into_iter()
            .map(|table| Row::of(table, edition.units, lang));
        OfEdition {
            name: several.then_some(&*edition.name),
            rows: rows.collect(),
            silent: silent.into_iter().map(|t| (&*t.code, &*t.name)).collect(),
        }
    }
}

impl<'a> Row<'a> {
    fn of(t: &'a TableReport, units: usize, lang: Lang) -> Row<'a> {
        let has_options = t.units.filled > 0 && !t.options.is_empty();
        let problems = [("e", t.findings.error), ("w", t.findings.warning)];
        let sums = t.sums.iter().filter(|s| s.values > 0);
        Row {
            class: match (t.units.filled, has_options) {
                (0, _) => "none",
                (_, true) => "has-opt",
                _ => "",
            },
            code: &t.code,
            name: &t.name,
            wide: share(t.units.filled, units),
            filled: t.units.filled,
            units,
            records: thousands(&t.records.to_string()),
            sums: sums.map(|sum| OfSum::of(sum, lang)).collect(),
            problems: problems.into_iter().filter(|(_, n)| *n > 0).collect(),
            options: has_options.then(|| options(t, lang)),
        }
    }
}

impl<'a> OfSum<'a> {
    fn of(sum: &'a Sum, lang: Lang) -> OfSum<'a> {
        let values = sum.values;
        OfSum {
            said: lang.pick(format!("{values} 个数之和"), format!("sum of {values}")),
            label: &sum.label,
            n: match sum.sum {
                Some(n) => number(n),
                None => lang.pick("太大", "too large").to_owned(),
            },
            unit: &sum.unit,
        }
    }
}

/// How often each option was chosen, as bars over the units that answered.
fn options(t: &TableReport, lang: Lang) -> (String, Vec<Choice<'_>>) {
    let chosen = t.options.iter().filter(|o| o.count > 0).count();
    let all = t.options.len();
    let said = match lang {
        Lang::Zh => format!("各选项的单位数（{all} 项中选了 {chosen} 项）"),
        Lang::En => format!("units by option ({chosen} of {all} chosen)"),
    };
    let options = t.options.iter().map(|option| Choice {
        label: &option.label,
        count: option.count,
        wide: share(option.count, t.units.filled).min(100),
    });
    (said, options.collect())
}

/// So many of a hundred.
fn share(n: usize, of: usize) -> usize {
    (n * 100).checked_div(of).unwrap_or(0)
}

/// A number with all its digits, thousands parted.
fn number(n: Decimal) -> String {
    let text = n.normalize().to_string();
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => ("−", digits),
        None => ("", &*text),
    };
    match digits.split_once('.') {
        Some((whole, rest)) => format!("{sign}{}.{rest}", thousands(whole)),
        None => format!("{sign}{}", thousands(digits)),
    }
}

fn thousands(digits: &str) -> String {
    let mut out = String::new();
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_their_digits() {
        let say = |text: &str| number(text.parse().unwrap());
        assert_eq!(say("1234567.8900"), "1,234,567.89");
        assert_eq!(say("-1000"), "−1,000");
        assert_eq!(say("0.05"), "0.05");
        assert_eq!(say("999"), "999");
    }
}
