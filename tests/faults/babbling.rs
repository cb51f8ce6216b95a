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

/// A server that says `first`, where it has heard a line or at once, and then `endless` until nobody
/// reads it: its port, and how many connections it was rid of so and the most bytes one of them took.
fn babbling(
    hears: bool,
    first: &'static str,
    endless: &'static str,
) -> (u16, Arc<[AtomicUsize; 2]>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let counts: Arc<[AtomicUsize; 2]> = Arc::default();
    let told = Arc::clone(&counts);
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let taken = babble(stream.unwrap(), hears, first, endless);
            told[0].fetch_add(1, SeqCst);
            told[1].fetch_max(taken, SeqCst);
        }
    });
    (port, counts)
}

fn babble(mut stream: TcpStream, hears: bool, first: &str, endless: &str) -> usize {
    if hears {
        stream.write_all(b"220 a\r\n").unwrap();
        let mut heard = String::new();
        BufReader::new(&stream).read_line(&mut heard).unwrap();
    }
    let piece = endless.repeat(10_000);
    let mut taken = 0;
    if stream.write_all(first.as_bytes()).is_err() {
        return 0;
    }
    while taken < 2_000_000_000 && stream.write_all(piece.as_bytes()).is_ok() {
        taken += piece.len();
    }
    taken
}

#[test]
fn an_answer_without_an_end_is_not_read_to_it() {
    for (hears, first, endless) in [
        (false, "220 ", "2"),
        (true, "", "250-x\r\n"),
        (true, "250 ", "a b"),
    ] {
        let (port, counts) = babbling(hears, first, endless);
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
    let (port, counts) = babbling(false, "* OK ", "2");
    let host = format!("imap://reader:word@127.0.0.1:{port}?tls=none");
    let folder = tempfile::tempdir().unwrap();
    let program = Program::start(folder.path(), &[("DAYLIGHT_INBOX__URL", &host)]);
    until("the server to be left", Duration::from_secs(60), || {
        counts[0].load(SeqCst) > 0
    });
    let (taken, most) = (counts[1].load(SeqCst), program.memory_kib("VmHWM"));
    println!("a greeting without an end: {taken} bytes left the server; {most} KiB at most");
    assert!(
        taken < 2 * TAKEN && most < 2 * MOST,
        "{taken} bytes, {most} KiB"
    );
    assert_eq!(program.visitor().get("/publications").status, 200);
    program.terminate();
}
