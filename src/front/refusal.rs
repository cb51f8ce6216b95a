//! What the front itself answers: a status and one sentence, where HTTP allows an answer.

use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// How long a client is given to take its last answer, and then to send anything more.
const PATIENCE: Duration = Duration::from_secs(1);

/// How long what a client still sends is read after its last answer.
const PARTING: Duration = Duration::from_secs(5);

/// Why the front refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// The head or body came too slowly.
    Slow,
    /// There are as many connections as can be served.
    Full,
    /// The web server behind does not take the request: the program is stopping.
    Stopping,
}

impl Refusal {
    /// The status of the answer.
    pub const fn status(self) -> u16 {
        match self {
            Self::Slow => 408,
            Self::Full | Self::Stopping => 503,
        }
    }

    /// What is said.
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::Slow => "The request came too slowly. Send it again.\n",
            Self::Full => "Too many connections are open. Try again in a minute.\n",
            Self::Stopping => "Daylight is being restarted. Try again in a minute.\n",
        }
    }

    /// Answers on a bare connection and closes it.
    pub async fn send(self, mut stream: TcpStream) {
        let reason = match self {
            Self::Slow => "Request Timeout",
            Self::Full | Self::Stopping => "Service Unavailable",
        };
        let retry = match self {
            Self::Slow => "",
            Self::Full | Self::Stopping => "Retry-After: 60\r\n",
        };
        let answer = format!(
            "HTTP/1.1 {} {reason}\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: {}\r\n{retry}Connection: close\r\n\r\n{}",
            self.status(),
            self.sentence().len(),
            self.sentence()
        );
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
