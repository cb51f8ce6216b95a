//! Who asks, and what a request has to say to be valid (FOIA s.8, EIR reg 5).

use crate::casework::Invalid;
use crate::casework::secrets::{commitment, hash_of};
use crate::domain::case::{Channel, Entered};
use crate::mail::can_be_written_to;
use crate::store::NewRequester;

/// The longest request taken, in characters; a longer one is sent as a file.
pub const LONGEST_REQUEST: usize = 20_000;

/// Characters of a request that a form shows again to whoever has to shorten it.
pub const SHOWN_REQUEST: usize = 2 * LONGEST_REQUEST;

/// The longest name or address taken, in characters.
const LONGEST_LINE: usize = 500;

/// The longest email address there is, in bytes (RFC 5321 4.5.3.1.3 with its brackets).
pub const LONGEST_EMAIL: usize = 254;

/// What kinds of requester can say they are; the law asks nobody to.
pub const CATEGORIES: [(&str, &str); 8] = [
    ("public", "Member of the public"),
    ("media", "Journalist or media"),
    ("business", "Business"),
    ("organisation", "Charity or campaign group"),
    ("academia", "Researcher or student"),
    ("legal", "Lawyer"),
    ("government", "Public sector"),
    ("politician", "Elected representative"),
];

/// The title of a requester category.
#[must_use]
pub fn category_title(word: &str) -> Option<&'static str> {
    CATEGORIES
        .into_iter()
        .find(|(stored, _)| *stored == word)
        .map(|(_, title)| title)
}

/// Who asks as one text, which the record commits to: name, email address, postal address, kind.
pub(in crate::casework) fn who_in_words(parts: [Option<&str>; 4]) -> String {
    parts.map(Option::unwrap_or_default).join("\n\n")
}

/// The commitment to who asks.
pub(in crate::casework) fn commitment_to(who: &NewRequester) -> String {
    let parts = [&who.name, &who.email, &who.address, &who.category];
    commitment(&who.salt, &who_in_words(parts.map(Option::as_deref)))
}

/// A row of an earlier log as one text, which the record commits to.
pub(in crate::casework) fn earlier_in_words(
    (reference, key): (Option<&str>, Option<&str>),
) -> String {
    [reference, key].map(Option::unwrap_or_default).join("\n\n")
}

/// The questions of a request as one text, which the record commits to: none of them can pass for a
/// part of another.
pub(in crate::casework) fn asked_in_words(questions: &[impl AsRef<str>]) -> String {
    let each = questions.iter().map(|asked| hash_of(asked.as_ref()));
    each.collect::<Vec<_>>().join(" ")
}

/// The commitments to what is entered with a request, whose text has this salt.
pub(crate) fn entered(
    salt: &str,
    subject: &str,
    who: &NewRequester,
    earlier: Option<(Option<&str>, &str)>,
    questions: &[String],
) -> Entered {
    let earlier = earlier.map(|(reference, key)| earlier_in_words((reference, Some(key))));
    Entered {
        subject: commitment(salt, subject),
        requester: commitment_to(who),
        earlier: earlier.map(|text| commitment(salt, &text)),
        questions: Some(commitment(salt, &asked_in_words(questions))),
    }
}

/// Checks who asks and what for; every fault at its field.
pub fn check(
    channel: Channel,
    name: &str,
    email: &str,
    address: &str,
    category: &str,
    text: &str,
) -> Vec<Invalid> {
    let mut faults = Vec::new();
    let mut fault = |field, message: &str| faults.push(Invalid::new(field, message));
    let counted = text.chars().count();
    if text.trim().is_empty() {
        let message = if channel == Channel::WebForm {
            "Describe the information you are asking for"
        } else {
            "Describe the information that is asked for"
        };
        fault("request", message);
    } else if counted > LONGEST_REQUEST {
        fault(
            "request",
            &format!(
                "The request has {} characters; shorten it to 20,000 or fewer{}",
                crate::domain::words::thousands(counted),
                if channel == Channel::WebForm && counted > SHOWN_REQUEST {
                    ". Only its first 40,000 are shown here"
                } else {
                    ""
                }
            ),
        );
    }
    faults.extend(check_who(channel, name, email, address, category));
    faults
}

/// Checks who asks, alone.
pub fn check_who(
    channel: Channel,
    name: &str,
    email: &str,
    address: &str,
    category: &str,
) -> Vec<Invalid> {
    let mut faults = Vec::new();
    let mut fault = |field, message: &str| faults.push(Invalid::new(field, message));
    if !name.chars().any(seen) {
        fault("name", "Enter a name");
    } else if name.chars().count() > LONGEST_LINE || name.contains(['\n', '\r']) {
        fault("name", "Enter a name of one line, at most 500 characters");
    }
    faults.extend(contact_faults(channel, email, address));
    if !category.is_empty() && category_title(category).is_none() {
        faults.push(Invalid::new(
            "category",
            "Choose a kind of requester from the list",
        ));
    }
    faults
}

/// Whether a character shows: not blank, no control, and none of those that take no room.
fn seen(c: char) -> bool {
    !c.is_whitespace()
        && !c.is_control()
        && !matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}')
}

/// Checks where the answer is to go; every fault at its field.
pub(in crate::casework) fn contact_faults(
    channel: Channel,
    email: &str,
    address: &str,
) -> Vec<Invalid> {
    let mut faults = Vec::new();
    let mut fault = |field, message: &str| faults.push(Invalid::new(field, message));
    if email.trim().is_empty() && address.trim().is_empty() {
        let message = if channel == Channel::WebForm {
            "Enter an email address or a postal address, so that we can answer you"
        } else {
            "Enter the email address or the postal address for the answer"
        };
        fault("email", message);
    } else if !email.trim().is_empty() && !is_address(email.trim()) {
        fault(
            "email",
            "Enter an email address in the form name@example.com",
        );
    }
    if address.chars().count() > LONGEST_LINE {
        fault("address", "Shorten the postal address to 500 characters");
    }
    faults
}

/// Whether a text looks like one email address of ASCII, as every mail server takes them, and a letter
/// can be addressed so: enough to catch a slip; the mail server decides.
pub fn is_address(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else {
        return false;
    };
    let plain = |c: char| c.is_ascii_graphic() && !"<>(),;:\\\"[]".contains(c);
    let parted = |text: &str| text.split('.').all(|part| !part.is_empty());
    text.len() <= LONGEST_EMAIL
        && local.chars().all(|c| plain(c) && c != '@')
        && parted(local)
        && domain.contains('.')
        && parted(domain)
        && domain.chars().all(plain)
        && can_be_written_to(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::borrow::Cow;

    fn fields(name: &str, email: &str, address: &str, text: &str) -> Vec<Cow<'static, str>> {
        check(Channel::WebForm, name, email, address, "", text)
            .into_iter()
            .map(|i| i.field)
            .collect()
    }

    #[test]
    fn a_request_needs_a_name_an_address_and_a_description() {
        assert_eq!(fields("", "", "", ""), ["request", "name", "email"]);
        assert!(fields("A", "a@example.org", "", "What?").is_empty());
        assert!(fields("A", "", "1 High St", "What?").is_empty());
    }

    #[test]
    fn an_overlong_field_is_refused_and_the_longest_is_taken() {
        assert!(fields("A", "a@b.example", "", &"é".repeat(20_000)).is_empty());
        assert_eq!(
            fields("A", "a@b.example", "", &"é".repeat(200_000)),
            ["request"]
        );
        assert_eq!(fields(&"n".repeat(501), "a@b.example", "", "x"), ["name"]);
    }

    #[test]
    fn an_address_with_a_line_break_or_two_ats_is_refused() {
        for bad in [
            "a",
            "a@b",
            "@b.example",
            "a@b.example\nBcc: c@d.example",
            "a@@b.example",
            "a b@c.example",
            // Pasted with what stood beside it, and of no domain there can be.
            "a@c.example/",
            "a@c.example'",
            "a@-c.example",
            "a@{c}.example",
        ] {
            assert_eq!(fields("A", bad, "", "x"), ["email"], "{bad:?}");
        }
    }
}
