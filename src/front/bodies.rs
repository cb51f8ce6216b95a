//! Bodies on their way through: a request's, which is gathered first, and an answer's.

use super::held::{Full, STEP, Share, UNCOUNTED};
use super::line::Line;
use super::passage::{Passage, Passages};
use super::refusal::Refusal;
use super::unread::Part;
use hyper::body::{Body, Bytes, Frame, Incoming, SizeHint};
use std::collections::VecDeque;
use std::future::poll_fn;
use std::mem;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Instant;

/// The most that is gathered of a body, in bytes: the longest form of the public is shorter.
/// Nothing longer is read by the web server before it knows that somebody at the desk sends it.
const GATHERED: usize = 336 * 1024;

/// What is waited for of a longer one before it has a turn, in bytes: the web server reads the first
/// 512 before it asks who sends it, and answers nobody of whom less has come.
const BEGUN: usize = 1024;

/// What a client sends with a request.
///
/// It is passed on once it is whole, so that one that comes slowly holds nothing but its own bytes;
/// the web server holds up to 400 kB for each body that it waits for. A document is longer and is
/// passed on as it comes.
#[derive(Debug)]
pub struct Upload {
    gathered: VecDeque<Bytes>,
    rest: Incoming,
    whole: bool,
    line: Arc<Line>,
}

/// A body that cannot be passed on.
#[derive(Debug)]
pub enum Lost {
    /// There is no room for it.
    Full,
    /// It broke off.
    Broken(hyper::Error),
}

impl From<Full> for Lost {
    fn from(Full: Full) -> Self {
        Self::Full
    }
}

impl Upload {
    /// A body that begins now; its pace is noted at `line`.
    pub fn new(body: Incoming, line: Arc<Line>) -> Self {
        Self {
            gathered: VecDeque::new(),
            whole: body.is_end_stream(),
            rest: body,
            line,
        }
    }

    /// Waits until a body that is no longer than a form has come whole; what it holds is counted in
    /// `share`. Of a longer one only the beginning is waited for, or what shows that it is longer.
    ///
    /// # Errors
    /// [`Lost`] where it cannot be passed on.
    pub async fn gather(&mut self, share: &mut Share) -> Result<(), Lost> {
        if self.whole {
            return Ok(());
        }
        let mut left = match self.rest.size_hint().exact().map(usize::try_from) {
            None => GATHERED,
            Some(Ok(length)) if length <= GATHERED => length,
            Some(Ok(_) | Err(_)) => return self.begin().await,
        };
        let mut piece = Vec::with_capacity(UNCOUNTED.min(left));
        while !self.whole && left > 0 {
            let Some(frame) = poll_fn(|cx| self.poll_rest(cx)).await else {
                break;
            };
            let frame = frame.map_err(Lost::Broken)?;
            // It is copied: what came is a part of the connection's buffer, and would keep all of it.
            let mut data = frame.data_ref().map_or(&[][..], Bytes::as_ref);
            while !data.is_empty() {
                if piece.len() == piece.capacity() {
                    share.grow(Instant::now())?;
                    let next = Vec::with_capacity(STEP.min(left.max(data.len())));
                    let full = mem::replace(&mut piece, next);
                    self.gathered.push_back(full.into());
                }
                let fits = data.len().min(piece.capacity() - piece.len());
                let (now, later) = data.split_at(fits);
                piece.extend_from_slice(now);
                left = left.saturating_sub(fits);
                data = later;
            }
        }
        if !piece.is_empty() {
            self.gathered.push_back(piece.into());
        }
        Ok(())
    }

    async fn begin(&mut self) -> Result<(), Lost> {
        let mut came = 0;
        while !self.whole && came < BEGUN {
            let Some(frame) = poll_fn(|cx| self.poll_rest(cx)).await else {
                break;
            };
            let data = frame.map_err(Lost::Broken)?.into_data();
            let data = Bytes::copy_from_slice(&data.unwrap_or_default());
            came += data.len();
            self.gathered.push_back(data);
        }
        Ok(())
    }

    /// Whether more is to come than was gathered.
    pub const fn is_long(&self) -> bool {
        !self.whole
    }

    /// The next of what was not gathered.
    fn poll_rest(&mut self, cx: &mut Context<'_>) -> Poll<Option<hyper::Result<Frame<Bytes>>>> {
        let frame = Pin::new(&mut self.rest).poll_frame(cx);
        match &frame {
            Poll::Pending => self.line.body_waits(Instant::now()),
            Poll::Ready(Some(Ok(frame))) => {
                let bytes = frame.data_ref().map_or(0, Bytes::len);
                self.line.body_came(bytes, Instant::now());
            }
            Poll::Ready(Some(Err(_)) | None) => {}
        }
        self.whole = matches!(frame, Poll::Ready(None)) || self.rest.is_end_stream();
        if self.whole {
            self.line.body_over(true, Instant::now());
        }
        frame
    }
}

impl Body for Upload {
    type Data = Bytes;
    type Error = hyper::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<hyper::Result<Frame<Bytes>>>> {
        match self.gathered.pop_front() {
            Some(piece) => Poll::Ready(Some(Ok(Frame::data(piece)))),
            None if self.whole => Poll::Ready(None),
            None => self.poll_rest(cx),
        }
    }

    fn is_end_stream(&self) -> bool {
        self.whole && self.gathered.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        let gathered: usize = self.gathered.iter().map(Bytes::len).sum();
        let rest = self.rest.size_hint().exact();
        rest.map_or_else(SizeHint::default, |rest| {
            SizeHint::with_exact(rest + gathered as u64)
        })
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
    _part: Option<Part>,
}

impl Passed {
    /// An answer that begins now; its `part` is held as long as it is.
    pub fn new(
        body: Incoming,
        line: Arc<Line>,
        back: Option<(Passage, Arc<Passages>)>,
        part: Option<Part>,
    ) -> Self {
        line.answering();
        Self {
            whole: body.is_end_stream(),
            body,
            line,
            back,
            _part: part,
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
