//! The program assembled: use cases, jobs and web server, from start to clean stop.

use crate::casework::deliver::transport;
use crate::casework::{Casework, CaseworkFault};
use crate::jobs;
use crate::web::{self, Clock, Site, pace::Pace};
use rocket::config::{Ident, LogLevel};
use rocket::data::{Limits, ToByteUnit};
use rocket::figment::Figment;
use rocket::{Build, Config, Rocket};
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::sync::watch;

/// Why the program did not serve.
#[derive(Debug, thiserror::Error)]
pub enum ServeFault {
    /// The address is taken.
    #[error("{0} is in use by another program; stop it, or set DAYLIGHT_LISTEN to another address")]
    AddressInUse(SocketAddr),
    /// The mail settings cannot be used.
    #[error(transparent)]
    Casework(#[from] CaseworkFault),
    /// Anything else the web server says.
    #[error("the web server stopped: {0}")]
    Server(String),
}

/// The web server over these use cases, not started yet.
#[must_use]
pub fn rocket(casework: Arc<Casework>, clock: Clock, demo: bool) -> Rocket<Build> {
    let listen = casework.settings.web.listen;
    // A field of 200,000 characters is refused in words by the page it came from; only what is
    // far beyond any form ends with a bare status.
    // A document may come with a form at the desk alone, whose session is asked for first; the
    // other forms hold back nothing of what they do not ask for.
    let document = casework.settings.storage.largest_document.bytes() + 1.mebibytes();
    let limits = Limits::new()
        .limit("form", 4.mebibytes())
        .limit("file", document)
        .limit("data-form", document + 1.mebibytes())
        .limit("string", 1.mebibytes());
    let config = Config {
        address: listen.ip(),
        port: listen.port(),
        limits,
        // Anybody can send X-Real-IP.
        ip_header: None,
        // What a program that is killed leaves of an upload is swept at the next start.
        temp_dir: casework.settings.storage.uploads().into(),
        ident: Ident::none(),
        log_level: LogLevel::Critical,
        ..Config::release_default()
    };
    let site = Site {
        casework,
        clock,
        demo,
        pace: Pace::default(),
    };
    web::mount(rocket::custom(Figment::from(config)), site)
}

/// Serves until the program is told to stop; `ready` is called once requests are answered.
///
/// # Errors
/// When the address is taken or the mail settings cannot be used.
pub async fn serve(
    casework: Arc<Casework>,
    clock: Clock,
    demo: bool,
    ready: impl FnOnce(SocketAddr) + Send + Sync + 'static,
) -> Result<(), ServeFault> {
    let listen = casework.settings.web.listen;
    let transport = transport(&casework.settings)?;
    // Bound once to tell a taken address in plain words; Rocket binds it again.
    drop(
        std::net::TcpListener::bind(listen).map_err(|e| match e.kind() {
            std::io::ErrorKind::AddrInUse => ServeFault::AddressInUse(listen),
            _ => ServeFault::Server(format!("{listen}: {e}")),
        })?,
    );
    let (stop, stopped) = watch::channel(false);
    let workers = jobs::start(&casework, transport, &clock, &stopped);
    let ready = std::sync::Mutex::new(Some(ready));
    let rocket = rocket(Arc::clone(&casework), clock, demo).attach(
        rocket::fairing::AdHoc::on_liftoff("Ready", move |_| {
            Box::pin(async move {
                let ready = ready
                    .lock()
                    .unwrap_or_else(std::sync::PoisonError::into_inner)
                    .take();
                if let Some(ready) = ready {
                    ready(listen);
                }
            })
        }),
    );
    let served = rocket.launch().await;
    let _ = stop.send(true);
    for worker in workers {
        let _ = worker.await;
    }
    let closed = casework.store.close().await;
    served.map_err(|e| ServeFault::Server(e.to_string()))?;
    closed.map_err(|e| ServeFault::Casework(e.into()))
}
