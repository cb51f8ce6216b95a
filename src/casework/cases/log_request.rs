//! Logging a request received by any channel: the clock starts, the requester is told.

use super::requester::{check, entered as commitments};
use crate::casework::secrets::{commitment, once, token};
use crate::casework::{Cases, CaseworkFault, Invalid, Moment, Outgoing};
use crate::config::law::UnknownRegime;
use crate::domain::case::questions::{questions_in, title_of};
use crate::domain::case::{Actor, Case, Channel, Event, events};
use crate::domain::rights::Right;
use crate::domain::words;
use crate::store::{NewCase, NewRequester, RequesterRow, StoreFault, StoredCase, Unit};
use chrono::NaiveDate;

/// A request as somebody enters it.
#[derive(Debug, Clone)]
pub struct RequestToLog {
    /// The date of receipt: the civil day it reached the authority.
    pub received: NaiveDate,
    /// How it came.
    pub channel: Channel,
    /// The regime's id, or the authority's default.
    pub regime: Option<String>,
    /// The variant of the regime whose limit applies, or nothing.
    pub variant: Option<String>,
    /// The requester's name.
    pub name: String,
    /// The requester's email address.
    pub email: String,
    /// The requester's postal address.
    pub address: String,
    /// What kind of requester they say they are, or nothing.
    pub category: String,
    /// A short title, or nothing: then the first sentence.
    pub subject: String,
    /// The request.
    pub request: String,
    /// Whether to acknowledge it now.
    pub acknowledge: bool,
    /// The one-time token of the form.
    pub submission: String,
}

impl RequestToLog {
    /// What its form is taken once under: who asks and what. Not the day of receipt, which a form of the
    /// public has from the clock, nor what else the desk chooses: that is corrected on the case.
    pub(in crate::casework) fn once(&self) -> String {
        let who = (&self.name, &self.email, &self.address, &self.category);
        once(&self.submission, &(who, &self.subject, &self.request))
    }
}

/// A request that has been logged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Logged {
    /// Its reference.
    pub reference: String,
    /// Whether it had been logged by an earlier click on the same form.
    pub repeated: bool,
}

/// What became of a request whose acknowledgement somebody has to see before it goes.
#[derive(Debug)]
pub enum Logging {
    /// It is logged.
    Done(Logged),
    /// Nothing has happened: this is the letter, and another was seen, or none.
    Unseen {
        /// The subject it would have.
        subject: String,
        /// The letter.
        letter: Box<Outgoing>,
    },
}

/// A request in a unit that is not committed yet.
enum Begun {
    /// An earlier click on the same form logged this one.
    Before(Logged),
    Now(Unit, Box<StoredCase>, Option<Box<Outgoing>>),
}

impl Cases<'_> {
    /// Lets references go on after the last that a case has, where their counters are behind; how many
    /// series that were.
    ///
    /// # Errors
    /// What the database says.
    pub async fn raise_series(&self) -> Result<u64, CaseworkFault> {
        let unit = self.store.begin().await?;
        let raised = unit.letters().raise_series().await?;
        unit.commit().await?;
        Ok(raised)
    }

    /// Logs a request. A second click on the same form gives the first one's case.
    ///
    /// # Errors
    /// Every fault of what was typed, at its field; nothing is written then.
    pub async fn log_request(
        &self,
        entered: RequestToLog,
        actor: Actor,
        now: Moment,
    ) -> Result<Logged, CaseworkFault> {
        match self.begun(entered, actor, now).await? {
            Begun::Before(logged) => Ok(logged),
            Begun::Now(unit, stored, _) => self.logged(unit, *stored).await,
        }
    }

    /// The same for somebody at the desk, who has seen the acknowledgement of this digest: only that
    /// letter leaves.
    ///
    /// # Errors
    /// As [`Self::log_request`].
    pub async fn log_request_seen(
        &self,
        entered: RequestToLog,
        seen: &str,
        actor: Actor,
        now: Moment,
    ) -> Result<Logging, CaseworkFault> {
        match self.begun(entered, actor, now).await? {
            Begun::Before(logged) => Ok(Logging::Done(logged)),
            Begun::Now(unit, stored, Some(letter)) if letter.digest() != seen => {
                unit.leave().await;
                Ok(Logging::Unseen {
                    subject: stored.subject,
                    letter,
                })
            }
            Begun::Now(unit, stored, _) => Ok(Logging::Done(self.logged(unit, *stored).await?)),
        }
    }

    /// The acknowledgement a request would get, if any. Nothing happens.
    ///
    /// # Errors
    /// As [`Self::log_request`].
    pub async fn acknowledgement_of(
        &self,
        entered: RequestToLog,
        actor: Actor,
        now: Moment,
    ) -> Result<Option<Outgoing>, CaseworkFault> {
        match self.begun(entered, actor, now).await? {
            Begun::Before(_) => Ok(None),
            Begun::Now(unit, _, letter) => {
                unit.leave().await;
                Ok(letter.map(|letter| *letter))
            }
        }
    }

    async fn logged(&self, unit: Unit, stored: StoredCase) -> Result<Logged, CaseworkFault> {
        unit.commit().await?;
        self.outbox_bell.notify_one();
        Ok(Logged {
            reference: stored.reference,
            repeated: false,
        })
    }

    async fn begun(
        &self,
        entered: RequestToLog,
        actor: Actor,
        now: Moment,
    ) -> Result<Begun, CaseworkFault> {
        actor.role.needs(Right::LogRequests)?;
        let repeated = |reference| Logged {
            reference,
            repeated: true,
        };
        let submission = entered.once();
        if let Some(reference) = self.store.submitted(&submission).await? {
            return Ok(Begun::Before(repeated(reference)));
        }
        if !self.authority().is_known() {
            self.refresh_authority().await?;
        }
        let acknowledge = entered.acknowledge;
        let mut new = self.new_case(entered, actor, now)?;
        new.secret = self.keys.secret_from(&submission);
        let arrival = self.topics().arrival(&new.body).await?;
        let unit = self.store.begin().await?;
        let told = (RequesterRow::from(&new.requester), new.body.clone());
        let mut stored = unit.cases().insert_case(new).await?;
        let reference = stored.reference.clone();
        match unit.take_submission(&submission, &reference, now.at).await {
            Ok(()) => {}
            Err(StoreFault::Duplicate) => {
                // Two clicks at once: the other one came first.
                drop(unit);
                let first = self.store.submitted(&submission).await?;
                let first = first.map(|first| Begun::Before(repeated(first)));
                return first.ok_or(CaseworkFault::NotFound);
            }
            Err(other) => return Err(other.into()),
        }
        self.topics()
            .keep_arrival(&unit, stored.id, &arrival)
            .await?;
        let letter = if acknowledge {
            self.letters()
                .acknowledge(&unit, &mut stored, (&told.0, &told.1), actor, now)
                .await?
        } else {
            None
        };
        Ok(Begun::Now(unit, Box::new(stored), letter.map(Box::new)))
    }

    pub(in crate::casework) fn new_case(
        &self,
        entered: RequestToLog,
        actor: Actor,
        now: Moment,
    ) -> Result<NewCase, CaseworkFault> {
        let authority = self.known_authority()?;
        let mut faults = check(
            entered.channel,
            &entered.name,
            &entered.email,
            &entered.address,
            &entered.category,
            &entered.request,
        );
        if entered.received > now.today {
            faults.push(Invalid::new(
                "received",
                format!(
                    "The date of receipt cannot be after today, {}",
                    words::date(now.today)
                ),
            ));
        }
        if entered.subject.chars().count() > 200 || entered.subject.contains(['\n', '\r']) {
            faults.push(Invalid::new(
                "subject",
                "Enter a subject of one line, at most 200 characters",
            ));
        }
        let regime_id = entered.regime.as_deref().unwrap_or(&authority.regime);
        let law = self.law();
        let regime = match law.regime(regime_id, entered.received) {
            Ok(regime) => {
                if let Err(why) = self.laws().law_is_chosen(regime) {
                    faults.push(Invalid::new("regime", why));
                }
                Some(regime)
            }
            Err(unknown) => {
                let field = match unknown {
                    UnknownRegime::NotInForce { .. } => "received",
                    UnknownRegime::Id { .. } => "regime",
                };
                faults.push(Invalid::new(field, unknown.to_string()));
                None
            }
        };
        if let (Some(regime), Some(variant)) = (regime, &entered.variant)
            && regime.variant(variant).is_none()
        {
            faults.push(Invalid::new(
                "variant",
                format!(
                    "{} has no such time limit; choose another",
                    regime.short_title
                ),
            ));
        }
        let (Some(regime), true) = (regime, faults.is_empty()) else {
            return Err(CaseworkFault::Invalid(faults));
        };
        let calendar = self.usual_calendar(regime);
        let body = entered.request.trim().replace("\r\n", "\n");
        let questions = questions_in(&body);
        let salt = token()?;
        let some = |text: &str| Some(text.trim().to_owned()).filter(|t| !t.is_empty());
        let (name, email, address) = (
            some(&entered.name),
            some(&entered.email),
            some(&entered.address),
        );
        let requester = NewRequester {
            match_key: self
                .keys
                .match_key(name.as_deref(), email.as_deref(), address.as_deref()),
            name,
            email,
            address,
            category: some(&entered.category),
            salt: token()?,
        };
        let subject = some(&entered.subject).unwrap_or_else(|| title_of(&body));
        let event = Event::Logged(events::Logged {
            regime: regime_id.to_owned(),
            calendar,
            channel: entered.channel,
            questions: u16::try_from(questions.len()).unwrap_or(u16::MAX),
            digest: commitment(&salt, &body),
            entered: Some(commitments(&salt, &subject, &requester, None, &questions)),
        });
        let mut case = Case::begin(&event, entered.received)
            .ok_or_else(|| CaseworkFault::Broken("a case that was not logged".into()))?;
        let mut events = vec![(event, entered.received, now.at, actor)];
        if entered.variant.is_some() {
            let event = Event::VariantChosen(events::VariantChosen {
                variant: entered.variant,
            });
            case.apply(&event, entered.received, actor);
            events.push((event, entered.received, now.at, actor));
        }
        let deadlines = self.deadlines(&case)?;
        Ok(NewCase {
            prefix: self.settings.authority.reference_prefix.clone(),
            events,
            case,
            deadlines,
            subject,
            secret: token()?,
            salt,
            questions,
            requester,
            body,
            external_reference: None,
            import_key: None,
            writings: Vec::new(),
            decisions: Vec::new(),
        })
    }
}
