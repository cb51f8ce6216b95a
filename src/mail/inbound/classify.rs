//! What kind of message it is, before anything changes because of it, and why.

use super::addresses::Ours;
use super::parsed::Parsed;
use super::report::Fate;
pub use crate::domain::correspondence::Class;

/// A kind and what tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    /// The kind.
    pub class: Class,
    /// What tells it, as a sentence.
    pub reason: String,
}

/// The kind of a message. `host` is what our own Message-IDs end with.
#[must_use]
pub fn classify(message: &Parsed, ours: &Ours, host: &str) -> Judged {
    let judged = |class, reason: String| Judged { class, reason };
    let signs = &message.signs;
    if let Some(report) = &message.report {
        let (class, what) = match report.worst() {
            Some(Fate::Failed) | None => (Class::Bounce, "could not be delivered"),
            Some(Fate::Delayed) => (Class::DeliveryReport, "is delayed"),
            Some(Fate::Relayed) => (Class::DeliveryReport, "was handed on"),
            Some(Fate::Delivered) => (Class::DeliveryReport, "was delivered"),
        };
        return judged(
            class,
            format!("A mail server reports that a letter {what}."),
        );
    }
    if signs.read_receipt {
        return judged(
            Class::DeliveryReport,
            "It says that a letter was opened.".into(),
        );
    }
    if let Some(reason) = prose_bounce(message) {
        return judged(Class::Bounce, reason);
    }
    if let Some(reason) = looped(message, ours, host) {
        return judged(Class::Loop, reason);
    }
    if let Some(reason) = automatic(message) {
        return judged(Class::AutoReply, reason);
    }
    if let Some(list) = &signs.list {
        return judged(
            Class::List,
            format!("It came through a mailing list: {list}."),
        );
    }
    if let Some(word @ ("bulk" | "list" | "junk")) = signs.precedence.as_deref() {
        return judged(
            Class::List,
            format!("It says it was sent to many (Precedence: {word})."),
        );
    }
    if let Some(method) = signs.calendar.as_deref() {
        return judged(
            Class::Invite,
            format!("It holds a calendar entry ({method})."),
        );
    }
    if let Some(said) = &signs.spam {
        return judged(
            Class::Spam,
            format!("The mail server took it for spam ({said})."),
        );
    }
    if let Some(id) = message.in_reply_to.first().or(message.references.last()) {
        return judged(Class::Reply, format!("It answers the message {id}."));
    }
    if begins_as_reply(&message.subject) {
        return judged(
            Class::Reply,
            "Its subject begins like that of a reply.".into(),
        );
    }
    judged(Class::Request, "It answers nothing we can tell.".into())
}

/// Why no letter may be sent in answer by itself, if that is so: an automatic answer to a
/// machine, a list or ourselves never ends (RFC 3834, section 2).
#[must_use]
pub fn never_answer(message: &Parsed, class: Class, ours: &Ours) -> Option<&'static str> {
    if !class.from_a_person() {
        return Some("it was not written by a person");
    }
    if message.return_path.as_deref() == Some("") {
        return Some("its return path is empty");
    }
    let Some(address) = message.reply_to.as_ref().or(message.from.as_ref()) else {
        return Some("it names no sender");
    };
    let address = address.address.to_lowercase();
    let mailbox = address.split('@').next().unwrap_or_default();
    const NOBODY: [&str; 9] = [
        "noreply",
        "no-reply",
        "no_reply",
        "donotreply",
        "do-not-reply",
        "do_not_reply",
        "mailer-daemon",
        "postmaster",
        "nobody",
    ];
    if NOBODY.iter().any(|name| mailbox.starts_with(name)) {
        return Some("its sender takes no answers");
    }
    if ours.is_ours(&address) {
        return Some("it comes from our own address");
    }
    None
}

/// Whether a subject begins with the mark of a reply, in some languages.
fn begins_as_reply(subject: &str) -> bool {
    const MARKS: [&str; 8] = ["re:", "aw:", "antw:", "sv:", "vs:", "ré:", "rif:", "odp:"];
    let subject = subject.trim_start().to_lowercase();
    MARKS.iter().any(|mark| subject.starts_with(mark))
}

/// A server that reports in prose that a letter could not be delivered.
fn prose_bounce(message: &Parsed) -> Option<String> {
    let from = message.from.as_ref()?;
    let mailbox = from.address.split('@').next()?.to_lowercase();
    let null = message.return_path.as_deref() == Some("");
    let server = matches!(
        mailbox.as_str(),
        "mailer-daemon" | "postmaster" | "mail-daemon"
    );
    let machine = server || (null && mailbox.contains("daemon"));
    if !machine {
        return None;
    }
    const SAYS: [&str; 10] = [
        "undeliver",
        "delivery status notification (failure)",
        "returned mail",
        "failure notice",
        "mail delivery failed",
        "could not be delivered",
        "wasn't able to deliver",
        "was not able to deliver",
        "delivery has failed",
        "does not exist",
    ];
    let text = format!("{}\n{}", message.subject, message.text.own).to_lowercase();
    let said = SAYS.iter().find(|words| text.contains(**words))?;
    Some(format!(
        "A mail server writes that a letter came back (\u{201c}{said}\u{201d})."
    ))
}

/// Our own letter.
fn looped(message: &Parsed, ours: &Ours, host: &str) -> Option<String> {
    if message
        .signs
        .loops
        .iter()
        .any(|address| ours.is_ours(address))
    {
        return Some("It bears our own mark against loops.".into());
    }
    let id = message.message_id.as_deref()?;
    let from = message.from.as_ref()?;
    let own = id
        .rsplit_once('@')
        .is_some_and(|(_, at)| at.eq_ignore_ascii_case(host));
    (own && ours.is_ours(&from.address)).then(|| "It is one of our own letters.".into())
}

/// What tells that a machine answered.
fn automatic(message: &Parsed) -> Option<String> {
    let signs = &message.signs;
    if let Some(word) = signs.auto_submitted.as_deref().filter(|word| *word != "no") {
        return Some(format!(
            "It says that a machine sent it (Auto-Submitted: {word})."
        ));
    }
    if let Some(name) = signs.auto_header {
        return Some(format!("It says that a machine answered ({name})."));
    }
    if let Some(word @ ("auto_reply" | "auto-reply")) = signs.precedence.as_deref() {
        return Some(format!(
            "It says that a machine answered (Precedence: {word})."
        ));
    }
    if message.return_path.as_deref() == Some("") {
        return Some("Its return path is empty, as that of automatic mail.".into());
    }
    const SUBJECTS: [&str; 8] = [
        "automatic reply",
        "auto-reply",
        "auto reply",
        "autoreply",
        "out of office",
        "out-of-office",
        "automatische antwort",
        "réponse automatique",
    ];
    let subject = message.subject.trim_start().to_lowercase();
    SUBJECTS
        .iter()
        .find(|words| subject.starts_with(**words))
        .map(|words| format!("Its subject begins with \u{201c}{words}\u{201d}."))
}
