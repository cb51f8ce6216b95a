//! The deadline calculator: everything it needs is in its address, so a link gives the answer
//! again.

use super::calculation::{Asked, MOST, NOTHING_ASKED, address, asked};
use crate::casework::Casework;
use crate::config::law::{Law, UnknownRegime};
use crate::domain::calendar::Calendar;
use crate::domain::clock::{Circumstances, ClockEventKind as Kind, IN_PART, compute_for};
use crate::domain::deadline::Deadlines;
use crate::domain::regime::Regime;
use crate::domain::words;
use crate::web::Site;
use crate::web::arithmetic::arithmetic;
use crate::web::failure::Failure;
use crate::web::forms::{Query, Typed};
use crate::web::guards::Visitor;
use crate::web::laws::laws;
use crate::web::pages::form::{Choice, Field, FormErrors};
use crate::web::pages::parts::SummaryRow;
use crate::web::pages::public::calculator::{Answer, DeadlineCalculator, Happening};
use rocket::http::Status;
use rocket::response::content::RawHtml;
use rocket::{State, get};

/// Lines for what happened, beyond those filled in.
const BLANK_LINES: usize = 3;

/// The form, and the answer to what the address asks: 400 where it cannot be read, 422 where the
/// law refuses it.
#[get("/deadline-calculator?<query..>")]
pub fn calculator(
    site: &State<Site>,
    visitor: Visitor,
    query: Query,
) -> Result<(Status, RawHtml<String>), Failure> {
    let mut errors = FormErrors::default();
    let (typed, asked) = asked(&query.0);
    let mut status = Status::Ok;
    let mut answer = None;
    match asked {
        Ok(asked) => match worked_out(&site.casework, &asked) {
            Ok(worked_out) => answer = Some(worked_out),
            Err((field, reason)) => {
                status = Status::UnprocessableEntity;
                errors.add(field, words::sentence(&reason).trim_end_matches('.'));
            }
        },
        Err(faults) if faults == NOTHING_ASKED => {}
        Err(faults) => {
            status = Status::BadRequest;
            for (field, fault) in faults {
                errors.add(field, fault);
            }
        }
    }
    let page = page(&site.casework, &typed, errors, answer);
    let html = site.render(&site.public(&visitor, None), &page)?;
    Ok((status, html))
}

/// The answer, or the field and the reason why there is none.
fn worked_out(casework: &Casework, asked: &Asked) -> Result<Answer, (&'static str, String)> {
    let law = casework.law();
    let regime = law
        .regime(&asked.regime, asked.received)
        .map_err(|e| match e {
            UnknownRegime::Id { .. } => ("regime", e.to_string()),
            UnknownRegime::NotInForce { .. } => ("received", e.to_string()),
        })?;
    let calendar = asked.calendar.as_ref().unwrap_or(&regime.default_calendar);
    let calendar = law
        .calendar(calendar)
        .map_err(|e| ("calendar", e.to_string()))?;
    let variant = match &asked.variant {
        None => None,
        Some(id) => Some(regime.variant(id).ok_or_else(|| {
            let title = &regime.short_title;
            (
                "variant",
                format!("{title} has no such time limit; choose another"),
            )
        })?),
    };
    let circumstances = Circumstances {
        variant,
        ..Circumstances::default()
    };
    let deadlines = compute_for(
        regime,
        calendar,
        asked.received,
        &asked.events,
        circumstances,
    )
    .map_err(|refusal| (field_of(asked), refusal.to_string()))?;
    let limit = circumstances.limit(regime);
    Ok(Answer {
        due: due(&deadlines),
        dates: dates(&deadlines, regime),
        arithmetic: arithmetic(&deadlines, regime, calendar, limit),
        calendar: calendar.title().to_owned(),
        source: calendar.source().to_owned(),
        link: address(asked, regime),
    })
}

/// Where to correct what the law refuses.
const fn field_of(asked: &Asked) -> &'static str {
    if asked.events.is_empty() {
        "received"
    } else {
        "kind-1"
    }
}

fn due(deadlines: &Deadlines) -> String {
    deadlines.due.map_or_else(
        || {
            let none = if deadlines.names_no_day() {
                "No fixed day: the law says promptly"
            } else {
                "No due date while the clock is stopped"
            };
            none.to_owned()
        },
        |due| format!("Due on {}", deadlines.marked(due)),
    )
}

fn dates(deadlines: &Deadlines, regime: &Regime) -> Vec<SummaryRow> {
    let mut rows: Vec<SummaryRow> = deadlines
        .named(regime)
        .into_iter()
        .filter_map(|(name, date)| Some(SummaryRow::new(name, deadlines.marked(date?))))
        .collect();
    let state = words::sentence(&deadlines.state.as_str().replace('_', " "));
    rows.push(SummaryRow::new("State", state.trim_end_matches('.')));
    rows
}

fn page(
    casework: &Casework,
    typed: &Typed,
    errors: FormErrors,
    answer: Option<Answer>,
) -> DeadlineCalculator {
    let law = casework.law();
    let authority = casework.authority();
    let regime = typed.some("regime").unwrap_or(&authority.regime);
    let regimes = laws(&law);
    let mut variants = vec![Choice::new("", "The usual one")];
    for regime in law.regimes() {
        for variant in &regime.variants {
            if variants.iter().all(|v| v.value != variant.id) {
                let title = words::sentence(&variant.title);
                let title = title.trim_end_matches('.');
                let label = format!("{title} ({})", regime.short_title);
                variants.push(Choice::new(variant.id.clone(), label));
            }
        }
    }
    let mut calendars = vec![Choice::new("", "The law\u{2019}s own")];
    calendars.extend(law.calendars().map(of_calendar));
    let chosen = |choices: &[Choice], name: &str| {
        Choice::with_chosen(choices, &[typed.some(name).unwrap_or_default()])
    };
    let fields = [
        Field::select("regime", "Law", Choice::with_chosen(&regimes, &[regime])),
        Field::date("received", "Day of receipt", typed.date_value("received"))
            .hint("The day it reached the authority, like 28 5 2026."),
        Field::select("variant", "Time limit", chosen(&variants, "variant")),
        Field::select("calendar", "Calendar", chosen(&calendars, "calendar")),
    ];
    let filled = (1..=MOST)
        .take_while(|n| typed.some(&format!("kind-{n}")).is_some())
        .count();
    DeadlineCalculator {
        fields: errors.onto(fields),
        happenings: (1..=filled + BLANK_LINES)
            .map(|n| happening(typed, n, law_of(&law, regime, typed), &errors))
            .collect(),
        errors,
        answer,
    }
}

fn of_calendar(calendar: &Calendar) -> Choice {
    Choice::new(calendar.id(), calendar.title())
}

/// The law whose grounds of extension are offered: as it stood on the day of receipt, or stands.
fn law_of<'a>(law: &'a Law, id: &str, typed: &Typed) -> Option<&'a Regime> {
    let received = typed.date("received").ok().flatten();
    let then = received.and_then(|received| law.regime(id, received).ok());
    then.map(AsRef::as_ref).or_else(|| {
        law.regimes()
            .filter(|regime| regime.id.as_str() == id)
            .last()
    })
}

/// What can have happened; an extension once for each ground the law has.
fn kinds(regime: Option<&Regime>) -> Vec<Choice> {
    let grounds = regime.map_or(&[][..], |regime| &regime.extension_grounds);
    let mut kinds = vec![Choice::new("", "Nothing")];
    for kind in Kind::ALL {
        let noun = words::sentence(kind.noun());
        let noun = noun.trim_end_matches('.');
        if kind != Kind::Extended || grounds.is_empty() {
            kinds.push(Choice::new(kind.as_str(), noun));
            if kind == Kind::Transferred {
                let part = format!("{kind}:{IN_PART}");
                kinds.push(Choice::new(
                    part,
                    "A transfer of a part, the rest answered here",
                ));
            }
            continue;
        }
        kinds.extend(grounds.iter().map(|ground| {
            let label = format!("{noun}: {} ({})", ground.title, ground.section);
            Choice::new(format!("{kind}:{}", ground.id), label)
        }));
    }
    kinds
}

/// The choice that says what was typed: a link may name a ground in other words, or none.
fn kind_chosen(word: &str, regime: Option<&Regime>) -> String {
    let (kind, ground) = word.split_once(':').unwrap_or((word, ""));
    let named = (!ground.is_empty()).then_some(ground);
    let found = regime.filter(|_| kind == Kind::Extended.as_str());
    found
        .and_then(|regime| regime.ground(named))
        .map_or_else(|| word.to_owned(), |ground| format!("{kind}:{}", ground.id))
}

fn happening(typed: &Typed, n: usize, regime: Option<&Regime>, errors: &FormErrors) -> Happening {
    let (kind, on, until) = (format!("kind-{n}"), format!("on-{n}"), format!("until-{n}"));
    let kinds = kinds(regime);
    let chosen = kind_chosen(typed.some(&kind).unwrap_or_default(), regime);
    let mut fields = vec![
        Field::select(
            kind.clone(),
            format!("What happened ({n})"),
            Choice::with_chosen(&kinds, &[chosen.as_str()]),
        ),
        Field::date(on.clone(), format!("When ({n})"), typed.date_value(&on)),
    ];
    if chosen.starts_with(Kind::Extended.as_str()) {
        let value = typed.date_value(&until);
        fields.push(
            Field::date(until, format!("Extended to ({n})"), value)
                .hint("Leave it empty for the usual length under this law."),
        );
    }
    Happening {
        fields: errors.onto(fields),
    }
}
