//! Slow bodies on every line there is: who comes after them is told so, and then has the place of
//! the slowest.

use crate::half_open::{connect, rest};
use crate::program::Program;
use std::io::Write;
use std::time::Duration;

/// 300 lines, 75 of one address (`limits.rs`).
const DESCRIPTORS: u32 = 1_024;
const LINES: usize = 300;

const FULL: &str = "Too many connections are open. Try again in a minute.";

#[test]
fn slow_bodies_on_every_line_make_room_and_who_finds_none_is_told_so() {
    rlimit::increase_nofile_limit(8_192).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let program = Program::start_with_descriptors(folder.path(), &[], DESCRIPTORS);
    let mut officer = program.manager().at([127, 0, 2, 9]);
    let head = "POST /requests/new HTTP/1.1\r\nHost: a\r\n\
                Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 320000\r\n\r\na=";
    let mut bodies: Vec<_> = (0..LINES)
        .map(|n| {
            let mut stream = connect(program.port, (n % 10) as u8 + 1);
            stream.write_all(head.as_bytes()).unwrap();
            stream
        })
        .collect();
    // More than the program waits for until they have read it.
    let mut others: Vec<_> = (0..60).map(|_| connect(program.port, 200)).collect();
    let told: Vec<String> = others
        .iter_mut()
        .map(|other| rest(other).unwrap())
        .collect();
    let told_so = told
        .iter()
        .filter(|text| text.starts_with("HTTP/1.1 503 ") && text.contains(FULL));
    let told_so = told_so.count();
    println!("{told_so} of 60 were told that there is no room");
    assert!(told_so > 40, "{told:?}");
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
    assert!(gave_way > 0 && gave_way < LINES / 2, "{gave_way}");
    for text in &told {
        let words = ["HTTP/1.1 503 ", "HTTP/1.1 408 "];
        let in_words = words.iter().any(|status| text.starts_with(status));
        assert!(in_words || text.is_empty(), "{text}");
    }
}
