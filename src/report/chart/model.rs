//! A chart: bars, what each stands for, and the records behind it.

use std::sync::Arc;

use rust_decimal::Decimal;

use crate::text::lang::Said;

/// What a survey says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Charts {
    /// The survey's name, in both languages.
    pub survey: Said,
    /// What the earlier survey is called, where one is compared with.
    pub before: Option<Said>,
    /// Whose records are in it.
    pub units: Vec<ChartUnit>,
    /// How many submissions are of another edition, and not in it.
    pub others: usize,
    /// The charts with anything to show: those over several tables first.
    pub charts: Vec<Chart>,
}

/// A unit whose records are in the charts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChartUnit {
    /// Its name on the form; empty where it gives none.
    pub name: String,
    /// The form's file.
    pub file: String,
}

/// One chart.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Chart {
    /// By what it is known, in names of files and in addresses: letters, digits, `-` and `_`.
    pub id: String,
    /// The table that it is about; none where it is about several.
    pub table: Option<(Arc<str>, String)>,
    /// What it shows.
    pub title: Said,
    /// Its numbers are of records, and no amounts.
    pub counts: bool,
    /// What its numbers are: 万元, 人次, records.
    pub measure: Said,
    /// What to know before using it.
    pub notes: Vec<Said>,
    /// What each bar has a number of, one after another: the kinds of money, say.
    pub series: Vec<Said>,
    /// The numbers of a bar are parts of a whole.
    pub stacked: bool,
    /// Its bars.
    pub bars: Vec<Bar>,
}

/// A bar: a country, an option, an item.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bar {
    /// What it is called.
    pub label: Said,
    /// Its numbers, one a series.
    pub figures: Vec<Figure>,
}

/// A number with what it is made of.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Figure {
    /// The number; none where nothing was given.
    pub value: Option<Decimal>,
    /// The same of the earlier survey, where one is compared with.
    pub before: Option<Decimal>,
    /// The records that it comes of.
    pub parts: Vec<Part>,
}

/// A record behind a number.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// Whose: a place in [`Charts::units`].
    pub unit: usize,
    /// Its table.
    pub table: Arc<str>,
    /// Its place among the table's records of its submission, from 0.
    pub record: usize,
    /// What people call it; empty where it has no name.
    pub name: Arc<str>,
    /// What it adds.
    pub value: Decimal,
}

impl Figure {
    /// Adds what a record gives.
    pub(super) fn add(&mut self, part: Part) {
        let before = self.value.unwrap_or_default();
        self.value = Some(before.saturating_add(part.value));
        self.parts.push(part);
    }

    /// Something is there, now or before.
    fn says_something(&self) -> bool {
        let some = |n: Option<Decimal>| n.is_some_and(|n| !n.is_zero());
        some(self.value) || some(self.before)
    }
}

impl Bar {
    /// A bar without a number yet.
    pub(super) fn of(label: Said, series: usize) -> Bar {
        Bar {
            label,
            figures: vec![Figure::default(); series],
        }
    }

    /// All its numbers together.
    pub fn sum(&self) -> Decimal {
        let values = self.figures.iter().filter_map(|f| f.value);
        values.fold(Decimal::ZERO, Decimal::saturating_add)
    }

    /// The same of the earlier survey; none where it had nothing there.
    pub fn sum_before(&self) -> Option<Decimal> {
        let values = self.figures.iter().filter_map(|f| f.before);
        values.reduce(Decimal::saturating_add)
    }
}

impl Chart {
    /// Something is to be seen on it.
    pub(super) fn says_something(&self) -> bool {
        let mut figures = self.bars.iter().flat_map(|b| &b.figures);
        figures.any(Figure::says_something)
    }
}

impl Charts {
    /// A chart by what it is known.
    pub fn chart(&self, id: &str) -> Option<&Chart> {
        self.charts.iter().find(|c| c.id == id)
    }
}

/// A number as charts and their tables show it: without zeros at its end, thousands apart.
pub(super) fn shown(n: Decimal) -> String {
    let text = n.normalize().to_string();
    let (sign, rest) = match text.strip_prefix('-') {
        Some(rest) => ("−", rest),
        None => ("", &*text),
    };
    let (whole, part) = rest.split_once('.').unwrap_or((rest, ""));
    let mut out = String::from(sign);
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if !part.is_empty() {
        out.push('.');
        out += part;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::shown;

    #[test]
    fn a_number_is_shown_whole() {
        for (number, text) in [
            ("0", "0"),
            ("12.50", "12.5"),
            ("1234567.891", "1,234,567.891"),
            ("-1000", "−1,000"),
            ("100", "100"),
        ] {
            assert_eq!(shown(number.parse().unwrap()), text);
        }
    }
}
