//! How a letter leaves: to a file, to an SMTP server, or into memory for tests.

use super::letter::Letter;
use super::smtp::{Ours, Smtp, SmtpServer, quit};
use atomic_write_file::AtomicWriteFile;

use lettre::transport::smtp::client::AsyncSmtpConnection;
use std::fmt;
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use thiserror::Error;

/// Letters that were "sent" to memory.
pub type Mailbox = Arc<Mutex<Vec<Letter>>>;

/// A way for letters to leave.
#[derive(Clone)]
pub enum Transport {
    /// Each letter becomes a file `<message id>.eml` in this folder.
    File(PathBuf),
    /// Letters are handed to an SMTP server.
    Smtp(Box<Smtp>),
    /// Letters are kept in memory.
    Memory(Mailbox),
}

/// Takes letters along a way, one after another; keeps a connection from one to the next.
pub struct Courier<'a> {
    transport: &'a Transport,
    connection: Option<AsyncSmtpConnection>,
}

/// A letter left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivered {
    /// Who took it: the server's name and port, or the folder.
    pub by: String,
    /// What the server answered, for the record.
    pub answer: String,
}

/// A letter did not leave, as far as we know.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SendFailure {
    /// It may leave later: try again.
    #[error("not delivered yet: {0}")]
    Transient(String),
    /// The server has all of it and did not say what it made of it: whoever sends it again may
    /// send it twice.
    #[error("sent whole, and the server did not say whether it took it: {0}")]
    Unknown(String),
    /// It will never leave as it is.
    #[error("cannot be delivered: {0}")]
    Permanent(String),
}

impl Transport {
    /// A transport to an SMTP server; connects when the first letter is sent.
    ///
    /// # Errors
    /// When TLS cannot be set up for this server's name, said in one sentence.
    pub fn smtp(server: SmtpServer) -> Result<Self, String> {
        Ok(Self::Smtp(Box::new(Smtp::to(server)?)))
    }

    /// Somebody to take letters along this way.
    #[must_use]
    pub const fn courier(&self) -> Courier<'_> {
        Courier {
            transport: self,
            connection: None,
        }
    }

    /// Whether the server can be reached and accepts us; a folder always can.
    ///
    /// # Errors
    /// What is wrong, in one sentence.
    pub async fn answers(&self) -> Result<(), String> {
        match self {
            Self::Smtp(smtp) => smtp.answers().await,
            Self::File(_) | Self::Memory(_) => Ok(()),
        }
    }

    /// Removes what a program that was killed left half-written in the folder of letters.
    ///
    /// # Errors
    /// When the folder cannot be read or a file cannot be removed.
    pub fn sweep(&self) -> io::Result<()> {
        let Self::File(folder) = self else {
            return Ok(());
        };
        if !folder.exists() {
            return Ok(());
        }
        for entry in std::fs::read_dir(folder)? {
            let entry = entry?;
            let name = entry.file_name();
            if is_unfinished(&name.to_string_lossy()) && entry.file_type()?.is_file() {
                std::fs::remove_file(entry.path())?;
            }
        }
        Ok(())
    }
}

impl Courier<'_> {
    /// Sends one letter, as long as it is ours. Sending the same letter twice to a file or a mailbox in
    /// memory keeps one.
    ///
    /// # Errors
    /// Whether to try again, and what the server or the file system said.
    pub async fn send(
        &mut self,
        letter: &Letter,
        ours: Ours<'_>,
    ) -> Result<Delivered, SendFailure> {
        let unusable = |error: super::UnusableLetter| SendFailure::Permanent(error.to_string());
        match self.transport {
            Transport::File(folder) => {
                let eml = letter.to_eml().map_err(unusable)?;
                let (folder, id) = (folder.clone(), letter.message_id.clone());
                let written =
                    tokio::task::spawn_blocking(move || write_once(&folder, &id, &eml)).await;
                match written {
                    Ok(Ok(path)) => Ok(Delivered {
                        by: "a file".to_owned(),
                        answer: format!("written to {}", path.display()),
                    }),
                    Ok(Err(error)) => Err(SendFailure::Transient(format!(
                        "the mail folder cannot be written to ({error})"
                    ))),
                    Err(error) => Err(SendFailure::Transient(error.to_string())),
                }
            }
            Transport::Smtp(smtp) => {
                let message = letter.message().map_err(unusable)?;
                smtp.send(&mut self.connection, &message, ours).await
            }
            Transport::Memory(mailbox) => {
                letter.message().map_err(unusable)?;
                let mut letters = mailbox.lock().unwrap_or_else(PoisonError::into_inner);
                if !letters
                    .iter()
                    .any(|kept| kept.message_id == letter.message_id)
                {
                    letters.push(letter.clone());
                }
                Ok(Delivered {
                    by: "memory".to_owned(),
                    answer: "kept in memory".to_owned(),
                })
            }
        }
    }

    /// Says goodbye where a connection is still open.
    pub async fn finish(self) {
        if let Some(connection) = self.connection {
            quit(connection).await;
        }
    }
}

/// Whether a file is a letter's that was not written to its end: `.<message id>.eml.` and some
/// letters, or as earlier versions named it, `.<message id>.<process>.tmp`. No other file of the
/// folder is ours to remove.
fn is_unfinished(name: &str) -> bool {
    name.starts_with('.')
        && name.contains('@')
        && name
            .rsplit_once('.')
            .is_some_and(|(before, end)| end == "tmp" || before.ends_with(".eml"))
}

/// Writes a file that only this user may read, whole or not at all, and leaves one that is there
/// alone.
fn write_once(folder: &Path, message_id: &str, eml: &[u8]) -> io::Result<PathBuf> {
    std::fs::create_dir_all(folder)?;
    let path = folder.join(format!("{}.eml", file_name(message_id)));
    if path.exists() {
        return Ok(path);
    }
    let mut file = AtomicWriteFile::options().mode(0o600).open(&path)?;
    file.write_all(eml)?;
    file.commit()?;
    Ok(path)
}

/// A Message-ID as a file name: what is not a letter, digit, `.`, `-`, `_` or `@` as `=` and its
/// code, so that no two ids share a file and none leaves the folder.
fn file_name(message_id: &str) -> String {
    let mut name = String::with_capacity(message_id.len());
    for (place, byte) in message_id.bytes().enumerate() {
        let dot_first = byte == b'.' && place == 0;
        if (byte.is_ascii_alphanumeric() || b".-_@".contains(&byte)) && !dot_first {
            name.push(char::from(byte));
        } else {
            name.push_str(&format!("={byte:02x}"));
        }
    }
    name
}

impl fmt::Debug for Transport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(folder) => write!(f, "File({})", folder.display()),
            Self::Smtp(_) => f.write_str("Smtp"),
            Self::Memory(_) => f.write_str("Memory"),
        }
    }
}
