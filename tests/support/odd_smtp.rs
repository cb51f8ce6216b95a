//! An SMTP server that answers one command, or the final dot of a letter, otherwise than others do.

use std::io::{BufRead, BufReader, Result, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// A running server; it stops with the test.
pub struct OddSmtp {
    /// The port it listens on.
    pub port: u16,
    taken: Arc<Mutex<Vec<String>>>,
}

impl OddSmtp {
    /// Starts a server that says this, word for word, to a command, or after the dot where that is `.`.
    pub fn start(command: &'static str, says: &'static [u8]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let taken = Arc::<Mutex<Vec<String>>>::default();
        let kept = Arc::clone(&taken);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let kept = Arc::clone(&kept);
                std::thread::spawn(move || drop(converse(&stream, (command, says), &kept)));
            }
        });
        Self { port, taken }
    }

    /// The letters it has to their final dot, as often as it has them.
    pub fn letters(&self) -> Vec<String> {
        self.taken.lock().unwrap().clone()
    }
}

fn converse(
    stream: &TcpStream,
    (odd, says): (&str, &[u8]),
    taken: &Mutex<Vec<String>>,
) -> Result<()> {
    let mut lines = BufReader::new(stream).lines();
    let answer = |to: &str, else_says: &[u8]| {
        let mut stream = stream;
        stream.write_all(if to == odd { says } else { else_says })
    };
    answer("", b"220 a\r\n")?;
    while let Some(line) = lines.next() {
        let line = line?.to_uppercase();
        let command = line.split([' ', ':']).next().unwrap_or_default();
        match command {
            "QUIT" => return answer("QUIT", b"221 a\r\n"),
            "DATA" => {
                answer("DATA", b"354 a\r\n")?;
                if odd == "DATA" && !says.starts_with(b"354") {
                    continue;
                }
                let mut letter = String::new();
                loop {
                    let Some(line) = lines.next() else {
                        return Ok(());
                    };
                    let line = line?;
                    if line == "." {
                        break;
                    }
                    letter.push_str(&line);
                    letter.push_str("\r\n");
                }
                taken.lock().unwrap().push(letter);
                answer(".", b"250 2.0.0 a\r\n")?;
            }
            known => answer(known, b"250 a\r\n")?,
        }
    }
    Ok(())
}
