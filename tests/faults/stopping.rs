//! SIGTERM: the program ends within ten seconds whatever it does, and answers what had begun.

use crate::program::Program;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// How long a stop takes at most.
const SOON: Duration = Duration::from_secs(10);

#[test]
fn an_idle_program_ends_at_once_whoever_is_connected() {
    let folder = tempfile::tempdir().unwrap();
    let program = Program::start(folder.path(), &[]);
    let mut kept = connected(&program);
    kept.write_all(b"GET /publications HTTP/1.1\r\nHost: a\r\n\r\n")
        .unwrap();
    let mut first = [0; 12];
    kept.read_exact(&mut first).unwrap();
    assert_eq!(&first, b"HTTP/1.1 200");
    let _half_open = connected(&program);
    let took = program.terminate();
    assert!(took < Duration::from_secs(5), "{took:?}");
}

#[test]
fn a_request_that_had_begun_is_answered_and_its_connection_told_to_close() {
    let folder = tempfile::tempdir().unwrap();
    let program = Program::start(folder.path(), &[]);
    let mut half_head = connected(&program);
    half_head
        .write_all(b"GET /publications HTTP/1.1\r\nHo")
        .unwrap();
    let mut half_body = connected(&program);
    let head = "POST /requests HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\
                Content-Type: application/x-www-form-urlencoded\r\n\r\ncsrf=";
    half_body.write_all(head.as_bytes()).unwrap();
    std::thread::sleep(Duration::from_millis(500));
    program.signal("TERM");
    std::thread::sleep(Duration::from_secs(1));
    half_head.write_all(b"st: a\r\n\r\n").unwrap();
    half_body.write_all(b"wrong").unwrap();
    let (head, body) = (text(half_head), text(half_body));
    assert!(head.starts_with("HTTP/1.1 200 "), "{head}");
    assert!(head.ends_with("</html>\n"), "{head}");
    assert!(body.starts_with("HTTP/1.1 403 "), "{body}");
    for answer in [head, body] {
        assert!(
            answer.to_lowercase().contains("\r\nconnection: close\r\n"),
            "{answer}"
        );
    }
    let took = program.terminate();
    assert!(took < SOON, "{took:?}");
}

#[test]
fn under_a_load_of_pages_each_request_gets_its_answer() {
    let folder = tempfile::tempdir().unwrap();
    let program = Program::start(folder.path(), &[]);
    let told = AtomicBool::new(false);
    let answered = AtomicUsize::new(0);
    let took = std::thread::scope(|scope| {
        for _ in 0..8 {
            let mut visitor = program.visitor();
            let (told, answered) = (&told, &answered);
            scope.spawn(move || {
                loop {
                    let before = !told.load(Ordering::SeqCst);
                    match visitor.ask("GET", "/publications", &[], b"") {
                        Ok(reply) => {
                            assert_eq!(reply.status, 200, "{}", reply.text());
                            answered.fetch_add(1, Ordering::SeqCst);
                        }
                        Err(e) => {
                            assert!(!before, "a request that had begun got no answer: {e}");
                            return;
                        }
                    }
                }
            });
        }
        std::thread::sleep(Duration::from_secs(2));
        told.store(true, Ordering::SeqCst);
        program.terminate()
    });
    assert!(answered.load(Ordering::SeqCst) > 20);
    assert!(took < SOON, "{took:?}");
}

#[test]
fn pages_are_answered_while_a_stalled_mail_server_is_waited_for() {
    let stalled = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("smtp://{}?tls=none", stalled.local_addr().unwrap());
    let folder = tempfile::tempdir().unwrap();
    let program = Program::start(folder.path(), &[("DAYLIGHT_MAIL_URL", &url)]);
    let mut visitor = program.visitor();
    let csrf = visitor.csrf();
    visitor
        .request(&csrf, "Please tell me about matters.", "a@x.example")
        .unwrap();
    // Taken, and never answered: the outbox waits in the middle of a letter.
    let (_held, _) = stalled.accept().unwrap();
    let begun = Instant::now();
    program.signal("TERM");
    let mut answered = 0;
    while let Ok(reply) = visitor.ask("GET", "/publications", &[], b"") {
        assert_eq!(reply.status, 200);
        answered += 1;
        std::thread::sleep(Duration::from_millis(50));
    }
    assert!(
        answered > 1,
        "no page was answered while the outbox was busy"
    );
    program.terminate();
    assert!(begun.elapsed() < SOON, "{:?}", begun.elapsed());
}

fn connected(program: &Program) -> TcpStream {
    let stream = TcpStream::connect(("127.0.0.1", program.port)).unwrap();
    stream
        .set_read_timeout(Some(Duration::from_secs(60)))
        .unwrap();
    stream
}

fn text(mut stream: TcpStream) -> String {
    let mut text = String::new();
    stream.read_to_string(&mut text).unwrap();
    text
}
