//! Messages that came in, letters that go out, and what became of them.

pub(super) mod clues;
pub(super) mod delivery;
pub(super) mod held_forms;
pub(super) mod home;
pub(super) mod inbox;
pub(super) mod letters;
pub(super) mod messages;
pub(super) mod outbox;
pub(super) mod placed_messages;
pub(super) mod received;
pub(super) mod reminders;
pub(super) mod series;
