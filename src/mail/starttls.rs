//! Asking a mail server for TLS on a connection that has none yet (RFC 3207).

use super::smtp::MOST_SAID;
use lettre::transport::smtp::extension::ClientId;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// Asks a server that was just reached for TLS. It says nothing more before TLS begins: what
/// somebody puts between would be taken as said under its protection.
pub(super) async fn agree_on_tls(stream: &mut TcpStream, hello: &ClientId) -> Result<(), String> {
    expect(stream, "220", "its greeting").await?;
    for (command, code) in [
        (format!("EHLO {hello}"), "250"),
        ("STARTTLS".to_owned(), "220"),
    ] {
        let line = format!("{command}\r\n");
        let sent = stream.write_all(line.as_bytes()).await;
        sent.map_err(|e| e.to_string())?;
        expect(stream, code, &format!("its answer to {command}")).await?;
    }
    Ok(())
}

/// Reads one answer, which has to have this code; nothing may follow it.
async fn expect(stream: &mut TcpStream, code: &str, what: &str) -> Result<(), String> {
    let mut said = Vec::new();
    while !is_whole(&said) {
        if said.len() > MOST_SAID {
            return Err(format!("{what} is longer than an answer can be"));
        }
        let read = stream.read_buf(&mut said).await;
        if read.map_err(|e| e.to_string())? == 0 {
            return Err(format!("the connection ended before {what}"));
        }
    }
    let lines = said.strip_suffix(b"\n").unwrap_or(&said);
    let before = lines.rsplit(|byte| *byte == b'\n').skip(1);
    if before.filter(|line| line.get(3) != Some(&b'-')).count() > 0 {
        return Err(format!("{what} has another behind it"));
    }
    let words = String::from_utf8_lossy(&said);
    if words.starts_with(code) {
        return Ok(());
    }
    let first = words.lines().next().unwrap_or_default();
    let shown: String = first
        .chars()
        .filter(|c| !c.is_control())
        .take(200)
        .collect();
    Err(format!("{what} is \u{201c}{shown}\u{201d}"))
}

/// Whether the last line of an answer is there and ends it: its code is followed by no hyphen.
fn is_whole(said: &[u8]) -> bool {
    let Some(lines) = said.strip_suffix(b"\n") else {
        return false;
    };
    let last = lines
        .rsplit(|byte| *byte == b'\n')
        .next()
        .unwrap_or_default();
    last.get(3) != Some(&b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_whole_with_the_line_whose_code_no_hyphen_follows() {
        for whole in [
            "220 a\r\n",
            "250-a\r\n250 b\r\n",
            "250\r\n",
            "250-a\n250 b\n",
        ] {
            assert!(is_whole(whole.as_bytes()), "{whole}");
        }
        for part in ["", "2", "250 a", "250-a\r\n", "250-a\r\n250"] {
            assert!(!is_whole(part.as_bytes()), "{part}");
        }
    }
}
