//! What the front itself answers: a status and one sentence, where HTTP allows an answer.

use std::collections::VecDeque;
use std::io::{self, Read, Write};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::AbortHandle;

/// How long a client is given to take its last answer, and then to send anything more.
const PATIENCE: Duration = Duration::from_secs(2);

/// How long what a client still sends is read after its last answer.
const PARTING: Duration = Duration::from_secs(30);

/// What is read of a request that has no place before it is refused, in bytes.
const DROPPED: usize = 16 * 1024;

/// Connections that were told that there is no room, and are waited for until they have read it.
const WAITED_FOR: usize = 32;

/// Those that are told that there is no room; they are not counted with the others. Where many are,
/// the one that was told first is waited for no longer.
#[derive(Debug, Default)]
pub struct TurnedAway(Mutex<VecDeque<AbortHandle>>);

impl TurnedAway {
    /// Says why, or to who is `half_open` only where something has come meanwhile: nobody is told
    /// anything who has asked for nothing.
    pub fn tell(&self, refusal: Refusal, stream: TcpStream, half_open: bool) {
        // It is said here: whoever is waited for no longer may have had no turn yet.
        let Ok(Some(stream)) = refusal.say(stream, half_open) else {
            return;
        };
        let waited_for = tokio::spawn(part(stream)).abort_handle();
        let mut told = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        told.push_back(waited_for);
        if told.len() > WAITED_FOR
            && let Some(first) = told.pop_front()
        {
            first.abort();
        }
    }
}

/// Why the front refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// The head or body came too slowly.
    Slow,
    /// There are as many connections as can be served.
    Full,
    /// There is as much of bodies in memory as may be.
    Busy,
    /// There is as much of answers in memory as may be.
    Unread,
    /// The web server behind does not take the request: the program is stopping.
    Stopping,
}

impl Refusal {
    /// The status of the answer.
    pub const fn status(self) -> u16 {
        match self {
            Self::Slow => 408,
            Self::Full | Self::Busy | Self::Unread | Self::Stopping => 503,
        }
    }

    /// What is said.
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::Slow => "The request came too slowly. Send it again.\n",
            Self::Full => "Too many connections are open. Try again in a minute.\n",
            Self::Busy => {
                "Too many people are sending something at this moment, and what you sent has not been kept. Wait a few seconds and send it again.\n"
            }
            Self::Unread => {
                "Too many people are being sent something at this moment. Wait a few seconds and try again.\n"
            }
            Self::Stopping => "Daylight is being restarted. Try again in a minute.\n",
        }
    }

    /// After how many seconds it can be tried again, where that is known (RFC 9110 10.2.3).
    pub const fn retry_after(self) -> Option<&'static str> {
        match self {
            Self::Slow => None,
            Self::Busy | Self::Unread => Some("5"),
            Self::Full | Self::Stopping => Some("60"),
        }
    }

    fn answer(self) -> String {
        let reason = match self {
            Self::Slow => "Request Timeout",
            Self::Full | Self::Busy | Self::Unread | Self::Stopping => "Service Unavailable",
        };
        let retry = self
            .retry_after()
            .map_or_else(String::new, |seconds| format!("Retry-After: {seconds}\r\n"));
        format!(
            "HTTP/1.1 {} {reason}\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: {}\r\n{retry}Connection: close\r\n\r\n{}",
            self.status(),
            self.sentence().len(),
            self.sentence()
        )
    }

    /// Answers at once on a bare connection on which nothing was answered: there is room for it.
    fn say(self, stream: TcpStream, half_open: bool) -> io::Result<Option<TcpStream>> {
        let mut stream = stream.into_std()?;
        // Closing resets the connection where something is unread. Nothing more is waited for.
        let came = stream.read(&mut [0; DROPPED]).unwrap_or_default();
        if half_open && came == 0 {
            return Ok(None);
        }
        stream.write_all(self.answer().as_bytes())?;
        TcpStream::from_std(stream).map(Some)
    }

    /// Answers on a bare connection and closes it.
    pub async fn send(self, mut stream: TcpStream) {
        let answer = self.answer();
        let sent = tokio::time::timeout(PATIENCE, stream.write_all(answer.as_bytes())).await;
        if matches!(sent, Ok(Ok(()))) {
            part(stream).await;
        }
    }
}

/// Closes a connection whose client may still be sending: what arrives is read and dropped for a
/// moment. Closing with unread bytes resets the connection, and the answer may be lost with it
/// (RFC 9112 section 9.6).
pub async fn part(mut stream: TcpStream) {
    if stream.shutdown().await.is_err() {
        return;
    }
    let mut dropped = vec![0; 16 * 1024];
    let last = tokio::time::Instant::now() + PARTING;
    while let Ok(Ok(bytes)) = tokio::time::timeout(PATIENCE, stream.read(&mut dropped)).await {
        if bytes == 0 || tokio::time::Instant::now() > last {
            return;
        }
    }
}
