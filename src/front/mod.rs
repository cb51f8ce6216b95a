//! What stands before the web server and holds off slow and half-open clients.
//!
//! Rocket 0.5 waits for ever for a head, a body or a reader, and takes connections until there are
//! no more descriptors. So it listens where only this program reaches it, and each request is
//! passed on to it as soon as it is whole, or its head where a document follows. Heads, bodies and
//! readers have their time (`line.rs`), bodies and answers their memory (`held.rs`, `unread.rs`), connections their number
//! (`limits.rs`, `register.rs`); where that is reached, what is half-open, quiet or slowest makes
//! room. Answers are not touched.

mod bodies;
mod exchange;
mod held;
mod inward;
mod limits;
mod line;
mod pace;
mod passage;
mod peers;
mod refusal;
mod register;
#[cfg(test)]
mod tests;
mod unread;
mod watched;

pub use exchange::PIECE_BY_PIECE;
pub use limits::Limits;
pub use peers::Peers;

use exchange::{LONG, Shared};
use held::Held;
use line::Order;
use passage::Passages;
use refusal::{Refusal, TurnedAway};
use register::Register;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::{Semaphore, oneshot};
use unread::Unread;

/// Connections the operating system keeps until they are taken.
const BACKLOG: u32 = 1_024;

/// What the operating system is asked to hold of an answer that its reader has not taken, in bytes;
/// Linux doubles it for its own needs. It takes more of an answer only once a third of that is
/// free, and left to itself it holds 4 MB: whoever reads 50 kB a second would then seem to stand
/// still for half a minute.
const UNREAD: u32 = 64 * 1024;

/// How often it is looked for what has taken too long.
const ROUND: Duration = Duration::from_secs(1);

/// How long, once the program stops, who is connected may still send a request that had begun.
const LINGER: Duration = Duration::from_millis(300);

/// How often it is said that no connection can be taken.
const SAID_AGAIN: Duration = Duration::from_secs(60);

/// An open door: clients can connect, and are answered once it runs.
#[derive(Debug)]
pub struct Front {
    listener: TcpListener,
    register: Arc<Register>,
    trusted: Vec<IpAddr>,
    /// The address it listens on.
    pub address: SocketAddr,
    /// How many connections are served at once.
    pub limits: Limits,
}

/// Where connections are taken to.
struct Hall {
    register: Arc<Register>,
    shared: Arc<Shared>,
}

impl Front {
    /// Listens on an address. Connections of `trusted` proxies are not counted by address.
    ///
    /// # Errors
    /// When the address is taken or is none of this machine.
    pub fn bind(listen: SocketAddr, trusted: Vec<IpAddr>) -> io::Result<Self> {
        let socket = match listen {
            SocketAddr::V4(_) => TcpSocket::new_v4(),
            SocketAddr::V6(_) => TcpSocket::new_v6(),
        }?;
        // A restart does not wait for the connections of the one before.
        #[cfg(unix)]
        socket.set_reuseaddr(true)?;
        // Connections have it from here.
        socket.set_send_buffer_size(UNREAD)?;
        socket.bind(listen)?;
        let listener = socket.listen(BACKLOG)?;
        let limits = Limits::raised()?;
        Ok(Self {
            address: listener.local_addr()?,
            listener,
            register: Arc::new(Register::new(limits, trusted.clone())),
            trusted,
            limits,
        })
    }

    /// Passes requests on to the web server at `server` and notes in `peers` whose they are, until
    /// `stop` says within what time to finish what has begun.
    pub async fn run(
        self,
        server: SocketAddr,
        peers: Arc<Peers>,
        stop: oneshot::Receiver<Duration>,
    ) {
        let hall = Hall {
            register: self.register,
            shared: Arc::new(Shared {
                turned_away: TurnedAway::default(),
                held: Arc::new(Held::new(self.trusted.clone())),
                unread: Arc::new(Unread::new(self.trusted)),
                long: Semaphore::new(LONG),
                passages: Arc::new(Passages::new(server, peers)),
                last: AtomicBool::new(false),
            }),
        };
        let within = tokio::select! {
            within = stop => within.unwrap_or_default(),
            () = hall.take_all(&self.listener) => return,
        };
        let deadline = Instant::now() + within;
        hall.shared.last.store(true, Ordering::Relaxed);
        if !hall.register.is_empty() {
            let linger = LINGER.min(within);
            let _ = tokio::time::timeout(linger, hall.take_all(&self.listener)).await;
        }
        // What the operating system has accepted is ours to answer; closing would reset it.
        if let Ok(listener) = self.listener.into_std() {
            while let Ok((stream, peer)) = listener.accept() {
                let _ = stream.set_nonblocking(true);
                if let Ok(stream) = TcpStream::from_std(stream) {
                    hall.take(stream, peer);
                }
            }
        }
        hall.register.tell_all(Order::Finish);
        while !hall.register.is_empty() && Instant::now() < deadline {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        hall.register.tell_all(Order::Close(None));
        hall.shared.passages.close();
    }
}

impl Hall {
    /// Takes connections for ever.
    async fn take_all(&self, listener: &TcpListener) {
        let mut round = tokio::time::interval(ROUND);
        let mut said: Option<Instant> = None;
        loop {
            tokio::select! {
                taken = listener.accept() => match taken {
                    Ok((stream, peer)) => self.take(stream, peer),
                    // A client that left again, or no descriptor whatever the limits say.
                    Err(fault) => {
                        let left = fault.kind() == io::ErrorKind::ConnectionAborted;
                        if !left && said.is_none_or(|at| at.elapsed() >= SAID_AGAIN) {
                            tracing::warn!(target: "daylight", "no connection can be taken: {fault}");
                            said = Some(Instant::now());
                        }
                        tokio::time::sleep(Duration::from_millis(10)).await;
                    }
                },
                _ = round.tick() => self.register.sweep(Instant::now()),
            }
        }
    }

    fn take(&self, stream: TcpStream, peer: SocketAddr) {
        let peer = peer.ip().to_canonical();
        let _ = stream.set_nodelay(true);
        if let Some(place) = self.register.admit(peer, Instant::now()) {
            tokio::spawn(exchange::serve(
                stream,
                peer,
                place,
                Arc::clone(&self.shared),
            ));
        } else {
            self.shared.turned_away.tell(Refusal::Full, stream, false);
        }
    }
}
