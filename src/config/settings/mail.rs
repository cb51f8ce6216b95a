//! Letters: how they leave, from whom, and how often a failed one is tried again.

use super::layers::Layers;
use super::location::{self, MailRoute};
use super::values::{certificate, complaint, email, items, one_line, text, time_of_day, within};
use chrono::NaiveTime;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Letters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// How letters leave; in production never to files.
    pub route: MailRoute,
    /// The name letters are from, where it is not the authority's.
    pub from_name: Option<String>,
    /// The address letters are from, where it is not the authority's.
    pub from_address: Option<String>,
    /// How long to wait before each new attempt, at least one; the last is repeated.
    pub retry: Vec<Duration>,
    /// Certificates to trust besides the usual ones.
    pub ca_file: Option<PathBuf>,
    /// After how long a letter that cannot be delivered is given up.
    pub give_up_after: Duration,
    /// How many letters leave in a minute at most.
    pub letters_per_minute: u32,
    /// What separates the mailbox from the key of a case in a reply address; empty for none.
    pub reply_separator: String,
    /// How many bytes of documents travel with a letter at most.
    pub largest_attachments: u64,
    /// The time of a working day at which colleagues are reminded, if they are.
    pub reminders_at: Option<NaiveTime>,
}

impl Mail {
    /// Whether letters leave for their readers, and do not only lie in files.
    #[must_use]
    pub const fn reaches_requesters(&self) -> bool {
        matches!(self.route, MailRoute::Smtp { .. })
    }

    pub(super) fn read(layers: &mut Layers, data: &Path) -> Option<Self> {
        let file = layers.read("mail", "password_file", one_line).flatten();
        let password = file.map(|path| layers.secret_in("mail", "password_file", &path));
        let route = layers.read("mail", "url", |v| {
            let route = location::mail(text(v)?, data)?;
            Ok(match password.flatten() {
                Some(password) => route.with_password(password),
                None => route,
            })
        });
        let production = layers.read("mail", "production", |v| match text(v)? {
            "yes" => Ok(true),
            "no" => Ok(false),
            _ => Err(complaint("is not known", "Write \"yes\" or \"no\"")),
        });
        if production == Some(true) && matches!(route, Some(MailRoute::File(_))) {
            layers.complain(
                "mail",
                "production",
                complaint(
                    "is \"yes\" while letters only go to files",
                    "Set mail.url to your mail server, smtp:// or smtps://, or production to \"no\"",
                ),
            );
        }
        let ca_file = layers.read("mail", "ca_file", certificate);
        let from_name = layers.read("mail", "from_name", one_line);
        let from_address = layers.read("mail", "from_address", email);
        let retry = layers.read("mail", "retry_minutes", |v| match items(v)? {
            [] => Err(complaint(
                "is empty",
                "Write at least one number of minutes",
            )),
            waits => waits
                .iter()
                .map(|wait| {
                    Ok(Duration::from_secs(
                        u64::from(within(wait, 1, 10_080)?) * 60,
                    ))
                })
                .collect(),
        });
        let days = layers.read("mail", "give_up_days", |v| within(v, 1, 30));
        let rate = layers.read("mail", "letters_per_minute", |v| within(v, 1, 6000));
        let separator = layers.read("mail", "reply_separator", |v| match text(v)? {
            known @ ("" | "+" | "-" | "=" | "_") => Ok(known.to_owned()),
            _ => Err(complaint(
                "is no separator",
                "Write \"+\", \"-\", \"=\" or \"_\", or leave it empty",
            )),
        });
        let reminders_at = layers.read("mail", "reminders_at", time_of_day);
        let attachments = layers.read("mail", "attachments_mb", |v| within(v, 0, 50));
        Some(Self {
            reply_separator: separator?,
            largest_attachments: u64::from(attachments?) * 1_000_000,
            reminders_at: reminders_at?,
            route: route?,
            from_name: from_name?,
            from_address: from_address?,
            retry: retry?,
            ca_file: ca_file?,
            give_up_after: Duration::from_secs(u64::from(days?) * 86_400),
            letters_per_minute: u32::from(rate?),
        })
    }
}
