//! The database: rows and repositories, in the domain's types.
//!
//! SQLite (embedded, the default) and PostgreSQL behave alike. Reading goes
//! through [`Store`]; everything that changes state goes through a [`Unit`],
//! one transaction that either happens whole or not at all.

mod accounts;
mod assessments;
mod audit;
mod cases;
mod chain;
mod changes;
mod clues;
mod columns;
mod connect;
mod connections;
mod corrections;
mod counted_readers;
mod decision_states;
mod decisions;
mod delivery;
mod desk_acts;
mod difference;
mod documents;
mod entities;
mod exemptions;
mod fault;
mod file_number;
mod filter;
mod head;
mod held_forms;
mod home;
mod ids;
mod inbox;
mod job_rounds;
mod laws;
mod learnt;
mod letters;
mod likeness;
mod messages;
mod month;
mod moved;
mod new_cases;
mod outbox;
mod overview;
mod page;
mod parts;
mod people;
mod placed_messages;
#[cfg(test)]
mod plans;
mod publication;
mod queue;
mod readers;
mod reasons;
mod received;
mod register;
mod register_audit;
mod reminders;
mod search;
mod sole;
mod sound;
mod sql;
mod stands;
mod state_words;
mod strays;
mod topic_search;
mod topics;
mod transaction;
mod tries;
mod unit;
mod unmet;
mod wishes;
mod words;

pub use accounts::{LinkPurpose, NewPasswordLink};
pub use audit::{CaseRecord, KeptLetter, KeptMessage, KeptWriting, RequesterVersion};
pub use cases::{DecidedQuestion, Opener, StoredCase};
pub use clues::{Asked, CandidateRow, KnownRow};
pub use columns::STOPPED;
pub use connect::Store;
pub use corrections::AskedQuestion;
pub use decision_states::DecisionState;
pub use decisions::{DecisionRow, Stepped};
pub use delivery::{LetterWords, ReportedLetter, UndeliveredRow};
pub use desk_acts::{DeskActRow, NewDeskAct};
pub use difference::Difference;
pub use documents::{DocumentRow, NewDocument};
pub use fault::StoreFault;
pub use file_number::FileNumber;
pub use filter::{Filter, Lateness, Reviews};
pub use head::Chained;
pub use held_forms::{HeldRow, NewHeld};
pub use home::{WaitingLetters, one_home};
pub use inbox::{
    CaseMessage, Delivery, MessageBytes, MessageList, MessagePageRow, MessageRow, OnCase,
};
pub use laws::LawWithCases;
pub use learnt::READINGS;
pub use letters::{LetterRow, NewLetter};
pub use likeness::{Alike, AskedWord, Candidate, Neighbour, SimilarRow, SuggestionRow};
pub use messages::{JudgedMessage, Kept, NewMessage};
pub use month::{Endings, Flow, ReviewCounts};
pub use moved::MovedDate;
pub use new_cases::{NewCase, NewRequester, NewWriting};
pub use outbox::{Claimed, Wanted};
pub use overview::{Counts, MOST_WAITING, Officer, Overview};
pub use page::{CasePage, QuestionRow, RequesterRow, TimelineRow, WritingRow};
pub use parts::TopicPart;
pub use people::{NewPerson, PersonRow, SessionRow};
pub use placed_messages::FiledMessage;
pub use publication::{AnsweredRow, ContributingRow, EvidenceRow, MonthCount, TopicEvidence};
pub use queue::{Extent, ListDays, Position, QueueRow, Slice};
pub use received::{NEWEST, ReceivedRow};
pub use register::{Entered, RegisterRow, RegisterState, Stands};
pub use register_audit::{RegisterEvent, TopicState};
pub use reminders::{RunningRow, WaitingRow};
pub use sole::Sole;
pub use topic_search::Move;
pub use topics::{FoundTopic, TopicRow, TopicSize, TopicText};
pub use tries::Limit;
pub use unit::Unit;

#[path = "../../migrations/mod.rs"]
mod migrations;
