//! The monthly report: each figure with its definition and a link to its cases.

use crate::web::pages::Page;
use crate::web::pages::chart::{Chart, Point};
use crate::web::pages::parts::Link;
use serde::Serialize;

/// The report of one month.
#[derive(Debug, Clone, Serialize)]
pub struct MonthlyReport {
    /// The month in words, for example `October 2026`.
    pub month: String,
    /// What is counted and until when, in a sentence.
    pub summary: String,
    /// The month before.
    pub previous: Link,
    /// The month after, unless it has not begun.
    pub next: Option<Link>,
    /// The headings of the three columns: this month, the last, the same month last year.
    pub columns: [String; 3],
    /// The figures.
    pub rows: Vec<Figure>,
    /// Thirteen months of requests received and answered.
    pub chart: Chart,
    /// The report as files.
    pub downloads: Vec<Link>,
}

/// One figure in three months.
#[derive(Debug, Clone, Serialize)]
pub struct Figure {
    /// Its name.
    pub label: String,
    /// What exactly is counted.
    pub definition: String,
    /// Whether it is a part of the figure above.
    pub part: bool,
    /// This month, the last, the same month last year.
    pub cells: Vec<Cell>,
}

/// A figure's value in one month.
#[derive(Debug, Clone, Serialize)]
pub struct Cell {
    /// The value, or a dash when there were no data.
    pub value: String,
    /// Its share, for example `91.3%`, or nothing.
    pub share: String,
    /// The list of its cases; nothing when there are no data.
    pub href: Option<String>,
}

impl Page for MonthlyReport {
    const TEMPLATE: &'static str = "pages/reports/month";

    fn title(&self) -> String {
        format!("Monthly report, {}", self.month)
    }

    fn samples() -> Vec<Self> {
        let figure = |label: &str, definition: &str, part, values: [(&str, &str); 3]| Figure {
            label: label.into(),
            definition: definition.into(),
            part,
            cells: values
                .iter()
                .zip(["2026-10", "2026-09", "2025-10"])
                .map(|((value, share), month)| Cell {
                    value: (*value).into(),
                    share: (*share).into(),
                    href: (*value != "–").then(|| {
                        format!(
                            "/desk/requests?received={month}&figure={}",
                            label.to_lowercase().replace(' ', "_")
                        )
                    }),
                })
                .collect(),
        };
        let months = [
            "Oct 25", "Nov 25", "Dec 25", "Jan 26", "Feb 26", "Mar 26", "Apr 26", "May 26",
            "Jun 26", "Jul 26", "Aug 26", "Sep 26", "Oct 26",
        ];
        let received = [
            402, 377, 290, 455, 431, 468, 399, 380, 421, 433, 361, 410, 447,
        ];
        let answered = [
            390, 401, 260, 402, 440, 455, 421, 377, 402, 440, 371, 388, 430,
        ];
        let points: Vec<Point> = months
            .iter()
            .zip(received.into_iter().zip(answered))
            .map(|(label, (received, answered))| Point {
                label: (*label).into(),
                values: [received, answered],
                hrefs: [
                    format!("/desk/requests?received={}", label.replace(' ', "-")),
                    format!("/desk/requests?answered={}", label.replace(' ', "-")),
                ],
            })
            .collect();
        let full = Self {
            month: "October 2026".into(),
            summary: "All requests under every law, counted on Monday 23 November 2026.".into(),
            previous: Link::new("September 2026", "/desk/reports/month/2026-09"),
            next: Some(Link::new("November 2026", "/desk/reports/month/2026-11")),
            columns: [
                "October 2026".into(),
                "September 2026".into(),
                "October 2025".into(),
            ],
            rows: vec![
                figure(
                    "Received",
                    "Requests whose day of receipt is in the month.",
                    false,
                    [("447", ""), ("410", ""), ("402", "")],
                ),
                figure(
                    "Answered",
                    "Requests answered in the month, whenever they were received.",
                    false,
                    [("430", ""), ("388", ""), ("390", "")],
                ),
                figure(
                    "In time",
                    "Of those answered, the ones answered on or before their due date.",
                    true,
                    [("392", "91.2%"), ("361", "93.0%"), ("331", "84.9%")],
                ),
                figure(
                    "Late",
                    "Of those answered, the ones answered after their due date.",
                    true,
                    [("38", "8.8%"), ("27", "7.0%"), ("59", "15.1%")],
                ),
                figure(
                    "Open at month end",
                    "Requests received and not answered at the end of the last day of the month.",
                    false,
                    [("1,283", ""), ("1,266", ""), ("–", "")],
                ),
            ],
            chart: Chart::new(
                "Requests received and answered by month",
                "From October 2025 to October 2026 between 290 and 468 requests were received in a month.",
                ["Received", "Answered"],
                &points,
            ),
            downloads: vec![
                Link::new("Download as CSV", "/desk/reports/month/2026-10.csv"),
                Link::new("Download as JSON", "/desk/reports/month/2026-10.json"),
            ],
        };
        let empty = Self {
            next: None,
            rows: vec![figure(
                "Received",
                "Requests whose day of receipt is in the month.",
                false,
                [("0", ""), ("–", ""), ("–", "")],
            )],
            chart: Chart::new(
                "Requests received and answered by month",
                "Nothing was received.",
                ["Received", "Answered"],
                &[],
            ),
            ..full.clone()
        };
        vec![empty, full]
    }
}
