//! The head of the record: one digest over every event, to be kept where nobody who could change the
//! database can change it. What it was taken over must still be there, whatever came after it.

use crate::casework::CaseworkFault;
use crate::store::{Chained, Store};
use chrono::{DateTime, SecondsFormat, Utc};
use std::fmt;
use std::str::FromStr;
use thiserror::Error;

/// What the first line of a head says.
const TITLE: &str = "Daylight record head 1";

/// The head of the record at one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// When it was taken.
    pub at: DateTime<Utc>,
    /// What it was taken over.
    pub over: Chained,
}

/// A file that holds no head.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("it holds no head as `daylight audit head` prints it; use that output unchanged")]
pub struct HeadFault;

impl Head {
    /// The head of the record as it stands.
    ///
    /// # Errors
    /// What the database says.
    pub async fn take(
        store: &Store,
        at: DateTime<Utc>,
        progress: &(dyn Fn(u64) + Send + Sync),
    ) -> Result<Self, CaseworkFault> {
        let ends = store.record().ends_of_chains().await?;
        let over = store.record().chained(ends, progress).await?;
        Ok(Self { at, over })
    }

    /// What of the record this head was taken over is no longer there; nothing where all of it is.
    ///
    /// # Errors
    /// What the database says.
    pub async fn missing(
        &self,
        store: &Store,
        progress: &(dyn Fn(u64) + Send + Sync),
    ) -> Result<Option<String>, CaseworkFault> {
        let (then, now) = (
            &self.over,
            store.record().chained(self.over.ends, progress).await?,
        );
        let counts = [
            ("cases", then.cases, now.cases),
            ("events", then.events, now.events),
            ("events of the register", then.register, now.register),
        ];
        let fewer = counts.into_iter().find(|(_, then, now)| then != now);
        Ok(match fewer {
            Some((what, then, now)) => Some(format!(
                "the head was taken over {then} {what}, of which {now} are there"
            )),
            None if then.digest != now.digest => {
                Some("an event that the head was taken over is another now".to_owned())
            }
            None => None,
        })
    }
}

impl fmt::Display for Head {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Chained {
            ends,
            cases,
            events,
            register,
            digest,
        } = &self.over;
        writeln!(f, "{TITLE}")?;
        writeln!(
            f,
            "taken {}",
            self.at.to_rfc3339_opts(SecondsFormat::Secs, true)
        )?;
        writeln!(f, "cases {cases}")?;
        writeln!(f, "events {events}, the last {}", ends.0)?;
        writeln!(f, "register {register}, the last {}", ends.1)?;
        writeln!(f, "sha256 {digest}")
    }
}

impl FromStr for Head {
    type Err = HeadFault;

    fn from_str(text: &str) -> Result<Self, HeadFault> {
        let mut lines = text.lines().map(str::trim);
        let mut line = |name: &str| {
            let line = lines.next().and_then(|line| line.strip_prefix(name));
            line.map(str::trim).ok_or(HeadFault)
        };
        line(TITLE)?;
        let number = |text: &str| text.parse::<u64>().map_err(|_| HeadFault);
        let id = |text: &str| text.parse::<i64>().map_err(|_| HeadFault);
        let at = line("taken ")?.parse().map_err(|_| HeadFault)?;
        let cases = number(line("cases ")?)?;
        let (events, last) = line("events ")?
            .split_once(", the last ")
            .ok_or(HeadFault)?;
        let of_register = line("register ")?;
        let (register, last_of_register) =
            of_register.split_once(", the last ").ok_or(HeadFault)?;
        let digest = line("sha256 ")?;
        if digest.len() != 64 || !digest.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Err(HeadFault);
        }
        Ok(Self {
            at,
            over: Chained {
                ends: (id(last)?, id(last_of_register)?),
                cases,
                events: number(events)?,
                register: number(register)?,
                digest: digest.to_ascii_lowercase(),
            },
        })
    }
}
