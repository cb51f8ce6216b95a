//! Requests of the public form: logged, or in doubt kept in the tray, where they wait with their
//! day of receipt until an officer takes them as requests or sets them aside.

use crate::casework::cases::log_request::RequestToLog;
use crate::casework::secrets::hash_of;
use crate::casework::{CaseworkFault, Moment, Tray};
use crate::domain::case::questions::title_of;
use crate::domain::case::{Actor, Channel};
use crate::store::{HeldRow, MessagePageRow, NewHeld, StoreFault};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What stands for a reference where the form waits in the tray.
const TRAY: &str = "tray";

/// Where a form went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Taken {
    /// It was logged as this request.
    Logged(String),
    /// It waits in the tray; what its page is found by.
    Waits(String),
}

/// What a form says and a message has no place for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldForm {
    /// The requester's postal address.
    pub address: String,
    /// What kind of requester they say they are, or nothing.
    pub category: String,
}

impl HeldForm {
    /// What came with a message, where it came by the form.
    ///
    /// # Errors
    /// What this program did not write.
    pub fn of(row: &MessagePageRow) -> Result<Option<Self>, CaseworkFault> {
        let read = row.form.as_deref().map(serde_json::from_str).transpose();
        read.map_err(|e| CaseworkFault::Broken(e.to_string()))
    }
}

impl Tray<'_> {
    /// Takes a request of the public form: logs it, or keeps it in the tray for the reason given.
    /// A second click on the same form leads to where the first one went.
    ///
    /// # Errors
    /// Every fault of what was typed, at its field; nothing is written then.
    pub async fn take_request(
        &self,
        entered: RequestToLog,
        doubt: Option<&str>,
        now: Moment,
    ) -> Result<Taken, CaseworkFault> {
        let submission = entered.once();
        if let Some(reference) = self.store.submitted(&submission).await? {
            return Ok(taken(&submission, reference));
        }
        // What is remembered of a form that was sent is forgotten before the form in the tray is.
        if self
            .store
            .messages()
            .held(&hash_of(&submission))
            .await?
            .is_some()
        {
            return Ok(taken(&submission, TRAY.to_owned()));
        }
        let reference = match doubt {
            None => {
                self.cases()
                    .log_request(entered, Actor::REQUESTER, now)
                    .await?
                    .reference
            }
            Some(reason) => self.hold(entered, reason, now).await?,
        };
        Ok(taken(&submission, reference))
    }

    /// Keeps a request in the tray; what stands for its reference.
    async fn hold(
        &self,
        entered: RequestToLog,
        reason: &str,
        now: Moment,
    ) -> Result<String, CaseworkFault> {
        // What could not be logged is said now, while somebody is there to mend it.
        let new = self
            .cases()
            .new_case(entered.clone(), Actor::REQUESTER, now)?;
        let submission = entered.once();
        let form = HeldForm {
            address: entered.address,
            category: entered.category,
        };
        let form =
            serde_json::to_string(&form).map_err(|e| CaseworkFault::Broken(e.to_string()))?;
        let held = NewHeld {
            digest: hash_of(&submission),
            form,
            from_name: entered.name.trim().to_owned(),
            from_address: entered.email.trim().to_owned(),
            subject: title_of(&new.body),
            body: new.body,
            reason: reason.to_owned(),
        };
        let unit = self.store.begin().await?;
        match unit.take_submission(&submission, TRAY, now.at).await {
            Ok(()) => {}
            Err(StoreFault::Duplicate) => {
                // Two clicks at once: the other one came first.
                drop(unit);
                let first = self.store.submitted(&submission).await?;
                return first.ok_or(CaseworkFault::NotFound);
            }
            Err(other) => return Err(other.into()),
        }
        match unit.messages().hold_form(held, now.at).await {
            Ok(()) => unit.commit().await?,
            // It is there, and stands.
            Err(StoreFault::Duplicate) => {}
            Err(other) => return Err(other.into()),
        }
        Ok(TRAY.to_owned())
    }

    /// A form that waits or waited in the tray, by what its page is found by.
    ///
    /// # Errors
    /// What the database says.
    pub async fn held(&self, token: &str) -> Result<Option<HeldRow>, CaseworkFault> {
        Ok(self.store.messages().held(token).await?)
    }

    /// A form from the tray as a request received on its day.
    pub(in crate::casework) fn held_request(
        &self,
        row: &MessagePageRow,
        form: HeldForm,
        received: NaiveDate,
    ) -> RequestToLog {
        RequestToLog {
            received,
            channel: Channel::WebForm,
            regime: None,
            variant: None,
            name: row.from_name.clone(),
            email: row.from_address.clone(),
            address: form.address,
            category: form.category,
            subject: String::new(),
            request: row.body.clone(),
            acknowledge: true,
            submission: String::new(),
        }
    }
}

fn taken(submission: &str, reference: String) -> Taken {
    if reference == TRAY {
        Taken::Waits(hash_of(submission))
    } else {
        Taken::Logged(reference)
    }
}
