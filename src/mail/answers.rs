//! What an SMTP server says, line by line as what reads it can take it (RFC 5321, section 4.2): of an
//! answer the code alone counts, and each command has one.

use super::wire::Measured;
use lettre::transport::smtp::client::AsyncTokioStream;
use std::fmt;
use std::io::{Error, ErrorKind, Result};
use std::mem::take;
use std::net::SocketAddr;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// How much is taken from the connection at once, in bytes.
const PIECE: usize = 4096;

/// A connection to an SMTP server, of which one answer is read after another.
#[derive(Debug)]
pub(super) struct Answers<S> {
    stream: Measured<S>,
    /// What came and is not looked at yet.
    came: Vec<u8>,
    /// Lines that can be read.
    lines: Vec<u8>,
    /// Whether an answer is awaited: something was written since the last one ended.
    awaited: bool,
    /// Whether the server hung up.
    ended: bool,
}

impl<S: AsyncRead + Unpin> Answers<S> {
    /// What is said over a connection; `first` is read before what comes.
    pub(super) fn over(stream: Measured<S>, first: &[u8]) -> Self {
        Self {
            stream,
            came: Vec::new(),
            lines: first.to_vec(),
            awaited: first.is_empty(),
            ended: false,
        }
    }

    /// Takes more from the connection.
    fn poll_more(&mut self, cx: &mut Context<'_>) -> Poll<Result<()>> {
        let mut piece = [0; PIECE];
        let mut piece = ReadBuf::new(&mut piece);
        ready!(Pin::new(&mut self.stream).poll_read(cx, &mut piece))?;
        self.ended = piece.filled().is_empty();
        self.came.extend_from_slice(piece.filled());
        Poll::Ready(Ok(()))
    }

    /// Looks at what came, up to the end of an answer.
    fn take_lines(&mut self) {
        while self.awaited
            && let Some(end) = self.came.iter().position(|byte| *byte == b'\n')
        {
            let line: Vec<u8> = self.came.drain(..=end).collect();
            let line = readable(&line);
            self.awaited = line.get(3) == Some(&b'-');
            self.lines.extend(line);
        }
    }

    /// Refuses to go on where the server said what it was not asked for: it would be read as the answer
    /// to what is written next, and each later answer as that to another command. Only while a letter is
    /// handed over may it be refused before its end.
    fn refuse_unasked(&mut self, cx: &mut Context<'_>) -> Result<()> {
        if self.came.is_empty()
            && !self.ended
            && let Poll::Ready(Err(error)) = self.poll_more(cx)
        {
            return Err(error);
        }
        let early_refusal = self.awaited && matches!(self.came.first(), Some(b'4' | b'5'));
        if self.came.is_empty() || early_refusal {
            return Ok(());
        }
        let first = self.came.split(|byte| *byte == b'\n').next();
        let line = readable(first.unwrap_or_default());
        let said = String::from_utf8_lossy(&line);
        let what = format!("the server says what it was not asked: {}", said.trim());
        Err(Error::new(ErrorKind::InvalidData, what))
    }
}

/// A line as it can be read and written down: what is no ASCII or a control character (PostgreSQL keeps
/// no NUL) is a question mark, a code without words has the space that stands before them (the grammar
/// lets both away), and of a code that the standard does not have the first digit counts.
fn readable(line: &[u8]) -> Vec<u8> {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    let plain = |byte: &u8| match byte {
        b'\t' | b' '..=b'~' => *byte,
        _ => b'?',
    };
    let mut line: Vec<u8> = line.iter().map(plain).collect();
    if line.len() == 3 {
        line.push(b' ');
    }
    if let [
        b'2'..=b'5',
        unknown @ b'6'..=b'9',
        b'0'..=b'9',
        b' ' | b'-',
        ..,
    ] = line.as_mut_slice()
    {
        *unknown = b'5';
    }
    line.extend_from_slice(b"\r\n");
    line
}

impl<S: AsyncRead + Unpin> AsyncRead for Answers<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<Result<()>> {
        loop {
            if self.lines.is_empty() {
                self.take_lines();
            }
            if !self.lines.is_empty() {
                let mut now = take(&mut self.lines);
                self.lines = now.split_off(now.len().min(buf.remaining()));
                buf.put_slice(&now);
                return Poll::Ready(Ok(()));
            }
            if self.ended {
                return Poll::Ready(Ok(()));
            }
            ready!(self.poll_more(cx))?;
        }
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> AsyncWrite for Answers<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &[u8],
    ) -> Poll<Result<usize>> {
        self.refuse_unasked(cx)?;
        let written = ready!(Pin::new(&mut self.stream).poll_write(cx, buf))?;
        self.awaited = true;
        Poll::Ready(Ok(written))
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin + Send + Sync + fmt::Debug> AsyncTokioStream for Answers<S> {
    fn peer_addr(&self) -> Result<SocketAddr> {
        Ok(self.stream.peer())
    }
}

#[cfg(test)]
mod tests {
    use super::readable;

    #[test]
    fn a_line_is_read_by_its_code_whatever_its_words_are() {
        for (said, read) in [
            ("250 ok\r\n", "250 ok\r\n"),
            ("250 a\0b\x1b[1m\tc\r\n", "250 a?b?[1m\tc\r\n"),
            ("250\r\n", "250 \r\n"),
            ("250-\r\n", "250-\r\n"),
            ("250 ok\n", "250 ok\r\n"),
            ("250 a\rb\r\n", "250 a?b\r\n"),
            ("299 ok\r\n", "259 ok\r\n"),
            ("299\r\n", "259 \r\n"),
            ("2999 ok\r\n", "2999 ok\r\n"),
        ] {
            assert_eq!(readable(said.as_bytes()), read.as_bytes(), "{said:?}");
        }
    }
}
