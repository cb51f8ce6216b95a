//! The settings that only a process of its own shows: where it listens, what it keeps, how it asks
//! its mailbox.

use crate::ports::free_port;
use crate::settings_alive::Shown;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command};
use std::time::{Duration, Instant};

/// A running program; killed when dropped.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// What a program says to a mailbox that takes no password: the line, and when it came.
fn asked(mailbox: &TcpListener) -> (String, Instant) {
    let (mut stream, _) = mailbox.accept().unwrap();
    stream
        .set_read_timeout(Some(Duration::from_secs(30)))
        .unwrap();
    stream
        .write_all(b"* OK [CAPABILITY IMAP4rev1] ready\r\n")
        .unwrap();
    let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
    loop {
        let line = lines.next().unwrap().unwrap();
        let (tag, said) = line.split_once(' ').unwrap();
        if said.to_uppercase().starts_with("LOGIN") {
            let _ = stream.write_all(format!("{tag} NO not today\r\n").as_bytes());
            return (said.to_owned(), Instant::now());
        }
        stream
            .write_all(format!("* CAPABILITY IMAP4rev1\r\n{tag} OK done\r\n").as_bytes())
            .unwrap();
    }
}

pub fn a_process_of_its_own(shown: &mut Shown, folder: &Path) {
    let mailbox = TcpListener::bind("127.0.0.1:0").unwrap();
    let secret = folder.join("imap");
    std::fs::write(&secret, "open-sesame\n").unwrap();
    let listen = format!("127.0.0.1:{}", free_port());
    let url = format!(
        "imap://foi@127.0.0.1:{}/INBOX?tls=none",
        mailbox.local_addr().unwrap().port()
    );
    let settings = shown.aways(&[
        ("web.listen", &listen),
        ("storage.data", "elsewhere"),
        ("storage.database_url", "sqlite:apart/cases.db"),
        ("inbox.url", &url),
        ("inbox.password_file", &secret.display().to_string()),
        ("inbox.poll_seconds", "5"),
    ]);
    let log = folder.join("log");
    let out = std::fs::File::create(&log).unwrap();
    let child = Command::new(env!("CARGO_BIN_EXE_daylight"))
        .current_dir(folder)
        .env_clear()
        .envs(crate::authority::NAMED)
        .envs(settings)
        .env("DAYLIGHT_LOG", "debug")
        .stdout(out.try_clone().unwrap())
        .stderr(out)
        .spawn();
    let _running = Running(child.unwrap());
    let (said, first) = asked(&mailbox);
    shown.shows("inbox.url", said.contains("foi"), &said);
    shown.shows("inbox.password_file", said.contains("open-sesame"), &said);
    let (_, second) = asked(&mailbox);
    let waited = second.duration_since(first);
    let near = (Duration::from_secs(4)..Duration::from_secs(45)).contains(&waited);
    shown.shows("inbox.poll_seconds", near, &format!("{waited:?}"));
    let begun = Instant::now();
    while TcpStream::connect(&listen).is_err() {
        assert!(
            begun.elapsed() < Duration::from_secs(60),
            "{}",
            std::fs::read_to_string(&log).unwrap()
        );
        std::thread::sleep(Duration::from_millis(50));
    }
    shown.shows("web.listen", true, "");
    shown.shows(
        "storage.database_url",
        folder.join("apart/cases.db").exists(),
        "no such file",
    );
    shown.shows(
        "storage.data",
        folder.join("elsewhere").is_dir(),
        "no such folder",
    );
    let text = std::fs::read_to_string(&log).unwrap();
    assert!(
        text.contains("Applying migration"),
        "DAYLIGHT_LOG has no effect: {text}"
    );
}
