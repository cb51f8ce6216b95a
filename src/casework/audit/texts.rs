//! Each text still held against the commitment in its event: what a person wrote or was sent.
//!
//! A text that was erased is marked so, and no fault. One that is gone without a mark, or says
//! something else, is. So is one that no event commits to.

mod documents;
mod entered;
mod messages;
mod questions;

use crate::casework::secrets::{Keys, commitment, letter_digest, recipient_digest};
use crate::domain::case::events;
use crate::domain::case::events::Behind;
use crate::domain::case::{Case, Event, Recorded};
use crate::store::{CaseRecord, Difference, KeptLetter, KeptWriting};
use chrono::SubsecRound;
use std::collections::{BTreeMap, HashMap};

/// The columns that say whom a letter goes to, which are committed to as one.
const RECIPIENT: &str = "to_name, to_address";

/// What was held against its commitment.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Texts that say what was committed to.
    pub held: u64,
    /// Texts that were erased.
    pub erased: u64,
    /// Texts from before those of their kind were committed to.
    pub uncommitted: u64,
}

impl Tally {
    pub(super) fn add(&mut self, other: Self) {
        self.held += other.held;
        self.erased += other.erased;
        self.uncommitted += other.uncommitted;
    }
}

/// A case being checked: which of its rows an event has accounted for.
struct Check<'a> {
    record: &'a CaseRecord,
    /// The writings there are, by what an event says that commits to them: one text may stand beside
    /// several events, as where one refusal decides every question.
    by_digest: HashMap<String, Vec<usize>>,
    /// For each writing, whether an event accounts for it.
    accounted: Vec<bool>,
    /// The writing of each event that has one.
    of_event: BTreeMap<i64, usize>,
    letters: HashMap<&'a str, usize>,
    /// The commitment to whom a letter goes to since it was addressed anew, by its Message-ID.
    readdressed: HashMap<&'a str, &'a str>,
    tally: Tally,
}

/// Holds every text of a case against its commitment. Where all of its texts are `committed` to, none
/// may stand beside an event that commits to none.
///
/// # Errors
/// The first that does not hold.
pub(super) fn check<'a>(
    record: &'a CaseRecord,
    events: &'a [Recorded],
    case: &Case,
    (keys, committed): (&Keys, bool),
) -> Result<Tally, Difference> {
    let hidden = |w: &&KeptWriting| w.erased && !(w.body.is_empty() && w.salt.is_empty());
    if let Some(text) = record.writings.iter().find(hidden) {
        let what = "it says that the text was erased, and the text is there";
        return Err(Difference::new("writings", "erased_at", named(text), what));
    }
    let whole = record
        .writings
        .iter()
        .enumerate()
        .filter(|(_, w)| !w.erased);
    let letters = record.letters.iter().enumerate();
    let mut by_digest: HashMap<String, Vec<usize>> = HashMap::new();
    for (at, writing) in whole {
        let digest = commitment(&writing.salt, &writing.body);
        by_digest.entry(digest).or_default().push(at);
    }
    let readdressed = events.iter().filter_map(|recorded| {
        if let Event::LetterReaddressed(events::LetterReaddressed { message_id, to, .. }) =
            &recorded.event
        {
            Some((message_id.as_str(), to.as_str()))
        } else {
            None
        }
    });
    let mut check = Check {
        record,
        by_digest,
        accounted: vec![false; record.writings.len()],
        of_event: BTreeMap::new(),
        letters: letters.map(|(at, l)| (l.message_id.as_str(), at)).collect(),
        readdressed: readdressed.collect(),
        tally: Tally::default(),
    };
    for recorded in events {
        if let Some(digest) = recorded.event.said_instead() {
            check.writing(recorded.seq, digest)?;
        }
        match recorded.event.behind() {
            Behind::Nothing => {}
            Behind::Request(digest) => check.request(digest)?,
            Behind::Writing(_, digest) | Behind::Perhaps(_, Some(digest)) => {
                check.writing(recorded.seq, digest)?;
            }
            Behind::Perhaps(_, None) if committed => {}
            Behind::Perhaps(_, None) => check.uncommitted(recorded.seq),
            Behind::Letter(message_id, digest) => check.letter(recorded, message_id, digest)?,
        }
    }
    check.no_more()?;
    check.placed(events)?;
    check.entered(events, keys)?;
    check.questions(events, case)?;
    check.exemptions(case)?;
    check.reasons(events)?;
    check.documents(events, committed)?;
    check.messages(events, committed)?;
    Ok(check.tally)
}

impl<'a> Check<'a> {
    fn request(&mut self, digest: &str) -> Result<(), Difference> {
        let at = |what| Difference::new("case_texts", "body", self.record.reference(), what);
        match &self.record.request {
            Some(text) if commitment(&text.salt, &text.body) == digest => self.tally.held += 1,
            Some(_) => return Err(at("it is not what the request said when it was logged")),
            None if self.record.beside.erased => self.tally.erased += 1,
            None => return Err(at("it is missing, and nothing says that it was erased")),
        }
        Ok(())
    }

    fn writing(&mut self, seq: i64, digest: &str) -> Result<(), Difference> {
        let same = self.by_digest.get(digest).map_or(&[][..], Vec::as_slice);
        let mut beside = same
            .iter()
            .filter(|at| self.record.writings[**at].seq == seq);
        if let Some(at) = beside.next().or(same.first()).copied() {
            self.take(seq, at);
            self.tally.held += 1;
            return Ok(());
        }
        let there = |erased| {
            let mut all = self.record.writings.iter().enumerate();
            all.find(|(at, w)| w.seq == seq && w.erased == erased && !self.accounted[*at])
        };
        if let Some((at, _)) = there(true) {
            self.take(seq, at);
            self.tally.erased += 1;
            return Ok(());
        }
        let event = self.record.event_row(seq);
        Err(match there(false) {
            Some((_, text)) => {
                let what = format!("it is not what {event} commits to");
                Difference::new("writings", "body", named(text), what)
            }
            None => {
                let what = "its text is missing, and nothing says that it was erased";
                Difference::new("writings", "body", event, what)
            }
        })
    }

    /// The text of this commitment, unless it is erased.
    fn text_of(&self, digest: &str) -> Option<&'a str> {
        let at = self.by_digest.get(digest)?.first()?;
        Some(self.record.writings[*at].body.as_str())
    }

    /// Every text stands beside the event that commits to it, or a later one of the same act, and is
    /// of a kind that such an event has.
    fn placed(&self, events: &[Recorded]) -> Result<(), Difference> {
        for text in &self.record.writings {
            let at = |column, what| Err(Difference::new("writings", column, named(text), what));
            let place = events.binary_search_by_key(&text.seq, |recorded| recorded.seq);
            let beside = place.map_or(&[][..], |place| &events[..=place]);
            let act = beside.last().map(|last| last.at);
            let of_act = beside.iter().rev().take_while(|one| Some(one.at) == act);
            let mut committing = of_act.filter_map(|one| match one.event.behind() {
                Behind::Writing(kinds, digest) => Some((one, kinds, Some(digest))),
                Behind::Perhaps(kinds, digest) => Some((one, kinds, digest)),
                Behind::Nothing | Behind::Request(_) | Behind::Letter(..) => None,
            });
            let Some((event, kinds, digest)) = committing.next() else {
                return at("seq", "the event it stands beside has no text".to_owned());
            };
            if text.at.trunc_subsecs(3) != event.at {
                return at("at", "it is not when its event was recorded".to_owned());
            }
            let row = self.record.event_row(event.seq);
            let digests = [digest, event.event.said_instead()];
            let is = |digest: &str| commitment(&text.salt, &text.body) == digest;
            if !text.erased && digest.is_some() && !digests.into_iter().flatten().any(is) {
                return at("seq", format!("it is not the text that {row} commits to"));
            }
            if !kinds.contains(&text.kind.as_str()) {
                let what = format!(
                    "it is \u{201c}{}\u{201d}, and {row} has no such text",
                    text.kind
                );
                return at("kind", what);
            }
        }
        Ok(())
    }

    /// Accounts for the text beside an event that commits to none.
    fn uncommitted(&mut self, seq: i64) {
        let all = self.record.writings.iter().enumerate();
        let found: Vec<usize> = all
            .filter(|(_, w)| w.seq == seq)
            .map(|(at, _)| at)
            .collect();
        self.tally.uncommitted += found.len() as u64;
        for at in found {
            self.take(seq, at);
        }
    }

    fn take(&mut self, seq: i64, at: usize) {
        self.accounted[at] = true;
        self.of_event.insert(seq, at);
    }

    fn letter(
        &mut self,
        recorded: &Recorded,
        message_id: &str,
        digest: Option<&str>,
    ) -> Result<(), Difference> {
        let event = self.record.event_row(recorded.seq);
        let Some(at) = self.letters.remove(message_id) else {
            let what = format!("the letter {message_id} is missing");
            return Err(Difference::new("letters", "message_id", event, what));
        };
        let letter = &self.record.letters[at];
        let row = format!("row {} ({message_id})", letter.id);
        if let Event::LetterQueued(events::LetterQueued { letter: kind, .. }) = &recorded.event
            && letter.kind != kind.as_str()
        {
            let what = format!(
                "it is \u{201c}{}\u{201d}, and {kind} by {event}",
                letter.kind
            );
            return Err(Difference::new("letters", "kind", row, what));
        }
        if !["queued", "sent", "failed", "to_post"].contains(&letter.state.as_str()) {
            let what = format!("\u{201c}{}\u{201d} is no state", letter.state);
            return Err(Difference::new("letters", "state", row, what));
        }
        if letter.created_at.trunc_subsecs(3) != recorded.at {
            let what = "it is not when its event was recorded";
            return Err(Difference::new("letters", "created_at", row, what));
        }
        let (text, html) = (&letter.body_text, &letter.body_html);
        match digest {
            None => self.tally.uncommitted += 1,
            Some(digest) if letter_digest(&letter.salt, &letter.subject, text, html) == digest => {
                self.tally.held += 1;
            }
            Some(_) => {
                let what = format!("the letter is not what {event} commits to");
                return Err(Difference::new("letters", "body_text", row, what));
            }
        }
        self.recipient(&recorded.event, letter, row)
    }

    /// A letter is addressed to whom its event says, or to whom it was addressed last.
    fn recipient(
        &mut self,
        event: &Event,
        letter: &KeptLetter,
        row: String,
    ) -> Result<(), Difference> {
        let queued = if let Event::LetterQueued(events::LetterQueued { to, .. }) = event {
            to.as_deref()
        } else {
            None
        };
        let anew = self.readdressed.get(letter.message_id.as_str()).copied();
        let (name, email) = (&letter.to_name, letter.to_address.as_deref());
        match anew.or(queued) {
            None => self.tally.uncommitted += 1,
            Some(to) if recipient_digest(&letter.salt, name, email) == to => self.tally.held += 1,
            Some(_) => {
                let what = "it is not to whom the record says it goes";
                return Err(Difference::new("letters", RECIPIENT, row, what));
            }
        }
        Ok(())
    }

    /// Every text and every letter has its event.
    fn no_more(&mut self) -> Result<(), Difference> {
        let mut rest = self.record.writings.iter().zip(&self.accounted);
        if let Some((text, _)) = rest.find(|(_, accounted)| !**accounted) {
            let what = format!("no event of {} commits to it", self.record.reference());
            return Err(Difference::new("writings", "seq", named(text), what));
        }
        let more = self
            .letters
            .values()
            .min()
            .map(|at| &self.record.letters[*at]);
        match more {
            None => Ok(()),
            Some(letter) => {
                let what = format!("no event of {} queued it", self.record.reference());
                let row = format!("row {} ({})", letter.id, letter.message_id);
                Err(Difference::new("letters", "message_id", row, what))
            }
        }
    }
}

fn named(text: &KeptWriting) -> String {
    format!("row {} ({})", text.id, text.kind)
}
