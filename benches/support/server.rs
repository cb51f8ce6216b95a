//! The program serving a generated log, and requests to it.

use crate::support::Fault;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// A folder that goes when the bench does.
pub struct Folder(pub PathBuf);

impl Folder {
    /// A new one.
    pub fn new() -> Result<Self, Fault> {
        let path = std::env::temp_dir().join(format!("daylight-bench-{}", std::process::id()));
        fs::create_dir(&path)?;
        Ok(Self(path))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// The program, serving until dropped.
pub struct Server {
    child: Child,
    /// Where it listens.
    pub address: String,
}

impl Server {
    /// Its process.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Starts the program and waits for its first answer.
    pub fn start(program: &str, cases: &str, folder: &Path) -> Result<Self, Fault> {
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?.to_string();
        let child = Command::new(program)
            .args(["demo", "--cases", cases])
            .env("DAYLIGHT_DATA", folder)
            .env("DAYLIGHT_LISTEN", &address)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        let mut server = Self { child, address };
        for _ in 0..1_800_000 {
            if let Ok(answer) = server.get("/", "") {
                if answer.starts_with("HTTP/1.1 200") {
                    return Ok(server);
                }
                return Err(format!("the first answer is {}", status(&answer)).into());
            }
            if let Some(ended) = server.child.try_wait()? {
                return Err(format!("the program ended with {ended}").into());
            }
            thread::sleep(Duration::from_millis(1));
        }
        Err("the program gave no answer in half an hour".into())
    }

    /// A connection to it.
    pub fn connect(&self) -> Result<BufReader<TcpStream>, Fault> {
        let stream = TcpStream::connect(&self.address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(30)))?;
        Ok(BufReader::new(stream))
    }

    /// The whole answer to one request.
    pub fn get(&self, path: &str, cookie: &str) -> Result<String, Fault> {
        exchange(&mut self.connect()?, &request("GET", path, cookie, ""))
    }

    /// The milliseconds each request took on one connection, at most so many and for at most
    /// so long. Only 200 will do.
    pub fn ask(
        &self,
        path: &str,
        cookie: &str,
        times: usize,
        longest: Duration,
    ) -> Result<Vec<f64>, Fault> {
        let mut connection = self.connect()?;
        let request = request("GET", path, cookie, "");
        let until = Instant::now() + longest;
        (0..times)
            .take_while(|at| *at == 0 || Instant::now() < until)
            .map(|_| {
                let begun = Instant::now();
                let answer = exchange(&mut connection, &request)?;
                if !answer.starts_with("HTTP/1.1 200") {
                    return Err(format!("{path}: {}", status(&answer)).into());
                }
                Ok(begun.elapsed().as_secs_f64() * 1e3)
            })
            .collect()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Told to stop, it closes its database; killed, only if it does not.
        let pid = self.child.id().to_string();
        let _ = Command::new("kill").args(["-TERM", &pid]).status();
        for _ in 0..5_000 {
            if matches!(self.child.try_wait(), Ok(Some(_))) {
                return;
            }
            thread::sleep(Duration::from_millis(1));
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Signs in as a manager of the generated authority; the cookie to send from then on.
pub fn sign_in(server: &Server) -> Result<String, Fault> {
    let form = server.get("/desk/sign-in", "")?;
    let visitor = between(&form, "set-cookie: ", ";").ok_or("no cookie for forms")?;
    let csrf = between(&form, "name=\"csrf\" value=\"", "\"").ok_or("no token in the form")?;
    let body = format!("csrf={csrf}&email=morgan.hale%40police.example&password=open+by+default");
    let mut connection = server.connect()?;
    let answer = exchange(
        &mut connection,
        &request("POST", "/desk/sign-in", visitor, &body),
    )?;
    let session = between(&answer, "set-cookie: daylight_session=", ";");
    let session = session.ok_or_else(|| format!("cannot sign in: {}", status(&answer)))?;
    Ok(format!("daylight_session={session}"))
}

/// A request as text.
pub fn request(method: &str, path: &str, cookie: &str, body: &str) -> String {
    let cookie = if cookie.is_empty() {
        String::new()
    } else {
        format!("cookie: {cookie}\r\n")
    };
    format!(
        "{method} {path} HTTP/1.1\r\nhost: localhost\r\n{cookie}\
         content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
}

/// Sends one request and reads its whole answer, head and body.
pub fn exchange(connection: &mut BufReader<TcpStream>, request: &str) -> Result<String, Fault> {
    connection.get_mut().write_all(request.as_bytes())?;
    let mut answer = String::new();
    let mut length = 0;
    loop {
        let start = answer.len();
        if connection.read_line(&mut answer)? == 0 {
            return Err("the connection was closed".into());
        }
        let line = answer[start..].trim_end();
        if line.is_empty() {
            break;
        }
        if let Some(number) = line.strip_prefix("content-length: ") {
            length = number.parse()?;
        }
    }
    let mut body = vec![0; length];
    connection.read_exact(&mut body)?;
    answer.push_str(&String::from_utf8_lossy(&body));
    Ok(answer)
}

/// The first line of an answer.
pub fn status(answer: &str) -> &str {
    answer.lines().next().unwrap_or("nothing")
}

/// What stands between two marks, the first time.
pub fn between<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    let rest = text.split_once(before)?.1;
    Some(rest.split_once(after)?.0)
}
