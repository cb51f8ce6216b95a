//! Odd texts, charsets, parts and attachments.

use crate::corpus::{Odd, mail, mail_of_bytes, odd, parts};
use daylight::mail::inbound::BodyNote;

pub fn corpus() -> Vec<Odd> {
    let mut all = texts();
    all.extend(charsets());
    all.extend(multiparts());
    all.extend(attachments());
    all
}

fn texts() -> Vec<Odd> {
    vec![
        odd(
            "plain text and nothing odd",
            mail("", "How many drones?"),
            |m, _| {
                assert_eq!(m.text.own, "How many drones?");
                assert_eq!(m.note, None);
            },
        ),
        odd("no body at all", mail("", ""), |m, _| {
            assert_eq!(m.note, Some(BodyNote::Empty));
        }),
        odd(
            "no blank line after the headers",
            "Subject: x\r\nFrom: a@example.org",
            |m, _| {
                assert_eq!(m.subject, "x");
                assert_eq!(m.note, Some(BodyNote::Empty));
            },
        ),
        odd("nothing but blanks", mail("", "  \n\t\n  "), |m, _| {
            assert_eq!(m.note, Some(BodyNote::Empty));
        }),
        odd(
            "quoted printable with soft breaks",
            mail(
                "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable",
                "How many =\ndrones cost =C2=A3500?",
            ),
            |m, _| {
                assert_eq!(m.text.own, "How many drones cost £500?");
            },
        ),
        odd(
            "quoted printable that is broken",
            mail(
                "Content-Transfer-Encoding: quoted-printable",
                "50=% of =ZZ drones=",
            ),
            |m, _| {
                assert!(m.text.own.contains("drones"), "{}", m.text.own);
            },
        ),
        odd(
            "base64 text",
            mail(
                "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64",
                "SG93IG1hbnkgZHJvbmVzPw==",
            ),
            |m, _| {
                assert_eq!(m.text.own, "How many drones?");
            },
        ),
        odd(
            "base64 that is cut off",
            mail("Content-Transfer-Encoding: base64", "SG93IG1hbnkgZHJvbmV"),
            |m, _| {
                assert!(m.text.own.starts_with("How many"), "{}", m.text.own);
            },
        ),
        odd(
            "line ends of three kinds",
            b"From: a@example.org\nSubject: x\n\none\r\ntwo\rthree\n".to_vec(),
            |m, _| {
                assert_eq!(m.text.own, "one\ntwo\nthree");
            },
        ),
        odd(
            "a text of one line of a megabyte",
            mail("", &"drone ".repeat(200_000)),
            |m, _| {
                assert!(m.text.own.len() >= 900_000 && m.text.own.len() <= 1_000_000);
            },
        ),
        odd(
            "nulls and bells in the text",
            mail_of_bytes("", b"How\x00 many\x07 drones?\x1b[31m"),
            |m, _| {
                assert_eq!(m.text.own, "How many drones?[31m");
            },
        ),
        odd(
            "a quoted reply below the answer",
            mail(
                "In-Reply-To: <letter@police.example>",
                "I mean 2024.\n\nOn 4 Jun 2026, FOI wrote:\n> Which year?",
            ),
            |m, _| {
                assert_eq!(m.text.own, "I mean 2024.");
                assert!(m.text.quoted.contains("> Which year?"));
            },
        ),
        odd(
            "an answer between the lines",
            mail(
                "Subject: Re: Drones",
                "> Which year?\n2024\n> Which town?\nLeeds",
            ),
            |m, _| {
                assert_eq!(m.text.own, "2024\nLeeds");
            },
        ),
        // Who answers nothing quotes nothing of ours: it is part of what they ask.
        odd(
            "a request that has heads and marks in it",
            mail(
                "",
                "Every email that matches this:\n\nFrom: Chief Constable\nDate: 1 January 2024\n\n> 5 years old, and the invoices",
            ),
            |m, _| {
                assert!(
                    m.text.own.ends_with("> 5 years old, and the invoices"),
                    "{:?}",
                    m.text
                );
                assert!(m.text.own.contains("Chief Constable") && m.text.quoted.is_empty());
            },
        ),
        odd(
            "a request that is sent on",
            mail(
                "Subject: Fwd: Drones",
                "This is for you.\n\n---------- Forwarded message ---------\nHow many drones?",
            ),
            |m, _| assert!(m.text.own.ends_with("How many drones?"), "{:?}", m.text),
        ),
        odd("only a quotation", mail("", "> Which year?"), |m, _| {
            assert_eq!(m.text.own, "> Which year?");
        }),
        odd(
            "format flowed",
            mail(
                "Content-Type: text/plain; format=flowed",
                "How many \ndrones?",
            ),
            |m, _| {
                assert!(m.text.own.contains("drones?"));
            },
        ),
    ]
}

fn charsets() -> Vec<Odd> {
    fn is(text: &str, own: &str) {
        assert_eq!(text, own);
    }
    vec![
        odd(
            "windows-1252 with a euro sign",
            mail_of_bytes(
                "Content-Type: text/plain; charset=windows-1252",
                b"It cost \x80500 \x96 why?",
            ),
            |m, _| is(&m.text.own, "It cost €500 – why?"),
        ),
        odd(
            "latin-1 said to be utf-8",
            mail_of_bytes("Content-Type: text/plain; charset=utf-8", b"caf\xe9 drones"),
            |m, _| {
                assert!(m.text.own.starts_with("caf") && m.text.own.ends_with("drones"));
            },
        ),
        odd(
            "a charset nobody knows",
            mail_of_bytes(
                "Content-Type: text/plain; charset=x-martian",
                b"How many drones?",
            ),
            |m, _| is(&m.text.own, "How many drones?"),
        ),
        odd(
            "utf-16 in base64",
            mail(
                "Content-Type: text/plain; charset=utf-16le\nContent-Transfer-Encoding: base64",
                "SABvAHcAIABtAGEAbgB5AD8A",
            ),
            |m, _| is(&m.text.own, "How many?"),
        ),
        odd(
            "iso-2022-jp",
            mail_of_bytes(
                "Content-Type: text/plain; charset=iso-2022-jp",
                b"\x1b$B%I%m!<%s\x1b(B?",
            ),
            |m, _| is(&m.text.own, "ドローン?"),
        ),
        odd(
            "shift_jis",
            mail_of_bytes(
                "Content-Type: text/plain; charset=Shift_JIS",
                b"\x83h\x83\x8d\x81[\x83\x93?",
            ),
            |m, _| is(&m.text.own, "ドローン?"),
        ),
        odd(
            "koi8-r",
            mail_of_bytes(
                "Content-Type: text/plain; charset=koi8-r",
                b"\xc4\xd2\xcf\xce\xd9?",
            ),
            |m, _| is(&m.text.own, "дроны?"),
        ),
        odd(
            "gb2312",
            mail_of_bytes(
                "Content-Type: text/plain; charset=gb2312",
                b"\xce\xde\xc8\xcb\xbb\xfa?",
            ),
            |m, _| is(&m.text.own, "无人机?"),
        ),
        odd(
            "utf-8 in the headers without any encoding",
            mail("Subject: Ydroniau – faint?", "x"),
            |m, _| is(&m.subject, "Ydroniau – faint?"),
        ),
        odd(
            "marks that turn the direction of the text",
            mail("Subject: \u{202e}senord", "\u{202e}?senord ynam woH"),
            |m, _| {
                is(&m.subject, "senord");
                is(&m.text.own, "?senord ynam woH");
            },
        ),
    ]
}

fn multiparts() -> Vec<Odd> {
    vec![
        odd(
            "text and html alternatives",
            parts(
                "alternative",
                &[
                    "Content-Type: text/plain\n\nHow many drones?",
                    "Content-Type: text/html\n\n<p>How many <b>drones</b>?</p>",
                ],
            ),
            |m, _| {
                assert_eq!(m.text.own, "How many drones?");
                assert!(m.attachments.is_empty());
            },
        ),
        odd(
            "html only",
            mail(
                "Content-Type: text/html; charset=utf-8",
                "<html><head><title>t</title><style>p{}</style></head><body><p>How many drones?</p><p>In 2025</p></body></html>",
            ),
            |m, _| {
                assert!(m.text.own.starts_with("How many drones?"), "{}", m.text.own);
                assert!(
                    m.text.own.contains("In 2025") && !m.text.own.contains("p{}"),
                    "{}",
                    m.text.own
                );
            },
        ),
        odd(
            "an empty text beside full html",
            parts(
                "alternative",
                &[
                    "Content-Type: text/plain\n\n\n",
                    "Content-Type: text/html\n\n<p>How many?</p>",
                ],
            ),
            |m, _| {
                assert_eq!(m.text.own, "How many?");
            },
        ),
        odd(
            "an alternative within a mixed within a related",
            parts(
                "related",
                &[
                    "Content-Type: multipart/mixed; boundary=inner\n\n--inner\nContent-Type: multipart/alternative; boundary=core\n\n--core\nContent-Type: text/plain\n\nHow many?\n--core--\n\n--inner--\n",
                ],
            ),
            |m, _| {
                assert_eq!(m.text.own, "How many?");
            },
        ),
        odd(
            "a multipart without its last boundary",
            mail(
                "Content-Type: multipart/mixed; boundary=edge",
                "--edge\nContent-Type: text/plain\n\nHow many?\n",
            ),
            |m, _| {
                assert_eq!(m.text.own, "How many?");
            },
        ),
        odd(
            "a multipart without any boundary",
            mail("Content-Type: multipart/mixed", "How many?"),
            |m, _| {
                assert!(
                    m.text.own.contains("How many?") || m.attachments.len() == 1,
                    "{m:?}"
                );
            },
        ),
        odd(
            "a boundary that nowhere stands",
            mail(
                "Content-Type: multipart/mixed; boundary=nowhere",
                "How many?",
            ),
            |m, _| {
                assert!(
                    m.text.own.contains("How many?") || m.attachments.len() == 1,
                    "{m:?}"
                );
            },
        ),
        odd(
            "two texts one after the other",
            parts(
                "mixed",
                &[
                    "Content-Type: text/plain\n\nHow many?",
                    "Content-Type: text/plain\n\nAnd where?",
                ],
            ),
            |m, _| {
                assert_eq!(m.text.own, "How many?\n\nAnd where?");
            },
        ),
        odd(
            "encrypted with PGP",
            parts(
                "encrypted; protocol=\"application/pgp-encrypted\"",
                &[
                    "Content-Type: application/pgp-encrypted\n\nVersion: 1",
                    "Content-Type: application/octet-stream\n\n-----BEGIN PGP MESSAGE-----\nx",
                ],
            ),
            |m, _| {
                assert_eq!(m.note, Some(BodyNote::Encrypted));
            },
        ),
        odd(
            "encrypted with S/MIME",
            mail(
                "Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\nContent-Transfer-Encoding: base64",
                "MIIB",
            ),
            |m, _| {
                assert_eq!(m.note, Some(BodyNote::Encrypted));
                assert_eq!(m.attachments[0].name, "smime.p7m");
            },
        ),
        odd(
            "an encrypted block as plain text",
            mail(
                "",
                "-----BEGIN PGP MESSAGE-----\nhQEMA\n-----END PGP MESSAGE-----",
            ),
            |m, _| {
                assert_eq!(m.note, Some(BodyNote::Encrypted));
            },
        ),
        odd(
            "signed with PGP",
            parts(
                "signed; protocol=\"application/pgp-signature\"",
                &[
                    "Content-Type: text/plain\n\nHow many?",
                    "Content-Type: application/pgp-signature; name=signature.asc\n\n-----BEGIN PGP SIGNATURE-----",
                ],
            ),
            |m, _| {
                assert_eq!((m.text.own.as_str(), m.note), ("How many?", None));
            },
        ),
    ]
}

fn attachments() -> Vec<Odd> {
    vec![
        odd(
            "a file and no text",
            parts(
                "mixed",
                &[
                    "Content-Type: application/pdf; name=\"request.pdf\"\nContent-Disposition: attachment; filename=\"request.pdf\"\nContent-Transfer-Encoding: base64\n\nJVBERg==",
                ],
            ),
            |m, _| {
                assert_eq!(m.note, Some(BodyNote::OnlyAttachments));
                let file = &m.attachments[0];
                assert_eq!(
                    (file.name.as_str(), file.media_type.as_str(), file.size),
                    ("request.pdf", "application/pdf", 4)
                );
                // The digest of "%PDF", as sha256sum gives it.
                assert_eq!(
                    file.digest,
                    "315d429b7714cedb6ad04ac31240145257692630457f3c88253c5beceac76027"
                );
            },
        ),
        odd(
            "Outlook's own format",
            parts(
                "mixed",
                &[
                    "Content-Type: application/ms-tnef; name=\"winmail.dat\"\nContent-Disposition: attachment; filename=\"winmail.dat\"\nContent-Transfer-Encoding: base64\n\neJ8+Ig==",
                ],
            ),
            |m, _| {
                assert_eq!(m.note, Some(BodyNote::OnlyTnef));
                assert!(m.attachments[0].tnef);
            },
        ),
        odd(
            "a name that climbs out of its folder",
            parts(
                "mixed",
                &[
                    "\nx",
                    "Content-Type: text/csv\nContent-Disposition: attachment; filename=\"../../../etc/cron.d/evil\"\n\nx",
                ],
            ),
            |m, _| {
                assert_eq!(m.attachments[0].name, "evil");
            },
        ),
        odd(
            "a name in two encoded pieces",
            parts(
                "mixed",
                &[
                    "\nx",
                    "Content-Type: text/csv\nContent-Disposition: attachment; filename*0*=utf-8''J%C3%A4hrlich; filename*1*=%20caf%C3%A9.csv\n\nx",
                ],
            ),
            |m, _| {
                assert_eq!(m.attachments[0].name, "Jährlich café.csv");
            },
        ),
        odd(
            "a name as an encoded word",
            parts(
                "mixed",
                &[
                    "\nx",
                    "Content-Type: text/csv; name=\"=?utf-8?B?SsOkaHJsaWNoLmNzdg==?=\"\n\nx",
                ],
            ),
            |m, _| {
                assert_eq!(m.attachments[0].name, "Jährlich.csv");
            },
        ),
        odd(
            "two files of one name",
            parts(
                "mixed",
                &[
                    "\nx",
                    "Content-Type: text/csv; name=a.csv\nContent-Disposition: attachment\n\n1",
                    "Content-Type: text/csv; name=a.csv\nContent-Disposition: attachment\n\n2",
                ],
            ),
            |m, _| {
                let names: Vec<&str> = m.attachments.iter().map(|a| a.name.as_str()).collect();
                assert_eq!(names, ["a.csv", "a (2).csv"]);
            },
        ),
        odd(
            "a name of five thousand letters",
            parts(
                "mixed",
                &[
                    "\nx",
                    &format!(
                        "Content-Type: text/csv\nContent-Disposition: attachment; filename=\"{}.csv\"\n\nx",
                        "n".repeat(5000)
                    ),
                ],
            ),
            |m, _| {
                assert!(m.attachments[0].name.chars().count() <= 120);
                assert!(m.attachments[0].name.ends_with(".csv"));
            },
        ),
        odd(
            "a picture within the text",
            parts(
                "related",
                &[
                    "Content-Type: text/html\n\n<p>See <img src=\"cid:a@b\"></p>",
                    "Content-Type: image/png; name=plan.png\nContent-ID: <a@b>\nContent-Disposition: inline\nContent-Transfer-Encoding: base64\n\niVBORw==",
                ],
            ),
            |m, _| {
                assert!(m.text.own.contains("See"), "{}", m.text.own);
                assert!(m.attachments.iter().any(|a| a.name == "plan.png"));
            },
        ),
        odd(
            "a message forwarded as an attachment",
            parts(
                "mixed",
                &[
                    "Content-Type: text/plain\n\nPlease deal with this",
                    "Content-Type: message/rfc822\n\nFrom: bob@example.org\nSubject: How many drones\n\nHow many?",
                ],
            ),
            |m, _| {
                assert_eq!(m.text.own, "Please deal with this");
                assert_eq!(m.attachments[0].name, "How many drones.eml");
                assert!(m.attachments[0].size > 10);
            },
        ),
        odd(
            "an attachment without a name",
            parts(
                "mixed",
                &[
                    "\nx",
                    "Content-Type: application/octet-stream\nContent-Disposition: attachment\n\nx",
                ],
            ),
            |m, _| {
                assert_eq!(m.attachments[0].name, "attachment");
            },
        ),
        odd(
            "two thousand attachments",
            parts(
                "mixed",
                &vec!["Content-Type: text/csv\nContent-Disposition: attachment\n\nx"; 2000],
            ),
            |m, _| {
                assert_eq!(m.attachments.len(), 1000);
            },
        ),
    ]
}
