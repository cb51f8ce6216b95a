//! Bodies on their way through: a request's, whose pace is noted, and an answer's.

use super::line::Line;
use super::passage::{Passage, Passages};
use super::refusal::Refusal;
use hyper::body::{Body, Bytes, Frame, Incoming, SizeHint};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Instant;

/// What a client sends with a request.
#[derive(Debug)]
pub struct Upload {
    body: Incoming,
    whole: bool,
    line: Arc<Line>,
}

impl Upload {
    /// A body that begins now; its pace is noted at `line`.
    pub fn new(body: Incoming, line: Arc<Line>) -> Self {
        Self {
            whole: body.is_end_stream(),
            body,
            line,
        }
    }
}

impl Body for Upload {
    type Data = Bytes;
    type Error = hyper::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<hyper::Result<Frame<Bytes>>>> {
        let frame = Pin::new(&mut self.body).poll_frame(cx);
        match &frame {
            Poll::Pending => self.line.body_waits(Instant::now()),
            Poll::Ready(Some(Ok(frame))) => {
                let bytes = frame.data_ref().map_or(0, Bytes::len);
                self.line.body_came(bytes, Instant::now());
            }
            Poll::Ready(Some(Err(_)) | None) => {}
        }
        self.whole = matches!(frame, Poll::Ready(None)) || self.body.is_end_stream();
        if self.whole {
            self.line.body_over(true, Instant::now());
        }
        frame
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

impl Drop for Upload {
    fn drop(&mut self) {
        self.line.body_over(self.whole, Instant::now());
    }
}

/// What a client is sent.
#[derive(Debug)]
pub enum Answer {
    /// From the web server.
    Passed(Passed),
    /// The front's own sentence.
    Own(Option<Refusal>),
}

/// An answer on its way from the web server.
#[derive(Debug)]
pub struct Passed {
    body: Incoming,
    whole: bool,
    line: Arc<Line>,
    /// Where the passage goes when the answer has come whole, if it can be used again.
    back: Option<(Passage, Arc<Passages>)>,
}

impl Passed {
    /// An answer that begins now.
    pub fn new(body: Incoming, line: Arc<Line>, back: Option<(Passage, Arc<Passages>)>) -> Self {
        line.answering();
        Self {
            whole: body.is_end_stream(),
            body,
            line,
            back,
        }
    }
}

impl Body for Answer {
    type Data = Bytes;
    type Error = hyper::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<hyper::Result<Frame<Bytes>>>> {
        match self.get_mut() {
            Self::Passed(passed) => {
                let frame = Pin::new(&mut passed.body).poll_frame(cx);
                passed.whole = matches!(frame, Poll::Ready(None)) || passed.body.is_end_stream();
                frame
            }
            Self::Own(refusal) => {
                let sentence = refusal.take().map(|refusal| refusal.sentence());
                Poll::Ready(
                    sentence.map(|text| Ok(Frame::data(Bytes::from_static(text.as_bytes())))),
                )
            }
        }
    }

    // The length is in the head as the web server wrote it, also where no body follows (HEAD, 304).
}

impl Drop for Passed {
    fn drop(&mut self) {
        self.line.answered(Instant::now());
        if let Some((passage, passages)) = self.back.take()
            && self.whole
        {
            passages.give_back(passage);
        }
    }
}
