//! What anybody can send fills no log.

use crate::program::Program;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// Sends bytes as they are and takes what comes back.
fn raw(port: u16, bytes: &[u8]) {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    stream
        .set_read_timeout(Some(Duration::from_secs(5)))
        .unwrap();
    let _ = stream.write_all(bytes);
    let mut answer = [0; 4096];
    let _ = stream.read(&mut answer);
}

#[test]
fn anonymous_noise_is_not_logged() {
    let folder = tempfile::tempdir().unwrap();
    let program = Program::start(folder.path(), &[]);
    let quiet = program.said();
    let mut visitor = program.visitor();
    for path in [
        "/nothing",
        "/wp-login.php",
        "/desk/requests/FOI-1",
        "/status/a.b",
        "/%00",
        "/desk?%ff",
        "/publications/x",
        "/requests/received/x",
        "/assets/x",
    ] {
        assert!(visitor.get(path).status < 500, "{path}");
    }
    for method in ["PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "BREW"] {
        assert!(
            visitor.ask(method, "/requests", &[], b"x").unwrap().status < 500,
            "{method}"
        );
    }
    for path in [
        "/requests",
        "/requests/find",
        "/desk/sign-in",
        "/desk/sign-out",
        "/nothing",
        "/desk/requests",
    ] {
        assert!(
            visitor.post(path, &[("csrf", "none".to_owned())]).status < 500,
            "{path}"
        );
        for (kind, body) in [
            ("application/json", b"{".as_slice()),
            ("multipart/form-data", b"x"),
            ("multipart/form-data; boundary=x", b"--x\r\nbroken"),
            ("application/x-www-form-urlencoded", b"%ff=%fe&\xff\xfe"),
            ("nonsense", b""),
        ] {
            let headers = [("Content-Type", kind.to_owned())];
            assert!(
                visitor.ask("POST", path, &headers, body).unwrap().status < 500,
                "{path} {kind}"
            );
        }
    }
    let odd = [
        ("Cookie", "daylight_session=\u{1}; ;;=".to_owned()),
        ("Host", "x y".to_owned()),
    ];
    let _ = visitor.ask("GET", "/desk", &odd, b"");
    for bytes in [
        b"\r\n\r\n".as_slice(),
        b"GET\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET http://x.example/ HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET * HTTP/1.1\r\nHost: x\r\n\r\n",
        b"CONNECT x:1 HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /\xff\xfe|^` HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /{}\\ HTTP/1.1\r\nHost: x\r\n\r\n",
        b"POST /requests HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\na=b",
        b"POST /requests HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    ] {
        raw(program.port, bytes);
    }
    std::thread::sleep(Duration::from_millis(300));
    assert_eq!(program.said(), quiet);
}

#[test]
fn no_level_of_the_log_tells_a_secret() {
    for level in ["info", "debug", "trace"] {
        let folder = tempfile::tempdir().unwrap();
        let program = Program::start(folder.path(), &[("DAYLIGHT_LOG", level)]);
        let mut visitor = program.visitor();
        let csrf = visitor.csrf();
        let status = visitor
            .request(&csrf, "How many zebras?", "ada@zebra.example")
            .unwrap();
        visitor.get(&format!("/status/{status}"));
        visitor.get("/password/aSecretOfAReset");
        visitor.get("/publications?q=aWordSoughtFor");
        let mut manager = program.manager();
        assert_eq!(manager.get("/desk/requests").status, 200);
        std::thread::sleep(Duration::from_millis(500));
        let said = program.said();
        assert!(said.contains("INFO"), "{level} says nothing: {said}");
        let secret = status.rsplit('.').next().unwrap();
        let session = manager.cookies["daylight_session"].clone();
        for told in [
            secret,
            "aSecretOfAReset",
            "aWordSoughtFor",
            "zebra",
            csrf.as_str(),
            session.as_str(),
            "manager@",
        ] {
            assert!(!said.contains(told), "{level} tells {told}: {said}");
        }
    }
}
