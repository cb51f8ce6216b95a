//! Taking over an earlier log: rows become cases, faults are told by row, repeating is safe.

use super::requester::{category_title, entered};
use super::secrets::{commitment, token};
use super::{Casework, CaseworkFault, Moment};
use crate::domain::case::questions::{questions_in, title_of};
use crate::domain::case::{Actor, Case, Channel, Event, Outcome};
use crate::domain::words;
use crate::store::{NewCase, NewRequester};
use chrono::NaiveDate;
use sha2::{Digest, Sha256};
use std::collections::HashMap;

/// The longest request an earlier log may bring, in characters.
const LONGEST: usize = 100_000;

/// Cases written at once.
const BATCH: usize = 500;

/// One row of an earlier log, as its file has it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are the columns of the log")]
pub struct LogRow {
    /// Where it stands in the file, from 1, the heading counted.
    pub number: usize,
    pub reference: String,
    pub received: String,
    pub authority: String,
    pub requester_category: String,
    pub subject: String,
    pub request: String,
    pub outcome: String,
    pub regime: String,
}

/// A row with what there is to say about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// Where the row stands in the file.
    pub number: usize,
    /// The reference it has there.
    pub reference: String,
    /// What is to be said.
    pub text: String,
}

/// What an import came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Imported {
    /// Rows that became cases.
    pub taken: usize,
    /// Rows that an earlier import had taken.
    pub known: usize,
    /// Rows taken with a reading of something they leave open.
    pub remarks: Vec<Remark>,
    /// Rows that could not be taken, and why.
    pub refused: Vec<Remark>,
}

impl Casework {
    /// Takes over rows. All are written in one transaction; `progress` is told how many
    /// rows are done.
    ///
    /// # Errors
    /// When the database fails: then nothing is written.
    pub async fn import(
        &self,
        rows: Vec<LogRow>,
        received_default: Option<NaiveDate>,
        now: Moment,
        progress: &(dyn Fn(u64) + Send + Sync),
    ) -> Result<Imported, CaseworkFault> {
        let mut imported = Imported::default();
        let mut seen: HashMap<String, usize> = HashMap::new();
        let unit = self.store.begin().await?;
        let mut done = 0;
        for batch in rows.chunks(BATCH) {
            let keys: Vec<String> = batch.iter().map(|row| import_key(row, &mut seen)).collect();
            let known = unit.known_import_keys(&keys).await?;
            let mut new = Vec::with_capacity(batch.len());
            for (row, key) in batch.iter().zip(keys) {
                if known.contains(&key) {
                    imported.known += 1;
                    continue;
                }
                let remark = |text: String| Remark {
                    number: row.number,
                    reference: row.reference.clone(),
                    text,
                };
                match self.taken_over(row, key, received_default, now) {
                    Ok((case, remarks)) => {
                        new.push(case);
                        imported.remarks.extend(remarks.into_iter().map(remark));
                    }
                    Err(reason) => imported.refused.push(remark(reason)),
                }
            }
            imported.taken += new.len();
            unit.insert_cases(new).await?;
            done += batch.len() as u64;
            progress(done);
        }
        unit.commit().await?;
        self.store.analyse().await?;
        Ok(imported)
    }

    fn taken_over(
        &self,
        row: &LogRow,
        key: String,
        received_default: Option<NaiveDate>,
        now: Moment,
    ) -> Result<(NewCase, Vec<String>), String> {
        let mut remarks = Vec::new();
        let received = received_on(&row.received, received_default, &mut remarks)?;
        if received > now.today {
            return Err(format!(
                "the date of receipt, {}, is after today; correct it",
                words::date(received)
            ));
        }
        let body = row.request.trim().replace("\r\n", "\n");
        if body.is_empty() {
            return Err("the request is empty; fill it in or leave the row out".into());
        }
        let length = body.chars().count();
        if length > LONGEST {
            return Err(format!(
                "the request has {} characters; shorten it to {} or fewer",
                words::thousands(length),
                words::thousands(LONGEST)
            ));
        }
        let outcome = outcome_of(&row.outcome, &mut remarks)?;
        let authority = self.authority();
        let id = match row.regime.trim() {
            "" => authority.regime.as_str(),
            named => named,
        };
        let law = self.law();
        let regime = law.regime(id, received).map_err(|e| e.to_string())?;
        let questions = questions_in(&body);
        let salt = token().map_err(|e| e.to_string())?;
        let secret = token().map_err(|e| e.to_string())?;
        let some = |text: &str| Some(text.trim().to_owned()).filter(|t| !t.is_empty());
        let requester = NewRequester {
            category: category_of(&row.requester_category),
            match_key: unnamed(&key),
            salt: token().map_err(|e| e.to_string())?,
            ..NewRequester::default()
        };
        let subject = some(&row.subject).map_or_else(|| title_of(&body), |s| title_of(&s));
        let external_reference = some(&row.reference);
        let earlier = Some((external_reference.as_deref(), key.as_str()));
        let logged = Event::Logged {
            regime: id.to_owned(),
            calendar: regime.default_calendar.clone(),
            channel: Channel::EarlierLog,
            questions: u16::try_from(questions.len()).unwrap_or(u16::MAX),
            digest: commitment(&salt, &body),
            entered: Some(entered(&salt, &subject, &requester, earlier)),
        };
        let mut events = vec![(logged.clone(), received, now.at, Actor::SYSTEM)];
        let mut case = Case::begin(&logged, received).ok_or("the row cannot be logged")?;
        let due = self.deadlines(&case).map_err(|e| e.to_string())?.due;
        let team = Some(row.authority.trim().to_owned()).filter(|team| !team.is_empty());
        if team.is_some() {
            let allocated = Event::Allocated {
                team,
                officer: None,
            };
            case.apply(&allocated, received, Actor::SYSTEM);
            events.push((allocated, received, now.at, Actor::SYSTEM));
        }
        // A row without an outcome whose time is not over yet is a live case.
        let live = row.outcome.trim().is_empty() && due.is_some_and(|due| due >= now.today);
        if !live {
            let closed = Event::ClosedInEarlierLog { outcome };
            case.apply(&closed, received, Actor::SYSTEM);
            events.push((closed, received, now.at, Actor::SYSTEM));
        }
        let deadlines = self.deadlines(&case).map_err(|e| e.to_string())?;
        Ok((
            NewCase {
                prefix: self.settings.authority.reference_prefix.clone(),
                case,
                deadlines,
                events,
                subject,
                secret,
                salt,
                questions,
                body,
                requester,
                external_reference,
                import_key: Some(key),
                writings: Vec::new(),
                decisions: Vec::new(),
            },
            remarks,
        ))
    }
}

/// The key of whoever made a request that an earlier log has: the log does not say who asked, so each
/// row counts as a requester of its own, and the score tells by this key that it is an estimate.
pub(super) fn unnamed(import_key: &str) -> String {
    format!("row {import_key}")
}

/// What tells a row from every other: all it says, and which of several alike it is.
fn import_key(row: &LogRow, seen: &mut HashMap<String, usize>) -> String {
    let mut hash = Sha256::new();
    for part in [
        &row.reference,
        &row.received,
        &row.authority,
        &row.subject,
        &row.request,
        &row.outcome,
    ] {
        hash.update((part.trim().len() as u64).to_be_bytes());
        hash.update(part.trim().as_bytes());
    }
    let digest = hex::encode(&hash.finalize()[..16]);
    let times = seen.entry(digest.clone()).or_default();
    *times += 1;
    format!("{digest}-{times}")
}

/// The date of receipt a row gives.
fn received_on(
    text: &str,
    default: Option<NaiveDate>,
    remarks: &mut Vec<String>,
) -> Result<NaiveDate, String> {
    let text = text.trim();
    if text.is_empty() {
        let on = default.ok_or(
            "there is no date of receipt; fill it in, or import with --received-default DATE",
        )?;
        remarks.push(format!("no date of receipt: taken as {}", words::date(on)));
        return Ok(on);
    }
    for format in ["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d %B %Y"] {
        if let Ok(on) = NaiveDate::parse_from_str(text, format) {
            return Ok(on);
        }
    }
    if let Ok(on) = NaiveDate::parse_from_str(&format!("{text}-01"), "%Y-%m-%d") {
        remarks.push(format!(
            "only a month of receipt: taken as {}",
            words::date(on)
        ));
        return Ok(on);
    }
    Err(format!(
        "\"{text}\" is not a date; write it as YYYY-MM-DD, for example 2026-06-26"
    ))
}

/// The outcome a row gives, by Daylight's words or those of earlier logs.
fn outcome_of(text: &str, remarks: &mut Vec<String>) -> Result<Option<Outcome>, String> {
    let word = text.trim().to_lowercase().replace([' ', '-'], "_");
    if word.is_empty() {
        return Ok(None);
    }
    if let Some(outcome) = Outcome::parse(&word) {
        return Ok(Some(outcome));
    }
    match word.as_str() {
        "all_disclosed" | "disclosed_in_full" | "full_disclosure" | "granted" | "disclosed" => {
            Ok(Some(Outcome::GrantedInFull))
        }
        "disclosed_in_part" | "partial_disclosure" | "partially_disclosed" => {
            Ok(Some(Outcome::GrantedInPart))
        }
        "nothing_disclosed" | "refused_in_full" | "denied" | "exempt" => Ok(Some(Outcome::Refused)),
        "cost_limit" | "refused_cost" => Ok(Some(Outcome::RefusedOnCost)),
        "vexatious" => Ok(Some(Outcome::RefusedAsVexatious)),
        "manifestly_unreasonable" => Ok(Some(Outcome::RefusedAsUnreasonable)),
        "repeated" => Ok(Some(Outcome::RefusedAsRepeated)),
        "no_records" | "no_records_exist" | "information_not_held" => Ok(Some(Outcome::NotHeld)),
        "ncnd" => Ok(Some(Outcome::NeitherConfirmedNorDenied)),
        "discontinued" | "abandoned" => Ok(Some(Outcome::Withdrawn)),
        "correction" => {
            remarks.push("a correction of personal information: taken without an outcome".into());
            Ok(None)
        }
        _ => {
            let known: Vec<&str> = Outcome::ALL.iter().map(|o| o.as_str()).collect();
            Err(format!(
                "\"{}\" is not an outcome; use one of: {}",
                text.trim(),
                known.join(", ")
            ))
        }
    }
}

fn category_of(text: &str) -> Option<String> {
    let word = match text.trim().to_lowercase().as_str() {
        "organization" => "organisation".to_owned(),
        other => other.to_owned(),
    };
    category_title(&word).map(|_| word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_month_is_its_first_day_and_says_so() {
        let mut remarks = Vec::new();
        assert_eq!(
            received_on("2015-03", None, &mut remarks),
            Ok(day("2015-03-01"))
        );
        assert_eq!(remarks, ["only a month of receipt: taken as 1 March 2015"]);
    }

    #[test]
    fn a_missing_date_needs_a_default_and_a_wrong_one_is_refused() {
        let mut remarks = Vec::new();
        assert!(received_on("", None, &mut remarks).is_err());
        assert!(received_on("2015-13-01", None, &mut remarks).is_err());
        assert!(remarks.is_empty());
        let on = day("2016-01-01");
        assert_eq!(received_on(" ", Some(on), &mut remarks), Ok(on));
        assert_eq!(remarks.len(), 1);
        assert_eq!(
            received_on("26/06/2015", None, &mut remarks),
            Ok(day("2015-06-26"))
        );
    }

    #[test]
    fn rows_alike_have_keys_of_their_own_and_keep_them() {
        let row = LogRow {
            request: "x".into(),
            ..LogRow::default()
        };
        let mut seen = HashMap::new();
        let first = import_key(&row, &mut seen);
        let second = import_key(&row, &mut seen);
        assert_ne!(first, second);
        assert_eq!(import_key(&row, &mut HashMap::new()), first);
    }

    #[test]
    fn outcomes_of_earlier_logs_are_known_and_others_refused() {
        let mut remarks = Vec::new();
        assert_eq!(
            outcome_of("all disclosed", &mut remarks),
            Ok(Some(Outcome::GrantedInFull))
        );
        assert_eq!(
            outcome_of("Not held", &mut remarks),
            Ok(Some(Outcome::NotHeld))
        );
        assert_eq!(outcome_of("", &mut remarks), Ok(None));
        assert!(outcome_of("resolved", &mut remarks).is_err());
    }
}
