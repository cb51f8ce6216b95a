//! Taking over an earlier log: rows become cases, faults are told by row, repeating is safe.

mod cells;

use super::requester::entered;
use crate::casework::secrets::{commitment, token};
use crate::casework::{Cases, CaseworkFault, Moment};
use crate::domain::case::questions::{questions_in, title_of};
use crate::domain::case::{Actor, Case, Channel, Event, events};
use crate::domain::words;
use crate::store::{NewCase, NewRequester};
use cells::{category_of, outcome_of, received_on};
use chrono::NaiveDate;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::time::Instant;

/// The longest request an earlier log may bring, in characters.
const LONGEST: usize = 100_000;

/// Rows taken over in one step, and about how many characters: all who write wait for it, and it
/// takes some twentieth of a second.
const ROWS: usize = 100;
const CHARACTERS: usize = 200_000;

/// What one import holds at a time: what another took is known before it goes on.
const TURN: &str = "import_turn";

/// Whether others may be writing to the database meanwhile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Beside {
    /// It is the database of this import alone.
    Nobody,
    /// People may be making requests.
    Others,
}

/// An import that a fault ended.
#[derive(Debug, thiserror::Error)]
#[error("{fault}")]
pub struct Stopped {
    /// What it came to before, which stays.
    pub so_far: Imported,
    /// The fault.
    pub fault: CaseworkFault,
}

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

impl Cases<'_> {
    /// Takes over rows in short steps, each a transaction, so that nobody who writes waits for all
    /// of them; `progress` is told how many rows are done. Rows that were taken before, by this
    /// import or another beside it, are passed over.
    ///
    /// # Errors
    /// When the database fails: then what was taken before stays.
    pub async fn import(
        &self,
        rows: &[LogRow],
        received_default: Option<NaiveDate>,
        now: Moment,
        beside: Beside,
        progress: &(dyn Fn(u64) + Send + Sync),
    ) -> Result<Imported, Box<Stopped>> {
        let mut so_far = Imported::default();
        let mut seen: HashMap<String, usize> = HashMap::new();
        let mut left = rows;
        while !left.is_empty() {
            let (step, rest) = left.split_at(step_of(left));
            let keyed: Vec<(&LogRow, String)> = step
                .iter()
                .map(|row| (row, import_key(row, &mut seen)))
                .collect();
            let begun = Instant::now();
            let taken = so_far.taken;
            if let Err(fault) = self
                .take_step(keyed, received_default, now, &mut so_far)
                .await
            {
                return Err(Box::new(Stopped { so_far, fault }));
            }
            if beside == Beside::Others && so_far.taken > taken {
                // SQLite has no queue: whoever waits looks every now and then whether it is free.
                tokio::time::sleep(begun.elapsed()).await;
            }
            left = rest;
            progress((rows.len() - left.len()) as u64);
        }
        match self.store.analyse().await {
            Ok(()) => Ok(so_far),
            Err(fault) => Err(Box::new(Stopped {
                so_far,
                fault: fault.into(),
            })),
        }
    }

    /// Takes over the rows of one step, and adds to what the import came to once they are kept.
    async fn take_step(
        &self,
        rows: Vec<(&LogRow, String)>,
        received_default: Option<NaiveDate>,
        now: Moment,
        imported: &mut Imported,
    ) -> Result<(), CaseworkFault> {
        let mut new = Vec::with_capacity(rows.len());
        let (mut remarks, mut refused, mut passed) = (Vec::new(), Vec::new(), 0);
        let unit = self.store.begin().await?;
        unit.hold(TURN).await?;
        let keys: Vec<String> = rows.iter().map(|(_, key)| key.clone()).collect();
        let known = unit.cases().known_import_keys(&keys).await?;
        for (row, key) in rows {
            if known.contains(&key) {
                passed += 1;
                continue;
            }
            let remark = |text: String| Remark {
                number: row.number,
                reference: row.reference.clone(),
                text,
            };
            match self.taken_over(row, key, received_default, now) {
                Ok((case, read)) => {
                    new.push(case);
                    remarks.extend(read.into_iter().map(remark));
                }
                Err(reason) => refused.push(remark(reason)),
            }
        }
        let taken = new.len();
        unit.cases().insert_cases(new).await?;
        unit.commit().await?;
        imported.taken += taken;
        imported.known += passed;
        imported.remarks.extend(remarks);
        imported.refused.extend(refused);
        Ok(())
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
        self.laws().law_is_chosen(regime)?;
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
        let logged = Event::Logged(events::Logged {
            regime: id.to_owned(),
            calendar: regime.default_calendar.clone(),
            channel: Channel::EarlierLog,
            questions: u16::try_from(questions.len()).unwrap_or(u16::MAX),
            digest: commitment(&salt, &body),
            entered: Some(entered(&salt, &subject, &requester, earlier, &questions)),
        });
        let mut events = vec![(logged.clone(), received, now.at, Actor::SYSTEM)];
        let mut case = Case::begin(&logged, received).ok_or("the row cannot be logged")?;
        let due = self.deadlines(&case).map_err(|e| e.to_string())?.due;
        let team = Some(row.authority.trim().to_owned()).filter(|team| !team.is_empty());
        if team.is_some() {
            let allocated = Event::Allocated(events::Allocated {
                team,
                officer: None,
            });
            case.apply(&allocated, received, Actor::SYSTEM);
            events.push((allocated, received, now.at, Actor::SYSTEM));
        }
        // A row without an outcome whose time is not over yet is a live case.
        let live = row.outcome.trim().is_empty() && due.is_some_and(|due| due >= now.today);
        if !live {
            let closed = Event::ClosedInEarlierLog(events::ClosedInEarlierLog { outcome });
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
pub(in crate::casework) fn unnamed(import_key: &str) -> String {
    format!("row {import_key}")
}

/// How many rows the next step takes, of rows of which there is one at least.
fn step_of(rows: &[LogRow]) -> usize {
    let mut characters = 0;
    let fits = rows.iter().take(ROWS).take_while(|row| {
        let before = characters;
        characters += row.request.len();
        before == 0 || characters <= CHARACTERS
    });
    fits.count().max(1)
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

#[cfg(test)]
mod tests {
    use super::*;

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
    fn a_step_is_a_hundred_rows_or_fewer_long_ones() {
        let rows = |length: usize, count| {
            let row = LogRow {
                request: "x".repeat(length),
                ..LogRow::default()
            };
            vec![row; count]
        };
        assert_eq!(step_of(&rows(200, 250)), 100);
        assert_eq!(step_of(&rows(200, 30)), 30);
        assert_eq!(step_of(&rows(60_000, 30)), 3);
        assert_eq!(step_of(&rows(400_000, 30)), 1);
        assert_eq!(step_of(&rows(0, 2)), 2);
    }
}
