//! Posting a letter to somebody who has no email address: printed by hand, then said to be posted.
//!
//! The public authority's answer is given on the day it is posted, so that day is recorded.

use crate::casework::{CaseworkFault, Invalid, Letters, Moment};
use crate::domain::case::{Actor, Event, events};
use crate::domain::correspondence::LetterState;
use crate::domain::ids::LetterId;
use crate::domain::rights::Right;
use crate::domain::words;
use crate::store::LetterRow;
use chrono::NaiveDate;

impl Letters<'_> {
    /// A letter of a case.
    ///
    /// # Errors
    /// [`CaseworkFault::NotFound`] where the case has no such letter.
    pub async fn letter(&self, reference: &str, id: LetterId) -> Result<LetterRow, CaseworkFault> {
        let page = self.store.cases().case_page(reference).await?;
        let mut letters = page
            .map(|page| page.letters)
            .unwrap_or_default()
            .into_iter();
        letters
            .find(|letter| letter.public_id == id)
            .ok_or(CaseworkFault::NotFound)
    }

    /// A letter to a postal address as it is printed: a whole HTML page.
    ///
    /// # Errors
    /// [`CaseworkFault::NotFound`] where the case has no such letter, or it goes by email.
    pub async fn letter_sheet(
        &self,
        reference: &str,
        id: LetterId,
    ) -> Result<String, CaseworkFault> {
        let sheet = self.store.letters().letter_sheet(reference, id).await?;
        sheet.ok_or(CaseworkFault::NotFound)
    }

    /// Records that a letter was posted on a day; today where none is given. Said a second time,
    /// nothing more happens.
    ///
    /// # Errors
    /// No such letter, one that goes by email, or a day that cannot be.
    pub async fn post_letter(
        &self,
        reference: &str,
        id: LetterId,
        on: Option<NaiveDate>,
        actor: Actor,
        now: Moment,
    ) -> Result<(), CaseworkFault> {
        actor.role.needs(Right::WorkOnCases)?;
        let on = on.unwrap_or(now.today);
        let unit = self.store.begin().await?;
        let mut stored = unit
            .cases()
            .find_case(reference)
            .await?
            .ok_or(CaseworkFault::NotFound)?;
        let letter = self.letter(reference, id).await?;
        if letter.to_address.is_some() {
            return Err(CaseworkFault::Refused(
                "This letter goes by email; nothing has to be posted".into(),
            ));
        }
        if letter.state != LetterState::ToPost {
            return Ok(());
        }
        let written = self.moment(letter.created_at).today;
        let fault = |message: String| CaseworkFault::Invalid(vec![Invalid::new("on", message)]);
        if on > now.today {
            return Err(fault("The day of posting cannot lie in the future".into()));
        }
        if on < written {
            return Err(fault(format!(
                "The day of posting cannot be before the letter was written on {}",
                words::date(written)
            )));
        }
        let event = Event::LetterPosted(events::LetterPosted {
            letter: letter.kind,
            message_id: letter.message_id.clone(),
        });
        unit.cases()
            .append(&mut stored, vec![event], &self.clock(), actor, on, now.at)
            .await?;
        unit.letters()
            .letter_posted(
                letter.id,
                &format!("Posted on {}.", words::date(on)),
                now.at,
            )
            .await?;
        unit.commit().await?;
        Ok(())
    }
}
