//! The monthly volumes as text, CSV and JSON.

use super::table;
use crate::domain::statistics::{Figure, Month, per_cent};
use crate::domain::words;
use chrono::NaiveDate;
use serde_json::{Map, Value, json};

/// The report of one month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonthReport {
    /// The days counted: of this month, of last month and of the same month last year.
    pub days: [Days; 3],
    /// The day up to which this month is counted, while it has not ended; the others are then
    /// counted over the same days.
    pub so_far: Option<NaiveDate>,
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

/// A first and a last day, both included.
pub type Days = (NaiveDate, NaiveDate);

/// A month's name: `June 2026`.
#[must_use]
pub fn month_name(first: NaiveDate) -> String {
    first.format("%B %Y").to_string()
}

impl MonthReport {
    /// The month it is of, by its first day.
    #[must_use]
    pub const fn month(&self) -> NaiveDate {
        self.days[0].0
    }

    /// The headings of its columns: the months, or the days of them that are counted.
    #[must_use]
    pub fn headings(&self) -> [String; 3] {
        self.days.map(|(first, last)| match self.so_far {
            None => month_name(first),
            Some(_) if first == last => words::date(first),
            Some(_) => format!("1 to {}", words::date(last)),
        })
    }

    /// A figure's title, which says of which day it is while the month has not ended.
    #[must_use]
    pub fn title_of(&self, figure: Figure) -> &'static str {
        let so_far = self.so_far.is_some();
        if so_far && figure == Figure::OpenAtEnd {
            "Open at the end of the last day"
        } else if so_far && figure == Figure::ReviewsOpenAtEnd {
            "Reviews open at the end of the last day"
        } else {
            figure.title()
        }
    }

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
        let received = words::count(usize::try_from(now.received).unwrap_or(0), "request");
        if let Some(today) = self.so_far {
            return format!(
                "{received} received so far, up to {}: {} and {}. {timeliness}",
                words::date(today),
                change(before.received, "in the same days of last month"),
                change(year.received, "of last year"),
            );
        }
        format!(
            "{received} received, {} and {}. {timeliness}",
            change(before.received, "last month"),
            change(year.received, "in the same month last year"),
        )
    }

    /// The table as plain text.
    #[must_use]
    pub fn text(&self) -> String {
        let mut out = format!("{}\n{}\n\n", month_name(self.month()), self.summary());
        out.push_str(&format!("{:<30}", ""));
        for heading in self.headings() {
            out.push_str(&format!("{heading:>24}"));
        }
        out.push('\n');
        for figure in Figure::all() {
            let whole = figure.part_of();
            let indent = if whole.is_some() { "  " } else { "" };
            out.push_str(&format!(
                "{:<30}",
                format!("{indent}{}", self.title_of(figure))
            ));
            for counts in &self.counts {
                let value = figure.of(counts);
                let share = whole
                    .and_then(|whole| per_cent(value, whole.of(counts)))
                    .map(|p| format!(" ({p}%)"))
                    .unwrap_or_default();
                out.push_str(&format!("{:>24}", format!("{value}{share}")));
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
        let months = self.days.map(|days| self.name(days));
        let heading = ["figure", "title"]
            .map(str::to_owned)
            .into_iter()
            .chain(months);
        let lines = Figure::all().into_iter().map(|figure| {
            let counts = self
                .counts
                .iter()
                .map(|counts| figure.of(counts).to_string());
            let names = [figure.as_str().to_owned(), self.title_of(figure).to_owned()];
            names.into_iter().chain(counts).collect::<Vec<_>>()
        });
        table::csv(std::iter::once(heading.collect()).chain(lines))
    }

    /// The days counted as files name them: the month, or a span of its days (ISO 8601).
    fn name(&self, (first, last): Days) -> String {
        match self.so_far {
            None => first.format("%Y-%m").to_string(),
            Some(_) => format!("{first}/{last}"),
        }
    }

    /// The figures as JSON, with their definitions.
    #[must_use]
    pub fn json(&self) -> Value {
        let month_of = |month: NaiveDate| month.format("%Y-%m").to_string();
        let figures: Vec<Value> = Figure::all()
            .into_iter()
            .map(|figure| {
                let values: Map<String, Value> = self
                    .days
                    .iter()
                    .zip(&self.counts)
                    .map(|(days, counts)| (self.name(*days), json!(figure.of(counts))))
                    .collect();
                json!({
                    "figure": figure.as_str(),
                    "title": self.title_of(figure),
                    "definition": figure.definition(),
                    "values": values,
                })
            })
            .collect();
        let volumes: Vec<Value> = self
            .volumes
            .iter()
            .map(
                |v| json!({"month": month_of(v.month), "received": v.received, "answered": v.answered}),
            )
            .collect();
        let so_far = self.so_far.map(|day| day.to_string());
        json!({
            "month": month_of(self.month()),
            "so_far": so_far,
            "figures": figures,
            "volumes": volumes,
        })
    }
}
