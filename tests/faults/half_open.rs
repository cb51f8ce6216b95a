//! Clients that are slow, or never ask for anything: they lock nobody out, and are not kept.

use crate::program::{Program, Reply};
use std::io::{ErrorKind, Read, Write};
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpStream};
use std::time::{Duration, Instant};
use tokio::net::TcpSocket;

/// What the program may open: far fewer than the connections made to it.
const DESCRIPTORS: u32 = 1_024;

/// The longest that any of these time-outs may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(120);

/// A connection from one of this machine's many addresses, with a small window.
pub fn connect(port: u16, from: u8) -> TcpStream {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let stream = runtime.block_on(async {
        let socket = TcpSocket::new_v4().unwrap();
        socket.set_recv_buffer_size(4_096).unwrap();
        let address = IpAddr::from(Ipv4Addr::new(127, 0, 1, from));
        socket.bind(SocketAddr::new(address, 0)).unwrap();
        let server = SocketAddr::new(Ipv4Addr::LOCALHOST.into(), port);
        socket.connect(server).await.unwrap().into_std().unwrap()
    });
    stream.set_nonblocking(false).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    stream
}

/// What comes until the server closes; `None` where it has not closed in time.
pub fn rest(stream: &mut TcpStream) -> Option<String> {
    let mut bytes = Vec::new();
    match stream.read_to_end(&mut bytes) {
        Err(e) if matches!(e.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => None,
        Ok(_) | Err(_) => Some(String::from_utf8_lossy(&bytes).into_owned()),
    }
}

#[test]
fn two_thousand_half_open_sockets_lock_no_officer_out_and_are_closed() {
    rlimit::increase_nofile_limit(8_192).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let program = Program::start_with_descriptors(folder.path(), &[], DESCRIPTORS);
    assert!(program.said().contains("1,024 files"), "{}", program.said());
    let mut officer = program.manager();
    let mut idle: Vec<_> = (0..1_500)
        .map(|n| connect(program.port, (n % 60) as u8 + 1))
        .collect();
    let mut halves: Vec<_> = (0..500)
        .map(|n| connect(program.port, (n % 60) as u8 + 1))
        .collect();
    for half in &mut halves {
        // Those that were closed for others already take nothing.
        let _ = half.write_all(b"GET / HTTP/1.1\r\nHost: a\r\nX-Slow: ");
    }
    for _ in 0..30 {
        let begun = Instant::now();
        let page: Reply = officer.get("/desk/requests");
        assert_eq!(page.status, 200, "{}", page.text());
        assert!(
            begun.elapsed() < Duration::from_secs(10),
            "{:?}",
            begun.elapsed()
        );
    }
    assert!(
        program.descriptors() < 600,
        "{} open",
        program.descriptors()
    );
    for socket in &mut idle {
        assert_eq!(
            rest(socket).as_deref(),
            Some(""),
            "an idle socket stays open"
        );
    }
    let told: Vec<String> = halves.iter_mut().map(|half| rest(half).unwrap()).collect();
    let refused = told.iter().filter(|text| text.starts_with("HTTP/1.1 408 "));
    assert!(
        refused.count() > 100,
        "half heads are told why they are closed"
    );
    // Each was given a moment to take its answer.
    let begun = Instant::now();
    while program.descriptors() >= 100 && begun.elapsed() < PATIENCE {
        std::thread::sleep(Duration::from_millis(100));
    }
    assert!(
        program.descriptors() < 100,
        "{} open",
        program.descriptors()
    );
}

#[test]
fn a_body_that_trickles_is_refused_and_one_that_is_slow_but_steady_is_taken() {
    let folder = tempfile::tempdir().unwrap();
    let program = Program::start(folder.path(), &[]);
    let head = |length: usize| {
        format!(
            "POST /requests HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n\r\n"
        )
    };
    let mut steady = connect(program.port, 1);
    let mut trickle = connect(program.port, 2);
    let steady = std::thread::spawn(move || {
        steady.write_all(head(100_000).as_bytes()).unwrap();
        for _ in 0..100 {
            steady.write_all(&[b'a'; 1_000]).unwrap();
            std::thread::sleep(Duration::from_millis(250));
        }
        rest(&mut steady).unwrap()
    });
    trickle.write_all(head(100_000).as_bytes()).unwrap();
    let begun = Instant::now();
    // Until the server has closed and says so to whoever still writes.
    while begun.elapsed() < PATIENCE && trickle.write_all(b"a").is_ok() {
        std::thread::sleep(Duration::from_millis(500));
        let mut one = [0];
        trickle.set_nonblocking(true).unwrap();
        let answered = trickle.peek(&mut one).is_ok();
        trickle.set_nonblocking(false).unwrap();
        if answered {
            break;
        }
    }
    let told = rest(&mut trickle).unwrap();
    assert!(told.starts_with("HTTP/1.1 408 "), "{told}");
    assert!(told.contains("Send it again"), "{told}");
    let told = steady.join().unwrap();
    assert!(
        told.starts_with("HTTP/1.1 403 "),
        "no token, and taken whole: {told}"
    );
}

#[test]
fn whoever_does_not_read_an_answer_is_not_kept() {
    let folder = tempfile::tempdir().unwrap();
    let program = Program::start(folder.path(), &[]);
    let page = program.visitor().get("/requests/new").text();
    let path = page.split('"').find(|part| part.ends_with(".css")).unwrap();
    let ask = format!("GET {path} HTTP/1.1\r\nHost: a\r\n\r\n");
    let mut reader = connect(program.port, 1);
    reader
        .set_write_timeout(Some(Duration::from_secs(5)))
        .unwrap();
    // More answers than the buffers between the two hold.
    let asked = (0..2_000)
        .take_while(|_| reader.write_all(ask.as_bytes()).is_ok())
        .count();
    // What the program opens for it, and what it closes of the visit before, is done by then.
    std::thread::sleep(Duration::from_secs(2));
    let kept = program.descriptors();
    let begun = Instant::now();
    while program.descriptors() >= kept && begun.elapsed() < PATIENCE {
        std::thread::sleep(Duration::from_millis(500));
    }
    assert!(begun.elapsed() > Duration::from_secs(15), "closed at once");
    let answers = rest(&mut reader).unwrap().matches("HTTP/1.1 200").count();
    assert!(answers < asked, "{answers} of {asked} were sent to nobody");
}

#[test]
fn one_address_keeps_its_share_of_connections_and_none_for_ever() {
    let folder = tempfile::tempdir().unwrap();
    let program = Program::start_with_descriptors(folder.path(), &[], DESCRIPTORS);
    let mut held: Vec<_> = (0..300).map(|_| answered(program.port, 200)).collect();
    let newest = Instant::now();
    for address in [[127, 0, 1, 1], [127, 0, 1, 200]] {
        let page = program.visitor().at(address).get("/requests/find");
        assert_eq!(page.status, 200, "{}", page.text());
    }
    // Its share is 75 of 300 (`limits.rs`); the others made room long before their time.
    assert!(
        program.descriptors() < 200,
        "{} open",
        program.descriptors()
    );
    let told = rest(held.last_mut().unwrap());
    assert_eq!(told.as_deref(), Some(""), "a quiet connection stays open");
    assert!(
        newest.elapsed() > Duration::from_secs(30),
        "closed at once: {:?}",
        newest.elapsed()
    );
}

/// A connection that was answered once, and is kept.
fn answered(port: u16, from: u8) -> TcpStream {
    let mut stream = connect(port, from);
    let ask = b"HEAD /requests/find HTTP/1.1\r\nHost: a\r\n\r\n";
    stream.write_all(ask).unwrap();
    let (mut head, mut one) = (Vec::new(), [0]);
    while !head.ends_with(b"\r\n\r\n") {
        stream.read_exact(&mut one).unwrap();
        head.extend(one);
    }
    assert!(head.starts_with(b"HTTP/1.1 200 "));
    stream
}

#[test]
fn as_many_files_may_be_opened_as_the_system_allows_whatever_was_asked_for_before() {
    let folder = tempfile::tempdir().unwrap();
    let program = Program::start_limited(folder.path(), &[], "ulimit -Hn 4096; ulimit -Sn 256");
    let begun = Instant::now();
    while !program.said().contains("lets it open") && begun.elapsed() < PATIENCE {
        std::thread::sleep(Duration::from_millis(20));
    }
    let said = program.said();
    let told = said
        .split("lets it open ")
        .nth(1)
        .and_then(|rest| rest.split(' ').next());
    let told = told.map(|number| number.replace(',', "").parse::<u32>());
    // root may go beyond what it was given.
    assert!(matches!(told, Some(Ok(4_096..))), "{said}");
}

#[test]
fn heads_of_many_lines_whose_bodies_never_end_hold_little_memory() {
    const MANY: usize = 3_600;
    rlimit::increase_nofile_limit(8_192).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let program = Program::start(folder.path(), &[]);
    let lines: String = (0..95)
        .map(|n| format!("h{n}: {}\r\n", "a".repeat(150)))
        .collect();
    let ask = format!(
        "POST /requests/find HTTP/1.1\r\nHost: a\r\n{lines}Content-Length: 4097\r\n\r\n{}",
        "a".repeat(4_095)
    );
    let held: Vec<_> = (0..MANY)
        .map(|n| {
            let mut stream = connect(program.port, (n % 60) as u8 + 1);
            // Who made room meanwhile takes nothing.
            let _ = stream.write_all(ask.as_bytes());
            stream
        })
        .collect();
    std::thread::sleep(Duration::from_secs(1));
    let most = program.memory_kib("VmHWM");
    println!("{MANY} half-open: {most} KiB");
    assert!(most < 200 * 1024, "{most} KiB");
    drop(held);
}
