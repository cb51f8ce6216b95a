//! A real IMAP server on the loopback, with one mailbox: Dovecot, where it is installed.

use super::certificate::certify;
use super::ports::free_port;
use super::required::or_skipped;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// The user the mailbox belongs to when the tests run as root.
const USER: &str = "nobody";

/// The mailbox's user name and password.
pub const LOGIN: (&str, &str) = ("foi", "three_words_here");

/// A running server; it stops when dropped.
pub struct Dovecot {
    folder: PathBuf,
    /// The port without TLS.
    pub port: u16,
    /// The port with TLS, its certificate for `localhost` made by [`Dovecot::certificate`].
    pub tls_port: u16,
    server: Child,
}

impl Dovecot {
    /// A server with an empty mailbox, or nothing where it is missing and not required.
    pub fn start() -> Option<Self> {
        or_skipped("imap", Self::run())
    }

    /// The Maildir of the mailbox: what is delivered into it, the server shows.
    pub fn maildir(&self) -> PathBuf {
        self.folder.join("mail")
    }

    /// The certificate the server shows.
    pub fn certificate(&self) -> PathBuf {
        self.folder.join("cert.pem")
    }

    /// Its key.
    pub fn key(&self) -> PathBuf {
        self.folder.join("key.pem")
    }

    /// Delivers a message into the mailbox.
    pub fn deliver(&self, name: &str, message: &[u8]) {
        let unfinished = self.maildir().join("tmp").join(name);
        std::fs::write(&unfinished, message).unwrap();
        own(&unfinished).unwrap();
        std::fs::rename(&unfinished, self.maildir().join("new").join(name)).unwrap();
    }

    /// How many messages are marked as seen.
    pub fn seen(&self) -> usize {
        let files = std::fs::read_dir(self.maildir().join("cur")).unwrap();
        files
            .filter(|file| {
                let name = file.as_ref().unwrap().file_name();
                let name = name.to_string_lossy().into_owned();
                name.rsplit_once(',')
                    .is_some_and(|(_, flags)| flags.contains('S'))
            })
            .count()
    }

    fn run() -> Result<Self, String> {
        let program = ["/usr/sbin/dovecot", "/usr/local/sbin/dovecot"]
            .into_iter()
            .find(|path| Path::new(path).exists())
            .ok_or("dovecot is not installed")?;
        let folder = tempfile::Builder::new()
            .prefix("daylight-imap-")
            .tempdir()
            .map_err(|e| e.to_string())?
            .keep();
        for part in ["", "run", "mail", "mail/new", "mail/cur", "mail/tmp"] {
            let part = folder.join(part);
            std::fs::create_dir_all(&part).map_err(|e| e.to_string())?;
            if !part.ends_with("run") {
                own(&part)?;
            }
        }
        certify(&folder)?;
        // A mail server that runs as another user shows the same certificate.
        own(&folder.join("key.pem"))?;
        let (port, tls_port) = (free_port(), free_port());
        let config = folder.join("dovecot.conf");
        std::fs::write(&config, configuration(&folder, port, tls_port)?)
            .map_err(|e| e.to_string())?;
        let server = Command::new(program)
            .arg("-F")
            .arg("-c")
            .arg(&config)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|e| format!("dovecot cannot be run ({e})"))?;
        let dovecot = Self {
            folder,
            port,
            tls_port,
            server,
        };
        let begun = Instant::now();
        while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
            if begun.elapsed() > Duration::from_secs(20) {
                let log = std::fs::read_to_string(dovecot.folder.join("log")).unwrap_or_default();
                return Err(format!("dovecot did not start: {log}"));
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        Ok(dovecot)
    }
}

impl Drop for Dovecot {
    fn drop(&mut self) {
        let pid = self.server.id().to_string();
        drop(Command::new("kill").arg(&pid).status());
        drop(self.server.wait());
        drop(std::fs::remove_dir_all(&self.folder));
    }
}

fn configuration(folder: &Path, port: u16, tls_port: u16) -> Result<String, String> {
    let folder = folder.display();
    let id = |flag: &str| -> Result<String, String> {
        let output = Command::new("id")
            .arg(flag)
            .arg(user())
            .output()
            .map_err(|e| e.to_string())?;
        Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
    };
    let (uid, gid) = (id("-u")?, id("-g")?);
    let (_, password) = LOGIN;
    let internal = if is_root() {
        String::new()
    } else {
        let (me, group) = (user(), id("-gn")?);
        format!(
            "default_internal_user = {me}\ndefault_internal_group = {group}\ndefault_login_user = {me}\n"
        )
    };
    Ok(format!(
        "base_dir = {folder}/run\nstate_dir = {folder}/run\nlog_path = {folder}/log\nprotocols = imap\n\
         listen = 127.0.0.1\ndisable_plaintext_auth = no\nssl = yes\nssl_cert = <{folder}/cert.pem\n\
         ssl_key = <{folder}/key.pem\nmail_location = maildir:{folder}/mail\nfirst_valid_uid = 1\n{internal}\
         service imap-login {{\n  chroot =\n  inet_listener imap {{\n    port = {port}\n  }}\n  \
         inet_listener imaps {{\n    port = {tls_port}\n    ssl = yes\n  }}\n}}\n\
         service anvil {{\n  chroot =\n}}\n\
         passdb {{\n  driver = static\n  args = password={}\n}}\n\
         userdb {{\n  driver = static\n  args = uid={uid} gid={gid} home={folder}\n}}\n",
        password
    ))
}

/// Gives a file to the mailbox's user.
pub fn own(path: &Path) -> Result<(), String> {
    if !is_root() {
        return Ok(());
    }
    let status = Command::new("chown").arg(USER).arg(path).status();
    let given = status.map_err(|e| e.to_string())?.success();
    given
        .then_some(())
        .ok_or_else(|| format!("{} cannot be given away", path.display()))
}

fn user() -> String {
    if is_root() {
        return USER.to_owned();
    }
    std::env::var("USER").unwrap_or_else(|_| "nobody".to_owned())
}

fn is_root() -> bool {
    let output = Command::new("id").arg("-u").output();
    output.is_ok_and(|output| output.stdout.starts_with(b"0\n"))
}
