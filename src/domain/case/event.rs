//! What has happened to a case: appended, never changed.

use super::{Channel, Correction, Outcome, Relied, Settlement};
use crate::domain::letter_kind::LetterKind;
use crate::domain::role::Role;
use crate::domain::section::Section;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// Who did it: a role and, for people at the desk, their id. Never a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// The role acted in.
    pub role: Role,
    /// The person's id, for an officer or a manager.
    pub person: Option<i64>,
}

impl Actor {
    /// The program itself.
    pub const SYSTEM: Self = Self {
        role: Role::System,
        person: None,
    };
    /// The requester, through the public pages.
    pub const REQUESTER: Self = Self {
        role: Role::Requester,
        person: None,
    };
}

/// A question of which a review changed the outcome, or what it rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewedQuestion {
    /// The question's number, from 1.
    pub number: u16,
    /// Its outcome after the review.
    pub outcome: Outcome,
    /// The exemptions it rests on after the review; none where they stay, or nothing is withheld.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exemptions: Option<Vec<Section>>,
}

/// Commitments to what was entered with the text of a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entered {
    /// To the subject.
    pub subject: String,
    /// To the requester's name, addresses and kind.
    pub requester: String,
    /// To the reference it had in an earlier log and what tells its row there from every other; none
    /// where it comes from none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub earlier: Option<String>,
}

/// One thing that happened. Texts and names are not in it: `digest` is a salted
/// commitment to a row beside the record that can be erased.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Event {
    /// The request was entered in the log; `on` is its date of receipt.
    Logged {
        /// The regime's id.
        regime: String,
        /// The calendar's id.
        calendar: String,
        /// How it arrived.
        channel: Channel,
        /// How many numbered questions it asks.
        questions: u16,
        /// Commitment to its text.
        digest: String,
        /// Commitments to what else was entered; none in a record from before it was committed to.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        entered: Option<Entered>,
    },
    /// A team, an officer or both have it.
    Allocated {
        /// The team's name.
        team: Option<String>,
        /// The officer's id.
        officer: Option<i64>,
    },
    /// The limit of a variant of the regime was found to apply, or the plain one again.
    VariantChosen {
        /// The variant's id in the regime.
        variant: Option<String>,
    },
    /// The requester was asked for more detail.
    ClarificationSought {
        /// Commitment to the letter's text.
        digest: String,
    },
    /// The detail arrived.
    ClarificationReceived {
        /// Commitment to what arrived; none in a record from before texts of this kind were committed to.
        #[serde(default)]
        digest: Option<String>,
    },
    /// A fees notice was given.
    FeesNoticeIssued {
        /// What is asked, in minor units of the regime's currency.
        #[serde(rename = "amount_pence")]
        amount: u32,
        /// Commitment to what it is made of and how to pay it; none in a record from before fees were itemised.
        #[serde(default)]
        digest: Option<String>,
    },
    /// The fee was paid.
    FeePaid,
    /// The search for records began.
    SearchStarted,
    /// The answer began to be written.
    DraftStarted,
    /// The draft went to clearance.
    SentForClearance {
        /// Commitment to the advice and help that goes with the answer, where there is any.
        #[serde(default)]
        digest: Option<String>,
        /// Whether what was asked for is public already.
        #[serde(default)]
        already_public: bool,
    },
    /// The draft was cleared.
    Cleared {
        /// Commitment to the whole of what was cleared; none where an earlier Daylight wrote it,
        /// which bound nothing.
        #[serde(default)]
        digest: Option<String>,
    },
    /// The draft came back from clearance.
    ReturnedToDraft {
        /// Commitment to the reason.
        digest: String,
    },
    /// The time limit was extended.
    Extended {
        /// The ground's id in the regime.
        ground: String,
        /// The new last day, or the regime's norm where none is named.
        until: Option<NaiveDate>,
        /// Commitment to the reasons given; none in a record from before texts of this kind were committed to.
        #[serde(default)]
        digest: Option<String>,
        /// The exemptions whose public interest is being weighed.
        #[serde(default)]
        exemptions: Vec<Section>,
    },
    /// One question was decided.
    QuestionDecided {
        /// The question's number, from 1.
        number: u16,
        /// Its outcome.
        outcome: Outcome,
        /// The exemptions relied on.
        exemptions: Vec<Section>,
        /// The ground relied on that is no exemption.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        refusal: Option<Relied>,
        /// Commitment to the answer and the reasons.
        digest: String,
    },
    /// The answer was sent.
    Answered {
        /// The outcome of the whole.
        outcome: Outcome,
    },
    /// Time spent was recorded, in minutes in all.
    EffortRecorded {
        /// Minutes, in all so far.
        minutes: u32,
    },
    /// Another authority will answer.
    Transferred {
        /// Commitment to the name of that authority; none in a record from before texts of this kind were committed to.
        #[serde(default)]
        digest: Option<String>,
        /// Whether we sent the request on to it; a record from before that was asked does not say so.
        #[serde(default)]
        passed_on: bool,
    },
    /// The requester withdrew.
    Withdrawn,
    /// It lapsed: no clarification or no fee in time.
    Lapsed,
    /// A review was asked for; `on` is the day it reached the authority.
    ReviewRequested {
        /// Commitment to what is to be looked at again and, where it came late, to why it is
        /// accepted; none where nothing was written.
        #[serde(default)]
        digest: Option<String>,
        /// Whether it came after the time to ask for it and was accepted all the same.
        #[serde(default)]
        late: bool,
    },
    /// The review was decided; `outcome` where it changed.
    ReviewCompleted {
        /// The new outcome of the whole, where the review changed it.
        outcome: Option<Outcome>,
        /// The questions the review changed something of.
        #[serde(default)]
        changed: Vec<ReviewedQuestion>,
        /// Commitment to the decision and its reasons, with those of each exemption it adds.
        #[serde(default)]
        digest: Option<String>,
        /// Whether whoever decided it had a part in the answer, as in an office of one person.
        #[serde(default)]
        same_person: bool,
    },
    /// Nothing more is expected.
    Closed,
    /// Taken over as finished from an earlier log, with the outcome it gave.
    ClosedInEarlierLog {
        /// The outcome, where the earlier log gave one Daylight knows.
        outcome: Option<Outcome>,
    },
    /// An officer wrote a letter of their own words to the requester.
    LetterWritten {
        /// Commitment to its words.
        digest: String,
    },
    /// An officer wrote a note.
    NoteAdded {
        /// Commitment to its text.
        digest: String,
    },
    /// The requester wrote.
    ReplyReceived {
        /// Commitment to its text.
        digest: String,
        /// How it came; none in a record from before that was told.
        #[serde(default)]
        channel: Option<Channel>,
        /// Whether it came after a question of ours that was open.
        #[serde(default)]
        replies: bool,
    },
    /// The requester asked to withdraw; somebody at the desk records it.
    WithdrawalAsked {
        /// Commitment to what they wrote.
        digest: String,
    },
    /// The requester gave another address; somebody at the desk takes it over, because whoever
    /// holds the link could have given it.
    AddressGiven {
        /// Commitment to the address.
        digest: String,
    },
    /// Somebody at the desk dealt with what the requester did.
    DealtWith {
        /// The event that records what the requester did.
        seq: i64,
        /// How.
        how: Settlement,
        /// The event of the act that did, which it goes with when that is undone.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<i64>,
    },
    /// A message was put on the case as it came: what it says, or that it was logged, is told by
    /// the event before.
    MessageFiled {
        /// Commitment to the SHA-256 of its bytes.
        digest: String,
    },
    /// A document was put with the answer.
    DocumentAdded {
        /// Commitment to its name, its size and the SHA-256 of its bytes.
        digest: String,
    },
    /// A document that had not gone out was taken off.
    DocumentRemoved {
        /// The event that put it there; none where that was before documents had events.
        added: Option<i64>,
        /// Commitment to what was taken off.
        digest: String,
    },
    /// Documents went out with a letter.
    DocumentsSent {
        /// The letter's Message-ID.
        message_id: String,
        /// The events that put them there, in order.
        added: Vec<i64>,
    },
    /// The law in use changed, and with it the day the answer is due.
    DueDateMoved {
        /// The day it was due before; none while the clock was stopped.
        from: Option<NaiveDate>,
        /// The day it is due now.
        to: Option<NaiveDate>,
        /// What changed, as a sentence without a full stop.
        cause: String,
    },
    /// Something was recorded wrongly and is put right.
    Corrected {
        /// What was wrong, and what is right.
        what: Correction,
        /// Commitment to why.
        digest: String,
    },
    /// A letter was put in the outbox.
    LetterQueued {
        /// Which letter.
        letter: LetterKind,
        /// Its Message-ID.
        message_id: String,
        /// Commitment to its subject and both its texts, as sent; none in a record from before texts of this kind were committed to.
        #[serde(default)]
        digest: Option<String>,
        /// Commitment to whom it goes to; none in a record from before that was committed to.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<String>,
    },
    /// A letter that was not delivered leaves again, for another address.
    LetterReaddressed {
        /// Which letter.
        letter: LetterKind,
        /// Its Message-ID.
        message_id: String,
        /// Commitment to whom it goes to now.
        to: String,
    },
    /// A letter could not be delivered: it was refused for good, given up or came back.
    LetterUndelivered {
        /// Which letter.
        letter: LetterKind,
        /// Its Message-ID.
        message_id: String,
    },
    /// A letter to a postal address was posted; `on` is the day.
    LetterPosted {
        /// Which letter.
        letter: LetterKind,
        /// Its Message-ID.
        message_id: String,
    },
}

impl Event {
    /// The word stored in the database.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Logged { .. } => "logged",
            Self::Allocated { .. } => "allocated",
            Self::VariantChosen { .. } => "variant_chosen",
            Self::ClarificationSought { .. } => "clarification_sought",
            Self::ClarificationReceived { .. } => "clarification_received",
            Self::FeesNoticeIssued { .. } => "fees_notice_issued",
            Self::FeePaid => "fee_paid",
            Self::SearchStarted => "search_started",
            Self::DraftStarted => "draft_started",
            Self::SentForClearance { .. } => "sent_for_clearance",
            Self::Cleared { .. } => "cleared",
            Self::ReturnedToDraft { .. } => "returned_to_draft",
            Self::Extended { .. } => "extended",
            Self::QuestionDecided { .. } => "question_decided",
            Self::Answered { .. } => "answered",
            Self::EffortRecorded { .. } => "effort_recorded",
            Self::Transferred { .. } => "transferred",
            Self::Withdrawn => "withdrawn",
            Self::Lapsed => "lapsed",
            Self::ReviewRequested { .. } => "review_requested",
            Self::ReviewCompleted { .. } => "review_completed",
            Self::Closed => "closed",
            Self::ClosedInEarlierLog { .. } => "closed_in_earlier_log",
            Self::LetterWritten { .. } => "letter_written",
            Self::NoteAdded { .. } => "note_added",
            Self::ReplyReceived { .. } => "reply_received",
            Self::WithdrawalAsked { .. } => "withdrawal_asked",
            Self::AddressGiven { .. } => "address_given",
            Self::DealtWith { .. } => "dealt_with",
            Self::MessageFiled { .. } => "message_filed",
            Self::DocumentAdded { .. } => "document_added",
            Self::DocumentRemoved { .. } => "document_removed",
            Self::DocumentsSent { .. } => "documents_sent",
            Self::DueDateMoved { .. } => "due_date_moved",
            Self::Corrected { .. } => "corrected",
            Self::LetterQueued { .. } => "letter_queued",
            Self::LetterReaddressed { .. } => "letter_readdressed",
            Self::LetterUndelivered { .. } => "letter_undelivered",
            Self::LetterPosted { .. } => "letter_posted",
        }
    }
}

/// An event as it stands in the record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Recorded {
    /// Its place in the case's record, from 1.
    pub seq: i64,
    /// When it was recorded.
    pub at: DateTime<Utc>,
    /// The civil day on which it took effect at the authority.
    pub on: NaiveDate,
    /// Who did it.
    pub actor: Actor,
    /// What happened.
    pub event: Event,
}
