//! What an officer tells Daylight to do with a case, with the words that go into letters.

use crate::domain::case::{ActionKind, Channel, Outcome, Reasons, Relied, ReviewedQuestion};
use crate::domain::ids::{DocumentId, MessageId};
use crate::domain::section::Section;
use chrono::NaiveDate;

/// An instruction: an action of the domain with the texts that stand beside the record.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the fields are those of the forms")]
pub enum Instruction {
    Allocate {
        team: Option<String>,
        officer: Option<i64>,
    },
    ChooseVariant {
        /// The variant's id; nothing for the plain limit.
        variant: Option<String>,
    },
    SeekClarification {
        /// What has to be known, one question a line.
        needs: String,
        /// Why the request cannot be met as it stands.
        why: String,
    },
    RecordClarification {
        text: String,
    },
    IssueFeesNotice {
        /// What the money is for, one charge a line with its amount at the end.
        charges: String,
        /// How to pay, one step a line.
        how_to_pay: String,
    },
    RecordPayment,
    StartSearch,
    StartDraft,
    DecideQuestion {
        number: u16,
        outcome: Outcome,
        /// What is given, or said, in answer.
        answer: String,
        /// Each exemption relied on, with its own reasons.
        reasons: Vec<Reasons>,
    },
    Refuse {
        /// The questions refused.
        numbers: Vec<u16>,
        /// The ground and what it rests on, as far as it was typed.
        relied: Relied,
        reasons: Box<Reasons>,
    },
    SendForClearance {
        /// Help the authority can give, what else is worth saying; it goes with the answer.
        help: String,
        /// Minutes spent in all, where known.
        minutes: Option<u32>,
        /// Whether what was asked for is public already.
        already_public: bool,
    },
    Clear,
    ReturnToDraft {
        reason: String,
    },
    Extend {
        ground: String,
        until: Option<NaiveDate>,
        /// The exemptions whose public interest is being weighed.
        exemptions: Vec<Section>,
        why: String,
    },
    /// Sends what was cleared, word for word.
    Answer,
    Transfer {
        to: String,
        /// Whether we sent the request on to that authority.
        passed_on: bool,
    },
    Withdraw,
    Lapse,
    RequestReview {
        /// What the requester is not content with.
        points: String,
        /// Why it is accepted after the time to ask for it; empty where it came in time.
        accepted: String,
    },
    CompleteReview {
        /// The questions of which something changes.
        changed: Vec<ReviewedQuestion>,
        /// The reasons of each exemption a question rests on anew, with the question's number.
        added: Vec<(u16, Reasons)>,
        decision: String,
        reasons: String,
    },
    RecordEffort {
        minutes: u32,
    },
    Close,
    WriteLetter {
        /// What it is about, for the subject line.
        about: String,
        text: String,
        /// The message it answers.
        answers: Option<MessageId>,
        /// The documents of the case that go with it.
        documents: Vec<DocumentId>,
    },
    AddNote {
        text: String,
    },
    ReceiveReply {
        text: String,
        /// How it came.
        channel: Channel,
    },
    AskToWithdraw {
        /// What the requester says to it; may be empty.
        text: String,
    },
    GiveAddress {
        email: String,
        address: String,
    },
    DealWith {
        /// The event that records what the requester did.
        seq: i64,
    },
}

impl Instruction {
    /// The action it comes to.
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
            Self::Clear => ActionKind::Clear,
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
