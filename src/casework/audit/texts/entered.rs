//! Whether what was entered with a request is what its log entry and its corrections commit to: the
//! subject, who asked, and its row in an earlier log.

use super::Check;
use crate::casework::cases::import::unnamed;
use crate::casework::cases::requester::{earlier_in_words, who_in_words};
use crate::casework::secrets::{Keys, commitment};
use crate::domain::case::{Correction, Entered, Event, Recorded, events};
use crate::store::{Difference, RequesterVersion};
use chrono::SubsecRound;

/// The columns that who asks is made of: one commitment is to all of them.
const WHO: &str = "name, email, address, category";

/// The same of an earlier log.
const EARLIER: &str = "external_reference, import_key";

/// What is wrong where who asked is marked as erased, and something of them stands.
const ERASED: &str = "it says that who asked was erased, and they were not";

/// What a correction puts right, of each correction in order.
fn corrections(events: &[Recorded]) -> impl DoubleEndedIterator<Item = (i64, &Correction)> {
    events.iter().filter_map(|recorded| {
        if let Event::Corrected(events::Corrected { what, .. }) = &recorded.event {
            Some((recorded.seq, what))
        } else {
            None
        }
    })
}

/// The commitments of the log entry; none of one from before.
pub(super) fn of_log_entry(events: &[Recorded]) -> Option<&Entered> {
    if let Event::Logged(events::Logged { entered, .. }) = &events.first()?.event {
        entered.as_ref()
    } else {
        None
    }
}

impl Check<'_> {
    /// What was entered with the request stands as it was entered, or as it was corrected last.
    pub(super) fn entered(&mut self, events: &[Recorded], keys: &Keys) -> Result<(), Difference> {
        self.subject(events)?;
        self.earlier(events)?;
        self.requester(events, keys)?;
        self.versions(events)
    }

    fn subject(&mut self, events: &[Recorded]) -> Result<(), Difference> {
        let is = self.record.subject();
        let at = |what| Difference::new("cases", "subject", self.record.reference(), what);
        let corrected = corrections(events).rev().find_map(|(_, what)| match what {
            Correction::Subject { digest } => Some(digest),
            Correction::Requester { .. }
            | Correction::Received { .. }
            | Correction::Law { .. }
            | Correction::Questions { .. }
            | Correction::Undone { .. } => None,
        });
        if let Some(digest) = corrected {
            // The text beside the correction was held against its commitment before; where it is erased,
            // so is this.
            return match self.text_of(digest) {
                Some(text) if text != is => Err(at("it is not what it was corrected to")),
                None if !is.is_empty() => Err(at("what it was corrected to is erased")),
                Some(_) | None => Ok(()),
            };
        }
        match (of_log_entry(events), &self.record.request) {
            (_, None) if !is.is_empty() => return Err(at("the request it is of is erased")),
            (None, _) => self.tally.uncommitted += 1,
            (Some(_), None) => self.tally.erased += 1,
            (Some(entered), Some(request)) => {
                if commitment(&request.salt, is) != entered.subject {
                    return Err(at("it is not what was entered with the request"));
                }
                self.tally.held += 1;
            }
        }
        Ok(())
    }

    fn earlier(&mut self, events: &[Recorded]) -> Result<(), Difference> {
        let is = self.record.earlier();
        let Some(entered) = of_log_entry(events) else {
            return Ok(());
        };
        let same = match (&entered.earlier, &self.record.request) {
            (None, _) => is == (None, None),
            (Some(_), None) => true,
            (Some(digest), Some(request)) => {
                self.tally.held += 1;
                commitment(&request.salt, &earlier_in_words(is)) == *digest
            }
        };
        if same {
            return Ok(());
        }
        let what = "they are not those of the row that was taken over";
        let row = self.record.reference();
        Err(Difference::new("cases", EARLIER, row, what))
    }

    /// Each version of who asked is the one its event commits to.
    fn versions(&mut self, events: &[Recorded]) -> Result<(), Difference> {
        let committed = committed(events);
        for version in &self.record.requesters {
            let at = |column, what| {
                let row = format!("event {} of {}", version.seq, self.record.reference());
                Difference::new("requester_versions", column, row, what)
            };
            let event = events.iter().find(|event| event.seq == version.seq);
            let digest = committed.iter().find(|(seq, _)| *seq == version.seq);
            match (event, digest) {
                (Some(event), Some((_, digest))) => {
                    if event.at != version.at.trunc_subsecs(3) {
                        return Err(at("at", "it is not when its event was recorded"));
                    }
                    if self.record.beside.erased {
                        if !who(version).trim().is_empty() {
                            return Err(at(WHO, ERASED));
                        }
                        self.tally.erased += 1;
                    } else if commitment(&version.salt, &who(version)) == *digest {
                        self.tally.held += 1;
                    } else {
                        return Err(at(WHO, "they are not what its event commits to"));
                    }
                }
                // Of a log entry from before.
                (Some(_), None) if version.seq == 1 => self.tally.uncommitted += 1,
                (Some(_) | None, None) | (None, Some(_)) => {
                    return Err(at("seq", "no event made it"));
                }
            }
        }
        let there = |seq: i64| self.record.requesters.iter().any(|v| v.seq == seq);
        let corrected = committed.iter().any(|(seq, _)| *seq > 1);
        let gone = committed.iter().find(|(seq, _)| corrected && !there(*seq));
        match gone {
            None => Ok(()),
            Some((seq, _)) => {
                let row = self.record.event_row(*seq);
                let what = "who asked, as it says, is missing";
                Err(Difference::new("requester_versions", "seq", row, what))
            }
        }
    }

    /// Who asks is what the last version says, and their key is the one made of it.
    fn requester(&mut self, events: &[Recorded], keys: &Keys) -> Result<(), Difference> {
        let (record, is) = (self.record, &self.record.beside);
        let at = |table, column, what| Difference::new(table, column, record.reference(), what);
        if is.erased {
            let who = [&is.name, &is.email, &is.address, &is.category];
            if who.into_iter().any(Option::is_some) {
                return Err(at("requesters", "erased_at", ERASED));
            }
            // Nothing proves the key of somebody who is erased: it is nobody's.
            if is.match_key.as_deref() != Some(unnamed(record.reference()).as_str()) {
                return Err(at("requesters", "match_key", ERASED));
            }
            self.tally.erased += 1;
            return Ok(());
        }
        if of_log_entry(events).is_none() {
            self.tally.uncommitted += 1;
            return Ok(());
        }
        let (Some(salt), Some((seq, digest))) = (&is.salt, committed(events).pop()) else {
            return Err(at("requesters", "id", "it is missing"));
        };
        let (name, email, address) = (
            is.name.as_deref(),
            is.email.as_deref(),
            is.address.as_deref(),
        );
        let words = who_in_words([name, email, address, is.category.as_deref()]);
        if commitment(salt, &words) != digest {
            let what = "they are not what was entered or corrected last";
            return Err(at("requesters", WHO, what));
        }
        self.tally.held += 1;
        let key = match record.earlier() {
            (_, Some(row)) if seq == 1 => unnamed(row),
            (_, Some(_) | None) => keys.match_key(name, email, address),
        };
        if is.match_key.as_deref() == Some(key.as_str()) {
            Ok(())
        } else {
            let what = "it is not the key of this name and these addresses";
            Err(at("cases", "requester_key", what))
        }
    }
}

/// The commitments to who asked, each with its event.
fn committed(events: &[Recorded]) -> Vec<(i64, &str)> {
    let logged = of_log_entry(events).map(|entered| (1, entered.requester.as_str()));
    let corrected = corrections(events).filter_map(|(seq, what)| match what {
        Correction::Requester { digest, .. } => Some((seq, digest.as_str())),
        Correction::Subject { .. }
        | Correction::Received { .. }
        | Correction::Law { .. }
        | Correction::Questions { .. }
        | Correction::Undone { .. } => None,
    });
    logged.into_iter().chain(corrected).collect()
}

fn who(version: &RequesterVersion) -> String {
    let parts = [
        &version.name,
        &version.email,
        &version.address,
        &version.category,
    ];
    who_in_words(parts.map(Option::as_deref))
}
