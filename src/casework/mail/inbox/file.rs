//! What follows when a message goes onto a case, or becomes one.

use super::judge::Judging;
use crate::casework::cases::log_request::RequestToLog;
use crate::casework::cases::tell::recorded_at_once;
use crate::casework::secrets::{commitment, hash_of, token};
use crate::casework::{CaseworkFault, Incoming, Moment, Outgoing};
use crate::domain::case::{Action, Actor, Case, Channel, Event, actions, events};
use crate::domain::words;
use crate::mail::inbound::{Parsed, never_answer};
use crate::store::{KeptMessage, RequesterRow, StoredCase, Unit};
use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};

/// The longest text that stands beside the record, in characters; the rest is in the message.
const LONGEST: usize = 20_000;

/// A message of a person as it goes onto a case.
pub(super) struct Came<'a> {
    /// What it says.
    pub text: &'a str,
    /// How it came.
    pub channel: Channel,
    /// When it came.
    pub at: DateTime<Utc>,
    /// Whether it shows that it is the requester's.
    pub requesters: bool,
}

impl Incoming<'_> {
    /// Puts a message of a person on its cases, each with an event by which it waits there. The
    /// cases.
    pub(super) async fn file(
        &self,
        unit: &Unit,
        judging: &Judging<'_>,
    ) -> Result<Vec<String>, CaseworkFault> {
        let mut cases = Vec::new();
        for found in &judging.matched.found {
            let stored = unit.cases().find_case(&found.reference).await?;
            let mut stored = stored.ok_or(CaseworkFault::NotFound)?;
            let filed = self
                .keep_with(unit, judging.id, &mut stored, Actor::SYSTEM, judging.now)
                .await?;
            let came = Came {
                text: &shown(judging.message),
                channel: Channel::Email,
                at: judging.received_at,
                requesters: found.why.shows_the_requester()
                    || is_from(judging.message, &unit.requester_of(&stored).await?),
            };
            let seq = self
                .file_on(unit, &mut stored, came, Actor::SYSTEM, judging.now)
                .await?;
            let why = found.sentence();
            let why = (why.as_str(), Some(seq));
            unit.messages()
                .put_on_case(judging.id, &stored, why, filed, judging.now.at)
                .await?;
            self.tell_new_date(unit, &mut stored, judging.now).await?;
            cases.push(stored.reference);
        }
        Ok(cases)
    }

    /// Puts a message nobody wrote beside its cases; nothing else changes.
    pub(super) async fn file_beside(
        &self,
        unit: &Unit,
        judging: &Judging<'_>,
    ) -> Result<Vec<String>, CaseworkFault> {
        let mut cases = Vec::new();
        for found in &judging.matched.found {
            let stored = unit.cases().find_case(&found.reference).await?;
            let stored = stored.ok_or(CaseworkFault::NotFound)?;
            let why = found.sentence();
            unit.messages()
                .put_on_case(judging.id, &stored, (&why, None), None, judging.now.at)
                .await?;
            cases.push(stored.reference);
        }
        Ok(cases)
    }

    /// Writes onto a case that a message of a person arrived, and what it says; gives the event
    /// that says so.
    pub(super) async fn file_on(
        &self,
        unit: &Unit,
        stored: &mut StoredCase,
        came: Came<'_>,
        actor: Actor,
        now: Moment,
    ) -> Result<i64, CaseworkFault> {
        let salt = token()?;
        let day = self.day_of(&stored.case, now, came.at);
        let action = Action::ReceiveReply(actions::ReceiveReply {
            digest: commitment(&salt, came.text),
            channel: came.channel,
            // What somebody else wrote answers nothing we asked the requester.
            before_question: !came.requesters || self.cases().before_question(stored, came.at),
        });
        let events = self
            .cases()
            .allowed(&stored.case, &action, actor, day, now)?;
        unit.cases()
            .append(stored, events, &self.clock(), actor, day, now.at)
            .await?;
        unit.cases()
            .insert_writing(stored, "email", &salt, came.text, now.at)
            .await?;
        let seq = stored.version;
        // Somebody at the desk who places it can record it, and reads the letter before it goes.
        if !actor.role.at_the_desk() {
            self.cases()
                .follow_reply(unit, stored, day, came.requesters, now)
                .await?;
        }
        Ok(seq)
    }

    /// Tells the requester the date that follows from the message filed last, where it was recorded
    /// as their answer by itself; once the message is on the case, so that the letter answers it.
    /// That happens once for each question of ours: no machine is kept in talk by it.
    pub(super) async fn tell_new_date(
        &self,
        unit: &Unit,
        stored: &mut StoredCase,
        now: Moment,
    ) -> Result<(), CaseworkFault> {
        if !recorded_at_once(stored) {
            return Ok(());
        }
        let by = Actor::SYSTEM;
        let requester = unit.requester_of(stored).await?;
        let (regime, _) = self.law_of(&stored.case)?;
        let letter = self.cases().new_date(stored, &requester, &regime, now)?;
        let Some(letter) = letter else {
            return Ok(());
        };
        self.outbox().post(unit, stored, (&letter, by), now).await?;
        Ok(())
    }

    /// Commits a case to a message a person wrote, as it came and as it is shown; the event that does.
    pub(super) async fn keep_with(
        &self,
        unit: &Unit,
        message: i64,
        stored: &mut StoredCase,
        actor: Actor,
        now: Moment,
    ) -> Result<Option<i64>, CaseworkFault> {
        let (salt, message) = (token()?, unit.record().message_shown(message).await?);
        let said = shown_in_words(&message);
        let filed = Event::MessageFiled(events::MessageFiled {
            digest: commitment(&salt, &said),
        });
        unit.cases()
            .append(stored, vec![filed], &self.clock(), actor, now.today, now.at)
            .await?;
        unit.cases()
            .insert_writing(stored, "filed", &salt, &said, now.at)
            .await?;
        Ok(Some(stored.version))
    }

    /// The civil day a message reached a case: that of its receipt, but never one on which the
    /// case could not have had it.
    fn day_of(&self, case: &Case, now: Moment, received: DateTime<Utc>) -> NaiveDate {
        let day = self.moment(received).today;
        let earliest = case
            .clock_events
            .last()
            .map_or(case.received, |event| event.on.max(case.received));
        if day < earliest || day > now.today {
            earliest.max(now.today)
        } else {
            day
        }
    }

    /// A message as a request, received on the day the server took it; acknowledged unless it is
    /// old or that could begin a loop.
    pub(super) fn written_request(&self, judging: &Judging<'_>) -> RequestToLog {
        let message = judging.message;
        let from = message.from.clone().unwrap_or_default();
        let name = if from.name.trim().is_empty() {
            from.address.clone()
        } else {
            from.name.clone()
        };
        let old = judging.is_old();
        let silent = never_answer(message, judging.judged.class, &self.ours()).is_some();
        RequestToLog {
            received: self.moment(judging.received_at).today,
            channel: Channel::Email,
            regime: None,
            variant: None,
            name,
            email: from.address,
            address: String::new(),
            category: String::new(),
            subject: without_marks(&message.subject).chars().take(200).collect(),
            request: message.text.own.clone(),
            acknowledge: !old && !silent,
            submission: String::new(),
        }
    }

    /// Logs what a message asks for. Gives the case and what acknowledges it.
    pub(super) async fn log_message(
        &self,
        unit: &Unit,
        judging: &Judging<'_>,
        entered: RequestToLog,
        actor: Actor,
    ) -> Result<(StoredCase, Option<Outgoing>), CaseworkFault> {
        let acknowledge = entered.acknowledge;
        let submission = entered.submission.clone();
        let mut new = self.cases().new_case(entered, actor, judging.now)?;
        if !submission.is_empty() {
            new.secret = self.keys.secret_from(&submission);
        }
        let arrival = judging.arrival.as_ref();
        let arrival = arrival
            .ok_or_else(|| CaseworkFault::Broken("a request that was not looked at".into()))?;
        let told = (RequesterRow::from(&new.requester), new.body.clone());
        let mut stored = unit.cases().insert_case(new).await?;
        self.topics().keep_arrival(unit, stored.id, arrival).await?;
        let why = "It was logged as this request.";
        let filed = self
            .keep_with(unit, judging.id, &mut stored, actor, judging.now)
            .await?;
        unit.messages()
            .put_on_case(judging.id, &stored, (why, None), filed, judging.now.at)
            .await?;
        let letter = if acknowledge {
            let told = (&told.0, told.1.as_str());
            self.letters()
                .acknowledge(unit, &mut stored, told, actor, judging.now)
                .await?
        } else {
            None
        };
        Ok((stored, letter))
    }
}

/// What stands for a message: the digest of its bytes, of what people are shown of it, and of what
/// kind it is and when it was received.
pub fn shown_in_words(message: &KeptMessage) -> String {
    let came = [
        message.class.as_deref().unwrap_or_default(),
        &message
            .received_at
            .to_rfc3339_opts(SecondsFormat::Millis, true),
    ];
    format!("{} {}", words_in_words(message), hash_of(&came.join("\0")))
}

/// The same of one filed before its kind and when it was received were committed to.
pub fn words_in_words(message: &KeptMessage) -> String {
    let shown = [
        message.from_name.as_str(),
        &message.from_address,
        &message.sent_to,
        &message.subject,
        &message.body,
        &message.quoted,
        message.note.as_deref().unwrap_or_default(),
        &message.checks,
        &message.attachments,
    ];
    format!("{} {}", message.digest, hash_of(&shown.join("\0")))
}

/// What a message says, as it stands beside the record.
pub(super) fn shown(message: &Parsed) -> String {
    let from = message.from.clone().unwrap_or_default();
    let mut text = format!("Email from {}", from.address);
    if !message.subject.is_empty() {
        text.push_str(&format!(": {}", message.subject));
    }
    text.push_str("\n\n");
    match message.note {
        Some(note) => text.push_str(note.sentence()),
        None => text.push_str(&message.text.own),
    }
    if !message.attachments.is_empty() {
        let names: Vec<&str> = message
            .attachments
            .iter()
            .map(|a| a.name.as_str())
            .collect();
        text.push_str(&format!(
            "\n\n{} attached: {}",
            words::count(names.len(), "file"),
            names.join(", ")
        ));
    }
    if text.chars().count() > LONGEST {
        text = text.chars().take(LONGEST).collect();
        text.push_str("\n\nThe rest is in the message itself.");
    }
    text
}

/// Whether a message says that it is from the address its case's requester gave.
pub(super) fn is_from(message: &Parsed, requester: &RequesterRow) -> bool {
    let theirs = requester.email.as_deref().unwrap_or_default();
    let sender = super::sender_of(message);
    !sender.is_empty() && sender == theirs.to_lowercase()
}

/// A subject without the marks of replies and forwarding at its beginning.
#[must_use]
pub fn without_marks(subject: &str) -> &str {
    const MARKS: [&str; 8] = ["re:", "fw:", "fwd:", "aw:", "wg:", "antw:", "sv:", "tr:"];
    let mut rest = subject.trim();
    while let Some(mark) = MARKS.iter().find(|mark| {
        rest.get(..mark.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(mark))
    }) {
        rest = rest.get(mark.len()..).unwrap_or_default().trim_start();
    }
    rest
}
