//! Mail in and out: what arrives and where it belongs, letters and how they leave, what colleagues
//! are reminded of.

mod claim;
pub mod deliver;
pub(super) mod hands;
pub mod held_forms;
pub mod held_outbox;
pub mod inbox;
pub(super) mod letter_fate;
pub(crate) mod letters;
pub(super) mod mark;
pub(super) mod one_clock;
pub(super) mod outgoing;
pub(super) mod post_letter;
pub(super) mod remind;
pub(super) mod seldom;
pub(super) mod send_link;
pub(super) mod unasked;
pub mod undelivered;
