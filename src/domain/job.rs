//! The jobs the program does by itself: what each is for, and when it has not been done for too long.

use chrono::{DateTime, TimeDelta, TimeZone, Utc};
use std::fmt::Display;

/// A job that is done again and again without anybody asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Job {
    /// Sends letters.
    Outbox,
    /// Reads the mailbox.
    Mailbox,
    /// Judges messages that are kept.
    Inbox,
    /// Writes to colleagues and requesters by date.
    Reminders,
    /// Follows changes of the law and of the authority.
    Law,
    /// Clears away what is over, and scores the candidates of the day.
    Housekeeping,
}

impl Job {
    /// Every job, what harms a requester first.
    pub const ALL: [Self; 6] = [
        Self::Outbox,
        Self::Mailbox,
        Self::Inbox,
        Self::Reminders,
        Self::Law,
        Self::Housekeeping,
    ];

    /// The word stored in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Outbox => "outbox",
            Self::Mailbox => "mailbox",
            Self::Inbox => "inbox",
            Self::Reminders => "reminders",
            Self::Law => "law",
            Self::Housekeeping => "housekeeping",
        }
    }

    /// The job of this stored word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|job| job.as_str() == word)
    }

    /// What has not happened while it was not done, to be followed by `since` and a time.
    #[must_use]
    pub const fn not_done(self) -> &'static str {
        match self {
            Self::Outbox => "No letter has been sent",
            Self::Mailbox => "The mailbox has not been read",
            Self::Inbox => "No message has been judged",
            Self::Reminders => "No reminder has been written",
            Self::Law => "Changes of the law have not been followed",
            Self::Housekeeping => "Nothing that is over has been cleared away",
        }
    }

    /// How long it may not have been done before somebody should know. Its rounds are seconds to an
    /// hour apart.
    #[must_use]
    pub const fn patience(self) -> TimeDelta {
        match self {
            Self::Outbox | Self::Mailbox | Self::Inbox | Self::Reminders | Self::Law => {
                TimeDelta::minutes(10)
            }
            Self::Housekeeping => TimeDelta::hours(3),
        }
    }
}

/// How a job has gone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobRun {
    /// Which.
    pub job: Job,
    /// When it last did all its work.
    pub ran_at: DateTime<Utc>,
    /// How many times it has failed since.
    pub failures: u32,
    /// What stood in its way the last time; empty where nothing did.
    pub why: String,
}

impl JobRun {
    /// Whether it has not been done for so long, at this moment, that somebody should know.
    #[must_use]
    pub fn is_overdue(&self, at: DateTime<Utc>) -> bool {
        at - self.ran_at > self.job.patience()
    }

    /// What has not happened, since when in that time zone, and why, as a sentence.
    #[must_use]
    pub fn told<Z: TimeZone<Offset: Display>>(&self, zone: &Z) -> String {
        let since = self.ran_at.with_timezone(zone).format("%-d %B %Y, %H:%M");
        let not_done = self.job.not_done();
        let why = self.why.trim_end_matches('.');
        if why.is_empty() {
            format!("{not_done} since {since}.")
        } else {
            format!("{not_done} since {since}: {why}.")
        }
    }
}

/// Of the jobs that were done by any process, those that have not been done for too long while others
/// were: a program that is stopped does none of them.
#[must_use]
pub fn left_behind(runs: &[JobRun]) -> Vec<&JobRun> {
    let newest = runs.iter().map(|run| run.ran_at).max();
    let behind = |run: &&JobRun| newest.is_some_and(|newest| run.is_overdue(newest));
    runs.iter().filter(behind).collect()
}
