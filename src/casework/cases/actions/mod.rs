//! What an officer tells Daylight to do with a case, with the words that go into letters: one room an
//! action.
//!
//! A room says which texts its action carries and what they have to say, what is kept of them beside
//! the record, and the letter that tells the requester. What may be done at all is for
//! [`domain::case::actions`](crate::domain::case::actions) to say.

mod address;
mod allocation;
mod answer;
mod clarification;
mod clarification_reply;
mod clearance;
mod clearance_request;
mod closure;
mod decision;
mod draft;
mod extension;
mod fees_notice;
mod lapse;
mod letter;
mod note;
mod noted_message;
mod payment;
mod refusal;
mod reply;
mod return_to_draft;
mod review;
mod review_outcome;
mod search;
mod texts;
mod time_limit;
mod time_record;
mod told;
mod transfer;
mod transfer_in_part;
mod withdrawal;
mod withdrawal_wish;

pub(in crate::casework) use texts::check;
pub(in crate::casework) use told::{Besides, Preparing, Told};

use crate::casework::{Casework, CaseworkFault, Invalid, Outgoing};
use crate::domain::case::{Action, ActionKind, Case};
use crate::domain::regime::Regime;
use crate::store::{DocumentRow, StoredCase, Unit};
use std::borrow::Cow;

/// A text kept beside an event: its kind, and its words.
pub(in crate::casework) type Kept = Option<(&'static str, String)>;

/// An instruction: an action of the domain with the texts that stand beside the record.
pub(in crate::casework) trait Instructs: Clone {
    /// Whether it lets documents go out.
    const LETS_DOCUMENTS_OUT: bool = false;
    /// Whether its letter goes however often the requester causes one: it comes once, and tells a date.
    const PROMISED: bool = false;

    /// What its texts leave out that a letter or the record cannot do without.
    fn missing(&self, _: &Regime) -> Vec<Invalid> {
        Vec::new()
    }

    /// Its texts, by the field each is typed into.
    fn texts(&self) -> Vec<(Cow<'static, str>, &str)> {
        Vec::new()
    }

    /// Why there is no room for it while the requester's own acts wait.
    fn crowded(&self, _: &Case) -> Option<Invalid> {
        None
    }

    /// Why an answer that was cleared is another by it.
    fn changes_answer(&self, _: &Case) -> Option<String> {
        None
    }

    /// Whether this document of the case goes out with it.
    fn lets_out(&self, document: &DocumentRow) -> bool {
        document.sent_at.is_none()
    }

    /// It, with what Daylight knows itself.
    async fn with_facts(
        &self,
        _: &Casework,
        _: &Unit,
        _: &StoredCase,
        _: &Regime,
    ) -> Result<Self, CaseworkFault> {
        Ok(self.clone())
    }

    /// That it fits the case as it stands.
    async fn fits(&self, _: &Unit, _: &Case) -> Result<(), CaseworkFault> {
        Ok(())
    }

    /// The action it comes to, and the text kept beside its event.
    fn prepare(&self, preparing: &Preparing<'_>) -> (Action, Kept);

    /// What it changes besides the record.
    async fn besides(&self, _: Besides<'_>) -> Result<(), CaseworkFault> {
        Ok(())
    }

    /// The letter it sends, as it leaves; the act is recorded already.
    async fn letter(&self, _: &Told<'_>) -> Result<Option<Outgoing>, CaseworkFault> {
        Ok(None)
    }
}

/// Makes of the table of rooms the instructions there are, and what is asked of any of them.
macro_rules! instructions {
    ($($room:ident::$name:ident,)+) => {
        $(pub use $room::$name;)+

        /// What an officer tells Daylight to do: an action with the texts that stand beside the record.
        #[derive(Debug, Clone, PartialEq)]
        #[expect(missing_docs, reason = "each is the action of the same name")]
        pub enum Instruction {
            $($name($name),)+
        }

        $(impl From<$name> for Instruction {
            fn from(instruction: $name) -> Self {
                Self::$name(instruction)
            }
        })+

        impl Instruction {
            /// The action it comes to.
            #[must_use]
            pub const fn kind(&self) -> ActionKind {
                match self {
                    $(Self::$name(_) => ActionKind::$name,)+
                }
            }

            pub(in crate::casework) const fn lets_documents_out(&self) -> bool {
                match self {
                    $(Self::$name(_) => $name::LETS_DOCUMENTS_OUT,)+
                }
            }

            pub(in crate::casework) const fn is_promised(&self) -> bool {
                match self {
                    $(Self::$name(_) => $name::PROMISED,)+
                }
            }

            fn missing(&self, regime: &Regime) -> Vec<Invalid> {
                match self {
                    $(Self::$name(room) => room.missing(regime),)+
                }
            }

            fn texts(&self) -> Vec<(Cow<'static, str>, &str)> {
                match self {
                    $(Self::$name(room) => room.texts(),)+
                }
            }

            pub(in crate::casework) fn crowded(&self, case: &Case) -> Option<Invalid> {
                match self {
                    $(Self::$name(room) => room.crowded(case),)+
                }
            }

            pub(in crate::casework) fn changes_answer(&self, case: &Case) -> Option<String> {
                match self {
                    $(Self::$name(room) => room.changes_answer(case),)+
                }
            }

            pub(in crate::casework) fn lets_out(&self, document: &DocumentRow) -> bool {
                match self {
                    $(Self::$name(room) => room.lets_out(document),)+
                }
            }

            pub(in crate::casework) async fn with_facts(
                &self,
                casework: &Casework,
                unit: &Unit,
                stored: &StoredCase,
                regime: &Regime,
            ) -> Result<Self, CaseworkFault> {
                Ok(match self {
                    $(Self::$name(room) => {
                        room.with_facts(casework, unit, stored, regime).await?.into()
                    })+
                })
            }

            pub(in crate::casework) async fn fits(
                &self,
                unit: &Unit,
                case: &Case,
            ) -> Result<(), CaseworkFault> {
                match self {
                    $(Self::$name(room) => room.fits(unit, case).await,)+
                }
            }

            pub(in crate::casework) fn prepare(&self, preparing: &Preparing<'_>) -> (Action, Kept) {
                match self {
                    $(Self::$name(room) => room.prepare(preparing),)+
                }
            }

            pub(in crate::casework) async fn besides(
                &self,
                besides: Besides<'_>,
            ) -> Result<(), CaseworkFault> {
                match self {
                    $(Self::$name(room) => room.besides(besides).await,)+
                }
            }

            pub(in crate::casework) async fn letter(
                &self,
                told: &Told<'_>,
            ) -> Result<Option<Outgoing>, CaseworkFault> {
                match self {
                    $(Self::$name(room) => room.letter(told).await,)+
                }
            }
        }
    };
}

instructions! {
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
