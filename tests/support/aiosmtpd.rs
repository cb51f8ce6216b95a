//! A real SMTP server on the loopback that delivers into a Maildir: aiosmtpd, where it is
//! installed.

use super::dovecot::own;
use super::ports::free_port;
use super::required::or_skipped;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A running server; it stops when dropped.
pub struct Aiosmtpd {
    /// Its port.
    pub port: u16,
    maildir: PathBuf,
    server: Child,
}

impl Aiosmtpd {
    /// A server that delivers into this Maildir, or nothing where it is missing and not required.
    pub fn start(maildir: &Path) -> Option<Self> {
        or_skipped("smtp", Self::run(maildir, &[]))
    }

    /// The same with STARTTLS, by this certificate and key.
    pub fn with_tls(maildir: &Path, certificate: &Path, key: &Path) -> Option<Self> {
        let tls = ["--tlscert".as_ref(), certificate, "--tlskey".as_ref(), key];
        or_skipped("smtp", Self::run(maildir, &tls))
    }

    /// Sends a message as somebody outside would.
    pub fn send(&self, from: &str, to: &str, message: &[u8]) {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        let mut answers = BufReader::new(stream.try_clone().unwrap());
        let mut say = |bytes: &[u8], expected: &str| {
            let mut out = &stream;
            out.write_all(bytes).unwrap();
            loop {
                let mut line = String::new();
                answers.read_line(&mut line).unwrap();
                if line.as_bytes().get(3) != Some(&b'-') {
                    assert!(line.starts_with(expected), "{line}");
                    return;
                }
            }
        };
        say(b"", "220");
        say(b"EHLO outside.example\r\n", "250");
        say(format!("MAIL FROM:<{from}>\r\n").as_bytes(), "250");
        say(format!("RCPT TO:<{to}>\r\n").as_bytes(), "250");
        say(b"DATA\r\n", "354");
        say(&[message, b"\r\n.\r\n"].concat(), "250");
        say(b"QUIT\r\n", "221");
    }

    /// The messages delivered so far.
    pub fn delivered(&self) -> Vec<String> {
        let mut files: Vec<PathBuf> = ["new", "cur"]
            .iter()
            .flat_map(|part| {
                std::fs::read_dir(self.maildir.join(part))
                    .into_iter()
                    .flatten()
            })
            .map(|file| file.unwrap().path())
            .collect();
        files.sort();
        let texts = files.iter().map(|file| std::fs::read(file).unwrap());
        texts
            .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
            .collect()
    }

    fn run(maildir: &Path, more: &[&Path]) -> Result<Self, String> {
        let program = ["/usr/bin/aiosmtpd", "/usr/local/bin/aiosmtpd"]
            .into_iter()
            .find(|path| Path::new(path).exists())
            .ok_or("aiosmtpd is not installed")?;
        if !maildir.exists() {
            for part in ["", "new", "cur", "tmp"] {
                std::fs::create_dir_all(maildir.join(part)).map_err(|e| e.to_string())?;
                own(&maildir.join(part))?;
            }
        }
        let port = free_port();
        let root = Command::new("id")
            .arg("-u")
            .output()
            .map_err(|e| e.to_string())?;
        let mut command = if root.stdout.starts_with(b"0\n") {
            let mut command = Command::new("setpriv");
            command.args([
                "--reuid=nobody",
                "--regid=nogroup",
                "--clear-groups",
                program,
            ]);
            command
        } else {
            Command::new(program)
        };
        let server = command
            .args(["-n", "-l", &format!("127.0.0.1:{port}")])
            .args(more)
            .args(["-c", "aiosmtpd.handlers.Mailbox"])
            .arg(maildir)
            .current_dir("/")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|e| format!("aiosmtpd cannot be run ({e})"))?;
        let server = Self {
            port,
            maildir: maildir.to_owned(),
            server,
        };
        let begun = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            if begun.elapsed() > Duration::from_secs(20) {
                return Err("aiosmtpd did not start".into());
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        Ok(server)
    }
}

impl Drop for Aiosmtpd {
    fn drop(&mut self) {
        drop(self.server.kill());
        drop(self.server.wait());
    }
}
