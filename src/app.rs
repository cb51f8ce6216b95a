//! The program assembled: use cases, jobs and web server, from start to clean stop.

mod displaced;
mod stop;

use crate::casework::mail::deliver::transport;
use crate::casework::{Casework, CaseworkFault};
use crate::domain::viewer::Viewer;
use crate::front::{Front, Limits, Peers};
use crate::jobs;
use crate::web::{self, Clock, Site, pace::Pace};
use rocket::config::{Ident, LogLevel, Shutdown};
use rocket::data::ToByteUnit;
use rocket::fairing::{AdHoc, Fairing};
use rocket::figment::Figment;
use rocket::{Build, Config, Rocket};
use std::collections::HashSet;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::{oneshot, watch};

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

/// The web server over these use cases, not started yet. It listens on this machine alone, on any
/// port: the front passes requests on to it.
#[must_use]
pub fn rocket(casework: Arc<Casework>, clock: Clock, demo: bool) -> Rocket<Build> {
    // What is a little too long is refused in words by the page it came from; only what is far
    // beyond any form ends with a bare status. The public's forms are read urlencoded alone, up to
    // "form"; a document may come with a form at the desk alone, whose session is asked for first.
    let document = casework.settings.storage.largest_document.bytes() + 1.mebibytes();
    let limits = rocket::data::Limits::new()
        .limit("form", 4.mebibytes())
        .limit("file", document)
        .limit("data-form", document + 1.mebibytes())
        .limit("string", 1.mebibytes());
    let uploads = casework.settings.storage.uploads();
    if let Err(fault) = std::fs::create_dir_all(&uploads) {
        tracing::warn!(target: "daylight", "documents cannot be uploaded, {}: {fault}", uploads.display());
    }
    let config = Config {
        address: Ipv4Addr::LOCALHOST.into(),
        port: 0,
        limits,
        // Anybody can send X-Real-IP.
        ip_header: None,
        // What a program that is killed leaves of an upload is swept by the housekeeping.
        temp_dir: uploads.into(),
        // The program stops everything in its order (`stop.rs`).
        shutdown: Shutdown {
            ctrlc: false,
            #[cfg(unix)]
            signals: HashSet::new(),
            grace: 0,
            mercy: 0,
            ..Shutdown::default()
        },
        ident: Ident::none(),
        log_level: LogLevel::Critical,
        ..Config::release_default()
    };
    let site = Site {
        casework,
        clock,
        demo,
        pace: Pace::default(),
        downloads: Arc::default(),
    };
    web::mount(rocket::custom(Figment::from(config)), site)
}

/// What was started, once requests are answered.
pub struct Serving {
    /// Where.
    pub address: SocketAddr,
    /// How many connections are served at once.
    pub limits: Limits,
}

/// Serves until the program is told to stop; `ready` is called once requests are answered.
///
/// # Errors
/// When the address is taken or the mail settings cannot be used.
pub async fn serve(
    casework: Arc<Casework>,
    clock: Clock,
    demo: bool,
    ready: impl FnOnce(Serving),
) -> Result<(), ServeFault> {
    let listen = casework.settings.web.listen;
    let trusted = casework.settings.web.trusted_proxies.clone();
    let transport = transport(&casework.settings)?;
    let told = stop::told().map_err(|e| ServeFault::Server(e.to_string()))?;
    if let Some(advice) = exposed(listen, &casework.settings.web.base_url, &trusted) {
        tracing::warn!(target: "daylight", "{advice}");
    }
    let front = Front::bind(listen, trusted).map_err(|e| match e.kind() {
        std::io::ErrorKind::AddrInUse => ServeFault::AddressInUse(listen),
        _ => ServeFault::Server(format!("{listen}: {e}")),
    })?;
    let serving = Serving {
        address: front.address,
        limits: front.limits,
    };
    let peers = Arc::new(Peers::default());
    let (lifted, at) = oneshot::channel();
    let web = rocket(Arc::clone(&casework), clock.clone(), demo)
        .manage(Arc::clone(&peers))
        .attach(behind(lifted))
        .ignite()
        .await
        .map_err(|e| ServeFault::Server(e.to_string()))?;
    let shutdown = web.shutdown();
    let mut web = tokio::spawn(web.launch());
    let server = tokio::select! {
        ended = &mut web => return Err(unasked(ended)),
        Ok(server) = at => server,
    };
    let (stop, stopped) = watch::channel(false);
    let workers = jobs::start(&casework, transport, &clock, &stopped);
    let (close, closing) = oneshot::channel();
    let store = casework.reads(Viewer::SYSTEM).clone();
    let front = tokio::spawn(front.run(server, peers, closing));
    ready(serving);
    let displaced = tokio::select! {
        ended = &mut web => return Err(unasked(ended)),
        () = told => None,
        fault = displaced::replaced(&store) => Some(fault),
    };
    let (jobs, front, web) = ((stop, workers), (close, front), (shutdown, web));
    let stopped = stop::in_order(jobs, front, web, &store).await;
    match displaced {
        Some(fault) => Err(CaseworkFault::from(fault).into()),
        None => stopped,
    }
}

/// Tells where the web server listens, once it does.
fn behind(lifted: oneshot::Sender<SocketAddr>) -> impl Fairing {
    let lifted = Mutex::new(Some(lifted));
    AdHoc::on_liftoff("Behind the front", move |rocket| {
        let config = rocket.config();
        let lifted = lifted.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(lifted) = lifted {
            let _ = lifted.send(SocketAddr::new(config.address, config.port));
        }
        Box::pin(async {})
    })
}

fn unasked(ended: stop::Ended) -> ServeFault {
    ServeFault::Server(match ended {
        Ok(Ok(_)) => "it ended by itself".to_owned(),
        Ok(Err(e)) => e.to_string(),
        Err(e) => e.to_string(),
    })
}

/// What to do where other machines reach the program without a proxy it trusts: directly, or
/// through one that is not named, so that everybody has the proxy's address.
fn exposed(listen: SocketAddr, base_url: &str, trusted: &[IpAddr]) -> Option<String> {
    if !trusted.is_empty() {
        None
    } else if !listen.ip().is_loopback() {
        Some(format!(
            "other machines reach {listen} without TLS: put a proxy with a certificate before it and name its address in web.trusted_proxies, or set web.listen to 127.0.0.1:{}",
            listen.port()
        ))
    } else if base_url.starts_with("https:") {
        Some(format!(
            "{base_url} is reached through a proxy that web.trusted_proxies does not name, so that everybody counts as one address: name the one it connects from, for example \"127.0.0.1\""
        ))
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_reached_from_other_machines_without_a_proxy_is_told_what_to_do() {
        let (plain, tls) = ("http://127.0.0.1:80", "https://foi.example.gov.uk");
        let reached = |listen: &str, base_url: &str, trusted: &[IpAddr]| {
            exposed(listen.parse().unwrap(), base_url, trusted)
        };
        let said = |listen: &str, trusted: &[IpAddr]| reached(listen, plain, trusted);
        for listen in ["0.0.0.0:80", "[::]:80", "192.0.2.1:80"] {
            let advice = said(listen, &[]).unwrap();
            assert!(advice.contains("web.trusted_proxies"), "{advice}");
            assert!(advice.ends_with("127.0.0.1:80"), "{advice}");
            assert_eq!(said(listen, &["192.0.2.9".parse().unwrap()]), None);
        }
        assert_eq!(said("127.0.0.1:80", &[]), None);
        assert_eq!(said("[::1]:80", &[]), None);
        let advice = reached("127.0.0.1:80", tls, &[]).unwrap();
        assert!(advice.contains("web.trusted_proxies"), "{advice}");
        let named = ["127.0.0.1".parse().unwrap()];
        assert_eq!(reached("127.0.0.1:80", tls, &named), None);
    }
}
