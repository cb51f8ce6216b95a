//! The monthly report: on the page each figure leads to its cases; as a file it is CSV or JSON.

use crate::casework::reports::month::{cases_behind, last_day};
use crate::domain::statistics::{Figure as Counted, per_cent};
use crate::domain::words;
use crate::reports::month::{MonthReport, month_name};
use crate::web::failure::Failure;
use crate::web::guards::{Desk, to};
use crate::web::links;
use crate::web::pages::chart::{Chart, Point};
use crate::web::pages::error::ErrorPage;
use crate::web::pages::frame::Nav;
use crate::web::pages::parts::Link;
use crate::web::pages::reports::month::{Cell, Figure, MonthlyReport};
use crate::web::routes::answer::Answer;
use crate::web::routes::cases::filter::queue_href;
use crate::web::site::Site;
use chrono::{Datelike, Months, NaiveDate};
use rocket::http::{ContentType, Status};
use rocket::{State, get};

/// This month's report.
#[get("/desk/reports")]
pub fn index(site: &State<Site>, _desk: Desk<to::ReadFigures>) -> Answer {
    Answer::go(links::month(site.now().today))
}

/// The report of a month.
#[get("/desk/reports/month/<month>?<format>")]
pub async fn month(
    site: &State<Site>,
    desk: Desk<to::ReadFigures>,
    month: &str,
    format: Option<&str>,
) -> Result<Answer, Failure> {
    let today = site.now().today;
    let Some(first) = first_day(month).filter(|first| *first <= today) else {
        let page = ErrorPage::of(404).saying(format!(
            "There is no report of \u{201c}{month}\u{201d}. Give a month that has begun, like {}.",
            today.format("%Y-%m")
        ));
        let frame = site.desk(&desk, None).at(Nav::Reports);
        return Answer::wrong(site, &frame, &page, Status::NotFound);
    };
    let report = site.casework.reports().month_report(first, today).await?;
    let name = format!("requests-{}", first.format("%Y-%m"));
    match format {
        Some("csv") => Ok(Answer::file(
            report.csv().map_err(|e| Failure::Broken(e.to_string()))?,
            ContentType::CSV,
            &format!("{name}.csv"),
        )),
        Some("json") => {
            let text = format!("{:#}\n", report.json());
            Ok(Answer::file(
                text,
                ContentType::JSON,
                &format!("{name}.json"),
            ))
        }
        Some(other) => Err(Failure::Refused(format!(
            "The report cannot be had as \u{201c}{other}\u{201d}; ask for csv or json"
        ))),
        None => {
            let page = page(&report, first, today);
            Answer::page(site, &site.desk(&desk, None).at(Nav::Reports), &page)
        }
    }
}

/// The first day of a month written `2026-11`.
fn first_day(month: &str) -> Option<NaiveDate> {
    let (year, number) = month.split_once('-')?;
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if year.len() != 4 || number.len() != 2 || !digits(year) || !digits(number) {
        return None;
    }
    let first = NaiveDate::from_ymd_opt(year.parse().ok()?, number.parse().ok()?, 1)?;
    // The report looks a year back, and no request is older than the laws are.
    Some(first).filter(|first| first.year() >= 1900)
}

fn page(report: &MonthReport, first: NaiveDate, today: NaiveDate) -> MonthlyReport {
    let [_, (before, _), _] = report.days;
    let after = first.checked_add_months(Months::new(1));
    let link = |month: NaiveDate| Link::new(month_name(month), links::month(month));
    MonthlyReport {
        month: month_name(first),
        summary: report.summary(),
        previous: link(before),
        next: after.filter(|month| *month <= today).map(link),
        columns: report.headings(),
        rows: Counted::all()
            .into_iter()
            .map(|figure| row(report, figure))
            .collect(),
        chart: chart(report),
        downloads: vec![
            Link::new("CSV", format!("{}?format=csv", links::month(first))),
            Link::new("JSON", format!("{}?format=json", links::month(first))),
        ],
    }
}

fn row(report: &MonthReport, figure: Counted) -> Figure {
    let cells = report
        .days
        .iter()
        .zip(&report.counts)
        .map(|(days, counts)| {
            let value = figure.of(counts);
            let whole = figure.part_of();
            let share = whole.and_then(|whole| per_cent(value, whole.of(counts)));
            Cell {
                value: words::thousands(usize::try_from(value).unwrap_or(0)),
                share: share.map(|share| format!("{share}%")).unwrap_or_default(),
                href: (value > 0).then(|| queue_href(&cases_behind(figure, *days))),
            }
        });
    Figure {
        label: report.title_of(figure).to_owned(),
        definition: figure.definition().to_owned(),
        part: figure.part_of().is_some(),
        cells: cells.collect(),
    }
}

fn chart(report: &MonthReport) -> Chart {
    let points: Vec<Point> = report
        .volumes
        .iter()
        .map(|volume| Point {
            label: volume.month.format("%b %y").to_string(),
            values: [volume.received, volume.answered].map(|n| u32::try_from(n).unwrap_or(0)),
            hrefs: [Counted::Received, Counted::Answered].map(|figure| {
                let days = (volume.month, last_day(volume.month));
                queue_href(&cases_behind(figure, days))
            }),
        })
        .collect();
    Chart::new(
        "Requests received and answered by month",
        &format!(
            "Thirteen months up to {}: for each, the requests received and the requests answered.{}",
            month_name(report.month()),
            report.so_far.map_or_else(String::new, |today| format!(
                " The last is counted so far, up to {}.",
                words::date(today)
            ))
        ),
        ["Received", "Answered"],
        &points,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_written_with_four_digits_and_two() {
        assert_eq!(first_day("2026-11"), NaiveDate::from_ymd_opt(2026, 11, 1));
        for bad in [
            "2026",
            "2026-13",
            "2026-1",
            "26-11",
            "+026-11",
            "0001-01",
            "2026-11-01",
        ] {
            assert_eq!(first_day(bad), None, "{bad}");
        }
    }
}
