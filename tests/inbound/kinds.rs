//! Messages of every kind a mailbox gets.

use crate::corpus::{Odd, mail, odd, parts, parts_with};
use daylight::mail::inbound::{Class, Fate};

/// A report as a server writes it of a letter that came back.
pub fn bounce(action: &str, status: &str, said: &str) -> Vec<u8> {
    let fate = format!(
        "Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.org\nArrival-Date: Thu, 4 Jun 2026 10:00:00 +0000\n\nOriginal-Recipient: rfc822;ada@example.org\nFinal-Recipient: rfc822; ada@example.org\nAction: {action}\nStatus: {status}\nRemote-MTA: dns; mail.example.org\nDiagnostic-Code: smtp; {said}\n"
    );
    parts_with(
        "Return-Path: <>\nFrom: Mail Delivery System <MAILER-DAEMON@mx.example.org>\nSubject: Undelivered Mail\nMessage-ID: <report@mx.example.org>\nAuto-Submitted: auto-replied\n",
        "report; report-type=delivery-status",
        &[
            "Content-Type: text/plain\n\nI could not deliver your message.",
            &fate,
            "Content-Type: message/rfc822\n\nMessage-ID: <letter@police.example>\nFrom: foi@police.example\nTo: ada@example.org\nSubject: FOI-2026-00042\n\nDear Ada",
        ],
    )
}

pub fn corpus() -> Vec<Odd> {
    let mut all = reports();
    all.extend(machines());
    all.extend(others());
    all
}

fn reports() -> Vec<Odd> {
    vec![
        odd(
            "a letter that came back",
            bounce("failed", "5.1.1", "550 5.1.1 no such mailbox"),
            |m, j| {
                assert_eq!(j.class, Class::Bounce);
                let report = m.report.as_ref().unwrap();
                assert_eq!(report.about, ["letter@police.example"]);
                let told = &report.recipients[0];
                assert_eq!(
                    (told.address.as_str(), told.fate, told.status.as_str()),
                    ("ada@example.org", Fate::Failed, "5.1.1")
                );
                assert_eq!(told.said, "550 5.1.1 no such mailbox");
                assert_eq!(report.by, "mx.example.org");
            },
        ),
        odd(
            "a letter that is delayed",
            bounce("delayed", "4.4.1", "connection timed out"),
            |m, j| {
                assert_eq!(j.class, Class::DeliveryReport);
                assert_eq!(m.report.as_ref().unwrap().worst(), Some(Fate::Delayed));
            },
        ),
        odd(
            "a letter that was delivered",
            bounce("delivered", "2.0.0", "250 ok"),
            |_, j| {
                assert_eq!(j.class, Class::DeliveryReport);
            },
        ),
        odd(
            "a report with headers only",
            parts_with(
                "From: MAILER-DAEMON@mx.example.org\n",
                "report; report-type=delivery-status",
                &[
                    "\nfailed",
                    "Content-Type: message/delivery-status\n\nReporting-MTA: dns;mx\n\nFinal-Recipient: rfc822;ada@example.org\nAction: failed\nStatus: 5.0.0\n",
                    "Content-Type: text/rfc822-headers\n\nMessage-ID:\n <letter@police.example>\nTo: ada@example.org\n",
                ],
            ),
            |m, j| {
                assert_eq!(j.class, Class::Bounce);
                assert_eq!(m.report.as_ref().unwrap().about, ["letter@police.example"]);
            },
        ),
        odd(
            "a report about two recipients",
            parts_with(
                "From: MAILER-DAEMON@mx.example.org\n",
                "report; report-type=delivery-status",
                &[
                    "Content-Type: message/delivery-status\n\nReporting-MTA: dns;mx\n\nFinal-Recipient: rfc822;a@example.org\nAction: delivered\nStatus: 2.0.0\n\nFinal-Recipient: rfc822;b@example.org\nAction: failed\nStatus: 5.2.2\nDiagnostic-Code: smtp; 552\n mailbox\n full\n",
                ],
            ),
            |m, j| {
                assert_eq!(j.class, Class::Bounce);
                let report = m.report.as_ref().unwrap();
                assert_eq!(report.recipients.len(), 2);
                assert_eq!(report.recipients[1].said, "552 mailbox full");
            },
        ),
        odd(
            "a report without a single field",
            parts(
                "report; report-type=delivery-status",
                &["Content-Type: message/delivery-status\n\n\n"],
            ),
            |_, j| {
                assert_eq!(j.class, Class::Bounce);
            },
        ),
        odd(
            "a bounce in prose",
            mail(
                "Return-Path: <>\nFrom: MAILER-DAEMON@qmail.example\nSubject: failure notice",
                "Hi. This is the program at qmail.example.\nI'm afraid I wasn't able to deliver your message.\n\n--- Below this line is a copy of the message.\n\nMessage-ID: <letter@police.example>\nSubject: x",
            ),
            |m, j| {
                assert_eq!(j.class, Class::Bounce);
                assert!(
                    m.references.contains(&"letter@police.example".to_owned()),
                    "{:?}",
                    m.references
                );
            },
        ),
        odd(
            "a receipt that it was read",
            parts(
                "report; report-type=disposition-notification",
                &[
                    "\nYour message was read",
                    "Content-Type: message/disposition-notification\n\nOriginal-Message-ID: <letter@police.example>\nDisposition: manual-action/MDN-sent-manually; displayed",
                ],
            ),
            |_, j| {
                assert_eq!(j.class, Class::DeliveryReport);
            },
        ),
    ]
}

fn machines() -> Vec<Odd> {
    fn automatic(class: Class) {
        assert_eq!(class, Class::AutoReply);
    }
    vec![
        odd(
            "out of the office, by the standard",
            mail(
                "Auto-Submitted: auto-replied\nIn-Reply-To: <letter@police.example>\nSubject: Automatic reply: Drones",
                "I am away.",
            ),
            |_, j| automatic(j.class),
        ),
        odd(
            "out of the office, with a comment",
            mail("Auto-Submitted: auto-replied (vacation)", "I am away."),
            |_, j| automatic(j.class),
        ),
        odd(
            "Auto-Submitted no",
            mail("Auto-Submitted: no", "How many?"),
            |_, j| assert_eq!(j.class, Class::Request),
        ),
        odd(
            "out of the office, by X-Autoreply",
            mail("X-Autoreply: yes", "I am away."),
            |_, j| automatic(j.class),
        ),
        odd(
            "out of the office, by precedence",
            mail("Precedence: auto_reply", "I am away."),
            |_, j| automatic(j.class),
        ),
        odd(
            "out of the office, by its subject alone",
            mail("Subject: Out of office: back on Monday", "I am away."),
            |_, j| automatic(j.class),
        ),
        odd(
            "a null return path and nothing else",
            mail("Return-Path: <>", "Your ticket 4711 was opened."),
            |_, j| automatic(j.class),
        ),
        odd(
            "our own letter coming back",
            mail(
                "From: Example Police <foi@police.example>\nMessage-ID: <foi-2026-00042.abc@police.example>",
                "Dear Ada",
            ),
            |_, j| assert_eq!(j.class, Class::Loop),
        ),
        odd(
            "our own mark against loops",
            mail("X-Loop: foi+foi-2026-00042.abc@police.example", "Dear Ada"),
            |_, j| assert_eq!(j.class, Class::Loop),
        ),
    ]
}

fn others() -> Vec<Odd> {
    vec![
        odd(
            "a mailing list",
            mail(
                "List-Id: FOI officers <foi.lists.example>\nPrecedence: list",
                "Anybody else?",
            ),
            |_, j| assert_eq!(j.class, Class::List),
        ),
        odd(
            "a newsletter",
            mail("List-Unsubscribe: <https://news.example/u>", "Buy drones"),
            |_, j| assert_eq!(j.class, Class::List),
        ),
        odd(
            "bulk without a list",
            mail("Precedence: bulk", "Buy drones"),
            |_, j| assert_eq!(j.class, Class::List),
        ),
        odd(
            "an invitation",
            parts(
                "alternative",
                &[
                    "\nMeeting",
                    "Content-Type: text/calendar; method=REQUEST\n\nBEGIN:VCALENDAR\nMETHOD:REQUEST\nEND:VCALENDAR",
                ],
            ),
            |_, j| assert_eq!(j.class, Class::Invite),
        ),
        odd(
            "an invitation that says so only inside",
            parts(
                "mixed",
                &[
                    "\nMeeting",
                    "Content-Type: text/calendar\n\nBEGIN:VCALENDAR\nMETHOD:CANCEL\nEND:VCALENDAR",
                ],
            ),
            |_, j| {
                assert_eq!(j.class, Class::Invite);
                assert!(j.reason.contains("CANCEL"));
            },
        ),
        odd(
            "spam by the filter's flag",
            mail("X-Spam-Flag: YES", "Win a drone"),
            |_, j| assert_eq!(j.class, Class::Spam),
        ),
        odd(
            "spam by the filter's status",
            mail("X-Spam-Status: Yes, score=12.1 required=5", "Win a drone"),
            |_, j| assert_eq!(j.class, Class::Spam),
        ),
        odd(
            "not spam by the filter's status",
            mail("X-Spam-Status: No, score=-1\nX-Spam-Flag: NO", "How many?"),
            |_, j| assert_eq!(j.class, Class::Request),
        ),
        odd(
            "spam by its confidence level",
            mail("X-MS-Exchange-Organization-SCL: 9", "Win a drone"),
            |_, j| assert_eq!(j.class, Class::Spam),
        ),
    ]
}
