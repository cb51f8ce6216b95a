//! What a publication changed, in figures, words and a drawing.

use super::readings;
use crate::casework::publication::measure::{Figures, Measured};
use crate::domain::publication::counted::Which;
use crate::domain::publication::effect::Effect;
use crate::domain::words;
use crate::store::{DecisionRow, Filter};
use crate::web::failure::Failure;
use crate::web::pages::parts::{Phrase, SummaryRow};
use crate::web::pages::publication::board::{Dot, GridLine, Measure, MeasureRow, SeriesChart};
use crate::web::routes::cases::filter::queue_href;
use crate::web::site::Site;

const LEFT: f64 = 44.0;
const RIGHT: f64 = 824.0;
const TOP: f64 = 12.0;
const BOTTOM: f64 = 212.0;

/// What a publication changed; nothing while it is not published.
pub async fn measure(site: &Site, row: &DecisionRow) -> Result<Option<Measure>, Failure> {
    let Some(measured) = site.casework.publishing().measure(row, site.now()).await? else {
        return Ok(None);
    };
    Ok(Some(Measure {
        verdict: readings::verdict(&measured),
        readings: match &measured.effect {
            Ok(effect) => readings::readings(effect),
            Err(_) => Vec::new(),
        },
        basis: readings::basis(&measured, row),
        rows: rows(&measured),
        readers: vec![
            SummaryRow::new("Views", words::thousands(row.views as usize)),
            SummaryRow::new(
                "\u{201c}This answered me\u{201d}",
                words::thousands(row.helped as usize),
            ),
            SummaryRow::new(
                "\u{201c}This did not\u{201d}",
                words::thousands(row.not_helped as usize),
            ),
        ],
        chart: measured
            .effect
            .as_ref()
            .ok()
            .map(|effect| chart(&measured, effect)),
    }))
}

fn rows(measured: &Measured) -> Vec<MeasureRow> {
    let each = |figure: Option<f64>| figure.map(|f| format!("{f:.1}"));
    let share = |figures: &Figures| figures.share().map(|s| format!("{:.1}%", s * 100.0));
    let topic = Filter {
        topic: Some(measured.topic),
        ..Filter::default()
    };
    let told = Filter {
        counted: Some(Which::AlreadyPublic),
        ..topic.clone()
    };
    let row = |name: &str, of: &dyn Fn(&Figures) -> Phrase| MeasureRow {
        name: name.to_owned(),
        before: of(&measured.before),
        after: of(&measured.after),
    };
    vec![
        row("Whole months counted", &|f| {
            Phrase::plain(f.months.to_string())
        }),
        row("Requests a quarter", &|f| {
            opened(each(f.a_quarter()), f, &topic, f.requests)
        }),
        row("All requests a quarter", &|f| {
            opened(each(f.all_a_quarter()), f, &Filter::default(), f.all)
        }),
        row("Share of all requests", &|f| {
            opened(share(f), f, &topic, f.requests)
        }),
        row("Answers a quarter that it was public already", &|f| {
            opened(each(f.already_a_quarter()), f, &told, f.already_public)
        }),
        // Of searches nothing is kept that could be listed.
        row("Searches a quarter that found nothing", &|f| {
            let figure = each(f.unmet_a_quarter());
            Phrase::plain(figure.unwrap_or_else(|| "\u{2013}".to_owned()))
        }),
    ]
}

/// A figure of some months that opens the requests it rests on.
fn opened(figure: Option<String>, of: &Figures, filter: &Filter, requests: u32) -> Phrase {
    let Some((figure, days)) = figure.zip(of.days) else {
        return Phrase::plain("\u{2013}");
    };
    Phrase {
        text: figure,
        href: queue_href(&Filter {
            received: Some(days),
            ..filter.clone()
        }),
        opens: format!(
            ", from {} in {}",
            words::count(requests as usize, "request"),
            words::count(of.months, "month")
        ),
    }
}

fn chart(measured: &Measured, effect: &Effect) -> SeriesChart {
    let months = &measured.months;
    let count = u32::try_from(months.len().max(2)).unwrap_or(u32::MAX);
    let step = (RIGHT - LEFT) / f64::from(count - 1);
    let highest = months
        .iter()
        .zip(&effect.expected)
        .map(|(month, expected)| f64::from(month.requests).max(expected.high))
        .fold(4.0, f64::max);
    let top = (highest / 4.0).ceil() * 4.0;
    let x_of = |at: u32| LEFT + step * f64::from(at);
    let y_of = |value: f64| BOTTOM - (BOTTOM - TOP) * value / top;
    let point = |at: u32, value: f64| format!("{:.1},{:.1}", x_of(at), y_of(value));
    let upper = (0..).zip(&effect.expected).map(|(at, e)| point(at, e.high));
    let mut range: Vec<String> = upper.collect();
    let mut lower: Vec<String> = (0..)
        .zip(&effect.expected)
        .map(|(at, e)| point(at, e.low))
        .collect();
    lower.reverse();
    range.extend(lower);
    let line: Vec<String> = (0..)
        .zip(&effect.expected)
        .map(|(at, e)| point(at, e.line))
        .collect();
    let every = count.div_ceil(8);
    let before = u32::try_from(measured.before.months).unwrap_or(0);
    SeriesChart {
        description: format!(
            "{} The line across marks the month of the publication.",
            readings::verdict(measured)
        ),
        range: range.join(" "),
        line: line.join(" "),
        dots: (0..)
            .zip(months.iter().zip(&effect.expected))
            .map(|(at, (month, expected))| Dot {
                x: format!("{:.1}", x_of(at)),
                y: format!("{:.1}", y_of(f64::from(month.requests))),
                month: month.first.format("%b %Y").to_string(),
                named: at % every == 0,
                value: month.requests.to_string(),
                href: queue_href(&Filter {
                    topic: Some(measured.topic),
                    received: Some(month.days()),
                    ..Filter::default()
                }),
                expected: format!(
                    "{:.1} ({:.0} to {:.0})",
                    expected.line, expected.low, expected.high
                ),
            })
            .collect(),
        published_at: format!("{:.1}", x_of(before) - step / 2.0),
        grid: (0..=4)
            .map(|part| top * f64::from(part) / 4.0)
            .map(|value| GridLine {
                y: format!("{:.1}", y_of(value)),
                value: format!("{value:.0}"),
            })
            .collect(),
    }
}
