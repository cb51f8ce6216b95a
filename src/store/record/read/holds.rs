//! Whether the events of a case follow from each other, and the columns of its row from them.

use super::super::chain::{Link, recorded};
use super::CaseRecord;
use crate::domain::case::{Actor, Case, Recorded};
use crate::domain::deadline::Deadlines;
use crate::domain::role::Role;
use crate::store::Difference;
use crate::store::cases::columns::Columns;
use crate::store::cases::stands::Stands;
use std::fmt;

impl CaseRecord {
    /// Walks the chain of its events.
    ///
    /// # Errors
    /// The first event that does not follow from the ones before.
    pub fn walk(&self) -> Result<Vec<Recorded>, Difference> {
        let (mut previous, mut seq) = (String::new(), 0);
        let mut events = Vec::with_capacity(self.events.len());
        for row in &self.events {
            seq += 1;
            let at =
                |column, what: &str| Difference::new("events", column, self.event_row(seq), what);
            if row.seq != seq {
                return Err(at("seq", "it is missing"));
            }
            let role = Role::parse(&row.role)
                .ok_or_else(|| at("role", &format!("\u{201c}{}\u{201d} is no role", row.role)))?;
            if row.previous != previous {
                return Err(at("previous", "it does not follow from the event before"));
            }
            let link = Link {
                reference: &self.row.reference,
                seq,
                at: row.at,
                on: row.on_date,
                actor: Actor {
                    role,
                    person: row.person_id,
                },
                data: &row.data,
                previous: &previous,
            };
            if row.hash != link.hash() {
                return Err(at("hash", "it does not follow from what the event says"));
            }
            let read = recorded(row).map_err(|fault| at("data", &fault.to_string()))?;
            if row.kind != read.event.kind() {
                return Err(at("kind", "it is not that of what the event says"));
            }
            previous.clone_from(&row.hash);
            events.push(read);
        }
        if seq < self.row.version {
            let what = "it is missing";
            return Err(Difference::new(
                "events",
                "seq",
                self.event_row(seq + 1),
                what,
            ));
        }
        if seq > self.row.version {
            return Err(self.differs("version", &self.row.version, &seq));
        }
        Ok(events)
    }

    /// The first column that does not follow from the events and the clock. Where the law has
    /// changed since, `counted` is false and what it counts is not compared; nor, where it may have
    /// learnt holidays since (`known` is false), whether a date was provisional. Where the record is from
    /// before its log entry committed to what was entered, `whole` is false, and what an earlier
    /// Daylight kept without an event is not compared.
    ///
    /// # Errors
    /// That column.
    pub fn columns_follow(
        &self,
        case: &Case,
        dates: &Deadlines,
        (counted, known, whole): (bool, bool, bool),
    ) -> Result<(), Difference> {
        let (row, is) = (&self.row, Columns::of(case, dates));
        self.same("regime", &row.regime, &case.regime)?;
        self.same("calendar", &row.calendar, &case.calendar)?;
        self.same("channel", row.channel.as_str(), case.channel.as_str())?;
        self.same("received", &row.received, &case.received)?;
        self.same("stage", row.stage.as_str(), is.stage.as_str())?;
        self.same("open", &row.open, &is.open)?;
        self.same("responded", &row.responded, &is.responded)?;
        self.same("closed", &row.closed, &is.closed)?;
        self.same("ended", &row.ended, &is.ended)?;
        self.same("outcome", &row.outcome.as_deref(), &is.outcome)?;
        self.same("extended", &row.extended, &is.extended)?;
        self.same("team", &row.team, &is.team)?;
        self.same("officer_id", &row.officer_id, &is.officer_id)?;
        self.same("effort_minutes", &row.effort_minutes, &is.effort_minutes)?;
        self.same("clock_state", row.clock_state.as_str(), is.clock_state)?;
        if whole {
            self.same("requester_id", &row.requester_id, &row.id)?;
        }
        self.same(
            "requester_key",
            &Some(row.requester_key.as_str()),
            &self.beside.match_key.as_deref(),
        )?;
        if whole {
            let logged = self.events.first().map(|event| event.at);
            self.same("created_at", &Some(row.created_at), &logged)?;
            self.same("already_public", &row.already_public, &is.already_public)?;
            self.same("waiting_since", &row.waiting_since, &is.waiting_since)?;
            let first = row.first_outcome.as_deref();
            self.same("first_outcome", &first, &is.first_outcome)?;
            let requested = (&row.review_requested, &is.review_requested);
            self.same("review_requested", requested.0, requested.1)?;
            let completed = (&row.review_completed, &is.review_completed);
            self.same("review_completed", completed.0, completed.1)?;
        }
        if !counted {
            return Ok(());
        }
        if whole {
            self.same("review_due", &row.review_due, &is.review_due)?;
        }
        self.same("due", &row.due, &is.due)?;
        self.same("queue_due", &row.queue_due, &is.queue_due)?;
        let latest = (&row.latest_extended_due, &is.latest_extended_due);
        self.same("latest_extended_due", latest.0, latest.1)?;
        if known {
            self.same("provisional", &row.provisional, &is.provisional)?;
        }
        match row.counts_from {
            // Of a case from before this column, until something happens to it.
            None => Ok(()),
            Some(from) => self.same("counts_from", &from, &is.counts_from),
        }
    }

    /// Whether a settled case stands by the dates that the event says that settled it, or moved one
    /// since; whether there is such an event. The law that counted them may be another by now.
    ///
    /// # Errors
    /// The first column that says something else.
    pub fn stands(&self, case: &Case) -> Result<bool, Difference> {
        let rows = self.events.iter().rev();
        let Some(said) = rows
            .map(|event| Stands::of(&event.data))
            .find_map(|said| said)
        else {
            return Ok(false);
        };
        let row = &self.row;
        self.same("due", &row.due, &said.due)?;
        let latest = (&row.latest_extended_due, &said.latest_extended_due);
        self.same("latest_extended_due", latest.0, latest.1)?;
        // A review that had no day may have got one from a later law.
        if said.review_due.is_some() || case.review_requested.is_none() {
            self.same("review_due", &row.review_due, &said.review_due)?;
        }
        Ok(true)
    }

    fn same<T: PartialEq + fmt::Debug + ?Sized>(
        &self,
        column: &'static str,
        stored: &T,
        follows: &T,
    ) -> Result<(), Difference> {
        if stored == follows {
            Ok(())
        } else {
            Err(self.differs(column, stored, follows))
        }
    }

    fn differs<T: fmt::Debug + ?Sized>(
        &self,
        column: &'static str,
        stored: &T,
        follows: &T,
    ) -> Difference {
        let what = format!("it is {stored:?}, and {follows:?} by the events");
        Difference::new("cases", column, self.row.reference.clone(), what)
    }
}
