//! The settings of nginx that the README gives, run by nginx itself before the program.

use crate::certificate::certify;
use crate::program::{Program, Visitor};
use crate::required::or_skipped;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Where the public is: nobody whom the program trusts.
const CLIENT: &str = "127.0.0.5";

/// A running nginx; it stops when dropped.
struct Nginx {
    child: Child,
    folder: PathBuf,
    port: u16,
}

impl Nginx {
    /// nginx with the README's settings, before a program.
    fn start(folder: &Path, program: &Program) -> Result<Self, String> {
        let installed = ["/usr/sbin/nginx", "/usr/local/sbin/nginx", "/usr/bin/nginx"];
        let binary = installed.iter().find(|path| Path::new(path).exists());
        let binary = binary.ok_or("nginx is not installed")?;
        certify(folder)?;
        let port = crate::ports::free_port();
        let config = folder.join("nginx.conf");
        std::fs::write(
            &config,
            around(&documented(folder, program.port, port), folder),
        )
        .map_err(|e| e.to_string())?;
        let child = Command::new(binary)
            .arg("-p")
            .arg(folder)
            .arg("-c")
            .arg(&config)
            .args(["-e", "error.log", "-g", "daemon off;"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|e| e.to_string())?;
        let nginx = Self {
            child,
            folder: folder.to_owned(),
            port,
        };
        let begun = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            let said = std::fs::read_to_string(folder.join("error.log")).unwrap_or_default();
            assert!(
                begun.elapsed() < Duration::from_secs(30),
                "nginx does not start: {said}"
            );
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(nginx)
    }

    /// A client over TLS at an address, with its certificate checked.
    fn client(&self, from: &str) -> Child {
        Command::new("openssl")
            .args([
                "s_client",
                "-quiet",
                "-verify_quiet",
                "-verify_return_error",
            ])
            .args([
                "-servername",
                "localhost",
                "-connect",
                &format!("127.0.0.1:{}", self.port),
            ])
            .args(["-bind", from])
            .arg("-CAfile")
            .arg(self.folder.join("cert.pem"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap()
    }

    /// What it answers to another address than the proxy's.
    fn ask(&self, head: &str, body: &[u8]) -> String {
        let mut client = self.client(CLIENT);
        let mut stdin = client.stdin.take().unwrap();
        let sent = [head.as_bytes(), body].concat();
        let sender = std::thread::spawn(move || {
            let _ = stdin.write_all(&sent);
            stdin
        });
        let told = client.wait_with_output().unwrap();
        drop(sender.join());
        String::from_utf8_lossy(&told.stdout).into_owned()
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        // SIGTERM: the process that holds the socket ends its worker with itself.
        let _ = Command::new("kill")
            .arg(self.child.id().to_string())
            .status();
        let _ = self.child.wait();
    }
}

/// The `nginx` block of the README, with this test's ports and certificate.
fn documented(folder: &Path, program: u16, listen: u16) -> String {
    let readme = include_str!("../../README.md");
    let (_, block) = readme.split_once("```nginx\n").unwrap();
    let (block, _) = block.split_once("```").unwrap();
    let mut text = block.to_owned();
    let path = |name: &str| folder.join(name).display().to_string();
    for (documented, here) in [
        ("listen 443 ssl;", format!("listen 127.0.0.1:{listen} ssl;")),
        (
            "server_name foi.example.gov.uk;",
            "server_name localhost;".to_owned(),
        ),
        ("/etc/ssl/certs/foi.example.gov.uk.pem", path("cert.pem")),
        ("/etc/ssl/private/foi.example.gov.uk.key", path("key.pem")),
        (
            "http://127.0.0.1:8000",
            format!("http://127.0.0.1:{program}"),
        ),
    ] {
        assert!(
            text.contains(documented),
            "the README no longer has {documented}"
        );
        text = text.replace(documented, &here);
    }
    text
}

/// What Debian's `nginx.conf` has around the server, with every path in one folder.
fn around(server: &str, folder: &Path) -> String {
    let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .map(|kind| format!("{kind}_temp_path {}/{kind};\n", folder.display()));
    let user = if is_root() { "user root;\n" } else { "" };
    format!(
        "{user}worker_processes 1;\npid {0}/nginx.pid;\nerror_log {0}/error.log;\n\
         events {{ worker_connections 256; }}\nhttp {{\naccess_log off;\n{1}{server}}}\n",
        folder.display(),
        temporary.concat()
    )
}

/// Whether the test is run by root, whose folders nginx's own user cannot read.
fn is_root() -> bool {
    let output = Command::new("id").arg("-u").output();
    output.is_ok_and(|output| output.stdout.starts_with(b"0\n"))
}

/// The program and the README's nginx before it; nothing where there is no nginx.
fn behind_nginx(folder: &Path) -> Option<(Program, Nginx)> {
    let env = [
        ("DAYLIGHT_WEB__BASE_URL", "https://localhost"),
        ("DAYLIGHT_WEB__TRUSTED_PROXIES", "127.0.0.1"),
    ];
    let program = Program::start(folder, &env);
    let nginx = or_skipped("nginx", Nginx::start(folder, &program))?;
    Some((program, nginx))
}

#[test]
fn the_readmes_nginx_serves_pages_over_tls_and_refuses_what_is_too_large() {
    let folder = tempfile::tempdir().unwrap();
    let Some((_program, nginx)) = behind_nginx(folder.path()) else {
        return;
    };
    let page = nginx.ask(
        "GET /requests/new HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        b"",
    );
    assert!(page.starts_with("HTTP/1.1 200 "), "{page}");
    assert!(
        page.to_lowercase()
            .contains("\r\nstrict-transport-security: "),
        "{page}"
    );
    assert!(
        page.contains("; Secure"),
        "cookies are for TLS only: {page}"
    );
    assert!(page.contains("</html>"), "{page}");
    let head = "POST /desk/requests/FOI-2026-000001/documents HTTP/1.1\r\nHost: localhost\r\n\
         Connection: close\r\nContent-Length: 60000000\r\n\r\n";
    let too_large = nginx.ask(head, b"");
    assert!(too_large.starts_with("HTTP/1.1 413 "), "{too_large}");
}

#[test]
fn through_the_readmes_nginx_documents_come_whole_and_a_forged_address_helps_nobody() {
    let folder = tempfile::tempdir().unwrap();
    let Some((program, nginx)) = behind_nginx(folder.path()) else {
        return;
    };
    let mut manager = program.manager();
    let public = manager.csrf();
    let request = manager
        .request(&public, "How many?", "a@x.example")
        .unwrap();
    let page = format!("/desk/requests/{}", request.split('.').next().unwrap());
    let csrf = manager.get(&page).value("csrf");
    // Nearly as large as `storage.largest_document_mb` allows.
    let content = "b".repeat(49_000_000);
    let form = format!(
        "--edge\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n{csrf}\r\n--edge\r\n\
         Content-Disposition: form-data; name=\"document\"; filename=\"fines.csv\"\r\n\
         Content-Type: text/csv\r\n\r\n{content}\r\n--edge--\r\n"
    );
    let head = |method: &str, path: &str, more: &str| {
        let cookies = cookies(&manager);
        format!("{method} {path} HTTP/1.1\r\nHost: localhost\r\nCookie: {cookies}\r\n{more}\r\n")
    };
    let last = "Connection: close\r\n";
    let more = format!(
        "{last}Content-Type: multipart/form-data; boundary=edge\r\nContent-Length: {}\r\n",
        form.len()
    );
    let put = nginx.ask(
        &head("POST", &format!("{page}/documents"), &more),
        form.as_bytes(),
    );
    assert!(put.starts_with("HTTP/1.1 303 "), "{put}");
    let shown = nginx.ask(&head("GET", &page, last), b"");
    let link = shown
        .split('"')
        .find(|part| part.contains("/documents/"))
        .unwrap_or_else(|| panic!("no document: {shown}"));
    // HTTP/1.0 knows no chunks, which would be between the bytes.
    let got = nginx.ask(
        &head("GET", link, last).replace("HTTP/1.1", "HTTP/1.0"),
        b"",
    );
    let (_, got) = got.split_once("\r\n\r\n").unwrap();
    assert!(got == content, "{} bytes came back", got.len());

    // Each with another address in the header, one after another on one connection.
    let wrong = |number: usize| {
        let body = format!("csrf={public}&reference=FOI-2026-{number:06}&code=AAAA-0000");
        let close = if number == 1_051 { last } else { "" };
        let more = format!(
            "{close}X-Forwarded-For: 203.0.113.{}\r\nContent-Length: {}\r\n\
             Content-Type: application/x-www-form-urlencoded\r\n",
            number - 1_000,
            body.len()
        );
        head("POST", "/requests/find", &more) + &body
    };
    let tries: String = (1_001..=1_051).map(wrong).collect();
    let told = nginx.ask(&tries, b"");
    let answered = |status: &str| told.matches(&format!("HTTP/1.1 {status} ")).count();
    assert_eq!((answered("422"), answered("429")), (50, 1), "{told:.400}");
}

#[test]
fn through_the_readmes_nginx_one_address_has_so_many_requests_at_once_and_others_are_answered() {
    let folder = tempfile::tempdir().unwrap();
    let Some((_program, nginx)) = behind_nginx(folder.path()) else {
        return;
    };
    let half = "POST /requests HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5000\r\n\r\nhalf";
    let mut held: Vec<Child> = (0..60).map(|_| nginx.client("127.0.0.6")).collect();
    for client in &mut held {
        let to = client.stdin.as_mut().unwrap();
        to.write_all(half.as_bytes()).unwrap();
    }
    let page = "GET /requests/new HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    // Ten are more than it takes. It reads the bodies of the others for twenty seconds.
    let begun = Instant::now();
    let refused = loop {
        let mut client = nginx.client("127.0.0.6");
        client
            .stdin
            .as_mut()
            .unwrap()
            .write_all(page.as_bytes())
            .unwrap();
        let told = client.wait_with_output().unwrap().stdout;
        let told = String::from_utf8_lossy(&told).into_owned();
        if told.starts_with("HTTP/1.1 503 ") || begun.elapsed() > Duration::from_secs(15) {
            break told;
        }
    };
    assert!(refused.starts_with("HTTP/1.1 503 "), "{refused}");
    let other = nginx.ask(page, b"");
    assert!(other.starts_with("HTTP/1.1 200 "), "{other}");
    for mut client in held {
        client.kill().unwrap();
        client.wait().unwrap();
    }
}

#[test]
fn an_upload_that_is_answered_before_it_is_read_gets_its_answer_all_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let Some((program, nginx)) = behind_nginx(folder.path()) else {
        return;
    };
    let paths = ["/desk/requests/FOI-2026-000001/documents", "/nowhere"];
    for (size, path) in [1_000_000, 5_000_000, 20_000_000]
        .into_iter()
        .flat_map(|size| paths.map(|path| (size, path)))
    {
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\
             Content-Type: multipart/form-data; boundary=edge\r\nContent-Length: {size}\r\n\r\n"
        );
        let body = vec![b'b'; size];
        let expected = if path == "/nowhere" { "404" } else { "303" };
        for _ in 0..5 {
            let through = nginx.ask(&head, &body);
            let status = through.split(' ').nth(1);
            assert_eq!(
                status,
                Some(expected),
                "{size} through nginx: {through:.80}"
            );
            let straight = straight(program.port, &head, &body);
            let status = straight.split(' ').nth(1);
            assert_eq!(status, Some(expected), "{size} straight: {straight:.80}");
        }
    }
}

/// What the program answers whoever sends all of a request and then reads.
fn straight(port: u16, head: &str, body: &[u8]) -> String {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    let mut sender = stream.try_clone().unwrap();
    let sent = [head.as_bytes(), body].concat();
    let sender = std::thread::spawn(move || sender.write_all(&sent).is_ok());
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    let _ = sender.join();
    String::from_utf8_lossy(&answer).into_owned()
}

/// A visitor's cookies as a header's value.
fn cookies(visitor: &Visitor) -> String {
    let pairs = visitor.cookies.iter().map(|(n, v)| format!("{n}={v}"));
    pairs.collect::<Vec<_>>().join("; ")
}
