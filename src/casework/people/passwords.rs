//! Hashing passwords, a few at a time: each hash takes 19 MB and a processor for 20 ms, and
//! anybody can ask for one.

use crate::casework::CaseworkFault;
use crate::casework::secrets::{hash_password, password_is};
use std::sync::Arc;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Hashes made at once.
const AT_ONCE: usize = 2;

/// How many more may wait for their turn, some third of a second: beyond them nobody is let in.
const WAITING: usize = 30;

/// Places kept for who signed in from their address before.
const KEPT: usize = 8;

/// The longest password taken, in characters.
pub const LONGEST_PASSWORD: usize = 1000;

/// Where passwords are hashed.
pub struct Passwords {
    inside: Arc<Semaphore>,
    kept: Arc<Semaphore>,
    hashing: Arc<Semaphore>,
}

/// A place among those who wait for a hash or have theirs made.
pub struct Turn {
    hashing: Arc<Semaphore>,
    _place: OwnedSemaphorePermit,
}

impl Default for Passwords {
    fn default() -> Self {
        Self {
            inside: Arc::new(Semaphore::new(AT_ONCE + WAITING)),
            kept: Arc::new(Semaphore::new(KEPT)),
            hashing: Arc::new(Semaphore::new(AT_ONCE)),
        }
    }
}

impl Passwords {
    /// A place among those who wait.
    ///
    /// # Errors
    /// [`CaseworkFault::Busy`] where all places are taken.
    pub fn turn(&self) -> Result<Turn, CaseworkFault> {
        self.place(&self.inside)
    }

    /// One of those that are kept, where strangers have taken all the others.
    ///
    /// # Errors
    /// [`CaseworkFault::Busy`] where those are taken too.
    pub fn kept_turn(&self) -> Result<Turn, CaseworkFault> {
        self.place(&self.kept)
    }

    /// Either, for whoever is known to be of the desk: signed in, or holding a link to choose a password.
    ///
    /// # Errors
    /// [`CaseworkFault::Busy`] where all are taken.
    pub fn turn_of_the_desk(&self) -> Result<Turn, CaseworkFault> {
        self.turn().or_else(|_| self.kept_turn())
    }

    fn place(&self, among: &Arc<Semaphore>) -> Result<Turn, CaseworkFault> {
        let place = Arc::clone(among).try_acquire_owned();
        Ok(Turn {
            hashing: Arc::clone(&self.hashing),
            _place: place.map_err(|_| CaseworkFault::Busy)?,
        })
    }
}

impl Turn {
    /// The hash of a password.
    ///
    /// # Errors
    /// When the system has no randomness to give.
    pub async fn hash(&self, password: &str) -> Result<String, CaseworkFault> {
        let password = password.to_owned();
        self.hashed(move || hash_password(&password)).await?
    }

    /// Whether a password is the one of this hash.
    ///
    /// # Errors
    /// Only a fault in the program.
    pub async fn is(&self, hash: &str, password: &str) -> Result<bool, CaseworkFault> {
        let (hash, password) = (hash.to_owned(), password.to_owned());
        self.hashed(move || password_is(&hash, &password)).await
    }

    async fn hashed<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, CaseworkFault> {
        let broken = |e: &dyn std::fmt::Display| CaseworkFault::Broken(e.to_string());
        let permit = Arc::clone(&self.hashing).acquire_owned().await;
        let permit = permit.map_err(|e| broken(&e))?;
        // The permit goes with the work: whoever hangs up does not make room before it is done.
        tokio::task::spawn_blocking(move || {
            let done = work();
            drop(permit);
            done
        })
        .await
        .map_err(|e| broken(&e))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn whoever_finds_every_place_taken_is_told_at_once() {
        let passwords = Passwords::default();
        let turns: Vec<Turn> = (0..AT_ONCE + WAITING)
            .map(|_| passwords.turn().unwrap())
            .collect();
        assert!(matches!(passwords.turn(), Err(CaseworkFault::Busy)));
        let kept: Vec<Turn> = (0..KEPT).map(|_| passwords.kept_turn().unwrap()).collect();
        assert!(matches!(passwords.kept_turn(), Err(CaseworkFault::Busy)));
        assert!(passwords.turn_of_the_desk().is_err());
        drop(kept);
        assert!(passwords.turn_of_the_desk().is_ok());
        let hash = turns[0].hash("correct horse").await.unwrap();
        assert!(turns[1].is(&hash, "correct horse").await.unwrap());
        drop(turns);
        assert!(passwords.turn().is_ok());
    }
}
