//! How the odd messages are written down.

use daylight::mail::inbound::{Judged, Ours, Parsed};

/// One odd message, and what has to be understood of it.
pub struct Odd {
    /// What is odd.
    pub name: &'static str,
    /// Its bytes.
    pub raw: Vec<u8>,
    /// Panics where it was not understood.
    pub check: fn(&Parsed, &Judged),
}

/// An odd message of these bytes.
pub fn odd(name: &'static str, raw: impl Into<Vec<u8>>, check: fn(&Parsed, &Judged)) -> Odd {
    Odd {
        name,
        raw: raw.into(),
        check,
    }
}

/// A message with the usual headers, these before them, and this after the blank line. Lines are
/// written with `\n` and sent as the standard wants them.
pub fn mail(headers: &str, body: &str) -> Vec<u8> {
    let mut text = String::new();
    for usual in [
        "From: Ada Example <ada@example.org>",
        "To: foi@police.example",
        "Subject: Drones",
        "Date: Thu, 4 Jun 2026 10:00:00 +0100",
        "Message-ID: <one@example.org>",
        "MIME-Version: 1.0",
    ] {
        let name = usual.split(':').next().unwrap_or_default();
        let given = headers.lines().any(|line| {
            line.to_lowercase()
                .starts_with(&format!("{}:", name.to_lowercase()))
        });
        if !given {
            text.push_str(usual);
            text.push('\n');
        }
    }
    let headers = headers.trim_end_matches('\n');
    if !headers.is_empty() {
        text.push_str(headers);
        text.push('\n');
    }
    text.push('\n');
    text.push_str(body);
    text.replace('\n', "\r\n").into_bytes()
}

/// A message whose body is these bytes and not only text.
pub fn mail_of_bytes(headers: &str, body: &[u8]) -> Vec<u8> {
    [mail(headers, ""), body.to_vec()].concat()
}

/// A message of parts, each its headers, a blank line and its body.
pub fn parts(kind: &str, parts: &[&str]) -> Vec<u8> {
    parts_with("", kind, parts)
}

/// The same with more headers.
pub fn parts_with(headers: &str, kind: &str, parts: &[&str]) -> Vec<u8> {
    let mut body = String::from("This is a message of several parts.\n");
    for part in parts {
        body.push_str("--edge\n");
        body.push_str(part);
        body.push('\n');
    }
    body.push_str("--edge--\n");
    mail(
        &format!("{headers}Content-Type: multipart/{kind}; boundary=\"edge\"\n"),
        &body,
    )
}

/// The authority of the tests.
pub fn ours() -> Ours {
    Ours {
        addresses: vec!["foi@police.example".into()],
        separator: "+".into(),
        prefix: "FOI".into(),
    }
}
