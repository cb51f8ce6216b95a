//! Messages built to harm whoever reads them.

use crate::corpus::{Odd, mail, odd, parts};
use daylight::mail::inbound::BodyNote;

pub fn corpus() -> Vec<Odd> {
    let mut within = String::new();
    for n in 0..3000 {
        within.push_str(&format!(
            "Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n"
        ));
    }
    let bomb = "Content-Type: message/rfc822\r\n\r\n".repeat(100_000);
    vec![
        odd(
            "a message within a message, a hundred thousand deep",
            format!("From: ada@example.org\r\nSubject: Drones\r\n{bomb}How many?"),
            |m, _| {
                assert_eq!(m.subject, "Drones");
            },
        ),
        odd(
            "three thousand multiparts within one another",
            mail(within.trim_end(), ""),
            |_, _| {},
        ),
        odd("no bytes at all", Vec::new(), |m, _| {
            assert_eq!(m.note, Some(BodyNote::Unreadable));
        }),
        odd("one line feed", b"\n".to_vec(), |m, _| {
            assert!(matches!(
                m.note,
                Some(BodyNote::Unreadable | BodyNote::Empty)
            ));
        }),
        odd(
            "noise",
            (0..50_000_u32)
                .map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8)
                .collect::<Vec<u8>>(),
            |_, _| {},
        ),
        odd(
            "a header of a megabyte",
            mail(&format!("X-Long: {}", "x".repeat(1_000_000)), "How many?"),
            |m, _| {
                assert_eq!(m.text.own, "How many?");
            },
        ),
        odd(
            "ten thousand headers",
            mail(&"X-Many: 1\n".repeat(10_000), "How many?"),
            |m, _| {
                assert_eq!(m.text.own, "How many?");
            },
        ),
        odd(
            "html with script, frames and trackers",
            mail(
                "Content-Type: text/html",
                "<p onclick=x()>How many?</p><script>steal()</script><iframe src=//evil.example></iframe><img src=https://tracker.example/1.gif>",
            ),
            |m, _| {
                assert!(!m.text.own.contains("steal()"), "{}", m.text.own);
            },
        ),
        odd(
            "html a hundred thousand elements deep",
            mail(
                "Content-Type: text/html",
                &format!("{}How many?", "<div>".repeat(100_000)),
            ),
            |m, _| {
                assert!(m.text.own.contains("How many?"));
            },
        ),
        odd(
            "html entities without end",
            mail("Content-Type: text/html", &"&amp;#x".repeat(20_000)),
            |_, _| {},
        ),
        odd(
            "a file that hides its ending",
            parts(
                "mixed",
                &[
                    "\nx",
                    "Content-Type: application/octet-stream\nContent-Disposition: attachment; filename*=utf-8''request%E2%80%AEfdp.exe\n\nMZ",
                ],
            ),
            |m, _| {
                assert_eq!(m.attachments[0].name, "requestfdp.exe");
            },
        ),
        odd(
            "a media type with markup",
            parts(
                "mixed",
                &[
                    "\nx",
                    "Content-Type: \"<script>\"/x; name=a.txt\nContent-Disposition: attachment\n\nx",
                ],
            ),
            |m, _| {
                assert!(m.attachments.iter().all(|a| !a.media_type.contains('<')));
            },
        ),
        odd(
            "a boundary of one letter",
            mail(
                "Content-Type: multipart/mixed; boundary=a",
                "--a\n\nHow many?\n--a--",
            ),
            |m, _| {
                assert_eq!(m.text.own, "How many?");
            },
        ),
        odd(
            "a boundary with nothing in it",
            mail(
                "Content-Type: multipart/mixed; boundary=\"\"",
                "--\n\nHow many?\n----",
            ),
            |_, _| {},
        ),
    ]
}
