//! One line of a batch: a request as JSON, taken only where every word of it is written exactly as
//! documented, or a sentence that names the line and the field.

use crate::domain::civil_day;
use crate::domain::clock::{ClockEvent, ClockEventKind, IN_PART, Run};
use crate::domain::regime::Regime;
use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::{Map, Value};
use std::borrow::Cow;

/// The fields of a line, as documented.
const FIELDS: [&str; 7] = [
    "id", "regime", "received", "calendar", "events", "variant", "closed",
];

/// The fields of one of its events.
const EVENT_FIELDS: [&str; 4] = ["kind", "on", "ground", "until"];

/// A line as it is written. A field that is none of these is refused: what a mistyped one says would
/// be left out of the count without a word.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Written<'a> {
    #[serde(default)]
    pub id: Value,
    #[serde(borrow)]
    regime: Cow<'a, str>,
    #[serde(borrow)]
    received: Cow<'a, str>,
    #[serde(borrow, default)]
    calendar: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    events: Option<Vec<WrittenEvent<'a>>>,
    /// The variant of the regime for some bodies or information.
    #[serde(borrow, default)]
    variant: Option<Cow<'a, str>>,
    /// Runs of days on which the authority is closed, for a variant that sets them aside.
    #[serde(borrow, default)]
    closed: Option<Vec<(Cow<'a, str>, Cow<'a, str>)>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenEvent<'a> {
    #[serde(borrow)]
    kind: Cow<'a, str>,
    #[serde(borrow)]
    on: Cow<'a, str>,
    #[serde(borrow, default)]
    ground: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    until: Option<Cow<'a, str>>,
}

/// A request as it was read.
pub(super) struct Request<'a> {
    pub regime: &'a str,
    pub received: NaiveDate,
    pub calendar: Option<&'a str>,
    pub variant: Option<&'a str>,
    pub events: Vec<ClockEvent>,
    pub closed: Vec<Run>,
}

/// The request a line tells of.
///
/// # Errors
/// The field that is not written as documented, and how to write it.
pub(super) fn request<'a>(written: &'a Written<'_>) -> Result<Request<'a>, String> {
    let events = written.events.as_deref().unwrap_or_default();
    let closed = written.closed.as_deref().unwrap_or_default();
    Ok(Request {
        regime: &written.regime,
        received: day(&written.received, || "received".to_owned())?,
        calendar: written.calendar.as_deref(),
        variant: written.variant.as_deref(),
        events: (events.iter().enumerate())
            .map(|(at, written)| event(written, at))
            .collect::<Result<_, _>>()?,
        closed: (closed.iter().enumerate())
            .map(|(at, (first, last))| {
                let field = || format!("closed[{at}]");
                let run = (day(first, field)?, day(last, field)?);
                if run.1 < run.0 {
                    let field = field();
                    return Err(format!(
                        "the field \"{field}\" ends before it begins; swap its two days"
                    ));
                }
                Ok(run)
            })
            .collect::<Result<_, _>>()?,
    })
}

fn event(written: &WrittenEvent<'_>, at: usize) -> Result<ClockEvent, String> {
    let kind = ClockEventKind::parse(&written.kind).ok_or_else(|| {
        let known: Vec<&str> = ClockEventKind::ALL.iter().map(|k| k.as_str()).collect();
        format!(
            "the field \"events[{at}].kind\" is \"{}\"; write one of: {}",
            written.kind,
            known.join(", ")
        )
    })?;
    let only = |field: &str| {
        format!(
            "the field \"events[{at}].{field}\" stands with \"{kind}\", which has none; only an \
             extension has a ground and a new last day, and a transfer of a part the ground \
             \"{IN_PART}\"; leave it out"
        )
    };
    let extension = kind == ClockEventKind::Extended;
    let in_part = |ground: &str| kind == ClockEventKind::Transferred && ground == IN_PART;
    if written
        .ground
        .as_deref()
        .is_some_and(|ground| !extension && !in_part(ground))
    {
        return Err(only("ground"));
    }
    if written.until.is_some() && !extension {
        return Err(only("until"));
    }
    let until = written.until.as_deref();
    Ok(ClockEvent {
        kind,
        on: day(&written.on, || format!("events[{at}].on"))?,
        ground: written.ground.as_deref().map(str::to_owned),
        until: until
            .map(|until| day(until, || format!("events[{at}].until")))
            .transpose()?,
    })
}

/// Whether every extension names its ground by its id, with underscores or with hyphens; `place` says
/// where an event of this number has it.
///
/// # Errors
/// The ground that is written in any other way, and those there are.
pub(super) fn grounds(
    regime: &Regime,
    events: &[ClockEvent],
    place: impl Fn(usize) -> String,
) -> Result<(), String> {
    for (at, event) in events.iter().enumerate() {
        let Some(ground) = event.ground.as_deref() else {
            continue;
        };
        let as_written = |id: &str| id == ground || id.replace('_', "-") == ground;
        let grounds = &regime.extension_grounds;
        if event.kind != ClockEventKind::Extended
            || grounds.is_empty()
            || grounds.iter().any(|known| as_written(&known.id))
        {
            continue;
        }
        let known: Vec<&str> = grounds.iter().map(|ground| ground.id.as_str()).collect();
        return Err(format!(
            "{} is \"{ground}\", and {} has no ground of extension of that id ({}); write one of: {}",
            place(at),
            regime.short_title,
            regime.limit.section,
            known.join(", ")
        ));
    }
    Ok(())
}

fn day(text: &str, field: impl Fn() -> String) -> Result<NaiveDate, String> {
    civil_day::parse(text).ok_or_else(|| {
        format!(
            "the field \"{}\" is \"{text}\", which is no day; write it as YYYY-MM-DD with nothing \
             before or after",
            field()
        )
    })
}

/// Why a line is no request, with the field it fails at where it is JSON at all; and its id.
pub(super) fn complaint(line: &[u8], error: &serde_json::Error) -> (Value, String) {
    let Ok(value) = serde_json::from_slice::<Value>(line) else {
        let place = error.column();
        let text = format!("it is not JSON from column {place} on; write one object a line");
        return (Value::Null, text);
    };
    let Value::Object(fields) = &value else {
        return (
            Value::Null,
            "it is not an object; write {\"id\":...,\"regime\":...,\"received\":...}".to_owned(),
        );
    };
    let id = fields.get("id").cloned().unwrap_or_default();
    let text = |name: &str, value: Option<&Value>, needed: bool| match value {
        Some(Value::String(_)) => None,
        None | Some(Value::Null) if !needed => None,
        None => Some(format!("the field \"{name}\" is missing; add it")),
        Some(_) => Some(format!(
            "the field \"{name}\" is not text; put it in double quotes"
        )),
    };
    let mut faults = unknown_fields(fields);
    faults.extend([
        text("regime", fields.get("regime"), true),
        text("received", fields.get("received"), true),
        text("calendar", fields.get("calendar"), false),
        text("variant", fields.get("variant"), false),
    ]);
    match fields.get("events") {
        None | Some(Value::Null) => {}
        Some(Value::Array(events)) => {
            for (at, event) in events.iter().enumerate() {
                for (name, needed) in [
                    ("kind", true),
                    ("on", true),
                    ("ground", false),
                    ("until", false),
                ] {
                    faults.push(text(
                        &format!("events[{at}].{name}"),
                        event.get(name),
                        needed,
                    ));
                }
            }
        }
        Some(_) => faults.push(Some(
            "the field \"events\" is not a list; write it in square brackets".to_owned(),
        )),
    }
    let fault = faults.into_iter().flatten().next();
    // What is left is a field given twice, or closed days that are not pairs.
    (
        id,
        fault.unwrap_or_else(|| format!("it is not a request ({error}); correct that")),
    )
}

/// The fields that are none of those there are, each as a complaint.
fn unknown_fields(fields: &Map<String, Value>) -> Vec<Option<String>> {
    let complaint = |place: String, of: &str, known: &[&str]| {
        Some(format!(
            "there is no field \"{place}\"; {of} has {}: correct its name, or leave it out",
            known.join(", ")
        ))
    };
    let unknown = |known: &'static [&str]| move |name: &&String| !known.contains(&name.as_str());
    let line = fields.keys().filter(unknown(&FIELDS));
    let mut faults: Vec<_> = line
        .map(|name| complaint(name.clone(), "a line", &FIELDS))
        .collect();
    let events = fields.get("events").and_then(Value::as_array);
    for (at, event) in events.into_iter().flatten().enumerate() {
        let names = event.as_object().into_iter().flat_map(Map::keys);
        faults.extend(
            names
                .filter(unknown(&EVENT_FIELDS))
                .map(|name| complaint(format!("events[{at}].{name}"), "an event", &EVENT_FIELDS)),
        );
    }
    faults
}
