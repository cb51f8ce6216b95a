//! The monthly volumes as text, CSV and JSON.

use super::table;
use crate::domain::statistics::{Figure, Month, per_cent};
use crate::domain::words;
use chrono::NaiveDate;
use serde_json::{Map, Value, json};

/// The report of one month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonthReport {
    /// The first days of this month, last month and the same month last year.
    pub months: [NaiveDate; 3],
    /// What was counted in each.
    pub counts: [Month; 3],
    /// Received and answered, month by month, up to this one.
    pub volumes: Vec<Volume>,
}

/// How much came in and went out in a month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Volume {
    /// The month's first day.
    pub month: NaiveDate,
    /// Requests received.
    pub received: i64,
    /// Requests answered.
    pub answered: i64,
}

/// A month's name: `June 2026`.
#[must_use]
pub fn month_name(first: NaiveDate) -> String {
    first.format("%B %Y").to_string()
}

impl MonthReport {
    /// What the month comes to, in one sentence.
    #[must_use]
    pub fn summary(&self) -> String {
        let [now, before, year] = &self.counts;
        let change = |past: i64, when: &str| match (now.received - past, past) {
            (_, 0) => format!("none {when}"),
            (0, _) => format!("as many as {when}"),
            (d, _) => format!(
                "{} {} than {when}",
                words::thousands(usize::try_from(d.abs()).unwrap_or(0)),
                if d > 0 { "more" } else { "fewer" }
            ),
        };
        let timeliness = per_cent(now.in_time, now.in_time + now.late).map_or_else(
            || "No answer was sent.".to_owned(),
            |share| format!("{share}% of answers were in time."),
        );
        format!(
            "{} received, {} and {}. {timeliness}",
            words::count(usize::try_from(now.received).unwrap_or(0), "request"),
            change(before.received, "last month"),
            change(year.received, "in the same month last year"),
        )
    }

    /// The table as plain text.
    #[must_use]
    pub fn text(&self) -> String {
        let mut out = format!("{}\n{}\n\n", month_name(self.months[0]), self.summary());
        out.push_str(&format!("{:<30}", ""));
        for month in self.months {
            out.push_str(&format!("{:>16}", month_name(month)));
        }
        out.push('\n');
        for figure in Figure::all() {
            let whole = figure.part_of();
            let indent = if whole.is_some() { "  " } else { "" };
            out.push_str(&format!("{:<30}", format!("{indent}{}", figure.title())));
            for counts in &self.counts {
                let value = figure.of(counts);
                let share = whole
                    .and_then(|whole| per_cent(value, whole.of(counts)))
                    .map(|p| format!(" ({p}%)"))
                    .unwrap_or_default();
                out.push_str(&format!("{:>16}", format!("{value}{share}")));
            }
            out.push('\n');
        }
        out
    }

    /// The table as CSV, one line a figure.
    ///
    /// # Errors
    /// When it cannot be written into memory.
    pub fn csv(&self) -> std::io::Result<String> {
        let months = self.months.map(|month| month.format("%Y-%m").to_string());
        let heading = ["figure", "title"]
            .map(str::to_owned)
            .into_iter()
            .chain(months);
        let lines = Figure::all().into_iter().map(|figure| {
            let counts = self
                .counts
                .iter()
                .map(|counts| figure.of(counts).to_string());
            let names = [figure.as_str().to_owned(), figure.title().to_owned()];
            names.into_iter().chain(counts).collect::<Vec<_>>()
        });
        table::csv(std::iter::once(heading.collect()).chain(lines))
    }

    /// The figures as JSON, with their definitions.
    #[must_use]
    pub fn json(&self) -> Value {
        let name = |month: NaiveDate| month.format("%Y-%m").to_string();
        let figures: Vec<Value> = Figure::all()
            .into_iter()
            .map(|figure| {
                let values: Map<String, Value> = self
                    .months
                    .iter()
                    .zip(&self.counts)
                    .map(|(month, counts)| (name(*month), json!(figure.of(counts))))
                    .collect();
                json!({
                    "figure": figure.as_str(),
                    "title": figure.title(),
                    "definition": figure.definition(),
                    "values": values,
                })
            })
            .collect();
        let volumes: Vec<Value> = self
            .volumes
            .iter()
            .map(
                |v| json!({"month": name(v.month), "received": v.received, "answered": v.answered}),
            )
            .collect();
        json!({"month": name(self.months[0]), "figures": figures, "volumes": volumes})
    }
}
