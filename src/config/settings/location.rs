//! Where the database is and how letters leave: the two settings written as URLs.

use super::values::{Complaint, complaint};
use std::fmt;
use std::net::IpAddr;
use std::path::{Path, PathBuf};

/// A text that is never printed: its `Debug` form hides it.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(pub(super) String);

impl Secret {
    /// The text itself, for the one place that needs it.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(hidden)")
    }
}

/// Where the database is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DatabaseLocation {
    /// An SQLite database in this file.
    Sqlite(PathBuf),
    /// A PostgreSQL database: the whole `postgres://` URL, which may hold a password.
    Postgres(Secret),
}

/// How letters leave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MailRoute {
    /// Each letter is written to a file in this folder; nothing is sent.
    File(PathBuf),
    /// Letters are handed to this SMTP server.
    Smtp {
        /// The server's name or address.
        host: String,
        /// The port: 587 for `smtp` and 465 for `smtps` unless the URL says another.
        port: u16,
        /// User name and password, when the URL has them.
        credentials: Option<(String, Secret)>,
        /// How the connection is protected.
        protection: Protection,
    },
}

/// The mailbox messages are taken from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mailbox {
    /// The server's name or address; with TLS, the name its certificate must bear.
    pub host: String,
    /// The port: 993 unless the URL says another.
    pub port: u16,
    /// The user name.
    pub user: String,
    /// The password.
    pub password: Secret,
    /// The folder.
    pub folder: String,
    /// Whether the connection is protected by TLS; without, only to a server on this machine.
    pub tls: bool,
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

impl MailRoute {
    /// The same way with the password of a file, where the URL has a user and no password.
    pub(super) fn with_password(mut self, secret: Secret) -> Self {
        if let Self::Smtp {
            credentials: Some((_, password)),
            ..
        } = &mut self
            && password.0.is_empty()
        {
            *password = secret;
        }
        self
    }
}

const MAILBOX_REMEDY: &str = "Write imaps://USER:PASSWORD@HOST:PORT/FOLDER";
const DATABASE_REMEDY: &str = "Write sqlite:PATH or postgres://USER:PASSWORD@HOST/DATABASE";
const MAIL_REMEDY: &str =
    "Write file:FOLDER, smtp://USER:PASSWORD@HOST:PORT or smtps://USER:PASSWORD@HOST:PORT";

/// Reads the database URL; an empty one means `daylight.db` in the data folder.
pub(super) fn database(text: &str, data: &Path) -> Result<DatabaseLocation, Complaint> {
    if text.is_empty() {
        return in_file(data.join("daylight.db"));
    }
    if let Some(path) = text.strip_prefix("sqlite:") {
        let path = path.strip_prefix("//").unwrap_or(path);
        if path.is_empty() || path.contains('?') || path.contains(":memory:") {
            return Err(complaint("names no database file", DATABASE_REMEDY));
        }
        return in_file(PathBuf::from(path));
    }
    let rest = text
        .strip_prefix("postgres://")
        .or_else(|| text.strip_prefix("postgresql://"))
        .ok_or_else(|| complaint("is not a database URL", DATABASE_REMEDY))?;
    if let Some(odd) = text
        .chars()
        .find(|c| matches!(c, '#' | '\\') || c.is_whitespace())
    {
        let problem = format!("has {odd:?} in it, which ends or breaks a URL");
        return Err(complaint(
            problem,
            "Write what stands for it in a password: %23 for #, %2F for /, %40 for @, %20 for a blank",
        ));
    }
    let (server, database) = rest.split_once('/').unwrap_or((rest, ""));
    let host = server.rsplit_once('@').map_or(server, |(_, host)| host);
    let port = host.rsplit_once(':').map_or("", |(_, port)| port);
    let is_port = port.is_empty() || port.ends_with(']') || port.parse::<u16>().is_ok();
    let path = database.split('?').next().unwrap_or_default();
    if !is_port || path.contains('@') {
        return Err(complaint(
            "has a / in its password, or a port that is no number",
            "Write %2F for a /, and the port as a number",
        ));
    }
    let by_socket = database.contains("host=");
    if (host.is_empty() && !by_socket) || path.is_empty() {
        return Err(complaint("names no host or no database", DATABASE_REMEDY));
    }
    Ok(DatabaseLocation::Postgres(Secret(text.to_owned())))
}

/// An SQLite database in a file, which need not exist yet: a folder or a device is none.
fn in_file(path: PathBuf) -> Result<DatabaseLocation, Complaint> {
    if path.metadata().is_ok_and(|found| !found.is_file()) {
        let problem = format!("names {}, which is no file", path.display());
        return Err(complaint(problem, DATABASE_REMEDY));
    }
    Ok(DatabaseLocation::Sqlite(path))
}

/// Reads the mail URL; an empty one means files in `mail` in the data folder.
pub(super) fn mail(text: &str, data: &Path) -> Result<MailRoute, Complaint> {
    if text.is_empty() {
        return Ok(MailRoute::File(data.join("mail")));
    }
    if let Some(path) = text.strip_prefix("file:") {
        let path = path.strip_prefix("//").unwrap_or(path);
        if path.is_empty() {
            return Err(complaint("names no folder", MAIL_REMEDY));
        }
        return Ok(MailRoute::File(PathBuf::from(path)));
    }
    let (rest, tls) = if let Some(rest) = text.strip_prefix("smtp://") {
        (rest, Protection::StartTls)
    } else if let Some(rest) = text.strip_prefix("smtps://") {
        (rest, Protection::Tls)
    } else {
        return Err(complaint("is not a mail URL", MAIL_REMEDY));
    };
    smtp(rest, tls)
}

/// Reads the URL of the mailbox; an empty one means that there is none.
pub(super) fn mailbox(text: &str, secret: Option<Secret>) -> Result<Option<Mailbox>, Complaint> {
    if text.is_empty() {
        return Ok(None);
    }
    let wrong = |problem: &str| complaint(problem, MAILBOX_REMEDY);
    let (rest, tls) = match (text.strip_prefix("imaps://"), text.strip_prefix("imap://")) {
        (Some(rest), _) => (rest, true),
        (None, Some(rest)) => {
            let rest = rest.strip_suffix("?tls=none");
            (
                rest.ok_or_else(|| wrong("asks for a mailbox without TLS"))?,
                false,
            )
        }
        (None, None) => return Err(wrong("is not the URL of a mailbox")),
    };
    let (user, address) = rest
        .rsplit_once('@')
        .ok_or_else(|| wrong("names no user"))?;
    let (address, folder) = address.split_once('/').unwrap_or((address, ""));
    let (host, port) = host_and_port(address)?;
    if !tls && !is_loopback(&host) {
        return Err(wrong("asks for a mailbox without TLS on another machine"));
    }
    let (user, password) = user.split_once(':').unwrap_or((user, ""));
    let typed = Secret(percent_decoded(password)?);
    let password = match secret {
        Some(secret) if typed.0.is_empty() => secret,
        Some(_) | None => typed,
    };
    let folder = percent_decoded(folder)?;
    Ok(Some(Mailbox {
        host,
        port: port.unwrap_or(if tls { 993 } else { 143 }),
        user: percent_decoded(user)?,
        password,
        folder: if folder.is_empty() {
            "INBOX".to_owned()
        } else {
            folder
        },
        tls,
    }))
}

fn smtp(rest: &str, tls: Protection) -> Result<MailRoute, Complaint> {
    let (server, query) = rest.split_once('?').unwrap_or((rest, ""));
    let server = server.trim_end_matches('/');
    let (user, address) = match server.rsplit_once('@') {
        Some((user, address)) => (Some(user), address),
        None => (None, server),
    };
    let (host, port) = host_and_port(address)?;
    let protection = match (query, tls) {
        ("", tls) => tls,
        ("tls=none", Protection::StartTls) if is_loopback(&host) => Protection::Unprotected,
        ("tls=none", _) => {
            return Err(complaint(
                "asks for mail without TLS to another machine",
                "Remove ?tls=none, which is only for smtp:// to a server on this machine",
            ));
        }
        _ => {
            return Err(complaint(
                "has an unknown part after the question mark",
                MAIL_REMEDY,
            ));
        }
    };
    let credentials = user.map(|user| {
        let (name, password) = user.split_once(':').unwrap_or((user, ""));
        Ok::<_, Complaint>((percent_decoded(name)?, Secret(percent_decoded(password)?)))
    });
    let usual = match protection {
        Protection::StartTls => 587,
        Protection::Tls => 465,
        Protection::Unprotected => 25,
    };
    Ok(MailRoute::Smtp {
        host,
        port: port.unwrap_or(usual),
        credentials: credentials.transpose()?,
        protection,
    })
}

/// Splits `host`, `host:port`, `[::1]` or `[::1]:port`.
fn host_and_port(address: &str) -> Result<(String, Option<u16>), Complaint> {
    let (host, port) = match address
        .strip_prefix('[')
        .and_then(|rest| rest.split_once(']'))
    {
        Some((host, "")) => (host, None),
        Some((host, rest)) => (host, Some(rest.strip_prefix(':').unwrap_or(rest))),
        None => match address.split_once(':') {
            Some((host, port)) => (host, Some(port)),
            None => (address, None),
        },
    };
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':');
    if host.is_empty() || !host.chars().all(plain) {
        return Err(complaint("names no mail server", MAIL_REMEDY));
    }
    let port = match port.map(str::parse::<u16>) {
        None => None,
        Some(Ok(port)) if port > 0 => Some(port),
        Some(_) => return Err(complaint("has a port that is not 1 to 65535", MAIL_REMEDY)),
    };
    Ok((host.to_owned(), port))
}

fn is_loopback(host: &str) -> bool {
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

/// Turns `%40` into `@` and so on: a password may hold what a URL may not.
fn percent_decoded(text: &str) -> Result<String, Complaint> {
    let bad = || {
        complaint(
            "has a user name or password that is not percent-encoded",
            "Write @ as %40, : as %3A, / as %2F and % as %25",
        )
    };
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digits = [rest.next().ok_or_else(bad)?, rest.next().ok_or_else(bad)?];
            let digits = std::str::from_utf8(&digits).map_err(|_| bad())?;
            bytes.push(u8::from_str_radix(digits, 16).map_err(|_| bad())?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).map_err(|_| bad())
}
