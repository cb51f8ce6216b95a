//! What has happened to a case: appended, never changed. One kind of thing is one struct, which says
//! itself what it changes, what stands behind it, whether it can be undone, and how it is told.
//!
//! What an action makes happen stands in the room of that action; here is what no action does.

mod closed_in_earlier_log;
mod corrected;
mod documents;
mod due_date_moved;
pub mod kinds;
pub(super) mod letters;
mod logged;
mod message_filed;
mod telling;

pub use telling::{Behind, Telling, Told};
pub(super) use telling::{closed_by_mistake, recorded_by_mistake, said_by_mistake};

use super::actions;
use super::replay::Changing;
use super::waiting::Then;
use super::{Case, Hand, Inbox};
use crate::domain::regime::Regime;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// One kind of thing that happens to a case. Texts and names are not in it: a digest is a salted
/// commitment to a row beside the record that can be erased.
pub(super) trait Happening {
    /// The word stored in the database.
    const KIND: &'static str;
    /// Whether a letter of its own tells the requester of it.
    const IN_A_LETTER: bool = false;

    /// As the desk reads it.
    fn what(&self) -> String;

    /// What the desk reads besides, each a sentence.
    fn detail(&self, _: &Telling<'_>) -> Vec<String> {
        Vec::new()
    }

    /// As the requester reads it; nothing for what is the desk's own business.
    fn told(&self) -> Option<Told>;

    /// Which text stands behind it.
    fn behind(&self) -> Behind<'_>;

    /// The question it decides, and the commitment to how.
    fn decides(&self) -> Option<(u16, &str)> {
        None
    }

    /// Why it is not of a kind that can be undone, and what to do instead; nothing where it is.
    fn stands_because(&self) -> Option<&'static str>;

    /// What the requester reads of it where it was recorded by mistake on that day; nothing of what
    /// is the desk's own business and of what is never undone.
    fn taken_back(&self, _: NaiveDate) -> Option<String> {
        None
    }

    /// Why another day may follow from it, as a sentence; nothing where an officer records none.
    fn new_date(&self, _: NaiveDate, _: &Case, _: &Regime) -> Option<String> {
        None
    }

    /// What it changes of the facts of a case.
    fn apply(&self, _: &mut Changing<'_>, _: NaiveDate) {}

    /// Whose hand it shows in the answer.
    fn hand(&self) -> Hand {
        Hand::Nothing
    }

    /// What of the requester's waits since.
    fn reaches(&self, _: &mut Inbox, _: &Then) {}
}

/// Makes of the table of events the list of them, and what is asked of any.
macro_rules! events {
    ($($($room:ident)::+ => $name:ident,)+) => {
        $(pub use $($room)::+::$name;)+

        /// One thing that happened.
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
        #[serde(tag = "kind", rename_all = "snake_case")]
        #[expect(missing_docs, reason = "each is the event of the same name")]
        pub enum Event {
            $($name($name),)+
        }

        $(impl From<$name> for Event {
            fn from(event: $name) -> Self {
                Self::$name(event)
            }
        })+

        impl Event {
            /// The word stored in the database.
            #[must_use]
            pub const fn kind(&self) -> &'static str {
                match self {
                    $(Self::$name(_) => $name::KIND,)+
                }
            }

            /// Whether a letter of its own tells the requester of it.
            #[must_use]
            pub const fn is_in_a_letter(&self) -> bool {
                match self {
                    $(Self::$name(_) => $name::IN_A_LETTER,)+
                }
            }

            /// As the desk reads it.
            #[must_use]
            pub fn what(&self) -> String {
                match self {
                    $(Self::$name(event) => event.what(),)+
                }
            }

            /// What the desk reads besides, each a sentence.
            #[must_use]
            pub fn detail(&self, telling: &Telling<'_>) -> Vec<String> {
                match self {
                    $(Self::$name(event) => event.detail(telling),)+
                }
            }

            /// As the requester reads it; nothing for what is the desk's own business.
            #[must_use]
            pub fn told(&self) -> Option<Told> {
                match self {
                    $(Self::$name(event) => event.told(),)+
                }
            }

            /// Which text stands behind it.
            #[must_use]
            pub fn behind(&self) -> Behind<'_> {
                match self {
                    $(Self::$name(event) => event.behind(),)+
                }
            }

            /// The question it decides, and the commitment to how.
            #[must_use]
            pub fn decides(&self) -> Option<(u16, &str)> {
                match self {
                    $(Self::$name(event) => event.decides(),)+
                }
            }

            /// Whether it decides this question.
            #[must_use]
            pub fn decides_on(&self, question: u16) -> bool {
                self.decides().is_some_and(|(number, _)| number == question)
            }

            /// Why it is not of a kind that can be undone, and what to do instead; nothing where it is.
            #[must_use]
            pub fn stands_because(&self) -> Option<&'static str> {
                match self {
                    $(Self::$name(event) => event.stands_because(),)+
                }
            }

            /// What the requester reads of it where it was recorded by mistake on that day.
            #[must_use]
            pub fn taken_back(&self, on: NaiveDate) -> Option<String> {
                match self {
                    $(Self::$name(event) => event.taken_back(on),)+
                }
            }

            /// Why another day may follow from it, as a sentence; nothing where an officer records none.
            #[must_use]
            pub fn new_date(&self, on: NaiveDate, case: &Case, regime: &Regime) -> Option<String> {
                match self {
                    $(Self::$name(event) => event.new_date(on, case, regime),)+
                }
            }

            pub(super) fn apply(&self, case: &mut Changing<'_>, on: NaiveDate) {
                match self {
                    $(Self::$name(event) => event.apply(case, on),)+
                }
            }

            pub(super) fn hand(&self) -> Hand {
                match self {
                    $(Self::$name(event) => event.hand(),)+
                }
            }

            pub(super) fn reaches(&self, inbox: &mut Inbox, then: &Then) {
                match self {
                    $(Self::$name(event) => event.reaches(inbox, then),)+
                }
            }
        }
    };
}

events! {
    logged => Logged,
    actions::allocation => Allocated,
    actions::time_limit => VariantChosen,
    actions::clarification => ClarificationSought,
    actions::clarification_reply => ClarificationReceived,
    actions::fees_notice => FeesNoticeIssued,
    actions::payment => FeePaid,
    actions::search => SearchStarted,
    actions::draft => DraftStarted,
    actions::clearance_request => SentForClearance,
    actions::clearance => Cleared,
    actions::return_to_draft => ReturnedToDraft,
    actions::extension => Extended,
    actions::decision => QuestionDecided,
    actions::answer => Answered,
    actions::time_record => EffortRecorded,
    actions::transfer => Transferred,
    actions::transfer_in_part => QuestionTransferred,
    actions::withdrawal => Withdrawn,
    actions::lapse => Lapsed,
    actions::review => ReviewRequested,
    actions::review_outcome => ReviewCompleted,
    actions::closure => Closed,
    closed_in_earlier_log => ClosedInEarlierLog,
    actions::letter => LetterWritten,
    actions::note => NoteAdded,
    actions::reply => ReplyReceived,
    actions::withdrawal_wish => WithdrawalAsked,
    actions::address => AddressGiven,
    actions::noted_message => DealtWith,
    message_filed => MessageFiled,
    documents => DocumentAdded,
    documents => DocumentRemoved,
    documents => DocumentsSent,
    due_date_moved => DueDateMoved,
    corrected => Corrected,
    letters => LetterQueued,
    letters => LetterReaddressed,
    letters => LetterUndelivered,
    letters => LetterPosted,
}
