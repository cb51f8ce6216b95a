//! The forms of the actions of a case: one room an action.
//!
//! A room says which fields its form has, how they are read, what the form holds before anything is
//! typed and what stands beside it. What the action is called, when it can be taken and what it does is
//! for [`domain::case::actions`](crate::domain::case::actions) to say, and what its texts have to say for
//! [`casework::cases::actions`](crate::casework::cases::actions).

mod address;
mod allocation;
mod answer;
mod clarification;
mod clarification_reply;
mod clearance;
mod clearance_request;
mod closure;
mod dates;
mod decision;
mod draft;
mod extension;
mod fees_notice;
pub mod fields;
mod lapse;
mod letter;
mod note;
mod noted_message;
mod offer;
mod payment;
mod reasons;
mod refusal;
mod reply;
mod return_to_draft;
mod review;
mod review_outcome;
mod search;
mod time_limit;
mod time_record;
mod transfer;
mod transfer_in_part;
mod withdrawal;
mod withdrawal_wish;

pub use offer::{Offer, Seek, Sought};

use crate::casework::{Instruction, Invalid};
use crate::domain::case::{ActionKind, Case, Waiting};
use crate::domain::ids::MessageId;
use crate::domain::regime::Regime;
use crate::store::CasePage as Stored;
use crate::web::failure::Failure;
use crate::web::forms::Typed;
use crate::web::guards::AtDesk;
use crate::web::pages::cases::action::ActionPage;
use crate::web::pages::cases::case::CaseAction;
use crate::web::pages::form::Field;
use crate::web::pages::mail::preview::PreviewPage;
use crate::web::pages::parts::SummaryRow;
use crate::web::site::Site;

/// The form of an action, read into the instruction it gives.
pub(in crate::web) trait ActionForm: Sized {
    /// Whether the letter it sends is shown next, and its button says so.
    const LETTER_NEXT: bool = false;
    /// The words of its button, where they are not its title.
    const SUBMIT: Option<&'static str> = None;
    /// The field that holds what the requester sent, where it is begun from that.
    const HOLDS: Option<&'static str> = None;
    /// Whether people and teams are chosen from.
    const OFFERS_PEOPLE: bool = false;
    /// Whether it can answer a message on the case.
    const ANSWERS_A_MESSAGE: bool = false;
    /// Whether its section is cited where it cannot be taken.
    const CITED: bool = false;
    /// How sections that were typed into it are found.
    const SEEK: Option<Seek> = None;

    /// Its button on the page of the case; nothing where it is begun elsewhere.
    fn button(button: CaseAction, _: &Case) -> Option<CaseAction> {
        Some(button)
    }

    /// What it holds before anything is typed.
    ///
    /// # Errors
    /// [`Failure::NotFound`] where the message it answers is not on the case.
    fn begun(_: &Site, _: &Stored, _: Option<MessageId>) -> Result<Typed, Failure> {
        Ok(Typed::default())
    }

    /// What of the requester's it is begun from, where its address does not say.
    fn waits<'a>(_: &'a Stored, _: &Typed) -> Option<&'a Waiting> {
        None
    }

    /// Its fields with what was typed.
    fn fields(_: &Typed, _: &Offer<'_>) -> Vec<Field> {
        Vec::new()
    }

    /// What was typed, read once. What it needs is checked by the use case; here only what cannot be
    /// read at all.
    ///
    /// # Errors
    /// Every field that cannot be read, with what to type instead.
    fn read(typed: &Typed) -> Result<Self, Vec<Invalid>>;

    /// What helps to decide.
    fn material(_: &Stored) -> Vec<SummaryRow> {
        Vec::new()
    }

    /// What follows from it, such as the due date now and what it becomes.
    ///
    /// # Errors
    /// When the dates of the case cannot be counted.
    fn consequence(_: &Site, _: &Stored, _: &Typed) -> Result<Vec<SummaryRow>, Failure> {
        Ok(Vec::new())
    }

    /// What else its page has.
    fn furnish(_: &mut ActionPage, _: &Site, _: &Stored) {}

    /// What else the page has that shows its letter before it goes.
    fn preview(_: &mut PreviewPage, _: &Stored, _: &Regime) {}

    /// What whoever did it is told instead of the usual.
    ///
    /// # Errors
    /// What the database says.
    async fn done(
        _: &Site,
        _desk: &AtDesk,
        _reference: &str,
    ) -> Result<Option<&'static str>, Failure> {
        Ok(None)
    }
}

/// Makes of the table of rooms what is asked of the form of any of them.
macro_rules! forms {
    ($($room:ident::$name:ident,)+) => {
        /// The form of the action of this name.
        #[derive(Debug, Clone, Copy)]
        pub struct FormOf(pub ActionKind);

        impl FormOf {
            /// Whether the letter it sends is shown next.
            pub const fn letter_next(self) -> bool {
                match self.0 {
                    $(ActionKind::$name => $room::$name::LETTER_NEXT,)+
                }
            }

            /// The words of its button.
            pub fn submit(self) -> &'static str {
                let own = match self.0 {
                    $(ActionKind::$name => $room::$name::SUBMIT,)+
                };
                if self.letter_next() {
                    "See the letter"
                } else {
                    own.unwrap_or(self.0.title())
                }
            }

            /// The field that holds what the requester sent.
            pub const fn holds(self) -> Option<&'static str> {
                match self.0 {
                    $(ActionKind::$name => $room::$name::HOLDS,)+
                }
            }

            /// Whether people and teams are chosen from.
            pub const fn offers_people(self) -> bool {
                match self.0 {
                    $(ActionKind::$name => $room::$name::OFFERS_PEOPLE,)+
                }
            }

            /// Whether it can answer a message on the case.
            pub const fn answers_a_message(self) -> bool {
                match self.0 {
                    $(ActionKind::$name => $room::$name::ANSWERS_A_MESSAGE,)+
                }
            }

            /// Whether its section is cited where it cannot be taken.
            pub const fn cited(self) -> bool {
                match self.0 {
                    $(ActionKind::$name => $room::$name::CITED,)+
                }
            }

            /// How sections that were typed into it are found.
            pub const fn seek(self) -> Option<Seek> {
                match self.0 {
                    $(ActionKind::$name => $room::$name::SEEK,)+
                }
            }

            /// Its button on the page of the case; nothing where it is begun elsewhere.
            pub fn button(self, button: CaseAction, case: &Case) -> Option<CaseAction> {
                match self.0 {
                    $(ActionKind::$name => $room::$name::button(button, case),)+
                }
            }

            /// What it holds before anything is typed.
            ///
            /// # Errors
            /// [`Failure::NotFound`] where the message it answers is not on the case.
            pub fn begun(
                self,
                site: &Site,
                stored: &Stored,
                message: Option<MessageId>,
            ) -> Result<Typed, Failure> {
                match self.0 {
                    $(ActionKind::$name => $room::$name::begun(site, stored, message),)+
                }
            }

            /// What of the requester's it is begun from, where its address does not say.
            pub fn waits<'a>(self, stored: &'a Stored, typed: &Typed) -> Option<&'a Waiting> {
                match self.0 {
                    $(ActionKind::$name => $room::$name::waits(stored, typed),)+
                }
            }

            /// Its fields with what was typed.
            pub fn fields(self, typed: &Typed, offer: &Offer<'_>) -> Vec<Field> {
                match self.0 {
                    $(ActionKind::$name => $room::$name::fields(typed, offer),)+
                }
            }

            /// The instruction it gives.
            ///
            /// # Errors
            /// Every field that cannot be read, with what to type instead.
            pub fn read(self, typed: &Typed) -> Result<Instruction, Vec<Invalid>> {
                match self.0 {
                    $(ActionKind::$name => $room::$name::read(typed).map(Instruction::from),)+
                }
            }

            /// What helps to decide.
            pub fn material(self, stored: &Stored) -> Vec<SummaryRow> {
                match self.0 {
                    $(ActionKind::$name => $room::$name::material(stored),)+
                }
            }

            /// What follows from it.
            ///
            /// # Errors
            /// When the dates of the case cannot be counted.
            pub fn consequence(
                self,
                site: &Site,
                stored: &Stored,
                typed: &Typed,
            ) -> Result<Vec<SummaryRow>, Failure> {
                match self.0 {
                    $(ActionKind::$name => $room::$name::consequence(site, stored, typed),)+
                }
            }

            /// What else its page has.
            pub fn furnish(self, page: &mut ActionPage, site: &Site, stored: &Stored) {
                match self.0 {
                    $(ActionKind::$name => $room::$name::furnish(page, site, stored),)+
                }
            }

            /// What else the page has that shows its letter before it goes.
            pub fn preview(self, page: &mut PreviewPage, stored: &Stored, regime: &Regime) {
                match self.0 {
                    $(ActionKind::$name => $room::$name::preview(page, stored, regime),)+
                }
            }

            /// What whoever did it is told.
            ///
            /// # Errors
            /// What the database says.
            pub async fn done(self, site: &Site, desk: &AtDesk, reference: &str) -> Result<&'static str, Failure> {
                let own = match self.0 {
                    $(ActionKind::$name => $room::$name::done(site, desk, reference).await?,)+
                };
                Ok(own.unwrap_or(self.0.done()))
            }
        }
    };
}

forms! {
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
