//! What the deadline calculator is asked, read from its address and written back into one.
//!
//! A form sends each date in three parts and each happening on a line of its own, an extension with
//! its ground as `extended:public_interest`; a link has
//! `received=2026-05-28` and `event=fee_paid@2026-06-05` as the command line has them.

use crate::domain::civil_day;
use crate::domain::clock::{ClockEvent, ClockEventKind as Kind};
use crate::domain::regime::Regime;
use crate::web::forms::Typed;
use crate::web::pages::form::DateValue;
use chrono::NaiveDate;

/// The most happenings one address may tell.
pub const MOST: usize = 30;

/// What was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    pub regime: String,
    pub received: NaiveDate,
    pub variant: Option<String>,
    pub calendar: Option<String>,
    pub events: Vec<ClockEvent>,
}

/// What is wrong with it: the field and what to do.
pub type Faults = Vec<(String, String)>;

/// An address that asks nothing yet: no fault to tell of.
pub const NOTHING_ASKED: Faults = Vec::new();

/// What the address asks, with the values a form would have typed.
pub fn asked(query: &Typed) -> (Typed, Result<Asked, Faults>) {
    let typed = as_typed(query);
    let begun = ["regime", "received-day", "received-month", "received-year"];
    if !begun.iter().any(|name| typed.some(name).is_some()) {
        return (typed, Err(NOTHING_ASKED));
    }
    let mut faults = Faults::new();
    let mut fault = |field: &str, text: String| faults.push((field.to_owned(), text));
    let Some(received) = typed.date("received").ok().flatten() else {
        fault(
            "received",
            "Enter the day of receipt, like 28 5 2026".into(),
        );
        return (typed, Err(faults));
    };
    if typed.some("regime").is_none() {
        fault("regime", "Choose the law".into());
    }
    let mut events = Vec::new();
    for n in lines(&typed) {
        match event(&typed, n) {
            Ok(event) => events.extend(event),
            Err((field, text)) => fault(&field, text),
        }
    }
    if events.len() > MOST {
        fault(
            "kind-1",
            format!("Leave out some of what happened: at most {MOST} are counted"),
        );
    }
    if !faults.is_empty() {
        return (typed, Err(faults));
    }
    let some = |name| typed.some(name).map(str::to_owned);
    let asked = Asked {
        regime: some("regime").unwrap_or_default(),
        received,
        variant: some("variant"),
        calendar: some("calendar"),
        events,
    };
    (typed, Ok(asked))
}

/// The address that asks the same, with the grounds of extensions by their ids.
pub fn address(asked: &Asked, regime: &Regime) -> String {
    let mut address = format!(
        "/deadline-calculator?regime={}&received={}",
        asked.regime, asked.received
    );
    for (name, value) in [("variant", &asked.variant), ("calendar", &asked.calendar)] {
        if let Some(value) = value {
            address.push_str(&format!("&{name}={value}"));
        }
    }
    for event in &asked.events {
        let mut event = event.clone();
        if event.kind == Kind::Extended {
            let named = event.ground.as_deref();
            let ground = named.and_then(|name| regime.ground(Some(name)));
            event.ground = ground.map(|ground| ground.id.clone());
        }
        address.push_str(&format!("&event={event}"));
    }
    address
}

/// The numbers of the lines on which something stands.
fn lines(typed: &Typed) -> impl Iterator<Item = usize> {
    (1..=MOST + 1).filter(|n| {
        let names = ["kind-{}", "on-{}-day", "on-{}-month", "on-{}-year"];
        names
            .iter()
            .any(|name| typed.some(&name.replace("{}", &n.to_string())).is_some())
    })
}

fn event(typed: &Typed, n: usize) -> Result<Option<ClockEvent>, (String, String)> {
    let field = |name: &str| format!("{name}-{n}");
    let Some(word) = typed.some(&field("kind")) else {
        return Err((
            field("kind"),
            format!("Choose what happened ({n}), or take its day away"),
        ));
    };
    let (word, ground) = word.split_once(':').unwrap_or((word, ""));
    let Some(kind) = Kind::parse(word) else {
        return Err((
            field("kind"),
            format!("Choose what happened ({n}) from the list"),
        ));
    };
    let Some(on) = typed.date(&field("on")).ok().flatten() else {
        return Err((
            field("on"),
            format!("Enter when it happened ({n}), like 5 6 2026"),
        ));
    };
    let mut text = format!("{kind}@{on}");
    if kind == Kind::Transferred && !ground.is_empty() {
        text.push_str(&format!(":{ground}"));
    }
    if kind == Kind::Extended {
        let Ok(until) = typed.date(&field("until")) else {
            return Err((
                field("until"),
                format!("Enter the last day ({n}), like 24 7 2026, or leave it empty"),
            ));
        };
        let until = until.map_or_else(String::new, |until| until.to_string());
        for detail in [ground, until.as_str()] {
            if !detail.is_empty() {
                text.push_str(&format!(":{detail}"));
            }
        }
    }
    let event = text.parse().map_err(|text| (field("kind"), text))?;
    Ok(Some(event))
}

/// A link's values as a form would have sent them; a form's as they are.
fn as_typed(query: &Typed) -> Typed {
    let mut typed = query.clone();
    if let Some(received) = query.some("received") {
        typed = with_date(typed, "received", received);
    }
    let form = lines(query).last().unwrap_or(0);
    for (n, text) in (form + 1..=MOST + 1).zip(query.all("event")) {
        let (kind, rest) = text.split_once('@').unwrap_or((text, ""));
        let (on, detail) = rest.split_once(':').unwrap_or((rest, ""));
        let mut kind = kind.to_owned();
        for part in detail.split(':').filter(|part| !part.is_empty()) {
            if civil_day::parse(part).is_some() {
                typed = with_date(typed, &format!("until-{n}"), part);
            } else {
                kind.push_str(&format!(":{part}"));
            }
        }
        typed = typed.with(&format!("kind-{n}"), &kind);
        typed = with_date(typed, &format!("on-{n}"), on);
    }
    typed
}

/// A date as `2026-05-28` in three parts; what is none stands in the day's field.
fn with_date(typed: Typed, name: &str, text: &str) -> Typed {
    let mut parts = text.trim().splitn(3, '-');
    let mut next = || parts.next().unwrap_or_default().to_owned();
    let (year, month, day) = (next(), next(), next());
    let plain = |part: &str| part.trim_start_matches('0').to_owned();
    let DateValue { day, month, year } = if day.is_empty() {
        DateValue::new(text, "", "")
    } else {
        DateValue::new(&plain(&day), &plain(&month), &year)
    };
    typed
        .with(&format!("{name}-day"), &day)
        .with(&format!("{name}-month"), &month)
        .with(&format!("{name}-year"), &year)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::law::Law;

    fn read(address: &str) -> Typed {
        let (_, query) = address.split_once('?').unwrap_or_default();
        query.split('&').fold(Typed::default(), |typed, pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            typed.with(name, value)
        })
    }

    fn faults(address: &str) -> Faults {
        asked(&read(address)).1.unwrap_err()
    }

    #[test]
    fn a_form_and_its_link_ask_the_same() {
        let form = "/?regime=uk-foia-2000&received-day=28&received-month=5&received-year=2026\
                    &variant=&calendar=scotland&kind-1=extended:public-interest&on-1-day=20\
                    &on-1-month=6&on-1-year=2026&until-1-day=24&until-1-month=7\
                    &until-1-year=2026&kind-2=&on-2-day=";
        let asked_of_form = asked(&read(form)).1.unwrap();
        let law = Law::load(None).unwrap();
        let regime = law.regime("uk-foia-2000", asked_of_form.received).unwrap();
        let link = address(&asked_of_form, regime);
        assert_eq!(
            link,
            "/deadline-calculator?regime=uk-foia-2000&received=2026-05-28&calendar=scotland\
             &event=extended@2026-06-20:public_interest:2026-07-24"
        );
        let again = asked(&read(&link)).1.unwrap();
        assert_eq!(address(&again, regime), link);
        assert_eq!(again.events.len(), 1);
    }

    #[test]
    fn what_cannot_be_read_is_told_at_its_field() {
        assert_eq!(asked(&Typed::default()).1, Err(NOTHING_ASKED));
        assert_eq!(faults("/?regime=uk-foia-2000")[0].0, "received");
        assert_eq!(faults("/?regime=x&received=2026-02-30")[0].0, "received");
        assert_eq!(faults("/?received=2026-02-03")[0].0, "regime");
        let base = "/?regime=x&received=2026-02-03";
        assert_eq!(faults(&format!("{base}&event=fee_paid"))[0].0, "on-1");
        assert_eq!(
            faults(&format!("{base}&event=lost@2026-02-04"))[0].0,
            "kind-1"
        );
        assert_eq!(faults(&format!("{base}&event=2026-02-04"))[0].0, "kind-1");
        assert_eq!(faults(&format!("{base}&on-2-day=4"))[0].0, "kind-2");
        let extended = format!("{base}&event=extended@2026-02-04:a:b");
        assert_eq!(faults(&extended)[0].0, "kind-1");
        let until = format!("{base}&kind-1=extended&on-1-day=4&on-1-month=2&on-1-year=2026");
        assert_eq!(faults(&format!("{until}&until-1-day=31"))[0].0, "until-1");
        let many = "&event=extended@2026-02-04".repeat(MOST + 1);
        assert_eq!(faults(&format!("{base}{many}"))[0].0, "kind-1");
    }
}
