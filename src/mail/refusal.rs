//! What an answer of an SMTP server means for a letter.

use super::transport::SendFailure;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::response::{Response, Severity};
use std::error::Error as _;

/// Whether an answer says that all was done: 2yz (RFC 5321, section 4.2.1).
pub(super) fn is_done(response: &Response) -> bool {
    response.code().severity == Severity::PositiveCompletion
}

/// Refuses an answer that does not say that a command was done: the server and we do not speak of the
/// same, and it is not given the letter.
pub(super) fn done(response: Response) -> Result<(), SendFailure> {
    if is_done(&response) {
        Ok(())
    } else {
        Err(another(&response))
    }
}

pub(super) fn another(response: &Response) -> SendFailure {
    let said: Vec<_> = response.message().collect();
    let (code, said) = (response.code(), said.join(" "));
    SendFailure::Transient(format!("an answer to another command: {code} {said}"))
}

/// What is refused before the server was told of a recipient is about us or the way there (a host that
/// is blocked, a limit, a password), and not about the letter: mended, it leaves.
pub(super) fn of_the_way(error: &Error) -> SendFailure {
    SendFailure::Transient(error.to_string())
}

/// A recipient is refused for good where the server says that it is about the address or its mailbox
/// (RFC 3463, subjects 1 and 2), or not what it is about; not where we may not send by it at all.
pub(super) fn of_the_recipient(error: &Error) -> SendFailure {
    let said = error.source().map(ToString::to_string).unwrap_or_default();
    let subject = said.split_whitespace().next().and_then(subject);
    let code = error.status().map(u16::from);
    let ours =
        matches!(code, Some(530 | 534 | 535 | 538)) || !matches!(subject, None | Some(1 | 2));
    if ours {
        of_the_way(error)
    } else {
        of_the_letter(error)
    }
}

/// The subject of an enhanced status code: 7 of `5.7.1`.
fn subject(code: &str) -> Option<u16> {
    let parts: Result<Vec<u16>, _> = code.split('.').map(str::parse).collect();
    match parts.as_deref() {
        Ok([5, subject, _]) => Some(*subject),
        Ok(_) | Err(_) => None,
    }
}

/// A letter that the server has seen is refused for good where it says so.
pub(super) fn of_the_letter(error: &Error) -> SendFailure {
    if error.is_permanent() {
        SendFailure::Permanent(error.to_string())
    } else {
        SendFailure::Transient(error.to_string())
    }
}
