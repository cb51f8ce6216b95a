//! An mbox file as its messages (RFC 4155, with the quoting of `mboxrd`).

use thiserror::Error;

/// What editors put before the first letter of a file (U+FEFF in UTF-8).
pub const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

/// Why a file is not taken apart: nobody can tell where its messages begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum NoMbox {
    /// It does not begin with a line that begins a message.
    #[error(
        "it does not begin with a line \u{201c}From\u{201d} with a sender and a date, as a file of messages does; call the file of a single message .eml"
    )]
    Headless,
    /// A line may begin a message or belong to the one before.
    #[error(
        "line {0} begins with \u{201c}From\u{201d} and may or may not begin a message; write its date as in \u{201c}Thu Jun  4 10:00:00 2026\u{201d} if it does, else put > before it"
    )]
    Unclear(usize),
}

/// The messages of an mbox file. A message begins with a line that has a date, after an empty line or
/// before a header; every other line belongs to the message it stands in.
///
/// # Errors
/// Where it cannot be told where one begins.
pub fn messages_of(bytes: &[u8]) -> Result<Vec<Vec<u8>>, NoMbox> {
    let bytes = bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(bytes);
    let mut lines = (1..)
        .zip(bytes.split_inclusive(|byte| *byte == b'\n'))
        .skip_while(|(_, line)| line.trim_ascii().is_empty())
        .peekable();
    let mut messages: Vec<Vec<u8>> = Vec::new();
    let mut blank_before = true;
    while let Some((number, line)) = lines.next() {
        if line.starts_with(b"From ") {
            let before_header = lines.peek().is_some_and(|(_, next)| is_header(next));
            let dated = has_date(line);
            if dated && (blank_before || before_header) {
                messages.push(Vec::new());
                blank_before = false;
                continue;
            }
            if !dated && blank_before && before_header && !messages.is_empty() {
                return Err(NoMbox::Unclear(number));
            }
        }
        let message = messages.last_mut().ok_or(NoMbox::Headless)?;
        let marks = line.iter().take_while(|byte| **byte == b'>').count();
        let quoted = marks > 0
            && line
                .get(marks..)
                .is_some_and(|rest| rest.starts_with(b"From "));
        message.extend_from_slice(if quoted { &line[1..] } else { line });
        blank_before = line == b"\n" || line == b"\r\n";
    }
    for message in &mut messages {
        // The blank line before the next "From " belongs to the file, not to the message.
        for end in [&b"\r\n\r\n"[..], b"\n\n"] {
            if message.ends_with(end) {
                message.truncate(message.len() - end.len() / 2);
                break;
            }
        }
    }
    messages.retain(|message| !message.is_empty());
    Ok(messages)
}

/// Whether a line is one of a header: a name, and a colon at once.
fn is_header(line: &[u8]) -> bool {
    let in_name = |byte: &&u8| byte.is_ascii_graphic() && **byte != b':';
    let name = line.iter().take_while(in_name).count();
    name > 0 && line.get(name) == Some(&b':')
}

/// Whether a line has a date as RFC 4155 has it, or as programs vary it: the day of the week, and
/// after it in any order the month, the day, the time and the year.
fn has_date(line: &[u8]) -> bool {
    let line = String::from_utf8_lossy(line);
    let mut words = line
        .split_whitespace()
        .map(|word| word.trim_end_matches(','));
    if !words.any(|word| DAYS.contains(&word)) {
        return false;
    }
    let rest: Vec<&str> = words.take(6).collect();
    let number = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit());
    let has = |is: &dyn Fn(&str) -> bool| rest.iter().any(|word| is(word));
    has(&|word| MONTHS.contains(&word))
        && has(&|word| number(word) && (1..=2).contains(&word.len()))
        && has(&|word| number(word) && word.len() == 4)
        && has(&|word| {
            word.split_once(':').is_some_and(|(hour, rest)| {
                number(hour) && rest.split(':').all(|part| part.len() == 2 && number(part))
            })
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_message_is_whole_and_a_quoted_from_is_restored() {
        let file = b"From a@b Thu Jun  4 10:00:00 2026\nSubject: one\n\n>From here\n>>From there\nFrom now on\n\nFrom c@d Thu Jun  4 10:00:00 2026\nSubject: two\n\nbody\n";
        let messages = messages_of(file).unwrap();
        let texts: Vec<&str> = messages
            .iter()
            .map(|m| std::str::from_utf8(m).unwrap())
            .collect();
        assert_eq!(
            texts,
            [
                "Subject: one\n\nFrom here\n>From there\nFrom now on\n",
                "Subject: two\n\nbody\n"
            ]
        );
    }

    #[test]
    fn a_line_without_a_date_is_text_of_the_message_it_stands_in() {
        let file = b"\xef\xbb\xbf\nFrom a@b Thu Jun  4 10:00:00 2026\nSubject: one\n\nPlease.\n\nFrom now on to my new address. How many?\n\nBye\n";
        let messages = messages_of(file).unwrap();
        let text = String::from_utf8_lossy(&messages[0]);
        assert_eq!(messages.len(), 1);
        assert!(
            text.ends_with("\n\nFrom now on to my new address. How many?\n\nBye\n"),
            "{text}"
        );
    }

    #[test]
    fn a_message_begins_with_any_date_that_programs_write() {
        for from in [
            "From - Fri Jul 08 12:08:34 2011",
            "From 12@xxx Thu Jun 04 10:00:00 +0000 2026",
            "From a@b Thu, 4 Jun 2026 10:00:00 +0000",
            "From MAILER-DAEMON Thu Jun  4 10:00 2026 remote from host",
        ] {
            let file = format!("{from}\nSubject: one\n\nx\n{from}\nSubject: two\n\ny\n");
            assert_eq!(
                messages_of(file.as_bytes()).map(|m| m.len()),
                Ok(2),
                "{from}"
            );
        }
    }

    #[test]
    fn what_cannot_be_told_is_refused() {
        assert_eq!(messages_of(b"Subject: x\n\nFrom y"), Err(NoMbox::Headless));
        assert_eq!(messages_of(b"From nobody\n"), Err(NoMbox::Headless));
        let file = b"From a@b Thu Jun  4 10:00:00 2026\nSubject: x\n\ny\n\nFrom c@d yesterday\nSubject: z\n";
        assert_eq!(messages_of(file), Err(NoMbox::Unclear(6)));
        assert_eq!(messages_of(b" \n"), Ok(Vec::new()));
    }
}
