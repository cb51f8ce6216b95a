//! The mailbox messages are taken from, over IMAP (RFC 3501, IDLE by RFC 2177).
//!
//! It reads, and marks what was taken as seen; it deletes and moves nothing.

mod search;

use super::LARGEST_MESSAGE;
use super::wire::{Measured, over_tls};
use async_imap::imap_proto::{AttributeValue, Response, Status};
use async_imap::{Client, Session};
use chrono::{DateTime, Utc};
use search::{internal_date, is_of};
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::time::Duration;
use thiserror::Error;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::time::timeout;

/// How long the server may take over one command.
const PATIENCE: Duration = Duration::from_secs(60);

/// The most characters of what a server says that are repeated.
const LONGEST: usize = 200;

/// The most a server may say to one command, in bytes: half a million numbers of messages.
const MOST: usize = 4_000_000;

/// The same where it hands over a message.
const MOST_HANDED_OVER: usize = LARGEST_MESSAGE + MOST;

/// By so many bytes one message is told from another: the lines of servers on its way stand first.
pub const BEGINNING: usize = 2_000;

/// How long it may take to hand over one message.
const FETCHING: Duration = Duration::from_secs(600);

/// A mailbox on a server.
#[derive(Clone)]
pub struct ImapServer {
    /// Name or address; with TLS, the name its certificate must bear.
    pub host: String,
    /// The port.
    pub port: u16,
    /// The user name.
    pub user: String,
    /// The password.
    pub password: String,
    /// The folder.
    pub folder: String,
    /// TLS from the first byte; without, only for a server on this machine.
    pub tls: bool,
    /// A certificate (PEM) to trust besides the usual ones.
    pub ca_file: Option<PathBuf>,
}

/// Why the mailbox cannot be read now.
#[derive(Debug, Error)]
pub enum ImapFault {
    /// The server cannot be reached, or its certificate is not good.
    #[error("the mailbox cannot be reached: {0}")]
    Unreachable(String),
    /// The user name or the password is refused.
    #[error("the mailbox refuses the user name or the password: {0}")]
    Refused(String),
    /// The server did not answer in time.
    #[error("the mailbox's server does not answer")]
    Silent,
    /// Anything else it says.
    #[error("the mailbox's server says: {0}")]
    Said(String),
}

/// A message as the server holds it.
pub struct Fetched {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// When the server took it.
    pub received_at: Option<DateTime<Utc>>,
}

/// An open folder.
pub struct Folder {
    session: Session<Box<dyn Wire>>,
    /// What makes the numbers of its messages valid: another value, other numbers.
    pub validity: u32,
    /// The number the next message would have had when the folder was opened, where the server says.
    pub next: Option<u32>,
    idles: bool,
    /// How much the server may say, in bytes, before it is spoken to again.
    most: Arc<AtomicUsize>,
}

/// A connection, with TLS or without.
trait Wire: AsyncRead + AsyncWrite + Unpin + fmt::Debug + Send {}

impl<T: AsyncRead + AsyncWrite + Unpin + fmt::Debug + Send> Wire for T {}

impl Folder {
    /// Connects, signs in and opens the folder.
    ///
    /// # Errors
    /// Why that is not possible now.
    pub async fn open(server: &ImapServer) -> Result<Self, ImapFault> {
        let most = Arc::new(AtomicUsize::new(MOST));
        let wire = in_time(PATIENCE, connect(server, Arc::clone(&most))).await?;
        let mut client = Client::new(wire);
        let greeting = in_time(PATIENCE, async {
            client.read_response().await.map_err(|e| lost(&e))
        })
        .await?;
        if greeting.is_none() {
            return Err(ImapFault::Unreachable("the server hung up".into()));
        }
        let signed_in = async {
            client
                .login(&server.user, &server.password)
                .await
                .map_err(|(error, _)| ImapFault::Refused(in_short(&error.to_string())))
        };
        let mut session = in_time(PATIENCE, signed_in).await?;
        let idles = in_time(PATIENCE, async {
            Ok(session.capabilities().await?.has_str("IDLE"))
        })
        .await?;
        let opened = in_time(PATIENCE, async {
            Ok(session.select(&server.folder).await?)
        })
        .await?;
        Ok(Self {
            session,
            validity: opened.uid_validity.unwrap_or(0),
            next: opened.uid_next.filter(|next| *next > 0),
            idles,
            most,
        })
    }

    /// A message without marking it as seen; nothing where it is gone.
    ///
    /// # Errors
    /// What the server says; a message that is there and is not handed over is a fault of its.
    pub async fn fetch(&mut self, uid: u32) -> Result<Option<Fetched>, ImapFault> {
        let too_large = self
            .search(&format!("UID {uid} LARGER {LARGEST_MESSAGE}"))
            .await?;
        if too_large.contains(&uid) {
            return Err(ImapFault::Said(format!(
                "message {uid} has more than {} megabytes; put what it asks on record by hand and move \
                 it to another folder",
                LARGEST_MESSAGE / 1_000_000
            )));
        }
        let (mut found, most) = (None, Arc::clone(&self.most));
        let command = format!("UID FETCH {uid} (UID INTERNALDATE BODY.PEEK[])");
        let fetching = self.run(&command, |answer| {
            if let Response::Fetch(_, parts) = answer {
                found = found.take().or_else(|| fetched(uid, parts));
            }
        });
        most.store(MOST_HANDED_OVER, Relaxed);
        let handed_over = in_time(FETCHING, fetching).await;
        most.store(MOST, Relaxed);
        handed_over?;
        if found.is_none() && self.search(&format!("UID {uid}")).await?.contains(&uid) {
            return Err(ImapFault::Said(format!(
                "message {uid} is there, and it is not handed over"
            )));
        }
        Ok(found)
    }

    /// Tells the server that a message was taken.
    ///
    /// # Errors
    /// The connection is gone. A server that will not mark it keeps it as it is: which message was
    /// the last is not kept there.
    pub async fn seen(&mut self, uid: u32) -> Result<(), ImapFault> {
        let command = format!("UID STORE {uid} +FLAGS.SILENT (\\Seen)");
        match in_time(PATIENCE, self.run(&command, |_| {})).await {
            Ok(()) | Err(ImapFault::Said(_)) => Ok(()),
            Err(fault) => Err(fault),
        }
    }

    /// Runs a command and shows each of its answers before the last, which has to say that it was done.
    /// A connection that ends, or a command that is refused, has no answer: it is no empty one.
    async fn run(
        &mut self,
        command: &str,
        mut each: impl FnMut(&Response<'_>) + Send,
    ) -> Result<(), ImapFault> {
        let command = self.session.run_command(command).await;
        let tag = command.map_err(|e| lost(&e))?;
        loop {
            let answer = self.session.read_response().await.map_err(|e| lost(&e))?;
            let answer = answer.ok_or_else(|| lost(&"the server hung up"))?;
            match answer.parsed() {
                Response::Done {
                    tag: of,
                    status,
                    outcome,
                } if *of == tag => {
                    return match status {
                        Status::Ok => Ok(()),
                        Status::No | Status::Bad | Status::PreAuth | Status::Bye => {
                            let said = outcome.information.as_deref();
                            Err(ImapFault::Said(in_short(said.unwrap_or("no"))))
                        }
                    };
                }
                other => each(other),
            }
        }
    }

    /// Waits until there may be something new: the server says so, or the time is over.
    ///
    /// # Errors
    /// What the server says; the connection is then gone.
    pub async fn wait(
        mut self,
        patience: Duration,
        stop: &mut watch::Receiver<bool>,
    ) -> Result<Self, ImapFault> {
        if !self.idles {
            tokio::select! {
                () = tokio::time::sleep(patience) => {}
                _ = stop.changed() => {}
            }
            in_time(PATIENCE, async { Ok(self.session.noop().await?) }).await?;
            return Ok(self);
        }
        let Self {
            session,
            validity,
            next,
            idles,
            most,
        } = self;
        let mut idle = session.idle();
        in_time(PATIENCE, async { Ok(idle.init().await?) }).await?;
        {
            let (news, _interrupt) = idle.wait_with_timeout(patience);
            tokio::select! {
                news = news => { news?; }
                _ = stop.changed() => {}
            }
        }
        let session = in_time(PATIENCE, async { Ok(idle.done().await?) }).await?;
        Ok(Self {
            session,
            validity,
            next,
            idles,
            most,
        })
    }

    /// Signs out.
    pub async fn close(mut self) {
        let _ = timeout(PATIENCE, self.session.logout()).await;
    }
}

/// The connection is of no more use.
fn lost(error: &dyn fmt::Display) -> ImapFault {
    ImapFault::Unreachable(in_short(&error.to_string()))
}

/// What a server says as it may be repeated: an answer that cannot be read is part of a letter.
fn in_short(said: &str) -> String {
    let said = said.split(" during parsing of ").next().unwrap_or_default();
    let plain = said.chars().filter(|c| !c.is_control());
    plain.take(LONGEST).collect()
}

/// The message of this number, where an answer holds all of it.
fn fetched(uid: u32, parts: &[AttributeValue<'_>]) -> Option<Fetched> {
    if !is_of(uid, parts) {
        return None;
    }
    let bytes = parts.iter().find_map(|part| match part {
        AttributeValue::BodySection {
            section: None,
            data: Some(data),
            ..
        } => Some(data.to_vec()),
        _ => None,
    });
    bytes.map(|bytes| Fetched {
        bytes,
        received_at: parts.iter().find_map(internal_date),
    })
}

async fn connect(server: &ImapServer, most: Arc<AtomicUsize>) -> Result<Box<dyn Wire>, ImapFault> {
    let unreachable = |e: &dyn fmt::Display| ImapFault::Unreachable(e.to_string());
    let stream = TcpStream::connect((server.host.as_str(), server.port))
        .await
        .map_err(|e| unreachable(&e))?;
    let peer = stream.peer_addr().map_err(|e| unreachable(&e))?;
    if !server.tls {
        return Ok(Box::new(Measured::new(stream, peer, most)));
    }
    let stream = over_tls(&server.host, server.ca_file.as_deref(), stream).await;
    let stream = stream.map_err(ImapFault::Unreachable)?;
    Ok(Box::new(Measured::new(stream, peer, most)))
}

async fn in_time<T>(
    patience: Duration,
    work: impl Future<Output = Result<T, ImapFault>>,
) -> Result<T, ImapFault> {
    timeout(patience, work)
        .await
        .unwrap_or(Err(ImapFault::Silent))
}

impl From<async_imap::error::Error> for ImapFault {
    fn from(error: async_imap::error::Error) -> Self {
        Self::Said(in_short(&error.to_string()))
    }
}

impl fmt::Debug for ImapServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}@{}:{}/{}",
            self.user, self.host, self.port, self.folder
        )
    }
}
