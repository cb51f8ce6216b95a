//! Messages that another one holds encoded, which some programs send: files like any other.

use crate::corpus::parts;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use daylight::mail::inbound::{attachment_of, parse};

fn forwarded() -> String {
    let text = "How many drones have you?\r\n".repeat(2_000);
    format!("From: bob@example.org\r\nSubject: How many drones\r\n\r\n{text}")
}

fn encoded(named: &str) -> String {
    let lines = STANDARD.encode(forwarded());
    let lines: Vec<&str> = lines
        .as_bytes()
        .chunks(76)
        .map(|line| std::str::from_utf8(line).unwrap())
        .collect();
    format!(
        "Content-Type: message/rfc822{named}\nContent-Transfer-Encoding: base64\n\n{}",
        lines.join("\n")
    )
}

#[test]
fn a_large_message_forwarded_encoded_is_a_file_whose_bytes_are_those_it_had() {
    for (named, name) in [
        ("; name=\"request.eml\"", "request.eml"),
        ("", "message.eml"),
    ] {
        let raw = parts(
            "mixed",
            &[
                "Content-Type: text/plain\n\nPlease deal with this message",
                &encoded(named),
            ],
        );
        let read = parse(&raw, None);
        assert_eq!(read.text.own, "Please deal with this message");
        let [attached] = read.attachments.as_slice() else {
            panic!("{:?}", read.attachments);
        };
        assert_eq!(
            (attached.name.as_str(), attached.media_type.as_str()),
            (name, "message/rfc822")
        );
        let bytes = attachment_of(&raw, attached.part).unwrap();
        assert_eq!(String::from_utf8(bytes).unwrap(), forwarded());
    }
}

#[test]
fn what_is_saved_of_a_message_that_holds_such_a_one_is_what_came() {
    let inner = format!(
        "From: bob@example.org\nSubject: Two of them\nContent-Type: multipart/mixed; boundary=in\n\n--in\n{}\n--in--",
        encoded("")
    );
    let raw = parts(
        "mixed",
        &[
            "\nSee this",
            &format!("Content-Type: message/rfc822\n\n{inner}"),
        ],
    );
    let read = parse(&raw, None);
    assert_eq!(read.attachments[0].name, "Two of them.eml");
    let bytes = attachment_of(&raw, read.attachments[0].part).unwrap();
    let saved = String::from_utf8(bytes).unwrap();
    assert_eq!(saved.trim_end(), inner.replace('\n', "\r\n"));
}
