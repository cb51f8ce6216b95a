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

/// The memory of the whole program, in KiB.
const MOST: u64 = 200 * 1024;

/// What 600 connections may cost besides the 16 MB that all bodies hold, in KiB.
const GROWN: u64 = 64 * 1024;

fn head(length: &str) -> String {
    format!(
        "POST /requests/new HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\
         Content-Type: application/x-www-form-urlencoded\r\n{length}\r\n\r\n"
    )
}

fn begun(port: u16, from: u8) -> TcpStream {
    let mut stream = connect(port, from);
    let head = head(&format!("Content-Length: {LENGTH}"));
    stream.write_all(head.as_bytes()).unwrap();
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
    std::thread::sleep(Duration::from_millis(500));
    let idle = program.memory_kib("VmRSS").saturating_sub(before);
    for form in &mut forms {
        // Who is refused meanwhile need not take it.
        let _ = form.write_all(&vec![b'a'; AT_ONCE]);
    }
    for _ in 0..SECONDS {
        for form in &mut forms {
            let _ = form.write_all(&[b'b'; TRICKLE]);
        }
        std::thread::sleep(Duration::from_secs(1));
    }
    let most = program.memory_kib("VmHWM");
    let grown = most - before;
    println!(
        "{before} KiB; {FORMS} forms of which only the head came: {idle} KiB more; long ones that trickle: {grown} KiB more"
    );
    assert!(most < MOST, "{most} KiB");
    assert!(grown < GROWN, "{grown} KiB");
    let page = officer.get("/desk/requests");
    assert_eq!(page.status, 200, "{}", page.text());
    // A long form that comes at once has the room of one that does not.
    let long = "How many horses are kept, and where are they? ".repeat(400);
    let taken = visitor.request(&csrf, &long, "ada@example.org");
    assert!(taken.is_ok(), "{taken:?}");
    let left = LENGTH - AT_ONCE - SECONDS * TRICKLE;
    for form in &mut forms {
        let _ = form.write_all(&vec![b'c'; left]);
    }
    let told: Vec<String> = forms.iter_mut().map(|form| rest(form).unwrap()).collect();
    let (refused, held): (Vec<_>, Vec<_>) = told
        .iter()
        .partition(|text| text.starts_with("HTTP/1.1 503 "));
    println!("{} were refused, {} held", refused.len(), held.len());
    for text in &refused {
        assert!(text.to_lowercase().contains("retry-after: 5"), "{text}");
        assert!(text.contains("Too many people are sending"), "{text}");
    }
    for text in &held {
        assert!(text.starts_with("HTTP/1.1 403 "), "no token: {text}");
    }
    assert!(refused.len() > FORMS / 2 && !held.is_empty());
}

/// What is answered to a body, sent as it stands here.
fn answered(program: &Program, length: &str, body: &[u8]) -> String {
    let mut stream = connect(program.port, 1);
    stream.write_all(head(length).as_bytes()).unwrap();
    stream.write_all(body).unwrap();
    rest(&mut stream).unwrap()
}

#[test]
fn a_form_is_taken_whole_or_refused_in_words_however_its_length_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let program = Program::start(folder.path(), &[]);
    let chunked = |bytes: usize| {
        let mut body = Vec::new();
        for start in (0..bytes).step_by(10_000) {
            let chunk = vec![b'a'; (bytes - start).min(10_000)];
            body.extend(format!("{:x}\r\n", chunk.len()).into_bytes());
            body.extend(chunk);
            body.extend(b"\r\n");
        }
        body.extend(b"0\r\n\r\n");
        answered(&program, "Transfer-Encoding: chunked", &body)
    };
    let whole = |bytes: usize| {
        let length = format!("Content-Length: {bytes}");
        answered(&program, &length, &vec![b'a'; bytes])
    };
    // The longest form has 327,680 bytes (`forms.rs`). Without a token it is refused once it is read.
    for bytes in [1, 4_096, 4_097, 20_480, 20_481, 320_000, 327_680] {
        for answer in [whole(bytes), chunked(bytes)] {
            assert!(answer.starts_with("HTTP/1.1 403 "), "{bytes}: {answer}");
        }
    }
    for bytes in [327_681, 350_000, 3_900_000] {
        for answer in [whole(bytes), chunked(bytes)] {
            assert!(answer.starts_with("HTTP/1.1 413 "), "{bytes}: {answer}");
        }
    }
}
