//! Judging a message: what kind it is, which case it belongs to, and what follows from that.

use super::Matched;
use super::aside::aside;
use super::copies::{doubted, is_doubtful};
use crate::casework::{Arrival, CaseworkFault, Incoming, Moment};
use crate::config::settings::NewRequests;
use crate::domain::case::{Actor, MOST_TO_READ, WaitingKind};
use crate::domain::correspondence::MessageState;
use crate::domain::words;
use crate::mail::inbound::matching::Candidate;
use crate::mail::inbound::{BodyNote, Class, Judged, Parsed, classify, parse};
use crate::store::{JudgedMessage, Limit, MessageBytes, Unit};
use chrono::{DateTime, TimeDelta, Utc};

/// Where a message went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Landed {
    /// On these cases.
    Filed(Vec<String>),
    /// It became this case.
    Logged(String),
    /// To the tray, where an officer decides.
    Tray,
    /// Nowhere: it is our own letter, or about one to a colleague.
    SetAside,
    /// It is another copy of an earlier message.
    Repeat,
}

/// A message that is being judged.
pub(super) struct Judging<'a> {
    pub id: i64,
    pub message: &'a Parsed,
    pub judged: &'a Judged,
    pub matched: &'a Matched,
    /// What it looks like beside earlier requests; only of one that may become a request.
    pub arrival: Option<Arrival>,
    pub received_at: DateTime<Utc>,
    pub now: Moment,
}

/// A request that arrived longer ago is not acknowledged by itself.
const OLD: TimeDelta = TimeDelta::days(3);

impl Judging<'_> {
    /// Whether it came so long ago that nobody expects an answer by itself any more.
    pub(super) fn is_old(&self) -> bool {
        self.now.at - self.received_at > OLD
    }
}

/// How many messages of one address are logged by themselves in a day: more is a loop.
const LOGGED_A_DAY: i64 = 10;

/// How many requests of addresses we never wrote to are logged by themselves in an hour: a large
/// police force has twenty requests a day.
const STRANGERS_AN_HOUR: u32 = 60;

impl Incoming<'_> {
    /// Judges a message that is kept; nothing where it has been judged already. Its bytes are read
    /// where they are not at hand.
    ///
    /// # Errors
    /// What the database says; the message is then judged again later.
    pub async fn judge(
        &self,
        id: i64,
        at_hand: Option<MessageBytes>,
        now: Moment,
    ) -> Result<Option<Landed>, CaseworkFault> {
        // Nobody would be told in whose name it was received.
        if !self.authority().is_known() && !self.refresh_authority().await? {
            self.known_authority()?;
        }
        let kept = match at_hand {
            Some(kept) => kept,
            None => {
                let kept = self.store.messages().message_bytes(id).await?;
                kept.ok_or(CaseworkFault::NotFound)?
            }
        };
        let came = (kept.source, kept.received_at);
        let authserv = self.settings.inbox.authserv_id.clone();
        let length = kept.bytes.len();
        let message = aside(length, move || parse(&kept.bytes, authserv.as_deref())).await?;
        self.judge_as(id, &message, came, now).await
    }

    /// Puts a message into the tray without a look at its bytes.
    ///
    /// # Errors
    /// What the database says.
    pub(super) async fn give_up(
        &self,
        id: i64,
        now: Moment,
    ) -> Result<Option<Landed>, CaseworkFault> {
        let row = self.store.messages().message(id).await?;
        let row = row.ok_or(CaseworkFault::NotFound)?;
        let message = Parsed::unread(BodyNote::GivenUp, row.digest);
        let came = (row.source, row.received_at);
        self.judge_as(id, &message, came, now).await
    }

    /// Judges a message by what was understood of it, and where and when it came.
    async fn judge_as(
        &self,
        id: i64,
        message: &Parsed,
        (source, received_at): (String, DateTime<Utc>),
        now: Moment,
    ) -> Result<Option<Landed>, CaseworkFault> {
        let judged = classify(message, &self.ours(), &self.mail_host());
        let matched = self.matched(message).await?;
        // Read before anything is written: while the transaction is open nobody else writes.
        let arrival = if judged.class == Class::Request && matched.found.is_empty() {
            Some(self.topics().arrival(&message.text.own).await?)
        } else {
            None
        };
        let unit = self.store.begin().await?;
        if unit.messages().hold_message(id).await? != Some(MessageState::Stored) {
            return Ok(None);
        }
        let doubted = doubted(&message.digest);
        let in_doubt = is_doubtful(message, judged.class);
        let before = (message.digest.as_str(), doubted.as_str());
        if let Some(first) = unit.messages().said_before(id, before, in_doubt).await? {
            unit.messages().repeats(id, first, &source, now.at).await?;
            unit.commit().await?;
            return Ok(Some(Landed::Repeat));
        }
        let judging = Judging {
            id,
            message,
            judged: &judged,
            matched: &matched,
            arrival,
            received_at,
            now,
        };
        // What it says is written before what follows from it: a letter that answers it hangs on it.
        unit.messages()
            .judge_message(id, &written(&judging)?)
            .await?;
        let (landed, reason) = Box::pin(self.land(&unit, &judging)).await?;
        unit.messages()
            .land_message(id, state_of(&landed), &reason)
            .await?;
        if !in_doubt {
            unit.messages().outdone(&doubted, id).await?;
        }
        unit.commit().await?;
        self.outbox_bell.notify_one();
        Ok(Some(landed))
    }

    /// Decides where a message goes, and does what follows.
    async fn land(
        &self,
        unit: &Unit,
        judging: &Judging<'_>,
    ) -> Result<(Landed, String), CaseworkFault> {
        let reason = judging.judged.reason.clone();
        let found = &judging.matched.found;
        let class = judging.judged.class;
        if let Some(why) = self.doubt(unit, judging).await? {
            self.offer(unit, judging).await?;
            return Ok((Landed::Tray, format!("{reason} {why}")));
        }
        match class {
            Class::Loop => Ok((Landed::SetAside, reason)),
            Class::Bounce | Class::DeliveryReport => match self.reported(unit, judging).await? {
                None => {
                    self.offer(unit, judging).await?;
                    let why = "It shows no letter of ours that it is about.";
                    Ok((Landed::Tray, format!("{reason} {why}")))
                }
                Some(cases) if cases.is_empty() => {
                    let why = "It is about a letter to a colleague.";
                    Ok((Landed::SetAside, format!("{reason} {why}")))
                }
                Some(cases) => Ok((Landed::Filed(cases), reason)),
            },
            Class::AutoReply | Class::List | Class::Invite if !found.is_empty() => {
                let cases = self.file_beside(unit, judging).await?;
                Ok((Landed::Filed(cases), reason))
            }
            Class::Reply | Class::Request | Class::Spam if !found.is_empty() => {
                let cases = self.file(unit, judging).await?;
                Ok((Landed::Filed(cases), reason))
            }
            Class::AutoReply | Class::List | Class::Invite | Class::Spam => {
                Ok((Landed::Tray, reason))
            }
            Class::Reply => {
                let why = "It answers nothing that is on a case.";
                Ok((Landed::Tray, format!("{reason} {why}")))
            }
            Class::Request => self.new_request(unit, judging, reason).await,
        }
    }

    /// Why somebody has to look at what a message is before it goes anywhere, where that is so.
    async fn doubt(
        &self,
        unit: &Unit,
        judging: &Judging<'_>,
    ) -> Result<Option<String>, CaseworkFault> {
        let class = judging.judged.class;
        match class {
            Class::Loop | Class::Bounce | Class::DeliveryReport => return Ok(None),
            Class::AutoReply
            | Class::List
            | Class::Invite
            | Class::Spam
            | Class::Reply
            | Class::Request => {}
        }
        if judging.message.checks.several_senders {
            return Ok(Some(
                "It names more than one sender; nobody was written to.".into(),
            ));
        }
        if judging.message.checks.disown_the_sender() {
            return Ok(Some(
                "The mail server found that it is not from the address it names; nobody was written to.".into(),
            ));
        }
        let Matched {
            found, only_named, ..
        } = judging.matched;
        if !only_named.is_empty() {
            return Ok(Some(format!(
                "Somebody else wrote about {}.",
                words::list(only_named)
            )));
        }
        if matches!(class, Class::AutoReply | Class::List | Class::Invite) {
            return Ok(None);
        }
        for one in found {
            let stored = unit.cases().find_case(&one.reference).await?;
            let stored = stored.ok_or(CaseworkFault::NotFound)?;
            if stored.case.waiting.is_full_of(WaitingKind::Message) {
                return Ok(Some(format!(
                    "{MOST_TO_READ} messages wait to be read on {}; read those first.",
                    one.reference
                )));
            }
        }
        Ok(None)
    }

    /// Offers an officer the cases a message belongs to, where it is not put there by itself.
    async fn offer(&self, unit: &Unit, judging: &Judging<'_>) -> Result<(), CaseworkFault> {
        let found = &judging.matched.found;
        if found.is_empty() {
            return Ok(());
        }
        let mut offered = Vec::with_capacity(found.len());
        for one in found {
            let stored = unit.cases().find_case(&one.reference).await?;
            let stored = stored.ok_or(CaseworkFault::NotFound)?;
            offered.push(Candidate {
                reference: stored.reference,
                subject: stored.subject,
                reasons: vec![one.sentence()],
                weight: 0,
            });
        }
        let offered =
            serde_json::to_string(&offered).map_err(|e| CaseworkFault::Broken(e.to_string()))?;
        unit.messages().offer_cases(judging.id, &offered).await?;
        Ok(())
    }

    /// A message that answers nothing: logged as a request where nothing speaks against it.
    async fn new_request(
        &self,
        unit: &Unit,
        judging: &Judging<'_>,
        reason: String,
    ) -> Result<(Landed, String), CaseworkFault> {
        let tray = |why: &str| Ok((Landed::Tray, format!("{reason} {why}")));
        if self.settings.inbox.new_requests == NewRequests::Tray {
            return tray("By the settings an officer decides on new requests.");
        }
        if let Some(note) = judging
            .message
            .note
            .filter(|n| *n != BodyNote::OnlyAttachments)
        {
            return tray(note.sentence());
        }
        if judging.message.text.own.trim().is_empty() {
            return tray(BodyNote::OnlyAttachments.sentence());
        }
        if let Some(candidate) = judging.matched.candidates.first() {
            return tray(&format!("It may belong to {}.", candidate.reference));
        }
        let since = judging.now.at - TimeDelta::days(1);
        let from = judging.message.from.clone().unwrap_or_default();
        if unit.messages().logged_from(&from.address, since).await? >= LOGGED_A_DAY {
            return tray("Ten requests of this address were logged in a day; it may be a machine.");
        }
        if !self.may_log_unseen(unit, judging, &from.address).await? {
            return tray(
                "So many people who never wrote before have written in an hour that nobody answers them by itself. It keeps its day of receipt; log it if it is a request.",
            );
        }
        let entered = self.written_request(judging);
        match self
            .log_message(unit, judging, entered, Actor::SYSTEM)
            .await
        {
            Ok((stored, _)) => Ok((Landed::Logged(stored.reference), reason)),
            // What the form would refuse is for an officer to mend.
            Err(CaseworkFault::Invalid(faults)) => {
                let first = faults
                    .first()
                    .map(|f| f.message.as_str())
                    .unwrap_or_default();
                tray(&format!("It could not be logged by itself: {first}."))
            }
            Err(CaseworkFault::Refused(why)) => tray(&format!(
                "It could not be logged by itself: {}.",
                why.trim_end_matches('.')
            )),
            Err(other) => Err(other),
        }
    }
}

impl Incoming<'_> {
    /// Whether one more request may be logged of an address we never wrote to: anybody can name
    /// any, and each of them is answered.
    async fn may_log_unseen(
        &self,
        unit: &Unit,
        judging: &Judging<'_>,
        address: &str,
    ) -> Result<bool, CaseworkFault> {
        // What is old is not acknowledged, as from a mailbox that was full before Daylight came.
        if judging.is_old() || unit.messages().was_written_to(address).await? {
            return Ok(true);
        }
        let limit = Limit {
            name: self.keys.digest("requests of strangers by email"),
            most: STRANGERS_AN_HOUR,
            until: judging.now.at + TimeDelta::hours(1),
        };
        Ok(unit.people().count_against(&limit, judging.now.at).await?)
    }
}

const fn state_of(landed: &Landed) -> &'static str {
    match landed {
        Landed::Filed(_) => "filed",
        Landed::Logged(_) => "logged",
        Landed::Tray => "tray",
        Landed::SetAside => "set_aside",
        Landed::Repeat => "repeat",
    }
}

/// The row of a message that was judged.
fn written(judging: &Judging<'_>) -> Result<JudgedMessage, CaseworkFault> {
    let broken = |e: serde_json::Error| CaseworkFault::Broken(e.to_string());
    let message = judging.message;
    let from = message.from.clone().unwrap_or_default();
    let sent_to: &[String] = if message.delivered_to.is_empty() {
        &message.addressed_to
    } else {
        &message.delivered_to
    };
    Ok(JudgedMessage {
        content: if is_doubtful(message, judging.judged.class) {
            doubted(&message.digest)
        } else {
            message.digest.clone()
        },
        message_id: message.message_id.clone(),
        class: judging.judged.class.as_str(),
        from_name: from.name,
        from_address: from.address,
        sent_to: sent_to.join(", ").chars().take(1000).collect(),
        subject: message.subject.clone(),
        body: message.text.own.clone(),
        quoted: message.text.quoted.clone(),
        note: message.note.map(BodyNote::sentence),
        checks: message.checks.sentence(),
        attachments: serde_json::to_string(&message.attachments).map_err(broken)?,
        candidates: serde_json::to_string(&judging.matched.candidates).map_err(broken)?,
    })
}
