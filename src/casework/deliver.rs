//! Delivering the outbox: claim, send outside any transaction, record what the server said.

use super::{Casework, CaseworkFault};
use crate::config::settings::{MailRoute, Protection as RouteProtection, Settings};
use crate::mail::inbound::reply_address;
use crate::mail::{Correspondent, Letter, Protection, SendFailure, SmtpServer, Transport, backoff};
use crate::store::{Claimed, Opener, Unit};
use chrono::{DateTime, TimeDelta, Utc};
use std::time::Duration;

/// How long a worker may take over the letters it has claimed before another may take them.
const LEASE: TimeDelta = TimeDelta::minutes(5);

/// How long a mail server may take to answer one command.
const PATIENCE: Duration = Duration::from_secs(30);

/// Letters the program writes by itself.
const AUTOMATIC: [&str; 5] = [
    "acknowledgement",
    "reply_noted",
    "publication",
    "reminders",
    "month",
];

/// Letters that go to many alike.
const LISTS: [&str; 3] = ["publication", "reminders", "month"];

/// Letters documents may travel with.
const CARRIERS: [&str; 2] = ["release", "review_outcome"];

/// What one round of delivery did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Round {
    /// Letters the server took.
    pub sent: usize,
    /// Letters to be tried again.
    pub delayed: usize,
    /// Letters given up.
    pub failed: usize,
}

impl Casework {
    /// Sends at most `count` letters that are due. `clock` tells the time after each letter.
    ///
    /// # Errors
    /// When the database fails; a letter claimed then is claimed again when its lease ends.
    pub async fn deliver(
        &self,
        transport: &Transport,
        count: u32,
        clock: &(dyn Fn() -> DateTime<Utc> + Send + Sync),
    ) -> Result<Round, CaseworkFault> {
        let now = clock();
        let unit = self.store.begin().await?;
        let a_minute_ago = now - TimeDelta::minutes(1);
        let sent = unit.sent_since(a_minute_ago).await?;
        let count = count.min(self.settings.mail.letters_per_minute.saturating_sub(sent));
        let claimed = unit.claim_letters(count, now, now + LEASE).await?;
        unit.commit().await?;
        let mut round = Round::default();
        for letter in claimed {
            let built = self.built(&letter).await?;
            let answer = transport.send(&built).await;
            let now = clock();
            let unit = self.store.begin().await?;
            match answer {
                Ok(delivered) => {
                    let proof = (delivered.answer.as_str(), delivered.by.as_str());
                    unit.letter_sent(letter.id, proof, now).await?;
                    round.sent += 1;
                }
                Err(SendFailure::Permanent(answer)) => {
                    unit.letter_failed(letter.id, &answer, None, now).await?;
                    self.given_up(&unit, &letter, &answer, now).await?;
                    round.failed += 1;
                }
                Err(SendFailure::Transient(answer)) => {
                    let attempts = u32::try_from(letter.attempts + 1).unwrap_or(u32::MAX);
                    let mail = &self.settings.mail;
                    let next = backoff(&mail.retry, mail.give_up_after, attempts)
                        .and_then(|wait| TimeDelta::from_std(wait).ok())
                        .map(|wait| now + jittered(wait, letter.id));
                    if next.is_some() {
                        round.delayed += 1;
                    } else {
                        round.failed += 1;
                    }
                    unit.letter_failed(letter.id, &answer, next, now).await?;
                    if next.is_none() {
                        self.given_up(&unit, &letter, &answer, now).await?;
                    }
                }
            }
            unit.commit().await?;
        }
        Ok(round)
    }

    /// Flags the case of a letter that will not be delivered, and the address it went to.
    async fn given_up(
        &self,
        unit: &Unit,
        letter: &Claimed,
        answer: &str,
        now: DateTime<Utc>,
    ) -> Result<(), CaseworkFault> {
        // A letter to a colleague is on no case; the list of letters not delivered has it.
        let Some(reference) = &letter.reference else {
            return Ok(());
        };
        let stored = unit.find_case(reference).await?;
        let mut stored = stored.ok_or(CaseworkFault::NotFound)?;
        let sent = (letter.kind.as_str(), letter.message_id.as_str());
        let (address, now) = (&letter.to_address, self.moment(now));
        self.undelivered(unit, &mut stored, sent, address, answer, now)
            .await
    }

    /// The address answers to the letters of a case go to.
    #[must_use]
    pub fn reply_address(&self, case: Opener<'_>) -> String {
        reply_address(
            &self.settings.authority.email,
            &self.settings.mail.reply_separator,
            case.reference,
            &self.keys.address_key(case),
        )
    }

    async fn built(&self, letter: &Claimed) -> Result<Letter, CaseworkFault> {
        let mail = &self.settings.mail;
        let thread = letter.thread.as_deref().or(letter.in_reply_to.as_deref());
        let attachments = if CARRIERS.contains(&letter.kind.as_str()) {
            self.attachments_of(&letter.message_id).await?
        } else {
            Vec::new()
        };
        Ok(Letter {
            message_id: letter.message_id.clone(),
            written: letter.created_at,
            from: Correspondent {
                name: mail.from_name.clone(),
                address: mail.from_address.clone(),
            },
            to: Correspondent {
                name: letter.to_name.clone(),
                address: letter.to_address.clone(),
            },
            reply_to: letter.opener().map(|case| Correspondent {
                name: mail.from_name.clone(),
                address: self.reply_address(case),
            }),
            list: LISTS
                .contains(&letter.kind.as_str())
                .then(|| format!("{}.daylight.{}", letter.kind, self.mail_host())),
            subject: letter.subject.clone(),
            text: letter.body_text.clone(),
            html: letter.body_html.clone(),
            in_reply_to: letter.in_reply_to.clone(),
            references: thread
                .map(|ids| ids.split_whitespace().map(str::to_owned).collect())
                .unwrap_or_default(),
            // What goes out without anybody having decided it (RFC 3834).
            auto_submitted: AUTOMATIC.contains(&letter.kind.as_str()),
            attachments,
        })
    }
}

/// The way letters leave, by the settings.
///
/// # Errors
/// When the mail server's settings cannot be used.
pub fn transport(settings: &Settings) -> Result<Transport, CaseworkFault> {
    match &settings.mail.route {
        MailRoute::File(folder) => Ok(Transport::File(folder.clone())),
        MailRoute::Smtp {
            host,
            port,
            credentials,
            protection,
        } => Transport::smtp(&SmtpServer {
            host: host.clone(),
            port: *port,
            credentials: credentials
                .as_ref()
                .map(|(user, secret)| (user.clone(), secret.expose().to_owned())),
            protection: match protection {
                RouteProtection::StartTls => Protection::StartTls,
                RouteProtection::Tls => Protection::Tls,
                RouteProtection::Unprotected => Protection::Unprotected,
            },
            patience: PATIENCE,
        })
        .map_err(CaseworkFault::Refused),
    }
}

/// A wait made up to a tenth longer, letter by letter, so that a server that comes back is
/// not met by all of them in one second.
fn jittered(wait: TimeDelta, id: i64) -> TimeDelta {
    wait + TimeDelta::milliseconds(wait.num_milliseconds() / 1000 * (id.rem_euclid(100)))
}
