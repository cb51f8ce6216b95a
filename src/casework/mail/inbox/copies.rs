//! Copies of one message: which of two is the better.

use crate::mail::inbound::{Class, Parsed};

/// Whether headers speak against a message: servers on its way found something against its sender,
/// or it was taken for what no person wrote. Whoever passes a copy on may add them and they are not in
/// its digest, so a better copy may come yet, straight from its sender.
pub(super) fn is_doubtful(message: &Parsed, class: Class) -> bool {
    message.checks.disown_the_sender() || !class.from_a_person()
}

/// The digest under which a doubtful message is kept: no better copy of it is its repeat.
pub(super) fn doubted(digest: &str) -> String {
    format!("doubted {digest}")
}
