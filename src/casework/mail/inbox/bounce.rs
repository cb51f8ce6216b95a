//! What a mail server reports of a letter: it goes onto the letter and its case.

use super::judge::Judging;
use crate::casework::{CaseworkFault, Incoming, Moment};
use crate::domain::case::{Actor, Event, events};
use crate::domain::letter_kind::LetterKind;
use crate::mail::inbound::Fate;
use crate::mail::inbound::matching::Why;
use crate::store::{ReportedLetter, StoredCase, Unit};

/// The most letters one report is about: a server writes one for each, or for a few recipients.
const MOST_MEANT: usize = 5;

/// The most Message-IDs of a report that are looked for.
const MOST_NAMED: usize = 200;

impl Incoming<'_> {
    /// Notes a report on the letters it is about. Their cases; nothing where it is about no letter
    /// of ours, and no case where it is about one to a colleague.
    pub(super) async fn reported(
        &self,
        unit: &Unit,
        judging: &Judging<'_>,
    ) -> Result<Option<Vec<String>>, CaseworkFault> {
        let letters = self.letters_meant(unit, judging).await?;
        if letters.is_empty() {
            return Ok(None);
        }
        let mut cases: Vec<String> = Vec::new();
        for letter in letters {
            let Some(reference) = &letter.reference else {
                self.note_report(unit, judging, &letter, None).await?;
                continue;
            };
            let stored = unit.cases().find_case(reference).await?;
            let mut stored = stored.ok_or(CaseworkFault::NotFound)?;
            self.note_report(unit, judging, &letter, Some(&mut stored))
                .await?;
            if !cases.contains(reference) {
                let why = format!("It reports on the letter {}.", letter.message_id);
                unit.messages()
                    .put_on_case(judging.id, &stored, (&why, None), None, judging.now.at)
                    .await?;
                cases.push(reference.clone());
            }
        }
        Ok(Some(cases))
    }

    /// The letters a report is about. It names them by Message-IDs that only their recipient and
    /// the servers on the way know, or it came to the case's own address, where our letters have
    /// their envelopes from: then it is about the latest. A reference alone shows nothing.
    async fn letters_meant(
        &self,
        unit: &Unit,
        judging: &Judging<'_>,
    ) -> Result<Vec<ReportedLetter>, CaseworkFault> {
        let message = judging.message;
        let about = message.report.as_ref().map(|report| &report.about);
        for ids in about.into_iter().chain([&message.in_reply_to]) {
            let first = ids.get(..ids.len().min(MOST_NAMED)).unwrap_or_default();
            let mut letters = unit.letters().letters_called(first).await?;
            if !letters.is_empty() {
                letters.truncate(MOST_MEANT);
                return Ok(letters);
            }
        }
        // Of a conversation the last of our letters is meant.
        let all = &message.references;
        let last = all.get(all.len().saturating_sub(MOST_NAMED)..);
        let letters = unit
            .letters()
            .letters_called(last.unwrap_or_default())
            .await?;
        let place = |letter: &ReportedLetter| all.iter().rposition(|id| *id == letter.message_id);
        if let Some(letter) = letters.into_iter().max_by_key(place) {
            return Ok(vec![letter]);
        }
        let mut letters = Vec::new();
        for found in &judging.matched.found {
            if found.why == Why::KeyedAddress && letters.len() < MOST_MEANT {
                letters.extend(unit.letters().latest_sent(&found.reference).await?);
            }
        }
        Ok(letters)
    }

    async fn note_report(
        &self,
        unit: &Unit,
        judging: &Judging<'_>,
        letter: &ReportedLetter,
        stored: Option<&mut StoredCase>,
    ) -> Result<(), CaseworkFault> {
        let report = judging.message.report.as_ref();
        let fate = match report {
            // A receipt that a letter was opened names no recipient.
            None if judging.message.signs.read_receipt => Fate::Delivered,
            None => Fate::Failed,
            Some(report) => {
                let own = report
                    .recipients
                    .iter()
                    .find(|r| r.address == letter.to_address);
                own.map(|r| r.fate)
                    .or(report.worst())
                    .unwrap_or(Fate::Failed)
            }
        };
        let said = report.map_or_else(
            || judging.message.subject.clone(),
            crate::mail::inbound::Report::sentence,
        );
        // What is known to have failed stays so, whatever a slower server still says.
        if letter.reported == Some(Fate::Failed) {
            return Ok(());
        }
        unit.letters()
            .letter_reported(letter.id, fate.as_str(), &said, judging.now.at)
            .await?;
        if let (Fate::Failed, Some(stored)) = (fate, stored) {
            let sent = (letter.kind, letter.message_id.as_str());
            self.undelivered(unit, stored, sent, &letter.to_address, &said, judging.now)
                .await?;
        }
        Ok(())
    }

    /// Flags a case with a letter that was not delivered, and the requester's address.
    pub(in crate::casework) async fn undelivered(
        &self,
        unit: &Unit,
        stored: &mut StoredCase,
        (kind, message_id): (LetterKind, &str),
        address: &str,
        said: &str,
        now: Moment,
    ) -> Result<(), CaseworkFault> {
        let event = Event::LetterUndelivered(events::LetterUndelivered {
            letter: kind,
            message_id: message_id.to_owned(),
        });
        unit.cases()
            .append(
                stored,
                vec![event],
                &self.clock(),
                Actor::SYSTEM,
                now.today,
                now.at,
            )
            .await?;
        unit.letters()
            .address_fails(stored.requester_id, address, said, now.at)
            .await?;
        Ok(())
    }
}
