//! Letters by date: to colleagues, what presses on their cases and the month that has ended; to
//! requesters, that what they were asked for has not come.
//!
//! Each runs once for its date, whichever node comes first: the date is claimed in the
//! transaction that queues the letters. A date missed is not made up for. The letters of the next
//! working day say how things stand then, which covers the days before; a month missed is in the
//! reports.

mod chase;
mod month;
mod pressing;

use crate::casework::secrets::token;
use crate::casework::{CaseworkFault, Moment, Reminding};
use crate::domain::letter_kind::LetterKind;
use crate::domain::rights::Right;
use crate::mail::letters::{Colleague, ColleagueContext, write_to_colleague};
use crate::store::{NewLetter, PersonRow, StoredCase};
use chrono::{Months, NaiveDate};

/// The job that writes about cases that press, named as its letters are; its date is the day.
const REMINDERS: LetterKind = LetterKind::Reminders;

/// The job that writes to requesters; its date is the day.
const CHASERS: &str = "chasers";

/// The job that writes about a month, named as its letters are; its date is the month's first day.
const MONTH: LetterKind = LetterKind::Month;

/// How many letters were queued.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Reminded {
    /// To people whose cases press.
    pub reminders: usize,
    /// To requesters whose answer or payment has not come.
    pub chasers: usize,
    /// To whom [`Right::FollowTheMonth`] allows it, about the month that has ended.
    pub months: usize,
}

impl Reminding<'_> {
    /// Queues the letters that are due now by their date and have not been queued, if any are.
    ///
    /// # Errors
    /// What the database says; then nothing is queued, and the next call tries again.
    pub async fn remind(&self, now: Moment) -> Result<Reminded, CaseworkFault> {
        let mut reminded = Reminded::default();
        let Some(from) = self.settings.mail.reminders_at else {
            return Ok(reminded);
        };
        if !self.authority().is_known() {
            return Ok(reminded);
        }
        let zone = self.settings.authority.time_zone;
        let calendar = self.default_calendar(now.today)?;
        let early = now.at.with_timezone(&zone).time() < from;
        if early || !calendar.is_working_day(now.today) {
            return Ok(reminded);
        }
        let last = self
            .store
            .letters()
            .last_run(REMINDERS.as_str(), now.today)
            .await?;
        if last.is_none_or(|last| last < now.today) {
            let people = self.at_the_desk().await?;
            let letters = self.pressing_letters(&people, last, now).await?;
            reminded.reminders = self.once(REMINDERS, now.today, letters, now).await?;
        }
        let last = self.store.letters().last_run(CHASERS, now.today).await?;
        if last.is_none_or(|last| last < now.today) {
            reminded.chasers = self.chase(now).await?;
        }
        let this_month = crate::casework::reports::month::first_of(now.today);
        let Some(month) = this_month.checked_sub_months(Months::new(1)) else {
            return Ok(reminded);
        };
        let last = self.store.letters().last_run(MONTH.as_str(), month).await?;
        if last.is_none_or(|last| last < month) {
            let mut people = self.at_the_desk().await?;
            people.retain(|person| person.role.may(Right::FollowTheMonth));
            let letters = self.month_letters(&people, month, now).await?;
            reminded.months = self.once(MONTH, month, letters, now).await?;
        }
        Ok(reminded)
    }

    /// Queues letters of a job unless it has run for this date; how many were queued.
    async fn once(
        &self,
        job: LetterKind,
        on: NaiveDate,
        letters: Vec<NewLetter>,
        now: Moment,
    ) -> Result<usize, CaseworkFault> {
        let count = letters.len();
        let unit = self.store.begin().await?;
        if !unit
            .letters()
            .claim_run(job.as_str(), on, count, now.at)
            .await?
        {
            return Ok(0);
        }
        // While the mail server was down, letters of earlier days waited: nobody needs them now.
        unit.letters().withdraw_letters(job, now.at).await?;
        unit.letters().insert_letters(letters).await?;
        unit.commit().await?;
        self.outbox_bell.notify_one();
        Ok(count)
    }

    /// Does something with each open case on which the requester was asked for something.
    async fn each_asked(
        &self,
        mut with: impl FnMut(&StoredCase) -> Result<(), CaseworkFault>,
    ) -> Result<(), CaseworkFault> {
        const CHUNK: u64 = 400;
        let mut after = 0;
        loop {
            let cases = self.store.letters().asked_cases(after, CHUNK).await?;
            let Some(last) = cases.last() else {
                return Ok(());
            };
            after = last.id;
            cases.iter().try_for_each(&mut with)?;
        }
    }

    async fn at_the_desk(&self) -> Result<Vec<PersonRow>, CaseworkFault> {
        let mut people = self.store.people().all().await?;
        people.retain(|person| person.active);
        Ok(people)
    }

    pub(in crate::casework) fn letter_to<L: ColleagueContext>(
        &self,
        person: &PersonRow,
        context: &L,
        now: Moment,
    ) -> Result<NewLetter, CaseworkFault> {
        let written = write_to_colleague(&self.templates, context)?;
        let message_id = format!(
            "{}.{}@{}",
            L::KIND,
            &token()?[..16],
            self.incoming().mail_host()
        );
        Ok(NewLetter {
            case_id: None,
            message_id,
            kind: L::KIND,
            to_name: person.name.clone(),
            to_address: Some(person.email.clone()),
            subject: written.subject,
            body_text: written.text,
            body_html: written.html,
            salt: String::new(),
            in_reply_to: None,
            thread: None,
            by_itself: false,
            at: now.at,
            delivered: None,
        })
    }

    pub(in crate::casework) fn colleague(&self, person: &PersonRow) -> Colleague {
        Colleague {
            name: person.name.clone(),
            authority: self.authority().name.clone(),
            desk: self.desk_url(""),
        }
    }

    /// The address of a page at the desk.
    fn desk_url(&self, page: &str) -> String {
        let base = self.settings.web.base_url.trim_end_matches('/');
        format!("{base}/desk{page}")
    }
}
