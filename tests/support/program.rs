//! The program as a process of its own, in a folder of its own, and visitors over HTTP.

use crate::ports::free_port;
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus};
use std::time::{Duration, Instant};

/// The pass phrase of whoever a test makes.
pub const PASSWORD: &str = "a long pass phrase 1";

/// A running `daylight serve`; killed when dropped.
pub struct Program {
    child: Child,
    pub port: u16,
    log: PathBuf,
}

/// A program that ended without serving: its status and what it said.
#[derive(Debug)]
pub struct Ended {
    pub status: ExitStatus,
    pub said: String,
}

impl Program {
    /// The program serving from a folder, whose data is in `data` below it unless `env` says
    /// otherwise; it answers when this returns.
    pub fn start(folder: &Path, env: &[(&str, &str)]) -> Self {
        match Self::attempt(folder, env) {
            Ok(program) => program,
            Err(ended) => panic!("did not start: {ended:?}"),
        }
    }

    /// The same, where the system lets it open only so many files.
    pub fn start_with_descriptors(folder: &Path, env: &[(&str, &str)], descriptors: u32) -> Self {
        Self::start_limited(folder, env, &format!("ulimit -n {descriptors}"))
    }

    /// The same, under a limit that the shell sets for it.
    pub fn start_limited(folder: &Path, env: &[(&str, &str)], limit: &str) -> Self {
        match Self::attempt_limited(folder, env, limit) {
            Ok(program) => program,
            Err(ended) => panic!("did not start: {ended:?}"),
        }
    }

    /// The same, or how it ended.
    pub fn attempt_limited(
        folder: &Path,
        env: &[(&str, &str)],
        limit: &str,
    ) -> Result<Self, Ended> {
        let mut limited = Command::new("/bin/sh");
        limited
            .arg("-c")
            .arg(format!("{limit}; exec \"$0\" \"$@\""));
        limited.arg(env!("CARGO_BIN_EXE_daylight"));
        Self::launch(limited, folder, env)
    }

    /// The same as [`Program::start`], or how it ended.
    pub fn attempt(folder: &Path, env: &[(&str, &str)]) -> Result<Self, Ended> {
        Self::launch(Command::new(env!("CARGO_BIN_EXE_daylight")), folder, env)
    }

    fn launch(mut command: Command, folder: &Path, env: &[(&str, &str)]) -> Result<Self, Ended> {
        let port = free_port();
        let log = folder.join(format!("serve-{port}.log"));
        let out = File::create(&log).unwrap();
        let child = command
            .arg("serve")
            .current_dir(folder)
            .env_clear()
            .envs(crate::authority::NAMED)
            .envs([crate::authority::CHOSEN])
            .envs(env.iter().copied())
            .env("DAYLIGHT_LISTEN", format!("127.0.0.1:{port}"))
            .stdout(out.try_clone().unwrap())
            .stderr(out)
            .spawn()
            .unwrap();
        let mut program = Self { child, port, log };
        let begun = Instant::now();
        loop {
            if program.said().contains("Daylight is at") {
                return Ok(program);
            }
            if let Some(status) = program.child.try_wait().unwrap() {
                return Err(Ended {
                    status,
                    said: program.said(),
                });
            }
            assert!(
                begun.elapsed() < Duration::from_secs(60),
                "does not start: {}",
                program.said()
            );
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// How it ended, where it has.
    pub fn ended(&mut self) -> Option<ExitStatus> {
        self.child.try_wait().unwrap()
    }

    /// The number of its process.
    pub fn process(&self) -> u32 {
        self.child.id()
    }

    /// What it printed and logged so far.
    pub fn said(&self) -> String {
        fs::read_to_string(&self.log).unwrap_or_default()
    }

    /// SIGKILL: nothing of the program runs after it.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// SIGTERM, and how long it took to end. Fails where it does not within a minute.
    pub fn terminate(mut self) -> Duration {
        let begun = Instant::now();
        self.signal("TERM");
        loop {
            if self.child.try_wait().unwrap().is_some() {
                return begun.elapsed();
            }
            assert!(
                begun.elapsed() < Duration::from_secs(60),
                "does not end after SIGTERM: {}",
                self.said()
            );
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Sends a signal by its name without `SIG`.
    pub fn signal(&self, name: &str) {
        let status = Command::new("kill")
            .args([&format!("-{name}"), &self.child.id().to_string()])
            .status()
            .unwrap();
        assert!(status.success());
    }

    /// How many files and sockets it has open.
    pub fn descriptors(&self) -> usize {
        fs::read_dir(format!("/proc/{}/fd", self.child.id()))
            .unwrap()
            .count()
    }

    /// How many sockets it has open.
    pub fn sockets(&self) -> usize {
        let open = fs::read_dir(format!("/proc/{}/fd", self.child.id())).unwrap();
        let to = open
            .flatten()
            .filter_map(|one| fs::read_link(one.path()).ok());
        to.filter(|to| to.to_string_lossy().starts_with("socket:"))
            .count()
    }

    /// A line of `/proc/PID/status` in KiB: `VmRSS` is what it holds, `VmHWM` the most it held.
    pub fn memory_kib(&self, line: &str) -> u64 {
        let text = fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let found = text
            .lines()
            .find_map(|l| l.strip_prefix(&format!("{line}:")));
        found
            .unwrap()
            .trim()
            .trim_end_matches(" kB")
            .parse()
            .unwrap()
    }

    /// The processor time it has used, in hundredths of a second.
    pub fn processor_ticks(&self) -> u64 {
        let text = fs::read_to_string(format!("/proc/{}/stat", self.child.id())).unwrap();
        let (_, after) = text.rsplit_once(") ").unwrap();
        let words: Vec<&str> = after.split(' ').collect();
        words[11].parse::<u64>().unwrap() + words[12].parse::<u64>().unwrap()
    }

    /// A visitor of its pages.
    pub fn visitor(&self) -> Visitor {
        Visitor {
            port: self.port,
            address: Ipv4Addr::LOCALHOST,
            cookies: BTreeMap::new(),
        }
    }

    /// The first manager, made by the set-up link it printed, and signed in.
    pub fn manager(&self) -> Visitor {
        let said = self.said();
        let (_, rest) = said.split_once("/setup/").unwrap();
        let token: String = rest
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .collect();
        let mut manager = self.visitor();
        let page = manager.get(&format!("/setup/{token}"));
        let fields = [
            ("csrf", page.value("csrf")),
            ("regime", "uk-foia-2000".to_owned()),
            ("name", "The Manager".to_owned()),
            ("email", "manager@police.example".to_owned()),
            ("password", PASSWORD.to_owned()),
        ];
        let made = manager.post(&format!("/setup/{token}"), &fields);
        assert_eq!(made.status, 303, "{}", made.text());
        manager
    }
}

/// The program run in a folder with nothing but this environment, under an umask that keeps
/// nothing private by itself.
pub fn command(folder: &Path, env: &[(&str, &str)], arguments: &[&str]) -> Command {
    let mut command = Command::new("/bin/sh");
    command
        .args(["-c", "umask 000; exec \"$0\" \"$@\""])
        .arg(env!("CARGO_BIN_EXE_daylight"))
        .args(arguments)
        .current_dir(folder)
        .env_clear()
        .envs(crate::authority::NAMED)
        .envs(env.iter().copied());
    command
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Somebody with a jar of cookies, one connection a request.
#[derive(Clone)]
pub struct Visitor {
    pub port: u16,
    /// Where they are: an address of this machine, 127.0.0.1 unless a test says otherwise.
    pub address: Ipv4Addr,
    pub cookies: BTreeMap<String, String>,
}

/// What came back.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Visitor {
    /// Asks for a page.
    pub fn get(&mut self, path: &str) -> Reply {
        self.ask("GET", path, &[], b"").unwrap()
    }

    /// Sends a form.
    pub fn post(&mut self, path: &str, fields: &[(&str, String)]) -> Reply {
        self.try_post(path, fields).unwrap()
    }

    /// Sends a form; what the connection says where no answer comes.
    pub fn try_post(&mut self, path: &str, fields: &[(&str, String)]) -> std::io::Result<Reply> {
        let pairs = fields
            .iter()
            .map(|(name, value)| format!("{name}={}", encoded(value)));
        let body = pairs.collect::<Vec<_>>().join("&");
        let form = [(
            "Content-Type",
            "application/x-www-form-urlencoded".to_owned(),
        )];
        self.ask("POST", path, &form, body.as_bytes())
    }

    /// The same visitor, or one with the same cookies, at another address of this machine.
    pub fn at(&self, address: [u8; 4]) -> Self {
        Self {
            address: address.into(),
            ..self.clone()
        }
    }

    fn connected(&self) -> std::io::Result<TcpStream> {
        use socket2::{Domain, Socket, Type};
        let socket = Socket::new(Domain::IPV4, Type::STREAM, None)?;
        socket.bind(&SocketAddr::from((self.address, 0)).into())?;
        socket.connect(&SocketAddr::from((Ipv4Addr::LOCALHOST, self.port)).into())?;
        Ok(socket.into())
    }

    /// One request with these headers besides the usual ones.
    pub fn ask(
        &mut self,
        method: &str,
        path: &str,
        headers: &[(&str, String)],
        body: &[u8],
    ) -> std::io::Result<Reply> {
        let at_once = |stream: &mut TcpStream, body: &[u8]| stream.write_all(body);
        self.ask_so(method, path, headers, body, at_once)
    }

    /// The same, with the body written so.
    pub fn ask_so(
        &mut self,
        method: &str,
        path: &str,
        headers: &[(&str, String)],
        body: &[u8],
        write: impl FnOnce(&mut TcpStream, &[u8]) -> std::io::Result<()>,
    ) -> std::io::Result<Reply> {
        let mut stream = self.connected()?;
        stream.set_read_timeout(Some(Duration::from_secs(60)))?;
        stream.set_write_timeout(Some(Duration::from_secs(60)))?;
        let cookies: Vec<String> = self
            .cookies
            .iter()
            .map(|(n, v)| format!("{n}={v}"))
            .collect();
        let mut head = format!(
            "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nConnection: close\r\nContent-Length: {}\r\n",
            self.port,
            body.len()
        );
        if !cookies.is_empty() {
            head.push_str(&format!("Cookie: {}\r\n", cookies.join("; ")));
        }
        for (name, value) in headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        head.push_str("\r\n");
        stream.write_all(head.as_bytes())?;
        write(&mut stream, body)?;
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes)?;
        let reply = Reply::read(&bytes)?;
        for (_, cookie) in reply
            .headers
            .iter()
            .filter(|(name, _)| name == "set-cookie")
        {
            let pair = cookie.split(';').next().unwrap_or_default();
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
        Ok(reply)
    }

    /// What the visitor's forms carry: the token of the public form.
    pub fn csrf(&mut self) -> String {
        self.get("/requests/new").value("csrf")
    }

    /// Makes a request by the public form as its last page sends it, each from an address of its
    /// own, as many people do: the token of its status page once it is acknowledged, else the
    /// answer.
    pub fn request(&mut self, csrf: &str, text: &str, email: &str) -> Result<String, Reply> {
        self.try_request(csrf, text, email).unwrap()
    }

    /// The same; what the connection says where no answer comes.
    pub fn try_request(
        &mut self,
        csrf: &str,
        text: &str,
        email: &str,
    ) -> std::io::Result<Result<String, Reply>> {
        static SENT: std::sync::atomic::AtomicU64 = std::sync::atomic::AtomicU64::new(0);
        let number = SENT.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        let fields = [
            ("csrf", csrf.to_owned()),
            ("description", text.to_owned()),
            ("name", "Ada Example".to_owned()),
            ("email", email.to_owned()),
            ("reply_by", "email".to_owned()),
            (
                "submission",
                format!(
                    "00000000-0000-4000-8000-{:06x}{number:06x}",
                    std::process::id()
                ),
            ),
        ];
        let [.., high, middle, low] = number.to_be_bytes();
        let mut sender = self.at([127, high + 1, middle, low]);
        let reply = sender.try_post("/requests", &fields)?;
        Ok(match reply.header("location") {
            Some(to) if reply.status == 303 => {
                Ok(to.trim_start_matches("/requests/received/").to_owned())
            }
            _ => Err(reply),
        })
    }

    /// Signs in at the desk; whether that succeeded.
    pub fn sign_in(&mut self, email: &str, password: &str) -> Reply {
        let csrf = self.get("/desk/sign-in").value("csrf");
        let fields = [
            ("csrf", csrf),
            ("email", email.to_owned()),
            ("password", password.to_owned()),
        ];
        self.post("/desk/sign-in", &fields)
    }
}

impl Reply {
    fn read(bytes: &[u8]) -> std::io::Result<Self> {
        let broken = || std::io::Error::other("no whole answer came");
        let end = bytes
            .windows(4)
            .position(|w| w == b"\r\n\r\n")
            .ok_or_else(broken)?;
        let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
        let mut lines = head.split("\r\n");
        let status = lines
            .next()
            .and_then(|line| line.split(' ').nth(1)?.parse().ok());
        let headers = lines.filter_map(|line| line.split_once(": "));
        let headers = headers
            .map(|(n, v)| (n.to_lowercase(), v.to_owned()))
            .collect();
        let mut reply = Self {
            status: status.ok_or_else(broken)?,
            headers,
            body: bytes[end + 4..].to_vec(),
        };
        if reply.header("transfer-encoding") == Some("chunked") {
            reply.body = unchunked(&reply.body).ok_or_else(broken)?;
        }
        Ok(reply)
    }

    /// A header's value.
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(n, _)| n == name);
        found.map(|(_, value)| value.as_str())
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The value of a field of the page's last form that has it.
    pub fn value(&self, name: &str) -> String {
        let mark = format!("name=\"{name}\" value=\"");
        let text = self.text();
        let (_, rest) = text
            .rsplit_once(&mark)
            .unwrap_or_else(|| panic!("no field {name} in {text}"));
        rest.split('"').next().unwrap_or_default().to_owned()
    }
}

fn unchunked(mut bytes: &[u8]) -> Option<Vec<u8>> {
    let mut whole = Vec::new();
    loop {
        let end = bytes.windows(2).position(|w| w == b"\r\n")?;
        let size = std::str::from_utf8(&bytes[..end]).ok()?;
        let size = usize::from_str_radix(size.trim(), 16).ok()?;
        if size == 0 {
            return Some(whole);
        }
        whole.extend_from_slice(bytes.get(end + 2..end + 2 + size)?);
        bytes = bytes.get(end + 4 + size..)?;
    }
}

/// A value as a form sends it.
fn encoded(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    for byte in value.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' => {
                text.push(char::from(byte));
            }
            b' ' => text.push('+'),
            other => text.push_str(&format!("%{other:02X}")),
        }
    }
    text
}
