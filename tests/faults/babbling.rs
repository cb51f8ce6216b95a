//! Mail servers that never end an answer: no more is read of it than an answer can be, and what was
//! to be sent is sent later.

use crate::outbox::until;
use crate::program::Program;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::time::Duration;

/// Bytes that two sockets hold between them at most; what is read of an answer is less than either.
const TAKEN: usize = 20_000_000;

/// The memory of the whole program, in KiB.
const MOST: u64 = 200 * 1024;

/// What a server says before it goes on for ever.
type Polite = fn(&TcpStream);

/// A server that is polite first, and then says `endless` until nobody reads it: its port, and how many
/// connections it was rid of so and the most bytes one of them took.
fn babbling(polite: Polite, endless: &'static str) -> (u16, Arc<[AtomicUsize; 2]>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let counts: Arc<[AtomicUsize; 2]> = Arc::default();
    let told = Arc::clone(&counts);
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let stream = stream.unwrap();
            polite(&stream);
            let taken = babble(stream, endless);
            told[0].fetch_add(1, SeqCst);
            told[1].fetch_max(taken, SeqCst);
        }
    });
    (port, counts)
}

fn babble(mut stream: TcpStream, endless: &str) -> usize {
    let piece = endless.repeat(10_000);
    let mut taken = 0;
    while taken < 2_000_000_000 && stream.write_all(piece.as_bytes()).is_ok() {
        taken += piece.len();
    }
    taken
}

fn says(mut stream: &TcpStream, words: &str) {
    let _ = stream.write_all(words.as_bytes());
}

fn nothing(_: &TcpStream) {}

fn greeted(stream: &TcpStream) {
    says(stream, "220 a\r\n");
    let mut heard = String::new();
    BufReader::new(stream).read_line(&mut heard).unwrap();
}

/// A mailbox that is opened, until it is asked which messages are new.
fn opened(stream: &TcpStream) {
    says(stream, "* OK a\r\n");
    for line in BufReader::new(stream).lines() {
        let line = line.unwrap();
        let (tag, command) = line.split_once(' ').unwrap();
        match command.split(' ').next().unwrap() {
            "CAPABILITY" => says(stream, "* CAPABILITY IMAP4rev1\r\n"),
            "SELECT" => says(
                stream,
                "* 9 EXISTS\r\n* OK [UIDVALIDITY 1] a\r\n* OK [UIDNEXT 9] a\r\n",
            ),
            "UID" => return,
            _ => {}
        }
        says(stream, &format!("{tag} OK done\r\n"));
    }
}

#[test]
fn an_answer_without_an_end_is_not_read_to_it() {
    for (polite, endless) in [
        (nothing as Polite, "2"),
        (greeted, "250-x\r\n"),
        (greeted, "250 a"),
    ] {
        let (port, counts) = babbling(polite, endless);
        let url = format!("smtp://127.0.0.1:{port}?tls=none");
        let folder = tempfile::tempdir().unwrap();
        let program = Program::start(folder.path(), &[("DAYLIGHT_MAIL_URL", &url)]);
        let mut visitor = program.visitor();
        let csrf = visitor.csrf();
        visitor
            .request(&csrf, "How many dogs?", "a@x.example")
            .unwrap();
        until("the server to be left", Duration::from_secs(60), || {
            counts[0].load(SeqCst) > 0
        });
        let (taken, most) = (counts[1].load(SeqCst), program.memory_kib("VmHWM"));
        println!("{endless:?} without an end: {taken} bytes left the server; {most} KiB at most");
        assert!(taken < TAKEN && most < MOST, "{taken} bytes, {most} KiB");
        let ready = visitor.get("/publications");
        assert_eq!(ready.status, 200);
        program.terminate();
    }
}

#[test]
fn a_mailbox_that_never_ends_an_answer_takes_no_memory() {
    for (polite, endless) in [
        (nothing as Polite, "* OK 2"),
        (opened, "* SEARCH 5 6 7 8\r\n"),
    ] {
        let (port, counts) = babbling(polite, endless);
        let host = format!("imap://reader:word@127.0.0.1:{port}?tls=none");
        let folder = tempfile::tempdir().unwrap();
        let program = Program::start(folder.path(), &[("DAYLIGHT_INBOX__URL", &host)]);
        until("the server to be left", Duration::from_secs(60), || {
            counts[0].load(SeqCst) > 0
        });
        let (taken, most) = (counts[1].load(SeqCst), program.memory_kib("VmHWM"));
        println!("{endless:?} without an end: {taken} bytes left the server; {most} KiB at most");
        assert!(taken < TAKEN && most < MOST, "{taken} bytes, {most} KiB");
        assert_eq!(program.visitor().get("/publications").status, 200);
        program.terminate();
    }
}
