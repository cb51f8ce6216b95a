//! One request being handled: facts, events and the one `transition`.
//!
//! The events are the record; the stage is a function of them. A [`Case`] is
//! made by replaying its events and is changed by nothing else. It holds no
//! personal data: names, addresses and texts live beside the record, and events
//! carry only ids and digests of them.

pub mod actions;
mod awaited;
pub mod channel;
pub mod contact;
pub mod correction;
mod dates;
pub mod events;
pub mod facts;
pub mod hands;
pub mod outcome;
pub mod permit;
pub mod questions;
pub mod reasons;
pub mod recorded;
pub mod refusal;
pub mod relied;
pub mod replay;
pub mod silence;
pub mod stage;
pub mod target;
pub mod transition;
pub mod undo;
pub mod waiting;

pub use actions::{Action, ActionKind};
pub use awaited::waited_for_until;
pub use channel::Channel;
pub use contact::Contact;
pub use correction::{Correction, LawOfCase, NotCorrected};
pub use dates::deadlines;
pub use events::Event;
pub use facts::{Facts, Question};
pub use hands::{Hand, Hands, SecondPerson};
pub use outcome::{Ending, Outcome};
pub use permit::{available, permit};
pub use reasons::{Missing, Reasons, decision_as_read, decision_text};
pub use recorded::{Actor, Entered, Recorded, ReviewedQuestion};
pub use refusal::{Reason, Refusal};
pub use relied::{Relied, limit_of};
pub use replay::Case;
pub use stage::Stage;
pub use target::{Target, Targets};
pub use transition::{Circumstances, transition};
pub use waiting::{Inbox, MOST_ADDRESSES, MOST_TO_READ, Settlement, Waiting, WaitingKind};
