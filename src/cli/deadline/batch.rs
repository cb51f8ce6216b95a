//! Deadlines of many requests, one JSON object a line in and out, in the same order.
//!
//! A line that cannot be computed gives its id and the error, and the others go on.

use super::circumstances;
use crate::config::Law;
use crate::domain::clock::{ClockEvent, Run, compute_for};
use crate::domain::deadline::{Deadlines, Step};
use crate::domain::section::Section;
use chrono::NaiveDate;
use serde::ser::SerializeSeq;
use serde::{Deserialize, Serialize, Serializer};
use std::borrow::Cow;
use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};

const BUFFER: usize = 1 << 18;

/// How many lines were read, and how many of them were refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Lines read.
    pub read: u64,
    /// Lines answered with an error.
    pub refused: u64,
}

/// A line in.
#[derive(Deserialize)]
struct Request<'a> {
    #[serde(default)]
    id: serde_json::Value,
    #[serde(borrow)]
    regime: Cow<'a, str>,
    received: NaiveDate,
    #[serde(borrow, default)]
    calendar: Option<Cow<'a, str>>,
    #[serde(default)]
    events: Option<Vec<ClockEvent>>,
    /// The variant of the regime for some bodies or information.
    #[serde(borrow, default)]
    variant: Option<Cow<'a, str>>,
    /// Runs of days on which the authority is closed, for a variant that sets them aside.
    #[serde(default)]
    closed: Option<Vec<Run>>,
}

/// What can be saved of a line that is not a request.
#[derive(Deserialize)]
struct Named {
    id: serde_json::Value,
}

/// A line out; the names and their order are fixed.
#[derive(Serialize)]
struct Answer<'a> {
    id: &'a serde_json::Value,
    due: Option<NaiveDate>,
    latest_extended_due: Option<NaiveDate>,
    review_due: Option<NaiveDate>,
    review_request_by: Option<NaiveDate>,
    regulator_by: Option<NaiveDate>,
    fee_due_by: Option<NaiveDate>,
    lapses_on: Option<NaiveDate>,
    state: &'static str,
    #[serde(serialize_with = "steps")]
    explanation: &'a [Step],
}

/// One line of the explanation.
#[derive(Serialize)]
struct Line<'a> {
    on: NaiveDate,
    text: &'a str,
    section: Option<&'a Section>,
}

/// A line that could not be computed.
#[derive(Serialize)]
struct Refusal<'a> {
    id: &'a serde_json::Value,
    error: String,
}

/// Answers every line of `input` on `output`.
///
/// # Errors
/// Only when reading or writing fails.
pub fn run(law: &Law, input: impl Read, output: impl Write) -> io::Result<Tally> {
    let mut input = BufReader::with_capacity(BUFFER, input);
    let mut output = BufWriter::with_capacity(BUFFER, output);
    let mut line = Vec::with_capacity(1024);
    let mut tally = Tally::default();
    while input.read_until(b'\n', &mut line)? > 0 {
        tally.read += 1;
        if !answer(law, &line, &mut output)? {
            tally.refused += 1;
        }
        output.write_all(b"\n")?;
        line.clear();
    }
    output.flush()?;
    Ok(tally)
}

/// Writes the answer to one line; says whether it could be computed.
fn answer(law: &Law, line: &[u8], output: &mut impl Write) -> io::Result<bool> {
    let request: Request<'_> = match serde_json::from_slice(line) {
        Ok(request) => request,
        Err(error) => {
            let named = serde_json::from_slice::<Named>(line);
            let id = named.map_or(serde_json::Value::Null, |named| named.id);
            let error = format!("this line is not a request: {error}; correct it");
            serde_json::to_writer(output, &Refusal { id: &id, error })?;
            return Ok(false);
        }
    };
    match deadlines(law, &request) {
        Ok(deadlines) => {
            let answer = Answer {
                id: &request.id,
                due: deadlines.due,
                latest_extended_due: deadlines.latest_extended_due,
                review_due: deadlines.review_due,
                review_request_by: deadlines.review_request_by,
                regulator_by: deadlines.regulator_by,
                fee_due_by: deadlines.fee_due_by,
                lapses_on: deadlines.lapses_on,
                state: deadlines.state.as_str(),
                explanation: &deadlines.explanation,
            };
            serde_json::to_writer(output, &answer)?;
            Ok(true)
        }
        Err(error) => {
            let id = &request.id;
            serde_json::to_writer(output, &Refusal { id, error })?;
            Ok(false)
        }
    }
}

fn deadlines(law: &Law, request: &Request<'_>) -> Result<Deadlines, String> {
    let regime = law
        .regime(&request.regime, request.received)
        .map_err(|error| error.to_string())?;
    let calendar = request
        .calendar
        .as_deref()
        .unwrap_or(&regime.default_calendar);
    let calendar = law.calendar(calendar).map_err(|error| error.to_string())?;
    let events = request.events.as_deref().unwrap_or_default();
    let circumstances = circumstances(
        regime,
        request.variant.as_deref(),
        request.closed.as_deref().unwrap_or_default(),
    )?;
    compute_for(regime, calendar, request.received, events, circumstances)
        .map_err(|error| error.to_string())
}

fn steps<S: Serializer>(steps: &[Step], serializer: S) -> Result<S::Ok, S::Error> {
    let mut lines = serializer.serialize_seq(Some(steps.len()))?;
    for step in steps {
        lines.serialize_element(&Line {
            on: step.on,
            text: &step.text,
            section: step.section.as_ref(),
        })?;
    }
    lines.end()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(input: &str) -> (Vec<String>, Tally) {
        let law = Law::load(None).unwrap();
        let mut out = Vec::new();
        let tally = run(&law, input.as_bytes(), &mut out).unwrap();
        let out = String::from_utf8(out).unwrap();
        (out.lines().map(str::to_owned).collect(), tally)
    }

    #[test]
    fn every_line_is_answered_in_order_even_when_some_are_refused() {
        let (lines, tally) = lines(concat!(
            "{\"id\":\"a\",\"regime\":\"uk-foia-2000\",\"received\":\"2007-02-01\"}\n",
            "{\"id\":\"b\",\"regime\":\"uk-foia-2000\",\"received\":\"2004-12-31\",\"events\":[]}\n",
            "not json\n",
            "{\"id\":7,\"regime\":\"uk-foia-2000\"}\n",
            "{\"id\":\"e\",\"regime\":\"uk-foia-2000\",\"received\":\"2026-04-02\",\"calendar\":\"scotland\"}",
        ));
        assert_eq!(
            tally,
            Tally {
                read: 5,
                refused: 3
            }
        );
        assert!(
            lines[0].starts_with(
                "{\"id\":\"a\",\"due\":\"2007-03-01\",\"latest_extended_due\":\"2007-03-30\",\
             \"review_due\":null,\"review_request_by\":null,\"regulator_by\":null,\
             \"fee_due_by\":null,\"lapses_on\":null,\"state\":\"running\",\
             \"explanation\":[{\"on\":\"2007-02-01\",\"text\":\"Received on"
            ),
            "{}",
            lines[0]
        );
        assert!(
            lines[1].starts_with("{\"id\":\"b\",\"error\":\"FOIA 2000 governs"),
            "{}",
            lines[1]
        );
        assert!(
            lines[2].starts_with("{\"id\":null,\"error\":\"this line is not"),
            "{}",
            lines[2]
        );
        assert!(lines[3].starts_with("{\"id\":7,\"error\":"), "{}", lines[3]);
        assert!(lines[4].contains("\"due\":\"2026-05-01\""), "{}", lines[4]);
    }

    #[test]
    fn a_payment_without_a_notice_is_refused_with_its_section() {
        let (lines, _) = lines(
            "{\"id\":\"a\",\"regime\":\"uk-foia-2000\",\"received\":\"2025-09-01\",\
             \"events\":[{\"kind\":\"fee_paid\",\"on\":\"2025-09-10\"}]}\n",
        );
        assert_eq!(
            lines[0],
            "{\"id\":\"a\",\"error\":\"a payment on 10 September 2025 answers nothing: a fees \
             notice was not recorded before it (s.10(2)); record that first\"}"
        );
    }
}
