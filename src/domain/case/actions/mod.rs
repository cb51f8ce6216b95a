//! What somebody at the desk, the requester or a timer can do to a case: one room an action.
//!
//! A room says what its action is called, where, by whom and on which facts it can be taken, under
//! which section, what it does to the clock, and the events it makes. The table at the end names the
//! rooms in the order a page offers them; the compiler says what a room leaves out.

pub(super) mod address;
pub(super) mod allocation;
pub(super) mod answer;
pub(super) mod clarification;
pub(super) mod clarification_reply;
pub(super) mod clearance;
pub(super) mod clearance_request;
pub(super) mod closure;
pub(super) mod decision;
pub(super) mod draft;
pub(super) mod extension;
pub(super) mod fees_notice;
pub(super) mod lapse;
pub(super) mod letter;
pub(super) mod note;
pub(super) mod noted_message;
pub(super) mod payment;
pub(super) mod refusal;
pub(super) mod reply;
pub(super) mod return_to_draft;
pub(super) mod review;
pub(super) mod review_outcome;
pub(super) mod search;
pub(super) mod time_limit;
pub(super) mod time_record;
pub(super) mod transfer;
pub(super) mod transfer_in_part;
pub(super) mod withdrawal;
pub(super) mod withdrawal_wish;

use crate::domain::regime::Regime;
use crate::domain::rights::Right;
use crate::domain::section::Section;

use super::refusal::Reason;
use super::{Case, Circumstances, Event, Settlement, Stage};

/// An action of a case, with what it needs to know.
pub trait CaseAction {
    /// The noun in the URL: an action makes one of these (`POST .../extensions`).
    const NOUN: &'static str;
    /// What the button says.
    const TITLE: &'static str;
    /// What the person who did it is told.
    const DONE: &'static str;
    /// The right it takes.
    const RIGHT: Right = Right::WorkOnCases;
    /// The stages at which it can be taken. A lawyer can read them.
    const STAGES: &'static [Stage];
    /// How it deals with what of the requester's it was begun from.
    const SETTLES: Settlement = Settlement::Recorded;
    /// Whether it ends the case, so that its button warns.
    const ENDS: bool = false;

    /// What it does, and what it does to the clock.
    fn explanation(regime: &Regime) -> String;

    /// Where it is enacted, if it is.
    fn section(_: &Regime) -> Option<&Section> {
        None
    }

    /// Whether it can be taken where the case stands.
    ///
    /// # Errors
    /// Why not.
    fn at(case: &Case) -> Result<(), Reason> {
        stage_is_one_of(case, Self::STAGES)
    }

    /// Whether the facts allow it.
    ///
    /// # Errors
    /// Why not.
    fn facts(_: &Case, _: &Circumstances<'_>) -> Result<(), Reason> {
        Ok(())
    }

    /// What it makes happen, never nothing.
    ///
    /// # Errors
    /// Why it cannot be done so.
    fn events(&self, case: &Case, circumstances: &Circumstances<'_>) -> Result<Vec<Event>, Reason>;

    /// Whether an event is the record of it.
    fn records(event: &Event) -> bool;
}

fn stage_is_one_of(case: &Case, stages: &'static [Stage]) -> Result<(), Reason> {
    let stage = case.stage();
    if stages.contains(&stage) {
        Ok(())
    } else {
        Err(Reason::WrongStage(stage, stages))
    }
}

/// Makes of the table of rooms the list of actions, and what is asked of any of them.
macro_rules! actions {
    ($($room:ident::$name:ident,)+) => {
        $(pub use $room::$name;)+

        /// An action with what it needs to know.
        #[derive(Debug, Clone, PartialEq)]
        #[expect(missing_docs, reason = "each is the action of the same name")]
        pub enum Action {
            $($name($name),)+
        }

        /// The name of an action, without what it needs to know.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[expect(missing_docs, reason = "each is the action of the same name")]
        pub enum ActionKind {
            $($name,)+
        }

        $(impl From<$name> for Action {
            fn from(action: $name) -> Self {
                Self::$name(action)
            }
        })+

        impl Action {
            /// The action's name.
            #[must_use]
            pub const fn kind(&self) -> ActionKind {
                match self {
                    $(Self::$name(_) => ActionKind::$name,)+
                }
            }

            /// What it makes happen, never nothing.
            pub(super) fn events(
                &self,
                case: &Case,
                circumstances: &Circumstances<'_>,
            ) -> Result<Vec<Event>, Reason> {
                match self {
                    $(Self::$name(action) => action.events(case, circumstances),)+
                }
            }
        }

        impl ActionKind {
            /// Every action, in the order a case page offers them: what moves the work on first.
            pub const ALL: [Self; [$(stringify!($name),)+].len()] = [$(Self::$name,)+];

            /// The noun in the URL: an action makes one of these (`POST .../extensions`).
            #[must_use]
            pub const fn noun(self) -> &'static str {
                match self {
                    $(Self::$name => $name::NOUN,)+
                }
            }

            /// What the button says.
            #[must_use]
            pub const fn title(self) -> &'static str {
                match self {
                    $(Self::$name => $name::TITLE,)+
                }
            }

            /// What the person who did it is told.
            #[must_use]
            pub const fn done(self) -> &'static str {
                match self {
                    $(Self::$name => $name::DONE,)+
                }
            }

            /// The right it takes.
            #[must_use]
            pub const fn right(self) -> Right {
                match self {
                    $(Self::$name => $name::RIGHT,)+
                }
            }

            /// The stages at which it can be taken.
            #[must_use]
            pub const fn stages(self) -> &'static [Stage] {
                match self {
                    $(Self::$name => $name::STAGES,)+
                }
            }

            /// How it deals with what of the requester's it was begun from.
            #[must_use]
            pub const fn settles(self) -> Settlement {
                match self {
                    $(Self::$name => $name::SETTLES,)+
                }
            }

            /// Whether it ends the case, so that its button warns.
            #[must_use]
            pub const fn ends(self) -> bool {
                match self {
                    $(Self::$name => $name::ENDS,)+
                }
            }

            /// What it does, and what it does to the clock.
            #[must_use]
            pub fn explanation(self, regime: &Regime) -> String {
                match self {
                    $(Self::$name => $name::explanation(regime),)+
                }
            }

            /// Where it is enacted, if it is.
            #[must_use]
            pub fn section(self, regime: &Regime) -> Option<&Section> {
                match self {
                    $(Self::$name => $name::section(regime),)+
                }
            }

            pub(super) fn at(self, case: &Case) -> Result<(), Reason> {
                match self {
                    $(Self::$name => $name::at(case),)+
                }
            }

            pub(super) fn facts(
                self,
                case: &Case,
                circumstances: &Circumstances<'_>,
            ) -> Result<(), Reason> {
                match self {
                    $(Self::$name => $name::facts(case, circumstances),)+
                }
            }

            fn records(self, event: &Event) -> bool {
                match self {
                    $(Self::$name => $name::records(event),)+
                }
            }
        }
    };
}

actions! {
    allocation::Allocate,
    search::StartSearch,
    draft::StartDraft,
    decision::DecideQuestion,
    refusal::Refuse,
    clearance_request::SendForClearance,
    clearance::Clear,
    return_to_draft::ReturnToDraft,
    answer::Answer,
    clarification_reply::RecordClarification,
    payment::RecordPayment,
    clarification::SeekClarification,
    fees_notice::IssueFeesNotice,
    extension::Extend,
    time_limit::ChooseVariant,
    review_outcome::CompleteReview,
    review::RequestReview,
    time_record::RecordEffort,
    closure::Close,
    transfer::Transfer,
    transfer_in_part::TransferInPart,
    withdrawal::Withdraw,
    lapse::Lapse,
    letter::WriteLetter,
    note::AddNote,
    reply::ReceiveReply,
    withdrawal_wish::AskToWithdraw,
    address::GiveAddress,
    noted_message::DealWith,
}

impl ActionKind {
    /// The action that makes this noun.
    #[must_use]
    pub fn of_noun(noun: &str) -> Option<Self> {
        let mut kinds = Self::ALL.into_iter();
        kinds.find(|kind| kind.noun() == noun)
    }

    /// The action that an event records, where it came of one.
    #[must_use]
    pub fn of_event(event: &Event) -> Option<Self> {
        let mut kinds = Self::ALL.into_iter();
        kinds.find(|kind| kind.records(event))
    }
}
