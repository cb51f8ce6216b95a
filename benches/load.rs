//! What the running program costs: processor time, latency, rate and memory over a generated log.
//!
//! `cargo bench --bench load` generates 50,000 cases in a temporary folder, serves them on a free
//! port of this machine and prints one table. `cargo bench --bench load -- 5000` takes another size,
//! `-- 50000 path/to/daylight` another program. Topic discovery has a bench of its own (`topics`).
//!
//! Linux only: processor time and memory are read from `/proc`. The client shares the processors
//! with the server, so rates are also given as shares of the stylesheet's rate in the same run.

mod support;

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};
use support::{Fault, cpu, memory};

/// Requests at one user, from which processor time and latency are taken.
const ALONE: usize = 400;

/// Users at once when the rate is measured, and the requests of each.
const USERS: usize = 8;
const EACH: usize = 100;

/// However many requests are still to come, none is sent after this long.
const LONGEST: Duration = Duration::from_secs(6);

fn main() -> Result<(), Fault> {
    let given: Vec<String> = std::env::args()
        .skip(1)
        .filter(|a| !a.starts_with("--"))
        .collect();
    let cases = given.first().map_or("50000", String::as_str);
    let program = given
        .get(1)
        .map(String::as_str)
        .or(option_env!("CARGO_BIN_EXE_daylight"))
        .ok_or("name the program to measure: load <cases> <program>")?;
    let folder = Folder::new()?;

    let first = Instant::now();
    let server = Server::start(program, cases, &folder.0)?;
    let generated = first.elapsed().as_secs_f64();
    drop(server);

    let mut starts = Vec::new();
    for _ in 0..5 {
        let begun = Instant::now();
        drop(Server::start(program, cases, &folder.0)?);
        starts.push(begun.elapsed().as_secs_f64() * 1e3);
    }
    starts.sort_by(f64::total_cmp);

    let server = Server::start(program, cases, &folder.0)?;
    let id = server.child.id();
    let cookie = sign_in(&server)?;
    let idle = memory(id, "VmRSS:")?;
    let queue = server.get("/desk/requests", &cookie)?;
    let reference = between(&queue, "href=\"/desk/requests/FOI-", "\"").ok_or("no case listed")?;
    let stylesheet = between(&queue, "rel=\"stylesheet\" href=\"", "\"").ok_or("no stylesheet")?;
    let report = server.get("/desk/reports", &cookie)?;
    let report = between(&report, "location: ", "\r").ok_or("no report")?;
    let pages = [
        ("stylesheet", stylesheet.to_owned(), ""),
        ("sign-in page", "/desk/sign-in".into(), ""),
        ("queue", "/desk/requests".into(), "1 ms"),
        (
            "queue, one stage",
            "/desk/requests?stage=searching".into(),
            "1 ms",
        ),
        (
            "queue, two words",
            "/desk/requests?q=speed+camera".into(),
            "",
        ),
        ("case", format!("/desk/requests/FOI-{reference}"), "1 ms"),
        ("monthly report", report.to_owned(), "20 ms"),
        ("candidates", "/desk/topics/candidates".into(), "50 ms"),
    ];

    println!("{program}, {cases} cases on SQLite");
    println!("generated, indexed and served after {generated:.1} s");
    println!(
        "start to first answer: {:.0} ms (median of {}, worst {:.0}; bar 300 ms)\n",
        starts[starts.len() / 2],
        starts.len(),
        starts[starts.len() - 1]
    );
    println!(
        "{:<18}{:>8}{:>12}{:>8}{:>10}{:>10}{:>10}{:>14}",
        "page", "KB", "CPU ms", "bar", "p50 ms", "p99 ms", "a second", "of stylesheet"
    );
    let mut static_rate = None;
    for (name, path, bar) in &pages {
        let size = server.get(path, &cookie)?.len();
        let before = cpu(id)?;
        let mut times = server.ask(path, &cookie, ALONE)?;
        let cpu = (cpu(id)? - before) * 1e3 / times.len() as f64;
        times.sort_by(f64::total_cmp);
        let rate = server.rate(path, &cookie)?;
        let share = rate / *static_rate.get_or_insert(rate);
        println!(
            "{name:<18}{:>8.1}{cpu:>12.2}{bar:>8}{:>10.2}{:>10.2}{rate:>10.0}{share:>14.3}",
            size as f64 / 1024.0,
            times[times.len() / 2],
            times[times.len() * 99 / 100],
        );
    }
    println!(
        "\nmemory: {idle} MB once signed in, {} MB after these requests, {} MB at most (bar 80 MB)",
        memory(id, "VmRSS:")?,
        memory(id, "VmHWM:")?
    );
    Ok(())
}

/// A folder that goes when the bench does.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Result<Self, Fault> {
        let path = std::env::temp_dir().join(format!("daylight-load-{}", std::process::id()));
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
struct Server {
    child: Child,
    address: String,
}

impl Server {
    /// Starts the program and waits for its first answer.
    fn start(program: &str, cases: &str, folder: &Path) -> Result<Self, Fault> {
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?.to_string();
        let child = Command::new(program)
            .args(["demo", "--cases", cases])
            .env("DAYLIGHT_DATA", folder)
            .env("DAYLIGHT_LISTEN", &address)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        let mut server = Self { child, address };
        for _ in 0..600_000 {
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
        Err("the program gave no answer in ten minutes".into())
    }

    fn connect(&self) -> Result<BufReader<TcpStream>, Fault> {
        let stream = TcpStream::connect(&self.address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(30)))?;
        Ok(BufReader::new(stream))
    }

    /// The whole answer to one request.
    fn get(&self, path: &str, cookie: &str) -> Result<String, Fault> {
        exchange(&mut self.connect()?, &request("GET", path, cookie, ""))
    }

    /// The milliseconds each request took on one connection, at most so many and for at most
    /// [`LONGEST`]. Only 200 will do.
    fn ask(&self, path: &str, cookie: &str, times: usize) -> Result<Vec<f64>, Fault> {
        let mut connection = self.connect()?;
        let request = request("GET", path, cookie, "");
        let until = Instant::now() + LONGEST;
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

    /// Answers a second with several users at once.
    fn rate(&self, path: &str, cookie: &str) -> Result<f64, Fault> {
        let begun = Instant::now();
        let answers = thread::scope(|scope| {
            let users: Vec<_> = (0..USERS)
                .map(|_| scope.spawn(|| self.ask(path, cookie, EACH)))
                .collect();
            users.into_iter().try_fold(0, |sum, user| {
                let times = user.join().map_err(|_| Fault::from("a user stopped"))??;
                Ok::<usize, Fault>(sum + times.len())
            })
        })?;
        Ok(answers as f64 / begun.elapsed().as_secs_f64())
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
fn sign_in(server: &Server) -> Result<String, Fault> {
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

fn request(method: &str, path: &str, cookie: &str, body: &str) -> String {
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
fn exchange(connection: &mut BufReader<TcpStream>, request: &str) -> Result<String, Fault> {
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

fn status(answer: &str) -> &str {
    answer.lines().next().unwrap_or("nothing")
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    let rest = text.split_once(before)?.1;
    Some(rest.split_once(after)?.0)
}
