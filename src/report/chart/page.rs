//! The figures as a page: each chart with its table, and the records behind each bar.

use std::io::{self, Write};

use askama::Template;

use super::model::{Chart, Charts, Part, shown};
use super::svg::svg;
use crate::report::draw::policy;
use crate::said;
use crate::text::lang::{Lang, Said};
use crate::text::visible::visible;

const STYLE: &str = include_str!("page.css");

/// Where things lie beside a chart: the drawing, the workbook, and the records of a bar.
pub struct Given<'g> {
    /// The drawing's address.
    pub svg: String,
    /// The workbook's.
    pub xlsx: String,
    /// Where the records of a bar's number are: the bar's place, the series'.
    pub records: &'g dyn Fn(usize, usize) -> String,
}

/// A chart with its table.
#[derive(Template)]
#[template(path = "report/chart/templates/one.html")]
pub struct OneChart {
    lang: Lang,
    id: String,
    title: String,
    drawing: Markup,
    notes: Vec<String>,
    svg: String,
    xlsx: String,
    heads: Vec<String>,
    rows: Vec<(String, Vec<Cell>)>,
}

/// What is HTML already: every text in it was escaped where it was made.
struct Markup(String);

impl std::fmt::Display for Markup {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl askama::filters::HtmlSafe for Markup {}

/// A number of the table, and where its records are.
struct Cell {
    text: String,
    href: String,
}

/// The records behind a number, or a bar.
pub struct Records {
    /// What the bar is called, and what its number is.
    pub title: String,
    /// The records.
    pub lines: Vec<Line>,
}

/// A record behind a number.
#[derive(Debug)]
pub struct Line {
    /// Its unit's place in [`Charts::units`].
    pub unit: usize,
    /// Whose it is.
    pub whose: String,
    /// The file that it stands in.
    pub file: String,
    /// Its table.
    pub table: String,
    /// Its place among the table's records, from 0.
    pub record: usize,
    /// What it is called.
    pub name: String,
    /// What it adds, and to what.
    pub adds: String,
}

impl askama::filters::HtmlSafe for OneChart {}

impl OneChart {
    fn t<'a>(&self, zh: &'a str, en: &'a str) -> &'a str {
        self.lang.pick(zh, en)
    }

    /// A chart of these.
    pub fn of(chart: &Chart, charts: &Charts, lang: Lang, given: &Given<'_>) -> OneChart {
        let before = charts.before.as_ref();
        let plain = |said: &Said| visible(said.get(lang)).into_owned();
        let mut heads: Vec<String> = Vec::new();
        for series in &chart.series {
            let name = match series.is_empty() {
                true => plain(&chart.measure),
                false => plain(series),
            };
            heads.push(name);
            heads.extend(before.map(plain));
        }
        if chart.stacked && chart.series.len() > 1 {
            heads.push(lang.pick("合计", "total").to_owned());
        }
        let rows = chart.bars.iter().enumerate().map(|(b, bar)| {
            let mut cells = Vec::new();
            let empty = |text: String| Cell {
                text,
                href: String::new(),
            };
            let number = |n: Option<rust_decimal::Decimal>| n.map_or_else(String::new, shown);
            for (s, figure) in bar.figures.iter().enumerate() {
                cells.push(Cell {
                    text: number(figure.value),
                    href: match figure.parts.is_empty() {
                        true => String::new(),
                        false => (given.records)(b, s),
                    },
                });
                if before.is_some() {
                    cells.push(empty(number(figure.before)));
                }
            }
            if chart.stacked && chart.series.len() > 1 {
                cells.push(empty(shown(bar.sum())));
            }
            (plain(&bar.label), cells)
        });
        OneChart {
            lang,
            id: chart.id.clone(),
            title: plain(&chart.title),
            drawing: Markup(svg(chart, before, lang, Some(given.records))),
            notes: chart.notes.iter().map(plain).collect(),
            svg: given.svg.clone(),
            xlsx: given.xlsx.clone(),
            rows: rows.collect(),
            heads,
        }
    }
}

impl Records {
    /// The records behind a bar: of one series, or of all.
    pub fn of(
        chart: &Chart,
        charts: &Charts,
        bar: usize,
        one: Option<usize>,
        lang: Lang,
    ) -> Option<Records> {
        let own = chart.bars.get(bar)?;
        let mut lines = Vec::new();
        for (s, figure) in own.figures.iter().enumerate() {
            if one.is_none_or(|one| one == s) {
                let name = chart.series.get(s).map_or("", |n| n.get(lang));
                let line = |p: &Part| line(p, charts, chart, name, lang);
                lines.extend(figure.parts.iter().map(line));
            }
        }
        let series = one
            .and_then(|s| chart.series.get(s))
            .map_or("", |s| s.get(lang));
        let between = if series.is_empty() { "" } else { " · " };
        let number = match one {
            Some(s) => own.figures.get(s)?.value,
            None => Some(own.sum()),
        };
        Some(Records {
            title: format!(
                "{}{between}{} {} {}",
                visible(own.label.get(lang)),
                visible(series),
                number.map_or_else(|| "—".to_owned(), shown),
                visible(chart.measure.get(lang)),
            ),
            lines,
        })
    }
}

fn line(part: &Part, charts: &Charts, chart: &Chart, series: &str, lang: Lang) -> Line {
    let unit = charts.units.get(part.unit);
    let between = if series.is_empty() || chart.counts {
        ""
    } else {
        " "
    };
    let adds = match chart.counts {
        true => String::new(),
        false => format!("{} {}", shown(part.value), chart.measure.get(lang)),
    };
    Line {
        unit: part.unit,
        whose: unit.map_or(String::new(), |u| match u.name.is_empty() {
            true => visible(&u.file).into_owned(),
            false => visible(&u.name).into_owned(),
        }),
        file: unit.map_or(String::new(), |u| visible(&u.file).into_owned()),
        table: part.table.to_string(),
        record: part.record,
        name: visible(&part.name).into_owned(),
        adds: format!("{}{between}{adds}", visible(series)),
    }
}

/// The page by itself.
#[derive(Template)]
#[template(path = "report/chart/templates/figures.html")]
struct Whole {
    lang: Lang,
    code: &'static str,
    policy: String,
    style: &'static str,
    title: String,
    lede: Vec<String>,
    sections: Vec<Section>,
    foot: String,
}

/// The charts of a table, or those over several.
struct Section {
    id: String,
    title: String,
    charts: Vec<(OneChart, Vec<(String, Records)>)>,
}

impl Whole {
    fn t<'a>(&self, zh: &'a str, en: &'a str) -> &'a str {
        self.lang.pick(zh, en)
    }
}

/// What is said over all figures: of how many units, and what is not in them.
pub(crate) fn lede(charts: &Charts) -> Vec<Said> {
    let n = charts.units.len();
    let mut said = vec![said!(
        "{n} 份调查表的数，重复的只计一次；读不出的值不在其中。",
        "The numbers of {n} forms; what was reported twice counts once, and what could not be read is not in them."
    )];
    if let n @ 1.. = charts.others {
        said.push(said!(
            "另有 {n} 份是别的版本，不在其中。",
            "{n} more are of another edition, and not in them."
        ));
    }
    if let Some(before) = &charts.before {
        let Said { zh, en } = before;
        said.push(said!("浅色的是{zh}。", "The pale bars are of {en}."));
    }
    said
}

/// Writes the figures as a page that needs nothing else; the drawings and workbooks lie beside it,
/// in `svg/` and `xlsx/`.
///
/// # Errors
/// What `out` refuses.
pub fn write_page(charts: &Charts, lang: Lang, out: impl Write) -> io::Result<()> {
    let mut sections: Vec<Section> = Vec::new();
    for chart in &charts.charts {
        let (id, title) = match &chart.table {
            None => (
                "all".to_owned(),
                lang.pick("各表合起来", "All tables").to_owned(),
            ),
            Some((code, name)) => (
                code.to_string(),
                format!("{} {}", visible(code), visible(name)),
            ),
        };
        let records = |bar: usize, _: usize| format!("#{}-{bar}", chart.id);
        let given = Given {
            svg: format!("svg/{}.svg", chart.id),
            xlsx: format!("xlsx/{}.xlsx", chart.id),
            records: &records,
        };
        let one = OneChart::of(chart, charts, lang, &given);
        let behind = (0..chart.bars.len()).filter_map(|bar| {
            let records = Records::of(chart, charts, bar, None, lang)?;
            (!records.lines.is_empty()).then(|| (format!("{}-{bar}", chart.id), records))
        });
        let behind = behind.collect();
        match sections.iter_mut().find(|s| s.id == id) {
            Some(section) => section.charts.push((one, behind)),
            None => sections.push(Section {
                id,
                title,
                charts: vec![(one, behind)],
            }),
        }
    }
    let version = env!("CARGO_PKG_VERSION");
    let whole = Whole {
        lang,
        code: lang.pick("zh-CN", "en"),
        policy: policy(""),
        style: STYLE,
        title: format!(
            "{} · {}",
            lang.pick("看数", "Figures"),
            visible(charts.survey.get(lang))
        ),
        lede: lede(charts)
            .iter()
            .map(|s| s.get(lang).to_owned())
            .collect(),
        sections,
        foot: lang.pick(
            format!("由 huibiao {version} 生成。本页不联网。"),
            format!("Made by huibiao {version}. This page needs no network."),
        ),
    };
    let mut out = io::BufWriter::new(out);
    whole.write_into(&mut out)?;
    out.flush()
}
