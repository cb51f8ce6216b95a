//! A bar chart drawn by the server: geometry only, so that the page needs no script.
//!
//! Presentation is in the stylesheet by class. A data table always stands beside it.

use crate::domain::words;
use serde::Serialize;

const LEFT: f64 = 44.0;
const TOP: f64 = 12.0;
const PLOT_WIDTH: f64 = 780.0;
const PLOT_HEIGHT: f64 = 200.0;
const GRID_LINES: u32 = 4;

/// Two series of bars by month, in the units of the drawing (840 by 260).
#[derive(Debug, Clone, Serialize)]
pub struct Chart {
    /// The name read for the drawing.
    pub title: String,
    /// What it shows, in a sentence.
    pub description: String,
    /// The names of the two series.
    pub series: [String; 2],
    /// The months.
    pub groups: Vec<Group>,
    /// Horizontal lines with their values.
    pub grid: Vec<GridLine>,
}

/// The bars of one month and its row of the table.
#[derive(Debug, Clone, Serialize)]
pub struct Group {
    /// The month, short, below the bars.
    pub label: String,
    /// The middle of the month's place, from the left.
    pub middle: String,
    /// A bar of each series.
    pub bars: Vec<Bar>,
}

/// One bar.
#[derive(Debug, Clone, Serialize)]
pub struct Bar {
    /// The class of its series: `a` or `b`.
    pub class: &'static str,
    /// Its left edge.
    pub x: String,
    /// Its upper edge.
    pub y: String,
    /// Its width.
    pub width: String,
    /// Its height.
    pub height: String,
    /// The value in words.
    pub value: String,
    /// The cases behind it.
    pub href: String,
}

/// A horizontal line with its value.
#[derive(Debug, Clone, Serialize)]
pub struct GridLine {
    /// Its place from the top.
    pub y: String,
    /// Its value.
    pub value: String,
}

/// One month's two figures, each with the list of its cases.
#[derive(Debug, Clone)]
pub struct Point {
    /// The month, short.
    pub label: String,
    /// The figures of the two series.
    pub values: [u32; 2],
    /// The lists behind them.
    pub hrefs: [String; 2],
}

impl Chart {
    /// Draws the points, the first at the left.
    #[must_use]
    pub fn new(title: &str, description: &str, series: [&str; 2], points: &[Point]) -> Self {
        let highest = points
            .iter()
            .flat_map(|point| point.values)
            .max()
            .unwrap_or(0);
        let top = round_up(highest);
        let place = |value: u32| TOP + PLOT_HEIGHT * (1.0 - f64::from(value) / f64::from(top));
        let count = u32::try_from(points.len().max(1)).unwrap_or(u32::MAX);
        let step = PLOT_WIDTH / f64::from(count);
        let width = step * 0.38;
        let mut left = LEFT;
        let mut groups = Vec::with_capacity(points.len());
        for point in points {
            let bar = |series: usize, class, x: f64| Bar {
                class,
                x: unit(x),
                y: unit(place(point.values[series])),
                width: unit(width),
                height: unit(TOP + PLOT_HEIGHT - place(point.values[series])),
                value: figure(point.values[series]),
                href: point.hrefs[series].clone(),
            };
            groups.push(Group {
                label: point.label.clone(),
                middle: unit(left + step / 2.0),
                bars: vec![
                    bar(0, "a", left + step * 0.10),
                    bar(1, "b", left + step * 0.52),
                ],
            });
            left += step;
        }
        Self {
            title: title.to_owned(),
            description: description.to_owned(),
            series: series.map(str::to_owned),
            groups,
            grid: (0..=GRID_LINES)
                .map(|line| line * top / GRID_LINES)
                .map(|value| GridLine {
                    y: unit(place(value)),
                    value: figure(value),
                })
                .collect(),
        }
    }
}

/// The lowest top of the scale that holds the highest value and has even grid lines.
fn round_up(highest: u32) -> u32 {
    let needed = highest.div_ceil(GRID_LINES).max(1);
    if needed <= 10 {
        return needed * GRID_LINES;
    }
    let mut size = 1_u32;
    loop {
        for factor in [10, 15, 20, 25, 30, 40, 50, 60, 80] {
            let step = size.saturating_mul(factor);
            if step >= needed {
                return step.saturating_mul(GRID_LINES);
            }
        }
        size = size.saturating_mul(10);
    }
}

fn figure(value: u32) -> String {
    words::thousands(usize::try_from(value).unwrap_or(usize::MAX))
}

fn unit(length: f64) -> String {
    format!("{length:.1}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(received: u32, answered: u32) -> Point {
        Point {
            label: "Nov 26".into(),
            values: [received, answered],
            hrefs: ["/a".into(), "/b".into()],
        }
    }

    #[test]
    fn the_highest_bar_fits_and_half_as_much_is_half_as_high() {
        let chart = Chart::new("t", "d", ["a", "b"], &[point(400, 200)]);
        assert_eq!(chart.grid.last().unwrap().value, "400");
        assert_eq!(chart.groups[0].bars[0].height, "200.0");
        assert_eq!(chart.groups[0].bars[1].height, "100.0");
        assert_eq!(chart.groups[0].bars[0].y, "12.0");
    }

    #[test]
    fn nothing_received_draws_no_bar_and_does_not_divide_by_zero() {
        let chart = Chart::new("t", "d", ["a", "b"], &[point(0, 0)]);
        assert_eq!(chart.groups[0].bars[0].height, "0.0");
        assert!(Chart::new("t", "d", ["a", "b"], &[]).groups.is_empty());
    }
}
