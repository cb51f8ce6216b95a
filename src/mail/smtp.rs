//! A conversation with an SMTP server (RFC 5321), letter after letter over one connection.
//!
//! What matters is how far it came when it breaks off: until the final dot the server has nothing,
//! and the letter can be sent again; after it the server may have taken the letter without saying
//! so, and to send it again may be to send it twice.

use super::answers::Answers;
use super::refusal::{another, done, is_done, of_the_letter, of_the_recipient, of_the_way};
use super::starttls::agree_on_tls;
use super::transport::{Delivered, SendFailure};
use super::wire::{Measured, over_tls};
use lettre::Message;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{AsyncSmtpConnection, AsyncTokioStream};
use lettre::transport::smtp::commands::{Data, Mail, Noop, Rcpt};
use lettre::transport::smtp::extension::ClientId;
use lettre::transport::smtp::response::Response;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::time::Duration;
use tokio::net::{TcpStream, lookup_host};
use tokio::time::timeout;
use tokio_rustls::rustls::pki_types::ServerName;

/// How much of a letter is written at once.
const BLOCK: usize = 64 * 1024;

/// The most a server may say to one command, in bytes: a line of an answer has at most 512
/// (RFC 5321, section 4.5.3.1.5), and no answer has 16 that long. Each line that comes is read together
/// with those before it.
pub(super) const MOST_SAID: usize = 8 * 1024;

/// The one answer to DATA after which a server takes a letter and no commands.
const READY: u16 = 354;

/// How long a server may take to say goodbye; nothing depends on it.
const GOODBYE: Duration = Duration::from_secs(2);

/// How long `daylight check` waits for a server to greet us and to let us in.
const CHECK: Duration = Duration::from_secs(30);

/// Whether a letter is still this process's to send: asked once more before the server has any of it,
/// since a process may stand still for minutes and know nothing of it.
pub type Ours<'a> = &'a (dyn Fn() -> bool + Send + Sync);

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
    /// Certificates (PEM) to trust besides the usual ones.
    pub ca_file: Option<PathBuf>,
    /// How long the server may take.
    pub patience: Patience,
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

/// How long a server may take, phase by phase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// To be reached at one of its addresses.
    pub connection: Duration,
    /// From the first word to being let in: greeting, TLS, password.
    pub greeting: Duration,
    /// To answer a command: the sender's name, the recipient's.
    pub command: Duration,
    /// To say that it is ready for the letter.
    pub data: Duration,
    /// To take one block of the letter.
    pub block: Duration,
    /// To say, after the final dot, what it made of the letter.
    pub end: Duration,
}

impl Patience {
    /// That of RFC 5321, section 4.5.3.2. A client that waits less at the end sends copies: the
    /// server has the letter and is still busy with it.
    pub const RFC_5321: Self = Self {
        connection: Duration::from_secs(30),
        greeting: Duration::from_secs(5 * 60),
        command: Duration::from_secs(5 * 60),
        data: Duration::from_secs(2 * 60),
        block: Duration::from_secs(3 * 60),
        end: Duration::from_secs(10 * 60),
    };

    /// The same for every phase.
    #[must_use]
    pub const fn of(each: Duration) -> Self {
        Self {
            connection: each,
            greeting: each,
            command: each,
            data: each,
            block: each,
            end: each,
        }
    }
}

/// A server to be talked to.
#[derive(Clone)]
pub struct Smtp {
    server: SmtpServer,
}

impl Smtp {
    /// Prepares for a server; nothing is connected yet.
    pub(super) fn to(server: SmtpServer) -> Result<Self, String> {
        if server.protection != Protection::Unprotected
            && let Err(error) = ServerName::try_from(server.host.as_str())
        {
            return Err(format!("TLS to {} cannot be set up: {error}", server.host));
        }
        Ok(Self { server })
    }

    /// The server's name and port, for the record.
    pub(super) fn name(&self) -> String {
        format!("{}:{}", self.server.host, self.server.port)
    }

    /// Whether the server can be reached and accepts us.
    pub(super) async fn answers(&self) -> Result<(), String> {
        let name = self.name();
        match timeout(CHECK, self.connected()).await {
            Ok(Ok(connection)) => {
                quit(connection).await;
                Ok(())
            }
            Ok(Err(failure)) => Err(format!("the mail server {name} cannot be used: {failure}")),
            Err(_) => Err(format!("the mail server {name} does not answer in time")),
        }
    }

    /// Sends a letter over the connection kept from the one before, or a new one; it is kept for
    /// the next when all went well.
    pub(super) async fn send(
        &self,
        kept: &mut Option<AsyncSmtpConnection>,
        message: &Message,
        ours: Ours<'_>,
    ) -> Result<Delivered, SendFailure> {
        let mut connection = match self.still_open(kept.take()).await {
            Some(connection) => connection,
            None => self.connected().await?,
        };
        match self.converse(&mut connection, message, ours).await {
            Ok(response) => {
                *kept = Some(connection);
                let said: Vec<_> = response.message().collect();
                let answer = format!("{} {}", response.code(), said.join(" "));
                Ok(Delivered {
                    by: self.name(),
                    answer: answer.trim().to_owned(),
                })
            }
            Err(failure) => {
                quit(connection).await;
                Err(failure)
            }
        }
    }

    /// A connection the server has not hung up in the meantime.
    async fn still_open(&self, kept: Option<AsyncSmtpConnection>) -> Option<AsyncSmtpConnection> {
        let mut connection = kept?;
        let patience = self.server.patience.command;
        let answer = in_time(patience, connection.command(Noop), of_the_way).await;
        answer.and_then(done).is_ok().then_some(connection)
    }

    async fn connected(&self) -> Result<AsyncSmtpConnection, SendFailure> {
        let patience = self.server.patience.greeting;
        let reached = self.reached().await;
        let reached =
            reached.map_err(|why| SendFailure::Transient(format!("no connection: {why}")))?;
        match timeout(patience, self.let_in(reached)).await {
            Ok(connection) => connection,
            Err(_) => Err(SendFailure::Transient(silence(patience))),
        }
    }

    /// From the first word to being let in.
    async fn let_in(
        &self,
        reached: (TcpStream, SocketAddr),
    ) -> Result<AsyncSmtpConnection, SendFailure> {
        let hello = ClientId::default();
        let stream = self.protected(reached, &hello).await;
        let stream = stream.map_err(SendFailure::Transient)?;
        let connection = AsyncSmtpConnection::connect_with_transport(stream, &hello).await;
        let mut connection = connection.map_err(|error| of_the_way(&error))?;
        if let Some((user, password)) = &self.server.credentials {
            let credentials = Credentials::new(user.clone(), password.clone());
            let known = connection.auth(DEFAULT_MECHANISMS, &credentials).await;
            done(known.map_err(|error| of_the_way(&error))?)?;
        }
        Ok(connection)
    }

    /// A connection over which the server is about to greet us, protected as it has to be.
    async fn protected(
        &self,
        (mut stream, peer): (TcpStream, SocketAddr),
        hello: &ClientId,
    ) -> Result<Box<dyn AsyncTokioStream>, String> {
        let most = Arc::new(AtomicUsize::new(MOST_SAID));
        let greeting: &[u8] = match self.server.protection {
            Protection::Unprotected => {
                return Ok(Box::new(Answers::over(
                    Measured::new(stream, peer, most),
                    b"",
                )));
            }
            Protection::Tls => b"",
            // The server has greeted us already, and will not again.
            Protection::StartTls => {
                agree_on_tls(&mut stream, hello).await?;
                b"220 \r\n"
            }
        };
        let stream = over_tls(&self.server.host, self.server.ca_file.as_deref(), stream).await;
        let stream = stream.map_err(|why| format!("no TLS: {why}"))?;
        Ok(Box::new(Answers::over(
            Measured::new(stream, peer, most),
            greeting,
        )))
    }

    /// The first of the server's addresses that can be reached.
    async fn reached(&self) -> Result<(TcpStream, SocketAddr), String> {
        let (host, patience) = (&self.server.host, self.server.patience.connection);
        let resolved = timeout(patience, lookup_host((host.as_str(), self.server.port))).await;
        let resolved = resolved.map_err(|_| "its name cannot be looked up in time".to_owned())?;
        let mut why = "its name has no address".to_owned();
        for peer in resolved.map_err(|e| e.to_string())? {
            match timeout(patience, TcpStream::connect(peer)).await {
                Ok(Ok(stream)) => return Ok((stream, peer)),
                Ok(Err(error)) => why = error.to_string(),
                Err(_) => why = silence(patience),
            }
        }
        Err(why)
    }

    async fn converse(
        &self,
        connection: &mut AsyncSmtpConnection,
        message: &Message,
        ours: Ours<'_>,
    ) -> Result<Response, SendFailure> {
        let patience = &self.server.patience;
        let envelope = message.envelope();
        let from = Mail::new(envelope.from().cloned(), vec![]);
        done(in_time(patience.command, connection.command(from), of_the_way).await?)?;
        for to in envelope.to() {
            let to = Rcpt::new(to.clone(), vec![]);
            let told = connection.command(to);
            done(in_time(patience.command, told, of_the_recipient).await?)?;
        }
        if !ours() {
            let said = "it was no longer this process's to send";
            return Err(SendFailure::Transient(said.into()));
        }
        let ready = in_time(patience.data, connection.command(Data), of_the_letter).await?;
        if !ready.has_code(READY) {
            return Err(another(&ready));
        }
        self.content(connection, &message.formatted()).await
    }

    /// Writes the letter and waits for what the server makes of it.
    async fn content(
        &self,
        connection: &mut AsyncSmtpConnection,
        bytes: &[u8],
    ) -> Result<Response, SendFailure> {
        let patience = &self.server.patience;
        // Counts the blocks that were asked for; one more than there are is the final dot.
        let asked = AtomicUsize::new(0);
        let blocks = bytes
            .chunks(BLOCK)
            .map(Some)
            .chain([None])
            .map_while(|block| {
                asked.fetch_add(1, SeqCst);
                block
            });
        let dot = bytes.chunks(BLOCK).len() + 1;
        let mut answer = pin!(connection.message_iter(blocks));
        loop {
            let before = asked.load(SeqCst);
            let wait = if before == dot {
                patience.end
            } else {
                patience.block
            };
            match timeout(wait, &mut answer).await {
                Ok(Ok(response)) if is_done(&response) => return Ok(response),
                // Neither taken nor refused: it asks for more, and there is no more.
                Ok(Ok(response)) => {
                    let said = format!("it answered {}", response.code());
                    return Err(SendFailure::Unknown(said));
                }
                Ok(Err(error)) if error.status().is_none() && asked.load(SeqCst) == dot => {
                    return Err(SendFailure::Unknown(error.to_string()));
                }
                Ok(Err(error)) => return Err(of_the_letter(&error)),
                // It has gone on in the meantime.
                Err(_) if asked.load(SeqCst) != before => {}
                Err(_) if before == dot => return Err(SendFailure::Unknown(silence(wait))),
                Err(_) => return Err(SendFailure::Transient(silence(wait))),
            }
        }
    }
}

/// Says goodbye, so that the server need not wait for more.
pub(super) async fn quit(mut connection: AsyncSmtpConnection) {
    if !connection.has_broken() {
        let _ = timeout(GOODBYE, connection.quit()).await;
    }
}

async fn in_time<T>(
    patience: Duration,
    work: impl Future<Output = Result<T, Error>>,
    refused: fn(&Error) -> SendFailure,
) -> Result<T, SendFailure> {
    match timeout(patience, work).await {
        Ok(done) => done.map_err(|error| refused(&error)),
        Err(_) => Err(SendFailure::Transient(silence(patience))),
    }
}

fn silence(patience: Duration) -> String {
    let seconds = patience.as_secs().max(1);
    format!("the server did not answer within {seconds} seconds")
}
