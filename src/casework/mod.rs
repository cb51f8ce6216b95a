//! Use cases: load, ask the domain, save events, queue letters, in one transaction each.
//!
//! `web`, `jobs` and `cli` call these; nothing else writes to the database.

pub mod audit;
pub mod cases;
mod fault;
mod job_rounds;
pub mod law;
pub mod mail;
mod own_thread;
pub mod people;
pub mod publication;
pub mod reports;
pub mod secrets;
mod subjects;
pub mod topics;

pub use cases::actions::Instruction;
pub use cases::arrival::Arrival;
pub use cases::requester::{CATEGORIES, category_title};
pub use fault::{CaseworkFault, Invalid};
pub use law::unreviewed::Unreviewed;
pub use mail::letters::postal_lines;
pub use mail::mark::OUTBOX_MARK;
pub use mail::one_clock::clock_differs;
pub use mail::outgoing::Outgoing;
pub use mail::remind::Reminded;
pub use mail::seldom::Seldom;
pub use people::accounts::PasswordLink;
pub use subjects::{
    Accounts, Cases, Corrections, Disclosure, Documents, Incoming, Laws, Letters, Outbox,
    Publishing, Reminding, Reports, Sessions, Shelf, Topics, Tray,
};

use crate::config::law::Law;
use crate::config::settings::{DatabaseLocation, MailRoute, Settings};
use crate::domain::calendar::Calendar;
use crate::domain::case::{Actor, Case, Circumstances};
use crate::domain::deadline::Deadlines;
use crate::domain::publication::{ShapeReader, ShapeWords, Weights};
use crate::domain::regime::Regime;
use crate::domain::topics::Settings as TopicSettings;
use crate::domain::topics::arrival::TextReader;
use crate::domain::viewer::Viewer;
use crate::store::{Store, StoreFault, StoredCase};
use crate::templates::Templates;
use chrono::{DateTime, NaiveDate, Utc};
use people::authority::{Authority, authority_of};
use secrets::Keys;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, OnceLock, PoisonError, RwLock};
use tokio::sync::{Mutex, Notify};

/// Everything a use case needs, opened once at start.
pub struct Casework {
    /// The database: outside the use cases it is read by [`Casework::reads`].
    store: Store,
    /// Regimes and calendars: changed as a whole when their files are.
    law: RwLock<Arc<Law>>,
    /// The settings.
    pub settings: Settings,
    /// The public authority: read by [`Casework::authority`].
    authority: RwLock<Arc<Authority>>,
    /// The templates.
    pub templates: Templates,
    /// How publication candidates are scored.
    pub weights: Weights,
    /// How topics are found.
    pub topic_settings: TopicSettings,
    /// Reads a request as the search for topics does.
    text_reader: TextReader,
    /// Tells what a request asks for.
    shape_reader: Arc<ShapeReader>,
    /// Held by who looks for topics: it takes a processor and much memory.
    searching: Mutex<()>,
    /// The candidates scored last.
    scored: publication::candidates::Scored,
    /// What was counted of each topic last.
    figures_by_topic: topics::by_topic::TopicFigures,
    /// How many people asked about each topic, counted last.
    people_by_topic: topics::by_topic::PeopleWhoAsked,
    /// The keys of secret links and codes.
    pub keys: Keys,
    /// Where passwords are hashed.
    pub(crate) passwords: people::passwords::Passwords,
    /// Rung when a letter is queued, so that it need not wait for the next round.
    pub outbox_bell: Notify,
    /// Whether the outbox was held when it was last looked at.
    outbox_held: AtomicBool,
    /// How many claims of letters were made before anything was sent, kept beside the database;
    /// set once the database has said where it lives.
    mark: OnceLock<Arc<mail::mark::Mark>>,
    /// The letters this process is sending.
    hands: mail::hands::Hands,
    /// How the jobs of this process go.
    job_rounds: job_rounds::JobRounds,
}

/// The moment something is done, and the civil day that is at the authority.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// The moment.
    pub at: DateTime<Utc>,
    /// The civil day at the authority.
    pub today: NaiveDate,
}

/// What the edges read from files before anything can start.
pub struct Parts {
    /// The settings.
    pub settings: Settings,
    /// Regimes and calendars.
    pub law: Law,
    /// The templates.
    pub templates: Templates,
    /// How publication candidates are scored.
    pub weights: Weights,
    /// How topics are found.
    pub topic_settings: TopicSettings,
    /// The words by which it is told what a request asks for.
    pub shape_words: ShapeWords,
}

impl Casework {
    /// Opens the database and puts everything together.
    ///
    /// # Errors
    /// When the database cannot be opened, or was made by a newer program.
    pub async fn open(parts: Parts) -> Result<Self, CaseworkFault> {
        let store = Store::open(&database_url(&parts.settings)).await?;
        store.laws().count_by(parts.law.fingerprint());
        let keys = Keys::of(&store).await?;
        let authority = authority_of(&store, &parts.settings).await?;
        Ok(Self {
            store,
            law: RwLock::new(Arc::new(parts.law)),
            settings: parts.settings,
            authority: RwLock::new(Arc::new(authority)),
            templates: parts.templates,
            weights: parts.weights,
            text_reader: TextReader::new(
                &parts.topic_settings.text,
                &parts.topic_settings.associations,
            ),
            topic_settings: parts.topic_settings,
            shape_reader: Arc::new(ShapeReader::new(&parts.shape_words)),
            searching: Mutex::default(),
            scored: publication::candidates::Scored::default(),
            figures_by_topic: topics::by_topic::TopicFigures::default(),
            people_by_topic: topics::by_topic::PeopleWhoAsked::default(),
            keys,
            passwords: people::passwords::Passwords::default(),
            outbox_bell: Notify::new(),
            outbox_held: AtomicBool::new(false),
            mark: OnceLock::new(),
            hands: mail::hands::Hands::default(),
            job_rounds: job_rounds::JobRounds::default(),
        })
    }

    /// The database, for whoever may read what the desk reads.
    #[must_use]
    pub const fn reads(&self, _asking: Viewer) -> &Store {
        &self.store
    }

    /// The civil day at the authority at a moment (a request at 23:30 UTC in summer is
    /// received on the next day in London).
    #[must_use]
    pub fn moment(&self, at: DateTime<Utc>) -> Moment {
        Moment {
            at,
            today: at
                .with_timezone(&self.settings.authority.time_zone)
                .date_naive(),
        }
    }

    /// The law in use now.
    #[must_use]
    pub fn law(&self) -> Arc<Law> {
        Arc::clone(&self.law.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// The regime and the calendar of a case.
    ///
    /// # Errors
    /// When the configuration no longer has them.
    pub fn law_of(&self, case: &Case) -> Result<(Arc<Regime>, Arc<Calendar>), CaseworkFault> {
        let law = self.law();
        let regime = law.regime(&case.regime, case.received)?;
        let calendar = law.calendar(&case.calendar)?;
        Ok((Arc::clone(regime), Arc::clone(calendar)))
    }

    /// Under which law, by whom and when something is done to a case, taking effect on that day.
    #[must_use]
    pub fn circumstances<'a>(
        &self,
        regime: &'a Regime,
        calendar: &'a Calendar,
        actor: Actor,
        today: NaiveDate,
    ) -> Circumstances<'a> {
        Circumstances {
            regime,
            calendar,
            actor,
            second_person: self.settings.clearance.second_person,
            on: today,
            today,
        }
    }

    /// What the clock says of a case.
    ///
    /// # Errors
    /// When its dates lie outside what the calendar covers.
    pub fn deadlines(&self, case: &Case) -> Result<Deadlines, CaseworkFault> {
        let (regime, calendar) = self.law_of(case)?;
        Ok(crate::domain::case::deadlines(case, &regime, &calendar)?)
    }

    /// The dates a case stands by: those of the clock, but once it is answered or closed the due
    /// date it had then, and once its review is decided the date that had, whatever the law in
    /// use says now.
    ///
    /// # Errors
    /// As [`Self::deadlines`].
    pub fn dates_of(&self, stored: &StoredCase) -> Result<Deadlines, CaseworkFault> {
        let mut dates = self.deadlines(&stored.case)?;
        if stored.case.is_settled() {
            dates.keep(stored.due, stored.latest_extended_due);
        }
        if stored.case.reviewed.is_some() {
            dates.review_due = stored.review_due.or(dates.review_due);
        }
        Ok(dates)
    }

    /// The calendar the authority counts by where no case names one.
    ///
    /// # Errors
    /// When the configuration does not have it.
    pub fn default_calendar(&self, today: NaiveDate) -> Result<Arc<Calendar>, CaseworkFault> {
        calendar_of_authority(&self.law(), &self.settings, &self.authority().regime, today)
    }

    /// The calendar a case under a regime counts by, where nobody chose another.
    fn usual_calendar(&self, regime: &Regime) -> String {
        let settings = &self.settings.law;
        match &settings.default_calendar {
            Some(id) if regime.id.as_str() == self.authority().regime => id.clone(),
            Some(_) | None => regime.default_calendar.clone(),
        }
    }

    /// The last day that counts as due soon: five working days from today.
    ///
    /// # Errors
    /// When today lies outside what the calendar covers.
    pub fn soon(&self, today: NaiveDate) -> Result<NaiveDate, CaseworkFault> {
        let calendar = self.default_calendar(today)?;
        calendar
            .add_working_days(today, crate::domain::urgency::SOON)
            .map_err(|e| CaseworkFault::Refused(e.to_string()))
    }

    /// Whether letters are only written to files.
    #[must_use]
    pub const fn mail_to_files(&self) -> bool {
        matches!(self.settings.mail.route, MailRoute::File(_))
    }

    pub(crate) fn clock(&self) -> impl Fn(&Case) -> Result<Deadlines, StoreFault> + '_ {
        |case| {
            self.deadlines(case)
                .map_err(|e| StoreFault::Failed(e.to_string()))
        }
    }
}

/// The calendar an authority counts by where no case names one: its own, or that of its law.
///
/// # Errors
/// When the configuration does not have it.
pub fn calendar_of_authority(
    law: &Law,
    settings: &Settings,
    regime: &str,
    today: NaiveDate,
) -> Result<Arc<Calendar>, CaseworkFault> {
    let id = match &settings.law.default_calendar {
        Some(id) => id,
        None => &law.regime(regime, today)?.default_calendar,
    };
    Ok(Arc::clone(law.calendar(id)?))
}

/// The database's address as the store takes it.
#[must_use]
pub fn database_url(settings: &Settings) -> String {
    match &settings.storage.database {
        DatabaseLocation::Sqlite(path) => format!("sqlite:{}", path.display()),
        DatabaseLocation::Postgres(url) => url.expose().to_owned(),
    }
}
