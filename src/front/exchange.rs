//! One client's connection, from its first byte to its close: each whole request goes to the web
//! server behind, and its answer comes back.

use super::bodies::{Answer, Lost, Passed, Upload};
use super::held::Held;
use super::line::{Line, Order};
use super::passage::Passages;
use super::refusal::{Refusal, TurnedAway, part};
use super::register::Place;
use super::unread::{Full, Part, Unread};
use super::watched::Watched;
use hyper::body::{Body, Incoming};
use hyper::header::{CONNECTION, HeaderValue, RETRY_AFTER, TRANSFER_ENCODING, UPGRADE};
use hyper::server::conn::http1;
use hyper::{Request, Response, Version};
use hyper_util::rt::TokioIo;
use std::future::poll_fn;
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use tokio::net::TcpStream;
use tokio::sync::Semaphore;

/// The most bytes of a request's head, and so of what is held of one that has not come whole.
const HEAD: usize = 16 * 1024;

/// How many bodies that are longer than any form are passed on at once: the documents of the desk.
/// One has a turn from its first bytes on. Those of anybody else are answered by these, and forgotten.
pub const LONG: usize = 48;

/// How long a long body waits until it is one of them.
const TURN: Duration = Duration::from_secs(10);

/// What an answer carries that the web server does not hold whole while it is sent.
pub const PIECE_BY_PIECE: &str = "x-daylight-piece-by-piece";

/// What all connections share.
#[derive(Debug)]
pub struct Shared {
    /// Those without a place.
    pub turned_away: TurnedAway,
    /// What the bodies of all requests hold.
    pub held: Arc<Held>,
    /// What the answers to all of them hold.
    pub unread: Arc<Unread>,
    /// Those that are longer than any form.
    pub long: Semaphore,
    /// The ways to the web server.
    pub passages: Arc<Passages>,
    /// Whether every answer is the last of its connection, because the program is stopping.
    pub last: AtomicBool,
}

/// Serves a connection until either side closes it or it is told to.
pub async fn serve(stream: TcpStream, peer: IpAddr, place: Place, shared: Arc<Shared>) {
    let line = Arc::clone(&place.line);
    let service =
        hyper::service::service_fn(|request| Box::pin(pass(request, peer, &line, &shared)));
    let watched = Watched {
        stream,
        line: Arc::clone(&line),
    };
    // hyper parses strictly and the request is written anew from what it understood, so that the
    // two servers cannot understand one request differently. It answers 400 and 431 by itself.
    let mut connection = http1::Builder::new()
        .preserve_header_case(true)
        .header_read_timeout(None)
        .max_header_size(HEAD)
        .max_buf_size(HEAD)
        .serve_connection(TokioIo::new(watched), service);
    loop {
        tokio::select! {
            _ = poll_fn(|cx| connection.poll_without_shutdown(cx)) => {
                if line.left_unread() {
                    let stream = connection.into_parts().io.into_inner().stream;
                    unless_told(&line, part(stream)).await;
                }
                return;
            }
            order = line.order() => match order {
                Order::Finish => Pin::new(&mut connection).graceful_shutdown(),
                Order::Close(refusal) => {
                    let stream = connection.into_parts().io.into_inner().stream;
                    if let Some(refusal) = refusal {
                        unless_told(&line, refusal.send(stream)).await;
                    }
                    return;
                }
                Order::GiveWay(refusal) => {
                    let stream = connection.into_parts().io.into_inner().stream;
                    if let Some(refusal) = refusal {
                        shared.turned_away.tell(refusal, stream, line.is_open());
                    }
                    return;
                }
            }
        }
    }
}

/// The end of a connection, cut short where another needs its place: it is counted no more then.
async fn unless_told(line: &Line, end: impl Future<Output = ()>) {
    line.parting(Instant::now());
    let closed = async { while line.order().await == Order::Finish {} };
    tokio::select! {
        () = end => {}
        () = closed => {}
    }
}

async fn pass(
    mut request: Request<Incoming>,
    peer: IpAddr,
    line: &Arc<Line>,
    shared: &Shared,
) -> hyper::Result<Response<Answer>> {
    let has_body = !request.body().is_end_stream();
    line.asked(has_body, Instant::now());
    // These are about the connection, which the passage is not.
    *request.version_mut() = Version::HTTP_11;
    request.headers_mut().remove(CONNECTION);
    request.headers_mut().remove(UPGRADE);
    let mut request = request.map(|body| Upload::new(body, Arc::clone(line)));
    // What the web server holds of a body is counted until it begins to answer.
    let mut share = shared.held.begin(peer, line);
    match request.body_mut().gather(&mut share).await {
        Ok(()) => {}
        Err(Lost::Full) => return Ok(refused(Refusal::Busy)),
        Err(Lost::Broken(fault)) => return Err(fault),
    }
    let _turn = if request.body().is_long() {
        match tokio::time::timeout(TURN, shared.long.acquire()).await {
            Ok(Ok(turn)) => Some(turn),
            Ok(Err(_)) | Err(_) => return Ok(refused(Refusal::Busy)),
        }
    } else {
        None
    };
    let Ok(mut passage) = shared.passages.take(peer).await else {
        return Ok(refused(Refusal::Stopping));
    };
    let mut answer = passage.sender.send_request(request).await?;
    let Ok(unread) = counted(&mut answer, peer, line, shared) else {
        return Ok(refused(Refusal::Unread));
    };
    // A server that answers before it has read a body closes the connection a moment later, so
    // one that carried a body is not used again.
    let back = (!has_body).then(|| (passage, Arc::clone(&shared.passages)));
    let passed = |body| Passed::new(body, Arc::clone(line), back, unread);
    let mut answer = answer.map(|body| Answer::Passed(passed(body)));
    answer.headers_mut().remove(TRANSFER_ENCODING);
    if shared.last.load(Ordering::Relaxed) {
        let close = HeaderValue::from_static("close");
        answer.headers_mut().insert(CONNECTION, close);
    }
    Ok(answer)
}

/// The part an answer has in what is held until it is read, where it is a long one.
fn counted(
    answer: &mut Response<Incoming>,
    peer: IpAddr,
    line: &Arc<Line>,
    shared: &Shared,
) -> Result<Option<Part>, Full> {
    if answer.headers_mut().remove(PIECE_BY_PIECE).is_some() {
        return Ok(None);
    }
    let bytes = answer.body().size_hint().exact().unwrap_or_default();
    shared.unread.begin(peer, line, bytes, Instant::now())
}

fn refused(refusal: Refusal) -> Response<Answer> {
    let mut answer = Response::new(Answer::Own(Some(refusal)));
    *answer.status_mut() = hyper::StatusCode::from_u16(refusal.status())
        .unwrap_or(hyper::StatusCode::SERVICE_UNAVAILABLE);
    let headers = answer.headers_mut();
    headers.insert(CONNECTION, HeaderValue::from_static("close"));
    if let Some(seconds) = refusal.retry_after() {
        headers.insert(RETRY_AFTER, HeaderValue::from_static(seconds));
    }
    answer
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::future::pending;
    use std::time::Duration;

    #[tokio::test]
    async fn a_connection_that_is_being_closed_goes_at_once_when_its_place_is_needed() {
        let line = Line::new(std::net::Ipv4Addr::LOCALHOST.into(), Instant::now());
        let moment = Duration::from_millis(50);
        line.tell(Order::Finish);
        let kept = tokio::time::timeout(moment, unless_told(&line, pending())).await;
        assert!(kept.is_err(), "a stop lets it finish");
        assert_eq!(line.overdue(Instant::now() + moment * 100_000), None);
        line.tell(Order::Close(None));
        let gone = tokio::time::timeout(moment * 100, unless_told(&line, pending())).await;
        assert!(gone.is_ok(), "it stays though it is counted by nobody");
    }
}
