//! Connections to the web server behind the front, used again and again.

use super::bodies::Upload;
use super::inward::Inward;
use super::peers::Peers;
use hyper::client::conn::http1::{self, SendRequest};
use hyper_util::rt::TokioIo;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::net::TcpStream;

/// The most passages that are kept while nobody asks for anything.
const KEPT: usize = 64;

/// The most that is held of an answer, or of its head, whose reader is waited for, in bytes.
const HELD: usize = 16 * 1024;

/// A connection to the web server, for one request at a time; it is closed when dropped.
#[derive(Debug)]
pub struct Passage {
    /// Where requests go in.
    pub sender: SendRequest<Upload>,
    from: SocketAddr,
    peers: Arc<Peers>,
}

impl Drop for Passage {
    /// The port is forgotten first: it cannot be another's before the socket is closed.
    fn drop(&mut self) {
        self.peers.forget(self.from);
    }
}

/// The passages to one web server.
#[derive(Debug)]
pub struct Passages {
    server: SocketAddr,
    peers: Arc<Peers>,
    free: Mutex<Vec<Passage>>,
}

impl Passages {
    /// None yet to the web server at `server`.
    pub fn new(server: SocketAddr, peers: Arc<Peers>) -> Self {
        Self {
            server,
            peers,
            free: Mutex::new(Vec::new()),
        }
    }

    /// One on which this client's next request goes.
    ///
    /// # Errors
    /// When the web server takes no connection.
    pub async fn take(&self, peer: IpAddr) -> Result<Passage, std::io::Error> {
        loop {
            let kept = self.free().pop();
            let Some(mut passage) = kept else {
                break;
            };
            if passage.sender.ready().await.is_ok() {
                self.peers.set(passage.from, peer);
                return Ok(passage);
            }
        }
        let stream = TcpStream::connect(self.server).await?;
        stream.set_nodelay(true)?;
        let from = stream.local_addr()?;
        self.peers.set(from, peer);
        let shake = http1::Builder::new()
            .preserve_header_case(true)
            .max_buf_size(HELD)
            .handshake(TokioIo::new(Inward(stream)))
            .await;
        let (sender, connection) = shake.map_err(std::io::Error::other)?;
        tokio::spawn(connection);
        Ok(Passage {
            sender,
            from,
            peers: Arc::clone(&self.peers),
        })
    }

    /// Keeps one whose last answer has come whole.
    pub fn give_back(&self, passage: Passage) {
        let mut free = self.free();
        if free.len() < KEPT {
            free.push(passage);
        }
    }

    /// Closes those that are free.
    pub fn close(&self) {
        self.free().clear();
    }

    fn free(&self) -> MutexGuard<'_, Vec<Passage>> {
        self.free.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
