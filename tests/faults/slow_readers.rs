//! Many slow readers of a large document: those beyond a number are told so, and hold no memory.

use crate::half_open::connect;
use crate::program::{Program, Visitor};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

const READERS: usize = 300;

/// More than the operating system holds between the two.
const LARGE: usize = 30_000_000;

fn linked(text: &str, start: &str) -> Option<String> {
    let found = text.split('"').find(|part| part.starts_with(start));
    found.map(str::to_owned)
}

/// A case, as the desk calls it.
pub fn a_case(manager: &mut Visitor, visitor: &mut Visitor) -> String {
    let csrf = visitor.csrf();
    visitor
        .request(&csrf, "How many horses?", "ada@example.org")
        .unwrap();
    let list = manager.get("/desk/requests").text();
    linked(&list, "/desk/requests/FOI").unwrap()
}

/// A case with a large document; the address of the document.
pub fn document(manager: &mut Visitor, visitor: &mut Visitor) -> String {
    let case = a_case(manager, visitor);
    let csrf = manager.get(&case).value("csrf");
    let mut body = format!(
        "--x\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n{csrf}\r\n--x\r\nContent-Disposition: form-data; \
         name=\"document\"; filename=\"a.bin\"\r\nContent-Type: application/octet-stream\r\n\r\n"
    )
    .into_bytes();
    body.resize(body.len() + LARGE, b'a');
    body.extend(b"\r\n--x--\r\n");
    let kind = [("Content-Type", "multipart/form-data; boundary=x".to_owned())];
    let added = manager
        .ask("POST", &format!("{case}/documents"), &kind, &body)
        .unwrap();
    assert_eq!(added.status, 303, "{}", added.text());
    let page = manager.get(&case).text();
    let path = linked(&page, &format!("{case}/documents/"));
    path.unwrap_or_else(|| panic!("no document in {page}"))
}

/// Asks and takes the first bytes of the answer.
pub fn begun(port: u16, from: u8, ask: &str) -> (TcpStream, String) {
    let mut stream = connect(port, from);
    stream.write_all(ask.as_bytes()).unwrap();
    let mut first = vec![0; 4_096];
    let bytes = stream.read(&mut first).unwrap();
    first.truncate(bytes);
    (stream, String::from_utf8_lossy(&first).into_owned())
}

#[test]
fn slow_readers_of_a_large_document_hold_little_memory_and_not_for_ever() {
    rlimit::increase_nofile_limit(8_192).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let program = Program::start(folder.path(), &[]);
    let mut manager = program.manager();
    let path = document(&mut manager, &mut program.visitor());
    let whole = manager.get(&path);
    assert_eq!((whole.status, whole.body.len()), (200, LARGE));
    let cookies = manager.cookies.iter().map(|(n, v)| format!("{n}={v}"));
    let cookies = cookies.collect::<Vec<_>>().join("; ");
    let ask = format!("GET {path} HTTP/1.1\r\nHost: a\r\nCookie: {cookies}\r\n\r\n");
    let before = program.memory_kib("VmRSS");
    let readers: Vec<_> = (0..READERS)
        .map(|n| begun(program.port, (n % 15) as u8 + 1, &ask))
        .collect();
    // They stand still.
    std::thread::sleep(Duration::from_secs(3));
    let grown = program.memory_kib("VmRSS").saturating_sub(before);
    println!("{READERS} slow readers: {grown} KiB");
    assert!(grown < 50 * 1024, "{grown} KiB");
    let answered = |status: &str| {
        let begins = format!("HTTP/1.1 {status} ");
        let some = readers
            .iter()
            .filter(|(_, first)| first.starts_with(&begins));
        some.count()
    };
    let (taken, refused) = (answered("200"), answered("503"));
    assert_eq!(taken + refused, READERS);
    assert!((1..=6).contains(&taken), "one person has {taken}");
    let page = manager.get("/desk/requests");
    assert_eq!(page.status, 200, "{}", page.text());
    let refused = manager.get(&path);
    assert_eq!(refused.status, 503);
    assert_eq!(refused.header("retry-after"), Some("5"));
    assert!(
        refused.text().contains("Too many documents"),
        "{}",
        refused.text()
    );
    // Nobody keeps a place by reading nothing, and every place comes back.
    let since = Instant::now();
    while manager.get(&path).status != 200 {
        assert!(since.elapsed() < Duration::from_secs(120), "no place again");
        std::thread::sleep(Duration::from_millis(500));
    }
}

/// How long somebody reads at 20 kB a second, beside those who read nothing.
const READS: Duration = Duration::from_secs(15);

#[test]
fn of_readers_who_take_nothing_few_are_kept_and_one_who_is_slow_in_earnest_is() {
    const IDLE: usize = 80;
    rlimit::increase_nofile_limit(8_192).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let program = Program::start(folder.path(), &[]);
    let mut manager = program.manager();
    let path = document(&mut manager, &mut program.visitor());
    let cookies = manager.cookies.iter().map(|(n, v)| format!("{n}={v}"));
    let cookies = cookies.collect::<Vec<_>>().join("; ");
    let ask = format!("GET {path} HTTP/1.1\r\nHost: a\r\nCookie: {cookies}\r\n\r\n");
    let (mut reader, first) = begun(program.port, 200, &ask);
    assert!(first.starts_with("HTTP/1.1 200 "), "{first}");
    let length = format!("content-length: {LARGE}");
    assert!(first.to_lowercase().contains(&length), "{first}");
    // More answers than the system holds for each.
    let page = manager.get("/requests/new").text();
    let style = page.split('"').find(|part| part.ends_with(".css")).unwrap();
    let ask = format!("GET {style} HTTP/1.1\r\nHost: a\r\n\r\n").repeat(60);
    let open = program.sockets();
    let idle: Vec<_> = (0..IDLE)
        .map(|n| begun(program.port, (n % 15) as u8 + 1, &ask))
        .collect();
    let since = Instant::now();
    let (mut read, mut piece) = (0, [0; 2_000]);
    let mut left = usize::MAX;
    while since.elapsed() < READS {
        read += reader.read(&mut piece).unwrap();
        std::thread::sleep(Duration::from_millis(100));
        left = left.min(program.sockets().saturating_sub(open));
    }
    println!(
        "{read} bytes in {:?}; of {IDLE} who read nothing the fewest that were open: {left} sockets",
        since.elapsed()
    );
    assert!(read > 200_000, "{read}");
    // A line and both ends of its passage each; all of them would be 240.
    assert!(left <= 32 * 3, "{left}");
    drop(idle);
}

/// Who asks for long pages and reads none: so many, from so many addresses.
const UNREAD: usize = 400;
const ADDRESSES: usize = 8;

/// What the answers to all of them may hold (`front/unread.rs`), twice, and what their connections cost, in KiB.
const HELD: u64 = 2 * 16 * 1024 + 32 * 1024;

/// A form that is too long, so that the page comes back with the 40,000 characters of it that are shown
/// again, each of its marks six times as long.
fn too_long(csrf: &str, cookies: &str) -> Vec<u8> {
    let body = format!("csrf={csrf}&description={}", "'".repeat(300_000));
    let head = format!(
        "POST /requests/new/you HTTP/1.1\r\nHost: a\r\nCookie: {cookies}\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    [head, body].concat().into_bytes()
}

#[test]
fn long_pages_that_nobody_reads_hold_little_memory_and_a_slow_reader_has_his_whole() {
    rlimit::increase_nofile_limit(8_192).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let program = Program::start(folder.path(), &[]);
    let mut officer = program.manager();
    let mut visitor = program.visitor();
    let csrf = visitor.csrf();
    let cookies = visitor.cookies.iter().map(|(n, v)| format!("{n}={v}"));
    let ask = too_long(&csrf, &cookies.collect::<Vec<_>>().join("; "));
    let before = program.memory_kib("VmRSS");
    // One who reads 40 kB a second, from another address than the others.
    let mut phone = connect(program.port, 200);
    phone.write_all(&ask).unwrap();
    let reads = std::thread::spawn(move || {
        let (mut read, mut piece) = (Vec::new(), [0; 8_000]);
        loop {
            let came = phone.read(&mut piece).unwrap();
            read.extend_from_slice(&piece[..came]);
            if came == 0 || read.ends_with(b"</html>\n") || read.ends_with(b"</html>") {
                return read;
            }
            if read.len() < 800_000 {
                std::thread::sleep(Duration::from_millis(200));
            }
        }
    });
    let mut most = 0;
    let mut told = Vec::new();
    for n in 0..UNREAD {
        let mut stream = connect(program.port, (n % ADDRESSES) as u8 + 1);
        // Who is closed meanwhile has sent enough.
        let _ = stream.write_all(&ask);
        let mut first = [0; 40];
        let bytes = stream.read(&mut first).unwrap_or_default();
        told.push((stream, first[..bytes].to_vec()));
        if n % 10 == 9 {
            most = most.max(program.memory_kib("VmRSS"));
        }
    }
    let grown = most - before;
    println!("{before} KiB; {UNREAD} who read nothing: {grown} KiB more");
    let answered = told
        .iter()
        .filter(|(_, first)| first.starts_with(b"HTTP/1.1 422 "));
    assert!(answered.count() > UNREAD / 2, "few were answered at all");
    assert!(grown < HELD, "{grown} KiB");
    let page = officer.at([127, 0, 2, 9]).get("/desk/requests");
    assert_eq!(page.status, 200, "{}", page.text());
    let read = reads.join().unwrap();
    let head = String::from_utf8_lossy(&read[..200]).into_owned();
    assert!(head.starts_with("HTTP/1.1 422 "), "{head}");
    let whole = 240_000..300_000;
    assert!(
        whole.contains(&read.len()),
        "{} bytes were read",
        read.len()
    );
    drop(officer.get("/desk/requests"));
}
