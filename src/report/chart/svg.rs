//! A chart as SVG: bars that lie, which need nothing else and can be put into a document.

use askama::Template;
use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

use super::model::{Bar, Chart, shown};
use crate::said;
use crate::text::lang::{Lang, Said};
use crate::text::visible::visible;

/// How wide a chart is, in pixels.
const WIDE: f64 = 760.0;
/// How wide the names of bars are at most.
const LABELS: f64 = 250.0;
/// The room that a number gets behind its bar.
const NUMBER: f64 = 96.0;
/// Half a character's width, and a line's height, at the size of the text.
const HALF: f64 = 6.8;
const LINE: f64 = 18.0;
/// A bar's height; that of an earlier survey's.
const TALL: f64 = 16.0;
const THIN: f64 = 7.0;
/// A chart has no more bars than that; what is left is one more. The table has all.
const MOST: usize = 24;
/// What tells series apart: dark and light in turn, so that they differ in grey too.
const COLOURS: [&str; 12] = [
    "#14636b", "#e09f3e", "#6a4c93", "#9ec1a3", "#9e2a2b", "#7fb2e5", "#4f5d2f", "#d8a7b1",
    "#2f4b9c", "#c9b458", "#7a3b12", "#5fb8b0",
];
/// What is left over, and what was before.
const GREY: &str = "#a3abb2";
const BEFORE: &str = "#d5d9dc";

/// A chart, ready to be drawn.
#[derive(Template)]
#[template(path = "report/chart/templates/chart.svg")]
struct Drawn {
    width: f64,
    height: f64,
    title: Vec<(f64, String)>,
    measure: (f64, String),
    legend: Vec<(f64, f64, &'static str, String)>,
    axis: (f64, f64, f64),
    rows: Vec<Row>,
    described: String,
    links: bool,
}

impl Drawn {
    /// A length as SVG has it, to a tenth.
    fn px(&self, n: impl std::borrow::Borrow<f64>) -> f64 {
        (n.borrow() * 10.0).round() / 10.0
    }
}

/// A bar with its name.
struct Row {
    names: Vec<(f64, String)>,
    name_x: f64,
    strips: Vec<Strip>,
}

/// One rectangle after another, with what they come to behind them.
struct Strip {
    /// Where each begins, how wide it is, its colour, what it says, where it leads.
    parts: Vec<Segment>,
    y: f64,
    height: f64,
    number: (f64, f64, String),
    faint: bool,
}

struct Segment {
    x: f64,
    width: f64,
    colour: &'static str,
    said: String,
    href: String,
}

/// Draws a chart. `leads` says where a bar's number leads to: the bar's place and the series'; without
/// it nothing leads anywhere.
pub fn svg(
    chart: &Chart,
    before: Option<&Said>,
    lang: Lang,
    leads: Option<&dyn Fn(usize, usize) -> String>,
) -> String {
    let drawn = draw(chart, before, lang, leads);
    // It is written into memory.
    drawn.render().unwrap_or_default()
}

fn draw(
    chart: &Chart,
    before: Option<&Said>,
    lang: Lang,
    leads: Option<&dyn Fn(usize, usize) -> String>,
) -> Drawn {
    let shown_bars = seen(chart);
    let width = |text: &str| text.width() as f64 * HALF;
    let names = shown_bars.iter().map(|(_, b)| width(b.label.get(lang)));
    let label = names.fold(0.0, f64::max).clamp(40.0, LABELS);
    let left = label + 16.0;
    let room = WIDE - left - NUMBER;
    let most = (shown_bars.iter())
        .map(|(_, bar)| longest(chart, bar))
        .fold(0.0, f64::max);
    let scale = if most > 0.0 { room / most } else { 0.0 };
    let mut y = 14.0;
    let title = lines(chart.title.get(lang), (WIDE - 24.0) / HALF / 1.2);
    let title = title.into_iter().map(|l| {
        y += 21.0;
        (y - 6.0, l)
    });
    let title: Vec<(f64, String)> = title.collect();
    y += LINE;
    let measure = (y - 4.0, said!("单位：{}", "in {}", chart.measure.get(lang)));
    let legend = legend(chart, before, lang, &mut y);
    y += 10.0;
    let top = y;
    let mut rows = Vec::new();
    for (place, bar) in &shown_bars {
        let row = row(
            chart,
            *place,
            bar,
            &Look {
                left,
                label,
                scale,
                lang,
                leads,
            },
            &mut y,
        );
        rows.push(row);
    }
    let all = chart.bars.iter().filter(|b| says(b)).count();
    let left_out = all - shown_bars.iter().filter(|(_, b)| says(b)).count();
    if left_out > 0 {
        let text = said!("另有 {left_out} 项，见表", "{left_out} more, see the table");
        y += LINE;
        let text = text.get(lang).to_owned();
        rows.push(Row {
            names: Vec::new(),
            name_x: left,
            strips: vec![Strip {
                parts: Vec::new(),
                y,
                height: 0.0,
                number: (left + 6.0, y - 5.0, text),
                faint: true,
            }],
        });
    }
    Drawn {
        width: WIDE,
        height: y + 10.0,
        title,
        measure: (measure.0, measure.1.get(lang).to_owned()),
        legend,
        axis: (left, top, y),
        rows,
        described: described(chart, lang),
        links: leads.is_some(),
    }
}

/// The bars that are drawn, with their places: all, or where there are many those with a number, the
/// first of them.
fn seen(chart: &Chart) -> Vec<(usize, &Bar)> {
    let all = chart.bars.iter().enumerate();
    match chart.bars.len() > 12 {
        false => all.collect(),
        true => all.filter(|(_, b)| says(b)).take(MOST).collect(),
    }
}

fn says(bar: &Bar) -> bool {
    let some = |n: Option<rust_decimal::Decimal>| n.is_some_and(|n| !n.is_zero());
    bar.figures.iter().any(|f| some(f.value) || some(f.before))
}

fn real(n: rust_decimal::Decimal) -> f64 {
    // Pixels need no more digits than that.
    n.to_string().parse().unwrap_or(0.0)
}

/// The longest strip of a bar.
fn longest(chart: &Chart, bar: &Bar) -> f64 {
    let of = |n: Option<rust_decimal::Decimal>| n.map_or(0.0, real).max(0.0);
    match chart.stacked {
        true => real(bar.sum()).max(of(bar.sum_before())),
        false => (bar.figures.iter())
            .map(|f| of(f.value).max(of(f.before)))
            .fold(0.0, f64::max),
    }
}

fn colour(chart: &Chart, series: usize) -> &'static str {
    let name = &chart.series[series];
    let is_rest = *name == super::plan::not_broken_down() || *name == super::plan::not_given();
    match is_rest {
        true => GREY,
        false => COLOURS[series % COLOURS.len()],
    }
}

fn legend(
    chart: &Chart,
    before: Option<&Said>,
    lang: Lang,
    y: &mut f64,
) -> Vec<(f64, f64, &'static str, String)> {
    let mut named: Vec<(&'static str, String)> = Vec::new();
    if chart.series.len() > 1 {
        let own = chart.series.iter().enumerate();
        named.extend(own.map(|(i, s)| (colour(chart, i), visible(s.get(lang)).into_owned())));
    }
    if let Some(before) = before {
        named.push((BEFORE, visible(before.get(lang)).into_owned()));
    }
    let mut out = Vec::new();
    let mut x = 12.0;
    for (i, (colour, name)) in named.into_iter().enumerate() {
        let name = clipped(&name, 60);
        let wide = 30.0 + name.width() as f64 * HALF;
        if i == 0 || x + wide > WIDE {
            *y += LINE;
            x = 12.0;
        }
        out.push((x, *y - 12.0, colour, name));
        x += wide;
    }
    out
}

struct Look<'a> {
    left: f64,
    label: f64,
    scale: f64,
    lang: Lang,
    leads: Option<&'a dyn Fn(usize, usize) -> String>,
}

fn row(chart: &Chart, place: usize, bar: &Bar, look: &Look<'_>, y: &mut f64) -> Row {
    let lang = look.lang;
    let label = visible(bar.label.get(lang)).into_owned();
    let names = lines(&label, look.label / HALF);
    let top = *y + 4.0;
    let mut at = top;
    let mut strips = Vec::new();
    let segment = |series: usize, x: f64, value: f64| Segment {
        x,
        width: (value * look.scale).max(0.0),
        colour: colour(chart, series),
        said: {
            let name = chart.series[series].get(lang);
            let number = bar.figures[series]
                .value
                .map_or_else(|| "—".to_owned(), shown);
            let between = if name.is_empty() { "" } else { " " };
            format!("{label} {}{between}{number}", visible(name))
        },
        href: look.leads.map_or(String::new(), |leads| {
            match bar.figures[series].parts.is_empty() {
                true => String::new(),
                false => leads(place, series),
            }
        }),
    };
    let strip = |parts: Vec<Segment>, at: &mut f64, height: f64, number: String, faint: bool| {
        let end = parts.last().map_or(look.left, |s: &Segment| s.x + s.width);
        let strip = Strip {
            parts,
            y: *at,
            height,
            number: (end + 6.0, *at + height / 2.0 + 4.5, number),
            faint,
        };
        *at += height + 2.0;
        strip
    };
    let number = |n: Option<rust_decimal::Decimal>| n.map_or_else(|| "—".to_owned(), shown);
    let earlier = |n: rust_decimal::Decimal| Segment {
        x: look.left,
        width: (real(n) * look.scale).max(0.0),
        colour: BEFORE,
        said: shown(n),
        href: String::new(),
    };
    match chart.stacked {
        true => {
            let mut x = look.left;
            let parts = bar.figures.iter().enumerate().filter_map(|(s, f)| {
                let value = real(f.value?);
                let segment = segment(s, x, value);
                x += segment.width;
                (value > 0.0).then_some(segment)
            });
            let parts: Vec<Segment> = parts.collect();
            let sum = bar.figures.iter().any(|f| f.value.is_some());
            let sum = sum.then(|| bar.sum());
            strips.push(strip(parts, &mut at, TALL, number(sum), false));
            if let Some(before) = bar.sum_before() {
                let parts = vec![earlier(before)];
                strips.push(strip(parts, &mut at, THIN, shown(before), true));
            }
        }
        false => {
            for (s, figure) in bar.figures.iter().enumerate() {
                let parts = match figure.value {
                    Some(value) => vec![segment(s, look.left, real(value))],
                    None => Vec::new(),
                };
                strips.push(strip(parts, &mut at, TALL, number(figure.value), false));
                if let Some(before) = figure.before {
                    let parts = vec![earlier(before)];
                    strips.push(strip(parts, &mut at, THIN, shown(before), true));
                }
            }
        }
    }
    let (row, end) = beside(names, strips, (top, at), look);
    *y = end;
    row
}

/// The strips and the lines of the name, the shorter in the middle of the taller; and where the next
/// row begins. The strips reach from `top` to `at`.
fn beside(
    names: Vec<String>,
    mut strips: Vec<Strip>,
    (top, at): (f64, f64),
    look: &Look<'_>,
) -> (Row, f64) {
    let text = names.len() as f64 * LINE;
    let tall = (at - top).max(text);
    let first = top + (tall - text) / 2.0 + 13.0;
    let shift = (tall - (at - top)) / 2.0;
    for strip in &mut strips {
        strip.y += shift;
        strip.number.1 += shift;
    }
    let names = names.into_iter().enumerate();
    let row = Row {
        names: names.map(|(i, n)| (first + i as f64 * LINE, n)).collect(),
        name_x: look.left - 8.0,
        strips,
    };
    (row, top + tall + 3.0)
}

/// What a chart says in words, for who does not see it.
fn described(chart: &Chart, lang: Lang) -> String {
    let bars = chart.bars.iter().filter(|b| says(b)).take(MOST);
    let bars = bars.map(|bar| {
        let numbers = bar
            .figures
            .iter()
            .map(|f| f.value.map_or_else(|| "—".to_owned(), shown));
        let numbers: Vec<String> = numbers.collect();
        format!("{} {}", visible(bar.label.get(lang)), numbers.join(" / "))
    });
    let bars: Vec<String> = bars.collect();
    bars.join(lang.pick("；", "; "))
}

/// A text in lines of so many half characters, three at most.
fn lines(text: &str, wide: f64) -> Vec<String> {
    let wide = wide.max(4.0) as usize;
    let mut lines = vec![String::new()];
    let mut used = 0;
    for c in visible(text).chars() {
        let w = c.width().unwrap_or(0);
        if used + w > wide {
            if lines.len() == 3 {
                let last = lines.len() - 1;
                lines[last] = clipped(&lines[last], wide.saturating_sub(2));
                lines[last].push('…');
                break;
            }
            // A word of letters is not broken where a blank is near.
            let last = lines.len() - 1;
            let cut = lines[last]
                .rfind(' ')
                .filter(|at| c.is_ascii_alphanumeric() && *at > lines[last].len() / 2);
            let rest = cut.map_or(String::new(), |at| lines[last].split_off(at));
            used = rest.trim_start().width();
            lines.push(rest.trim_start().to_owned());
        }
        used += w;
        let last = lines.len() - 1;
        lines[last].push(c);
    }
    lines
}

fn clipped(text: &str, wide: usize) -> String {
    let mut used = 0;
    let fits = |c: &char| {
        used += c.width().unwrap_or(0);
        used <= wide
    };
    text.chars().take_while(fits).collect()
}
