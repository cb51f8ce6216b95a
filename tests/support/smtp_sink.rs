//! An SMTP server on the loopback that takes letters, or refuses them as it is told.

use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

/// What the sink does with a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Conduct {
    /// Answers 250.
    Accepts,
    /// Answers 421 and closes.
    ShutsDown,
    /// Answers 451 the first time, 250 after that.
    DefersOnce,
    /// Answers to the greeting (`CONNECT`), or to a command, in these words.
    Refuses(&'static str, &'static str),
    /// Answers 550 to the recipient.
    RefusesRecipient,
    /// Wants a password and answers 535 to every one.
    RefusesPassword,
    /// Never answers to the sender's name.
    StallsAtOnce,
    /// Answers 250 this long after it has read the letter.
    Slow(Duration),
    /// Never answers to a recipient in whose address this stands; takes every other letter.
    StallsOver(&'static str),
    /// Reads the letter and never answers.
    Stalls,
    /// Reads the letter and hangs up.
    HangsUp,
}

/// A running sink; it stops when dropped.
pub struct SmtpSink {
    address: SocketAddr,
    taken: Arc<Mutex<Vec<String>>>,
    read: Arc<Mutex<Vec<String>>>,
    stopping: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl SmtpSink {
    /// Starts a sink on a free port.
    pub fn start(conduct: Conduct) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let taken = Arc::new(Mutex::new(Vec::new()));
        let stopping = Arc::new(AtomicBool::new(false));
        let read = Arc::new(Mutex::new(Vec::new()));
        let (kept, stop) = (Arc::clone(&taken), Arc::clone(&stopping));
        let seen = Arc::clone(&read);
        let thread = std::thread::spawn(move || {
            let deferred = Arc::new(AtomicBool::new(false));
            for stream in listener.incoming().flatten() {
                if stop.load(Ordering::SeqCst) {
                    return;
                }
                let (kept, seen) = (Arc::clone(&kept), Arc::clone(&seen));
                let (deferred, stop) = (Arc::clone(&deferred), Arc::clone(&stop));
                std::thread::spawn(move || {
                    drop(converse(&stream, conduct, &deferred, (&kept, &seen), &stop));
                });
            }
        });
        Self {
            address,
            taken,
            read,
            stopping,
            thread: Some(thread),
        }
    }

    /// The port it listens on.
    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// What was read, answered or not: of a sink that stalls at once, one empty text, and of one
    /// that stalls over a recipient, the line that names it.
    pub fn read(&self) -> Vec<String> {
        self.read.lock().unwrap().clone()
    }

    /// The letters taken so far, as they came over the wire without the dots of transparency.
    pub fn letters(&self) -> Vec<String> {
        self.taken.lock().unwrap().clone()
    }
}

impl Drop for SmtpSink {
    fn drop(&mut self) {
        self.stopping.store(true, Ordering::SeqCst);
        drop(TcpStream::connect(self.address));
        if let Some(thread) = self.thread.take() {
            drop(thread.join());
        }
    }
}

fn converse(
    stream: &TcpStream,
    conduct: Conduct,
    deferred: &AtomicBool,
    (taken, read): (&Mutex<Vec<String>>, &Mutex<Vec<String>>),
    stopping: &AtomicBool,
) -> std::io::Result<()> {
    let stall = || {
        while !stopping.load(Ordering::SeqCst) {
            std::thread::sleep(Duration::from_millis(20));
        }
    };
    // A client that keeps the connection for its next letter must not hold up the end of a test.
    stream.set_read_timeout(Some(Duration::from_secs(2)))?;
    let mut out = stream;
    let mut say = |line: &str| out.write_all(format!("{line}\r\n").as_bytes());
    if let Conduct::Refuses("CONNECT", words) = conduct {
        return say(words);
    }
    say("220 sink.example ready")?;
    let mut lines = BufReader::new(stream).lines();
    while let Some(line) = lines.next() {
        let line = line?;
        let verb = line
            .split([' ', ':'])
            .next()
            .unwrap_or_default()
            .to_uppercase();
        match verb.as_str() {
            refused if matches!(conduct, Conduct::Refuses(verb, _) if verb == refused) => {
                if let Conduct::Refuses(_, words) = conduct {
                    say(words)?;
                }
            }
            "EHLO" if conduct == Conduct::RefusesPassword => {
                say("250-sink.example")?;
                say("250 AUTH PLAIN LOGIN")?;
            }
            "EHLO" | "HELO" => say("250 sink.example")?,
            "AUTH" => say("535 5.7.8 wrong password")?,
            "RCPT" if conduct == Conduct::RefusesRecipient => say("550 5.1.1 no such mailbox")?,
            "RCPT" if matches!(conduct, Conduct::StallsOver(text) if line.contains(text)) => {
                read.lock().unwrap().push(line);
                stall();
                return Ok(());
            }
            "MAIL" if conduct == Conduct::ShutsDown => {
                say("421 4.3.2 shutting down")?;
                return Ok(());
            }
            "MAIL" if conduct == Conduct::StallsAtOnce => {
                read.lock().unwrap().push(String::new());
                stall();
                return Ok(());
            }
            "DATA" => {
                say("354 go on")?;
                let mut letter = String::new();
                for line in lines.by_ref() {
                    let line = line?;
                    if line == "." {
                        break;
                    }
                    letter.push_str(line.strip_prefix('.').unwrap_or(&line));
                    letter.push_str("\r\n");
                }
                read.lock().unwrap().push(letter.clone());
                match conduct {
                    Conduct::HangsUp => return Ok(()),
                    Conduct::Stalls => {
                        stall();
                        return Ok(());
                    }
                    Conduct::DefersOnce if !deferred.swap(true, Ordering::SeqCst) => {
                        say("451 4.7.1 greylisted, try again later")?;
                    }
                    Conduct::Slow(delay) => {
                        std::thread::sleep(delay);
                        taken.lock().unwrap().push(letter);
                        say("250 2.0.0 taken at last")?;
                    }
                    Conduct::Accepts
                    | Conduct::StallsOver(_)
                    | Conduct::DefersOnce
                    | Conduct::ShutsDown
                    | Conduct::StallsAtOnce
                    | Conduct::Refuses(..)
                    | Conduct::RefusesRecipient
                    | Conduct::RefusesPassword => {
                        taken.lock().unwrap().push(letter);
                        say("250 2.0.0 taken as 4711")?;
                    }
                }
            }
            "QUIT" => {
                say("221 bye")?;
                return Ok(());
            }
            "STARTTLS" => say("502 5.5.1 no TLS here")?,
            _ => say("250 ok")?,
        }
    }
    Ok(())
}
