//! Each text still held against the commitment in its event: what a person wrote or was sent.
//!
//! A text that was erased is marked so, and no fault. One that is gone without a mark, or says
//! something else, is. So is one that no event commits to.

use crate::casework::secrets::{commitment, letter_digest};
use crate::casework::to_correct::QuestionsChanged;
use crate::domain::case::{Case, Correction, Event, Reasons, Recorded, decision_text};
use crate::domain::section::Section;
use crate::mail::inbound::Class;
use crate::store::{CaseRecord, Difference, KeptWriting};
use std::collections::{BTreeMap, HashMap};

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

/// Which text stands behind an event.
enum Behind<'a> {
    /// None.
    Nothing,
    /// The request itself.
    Request(&'a str),
    /// A text beside the event.
    Writing(&'a str),
    /// A text beside the event, which may be from before such texts were committed to.
    Perhaps(Option<&'a str>),
    /// A letter, as above.
    Letter(&'a str, Option<&'a str>),
}

/// Every event has to say which text stands behind it.
fn behind(event: &Event) -> Behind<'_> {
    match event {
        Event::Logged { digest, .. } => Behind::Request(digest),
        Event::ClarificationSought { digest }
        | Event::ReturnedToDraft { digest }
        | Event::QuestionDecided { digest, .. }
        | Event::LetterWritten { digest }
        | Event::Corrected { digest, .. }
        | Event::NoteAdded { digest }
        | Event::ReplyReceived { digest, .. }
        | Event::WithdrawalAsked { digest, .. }
        | Event::AddressGiven { digest, .. }
        | Event::MessageFiled { digest }
        | Event::DocumentAdded { digest }
        | Event::DocumentRemoved { digest, .. } => Behind::Writing(digest),
        Event::ClarificationReceived { digest }
        | Event::SentForClearance { digest, .. }
        | Event::Cleared { digest }
        | Event::Extended { digest, .. }
        | Event::FeesNoticeIssued { digest, .. }
        | Event::Transferred { digest }
        | Event::ReviewRequested { digest, .. }
        | Event::ReviewCompleted { digest, .. } => Behind::Perhaps(digest.as_deref()),
        Event::LetterQueued {
            message_id, digest, ..
        } => Behind::Letter(message_id, digest.as_deref()),
        Event::Allocated { .. }
        | Event::VariantChosen { .. }
        | Event::FeePaid
        | Event::DealtWith { .. }
        | Event::SearchStarted
        | Event::DraftStarted
        | Event::Answered { .. }
        | Event::EffortRecorded { .. }
        | Event::Withdrawn
        | Event::Lapsed
        | Event::Closed
        | Event::ClosedInEarlierLog { .. }
        | Event::DueDateMoved { .. }
        | Event::DocumentsSent { .. }
        | Event::LetterUndelivered { .. }
        | Event::LetterPosted { .. } => Behind::Nothing,
    }
}

/// A case being checked: which of its rows an event has accounted for.
struct Check<'a> {
    record: &'a CaseRecord,
    /// The writings there are, by what an event says that commits to them.
    by_digest: HashMap<String, usize>,
    /// For each writing, whether an event accounts for it.
    accounted: Vec<bool>,
    /// The writing of each event that has one.
    of_event: BTreeMap<i64, usize>,
    letters: HashMap<&'a str, usize>,
    tally: Tally,
}

/// Holds every text of a case against its commitment.
///
/// # Errors
/// The first that does not hold.
pub(super) fn check(
    record: &CaseRecord,
    events: &[Recorded],
    case: &Case,
) -> Result<Tally, Difference> {
    let whole = record
        .writings
        .iter()
        .enumerate()
        .filter(|(_, w)| !w.erased);
    let letters = record.letters.iter().enumerate();
    let mut check = Check {
        record,
        by_digest: whole
            .map(|(at, w)| (commitment(&w.salt, &w.body), at))
            .collect(),
        accounted: vec![false; record.writings.len()],
        of_event: BTreeMap::new(),
        letters: letters.map(|(at, l)| (l.message_id.as_str(), at)).collect(),
        tally: Tally::default(),
    };
    for recorded in events {
        // A correction of these has a text of its own, besides why it was made.
        if let Event::Corrected {
            what: Correction::Subject { digest } | Correction::Questions { digest, .. },
            ..
        } = &recorded.event
        {
            check.writing(recorded.seq, digest)?;
        }
        match behind(&recorded.event) {
            Behind::Nothing => {}
            Behind::Request(digest) => check.request(digest)?,
            Behind::Writing(digest) | Behind::Perhaps(Some(digest)) => {
                check.writing(recorded.seq, digest)?;
            }
            Behind::Perhaps(None) => check.uncommitted(recorded.seq),
            Behind::Letter(message_id, digest) => check.letter(recorded, message_id, digest)?,
        }
    }
    check.no_more()?;
    check.questions(events, case)?;
    check.reasons()?;
    check.documents(events)?;
    check.messages(events)?;
    Ok(check.tally)
}

/// What a correction of the questions says: where each comes from, and the commitment to them.
fn questions_of(event: &Event) -> Option<(&[Option<u16>], &str)> {
    if let Event::Corrected {
        what: Correction::Questions { from, digest },
        ..
    } = event
    {
        Some((from, digest))
    } else {
        None
    }
}

/// The commitment to the last decision on each question, by the number it has now.
fn decisions(events: &[Recorded]) -> BTreeMap<u16, &str> {
    let mut decided = BTreeMap::new();
    for recorded in events {
        if let Event::QuestionDecided { number, digest, .. } = &recorded.event {
            decided.insert(*number, digest.as_str());
        }
        if let Some((from, _)) = questions_of(&recorded.event) {
            let now = (1..).zip(from);
            decided = now
                .filter_map(|(number, old)| Some((number, *decided.get(&(*old)?)?)))
                .collect();
        }
    }
    decided
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
        if let Some(at) = self.by_digest.get(digest).copied() {
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
        if let Event::LetterQueued { letter: kind, .. } = &recorded.event
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

    /// The questions stand as they were decided last.
    fn questions(&self, events: &[Recorded], case: &Case) -> Result<(), Difference> {
        let row = |number: i64| format!("question {number} of {}", self.record.reference());
        let numbers: Vec<i64> = case.questions.iter().map(|q| i64::from(q.number)).collect();
        let there: Vec<i64> = self.record.questions.iter().map(|q| q.number).collect();
        if numbers != there {
            let odd = numbers.iter().chain(&there);
            let odd = odd
                .filter(|n| numbers.contains(n) != there.contains(n))
                .min();
            let what = format!("there are {there:?}, and {numbers:?} by the events");
            let row = row(odd.copied().unwrap_or(1));
            return Err(Difference::new("questions", "number", row, what));
        }
        let decisions = decisions(events);
        let corrected = self.corrected_questions(events);
        for (place, (question, stored)) in case
            .questions
            .iter()
            .zip(&self.record.questions)
            .enumerate()
        {
            let at =
                |column, what: &str| Difference::new("questions", column, row(stored.number), what);
            let asked = match &corrected {
                // What they were corrected to is erased.
                Some(None) => true,
                Some(Some(now)) => now.get(place).is_some_and(|asked| *asked == stored.body),
                None => asked_in(
                    &stored.body,
                    self.record.request.as_ref().map(|r| r.body.as_str()),
                ),
            };
            if !asked {
                return Err(at("body", "the request does not ask it"));
            }
            if stored.outcome.as_deref() != question.outcome.map(|o| o.as_str()) {
                return Err(at("outcome", "it is not that of its last decision"));
            }
            let sections: Vec<&str> = question.exemptions.iter().map(Section::as_str).collect();
            if stored.exemptions != sections.join("; ") {
                return Err(at("exemptions", "they are not those of its last decision"));
            }
            let decided = decisions.get(&question.number);
            let text = if stored.decided_seq == 0 {
                // From before each section had reasons of its own.
                [
                    stored.answer.as_str(),
                    &stored.withheld,
                    &stored.why,
                    &stored.public_interest,
                ]
                .join("\n\n")
            } else {
                decision_text(&stored.answer, &self.reasons_of(stored.decided_seq))
            };
            if decided.is_some_and(|digest| commitment(&stored.salt, &text) != *digest) {
                return Err(at("answer", "it is not what its last decision says"));
            }
        }
        Ok(())
    }

    /// The reasons of the decision that an event records.
    fn reasons_of(&self, seq: i64) -> Vec<Reasons> {
        let reasons = self.record.reasons.iter();
        let of_event = reasons.filter(|(event, _)| *event == seq);
        of_event.map(|(_, reasons)| reasons.clone()).collect()
    }

    /// The reasons of each decision, the earlier ones too, are those its text has.
    fn reasons(&self) -> Result<(), Difference> {
        let mut events: Vec<i64> = self.record.reasons.iter().map(|(seq, _)| *seq).collect();
        events.retain(|seq| *seq > 0);
        events.dedup();
        for seq in events {
            let said = decision_text("", &self.reasons_of(seq));
            let text = self.of_event.get(&seq).map(|at| &self.record.writings[*at]);
            if !text.is_some_and(|text| text.erased || text.body.ends_with(&said)) {
                let row = format!("event {seq} of {}", self.record.reference());
                let what = "the reasons are not those of its decision";
                return Err(Difference::new("decision_reasons", "section", row, what));
            }
        }
        Ok(())
    }

    /// The words of the questions as the last correction of them has them, unless they are erased;
    /// nothing where they were never corrected.
    fn corrected_questions(&self, events: &[Recorded]) -> Option<Option<Vec<String>>> {
        let (_, digest) = events.iter().rev().find_map(|r| questions_of(&r.event))?;
        let text = self
            .by_digest
            .get(digest)
            .map(|at| &self.record.writings[*at].body);
        let changed = text.and_then(|text| serde_json::from_str::<QuestionsChanged>(text).ok());
        Some(changed.map(|changed| changed.now))
    }

    /// The documents are those the record says were put with the answer and sent.
    fn documents(&self, events: &[Recorded]) -> Result<(), Difference> {
        let mut added = BTreeMap::new();
        let mut sent = Vec::new();
        for recorded in events {
            let event = &recorded.event;
            if let Event::DocumentAdded { .. } = event {
                added.insert(recorded.seq, recorded.seq);
            } else if let Event::DocumentRemoved {
                added: Some(seq), ..
            } = event
            {
                added.remove(seq);
            } else if let Event::DocumentsSent {
                message_id,
                added: these,
            } = event
            {
                sent.extend(these.iter().map(|seq| (message_id.as_str(), *seq)));
            }
        }
        for document in &self.record.documents {
            let at = |column, what| {
                Difference::new("documents", column, format!("row {}", document.id), what)
            };
            let size = u64::try_from(document.size).unwrap_or(0);
            let said = crate::casework::documents::put_with(&document.name, size, &document.digest);
            let told = match document.seq {
                // From before documents had events of their own: a note says so.
                Some(0) => self.record.writings.iter().any(|w| w.body == said),
                Some(seq) if added.remove(&seq).is_some() => {
                    let text = self.of_event.get(&seq).map(|at| &self.record.writings[*at]);
                    text.is_some_and(|text| text.erased || text.body == said)
                }
                Some(_) | None => {
                    return Err(at("seq", "no event put it with the answer"));
                }
            };
            if !told {
                return Err(at("digest", "it is not the document the record names"));
            }
        }
        if let Some(seq) = added.keys().next() {
            let what = "the document it put with the answer is missing";
            let row = self.record.event_row(*seq);
            return Err(Difference::new("documents", "id", row, what));
        }
        for row in &self.record.sent {
            let Some(seq) = row.seq.filter(|seq| *seq > 0) else {
                continue;
            };
            let expected = sent
                .iter()
                .position(|one| *one == (row.message_id.as_str(), seq));
            let Some(at) = expected else {
                let name = format!("{} with {}", row.document, row.message_id);
                let what = "no event sent this document with this letter";
                return Err(Difference::new("letter_documents", "document", name, what));
            };
            sent.swap_remove(at);
        }
        match sent.first() {
            None => Ok(()),
            Some((message_id, seq)) => {
                let what = format!("the document of event {seq} went with it, and is missing");
                let row = (*message_id).to_owned();
                Err(Difference::new("letter_documents", "document", row, what))
            }
        }
    }

    /// The messages are those the record says were filed.
    fn messages(&self, events: &[Recorded]) -> Result<(), Difference> {
        let filed = events.iter().filter_map(|recorded| {
            let Event::MessageFiled { .. } = recorded.event else {
                return None;
            };
            let at = self.of_event.get(&recorded.seq)?;
            Some((recorded.seq, &self.record.writings[*at]))
        });
        let mut filed: BTreeMap<i64, &KeptWriting> = filed.filter(|(_, w)| !w.erased).collect();
        for row in &self.record.messages {
            let name = format!("message {} on {}", row.message, self.record.reference());
            let at = |table, column, what: &str| Difference::new(table, column, name.clone(), what);
            let class = row.class.as_deref().map(Class::parse);
            if class == Some(None) {
                return Err(at("messages", "class", "it is no class of message"));
            }
            match row.filed {
                Some(0) => {}
                Some(seq) => match filed.remove(&seq) {
                    Some(text) if text.body == row.digest => {}
                    Some(_) => return Err(at("messages", "digest", "it is another message")),
                    None => return Err(at("message_cases", "filed", "no event filed it")),
                },
                None if class.flatten().is_some_and(is_written_by_nobody) => {}
                None => return Err(at("message_cases", "filed", "no event filed it")),
            }
        }
        match filed.keys().next() {
            None => Ok(()),
            Some(seq) => {
                let what = "the message it filed is missing";
                let row = self.record.event_row(*seq);
                Err(Difference::new("message_cases", "message", row, what))
            }
        }
    }
}

fn named(text: &KeptWriting) -> String {
    format!("row {} ({})", text.id, text.kind)
}

/// Whether a message of this class is put beside a case without an event.
const fn is_written_by_nobody(class: Class) -> bool {
    match class {
        Class::AutoReply | Class::List | Class::Invite | Class::Bounce | Class::DeliveryReport => {
            true
        }
        Class::Reply | Class::Request | Class::Spam | Class::Loop => false,
    }
}

/// Whether a request asks a question: the same letters and digits in the same order. How a request
/// is split into questions may change from one release to the next.
fn asked_in(question: &str, request: Option<&str>) -> bool {
    let letters = |text: &str| -> String { text.chars().filter(|c| c.is_alphanumeric()).collect() };
    request.is_none_or(|request| letters(request).contains(&letters(question)))
}
