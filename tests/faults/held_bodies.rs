//! Long forms whose last bytes come one after the other: together they hold little memory, and
//! they keep nobody else's form out.

use crate::half_open::{connect, rest};
use crate::program::Program;
use std::io::Write;
use std::net::TcpStream;
use std::time::Duration;

const FORMS: usize = 600;

/// Long, and taken.
const LENGTH: usize = 327_000;

/// What comes of each at once, and then in each second.
const AT_ONCE: usize = 300_000;
const TRICKLE: usize = 1_200;
const SECONDS: usize = 5;

fn begun(port: u16, from: u8) -> TcpStream {
    let mut stream = connect(port, from);
    let head = format!(
        "POST /requests/new HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {LENGTH}\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).unwrap();
    stream.write_all(&vec![b'a'; AT_ONCE]).unwrap();
    stream
}

#[test]
fn long_forms_that_trickle_hold_little_memory_and_keep_no_other_out() {
    rlimit::increase_nofile_limit(8_192).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let program = Program::start(folder.path(), &[]);
    let mut officer = program.manager();
    let mut visitor = program.visitor();
    let csrf = visitor.csrf();
    let before = program.memory_kib("VmRSS");
    let mut forms: Vec<_> = (0..FORMS)
        .map(|n| begun(program.port, (n % 16) as u8 + 1))
        .collect();
    for _ in 0..SECONDS {
        for form in &mut forms {
            form.write_all(&[b'b'; TRICKLE]).unwrap();
        }
        std::thread::sleep(Duration::from_secs(1));
    }
    // 32 MB of forms, and 600 connections; held whole it would be 190 MB and more.
    let grown = program.memory_kib("VmHWM") - before;
    println!("{FORMS} long forms that trickle: {grown} KiB");
    assert!(grown < 140 * 1024, "{grown} KiB");
    let page = officer.get("/desk/requests");
    assert_eq!(page.status, 200, "{}", page.text());
    // A long form that comes at once has the room of one that does not.
    let long = "How many horses are kept, and where are they? ".repeat(400);
    let taken = visitor.request(&csrf, &long, "ada@example.org");
    assert!(taken.is_ok(), "{taken:?}");
    let left = LENGTH - AT_ONCE - SECONDS * TRICKLE;
    for form in &mut forms {
        form.write_all(&vec![b'c'; left]).unwrap();
    }
    let told: Vec<String> = forms.iter_mut().map(|form| rest(form).unwrap()).collect();
    let (refused, held): (Vec<_>, Vec<_>) = told
        .iter()
        .partition(|text| text.starts_with("HTTP/1.1 503 "));
    for text in &refused {
        assert!(text.to_lowercase().contains("retry-after: 5"), "{text}");
        assert!(text.contains("Too many people are sending"), "{text}");
    }
    for text in &held {
        assert!(text.starts_with("HTTP/1.1 403 "), "no token: {text}");
    }
    assert!(
        refused.len() > FORMS / 2,
        "{} were refused, {} held",
        refused.len(),
        held.len()
    );
}
