//! An mbox file as its messages (RFC 4155, with the quoting of `mboxrd`).

/// The messages of an mbox file; all of it as one message where it is no mbox.
#[must_use]
pub fn messages_of(bytes: &[u8]) -> Vec<Vec<u8>> {
    if !bytes.starts_with(b"From ") {
        return if bytes.iter().all(u8::is_ascii_whitespace) {
            Vec::new()
        } else {
            vec![bytes.to_vec()]
        };
    }
    let mut messages: Vec<Vec<u8>> = Vec::new();
    let mut blank_before = true;
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        if blank_before && line.starts_with(b"From ") {
            messages.push(Vec::new());
        } else if let Some(message) = messages.last_mut() {
            let marks = line.iter().take_while(|byte| **byte == b'>').count();
            let quoted = marks > 0
                && line
                    .get(marks..)
                    .is_some_and(|rest| rest.starts_with(b"From "));
            message.extend_from_slice(if quoted { &line[1..] } else { line });
        }
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
    messages
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_message_is_whole_and_a_quoted_from_is_restored() {
        let file = b"From a@b Thu Jun  4 10:00:00 2026\nSubject: one\n\n>From here\n>>From there\nFrom now on\n\nFrom c@d Thu Jun  4 10:00:00 2026\nSubject: two\n\nbody\n";
        let messages = messages_of(file);
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
    fn a_message_alone_is_one_and_nothing_is_none() {
        assert_eq!(messages_of(b"Subject: x\n\nFrom y").len(), 1);
        assert!(messages_of(b" \n").is_empty());
        assert!(messages_of(b"From nobody\n").is_empty());
    }
}
