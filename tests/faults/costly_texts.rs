//! Texts made to cost whoever reads them: each goes in where a stranger, a colleague or an
//! administrator gives it in, and what it takes of the processor is bounded.

use crate::program::{Program, Visitor};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

/// What one text may take, in hundredths of a second of processor time: of a build without
/// optimisation, on a machine of any speed. What it is there to catch takes ten times as much.
const MOST: u64 = 300;

/// The memory the program may hold at any moment while all of them are opened, in KiB.
const MOST_MEMORY: u64 = 200_000;

/// The processor time a process has used in hundredths of a second, and whether it has ended.
fn ticks(process: u32) -> (u64, bool) {
    let text = fs::read_to_string(format!("/proc/{process}/stat")).unwrap();
    let (_, after) = text.rsplit_once(") ").unwrap();
    let words: Vec<&str> = after.split(' ').collect();
    let used = words[11].parse::<u64>().unwrap() + words[12].parse::<u64>().unwrap();
    (used, words[0] == "Z")
}

/// The pages of the messages that are listed at the desk.
fn message_pages(manager: &mut Visitor) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for list in [
        "/desk/mail",
        "/desk/mail?show=cases",
        "/desk/mail?show=aside",
    ] {
        let page = manager.get(list).text();
        let links = page.split("href=\"/desk/mail/").skip(1);
        let ids = links.filter_map(|rest| rest.split('"').next());
        let ids = ids.filter(|id| id.len() == 36);
        found.extend(ids.map(|id| format!("/desk/mail/{id}")));
    }
    found
}

/// What the program takes to run once with these bytes on its standard input.
fn run(folder: &Path, arguments: &[&str], input: &[u8]) -> u64 {
    let mut child = Command::new(env!("CARGO_BIN_EXE_daylight"))
        .args(arguments)
        .current_dir(folder)
        .env_clear()
        .envs(crate::authority::NAMED)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut pipe = child.stdin.take().unwrap();
    // One that ends before it has read everything closes its end.
    let _ = pipe.write_all(input);
    drop(pipe);
    // What has ended is told of until it is waited for.
    let used = loop {
        match ticks(child.id()) {
            (used, true) => break used,
            // Far beyond the bound already: it need not end for the test to fail.
            (used, false) if used > 10 * MOST => {
                child.kill().unwrap();
                break used;
            }
            _ => sleep(Duration::from_millis(5)),
        }
    };
    child.wait().unwrap();
    used
}

fn each(count: usize, line: impl Fn(usize) -> String) -> String {
    (0..count).map(line).collect()
}

/// What a browser opens anew in each paragraph that follows, twenty-one elements for each.
const LEFT_OPEN: &str = "<b><b><b><i><i><i><em><em><em><code><code><code><s><s><s>\
     <small><small><small><strong><strong><strong>";

/// No more elements than are read, so that each comes to what cleans it, but for those that say so.
fn html() -> Vec<(&'static str, String)> {
    vec![
        ("lists nobody closes", "<ul><li>".repeat(9_900)),
        ("lists closed by another's end", "<ul></x>".repeat(19_900)),
        (
            "ends that end nothing",
            format!("{}{}", "<div>".repeat(19_900), "</ul>".repeat(50_000)),
        ),
        ("tables in tables", "<table><tr><td>x".repeat(6_600)),
        (
            "bold that runs on",
            each(9_900, |n| format!("<p><b id={n}>x")),
        ),
        ("links within links", "<a href=x>".repeat(19_900)),
        (
            "ends hidden in attributes",
            "<div title='</div>'>".repeat(19_900),
        ),
        (
            "ends hidden in styles",
            "<div><style></div></style>".repeat(18_000),
        ),
        (
            "a tag of many attributes",
            format!("<a {}>x</a>", each(60_000, |n| format!("a{n} "))),
        ),
        (
            "an attribute without an end",
            format!("<a title=\"{}", "<b>x".repeat(90_000)),
        ),
        ("comments without an end", "<!--<b>".repeat(60_000)),
        (
            "pictures of another kind",
            "<svg><style><div><math><mtext>".repeat(14_000),
        ),
        ("letters by their names", "&amp;#x&notit;&lt".repeat(25_000)),
        (
            "lines that go on in every paragraph",
            format!("<p>{LEFT_OPEN}{}", "<p>x".repeat(19_900)),
        ),
        (
            "more elements than are read",
            format!("<p>{LEFT_OPEN}{}", "<p>x".repeat(120_000)),
        ),
        ("more than is cleaned", "<p>x</p>".repeat(120_000)),
    ]
}

fn plain() -> Vec<(&'static str, String)> {
    vec![
        (
            "introductions without a quotation",
            "On Monday\n".repeat(90_000),
        ),
        (
            "heads of an earlier message",
            "From: me\nx\n".repeat(80_000),
        ),
        ("one word", "x".repeat(900_000)),
        ("words all different", each(90_000, |n| format!("word{n} "))),
        (
            "sentences all different",
            each(30_000, |n| format!("How many {n} drones {n}? ")),
        ),
        (
            "a hundred thousand questions",
            each(100_000, |n| format!("{}. x\n", n % 90 + 1)),
        ),
        (
            "references of cases",
            each(60_000, |n| format!("FOI-2026-{n:05} ")),
        ),
        ("addresses", each(30_000, |n| format!("a{n}@example.org "))),
        ("line ends", "\r\n".repeat(450_000)),
    ]
}

/// Messages within messages, none of which says that it is one.
fn digests(count: usize) -> String {
    let level = "Content-Type:multipart/digest;boundary=b\n\n--b\n\n";
    format!("{}Subject: x\n\nHow many?\n", level.repeat(count))
}

/// Messages with odd heads and bodies.
fn messages() -> Vec<(String, Vec<u8>)> {
    let head = "From: Ada Example <ada@example.org>\nTo: foi@police.example\nSubject: Drones\n";
    let mut all: Vec<(String, String)> = Vec::new();
    for (name, body) in html() {
        all.push((
            format!("HTML: {name}"),
            format!("{head}Content-Type: text/html\n\n{body}"),
        ));
    }
    for (name, body) in plain() {
        all.push((format!("mail: {name}"), format!("{head}\n{body}")));
    }
    let parts = each(2_000, |n| {
        format!(
            "--b\nContent-Type: text/plain; name=f{n}.txt\nContent-Disposition: attachment\n\nx\n"
        )
    });
    let nested = each(3_000, |n| {
        format!("Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n")
    });
    let kind = "Content-Type: multipart/mixed; boundary=b\n\n";
    let heads = [
        ("two thousand parts", format!("{head}{kind}{parts}--b--\n")),
        (
            "multiparts in multiparts",
            format!("{head}{nested}\nHow many?"),
        ),
        (
            "boundaries that nearly are",
            format!("{head}{kind}{}", "--a\n--\n-b\n".repeat(90_000)),
        ),
        (
            "a head of a megabyte",
            format!("{head}X-Long: {}\n\nx", "x".repeat(1_000_000)),
        ),
        (
            "a subject of a megabyte",
            format!(
                "From: a@example.org\nSubject: {}\n\nx",
                "re: ".repeat(250_000)
            ),
        ),
        (
            "a hundred thousand heads",
            format!("{head}{}\nx", "X-Many: 1\n".repeat(100_000)),
        ),
        (
            "messages referred to",
            format!(
                "{head}References: {}\n\nx",
                each(30_000, |n| format!("<{n}@example.org>\n "))
            ),
        ),
        (
            "people written to",
            format!(
                "{head}Cc: {}\n\nx",
                each(30_000, |n| format!("P <p{n}@example.org>,\n "))
            ),
        ),
        (
            "groups in groups",
            format!("{head}Cc: {}\n\nx", "a:(".repeat(200_000)),
        ),
        (
            "words that are coded",
            format!(
                "{head}X-Coded: {}\n\nx",
                "=?utf-8?q?=41?=\n ".repeat(50_000)
            ),
        ),
        (
            "parameters of a kind",
            format!(
                "{head}Content-Type: text/plain; {}\n\nx",
                each(30_000, |n| format!("a*{n}=x;\n "))
            ),
        ),
        (
            "split parameters of one name",
            format!(
                "{head}Content-Type: text/plain; {}\n\nx",
                each(300_000, |n| format!("a*{n}=x;"))
            ),
        ),
        (
            "split parameters of many names",
            format!(
                "{head}Content-Type: text/plain; {}\n\nx",
                each(300_000, |n| format!("a{n}*0=x;"))
            ),
        ),
        ("messages in digests", format!("{head}{}", digests(40_000))),
        (
            "an encoded message with messages in digests",
            format!(
                "{head}Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n{}",
                STANDARD.encode(format!("Subject: x\n{}", digests(40_000)))
            ),
        ),
        (
            "a large encoded message",
            format!(
                "{head}Content-Type: multipart/digest; boundary=b\n\n--b\nContent-Transfer-Encoding: base64\n\n{}\n--b--\n",
                STANDARD.encode(format!("Subject: x\n{}", digests(100_000)))
            ),
        ),
        (
            "a million parts",
            format!("{head}{kind}{}", "--b\n\n".repeat(1_000_000)),
        ),
        (
            "short headers",
            format!("{head}{}\nx", "a:b\n".repeat(2_000_000)),
        ),
        (
            "short headers of a part",
            format!("{head}{kind}--b\n{}\nx\n--b--\n", "a:b\n".repeat(2_000_000)),
        ),
        (
            "results of checks",
            format!(
                "{head}{}\nx",
                "Authentication-Results: a; spf=pass; dkim=pass\n".repeat(20_000)
            ),
        ),
    ];
    all.extend(heads.map(|(name, text)| (format!("MIME: {name}"), text)));
    // Each of another sender about another thing, so that none is taken for a copy.
    let own = |(at, (name, text)): (usize, (String, String))| {
        let text = text.replacen("ada@", &format!("ada{at}@"), 1).replacen(
            "Subject: ",
            &format!("Subject: {at} "),
            1,
        );
        (name, text.into_bytes())
    };
    all.into_iter().enumerate().map(own).collect()
}

fn tables() -> Vec<(&'static str, String)> {
    let head = "reference,received,request\n";
    vec![
        (
            "a quotation without an end",
            format!("{head}1,2026-01-05,\"{}", "a,\"\"b\n".repeat(150_000)),
        ),
        (
            "columns",
            format!("{}\n{}\n", "a,".repeat(200_000), "1,".repeat(200_000)),
        ),
        (
            "columns of one name",
            format!("{}\n1\n", "received,".repeat(100_000)),
        ),
        (
            "days that are none",
            format!(
                "{head}{}",
                each(2_000, |n| format!("{n},{},x\n", "9".repeat(300)))
            ),
        ),
        (
            "days in words",
            format!(
                "{head}{}",
                each(2_000, |n| format!("{n},the 5th of of of January,x\n"))
            ),
        ),
        (
            "one long request",
            format!("{head}1,2026-01-05,{}\n", "x ".repeat(500_000)),
        ),
    ]
}

/// Twelve requests in two topics, so that what arrives is compared.
fn with_topics(program: &Program) -> Visitor {
    let mut manager = program.manager();
    let mut visitor = program.visitor();
    let csrf = visitor.csrf();
    for n in 0..6 {
        for text in [
            format!("How many drones does the force fly in district {n}, and what did they cost?"),
            format!("The number of stray dogs the warden took to the kennels in village {n}."),
        ] {
            visitor
                .request(&csrf, &text, &format!("p{n}@example.org"))
                .unwrap();
        }
    }
    let page = manager.get("/desk/topics");
    let fields = [
        ("csrf", page.value("csrf")),
        ("submission", page.value("submission")),
    ];
    assert_eq!(manager.post("/desk/topics", &fields).status, 303);
    manager
}

/// What strangers and colleagues ask of pages.
fn pages(program: &Program, manager: &mut Visitor, mut told: impl FnMut(String, u64)) {
    let mut visitor = program.visitor();
    let csrf = visitor.csrf();
    let mut measured = |name: String, ask: &mut dyn FnMut()| {
        let before = program.processor_ticks();
        ask();
        told(name, program.processor_ticks() - before);
    };
    let texts = [
        ("one word", "x".repeat(20_000)),
        ("words all different", each(2_800, |n| format!("word{n} "))),
        ("short words", each(6_000, |n| format!("{n} "))),
        (
            "questions",
            each(60, |n| {
                format!("{}. drones {}\n", n + 1, "dogs ".repeat(60))
            }),
        ),
        ("nearly questions", each(5_000, |_| "1. ".to_owned())),
        ("more than is taken", "drones ".repeat(400_000)),
    ];
    for (name, text) in texts {
        measured(format!("form: {name}"), &mut || {
            let fields = [
                ("csrf", csrf.clone()),
                ("description", text.clone()),
                ("name", "Ada".to_owned()),
                ("email", "ada@example.org".to_owned()),
                ("reply_by", "email".to_owned()),
            ];
            visitor.post("/requests/new/check", &fields);
            let _ = visitor.request(&csrf, &text, "ada@example.org");
        });
    }
    let mut events = String::new();
    for n in 0..1_500 {
        let _ = write!(events, "&event=extended@2026-02-{:02}", n % 28 + 1);
    }
    let happened = each(30, |n| {
        format!(
            "&event=clarification_sought@2026-03-{:02}&event=clarification_received@2026-04-{:02}",
            n % 28 + 1,
            n % 28 + 1
        )
    });
    let start = "/deadline-calculator?regime=uk-foia-2000&received=2026-01-05";
    let words = |count: usize| each(count, |n| format!("a{n}+"));
    let addresses = [
        ("events", format!("{start}{events}")),
        ("events in order", format!("{start}{happened}")),
        (
            "a day far away",
            "/deadline-calculator?regime=uk-foia-2000&received=9999-12-30".to_owned(),
        ),
        (
            "a search of 60 kB",
            format!("/publications?q={}", words(9_000)),
        ),
        (
            "a search that is taken",
            format!("/publications?q={}", words(40)),
        ),
    ];
    for (name, address) in addresses {
        measured(format!("page: {name}"), &mut || {
            // What is too long may be refused before all of it is sent.
            let _ = visitor.ask("GET", &address, &[], b"");
        });
    }
    let lists = [
        (
            "letters",
            format!("/desk/requests?q={}", "a+b+c+d+e+f+g+".repeat(700)),
        ),
        ("words", format!("/desk/requests?q={}", words(9_000))),
        (
            "one word",
            format!("/desk/requests?q={}", "x".repeat(60_000)),
        ),
        (
            "a day",
            format!("/desk/requests?received_from={}", "9".repeat(60_000)),
        ),
    ];
    for (name, address) in lists {
        measured(format!("list: {name}"), &mut || {
            let _ = manager.ask("GET", &address, &[], b"");
        });
    }
}

#[test]
fn no_text_costs_whoever_reads_it_more_than_a_moment() {
    let folder = tempfile::tempdir().unwrap();
    let program = Program::start(folder.path(), &[]);
    let mut manager = with_topics(&program);
    let mut costs: Vec<(String, u64)> = Vec::new();
    let nothing = run(
        folder.path(),
        &["receive"],
        b"From: a@example.org\n\nHow many?\n",
    );
    let mut known = message_pages(&mut manager);
    for (name, raw) in messages() {
        let taken = run(folder.path(), &["receive"], &raw).saturating_sub(nothing);
        let now = message_pages(&mut manager);
        let page = now.difference(&known).next().unwrap().clone();
        known = now;
        let before = program.processor_ticks();
        assert_eq!(manager.get(&page).status, 200, "{name} was not kept");
        manager.get(&format!("{page}/formatted"));
        costs.push((format!("{name}, when it arrives"), taken));
        costs.push((
            format!("{name}, when it is opened"),
            program.processor_ticks() - before,
        ));
    }
    let memory = program.memory_kib("VmHWM");
    println!("the most memory held: {memory} KiB");
    assert!(memory < MOST_MEMORY, "it held {memory} KiB");
    pages(&program, &mut manager, |name, ticks| {
        costs.push((name, ticks))
    });
    drop(program);
    for (name, text) in tables() {
        let file = folder.path().join("log.csv");
        fs::write(&file, text).unwrap();
        let taken = run(folder.path(), &["import", "log.csv"], b"");
        costs.push((format!("import: {name}"), taken.saturating_sub(nothing)));
    }
    let long = serde_json::json!({"id": "1", "text": each(20_000, |n| format!("word{n} "))});
    let word = serde_json::json!({"id": "2", "text": "x".repeat(200_000)});
    fs::write(folder.path().join("in.jsonl"), format!("{long}\n{word}\n")).unwrap();
    let arguments = [
        "topics",
        "discover",
        "--input",
        "in.jsonl",
        "--output",
        "out.jsonl",
    ];
    costs.push((
        "topics: long texts".to_owned(),
        run(folder.path(), &arguments, b""),
    ));
    let day = each(500, |n| {
        format!(
            "{{\"id\":\"{n}\",\"regime\":\"uk-foia-2000\",\"received\":\"{}\"}}\n",
            "1".repeat(2_000)
        )
    });
    costs.push((
        "deadlines: days that are none".to_owned(),
        run(folder.path(), &["deadline", "--batch"], day.as_bytes()),
    ));
    costs.sort_by_key(|(_, ticks)| std::cmp::Reverse(*ticks));
    let dear: Vec<String> = costs
        .iter()
        .filter(|(_, ticks)| *ticks > MOST)
        .map(|(name, ticks)| format!("{name}: {:.1} s", *ticks as f64 / 100.0))
        .collect();
    for (name, ticks) in costs.iter().take(12) {
        println!("{name}: {:.2} s", *ticks as f64 / 100.0);
    }
    assert!(dear.is_empty(), "these cost too much:\n{}", dear.join("\n"));
}
