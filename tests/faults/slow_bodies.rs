//! Slow bodies on every line there is: who comes after them is told so, or has the place of the
//! slowest; and somebody who is slow in earnest is heard out.

use crate::half_open::{connect, rest};
use crate::program::{Program, Reply, Visitor};
use crate::slow_readers::a_case;
use std::io::Write;
use std::net::TcpStream;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// 300 lines, 75 of one address (`limits.rs`).
const DESCRIPTORS: u32 = 1_024;
const LINES: usize = 300;

const FULL: &str = "Too many connections are open. Try again in a minute.";

/// How long slow bodies come at the most, whatever becomes of everybody else.
const GIVEN_UP: Duration = Duration::from_secs(90);

/// A form whose body begins, and takes its time.
fn slow(port: u16, number: usize) -> TcpStream {
    let mut stream = connect(port, (number % 10) as u8 + 1);
    let head = "POST /requests/new HTTP/1.1\r\nHost: a\r\n\
                Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 320000\r\n\r\na=";
    let _ = stream.write_all(head.as_bytes());
    stream
}

#[test]
fn who_finds_slow_bodies_on_every_line_is_told_so_or_has_the_place_of_the_slowest() {
    rlimit::increase_nofile_limit(8_192).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let program = Program::start_with_descriptors(folder.path(), &[], DESCRIPTORS);
    let mut officer = program.manager().at([127, 0, 2, 9]);
    let mut bodies: Vec<_> = (0..LINES).map(|n| slow(program.port, n)).collect();
    // More than the program waits for until they have read it; each says all it has to say first.
    let form = "POST /requests/new HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\
                Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 3000\r\n\r\n";
    let form = format!("{form}{}", "a".repeat(3_000));
    let mut others: Vec<_> = (0..60)
        .map(|_| {
            let mut other = connect(program.port, 200);
            let _ = other.write_all(form.as_bytes());
            other
        })
        .collect();
    let told: Vec<String> = others
        .iter_mut()
        .map(|other| rest(other).unwrap())
        .collect();
    let (full, taken): (Vec<_>, Vec<_>) = told.iter().partition(|text| text.contains(FULL));
    println!("{} of 60 were told that there is no room", full.len());
    for text in full {
        assert!(text.starts_with("HTTP/1.1 503 "), "{text}");
        assert!(text.to_lowercase().contains("retry-after: 60"), "{text}");
    }
    for text in taken {
        assert!(text.starts_with("HTTP/1.1 403 "), "no token: {text}");
    }
    for second in 0..8 {
        for body in &mut bodies {
            // Those that made room take nothing.
            let _ = body.write_all(&[b'b'; 1_200]);
        }
        std::thread::sleep(Duration::from_secs(1));
        if second >= 4 {
            for _ in 0..5 {
                let page = officer.get("/desk/requests");
                assert_eq!(page.status, 200, "{}", page.text());
                let page = program.visitor().get("/requests/find");
                assert_eq!(page.status, 200, "{}", page.text());
            }
        }
    }
    let told: Vec<String> = bodies.iter_mut().map(|body| rest(body).unwrap()).collect();
    let gave_way = told.iter().filter(|text| text.contains(FULL)).count();
    println!("{gave_way} of {LINES} slow bodies gave way");
    assert!(gave_way > 0, "none gave way");
    for text in &told {
        let words = ["HTTP/1.1 503 ", "HTTP/1.1 408 "];
        let in_words = words.iter().any(|status| text.starts_with(status));
        assert!(in_words || text.is_empty(), "{text}");
    }
}

/// Sends a document of 700 kB at 30 kB a second, as a phone does.
fn from_a_phone(officer: &Visitor, case: &str) -> Reply {
    let mut officer = officer.clone();
    let csrf = officer.get(case).value("csrf");
    let mut body = format!(
        "--x\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n{csrf}\r\n--x\r\nContent-Disposition: form-data; \
         name=\"document\"; filename=\"a.bin\"\r\nContent-Type: application/octet-stream\r\n\r\n"
    )
    .into_bytes();
    body.resize(body.len() + 700_000, b'a');
    body.extend(b"\r\n--x--\r\n");
    let kind = [("Content-Type", "multipart/form-data; boundary=x".to_owned())];
    let slowly = |stream: &mut TcpStream, body: &[u8]| {
        for piece in body.chunks(3_000) {
            stream.write_all(piece)?;
            std::thread::sleep(Duration::from_millis(100));
        }
        Ok(())
    };
    let path = format!("{case}/documents");
    officer.ask_so("POST", &path, &kind, &body, slowly).unwrap()
}

#[test]
fn a_phone_that_sends_a_document_is_heard_out_while_slow_bodies_take_every_line() {
    rlimit::increase_nofile_limit(8_192).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let program = Program::start_with_descriptors(folder.path(), &[], DESCRIPTORS);
    let mut officer = program.manager().at([127, 0, 2, 9]);
    let case = a_case(&mut officer, &mut program.visitor());
    let over = AtomicBool::new(false);
    let (added, begun) = std::thread::scope(|scope| {
        scope.spawn(|| {
            let mut bodies: Vec<_> = (0..LINES).map(|n| slow(program.port, n)).collect();
            let since = Instant::now();
            while !over.load(Ordering::Relaxed) && since.elapsed() < GIVEN_UP {
                std::thread::sleep(Duration::from_secs(1));
                for (number, body) in bodies.iter_mut().enumerate() {
                    if body.write_all(&[b'b'; 1_500]).is_err() {
                        *body = slow(program.port, number);
                    }
                }
            }
        });
        // By then all lines are theirs, and they are known to be slow.
        std::thread::sleep(Duration::from_secs(5));
        let begun = Instant::now();
        let added = from_a_phone(&officer, &case);
        over.store(true, Ordering::Relaxed);
        (added, begun)
    });
    println!("the phone needed {:?}", begun.elapsed());
    assert_eq!(added.status, 303, "{}", added.text());
    assert!(officer.get(&case).text().contains("a.bin"));
}

/// The head of a long body of which nothing comes, to where anybody may sign in.
fn only_a_head(port: u16, number: usize) -> TcpStream {
    let mut stream = connect(port, (number % 3) as u8 + 1);
    let head = "POST /desk/sign-in HTTP/1.1\r\nHost: a\r\n\
                Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 400000\r\n\r\n";
    stream.write_all(head.as_bytes()).unwrap();
    stream
}

#[test]
fn heads_of_long_bodies_that_never_come_take_no_place_of_a_document() {
    // Ten times as many as there are places (`exchange.rs`), of as few addresses as may be.
    const HEADS: usize = 480;
    rlimit::increase_nofile_limit(8_192).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let program = Program::start_with_descriptors(folder.path(), &[], 4_096);
    let mut officer = program.manager().at([127, 0, 2, 9]);
    let case = a_case(&mut officer, &mut program.visitor());
    let heads: Vec<_> = (0..HEADS).map(|n| only_a_head(program.port, n)).collect();
    let added = from_a_phone(&officer, &case);
    assert_eq!(added.status, 303, "{}", added.text());
    assert!(officer.get(&case).text().contains("a.bin"));
    drop(heads);
    // Of a stranger's the beginning is enough to be refused.
    let mut begun = only_a_head(program.port, 1);
    begun.write_all(&[b'a'; 2_000]).unwrap();
    let told = rest(&mut begun).unwrap();
    assert!(told.starts_with("HTTP/1.1 413 "), "{told}");
}
