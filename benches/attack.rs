//! What an officer notices of an attack: idle sockets and a flood of forms beside their work.
//!
//! `cargo bench --bench attack` generates 50,000 cases in a temporary folder, serves them on a free
//! port of this machine, and asks for the officer's list alone, then beside 1,000 half-open sockets
//! and 500 forms a second, both from many addresses. Before that it measures how long forms wait
//! while topics are sought, and what the front costs a request. `-- 5000 path/to/daylight` takes
//! another size and another program. It ends with status 1 where a bar is missed. Everything stays
//! on this machine and ends by itself. Linux only.

#[path = "../tests/support/forms.rs"]
mod forms;
#[path = "support/server.rs"]
mod server;
mod support;

use server::{Folder, Server, between, request, sign_in};
use std::collections::HashSet;
use std::io::BufReader;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
use std::time::{Duration, Instant};
use support::{Fault, cpu, memory};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};

/// Sockets that send half a head and no more.
const HALF_OPEN: usize = 1000;

/// Forms a second.
const FLOOD: u64 = 500;

/// How long the attack lasts at most.
const LONGEST: Duration = Duration::from_secs(20);

/// After so long the memory of a search is the system's again.
const GIVEN_BACK: Duration = Duration::from_secs(20);

/// How many times the list is asked for, alone and under attack.
const ASKED: usize = 500;

/// From how many addresses the idle sockets come: fewer than one address may open each.
const IDLERS: u8 = 16;

/// From how many addresses the forms come: no address sends more at once than one may.
const FLOODERS: usize = 250;

/// What is to hold: milliseconds of the list at the 99th percentile and of a form while topics are
/// sought, megabytes, and milliseconds of processor time for passing a request on.
const LIST: f64 = 100.0;
const FORM: f64 = 200.0;
const MEMORY: u64 = 200;
const PASSING: f64 = 0.05;

/// Idle sockets that have to be held, or the attack was none.
const HELD: usize = 900;

/// How many times a small page is asked for to see what passing it on costs.
const SMALL: u32 = 5_000;

/// The number of the flood's first form: those before it are of others.
const FLOODED: usize = 1_000_000;

/// What the flood met.
#[derive(Default)]
struct Met {
    sent: AtomicUsize,
    /// Logged, or kept for somebody to look at.
    taken: AtomicUsize,
    /// Answered with another status.
    refused: AtomicUsize,
    /// Not answered.
    unanswered: AtomicUsize,
}

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
        .ok_or("name the program to measure: attack <cases> <program>")?;
    let folder = Folder::new()?;
    let server = Server::start(program, cases, &folder.0)?;
    let id = server.id();
    let cookie = sign_in(&server)?;
    println!("{program}, {cases} cases on SQLite");
    let list = "/desk/requests";
    row("alone", server.ask(list, &cookie, ASKED, LONGEST)?);
    let mut missed = Vec::new();
    let mut bar = |what: &'static str, met: bool| {
        if !met {
            missed.push(what);
        }
    };
    bar("passing a request on", passing(&server)? <= PASSING);

    let form = server.get("/requests/new", "")?;
    let address: SocketAddr = server.address.parse()?;
    let jar = between(&form, "set-cookie: ", ";").ok_or("no cookie for forms")?;
    let csrf = between(&form, "name=\"csrf\" value=\"", "\"").ok_or("no token in the form")?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()?;
    let (met, stop) = (Arc::new(Met::default()), Arc::new(AtomicBool::new(false)));
    let sender = Sender {
        to: address,
        jar: jar.to_owned(),
        csrf: csrf.to_owned(),
    };
    let waited = seeking(&server, &cookie, &runtime, &sender)?;
    bar("forms while topics are sought", waited <= FORM);
    // What the search held is given back by now; what follows is the most under attack.
    std::thread::sleep(GIVEN_BACK);
    std::fs::write(format!("/proc/{id}/clear_refs"), "5")?;
    println!(
        "memory: {} MB when the attack begins",
        memory(id, "VmRSS:")?
    );
    let held = runtime.block_on(half_open(address))?;
    runtime.spawn(flood(sender, Arc::clone(&met), Arc::clone(&stop)));
    let (begun, used) = (Instant::now(), cpu(id)?);
    let mut times = Vec::new();
    while begun.elapsed() < LONGEST && times.len() < ASKED {
        times.extend(server.ask(list, &cookie, 1, LONGEST)?);
        std::thread::sleep(Duration::from_millis(15));
    }
    stop.store(true, SeqCst);
    let seconds = begun.elapsed().as_secs_f64();
    bar("the list under attack", row("under attack", times) <= LIST);
    bar("idle sockets held", held >= HELD);
    bar("forms taken", met.taken.load(SeqCst) > 0);
    println!(
        "forms: {:.0} a second sent, {} taken, {} refused, {} without an answer so far",
        met.sent.load(SeqCst) as f64 / seconds,
        met.taken.load(SeqCst),
        met.refused.load(SeqCst),
        met.unanswered.load(SeqCst)
    );
    let most = memory(id, "VmHWM:")?;
    println!(
        "processor: {:.2} of 2; idle sockets held: {held}; memory: {most} MB at most (bar {MEMORY} MB)",
        (cpu(id)? - used) / seconds,
    );
    bar("memory", most <= MEMORY);
    runtime.shutdown_timeout(Duration::from_secs(1));
    if missed.is_empty() {
        Ok(())
    } else {
        Err(format!("missed: {}", missed.join(", ")).into())
    }
}

/// Prints how long a list took; the 99th percentile.
fn row(what: &str, mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    let most = times[times.len() * 99 / 100];
    println!(
        "officer's list, {what:<14} {:>5} times: {:>8.2} ms in the middle, {:>8.2} at the 99th percentile (bar {LIST}), {:>8.2} at most",
        times.len(),
        times[times.len() / 2],
        most,
        times[times.len() - 1]
    );
    most
}

/// What a request costs through the front beyond what it costs at the web server behind it, in
/// milliseconds of processor time.
fn passing(server: &Server) -> Result<f64, Fault> {
    let id = server.id();
    let each = |address: SocketAddr| -> Result<f64, Fault> {
        let mut connection = BufReader::new(std::net::TcpStream::connect(address)?);
        connection.get_ref().set_nodelay(true)?;
        let ask = request("GET", "/requests/find", "", "");
        let before = cpu(id)?;
        for _ in 0..SMALL {
            let answer = server::exchange(&mut connection, &ask)?;
            if !answer.starts_with("HTTP/1.1 200") {
                return Err(format!("a small page: {}", server::status(&answer)).into());
            }
        }
        Ok((cpu(id)? - before) * 1e3 / f64::from(SMALL))
    };
    let front: SocketAddr = server.address.parse()?;
    let (through, behind) = (each(front)?, each(inner(id, front.port())?)?);
    println!(
        "a small page: {through:.3} ms of processor time through the front, {behind:.3} behind it: {:.3} for passing it on",
        through - behind
    );
    Ok(through - behind)
}

/// Where the web server behind the front listens: the other door of the process on this machine,
/// as proc(5) tells of its sockets.
fn inner(id: u32, front: u16) -> Result<SocketAddr, Fault> {
    let mut sockets = HashSet::new();
    for open in std::fs::read_dir(format!("/proc/{id}/fd"))? {
        sockets.extend(std::fs::read_link(open?.path()).map(|to| to.display().to_string()));
    }
    let table = std::fs::read_to_string(format!("/proc/{id}/net/tcp"))?;
    let listens = table.lines().find_map(|line| {
        let fields: Vec<&str> = line.split_whitespace().collect();
        let (address, port) = fields.get(1)?.split_once(':')?;
        let port = u16::from_str_radix(port, 16).ok()?;
        let own = sockets.contains(&format!("socket:[{}]", fields.get(9)?));
        let listening = fields.get(3) == Some(&"0A") && address == "0100007F";
        (own && listening && port != front).then_some(port)
    });
    let port = listens.ok_or("no web server behind the front")?;
    Ok(SocketAddr::new(Ipv4Addr::LOCALHOST.into(), port))
}

/// A connection from one of this machine's own addresses.
async fn connected(from: Ipv4Addr, to: SocketAddr) -> std::io::Result<TcpStream> {
    let socket = TcpSocket::new_v4()?;
    socket.bind(SocketAddr::new(IpAddr::V4(from), 0))?;
    socket.connect(to).await
}

/// Opens the idle sockets, each with half a head, and keeps them; how many of them the program still
/// holds when all are open.
async fn half_open(to: SocketAddr) -> Result<usize, Fault> {
    let mut held = Vec::new();
    for number in 0..HALF_OPEN {
        let from = Ipv4Addr::new(127, 6, 6, 1 + (number % usize::from(IDLERS)) as u8);
        if let Ok(mut stream) = connected(from, to).await
            && stream
                .write_all(b"POST /requests HTTP/1.1\r\nHost: x\r\n")
                .await
                .is_ok()
        {
            held.push(stream);
        }
    }
    tokio::time::sleep(Duration::from_millis(500)).await;
    // One that was closed, or answered, has something to read.
    let mut byte = [0];
    let open = |stream: &TcpStream| {
        let read = stream.try_read(&mut byte);
        read.is_err_and(|fault| fault.kind() == std::io::ErrorKind::WouldBlock)
    };
    held.retain(open);
    let count = held.len();
    tokio::spawn(async move {
        tokio::time::sleep(LONGEST).await;
        drop(held);
    });
    Ok(count)
}

/// How a form of the public is sent.
#[derive(Clone)]
struct Sender {
    to: SocketAddr,
    jar: String,
    csrf: String,
}

impl Sender {
    /// Sends a form and gives the beginning of the answer.
    async fn send(&self, from: Ipv4Addr, number: usize) -> std::io::Result<String> {
        let body = format!(
            "csrf={}&description=How+many+matters+{number}&name=A&email=a{number}%40x.example\
             &reply_by=email&submission={}",
            self.csrf,
            forms::form_token(number)
        );
        let text = request("POST", "/requests", &self.jar, &body);
        let text = text.replacen("host:", "connection: close\r\nhost:", 1);
        let mut stream = connected(from, self.to).await?;
        stream.write_all(text.as_bytes()).await?;
        let mut answer = vec![0; 64];
        let count = stream.read(&mut answer).await?;
        if count == 0 {
            return Err(std::io::Error::other("closed"));
        }
        Ok(String::from_utf8_lossy(&answer[..count]).into_owned())
    }
}

/// How long forms of many people wait while topics are sought at the desk, and what is held then.
fn seeking(
    server: &Server,
    cookie: &str,
    runtime: &tokio::runtime::Runtime,
    sender: &Sender,
) -> Result<f64, Fault> {
    let page = server.get("/desk/topics", cookie)?;
    let csrf = between(&page, "name=\"csrf\" value=\"", "\"").ok_or("no token at the desk")?;
    let submission = between(&page, "name=\"submission\" value=\"", "\"");
    let submission = submission.ok_or("no form to find topics with")?;
    let body = format!("csrf={csrf}&submission={submission}");
    let ask = request("POST", "/desk/topics", cookie, &body);
    let (done, begun) = (Arc::new(AtomicBool::new(false)), Instant::now());
    let (over, sender) = (Arc::clone(&done), sender.clone());
    let forms = runtime.spawn(async move {
        let mut waits = Vec::new();
        while !over.load(SeqCst) {
            let number = waits.len();
            let [.., middle, low] = number.to_be_bytes();
            let sent = Instant::now();
            let from = Ipv4Addr::new(127, 9, middle, low);
            let answer = sender.send(from, number).await?;
            if !answer.starts_with("HTTP/1.1 303") {
                return Err(Fault::from(format!("a form was answered {answer}")));
            }
            waits.push(sent.elapsed().as_secs_f64() * 1e3);
            // Fewer than all together may send before they wait.
            tokio::time::sleep(Duration::from_millis(40)).await;
        }
        Ok::<_, Fault>(waits)
    });
    let mut connection = server.connect()?;
    connection
        .get_mut()
        .set_read_timeout(Some(Duration::from_secs(600)))?;
    let answer = server::exchange(&mut connection, &ask)?;
    let took = begun.elapsed().as_secs_f64();
    done.store(true, SeqCst);
    if !answer.starts_with("HTTP/1.1 303") {
        return Err(format!("topics were not sought: {}", server::status(&answer)).into());
    }
    let mut waits = runtime.block_on(forms)??;
    waits.sort_by(f64::total_cmp);
    println!(
        "topics sought in {took:.1} s; {} forms beside it: {:.1} ms in the middle, {:.1} at the 99th percentile, {:.1} at most (bar {FORM}); memory {} MB afterwards, {} MB at most",
        waits.len(),
        waits[waits.len() / 2],
        waits[waits.len() * 99 / 100],
        waits[waits.len() - 1],
        memory(server.id(), "VmRSS:")?,
        memory(server.id(), "VmHWM:")?
    );
    Ok(waits[waits.len() - 1])
}

/// Sends forms at a steady rate until told to stop, each on a connection of its own.
async fn flood(sender: Sender, met: Arc<Met>, stop: Arc<AtomicBool>) {
    let mut beat = tokio::time::interval(Duration::from_millis(1000 / FLOOD));
    let begun = Instant::now();
    while !stop.load(SeqCst) && begun.elapsed() < LONGEST {
        beat.tick().await;
        let number = met.sent.fetch_add(1, SeqCst);
        let (sender, met) = (sender.clone(), Arc::clone(&met));
        tokio::spawn(async move {
            met.unanswered.fetch_add(1, SeqCst);
            let from = Ipv4Addr::new(127, 7, 7, 1 + (number % FLOODERS) as u8);
            if let Ok(answer) = sender.send(from, FLOODED + number).await {
                met.unanswered.fetch_sub(1, SeqCst);
                let taken = answer.starts_with("HTTP/1.1 303");
                let count = if taken { &met.taken } else { &met.refused };
                count.fetch_add(1, SeqCst);
            }
        });
    }
}
