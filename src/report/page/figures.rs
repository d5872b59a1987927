//! The figures of each table: who filled it in, records, sums, options.

use std::io::{self, Write};

use rust_decimal::Decimal;

use crate::text::lang::Lang;

use super::super::model::{EditionReport, Report, TableReport, Tally};
use super::escape::{Esc, encoded};

pub(super) fn write(report: &Report, out: &mut impl Write) -> io::Result<()> {
    let lang = report.lang;
    let title = lang.pick("各表统计", "Figures");
    writeln!(out, "<section id=\"figures\">\n<h2>{title}</h2>")?;
    let note = lang.pick(
        "按读出的记录计，含有问题的记录；未能取值的项不计入合计。",
        "Over all records read, those with problems too; what could not be read as a number is in no sum.",
    );
    writeln!(out, "<p class=\"lede\">{note}</p>")?;
    for edition in &report.editions {
        if report.editions.len() > 1 {
            writeln!(out, "<h3>{}</h3>", Esc(&edition.name))?;
        }
        edition_figures(edition, lang, out)?;
    }
    writeln!(out, "</section>")
}

fn edition_figures(edition: &EditionReport, lang: Lang, out: &mut impl Write) -> io::Result<()> {
    let heads = lang.pick(
        ["表", "填报单位", "记录", "合计", "问题"],
        ["Table", "Units", "Records", "Sums", "Problems"],
    );
    write!(out, "<table class=\"figures\"><thead><tr>")?;
    for head in heads {
        write!(out, "<th scope=\"col\">{head}</th>")?;
    }
    writeln!(out, "</tr></thead>\n<tbody>")?;
    let (told, silent): (Vec<_>, Vec<_>) = edition
        .tables
        .iter()
        .partition(|t| t.units.filled > 0 || t.findings.to_act_on() > 0);
    for table in told {
        row(table, edition.units, lang, out)?;
    }
    writeln!(out, "</tbody></table>")?;
    if silent.is_empty() {
        return Ok(());
    }
    let said = lang.pick("没有单位填报的表：", "Filled in by nobody:");
    write!(out, "<p class=\"unfilled\">{said} ")?;
    for table in silent {
        let (code, name) = (Esc(&table.code), Esc(&table.name));
        write!(out, "<span><code>{code}</code> {name}</span> ")?;
    }
    writeln!(out, "</p>")
}

fn row(t: &TableReport, units: usize, lang: Lang, out: &mut impl Write) -> io::Result<()> {
    let has_options = t.units.filled > 0 && !t.options.is_empty();
    let class = match (t.units.filled, has_options) {
        (0, _) => " class=\"none\"",
        (_, true) => " class=\"has-opt\"",
        _ => "",
    };
    let wide = (t.units.filled * 100).checked_div(units).unwrap_or(0);
    write!(
        out,
        "<tr{class}><th scope=\"row\"><code>{}</code> {}</th>\
         <td class=\"u\"><span class=\"meter\"><i style=\"width:{wide}%\"></i></span>{} / {units}</td>\
         <td class=\"r\">{}</td><td class=\"sums\">",
        Esc(&t.code),
        Esc(&t.name),
        t.units.filled,
        thousands(&t.records.to_string()),
    )?;
    for sum in t.sums.iter().filter(|s| s.values > 0) {
        let n = match sum.sum {
            Some(n) => number(n),
            None => lang.pick("太大", "too large").to_owned(),
        };
        let values = sum.values;
        let said = lang.pick(format!("{values} 个数之和"), format!("sum of {values}"));
        write!(
            out,
            "<span title=\"{said}\">{} <b>{n}</b> {}</span>",
            Esc(&sum.label),
            Esc(&sum.unit)
        )?;
    }
    write!(out, "</td><td class=\"pr\">")?;
    let code = encoded(&t.code);
    for (class, n) in [("e", t.findings.error), ("w", t.findings.warning)] {
        if n > 0 {
            write!(out, "<a class=\"{class}\" href=\"#table={code}\">{n}</a>")?;
        }
    }
    writeln!(out, "</td></tr>")?;
    if has_options {
        write!(out, "<tr class=\"opt\"><td colspan=\"5\">")?;
        options(&t.options, t.units.filled, lang, out)?;
        writeln!(out, "</td></tr>")?;
    }
    Ok(())
}

/// How often each option was chosen, as bars over the units that answered.
fn options(options: &[Tally], units: usize, lang: Lang, out: &mut impl Write) -> io::Result<()> {
    let chosen = options.iter().filter(|o| o.count > 0).count();
    let all = options.len();
    let said = match lang {
        Lang::Zh => format!("各选项的单位数（{all} 项中选了 {chosen} 项）"),
        Lang::En => format!("units by option ({chosen} of {all} chosen)"),
    };
    write!(
        out,
        "<details><summary>{said}</summary><ol class=\"options\">"
    )?;
    for option in options {
        let n = option.count;
        let wide = (n * 100).checked_div(units).unwrap_or(0).min(100);
        let class = if n == 0 { " class=\"none\"" } else { "" };
        write!(
            out,
            "<li{class}><span>{}</span><span class=\"meter\"><i style=\"width:{wide}%\"></i></span><b>{n}</b></li>",
            Esc(&option.label)
        )?;
    }
    write!(out, "</ol></details>")
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
