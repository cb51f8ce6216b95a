//! A restored or copied database mails nobody until a person says so.
//!
//! Its outbox may hold letters that left long ago, from here or from the database it is a copy of.
//! Three things tell it: the database is not where it was (its file has another path or is another
//! file, or it is another database of PostgreSQL's, or its tables were made anew), it counts fewer
//! claims of letters than the mark in the data folder, or that mark was copied to where it stands or,
//! of a file, is missing. Then the outbox is held, for
//! every node, until `daylight outbox release` or `discard` decides. A program that was killed, or a
//! machine, leaves all of it as it was.

use super::mark::{Found, Mark};
use crate::casework::secrets::hash_of;
use crate::casework::{CaseworkFault, Moment, Outbox};
use crate::store::{Store, StoreFault, Unit, WaitingLetters, one_home};
use chrono::{DateTime, Datelike, TimeDelta, Utc};
use std::io;
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;

/// Where it is remembered how many times a letter was claimed.
pub(in crate::casework) const CLAIMS: &str = "outbox_claims";

/// Where it is remembered that the outbox is held: since when, up to which letter, and why.
pub(in crate::casework) const HELD: &str = "outbox_held";

/// Where it is remembered where the database lives.
const HOME: &str = "outbox_home";

/// Why the outbox is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// The database is not where it was.
    Copied,
    /// It knows of fewer letters than were sent.
    Restored,
    /// What would tell how many were sent is missing.
    Unmarked,
}

/// A held outbox.
#[derive(Debug, Clone, PartialEq)]
pub struct Held {
    /// Why.
    pub reason: Reason,
    /// Since when.
    pub since: DateTime<Utc>,
    /// What would be sent.
    pub letters: Vec<WaitingLetters>,
    /// The letter written last when it was held.
    latest: i64,
}

impl Reason {
    const fn word(self) -> &'static str {
        match self {
            Self::Copied => "copied",
            Self::Restored => "restored",
            Self::Unmarked => "unmarked",
        }
    }

    /// As a sentence says it of the database.
    #[must_use]
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::Copied => {
                "this database is a copy, as of a backup that was restored, or its file was moved"
            }
            Self::Restored => "this database was restored from before letters that have been sent",
            Self::Unmarked => {
                "outbox.mark, which counts what was sent, is missing from the data folder or damaged, so that this database may have been restored"
            }
        }
    }
}

impl Outbox<'_> {
    /// Finds out whether this database is a copy or was restored, and holds the outbox then, with
    /// every series of references going on well after what it remembers. A database that has no
    /// home yet takes this one.
    ///
    /// # Errors
    /// When the database or the mark in the data folder cannot be read or written.
    pub async fn settle_home(&self, now: Moment) -> Result<(), CaseworkFault> {
        // The key the installation made at its first start is in every copy of it, and in no other.
        let key = self.store.remembered("signing_key").await?;
        let installation = hash_of(&format!("outbox {}", key.unwrap_or_default()));
        let data = &self.settings.storage.data;
        let mark = self
            .mark
            .get_or_init(|| Arc::new(Mark::in_folder(data, installation)));
        let (marked, found_here) = mark.read().map_err(unmarked)?;
        let found = self.store.letters().home().await?;
        let unit = self.store.begin().await?;
        let known = unit.hold(HOME).await?;
        let claims = unit.hold_count(CLAIMS).await?;
        let home = one_home(&known, &found);
        let reason = if home.is_none() {
            Some(Reason::Copied)
        } else if claims < marked.claims {
            Some(Reason::Restored)
        } else if self.store.is_postgres() {
            // The data folder of a node may be new, or a copy: the database is not in it.
            None
        } else {
            match found_here {
                Found::Here => None,
                Found::Copied => Some(Reason::Restored),
                // A database that claimed letters has left word of it.
                Found::Missing => (claims > 0).then_some(Reason::Unmarked),
            }
        };
        if let Some(reason) = reason {
            self.hold_outbox(&unit, reason, now.at).await?;
            // Whoever was signed out, or changed a password, since the copy was made stays so.
            unit.people().end_every_session().await?;
        }
        // What was found out is found out once: it stays held until somebody decides.
        unit.replace(HOME, &home.unwrap_or(found)).await?;
        unit.replace(CLAIMS, &claims.max(marked.claims).to_string())
            .await?;
        unit.commit().await?;
        if reason.is_some() {
            self.mark_found()?;
        } else if found_here == Found::Missing {
            // Before any letter is claimed.
            mark.renew().map_err(unmarked)?;
        }
        self.outbox_is_held().await?;
        Ok(())
    }

    /// Writes the mark in the data folder anew, so that a backup of the folder made before that is
    /// told from it whatever becomes of the letters meanwhile.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn renew_mark(&self) -> Result<(), CaseworkFault> {
        let Some(mark) = self.mark.get().map(Arc::clone) else {
            return Ok(());
        };
        let renewed = tokio::task::spawn_blocking(move || mark.renew()).await;
        renewed
            .map_err(|e| CaseworkFault::Broken(e.to_string()))?
            .map_err(unmarked)
    }

    /// Leaves word in the data folder that a copy or a restore was found: only once that is kept, so
    /// that it is found again where it was not.
    pub(in crate::casework) fn mark_found(&self) -> Result<(), CaseworkFault> {
        self.mark
            .get()
            .map_or(Ok(()), |mark| mark.found())
            .map_err(unmarked)
    }

    /// Holds the outbox, and lets references go on well after what the database remembers; whoever
    /// calls leaves word of it once it is kept.
    async fn hold_outbox(
        &self,
        unit: &Unit,
        reason: Reason,
        now: DateTime<Utc>,
    ) -> Result<(), CaseworkFault> {
        let latest = unit.letters().latest_letter().await?;
        let since = now.to_rfc3339();
        unit.replace(HELD, &format!("{since} {latest} {}", reason.word()))
            .await?;
        if let Some(mark) = self.mark.get() {
            // Each time further than the time before: one backup may be restored twice.
            // The year may have begun somewhere already.
            let year = (now + TimeDelta::days(1)).year();
            unit.letters()
                .skip_references(mark.stands().found + 2, year)
                .await?;
        }
        Ok(())
    }

    /// Whether the database counts fewer claims than this process made: it was restored while the
    /// program ran.
    pub(in crate::casework) async fn is_behind(&self) -> Result<bool, CaseworkFault> {
        // First the mark: the database counts a claim before the mark does.
        let marked = self.marked_claims();
        Ok(self.store.remembered_count(CLAIMS).await? < marked)
    }

    /// Holds the outbox where a count of claims, which this unit holds, is less than this process
    /// made, or where another database was put in the place of PostgreSQL's; whether it is. Whoever commits the unit then leaves word of it.
    pub(in crate::casework) async fn held_if_behind(
        &self,
        unit: &Unit,
        claims: i64,
        now: DateTime<Utc>,
    ) -> Result<bool, CaseworkFault> {
        let marked = self.marked_claims();
        let reason = if claims < marked {
            Reason::Restored
        } else if self.is_elsewhere(unit).await? {
            unit.people().end_every_session().await?;
            Reason::Copied
        } else {
            return Ok(false);
        };
        self.hold_outbox(unit, reason, now).await?;
        unit.replace(CLAIMS, &claims.max(marked).to_string())
            .await?;
        Ok(true)
    }

    /// Whether a dump was restored into PostgreSQL's database, by which node ever; it then has its
    /// home here. Of a file the connection itself knows.
    async fn is_elsewhere(&self, unit: &Unit) -> Result<bool, CaseworkFault> {
        if !self.store.is_postgres() {
            return Ok(false);
        }
        let known = unit.letters().remembered(HOME).await?.unwrap_or_default();
        let found = self.store.letters().home().await?;
        if one_home(&known, &found).is_some() {
            return Ok(false);
        }
        unit.replace(HOME, &found).await?;
        Ok(true)
    }

    /// The claims in the mark of the data folder; none where none is kept.
    fn marked_claims(&self) -> i64 {
        self.mark.get().map_or(0, |mark| mark.stands().claims)
    }

    /// Whether the outbox is held, as the database says now.
    pub(in crate::casework) async fn outbox_is_held(&self) -> Result<bool, CaseworkFault> {
        let held = self.store.remembered(HELD).await?.is_some();
        if held && !self.outbox_held.swap(held, Relaxed) {
            tracing::warn!(target: "daylight", "the outbox is held, and no letter leaves; `daylight outbox` says why and decides");
        }
        self.outbox_held.store(held, Relaxed);
        Ok(held)
    }

    /// Whether the outbox was held when it was last looked at: for pages, which do not ask.
    #[must_use]
    pub fn outbox_was_held(&self) -> bool {
        self.outbox_held.load(Relaxed)
    }

    /// The held outbox, and what waits in it; nothing where it is not held.
    ///
    /// # Errors
    /// What the database says.
    pub async fn held_outbox(&self) -> Result<Option<Held>, CaseworkFault> {
        Held::of(&self.store).await
    }

    /// Lets a held outbox go; whether it was held. What waits in it leaves within seconds.
    ///
    /// # Errors
    /// What the database says.
    pub async fn release_outbox(&self) -> Result<bool, CaseworkFault> {
        let unit = self.store.begin().await?;
        let was_held = unit.forget(HELD).await?;
        unit.commit().await?;
        Ok(was_held)
    }

    /// Marks the letters that waited when the outbox was held as not sent, and lets it go; how many
    /// there were, or nothing where it was not held.
    ///
    /// # Errors
    /// What the database says.
    pub async fn discard_outbox(&self, now: Moment) -> Result<Option<u64>, CaseworkFault> {
        let unit = self.store.begin().await?;
        let Some(held) = unit.letters().remembered(HELD).await? else {
            return Ok(None);
        };
        let held = Held::read(&held, Vec::new())?;
        let said = format!(
            "Not sent: it waited when it was found that {}, and was discarded.",
            held.reason.sentence()
        );
        let discarded = unit
            .letters()
            .discard_letters(held.latest, &said, now.at)
            .await?;
        unit.forget(HELD).await?;
        unit.commit().await?;
        Ok(Some(discarded))
    }

    /// Leaves word of a claim in the data folder. A database that never asked where it lives (a
    /// demonstration) leaves none.
    pub(in crate::casework) async fn mark_claims(&self, claims: i64) -> Result<(), CaseworkFault> {
        let Some(mark) = self.mark.get().map(Arc::clone) else {
            return Ok(());
        };
        let marked = tokio::task::spawn_blocking(move || mark.reach(claims)).await;
        marked
            .map_err(|e| CaseworkFault::Broken(e.to_string()))?
            .map_err(unmarked)
    }
}

impl Held {
    /// The held outbox of a database; nothing where it is not held.
    ///
    /// # Errors
    /// What the database says.
    pub async fn of(store: &Store) -> Result<Option<Self>, CaseworkFault> {
        let Some(held) = store.remembered(HELD).await? else {
            return Ok(None);
        };
        let letters = store.letters().waiting_letters().await?;
        Ok(Some(Self::read(&held, letters)?))
    }

    fn read(text: &str, letters: Vec<WaitingLetters>) -> Result<Self, CaseworkFault> {
        let damaged =
            || CaseworkFault::Broken(format!("the outbox is held in words unknown: {text}"));
        let mut words = text.split(' ');
        let since = words.next().and_then(|word| word.parse().ok());
        let latest = words.next().and_then(|word| word.parse().ok());
        let reason = match words.next() {
            Some("copied") => Reason::Copied,
            Some("restored") => Reason::Restored,
            Some("unmarked") => Reason::Unmarked,
            _ => return Err(damaged()),
        };
        Ok(Self {
            reason,
            since: since.ok_or_else(damaged)?,
            latest: latest.ok_or_else(damaged)?,
            letters,
        })
    }
}

fn unmarked(error: io::Error) -> CaseworkFault {
    if matches!(
        error.kind(),
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded
    ) {
        let said = format!("outbox.mark in the data folder: {error}");
        return CaseworkFault::Store(StoreFault::Disk(said));
    }
    CaseworkFault::Refused(format!(
        "the mark of what was sent (outbox.mark in the data folder) cannot be read or written: \
         {error}; give this user permission to the data folder"
    ))
}
