//! Delivering the outbox: take one letter in hand, send it outside any transaction, record what
//! the server said.

use super::claim::{CLAIM, Clock, GLANCE};
use super::hands::InHand;
use super::held_outbox;
use super::letter_fate::Fate;
use crate::casework::secrets::token;
use crate::casework::{CaseworkFault, Outbox};
use crate::config::settings::{MailRoute, Protection as RouteProtection, Settings};
use crate::domain::letter_kind::{Automatic, LetterKind};
use crate::domain::pace::turns;
use crate::mail::inbound::reply_address;
use crate::mail::{
    Correspondent, Courier, Delivered, Letter, Patience, Protection, SendFailure, SmtpServer,
    Transport,
};
use crate::store::{Claimed, Opener, Wanted};
use chrono::{DateTime, TimeDelta, Utc};
use futures_util::FutureExt;
use std::panic::AssertUnwindSafe;
use std::path::PathBuf;
use std::sync::atomic::{AtomicI64, Ordering::SeqCst};
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::sleep;

/// How much of a claim is left when it is renewed.
const RENEWED_AT: TimeDelta = TimeDelta::seconds(40);

/// How long a server may still take over the letter it has in hand once the program stops.
const FAREWELL: Duration = Duration::from_secs(5);

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

impl Outbox<'_> {
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
            let Some((letter, _in_hand)) = self.take_in_hand(clock).await? else {
                break;
            };
            // There may be another, which need not wait for this one.
            self.outbox_bell.notify_one();
            let carried = self.carried(&mut courier, &letter, clock, stop).await?;
            let Some(answer) = carried else {
                continue;
            };
            match self.recorded(&letter, answer, clock, stop).await? {
                Fate::Sent(_) => round.sent += 1,
                Fate::Delayed(..) => round.delayed += 1,
                Fate::Failed(_) => round.failed += 1,
            }
        }
        courier.finish().await;
        Ok(round)
    }

    /// Claims the letter whose turn it is, and leaves word of it beside the database before
    /// anything is sent.
    async fn take_in_hand(
        &self,
        clock: Clock<'_>,
    ) -> Result<Option<(Claimed, InHand<'_>)>, CaseworkFault> {
        self.follow_clock().await?;
        let now = clock();
        let longest_pause = self.longest_pause();
        if self.outbox_is_held().await? {
            return Ok(None);
        }
        // Nothing leaves in the name of nobody.
        if !self.authority().is_known() && !self.refresh_authority().await? {
            return Ok(None);
        }
        let waits = self
            .store
            .letters()
            .letter_waits(now, longest_pause)
            .await?;
        if !waits && !self.is_behind().await? {
            return Ok(None);
        }
        let secret = token()?;
        let unit = self.store.begin().await?;
        // Whoever claims holds the count: the pace is one for all nodes.
        let claims = unit.hold_count(held_outbox::CLAIMS).await?;
        if unit
            .letters()
            .remembered(held_outbox::HELD)
            .await?
            .is_some()
        {
            unit.leave().await;
            return Ok(None);
        }
        if self.held_if_behind(&unit, claims, now).await? {
            unit.commit().await?;
            self.mark_found()?;
            self.outbox_is_held().await?;
            return Ok(None);
        }
        let claims = claims + 1;
        let in_hand = self.hands.held();
        let wanted = Wanted {
            now,
            longest_pause,
            token: &secret[..16],
            until: now + CLAIM,
            except: &in_hand,
        };
        let out = unit.letters().letters_out(now).await?;
        let mut claimed = None;
        for class in turns(self.settings.mail.letters_per_minute, out) {
            claimed = unit.letters().claim_letter(*class, wanted).await?;
            if claimed.is_some() {
                break;
            }
        }
        let Some(letter) = claimed else {
            unit.leave().await;
            return Ok(None);
        };
        let in_hand = self.hands.take(letter.id);
        unit.replace(held_outbox::CLAIMS, &claims.to_string())
            .await?;
        unit.commit().await?;
        if let Err(fault) = self.mark_claims(claims).await {
            let unit = self.store.begin().await?;
            unit.letters().give_back(&letter).await?;
            unit.commit().await?;
            return Err(fault);
        }
        Ok(Some((letter, in_hand)))
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
        let built = match over_one(self.built(letter)).await {
            Ok(built) => built,
            Err(failure) => return Ok(Some(Err(failure))),
        };
        self.follow_clock().await?;
        if !self.store.letters().in_hand(letter, clock()).await? {
            return Ok(None);
        }
        // Its end is looked at without the database, which takes a moment in which a letter leaves.
        let until = AtomicI64::new(letter.claimed_until.timestamp_millis());
        let ours = || clock().timestamp_millis() < until.load(SeqCst);
        // An answer that is there is heard before anything that ends the wait for it.
        Ok(tokio::select! {
            biased;
            answer = over_one(courier.send(&built, &ours)) => Some(answer),
            () = self.out_of_hand(letter, clock, &until) => None,
            () = farewell(stop.clone()) => None,
        })
    }

    /// Renews a claim for as long as the letter is being sent; ends when it is lost.
    async fn out_of_hand(&self, letter: &Claimed, clock: Clock<'_>, told: &AtomicI64) {
        let mut until = letter.claimed_until;
        loop {
            sleep(GLANCE).await;
            let left = until - clock();
            // More than a whole claim is left only when the clock was set back.
            if left > RENEWED_AT && left <= CLAIM {
                continue;
            }
            match self.claim_renewed(letter, clock).await {
                Ok(Some(renewed)) => {
                    until = renewed;
                    told.store(until.timestamp_millis(), SeqCst);
                }
                Ok(None) => return,
                Err(_) if left <= TimeDelta::zero() => return,
                Err(fault) => {
                    tracing::warn!(target: "daylight", "a letter being sent stays claimed for {} seconds more: {fault}", left.num_seconds());
                }
            }
        }
    }

    /// Moves the end of a claim on, and says to when; nothing where it is lost.
    pub(in crate::casework) async fn claim_renewed(
        &self,
        letter: &Claimed,
        clock: Clock<'_>,
    ) -> Result<Option<DateTime<Utc>>, CaseworkFault> {
        self.follow_clock().await?;
        let until = clock() + CLAIM;
        let unit = self.store.begin().await?;
        let holds = unit.letters().renew_claim(letter, until).await?;
        unit.commit().await?;
        Ok(holds.then_some(until))
    }

    /// The address answers to the letters of a case go to.
    #[must_use]
    pub fn reply_address(&self, case: Opener<'_>) -> String {
        reply_address(
            &self.authority().email,
            &self.settings.mail.reply_separator,
            case.reference,
            &self.keys.address_key(case),
        )
    }

    async fn built(&self, letter: &Claimed) -> Result<Letter, SendFailure> {
        let (from_name, from_address) = self.sender();
        let thread = letter.thread.as_deref().or(letter.in_reply_to.as_deref());
        // A later Daylight may have written it, and send it.
        let kind: LetterKind = letter.kind.parse().map_err(|fault| {
            SendFailure::Transient(format!("it is not sent from here: {fault}"))
        })?;
        let attachments = if kind.carries_documents() {
            let attachments = self.documents().attachments_of(&letter.message_id).await;
            attachments.map_err(|fault| {
                SendFailure::Transient(format!("it cannot be put together: {fault}"))
            })?
        } else {
            Vec::new()
        };
        let by_itself = letter.by_itself.then_some(Automatic::Replied);
        let automatic = kind.automatic().or(by_itself);
        // A letter hangs on what was written last, which may be one of ours.
        let ours = format!("@{}", self.incoming().mail_host());
        let answers = letter.in_reply_to.as_ref();
        let answers_a_message = answers.is_some_and(|id| !id.ends_with(&ours));
        Ok(Letter {
            message_id: letter.message_id.clone(),
            written: letter.created_at,
            from: Correspondent {
                name: from_name.clone(),
                address: from_address,
            },
            to: Correspondent {
                name: letter.to_name.clone(),
                address: letter.to_address.clone(),
            },
            reply_to: letter.opener().map(|case| Correspondent {
                name: from_name,
                address: self.reply_address(case),
            }),
            list: kind
                .is_list()
                .then(|| format!("{kind}.daylight.{}", self.incoming().mail_host())),
            subject: letter.subject.clone(),
            text: letter.body_text.clone(),
            html: letter.body_html.clone(),
            in_reply_to: letter.in_reply_to.clone(),
            references: thread
                .map(|ids| ids.split_whitespace().map(str::to_owned).collect())
                .unwrap_or_default(),
            // What goes out without anybody having decided it (RFC 3834).
            // Only what answers a message is a reply: a form is none.
            auto_submitted: automatic.map(|by| match by {
                Automatic::Replied if answers_a_message => Automatic::Replied,
                Automatic::Replied | Automatic::Generated => Automatic::Generated,
            }),
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
        } => {
            let credentials = credentials.as_ref();
            Transport::smtp(server(
                (host, *port),
                credentials.map(|(user, secret)| (user.as_str(), secret.expose())),
                *protection,
                settings.mail.ca_file.clone(),
            ))
            .map_err(CaseworkFault::Refused)
        }
    }
}

/// The mail server at a host and port, with a name and password where it asks for them.
fn server(
    (host, port): (&str, u16),
    credentials: Option<(&str, &str)>,
    protection: RouteProtection,
    ca_file: Option<PathBuf>,
) -> SmtpServer {
    SmtpServer {
        host: host.to_owned(),
        port,
        credentials: credentials.map(|(user, secret)| (user.to_owned(), secret.to_owned())),
        protection: match protection {
            RouteProtection::StartTls => Protection::StartTls,
            RouteProtection::Tls => Protection::Tls,
            RouteProtection::Unprotected => Protection::Unprotected,
        },
        ca_file,
        patience: Patience::RFC_5321,
    }
}

/// What work over one letter comes to. Its panic is a failure of that letter, which waits then like
/// any other and lets others past.
async fn over_one<T>(work: impl Future<Output = Result<T, SendFailure>>) -> Result<T, SendFailure> {
    let done = AssertUnwindSafe(work).catch_unwind().await;
    done.unwrap_or_else(|_| {
        let answer = "a fault of Daylight's own over this letter; its log says which";
        Err(SendFailure::Transient(answer.into()))
    })
}

/// Ends a few seconds after `stop` turns true; never where nobody can turn it any more.
async fn farewell(mut stop: watch::Receiver<bool>) {
    if stop.wait_for(|stop| *stop).await.is_err() {
        std::future::pending::<()>().await;
    }
    sleep(FAREWELL).await;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_server_is_waited_for_as_long_as_rfc_5321_section_4_5_3_2_has_it() {
        let patience =
            server(("mail.example", 587), None, RouteProtection::StartTls, None).patience;
        let minutes = |phase: std::time::Duration| phase.as_secs_f64() / 60.0;
        assert_eq!(minutes(patience.greeting), 5.0, "4.5.3.2.1");
        assert_eq!(minutes(patience.command), 5.0, "4.5.3.2.2 and 3");
        assert_eq!(minutes(patience.data), 2.0, "4.5.3.2.4");
        assert_eq!(minutes(patience.block), 3.0, "4.5.3.2.5");
        assert_eq!(minutes(patience.end), 10.0, "4.5.3.2.6");
    }

    #[tokio::test]
    async fn a_panic_over_one_letter_is_a_failure_of_that_letter() {
        let broken = over_one::<()>(async { panic!("a letter that cannot be built") });
        assert!(matches!(broken.await, Err(SendFailure::Transient(_))));
    }
}
