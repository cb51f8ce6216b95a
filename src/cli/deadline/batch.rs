//! Deadlines of many requests, one JSON object a line in and out, in the same order.
//!
//! A line that cannot be computed gives its id and the error, and the others go on.

use super::circumstances;
use super::line::{Written, complaint, grounds, request};
use crate::config::Law;
use crate::domain::clock::compute_for;
use crate::domain::deadline::{Deadlines, Step};
use crate::domain::section::Section;
use chrono::NaiveDate;
use serde::ser::SerializeSeq;
use serde::{Serialize, Serializer};
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
    /// Whether a date lies past the last year whose holidays are known.
    provisional: bool,
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
        if !answer(law, tally.read, &line, &mut output)? {
            tally.refused += 1;
        }
        output.write_all(b"\n")?;
        line.clear();
    }
    output.flush()?;
    Ok(tally)
}

/// Writes the answer to one line; says whether it could be computed.
fn answer(law: &Law, number: u64, line: &[u8], output: &mut impl Write) -> io::Result<bool> {
    let written: Written<'_> = match serde_json::from_slice(line) {
        Ok(written) => written,
        Err(error) => {
            let (id, why) = complaint(line, &error);
            return refuse(&id, number, &why, output);
        }
    };
    match deadlines(law, &written) {
        Ok(deadlines) => {
            let answer = Answer {
                id: &written.id,
                due: deadlines.due,
                latest_extended_due: deadlines.latest_extended_due,
                review_due: deadlines.review_due,
                review_request_by: deadlines.review_request_by,
                regulator_by: deadlines.regulator_by,
                fee_due_by: deadlines.fee_due_by,
                lapses_on: deadlines.lapses_on,
                state: deadlines.state.as_str(),
                explanation: &deadlines.explanation,
                provisional: deadlines.provisional,
            };
            serde_json::to_writer(output, &answer)?;
            Ok(true)
        }
        Err(Unread::Field(why)) => refuse(&written.id, number, &why, output),
        Err(Unread::Law(error)) => {
            let id = &written.id;
            serde_json::to_writer(output, &Refusal { id, error })?;
            Ok(false)
        }
    }
}

/// Writes what is wrong with how a line is written.
fn refuse(
    id: &serde_json::Value,
    number: u64,
    why: &str,
    output: &mut impl Write,
) -> io::Result<bool> {
    let error = format!("line {number}: {why}");
    serde_json::to_writer(output, &Refusal { id, error })?;
    Ok(false)
}

/// Why a line gives no dates.
enum Unread {
    /// A field is not written as documented.
    Field(String),
    /// The law does not know of it, or cannot place it.
    Law(String),
}

fn deadlines(law: &Law, written: &Written<'_>) -> Result<Deadlines, Unread> {
    let request = request(written).map_err(Unread::Field)?;
    let unknown = |error: &dyn std::fmt::Display| Unread::Law(error.to_string());
    let regime = law
        .regime(request.regime, request.received)
        .map_err(|error| unknown(&error))?;
    let calendar = request.calendar.unwrap_or(&regime.default_calendar);
    let calendar = law.calendar(calendar).map_err(|error| unknown(&error))?;
    let place = |at| format!("the field \"events[{at}].ground\"");
    grounds(regime, &request.events, place).map_err(Unread::Field)?;
    let circumstances =
        circumstances(regime, request.variant, &request.closed).map_err(Unread::Law)?;
    compute_for(
        regime,
        calendar,
        request.received,
        &request.events,
        circumstances,
    )
    .map_err(|error| unknown(&error))
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
            lines[2].starts_with("{\"id\":null,\"error\":\"line 3: it is not JSON"),
            "{}",
            lines[2]
        );
        assert_eq!(
            lines[3],
            "{\"id\":7,\"error\":\"line 4: the field \\\"received\\\" is missing; add it\"}"
        );
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

    /// The errors of lines of one request each, with these fields.
    fn errors(fields: &[&str]) -> Vec<String> {
        let input: String = fields
            .iter()
            .map(|fields| format!("{{\"id\":1,\"regime\":\"uk-foia-2000\",{fields}}}\n"))
            .collect();
        let (lines, tally) = lines(&input);
        assert_eq!(tally.refused, tally.read, "{lines:#?}");
        let errors = lines.iter().map(|line| {
            let line: serde_json::Value = serde_json::from_str(line).unwrap();
            line["error"].as_str().unwrap().to_owned()
        });
        errors.collect()
    }

    #[test]
    fn a_day_or_a_word_written_in_any_other_way_is_refused_by_line_and_field() {
        let event = |event: &str| format!("\"received\":\"2026-06-01\",\"events\":[{{{event}}}]");
        let cases = [
            ("\"received\":\"2025-6-1\"".to_owned(), "received"),
            ("\"received\":\" 2025-06-01\"".to_owned(), "received"),
            ("\"received\":\"+2026-06-08\"".to_owned(), "received"),
            ("\"received\":\"2026-06-08T00:00:00\"".to_owned(), "received"),
            ("\"received\":20260608".to_owned(), "received"),
            (event("\"kind\":\"Fee_paid\",\"on\":\"2026-06-08\""), "events[0].kind"),
            (event("\"kind\":\"fee-paid\",\"on\":\"2026-06-08\""), "events[0].kind"),
            (event("\"kind\":\"responded\",\"on\":\"2026-06-8\""), "events[0].on"),
            (event("\"kind\":\"responded\""), "events[0].on"),
            (
                event("\"kind\":\"extended\",\"on\":\"2026-06-08\",\"ground\":\"PUBLIC_INTEREST\""),
                "events[0].ground",
            ),
            (
                event("\"kind\":\"extended\",\"on\":\"2026-06-08\",\"ground\":\"Public interest test\""),
                "events[0].ground",
            ),
            (
                event("\"kind\":\"extended\",\"on\":\"2026-06-08\",\"until\":\"2026-7-24\""),
                "events[0].until",
            ),
            (
                event("\"kind\":\"responded\",\"on\":\"2026-06-08\",\"until\":\"2026-07-24\""),
                "events[0].until",
            ),
            (
                "\"received\":\"2026-06-01\",\"variant\":\"school\",\"closed\":[[\"2026-07-23\",\"2026-9-2\"]]".to_owned(),
                "closed[0]",
            ),
        ];
        let fields: Vec<&str> = cases.iter().map(|(fields, _)| fields.as_str()).collect();
        for (at, (error, (fields, field))) in errors(&fields).iter().zip(&cases).enumerate() {
            let place = format!("line {}: the field \"{field}\"", at + 1);
            assert!(error.starts_with(&place), "{fields}: {error}");
        }
    }

    #[test]
    fn a_field_there_is_none_of_is_refused_by_its_name() {
        let event = |event: &str| format!("\"received\":\"2026-06-01\",\"events\":[{{{event}}}]");
        let cases = [
            ("\"recieved\":\"2026-06-01\"".to_owned(), "recieved"),
            (
                "\"received\":\"2026-06-01\",\"Calendar\":\"scotland\"".to_owned(),
                "Calendar",
            ),
            (
                "\"received\":\"2026-06-01\",\"note\":null".to_owned(),
                "note",
            ),
            (
                event("\"kind\":\"extended\",\"on\":\"2026-06-08\",\"untill\":\"2026-07-24\""),
                "events[0].untill",
            ),
            (
                event("\"kind\":\"responded\",\"on\":\"2026-06-08\",\"by\":1"),
                "events[0].by",
            ),
        ];
        let fields: Vec<&str> = cases.iter().map(|(fields, _)| fields.as_str()).collect();
        for (at, (error, (fields, field))) in errors(&fields).iter().zip(&cases).enumerate() {
            let place = format!("line {}: there is no field \"{field}\"; ", at + 1);
            assert!(error.starts_with(&place), "{fields}: {error}");
            assert!(error.contains("leave it out"), "{error}");
        }
        // Every field that there is, together.
        let (all, tally) = lines(
            "{\"id\":1,\"regime\":\"uk-foia-2000\",\"received\":\"2026-06-01\",\"calendar\":\"uk-any-part\",\
             \"variant\":\"school\",\"closed\":[[\"2026-07-23\",\"2026-09-02\"]],\
             \"events\":[{\"kind\":\"extended\",\"on\":\"2026-06-08\",\"ground\":\"public_interest\",\"until\":\"2026-09-24\"}]}\n",
        );
        assert_eq!(tally.refused, 0, "{all:?}");
    }

    #[test]
    fn what_was_transferred_whole_cannot_be_answered_and_what_was_in_part_can() {
        let line = |ground: &str| {
            format!(
                "{{\"id\":1,\"regime\":\"uk-foia-2000\",\"received\":\"2026-06-01\",\"events\":[\
                 {{\"kind\":\"transferred\",\"on\":\"2026-06-03\"{ground}}},\
                 {{\"kind\":\"responded\",\"on\":\"2026-06-12\"}}]}}\n"
            )
        };
        let (whole, _) = lines(&line(""));
        assert!(
            whole[0].contains("only if that was of a part"),
            "{}",
            whole[0]
        );
        assert!(whole[0].contains("in_part"), "{}", whole[0]);
        let (part, _) = lines(&line(",\"ground\":\"in_part\""));
        assert!(part[0].contains("\"state\":\"answered\""), "{}", part[0]);
        assert!(part[0].contains("\"due\":\"2026-06-30\""), "{}", part[0]);
        assert!(part[0].contains("the rest is answered here"), "{}", part[0]);
    }

    #[test]
    fn a_date_past_the_years_known_is_marked_as_provisional_in_a_field() {
        let line = |received: &str| {
            format!("{{\"id\":1,\"regime\":\"uk-foia-2000\",\"received\":\"{received}\"}}\n")
        };
        assert!(lines(&line("2028-12-20")).0[0].ends_with(",\"provisional\":true}"));
        assert!(lines(&line("2026-06-01")).0[0].ends_with(",\"provisional\":false}"));
    }
}
