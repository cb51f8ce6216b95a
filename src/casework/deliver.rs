//! Delivering the outbox: take one letter in hand, send it outside any transaction, record what
//! the server said.

use super::secrets::token;
use super::{Casework, CaseworkFault, held_outbox};
use crate::config::settings::{MailRoute, Protection as RouteProtection, Settings};
use crate::domain::letter_kind::letter_kind;
use crate::domain::pace::turns;
use crate::mail::inbound::reply_address;
use crate::mail::{
    Correspondent, Courier, Delivered, Letter, Patience, Protection, SendFailure, SmtpServer,
    Transport, backoff,
};
use crate::store::{Claimed, Opener, Unit, Wanted};
use chrono::{DateTime, TimeDelta, Utc};
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::sleep;

/// How long a letter stays in the hands of a worker that says no more.
const CLAIM: TimeDelta = TimeDelta::minutes(1);

/// How much of a claim is left when it is renewed.
const RENEWED_AT: TimeDelta = TimeDelta::seconds(40);

/// How often a worker that waits for the server, or for the database, looks up.
const GLANCE: Duration = Duration::from_secs(1);

/// How long a server may still take over the letter it has in hand once the program stops.
const FAREWELL: Duration = Duration::from_secs(5);

/// Tells the time.
type Clock<'a> = &'a (dyn Fn() -> DateTime<Utc> + Send + Sync);

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
    /// Sends at most `count` letters that are due, each taken in hand just before it is sent, so
    /// that no worker holds what it is not sending. `clock` tells the time as it goes on. Once
    /// `stop` turns true nothing more is taken; the letter in hand is finished if the server
    /// answers within a few seconds, else left, and is free again when its claim runs out.
    ///
    /// # Errors
    /// When the database or the mark of what was sent fails; what is in hand then is free again
    /// when its claim runs out.
    pub async fn deliver(
        &self,
        transport: &Transport,
        count: u32,
        clock: Clock<'_>,
        stop: &watch::Receiver<bool>,
    ) -> Result<Round, CaseworkFault> {
        let mut round = Round::default();
        let mut courier = transport.courier();
        for _ in 0..count {
            if *stop.borrow() {
                break;
            }
            let Some(letter) = self.take_in_hand(clock()).await? else {
                break;
            };
            // There may be another, which need not wait for this one.
            self.outbox_bell.notify_one();
            match self.carried(&mut courier, &letter, clock, stop).await? {
                None => {}
                Some(Ok(delivered)) => {
                    self.record_sent(&letter, &delivered, clock, stop).await?;
                    round.sent += 1;
                }
                Some(Err(failure)) => {
                    if self.record_failure(&letter, failure, clock()).await? {
                        round.delayed += 1;
                    } else {
                        round.failed += 1;
                    }
                }
            }
        }
        courier.finish().await;
        Ok(round)
    }

    /// Claims the letter whose turn it is, and leaves word of it beside the database before
    /// anything is sent.
    async fn take_in_hand(&self, now: DateTime<Utc>) -> Result<Option<Claimed>, CaseworkFault> {
        let longest_pause = self.longest_pause();
        if self.outbox_is_held().await? || !self.store.letter_waits(now, longest_pause).await? {
            return Ok(None);
        }
        let secret = token()?;
        let wanted = Wanted {
            now,
            longest_pause,
            token: &secret[..16],
            until: now + CLAIM,
        };
        let unit = self.store.begin().await?;
        // Whoever claims holds the count: the pace is one for all nodes.
        let claims = unit.hold(held_outbox::CLAIMS).await?;
        let claims = claims.parse::<i64>().unwrap_or(0) + 1;
        if unit.remembered(held_outbox::HELD).await?.is_some() {
            return Ok(None);
        }
        let out = unit.letters_out(now).await?;
        let mut claimed = None;
        for class in turns(self.settings.mail.letters_per_minute, out) {
            claimed = unit.claim_letter(*class, wanted).await?;
            if claimed.is_some() {
                break;
            }
        }
        let Some(letter) = claimed else {
            return Ok(None);
        };
        unit.replace(held_outbox::CLAIMS, &claims.to_string())
            .await?;
        unit.commit().await?;
        if let Err(fault) = self.mark_claims(claims).await {
            let unit = self.store.begin().await?;
            unit.give_back(&letter).await?;
            unit.commit().await?;
            return Err(fault);
        }
        Ok(Some(letter))
    }

    /// Sends a letter in hand. Nothing where it is no longer ours to send, or where the program
    /// stops and the server does not answer.
    async fn carried(
        &self,
        courier: &mut Courier<'_>,
        letter: &Claimed,
        clock: Clock<'_>,
        stop: &watch::Receiver<bool>,
    ) -> Result<Option<Result<Delivered, SendFailure>>, CaseworkFault> {
        let built = self.built(letter).await?;
        if !self.store.in_hand(letter, clock()).await? {
            return Ok(None);
        }
        Ok(tokio::select! {
            answer = courier.send(&built) => Some(answer),
            () = self.out_of_hand(letter, clock) => None,
            () = farewell(stop.clone()) => None,
        })
    }

    /// Renews a claim for as long as the letter is being sent; ends when it is lost.
    async fn out_of_hand(&self, letter: &Claimed, clock: Clock<'_>) {
        let mut until = letter.claimed_until;
        loop {
            sleep(GLANCE).await;
            let now = clock();
            let left = until - now;
            // More than a whole claim is left only when the clock was set back.
            if left > RENEWED_AT && left <= CLAIM {
                continue;
            }
            match self.claim_renewed(letter, now + CLAIM).await {
                Ok(true) => until = now + CLAIM,
                Ok(false) => return,
                Err(_) if left <= TimeDelta::zero() => return,
                Err(fault) => {
                    tracing::warn!(target: "daylight", "a letter being sent stays claimed for {} seconds more: {fault}", left.num_seconds());
                }
            }
        }
    }

    async fn claim_renewed(
        &self,
        letter: &Claimed,
        until: DateTime<Utc>,
    ) -> Result<bool, CaseworkFault> {
        let unit = self.store.begin().await?;
        let holds = unit.renew_claim(letter, until).await?;
        unit.commit().await?;
        Ok(holds)
    }

    /// Records that a server took a letter. However long the database takes: a letter that left
    /// and is not recorded leaves again.
    async fn record_sent(
        &self,
        letter: &Claimed,
        delivered: &Delivered,
        clock: Clock<'_>,
        stop: &watch::Receiver<bool>,
    ) -> Result<(), CaseworkFault> {
        let proof = (delivered.answer.as_str(), delivered.by.as_str());
        let record = async || {
            let unit = self.store.begin().await?;
            unit.letter_sent(letter, proof, clock()).await?;
            unit.commit().await
        };
        loop {
            match record().await {
                Ok(()) => return Ok(()),
                Err(fault) if *stop.borrow() => return Err(fault.into()),
                Err(fault) => {
                    tracing::error!(target: "daylight", "a letter that was sent is not recorded yet: {fault}");
                    sleep(GLANCE).await;
                }
            }
        }
    }

    /// Records that a letter was not taken; whether it is tried again.
    async fn record_failure(
        &self,
        letter: &Claimed,
        failure: SendFailure,
        now: DateTime<Utc>,
    ) -> Result<bool, CaseworkFault> {
        let mail = &self.settings.mail;
        let attempts = u32::try_from(letter.attempts + 1).unwrap_or(u32::MAX);
        let again = || {
            backoff(&mail.retry, mail.give_up_after, attempts)
                .and_then(|wait| TimeDelta::from_std(wait).ok())
                .map(|wait| now + jittered(wait, letter.id))
        };
        let (answer, next) = match failure {
            SendFailure::Permanent(answer) => (answer, None),
            SendFailure::Transient(answer) => (answer, again()),
            // Not at once: it may have been taken.
            unknown @ SendFailure::Unknown(_) => (unknown.to_string(), again()),
        };
        let unit = self.store.begin().await?;
        if unit.letter_failed(letter, &answer, next, now).await? && next.is_none() {
            self.given_up(&unit, letter, &answer, now).await?;
        }
        unit.commit().await?;
        Ok(next.is_some())
    }

    /// The longest pause there can be before the next attempt at a letter.
    fn longest_pause(&self) -> TimeDelta {
        let longest = self.settings.mail.retry.iter().max().copied();
        let longest = TimeDelta::from_std(longest.unwrap_or_default()).unwrap_or_default();
        jittered(longest, 99)
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
        let kind = letter_kind(&letter.kind);
        let attachments = if kind.carries {
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
            list: kind
                .list
                .then(|| format!("{}.daylight.{}", letter.kind, self.mail_host())),
            subject: letter.subject.clone(),
            text: letter.body_text.clone(),
            html: letter.body_html.clone(),
            in_reply_to: letter.in_reply_to.clone(),
            references: thread
                .map(|ids| ids.split_whitespace().map(str::to_owned).collect())
                .unwrap_or_default(),
            // What goes out without anybody having decided it (RFC 3834).
            auto_submitted: kind.automatic,
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
        } => Transport::smtp(SmtpServer {
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
            patience: Patience::RFC_5321,
        })
        .map_err(CaseworkFault::Refused),
    }
}

/// A wait made up to a tenth longer, letter by letter, so that a server that comes back is
/// not met by all of them in one second.
fn jittered(wait: TimeDelta, id: i64) -> TimeDelta {
    wait + TimeDelta::milliseconds(wait.num_milliseconds() / 1000 * (id.rem_euclid(100)))
}

/// Ends a few seconds after `stop` turns true; never where nobody can turn it any more.
async fn farewell(mut stop: watch::Receiver<bool>) {
    if stop.wait_for(|stop| *stop).await.is_err() {
        std::future::pending::<()>().await;
    }
    sleep(FAREWELL).await;
}
