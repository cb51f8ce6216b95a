//! What comes in by email, and what it may do by itself.

use super::layers::Layers;
use super::location::{self, Mailbox};
use super::values::{certificate, complaint, email, items, one_line, required, text, within};
use std::path::PathBuf;
use std::time::Duration;

/// What comes in by email.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inbox {
    /// The mailbox, where there is one.
    pub mailbox: Option<Mailbox>,
    /// A file with the certificate of the authority's own certification, for its mail server.
    pub ca_file: Option<PathBuf>,
    /// How often the mailbox is looked at where its server does not tell by itself.
    pub poll: Duration,
    /// Other addresses the mailbox is known by.
    pub addresses: Vec<String>,
    /// What becomes of a message that answers nothing.
    pub new_requests: NewRequests,
    /// What an answer to a question of ours does to the clock.
    pub clarifications: Clarifications,
    /// The name by which the authority's mail server signs what it found of a sender.
    pub authserv_id: Option<String>,
}

/// What becomes of a message that answers nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NewRequests {
    /// It is logged as a request and acknowledged.
    Log,
    /// An officer decides.
    Tray,
}

/// What an answer to a question of ours does to the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clarifications {
    /// An officer decides.
    Propose,
    /// It is recorded on the day it was received.
    Record,
}

impl Inbox {
    pub(super) fn read(layers: &mut Layers) -> Option<Self> {
        let file = layers.read("inbox", "password_file", one_line).flatten();
        let password = file.and_then(|path| layers.secret_in("inbox", "password_file", &path));
        let mailbox = layers.read("inbox", "url", |v| location::mailbox(text(v)?, password));
        let ca_file = layers.read("inbox", "ca_file", certificate);
        let poll = layers.read("inbox", "poll_seconds", |v| within(v, 5, 3600));
        let addresses = layers.read("inbox", "addresses", |v| {
            let one = |item| email(item)?.ok_or_else(required);
            items(v)?.iter().map(one).collect()
        });
        let new_requests = layers.read("inbox", "new_requests", |v| match text(v)? {
            "log" => Ok(NewRequests::Log),
            "tray" => Ok(NewRequests::Tray),
            _ => Err(complaint("is not known", "Write \"log\" or \"tray\"")),
        });
        let clarifications = layers.read("inbox", "clarifications", |v| match text(v)? {
            "propose" => Ok(Clarifications::Propose),
            "record" => Ok(Clarifications::Record),
            _ => Err(complaint("is not known", "Write \"propose\" or \"record\"")),
        });
        let authserv_id = layers.read("inbox", "authserv_id", one_line);
        Some(Self {
            mailbox: mailbox?,
            ca_file: ca_file?,
            poll: Duration::from_secs(u64::from(poll?)),
            addresses: addresses?,
            new_requests: new_requests?,
            clarifications: clarifications?,
            authserv_id: authserv_id?,
        })
    }
}
