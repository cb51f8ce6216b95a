//! Copies of one message: which of two is the better.

use crate::mail::inbound::Parsed;

/// Whether the servers on its way spoke against a message. What they say is not in its digest, and a
/// better copy of it may come yet: straight from its sender, and not by a forger or another mailbox.
pub(super) fn is_doubtful(message: &Parsed) -> bool {
    message.checks.disown_the_sender() || message.signs.spam.is_some()
}

/// The digest under which a doubtful message is kept: no better copy of it is its repeat.
pub(super) fn doubted(digest: &str) -> String {
    format!("doubted {digest}")
}
