//! The database: rows and repositories, in the domain's types.
//!
//! SQLite (embedded, the default) and PostgreSQL behave alike. Reading goes
//! through [`Store`]; everything that changes state goes through a [`Unit`],
//! one transaction that either happens whole or not at all.

mod cases;
mod engine;
mod entities;
mod fault;
mod ids;
mod job_rounds;
mod law;
mod mail;
mod people;
mod publication;
mod record;
mod reports;
mod subjects;
mod topics;

pub use cases::columns::STOPPED;
pub use cases::corrections::AskedQuestion;
pub use cases::documents::{DocumentRow, NewDocument};
pub use cases::filter::{Filter, Lateness, Reviews};
pub use cases::new_cases::{NewCase, NewRequester, NewWriting};
pub use cases::overview::{Counts, MOST_WAITING, Officer, Overview};
pub use cases::page::{CasePage, QuestionRow, RequesterRow, TimelineRow, WritingRow};
pub use cases::queue::{Extent, ListDays, Position, QueueRow, Slice};
pub use cases::stored_case::{DecidedQuestion, Opener, StoredCase};
pub use engine::connect::Store;
pub use engine::file_number::FileNumber;
pub use engine::opening::Opening;
pub use engine::snapshot::Snapshot;
pub use engine::sole::{Sole, is_served};
pub use engine::unit::Unit;
pub use fault::StoreFault;
pub use law::laws::LawWithCases;
pub use law::moved::MovedDate;
pub use mail::clues::{Asked, CandidateRow, KnownRow};
pub use mail::delivery::{
    LetterWords, MOST_UNDELIVERED, ReportedLetter, UNDELIVERED, UndeliveredRow,
};
pub use mail::held_forms::{HeldRow, NewHeld};
pub use mail::home::{WaitingLetters, one_home};
pub use mail::inbox::{
    CaseMessage, Delivery, LISTED, MessageBytes, MessageList, MessagePageRow, MessageRow, OnCase,
};
pub use mail::letters::{LetterRow, NewLetter};
pub use mail::messages::{JudgedMessage, Kept, NewMessage};
pub use mail::outbox::{Claimed, Wanted};
pub use mail::placed_messages::FiledMessage;
pub use mail::received::{NEWEST, ReceivedRow};
pub use mail::reminders::{RunningRow, WaitingRow};
pub use people::accounts::{LinkPurpose, NewPasswordLink};
pub use people::at_the_desk::{NewPerson, PersonRow, SessionRow};
pub use people::desk_acts::{DeskActRow, NewDeskAct};
pub use people::tries::Limit;
pub use publication::decision_states::DecisionState;
pub use publication::decisions::{DecisionRow, Stepped};
pub use publication::evidence::{AnsweredRow, ContributingRow, MonthCount};
pub use publication::scored_requests::{EvidenceRow, TopicEvidence};
pub use record::difference::Difference;
pub use record::head::Chained;
pub use record::read::{Batch, CaseRecord, KeptLetter, KeptMessage, KeptWriting, RequesterVersion};
pub use record::register::{RegisterEvent, TopicState};
pub use reports::month::{Endings, Flow, ReviewCounts};
pub use topics::learnt::READINGS;
pub use topics::likeness::{Alike, AskedWord, Candidate, Neighbour, SimilarRow, SuggestionRow};
pub use topics::parts::TopicPart;
pub use topics::register::{Entered, RegisterRow, RegisterState, Stands};
pub use topics::search::Move;
pub use topics::texts::{FoundTopic, TopicRow, TopicSize, TopicText};

#[path = "../../migrations/mod.rs"]
mod migrations;
