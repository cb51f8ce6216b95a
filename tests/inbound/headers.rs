//! Odd headers.

use crate::corpus::{Odd, mail, odd};
use daylight::mail::inbound::{Class, Verdict};

pub fn corpus() -> Vec<Odd> {
    let mut all = addresses();
    all.extend(threads());
    all.extend(traces());
    all
}

fn addresses() -> Vec<Odd> {
    vec![
        odd(
            "no sender",
            b"To: foi@police.example\r\nSubject: x\r\n\r\nHow many?".to_vec(),
            |m, _| {
                assert_eq!(m.from, None);
            },
        ),
        odd(
            "a sender without an address",
            mail("From: Ada Example", "x"),
            |m, _| {
                assert!(
                    m.from.as_ref().is_none_or(|f| !f.address.contains('@')),
                    "{:?}",
                    m.from
                );
            },
        ),
        odd(
            "several senders",
            mail("From: ada@example.org, bob@example.org", "x"),
            |m, _| {
                assert_eq!(m.from.as_ref().unwrap().address, "ada@example.org");
            },
        ),
        odd(
            "a sender's name as an encoded word",
            mail(
                "From: =?iso-8859-1?Q?M=E1ire_N=ED_Bhriain?= <maire@example.ie>",
                "x",
            ),
            |m, _| {
                assert_eq!(m.from.as_ref().unwrap().name, "Máire Ní Bhriain");
            },
        ),
        odd(
            "a name that looks like another address",
            mail("From: \"chief@police.example\" <evil@example.org>", "x"),
            |m, _| {
                let from = m.from.clone().unwrap();
                assert_eq!(
                    (from.name.as_str(), from.address.as_str()),
                    ("chief@police.example", "evil@example.org")
                );
            },
        ),
        odd(
            "a name with a line break in an encoded word",
            mail(
                "From: =?utf-8?Q?Ada=0D=0ABcc:_x@example.org?= <ada@example.org>",
                "x",
            ),
            |m, _| {
                assert!(!m.from.as_ref().unwrap().name.contains(['\r', '\n']));
            },
        ),
        odd(
            "a subject of encoded words split within a letter",
            mail("Subject: =?utf-8?B?RMO=?=\n =?utf-8?B?cm9uYXM=?=", "x"),
            |m, _| {
                assert!(m.subject.starts_with('D'), "{}", m.subject);
            },
        ),
        odd(
            "a subject folded over three lines",
            mail("Subject: How\n many\n\tdrones", "x"),
            |m, _| {
                assert_eq!(m.subject, "How many drones");
            },
        ),
        odd(
            "no subject",
            b"From: ada@example.org\r\n\r\nHow many?".to_vec(),
            |m, j| {
                assert_eq!(m.subject, "");
                assert_eq!(j.class, Class::Request);
            },
        ),
        odd(
            "a subject of ten thousand letters",
            mail(&format!("Subject: {}", "drone ".repeat(1700)), "x"),
            |m, _| {
                assert_eq!(m.subject.chars().count(), 300);
            },
        ),
        odd(
            "two subjects",
            mail("Subject: one\nSubject: two", "x"),
            |m, _| {
                assert!(["one", "two"].contains(&m.subject.as_str()));
            },
        ),
        odd(
            "answers wanted elsewhere",
            mail("Reply-To: Ada <other@example.net>", "x"),
            |m, _| {
                assert_eq!(m.reply_to.as_ref().unwrap().address, "other@example.net");
            },
        ),
        odd(
            "recipients in a group",
            mail("To: Police: foi@police.example, chief@police.example;", "x"),
            |m, _| {
                assert_eq!(
                    m.addressed_to,
                    ["foi@police.example", "chief@police.example"]
                );
            },
        ),
        odd(
            "recipients not told",
            mail(
                "To: undisclosed-recipients:;\nX-Original-To: foi+abc@police.example",
                "x",
            ),
            |m, _| {
                assert!(m.addressed_to.is_empty());
                assert_eq!(m.delivered_to, ["foi+abc@police.example"]);
            },
        ),
        odd(
            "an international address",
            mail("From: Ådå <ådå@exämple.org>", "x"),
            |m, _| {
                assert_eq!(m.from.as_ref().unwrap().address, "ådå@exämple.org");
            },
        ),
    ]
}

fn threads() -> Vec<Odd> {
    vec![
        odd(
            "no message id",
            b"From: ada@example.org\r\nSubject: x\r\n\r\nHow many?".to_vec(),
            |m, _| {
                assert_eq!(m.message_id, None);
                assert_eq!(m.digest.len(), 64);
            },
        ),
        odd(
            "a message id without brackets",
            mail("Message-ID: one.two@example.org", "x"),
            |m, _| {
                assert_eq!(m.message_id.as_deref(), Some("one.two@example.org"));
            },
        ),
        odd(
            "a message id with a blank in it",
            mail("Message-ID: <one two@example.org>", "x"),
            |m, _| {
                assert_eq!(m.message_id.as_deref(), Some("onetwo@example.org"));
            },
        ),
        odd(
            "in reply to words and an id",
            mail(
                "In-Reply-To: Your message of Thursday <letter@police.example>",
                "x",
            ),
            |m, j| {
                assert_eq!(m.in_reply_to, ["letter@police.example"]);
                assert_eq!(j.class, Class::Reply);
            },
        ),
        odd(
            "five hundred references",
            mail(
                &format!(
                    "References: {}",
                    (0..500)
                        .map(|n| format!("<{n}@example.org>\n "))
                        .collect::<String>()
                ),
                "x",
            ),
            |m, _| {
                assert_eq!(m.references.len(), 100);
            },
        ),
        odd(
            "references that never close",
            mail(
                "References: <a@example.org <b@example.org <c@example.org",
                "x",
            ),
            |m, _| {
                assert!(m.references.len() <= 3);
            },
        ),
        odd(
            "a reply in German without thread headers",
            mail("Subject: AW: Drones", "2024"),
            |_, j| {
                assert_eq!(j.class, Class::Reply);
            },
        ),
        odd(
            "a request that begins with a word like a mark",
            mail("Subject: Regarding drones", "x"),
            |_, j| {
                assert_eq!(j.class, Class::Request);
            },
        ),
    ]
}

fn traces() -> Vec<Odd> {
    vec![
        odd("a date that is none", mail("Date: yesterday", "x"), |m, _| assert_eq!(m.sent, None)),
        odd("a date in the year 9999", mail("Date: Fri, 31 Dec 9999 23:59:59 +0000", "x"), |m, _| {
            assert!(m.sent.is_none_or(|at| at.timestamp() > 0));
        }),
        odd("a date with a zone that cannot be", mail("Date: Thu, 4 Jun 2026 10:00:00 +9999", "x"), |m, _| {
            assert!(m.sent.is_none_or(|at| at.timestamp() > 0));
        }),
        odd("an mbox line at the top", [b"From ada@example.org Thu Jun  4 10:00:00 2026\r\n".to_vec(), mail("", "How many?")].concat(), |m, _| {
            assert_eq!((m.subject.as_str(), m.text.own.as_str()), ("Drones", "How many?"));
        }),
        odd("when the last server took it", mail("Received: from x by mx.police.example; Thu, 4 Jun 2026 23:30:00 +0000\nReceived: from y by x; Wed, 3 Jun 2026 10:00:00 +0000", "x"), |m, _| {
            assert_eq!(m.received.unwrap().to_rfc3339(), "2026-06-04T23:30:00+00:00");
        }),
        odd("sender checks above every trace", [b"Authentication-Results: mx.police.example; spf=pass smtp.mailfrom=example.org; dkim=pass (2048-bit; key) header.d=example.org; dmarc=fail (p=none) header.from=example.org\r\nReceived: from x by mx; Thu, 4 Jun 2026 10:00:00 +0000\r\n".to_vec(), mail("", "x")].concat(), |m, _| {
            assert_eq!((m.checks.spf, m.checks.dkim, m.checks.dmarc), (Verdict::Pass, Verdict::Pass, Verdict::Fail));
        }),
        odd("sender checks the sender wrote", [b"Received: from x by mx; Thu, 4 Jun 2026 10:00:00 +0000\r\nAuthentication-Results: mx.police.example; spf=pass; dkim=pass; dmarc=pass\r\n".to_vec(), mail("", "x")].concat(), |m, _| {
            assert_eq!((m.checks.spf, m.checks.dkim, m.checks.dmarc), (Verdict::None, Verdict::None, Verdict::None));
        }),
    ]
}
