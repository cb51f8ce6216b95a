//! How a letter leaves: to a file, to an SMTP server (RFC 5321), or into memory for tests.

use super::letter::Letter;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor};
use std::fmt;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use thiserror::Error;

/// Letters that were "sent" to memory.
pub type Mailbox = Arc<Mutex<Vec<Letter>>>;

/// A way for letters to leave.
#[derive(Clone)]
pub enum Transport {
    /// Each letter becomes a file `<message id>.eml` in this folder.
    File(PathBuf),
    /// Letters are handed to an SMTP server.
    Smtp {
        /// The client.
        client: AsyncSmtpTransport<Tokio1Executor>,
        /// The server's name and port, for the record.
        name: String,
        /// How long one letter may take.
        patience: Duration,
    },
    /// Letters are kept in memory.
    Memory(Mailbox),
}

/// An SMTP server.
#[derive(Clone)]
pub struct SmtpServer {
    /// Name or address; with TLS, the name the certificate must bear.
    pub host: String,
    /// The port.
    pub port: u16,
    /// User name and password.
    pub credentials: Option<(String, String)>,
    /// How the connection is protected.
    pub protection: Protection,
    /// How long one letter may take, from connecting to the server's last answer.
    pub patience: Duration,
}

/// How an SMTP connection is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Protection {
    /// STARTTLS, without which nothing is sent.
    StartTls,
    /// TLS from the first byte.
    Tls,
    /// None: only for a server on this machine.
    Unprotected,
}

/// A letter left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivered {
    /// Who took it: the server's name and port, or the folder.
    pub by: String,
    /// What the server answered, for the record.
    pub answer: String,
}

/// A letter did not leave.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SendFailure {
    /// It may leave later: try again.
    #[error("not delivered yet: {0}")]
    Transient(String),
    /// It will never leave as it is.
    #[error("cannot be delivered: {0}")]
    Permanent(String),
}

impl Transport {
    /// A transport to an SMTP server; connects when the first letter is sent.
    ///
    /// # Errors
    /// When TLS cannot be set up for this server's name, said in one sentence.
    pub fn smtp(server: &SmtpServer) -> Result<Self, String> {
        let parameters = || {
            TlsParameters::new(server.host.clone())
                .map_err(|error| format!("TLS to {} cannot be set up: {error}", server.host))
        };
        let tls = match server.protection {
            Protection::StartTls => Tls::Required(parameters()?),
            Protection::Tls => Tls::Wrapper(parameters()?),
            Protection::Unprotected => Tls::None,
        };
        let mut builder =
            AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(server.host.clone())
                .port(server.port)
                .timeout(Some(server.patience))
                .tls(tls);
        if let Some((user, password)) = &server.credentials {
            builder = builder.credentials(Credentials::new(user.clone(), password.clone()));
        }
        Ok(Self::Smtp {
            client: builder.build(),
            name: format!("{}:{}", server.host, server.port),
            patience: server.patience,
        })
    }

    /// Sends one letter. Sending the same letter twice to a file or a mailbox in memory keeps one.
    ///
    /// # Errors
    /// Whether to try again, and what the server or the file system said.
    pub async fn send(&self, letter: &Letter) -> Result<Delivered, SendFailure> {
        let unusable = |error: super::UnusableLetter| SendFailure::Permanent(error.to_string());
        match self {
            Self::File(folder) => {
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
            Self::Smtp {
                client,
                name,
                patience,
            } => {
                let message = letter.message().map_err(unusable)?;
                // The client's own timeout does not cover waiting for an answer, so the whole
                // conversation has one.
                match tokio::time::timeout(*patience, client.send(message)).await {
                    Ok(Ok(response)) => {
                        let said: Vec<_> = response.message().collect();
                        let answer = format!("{} {}", response.code(), said.join(" "));
                        Ok(Delivered {
                            by: name.clone(),
                            answer: answer.trim().to_owned(),
                        })
                    }
                    Ok(Err(error)) => Err(failure(&error)),
                    Err(_) => Err(SendFailure::Transient(format!(
                        "the server did not answer within {} seconds",
                        patience.as_secs().max(1)
                    ))),
                }
            }
            Self::Memory(mailbox) => {
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
}

impl Transport {
    /// Whether the server can be reached and accepts us; a folder always can.
    ///
    /// # Errors
    /// What is wrong, in one sentence.
    pub async fn answers(&self) -> Result<(), String> {
        let Self::Smtp {
            client,
            name,
            patience,
        } = self
        else {
            return Ok(());
        };
        match tokio::time::timeout(*patience, client.test_connection()).await {
            Ok(Ok(true)) => Ok(()),
            Ok(Ok(false)) => Err(format!("the mail server {name} does not answer")),
            Ok(Err(error)) => Err(format!("the mail server {name} cannot be used: {error}")),
            Err(_) => Err(format!("the mail server {name} does not answer in time")),
        }
    }
}

/// Only what the server refuses for good is permanent. That it does not accept our password is
/// our configuration's fault and not the letter's: mended, the letter leaves.
fn failure(error: &lettre::transport::smtp::Error) -> SendFailure {
    let code = error.status().map(u16::from);
    let ours = matches!(code, Some(530 | 534 | 535 | 538));
    if error.is_permanent() && !ours {
        SendFailure::Permanent(error.to_string())
    } else {
        SendFailure::Transient(error.to_string())
    }
}

/// Writes a file whole or not at all, and leaves one that is there alone.
fn write_once(folder: &Path, message_id: &str, eml: &[u8]) -> io::Result<PathBuf> {
    std::fs::create_dir_all(folder)?;
    let name = file_name(message_id);
    let path = folder.join(format!("{name}.eml"));
    if path.exists() {
        return Ok(path);
    }
    let unfinished = folder.join(format!(".{name}.{}.tmp", std::process::id()));
    let mut file = std::fs::File::create(&unfinished)?;
    file.write_all(eml)?;
    file.sync_all()?;
    std::fs::rename(&unfinished, &path)?;
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
            Self::Smtp { .. } => f.write_str("Smtp"),
            Self::Memory(_) => f.write_str("Memory"),
        }
    }
}
