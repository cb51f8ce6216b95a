//! What somebody at the desk, the requester or a timer can do to a case.

use super::{Channel, Outcome, Relied, ReviewedQuestion, Settlement};
use crate::domain::section::Section;
use chrono::NaiveDate;

/// An action with what it needs to know.
#[derive(Debug, Clone, PartialEq)]
pub enum Action {
    /// Give the case to a team, an officer or both.
    Allocate {
        /// The team's name.
        team: Option<String>,
        /// The officer's id.
        officer: Option<i64>,
    },
    /// Say that the limit of a variant of the regime applies, or the plain one again.
    ChooseVariant {
        /// The variant's id in the regime.
        variant: Option<String>,
    },
    /// Ask the requester for the detail needed (FOIA s.1(3), EIR reg 9).
    SeekClarification {
        /// Commitment to what is asked.
        digest: String,
    },
    /// Record that the detail arrived.
    RecordClarification {
        /// Commitment to what arrived; none where the message before it says so.
        digest: Option<String>,
    },
    /// Give a fees notice (FOIA s.9, EIR reg 8).
    IssueFeesNotice {
        /// What is asked, in minor units of the regime's currency.
        amount: u32,
        /// Commitment to what it is made of and how to pay it.
        digest: String,
    },
    /// Record that the fee was paid.
    RecordPayment,
    /// Begin the search for records.
    StartSearch,
    /// Begin to write the answer.
    StartDraft,
    /// Decide one question.
    DecideQuestion {
        /// The question's number, from 1.
        number: u16,
        /// Its outcome.
        outcome: Outcome,
        /// The exemptions relied on.
        exemptions: Vec<Section>,
        /// Commitment to the answer and the reasons.
        digest: String,
    },
    /// Refuse the request, or some of its questions, on a ground that is no exemption.
    Refuse {
        /// The numbers of the questions, from 1.
        numbers: Vec<u16>,
        /// The ground and what it rests on; its section is the regime's.
        relied: Relied,
        /// Commitment to the reasons.
        digest: String,
    },
    /// Send the draft to clearance.
    SendForClearance {
        /// Commitment to the advice and help that goes with the answer, where there is any.
        digest: Option<String>,
        /// Whether what was asked for is public already.
        already_public: bool,
    },
    /// Clear the draft.
    Clear {
        /// Commitment to the whole of what is cleared; none where a case is made up.
        digest: Option<String>,
    },
    /// Send the draft back to be changed.
    ReturnToDraft {
        /// Commitment to the reason.
        digest: String,
    },
    /// Extend the time limit.
    Extend {
        /// The ground's id in the regime.
        ground: String,
        /// The new last day, or the regime's norm.
        until: Option<NaiveDate>,
        /// Commitment to the reasons given.
        digest: String,
        /// The exemptions whose public interest is being weighed.
        exemptions: Vec<Section>,
    },
    /// Send the answer.
    Answer,
    /// Hand the request to the authority that holds the information.
    Transfer {
        /// Commitment to the name of that authority.
        digest: String,
        /// Whether we sent the request on to it.
        passed_on: bool,
    },
    /// Record that the requester withdrew.
    Withdraw,
    /// Record that the request lapsed.
    Lapse,
    /// Record that a review was asked for.
    RequestReview {
        /// Commitment to what was written with it, if anything was.
        digest: Option<String>,
        /// Whether it is said why it is accepted after the time to ask for it.
        accepted: bool,
    },
    /// Decide the review.
    CompleteReview {
        /// The questions the review changes something of.
        changed: Vec<ReviewedQuestion>,
        /// Commitment to the decision and its reasons.
        digest: String,
    },
    /// Record the time spent in all.
    RecordEffort {
        /// Minutes, in all so far.
        minutes: u32,
    },
    /// Close the case.
    Close,
    /// Write a letter of one's own words to the requester.
    WriteLetter {
        /// Commitment to its words.
        digest: String,
    },
    /// Write a note.
    AddNote {
        /// Commitment to its text.
        digest: String,
    },
    /// File what the requester wrote.
    ReceiveReply {
        /// Commitment to its text.
        digest: String,
        /// How it came.
        channel: Channel,
        /// Whether it was written before the question of ours that is open.
        before_question: bool,
    },
    /// Say that the requester wants to withdraw.
    AskToWithdraw {
        /// Commitment to what they wrote.
        digest: String,
    },
    /// Give another address for the answer.
    GiveAddress {
        /// Commitment to the address.
        digest: String,
    },
    /// Deal with what the requester did.
    DealWith {
        /// The event that records what they did.
        seq: i64,
        /// How.
        how: Settlement,
        /// The event of the act that did, where another act does.
        by: Option<i64>,
    },
}

/// The name of an action, without what it needs to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each is the action of the same name")]
pub enum ActionKind {
    Allocate,
    ChooseVariant,
    SeekClarification,
    RecordClarification,
    IssueFeesNotice,
    RecordPayment,
    StartSearch,
    StartDraft,
    DecideQuestion,
    Refuse,
    SendForClearance,
    Clear,
    ReturnToDraft,
    Extend,
    Answer,
    Transfer,
    Withdraw,
    Lapse,
    RequestReview,
    CompleteReview,
    RecordEffort,
    Close,
    WriteLetter,
    AddNote,
    ReceiveReply,
    AskToWithdraw,
    GiveAddress,
    DealWith,
}

impl ActionKind {
    /// Every action, in the order a case page offers them: what moves the work on first.
    pub const ALL: [Self; 28] = [
        Self::Allocate,
        Self::StartSearch,
        Self::StartDraft,
        Self::DecideQuestion,
        Self::Refuse,
        Self::SendForClearance,
        Self::Clear,
        Self::ReturnToDraft,
        Self::Answer,
        Self::RecordClarification,
        Self::RecordPayment,
        Self::SeekClarification,
        Self::IssueFeesNotice,
        Self::Extend,
        Self::ChooseVariant,
        Self::CompleteReview,
        Self::RequestReview,
        Self::RecordEffort,
        Self::Close,
        Self::Transfer,
        Self::Withdraw,
        Self::Lapse,
        Self::WriteLetter,
        Self::AddNote,
        Self::ReceiveReply,
        Self::AskToWithdraw,
        Self::GiveAddress,
        Self::DealWith,
    ];

    /// The noun in the URL: an action makes one of these (`POST .../extensions`).
    #[must_use]
    pub const fn noun(self) -> &'static str {
        match self {
            Self::Allocate => "allocations",
            Self::ChooseVariant => "time-limits",
            Self::SeekClarification => "clarifications",
            Self::RecordClarification => "clarification-replies",
            Self::IssueFeesNotice => "fees-notices",
            Self::RecordPayment => "payments",
            Self::StartSearch => "searches",
            Self::StartDraft => "drafts",
            Self::DecideQuestion => "decisions",
            Self::Refuse => "refusals",
            Self::SendForClearance => "clearance-requests",
            Self::Clear => "clearances",
            Self::ReturnToDraft => "returns-to-draft",
            Self::Extend => "extensions",
            Self::Answer => "answers",
            Self::Transfer => "transfers",
            Self::Withdraw => "withdrawals",
            Self::Lapse => "lapses",
            Self::RequestReview => "reviews",
            Self::CompleteReview => "review-outcomes",
            Self::RecordEffort => "time-records",
            Self::Close => "closures",
            Self::WriteLetter => "letters",
            Self::AddNote => "notes",
            Self::ReceiveReply => "replies",
            Self::AskToWithdraw => "withdrawal-wishes",
            Self::GiveAddress => "addresses",
            Self::DealWith => "noted-messages",
        }
    }

    /// What the button says.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Allocate => "Allocate",
            Self::ChooseVariant => "Choose the time limit",
            Self::SeekClarification => "Ask for clarification",
            Self::RecordClarification => "Record the clarification",
            Self::IssueFeesNotice => "Issue a fees notice",
            Self::RecordPayment => "Record the payment",
            Self::StartSearch => "Start the search",
            Self::StartDraft => "Start the draft",
            Self::DecideQuestion => "Decide a question",
            Self::Refuse => "Refuse the whole request",
            Self::SendForClearance => "Send for clearance",
            Self::Clear => "Clear for sending",
            Self::ReturnToDraft => "Return to draft",
            Self::Extend => "Extend the time limit",
            Self::Answer => "Send the answer",
            Self::Transfer => "Record a transfer",
            Self::Withdraw => "Record a withdrawal",
            Self::Lapse => "Record that it lapsed",
            Self::RequestReview => "Record a review request",
            Self::CompleteReview => "Decide the review",
            Self::RecordEffort => "Record time spent",
            Self::Close => "Close the case",
            Self::WriteLetter => "Write to the requester",
            Self::AddNote => "Add a note",
            Self::ReceiveReply => "File a message from the requester",
            Self::AskToWithdraw => "Ask to withdraw the request",
            Self::GiveAddress => "Give another address",
            Self::DealWith => "Note what the requester sent",
        }
    }

    /// What the person who did it is told.
    #[must_use]
    pub const fn done(self) -> &'static str {
        match self {
            Self::Allocate => "The request is allocated.",
            Self::ChooseVariant => "The time limit is chosen, and the due date follows it.",
            Self::SeekClarification => "The requester is asked; the letter is with the case.",
            Self::RecordClarification => {
                "The clarification is recorded, and the due date follows it."
            }
            Self::IssueFeesNotice => "The fees notice is issued; the letter is with the case.",
            Self::RecordPayment => "The payment is recorded, and the due date follows it.",
            Self::StartSearch => "The search has begun.",
            Self::StartDraft => "The draft has begun.",
            Self::DecideQuestion => "The decision is recorded.",
            Self::Refuse => "The refusal is recorded.",
            Self::SendForClearance => "The draft is with whoever clears it.",
            Self::Clear => "The answer is cleared and can be sent.",
            Self::ReturnToDraft => "It is back in draft.",
            Self::Extend => "The time limit is extended; the letter is with the case.",
            Self::Answer => "The answer is given; the letter is with the case.",
            Self::Transfer => "The transfer is recorded.",
            Self::Withdraw => "The withdrawal is recorded.",
            Self::Lapse => "It is recorded that the request lapsed.",
            Self::RequestReview => {
                "The request for a review is recorded; the letter is with the case."
            }
            Self::CompleteReview => "The review is decided; the letter is with the case.",
            Self::RecordEffort => "The time spent is recorded.",
            Self::Close => "The case is closed.",
            Self::AddNote => "The note is with the case.",
            Self::WriteLetter => "The letter is with the case, and goes to the requester.",
            Self::ReceiveReply => "The message is with the case.",
            Self::AskToWithdraw => "The wish to withdraw is with the case.",
            Self::GiveAddress => "The new address is with the case.",
            Self::DealWith => "It is noted.",
        }
    }

    /// The action that makes this noun.
    #[must_use]
    pub fn of_noun(noun: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.noun() == noun)
    }
}

impl Action {
    /// The action's name.
    #[must_use]
    pub const fn kind(&self) -> ActionKind {
        match self {
            Self::Allocate { .. } => ActionKind::Allocate,
            Self::ChooseVariant { .. } => ActionKind::ChooseVariant,
            Self::SeekClarification { .. } => ActionKind::SeekClarification,
            Self::RecordClarification { .. } => ActionKind::RecordClarification,
            Self::IssueFeesNotice { .. } => ActionKind::IssueFeesNotice,
            Self::RecordPayment => ActionKind::RecordPayment,
            Self::StartSearch => ActionKind::StartSearch,
            Self::StartDraft => ActionKind::StartDraft,
            Self::DecideQuestion { .. } => ActionKind::DecideQuestion,
            Self::Refuse { .. } => ActionKind::Refuse,
            Self::SendForClearance { .. } => ActionKind::SendForClearance,
            Self::Clear { .. } => ActionKind::Clear,
            Self::ReturnToDraft { .. } => ActionKind::ReturnToDraft,
            Self::Extend { .. } => ActionKind::Extend,
            Self::Answer => ActionKind::Answer,
            Self::Transfer { .. } => ActionKind::Transfer,
            Self::Withdraw => ActionKind::Withdraw,
            Self::Lapse => ActionKind::Lapse,
            Self::RequestReview { .. } => ActionKind::RequestReview,
            Self::CompleteReview { .. } => ActionKind::CompleteReview,
            Self::RecordEffort { .. } => ActionKind::RecordEffort,
            Self::Close => ActionKind::Close,
            Self::WriteLetter { .. } => ActionKind::WriteLetter,
            Self::AddNote { .. } => ActionKind::AddNote,
            Self::ReceiveReply { .. } => ActionKind::ReceiveReply,
            Self::AskToWithdraw { .. } => ActionKind::AskToWithdraw,
            Self::GiveAddress { .. } => ActionKind::GiveAddress,
            Self::DealWith { .. } => ActionKind::DealWith,
        }
    }
}
