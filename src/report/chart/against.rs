//! This survey's figures beside an earlier one's.

use super::model::{Bar, Chart, Charts, Figure};
use crate::text::lang::Said;

impl Charts {
    /// Puts an earlier survey's numbers beside these: the same chart's, bar's and series'. What only
    /// the earlier one has is there too, without a number of now.
    pub fn against(&mut self, earlier: &Charts, called: Said) {
        for old in &earlier.charts {
            let own = self.charts.iter_mut().find(|c| c.id == old.id);
            let chart = match own {
                Some(chart) => chart,
                None => {
                    self.charts.push(emptied(old));
                    let last = self.charts.len() - 1;
                    &mut self.charts[last]
                }
            };
            beside(chart, old);
        }
        self.before = Some(called);
    }
}

/// A chart of which nothing is left now.
fn emptied(old: &Chart) -> Chart {
    let mut chart = old.clone();
    for figure in chart.bars.iter_mut().flat_map(|b| &mut b.figures) {
        *figure = Figure::default();
    }
    chart
}

fn beside(chart: &mut Chart, old: &Chart) {
    for series in &old.series {
        if !chart.series.contains(series) {
            chart.series.push(series.clone());
            let bars = chart.bars.iter_mut();
            bars.for_each(|b| b.figures.push(Figure::default()));
        }
    }
    for old_bar in &old.bars {
        let place = chart.bars.iter().position(|b| b.label == old_bar.label);
        let place = place.unwrap_or_else(|| {
            let bar = Bar::of(old_bar.label.clone(), chart.series.len());
            chart.bars.push(bar);
            chart.bars.len() - 1
        });
        for (series, figure) in old.series.iter().zip(&old_bar.figures) {
            let own = chart.series.iter().position(|s| s == series);
            if let Some(own) = own {
                chart.bars[place].figures[own].before = figure.value;
            }
        }
    }
}
