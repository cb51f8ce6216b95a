//! What the front itself answers: a status and one sentence, where HTTP allows an answer.

use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// How long a refused client is given to take its answer.
const PATIENCE: Duration = Duration::from_secs(1);

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
    ///
    /// What still arrives is read and dropped for a moment: closing with unread bytes resets the
    /// connection, and the client may lose the answer (RFC 9112 section 9.6).
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
        let _ = tokio::time::timeout(PATIENCE, async {
            stream.write_all(answer.as_bytes()).await?;
            stream.shutdown().await?;
            let mut dropped = [0; 1024];
            while stream.read(&mut dropped).await? > 0 {}
            Ok::<(), std::io::Error>(())
        })
        .await;
    }
}
